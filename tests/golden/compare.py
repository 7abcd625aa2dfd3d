"""Writes the golden numbers of the comparison methods (intervals.md sections 2 to 14); see README.md.

    python compare.py            compute, confirm, and write compare.jsonl and compare_versions.json
    python compare.py --check    the same, but compare with compare.jsonl instead of writing

Values come from compare_reference.py (50 digits). compare_confirm.py and compare.R compute what they can with SciPy,
statsmodels and R; a disagreement ends the program with an error before anything is written. Rscript must be on the path.
"""
import json, math, os, platform, subprocess, sys, tempfile
import gmpy2
import mpmath
import numpy as np
import scipy
import statsmodels
from compare_confirm import CONFIRM, R_JOB, better_by_quadrature, from_r, score_at, tango_at
from compare_reference import SplitMix64, answer, two_sided_z
from published_compare import (BATTLES, BOARD, DARWIN, MONTE_CARLO, REPEATS_A, REPEATS_B, RUNS_A, RUNS_B, SLEEP_1, SLEEP_2, TASKS,
                               TAU_BENCH, TIES_X, TIES_Y, TOY, TOY_CLUSTERS, TUNA_X, TUNA_Y, battles, board, repeats)

HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = (.8, .9, .95, .99, .999)

# ---- names: what a call or a field is called here -> what it is called in the files. Change them here when the API changes.
CALL_NAMES = {}
FIELD_NAMES = {"minimumDetectable": "detectable"}
PATH_NAMES = {"pairedMeanDifference": {"n": "nA"}}      # of one call only


ARGUMENT_NAMES = {"successesA": "a", "trialsA": "a", "successesB": "b", "trialsB": "b"}


def as_asked(row):
    """The shape of the API where it is not that of the methods."""
    request, expect, call, refused = row["request"], row.get("expect"), row["call"], row.get("refused")
    if "lowerBound" in request:
        request["bounds"] = {"lower": request.pop("lowerBound"), "upper": request.pop("upperBound")}
    if expect and call in ("passAtK", "majorityAtK"):
        expect.pop("n", None)                           # called `problems`
        lower, upper = expect.get("lower", 0), expect.get("upper", 1)
        if lower < 0 or upper > 1:                      # limits that are cut are kept aside
            expect |= {"lower": max(lower, 0), "upper": min(upper, 1), "unclipped.lower": lower, "unclipped.upper": upper}
    if expect and call == "planPairedProportions" and request["discordance"] <= abs(request["effect"]):
        del row["expect"], row["tolerance"]             # section 8: discordance in (|d|, 1]
        row["refused"] = {"code": "design_out_of_range", "argument": "discordance"}
    if expect and call == "detectablePairedProportions" and expect["effect"] > request["discordance"]:
        expect["effect"] = None                         # section 8: "not reachable"
    if refused and call == "proportionDifference" and "argument" in refused and refused["code"] != "not_integer":
        refused["argument"] = ARGUMENT_NAMES.get(refused["argument"], refused["argument"])
    if refused and call == "wilsonClusterInterval" and refused.get("argument") == "successes":
        refused["argument"] = "counts"
    if refused and call == "fitBattles" and refused["code"] in ("graph_not_connected", "all_ties"):
        # An outcome with the separated groups, not an error.
        del row["refused"]
        row |= {"expect": {"status": refused["code"].removeprefix("graph_"), "tie": None}, "tolerance": {}}
    if refused and call == "compareSystems" and refused["code"] == "no_common_items":
        # The pair is refused; other systems of the table are compared.
        del row["refused"]
        row |= {"expect": {"pairs.0.refusal": "no_common_items", "pairs.0.difference": None}, "tolerance": {}}
    if refused and call == "detectableRuns" and refused["code"] == "too_few":
        refused["code"] = "design_out_of_range"         # as every other argument of a plan
    return row

# ---- tolerances: closed forms 1e-11 relative, everything else 1e-9; absolute 1e-12
CLOSED = set("""wilsonClusterInterval planMeanDifference detectableMeanDifference planProportions planProportionsBaseline
    planPairedProportions detectablePairedProportions detectableProportions planHalfWidth adjustPValues bonferroniDunnQuantile
    proportionInterval""".split())
PROBABILITIES = set("""p pTies fP fPTies pAdjusted midP exactP chiSquareP atMost atLeast midAtMost midAtLeast central scoreP
    probabilityABetter""".split())                     # below 1e-6: relative 1e-6, absolute 0
# Paths in rows of their own, because intervals.md leaves room for another reading; the reading is named in the source.
READINGS = {
    "varianceComponents": ({"rawData", "rawPrediction"}, "raw: without the bias term"),
    "friedmanTest": ({"bonferroniDunn"}, "critical difference against one control"),
    "friedmanFromRanks": ({"bonferroniDunn"}, "critical difference against one control"),
    "pairedDifference": ({"minimumDetectable"}, "Connor, power .8, observed discordance, level of the call"),
}
LOOSE = {                                              # source: relative agreement asked of it (others 1e-9), and why
    "scipy stats.studentized_range": 1e-8,             # its own quadrature
    "R clubSandwich vcovCR": 1e-8,                     # lm by QR
    "R glm, sandwich": 1e-7,                           # iteration stops on the deviance
    "R exactRankTests wilcox.exact": 1e-8,
    "R coin wilcoxsign_test": 1e-8,
    "R PoissonBinomial ppbinom": 1e-8,
    "scipy stats.wilcoxon": 1e-8,
    "statsmodels samplesize_proportions_2indep_onetail": 1e-9,
}
CASES, PROBLEMS, AGREEMENT = [], [], {}


def case(call, request, drop=(), only=None):
    CASES.append({"call": call, "request": request, "drop": set(drop), "only": only})


# ---- made-up data: decimals with few digits from SplitMix64, the same everywhere
def uniforms(seed):
    g = SplitMix64(seed)
    while True:
        yield g.uniform()


def graded(seed, n, centre=.6, spread=.5, digits=3):
    u = uniforms(seed)
    return [round(centre + spread * (next(u) + next(u) + next(u) - 1.5), digits) for _ in range(n)]


def grouped(seed, clusters, largest, binary=True, rate=.6, spread=.6):
    """Values and labels; cluster sizes 1..largest, one shift per cluster."""
    u, values, labels = uniforms(seed), [], []
    for c in range(clusters):
        shift = spread * (next(u) - .5)
        for _ in range(1 + int(next(u) * largest)):
            v = rate + shift + (0 if binary else .3 * (next(u) - .5))
            values.append(int(next(u) < v) if binary else round(v, 3))
            labels.append(c)
    return values, labels


# ---- the cases, by section
def section_2():
    for x, n in ((17, 20), (1, 29), (81, 263), (0, 20), (5, 5), (1, 1), (0, 1), (3, 7), (50000, 100000), (999999, 1000000), (5, 1000000)):
        for level in LEVELS if n in (20, 263, 1000000) else (.95, .9):
            case("proportionInterval", {"successes": x, "trials": n, "method": "percentile", "level": level})
    for x, n, p in ((15, 148, .15), (60, 198, .25), (0, 20, .1), (20, 20, .9), (0, 1, .5), (1, 1, .25), (5, 10, .5), (500300, 1000000, .5),
                    (24100, 100000, .25), (3, 40, .01), (130, 150, .5)):
        case("proportionTest", {"successes": x, "trials": n, "nullRate": p})
    mixed = [.25] * 12 + [.2] * 9 + [.5] * 7 + [.1] * 5
    u = uniforms(2)
    spread = [round(.05 + .9 * next(u), 3) for _ in range(60)]
    for x, chances in ((9, mixed), (0, mixed), (33, mixed), (21, mixed), (31, spread), (40, spread), (20, spread), (1, [.25]), (0, [.25]),
                       (1, [.3, .7]), (2, [0, 1, .5]), (62, [.25] * 200), (3, [.001, .999, .5, .25, .125]), (10, [.2] * 100)):
        case("poissonBinomialTest", {"successes": x, "chances": chances})
    case("poissonBinomialTest", {"successes": 1300, "chances": [.25] * 5001})
    case("poissonBinomialTest", {"successes": 30, "chances": [.2] * 100})


def section_3():
    plain = [SLEEP_1, DARWIN, [.2, .5, .9, .4], [0, 1], [1, 2, 3, 4, 100], graded(31, 40), [1e9 + .25, 1e9 + .5, 1e9 + .75, 1e9 + .5],
             [-.001, .002, .0005], [1, 1, 1, 0, 1, 1, 1, 1, 0, 1], graded(32, 300, 70, 40, 1)]
    for values in plain:
        for level in LEVELS if len(values) in (15, 2) else (.95, .99):
            case("meanInterval", {"values": values, "method": "t", "level": level})
    for bound, n, level in ((0, 12, .95), (1, 12, .95), (1, 30, .99), (0, 1, .95), (100, 8, .95), (0, 164, .9)):
        limits = {"lowerBound": 0, "upperBound": 100 if bound == 100 else 1}
        case("meanInterval", {"values": [bound] * n, "method": "t", "level": level, **limits}, drop=["n"])
    groups = [(TOY, TOY_CLUSTERS), ([.2, .5, .9, .4], [0, 1, 2, 3]), grouped(33, 12, 9), grouped(34, 30, 6, rate=.85),
              grouped(35, 8, 10, binary=False), ([.5, .25, .75, 1, 0], [0, 0, 1, 1, 1]), ([1, 0, 1, 1], [0, 1, 1, 1])]
    for values, clusters in groups:
        for method in ("cr0", "cr1", "cr2", "cr3"):
            for level in LEVELS if (values is TOY and method == "cr2") else (.95, .9) if method == "cr2" else (.95,):
                case("meanInterval", {"values": values, "clusters": clusters, "method": method, "level": level})
    big = [int(v < .7) for v, _ in zip(uniforms(36), range(240))]
    for values, clusters in ((TOY, TOY_CLUSTERS), grouped(33, 12, 9), grouped(34, 30, 6, rate=.85), (big, [i // 8 for i in range(240)]),
                             ([0] * 17, TOY_CLUSTERS), ([1] * 17, TOY_CLUSTERS), ([1, 0, 1, 0, 0, 1, 1, 0], [0, 0, 1, 1, 2, 2, 3, 3]),
                             ([1, 1, 1, 0, 1, 1], [0, 1, 2, 3, 4, 5]), ([1, 0, 1, 1], [0, 0, 1, 1])):
        for level in (.95, .99, .8) if values is TOY else (.95,):
            case("meanInterval", {"values": values, "clusters": clusters, "method": "wilson_cluster", "level": level})
    for x, n, xi in ((60, 203, 1.349133), (0, 50, 2), (50, 50, 3.5), (1, 1, 1), (500000, 1000000, 12.25), (7, 9, 1)):
        for level in (.95, .99):
            case("wilsonClusterInterval", {"successes": x, "trials": n, "varianceInflation": xi, "level": level})
    welch = [(RUNS_A, RUNS_B), (SLEEP_1, SLEEP_2), ([1, 2], [5, 5.5]), (graded(37, 25), graded(38, 9, .7, .9)),
             ([0, 1, 1], [0, 0, 1, 0, 1, 1, 1])]
    for a, b in welch:
        for level in LEVELS if a is RUNS_A else (.95, .99):
            case("meanDifference", {"a": a, "b": b, "level": level})
    for s, t in ((33, 34), (35, 39)):
        (a, ca), (b, cb) = grouped(s, 12, 9, binary=s == 33), grouped(t, 10, 5, binary=s == 33)
        case("meanDifference", {"a": a, "b": b, "clustersA": ca, "clustersB": cb, "level": .95})
        case("meanDifference", {"a": a, "b": b, "clustersA": ca, "level": .9})
    case("pairedMeanDifference", {"a": SLEEP_1, "b": SLEEP_2, "method": "t", "level": .95})
    case("pairedMeanDifference", {"a": graded(41, 30), "b": graded(42, 30, .55), "method": "t", "level": .99})
    case("pairedMeanDifference", {"a": [.71, .58], "b": [.7, .52], "method": "t", "level": .95})
    (a, c), b = grouped(43, 9, 7, binary=False), graded(44, 200, .5)
    d, e = grouped(45, 15, 4)[0], grouped(45, 15, 4)[1]
    f = [int(v < .5) for v, _ in zip(uniforms(46), d)]
    for x, y, clusters in ((a, b[:len(a)], c), (d, f, e)):
        for method in ("cr0", "cr1", "cr2", "cr3"):
            case("pairedMeanDifference", {"a": x, "b": y, "clusters": clusters, "method": method, "level": .95})
    (v, c), (w, k) = grouped(47, 14, 5, binary=False), grouped(48, 5, 4, binary=False)
    for values, clusters, seed, resamples in ((DARWIN, None, 1, 9999), (DARWIN, None, 2, 999), (graded(49, 40), None, 12345, 999),
                                              ([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1], None, 2 ** 53 - 1, 2000), ([1, 2, 4, 7], None, 1, 9999),
                                              ([1, 2, 4, 7, 11], None, 1, 9999), ([0, 1], None, 0, 99),
                                              ([.1, .5, .25, .9, .3, .75], None, 1, 99),
                                              (v, c, 7, 999), (w, k, 1, 9999), (graded(50, 7), None, 0, 99)):
        for method in ("percentile", "bca"):
            for level in (.95, .9, .99) if values is DARWIN and resamples == 9999 else (.95,):
                request = {"values": values, "method": method, "level": level, "seed": seed, "resamples": resamples}
                case("bootstrapInterval", request | ({"clusters": clusters} if clusters else {}))
    sleep = [round(a - b, 1) for a, b in zip(SLEEP_1, SLEEP_2)]
    decimal = [.01, -.03, .03, -.02, .02, .02, 0, .06]
    mixed = [3, -1, 2, 2, 0, 5, -4, 6, 1, -2, 7, 3]
    wide = [int(40 * (v - .42)) for v, _ in zip(uniforms(51), range(45))]
    tenths = [round(2 * (v - .45), 2) for v, _ in zip(uniforms(52), range(30))]
    signs = [1] * 9 + [-1] * 3 + [0] * 8
    for d in (DARWIN, sleep, [3, -1, 2, 2, 0, 5], decimal, mixed, wide, tenths, [1], [-2.5], [1, -1], signs, [1] * 40 + [-1] * 19,
              [.71 - .70, .02, -.01], [1.5, -1.5], graded(53, 20, .1, .8, 4), [1] * 3 + [0] * 2, [2] * 6):
        case("signFlipTest", {"differences": d, "seed": 1, "resamples": 9999})
    seventh = [round(v - .44, 8) for v, _ in zip(uniforms(54), range(70))]
    for d, seed, resamples in ((MONTE_CARLO, 1, 9999), (MONTE_CARLO, 3, 999), (seventh, 1, 1999), (seventh[:33], 9, 500)):
        case("signFlipTest", {"differences": d, "seed": seed, "resamples": resamples})
    graded_differences = graded(55, 60, .08, .6, 2)
    long = [int(60 * (v - .45)) for v, _ in zip(uniforms(56), range(260))]
    for d in (DARWIN, sleep, decimal, mixed, [.71 - .70, .02, -.01, .58 - .52, .06, -.03], [5] * 5,
              [1, -3, 3, -2, 2, 2, 0, 6], wide, tenths, [1], [-.5, .25], graded_differences, signs, long,
              [v + 1 if v >= 0 else v for v in long][:201], graded(57, 120, .05, 1, 3), long[:200]):
        case("wilcoxonSignedRank", {"differences": d, "zeros": "drop"})
    for d in (mixed, [.1, -.2, .35, .4, 0, .55, -.07, .61, .72, .8], decimal, signs, wide):
        case("wilcoxonSignedRank", {"differences": d, "zeros": "split"})


def section_4():
    base = [(56, 70, 48, 80), (9, 10, 3, 10), (0, 10, 0, 20), (0, 10, 0, 10), (10, 10, 0, 20), (5, 56, 0, 29), (7, 34, 1, 34), (7, 25, 2, 25),
            (120, 164, 110, 164), (10, 10, 10, 10), (0, 10, 10, 10), (10, 10, 0, 10), (1, 1, 0, 1), (0, 1, 0, 1), (1, 2, 1, 3), (1, 1, 30, 30),
            (500, 1000, 480, 1000), (3, 500, 0, 700), (600300, 1000000, 599000, 1000000), (0, 1000000, 2, 1000000)]
    for counts in base:
        large = max(counts) > 10000
        for method in ("wald", "newcombe", "miettinen_nurminen", "mee", "agresti_caffo"):
            score = method in ("miettinen_nurminen", "mee")
            several = LEVELS if counts[1] in (70, 34) and score else (.95, .9) if counts[1] in (10, 1000) else (.95,)
            for level in several:
                request = dict(zip(("successesA", "trialsA", "successesB", "trialsB"), counts)) | {"method": method, "level": level}
                plain = method == "miettinen_nurminen" and level == .95
                case("proportionDifference", request, drop=() if plain and not (large and counts[0]) else ["probabilityABetter"])


def section_5():
    tables = [(1, 1, 7, 12), (59, 6, 16, 80), (20, 12, 2, 16), (43, 0, 1, 0), (1, 0, 0, 1), (120, 0, 0, 44), (0, 5, 0, 0), (0, 0, 9, 0),
              (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1), (20, 5, 5, 10), (54, 54, 28, 28), (100, 30, 12, 78), (110, 12, 30, 68), (7, 0, 8, 205),
              (0, 3, 3, 0), (0, 9, 1, 0), (300, 12, 5, 183), (600000, 1200, 900, 397900), (999990, 3, 0, 7), (400, 300, 280, 20)]
    for cells in tables:
        for method in ("wald", "newcombe", "tango", "bonett_price"):
            for level in LEVELS if method == "tango" and cells in tables[1:4] else (.95, .99) if method == "tango" else (.95,):
                tests = method == "tango" and level == .95
                request = dict(zip(("both", "aOnly", "bOnly", "neither"), cells)) | {"method": method, "level": level, "prior": 1}
                full = ("exactP", "midP", "chiSquare", "chiSquareP", "probabilityABetter", "minimumDetectable")
                case("pairedDifference", request, drop=[] if tests else full)
        if cells[1] + cells[2] <= 200:
            request = dict(zip(("both", "aOnly", "bOnly", "neither"), cells)) | {"method": "tango", "level": .95, "prior": .5}
            case("pairedDifference", request, only={"probabilityABetter"})


def section_6():
    for scores in (RUNS_A, RUNS_B, [0, 1], [.5, .75, .25], graded(61, 10), graded(62, 20, 70, 3, 2), [1e6 + 1, 1e6 + 2, 1e6 + 4]):
        for level in LEVELS if scores is RUNS_A else (.95, .9):
            case("runsInterval", {"scores": scores, "level": level})
    for runs, sd, level in ((5, .0085, .95), (2, 1, .95), (10, .0085, .99), (3, .02, .8), (100, .5, .999)):
        case("leastSignificantDifference", {"runs": runs, "sd": sd, "level": level})
    (a, items), (b, _) = repeats(REPEATS_A), repeats(REPEATS_B)
    g, h = graded(63, 60), graded(64, 60, .5)
    five = [i for i in range(12) for _ in range(5)]
    three = [i for i in range(20) for _ in range(3)]
    samples = [1, 2, 4, 8, 64]
    for request in ({"valuesA": a, "itemsA": items}, {"valuesA": b, "itemsA": items},
                    {"valuesA": a, "itemsA": items, "valuesB": b, "itemsB": items},
                    {"valuesA": g, "itemsA": five}, {"valuesA": g, "itemsA": five, "valuesB": h, "itemsB": five},
                    {"valuesA": g, "itemsA": three, "valuesB": h, "itemsB": three},
                    {"valuesA": g[:36], "itemsA": [i for i in range(12) for _ in range(3)], "valuesB": h, "itemsB": five},
                    {"valuesA": [0, 1, 1, 0, 0, 1], "itemsA": [0, 0, 1, 1, 2, 2]},                       # negative data component
                    {"valuesA": [1, 1, 0, 0], "itemsA": [0, 0, 1, 1]},                                   # no prediction noise
                    {"valuesA": [1, 0, 1, 1, 1, 0, 0, 0, 1], "itemsA": [0, 0, 1, 1, 1, 2, 2, 2, 2]}):     # unequal K
        case("varianceComponents", {**request, "samples": samples})


def section_7():
    five = ([10, 10, 8, 12, 5], [3, 0, 8, 6, 2])
    for metric in ("pass_at_k", "pass_hat_k", "maj_at_k"):
        for k in (1, 2, 4, 5):
            for samples, correct in (five, ([4] * 50, TAU_BENCH)) if k in (1, 2, 4) else (five,):
                case("passAtK", {"samples": samples, "correct": correct, "k": k, "metric": metric, "level": .95})
        case("passAtK", {"samples": [200] * 6, "correct": [13, 0, 200, 100, 1, 199], "k": 100, "metric": metric, "level": .9})
        case("passAtK", {"samples": [1000, 1000, 1000], "correct": [3, 500, 2], "k": 10, "metric": metric, "level": .99})
        case("passAtK", {"samples": [5] * 9, "correct": [0, 5, 3, 2, 4, 5, 1, 0, 3], "k": 3, "metric": metric, "level": .95,
                         "clusters": [0, 0, 1, 1, 1, 2, 2, 3, 3]})
        case("passAtK", {"samples": [6] * 10, "correct": [0] * 10, "k": 3, "metric": metric, "level": .95})
        case("passAtK", {"samples": [6] * 10, "correct": [6] * 10, "k": 3, "metric": metric, "level": .95})
        if metric != "maj_at_k":
            for n, c, k, level in ((10, 3, 5, .95), (10, 0, 5, .95), (10, 10, 5, .95), (1, 1, 1, .95), (200, 13, 100, .99), (8, 6, 4, .8)):
                case("passAtK", {"samples": [n], "correct": [c], "k": k, "metric": metric, "level": level})
    for counts, classes, k in (([4, 3, 2, 1, 5, 1, 1, 1, 1, 1], [4, 6], 5), ([4, 3, 2, 1, 3, 3, 2], [4, 3], 4), ([3, 3, 2, 0, 5, 5], [3, 3], 3),
                               ([5, 5, 6, 4, 2, 8], [2, 2, 2], 4), ([4, 2, 3, 3, 6], [2, 2, 1], 5),
                               ([20, 15, 10, 5, 8, 7, 30, 5, 12, 16, 17], [4, 5, 2], 16),
                               ([1, 1, 1, 1, 2, 2, 1, 3, 1, 1, 1], [5, 3, 3], 1), ([2, 2, 2, 0, 3, 3, 6], [3, 3, 1], 6),
                               ([40, 30, 20, 10, 25, 25, 25, 25], [4, 4], 32)):
        case("majorityAtK", {"counts": counts, "classes": classes, "k": k, "level": .95})


def section_8():
    miller = {"betweenVariance": 1 / 9, "withinA": 1 / 6, "withinB": 1 / 6}
    for power, level in ((.8, .95), (.9, .99), (.5, .8), (.95, .999)):
        aim = {"power": power, "level": level}
        for k, m in ((None, None), (1, 1), (2, 8), (None, 4)):
            case("planMeanDifference", {**miller, "effect": .03, "samplesA": k, "samplesB": m, **aim})
            case("detectableMeanDifference", {**miller, "items": 164, "samplesA": k, "samplesB": m, **aim})
        for p, q in ((.7, .75), (.01, .02), (.5, .9), (.999, .998)):
            case("planProportions", {"rateA": p, "rateB": q, **aim})
        for p, d in ((.2, .05), (.03, .003), (.9, -.1)):
            case("planProportionsBaseline", {"rate": p, "effect": d, **aim})
        for d, psi in ((.05, .2), (.01, .05), (.3, .3), (-.02, .1)):
            for method in ("connor", "wald"):
                case("planPairedProportions", {"effect": d, "discordance": psi, "method": method, **aim})
        for n, psi in ((164, .1), (500, .1), (10000, .3), (1000000, .02)):
            case("detectablePairedProportions", {"items": n, "discordance": psi, **aim})
        for n, p in ((164, .5), (1000, .1), (20, .9)):
            case("detectableProportions", {"itemsPerSystem": n, "rate": p, **aim})
        for h, p in ((.03, .5), (.01, .1)):
            case("planHalfWidth", {"halfWidth": h, "rate": p, "level": level})
        for runs, sd in ((5, .01), (10, .01), (2, .5)):
            case("detectableRuns", {"runs": runs, "sd": sd, **aim})
    case("planMeanDifference", {"betweenVariance": 0, "withinA": .25, "withinB": 0, "effect": .1, "samplesA": 1, "samplesB": 1,
                                "power": .8, "level": .95})


def section_9():
    lists = [[.012, .04, .001, .30, .04, .021, .0004], [.05], [0, 1, .5], [.01, .01, .01], [1e-12, .2, 1e-5, .9, .03, .03, .0499, .05],
             [round(v ** 3, 6) for v, _ in zip(uniforms(91), range(25))]]
    for method in ("bonferroni", "holm", "hochberg", "bh", "by"):
        for p in lists:
            case("adjustPValues", {"p": p, "method": method})
        case("adjustPValues", {"p": lists[0], "method": method, "comparisons": 10})
        case("adjustPValues", {"p": [.05, .001], "method": method, "comparisons": 1000})


def section_10():
    six = ([.712, .684, .655, .640, .601, .598], [.010, .011, .010, .012, .011, .010])
    for method in ("bonferroni", "holm", "marginal"):
        for estimates, errors in (six, ([.7] * 3, [.01] * 3), ([.9, .1], [.05, .05]), ([.5, .52], [.02, .03]), (six[0][::-1], six[1]),
                                  (graded(101, 15), [.03] * 15), ([.3, .5, .7], [.001, 0, .001])):
            for level in (.95, .9, .999) if estimates is six[0] else (.95,):
                case("rankSets", {"estimates": estimates, "standardErrors": errors, "method": method, "level": level},
                     drop=["critical"] if method == "holm" else [])


def section_11():
    noisy = graded(111, 75, .6, .4, 2)
    perfect = [4, 3, 2, 1] * 3
    tables = [(TASKS, 4), (noisy, 5), (perfect, 4), ([1, 2, 3, 3, 1, 2, 2, 3, 1], 3), (graded(112, 90, .5, .5, 1), 3),
              ([.3, .3, .1, .4, .4, .4], 3)]
    for scores, k in tables:
        for level in LEVELS if scores is TASKS else (.95, .9):
            case("friedmanTest", {"scores": scores, "systems": k, "level": level})
    for ranks, tasks in (([44 / 14, 2, 40.5 / 14, 27.5 / 14], 14), ([1.5, 1.9, 2.6], 100), ([3.143, 2.0, 2.893, 1.964], 14), ([1, 2, 3], 8)):
        for level in (.95, .9):
            case("friedmanFromRanks", {"averageRanks": ranks, "tasks": tasks, "level": level})
    for level in LEVELS:
        for k in (2, 3, 4, 5, 6, 8, 10, 20, 50):
            case("nemenyiQuantile", {"systems": k, "level": level})
        for k in (2, 3, 6, 20):
            case("bonferroniDunnQuantile", {"systems": k, "level": level})
    for scores, k in (([1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0], 3), (BOARD["score"], 3), ([1, 0, 1, 0, 0, 1, 1, 1], 2),
                      ([int(v < .4 + .1 * (i % 5)) for i, v in zip(range(200), uniforms(113))], 5)):
        case("cochranQ", {"scores": scores, "systems": k})


def section_12():
    case("compareSystems", {**BOARD, "level": .95, "correction": "holm"})
    case("compareSystems", {**BOARD, "level": .99, "correction": "bh"})
    two = board([("11", 20), ("10", 9), ("01", 2), ("00", 9)])
    case("compareSystems", {**two, "level": .95, "correction": "holm"})
    u = uniforms(121)
    four = [[], [], []]
    for i in range(30):                                # graded, some cells missing
        ease = next(u)
        for s in range(4):
            if next(u) < .85:
                four[0].append(s), four[1].append(i), four[2].append(round(.3 + .08 * s + .4 * ease + .2 * next(u), 3))
    case("compareSystems", {"system": four[0], "item": four[1], "score": four[2], "systems": 4, "items": 30, "level": .95,
                            "correction": "holm"})
    system, item, score = [], [], []
    for i in range(48):                                # 0/1 in twelve groups
        ease = next(u) if i % 4 == 0 else ease
        for s in range(3):
            system.append(s), item.append(i), score.append(int(next(u) < .25 + .12 * s + .5 * ease))
    clusters = [i // 4 for i in range(48)]
    long = {"system": system, "item": item, "score": score, "systems": 3, "items": 48, "level": .95}
    case("compareSystems", {**long, "clusters": clusters, "correction": "holm"})
    case("compareSystems", {**long, "correction": "bonferroni"})
    kept = [n for n in range(len(item)) if (item[n] + 2 * system[n]) % 5]
    part = {k: [long[k][n] for n in kept] for k in ("system", "item", "score")}
    case("compareSystems", {**long, **part, "correction": "holm"})
    value = [round(v * .5 + .2, 2) for v, _ in zip(uniforms(122), item)]
    case("compareSystems", {**long, "score": value, "clusters": clusters, "correction": "hochberg"})


def section_13():
    three = battles({(0, 1): (4, 2, 3), (1, 2): (5, 0, 2), (2, 0): (1, 3, 6)}, 3)
    plain = battles({(0, 1): (14, 0, 6), (0, 2): (9, 0, 11), (1, 2): (3, 0, 8)}, 3)
    lopsided = battles({(0, 1): (400, 3, 1), (1, 2): (50, 10, 40)}, 3)
    u = uniforms(131)
    ring = {"a": [], "b": [], "outcome": [], "systems": 5}
    for n in range(90):
        i = int(next(u) * 5)
        j = (i + 1 + int(next(u) * 4)) % 5
        ring["a"].append(i), ring["b"].append(j)
        ring["outcome"].append(int(next(u) * 4) if next(u) < .5 else int(next(u) < .5 + .1 * (j - i)))
    for data, method in ((BATTLES, "davidson"), (BATTLES, "half_win"), (three, "davidson"), (three, "half_win"), (plain, "bradley_terry"),
                         (plain, "half_win"), (lopsided, "davidson"), (ring, "davidson"), (ring, "half_win"),
                         (battles({(0, 1): (12, 5, 7)}, 2), "davidson"), (battles({(0, 1): (12, 0, 7)}, 2), "bradley_terry"),
                         (battles({(0, 1): (1, 0, 1)}, 2), "bradley_terry"), (battles({(0, 1): (30, 8, 12)}, 2), "half_win")):
        case("fitBattles", {**data, "method": method, "level": .95})
    case("fitBattles", {**BATTLES, "method": "davidson", "level": .99})
    case("fitBattles", {**plain, "method": "bradley_terry", "level": .9})
    for data, method in ((BATTLES, "davidson"), (BATTLES, "half_win"), (ring, "davidson"), (ring, "half_win"), (plain, "bradley_terry")):
        clusters = [n * 7 % 23 for n in range(len(data["a"]))]
        case("fitBattles", {**data, "method": method, "clusters": clusters, "level": .95})


def section_14():
    x12, y12 = graded(141, 12), graded(142, 12, .5)
    near = [round(a + .3 * b, 3) for a, b in zip(x12, y12)]
    x40, y40 = graded(143, 40, .5, 1, 4), graded(144, 40, .5, 1, 4)
    x80 = graded(145, 80, .5, 1, 2)
    y80 = [round(.4 * a + b, 2) for a, b in zip(x80, graded(146, 80, .2, .6, 2))]
    pairs = [(TUNA_X, TUNA_Y), (TIES_X, TIES_Y), (x12, near), (x12, y12), (x40, y40), (x80, y80), ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]),
             ([1, 2, 3, 4, 5, 6, 7], [1, 2, 2, 3, 3, 3, 9]), ([1, 2, 2, 3, 5], [5, 4, 4, 4, 1]),
             (x40[:25], [v if i % 3 else .5 for i, v in enumerate(y40[:25])]),
             ([.3, .1, .7, .9, .2, .8], [5, 4, 9, 7, 3, 8])]
    for x, y in pairs:
        for method in ("pearson", "spearman", "kendall_b", "kendall_a"):
            for level in (.95, .99) if x is x12 or x is TUNA_X else (.95,):
                case("correlation", {"x": x, "y": y, "method": method, "level": level}, drop=["p", "exact"] if method == "kendall_a" else [])
    for xy, xg, yg, n in ((.67, .8, .82, 20), (.9, .9, .9, 10), (0, 0, 0, 5), (-.3, .2, .1, 50), (.2, -.4, .3, 1000)):
        for ranks in (False, True):
            for level in (.95, .99):
                case("partialCorrelation", {"xy": xy, "xg": xg, "yg": yg, "n": n, "ranks": ranks, "level": level})


def refusals():
    """Requests that section 0.3 refuses: (call, request, code, argument); the argument is left out where the section leaves it open."""
    L = {"level": .95}
    mean, seeded = {"method": "t", **L}, {"seed": 1, "resamples": 99}
    diff = lambda *v, **k: dict(zip(("successesA", "trialsA", "successesB", "trialsB"), v)) | {"method": "miettinen_nurminen", **L, **k}
    cells = lambda *v, **k: dict(zip(("both", "aOnly", "bOnly", "neither"), v)) | {"method": "tango", "level": .95, "prior": 1, **k}
    aim = {"power": .8, **L}
    battle = {"systems": 2, "method": "davidson", **L}
    cell = {"systems": 2, "items": 2, **L, "correction": "holm"}
    return [
        ("proportionDifference", diff(5, 4, 1, 4), "count_exceeds_trials", "successesA"),
        ("proportionDifference", diff(1, 4, 5, 4), "count_exceeds_trials", "successesB"),
        ("proportionDifference", diff(0, 0, 1, 4), "empty_sample", "trialsA"),
        ("proportionDifference", diff(1.5, 4, 1, 4), "not_integer", "successesA"),
        ("proportionDifference", diff(1, 4, -1, 4), "not_integer", "successesB"),
        ("proportionDifference", diff(1, 4, 1, 4, level=1), "level_out_of_range", "level"),
        ("pairedDifference", cells(0, 0, 0, 0), "empty_sample", None),
        ("pairedDifference", cells(1, -1, 0, 0), "not_integer", "aOnly"),
        ("pairedDifference", cells(1, 1, .5, 0), "not_integer", "bOnly"),
        ("pairedDifference", cells(1, 1, 0, 0, level=0), "level_out_of_range", "level"),
        ("poissonBinomialTest", {"successes": 3, "chances": [.5, .5]}, "count_exceeds_trials", "successes"),
        ("poissonBinomialTest", {"successes": 0, "chances": []}, "empty_sample", "chances"),
        ("meanInterval", {"values": [], **mean}, "empty_sample", "values"),
        ("meanInterval", {"values": [.5], **mean}, "too_few", "values"),
        ("meanInterval", {"values": [.5, .5, .5], **mean}, "zero_variance", "values"),
        ("meanInterval", {"values": [.5, .5, .5], "lowerBound": 0, "upperBound": 1, **mean}, "zero_variance", "values"),
        ("meanInterval", {"values": [.5, 1.5, .5], "lowerBound": 0, "upperBound": 1, **mean}, "value_out_of_bounds", "values"),
        ("meanInterval", {"values": [1, 0, 1], "clusters": [0, 0, 0], "method": "cr2", **L}, "too_few", "clusters"),
        ("meanInterval", {"values": [1, 0, 1, 0], "clusters": [0, 0, 1, 1], "method": "cr2", **L}, "zero_variance", "values"),
        ("meanInterval", {"values": [1, 0, 1], "clusters": [0, 1], "method": "cr2", **L}, "length_mismatch", "clusters"),
        ("meanInterval", {"values": [1, .5, 0], "clusters": [0, 1, 2], "method": "wilson_cluster", **L}, "not_binary", "values"),
        ("meanInterval", {"values": [1, 0], "method": "t", "level": 1.5}, "level_out_of_range", "level"),
        ("wilsonClusterInterval", {"successes": 5, "trials": 4, "varianceInflation": 1, **L}, "count_exceeds_trials", "successes"),
        ("meanDifference", {"a": [1], "b": [1, 2], **L}, "too_few", "a"),
        ("meanDifference", {"a": [1, 2], "b": [], **L}, "empty_sample", "b"),
        ("pairedMeanDifference", {"a": [1, 2, 3], "b": [1, 2], "method": "t", **L}, "length_mismatch", "b"),
        ("pairedMeanDifference", {"a": [.71, .72], "b": [.70, .71], "method": "t", **L}, "zero_variance", None),
        ("pairedMeanDifference", {"a": [1, 1, 0], "b": [1, 1, 0], "clusters": [0, 1, 2], "method": "cr2", **L}, "zero_variance", None),
        ("bootstrapInterval", {"values": [2, 2, 2], "method": "percentile", **seeded, **L}, "zero_variance", "values"),
        ("bootstrapInterval", {"values": [], "method": "percentile", **seeded, **L}, "empty_sample", "values"),
        ("bootstrapInterval", {"values": [1, 2, 3], "method": "bca", "seed": 2 ** 53, "resamples": 99, **L}, "seed_out_of_range", "seed"),
        ("bootstrapInterval", {"values": [1, 2, 3], "method": "bca", "seed": -1, "resamples": 99, **L}, "seed_out_of_range", "seed"),
        ("bootstrapInterval", {"values": [1, 2, 3], "method": "bca", "seed": .5, "resamples": 99, **L}, "seed_out_of_range", "seed"),
        ("signFlipTest", {"differences": [], **seeded}, "empty_sample", "differences"),
        ("signFlipTest", {"differences": [1, 2], "seed": 2 ** 53, "resamples": 99}, "seed_out_of_range", "seed"),
        ("wilcoxonSignedRank", {"differences": [], "zeros": "drop"}, "empty_sample", "differences"),
        ("runsInterval", {"scores": [], **L}, "empty_sample", "scores"),
        ("runsInterval", {"scores": [.7], **L}, "too_few", "scores"),
        ("runsInterval", {"scores": [.7, .7, .7], **L}, "zero_variance", "scores"),
        ("varianceComponents", {"valuesA": [1, 0, 1], "itemsA": [0, 1, 2], "samples": [1]}, "needs_repeats", None),
        ("passAtK", {"samples": [4, 10], "correct": [1, 1], "k": 5, "metric": "pass_at_k", **L}, "k_exceeds_samples", None),
        ("passAtK", {"samples": [4, 4], "correct": [1, 5], "k": 2, "metric": "pass_hat_k", **L}, "count_exceeds_trials", "correct"),
        ("passAtK", {"samples": [], "correct": [], "k": 2, "metric": "pass_at_k", **L}, "empty_sample", "samples"),
        ("majorityAtK", {"counts": [1, 1, 2, 2], "classes": [2, 2], "k": 3, **L}, "k_exceeds_samples", None),
        ("adjustPValues", {"p": [], "method": "holm"}, "empty_sample", "p"),
        ("adjustPValues", {"p": [.2, 1.2], "method": "bh"}, "p_out_of_range", "p"),
        ("adjustPValues", {"p": [.2, -.1], "method": "bonferroni"}, "p_out_of_range", "p"),
        ("rankSets", {"estimates": [.5], "standardErrors": [.1], "method": "bonferroni", **L}, "too_few", "estimates"),
        ("rankSets", {"estimates": [.5, .6, .7], "standardErrors": [0, 0, .1], "method": "bonferroni", **L}, "zero_variance", "standardErrors"),
        ("rankSets", {"estimates": [.5, .6], "standardErrors": [.1], "method": "bonferroni", **L}, "length_mismatch", "standardErrors"),
        ("friedmanTest", {"scores": [1, 2, 3, 1, 2], "systems": 3, **L}, "incomplete_matrix", "scores"),
        ("friedmanTest", {"scores": [1, 1, 1, 2, 2, 2], "systems": 3, **L}, "constant_input", "scores"),
        ("cochranQ", {"scores": [1, 1, 1, 0, 0, 0], "systems": 3}, "no_discordant_items", "scores"),
        ("cochranQ", {"scores": [1, .5, 1, 0, 0, 0], "systems": 3}, "not_binary", "scores"),
        ("fitBattles", {"a": [], "b": [], "outcome": [], **battle}, "empty_sample", None),
        ("fitBattles", {"a": [0, 0], "b": [1, 1], "outcome": [0, 0], **battle}, "graph_not_connected", None),
        ("fitBattles", {"a": [0, 0], "b": [1, 1], "outcome": [2, 2], **battle}, "all_ties", None),
        ("fitBattles", {"a": [0, 0, 2, 2], "b": [1, 1, 3, 3], "outcome": [0, 1, 0, 1], **battle, "systems": 4, "method": "bradley_terry"},
         "graph_not_connected", None),
        ("compareSystems", {"system": [0, 0, 1, 1, 1], "item": [0, 1, 0, 1, 1], "score": [1, 0, 1, 1, 0], **cell}, "duplicate_cell", None),
        ("compareSystems", {"system": [0, 1], "item": [0, 1], "score": [1, 0], **cell}, "no_common_items", None),
        ("correlation", {"x": [1, 1, 1, 1, 1], "y": [1, 2, 3, 4, 5], "method": "pearson", **L}, "constant_input", "x"),
        ("correlation", {"x": [1, 2, 3, 4, 5], "y": [2, 2, 2, 2, 2], "method": "kendall_b", **L}, "constant_input", "y"),
        ("correlation", {"x": [1, 2, 3], "y": [1, 2, 3, 4], "method": "pearson", **L}, "length_mismatch", "y"),
        ("correlation", {"x": [1, 2, 3], "y": [1, 3, 2], "method": "pearson", **L}, "too_few", None),
        ("correlation", {"x": [1, 2, 3, 4], "y": [1, 3, 2, 4], "method": "kendall_b", **L}, "too_few", None),
        ("partialCorrelation", {"xy": .5, "xg": .2, "yg": .1, "n": 4, "ranks": False, **L}, "too_few", "n"),
        ("planProportions", {"rateA": .7, "rateB": .7, **aim}, "design_out_of_range", None),
        ("planProportions", {"rateA": .7, "rateB": .8, **aim, "power": 1}, "design_out_of_range", "power"),
        ("planProportions", {"rateA": .7, "rateB": .8, **aim, "power": .02}, "design_out_of_range", "power"),
        ("planProportionsBaseline", {"rate": .7, "effect": 0, **aim}, "design_out_of_range", "effect"),
        ("planPairedProportions", {"effect": .2, "discordance": .1, "method": "connor", **aim}, "design_out_of_range", "discordance"),
        ("planPairedProportions", {"effect": .2, "discordance": 1.1, "method": "connor", **aim}, "design_out_of_range", "discordance"),
        ("planPairedProportions", {"effect": 0, "discordance": .1, "method": "connor", **aim}, "design_out_of_range", "effect"),
        ("planMeanDifference", {"effect": 0, "betweenVariance": .1, "withinA": .1, "withinB": .1, "samplesA": 1, "samplesB": 1, **aim},
         "design_out_of_range", "effect"),
        ("planMeanDifference", {"effect": .1, "betweenVariance": -.1, "withinA": .1, "withinB": .1, "samplesA": 1, "samplesB": 1, **aim},
         "design_out_of_range", "betweenVariance"),
        ("planMeanDifference", {"effect": .1, "betweenVariance": .1, "withinA": .1, "withinB": .1, "samplesA": 0, "samplesB": 1, **aim},
         "design_out_of_range", "samplesA"),
        ("detectableRuns", {"runs": 1, "sd": .1, **aim}, "too_few", "runs"),
    ]


# ---- checks that do not compare one number with one number
def score_limits(c):
    """A limit of a score interval is where |Z| of an independently maximised likelihood is z."""
    r, a = c["request"], c["answer"]
    at = tango_at if c["call"] == "pairedDifference" else score_at
    if r.get("method") not in ("miettinen_nurminen", "mee", "tango") or max(v for v in r.values() if isinstance(v, int)) > 10000:
        return None
    z, worst = float(two_sided_z(r["level"])), 0
    for limit in (float(a["lower"]), float(a["upper"])):
        if abs(limit) < 1 - 1e-9:
            worst = max(worst, abs(at(r, limit) / z - 1))
    return worst, 1e-6, "scipy optimize: |Z| at the limits"


def better(c):
    r = c["request"]
    if c["call"] != "proportionDifference" or "probabilityABetter" in c["drop"] or max(r["trialsA"], r["trialsB"]) > 10000:
        return None
    p = float(c["answer"]["probabilityABetter"])
    return abs(better_by_quadrature(r) - p) / max(p, 1e-3), 1e-9, "scipy integrate.quad"


def resampled(c):
    """Seeded bootstrap and sign-flip p-values are near what other random numbers give."""
    r, a = c["request"], c["answer"]
    if c["call"] == "bootstrapInterval" and not a["exhaustive"] and "clusters" not in r and r["resamples"] > 500:
        t = scipy.stats.bootstrap((np.array(r["values"], float),), np.mean, n_resamples=20000, confidence_level=r["level"],
                                  method={"percentile": "percentile", "bca": "BCa"}[r["method"]], rng=np.random.default_rng(1))
        ends = t.confidence_interval
        gap = max(abs(float(a["lower"]) - ends.low), abs(float(a["upper"]) - ends.high)) / t.standard_error
        return gap, .35, "scipy stats.bootstrap (within .35 SE)"
    return None


# ---- computing, confirming, writing
def flat(value, prefix=""):
    if isinstance(value, dict):
        for k, v in value.items():
            yield from flat(v, f"{prefix}{k}.")
    elif isinstance(value, (list, tuple)):
        for i, v in enumerate(value[:12] if prefix == "values." else value):
            yield from flat(v, f"{prefix}{i}.")
    else:
        yield prefix[:-1], value


def plain(v):
    """A JSON value: 17 significant digits, no negative zero."""
    if v is None or isinstance(v, (bool, str)):
        return v
    if isinstance(v, int) and not isinstance(v, bool):
        return v
    x = float(v)
    return int(x) if x == int(x) and abs(x) < 2 ** 53 else x + 0.0


def confirm(c, found, source):
    for path, value in found.items():
        if path not in c["expect"] or value is None or (isinstance(value, float) and math.isnan(value)):
            continue
        want = c["expect"][path]
        tolerance = LOOSE.get(source, 1e-9)
        gap = abs(float(value) - float(want)) / max(abs(float(want)), 1e-9)
        if not gap <= tolerance:
            PROBLEMS.append(f"{c['call']} {json.dumps(c['request'])[:160]} {path}: {want!r}, {source} {value!r}")
        note_agreement(source, gap)
        c["sources"].setdefault(source)


def note_agreement(source, gap):
    count, worst = AGREEMENT.get(source, (0, 0.0))
    AGREEMENT[source] = (count + 1, max(worst, gap))


def compute():
    for c in CASES:
        c["answer"], c["sources"] = answer(c["call"], c["request"]), {}
        c["expect"] = {p: v for p, v in flat(c["answer"]) if p.split(".")[0] not in c["drop"] and (c["only"] is None or p in c["only"])}
        if c["call"] in CONFIRM:
            confirm(c, *CONFIRM[c["call"]](c["request"]))
        for check in (score_limits, better, resampled):
            result = check(c) if c["only"] is None else None
            if result:
                gap, limit, source = result
                if not gap <= limit:
                    PROBLEMS.append(f"{c['call']} {c['request']}: {source}: {gap}")
                note_agreement(source, gap)
                c["sources"].setdefault(source)


def run_r():
    jobs = [(c, R_JOB[c["call"]](c["request"])) for c in CASES if c["call"] in R_JOB]
    jobs = [(c, *job) for c, job in jobs if job]
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, n) for n in ("jobs.json", "results.json")]
        with open(names[0], "w") as f:
            json.dump([job for _, job, _ in jobs], f)
        subprocess.run(["Rscript", "--vanilla", os.path.join(HERE, "compare.R"), *names], check=True, stdout=subprocess.DEVNULL)
        out = json.load(open(names[1]))
    for (c, _, source), value in zip(jobs, out["results"]):
        confirm(c, from_r(c["call"], value), source)
    return out["versions"]


def rows(versions):
    packages = {"scipy": "scipy " + versions["scipy"], "statsmodels": "statsmodels " + versions["statsmodels"], "R": "R " + versions["R"],
                "numpy": "numpy " + versions["numpy"]}
    name = lambda table, key: table.get(key, key)
    for c in CASES:
        readings, reading = READINGS.get(c["call"], (set(), ""))
        groups = {}
        for path, v in c["expect"].items():
            last = path.split(".")[-1]
            value = plain(v)
            tiny = last in PROBABILITIES and isinstance(value, float) and 1e-290 < abs(value) < 1e-6
            groups.setdefault((path in readings, tiny), {})[name(PATH_NAMES.get(c["call"], {}), ".".join(name(FIELD_NAMES, k) for k in path.split(".")))] = value
        words = [s.split(" ") for s in c["sources"]]
        sources = [f"mpmath {mpmath.__version__}"] + [" ".join([packages.get(w[0], w[0])] + w[1:]) for w in words]
        for (special, tiny), expect in groups.items():
            relative = 1e-6 if tiny else 1e-11 if c["call"] in CLOSED else 1e-9
            yield {"call": name(CALL_NAMES, c["call"]), "request": {name(FIELD_NAMES, k): v for k, v in c["request"].items()}, "expect": expect,
                   "tolerance": {"relative": relative, "absolute": 0 if tiny else 1e-12},
                   "source": "; ".join(sources + ([f"reading: {reading}"] if special else []))}
    for call, request, code, argument in refusals():
        refused = {"code": code} | ({"argument": argument} if argument else {})
        yield {"call": name(CALL_NAMES, call), "request": {name(FIELD_NAMES, k): v for k, v in request.items()}, "refused": refused,
               "source": "intervals.md 0.3"}


def agreement():
    up = lambda v: float(f"1e{math.ceil(math.log10(v))}") if v > 0 else 0.0       # upwards to a power of ten
    return {s: {"values": n, "largest_relative_difference": up(w)} for s, (n, w) in sorted(AGREEMENT.items())}


def differences(text):
    old = [json.loads(line) for line in open(os.path.join(HERE, "compare.jsonl"))]
    new = [json.loads(line) for line in text.splitlines()]
    if len(old) != len(new):
        return [f"{len(old)} rows in the file, {len(new)} now"]
    same = lambda a, b: a == b or (isinstance(a, float) and isinstance(b, float) and abs(a - b) <= 1e-13 * max(abs(a), 1))

    def equal(a, b):
        x, y = a.get("expect", {}), b.get("expect", {})
        return a["request"] == b["request"] and a.get("refused") == b.get("refused") and x.keys() == y.keys() \
            and all(same(v, y[k]) for k, v in x.items())

    return [f"line {i} has changed" for i, (a, b) in enumerate(zip(old, new), 1) if not equal(a, b)]


def main():
    for section in (section_2, section_3, section_4, section_5, section_6, section_7, section_8, section_9, section_10, section_11,
                    section_12, section_13, section_14):
        section()
    compute()
    versions = {"python": platform.python_version(), "mpmath": mpmath.__version__, "gmpy2": gmpy2.version(), "numpy": np.__version__,
                "scipy": scipy.__version__, "statsmodels": statsmodels.__version__} | run_r()
    text = "".join(json.dumps(as_asked(r), separators=(",", ":")) + "\n" for r in rows(versions))
    if "--check" in sys.argv:
        PROBLEMS.extend(differences(text))
    if PROBLEMS:
        sys.exit("\n".join(PROBLEMS + [f"{len(PROBLEMS)} problems; nothing written"]))
    if "--check" not in sys.argv:
        about = json.dumps({"versions": versions, "agreement": agreement()}, indent=1) + "\n"
        for file, content in (("compare.jsonl", text), ("compare_versions.json", about)):
            with open(os.path.join(HERE, file), "w", newline="\n") as f:
                f.write(content)
    print(f"compare.jsonl: {text.count(chr(10))} rows, {sum(len(c['expect']) for c in CASES)} values, "
          f"{sum(bool(c['sources']) for c in CASES)} of {len(CASES)} requests confirmed elsewhere, {len(text) // 1000} KB")


if __name__ == "__main__":
    main()

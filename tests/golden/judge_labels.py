"""Golden numbers of judge.md sections 3, 3C, 4 and 7 from an independent implementation; writes judge_labels.jsonl and
judge_labels_versions.json.

    python judge_labels.py

Every row comes from judge_labels_reference.py or judge_panel_reference.py; what packages also compute is compared with them first
(`confirm`), and any disagreement stops the program. Data sets are made with SplitMix64, the same everywhere.
"""
import json, math, os, platform
from fractions import Fraction as F
import mpmath as mp
import numpy as np
import scipy, sklearn, statsmodels
from importlib import metadata
from scipy import stats
from compare_reference import SplitMix64
import judge_labels_reference as ref
import judge_panel_reference as pan

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS, CONFIRMED = [], {}
CLOSED = {"relative": 1e-10, "absolute": 1e-12}


def plain(value):
    if isinstance(value, (mp.mpf, F, np.floating)):
        return float(value)
    return [plain(v) for v in value] if isinstance(value, list) else value


def row(call, request, expect, tolerance=CLOSED, source="definition, 30 digits"):
    assert all(not isinstance(plain(v), float) or math.isfinite(plain(v)) for v in expect.values())
    ROWS.append({"call": call, "request": request, "expect": {k: plain(v) for k, v in expect.items()}, "tolerance": tolerance, "source": source})


def refused(call, request, code, argument, **more):
    ROWS.append({"call": call, "request": request, "refused": {"code": code, "argument": argument, **more}, "source": "refusal"})


def refusals(call, good, changes):
    for change, code, argument in changes:
        refused(call, {**good, **change}, code, argument)


def confirm(package, ours, theirs, relative=1e-8):
    difference = abs(float(ours) - float(theirs)) / max(1e-6, abs(float(theirs)))
    assert difference < relative, (package, ours, theirs)
    count, worst = CONFIRMED.get(package, (0, 0.0))
    CONFIRMED[package] = (count + 1, max(worst, difference))


# ---- section 3
def table(tp, fn, fp, tn):
    return {"tp": tp, "fn": fn, "fp": fp, "tn": tn}


def subset_row(tables, x, n, method, level=.95, convention=None):
    request = {"labelled": table(*tables), "positive": x, "total": n, "method": method, "level": level,
               **({"convention": convention} if convention else {})}
    expect = ref.subset(request)
    row("correctSubset", request, expect)
    tp, fn, fp, tn = tables
    if expect.get("labelCheckP") is not None:
        confirm("scipy fisher_exact", expect["labelCheckP"], stats.fisher_exact([[tp + fp, fn + tn], [x, n - x]])[1])
    if convention == "ppi_py" and expect["status"] != "not_identified":
        import ppi_py
        y, f = (np.array(v, float) for v in ([1] * (tp + fn) + [0] * (fp + tn), [1] * tp + [0] * fn + [1] * fp + [0] * tn))
        u = np.array([1] * x + [0] * (n - x), float)
        if np.concatenate([f, u]).std() > 0:
            lam = 1 if method == "ppi" else None
            low, high = (v.item() for v in ppi_py.ppi_mean_ci(y, f, u, alpha=1 - level, lam=lam))
            confirm("ppi_py ppi_mean_ci", expect["lower"], low), confirm("ppi_py ppi_mean_ci", expect["upper"], high)


CONVENTIONS = ("ppi_py", "truescore", "glide", "chen")


def section_3():
    sets = (((12, 5, 4, 29), 130, 400), ((40, 3, 9, 48), 250, 500), ((5, 1, 1, 2), 30, 60), ((61, 7, 30, 2), 900, 1000))
    for i, (tables, x, n) in enumerate(sets):
        level = (.95, .9, .99, .8)[i]
        for convention in CONVENTIONS:
            subset_row(tables, x, n, "ppi_pp", level, convention)
        for convention in CONVENTIONS if i < 2 else ("ppi_py", "chen"):
            subset_row(tables, x, n, "ppi", level, convention)
        for method in ("eif", "mle", "poststrat"):
            subset_row(tables, x, n, method, level)
    perfect, agreeing, useless, reversed_ = (20, 0, 0, 30), (0, 0, 6, 44), (10, 10, 10, 10), (4, 16, 20, 10)
    for tables in (perfect, agreeing, useless, reversed_):
        for method in ("eif", "mle", "poststrat"):
            subset_row(tables, 120, 300, method)
        for convention in ("ppi_py", "chen"):
            subset_row(tables, 120, 300, "ppi_pp", convention=convention)
    subset_row((30, 0, 0, 0), 0, 40, "ppi_pp", convention="ppi_py")           # nothing varies: weight 0, no width
    subset_row((30, 0, 0, 0), 40, 40, "ppi_pp", convention="chen")            # weight 1 by the rule for small denominators
    subset_row((0, 25, 0, 0), 38, 40, "ppi", convention="truescore")          # the estimate is beyond 1
    subset_row((0, 0, 25, 0), 3, 40, "ppi", convention="ppi_py")              # and below 0
    subset_row((1, 1, 3, 1), 3, 20, "ppi", convention="ppi_py")               # wider than .95, for the most part below 0
    for tables in ((9, 0, 3, 0), (0, 7, 0, 9)):                               # one verdict has no labels
        for method in ("eif", "mle", "poststrat"):
            subset_row(tables, 30, 50, method)
    for method in ("eif", "mle", "poststrat"):                                # every item is labelled
        subset_row((12, 5, 4, 29), 0, 0, method)
    subset_row((12, 5, 4, 29), 0, 0, "ppi", convention="ppi_py")
    subset_row((12, 5, 4, 29), 0, 1, "ppi_pp", convention="ppi_py")           # enough for divisor n
    subset_row((12, 5, 4, 29), 0, 1, "ppi_pp", convention="truescore")        # not for n - 1
    subset_row((1, 0, 0, 0), 5, 9, "ppi_pp", convention="glide")
    subset_row((45, 5, 4, 46), 30, 200, "poststrat")                          # labels that are no random subset
    subset_row((400, 60, 50, 290), 5300, 9000, "mle", .9)
    good = {"labelled": table(8, 2, 2, 8), "positive": 5, "total": 9}
    refusals("correctSubset", good, (({"labelled": table(0, 0, 0, 0)}, "empty_sample", "labelled"), ({"positive": 10}, "count_exceeds_trials", "unlabelled"),
                                     ({"method": "unified"}, "unsupported", "method"), ({"level": 1}, "level_out_of_range", "level"),
                                     ({"method": "eif", "level": .2}, "level_out_of_range", "level")))
    rng = SplitMix64(31)
    for k, labels, bounds, level in ((2, 30, (0, 1), .95), (3, 40, (0, 1), .95), (5, 60, (1, 5), .95), (5, 25, (1, 5), .9), (4, 12, (-1, 2.5), .99)):
        low, high = bounds
        verdict = [int(rng.uniform() * k) for _ in range(labels)]
        # Grades about the verdict's place between the bounds, whole or half ones.
        truth = [min(high, max(low, round(2 * (low + (high - low) * (v / (k - 1) + (rng.uniform() - .5) * .7))) / 2)) for v in verdict]
        category_row(verdict, truth, [20 + int(rng.uniform() * 80) for _ in range(k)], low, high, level)
    category_row([0] * 9 + [1] * 8, [0] * 17, [30, 40, 50], 0, 1)              # no label of the third verdict; all labels equal
    category_row([0, 2, 2, 4], [1, 3, 4, 5], [10, 0, 20, 0, 30], 1, 5)         # verdicts that nothing got
    category_row([1, 1, 0], [1, .5, 0], [0, 0], 0, 1)                         # every item is labelled
    category_row([0], [3], [0, 5], 1, 5)
    category_row([0] * 30 + [1] * 30, [0] * 30 + [1] * 30, [200, 300], 0, 1)   # a perfect judge
    good = {"verdict": [0, 1, 1], "truth": [0, 1, .5], "unlabelled": [4, 5]}
    refusals("correctCategories", good, (
        ({"unlabelled": [4]}, "too_few", "unlabelled"), ({"unlabelled": [1] * 1001}, "value_out_of_range", "unlabelled"),
        ({"unlabelled": [4, -1]}, "not_integer", "unlabelled"), ({"verdict": [], "truth": []}, "empty_sample", "verdict"),
        ({"truth": [0, 1]}, "length_mismatch", "truth"), ({"verdict": [0, 1, 2]}, "value_out_of_range", "verdict"),
        ({"truth": [0, 1, 2]}, "value_out_of_bounds", "truth"), ({"lower": 1, "upper": 1}, "value_out_of_bounds", "upper"),
        ({"level": .3}, "level_out_of_range", "level")))


def category_row(verdict, truth, unlabelled, low, high, level=.95):
    request = {"verdict": verdict, "truth": truth, "unlabelled": unlabelled, "lower": low, "upper": high, "level": level}
    expect = ref.categories(request)
    row("correctCategories", request, expect)
    if len(unlabelled) == 2 and set(truth) <= {0, 1} and (low, high) == (0, 1):
        cells = table(*(sum(t == y and v == f for v, t in zip(verdict, truth)) for y, f in ((1, 1), (1, 0), (0, 1), (0, 0))))
        two = ref.subset({"labelled": cells, "positive": unlabelled[1], "total": sum(unlabelled), "level": level})
        assert all(abs(two[e] - expect[e]) < 1e-25 for e in ("estimate", "lower", "upper"))


# ---- section 3C
def between(low, high):
    return {"lower": low, "upper": high}


def section_3c():
    for x, n, q1, q0, level in ((850, 1000, (.9, 1), (.7, 1), .95), (41, 90, (.6, .8), (.55, .95), .9), (0, 60, (.8, 1), (.9, 1), .95),
                                (200, 200, (.7, .9), (.7, .9), .99), (20, 300, (.8, .9), (.6, .8), .95), (50, 100, (.8, .8), (.7, .7), .95),
                                (290, 300, (.5, .7), (.9, .95), .95), (30, 100, (0, 1), (0, 1), .95), (30, 100, (.4, .9), (.6, .9), .95)):
        request = {"positive": x, "total": n, "sensitivity": between(*q1), "specificity": between(*q0), "level": level}
        row("identificationRegion", request, ref.region(request))
    good = {"positive": 30, "total": 100, "sensitivity": between(.7, .9), "specificity": between(.7, .9)}
    refusals("identificationRegion", good, (
        ({"positive": 101}, "count_exceeds_trials", "judged"), ({"total": 0, "positive": 0}, "empty_sample", "judged"),
        ({"sensitivity": between(.9, .7)}, "value_out_of_bounds", "sensitivity"), ({"specificity": between(-.1, .7)}, "rate_out_of_range", "specificity"),
        ({"sensitivity": between(.9, 1.2)}, "rate_out_of_range", "sensitivity"), ({"level": 1}, "level_out_of_range", "level")))
    for x, n, e, level in ((850, 1000, .1, .95), (0, 25, .3, .9), (12, 40, 0, .99), (12, 40, 1, .95)):
        request = {"positive": x, "total": n, "disagreement": e, "level": level}
        row("disagreementRegion", request, ref.disagreement(request))
    good = {"positive": 3, "total": 10, "disagreement": .1}
    refusals("disagreementRegion", good, (({"disagreement": 1.1}, "rate_out_of_range", "disagreement"), ({"positive": 11}, "count_exceeds_trials", "judged"),
                                          ({"level": 0}, "level_out_of_range", "level")))
    for x, n, claim, at, level in ((850, 1000, .8, None, .95), (850, 1000, .95, None, .95), (400, 1000, .5, (1, .75, .6, .5), .9), (0, 50, .2, None, .95),
                                   (50, 50, 1, None, .95), (45, 50, 1, (1, .9, .89, .5), .95), (120, 500, .02, (1, .3, 0), .99), (500, 500, .999, (1, .5), .95),
                                   (77, 100, .6, (), .95), (350, 1000, .7, None, .95)):
        request = {"positive": x, "total": n, "claim": claim, "level": level, **({"sensitivities": list(at)} if at is not None else {})}
        row("tippingLine", request, ref.tipping(request) | {"points.length": len(at if at is not None else (1, .95, .9, .8))})
    good = {"positive": 30, "total": 100, "claim": .5}
    refusals("tippingLine", good, (({"claim": 0}, "rate_out_of_range", "claim"), ({"claim": 1.5}, "rate_out_of_range", "claim"),
                                   ({"sensitivities": [.5, 2]}, "rate_out_of_range", "sensitivities"), ({"total": 0, "positive": 0}, "empty_sample", "judged"),
                                   ({"level": .4}, "level_out_of_range", "level")))
    for a, b, theta in ((.72, .68, .7), (.3, .9, .5), (.5, .5, .2), (.9, .1, .1), (.9, .1, .95), (.6, .5, 1), (.6, .5, 0), (1, 0, 1)):
        request = {"rateA": a, "rateB": b, "score": theta}
        row("leniency", request, ref.leniency(request))
    refusals("leniency", {"rateA": .5, "rateB": .5, "score": .5}, (({"rateA": 1.1}, "rate_out_of_range", "rateA"), ({"rateB": -1}, "rate_out_of_range", "rateB"),
                                                                   ({"score": 2}, "rate_out_of_range", "score")))


# ---- section 4
def tally(count, total, whole=True):
    return {"count": count, "total": total, "whole": whole}


def assumed(theta, q1, q0):
    return {"score": theta, "sensitivity": q1, "specificity": q0}


def section_4():
    for judged, sensitivity, specificity in ((tally(400, 1000), tally(18, 20), tally(14, 20)), (tally(3, 100), tally(9, 9), tally(17, 25)),
                                             (tally(97, 100), tally(20, 30), tally(15, 15)), (tally(41.5, 100, False), tally(8.5, 10, False), tally(7, 10))):
        request = {"judged": judged, "sensitivity": sensitivity, "specificity": specificity}
        row("assumptionFromPilot", request, ref.pilot(request))
    good = {"judged": tally(4, 10), "sensitivity": tally(9, 10), "specificity": tally(8, 10)}
    refusals("assumptionFromPilot", good, (
        ({"judged": tally(0, 0)}, "empty_sample", "judged"), ({"sensitivity": tally(0, 0)}, "empty_sample", "sensitivity"),
        ({"specificity": tally(0, 0)}, "empty_sample", "specificity"), ({"judged": tally(11, 10)}, "count_exceeds_trials", "judged"),
        ({"judged": tally(1.5, 10)}, "not_integer", "judged"), ({"sensitivity": tally(2, 10), "specificity": tally(8, 10)}, "estimate_at_limit", "specificity"),
        ({"sensitivity": tally(1, 10), "specificity": tally(3, 10)}, "estimate_at_limit", "specificity")))
    for labels, of, method in ((200, assumed(1 / 3, .9, .7), None), (1000, assumed(.9, .95, .6), None), (61, assumed(.2, .8, .9), None), (60, assumed(.2, .8, .9), None),
                               (301, assumed(.5, 1, .7), None), (301, assumed(.5, .7, 1), None), (100, assumed(.5, 1, 1), None), (2, assumed(.5, .9, .9), None),
                               (19, assumed(.5, .9, .9), "equal"), (400, assumed(.02, .6, .5), "neyman"), (5000, assumed(.35, .77, .81), "neyman"),
                               (150, assumed(0, .9, .9), None), (150, assumed(1, .9, .9), None)):
        request = {"labels": labels, **of, **({"method": method} if method else {})}
        row("allocateLabels", request, ref.allocation(request))
    refusals("allocateLabels", {"labels": 100, **assumed(.5, .9, .9)}, (
        ({"labels": 1}, "too_few", "labels"), ({"labels": 2.5}, "not_integer", "labels"), ({"labels": -4}, "not_integer", "labels"),
        ({"score": 1.1}, "rate_out_of_range", "score"), ({"sensitivity": -1}, "rate_out_of_range", "sensitivity"),
        ({"sensitivity": .1}, "estimate_at_limit", "specificity"), ({"method": "lee2025"}, "unsupported", "method")))
    for labels, rate, q1, q0, per_class in ((200, .4, .9, .7, 10), (500, 0, .9, .9, 20), (500, 1, .9, .9, 20), (37, .61, .8, .95, 3), (30, .5, .9, .9, 20),
                                            (100, .3, 1, 1, 0), (100, .3, 1, .8, 5), (1, .5, .9, .9, 0)):
        request = {"labels": labels, "rate": rate, "sensitivity": q1, "specificity": q0, "perClass": per_class}
        row("lee2025Allocation", request, ref.lee(request))
    refusals("lee2025Allocation", {"labels": 100, "rate": .5}, (
        ({"labels": 0}, "too_few", "labels"), ({"labels": 1.5}, "not_integer", "labels"), ({"rate": 1.5}, "rate_out_of_range", "rate"),
        ({"sensitivity": -1}, "rate_out_of_range", "sensitivity"), ({"specificity": 3}, "rate_out_of_range", "specificity"),
        ({"perClass": 101}, "count_exceeds_trials", "perClass"), ({"perClass": -1}, "not_integer", "perClass")))
    for of, n, wrong, right, level in ((assumed(1 / 6, .9, .7), 1000, 100, 100, .95), (assumed(.8, .95, .9), 200, 8, 40, .9), (assumed(.3, .55, .55), 5000, 150, 60, .95),
                                       (assumed(0, .9, .8), 100, 30, 30, .95), (assumed(1, .9, .8), 100, 30, 30, .99), (assumed(.5, 1, 1), 400, 5, 5, .95),
                                       (assumed(.5, .99, .98), 10000, 500, 500, .8)):
        request = {**of, "judged": n, "wrong": wrong, "right": right, "level": level}
        row("calibrationPrecision", request, ref.precision(request))
    good = {**assumed(.5, .9, .9), "judged": 100, "wrong": 10, "right": 10}
    refusals("calibrationPrecision", good, (
        ({"judged": 0}, "too_few", "judged"), ({"wrong": 0}, "too_few", "wrong"), ({"right": 0}, "too_few", "right"), ({"right": 1.5}, "not_integer", "right"),
        ({"specificity": .1}, "estimate_at_limit", "specificity"), ({"score": -1}, "rate_out_of_range", "score"), ({"level": 1}, "level_out_of_range", "level")))
    for of, n, half, level in ((assumed(1 / 6, .9, .7), 1000, .1, .95), (assumed(1 / 6, .9, .7), 1000, .05, .95), (assumed(.6, .93, .85), 20000, .03, .9),
                               (assumed(.5, 1, .8), 800, .06, .95), (assumed(.35, .8, .8), 300, .2, .99), (assumed(.5, .9, .9), 500, .001, .95),
                               (assumed(.9, .9, .9), 10 ** 6, .02, .95), (assumed(.05, .6, .7), 4000, .5, .95)):
        request = {**of, "judged": n, "halfWidth": half, "level": level}
        row("planCalibration", request, ref.size(request))
    good = {**assumed(.5, .9, .9), "judged": 100, "halfWidth": .1}
    refusals("planCalibration", good, (
        ({"halfWidth": 0}, "design_out_of_range", "halfWidth"), ({"halfWidth": 1}, "design_out_of_range", "halfWidth"), ({"judged": 0}, "too_few", "judged"),
        ({"sensitivity": 0}, "estimate_at_limit", "specificity"), ({"level": .1}, "level_out_of_range", "level")))
    for of, labels, items, level in ((assumed(.5, .9, .9), 200, 1200, .95), (assumed(.3, .9, .7), 200, 1200, .9), (assumed(.3, .55, .5), 50, 1000, .95),
                                     (assumed(.3, .2, .1), 50, 1000, .95), (assumed(.7, .99, .98), 30, 30, .95), (assumed(.7, .8, .9), 2, 90, .99),
                                     (assumed(.4, .5, .5), 40, 90, .95), (assumed(.4, 1, 1), 40, 90, .95)):
        request = {**of, "labels": labels, "items": items, "level": level}
        row("judgeValue", request, ref.value(request))
    good = {**assumed(.5, .9, .9), "labels": 10, "items": 100}
    refusals("judgeValue", good, (
        ({"labels": 101}, "count_exceeds_trials", "labels"), ({"labels": 0}, "too_few", "labels"), ({"items": 0}, "too_few", "items"),
        ({"score": 0}, "zero_variance", "score"), ({"sensitivity": 1, "specificity": 0}, "zero_variance", "score"),
        ({"specificity": 1.5}, "rate_out_of_range", "specificity"), ({"level": .1}, "level_out_of_range", "level")))


# ---- section 7
def agreement_row(cells, level=.95):
    request = {"table": cells, "level": level}
    expect = pan.agreement(request)
    row("raterAgreement", request, expect)
    k = math.isqrt(len(cells))
    kinds = {expect[f"coefficients.{i}.statistic"]: i for i in range(6) if f"coefficients.{i}.statistic" in expect}
    matrix = np.array(cells).reshape(k, k)
    first = np.repeat(np.repeat(np.arange(k), k), cells)
    second = np.repeat(np.tile(np.arange(k), k), cells)
    from sklearn.metrics import cohen_kappa_score, matthews_corrcoef
    from statsmodels.stats.inter_rater import cohens_kappa
    for kind, weights in (("cohen_kappa", None), ("linear_kappa", "linear"), ("quadratic_kappa", "quadratic")):
        if kind not in kinds or expect[f"coefficients.{kinds[kind]}.estimate"] is None:
            continue
        estimate, error = (expect[f"coefficients.{kinds[kind]}.{f}"] for f in ("estimate", "standardError"))
        confirm("scikit-learn cohen_kappa_score", estimate, cohen_kappa_score(first, second, weights=weights, labels=np.arange(k)))
        if weights:
            gaps = np.abs(np.subtract.outer(np.arange(k), np.arange(k)))
            theirs = cohens_kappa(matrix, weights=gaps if weights == "linear" else gaps ** 2)
        else:
            theirs = cohens_kappa(matrix)
        confirm("statsmodels cohens_kappa", estimate, theirs.kappa)
        confirm("statsmodels cohens_kappa, variance", error ** 2, theirs.var_kappa, 1e-6)
    if "mcc" in kinds and expect[f"coefficients.{kinds['mcc']}.estimate"] is not None:
        confirm("scikit-learn matthews_corrcoef", expect[f"coefficients.{kinds['mcc']}.estimate"], matthews_corrcoef(first, second))


def alpha_row(units, values, metric, level=.95, seed=1, resamples=199):
    request = {"unit": units, "value": values, "metric": metric, "level": level, "seed": seed, "resamples": resamples}
    expect = pan.alpha(request)
    row("krippendorffAlpha", request, expect, source="coincidences in fractions; the same draws")
    if expect["estimate"] is not None:
        import krippendorff
        kinds, numbers = sorted(set(values)), sorted(set(units))
        counts = np.array([[sum(u == n and v == k for u, v in zip(units, values)) for k in kinds] for n in numbers])
        theirs = krippendorff.alpha(value_counts=counts, value_domain=kinds, level_of_measurement=metric)
        confirm("krippendorff alpha", expect["estimate"], theirs)


def fleiss_row(units, values):
    request = {"unit": units, "value": values}
    expect = pan.fleiss(request)
    row("fleissKappa", request, expect, source="definition, fractions")
    if expect["estimate"] is not None:
        from statsmodels.stats.inter_rater import fleiss_kappa
        kinds = sorted(set(values))
        confirm("statsmodels fleiss_kappa", expect["estimate"],
                fleiss_kappa(np.array([[sum(u == n and v == k for u, v in zip(units, values)) for k in kinds] for n in sorted(set(units))])))


def ratings(rng, units, raters, values, sharp, missing=0.0):
    of, given = [], []
    for unit in range(units):
        truth = int(rng.uniform() * len(values))
        for _ in range(raters):
            value = values[truth] if rng.uniform() < sharp else values[int(rng.uniform() * len(values))]
            if rng.uniform() >= missing:
                of.append(unit), given.append(value)
    return of, given


def section_7():
    for cells, level in (([30, 0, 0, 20], .95), ([118, 5, 2, 0], .95), ([10, 20, 30, 40], .9), ([0, 9, 7, 0], .95), ([50, 0, 0, 0], .95), ([20, 30, 0, 0], .95),
                         ([7, 0, 5, 0], .99), ([1, 0, 0, 0], .95), ([310, 41, 28, 1200], .8), ([298, 40, 84, 35, 32, 38, 100, 35, 337], .95),
                         ([5, 0, 0, 0, 6, 0, 0, 0, 7], .95), ([0, 0, 0, 0, 9, 0, 0, 0, 0], .95), ([3, 1, 0, 0, 0, 2, 0, 0, 0], .9),
                         ([10, 5, 1, 0, 0, 4, 12, 6, 2, 0, 1, 6, 14, 5, 1, 0, 2, 6, 15, 8, 0, 0, 1, 7, 20], .95),
                         ([9, 1, 0, 2, 3, 8, 1, 0, 0, 2, 7, 2, 1, 0, 3, 6], .99)):
        agreement_row(cells, level)
    refusals("raterAgreement", {"table": [1, 2, 3, 4]}, (
        ({"table": [1, 2, 3]}, "too_few", "table"), ({"table": [1, 2, 3, 4, 5]}, "length_mismatch", "table"), ({"table": [1] * 101 ** 2}, "value_out_of_range", "table"),
        ({"table": [1, 2.5, 3, 4]}, "not_integer", "table"), ({"table": [1, -2, 3, 4]}, "not_integer", "table"), ({"table": [0] * 4}, "empty_sample", "table"),
        ({"level": 1}, "level_out_of_range", "level")))
    worked = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
    cells = [(unit, int(v)) for line in worked for unit, v in enumerate(line.split()) if v != "."]
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        alpha_row([u for u, _ in cells], [v for _, v in cells], metric)
    rng = SplitMix64(72)
    for units, raters, values, sharp, missing, metric, level in (
            (25, 3, (0, 1), .8, 0, "nominal", .95), (20, 4, (1, 2, 3, 4, 5), .7, .3, "ordinal", .9), (20, 4, (-1.5, 0, 2.25), .6, .2, "interval", .95),
            (15, 5, (0, .5, 1, 4), .6, .4, "ratio", .95), (12, 2, (0, 1, 2), .1, 0, "nominal", .99), (6, 3, (7, 8), .9, .3, "ordinal", .8)):
        alpha_row(*ratings(rng, units, raters, values, sharp, missing), metric, level, seed=int(rng.uniform() * 1000))
    alpha_row([5, 5, 9, 9, 7], [1, 1, 2, 2, 3], "nominal")                     # perfect; one rating is alone; some draws have one value only
    row("krippendorffAlpha", {"unit": [0, 0, 1, 1], "value": [3, 3, 3, 3]}, pan.alpha({"unit": [0, 0, 1, 1], "value": [3, 3, 3, 3]}))
    good = {"unit": [0, 0, 1, 1], "value": [1, 2, 3, 3]}
    common = (({"unit": [], "value": []}, "empty_sample", "unit"), ({"value": [1, 2]}, "length_mismatch", "value"), ({"unit": [0, 0, 1, -1]}, "value_out_of_range", "unit"),
              ({"unit": [0, 1, 2, 3]}, "too_few", "unit"), ({"value": [1, 2, 3, 1e200]}, "value_out_of_bounds", "value"))
    refusals("krippendorffAlpha", good, common + (
        ({"metric": "ratio", "value": [1, 2, 3, -1]}, "value_out_of_bounds", "value"), ({"seed": -1}, "seed_out_of_range", "seed"),
        ({"resamples": 98}, "too_few", "resamples"), ({"resamples": 1000001}, "value_out_of_range", "resamples"), ({"level": 1}, "level_out_of_range", "level"),
        ({"metric": "ratio", "unit": [i // 2 for i in range(1002)], "value": list(range(1002))}, "too_large_exact", "value")))
    for units, raters, values, sharp in ((30, 3, (0, 1), .8), (14, 5, (1, 2, 3, 4), .5), (10, 2, (0, 1, 2), 0)):
        fleiss_row(*ratings(rng, units, raters, values, sharp))
    fleiss_row([0, 0, 1, 1], [1, 1, 2, 2])
    fleiss_row([0, 0, 0, 4, 4, 4], [1] * 6)
    refusals("fleissKappa", good, common + (({"unit": [0, 0, 1, 1, 1], "value": [1, 1, 2, 2, 2]}, "incomplete_matrix", "unit"),
                                            ({"unit": [0, 0, 1], "value": [1, 1, 2]}, "incomplete_matrix", "unit")))


def votes_of(rng, items, classes, accuracies, missing=0.0, shared=0.0, prior=None):
    """Labels in a mixed order; with `shared` the chance that raters copy one common error."""
    data, truths = [], []
    for i in range(items):
        truth = min(int(rng.uniform() * classes), classes - 1) if prior is None else int(rng.uniform() < prior)
        truths.append(truth)
        common = (truth + 1 + int(rng.uniform() * (classes - 1))) % classes if rng.uniform() < shared else None
        for r, right in enumerate(accuracies):
            label = truth if rng.uniform() < right else (truth + 1 + int(rng.uniform() * (classes - 1))) % classes
            if common is not None and r < 2:
                label = common
            if rng.uniform() >= missing:
                data.append((rng.uniform(), i, r, label))
    data.sort()
    columns = {name: [d[at] for d in data] for at, name in ((1, "item"), (2, "rater"), (3, "label"))}
    return {**columns, "items": items, "raters": len(accuracies), "classes": classes}, truths


def panel_row(request, **more):
    request = {**request, **more}
    row("panelConsensus", request, pan.panel(request), {"relative": 1e-9, "absolute": 1e-11}, "EM item by item, 30 digits; the same draws")


def section_7_3():
    rng = SplitMix64(73)
    panel_row(votes_of(rng, 60, 2, (.9, .8, .75))[0])
    panel_row(votes_of(rng, 80, 2, (.85, .85, .7), prior=.2)[0], smoothing=0)
    panel_row(votes_of(rng, 50, 3, (.9, .7, .6, .5))[0])
    panel_row(votes_of(rng, 60, 3, (.9, .8, .7, .6, .5), missing=.35)[0], smoothing=.5)
    panel_row(votes_of(rng, 120, 2, (.9, .85, .8, .75))[0], resamples=199)
    panel_row(votes_of(rng, 160, 2, (.85, .85, .85, .85), shared=.25)[0], resamples=199, seed=5)
    panel_row(votes_of(rng, 90, 2, (.9, .8, .8, .7, .7), missing=.1)[0], resamples=99)
    panel_row(votes_of(rng, 40, 5, (.9, .8, .7))[0])
    panel_row({**votes_of(rng, 60, 2, (.9, .85, .8), missing=.15)[0], "items": 64, "raters": 4})   # items and a rater without labels
    panel_row(votes_of(rng, 30, 2, (.9, .8))[0])                                                 # two raters: no fit
    panel_row(votes_of(rng, 30, 3, (.9,))[0])
    panel_row({"item": [0, 0, 1, 1, 2, 2], "rater": [0, 1, 1, 2, 0, 2], "label": [0, 1, 1, 1, 0, 0], "items": 3, "raters": 3, "classes": 2})
    alike = {"item": [i for i in range(10) for _ in range(3)], "rater": [0, 1, 2] * 10, "items": 10, "raters": 3, "classes": 2}
    panel_row({**alike, "label": [1] * 30})                                                      # one class only
    panel_row({**alike, "label": [int(i < 4) for i in range(10) for _ in range(3)]})             # perfect agreement
    # A rater who always says the opposite lowers nobody's J but its own.
    panel_row({**alike, "label": [v for i in range(10) for v in (int(i < 4), int(i < 4), int(i >= 4))]}, smoothing=.1)
    good = {"item": [0, 0, 0, 1, 1, 1], "rater": [0, 1, 2] * 2, "label": [0, 1, 1, 0, 0, 1], "items": 2, "raters": 3, "classes": 2}
    common = (({"item": [], "rater": [], "label": []}, "empty_sample", "item"), ({"rater": [0, 1]}, "length_mismatch", "rater"),
              ({"label": [0, 1]}, "length_mismatch", "label"), ({"items": 0}, "value_out_of_range", "items"), ({"items": 10000001}, "value_out_of_range", "items"),
              ({"raters": 101}, "value_out_of_range", "raters"), ({"classes": 1}, "too_few", "classes"),
              ({"classes": 101}, "value_out_of_range", "classes"), ({"items": 1}, "value_out_of_range", "item"), ({"raters": 2}, "value_out_of_range", "rater"),
              ({"label": [0, 1, 2, 0, 0, 1]}, "value_out_of_range", "label"), ({"rater": [0, 1, 1, 0, 1, 2]}, "duplicate_cell", "item"))
    refusals("panelConsensus", good, common + (
        ({"raters": 0}, "value_out_of_range", "raters"), ({"smoothing": -1}, "value_out_of_range", "smoothing"), ({"smoothing": 1001}, "value_out_of_range", "smoothing"),
        ({"seed": -1}, "seed_out_of_range", "seed"), ({"resamples": 10}, "too_few", "resamples"), ({"resamples": 1000001}, "value_out_of_range", "resamples")))
    for items, classes, accuracies, missing, shared, known in ((120, 2, (.8, .8, .8), 0, .2, 1), (90, 3, (.7, .7, .6, .6), .2, .3, 1), (60, 2, (.9, .9), 0, 0, .4),
                                                               (40, 2, (.8, .8, .8, .8, .8), .1, .5, .8)):
        request, truths = votes_of(rng, items, classes, accuracies, missing, shared)
        request["gold"] = [t if rng.uniform() < known else -1 for t in truths]
        row("effectiveVotes", request, pan.votes(request), source="numpy corrcoef")
    right = {"item": [0, 0, 1, 1], "rater": [0, 1] * 2, "items": 2, "raters": 2, "classes": 2, "gold": [0, 1]}
    row("effectiveVotes", {**right, "label": [0, 0, 1, 1]}, pan.votes({**right, "label": [0, 0, 1, 1]}))
    apart = {"item": [0, 0, 1, 1], "rater": [0, 1] * 2, "label": [0, 1, 1, 0], "items": 2, "raters": 2, "classes": 2, "gold": [0, 0]}
    row("effectiveVotes", apart, pan.votes(apart))                              # correlation -1: no number of votes
    refusals("effectiveVotes", {**good, "gold": [0, 1]}, common[:-4] + (
        ({"raters": 1}, "too_few", "raters"), ({"gold": [0]}, "length_mismatch", "gold"), ({"gold": [0, 2]}, "value_out_of_range", "gold"),
        ({"gold": [0, -2]}, "value_out_of_range", "gold"), ({"rater": [0, 1, 1, 0, 1, 2]}, "duplicate_cell", "item")))


if __name__ == "__main__":
    for section in (section_3, section_3c, section_4, section_7, section_7_3):
        section()
        print(section.__name__, len(ROWS), flush=True)
    with open(os.path.join(HERE, "judge_labels.jsonl"), "w") as out:
        for r in ROWS:
            out.write(json.dumps(r, separators=(",", ":")) + "\n")
    versions = {name: metadata.version(name) for name in ("mpmath", "numpy", "scipy", "statsmodels", "scikit-learn", "krippendorff", "ppi-python")}
    checks = {name: {"values": count, "largest_relative_difference": float(f"{worst:.0e}")} for name, (count, worst) in sorted(CONFIRMED.items())}
    with open(os.path.join(HERE, "judge_labels_versions.json"), "w") as out:
        json.dump({"python": platform.python_version(), "packages": versions, "rows": len(ROWS), "confirmed": checks}, out, indent=1)
        out.write("\n")

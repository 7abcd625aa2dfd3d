"""The acceptance numbers printed in the specification (intervals.md, sections 1 to 14) as calls: writes published_compare.jsonl.

    python published_compare.py            write published_compare.jsonl
    python published_compare.py --verify   also compute every number with compare_reference.py and compare

A value is the string as printed. Its tolerance is half a unit of the last printed digit (2 % more for the rounding of
the tolerance itself); "=.5" is exact (absolute 1e-12), "v~t" has the absolute tolerance t, and so has "v!t", which marks
a print whose last digits are wrong (see README.md).
"""
import json, os, sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS, LEVEL = [], 0.95


def published(section, call, request, expect):
    """One row per tolerance: the paths of `expect` are grouped by the digits printed."""
    groups = {}
    for path, text in expect.items():
        if text in (True, False) or text is None:
            value, tolerance = text, 1e-12
        elif text.startswith("="):
            value, tolerance = number(text[1:]), 1e-12
        elif "~" in text or "!" in text:
            value, tolerance = (float(v) for v in text.replace("!", "~").split("~"))
        else:
            value, decimals = float(text), len(text.partition(".")[2])
            tolerance = 0.51 * 10.0 ** -decimals if decimals else 1e-12
        groups.setdefault((float(f"{tolerance:.3g}"), "!" in str(text)), {})[path] = value
    for (tolerance, off), part in sorted(groups.items()):
        ROWS.append({"call": call, "request": request, "expect": part,
                     "tolerance": {"relative": 0, "absolute": tolerance}, "source": f"intervals.md {section}{', last digits of the print are off' if off else ''}"})


def number(text):
    value = Fraction(text)
    return int(value) if value.denominator == 1 else float(value)


def split(text):
    return text.split()


# ---- data sets
DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
SLEEP = [-1.2, -2.4, -1.3, -1.3, 0, -1.0, -1.8, -0.8, -4.6, -1.4]
TOY = [int(c) for c in "11010011111000010"]
TOY_CLUSTERS = [i for i, g in enumerate(("1101", "001", "11110", "000", "10")) for _ in g]
MONTE_CARLO = [float(v) for v in split(""".1234567 -.0456789 .2345678 .0987654 -.1357913 .1112131 .0314159 .2718281 -.0577215
    .1618033 .0693147 -.1414213 .0173205 .2236067 -.0244948 .0264575 .0282842 -.0316227 .0331662 .0346410 .0360555 -.0374165""")]
RUNS_A, RUNS_B = [.712, .698, .705, .721, .709], [.684, .701, .690, .695, .688, .697]
REPEATS_A = "1111 1101 0000 1111 0100 1110 0000 1111"
REPEATS_B = "1011 0000 0001 1111 0000 0101 0000 0010"
TAU_BENCH = [int(v) for v in split("""0 1 1 0 0 1 1 1 0 0 0 1 4 2 0 2 1 1 4 0 4 3 0 0 4 0 2 2 0 1 2 2 0 0 3 4 4 3 4 1 3 2 4 1
    2 2 2 1 4 4""")]
P_VALUES = [.012, .04, .001, .30, .04, .021, .0004]
RANK_ESTIMATES, RANK_ERRORS = [.712, .684, .655, .640, .601, .598], [.010, .011, .010, .012, .011, .010]
TASKS = [.71, .70, .66, .60, .52, .55, .52, .41, .83, .80, .79, .80, .64, .66, .61, .58, .90, .88, .88, .85, .47, .45, .40, .43]
TUNA_X = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
TUNA_Y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
TIES_X = [.62, .71, .55, .80, .71, .66, .49, .75]
TIES_Y = [31, 44, 30, 52, 40, 40, 28, 47]


def repeats(text):
    rows = split(text)
    return [int(c) for r in rows for c in r], [i for i, r in enumerate(rows) for _ in r]


def board(patterns):
    """(pattern, count) -> the long table of compareSystems: one cell per item and system."""
    system, item, score, items = [], [], [], 0
    for pattern, count in patterns:
        for _ in range(count):
            for s, c in enumerate(pattern):
                system.append(s), item.append(items), score.append(int(c))
            items += 1
    return {"system": system, "item": item, "score": score, "systems": len(patterns[0][0]), "items": items}


def battles(table, systems):
    """(i, j): (wins of i, ties, wins of j) -> the arguments of fitBattles."""
    a, b, outcome = [], [], []
    for (i, j), (w, t, l) in table.items():
        for kind, count in ((0, w), (2, t), (1, l)):
            a += [i] * count
            b += [j] * count
            outcome += [kind] * count
    return {"a": a, "b": b, "outcome": outcome, "systems": systems}


BOARD = board([("111", 60), ("110", 14), ("101", 9), ("011", 6), ("100", 12), ("010", 5), ("001", 4), ("000", 30)])
BATTLES = battles({(0, 1): (30, 8, 12), (0, 2): (28, 10, 22), (0, 3): (40, 6, 4), (1, 2): (20, 9, 21), (1, 3): (33, 7, 10),
                   (2, 3): (35, 5, 15)}, 4)


# ---- the sections
def section_1():
    """n = 220, p .080 unpaired and .008 paired: counts that give both (see README.md)."""
    published("1 (counts found by search)", "pairedDifference", same(110, 12, 30, 68), {"exactP": ".008"})
    published("1 (counts found by search)", "proportionDifference", different(122, 220, 140, 220, "mee"), {"p": ".080"})


def section_2():
    request = {"successes": 15, "trials": 148}
    low = {"atMost": ".056216868556", "central": ".112433737112", "midP": ".0888391569386"}
    published("2.2", "proportionTest", {**request, "nullRate": .15}, {**low, "score": "-1.65747331986", "scoreP": ".0974238186189"})
    published("2.2", "poissonBinomialTest", {"successes": 15, "chances": [.15] * 148}, {**low, "exact": True})
    high = {"atLeast": ".0525396645964", "midAtLeast": ".0451148017015"}
    published("2.2", "proportionTest", {"successes": 60, "trials": 198, "nullRate": .25}, high)
    published("2.2", "poissonBinomialTest", {"successes": 60, "chances": [.25] * 198}, {**high, "exact": True})

    def interval(source, x, n, method, lower, upper):
        ends = {}
        outside = method in ("wald", "agresti_coull") and (float(lower or 0) < 0 or float(upper or 1) > 1)
        for name, text in (("lower", lower), ("upper", upper)):
            if text:
                ends[("unclipped." if outside else "") + name] = text
        published(source, "proportionInterval", {"successes": x, "trials": n, "method": method, "level": LEVEL}, ends)

    for row in json.load(open(os.path.join(HERE, "published.json")))["intervals_2_4"]:
        x, n, method, lower, upper = row.split(",")
        interval("2.4", int(x), int(n), method, lower, upper)
    interval("2.4", 0, 20, "jeffreys", "0", ".117")
    interval("2.4", 1, 29, "jeffreys", ".004", ".150")
    interval("2.4", 2, 123, "blaker", ".0028967337", ".0574949569")
    interval("2.4", 5, 5, "wilson", ".5655", None)
    interval("2.4", 9, 10, "wilson", ".5958", ".9821")


def section_3():
    paired = {"a": SLEEP_1, "b": SLEEP_2, "method": "t", "level": LEVEL}
    expect = {"statistic": "-4.0621277", "df": "9", "p": ".00283289", "lower": "-2.4598857633", "upper": "-.7001142367"}
    published("3.1", "pairedMeanDifference", paired, expect)
    published("3.1", "meanInterval", {"values": SLEEP, "method": "t", "level": LEVEL}, expect)
    published("3.1", "meanInterval", {"values": DARWIN, "method": "t", "level": LEVEL},
              {"estimate": "20.9333333333", "statistic": "2.1479875", "p": ".04970294", "lower": ".03119332", "upper": "41.83547335"})
    toy = {"values": TOY, "clusters": TOY_CLUSTERS, "level": LEVEL}
    published("3.2", "meanInterval", {"values": TOY, "method": "t", "level": LEVEL},
              {"n": "17", "estimate": ".5294117647", "standardError": ".1247835496"})
    published("3.2", "meanInterval", {**toy, "method": "cr0"}, {"standardError": ".1377145242", "clusters": "5"})
    published("3.2", "meanInterval", {**toy, "method": "cr1"},
              {"standardError": ".1539695188", "df": "4", "lower": ".1019238480", "upper": ".9568996814"})
    published("3.2", "meanInterval", {**toy, "method": "cr2"},
              {"n": "17", "estimate": ".5294117647", "standardError": ".1567219525", "df": "3.6156659939", "lower": ".0754193091",
               "upper": ".9834042204", "p": ".0325113417"})
    published("3.2", "meanInterval", {**toy, "method": "cr3"}, {"standardError": ".1787984535", "df": "3.4679792728"})
    single = {"values": [.2, .5, .9, .4], "level": LEVEL}
    published("3.2", "meanInterval", {**single, "clusters": [0, 1, 2, 3], "method": "cr2"}, {"standardError": ".1471960144", "df": "3"})
    published("3.2", "meanInterval", {**single, "method": "t"}, {"standardError": ".1471960144", "df": "3"})
    xi = {"successes": 60, "trials": 203, "varianceInflation": 1.349133, "level": LEVEL}
    published("3.4", "wilsonClusterInterval", xi, {"lower": ".2284814010", "upper": ".3728302144"})
    published("3.4", "wilsonClusterInterval", xi, {"lower": ".228", "upper": ".373"})
    published("3.4", "meanInterval", {**toy, "method": "wilson_cluster"},
              {"effectiveItems": "10.1431999381", "lower": ".1799830790", "upper": ".8522084354"})
    published("3.4", "meanInterval", {"values": [0] * 17, "clusters": TOY_CLUSTERS, "method": "wilson_cluster", "level": LEVEL},
              {"lower": "=0", "upper": ".4344824648"})
    seeded = {"values": DARWIN, "level": LEVEL, "seed": 1, "resamples": 9999}
    published("3.5", "bootstrapInterval", {**seeded, "method": "percentile"},
              {"lower": "=6/5", "upper": "37.8666666667", "lowerIndex": "250", "upperIndex": "9750", "exhaustive": False, "resamples": "9999"})
    published("3.5", "bootstrapInterval", {**seeded, "method": "bca"},
              {"below": "4786", "equal": "29", "bias": "-.0499076017", "acceleration": "-.0426928815", "lowerIndex": "123",
               "upperIndex": "9569", "lower": "=-11/5", "upper": "=36"})
    small = {"values": [1, 2, 4, 7], "level": LEVEL, "seed": 1, "resamples": 9999}
    published("3.5", "bootstrapInterval", {**small, "method": "percentile"},
              {"resamples": "256", "exhaustive": True, "lower": "=1.5", "upper": "=5.75"})
    published("3.5", "bootstrapInterval", {**small, "method": "bca"},
              {"acceleration": ".0415653124", "bias": ".0587829361", "below": "120", "equal": "28", "lowerIndex": "12",
               "upperIndex": "253", "lower": "=1.75", "upper": "=6.25"})
    five = {"values": [1, 2, 4, 7, 11], "level": LEVEL, "seed": 1, "resamples": 9999}
    published("3.5", "bootstrapInterval", {**five, "method": "percentile"}, {"resamples": "3125", "lower": "=2", "upper": "=8.4"})
    published("3.5", "bootstrapInterval", {**five, "method": "bca"},
              {"acceleration": ".0410304970", "bias": ".0445324328", "lower": "=2.4", "upper": "=8.8"})
    for x, n, lower, upper in ((17, 20, "=.7", "=1"), (1, 29, "=0", ".1034482759"), (81, 263, ".2547528517", ".3650190114")):
        published("3.5", "proportionInterval", {"successes": x, "trials": n, "method": "percentile", "level": LEVEL},
                  {"lower": lower, "upper": upper})
    flip = lambda d: {"differences": d, "seed": 1, "resamples": 9999}
    published("3.6", "signFlipTest", flip(DARWIN), {"p": "=.05267333984375", "count": "1726", "patterns": "32768"})
    published("3.6", "signFlipTest", flip(SLEEP), {"p": "=.00390625", "count": "2", "patterns": "512"})
    published("3.6", "signFlipTest", flip([3, -1, 2, 2, 0, 5]), {"p": "=.125"})
    published("3.6", "signFlipTest", flip(MONTE_CARLO), {"count": "576", "p": "=.0577"})
    rank = lambda d: {"differences": d, "zeros": "drop"}
    published("3.7", "wilcoxonSignedRank", rank(DARWIN), {"statistic": "96", "p": "=.041259765625", "exact": True})
    published("3.7", "wilcoxonSignedRank", rank([1, -3, 3, -2, 2, 2, 0, 6]), {"statistic": "=19.5", "p": "=.40625"})
    published("3.7", "wilcoxonSignedRank", rank([.01, -.03, .03, -.02, .02, .02, 0, .06]), {"statistic": "=19.5", "p": "=.40625"})
    published("3.7", "wilcoxonSignedRank", rank([5] * 5), {"p": "=.0625"})


DIFFERENT_ITEMS = """56,70,48,80,wald,0.0575048991,0.3424951009
56,70,48,80,newcombe,0.0524314724,0.3338726540
56,70,48,80,miettinen_nurminen,0.0528297132,0.3381729400
56,70,48,80,mee,0.0533338493,0.3377294637
56,70,48,80,agresti_caffo,0.0524529266,0.3357584555
9,10,3,10,wald,0.2605242798,0.9394757202
9,10,3,10,newcombe,0.1705227239,0.8090179735
9,10,3,10,miettinen_nurminen,0.1700250164,0.8406495439
9,10,3,10,mee,0.1821264995,0.8369503309
9,10,3,10,agresti_caffo,0.1600008011,0.8399991989
0,10,0,20,wald,0.0000000000,0.0000000000
0,10,0,20,newcombe,-0.1611251581,0.2775327999
0,10,0,20,miettinen_nurminen,-0.1657602275,0.2843813395
0,10,0,20,mee,-0.1611251581,0.2775327999
0,10,0,20,agresti_caffo,-0.1410900955,0.2168476712
0,10,0,10,wald,0.0000000000,0.0000000000
0,10,0,10,newcombe,-0.2775327999,0.2775327999
0,10,0,10,miettinen_nurminen,-0.2879339413,0.2879339413
0,10,0,10,mee,-0.2775327999,0.2775327999
0,10,0,10,agresti_caffo,-0.2211503150,0.2211503150
7,34,1,34,newcombe,.0189214439,.3403686870
7,34,1,34,mee,.0283705080,.3439399219
7,34,1,34,agresti_caffo,.0116116701,.3217216632
7,25,2,25,mee,-.0144417200,.4123615367"""


def different(x1, n1, x2, n2, method="miettinen_nurminen"):
    return {"successesA": x1, "trialsA": n1, "successesB": x2, "trialsB": n2, "method": method, "level": LEVEL}


def section_4():
    for x1, n1, x2, n2, value in ((120, 164, 110, 164, ".8852165116"), (17, 20, 13, 20, ".9205415547"), (0, 1, 0, 1, "=.5"),
                                  (5, 5, 0, 5, ".9989177489")):
        published("4.2", "proportionDifference", different(x1, n1, x2, n2), {"probabilityABetter": value})
    for row in DIFFERENT_ITEMS.split():
        *counts, method, lower, upper = row.split(",")
        published("4.3", "proportionDifference", different(*map(int, counts), method), {"lower": lower, "upper": upper})
    published("4.3", "proportionDifference", different(7, 25, 2, 25, "mee"), {"lower": "-.014", "upper": ".412"})
    published("4.3", "proportionDifference", different(56, 70, 48, 80), {"statistic": "2.6413232723", "p": ".0082582879"})
    published("4.3", "proportionDifference", different(9, 10, 3, 10), {"statistic": "2.6692695630", "p": ".0076016415"})
    for n2 in (10, 20):
        published("4.3", "proportionDifference", different(0, 10, 0, n2), {"statistic": "=0", "p": "=1"})


SAME_ITEMS = """1,1,7,12,newcombe,-0.5069202267,-0.0255591242
1,1,7,12,tango,-0.5172322764,-0.0260030325
1,1,7,12,bonett_price,-0.5083593067,-0.0133798238
59,6,16,80,newcombe,-0.1186211956,-0.0046251139
59,6,16,80,tango,-0.1240234325,-0.0054333957
59,6,16,80,bonett_price,-0.1194988111,-0.0032005754
20,12,2,16,newcombe,0.0561564248,0.3292069954
20,12,2,16,tango,0.0611124062,0.3447087483
20,12,2,16,bonett_price,0.0508916704,0.3337237142
43,0,1,0,newcombe,-0.1180770970,0.0597180084
43,0,1,0,tango,-0.1180770970,0.0593932311
43,0,1,0,bonett_price,-0.0952703260,0.0517920651
1,0,0,1,newcombe,-0.5734194680,0.5734194680
1,0,0,1,tango,-0.6576197725,0.6576197725
1,0,0,1,bonett_price,-0.6929519122,0.6929519122
120,0,0,44,newcombe,-0.0158761616,0.0158761616
120,0,0,44,tango,-0.0228874251,0.0228874251
120,0,0,44,bonett_price,-0.0166976364,0.0166976364
1,1,7,12,newcombe,-.507,-.026
1,1,7,12,tango,-.517,-.026
1,1,7,12,bonett_price,-.508,-.013
20,12,2,16,newcombe,.0562,.3292"""
PAIRED_TESTS = """1,7,=0.0703125,=0.0390625,=4.5,0.03389485352
6,16,0.05247879028,0.03468966484,4.545454545,0.03300625766
12,2,0.01293945312,0.007385253906,7.142857143,0.007526315166
0,1,=1,=0.5,=1,0.3173105079
5,5,=1,=0.876953125,=0,=1
54,28,0.005435924878,0.004039208887,8.243902439,0.004088912603"""
PAIRED_BETTER = """1,7,1,0.0195312500
1,7,0.5,0.0133734709
6,16,1,0.0173448324
6,16,0.5,0.0152861411
12,2,1,0.9963073730
12,2,0.5,0.9973912850"""


def same(both, a_only, b_only, neither, method="tango", level=LEVEL, prior=1):
    return {"both": both, "aOnly": a_only, "bOnly": b_only, "neither": neither, "method": method, "level": level, "prior": prior}


def section_5():
    for row in SAME_ITEMS.split():
        *counts, method, lower, upper = row.split(",")
        published("5.5", "pairedDifference", same(*map(int, counts), method), {"lower": lower, "upper": upper})
    published("5.5", "pairedDifference", same(43, 0, 1, 0, "tango", .9), {"lower": "-.0956624264", "upper": ".0365169384"})
    published("5.5", "pairedDifference", same(43, 0, 1, 0, "tango", .9), {"lower": "-.096", "upper": ".037"})
    for row in PAIRED_TESTS.split():
        b, c, exact, mid, chi, p = row.split(",")
        published("5.5", "pairedDifference", same(20, int(b), int(c), 10),
                  {"exactP": exact, "midP": mid, "chiSquare": chi, "chiSquareP": p})
    published("5.5", "pairedDifference", same(20, 0, 0, 10),
              {"exactP": "=1", "midP": "=1", "chiSquare": None, "chiSquareP": None, "probabilityABetter": "=.5"})
    for row in PAIRED_BETTER.split():
        b, c, prior, p = row.split(",")
        published("5.5", "pairedDifference", same(20, int(b), int(c), 10, prior=float(prior)),
                  {"probabilityABetter": "=" + p if p == "0.0195312500" else p})


def section_6():
    unit_sd = {2: [-.5 ** .5, .5 ** .5], 3: [-1, 0, 1], 5: [-1, -1, 0, 1, 1]}
    for runs, t, low, high in ((2, "12.706205", ".4461", "31.9102"), (3, "4.302653", ".5207", "6.2847"), (4, "3.182446", ".5665", "3.7285"),
                               (5, "2.776445", ".5991", "2.8736"), (8, "2.364624", ".6612", "2.0353"), (10, "2.262157", ".6878", "1.8256"),
                               (20, "2.093024", ".7605", "1.4606")):
        a = ((runs - 1) / runs) ** .5                                 # scores with mean 0 and sd 1, so that the factors are limits
        scores = unit_sd.get(runs) or [-a, a] * (runs // 2)
        published("6.1", "runsInterval", {"scores": scores, "level": LEVEL},
                  {"upper": f"{float(t) / runs ** .5!r}~{.51e-6 / runs ** .5:.3g}", "sdLower": low, "sdUpper": high})
    published("6.1", "runsInterval", {"scores": RUNS_A, "level": LEVEL},
              {"estimate": "=.709", "sd": ".0085146932", "lower": ".6984276120", "upper": ".7195723880", "sdLower": ".0051014349",
               "sdUpper": ".0244674446", "runs": "5", "df": "4"})
    published("6.1", "meanDifference", {"a": RUNS_A, "b": RUNS_B, "level": LEVEL},
              {"difference": "=.0165", "statistic": "3.5934723428", "df": "7.2595608583", "p": ".0082915146", "lower": ".0057206541",
               "upper": ".0272793459"})
    published("6.1", "leastSignificantDifference", {"runs": 5, "sd": .0085, "level": LEVEL}, {"difference": ".0123967831"})
    (a, items), (b, _) = repeats(REPEATS_A), repeats(REPEATS_B)
    one = lambda v: {"valuesA": v, "itemsA": items, "samples": [1]}
    published("6.2", "varianceComponents", one(a), {"total": ".2412109375", "data": ".1474609375", "prediction": "=.09375"})
    published("6.2", "varianceComponents", one(b), {"total": ".2255859375", "data": ".0901692708", "prediction": ".1354166667"})
    both = {"valuesA": a, "itemsA": items, "valuesB": b, "itemsB": items, "samples": [1, 2, 4, 8]}
    published("6.2", "varianceComponents", both,
              {"items": "8", "total": "=.28125", "data": ".0520833333", "prediction": ".2291666667", "difference": "=.25",
               "standardErrors.0": "=.1875", "standardErrors.1": ".1443375673", "standardErrors.2": ".1169267933",
               "standardErrors.3": ".1004546954", "standardErrorLimit": ".0806871530"})
    published("6.2", "varianceComponents", both, {"rawData": "=.109375", "rawPrediction": "=.171875"})
    means = lambda text: [sum(map(int, r)) / 4 for r in split(text)]
    published("6.2", "pairedMeanDifference", {"a": means(REPEATS_A), "b": means(REPEATS_B), "method": "t", "level": LEVEL},
              {"difference": "=.25", "standardError": "=.125"})


def section_7():
    def at_k(metric, n, c, k, expect):
        published("7", "passAtK", {"samples": n, "correct": c, "k": k, "metric": metric, "level": LEVEL}, expect)

    for n, c, k, value in ((10, 3, 1, "=.3"), (10, 3, 5, ".9166666667"), (5, 2, 3, "=.9"), (200, 13, 100, ".9999194972"),
                           (100, 1, 50, "=.5"), (4, 0, 2, "=0"), (8, 6, 4, "=1")):
        at_k("pass_at_k", [n], [c], k, {"estimate": value, "values.0": value})
    for n, c, k, value in ((8, 6, 4, ".2142857143"), (4, 4, 4, "=1"), (20, 19, 2, "=.9"), (10, 3, 5, "=0")):
        at_k("pass_hat_k", [n], [c], k, {"estimate": value, "values.0": value})
    at_k("maj_at_k", [10, 10], [5, 6], 4, {"values.0": "=.5", "values.1": ".6666666667"})
    at_k("maj_at_k", [8, 8], [3, 4], 3, {"values.0": ".2857142857"})                 # a second problem, so that there is a variance
    at_k("maj_at_k", [10, 10], [4, 5], 5, {"values.0": ".2619047619"})
    for k, classes, counts, values in ((5, [4, 6], [4, 3, 2, 1, 5, 1, 1, 1, 1, 1], (".5595238095", ".9166666667")),
                                       (4, [4, 3], [4, 3, 2, 1, 3, 3, 2], (".5190476190",)),
                                       (3, [3, 3], [3, 3, 2, 0, 5, 5], (".3928571429", "=0"))):
        published("7", "majorityAtK", {"counts": counts, "classes": classes, "k": k, "level": LEVEL},
                  {f"values.{i}": v for i, v in enumerate(values)})
    at_k("pass_at_k", [10], [3], 5, {"lower": ".4346305361", "upper": ".9901658070"})
    at_k("pass_hat_k", [10], [3], 5, {"lower": ".0000145518", "upper": ".0798703027"})
    for metric, k, estimate, lower, upper in (("pass_hat_k", 1, "=.42", ".3150676355!2.5e-10", ".5249323645!2.5e-10"),
                                              ("pass_hat_k", 2, ".2733333333", ".1618343545!2.5e-10", ".3848323122!2.5e-10"),
                                              ("pass_at_k", 2, ".5666666667", ".4526340349!2.5e-10", ".6806992984!2.5e-10"),
                                              ("pass_at_k", 4, "=.72", ".5911004225!2.5e-10", ".8488995775!2.5e-10")):
        at_k(metric, [4] * 50, TAU_BENCH, k, {"estimate": estimate, "lower": lower, "upper": upper, "problems": "50"})


def section_8():
    aim = {"power": .8, "level": LEVEL}

    def plan(call, request, path, value):
        published("8", call, {**request, **aim}, {path: value})

    def miller(**more):
        return {"betweenVariance": 1 / 9, "withinA": 1 / 6, "withinB": 1 / 6, **more}

    for k, items in ((None, "968.9974981"), (1, "3875.9899923"), (2, "2422.4937452")):
        plan("planMeanDifference", miller(effect=.03, samplesA=k, samplesB=k), "items", items)
    for n, infinite, one in ((164, ".0729223505", ".1458447009"), (500, ".0417635666", ".0835271332"), (1000, ".0295313012", ".0590626023")):
        plan("detectableMeanDifference", miller(items=n, samplesA=None, samplesB=None), "effect", infinite)
        plan("detectableMeanDifference", miller(items=n, samplesA=1, samplesB=1), "effect", one)
    plan("planProportions", {"rateA": .7, "rateB": .75}, "itemsPerSystem", "1250.7167334")
    plan("planProportionsBaseline", {"rate": .2, "effect": .05}, "itemsPerSystem", "1030.2192831")
    plan("planProportionsBaseline", {"rate": .03, "effect": .003}, "itemsPerSystem", "51486.4563")
    plan("planPairedProportions", {"effect": .05, "discordance": .2, "method": "connor"}, "items", "625.5473178")
    plan("planPairedProportions", {"effect": .05, "discordance": .2, "method": "wald"}, "items", "620.0614990")
    for n, psi, effect in ((164, .1, ".0686840898"), (500, .1, ".0395270519"), (500, .2, ".0558996928")):
        plan("detectablePairedProportions", {"items": n, "discordance": psi}, "effect", effect)
    plan("detectableProportions", {"itemsPerSystem": 164, "rate": .5}, "effect", ".1546916655")
    published("8", "planHalfWidth", {"halfWidth": .03, "rate": .5, "level": LEVEL}, {"items": "1067.0718947!1e-7"})
    plan("detectableRuns", {"runs": 5, "sd": .01}, "effect", ".0202062816")
    plan("detectableRuns", {"runs": 10, "sd": .01}, "effect", ".0132508078")


def section_9():
    for method, exact, values in (("bonferroni", True, ".084 .28 .007 1 .28 .147 .0028"), ("holm", True, ".06 .12 .006 .3 .12 .084 .0028"),
                                  ("hochberg", True, ".06 .08 .006 .3 .08 .08 .0028"),
                                  ("bh", False, ".028 .0466666667 .0035 .3 .0466666667 .03675 .0028"),
                                  ("by", False, ".0726 .121 .009075 .7778571429 .121 .0952875 .00726")):
        rounded = lambda v: len(v.partition(".")[2]) == 10
        published("9", "adjustPValues", {"p": P_VALUES, "method": method},
                  {f"adjusted.{i}": v if rounded(v) else "=" + v for i, v in enumerate(values.split())})


def rank_paths(text):
    return {f"ranks.{i}.{end}": v for i, r in enumerate(split(text)) for end, v in zip(("lower", "upper"), r.split("-"))}


def section_10():
    request = {"estimates": RANK_ESTIMATES, "standardErrors": RANK_ERRORS, "level": LEVEL}
    published("10", "rankSets", {**request, "method": "bonferroni"},
              {"critical": "2.9351994689", **rank_paths("1-2 1-4 2-4 2-6 4-6 4-6"),
               **{f"arena.{i}": v for i, v in enumerate(split("1 1 2 2 4 4"))}})
    published("10", "rankSets", {**request, "method": "holm"}, rank_paths("1-2 1-3 2-4 3-5 4-6 5-6"))
    published("10", "rankSets", {"estimates": [.7] * 3, "standardErrors": [.01] * 3, "method": "bonferroni", "level": LEVEL},
              {"critical": "2.3939797998", **rank_paths("1-3 1-3 1-3")})


def section_11():
    for level, quantiles in ((.95, "1.959964 2.343701 2.569032 2.727774 2.849705 2.948320 3.030879!1e-6 3.101730 3.163684"),
                             (.9, "1.644854 2.052293 2.291341 2.459516 2.588521 2.692732 2.779884 2.854606 2.919889")):
        for k, q in enumerate(split(quantiles), 2):
            published("11", "nemenyiQuantile", {"systems": k, "level": level}, {"q": q})
    for k, q in enumerate(split("1.9600 2.2414 2.3940 2.4977 2.5758"), 2):
        published("11", "bonferroniDunnQuantile", {"systems": k, "level": LEVEL}, {"q": q})
    table = {"scores": TASKS, "systems": 4}
    ranks = {f"averageRanks.{i}": v for i, v in enumerate(split("1.4166666667 1.8333333333 3.1666666667 3.5833333333"))}
    published("11", "friedmanTest", {**table, "level": .95},
              {**ranks, "tasks": "6", "systems": "4", "chiSquare": "=11.65", "p": ".0086835365", "f": "9.1732283465", "fP": ".0010862086",
               "chiSquareTies": "12.2631578947", "pTies": ".0065339689", "fTies": "10.6880733945", "fPTies": ".0005181671",
               "kendallW": ".6812865497", "criticalDifference": "1.9148432302!5e-9"})
    published("11", "friedmanTest", {**table, "level": .9}, {"criticalDifference": "1.7078651157!5e-10"})
    demsar = {"averageRanks": [44 / 14, 2, 40.5 / 14, 27.5 / 14], "tasks": 14}
    published("11", "friedmanFromRanks", {**demsar, "level": .95},
              {"chiSquare": "9.2785714286", "f": "3.6863130321", "fP": ".0198230062", "criticalDifference": "1.2535591"})
    published("11", "friedmanFromRanks", {**demsar, "level": .95}, {"chiSquare": "9.28", "f": "3.69", "criticalDifference": "1.25"})
    published("11", "friedmanFromRanks", {**demsar, "level": .9}, {"criticalDifference": "1.1180602"})
    published("11", "friedmanFromRanks", {**demsar, "level": .9}, {"criticalDifference": "1.12"})


def section_12():
    expect = {}
    for i, (total, lower, upper, rank) in enumerate(((95, ".5973322587", ".7502726698", "1-2"), (85, ".5244180870", ".6841448700", "1-3"),
                                                     (79, ".4815187167", ".6436190576", "2-3"))):
        expect |= {f"systems.{i}.estimate": f"={total}/140", f"systems.{i}.lower": lower, f"systems.{i}.upper": upper,
                   f"systems.{i}.n": "140", f"systems.{i}.rank.lower": rank[0], f"systems.{i}.rank.upper": rank[2]}
    pairs = ((0, 1, "=10/140", "-.0081272273", ".1530655859", ".0801433125", ".1602866249", "-.0269452690", ".1724362255"),
             (0, 2, "=16/140", ".0317598215", ".1991427662", ".0076320786", ".0228962358", ".0124671431", ".2189848101"),
             (1, 2, "=6/140", "-.0377732419", ".1246785697", ".2962063686", ".2962063686", "-.0568672579", ".1440795072"))
    keys = "a b difference lower upper p pAdjusted simultaneousLower simultaneousUpper".split()
    for i, row in enumerate(pairs):
        expect |= {f"pairs.{i}.{k}": str(v) for k, v in zip(keys, row)} | {f"pairs.{i}.n": "140"}
    published("12", "compareSystems", {**BOARD, "level": LEVEL, "correction": "holm"}, expect)
    published("12", "rankSets", {"estimates": [95 / 140, 85 / 140, 79 / 140], "standardErrors": [.04, .04, .04], "method": "bonferroni",
                                 "level": LEVEL}, {"critical": "2.3939797998"})
    for cells, mid, exact in (((74, 21, 11, 34), ".0801433125", ".1101841652"), ((69, 26, 10, 35), ".0076320786", ".0113309842"),
                              ((66, 19, 13, 42), ".2962063686", ".3770855875")):
        published("12", "pairedDifference", same(*cells), {"midP": mid, "exactP": exact})


def section_13():
    davidson = {**BATTLES, "method": "davidson", "level": LEVEL}
    expect = {"logTie": "-.9751865908", "tie": ".3771219795", "logTieError": ".1641681104", "logLikelihood": "-285.8974564918",
              "systems.0.lower": ".4813627404", "systems.0.upper": "1.0527556526",
              "pairs.0.a": "0", "pairs.0.b": "1", "pairs.0.difference": ".7061118224", "pairs.0.standardError": ".2318206973",
              "pairs.0.p": ".0023195449", "pairs.3.a": "1", "pairs.3.b": "2", "pairs.3.difference": "-.1406320268",
              "pairs.3.standardError": ".2230745619", "pairs.3.p": ".52841584"}
    columns = {"strength": ".7670591965 .0609473741 .2015794009 -1.0295859715",
               "standardError": ".1457661765 .1405960415 .1348110601 .1582209204",
               "rating": "1133.2518305 1010.5876433 1035.0179285!1.5e-7 821.1425976"}
    half = {"strength": ".6404076728 .0502738834 .1678409994 -.8585225557",
            "standardError": ".1159582486 .1148404843 .1171194622!2.5e-10 .1280124570"}
    spread = lambda table: {f"systems.{i}.{k}": v for k, text in table.items() for i, v in enumerate(split(text))}
    published("13", "fitBattles", davidson, {**spread(columns), **expect})
    published("13", "fitBattles", {**BATTLES, "method": "half_win", "level": LEVEL}, spread(half))
    published("13", "fitBattles", {**battles({(0, 1): (12, 5, 7)}, 2), "method": "davidson", "level": LEVEL},
              {"pairs.0.difference": ".5389965007", "pairs.0.standardError": ".4755948656", "tie": ".5455447256", "logTieError": ".5065053001"})


def section_14():
    def correlation(x, y, method, expect):
        published("14", "correlation", {"x": x, "y": y, "method": method, "level": LEVEL}, expect)

    correlation(TUNA_X, TUNA_Y, "spearman", {"estimate": "=.6", "p": ".0967978395", "lower": "-.1742440698", "upper": ".9157978790",
                                             "exact": True, "n": "9"})
    correlation(TUNA_X, TUNA_Y, "spearman", {"p": "=35126/362880"})
    correlation(TUNA_X, TUNA_Y, "kendall_b", {"estimate": ".4444444444", "p": ".1194389330", "lower": "-.1013290996", "upper": ".7845858118",
                                              "exact": True})
    correlation(TUNA_X, TUNA_Y, "kendall_a", {"estimate": "=16/36"})
    correlation(TUNA_X, TUNA_Y, "pearson", {"estimate": ".5711815576", "lower": "-.1497426330", "upper": ".8955794618"})
    correlation(TIES_X, TIES_Y, "kendall_b", {"estimate": ".9629629630", "p": "=8/40320", "exact": True})
    correlation(TIES_X, TIES_Y, "kendall_a", {"estimate": ".9285714286"})
    correlation(TIES_X, TIES_Y, "spearman", {"estimate": ".9819277108", "p": "=8/40320", "exact": True})
    for xy, xg, yg, value in ((.67, .80, .82, ".0407666325"), (.9, .9, .9, ".4736842105")):
        published("14", "partialCorrelation", {"xy": xy, "xg": xg, "yg": yg, "n": 20, "ranks": False, "level": LEVEL}, {"estimate": value})


def without_a_call():
    """Acceptance numbers that no call returns: (section, what, computed, printed)."""
    import numpy as np
    from mpmath import mp, mpf
    from scipy import special, stats
    import compare_reference as ref
    hexes = lambda g, k: " ".join(f"{g.next():016x}" for _ in range(k))
    yield "0.6", "state 0", hexes(ref.SplitMix64(0), 3), "e220a8397b1dcdaf 6e789e6aa1b965f4 06c45d188009454f"
    for label, text in (("bootstrap", "dfd610812f3ae1d9"), ("sign_flip", "9afe31a7f4bd46a2"), ("subsets", "4d16a3824777c320")):
        yield "0.6", label, f"{ref.fnv1a64(label):016x}", text
    yield "0.6", "outputs", hexes(ref.generator(1, "bootstrap"), 3), "31b4502910c7c4fc c48375761f964722 6b24c937ab62aad5"
    yield "0.6", "uniform", ref.generator(1, "bootstrap").uniform(), ".19415760996415"
    g = ref.generator(1, "bootstrap")
    yield "0.6", "below 15", " ".join(str(g.below(15)) for _ in range(20)), "2 11 6 14 2 7 5 10 5 4 5 13 0 12 2 5 0 2 7 1"
    g = ref.generator(1, "bootstrap")
    yield "3.5", "replicate sums", " ".join(str(sum(DARWIN[g.below(15)] for _ in range(15))) for _ in range(5)), "384 358 311 505 310"
    yield "3.4", "t of the toy", ref.t_quantile(LEVEL, mpf("3.6156659939")), "2.8968019367"

    table = """20,wald,.847,.020,.807,.316 20,wilson,.953,.852,.927~6e-4,.326 20,jeffreys,.951,.894,.894,.323 20,mid_p,.961,.929,.929,.335
        20,agresti_coull,.962,.929,.929,.337 20,blaker,.966,.950,.950,.345 20,clopper_pearson,.977,.958,.958,.366
        164,wald,.932~6e-4,.151,.925,.119 164,wilson,.951,.849,.937,.120 164,mid_p,.952,.929,.938,.120 164,blaker,.957,.950,.950,.122
        164,clopper_pearson,.962,.950,.950,.125"""
    p = np.arange(1, 1000) / 1000
    middle = (p > .0995) & (p < .9005)
    for row in table.split():
        n, method, *want = row.split(",")
        n = int(n)
        ends = np.array([[float(v) for v in ref.proportion(x, n, "0.95", method)] for x in range(n + 1)])
        pmf = stats.binom.pmf(np.arange(n + 1), n, p[:, None])
        cover = (pmf * ((ends[:, 0] <= p[:, None]) & (p[:, None] <= ends[:, 1]))).sum(1)
        shown = np.clip(ends, 0, 1) if method in ("wald", "agresti_coull") else ends
        for name, got, text in zip(("mean", "minimum", "minimum in the middle", "width"),
                                   (cover.mean(), cover.min(), cover[middle].min(), (pmf * (shown[:, 1] - shown[:, 0])).sum(1).mean()), want):
            yield "2.3", f"{n} {method} {name}", got, text

    d = np.array(MONTE_CARLO)
    sums = np.zeros(1)
    for v in d:
        sums = np.concatenate([sums + v, sums - v])
    yield "3.6", "exact p of the Monte Carlo data", (np.abs(sums) >= abs(d.sum()) - 1e-12 * np.abs(d).sum()).mean(), ".058856964"
    for n, psi, want in ((50, .05, ".001 .005 .022"), (50, .1, ".009 .025 .047"), (50, .2, ".022 .041 .043"), (50, .5, ".030 .044 .054")):
        for name, got, text in zip(("exact", "mid-P", "chi2"), rejection(n, psi, 0), split(want)):
            yield "5.4", f"size of {name}, discordance {psi}", got, text
    effect = float(ref.answer("detectablePairedProportions", {"items": 500, "discordance": .1, "power": .8, "level": LEVEL})["effect"])
    for name, got, text in zip(("exact", "mid-P", "chi2"), rejection(500, .1, effect), split(".775 .811 .811")):
        yield "8", f"power of {name}", got, text
    for runs, text in ((2, ".6997"), (3, ".8109"), (4, ".8551"), (5, ".8784"), (8, ".9092"), (10, ".9184"), (20, ".9352")):
        yield "6.1", f"coverage with 1.96, {runs} runs", 1 - 2 * stats.t.sf(1.96, runs - 1), text
    z, s = ref.two_sided_z(LEVEL), ref.answer("runsInterval", {"scores": RUNS_A, "level": LEVEL})["sd"]
    yield "6.1", "z interval", mpf("0.709") - z * s / mp.sqrt(5), ".7015366795"
    yield "6.1", "z interval", mpf("0.709") + z * s / mp.sqrt(5), ".7164633205"
    plug = [np.mean([f(c / 4) for c in TAU_BENCH]) for f in (lambda p: p ** 2, lambda p: 1 - (1 - p) ** 2)]
    yield "7", "plug-in pass^2", plug[0], ".31"
    yield "7", "plug-in (8,6,4)", (6 / 8) ** 4, ".31640625"
    yield "7", "tasks by successes", " ".join(str(TAU_BENCH.count(c)) for c in range(5)), "14 12 10 4 10"
    fit = half_win_information_errors()
    for got, text in zip(fit, split(".1313833846 .1284232395 .1230184667 .1411025310")):
        yield "13", "half_win, wrong information", got, text
    yield "14", "Kendall normal z", kendall_z(TIES_X, TIES_Y), "3.2661397104"
    yield "14", "concordant pairs", str(sum((a - b) * (c - e) > 0 for i, (a, c) in enumerate(zip(TUNA_X, TUNA_Y))
                                            for b, e in list(zip(TUNA_X, TUNA_Y))[:i])), "26"
    ranks = [stats.rankdata(v) for v in (TUNA_X, TUNA_Y)]
    yield "14", "Spearman S", ((ranks[0] - ranks[1]) ** 2).sum(), "48"
    totals = [sum(v for s, v in zip(BOARD["system"], BOARD["score"]) if s == k) for k in range(3)]
    yield "12", "totals", " ".join(map(str, totals)), "95 85 79"
    yield "15", "leaderboard_math stderr", (14 / 307 * (293 / 307) / 306) ** .5, ".0119261080"
    yield "15", "lighteval stderr right", (.65 * .35 / 199) ** .5, ".0338"
    yield "15", "lighteval stderr returned", (.65 * .35 / 200) ** .5 / 1000 ** .5, ".00104~3e-5"
    yield "15", "openai/evals", (.65 * .35 / 19) ** .5, ".1094243310"
    yield "15", "openai/evals, PR 1834", (.65 * .35 / 20) ** .5, ".1066536450"
    yield "15", "ten seeds", ref.t_quantile(LEVEL, 9), "2.262"
    yield "15", "P(A>B) in closed form", special.betainc(17, 7, .5), ".0173"


def rejection(n, psi, effect):
    """Probability that exact, mid-P and chi2 McNemar reject at .05: b, c, rest multinomial."""
    import numpy as np
    from scipy import stats
    out = np.zeros(3)
    for m in range(1, n + 1):
        b = np.arange(m + 1)
        k = np.minimum(b, m - b)
        exact = np.minimum(1, 2 * stats.binom.cdf(k, m, .5))
        point = stats.binom.pmf(k, m, .5)
        mid = np.where(2 * b == m, 1 - point / 2, exact - point)
        weight = stats.binom.pmf(m, n, psi) * stats.binom.pmf(b, m, (1 + effect / psi) / 2)
        out += [(weight * (p <= .05)).sum() for p in (exact, mid, stats.chi2.sf((2 * b - m) ** 2 / m, 1))]
    return out


def half_win_information_errors():
    """Standard errors of the centred strengths from the binomial information with every tie as half a win each."""
    import numpy as np
    from compare_reference import answer
    fit = answer("fitBattles", {**BATTLES, "method": "half_win", "level": LEVEL})
    lam = [float(s["strength"]) for s in fit["systems"]]
    H = np.zeros((4, 4))
    for i, j in zip(BATTLES["a"], BATTLES["b"]):
        p = 1 / (1 + np.exp(lam[j] - lam[i]))
        e = np.zeros(4)
        e[i], e[j] = 1, -1
        H += p * (1 - p) * np.outer(e, e)
    return np.sqrt(np.diag(np.linalg.pinv(H)))


def kendall_z(x, y):
    from mpmath import mp, mpf
    n = len(x)
    S = sum(((a > b) - (a < b)) * ((c > d) - (c < d)) for i, (a, c) in enumerate(zip(x, y)) for b, d in list(zip(x, y))[:i])
    t, u = ([v.count(k) for k in set(v)] for v in (x, y))
    total = lambda f, v: sum(f(k) for k in v)
    return S / mp.sqrt(mpf(n * (n - 1) * (2 * n + 5) - total(lambda k: k * (k - 1) * (2 * k + 5), t + u)) / 18
                       + mpf(total(lambda k: k * (k - 1), t) * total(lambda k: k * (k - 1), u)) / (2 * n * (n - 1))
                       + mpf(total(lambda k: k * (k - 1) * (k - 2), t) * total(lambda k: k * (k - 1) * (k - 2), u))
                       / (9 * n * (n - 1) * (n - 2)))


def main():
    for section in (section_1, section_2, section_3, section_4, section_5, section_6, section_7, section_8, section_9, section_10, section_11,
                    section_12, section_13, section_14):
        section()
    wrong = []
    if "--verify" in sys.argv:
        from compare_reference import answer, at, unequal
        for row in ROWS:
            got = answer(row["call"], row["request"])
            for path, want in row["expect"].items():
                if unequal(at(got, path), want, row["tolerance"]):
                    wrong.append(f"{row['source']} {row['call']} {str(row['request'])[:150]} {path}: printed {want}, computed {at(got, path)}")
        for section, what, got, text in without_a_call():
            if isinstance(got, str):
                good = got == text
            else:
                value, tolerance = (text.split("~") + [.51 * 10.0 ** -len(text.partition(".")[2])])[:2]
                good = abs(float(got) - float(value)) <= float(tolerance)
            if not good:
                wrong.append(f"intervals.md {section} {what}: printed {text}, computed {got}")
        print("\n".join(wrong))
    with open(os.path.join(HERE, "published_compare.jsonl"), "w", newline="\n") as f:
        for row in ROWS:
            f.write(json.dumps(row, separators=(",", ":")) + "\n")
    print(f"published_compare.jsonl: {len(ROWS)} rows, {sum(len(r['expect']) for r in ROWS)} numbers, {len(wrong)} not confirmed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

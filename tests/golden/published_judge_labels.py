"""The acceptance numbers printed in the specification (judge.md, sections 2.5, 3, 3C, 4 and 7; printed in sections 11.3, 11.5 to
11.8 and 11.11) as calls: writes published_judge_labels.jsonl.

A value is the string as printed; its tolerance is half a unit of the last printed digit, "v~t" has the absolute tolerance t.
Numbers that need data that is not in this repository are in tests/wasm/real-panels.test.mjs.
"""
import json, os

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = []


def published(section, call, request, expect, **more):
    groups = {}
    for path, text in expect.items():
        if not isinstance(text, str) or text[0].isalpha():
            value, tolerance = text, 0
        elif "~" in text:
            value, tolerance = (float(v) for v in text.split("~"))
        else:
            value, tolerance = float(text), 0.51 * 10.0 ** -len(text.partition(".")[2])
        groups.setdefault(tolerance, {})[path] = value
    for tolerance, part in sorted(groups.items()):
        ROWS.append({"call": call, "request": request, "expect": part, "tolerance": {"relative": 0, "absolute": tolerance},
                     "source": f"judge.md {section}", **more})


def table(tp, fn, fp, tn):
    return {"tp": tp, "fn": fn, "fp": fp, "tn": tn}


# 11.3: the published split
for m, p, q0, q1, pilot, wrong, right in ((200, .4, .7, .9, 10, 136, 64), (200, .4, .9, .9, 0, 120, 80), (100, .5, .8, .8, 5, 50, 50),
                                          (1000, .1, .95, .6, 50, 786, 214), (500, 0, .9, .9, 20, 20, 480),
                                          (500, 1e-5, .9, .9, 20, 480, 20), (50, .3, .7, 1.0, 0, 50, 0)):
    published("11.3", "lee2025Allocation", {"labels": m, "rate": p, "specificity": q0, "sensitivity": q1, "perClass": pilot},
              {"wrong": wrong, "right": right, **({"flags": ["compat_reversed"]} if p == 0 else {})})
published("11.3 and 4, the rates left out are .9", "lee2025Allocation", {"labels": 200, "rate": .4}, {"wrong": 120, "right": 80})
published("11.3 (4): a pilot above half of the budget", "lee2025Allocation", {"labels": 30, "rate": .4, "perClass": 20},
          {"flags": ["pilot_exceeds_budget"]})

# 11.5: known error rates
EPIR = {"positive": 23, "total": 150, "sensitivity": .96, "specificity": .89}
published("11.5, epiR", "correctKnown", EPIR, {"estimate": ".05098039", "lower": 0, "upper": ".128917"})
published("11.5, epiR", "correctKnown", {**EPIR, "proportionMethod": "blaker"}, {"lower": 0, "upper": ".1275~2e-4"})
published("11.5, epiR", "correctKnown", {**EPIR, "proportionMethod": "clopper_pearson"}, {"lower": 0, "upper": ".130753"})
LOW = {"positive": 6, "total": 151, "sensitivity": .964, "specificity": .927}
published("11.5, epiR", "correctKnown", {**LOW, "proportionMethod": "clopper_pearson"}, {
    "unclipped": "-.03733434", "estimate": 0, "status": "boundary", "lower": 0, "upper": ".012882"})
published("11.5, truescore", "correctKnown", {"positive": 50, "total": 100, "sensitivity": .9, "specificity": .7}, {
    "estimate": ".333333333333", "flags": ["se_sp_treated_as_known"]})

# 11.6: labels on a random subset
VIGNETTE = {"labelled": table(1, 3, 3, 21), "positive": 40, "total": 248}


def interval(theta, lower, upper):
    return {"estimate": theta, "lower": lower, "upper": upper}


def vignette(method, expect, convention=None, level=.9, source="11.6"):
    request = {**VIGNETTE, "method": method, "level": level, **({"convention": convention} if convention else {})}
    published(source, "correctSubset", request, expect)


vignette("ppi", interval(".161290", ".059042", ".370826"), "chen")
vignette("ppi_pp", {"lambda": ".111531", **interval(".144913", ".065208", ".291649")}, "chen")
vignette("ppi_pp", {"lambda": ".102261", **interval(".144742", ".036721", ".252763")}, "ppi_py")
vignette("ppi_pp", {"lambda": ".102261", **interval(".144742", ".034741", ".254743")}, "truescore")
vignette("ppi_pp", {"lambda": ".106048", **interval(".144812", ".034815", ".254809")}, "glide", source="11.6 (our reading of its denominator)")
vignette("eif", interval(".145161", ".065639", ".291018"))
vignette("mle", interval(".144928", ".065541", ".290570"))
vignette("poststrat", interval(".144928", ".072635", ".293472"))
vignette("ppi_pp", interval(".144742", ".016027", ".273457"), "ppi_py", .95)
vignette("poststrat", interval(".144928", ".051652", ".314946"), None, .95)
vignette("poststrat", {"lower": ".0517", "upper": ".3149"}, None, .95, "0.2")
for method, three in (("ppi", (".161", ".059", ".371")), ("ppi_pp", (".145", ".065", ".292")), ("eif", (".145", ".066", ".291")),
                      ("mle", (".145", ".066", ".291"))):
    vignette(method, interval(*three), "chen" if method.startswith("ppi") else None, source="11.6, as published by Chen et al.")
# The smoothed centre and its standard error are those of the same two strata as categories, truths 0 and 1.
published("11.6, two categories", "correctCategories", {"verdict": [1] * 4 + [0] * 24, "truth": [1] + [0] * 3 + [1] * 3 + [0] * 21,
                                                        "unlabelled": [208, 40]},
          {"estimate": ".144928", "smoothed": ".183299", "standardError": ".067168", "lower": ".051652", "upper": ".314946"})
FID = {"labelled": table(52, 9, 7, 31), "positive": 123, "total": 201}
published("11.6, OpenQA FiD, GPT-4", "correctSubset", FID, {
    **interval(".623189", ".539806", ".700002"), "goldOnly.lower": ".517732", "goldOnly.upper": ".705914", "labelCheckP": ".802620",
    "raw.estimate": ".6067"})
published("11.6, OpenQA FiD, GPT-4", "correctSubset", {**FID, "method": "ppi_pp", "convention": "ppi_py"}, {
    "lambda": ".442278", **interval(".623230", ".542806", ".703653")})
published("11.6, OpenQA FiD, GPT-4", "correctCategories", {
    "verdict": [1] * 59 + [0] * 40, "truth": [1] * 52 + [0] * 7 + [1] * 9 + [0] * 31, "unlabelled": [78, 123]},
    {"standardError": ".040867", "lower": ".539806", "upper": ".700002"})
published("11.6, OpenQA FiD, BEM", "correctSubset", {"labelled": table(50, 11, 5, 33), "positive": 120, "total": 201},
          interval(".634470", ".551235", ".708681"))
for judge, counts, (rate, human, se, sp, kappa) in (("GPT-4", (2144, 318, 180, 882), (".6595", ".6986", ".8708", ".8305", ".6764")),
                                                    ("BEM", (2039, 423, 161, 904), (".6238", ".6980", ".8282", ".8488", ".6328"))):
    published(f"11.6, OpenQA, {judge} before removing the duplicate", "raterAgreement", {"table": list(counts)}, {
        "columnShares.0": rate, "rowShares.0": human, "sensitivity.estimate": se, "specificity.estimate": sp,
        "coefficients.0.estimate": kappa})
published("11.6, OpenQA, GPT-4", "raterAgreement", {"table": [2143, 318, 180, 882]}, {"items": 3523, "columnShares.0": ".6593812"})
published("11.6, OpenQA, BEM", "raterAgreement", {"table": [2038, 423, 161, 904]}, {"items": 3526})

# 11.7: planning
def assumed(theta, q0, q1):
    return {"score": theta, "specificity": q0, "sensitivity": q1}


README = assumed(1 / 6, .7, .9)
for m, of, wrong, right in ((200, README, 170, 30), (500, assumed(.05, .7, .9), 450, 50), (300, assumed(.6, .85, .93), 145, 155),
                            (50, assumed(.3, .8, .8), 25, 25)):
    published("11.7", "allocateLabels", {"labels": m, **of}, {"method": "neyman", "wrong": wrong, "right": right})
for m0, m1, se in ((100, 100, ".06918842"), (136, 64, ".06126823"), (177, 23, ".05707239"), (170, 30, ".05728041")):
    published("11.7", "calibrationPrecision", {**README, "judged": 1000, "wrong": m0, "right": m1}, {"standardError": se})
for m0, m1, se in ((100, 100, ".0692"), (136, 64, ".0613"), (177, 23, ".0571"), (170, 30, ".0573")):
    published("4, example", "calibrationPrecision", {**README, "judged": 1000, "wrong": m0, "right": m1}, {"standardError": se})
published("11.7", "planCalibration", {**README, "judged": 1000, "halfWidth": .1}, {
    "optimal": "267.55", "optimalCeiling": 268, "equal": "425.55", "equalCeiling": 426})
published("11.7", "planCalibration", {**README, "judged": 1000, "halfWidth": .05}, {
    "optimal": None, "equal": None, "optimalCeiling": None, "equalCeiling": None, "floor": ".05060605", "judgedLeast": 1025})
published("11.7", "planCalibration", {**README, "judged": 10 ** 12, "halfWidth": .05}, {"optimal": "796.13", "optimalCeiling": 797})
published("11.7", "calibrationPrecision", {**README, "judged": 1000, "wrong": 100, "right": 100}, {
    "halfWidth": ".13560681", "purchases.0.purchase": "wrong_labels", "purchases.0.gain": ".00532048",
    "purchases.1.purchase": "judged_items", "purchases.1.gain": ".00086116",
    "purchases.2.purchase": "right_labels", "purchases.2.gain": ".00008945", "purchases.3.purchase": "plain_labels"})
published("11.7", "judgeValue", {**assumed(.5, .9, .9), "labels": 200, "items": 1200}, {
    "squaredCorrelation": ".64~1e-12", "equivalentLabels": "428.5714"})
published("11.7", "judgeValue", {**assumed(.3, .7, .9), "labels": 200, "items": 1200}, {
    "squaredCorrelation": ".30288462", "equivalentLabels": "267.5241"})

# 11.8: no labels
RATE = {"positive": 850, "total": 1000}
published("11.8", "identificationRegion", {**RATE, "sensitivity": {"lower": .9, "upper": 1}, "specificity": {"lower": .7, "upper": 1}}, {
    "region.lower": ".78571429", "region.upper": ".94444444", "withSampling.lower": ".75218763", "withSampling.upper": ".96754436",
    "reason": None})
published("11.8", "tippingLine", {**RATE, "claim": .8}, {
    **{f"points.{i}.sensitivity": q1 for i, q1 in enumerate((1, .95, .9, .8))},
    **{f"points.{i}.specificity": f"{q0}~1e-9" for i, q0 in enumerate((.75, .55, .35, -.05))},
    **{f"points.{i}.side": side for i, side in enumerate(("depends", "depends", "depends", "always"))}})
published("11.8", "leniency", {"rateA": .72, "rateB": .68, "score": .7}, {
    "gap": ".04~1e-12", "uniform": ".04~1e-12", "falsePositive": ".13333333", "sensitivity": ".05714286"})
published("3C: rates that allow a judge no better than chance", "identificationRegion",
          {**RATE, "sensitivity": {"lower": .5, "upper": 1}, "specificity": {"lower": .5, "upper": 1}},
          {"reason": "judge_may_be_uninformative", "region.lower": 0, "region.upper": 1})
published("3C: a bound of the disagreement", "disagreementRegion", {**RATE, "disagreement": .2}, {
    "region.lower": ".65~1e-12", "region.upper": 1})

# 11.11: agreement
published("11.11, arena, gpt-4o-mini", "raterAgreement", {"table": [38, 95, 30, 162]}, {
    "items": 325, "rowShares.0": ".4092", "columnShares.0": ".2092", "sensitivity.estimate": ".2857", "specificity.estimate": ".8438",
    "youden.estimate": ".129464", "youden.lower": ".038598", "youden.upper": ".222738",
    "coefficients.0.statistic": "cohen_kappa", "coefficients.0.estimate": ".139975", "coefficients.0.standardError": ".050754",
    "coefficients.0.interval.lower": ".040334", "coefficients.0.interval.upper": ".238937",
    "coefficients.2.statistic": "gwet_ac1", "coefficients.2.estimate": ".328518", "coefficients.2.standardError": ".056693",
    "coefficients.3.statistic": "mcc", "coefficients.3.estimate": ".156497", "coefficients.3.standardError": ".055997"})
published("11.11, arena, gpt-5.2", "raterAgreement", {"table": [74, 59, 84, 108]}, {
    "columnShares.0": ".4862", "sensitivity.estimate": ".5564", "specificity.estimate": ".5625",
    "youden.estimate": ".118891", "youden.lower": ".008447", "youden.upper": ".225334",
    "coefficients.0.estimate": ".115554", "coefficients.0.standardError": ".054491", "coefficients.2.estimate": ".129527",
    "coefficients.2.standardError": ".055885", "coefficients.3.estimate": ".116960"})
published("11.11, OpenQA GPT-4", "raterAgreement", {"table": [2143, 318, 180, 882]}, {
    "coefficients.0.estimate": ".676313", "coefficients.0.interval.lower": ".649850", "coefficients.0.interval.upper": ".701952",
    "coefficients.2.estimate": ".749393", "coefficients.3.estimate": ".679051"})
published("11.11, PandaLM-7b", "raterAgreement", {"table": [298, 40, 84, 35, 32, 38, 100, 35, 337]}, {
    "coefficients.0.estimate": ".435355", "coefficients.0.standardError": ".024055",
    "coefficients.1.statistic": "linear_kappa", "coefficients.1.estimate": ".476913",
    "coefficients.2.statistic": "quadratic_kappa", "coefficients.2.estimate": ".504317",
    "coefficients.4.statistic": "gwet_ac1", "coefficients.4.estimate": ".529109", "coefficients.4.standardError": ".021785",
    "agreement.estimate": ".6677"})
published("11.11, a perfect table", "raterAgreement", {"table": [30, 0, 0, 20]}, {
    "coefficients.0.estimate": 1, "coefficients.0.interval.lower": ".882542", "coefficients.0.interval.upper": 1})
published("7.1, kappa never alone", "raterAgreement", {"table": [118, 5, 2, 0]}, {"agreement.estimate": ".944~1e-12"})

# 11.11: Krippendorff's worked example, a rater a line
WORKED = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
RATINGS = [(unit, int(value)) for line in WORKED for unit, value in enumerate(line.split()) if value != "."]
for metric, alpha in (("nominal", ".743421"), ("ordinal", ".815388")):
    published("11.11, Krippendorff's worked example", "krippendorffAlpha",
              {"unit": [u for u, _ in RATINGS], "value": [v for _, v in RATINGS], "metric": metric},
              {"estimate": alpha, "units": 11, "ratings": 40, "leftOut": 1})

# 11.11: Dawid-Skene; a pattern is what raters 1, 2 and 3 said
PATTERNS = {"111": 20, "110": 5, "101": 6, "011": 4, "001": 5, "010": 3, "100": 4, "000": 23}
ITEMS = [pattern for pattern, count in PATTERNS.items() for _ in range(count)]
published("11.11, Dawid-Skene without smoothing", "panelConsensus", {
    "item": [i for i in range(len(ITEMS)) for _ in range(3)], "rater": [r for _ in ITEMS for r in range(3)],
    "label": [int(c) for pattern in ITEMS for c in pattern], "items": len(ITEMS), "raters": 3, "classes": 2, "smoothing": 0}, {
    "prior.1": ".532543~2e-6", "logLikelihood": "-124.132527",
    **{f"raters.{r}.confusion.3": f"{se}~2e-6" for r, se in enumerate((".846282", ".783056", ".807806"))},
    **{f"raters.{r}.confusion.0": f"{sp}~2e-6" for r, sp in enumerate((".894496", ".914148", ".850664"))},
    **{f"raters.{r}.moment": root for r, root in enumerate((".369604", ".347863", ".328537"))}})

if __name__ == "__main__":
    with open(os.path.join(HERE, "published_judge_labels.jsonl"), "w") as out:
        for row in ROWS:
            out.write(json.dumps(row, separators=(",", ":")) + "\n")
    print(len(ROWS), "rows")

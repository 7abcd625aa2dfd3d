"""The acceptance numbers printed in the specification (judge.md, sections 2.6, 5 and 6; printed in section 11) as calls:
writes published_judge_compare.jsonl.

A value is the string as printed; its tolerance is half a unit of the last printed digit, "v~t" has the absolute tolerance t.
Numbers that need data that is not in this repository are left out, and named in README.md.
"""
import json, os

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = []


def published(section, call, request, expect, **more):
    groups = {}
    for path, text in expect.items():
        if not isinstance(text, str) or not any(digit in text for digit in "0123456789"):
            value, tolerance = text, 0
        elif "~" in text:
            value, tolerance = (float(v) for v in text.split("~"))
        else:
            value, tolerance = float(text), 0.51 * 10.0 ** -len(text.partition(".")[2])
        groups.setdefault(tolerance, {})[path] = value
    for tolerance, part in sorted(groups.items()):
        ROWS.append({"call": call, "request": request, "expect": part, "tolerance": {"relative": 0, "absolute": tolerance},
                     "source": f"judge.md {section}", **more})


def tally(count, total):
    return {"count": count, "total": total, "whole": True}


def shared(b, c, n, y0, m0, y1, m1):
    return {"both": 0, "aOnly": b, "bOnly": c, "neither": n - b - c, "sensitivity": tally(y1, m1), "specificity": tally(y0, m0)}


# 11.9: K classes
MATRIX = {"confusion": [160, 20, 20, 20, 60, 20, 30, 30, 140], "verdicts": [520, 180, 300], "values": [1, .5, 0]}
published("11.9", "correctClasses", MATRIX, {
    "status": "ok", "reason": None,
    "classes.0.estimate": ".55932203", "classes.1.estimate": ".12881356", "classes.2.estimate": ".31186441",
    "classes.0.standardError": ".03885210", "classes.1.standardError": ".04153187", "classes.2.standardError": ".03979637",
    "separation.condition": "2.19197828", "separation.smallest": ".46118278", "separation.standardError": ".05173815",
    "score.estimate": ".62372881", "score.standardError": ".03339752",
    "score.lower": ".5587~.003", "score.upper": ".6931~.003", "classes.0.lower": ".4856~.003", "classes.0.upper": ".6425~.003"})
PANDALM = [298, 40, 84, 35, 32, 38, 100, 35, 337]
published("11.9", "correctClasses", {"confusion": PANDALM, "verdicts": [433, 107, 459], "values": [1, .5, 0]}, {
    "separation.condition": "5.18548516", "separation.smallest": ".20633922", "separation.standardError": ".04460041",
    "classes.0.estimate": ".42242242", "classes.1.estimate": ".10510511", "classes.2.estimate": ".47247247",
    "score.estimate": ".474975", "naive": ".486987", "score.standardError": ".03905850"})
published("11.9", "correctClasses", {"confusion": [143, 25, 39, 31, 29, 24, 42, 14, 153], "verdicts": [217, 39, 243],
                                     "values": [1, .5, 0]}, {
    "status": "boundary", "classes.0.unclipped": ".49667405", "classes.1.unclipped": "-.05586326",
    "classes.2.unclipped": ".55918921", "classes.0.estimate": ".46874242", "classes.1.estimate": "0~1e-12",
    "classes.2.estimate": ".53125758", "score.estimate": ".46874242", "score.standardError": ".05968310", "naive": ".47394790"})
published("11.9", "correctClasses", {"confusion": [332, 13, 71, 42, 5, 45, 86, 20, 360], "verdicts": [460, 38, 476],
                                     "values": [1, .5, 0]}, {
    "status": "not_identified", "reason": "confusion_matrix_near_singular", "score": None,
    "separation.condition": "82.43", "separation.smallest": ".01425015", "separation.standardError": ".02093833"})

# 11.10: comparing
published("11.10", "contrastShared", shared(60, 30, 500, 180, 200, 170, 200), {
    "exactP": ".00206027", "midP": ".00151651", "estimate": ".08", "lower": ".03046933", "upper": ".13173469",
    "delta.lower": ".03004438", "delta.upper": ".13091180"})
published("11.10", "contrastShared", shared(60, 30, 500, 8, 10, 8, 10), {
    "exactP": ".00206027", "estimate": ".10", "lower": ".04027925", "upper": ".41958168"})
published("11.10", "contrastShared", shared(40, 20, 300, 7, 10, 7, 10), {
    "exactP": ".01348929", "lower": ".04030626", "upper": "1~1e-12", "flags": ["one_sided_only", "direction_known"]})
published("11.10", "contrastShared", shared(32, 35, 201, 325, 379, 658, 785), {
    "verdicts": "-.014925", "lower": "-.13734104", "upper": ".09452044"})
for b, c, n, d, p in ((64, 31, 299, ".110368", ".000925"), (64, 40, 299, ".080268", ".023646"), (50, 46, 299, ".013378", ".759649")):
    published("11.10", "contrastShared", shared(b, c, n, 80, 100, 80, 100), {"verdicts": d, "exactP": p})
# Sign flip (6.3): theta .55/.50, q1 .9, q0 .85/.75, with large counts; the shared correction uses J = .9 + .8 - 1.
published("11.10 (6.3), large counts that give its rates", "contrastShared",
          {"both": 550000, "aOnly": 12500, "bOnly": 25000, "neither": 412500, "sensitivity": tally(900000, 1000000),
           "specificity": tally(800000, 1000000)}, {"verdicts": "-.0125", "estimate": "-.01785714"})
published("11.10 (6.3), large counts that give its rates", "contrastModels",
          {"both": 550000, "aOnly": 12500, "bOnly": 25000, "neither": 412500, "a": {"tp": 900000, "fn": 100000, "fp": 150000, "tn": 850000},
           "b": {"tp": 900000, "fn": 100000, "fp": 250000, "tn": 750000}},
          {"estimate": ".05", "verdicts": "-.0125", "homogeneity.verdict": "differ",
           "flags": ["calibration_differs", "sign_not_safe", "sign_reversed"]})
published("11.10, few-shot against FiD by BEM", "calibrationHomogeneity",
          {"tp": [172, 162], "fn": [55, 32], "fp": [10, 10], "tn": [10, 10]}, {"sensitivity.fisherP": ".054116"})
PAIRS = {"labelled": [4, 6, 1, 2, 57, 4, 2, 3, 19], "items": [40, 195, 64]}
published("11.10", "contrastSubset", PAIRS, {"estimate": ".13387038", "standardError": ".04922718", "lower": ".03738688",
                                             "upper": ".23035389"})
PAPERS = {"a": {"judged": tally(410, 500), "sensitivity": tally(90, 100), "specificity": tally(80, 100)},
          "b": {"judged": tally(430, 500), "sensitivity": tally(95, 100), "specificity": tally(60, 100)}}
published("11.10", "contrastSources", {**PAPERS, "correction": "beta_jeffreys", "method": "mover"}, {
    "a.raw.estimate": ".82", "b.raw.estimate": ".86", "a.estimate": ".88571429", "b.estimate": ".83636364",
    "a.lower": ".80681343", "a.upper": ".99468697", "b.lower": ".75159891", "b.upper": ".94516399",
    "estimate": ".04935065", "lower": "-.08504750", "upper": ".18740898"})
published("11.10", "contrastSources", {**PAPERS, "correction": "beta_jeffreys"}, {
    "method": "propagation", "estimate": ".04935065", "lower": "-.0839~.0002", "upper": ".1800~.0002"})
published("11.10", "contrastSources", {**PAPERS, "correction": "lee2025"}, {"method": "mover", "lower": "-.08335273", "upper": ".18457052"})

# FastChat: 73 pairs; cells (order 1, order 2) that have the printed margins.
CELLS = {(0, 0): 20, (0, 1): 4, (0, 2): 16, (1, 0): 0, (1, 1): 6, (1, 2): 3, (2, 0): 2, (2, 1): 0, (2, 2): 22}
VERDICTS = {"aFirst": [a for (a, _), k in CELLS.items() for _ in range(k)] + [-1, 0],
            "bFirst": [b for (_, b), k in CELLS.items() for _ in range(k)] + [-1, -1]}
POSITION = {"position.items": "73~0", "position.firstTwice": "16~0", "position.secondTwice": "2~0", "position.p": ".00131226",
            "position.rateAFirst": ".60958904", "position.rateBFirst": ".36986301"}
for order, rate in (("average", ".48972603"), ("strict", ".48630137"), ("first_order_only", ".60958904")):
    request = {**VERDICTS, "order": order}
    if order == "average":  # the two unusable pairs have one verdict between them, which `average` would count
        request = {"aFirst": VERDICTS["aFirst"][:-1] + [-1], "bFirst": VERDICTS["bFirst"], "order": order}
    if order == "first_order_only":
        request = {"aFirst": VERDICTS["aFirst"][:-1] + [-1], "bFirst": VERDICTS["bFirst"], "order": order}
    published("11.10, cells made up to its margins", "winRate", request, {"rate": rate, **POSITION})

if __name__ == "__main__":
    with open(os.path.join(HERE, "published_judge_compare.jsonl"), "w") as out:
        for row in ROWS:
            out.write(json.dumps(row, separators=(",", ":")) + "\n")
    print(len(ROWS), "rows")

"""The acceptance numbers printed in the specification (overlap.md sections 7 and 11: A11, B1 to B4) as calls: writes
overlap_impact_published.jsonl. A value is the string as printed; its tolerance is half a unit of the last printed digit.

    python overlap_impact_published.py
"""
import json, os

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = []


def published(section, call, request, expect):
    groups = {}
    for path, text in expect.items():
        isnumber = isinstance(text, str) and not text[0].isalpha()
        value, tolerance = (float(text), 0.51 * 10.0 ** -len(text.partition(".")[2])) if isnumber else (text, 0)
        groups.setdefault(tolerance, {})[path] = value
    for tolerance, part in sorted(groups.items()):
        ROWS.append({"call": call, "request": request, "expect": part, "tolerance": {"relative": 0, "absolute": tolerance}, "source": f"overlap.md {section}"})


def runs(*pairs):
    return [value for count, value in pairs for _ in range(count)]


# A11: 100 items, 70 right; t1 flags 40 (34 right), t2 10 of them (9 right)
scores = runs((9, 1), (1, 0), (25, 1), (5, 0), (36, 1), (24, 0))
metric = runs((10, 1), (30, .5), (60, 0))
published("A11, t1", "cleanDirty", {"scores": scores, "flags": [int(m >= .5) for m in metric], "resamples": 0}, {
    "epg.estimate": ".1000", "z.value": "1.6903", "zFp.value": "2.6592", "exactP.value": ".0061243", "relativePercent.value": "-15.415",
    "degradationPercent.value": "-14.286", "difference.estimate": ".25", "difference.lower": ".068703", "difference.upper": ".399212", "epg.lower": ".027481",
    "epg.upper": ".159685", "clean.items": 60, "clean.mean.estimate": ".6"})
published("A11, t2", "cleanDirty", {"scores": scores, "flags": [int(m >= 1) for m in metric], "resamples": 0}, {
    "epg.estimate": ".022222", "z.value": ".46004", "zFp.value": "1.4475", "exactP.value": ".135625", "clean.items": 90})
published("A11, the scan", "scanThresholds", {"scores": scores, "metric": metric, "contamP": True}, {
    "byZ.point": 0, "byZFp.point": 0, "points.0.threshold": ".5", "points.0.dirtyItems": 40, "points.1.dirtyItems": 10, "byZFp.test.p": ".0061243",
    "byZFp.test.method": "exact", "byZ.test.p": ".0061243", "byZFp.statistic": "2.6592", "byZ.statistic": "1.6903"})

# B1: rows of GPT-3's table C.1
published("B1, Winograd", "publishedRow", {"all": 88.6, "dirty": 90.2, "dirtyItems": 164, "clean": 86.2, "cleanItems": 109},
          {"relativePercent.value": "-2.746", "weightedMean.value": "88.60"})
published("B1, ANLI R2", "publishedRow", {"all": 34.0, "dirty": 29.4, "dirtyItems": 177, "clean": 35.0, "cleanItems": 823}, {"relativePercent.value": "2.899"})

# B2: GPT-4, GRE Quantitative: 33 of 40 right, 10 of the 14 contaminated
published("B2", "cleanDirty", {"scores": runs((10, 1), (4, 0), (23, 1), (3, 0)), "flags": runs((14, 1), (26, 0)), "resamples": 0},
          {"degradationPercent.value": "7.226", "clean.items": 26, "all.mean.estimate": ".825"})

# B3: clean 385 of 700, not clean 215 of 300, not dirty 484 of 850, dirty 116 of 150
published("B3", "llama2Buckets", {"scores": runs((385, 1), (315, 0), (99, 1), (51, 0), (116, 1), (34, 0)), "coverage": runs((700, 0), (150, .5), (150, 1)), "lengths": [10]}, {
    "rows.0.clean.z.value": "-2.7003", "rows.0.notClean.z.value": "4.1248", "rows.0.notDirty.z.value": "-1.8204", "rows.0.dirty.z.value": "4.3333",
    "rows.0.affected": False, "rows.0.clean.zFp.value": "-4.9276", "rows.0.notClean.zFp.value": "4.9276", "rows.0.notDirty.zFp.value": "-4.6978",
    "rows.0.dirty.zFp.value": "4.6978", "largestAffected": None})

# B4: strata (dirty right, wrong, clean right, wrong) = (28, 4, 17, 3) and (6, 2, 19, 21)
published("B4", "stratifiedImpact", {"scores": runs((28, 1), (4, 0), (17, 1), (3, 0), (6, 1), (2, 0), (19, 1), (21, 0)),
                                     "flags": runs((32, 1), (20, 0), (8, 1), (40, 0)), "strata": runs((52, 0), (48, 1))}, {
    "difference.estimate": ".112838", "oddsRatio.estimate": "2.01985", "crudeDifference.value": ".25", "crudeOddsRatio.value": "3.7778", "epg.estimate": ".045135"})

with open(os.path.join(HERE, "overlap_impact_published.jsonl"), "w") as out:
    for r in ROWS:
        out.write(json.dumps(r, separators=(",", ":")) + "\n")

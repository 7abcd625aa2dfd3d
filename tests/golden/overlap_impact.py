"""Golden numbers of overlap.md section 7 (what contamination did to the scores) from an independent implementation; writes
overlap_impact.jsonl and overlap_impact_versions.json.

    python overlap_impact.py

Means, ratios and z from fractions and mpmath (30 digits); intervals, tests and regressions from SciPy and statsmodels; exact p of a
scan by listing all assignments, or group by group with scipy.stats.hypergeom; bootstraps and random permutations draw the same
numbers as the core (SplitMix64). Data sets are made with SplitMix64, the same everywhere.
"""
import itertools, json, math, os, platform
from fractions import Fraction as F
from importlib import metadata
import mpmath as mp
import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from compare_reference import SplitMix64, generator

mp.mp.dps = 30
HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = []
CLOSED = {"relative": 1e-10, "absolute": 1e-12}
PACKAGES = {"relative": 1e-8, "absolute": 1e-10}


def plain(value):
    if isinstance(value, (mp.mpf, F, np.floating)):
        return float(value)
    if isinstance(value, np.integer):
        return int(value)
    return [plain(v) for v in value] if isinstance(value, list) else value


def row(call, request, expect, tolerance=CLOSED, source="definition, 30 digits"):
    expect = {k: plain(v) for k, v in expect.items()}
    assert all(not isinstance(v, float) or math.isfinite(v) for v in expect.values()), expect
    ROWS.append({"call": call, "request": request, "expect": expect, "tolerance": tolerance, "source": source})


def refused(call, request, code, argument, **more):
    ROWS.append({"call": call, "request": request, "refused": {"code": code, "argument": argument, **more}})


def refusals(call, good, cases):
    for change, code, argument, *minimum in cases:
        refused(call, {**good, **change}, code, argument, **({"minimum": minimum[0]} if minimum else {}))


def mean(values):
    return sum(map(F, values)) / len(values)


def adjusted(request):
    """Scores less the mean of the references, as fractions of the decimal numbers."""
    exact = [F(repr(s)) if isinstance(s, float) else F(s) for s in request["scores"]]
    reference = request.get("reference")
    if not reference:
        return exact
    n = len(exact)
    models = len(reference) // n
    return [s - sum(F(repr(reference[m * n + i])) for m in range(models)) / models for i, s in enumerate(exact)]


def deviations(values):
    """sigma (divisor N) and S (divisor N - 1)."""
    mu = mean(values)
    squares = sum((v - mu) ** 2 for v in values)
    n = len(values)
    return mp.sqrt(mp.mpf(squares.numerator) / squares.denominator / n), mp.sqrt(mp.mpf(squares.numerator) / squares.denominator / (n - 1))


def real(fraction):
    return mp.mpf(fraction.numerator) / fraction.denominator


def mean_limits(values, binary, level):
    if binary:
        return proportion_confint(int(sum(values)), len(values), 1 - level, "wilson")
    data = [float(v) for v in values]
    return stats.t.interval(level, len(data) - 1, np.mean(data), stats.sem(data))


def contrast(a, b, binary, level):
    """Limits of mean a - mean b, and the two-sided p."""
    if binary:
        limits = confint_proportions_2indep(int(sum(a)), len(a), int(sum(b)), len(b), method="newcomb", compare="diff", alpha=1 - level)
        return limits, stats.fisher_exact([[int(sum(a)), len(a) - int(sum(a))], [int(sum(b)), len(b) - int(sum(b))]]).pvalue
    result = stats.ttest_ind([float(v) for v in a], [float(v) for v in b], equal_var=False)
    limits = result.confidence_interval(level)
    return (limits.low, limits.high), result.pvalue


# ---- clean and dirty
def percentile(values, u):
    ordered = sorted(values)
    k = math.ceil(len(ordered) * u - 1e-9)
    return ordered[min(max(k, 1), len(ordered)) - 1]


def clean_dirty(request):
    values, flags = adjusted(request), request["flags"]
    binary = "reference" not in request and all(v in (0, 1) for v in values)
    level, n = request.get("level", .95), len(values)
    dirty = [v for v, f in zip(values, flags) if f]
    clean = [v for v, f in zip(values, flags) if not f]
    w = F(len(dirty), n)
    epg = mean(values) - mean(clean)
    assert epg == w * (mean(dirty) - mean(clean))
    sigma, s = deviations(values)
    out = {"binary": binary, "all.items": n, "clean.items": len(clean), "dirty.items": len(dirty), "all.mean.estimate": mean(values),
           "clean.mean.estimate": mean(clean), "dirty.mean.estimate": mean(dirty), "cleanPercent": F(100 * len(clean), n),
           "difference.estimate": mean(dirty) - mean(clean), "epg.estimate": epg, "z.value": real(epg) / (sigma / mp.sqrt(len(clean))),
           "zFp.value": real(epg) / (s * mp.sqrt(real(F(1, len(clean)) - F(1, n)))), "test": "fisher_exact" if binary else "welch_t"}
    if "reference" in request:
        out |= {"relativePercent.value": None, "relativePercent.reason": "reference_taken_off"}
    else:
        out |= {"relativePercent.value": 100 * mp.log(real(mean(clean) / mean(values))),
                "degradationPercent.value": 100 * (mean(clean) - mean(values)) / mean(values)}
    row("cleanDirty", request, out)
    packages = {}
    for name, part in (("all", values), ("clean", clean), ("dirty", dirty)):
        packages[f"{name}.mean.lower"], packages[f"{name}.mean.upper"] = mean_limits(part, binary, level)
    (low, high), p = contrast(dirty, clean, binary, level)
    packages |= {"difference.lower": low, "difference.upper": high, "epg.lower": float(w) * low, "epg.upper": float(w) * high, "testP.value": p}
    if binary:
        packages["exactP.value"] = stats.hypergeom.cdf(int(sum(clean)), n, int(sum(values)), len(clean))
    else:
        packages |= {"exactP.value": None, "exactP.reason": "graded_scores"}
    row("cleanDirty", request, packages, PACKAGES, "scipy, statsmodels")
    if request.get("resamples") == 0:
        return
    rng = generator(request.get("seed", 1), "impact-bootstrap")
    data = [float(v) for v in values]
    gains = []
    for _ in range(request["resamples"]):
        drawn = [rng.below(n) for _ in range(n)]
        kept = [data[i] for i in drawn if not flags[i]]
        if kept:
            gains.append(math.fsum(data[i] for i in drawn) / n - math.fsum(kept) / len(kept))
    boot = {"bootstrap.undefined": request["resamples"] - len(gains)}
    if len(gains) >= .99 * request["resamples"]:
        boot |= {"bootstrap.lower": percentile(gains, (1 - level) / 2), "bootstrap.upper": percentile(gains, (1 + level) / 2)}
    else:
        boot |= {"bootstrap.lower": None, "bootstrap.upper": None}
    row("cleanDirty", request, boot, source="the same draws")


def items(rng, n, kind, rate=.4, shift=.15):
    """Scores and flags; dirty items score higher by `shift`."""
    flags = [int(rng.uniform() < rate) for _ in range(n)]
    if kind == "binary":
        return [int(rng.uniform() < .5 + shift * f) for f in flags], flags
    return [round(.4 + shift * f + .5 * rng.uniform(), 3) for f in flags], flags


def section_split():
    rng = SplitMix64(71)
    for n, kind, rate, level, resamples in ((40, "binary", .4, .95, 199), (25, "binary", .2, .9, 0), (200, "binary", .05, .99, 99),
                                            (40, "graded", .4, .95, 199), (12, "graded", .5, .8, 499), (150, "graded", .9, .95, 0)):
        scores, flags = items(rng, n, kind, rate)
        clean_dirty({"scores": scores, "flags": flags, "level": level, "resamples": resamples, "seed": n})
    scores, flags = items(rng, 60, "binary")
    reference = [round(rng.uniform(), 2) for _ in range(120)]
    clean_dirty({"scores": scores, "flags": flags, "reference": reference, "resamples": 99})
    clean_dirty({"scores": scores, "flags": flags, "reference": reference[:60], "resamples": 0})
    few = [1, 0, 1, 1, 0, 1]
    clean_dirty({"scores": few, "flags": [1, 1, 1, 0, 0, 1], "resamples": 99})
    # Answers leaked alone, questions alone, and both: the same call with other flags.
    for flags in ([1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [1, 0, 0, 1, 1, 0]):
        clean_dirty({"scores": few, "flags": flags, "resamples": 0})
    undefined = [("cleanDirty", {"scores": few, "flags": [0] * 6, "resamples": 0},
                  {"epg.estimate": 0, "epg.lower": None, "epg.reason": "no_dirty_items", "z.value": None, "z.reason": "no_dirty_items",
                   "relativePercent.value": 0, "dirty.mean.estimate": None, "testP.reason": "no_dirty_items"}),
                 ("cleanDirty", {"scores": few, "flags": [1] * 6, "resamples": 0},
                  {"epg.estimate": None, "epg.reason": "no_clean_items", "zFp.reason": "no_clean_items", "degradationPercent.reason": "no_clean_items"}),
                 ("cleanDirty", {"scores": [0] * 6, "flags": [1, 1, 0, 0, 0, 0], "resamples": 0},
                  {"relativePercent.reason": "mean_not_positive", "z.reason": "equal_scores", "epg.estimate": 0}),
                 ("cleanDirty", {"scores": [1, 1, 0, 0, 0, 0], "flags": [1, 1, 0, 0, 0, 0], "resamples": 0},
                  {"degradationPercent.reason": "clean_mean_not_positive", "epg.estimate": F(1, 3)}),
                 ("cleanDirty", {"scores": [.5, .25, .25], "flags": [1, 0, 0], "resamples": 0},
                  {"difference.reason": "too_few_items", "difference.estimate": .25, "dirty.mean.reason": "too_few_items",
                   "clean.mean.reason": "equal_scores", "exactP.reason": "graded_scores"})]
    for call, request, expect in undefined:
        row(call, request, expect)
    good = {"scores": few, "flags": [1, 0, 0, 0, 0, 1]}
    refusals("cleanDirty", good, (
        ({"scores": [], "flags": []}, "empty_sample", "scores"), ({"flags": [1]}, "length_mismatch", "flags"),
        ({"flags": [1, 0, 0, 2, 0, 1]}, "not_binary", "flags"), ({"reference": [1, 2]}, "length_mismatch", "reference"),
        ({"level": 1}, "level_out_of_range", "level"), ({"seed": -1}, "seed_out_of_range", "seed"), ({"seed": .5}, "seed_out_of_range", "seed"),
        ({"resamples": 5}, "too_few", "resamples", 99), ({"resamples": 1000001}, "value_out_of_range", "resamples")))


def section_rows():
    for clean_items, dirty_items, all_score, clean, dirty in ((109, 164, 88.6, 86.2, 90.2), (10, 0, .5, .5, None), (3, 9, 41.5, 40, 42)):
        request = {"cleanItems": clean_items, "dirtyItems": dirty_items, "all": all_score, "clean": clean, "dirty": dirty}
        a, c = F(repr(all_score)), F(repr(clean))
        n = clean_items + dirty_items
        row("publishedRow", request, {"items": n, "cleanPercent": F(100 * clean_items, n), "relativePercent.value": 100 * mp.log(real(c / a)),
                                      "degradationPercent.value": 100 * (c - a) / a, "epg.value": a - c,
                                      "weightedMean.value": (clean_items * c + dirty_items * F(repr(dirty or 0))) / n})
        row("publishedRow", {**request, "corpusScores": True}, {"weightedMean.value": None, "weightedMean.reason": "corpus_score"})
    row("publishedRow", {"cleanItems": 0, "dirtyItems": 7, "all": 50, "dirty": 50},
        {"relativePercent.reason": "no_clean_items", "epg.reason": "no_clean_items", "weightedMean.value": 50})
    row("publishedRow", {"cleanItems": 3, "dirtyItems": 7, "all": -1, "clean": 2},
        {"relativePercent.reason": "mean_not_positive", "weightedMean.reason": "no_dirty_items", "epg.value": -3})
    row("publishedRow", {"cleanItems": 3, "dirtyItems": 7, "all": 1, "clean": 0}, {"degradationPercent.reason": "clean_mean_not_positive"})
    good = {"cleanItems": 3, "dirtyItems": 7, "all": 1, "clean": 1}
    refusals("publishedRow", good, (({"cleanItems": -1}, "not_integer", "cleanItems"), ({"cleanItems": 0, "dirtyItems": 0}, "empty_sample", "cleanItems")))


# ---- thresholds
def statistics(values, metric, least_clean, least_dirty):
    """Per threshold: how many are dirty, EPG, z, z_fp (None when too few)."""
    n, mu = len(values), mean(values)
    sigma, s = deviations(values)
    out = []
    for t in sorted({m for m in metric if m > 0}):
        dirty = sum(m >= t for m in metric)
        clean = [v for v, m in zip(values, metric) if m < t]
        if not clean:
            out.append((t, dirty, None, None, None))
            continue
        epg = mu - mean(clean)
        eligible = dirty >= least_dirty and len(clean) >= least_clean
        z = real(epg) / (sigma / mp.sqrt(len(clean))) if eligible else None
        fp = real(epg) / (s * mp.sqrt(real(F(1, len(clean)) - F(1, n)))) if eligible else None
        out.append((t, dirty, epg, z, fp))
    return out


def grouped_p(values, metric, points, which):
    """P(max of a statistic >= observed): groups of items between thresholds, from the highest down, each hypergeometric."""
    n, right = len(values), int(sum(values))
    top = max(p[which] for p in points if p[which] is not None)
    mu = F(right, n)
    sigma, s = deviations(values)
    states, reached, seen = {0: 1.0}, 0.0, 0
    for t, dirty, _, z, _ in reversed(points):
        size, nxt = dirty - seen, {}
        for r, p in states.items():
            law = stats.hypergeom(n - seen, right - r, size)
            for k in range(max(0, size - (n - seen - right + r)), min(size, right - r) + 1):
                nxt[r + k] = nxt.get(r + k, 0) + p * law.pmf(k)
        states, seen = nxt, dirty
        if z is None:
            continue
        for r in list(states):
            epg = real(mu - F(right - r, n - dirty))
            scale = sigma / mp.sqrt(n - dirty) if which == 3 else s * mp.sqrt(real(F(1, n - dirty) - F(1, n)))
            if epg / scale >= top - mp.mpf(10) ** -20:
                reached += states.pop(r)
    return reached


def random_p(request, points):
    """p of both statistics from the same shuffles; a shuffle ends when both (z only if asked for) have reached their maxima."""
    values = adjusted(request)
    n = len(values)
    data = [float(v) for v in values]
    mu = math.fsum(data) / n
    sigma, s = map(float, deviations(values))
    eligible = [p for p in reversed(points) if p[3] is not None]
    top = {which: float(max(p[which] for p in eligible)) for which in (3, 4)}
    asked = {3, 4} if request.get("contamP") else {4}
    rng = generator(request.get("seed", 1), "impact-permutation")
    hits = {3: 0, 4: 0}
    for _ in range(request["resamples"]):
        total, drawn, open_ = 0.0, 0, set(asked)
        for _, dirty, _, _, _ in eligible:
            while drawn < dirty:
                j = drawn + rng.below(n - drawn)
                data[drawn], data[j] = data[j], data[drawn]
                total += data[drawn] - mu
                drawn += 1
            epg = total / (n - dirty)
            for which, scale in ((3, sigma / math.sqrt(n - dirty)), (4, s * math.sqrt(1 / (n - dirty) - 1 / n))):
                if which in open_ and epg / scale >= top[which] - 1e-8:
                    open_.remove(which)
                    hits[which] += 1
            if not open_:
                break
    return {which: (hit + 1) / (request["resamples"] + 1) for which, hit in hits.items()}


def scan(request):
    values, metric = adjusted(request), request["metric"]
    points = statistics(values, metric, request.get("leastClean", 10), request.get("leastDirty", 10))
    binary = "reference" not in request and all(v in (0, 1) for v in values)
    out = {"items": len(values), "binary": binary, "mean": mean(values), "points.length": len(points)}
    for i, (t, dirty, epg, z, fp) in enumerate(points):
        out |= {f"points.{i}.threshold": t, f"points.{i}.dirtyItems": dirty, f"points.{i}.epg.value": epg, f"points.{i}.z.value": z, f"points.{i}.zFp.value": fp}
        if z is None:
            out[f"points.{i}.z.reason"] = "too_little_flagged" if dirty < request.get("leastDirty", 10) else "too_much_flagged"
    random = request.get("method") == "random" or not binary
    p = random_p(request, points) if random else {which: grouped_p(values, metric, points, which) for which in (3, 4)}
    for name, which in (("byZ", 3), ("byZFp", 4)):
        best = max(range(len(points)), key=lambda i: (points[i][which] is not None, points[i][which] or 0, -i))
        out |= {f"{name}.point": best, f"{name}.statistic": points[best][which]}
        if which == 3 and not request.get("contamP"):
            out[f"{name}.test"] = None
            continue
        out |= {f"{name}.test.p": p[which], f"{name}.test.method": "random" if random else "exact"}
    row("scanThresholds", request, out, source="definition; the same draws" if random else "definition; scipy.stats.hypergeom, group by group")


def listed_p(request, which):
    """The same from every assignment of right answers to items."""
    values, metric = request["scores"], request["metric"]
    limits = request.get("leastClean", 10), request.get("leastDirty", 10)
    best = lambda v: max(p[which] for p in statistics(v, metric, *limits) if p[which] is not None)
    top, hit, all_ = best(values), 0, 0
    for chosen in itertools.combinations(range(len(values)), sum(values)):
        all_ += 1
        hit += best([int(i in chosen) for i in range(len(values))]) >= top - mp.mpf(10) ** -20
    return F(hit, all_)


def section_scan():
    rng = SplitMix64(74)
    for n, steps, kind, more in ((60, 5, "binary", {}), (60, 5, "binary", {"method": "random", "resamples": 199, "seed": 3, "contamP": True}),
                                 (120, 12, "binary", {"contamP": True, "leastClean": 5, "leastDirty": 3}),
                                 (50, 6, "graded", {"resamples": 299, "contamP": True}), (30, 3, "graded", {"resamples": 99, "leastClean": 2, "leastDirty": 2, "seed": 9})):
        scores, flags = items(rng, n, kind)
        metric = [round((1 + rng.below(steps)) / steps, 4) if f or rng.below(5) == 0 else 0 for f in flags]
        scan({"scores": scores, "metric": metric, **more})
    scores, flags = items(rng, 40, "binary")
    scan({"scores": scores, "metric": [round(f * (1 + rng.below(3)) / 3, 4) for f in flags], "reference": [round(rng.uniform(), 2) for _ in range(80)],
          "resamples": 199, "leastDirty": 4})
    for n in (7, 9, 10):
        scores = [int(rng.uniform() < .5) for _ in range(n)]
        request = {"scores": scores, "metric": [rng.below(4) / 4 for _ in range(n)], "leastClean": 1, "leastDirty": 1, "contamP": True}
        row("scanThresholds", request, {"byZ.test.p": listed_p(request, 3), "byZFp.test.p": listed_p(request, 4)}, source="every assignment listed")
    half = [1, 0] * 10
    for metric, reason in (([0] * 20, "no_dirty_items"), ([1] * 20, "too_much_flagged"), ([1] + [0] * 19, "too_little_flagged")):
        row("scanThresholds", {"scores": half, "metric": metric}, {"byZ": None, "byZFp": None, "reason": reason})
    row("scanThresholds", {"scores": [1] * 20, "metric": [1, 0] * 10}, {"byZ": None, "reason": "equal_scores", "points.0.epg.value": 0})
    good = {"scores": half, "metric": [1, 0] * 10}
    refusals("scanThresholds", good, (
        ({"metric": [1]}, "length_mismatch", "metric"), ({"leastClean": 0}, "not_integer", "leastClean"), ({"leastDirty": -3}, "not_integer", "leastDirty"),
        ({"resamples": 10}, "too_few", "resamples", 99), ({"seed": -1}, "seed_out_of_range", "seed"), ({"method": "guess"}, "value_out_of_range", "method"),
        ({"scores": [.5, .1] * 10, "method": "exact"}, "unsupported", "method")))


# ---- buckets
def section_buckets():
    rng = SplitMix64(75)
    for n, lengths, kind in ((200, [10, 20, 30], "binary"), (120, [50, 10], "graded"), (2000, [10], "binary")):
        shares = [[round(rng.uniform() * rng.uniform(), 2) for _ in range(n)] for _ in lengths]
        for share in shares:
            for i in range(0, n, 7):
                share[i] = [.2, .8, 1, 0][rng.below(4)]      # the borders, too
        scores = [int(rng.uniform() < .3 + .5 * shares[0][i]) if kind == "binary" else round(.2 + shares[0][i] * rng.uniform(), 3) for i in range(n)]
        values = [F(repr(s)) for s in scores]
        sigma, s = deviations(values)
        mu = mean(values)
        out = {"items": n, "binary": kind == "binary", "mean": mu, "rows.length": len(lengths)}
        passed, passed_fp = [], []
        for l, share in enumerate(shares):
            zs, fps = [], []
            for name, rule in (("clean", lambda c: c < .2), ("notClean", lambda c: c >= .2), ("notDirty", lambda c: c < .8), ("dirty", lambda c: c >= .8)):
                part = [v for v, c in zip(values, share) if rule(c)]
                z = real(mean(part) - mu) / ((sigma if kind == "binary" else s) / mp.sqrt(len(part)))
                fp = real(mean(part) - mu) / (s * mp.sqrt(real(F(1, len(part)) - F(1, n))))
                out |= {f"rows.{l}.{name}.items": len(part), f"rows.{l}.{name}.mean": mean(part), f"rows.{l}.{name}.z.value": z, f"rows.{l}.{name}.zFp.value": fp}
                zs.append(z)
                fps.append(fp)
            rule = lambda v: v[0] < -2 and v[1] > 2 and v[2] < -2 and v[3] > 2
            out |= {f"rows.{l}.length": lengths[l], f"rows.{l}.affected": rule(zs), f"rows.{l}.affectedFp": rule(fps)}
            passed += [lengths[l]] if rule(zs) else []
            passed_fp += [lengths[l]] if rule(fps) else []
        out |= {"largestAffected": max(passed, default=None), "largestAffectedFp": max(passed_fp, default=None)}
        row("llama2Buckets", {"scores": scores, "coverage": sum(shares, []), "lengths": lengths}, out)
    request = {"scores": [1, 0, 1, 1], "coverage": [0, .1, 0, .15], "lengths": [10]}
    row("llama2Buckets", request, {"rows.0.dirty.z.reason": "no_dirty_items", "rows.0.dirty.mean": None, "rows.0.clean.z.value": 0, "rows.0.clean.zFp.value": None,
                                   "rows.0.clean.zFp.reason": "whole_set", "rows.0.affected": False, "largestAffected": None})
    row("llama2Buckets", {**request, "scores": [1] * 4}, {"rows.0.clean.z.reason": "equal_scores"})
    refusals("llama2Buckets", request, (
        ({"scores": []}, "empty_sample", "scores"), ({"lengths": []}, "empty_sample", "lengths"), ({"lengths": [0]}, "value_out_of_range", "lengths"),
        ({"coverage": [0, 1]}, "length_mismatch", "coverage"), ({"coverage": [0, 0, 0, 1.5]}, "rate_out_of_range", "coverage")))


# ---- strata
def strata_of(request):
    n = len(request["scores"])
    strata = request.get("strata") or [0] * n
    lengths = request.get("lengths")
    if not lengths:
        return strata
    return [(s, 3 * sum(other < length for other in lengths) // n) for s, length in zip(strata, lengths)]


def stratified(request):
    values, flags, level = adjusted(request), request["flags"], request.get("level", .95)
    binary = "reference" not in request and all(v in (0, 1) for v in values)
    groups = strata_of(request)
    names = sorted(set(groups))
    split = {g: ([v for v, f, s in zip(values, flags, groups) if f and s == g], [v for v, f, s in zip(values, flags, groups) if not f and s == g]) for g in names}
    common = {g: parts for g, parts in split.items() if parts[0] and parts[1]}
    weight = {g: F(len(d) * len(c), len(d) + len(c)) for g, (d, c) in common.items()}
    total = sum(weight.values())
    rd = sum(weight[g] * (mean(d) - mean(c)) for g, (d, c) in common.items()) / total
    n = len(values)
    w = F(sum(flags), n)
    whole = [v for v, f in zip(values, flags) if f], [v for v, f in zip(values, flags) if not f]
    out = {"binary": binary, "items": n, "strata": len(names), "commonStrata": len(common), "unmatchedItems": n - sum(len(d) + len(c) for d, c in common.values()),
           "crudeDifference.value": mean(whole[0]) - mean(whole[1]), "difference.estimate": rd, "epg.estimate": w * rd}
    if not binary:
        rng = generator(request.get("seed", 1), "impact-strata")
        data = {g: [float(v) for v, s in zip(values, groups) if s == g] for g in sorted(common)}
        observed = math.fsum(float(v) for g in common for v in common[g][0])
        hit = 0
        for _ in range(request["resamples"]):
            drawn = 0.0
            for g, scores in data.items():
                many = len(common[g][0])
                for i in range(many):
                    if i + 1 < len(scores):
                        j = i + rng.below(len(scores) - i)
                        scores[i], scores[j] = scores[j], scores[i]
                drawn += math.fsum(scores[:many])
            hit += drawn >= observed - 1e-8
        row("stratifiedImpact", request, {**out, "difference.reason": "graded_scores", "oddsRatio.reason": "graded_scores", "crudeOddsRatio.reason": "graded_scores",
                                          "test.p": F(hit + 1, request["resamples"] + 1), "test.method": "random"}, source="definition; the same draws")
        return
    a, b, c, d = (int(sum(whole[0])), len(whole[0]) - int(sum(whole[0])), int(sum(whole[1])), len(whole[1]) - int(sum(whole[1])))
    out["crudeOddsRatio.value"] = F(a * d, b * c)
    # Sato's variance, from its definition.
    top = F(0)
    for x, y in common.values():
        n1, n0 = len(x), len(y)
        big = n1 + n0
        y1, y0 = sum(x), sum(y)
        top += rd * (F(n1 * n1 * y0 - n0 * n0 * y1) + F(n1 * n0 * (n0 - n1), 2)) / big ** 2 + F(y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * big)
    half = mp.sqrt(2) * mp.erfinv(mp.mpf(repr(level))) * mp.sqrt(real(top)) / real(total)
    out |= {"difference.lower": real(rd) - half, "difference.upper": real(rd) + half, "epg.lower": real(w) * (real(rd) - half), "epg.upper": real(w) * (real(rd) + half)}
    row("stratifiedImpact", request, out)
    tables = [np.array([[int(sum(x)), len(x) - int(sum(x))], [int(sum(y)), len(y) - int(sum(y))]], float) for x, y in common.values()]
    table = StratifiedTable(tables)
    low, high = table.oddsratio_pooled_confint(alpha=1 - level)
    # The law of all right dirty items: one convolution after the other.
    law = np.ones(1)
    right = 0
    for t in tables:
        k = np.arange(int(t[0].sum()) + 1)
        law = np.convolve(law, stats.hypergeom.pmf(k, int(t.sum()), int(t[:, 0].sum()), int(t[0].sum())))
        right += int(t[0, 0])
    row("stratifiedImpact", request, {"oddsRatio.estimate": table.oddsratio_pooled, "oddsRatio.lower": low, "oddsRatio.upper": high, "test.p": math.fsum(law[right:]),
                                      "test.method": "exact", "test.seed": None}, PACKAGES, "statsmodels StratifiedTable; scipy.stats.hypergeom")


def section_strata():
    rng = SplitMix64(76)
    for n, groups, kind, more in ((80, 3, "binary", {}), (200, 8, "binary", {"level": .9}), (90, 2, "binary", {"lengths": [1 + rng.below(40) for _ in range(90)]}),
                                  (60, 4, "graded", {"resamples": 199}), (40, 12, "binary", {})):
        scores, flags = items(rng, n, kind)
        stratified({"scores": scores, "flags": flags, "strata": [5 * rng.below(groups) for _ in range(n)], **more})
    scores, flags = items(rng, 50, "binary")
    stratified({"scores": scores, "flags": flags})
    stratified({"scores": scores, "flags": flags, "lengths": [rng.below(3) for _ in range(50)], "level": .99})
    stratified({"scores": scores, "flags": flags, "strata": [rng.below(2) for _ in range(50)], "reference": [round(rng.uniform(), 2) for _ in range(100)],
                "resamples": 99, "seed": 7})
    few = {"scores": [1, 0, 1, 0], "flags": [1, 1, 0, 0]}
    row("stratifiedImpact", {**few, "strata": [0, 0, 1, 1]}, {"difference.estimate": None, "difference.reason": "no_common_stratum", "unmatchedItems": 4,
                                                             "oddsRatio.reason": "no_common_stratum", "test": None, "crudeDifference.value": 0})
    row("stratifiedImpact", {**few, "scores": [1, 1, 1, 0]}, {"oddsRatio.reason": "infinite_ratio", "crudeOddsRatio.reason": "infinite_ratio", "difference.estimate": .5})
    row("stratifiedImpact", {**few, "flags": [0] * 4}, {"crudeDifference.reason": "no_dirty_items", "epg.estimate": None})
    refusals("stratifiedImpact", few, (
        ({"flags": [1]}, "length_mismatch", "flags"), ({"strata": [1, 2]}, "length_mismatch", "strata"), ({"strata": [0, 0, 0, -1]}, "value_out_of_range", "strata"),
        ({"lengths": [1]}, "length_mismatch", "lengths"), ({"level": .2}, "level_out_of_range", "level"), ({"resamples": 0}, "too_few", "resamples", 99)))


# ---- logistic regression
def terms(expect, name, estimate, error, level, p):
    z = stats.norm.ppf((1 + level) / 2)
    expect |= {f"{name}.estimate": estimate, f"{name}.standardError": error, f"{name}.statistic": estimate / error, f"{name}.p": p,
               f"{name}.lower": estimate - z * error, f"{name}.upper": estimate + z * error}


def logistic(request):
    scores, flags, level = np.array(request["scores"], float), np.array(request["flags"], float), request.get("level", .95)
    subjects = np.array(request.get("subjects") or [0] * len(scores))
    informative = [s for s in sorted(set(subjects)) if 0 < scores[subjects == s].mean() < 1]
    keep = np.isin(subjects, informative)
    columns, names = [flags], ["flag"]
    if "lengths" in request:
        columns.append(np.log(request["lengths"]))
        names.append("logLength")
    if "reference" in request:
        columns.append(np.array(request["reference"], float))
        names.append("reference")
    design = np.column_stack([c[keep] for c in columns] + [(subjects[keep] == s).astype(float) for s in informative])
    fit = sm.Logit(scores[keep], design).fit(disp=0, method="newton", maxiter=200, tol=1e-12)
    assert fit.mle_retvals["converged"]
    expect = {"items": len(scores), "subjects": len(set(subjects)), "leftOutSubjects": len(set(subjects)) - len(informative), "leftOutItems": int((~keep).sum()),
              "logLikelihood": fit.llf, "oddsRatio": math.exp(fit.params[0]), "reason": None}
    for k, name in enumerate(names):
        terms(expect, name, fit.params[k], fit.bse[k], level, fit.pvalues[k])
    expect |= {"oddsRatioLower": math.exp(expect["flag.lower"]), "oddsRatioUpper": math.exp(expect["flag.upper"])}
    for name in {"logLength", "reference"} - set(names):
        expect[name] = None
    row("logisticImpact", request, expect, PACKAGES, "statsmodels Logit")


def section_logistic():
    rng = SplitMix64(77)
    for n, more in ((60, ()), (150, ("lengths",)), (200, ("lengths", "reference", "subjects")), (120, ("subjects",)), (90, ("reference",))):
        scores, flags = items(rng, n, "binary", .35)
        request = {"scores": scores, "flags": flags}
        if "lengths" in more:
            request["lengths"] = [3 + rng.below(200) for _ in range(n)]
        if "reference" in more:
            request["reference"] = [round(.3 * s + .7 * rng.uniform(), 2) for s in scores]
        if "subjects" in more:
            request["subjects"] = [rng.below(7) for _ in range(n)]
        logistic(request)
    # A subject that is all right, and one that is all wrong.
    scores, flags = items(rng, 80, "binary")
    subjects = [rng.below(4) for _ in range(80)]
    logistic({"scores": [1 if s == 1 else 0 if s == 2 else v for v, s in zip(scores, subjects)], "flags": flags, "subjects": subjects, "level": .9})
    few = {"scores": [1, 0, 1, 0, 1, 1, 0, 1], "flags": [0, 0, 0, 1, 1, 0, 1, 1]}
    for change, reason in (({"flags": [1, 0, 1, 0, 1, 1, 0, 1]}, "separated"), ({"flags": [1, 0, 0, 0, 1, 0, 0, 0]}, "separated"),
                           ({"lengths": [9, 1, 8, 2, 7, 6, 3, 5]}, "separated"), ({"flags": [0] * 8}, "collinear"), ({"lengths": [4] * 8}, "collinear"),
                           ({"reference": [0, 0, 0, 1, 1, 0, 1, 1]}, "collinear"), ({"subjects": [0, 0, 0, 1, 1, 0, 1, 1]}, "collinear"),
                           ({"scores": [1] * 8}, "equal_scores")):
        row("logisticImpact", {**few, **change}, {"flag": None, "oddsRatio": None, "logLikelihood": None, "reason": reason})
    refusals("logisticImpact", few, (
        ({"scores": []}, "empty_sample", "scores"), ({"scores": [.5] * 8}, "not_binary", "scores"), ({"flags": [3] * 8}, "not_binary", "flags"),
        ({"lengths": [0] * 8}, "value_out_of_range", "lengths"), ({"lengths": [1]}, "length_mismatch", "lengths"), ({"reference": [1]}, "length_mismatch", "reference"),
        ({"subjects": [-1] * 8}, "value_out_of_range", "subjects"), ({"level": 1}, "level_out_of_range", "level")))


# ---- dates
def chronological(request):
    level, n = request.get("level", .95), len(request["scores"])
    dated = request.get("dated") or [1] * n
    kept = [i for i in range(n) if dated[i]]
    sides = [i for i in kept if request["dates"][i] <= request["cutoff"]], [i for i in kept if request["dates"][i] > request["cutoff"]]
    values = [F(repr(s)) for s in request["scores"]]
    binary = all(values[i] in (0, 1) for i in kept)
    before, after = ([values[i] for i in side] for side in sides)
    (low, high), p = contrast(after, before, binary, level)
    expect = {"binary": binary, "undated": n - len(kept), "before.items": len(before), "after.items": len(after), "before.mean.estimate": mean(before),
              "after.mean.estimate": mean(after), "difference.estimate": mean(after) - mean(before), "difference.lower": low, "difference.upper": high,
              "testP.value": p, "test": "fisher_exact" if binary else "welch_t"}
    expect["before.mean.lower"], expect["before.mean.upper"] = mean_limits(before, binary, level)
    expect["after.mean.lower"], expect["after.mean.upper"] = mean_limits(after, binary, level)
    if "presence" in request:
        x = np.array([request["presence"][i] for i in kept], float)
        post = np.array([float(request["dates"][i] > request["cutoff"]) for i in kept])
        y = np.array([float(request["scores"][i]) for i in kept])
        fit = sm.OLS(y, np.column_stack([np.ones(len(y)), post, x, post * x])).fit(cov_type="HC3", use_t=True)
        limits = fit.conf_int(alpha=1 - level)
        expect["presence.df"] = fit.df_resid
        for name, vector in (("post", [0, 1, 0, 0]), ("slopeBefore", [0, 0, 1, 0]), ("slopeAfter", [0, 0, 1, 1]), ("interaction", [0, 0, 0, 1])):
            test = fit.t_test(vector, use_t=True)
            low, high = test.conf_int(alpha=1 - level)[0]
            expect |= {f"presence.{name}.estimate": test.effect[0], f"presence.{name}.standardError": test.sd.item(), f"presence.{name}.statistic": test.tvalue.item(),
                       f"presence.{name}.p": test.pvalue.item(), f"presence.{name}.lower": low, f"presence.{name}.upper": high}
        matters = expect["presence.slopeBefore.lower"] > 0, expect["presence.slopeAfter.lower"] > 0
        expect["presence.verdict"] = {(True, False): "before_only", (True, True): "both", (False, True): "after_only", (False, False): "neither"}[matters]
        assert abs(limits[1][0] - expect["presence.post.lower"]) < 1e-12
    row("chronologicalSplit", request, expect, PACKAGES, "scipy, statsmodels OLS with HC3")


def section_dates():
    rng = SplitMix64(79)
    verdicts = set()
    for n, kind, slopes, undated in ((60, "binary", None, 0), (80, "graded", None, .2), (120, "graded", (.1, 0), 0), (120, "graded", (.1, .1), .1), (120, "graded", (0, .1), 0),
                                     (90, "binary", (0, 0), .1), (400, "binary", (.15, 0), 0)):
        dates = [float(rng.below(1000)) for _ in range(n)]
        request = {"scores": [], "dates": dates, "cutoff": 500}
        presence = [round(4 * rng.uniform(), 2) for _ in range(n)]
        for date, x in zip(dates, presence):
            level = .25 + (slopes[date > 500] * x if slopes else .2 * (date <= 500))
            request["scores"].append(int(rng.uniform() < level) if kind == "binary" else round(level + .2 * rng.uniform(), 3))
        if undated:
            request["dated"] = [int(rng.uniform() >= undated) for _ in range(n)]
        if slopes:
            request["presence"] = presence
        chronological(request)
        verdicts.add(ROWS[-1]["expect"].get("presence.verdict"))
    assert verdicts >= {"before_only", "both", "after_only", "neither"}, verdicts
    few = {"scores": [1, 0, 1, 0], "dates": [1, 2, 3, 4], "cutoff": 2}
    row("chronologicalSplit", {**few, "presence": [1, 2, 3, 4]}, {"presence": None, "presenceReason": "no_line", "difference.estimate": 0})
    row("chronologicalSplit", {**few, "cutoff": 9}, {"difference.estimate": None, "difference.reason": "no_items_after", "testP.reason": "no_items_after"})
    row("chronologicalSplit", {**few, "cutoff": 0}, {"difference.reason": "no_items_before", "before.mean.reason": "no_items_before"})
    refusals("chronologicalSplit", few, (
        ({"scores": []}, "empty_sample", "scores"), ({"dates": [1]}, "length_mismatch", "dates"), ({"dated": [1]}, "length_mismatch", "dated"),
        ({"dated": [2] * 4}, "not_binary", "dated"), ({"dated": [0] * 4}, "empty_sample", "dated"), ({"presence": [1]}, "length_mismatch", "presence"),
        ({"level": 1}, "level_out_of_range", "level")))


if __name__ == "__main__":
    for section in (section_split, section_rows, section_scan, section_buckets, section_strata, section_logistic, section_dates):
        section()
        print(section.__name__, len(ROWS), flush=True)
    with open(os.path.join(HERE, "overlap_impact.jsonl"), "w") as out:
        for r in ROWS:
            out.write(json.dumps(r, separators=(",", ":")) + "\n")
    versions = {name: metadata.version(name) for name in ("mpmath", "numpy", "scipy", "statsmodels")}
    with open(os.path.join(HERE, "overlap_impact_versions.json"), "w") as out:
        json.dump({"python": platform.python_version(), "packages": versions, "rows": len(ROWS)}, out, indent=1)
        out.write("\n")

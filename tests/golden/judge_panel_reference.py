"""The methods of judge.md section 7 a second time, from their definitions: variances by numerical derivatives of the coefficients,
alpha from the coincidences of all pairs, Dawid-Skene item by item. Fractions, mpmath and, for covariances, numpy; each function
takes a request and gives what the answer must have. Draws follow core/include/evenhand/base/rng.hpp.
"""
import math
from fractions import Fraction as F
import mpmath as mp
import numpy as np
from compare_reference import generator
from judge_labels_reference import clip, exact, m, mean, put, wilson, z_of


# ---- section 7: agreement
def chance_corrected(kind, k):
    """The coefficient as a function of the table's cells, normalised within."""
    def of(*cells):
        total = sum(cells)
        p = [[cells[i * k + j] / total for j in range(k)] for i in range(k)]
        r, c = [sum(p[i]) for i in range(k)], [sum(p[i][j] for i in range(k)) for j in range(k)]
        if kind == "mcc":
            return (p[0][0] * p[1][1] - p[0][1] * p[1][0]) / mp.sqrt(r[0] * r[1] * c[0] * c[1])
        power = {"linear_kappa": 1, "quadratic_kappa": 2}.get(kind)
        w = [[1 - (mp.mpf(abs(i - j)) / (k - 1)) ** power if power else mp.mpf(i == j) for j in range(k)] for i in range(k)]
        observed = sum(w[i][j] * p[i][j] for i in range(k) for j in range(k))
        half = [(a + b) / 2 for a, b in zip(r, c)]
        if kind == "scott_pi":
            expected = sum(h * h for h in half)
        elif kind == "gwet_ac1":
            expected = sum(h * (1 - h) for h in half) / (k - 1)
        else:
            expected = sum(w[i][j] * r[i] * c[j] for i in range(k) for j in range(k))
        return (observed - expected) / (1 - expected)
    return of


def coefficient(kind, k, cells):
    of, total = chance_corrected(kind, k), sum(cells)
    at = tuple(mp.mpf(c) / total for c in cells)
    slopes = [mp.diff(of, at, tuple(int(i == j) for j in range(k * k))) if at[i] else mp.mpf(0) for i in range(k * k)]
    centre = sum(p * s for p, s in zip(at, slopes))
    return of(*at), mp.sqrt(sum(p * (s - centre) ** 2 for p, s in zip(at, slopes)) / total)


def agreement(request):
    table, z = request["table"], z_of(request.get("level", .95))
    k, n = math.isqrt(len(request["table"])), sum(request["table"])
    rows, columns = [F(sum(table[i * k:i * k + k]), n) for i in range(k)], [F(sum(table[j::k]), n) for j in range(k)]
    out = {"items": n, "rowShares": [float(r) for r in rows], "columnShares": [float(c) for c in columns]}
    put(out, "agreement", wilson(sum(table[i * k + i] for i in range(k)), n, z))
    kinds = ["cohen_kappa"] + (["linear_kappa", "quadratic_kappa"] if k > 2 else []) + ["scott_pi", "gwet_ac1"] + (["mcc"] if k == 2 else [])
    constant = sum(1 for r, c in zip(rows, columns) if r or c) == 1
    for i, kind in enumerate(kinds):
        out[f"coefficients.{i}.statistic"] = kind
        if (constant and kind != "gwet_ac1") or (kind == "mcc" and 0 in rows + columns):
            out |= {f"coefficients.{i}.{f}": None for f in ("estimate", "standardError", "interval")}
            out[f"coefficients.{i}.reason"] = "constant_ratings"
            continue
        estimate, se = coefficient(kind, k, table)
        centre, spread = coefficient(kind, k, [mp.mpf(c) + mp.mpf(2) / (k * k) for c in table])
        out |= {f"coefficients.{i}.estimate": estimate, f"coefficients.{i}.standardError": se, f"coefficients.{i}.reason": None,
                f"coefficients.{i}.interval.lower": min(estimate, max(-1, centre - z * spread)),
                f"coefficients.{i}.interval.upper": max(estimate, min(1, centre + z * spread))}
    if k == 2:
        quality = []
        for name, x, of in (("sensitivity", table[0], table[0] + table[1]), ("specificity", table[3], table[2] + table[3])):
            if of:
                quality.append(wilson(x, of, z))
                put(out, name, quality[-1])
            else:
                out[name] = None
        if len(quality) == 2:
            j = sum(q[0] for q in quality) - 1
            put(out, "youden", (j, j - mp.sqrt(sum((q[0] - q[1]) ** 2 for q in quality)), j + mp.sqrt(sum((q[2] - q[0]) ** 2 for q in quality))))
        else:
            out["youden"] = None
    return out


def distances(metric, counts):
    values = sorted(counts)

    def of(c, d):
        if metric == "nominal":
            return F(c != d)
        if metric == "interval":
            return (c - d) ** 2
        if metric == "ratio":
            return ((c - d) / (c + d)) ** 2 if c + d else F(0)
        low, high = min(c, d), max(c, d)
        return (sum(counts[v] for v in values if low <= v <= high) - F(counts[c] + counts[d], 2)) ** 2
    return of


def alpha_of(units, metric):
    """From the coincidences of all ordered pairs within units; None when all values are equal."""
    counts, within = {}, {}
    for values in units:
        for v in values:
            counts[v] = counts.get(v, 0) + 1
    of, n = distances(metric, counts), sum(counts.values())
    for values in units:
        for i, c in enumerate(values):
            for j, d in enumerate(values):
                if i != j:
                    within[c, d] = within.get((c, d), F(0)) + F(1, len(values) - 1)
    expected = sum(a * b * of(c, d) for c, a in counts.items() for d, b in counts.items())
    return 1 - (n - 1) * sum(o * of(c, d) for (c, d), o in within.items()) / expected if len(counts) > 1 else None


def pairable(request):
    units = {}
    for unit, v in zip(request["unit"], request["value"]):
        units.setdefault(unit, []).append(exact(v))
    return [values for _, values in sorted(units.items()) if len(values) > 1], sum(len(v) == 1 for v in units.values())


def alpha(request):
    units, alone = pairable(request)
    metric, resamples = request.get("metric", "nominal"), request.get("resamples", 2000)
    estimate = alpha_of(units, metric)
    out = {"metric": metric, "units": len(units), "ratings": sum(map(len, units)), "leftOut": alone, "estimate": estimate}
    if estimate is None:
        return out | {"interval": None, "reason": "constant_ratings"}
    gen, drawn = generator(request.get("seed", 1), "krippendorff"), []
    for _ in range(resamples):
        drawn.append(alpha_of([units[gen.below(len(units))] for _ in units], metric))
    defined = sorted(a for a in drawn if a is not None)
    tail = (1 - exact(request.get("level", .95))) / 2
    place = lambda u: defined[clip(math.ceil(len(defined) * u), 1, len(defined)) - 1]
    return out | {"interval.lower": place(tail), "interval.upper": place(1 - tail), "undefined": resamples - len(defined),
                  "resamples": resamples, "reason": None}


def fleiss(request):
    units, _ = pairable(request)
    raters, everything = len(units[0]), [v for values in units for v in values]
    agree = mean([F(sum(values.count(v) for v in values) - raters, raters * (raters - 1)) for values in units])
    expected = sum(F(everything.count(v), len(everything)) ** 2 for v in set(everything))
    same = len(set(everything)) == 1
    return {"agreement": agree, "expected": expected, "units": len(units), "raters": raters,
            "estimate": None if same else (agree - expected) / (1 - expected), "reason": "constant_ratings" if same else None}


# ---- section 7.3: panels
def panel_matrix(request):
    labels = [[None] * request["raters"] for _ in range(request["items"])]
    for i, r, l in zip(request["item"], request["rater"], request["label"]):
        labels[i][r] = l
    return labels


def dawid_skene(labels, raters, classes, s):
    """EM over the items one by one, from the vote shares, until the log-likelihood rises by less than 1e-10."""
    rows = [r for r in labels if any(v is not None for v in r)]
    posterior = [[mp.mpf(sum(v == k for v in r)) / sum(v is not None for v in r) for k in range(classes)] for r in rows]
    before = None
    for rounds in range(1, 10001):
        prior = [s + mp.fsum(p[k] for p in posterior) for k in range(classes)]
        prior = [p / mp.fsum(prior) for p in prior]
        given = []
        for r in range(raters):
            table = [[s + mp.fsum(p[k] for p, row in zip(posterior, rows) if row[r] == l) for l in range(classes)] for k in range(classes)]
            given.append([[c / mp.fsum(line) if mp.fsum(line) else mp.mpf(1) / classes for c in line] for line in table])
        total, posterior = mp.mpf(0), []
        for row in rows:
            weight = [p * mp.fprod(given[r][k][v] for r, v in enumerate(row) if v is not None) for k, p in enumerate(prior)]
            total += mp.log(mp.fsum(weight))
            posterior.append([w / mp.fsum(weight) for w in weight])
        if before is not None:
            rise = total - before
            assert rise > -1e-9 or s, "the likelihood fell"
            assert abs(rise - 1e-10) > 5e-13, "the last round is in doubt"
            if rise < 1e-10:
                break
        before = total
    return prior, given, total, rounds, posterior


def covariances(rows):
    table = np.array(rows, float)
    return np.cov(table, rowvar=False, bias=True)


def differences(c):
    out, raters = [], len(c)
    for i in range(raters):
        for j in range(i + 1, raters):
            for k in range(j + 1, raters):
                for l in range(k + 1, raters):
                    one, two, three = c[i, j] * c[k, l], c[i, k] * c[j, l], c[i, l] * c[j, k]
                    out += [one - two, one - three, two - three]
    return np.array(out)


def tetrads(full, seed, resamples):
    full = sorted(full)
    observed, gen = differences(covariances(full)), generator(seed, "tetrads")
    gaps = np.array([differences(covariances([full[gen.below(len(full))] for _ in full])) for _ in range(resamples)]) - observed
    error = np.sqrt((gaps ** 2).sum(0) / resamples)
    kept = error > 1e-15
    if not kept.any():
        return None
    largest = lambda d: (np.abs(d[kept]) / error[kept]).max()
    statistic, others = largest(observed), [largest(g) for g in gaps]
    assert all(abs(o - statistic) > 1e-9 for o in others)
    return {"items": len(full), "statistic": statistic, "p": (1 + sum(o >= statistic for o in others)) / (1 + resamples), "resamples": resamples}


def panel(request):
    labels, raters, classes = panel_matrix(request), request["raters"], request["classes"]
    counts = [[sum(v == k for v in row) for k in range(classes)] for row in labels]
    voted = [c for c in counts if sum(c)]
    winners = [[k for k in range(classes) if c[k] == max(c)] for c in voted]
    out = {"majority": [float(sum(F(k in w, len(w)) for w in winners) / len(voted)) for k in range(classes)],
           "tied": sum(len(w) > 1 for w in winners), "labelled": len(voted), "raters.length": raters}
    flags = set()
    for r in range(raters):
        out[f"raters.{r}.labels"] = sum(row[r] is not None for row in labels)
    pair = 0
    for i in range(raters):
        for j in range(i + 1, raters):
            both = [(row[i], row[j]) for row in labels if row[i] is not None and row[j] is not None]
            out |= {f"pairs.{pair}.first": i, f"pairs.{pair}.second": j, f"pairs.{pair}.items": len(both),
                    f"pairs.{pair}.agreement": F(sum(a == b for a, b in both), len(both)) if both else None}
            pair += 1
    full = [row for row in labels if None not in row]
    if classes == 2 and raters == 3 and full:
        c = covariances(full)
        for r in range(3):
            s, t = (r + 1) % 3, (r + 2) % 3
            square = c[r, s] * c[r, t] / c[s, t] if abs(c[s, t]) > 1e-15 else -1
            out[f"raters.{r}.moment"] = math.sqrt(square) if square >= 0 else None
    check = tetrads(full, request.get("seed", 1), request.get("resamples", 499)) if classes == 2 and 4 <= raters <= 12 and full else None
    if check is None:
        out["tetrads"] = None
    else:
        out |= {f"tetrads.{k}": v for k, v in check.items()}
        if check["p"] < .05:
            flags.add("dependent_judges")
    if max(sum(v is not None for v in row) for row in labels) < 3:
        return out | {"reason": "panel_not_identifiable", "prior": [], "logLikelihood": None, "consensus": [], "flags": sorted(flags)}
    prior, given, total, rounds, posterior = dawid_skene(labels, raters, classes, m(exact(request.get("smoothing", .01))))
    out |= {"reason": None, "logLikelihood": total, "rounds": rounds}
    for k in range(classes):
        out[f"prior.{k}"] = prior[k]
    youden = []
    for r in range(raters):
        for k in range(classes):
            for l in range(classes):
                out[f"raters.{r}.confusion.{k * classes + l}"] = given[r][k][l]
        out[f"raters.{r}.youden"] = (mp.fsum(given[r][k][k] for k in range(classes)) - 1) / (classes - 1)
        if out[f"raters.{r}.labels"]:
            youden.append(out[f"raters.{r}.youden"])
    if sum(youden) / len(youden) <= 0:
        flags.add("labels_may_be_switched")
    best, sure, fits = [], [], iter(posterior)
    for i, c in enumerate(counts):
        if not sum(c):
            out |= {f"consensus.{i}": -1, f"certainty.{i}": 0}
            continue
        p = next(fits)
        first = max(range(classes), key=lambda k: p[k])
        out[f"certainty.{i}"] = p[first]
        if p[first] - max(p[k] for k in range(classes) if k != first) > 1e-6:  # a draw is anyone's
            out[f"consensus.{i}"] = first
    return out | {"flags": [f for f in ("labels_may_be_switched", "dependent_judges") if f in flags]}


def votes(request):
    labels, gold, raters, classes = panel_matrix(request), request["gold"], request["raters"], request["classes"]
    out, found, at = {"raters": raters}, [], 0
    for i in range(raters):
        for j in range(i + 1, raters):
            for k in range(classes):
                both = [(row[i] == k, row[j] == k) for row, g in zip(labels, gold) if g == k and row[i] is not None and row[j] is not None]
                of = None
                if len({a for a, _ in both}) == 2 and len({b for _, b in both}) == 2:
                    of = float(np.corrcoef(np.array(both, float), rowvar=False)[0, 1])
                    found.append(of)
                out |= {f"residuals.{at}.first": i, f"residuals.{at}.second": j, f"residuals.{at}.truth": k,
                        f"residuals.{at}.items": len(both), f"residuals.{at}.correlation": of}
                at += 1
    centre = sum(found) / len(found) if found else None
    spread = 1 + (raters - 1) * centre if found else 0
    return out | {"meanCorrelation": centre, "votes": raters / spread if spread > 1e-9 else None}

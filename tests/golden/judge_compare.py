"""Golden numbers of judge.md sections 2.6, 5 and 6 from an independent implementation; writes judge_compare.jsonl.

    python judge_compare.py            about a minute on one core

Exact rational arithmetic (fractions) and 30 digits (mpmath); tests confirmed with SciPy. Limits that the core takes from Sobol
points come from plain random draws with NumPy (2,000,000 of them, seeded), and have a tolerance of .003, or of .0003 where
the core integrates. Data sets are made with SplitMix64, the same everywhere.
"""
import json, math, os, platform
from fractions import Fraction as F
import mpmath as mp
import numpy as np
import scipy
from scipy import stats
from compare_reference import SplitMix64

mp.mp.dps = 30
HERE = os.path.dirname(os.path.abspath(__file__))
VERSIONS = f"Python {platform.python_version()}, mpmath {mp.__version__}, scipy {scipy.__version__}, numpy {np.__version__}"
ROWS, DRAWS = [], 2_000_000
CLOSED, DRAWN, INTEGRATED = {"relative": 1e-9, "absolute": 1e-12}, {"relative": 0, "absolute": .003}, {"relative": 0, "absolute": .0003}


def row(call, request, expect, tolerance=CLOSED, source="formula, 30 digits"):
    plain = {k: float(v) if isinstance(v, (mp.mpf, F, np.floating)) else v for k, v in expect.items()}
    ROWS.append({"call": call, "request": request, "expect": plain, "tolerance": tolerance, "source": source})


def refused(call, request, code, argument):
    ROWS.append({"call": call, "request": request, "refused": {"code": code, "argument": argument}, "source": "refusal"})


def z_of(level):
    return mp.sqrt(2) * mp.erfinv(mp.mpf(str(level)))


def t_of(df, level):
    """Two-sided Student quantile, refined from SciPy's by Newton's method in 30 digits."""
    df, target = mp.mpf(df), (1 - mp.mpf(str(level)))
    tail = lambda t: mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True)
    return mp.findroot(lambda t: tail(t) - target, stats.t.ppf(1 - float(target) / 2, float(df)))


def tally(count, total):
    return {"count": count, "total": total, "whole": True}


def m(value):
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, F) else mp.mpf(value)


# ---- section 5
def inverse(rows):
    n = len(rows)
    work = [list(r) + [F(int(i == j)) for j in range(n)] for i, r in enumerate(rows)]
    for k in range(n):
        pivot = next(i for i in range(k, n) if work[i][k] != 0)
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [v / work[k][k] for v in work[k]]
        for i in range(n):
            if i != k:
                work[i] = [a - work[i][k] * b for a, b in zip(work[i], work[k])]
    return [r[n:] for r in work]


def separation(confusion, z):
    totals = [sum(r) for r in confusion]
    p = mp.matrix([[mp.mpf(c) / t for c in r] for r, t in zip(confusion, totals)])
    u, s, v = mp.svd_r(p)
    k = len(totals) - 1
    variance = mp.mpf(0)
    for i, total in enumerate(totals):
        mean = sum(p[i, f] * v[k, f] for f in range(p.cols))
        variance += u[i, k] ** 2 * sum(p[i, f] * (v[k, f] - mean) ** 2 for f in range(p.cols)) / total
    return {"condition": s[0] / s[k], "smallest": s[k], "standardError": mp.sqrt(variance), "lower": s[k] - z * mp.sqrt(variance)}


def project(values):
    best = None
    for size in range(1, len(values) + 1):                     # the support is one of the largest entries
        support = sorted(range(len(values)), key=lambda i: -values[i])[:size]
        shift = (sum(values[i] for i in support) - 1) / size
        point = [values[i] - shift if i in support else F(0) for i in range(len(values))]
        if min(point) >= 0:
            distance = sum((a - b) ** 2 for a, b in zip(point, values))
            if best is None or distance < best[0]:
                best = (distance, point)
    return best[1]


def classes(confusion, verdicts, values, level=.95, draws=True, call="correctClasses", extra=None, path=""):
    k, z = len(values), z_of(level)
    request = {"confusion": [c for r in confusion for c in r], "verdicts": verdicts, "values": values, "level": level, **(extra or {})}
    worth = [F(str(v)) for v in values]
    sep = separation(confusion, z)
    expect = {f"{path}separation.{n}": v for n, v in sep.items()}
    n = sum(verdicts)
    expect[f"{path}naive"] = sum(w * v for w, v in zip(worth, verdicts)) / n
    shares = [[F(c, sum(r)) for c in r] for r in confusion]
    if sep["lower"] <= 0:
        row(call, request, {**expect, f"{path}status": "not_identified", f"{path}reason": "confusion_matrix_near_singular"})
        return
    outer = inverse([[shares[i][f] for i in range(k)] for f in range(k)])
    p = [F(v, n) for v in verdicts]
    raw = [sum(outer[i][f] * p[f] for f in range(k)) for i in range(k)]
    middle = [[(p[f] * (f == g) - p[f] * p[g]) / n + sum(raw[c] ** 2 * (shares[c][f] * (f == g) - shares[c][f] * shares[c][g]) / sum(confusion[c])
               for c in range(k)) for g in range(k)] for f in range(k)]
    covariance = [[sum(outer[i][f] * middle[f][g] * outer[j][g] for f in range(k) for g in range(k)) for j in range(k)] for i in range(k)]
    shown = project(raw) if min(raw) < 0 else raw
    variance = sum(worth[i] * worth[j] * covariance[i][j] for i in range(k) for j in range(k))
    expect |= {f"{path}status": "boundary" if min(raw) < 0 else "ok", f"{path}score.estimate": sum(w * s for w, s in zip(worth, shown)),
               f"{path}score.unclipped": sum(w * s for w, s in zip(worth, raw)), f"{path}score.standardError": mp.sqrt(m(variance)),
               f"{path}score.delta.lower": m(sum(w * s for w, s in zip(worth, raw))) - z * mp.sqrt(m(variance))}
    for i in range(k):
        expect |= {f"{path}classes.{i}.estimate": shown[i], f"{path}classes.{i}.unclipped": raw[i],
                   f"{path}classes.{i}.standardError": mp.sqrt(m(covariance[i][i]))}
        expect |= {f"{path}covariance.{i * k + j}": covariance[i][j] for j in range(k)}
    row(call, request, expect, source="exact fractions; mpmath svd")
    if draws:
        rng = np.random.default_rng(7)
        size = DRAWS // 4
        matrices = np.stack([rng.dirichlet(np.array(r) + .5, size) for r in confusion], 1)
        q = rng.dirichlet(np.array(verdicts) + .5, size)
        kept = np.linalg.det(matrices) > 0
        pi = np.linalg.solve(np.swapaxes(matrices[kept], 1, 2), q[kept][..., None])[..., 0]
        ordered = -np.sort(-pi, 1)
        sums = (np.cumsum(ordered, 1) - 1) / np.arange(1, k + 1)
        count = (ordered > sums).sum(1)
        pi = np.maximum(0, pi - sums[np.arange(len(pi)), count - 1][:, None])
        limits = np.quantile(pi @ np.array(values, float), [(1 - level) / 2, (1 + level) / 2])
        first = np.quantile(pi[:, 0], [(1 - level) / 2, (1 + level) / 2])
        row(call, request, {f"{path}score.lower": limits[0], f"{path}score.upper": limits[1], f"{path}classes.0.lower": first[0],
                            f"{path}classes.0.upper": first[1]}, {"relative": 0, "absolute": .003 * max(1, max(values) - min(values))},
            "random Dirichlet draws, NumPy")


def random_matrix(rng, k, per_row, sharp):
    out = []
    for i in range(k):
        r = [0] * k
        for _ in range(per_row):
            r[i if rng.uniform() < sharp else int(rng.uniform() * k)] += 1
        out.append(r)
    return out


def section_5():
    rng = SplitMix64(11)
    for k, per_row, sharp, level in ((2, 60, .8, .95), (3, 120, .8, .95), (3, 80, .6, .9), (4, 150, .85, .95), (5, 200, .8, .99), (3, 40, .1, .95)):
        verdicts = [40 + int(rng.uniform() * 200) for _ in range(k)]
        classes(random_matrix(rng, k, per_row, sharp), verdicts, [1, .5, 0] if k == 3 else list(range(1, k + 1)), level)
    classes([[90, 5, 5], [10, 80, 10], [5, 5, 90]], [300, 20, 280], [1, .5, 0])      # the tie share comes out negative
    grades = [[10, 5, 1, 0, 0], [4, 12, 6, 2, 0], [1, 6, 14, 5, 1], [0, 2, 6, 15, 8], [0, 0, 1, 7, 20]]
    two = [[sum(grades[i][j] for i in range(5) for j in range(5) if (i >= 3) == a and (j >= 3) == b) for b in (False, True)] for a in (False, True)]
    request = {"confusion": [c for r in grades for c in r], "verdicts": [50, 90, 120, 130, 110], "values": [1, 2, 3, 4, 5]}
    p1, p0, q = F(two[1][1], sum(two[1])), F(two[0][0], sum(two[0])), F(240, 500)
    row("correctGrades", {**request, "cut": 3}, {"merged": [0, 0, 0, 1, 1], "values": [0, 1],
                                                 "correction.score.estimate": (q + p0 - 1) / (p0 + p1 - 1)}, source="Rogan and Gladen's formula")
    # Two grades that the judge confuses wholly: they, and no others, are merged.
    confused = [[60, 4, 2, 0], [3, 30, 31, 2], [2, 29, 32, 3], [0, 3, 2, 61]]
    merged = [[60, 6, 0], [5, 122, 5], [0, 5, 61]]
    z = z_of(.95)
    options = []
    for low in range(3):
        of = [g - (g > low) for g in range(4)]
        table = [[sum(confused[i][j] for i in range(4) for j in range(4) if of[i] == a and of[j] == b) for b in range(3)] for a in range(3)]
        options.append(separation(table, z)["lower"])
    assert separation(confused, z)["lower"] <= 0 and options.index(max(options)) == 1 and options[1] > 0
    row("correctGrades", {"confusion": [c for r in confused for c in r], "verdicts": [100, 90, 110, 100], "values": [1, 2, 3, 4]},
        {"merged": [0, 1, 1, 2], "values": [1, F(66 * 2 + 66 * 3, 132), 4], "correction.flags": ["grades_merged"],
         **{f"correction.separation.{n}": v for n, v in separation(merged, z).items()}})
    # One verdict that names no class: least squares with sum 1, by the normal equations.
    garbage = [[160, 20, 20, 5], [20, 60, 20, 5], [30, 30, 140, 5]]
    verdicts = [500, 180, 300, 20]
    a = [[F(c, sum(r)) for c in r] for r in garbage]
    p = [F(v, 1000) for v in verdicts]
    system = [[sum(a[i][f] * a[j][f] for f in range(4)) for j in range(3)] + [F(1)] for i in range(3)] + [[F(1)] * 3 + [F(0)]]
    right = [sum(a[i][f] * p[f] for f in range(4)) for i in range(3)] + [F(1)]
    solution = [sum(c * r for c, r in zip(line, right)) for line in inverse(system)][:3]
    row("correctClasses", {"confusion": [c for r in garbage for c in r], "verdicts": verdicts, "values": [1, .5, 0]},
        {"classes.0.estimate": solution[0], "classes.1.estimate": solution[1], "classes.2.estimate": solution[2], "flags": ["least_squares"],
         "naive": F(590, 980)}, source="normal equations in fractions")
    good = {"confusion": [8, 2, 2, 8], "verdicts": [5, 5], "values": [0, 1]}
    for change, code, argument in (({"values": [1]}, "too_few", "values"), ({"values": [1] * 11}, "value_out_of_range", "values"),
                                   ({"verdicts": [5, 5, 1, 1]}, "length_mismatch", "verdicts"), ({"confusion": [1, 2, 3]}, "length_mismatch", "confusion"),
                                   ({"confusion": [8, 2.5, 2, 8]}, "not_integer", "confusion"), ({"verdicts": [-1, 5]}, "not_integer", "verdicts"),
                                   ({"verdicts": [0, 0]}, "empty_sample", "verdicts"), ({"level": 1}, "level_out_of_range", "level")):
        refused("correctClasses", {**good, **change}, code, argument)
    row("correctClasses", {**good, "confusion": [8, 2, 0, 0]}, {"reason": "no_calibration_for_class", "reasonClass": 1, "separation": None})
    row("correctClasses", {**good, "confusion": [5, 95, 95, 5]}, {"reason": "verdicts_point_elsewhere", "score": None})
    refused("correctGrades", {**good, "cut": 2}, "value_out_of_range", "cut")


# ---- sections 2.6, 2.1
def lee(x, n, y0, m0, y1, m1, z, truncate=False):
    z = mp.mpf(z)
    n2, m02, m12 = n + z * z, m0 + 2, m1 + 2
    p, q0, q1 = (x + z * z / 2) / n2, (y0 + 1) / m02, (y1 + 1) / m12
    j = q0 + q1 - 1
    t = (p + q0 - 1) / j
    t = min(max(t, 0), 1) if truncate else t
    d = 2 * z * z * (-(1 - t) * q0 * (1 - q0) / m02 + t * q1 * (1 - q1) / m12)
    s = mp.sqrt(p * (1 - p) / n2 + (1 - t) ** 2 * q0 * (1 - q0) / m02 + t * t * q1 * (1 - q1) / m12) / j
    return [min(max(v, mp.mpf(0)), mp.mpf(1)) for v in (t + d - z * s, t + d + z * s)]


def effective(values, groups, level):
    n, p = len(values), F(sum(values), len(values))
    sums = {}
    for v, g in zip(values, groups):
        s, size = sums.get(g, (0, 0))
        sums[g] = (s + v, size + 1)
    count = len(sums)
    v = F(count, count - 1) * sum((s - size * p) ** 2 for s, size in sums.values()) / n ** 2
    rows = min(F(n), p * (1 - p) / v) if v > 0 else F(n)
    return {"rows": n, "clusters": count, "share": p, "standardError": mp.sqrt(m(v)), "effectiveRows": rows, "effectiveCount": p * rows,
            "designEffect": n / rows, "t": t_of(count - 1, level)}


def clustered_rows(rng, groups, size, high, low):
    values, of = [], []
    for g in range(groups):
        rate = high if rng.uniform() < .5 else low
        for _ in range(1 + int(rng.uniform() * size)):
            values.append(int(rng.uniform() < rate))
            of.append(g)
    return values, of


def section_2_6():
    rng = SplitMix64(26)
    for groups, size, high, low, level in ((30, 6, .9, .4, .95), (12, 10, .6, .5, .9), (80, 3, 1, 0, .99)):
        values, of = clustered_rows(rng, groups, size, high, low)
        row("effectiveShare", {"values": values, "clusters": of, "level": level}, effective(values, of, level))
    row("effectiveShare", {"values": [1, 1, 1], "clusters": [0, 1, 1]}, {"effectiveRows": 3, "designEffect": 1, "standardError": 0})
    judged, right, wrong = (clustered_rows(rng, g, 5, h, l) for g, h, l in ((60, .7, .3), (40, .95, .7), (35, .95, .75)))
    verdict = judged[0] + right[0] + [1 - v for v in wrong[0]]
    human = [-1] * len(judged[0]) + [1] * len(right[0]) + [0] * len(wrong[0])
    clusters = judged[1] + right[1] + wrong[1]
    parts = [effective(v, c, .95) for v, c in (judged, right, wrong)]
    t = max(p["t"] for p in parts)
    x, n, y1, m1, y0, m0 = (m(p[k]) for p in parts for k in ("effectiveCount", "effectiveRows"))
    low, high = lee(x, n, y0, m0, y1, m1, t)
    request = {"verdict": verdict, "human": human, "clusters": clusters, "method": "lee2025"}
    row("correctClustered", request, {"correction.lower": low, "correction.upper": high, "judged.effectiveRows": n, "sensitivity.effectiveCount": y1,
                                      "specificity.designEffect": parts[2]["designEffect"], "correction.level": .95})
    refused("effectiveShare", {"values": [0, 1], "clusters": [0, 0]}, "too_few", "clusters")
    refused("effectiveShare", {"values": [0, 2], "clusters": [0, 1]}, "not_binary", "values")
    refused("effectiveShare", {"values": [], "clusters": []}, "empty_sample", "values")
    refused("correctClustered", {**request, "human": human[1:]}, "length_mismatch", "human")


# ---- section 6
def fieller(d, v, j, vj, z):
    a, e = j * j - z * z * vj, d * d - z * z * v
    if a > 0:
        root = mp.sqrt((d * j) ** 2 - a * e)
        return [max(mp.mpf(-1), (d * j - root) / a), min(mp.mpf(1), (d * j + root) / a)], False
    square = (d * j) ** 2 - a * e
    if square < 0:
        return None, False
    roots = sorted([(d * j - mp.sqrt(square)) / a, (d * j + mp.sqrt(square)) / a])
    return ([max(roots[1], mp.mpf(-1)), mp.mpf(1)] if d > 0 else [mp.mpf(-1), min(roots[0], mp.mpf(1))]), True


def youden(y0, m0, y1, m1):
    q0, q1 = mp.mpf(y0 + 1) / (m0 + 2), mp.mpf(y1 + 1) / (m1 + 2)
    return q0 + q1 - 1, q0 * (1 - q0) / (m0 + 2) + q1 * (1 - q1) / (m1 + 2)


def mcnemar(b, c):
    n = b + c
    tail = lambda k: sum(F(math.comb(n, i), 2 ** n) for i in range(k + 1))
    exact = min(F(1), 2 * tail(min(b, c)))
    at = F(math.comb(n, b), 2 ** n)
    return exact, (1 - at / 2 if b == c else exact - at)


def section_6_2():
    rng = SplitMix64(62)
    for _ in range(12):
        n, b, c = 100 + int(rng.uniform() * 400), int(rng.uniform() * 50), int(rng.uniform() * 50)
        m0, m1 = 5 + int(rng.uniform() * 100), 5 + int(rng.uniform() * 100)
        y0, y1 = int(m0 * (.5 + .5 * rng.uniform())), int(m1 * (.5 + .5 * rng.uniform()))
        level = (.8, .9, .95, .99)[int(rng.uniform() * 4)]
        request = {"both": n - b - c - 10, "aOnly": b, "bOnly": c, "neither": 10, "sensitivity": tally(y1, m1), "specificity": tally(y0, m0), "level": level}
        exact, mid = mcnemar(b, c)
        expect = {"exactP": exact, "midP": mid, "p": exact, "verdicts": F(b - c, n)}
        j_raw = F(y0, m0) + F(y1, m1) - 1
        if j_raw <= 0:
            row("contrastShared", request, {**expect, "estimate": None, "lower": -1, "upper": 1, "reason": "judge_at_or_below_chance"})
            continue
        d = mp.mpf(b - c) / (n + 2)
        v = (mp.mpf(b + c + 2) / (n + 2) - d * d) / (n + 2)
        j, vj = youden(y0, m0, y1, m1)
        limits, one_sided = fieller(d, v, j, vj, z_of(level)) if j > 0 else (None, False)
        if limits is None:
            expect |= {"status": "not_identified", "estimate": None, "lower": -1, "upper": 1}
        else:
            raw = F(b - c, n) / j_raw
            expect |= {"estimate": max(F(-1), min(F(1), raw)), "lower": min(limits[0], m(raw)), "upper": max(limits[1], m(raw))}
        row("contrastShared", request, expect)
        assert abs(float(exact) - stats.binomtest(b, b + c).pvalue) < 1e-9 if b + c else True
    a, of = clustered_rows(rng, 40, 6, .9, .5)
    b = [int(rng.uniform() < (.8 if v else .3)) for v in a]
    d = F(sum(a) - sum(b), len(a))
    sums = {}
    for x, y, g in zip(a, b, of):
        s, size = sums.get(g, (0, 0))
        sums[g] = (s + x - y, size + 1)
    count = len(sums)
    v = m(F(count, count - 1) * sum((s - size * d) ** 2 for s, size in sums.values()) / len(a) ** 2)
    t, (j, vj) = m(d) / mp.sqrt(v), youden(80, 100, 90, 100)
    limits, _ = fieller(m(d), v, j, vj, t_of(count - 1, .95))
    p = mp.betainc(mp.mpf(count - 1) / 2, mp.mpf(1) / 2, 0, (count - 1) / (count - 1 + t * t), regularized=True)
    row("contrastSharedClusters", {"a": a, "b": b, "clusters": of, "sensitivity": tally(90, 100), "specificity": tally(80, 100)},
        {"clusters.t": t, "clusters.p": p, "p": p, "clusters.df": count - 1, "estimate": d / F(7, 10), "lower": limits[0], "upper": limits[1]})
    good = {"both": 5, "aOnly": 5, "bOnly": 3, "neither": 2, "sensitivity": tally(9, 10), "specificity": tally(8, 10)}
    for change, code, argument in (({"aOnly": -1}, "not_integer", "aOnly"), ({"both": 0, "aOnly": 0, "bOnly": 0, "neither": 0}, "empty_sample", "counts"),
                                   ({"sensitivity": tally(11, 10)}, "count_exceeds_trials", "sensitivity"), ({"level": .3}, "level_out_of_range", "level")):
        refused("contrastShared", {**good, **change}, code, argument)
    row("contrastShared", {**good, "specificity": tally(0, 0)}, {"reason": "no_negative_calibration", "exactP": mcnemar(5, 3)[0]})


def wilson(k, n, z):
    k, n = mp.mpf(k), mp.mpf(n)
    centre, half = (k / n + z * z / (2 * n)) / (1 + z * z / n), z * mp.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return k / n, centre - half, centre + half


def mover(a, b, rho=mp.mpf(0)):
    (ta, la, ua), (tb, lb, ub) = a, b
    d = ta - tb
    return (max(mp.mpf(-1), d - mp.sqrt((ta - la) ** 2 + (ub - tb) ** 2 - 2 * rho * (ta - la) * (ub - tb))),
            min(mp.mpf(1), d + mp.sqrt((ua - ta) ** 2 + (tb - lb) ** 2 - 2 * rho * (ua - ta) * (tb - lb))))


def clip(v):
    return min(max(v, mp.mpf(0)), mp.mpf(1))


def section_6_3():
    rng = SplitMix64(63)
    for tables in ([[90, 10, 20, 80], [85, 15, 10, 90]], [[9, 1, 2, 8], [5, 5, 3, 7]], [[50, 9, 7, 31], [40, 21, 12, 30], [44, 6, 3, 45], [60, 20, 10, 33]]):
        expect, used = {}, []
        for name, x, y in (("sensitivity", 0, 1), ("specificity", 3, 2)):
            table = np.array([[t[x], t[y]] for t in tables])
            g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
            pearson = stats.chi2_contingency(table, correction=False)
            fisher = stats.fisher_exact(table)[1] if len(tables) == 2 else None
            by_fisher = fisher is not None and bool(pearson[3].min() < 5)
            used.append(fisher if by_fisher else g[1])
            expect |= {f"{name}.g": g[0], f"{name}.gP": g[1], f"{name}.pearson": pearson[0], f"{name}.pearsonP": pearson[1], f"{name}.df": len(tables) - 1,
                       f"{name}.fisherP": fisher, f"{name}.byFisher": by_fisher, f"{name}.p": used[-1]}
        low, high = sorted(used)
        for name, p in zip(("sensitivity", "specificity"), used):
            expect[f"{name}.pAdjusted"] = min(1, 2 * low) if p == low else min(1, max(2 * low, high))
        row("calibrationHomogeneity", {k: [t[i] for t in tables] for i, k in enumerate(("tp", "fn", "fp", "tn"))}, expect,
            {"relative": 1e-8, "absolute": 1e-12}, "scipy chi2_contingency, fisher_exact")
    refused("calibrationHomogeneity", {"tp": [], "fn": [], "fp": [], "tn": []}, "empty_sample", "tp")
    refused("calibrationHomogeneity", {"tp": [1, 2], "fn": [1], "fp": [1, 1], "tn": [1, 1]}, "length_mismatch", "fn")
    refused("calibrationHomogeneity", {"tp": [1, -2], "fn": [1, 1], "fp": [1, 1], "tn": [1, 1]}, "not_integer", "tp")

    for index, (cells, la, lb) in enumerate((((250, 60, 40, 150), (90, 10, 20, 80), (88, 12, 15, 85)), ((120, 30, 50, 100), (45, 5, 10, 40), (70, 10, 25, 55)),
                                             ((400, 10, 12, 578), (190, 10, 10, 190), (180, 20, 4, 196)))):
        n, z = sum(cells), z_of(.95)
        sides, variances = [], []
        for x, (tp, fn, fp, tn) in ((cells[0] + cells[1], la), (cells[0] + cells[2], lb)):
            p, q1, q0 = mp.mpf(x) / n, mp.mpf(tp) / (tp + fn), mp.mpf(tn) / (tn + fp)
            t = clip((p + q0 - 1) / (q0 + q1 - 1))
            sides.append((t, *lee(x, n, tn, tn + fp, tp, tp + fn, z, truncate=True)))
            variances.append((p * (1 - p) / n + (1 - t) ** 2 * q0 * (1 - q0) / (tn + fp) + t * t * q1 * (1 - q1) / (tp + fn)) / (q0 + q1 - 1) ** 2)
        pa, pb = mp.mpf(cells[0] + cells[1]) / n, mp.mpf(cells[0] + cells[2]) / n
        q = [(mp.mpf(l[0]) / (l[0] + l[1]), mp.mpf(l[3]) / (l[2] + l[3])) for l in (la, lb)]
        rho = (mp.mpf(cells[0]) / n - pa * pb) / n / ((sum(q[0]) - 1) * (sum(q[1]) - 1) * mp.sqrt(variances[0] * variances[1]))
        bound = mp.mpf(0)
        for theta in (sides[0][0], sides[1][0]):
            terms = [(theta, wilson(la[0], la[0] + la[1], z)), (-theta, wilson(lb[0], lb[0] + lb[1], z)),
                     (1 - theta, wilson(lb[3], lb[2] + lb[3], z)), (theta - 1, wilson(la[3], la[2] + la[3], z))]
            centre = sum(w * e for w, (e, _, _) in terms)
            ends = [[w * l, w * u] if w > 0 else [w * u, w * l] for w, (_, l, u) in terms]
            below = mp.sqrt(sum((w * e - lo) ** 2 for (w, (e, _, _)), (lo, _) in zip(terms, ends)))
            above = mp.sqrt(sum((hi - w * e) ** 2 for (w, (e, _, _)), (_, hi) in zip(terms, ends)))
            bound = max(bound, abs(centre - below), abs(centre + above))
        names = dict(zip(("both", "aOnly", "bOnly", "neither"), cells))
        labels = [dict(zip(("tp", "fn", "fp", "tn"), l)) for l in (la, lb)]
        request = {**names, "a": labels[0], "b": labels[1], "correction": "lr_truncated"}
        low, high = mover(*sides, rho)
        row("contrastModels", request, {"estimate": sides[0][0] - sides[1][0], "correlation": rho, "lower": low, "upper": high, "signSafety.bound": bound,
                                        "signSafety.safe": bool(abs(pa - pb) > bound)})
        gen = np.random.default_rng(index)
        parts = gen.dirichlet(np.array(cells) + .5, DRAWS)
        thetas, kept = [], np.ones(DRAWS, bool)
        for p, (tp, fn, fp, tn) in ((parts[:, 0] + parts[:, 1], la), (parts[:, 0] + parts[:, 2], lb)):
            q1, q0 = gen.beta(tp + .5, fn + .5, DRAWS), gen.beta(tn + .5, fp + .5, DRAWS)
            kept &= q0 + q1 > 1
            with np.errstate(all="ignore"):
                thetas.append(np.clip((p + q0 - 1) / (q0 + q1 - 1), 0, 1))
        limits = np.quantile((thetas[0] - thetas[1])[kept], [.025, .975])
        row("contrastModels", {**request, "method": "propagation"}, {"lower": limits[0], "upper": limits[1]}, DRAWN, "random draws, NumPy")
    good = {"both": 5, "aOnly": 5, "bOnly": 3, "neither": 2, "a": {"tp": 20, "fn": 1, "fp": 1, "tn": 20}, "b": {"tp": 20, "fn": 1, "fp": 1, "tn": 20}}
    row("contrastModels", {**good, "b": {"tp": 0, "fn": 0, "fp": 1, "tn": 20}},
        {"status": "not_identified", "estimate": None, "lower": -1, "upper": 1, "b.reason": "no_positive_calibration", "flags": ["calibration_unchecked", "wide"]})
    for change, code, argument in (({"method": "fieller"}, "unsupported", "method"), ({"correction": "poststrat"}, "unsupported", "correction"),
                                   ({"a": {"tp": -1, "fn": 0, "fp": 0, "tn": 0}}, "not_integer", "a"), ({"level": 0}, "level_out_of_range", "level")):
        refused("contrastModels", {**good, **change}, code, argument)


def section_6_4():
    rng = SplitMix64(64)
    for level in (.9, .95, .99):
        table = [[int(rng.uniform() * (40 if d == f else 8)) for d in range(3)] for f in range(3)]
        items = [sum(r) + int(rng.uniform() * 200) for r in table]
        total, z = sum(items), z_of(level)
        estimate = square = variance = mp.mpf(0)
        for f in range(3):
            size = mp.mpf(sum(table[f])) + mp.mpf(2) / 3
            mu = mp.mpf(table[f][2] - table[f][0]) / size
            s2 = (table[f][2] + table[f][0] + mp.mpf(2) / 3) / size - mu ** 2
            share = (items[f] + z * z / 3) / (total + z * z)
            estimate += share * mu
            square += share * mu * mu
            variance += share ** 2 * s2 / size
        variance += (square - estimate ** 2) / (total + z * z)
        request = {"labelled": [c for r in table for c in r], "items": items, "level": level}
        row("contrastSubset", request, {"estimate": estimate, "standardError": mp.sqrt(variance), "lower": estimate - z * mp.sqrt(variance),
                                        "upper": estimate + z * mp.sqrt(variance), "labelled": sum(map(sum, table)), "items": total})
        # PPI++ on the expanded columns.
        f_l = [f - 1 for f in range(3) for d in range(3) for _ in range(table[f][d])]
        d_l = [d - 1 for f in range(3) for d in range(3) for _ in range(table[f][d])]
        f_u = [f - 1 for f in range(3) for _ in range(items[f] - sum(table[f]))]
        mean = lambda v: F(sum(v), len(v))
        var = lambda v, ddof: sum((x - mean(v)) ** 2 for x in v) / (len(v) - ddof)
        cov = sum((x - mean(f_l)) * (y - mean(d_l)) for x, y in zip(f_l, d_l)) / len(f_l)
        plain = cov / ((1 + F(len(f_l), len(f_u))) * var(f_l + f_u, 1))
        cut = max(F(0), min(F(1), plain))
        for named, lam, ddof in (({}, cut, 0), ({"convention": "truescore"}, cut, 1),
                                 ({"convention": "glide"}, plain * F(len(f_l), len(f_l) - 1), 1)):
            theta = lam * mean(f_u) + mean(d_l) - lam * mean(f_l)
            se = mp.sqrt(m(lam ** 2 * var(f_u, ddof) / len(f_u) + var([y - lam * x for x, y in zip(f_l, d_l)], ddof) / len(f_l)))
            row("contrastSubset", {**request, "method": "ppi_compare", **named},
                {"estimate": theta, "lambda": lam, "standardError": se, "lower": m(theta) - z * se})
    good = {"labelled": [1, 1, 1] * 3, "items": [5, 5, 5]}
    for change, code, argument in (({"labelled": [1] * 8}, "length_mismatch", "labelled"), ({"items": [5, 5]}, "length_mismatch", "items"),
                                   ({"items": [2, 5, 5]}, "count_exceeds_trials", "labelled"), ({"labelled": [0] * 9}, "empty_sample", "labelled"),
                                   ({"method": "mover"}, "unsupported", "method"), ({"items": [3, 3, 3], "method": "ppi_compare"}, "empty_sample", "items"),
                                   ({"method": "ppi_compare", "convention": "chen"}, "unsupported", "convention"),
                                   ({"items": [3, 3, 4], "method": "ppi_compare", "convention": "glide"}, "too_few", "items"),
                                   ({"labelled": [1] + [0] * 8, "method": "ppi_compare", "convention": "truescore"}, "too_few", "labelled")):
        refused("contrastSubset", {**good, **change}, code, argument)
    row("contrastSubset", {"labelled": [0, 0, 0, 0, 20, 0, 0, 0, 0], "items": [0, 100, 0], "method": "ppi_compare"},
        {"standardError": 0, "flags": ["collapsed"]})
    row("contrastSubset", {"labelled": [0, 0, 0, 0, 20, 0, 0, 0, 0], "items": [0, 100, 4]}, {"flags": ["empty_stratum"]})


def section_6_5():
    rng = SplitMix64(65)
    points = {0: F(1), 1: F(1, 2), 2: F(0)}
    for level, size, with_clusters in ((.95, 80, False), (.9, 40, False), (.95, 90, True)):
        first = [(-1, -2, 0, 1, 2, 0, 2, 0)[int(rng.uniform() * 8)] for _ in range(size)]
        second = [(-1, -2, 0, 1, 2, 2, v, v)[int(rng.uniform() * 8)] for v in first]
        groups = [i // 4 for i in range(size)]
        both = [(points[a], points[b]) for a, b in zip(first, second) if a >= 0 and b >= 0]
        once = [a >= 0 for a, b in zip(first, second) if (a >= 0) != (b >= 0)]
        for order in ("average", "strict", "first_order_only"):
            for ties in ("half", "drop", "separate"):
                scores, of = [], []
                for a, b, g in zip(first, second, groups):
                    x, y = points.get(a), points.get(b)
                    if order == "first_order_only":
                        s = x
                    elif order == "strict":
                        s = None if x is None or y is None else (x if x == y else F(1, 2))
                    else:
                        s = (x + y) / 2 if x is not None and y is not None else (x if x is not None else y)
                    if s is not None:
                        scores.append(s), of.append(g)
                wins, tied, losses = (sum(1 for s in scores if c(s)) for c in (lambda s: s > F(1, 2), lambda s: s == F(1, 2), lambda s: s < F(1, 2)))
                kept = [(s if ties != "separate" else F(int(s > F(1, 2))), g) for s, g in zip(scores, of) if ties != "drop" or s != F(1, 2)]
                values, n = [s for s, _ in kept], len(kept)
                centre = (sum(values) + 1) / (n + 2)
                if with_clusters:
                    sums = {}
                    for s, g in kept:
                        sums.setdefault(g, []).append(s)
                    count = len(sums)
                    variance = F(count + 2, count + 1) * (centre ** 2 + (1 - centre) ** 2 + sum((sum(v) - len(v) * centre) ** 2 for v in sums.values())) / (n + 2) ** 2
                    quantile = t_of(count - 1, level)
                else:
                    variance = ((sum(v * v for v in values) + 1) / (n + 2) - centre ** 2) / (n + 2)
                    quantile = z_of(level)
                se, rate = mp.sqrt(m(variance)), m(sum(values) / n)
                expect = {"rate": sum(values) / n, "standardError": se, "lower": min(rate, clip(m(centre) - quantile * se)),
                          "upper": max(rate, clip(m(centre) + quantile * se)), "wins": wins, "tied": tied, "losses": losses, "items": len(scores),
                          "blank": first.count(-1) + second.count(-1), "oneOrder": len(once), "aShownFirst": sum(once),
                          "orderP": mcnemar(sum(once), len(once) - sum(once))[0],
                          "position.consistent": sum(x == y for x, y in both), "position.firstTwice": sum(x - y == 1 for x, y in both),
                          "position.secondTwice": sum(y - x == 1 for x, y in both), "position.effect.estimate": sum(x - y for x, y in both) / len(both)}
                expect["position.p"] = mcnemar(expect["position.firstTwice"], expect["position.secondTwice"])[0]
                expect["position.consistency.lower"] = wilson(expect["position.consistent"], len(both), z_of(level))[1]
                request = {"aFirst": first, "bFirst": second, "order": order, "ties": ties, "level": level}
                row("winRate", {**request, "clusters": groups} if with_clusters else request, expect)
    for request, code, argument in (({"aFirst": [0], "bFirst": []}, "length_mismatch", "bFirst"), ({"aFirst": [3], "bFirst": [0]}, "value_out_of_range", "aFirst"),
                                    ({"aFirst": [-1], "bFirst": [-2]}, "empty_sample", "aFirst"),
                                    ({"aFirst": [0, 1], "bFirst": [0, 1], "clusters": [1, 1]}, "too_few", "clusters")):
        refused("winRate", request, code, argument)
    row("winRate", {"aFirst": [1, 1], "bFirst": [1, 1], "ties": "drop"}, {"rate": None, "lower": 0, "upper": 1, "flags": ["all_ties"]})
    preferences = [1, 2, 1.5, 0, 1.2, 1.9, 2, 1]
    wins = np.array([.5 if p == 0 else p - 1 for p in preferences])
    row("alpacaWinRate", {"preferences": preferences}, {"winRate": 100 * wins.mean(), "standardError": 100 * stats.sem(wins), "wins": 3, "draws": 2, "losses": 3},
        source="scipy sem")
    refused("alpacaWinRate", {"preferences": [.5]}, "value_out_of_range", "preferences")
    refused("alpacaWinRate", {"preferences": []}, "empty_sample", "preferences")


def section_6_6():
    papers = (((410, 500, 80, 100, 90, 100), (430, 500, 60, 100, 95, 100)), ((30, 200, 45, 50, 28, 30), (60, 300, 38, 40, 35, 45)))
    for index, sides in enumerate(papers):
        request = dict(zip("ab", ({"judged": tally(x, n), "sensitivity": tally(y1, m1), "specificity": tally(y0, m0)} for x, n, y0, m0, y1, m1 in sides)))
        for method in ("lee2025", "lr_truncated"):
            for level in (.9, .95):
                parts = []
                for x, n, y0, m0, y1, m1 in sides:
                    t = clip((mp.mpf(x) / n + mp.mpf(y0) / m0 - 1) / (mp.mpf(y0) / m0 + mp.mpf(y1) / m1 - 1))
                    parts.append((t, *lee(x, n, y0, m0, y1, m1, z_of(level), method == "lr_truncated")))
                low, high = mover(*parts)
                row("contrastSources", {**request, "correction": method, "level": level}, {"estimate": parts[0][0] - parts[1][0], "lower": low, "upper": high})
        for method, prior in (("beta_jeffreys", .5), ("beta_uniform", 1)):
            gen = np.random.default_rng(100 + index)
            size, thetas = 4 * DRAWS, []
            for x, n, y0, m0, y1, m1 in sides:
                p, q0, q1 = (gen.beta(k + prior, t - k + prior, size) for k, t in ((x, n), (y0, m0), (y1, m1)))
                assert (q0 + q1 > 1).all()
                thetas.append(np.clip((p + q0 - 1) / (q0 + q1 - 1), 0, 1))
            limits = np.quantile(thetas[0] - thetas[1], [.025, .975])
            row("contrastSources", {**request, "correction": method}, {"method": "propagation", "lower": limits[0], "upper": limits[1]}, INTEGRATED,
                "random draws, NumPy")
    refused("contrastSources", {**request, "method": "propagation"}, "unsupported", "method")
    refused("contrastSources", {**request, "b": {**request["b"], "judged": tally(5, 4)}}, "count_exceeds_trials", "b")


def section_6_7():
    rng = SplitMix64(67)
    rates, items = (.9, .88, .7, .5), 160
    rows = {"model": [], "item": [], "verdict": [], "human": []}
    for i in range(items):
        for k, rate in enumerate(rates):
            truth = rng.uniform() < rate
            verdict = int(rng.uniform() < (.9 if truth else .2))
            rows["model"].append(k), rows["item"].append(i), rows["verdict"].append(verdict), rows["human"].append(int(truth) if i < 60 else -1)
    cell = {(k, i): v for k, i, v, h in zip(*rows.values()) if h == -1}
    pairs, ps = [], []
    for a in range(4):
        for b in range(a + 1, 4):
            both = [(cell[a, i], cell[b, i]) for i in range(60, items)]
            counts = both.count((1, 0)), both.count((0, 1))
            pairs.append((a, b, *counts))
            ps.append(mcnemar(*counts)[0])
    order, adjusted, largest = sorted(range(6), key=lambda i: ps[i]), [None] * 6, F(0)
    for place, i in enumerate(order):
        largest = adjusted[i] = max(largest, min(F(1), (6 - place) * ps[i]))
    better = [0 if p >= F(1, 20) else (1 if b > c else -1) for p, (_, _, b, c) in zip(adjusted, pairs)]
    expect = {"pairs.length": 6}
    for i, (a, b, x, y) in enumerate(pairs):
        expect |= {f"pairs.{i}.p": ps[i], f"pairs.{i}.pAdjusted": adjusted[i], f"pairs.{i}.better": better[i], f"pairs.{i}.aOnly": x, f"pairs.{i}.bOnly": y}
    for k in range(4):
        lose = sum((b == k and w == 1) or (a == k and w == -1) for (a, b, _, _), w in zip(pairs, better))
        win = sum((a == k and w == 1) or (b == k and w == -1) for (a, b, _, _), w in zip(pairs, better))
        expect |= {f"models.{k}.rank.lower": 1 + lose, f"models.{k}.rank.upper": 4 - win, f"models.{k}.rate": F(sum(cell[k, i] for i in range(60, items)), 100)}
    request = {**rows, "models": 4, "items": items}
    row("judgeStandings", {**request, "forceShared": True}, expect)
    refused("judgeStandings", {**request, "models": 1}, "too_few", "models")
    refused("judgeStandings", {**request, "item": [0] * len(rows["item"])}, "duplicate_cell", "item")
    refused("judgeStandings", {**request, "items": 5}, "value_out_of_range", "item")
    refused("judgeStandings", {**request, "correction": "known"}, "unsupported", "correction")


if __name__ == "__main__":
    for section in (section_5, section_2_6, section_6_2, section_6_3, section_6_4, section_6_5, section_6_6, section_6_7):
        section()
    with open(os.path.join(HERE, "judge_compare.jsonl"), "w") as out:
        for r in ROWS:
            out.write(json.dumps(r, separators=(",", ":"), default=float) + "\n")
    print(len(ROWS), "rows;", VERSIONS)

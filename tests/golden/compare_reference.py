"""The methods of intervals.md sections 2 to 14, written from the formulas for tests, sharing no code with the C++ core:
mpmath with 50 digits throughout, except that bootstrap and sign-flip replicates are summed in double precision, because
the specification defines them so. answer(call, request) gives the values of one call; compare.py confirms as many of
them as possible with SciPy, statsmodels and R. Data are read as decimal numbers (.1 is 1/10). See README.md.
"""
import functools, itertools
from fractions import Fraction
from math import comb, factorial, lcm
import numpy as np
from mpmath import mp, mpf
from scipy import stats
from reference import proportion, ridder

mp.dps = 50
MASK = 2 ** 64 - 1


class Refused(Exception):
    pass


# ---- numbers
def num(v):
    return mpf(repr(v)) if isinstance(v, float) else mpf(v)


def nums(values):
    return [num(v) for v in values]


def exact(v):
    return Fraction(repr(v)) if isinstance(v, float) else Fraction(v)


def at(result, path):
    for key in path.split("."):
        result = result[int(key)] if isinstance(result, (list, tuple)) else result[key]
    return result


def unequal(got, want, tolerance):
    if isinstance(want, (bool, str)) or want is None or got is None or isinstance(got, (bool, str)):
        return got is not want and got != want
    return not abs(mpf(got) - mpf(want)) <= tolerance["absolute"] + tolerance["relative"] * abs(mpf(want))


# ---- distributions
def ibeta(x, a, b):
    """Regularised incomplete beta function by its continued fraction (modified Lentz)."""
    if x <= 0 or x >= 1:
        return mpf(0 if x <= 0 else 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - ibeta(1 - x, b, a)
    front = mp.exp(mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b) + a * mp.log(x) + b * mp.log1p(-x)) / a
    tiny, f, c, d, m = mpf(10) ** -200, mpf(1), mpf(1), mpf(0), 0
    for i in range(200000):
        m = i // 2
        if i == 0:
            term = mpf(1)
        elif i % 2 == 0:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + term * d or tiny)
        c = 1 + term / c or tiny
        f *= c * d
        if abs(1 - c * d) < mpf(10) ** -48:
            return front * (f - 1)
    raise ArithmeticError("ibeta")


def newton(start, f, slope):
    x = mpf(float(start))
    for _ in range(60):
        step = f(x) / slope(x)
        x -= step
        if abs(step) < abs(x) * mpf(10) ** -30:
            return x
    raise ArithmeticError("newton")


def normal_quantile(u):
    return mp.sqrt(2) * mp.erfinv(2 * mpf(u) - 1)


def two_sided_z(level):
    return mp.sqrt(2) * mp.erfinv(num(level))


def normal_p(z):
    return mp.erfc(abs(z) / mp.sqrt(2))


def t_p(t, df):
    return ibeta(df / (df + t * t), df / 2, mpf(1) / 2)


def t_quantile(level, df):
    """Two-sided: P(|T| <= t) = level."""
    df, alpha = mpf(df), 1 - num(level)
    if alpha == 1:
        return mpf(0)
    log_norm = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
    density = lambda t: mp.exp(log_norm - (df + 1) / 2 * mp.log1p(t * t / df))
    return newton(stats.t.isf(float(alpha) / 2, float(df)), lambda t: t_p(t, df) - alpha, lambda t: -2 * density(t))


def chi2_sf(x, df):
    return mp.gammainc(mpf(df) / 2, mpf(x) / 2, mp.inf, regularized=True) if x > 0 else mpf(1)


def chi2_quantile(u, df):
    a = mpf(df) / 2
    density = lambda x: mp.exp((a - 1) * mp.log(x) - x / 2 - a * mp.log(2) - mp.loggamma(a))
    return newton(stats.chi2.ppf(float(u), df), lambda x: mp.gammainc(a, 0, x / 2, regularized=True) - u, density)


def f_sf(x, df1, df2):
    return ibeta(df2 / (df2 + df1 * x), mpf(df2) / 2, mpf(df1) / 2)


def range_cdf(q, k):
    """Studentised range with infinite degrees of freedom."""
    density = lambda u: mp.npdf(u) * (mp.ncdf(u) - mp.ncdf(u - q)) ** (k - 1)
    return k * mp.quad(density, [-12, -6, -3, -1, 0, 1, 2, 3, 5, 8, q + 12])


@functools.lru_cache
def range_quantile(level, k):
    """One Newton step of 24 digits from SciPy's quantile, which has 14."""
    start = float(stats.studentized_range.ppf(float(level), k, np.inf))
    with mp.workdps(24):
        slope = mpf(float(stats.studentized_range.pdf(start, k, np.inf)))
        step = (range_cdf(mpf(start), k) - num(level)) / slope
    assert abs(step) < 1e-11
    return start - step


def binomial_tails(x, n, p):
    """P(X <= x), P(X >= x), P(X = x)."""
    p = num(p)
    point = mp.exp(mp.loggamma(n + 1) - mp.loggamma(x + 1) - mp.loggamma(n - x + 1)) * p ** x * (1 - p) ** (n - x)
    at_least = ibeta(p, mpf(x), mpf(n - x + 1)) if x else mpf(1)
    at_most = ibeta(1 - p, mpf(n - x), mpf(x + 1)) if x < n else mpf(1)
    return at_most, at_least, point


# ---- random numbers (0.6)
def fnv1a64(label):
    h = 0xcbf29ce484222325
    for byte in label.encode("ascii"):
        h = (h ^ byte) * 0x100000001b3 & MASK
    return h


class SplitMix64:
    def __init__(self, state):
        self.s = state

    def next(self):
        self.s = z = self.s + 0x9e3779b97f4a7c15 & MASK
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & MASK
        z = (z ^ z >> 27) * 0x94d049bb133111eb & MASK
        return z ^ z >> 31

    def below(self, m):
        while True:
            w = (self.next() >> 32) * m
            if w % 2 ** 32 >= 2 ** 32 % m:
                return w >> 32

    def uniform(self):
        return (self.next() >> 11) * 2.0 ** -53


def generator(seed, label):
    return SplitMix64(seed ^ fnv1a64(label))


# ---- one proportion
def proportion_interval(successes, trials, method, level):
    x, n = successes, trials
    if method == "percentile":
        lo, hi = (mpf(binomial_quantile(u, n, Fraction(x, n))) / n for u in ((1 - num(level)) / 2, (1 + num(level)) / 2))
    else:
        lo, hi = proportion(x, n, num(level), method)
    out = {"estimate": mpf(x) / n, "lower": min(max(lo, 0), 1), "upper": min(max(hi, 0), 1)}
    if lo < 0 or hi > 1:
        out["unclipped"] = {"lower": lo, "upper": hi}
    return out


def binomial_quantile(u, n, p):
    """Smallest k with P(X <= k) >= u."""
    if p in (0, 1):
        return n * int(p)
    k, p = int(stats.binom.ppf(float(u), n, float(p))), mpf(p.numerator) / p.denominator
    cdf = lambda k: mpf(0) if k < 0 else ibeta(1 - p, mpf(n - k), mpf(k + 1)) if k < n else mpf(1)
    while cdf(k) < u:
        k += 1
    while cdf(k - 1) >= u:
        k -= 1
    return k


def tail_summary(at_most, at_least, point):
    low = min(at_most, at_least)
    return {"atMost": at_most, "atLeast": at_least, "midAtMost": at_most - point / 2, "midAtLeast": at_least - point / 2,
            "central": min(mpf(1), 2 * low), "midP": min(mpf(1), 2 * (low - point / 2))}


def proportion_test(successes, trials, nullRate):
    x, n, p0 = successes, trials, num(nullRate)
    score = (mpf(x) / n - p0) / mp.sqrt(p0 * (1 - p0) / n)
    return {**tail_summary(*binomial_tails(x, n, nullRate)), "score": score, "scoreP": normal_p(score)}


def poisson_binomial_test(successes, chances):
    p, x = nums(chances), successes
    mean = mp.fsum(p)
    if len(p) > 5000:
        sd = mp.sqrt(mp.fsum(v * (1 - v) for v in p))
        at_most, at_least = mp.ncdf((x + mpf(1) / 2 - mean) / sd), mp.ncdf((mean - x + mpf(1) / 2) / sd)
        return {"expected": mean, "atMost": at_most, "atLeast": at_least, "central": min(mpf(1), 2 * min(at_most, at_least)),
                "exact": False}
    dist = [mpf(1)]
    for v in p:
        dist = [a * (1 - v) + b * v for a, b in zip(dist + [mpf(0)], [mpf(0)] + dist)]
    return {"expected": mean, **tail_summary(mp.fsum(dist[:x + 1]), mp.fsum(dist[x:]), dist[x]), "exact": True}


# ---- two proportions, different items
def constrained_rates(x1, n1, x2, n2, delta):
    """Maximum-likelihood P1, P2 with P1 - P2 = delta: the zero of the score, multiplied by its denominators."""
    lo, hi = max(mpf(0), -delta), min(mpf(1), 1 - delta)
    if delta == 0:
        p2 = mpf(x1 + x2) / (n1 + n2)
        return p2, p2
    if lo >= hi:
        return lo + delta, lo
    terms = [(c, s, f) for c, s, f in ((x1, 1, lambda p: p + delta), (n1 - x1, -1, lambda p: 1 - p - delta), (x2, 1, lambda p: p),
                                       (n2 - x2, -1, lambda p: 1 - p)) if c]

    def score(p):
        d = [f(p) for _, _, f in terms]
        return mp.fsum(c * s * mp.fprod(d[:i] + d[i + 1:]) for i, (c, s, _) in enumerate(terms))

    at_lo, at_hi = score(lo), score(hi)
    p2 = lo if at_lo <= 0 else hi if at_hi >= 0 else ridder(score, lo, hi)
    return p2 + delta, p2


def score_z(x1, n1, x2, n2, delta, factor):
    p1, p2 = constrained_rates(x1, n1, x2, n2, delta)
    gap, variance = mpf(x1) / n1 - mpf(x2) / n2 - delta, (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * factor
    return gap, mp.sqrt(max(variance, 0))


def inversion(estimate, gap_and_se, z):
    """Ends of {delta in [-1,1]: |gap| <= z se}, for a gap that falls in delta and is 0 at the estimate."""
    near = mpf(10) ** -24

    def f(delta, sign):
        gap, se = gap_and_se(delta)
        return sign * gap - z * se

    lower = mpf(-1) if estimate == -1 else ridder(lambda v: f(v, 1), mpf(-1), estimate - near)
    upper = mpf(1) if estimate == 1 else ridder(lambda v: f(v, -1), estimate + near, mpf(1))
    return lower, upper


def proportion_difference(successesA, trialsA, successesB, trialsB, method, level):
    x1, n1, x2, n2, z = successesA, trialsA, successesB, trialsB, two_sided_z(level)
    p1, p2 = mpf(x1) / n1, mpf(x2) / n2
    d, statistic = p1 - p2, None
    if method == "wald":
        h = z * mp.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
        lo, hi = d - h, d + h
    elif method == "newcombe":
        (l1, u1), (l2, u2) = (proportion(x, n, num(level), "wilson") for x, n in ((x1, n1), (x2, n2)))
        lo, hi = d - mp.hypot(p1 - l1, u2 - p2), d + mp.hypot(u1 - p1, p2 - l2)
    elif method == "agresti_caffo":
        q1, q2 = mpf(x1 + 1) / (n1 + 2), mpf(x2 + 1) / (n2 + 2)
        h = z * mp.sqrt(q1 * (1 - q1) / (n1 + 2) + q2 * (1 - q2) / (n2 + 2))
        lo, hi = q1 - q2 - h, q1 - q2 + h
    else:
        factor = mpf(n1 + n2) / (n1 + n2 - 1) if method == "miettinen_nurminen" else mpf(1)
        z_of = lambda delta: score_z(x1, n1, x2, n2, delta, factor)
        lo, hi = inversion(d, z_of, z)
        gap, se = z_of(mpf(0))
        statistic = gap / se if se else mpf(0)
    out = {"difference": d, "lower": max(lo, mpf(-1)), "upper": min(hi, mpf(1)), "statistic": statistic,
           "p": None if statistic is None else normal_p(statistic), "probabilityABetter": probability_better(x1, n1, x2, n2)}
    if lo < -1 or hi > 1:
        out["unclipped"] = {"lower": lo, "upper": hi}
    return out


def probability_better(xa, na, xb, nb):
    """4.2; summed over the smaller count."""
    if xa > xb:
        return 1 - probability_better(xb, nb, xa, na)
    ya, s = na - xa, na - xa + nb - xb + 2
    lbeta = lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    term = mp.exp(lbeta(xb + 1, s) - lbeta(1, ya + 1) - lbeta(xb + 1, nb - xb + 1)) / (ya + 1)
    total = mpf(0)
    for i in range(xa + 1):
        total += term
        term *= mpf((xb + 1 + i) * (ya + 1 + i)) / ((xb + 1 + i + s) * (1 + i))
    return total


# ---- two proportions, same items
def tango(b, c, n, z):
    def gap_and_se(delta):
        w, v = -b - c + (2 * n - b + c) * delta, -c * delta * (1 - delta)
        q = (mp.sqrt(w * w - 8 * n * v) - w) / (4 * n)
        return b - c - n * delta, mp.sqrt(max(n * (2 * q + delta * (1 - delta)), 0))

    return inversion(mpf(b - c) / n, gap_and_se, z)


def mcnemar(b, c):
    m, k = b + c, min(b, c)
    if not m:
        return mpf(1), mpf(1), None, None
    point = mpf(comb(m, k)) / mpf(2) ** m
    tail = mpf(sum(comb(m, i) for i in range(k + 1))) / mpf(2) ** m if m <= 4000 else binomial_tails(k, m, .5)[0]
    whole, chi = min(mpf(1), 2 * tail), mpf((b - c) ** 2) / m
    return whole, whole - point if b != c else 1 - point / 2, chi, chi2_sf(chi, 1)


def paired_difference(both, aOnly, bOnly, neither, method, level, prior):
    a, b, c, d, z = both, aOnly, bOnly, neither, two_sided_z(level)
    n = a + b + c + d
    diff = mpf(b - c) / n
    if method == "wald":
        h = z * mp.sqrt((mpf(b + c) / n - diff ** 2) / n)
        lo, hi = diff - h, diff + h
    elif method == "newcombe":
        p1, p2 = mpf(a + b) / n, mpf(a + c) / n
        (l1, u1), (l2, u2) = (proportion(x, n, num(level), "wilson") for x in (a + b, a + c))
        top, margins = mpf(a * d - b * c), (a + b) * (c + d) * (a + c) * (b + d)
        top = max(top - mpf(n) / 2, 0) if top > 0 else top
        phi = top / mp.sqrt(margins) if margins else mpf(0)
        square_and_add = lambda s, t: mp.sqrt(max(s * s - 2 * phi * s * t + t * t, 0))
        lo, hi = diff - square_and_add(p1 - l1, u2 - p2), diff + square_and_add(u1 - p1, p2 - l2)
    elif method == "tango":
        lo, hi = tango(b, c, n, z)
    else:
        p12, p21 = mpf(b + 1) / (n + 2), mpf(c + 1) / (n + 2)
        h = z * mp.sqrt((p12 + p21 - (p12 - p21) ** 2) / (n + 2))
        lo, hi = p12 - p21 - h, p12 - p21 + h
    whole, mid, chi, chi_p = mcnemar(b, c)
    s = num(prior)
    out = {"n": n, "difference": diff, "lower": max(lo, mpf(-1)), "upper": min(hi, mpf(1)), "exactP": whole, "midP": mid,
           "chiSquare": chi, "chiSquareP": chi_p, "probabilityABetter": 1 - ibeta(mpf(1) / 2, b + s, c + s) if b + c else mpf(1) / 2}
    if lo < -1 or hi > 1:
        out["unclipped"] = {"lower": lo, "upper": hi}
    if b + c:
        power = normal_quantile(mpf(4) / 5)
        effect = connor_effect(n, mpf(b + c) / n, z, power) if n >= z * z - power * power else mpf(2)
        if effect <= mpf(b + c) / n:
            out["minimumDetectable"] = effect
    return out


# ---- means
def cluster_sums(values, clusters):
    """Residual sums and sizes by cluster, in the order of the labels."""
    groups = {}
    for v, c in zip(values, clusters):
        groups.setdefault(c, []).append(v)
    mean = mp.fsum(values) / len(values)
    return [mp.fsum(v - mean for v in groups[c]) for c in sorted(groups)], [len(groups[c]) for c in sorted(groups)]


def naive_variance(values):
    n, mean = len(values), mp.fsum(values) / len(values)
    return mp.fsum((v - mean) ** 2 for v in values) / (n - 1) / n


def cluster_variance(values, clusters, method):
    """Variance of the mean and degrees of freedom (3.2)."""
    sums, sizes = cluster_sums(values, clusters)
    n, C = len(values), len(sums)
    if method in ("cr0", "cr1"):
        v = mp.fsum(t * t for t in sums) / mpf(n) ** 2
        return v * (mpf(C) / (C - 1) if method == "cr1" else 1), mpf(C - 1)
    power = mpf(1) / 2 if method == "cr2" else mpf(1)
    a = [(1 - mpf(m) / n) ** -power for m in sizes]
    v = mp.fsum((t * f) ** 2 for t, f in zip(sums, a)) / mpf(n) ** 2
    g = [m * f for m, f in zip(sizes, a)]                             # P = diag(n_c a_c^2)/n^2 - g g'/n^3
    P = [[(m * f * f / mpf(n) ** 2 if i == j else 0) - g[i] * g[j] / mpf(n) ** 3 for j in range(C)]
         for i, (m, f) in enumerate(zip(sizes, a))]
    trace = mp.fsum(P[i][i] for i in range(C))
    return v, trace ** 2 / mp.fsum(e * e for row in P for e in row)


def student(estimate, se, df, level, key="estimate"):
    t, h = estimate / se, t_quantile(level, df) * se
    return {key: estimate, "lower": estimate - h, "upper": estimate + h, "standardError": se, "df": df, "statistic": t, "p": t_p(t, df)}


def wilson_effective(p, n_eff, z):
    z2 = z * z
    centre, h = (p + z2 / (2 * n_eff)) / (1 + z2 / n_eff), z * mp.sqrt(p * (1 - p) / n_eff + z2 / (4 * n_eff ** 2)) / (1 + z2 / n_eff)
    return (centre - h if p > 0 else mpf(0)), (centre + h if p < 1 else mpf(1))


def bound_interval(values, level, lo, hi):
    """All values equal to a declared bound (3.1)."""
    n, v = len(values), values[0]
    ends = proportion(0 if v == lo else n, n, num(level), "clopper_pearson")
    return {"estimate": v, "lower": lo + (hi - lo) * ends[0], "upper": lo + (hi - lo) * ends[1], "n": n}


def mean_interval(values, method, level, clusters=None, lowerBound=None, upperBound=None):
    y = nums(values)
    n, mean = len(y), mp.fsum(y) / len(y)
    if method == "wilson_cluster":
        return wilson_cluster(y, clusters, level)
    if len(set(y)) == 1:
        if lowerBound is not None and y[0] in (num(lowerBound), num(upperBound)):
            return bound_interval(y, level, num(lowerBound), num(upperBound))
        raise Refused("zero_variance")
    if method == "t":
        return {**student(mean, mp.sqrt(naive_variance(y)), mpf(n - 1), level), "n": n}
    v, df = cluster_variance(y, clusters, method)
    out = {**student(mean, mp.sqrt(v), df, level), "n": n, "clusters": len(set(clusters))}
    if method == "cr2":
        effect = v / naive_variance(y)
        out |= {"designEffect": effect, "effectiveItems": n / effect}
    return out


def wilson_cluster(y, clusters, level):
    n, C, p = len(y), len(set(clusters)), mp.fsum(y) / len(y)
    out = {"estimate": p, "n": n, "clusters": C}
    if p in (0, 1):
        lo, hi = wilson_effective(p, mpf(C), two_sided_z(level))
    else:
        v, df = cluster_variance(y, clusters, "cr2")
        if v == 0:
            n_eff, z = mpf(n), two_sided_z(level)
        else:
            n_eff, z = min(mpf(n), p * (1 - p) / v), t_quantile(level, df)
            out |= {"df": df, "standardError": mp.sqrt(v)}
        lo, hi = wilson_effective(p, n_eff, z)
        out["effectiveItems"] = n_eff
    return {**out, "lower": lo, "upper": hi}


def wilson_cluster_interval(successes, trials, varianceInflation, level):
    p = mpf(successes) / trials
    lo, hi = wilson_effective(p, trials / num(varianceInflation), two_sided_z(level))
    return {"estimate": p, "lower": lo, "upper": hi}


def mean_difference(a, b, level, clustersA=None, clustersB=None):
    parts = []
    for values, clusters in ((nums(a), clustersA), (nums(b), clustersB)):
        v, df = cluster_variance(values, clusters, "cr2") if clusters else (naive_variance(values), mpf(len(values) - 1))
        parts.append((mp.fsum(values) / len(values), v, df))
    (m1, v1, d1), (m2, v2, d2) = parts
    return student(m1 - m2, mp.sqrt(v1 + v2), (v1 + v2) ** 2 / (v1 ** 2 / d1 + v2 ** 2 / d2), level, "difference")


def paired_mean_difference(a, b, level, method, clusters=None):
    if method == "t":
        clusters = None
    d = [num(u) - num(v) for u, v in zip(a, b)]
    d = [mpf(0) if abs(v) < mpf(10) ** -40 else v for v in d]
    out = mean_interval(d, method, level, clusters)
    out["difference"] = out.pop("estimate")
    return out


# ---- bootstrap
def bootstrap_replicates(values, clusters, seed, resamples):
    """Sorted replicates in double precision, and whether all resamples were enumerated."""
    if clusters is None:
        units = [(float(v), 1) for v in values]
    else:
        labels = sorted(set(clusters))
        units = [(sum(float(v) for v, c in zip(values, clusters) if c == k), clusters.count(k)) for k in labels]
    m = len(units)
    if m ** m <= 50000:
        draws = itertools.product(range(m), repeat=m)
    else:
        g = generator(seed, "bootstrap")
        draws = ([g.below(m) for _ in range(m)] for _ in range(resamples))
    out = []
    for indices in draws:
        total = size = 0
        for i in indices:
            total += units[i][0]
            size += units[i][1]
        out.append(total / size)
    return sorted(out), m ** m <= 50000


def bootstrap_interval(values, method, level, seed, resamples, clusters=None):
    T, exhaustive = bootstrap_replicates(values, clusters, seed, resamples)
    y, alpha, B = nums(values), 1 - num(level), len(T)
    mean = mp.fsum(y) / len(y)
    out = {"estimate": mean, "exhaustive": exhaustive, "resamples": B}
    u = [alpha / 2, 1 - alpha / 2]
    if method == "bca":
        tolerance = 1e-12 * max(abs(float(mean)), max(abs(t) for t in T))
        below, equal = sum(t < float(mean) - tolerance for t in T), sum(abs(t - float(mean)) <= tolerance for t in T)
        if clusters is None:
            left_out = [(mp.fsum(y) - v) / (len(y) - 1) for v in y]
        else:
            part = [(mp.fsum(v for v, c in zip(y, clusters) if c == k), clusters.count(k)) for k in sorted(set(clusters))]
            left_out = [(mp.fsum(y) - s) / (len(y) - m) for s, m in part]
        centre = mp.fsum(left_out) / len(left_out)
        g = [centre - v for v in left_out]
        a = mp.fsum(v ** 3 for v in g) / (6 * mp.fsum(v * v for v in g) ** mpf("1.5"))
        z0 = normal_quantile((below + mpf(equal) / 2) / B)
        levels = [z0 + normal_quantile(v) for v in u]
        u = [mp.ncdf(z0 + w / (1 - a * w)) for w in levels]
        out |= {"bias": z0, "acceleration": a, "below": below, "equal": equal}
    k = [min(max(int(mp.ceil(B * v - mpf(10) ** -9)), 1), B) for v in u]
    return {**out, "lowerIndex": k[0], "upperIndex": k[1], "lower": T[k[0] - 1], "upper": T[k[1] - 1]}


# ---- tests on differences
def joined(values):
    """0.7: sorted neighbours no further apart than 1e-12 max|v| become one value, and so does 0 with its neighbours."""
    v = [exact(x) for x in values]
    tolerance, order = max(map(abs, v), default=0) / 10 ** 12, sorted(range(len(v)), key=lambda i: v[i])
    for i, k in zip(order, order[1:]):
        if v[k] - exact(values[i]) <= tolerance:
            v[k] = v[i]
    return [Fraction(0) if abs(x) <= tolerance else x for x in v]


def nonzero(differences):
    return [d for d in joined(differences) if d]


def integers(values):
    """Fractions as integers over one denominator."""
    scale = lcm(*(v.denominator for v in values))
    return [int(v * scale) for v in values]


def subset_counts(weights):
    """Number of subsets with each sum, for nonnegative integers: the product of (1 + x^w) in one large integer."""
    bits = len(weights) + 1
    poly = 1
    for w in weights:
        poly += poly << w * bits
    total, mask = sum(weights), (1 << bits) - 1
    return [poly >> s * bits & mask for s in range(total + 1)] if total * bits < 4000 else unpack(poly, bits, total)


def unpack(poly, bits, total):
    text = bin(poly)[2:].zfill((total + 1) * bits)
    return [int(text[len(text) - (s + 1) * bits:len(text) - s * bits], 2) for s in range(total + 1)]


def sign_flip_test(differences, seed, resamples):
    d = nonzero(differences)
    m = len(d)
    whole = integers(d)
    out = {"nonZero": m}
    if not m:
        return {**out, "p": mpf(1)}
    if all(abs(v) == 1 for v in d):
        b = sum(v > 0 for v in d)
        return {**out, "p": mcnemar(b, m - b)[0], "method": "mcnemar"}
    k = min((k for k in range(7) if all((v * 10 ** k).denominator == 1 for v in d)), default=None)
    convolved = k is not None and m * sum(abs(v) * 10 ** k for v in d) <= 2 * 10 ** 8
    seen = abs(sum(whole)) * 10 ** 12 - sum(map(abs, whole))           # tolerance 1e-12 sum|d|
    if m <= 20 or convolved:
        if m <= 20 and sum(map(abs, whole)) > 10 ** 6:                 # too long for a table of sums
            sums = np.zeros(1, dtype=object)
            for v in whole:
                sums = np.concatenate([sums + v, sums - v])
            count = int((np.abs(sums) * 10 ** 12 >= seen).sum())
        else:
            counts, total = subset_counts([abs(v) for v in whole]), sum(map(abs, whole))
            count = sum(c for s, c in enumerate(counts) if abs(total - 2 * s) * 10 ** 12 >= seen)
        out["p"] = mpf(count) / mpf(2) ** m
        return {**out, "method": "enumeration", "count": count, "patterns": 2 ** m} if m <= 20 else {**out, "method": "convolution"}
    g, x = generator(seed, "sign_flip"), [float(v) for v in differences if v != 0]
    limit = abs(sum(x)) - 1e-12 * sum(map(abs, x))
    count = word = 0
    for _ in range(resamples):
        total = 0.0
        for i, v in enumerate(x):
            word = g.next() if i % 64 == 0 else word
            total += -v if word >> i % 64 & 1 else v
        count += abs(total) >= limit
    return {**out, "p": mpf(1 + count) / (1 + resamples), "method": "monte_carlo", "count": count}


def midranks(values):
    """Ranks 1.. ascending, ties shared."""
    values = joined(values)
    order, ranks, i = sorted(range(len(values)), key=lambda k: values[k]), [None] * len(values), 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in order[i:j + 1]:
            ranks[k] = Fraction(i + j + 2, 2)
        i = j + 1
    return ranks


def wilcoxon_signed_rank(differences, zeros):
    d = nonzero(differences)
    m = len(d)
    out = {"nonZero": m}
    if zeros == "split":
        every = joined(differences)
        N, ranks = len(every), midranks([abs(v) for v in every])
        plus = sum(r * (1 if v > 0 else Fraction(1, 2) if v == 0 else 0) for r, v in zip(ranks, every))
        low = min(plus, Fraction(N * (N + 1), 2) - plus)
        z = (mpf(low.numerator) / low.denominator - mpf(N * (N + 1)) / 4) / mp.sqrt(mpf(N * (N + 1) * (2 * N + 1)) / 24)
        return {**out, "p": normal_p(z), "exact": False}
    if not m:
        return {**out, "statistic": mpf(0), "p": mpf(1)}
    ranks = [int(2 * r) for r in midranks([abs(v) for v in d])]
    V = sum(r for r, v in zip(ranks, d) if v > 0)
    if m <= 200:
        counts, total = subset_counts(ranks), sum(ranks)
        p = mpf(sum(c for s, c in enumerate(counts) if abs(2 * s - total) >= abs(2 * V - total))) / mpf(2) ** m
    else:
        p = normal_p((mpf(V) / 2 - mpf(sum(ranks)) / 4) / mp.sqrt(mpf(sum(r * r for r in ranks)) / 16))
    return {**out, "statistic": mpf(V) / 2, "p": p, "exact": m <= 200}


# ---- repeated runs
def runs_interval(scores, level):
    y = nums(scores)
    R, s = len(y), mp.sqrt(naive_variance(y) * len(y))
    base = student(mp.fsum(y) / R, s / mp.sqrt(R), mpf(R - 1), level)
    alpha = 1 - num(level)
    return {"estimate": base["estimate"], "lower": base["lower"], "upper": base["upper"], "runs": R, "df": R - 1, "sd": s,
            "sdLower": s * mp.sqrt((R - 1) / chi2_quantile(1 - alpha / 2, R - 1)),
            "sdUpper": s * mp.sqrt((R - 1) / chi2_quantile(alpha / 2, R - 1))}


def least_significant_difference(runs, sd, level):
    return {"difference": t_quantile(level, 2 * runs - 2) * num(sd) * mp.sqrt(mpf(2) / runs)}


def moments(values, items):
    groups = {}
    for v, i in zip(nums(values), items):
        groups.setdefault(i, []).append(v)
    mean = lambda v: mp.fsum(v) / len(v)
    var = lambda v: mean([(e - mean(v)) ** 2 for e in v])
    rows = [groups[i] for i in sorted(groups)]
    return [mean(r) for r in rows], [var(r) for r in rows], [len(r) for r in rows], var(nums(values)), mean, var


def variance_components(valuesA, itemsA, samples, valuesB=None, itemsB=None):
    mA, vA, kA, totalA, mean, var = moments(valuesA, itemsA)
    N, out = len(mA), {}
    bias_of = lambda v, k: mean([e / (m - 1) for e, m in zip(v, k)])
    equal_sizes = len(set(kA)) == 1
    if valuesB is None:
        bias, raw_data, raw_prediction, total = bias_of(vA, kA), var(mA), mean(vA), totalA
    else:
        mB, vB, kB, totalB, _, _ = moments(valuesB, itemsB)
        equal_sizes = equal_sizes and len(set(kB)) == 1
        bias = bias_of(vA, kA) + bias_of(vB, kB)
        raw_data, raw_prediction = var([a - b for a, b in zip(mA, mB)]), mean(vA) + mean(vB)
        total = totalA + totalB - 2 * mean([(a - mean(mA)) * (b - mean(mB)) for a, b in zip(mA, mB)])
        out["difference"] = mean(mA) - mean(mB)
    data, prediction = max(raw_data - bias, mpf(0)), raw_prediction + bias
    if equal_sizes:                                                    # otherwise total is not data + prediction
        out["total"] = total
    return {**out, "items": N, "data": data, "prediction": prediction, "bias": bias, "rawData": raw_data, "rawPrediction": raw_prediction,
            "standardErrors": [mp.sqrt((data + prediction / k) / N) for k in samples], "standardErrorLimit": mp.sqrt(data / N)}


# ---- k samples per problem
def over_problems(values, level, clusters):
    """values: exact per-problem values."""
    y = [mpf(v.numerator) / v.denominator for v in values]
    n, mean = len(y), mp.fsum(y) / len(y)
    out = {"estimate": mean, "problems": n, "values": y}
    if len(set(y)) == 1:
        if y[0] not in (0, 1):
            raise Refused("zero_variance")
        return {**bound_interval(y, level, mpf(0), mpf(1)), **out}
    v, df = cluster_variance(y, clusters, "cr2") if clusters else (naive_variance(y), mpf(n - 1))
    s = student(mean, mp.sqrt(v), df, level)
    return {**out, "lower": s["lower"], "upper": s["upper"]}


def pass_at_k(samples, correct, k, metric, level, clusters=None):
    def value(n, c):
        if metric == "pass_at_k":
            return 1 - Fraction(comb(n - c, k), comb(n, k))
        if metric == "pass_hat_k":
            return Fraction(comb(c, k), comb(n, k))
        weight = lambda h: 2 if 2 * h > k else 1 if 2 * h == k else 0
        return Fraction(sum(weight(h) * comb(c, h) * comb(n - c, k - h) for h in range(k + 1)), 2 * comb(n, k))

    values = [value(n, c) for n, c in zip(samples, correct)]
    if len(values) > 1:
        return over_problems(values, level, clusters)
    lo, hi = proportion(correct[0], samples[0], num(level), "wilson")
    f = (lambda p: 1 - (1 - p) ** k) if metric == "pass_at_k" else (lambda p: p ** k)
    y = mpf(values[0].numerator) / values[0].denominator
    return {"estimate": y, "problems": 1, "values": [y]} | ({} if metric == "maj_at_k" else {"lower": f(lo), "upper": f(hi)})


def majority_value(counts, k):
    """Share of the k-subsets whose plurality is class 0, ties split evenly: sum over all ways to draw."""
    def ways(rest, left, top, ties):
        if not rest:
            return Fraction(1 if left == 0 else 0, ties + 1)
        return sum(comb(rest[0], j) * ways(rest[1:], left - j, top, ties + (j == top)) for j in range(min(rest[0], left, top) + 1))

    total = sum(comb(counts[0], t) * ways(tuple(counts[1:]), k - t, t, 0) for t in range(1, min(counts[0], k) + 1))
    return Fraction(total) / comb(sum(counts), k)


def majority_at_k(counts, classes, k, level):
    values, start = [], 0
    for size in classes:
        values.append(majority_value(counts[start:start + size], k))
        start += size
    if len(values) == 1:
        y = mpf(values[0].numerator) / values[0].denominator
        return {"estimate": y, "problems": 1, "values": [y]}
    return over_problems(values, level, None)


# ---- planning
def quantiles(power, level):
    return two_sided_z(level), normal_quantile(num(power))


def miller_variance(betweenVariance, withinA, withinB, samplesA, samplesB):
    share = lambda v, k: mpf(0) if k is None else num(v) / k
    return num(betweenVariance) + share(withinA, samplesA) + share(withinB, samplesB)


def plan_mean_difference(effect, power, level, **parts):
    return {"items": sum(quantiles(power, level)) ** 2 * miller_variance(**parts) / num(effect) ** 2}


def detectable_mean_difference(items, power, level, **parts):
    return {"effect": sum(quantiles(power, level)) * mp.sqrt(miller_variance(**parts) / items)}


def plan_proportions(rateA, rateB, power, level):
    (a, b), p, q = quantiles(power, level), num(rateA), num(rateB)
    m = (p + q) / 2
    return {"itemsPerSystem": (a * mp.sqrt(2 * m * (1 - m)) + b * mp.sqrt(p * (1 - p) + q * (1 - q))) ** 2 / (p - q) ** 2}


def plan_proportions_baseline(rate, effect, power, level):
    (a, b), p, d = quantiles(power, level), num(rate), num(effect)
    return {"itemsPerSystem": (a * mp.sqrt(2 * p * (1 - p)) + b * mp.sqrt(p * (1 - p) + (p + d) * (1 - p - d))) ** 2 / d ** 2}


def plan_paired_proportions(effect, discordance, method, power, level):
    (a, b), d, psi = quantiles(power, level), num(effect), num(discordance)
    if method == "wald":
        return {"items": (a + b) ** 2 * (psi - d * d) / d ** 2}
    return {"items": (a * mp.sqrt(psi) + b * mp.sqrt(psi - d * d)) ** 2 / d ** 2}


def connor_effect(n, psi, a, b):
    return mp.sqrt(psi) * (a * mp.sqrt(n) + b * mp.sqrt(n + b * b - a * a)) / (n + b * b)


def detectable_paired_proportions(items, discordance, power, level):
    return {"effect": connor_effect(items, num(discordance), *quantiles(power, level))}


def detectable_proportions(itemsPerSystem, rate, power, level):
    p = num(rate)
    return {"effect": sum(quantiles(power, level)) * mp.sqrt(2 * p * (1 - p) / itemsPerSystem)}


def plan_half_width(halfWidth, rate, level):
    p = num(rate)
    return {"items": (two_sided_z(level) / num(halfWidth)) ** 2 * p * (1 - p)}


def detectable_runs(runs, sd, power, level):
    df = 2 * runs - 2
    return {"effect": (t_quantile(level, df) + t_quantile(2 * num(power) - 1, df)) * num(sd) * mp.sqrt(mpf(2) / runs)}


# ---- many comparisons
def adjusted_p(p, method, m):
    order = sorted(range(len(p)), key=lambda i: p[i])
    harmonic = mp.fsum(mpf(1) / k for k in range(1, m + 1))
    factor = {"bonferroni": lambda i: m, "holm": lambda i: m - i + 1, "hochberg": lambda i: m - i + 1, "bh": lambda i: mpf(m) / i,
              "by": lambda i: mpf(m) / i * harmonic}[method]
    scaled = [min(mpf(1), factor(i) * p[k]) for i, k in enumerate(order, 1)]
    if method == "holm":
        scaled = list(itertools.accumulate(scaled, max))
    elif method != "bonferroni":
        scaled = list(itertools.accumulate(scaled[::-1], min))[::-1]
    out = [None] * len(p)
    for k, v in zip(order, scaled):
        out[k] = v
    return out


def adjust_p_values(p, method, comparisons=None):
    return {"adjusted": adjusted_p(nums(p), method, comparisons or len(p))}


def sets_from_signs(better):
    """better[i][j]: i significantly better than j -> rank sets (10.1)."""
    k = len(better)
    return [{"lower": 1 + sum(better[j][i] for j in range(k)), "upper": k - sum(better[i])} for i in range(k)]


def rank_sets(estimates, standardErrors, method, level):
    theta, se, alpha = nums(estimates), nums(standardErrors), 1 - num(level)
    k, z = len(theta), two_sided_z(level)
    star = normal_quantile(1 - alpha / (k * (k - 1) if method != "marginal" else 2 * (k - 1)))
    spread = lambda i, j: mp.sqrt(se[i] ** 2 + se[j] ** 2)
    better = [[i != j and theta[i] - theta[j] > star * spread(i, j) for j in range(k)] for i in range(k)]
    out = {"critical": star}
    if method == "holm":
        pairs = list(itertools.combinations(range(k), 2))
        adjusted = adjusted_p([normal_p((theta[i] - theta[j]) / spread(i, j)) for i, j in pairs], "holm", len(pairs))
        better, out = [[False] * k for _ in range(k)], {}
        for (i, j), p in zip(pairs, adjusted):
            if p <= alpha and theta[i] != theta[j]:
                i, j = (i, j) if theta[i] > theta[j] else (j, i)
                better[i][j] = True
    return {**out, "ranks": sets_from_signs(better),
            "arena": [1 + sum(theta[j] - z * se[j] > theta[i] + z * se[i] for j in range(k)) for i in range(k)]}


# ---- several models on several tasks
def dunn_q(k, level):
    return normal_quantile(1 - (1 - num(level)) / (2 * (k - 1)))


def friedman_from_ranks(averageRanks, tasks, level, ties=None):
    R, N, k = [v if isinstance(v, mpf) else num(v) for v in averageRanks], tasks, len(averageRanks)
    chi = mpf(12) * N / (k * (k + 1)) * (mp.fsum(r * r for r in R) - mpf(k * (k + 1) ** 2) / 4)
    unit = mp.sqrt(mpf(k * (k + 1)) / (6 * N))
    out = {"tasks": N, "systems": k, "averageRanks": R, "criticalDifference": range_quantile(level, k) / mp.sqrt(2) * unit,
           "bonferroniDunn": dunn_q(k, level) * unit}
    for suffix, c in (("", chi), ("Ties", None if ties is None else chi / ties)):
        if c is None:
            continue
        out |= {"chiSquare" + suffix: c, "p" + suffix: chi2_sf(c, k - 1), "kendallW": c / (N * (k - 1))}
        rest = N * (k - 1) - c
        if rest > mpf(10) ** -30:
            f = (N - 1) * c / rest
            out |= {"f" + suffix: f, "fP" + suffix: f_sf(f, k - 1, (k - 1) * (N - 1))}
        else:
            out["fP" + suffix] = mpf(0)
    return out


def friedman_test(scores, systems, level):
    k = systems
    rows = [joined(scores[i:i + k]) for i in range(0, len(scores), k)]
    ranks = [midranks([-v for v in r]) for r in rows]
    N = len(rows)
    sums = [sum(r[j] for r in ranks) for j in range(k)]
    lost = sum(t ** 3 - t for r in rows for t in (r.count(v) for v in set(r)))
    return friedman_from_ranks([mpf(s.numerator) / s.denominator / N for s in sums], N, level, 1 - mpf(lost) / (N * (k ** 3 - k)))


def cochran_q(scores, systems):
    k = systems
    rows = [scores[i:i + k] for i in range(0, len(scores), k)]
    columns, total = [sum(r[j] for r in rows) for j in range(k)], sum(scores)
    q = mpf((k - 1) * (k * sum(c * c for c in columns) - total ** 2)) / (k * total - sum(sum(r) ** 2 for r in rows))
    return {"statistic": q, "df": k - 1, "p": chi2_sf(q, k - 1)}


# ---- battles
def fit_battles(a, b, outcome, systems, method, level, clusters=None):
    m, davidson = systems, method == "davidson"
    size = m - 1 + davidson
    kinds = [2 if o in (2, 3) else o for o in outcome]

    def gradient(x, i, j, o):
        """Score of one battle in (strengths 0..m-1, eta) and its negative second derivative in (l_i, l_j, eta)."""
        lam, eta = [mpf(0)] + list(x[:m - 1]), x[m - 1] if davidson else None
        wi, wj = mp.exp(lam[i]), mp.exp(lam[j])
        wt = mp.exp((lam[i] + lam[j]) / 2 + eta) if davidson else mpf(0)
        Z = wi + wj + wt
        probs = (wi / Z, wj / Z, wt / Z)
        half = mpf(1) / 2
        features = ((1, 0, 0), (0, 1, 0), (half, half, 1))             # log weight = features . (l_i, l_j, eta)
        mean = [mp.fsum(p * f[k] for p, f in zip(probs, features)) for k in range(3)]
        seen = features[o] if davidson or o < 2 else (half, half, 0)
        info = [[mp.fsum(p * f[r] * f[c] for p, f in zip(probs, features)) - mean[r] * mean[c] for c in range(3)] for r in range(3)]
        return [s - e for s, e in zip(seen, mean)], info, probs[o] if davidson or o < 2 else None

    counts = {}
    for key in zip(a, b, kinds):
        counts[key] = counts.get(key, 0) + 1

    def totals(x):
        g, H, ll = mp.zeros(size, 1), mp.zeros(size, size), mpf(0)
        for (i, j, o), c in counts.items():
            s, info, p = gradient(x, i, j, o)
            ll += c * mp.log(p) if p is not None else 0
            place = [i - 1, j - 1, m - 1 if davidson else -1]
            for r in range(3):
                if place[r] >= 0:
                    g[place[r]] += c * s[r]
                    for q in range(3):
                        if place[q] >= 0:
                            H[place[r], place[q]] += c * info[r][q]
        return g, H, ll

    x = [mpf(0)] * size
    for _ in range(100):
        g, H, _ = totals(x)
        step = mp.lu_solve(H, g)
        scale = min(mpf(1), 2 / max(max(abs(v) for v in step), mpf(1)))
        x = [v + scale * s for v, s in zip(x, step)]
        if max(abs(v) for v in step) < mpf(10) ** -40:
            break
    else:
        raise Refused("no_convergence")
    g, H, ll = totals(x)
    V = H ** -1
    if clusters is not None or method == "half_win":
        groups = {}
        for n, (i, j, o) in enumerate(zip(a, b, kinds)):
            s = gradient(x, i, j, o)[0]
            row = groups.setdefault(n if clusters is None else clusters[n], [mpf(0)] * size)
            for place, v in zip((i - 1, j - 1, m - 1 if davidson else -1), s):
                if place >= 0:
                    row[place] += v
        meat = mp.matrix(size, size)
        for row in groups.values():
            for r in range(size):
                for c in range(size):
                    meat[r, c] += row[r] * row[c]
        V = V * meat * V * (mpf(1) if clusters is None else mpf(len(groups)) / (len(groups) - 1))
    full = mp.zeros(m, m)
    for r in range(m - 1):
        for c in range(m - 1):
            full[r + 1, c + 1] = V[r, c]
    lam = [mpf(0)] + x[:m - 1]
    centre, z = mp.fsum(lam) / m, two_sided_z(level)
    out = {"systems": [], "pairs": []}
    for i in range(m):
        row = mp.fsum(full[i, j] for j in range(m)) / m
        se = mp.sqrt(full[i, i] - 2 * row + mp.fsum(full) / m ** 2)
        s = lam[i] - centre
        out["systems"].append({"strength": s, "lower": s - z * se, "upper": s + z * se, "standardError": se,
                               "rating": 1000 + 400 / mp.log(10) * s})
    for i, j in itertools.combinations(range(m), 2):
        d, se = lam[i] - lam[j], mp.sqrt(full[i, i] + full[j, j] - 2 * full[i, j])
        out["pairs"].append({"a": i, "b": j, "difference": d, "standardError": se, "lower": d - z * se, "upper": d + z * se,
                             "p": normal_p(d / se)})
    if davidson:
        out |= {"logTie": x[m - 1], "tie": mp.exp(x[m - 1]), "logTieError": mp.sqrt(V[m - 1, m - 1])}
    if method != "half_win":
        out["logLikelihood"] = ll
    return out


# ---- leaderboard
def compare_systems(system, item, score, systems, items, level, correction, clusters=None):
    table = {(s, i): v for s, i, v in zip(system, item, score)}
    binary, rows, pairs = all(v in (0, 1) for v in score), [], []
    pair_list = list(itertools.combinations(range(systems), 2))
    simultaneous = 1 - (1 - num(level)) / len(pair_list)
    for s in range(systems):
        own = [i for i in range(items) if (s, i) in table]
        y, groups = [table[s, i] for i in own], clusters and [clusters[i] for i in own]
        method = ("wilson_cluster" if binary else "cr2") if groups else ("wilson" if binary else "t")
        r = proportion_interval(sum(y), len(y), "wilson", level) if method == "wilson" else mean_interval(y, method, level, groups)
        rows.append({"estimate": r["estimate"], "lower": r["lower"], "upper": r["upper"], "n": len(own)})
    for s, t in pair_list:
        shared = [i for i in range(items) if (s, i) in table and (t, i) in table]
        if binary and not clusters:
            b, c = (sum(table[u, i] > table[v, i] for i in shared) for u, v in ((s, t), (t, s)))
            n = len(shared)
            lo, hi = tango(b, c, n, two_sided_z(level))
            wide = tango(b, c, n, mp.sqrt(2) * mp.erfinv(simultaneous))
            d, p = mpf(b - c) / n, mcnemar(b, c)[1]
        else:
            x, y = ([table[u, i] for i in shared] for u in (s, t))
            method, groups = ("cr2", [clusters[i] for i in shared]) if clusters else ("t", None)
            r, w = (paired_mean_difference(x, y, v, method, groups) for v in (num(level), simultaneous))
            d, lo, hi, p, wide = r["difference"], r["lower"], r["upper"], r["p"], (w["lower"], w["upper"])
        pairs.append({"a": s, "b": t, "n": len(shared), "difference": d, "lower": lo, "upper": hi, "p": p,
                      "simultaneousLower": wide[0], "simultaneousUpper": wide[1]})
    for pair, p in zip(pairs, adjusted_p([q["p"] for q in pairs], correction, len(pairs))):
        pair["pAdjusted"] = p
    better = [[False] * systems for _ in range(systems)]
    for q in pairs:
        better[q["a"]][q["b"]], better[q["b"]][q["a"]] = q["simultaneousLower"] > 0, q["simultaneousUpper"] < 0
    for row, r in zip(rows, sets_from_signs(better)):
        row["rank"] = r
    return {"systems": rows, "pairs": pairs}


# ---- correlations
def pearson(x, y):
    mx, my = mp.fsum(x) / len(x), mp.fsum(y) / len(y)
    cov = lambda u, mu, v, mv: mp.fsum((a - mu) * (b - mv) for a, b in zip(u, v))
    return cov(x, mx, y, my) / mp.sqrt(cov(x, mx, x, mx) * cov(y, my, y, my))


def permutation_p(statistic, centre, n):
    """Share of permutations with |statistic - centre| at least as large as for the identity; integers."""
    perms = np.array(list(itertools.permutations(range(n))), dtype=np.int8)
    values = np.abs(statistic(perms) - centre)
    return mpf(int((values >= values[0]).sum())) / factorial(n)


def kendall_counts(n):
    """Number of permutations of n with each number of inversions."""
    counts = [1]
    for k in range(2, n + 1):
        counts = [sum(counts[max(0, i - k + 1):i + 1]) for i in range(len(counts) + k - 1)]
    return counts


def correlation(x, y, method, level):
    X, Y, n = joined(x), joined(y), len(x)
    rx, ry = midranks(X), midranks(Y)
    ties = len(set(X)) < n or len(set(Y)) < n
    t_test = lambda r: t_p(r * mp.sqrt((n - 2) / (1 - r * r)), mpf(n - 2)) if abs(r) < 1 else mpf(0)
    if method == "pearson":
        r = pearson(nums(x), nums(y))
        p, is_exact, se = t_test(r), False, 1 / mp.sqrt(n - 3)
    elif method == "spearman":
        u, v = (np.array([int(2 * q) for q in k], dtype=np.int64) for k in (rx, ry))
        r = pearson([mpf(int(q)) for q in u], [mpf(int(q)) for q in v])
        is_exact, se = n <= 9, mp.sqrt((1 + r * r / 2) / (n - 3))
        p = permutation_p(lambda m: n * (u[None, :] * v[m]).sum(1), u.sum() * v.sum(), n) if is_exact else t_test(r)
    else:
        sign = lambda q: np.array([[(a > b) - (a < b) for b in q] for a in q], dtype=np.int32)
        sx, sy = sign(X), sign(Y)
        S = int((sx * sy).sum()) // 2
        n0 = n * (n - 1) // 2
        tx, ty = ([q.count(k) for k in set(q)] for q in (X, Y))
        pairs = lambda t: sum(k * (k - 1) // 2 for k in t)
        r = mpf(S) / (mp.sqrt(mpf((n0 - pairs(tx)) * (n0 - pairs(ty)))) if method == "kendall_b" else n0)
        se = mp.sqrt(mpf("0.437") / (n - 4)) if n > 4 else None
        p, is_exact = kendall_p(S, n, sx, sy, tx, ty, ties) if method == "kendall_b" else (None, None)
    out = {"estimate": r, "n": n, "p": p, "exact": is_exact}
    if abs(r) < 1:
        z, h = mp.atanh(r), two_sided_z(level) * se
        out |= {"lower": mp.tanh(z - h), "upper": mp.tanh(z + h)}
    return out


def kendall_p(S, n, sx, sy, tx, ty, ties):
    if not ties and n <= 60:
        counts, n0 = kendall_counts(n), n * (n - 1) // 2
        return mpf(sum(c for inversions, c in enumerate(counts) if abs(n0 - 2 * inversions) >= abs(S))) / factorial(n), True
    if n <= 9:
        statistic = lambda m: sum(sx[i, j] * sy[m[:, i], m[:, j]] for i in range(n) for j in range(i))
        return permutation_p(statistic, 0, n), True
    one, two, three = (lambda t: sum(k * (k - 1) * (2 * k + 5) for k in t)), (lambda t: sum(k * (k - 1) for k in t)), \
        (lambda t: sum(k * (k - 1) * (k - 2) for k in t))
    variance = mpf(n * (n - 1) * (2 * n + 5) - one(tx) - one(ty)) / 18 + mpf(two(tx) * two(ty)) / (2 * n * (n - 1)) \
        + mpf(three(tx) * three(ty)) / (9 * n * (n - 1) * (n - 2))
    return normal_p(S / mp.sqrt(variance)), False


def partial_correlation(xy, xg, yg, n, ranks, level):
    a, b, c = num(xy), num(xg), num(yg)
    r = (a - b * c) / mp.sqrt((1 - b * b) * (1 - c * c))
    h = two_sided_z(level) * mp.sqrt((1 + r * r / 2 if ranks else mpf(1)) / (n - 4))
    return {"estimate": r, "lower": mp.tanh(mp.atanh(r) - h), "upper": mp.tanh(mp.atanh(r) + h),
            "p": t_p(r * mp.sqrt((n - 3) / (1 - r * r)), mpf(n - 3))}


CALLS = {
    "proportionInterval": proportion_interval, "proportionTest": proportion_test, "poissonBinomialTest": poisson_binomial_test,
    "proportionDifference": proportion_difference, "pairedDifference": paired_difference, "meanInterval": mean_interval,
    "wilsonClusterInterval": wilson_cluster_interval, "meanDifference": mean_difference, "pairedMeanDifference": paired_mean_difference,
    "bootstrapInterval": bootstrap_interval, "signFlipTest": sign_flip_test, "wilcoxonSignedRank": wilcoxon_signed_rank,
    "runsInterval": runs_interval, "leastSignificantDifference": least_significant_difference, "varianceComponents": variance_components,
    "passAtK": pass_at_k, "majorityAtK": majority_at_k, "planMeanDifference": plan_mean_difference,
    "detectableMeanDifference": detectable_mean_difference, "planProportions": plan_proportions,
    "planProportionsBaseline": plan_proportions_baseline, "planPairedProportions": plan_paired_proportions,
    "detectablePairedProportions": detectable_paired_proportions, "detectableProportions": detectable_proportions,
    "planHalfWidth": plan_half_width, "detectableRuns": detectable_runs, "adjustPValues": adjust_p_values, "rankSets": rank_sets,
    "friedmanTest": friedman_test, "friedmanFromRanks": friedman_from_ranks,
    "nemenyiQuantile": lambda systems, level: {"q": range_quantile(level, systems) / mp.sqrt(2)},
    "bonferroniDunnQuantile": lambda systems, level: {"q": dunn_q(systems, level)}, "fitBattles": fit_battles,
    "compareSystems": compare_systems, "cochranQ": cochran_q, "correlation": correlation, "partialCorrelation": partial_correlation,
}


def answer(call, request):
    return CALLS[call](**request)

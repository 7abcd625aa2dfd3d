"""An implementation of Evenhand's binomial and judge-corrected intervals for tests, sharing no code and as few algorithms
as possible with the C++ core: mpmath with 50 digits for everything except the Beta propagation, which is two-dimensional
Gauss-Legendre quadrature in numpy over scipy's incomplete beta function. Nothing is random. See README.md.
"""
import numpy as np
from mpmath import mp, mpf
from scipy import optimize, special, stats

mp.dps = 50
BAD = []                                              # failed checks; anything in here makes generate.py fail


def check(ok, text):
    if not ok:
        BAD.append(text)
        print("FAILED:", text)


def close(got, want, tol, text):
    check(abs(float(got) - float(want)) <= tol, f"{text}: computed {float(got)!r}, expected {want!r}")


def ridder(f, a, b, digits=32):
    """Root of f in the bracket [a, b] (Ridders 1979), proved by a sign change near the answer (relative 10^(10-digits))."""
    fa, fb = f(a), f(b)
    if fa == 0 or fb == 0:
        return a if fa == 0 else b
    assert (fa > 0) != (fb > 0), "no sign change"
    old = None
    for _ in range(300):
        m = (a + b) / 2
        fm = f(m)
        if fm == 0:
            return m
        x = m + (m - a) * fm / mp.sqrt(fm * fm - fa * fb) * (1 if fa > fb else -1)
        if old is not None and abs(x - old) <= abs(x) * mpf(10) ** -digits:
            d = abs(x) * mpf(10) ** (10 - digits)
            assert (f(x - d) > 0) != (f(x + d) > 0)
            return x
        old, fx = x, f(x)
        if fx == 0:
            return x
        if (fm > 0) != (fx > 0):
            a, fa, b, fb = m, fm, x, fx
        elif (fa > 0) != (fx > 0):
            b, fb = x, fx
        else:
            a, fa = x, fx
    raise ArithmeticError("ridder")


def polished(f_double, f, a, b):
    """ridder(f, a, b); f_double is the same function in doubles, its root narrows the bracket."""
    if float(a) < float(b) and f_double(float(a)) * f_double(float(b)) < 0:
        near = mpf(optimize.brentq(f_double, float(a), float(b), xtol=1e-300, rtol=1e-14))
        w = mpf(10) ** -9 * near * (1 - near if near < 1 else 1)
        lo, hi = max(a, near - w), min(b, near + w)
        if f(lo) * f(hi) < 0:
            return ridder(f, lo, hi, 28)
    return ridder(f, a, b, 28)


def zq(level):
    return mp.sqrt(2) * mp.erfinv(mpf(level))         # the level is the decimal number, not the nearest double


clip = lambda v: min(mpf(1), max(mpf(0), v))

# ---- one proportion (intervals.md 2.1)
LBETA = {}


def ibeta(x, a, b):
    """I_x(a,b) for integer or half-integer a, b: x^a (1-x)^b / (a B(a,b)) times the all-positive series
    sum_k prod_{j<k} x (a+b+j)/(a+1+j), in integers with 180 binary places. For integers this is P(X >= a | n = a+b-1)."""
    if x <= 0 or x >= 1:
        return mpf(x > 0)
    if x > 0.5:
        return 1 - ibeta(1 - x, b, a)
    if (a, b) not in LBETA:
        LBETA[a, b] = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    fx, top, bottom = int(mp.ldexp(x, 220)), int(2 * (a + b)), int(2 * (a + 1))
    assert top == 2 * (a + b) and bottom == 2 * (a + 1)
    term = total = 1 << 180
    while term:
        term = (term * fx >> 220) * top // bottom
        total += term
        top, bottom = top + 2, bottom + 2
    return mp.ldexp(total, -180) * mp.exp(a * mp.log(x) + b * mp.log1p(-x) - LBETA[a, b]) / a


def bquant(u, a, b):
    """Inverse of ibeta in x; scipy only supplies the place to start the bracket."""
    start, w = mpf(float(special.betaincinv(float(a), float(b), float(u)))), mpf(10) ** -9
    while True:
        lo, hi = start * (1 - w), start + (1 - start) * w + start * w
        if lo > 0 and hi < 1 and ibeta(lo, a, b) < u < ibeta(hi, a, b):
            return ridder(lambda x: ibeta(x, a, b) - u, lo, hi)
        w *= 10


def upper_tail(k, n, p):                              # P(X >= k)
    return mpf(1) if k <= 0 else mpf(0) if k > n else ibeta(p, mpf(k), mpf(n - k + 1))


def lower_midp(x, n, al):
    if x == n:
        return al ** (mpf(1) / n)
    bracket = bquant(al / 2, mpf(x), mpf(n - x + 1)), bquant(al / 2, mpf(x + 1), mpf(n - x))
    return ridder(lambda p: upper_tail(x, n, p) + upper_tail(x + 1, n, p) - al, *bracket)


def lower_blaker(x, n, al):
    cp = bquant(al / 2, mpf(x), mpf(n - x + 1))
    y0 = max(-1, int(stats.binom.ppf(float(al / 2), n, float(cp))) - 3)
    while 1 - upper_tail(y0 + 1, n, cp) > al / 2:
        y0 -= 1
    while 1 - upper_tail(y0 + 2, n, cp) <= al / 2:
        y0 += 1
    p1 = ridder(lambda p: upper_tail(x, n, p) - 1 + upper_tail(y0 + 2, n, p), cp, mpf(x) / n)
    f = lambda p: upper_tail(x, n, p) + 1 - upper_tail(y0 + 1, n, p) - al
    return p1 if f(p1) <= 0 else ridder(f, cp, p1)


def proportion(x, n, level, method):
    """Unclipped limits for wald and agresti_coull."""
    z, al = zq(level), 1 - mpf(level)
    p, z2 = mpf(x) / n, zq(level) ** 2
    q = 1 - p
    both_ends = lambda lower: (lower(x) if x > 0 else mpf(0), 1 - lower(n - x) if x < n else mpf(1))
    if method == "wald":
        h = z * mp.sqrt(p * q / n)
        return p - h, p + h
    if method == "wilson":
        c, h = (p + z2 / (2 * n)) / (1 + z2 / n), z * mp.sqrt(p * q / n + z2 / (4 * mpf(n) ** 2)) / (1 + z2 / n)
        return c - h if x > 0 else mpf(0), c + h if x < n else mpf(1)
    if method == "wilson_cc":
        lo = (2 * n * p + z2 - 1 - z * mp.sqrt(z2 - 2 - mpf(1) / n + 4 * p * (n * q + 1))) / (2 * (n + z2)) if x > 0 else mpf(0)
        hi = (2 * n * p + z2 + 1 + z * mp.sqrt(z2 + 2 - mpf(1) / n + 4 * p * (n * q - 1))) / (2 * (n + z2)) if x < n else mpf(1)
        return lo, hi
    if method == "agresti_coull":
        c = (x + z2 / 2) / (n + z2)
        h = z * mp.sqrt(c * (1 - c) / (n + z2))
        return c - h, c + h
    if method == "clopper_pearson":
        return both_ends(lambda k: bquant(al / 2, mpf(k), mpf(n - k + 1)))
    if method == "mid_p":
        return both_ends(lambda k: lower_midp(k, n, al))
    if method == "blaker":
        return both_ends(lambda k: lower_blaker(k, n, al))
    if method == "jeffreys":
        return both_ends(lambda k: bquant(al / 2, k + mpf("0.5"), n - k + mpf("0.5")))
    if method == "beta_uniform":
        return bquant(al / 2, mpf(x + 1), mpf(n - x + 1)), 1 - bquant(al / 2, mpf(n - x + 1), mpf(x + 1))


def blaker_by_brute_force(nmax=30):
    """Blaker's limits straight from the definition, for every x <= n <= nmax: acceptability on a grid of 4,001 p, the
    first accepted p refined by bisection. Returns the largest difference from lower_blaker."""
    grid, worst = np.linspace(0, 1, 4001), 0.0

    def acceptability(p, n, columns):                 # rows p, columns x
        pmf = stats.binom.pmf(np.arange(n + 1), n, np.atleast_1d(p)[:, None])
        tail = np.minimum(np.cumsum(pmf, 1), np.cumsum(pmf[:, ::-1], 1)[:, ::-1])
        return np.stack([(pmf * (tail <= tail[:, [x]] * (1 + 1e-12))).sum(1) for x in columns], 1)

    for n in range(1, nmax + 1):
        table = acceptability(grid, n, range(n + 1))
        for level in ("0.8", "0.9", "0.95", "0.99"):
            al = 1 - float(level)
            for x in range(1, n + 1):
                i = int(np.argmax(table[:, x] > al))
                lo, hi = grid[i - 1], grid[i]
                for _ in range(46):
                    m = (lo + hi) / 2
                    lo, hi = (lo, m) if acceptability(m, n, [x])[0, 0] > al else (m, hi)
                worst = max(worst, abs(hi - float(lower_blaker(x, n, 1 - mpf(level)))))
    return worst


# ---- judge, design A (judge.md 2.1, 2.3, 2.4)
class Case:
    """Data x,n,y0,m0,y1,m1 as decimal strings (rate fixtures have fractional counts) and a level."""

    def __init__(self, data, level):
        self.d, self.level, self.z = [mpf(v) for v in data.split(",")], level, zq(level)
        x, n, y0, m0, y1, m1 = self.d
        self.J = y0 / m0 + y1 / m1 - 1
        assert y0 * m1 + y1 * m0 > m0 * m1
        self.raw = (x / n + y0 / m0 - 1) / self.J
        self.unconstrained = self.loglik(x / n, y0 / m0, y1 / m1)
        ends = [(self.profile_loglik(t), t) for t in (mpf(0), mpf(1))]
        self.mle, self.top = (self.raw, self.unconstrained) if 0 <= self.raw <= 1 else max(ends)[::-1]
        self.incompatibility = 2 * (self.unconstrained - self.top)
        self.shift = [v + mpf(i) / 4 for v, i in zip(self.d, (1, 2) * 3)]
        self.third = [v + mpf(i) / 3 for v, i in zip(self.d, (1, 2) * 3)]

    def loglik(self, r, q0, q1, d=None):
        x, n, y0, m0, y1, m1 = d or self.d
        xlog = lambda k, v: k * mp.log(v) if k else mpf(0)
        return sum(xlog(k, v) + xlog(m - k, 1 - v) for k, m, v in ((x, n, r), (y0, m0, q0), (y1, m1, q1)))

    def profile_loglik(self, t):
        q0, q1, r = restricted_mle(self.d, t)
        return self.loglik(r, q0, q1)


def restricted_mle(d, t):
    """Maximum over q0, q1 at fixed t, without EM. With s = d loglik/d r = (x - n r)/(r (1-r)) the stationarity conditions
    of q1 and q0 are quadratics with one root each in [0,1]; t q1(s) + (1-t)(1-q0(s)) - r falls strictly in r, and its zero
    lies between x/n and the calibration's own t q1^ + (1-t)(1-q0^)."""
    x, n, y0, m0, y1, m1 = d
    if t == 0:
        q0 = (y0 + n - x) / (m0 + n)
        return q0, y1 / m1, 1 - q0
    if t == 1:
        q1 = (y1 + x) / (m1 + n)
        return y0 / m0, q1, q1
    pool = t * (y1 / m1) + (1 - t) * (1 - y0 / m0)
    if abs(pool - x / n) < mpf(10) ** -40:
        return y0 / m0, y1 / m1, pool
    rates, gap = stationarity(d, t)
    r = polished(stationarity([float(v) for v in d], float(t))[1], gap, *sorted((x / n, pool)))
    q0, q1 = rates(r)
    return q0, q1, t * q1 + (1 - t) * (1 - q0)


def stationarity(d, t):
    """For doubles or mpf: r -> (q0, q1), and r -> t q1 + (1-t)(1-q0) - r."""
    x, n, y0, m0, y1, m1 = d

    def q_of(y, m, k):                                # maximum of y ln q + (m-y) ln(1-q) + k q: k q^2 + (m-k) q - y = 0
        if y == m:
            return m / m if k >= -m else -m / k
        if y == 0:
            return y if k <= m else 1 - m / k
        w = m - k
        disc = (w * w + 4 * k * y) ** 0.5
        return 2 * y / (w + disc) if w > 0 else (disc - w) / (2 * k)

    def rates(r):
        s = (x / r if x else 0) - ((n - x) / (1 - r) if n - x else 0)
        return q_of(y0, m0, -(1 - t) * s), q_of(y1, m1, t * s)

    def gap(r):
        q0, q1 = rates(r)
        return t * q1 + (1 - t) * (1 - q0) - r

    return rates, gap


def em(d, t, cap=2000000):
    """The EM iteration of 2.3 in double precision; only to check restricted_mle."""
    x, n, y0, m0, y1, m1 = map(float, d)
    q0, q1 = (y0 + .5) / (m0 + 1), (y1 + .5) / (m1 + 1)
    for i in range(cap):
        r = t * q1 + (1 - t) * (1 - q0)
        a, b = x * t * q1 / r, (n - x) * t * (1 - q1) / (1 - r)
        new = (y0 + (n - x) - b) / (m0 + n - a - b), (y1 + a) / (m1 + a + b)
        if max(abs(new[0] - q0), abs(new[1] - q1)) < 1e-15:
            return new
        q0, q1 = new
    return q0, q1


def parts(d, t, rates=None):
    x, n, y0, m0, y1, m1 = d
    q0, q1, r = rates or restricted_mle(d, t)
    a, b, c = r * (1 - r), t * t * q1 * (1 - q1), (1 - t) ** 2 * q0 * (1 - q0)
    g = x / n - t * y1 / m1 - (1 - t) * (1 - y0 / m0)
    k3 = a * (1 - 2 * r) / n ** 2 - b * t * (1 - 2 * q1) / m1 ** 2 + c * (1 - t) * (1 - 2 * q0) / m0 ** 2
    return g, a / n + b / m1 + c / m0, k3, q0 + q1 - 1


def accept_score(c, t):
    g, v, _, _ = parts(c.d, t)
    return g * g <= c.z ** 2 * v


def accept_score_sc(c, t):
    g, v, k3, _ = parts(c.shift, t)
    w, skew = g / mp.sqrt(v), k3 / (6 * v ** mpf("1.5")) * (c.z ** 2 - 1)
    return -c.z + skew <= w <= c.z + skew


def accept_unified(c, t):
    g, v, k3, j = parts(c.shift, t)
    if j <= 0:  # no ordering there: the two-sided test (core/decisions/0008)
        return accept_score_sc(c, t)
    w, L = g / mp.sqrt(v), k3 / (6 * v ** mpf("1.5"))
    d = t * j / mp.sqrt(v), (1 - t) * j / mp.sqrt(v)
    side = lambda K, e: np.inf if e == 0 else K ** 0.5 if K <= e * e else (K + e * e) / (2 * e)
    e0, e1, level = float(d[0]), float(d[1]), float(c.level)
    K = polished(lambda K: special.ndtr(side(K, e1)) - special.ndtr(-side(K, e0)) - level,
                 lambda K: mp.ncdf(side(K, d[1])) - mp.ncdf(-side(K, d[0])) - mpf(c.level), mpf(0), 2 * c.z ** 2)
    a, b = side(K, d[0]), side(K, d[1])
    return (a > 8 or -a + L * (a * a - 1) <= w) and (b > 8 or w <= b + L * (b * b - 1))


def accept_averaged_roots(c, t):
    d = x, n, y0, m0, y1, m1 = c.third
    q0, q1, r = restricted_mle(d, t)
    if q0 + q1 < 1:                                   # maximum over q0 + q1 >= 1: one rate for all
        r = q1 = (x + m0 - y0 + y1) / (n + m0 + m1)
        q0 = 1 - r
    g, v, k3, j = parts(d, t, (q0, q1, r))
    L = k3 / (6 * v ** mpf("1.5"))
    likelihood = mp.sqrt(max(0, 2 * (c.loglik(x / n, y0 / m0, y1 / m1, d) - c.loglik(r, q0, q1, d)))) * (-1 if g < 0 else 1)
    # with a normal u the score root is u + L (u^2 - 1), the likelihood root u - L, to second order; u from a quarter of the
    # one and three quarters of the other
    value = (g / mp.sqrt(v) + 3 * likelihood) / 4
    disc = max(0, 1 + L * (value + L))
    u = 2 * (value + L) / (1 + mp.sqrt(disc))
    room = max(j / mp.sqrt(v), mpf("1e-4"))
    own, other = ((1 - t) * room, t * room) if u > 0 else (t * room, (1 - t) * room)
    if own == 0:
        return True
    K = u * u if abs(u) <= own else own * (2 * abs(u) - own)
    b = mp.inf if other == 0 else mp.sqrt(K) if K <= other ** 2 else (K + other ** 2) / (2 * other)
    return mp.ncdf(-abs(u)) + mp.ncdf(-b) >= 1 - mpf(c.level)


def accept_profile(c, t):
    return 2 * (c.top - c.profile_loglik(t)) <= c.z ** 2


def hull(c, accept, steps=512):
    """Hull of the accepted t: scan t = i/512 and the constrained MLE, then 50 bisections (below 1e-17) at both outer changes."""
    ts = sorted({mpf(i) / steps for i in range(steps + 1)} | {c.mle})
    ok = [accept(c, t) for t in ts]
    if not any(ok):
        return None
    lo, hi = ok.index(True), len(ok) - 1 - ok[::-1].index(True)
    c.runs = sum(ok[i] and not (i and ok[i - 1]) for i in range(len(ok)))

    def refine(bad, good):
        for _ in range(50):
            m = (bad + good) / 2
            bad, good = (bad, m) if accept(c, m) else (m, good)
        return good

    return mpf(0) if ok[0] else refine(ts[lo - 1], ts[lo]), mpf(1) if ok[-1] else refine(ts[hi + 1], ts[hi])


def lang_reiczigel(c, truncated):
    (x, n, y0, m0, y1, m1), z2 = c.d, c.z ** 2
    nn, p = n + z2, (x + z2 / 2) / (n + z2)
    q0, q1 = (y0 + 1) / (m0 + 2), (y1 + 1) / (m1 + 2)
    j, v0, v1 = q0 + q1 - 1, q0 * (1 - q0) / (m0 + 2), q1 * (1 - q1) / (m1 + 2)
    t = (p + q0 - 1) / j
    t = clip(t) if truncated else t
    dt, s = 2 * z2 * (t * v1 - (1 - t) * v0), mp.sqrt(p * (1 - p) / nn + (1 - t) ** 2 * v0 + t * t * v1) / j
    return t + dt - c.z * s, t + dt + c.z * s


# ---- judge, beta propagation (judge.md 2.2)
class Beta:
    """A Beta(a, b) variable v = sin^2(phi): in phi the density is smooth for half-integer a, b, log-concave, and of nearly
    constant width. Angles are kept as differences from the mode so that sharp densities lose no digits."""

    def __init__(self, a, b):
        self.a, self.b, self.A, self.B = a, b, a - .5, b - .5
        s = self.A + self.B
        self.x0, self.phi0, self.sd = self.A / s, np.arctan2(np.sqrt(self.A), np.sqrt(self.B)), 1 / np.sqrt(2 * s)
        self.lo, self.hi = max(-self.phi0, -9 * self.sd), min(np.pi / 2 - self.phi0, 9 * self.sd)
        self.norm = 1.0
        self.norm = self.nodes(self.lo, self.hi, 60, 20)[1].sum()

    def cdf(self, v):
        return special.betainc(self.a, self.b, np.clip(v, 0, 1))

    def sf(self, v):
        return special.betaincc(self.a, self.b, np.clip(v, 0, 1))

    def width(self):                                  # standard deviation
        return float(stats.beta.std(self.a, self.b))

    def angle(self, v):                               # value -> angle from the mode, cut to where there is mass
        return np.clip(np.arcsin(np.sqrt(np.clip(v, 0, 1))) - self.phi0, self.lo, self.hi)

    def nodes(self, lo, hi, panels, N):
        """Values and probability weights over angles [lo, hi] (arrays allowed): Gauss-Legendre in equal panels; within each,
        angle = left + width sin^2(pi s/2), which removes half-integer end-point powers."""
        s, w = np.polynomial.legendre.leggauss(N)
        s, w = (s + 1) / 2, w / 2
        pos = ((np.arange(panels)[:, None] + np.sin(np.pi * s / 2) ** 2) / panels).ravel()
        wt = np.tile(np.pi / 2 * np.sin(np.pi * s) * w / panels, panels)
        lo, hi = np.asarray(lo)[..., None], np.asarray(hi)[..., None]
        d = lo + (hi - lo) * pos
        dv = np.sin(2 * self.phi0 + d) * np.sin(d)    # sin^2(phi0 + d) - sin^2(phi0)
        with np.errstate(divide="ignore"):
            logd = (self.A * np.log1p(np.maximum(dv / self.x0, -1)) if self.A > 0 else 0) \
                + (self.B * np.log1p(np.maximum(-dv / (1 - self.x0), -1)) if self.B > 0 else 0)
        return np.sin(self.phi0 + d) ** 2, wt * (hi - lo) * np.exp(logd) / self.norm


class Propagation:
    """G(t) = P(theta* <= t | J* > 0) with theta = (p-u)/(q-u), u = 1-q0, q = q1. One of the three variables is integrated
    analytically, the other two by quadrature: p when its spread is not small against the others ("p"), otherwise the wider
    of q ("q") and u ("u", which is "q" on the data with all labels swapped)."""

    def __init__(self, c, a, form=None, N=16):
        x, n, y0, m0, y1, m1 = map(float, c.d)
        t, self.N = float(clip(c.raw)), N
        self.p, self.u, self.q = Beta(x + a, n - x + a), Beta(m0 - y0 + a, y0 + a), Beta(y1 + a, m1 - y1 + a)
        wp, wu, wq = self.p.width(), (1 - t) * self.u.width(), t * self.q.width()
        self.form = form or ("p" if wp * 6 >= max(wu, wq) else "q" if wq >= wu else "u")
        if self.form == "u":
            self.p, self.u, self.q = Beta(n - x + a, x + a), Beta(m1 - y1 + a, y1 + a), Beta(y0 + a, m0 - y0 + a)
        u, wu = self.u.nodes(self.u.lo, self.u.hi, 60, N)
        self.Z = (wu * self.q.sf(u)).sum()

    def panels(self, b, scale):
        return int(np.clip(np.ceil((b.hi - b.lo) / min(b.sd, scale)), 4, 120))

    def G(self, t):
        return 1 - self.mass(1 - t) / self.Z if self.form == "u" else self.mass(t) / self.Z

    def mass(self, t):
        p, u, q, N = self.p, self.u, self.q, self.N
        if self.form == "p":                          # outer u, inner q in (u, 1), analytic P(p <= (1-t) u + t q)
            step = 1.5 * p.width()
            U, WU = u.nodes(u.lo, u.hi, self.panels(u, step / max(1 - t, 1e-9)), N)
            Q, WQ = q.nodes(q.angle(U), q.hi, self.panels(q, step / max(t, 1e-9)), N)
            return (WU * (WQ * p.cdf((1 - t) * U[:, None] + t * Q)).sum(1)).sum()
        cut, total = float(p.angle(t)), 0.0           # outer p, inner u in (0, p) and (p, 1), analytic q
        for lo, hi in ((p.lo, cut), (cut, p.hi)):     # the inner limits have a kink at p = t
            if hi - lo <= 0:
                continue
            P, WP = p.nodes(lo, hi, self.panels(p, 9), N)
            k = self.panels(u, q.sd)
            U, WU = u.nodes(u.angle(P), u.hi, k, N)
            total += (WP * (WU * q.sf(U)).sum(1)).sum()
            if t > 0:                                 # q >= (p - (1-t) u)/t, possible when u >= (p-t)/(1-t)
                edge = np.maximum(0, (P - t) / (1 - t)) if t < 1 else 0 * P
                U, WU = u.nodes(u.angle(edge), u.angle(P), k, N)
                total += (WP * (WU * q.sf((P[:, None] - (1 - t) * U) / t)).sum(1)).sum()
        return total


QUAD = {"doubling": 0.0, "other form": 0.0, "pairs": 0}


def beta_interval(c, a):
    al, prop, out = 1 - float(c.level), Propagation(c, a), []
    g0, g1 = prop.G(0.0), prop.G(1.0)
    for target in (al / 2, 1 - al / 2):
        if g0 >= target or g1 <= target:
            out.append(0.0 if g0 >= target else 1.0)
            continue
        t = optimize.brentq(lambda t: prop.G(t) - target, 0, 1, xtol=1e-15, rtol=1e-15)
        h = 1e-5 * min(t, 1 - t)                      # errors of G are turned into errors of t with its slope
        slope = (prop.G(t + h) - prop.G(t - h)) / (2 * h)
        finer = Propagation(c, a, prop.form, 32).G(t)
        out.append(t - (finer - target) / slope)
        QUAD["doubling"] = max(QUAD["doubling"], abs(finer - target) / min(1, slope))
        check(abs(finer - target) <= 1e-11 * min(1, slope), f"quadrature {c.d} {a} {t}: {finer - target}, slope {slope}")
        spread = sorted([prop.p.width(), (1 - t) * prop.u.width(), t * prop.q.width()])
        if a < 1 and prop.form == "p" and spread[-1] < 4 * spread[0] and min(c.d[1], c.d[3], c.d[5]) >= 20:
            for other in ("q", "u"):
                diff = abs(Propagation(c, a, other).G(t) - target) / min(1, slope)
                QUAD["other form"], QUAD["pairs"] = max(QUAD["other form"], diff), QUAD["pairs"] + 1
    return out

"""The methods of judge.md sections 3, 3C and 4 a second time, from their definitions: items are listed one by one, standard
errors come from numerical derivatives, limits of regions from grids, areas from clipped polygons, numbers of labels by bisection.
Fractions and mpmath, 30 digits; each function takes a request and gives what the answer must have.
"""
import math
from fractions import Fraction as F
import mpmath as mp

mp.mp.dps = 30


def z_of(level=.95):
    return mp.sqrt(2) * mp.erfinv(mp.mpf(str(level)))


def exact(value):
    return F(str(value))


def m(value):
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, F) else mp.mpf(value)


def clip(value, low=0, high=1):
    return min(max(value, low), high)


def wilson(k, n, z):
    p, k, n = mp.mpf(k) / n, mp.mpf(k), mp.mpf(n)
    centre, half = (k + z * z / 2) / (n + z * z), z * mp.sqrt(p * (1 - p) * n + z * z / 4) / (n + z * z)
    return p, mp.mpf(0) if k == 0 else centre - half, mp.mpf(1) if k == n else centre + half


def put(out, path, estimate):
    out |= dict(zip((f"{path}.estimate", f"{path}.lower", f"{path}.upper"), estimate))


def mean(values):
    return sum(values, F(0)) / len(values)


def covariance(a, b, ddof):
    centre_a, centre_b = mean(a), mean(b)
    return sum((x - centre_a) * (y - centre_b) for x, y in zip(a, b)) / (len(a) - ddof)


def normal_limits(theta, se, z):
    return m(theta) - z * se, m(theta) + z * se


def logit_limits(theta, se, z):
    t = clip(m(theta), mp.mpf(10) ** -6, 1 - mp.mpf(10) ** -6)
    half = z * se / (t * (1 - t))
    return tuple(1 / (1 + mp.exp(-(mp.log(t / (1 - t)) + s * half))) for s in (-1, 1))


# ---- section 3: labels on a random subset
def fisher(a, n_a, b, n_b):
    ways = [math.comb(n_a, k) * math.comb(n_b, a + b - k) if 0 <= a + b - k <= n_b else 0 for k in range(n_a + 1)]
    return F(sum(w for w in ways if w <= ways[a]), sum(ways))


def tuned(y, f, u, convention):
    ratio, pooled = F(len(f), len(u)), covariance(f + u, f + u, 1)
    if convention == "chen":
        below = covariance(f, f, 1) + ratio * covariance(u, u, 1)
        return covariance(y, f, 1) / below if below >= F(1, 10 ** 10) else F(1)
    if pooled == 0:
        return F(0)
    if convention == "glide":
        return covariance(y, f, 1) / ((1 + ratio) * pooled)
    return clip(covariance(y, f, 0) / ((1 + ratio) * pooled), F(0), F(1))


def delta_error(function, at, variances):
    """Standard error of a function of independent estimates, by numerical derivatives."""
    slopes = [mp.diff(function, tuple(map(m, at)), tuple(int(i == j) for j in range(len(at)))) for i in range(len(at))]
    return mp.sqrt(sum(s * s * m(v) for s, v in zip(slopes, variances)))


def likelihood(table, x, n):
    tp, fn, fp, tn = table

    def of(theta, q1, q0):
        passes = theta * q1 + (1 - theta) * (1 - q0)
        cells = ((tp, theta * q1), (fn, theta * (1 - q1)), (fp, (1 - theta) * (1 - q0)), (tn, (1 - theta) * q0), (x, passes), (n - x, 1 - passes))
        return sum(count * mp.log(p) for count, p in cells if count)
    return of


def subset(request):
    tp, fn, fp, tn = table = tuple(request["labelled"][c] for c in ("tp", "fn", "fp", "tn"))
    x, n, level = request["positive"], request["total"], request.get("level", .95)
    method, convention, z = request.get("method", "poststrat"), request.get("convention", "ppi_py"), z_of(request.get("level", .95))
    y, f, u = [F(v) for v in [1] * (tp + fn) + [0] * (fp + tn)], [F(v) for v in [1] * tp + [0] * fn + [1] * fp + [0] * tn], [F(1)] * x + [F(0)] * (n - x)
    labels, items, passed = len(y), len(y) + n, tp + fp + x
    out, flags = {"design": "subset", "method": method, "level": level}, set()
    put(out, "raw", wilson(passed, items, z))
    put(out, "goldOnly", wilson(tp + fn, labels, z))
    for name, k, of in (("sensitivity", tp, tp + fn), ("specificity", tn, fp + tn)):
        if of:
            put(out, name, wilson(k, of, z))
        else:
            out[name] = None
    share, both = F(passed, items), tp + fp > 0 and fn + tn > 0
    if both:
        a, b = F(tp, tp + fp), F(fn, fn + tn)
        theta = (1 - share) * b + share * a
        if 0 < theta < 1 and 0 < share < 1:
            # Joint shares of truth and verdict; what the labels alone and the stratified mean vary by.
            joint = share * a - theta * share
            rho2 = joint ** 2 / (theta * (1 - theta) * share * (1 - share))
            within = ((1 - share) * b * (1 - b) + share * a * (1 - a)) / labels + (a - b) ** 2 * share * (1 - share) / items
            out |= {"squaredCorrelation": rho2, "equivalentLabels": theta * (1 - theta) / within}
        else:
            out |= {"squaredCorrelation": None, "equivalentLabels": None}
    out["labelCheckP"] = fisher(tp + fp, labels, x, n) if n else None
    if n and out["labelCheckP"] < F(1, 100):
        flags.add("labels_not_random")
    if labels < 20:
        flags.add("too_few_labels")

    def refuse(reason):
        out.update(status="not_identified", reason=reason, estimate=None, lower=0, upper=1)
        flags.add("uninformative")

    theta_of = None
    se = limits = None
    if method in ("ppi", "ppi_pp"):
        ddof = 0 if convention == "ppi_py" else 1
        out["convention"] = convention
        if labels <= ddof or n <= ddof:
            refuse("too_few_items")
        else:
            lam = F(1) if method == "ppi" else tuned(y, f, u, convention)
            rest = [a - lam * b for a, b in zip(y, f)]
            theta_of = lam * mean(u) + mean(rest)
            se = mp.sqrt(m(lam ** 2 * covariance(u, u, ddof) / n + covariance(rest, rest, ddof) / labels))
            limits = (logit_limits if convention == "chen" else normal_limits)(theta_of, se, z)
            out["lambda"] = lam
    elif method in ("eif", "mle"):
        if method == "eif" and n == 0:
            refuse("too_few_items")
        elif not both:
            refuse("empty_stratum")
        else:
            p, size = (F(x, n), n) if method == "eif" else (share, items)
            theta_of = (1 - p) * b + p * a
            se = delta_error(lambda a_, b_, p_: (1 - p_) * b_ + p_ * a_, (a, b, p),
                             (a * (1 - a) / (tp + fp), b * (1 - b) / (fn + tn), p * (1 - p) / size))
            limits = logit_limits(theta_of, se, z)
            if method == "mle" and min(tp, fn, fp, tn) > 0:
                confirm_likelihood(table, x, n, theta_of, p * a / theta_of, (1 - p) * (1 - b) / (1 - theta_of), se)
    else:
        strata = [[F(1)] * k + [F(0)] * l + [F(0), F(1)] for k, l in ((tp, fp), (fn, tn))]
        p = (passed + z * z / 2) / (items + z * z)
        means = [m(mean(s)) for s in strata]
        centre = p * means[0] + (1 - p) * means[1]
        spread = (means[0] - means[1]) ** 2 * p * (1 - p) / (items + z * z)
        spread += sum(w * w * m(covariance(s, s, 0)) / len(s) for w, s in zip((p, 1 - p), strata))
        out |= {"lower": clip(centre - z * mp.sqrt(spread)), "upper": clip(centre + z * mp.sqrt(spread)),
                "estimate": theta if both else centre, "status": "ok"}
        if not both:
            flags.add("smoothed_estimate")
    if limits:
        out |= {"status": "ok" if 0 <= theta_of <= 1 else "boundary", "estimate": clip(theta_of), "lower": limits[0], "upper": limits[1]}
        if not 0 <= theta_of <= 1:
            out["unclipped"] = theta_of
        if se == 0:
            flags.add("ppi_collapsed")
        if limits[0] < 0 or limits[1] > 1:
            flags.add("outside_unit_interval")
    if clip(out["upper"]) - clip(out["lower"]) >= mp.mpf(".95"):
        flags.add("uninformative")
    order = ("uninformative", "smoothed_estimate", "too_few_labels", "ppi_collapsed", "outside_unit_interval", "labels_not_random")
    return out | {"flags": [f for f in order if f in flags]}


def confirm_likelihood(table, x, n, theta, q1, q0, se):
    """Raw post-stratification is where the likelihood has no slope, and its error the inverse of the observed information."""
    of, at = likelihood(table, x, n), tuple(map(m, (theta, q1, q0)))
    units = [tuple(int(i == j) for j in range(3)) for i in range(3)]
    assert all(abs(mp.diff(of, at, u)) < 1e-12 * sum(table) for u in units)
    information = mp.matrix(3, 3)
    for i in range(3):
        for j in range(3):
            information[i, j] = -mp.diff(of, at, tuple(p + q for p, q in zip(units[i], units[j])))
    assert abs(mp.sqrt((information ** -1)[0, 0]) / se - 1) < 1e-9


def categories(request):
    verdict, truth, unlabelled = request["verdict"], [exact(t) for t in request["truth"]], request["unlabelled"]
    low, high, z = exact(request.get("lower", 0)), exact(request.get("upper", 1)), z_of(request.get("level", .95))
    k, labels = len(unlabelled), len(verdict)
    items, c = labels + sum(unlabelled), F(2, len(unlabelled))
    out, flags, sums, plain = {"labelled": labels, "items": items, "method": "poststrat"}, set(), [], F(0)
    for s in range(k):
        own = [(t, F(1)) for v, t in zip(verdict, truth) if v == s]
        size = len(own) + unlabelled[s]
        weighted = own + [(low, c), (high, c)]
        weight = sum(w for _, w in weighted)
        centre = sum(t * w for t, w in weighted) / weight
        variance = sum(w * (t - centre) ** 2 for t, w in weighted) / weight
        sums.append(((size + z * z / k) / (items + z * z), m(centre), m(variance / weight)))
        out |= {f"strata.{s}.labelled": len(own), f"strata.{s}.items": size, f"strata.{s}.smoothed": centre,
                f"strata.{s}.mean": mean([t for t, _ in own]) if own else None}
        if own:
            plain += F(size, items) * mean([t for t, _ in own])
        else:
            flags.add("empty_stratum")
            if size:
                flags.add("smoothed_estimate")
    theta = sum(p * a for p, a, _ in sums)
    se = mp.sqrt(sum(p * p * v for p, _, v in sums) + (sum(p * a * a for p, a, _ in sums) - theta ** 2) / (items + z * z))
    lower, upper = clip(theta - z * se, m(low), m(high)), clip(theta + z * se, m(low), m(high))
    if labels < 20:
        flags.add("too_few_labels")
    if upper - lower >= mp.mpf(".95") * m(high - low):
        flags.add("uninformative")
    order = ("uninformative", "smoothed_estimate", "too_few_labels", "empty_stratum")
    return out | {"smoothed": theta, "standardError": se, "lower": lower, "upper": upper, "goldOnly": mean(truth),
                  "estimate": theta if "smoothed_estimate" in flags else plain, "flags": [f for f in order if f in flags]}


# ---- section 3C: no labels
def region(request, steps=20):
    """The least and the largest corrected score over a grid of the ranges."""
    x, n = request["positive"], request["total"]
    rate, lower, upper = wilson(x, n, z_of(request.get("level", .95)))
    ranges = [[exact(request[q][e]) for e in ("lower", "upper")] for q in ("sensitivity", "specificity")]
    out = {"rate": rate}
    if ranges[0][0] + ranges[1][0] <= 1:
        return out | {"region.lower": 0, "region.upper": 1, "withSampling.lower": 0, "withSampling.upper": 1,
                      "reason": "judge_may_be_uninformative"}
    grid = [(a + (b - a) * F(i, steps), c + (d - c) * F(j, steps)) for (a, b), (c, d) in [ranges] for i in range(steps + 1) for j in range(steps + 1)]
    scores = lambda p: [(p + m(q0) - 1) / m(q0 + q1 - 1) for q1, q0 in grid]
    here = scores(mp.mpf(x) / n)
    return out | {"region.lower": clip(min(here)), "region.upper": clip(max(here)), "withSampling.lower": clip(min(scores(lower))),
                  "withSampling.upper": clip(max(scores(upper))), "reason": "rate_outside_ranges" if min(here) > 1 or max(here) < 0 else None}


def disagreement(request):
    rate, lower, upper = wilson(request["positive"], request["total"], z_of(request.get("level", .95)))
    e = m(exact(request["disagreement"]))
    return {"rate": rate, "region.lower": clip(rate - e), "region.upper": clip(rate + e), "withSampling.lower": clip(lower - e),
            "withSampling.upper": clip(upper + e), "reason": None}


def cut_square(rate, claim):
    """Area of {q1, q0 in [1/2, 1]: claim q1 + (1 - claim)(1 - q0) <= rate} over 1/4, by clipping a polygon."""
    inside = lambda v: rate - claim * v[0] - (1 - claim) * (1 - v[1])
    half, corner, kept = mp.mpf(1) / 2, [(0, 0), (1, 0), (1, 1), (0, 1)], []
    square = [(half + half * i, half + half * j) for i, j in corner]
    for start, end in zip(square, square[1:] + square[:1]):
        a, b = inside(start), inside(end)
        if a >= 0:
            kept.append(start)
        if (a >= 0) != (b >= 0):
            kept.append(tuple(s + (e - s) * a / (a - b) for s, e in zip(start, end)))
    return abs(sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(kept, kept[1:] + kept[:1]))) / 2 / mp.mpf("0.25")


def tipping(request):
    claim = m(exact(request["claim"]))
    rate, lower, _ = wilson(request["positive"], request["total"], z_of(request.get("level", .95)))
    out = {"rate": rate, "claim": claim, "share": cut_square(rate, claim), "shareWithSampling": cut_square(lower, claim)}
    for i, q1 in enumerate(request.get("sensitivities", (1, .95, .9, .8))):
        q1 = m(exact(q1))
        out[f"points.{i}.sensitivity"] = q1
        for name, p in (("", rate), ("WithSampling", lower)):
            if claim == 1:
                out |= {f"points.{i}.specificity{name}": None, f"points.{i}.side{name}": "always" if p >= q1 else "never"}
                continue
            # The corrected score less the claim, times J, is linear in q0.
            gap = lambda q0: p + q0 - 1 - claim * (q0 + q1 - 1)
            tips = -gap(mp.mpf(0)) / (gap(mp.mpf(1)) - gap(mp.mpf(0)))
            out |= {f"points.{i}.specificity{name}": tips,
                    f"points.{i}.side{name}": "always" if tips <= 1 - q1 else "never" if tips > 1 else "depends"}
    return out


def leniency(request):
    gap, theta = exact(request["rateA"]) - exact(request["rateB"]), exact(request["score"])
    alone = lambda share: F(0) if gap == 0 else abs(gap) / share if share and abs(gap) <= share else None
    return {"gap": gap, "uniform": abs(gap), "falsePositive": alone(1 - theta), "sensitivity": alone(theta)}


# ---- section 4: planning
class Plan:
    def __init__(self, request):
        self.theta, self.q1, self.q0 = (exact(request[k]) for k in ("score", "sensitivity", "specificity"))
        self.p, self.j = self.theta * self.q1 + (1 - self.theta) * (1 - self.q0), self.q0 + self.q1 - 1
        self.z = z_of(request.get("level", .95))
        self.rho2 = self.j ** 2 * self.theta * (1 - self.theta) / (self.p * (1 - self.p)) if 0 < self.p < 1 else F(0)

    def error(self, n, wrong, right):
        """Of the Rogan-Gladen estimate, by numerical derivatives; infinitely many labels are mp.inf."""
        variances = [q * (1 - q) / mp.mpf(k) if k != mp.inf else 0 for q, k in ((m(self.p), n), (m(self.q0), wrong), (m(self.q1), right))]
        return delta_error(lambda p, q0, q1: (p + q0 - 1) / (q0 + q1 - 1), (self.p, self.q0, self.q1), variances)

    def half(self, *counts):
        return self.z * self.error(*counts)

    def plain(self, labels):
        return self.z * mp.sqrt(m(self.theta * (1 - self.theta)) / labels)

    def weights(self):
        return [(1 - m(self.theta)) * mp.sqrt(m(self.q0 * (1 - self.q0))), m(self.theta) * mp.sqrt(m(self.q1 * (1 - self.q1)))]


def allocation(request):
    labels, plan, method = request["labels"], Plan(request), request.get("method", "neyman")
    half = labels - labels // 2
    if method == "equal":
        return {"method": method, "wrong": half, "right": labels - half, "flags": []}
    a0, a1 = plan.weights()
    best = int(mp.floor(labels * a0 / (a0 + a1) + mp.mpf(1) / 2)) if a0 + a1 else half
    if a0 and a1 and 2 < labels < 2000:  # no split has a smaller error, but for rounding
        errors = {w: a0 ** 2 / w + a1 ** 2 / (labels - w) for w in range(1, labels)}
        assert abs(min(errors, key=errors.get) - best) <= 1
    floor = max(30, -(-labels // 10))
    wrong = half if 2 * floor >= labels else int(clip(best, floor, labels - floor))
    flags = (["floor_applied"] if wrong != best else []) + (["too_few_labels"] if min(wrong, labels - wrong) < 10 else [])
    return {"method": method, "wrong": wrong, "right": labels - wrong, "flags": flags}


def lee(request):
    labels, pilot, p = request["labels"], request.get("perClass", 0), exact(request["rate"])
    q1, q0, tiny = exact(request.get("sensitivity", .9)), exact(request.get("specificity", .9)), F(1, 10 ** 6)
    flags = []
    if p < tiny:
        right, flags = labels - pilot, ["compat_reversed"]
    else:
        kappa = (pilot * (1 - q0) + 1) / (pilot * (1 - q1) + 1) if pilot else (1 - q0) / (1 - min(q1, 1 - tiny))
        right = max(pilot, int(mp.nint(min(labels - pilot, labels / (1 + m(1 / p - 1) * mp.sqrt(m(kappa)))))))
    flags += ["pilot_exceeds_budget"] if labels < 2 * pilot else []
    flags += ["too_few_labels"] if min(right, labels - right) < 10 else []
    return {"method": "lee2025", "wrong": labels - right, "right": right, "flags": flags}


def pilot(request):
    share = lambda t, more: exact(t["count"] + more) / (t["total"] + 2 * more)
    p, q1, q0 = share(request["judged"], 0), share(request["sensitivity"], 1), share(request["specificity"], 1)
    return {"score": clip((p + q0 - 1) / (q0 + q1 - 1)), "sensitivity": q1, "specificity": q0}


def precision(request):
    plan, n, wrong, right = Plan(request), request["judged"], request["wrong"], request["right"]
    now, needed = plan.half(n, wrong, right), mp.ceil(plan.z ** 2 * m(plan.q0 * (1 - plan.q0) + plan.q1 * (1 - plan.q1)) / m(plan.j) ** 2)
    gold = plan.plain(wrong + right)
    buys = {"wrong_labels": plan.half(n, wrong + 10, right), "right_labels": plan.half(n, wrong, right + 10), "judged_items": plan.half(n + 100, wrong, right)}
    best = sorted(buys, key=buys.get)
    out = {"standardError": plan.error(n, wrong, right), "halfWidth": now, "floor": plan.half(n, mp.inf, mp.inf), "goldHalfWidth": gold,
           "labelsNeededPerClass": needed, "labelledForWrong": wrong / (1 - plan.theta) if plan.theta < 1 else None,
           "labelledForRight": right / plan.theta if plan.theta > 0 else None, "purchases.3.purchase": "plain_labels",
           "purchases.3.halfWidth": plan.plain(wrong + right + 10), "purchases.3.gain": gold - plan.plain(wrong + right + 10)}
    for i, name in enumerate(best):
        out |= {f"purchases.{i}.halfWidth": buys[name], f"purchases.{i}.gain": now - buys[name]}
        if all(abs(buys[name] - buys[o]) > 1e-9 for o in best if o != name):
            out[f"purchases.{i}.purchase"] = name
    flags = [f for f, on in (("too_few_labels", min(wrong, right) < 10), ("judge_not_shown", min(wrong, right) < needed),
                             ("judge_not_worth_it", gold <= now)) if on]
    return out | {"flags": flags}


def solve(function, target):
    """Where a falling function of the labels reaches the target, by bisection; None if it never does."""
    low, high = mp.mpf(10) ** -9, mp.mpf(10) ** 15
    if function(high) > target:
        return None
    while high - low > mp.mpf(10) ** -16 * high:
        middle = mp.sqrt(low * high) if high > 2 * low else (low + high) / 2
        low, high = (middle, high) if function(middle) > target else (low, middle)
    return high


def size(request):
    plan, n, h = Plan(request), request["judged"], m(exact(request["halfWidth"]))
    a0, a1 = plan.weights()
    reaches = plan.half(n, mp.inf, mp.inf) < h
    best = solve(lambda k: plan.half(n, k * a0 / (a0 + a1) or mp.inf, k * a1 / (a0 + a1) or mp.inf), h) if reaches else None
    equal = solve(lambda k: plan.half(n, k / 2, k / 2), h) if reaches else None
    truth, rho2 = m(plan.theta * (1 - plan.theta)), m(plan.rho2)
    pooled = lambda k: plan.z * mp.sqrt(truth * ((1 - rho2) / k + rho2 / n))
    subset_labels = solve(pooled, h) if pooled(mp.mpf(n)) <= h else None
    least = max(1, int(plan.z ** 2 * m(plan.p * (1 - plan.p)) / (h * m(plan.j)) ** 2) - 3)
    while not plan.half(least, mp.inf, mp.inf) < h:
        least += 1
    up = lambda v: None if v is None else int(mp.ceil(v))
    return {"halfWidth": h, "optimal": best, "optimalCeiling": up(best), "equal": equal, "equalCeiling": up(equal),
            "floor": plan.half(n, mp.inf, mp.inf), "judgedLeast": least, "subset": subset_labels, "subsetCeiling": up(subset_labels),
            "gold": solve(plan.plain, h)}


def value(request):
    plan, labels, items = Plan(request), request["labels"], request["items"]
    truth, rho2 = plan.theta * (1 - plan.theta), plan.rho2
    # The stratified mean with labels in proportion: within the strata over m, between them over N.
    a, b = plan.theta * plan.q1 / plan.p, plan.theta * (1 - plan.q1) / (1 - plan.p)
    variance = ((1 - plan.p) * b * (1 - b) + plan.p * a * (1 - a)) / labels + (a - b) ** 2 * plan.p * (1 - plan.p) / items
    flags = [f for f, on in (("at_most_half", rho2 <= F(1, 2)), ("ppi_no_gain", labels <= 2 or rho2 * (labels - 2) <= 1)) if on]
    return {"squaredCorrelation": rho2, "equivalentLabels": truth / variance, "halfWidth": plan.z * mp.sqrt(m(variance)),
            "goldHalfWidth": plan.plain(labels), "flags": flags}

"""Writes the golden numbers of Evenhand's binomial and judge-corrected intervals (methods in reference.py, see README.md).

    python generate.py            run all checks, then write the CSV files next to this script
    python generate.py --check    the same checks, and compare with the CSV files instead of writing them
"""
import csv, io, json, os, platform, sys
from decimal import Decimal
import mpmath
import numpy as np
import scipy
from mpmath import mp, mpf
from scipy import stats
from reference import (BAD, QUAD, Case, accept_averaged_roots, accept_profile, accept_score, accept_score_sc, accept_unified, beta_interval,
                       blaker_by_brute_force, check, clip, close, em, hull, ibeta, lang_reiczigel, proportion,
                       restricted_mle, ridder, upper_tail, zq)

HERE = os.path.dirname(os.path.abspath(__file__))

# ---- the tables
PROPORTION_METHODS = "wald wilson wilson_cc clopper_pearson mid_p jeffreys agresti_coull blaker beta_uniform".split()
PROPORTION_DATA = [(81, 263), (15, 148), (0, 20), (1, 29), (17, 20), (0, 164), (0, 1), (5, 5), (9, 10), (2, 123), (200, 1000),
                   (3, 7), (1, 2), (999, 1000), (0, 100000), (50000, 100000), (999999, 1000000), (5, 1000000)]
EXTERNAL_METHODS = "lee2025 lr_truncated beta_jeffreys beta_uniform score score_sc unified averaged_roots profile".split()
EXTERNAL_DATA = {  # level: data x,n,y0,m0,y1,m1
    "0.95": """400,1000,140,200,180,200 113,167,12,17,21,23 50,1000,180,200,180,200 0,50,10,10,10,10 250,500,80,100,80,100
        60,200,10,10,9,10 123,201,31,38,52,61 40,248,21,24,1,4 1240,2000,127.5,150,325.5,350 400,1000,35,50,45,50
        400,1000,70,100,90,100 410,500,80,100,90,100 430,500,60,100,95,100 960,1000,180,200,180,200 95,1000,180,200,180,200
        46,50,17,20,18,20 37,120,15,15,22,30 60,60,12,12,12,12 40,100,3,3,2,3 9,25,3,4,4,5 5,10,1,1,1,1 1,1,9,10,8,10
        400000,1000000,8,10,9,10 600000,1000000,9,10,9,10 250000,1000000,10,10,10,10 5,12,17000,20000,18000,20000 0,12,18000,20000,19000,20000
        330,1000,7,8,4500,5000 4000000,10000000,3200000,4000000,3600000,4000000 2,400,7,10,8,10 210,400,33,60,35,60
        699,1000,9,10,7,10""",
    "0.9": "30,300,47.5,50,48,80 40,248,21,24,1,4 400,1000,140,200,180,200 50,1000,180,200,180,200 0,50,10,10,10,10",
    "0.99": "400,1000,140,200,180,200 60,200,10,10,9,10 960,1000,180,200,180,200",
    "0.8": "40.9959,123,34.965,45,59.496,67 113,167,12,17,21,23"}
KNOWN_DATA = """23,150,0.96,0.89,0.95 6,151,0.964,0.927,0.95 50,100,0.9,0.7,0.95 54,167,12/17,21/23,0.95 148,150,0.9,0.9,0.95
    0,50,0.95,1,0.95 50,50,1,0.9,0.95 1,100,0.8,0.85,0.95 0,30,0.9,0.95,0.99 81,263,1,1,0.95 700,1000,0.75,0.6,0.9 9,12,0.99,0.51,0.8"""
SUBSET_DATA = """1,3,3,21,40,248 52,9,7,31,123,201 50,11,5,33,120,201 0,4,0,16,30,200 12,0,5,0,55,80 20,0,0,30,210,500 10,5,0,0,60,100
    0,0,8,22,33,150 30,6,9,55,0,0 1,0,0,0,70,100 0,1,0,0,70,100 0,0,1,0,0,40 0,0,0,1,100,100 2143,318,180,882,60000,100000"""
number = lambda s: mpf(s.split("/")[0]) / mpf((s + "/1").split("/")[1])


def external(data, level):
    """method -> (lower, upper, replaced by the boundary rule), plus the case."""
    c, res = Case(data, level), {}
    for method, accept in (("profile", accept_profile), ("score", accept_score), ("score_sc", accept_score_sc),
                           ("unified", accept_unified), ("averaged_roots", accept_averaged_roots)):
        res[method] = hull(c, accept)
        if c.runs > 1:                                # the hull is what 2.3 reports, with flag disconnected_region
            print(f"note: {method} {data} {level}: {c.runs} accepted runs, hull {float(res[method][0]):.6g} {float(res[method][1]):.6g}")
    for method in ("lee2025", "lr_truncated"):
        res[method] = tuple(map(clip, lang_reiczigel(c, method == "lr_truncated")))
    for method, a in (("beta_jeffreys", .5), ("beta_uniform", 1.)):
        res[method] = beta_interval(c, a)
    wide, c.replaced = res["profile"][1] - res["profile"][0], set()
    for method in EXTERNAL_METHODS[1:]:
        narrow = res[method] is None or res[method][1] - res[method][0] < wide / 2 and method != "averaged_roots"
        if not 0 <= c.raw <= 1 and narrow:
            res[method] = res["profile"]
            c.replaced.add(method)
        check(res[method][0] < res[method][1], f"{method} {data}: empty")
    return c, res


def known(x, n, se, sp, level, method):
    """Design D, 2.5; returns raw, lower, upper."""
    se, sp, j, p = number(se), number(sp), number(se) + number(sp) - 1, mpf(x) / n
    lo, hi = (clip((v + sp - 1) / j) for v in proportion(x, n, level, method))
    if lo >= hi:                                      # likelihood set relative to the maximum over t in [0,1]
        xlog = lambda k, v: k * mp.log(v) if k else mpf(0)
        l = lambda t: xlog(x, 1 - sp + t * j) + xlog(n - x, sp - t * j)
        best = clip((p + sp - 1) / j)
        f = lambda t: 2 * (l(best) - l(t)) - zq(level) ** 2
        lo = mpf(0) if best == 0 or f(mpf(0)) <= 0 else ridder(f, mpf(0), best)
        hi = mpf(1) if best == 1 or f(mpf(1)) <= 0 else ridder(f, best, mpf(1))
    return (p + sp - 1) / j, lo, hi


def poststrat(tp, fn, fp, tn, x, n, level):
    """3.1; returns estimate, smoothed, se, lower, upper. x, n are the unlabelled positives and the unlabelled items."""
    z, X, N = zq(level), x + tp + fp, n + tp + fn + fp + tn
    A, B, P = mpf(tp + 1) / (tp + fp + 2), mpf(fn + 1) / (fn + tn + 2), (X + z * z / 2) / (N + z * z)
    smooth = (1 - P) * B + P * A
    se = mp.sqrt((A - B) ** 2 * P * (1 - P) / (N + z * z) + (1 - P) ** 2 * B * (1 - B) / (fn + tn + 2) + P * P * A * (1 - A) / (tp + fp + 2))
    raw = smooth if tp + fp == 0 or fn + tn == 0 else (1 - mpf(X) / N) * fn / (fn + tn) + mpf(X) / N * tp / (tp + fp)
    return raw, smooth, se, clip(smooth - z * se), clip(smooth + z * se)


def tables():
    out = {"proportion.csv": ["x,n,level,method,lower,upper"], "judge_known.csv": [
        "x,n,sensitivity,specificity,level,interval,estimate,unclipped,lower,upper"], "judge_subset.csv": [
        "tp,fn,fp,tn,x,n,level,estimate,smoothed,se,lower,upper"], "judge_external.csv": [
        "x,n,y0,m0,y1,m1,level,method,estimate,unclipped,lower,upper,boundary"]}
    show = lambda *v: ",".join("%.17g" % (float(a) + 0.0) for a in v)
    for x, n in PROPORTION_DATA:
        for level in ("0.95", "0.9", "0.99") + (("0.8", "0.999") if n <= 300 else ()):
            out["proportion.csv"] += [f"{x},{n},{level},{m},{show(*proportion(x, n, level, m))}" for m in PROPORTION_METHODS]
    for row in KNOWN_DATA.split():
        x, n, se, sp, level = row.split(",")
        for m in ("wilson", "clopper_pearson", "blaker", "jeffreys"):
            raw, lo, hi = known(int(x), int(n), se, sp, level, m)
            out["judge_known.csv"].append(f"{x},{n},{show(number(se), number(sp))},{level},{m},{show(clip(raw), raw, lo, hi)}")
    for row in SUBSET_DATA.split():
        for level in ("0.95", "0.9"):
            out["judge_subset.csv"].append(f"{row},{level},{show(*poststrat(*map(int, row.split(',')), level))}")
    results = {}
    for level, block in EXTERNAL_DATA.items():
        for data in block.split():
            c, res = results[data, level] = external(data, level)
            print(level, data, mp.nstr(c.raw, 6), "replaced:", *sorted(c.replaced), flush=True)
            for m in EXTERNAL_METHODS:
                out["judge_external.csv"].append(f"{data},{level},{m},{show(clip(c.raw), c.raw, *res[m])},{int(not 0 <= c.raw <= 1)}")
    return {k: "\n".join(v) + "\n" for k, v in out.items()}, results


# ---- checks
def newcombe_wilson(data, level):                     # J_L, J_U of judge.md 1.3
    _, _, y0, m0, y1, m1 = (int(float(v)) for v in data.split(","))
    (l1, u1), (l0, u0), q1, q0 = proportion(y1, m1, level, "wilson"), proportion(y0, m0, level, "wilson"), mpf(y1) / m1, mpf(y0) / m0
    return q1 + q0 - 1 - mp.hypot(q1 - l1, q0 - l0), q1 + q0 - 1 + mp.hypot(u1 - q1, u0 - q0)


def lee_exact_performance(theta, n=1000, m=250, q0=.7, q1=.9):
    """Exact coverage and mean length of lee2025 (11.4) by enumeration of all outcomes but the last 1e-11 of probability."""
    grids = []
    for k, p in ((n, (1 - q0) + theta * (q0 + q1 - 1)), (m, q0), (m, q1)):
        v = np.arange(int(stats.binom.ppf(3e-12, k, p)), int(stats.binom.isf(3e-12, k, p)) + 1)
        grids.append((v, stats.binom.pmf(v, k, p)))
    z = stats.norm.ppf(.975)
    p = ((grids[0][0] + z * z / 2) / (n + z * z))[:, None, None]
    s, t1 = ((grids[1][0] + 1) / (m + 2))[None, :, None], ((grids[2][0] + 1) / (m + 2))[None, None, :]
    t = (p + s - 1) / (s + t1 - 1)
    v0, v1 = s * (1 - s) / (m + 2), t1 * (1 - t1) / (m + 2)
    mid = t + 2 * z * z * (t * v1 - (1 - t) * v0)
    h = z * np.sqrt(p * (1 - p) / (n + z * z) + (1 - t) ** 2 * v0 + t * t * v1) / (s + t1 - 1)
    lo, hi = np.clip(mid - h, 0, 1), np.clip(mid + h, 0, 1)
    w = grids[0][1][:, None, None] * grids[1][1][None, :, None] * grids[2][1][None, None, :]
    return (w * ((lo <= theta) & (theta <= hi))).sum(), (w * (hi - lo)).sum()


def check_published(results):
    """Every number printed in intervals.md 2.4 and judge.md 11.1, 11.2, 11.4, 11.5, 11.6 (poststrat) with its stated tolerance."""
    pub = json.load(open(os.path.join(HERE, "published.json")))
    for row in pub["intervals_2_4"] + ["2,123,blaker,0.0028967337,0.0574949569"]:
        x, n, m, lo, hi = row.split(",")
        for got, want in zip(proportion(int(x), int(n), "0.95", m), (lo, hi)):
            close(got, want, 6e-11, f"2.4 {row}")
    for (x, n), lo, hi, digits, m in (((5, 5), .5655, 1, 4, "wilson"), ((9, 10), .5958, .9821, 4, "wilson"),
                                      ((0, 20), 0, .117, 3, "jeffreys"), ((1, 29), .004, .150, 3, "jeffreys")):
        for got, want in zip(proportion(x, n, "0.95", m), (lo, hi)):
            close(got, want, .5 * 10 ** -digits, f"2.4 in the wild {x}/{n}")
    for p, q0, q1, want, raw in ((.4, .7, .9, .1666666667, None), (.5, .8, .8, .5, None), (.62, .85, .93, .6025641026, None),
                                 (.05, .9, .9, 0, -.0625), (0, 1, 1, 0, None), (.7, .51, .52, 1, 7.0)):
        got = (mpf(str(p)) + mpf(str(q0)) - 1) / (mpf(str(q0)) + mpf(str(q1)) - 1)
        close(clip(got), want, 6e-11, "11.1")
        close(got, want if raw is None else raw, 6e-11, "11.1 raw")
    for row in pub["judge_11_2"] + ["0.4,0.7,0.9,1000,50,50,0.05,0,0.3281188514", "0.4,0.7,0.9,1000,100,100,0.05,0.0139016552,0.2897994565"]:
        p, q0, q1, n, m0, m1, al, lo, hi = map(Decimal, row.split(","))
        data, level = ",".join(f"{v.normalize():f}" for v in (p * n, n, q0 * m0, m0, q1 * m1, m1)), f"{(1 - al).normalize()}"
        res = results[data, level][1]
        for got, want in zip(res["lee2025"], (lo, hi)):
            close(got, want, 1e-14 if row in pub["judge_11_2"] else 6e-11, f"11.2 {row}")
        check(p != Decimal("0.1") or res["lee2025"] == res["lr_truncated"], "11.2 row 3 equal")
    below = results["50,1000,180,200,180,200", "0.95"]
    for got, want in zip(lang_reiczigel(below[0], False), (-.1293, -.0106)):
        close(got, want, 5e-5, "2.1 unclipped")
    for case in pub["judge_11_4"]:
        data = ",".join(map(str, case["data"]))
        c, res = results[data, "0.95"]
        close(c.raw, case["raw"], 6e-9, f"11.4 {data} raw")
        jl, ju = newcombe_wilson(data, "0.95")
        close(jl, case["J_ci"][0], 6e-7, f"11.4 {data} J_L"), close(ju, case["J_ci"][1], 6e-7, f"11.4 {data} J_U")
        check(("with_gate" in case) == (jl <= 0), f"11.4 {data} gate")
        for m in EXTERNAL_METHODS:
            want = case.get(m)
            check((want == "boundary rule") == (m in c.replaced), f"11.4 {data} {m} boundary rule")
            for got, w in zip(res[m], (case["profile"] if want == "boundary rule" else want) or ()):
                close(got, w, 6e-9 if m.startswith("l") else 2e-6, f"11.4 {data} {m}")
        check("incompatibility" not in case or abs(c.incompatibility - case["incompatibility"]) < 6e-7, "11.4 incompatibility")
    course = results["113,167,12,17,21,23", "0.95"]
    for got, want in zip((1 - course[0].raw, 1 - course[1]["lee2025"][1], 1 - course[1]["lee2025"][0]), (.38194685, .14563528, .61244107)):
        close(got, want, 6e-9, "11.4 course as failure rate")
    _, lo, hi = known(54, 167, "12/17", "21/23", "0.95", "wilson")
    close(lo, .2749, 6e-5, "11.4 course, known"), close(hi, .5019, 6e-5, "11.4 course, known")
    close(results["40,248,21,24,1,4", "0.9"][1]["lee2025"][1], .70312670, 6e-9, "11.4 enriched .10")
    for theta, cover, length in ((0, .9713, .0971), (.05, .9515, .1398), (.2, .9512, .1855), (.5, .9508, .1540), (.9, .9525, .1321), (1, .9696, .0643)):
        got = lee_exact_performance(theta)
        close(got[0], cover, 6e-5, f"11.4 coverage at {theta}"), close(got[1], length, 6e-5, f"11.4 length at {theta}")
    for x, n, se, sp, raw, m, lo, hi, tol in ((23, 150, "0.96", "0.89", .05098039, "blaker", 0, .1275, 2e-4),
                                              (23, 150, "0.96", "0.89", .05098039, "wilson", 0, .128917, 6e-7),
                                              (23, 150, "0.96", "0.89", .05098039, "clopper_pearson", 0, .130753, 6e-7),
                                              (6, 151, "0.964", "0.927", -.03733434, "clopper_pearson", 0, .012882, 6e-7)):
        got = known(x, n, se, sp, "0.95", m)
        close(got[0], raw, 6e-9, f"11.5 {x}/{n}"), close(got[1], lo, tol, f"11.5 {m}"), close(got[2], hi, tol, f"11.5 {m}")
    close(known(50, 100, "0.9", "0.7", "0.95", "wilson")[0], 1 / 3, 1e-12, "11.5 unit")
    for d, level, want in ((SUBSET_DATA.split()[0], "0.9", (.144928, None, None, .072635, .293472)),
                           (SUBSET_DATA.split()[0], "0.95", (.144928, .183299, .067168, .051652, .314946)),
                           (SUBSET_DATA.split()[1], "0.95", (.623189, None, .040867, .539806, .700002)),
                           (SUBSET_DATA.split()[2], "0.95", (.634470, None, None, .551235, .708681))):
        for got, w in zip(poststrat(*map(int, d.split(",")), level), want):
            close(got, w if w is not None else float(got), 6e-7, f"11.6 {d} {level}")
    two = [results[d, "0.95"] for d in ("410,500,80,100,90,100", "430,500,60,100,95,100")]
    for (c, res), raw, want in zip(two, (.88571429, .83636364), ((.80681343, .99468697), (.75159891, .94516399))):
        close(c.raw, raw, 6e-9, "11.10 corrected")
        close(res["beta_jeffreys"][0], want[0], 2e-6, "11.10 beta"), close(res["beta_jeffreys"][1], want[1], 2e-6, "11.10 beta")
    for m, want in (("beta_jeffreys", (-.08504750, .18740898)), ("lee2025", (-.08335273, .18457052))):
        (ca, a), (cb, b) = (two[0][0], two[0][1][m]), (two[1][0], two[1][1][m])
        close(ca.raw - cb.raw - mp.hypot(ca.raw - a[0], b[1] - cb.raw), want[0], 2e-6, "11.10 MOVER")
        close(ca.raw - cb.raw + mp.hypot(a[1] - ca.raw, cb.raw - b[0]), want[1], 2e-6, "11.10 MOVER")


def check_self(results):
    worst = blaker_by_brute_force()
    print("Blaker, all x <= n <= 30, against brute force:", worst)
    check(worst < 1e-11, "Blaker against brute force")
    for k, n, p in ((3, 7, "0.4"), (81, 263, "0.27"), (200, 1000, "0.22"), (4990, 10000, "0.5")):   # term by term, other formula
        direct = mp.fsum(mp.binomial(n, i) * mpf(p) ** i * (1 - mpf(p)) ** (n - i) for i in range(k, n + 1))
        close(upper_tail(k, n, mpf(p)) - direct, 0, 1e-35, "binomial tail")
    for a, b, v in (("3.5", "4.5", "0.3"), ("0.5", "20.5", "0.1"), ("200.5", "800.5", "0.22")):
        close(ibeta(mpf(v), mpf(a), mpf(b)) - mp.betainc(mpf(a), mpf(b), 0, mpf(v), regularized=True), 0, 1e-35, "ibeta")
    worst = 0
    for (data, level), (c, _) in results.items():
        if level == "0.95" and c.d[1] <= 50 * min(c.d[3], c.d[5]):     # EM needs about n/m steps per digit
            for d in (c.d, c.shift):
                for t in (.03, .37, .81):
                    worst = max(worst, *(abs(float(a) - b) for a, b in zip(restricted_mle(d, mpf(t)), em(d, t))))
    print("restricted MLE against EM:", worst)
    check(worst < 1e-9, "restricted MLE against EM")
    print("quadrature, largest change of a limit:", QUAD)
    check(QUAD["doubling"] < 1e-11 and QUAD["other form"] < 1e-11 and QUAD["pairs"] > 10, "quadrature")


def main():
    print("python", platform.python_version(), "mpmath", mpmath.__version__, "scipy", scipy.__version__, "numpy", np.__version__)
    files, results = tables()
    check_published(results)
    check_self(results)
    for name, text in files.items():
        path = os.path.join(HERE, name)
        if "--check" in sys.argv:
            old, new = (list(csv.reader(io.StringIO(s))) for s in (open(path).read(), text))
            check(len(old) == len(new), f"{name}: row count")
            for a, b in zip(old, new):
                check(all(u == v or abs(float(u) - float(v)) <= 1e-13 for u, v in zip(a, b)), f"{name}: {a} is now {b}")
        print(name, text.count("\n") - 1, "rows")
    if BAD:
        sys.exit(f"{len(BAD)} checks failed; nothing written")
    if "--check" not in sys.argv:
        for name, text in files.items():
            with open(os.path.join(HERE, name), "w", newline="\n") as f:
                f.write(text)
    print("all checks passed")


if __name__ == "__main__":
    main()

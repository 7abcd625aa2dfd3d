"""Other implementations for the rows of compare.py: CONFIRM[call](request) gives {path: value} and the name of the source,
or None where there is none; R_JOB[call](request) gives a job for compare.R. Nothing here shares code with compare_reference.py.
"""
import itertools
from fractions import Fraction
import numpy as np
import statsmodels.stats.api as sms
from scipy import integrate, optimize, stats
from statsmodels.stats.contingency_tables import cochrans_q, mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail


# ---- proportions
def proportion_interval(r):
    n, p, level = r["trials"], r["successes"] / r["trials"], r["level"]
    q = stats.binom.ppf([(1 - level) / 2, (1 + level) / 2], n, p)
    return {"lower": q[0] / n, "upper": q[1] / n}, "scipy stats.binom.ppf"


def proportion_test(r):
    x, n, p = r["successes"], r["trials"], r["nullRate"]
    low, high = (stats.binomtest(x, n, p, alternative=a).pvalue for a in ("less", "greater"))
    return {"atMost": low, "atLeast": high, "midAtMost": low - stats.binom.pmf(x, n, p) / 2}, "scipy stats.binomtest"


def proportion_difference(r):
    x1, n1, x2, n2, method, level = (r[k] for k in ("successesA", "trialsA", "successesB", "trialsB", "method", "level"))
    out = {}
    if method in ("wald", "newcombe", "agresti_caffo"):
        name = {"wald": "wald", "newcombe": "newcomb", "agresti_caffo": "agresti-caffo"}[method]
        lo, hi = sms.confint_proportions_2indep(x1, n1, x2, n2, method=name, compare="diff", alpha=1 - level)
        return {"lower": max(lo, -1), "upper": min(hi, 1)}, f"statsmodels confint_proportions_2indep {name}"
    if 0 < x1 + x2 < n1 + n2:
        factor = (n1 + n2 - 1) / (n1 + n2) if method == "miettinen_nurminen" else 1
        chi = stats.chi2_contingency([[x1, n1 - x1], [x2, n2 - x2]], correction=False).statistic * factor
        out = {"statistic": np.sign(x1 / n1 - x2 / n2) * chi ** .5, "p": stats.chi2.sf(chi, 1)}
    return out, "scipy stats.chi2_contingency"


@np.errstate(all="ignore")
def score_at(r, delta):
    """|Z(delta)| of Mee or Miettinen-Nurminen with the constrained maximum found by minimising the likelihood itself."""
    x1, n1, x2, n2 = (r[k] for k in ("successesA", "trialsA", "successesB", "trialsB"))
    lo, hi = max(0, -delta), min(1, 1 - delta)
    xlog = lambda k, p: k * np.log(p) if k else 0
    loss = lambda p: -(xlog(x1, p + delta) + xlog(n1 - x1, 1 - p - delta) + xlog(x2, p) + xlog(n2 - x2, 1 - p))
    p2 = optimize.minimize_scalar(loss, bounds=(lo, hi), method="bounded", options={"xatol": 1e-13}).x
    p2 = min((lo, p2, hi), key=lambda p: loss(p) if np.isfinite(loss(p)) else np.inf)
    v = (p2 + delta) * (1 - p2 - delta) / n1 + p2 * (1 - p2) / n2
    v *= (n1 + n2) / (n1 + n2 - 1) if r["method"] == "miettinen_nurminen" else 1
    return abs(x1 / n1 - x2 / n2 - delta) / v ** .5


def better_by_quadrature(r):
    x1, n1, x2, n2 = (r[k] for k in ("successesA", "trialsA", "successesB", "trialsB"))
    a, b = stats.beta(x1 + 1, n1 - x1 + 1), stats.beta(x2 + 1, n2 - x2 + 1)
    ends = [a.ppf(v) for v in (1e-14, .01, .2, .5, .8, .99, 1 - 1e-14)]
    return sum(integrate.quad(lambda p: a.pdf(p) * b.cdf(p), u, v, epsabs=1e-14, epsrel=1e-12)[0] for u, v in zip(ends, ends[1:]))


@np.errstate(all="ignore")
def tango_at(r, delta):
    """|T(delta)|: maximum over the probability q of "only B" with P(only A) = q + delta, found by minimising."""
    b, c = r["aOnly"], r["bOnly"]
    rest = r["both"] + r["neither"]
    n = b + c + rest
    lo, hi = max(0, -delta), (1 - delta) / 2
    xlog = lambda k, p: k * np.log(p) if k else 0
    loss = lambda q: -(xlog(b, q + delta) + xlog(c, q) + xlog(rest, 1 - 2 * q - delta))
    q = optimize.minimize_scalar(loss, bounds=(lo, hi), method="bounded", options={"xatol": 1e-13}).x
    q = min((lo, q, hi), key=lambda v: loss(v) if np.isfinite(loss(v)) else np.inf)
    return abs(b - c - n * delta) / (n * (2 * q + delta * (1 - delta))) ** .5


def paired_difference(r):
    b, c, s = r["aOnly"], r["bOnly"], r["prior"]
    if b + c == 0:
        return {}, ""
    table = [[r["both"], b], [c, r["neither"]]]
    exact, chi = mcnemar(table, exact=True), mcnemar(table, exact=False, correction=False)
    return {"exactP": exact.pvalue, "chiSquare": chi.statistic, "chiSquareP": chi.pvalue,
            "probabilityABetter": stats.beta.sf(.5, b + s, c + s)}, "statsmodels mcnemar, scipy stats.beta"


# ---- means
def mean_interval(r):
    if r["method"] != "t" or len(set(r["values"])) == 1:
        return {}, ""
    t = stats.ttest_1samp(r["values"], 0)
    ci = t.confidence_interval(r["level"])
    return {"lower": ci.low, "upper": ci.high, "statistic": t.statistic, "p": t.pvalue, "standardError": stats.sem(r["values"])}, \
        "scipy stats.ttest_1samp"


def mean_difference(r):
    if r.get("clustersA") or r.get("clustersB"):
        return {}, ""
    t = stats.ttest_ind(r["a"], r["b"], equal_var=False)
    ci = t.confidence_interval(r["level"])
    return {"lower": ci.low, "upper": ci.high, "statistic": t.statistic, "p": t.pvalue, "df": t.df}, "scipy stats.ttest_ind"


def paired_mean_difference(r):
    if r["method"] != "t":
        return {}, ""
    t = stats.ttest_rel(r["a"], r["b"])
    ci = t.confidence_interval(r["level"])
    return {"lower": ci.low, "upper": ci.high, "statistic": t.statistic, "p": t.pvalue, "df": t.df}, "scipy stats.ttest_rel"


def runs_interval(r):
    x, n, level = np.array(r["scores"]), len(r["scores"]), r["level"]
    lo, hi = stats.ttest_1samp(x, 0).confidence_interval(level)
    q = stats.chi2.ppf([(1 + level) / 2, (1 - level) / 2], n - 1)
    s = x.std(ddof=1)
    return {"lower": lo, "upper": hi, "sd": s, "sdLower": s * ((n - 1) / q[0]) ** .5, "sdUpper": s * ((n - 1) / q[1]) ** .5}, \
        "scipy stats.ttest_1samp, stats.chi2"


def least_significant_difference(r):
    return {"difference": stats.t.ppf((1 + r["level"]) / 2, 2 * r["runs"] - 2) * r["sd"] * (2 / r["runs"]) ** .5}, "scipy stats.t"


def variance_components(r):
    def table(v, i):
        return [np.array([float(a) for a, k in zip(v, i) if k == g]) for g in sorted(set(i))]

    A = table(r["valuesA"], r["itemsA"])
    B = table(r["valuesB"], r["itemsB"]) if "valuesB" in r else [np.zeros(2) for _ in A]
    between = np.var([a.mean() - b.mean() for a, b in zip(A, B)])
    # unbiased within-item variances: prediction is their mean, the bias of `between` is their mean over K
    prediction = np.mean([a.var(ddof=1) + b.var(ddof=1) for a, b in zip(A, B)])
    bias = np.mean([a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b) for a, b in zip(A, B)])
    out = {"data": max(between - bias, 0), "bias": bias}
    if len({len(v) for v in A}) == 1:
        out["prediction"] = prediction
    return out, "numpy variances with ddof 1"


# ---- resampling and ranks
def sign_flip_test(r):
    d = [v for v in r["differences"] if v != 0]
    if not 1 < len(d) <= 12 or all(abs(v) == 1 for v in d):
        if d and all(abs(v) == 1 for v in d):
            return {"p": stats.binomtest(sum(v > 0 for v in d), len(d)).pvalue}, "scipy stats.binomtest"
        return {}, ""
    t = stats.permutation_test((np.array(d),), np.sum, permutation_type="samples", n_resamples=np.inf)
    return {"p": t.pvalue}, "scipy stats.permutation_test"


def wilcoxon_signed_rank(r):
    d = np.array([float(v) for v in r["differences"]])
    if r["zeros"] == "split":
        if len(set(np.abs(d))) < len(d):
            return {}, ""
        return {"p": stats.wilcoxon(d, zero_method="zsplit", correction=False, method="asymptotic").pvalue}, "scipy stats.wilcoxon"
    e = np.round(d[d != 0], 9)
    if len(e) > 200:
        t = stats.wilcoxon(e, correction=False, method="asymptotic", alternative="greater")
        return {"statistic": t.statistic, "p": stats.wilcoxon(e, correction=False, method="asymptotic").pvalue}, "scipy stats.wilcoxon"
    if len(set(np.abs(e))) < len(e) or not len(e):
        return {}, ""
    return {"p": stats.wilcoxon(e, method="exact").pvalue, "statistic": stats.wilcoxon(e, method="exact", alternative="greater").statistic}, \
        "scipy stats.wilcoxon"


def bootstrap_exhaustive(r):
    """All resamples as exact fractions; None when there are too many."""
    y, c = [Fraction(repr(v)) if isinstance(v, float) else Fraction(v) for v in r["values"]], r.get("clusters")
    groups = [[v] for v in y] if c is None else [[v for v, k in zip(y, c) if k == g] for g in sorted(set(c))]
    if len(groups) ** len(groups) > 50000:
        return None
    T = sorted(sum(map(sum, s)) / sum(map(len, s)) for s in itertools.product(groups, repeat=len(groups)))
    mean = sum(y) / len(y)
    return T, sum(t < mean for t in T), sum(t == mean for t in T)


def bootstrap_interval(r):
    every = bootstrap_exhaustive(r)
    if every is None:
        return {}, ""
    T, below, equal = every
    if r["method"] == "percentile":
        alpha = Fraction(repr(round(1 - r["level"], 12)))
        k = [-(-len(T) * u // 1) for u in (alpha / 2, 1 - alpha / 2)]
        return {"lower": float(T[int(k[0]) - 1]), "upper": float(T[int(k[1]) - 1])}, "all resamples in fractions"
    return {"below": below, "equal": equal, "bias": stats.norm.ppf(float(Fraction(2 * below + equal, 2 * len(T))))}, "all resamples in fractions"


def friedman_test(r):
    k = r["systems"]
    columns = [r["scores"][j::k] for j in range(k)]
    t = stats.friedmanchisquare(*columns)
    return {"chiSquareTies": t.statistic, "pTies": t.pvalue}, "scipy stats.friedmanchisquare"


def nemenyi(r):
    return {"q": stats.studentized_range.ppf(r["level"], r["systems"], np.inf) / 2 ** .5}, "scipy stats.studentized_range"


def dunn(r):
    return {"q": stats.norm.isf((1 - r["level"]) / 2 / (r["systems"] - 1))}, "scipy stats.norm"


def cochran_q(r):
    q = cochrans_q(np.array(r["scores"]).reshape(-1, r["systems"]))
    return {"statistic": q.statistic, "p": q.pvalue, "df": q.df}, "statsmodels cochrans_q"


def adjust_p_values(r):
    if "comparisons" in r:
        return {}, ""
    name = {"bonferroni": "bonferroni", "holm": "holm", "hochberg": "simes-hochberg", "bh": "fdr_bh", "by": "fdr_by"}[r["method"]]
    return {f"adjusted.{i}": v for i, v in enumerate(multipletests(r["p"], method=name)[1])}, f"statsmodels multipletests {name}"


# ---- k samples
def pass_at_k(r):
    k, out = r["k"], {}
    for i, (n, c) in enumerate(zip(r["samples"], r["correct"])):
        if r["metric"] == "pass_at_k":
            out[f"values.{i}"] = 1.0 if n - c < k else 1 - np.prod(1 - k / np.arange(n - c + 1, n + 1))
        elif r["metric"] == "pass_hat_k":
            out[f"values.{i}"] = stats.hypergeom.pmf(k, n, c, k)
        else:
            out[f"values.{i}"] = stats.hypergeom.sf(k // 2, n, c, k) + (stats.hypergeom.pmf(k // 2, n, c, k) / 2 if k % 2 == 0 else 0)
    values = [out[f"values.{i}"] for i in range(len(out))]
    if len(set(values)) > 1 and "clusters" not in r:
        out["lower"], out["upper"] = stats.ttest_1samp(values, 0).confidence_interval(r["level"])
    return out, "numpy product, scipy stats.hypergeom, stats.ttest_1samp"


def majority_at_k(r):
    out, start = {}, 0
    for i, size in enumerate(r["classes"]):
        answers = [j for j, c in enumerate(r["counts"][start:start + size]) for _ in range(c)]
        start += size
        if len(answers) > 14:
            continue
        share, count = Fraction(0), 0
        for subset in itertools.combinations(answers, r["k"]):
            top = [subset.count(j) for j in range(size)]
            share += Fraction(int(top[0] == max(top)), top.count(max(top)))
            count += 1
        out[f"values.{i}"] = float(share / count)
    return out, "all subsets counted"


# ---- planning
def plan_proportions(r):
    n = samplesize_proportions_2indep_onetail(r["rateA"] - r["rateB"], r["rateB"], r["power"], alpha=1 - r["level"], alternative="two-sided")
    return {"itemsPerSystem": float(n)}, "statsmodels samplesize_proportions_2indep_onetail"


def detectable_runs(r):
    df = 2 * r["runs"] - 2
    return {"effect": (stats.t.ppf((1 + r["level"]) / 2, df) + stats.t.ppf(r["power"], df)) * r["sd"] * (2 / r["runs"]) ** .5}, "scipy stats.t"


def normal_sum(r):
    return stats.norm.isf((1 - r["level"]) / 2) + stats.norm.ppf(r["power"])


def plan_mean_difference(r):
    v = r["betweenVariance"] + sum(r[w] / r[k] for w, k in (("withinA", "samplesA"), ("withinB", "samplesB")) if r[k])
    if "items" in r:
        return {"effect": normal_sum(r) * (v / r["items"]) ** .5}, "scipy stats.norm"
    return {"items": v * (normal_sum(r) / r["effect"]) ** 2}, "scipy stats.norm"


def detectable_paired_proportions(r):
    """Inverts Connor's formula by root finding."""
    za, zb = stats.norm.isf((1 - r["level"]) / 2), stats.norm.ppf(r["power"])
    psi, n = r["discordance"], r["items"]
    items = lambda d: (za * psi ** .5 + zb * (psi - d * d) ** .5) ** 2 / d ** 2
    if items(psi) > n:
        return {}, ""
    return {"effect": optimize.brentq(lambda d: items(d) - n, 1e-9, psi, xtol=1e-16)}, "root of Connor's formula, scipy optimize.brentq"


# ---- correlations
def correlation(r):
    x, y, method, n = r["x"], r["y"], r["method"], len(r["x"])
    ties = len(set(x)) < n or len(set(y)) < n
    if method == "pearson":
        t = stats.pearsonr(x, y)
        out, ci = {"estimate": t.statistic, "p": t.pvalue}, t.confidence_interval(r["level"])
        return out | ({"lower": ci.low, "upper": ci.high} if n > 3 else {}), "scipy stats.pearsonr"
    if method == "spearman":
        t = stats.spearmanr(x, y)
        return {"estimate": t.statistic} | ({"p": t.pvalue} if n > 9 else {}), "scipy stats.spearmanr"
    if method == "kendall_a":
        return {}, ""
    exact = not ties and n <= 60
    t = stats.kendalltau(x, y, method="exact" if exact else "asymptotic")
    return {"estimate": t.statistic} | ({"p": t.pvalue} if exact or n > 9 else {}), "scipy stats.kendalltau"


CONFIRM = {
    "proportionInterval": proportion_interval, "proportionTest": proportion_test, "proportionDifference": proportion_difference,
    "pairedDifference": paired_difference, "meanInterval": mean_interval, "meanDifference": mean_difference,
    "pairedMeanDifference": paired_mean_difference, "runsInterval": runs_interval,
    "leastSignificantDifference": least_significant_difference, "varianceComponents": variance_components,
    "signFlipTest": sign_flip_test, "wilcoxonSignedRank": wilcoxon_signed_rank, "bootstrapInterval": bootstrap_interval,
    "friedmanTest": friedman_test, "nemenyiQuantile": nemenyi, "bonferroniDunnQuantile": dunn, "cochranQ": cochran_q,
    "adjustPValues": adjust_p_values, "passAtK": pass_at_k, "majorityAtK": majority_at_k, "planProportions": plan_proportions,
    "planMeanDifference": plan_mean_difference, "detectableMeanDifference": plan_mean_difference, "detectableRuns": detectable_runs,
    "detectablePairedProportions": detectable_paired_proportions, "correlation": correlation,
}


# ---- R
def r_mean(r):
    if r["method"] not in ("cr0", "cr1", "cr2", "cr3") or len(set(r["values"])) == 1:
        return None
    return {"f": "cluster_mean", "y": r["values"], "clusters": r["clusters"], "type": r["method"], "level": r["level"]}, "R clubSandwich vcovCR"


def r_paired_mean(r):
    if r["method"] == "t":
        return None
    return {"f": "cluster_mean", "y": [round(a - b, 9) for a, b in zip(r["a"], r["b"])], "clusters": r["clusters"], "type": r["method"],
            "level": r["level"]}, "R clubSandwich vcovCR"


def r_poisson(r):
    return ({"f": "poisson_binomial", **r}, "R PoissonBinomial ppbinom") if len(r["chances"]) <= 5000 else None


def r_wilcoxon(r):
    d = [v for v in r["differences"] if v != 0]
    if r["zeros"] == "split" or not 0 < len(d) <= 200:
        return None
    scaled = [round(v * 1e6) for v in r["differences"]]                 # integers keep the ties
    if len(d) <= 50:
        return {"f": "signed_rank", "d": [v for v in scaled if v]}, "R exactRankTests wilcox.exact"
    return {"f": "coin_signed_rank", "d": [v for v in scaled if v]}, "R coin wilcoxsign_test"


def r_sign_flip(r):
    d = [v for v in r["differences"] if v != 0]
    if not 12 < len(d) <= 60 or any(v != int(v) for v in d) or sum(map(abs, d)) > 2000:
        return None
    return {"f": "sign_flip", "d": [int(v) for v in d]}, "R exactRankTests perm.test"


def r_correlation(r):
    n = len(r["x"])
    if len(set(r["x"])) < n or len(set(r["y"])) < n or n > 49:
        return None
    if r["method"] == "spearman" and n <= 9:
        return {"f": "spearman", "x": r["x"], "y": r["y"]}, "R cor.test"
    return ({"f": "kendall", "x": r["x"], "y": r["y"]}, "R cor.test") if r["method"] == "kendall_b" else None


R_JOB = {
    "meanInterval": r_mean, "pairedMeanDifference": r_paired_mean, "poissonBinomialTest": r_poisson, "wilcoxonSignedRank": r_wilcoxon,
    "signFlipTest": r_sign_flip, "correlation": r_correlation,
    "friedmanTest": lambda r: ({"f": "friedman", **r}, "R friedman.test"),
    "adjustPValues": lambda r: ({"f": "adjust", "p": r["p"], "method": r["method"], "comparisons": r.get("comparisons", len(r["p"]))}, "R p.adjust")
    if len(r["p"]) > 1 else None,
    "fitBattles": lambda r: ({"f": "battles", **r}, "R glm, sandwich"),
}


def from_r(call, value):
    """A result of compare.R as {path: value}."""
    if call == "pairedMeanDifference":
        value = {("difference" if k == "estimate" else k): v for k, v in value.items()}
    if call == "adjustPValues":
        return {f"adjusted.{i}": v for i, v in enumerate(value["adjusted"])}
    if call != "fitBattles":
        return value
    out = {f"systems.{i}.{key}": v for key, name in (("strength", "strength"), ("standardError", "error")) for i, v in enumerate(value[name])}
    out |= {f"pairs.{i}.{key}": v for key, name in (("difference", "difference"), ("standardError", "pairError"))
            for i, v in enumerate(value[name])}
    return out | {k: value[k][0] if isinstance(value[k], list) else value[k] for k in ("logTie", "logTieError") if k in value}

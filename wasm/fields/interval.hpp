/// What JavaScript can call of the area `interval`, and the fields that cross for it.
#pragma once

#include <cmath>
#include <optional>
#include <span>

#include "evenhand/interval/bootstrap.hpp"
#include "evenhand/interval/correlation.hpp"
#include "evenhand/interval/difference.hpp"
#include "evenhand/interval/mean.hpp"
#include "evenhand/interval/proportion.hpp"
#include "evenhand/interval/runs.hpp"
#include "evenhand/interval/samples.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_INTERVAL_FUNCTIONS(X)                      \
  X(proportion_interval, ProportionRequest)                     \
  X(proportion_test, ProportionTestRequest)                     \
  X(poisson_binomial_test, PoissonBinomialRequest)              \
  X(mean_interval, MeanRequest)                                 \
  X(wilson_cluster_interval, WilsonClusterRequest)              \
  X(mean_difference, MeanDifferenceRequest)                     \
  X(paired_mean_difference, PairedMeanRequest)                  \
  X(proportion_difference, ProportionDifferenceRequest)         \
  X(paired_difference, PairedDifferenceRequest)                 \
  X(bootstrap_interval, BootstrapRequest)                       \
  X(correlation, CorrelationRequest)                            \
  X(partial_correlation, PartialCorrelationRequest)             \
  X(runs_interval, RunsRequest)                                 \
  X(least_significant_difference, SignificantDifferenceRequest) \
  X(variance_components, VarianceComponentsRequest)             \
  X(pass_at_k, PassAtKRequest)                                  \
  X(majority_at_k, MajorityAtKRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_INTERVAL_ENUMS(X)                                  \
  X(interval::ProportionMethod, ProportionMethod, proportionMethods)    \
  X(interval::MeanMethod, MeanMethod, meanMethods)                      \
  X(interval::IndependentMethod, IndependentMethod, independentMethods) \
  X(interval::PairedMethod, PairedMethod, pairedMethods)                \
  X(interval::BootstrapMethod, BootstrapMethod, bootstrapMethods)       \
  X(interval::CorrelationMethod, CorrelationMethod, correlationMethods) \
  X(interval::SamplesMetric, SamplesMetric, samplesMetrics)             \
  X(interval::SamplesMethod, SamplesMethod, samplesMethods)

// X(name in TypeScript, number)
#define EVENHAND_ABI_INTERVAL_LIMITS(X) \
  X(leastResamples, least_resamples)    \
  X(mostResamples, most_resamples)

// X(name in TypeScript, value)
#define EVENHAND_ABI_INTERVAL_DEFAULTS(X)                    \
  X(proportionMethod, interval::default_proportion_method)   \
  X(independentMethod, interval::default_independent_method) \
  X(pairedMethod, interval::default_paired_method)           \
  X(bootstrapMethod, interval::default_bootstrap_method)     \
  X(correlationMethod, interval::default_correlation_method) \
  X(resamples, default_resamples)

namespace evenhand::abi {

struct ProportionRequest {
  Counts counts;
  interval::ProportionMethod method = interval::default_proportion_method;
  Level level;
};

struct ProportionTestRequest {
  Counts counts;
  double null_rate = 0.5;
};

struct PoissonBinomialRequest {
  std::int64_t successes = 0;
  std::span<const double> chances;
};

struct MeanRequest {
  std::span<const double> values;
  std::optional<std::span<const std::int32_t>> clusters;
  std::optional<interval::MeanMethod> method;
  Level level;
  std::optional<Interval> bounds;
};

struct WilsonClusterRequest {
  Counts counts;
  double variance_inflation = 1;
  Level level;
};

struct MeanDifferenceRequest {
  std::span<const double> a;
  std::span<const double> b;
  std::optional<std::span<const std::int32_t>> clusters_a;
  std::optional<std::span<const std::int32_t>> clusters_b;
  Level level;
};

struct PairedMeanRequest {
  std::span<const double> a;
  std::span<const double> b;
  std::optional<std::span<const std::int32_t>> clusters;
  std::optional<interval::MeanMethod> method;
  Level level;
};

struct ProportionDifferenceRequest {
  Counts a;
  Counts b;
  interval::IndependentMethod method = interval::default_independent_method;
  Level level;
};

struct PairedDifferenceRequest {
  interval::PairedCounts counts;
  interval::PairedMethod method = interval::default_paired_method;
  Level level;
  double prior = 1;
};

struct BootstrapRequest {
  std::span<const double> values;
  std::optional<std::span<const std::int32_t>> clusters;
  interval::BootstrapMethod method = interval::default_bootstrap_method;
  Level level;
  double seed = default_seed;
  std::int64_t resamples = default_resamples;
};

struct CorrelationRequest {
  std::span<const double> x;
  std::span<const double> y;
  interval::CorrelationMethod method = interval::default_correlation_method;
  Level level;
};

struct PartialCorrelationRequest {
  double xy = 0;
  double xg = 0;
  double yg = 0;
  std::int64_t n = 0;
  bool ranks = false;
  Level level;
};

struct RunsRequest {
  std::span<const double> scores;
  Level level;
};

struct SignificantDifferenceRequest {
  std::int64_t runs = 0;
  double sd = 0;
  Level level;
};

struct VarianceComponentsRequest {
  interval::RepeatedScores a;
  std::optional<std::span<const double>> values_b;
  std::optional<std::span<const std::int32_t>> items_b;
  std::span<const std::int32_t> samples;
};

struct PassAtKRequest {
  std::span<const std::int32_t> samples;
  std::span<const std::int32_t> correct;
  std::int64_t k = 1;
  interval::SamplesMetric metric = interval::SamplesMetric::pass_at_k;
  std::optional<std::span<const std::int32_t>> clusters;
  Level level;
};

struct MajorityAtKRequest {
  std::span<const std::int32_t> counts;
  std::span<const std::int32_t> classes;
  std::int64_t k = 1;
  std::optional<std::span<const std::int32_t>> clusters;
  Level level;
};

/// Columns that may be left out are empty in the core.
inline std::span<const std::int32_t> column(
    const std::optional<std::span<const std::int32_t>>& given) {
  return given.value_or(std::span<const std::int32_t>{});
}

inline Result<interval::ProportionInterval> run(const ProportionRequest& r) {
  return interval::proportion_interval(r.counts, r.method, r.level);
}
inline Result<interval::ProportionTest> run(const ProportionTestRequest& r) {
  return interval::proportion_test(r.counts, r.null_rate);
}

inline Result<interval::PoissonBinomialTest> run(const PoissonBinomialRequest& r) {
  return interval::poisson_binomial_test(r.successes, r.chances);
}
inline Result<interval::MeanInterval> run(const MeanRequest& r) {
  return interval::mean_interval(r.values, column(r.clusters), r.method, r.level, r.bounds);
}
inline Result<Estimate> run(const WilsonClusterRequest& r) {
  return interval::wilson_inflated(r.counts, r.variance_inflation, r.level);
}
inline Result<interval::MeanDifference> run(const MeanDifferenceRequest& r) {
  return interval::mean_difference(r.a, r.b, column(r.clusters_a), column(r.clusters_b), r.level);
}
inline Result<interval::MeanDifference> run(const PairedMeanRequest& r) {
  return interval::paired_mean_difference(r.a, r.b, column(r.clusters), r.method, r.level);
}
inline Result<interval::IndependentDifference> run(const ProportionDifferenceRequest& r) {
  return interval::independent_difference(r.a, r.b, r.method, r.level);
}
inline Result<interval::PairedDifference> run(const PairedDifferenceRequest& r) {
  return interval::paired_difference(r.counts, r.method, r.level, r.prior);
}
inline Result<interval::BootstrapInterval> run(const BootstrapRequest& r) {
  return interval::bootstrap_interval(r.values, column(r.clusters), r.method, r.level,
                                      whole_seed(r.seed), r.resamples);
}
inline Result<interval::Correlation> run(const CorrelationRequest& r) {
  return interval::correlation(r.x, r.y, r.method, r.level);
}
inline Result<interval::PartialCorrelation> run(const PartialCorrelationRequest& r) {
  return interval::partial_correlation(r.xy, r.xg, r.yg, r.n, r.ranks, r.level);
}

inline Result<interval::RunsInterval> run(const RunsRequest& r) {
  return interval::runs_interval(r.scores, r.level);
}
inline Result<interval::SignificantDifference> run(const SignificantDifferenceRequest& r) {
  return interval::least_significant_difference(r.runs, r.sd, r.level);
}
inline Result<interval::VarianceComponents> run(const VarianceComponentsRequest& r) {
  std::optional<interval::RepeatedScores> b;
  if (r.values_b || r.items_b) {
    b = interval::RepeatedScores{.values = r.values_b.value_or(std::span<const double>{}),
                                 .items = column(r.items_b)};
  }
  return interval::variance_components(r.a, b, r.samples);
}
inline Result<interval::SamplesResult> run(const PassAtKRequest& r) {
  return interval::pass_at_k_interval(r.samples, r.correct, r.k, r.metric, column(r.clusters),
                                      r.level);
}
inline Result<interval::SamplesResult> run(const MajorityAtKRequest& r) {
  return interval::majority_at_k(r.counts, r.classes, r.k, column(r.clusters), r.level);
}

template <class V, Is<ProportionRequest> S>
void fields(V& v, S& s) {
  v.type("ProportionRequest", "One binomial proportion.");
  v("successes", s.counts.successes, "Successes, a whole number from 0 to `trials`.");
  v("trials", s.counts.trials, "Independent trials, a whole number from 1 to 2^53.");
  v.defaulted("method", s.method, "Which interval; see `proportionMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::ProportionInterval> S>
void fields(V& v, S& s) {
  v.type("ProportionInterval", "An interval for successes / trials with all that made it.");
  v("estimate", s.estimate, "successes / trials.");
  v("lower", s.lower, "Lower limit, in [0, 1].");
  v("upper", s.upper, "Upper limit, in [0, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "The interval's method.");
  v("successes", s.counts.successes, "As given.");
  v("trials", s.counts.trials, "As given.");
  v.omitted("unclipped", s.unclipped, "The limits before they were cut to [0, 1], when they were.");
}

template <class V, Is<ProportionTestRequest> S>
void fields(V& v, S& s) {
  v.type("ProportionTestRequest", "One binomial proportion against a fixed rate.");
  v("successes", s.counts.successes, "Successes, a whole number from 0 to `trials`.");
  v("trials", s.counts.trials, "Independent trials, a whole number from 1 to 2^53.");
  v("nullRate", s.null_rate, "The rate to test against, strictly between 0 and 1.");
}

template <class V, Is<interval::ProportionTest> S>
void fields(V& v, S& s) {
  v.type("ProportionTest", "One sample against a fixed rate; X ~ Bin(trials, nullRate).");
  v("nullRate", s.null_rate, "The rate tested against.");
  v("atMost", s.at_most, "P(X <= x).");
  v("atLeast", s.at_least, "P(X >= x).");
  v("midAtMost", s.mid_at_most, "P(X < x) + P(X = x)/2.");
  v("midAtLeast", s.mid_at_least, "P(X > x) + P(X = x)/2.");
  v("central", s.central, "Two-sided exact p-value: twice the smaller tail, at most 1.");
  v("midP", s.mid_p, "Two-sided mid-P value: twice the smaller mid-P tail.");
  v("score", s.score, "Score statistic, standard normal under the fixed rate.");
  v("scoreP", s.score_p, "Two-sided p-value of the score.");
}

template <class V, Is<PoissonBinomialRequest> S>
void fields(V& v, S& s) {
  v.type("PoissonBinomialRequest", "Successes of items that each have a chance rate of their own.");
  v("successes", s.successes, "Successes, a whole number from 0 to the number of items.");
  v("chances", s.chances, "Each item's success rate under chance, in [0, 1].");
}

template <class V, Is<interval::PoissonBinomialTest> S>
void fields(V& v, S& s) {
  v.type("PoissonBinomialTest", "One sample against item-wise rates.");
  v("expected", s.expected, "Successes expected under chance.");
  v("atMost", s.at_most, "P(X <= x).");
  v("atLeast", s.at_least, "P(X >= x).");
  v("midAtMost", s.mid_at_most, "P(X < x) + P(X = x)/2.");
  v("midAtLeast", s.mid_at_least, "P(X > x) + P(X = x)/2.");
  v("central", s.central, "Two-sided p-value: twice the smaller tail, at most 1.");
  v("midP", s.mid_p, "Two-sided mid-P value: twice the smaller mid-P tail, at most 1.");
  v("exact", s.exact, "False: normal approximation with a continuity correction.");
}

template <class V, Is<MeanRequest> S>
void fields(V& v, S& s) {
  v.type("MeanRequest", "Scores of one system, one per item.");
  v("values", s.values, "One score per item.");
  v.omitted("clusters", s.clusters, "Each item's group, by a whole number from 0.");
  v.omitted("method", s.method,
            "See `meanMethods`. Default: `wilson` (0/1) or `t`; with clusters `wilson_cluster` "
            "(0/1) or `cr2`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.omitted("bounds", s.bounds, "Ends of the scale; limits are cut to them.");
}

template <class V, Is<interval::MeanInterval> S>
void fields(V& v, S& s) {
  v.type("MeanInterval", "An interval for a mean with all that made it.");
  v("estimate", s.estimate, "Mean of the values.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "The interval's method; see `meanMethods`.");
  v("n", s.n, "Items.");
  v("standardError", s.standard_error, "The method's standard error of the mean.");
  v("df", s.df, "Degrees of freedom of Student's quantile; null when the quantile is normal.");
  v("statistic", s.statistic, "estimate / standardError; null for Wilson forms.");
  v("p", s.p, "Two-sided p-value for a mean of 0; null for Wilson forms.");
  v("clusters", s.clusters, "Groups; null when items are independent.");
  v("designEffect", s.design_effect, "Cluster-robust over naive variance; null without groups.");
  v("effectiveItems", s.effective_items, "n / designEffect; null without groups.");
  v.omitted("unclipped", s.unclipped, "The limits before they were cut, when they were.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<WilsonClusterRequest> S>
void fields(V& v, S& s) {
  v.type("WilsonClusterRequest", "A share whose variance is inflated by grouping.");
  v("successes", s.counts.successes, "Successes, a whole number from 0 to `trials`.");
  v("trials", s.counts.trials, "Items.");
  v("varianceInflation", s.variance_inflation, "True over binomial variance, above 0.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<MeanDifferenceRequest> S>
void fields(V& v, S& s) {
  v.type("MeanDifferenceRequest", "Scores of two systems on different items.");
  v("a", s.a, "Scores of A.");
  v("b", s.b, "Scores of B.");
  v.omitted("clustersA", s.clusters_a, "Group of each item of A.");
  v.omitted("clustersB", s.clusters_b, "Group of each item of B.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<PairedMeanRequest> S>
void fields(V& v, S& s) {
  v.type("PairedMeanRequest", "Scores of two systems on the same items.");
  v("a", s.a, "Scores of A, one per item.");
  v("b", s.b, "Scores of B on the same items.");
  v.omitted("clusters", s.clusters, "Each item's group, by a whole number from 0.");
  v.omitted("method", s.method, "`t`, or a cluster-robust method. Default: `t`, or `cr2`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::MeanDifference> S>
void fields(V& v, S& s) {
  v.type("MeanDifference", "The difference of two means, A - B.");
  v("difference", s.difference, "Mean of A - mean of B.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "How the standard error was found; see `meanMethods`.");
  v("paired", s.paired, "Whether the systems were run on the same items.");
  v("nA", s.n_a, "Items of A.");
  v("nB", s.n_b, "Items of B.");
  v("meanA", s.mean_a, "Mean of A.");
  v("meanB", s.mean_b, "Mean of B.");
  v("standardError", s.standard_error, "Standard error of the difference.");
  v("df", s.df, "Degrees of freedom.");
  v("statistic", s.statistic, "difference / standardError.");
  v("p", s.p, "Two-sided p-value for no difference.");
  v("detectable", s.detectable, "Smallest difference these errors would show with power 0.8.");
  v("clusters", s.clusters, "Groups; null when items are independent.");
  v("designEffect", s.design_effect, "Of paired differences in groups; null otherwise.");
  v("effectiveItems", s.effective_items, "n / designEffect; null without groups or pairs.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<ProportionDifferenceRequest> S>
void fields(V& v, S& s) {
  v.type("ProportionDifferenceRequest", "Shares of two systems on different items.");
  v("successesA", s.a.successes, "Successes of A.");
  v("trialsA", s.a.trials, "Items of A.");
  v("successesB", s.b.successes, "Successes of B.");
  v("trialsB", s.b.trials, "Items of B.");
  v.defaulted("method", s.method, "Which interval; see `independentMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::IndependentDifference> S>
void fields(V& v, S& s) {
  v.type("ProportionDifference", "The difference of two shares on different items, A - B.");
  v("difference", s.difference, "Share of A - share of B.");
  v.derived("estimate", s.difference, "The same, as every interval calls it.");
  v("lower", s.lower, "Lower limit, in [-1, 1].");
  v("upper", s.upper, "Upper limit, in [-1, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "The interval's method; see `independentMethods`.");
  v("successesA", s.a.successes, "As given.");
  v("trialsA", s.a.trials, "As given.");
  v("successesB", s.b.successes, "As given.");
  v("trialsB", s.b.trials, "As given.");
  v.derived("n", s.a.trials + s.b.trials, "Items of both.");
  v("statistic", s.statistic,
    "Score statistic for equal shares; null when the method has no test.");
  v("p", s.p, "Its two-sided p-value; null when the method has no test.");
  v("probabilityABetter", s.probability_a_better,
    "P(share of A > share of B) under independent uniform priors.");
  v("detectable", s.detectable,
    "Smallest difference that so many items would show with power 0.8; null when out of reach.");
  v.omitted("unclipped", s.unclipped, "The limits before they were cut, when they were.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<PairedDifferenceRequest> S>
void fields(V& v, S& s) {
  v.type("PairedDifferenceRequest", "Two systems on the same items, counted by who is right.");
  v("both", s.counts.both, "Items that both get right.");
  v("aOnly", s.counts.a_only, "Items that only A gets right.");
  v("bOnly", s.counts.b_only, "Items that only B gets right.");
  v("neither", s.counts.neither, "Items that neither gets right.");
  v.defaulted("method", s.method, "Which interval; see `pairedMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("prior", s.prior, "Dirichlet parameter of each cell, 1 or 0.5.");
}

template <class V, Is<interval::PairedCounts> S>
void fields(V& v, S& s) {
  v.type("PairedCounts", "Two systems on the same items, counted by who is right.");
  v("both", s.both, "Items that both get right.");
  v("aOnly", s.a_only, "Items that only A gets right.");
  v("bOnly", s.b_only, "Items that only B gets right.");
  v("neither", s.neither, "Items that neither gets right.");
}

template <class V, Is<interval::PairedDifference> S>
void fields(V& v, S& s) {
  v.type("PairedDifference", "The difference of two shares on the same items, A - B.");
  v("difference", s.difference, "(aOnly - bOnly) / n.");
  v.derived("estimate", s.difference, "The same, as every interval calls it.");
  v("lower", s.lower, "Lower limit, in [-1, 1].");
  v("upper", s.upper, "Upper limit, in [-1, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "The interval's method; see `pairedMethods`.");
  v("n", s.n, "Items.");
  v("counts", s.counts, "As given.");
  v.derived("p", s.test.mid_p, "Two-sided, by the test that verdicts use: mid-P.");
  v("exactP", s.test.exact_p, "McNemar's exact test, two-sided.");
  v("midP", s.test.mid_p, "McNemar's mid-P test, two-sided.");
  v("chiSquare", s.test.chi_square, "McNemar's chi-square; null without discordant items.");
  v("chiSquareP", s.test.chi_square_p, "Its p-value; null without discordant items.");
  v("probabilityABetter", s.probability_a_better,
    "P(A better than B) under a symmetric Dirichlet prior.");
  v("prior", s.prior, "Dirichlet parameter of each cell.");
  v("detectable", s.detectable,
    "Smallest difference that so many items would show with power 0.8 at the observed "
    "discordance; null when out of reach.");
  v.omitted("unclipped", s.unclipped, "The limits before they were cut, when they were.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<BootstrapRequest> S>
void fields(V& v, S& s) {
  v.type("BootstrapRequest", "One score per item, to be resampled.");
  v("values", s.values, "One score per item; at least 2, and not all equal.");
  v.omitted("clusters", s.clusters, "Group of each item, by a whole number from 0.");
  v.defaulted("method", s.method, "Which interval; see `bootstrapMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("seed", s.seed, "Seed of the draws, a whole number from 0 to 2^53 - 1.");
  v.defaulted("resamples", s.resamples, "How many to draw, 99 to 1,000,000.");
}

template <class V, Is<interval::BootstrapInterval> S>
void fields(V& v, S& s) {
  v.type("BootstrapInterval", "A bootstrap interval for a mean with all that made it.");
  v("estimate", s.estimate, "Mean of the values.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "The interval's method; see `bootstrapMethods`.");
  v("n", s.n, "Items.");
  v("clusters", s.clusters, "Groups; null when items were drawn one by one.");
  v("exhaustive", s.exhaustive, "Whether every possible resample was taken, none at random.");
  v("resamples", s.resamples, "Resampled means.");
  v("seed", s.seed, "Seed of the draws; null when exhaustive.");
  v("bias", s.bias, "z0 of `bca`; null otherwise.");
  v("acceleration", s.acceleration, "a of `bca`; null otherwise.");
  v("lowerIndex", s.lower_index, "The lower limit's place among the sorted means, from 1.");
  v("upperIndex", s.upper_index, "The upper limit's place among the sorted means, from 1.");
  v("below", s.below, "Means below the estimate.");
  v("equal", s.equal, "Means equal to the estimate, rounding aside.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

/// Limits that are refused together cross as two nulls.
inline std::optional<double> lower_of(const std::optional<Interval>& limits) {
  return limits ? std::optional(limits->lower) : std::nullopt;
}
inline std::optional<double> upper_of(const std::optional<Interval>& limits) {
  return limits ? std::optional(limits->upper) : std::nullopt;
}

template <class V, Is<CorrelationRequest> S>
void fields(V& v, S& s) {
  v.type("CorrelationRequest", "Two columns of equal length.");
  v("x", s.x, "At least 4 values, for Kendall's 5.");
  v("y", s.y, "One value for every one of x.");
  v.defaulted("method", s.method, "Which correlation; see `correlationMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::Correlation> S>
void fields(V& v, S& s) {
  v.type("Correlation", "A correlation with all that made it.");
  v("estimate", s.estimate, "In [-1, 1].");
  v.derived("lower", lower_of(s.limits), "Lower limit; null when refused.");
  v.derived("upper", upper_of(s.limits), "Upper limit; null when refused.");
  v("refusal", s.refusal, "Why there is no interval; null when there is.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "Which correlation; see `correlationMethods`.");
  v("n", s.n, "Pairs of values.");
  v("p", s.p, "Two-sided p-value of no association; null for `kendall_a`.");
  v("exact", s.exact, "Whether p is a share of permutations.");
  v("statistic", s.statistic, "Student's t, or Kendall's normal deviate; null when infinite.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<PartialCorrelationRequest> S>
void fields(V& v, S& s) {
  v.type("PartialCorrelationRequest", "The correlations of three columns.");
  v("xy", s.xy, "Of x and y, in [-1, 1].");
  v("xg", s.xg, "Of x and g, inside (-1, 1).");
  v("yg", s.yg, "Of y and g, inside (-1, 1).");
  v("n", s.n, "Rows, at least 5.");
  v.defaulted("ranks", s.ranks, "Whether the correlations are Spearman's.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::PartialCorrelation> S>
void fields(V& v, S& s) {
  v.type("PartialCorrelation", "The correlation of x and y with g held fixed.");
  v("estimate", s.estimate, "In [-1, 1].");
  v.derived("lower", lower_of(s.limits), "Lower limit; null when refused.");
  v.derived("upper", upper_of(s.limits), "Upper limit; null when refused.");
  v("refusal", s.refusal, "Why there is no interval; null when there is.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("n", s.n, "Rows.");
  v("ranks", s.ranks, "Whether the correlations are Spearman's.");
  v("p", s.p, "Two-sided p-value of no association.");
  v("statistic", s.statistic, "Student's t on n - 3 degrees of freedom; null when infinite.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<RunsRequest> S>
void fields(V& v, S& s) {
  v.type("RunsRequest", "Reruns of a whole benchmark by one system.");
  v("scores", s.scores, "One score per run, at least 2, not all equal.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::RunsInterval> S>
void fields(V& v, S& s) {
  v.type("RunsInterval", "The mean of reruns, Student's t, and the spread of one run.");
  v("estimate", s.estimate, "Mean of the runs.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("level", s.level.value, "Two-sided confidence level.");
  v.derived("method", interval::MeanMethod::t, "Always Student's t.");
  v.derived("n", s.runs, "Runs, as every interval calls its sample.");
  v("runs", s.runs, "As given.");
  v("df", s.df, "Degrees of freedom, runs - 1.");
  v("standardError", s.standard_error, "sd / sqrt(runs).");
  v("sd", s.sd, "Standard deviation of one run.");
  v("sdLower", s.sd_lower, "Its lower limit, chi-square.");
  v("sdUpper", s.sd_upper, "Its upper limit, chi-square.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<SignificantDifferenceRequest> S>
void fields(V& v, S& s) {
  v.type("SignificantDifferenceRequest", "Two systems, each with the same number of reruns.");
  v("runs", s.runs, "Runs of each system, at least 2.");
  v("sd", s.sd, "Pooled standard deviation of one run, above 0.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::SignificantDifference> S>
void fields(V& v, S& s) {
  v.type("SignificantDifference", "The smallest difference of two means that is significant.");
  v("difference", s.difference, "In the unit of the scores.");
  v("runs", s.runs, "As given.");
  v("sd", s.sd, "As given.");
  v("df", s.df, "Degrees of freedom, 2 runs - 2.");
  v("level", s.level.value, "Two-sided confidence level.");
}

template <class V, Is<VarianceComponentsRequest> S>
void fields(V& v, S& s) {
  v.type("VarianceComponentsRequest", "Several predictions per item, of one system or of two.");
  v("valuesA", s.a.values, "Scores of the predictions of A.");
  v("itemsA", s.a.items, "Number of each prediction's item, from 0; at least 2 per item.");
  v.omitted("valuesB", s.values_b, "The same of B, for the difference A - B.");
  v.omitted("itemsB", s.items_b, "The same of B.");
  v("samples", s.samples, "Numbers K of predictions per item to give a standard error for.");
}

template <class V, Is<interval::VarianceComponents> S>
void fields(V& v, S& s) {
  v.type("VarianceComponents", "Data noise and prediction noise; divisor N, the items.");
  v("items", s.items, "Items; of two systems those that both have.");
  v("paired", s.paired, "Whether it is of a difference.");
  v.omitted("difference", s.difference, "Mean of A - mean of B, of two systems.");
  v("total", s.total, "Variance of one prediction of one item.");
  v("data", s.data, "Variance between items, not below 0.");
  v("prediction", s.prediction, "Variance within items.");
  v("bias", s.bias, "What the noise within items adds to the variance of their means.");
  v("rawData", s.raw_data, "Variance of the item means, `bias` not taken off.");
  v("rawPrediction", s.raw_prediction, "Mean variance within items, `bias` not added.");
  v.omitted("unclippedData", s.unclipped_data, "rawData - bias, when it is below 0.");
  v("standardErrors", s.standard_errors, "With K predictions per item, for each K asked.");
  v("standardErrorLimit", s.standard_error_limit, "With infinitely many predictions per item.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<PassAtKRequest> S>
void fields(V& v, S& s) {
  v.type("PassAtKRequest", "Several sampled answers per problem, each right or wrong.");
  v("samples", s.samples, "Answers of each problem, at least k.");
  v("correct", s.correct, "Right ones of each problem.");
  v("k", s.k, "Answers that may be tried, at least 1.");
  v.defaulted("metric", s.metric, "See `samplesMetrics`.");
  v.omitted("clusters", s.clusters, "Group of each problem, by a whole number from 0.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<MajorityAtKRequest> S>
void fields(V& v, S& s) {
  v.type("MajorityAtKRequest", "How often each distinct answer was given to each problem.");
  v("counts", s.counts, "Problem by problem; within one the right answer first, which may have 0.");
  v("classes", s.classes, "How many counts each problem has.");
  v("k", s.k, "Answers that vote, at least 1.");
  v.omitted("clusters", s.clusters, "Group of each problem, by a whole number from 0.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::SamplesResult> S>
void fields(V& v, S& s) {
  v.type("SamplesResult", "Mean over problems of an unbiased estimate, with its interval.");
  v("estimate", s.estimate, "In [0, 1].");
  v("lower", s.lower, "Lower limit, in [0, 1].");
  v("upper", s.upper, "Upper limit, in [0, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("metric", s.metric, "See `samplesMetrics`.");
  v("method", s.method, "How the interval came about; see `samplesMethods`.");
  v("k", s.k, "As given.");
  v("problems", s.problems, "Problems.");
  v("standardError", s.standard_error, "Over problems; null for exact and mapped limits.");
  v("df", s.df, "Degrees of freedom of Student's quantile; null without.");
  v("clusters", s.clusters, "Groups; null when problems are independent.");
  v("values", s.values, "The estimate of each problem.");
  v.omitted("unclipped", s.unclipped, "The limits before they were cut, when they were.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

}  // namespace evenhand::abi

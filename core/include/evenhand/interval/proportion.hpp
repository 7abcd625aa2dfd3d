/// Confidence intervals for one binomial proportion.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenhand/base/types.hpp"

namespace evenhand::interval {

// X(name, title, source)
#define EVENHAND_PROPORTION_METHODS(X)                                                          \
  X(wilson, "Wilson score", "Wilson 1927, J. Am. Stat. Assoc. 22:209; Newcombe 1998, method 3") \
  X(wilson_cc, "Wilson score with continuity correction",                                       \
    "Newcombe 1998, Stat. Med. 17:857, method 4")                                               \
  X(clopper_pearson, "Clopper-Pearson exact", "Clopper and Pearson 1934, Biometrika 26:404")    \
  X(mid_p, "mid-P exact", "Lancaster 1961; Newcombe 1998, method 6")                            \
  X(jeffreys, "Jeffreys", "Brown, Cai and DasGupta 2001, Stat. Sci. 16:101, section 4.3")       \
  X(agresti_coull, "Agresti-Coull", "Agresti and Coull 1998, Am. Stat. 52:119")                 \
  X(blaker, "Blaker exact", "Blaker 2000, Can. J. Stat. 28:783")                                \
  X(beta_uniform, "Bayes, uniform prior", "equal-tailed quantiles of Beta(x+1, n-x+1)")         \
  X(wald, "Wald (not recommended)",                                                             \
    "shown as a warning: zero width at 0 % and 100 %, and too narrow near them")                \
  X(percentile, "percentile bootstrap, exact (not recommended)",                                \
    "shown as a warning: binomial quantiles of n and x/n, what resampling 0/1 data tends to; "  \
    "zero "                                                                                     \
    "width at 0 % and 100 %")

EVENHAND_ENUM(ProportionMethod, EVENHAND_PROPORTION_METHODS)

/// Chosen for its measured coverage and length among closed forms (core/methods/intervals.md).
inline constexpr ProportionMethod default_proportion_method = ProportionMethod::wilson;

/// An interval for successes / trials with all that made it.
struct ProportionInterval {
  double estimate = 0;  ///< successes / trials
  double lower = 0;     ///< in [0, 1]
  double upper = 1;     ///< in [0, 1]
  Level level;
  ProportionMethod method = default_proportion_method;
  Counts counts;
  /// The limits before they were cut to [0, 1]; only when they were cut.
  std::optional<Interval> unclipped;
};

/// Two-sided interval for a binomial proportion at `level`, limits in [0, 1], dimensionless.
/// counts: 0 <= successes <= trials, trials >= 1; the trials are independent.
/// Limits are exactly 0 at 0/n and exactly 1 at n/n where the method says so.
/// Errors: empty_sample, not_integer, count_exceeds_trials, level_out_of_range, no_convergence.
/// Sources: texts(ProportionMethod{}).
[[nodiscard]] Result<ProportionInterval> proportion_interval(
    Counts counts, ProportionMethod method = default_proportion_method, Level level = {}) noexcept;

/// One sample against a fixed rate, such as chance. X ~ Bin(trials, null_rate).
struct ProportionTest {
  double null_rate = 0;
  double at_most = 0;       ///< P(X <= x)
  double at_least = 0;      ///< P(X >= x)
  double mid_at_most = 0;   ///< P(X < x) + P(X = x)/2
  double mid_at_least = 0;  ///< P(X > x) + P(X = x)/2
  double central = 0;       ///< two-sided, exact: twice the smaller tail, at most 1
  double mid_p = 0;         ///< two-sided: twice the smaller mid-P tail
  double score = 0;         ///< (x/n - null) / sqrt(null (1 - null) / n), standard normal
  double score_p = 0;       ///< two-sided normal p-value of the score
};

/// Tests of one proportion against `null_rate`, strictly between 0 and 1.
/// Errors: those of the counts; rate_out_of_range, not_finite ("nullRate"); no_convergence.
/// Sources: Clopper and Pearson 1934 (tails); Lancaster 1961 (mid-P).
[[nodiscard]] Result<ProportionTest> proportion_test(Counts counts, double null_rate) noexcept;

/// One sample whose items have their own rates under the null hypothesis.
struct PoissonBinomialTest {
  double expected = 0;      ///< successes expected: the sum of the rates
  double at_most = 0;       ///< P(X <= x)
  double at_least = 0;      ///< P(X >= x)
  double mid_at_most = 0;   ///< P(X < x) + P(X = x)/2
  double mid_at_least = 0;  ///< P(X > x) + P(X = x)/2
  double central = 0;       ///< two-sided: twice the smaller tail, at most 1
  double mid_p = 0;         ///< two-sided: twice the smaller mid-P tail, at most 1
  bool exact = true;        ///< false: normal approximation with a continuity correction
};

/// Up to this many items the Poisson-binomial distribution is convolved exactly.
inline constexpr std::size_t longest_convolution = 5000;

/// Tests `successes` of chances.size() items against item-wise rates such as 1 / (number of
/// choices), each in [0, 1].
/// Errors: empty_sample, not_finite, rate_out_of_range ("chances"); not_integer,
/// count_exceeds_trials ("successes").
/// Source: Hodges and Le Cam 1960, Ann. Math. Stat. 31:737 (the distribution); mid-P as above.
[[nodiscard]] Result<PoissonBinomialTest> poisson_binomial_test(std::int64_t successes,
                                                                std::span<const double> chances);

}  // namespace evenhand::interval

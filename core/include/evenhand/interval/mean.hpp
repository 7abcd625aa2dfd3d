/// Confidence intervals for a mean of scores, of items that are independent or come in groups, and
/// for the difference of two means.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::interval {

// X(name, title, source)
#define EVENHAND_MEAN_METHODS(X)                                                                \
  X(t, "Student t", "Student 1908, Biometrika 6:1")                                             \
  X(wilson, "Wilson score", "Wilson 1927, J. Am. Stat. Assoc. 22:209")                          \
  X(cr0, "cluster-robust CR0", "Liang and Zeger 1986, Biometrika 73:13")                        \
  X(cr1, "cluster-robust CR1", "CR0 times C/(C-1); Mancl and DeRouen 2001, Biometrics 57:126")  \
  X(cr2, "cluster-robust CR2 with Satterthwaite t",                                             \
    "Bell and McCaffrey 2002, Surv. Methodol. 28:169")                                          \
  X(cr3, "cluster-robust CR3 with Satterthwaite t", "Bell and McCaffrey 2002 (jackknife form)") \
  X(wilson_cluster, "Wilson score with the effective number of items",                          \
    "Korn and Graubard 1998, Surv. Methodol. 24:193 (effective sample size), in Wilson's "      \
    "formula; "                                                                                 \
    "Short et al. 2020")

EVENHAND_ENUM(MeanMethod, EVENHAND_MEAN_METHODS)

/// An interval for a mean with all that made it; in the unit of the values.
struct MeanInterval {
  double estimate = 0;
  double lower = 0;
  double upper = 0;
  Level level;
  MeanMethod method = MeanMethod::t;
  std::int64_t n = 0;               ///< items
  double standard_error = 0;        ///< that of the method
  std::optional<double> df;         ///< degrees of freedom of the quantile, if it is Student's
  std::optional<double> statistic;  ///< estimate / standard_error
  std::optional<double> p;          ///< two-sided, for a mean of 0
  std::optional<std::int64_t> clusters;
  std::optional<double> design_effect;    ///< cluster-robust over naive variance
  std::optional<double> effective_items;  ///< n / design_effect
  std::optional<Interval> unclipped;      ///< the limits before they were cut to the bounds
  Notes notes;
};

/// The method used when none is asked for: 0/1 values get a Wilson form, graded ones Student's t,
/// and both their cluster-robust relative when items come in groups.
[[nodiscard]] MeanMethod default_mean_method(std::span<const double> values,
                                             bool clustered) noexcept;

/// Two-sided interval for the mean of `values` (one per item, finite). `clusters` is empty or
/// gives each item's group by a number >= 0; groups are independent, items within them need not
/// be. `bounds`: the ends of the scale; limits are then cut to them, and a sample that sits
/// entirely on one end gets the exact binomial bound of 0/n instead of being refused.
/// Errors: empty_sample, not_finite, not_binary, value_out_of_bounds, zero_variance, too_few (fewer
/// than 2 items or clusters), unsupported ("method": grouped items with an ungrouped method or the
/// reverse), length_mismatch and value_out_of_range ("clusters"), value_out_of_range ("bounds"),
/// level_out_of_range, no_convergence.
/// Sources: texts(MeanMethod{}); the closed forms for a mean follow from the general sandwich.
[[nodiscard]] Result<MeanInterval> mean_interval(std::span<const double> values,
                                                 std::span<const std::int32_t> clusters = {},
                                                 std::optional<MeanMethod> method = std::nullopt,
                                                 Level level = {},
                                                 std::optional<Interval> bounds = std::nullopt);

/// Wilson interval with n / variance_inflation effective items; variance_inflation > 0 is the
/// ratio of the true variance of the share to its binomial one (Short et al. 2020).
/// Errors: those of the counts; value_out_of_range ("varianceInflation"); level_out_of_range.
[[nodiscard]] Result<Estimate> wilson_inflated(Counts counts, double variance_inflation,
                                               Level level = {}) noexcept;

/// The difference of two means, A - B, with all that made it.
struct MeanDifference {
  double difference = 0;
  double lower = 0;
  double upper = 0;
  Level level;
  MeanMethod method = MeanMethod::t;  ///< of the standard errors
  bool paired = false;
  std::int64_t n_a = 0;
  std::int64_t n_b = 0;
  double mean_a = 0;
  double mean_b = 0;
  double standard_error = 0;
  double df = 0;
  double statistic = 0;
  double p = 1;           ///< two-sided, for a difference of 0
  double detectable = 0;  ///< smallest difference these errors would show with power 0.8
  std::optional<std::int64_t> clusters;
  std::optional<double> design_effect;    ///< of paired differences in groups
  std::optional<double> effective_items;  ///< n / design_effect
  Notes notes;
};

/// Difference of the means of two systems run on different items: Welch's t, cluster-robust (CR2)
/// variances where clusters are given. Argument names: "a", "b", "clustersA", "clustersB".
/// Errors: as mean_interval; zero_variance when neither sample varies.
/// Source: Welch 1947, Biometrika 34:28.
[[nodiscard]] Result<MeanDifference> mean_difference(std::span<const double> a,
                                                     std::span<const double> b,
                                                     std::span<const std::int32_t> clusters_a = {},
                                                     std::span<const std::int32_t> clusters_b = {},
                                                     Level level = {});

/// Difference of the means of two systems run on the same items: t, or a cluster-robust method, on
/// the differences; a[i] and b[i] belong to item i.
/// Errors: as mean_interval; length_mismatch ("b").
[[nodiscard]] Result<MeanDifference> paired_mean_difference(
    std::span<const double> a, std::span<const double> b,
    std::span<const std::int32_t> clusters = {}, std::optional<MeanMethod> method = std::nullopt,
    Level level = {});

}  // namespace evenhand::interval

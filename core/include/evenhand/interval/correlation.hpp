/// Correlation of two columns, and of two with a third held fixed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::interval {

// X(name, title, source)
#define EVENHAND_CORRELATION_METHODS(X)                                                     \
  X(pearson, "Pearson", "interval: Fisher 1921, Metron 1:3; p: Student's t on n-2")         \
  X(spearman, "Spearman",                                                                   \
    "Pearson on midranks; interval: Bonett and Wright 2000, Psychometrika 65:23; p: exact " \
    "permutation to n = 9, then Student's t on n-2")                                        \
  X(kendall_b, "Kendall tau-b",                                                             \
    "Kendall 1945, Biometrika 33:239; interval: Fieller, Hartley and Pearson 1957, "        \
    "Biometrika 44:470; p: exact to n = 9, without ties to n = 60, then normal")            \
  X(kendall_a, "Kendall tau-a", "Kendall 1938, Biometrika 30:81; interval as for tau-b, no p")

EVENHAND_ENUM(CorrelationMethod, EVENHAND_CORRELATION_METHODS)

/// Scores of different benchmarks have different scales; their ranks do not.
inline constexpr CorrelationMethod default_correlation_method = CorrelationMethod::spearman;

/// A correlation with all that made it; dimensionless, in [-1, 1].
struct Correlation {
  double estimate = 0;
  std::optional<Interval> limits;   ///< Fisher's z; absent when refused
  std::optional<Errc> refusal;      ///< why there are no limits: estimate_at_limit
  std::optional<double> p;          ///< two-sided, for no association; absent for `kendall_a`
  bool exact = false;               ///< p is a share of permutations
  std::optional<double> statistic;  ///< t, or Kendall's normal deviate; absent when infinite
  CorrelationMethod method = default_correlation_method;
  std::int64_t n = 0;  ///< pairs
  Level level;
  Notes notes;  ///< small_sample, normal_approximation
};

/// Correlation of x and y, equally long columns of finite numbers, at least 4, for Kendall's 5.
/// Ranks tie within the rounding of decimal data; a column whose values all tie is constant. At 1
/// and -1 there are no limits; the p-value is given all the same, exact for ranks.
/// Errors: empty_sample, not_finite, constant_input ("x", "y"), length_mismatch ("y"), too_few
/// ("x"), level_out_of_range, no_convergence.
/// Sources: texts(CorrelationMethod{}); Knight 1966, J. Am. Stat. Assoc. 61:436, for the counting
/// of Kendall's pairs.
[[nodiscard]] Result<Correlation> correlation(std::span<const double> x, std::span<const double> y,
                                              CorrelationMethod method = default_correlation_method,
                                              Level level = {});

/// A partial correlation with all that made it.
struct PartialCorrelation {
  double estimate = 0;
  std::optional<Interval> limits;   ///< absent when refused
  std::optional<Errc> refusal;      ///< estimate_at_limit
  double p = 1;                     ///< two-sided, Student's t on n-3
  std::optional<double> statistic;  ///< t; absent when infinite
  std::int64_t n = 0;
  bool ranks = false;  ///< the correlations are Spearman's
  Level level;
  Notes notes;  ///< small_sample
};

/// Correlation of x and y with g held fixed, from the three correlations, each in [-1, 1], over n
/// rows, at least 5.
/// Errors: not_finite, value_out_of_bounds ("xy", "xg", "yg": outside [-1, 1]; "xy": no data have
/// these three), constant_input ("xg", "yg": 1 or -1 leaves nothing that g does not explain),
/// not_integer, too_few ("n"); level_out_of_range; no_convergence.
/// Sources: Yule 1907, Proc. R. Soc. A 79:182; Fisher 1924, Metron 3:329.
[[nodiscard]] Result<PartialCorrelation> partial_correlation(double xy, double xg, double yg,
                                                             std::int64_t n, bool ranks = false,
                                                             Level level = {});

}  // namespace evenhand::interval

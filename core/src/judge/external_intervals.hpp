/// The intervals of design external. Each takes data with youden() > 0, m0 > 0, m1 > 0.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/types.hpp"
#include "judge/external_likelihood.hpp"

namespace evenhand::judge {

/// Limits of one method. `empty` says that no value was accepted (the limits then mean nothing).
struct MethodLimits {
  Interval limits;
  bool empty = false;
  bool disconnected = false;
};

/// Lang and Reiczigel 2014; `truncate` cuts the centre to [0, 1] first. Absent when the smoothed
/// Youden index is not positive.
[[nodiscard]] std::optional<MethodLimits> lang_reiczigel(const ExternalCounts& counts, double z,
                                                         bool truncate) noexcept;

/// Inversion of the score test at the restricted MLE.
[[nodiscard]] MethodLimits score_inversion(const ExternalCounts& counts, double z) noexcept;

/// The same with a skewness correction, c = 1/4 added to every count.
[[nodiscard]] MethodLimits skewness_corrected_inversion(const ExternalCounts& counts,
                                                        double z) noexcept;

/// Skewness-corrected and ordered by likelihood ratio within [0, 1]: never empty.
[[nodiscard]] MethodLimits unified_inversion(const ExternalCounts& counts, double alpha,
                                             double z) noexcept;

/// Inversion of the weighted mean of the score root and the signed likelihood root at the
/// restricted MLE over J >= 0, each with its skewness, ordered by likelihood ratio within [0, 1],
/// c = 1/3 added to every count: never empty.
[[nodiscard]] MethodLimits averaged_roots_inversion(const ExternalCounts& counts,
                                                    double alpha) noexcept;

/// Profile likelihood relative to its maximum within [0, 1], never empty.
[[nodiscard]] MethodLimits profile_likelihood(const ExternalCounts& counts,
                                              double chi_square) noexcept;

/// Likelihood ratio statistic of the best theta within [0, 1] against the raw proportions:
/// 0 when the raw estimate lies within.
[[nodiscard]] double incompatibility(const ExternalCounts& counts) noexcept;

/// Quantiles of the Rogan-Gladen map of independent Beta(count + prior, ...) variables given
/// J > 0, by quadrature; cut to [0, 1]. NaN limits when the special functions fail.
[[nodiscard]] MethodLimits beta_propagation(const ExternalCounts& counts, double prior,
                                            double alpha) noexcept;

/// P(theta <= t | J > 0) of the same distribution before the cut, for each t in [0, 1]. For fewer
/// than all digits: the rule of integration is chosen at three points to 1e-8.
[[nodiscard]] std::vector<double> beta_propagation_cdf(const ExternalCounts& counts, double prior,
                                                       std::span<const double> at);

}  // namespace evenhand::judge

/// The likelihood of design external and its maximum under a fixed score.
#pragma once

namespace evenhand::judge {

/// x of n judged items positive; y0 of m0 wrong and y1 of m1 right calibration items judged
/// correctly. Real-valued: published rates times denominators are used as they are.
struct ExternalCounts {
  double x;
  double n;
  double y0;
  double m0;
  double y1;
  double m1;

  [[nodiscard]] double specificity() const noexcept { return y0 / m0; }
  [[nodiscard]] double sensitivity() const noexcept { return y1 / m1; }
  // Cross-multiplied: whole counts then make whole numerators, so that exact values (0, 1, 1/6)
  // come out exact, and the sign of J is never a matter of rounding.
  /// Youden index J times m0 m1.
  [[nodiscard]] double scaled_youden() const noexcept { return y1 * m0 - (m0 - y0) * m1; }
  [[nodiscard]] double youden() const noexcept { return scaled_youden() / (m0 * m1); }
  /// Rogan-Gladen, not cut to [0, 1]; call only with scaled_youden() > 0.
  [[nodiscard]] double rogan_gladen() const noexcept {
    return (x * m0 - n * (m0 - y0)) * m1 / (n * scaled_youden());
  }
};

/// Maximum of the likelihood over (q0, q1) for a fixed theta = t, with complements kept apart so
/// that nothing cancels near 0 and 1.
struct RestrictedMle {
  double q0;
  double not_q0;
  double q1;
  double not_q1;
  double rate;      ///< t q1 + (1-t)(1-q0), the judge rate these imply
  double not_rate;  ///< 1 - rate
};

/// Solves for the restricted MLE at t in [0, 1].
///
/// The log-likelihood is a sum of three binomial terms, tied by the linear constraint on `rate`.
/// With the constraint's multiplier lambda each proportion is the root of its own quadratic, and
/// the constraint's violation is increasing in lambda: one bracketed Newton search, where the EM
/// algorithm takes thousands of steps. (Agreement with EM: tests/core/judge.)
[[nodiscard]] RestrictedMle restricted_mle(const ExternalCounts& counts, double t) noexcept;

/// Log-likelihood at a restricted MLE, binomial coefficients left out; 0 log 0 = 0.
[[nodiscard]] double log_likelihood(const ExternalCounts& counts, const RestrictedMle& at) noexcept;

/// Log-likelihood at the raw proportions, its unrestricted maximum.
[[nodiscard]] double unrestricted_log_likelihood(const ExternalCounts& counts) noexcept;

}  // namespace evenhand::judge

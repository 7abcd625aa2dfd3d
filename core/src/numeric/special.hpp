/// The only door to Boost.Math: one policy (no promotion, no exceptions), NaN on failure.
/// Callers turn a NaN into Errc::no_convergence; none leaves the core.
#pragma once

namespace evenhand::numeric {

/// Standard normal distribution function.
[[nodiscard]] double normal_cdf(double x) noexcept;

/// z with P(|N(0,1)| > z) = alpha, 0 < alpha <= 1.
[[nodiscard]] double two_sided_normal_quantile(double alpha) noexcept;

/// c with P(chi-square on one degree of freedom > c) = alpha.
[[nodiscard]] double chi_square_1_quantile(double alpha) noexcept;

/// P(B <= x) for B ~ Beta(a, b); a, b > 0; x is cut to [0, 1].
[[nodiscard]] double beta_cdf(double a, double b, double x) noexcept;

/// P(B > x), accurate where it is tiny.
[[nodiscard]] double beta_cdf_complement(double a, double b, double x) noexcept;

/// Density of Beta(a, b) at x in (0, 1).
[[nodiscard]] double beta_density(double a, double b, double x) noexcept;

/// x with P(B <= x) = p.
[[nodiscard]] double beta_quantile(double a, double b, double p) noexcept;

/// x with P(B > x) = q.
[[nodiscard]] double beta_quantile_complement(double a, double b, double q) noexcept;

}  // namespace evenhand::numeric

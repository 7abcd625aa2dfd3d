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

/// z with P(N(0,1) <= z) = p, 0 < p < 1.
[[nodiscard]] double normal_quantile(double p) noexcept;

/// P(|N(0,1)| >= |z|).
[[nodiscard]] double normal_two_sided(double z) noexcept;

/// P(|T| >= |t|) for Student's T on df > 0 degrees of freedom, not necessarily whole.
[[nodiscard]] double student_two_sided(double t, double df) noexcept;

/// t with P(|T| > t) = alpha, 0 < alpha < 1.
[[nodiscard]] double student_quantile(double df, double alpha) noexcept;

/// P(X >= x) for X chi-square on df > 0 degrees of freedom.
[[nodiscard]] double chi_square_complement(double x, double df) noexcept;

/// x with P(X <= x) = p.
[[nodiscard]] double chi_square_quantile(double df, double p) noexcept;

/// P(X >= x) for X ~ F(df1, df2).
[[nodiscard]] double f_complement(double x, double df1, double df2) noexcept;

/// log of the gamma function, x > 0.
[[nodiscard]] double log_gamma(double x) noexcept;

/// log of the binomial coefficient n over k, 0 <= k <= n.
[[nodiscard]] double log_choose(double n, double k) noexcept;

/// P(X <= x), P(X >= x) and P(X = x) for X ~ Bin(n, p); x whole, also outside 0..n.
[[nodiscard]] double binomial_at_most(double x, double n, double p) noexcept;
[[nodiscard]] double binomial_at_least(double x, double n, double p) noexcept;
[[nodiscard]] double binomial_probability(double x, double n, double p) noexcept;

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

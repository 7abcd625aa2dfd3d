#include "numeric/special.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "numeric/boost_policy.hpp"
#include "numeric/roots.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace evenhand::numeric {

double normal_cdf(double x) noexcept {
  return 0.5 * boost::math::erfc(-x / std::numbers::sqrt2, Policy{});
}

double two_sided_normal_quantile(double alpha) noexcept {
  return std::numbers::sqrt2 * boost::math::erfc_inv(alpha, Policy{});
}

double chi_square_1_quantile(double alpha) noexcept {
  const double z = two_sided_normal_quantile(alpha);
  return z * z;
}

double normal_quantile(double p) noexcept {
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, Policy{});
}

double normal_two_sided(double z) noexcept {
  return boost::math::erfc(std::abs(z) / std::numbers::sqrt2, Policy{});
}

double student_two_sided(double t, double df) noexcept {
  // T^2 / (df + T^2) ~ Beta(1/2, df/2); the smaller of the two ratios loses no digits.
  const double square = t * t;
  if (square < df) return beta_cdf_complement(0.5, df / 2, square / (df + square));
  return beta_cdf(df / 2, 0.5, df / (df + square));
}

double student_quantile(double df, double alpha) noexcept {
  // In logarithms the tail is nearly a straight line, whatever the degrees of freedom.
  const auto excess = [=](double log_t) {
    return std::log(student_two_sided(std::exp(log_t), df)) - std::log(alpha);
  };
  const double normal = two_sided_normal_quantile(alpha);
  const double low = std::log(0.5 * normal);
  double high = std::log(2 * normal + 1);
  while (excess(high) > 0 && high < 700) high += 1 + 0.5 * std::abs(high);
  return std::exp(bracketed_root(excess, low, high));
}

double chi_square_complement(double x, double df) noexcept {
  return boost::math::gamma_q(df / 2, std::max(0.0, x) / 2, Policy{});
}

double chi_square_quantile(double df, double p) noexcept {
  // By the smaller tail, in logarithms, where it is nearly a straight line. Boost's own inverse
  // would cost as much code as everything else that is gamma.
  const auto excess = [=](double log_x) {
    const double half = 0.5 * std::exp(log_x);
    return p < 0.5 ? std::log(boost::math::gamma_p(df / 2, half, Policy{})) - std::log(p)
                   : std::log1p(-p) - std::log(boost::math::gamma_q(df / 2, half, Policy{}));
  };
  double low = std::log(df);
  double high = low;
  for (double step = 0.5; excess(low) > 0 && low > -1400; step *= 2) low -= step;
  for (double step = 0.5; excess(high) < 0 && high < 700; step *= 2) high += step;
  return std::exp(bracketed_root(excess, low, high));
}

double f_complement(double x, double df1, double df2) noexcept {
  const double scaled = df1 * std::max(0.0, x);
  if (scaled < df2) return beta_cdf_complement(df1 / 2, df2 / 2, scaled / (scaled + df2));
  return beta_cdf(df2 / 2, df1 / 2, df2 / (scaled + df2));
}

double log_gamma(double x) noexcept { return boost::math::lgamma(x, Policy{}); }

double log_choose(double n, double k) noexcept {
  if (k <= 0 || k >= n) return 0;
  return log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1);
}

double binomial_at_most(double x, double n, double p) noexcept {
  if (x < 0) return 0.0;
  return x >= n ? 1.0 : beta_cdf_complement(x + 1, n - x, p);
}

double binomial_at_least(double x, double n, double p) noexcept {
  if (x > n) return 0.0;
  return x <= 0 ? 1.0 : beta_cdf(x, n - x + 1, p);
}

double binomial_probability(double x, double n, double p) noexcept {
  if (x < 0 || x > n) return 0.0;
  // The density of Beta(x+1, n-x+1) is (n+1) times the binomial probability.
  return beta_density(x + 1, n - x + 1, p) / (n + 1);
}

double beta_cdf(double a, double b, double x) noexcept {
  return boost::math::ibeta(a, b, std::clamp(x, 0.0, 1.0), Policy{});
}

double beta_cdf_complement(double a, double b, double x) noexcept {
  return boost::math::ibetac(a, b, std::clamp(x, 0.0, 1.0), Policy{});
}

double beta_density(double a, double b, double x) noexcept {
  return boost::math::ibeta_derivative(a, b, x, Policy{});
}

namespace {

/// Cornish-Fisher approximation of the quantile at normal deviate z (Abramowitz and Stegun
/// 26.5.22), good to a few digits for a, b >= 1.
double approximate_quantile(double a, double b, double z) noexcept {
  const double r = 1 / (2 * a - 1);
  const double s = 1 / (2 * b - 1);
  const double lambda = (z * z - 3) / 6;
  const double h = 2 / (r + s);
  const double w = -z * std::sqrt(h + lambda) / h - (s - r) * (lambda + 5.0 / 6 - 2 / (3 * h));
  return a / (a + b * std::exp(2 * w));
}

/// Quantile by Halley's iteration from the approximation, in the common case; Boost's slower and
/// universal inverse otherwise. `excess(x)` is the distribution function less the target, by the
/// tail that was asked for; z its normal deviate.
template <class Excess, class Fallback>
double refined_quantile(double a, double b, double z, Excess excess, Fallback fallback) noexcept {
  if (!(a >= 1.5 && b >= 1.5 && std::abs(z) < 6)) return fallback();
  double x = approximate_quantile(a, b, z);
  if (!(x > 0 && x < 1)) return fallback();
  double density = beta_density(a, b, x);
  for (int step = 0; step < 5; ++step) {
    const double newton = excess(x) / density;
    const double curvature = (a - 1) / x - (b - 1) / (1 - x);
    const double halley = newton / (1 - std::clamp(0.5 * newton * curvature, -0.5, 0.5));
    const double next = x - halley;
    if (!(next > 0 && next < 1)) break;
    // The error is cubed by every step: after one this small nothing is left of it.
    if (std::abs(halley) <= 1e-6 * std::min(next, 1 - next)) return next;
    // The density moves along; computing it afresh would cost as much as the tail itself.
    density *= std::exp((a - 1) * std::log(next / x) + (b - 1) * std::log1p(halley / (1 - x)));
    x = next;
  }
  return fallback();
}

/// Boost 1.74's inverse is far off in the lower tail of some shapes with a < 1 (a = 0.5, b = 3,
/// p = 1e-9 gives a point whose probability is 3e-12). Newton's method on log F against log x,
/// where the tail is nearly a straight line, mends it and leaves a good point alone.
double mended_quantile(double a, double b, double p, double x) noexcept {
  for (int step = 0; step < 50 && x > 0 && x < 0.5; ++step) {
    const double probability = beta_cdf(a, b, x);
    if (!(probability > 0) || std::abs(probability - p) <= 1e-13 * p) break;
    const double slope = x * beta_density(a, b, x) / probability;
    x *= std::exp(std::log(p / probability) / slope);
  }
  return x;
}

}  // namespace

double beta_quantile(double a, double b, double p) noexcept {
  const auto by_boost = [=] {
    return mended_quantile(a, b, p, boost::math::ibeta_inv(a, b, p, Policy{}));
  };
  if (!(p > 0 && p < 1)) return by_boost();
  return refined_quantile(
      a, b, -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, Policy{}),
      [=](double x) { return boost::math::ibeta(a, b, x, Policy{}) - p; }, by_boost);
}

double beta_quantile_complement(double a, double b, double q) noexcept {
  const auto by_boost = [=] { return boost::math::ibetac_inv(a, b, q, Policy{}); };
  if (!(q > 0 && q < 1)) return by_boost();
  return refined_quantile(
      a, b, std::numbers::sqrt2 * boost::math::erfc_inv(2 * q, Policy{}),
      [=](double x) { return q - boost::math::ibetac(a, b, x, Policy{}); }, by_boost);
}

}  // namespace evenhand::numeric

#include "numeric/special.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "numeric/boost_policy.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

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

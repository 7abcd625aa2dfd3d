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

double beta_quantile(double a, double b, double p) noexcept {
  return boost::math::ibeta_inv(a, b, p, Policy{});
}

double beta_quantile_complement(double a, double b, double q) noexcept {
  return boost::math::ibetac_inv(a, b, q, Policy{});
}

}  // namespace evenhand::numeric

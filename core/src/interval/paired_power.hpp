/// What a paired comparison of two rates can show, as closed forms that are cheap enough for every
/// pair of a leaderboard.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand::interval {

/// Smallest difference of two rates that n items with a share psi of discordant ones show (Connor
/// 1987, solved for the difference). n > 0, 0 <= psi <= 1; z_a > 0 is the two-sided quantile of
/// the level, z_b that of the power, -z_a < z_b. Infinite when not even psi would be found, and
/// never NaN.
[[nodiscard]] inline double detectable_paired(double n, double psi, double z_a,
                                              double z_b) noexcept {
  constexpr double unreachable = std::numeric_limits<double>::infinity();
  // d = sqrt(psi) u with z_a + z_b sqrt(1 - u^2) = u sqrt(n), a quadratic equation in u. The
  // squaring adds a false root when n < z_a^2 and z_b > 0.
  const double root = n + z_b * z_b - z_a * z_a;
  if (!(psi > 0) || !(root >= 0) || (z_b >= 0 && n < z_a * z_a)) return unreachable;
  const double u = (z_a * std::sqrt(n) + z_b * std::sqrt(root)) / (n + z_b * z_b);
  const double share = std::sqrt(psi);
  return u <= share ? share * u : unreachable;
}

/// Items that show a difference d of two rates of which a share psi >= |d| is discordant (Connor
/// 1987, Biometrics 43:207). d != 0.
[[nodiscard]] inline double items_paired(double d, double psi, double z_a, double z_b) noexcept {
  const double root = (z_a * std::sqrt(psi) + z_b * std::sqrt(std::max(0.0, psi - d * d))) / d;
  return root * root;
}

}  // namespace evenhand::interval

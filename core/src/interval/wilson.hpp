/// The Wilson score interval on real-valued counts, shared by the areas that need it on rates.
#pragma once

#include <algorithm>
#include <cmath>

#include "evenhand/base/types.hpp"

namespace evenhand::interval {

/// x of n, 0 <= x <= n, n > 0, two-sided normal quantile z. Exactly 0 at 0/n and 1 at n/n.
[[nodiscard]] inline Interval wilson_limits(double x, double n, double z) noexcept {
  const double p = x / n;
  const double q = (n - x) / n;
  const double z2 = z * z;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = z * std::sqrt(p * q / n + z2 / (4 * n * n)) / (1 + z2 / n);
  return {.lower = x == 0 ? 0.0 : std::max(0.0, centre - half),
          .upper = x == n ? 1.0 : std::min(1.0, centre + half)};
}

}  // namespace evenhand::interval

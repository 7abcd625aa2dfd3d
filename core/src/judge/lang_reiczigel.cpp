#include <algorithm>
#include <cmath>

#include "judge/external_intervals.hpp"

namespace evenhand::judge {

// Lang and Reiczigel 2014, eq. 2-4, with (1-t)^2 where the printed eq. 4 has a misprint.
std::optional<MethodLimits> lang_reiczigel(const ExternalCounts& counts, double z,
                                           bool truncate) noexcept {
  const double z2 = z * z;
  const double n = counts.n + z2;
  const double m0 = counts.m0 + 2;
  const double m1 = counts.m1 + 2;
  const double p = (counts.x + z2 / 2) / n;
  const double q0 = (counts.y0 + 1) / m0;
  const double q1 = (counts.y1 + 1) / m1;
  const double j = q0 + q1 - 1;
  if (!(j > 0)) return std::nullopt;
  double t = (p + q0 - 1) / j;
  if (truncate) t = std::clamp(t, 0.0, 1.0);
  const double var0 = q0 * (1 - q0) / m0;
  const double var1 = q1 * (1 - q1) / m1;
  const double shift = 2 * z2 * (-(1 - t) * var0 + t * var1);
  const double se = std::sqrt(p * (1 - p) / n + (1 - t) * (1 - t) * var0 + t * t * var1) / j;
  return MethodLimits{.limits = {.lower = std::clamp(t + shift - z * se, 0.0, 1.0),
                                 .upper = std::clamp(t + shift + z * se, 0.0, 1.0)}};
}

}  // namespace evenhand::judge

/// Intervals for a judge's score that are in use elsewhere and that the product does not offer,
/// since they do not hold their level: measured to show by how much.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "evenhand/base/types.hpp"
#include "simulation.hpp"

namespace coverage {

/// x of n judged items positive, y0 of m wrong and y1 of m right labels judged correctly.
struct JudgedTable {
  double x, n, y0, y1, m;

  [[nodiscard]] double youden() const { return (y0 + y1) / m - 1; }
};

inline evenhand::Interval within_unit(double lower, double upper) {
  return {std::clamp(lower, 0.0, 1.0), std::clamp(upper, 0.0, 1.0)};
}

/// Rogan-Gladen with the delta method's standard error, cut to [0, 1].
inline evenhand::Interval wald_limits(const JudgedTable& table, double z) {
  if (!(table.youden() > 0)) return {0, 1};
  const double p = table.x / table.n;
  const double q0 = table.y0 / table.m;
  const double q1 = table.y1 / table.m;
  const double t = (p + q0 - 1) / table.youden();
  const double variance = p * (1 - p) / table.n + (1 - t) * (1 - t) * q0 * (1 - q0) / table.m +
                          t * t * q1 * (1 - q1) / table.m;
  const double half = z * std::sqrt(variance) / table.youden();
  return within_unit(t - half, t + half);
}

/// The 2.5 % and 97.5 % points of resampled estimates, each cut to [0, 1]. The labels are drawn
/// anew within their class and, if `judged` is set, the judge's rate as well; draws of a judge at
/// or below chance are left out. The seed is made of the counts, so that equal tables have equal
/// limits.
inline evenhand::Interval bootstrap_limits(const JudgedTable& table, bool judged) {
  if (!(table.youden() > 0)) return {0, 1};
  constexpr int resamples = 500;
  const auto size = static_cast<std::int64_t>(table.m);
  const BinomialDraws right(size, table.y1 / table.m);
  const BinomialDraws wrong(size, table.y0 / table.m);
  const BinomialDraws rate(judged ? static_cast<std::int64_t>(table.n) : 1, table.x / table.n);
  evenhand::SplitMix64 rng(
      static_cast<std::uint64_t>((table.x * 1024 + table.y0) * 1024 + table.y1), "coverage");
  std::vector<double> estimates;
  for (int i = 0; i < resamples; ++i) {
    const JudgedTable drawn{judged ? rate(rng) : table.x, table.n, wrong(rng), right(rng), table.m};
    if (!(drawn.youden() > 0)) continue;
    const double t = (drawn.x / drawn.n + drawn.y0 / drawn.m - 1) / drawn.youden();
    estimates.push_back(std::clamp(t, 0.0, 1.0));
  }
  if (estimates.empty()) return {0, 1};
  std::sort(estimates.begin(), estimates.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(estimates.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, estimates.size() - 1);
    return estimates[below] +
           (place - static_cast<double>(below)) * (estimates[above] - estimates[below]);
  };
  return {at(0.025), at(0.975)};
}

}  // namespace coverage

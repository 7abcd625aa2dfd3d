/// Percentiles of replicates by inverted CDF.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace evenhand::interval {

/// Place, from 1, of the quantile u among `count` sorted values.
[[nodiscard]] inline std::int64_t place(double u, std::int64_t count) noexcept {
  const double k = std::ceil(static_cast<double>(count) * u - 1e-9);
  return static_cast<std::int64_t>(std::clamp(k, 1.0, static_cast<double>(count)));
}

/// The k-th smallest value, k from 1; reorders the values.
[[nodiscard]] inline double at_place(std::vector<double>& values, std::int64_t k) noexcept {
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(k - 1);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace evenhand::interval

#include "numeric/ties.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenhand::numeric {

double largest_magnitude(std::span<const double> values) noexcept {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

double tie_tolerance(std::span<const double> values) noexcept {
  return tie_share * largest_magnitude(values);
}

bool all_tied(std::span<const double> values) noexcept {
  if (values.empty()) return true;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  // The difference of two large values may overflow; it is then no tie.
  return *high - *low <= tie_tolerance(values);
}

double binary_scale(double largest) noexcept {
  if (largest == 0) return 1;
  int exponent = 0;
  std::frexp(largest, &exponent);
  // 2^1074 would overflow; for subnormal values a little less serves as well.
  return std::ldexp(1.0, std::min(-exponent, 1000));
}

double MidRanks::tie_sum() const noexcept {
  double sum = 0;
  for (const std::int64_t size : groups) {
    const auto t = static_cast<double>(size);
    sum += t * t * t - t;
  }
  return sum;
}

MidRanks midranks(std::span<const double> values, double tolerance) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [values](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  MidRanks out;
  out.doubled.resize(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && values[order[end]] - values[order[end - 1]] <= tolerance) ++end;
    // Positions first + 1 .. end; twice their mean is first + 1 + end.
    for (std::size_t i = first; i < end; ++i) {
      out.doubled[order[i]] = static_cast<std::int64_t>(first + 1 + end);
    }
    out.groups.push_back(static_cast<std::int64_t>(end - first));
    first = end;
  }
  return out;
}

MidRanks midranks(std::span<const double> values) {
  return midranks(values, tie_tolerance(values));
}

}  // namespace evenhand::numeric

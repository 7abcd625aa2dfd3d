/// Binomial draws and probabilities for coverage studies.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "evenhand/base/rng.hpp"

namespace coverage {

/// Probabilities of 0 .. n for Bin(n, p), by recurrence from the mode.
inline std::vector<double> binomial_probabilities(std::int64_t n, double p) {
  std::vector<double> out(static_cast<std::size_t>(n) + 1, 0.0);
  if (p <= 0 || p >= 1) {
    out[p <= 0 ? 0 : static_cast<std::size_t>(n)] = 1;
    return out;
  }
  const auto size = static_cast<double>(n);
  const auto mode = static_cast<std::size_t>(std::min(size, std::floor((size + 1) * p)));
  out[mode] = 1;
  for (std::size_t k = mode; k < out.size() - 1; ++k) {
    const auto x = static_cast<double>(k);
    out[k + 1] = out[k] * (size - x) / (x + 1) * p / (1 - p);
  }
  for (std::size_t k = mode; k > 0; --k) {
    const auto x = static_cast<double>(k);
    out[k - 1] = out[k] * x / (size - x + 1) * (1 - p) / p;
  }
  double sum = 0;
  for (const double value : out) sum += value;
  for (double& value : out) value /= sum;
  return out;
}

/// Draws from Bin(n, p) by inversion of the tabulated distribution function.
class BinomialDraws {
 public:
  BinomialDraws(std::int64_t n, double p) : cumulative_(binomial_probabilities(n, p)) {
    double sum = 0;
    for (double& value : cumulative_) value = sum += value;
  }
  [[nodiscard]] double operator()(evenhand::SplitMix64& rng) const {
    const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), rng.uniform());
    return static_cast<double>(std::min<std::ptrdiff_t>(
        found - cumulative_.begin(), static_cast<std::ptrdiff_t>(cumulative_.size()) - 1));
  }

 private:
  std::vector<double> cumulative_;
};

}  // namespace coverage

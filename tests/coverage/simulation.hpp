/// Random draws and exact probabilities for coverage studies, and threads to run them on.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <thread>
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

/// A standard normal draw (Box and Muller 1958; one of the pair is thrown away).
inline double normal_draw(evenhand::SplitMix64& rng) {
  const double radius = std::sqrt(-2 * std::log(1 - rng.uniform()));
  return radius * std::cos(2 * std::numbers::pi * rng.uniform());
}

/// 0/1 draws that share one rate from Beta(a, b), without drawing it: Polya's urn. Each object is
/// one group of dependent items.
class UrnDraws {
 public:
  UrnDraws(double a, double b) : right_(a), all_(a + b) {}
  [[nodiscard]] bool operator()(evenhand::SplitMix64& rng) {
    const bool right = rng.uniform() * all_ < right_;
    right_ += right ? 1 : 0;
    all_ += 1;
    return right;
  }

 private:
  double right_;
  double all_;
};

/// Runs `work(i)` for i in [0, count) on every core. Each i must write to a place of its own and
/// have a random stream of its own; the results then do not depend on the number of threads.
template <class Work>
void in_parallel(std::size_t count, Work work) {
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> pool;
  for (std::size_t t = 0; t < threads; ++t) {
    pool.emplace_back([=] {
      for (std::size_t i = t; i < count; i += threads) work(i);
    });
  }
  for (auto& thread : pool) thread.join();
}

}  // namespace coverage

/// The best step sizes where the cost of a step depends on numbers of positions only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace evenhand::parallel {

/// Searches over the sizes of steps that reveal `length` positions. `Cost` maps (positions revealed
/// before, positions revealed after the step) to bits. It is that of an information curve Z that
/// never decreases, sum of Z_i - Z_first over the step, so a later start never makes an earlier end
/// better (the quadrangle inequality): divide and conquer over the starts finds every minimum.
template <class Cost>
class SizeSearch {
 public:
  SizeSearch(std::size_t length, Cost cost) : length_(length), cost_(cost) {}

  /// Makes the search know schedules of one step more. Entry a of the layer of k steps is the least
  /// cost when a positions are revealed and k steps remain, a <= length - k.
  void add_step(bool keep_layers) {
    const std::size_t steps = ++steps_;
    std::vector<double> layer(length_ - steps + 1);
    if (steps == 1) {
      for (std::size_t a = 0; a < length_; ++a) layer[a] = cost_(a, length_);
    } else {
      fill(layer, layers_.back(), 0, length_ - steps, 1, length_ - steps + 1);
    }
    if (!keep_layers) layers_.clear();
    layers_.push_back(std::move(layer));
  }

  /// Least cost of as many steps as were added.
  [[nodiscard]] double least() const noexcept { return layers_.back().front(); }

  /// The lexicographically smallest of the best sizes for as many steps as were added; all layers
  /// were kept. Costs closer than rounding makes them are equal.
  [[nodiscard]] std::vector<std::int64_t> sizes() const {
    const double tolerance = 1e-12 * std::max(1.0, layers_.front().front());
    std::vector<std::int64_t> out;
    std::size_t a = 0;
    for (std::size_t steps = steps_; steps > 1; --steps) {
      const std::vector<double>& rest = layers_[steps - 2];
      const double least = layers_[steps - 1][a] + tolerance;
      std::size_t b = a + 1;
      while (b + 1 < rest.size() && cost_(a, b) + rest[b] > least) ++b;
      out.push_back(static_cast<std::int64_t>(b - a));
      a = b;
    }
    out.push_back(static_cast<std::int64_t>(length_ - a));
    return out;
  }

 private:
  /// Entries `first` to `last` of a layer, whose best steps end between `least_end` and `most_end`.
  void fill(std::vector<double>& layer, const std::vector<double>& rest, std::size_t first,
            std::size_t last, std::size_t least_end, std::size_t most_end) const {
    const std::size_t a = first + (last - first) / 2;
    double best = std::numeric_limits<double>::infinity();
    std::size_t best_end = std::max(least_end, a + 1);
    for (std::size_t b = best_end; b <= most_end; ++b) {
      const double cost = cost_(a, b) + rest[b];
      if (cost < best) {
        best = cost;
        best_end = b;
      }
    }
    layer[a] = best;
    if (a > first) fill(layer, rest, first, a - 1, least_end, best_end);
    if (a < last) fill(layer, rest, a + 1, last, best_end, most_end);
  }

  std::size_t length_;
  Cost cost_;
  std::size_t steps_ = 0;
  std::vector<std::vector<double>> layers_;  ///< by steps, or the last one only
};

}  // namespace evenhand::parallel

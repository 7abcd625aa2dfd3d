/// Entropies by the book, from tables of probabilities.
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include "naive.hpp"

namespace naive {

/// H of the positions in `set` (bit i: position i), bits.
inline double entropy(const Target& target, std::uint32_t set) {
  std::map<Row, double> masses;
  for (const auto& [tokens, p] : target.p) {
    Row shown;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if ((set >> i & 1U) == 1) shown.push_back(tokens[i]);
    }
    masses[shown] += p;
  }
  double out = 0;
  for (const auto& [shown, p] : masses) out -= p * std::log2(p);
  return out;
}

/// Entropies of all sets of positions, means over conditions that weigh the same.
inline std::vector<double> entropies(const std::vector<Target>& given) {
  std::vector<double> out(std::size_t{1} << given.front().n);
  for (std::uint32_t set = 0; set < out.size(); ++set) {
    for (const Target& target : given) {
      out[set] += entropy(target, set) / static_cast<double>(given.size());
    }
  }
  return out;
}

/// Cost of revealing `step` when `revealed` is known.
inline double cost(const std::vector<double>& h, std::uint32_t revealed, std::uint32_t step) {
  double out = h[revealed] - h[revealed | step];
  for (std::uint32_t i = 0; h.size() >> i > 1; ++i) {
    if ((step >> i & 1U) == 1) out += h[revealed | 1U << i] - h[revealed];
  }
  return out;
}

using Sets = std::vector<std::uint32_t>;

inline void add_partitions(std::uint32_t rest, const Sets& begun, std::vector<Sets>& out) {
  if (rest == 0) out.push_back(begun);
  for (std::uint32_t step = rest; step != 0; step = (step - 1) & rest) {
    Sets longer = begun;
    longer.push_back(step);
    add_partitions(rest & ~step, longer, out);
  }
}

/// All ordered partitions of n positions.
inline std::vector<Sets> ordered_partitions(std::size_t n) {
  std::vector<Sets> out;
  add_partitions((1U << n) - 1, {}, out);
  return out;
}

inline double cost(const std::vector<double>& h, const Sets& partition) {
  double out = 0;
  std::uint32_t revealed = 0;
  for (const std::uint32_t step : partition) {
    out += cost(h, revealed, step);
    revealed |= step;
  }
  return out;
}

/// The same partition as columns.
inline examples::Partition columns(const Sets& partition) {
  examples::Partition out;
  for (const std::uint32_t step : partition) {
    std::int32_t size = 0;
    for (std::int32_t i = 0; i < 32; ++i) {
      if ((step >> i & 1U) == 0) continue;
      out.positions.push_back(i);
      ++size;
    }
    out.sizes.push_back(size);
  }
  return out;
}

}  // namespace naive

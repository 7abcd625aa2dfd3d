/// Targets that the tests of the area share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "evenhand/parallel/target.hpp"

namespace examples {

using Rows = std::vector<std::vector<std::int32_t>>;

/// Columns with the storage behind them.
struct Table {
  std::vector<std::int32_t> tokens;
  std::vector<double> weights;
  std::vector<std::int32_t> sequences;
  std::vector<std::int32_t> lengths;
  std::optional<std::vector<double>> condition_weights;
  std::optional<std::vector<std::int32_t>> valid;

  /// Adds a condition; all rows weigh the same unless given.
  void add(const Rows& rows, std::vector<double> row_weights = {}) {
    if (row_weights.empty()) row_weights.assign(rows.size(), 1);
    for (const auto& row : rows) tokens.insert(tokens.end(), row.begin(), row.end());
    weights.insert(weights.end(), row_weights.begin(), row_weights.end());
    sequences.push_back(static_cast<std::int32_t>(rows.size()));
    lengths.push_back(rows.empty() ? 1 : static_cast<std::int32_t>(rows.front().size()));
  }

  [[nodiscard]] evenhand::parallel::TargetColumns columns() const {
    evenhand::parallel::TargetColumns out{.tokens = tokens,
                                          .weights = weights,
                                          .sequences = sequences,
                                          .lengths = lengths,
                                          .condition_weights = std::nullopt,
                                          .valid = std::nullopt};
    if (condition_weights) out.condition_weights = *condition_weights;
    if (valid) out.valid = *valid;
    return out;
  }
};

inline Table table(const Rows& rows, std::vector<double> weights = {}) {
  Table out;
  out.add(rows, std::move(weights));
  return out;
}

/// New York, New Orleans, Mexico City, Panama City.
inline const Rows new_city_rows{{0, 1}, {0, 2}, {3, 4}, {5, 4}};
inline Table new_city() { return table(new_city_rows); }

inline Table double_new_city() {
  Rows rows;
  for (auto row : new_city_rows) {
    for (const auto& second : new_city_rows) {
      rows.push_back({row[0], row[1], second[0], second[1]});
    }
  }
  return table(rows);
}

inline Table shuffle(std::int32_t n) {
  std::vector<std::int32_t> row(static_cast<std::size_t>(n));
  std::iota(row.begin(), row.end(), 0);
  Rows rows;
  do rows.push_back(row);
  while (std::next_permutation(row.begin(), row.end()));
  return table(rows);
}

inline Table replace_random(std::int32_t n) {
  Rows rows;
  for (std::int32_t replaced = 0; replaced < n; ++replaced) {
    std::vector<std::int32_t> row(static_cast<std::size_t>(n));
    std::iota(row.begin(), row.end(), 0);
    row[static_cast<std::size_t>(replaced)] = n;
    rows.push_back(row);
  }
  return table(rows);
}

inline Table insert_random(std::int32_t n) {
  Rows rows;
  for (std::int32_t gap = 0; gap <= n; ++gap) {
    std::vector<std::int32_t> row(static_cast<std::size_t>(n));
    std::iota(row.begin(), row.end(), 0);
    row.insert(row.begin() + gap, n);
    rows.push_back(row);
  }
  return table(rows);
}

inline Table remove_random(std::int32_t n) {
  Rows rows;
  for (std::int32_t removed = 0; removed < n; ++removed) {
    std::vector<std::int32_t> row(static_cast<std::size_t>(n));
    std::iota(row.begin(), row.end(), 0);
    row.erase(row.begin() + removed);
    rows.push_back(row);
  }
  return table(rows);
}

/// A colour says which positions belong together; each pair shares a bit.
inline Table coloured_matching() {
  const int pairs[3][2][2] = {{{0, 1}, {2, 3}}, {{0, 2}, {1, 3}}, {{0, 3}, {1, 2}}};
  Rows rows;
  for (int colour = 0; colour < 3; ++colour) {
    for (int bits = 0; bits < 4; ++bits) {
      std::vector<std::int32_t> row(4);
      for (int pair = 0; pair < 2; ++pair) {
        for (const int position : pairs[colour][pair]) {
          row[static_cast<std::size_t>(position)] = 2 * colour + (bits >> pair & 1);
        }
      }
      rows.push_back(row);
    }
  }
  return table(rows);
}

/// The first token says which of the other positions are pairs; each pair shares a bit.
inline Table hidden_parity() {
  const int pairs[3][2][2] = {{{1, 2}, {3, 4}}, {{1, 3}, {2, 4}}, {{1, 4}, {2, 3}}};
  Rows rows;
  for (int first = 0; first < 3; ++first) {
    for (int bits = 0; bits < 4; ++bits) {
      std::vector<std::int32_t> row(5, first);
      for (int pair = 0; pair < 2; ++pair) {
        for (const int position : pairs[first][pair]) {
          row[static_cast<std::size_t>(position)] = bits >> pair & 1;
        }
      }
      rows.push_back(row);
    }
  }
  return table(rows);
}

/// A small joint with few different weights, so that ties are common. `conditions` of one length.
inline Table random_table(evenhand::SplitMix64& rng, std::uint32_t conditions = 1) {
  Table out;
  const std::size_t length = 1 + rng.below(4);
  std::map<std::vector<std::int32_t>, std::int32_t> validity;
  const bool some_invalid = rng.below(3) == 0;
  if (some_invalid) out.valid.emplace();
  for (std::uint32_t x = 0; x < conditions; ++x) {
    const std::uint32_t vocabulary = 2 + rng.below(2);
    Rows rows;
    std::vector<double> weights;
    const std::size_t count = 1 + rng.below(9);
    for (std::size_t s = 0; s < count; ++s) {
      std::vector<std::int32_t> row(length);
      for (auto& token : row) token = static_cast<std::int32_t>(rng.below(vocabulary));
      rows.push_back(row);
      weights.push_back(1 + rng.below(3));
      const auto valid = static_cast<std::int32_t>(rng.below(2));
      const auto known = validity.try_emplace(row, valid).first->second;
      if (some_invalid) out.valid->push_back(known);
    }
    out.add(rows, weights);
  }
  return out;
}

/// An ordered partition of 0 .. n-1.
struct Partition {
  std::vector<std::int32_t> positions;
  std::vector<std::int32_t> sizes;
  [[nodiscard]] evenhand::parallel::StepColumns columns() const { return {positions, sizes}; }
};

inline Partition partition(const std::vector<std::vector<std::int32_t>>& steps) {
  Partition out;
  for (const auto& step : steps) {
    out.positions.insert(out.positions.end(), step.begin(), step.end());
    out.sizes.push_back(static_cast<std::int32_t>(step.size()));
  }
  return out;
}

/// Steps of these sizes from left to right.
inline Partition from_left(const std::vector<std::int32_t>& sizes) {
  Partition out;
  out.sizes = sizes;
  out.positions.resize(static_cast<std::size_t>(std::accumulate(sizes.begin(), sizes.end(), 0)));
  std::iota(out.positions.begin(), out.positions.end(), 0);
  return out;
}

inline Partition random_partition(evenhand::SplitMix64& rng, std::size_t length) {
  Partition out;
  out.positions.resize(length);
  std::iota(out.positions.begin(), out.positions.end(), 0);
  rng.sample_to_front(std::span(out.positions), length);
  for (std::size_t rest = length; rest > 0;) {
    const std::size_t size = 1 + rng.below(static_cast<std::uint32_t>(rest));
    out.sizes.push_back(static_cast<std::int32_t>(size));
    rest -= size;
  }
  return out;
}

}  // namespace examples

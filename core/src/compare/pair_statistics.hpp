/// What two systems' scores on their common items amount to: the part of a comparison whose cost
/// grows with the number of items.
#pragma once

#include <cstdint>
#include <vector>

#include "compare/score_table.hpp"
#include "evenhand/interval/difference.hpp"
#include "interval/clusters.hpp"

namespace evenhand::compare {

/// Verdicts as bits, 64 items a word, so that a pair costs a few instructions per 64 items.
class VerdictBits {
 public:
  VerdictBits(const ScoreTable& table, std::int64_t items);

  [[nodiscard]] interval::PairedCounts counts(std::size_t a, std::size_t b) const noexcept;
  [[nodiscard]] std::int64_t solved_by_all() const noexcept;
  [[nodiscard]] std::int64_t solved_by_none() const noexcept;

 private:
  [[nodiscard]] std::span<const std::uint64_t> of(const std::vector<std::uint64_t>& bits,
                                                  std::size_t system) const noexcept {
    return std::span(bits).subspan(system * words_, words_);
  }
  std::size_t words_;
  bool complete_;
  std::int64_t items_;
  std::vector<std::uint64_t> right_;
  std::vector<std::uint64_t> present_;  ///< empty when the table is complete
  std::vector<std::int64_t> totals_;    ///< right answers of each system
};

/// Mean difference A - B of common items with its standard error.
struct PairMoments {
  std::int64_t n = 0;
  double difference = 0;
  double standard_error = 0;  ///< 0 when the differences do not vary
  double df = 0;
  std::int64_t clusters = 0;
};

/// Differences of graded or grouped scores.
class PairScores {
 public:
  /// `clusters` gives each item's group, or is empty.
  PairScores(const ScoreTable& table, std::span<const std::int32_t> clusters);

  [[nodiscard]] PairMoments moments(std::size_t a, std::size_t b) const;

 private:
  [[nodiscard]] PairMoments complete_items(std::size_t a, std::size_t b) const noexcept;
  [[nodiscard]] PairMoments complete_groups(std::size_t a, std::size_t b) const noexcept;
  [[nodiscard]] PairMoments common_items(std::size_t a, std::size_t b) const;

  const ScoreTable& table_;
  std::span<const std::int32_t> clusters_;
  std::vector<double> means_;
  double scale_ = 0;  ///< largest absolute score
  // Complete tables with groups: sums by system and group, and the weights all pairs share.
  std::vector<double> group_sums_;
  std::vector<double> group_sizes_;
  interval::ClusterWeights weights_;
};

}  // namespace evenhand::compare

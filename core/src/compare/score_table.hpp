/// Rows of scores as one table: every system's items in order, with the means of its runs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/compare/systems.hpp"

namespace evenhand::compare {

/// Systems one after another (compressed rows): `first[s]` to `first[s + 1]` are the cells of
/// system s, by ascending item.
struct ScoreTable {
  std::vector<std::size_t> first;
  std::vector<std::int32_t> item;
  std::vector<double> score;       ///< mean of the cell's runs
  std::vector<std::int64_t> rows;  ///< scores of each system, runs counted
  std::int64_t items = 0;          ///< items that some system has
  bool binary = true;              ///< every cell is 0 or 1
  bool complete = true;            ///< every system has all of `items`
  bool repeated = false;           ///< some cell has several runs
  /// All runs, in the order of cells: the scores of each and which item they belong to.
  std::vector<double> run_score;
  std::vector<std::int32_t> run_item;
  std::vector<std::size_t> run_first;  ///< by system

  [[nodiscard]] std::size_t systems() const noexcept { return first.size() - 1; }
  [[nodiscard]] std::span<const double> scores_of(std::size_t system) const noexcept {
    return std::span(score).subspan(first[system], first[system + 1] - first[system]);
  }
  [[nodiscard]] std::span<const std::int32_t> items_of(std::size_t system) const noexcept {
    return std::span(item).subspan(first[system], first[system + 1] - first[system]);
  }
};

/// Checks the rows and arranges them. Runs of a cell are averaged in ascending order of their
/// scores, so that the order of rows leaves no trace. Time and memory are linear in the rows, but
/// for the sorting of runs within a cell.
[[nodiscard]] Result<ScoreTable> arrange(const ScoreRows& rows, const SystemsOptions& options);

}  // namespace evenhand::compare

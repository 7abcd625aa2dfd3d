/// Judged rows counted by model: the part of a leaderboard that costs rows.
#pragma once

#include <optional>
#include <vector>

#include "evenhand/judge/leaderboard.hpp"

namespace evenhand::judge {

/// What a model brings, counted from its rows.
struct ModelCounts {
  Confusion visible;            ///< rows whose label the correction sees
  Confusion hidden;             ///< rows whose label was hidden
  std::int64_t unlabelled = 0;  ///< rows without a label
  std::int64_t unlabelled_positive = 0;

  /// Positive verdicts of the rows that are not labelled as far as the correction sees.
  /// In a backtest the rows that never had a label take no part.
  [[nodiscard]] Counts unseen(bool backtest) const noexcept {
    if (backtest) return {.successes = hidden.tp + hidden.fp, .trials = hidden.total()};
    return {.successes = unlabelled_positive, .trials = unlabelled};
  }
  [[nodiscard]] Counts judged() const noexcept {
    return {.successes = visible.tp + visible.fp + hidden.tp + hidden.fp + unlabelled_positive,
            .trials = visible.total() + hidden.total() + unlabelled};
  }
};

/// Refuses models, verdicts and labels that are none. Columns are of equal length.
[[nodiscard]] std::optional<Error> check_entries(const JudgedRows& rows) noexcept;

/// Counts every model's rows. `hidden` marks the labels to hide; empty when none are.
[[nodiscard]] std::vector<ModelCounts> count_rows(const JudgedRows& rows,
                                                  const std::vector<bool>& hidden);

}  // namespace evenhand::judge

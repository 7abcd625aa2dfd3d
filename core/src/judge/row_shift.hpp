/// Search for verdicts that slipped against the labels of their rows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/judge/confusion.hpp"

namespace evenhand::judge {

/// Verdicts and labels of rows that follow each other.
struct RowColumns {
  std::vector<std::int32_t> verdict;  ///< 0 or 1
  std::vector<std::int32_t> human;    ///< 0, 1 or label_missing
};

/// Labels against the verdicts that stand `shift` rows further down; the ends meet.
[[nodiscard]] Confusion shifted(const RowColumns& rows, std::int64_t shift) noexcept;

struct ShiftFound {
  std::int64_t shift = 0;
  Confusion labels = {};
};

/// The shift, of up to most_shift rows up or down and other than 0, with the largest smoothed J;
/// the smaller one of equals. Absent for fewer than two rows.
[[nodiscard]] std::optional<ShiftFound> best_shift(const RowColumns& rows) noexcept;

}  // namespace evenhand::judge

/// The judge's verdicts against human labels, counted.
#pragma once

#include <cstdint>
#include <span>

#include "evenhand/base/types.hpp"

namespace evenhand::judge {

/// Human label of a row: known to be wrong or right, or not labelled. The numbers cross the
/// C boundary; verdicts of the judge use 0 and 1 only.
inline constexpr std::int32_t label_negative = 0;
inline constexpr std::int32_t label_positive = 1;
inline constexpr std::int32_t label_missing = -1;

/// Two-by-two table of verdict against truth; counts of labelled rows.
struct Confusion {
  std::int64_t tp = 0;  ///< judge positive, truth positive
  std::int64_t fn = 0;  ///< judge negative, truth positive
  std::int64_t fp = 0;  ///< judge positive, truth negative
  std::int64_t tn = 0;  ///< judge negative, truth negative

  [[nodiscard]] std::int64_t positives() const noexcept { return tp + fn; }
  [[nodiscard]] std::int64_t negatives() const noexcept { return fp + tn; }
  [[nodiscard]] std::int64_t total() const noexcept { return positives() + negatives(); }

  friend bool operator==(const Confusion&, const Confusion&) = default;
};

/// Counts the rows that have a label; rows with label_missing are passed over.
/// verdict: 0 or 1 per row. human: 0, 1 or -1 per row, same length.
/// Errors: length_mismatch ("human"), value_out_of_range ("verdict" or "human").
[[nodiscard]] Result<Confusion> confusion(std::span<const std::int32_t> verdict,
                                          std::span<const std::int32_t> human) noexcept;

}  // namespace evenhand::judge

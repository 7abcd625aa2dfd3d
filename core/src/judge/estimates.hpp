/// Small pieces that every design's correction shares.
#pragma once

#include <optional>
#include <string_view>

#include "evenhand/judge/correction.hpp"

namespace evenhand::judge {

/// The share with its Wilson interval; absent when total is 0.
[[nodiscard]] std::optional<Estimate> wilson_estimate(const Tally& tally, double z) noexcept;

[[nodiscard]] inline Tally tally(std::int64_t count, std::int64_t total) noexcept {
  return {.count = static_cast<double>(count), .total = static_cast<double>(total)};
}

/// Right verdicts of so few of so many labels of a class that the judge says the same of all.
[[nodiscard]] bool is_degenerate(const Tally& right_verdicts) noexcept;

/// The same of either class.
[[nodiscard]] bool is_degenerate(const Confusion& labels) noexcept;

/// Labels of both classes, each `enough_labels_per_class` at least.
[[nodiscard]] bool enough_labels(const Confusion& labels) noexcept;

void add(Confusion& sum, const Confusion& part) noexcept;
void subtract(Confusion& sum, const Confusion& part) noexcept;

/// Refuses what is not a count of a total; a total of 0 is allowed here.
[[nodiscard]] std::optional<Error> check(const Tally& tally, std::string_view argument) noexcept;

/// correct_external on data that need no check; totals need not be whole.
[[nodiscard]] Result<Correction> correct_checked(const ExternalData& data, CorrectionMethod method,
                                                 Level level, std::optional<bool> gate) noexcept;

/// Sets `uninformative` when the interval spans 95 % of [0, 1] or more.
void flag_width(Correction& correction) noexcept;

}  // namespace evenhand::judge

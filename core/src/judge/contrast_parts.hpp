/// Small pieces that the contrasts share.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "evenhand/judge/contrast.hpp"

namespace evenhand::judge {

/// J and its variance, each share with 1 added to its count and 2 to its total.
struct SmoothedYouden {
  double value;
  double variance;
};
[[nodiscard]] SmoothedYouden smoothed_youden(const Tally& sensitivity,
                                             const Tally& specificity) noexcept;

[[nodiscard]] Tally sensitivity_of(const Confusion& labels) noexcept;
[[nodiscard]] Tally specificity_of(const Confusion& labels) noexcept;

/// Refuses cells that are no counts, and no items.
[[nodiscard]] std::optional<Error> check(const interval::PairedCounts& counts) noexcept;

/// Refuses negative counts and sums above 2^53.
[[nodiscard]] std::optional<Error> check(const Confusion& labels,
                                         std::string_view argument) noexcept;

[[nodiscard]] CalibrationHomogeneity homogeneity(std::span<const Confusion> models, Level level);

/// A model's labels with the correction that they gave.
struct Corrected {
  const Confusion& labels;
  const Correction& correction;
};

/// contrast_models where each model is corrected already, over the items of `counts`.
[[nodiscard]] Result<ModelContrast> contrast_corrected(const interval::PairedCounts& counts,
                                                       const Corrected& a, const Corrected& b,
                                                       const ContrastOptions& options);

/// correct_external of one of two sources. What is wrong with it is said of the source; the level
/// and the method ("correction") belong to both.
[[nodiscard]] Result<Correction> correct_source(const ExternalData& data, std::string_view source,
                                                CorrectionMethod correction, Level level,
                                                std::optional<bool> gate) noexcept;

/// Limits of a difference from those of its parts (MOVER), cut to [-1, 1].
[[nodiscard]] Difference mover(const Correction& a, const Correction& b,
                               double correlation) noexcept;

/// Whether propagated limits may replace those of MOVER: they need some width, and where a share
/// lies beyond [0, 1], which can take it from them, at least half of MOVER's.
[[nodiscard]] bool keeps_width(const Interval& propagated, const Difference& of_mover,
                               Status status) noexcept;

/// Cuts the limits to [-1, 1], extends them to the estimate, and flags what excludes little.
void finish(Difference& difference, ContrastFlags& flags) noexcept;

/// Covers 95 % of [-1, 1].
inline constexpr double wide_difference = 1.9;

}  // namespace evenhand::judge

/// What the statistics of the impact are made of: checked scores and the comparison of two sets.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "evenhand/overlap/impact.hpp"

namespace evenhand::overlap {

/// Whether all are 0 or 1.
[[nodiscard]] bool is_binary(std::span<const double> values) noexcept;

/// Scores, less those of the reference, with their moments.
struct Moments {
  std::vector<double> values;
  bool binary = false;   ///< all are 0 or 1
  bool shifted = false;  ///< reference scores were taken off
  bool equal = false;    ///< all are equal, rounding aside: both deviations are 0
  double mean = 0;
  double sigma = 0;         ///< divisor N
  double sample_sigma = 0;  ///< divisor N - 1
  /// Sums are of values less `centre`: 0 for scores of 0 and 1, so that they are whole numbers,
  /// otherwise the mean.
  double centre = 0;
  double total = 0;  ///< of all values less the centre

  [[nodiscard]] double count() const noexcept { return static_cast<double>(values.size()); }
  /// n_C (mean_all - mean_C), from the sum over the n_D dirty items.
  [[nodiscard]] double excess(double dirty_sum, double dirty) const noexcept {
    return (count() * dirty_sum - dirty * total) / count();
  }
  /// z and z_fp for an excess of 1; the scores are not all equal, 0 < clean < N.
  [[nodiscard]] double z_scale(double clean) const noexcept;
  [[nodiscard]] double z_fp_scale(double clean) const noexcept;
};

/// Errors: those of clean_dirty about "scores" and "reference".
[[nodiscard]] Result<Moments> moments_of(const ImpactScores& data);

/// Refuses another length than `items` (length_mismatch) and what is neither 0 nor 1 (not_binary).
[[nodiscard]] std::optional<Error> check_flags(std::span<const std::int32_t> flags,
                                               std::size_t items,
                                               std::string_view argument) noexcept;

/// Refuses another length than `items`, none included, and what is not finite.
[[nodiscard]] std::optional<Error> check_covariate(std::span<const double> values,
                                                   std::size_t items,
                                                   std::string_view argument) noexcept;

/// Values of the items with flag 1 and of those with flag 0.
struct Parts {
  std::vector<double> dirty;
  std::vector<double> clean;
};
[[nodiscard]] Parts split(std::span<const double> values, std::span<const std::int32_t> flags);

/// `if_empty` says why there is no mean.
[[nodiscard]] SubsetMean subset_mean(std::span<const double> scores, bool binary, Level level,
                                     ImpactReason if_empty);

/// mean of a - mean of b with limits, and the two-sided test that both are equal.
struct Contrast {
  ImpactEstimate difference;
  SplitTest test = SplitTest::fisher_exact;
  ImpactNumber test_p;
};
[[nodiscard]] Contrast contrast(std::span<const double> a, std::span<const double> b, bool binary,
                                Level level, ImpactReason if_a_empty, ImpactReason if_b_empty);

[[nodiscard]] inline ImpactNumber missing(ImpactReason reason) noexcept {
  return {.value = std::nullopt, .reason = reason};
}
[[nodiscard]] inline ImpactNumber known(double value) noexcept {
  return {.value = value, .reason = std::nullopt};
}

}  // namespace evenhand::overlap

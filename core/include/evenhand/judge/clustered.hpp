/// Verdicts that come in groups: several turns, samples or models of one item count for less than
/// as many independent items.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenhand/base/types.hpp"
#include "evenhand/judge/correction.hpp"

namespace evenhand::judge {

/// A share over rows in groups, as one over fewer independent rows.
struct EffectiveShare {
  std::int64_t rows = 0;
  std::int64_t clusters = 0;
  double share = 0;
  /// Between-group standard error of the share, sqrt(G/(G-1) sum (S_g - n_g p)^2) / n.
  double standard_error = 0;
  double effective_rows = 0;   ///< p (1-p) / error^2, at most `rows`; `rows` when there is no error
  double effective_count = 0;  ///< share times effective_rows
  double design_effect = 1;    ///< rows / effective_rows
  double t = 0;                ///< two-sided Student quantile on clusters - 1, for z
};

/// values: 0 or 1 per row; clusters: a number >= 0 per row.
/// Errors: empty_sample, not_binary ("values"); length_mismatch, value_out_of_range, too_few
/// ("clusters": below 2 groups), level_out_of_range.
[[nodiscard]] Result<EffectiveShare> effective_share(std::span<const std::int32_t> values,
                                                     std::span<const std::int32_t> clusters,
                                                     Level level = {});

/// Judged rows in groups, one entry per row in each column.
struct ClusteredRows {
  std::span<const std::int32_t> verdict;   ///< 0 or 1
  std::span<const std::int32_t> human;     ///< 0, 1 or label_missing
  std::span<const std::int32_t> clusters;  ///< group of the row, >= 0
};

/// A correction on effective counts. Absent shares had no rows, or one group only.
struct ClusteredCorrection {
  Correction correction = {};
  std::optional<EffectiveShare> judged = std::nullopt;       ///< rows without a label
  std::optional<EffectiveShare> sensitivity = std::nullopt;  ///< rows labelled right
  std::optional<EffectiveShare> specificity = std::nullopt;  ///< rows labelled wrong
};

/// Design external on rows in groups: labelled rows calibrate, the others are evaluated; every
/// share enters with its effective counts, and the smallest number of groups gives the quantile.
/// A share whose rows all belong to one group cannot be corrected: too_few ("clusters").
/// Errors: as effective_share and correct_external; value_out_of_range ("verdict", "human").
[[nodiscard]] Result<ClusteredCorrection> correct_clustered(
    const ClusteredRows& rows, CorrectionMethod method = default_external_method, Level level = {},
    std::optional<bool> gate = std::nullopt);

}  // namespace evenhand::judge

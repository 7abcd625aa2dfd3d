/// Many models under one judge, from rows: each model's raw and corrected score.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evenhand/judge/correction.hpp"

namespace evenhand::judge {

// X(name, title, explanation)
#define EVENHAND_CALIBRATIONS(X)                                                                  \
  X(own, "own labels", "Calibrated on the model's own labels.")                                   \
  X(pooled, "all models' labels",                                                                 \
    "This model has too few labels of its own, so all models' labels were used together: the "    \
    "judge is taken to err at the same rates on every model, and labels of one item for several " \
    "models count as independent.")                                                               \
  X(none, "no labels", "There are no labels to calibrate on.")

/// Whose labels a model's correction used.
EVENHAND_ENUM(Calibration, EVENHAND_CALIBRATIONS)

/// Judged rows, one entry per row in each column. Rows must be in an order that does not depend
/// on the input's (sorted by item), so that a seed hides the same labels whatever the row order.
struct JudgedRows {
  std::span<const std::int32_t> model;    ///< 0 .. models-1
  std::span<const std::int32_t> verdict;  ///< 0 or 1
  std::span<const std::int32_t> human;    ///< 0, 1 or label_missing
  std::int64_t models = 0;                ///< models may have no row
};

/// Hide this share of every model's labels and compare with them afterwards.
struct Backtest {
  double share = 0.8;     ///< in (0, 1)
  std::int64_t seed = 1;  ///< in [0, 2^53)
};

struct LeaderboardOptions {
  Design design = Design::external;  ///< external or subset
  /// A method of the design. Absent: `default_external_method` or `default_subset_method`.
  std::optional<CorrectionMethod> method = std::nullopt;
  PpiConvention convention = default_ppi_convention;  ///< of `ppi` and `ppi_pp`
  Level level = {};
  std::optional<bool> gate = std::nullopt;
  std::optional<Backtest> backtest = std::nullopt;
};

/// The labels that were hidden, against the correction that never saw them.
struct BacktestOutcome {
  std::int64_t hidden = 0;  ///< labels hidden
  /// Human share over the evaluated items, hidden labels restored: the hidden rows in design
  /// external, all labelled rows in design subset. Absent without evaluated rows.
  std::optional<double> truth = std::nullopt;
  std::optional<bool> inside =
      std::nullopt;  ///< truth within [lower, upper]; absent when not identified
};

struct ModelCorrection {
  std::int64_t items = 0;     ///< rows with a verdict
  std::int64_t labelled = 0;  ///< rows whose label the correction could see
  Calibration calibration = Calibration::none;
  Confusion confusion = {};  ///< the labels that calibrated
  std::optional<Estimate> raw =
      std::nullopt;  ///< judge's share over all rows, Wilson; absent without rows
  Correction corrected = {};
  std::optional<BacktestOutcome> backtest = std::nullopt;
};

/// Corrects every model. A model is calibrated on its own labels when it has
/// `enough_labels_per_class` in both classes (external) or `enough_labels_subset` in all
/// (subset), or when no other model has labels; else on all models' labels together. A pooled
/// calibration always uses the external estimator, since shares of right answers given a verdict
/// do not carry over between models of different strength, while error rates may.
/// External: a model's labelled rows calibrate and its other rows are evaluated. Backtest: rows
/// without a label are left out, as nothing could be compared with them.
/// Errors: length_mismatch, value_out_of_range, level_out_of_range, share_out_of_range,
/// seed_out_of_range, unsupported, no_convergence.
[[nodiscard]] Result<std::vector<ModelCorrection>> correct_leaderboard(
    const JudgedRows& rows, const LeaderboardOptions& options = {}) noexcept;

}  // namespace evenhand::judge

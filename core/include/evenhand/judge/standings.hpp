/// Many models under one judge: who is better than whom, which ranks remain, and who is tied.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/compare/multiplicity.hpp"
#include "evenhand/compare/ranks.hpp"
#include "evenhand/judge/contrast.hpp"

namespace evenhand::judge {

// X(name, title, explanation)
#define EVENHAND_SHARINGS(X)                                                                       \
  X(shared, "one calibration",                                                                     \
    "All models' labels together: corrected scores rise with the verdicts, so ranks are those "    \
    "of the verdicts; McNemar's test decides on each pair.")                                       \
  X(per_model, "a calibration each",                                                               \
    "Each model is corrected by its own labels, which may change the order; Bonferroni intervals " \
    "of the corrected differences decide on each pair.")

/// Whose labels correct a model.
EVENHAND_ENUM(Sharing, EVENHAND_SHARINGS)

/// More models than this have too many pairs to list.
inline constexpr std::int64_t most_ranked_models = 200;

/// Judged rows, one entry per row; at most one row for a model and an item. Rows with a label
/// calibrate, the others are evaluated: the two share no answer.
struct RankedRows {
  std::span<const std::int32_t> model;    ///< 0 .. models - 1
  std::span<const std::int32_t> item;     ///< 0 .. items - 1
  std::span<const std::int32_t> verdict;  ///< 0 or 1
  std::span<const std::int32_t> human;    ///< 0, 1 or label_missing
  std::int64_t models = 0;
  std::int64_t items = 0;
};

struct StandingsOptions {
  Level level = {};
  Sharing sharing = Sharing::shared;
  compare::Multiplicity multiplicity = compare::default_multiplicity;  ///< of the shared tests
  /// Pool labels even where the judge's error rates are shown to differ between models.
  bool force_shared = false;
  CorrectionMethod correction = default_external_method;
};

/// One model.
struct Standing {
  std::int64_t items = 0;                     ///< evaluated
  std::int64_t labelled = 0;                  ///< its labels
  std::optional<double> rate = std::nullopt;  ///< share the judge passes of the evaluated items
  Correction corrected = {};
  compare::RankSet rank = {};  ///< 1 + models better than it .. models - models worse than it
};

/// Two models, a < b, on the evaluated items that both have; A - B.
struct StandingPair {
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t n = 0;
  std::int64_t a_only = 0;
  std::int64_t b_only = 0;
  std::optional<double> verdicts = std::nullopt;    ///< absent without common items
  std::optional<double> p = std::nullopt;           ///< McNemar, exact
  std::optional<double> p_adjusted = std::nullopt;  ///< over all pairs with common items
  /// Corrected, this pair alone; absent without common items, or when sharing was refused.
  std::optional<Difference> difference = std::nullopt;
  std::int64_t better = 0;  ///< 1: A is shown to be better, -1: B is, 0: neither
  ContrastFlags flags = {};
};

/// Models none of which is shown to be better than another of them, best first.
struct TiedGroup {
  std::vector<std::int64_t> models = {};
};

struct Standings {
  Level level = {};
  Sharing sharing = Sharing::shared;
  std::vector<Standing> models = {};
  std::vector<StandingPair> pairs = {};  ///< (0,1), (0,2), ..., (1,2), ...
  /// The largest runs of the order by estimate within which nobody is shown to be better; models
  /// may belong to two. Models without an estimate are left out.
  std::vector<TiedGroup> tied = {};
  CalibrationHomogeneity homogeneity = {};
  ContrastFlags flags = {};  ///< calibration_differs, calibration_unchecked, forced_shared
};

/// Shared: when error rates are shown to differ (homogeneity), corrected scores and differences
/// are withheld (flag calibration_differs) unless forced; the tests of the verdicts stay.
/// Errors: too_few ("models": below 2), value_out_of_range ("models", "items", "model", "item",
/// "verdict", "human"), length_mismatch, duplicate_cell ("item"), unsupported ("correction"),
/// level_out_of_range, no_convergence.
[[nodiscard]] Result<Standings> judge_standings(const RankedRows& rows,
                                                const StandingsOptions& options = {});

}  // namespace evenhand::judge

/// Which ranks the data allow each of many systems.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/base/types.hpp"

namespace evenhand::compare {

// X(name, title, explanation)
#define EVENHAND_RANK_METHODS(X)                                                                \
  X(bonferroni, "simultaneous rank sets",                                                       \
    "With the stated confidence all true ranks lie in their sets; Mogstad, Romano, Shaikh and " \
    "Wilhelm 2024, Rev. Econ. Stud., with Bonferroni intervals of all pairs")                   \
  X(holm, "step-down rank sets",                                                                \
    "Simultaneous like the first, with Holm's step-down p-values in place of intervals")        \
  X(marginal, "rank set of one system",                                                         \
    "With the stated confidence the rank of the one system looked at lies in its set; not for " \
    "reading several at once")

EVENHAND_ENUM(RankMethod, EVENHAND_RANK_METHODS)

/// Ranks that the data do not exclude, from 1; lower <= upper.
struct RankSet {
  std::int64_t lower = 1;
  std::int64_t upper = 1;
};

/// Rank sets of independent estimates.
struct RankSets {
  RankMethod method = RankMethod::bonferroni;
  Level level;
  double critical = 0;         ///< normal quantile of a pair's interval (of Holm's first step)
  std::vector<RankSet> ranks;  ///< one per system
  /// 1 + how many systems have a marginal interval wholly above this one's; for comparison only.
  std::vector<std::int64_t> arena;
};

/// Rank sets from estimates (higher is better) and their standard errors, of systems that were
/// measured independently of each other. Rank set of j: 1 + #{k significantly better}, m - #{k
/// significantly worse}.
/// Errors: too_few ("estimates", below 2), length_mismatch ("standardErrors"), not_finite,
/// value_out_of_range ("standardErrors": negative), zero_variance (both errors of a pair are 0),
/// level_out_of_range.
[[nodiscard]] Result<RankSets> rank_sets(std::span<const double> estimates,
                                         std::span<const double> standard_errors,
                                         RankMethod method = RankMethod::bonferroni,
                                         Level level = {});

}  // namespace evenhand::compare

/// A panel's labels arranged by item, equal items together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/judge/panel.hpp"

namespace evenhand::judge {

/// The labels of one item, and the items that have just these.
struct VotePattern {
  std::size_t first = 0;  ///< place of its votes
  std::size_t last = 0;
  double items = 0;
};

/// Votes are numbered rater * classes + label, rising within a pattern.
struct PanelVotes {
  std::size_t raters = 0;
  std::size_t classes = 0;
  std::vector<std::uint32_t> votes = {};
  std::vector<VotePattern> patterns =
      {};  ///< in lexicographic order; items without votes have none
  /// Number of each item's pattern, -1 for an item without votes.
  std::vector<std::int64_t> pattern_of = {};

  [[nodiscard]] std::size_t rater(std::size_t vote) const noexcept { return votes[vote] / classes; }
  [[nodiscard]] std::size_t label(std::size_t vote) const noexcept { return votes[vote] % classes; }
};

[[nodiscard]] Result<PanelVotes> panel_votes(const PanelData& data);

/// The check of tetrads of two-class votes; absent where it does not apply.
[[nodiscard]] std::optional<TetradCheck> check_tetrads(const PanelVotes& votes, std::int64_t seed,
                                                       std::int64_t resamples);

/// Covariances of two-class votes over patterns that count `items` times, over those with votes of
/// all raters; a square table. Empty without such items.
[[nodiscard]] std::vector<double> vote_covariances(const PanelVotes& votes,
                                                   const std::vector<double>& items);

}  // namespace evenhand::judge

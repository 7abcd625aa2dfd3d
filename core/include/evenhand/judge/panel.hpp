/// Several judges on the same items: majority, the latent classes of Dawid and Skene where there is
/// no gold, and how many independent votes a panel is worth where there is some. The consensus of a
/// panel is not the truth: judges that err alike agree on their errors.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/resampling.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::judge {

/// One entry per label in each column; at most one label of a rater for an item.
struct PanelData {
  std::span<const std::int32_t> item;   ///< 0 .. items-1; items may have no label
  std::span<const std::int32_t> rater;  ///< 0 .. raters-1
  std::span<const std::int32_t> label;  ///< 0 .. classes-1
  std::int64_t items = 0;
  std::int64_t raters = 0;
  std::int64_t classes = 2;
};

inline constexpr std::int64_t most_panel_items = 10'000'000;
inline constexpr std::int64_t most_panel_raters = 100;
inline constexpr std::int64_t most_panel_classes = 100;
/// Tetrads are checked for at most this many raters.
inline constexpr std::int64_t most_tetrad_raters = 12;
inline constexpr double default_panel_smoothing = 0.01;
inline constexpr std::int64_t default_tetrad_resamples = 499;
/// Below this p-value of the tetrads the judges are called dependent.
inline constexpr double tetrad_threshold = 0.05;

// X(name, title, explanation)
#define EVENHAND_PANEL_REASONS(X)                                                          \
  X(panel_not_identifiable, "the panel cannot be identified",                              \
    "No item has labels of three raters or more: accuracies of two raters cannot be told " \
    "apart from their agreement.")

/// Why there is no latent-class fit.
EVENHAND_ENUM(PanelReason, EVENHAND_PANEL_REASONS)

// X(name, title, explanation)
#define EVENHAND_PANEL_FLAGS(X)                                                              \
  X(labels_may_be_switched, "the classes may be switched",                                   \
    "On average the raters do no better than chance against the consensus; its classes may " \
    "stand for each other.")                                                                 \
  X(dependent_judges, "the judges' errors are correlated",                                   \
    "Products of the raters' covariances differ more than independent errors allow: the "    \
    "consensus leans towards those that err alike.")                                         \
  X(not_converged, "stopped before it converged",                                            \
    "The likelihood was still rising after 10,000 rounds.")

EVENHAND_ENUM(PanelFlag, EVENHAND_PANEL_FLAGS)
using PanelFlags = FlagSet<PanelFlag>;

/// One rater against the consensus.
struct PanelRater {
  std::int64_t labels = 0;
  /// P(label | class), class after class; empty without a fit.
  std::vector<double> confusion = {};
  /// (mean of the diagonal - 1/K) / (1 - 1/K): J of two classes; absent without a fit.
  std::optional<double> youden = std::nullopt;
  /// Three raters, two classes: sqrt(cov_12 cov_13 / cov_23) of the labels, which equals
  /// sqrt(pi_0 pi_1) |J| of an unsmoothed fit inside its range. Absent otherwise.
  std::optional<double> moment = std::nullopt;
};

/// Two raters on the items that both labelled.
struct PanelPair {
  std::int64_t first = 0;
  std::int64_t second = 1;
  std::int64_t items = 0;
  std::optional<double> agreement = std::nullopt;  ///< share of equal labels
};

/// cov_12 cov_34 = cov_13 cov_24 = cov_14 cov_23 for every four raters, two classes; over items
/// that all labelled.
struct TetradCheck {
  std::int64_t items = 0;
  double statistic = 0;  ///< largest difference of two products, in standard errors
  double p = 1;          ///< bootstrap over items, for all differences together
  std::int64_t resamples = 0;
  std::int64_t seed = default_seed;
};

/// The consensus of a panel, not the truth.
struct PanelConsensus {
  /// Share of the items that the most labels put into each class; a tied vote counts in equal
  /// parts.
  std::vector<double> majority = {};
  std::int64_t tied = 0;                             ///< items with a tied vote
  std::int64_t labelled = 0;                         ///< items with labels
  std::optional<PanelReason> reason = std::nullopt;  ///< why there is no fit
  std::vector<double> prior = {};                    ///< share of each class; empty without a fit
  std::optional<double> log_likelihood = std::nullopt;
  std::int64_t rounds = 0;
  std::vector<PanelRater> raters = {};
  /// Likeliest class of each item and its probability; -1 and 0 for an item without labels. Empty
  /// without a fit.
  std::vector<std::int64_t> consensus = {};
  std::vector<double> certainty = {};
  std::vector<PanelPair> pairs = {};
  /// Absent for fewer than four raters or more than most_tetrad_raters, for more than two classes,
  /// or where no item has all labels or nothing varies.
  std::optional<TetradCheck> tetrads = std::nullopt;
  PanelFlags flags = {};
};

struct PanelOptions {
  double smoothing = default_panel_smoothing;  ///< added to every weighted count, in [0, 1000]
  std::int64_t seed = default_seed;            ///< of the check of tetrads
  std::int64_t resamples = default_tetrad_resamples;
};

/// Dawid-Skene by EM from the vote shares, until the log-likelihood rises by less than 1e-10. The
/// order of raters and items does not matter, but for the draws of the check.
/// Errors: empty_sample, length_mismatch ("rater", "label"), value_out_of_range ("items", "raters",
/// "classes", "item", "rater", "label", "smoothing"), too_few ("classes": below 2), duplicate_cell
/// ("item": two labels of one rater for it), not_finite, seed_out_of_range, too_few and
/// value_out_of_range ("resamples"), no_convergence.
/// Sources: Dawid and Skene 1979, Appl. Stat. 28:20; Spearman 1904 (tetrads).
[[nodiscard]] Result<PanelConsensus> panel_consensus(const PanelData& data,
                                                     const PanelOptions& options = {});

/// Whether two raters err on the same items of one true class.
struct ResidualCorrelation {
  std::int64_t first = 0;
  std::int64_t second = 1;
  std::int64_t truth = 0;  ///< the class
  std::int64_t items = 0;
  std::optional<double> correlation = std::nullopt;  ///< absent where one of them never varies
};

struct EffectiveVotes {
  std::int64_t raters = 0;
  std::vector<ResidualCorrelation> residuals = {};
  std::optional<double> mean_correlation = std::nullopt;  ///< of those that exist
  /// K / (1 + (K - 1) mean); absent without a mean, or where the mean is -1/(K - 1) or less.
  std::optional<double> votes = std::nullopt;
};

/// Correlations of being right, within each true class, between every two raters. `gold`: the true
/// class of each item, -1 where it is not known; `data.items` long.
/// Errors: those of the data; too_few ("raters": below 2), length_mismatch and value_out_of_range
/// ("gold").
[[nodiscard]] Result<EffectiveVotes> effective_votes(const PanelData& data,
                                                     std::span<const std::int32_t> gold);

}  // namespace evenhand::judge

/// A judge that says which of two answers is better, each pair shown in one order or in both.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::judge {

/// Verdicts on a pair, mapped to the models. Below 0: none that could be read, or not shown.
inline constexpr std::int32_t verdict_a = 0;
inline constexpr std::int32_t verdict_tie = 1;
inline constexpr std::int32_t verdict_b = 2;
inline constexpr std::int32_t verdict_blank = -1;
inline constexpr std::int32_t verdict_not_shown = -2;

// X(name, title, explanation)
#define EVENHAND_ORDER_RULES(X)                                                            \
  X(average, "mean of the two orders",                                                     \
    "An item's score is the mean over the orders that were judged; the item is one unit.") \
  X(strict, "both orders must agree",                                                      \
    "A model wins an item only if it wins in both orders; otherwise the item is a tie.")   \
  X(first_order_only, "A shown first only",                                                \
    "Only verdicts with A shown first count, as some programs do: position bias is not "   \
    "controlled.")

/// How the verdicts of the two orders make one score. `strict` takes items judged in both orders.
EVENHAND_ENUM(OrderRule, EVENHAND_ORDER_RULES)

// X(name, title, explanation)
#define EVENHAND_PAIR_TIE_RULES(X)                                              \
  X(half, "a tie is half a win", "The win rate is P(win) + P(tie) / 2.")        \
  X(drop, "ties dropped", "The win rate is that of the items that are no tie.") \
  X(separate, "ties apart", "The win rate is the share of wins among all items.")

/// What ties count for in the win rate.
EVENHAND_ENUM(PairTieRule, EVENHAND_PAIR_TIE_RULES)

// X(name, title, explanation)
#define EVENHAND_PAIRWISE_FLAGS(X)                                                             \
  X(position_bias, "position bias",                                                            \
    "The judge prefers the answer shown first, or the one shown second (p < .01).")            \
  X(position_bias_uncontrolled, "position bias not controlled",                                \
    "The win rate rests on one order of presentation.")                                        \
  X(order_not_randomised, "order not randomised",                                              \
    "Of the items judged in one order only, one model was shown first more often than chance " \
    "allows (p < .01).")                                                                       \
  X(blank_verdicts, "verdicts that could not be read",                                         \
    "Some verdicts name no winner and no tie; they were left out and counted.")                \
  X(all_ties, "ties only", "Every item is a tie, so none is left when ties are dropped.")

EVENHAND_ENUM(PairwiseFlag, EVENHAND_PAIRWISE_FLAGS)

using PairwiseFlags = FlagSet<PairwiseFlag>;

/// Below this p-value bias of position or of order is flagged.
inline constexpr double position_threshold = 0.01;

/// One entry per item: the verdict with A shown first, and that with B shown first.
struct PairwiseColumns {
  std::span<const std::int32_t> a_first;
  std::span<const std::int32_t> b_first;
  std::span<const std::int32_t> clusters;  ///< empty, or a group >= 0 per item
};

struct PairwiseOptions {
  Level level = {};
  OrderRule order = OrderRule::average;
  PairTieRule ties = PairTieRule::half;
};

/// What the two orders say of the judge; of items with a verdict in both.
struct PositionEffect {
  std::int64_t items = 0;
  std::int64_t consistent = 0;    ///< the same verdict in both orders
  Estimate consistency = {};      ///< their share, Wilson
  std::int64_t first_twice = 0;   ///< the answer shown first won both times
  std::int64_t second_twice = 0;  ///< the one shown second did
  double p = 1;                   ///< exact, two-sided: are these two equally likely?
  double rate_a_first = 0;        ///< A's win rate, ties half, when shown first
  double rate_b_first = 0;        ///< and when B is
  Estimate effect = {};           ///< rate_a_first - rate_b_first: what being shown first is worth
};

struct WinRate {
  Level level = {};
  OrderRule order = OrderRule::average;
  PairTieRule ties = PairTieRule::half;
  std::int64_t items = 0;  ///< with a score
  /// Combined verdicts: A above one half, B below.
  std::int64_t wins = 0;
  std::int64_t tied = 0;
  std::int64_t losses = 0;
  std::int64_t blank = 0;                     ///< verdicts that could not be read
  std::int64_t without = 0;                   ///< items without a score
  std::int64_t one_order = 0;                 ///< items judged in one order only
  std::optional<double> rate = std::nullopt;  ///< absent when ties are dropped and nothing is left
  double lower = 0;
  double upper = 1;
  std::optional<double> standard_error = std::nullopt;
  std::optional<std::int64_t> clusters = std::nullopt;
  std::optional<PositionEffect> position = std::nullopt;
  /// Of items judged in one order only: A shown first, and the exact p of a fair coin.
  std::optional<std::int64_t> a_shown_first = std::nullopt;
  std::optional<double> order_p = std::nullopt;
  PairwiseFlags flags = {};
};

/// A's win rate against B. Interval: one item added at 0 and one at 1, normal limits, cut to
/// [0, 1]; with clusters the variance between groups and Student's quantile. The correction for
/// the judge's errors is correct_classes on wins, ties and losses.
/// Errors: length_mismatch ("bFirst", "clusters"), value_out_of_range (a column's name),
/// empty_sample
/// ("aFirst": no item has a score), too_few ("clusters"), level_out_of_range.
[[nodiscard]] Result<WinRate> win_rate(const PairwiseColumns& columns,
                                       const PairwiseOptions& options = {});

/// AlpacaEval's win rate, as its leaderboard prints it.
struct AlpacaRate {
  double win_rate = 0;                                  ///< in percent
  std::optional<double> standard_error = std::nullopt;  ///< in percent; absent for one item
  std::int64_t items = 0;
  std::int64_t nulls = 0;
  std::int64_t wins = 0;
  std::int64_t draws = 0;
  std::int64_t losses = 0;
};

/// preferences: from 1 (the baseline is better) to 2 (the model is); 0 and 1.5 are draws; NaN is a
/// null, which is dropped and counted. No length-controlled rate: it has no published error.
/// Errors: empty_sample, value_out_of_range ("preferences").
/// Source: tatsu-lab/alpaca_eval, metrics by win rate.
[[nodiscard]] Result<AlpacaRate> alpaca_win_rate(std::span<const double> preferences);

}  // namespace evenhand::judge

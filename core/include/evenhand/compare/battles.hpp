/// Strengths of systems from battles between two of them: Bradley-Terry, with ties by Davidson's
/// model or as half a win.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::compare {

// X(name, title, what it means)
#define EVENHAND_BATTLE_OUTCOMES(X) \
  X(a, "A wins", "")                \
  X(b, "B wins", "")                \
  X(tie, "tie", "")                 \
  X(both_bad, "both are bad", "A tie for the model, counted separately.")

/// How a battle went; the numbers are those of the column.
EVENHAND_ENUM(BattleOutcome, EVENHAND_BATTLE_OUTCOMES)

// X(name, title, source)
#define EVENHAND_BATTLE_METHODS(X)                                               \
  X(davidson, "Davidson", "Davidson 1970, J. Am. Stat. Assoc. 65:317")           \
  X(bradley_terry, "Bradley-Terry", "Bradley and Terry 1952, Biometrika 39:324") \
  X(half_win, "Bradley-Terry, a tie as half a win",                              \
    "robust (sandwich) standard errors; "                                        \
    "those of the likelihood do not hold for half wins")

/// The model of the battles.
EVENHAND_ENUM(BattleMethod, EVENHAND_BATTLE_METHODS)

// X(name, title, explanation)
#define EVENHAND_BATTLE_STATUSES(X)                                                           \
  X(fitted, "fitted", "")                                                                     \
  X(not_connected, "no common scale",                                                         \
    "Some systems never beat, or never lost to, the others, so nothing bounds the distance.") \
  X(all_ties, "ties only", "No battle was won, so nothing tells the systems apart.")

/// Whether there are strengths.
EVENHAND_ENUM(BattleStatus, EVENHAND_BATTLE_STATUSES)

/// The most systems that are fitted at once: time grows with their cube.
inline constexpr std::int64_t most_battle_systems = 1'000;

/// Battles as columns of equal length, one entry per battle.
struct BattleColumns {
  std::span<const std::int32_t> a;         ///< number of the first system, from 0
  std::span<const std::int32_t> b;         ///< number of the second system, not the first
  std::span<const std::int32_t> outcome;   ///< number of a BattleOutcome
  std::span<const std::int32_t> clusters;  ///< empty, or a group >= 0 (prompt, session) per battle
  std::int64_t systems = 0;                ///< how many systems there are, 2 to most_battle_systems
};

/// What can be asked for.
struct BattleOptions {
  std::optional<BattleMethod> method;  ///< default: davidson if there is any tie
  Level level;
  /// The system whose rating is 1000; without it the mean rating is.
  std::optional<std::int64_t> anchor;
};

/// One system. Strengths are logarithms of odds, centred to sum 0; ratings are on the Elo scale,
/// 400 / ln 10 to a unit of strength.
struct BattleSystem {
  double strength = 0;
  double lower = 0;
  double upper = 0;
  double standard_error = 0;
  double rating = 1000;
  double rating_lower = 1000;  ///< with an anchor: of the difference from it
  double rating_upper = 1000;
  std::int64_t battles = 0;  ///< it took part in
};

/// Two systems, a < b: strength of a less strength of b. Compare by these, not by whether the
/// intervals of two systems overlap.
struct BattlePair {
  std::int64_t a = 0;
  std::int64_t b = 0;
  double difference = 0;
  double standard_error = 0;
  double lower = 0;
  double upper = 0;
  double p = 1;  ///< two-sided, for a difference of 0
};

/// The fit, or what stands in its way.
struct BattleFit {
  BattleStatus status = BattleStatus::fitted;
  BattleMethod method = BattleMethod::davidson;
  Level level;
  std::int64_t battles = 0;
  std::int64_t ties = 0;      ///< without those that are both bad
  std::int64_t both_bad = 0;  ///< ties for the model
  std::optional<std::int64_t> clusters;
  bool robust = false;  ///< standard errors by the sandwich, not by the likelihood
  /// When not connected: a group per system. No system ever beat one of a lower-numbered group,
  /// nor tied with one of another group.
  std::optional<std::vector<std::int64_t>> groups;
  std::vector<BattleSystem> systems;  ///< in the order of their numbers; empty unless fitted
  std::vector<BattlePair> pairs;      ///< (0,1), (0,2), ..., (1,2), ...; empty unless fitted
  std::optional<double> tie;          ///< Davidson's nu: ties are nu / (2 + nu) among equals
  std::optional<double> log_tie;      ///< absent when nu is 0, without ties
  std::optional<double> log_tie_error;
  std::optional<double> log_likelihood;
  Notes notes;
};

/// Maximum likelihood strengths with Wald intervals. With clusters the standard errors are the
/// sandwich over clusters times G / (G - 1); half_win uses the sandwich over battles otherwise.
/// A tie of any kind counts as meeting in both directions. Battles are counted per pair first, so
/// that a million of them cost little.
/// Errors: empty_sample ("outcome"), length_mismatch ("b", "outcome", "clusters"), too_few
/// ("systems" below 2, "clusters" below 2 groups), unsupported ("systems": too many; "method":
/// bradley_terry with ties), value_out_of_range ("a", "b": no such system, or a system against
/// itself; "outcome", "clusters", "anchor"), zero_variance ("clusters": they leave no variance),
/// level_out_of_range, no_convergence ("outcome").
/// Sources: texts(BattleMethod{}); Ford 1957, Am. Math. Mon. 64(8):28 (when the maximum exists).
[[nodiscard]] Result<BattleFit> fit_battles(const BattleColumns& columns,
                                            const BattleOptions& options = {});

}  // namespace evenhand::compare

/// Strengths of many models that one judge compared in pairs, with the judge's errors taken out.
///
/// Which model of a pair is named first is arbitrary, so the judge is taken to err alike on every
/// pair and towards neither side. Of the labelled pairs with a better answer it calls a share a
/// right, a share c the wrong way round, the rest ties; on true ties it errs to either side alike.
/// Inverting that confusion matrix gives, for a share w of wins (a tie is half a win),
///
///     s = 1/2 + (w - 1/2) / D,   D = a - c,
///
/// whatever it does with ties.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/types.hpp"
#include "evenhand/judge/classes.hpp"

namespace evenhand::judge {

// X(name, title, explanation)
#define EVENHAND_RATING_REASONS(X)                                                                 \
  X(no_decided_labels, "no label names a better answer",                                           \
    "No labelled item has a better answer, so nobody knows how often the judge finds it.")         \
  X(verdicts_reversed, "the judge prefers the worse answer",                                       \
    "The judge calls the worse answer better more often than the better one.")                     \
  X(judge_not_identified, "the judge does not tell the better answer",                             \
    "The interval of how much more often the judge is right than the wrong way round reaches "     \
    "zero: the labels are too few, or the judge too weak, to correct with.")                       \
  X(models_not_compared, "no common scale",                                                        \
    "Some models were never compared, not even by way of others.")                                 \
  X(strength_unbounded, "nothing bounds a strength",                                               \
    "Some models win everything against all the others, or more than that, once the verdicts are " \
    "corrected: the most likely distance between them is infinite.")

/// Why there are no strengths.
EVENHAND_ENUM(RatingReason, EVENHAND_RATING_REASONS)

/// The most models that are rated at once: time grows with their cube.
inline constexpr std::int64_t most_rated_models = 30;

/// Verdicts by pair, one entry per row; rows of the same two models add up. Counts are whole
/// numbers from 0. A pair without verdicts says nothing.
struct PairVerdicts {
  std::span<const std::int32_t> a;    ///< number of the first model, from 0
  std::span<const std::int32_t> b;    ///< number of the second model, not the first
  std::span<const double> verdicts;   ///< row after row: wins of a, ties, wins of b
  std::span<const double> confusion;  ///< labelled items: a wins, tie, b wins, each by verdict
  std::int64_t models = 0;            ///< 2 to most_rated_models
};

/// One model. A limit is absent where nothing bounds it. Strengths are logarithms of odds, centred
/// to sum 0; ratings are on the Elo scale about 1000, 400 / ln 10 to a unit of strength.
struct RatedModel {
  double strength = 0;
  std::optional<double> lower = std::nullopt;
  std::optional<double> upper = std::nullopt;
  double rating = 1000;
  std::optional<double> rating_lower = std::nullopt;
  std::optional<double> rating_upper = std::nullopt;
  double judge = 0;           ///< strength by the verdicts as they are
  std::int64_t verdicts = 0;  ///< on its answers
};

/// Two models, a < b.
struct RatedPair {
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t verdicts = 0;
  std::optional<double> judge = std::nullopt;      ///< share of wins of a, ties half
  std::optional<double> corrected = std::nullopt;  ///< without the judge's errors; not cut
  double difference = 0;                           ///< strength of a less strength of b
  std::optional<double> lower = std::nullopt;
  std::optional<double> upper = std::nullopt;
};

/// The fit, or what stands in its way.
struct CorrectedBattles {
  Level level = {};
  Status status = Status::not_identified;
  std::optional<RatingReason> reason = std::nullopt;  ///< only when not identified
  /// A group per model. models_not_compared: those that were compared, by way of others or not.
  /// strength_unbounded: those of lower-numbered groups win all against those of the others.
  std::optional<std::vector<std::int64_t>> groups = std::nullopt;
  std::vector<RatedModel> models = {};  ///< in the order of their numbers; or empty
  std::vector<RatedPair> pairs = {};    ///< (0,1), (0,2), ..., (1,2), ...; or empty
  std::int64_t labels = 0;              ///< of pairs with a better answer
  /// D: how much more often the judge is right than the wrong way round; normal limits.
  std::optional<Estimate> separation = std::nullopt;
  std::int64_t points = 0;     ///< of the propagation
  std::int64_t discarded = 0;  ///< points whose D is not above 0
  /// How far the limits of strengths may be off by the points: their largest difference between
  /// halves.
  std::optional<double> precision = std::nullopt;
  ClassFlags flags = {};  ///< few_labels
};

/// Maximises sum n [s ln sigma(x) + (1 - s) ln sigma(-x)] over pairs, x their difference of
/// strengths; s may be beyond 0 or 1. Intervals: percentiles of the same fit under Dirichlet(counts
/// + 1/2) for the labels, once for all pairs, and for each pair's verdicts, about its own share,
/// over fixed Sobol points; a limit that lies where there is no maximum is absent.
/// Errors: too_few ("models": below 2), value_out_of_range ("models": above most_rated_models; "a",
/// "b": no such model, or a model against itself), length_mismatch ("b", "verdicts", "confusion"),
/// not_finite, not_integer ("verdicts", "confusion"), empty_sample ("verdicts"),
/// level_out_of_range, no_convergence ("verdicts").
/// Sources: Bradley and Terry 1952; core/methods/judge-compare.md.
[[nodiscard]] Result<CorrectedBattles> correct_battles(const PairVerdicts& data, Level level = {});

}  // namespace evenhand::judge

/// Without labels: what a judge's rate allows to be said at all. A sensitivity analysis, not a
/// correction: no function here gives a corrected score.
///
/// Notation as in correction.hpp: the judge passes p = J theta + 1 - q0.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/types.hpp"

namespace evenhand::judge {

// X(name, title, explanation)
#define EVENHAND_REGION_REASONS(X)                                                       \
  X(judge_may_be_uninformative, "the judge may be no better than chance",                \
    "The ranges allow sensitivity + specificity = 1 or less: such a verdict carries no " \
    "information, and every score is possible.")                                         \
  X(rate_outside_ranges, "the judge's rate does not fit the ranges",                     \
    "No score gives this judge rate with error rates in these ranges; the nearest end is shown.")

/// What to know about a region.
EVENHAND_ENUM(RegionReason, EVENHAND_REGION_REASONS)

/// The scores that a judge's rate is compatible with.
struct IdentificationRegion {
  double rate = 0;              ///< share the judge passes
  Interval region = {};         ///< if that rate were known without error
  Interval with_sampling = {};  ///< with the Wilson limits of the rate at `level`
  Level level = {};
  std::optional<RegionReason> reason = std::nullopt;
};

/// Scores that are possible when sensitivity and specificity lie in the given ranges within [0, 1].
/// Errors: those of counts ("judged"); not_finite, rate_out_of_range ("sensitivity", "specificity":
/// outside [0, 1]), value_out_of_bounds (the same: lower above upper); level_out_of_range.
/// Source: Manski 2003, Partial Identification of Probability Distributions (the idea); the
/// Rogan-Gladen estimate falls in q1 and rises in q0.
[[nodiscard]] Result<IdentificationRegion> identification_region(const Counts& judged,
                                                                 const Interval& sensitivity,
                                                                 const Interval& specificity,
                                                                 Level level = {}) noexcept;

/// Scores that are possible when the judge disagrees with the truth on at most a share
/// `disagreement` in [0, 1] of the items. Errors: as above, rate_out_of_range ("disagreement").
[[nodiscard]] Result<IdentificationRegion> disagreement_region(const Counts& judged,
                                                               double disagreement,
                                                               Level level = {}) noexcept;

// X(name, title, explanation)
#define EVENHAND_TIPPING_SIDES(X)                                                          \
  X(depends, "depends", "The claim holds from this specificity on.")                       \
  X(always, "always holds",                                                                \
    "With this sensitivity the claim holds under every judge that is better than chance.") \
  X(never, "never holds", "With this sensitivity the claim holds for no specificity.")

/// What a point of the tipping line means.
EVENHAND_ENUM(TippingSide, EVENHAND_TIPPING_SIDES)

/// Where the claim tips at one sensitivity.
struct TippingPoint {
  double sensitivity = 1;
  /// The specificity at which the corrected score equals the claim. At 1 - sensitivity or below it
  /// means always, since such judges are no better than chance; above 1 it means never. Absent for
  /// a claim of 1, which does not depend on it.
  std::optional<double> specificity = std::nullopt;
  TippingSide side = TippingSide::depends;
  /// The same with the lower Wilson limit of the judge's rate.
  std::optional<double> specificity_with_sampling = std::nullopt;
  TippingSide side_with_sampling = TippingSide::depends;
};

/// Which error rates of the judge would overturn the claim that the score is at least `claim`.
struct TippingLine {
  double rate = 0;
  double claim = 0;
  std::vector<TippingPoint> points = {};
  /// Share of the square in which both error rates are at least one half and J > 0 where the claim
  /// holds; in [0, 1].
  double share = 0;
  double share_with_sampling = 0;  ///< the same with the lower Wilson limit of the rate
  Level level = {};
};

/// theta >= claim, claim in (0, 1], holds where q0 >= 1 - (p - claim q1)/(1 - claim). The points
/// are at the given sensitivities in [0, 1], by default 1, .95, .9 and .8. Errors: those of counts
/// ("judged"), not_finite, rate_out_of_range ("claim": 0 is no claim; "sensitivities"),
/// level_out_of_range.
[[nodiscard]] Result<TippingLine> tipping_line(
    const Counts& judged, double claim,
    std::optional<std::span<const double>> sensitivities = std::nullopt, Level level = {});

/// What would make a gap between two models of one true score out of nothing.
struct Leniency {
  double gap = 0;  ///< rate_a - rate_b, may be negative: then B is the favoured one
  /// Passing this much more of everything.
  double uniform = 0;
  /// Passing this much more of the wrong answers alone; absent where no judge could (above 1).
  std::optional<double> false_positive = std::nullopt;
  /// Passing this much more of the right answers alone; absent where no judge could (above 1).
  std::optional<double> sensitivity = std::nullopt;
};

/// How much more lenient the judge must be on the model that it passes more often for the whole gap
/// to be the judge's, if both models have the true score `score` in [0, 1]. With equal error rates
/// and J > 0 only the size of the gap can be wrong, not its sign.
/// Errors: not_finite, rate_out_of_range ("rateA", "rateB", "score").
[[nodiscard]] Result<Leniency> leniency(double rate_a, double rate_b, double score) noexcept;

}  // namespace evenhand::judge

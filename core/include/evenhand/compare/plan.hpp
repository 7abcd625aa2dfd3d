/// How many items a comparison needs, and what difference a number of items can show. Normal
/// approximations at the design stage: the answers are real numbers, to be rounded up.
#pragma once

#include <cstdint>
#include <optional>

#include "evenhand/base/types.hpp"

namespace evenhand::compare {

// X(name, title, source)
#define EVENHAND_PLAN_DESIGNS(X)                                                                   \
  X(mean_difference, "difference of two means on the same items", "Miller 2024, arXiv 2411.00640") \
  X(proportions, "difference of two rates on different items, pooled variance",                    \
    "Fleiss, Levin and Paik 2003, section 4.2, without continuity correction")                     \
  X(proportions_baseline, "difference from a baseline rate on different items",                    \
    "Evan Miller, sample size calculator (variance of the baseline under no difference)")          \
  X(paired_connor, "difference of two rates on the same items", "Connor 1987, Biometrics 43:207")  \
  X(paired_wald, "difference of two rates on the same items, Wald form",                           \
    "Connor 1987, Biometrics 43:207 (unconditional variance in both terms)")                       \
  X(half_width, "half-width of the interval of one rate", "z^2 p (1 - p) / h^2")                   \
  X(runs, "difference of two means of reruns", "two-sample t with equal numbers of runs")

/// The design a plan is for.
EVENHAND_ENUM(PlanDesign, EVENHAND_PLAN_DESIGNS)

// X(name, title, source)
#define EVENHAND_PAIRED_PLAN_METHODS(X)                                                           \
  X(connor, "Connor", "Connor 1987, Biometrics 43:207: null variance psi, alternative psi - d^2") \
  X(wald, "Wald form", "psi - d^2 in both terms; a little smaller than Connor's")

/// Which variance a plan for two systems on the same items uses.
EVENHAND_ENUM(PairedPlanMethod, EVENHAND_PAIRED_PLAN_METHODS)

/// What every plan for a comparison is asked with.
struct PlanTarget {
  double power = default_power;  ///< chance to find the effect, in (alpha/2, 1), alpha = 1 - level
  Level level;                   ///< two-sided confidence level of the comparison
  double design_effect = 1;  ///< variance inflation of clustered items, above 0; divides the items
};

/// How many items are needed.
struct PlannedItems {
  PlanDesign design = PlanDesign::mean_difference;
  double items = 0;                ///< as the formula gives it; for two groups, items per system
  std::int64_t items_ceiling = 1;  ///< the whole number to plan with, at least 1
  PlanTarget target;
};

/// The smallest difference that would be found.
struct DetectableEffect {
  PlanDesign design = PlanDesign::mean_difference;
  /// Above 0, in the unit of the score; absent when no possible difference would be found.
  std::optional<double> effect;
  PlanTarget target;
};

/// The variances of a comparison of two mean scores on the same items, in squared score units.
struct MeanVariances {
  double between = 0;   ///< variance over items of the difference of the systems' true means, >= 0
  double within_a = 0;  ///< variance of the answers of A to one item, mean over items, >= 0
  double within_b = 0;  ///< the same of B
  std::optional<std::int64_t> samples_a;  ///< answers per item of A, >= 1; absent: infinitely many
  std::optional<std::int64_t> samples_b;  ///< the same of B
};

/// Items needed to find a difference of `effect` (not 0; its sign does not matter) of two means:
/// (z_a + z_b)^2 (between + within_a / samples_a + within_b / samples_b) / effect^2.
/// Errors, here and in all functions below: design_out_of_range (an argument outside its range, or
/// a plan of more than 2^53 items), not_finite, level_out_of_range; each names the argument.
[[nodiscard]] Result<PlannedItems> plan_mean_difference(double effect,
                                                        const MeanVariances& variances,
                                                        const PlanTarget& target = {}) noexcept;

/// The difference of two means that `items` (> 0) would show; the inverse of the above.
[[nodiscard]] Result<DetectableEffect> detectable_mean_difference(
    double items, const MeanVariances& variances, const PlanTarget& target = {}) noexcept;

/// Items per system to tell two rates in [0, 1] apart on different items; rate_a != rate_b.
[[nodiscard]] Result<PlannedItems> plan_proportions(double rate_a, double rate_b,
                                                    const PlanTarget& target = {}) noexcept;

/// Items per system to find a difference of `effect` (signed, not 0) from a baseline rate in
/// (0, 1); rate + effect in [0, 1].
[[nodiscard]] Result<PlannedItems> plan_proportions_baseline(
    double rate, double effect, const PlanTarget& target = {}) noexcept;

/// The difference of two rates near `rate` in (0, 1) that this many different items per system
/// would show: (z_a + z_b) sqrt(2 p (1 - p) / n). Absent beyond max(rate, 1 - rate).
[[nodiscard]] Result<DetectableEffect> detectable_proportions(
    double items_per_system, double rate, const PlanTarget& target = {}) noexcept;

/// Items to find a difference of `effect` of two rates on the same items; `discordance` is the
/// share of items that exactly one system has right, in (|effect|, 1].
[[nodiscard]] Result<PlannedItems> plan_paired_proportions(
    double effect, double discordance, PairedPlanMethod method = PairedPlanMethod::connor,
    const PlanTarget& target = {}) noexcept;

/// The difference of two rates that `items` (> 0) would show on the same items, `discordance` in
/// (0, 1]. Absent when even a difference of all discordant items would not be found.
[[nodiscard]] Result<DetectableEffect> detectable_paired_proportions(
    double items, double discordance, PairedPlanMethod method = PairedPlanMethod::connor,
    const PlanTarget& target = {}) noexcept;

/// How many items an interval of a given half-width needs; no power is involved.
struct PlannedPrecision {
  PlanDesign design = PlanDesign::half_width;
  double items = 0;
  std::int64_t items_ceiling = 1;
  Level level;
  double design_effect = 1;
};

/// Items for an interval of one rate of half-width `half_width` in (0, 1) about `rate` in (0, 1);
/// a rate of 1/2, the worst case, if nothing is known.
[[nodiscard]] Result<PlannedPrecision> plan_half_width(double half_width, double rate = 0.5,
                                                       Level level = {},
                                                       double design_effect = 1) noexcept;

/// The difference that the means of `runs` (>= 2) reruns of each of two systems would show; `sd`
/// (> 0) is the standard deviation of one run's score. Student's t with 2 runs - 2 degrees of
/// freedom in both terms. target.design_effect must be 1: a run has no items.
[[nodiscard]] Result<DetectableEffect> detectable_runs(std::int64_t runs, double sd,
                                                       const PlanTarget& target = {}) noexcept;

/// How many reruns of each of two systems are needed.
struct PlannedRuns {
  PlanDesign design = PlanDesign::runs;
  std::int64_t runs = 2;  ///< of each system: the smallest number that shows the effect
  double detectable = 0;  ///< what that many runs show, at most the effect asked for
  PlanTarget target;
};

/// The smallest number of reruns (at least 2) that shows a difference of `effect` (not 0).
[[nodiscard]] Result<PlannedRuns> plan_runs(double effect, double sd,
                                            const PlanTarget& target = {}) noexcept;

}  // namespace evenhand::compare

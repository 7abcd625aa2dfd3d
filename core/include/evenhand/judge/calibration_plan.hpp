/// How many human labels, on which class, and whether a judge is worth them. Normal approximations
/// at the design stage, in the notation of correction.hpp; m1 labels are of right answers, m0 of
/// wrong ones.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/judge/correction.hpp"

namespace evenhand::judge {

/// What a plan supposes: rates in [0, 1] with J > 0.
struct JudgeAssumption {
  double score = 0.5;  ///< theta, the share of right answers
  double sensitivity = 0.9;
  double specificity = 0.9;
};

/// The assumption that a pilot suggests: error rates smoothed by one success and one failure, the
/// Rogan-Gladen estimate with these, cut to [0, 1].
/// Errors: those of the data as in correct_external, empty_sample ("judged", "sensitivity",
/// "specificity": a total of 0), estimate_at_limit ("specificity": J <= 0, so nothing can be
/// planned).
[[nodiscard]] Result<JudgeAssumption> assumption_from_pilot(const ExternalData& pilot) noexcept;

// X(name, title, source)
#define EVENHAND_ALLOCATION_METHODS(X)                                                          \
  X(neyman, "Neyman with a floor",                                                              \
    "Neyman 1934, J. R. Stat. Soc. 97:558, each class at least 30 labels and a tenth of all")   \
  X(lee2025, "as published for LLM judges",                                                     \
    "Lee et al. 2025, arXiv 2511.21140, the judge's rate standing for the share of right ones") \
  X(equal, "equal numbers", "as many labels of right as of wrong answers")

/// How labels are split over right and wrong answers.
EVENHAND_ENUM(AllocationMethod, EVENHAND_ALLOCATION_METHODS)

// X(name, title, explanation)
#define EVENHAND_PLAN_FLAGS(X)                                                                     \
  X(compat_reversed, "reversed as published",                                                      \
    "At a judge rate of zero the published rule puts all labels on right answers, where its own "  \
    "limit puts them on wrong ones.")                                                              \
  X(pilot_exceeds_budget, "the pilot is larger than the budget",                                   \
    "The labels do not cover the pilot's of both classes.")                                        \
  X(floor_applied, "floor applied",                                                                \
    "A class would get fewer than 30 labels or a tenth; it gets as many, since error rates from "  \
    "a "                                                                                           \
    "handful of labels are not to be trusted.")                                                    \
  X(too_few_labels, "very few labels", "Fewer than 10 labels in a class.")                         \
  X(judge_not_shown, "the judge may not be shown to beat chance",                                  \
    "With so few labels in a class the check that the judge is better than chance may fail.")      \
  X(judge_not_worth_it, "the judge is not worth it",                                               \
    "As many labels on random answers give a shorter interval without any judge.")                 \
  X(at_most_half, "saves at most half of the labels",                                              \
    "Verdict and truth are so weakly correlated (rho^2 of one half or less) that the judge saves " \
    "at most half of the labels.")                                                                 \
  X(ppi_no_gain, "too few labels for tuned inference to gain",                                     \
    "The correlation of verdict and truth is below 1 / sqrt(m - 2): tuned prediction-powered "     \
    "inference is no better than the labels alone.")

/// What to know about a plan.
EVENHAND_ENUM(PlanFlag, EVENHAND_PLAN_FLAGS)
using PlanFlags = FlagSet<PlanFlag>;

/// Labels by class.
struct Allocation {
  AllocationMethod method = AllocationMethod::neyman;
  std::int64_t wrong = 0;  ///< m0
  std::int64_t right = 0;  ///< m1
  PlanFlags flags = {};
};

/// A class gets at least this many labels, and at least this share of them (`neyman`).
inline constexpr std::int64_t allocation_floor = 30;
inline constexpr double allocation_floor_share = 0.1;

/// `labels` (at least 2) split by class: m0 = m a0/(a0 + a1), a0 = (1 - theta) sqrt(q0 (1 - q0)),
/// a1 = theta sqrt(q1 (1 - q1)), rounded half away from zero, then the floor; `equal`: an odd label
/// goes to the wrong answers. Errors: too_few, not_integer ("labels"), not_finite,
/// rate_out_of_range, estimate_at_limit ("specificity": J <= 0), unsupported ("method": lee2025, it
/// has another question).
[[nodiscard]] Result<Allocation> allocate_labels(
    std::int64_t labels, const JudgeAssumption& assumption,
    AllocationMethod method = AllocationMethod::neyman) noexcept;

/// What the published rule is asked with.
struct Lee2025Pilot {
  double rate = 0.5;         ///< share the judge passes
  double sensitivity = 0.9;  ///< of the pilot, or a guess
  double specificity = 0.9;
  std::int64_t per_class = 0;  ///< pilot labels of each class, part of the budget
};

/// The split of Lee et al. 2025 with what it does at the edges. Errors: not_integer ("labels",
/// "perClass"), not_finite, rate_out_of_range.
[[nodiscard]] Result<Allocation> lee2025_allocation(std::int64_t labels,
                                                    const Lee2025Pilot& pilot) noexcept;

// X(name, title, explanation)
#define EVENHAND_PURCHASES(X)                                                                   \
  X(wrong_labels, "10 labels of wrong answers", "ten more calibration labels of wrong answers") \
  X(right_labels, "10 labels of right answers", "ten more calibration labels of right answers") \
  X(judged_items, "100 judged items", "a hundred more items judged, without labels")            \
  X(plain_labels, "10 labels without a judge",                                                  \
    "ten more labels of random answers, where the score is their share and no judge is used")

/// What more money could buy.
EVENHAND_ENUM(Purchase, EVENHAND_PURCHASES)

struct PurchaseValue {
  Purchase purchase = Purchase::wrong_labels;
  double half_width = 0;  ///< after it
  double gain = 0;        ///< by how much the half-width shrinks, at least 0
};

/// Half-width of a corrected score with labels from another set.
struct CalibrationPrecision {
  double standard_error = 0;
  double half_width = 0;
  double floor = 0;  ///< half-width with infinitely many labels and as many judged items
  /// Half-width of the share of right ones among as many labels of random answers, no judge.
  double gold_half_width = 0;
  /// Labels per class that would show J > 0 at this level.
  double labels_needed_per_class = 0;
  /// Random answers to label for so many wrong and right ones, m0/(1 - theta) and m1/theta; absent
  /// where there are none of the class.
  std::optional<double> labelled_for_wrong = std::nullopt;
  std::optional<double> labelled_for_right = std::nullopt;
  std::vector<PurchaseValue> purchases = {};  ///< of those with the judge, the best first; then
                                              ///< the one without
  Level level = {};
  PlanFlags flags = {};
};

/// Precision of `judged` items with `wrong` and `right` calibration labels (each at least 1):
/// SE^2 = [p(1 - p)/n + a0^2/m0 + a1^2/m1] / J^2.
/// Errors: as allocate_labels; too_few, not_integer ("judged", "wrong", "right").
[[nodiscard]] Result<CalibrationPrecision> calibration_precision(const JudgeAssumption& assumption,
                                                                 std::int64_t judged,
                                                                 std::int64_t wrong,
                                                                 std::int64_t right,
                                                                 Level level = {});

/// Labels for a half-width. A number of labels that no number reaches is absent.
struct CalibrationSize {
  double half_width = 0;
  /// Labels from another set, split in the best way or equally, as the formula gives them.
  std::optional<double> optimal = std::nullopt;
  std::optional<std::int64_t> optimal_ceiling = std::nullopt;
  std::optional<double> equal = std::nullopt;
  std::optional<std::int64_t> equal_ceiling = std::nullopt;
  double floor = 0;         ///< the least half-width with so many judged items
  double judged_least = 0;  ///< judged items from which on some number of labels is enough
  /// Labels on a random subset of the judged items; absent when all of them are too few.
  std::optional<double> subset = std::nullopt;
  std::optional<std::int64_t> subset_ceiling = std::nullopt;
  double gold = 0;  ///< labels of random answers without a judge
  Level level = {};
};

/// Labels for an interval of half-width `half_width` in (0, 1) about the corrected score of
/// `judged` items. With R = (hJ/z)^2 - p(1 - p)/n > 0: (a0 + a1)^2/R split in the best way, 2(a0^2
/// + a1^2)/R equally. On a random subset: theta(1 - theta)(1 - rho^2)/[(h/z)^2 - theta(1 - theta)
/// rho^2/N]. Errors: as calibration_precision; design_out_of_range ("halfWidth").
[[nodiscard]] Result<CalibrationSize> plan_calibration(const JudgeAssumption& assumption,
                                                       std::int64_t judged, double half_width,
                                                       Level level = {}) noexcept;

/// What a judge adds to labels on a random subset.
struct JudgeValue {
  double squared_correlation = 0;  ///< rho^2 = J^2 theta(1 - theta)/(p(1 - p))
  double equivalent_labels = 0;    ///< labels that would be as good without the judge
  double half_width = 0;           ///< with the judge
  double gold_half_width = 0;      ///< without
  Level level = {};
  PlanFlags flags = {};  ///< at_most_half, ppi_no_gain
};

/// `labels` among `items` (labels <= items). Variance theta(1 - theta)[(1 - rho^2)/m + rho^2/N].
/// Errors: as above; count_exceeds_trials ("labels"); zero_variance ("score": no such verdict or
/// truth varies). J may have any sign here.
/// Sources: Mani et al. 2025, arXiv 2505.20178; Dorner, Nastl and Hardt 2024, arXiv 2410.13341.
[[nodiscard]] Result<JudgeValue> judge_value(const JudgeAssumption& assumption, std::int64_t labels,
                                             std::int64_t items, Level level = {}) noexcept;

}  // namespace evenhand::judge

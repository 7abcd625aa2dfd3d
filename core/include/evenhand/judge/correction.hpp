/// From the share a judge passes to the share that is right: point estimate and interval.
///
/// Notation: theta = P(truth positive), the target; q1 = sensitivity = P(verdict positive | truth
/// positive); q0 = specificity = P(verdict negative | truth negative); J = q0 + q1 - 1 (Youden).
/// The judge passes p = J theta + 1 - q0, so theta = (p + q0 - 1) / J (Rogan and Gladen 1978).
#pragma once

#include <optional>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/interval/proportion.hpp"
#include "evenhand/judge/confusion.hpp"

namespace evenhand::judge {

// X(name, title, what is assumed)
#define EVENHAND_DESIGNS(X)                                                                        \
  X(external, "labels from another set, or picked on purpose",                                     \
    "The judge errs at the same rates on the calibration items and on the evaluated items, given " \
    "the truth; the share of right answers may differ. The two sets share no item.")               \
  X(subset, "labels on a random subset of the evaluated items",                                    \
    "The labelled items are a simple random sample of the evaluated items.")                       \
  X(known, "published sensitivity and specificity",                                                \
    "The judge's sensitivity and specificity are known without error and hold for these items.")

/// Where the human labels come from: the first question, since it decides the estimator.
EVENHAND_ENUM(Design, EVENHAND_DESIGNS)

// X(name, title, source)
#define EVENHAND_CORRECTION_METHODS(X)                                                             \
  X(unified, "unified score inversion",                                                            \
    "skewness-corrected score test at the restricted MLE, ordered as in Feldman and Cousins "      \
    "1998, Phys. Rev. D 57:3873")                                                                  \
  X(score_sc, "skewness-corrected score inversion",                                                \
    "test inversion at the restricted MLE with a Cornish-Fisher term")                             \
  X(score, "score inversion", "test inversion at the restricted MLE")                              \
  X(profile, "profile likelihood", "likelihood ratio relative to the maximum within [0, 1]")       \
  X(beta_jeffreys, "Beta propagation, Jeffreys priors",                                            \
    "quantiles of the Rogan-Gladen map of three Beta(count + 1/2) variables, by quadrature")       \
  X(beta_uniform, "Beta propagation, uniform priors",                                              \
    "quantiles of the Rogan-Gladen map of three Beta(count + 1) variables, by quadrature")         \
  X(lee2025, "Lang-Reiczigel as published for LLM judges",                                         \
    "Lang and Reiczigel 2014, Prev. Vet. Med. 113:13; Lee et al. 2025, arXiv 2511.21140")          \
  X(lr_truncated, "Lang-Reiczigel, truncated centre",                                              \
    "Lang and Reiczigel 2014, Prev. Vet. Med. 113:13, centre cut to [0, 1]")                       \
  X(known, "known error rates",                                                                    \
    "Rogan-Gladen map of a binomial interval; Reiczigel et al. 2010, Epidemiol. Infect. 138:1674") \
  X(poststrat, "smoothed post-stratification",                                                     \
    "post-stratified mean, Cochran 1977, Sampling Techniques, section 5A.9, with pseudo-counts")

EVENHAND_ENUM(CorrectionMethod, EVENHAND_CORRECTION_METHODS)

// X(name, title, meaning)
#define EVENHAND_STATUSES(X)                                                    \
  X(ok, "ok", "the estimate lies within [0, 1]")                                \
  X(boundary, "boundary", "the uncut estimate lies outside [0, 1] and was cut") \
  X(not_identified, "not identified", "these data cannot tell the score; see the reason")

EVENHAND_ENUM(Status, EVENHAND_STATUSES)

// X(name, title, explanation)
#define EVENHAND_REASONS(X)                                                                        \
  X(no_positive_calibration, "no label says right",                                                \
    "No labelled item is right, so the judge's sensitivity cannot be estimated.")                  \
  X(no_negative_calibration, "no label says wrong",                                                \
    "No labelled item is wrong, so the judge's specificity cannot be estimated.")                  \
  X(judge_at_or_below_chance, "the judge is no better than chance",                                \
    "Sensitivity + specificity - 1 is zero or below: the judge's verdict carries no information "  \
    "about the truth, or points the wrong way.")                                                   \
  X(judge_not_shown_better_than_chance, "the judge is not shown to be better than chance",         \
    "The interval of sensitivity + specificity - 1 reaches zero: the labels are too few, or the "  \
    "judge too weak, to correct with.")                                                            \
  X(no_evaluation_items, "no item is left to evaluate",                                            \
    "Every judged item is a labelled one. With labels from another set the two must be disjoint; " \
    "if the labels are a random subset, choose that design.")                                      \
  X(no_labels, "there are no human labels",                                                        \
    "Without labels the judge's errors are unknown, and the score cannot be corrected.")

EVENHAND_ENUM(Reason, EVENHAND_REASONS)

// X(name, title, explanation)
#define EVENHAND_FLAGS(X)                                                                          \
  X(boundary_rule, "profile interval reported",                                                    \
    "The method's own interval is empty or degenerate, as can happen when the estimate lies "      \
    "outside [0, 1]; the profile likelihood interval is reported.")                                \
  X(incompatible, "judge rate does not fit the error rates",                                       \
    "The judge's rate lies outside what these error rates can produce: the assumption that they "  \
    "carry over is in doubt.")                                                                     \
  X(uninformative, "almost nothing excluded", "The interval covers 95 % of its range or more.")    \
  X(gate_off, "chance gate off",                                                                   \
    "The check that the judge is shown to be better than chance was turned off.")                  \
  X(degenerate_compat, "degenerate as published",                                                  \
    "The published formula puts both limits on the same bound; its interval is not honest here.")  \
  X(disconnected_region, "disconnected region",                                                    \
    "The accepted values form more than one run; the interval spans them all.")                    \
  X(se_sp_treated_as_known, "error rates taken as exact",                                          \
    "Sensitivity and specificity were treated as known; if they were estimated, the interval is "  \
    "too narrow.")                                                                                 \
  X(smoothed_estimate, "smoothed estimate",                                                        \
    "The judge gave one of its two verdicts to no labelled item, so the estimate is the smoothed " \
    "one.")                                                                                        \
  X(too_few_labels, "very few labels",                                                             \
    "Fewer than 10 labels in a class, or fewer than 20 in a random subset.")                       \
  X(swapped_labels, "verdict column may be inverted",                                              \
    "The judge is shown to be worse than chance: check that its positive means the same as the "   \
    "humans'.")                                                                                    \
  X(degenerate_judge, "the judge says the same of everything",                                     \
    "Sensitivity or specificity is 5 % or less with 10 labels or more.")

EVENHAND_ENUM(Flag, EVENHAND_FLAGS)

using Flags = FlagSet<Flag>;

/// Chosen by measured coverage and length over documented grids (core/methods/judge.md).
inline constexpr CorrectionMethod default_external_method = CorrectionMethod::unified;

/// Below this many labels in a class (external) the calibration is called `too_few_labels`.
inline constexpr std::int64_t enough_labels_per_class = 10;
/// Below this many labels on a random subset it is called `too_few_labels`.
inline constexpr std::int64_t enough_labels_subset = 20;

/// `count` of `total`. Counts are whole numbers; a published rate times its denominator need not
/// be (whole = false), and is used as it is.
struct Tally {
  double count = 0;
  double total = 0;
  bool whole = true;
};

/// Design external: the judged items and a separate calibration set.
struct ExternalData {
  Tally judged;       ///< positive verdicts of evaluated items
  Tally sensitivity;  ///< positive verdicts of calibration items that are right
  Tally specificity;  ///< negative verdicts of calibration items that are wrong
};

/// Design known: the judged items and error rates without uncertainty.
struct KnownData {
  Counts judged;           ///< positive verdicts of evaluated items
  double sensitivity = 1;  ///< in [0, 1]
  double specificity = 1;  ///< in [0, 1]
};

/// Design subset: the labelled items and the rest of the same evaluated items.
struct SubsetData {
  Confusion labelled;
  Counts unlabelled;  ///< positive verdicts of the unlabelled items; trials may be 0
};

/// A corrected score with all that made it. All rates are dimensionless, in [0, 1].
struct Correction {
  std::optional<double> estimate = std::nullopt;  ///< absent when not identified
  double lower = 0;
  double upper = 1;
  Level level = {};
  CorrectionMethod method = default_external_method;
  Design design = Design::external;
  Status status = Status::not_identified;
  std::optional<Reason> reason = std::nullopt;  ///< only when not identified
  Flags flags = {};
  std::optional<Estimate> raw = std::nullopt;  ///< share the judge passes, Wilson
  std::optional<Estimate> sensitivity =
      std::nullopt;  ///< Wilson; absent without labelled right items
  std::optional<Estimate> specificity =
      std::nullopt;                                ///< Wilson; absent without labelled wrong items
  std::optional<Estimate> youden = std::nullopt;   ///< J in [-1, 1], Newcombe-Wilson hybrid
  std::optional<double> unclipped = std::nullopt;  ///< the estimate before the cut, when it was cut
  /// Labels per class that would show J > 0 at this level, when the chance gate refused.
  std::optional<double> labels_needed_per_class = std::nullopt;
  /// Binomial interval that was mapped, in design known.
  std::optional<interval::ProportionMethod> proportion_method = std::nullopt;

  [[nodiscard]] bool identified() const noexcept { return status != Status::not_identified; }
};

/// Corrects a judge's rate with a separate calibration set.
/// gate: require the lower limit of J above zero; by default on for every method but `lee2025`,
/// which answers as published. J <= 0 is always refused (status not_identified, [0, 1]).
/// Errors: not_finite, not_integer, count_exceeds_trials, empty_sample (judged only),
/// level_out_of_range, unsupported (a method of another design), no_convergence.
/// Sources: texts(CorrectionMethod{}); gate and boundary rule: core/methods/judge.md.
[[nodiscard]] Result<Correction> correct_external(const ExternalData& data,
                                                  CorrectionMethod method = default_external_method,
                                                  Level level = {},
                                                  std::optional<bool> gate = std::nullopt) noexcept;

/// Corrects a judge's rate with error rates taken as exact constants: a binomial interval of
/// x/n, mapped. Always flagged se_sp_treated_as_known.
/// Errors: as above, rate_out_of_range.
/// Source: Reiczigel, Foldi and Ozsvari 2010, Epidemiol. Infect. 138:1674.
[[nodiscard]] Result<Correction> correct_known(
    const KnownData& data, interval::ProportionMethod method = interval::default_proportion_method,
    Level level = {}) noexcept;

/// Corrects a judge's rate with labels on a random subset: smoothed, pooled post-stratification.
/// No condition on J. Errors: not_integer, count_exceeds_trials, empty_sample (labelled),
/// level_out_of_range.
[[nodiscard]] Result<Correction> correct_subset(const SubsetData& data, Level level = {}) noexcept;

/// What the judge's verdicts say of a labelled set: sensitivity, specificity and J with their
/// intervals, in the fields of that name; an empty class leaves its fields absent.
struct JudgeQuality {
  std::optional<Estimate> sensitivity = std::nullopt;
  std::optional<Estimate> specificity = std::nullopt;
  std::optional<Estimate> youden = std::nullopt;
};
[[nodiscard]] JudgeQuality judge_quality(const Tally& sensitivity, const Tally& specificity,
                                         Level level) noexcept;

}  // namespace evenhand::judge

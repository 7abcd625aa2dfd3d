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
  X(averaged_roots, "averaged score and likelihood roots",                                         \
    "weighted mean of the skewness-corrected score root and the signed likelihood root at the "    \
    "restricted MLE, ordered as in Feldman and Cousins 1998, Phys. Rev. D 57:3873")                \
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
    "post-stratified mean, Cochran 1977, Sampling Techniques, section 5A.9, with pseudo-counts")   \
  X(ppi, "prediction-powered inference",                                                           \
    "Angelopoulos et al. 2023, Science 382:669; the judge's verdicts count in full")               \
  X(ppi_pp, "prediction-powered inference with a tuned weight",                                    \
    "Angelopoulos, Duchi and Zrnic 2023, arXiv 2311.01453")                                        \
  X(eif, "efficient influence function",                                                           \
    "post-stratification by the unlabelled verdicts alone, logit limits; Chen et al. 2026, arXiv " \
    "2601.05420")                                                                                  \
  X(mle, "joint maximum likelihood",                                                               \
    "maximum of the likelihood of score, error rates and labels, which is raw "                    \
    "post-stratification; "                                                                        \
    "logit limits")

EVENHAND_ENUM(CorrectionMethod, EVENHAND_CORRECTION_METHODS)

// X(name, title, weight of the verdicts, variance and limits)
#define EVENHAND_PPI_CONVENTIONS(X)                                                                \
  X(ppi_py, "ppi_py",                                                                              \
    "divisor n in covariance and variances, weight cut to [0, 1], normal limits "                  \
    "(aangelopoulos/ppi_py)")                                                                      \
  X(truescore, "truescore",                                                                        \
    "weight as in ppi_py, divisor n - 1 in the variances, normal limits (SaifPunjwani/truescore)") \
  X(glide, "glide", "divisor n - 1 throughout, weight not cut, normal limits (EmertonData/glide)") \
  X(chen, "Chen et al.",                                                                           \
    "divisor n - 1 throughout, variances of labelled and unlabelled verdicts apart, weight not "   \
    "cut, logit limits (yiqunchen/debias-llm-as-a-judge)")

/// The published forms of `ppi` and `ppi_pp`, by the program that has them; with `ppi` they differ
/// in variance and limits only.
EVENHAND_ENUM(PpiConvention, EVENHAND_PPI_CONVENTIONS)

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
    "Without labels the judge's errors are unknown, and the score cannot be corrected.")           \
  X(empty_stratum, "no label for one of the judge's verdicts",                                     \
    "The judge gave one of its two verdicts to no labelled item, so the share of right answers "   \
    "among such items is unknown; smoothed post-stratification has an answer.")                    \
  X(too_few_items, "too few items for this method",                                                \
    "The method needs unlabelled items, and two labelled and two unlabelled ones where it "        \
    "divides "                                                                                     \
    "by n - 1; smoothed post-stratification has an answer.")

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
    "Sensitivity or specificity is 5 % or less with 10 labels or more.")                           \
  X(ppi_collapsed, "interval without width",                                                       \
    "The labels that were seen leave this method a standard error of zero, which is not honest; "  \
    "smoothed post-stratification does not collapse.")                                             \
  X(outside_unit_interval, "limit outside the possible range",                                     \
    "A limit lies outside [0, 1] and is reported as the published formula gives it.")              \
  X(empty_stratum, "a verdict without labels",                                                     \
    "The judge gave some verdict to no labelled item; its share of right answers is a prior "      \
    "guess.")                                                                                      \
  X(labels_not_random, "the labels do not look like a random subset",                              \
    "The judge passes labelled and unlabelled items at rates that differ more than chance allows " \
    "(Fisher's exact test, p below 0.01): labels from another set may be the right design.")

EVENHAND_ENUM(Flag, EVENHAND_FLAGS)

/// The flags of one correction.
using Flags = FlagSet<Flag>;

/// Chosen by measured coverage and length over documented grids (core/methods/judge.md).
inline constexpr CorrectionMethod default_external_method = CorrectionMethod::averaged_roots;

/// Keeps its coverage and its width where the others collapse (core/methods/judge.md).
inline constexpr CorrectionMethod default_subset_method = CorrectionMethod::poststrat;
inline constexpr PpiConvention default_ppi_convention = PpiConvention::ppi_py;

/// The design that a method belongs to.
[[nodiscard]] constexpr Design design_of(CorrectionMethod method) noexcept {
  switch (method) {
    case CorrectionMethod::known: return Design::known;
    case CorrectionMethod::poststrat:
    case CorrectionMethod::ppi:
    case CorrectionMethod::ppi_pp:
    case CorrectionMethod::eif:
    case CorrectionMethod::mle: return Design::subset;
    default: return Design::external;
  }
}

/// Below this p-value of the check of the design the labels are called `labels_not_random`.
inline constexpr double label_check_threshold = 0.01;

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

/// A corrected score with all that made it. All rates are dimensionless, in [0, 1], but for the
/// limits of `ppi` and `ppi_pp`, which are those of the published formulas.
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
  std::optional<PpiConvention> convention = std::nullopt;  ///< of `ppi` and `ppi_pp`
  std::optional<double> lambda = std::nullopt;  ///< weight of the verdicts, `ppi` and `ppi_pp`

  // Design subset: what the judge adds to the labels, and whether these are a random subset.
  std::optional<Estimate> gold_only = std::nullopt;  ///< share of right labels alone, Wilson
  /// rho^2, squared correlation of verdict and truth, in [0, 1], from post-stratified shares;
  /// absent where these are not defined or all items are right, wrong, passed or failed.
  std::optional<double> squared_correlation = std::nullopt;
  /// Labels that would be as good without the judge: m / (1 - rho^2 + rho^2 m/N).
  std::optional<double> equivalent_labels = std::nullopt;
  /// Fisher's exact p, two-sided: positive verdicts of labelled against unlabelled items.
  std::optional<double> label_check_p = std::nullopt;

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

/// Corrects a judge's rate with labels on a random subset of the evaluated items. No condition on
/// J. `poststrat` is smoothed and pooled over all items: never empty, never of zero width. `eif`
/// and `mle` need labels under both verdicts (else not_identified, empty_stratum), `ppi`, `ppi_pp`
/// and `eif` unlabelled items (else too_few_items). `convention` is read by `ppi` and `ppi_pp`
/// only; their limits are not cut. Errors: not_integer, count_exceeds_trials, empty_sample
/// (labelled), level_out_of_range, unsupported (a method of another design). Sources:
/// texts(CorrectionMethod{}), texts(PpiConvention{}).
[[nodiscard]] Result<Correction> correct_subset(
    const SubsetData& data, CorrectionMethod method = default_subset_method, Level level = {},
    PpiConvention convention = default_ppi_convention) noexcept;

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

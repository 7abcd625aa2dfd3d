/// Is one model better than another, by a judge that errs? A - B throughout; the judge's shares are
/// p_A, p_B, the corrected ones theta_A, theta_B.
///
/// One judge, equal error rates on both models: theta_A - theta_B = (p_A - p_B) / J, so the
/// direction is that of the verdicts, and calibration decides the size only. Error rates that
/// differ can turn the sign: then each model is corrected by its own rates.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/interval/difference.hpp"
#include "evenhand/judge/correction.hpp"
#include "evenhand/judge/sensitivity_analysis.hpp"

namespace evenhand::judge {

// X(name, title, source)
#define EVENHAND_CONTRAST_METHODS(X)                                                             \
  X(fieller, "Fieller",                                                                          \
    "Fieller 1954, J. R. Stat. Soc. B 16:175, on the smoothed difference of verdicts and J")     \
  X(mover, "MOVER",                                                                              \
    "Zou and Donner 2008, Stat. Med. 27:1693; Harsfalvi and Singer 2023, of two corrected "      \
    "intervals, with the correlation of the verdicts")                                           \
  X(propagation, "propagation",                                                                  \
    "percentiles of the difference under Jeffreys distributions of all shares; by Sobol points " \
    "for one judge on the same items, by quadrature for two sources")                            \
  X(paired_poststrat, "paired post-stratification",                                              \
    "post-stratified mean of the label difference by the difference of the verdicts, with "      \
    "pseudo-counts")                                                                             \
  X(ppi_compare, "PPI++ on differences", "Angelopoulos, Duchi and Zrnic 2023, arXiv 2311.01453")

/// How the interval of a difference was made.
EVENHAND_ENUM(ContrastMethod, EVENHAND_CONTRAST_METHODS)

// X(name, title, explanation)
#define EVENHAND_CONTRAST_FLAGS(X)                                                                \
  X(one_sided_only, "bounded on one side only",                                                   \
    "J is not shown to differ from zero, so the size of the difference has no bound but the end " \
    "of its range; that the judge is better than chance was assumed for the direction.")          \
  X(direction_known, "direction known, size not",                                                 \
    "The verdicts show which model is better; the calibration does not bound by how much.")       \
  X(clusters_do_not_vary, "groups do not vary",                                                   \
    "All groups show the same difference, so nothing can be learned from their spread; items "    \
    "were treated as independent.")                                                               \
  X(calibration_differs, "error rates differ",                                                    \
    "The judge errs at different rates on the two models: a shared calibration may give the "     \
    "wrong sign.")                                                                                \
  X(calibration_unchecked, "error rates not compared",                                            \
    "A model has no labels of its own in a class, so nobody knows whether the error rates are "   \
    "equal.")                                                                                     \
  X(forced_shared, "shared calibration forced",                                                   \
    "The error rates differ, and were pooled all the same, as asked.")                            \
  X(sign_not_safe, "sign not safe under a shared calibration",                                    \
    "Differences of the error rates that these labels do not exclude could make the whole "       \
    "difference of the verdicts.")                                                                \
  X(sign_reversed, "correction reverses the sign",                                                \
    "The verdicts favour one model, the corrected scores the other.")                             \
  X(independence_assumed, "sources taken as independent",                                         \
    "Where both scored the same items the interval is wider than need be, if their scores go "    \
    "together.")                                                                                  \
  X(empty_stratum, "labels missing for a pattern",                                                \
    "A pattern of verdicts that occurs has no labelled item; the prior stands in for it.")        \
  X(collapsed, "interval without width",                                                          \
    "All labels agree, so this estimator reports no uncertainty; believe paired "                 \
    "post-stratification instead.")                                                               \
  X(wide, "almost nothing excluded", "The interval covers 95 % of its range or more.")

EVENHAND_ENUM(ContrastFlag, EVENHAND_CONTRAST_FLAGS)

using ContrastFlags = FlagSet<ContrastFlag>;

/// A difference of corrected scores, in [-1, 1]; [-1, 1] when not identified.
struct Difference {
  std::optional<double> estimate = std::nullopt;
  double lower = -1;
  double upper = 1;
};

/// Test of equal shares of verdicts on grouped items: Student's t on the groups.
struct ClusterTest {
  std::int64_t clusters = 0;
  double standard_error = 0;  ///< of the difference of verdicts
  double df = 0;
  std::optional<double> t = std::nullopt;  ///< absent when the groups do not vary
  std::optional<double> p = std::nullopt;
};

/// Two models, one judge, one calibration.
struct SharedContrast {
  Level level = {};
  ContrastMethod method = ContrastMethod::fieller;
  std::int64_t n = 0;
  interval::PairedCounts counts = {};                  ///< verdicts on the common items
  double verdicts = 0;                                 ///< p_A - p_B
  interval::McNemarTest test = {};                     ///< does not depend on the calibration
  std::optional<ClusterTest> clusters = std::nullopt;  ///< then the test to read
  Status status = Status::not_identified;
  std::optional<Reason> reason = std::nullopt;  ///< only when not identified
  Difference difference = {};
  std::optional<Interval> delta = std::nullopt;  ///< normal limits of the ratio, for comparison
  std::optional<Estimate> youden = std::nullopt;
  ContrastFlags flags = {};
};

/// The size of a difference under one calibration for both models, by Fieller's theorem.
/// sign_assumption: J > 0 may be assumed where the labels do not show it, which leaves one ray of
/// the set (flag one_sided_only); else [-1, 1].
/// Errors: empty_sample ("counts"), not_integer (the cell's name); those of the tallies
/// ("sensitivity", "specificity"), level_out_of_range.
[[nodiscard]] Result<SharedContrast> contrast_shared(const interval::PairedCounts& counts,
                                                     const Tally& sensitivity,
                                                     const Tally& specificity, Level level = {},
                                                     bool sign_assumption = true);

/// Verdicts on both models item by item, items in groups.
struct PairedRows {
  std::span<const std::int32_t> a;         ///< 0 or 1
  std::span<const std::int32_t> b;         ///< 0 or 1
  std::span<const std::int32_t> clusters;  ///< >= 0
};

/// The same for items in groups: the variance between groups and Student's quantile.
/// Errors: as above; empty_sample ("a"), not_binary ("a", "b"), length_mismatch ("b", "clusters"),
/// value_out_of_range, too_few ("clusters").
[[nodiscard]] Result<SharedContrast> contrast_shared_clusters(const PairedRows& rows,
                                                              const Tally& sensitivity,
                                                              const Tally& specificity,
                                                              Level level = {},
                                                              bool sign_assumption = true);

// X(name, title, explanation)
#define EVENHAND_CALIBRATION_VERDICTS(X)                                                      \
  X(not_shown_to_differ, "not shown to differ",                                               \
    "The labels do not show that the judge's error rates depend on the model; that is no "    \
    "proof that they do not.")                                                                \
  X(differ, "error rates differ",                                                             \
    "The judge errs at different rates on different models; one calibration for all of them " \
    "would be wrong.")                                                                        \
  X(unchecked, "not checked", "Fewer than two models have labels of a class.")

EVENHAND_ENUM(CalibrationVerdict, EVENHAND_CALIBRATION_VERDICTS)

/// Adjusted p-values below this say that error rates differ.
inline constexpr double homogeneity_threshold = 0.05;

/// Are shares equal in several groups?
struct HomogeneityTest {
  std::int64_t groups = 0;  ///< with labels of the class
  double g = 0;             ///< likelihood ratio
  double g_p = 1;
  double pearson = 0;
  double pearson_p = 1;
  double df = 0;
  /// Fisher's exact test, two-sided, of two groups; absent for more and for published rates.
  std::optional<double> fisher_p = std::nullopt;
  bool by_fisher = false;   ///< an expected count is below 5, so Fisher's p is the one used
  bool by_pearson = false;  ///< the same in more than two groups, or of rates: Pearson's p is used
  double p = 1;
  double p_adjusted = 1;  ///< Holm, over the two classes
};

/// One judge's labels by model.
struct CalibrationHomogeneity {
  CalibrationVerdict verdict = CalibrationVerdict::unchecked;
  std::vector<JudgeQuality> models = {};
  std::optional<HomogeneityTest> sensitivity = std::nullopt;  ///< absent below two groups
  std::optional<HomogeneityTest> specificity = std::nullopt;
  /// J of the first less J of the second, of two models with labels in both classes; normal
  /// limits, errors from shares with 1 added to 2.
  std::optional<Estimate> youden_difference = std::nullopt;
  std::optional<double> youden_standard_error = std::nullopt;
};

/// Labels per model, one entry per model in each column; counts >= 0.
struct CalibrationColumns {
  std::span<const std::int32_t> tp;
  std::span<const std::int32_t> fn;
  std::span<const std::int32_t> fp;
  std::span<const std::int32_t> tn;
};

/// Errors: empty_sample ("tp"), length_mismatch ("fn", "fp", "tn"), not_integer (the column),
/// level_out_of_range.
/// Sources: Sokal and Rohlf 1995, Biometry, section 17.2 (G); Fisher 1922; Holm 1979.
[[nodiscard]] Result<CalibrationHomogeneity> calibration_homogeneity(
    const CalibrationColumns& columns, Level level = {});

struct ContrastOptions {
  Level level = {};
  CorrectionMethod correction = default_external_method;  ///< of each model's own interval
  ContrastMethod method = ContrastMethod::mover;          ///< mover or propagation
  std::optional<bool> gate = std::nullopt;
};

/// What keeps the sign of p_A - p_B from being the sign of theta_A - theta_B.
struct SignSafety {
  double difference = 0;  ///< |p_A - p_B|
  /// Largest difference of the verdicts that unequal error rates alone could make: upper limit,
  /// at the corrected shares, or at 0 and 1 for a share that is not identified.
  double bound = 0;
  bool safe = false;  ///< the difference exceeds the bound
};

/// Two models, each with its own calibration.
struct ModelContrast {
  Level level = {};
  ContrastMethod method = ContrastMethod::mover;
  std::int64_t n = 0;
  double verdicts = 0;  ///< p_A - p_B
  Correction a = {};
  Correction b = {};
  Status status = Status::not_identified;  ///< not_identified when one of the two is
  Difference difference = {};
  std::optional<double> correlation = std::nullopt;  ///< of the two estimates, for MOVER
  std::optional<double> precision = std::nullopt;    ///< of a propagation by points
  CalibrationHomogeneity homogeneity = {};
  std::optional<SignSafety> sign_safety = std::nullopt;  ///< absent when a class has no labels
  ContrastFlags flags = {};
};

/// The two models on the same items, counted by verdict, each corrected by its own labels.
/// Errors: empty_sample ("counts"), not_integer; those of Confusion's counts ("a", "b");
/// unsupported ("method", "correction"), level_out_of_range, no_convergence.
[[nodiscard]] Result<ModelContrast> contrast_models(const interval::PairedCounts& counts,
                                                    const Confusion& a, const Confusion& b,
                                                    const ContrastOptions& options = {});

/// Two sources with judges, items and labels of their own.
struct SourceContrast {
  Level level = {};
  ContrastMethod method = ContrastMethod::mover;
  double verdicts = 0;  ///< p_A - p_B: on different scales, for comparison only
  Correction a = {};
  Correction b = {};
  Status status = Status::not_identified;
  Difference difference = {};
  ContrastFlags flags = {};
};

/// Propagated limits of a share beyond [0, 1] that are narrower than half of MOVER's give way to
/// these, and `method` then says so; in contrast_models too.
/// The default method: propagation where `correction` is a Beta method, else MOVER.
/// Errors: as correct_external for each side ("a", "b"); unsupported ("method": propagation needs
/// a Beta method, and other methods than these two).
[[nodiscard]] Result<SourceContrast> contrast_sources(
    const ExternalData& a, const ExternalData& b,
    CorrectionMethod correction = default_external_method,
    std::optional<ContrastMethod> method = std::nullopt, Level level = {},
    std::optional<bool> gate = std::nullopt);

/// Two sources, of which the second has no labels: a sensitivity analysis without an estimate.
struct RegionContrast {
  Level level = {};     ///< of A's interval and of the sampling of B's rate
  double verdicts = 0;  ///< p_A - p_B: on different scales, for comparison only
  Correction a = {};
  IdentificationRegion b = {};
  Interval difference{-1, 1};  ///< every theta_A - theta_B that both sides leave possible
  ContrastFlags flags = {};
};

/// A corrected by its labels; of B the scores that are possible with sensitivity and specificity in
/// the given ranges, with the sampling of its rate. With limits l and u of both the difference is
/// in [l_A - u_B, u_A - l_B].
/// Errors: as correct_external ("a"; unsupported: "correction"), as identification_region ("b" for
/// its counts).
/// Source: Manski 2003, Partial Identification of Probability Distributions (the idea).
[[nodiscard]] Result<RegionContrast> contrast_with_region(
    const ExternalData& a, const Counts& b, const Interval& sensitivity,
    const Interval& specificity, CorrectionMethod correction = default_external_method,
    Level level = {}, std::optional<bool> gate = std::nullopt);

/// Labels of both models on a random subset of the items. f = F_A - F_B, D = Y_A - Y_B.
struct SubsetPairs {
  /// Nine counts of labelled items: f = -1 with D = -1, 0, 1; then f = 0; then f = 1.
  std::span<const double> labelled;
  std::span<const double> items;  ///< all items by f = -1, 0, 1, labelled ones included
};

struct SubsetContrast {
  Level level = {};
  ContrastMethod method = ContrastMethod::paired_poststrat;
  std::int64_t labelled = 0;
  std::int64_t items = 0;
  double verdicts = 0;  ///< mean of f
  double labels = 0;    ///< mean of D
  double estimate = 0;
  double standard_error = 0;
  double lower = -1;
  double upper = 1;
  std::optional<PpiConvention> convention = std::nullopt;  ///< of ppi_compare
  std::optional<double> lambda = std::nullopt;  ///< weight of the verdicts, of ppi_compare
  ContrastFlags flags = {};
};

/// Valid whatever the judge's errors are. `ppi_compare` is for compatibility: its limits are not
/// cut, and it collapses when all labels agree. It alone reads `convention`, and refuses `chen`,
/// whose limits are those of log-odds: a difference in [-1, 1] has none.
/// Errors: length_mismatch ("labelled": not nine, "items": not three), not_integer,
/// count_exceeds_trials ("labelled"), empty_sample ("labelled"; ppi_compare: "items", no item
/// without a label), too_few (the same: a single one, where the convention divides by n - 1),
/// unsupported ("method", "convention"), level_out_of_range.
[[nodiscard]] Result<SubsetContrast> contrast_subset(
    const SubsetPairs& pairs, ContrastMethod method = ContrastMethod::paired_poststrat,
    Level level = {}, PpiConvention convention = default_ppi_convention);

}  // namespace evenhand::judge

/// What contamination did to the scores: items that were found in a corpus (dirty) against those
/// that were not (clean). Pure functions of columns with one entry per item. All of it is
/// correlational: dirty items may be easier or harder for other reasons.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/enums.hpp"
#include "evenhand/base/resampling.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::overlap {

// X(name, title, sentence). Append only.
#define EVENHAND_IMPACT_REASON_LIST(X)                                                             \
  X(no_clean_items, "no item is clean", "Every item is flagged: nothing is left to compare with.") \
  X(no_dirty_items, "no item is flagged", "No item is flagged: there is nothing to compare.")      \
  X(mean_not_positive, "the mean is not above zero",                                               \
    "A ratio to the mean of all items needs a mean above zero.")                                   \
  X(clean_mean_not_positive, "the clean mean is not above zero",                                   \
    "A ratio needs a mean of the clean items above zero.")                                         \
  X(reference_taken_off, "reference scores were taken off",                                        \
    "Ratios need a scale with a zero; differences from reference models have none.")               \
  X(corpus_score, "scores of whole subsets",                                                       \
    "Such scores, BLEU for example, are no means: that of all items need not lie between those "   \
    "of its parts.")                                                                               \
  X(equal_scores, "all scores are equal", "Scores that do not vary have no spread to go by.")      \
  X(too_few_items, "too few items", "A mean of graded scores needs two items on each side.")       \
  X(graded_scores, "scores are graded", "This is offered for scores of 0 and 1 only.")             \
  X(too_little_flagged, "too little flagged", "Too few items are flagged for z to mean anything.") \
  X(too_much_flagged, "too much flagged", "Too few items are clean for z to mean anything.")       \
  X(whole_set, "every item is in the subset",                                                      \
    "A subset that is the whole set cannot differ from it.")                                       \
  X(no_common_stratum, "no stratum to compare in", "No stratum has clean and dirty items.")        \
  X(infinite_ratio, "the odds ratio is zero or infinite",                                          \
    "No stratum has a right dirty item and a wrong clean one, or none has the reverse.")           \
  X(separated, "right and wrong items are separated",                                              \
    "A column tells right from wrong without an exception, so that the regression has no finite "  \
    "solution.")                                                                                   \
  X(collinear, "columns that say the same",                                                        \
    "Within subjects a column does not vary, or follows from the others.")                         \
  X(no_items_before, "no item from before the cutoff",                                             \
    "Every dated item is newer than the cutoff.")                                                  \
  X(no_items_after, "no item from after the cutoff", "No dated item is newer than the cutoff.")    \
  X(no_line, "no line through the items",                                                          \
    "On each side of the cutoff presence must vary over three items or more, no single item may "  \
    "decide the slope, and the scores must not lie on a line.")

/// Why a number is missing.
EVENHAND_ENUM(ImpactReason, EVENHAND_IMPACT_REASON_LIST)

/// A number, or why there is none.
struct ImpactNumber {
  std::optional<double> value;
  std::optional<ImpactReason> reason;  ///< present when the value is absent
};

/// An estimate with its limits, or why it or they are missing.
struct ImpactEstimate {
  std::optional<double> estimate;
  std::optional<Interval> limits;
  std::optional<ImpactReason> reason;  ///< present when one of them is absent
};

/// The scores of one model.
struct ImpactScores {
  std::span<const double> scores;  ///< of each item, higher better, finite
  /// Empty, or scores of reference models that are believed uncontaminated, on the same items: the
  /// first model's, then the second's, and so on. Their mean is then taken off each score.
  std::span<const double> reference = {};
};

// X(name, title, source)
#define EVENHAND_SPLIT_TESTS(X)                                                 \
  X(fisher_exact, "Fisher's exact test", "Fisher 1935, J. R. Stat. Soc. 98:39") \
  X(welch_t, "Welch's t test", "Welch 1947, Biometrika 34:28")

/// The two-sided test of equal means: scores of 0 and 1, and graded ones.
EVENHAND_ENUM(SplitTest, EVENHAND_SPLIT_TESTS)

// X(name, title, source)
#define EVENHAND_PERMUTATION_METHODS(X)                                          \
  X(exact, "all permutations, in one recursion",                                 \
    "the hypergeometric distribution, followed from flagged set to flagged set") \
  X(random, "random permutations",                                               \
    "Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9:39: p = (1 + count)/(1 + draws)")

/// How a permutation p-value was computed.
EVENHAND_ENUM(PermutationMethod, EVENHAND_PERMUTATION_METHODS)

/// Up to this many items, scores of 0 and 1 get exact permutation p-values (those below 1e-90 are
/// not exact to all digits).
inline constexpr std::int64_t most_exact_items = 100'000;

/// A one-sided permutation test, with how it was made.
struct PermutationTest {
  double p = 1;
  PermutationMethod method = PermutationMethod::exact;
  std::optional<std::int64_t> resamples;  ///< of random permutations
  std::optional<std::int64_t> seed;
};

/// Percentile limits of the EPG; whole items are drawn, their flags with them.
struct ImpactBootstrap {
  std::optional<Interval> limits;  ///< absent when more than 1 % of the draws had no clean item
  std::int64_t undefined = 0;      ///< draws without a clean item, left out
  std::int64_t resamples = 0;
  std::int64_t seed = 0;
};

// ---- Clean and dirty ----------------------------------------------------------------------------

/// The mean of a set of items. Limits by Wilson for scores of 0 and 1, Student's t otherwise.
struct SubsetMean {
  std::int64_t items = 0;
  ImpactEstimate mean;
};

/// Clean against dirty items. N items, w = n_D / N; sigma^2 has divisor N, S^2 divisor N - 1.
struct CleanDirty {
  Level level;
  bool binary = false;  ///< all scores are 0 or 1
  SubsetMean all;
  SubsetMean clean;
  SubsetMean dirty;
  double clean_percent = 0;          ///< 100 n_C / N
  ImpactNumber relative_percent;     ///< 100 ln(mean_C / mean_all), as GPT-3 reports it
  ImpactNumber degradation_percent;  ///< 100 (mean_C - mean_all) / mean_all, as GPT-4 does
  ImpactEstimate difference;         ///< mean_D - mean_C; Newcombe, or Welch for graded scores
  ImpactEstimate epg;                ///< mean_all - mean_C = w (mean_D - mean_C), limits w times
  std::optional<ImpactBootstrap> bootstrap;  ///< absent when not asked for, or no item is clean
  ImpactNumber z;                            ///< EPG / (sigma / sqrt(n_C)), as ConTAM defines it
  ImpactNumber z_fp;     ///< EPG / (S sqrt(1/n_C - 1/N)): of unit variance under random flags
  ImpactNumber exact_p;  ///< one-sided: P(so few right in C); hypergeometric, scores of 0 and 1
  SplitTest test = SplitTest::fisher_exact;
  ImpactNumber test_p;  ///< two-sided, of equal means
};

/// Compares flagged items (1) with the others (0). `resamples`: of the bootstrap, 99 to 1,000,000,
/// or 0 for none.
/// Errors: empty_sample, not_finite ("scores"), length_mismatch, not_finite ("reference"),
/// length_mismatch, not_binary ("flags"), level_out_of_range, seed_out_of_range, too_few,
/// value_out_of_range ("resamples"), no_convergence ("scores": they overflow).
/// Sources: Brown et al. 2020, arXiv:2005.14165, table C.1; OpenAI 2023, arXiv:2303.08774, table
/// 10; Singh et al. 2024, arXiv:2411.03923 (EPG, z); z_fp is ours.
[[nodiscard]] Result<CleanDirty> clean_dirty(const ImpactScores& data,
                                             std::span<const std::int32_t> flags, Level level = {},
                                             std::int64_t seed = default_seed,
                                             std::int64_t resamples = default_resamples);

/// Scores of whole subsets, such as a row of a published table.
struct SubsetScores {
  std::int64_t clean_items = 0;
  std::int64_t dirty_items = 0;
  double all = 0;
  std::optional<double> clean = std::nullopt;  ///< may be absent without clean items
  std::optional<double> dirty = std::nullopt;
  bool corpus_scores = false;  ///< scores such as BLEU, which are no means of the items'
};

/// What such a row says.
struct PublishedRow {
  std::int64_t items = 0;
  double clean_percent = 0;
  ImpactNumber relative_percent;
  ImpactNumber degradation_percent;
  ImpactNumber epg;            ///< all - clean
  ImpactNumber weighted_mean;  ///< of the two subsets: equals `all` but for rounding
};

/// Errors: not_integer ("cleanItems", "dirtyItems"), empty_sample ("cleanItems": no items at all),
/// not_finite ("all", "clean", "dirty"), no_convergence ("all": they overflow).
[[nodiscard]] Result<PublishedRow> published_row(const SubsetScores& scores) noexcept;

// ---- A threshold that was chosen ----------------------------------------------------------------

/// Fewer clean or dirty items leave z undefined (Singh et al. 2024, section 8.1).
inline constexpr std::int64_t default_least_items = 10;

struct ScanOptions {
  std::int64_t least_clean = default_least_items;
  std::int64_t least_dirty = default_least_items;
  bool contam_p = false;  ///< also the permutation p of the largest z
  /// Absent: exact where it is offered.
  std::optional<PermutationMethod> method = std::nullopt;
  std::int64_t seed = default_seed;
  std::int64_t resamples = default_resamples;  ///< 99 to 1,000,000
};

/// One threshold: items whose metric is at least so large are flagged.
struct ThresholdPoint {
  double threshold = 0;
  std::int64_t dirty_items = 0;
  ImpactNumber epg;
  ImpactNumber z;     ///< as in CleanDirty; null when too few items are on one side
  ImpactNumber z_fp;  ///< likewise
};

/// The largest statistic of a scan and its place.
struct ScanMaximum {
  std::int64_t point = 0;  ///< from 0, among the points
  double statistic = 0;
  /// Of a maximum so large over all eligible thresholds, the scores being shuffled.
  std::optional<PermutationTest> test;
};

/// All thresholds of one metric. Choosing the best makes its own z optimistic: the permutation test
/// of the maximum is not.
struct ThresholdScan {
  std::int64_t items = 0;
  bool binary = false;
  double mean = 0;
  std::vector<ThresholdPoint> points;  ///< distinct positive values of the metric, ascending
  std::optional<ScanMaximum> by_z;     ///< ConTAM's choice: the largest z, of ties the lowest
  std::optional<ScanMaximum> by_z_fp;
  std::optional<ImpactReason> reason;  ///< why there is no maximum
};

/// Tries every distinct positive value of the metric as threshold, and tests the largest z_fp by
/// permutation of the scores. `metric`: such as the share of an item's text that was found, finite;
/// items that cannot be tested are to be left out.
/// Errors: as clean_dirty; length_mismatch, not_finite ("metric"); not_integer ("leastClean",
/// "leastDirty": below 1); unsupported ("method": exact for graded scores or too many items).
/// Sources: Singh et al. 2024, arXiv:2411.03923; the correction for the scan is ours.
[[nodiscard]] Result<ThresholdScan> scan_thresholds(const ImpactScores& data,
                                                    std::span<const double> metric,
                                                    const ScanOptions& options = {});

// ---- Four buckets -------------------------------------------------------------------------------

/// A subset against all items. Z = (mean - mu) / sigma_n with sigma_n = sqrt(mu (1 - mu) / n), for
/// graded scores S / sqrt(n). Z_fp = (mean - mu) / (S sqrt(1/n - 1/N)).
struct Bucket {
  std::int64_t items = 0;
  std::optional<double> mean;
  ImpactNumber z;
  ImpactNumber z_fp;
};

/// Coverage below .20 is clean, from .20 not clean, below .80 not dirty, from .80 dirty.
struct BucketRow {
  std::int64_t length = 0;
  Bucket clean;
  Bucket not_clean;
  Bucket not_dirty;
  Bucket dirty;
  /// |Z| > 2 in all four, the clean and the not dirty below the mean, the others above.
  bool affected = false;
  bool affected_fp = false;  ///< the same by Z_fp, which is two tests: complements have equal |Z|
};

struct BucketTable {
  std::int64_t items = 0;
  bool binary = false;
  double mean = 0;
  std::vector<BucketRow> rows;
  std::optional<std::int64_t> largest_affected;  ///< the largest length whose row is affected
  std::optional<std::int64_t> largest_affected_fp;
};

/// Thresholds and rule of Llama 2. `coverage`: share of each item inside a match at least so long,
/// 0 to 1, the first length's column, then the second's. `lengths`: such as 10, 20, 30, 40, 50.
/// Errors: empty_sample, not_finite ("scores"); empty_sample, value_out_of_range ("lengths": below
/// 1); length_mismatch, not_finite, rate_out_of_range ("coverage"); no_convergence ("scores").
/// Source: Touvron et al. 2023, arXiv:2307.09288, appendix A.6.
[[nodiscard]] Result<BucketTable> llama2_buckets(std::span<const double> scores,
                                                 std::span<const double> coverage,
                                                 std::span<const std::int32_t> lengths);

// ---- Adjusted for difficulty --------------------------------------------------------------------

/// Dirty against clean items of the same stratum.
struct StratifiedImpact {
  Level level;
  bool binary = false;
  std::int64_t items = 0;
  std::int64_t strata = 0;
  std::int64_t common_strata = 0;    ///< those with clean and dirty items
  std::int64_t unmatched_items = 0;  ///< items in the others, which tell nothing
  ImpactNumber crude_difference;     ///< mean_D - mean_C without strata
  ImpactNumber crude_odds_ratio;
  ImpactEstimate difference;  ///< Mantel-Haenszel; limits for scores of 0 and 1
  ImpactEstimate odds_ratio;  ///< Mantel-Haenszel; scores of 0 and 1
  ImpactEstimate epg;         ///< w times the difference
  /// One-sided, dirty better: scores are permuted within strata.
  std::optional<PermutationTest> test;
};

/// Mantel-Haenszel difference of means sum(W (mean_1 - mean_0)) / sum(W), W = n_1 n_0 / M, and odds
/// ratio. Strata are those of `strata` (a number >= 0 for each item; empty: one stratum) times the
/// thirds of `lengths` (empty: none; items of equal length are in the same third).
/// Errors: as clean_dirty; length_mismatch, value_out_of_range ("strata"), length_mismatch,
/// not_finite ("lengths").
/// Sources: Mantel and Haenszel 1959, J. Natl. Cancer Inst. 22:719; Greenland and Robins 1985,
/// Biometrics 41:55 (difference); Sato 1989, Biometrics 45:1323, and Robins, Breslow and Greenland
/// 1986, Biometrics 42:311 (variances).
[[nodiscard]] Result<StratifiedImpact> stratified_impact(
    const ImpactScores& data, std::span<const std::int32_t> flags,
    std::span<const std::int32_t> strata, std::span<const double> lengths = {}, Level level = {},
    std::int64_t seed = default_seed, std::int64_t resamples = default_resamples);

/// One coefficient of a regression.
struct RegressionTerm {
  double estimate = 0;
  double lower = 0;
  double upper = 0;
  double standard_error = 0;
  double statistic = 0;
  double p = 1;  ///< two-sided, for a coefficient of 0
};

/// Columns to hold fixed; each may be empty.
struct ImpactCovariates {
  std::span<const std::int32_t> subjects = {};  ///< a number >= 0 for each item
  std::span<const double> lengths = {};         ///< above 0; their logarithms are used
  std::span<const double> reference = {};       ///< mean score of reference models
};

/// Logistic regression of right or wrong on the flag, an intercept for each subject, and the
/// covariates.
struct LogisticImpact {
  Level level;
  std::int64_t items = 0;
  std::int64_t subjects = 0;
  std::int64_t left_out_subjects = 0;  ///< with all items right or all wrong: no information
  std::int64_t left_out_items = 0;
  std::optional<RegressionTerm> flag;  ///< log odds of being right, dirty against clean
  std::optional<double> odds_ratio;    ///< exp of it
  std::optional<Interval> odds_ratio_limits;
  std::optional<RegressionTerm> log_length;
  std::optional<RegressionTerm> reference;
  std::optional<double> log_likelihood;
  std::optional<ImpactReason> reason;  ///< why nothing was estimated
};

/// Maximum likelihood by Newton's method, with Wald limits from the information.
/// Errors: empty_sample, not_binary ("scores"); length_mismatch, not_binary ("flags");
/// length_mismatch, value_out_of_range ("subjects", "lengths"); length_mismatch, not_finite
/// ("reference"); level_out_of_range.
[[nodiscard]] Result<LogisticImpact> logistic_impact(std::span<const double> scores,
                                                     std::span<const std::int32_t> flags,
                                                     const ImpactCovariates& covariates,
                                                     Level level = {});

// ---- Before and after a cutoff ------------------------------------------------------------------

// X(name, title, sentence)
#define EVENHAND_PRESENCE_VERDICTS(X)                                                             \
  X(before_only, "presence matters before the cutoff only",                                       \
    "What is found more often in public is solved more often, but only among items that are "     \
    "older than the cutoff: what contamination would look like.")                                 \
  X(both, "presence matters on both sides",                                                       \
    "What is found more often in public is solved more often on both sides of the cutoff, so "    \
    "that it may simply be easier.")                                                              \
  X(after_only, "presence matters after the cutoff only",                                         \
    "What is found more often in public is solved more often only among items that are newer "    \
    "than the cutoff, which contamination does not explain.")                                     \
  X(neither, "presence is not seen to matter",                                                    \
    "On neither side of the cutoff is what is found more often in public seen to be solved more " \
    "often.")

/// On which side of the cutoff the slope of presence lies above 0 with its whole interval.
EVENHAND_ENUM(PresenceVerdict, EVENHAND_PRESENCE_VERDICTS)

/// Least squares of score ~ post + x + post:x with HC3 standard errors.
struct PresenceRegression {
  RegressionTerm post;          ///< step at x = 0
  RegressionTerm slope_before;  ///< of x
  RegressionTerm slope_after;   ///< of x and post:x together
  RegressionTerm interaction;   ///< post:x, slope after less slope before
  double df = 0;                ///< items - 4
  PresenceVerdict verdict = PresenceVerdict::neither;
};

struct ChronologicalSplit {
  Level level;
  bool binary = false;
  std::int64_t undated = 0;  ///< items without a date, left out
  SubsetMean before;         ///< dated on the cutoff or earlier
  SubsetMean after;
  ImpactEstimate difference;  ///< after - before; Newcombe, or Welch for graded scores
  SplitTest test = SplitTest::fisher_exact;
  ImpactNumber test_p;                         ///< two-sided, of equal means
  std::optional<PresenceRegression> presence;  ///< absent when not asked for, or not possible
  std::optional<ImpactReason> presence_reason;
};

/// Items from before and after a cutoff; no corpus is needed. `dates`: in any unit, such as days;
/// that of an item whose `dated` is 0 is not read (empty: all are dated). `presence`: empty, or the
/// covariate x of each item, such as the logarithm of how often it is found in public.
/// Errors: empty_sample, not_finite ("scores"); length_mismatch, not_finite ("dates");
/// length_mismatch, not_binary ("dated"); empty_sample ("dated": no item has a date); not_finite
/// ("cutoff"); length_mismatch, not_finite ("presence"); level_out_of_range; no_convergence.
/// Sources: Roberts et al. 2023, arXiv:2310.10628 (the model form is our reading); MacKinnon and
/// White 1985, J. Econom. 29:305 (HC3).
[[nodiscard]] Result<ChronologicalSplit> chronological_split(std::span<const double> scores,
                                                             std::span<const double> dates,
                                                             std::span<const std::int32_t> dated,
                                                             double cutoff,
                                                             std::span<const double> presence = {},
                                                             Level level = {});

}  // namespace evenhand::overlap

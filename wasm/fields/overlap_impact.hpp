/// What JavaScript can call of the area `impact`, and the fields that cross for it: what
/// contamination did to the scores.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evenhand/overlap/impact.hpp"
#include "interval.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_IMPACT_FUNCTIONS(X)        \
  X(clean_dirty, CleanDirtyRequest)             \
  X(published_row, PublishedRowRequest)         \
  X(scan_thresholds, ThresholdScanRequest)      \
  X(llama2_buckets, BucketsRequest)             \
  X(stratified_impact, StratifiedImpactRequest) \
  X(logistic_impact, LogisticImpactRequest)     \
  X(chronological_split, ChronologicalRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_IMPACT_ENUMS(X)                                   \
  X(overlap::ImpactReason, ImpactReason, impactReasons)                \
  X(overlap::SplitTest, SplitTest, splitTests)                         \
  X(overlap::PermutationMethod, PermutationMethod, permutationMethods) \
  X(overlap::PresenceVerdict, PresenceVerdict, presenceVerdicts)

// X(name in TypeScript, number)
#define EVENHAND_ABI_IMPACT_LIMITS(X) X(mostExactItems, overlap::most_exact_items)

// X(name in TypeScript, value)
#define EVENHAND_ABI_IMPACT_DEFAULTS(X)            \
  X(leastCleanItems, overlap::default_least_items) \
  X(leastDirtyItems, overlap::default_least_items)

namespace evenhand::abi {

/// Scores less those of reference models, where these are given.
struct ReferencedScores {
  std::span<const double> scores;
  std::optional<std::span<const double>> reference;

  [[nodiscard]] overlap::ImpactScores data() const {
    return {.scores = scores, .reference = reference.value_or(std::span<const double>{})};
  }
};

struct CleanDirtyRequest {
  ReferencedScores data;
  std::span<const std::int32_t> flags;
  Level level;
  double seed = default_seed;
  std::int64_t resamples = default_resamples;
};

struct PublishedRowRequest {
  overlap::SubsetScores scores;
};

struct ThresholdScanRequest {
  ReferencedScores data;
  std::span<const double> metric;
  overlap::ScanOptions options;
  double seed = default_seed;
};

struct BucketsRequest {
  std::span<const double> scores;
  std::span<const double> coverage;
  std::span<const std::int32_t> lengths;
};

struct StratifiedImpactRequest {
  ReferencedScores data;
  std::span<const std::int32_t> flags;
  std::optional<std::span<const std::int32_t>> strata;
  std::optional<std::span<const double>> lengths;
  Level level;
  double seed = default_seed;
  std::int64_t resamples = default_resamples;
};

struct LogisticImpactRequest {
  std::span<const double> scores;
  std::span<const std::int32_t> flags;
  std::optional<std::span<const std::int32_t>> subjects;
  std::optional<std::span<const double>> lengths;
  std::optional<std::span<const double>> reference;
  Level level;
};

struct ChronologicalRequest {
  std::span<const double> scores;
  std::span<const double> dates;
  std::optional<std::span<const std::int32_t>> dated;
  double cutoff = 0;
  std::optional<std::span<const double>> presence;
  Level level;
};

/// Columns that may be left out are empty in the core.
inline std::span<const double> column(const std::optional<std::span<const double>>& given) {
  return given.value_or(std::span<const double>{});
}

inline Result<overlap::CleanDirty> run(const CleanDirtyRequest& r) {
  return overlap::clean_dirty(r.data.data(), r.flags, r.level, whole_seed(r.seed), r.resamples);
}
inline Result<overlap::PublishedRow> run(const PublishedRowRequest& r) {
  return overlap::published_row(r.scores);
}
inline Result<overlap::ThresholdScan> run(const ThresholdScanRequest& r) {
  overlap::ScanOptions options = r.options;
  options.seed = whole_seed(r.seed);
  return overlap::scan_thresholds(r.data.data(), r.metric, options);
}
inline Result<overlap::BucketTable> run(const BucketsRequest& r) {
  return overlap::llama2_buckets(r.scores, r.coverage, r.lengths);
}
inline Result<overlap::StratifiedImpact> run(const StratifiedImpactRequest& r) {
  return overlap::stratified_impact(r.data.data(), r.flags, column(r.strata), column(r.lengths),
                                    r.level, whole_seed(r.seed), r.resamples);
}
inline Result<overlap::LogisticImpact> run(const LogisticImpactRequest& r) {
  return overlap::logistic_impact(r.scores, r.flags,
                                  {.subjects = column(r.subjects),
                                   .lengths = column(r.lengths),
                                   .reference = column(r.reference)},
                                  r.level);
}
inline Result<overlap::ChronologicalSplit> run(const ChronologicalRequest& r) {
  return overlap::chronological_split(r.scores, r.dates, column(r.dated), r.cutoff,
                                      column(r.presence), r.level);
}

/// Fields that several requests have.
template <class V, class S>
void impact_level_field(V& v, S& level) {
  v.defaulted("level", level, "Two-sided confidence level, 0.5 to below 1.");
}
template <class V, class S>
void scores_fields(V& v, S& data) {
  v("scores", data.scores, "Score of each item, higher better.");
  v.omitted("reference", data.reference,
            "Scores of reference models on the same items, one model after the other; their mean "
            "is taken off.");
}
template <class V, class S>
void flags_field(V& v, S& flags) {
  v("flags", flags, "1 for each dirty item, 0 for each clean one.");
}
template <class V, Is<CleanDirtyRequest> S>
void fields(V& v, S& s) {
  v.type("CleanDirtyRequest", "The scores of one model, and which items are dirty.");
  scores_fields(v, s.data);
  flags_field(v, s.flags);
  impact_level_field(v, s.level.value);
  v.defaulted("seed", s.seed, "Of the bootstrap, a whole number from 0.");
  v.defaulted("resamples", s.resamples, "Of the bootstrap, 99 to 1,000,000, or 0 for none.");
}

template <class V, Is<PublishedRowRequest> S>
void fields(V& v, S& s) {
  v.type("PublishedRowRequest", "Scores of whole subsets, such as a row of a published table.");
  v("cleanItems", s.scores.clean_items, "Clean items.");
  v("dirtyItems", s.scores.dirty_items, "Dirty items.");
  v("all", s.scores.all, "Score of all items.");
  v.omitted("clean", s.scores.clean, "Score of the clean ones.");
  v.omitted("dirty", s.scores.dirty, "Score of the dirty ones.");
  v.defaulted("corpusScores", s.scores.corpus_scores,
              "Whether scores are no means of the items', as BLEU.");
}

template <class V, Is<ThresholdScanRequest> S>
void fields(V& v, S& s) {
  v.type("ThresholdScanRequest", "The scores of one model, and a metric of contamination.");
  scores_fields(v, s.data);
  v("metric", s.metric, "Of each item, such as the share of its text that was found.");
  v.defaulted("leastClean", s.options.least_clean, "Fewer clean items leave z undefined.");
  v.defaulted("leastDirty", s.options.least_dirty, "Fewer dirty items leave z undefined.");
  v.defaulted("contamP", s.options.contam_p, "Whether to test the largest z, too.");
  v.omitted("method", s.options.method, "See `permutationMethods`; exact where it is offered.");
  v.defaulted("seed", s.seed, "Of random permutations, a whole number from 0.");
  v.defaulted("resamples", s.options.resamples, "Random permutations, 99 to 1,000,000.");
}

template <class V, Is<BucketsRequest> S>
void fields(V& v, S& s) {
  v.type("BucketsRequest", "The scores of one model, and how much of each item was found.");
  v("scores", s.scores, "Score of each item, higher better.");
  v("coverage", s.coverage,
    "Share of each item inside a match at least so long, one length after the other.");
  v("lengths", s.lengths, "Such as 10, 20, 30, 40, 50.");
}

template <class V, Is<StratifiedImpactRequest> S>
void fields(V& v, S& s) {
  v.type("StratifiedImpactRequest", "Clean and dirty items, compared within strata.");
  scores_fields(v, s.data);
  flags_field(v, s.flags);
  v.omitted("strata", s.strata, "Such as the subject of each item, a whole number from 0.");
  v.omitted("lengths", s.lengths, "Length of each item; strata are crossed with its thirds.");
  impact_level_field(v, s.level.value);
  v.defaulted("seed", s.seed, "Of random permutations, a whole number from 0.");
  v.defaulted("resamples", s.resamples, "Random permutations, 99 to 1,000,000.");
}

template <class V, Is<LogisticImpactRequest> S>
void fields(V& v, S& s) {
  v.type("LogisticImpactRequest", "Right and wrong items, and what makes them difficult.");
  v("scores", s.scores, "1 for each right item, 0 for each wrong one.");
  flags_field(v, s.flags);
  v.omitted("subjects", s.subjects, "Subject of each item, a whole number from 0.");
  v.omitted("lengths", s.lengths, "Length of each item, above 0.");
  v.omitted("reference", s.reference, "Mean score of reference models on each item.");
  impact_level_field(v, s.level.value);
}

template <class V, Is<ChronologicalRequest> S>
void fields(V& v, S& s) {
  v.type("ChronologicalRequest", "The scores of one model, and the dates of the items.");
  v("scores", s.scores, "Score of each item, higher better.");
  v("dates", s.dates, "Date of each item as a number, such as days; any number without a date.");
  v.omitted("dated", s.dated, "0 for each item without a date, 1 for the others.");
  v("cutoff", s.cutoff, "Items dated later are after it.");
  v.omitted("presence", s.presence, "Of each item, such as the logarithm of its public presence.");
  impact_level_field(v, s.level.value);
}

template <class V, Is<overlap::ImpactNumber> S>
void fields(V& v, S& s) {
  v.type("ImpactNumber", "A number, or why there is none.");
  v("value", s.value, "Null when it is undefined.");
  v("reason", s.reason, "Why it is; null otherwise. See `impactReasons`.");
}

template <class V, Is<overlap::ImpactEstimate> S>
void fields(V& v, S& s) {
  v.type("ImpactEstimate", "An estimate with its limits, or why they are missing.");
  v("estimate", s.estimate, "Null when it is undefined.");
  v.derived("lower", lower_of(s.limits), "Lower limit; null without one.");
  v.derived("upper", upper_of(s.limits), "Upper limit; null without one.");
  v("reason", s.reason, "Why something is missing; null otherwise. See `impactReasons`.");
}

template <class V, Is<overlap::PermutationTest> S>
void fields(V& v, S& s) {
  v.type("PermutationTest", "A one-sided permutation test.");
  v("p", s.p, "P-value.");
  v("method", s.method, "See `permutationMethods`.");
  v("resamples", s.resamples, "Random permutations; null when exact.");
  v("seed", s.seed, "Of these; null when exact.");
}

template <class V, Is<overlap::ImpactBootstrap> S>
void fields(V& v, S& s) {
  v.type("ImpactBootstrap", "Percentile limits of the EPG; whole items are drawn.");
  v.derived("lower", lower_of(s.limits), "Null when more than 1 % of the draws had no clean item.");
  v.derived("upper", upper_of(s.limits), "The same.");
  v("undefined", s.undefined, "Draws without a clean item, left out.");
  v("resamples", s.resamples, "Draws.");
  v("seed", s.seed, "As given.");
}

template <class V, Is<overlap::SubsetMean> S>
void fields(V& v, S& s) {
  v.type("SubsetMean", "The mean of a set of items; Wilson limits for 0/1 scores, else Student's.");
  v("items", s.items, "Items.");
  v("mean", s.mean, "Their mean.");
}

template <class V, Is<overlap::CleanDirty> S>
void fields(V& v, S& s) {
  v.type("CleanDirty", "Clean against dirty items: correlational, not causal.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("binary", s.binary, "Whether all scores are 0 or 1.");
  v("all", s.all, "All items.");
  v("clean", s.clean, "Items that are not flagged.");
  v("dirty", s.dirty, "Items that are.");
  v("cleanPercent", s.clean_percent, "Share of clean items in percent.");
  v("relativePercent", s.relative_percent, "100 ln(clean / all), as GPT-3 reports it.");
  v("degradationPercent", s.degradation_percent, "100 (clean - all) / all, as GPT-4 does.");
  v("difference", s.difference, "Dirty mean - clean mean; Newcombe, or Welch for graded scores.");
  v("epg", s.epg, "Estimated performance gain: mean of all - clean mean.");
  v("bootstrap", s.bootstrap, "A check of its limits; null when not asked for.");
  v("z", s.z, "EPG / (sigma / sqrt(clean items)), as ConTAM defines it.");
  v("zFp", s.z_fp, "EPG / (S sqrt(1/clean - 1/all)): of unit variance under random flags.");
  v("exactP", s.exact_p, "One-sided, hypergeometric, for 0/1 scores.");
  v("test", s.test, "Which two-sided test of equal means; see `splitTests`.");
  v("testP", s.test_p, "Its p-value.");
}

template <class V, Is<overlap::PublishedRow> S>
void fields(V& v, S& s) {
  v.type("PublishedRow", "What a row of a published table says.");
  v("items", s.items, "Clean and dirty items.");
  v("cleanPercent", s.clean_percent, "Share of clean items in percent.");
  v("relativePercent", s.relative_percent, "100 ln(clean / all), as GPT-3 reports it.");
  v("degradationPercent", s.degradation_percent, "100 (clean - all) / all, as GPT-4 does.");
  v("epg", s.epg, "All - clean.");
  v("weightedMean", s.weighted_mean, "Of both subsets: equals that of all but for rounding.");
}

template <class V, Is<overlap::ThresholdPoint> S>
void fields(V& v, S& s) {
  v.type("ThresholdPoint", "One threshold of a metric.");
  v("threshold", s.threshold, "Items whose metric is at least so large are dirty.");
  v("dirtyItems", s.dirty_items, "How many they are.");
  v("epg", s.epg, "Mean of all - clean mean.");
  v("z", s.z, "As in `CleanDirty`; null with too few items on one side.");
  v("zFp", s.z_fp, "Likewise.");
}

template <class V, Is<overlap::ScanMaximum> S>
void fields(V& v, S& s) {
  v.type("ScanMaximum", "The largest statistic of a scan.");
  v("point", s.point, "Its place among the points, from 0.");
  v("statistic", s.statistic, "Its value.");
  v("test", s.test, "Of a maximum so large over all thresholds; null when not asked for.");
}

template <class V, Is<overlap::ThresholdScan> S>
void fields(V& v, S& s) {
  v.type("ThresholdScan", "All thresholds of one metric.");
  v("items", s.items, "Items.");
  v("binary", s.binary, "Whether all scores are 0 or 1.");
  v("mean", s.mean, "Mean of all items.");
  v("points", s.points, "By threshold, ascending.");
  v("byZ", s.by_z, "ConTAM's choice: the largest z.");
  v("byZFp", s.by_z_fp, "The largest zFp, with its permutation test.");
  v("reason", s.reason, "Why there is no largest one; see `impactReasons`.");
}

template <class V, Is<overlap::Bucket> S>
void fields(V& v, S& s) {
  v.type("Bucket", "A subset against all items.");
  v("items", s.items, "Its items.");
  v("mean", s.mean, "Their mean; null without any.");
  v("z", s.z, "As Llama 2 defines it.");
  v("zFp", s.z_fp, "With the finite-population term.");
}

template <class V, Is<overlap::BucketRow> S>
void fields(V& v, S& s) {
  v.type("BucketRow", "Four subsets by how much of an item lies inside matches of one length.");
  v("length", s.length, "Least length of a match.");
  v("clean", s.clean, "Coverage below .2.");
  v("notClean", s.not_clean, "From .2.");
  v("notDirty", s.not_dirty, "Below .8.");
  v("dirty", s.dirty, "From .8.");
  v("affected", s.affected, "|Z| > 2 in all four, on the sides contamination would have them.");
  v("affectedFp", s.affected_fp, "The same by zFp, which is two tests, not four.");
}

template <class V, Is<overlap::BucketTable> S>
void fields(V& v, S& s) {
  v.type("BucketTable", "Llama 2's four buckets for each length.");
  v("items", s.items, "Items.");
  v("binary", s.binary, "Whether all scores are 0 or 1.");
  v("mean", s.mean, "Mean of all items.");
  v("rows", s.rows, "A row for each length, as given.");
  v("largestAffected", s.largest_affected, "The largest length that is affected; or null.");
  v("largestAffectedFp", s.largest_affected_fp, "The same by zFp.");
}

template <class V, Is<overlap::StratifiedImpact> S>
void fields(V& v, S& s) {
  v.type("StratifiedImpact", "Dirty against clean items of the same stratum.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("binary", s.binary, "Whether all scores are 0 or 1.");
  v("items", s.items, "Items.");
  v("strata", s.strata, "Strata.");
  v("commonStrata", s.common_strata, "Those with clean and dirty items.");
  v("unmatchedItems", s.unmatched_items, "Items in the others, which tell nothing.");
  v("crudeDifference", s.crude_difference, "Dirty mean - clean mean without strata.");
  v("crudeOddsRatio", s.crude_odds_ratio, "Odds of being right without strata.");
  v("difference", s.difference, "Mantel-Haenszel; limits for 0/1 scores.");
  v("oddsRatio", s.odds_ratio, "Mantel-Haenszel; for 0/1 scores.");
  v("epg", s.epg, "Share of dirty items times the difference.");
  v("test", s.test, "One-sided, dirty better, permuted within strata; null without strata to use.");
}

template <class V, Is<overlap::RegressionTerm> S>
void fields(V& v, S& s) {
  v.type("RegressionTerm", "One coefficient of a regression.");
  v("estimate", s.estimate, "The coefficient.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("standardError", s.standard_error, "Its standard error.");
  v("statistic", s.statistic, "estimate / standardError.");
  v("p", s.p, "Two-sided p-value of a coefficient of 0.");
}

template <class V, Is<overlap::LogisticImpact> S>
void fields(V& v, S& s) {
  v.type("LogisticImpact", "Logistic regression of right or wrong on the flag.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("items", s.items, "Items.");
  v("subjects", s.subjects, "Subjects; each has an intercept.");
  v("leftOutSubjects", s.left_out_subjects, "All right or all wrong: they tell nothing.");
  v("leftOutItems", s.left_out_items, "Their items.");
  v("flag", s.flag, "Log odds of being right, dirty against clean.");
  v("oddsRatio", s.odds_ratio, "exp of it.");
  v.derived("oddsRatioLower", lower_of(s.odds_ratio_limits), "Its lower limit.");
  v.derived("oddsRatioUpper", upper_of(s.odds_ratio_limits), "Its upper limit.");
  v("logLength", s.log_length, "Of the logarithm of the length; null when not given.");
  v("reference", s.reference, "Of the reference score; null when not given.");
  v("logLikelihood", s.log_likelihood, "At its maximum.");
  v("reason", s.reason, "Why nothing was estimated; see `impactReasons`.");
}

template <class V, Is<overlap::PresenceRegression> S>
void fields(V& v, S& s) {
  v.type("PresenceRegression", "score ~ post + x + post:x, least squares with HC3 errors.");
  v("post", s.post, "Step at x = 0.");
  v("slopeBefore", s.slope_before, "Of x before the cutoff.");
  v("slopeAfter", s.slope_after, "Of x after the cutoff.");
  v("interaction", s.interaction, "Slope after - slope before.");
  v("df", s.df, "Degrees of freedom of Student's t.");
  v("verdict", s.verdict, "Where presence matters; see `presenceVerdicts`.");
}

template <class V, Is<overlap::ChronologicalSplit> S>
void fields(V& v, S& s) {
  v.type("ChronologicalSplit", "Items from before and after a cutoff.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("binary", s.binary, "Whether all scores of dated items are 0 or 1.");
  v("undated", s.undated, "Items without a date, left out.");
  v("before", s.before, "Items dated on the cutoff or earlier.");
  v("after", s.after, "Items dated later.");
  v("difference", s.difference, "After - before; Newcombe, or Welch for graded scores.");
  v("test", s.test, "Which two-sided test of equal means; see `splitTests`.");
  v("testP", s.test_p, "Its p-value.");
  v("presence", s.presence, "The regression on presence; null when not asked for or impossible.");
  v("presenceReason", s.presence_reason, "Why it is impossible; see `impactReasons`.");
}

}  // namespace evenhand::abi

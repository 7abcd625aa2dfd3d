/// What JavaScript can call of the area `contrast`, and the fields that cross for it: more than two
/// classes, pairs in both orders, models compared under a judge that errs, and what speaks against
/// a table.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "compare.hpp"
#include "evenhand/judge/classes.hpp"
#include "evenhand/judge/clustered.hpp"
#include "evenhand/judge/contrast.hpp"
#include "evenhand/judge/corrected_battles.hpp"
#include "evenhand/judge/diagnostics.hpp"
#include "evenhand/judge/pairwise.hpp"
#include "evenhand/judge/standings.hpp"
#include "evenhand/judge/transport.hpp"
#include "interval.hpp"
#include "judge.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_CONTRAST_FUNCTIONS(X)                  \
  X(correct_classes, ClassesRequest)                        \
  X(correct_grades, GradesRequest)                          \
  X(effective_share, EffectiveShareRequest)                 \
  X(correct_clustered, ClusteredRequest)                    \
  X(contrast_shared, SharedContrastRequest)                 \
  X(contrast_shared_clusters, SharedClustersRequest)        \
  X(calibration_homogeneity, CalibrationHomogeneityRequest) \
  X(contrast_models, ModelContrastRequest)                  \
  X(contrast_sources, SourceContrastRequest)                \
  X(contrast_subset, SubsetContrastRequest)                 \
  X(transport_audit, AuditRequest)                          \
  X(win_rate, WinRateRequest)                               \
  X(alpaca_win_rate, AlpacaRateRequest)                     \
  X(correct_battles, CorrectedBattlesRequest)               \
  X(judge_standings, StandingsRequest)                      \
  X(diagnose_judgements, DiagnoseRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_CONTRAST_ENUMS(X)                                  \
  X(judge::ClassReason, ClassReason, classReasons)                      \
  X(judge::ClassFlag, ClassFlag, classFlags)                            \
  X(judge::ContrastMethod, ContrastMethod, contrastMethods)             \
  X(judge::ContrastFlag, ContrastFlag, contrastFlags)                   \
  X(judge::CalibrationVerdict, CalibrationVerdict, calibrationVerdicts) \
  X(judge::AuditVerdict, AuditVerdict, auditVerdicts)                   \
  X(judge::OrderRule, OrderRule, orderRules)                            \
  X(judge::PairTieRule, PairTieRule, pairTieRules)                      \
  X(judge::PairwiseFlag, PairwiseFlag, pairwiseFlags)                   \
  X(judge::RatingReason, RatingReason, ratingReasons)                   \
  X(judge::Sharing, Sharing, sharings)                                  \
  X(judge::FindingSeverity, FindingSeverity, findingSeverities)         \
  X(judge::FindingCode, FindingCode, findingCodes)

// X(name in TypeScript, number)
#define EVENHAND_ABI_CONTRAST_LIMITS(X)          \
  X(mostClasses, judge::most_classes)            \
  X(mostRankedModels, judge::most_ranked_models) \
  X(mostRatedModels, judge::most_rated_models)   \
  X(mostShift, judge::most_shift)

// X(name in TypeScript, value)
#define EVENHAND_ABI_CONTRAST_DEFAULTS(X)            \
  X(orderRule, judge::PairwiseOptions{}.order)       \
  X(pairTieRule, judge::PairwiseOptions{}.ties)      \
  X(contrastMethod, judge::ContrastOptions{}.method) \
  X(subsetContrastMethod, SubsetContrastRequest{}.method)

namespace evenhand::abi {

struct ClassesRequest {
  judge::ClassData data;
  Level level;
};

struct GradesRequest {
  judge::ClassData data;
  judge::GradeOptions options;
};

struct EffectiveShareRequest {
  std::span<const std::int32_t> values;
  std::span<const std::int32_t> clusters;
  Level level;
};

struct ClusteredRequest {
  judge::ClusteredRows rows;
  judge::CorrectionMethod method = judge::default_external_method;
  Level level;
  std::optional<bool> gate;
};

struct SharedContrastRequest {
  interval::PairedCounts counts;
  judge::Tally sensitivity;
  judge::Tally specificity;
  Level level;
  bool sign_assumption = true;
};

struct SharedClustersRequest {
  judge::PairedRows rows;
  judge::Tally sensitivity;
  judge::Tally specificity;
  Level level;
  bool sign_assumption = true;
};

struct CalibrationHomogeneityRequest {
  judge::CalibrationColumns columns;
  Level level;
};

struct ModelContrastRequest {
  interval::PairedCounts counts;
  judge::Confusion a;
  judge::Confusion b;
  judge::ContrastOptions options;
};

/// One side of two sources.
struct Source {
  judge::ExternalData data;
};

struct SourceContrastRequest {
  Source a;
  Source b;
  judge::CorrectionMethod correction = judge::default_external_method;
  std::optional<judge::ContrastMethod> method;
  Level level;
  std::optional<bool> gate;
};

struct SubsetContrastRequest {
  judge::SubsetPairs pairs;
  judge::ContrastMethod method = judge::ContrastMethod::paired_poststrat;
  Level level;
  judge::PpiConvention convention = judge::default_ppi_convention;
};

struct AuditRequest {
  judge::Confusion calibration;
  judge::Confusion probe;
  double margin = 0;
  Level level;
};

struct WinRateRequest {
  std::span<const std::int32_t> a_first;
  std::span<const std::int32_t> b_first;
  std::optional<std::span<const std::int32_t>> clusters;
  judge::PairwiseOptions options;
};

struct AlpacaRateRequest {
  std::span<const double> preferences;
};

struct CorrectedBattlesRequest {
  judge::PairVerdicts data;
  Level level;
};

struct StandingsRequest {
  judge::RankedRows rows;
  judge::StandingsOptions options;
};

struct DiagnoseRequest {
  judge::JudgedRows rows;
  std::optional<std::span<const std::int32_t>> items;
  judge::LeaderboardOptions options;
};

inline Result<judge::ClassCorrection> run(const ClassesRequest& r) {
  return judge::correct_classes(r.data, r.level);
}
inline Result<judge::GradeCorrection> run(const GradesRequest& r) {
  return judge::correct_grades(r.data, r.options);
}
inline Result<judge::EffectiveShare> run(const EffectiveShareRequest& r) {
  return judge::effective_share(r.values, r.clusters, r.level);
}
inline Result<judge::ClusteredCorrection> run(const ClusteredRequest& r) {
  return judge::correct_clustered(r.rows, r.method, r.level, r.gate);
}
inline Result<judge::SharedContrast> run(const SharedContrastRequest& r) {
  return judge::contrast_shared(r.counts, r.sensitivity, r.specificity, r.level, r.sign_assumption);
}
inline Result<judge::SharedContrast> run(const SharedClustersRequest& r) {
  return judge::contrast_shared_clusters(r.rows, r.sensitivity, r.specificity, r.level,
                                         r.sign_assumption);
}
inline Result<judge::CalibrationHomogeneity> run(const CalibrationHomogeneityRequest& r) {
  return judge::calibration_homogeneity(r.columns, r.level);
}
inline Result<judge::ModelContrast> run(const ModelContrastRequest& r) {
  return judge::contrast_models(r.counts, r.a, r.b, r.options);
}
inline Result<judge::SourceContrast> run(const SourceContrastRequest& r) {
  return judge::contrast_sources(r.a.data, r.b.data, r.correction, r.method, r.level, r.gate);
}
inline Result<judge::SubsetContrast> run(const SubsetContrastRequest& r) {
  return judge::contrast_subset(r.pairs, r.method, r.level, r.convention);
}
inline Result<judge::TransportAudit> run(const AuditRequest& r) {
  return judge::transport_audit(r.calibration, r.probe, r.margin, r.level);
}
inline Result<judge::WinRate> run(const WinRateRequest& r) {
  return judge::win_rate(
      {r.a_first, r.b_first, r.clusters.value_or(std::span<const std::int32_t>{})}, r.options);
}
inline Result<judge::AlpacaRate> run(const AlpacaRateRequest& r) {
  return judge::alpaca_win_rate(r.preferences);
}
inline Result<judge::CorrectedBattles> run(const CorrectedBattlesRequest& r) {
  return judge::correct_battles(r.data, r.level);
}
inline Result<judge::Standings> run(const StandingsRequest& r) {
  return judge::judge_standings(r.rows, r.options);
}
inline Result<std::vector<judge::Finding>> run(const DiagnoseRequest& r) {
  return judge::diagnose_judgements(r.rows, r.items, r.options);
}

template <class V, Is<ClassesRequest> S>
void fields(V& v, S& s) {
  v.type("ClassesRequest", "Verdicts of K classes and a separate calibration set.");
  v("confusion", s.data.confusion,
    "Labelled items, true class after true class, a count for each kind of verdict.");
  v("verdicts", s.data.verdicts,
    "Evaluated items by kind of verdict: the classes, and perhaps one more that names none.");
  v("values", s.data.values, "What each class is worth: 1, 0.5, 0 of win, tie, loss.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::ClassShare> S>
void fields(V& v, S& s) {
  v.type("ClassShare", "The share of one true class.");
  v("labels", s.labels, "Labelled items of the class.");
  v("judge", s.judge, "Share of its verdict, uncorrected.");
  v("estimate", s.estimate, "Corrected share, at least 0; null when not identified.");
  v("lower", s.lower, "Lower limit; 0 when not identified.");
  v("upper", s.upper, "Upper limit; 1 when not identified.");
  v("unclipped", s.unclipped, "Before the projection to shares that are possible.");
  v("standardError", s.standard_error, "Of `unclipped`, delta method.");
}

template <class V, Is<judge::ClassScore> S>
void fields(V& v, S& s) {
  v.type("ClassScore", "The mean worth of the items.");
  v("estimate", s.estimate, "Of the corrected shares.");
  v("lower", s.lower, "Lower limit, Dirichlet propagation.");
  v("upper", s.upper, "Upper limit.");
  v("unclipped", s.unclipped, "Of the shares before the projection.");
  v("standardError", s.standard_error, "Of `unclipped`, delta method.");
  v("delta", s.delta, "Normal limits about `unclipped`, a cross-check.");
}

template <class V, Is<judge::Separation> S>
void fields(V& v, S& s) {
  v.type("Separation", "How well the judge tells the classes apart.");
  v("condition", s.condition, "Condition number of the confusion matrix.");
  v("smallest", s.smallest, "Its smallest singular value.");
  v("standardError", s.standard_error, "Of the smallest singular value.");
  v("lower", s.lower, "Its lower limit; the shares are identified when it is above 0.");
}

template <class V, Is<judge::ClassCorrection> S>
void fields(V& v, S& s) {
  v.type("ClassCorrection", "Corrected shares of K classes with all that made them.");
  v("classes", s.classes, "In the order of the request.");
  v("score", s.score, "Mean worth; null when not identified.");
  v("naive", s.naive, "Mean worth of the verdicts as they are; null when none names a class.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("status", s.status, "`boundary`: a share came out below 0 and was projected.");
  v("reason", s.reason, "Why not identified; see `classReasons`.");
  v("reasonClass", s.reason_class, "The class without labels, from 0; else null.");
  v("separation", s.separation, "Null when a class has no labels.");
  v("covariance", s.covariance, "Of the unclipped shares, row after row; or empty.");
  v("points", s.points, "Sobol points of the propagation.");
  v("discarded", s.discarded, "Points whose matrix could not be inverted.");
  v("precision", s.precision, "Difference of the score's limits between two halves of the points.");
  v("flags", s.flags, "See `classFlags`.");
}

template <class V, Is<GradesRequest> S>
void fields(V& v, S& s) {
  v.type("GradesRequest", "Ordinal grades, lowest first, and a separate calibration set.");
  v("confusion", s.data.confusion, "Labelled items, true grade after true grade, by verdict.");
  v("verdicts", s.data.verdicts, "Evaluated items by grade.");
  v("values", s.data.values, "The grades' values, such as 1 to 5.");
  v.omitted("cut", s.options.cut,
            "Ask only for the share of grades from this one, counted from 0.");
  v.defaulted("level", s.options.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::GradeCorrection> S>
void fields(V& v, S& s) {
  v.type("GradeCorrection", "Corrected grades, merged where the labels ask for it.");
  v("correction", s.correction,
    "Of the merged grades; the score is their mean, or the share asked for.");
  v("merged", s.merged, "For each grade the class it became part of.");
  v("values", s.values, "Values of the classes.");
}

template <class V, Is<EffectiveShareRequest> S>
void fields(V& v, S& s) {
  v.type("EffectiveShareRequest", "Rows in groups.");
  v("values", s.values, "0 or 1 per row.");
  v("clusters", s.clusters, "Group of the row, from 0.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::EffectiveShare> S>
void fields(V& v, S& s) {
  v.type("EffectiveShare", "A share over grouped rows, as one over fewer independent rows.");
  v("rows", s.rows, "Rows.");
  v("clusters", s.clusters, "Groups.");
  v("share", s.share, "Of all rows.");
  v("standardError", s.standard_error, "Between groups.");
  v("effectiveRows", s.effective_rows, "Independent rows that would have this error.");
  v("effectiveCount", s.effective_count, "Share times effectiveRows.");
  v("designEffect", s.design_effect, "rows / effectiveRows.");
  v("t", s.t, "Student's quantile on clusters - 1, used for the normal one.");
}

template <class V, Is<ClusteredRequest> S>
void fields(V& v, S& s) {
  v.type("ClusteredRequest", "Judged rows in groups; labelled rows calibrate, the others count.");
  v("verdict", s.rows.verdict, "1 positive, 0 negative.");
  v("human", s.rows.human, "1 right, 0 wrong, -1 not labelled.");
  v("clusters", s.rows.clusters, "Group of the row, from 0.");
  v.defaulted("method", s.method, "Which interval; see `correctionMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.omitted("gate", s.gate, "As in a single correction.");
}

template <class V, Is<judge::ClusteredCorrection> S>
void fields(V& v, S& s) {
  v.type("ClusteredCorrection", "A correction on effective counts.");
  v("correction", s.correction, "The corrected score.");
  v("judged", s.judged, "Rows without a label.");
  v("sensitivity", s.sensitivity, "Rows labelled right; null without any.");
  v("specificity", s.specificity, "Rows labelled wrong; null without any.");
}

template <class V, Is<judge::Difference> S>
void fields(V& v, S& s) {
  v.type("ContrastDifference", "A difference of corrected scores, A - B.");
  v("estimate", s.estimate, "In [-1, 1]; null when not identified.");
  v("lower", s.lower, "Lower limit; -1 when not identified.");
  v("upper", s.upper, "Upper limit; 1 when not identified.");
}

template <class V, Is<judge::ClusterTest> S>
void fields(V& v, S& s) {
  v.type("ClusterTest", "Equal shares of verdicts, by groups.");
  v("clusters", s.clusters, "Groups.");
  v("standardError", s.standard_error, "Of the difference of verdicts.");
  v("df", s.df, "Degrees of freedom.");
  v("t", s.t, "Null when the groups do not vary.");
  v("p", s.p, "Two-sided.");
}

template <class V, Is<SharedContrastRequest> S>
void fields(V& v, S& s) {
  v.type("SharedContrastRequest", "Two models on the same items, one judge, one calibration.");
  v("both", s.counts.both, "Items on which the judge passes both.");
  v("aOnly", s.counts.a_only, "Items on which it passes A only.");
  v("bOnly", s.counts.b_only, "Items on which it passes B only.");
  v("neither", s.counts.neither, "Items on which it passes neither.");
  v("sensitivity", s.sensitivity, "Positive verdicts of calibration items that are right.");
  v("specificity", s.specificity, "Negative verdicts of calibration items that are wrong.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("signAssumption", s.sign_assumption,
              "Take J > 0 for granted where the labels do not show it.");
}

template <class V, Is<SharedClustersRequest> S>
void fields(V& v, S& s) {
  v.type("SharedClustersRequest", "The same, item by item, items in groups.");
  v("a", s.rows.a, "Verdict on A, 0 or 1 per item.");
  v("b", s.rows.b, "Verdict on B.");
  v("clusters", s.rows.clusters, "Group of the item, from 0.");
  v("sensitivity", s.sensitivity, "Positive verdicts of calibration items that are right.");
  v("specificity", s.specificity, "Negative verdicts of calibration items that are wrong.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("signAssumption", s.sign_assumption,
              "Take J > 0 for granted where the labels do not show it.");
}

template <class V, Is<judge::SharedContrast> S>
void fields(V& v, S& s) {
  v.type("SharedContrast", "Two models under one calibration.");
  v("estimate", s.difference.estimate, "Corrected A - B; null when not identified.");
  v("lower", s.difference.lower, "Lower limit, in [-1, 1].");
  v("upper", s.difference.upper, "Upper limit, in [-1, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "See `contrastMethods`.");
  v("status", s.status, "`boundary`: the uncut estimate lies outside [-1, 1].");
  v("reason", s.reason, "Why not identified; see `reasons`.");
  v("n", s.n, "Items.");
  v("counts", s.counts, "Verdicts on both.");
  v("verdicts", s.verdicts, "Difference of the shares passed, uncorrected.");
  v.derived("p", s.clusters && s.clusters->p ? *s.clusters->p : s.test.exact_p,
            "Two-sided, no difference: McNemar's exact test, or Student's over groups.");
  v("exactP", s.test.exact_p, "McNemar's exact test of the verdicts.");
  v("midP", s.test.mid_p, "McNemar's mid-P test.");
  v("clusters", s.clusters, "Null when items are independent.");
  v("delta", s.delta, "Normal limits, for comparison; null when not identified.");
  v("youden", s.youden, "J of the calibration; null when a class has no labels.");
  v("flags", s.flags, "See `contrastFlags`.");
}

template <class V, Is<CalibrationHomogeneityRequest> S>
void fields(V& v, S& s) {
  v.type("CalibrationHomogeneityRequest", "Labels of one judge by model.");
  v("tp", s.columns.tp, "Judge positive, truth positive; one count per model.");
  v("fn", s.columns.fn, "Judge negative, truth positive.");
  v("fp", s.columns.fp, "Judge positive, truth negative.");
  v("tn", s.columns.tn, "Judge negative, truth negative.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::JudgeQuality> S>
void fields(V& v, S& s) {
  v.type("JudgeQuality", "What the verdicts say of a labelled set.");
  v("sensitivity", s.sensitivity, "Wilson; null without labels that say right.");
  v("specificity", s.specificity, "Wilson; null without labels that say wrong.");
  v("youden", s.youden, "J; null when a class has no labels.");
}

template <class V, Is<judge::HomogeneityTest> S>
void fields(V& v, S& s) {
  v.type("HomogeneityTest", "Are the judge's rates equal on all models?");
  v("groups", s.groups, "Models with labels of the class.");
  v("g", s.g, "Likelihood ratio statistic.");
  v("gP", s.g_p, "Its p-value.");
  v("pearson", s.pearson, "Pearson's statistic.");
  v("pearsonP", s.pearson_p, "Its p-value.");
  v("df", s.df, "Degrees of freedom.");
  v("fisherP", s.fisher_p, "Fisher's exact test of two models; else null.");
  v("byFisher", s.by_fisher, "Whether `p` is Fisher's: an expected count is below 5.");
  v("byPearson", s.by_pearson, "Whether `p` is Pearson's: the same, in more than two groups.");
  v("p", s.p, "The one to read.");
  v("pAdjusted", s.p_adjusted, "Holm, over the two classes.");
}

template <class V, Is<judge::CalibrationHomogeneity> S>
void fields(V& v, S& s) {
  v.type("CalibrationHomogeneity", "Whether one calibration may serve all models.");
  v("verdict", s.verdict, "See `calibrationVerdicts`.");
  v("models", s.models, "Each model's error rates.");
  v("sensitivity", s.sensitivity, "Test on items that are right; null below two models.");
  v("specificity", s.specificity, "Test on items that are wrong; null below two models.");
  v("youdenDifference", s.youden_difference, "J of the first less J of the second of two models.");
  v("youdenStandardError", s.youden_standard_error, "Of that difference.");
}

template <class V, Is<ModelContrastRequest> S>
void fields(V& v, S& s) {
  v.type("ModelContrastRequest", "Two models on the same items, each with its own labels.");
  v("both", s.counts.both, "Items on which the judge passes both.");
  v("aOnly", s.counts.a_only, "Items on which it passes A only.");
  v("bOnly", s.counts.b_only, "Items on which it passes B only.");
  v("neither", s.counts.neither, "Items on which it passes neither.");
  v("a", s.a, "Labels of A's calibration items.");
  v("b", s.b, "Labels of B's.");
  v.defaulted("correction", s.options.correction,
              "Interval of each model; see `correctionMethods`.");
  v.defaulted("method", s.options.method, "`mover` or `propagation`.");
  v.defaulted("level", s.options.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.omitted("gate", s.options.gate, "As in a single correction.");
}

template <class V, Is<judge::SignSafety> S>
void fields(V& v, S& s) {
  v.type("SignSafety", "Could unequal error rates alone make the difference of the verdicts?");
  v("difference", s.difference, "Size of the difference of the shares passed.");
  v("bound", s.bound, "Largest difference that they could make, upper limit.");
  v("safe", s.safe, "Whether the difference exceeds the bound.");
}

template <class V, Is<judge::ModelContrast> S>
void fields(V& v, S& s) {
  v.type("ModelContrast", "Two models, each with its own calibration.");
  v("estimate", s.difference.estimate, "Corrected A - B; null when not identified.");
  v("lower", s.difference.lower, "Lower limit, in [-1, 1].");
  v("upper", s.difference.upper, "Upper limit, in [-1, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "See `contrastMethods`.");
  v("status", s.status, "`not_identified` when one of the two is.");
  v("n", s.n, "Items.");
  v("verdicts", s.verdicts, "Difference of the shares passed, uncorrected.");
  v("a", s.a, "A's corrected score.");
  v("b", s.b, "B's corrected score.");
  v("correlation", s.correlation, "Of the two estimates, by the items they share.");
  v("precision", s.precision, "Difference of the limits between two halves of the points.");
  v("homogeneity", s.homogeneity, "Whether the error rates differ.");
  v("signSafety", s.sign_safety, "Null when a class has no labels.");
  v("flags", s.flags, "See `contrastFlags`.");
}

template <class V, Is<Source> S>
void fields(V& v, S& s) {
  v.type("Source", "A score with the calibration of its judge.");
  v("judged", s.data.judged, "Positive verdicts of the evaluated items.");
  v("sensitivity", s.data.sensitivity, "Positive verdicts of calibration items that are right.");
  v("specificity", s.data.specificity, "Negative verdicts of calibration items that are wrong.");
}

template <class V, Is<SourceContrastRequest> S>
void fields(V& v, S& s) {
  v.type("SourceContrastRequest", "Two sources, each with its own judge, items and labels.");
  v("a", s.a, "The first.");
  v("b", s.b, "The second.");
  v.defaulted("correction", s.correction, "Interval of each source; see `correctionMethods`.");
  v.omitted("method", s.method,
            "Default: `propagation` where the correction is a Beta method, else `mover`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.omitted("gate", s.gate, "As in a single correction.");
}

template <class V, Is<judge::SourceContrast> S>
void fields(V& v, S& s) {
  v.type("SourceContrast", "Two sources under judges of their own.");
  v("estimate", s.difference.estimate, "Corrected A - B; null when not identified.");
  v("lower", s.difference.lower, "Lower limit, in [-1, 1].");
  v("upper", s.difference.upper, "Upper limit, in [-1, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "See `contrastMethods`.");
  v("status", s.status, "`not_identified` when one of the two is.");
  v("verdicts", s.verdicts, "Difference of the shares passed: on different scales.");
  v("a", s.a, "A's corrected score.");
  v("b", s.b, "B's corrected score.");
  v("flags", s.flags, "See `contrastFlags`.");
}

template <class V, Is<SubsetContrastRequest> S>
void fields(V& v, S& s) {
  v.type("SubsetContrastRequest",
         "Labels of both models on a random subset. f: verdict on A less that on B; D: the same "
         "of the labels.");
  v("labelled", s.pairs.labelled, "Nine counts: f = -1 with D = -1, 0, 1; then f = 0; then f = 1.");
  v("items", s.pairs.items, "All items by f = -1, 0, 1, labelled ones included.");
  v.defaulted("method", s.method, "`paired_poststrat` or `ppi_compare`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("convention", s.convention,
              "Of `ppi_compare`; see `ppiConventions`, but not `chen`.");
}

template <class V, Is<judge::SubsetContrast> S>
void fields(V& v, S& s) {
  v.type("SubsetContrast", "Two models with labels on a random subset.");
  v("estimate", s.estimate, "A - B.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("standardError", s.standard_error, "Of the estimate.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "See `contrastMethods`.");
  v("labelled", s.labelled, "Labelled items.");
  v("items", s.items, "All items.");
  v("verdicts", s.verdicts, "Difference of the shares passed.");
  v("labels", s.labels, "Difference of the labelled shares.");
  v("lambda", s.lambda, "Weight of the verdicts, of `ppi_compare`; else null.");
  v("convention", s.convention, "Of `ppi_compare`; see `ppiConventions`; else null.");
  v("flags", s.flags, "See `contrastFlags`.");
}

template <class V, Is<AuditRequest> S>
void fields(V& v, S& s) {
  v.type("AuditRequest", "Older labels, and fresh ones of items judged now.");
  v("calibration", s.calibration, "The labels in use.");
  v("probe", s.probe, "The fresh labels, none of them among the others.");
  v("margin", s.margin, "Largest error of the prediction that would do, 0 to 1; chosen before.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::TransportAudit> S>
void fields(V& v, S& s) {
  v.type("TransportAudit", "Fresh labels beside what older ones predict of them.");
  v("verdict", s.verdict, "See `auditVerdicts`.");
  v("residual", s.residual, "observed - predicted.");
  v("lower", s.lower, "Lower limit of the residual, in [-1, 1].");
  v("upper", s.upper, "Upper limit.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("margin", s.margin, "As in the request.");
  v("probe", s.probe, "Freshly labelled items.");
  v("observed", s.observed, "Share of them that is right.");
  v("predicted", s.predicted, "The same, from their verdicts and the older labels.");
}

template <class V, Is<WinRateRequest> S>
void fields(V& v, S& s) {
  v.type("WinRateRequest",
         "Verdicts on pairs: 0 A, 1 tie, 2 B, -1 could not be read, -2 not shown in this order.");
  v("aFirst", s.a_first, "With A shown first, one per item.");
  v("bFirst", s.b_first, "With B shown first.");
  v.omitted("clusters", s.clusters, "Group of the item, from 0.");
  v.defaulted("order", s.options.order, "How the two orders make one score; see `orderRules`.");
  v.defaulted("ties", s.options.ties, "What ties count for; see `pairTieRules`.");
  v.defaulted("level", s.options.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::PositionEffect> S>
void fields(V& v, S& s) {
  v.type("PositionEffect", "What the two orders say of the judge.");
  v("items", s.items, "Items with a verdict in both.");
  v("consistent", s.consistent, "The same verdict in both.");
  v("consistency", s.consistency, "Their share.");
  v("firstTwice", s.first_twice, "The answer shown first won both times.");
  v("secondTwice", s.second_twice, "The answer shown second won both times.");
  v("p", s.p, "Exact, two-sided: are these two equally likely?");
  v("rateAFirst", s.rate_a_first, "A's win rate when shown first, ties half.");
  v("rateBFirst", s.rate_b_first, "A's win rate when B is shown first.");
  v("effect", s.effect, "What being shown first is worth: the difference of these.");
}

template <class V, Is<judge::WinRate> S>
void fields(V& v, S& s) {
  v.type("WinRate", "A's win rate against B.");
  v("rate", s.rate, "Null when ties are dropped and nothing is left.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("standardError", s.standard_error, "With one item added at each end.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("order", s.order, "See `orderRules`.");
  v("ties", s.ties, "See `pairTieRules`.");
  v("items", s.items, "Items with a score.");
  v("wins", s.wins, "Score above one half.");
  v("tied", s.tied, "Score of one half.");
  v("losses", s.losses, "Score below one half.");
  v("blank", s.blank, "Verdicts that could not be read.");
  v("without", s.without, "Items without a score.");
  v("oneOrder", s.one_order, "Items judged in one order only.");
  v("clusters", s.clusters, "Groups; null when items are independent.");
  v("position", s.position, "Null when no item was judged in both orders.");
  v("aShownFirst", s.a_shown_first, "Of the items judged in one order only; null without any.");
  v("orderP", s.order_p, "Exact, two-sided: was that order drawn by a fair coin?");
  v("flags", s.flags, "See `pairwiseFlags`.");
}

template <class V, Is<AlpacaRateRequest> S>
void fields(V& v, S& s) {
  v.type("AlpacaRateRequest", "Preferences as AlpacaEval writes them.");
  v("preferences", s.preferences, "1 to 2 for the model; 0 and 1.5 are draws, NaN is a null.");
}

template <class V, Is<judge::AlpacaRate> S>
void fields(V& v, S& s) {
  v.type("AlpacaRate", "AlpacaEval's win rate; in percent.");
  v("winRate", s.win_rate, "Mean of preference - 1.");
  v("standardError", s.standard_error, "Of the mean; null for one item.");
  v("items", s.items, "Items that count.");
  v("nulls", s.nulls, "Items dropped.");
  v("wins", s.wins, "Preference above 1.5.");
  v("draws", s.draws, "0 or 1.5.");
  v("losses", s.losses, "Below 1.5.");
}

template <class V, Is<CorrectedBattlesRequest> S>
void fields(V& v, S& s) {
  v.type("CorrectedBattlesRequest", "Verdicts by pair of models, a pair in each row, and labels.");
  v("a", s.data.a, "Number of the first model, from 0.");
  v("b", s.data.b, "Number of the second model, another one.");
  v("verdicts", s.data.verdicts, "Row after row: wins of a, ties, wins of b.");
  v("confusion", s.data.confusion, "Labelled items of all pairs: a wins, tie, b wins, by verdict.");
  v("models", s.data.models, "How many models there are, 2 to `limits.mostRatedModels`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::RatedModel> S>
void fields(V& v, S& s) {
  v.type("RatedModel", "One model's strength, centred to sum 0, and Elo rating.");
  v("strength", s.strength, "Logarithm of odds, the judge's errors taken out.");
  v("lower", s.lower, "Lower limit of the strength; null where nothing bounds it.");
  v("upper", s.upper, "Upper limit of the strength, or null.");
  v("rating", s.rating, "1000 + 400 / ln 10 times the strength.");
  v("ratingLower", s.rating_lower, "Lower limit of the rating, or null.");
  v("ratingUpper", s.rating_upper, "Upper limit of the rating, or null.");
  v("judge", s.judge, "Strength by the verdicts as they are.");
  v("verdicts", s.verdicts, "Verdicts on its answers.");
}

template <class V, Is<judge::RatedPair> S>
void fields(V& v, S& s) {
  v.type("RatedPair", "Two models' difference of strengths; compare by these.");
  v("a", s.a, "Number of A.");
  v("b", s.b, "Number of B.");
  v("verdicts", s.verdicts, "Verdicts on the two.");
  v("judge", s.judge, "A's share of wins, ties half, by the verdicts; null without any.");
  v("corrected", s.corrected,
    "Without the judge's errors, which may be beyond 0 or 1; null without verdicts.");
  v("difference", s.difference, "Strength of A - strength of B.");
  v("lower", s.lower, "Lower limit; null where nothing bounds it.");
  v("upper", s.upper, "Upper limit, or null.");
}

template <class V, Is<judge::CorrectedBattles> S>
void fields(V& v, S& s) {
  v.type("CorrectedBattles", "Strengths of models judged in pairs, or what stands in their way.");
  v("models", s.models, "In the order of their numbers; empty when not identified.");
  v("pairs", s.pairs, "(0,1), (0,2), ..., (1,2), ...; empty when not identified.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("status", s.status, "`ok` or `not_identified`.");
  v("reason", s.reason, "Why not identified; see `ratingReasons`.");
  v.omitted(
      "groups", s.groups,
      "A group per model when some were not compared, or when nothing bounds a strength: those "
      "of a lower number then win all against the others.");
  v("labels", s.labels, "Labelled items with a better answer.");
  v("separation", s.separation,
    "How much more often the judge is right on them than the wrong way round; null without any.");
  v("points", s.points, "Sobol points of the propagation.");
  v("discarded", s.discarded, "Points at which the judge is right no more often than wrong.");
  v("precision", s.precision, "Difference of the strengths' limits between halves of the points.");
  v("flags", s.flags, "See `classFlags`.");
}

template <class V, Is<StandingsRequest> S>
void fields(V& v, S& s) {
  v.type("StandingsRequest",
         "Judged rows of many models on the same items, one entry per row in each column.");
  v("model", s.rows.model, "Number of the row's model, from 0.");
  v("item", s.rows.item, "Number of its item, from 0.");
  v("verdict", s.rows.verdict, "1 positive, 0 negative.");
  v("human", s.rows.human, "1 right, 0 wrong, -1 not labelled; labelled rows calibrate.");
  v("models", s.rows.models, "How many models there are.");
  v("items", s.rows.items, "How many items there are.");
  v.defaulted("sharing", s.options.sharing, "Whose labels correct a model; see `sharings`.");
  v.defaulted("multiplicity", s.options.multiplicity, "Of the tests of all pairs.");
  v.defaulted("forceShared", s.options.force_shared,
              "Pool labels even where the error rates are shown to differ.");
  v.defaulted("correction", s.options.correction, "Interval; see `correctionMethods`.");
  v.defaulted("level", s.options.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::Standing> S>
void fields(V& v, S& s) {
  v.type("Standing", "One model of a leaderboard.");
  v("items", s.items, "Evaluated items.");
  v("labelled", s.labelled, "Its labels.");
  v("rate", s.rate, "Share the judge passes of the evaluated items; null without any.");
  v("corrected", s.corrected, "The corrected score.");
  v("rank", s.rank, "The ranks that remain.");
}

template <class V, Is<judge::StandingPair> S>
void fields(V& v, S& s) {
  v.type("StandingPair", "Two models of a leaderboard, A - B.");
  v("a", s.a, "Number of the first.");
  v("b", s.b, "Number of the second.");
  v("n", s.n, "Evaluated items that both have.");
  v("aOnly", s.a_only, "The judge passes A only.");
  v("bOnly", s.b_only, "The judge passes B only.");
  v("verdicts", s.verdicts, "Difference of the shares passed; null without common items.");
  v("p", s.p, "McNemar's exact test.");
  v("pAdjusted", s.p_adjusted, "Over all pairs.");
  v("difference", s.difference, "Corrected, this pair alone; null when withheld.");
  v("better", s.better, "1: A is shown to be better; -1: B is; 0: neither.");
  v("flags", s.flags, "See `contrastFlags`.");
}

template <class V, Is<judge::TiedGroup> S>
void fields(V& v, S& s) {
  v.type("TiedGroup", "Models none of which is shown to be better than another.");
  v("models", s.models, "Their numbers, best first.");
}

template <class V, Is<judge::Standings> S>
void fields(V& v, S& s) {
  v.type("Standings", "A leaderboard under one judge.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("sharing", s.sharing, "See `sharings`.");
  v("models", s.models, "In the order of their numbers.");
  v("pairs", s.pairs, "(0,1), (0,2), ..., (1,2), ...");
  v("tied", s.tied, "Groups that cannot be told apart; they may overlap.");
  v("homogeneity", s.homogeneity, "Whether the error rates differ between models.");
  v("flags", s.flags, "See `contrastFlags`.");
}

template <class V, Is<DiagnoseRequest> S>
void fields(V& v, S& s) {
  v.type("DiagnoseRequest", "Judged rows in the order of their table.");
  judged_rows_fields(v, s);
  v.omitted("item", s.items, "Number of the row's item, from 0.");
}

template <class V, Is<judge::Finding> S>
void fields(V& v, S& s) {
  v.type("Finding",
         "What rows say against believing their scores; which fields are there depends "
         "on the code.");
  v("code", s.code, "What was found; see `findingCodes`.");
  v("severity", s.severity, "How much it matters; see `findingSeverities`.");
  v.omitted("model", s.model, "Number of the model; left out for all rows together.");
  v.omitted("other", s.other, "Number of a second model.");
  v.omitted("truth", s.truth, "Class of the answers: 1 right, 0 wrong.");
  v.omitted("count", s.count, "How many, as the code says.");
  v.omitted("total", s.total, "Of how many.");
  v.omitted("youden", s.youden, "J of the judge on these rows.");
  v.omitted("value", s.value, "What was found, as the code says.");
  v.omitted("reference", s.reference, "What it is compared with.");
  v.omitted("p", s.p, "Of the test behind it.");
  v.omitted("shift", s.shift, "Rows by which the verdicts come too late; below 0: too early.");
  v.omitted("repaired", s.repaired, "J with that shift undone.");
}

}  // namespace evenhand::abi

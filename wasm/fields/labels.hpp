/// What JavaScript can call of the area `labels`, and the fields that cross for it: what can be
/// said without human labels, how many to buy, how far raters agree, and panels of judges.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "contrast.hpp"
#include "evenhand/judge/agreement.hpp"
#include "evenhand/judge/calibration_plan.hpp"
#include "evenhand/judge/categories.hpp"
#include "evenhand/judge/panel.hpp"
#include "evenhand/judge/sensitivity_analysis.hpp"
#include "judge.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_LABELS_FUNCTIONS(X)          \
  X(correct_categories, CategoriesRequest)        \
  X(identification_region, RegionRequest)         \
  X(disagreement_region, DisagreementRequest)     \
  X(contrast_with_region, RegionContrastRequest)  \
  X(tipping_line, TippingRequest)                 \
  X(leniency, LeniencyRequest)                    \
  X(assumption_from_pilot, PilotRequest)          \
  X(allocate_labels, AllocationRequest)           \
  X(lee2025_allocation, Lee2025AllocationRequest) \
  X(calibration_precision, PrecisionRequest)      \
  X(plan_calibration, CalibrationPlanRequest)     \
  X(judge_value, JudgeValueRequest)               \
  X(rater_agreement, AgreementRequest)            \
  X(krippendorff_alpha, AlphaRequest)             \
  X(fleiss_kappa, FleissRequest)                  \
  X(panel_consensus, PanelRequest)                \
  X(effective_votes, EffectiveVotesRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_LABELS_ENUMS(X)                                    \
  X(judge::RegionReason, RegionReason, regionReasons)                   \
  X(judge::TippingSide, TippingSide, tippingSides)                      \
  X(judge::AllocationMethod, AllocationMethod, allocationMethods)       \
  X(judge::PlanFlag, PlanFlag, planFlags)                               \
  X(judge::Purchase, Purchase, purchases)                               \
  X(judge::AgreementStatistic, AgreementStatistic, agreementStatistics) \
  X(judge::AgreementReason, AgreementReason, agreementReasons)          \
  X(judge::AlphaMetric, AlphaMetric, alphaMetrics)                      \
  X(judge::PanelReason, PanelReason, panelReasons)                      \
  X(judge::PanelFlag, PanelFlag, panelFlags)

// X(name in TypeScript, number)
#define EVENHAND_ABI_LABELS_LIMITS(X)                    \
  X(mostCategories, judge::most_categories)              \
  X(mostAgreementClasses, judge::most_agreement_classes) \
  X(mostRatioValues, judge::most_ratio_values)           \
  X(mostPanelItems, judge::most_panel_items)             \
  X(mostPanelRaters, judge::most_panel_raters)           \
  X(mostPanelClasses, judge::most_panel_classes)         \
  X(mostTetradRaters, judge::most_tetrad_raters)

// X(name in TypeScript, value)
#define EVENHAND_ABI_LABELS_DEFAULTS(X)             \
  X(allocationMethod, AllocationRequest{}.method)   \
  X(alphaMetric, AlphaRequest{}.metric)             \
  X(alphaResamples, judge::default_alpha_resamples) \
  X(panelSmoothing, judge::default_panel_smoothing) \
  X(tetradResamples, judge::default_tetrad_resamples)

namespace evenhand::abi {

struct CategoriesRequest {
  judge::CategoryData data;
  Level level;
};

struct RegionRequest {
  Counts judged;
  Interval sensitivity;
  Interval specificity;
  Level level;
};

struct DisagreementRequest {
  Counts judged;
  double disagreement = 0;
  Level level;
};

/// A judge's rate that has no labels.
struct UnlabelledRate {
  Counts judged;
};

struct RegionContrastRequest {
  Source a;
  UnlabelledRate b;
  Interval sensitivity;
  Interval specificity;
  judge::CorrectionMethod correction = judge::default_external_method;
  Level level;
  std::optional<bool> gate;
};

struct TippingRequest {
  Counts judged;
  double claim = 0;
  std::optional<std::span<const double>> sensitivities;
  Level level;
};

struct LeniencyRequest {
  double rate_a = 0;
  double rate_b = 0;
  double score = 0;
};

struct PilotRequest {
  judge::ExternalData data;
};

struct AllocationRequest {
  std::int64_t labels = 0;
  judge::JudgeAssumption assumption;
  judge::AllocationMethod method = judge::AllocationMethod::neyman;
};

struct Lee2025AllocationRequest {
  std::int64_t labels = 0;
  judge::Lee2025Pilot pilot;
};

struct PrecisionRequest {
  judge::JudgeAssumption assumption;
  std::int64_t judged = 0;
  std::int64_t wrong = 0;
  std::int64_t right = 0;
  Level level;
};

struct CalibrationPlanRequest {
  judge::JudgeAssumption assumption;
  std::int64_t judged = 0;
  double half_width = 0;
  Level level;
};

struct JudgeValueRequest {
  judge::JudgeAssumption assumption;
  std::int64_t labels = 0;
  std::int64_t items = 0;
  Level level;
};

struct AgreementRequest {
  std::span<const double> table;
  Level level;
};

struct AlphaRequest {
  judge::Ratings ratings;
  judge::AlphaMetric metric = judge::AlphaMetric::nominal;
  Level level;
  double seed = default_seed;
  std::int64_t resamples = judge::default_alpha_resamples;
};

struct FleissRequest {
  judge::Ratings ratings;
};

struct PanelRequest {
  judge::PanelData data;
  double smoothing = judge::default_panel_smoothing;
  double seed = default_seed;
  std::int64_t resamples = judge::default_tetrad_resamples;
};

struct EffectiveVotesRequest {
  judge::PanelData data;
  std::span<const std::int32_t> gold;
};

inline Result<judge::CategoryCorrection> run(const CategoriesRequest& r) {
  return judge::correct_categories(r.data, r.level);
}
inline Result<judge::IdentificationRegion> run(const RegionRequest& r) {
  return judge::identification_region(r.judged, r.sensitivity, r.specificity, r.level);
}
inline Result<judge::IdentificationRegion> run(const DisagreementRequest& r) {
  return judge::disagreement_region(r.judged, r.disagreement, r.level);
}
inline Result<judge::RegionContrast> run(const RegionContrastRequest& r) {
  return judge::contrast_with_region(r.a.data, r.b.judged, r.sensitivity, r.specificity,
                                     r.correction, r.level, r.gate);
}
inline Result<judge::TippingLine> run(const TippingRequest& r) {
  return judge::tipping_line(r.judged, r.claim, r.sensitivities, r.level);
}
inline Result<judge::Leniency> run(const LeniencyRequest& r) {
  return judge::leniency(r.rate_a, r.rate_b, r.score);
}
inline Result<judge::JudgeAssumption> run(const PilotRequest& r) {
  return judge::assumption_from_pilot(r.data);
}
inline Result<judge::Allocation> run(const AllocationRequest& r) {
  return judge::allocate_labels(r.labels, r.assumption, r.method);
}
inline Result<judge::Allocation> run(const Lee2025AllocationRequest& r) {
  return judge::lee2025_allocation(r.labels, r.pilot);
}
inline Result<judge::CalibrationPrecision> run(const PrecisionRequest& r) {
  return judge::calibration_precision(r.assumption, r.judged, r.wrong, r.right, r.level);
}
inline Result<judge::CalibrationSize> run(const CalibrationPlanRequest& r) {
  return judge::plan_calibration(r.assumption, r.judged, r.half_width, r.level);
}
inline Result<judge::JudgeValue> run(const JudgeValueRequest& r) {
  return judge::judge_value(r.assumption, r.labels, r.items, r.level);
}
inline Result<judge::Agreement> run(const AgreementRequest& r) {
  return judge::rater_agreement(r.table, r.level);
}
inline Result<judge::KrippendorffAlpha> run(const AlphaRequest& r) {
  return judge::krippendorff_alpha(r.ratings, r.metric, r.level, whole_seed(r.seed), r.resamples);
}
inline Result<judge::FleissKappa> run(const FleissRequest& r) {
  return judge::fleiss_kappa(r.ratings);
}
inline Result<judge::PanelConsensus> run(const PanelRequest& r) {
  return judge::panel_consensus(
      r.data, {.smoothing = r.smoothing, .seed = whole_seed(r.seed), .resamples = r.resamples});
}
inline Result<judge::EffectiveVotes> run(const EffectiveVotesRequest& r) {
  return judge::effective_votes(r.data, r.gold);
}

/// Fields that several requests have.
template <class V, class S>
void level_field(V& v, S& level) {
  v.defaulted("level", level, "Two-sided confidence level, 0.5 to below 1.");
}
template <class V, class S>
void judged_fields(V& v, S& judged) {
  v("positive", judged.successes, "Positive verdicts.");
  v("total", judged.trials, "Judged items.");
}
template <class V, class S>
void assumption_fields(V& v, S& of) {
  v("score", of.score, "Supposed share of right answers, 0 to 1.");
  v("sensitivity", of.sensitivity, "Supposed P(judge positive | right), 0 to 1.");
  v("specificity", of.specificity, "Supposed P(judge negative | wrong), 0 to 1.");
}
template <class V, class S>
void rating_fields(V& v, S& ratings) {
  v("unit", ratings.unit, "What was rated, a whole number from 0 for each rating.");
  v("value", ratings.value, "The rating.");
}
template <class V, class S>
void panel_fields(V& v, S& data) {
  v("item", data.item, "Number of the item of each label, from 0.");
  v("rater", data.rater, "Number of the rater, from 0.");
  v("label", data.label, "Number of the class, from 0.");
  v("items", data.items, "How many items there are.");
  v("raters", data.raters, "How many raters there are.");
  v("classes", data.classes, "How many classes there are.");
}

template <class V, Is<CategoriesRequest> S>
void fields(V& v, S& s) {
  v.type("CategoriesRequest", "Labels on a random subset, several kinds of verdict.");
  v("verdict", s.data.verdict, "Kind of verdict of each labelled item, from 0.");
  v("truth", s.data.truth, "Its label, a number within the bounds.");
  v("unlabelled", s.data.unlabelled, "How many unlabelled items got each kind of verdict.");
  v.defaulted("lower", s.data.lower, "Least possible truth.");
  v.defaulted("upper", s.data.upper, "Largest possible truth.");
  level_field(v, s.level.value);
}

template <class V, Is<RegionRequest> S>
void fields(V& v, S& s) {
  v.type("RegionRequest", "A judge's rate and ranges of its error rates.");
  judged_fields(v, s.judged);
  v("sensitivity", s.sensitivity, "The least and the largest that is thought possible.");
  v("specificity", s.specificity, "The least and the largest that is thought possible.");
  level_field(v, s.level.value);
}

template <class V, Is<DisagreementRequest> S>
void fields(V& v, S& s) {
  v.type("DisagreementRequest", "A judge's rate and how often it may be wrong.");
  judged_fields(v, s.judged);
  v("disagreement", s.disagreement, "Largest share of items on which the judge is wrong.");
  level_field(v, s.level.value);
}

template <class V, Is<TippingRequest> S>
void fields(V& v, S& s) {
  v.type("TippingRequest", "A judge's rate and a claim that the score is at least so much.");
  judged_fields(v, s.judged);
  v("claim", s.claim, "Above 0, at most 1.");
  v.omitted("sensitivities", s.sensitivities, "Where to give points. Default: 1, .95, .9, .8.");
  level_field(v, s.level.value);
}

template <class V, Is<LeniencyRequest> S>
void fields(V& v, S& s) {
  v.type("LeniencyRequest", "Two models' rates under one judge.");
  v("rateA", s.rate_a, "Share of A's answers that the judge passes.");
  v("rateB", s.rate_b, "The same of B.");
  v("score", s.score, "True score that both are supposed to have, 0 to 1.");
}

template <class V, Is<PilotRequest> S>
void fields(V& v, S& s) {
  v.type("PilotRequest", "A small calibration set to plan from.");
  v("judged", s.data.judged, "Positive verdicts of the evaluated items.");
  v("sensitivity", s.data.sensitivity, "Positive verdicts of pilot items that are right.");
  v("specificity", s.data.specificity, "Negative verdicts of pilot items that are wrong.");
}

template <class V, Is<AllocationRequest> S>
void fields(V& v, S& s) {
  v.type("AllocationRequest", "Labels to be split over right and wrong answers.");
  v("labels", s.labels, "At least 2.");
  assumption_fields(v, s.assumption);
  v.defaulted("method", s.method, "`neyman` or `equal`.");
}

template <class V, Is<Lee2025AllocationRequest> S>
void fields(V& v, S& s) {
  v.type("Lee2025AllocationRequest", "Labels to be split by the rule of Lee et al. 2025.");
  v("labels", s.labels, "The budget, the pilot's included.");
  v("rate", s.pilot.rate, "Share the judge passes.");
  v.defaulted("sensitivity", s.pilot.sensitivity, "Of the pilot, or a guess.");
  v.defaulted("specificity", s.pilot.specificity, "Of the pilot, or a guess.");
  v.defaulted("perClass", s.pilot.per_class, "Pilot labels of each class.");
}

template <class V, Is<PrecisionRequest> S>
void fields(V& v, S& s) {
  v.type("PrecisionRequest", "A planned calibration.");
  assumption_fields(v, s.assumption);
  v("judged", s.judged, "Judged items.");
  v("wrong", s.wrong, "Labels of wrong answers, at least 1.");
  v("right", s.right, "Labels of right answers, at least 1.");
  level_field(v, s.level.value);
}

template <class V, Is<CalibrationPlanRequest> S>
void fields(V& v, S& s) {
  v.type("CalibrationPlanRequest", "A half-width that is wanted.");
  assumption_fields(v, s.assumption);
  v("judged", s.judged, "Judged items.");
  v("halfWidth", s.half_width, "Of the corrected score, above 0 and below 1.");
  level_field(v, s.level.value);
}

template <class V, Is<JudgeValueRequest> S>
void fields(V& v, S& s) {
  v.type("JudgeValueRequest", "Labels on a random subset, with a judge.");
  assumption_fields(v, s.assumption);
  v("labels", s.labels, "Labelled items.");
  v("items", s.items, "Judged items, the labelled ones included.");
  level_field(v, s.level.value);
}

template <class V, Is<AgreementRequest> S>
void fields(V& v, S& s) {
  v.type("AgreementRequest", "Two raters' table.");
  v("table", s.table, "Counts, row after row; rows are the first rater's classes.");
  level_field(v, s.level.value);
}

template <class V, Is<AlphaRequest> S>
void fields(V& v, S& s) {
  v.type("AlphaRequest", "Ratings of any number of raters.");
  rating_fields(v, s.ratings);
  v.defaulted("metric", s.metric, "How far apart values are; see `alphaMetrics`.");
  level_field(v, s.level.value);
  v.defaulted("seed", s.seed, "Of the bootstrap, a whole number from 0 to 2^53 - 1.");
  v.defaulted("resamples", s.resamples, "99 to 1000000.");
}

template <class V, Is<FleissRequest> S>
void fields(V& v, S& s) {
  v.type("FleissRequest", "Ratings, as many of each unit.");
  rating_fields(v, s.ratings);
}

template <class V, Is<PanelRequest> S>
void fields(V& v, S& s) {
  v.type("PanelRequest", "Labels of several raters.");
  panel_fields(v, s.data);
  v.defaulted("smoothing", s.smoothing, "Added to every weighted count, 0 to 1000.");
  v.defaulted("seed", s.seed, "Of the check of tetrads, a whole number from 0 to 2^53 - 1.");
  v.defaulted("resamples", s.resamples, "Of that check, 99 to 1000000.");
}

template <class V, Is<EffectiveVotesRequest> S>
void fields(V& v, S& s) {
  v.type("EffectiveVotesRequest", "Labels of several raters, and the truth of some items.");
  panel_fields(v, s.data);
  v("gold", s.gold, "True class of each item, -1 where unknown.");
}

template <class V, Is<judge::CategoryStratum> S>
void fields(V& v, S& s) {
  v.type("CategoryStratum", "The items with one kind of verdict.");
  v("labelled", s.labelled, "Labelled ones.");
  v("items", s.items, "All of them.");
  v("mean", s.mean, "Mean label; null without labels.");
  v("smoothed", s.smoothed, "Mean with the pseudo-values.");
}

template <class V, Is<judge::CategoryCorrection> S>
void fields(V& v, S& s) {
  v.type("CategoryCorrection", "A mean corrected by post-stratification.");
  v("estimate", s.estimate, "Mean truth of all items.");
  v("lower", s.lower, "Within the bounds of the truth.");
  v("upper", s.upper, "Within the bounds of the truth.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "See `correctionMethods`.");
  v("smoothed", s.smoothed, "Centre of the interval before it was cut.");
  v("standardError", s.standard_error, "Of `smoothed`.");
  v("goldOnly", s.gold_only, "Mean of the labels alone.");
  v("labelled", s.labelled, "Labelled items.");
  v("items", s.items, "All items.");
  v("strata", s.strata, "One for each kind of verdict.");
  v("flags", s.flags, "See `flags`.");
}

template <class V, Is<judge::IdentificationRegion> S>
void fields(V& v, S& s) {
  v.type("IdentificationRegion", "The scores that a judge's rate is compatible with.");
  v("rate", s.rate, "Share the judge passes.");
  v("region", s.region, "If that share were known without error.");
  v("withSampling", s.with_sampling, "With its Wilson limits.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("reason", s.reason, "Null, or see `regionReasons`.");
}

template <class V, Is<UnlabelledRate> S>
void fields(V& v, S& s) {
  v.type("UnlabelledRate", "A judge's rate that has no labels.");
  judged_fields(v, s.judged);
}

template <class V, Is<RegionContrastRequest> S>
void fields(V& v, S& s) {
  v.type("RegionContrastRequest", "Two sources, of which the second has no labels.");
  v("a", s.a, "The first.");
  v("b", s.b, "The second.");
  v("sensitivity", s.sensitivity, "Of B's judge: the least and the largest that is possible.");
  v("specificity", s.specificity, "Of B's judge: the least and the largest that is possible.");
  v.defaulted("correction", s.correction, "Interval of A; see `correctionMethods`.");
  level_field(v, s.level.value);
  v.omitted("gate", s.gate, "As in a single correction.");
}

template <class V, Is<judge::RegionContrast> S>
void fields(V& v, S& s) {
  v.type("RegionContrast", "A sensitivity analysis: what is possible, no estimate.");
  v("lower", s.difference.lower, "Least A - B that is possible, in [-1, 1].");
  v("upper", s.difference.upper, "Largest.");
  v("level", s.level.value, "Two-sided confidence level, of each side.");
  v("verdicts", s.verdicts, "Difference of the shares passed: on different scales.");
  v("a", s.a, "A's corrected score.");
  v("b", s.b, "The scores that are possible for B.");
  v("flags", s.flags, "See `contrastFlags`.");
}

template <class V, Is<judge::TippingPoint> S>
void fields(V& v, S& s) {
  v.type("TippingPoint", "Where a claim tips at one sensitivity.");
  v("sensitivity", s.sensitivity, "In [0, 1].");
  v("specificity", s.specificity,
    "From here on the claim holds, unless `side` says that it always or never does; null for a "
    "claim of 1.");
  v("side", s.side, "See `tippingSides`.");
  v("specificityWithSampling", s.specificity_with_sampling,
    "The same with the lower Wilson limit of the rate.");
  v("sideWithSampling", s.side_with_sampling, "See `tippingSides`.");
}

template <class V, Is<judge::TippingLine> S>
void fields(V& v, S& s) {
  v.type("TippingLine", "Which error rates would overturn a claim.");
  v("rate", s.rate, "Share the judge passes.");
  v("claim", s.claim, "The score is at least this.");
  v("points", s.points, "One for each sensitivity.");
  v("share", s.share, "Share of the square of error rates from 1/2 to 1 where the claim holds.");
  v("shareWithSampling", s.share_with_sampling, "The same with the lower limit of the rate.");
  v("level", s.level.value, "Two-sided confidence level.");
}

template <class V, Is<judge::Leniency> S>
void fields(V& v, S& s) {
  v.type("Leniency", "What would make a gap out of nothing.");
  v("gap", s.gap, "Rate of A less that of B.");
  v("uniform", s.uniform, "Passing this much more of everything.");
  v("falsePositive", s.false_positive,
    "Passing this much more of the wrong answers alone; null where no judge could.");
  v("sensitivity", s.sensitivity,
    "Passing this much more of the right answers alone; null where no judge could.");
}

template <class V, Is<judge::JudgeAssumption> S>
void fields(V& v, S& s) {
  v.type("JudgeAssumption", "What a plan supposes.");
  assumption_fields(v, s);
}

template <class V, Is<judge::Allocation> S>
void fields(V& v, S& s) {
  v.type("Allocation", "Labels by class.");
  v("method", s.method, "See `allocationMethods`.");
  v("wrong", s.wrong, "Labels of wrong answers.");
  v("right", s.right, "Labels of right answers.");
  v("flags", s.flags, "See `planFlags`.");
}

template <class V, Is<judge::PurchaseValue> S>
void fields(V& v, S& s) {
  v.type("PurchaseValue", "What a purchase does.");
  v("purchase", s.purchase, "See `purchases`.");
  v("halfWidth", s.half_width, "After it.");
  v("gain", s.gain, "By how much the half-width shrinks.");
}

template <class V, Is<judge::CalibrationPrecision> S>
void fields(V& v, S& s) {
  v.type("CalibrationPrecision", "What a calibration buys.");
  v("standardError", s.standard_error, "Of the corrected score.");
  v("halfWidth", s.half_width, "Of its interval.");
  v("floor", s.floor, "Half-width with infinitely many labels.");
  v("goldHalfWidth", s.gold_half_width, "With as many labels of random answers and no judge.");
  v("labelsNeededPerClass", s.labels_needed_per_class, "To show that the judge beats chance.");
  v("labelledForWrong", s.labelled_for_wrong,
    "Random answers to label for so many wrong ones; null where none is wrong.");
  v("labelledForRight", s.labelled_for_right,
    "Random answers to label for so many right ones; null where none is right.");
  v("purchases", s.purchases, "With the judge, the best first; then the one without.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("flags", s.flags, "See `planFlags`.");
}

template <class V, Is<judge::CalibrationSize> S>
void fields(V& v, S& s) {
  v.type("CalibrationSize", "Labels for a half-width; null where no number reaches it.");
  v("halfWidth", s.half_width, "That was asked for.");
  v("optimal", s.optimal, "Labels from another set, split in the best way.");
  v("optimalCeiling", s.optimal_ceiling, "Rounded up.");
  v("equal", s.equal, "Labels from another set, split equally.");
  v("equalCeiling", s.equal_ceiling, "Rounded up.");
  v("floor", s.floor, "Half-width with infinitely many labels.");
  v("judgedLeast", s.judged_least, "Judged items from which on some number of labels is enough.");
  v("subset", s.subset, "Labels on a random subset of the judged items.");
  v("subsetCeiling", s.subset_ceiling, "Rounded up.");
  v("gold", s.gold, "Labels of random answers without a judge.");
  v("level", s.level.value, "Two-sided confidence level.");
}

template <class V, Is<judge::JudgeValue> S>
void fields(V& v, S& s) {
  v.type("JudgeValue", "What a judge adds to labels on a random subset.");
  v("squaredCorrelation", s.squared_correlation, "Of verdict and truth.");
  v("equivalentLabels", s.equivalent_labels, "That would be as good without the judge.");
  v("halfWidth", s.half_width, "With the judge.");
  v("goldHalfWidth", s.gold_half_width, "Without.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("flags", s.flags, "See `planFlags`.");
}

template <class V, Is<judge::AgreementCoefficient> S>
void fields(V& v, S& s) {
  v.type("AgreementCoefficient", "One coefficient of agreement.");
  v("statistic", s.statistic, "See `agreementStatistics`.");
  v("estimate", s.estimate, "In [-1, 1]; null where undefined.");
  v("standardError", s.standard_error, "Delta method.");
  v("interval", s.interval, "Null where undefined.");
  v("reason", s.reason, "Why it is undefined; see `agreementReasons`.");
}

template <class V, Is<judge::Agreement> S>
void fields(V& v, S& s) {
  v.type("Agreement", "Two raters on the same items.");
  v("items", s.items, "How many.");
  v("agreement", s.agreement, "Share of equal ratings, Wilson.");
  v("rowShares", s.row_shares, "Of the classes, by the first rater.");
  v("columnShares", s.column_shares, "By the second.");
  v("coefficients", s.coefficients, "Beyond chance.");
  v.omitted("sensitivity", s.sensitivity, "Of two classes, the first positive, rows the truth.");
  v.omitted("specificity", s.specificity, "The same.");
  v.omitted("youden", s.youden, "J = sensitivity + specificity - 1.");
  v("level", s.level.value, "Two-sided confidence level.");
}

template <class V, Is<judge::KrippendorffAlpha> S>
void fields(V& v, S& s) {
  v.type("KrippendorffAlpha", "Agreement of any number of raters.");
  v("estimate", s.estimate, "At most 1; null when all values are equal.");
  v("interval", s.interval, "Percentile bootstrap over units.");
  v("reason", s.reason, "Why it is undefined; see `agreementReasons`.");
  v("metric", s.metric, "See `alphaMetrics`.");
  v("units", s.units, "With two ratings or more.");
  v("ratings", s.ratings, "Of these units.");
  v("leftOut", s.left_out, "Ratings that are the only one of their unit.");
  v("resamples", s.resamples, "That were drawn.");
  v("undefined", s.undefined, "Of these, with equal values only, left out.");
  v("seed", s.seed, "Of the draws.");
  v("level", s.level.value, "Two-sided confidence level.");
}

template <class V, Is<judge::FleissKappa> S>
void fields(V& v, S& s) {
  v.type("FleissKappa", "Agreement of a full panel.");
  v("estimate", s.estimate, "At most 1; null when all values are equal.");
  v("reason", s.reason, "Why it is undefined; see `agreementReasons`.");
  v("agreement", s.agreement, "Mean share of agreeing pairs.");
  v("expected", s.expected, "By chance.");
  v("units", s.units, "How many.");
  v("raters", s.raters, "Ratings of each.");
}

template <class V, Is<judge::PanelRater> S>
void fields(V& v, S& s) {
  v.type("PanelRater", "One rater against the consensus.");
  v("labels", s.labels, "How many it gave.");
  v("confusion", s.confusion, "P(label | class), class after class; empty without a fit.");
  v("youden", s.youden, "J of two classes, or its like; null without a fit.");
  v("moment", s.moment, "sqrt(pi_0 pi_1) |J| by covariances alone; of three raters.");
}

template <class V, Is<judge::PanelPair> S>
void fields(V& v, S& s) {
  v.type("PanelPair", "Two raters.");
  v("first", s.first, "Number of the one.");
  v("second", s.second, "Number of the other.");
  v("items", s.items, "That both labelled.");
  v("agreement", s.agreement, "Share of equal labels; null without such items.");
}

template <class V, Is<judge::TetradCheck> S>
void fields(V& v, S& s) {
  v.type("TetradCheck", "Whether covariances fit independent errors.");
  v("items", s.items, "That all raters labelled.");
  v("statistic", s.statistic, "Largest difference of products, in standard errors.");
  v("p", s.p, "For all differences together.");
  v("resamples", s.resamples, "Of the bootstrap.");
  v("seed", s.seed, "Of the draws.");
}

template <class V, Is<judge::PanelConsensus> S>
void fields(V& v, S& s) {
  v.type("PanelConsensus", "What a panel agrees on, which need not be true.");
  v("majority", s.majority, "Share of items by most votes, ties in equal parts.");
  v("tied", s.tied, "Items with a tied vote.");
  v("labelled", s.labelled, "Items with labels.");
  v("reason", s.reason, "Why there is no fit; see `panelReasons`.");
  v("prior", s.prior, "Share of each class; empty without a fit.");
  v("logLikelihood", s.log_likelihood, "Of the fit.");
  v("rounds", s.rounds, "Of the EM algorithm.");
  v("raters", s.raters, "One for each rater.");
  v("consensus", s.consensus, "Likeliest class of each item; -1 without labels.");
  v("certainty", s.certainty, "Its probability.");
  v("pairs", s.pairs, "Every two raters.");
  v("tetrads", s.tetrads, "Of four raters or more, two classes.");
  v("flags", s.flags, "See `panelFlags`.");
}

template <class V, Is<judge::ResidualCorrelation> S>
void fields(V& v, S& s) {
  v.type("ResidualCorrelation", "Whether two raters err together.");
  v("first", s.first, "Number of the one.");
  v("second", s.second, "Number of the other.");
  v("truth", s.truth, "Among items of this class.");
  v("items", s.items, "How many.");
  v("correlation", s.correlation, "Of being right; null where one never varies.");
}

template <class V, Is<judge::EffectiveVotes> S>
void fields(V& v, S& s) {
  v.type("EffectiveVotes", "How many independent votes a panel is worth.");
  v("raters", s.raters, "Votes that were given.");
  v("residuals", s.residuals, "Every two raters in every class.");
  v("meanCorrelation", s.mean_correlation, "Of those that exist.");
  v("votes", s.votes, "K / (1 + (K - 1) mean).");
}

}  // namespace evenhand::abi

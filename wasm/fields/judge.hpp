/// What JavaScript can call of the area `judge`, and the fields that cross for it.
#pragma once

#include <optional>
#include <vector>

#include "evenhand/judge/leaderboard.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_JUDGE_FUNCTIONS(X) \
  X(correct_external, ExternalRequest)  \
  X(correct_known, KnownRequest)        \
  X(correct_subset, SubsetRequest)      \
  X(correct_leaderboard, LeaderboardRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_JUDGE_ENUMS(X)                               \
  X(judge::Design, Design, designs)                               \
  X(judge::CorrectionMethod, CorrectionMethod, correctionMethods) \
  X(judge::PpiConvention, PpiConvention, ppiConventions)          \
  X(judge::Status, Status, statuses)                              \
  X(judge::Reason, Reason, reasons)                               \
  X(judge::Flag, Flag, flags)                                     \
  X(judge::Calibration, Calibration, calibrations)

// X(name in TypeScript, number)
#define EVENHAND_ABI_JUDGE_LIMITS(X)                      \
  X(enoughLabelsPerClass, judge::enough_labels_per_class) \
  X(enoughLabelsSubset, judge::enough_labels_subset)

// X(name in TypeScript, value)
#define EVENHAND_ABI_JUDGE_DEFAULTS(X)              \
  X(externalMethod, judge::default_external_method) \
  X(subsetMethod, judge::default_subset_method)     \
  X(ppiConvention, judge::default_ppi_convention)   \
  X(design, judge::LeaderboardOptions{}.design)     \
  X(seed, judge::Backtest{}.seed)

namespace evenhand::abi {

struct ExternalRequest {
  judge::ExternalData data;
  judge::CorrectionMethod method = judge::default_external_method;
  Level level;
  std::optional<bool> gate;
};

struct KnownRequest {
  judge::KnownData data;
  interval::ProportionMethod method = interval::default_proportion_method;
  Level level;
};

struct SubsetRequest {
  judge::SubsetData data;
  judge::CorrectionMethod method = judge::default_subset_method;
  judge::PpiConvention convention = judge::default_ppi_convention;
  Level level;
};

struct LeaderboardRequest {
  judge::JudgedRows rows;
  judge::LeaderboardOptions options;
};

inline Result<judge::Correction> run(const ExternalRequest& r) {
  return judge::correct_external(r.data, r.method, r.level, r.gate);
}
inline Result<judge::Correction> run(const KnownRequest& r) {
  return judge::correct_known(r.data, r.method, r.level);
}
inline Result<judge::Correction> run(const SubsetRequest& r) {
  return judge::correct_subset(r.data, r.method, r.level, r.convention);
}
inline Result<std::vector<judge::ModelCorrection>> run(const LeaderboardRequest& r) {
  return judge::correct_leaderboard(r.rows, r.options);
}

template <class V, Is<judge::Tally> S>
void fields(V& v, S& s) {
  v.type("Tally", "A count of a total.");
  v("count", s.count, "At most `total`.");
  v("total", s.total, "A whole number.");
  v("whole", s.whole, "True for counts; false for a published rate times its denominator.");
}

template <class V, Is<judge::Confusion> S>
void fields(V& v, S& s) {
  v.type("Confusion", "The judge's verdicts against human labels, counted.");
  v("tp", s.tp, "Judge positive, truth positive.");
  v("fn", s.fn, "Judge negative, truth positive.");
  v("fp", s.fp, "Judge positive, truth negative.");
  v("tn", s.tn, "Judge negative, truth negative.");
}

template <class V, Is<ExternalRequest> S>
void fields(V& v, S& s) {
  v.type("ExternalRequest", "A judge's rate and a separate calibration set.");
  v("judged", s.data.judged, "Positive verdicts of the evaluated items.");
  v("sensitivity", s.data.sensitivity, "Positive verdicts of calibration items that are right.");
  v("specificity", s.data.specificity, "Negative verdicts of calibration items that are wrong.");
  v.defaulted("method", s.method, "Which interval; see `correctionMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.omitted("gate", s.gate,
            "Refuse unless the judge is shown to be better than chance. Default: true, but false "
            "for `lee2025`.");
}

template <class V, Is<KnownRequest> S>
void fields(V& v, S& s) {
  v.type("KnownRequest", "A judge's rate and error rates taken as exact.");
  v("positive", s.data.judged.successes, "Positive verdicts.");
  v("total", s.data.judged.trials, "Judged items.");
  v("sensitivity", s.data.sensitivity, "In [0, 1].");
  v("specificity", s.data.specificity, "In [0, 1].");
  v.defaulted("proportionMethod", s.method, "The binomial interval that is mapped.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<SubsetRequest> S>
void fields(V& v, S& s) {
  v.type("SubsetRequest", "Labels on a random subset of the evaluated items.");
  v("labelled", s.data.labelled, "Verdicts against labels, labelled items.");
  v("positive", s.data.unlabelled.successes, "Positive verdicts of unlabelled items.");
  v("total", s.data.unlabelled.trials, "Unlabelled items.");
  v.defaulted("method", s.method, "`poststrat`, `ppi`, `ppi_pp`, `eif` or `mle`.");
  v.defaulted("convention", s.convention, "Of `ppi` and `ppi_pp`; see `ppiConventions`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<judge::Correction> S>
void fields(V& v, S& s) {
  v.type("Correction",
         "A corrected score with all that made it. Rates are in [0, 1], but for limits of `ppi`s.");
  v("estimate", s.estimate, "Corrected share of right answers; null when not identified.");
  v("lower", s.lower, "Lower limit; 0 when not identified.");
  v("upper", s.upper, "Upper limit; 1 when not identified.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "The interval's method; see `correctionMethods`.");
  v("design", s.design, "Where the labels come from; see `designs`.");
  v("status", s.status, "`boundary`: the uncut estimate lies outside [0, 1].");
  v.derived("identified", s.identified(), "Whether these data can tell the score.");
  v("reason", s.reason, "Why it is not identified; null when it is. See `reasons`.");
  v("flags", s.flags, "What to know before believing the number; see `flags`.");
  v("raw", s.raw, "Share the judge passes, uncorrected, with its Wilson interval.");
  v("sensitivity", s.sensitivity, "P(judge positive | truth positive); null without such labels.");
  v("specificity", s.specificity, "P(judge negative | truth negative); null without such labels.");
  v("youden", s.youden, "J = sensitivity + specificity - 1, in [-1, 1].");
  v.omitted("unclipped", s.unclipped, "The estimate before it was cut to [0, 1], when it was.");
  v.omitted("labelsNeededPerClass", s.labels_needed_per_class,
            "Labels per class that would show J > 0, when the chance gate refused.");
  v.omitted("proportionMethod", s.proportion_method,
            "The binomial interval that was mapped, in design `known`.");
  v.omitted("convention", s.convention, "Whose form of `ppi` or `ppi_pp`.");
  v.omitted("lambda", s.lambda, "Weight of the verdicts in `ppi` and `ppi_pp`.");
  v.omitted("goldOnly", s.gold_only, "Right labels alone, Wilson; in design `subset`.");
  v.omitted("squaredCorrelation", s.squared_correlation,
            "Squared correlation of verdict and truth; in design `subset`, where defined.");
  v.omitted("equivalentLabels", s.equivalent_labels,
            "Labels that would be as good without the judge; in design `subset`, where defined.");
  v.omitted("labelCheckP", s.label_check_p,
            "Fisher's exact p: positive verdicts of labelled against unlabelled items.");
}

template <class V, Is<judge::Backtest> S>
void fields(V& v, S& s) {
  v.type("Backtest", "Hide labels, correct with the rest, compare with the hidden ones.");
  v("share", s.share, "Share of every model's labels to hide, above 0 and below 1.");
  v.defaulted("seed", s.seed, "Seed of the choice, a whole number from 0 to 2^53 - 1.");
}

template <class V, class S>
void judged_rows_fields(V& v, S& s) {
  v("model", s.rows.model, "Number of the row's model, from 0.");
  v("verdict", s.rows.verdict, "1 positive, 0 negative.");
  v("human", s.rows.human, "1 right, 0 wrong, -1 not labelled.");
  v("models", s.rows.models, "How many models there are.");
  v.defaulted("design", s.options.design, "Where the labels come from: `external` or `subset`.");
  v.omitted("method", s.options.method,
            "Interval. Default: `defaults.externalMethod` or `defaults.subsetMethod`.");
  v.defaulted("convention", s.options.convention, "Of `ppi` and `ppi_pp`; see `ppiConventions`.");
  v.defaulted("level", s.options.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.omitted("gate", s.options.gate, "As in a single correction.");
}

template <class V, Is<LeaderboardRequest> S>
void fields(V& v, S& s) {
  v.type("LeaderboardRequest", "Judged rows of many models, one entry per row in each column.");
  judged_rows_fields(v, s);
  v.omitted("backtest", s.options.backtest, "Hide some of the labels and compare afterwards.");
}

template <class V, Is<judge::BacktestOutcome> S>
void fields(V& v, S& s) {
  v.type("BacktestOutcome", "Hidden labels against the correction that never saw them.");
  v("hidden", s.hidden, "Labels hidden.");
  v("truth", s.truth, "Human share over the evaluated items, hidden labels restored.");
  v("inside", s.inside,
    "Whether the truth lies within the corrected interval; null when not identified.");
}

template <class V, Is<judge::ModelCorrection> S>
void fields(V& v, S& s) {
  v.type("ModelCorrection", "One model's raw and corrected score.");
  v("items", s.items, "Rows with a verdict.");
  v("labelled", s.labelled, "Rows whose label the correction could see.");
  v("calibration", s.calibration, "Whose labels calibrated; see `calibrations`.");
  v("confusion", s.confusion, "The labels that calibrated.");
  v("raw", s.raw,
    "Share the judge passes of the rows that are evaluated, Wilson; null without rows.");
  v("corrected", s.corrected, "The corrected score.");
  v.omitted("backtest", s.backtest, "The hidden truth, in a backtest.");
}

}  // namespace evenhand::abi

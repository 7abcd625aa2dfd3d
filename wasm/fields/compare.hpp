/// What JavaScript can call of the area `compare`, and the fields that cross for it.
#pragma once

#include <optional>
#include <span>

#include "evenhand/compare/battles.hpp"
#include "evenhand/compare/multiplicity.hpp"
#include "evenhand/compare/plan.hpp"
#include "evenhand/compare/ranks.hpp"
#include "evenhand/compare/signed_tests.hpp"
#include "evenhand/compare/systems.hpp"
#include "evenhand/compare/tasks.hpp"
#include "interval.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_COMPARE_FUNCTIONS(X)                              \
  X(rank_sets, RankSetsRequest)                                        \
  X(compare_systems, SystemsRequest)                                   \
  X(adjust_p_values, AdjustRequest)                                    \
  X(sign_flip_test, SignFlipRequest)                                   \
  X(wilcoxon_signed_rank, WilcoxonRequest)                             \
  X(friedman_test, FriedmanRequest)                                    \
  X(friedman_from_ranks, FriedmanRanksRequest)                         \
  X(nemenyi_quantile, NemenyiRequest)                                  \
  X(bonferroni_dunn_quantile, BonferroniDunnRequest)                   \
  X(cochran_q, CochranRequest)                                         \
  X(fit_battles, BattlesRequest)                                       \
  X(plan_mean_difference, PlanMeanDifferenceRequest)                   \
  X(detectable_mean_difference, DetectableMeanDifferenceRequest)       \
  X(plan_proportions, PlanProportionsRequest)                          \
  X(plan_proportions_baseline, PlanProportionsBaselineRequest)         \
  X(detectable_proportions, DetectableProportionsRequest)              \
  X(plan_paired_proportions, PlanPairedProportionsRequest)             \
  X(detectable_paired_proportions, DetectablePairedProportionsRequest) \
  X(plan_half_width, PlanHalfWidthRequest)                             \
  X(detectable_runs, DetectableRunsRequest)                            \
  X(plan_runs, PlanRunsRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_COMPARE_ENUMS(X)                         \
  X(compare::Multiplicity, Multiplicity, multiplicities)      \
  X(compare::RankMethod, RankMethod, rankMethods)             \
  X(compare::PairMethod, PairMethod, pairMethods)             \
  X(compare::Verdict, Verdict, verdicts)                      \
  X(compare::SignFlipMethod, SignFlipMethod, signFlipMethods) \
  X(compare::ZeroRule, ZeroRule, zeroRules)                   \
  X(compare::BattleOutcome, BattleOutcome, battleOutcomes)    \
  X(compare::BattleMethod, BattleMethod, battleMethods)       \
  X(compare::BattleStatus, BattleStatus, battleStatuses)      \
  X(compare::PlanDesign, PlanDesign, planDesigns)             \
  X(compare::PairedPlanMethod, PairedPlanMethod, pairedPlanMethods)

// X(name in TypeScript, number)
#define EVENHAND_ABI_COMPARE_LIMITS(X)                   \
  X(mostComparedSystems, compare::most_compared_systems) \
  X(mostBattleSystems, compare::most_battle_systems)

// X(name in TypeScript, value)
#define EVENHAND_ABI_COMPARE_DEFAULTS(X)              \
  X(rankMethod, compare::SystemsOptions{}.ranks)      \
  X(correction, compare::SystemsOptions{}.correction) \
  X(power, default_power)

namespace evenhand::abi {

struct AdjustRequest {
  std::span<const double> p;
  compare::Multiplicity method = compare::default_multiplicity;
  std::optional<std::int64_t> comparisons;
};

struct SignFlipRequest {
  std::span<const double> differences;
  double seed = default_seed;
  std::int64_t resamples = default_resamples;
};

struct WilcoxonRequest {
  std::span<const double> differences;
  compare::ZeroRule zeros = compare::ZeroRule::drop;
};

struct FriedmanRequest {
  std::span<const double> scores;
  std::int64_t systems = 0;
  Level level;
};

struct FriedmanRanksRequest {
  std::span<const double> average_ranks;
  std::int64_t tasks = 0;
  Level level;
};

struct NemenyiRequest {
  std::int64_t systems = 0;
  Level level;
};

struct BonferroniDunnRequest {
  std::int64_t systems = 0;
  Level level;
};

/// A single number answers as a structure, as everything does.
struct RankQuantile {
  double q = 0;
};

struct CochranRequest {
  std::span<const double> scores;
  std::int64_t systems = 0;
};

struct RankSetsRequest {
  std::span<const double> estimates;
  std::span<const double> standard_errors;
  compare::RankMethod method = compare::RankMethod::bonferroni;
  Level level;
};

struct SystemsRequest {
  compare::ScoreRows rows;
  std::optional<std::span<const std::int32_t>> clusters;
  compare::SystemsOptions options;
};

struct BattlesRequest {
  compare::BattleColumns columns;
  std::optional<std::span<const std::int32_t>> clusters;
  compare::BattleOptions options;
};

struct PlanMeanDifferenceRequest {
  double effect = 0;
  compare::MeanVariances variances;
  compare::PlanTarget target;
};

struct DetectableMeanDifferenceRequest {
  double items = 0;
  compare::MeanVariances variances;
  compare::PlanTarget target;
};

struct PlanProportionsRequest {
  double rate_a = 0;
  double rate_b = 0;
  compare::PlanTarget target;
};

struct PlanProportionsBaselineRequest {
  double rate = 0;
  double effect = 0;
  compare::PlanTarget target;
};

struct DetectableProportionsRequest {
  double items_per_system = 0;
  double rate = 0;
  compare::PlanTarget target;
};

struct PlanPairedProportionsRequest {
  double effect = 0;
  double discordance = 0;
  compare::PairedPlanMethod method = compare::PairedPlanMethod::connor;
  compare::PlanTarget target;
};

struct DetectablePairedProportionsRequest {
  double items = 0;
  double discordance = 0;
  compare::PairedPlanMethod method = compare::PairedPlanMethod::connor;
  compare::PlanTarget target;
};

struct PlanHalfWidthRequest {
  double half_width = 0;
  double rate = 0.5;
  Level level;
  double design_effect = 1;
};

struct DetectableRunsRequest {
  std::int64_t runs = 0;
  double sd = 0;
  compare::PlanTarget target;
};

struct PlanRunsRequest {
  double effect = 0;
  double sd = 0;
  compare::PlanTarget target;
};

/// Items of each of two groups, which cross under a name of their own.
struct PlannedItemsPerSystem {
  compare::PlannedItems plan;
};

inline Result<compare::AdjustedPValues> run(const AdjustRequest& r) {
  return compare::adjust_p_values(r.p, r.method, r.comparisons.value_or(0));
}
inline Result<compare::SignFlipTest> run(const SignFlipRequest& r) {
  return compare::sign_flip_test(r.differences, whole_seed(r.seed), r.resamples);
}
inline Result<compare::WilcoxonTest> run(const WilcoxonRequest& r) {
  return compare::wilcoxon_signed_rank(r.differences, r.zeros);
}
inline Result<compare::Friedman> run(const FriedmanRequest& r) {
  return compare::friedman_test(r.scores, r.systems, r.level);
}
inline Result<compare::Friedman> run(const FriedmanRanksRequest& r) {
  return compare::friedman_from_ranks(r.average_ranks, r.tasks, r.level);
}
inline Result<RankQuantile> as_quantile(const Result<double>& q) {
  if (!q) return q.error();
  return RankQuantile{*q};
}
inline Result<RankQuantile> run(const NemenyiRequest& r) {
  return as_quantile(compare::nemenyi_quantile(r.systems, r.level));
}
inline Result<RankQuantile> run(const BonferroniDunnRequest& r) {
  return as_quantile(compare::bonferroni_dunn_quantile(r.systems, r.level));
}
inline Result<compare::CochranQ> run(const CochranRequest& r) {
  return compare::cochran_q(r.scores, r.systems);
}
inline Result<compare::RankSets> run(const RankSetsRequest& r) {
  return compare::rank_sets(r.estimates, r.standard_errors, r.method, r.level);
}
inline Result<compare::SystemsComparison> run(const SystemsRequest& r) {
  compare::ScoreRows rows = r.rows;
  rows.clusters = column(r.clusters);
  return compare::compare_systems(rows, r.options);
}

inline Result<compare::BattleFit> run(const BattlesRequest& r) {
  compare::BattleColumns columns = r.columns;
  columns.clusters = column(r.clusters);
  return compare::fit_battles(columns, r.options);
}
inline Result<compare::PlannedItems> run(const PlanMeanDifferenceRequest& r) {
  return compare::plan_mean_difference(r.effect, r.variances, r.target);
}
inline Result<compare::DetectableEffect> run(const DetectableMeanDifferenceRequest& r) {
  return compare::detectable_mean_difference(r.items, r.variances, r.target);
}
inline Result<PlannedItemsPerSystem> per_system(const Result<compare::PlannedItems>& plan) {
  if (!plan) return plan.error();
  return PlannedItemsPerSystem{*plan};
}
inline Result<PlannedItemsPerSystem> run(const PlanProportionsRequest& r) {
  return per_system(compare::plan_proportions(r.rate_a, r.rate_b, r.target));
}
inline Result<PlannedItemsPerSystem> run(const PlanProportionsBaselineRequest& r) {
  return per_system(compare::plan_proportions_baseline(r.rate, r.effect, r.target));
}
inline Result<compare::DetectableEffect> run(const DetectableProportionsRequest& r) {
  return compare::detectable_proportions(r.items_per_system, r.rate, r.target);
}
inline Result<compare::PlannedItems> run(const PlanPairedProportionsRequest& r) {
  return compare::plan_paired_proportions(r.effect, r.discordance, r.method, r.target);
}
inline Result<compare::DetectableEffect> run(const DetectablePairedProportionsRequest& r) {
  return compare::detectable_paired_proportions(r.items, r.discordance, r.method, r.target);
}
inline Result<compare::PlannedPrecision> run(const PlanHalfWidthRequest& r) {
  return compare::plan_half_width(r.half_width, r.rate, r.level, r.design_effect);
}
inline Result<compare::DetectableEffect> run(const DetectableRunsRequest& r) {
  return compare::detectable_runs(r.runs, r.sd, r.target);
}
inline Result<compare::PlannedRuns> run(const PlanRunsRequest& r) {
  return compare::plan_runs(r.effect, r.sd, r.target);
}

template <class V, Is<RankSetsRequest> S>
void fields(V& v, S& s) {
  v.type("RankSetsRequest", "Independent estimates with their standard errors.");
  v("estimates", s.estimates, "One per system; higher is better.");
  v("standardErrors", s.standard_errors, "One per system, 0 or above.");
  v.defaulted("method", s.method, "See `rankMethods`.");
  v.defaulted("level", s.level.value, "Confidence level, 0.5 to below 1.");
}

template <class V, Is<compare::RankSet> S>
void fields(V& v, S& s) {
  v.type("RankSet", "The ranks that the data do not exclude, from 1.");
  v("lower", s.lower, "Best possible rank.");
  v("upper", s.upper, "Worst possible rank.");
}

template <class V, Is<compare::RankSets> S>
void fields(V& v, S& s) {
  v.type("RankSets", "Rank sets of independent estimates.");
  v("method", s.method, "See `rankMethods`.");
  v("level", s.level.value, "Confidence level.");
  v("critical", s.critical, "Normal quantile of a pair's interval.");
  v("ranks", s.ranks, "One set per system.");
  v("arena", s.arena, "1 + systems whose marginal interval lies wholly above; comparison only.");
}

template <class V, Is<SystemsRequest> S>
void fields(V& v, S& s) {
  v.type("SystemsRequest", "Scores of systems on items, one entry per row in each column.");
  v("system", s.rows.system, "Number of the row's system, from 0.");
  v("item", s.rows.item, "Number of the row's item, from 0.");
  v("score", s.rows.score, "0/1 or graded; higher is better.");
  v("systems", s.rows.systems, "How many systems there are.");
  v("items", s.rows.items, "How many items there are.");
  v.omitted("clusters", s.clusters, "Group of each item, by a whole number from 0.");
  v.defaulted("level", s.options.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("correction", s.options.correction, "See `multiplicities`.");
  v.defaulted("rankMethod", s.options.ranks, "See `rankMethods`.");
  v.omitted("baseline", s.options.baseline, "Number of the one system to compare with.");
  v.defaulted("repeated", s.options.repeated, "Whether several scores of a cell are reruns.");
  v.defaulted("commonItemsOnly", s.options.common_items_only,
              "Whether to use only the items that all systems have.");
  v.omitted("bounds", s.options.bounds, "Ends of the scale of graded scores.");
}

template <class V, Is<compare::SystemScore> S>
void fields(V& v, S& s) {
  v.type("SystemScore", "One system's score.");
  v("n", s.n, "Items it was scored on.");
  v("rows", s.rows, "Scores, reruns counted.");
  v("estimate", s.estimate, "Mean score over items.");
  v("lower", s.lower, "Lower limit; null when refused.");
  v("upper", s.upper, "Upper limit; null when refused.");
  v("method", s.method, "See `meanMethods`.");
  v("standardError", s.standard_error, "The method's standard error; null when refused.");
  v("df", s.df, "Degrees of freedom; null when the quantile is normal.");
  v("rank", s.rank, "Ranks that remain possible; null for one system, or beside a baseline.");
  v("arena", s.arena, "1 + systems whose interval lies wholly above; comparison only.");
  v("refusal", s.refusal, "Why there is no interval; null when there is.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
  v.omitted("components", s.components, "Data and prediction noise, when items have several runs.");
}

template <class V, Is<compare::SystemPair> S>
void fields(V& v, S& s) {
  v.type("SystemPair", "Two systems on the items they share; the difference is A - B.");
  v("a", s.a, "Number of A.");
  v("b", s.b, "Number of B.");
  v("n", s.n, "Items that both have.");
  v("counts", s.counts, "Who is right on how many, of ungrouped 0/1 scores; null otherwise.");
  v("difference", s.difference, "A - B; null without common items.");
  v("lower", s.lower, "Lower limit of this pair alone; null when refused.");
  v("upper", s.upper, "Upper limit of this pair alone; null when refused.");
  v("simultaneousLower", s.simultaneous_lower, "Lower limit, all pairs together (Bonferroni).");
  v("simultaneousUpper", s.simultaneous_upper, "Upper limit, all pairs together (Bonferroni).");
  v("p", s.p, "Two-sided p-value of no difference; null when refused.");
  v("pAdjusted", s.p_adjusted, "The p-value corrected for the number of comparisons.");
  v("method", s.method, "See `pairMethods`.");
  v("standardError", s.standard_error, "Of the t methods; null otherwise.");
  v("df", s.df, "Of the t methods; null otherwise.");
  v("verdict", s.verdict, "See `verdicts`.");
  v("detectable", s.detectable,
    "Smallest difference that these items would show with power 0.8; null when out of reach.");
  v("itemsNeeded", s.items_needed,
    "Items that would show the observed difference with power 0.8 after a Bonferroni correction; "
    "null when it stands, or is 0.");
  v("refusal", s.refusal, "Why there is no interval; null when there is.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<compare::SystemsComparison> S>
void fields(V& v, S& s) {
  v.type("SystemsComparison", "Many systems on the items of one benchmark.");
  v("systems", s.systems, "In the order of their numbers.");
  v("pairs", s.pairs, "(0,1), (0,2), ...; with a baseline, (each other, baseline).");
  v("level", s.level.value, "Two-sided confidence level.");
  v("correction", s.correction, "How p-values were corrected; see `multiplicities`.");
  v("rankMethod", s.rank_method, "How rank sets were made; see `rankMethods`.");
  v("baseline", s.baseline, "The system compared with; null when all pairs are.");
  v("items", s.items, "Items used by any system.");
  v("comparisons", s.comparisons, "Pairs corrected for.");
  v("binary", s.binary, "Whether every score is 0 or 1.");
  v("complete", s.complete, "Whether every system has every item.");
  v("repeated", s.repeated, "Whether some item has several runs.");
  v("clusters", s.clusters, "Groups of items; null when items are independent.");
  v("separated", s.separated, "Pairs with a verdict for one side.");
  v("adjacentSeparated", s.adjacent_separated, "Of the neighbours in the order of scores.");
  v("cochran", s.cochran, "Cochran's Q of the best five, complete 0/1 tables; null otherwise.");
  v("solvedByAll", s.solved_by_all, "Items every system gets right; null unless complete and 0/1.");
  v("solvedByNone", s.solved_by_none, "Items no system gets right; null unless complete and 0/1.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<AdjustRequest> S>
void fields(V& v, S& s) {
  v.type("AdjustRequest", "p-values of many comparisons.");
  v("p", s.p, "Each in [0, 1].");
  v.defaulted("method", s.method, "See `multiplicities`.");
  v.omitted("comparisons", s.comparisons,
            "Comparisons to correct for, when they are more than the p-values given.");
}

template <class V, Is<compare::AdjustedPValues> S>
void fields(V& v, S& s) {
  v.type("AdjustedPValues", "p-values corrected for their number.");
  v("adjusted", s.adjusted, "In the order given.");
  v("method", s.method, "See `multiplicities`.");
  v("comparisons", s.comparisons, "The number corrected for.");
}

template <class V, Is<SignFlipRequest> S>
void fields(V& v, S& s) {
  v.type("SignFlipRequest", "Differences of two systems' scores on the same items.");
  v("differences", s.differences, "One per item.");
  v.defaulted("seed", s.seed, "Seed of random patterns, a whole number from 0 to 2^53 - 1.");
  v.defaulted("resamples", s.resamples, "Random patterns, 99 to 1,000,000, where it takes them.");
}

template <class V, Is<compare::SignFlipTest> S>
void fields(V& v, S& s) {
  v.type("SignFlipTest", "Is the mean difference zero, by the signs of the differences?");
  v("p", s.p, "Two-sided p-value.");
  v("estimate", s.estimate, "Mean difference.");
  v("method", s.method, "How p was computed; see `signFlipMethods`.");
  v("n", s.n, "Differences.");
  v("nonZero", s.non_zero, "Differences that are not zero.");
  v("count", s.count, "Sign patterns with a sum at least as far from zero as the observed one.");
  v("patterns", s.patterns, "Sign patterns looked at; both are null where they are not counted.");
  v("seed", s.seed, "Seed of random patterns; null when there were none.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<WilcoxonRequest> S>
void fields(V& v, S& s) {
  v.type("WilcoxonRequest", "Differences of two systems' scores on the same items or tasks.");
  v("differences", s.differences, "One per item.");
  v.defaulted("zeros", s.zeros, "What to do with zeros; see `zeroRules`.");
}

template <class V, Is<compare::WilcoxonTest> S>
void fields(V& v, S& s) {
  v.type("WilcoxonTest", "Wilcoxon signed-rank test.");
  v("statistic", s.statistic, "Sum of the ranks of positive differences.");
  v("negativeRanks", s.negative_ranks, "Sum of the ranks of negative differences.");
  v("p", s.p, "Two-sided p-value.");
  v("exact", s.exact, "Whether p is from the exact distribution.");
  v("z", s.z, "Standard normal deviate; null when p is exact.");
  v("zeros", s.zeros, "What was done with zeros; see `zeroRules`.");
  v("n", s.n, "Differences.");
  v("nonZero", s.non_zero, "Differences that are not zero.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<FriedmanRequest> S>
void fields(V& v, S& s) {
  v.type("FriedmanRequest", "Scores of several systems on several tasks.");
  v("scores", s.scores, "Row by row, one row per task, one column per system; higher is better.");
  v("systems", s.systems, "Columns, 2 to 1,000.");
  v.defaulted("level", s.level.value, "Of the critical differences, 0.5 to below 1.");
}

template <class V, Is<FriedmanRanksRequest> S>
void fields(V& v, S& s) {
  v.type("FriedmanRanksRequest", "Published average ranks of several systems.");
  v("averageRanks", s.average_ranks, "One per system; rank 1 is the best.");
  v("tasks", s.tasks, "Tasks that were averaged over, at least 2.");
  v.defaulted("level", s.level.value, "Of the critical differences, 0.5 to below 1.");
}

template <class V, Is<compare::TaskPair> S>
void fields(V& v, S& s) {
  v.type("TaskPair", "Two systems over all tasks: Wilcoxon signed-rank test.");
  v("a", s.a, "Number of A.");
  v("b", s.b, "Number of B.");
  v("statistic", s.statistic, "Sum of the ranks of tasks on which A is better.");
  v("nonZero", s.non_zero, "Tasks on which they differ.");
  v("p", s.p, "Two-sided p-value.");
  v("pAdjusted", s.p_adjusted, "Corrected for all pairs after Holm.");
  v("exact", s.exact, "Whether p is from the exact distribution.");
}

template <class V, Is<compare::Friedman> S>
void fields(V& v, S& s) {
  const auto corrected = [&s](auto member) {
    return s.tie_corrected ? std::optional<double>(*s.tie_corrected.*member) : std::nullopt;
  };
  v.type("Friedman", "Systems compared by their ranks on each task.");
  v("tasks", s.tasks, "Rows of the table.");
  v("systems", s.systems, "Columns of the table.");
  v("averageRanks", s.average_ranks, "Of each system; rank 1 is the best.");
  v("chiSquare", s.uncorrected.chi_square, "Friedman's statistic as if there were no ties.");
  v("p", s.uncorrected.p, "Its p-value.");
  v.derived("chiSquareTies", corrected(&compare::RankTest::chi_square),
            "The statistic corrected for ties, the one to read; null from published ranks.");
  v.derived("pTies", corrected(&compare::RankTest::p), "Its p-value; null from published ranks.");
  v("f", s.uncorrected.f, "Iman and Davenport's F without correction; null when infinite.");
  v("fP", s.uncorrected.f_p, "Its p-value.");
  v.derived("fTies", s.tie_corrected ? s.tie_corrected->f : std::nullopt,
            "The same corrected for ties; null when infinite, and from published ranks.");
  v.derived("fPTies", corrected(&compare::RankTest::f_p),
            "Its p-value; null from published ranks.");
  v("kendallW", s.kendall_w, "Agreement of the tasks, 0 to 1.");
  v("criticalDifference", s.critical_difference,
    "Nemenyi: average ranks further apart than this differ. Depends on who else takes part.");
  v("bonferroniDunn", s.bonferroni_dunn, "The same for one control against the others.");
  v("pairs", s.pairs, "(0,1), (0,2), ...; empty from published ranks.");
  v("level", s.level.value, "Of the critical differences.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

template <class V, Is<NemenyiRequest> S>
void fields(V& v, S& s) {
  v.type("NemenyiRequest", "All pairs of systems.");
  v("systems", s.systems, "At least 2.");
  v.defaulted("level", s.level.value, "0.5 to below 1.");
}

template <class V, Is<BonferroniDunnRequest> S>
void fields(V& v, S& s) {
  v.type("BonferroniDunnRequest", "One system against the others.");
  v("systems", s.systems, "At least 2, the one counted.");
  v.defaulted("level", s.level.value, "0.5 to below 1.");
}

template <class V, Is<RankQuantile> S>
void fields(V& v, S& s) {
  v.type("RankQuantile", "The q of a critical difference q sqrt(k (k + 1) / (6 tasks)).");
  v("q", s.q, "Critical value.");
}

template <class V, Is<CochranRequest> S>
void fields(V& v, S& s) {
  v.type("CochranRequest", "Which of several systems solve which items.");
  v("scores", s.scores, "Row by row, one row per item, one column per system: 1 right, 0 wrong.");
  v("systems", s.systems, "Columns, 2 to 1,000.");
}

template <class V, Is<compare::CochranQ> S>
void fields(V& v, S& s) {
  v.type("CochranQ", "Do the systems solve the same share of items?");
  v("statistic", s.statistic, "Cochran's Q.");
  v("df", s.df, "Degrees of freedom.");
  v("p", s.p, "p-value of the chi-square distribution.");
  v("items", s.items, "Rows of the table.");
  v("systems", s.systems, "Columns of the table.");
  v("discordant", s.discordant, "Items that some solve and some do not.");
}

template <class V, Is<BattlesRequest> S>
void fields(V& v, S& s) {
  v.type("BattlesRequest", "Battles between two systems each, one entry per battle in a column.");
  v("a", s.columns.a, "Number of the first system, from 0.");
  v("b", s.columns.b, "Number of the second system, another one.");
  v("outcome", s.columns.outcome, "0 a wins, 1 b wins, 2 tie, 3 both bad; see `battleOutcomes`.");
  v("systems", s.columns.systems, "How many systems there are, 2 to `limits.mostBattleSystems`.");
  v.omitted("method", s.options.method,
            "See `battleMethods`. Default: `davidson` with ties, `bradley_terry` without.");
  v.omitted("clusters", s.clusters, "Each battle's prompt or session, by a whole number from 0.");
  v.defaulted("level", s.options.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.omitted("anchor", s.options.anchor,
            "Number of the system whose rating is 1000. Default: the mean rating is.");
}

template <class V, Is<compare::BattleSystem> S>
void fields(V& v, S& s) {
  v.type("BattleSystem", "One system's strength, centred to sum 0, and Elo rating.");
  v("strength", s.strength, "Logarithm of odds.");
  v("lower", s.lower, "Lower limit of the strength.");
  v("upper", s.upper, "Upper limit of the strength.");
  v("standardError", s.standard_error, "Standard error of the strength.");
  v("rating", s.rating, "1000 + 400 / ln 10 times the strength, or the distance from the anchor.");
  v("ratingLower", s.rating_lower, "Lower limit of the rating.");
  v("ratingUpper", s.rating_upper, "Upper limit of the rating.");
  v("battles", s.battles, "Battles it took part in.");
}

template <class V, Is<compare::BattlePair> S>
void fields(V& v, S& s) {
  v.type("BattlePair", "Two systems' difference of strengths; compare by these.");
  v("a", s.a, "Number of A.");
  v("b", s.b, "Number of B.");
  v("difference", s.difference, "Strength of A - strength of B.");
  v("standardError", s.standard_error, "Standard error of the difference.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
  v("p", s.p, "Two-sided p-value of equal strengths.");
}

template <class V, Is<compare::BattleFit> S>
void fields(V& v, S& s) {
  v.type("BattleFit", "Strengths of systems from battles, or what stands in their way.");
  v("status", s.status, "See `battleStatuses`; there are systems and pairs when `fitted`.");
  v.omitted("groups", s.groups,
            "When `not_connected`, a group per system; none ever beat one of a lower number.");
  v("systems", s.systems, "In the order of their numbers.");
  v("pairs", s.pairs, "(0,1), (0,2), ..., (1,2), ...");
  v("method", s.method, "See `battleMethods`.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("battles", s.battles, "Battles.");
  v("ties", s.ties, "Ties, without those that are both bad.");
  v("bothBad", s.both_bad, "Both bad, a tie for the model.");
  v("clusters", s.clusters, "Groups of battles; null when they are independent.");
  v("robust", s.robust, "Whether standard errors are by the sandwich.");
  v("tie", s.tie, "Davidson's nu: among equals nu / (2 + nu) are ties; null in other models.");
  v("logTie", s.log_tie, "Its logarithm; null without ties.");
  v("logTieError", s.log_tie_error, "Standard error of the logarithm; null without ties.");
  v("logLikelihood", s.log_likelihood, "At the maximum; null unless fitted.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

/// What every plan of a comparison is asked with.
template <class V>
void target_fields(V& v, compare::PlanTarget& target) {
  v.defaulted("power", target.power, "Chance to find the effect, above (1 - level) / 2, below 1.");
  v.defaulted("level", target.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("designEffect", target.design_effect, "Variance inflation of clustered items.");
}

/// The same in an answer.
template <class V, class Target>
void met_target_fields(V& v, Target& target) {
  v("power", target.power, "Chance to find the effect.");
  v("level", target.level.value, "Two-sided confidence level.");
  v("designEffect", target.design_effect, "Variance inflation of clustered items.");
}

template <class V>
void variance_fields(V& v, compare::MeanVariances& s) {
  v("betweenVariance", s.between,
    "Variance over items of the difference of the true means, 0 or above.");
  v.defaulted("withinA", s.within_a, "Variance of A's answers to one item, mean over items.");
  v.defaulted("withinB", s.within_b, "The same of B.");
  v.omitted("samplesA", s.samples_a, "Answers of A per item. Default: infinitely many.");
  v.omitted("samplesB", s.samples_b, "Answers of B per item. Default: infinitely many.");
}

template <class V, Is<PlanMeanDifferenceRequest> S>
void fields(V& v, S& s) {
  v.type("PlanMeanDifferenceRequest", "Two means on the same items.");
  v("effect", s.effect, "Difference to find, not 0.");
  variance_fields(v, s.variances);
  target_fields(v, s.target);
}

template <class V, Is<DetectableMeanDifferenceRequest> S>
void fields(V& v, S& s) {
  v.type("DetectableMeanDifferenceRequest", "Two means on the same items.");
  v("items", s.items, "Items, above 0.");
  variance_fields(v, s.variances);
  target_fields(v, s.target);
}

template <class V, Is<PlanProportionsRequest> S>
void fields(V& v, S& s) {
  v.type("PlanProportionsRequest", "Two rates on different items.");
  v("rateA", s.rate_a, "In [0, 1].");
  v("rateB", s.rate_b, "In [0, 1], another one.");
  target_fields(v, s.target);
}

template <class V, Is<PlanProportionsBaselineRequest> S>
void fields(V& v, S& s) {
  v.type("PlanProportionsBaselineRequest", "A rate against a baseline, on different items.");
  v("rate", s.rate, "The baseline, inside (0, 1).");
  v("effect", s.effect, "Difference from it to find, not 0.");
  target_fields(v, s.target);
}

template <class V, Is<DetectableProportionsRequest> S>
void fields(V& v, S& s) {
  v.type("DetectableProportionsRequest", "Two rates on different items.");
  v("itemsPerSystem", s.items_per_system, "Items of each system, above 0.");
  v("rate", s.rate, "What both are near, inside (0, 1).");
  target_fields(v, s.target);
}

template <class V, Is<PlanPairedProportionsRequest> S>
void fields(V& v, S& s) {
  v.type("PlanPairedProportionsRequest", "Two rates on the same items.");
  v("effect", s.effect, "Difference to find, not 0.");
  v("discordance", s.discordance, "Share of items that exactly one gets right, in (|effect|, 1].");
  v.defaulted("method", s.method, "See `pairedPlanMethods`.");
  target_fields(v, s.target);
}

template <class V, Is<DetectablePairedProportionsRequest> S>
void fields(V& v, S& s) {
  v.type("DetectablePairedProportionsRequest", "Two rates on the same items.");
  v("items", s.items, "Items, above 0.");
  v("discordance", s.discordance, "Share of items that exactly one gets right, in (0, 1].");
  v.defaulted("method", s.method, "See `pairedPlanMethods`.");
  target_fields(v, s.target);
}

template <class V, Is<PlanHalfWidthRequest> S>
void fields(V& v, S& s) {
  v.type("PlanHalfWidthRequest", "The interval of one rate.");
  v("halfWidth", s.half_width, "Wanted half-width, inside (0, 1).");
  v.defaulted("rate", s.rate, "Expected rate, inside (0, 1).");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
  v.defaulted("designEffect", s.design_effect, "Variance inflation of clustered items.");
}

/// Runs have no items, hence no design effect.
template <class V>
void run_target_fields(V& v, compare::PlanTarget& target) {
  v.defaulted("power", target.power, "Chance to find the effect, above (1 - level) / 2, below 1.");
  v.defaulted("level", target.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<DetectableRunsRequest> S>
void fields(V& v, S& s) {
  v.type("DetectableRunsRequest", "Reruns of two systems.");
  v("runs", s.runs, "Runs of each system, at least 2.");
  v("sd", s.sd, "Standard deviation of one run, above 0.");
  run_target_fields(v, s.target);
}

template <class V, Is<PlanRunsRequest> S>
void fields(V& v, S& s) {
  v.type("PlanRunsRequest", "Reruns of two systems.");
  v("effect", s.effect, "Difference to find, not 0.");
  v("sd", s.sd, "Standard deviation of one run, above 0.");
  run_target_fields(v, s.target);
}

template <class V, Is<compare::PlannedItems> S>
void fields(V& v, S& s) {
  v.type("PlannedItems", "How many items a comparison needs.");
  v("design", s.design, "See `planDesigns`.");
  v("items", s.items, "As the formula gives it.");
  v("itemsCeiling", s.items_ceiling, "The whole number to plan with.");
  met_target_fields(v, s.target);
}

template <class V, Is<PlannedItemsPerSystem> S>
void fields(V& v, S& s) {
  v.type("PlannedItemsPerSystem", "How many items each of two systems needs.");
  v("design", s.plan.design, "See `planDesigns`.");
  v("itemsPerSystem", s.plan.items, "As the formula gives it.");
  v("itemsPerSystemCeiling", s.plan.items_ceiling, "The whole number to plan with.");
  met_target_fields(v, s.plan.target);
}

template <class V, Is<compare::PlannedPrecision> S>
void fields(V& v, S& s) {
  v.type("PlannedPrecision", "How many items an interval of a given half-width needs.");
  v("design", s.design, "See `planDesigns`.");
  v("items", s.items, "As the formula gives it.");
  v("itemsCeiling", s.items_ceiling, "The whole number to plan with.");
  v("level", s.level.value, "Two-sided confidence level.");
  v("designEffect", s.design_effect, "Variance inflation of clustered items.");
}

template <class V, Is<compare::DetectableEffect> S>
void fields(V& v, S& s) {
  v.type("DetectableEffect", "The smallest difference that would be found.");
  v("design", s.design, "See `planDesigns`.");
  v("effect", s.effect, "Above 0; null when no possible difference would be found.");
  met_target_fields(v, s.target);
}

template <class V, Is<compare::PlannedRuns> S>
void fields(V& v, S& s) {
  v.type("PlannedRuns", "How many reruns of each of two systems are needed.");
  v("design", s.design, "See `planDesigns`.");
  v("runs", s.runs, "Of each system, at least 2.");
  v("detectable", s.detectable, "What that many runs show.");
  v("power", s.target.power, "Chance to find the effect.");
  v("level", s.target.level.value, "Two-sided confidence level.");
}

}  // namespace evenhand::abi

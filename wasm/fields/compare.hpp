/// What JavaScript can call of the area `compare`, and the fields that cross for it.
#pragma once

#include <optional>
#include <span>

#include "evenhand/compare/ranks.hpp"
#include "evenhand/compare/systems.hpp"
#include "interval.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_COMPARE_FUNCTIONS(X) \
  X(rank_sets, RankSetsRequest)           \
  X(compare_systems, SystemsRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_COMPARE_ENUMS(X)                    \
  X(compare::Multiplicity, Multiplicity, multiplicities) \
  X(compare::RankMethod, RankMethod, rankMethods)        \
  X(compare::PairMethod, PairMethod, pairMethods)        \
  X(compare::Verdict, Verdict, verdicts)

// X(name in TypeScript, number)
#define EVENHAND_ABI_COMPARE_LIMITS(X) X(mostComparedSystems, compare::most_compared_systems)

// X(name in TypeScript, value)
#define EVENHAND_ABI_COMPARE_DEFAULTS(X)              \
  X(rankMethod, compare::SystemsOptions{}.ranks)      \
  X(correction, compare::SystemsOptions{}.correction) \
  X(power, compare::default_power)

namespace evenhand::abi {

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

inline Result<compare::RankSets> run(const RankSetsRequest& r) {
  return compare::rank_sets(r.estimates, r.standard_errors, r.method, r.level);
}
inline Result<compare::SystemsComparison> run(const SystemsRequest& r) {
  compare::ScoreRows rows = r.rows;
  rows.clusters = column(r.clusters);
  return compare::compare_systems(rows, r.options);
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
  v("solvedByAll", s.solved_by_all, "Items every system gets right; null unless complete and 0/1.");
  v("solvedByNone", s.solved_by_none, "Items no system gets right; null unless complete and 0/1.");
  v("notes", s.notes, "What to know before relying on it; see `notes`.");
}

}  // namespace evenhand::abi

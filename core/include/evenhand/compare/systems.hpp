/// Many systems on the items of one benchmark: a leaderboard whose differences are tested on the
/// items that two systems share, corrected for their number, with the ranks that remain possible.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/compare/multiplicity.hpp"
#include "evenhand/compare/ranks.hpp"
#include "evenhand/compare/tasks.hpp"
#include "evenhand/interval/difference.hpp"
#include "evenhand/interval/mean.hpp"
#include "evenhand/interval/runs.hpp"

namespace evenhand::compare {

/// Scores of systems on items, one entry per row in `system`, `item` and `score`.
struct ScoreRows {
  std::span<const std::int32_t> system;  ///< 0 .. systems - 1
  std::span<const std::int32_t> item;    ///< 0 .. items - 1
  std::span<const double> score;         ///< finite; 0/1 verdicts or graded, higher is better
  std::int64_t systems = 0;
  std::int64_t items = 0;
  /// Group of each item, by a number >= 0 (one entry per item); empty when items are independent.
  std::span<const std::int32_t> clusters;
};

/// More systems than this have too many pairs to list; give a baseline instead.
inline constexpr std::int64_t most_compared_systems = 2000;
/// How many of the best systems Cochran's Q looks at.
inline constexpr std::int64_t cochran_systems = 5;

struct SystemsOptions {
  Level level;
  Multiplicity correction = Multiplicity::holm;
  RankMethod ranks = RankMethod::bonferroni;
  /// Compares every other system with this one only.
  std::optional<std::int64_t> baseline;
  /// Several scores of a system for one item are reruns, and are averaged; otherwise refused.
  bool repeated = false;
  /// Restricts every comparison to the items that all systems have.
  bool common_items_only = false;
  /// Ends of the scale of graded scores, when it has any.
  std::optional<Interval> bounds;
};

// X(name, title, explanation)
#define EVENHAND_PAIR_METHODS(X)                                                                   \
  X(tango, "Tango score interval, mid-P McNemar test",                                             \
    "Tango 1998, Stat. Med. 17:891; Fagerland, Lydersen and Laake 2013, BMC Med. Res. Methodol. "  \
    "13:91")                                                                                       \
  X(t, "paired t", "Student's t on the differences of the items' scores")                          \
  X(cr2, "cluster-robust paired t",                                                                \
    "CR2 with Satterthwaite degrees of freedom on the differences of the items' scores; Bell and " \
    "McCaffrey 2002, Surv. Methodol. 28:169")

EVENHAND_ENUM(PairMethod, EVENHAND_PAIR_METHODS)

// X(name, title, explanation)
#define EVENHAND_VERDICTS(X)                                                                 \
  X(a_better, "the first is better",                                                         \
    "The interval lies above zero and the corrected p-value is below the threshold.")        \
  X(b_better, "the second is better",                                                        \
    "The interval lies below zero and the corrected p-value is below the threshold.")        \
  X(not_told_apart, "not told apart by these data",                                          \
    "The data do not show which system is better; this is not a proof that they are equal.") \
  X(inconclusive, "inconclusive",                                                            \
    "Interval and test disagree on whether there is a difference; count it as not told apart.")

EVENHAND_ENUM(Verdict, EVENHAND_VERDICTS)

/// One system's score.
struct SystemScore {
  std::int64_t n = 0;     ///< items it was scored on
  std::int64_t rows = 0;  ///< scores, reruns counted
  double estimate = 0;
  /// Absent when refused; see `refusal`.
  std::optional<double> lower;
  std::optional<double> upper;
  interval::MeanMethod method = interval::MeanMethod::wilson;
  std::optional<double> standard_error;
  std::optional<double> df;
  /// The ranks that remain possible; absent for a single system, and for all but the baseline when
  /// one is given.
  std::optional<RankSet> rank;
  std::int64_t arena = 1;       ///< 1 + systems whose interval lies wholly above; comparison only
  std::optional<Errc> refusal;  ///< why there is no interval
  Notes notes;
  /// Data and prediction noise, when every item has several runs.
  std::optional<interval::VarianceComponents> components;
};

/// Two systems on the items they share. The difference is A - B.
struct SystemPair {
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t n = 0;                            ///< common items
  std::optional<interval::PairedCounts> counts;  ///< of 0/1 scores
  std::optional<double> difference;              ///< absent without common items
  std::optional<double> lower;                   ///< at the level, this pair alone
  std::optional<double> upper;
  std::optional<double> simultaneous_lower;  ///< all pairs together, Bonferroni
  std::optional<double> simultaneous_upper;
  std::optional<double> p;
  std::optional<double> p_adjusted;
  PairMethod method = PairMethod::tango;
  std::optional<double> standard_error;  ///< of the t methods
  std::optional<double> df;
  Verdict verdict = Verdict::not_told_apart;
  /// Smallest difference that this many items would show with power 0.8, given how often the two
  /// systems differ.
  std::optional<double> detectable;
  /// Items with which a difference as large as the observed one would be shown with power 0.8
  /// after a Bonferroni correction; absent when the difference is 0 or stands already.
  std::optional<std::int64_t> items_needed;
  std::optional<Errc> refusal;  ///< why there is no interval
  Notes notes;
};

/// The whole comparison.
struct SystemsComparison {
  std::vector<SystemScore> systems;  ///< in the order of their numbers
  std::vector<SystemPair> pairs;     ///< (0,1), (0,2), ...; with a baseline, (each other, baseline)
  Level level;
  Multiplicity correction = Multiplicity::holm;
  RankMethod rank_method = RankMethod::bonferroni;
  std::optional<std::int64_t> baseline;
  std::int64_t items = 0;        ///< items used by any system
  std::int64_t comparisons = 0;  ///< pairs corrected for
  bool binary = true;            ///< every score is 0 or 1
  bool complete = true;          ///< every system has every item
  bool repeated = false;         ///< some item has several runs
  std::optional<std::int64_t> clusters;
  std::int64_t separated = 0;           ///< pairs with a verdict for one side
  std::int64_t adjacent_separated = 0;  ///< of the systems - 1 neighbours in the order of scores
  std::optional<CochranQ> cochran;      ///< complete 0/1 tables: do the best systems differ at all
  std::optional<std::int64_t> solved_by_all;
  std::optional<std::int64_t> solved_by_none;
  Notes notes;
};

/// Compares systems on the items of one benchmark (specification of intervals, section 12).
/// 0/1 scores: Wilson intervals, Tango differences, mid-P McNemar; graded: t; grouped items: the
/// cluster-robust forms. Differences use the items both systems have; the order of rows does not
/// matter. Cost: items x systems / 64 per system for 0/1 scores, otherwise items (or groups) x
/// pairs, or x systems with a baseline.
/// Errors: empty_sample ("score"), length_mismatch ("item", "score", "clusters"), not_finite
/// ("score"), value_out_of_range ("system", "item", "clusters", "baseline"), value_out_of_bounds
/// ("score"), duplicate_cell ("score"), unsupported ("systems": more than most_compared_systems
/// without a baseline), no_common_items ("item": common_items_only leaves none),
/// level_out_of_range.
[[nodiscard]] Result<SystemsComparison> compare_systems(const ScoreRows& rows,
                                                        const SystemsOptions& options = {});

}  // namespace evenhand::compare

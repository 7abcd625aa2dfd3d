/// Several systems on several tasks: does any differ, and which ones?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::compare {

/// Friedman's test in its two forms. `f` is absent when all tasks rank the systems alike: F is
/// then infinite and its p-value 0.
struct RankTest {
  double chi_square = 0;  ///< on systems - 1 degrees of freedom
  double p = 1;
  std::optional<double> f;  ///< Iman and Davenport's, on k-1 and (k-1)(tasks-1) degrees of freedom
  double f_p = 1;
};

/// Two systems over all tasks: Wilcoxon signed-rank test, zeros dropped.
struct TaskPair {
  std::int64_t a = 0;         ///< system, from 0
  std::int64_t b = 0;         ///< system, a < b
  double statistic = 0;       ///< sum of the ranks of tasks on which a is better
  std::int64_t non_zero = 0;  ///< tasks on which they differ
  double p = 1;               ///< two-sided
  double p_adjusted = 1;      ///< Holm over all pairs
  bool exact = true;          ///< p from the exact distribution
};

/// Systems compared by their ranks on each task; rank 1 is the best.
struct Friedman {
  std::int64_t tasks = 0;
  std::int64_t systems = 0;
  std::vector<double> average_ranks;      ///< of each system, from 1 to `systems`
  RankTest uncorrected;                   ///< as if there were no ties
  std::optional<RankTest> tie_corrected;  ///< the one to read; absent when only ranks are known
  double kendall_w = 0;                   ///< agreement of the tasks, 0 to 1
  double critical_difference = 0;         ///< Nemenyi: of average ranks, any two systems
  double bonferroni_dunn = 0;             ///< the same for one control against the others
  std::vector<TaskPair> pairs;  ///< the default for pairs; empty when only ranks are known
  Level level;                  ///< of the critical differences
  Notes notes;  ///< perfect_agreement, two_systems, normal_approximation, all_zero_differences
};

/// Friedman's test and the comparison of all pairs. `scores`: row-major, one row per task, one
/// column per system, higher is better; scores within rounding of each other tie. At least 2 tasks
/// and 2 systems; with 2 systems the pair's Wilcoxon test is the answer (note `two_systems`).
/// Nemenyi's critical difference depends on which other systems take part; the pairs do not.
/// Errors: too_few ("systems", "scores"), value_out_of_range ("systems": above 1,000),
/// empty_sample, incomplete_matrix (NaN cells, or no whole number of rows), not_finite,
/// constant_input (every task is a tie of all) ("scores"); level_out_of_range; no_convergence.
/// Sources: Friedman 1937, J. Am. Stat. Assoc. 32:675; Iman and Davenport 1980, Commun. Stat.
/// A9:571; Demsar 2006, J. Mach. Learn. Res. 7:1; Benavoli et al. 2016, J. Mach. Learn. Res. 17(5).
[[nodiscard]] Result<Friedman> friedman_test(std::span<const double> scores, std::int64_t systems,
                                             Level level = {});

/// The same from published average ranks, one per system, over `tasks` tasks; no correction for
/// ties, no pairs. Ranks may be rounded: they must be in [1, k] and sum to k(k+1)/2 within 0.05 k.
/// Errors: too_few ("averageRanks", "tasks"), empty_sample, not_finite, value_out_of_bounds (other
/// ranks, or more extreme ones than any table has) ("averageRanks"), not_integer ("tasks");
/// level_out_of_range; no_convergence.
[[nodiscard]] Result<Friedman> friedman_from_ranks(std::span<const double> average_ranks,
                                                   std::int64_t tasks, Level level = {});

/// Nemenyi's q: quantile of the studentised range of `systems` normal variables at `level`, over
/// the square root of 2. systems: 2 to 2^53.
/// Errors: too_few, not_integer ("systems"); level_out_of_range; no_convergence.
[[nodiscard]] Result<double> nemenyi_quantile(std::int64_t systems, Level level = {});

/// The q of Bonferroni and Dunn for one control against `systems` - 1 others. Errors: the same.
[[nodiscard]] Result<double> bonferroni_dunn_quantile(std::int64_t systems, Level level = {});

/// Cochran's Q: do `systems` systems solve the same share of items?
struct CochranQ {
  double statistic = 0;  ///< Q
  std::int64_t df = 0;   ///< systems - 1
  double p = 1;          ///< chi-square
  std::int64_t items = 0;
  std::int64_t systems = 0;
  std::int64_t discordant = 0;  ///< items that some systems solve and some do not
};

/// `scores`: row-major, one row per item, one column per system, each 1 (right) or 0 (wrong).
/// Errors: too_few, value_out_of_range ("systems"), empty_sample, incomplete_matrix (NaN cells, or
/// no whole number of rows), not_finite, not_binary, no_discordant_items ("scores");
/// no_convergence.
/// Source: Cochran 1950, Biometrika 37:256.
[[nodiscard]] Result<CochranQ> cochran_q(std::span<const double> scores, std::int64_t systems);

}  // namespace evenhand::compare

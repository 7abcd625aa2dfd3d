/// The difference of two shares: two systems on different items, or on the same ones.
#pragma once

#include <cstdint>
#include <optional>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::interval {

// X(name, title, source)
#define EVENHAND_INDEPENDENT_METHODS(X)                                               \
  X(miettinen_nurminen, "Miettinen-Nurminen score",                                   \
    "Miettinen and Nurminen 1985, Stat. Med. 4:213")                                  \
  X(newcombe, "Newcombe hybrid score", "Newcombe 1998, Stat. Med. 17:873, method 10") \
  X(mee, "Mee score", "Mee 1984, Biometrics 40:1175")                                 \
  X(agresti_caffo, "Agresti-Caffo", "Agresti and Caffo 2000, Am. Stat. 54:280")       \
  X(wald, "Wald (not recommended)",                                                   \
    "shown as a warning: zero width at 0 % and 100 %, and too narrow near them")

EVENHAND_ENUM(IndependentMethod, EVENHAND_INDEPENDENT_METHODS)

// X(name, title, source)
#define EVENHAND_PAIRED_METHODS(X)                                                       \
  X(tango, "Tango score", "Tango 1998, Stat. Med. 17:891")                               \
  X(newcombe, "Newcombe square-and-add", "Newcombe 1998, Stat. Med. 17:2635, method 10") \
  X(bonett_price, "Bonett-Price", "Bonett and Price 2012, J. Educ. Behav. Stat. 37:479") \
  X(wald, "Wald (not recommended)",                                                      \
    "shown as a warning: zero width without discordant items, and too narrow")

EVENHAND_ENUM(PairedMethod, EVENHAND_PAIRED_METHODS)

/// Chosen by measured coverage and length (core/methods/coverage.md).
inline constexpr IndependentMethod default_independent_method =
    IndependentMethod::miettinen_nurminen;
inline constexpr PairedMethod default_paired_method = PairedMethod::tango;

/// Difference of two shares, A - B, of systems run on different items.
struct IndependentDifference {
  double difference = 0;
  double lower = -1;  ///< in [-1, 1]
  double upper = 1;   ///< in [-1, 1]
  Level level;
  IndependentMethod method = default_independent_method;
  Counts a;
  Counts b;
  /// Score statistic for equal shares and its two-sided p-value, where the method has a test.
  std::optional<double> statistic;
  std::optional<double> p;
  /// P(share of A > share of B) under independent uniform priors.
  double probability_a_better = 0.5;
  /// Smallest difference that so many items would show with power 0.8 at the pooled share; absent
  /// when that share is 0 or 1, or nothing possible would be shown.
  std::optional<double> detectable;
  std::optional<Interval> unclipped;
  Notes notes;
};

/// Interval for the difference of two independent binomial shares. Swapping A and B mirrors it.
/// Errors: those of the counts ("a", "b"), level_out_of_range, no_convergence.
/// Sources: texts(IndependentMethod{}).
[[nodiscard]] Result<IndependentDifference> independent_difference(
    Counts a, Counts b, IndependentMethod method = default_independent_method, Level level = {});

/// Two systems on the same items, counted by which of them is right.
struct PairedCounts {
  std::int64_t both = 0;
  std::int64_t a_only = 0;
  std::int64_t b_only = 0;
  std::int64_t neither = 0;

  [[nodiscard]] constexpr std::int64_t items() const noexcept {
    return both + a_only + b_only + neither;
  }
};

/// Tests of equal shares on the same items: only the discordant items tell.
struct McNemarTest {
  double exact_p = 1;  ///< two-sided binomial test of the discordant items
  double mid_p = 1;    ///< counts half of the observed split
  /// (a_only - b_only)^2 / (a_only + b_only) and its p-value; absent without discordant items.
  std::optional<double> chi_square;
  std::optional<double> chi_square_p;
};

/// McNemar's test in three forms. Counts >= 0.
/// Sources: McNemar 1947, Psychometrika 12:153; Fagerland, Lydersen and Laake 2013, BMC Med. Res.
/// Methodol. 13:91 (mid-P, which at equal counts is 1 - P(k)/2).
[[nodiscard]] McNemarTest mcnemar_test(std::int64_t a_only, std::int64_t b_only) noexcept;

/// Difference of two shares, A - B, of systems run on the same items.
struct PairedDifference {
  double difference = 0;
  double lower = -1;  ///< in [-1, 1]
  double upper = 1;   ///< in [-1, 1]
  Level level;
  PairedMethod method = default_paired_method;
  PairedCounts counts;
  std::int64_t n = 0;
  McNemarTest test;
  /// P(A better than B) under a symmetric Dirichlet prior on the four cells.
  double probability_a_better = 0.5;
  double prior = 1;
  /// Smallest difference that so many items would show with power 0.8 at the observed discordance
  /// (Connor 1987); absent without discordant items, or when not even all of them would be enough.
  std::optional<double> detectable;
  std::optional<Interval> unclipped;
  Notes notes;
};

/// Interval for the difference of two shares on the same items, with McNemar's tests. `prior` is
/// the Dirichlet parameter of each cell, 1 or 1/2. Swapping A and B mirrors the interval.
/// Errors: empty_sample ("counts"), not_integer (the cell's name), value_out_of_range ("prior"),
/// level_out_of_range, no_convergence.
/// Sources: texts(PairedMethod{}).
[[nodiscard]] Result<PairedDifference> paired_difference(
    const PairedCounts& counts, PairedMethod method = default_paired_method, Level level = {},
    double prior = 1);

}  // namespace evenhand::interval

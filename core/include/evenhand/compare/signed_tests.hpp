/// Two systems on the same items, by the signs and sizes of the differences of their scores.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/resampling.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::compare {

// X(name, title, source)
#define EVENHAND_SIGN_FLIP_METHODS(X)                                                        \
  X(enumeration, "every sign pattern", "Fisher 1935, The Design of Experiments, section 21") \
  X(convolution, "exact distribution by convolution",                                        \
    "Pagano and Tritchler 1983, J. Am. Stat. Assoc. 78:435")                                 \
  X(monte_carlo, "random sign patterns",                                                     \
    "Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9:39: p = (1 + count)/(1 + "      \
    "patterns)")                                                                             \
  X(mcnemar, "exact McNemar",                                                                \
    "McNemar 1947, Psychometrika 12:153: all differences have one size, so signs are counted")

/// How the p-value of a sign-flip test was computed.
EVENHAND_ENUM(SignFlipMethod, EVENHAND_SIGN_FLIP_METHODS)

/// A sign-flip test with all that made it.
struct SignFlipTest {
  double p = 1;         ///< two-sided
  double estimate = 0;  ///< mean of all differences, in their unit
  SignFlipMethod method = SignFlipMethod::enumeration;
  std::int64_t n = 0;                    ///< differences
  std::int64_t non_zero = 0;             ///< those that are not zero
  std::optional<std::int64_t> count;     ///< patterns with a sum at least as large as the observed
  std::optional<std::int64_t> patterns;  ///< of so many; both absent beyond 2^53 and for `mcnemar`
  std::optional<std::int64_t> seed;      ///< when patterns were drawn at random
  Notes notes;                           ///< monte_carlo, all_zero_differences
};

/// Is the mean difference zero? Under the hypothesis every sign of a difference is as likely as
/// the other; p is the share of sign patterns whose |sum| is at least the observed one. Zeros are
/// dropped. Exact for 0/1 scores (all differences are -1, 0 or 1), for at most 20 differences, for
/// decimals of at most 6 places that are not too many, and for differences of one size; otherwise
/// from `resamples` random patterns (99 to 1,000,000). seed: in [0, 2^53).
/// Errors: empty_sample, not_finite ("differences"); seed_out_of_range; too_few,
/// value_out_of_range ("resamples").
/// Sources: texts(SignFlipMethod{}).
[[nodiscard]] Result<SignFlipTest> sign_flip_test(std::span<const double> differences,
                                                  std::int64_t seed = default_seed,
                                                  std::int64_t resamples = default_resamples);

// X(name, title, source)
#define EVENHAND_ZERO_RULES(X)                                     \
  X(drop, "zeros dropped", "Wilcoxon 1945, Biometrics Bull. 1:80") \
  X(split, "the ranks of zeros go half to each side",              \
    "Demsar 2006, J. Mach. Learn. Res. 7:1; p from a normal approximation")

/// What the Wilcoxon test does with differences that are zero.
EVENHAND_ENUM(ZeroRule, EVENHAND_ZERO_RULES)

/// A Wilcoxon signed-rank test with all that made it.
struct WilcoxonTest {
  double statistic = 0;       ///< sum of the ranks of positive differences
  double negative_ranks = 0;  ///< sum of the ranks of negative differences
  double p = 1;               ///< two-sided
  bool exact = true;          ///< p from the exact distribution of the (mid)ranks
  std::optional<double> z;    ///< standard normal deviate, when p is not exact
  ZeroRule zeros = ZeroRule::drop;
  std::int64_t n = 0;         ///< differences
  std::int64_t non_zero = 0;  ///< those that are not zero
  Notes notes;                ///< normal_approximation, all_zero_differences
};

/// Are the differences symmetric about zero? Sizes are ranked, ties at their mean rank, within the
/// rounding of decimal data. `drop`: exact up to 200 differences that are not zero, then normal
/// with the variance of the actual ranks, without continuity correction. `split`: always normal.
/// Errors: empty_sample, not_finite ("differences").
/// Sources: texts(ZeroRule{}).
[[nodiscard]] Result<WilcoxonTest> wilcoxon_signed_rank(std::span<const double> differences,
                                                        ZeroRule zeros = ZeroRule::drop);

}  // namespace evenhand::compare

/// p-values of many comparisons, adjusted so that they may be read one by one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/base/types.hpp"

namespace evenhand::compare {

// X(name, title, source)
#define EVENHAND_MULTIPLICITIES(X)                                                               \
  X(holm, "Holm", "Holm 1979, Scand. J. Stat. 6:65; one false positive, under any dependence")   \
  X(bonferroni, "Bonferroni", "Dunn 1961, J. Am. Stat. Assoc. 56:52; as Holm, and never better") \
  X(hochberg, "Hochberg",                                                                        \
    "Hochberg 1988, Biometrika 75:800; one false positive, independent or positively "           \
    "dependent tests")                                                                           \
  X(bh, "Benjamini-Hochberg",                                                                    \
    "Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289; share of false positives, "         \
    "independent or positively dependent tests")                                                 \
  X(by, "Benjamini-Yekutieli",                                                                   \
    "Benjamini and Yekutieli 2001, Ann. Stat. 29:1165; share of false positives, under any "     \
    "dependence")

/// How p-values are corrected for the number of comparisons, and what is then controlled.
EVENHAND_ENUM(Multiplicity, EVENHAND_MULTIPLICITIES)

/// Needs no assumption, and is never worse than Bonferroni.
inline constexpr Multiplicity default_multiplicity = Multiplicity::holm;

/// Adjusted p-values, in the order of those given, with what made them.
struct AdjustedPValues {
  std::vector<double> adjusted;  ///< in [0, 1], each at least as large as its raw p-value
  Multiplicity method = default_multiplicity;
  std::int64_t comparisons = 0;  ///< the number corrected for
};

/// Adjusts p-values in [0, 1] for `comparisons` tests; 0 stands for as many as there are p-values,
/// a larger number for tests whose p-values are not given.
/// Errors: empty_sample, p_out_of_range ("p"); value_out_of_range ("comparisons": fewer than
/// p-values), not_integer ("comparisons": negative or above 2^53).
/// Sources: texts(Multiplicity{}).
[[nodiscard]] Result<AdjustedPValues> adjust_p_values(std::span<const double> p,
                                                      Multiplicity method = default_multiplicity,
                                                      std::int64_t comparisons = 0);

}  // namespace evenhand::compare

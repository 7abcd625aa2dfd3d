/// What one should know about a number that is returned all the same.
#pragma once

#include <cstdint>

#include "evenhand/base/enums.hpp"
#include "evenhand/base/flags.hpp"

namespace evenhand {

// X(name, title, sentence). Append only.
#define EVENHAND_NOTE_LIST(X)                                                                      \
  X(wald_warning, "Wald interval",                                                                 \
    "The Wald interval has no width at 0 % and 100 %, leaves the possible range and covers too "   \
    "rarely; it is shown for comparison only.")                                                    \
  X(clipped, "cut to the possible range",                                                          \
    "A limit outside the possible range was cut to it; the uncut limits are reported too.")        \
  X(small_sample, "small sample",                                                                  \
    "There are fewer than 10 items (or groups): the interval rests on little.")                    \
  X(few_runs, "few reruns",                                                                        \
    "Fewer than 5 reruns know their own spread only within a factor of three.")                    \
  X(boundary, "all or none", "Every item is right, or every item is wrong.")                       \
  X(boundary_exact_bound, "exact bound at the end of the scale",                                   \
    "All values equal one end of the scale, so the exact binomial bound for none of n is given.")  \
  X(negative_component, "variance component below zero",                                           \
    "A variance component was estimated below zero and is shown as zero.")                         \
  X(no_discordant_items, "no discordant item",                                                     \
    "The two systems are right on exactly the same items.")                                        \
  X(interval_and_test_disagree, "interval and test disagree",                                      \
    "The interval and the test do not agree on whether zero is excluded; this counts as not told " \
    "apart.")                                                                                      \
  X(not_after_correction, "not after correction",                                                  \
    "Taken alone this difference would stand; corrected for the number of comparisons it does "    \
    "not.")                                                                                        \
  X(pairwise_items_differ, "pairs compared on different items",                                    \
    "Some systems lack items. Each pair is compared on the items that both have, so the "          \
    "differences of different pairs need not add up.")                                             \
  X(ties_in_top, "ties at the top", "Several systems share the highest estimate.")                 \
  X(monte_carlo, "Monte Carlo", "The p-value comes from random sign patterns; the seed is given.") \
  X(df_below_4, "fewer than 4 degrees of freedom",                                                 \
    "With fewer than 4 degrees of freedom a cluster-robust interval is unreliable: few groups, "   \
    "or one that outweighs the rest.")                                                             \
  X(normal_approximation, "normal approximation",                                                  \
    "The sample is beyond the exact computation; a normal approximation was used.")                \
  X(all_zero_differences, "all differences are zero",                                              \
    "Every difference is zero, so the test has nothing to go by; p is 1.")                         \
  X(incomplete_items_left_out, "incomplete items left out",                                        \
    "Items that not every system has were left out, as asked.")                                    \
  X(perfect_agreement, "perfect agreement",                                                        \
    "All tasks rank the systems alike: F is infinite and its p-value 0.")                          \
  X(two_systems, "two systems",                                                                    \
    "Two systems are compared by the Wilcoxon signed-rank test of their pair; Friedman's test "    \
    "would count signs only.")

/// Remarks on a result; it stands, but is to be read with care.
EVENHAND_ENUM(Note, EVENHAND_NOTE_LIST)

/// The remarks that apply to one result.
using Notes = FlagSet<Note>;

/// Below this many items or groups an interval carries `small_sample`.
inline constexpr std::int64_t small_sample_size = 10;
/// Below this many reruns their mean carries `few_runs`.
inline constexpr std::int64_t few_runs_size = 5;

}  // namespace evenhand

/// The best that any schedule of steps can do: by divergence, by accuracy, fixed or adaptive.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// Bounds of the exact searches, each about a second (core/decisions/0012); n positions, m
/// sequences of all conditions together.
inline constexpr std::int64_t most_subset_positions = 16;
inline constexpr double most_subset_work = 4e7;  ///< 2^n m: entropies of all sets of positions
inline constexpr double most_search_work = 5e7;  ///< 3^n times conditions: best partitions by KL
inline constexpr std::int64_t most_partition_positions = 9;
inline constexpr double most_partition_work = 2e8;  ///< ordered partitions of n, times m: accuracy
inline constexpr double most_policy_work = 1e8;     ///< 3^n m: adaptive policies
inline constexpr double most_context_work = 2e7;    ///< n 2^n m: accuracy and adaptive policies

/// One schedule with what it does at temperature 1 unless said otherwise.
struct Schedule {
  std::int64_t steps = 0;  ///< T, from 1
  Steps partition;         ///< one of the best, where several tie
  double bound = 0;        ///< KL(p||q) of an ideal model, bits
  double accuracy = 0;     ///< with the decoding that was asked for
  double invalid = 0;
  /// The mean over conditions of each one's own best value: what a schedule may reach that depends
  /// on the input (Theorem 3). Of `bound` in kl_schedules, of `accuracy` in accuracy_schedules.
  double per_condition = 0;

  /// 2^-bound: sampled, the ideal model is at least so accurate where every sequence of the support
  /// counts as right (log-sum inequality).
  [[nodiscard]] double accuracy_bound() const noexcept { return std::exp2(-bound); }
};

/// For each T = 1 .. most (at most n) the ordered partition into T steps with the least KL(p||q),
/// common to all conditions. Non-increasing in T (Theorem 2).
/// Errors: those of make_target; unsupported ("lengths": conditions differ in length),
/// too_large_exact ("tokens": n above most_subset_positions, or more work than most_subset_work or
/// most_search_work), value_out_of_range ("most": below 1).
/// Source: Kang et al. 2026, arXiv 2510.04767, Theorems 1-3; the search over subsets is ours.
[[nodiscard]] Result<std::vector<Schedule>> kl_schedules(const TargetColumns& columns,
                                                         std::optional<std::int64_t> most);

/// For each T = 1 .. most (at most n) the ordered partition into at most T steps with the greatest
/// accuracy, by enumeration of all ordered partitions.
/// Errors: as above; too_large_exact ("tokens": n above most_partition_positions, or more work than
/// most_partition_work or most_context_work), value_out_of_range ("temperature").
[[nodiscard]] Result<std::vector<Schedule>> accuracy_schedules(const TargetColumns& columns,
                                                               std::optional<std::int64_t> most,
                                                               const Decoding& decoding);

/// The greatest accuracy of any policy that may choose the next positions by what was revealed, in
/// at most T steps on every branch, T = 1 .. most (at most n). Conditions may differ in length; n
/// is the longest. Errors: those of make_target; too_large_exact ("tokens": more work than
/// most_policy_work or most_context_work), value_out_of_range ("most", "temperature").
[[nodiscard]] Result<std::vector<double>> adaptive_frontier(const TargetColumns& columns,
                                                            std::optional<std::int64_t> most,
                                                            const Decoding& decoding);

}  // namespace evenhand::parallel

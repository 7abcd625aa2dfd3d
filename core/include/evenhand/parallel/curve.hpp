/// The information curve of a target and the best schedules in random order.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/base/resampling.hpp"
#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

inline constexpr std::int64_t default_curve_subsets = 200;
inline constexpr std::int64_t most_curve_subsets = 100'000;
inline constexpr double most_curve_work = 2e9;  ///< random subsets, times positions and sequences
/// Most schedules a curve lists: 1 to 32 steps, then n.
inline constexpr std::int64_t most_listed_schedules = 32;

/// Step sizes when positions are revealed in uniformly random order.
struct SizeSchedule {
  std::int64_t steps = 0;
  std::vector<std::int64_t> sizes;  ///< the lexicographically smallest of the best
  double divergence = 0;            ///< mean of KL(p||q_order) over the orders, bits
};

struct InformationCurve {
  /// False: entropies of random subsets stand for the means over all of them.
  bool exact = true;
  /// h_1 .. h_n: mean entropy of j positions, bits.
  std::vector<double> entropies;
  /// Z_1 .. Z_n: what the j-th position loses when revealed with the first, bits; non-decreasing,
  /// its sum is the total correlation. Of an estimate, made monotone.
  std::vector<double> curve;
  /// Standard errors of `entropies`; empty when exact.
  std::vector<double> standard_errors;
  std::optional<std::int64_t> subsets;  ///< random subsets per size, when not exact
  std::optional<std::int64_t> seed;
  /// Whether H(A) depends on the size of A only; then every order of a schedule is as good.
  bool symmetric = false;
  std::vector<SizeSchedule> schedules;  ///< for 1, 2, ... steps
};

struct CurveOptions {
  std::int64_t seed = default_seed;
  std::int64_t subsets = default_curve_subsets;  ///< 2 to most_curve_subsets
};

/// Means over the conditions, which must have the same length. Exact up to 16 positions and 2^n m
/// of 4e7; beyond, an estimate from random subsets (stream `subsets`). Errors: those of
/// make_target; unsupported ("lengths"), seed_out_of_range, too_few and value_out_of_range
/// ("subsets"). Source: Chen, Cong and Li 2025, arXiv 2511.04647.
[[nodiscard]] Result<InformationCurve> information_curve(const TargetColumns& columns,
                                                         const CurveOptions& options);

}  // namespace evenhand::parallel

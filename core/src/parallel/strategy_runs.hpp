/// A strategy followed on one condition: exactly, or in simulated runs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "evenhand/base/rng.hpp"
#include "parallel/divergence.hpp"
#include "parallel/strategy_rules.hpp"

namespace evenhand::parallel {

/// What exact following has cost so far, over all conditions.
struct Budget {
  std::int64_t contexts = 0;
  /// Sequences times positions looked at for choices among tied positions. Where none tie, a
  /// simulation meets the same contexts and saves nothing.
  double choice_work = 0;
  [[nodiscard]] bool spent() const noexcept;
};

/// Steps over branches that have the given weights.
struct StepCount {
  std::int64_t most = 0;
  numeric::NeumaierSum sum;      ///< of steps
  numeric::NeumaierSum inverse;  ///< of 1 / steps
  void add(double weight, std::int64_t steps) noexcept;
};

struct ExactRuns {
  Output output;
  StepCount steps;
  bool complete = true;  ///< false: the budget was spent first
};

/// Errors: those of select; too_large_exact ("k", "position_ties").
[[nodiscard]] Result<ExactRuns> follow_exactly(const Joint& joint, const Plan& plan,
                                               Budget& budget);

/// Counts of runs.
struct SimulatedRuns {
  std::int64_t right = 0;
  std::int64_t impossible = 0;
  StepCount steps;
};

/// Errors: those of select.
[[nodiscard]] Result<SimulatedRuns> simulate(const Joint& joint, const Plan& plan,
                                             std::int64_t runs, SplitMix64& rng);

}  // namespace evenhand::parallel

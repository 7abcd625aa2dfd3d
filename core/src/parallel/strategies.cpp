#include "evenhand/parallel/strategies.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "evenhand/interval/proportion.hpp"
#include "numeric/sums.hpp"
#include "parallel/strategy_runs.hpp"

namespace evenhand::parallel {
namespace {

/// Means over conditions of what both ways of following a strategy know.
class StepMeans {
 public:
  /// `scale` makes the weights of the condition's branches sum to its own weight.
  void add(double weight, double scale, std::int64_t length, const StepCount& steps) noexcept {
    most_ = std::max(most_, steps.most);
    length_.add(weight * static_cast<double>(length));
    mean_.add(scale * steps.sum.value());
    tokens_.add(scale * static_cast<double>(length) * steps.inverse.value());
  }
  void write(StrategyOutcome& out) const noexcept {
    out.most_steps = most_;
    out.mean_steps = mean_.value();
    out.tokens_per_step = length_.value() / mean_.value();
    out.mean_tokens_per_step = tokens_.value();
  }

 private:
  std::int64_t most_ = 0;
  numeric::NeumaierSum length_;
  numeric::NeumaierSum mean_;
  numeric::NeumaierSum tokens_;
};

/// Absent where there are too many contexts.
Result<std::optional<StrategyOutcome>> run_exactly(const Target& target, const Plan& plan) {
  Budget budget;
  MeanAgreement mean;
  StepMeans steps;
  for (std::size_t x = 0; x < target.given.size(); ++x) {
    const Joint& joint = target.given[x];
    const auto runs = follow_exactly(joint, plan, budget);
    if (!runs) return runs.error();
    if (!runs->complete) return std::optional<StrategyOutcome>{};
    mean.add(target.weights[x], compare_output(joint, runs->output));
    steps.add(target.weights[x], target.weights[x], joint.length, runs->steps);
  }
  StrategyOutcome out;
  const Agreement agreement = mean.value();
  out.accuracy = agreement.accuracy;
  out.invalid = agreement.invalid;
  out.divergence = agreement.divergence;
  out.contexts = budget.contexts;
  steps.write(out);
  return std::optional(std::move(out));
}

/// How many of the runs each condition gets, drawn by its weight.
std::vector<std::int64_t> share_runs(const Target& target, std::int64_t runs, SplitMix64& rng) {
  std::vector<double> cumulative;
  numeric::NeumaierSum sum;
  for (const double weight : target.weights) {
    sum.add(weight);
    cumulative.push_back(sum.value());
  }
  std::vector<std::int64_t> out(target.weights.size(), 0);
  for (std::int64_t run = 0; run < runs; ++run) {
    const auto found = std::upper_bound(cumulative.begin(), cumulative.end() - 1, rng.uniform());
    ++out[static_cast<std::size_t>(found - cumulative.begin())];
  }
  return out;
}

Result<StrategyOutcome> run_simulated(const Target& target, const Plan& plan, std::int64_t seed) {
  constexpr std::int64_t runs = default_simulated_runs;
  constexpr double scale = 1 / static_cast<double>(runs);
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "parallel_sim");
  const auto shares = share_runs(target, runs, rng);
  StepMeans steps;
  Counts right{.successes = 0, .trials = runs};
  Counts impossible{.successes = 0, .trials = runs};
  for (std::size_t x = 0; x < shares.size(); ++x) {
    const Joint& joint = target.given[x];
    const auto simulated = simulate(joint, plan, shares[x], rng);
    if (!simulated) return simulated.error();
    right.successes += simulated->right;
    impossible.successes += simulated->impossible;
    steps.add(scale * static_cast<double>(shares[x]), scale, joint.length, simulated->steps);
  }
  const auto accuracy = interval::proportion_interval(right);
  if (!accuracy) return accuracy.error();
  const auto invalid = interval::proportion_interval(impossible);
  if (!invalid) return invalid.error();
  StrategyOutcome out;
  out.accuracy = accuracy->estimate;
  out.invalid = invalid->estimate;
  out.exact = false;
  out.runs = runs;
  out.seed = seed;
  out.accuracy_interval = Estimate{accuracy->estimate, accuracy->lower, accuracy->upper};
  out.invalid_interval = Estimate{invalid->estimate, invalid->lower, invalid->upper};
  steps.write(out);
  return out;
}

}  // namespace

Result<StrategyOutcome> run_strategy(const TargetColumns& columns, const Strategy& strategy,
                                     std::span<const double> frontier, std::int64_t seed) {
  if (const auto error = check_seed(seed)) return *error;
  for (const double accuracy : frontier) {
    if (!(accuracy >= 0 && accuracy <= 1 + score_tie))
      return Error{Errc::rate_out_of_range, "frontier"};
  }
  const auto target = make_target(columns);
  if (!target) return target.error();
  const auto plan = make_plan(strategy, *target);
  if (!plan) return plan.error();
  const auto exact = run_exactly(*target, *plan);
  if (!exact) return exact.error();
  auto outcome = *exact ? Result<StrategyOutcome>(**exact) : run_simulated(*target, *plan, seed);
  if (!outcome) return outcome.error();

  StrategyOutcome out = *outcome;
  if (out.most_steps <= static_cast<std::int64_t>(frontier.size())) {
    const double gap = frontier[static_cast<std::size_t>(out.most_steps - 1)] - out.accuracy;
    // No strategy is better than the best policy of the same decoding.
    if (out.exact && gap < -score_tie) return Error{Errc::value_out_of_range, "frontier"};
    out.gap = std::max(0.0, gap);
  }
  return out;
}

}  // namespace evenhand::parallel

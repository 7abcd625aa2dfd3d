/// Decoding strategies that look at the model's confidence, run exactly over the ideal model.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/resampling.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/parallel/outcome.hpp"
#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// Contexts that are followed exactly; beyond, or where choices among tied positions take more than
/// 10^8 looks at a token, runs are simulated.
inline constexpr std::int64_t most_contexts = 2'000'000;
/// Branches of one step, where scores tie at random.
inline constexpr std::int64_t most_branches = 100'000;
inline constexpr std::int64_t default_simulated_runs = 100'000;
/// Positions tied in score, but not in entropy, whose orders entropy_bounded follows.
inline constexpr std::int64_t most_tied_orders = 6;
/// Longer sequences are not walked through step by step.
inline constexpr std::int64_t most_walked_positions = 256;
/// Tokens that a walk lists of each position.
inline constexpr std::int64_t most_shown_tokens = 8;

// X(name, title, source)
#define EVENHAND_STRATEGY_RULES(X)                                                              \
  X(fixed, "fixed steps", "an ordered partition, given beforehand")                             \
  X(top_k, "top k", "the k positions with the best score, in every step")                       \
  X(threshold, "confidence threshold",                                                          \
    "every position whose confidence exceeds the threshold, or the best one; Fast-dLLM, arXiv " \
    "2505.22618, where equality passes; ParallelBench, arXiv 2510.04767, where it does not")    \
  X(factor, "factor, as in the paper",                                                          \
    "the largest j with (j + 1)(1 - j-th confidence) below the factor; Fast-dLLM, arXiv "       \
    "2505.22618, Theorem 1")                                                                    \
  X(factor_code, "factor, as in the released code",                                             \
    "as Fast-dLLM's code does it: accepts a failing last position")                             \
  X(entropy_bounded, "entropy-bounded",                                                         \
    "the most positions whose entropies, sorted, sum to at most gamma beyond the largest; "     \
    "Ben-Hamu "                                                                                 \
    "et al., arXiv 2505.24857")                                                                 \
  X(frechet, "Fréchet bound",                                                                   \
    "the most positions whose doubts, 1 - confidence, sum to at most delta (Bonferroni)")

/// Which masked positions a step reveals.
EVENHAND_ENUM(StrategyRule, EVENHAND_STRATEGY_RULES)

// X(name, title, sentence)
#define EVENHAND_POSITION_SCORES(X)                                          \
  X(confidence, "confidence", "the probability of the most probable token")  \
  X(margin, "margin", "the lead of the most probable token over the next")   \
  X(entropy, "entropy", "the entropy of the token, the smallest first")      \
  X(random, "random", "every choice of as many positions is equally likely") \
  X(left_to_right, "left to right", "the lowest positions first")

/// What orders the masked positions in a step.
EVENHAND_ENUM(PositionScore, EVENHAND_POSITION_SCORES)

/// A strategy with its parameters; those that its rule does not use are passed over.
struct Strategy {
  StrategyRule rule = StrategyRule::top_k;
  /// top_k: any. entropy_bounded: entropy, confidence or margin. Other rules go by confidence.
  PositionScore score = PositionScore::confidence;
  std::int64_t k = 1;  ///< top_k: positions a step, at least 1
  /// threshold: 0 to 1; factor, factor_code: above 0; entropy_bounded: gamma in nats, >= 0;
  /// frechet: delta, >= 0.
  double parameter = 0.9;
  bool inclusive = false;  ///< threshold: whether equality passes
  /// Only positions of the first unfinished block of so many are candidates (semi-autoregressive).
  std::optional<std::int64_t> block;
  /// Tied scores; `first` is the lowest position.
  TieRule position_ties = TieRule::first;
  Decoding decoding;
  /// fixed: the steps. top_k: sizes of the steps in place of k (positions are passed over).
  std::optional<StepColumns> steps;
};

/// What a strategy does; means over conditions and, within one, over all branches.
struct StrategyOutcome {
  double accuracy = 0;
  double invalid = 0;
  std::optional<Divergence> divergence;  ///< absent when simulated
  std::int64_t most_steps = 0;           ///< most steps on any branch; of the runs, if simulated
  double mean_steps = 0;            ///< a branch ends with the step in which it left the support
  double tokens_per_step = 0;       ///< length / mean_steps (mean length where conditions differ)
  double mean_tokens_per_step = 0;  ///< mean over branches of length / steps
  /// Best accuracy of any policy with at most most_steps steps, less this one's, where a frontier
  /// of the same decoding that goes so far was given; not below 0.
  std::optional<double> gap;
  bool exact = true;
  /// Contexts with more than one sequence left that were followed, when exact; one for all orders
  /// in which the same was revealed by the same step.
  std::int64_t contexts = 0;
  std::optional<std::int64_t> runs;  ///< simulated runs, when not exact
  std::optional<std::int64_t> seed;
  std::optional<Estimate> accuracy_interval;  ///< of a simulation; Wilson, 95 %
  std::optional<Estimate> invalid_interval;
};

/// Runs a strategy on the ideal model: exactly while no more than most_contexts contexts arise,
/// else by seeded simulation (stream `parallel_sim`). `frontier`: adaptive_frontier of the same
/// target and decoding, or empty. Errors: those of make_target; bad_partition ("steps"),
/// unsupported ("steps": none for `fixed`, conditions of different lengths, sizes together with
/// `block`), value_out_of_range ("k", "parameter", "block", "score", "temperature"; "frontier": not
/// of this target and decoding), rate_out_of_range ("frontier"), too_large_exact ("k",
/// "position_ties": more than most_branches ways to choose; "score": more than most_tied_orders
/// tied), seed_out_of_range. Sources: texts(StrategyRule{}).
[[nodiscard]] Result<StrategyOutcome> run_strategy(const TargetColumns& columns,
                                                   const Strategy& strategy,
                                                   std::span<const double> frontier = {},
                                                   std::int64_t seed = default_seed);

/// A masked position before a step.
struct Candidate {
  std::int64_t position = 0;
  std::vector<std::int64_t> tokens;   ///< most probable first, ties by number; most_shown_tokens
  std::vector<double> probabilities;  ///< the model's own, whatever the temperature
  double confidence = 0;
  double margin = 0;
  double entropy = 0;       ///< nats
  bool revealed = false;    ///< whether this step reveals it
  std::int64_t drawn = -1;  ///< the token it then shows; -1 when it stays masked
};

/// One step of a walk.
struct WalkStep {
  std::vector<Candidate> candidates;  ///< by position, outside the block, too
  double probability = 0;  ///< of drawing what is revealed at these positions, with the decoding
  double target =
      0;  ///< what the target gives to the same values together; 0: impossible from here on
};

/// One run of a strategy.
struct Walk {
  std::int64_t condition = 0;
  std::vector<WalkStep> steps;
  std::vector<std::int64_t>
      tokens;            ///< the result; -1 where it was impossible before it was revealed
  bool possible = true;  ///< whether the target can give this
  bool valid = true;     ///< whether it counts as right
};

/// One run of a strategy on one condition, drawn with a seed (stream `parallel_walk`): what a
/// decoder sees and does, step by step. It ends when the context leaves the support. Errors: as
/// run_strategy; value_out_of_range ("condition": none of this number that weighs anything),
/// too_large_exact ("lengths": above most_walked_positions).
[[nodiscard]] Result<Walk> walk_strategy(const TargetColumns& columns, const Strategy& strategy,
                                         std::int64_t condition, std::int64_t seed);

/// How many of the masked positions with these confidences (and entropies in nats, for
/// entropy_bounded) a rule accepts. Errors: empty_sample, rate_out_of_range ("confidences"),
/// length_mismatch, value_out_of_bounds ("entropies": negative), unsupported ("rule": top_k,
/// fixed), value_out_of_range ("parameter").
[[nodiscard]] Result<std::int64_t> accepted_positions(StrategyRule rule, double parameter,
                                                      bool inclusive,
                                                      std::span<const double> confidences,
                                                      std::span<const double> entropies);

}  // namespace evenhand::parallel

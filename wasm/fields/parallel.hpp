/// What JavaScript can call of the area `parallel`, and the fields that cross for it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evenhand/parallel/curve.hpp"
#include "evenhand/parallel/measured.hpp"
#include "evenhand/parallel/measures.hpp"
#include "evenhand/parallel/outcome.hpp"
#include "evenhand/parallel/schedules.hpp"
#include "evenhand/parallel/strategies.hpp"
#include "evenhand/parallel/tasks.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_PARALLEL_FUNCTIONS(X)       \
  X(measure_target, MeasureRequest)              \
  X(pair_map, PairMapRequest)                    \
  X(steps_outcome, StepsRequest)                 \
  X(kl_schedules, KlSchedulesRequest)            \
  X(accuracy_schedules, FrontierRequest)         \
  X(adaptive_frontier, AdaptiveRequest)          \
  X(information_curve, CurveRequest)             \
  X(run_strategy, StrategyRequest)               \
  X(walk_strategy, WalkRequest)                  \
  X(accepted_positions, AcceptedRequest)         \
  X(list_task_limits, TaskRequest)               \
  X(list_task_sizes, TaskSizesRequest)           \
  X(list_task_threshold, TaskThresholdRequest)   \
  X(list_task_table, TaskTableRequest)           \
  X(tokens_per_step_at, TokensPerStepRequest)    \
  X(parallelizability, ParallelizabilityRequest) \
  X(order_preference, OrderPreferenceRequest)    \
  X(compare_with_limit, LimitRequest)            \
  X(confident_bounds, ConfidentRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_PARALLEL_ENUMS(X)                      \
  X(parallel::TieRule, TieRule, tieRules)                   \
  X(parallel::StrategyRule, StrategyRule, strategyRules)    \
  X(parallel::PositionScore, PositionScore, positionScores) \
  X(parallel::ListTask, ListTask, listTasks)                \
  X(parallel::CurveKind, CurveKind, curveKinds)             \
  X(parallel::LimitVerdict, LimitVerdict, limitVerdicts)

// X(name in TypeScript, number)
#define EVENHAND_ABI_PARALLEL_LIMITS(X)                         \
  X(mostSequences, parallel::most_sequences)                    \
  X(mostPositions, parallel::most_positions)                    \
  X(mostMappedTokens, parallel::most_mapped_tokens)             \
  X(mostPairWork, parallel::most_pair_work)                     \
  X(mostCurveWork, parallel::most_curve_work)                   \
  X(mostSubsetPositions, parallel::most_subset_positions)       \
  X(mostSubsetWork, parallel::most_subset_work)                 \
  X(mostSearchWork, parallel::most_search_work)                 \
  X(mostPartitionPositions, parallel::most_partition_positions) \
  X(mostPartitionWork, parallel::most_partition_work)           \
  X(mostPolicyWork, parallel::most_policy_work)                 \
  X(mostContextWork, parallel::most_context_work)               \
  X(mostContexts, parallel::most_contexts)                      \
  X(mostTaskItems, parallel::most_task_items)                   \
  X(mostTaskSequences, parallel::most_task_sequences)           \
  X(mostScheduledItems, parallel::most_scheduled_items)         \
  X(mostTaskSizes, parallel::most_task_sizes)                   \
  X(mostLatinOrder, parallel::most_latin_order)

// X(name in TypeScript, value)
#define EVENHAND_ABI_PARALLEL_DEFAULTS(X)             \
  X(temperature, parallel::Decoding{}.temperature)    \
  X(valueTies, parallel::Decoding{}.value_ties)       \
  X(positionTies, parallel::Strategy{}.position_ties) \
  X(curveSubsets, parallel::default_curve_subsets)

namespace evenhand::abi {

struct MeasureRequest {
  parallel::TargetColumns target;
};

struct PairMapRequest {
  parallel::TargetColumns target;
  std::int64_t condition = 0;
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> second;
};

struct StepsRequest {
  parallel::TargetColumns target;
  std::optional<parallel::StepColumns> steps;
  parallel::Decoding decoding;
};

struct KlSchedulesRequest {
  parallel::TargetColumns target;
  std::optional<std::int64_t> most;
};

struct FrontierRequest {
  parallel::TargetColumns target;
  std::optional<std::int64_t> most;
  parallel::Decoding decoding;
};

struct AdaptiveRequest {
  parallel::TargetColumns target;
  std::optional<std::int64_t> most;
  parallel::Decoding decoding;
};

struct CurveRequest {
  parallel::TargetColumns target;
  double seed = default_seed;
  std::int64_t subsets = parallel::default_curve_subsets;
};

struct StrategyRequest {
  parallel::TargetColumns target;
  parallel::Strategy strategy;
  std::optional<std::span<const double>> frontier;
  double seed = default_seed;
};

struct WalkRequest {
  parallel::TargetColumns target;
  parallel::Strategy strategy;
  std::int64_t condition = 0;
  double seed = default_seed;
};

struct AcceptedRequest {
  parallel::StrategyRule rule = parallel::StrategyRule::threshold;
  double parameter = 0;
  bool inclusive = false;
  std::span<const double> confidences;
  std::optional<std::span<const double>> entropies;
};

struct TaskRequest {
  parallel::ListTask task = parallel::ListTask::copy;
  std::int64_t n = 0;
  std::optional<std::int64_t> most;
};

struct TaskSizesRequest {
  parallel::ListTask task = parallel::ListTask::copy;
  std::int64_t n = 0;
  std::span<const std::int32_t> sizes;
};

struct TaskThresholdRequest {
  parallel::ListTask task = parallel::ListTask::copy;
  std::int64_t n = 0;
  double threshold = 0;
  bool inclusive = false;
};

struct TaskTableRequest {
  parallel::ListTask task = parallel::ListTask::copy;
  std::int64_t n = 0;
};

struct TokensPerStepRequest {
  std::span<const double> tokens_per_step;
  std::span<const double> accuracies;
  parallel::CurveKind kind = parallel::CurveKind::fixed;
  double accuracy = 0;
};

struct ParallelizabilityRequest {
  std::span<const double> tokens_per_step;
  std::span<const double> scores;
};

struct OrderPreferenceRequest {
  std::span<const double> lengths;
  std::span<const double> scores;
};

struct LimitRequest {
  parallel::ListTask task = parallel::ListTask::copy;
  std::int64_t n = 0;
  double tokens_per_step = 0;
  double accuracy = 0;
  double tokens_per_item = 1;
  std::optional<std::int64_t> items;
};

struct ConfidentRequest {
  std::int64_t n = 0;
  double epsilon = 0;
  std::int64_t vocabulary = 0;
};

/// A list or a single number answers as a structure, as everything does.
struct Schedules {
  std::vector<parallel::Schedule> schedules;
};
struct AdaptiveAccuracies {
  std::vector<double> accuracies;
};
struct AcceptedPositions {
  std::int64_t accepted = 0;
};
struct TokensPerStep {
  double tokens_per_step = 0;
};
struct Parallelizability {
  double parallelizability = 0;
};
struct OrderPreference {
  double slope = 0;
};

template <class Answer, class T>
Result<Answer> wrapped(Result<T> result) {
  if (!result) return result.error();
  return Answer{*result};
}

inline Result<parallel::TargetMeasures> run(const MeasureRequest& r) {
  return parallel::measure_target(r.target);
}
inline Result<parallel::PairMap> run(const PairMapRequest& r) {
  return parallel::pair_map(r.target, r.condition, r.first, r.second);
}
inline Result<parallel::Outcome> run(const StepsRequest& r) {
  return parallel::steps_outcome(r.target, r.steps, r.decoding);
}
inline Result<Schedules> run(const KlSchedulesRequest& r) {
  return wrapped<Schedules>(parallel::kl_schedules(r.target, r.most));
}
inline Result<Schedules> run(const FrontierRequest& r) {
  return wrapped<Schedules>(parallel::accuracy_schedules(r.target, r.most, r.decoding));
}
inline Result<AdaptiveAccuracies> run(const AdaptiveRequest& r) {
  return wrapped<AdaptiveAccuracies>(parallel::adaptive_frontier(r.target, r.most, r.decoding));
}
inline Result<parallel::InformationCurve> run(const CurveRequest& r) {
  return parallel::information_curve(r.target, {.seed = whole_seed(r.seed), .subsets = r.subsets});
}
inline Result<parallel::StrategyOutcome> run(const StrategyRequest& r) {
  return parallel::run_strategy(r.target, r.strategy,
                                r.frontier.value_or(std::span<const double>{}), whole_seed(r.seed));
}
inline Result<parallel::Walk> run(const WalkRequest& r) {
  return parallel::walk_strategy(r.target, r.strategy, r.condition, whole_seed(r.seed));
}
inline Result<AcceptedPositions> run(const AcceptedRequest& r) {
  return wrapped<AcceptedPositions>(
      parallel::accepted_positions(r.rule, r.parameter, r.inclusive, r.confidences,
                                   r.entropies.value_or(std::span<const double>{})));
}
inline Result<parallel::TaskLimits> run(const TaskRequest& r) {
  return parallel::list_task_limits(r.task, r.n, r.most);
}
inline Result<parallel::TaskSizes> run(const TaskSizesRequest& r) {
  return parallel::list_task_sizes(r.task, r.n, r.sizes);
}
inline Result<parallel::TaskThreshold> run(const TaskThresholdRequest& r) {
  return parallel::list_task_threshold(r.task, r.n, r.threshold, r.inclusive);
}
inline Result<parallel::TaskTable> run(const TaskTableRequest& r) {
  return parallel::list_task_table(r.task, r.n);
}
inline Result<TokensPerStep> run(const TokensPerStepRequest& r) {
  return wrapped<TokensPerStep>(
      parallel::tokens_per_step_at(r.tokens_per_step, r.accuracies, r.kind, r.accuracy));
}
inline Result<Parallelizability> run(const ParallelizabilityRequest& r) {
  return wrapped<Parallelizability>(parallel::parallelizability(r.tokens_per_step, r.scores));
}
inline Result<OrderPreference> run(const OrderPreferenceRequest& r) {
  return wrapped<OrderPreference>(parallel::order_preference(r.lengths, r.scores));
}
inline Result<parallel::LimitComparison> run(const LimitRequest& r) {
  return parallel::compare_with_limit(r.task, r.n, r.tokens_per_step, r.accuracy, r.tokens_per_item,
                                      r.items);
}
inline Result<parallel::ConfidentBounds> run(const ConfidentRequest& r) {
  return parallel::confident_bounds(r.n, r.epsilon, r.vocabulary);
}

template <class V, Is<parallel::TargetColumns> S>
void fields(V& v, S& s) {
  v.type("TargetColumns", "Weighted sequences of one or more conditions, as columns.");
  v("tokens", s.tokens, "Token numbers from 0, sequence after sequence.");
  v("weights", s.weights, "One per sequence, finite and at least 0.");
  v("sequences", s.sequences, "One per condition: how many sequences it has.");
  v("lengths", s.lengths, "One per condition: tokens in each of its sequences.");
  v.omitted("conditionWeights", s.condition_weights,
            "One per condition. Default: all weigh the same.");
  v.omitted("valid", s.valid,
            "One per sequence: 1 where it counts as right, else 0. Default: all do.");
}

template <class V, Is<parallel::Decoding> S>
void fields(V& v, S& s) {
  v.type("Decoding", "How a value is chosen from a distribution over tokens.");
  v.defaulted("temperature", s.temperature,
              "1 samples, 0 takes the most probable token, 0 to 100.");
  v.defaulted("valueTies", s.value_ties, "Greedy ties; see `tieRules`.");
}

template <class V, Is<parallel::StepColumns> S>
void fields(V& v, S& s) {
  v.type("StepColumns", "An ordered partition of the positions.");
  v("positions", s.positions, "Positions from 0, step after step.");
  v("sizes", s.sizes, "How many positions each step reveals.");
}

template <class V, Is<MeasureRequest> S>
void fields(V& v, S& s) {
  v.type("MeasureRequest", "A target to measure.");
  v("target", s.target, "The distribution of right answers.");
}

template <class V, Is<PairMapRequest> S>
void fields(V& v, S& s) {
  v.type("PairMapRequest", "Two positions of a target.");
  v("target", s.target, "The distribution of right answers.");
  v.defaulted("condition", s.condition, "Number of the condition.");
  v.omitted("first", s.first,
            "Position from 0. Default: of the pair that depends on each other most.");
  v.omitted("second", s.second, "Another position.");
}

template <class V, Is<StepsRequest> S>
void fields(V& v, S& s) {
  v.type("StepsRequest", "Fixed steps to follow.");
  v("target", s.target, "The distribution of right answers.");
  v.omitted("steps", s.steps, "The steps. Default: all positions at once.");
  v("decoding", s.decoding, "How values are chosen.");
}

template <class V, Is<KlSchedulesRequest> S>
void fields(V& v, S& s) {
  v.type("KlSchedulesRequest", "A target to schedule.");
  v("target", s.target, "The distribution of right answers.");
  v.omitted("most", s.most, "Steps to go up to. Default: the length of the sequences.");
}

template <class V, Is<FrontierRequest> S>
void fields(V& v, S& s) {
  v.type("FrontierRequest", "A target whose most accurate schedules are wanted.");
  v("target", s.target, "The distribution of right answers.");
  v.omitted("most", s.most, "Steps to go up to. Default: the length of the sequences.");
  v("decoding", s.decoding, "How values are chosen.");
}

template <class V, Is<AdaptiveRequest> S>
void fields(V& v, S& s) {
  v.type("AdaptiveRequest", "A target whose most accurate policy is wanted.");
  v("target", s.target, "The distribution of right answers.");
  v.omitted("most", s.most, "Steps to go up to. Default: the length of the sequences.");
  v("decoding", s.decoding, "How values are chosen.");
}

template <class V, Is<CurveRequest> S>
void fields(V& v, S& s) {
  v.type("CurveRequest", "A target whose information curve is wanted.");
  v("target", s.target, "The distribution of right answers.");
  v.defaulted("seed", s.seed, "Seed of random subsets, a whole number from 0 to 2^53 - 1.");
  v.defaulted("subsets", s.subsets, "Random subsets per size, where all are too many.");
}

template <class V, Is<parallel::Strategy> S>
void fields(V& v, S& s) {
  v.type("Strategy", "A decoding strategy; parameters that its rule does not use are passed over.");
  v("rule", s.rule, "Which positions a step reveals; see `strategyRules`.");
  v.defaulted("score", s.score,
              "What orders positions; see `positionScores`. For `top_k` and `entropy_bounded`.");
  v.defaulted("k", s.k, "Positions a step, of `top_k`.");
  v.defaulted("parameter", s.parameter, "Threshold, factor, gamma (nats) or delta of the rule.");
  v.defaulted("inclusive", s.inclusive, "Whether a confidence equal to the threshold passes.");
  v.omitted("block", s.block,
            "Only positions of the first unfinished block of so many are candidates.");
  v.defaulted("positionTies", s.position_ties, "Tied scores; see `tieRules`.");
  v("decoding", s.decoding, "How values are chosen.");
  v.omitted("steps", s.steps,
            "The steps of `fixed`; sizes of the steps of `top_k` in place of `k`.");
}

template <class V, Is<StrategyRequest> S>
void fields(V& v, S& s) {
  v.type("StrategyRequest", "A strategy to run on the ideal model of a target.");
  v("target", s.target, "The distribution of right answers.");
  v("strategy", s.strategy, "The strategy.");
  v.omitted("frontier", s.frontier,
            "Accuracies of `adaptiveFrontier` for the same decoding, for the gap.");
  v.defaulted("seed", s.seed, "Seed of the simulation where there are too many contexts.");
}

template <class V, Is<WalkRequest> S>
void fields(V& v, S& s) {
  v.type("WalkRequest", "A strategy to watch.");
  v("target", s.target, "The distribution of right answers.");
  v("strategy", s.strategy, "The strategy.");
  v.defaulted("condition", s.condition, "Number of the condition.");
  v.defaulted("seed", s.seed, "Seed of the draws.");
}

template <class V, Is<AcceptedRequest> S>
void fields(V& v, S& s) {
  v.type("AcceptedRequest", "A rule and what it sees.");
  v("rule", s.rule, "The rule.");
  v("parameter", s.parameter, "Its parameter.");
  v.defaulted("inclusive", s.inclusive, "Whether a confidence equal to the threshold passes.");
  v("confidences", s.confidences, "One per masked position, 0 to 1.");
  v.omitted("entropies", s.entropies, "One per masked position, nats, for `entropy_bounded`.");
}

template <class V, Is<TaskRequest> S>
void fields(V& v, S& s) {
  v.type("TaskRequest", "A list task.");
  v("task", s.task, "See `listTasks`.");
  v("n", s.n, "Items of the list; the order of a Latin square.");
  v.omitted("most", s.most, "Steps to list. Default: up to 32.");
}

template <class V, Is<TaskSizesRequest> S>
void fields(V& v, S& s) {
  v.type("TaskSizesRequest", "A list task in steps of given sizes.");
  v("task", s.task, "`shuffle` or `replace_random`.");
  v("n", s.n, "Items of the list.");
  v("sizes", s.sizes, "How many positions each step reveals.");
}

template <class V, Is<TaskThresholdRequest> S>
void fields(V& v, S& s) {
  v.type("TaskThresholdRequest", "A list task decoded with a threshold.");
  v("task", s.task, "`shuffle` or `replace_random`.");
  v("n", s.n, "Items of the list.");
  v("threshold", s.threshold, "0 to 1.");
  v.defaulted("inclusive", s.inclusive, "Whether a confidence equal to the threshold passes.");
}

template <class V, Is<TaskTableRequest> S>
void fields(V& v, S& s) {
  v.type("TaskTableRequest", "A list task to write out.");
  v("task", s.task, "See `listTasks`.");
  v("n", s.n, "Items of the list; the order of a Latin square.");
}

template <class V, Is<TokensPerStepRequest> S>
void fields(V& v, S& s) {
  v.type("TokensPerStepRequest", "A measured curve and the accuracy to keep.");
  v("tokensPerStep", s.tokens_per_step, "One per point, above 0.");
  v("accuracies", s.accuracies, "One per point, 0 to 1.");
  v("kind", s.kind, "See `curveKinds`.");
  v("accuracy", s.accuracy, "The accuracy to keep, 0 to 1.");
}

template <class V, Is<ParallelizabilityRequest> S>
void fields(V& v, S& s) {
  v.type("ParallelizabilityRequest", "Scores at numbers of tokens per step.");
  v("tokensPerStep", s.tokens_per_step, "One per score.");
  v("scores", s.scores, "At least 0, not all 0.");
}

template <class V, Is<OrderPreferenceRequest> S>
void fields(V& v, S& s) {
  v.type("OrderPreferenceRequest", "Scores at block lengths.");
  v("lengths", s.lengths, "Block lengths.");
  v("scores", s.scores, "One per length.");
}

template <class V, Is<LimitRequest> S>
void fields(V& v, S& s) {
  v.type("LimitRequest", "A measured point of a list task.");
  v("task", s.task, "See `listTasks`.");
  v("n", s.n, "Items of the list.");
  v("tokensPerStep", s.tokens_per_step, "Above 0.");
  v("accuracy", s.accuracy, "Measured, 0 to 1.");
  v.defaulted("tokensPerItem", s.tokens_per_item, "Tokens that one item of the list takes.");
  v.omitted("items", s.items, "How many answers were scored, for an interval.");
}

template <class V, Is<ConfidentRequest> S>
void fields(V& v, S& s) {
  v.type("ConfidentRequest", "Positions that are all confident.");
  v("n", s.n, "Positions, at least 2.");
  v("epsilon", s.epsilon, "Every confidence is above 1 - epsilon.");
  v("vocabulary", s.vocabulary, "Tokens of the vocabulary, at least 2.");
}

template <class V, Is<parallel::Measures> S>
void fields(V& v, S& s) {
  v.type("Measures", "Entropies of one condition, in bits.");
  v("length", s.length, "Tokens in a sequence.");
  v("sequences", s.sequences, "Distinct sequences.");
  v("entropy", s.entropy, "H(Y).");
  v("totalCorrelation", s.total_correlation, "Sum of the marginal entropies less H(Y).");
  v("dualTotalCorrelation", s.dual_total_correlation,
    "H(Y) less what each position alone adds to the rest.");
}

template <class V, Is<parallel::TargetMeasures> S>
void fields(V& v, S& s) {
  v.type("TargetMeasures", "Entropies of a target in bits, means over its conditions.");
  v("tokens", s.tokens, "Tokens in a sequence; 0 when conditions differ in it.");
  v("outcomes", s.outcomes, "Distinct sequences.");
  v("entropy", s.entropy, "H(Y|X).");
  v("marginalEntropies", s.marginal_entropies,
    "H(y_i|X) for each position; empty when conditions differ in length.");
  v("totalCorrelation", s.total_correlation,
    "C(Y|X): what revealing all at once must lose, in bits.");
  v("dualTotalCorrelation", s.dual_total_correlation, "Dual total correlation given X.");
  v("merged", s.merged, "Rows that repeated a sequence; their weights were added.");
  v("dropped", s.dropped, "Rows of weight 0.");
  v("conditions", s.conditions, "One per condition that weighs anything.");
}

template <class V, Is<parallel::PairMap> S>
void fields(V& v, S& s) {
  v.type("PairMap", "Two positions together and apart.");
  v("first", s.first, "Position from 0.");
  v("second", s.second, "Position from 0.");
  v("mutualInformation", s.mutual_information, "Bits.");
  v("firstTokens", s.first_tokens, "Tokens of the rows; -1 stands for all others.");
  v("secondTokens", s.second_tokens, "Tokens of the columns; -1 stands for all others.");
  v("joint", s.joint, "Joint probabilities, row by row.");
  v("product", s.product, "Products of the marginals, row by row.");
  v("possible", s.possible, "Whether the joint probability is above 0.");
  v("impossibleMass", s.impossible_mass, "What the product puts where the joint has nothing.");
}

template <class V, Is<parallel::Divergence> S>
void fields(V& v, S& s) {
  v.type("Divergence", "How far a decoder's output q is from the target p.");
  v("totalVariation", s.total_variation, "In [0, 1].");
  v("klForward", s.kl_forward, "KL(p||q) in bits; null when infinite.");
  v("klReverse", s.kl_reverse, "KL(q||p) in bits; null when infinite.");
}

template <class V, Is<parallel::ListedSequence> S>
void fields(V& v, S& s) {
  v.type("ListedSequence", "A sequence that the target has.");
  v("condition", s.condition, "Its condition.");
  v("row", s.row, "Its first row.");
  v("target", s.target, "p.");
  v("output", s.output, "q.");
}

template <class V, Is<parallel::ImpossibleSequence> S>
void fields(V& v, S& s) {
  v.type("ImpossibleSequence", "A sequence that the target does not have.");
  v("condition", s.condition, "Its condition.");
  v("tokens", s.tokens, "Its tokens.");
  v("output", s.output, "q.");
}

template <class V, Is<parallel::Outcome> S>
void fields(V& v, S& s) {
  v.type("Outcome", "What comes out of fixed steps.");
  v("accuracy", s.accuracy, "Mass on sequences that count as right.");
  v("invalid", s.invalid, "Mass outside the support of the target.");
  v("divergence", s.divergence, "Distances of output and target.");
  v("bound", s.bound, "The least KL(p||q) of any model with these steps, bits.");
  v("listed", s.listed, "The most probable sequences of the target.");
  v("unlisted", s.unlisted, "How many more there are.");
  v("impossible", s.impossible, "The most probable impossible sequences.");
  v("otherImpossible", s.other_impossible, "Mass of the other impossible ones.");
}

template <class V, Is<parallel::Schedule> S>
void fields(V& v, S& s) {
  v.type("Schedule", "An ordered partition and what it does.");
  v("steps", s.steps, "How many steps.");
  v("partition", s.partition, "Positions from 0 that each step reveals.");
  v("bound", s.bound, "KL(p||q) of the ideal model, bits.");
  v.derived("accuracyBound", s.accuracy_bound(),
            "2^-bound: least accuracy, sampled, where the whole support counts as right.");
  v("accuracy", s.accuracy, "With the decoding that was asked for.");
  v("invalid", s.invalid, "Mass outside the support.");
  v("perCondition", s.per_condition, "Mean of the best value of each condition alone.");
}

template <class V, Is<Schedules> S>
void fields(V& v, S& s) {
  v.type("Schedules", "Schedules for 1, 2, ... steps.");
  v("schedules", s.schedules, "In order of steps.");
}

template <class V, Is<AdaptiveAccuracies> S>
void fields(V& v, S& s) {
  v.type("AdaptiveAccuracies", "The best accuracy of any policy.");
  v("accuracies", s.accuracies, "In at most 1, 2, ... steps.");
}

template <class V, Is<parallel::SizeSchedule> S>
void fields(V& v, S& s) {
  v.type("SizeSchedule", "Step sizes in random order.");
  v("steps", s.steps, "How many steps.");
  v("sizes", s.sizes, "How many positions each reveals.");
  v("divergence", s.divergence, "Mean KL(p||q) over the orders, bits.");
}

template <class V, Is<parallel::InformationCurve> S>
void fields(V& v, S& s) {
  v.type("InformationCurve", "What positions lose when revealed together, by their number.");
  v("exact", s.exact, "False for an estimate from random subsets.");
  v("entropies", s.entropies, "Mean entropy of 1, 2, ... positions, bits.");
  v("curve", s.curve, "What the j-th position loses when revealed with the first, bits.");
  v("standardErrors", s.standard_errors, "Of `entropies`; empty when exact.");
  v("subsets", s.subsets, "Random subsets per size; null when exact.");
  v("seed", s.seed, "Null when exact.");
  v("symmetric", s.symmetric, "Whether entropies depend on the number of positions only.");
  v("schedules", s.schedules, "The best sizes for 1, 2, ... steps.");
}

template <class V, Is<parallel::StrategyOutcome> S>
void fields(V& v, S& s) {
  v.type("StrategyOutcome", "What a strategy does.");
  v("accuracy", s.accuracy, "Mass on sequences that count as right.");
  v("invalid", s.invalid, "Mass outside the support of the target.");
  v("divergence", s.divergence, "Null when simulated.");
  v("mostSteps", s.most_steps, "On any branch.");
  v("meanSteps", s.mean_steps, "A branch ends in the step in which it became impossible.");
  v("tokensPerStep", s.tokens_per_step, "Length over mean steps.");
  v("meanTokensPerStep", s.mean_tokens_per_step, "Mean over branches of length over steps.");
  v("gap", s.gap,
    "Best accuracy of any policy in as many steps, less this one; null without a frontier.");
  v("exact", s.exact, "False when simulated.");
  v("contexts", s.contexts, "Contexts that were followed.");
  v("runs", s.runs, "Simulated runs; null when exact.");
  v("seed", s.seed, "Null when exact.");
  v("accuracyInterval", s.accuracy_interval, "Of a simulation, Wilson 95 %.");
  v("invalidInterval", s.invalid_interval, "Of a simulation, Wilson 95 %.");
}

template <class V, Is<parallel::Candidate> S>
void fields(V& v, S& s) {
  v.type("Candidate", "A masked position before a step.");
  v("position", s.position, "From 0.");
  v("tokens", s.tokens, "Possible tokens, most probable first.");
  v("probabilities", s.probabilities, "Of these tokens.");
  v("confidence", s.confidence, "The largest probability.");
  v("margin", s.margin, "Its lead over the next.");
  v("entropy", s.entropy, "Nats.");
  v("revealed", s.revealed, "Whether this step reveals it.");
  v("drawn", s.drawn, "The token it then shows; -1 when it stays masked.");
}

template <class V, Is<parallel::WalkStep> S>
void fields(V& v, S& s) {
  v.type("WalkStep", "One step of a walk.");
  v("candidates", s.candidates, "The masked positions.");
  v("probability", s.probability, "Of what was revealed, position by position.");
  v("target", s.target, "Of the same values together, by the target; 0 when they are impossible.");
}

template <class V, Is<parallel::Walk> S>
void fields(V& v, S& s) {
  v.type("Walk", "One run of a strategy.");
  v("condition", s.condition, "Its condition.");
  v("steps", s.steps, "Step by step.");
  v("tokens", s.tokens, "The result; -1 where it was impossible before it was revealed.");
  v("possible", s.possible, "Whether the target can give it.");
  v("valid", s.valid, "Whether it counts as right.");
}

template <class V, Is<AcceptedPositions> S>
void fields(V& v, S& s) {
  v.type("AcceptedPositions", "How many positions a rule accepts.");
  v("accepted", s.accepted, "At least 1.");
}

template <class V, Is<parallel::TaskStep> S>
void fields(V& v, S& s) {
  v.type("TaskStep", "The limit of a task in so many steps.");
  v("steps", s.steps, "How many steps.");
  v("bound", s.bound, "Least KL(p||q), bits; null where unknown.");
  v.derived("accuracyBound", s.accuracy_bound(),
            "2^-bound: least accuracy, sampled, where the whole support counts as right; null "
            "where unknown.");
  v("boundSizes", s.bound_sizes, "Step sizes that reach it.");
  v("boundAccuracy", s.bound_accuracy, "The accuracy of these.");
  v("accuracy", s.accuracy, "Best accuracy in at most so many steps; null where unknown.");
  v("accuracySizes", s.accuracy_sizes, "Step sizes that reach it.");
}

template <class V, Is<parallel::TaskLimits> S>
void fields(V& v, S& s) {
  v.type("TaskLimits", "What is known of a task exactly.");
  v("task", s.task, "See `listTasks`.");
  v("n", s.n, "Items.");
  v("tokens", s.tokens, "Positions of an answer.");
  v("log2Outcomes", s.log2_outcomes, "Bits.");
  v("entropy", s.entropy, "Bits.");
  v("totalCorrelation", s.total_correlation, "Bits.");
  v("oneStepAccuracy", s.one_step_accuracy, "All positions at once, sampled.");
  v("oneStepLog2Accuracy", s.one_step_log2_accuracy, "Its logarithm to base 2.");
  v("symmetric", s.symmetric, "Whether only the sizes of steps matter.");
  v("steps", s.steps, "The limit in 1, 2, ... steps.");
}

template <class V, Is<parallel::TaskSizes> S>
void fields(V& v, S& s) {
  v.type("TaskSizes", "A task in steps of given sizes.");
  v("accuracy", s.accuracy, "Sampled.");
  v("log2Accuracy", s.log2_accuracy, "Its logarithm to base 2.");
  v("bound", s.bound, "KL(p||q), bits.");
  v.derived("accuracyBound", s.accuracy_bound(),
            "2^-bound: least accuracy, sampled, where the whole support counts as right.");
}

template <class V, Is<parallel::TaskThreshold> S>
void fields(V& v, S& s) {
  v.type("TaskThreshold", "A task decoded with a threshold.");
  v("accuracy", s.accuracy, "Sampled.");
  v("mostSteps", s.most_steps, "On any branch.");
  v("meanSteps", s.mean_steps, "Over branches.");
}

template <class V, Is<parallel::TaskTable> S>
void fields(V& v, S& s) {
  v.type("TaskTable", "The answers of a task.");
  v("length", s.length, "Tokens in each.");
  v("tokens", s.tokens, "Sequence after sequence; n is a token put in.");
  v("scored", s.scored, "1 where ParallelBench counts it as right.");
}

template <class V, Is<TokensPerStep> S>
void fields(V& v, S& s) {
  v.type("TokensPerStep", "Tokens per step at an accuracy.");
  v("tokensPerStep", s.tokens_per_step, "0 where it is never reached.");
}

template <class V, Is<Parallelizability> S>
void fields(V& v, S& s) {
  v.type("Parallelizability", "How well accuracy survives parallel decoding.");
  v("parallelizability", s.parallelizability, "In tokens per step.");
}

template <class V, Is<OrderPreference> S>
void fields(V& v, S& s) {
  v.type("OrderPreference", "How scores change with block length.");
  v("slope", s.slope, "Score per token of block length.");
}

template <class V, Is<parallel::LimitComparison> S>
void fields(V& v, S& s) {
  v.type("LimitComparison", "A measured point against the limit.");
  v("steps", s.steps, "In how many steps the answer was made.");
  v("limit", s.limit, "Best accuracy of an unbiased model.");
  v("gap", s.gap, "Limit less measured.");
  v("interval", s.interval, "Wilson; null without the number of answers.");
  v("verdict", s.verdict, "See `limitVerdicts`; null without an interval.");
}

template <class V, Is<parallel::ConfidentBounds> S>
void fields(V& v, S& s) {
  v.type("ConfidentBounds", "What holds when all positions are confident.");
  v("sameArgmax", s.same_argmax,
    "Whether greedy parallel decoding finds the most probable sequence.");
  v("totalVariation", s.total_variation, "It is below this.");
  v("klForward", s.kl_forward, "KL(p||q) is below this, nats.");
}

}  // namespace evenhand::abi

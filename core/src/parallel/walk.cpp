#include <algorithm>
#include <numeric>
#include <utility>

#include "evenhand/parallel/strategies.hpp"
#include "parallel/codes.hpp"
#include "parallel/context_model.hpp"
#include "parallel/strategy_rules.hpp"

namespace evenhand::parallel {
namespace {

Candidate describe(std::size_t position, const Conditional& conditional,
                   std::span<const std::int32_t> vocabulary) {
  const Scores scores = scores_of(conditional);
  Candidate out;
  out.position = static_cast<std::int64_t>(position);
  out.confidence = scores.confidence;
  out.margin = scores.margin;
  out.entropy = scores.entropy;
  std::vector<std::size_t> order(conditional.codes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto& p = conditional.probabilities;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p[a] != p[b] ? p[a] > p[b] : a < b; });
  // What ties stands in order of the numbers, although rounding may say otherwise.
  for (auto run = order.begin(); run != order.end();) {
    const auto end =
        std::find_if(run, order.end(), [&](std::size_t v) { return p[v] < p[*run] - score_tie; });
    std::sort(run, end);
    run = end;
  }
  order.resize(std::min(order.size(), static_cast<std::size_t>(most_shown_tokens)));
  for (const std::size_t v : order) {
    out.tokens.push_back(vocabulary[conditional.codes[v]]);
    out.probabilities.push_back(p[v]);
  }
  return out;
}

class Walker {
 public:
  Walker(const Joint& joint, const Plan& plan, SplitMix64& rng)
      : joint_(joint),
        plan_(plan),
        rng_(rng),
        codes_(make_codes(joint)),
        model_(joint, codes_, plan.strategy.decoding),
        revealed_(static_cast<std::size_t>(joint.length)),
        rows_(joint.size()) {
    std::iota(rows_.begin(), rows_.end(), 0U);
  }

  Result<Walk> follow() {
    Walk out;
    out.tokens.assign(revealed_.length(), -1);
    std::size_t masked = revealed_.length();
    for (std::size_t t = 0; out.possible && masked > 0; ++t) {
      const auto step = take(t, out.tokens);
      if (!step) return step.error();
      for (const Candidate& candidate : step->candidates) masked -= candidate.revealed ? 1 : 0;
      out.steps.push_back(*step);
      out.possible = !rows_.empty();
    }
    out.valid = out.possible && joint_.valid[rows_.front()] == 1;
    return out;
  }

 private:
  Result<WalkStep> take(std::size_t t, std::vector<std::int64_t>& tokens) {
    model_.enter(rows_);
    const auto selection = select(plan_, t, candidates(plan_, revealed_, t), model_);
    if (!selection) return selection.error();
    WalkStep out{.candidates = {}, .probability = 1, .target = 0};
    for (std::size_t i = 0; i < revealed_.length(); ++i) {
      if (revealed_.has(i)) continue;
      out.candidates.push_back(describe(i, model_.conditional(i), codes_.vocabulary[i]));
    }
    const double mass = model_.mass();
    std::vector<std::uint32_t> agreeing = rows_;
    for (const std::size_t position : draw(*selection, rng_)) {
      const Prediction& prediction = model_.prediction(position);
      const std::size_t token = prediction.draw(rng_);
      const std::uint32_t code = prediction.conditional.codes[token];
      out.probability *= prediction.decoded[token];
      tokens[position] = codes_.vocabulary[position][code];
      const auto shown = std::find_if(
          out.candidates.begin(), out.candidates.end(), [&](const Candidate& candidate) {
            return candidate.position == static_cast<std::int64_t>(position);
          });
      shown->revealed = true;
      shown->drawn = tokens[position];
      revealed_.add(position);
      const auto column = codes_.column(position);
      std::erase_if(agreeing, [&](std::uint32_t row) { return column[row] != code; });
    }
    rows_ = std::move(agreeing);
    out.target = model_.reader().mass(rows_) / mass;
    return out;
  }

  const Joint& joint_;
  const Plan& plan_;
  SplitMix64& rng_;
  Codes codes_;
  ContextModel model_;
  Revealed revealed_;
  std::vector<std::uint32_t> rows_;  ///< that agree with what was revealed
};

}  // namespace

Result<Walk> walk_strategy(const TargetColumns& columns, const Strategy& strategy,
                           std::int64_t condition, std::int64_t seed) {
  if (const auto error = check_seed(seed)) return *error;
  const auto target = make_target(columns);
  if (!target) return target.error();
  const auto plan = make_plan(strategy, *target);
  if (!plan) return plan.error();
  const auto found = std::find(target->conditions.begin(), target->conditions.end(), condition);
  if (found == target->conditions.end()) return Error{Errc::value_out_of_range, "condition"};
  const Joint& joint = target->given[static_cast<std::size_t>(found - target->conditions.begin())];
  if (joint.length > most_walked_positions) {
    return Error{Errc::too_large_exact, "lengths", static_cast<double>(most_walked_positions)};
  }
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "parallel_walk");
  auto walk = Walker(joint, *plan, rng).follow();
  if (!walk) return walk.error();
  Walk out = *walk;
  out.condition = condition;
  return out;
}

}  // namespace evenhand::parallel

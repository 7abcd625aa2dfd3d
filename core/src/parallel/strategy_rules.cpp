#include "parallel/strategy_rules.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace evenhand::parallel {
namespace {

std::optional<Error> check_parameter(StrategyRule rule, double parameter) noexcept {
  bool good = true;
  switch (rule) {
    case StrategyRule::fixed:
    case StrategyRule::top_k: break;
    case StrategyRule::threshold: good = parameter >= 0 && parameter <= 1; break;
    case StrategyRule::factor:
    case StrategyRule::factor_code: good = parameter > 0 && std::isfinite(parameter); break;
    case StrategyRule::entropy_bounded:
    case StrategyRule::frechet: good = parameter >= 0 && std::isfinite(parameter); break;
  }
  if (good) return std::nullopt;
  return Error{Errc::value_out_of_range, "parameter"};
}

bool passes(double confidence, double threshold, bool inclusive) noexcept {
  return inclusive ? confidence >= threshold - threshold_tolerance
                   : confidence > threshold + threshold_tolerance;
}

/// How many of the leading entropies a bound of `gamma` nats allows.
std::size_t within_entropy_bound(double gamma, std::span<const double> entropies) noexcept {
  numeric::NeumaierSum sum;
  double largest = 0;
  std::size_t accepted = 0;
  for (; accepted < entropies.size(); ++accepted) {
    sum.add(entropies[accepted]);
    largest = std::max(largest, entropies[accepted]);
    if (accepted > 0 && sum.value() - largest > gamma + threshold_tolerance) break;
  }
  return accepted;
}

/// How many of the leading confidences, which descend, a rule accepts.
std::size_t accepted_of(StrategyRule rule, double parameter, bool inclusive,
                        std::span<const double> confidences) noexcept {
  const std::size_t n = confidences.size();
  std::size_t accepted = 0;
  if (rule == StrategyRule::threshold) {
    while (accepted < n && passes(confidences[accepted], parameter, inclusive)) ++accepted;
  } else if (rule == StrategyRule::factor) {
    const auto product = [&](std::size_t j) {  // of rank j, from 1
      return static_cast<double>(j + 1) * (1 - confidences[j - 1]);
    };
    while (accepted < n && product(accepted + 1) < parameter - threshold_tolerance) ++accepted;
  } else if (rule == StrategyRule::factor_code) {
    accepted = 1;
    const auto fails = [&](std::size_t j) {
      const double threshold = 1 - parameter / static_cast<double>(j + 1);
      return confidences[j - 1] < threshold - threshold_tolerance;
    };
    while (accepted < n && !fails(accepted + 1)) ++accepted;
    // The released code takes a failure at the last rank for none.
    if (accepted + 1 == n) accepted = n;
  } else if (rule == StrategyRule::frechet) {
    numeric::NeumaierSum doubt;
    for (; accepted < n; ++accepted) {
      doubt.add(1 - confidences[accepted]);
      if (doubt.value() > parameter + threshold_tolerance) break;
    }
  }
  return std::max<std::size_t>(accepted, 1);
}

/// A masked position with what ranks it.
struct Ranked {
  std::size_t position = 0;
  double score = 0;
  double entropy = 0;
};

double score_of(PositionScore score, const Scores& scores) noexcept {
  switch (score) {
    case PositionScore::margin: return scores.margin;
    case PositionScore::entropy: return -scores.entropy;
    default: return scores.confidence;
  }
}

/// Positions by score, the best first, in groups that tie; inside a group by position.
class Ranking {
 public:
  Ranking(PositionScore score, std::span<const std::size_t> candidates, ContextModel& model) {
    for (const std::size_t position : candidates) {
      const Scores scores = scores_of(model.conditional(position));
      ranked_.push_back({position, score_of(score, scores), scores.entropy});
    }
    std::sort(ranked_.begin(), ranked_.end(), [](const Ranked& a, const Ranked& b) {
      return a.score != b.score ? a.score > b.score : a.position < b.position;
    });
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      if (i == 0 || ranked_[i].score < ranked_[begins_.back()].score - score_tie) {
        begins_.push_back(i);
      }
    }
    begins_.push_back(ranked_.size());
    for (std::size_t g = 0; g + 1 < begins_.size(); ++g) {
      std::sort(at(begins_[g]), at(begins_[g + 1]),
                [](const Ranked& a, const Ranked& b) { return a.position < b.position; });
    }
  }

  [[nodiscard]] std::span<const Ranked> all() const noexcept { return ranked_; }
  [[nodiscard]] std::size_t groups() const noexcept { return begins_.size() - 1; }
  [[nodiscard]] std::size_t begin(std::size_t group) const noexcept { return begins_[group]; }

  /// The best `count`.
  [[nodiscard]] Selection cut(std::size_t count, TieRule ties) const {
    Selection out;
    std::size_t group = 0;
    while (begins_[group + 1] < count) ++group;
    const bool split = ties == TieRule::random && begins_[group + 1] > count;
    const std::size_t sure = split ? begins_[group] : count;
    for (std::size_t i = 0; i < sure; ++i) out.sure.push_back(ranked_[i].position);
    if (!split) return out;
    for (std::size_t i = sure; i < begins_[group + 1]; ++i) {
      out.tied.push_back(ranked_[i].position);
    }
    out.taken = count - sure;
    return out;
  }

 private:
  [[nodiscard]] std::vector<Ranked>::iterator at(std::size_t i) noexcept {
    return ranked_.begin() + static_cast<std::ptrdiff_t>(i);
  }

  std::vector<Ranked> ranked_;
  std::vector<std::size_t> begins_;  ///< of the groups, then the end
};

/// All orders of a group whose entropies differ, after the positions of better score.
std::vector<Selection::Order> follow_orders(double gamma, std::vector<double> entropies,
                                            std::vector<Ranked> group) {
  const auto by_position = [](const Ranked& a, const Ranked& b) { return a.position < b.position; };
  const std::size_t before = entropies.size();
  std::vector<Selection::Order> out;
  double orders = 0;
  entropies.resize(before + group.size());
  do {
    for (std::size_t i = 0; i < group.size(); ++i) entropies[before + i] = group[i].entropy;
    const std::size_t accepted = within_entropy_bound(gamma, entropies) - before;
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < accepted; ++i) positions.push_back(group[i].position);
    std::sort(positions.begin(), positions.end());
    const auto known = std::find_if(out.begin(), out.end(), [&](const Selection::Order& order) {
      return order.positions == positions;
    });
    if (known == out.end()) {
      out.push_back({1, std::move(positions)});
    } else {
      ++known->probability;
    }
    ++orders;
  } while (std::next_permutation(group.begin(), group.end(), by_position));
  for (Selection::Order& order : out) order.probability /= orders;
  return out;
}

Result<Selection> select_by_entropy(const Plan& plan, const Ranking& ranking) {
  const auto ranked = ranking.all();
  const double gamma = plan.strategy.parameter;
  std::vector<double> entropies;
  for (const Ranked& r : ranked) entropies.push_back(r.entropy);
  const std::size_t accepted = within_entropy_bound(gamma, entropies);
  if (plan.strategy.position_ties == TieRule::first) return ranking.cut(accepted, TieRule::first);

  // Up to the last group but one that fits, orders make no difference: the bound grows with every
  // position, and its value after a group does not depend on the order inside.
  std::size_t group = 0;
  while (ranking.begin(group + 1) <= accepted && group + 1 < ranking.groups()) ++group;
  const auto tied =
      ranked.subspan(ranking.begin(group), ranking.begin(group + 1) - ranking.begin(group));
  const auto by_entropy = [](const Ranked& a, const Ranked& b) { return a.entropy < b.entropy; };
  const auto [least, most] = std::minmax_element(tied.begin(), tied.end(), by_entropy);
  if (accepted == ranked.size() || most->entropy - least->entropy <= score_tie) {
    return ranking.cut(accepted, TieRule::random);
  }
  if (tied.size() > static_cast<std::size_t>(most_tied_orders)) {
    return Error{Errc::too_large_exact, "score", static_cast<double>(most_tied_orders)};
  }
  entropies.resize(ranking.begin(group));
  Selection out;
  for (const Ranked& r : ranked.first(ranking.begin(group))) out.sure.push_back(r.position);
  out.orders = follow_orders(gamma, std::move(entropies), {tied.begin(), tied.end()});
  return out;
}

}  // namespace

Result<Plan> make_plan(const Strategy& strategy, const Target& target) {
  if (const auto error = check(strategy.decoding)) return *error;
  if (const auto error = check_parameter(strategy.rule, strategy.parameter)) return *error;
  if (strategy.block && *strategy.block < 1) return Error{Errc::value_out_of_range, "block"};
  Plan out{.strategy = strategy, .steps = {}, .sizes = {}};
  if (strategy.rule == StrategyRule::fixed) {
    const std::int64_t length = target.common_length();
    if (!strategy.steps || length == 0) return Error{Errc::unsupported, "steps"};
    auto steps = make_steps(*strategy.steps, length);
    if (!steps) return steps.error();
    out.steps = *steps;
  }
  if (strategy.rule == StrategyRule::top_k) {
    if (strategy.steps) {
      const std::int64_t length = target.common_length();
      if (length == 0 || strategy.block) return Error{Errc::unsupported, "steps"};
      std::int64_t sum = 0;
      for (const std::int32_t size : strategy.steps->sizes) {
        if (size < 1) return Error{Errc::bad_partition, "steps"};
        sum += size;
        out.sizes.push_back(size);
      }
      if (sum != length) return Error{Errc::bad_partition, "steps"};
    } else if (strategy.k < 1) {
      return Error{Errc::value_out_of_range, "k"};
    }
  }
  if (strategy.rule == StrategyRule::entropy_bounded &&
      (strategy.score == PositionScore::random || strategy.score == PositionScore::left_to_right)) {
    return Error{Errc::value_out_of_range, "score"};
  }
  return out;
}

std::vector<std::size_t> candidates(const Plan& plan, const Revealed& revealed, std::size_t step) {
  std::vector<std::size_t> out;
  if (plan.strategy.rule == StrategyRule::fixed) {
    for (const std::int64_t position : plan.steps[step]) {
      out.push_back(static_cast<std::size_t>(position));
    }
    return out;
  }
  const std::size_t length = revealed.length();
  std::size_t end = length;
  for (std::size_t i = 0; i < end; ++i) {
    if (revealed.has(i)) continue;
    if (out.empty() && plan.strategy.block) {
      const auto block = static_cast<std::uint64_t>(*plan.strategy.block);
      end = static_cast<std::size_t>(std::min<std::uint64_t>(length, (i / block + 1) * block));
    }
    out.push_back(i);
  }
  return out;
}

Result<Selection> select(const Plan& plan, std::size_t step,
                         std::span<const std::size_t> candidates, ContextModel& model) {
  const Strategy& strategy = plan.strategy;
  Selection out;
  if (strategy.rule == StrategyRule::fixed) {
    out.sure.assign(candidates.begin(), candidates.end());
    return out;
  }
  if (strategy.rule == StrategyRule::top_k) {
    const std::int64_t k = plan.sizes.empty() ? strategy.k : plan.sizes[step];
    const std::size_t count =
        std::min(candidates.size(), static_cast<std::size_t>(std::min(k, most_positions)));
    if (strategy.score == PositionScore::left_to_right || count == candidates.size()) {
      out.sure.assign(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count));
      return out;
    }
    if (strategy.score == PositionScore::random) {
      out.tied.assign(candidates.begin(), candidates.end());
      out.taken = count;
      return out;
    }
    return Ranking(strategy.score, candidates, model).cut(count, strategy.position_ties);
  }
  if (strategy.rule == StrategyRule::entropy_bounded) {
    return select_by_entropy(plan, Ranking(strategy.score, candidates, model));
  }
  const Ranking ranking(PositionScore::confidence, candidates, model);
  std::vector<double> confidences;
  for (const Ranked& r : ranking.all()) confidences.push_back(r.score);
  // Groups are ordered by position inside; the rules want what differs by rounding in order, too.
  std::sort(confidences.begin(), confidences.end(), std::greater<>());
  return ranking.cut(
      accepted_of(strategy.rule, strategy.parameter, strategy.inclusive, confidences),
      strategy.position_ties);
}

double choices_of(const Selection& selection) noexcept {
  const auto n = static_cast<double>(selection.tied.size());
  double out = 1;
  for (std::size_t i = 0; i < selection.taken; ++i) {
    const auto done = static_cast<double>(i);
    out = out * (n - done) / (done + 1);
  }
  return out;
}

std::vector<std::size_t> draw(const Selection& selection, SplitMix64& rng) {
  std::vector<std::size_t> out = selection.sure;
  if (!selection.orders.empty()) {
    double rest = rng.uniform();
    std::size_t order = 0;
    while (order + 1 < selection.orders.size() && rest >= selection.orders[order].probability) {
      rest -= selection.orders[order++].probability;
    }
    const auto& positions = selection.orders[order].positions;
    out.insert(out.end(), positions.begin(), positions.end());
  }
  std::vector<std::size_t> tied = selection.tied;
  rng.sample_to_front(std::span(tied), selection.taken);
  out.insert(out.end(), tied.begin(), tied.begin() + static_cast<std::ptrdiff_t>(selection.taken));
  std::sort(out.begin(), out.end());
  return out;
}

std::int64_t certain_steps(const Plan& plan, const Revealed& revealed, std::size_t step) {
  const Strategy& strategy = plan.strategy;
  const auto taken = static_cast<std::int64_t>(step);
  if (strategy.rule == StrategyRule::fixed) {
    return static_cast<std::int64_t>(plan.steps.size()) - taken;
  }
  if (!plan.sizes.empty()) return static_cast<std::int64_t>(plan.sizes.size()) - taken;
  // Among certain positions every rule but top_k accepts all or one.
  constexpr double certain[] = {1, 1};
  const bool one = strategy.rule != StrategyRule::entropy_bounded &&
                   accepted_of(strategy.rule, strategy.parameter, strategy.inclusive, certain) == 1;
  const auto length = static_cast<std::int64_t>(revealed.length());
  const std::int64_t block = std::min(strategy.block.value_or(length), length);
  std::int64_t steps = 0;
  for (std::int64_t begin = 0; begin < length; begin += block) {
    std::int64_t masked = 0;
    for (std::int64_t i = begin; i < std::min(begin + block, length); ++i) {
      if (!revealed.has(static_cast<std::size_t>(i))) ++masked;
    }
    if (strategy.rule == StrategyRule::top_k) {
      const std::int64_t k = std::min(strategy.k, length);
      steps += (masked + k - 1) / k;
    } else {
      steps += one ? masked : std::min<std::int64_t>(masked, 1);
    }
  }
  return steps;
}

Result<std::int64_t> accepted_positions(StrategyRule rule, double parameter, bool inclusive,
                                        std::span<const double> confidences,
                                        std::span<const double> entropies) {
  if (rule == StrategyRule::fixed || rule == StrategyRule::top_k) {
    return Error{Errc::unsupported, "rule"};
  }
  if (confidences.empty()) return Error{Errc::empty_sample, "confidences"};
  for (const double c : confidences) {
    if (!(c >= 0 && c <= 1)) return Error{Errc::rate_out_of_range, "confidences"};
  }
  if (const auto error = check_parameter(rule, parameter)) return *error;
  if (rule == StrategyRule::entropy_bounded) {
    if (entropies.size() != confidences.size()) return Error{Errc::length_mismatch, "entropies"};
    for (const double h : entropies) {
      if (!(h >= 0 && std::isfinite(h))) return Error{Errc::value_out_of_bounds, "entropies"};
    }
    std::vector<double> ascending(entropies.begin(), entropies.end());
    std::sort(ascending.begin(), ascending.end());
    return static_cast<std::int64_t>(within_entropy_bound(parameter, ascending));
  }
  std::vector<double> descending(confidences.begin(), confidences.end());
  std::sort(descending.begin(), descending.end(), std::greater<>());
  return static_cast<std::int64_t>(accepted_of(rule, parameter, inclusive, descending));
}

}  // namespace evenhand::parallel

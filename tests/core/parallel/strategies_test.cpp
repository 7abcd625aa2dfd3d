#include "evenhand/parallel/strategies.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "examples.hpp"
#include "naive.hpp"
#include "parallel/strategy_runs.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Partition;
using examples::Table;

namespace {

Approx near(double value, double margin = 1e-6) { return Approx(value).epsilon(0).margin(margin); }

Strategy top_k(PositionScore score, std::int64_t k) {
  Strategy out;
  out.rule = StrategyRule::top_k;
  out.score = score;
  out.k = k;
  return out;
}

Strategy with_parameter(StrategyRule rule, double parameter, bool inclusive = false) {
  Strategy out;
  out.rule = rule;
  out.score =
      rule == StrategyRule::entropy_bounded ? PositionScore::entropy : PositionScore::confidence;
  out.parameter = parameter;
  out.inclusive = inclusive;
  return out;
}

Strategy greedy(Strategy strategy) {
  strategy.decoding.temperature = 0;
  return strategy;
}

Strategy ties_at_random(Strategy strategy) {
  strategy.position_ties = TieRule::random;
  return strategy;
}

StrategyOutcome run(const Table& table, const Strategy& strategy,
                    std::span<const double> frontier = {}) {
  const auto out = run_strategy(table.columns(), strategy, frontier);
  REQUIRE(out);
  CHECK(out->exact);
  CHECK(!out->seed);
  CHECK(!out->runs);
  return *out;
}

void check_refused(const Table& table, const Strategy& strategy, Errc code,
                   std::string_view argument, std::span<const double> frontier = {},
                   std::int64_t seed = 1) {
  const auto out = run_strategy(table.columns(), strategy, frontier, seed);
  REQUIRE(!out);
  CHECK(out.error().code == code);
  CHECK(out.error().argument == argument);
  const auto walk = walk_strategy(table.columns(), strategy, 0, seed);
  if (frontier.empty() && code != Errc::too_large_exact) {
    REQUIRE(!walk);
    CHECK(walk.error().code == code);
    CHECK(walk.error().argument == argument);
  }
}

Strategy random_strategy(SplitMix64& rng, std::size_t length) {
  Strategy out;
  const StrategyRule rules[] = {StrategyRule::top_k,           StrategyRule::threshold,
                                StrategyRule::factor,          StrategyRule::factor_code,
                                StrategyRule::entropy_bounded, StrategyRule::frechet};
  const PositionScore scores[] = {PositionScore::confidence, PositionScore::margin,
                                  PositionScore::entropy, PositionScore::random,
                                  PositionScore::left_to_right};
  out.rule = rules[rng.below(6)];
  out.score = scores[rng.below(out.rule == StrategyRule::entropy_bounded ? 3 : 5)];
  out.k = 1 + rng.below(4);
  const double parameters[] = {.1, 1.0 / 3, .4, .5, 2.0 / 3, .75, .9, 1, std::log(2.0)};
  out.parameter = parameters[rng.below(out.rule == StrategyRule::threshold ? 8 : 9)];
  if (out.rule == StrategyRule::factor || out.rule == StrategyRule::factor_code) {
    out.parameter *= 2;
  }
  out.inclusive = rng.below(2) == 0;
  if (rng.below(3) == 0) out.block = 1 + rng.below(static_cast<std::uint32_t>(length));
  out.position_ties = rng.below(2) == 0 ? TieRule::random : TieRule::first;
  const double temperatures[] = {1, 1, 0, .5};
  out.decoding.temperature = temperatures[rng.below(4)];
  out.decoding.value_ties = rng.below(2) == 0 ? TieRule::random : TieRule::first;
  return out;
}

}  // namespace

TEST_CASE("strategies on New City", "[parallel][strategies][golden]") {
  const Table table = examples::new_city();
  const auto check = [&](const Strategy& strategy, std::int64_t steps, double accuracy) {
    const StrategyOutcome out = run(table, strategy);
    CHECK(out.most_steps == steps);
    CHECK(out.accuracy == near(accuracy, 1e-12));
    CHECK(out.invalid == near(1 - accuracy, 1e-12));
    CHECK(out.mean_steps == near(static_cast<double>(steps), 1e-12));
    CHECK(out.tokens_per_step == near(2.0 / static_cast<double>(steps), 1e-12));
  };
  check(with_parameter(StrategyRule::threshold, .3), 1, .5);
  check(with_parameter(StrategyRule::threshold, .5), 2, 1);
  check(with_parameter(StrategyRule::threshold, .5, true), 1, .5);
  check(with_parameter(StrategyRule::factor, 1), 2, 1);
  check(with_parameter(StrategyRule::factor, 1.6), 1, .5);
  // The code's rule never waits with two positions left.
  check(with_parameter(StrategyRule::factor_code, 1e-6), 1, .5);
  check(with_parameter(StrategyRule::entropy_bounded, 1.04), 1, .5);
  check(with_parameter(StrategyRule::entropy_bounded, 1), 2, 1);
  // Equality as in exact arithmetic.
  check(with_parameter(StrategyRule::entropy_bounded, 1.5 * std::log(2)), 1, .5);
  check(with_parameter(StrategyRule::frechet, 1), 1, .5);
  check(with_parameter(StrategyRule::frechet, .99), 2, 1);
  check(greedy(top_k(PositionScore::confidence, 2)), 1, 0);
}

TEST_CASE("strategies on two New Cities", "[parallel][strategies][golden]") {
  const Table table = examples::double_new_city();
  const StrategyOutcome random = run(table, top_k(PositionScore::random, 2));
  CHECK(random.accuracy == near(.75));
  CHECK(random.divergence->total_variation == near(.25));
  CHECK(*random.divergence->kl_forward == near(.415037));
  CHECK(random.mean_steps == near(1.833333));
  CHECK(random.most_steps == 2);
  const StrategyOutcome left = run(table, top_k(PositionScore::left_to_right, 2));
  CHECK(left.accuracy == near(.25));
  CHECK(*left.divergence->kl_forward == near(2));
  CHECK(left.mean_steps == near(1.5));
  CHECK(left.mean_tokens_per_step == near(.5 * 4 + .5 * 2));
  const StrategyOutcome bounded = run(table, with_parameter(StrategyRule::entropy_bounded, 1));
  CHECK(bounded.accuracy == near(1));
  CHECK(bounded.invalid == 0);
  CHECK(bounded.most_steps == 3);
  CHECK(bounded.mean_steps == near(3));
}

TEST_CASE("strategies on list tasks", "[parallel][strategies][golden]") {
  const auto threshold = [](const Table& table, double gamma, bool inclusive = false) {
    return run(table, with_parameter(StrategyRule::threshold, gamma, inclusive));
  };
  const Table four = examples::shuffle(4);
  CHECK(threshold(four, .3).accuracy == near(.2222222));
  CHECK(threshold(four, .3).most_steps == 2);
  CHECK(threshold(four, .5, true).accuracy == near(.5));
  CHECK(threshold(four, .5, true).most_steps == 3);
  CHECK(threshold(four, .5).accuracy == near(1));
  CHECK(threshold(examples::shuffle(6), .24).accuracy == near(.09375));
  CHECK(threshold(examples::shuffle(6), .24).most_steps == 3);
  const StrategyOutcome front = run(four, [] {
    Strategy out = top_k(PositionScore::left_to_right, 3);
    return out;
  }());
  CHECK(front.mean_steps == near(1.375));
  CHECK(front.accuracy == near(.375));
  CHECK(run(four, top_k(PositionScore::left_to_right, 2)).mean_steps == near(1.75));

  const Table replaced = examples::replace_random(4);
  const StrategyOutcome careful = threshold(replaced, .8);
  CHECK(careful.accuracy == near(1));
  CHECK(careful.most_steps == 4);
  CHECK(careful.mean_steps == near(3.25));
  const Strategy factor = with_parameter(StrategyRule::factor, 1);
  const StrategyOutcome spread = run(replaced, ties_at_random(factor));
  CHECK(spread.accuracy == near(.9375));
  CHECK(spread.most_steps == 3);
  CHECK(spread.mean_steps == near(2.5));
  CHECK(spread.divergence->total_variation == near(.0625));
  CHECK(*spread.divergence->kl_forward == near(.093109));
  const StrategyOutcome lowest = run(replaced, factor);
  CHECK(lowest.accuracy == near(.9375));
  CHECK(lowest.divergence->total_variation == near(.125));
  CHECK(*lowest.divergence->kl_forward == near(.122556));
  const std::vector<double> frontier{.421875, .84375, .9375, 1};
  const StrategyOutcome random = run(replaced, top_k(PositionScore::random, 2), frontier);
  CHECK(random.accuracy == near(.65625));
  REQUIRE(random.gap);
  CHECK(*random.gap == near(.1875));

  CHECK(run(replaced, greedy(top_k(PositionScore::random, 2))).accuracy == near(.5));
  CHECK(run(examples::replace_random(3), greedy(top_k(PositionScore::random, 2))).accuracy ==
        near(1));
  for (const std::int32_t n : {3, 4, 5}) {
    const auto late =
        run(examples::replace_random(n), greedy(top_k(PositionScore::left_to_right, n - 1)));
    CHECK(late.accuracy == 1);
    CHECK(late.most_steps == 2);
    CHECK(!late.divergence->kl_forward);
    const auto all = run(examples::replace_random(n), greedy(top_k(PositionScore::random, n)));
    CHECK(all.accuracy == 0);
    CHECK(all.most_steps == 1);
  }

  const auto matching =
      run(examples::coloured_matching(), with_parameter(StrategyRule::entropy_bounded, .1));
  CHECK(matching.accuracy == near(1));
  CHECK(matching.most_steps == 3);
}

TEST_CASE("strategies are those of following every branch", "[parallel][strategies][property]") {
  SplitMix64 rng(21, "strategies_test");
  for (int round = 0; round < 1500; ++round) {
    const Table table = examples::random_table(rng, 1 + rng.below(2));
    const auto length = static_cast<std::size_t>(table.lengths.front());
    Strategy strategy = random_strategy(rng, length);
    const Partition partition = examples::random_partition(rng, length);
    if (rng.below(8) == 0) strategy.rule = StrategyRule::fixed;
    if (strategy.rule == StrategyRule::top_k && rng.below(3) == 0) strategy.block.reset();
    if (strategy.rule == StrategyRule::fixed ||
        (strategy.rule == StrategyRule::top_k && !strategy.block && rng.below(2) == 0)) {
      strategy.steps = partition.columns();
    }
    const auto targets = naive::targets(table);
    const double weight = 1.0 / static_cast<double>(targets.size());
    naive::Agreement mean;
    std::int64_t most_steps = 0;
    double mean_steps = 0;
    double inverse_steps = 0;
    std::vector<double> frontier(length, 0);
    for (const naive::Target& target : targets) {
      const naive::Result result = naive::run(target, strategy);
      const naive::Agreement one = naive::compare(target, result);
      mean.accuracy += weight * one.accuracy;
      mean.invalid += weight * one.invalid;
      mean.total_variation += weight * one.total_variation;
      mean.kl_forward += weight * one.kl_forward;
      mean.kl_reverse += weight * one.kl_reverse;
      most_steps = std::max(most_steps, result.most_steps);
      mean_steps += weight * result.mean_steps;
      inverse_steps += weight * result.inverse_steps;
      for (std::size_t t = 0; t < length; ++t) {
        frontier[t] += weight * naive::best(target, naive::Row(length, -1),
                                            static_cast<std::int64_t>(t + 1), strategy.decoding);
      }
    }
    for (double& accuracy : frontier) accuracy = std::min(accuracy, 1.0);
    INFO("round " << round << " rule " << text_of(strategy.rule).name);
    const StrategyOutcome out = run(table, strategy, frontier);
    CHECK(out.accuracy == near(mean.accuracy, 1e-12));
    CHECK(out.invalid == near(mean.invalid, 1e-12));
    CHECK(out.divergence->total_variation == near(mean.total_variation, 1e-12));
    REQUIRE(out.divergence->kl_forward.has_value() == std::isfinite(mean.kl_forward));
    REQUIRE(out.divergence->kl_reverse.has_value() == std::isfinite(mean.kl_reverse));
    CHECK(out.divergence->kl_forward.value_or(0) ==
          near(std::isfinite(mean.kl_forward) ? mean.kl_forward : 0, 1e-9));
    CHECK(out.divergence->kl_reverse.value_or(0) ==
          near(std::isfinite(mean.kl_reverse) ? mean.kl_reverse : 0, 1e-9));
    CHECK(out.most_steps == most_steps);
    CHECK(out.mean_steps == near(mean_steps, 1e-12));
    CHECK(out.tokens_per_step == near(static_cast<double>(length) / mean_steps, 1e-12));
    CHECK(out.mean_tokens_per_step == near(static_cast<double>(length) * inverse_steps, 1e-12));
    // No decoder is better than the best policy, nor than what its divergence allows.
    REQUIRE(out.gap);
    CHECK(*out.gap >= 0);
    CHECK(*out.gap ==
          near(frontier[static_cast<std::size_t>(most_steps - 1)] - mean.accuracy, 1e-9));
    if (out.divergence->kl_forward) {
      CHECK(1 - out.invalid >= std::exp2(-*out.divergence->kl_forward) - 1e-9);
    }
    if (strategy.rule == StrategyRule::fixed) {
      const auto same = steps_outcome(table.columns(), partition.columns(), strategy.decoding);
      REQUIRE(same);
      CHECK(out.accuracy == near(same->accuracy, 1e-12));
      CHECK(out.divergence->kl_forward.has_value() == same->divergence.kl_forward.has_value());
    }
  }
}

TEST_CASE("tied positions", "[parallel][strategies]") {
  // One of three tied positions that depend on each other, the fourth is certain.
  const Table table = examples::table({{0, 0, 0, 9}, {1, 1, 1, 9}});
  Strategy two = top_k(PositionScore::confidence, 2);
  CHECK(run(table, two).accuracy == near(1));
  CHECK(run(table, ties_at_random(two)).accuracy == near(1));
  two.k = 3;
  CHECK(run(table, two).accuracy == near(.5));

  // Tied in confidence, not in entropy: the order decides how many the bound lets through.
  Table mixed;
  examples::Rows rows;
  std::vector<double> weights;
  for (std::int32_t a = 0; a < 2; ++a) {
    for (std::int32_t b = 0; b < 3; ++b) {
      rows.push_back({a, b});
      weights.push_back(.5 * (b == 0 ? .5 : .25));
    }
  }
  mixed.add(rows, weights);
  Strategy bounded = with_parameter(StrategyRule::entropy_bounded, .5);
  bounded.score = PositionScore::confidence;
  CHECK(run(mixed, ties_at_random(bounded)).most_steps == 2);

  // Seven positions tied in confidence with different entropies: too many orders.
  Table seven;
  rows.clear();
  weights.clear();
  for (std::int32_t s = 0; s < 4; ++s) {
    std::vector<std::int32_t> row;
    for (int i = 0; i < 6; ++i) row.push_back(s < 2 ? 0 : 1);
    row.push_back(s < 2 ? 0 : s);
    rows.push_back(row);
    weights.push_back(1);
  }
  seven.add(rows, weights);
  check_refused(seven, ties_at_random(bounded), Errc::too_large_exact, "score");
  CHECK(run(seven, bounded).accuracy > 0);
  // Tied in entropy, too: then only the number matters.
  bounded.score = PositionScore::entropy;
  CHECK(run(examples::shuffle(7), ties_at_random(bounded)).accuracy == near(1));
}

TEST_CASE("conditions may differ in length", "[parallel][strategies]") {
  Table table = examples::new_city();
  table.add({{0, 0, 0}, {1, 1, 1}});
  table.condition_weights = {1.0, 3.0};
  const StrategyOutcome out = run(table, top_k(PositionScore::confidence, 2));
  CHECK(out.accuracy == near(.25 * .5 + .75 * .5));
  CHECK(out.most_steps == 2);
  CHECK(out.mean_steps == near(.25 * 1 + .75 * 1.5));
  CHECK(out.tokens_per_step == near((.25 * 2 + .75 * 3) / out.mean_steps));
  CHECK(out.mean_tokens_per_step == near(.25 * 2 + .75 * (1.5 + .75)));
  Strategy fixed;
  fixed.rule = StrategyRule::fixed;
  const Partition partition = examples::from_left({1, 1});
  fixed.steps = partition.columns();
  check_refused(table, fixed, Errc::unsupported, "steps");
  fixed.rule = StrategyRule::top_k;
  check_refused(table, fixed, Errc::unsupported, "steps");
}

TEST_CASE("beyond the exact bound runs are simulated", "[parallel][strategies]") {
  // Twenty fair bits that are pairwise equal, in random order: too many sets of positions.
  examples::Rows rows;
  for (std::uint32_t bits = 0; bits < 1024; ++bits) {
    std::vector<std::int32_t> row;
    for (std::uint32_t i = 0; i < 20; ++i) {
      row.push_back(static_cast<std::int32_t>(bits >> (i / 2) & 1U));
    }
    rows.push_back(row);
  }
  const Table table = examples::table(rows);
  const Strategy strategy = top_k(PositionScore::random, 2);
  const auto out = run_strategy(table.columns(), strategy, {}, 5);
  REQUIRE(out);
  CHECK(!out->exact);
  CHECK(!out->divergence);
  CHECK(out->runs == default_simulated_runs);
  CHECK(out->seed == 5);
  CHECK(out->contexts == 0);
  REQUIRE(out->accuracy_interval);
  REQUIRE(out->invalid_interval);
  CHECK(out->accuracy + out->invalid == near(1, 1e-12));
  // The sampler pairs twenty positions at random; a pair that belongs together fails half the
  // time, and expects 10/19 such pairs. By inclusion and exclusion over matchings:
  double truth = 0;
  double sign = 1;
  for (int k = 0; k <= 10; ++k) {
    // C(10,k) (20-2k-1)!! / 19!! (1/2)^k
    double ways = 1;
    for (int i = 0; i < k; ++i) ways *= (10.0 - i) / (i + 1) / (19.0 - 2 * i);
    truth += sign * ways;
    sign *= -.5;
  }
  CHECK(out->accuracy_interval->lower < truth);
  CHECK(out->accuracy_interval->upper > truth);
}

TEST_CASE("simulated runs do what exact ones do, and repeat", "[parallel][strategies][property]") {
  SplitMix64 rng(22, "strategies_test");
  constexpr std::int64_t runs = 4000;
  for (int round = 0; round < 100; ++round) {
    const Table table = examples::random_table(rng);
    const auto target = make_target(table.columns());
    const Joint& joint = target->given.front();
    const auto plan =
        make_plan(random_strategy(rng, static_cast<std::size_t>(joint.length)), *target);
    REQUIRE(plan);
    Budget budget;
    const auto exact = follow_exactly(joint, *plan, budget);
    SplitMix64 stream(static_cast<std::uint64_t>(round), "strategies_test");
    SplitMix64 again = stream;
    SplitMix64 other(static_cast<std::uint64_t>(round + 1000), "strategies_test");
    const auto simulated = simulate(joint, *plan, runs, stream);
    REQUIRE(exact);
    REQUIRE(simulated);
    const Agreement truth = compare_output(joint, exact->output);
    const double error = 5 * .5 / std::sqrt(runs);
    const auto share = [](double count) { return count / static_cast<double>(runs); };
    INFO("round " << round);
    CHECK(share(static_cast<double>(simulated->right)) == near(truth.accuracy, error));
    CHECK(share(static_cast<double>(simulated->impossible)) == near(truth.invalid, error));
    CHECK(share(simulated->steps.sum.value()) == near(exact->steps.sum.value(), 3 * error));
    CHECK(share(simulated->steps.inverse.value()) == near(exact->steps.inverse.value(), error));
    CHECK(simulated->steps.most <= exact->steps.most);
    const auto repeated = simulate(joint, *plan, runs, again);
    CHECK(repeated->right == simulated->right);
    CHECK(repeated->steps.sum.value() == simulated->steps.sum.value());
    if (truth.accuracy > .2 && truth.accuracy < .8 && round % 10 == 0) {
      CHECK(simulate(joint, *plan, runs, other)->right != simulated->right);
    }
  }
}

TEST_CASE("strategies are refused for bad input", "[parallel][strategies]") {
  const Table table = examples::new_city();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  check_refused(table, top_k(PositionScore::confidence, 0), Errc::value_out_of_range, "k");
  for (const double bad : {-.1, 1.1, nan}) {
    check_refused(table, with_parameter(StrategyRule::threshold, bad), Errc::value_out_of_range,
                  "parameter");
  }
  for (const double bad : {0.0, -1.0, HUGE_VAL, nan}) {
    check_refused(table, with_parameter(StrategyRule::factor, bad), Errc::value_out_of_range,
                  "parameter");
    check_refused(table, with_parameter(StrategyRule::factor_code, bad), Errc::value_out_of_range,
                  "parameter");
  }
  for (const double bad : {-1.0, HUGE_VAL, nan}) {
    check_refused(table, with_parameter(StrategyRule::entropy_bounded, bad),
                  Errc::value_out_of_range, "parameter");
    check_refused(table, with_parameter(StrategyRule::frechet, bad), Errc::value_out_of_range,
                  "parameter");
  }
  Strategy strategy;
  strategy.block = 0;
  check_refused(table, strategy, Errc::value_out_of_range, "block");
  strategy.block.reset();
  strategy.decoding.temperature = -1;
  check_refused(table, strategy, Errc::value_out_of_range, "temperature");
  strategy.decoding.temperature = 1;
  for (const auto score : {PositionScore::random, PositionScore::left_to_right}) {
    strategy = with_parameter(StrategyRule::entropy_bounded, 1);
    strategy.score = score;
    check_refused(table, strategy, Errc::value_out_of_range, "score");
  }
  strategy = {};
  strategy.rule = StrategyRule::fixed;
  check_refused(table, strategy, Errc::unsupported, "steps");
  const Partition twice = examples::partition({{0}, {0}});
  strategy.steps = twice.columns();
  check_refused(table, strategy, Errc::bad_partition, "steps");
  strategy.rule = StrategyRule::top_k;
  CHECK(run(table, strategy).accuracy == near(1));  // sizes only
  strategy.block = 1;
  check_refused(table, strategy, Errc::unsupported, "steps");
  strategy.block.reset();
  const Partition three = examples::from_left({2, 1});
  strategy.steps = three.columns();
  check_refused(table, strategy, Errc::bad_partition, "steps");
  Partition none = examples::from_left({2});
  none.sizes = {2, 0};
  strategy.steps = none.columns();
  check_refused(table, strategy, Errc::bad_partition, "steps");

  check_refused(table, {}, Errc::seed_out_of_range, "seed", {}, -1);
  check_refused(table, {}, Errc::rate_out_of_range, "frontier", std::vector{.5, 1.5});
  check_refused(table, {}, Errc::value_out_of_range, "frontier", std::vector{.5, .5});
  CHECK(!run(table, {}, std::vector{.5}).gap);
  check_refused(Table{}, {}, Errc::empty_sample, "sequences");

  std::vector<std::int32_t> row(64, 0);
  const Table wide = examples::table({row, std::vector<std::int32_t>(64, 1)});
  check_refused(wide, top_k(PositionScore::random, 10), Errc::too_large_exact, "k");
  check_refused(wide, ties_at_random(top_k(PositionScore::margin, 10)), Errc::too_large_exact, "k");
  Strategy tied = ties_at_random(with_parameter(StrategyRule::entropy_bounded, 10));
  check_refused(wide, tied, Errc::too_large_exact, "position_ties");
  CHECK(run(wide, top_k(PositionScore::margin, 10)).most_steps == 7);
}

TEST_CASE("certain sequences take the steps that their strategy takes", "[parallel][strategies]") {
  const Table one = examples::table({{1, 2, 3, 4, 5}});
  CHECK(run(one, top_k(PositionScore::random, 2)).most_steps == 3);
  CHECK(run(one, with_parameter(StrategyRule::threshold, 1)).most_steps == 5);
  CHECK(run(one, with_parameter(StrategyRule::threshold, 1, true)).most_steps == 1);
  Strategy blocks = with_parameter(StrategyRule::frechet, 0);
  blocks.block = 2;
  CHECK(run(one, blocks).most_steps == 3);
  blocks = top_k(PositionScore::confidence, std::numeric_limits<std::int64_t>::max());
  CHECK(run(one, blocks).most_steps == 1);
  blocks.block = std::numeric_limits<std::int64_t>::max();
  CHECK(run(one, blocks).most_steps == 1);
  CHECK(run(examples::shuffle(3), blocks).most_steps == 1);
}

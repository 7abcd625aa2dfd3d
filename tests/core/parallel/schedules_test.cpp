#include "evenhand/parallel/schedules.hpp"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "entropies.hpp"
#include "evenhand/base/rng.hpp"
#include "evenhand/parallel/outcome.hpp"
#include "examples.hpp"
#include "naive.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Table;

namespace {

Approx near(double value, double margin = 1e-6) { return Approx(value).epsilon(0).margin(margin); }

std::vector<Schedule> by_divergence(const Table& table) {
  const auto out = kl_schedules(table.columns(), std::nullopt);
  REQUIRE(out);
  return *out;
}

std::vector<Schedule> by_accuracy(const Table& table, const Decoding& decoding = {}) {
  const auto out = accuracy_schedules(table.columns(), std::nullopt, decoding);
  REQUIRE(out);
  return *out;
}

std::vector<double> adaptive(const Table& table, const Decoding& decoding = {}) {
  const auto out = adaptive_frontier(table.columns(), std::nullopt, decoding);
  REQUIRE(out);
  return *out;
}

void check_bounds(const Table& table, const std::vector<double>& values) {
  const std::vector<Schedule> schedules = by_divergence(table);
  REQUIRE(schedules.size() == values.size());
  for (std::size_t t = 0; t < values.size(); ++t) CHECK(schedules[t].bound == near(values[t]));
}

void check_accuracies(const Table& table, const std::vector<double>& values) {
  const std::vector<Schedule> schedules = by_accuracy(table);
  REQUIRE(schedules.size() == values.size());
  for (std::size_t t = 0; t < values.size(); ++t) CHECK(schedules[t].accuracy == near(values[t]));
}

void check_adaptive(const Table& table, const std::vector<double>& values) {
  const std::vector<double> frontier = adaptive(table);
  REQUIRE(frontier.size() == values.size());
  for (std::size_t t = 0; t < values.size(); ++t) CHECK(frontier[t] == near(values[t]));
}

examples::Partition columns_of(const Steps& steps) {
  examples::Partition out;
  for (const auto& step : steps) {
    for (const std::int64_t position : step) {
      out.positions.push_back(static_cast<std::int32_t>(position));
    }
    out.sizes.push_back(static_cast<std::int32_t>(step.size()));
  }
  return out;
}

/// The schedule is a partition and does what it says.
void check_consistent(const Table& table, const Schedule& schedule, const Decoding& decoding) {
  const auto partition = columns_of(schedule.partition);
  const auto outcome = steps_outcome(table.columns(), partition.columns(), decoding);
  REQUIRE(outcome);
  CHECK(schedule.accuracy == near(outcome->accuracy, 1e-12));
  CHECK(schedule.invalid == near(outcome->invalid, 1e-12));
  CHECK(schedule.bound == near(outcome->bound, 1e-12));
}

double naive_accuracy(const naive::Target& target, const naive::Sets& partition,
                      const Decoding& decoding) {
  const examples::Partition columns = naive::columns(partition);
  const Strategy strategy{.rule = StrategyRule::fixed,
                          .score = PositionScore::confidence,
                          .k = 1,
                          .parameter = 0,
                          .inclusive = false,
                          .block = std::nullopt,
                          .position_ties = TieRule::first,
                          .decoding = decoding,
                          .steps = columns.columns()};
  return naive::compare(target, naive::run(target, strategy)).accuracy;
}

std::vector<Decoding> some_decodings() {
  return {{.temperature = 1, .value_ties = TieRule::random},
          {.temperature = 0, .value_ties = TieRule::random},
          {.temperature = 0, .value_ties = TieRule::first},
          {.temperature = 0.5, .value_ties = TieRule::random}};
}

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

}  // namespace

TEST_CASE("best schedules of New City", "[parallel][schedules][golden]") {
  check_bounds(examples::new_city(), {1, 0});
  check_accuracies(examples::new_city(), {.5, 1});
  check_adaptive(examples::new_city(), {.5, 1});
  CHECK(by_divergence(examples::new_city())[1].partition == Steps{{0}, {1}});
  check_bounds(examples::double_new_city(), {2, 0, 0, 0});
  CHECK(by_divergence(examples::double_new_city())[1].partition == Steps{{0, 2}, {1, 3}});
  check_accuracies(examples::double_new_city(), {.25, 1, 1, 1});
}

TEST_CASE("best schedules of the list tasks", "[parallel][schedules][golden]") {
  check_bounds(examples::remove_random(4), {.622556, 0, 0});
  check_accuracies(examples::remove_random(4), {.75, 1, 1});
  check_bounds(examples::insert_random(3), {2.622556, .311278, 0, 0});
  check_accuracies(examples::insert_random(3), {.1875, .875, 1, 1});
  const Table shuffle = examples::shuffle(6);
  check_bounds(shuffle, {6.017922, 2.847997, 1.432959, .678072, .263034, 0});
  check_accuracies(shuffle, {.0154321, .1388889, .3703704, .625, .8333333, 1});
  check_adaptive(shuffle, {.0154321, .1388889, .3703704, .625, .8333333, 1});
  const Table replace = examples::replace_random(6);
  const std::vector<double> best{.4018776, .8037551, .8680556, .9288194, .9722222, 1};
  check_accuracies(replace, best);
  check_adaptive(replace, best);
  CHECK(by_divergence(replace)[1].bound == near(.665150));
  CHECK(by_divergence(replace)[1].accuracy == near(.803755));
  CHECK(by_divergence(replace)[2].bound == near(.283401));
}

TEST_CASE("adaptive policies may beat every fixed schedule", "[parallel][schedules][golden]") {
  const Table table = examples::coloured_matching();
  check_bounds(table, {6.754888, 1, .333333, 0});
  check_accuracies(table, {.0092593, .5, .8333333, 1});
  check_adaptive(table, {.0092593, .5, 1, 1});
}

TEST_CASE("accuracy 1 with KL above 0", "[parallel][schedules][golden]") {
  const Table table = examples::hidden_parity();
  const Schedule least = by_divergence(table)[1];
  CHECK(least.bound == near(.207519));
  const Schedule best = by_accuracy(table)[1];
  CHECK(best.accuracy == near(1, 1e-12));
  CHECK(best.invalid == 0);
  CHECK(best.bound == near(.207519));
  CHECK(best.partition == Steps{{1, 2, 3}, {0, 4}});
}

TEST_CASE("the search by divergence finds the best of all partitions",
          "[parallel][schedules][property]") {
  SplitMix64 rng(1, "kl_schedules_test");
  for (int round = 0; round < 300; ++round) {
    const Table table = examples::random_table(rng, 1 + rng.below(3));
    const std::vector<naive::Target> given = naive::targets(table);
    const std::vector<Schedule> schedules = by_divergence(table);
    const std::size_t n = given.front().n;
    REQUIRE(schedules.size() == n);
    const auto least = [&](const std::vector<double>& h, std::size_t steps) {
      double out = HUGE_VAL;
      for (const naive::Sets& partition : naive::ordered_partitions(n)) {
        if (partition.size() == steps) out = std::min(out, naive::cost(h, partition));
      }
      return out;
    };
    const std::vector<double> mean = naive::entropies(given);
    double before = HUGE_VAL;
    for (std::size_t t = 1; t <= n; ++t) {
      const Schedule& schedule = schedules[t - 1];
      CHECK(schedule.steps == static_cast<std::int64_t>(t));
      CHECK(schedule.partition.size() == t);
      CHECK(schedule.bound == near(least(mean, t), 1e-10));
      check_consistent(table, schedule, {});
      double own = 0;
      for (const naive::Target& target : given) own += least(naive::entropies({target}), t);
      CHECK(schedule.per_condition == near(own / static_cast<double>(given.size()), 1e-10));
      CHECK(schedule.per_condition <= schedule.bound + 1e-10);
      CHECK(schedule.bound <= before + 1e-10);
      // P(invalid) <= 1 - 2^-L.
      if (!table.valid) CHECK(schedule.accuracy >= std::exp2(-schedule.bound) - 1e-12);
      before = schedule.bound;
    }
    CHECK(schedules.back().bound == near(0, 1e-12));
  }
}

TEST_CASE("larger searches by divergence find the best of all partitions",
          "[parallel][schedules][property]") {
  SplitMix64 rng(2, "kl_schedules_test");
  for (int round = 0; round < 12; ++round) {
    const std::size_t n = 5 + rng.below(2);
    examples::Rows rows;
    std::vector<double> weights;
    for (std::uint32_t s = 0; s < 4 + rng.below(30); ++s) {
      std::vector<std::int32_t> row(n);
      for (auto& token : row) token = static_cast<std::int32_t>(rng.below(3));
      rows.push_back(row);
      weights.push_back(1 + rng.uniform());
    }
    const Table table = examples::table(rows, weights);
    const std::vector<double> h = naive::entropies(naive::targets(table));
    std::vector<double> least(n, HUGE_VAL);
    for (const naive::Sets& partition : naive::ordered_partitions(n)) {
      double& best = least[partition.size() - 1];
      best = std::min(best, naive::cost(h, partition));
    }
    const std::vector<Schedule> schedules = by_divergence(table);
    for (std::size_t t = 0; t < n; ++t) CHECK(schedules[t].bound == near(least[t], 1e-10));
  }
}

TEST_CASE("the search by accuracy finds the best of all partitions",
          "[parallel][schedules][property]") {
  SplitMix64 rng(1, "accuracy_schedules_test");
  for (int round = 0; round < 200; ++round) {
    const Table table = examples::random_table(rng, 1 + rng.below(3));
    const std::vector<naive::Target> given = naive::targets(table);
    const std::size_t n = given.front().n;
    const auto count = static_cast<double>(given.size());
    for (const Decoding& decoding : some_decodings()) {
      std::vector<double> best(n, 0.0);
      std::vector<std::vector<double>> own(given.size(), std::vector<double>(n, 0.0));
      for (const naive::Sets& partition : naive::ordered_partitions(n)) {
        double mean = 0;
        for (std::size_t x = 0; x < given.size(); ++x) {
          const double accuracy = naive_accuracy(given[x], partition, decoding);
          mean += accuracy / count;
          for (std::size_t t = partition.size(); t <= n; ++t) {
            own[x][t - 1] = std::max(own[x][t - 1], accuracy);
          }
        }
        for (std::size_t t = partition.size(); t <= n; ++t) {
          best[t - 1] = std::max(best[t - 1], mean);
        }
      }
      const std::vector<Schedule> schedules = by_accuracy(table, decoding);
      REQUIRE(schedules.size() == n);
      for (std::size_t t = 0; t < n; ++t) {
        CHECK(schedules[t].partition.size() <= t + 1);
        CHECK(schedules[t].accuracy == near(best[t], 1e-10));
        check_consistent(table, schedules[t], decoding);
        double mean = 0;
        for (const auto& values : own) mean += values[t] / count;
        CHECK(schedules[t].per_condition == near(mean, 1e-10));
      }
    }
  }
}

TEST_CASE("the adaptive frontier is that of all policies", "[parallel][schedules][property]") {
  SplitMix64 rng(1, "adaptive_frontier_test");
  for (int round = 0; round < 150; ++round) {
    const Table table = examples::random_table(rng, 1 + rng.below(2));
    const std::vector<naive::Target> given = naive::targets(table);
    const std::size_t n = given.front().n;
    for (const Decoding& decoding : some_decodings()) {
      const std::vector<double> frontier = adaptive(table, decoding);
      const std::vector<Schedule> fixed = by_accuracy(table, decoding);
      REQUIRE(frontier.size() == n);
      for (std::size_t t = 0; t < n; ++t) {
        double mean = 0;
        for (const naive::Target& target : given) {
          mean +=
              naive::best(target, naive::Row(n, -1), static_cast<std::int64_t>(t + 1), decoding) /
              static_cast<double>(given.size());
        }
        CHECK(frontier[t] == near(mean, 1e-10));
        CHECK(frontier[t] >= fixed[t].per_condition - 1e-10);
        if (t > 0) CHECK(frontier[t] >= frontier[t - 1]);
      }
      if (decoding.temperature == 1 && !table.valid) CHECK(frontier.back() == near(1, 1e-12));
    }
  }
}

TEST_CASE("fewer schedules are the first of all", "[parallel][schedules]") {
  const Table table = examples::shuffle(4);
  const auto two = kl_schedules(table.columns(), 2);
  REQUIRE(two);
  REQUIRE(two->size() == 2);
  CHECK(two->back().bound == near(1.415037));
  CHECK(kl_schedules(table.columns(), 9)->size() == 4);
  const auto accurate = accuracy_schedules(table.columns(), 2, {});
  REQUIRE(accurate);
  REQUIRE(accurate->size() == 2);
  CHECK(accurate->back().accuracy == near(.375));
  const auto policies = adaptive_frontier(table.columns(), 2, {});
  REQUIRE(policies);
  REQUIRE(policies->size() == 2);
  CHECK(policies->back() == near(.375));
  CHECK(adaptive_frontier(table.columns(), 9, {})->size() == 4);
}

TEST_CASE("one outcome is right in one step", "[parallel][schedules]") {
  const Table table = examples::table({{1, 2, 3}});
  for (const Schedule& schedule : by_divergence(table)) CHECK(schedule.bound == 0);
  for (const Schedule& schedule : by_accuracy(table)) {
    CHECK(schedule.accuracy == 1);
    CHECK(schedule.partition.size() == 1);
  }
  CHECK(adaptive(table) == std::vector<double>{1, 1, 1});
}

TEST_CASE("adaptive frontiers of conditions of different lengths", "[parallel][schedules]") {
  Table table;
  table.add(examples::new_city_rows);
  table.add({{0}, {1}});
  table.add({{0, 0, 0}, {1, 1, 1}});
  const std::vector<double> frontier = adaptive(table);
  REQUIRE(frontier.size() == 3);
  CHECK(frontier[0] == near((.5 + 1 + .25) / 3, 1e-12));
  CHECK(frontier[1] == near(1, 1e-12));
  CHECK(frontier[2] == near(1, 1e-12));
}

TEST_CASE("schedules that cannot be are refused", "[parallel][schedules]") {
  const Table table = examples::new_city();
  check_refused(kl_schedules(table.columns(), 0), Errc::value_out_of_range, "most");
  check_refused(accuracy_schedules(table.columns(), 0, {}), Errc::value_out_of_range, "most");
  check_refused(adaptive_frontier(table.columns(), -1, {}), Errc::value_out_of_range, "most");
  const Decoding hot{.temperature = 101, .value_ties = TieRule::random};
  check_refused(accuracy_schedules(table.columns(), {}, hot), Errc::value_out_of_range,
                "temperature");
  check_refused(adaptive_frontier(table.columns(), {}, hot), Errc::value_out_of_range,
                "temperature");
  check_refused(kl_schedules(Table{}.columns(), {}), Errc::empty_sample, "sequences");
  check_refused(accuracy_schedules(Table{}.columns(), {}, {}), Errc::empty_sample, "sequences");
  check_refused(adaptive_frontier(Table{}.columns(), {}, {}), Errc::empty_sample, "sequences");

  Table mixed;
  mixed.add({{0}});
  mixed.add({{0, 1}});
  check_refused(kl_schedules(mixed.columns(), {}), Errc::unsupported, "lengths");
  check_refused(accuracy_schedules(mixed.columns(), {}, {}), Errc::unsupported, "lengths");

  const Table longer = examples::replace_random(17);
  check_refused(kl_schedules(longer.columns(), {}), Errc::too_large_exact, "tokens");
  check_refused(accuracy_schedules(examples::replace_random(10).columns(), {}, {}),
                Errc::too_large_exact, "tokens");
  CHECK(accuracy_schedules(examples::replace_random(7).columns(), {}, {}));
  check_refused(adaptive_frontier(longer.columns(), {}, {}), Errc::too_large_exact, "tokens");
  // Two conditions of 16 positions: each would need a search of its own.
  Table two;
  two.add({std::vector<std::int32_t>(16, 0)});
  CHECK(kl_schedules(two.columns(), 1));
  two.add({std::vector<std::int32_t>(16, 0)});
  check_refused(kl_schedules(two.columns(), 1), Errc::too_large_exact, "tokens");
}

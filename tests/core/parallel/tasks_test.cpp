#include "evenhand/parallel/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "evenhand/parallel/measures.hpp"
#include "evenhand/parallel/outcome.hpp"
#include "evenhand/parallel/schedules.hpp"
#include "evenhand/parallel/strategies.hpp"
#include "examples.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Table;

namespace {

Approx near(double value, double margin = 1e-6) { return Approx(value).epsilon(0).margin(margin); }
Approx exactly(double value) { return Approx(value).epsilon(4e-15).margin(1e-15); }

constexpr ListTask all_tasks[] = {
    ListTask::copy,          ListTask::replace_index, ListTask::replace_random,
    ListTask::shuffle,       ListTask::reverse,       ListTask::sort,
    ListTask::insert_random, ListTask::remove_random, ListTask::latin_square};

TaskLimits limits(ListTask task, std::int64_t n) {
  const auto out = list_task_limits(task, n, std::nullopt);
  REQUIRE(out);
  return *out;
}

/// The task as a target; accuracy by ParallelBench's scorer if asked for.
Table table_of(ListTask task, std::int64_t n, bool scored = false) {
  const auto made = list_task_table(task, n);
  REQUIRE(made);
  Table out;
  for (const std::int64_t token : made->tokens) {
    out.tokens.push_back(static_cast<std::int32_t>(token));
  }
  out.weights.assign(made->scored.size(), 1);
  out.sequences = {static_cast<std::int32_t>(made->scored.size())};
  out.lengths = {static_cast<std::int32_t>(made->length)};
  if (scored) {
    out.valid.emplace();
    for (const std::int64_t right : made->scored) {
      out.valid->push_back(static_cast<std::int32_t>(right));
    }
  }
  return out;
}

using Sizes = std::vector<std::int32_t>;

/// All vectors of sizes that sum to n.
void add_sizes(std::int32_t n, const Sizes& begun, std::vector<Sizes>& out) {
  if (n == 0) out.push_back(begun);
  for (std::int32_t size = 1; size <= n; ++size) {
    Sizes longer = begun;
    longer.push_back(size);
    add_sizes(n - size, longer, out);
  }
}

std::vector<Sizes> all_sizes(std::int32_t n) {
  std::vector<Sizes> out;
  add_sizes(n, {}, out);
  return out;
}

std::vector<std::int64_t> wide(const Sizes& sizes) { return {sizes.begin(), sizes.end()}; }

double step_accuracy(const TaskLimits& task, std::size_t steps) {
  return task.steps.at(steps - 1).accuracy.value();
}
double step_bound(const TaskLimits& task, std::size_t steps) {
  return task.steps.at(steps - 1).bound.value();
}

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

}  // namespace

TEST_CASE("shuffle has the published limits", "[parallel][tasks][golden]") {
  CHECK(limits(ListTask::shuffle, 4).total_correlation == near(3.415037));
  CHECK(limits(ListTask::shuffle, 4).one_step_accuracy == near(.09375, 1e-15));
  const TaskLimits six = limits(ListTask::shuffle, 6);
  CHECK(six.total_correlation == near(6.017922));
  CHECK(six.one_step_accuracy == near(.01543210, 1e-8));
  CHECK(six.symmetric);
  const double bounds[] = {6.017922, 2.847997, 1.432959, .678072, .263034, 0};
  const double accuracies[] = {.0154321, .1388889, .3703704, .625, .8333333, 1};
  REQUIRE(six.steps.size() == 6);
  for (std::size_t t = 1; t <= 6; ++t) {
    CHECK(six.steps[t - 1].steps == static_cast<std::int64_t>(t));
    CHECK(step_bound(six, t) == near(bounds[t - 1]));
    CHECK(step_accuracy(six, t) == near(accuracies[t - 1]));
  }
  CHECK(six.steps[1].bound_sizes == wide({4, 2}));
  CHECK(six.steps[2].bound_sizes == wide({3, 2, 1}));
  CHECK(six.steps[3].bound_sizes == wide({2, 2, 1, 1}));
  const TaskLimits eight = limits(ListTask::shuffle, 8);
  CHECK(eight.total_correlation == near(8.700792));
  CHECK(eight.one_step_accuracy == near(.00240326, 1e-8));
  CHECK(eight.steps[3].bound_sizes == wide({3, 2, 2, 1}));
  CHECK(step_bound(eight, 4) == near(1.514573));
  CHECK(*eight.steps[3].bound_accuracy == near(.35, 1e-12));
  const TaskLimits twelve = limits(ListTask::shuffle, 12);
  CHECK(twelve.steps[2].bound_sizes == wide({6, 4, 2}));
  CHECK(step_bound(twelve, 3) == near(5.014170));
}

TEST_CASE("replace one at random has the published limits", "[parallel][tasks][golden]") {
  const double values[][3] = {
      {3, 1.169925, .4444444}, {4, 1.245112, .421875}, {6, 1.315172, .4018776}};
  for (const auto& [n, total, accuracy] : values) {
    const TaskLimits task = limits(ListTask::replace_random, static_cast<std::int64_t>(n));
    CHECK(task.total_correlation == near(total));
    CHECK(task.one_step_accuracy == near(accuracy));
  }
  CHECK(limits(ListTask::replace_random, 100).total_correlation == near(1.435457));
  CHECK(limits(ListTask::replace_random, 1000).total_correlation == near(1.441973));
  const TaskLimits six = limits(ListTask::replace_random, 6);
  const double best[] = {.4018776, .8037551, .8680556, .9288194, .9722222, 1};
  for (std::size_t t = 1; t <= 6; ++t) CHECK(step_accuracy(six, t) == near(best[t - 1]));
  CHECK(six.steps[1].bound_sizes == wide({5, 1}));
  CHECK(step_bound(six, 2) == near(.665150));
  CHECK(six.steps[2].bound_sizes == wide({3, 2, 1}));
  CHECK(step_bound(six, 3) == near(.283401));
  const TaskLimits twelve = limits(ListTask::replace_random, 12);
  CHECK(twelve.steps[1].bound_sizes == wide({8, 4}));
  CHECK(step_bound(twelve, 2) == near(.807276));
  CHECK(*twelve.steps[1].bound_accuracy == near(.572885));
  CHECK(twelve.steps[1].accuracy_sizes == wide({11, 1}));
  CHECK(step_accuracy(twelve, 2) == near(.767990));
  const auto other = list_task_sizes(ListTask::replace_random, 12, Sizes{11, 1});
  REQUIRE(other);
  CHECK(other->bound == near(.967023));
}

TEST_CASE("insert, remove and Latin squares", "[parallel][tasks][golden]") {
  const TaskLimits insert = limits(ListTask::insert_random, 3);
  CHECK(insert.tokens == 4);
  CHECK(insert.total_correlation == near(2.622556));
  CHECK(insert.one_step_accuracy == near(.1875, 1e-15));
  CHECK(!insert.symmetric);
  CHECK(insert.steps.empty());
  const TaskLimits remove = limits(ListTask::remove_random, 4);
  CHECK(remove.tokens == 3);
  CHECK(remove.total_correlation == near(.622556));
  CHECK(remove.one_step_accuracy == near(.75, 1e-15));
  const TaskLimits latin = limits(ListTask::latin_square, 5);
  CHECK(latin.tokens == 25);
  CHECK(latin.total_correlation == exactly(25 * std::log2(5.0) - std::log2(161280.0)));
  CHECK(limits(ListTask::latin_square, 1).total_correlation == 0);
  CHECK(limits(ListTask::latin_square, 3).one_step_accuracy == near(12 / std::pow(3.0, 9), 1e-18));
}

TEST_CASE("closed forms keep their digits to a million items", "[parallel][tasks][golden]") {
  struct Case {
    ListTask task;
    std::int64_t n;
    double entropy;
    double total;
    double log2_accuracy;
  };
  // 30 digits with mpmath.
  const Case cases[] = {
      {ListTask::shuffle, 2, 1.0, 1.0, -1.0},
      {ListTask::shuffle, 3, 2.5849625007211562, 2.1699250014423124, -2.1699250014423124},
      {ListTask::shuffle, 10, 21.791061114716954, 11.42821983415667, -11.42821983415667},
      {ListTask::shuffle, 1000, 8529.3980042047736, 1436.3862804573135, -1436.3862804573135},
      {ListTask::shuffle, 100000, 1516704.173924289, 144259.87351939214, -144259.87351939214},
      {ListTask::shuffle, 1000000, 18488884.81996768, 1442683.7493564938, -1442683.7493564938},
      {ListTask::replace_random, 2, 1.0, 1.0, -1.0},
      {ListTask::replace_random, 3, 1.5849625007211562, 1.1699250014423124, -1.1699250014423124},
      {ListTask::replace_random, 10, 3.3219280948873623, 1.3680278410054499, -1.3680278410054499},
      {ListTask::replace_random, 1000, 9.965784284662087, 1.4419734527990487, -1.4419734527990487},
      {ListTask::replace_random, 100000, 16.609640474436812, 1.4426878273897139,
       -1.4426878273897139},
      {ListTask::replace_random, 1000000, 19.931568569324174, 1.4426943195412025,
       -1.4426943195412025},
      {ListTask::insert_random, 2, 1.5849625007211562, 1.836591668108979, -1.7548875021634685},
      {ListTask::insert_random, 3, 2.0, 2.6225562489182657, -2.4150374992788438},
      {ListTask::insert_random, 10, 3.4594316186372973, 7.817153750521176, -6.2626866902933163},
      {ListTask::insert_random, 1000, 9.9672262588359935, 722.06649138342638, -447.79548089005595},
      {ListTask::insert_random, 1000000, 19.931570012018494, 721348.24178796247,
       -442705.12362082534},
      {ListTask::remove_random, 2, 1.0, 0.0, 0.0},
      {ListTask::remove_random, 3, 1.5849625007211562, 0.25162916738782285, -0.16992500144231236},
      {ListTask::remove_random, 10, 3.3219280948873623, 3.7644022694366473, -2.4282198341566699},
      {ListTask::remove_random, 1000, 9.965784284662087, 711.37935744206733, -437.38628045731347},
      {ListTask::remove_random, 1000000, 19.931568569324174, 721327.5888718727,
       -442684.74935649378}};
  for (const auto& [task, n, entropy, total, log2_accuracy] : cases) {
    const TaskLimits task_limits = limits(task, n);
    CHECK(task_limits.entropy == exactly(entropy));
    CHECK(task_limits.log2_outcomes == exactly(entropy));
    CHECK(task_limits.total_correlation == exactly(total));
    CHECK(task_limits.one_step_log2_accuracy == exactly(log2_accuracy));
    CHECK(task_limits.one_step_accuracy == Approx(std::exp2(log2_accuracy)).epsilon(1e-11));
  }
  // Limits of growing n.
  CHECK(limits(ListTask::replace_random, 1'000'000).total_correlation == near(1.442695, 1e-5));
  CHECK(limits(ListTask::replace_random, 1'000'000).one_step_accuracy ==
        near(std::exp(-1.0), 1e-6));
}

TEST_CASE("step sizes keep their digits to a million items", "[parallel][tasks][golden]") {
  const auto replace = [](std::int64_t n, const Sizes& sizes, double accuracy, double bound) {
    const auto out = list_task_sizes(ListTask::replace_random, n, sizes);
    REQUIRE(out);
    CHECK(out->accuracy == Approx(accuracy).epsilon(1e-14));
    CHECK(out->bound == Approx(bound).epsilon(1e-14));
    CHECK(out->log2_accuracy == Approx(std::log2(accuracy)).epsilon(1e-12));
  };
  replace(1000000, {999998, 2}, 0.55181962160653392, 1.4426555710154248);
  replace(1000000, {2, 999998}, 0.36788088935075574, 1.4426914341525634);
  replace(1000000, {500000, 500000}, 0.52639588480172475, 0.94269395886708162);
  replace(1000, Sizes(500, 2), 0.9957492934333402, 0.0064694866382700427);
  const auto shuffle = [](std::int64_t n, const Sizes& sizes, double bound) {
    const auto out = list_task_sizes(ListTask::shuffle, n, sizes);
    REQUIRE(out);
    CHECK(out->bound == Approx(bound).epsilon(1e-14));
    CHECK(out->log2_accuracy == -out->bound);
    CHECK(out->accuracy == Approx(std::exp2(-bound)).epsilon(1e-10));
  };
  shuffle(1000000, {500000, 500000}, 942683.74935649378);
  Sizes ones(999999, 1);
  ones.front() = 2;
  shuffle(1000000, ones, 1.4426957622369648e-6);
  shuffle(1000, Sizes(500, 2), 5.3090008807673129);
  for (const ListTask task : {ListTask::shuffle, ListTask::replace_random}) {
    const auto single = list_task_sizes(task, 1000000, Sizes(1000000, 1));
    REQUIRE(single);
    CHECK(single->bound == 0);
    CHECK(single->accuracy == near(1, 1e-12));
  }
}

TEST_CASE("closed forms agree with the tables of the tasks", "[parallel][tasks][property]") {
  for (const ListTask task : all_tasks) {
    const std::int64_t most = task == ListTask::latin_square ? 3
                              : task == ListTask::shuffle    ? 6
                                                             : 8;
    for (std::int64_t n = task == ListTask::remove_random ? 2 : 1; n <= most; ++n) {
      const Table table = table_of(task, n);
      const TaskLimits task_limits = limits(task, n);
      const auto measures = measure_target(table.columns());
      REQUIRE(measures);
      CHECK(task_limits.tokens == measures->tokens);
      CHECK(task_limits.entropy == near(measures->entropy, 1e-12));
      CHECK(std::exp2(task_limits.log2_outcomes) ==
            Approx(static_cast<double>(measures->outcomes)).epsilon(1e-12));
      CHECK(task_limits.total_correlation == near(measures->total_correlation, 1e-12));
      const auto one = steps_outcome(table.columns(), std::nullopt, {});
      REQUIRE(one);
      CHECK(task_limits.one_step_accuracy == near(one->accuracy, 1e-12));
      CHECK(task_limits.one_step_log2_accuracy == near(std::log2(one->accuracy), 1e-12));
    }
  }
}

TEST_CASE("limits of symmetric tasks agree with the searches over tables",
          "[parallel][tasks][property]") {
  for (const ListTask task : {ListTask::shuffle, ListTask::replace_random, ListTask::copy}) {
    for (std::int64_t n = 1; n <= 6; ++n) {
      const Table table = table_of(task, n);
      const TaskLimits task_limits = limits(task, n);
      const auto frontier = adaptive_frontier(table.columns(), std::nullopt, {});
      const auto fixed = accuracy_schedules(table.columns(), std::nullopt, {});
      const auto least = kl_schedules(table.columns(), std::nullopt);
      REQUIRE(frontier);
      REQUIRE(fixed);
      REQUIRE(least);
      REQUIRE(task_limits.steps.size() == static_cast<std::size_t>(n));
      for (std::size_t t = 1; t <= static_cast<std::size_t>(n); ++t) {
        CHECK(step_accuracy(task_limits, t) == near((*frontier)[t - 1], 1e-12));
        CHECK(step_accuracy(task_limits, t) == near((*fixed)[t - 1].accuracy, 1e-12));
        CHECK(step_bound(task_limits, t) == near((*least)[t - 1].bound, 1e-12));
      }
    }
  }
}

TEST_CASE("step sizes agree with outcomes, and none is better than the limit",
          "[parallel][tasks][property]") {
  for (const ListTask task : {ListTask::shuffle, ListTask::replace_random}) {
    for (std::int32_t n = 1; n <= 6; ++n) {
      const Table table = table_of(task, n);
      for (const Sizes& sizes : all_sizes(n)) {
        const auto closed = list_task_sizes(task, n, sizes);
        const auto partition = examples::from_left(sizes);
        const auto outcome = steps_outcome(table.columns(), partition.columns(), {});
        REQUIRE(closed);
        REQUIRE(outcome);
        CHECK(closed->accuracy == near(outcome->accuracy, 1e-12));
        CHECK(closed->bound == near(outcome->bound, 1e-12));
      }
    }
    for (const std::int32_t n : {11, 14}) {
      const TaskLimits task_limits = limits(task, n);
      std::vector<double> least(static_cast<std::size_t>(n), HUGE_VAL);
      std::vector<double> best(static_cast<std::size_t>(n), 0);
      for (const Sizes& sizes : all_sizes(n)) {
        const auto closed = list_task_sizes(task, n, sizes);
        const std::size_t t = sizes.size() - 1;
        least[t] = std::min(least[t], closed->bound);
        for (std::size_t k = t; k < best.size(); ++k) best[k] = std::max(best[k], closed->accuracy);
      }
      for (std::size_t t = 0; t < least.size(); ++t) {
        CHECK(*task_limits.steps[t].bound == near(least[t], 1e-12));
        CHECK(*task_limits.steps[t].accuracy == near(best[t], 1e-12));
        const auto& sizes = task_limits.steps[t].bound_sizes;
        CHECK(std::is_sorted(sizes.rbegin(), sizes.rend()));
      }
    }
  }
}

TEST_CASE("the search of replace one at random passes over nothing", "[parallel][tasks]") {
  // The plain recursion, for sizes at which the search leaves most of them out.
  const std::size_t n = 300;
  std::vector<double> before(n + 1, 0.0);
  const auto task_limits = list_task_limits(ListTask::replace_random, n, 40);
  REQUIRE(task_limits);
  for (std::size_t t = 1; t <= 40; ++t) {
    std::vector<double> now(n + 1, 0.0);
    for (std::size_t m = 1; m <= n; ++m) {
      const auto masked = static_cast<double>(m);
      for (std::size_t s = 1; s <= m; ++s) {
        const auto size = static_cast<double>(s);
        const double placed = size / masked * std::pow(1 - 1 / masked, size - 1);
        now[m] = std::max(now[m], placed + std::pow(1 - 1 / masked, size) * before[m - s]);
      }
    }
    before = now;
    CHECK(step_accuracy(*task_limits, t) == near(before[n], 1e-12));
  }
}

TEST_CASE("large lists have schedules", "[parallel][tasks]") {
  for (const ListTask task : {ListTask::shuffle, ListTask::replace_random, ListTask::sort}) {
    const TaskLimits task_limits = limits(task, 5000);
    REQUIRE(task_limits.steps.size() == 32);
    double bound = HUGE_VAL;
    double accuracy = 0;
    for (const TaskStep& step : task_limits.steps) {
      CHECK(std::accumulate(step.bound_sizes.begin(), step.bound_sizes.end(), std::int64_t{0}) ==
            5000);
      CHECK(step.bound_sizes.size() == static_cast<std::size_t>(step.steps));
      CHECK(*step.bound <= bound);
      CHECK(*step.accuracy >= accuracy);
      CHECK(*step.accuracy >= *step.bound_accuracy - 1e-12);
      bound = *step.bound;
      accuracy = *step.accuracy;
    }
    CHECK(limits(task, 5001).steps.empty());
  }
  CHECK(list_task_limits(ListTask::shuffle, 50, 50)->steps.size() == 50);
  CHECK(list_task_limits(ListTask::shuffle, 5, 50)->steps.size() == 5);
}

TEST_CASE("thresholds have the published outcomes", "[parallel][tasks][golden]") {
  const auto check = [](ListTask task, std::int64_t n, double threshold, bool inclusive,
                        double accuracy, std::int64_t most, double mean) {
    const auto out = list_task_threshold(task, n, threshold, inclusive);
    REQUIRE(out);
    CHECK(out->accuracy == near(accuracy));
    CHECK(out->most_steps == most);
    CHECK(out->mean_steps == near(mean));
  };
  check(ListTask::shuffle, 4, .3, false, .2222222, 2, 2);
  check(ListTask::shuffle, 4, .5, false, 1, 4, 4);
  check(ListTask::shuffle, 4, .5, true, .5, 3, 3);
  check(ListTask::shuffle, 6, .24, false, .09375, 3, 3);
  check(ListTask::replace_random, 4, .8, false, 1, 4, 3.25);
}

TEST_CASE("thresholds agree with the strategy", "[parallel][tasks][property]") {
  for (const ListTask task : {ListTask::shuffle, ListTask::replace_random}) {
    for (std::int64_t n = 1; n <= 5; ++n) {
      const Table table = table_of(task, n);
      for (const double threshold :
           {0.0, .2, .25, .3, 1.0 / 3, .5, .6, 2.0 / 3, .75, .8, .9, 1.0}) {
        for (const bool inclusive : {false, true}) {
          const auto closed = list_task_threshold(task, n, threshold, inclusive);
          Strategy strategy;
          strategy.rule = StrategyRule::threshold;
          strategy.parameter = threshold;
          strategy.inclusive = inclusive;
          const auto run = run_strategy(table.columns(), strategy);
          REQUIRE(closed);
          REQUIRE(run);
          CAPTURE(n, threshold, inclusive);
          CHECK(closed->accuracy == near(run->accuracy, 1e-12));
          CHECK(closed->most_steps == run->most_steps);
          CHECK(closed->mean_steps == near(run->mean_steps, 1e-12));
        }
      }
    }
  }
}

TEST_CASE("ParallelBench's scorer wants another order", "[parallel][tasks][golden]") {
  const auto scored = [](std::int64_t n) {
    const auto out = steps_outcome(table_of(ListTask::shuffle, n, true).columns(), {}, {});
    REQUIRE(out);
    return out->accuracy;
  };
  CHECK(scored(3) == near(5.0 / 27, 1e-15));
  CHECK(scored(4) == near(23.0 / 256, 1e-15));
  CHECK(scored(1) == 0);
}

TEST_CASE("tables of the tasks", "[parallel][tasks]") {
  const auto tokens = [](ListTask task, std::int64_t n) {
    return list_task_table(task, n)->tokens;
  };
  using Tokens = std::vector<std::int64_t>;
  CHECK(tokens(ListTask::copy, 3) == Tokens{0, 1, 2});
  CHECK(tokens(ListTask::sort, 3) == Tokens{0, 1, 2});
  CHECK(tokens(ListTask::reverse, 3) == Tokens{2, 1, 0});
  CHECK(tokens(ListTask::replace_index, 3) == Tokens{3, 1, 2});
  CHECK(tokens(ListTask::replace_random, 2) == Tokens{2, 1, 0, 2});
  CHECK(tokens(ListTask::insert_random, 2) == Tokens{2, 0, 1, 0, 2, 1, 0, 1, 2});
  CHECK(tokens(ListTask::remove_random, 3) == Tokens{1, 2, 0, 2, 0, 1});
  CHECK(tokens(ListTask::latin_square, 2) == Tokens{0, 1, 1, 0, 1, 0, 0, 1});
  CHECK(list_task_table(ListTask::latin_square, 4)->scored.size() == 576);
  CHECK(list_task_table(ListTask::latin_square, 4)->length == 16);
  CHECK(list_task_table(ListTask::shuffle, 8)->scored.size() == 40320);
}

TEST_CASE("tasks out of range are refused", "[parallel][tasks]") {
  for (const ListTask task : all_tasks) {
    check_refused(list_task_limits(task, 0, {}), Errc::too_few, "n");
    check_refused(list_task_limits(task, -5, {}), Errc::too_few, "n");
    check_refused(list_task_limits(task, 1'000'001, {}), Errc::too_large_exact, "n");
    check_refused(list_task_limits(task, 5, 0), Errc::value_out_of_range, "most");
    check_refused(list_task_table(task, 0), Errc::too_few, "n");
    check_refused(list_task_table(task, 5000), Errc::too_large_exact, "n");
  }
  CHECK(list_task_limits(ListTask::remove_random, 1, {}).error().limit == 2);
  check_refused(list_task_limits(ListTask::latin_square, 6, {}), Errc::too_large_exact, "n");
  check_refused(list_task_limits(ListTask::shuffle, 5000, 5000), Errc::too_large_exact, "most");
  check_refused(list_task_table(ListTask::shuffle, 9), Errc::too_large_exact, "n");
  check_refused(list_task_table(ListTask::latin_square, 5), Errc::too_large_exact, "n");

  check_refused(list_task_sizes(ListTask::copy, 3, Sizes{3}), Errc::unsupported, "task");
  check_refused(list_task_sizes(ListTask::shuffle, 3, Sizes{2}), Errc::bad_partition, "sizes");
  check_refused(list_task_sizes(ListTask::shuffle, 3, Sizes{4}), Errc::bad_partition, "sizes");
  check_refused(list_task_sizes(ListTask::shuffle, 3, Sizes{4, -1}), Errc::bad_partition, "sizes");
  check_refused(list_task_sizes(ListTask::shuffle, 3, Sizes{3, 0}), Errc::bad_partition, "sizes");
  check_refused(list_task_sizes(ListTask::shuffle, 3, Sizes{}), Errc::bad_partition, "sizes");
  check_refused(list_task_sizes(ListTask::shuffle, 0, Sizes{}), Errc::too_few, "n");
  check_refused(list_task_sizes(ListTask::shuffle, 1'000'001, Sizes{}), Errc::too_large_exact, "n");

  check_refused(list_task_threshold(ListTask::sort, 3, .5, false), Errc::unsupported, "task");
  check_refused(list_task_threshold(ListTask::shuffle, 0, .5, false), Errc::too_few, "n");
  check_refused(list_task_threshold(ListTask::shuffle, 3, 1.1, false), Errc::rate_out_of_range,
                "threshold");
  check_refused(
      list_task_threshold(ListTask::shuffle, 3, std::numeric_limits<double>::quiet_NaN(), false),
      Errc::rate_out_of_range, "threshold");
}

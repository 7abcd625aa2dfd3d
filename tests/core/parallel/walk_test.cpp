#include <cmath>
#include <map>

#include <catch2/catch.hpp>

#include "evenhand/parallel/strategies.hpp"
#include "examples.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Table;

namespace {

Walk walk(const Table& table, const Strategy& strategy, std::int64_t seed,
          std::int64_t condition = 0) {
  const auto out = walk_strategy(table.columns(), strategy, condition, seed);
  REQUIRE(out);
  return *out;
}

}  // namespace

TEST_CASE("a walk shows what a decoder sees and does", "[parallel][walk]") {
  const Table table = examples::new_city();
  Strategy both;
  both.k = 2;
  both.decoding.temperature = 0;
  const Walk greedy = walk(table, both, 1);
  REQUIRE(greedy.steps.size() == 1);
  CHECK(greedy.tokens == std::vector<std::int64_t>{0, 4});
  CHECK(!greedy.possible);
  CHECK(!greedy.valid);
  const WalkStep& step = greedy.steps.front();
  CHECK(step.probability == 1);
  CHECK(step.target == 0);
  REQUIRE(step.candidates.size() == 2);
  const Candidate& first = step.candidates.front();
  CHECK(first.position == 0);
  CHECK(first.tokens == std::vector<std::int64_t>{0, 3, 5});
  CHECK(first.probabilities == std::vector<double>{.5, .25, .25});
  CHECK(first.confidence == .5);
  CHECK(first.margin == .25);
  CHECK(first.entropy == Approx(1.5 * std::log(2)));
  CHECK(first.revealed);
  CHECK(first.drawn == 0);

  Strategy one;
  one.decoding.temperature = 0;
  const Walk slow = walk(table, one, 1);
  REQUIRE(slow.steps.size() == 2);
  CHECK(slow.possible);
  CHECK(slow.valid);
  CHECK(!slow.steps[0].candidates[1].revealed);
  CHECK(slow.steps[0].candidates[1].drawn == -1);
  CHECK(slow.steps[0].target == .5);
  REQUIRE(slow.steps[1].candidates.size() == 1);
  CHECK(slow.steps[1].candidates[0].position == 1);
}

TEST_CASE("walks end where the context leaves the support", "[parallel][walk]") {
  Strategy two;
  two.score = PositionScore::left_to_right;
  two.k = 2;
  const Table table = examples::double_new_city();
  int stopped = 0;
  for (std::int64_t seed = 0; seed < 200; ++seed) {
    const Walk out = walk(table, two, seed);
    if (out.steps.size() == 1) {
      ++stopped;
      CHECK(!out.possible);
      CHECK(out.tokens[2] == -1);
      CHECK(out.tokens[3] == -1);
    }
  }
  CHECK(stopped > 70);
  CHECK(stopped < 130);
}

TEST_CASE("walks are drawn from what the strategy does", "[parallel][walk]") {
  // Ties of positions and of values, a valid set, and weights.
  Table table = examples::table({{0, 0, 1}, {1, 1, 0}, {0, 1, 1}, {1, 0, 0}, {2, 2, 2}});
  table.valid = {1, 1, 1, 0, 1};
  Strategy strategy;
  strategy.score = PositionScore::random;
  strategy.k = 2;
  const auto exact = run_strategy(table.columns(), strategy);
  REQUIRE(exact);
  constexpr int runs = 4000;
  double right = 0;
  double impossible = 0;
  double steps = 0;
  for (std::int64_t seed = 0; seed < runs; ++seed) {
    const Walk out = walk(table, strategy, seed);
    right += out.valid ? 1 : 0;
    impossible += out.possible ? 0 : 1;
    steps += static_cast<double>(out.steps.size());
  }
  const double error = 4 * .5 / std::sqrt(runs);
  CHECK(std::abs(right / runs - exact->accuracy) < error);
  CHECK(std::abs(impossible / runs - exact->invalid) < error);
  CHECK(std::abs(steps / runs - exact->mean_steps) < error);
}

TEST_CASE("walks repeat with their seed and list few tokens", "[parallel][walk]") {
  examples::Rows rows;
  for (std::int32_t token = 0; token < 30; ++token) rows.push_back({29 - token, token});
  const Table table = examples::table(rows);
  const Walk a = walk(table, {}, 7);
  const Walk b = walk(table, {}, 7);
  CHECK(a.tokens == b.tokens);
  CHECK(a.steps.front().candidates.front().tokens ==
        std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7});
  std::map<std::int64_t, int> seen;
  for (std::int64_t seed = 0; seed < 100; ++seed) ++seen[walk(table, {}, seed).tokens.front()];
  CHECK(seen.size() > 20);
}

TEST_CASE("walks of one condition among several", "[parallel][walk]") {
  Table table = examples::new_city();
  table.add({{7, 8, 9}});
  table.add({{1}});
  table.condition_weights = {1.0, 1.0, 0.0};
  const Walk out = walk(table, {}, 1, 1);
  CHECK(out.condition == 1);
  CHECK(out.tokens == std::vector<std::int64_t>{7, 8, 9});
  CHECK(out.steps.size() == 3);
  for (const std::int64_t none : {-1, 2, 3}) {
    const auto refused = walk_strategy(table.columns(), {}, none, 1);
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::value_out_of_range);
    CHECK(refused.error().argument == "condition");
  }
  const Table wide = examples::table({std::vector<std::int32_t>(257, 0)});
  const auto refused = walk_strategy(wide.columns(), {}, 0, 1);
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::too_large_exact);
  CHECK(refused.error().argument == "lengths");
}

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "evenhand/parallel/outcome.hpp"
#include "evenhand/parallel/schedules.hpp"
#include "evenhand/parallel/strategies.hpp"
#include "examples.hpp"

using namespace evenhand;
using namespace evenhand::parallel;

TEST_CASE("no decoder does better than the limits", "[parallel][strategies][property]") {
  SplitMix64 rng(23, "limits_test");
  for (int round = 0; round < 400; ++round) {
    const examples::Table table = examples::random_table(rng, 1 + rng.below(2));
    const auto length = static_cast<std::size_t>(table.lengths.front());
    const double temperatures[] = {1, 1, 0, .5};
    const Decoding decoding{.temperature = temperatures[rng.below(4)],
                            .value_ties = rng.below(2) == 0 ? TieRule::random : TieRule::first};
    const auto least = kl_schedules(table.columns(), std::nullopt);
    const auto fixed = accuracy_schedules(table.columns(), std::nullopt, decoding);
    const auto adaptive = adaptive_frontier(table.columns(), std::nullopt, decoding);
    REQUIRE(least);
    REQUIRE(fixed);
    REQUIRE(adaptive);
    REQUIRE(least->size() == length);
    REQUIRE(fixed->size() == length);
    REQUIRE(adaptive->size() == length);
    INFO("round " << round);
    for (int more = 0; more < 4; ++more) {
      const examples::Partition partition = examples::random_partition(rng, length);
      const std::size_t last = partition.sizes.size() - 1;
      const auto out = steps_outcome(table.columns(), partition.columns(), decoding);
      REQUIRE(out);
      CHECK(out->bound >= (*least)[last].bound - 1e-9);
      CHECK(out->divergence.kl_forward.value_or(HUGE_VAL) >= (*least)[last].bound - 1e-9);
      CHECK(out->accuracy <= (*fixed)[last].accuracy + 1e-9);
      CHECK((*fixed)[last].accuracy <= (*adaptive)[last] + 1e-9);

      Strategy strategy;
      strategy.decoding = decoding;
      strategy.score = more % 2 == 0 ? PositionScore::random : PositionScore::entropy;
      strategy.k = 1 + rng.below(4);
      const StrategyRule rules[] = {StrategyRule::top_k, StrategyRule::threshold,
                                    StrategyRule::factor, StrategyRule::frechet};
      strategy.rule = rules[rng.below(4)];
      strategy.parameter = .25 * (1 + rng.below(4));
      strategy.position_ties = rng.below(2) == 0 ? TieRule::random : TieRule::first;
      const auto decoded = run_strategy(table.columns(), strategy, *adaptive);
      // A frontier below the strategy would be refused.
      REQUIRE(decoded);
      REQUIRE(decoded->gap);
    }
    // The schedules do what they promise.
    for (std::size_t t = 0; t < length; ++t) {
      for (const Schedule* schedule : {&(*least)[t], &(*fixed)[t]}) {
        examples::Partition partition;
        for (const auto& step : schedule->partition) {
          for (const std::int64_t position : step) {
            partition.positions.push_back(static_cast<std::int32_t>(position));
          }
          partition.sizes.push_back(static_cast<std::int32_t>(step.size()));
        }
        const Decoding used = schedule == &(*least)[t] ? Decoding{} : decoding;
        const auto out = steps_outcome(table.columns(), partition.columns(), used);
        REQUIRE(out);
        CHECK(out->bound == Approx(schedule->bound).epsilon(0).margin(1e-9));
        CHECK(out->accuracy == Approx(schedule->accuracy).epsilon(0).margin(1e-9));
        CHECK(out->invalid == Approx(schedule->invalid).epsilon(0).margin(1e-9));
      }
    }
  }
}

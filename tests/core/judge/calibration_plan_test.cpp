/// Plans: what more labels must do, and that plans and precision say the same.
#include "evenhand/judge/calibration_plan.hpp"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

JudgeAssumption random_assumption(SplitMix64& rng) {
  return {.score = 0.02 + 0.96 * rng.uniform(),
          .sensitivity = 0.6 + 0.4 * rng.uniform(),
          .specificity = 0.6 + 0.4 * rng.uniform()};
}

double half_width(const JudgeAssumption& of, std::int64_t judged, std::int64_t wrong,
                  std::int64_t right) {
  return calibration_precision(of, judged, wrong, right)->half_width;
}

}  // namespace

TEST_CASE("more of anything never widens a planned interval", "[judge][property]") {
  SplitMix64 rng(91, "test");
  for (int repeat = 0; repeat < 300; ++repeat) {
    const JudgeAssumption of = random_assumption(rng);
    const std::int64_t judged = 1 + rng.below(2'000);
    const std::int64_t wrong = 1 + rng.below(200);
    const std::int64_t right = 1 + rng.below(200);
    const auto now = calibration_precision(of, judged, wrong, right);
    REQUIRE(now);
    CHECK(now->half_width >= half_width(of, judged + 50, wrong, right));
    CHECK(now->half_width >= half_width(of, judged, wrong + 5, right));
    CHECK(now->half_width >= half_width(of, judged, wrong, right + 5));
    CHECK(now->half_width >= now->floor);
    CHECK(half_width(of, judged, std::int64_t{1} << 50, std::int64_t{1} << 50) ==
          Approx(now->floor).epsilon(1e-6));
    REQUIRE(now->purchases.size() == 4);
    CHECK(now->purchases[3].purchase == Purchase::plain_labels);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(now->purchases[i].gain >= 0);
      if (i < 2) CHECK(now->purchases[i].gain >= now->purchases[i + 1].gain);
    }
    CHECK(now->flags.has(PlanFlag::judge_not_worth_it) ==
          (now->gold_half_width <= now->half_width));
  }
}

TEST_CASE("a split covers the budget, keeps its floor, and grows with the budget",
          "[judge][property]") {
  SplitMix64 rng(92, "test");
  for (int repeat = 0; repeat < 300; ++repeat) {
    const JudgeAssumption of = random_assumption(rng);
    Allocation before{.wrong = 0, .right = 0};
    for (std::int64_t labels = 2; labels < 700; labels += 1 + rng.below(9)) {
      const auto now = allocate_labels(labels, of);
      REQUIRE(now);
      CHECK(now->wrong + now->right == labels);
      const std::int64_t least = std::max(allocation_floor, (labels + 9) / 10);
      CHECK(std::min(now->wrong, now->right) >= std::min(least, labels / 2));
      CHECK(now->wrong >= before.wrong);
      // Rounding may give a label of one class to the other.
      CHECK(now->right >= before.right - 1);
      before = *now;
    }
  }
}

TEST_CASE("where no floor interferes Neyman's split is the best", "[judge][property]") {
  SplitMix64 rng(93, "test");
  for (int repeat = 0; repeat < 200; ++repeat) {
    const JudgeAssumption of = random_assumption(rng);
    const std::int64_t labels = 80 + rng.below(400);
    const auto best = allocate_labels(labels, of);
    if (best->flags.has(PlanFlag::floor_applied)) continue;
    const double width = half_width(of, 1'000, best->wrong, best->right);
    for (std::int64_t wrong = 1; wrong < labels; wrong += 7) {
      CHECK(width <= half_width(of, 1'000, wrong, labels - wrong) * (1 + 1e-4));
    }
  }
}

TEST_CASE("planned numbers of labels give the half-width", "[judge][property]") {
  SplitMix64 rng(94, "test");
  int reached = 0;
  for (int repeat = 0; repeat < 300; ++repeat) {
    const JudgeAssumption of = random_assumption(rng);
    const std::int64_t judged = 100 + rng.below(20'000);
    const double wanted = 0.02 + 0.2 * rng.uniform();
    const auto plan = plan_calibration(of, judged, wanted);
    REQUIRE(plan);
    CHECK(plan->optimal.has_value() == (plan->floor < wanted));
    CHECK((static_cast<double>(judged) >= plan->judged_least) == (plan->floor < wanted));
    if (plan->subset_ceiling) {
      CHECK(*plan->subset_ceiling <= judged);
      const auto value = judge_value(of, std::max<std::int64_t>(1, *plan->subset_ceiling), judged);
      CHECK(value->half_width <= wanted * (1 + 1e-9));
      CHECK(static_cast<double>(*plan->subset_ceiling) <= plan->gold + 1);
    }
    if (!plan->equal_ceiling || *plan->equal_ceiling > 1'000'000) continue;
    ++reached;
    const std::int64_t each = (*plan->equal_ceiling + 1) / 2;
    CHECK(half_width(of, judged, each, each) <= wanted * (1 + 1e-9));
    CHECK(*plan->optimal <= *plan->equal * (1 + 1e-12));
    // A wider interval asks for less.
    const auto wider = plan_calibration(of, judged, wanted * 1.1);
    CHECK(*wider->optimal <= *plan->optimal);
    CHECK(*wider->equal <= *plan->equal);
    CHECK(wider->gold <= plan->gold);
  }
  CHECK(reached > 100);
}

TEST_CASE("a judge adds nothing to labels on all items, and never takes anything away",
          "[judge][property]") {
  SplitMix64 rng(95, "test");
  for (int repeat = 0; repeat < 300; ++repeat) {
    JudgeAssumption of = random_assumption(rng);
    if (repeat % 3 == 0) of.sensitivity = 0.3 * rng.uniform();  // J below 0 counts as much
    const std::int64_t labels = 3 + rng.below(300);
    const std::int64_t items = labels + rng.below(5'000);
    const auto value = judge_value(of, labels, items);
    REQUIRE(value);
    CHECK(value->squared_correlation >= 0);
    CHECK(value->squared_correlation <= 1);
    CHECK(value->equivalent_labels >= static_cast<double>(labels) * (1 - 1e-12));
    CHECK(value->half_width <= value->gold_half_width * (1 + 1e-12));
    CHECK(judge_value(of, labels, labels)->equivalent_labels ==
          Approx(static_cast<double>(labels)).epsilon(1e-12));
    const double as_good =
        value->gold_half_width * std::sqrt(static_cast<double>(labels) / value->equivalent_labels);
    CHECK(value->half_width == Approx(as_good));
  }
}

TEST_CASE("a pilot gives an assumption that plans can use", "[judge]") {
  const auto pilot = assumption_from_pilot({{400, 1'000}, {9, 9}, {14, 20}});
  REQUIRE(pilot);
  CHECK(pilot->sensitivity == Approx(10. / 11));
  CHECK(pilot->specificity == Approx(15. / 22));
  CHECK(allocate_labels(200, *pilot));
  // A rate beyond what the error rates can give is cut.
  CHECK(assumption_from_pilot({{0, 50}, {9, 10}, {6, 10}})->score == 0);
  CHECK(assumption_from_pilot({{50, 50}, {6, 10}, {9, 10}})->score == 1);
  CHECK(assumption_from_pilot({{4, 10}, {2, 10}, {8, 10}}).error().code == Errc::estimate_at_limit);
}

TEST_CASE("a judge at or below chance cannot be planned with", "[judge]") {
  for (const double specificity : {0.3, 0.1}) {
    const JudgeAssumption chance{.score = 0.5, .sensitivity = 0.7, .specificity = specificity};
    CHECK(allocate_labels(100, chance).error().code == Errc::estimate_at_limit);
    CHECK(calibration_precision(chance, 10, 10, 10).error().argument == "specificity");
    CHECK(plan_calibration(chance, 10, 0.1).error().code == Errc::estimate_at_limit);
    CHECK(judge_value(chance, 10, 100));
  }
  const JudgeAssumption nan{.score = std::nan("")};
  CHECK(allocate_labels(100, nan).error().code == Errc::not_finite);
  CHECK(lee2025_allocation(100, {.rate = std::nan("")}).error().argument == "rate");
  CHECK(plan_calibration({}, 100, std::nan("")).error().argument == "halfWidth");
  CHECK(plan_calibration({}, 100, 1e-300).error().code == Errc::design_out_of_range);
}

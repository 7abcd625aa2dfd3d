/// Without labels: regions against the judges they are made of, and the line against the region.
#include "evenhand/judge/sensitivity_analysis.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

Counts random_counts(SplitMix64& rng) {
  const std::uint32_t total = 1 + rng.below(900);
  return {rng.below(total + 1), total};
}

Interval random_range(SplitMix64& rng, double least) {
  const double a = least + (1 - least) * rng.uniform();
  const double b = least + (1 - least) * rng.uniform();
  return {std::min(a, b), std::max(a, b)};
}

double within(SplitMix64& rng, const Interval& range) {
  return range.lower + (range.upper - range.lower) * rng.uniform();
}

double corrected(double rate, double sensitivity, double specificity) {
  return (rate + specificity - 1) / (sensitivity + specificity - 1);
}

}  // namespace

TEST_CASE("a region contains the score of every judge in the ranges", "[judge][property]") {
  SplitMix64 rng(101, "test");
  int scores = 0;
  for (int repeat = 0; repeat < 500; ++repeat) {
    const Counts judged = random_counts(rng);
    const Interval sensitivity = random_range(rng, 0.4);
    const Interval specificity = random_range(rng, 0.4);
    const auto result = identification_region(judged, sensitivity, specificity);
    REQUIRE(result);
    CHECK(result->region.lower <= result->region.upper);
    CHECK(result->with_sampling.lower <= result->region.lower);
    CHECK(result->with_sampling.upper >= result->region.upper);
    for (int judge = 0; judge < 20; ++judge) {
      const double q1 = within(rng, sensitivity);
      const double q0 = within(rng, specificity);
      if (!(q1 + q0 > 1)) {
        CHECK(result->reason == RegionReason::judge_may_be_uninformative);
        continue;
      }
      const double score = corrected(result->rate, q1, q0);
      if (score < 0 || score > 1) continue;  // no score gives this rate
      ++scores;
      CHECK(score >= result->region.lower - 1e-12);
      CHECK(score <= result->region.upper + 1e-12);
      CHECK(result->reason != RegionReason::rate_outside_ranges);
    }
    // Narrower ranges, narrower regions.
    const double q1 = within(rng, sensitivity);
    const double q0 = within(rng, specificity);
    const auto inner =
        identification_region(judged, {sensitivity.lower, q1}, {q0, specificity.upper});
    CHECK(inner->region.lower >= result->region.lower - 1e-12);
    CHECK(inner->region.upper <= result->region.upper + 1e-12);
  }
  CHECK(scores > 1'000);
}

TEST_CASE("a bound of the disagreement holds for every judge that keeps it", "[judge][property]") {
  SplitMix64 rng(102, "test");
  for (int repeat = 0; repeat < 500; ++repeat) {
    // Right and passed, right and failed, wrong and passed, wrong and failed.
    const std::int64_t cell[] = {rng.below(50), rng.below(20), rng.below(20), 1 + rng.below(50)};
    const std::int64_t all = cell[0] + cell[1] + cell[2] + cell[3];
    const auto share = [&](std::int64_t count) {
      return static_cast<double>(count) / static_cast<double>(all);
    };
    const auto result = disagreement_region({cell[0] + cell[2], all}, share(cell[1] + cell[2]));
    REQUIRE(result);
    CHECK(share(cell[0] + cell[1]) >= result->region.lower - 1e-12);
    CHECK(share(cell[0] + cell[1]) <= result->region.upper + 1e-12);
    CHECK(result->with_sampling.lower <= result->region.lower);
  }
}

TEST_CASE("on its line a claim is the region, above it holds, below it fails",
          "[judge][property]") {
  SplitMix64 rng(103, "test");
  int points = 0;
  for (int repeat = 0; repeat < 500; ++repeat) {
    const Counts judged = random_counts(rng);
    const double claim = 0.01 + 0.98 * rng.uniform();
    const std::vector<double> at{rng.uniform(), rng.uniform(), 1};
    const auto line = tipping_line(judged, claim, at);
    REQUIRE(line);
    REQUIRE(line->points.size() == 3);
    for (const TippingPoint& point : line->points) {
      const double tips = *point.specificity;
      CHECK(*point.specificity_with_sampling >= tips);
      // Nothing is left between chance and the line.
      if (std::abs(tips - (1 - point.sensitivity)) > 1e-9) {
        CHECK((point.side == TippingSide::always) == (tips < 1 - point.sensitivity));
      }
      CHECK((point.side == TippingSide::never) == (tips > 1));
      for (const double specificity : {rng.uniform(), 1.0}) {
        if (point.sensitivity + specificity <= 1.001 || std::abs(specificity - tips) < 1e-9)
          continue;
        CHECK((corrected(line->rate, point.sensitivity, specificity) >= claim) ==
              (specificity > tips));
      }
      if (tips < 0 || tips > 1 || point.sensitivity + tips <= 1.001) continue;
      ++points;
      const auto region =
          identification_region(judged, {point.sensitivity, point.sensitivity}, {tips, tips});
      CHECK(region->region.lower == Approx(claim).margin(1e-9));
      CHECK(region->region.upper == Approx(claim).margin(1e-9));
    }
  }
  CHECK(points > 100);
}

TEST_CASE("the share of judges under whom a claim holds is that of a grid", "[judge][property]") {
  SplitMix64 rng(104, "test");
  for (int repeat = 0; repeat < 60; ++repeat) {
    const Counts judged = random_counts(rng);
    const double claim = repeat % 10 == 0 ? 1 : 0.01 + 0.99 * rng.uniform();
    const auto line = tipping_line(judged, claim);
    constexpr int side = 200;
    int holds = 0;
    for (int i = 0; i < side; ++i) {
      for (int j = 0; j < side; ++j) {
        const double q1 = 0.5 + 0.5 * (i + 0.5) / side;
        const double q0 = 0.5 + 0.5 * (j + 0.5) / side;
        holds += line->rate + q0 - 1 >= claim * (q1 + q0 - 1) ? 1 : 0;
      }
    }
    CHECK(line->share == Approx(holds / double(side * side)).margin(0.006));
    CHECK(line->share_with_sampling <= line->share + 1e-12);
    CHECK(line->share_with_sampling >= 0);
    CHECK(line->share <= 1);
  }
}

TEST_CASE("a higher claim holds under fewer judges", "[judge][property]") {
  SplitMix64 rng(105, "test");
  for (int repeat = 0; repeat < 50; ++repeat) {
    const Counts judged = random_counts(rng);
    double before = 1;
    for (double claim = 0.02; claim <= 1; claim += 0.02) {
      const double share = tipping_line(judged, claim)->share;
      CHECK(share <= before + 1e-12);
      before = share;
    }
  }
}

TEST_CASE("the leniency makes the gap out of nothing", "[judge][property]") {
  SplitMix64 rng(106, "test");
  for (int repeat = 0; repeat < 500; ++repeat) {
    const double a = rng.uniform();
    const double b = rng.uniform();
    const double theta = rng.uniform();
    const auto result = leniency(a, b, theta);
    REQUIRE(result);
    CHECK(result->gap == a - b);
    CHECK(result->uniform == std::abs(a - b));
    // Rates of two models of one score differ by theta dq1 + (1 - theta) d(1 - q0).
    if (result->false_positive) {
      CHECK((1 - theta) * *result->false_positive == Approx(std::abs(a - b)));
      CHECK(*result->false_positive <= 1);
    } else {
      CHECK(std::abs(a - b) > 1 - theta);
    }
    CHECK(result->sensitivity.has_value() == (std::abs(a - b) <= theta));
  }
  CHECK(!leniency(.6, .5, 1)->false_positive);
  CHECK(*leniency(.5, .5, 1)->false_positive == 0);
}

TEST_CASE("bad questions without labels are refused, naming the argument", "[judge]") {
  const Counts judged{30, 100};
  const Interval good{.7, .9};
  const double nan = std::nan("");
  CHECK(identification_region({5, 4}, good, good).error().argument == "judged");
  CHECK(identification_region(judged, {.9, .7}, good).error().code == Errc::value_out_of_bounds);
  CHECK(identification_region(judged, good, {nan, .7}).error().code == Errc::not_finite);
  CHECK(identification_region(judged, good, {.7, 1.1}).error().argument == "specificity");
  CHECK(disagreement_region(judged, -.1).error().code == Errc::rate_out_of_range);
  CHECK(tipping_line(judged, 0).error().argument == "claim");
  CHECK(tipping_line(judged, nan).error().code == Errc::not_finite);
  CHECK(tipping_line(judged, .5, std::vector<double>{.5, nan}).error().argument == "sensitivities");
  CHECK(leniency(.5, 2, .5).error().argument == "rateB");
  CHECK(leniency(.5, .5, nan).error().argument == "score");
}

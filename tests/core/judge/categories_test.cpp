/// Post-stratification by any number of verdicts.
#include "evenhand/judge/categories.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

struct Items {
  std::vector<std::int32_t> verdict = {};
  std::vector<double> truth = {};
  std::vector<std::int32_t> unlabelled = {};
  double lower = 0;
  double upper = 1;
  [[nodiscard]] CategoryData view() const { return {verdict, truth, unlabelled, lower, upper}; }
};

/// Grades from 1 to 5, half grades among them.
Items grades(SplitMix64& rng, std::uint32_t kinds, std::size_t labels) {
  Items out{.lower = 1, .upper = 5};
  for (std::size_t i = 0; i < labels; ++i) {
    out.verdict.push_back(static_cast<std::int32_t>(rng.below(kinds)));
    out.truth.push_back(1 + 0.5 * rng.below(9));
  }
  for (std::uint32_t k = 0; k < kinds; ++k)
    out.unlabelled.push_back(static_cast<std::int32_t>(rng.below(200)));
  return out;
}

}  // namespace

TEST_CASE("two verdicts and truths of 0 and 1 are correct_subset", "[judge][property]") {
  SplitMix64 rng(41, "test");
  for (int repeat = 0; repeat < 200; ++repeat) {
    Items two{.unlabelled = {static_cast<std::int32_t>(rng.below(50)),
                             static_cast<std::int32_t>(rng.below(50))}};
    Confusion table;
    const std::size_t labels = 1 + rng.below(40);
    for (std::size_t i = 0; i < labels; ++i) {
      const bool passed = rng.below(2) == 0;
      const bool right = rng.uniform() < (passed ? 0.8 : 0.1);
      two.verdict.push_back(passed ? 1 : 0);
      two.truth.push_back(right ? 1 : 0);
      ++(right ? (passed ? table.tp : table.fn) : (passed ? table.fp : table.tn));
    }
    const auto many = correct_categories(two.view(), Level{0.9});
    const auto binary =
        correct_subset({table, {two.unlabelled[1], two.unlabelled[0] + two.unlabelled[1]}},
                       CorrectionMethod::poststrat, Level{0.9});
    REQUIRE(many);
    CHECK(many->lower == Approx(binary->lower).margin(1e-13));
    CHECK(many->upper == Approx(binary->upper).margin(1e-13));
    CHECK(many->gold_only == Approx(binary->gold_only->estimate).margin(1e-13));
    // A verdict that no item got needs no smoothing here; two verdicts take no notice of it.
    if (!binary->flags.has(Flag::smoothed_estimate)) {
      CHECK(many->estimate == Approx(*binary->estimate).margin(1e-13));
    }
  }
}

TEST_CASE("the interval has width and stays within the bounds, whatever the labels",
          "[judge][property]") {
  SplitMix64 rng(42, "test");
  for (int repeat = 0; repeat < 300; ++repeat) {
    Items items = grades(rng, 2 + rng.below(6), 1 + rng.below(40));
    if (repeat % 3 == 0) std::fill(items.truth.begin(), items.truth.end(), repeat % 2 == 0 ? 1 : 5);
    const auto result = correct_categories(items.view());
    REQUIRE(result);
    CHECK(result->standard_error > 0);
    CHECK(result->lower < result->upper);
    CHECK(result->lower >= 1);
    CHECK(result->upper <= 5);
    CHECK(result->estimate >= 1);
    CHECK(result->estimate <= 5);
    for (const CategoryStratum& stratum : result->strata) {
      CHECK(stratum.smoothed > 1);
      CHECK(stratum.smoothed < 5);
      CHECK(stratum.mean.has_value() == (stratum.labelled > 0));
    }
  }
}

TEST_CASE("another unit of the truth scales the answer, another order of verdicts changes nothing",
          "[judge][property]") {
  SplitMix64 rng(43, "test");
  for (int repeat = 0; repeat < 100; ++repeat) {
    const Items items = grades(rng, 5, 30);
    const auto plain = correct_categories(items.view());
    Items scaled = items;
    for (double& truth : scaled.truth) truth = 20 * truth - 7;
    scaled.lower = 20 * items.lower - 7;
    scaled.upper = 20 * items.upper - 7;
    const auto other = correct_categories(scaled.view());
    CHECK(other->estimate == Approx(20 * plain->estimate - 7));
    CHECK(other->lower == Approx(20 * plain->lower - 7));
    CHECK(other->upper == Approx(20 * plain->upper - 7));
    CHECK(other->standard_error == Approx(20 * plain->standard_error));
    Items turned = items;
    for (std::int32_t& verdict : turned.verdict) verdict = 4 - verdict;
    std::reverse(turned.unlabelled.begin(), turned.unlabelled.end());
    const auto renamed = correct_categories(turned.view());
    CHECK(renamed->estimate == Approx(plain->estimate));
    CHECK(renamed->lower == Approx(plain->lower));
    CHECK(renamed->flags == plain->flags);
  }
}

TEST_CASE("labels on all items are their own mean", "[judge]") {
  SplitMix64 rng(44, "test");
  Items items = grades(rng, 4, 50);
  std::fill(items.unlabelled.begin(), items.unlabelled.end(), 0);
  const auto result = correct_categories(items.view());
  CHECK(result->estimate == Approx(result->gold_only).epsilon(1e-13));
  CHECK(result->items == 50);
}

TEST_CASE("bad categories are refused, naming the argument", "[judge]") {
  const Items good{{0, 1, 1}, {0, 1, 0.5}, {4, 5}};
  const auto refusal = [&](auto change, Level level = {}) {
    Items items = good;
    change(items);
    const auto result = correct_categories(items.view(), level);
    REQUIRE(!result);
    return std::pair{result.error().code, std::string(result.error().argument)};
  };
  using Refusal = std::pair<Errc, std::string>;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refusal([](Items& i) { i.unlabelled = {1}; }) == Refusal{Errc::too_few, "unlabelled"});
  CHECK(refusal([&](Items& i) { i.truth[1] = nan; }) == Refusal{Errc::not_finite, "truth"});
  CHECK(refusal([&](Items& i) { i.lower = nan; }) == Refusal{Errc::not_finite, "lower"});
  CHECK(refusal([&](Items& i) { i.upper = HUGE_VAL; }) == Refusal{Errc::not_finite, "upper"});
  CHECK(refusal([](Items& i) { i.verdict[0] = -1; }) ==
        Refusal{Errc::value_out_of_range, "verdict"});
  CHECK(refusal([](Items&) {}, Level{2}) == Refusal{Errc::level_out_of_range, "level"});
}

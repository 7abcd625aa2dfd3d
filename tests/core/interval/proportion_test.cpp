#include "evenhand/interval/proportion.hpp"

#include <cmath>

#include "evenhand/base/rng.hpp"
#include "golden.hpp"

using namespace evenhand;
using interval::proportion_interval;
using interval::ProportionMethod;

namespace {

/// Limits as the formula gives them: cut ones are compared before the cut.
Interval formula_limits(const interval::ProportionInterval& result) {
  return result.unclipped.value_or(Interval{result.lower, result.upper});
}

}  // namespace

TEST_CASE("every published interval is reproduced", "[interval][golden]") {
  for (const auto& row : golden::table("published_proportion.csv")) {
    const auto result = proportion_interval({row.count("x"), row.count("n")},
                                            golden::named<ProportionMethod>(row.text("method")));
    REQUIRE(result);
    const Interval limits = formula_limits(*result);
    CHECK_CLOSE(limits.lower, row.number("lower"), 0, 0.51e-10, row);
    CHECK_CLOSE(limits.upper, row.number("upper"), 0, 0.51e-10, row);
  }
}

TEST_CASE("every interval agrees with an independent implementation", "[interval][golden]") {
  for (const auto& row : golden::table("proportion.csv")) {
    const auto result = proportion_interval({row.count("x"), row.count("n")},
                                            golden::named<ProportionMethod>(row.text("method")),
                                            Level{row.number("level")});
    REQUIRE(result);
    const Interval limits = formula_limits(*result);
    // Upper limits of Blaker's interval and limits near 0 arise by subtraction.
    CHECK_CLOSE(limits.lower, row.number("lower"), 1e-12, 1e-13, row);
    CHECK_CLOSE(limits.upper, row.number("upper"), 1e-12, 1e-13, row);
  }
}

TEST_CASE("limits stay in order, in [0, 1], and mirror when successes and failures swap",
          "[interval][property]") {
  SplitMix64 rng(1, "subsets");
  for (int repeat = 0; repeat < 300; ++repeat) {
    const std::int64_t n = 1 + rng.below(repeat % 3 == 0 ? 10'000 : 40);
    const std::int64_t x = rng.below(static_cast<std::uint32_t>(n) + 1);
    const Level level{0.5 + 0.499 * rng.uniform()};
    for (std::size_t m = 0; m < texts(ProportionMethod{}).size(); ++m) {
      const auto method = static_cast<ProportionMethod>(m);
      CAPTURE(x, n, level.value, text_of(method).name);
      const auto result = proportion_interval({x, n}, method, level);
      REQUIRE(result);
      CHECK(0 <= result->lower);
      CHECK(result->lower <= result->upper);
      CHECK(result->upper <= 1);
      if (method != ProportionMethod::wald) CHECK(result->lower < result->upper);
      const auto mirrored = proportion_interval({n - x, n}, method, level);
      REQUIRE(mirrored);
      CHECK(mirrored->lower == Approx(1 - result->upper).margin(1e-11));
      CHECK(mirrored->upper == Approx(1 - result->lower).margin(1e-11));
    }
  }
}

TEST_CASE("exact intervals cover at least at their level", "[interval][coverage]") {
  // Full enumeration: the coverage at p is the probability of the x whose interval holds p.
  for (const auto method : {ProportionMethod::clopper_pearson, ProportionMethod::blaker}) {
    for (const std::int64_t n : {5, 20, 37}) {
      std::vector<Interval> limits;
      for (std::int64_t x = 0; x <= n; ++x) {
        const auto result = proportion_interval({x, n}, method);
        limits.push_back({result->lower, result->upper});
      }
      for (int step = 1; step < 500; ++step) {
        const double p = step / 500.0 + 1e-7;
        double coverage = 0;
        double probability = std::pow(1 - p, static_cast<double>(n));
        for (std::int64_t x = 0; x <= n; ++x) {
          const auto& [lower, upper] = limits[static_cast<std::size_t>(x)];
          if (lower <= p && p <= upper) coverage += probability;
          probability *= static_cast<double>(n - x) / static_cast<double>(x + 1) * p / (1 - p);
        }
        CAPTURE(text_of(method).name, n, p);
        REQUIRE(coverage >= 0.95 - 1e-9);
      }
    }
  }
}

TEST_CASE("the boundary is exact", "[interval]") {
  for (std::size_t m = 0; m < texts(ProportionMethod{}).size(); ++m) {
    const auto method = static_cast<ProportionMethod>(m);
    if (method == ProportionMethod::beta_uniform) continue;  // a Bayes interval leaves 0 out
    CAPTURE(text_of(method).name);
    CHECK(proportion_interval({0, 20}, method)->lower == 0);
    CHECK(proportion_interval({20, 20}, method)->upper == 1);
  }
}

TEST_CASE("bad counts and levels are refused, naming the argument", "[interval]") {
  CHECK(proportion_interval({1, 0}).error().code == Errc::empty_sample);
  CHECK(proportion_interval({5, 4}).error().code == Errc::count_exceeds_trials);
  CHECK(proportion_interval({-1, 4}).error().code == Errc::not_integer);
  CHECK(proportion_interval({1, 4}, ProportionMethod::wilson, Level{1}).error().argument ==
        "level");
}

TEST_CASE("tests against a fixed rate have the published values", "[interval][golden]") {
  const auto low = interval::proportion_test({15, 148}, .15);
  REQUIRE(low);
  CHECK(low->at_most == Approx(.056216868556).epsilon(1e-10));
  CHECK(low->central == Approx(.112433737112).epsilon(1e-10));
  CHECK(low->mid_p == Approx(.0888391569386).epsilon(1e-10));
  CHECK(low->score == Approx(-1.65747331986).epsilon(1e-10));
  CHECK(low->score_p == Approx(.0974238186189).epsilon(1e-10));
  const auto high = interval::proportion_test({60, 198}, .25);
  CHECK(high->at_least == Approx(.0525396645964).epsilon(1e-10));
  CHECK(high->mid_at_least == Approx(.0451148017015).epsilon(1e-10));
}

TEST_CASE("tests mirror, and refuse rates that leave nothing to test", "[interval]") {
  const auto a = interval::proportion_test({0, 7}, .3);
  const auto b = interval::proportion_test({7, 7}, .7);
  CHECK(a->at_most == Approx(b->at_least));
  CHECK(a->mid_at_most == Approx(b->mid_at_least));
  CHECK(a->score == Approx(-b->score));
  CHECK(a->at_least == 1);
  for (const double rate : {0.0, 1.0, -0.5, 1.5}) {
    CHECK(interval::proportion_test({1, 7}, rate).error().code == Errc::rate_out_of_range);
  }
  CHECK(interval::proportion_test({1, 7}, std::nan("")).error().argument == "nullRate");
  CHECK(interval::proportion_test({8, 7}, .5).error().code == Errc::count_exceeds_trials);
}

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
      const bool warned =
          method == ProportionMethod::wald || method == ProportionMethod::percentile;
      if (!warned) CHECK(result->lower < result->upper);
      const auto mirrored = proportion_interval({n - x, n}, method, level);
      REQUIRE(mirrored);
      CHECK(mirrored->lower == Approx(1 - result->upper).margin(1e-11));
      CHECK(mirrored->upper == Approx(1 - result->lower).margin(1e-11));
    }
  }
}

TEST_CASE("the percentile bootstrap of 0/1 data needs no resampling", "[interval]") {
  const auto limits = [](std::int64_t x, std::int64_t n) {
    return *proportion_interval({x, n}, ProportionMethod::percentile);
  };
  CHECK(limits(17, 20).lower == Approx(0.70).epsilon(1e-12));
  CHECK(limits(17, 20).upper == 1);
  CHECK(limits(1, 29).lower == 0);
  CHECK(limits(1, 29).upper == Approx(0.1034482759).epsilon(1e-9));
  CHECK(limits(81, 263).lower == Approx(0.2547528517).epsilon(1e-9));
  CHECK(limits(81, 263).upper == Approx(0.3650190114).epsilon(1e-9));
  CHECK(limits(7, 7).lower == 1);
}

TEST_CASE("items with chance rates of their own", "[interval]") {
  const std::vector<double> equal(148, 0.15);
  const auto same = interval::poisson_binomial_test(15, equal);
  const auto binomial = interval::proportion_test({15, 148}, 0.15);
  REQUIRE(same);
  CHECK(same->exact);
  CHECK(same->expected == Approx(22.2).epsilon(1e-12));
  CHECK(same->at_most == Approx(binomial->at_most).epsilon(1e-11));
  CHECK(same->at_least == Approx(binomial->at_least).epsilon(1e-11));
  CHECK(same->mid_p == Approx(binomial->mid_p).epsilon(1e-11));
  // Two coins, one of them two-headed: 1 or 2 successes, each with probability 1/2.
  const std::vector<double> coins{1, 0.5};
  const auto two = interval::poisson_binomial_test(2, coins);
  CHECK(two->at_least == 0.5);
  CHECK(two->at_most == 1);
  CHECK(interval::poisson_binomial_test(0, coins)->at_most == 0);
  const std::vector<double> many(interval::longest_convolution + 1, 0.25);
  const auto normal = interval::poisson_binomial_test(1300, many);
  CHECK_FALSE(normal->exact);
  CHECK(normal->at_least ==
        Approx(interval::proportion_test({1300, 5001}, 0.25)->at_least).epsilon(0.02));
  const std::vector<double> bad{0.5, 1.5};
  CHECK(interval::poisson_binomial_test(1, bad).error().code == Errc::rate_out_of_range);
  CHECK(interval::poisson_binomial_test(3, coins).error().code == Errc::count_exceeds_trials);
  CHECK(interval::poisson_binomial_test(-1, coins).error().code == Errc::not_integer);
  CHECK(interval::poisson_binomial_test(0, {}).error().code == Errc::empty_sample);
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

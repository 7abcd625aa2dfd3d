#include "evenhand/compare/plan.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "interval/paired_power.hpp"
#include "numeric/special.hpp"

using namespace evenhand;
using namespace evenhand::compare;

namespace {

/// A value printed with `digits` digits after the point.
Approx printed(double value, int digits) {
  return Approx(value).epsilon(0).margin(0.51 * std::pow(10.0, -digits));
}

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

}  // namespace

TEST_CASE("plans for means have the published values", "[compare][plan][golden]") {
  const MeanVariances variances{.between = 1.0 / 9,
                                .within_a = 1.0 / 6,
                                .within_b = 1.0 / 6,
                                .samples_a = {},
                                .samples_b = {}};
  const auto with = [&](std::optional<std::int64_t> samples) {
    MeanVariances v = variances;
    v.samples_a = v.samples_b = samples;
    return v;
  };
  const auto items = plan_mean_difference(.03, variances);
  REQUIRE(items);
  CHECK(items->items == printed(968.9974981, 7));
  CHECK(items->items_ceiling == 969);
  CHECK(items->design == PlanDesign::mean_difference);
  CHECK(items->target.power == 0.8);
  CHECK(plan_mean_difference(.03, with(1))->items == printed(3875.9899923, 7));
  CHECK(plan_mean_difference(-.03, with(2))->items == printed(2422.4937452, 7));

  const double effects[][3] = {{164, .0729223505, .1458447009},
                               {500, .0417635666, .0835271332},
                               {1000, .0295313012, .0590626023}};
  for (const auto& [n, many, one] : effects) {
    CHECK(*detectable_mean_difference(n, variances)->effect == printed(many, 10));
    CHECK(*detectable_mean_difference(n, with(1))->effect == printed(one, 10));
  }
}

TEST_CASE("plans for rates have the published values", "[compare][plan][golden]") {
  CHECK(plan_proportions(.70, .75)->items == printed(1250.7167334, 7));
  CHECK(plan_proportions(.75, .70)->items_ceiling == 1251);
  CHECK(plan_proportions_baseline(.2, .05)->items == printed(1030.2192831, 7));
  CHECK(plan_proportions_baseline(.03, .003)->items == printed(51486.4563, 4));
  CHECK(*detectable_proportions(164, .5)->effect == printed(.1546916655, 10));
  CHECK(plan_paired_proportions(.05, .2)->items == printed(625.5473178, 7));
  CHECK(plan_paired_proportions(.05, .2, PairedPlanMethod::wald)->items == printed(620.0614990, 7));
  CHECK(*detectable_paired_proportions(164, .1)->effect == printed(.0686840898, 10));
  CHECK(*detectable_paired_proportions(500, .1)->effect == printed(.0395270519, 10));
  CHECK(*detectable_paired_proportions(500, .2)->effect == printed(.0558996928, 10));
  CHECK(plan_half_width(.03)->items == printed(1067.0718946, 7));
  CHECK(plan_half_width(.03)->items_ceiling == 1068);
}

TEST_CASE("plans for reruns have the published values", "[compare][plan][golden]") {
  CHECK(*detectable_runs(5, .01)->effect == printed(.0202062816, 10));
  CHECK(*detectable_runs(10, .01)->effect == printed(.0132508078, 10));
  CHECK(plan_runs(.0202062817, .01)->runs == 5);
  CHECK(plan_runs(.0202062815, .01)->runs == 6);
  CHECK(plan_runs(-.0132508079, .01)->runs == 10);
}

TEST_CASE("each plan is the inverse of its detectable effect", "[compare][plan][property]") {
  SplitMix64 rng(1, "subsets");
  for (int repeat = 0; repeat < 500; ++repeat) {
    PlanTarget target;
    target.level = Level{0.5 + 0.499 * rng.uniform()};
    const double least = (1 - target.level.value) / 2;
    target.power = least + (0.999 - least) * (0.001 + 0.998 * rng.uniform());
    target.design_effect = 0.5 + 4 * rng.uniform();
    CAPTURE(target.level.value, target.power, target.design_effect);

    const MeanVariances variances{.between = rng.uniform(),
                                  .within_a = rng.uniform(),
                                  .within_b = rng.uniform(),
                                  .samples_a = 1 + rng.below(9),
                                  .samples_b = std::nullopt};
    const double d = 0.001 + 0.2 * rng.uniform();
    const auto mean = plan_mean_difference(d, variances, target);
    REQUIRE(mean);
    CHECK(*detectable_mean_difference(mean->items, variances, target)->effect ==
          Approx(d).epsilon(1e-10));

    const double psi = d + (1 - d) * (0.001 + 0.999 * rng.uniform());
    for (const auto method : {PairedPlanMethod::connor, PairedPlanMethod::wald}) {
      const auto paired = plan_paired_proportions(d, psi, method, target);
      REQUIRE(paired);
      const auto back = detectable_paired_proportions(paired->items, psi, method, target);
      REQUIRE(back);
      REQUIRE(back->effect);
      // With a fraction of an item and little power two differences have it; the smaller is found.
      if (target.power < 0.5 && *back->effect < 0.99 * d) {
        CHECK(paired->items / target.design_effect < 1);
        continue;
      }
      CHECK(*back->effect == Approx(d).epsilon(1e-7));
    }
    const auto connor = plan_paired_proportions(d, psi, PairedPlanMethod::connor, target);
    const auto wald = plan_paired_proportions(d, psi, PairedPlanMethod::wald, target);
    CHECK(connor->items >= wald->items);
  }
}

TEST_CASE("the number of reruns is the smallest that does", "[compare][plan][property]") {
  SplitMix64 rng(2, "subsets");
  for (int repeat = 0; repeat < 200; ++repeat) {
    PlanTarget target;
    target.level = Level{0.5 + 0.499 * rng.uniform()};
    const double least = (1 - target.level.value) / 2;
    target.power = least + (0.999 - least) * (0.001 + 0.998 * rng.uniform());
    const double sd = 0.001 + rng.uniform();
    const double effect = sd * std::pow(10, 1.5 - 3.5 * rng.uniform());
    const auto plan = plan_runs(effect, sd, target);
    CAPTURE(target.level.value, target.power, sd, effect);
    REQUIRE(plan);
    CAPTURE(plan->runs);
    CHECK(plan->detectable <= effect);
    CHECK(plan->detectable == *detectable_runs(plan->runs, sd, target)->effect);
    if (plan->runs > 2) CHECK(*detectable_runs(plan->runs - 1, sd, target)->effect > effect);
  }
}

TEST_CASE("the detectable effect falls with more items and rises with discordance",
          "[compare][plan][property]") {
  const double z_a = numeric::two_sided_normal_quantile(.05);
  for (const double power : {.05, .3, .5, .8, .99}) {
    const double z_b = numeric::normal_quantile(power);
    for (const double psi : {1e-6, .01, .3, 1.0}) {
      double previous = infinity;
      for (double n = .5; n < 1e12; n *= 1.3) {
        const double effect = interval::detectable_paired(n, psi, z_a, z_b);
        CAPTURE(power, psi, n);
        CHECK(!std::isnan(effect));
        CHECK((effect <= psi || effect == infinity));
        CHECK(effect <= previous);
        if (std::isfinite(effect)) {
          // It solves Connor's equation itself, not only its square.
          const double needed =
              (z_a * std::sqrt(psi) + z_b * std::sqrt(std::max(0.0, psi - effect * effect)));
          CHECK(needed == Approx(effect * std::sqrt(n)).epsilon(1e-6));
        }
        previous = effect;
      }
      CHECK(previous < psi);
    }
  }
  CHECK(interval::detectable_paired(100, 0, z_a, .84) == infinity);
}

TEST_CASE("an effect that no data could show is absent, not a number", "[compare][plan]") {
  // Five items cannot tell two systems apart that differ on 2 % of them.
  const auto paired = detectable_paired_proportions(5, .02);
  REQUIRE(paired);
  CHECK(!paired->effect);
  const auto wald = detectable_paired_proportions(5, .02, PairedPlanMethod::wald);
  REQUIRE(wald);
  CHECK(!wald->effect);
  CHECK(!detectable_proportions(5, .5)->effect);
  CHECK(detectable_proportions(50, .5)->effect);
}

TEST_CASE("clusters multiply the items by their design effect", "[compare][plan]") {
  PlanTarget clustered;
  clustered.design_effect = 4;
  CHECK(plan_paired_proportions(.05, .2, PairedPlanMethod::connor, clustered)->items ==
        Approx(4 * plan_paired_proportions(.05, .2)->items));
  CHECK(plan_half_width(.03, .5, {}, 2)->items == Approx(2 * plan_half_width(.03)->items));
  CHECK(*detectable_proportions(656, .5, clustered)->effect ==
        Approx(*detectable_proportions(164, .5)->effect));
}

TEST_CASE("extreme plans stay finite or are refused", "[compare][plan]") {
  MeanVariances variances;
  variances.between = 1e-300;
  CHECK(plan_mean_difference(1e-150, variances)->items == Approx(7.848879734).epsilon(1e-8));
  variances.between = 1e300;
  CHECK(plan_mean_difference(1e150, variances)->items == Approx(7.848879734).epsilon(1e-8));
  check_refused(plan_mean_difference(1e-3, variances), Errc::design_out_of_range, "effect");
  CHECK(plan_mean_difference(1e200, variances)->items_ceiling == 1);
  // A million reruns: Student's quantiles are all but normal.
  const auto runs = plan_runs(.00396, 1);
  REQUIRE(runs);
  CHECK(static_cast<double>(runs->runs) == Approx(15.697759468 / (.00396 * .00396)).epsilon(1e-5));
  const auto trillions = plan_runs(1e-6, 1);
  REQUIRE(trillions);
  CHECK(static_cast<double>(trillions->runs) == Approx(15.697759468e12).epsilon(1e-6));
  CHECK(plan_runs(1e9, 1)->runs == 2);
  check_refused(plan_runs(1e-12, 1), Errc::design_out_of_range, "effect");
}

TEST_CASE("impossible plans are refused, naming the argument", "[compare][plan]") {
  const MeanVariances some{
      .between = .1, .within_a = 0, .within_b = 0, .samples_a = {}, .samples_b = {}};
  const double nan = std::nan("");
  check_refused(plan_mean_difference(0, some), Errc::design_out_of_range, "effect");
  check_refused(plan_mean_difference(nan, some), Errc::not_finite, "effect");
  check_refused(plan_mean_difference(.1, {}), Errc::design_out_of_range, "betweenVariance");
  MeanVariances bad = some;
  bad.between = -1;
  check_refused(plan_mean_difference(.1, bad), Errc::design_out_of_range, "betweenVariance");
  bad = some;
  bad.within_b = -1;
  check_refused(detectable_mean_difference(9, bad), Errc::design_out_of_range, "withinB");
  bad = some;
  bad.samples_a = 0;
  check_refused(detectable_mean_difference(9, bad), Errc::design_out_of_range, "samplesA");
  check_refused(detectable_mean_difference(0, some), Errc::design_out_of_range, "items");
  check_refused(detectable_mean_difference(infinity, some), Errc::not_finite, "items");

  for (const double power : {0.0, .025, 1.0, -1.0}) {
    check_refused(plan_proportions(.1, .2, {.power = power, .level = {}, .design_effect = 1}),
                  Errc::design_out_of_range, "power");
  }
  check_refused(plan_proportions(.1, .2, {.power = .8, .level = Level{1}, .design_effect = 1}),
                Errc::level_out_of_range, "level");
  check_refused(plan_proportions(.1, .2, {.power = .8, .level = {}, .design_effect = 0}),
                Errc::design_out_of_range, "designEffect");
  check_refused(plan_proportions(-.1, .2), Errc::design_out_of_range, "rateA");
  check_refused(plan_proportions(.2, .2), Errc::design_out_of_range, "rateB");
  check_refused(plan_proportions_baseline(0, .2), Errc::design_out_of_range, "rate");
  check_refused(plan_proportions_baseline(.9, .2), Errc::design_out_of_range, "effect");
  check_refused(detectable_proportions(100, 1), Errc::design_out_of_range, "rate");
  check_refused(detectable_proportions(-1, .5), Errc::design_out_of_range, "itemsPerSystem");
  // The discordant share must exceed the difference and be a share.
  check_refused(plan_paired_proportions(.1, .1), Errc::design_out_of_range, "discordance");
  check_refused(plan_paired_proportions(-.1, 1.1), Errc::design_out_of_range, "discordance");
  check_refused(plan_paired_proportions(0, .1), Errc::design_out_of_range, "effect");
  check_refused(detectable_paired_proportions(9, 0), Errc::design_out_of_range, "discordance");
  check_refused(plan_half_width(0), Errc::design_out_of_range, "halfWidth");
  check_refused(plan_half_width(.1, 1), Errc::design_out_of_range, "rate");
  check_refused(plan_half_width(1e-9), Errc::design_out_of_range, "halfWidth");
  check_refused(detectable_runs(1, .1), Errc::design_out_of_range, "runs");
  check_refused(detectable_runs(5, 0), Errc::design_out_of_range, "sd");
  check_refused(plan_runs(0, .1), Errc::design_out_of_range, "effect");
  check_refused(plan_runs(.1, nan), Errc::not_finite, "sd");
  check_refused(plan_runs(.1, .1, {.power = .8, .level = {}, .design_effect = 2}),
                Errc::design_out_of_range, "designEffect");
}

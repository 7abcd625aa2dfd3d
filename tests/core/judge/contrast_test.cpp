/// Two models under a judge: mirrors, Fieller's cases, refusals, and coverage of small studies.
#include "evenhand/judge/contrast.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "evenhand/judge/clustered.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

interval::PairedCounts swapped(const interval::PairedCounts& c) {
  return {c.both, c.b_only, c.a_only, c.neither};
}

int draw(SplitMix64& rng, double p) { return rng.uniform() < p ? 1 : 0; }

}  // namespace

TEST_CASE("exchanging the models mirrors every contrast", "[judge][property]") {
  const interval::PairedCounts counts{250, 60, 40, 150};
  const Tally q1{90, 100};
  const Tally q0{80, 100};
  const auto ab = contrast_shared(counts, q1, q0);
  const auto ba = contrast_shared(swapped(counts), q1, q0);
  CHECK(ab->difference.lower == Approx(-ba->difference.upper));
  CHECK(ab->difference.upper == Approx(-ba->difference.lower));
  CHECK(ab->test.exact_p == ba->test.exact_p);

  const Confusion a{90, 10, 20, 80};
  const Confusion b{70, 9, 15, 85};
  for (const auto method : {ContrastMethod::mover, ContrastMethod::propagation}) {
    const double margin = method == ContrastMethod::mover ? 1e-12 : 0.003;
    const auto one = contrast_models(counts, a, b, {.method = method});
    const auto two = contrast_models(swapped(counts), b, a, {.method = method});
    REQUIRE(one);
    CHECK(one->difference.lower == Approx(-two->difference.upper).margin(margin));
    CHECK(one->difference.upper == Approx(-two->difference.lower).margin(margin));
    CHECK(one->sign_safety->bound == Approx(two->sign_safety->bound));
  }
  const ExternalData first{{410, 500}, {90, 100}, {80, 100}};
  const ExternalData second{{430, 500}, {95, 100}, {60, 100}};
  const auto here = contrast_sources(first, second, CorrectionMethod::beta_jeffreys);
  const auto there = contrast_sources(second, first, CorrectionMethod::beta_jeffreys);
  CHECK(here->method == ContrastMethod::propagation);
  CHECK(here->difference.lower == Approx(-there->difference.upper).margin(1e-6));
  CHECK(here->difference.upper == Approx(-there->difference.lower).margin(1e-6));
}

TEST_CASE("calibration changes the size only, never McNemar's p", "[judge][property]") {
  const interval::PairedCounts counts{200, 60, 30, 210};
  const double p = contrast_shared(counts, {90, 100}, {80, 100})->test.exact_p;
  for (const double m : {5.0, 10.0, 1000.0}) {
    CHECK(contrast_shared(counts, {m, m}, {m - 1, m})->test.exact_p == p);
  }
}

TEST_CASE("Fieller's set: bounded, one ray, or everything", "[judge]") {
  const interval::PairedCounts counts{180, 40, 20, 60};
  const Tally weak{7, 10};
  const auto ray = contrast_shared(counts, weak, weak);
  CHECK(ray->flags.has(ContrastFlag::one_sided_only));
  CHECK(ray->flags.has(ContrastFlag::direction_known));
  CHECK(ray->difference.upper == 1);
  const auto mirrored = contrast_shared(swapped(counts), weak, weak);
  CHECK(mirrored->difference.lower == -1);
  CHECK(mirrored->difference.upper == Approx(-ray->difference.lower));
  const auto unsure = contrast_shared(counts, weak, weak, {}, false);
  CHECK(unsure->status == Status::not_identified);
  CHECK(unsure->difference.lower == -1);
  CHECK(unsure->difference.upper == 1);
  const auto even = contrast_shared({180, 30, 30, 60}, weak, weak);
  CHECK(even->reason == Reason::judge_not_shown_better_than_chance);
}

TEST_CASE("verdicts that no difference of scores explains leave an interval its width", "[judge]") {
  const Tally weak{.count = 600, .total = 1000};
  for (const double level : {0.5, 0.95}) {
    const auto found = contrast_shared({.both = 10, .a_only = 950, .b_only = 20, .neither = 20},
                                       weak, weak, {level});
    REQUIRE(found);
    CHECK(*found->difference.estimate == 1);
    CHECK(found->difference.lower < 1);
    CHECK(found->difference.lower > 0);
    CHECK(found->difference.upper == 1);
    CHECK(found->status == Status::boundary);
  }
}

TEST_CASE("no quotient by J where the judge is at chance", "[judge][property]") {
  SplitMix64 rng(1, "test");
  for (int repeat = 0; repeat < 500; ++repeat) {
    const double m1 = 1 + rng.below(12);
    const double m0 = m1;
    const double y1 = rng.below(static_cast<std::uint32_t>(m1) + 1);
    const double y0 = m0 - y1;  // J is exactly 0
    const auto result = contrast_shared({5, rng.below(9), rng.below(9), 1}, {y1, m1}, {y0, m0});
    REQUIRE(result);
    CHECK(result->reason == Reason::judge_at_or_below_chance);
    CHECK(result->difference.lower == -1);
    CHECK(result->difference.upper == 1);
  }
}

TEST_CASE("counts of any size give finite answers or a refusal", "[judge][property]") {
  SplitMix64 rng(8, "test");
  const std::int64_t sizes[] = {0, 1, 2, 10, 1000, 1'000'000'000, max_count / 8};
  const auto any = [&] { return sizes[rng.below(std::size(sizes))]; };
  for (int repeat = 0; repeat < 300; ++repeat) {
    const interval::PairedCounts counts{any(), any(), any(), any()};
    const Confusion a{any(), any(), any(), any()};
    const Confusion b{any(), any(), any(), any()};
    const auto result = contrast_models(counts, a, b);
    if (!result) continue;
    CHECK(std::isfinite(result->difference.lower));
    CHECK(result->difference.lower <= result->difference.upper);
    if (result->sign_safety) CHECK(std::isfinite(result->sign_safety->bound));
    const auto shared = contrast_shared(counts, {double(a.tp), double(a.tp + a.fn)},
                                        {double(a.tn), double(a.tn + a.fp)});
    REQUIRE(shared);
    CHECK(std::isfinite(shared->difference.lower));
    CHECK(shared->difference.lower <= shared->difference.upper);
  }
}

TEST_CASE("groups that do not vary fall back to items", "[judge]") {
  const std::vector<std::int32_t> a{1, 0, 1, 0};
  const std::vector<std::int32_t> b{0, 1, 0, 1};
  const std::vector<std::int32_t> groups{0, 0, 1, 1};
  const auto result = contrast_shared_clusters({a, b, groups}, {90, 100}, {80, 100});
  REQUIRE(result);
  CHECK(result->flags.has(ContrastFlag::clusters_do_not_vary));
  CHECK_FALSE(result->clusters->p);
  CHECK(result->difference.lower < result->difference.upper);
  const auto items = contrast_shared({0, 2, 2, 0}, {90, 100}, {80, 100});
  CHECK(result->difference.lower == items->difference.lower);
}

TEST_CASE("rows in groups of one are nearly independent items", "[judge][property]") {
  SplitMix64 rng(4, "test");
  std::vector<std::int32_t> values(400);
  std::vector<std::int32_t> groups(400);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = draw(rng, 0.7);
    groups[i] = static_cast<std::int32_t>(i);
  }
  const auto alone = effective_share(values, groups);
  CHECK(alone->design_effect == Approx(400.0 / 399));
  for (std::int32_t& group : groups) group /= 4;
  std::vector<std::int32_t> copies(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) copies[i] = values[i / 4];
  CHECK(effective_share(copies, groups)->design_effect == Approx(4).epsilon(0.02));
}

TEST_CASE("a shared calibration that is wrong is found out", "[judge]") {
  // theta .55 and .50; specificity .85 and .75: the verdicts favour the worse model.
  const auto result =
      contrast_models({5500, 125, 250, 4125}, {9000, 1000, 1500, 8500}, {9000, 1000, 2500, 7500});
  REQUIRE(result);
  CHECK(result->verdicts == Approx(-0.0125));
  CHECK(*result->difference.estimate == Approx(0.05));
  CHECK(result->flags.has(ContrastFlag::sign_reversed));
  CHECK(result->flags.has(ContrastFlag::calibration_differs));
  CHECK_FALSE(result->sign_safety->safe);
}

// Small studies with a fixed seed; standard errors of the shares are about .005.
TEST_CASE("Fieller's interval covers", "[judge][coverage]") {
  SplitMix64 rng(6, "coverage");
  constexpr int repeats = 2000;
  constexpr double theta_a = 0.6;
  constexpr double theta_b = 0.5;
  int covered = 0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    interval::PairedCounts counts;
    for (int i = 0; i < 500; ++i) {
      const int a = draw(rng, rng.uniform() < theta_a ? 0.9 : 0.3);
      const int b = draw(rng, rng.uniform() < theta_b ? 0.9 : 0.3);
      ++(a == 1 ? (b == 1 ? counts.both : counts.a_only)
                : (b == 1 ? counts.b_only : counts.neither));
    }
    Tally q1{0, 25};
    Tally q0{0, 25};
    for (int i = 0; i < 25; ++i) {
      q1.count += draw(rng, 0.9);
      q0.count += draw(rng, 0.7);
    }
    const auto result = contrast_shared(counts, q1, q0);
    covered += result->difference.lower <= theta_a - theta_b &&
                       theta_a - theta_b <= result->difference.upper
                   ? 1
                   : 0;
  }
  CHECK(covered / double(repeats) > 0.935);
  CHECK(covered / double(repeats) < 0.975);
}

TEST_CASE("paired post-stratification covers under differential error", "[judge][coverage]") {
  SplitMix64 rng(7, "coverage");
  constexpr int repeats = 3000;
  for (const int labels : {20, 100}) {
    int covered = 0;
    for (int repeat = 0; repeat < repeats; ++repeat) {
      std::vector<double> labelled(9);
      std::vector<double> items(3);
      for (int i = 0; i < 500; ++i) {
        const int a = draw(rng, 0.7);
        const int b = draw(rng, 0.6);
        const int f = draw(rng, a == 1 ? 0.9 : 0.2) - draw(rng, b == 1 ? 0.8 : 0.4) + 1;
        ++items[static_cast<std::size_t>(f)];
        if (i < labels) ++labelled[static_cast<std::size_t>(3 * f + a - b + 1)];
      }
      const auto result = contrast_subset({labelled, items});
      covered += result->lower <= 0.1 && 0.1 <= result->upper ? 1 : 0;
    }
    CAPTURE(labels);
    CHECK(covered / double(repeats) > 0.938);
  }
}

TEST_CASE("shares beyond [0, 1] leave a difference its width", "[judge]") {
  const Confusion labels{180, 20, 20, 180};
  const auto models =
      contrast_models({5, 30, 40, 925}, labels, labels, {.method = ContrastMethod::propagation});
  REQUIRE(models);
  CHECK(models->status == Status::boundary);
  CHECK(models->method == ContrastMethod::mover);
  CHECK(models->difference.lower < models->difference.upper);
  const ExternalData low{{20, 1000}, {180, 200}, {180, 200}};
  const auto sources = contrast_sources(low, low, CorrectionMethod::beta_jeffreys);
  CHECK(sources->difference.lower < sources->difference.upper);
}

TEST_CASE("against a model that is always wrong, PPI++ of a difference is that of a score",
          "[judge][property]") {
  const Confusion table{40, 6, 9, 25};
  const Counts unlabelled{130, 260};
  // f = 0 and 1, D = 0 and 1, in the places of nine and of three.
  const std::vector<double> labelled{0, 0, 0, 0, 25, 6, 0, 9, 40};
  const std::vector<double> items{0, 25 + 6 + 130, 9 + 40 + 130};
  for (const auto convention :
       {PpiConvention::ppi_py, PpiConvention::truescore, PpiConvention::glide}) {
    const auto score =
        correct_subset({table, unlabelled}, CorrectionMethod::ppi_pp, Level{0.9}, convention);
    const auto difference =
        contrast_subset({labelled, items}, ContrastMethod::ppi_compare, Level{0.9}, convention);
    REQUIRE(score);
    REQUIRE(difference);
    CHECK(difference->convention == convention);
    CHECK(*difference->lambda == Approx(*score->lambda).epsilon(1e-14));
    CHECK(difference->estimate == Approx(*score->estimate).epsilon(1e-14));
    CHECK(difference->lower == Approx(score->lower).epsilon(1e-14));
    CHECK(difference->upper == Approx(score->upper).epsilon(1e-14));
  }
  const auto logit = contrast_subset({labelled, items}, ContrastMethod::ppi_compare, Level{0.9},
                                     PpiConvention::chen);
  CHECK(logit.error().code == Errc::unsupported);
  CHECK(contrast_subset({labelled, items}, ContrastMethod::paired_poststrat, Level{0.9},
                        PpiConvention::chen));
}

TEST_CASE("a source without labels: limits of one side less the other's", "[judge]") {
  const ExternalData a{{410, 500}, {90, 100}, {80, 100}};
  const Counts b{430, 500};
  const auto contrast = contrast_with_region(a, b, {0.9, 1}, {0.6, 0.9});
  REQUIRE(contrast);
  const auto corrected = correct_external(a);
  const auto region = identification_region(b, {0.9, 1}, {0.6, 0.9});
  CHECK(contrast->a.lower == corrected->lower);
  CHECK(contrast->b.with_sampling.upper == region->with_sampling.upper);
  CHECK(contrast->difference.lower == corrected->lower - region->with_sampling.upper);
  CHECK(contrast->difference.upper == corrected->upper - region->with_sampling.lower);
  CHECK(contrast->verdicts == Approx(-0.04));
  // Nothing supposed of B, or nothing known of A, leaves nearly everything possible.
  const auto open = contrast_with_region(a, b, {0, 1}, {0, 1});
  CHECK(open->b.reason == RegionReason::judge_may_be_uninformative);
  CHECK(open->difference.lower == corrected->lower - 1);
  CHECK(open->difference.upper == corrected->upper);
  const ExternalData chance{{410, 500}, {50, 100}, {50, 100}};
  const auto weak = contrast_with_region(chance, b, {0, 1}, {0, 1});
  CHECK(weak->difference.lower == -1);
  CHECK(weak->difference.upper == 1);
  CHECK(weak->flags.has(ContrastFlag::wide));
  CHECK(contrast_with_region(a, {5, 4}, {0, 1}, {0, 1}).error().argument == "b");
  CHECK(contrast_with_region({{5, 4}, {9, 10}, {8, 10}}, b, {0, 1}, {0, 1}).error().argument ==
        "a");
  CHECK(contrast_with_region(a, b, {0, 2}, {0, 1}).error().argument == "sensitivity");
  CHECK(contrast_with_region(a, b, {0, 1}, {0, 1}, CorrectionMethod::ppi).error().argument ==
        "correction");
}

TEST_CASE("labels that all agree leave width to post-stratification, none to PPI++", "[judge]") {
  const std::vector<double> labelled{0, 0, 0, 0, 20, 0, 0, 0, 0};
  const std::vector<double> items{0, 100, 0};
  const auto smooth = contrast_subset({labelled, items});
  CHECK(smooth->lower < smooth->upper);
  const auto sharp = contrast_subset({labelled, items}, ContrastMethod::ppi_compare);
  CHECK(sharp->flags.has(ContrastFlag::collapsed));
}

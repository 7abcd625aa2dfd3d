#include <cmath>

#include "evenhand/base/rng.hpp"
#include "evenhand/judge/correction.hpp"
#include "golden.hpp"
#include "judge/external_likelihood.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

constexpr bool gate_off = false;

const std::vector<CorrectionMethod> external_methods{
    CorrectionMethod::averaged_roots, CorrectionMethod::unified, CorrectionMethod::score_sc,
    CorrectionMethod::score,          CorrectionMethod::profile, CorrectionMethod::beta_jeffreys,
    CorrectionMethod::beta_uniform,   CorrectionMethod::lee2025, CorrectionMethod::lr_truncated};

/// The EM algorithm of core/methods/judge.md, slow and simple: the solver's independent check.
std::pair<double, double> by_em(const ExternalCounts& c, double t) {
  double q0 = (c.y0 + .5) / (c.m0 + 1);
  double q1 = (c.y1 + .5) / (c.m1 + 1);
  for (int step = 0; step < 200'000; ++step) {
    const double r = t * q1 + (1 - t) * (1 - q0);
    const double a = c.x == 0 ? 0 : c.x * t * q1 / r;
    const double b = c.n == c.x ? 0 : (c.n - c.x) * t * (1 - q1) / (1 - r);
    const double next_q1 = (c.y1 + a) / (c.m1 + a + b);
    const double next_q0 = (c.y0 + (c.n - c.x) - b) / (c.m0 + c.n - a - b);
    const double moved = std::abs(next_q1 - q1) + std::abs(next_q0 - q0);
    q0 = next_q0;
    q1 = next_q1;
    if (moved < 1e-15) break;
  }
  return {q0, q1};
}

}  // namespace

TEST_CASE("every published correction is reproduced", "[judge][golden]") {
  for (const auto& row : golden::table("published_external.csv")) {
    const auto method = golden::named<CorrectionMethod>(row.text("method"));
    const auto result = correct_external(golden::external_data(row), method, {}, gate_off);
    REQUIRE(result);
    REQUIRE(result->identified());
    CHECK_CLOSE(result->unclipped.value_or(*result->estimate), row.number("raw"), 0, 0.51e-8, row);
    CHECK_CLOSE(result->lower, row.number("lower"), 0, 2e-8, row);
    CHECK_CLOSE(result->upper, row.number("upper"), 0, 2e-8, row);
    INFO(row.shown());
    CHECK(result->flags.has(Flag::incompatible) == (row.count("incompatible") == 1));
  }
}

TEST_CASE("lee2025 reproduces the published fixtures, degenerate ones flagged", "[judge][golden]") {
  for (const auto& row : golden::table("published_lee2025.csv")) {
    const auto tally = [&](const char* rate, const char* total) {
      return Tally{row.number(rate) * row.number(total), row.number(total), false};
    };
    const auto result = correct_external({tally("p", "n"), tally("q1", "m1"), tally("q0", "m0")},
                                         CorrectionMethod::lee2025, Level{1 - row.number("alpha")});
    REQUIRE(result);
    // The last two rows are printed to ten digits.
    const double tolerance = row.text("upper").size() > 14 ? 1e-14 : 0.51e-10;
    CHECK_CLOSE(result->lower, row.number("lower"), 1e-12, tolerance, row);
    CHECK_CLOSE(result->upper, row.number("upper"), 1e-12, tolerance, row);
    CHECK(result->flags.has(Flag::degenerate_compat) == (result->lower == result->upper));
  }
}

TEST_CASE("every correction agrees with an independent implementation", "[judge][golden]") {
  for (const auto& row : golden::table("judge_external.csv")) {
    const auto method = golden::named<CorrectionMethod>(row.text("method"));
    const auto result =
        correct_external(golden::external_data(row), method, Level{row.number("level")}, gate_off);
    REQUIRE(result);
    REQUIRE(result->identified());
    CHECK_CLOSE(*result->estimate, row.number("estimate"), 1e-12, 1e-14, row);
    CHECK((result->status == Status::boundary) == (row.count("boundary") == 1));
    // Limits of the likelihood methods arise by subtraction of log-likelihoods.
    CHECK_CLOSE(result->lower, row.number("lower"), 1e-9, 1e-9, row);
    CHECK_CLOSE(result->upper, row.number("upper"), 1e-9, 1e-9, row);
  }
}

TEST_CASE("the point estimate has the published values", "[judge][golden]") {
  struct Case {
    double p, q0, q1, estimate, raw;
  };
  for (const auto& c : {Case{.4, .7, .9, .1666666667, .1666666667}, Case{.5, .8, .8, .5, .5},
                        Case{.62, .85, .93, .6025641026, .6025641026}, Case{.05, .9, .9, 0, -.0625},
                        Case{0, 1, 1, 0, 0}, Case{.7, .51, .52, 1, 7.0}}) {
    const auto rate = [](double share) { return Tally{share * 1000, 1000, false}; };
    const auto result =
        correct_external({rate(c.p), rate(c.q1), rate(c.q0)}, CorrectionMethod::lee2025);
    REQUIRE(result);
    CHECK(*result->estimate == Approx(c.estimate).margin(1e-9));
    CHECK(result->unclipped.value_or(*result->estimate) == Approx(c.raw).margin(1e-9));
  }
}

TEST_CASE("the issue's own example has its exact digits", "[judge][golden]") {
  const auto result =
      correct_external({{400, 1000}, {180, 200}, {140, 200}}, CorrectionMethod::lee2025);
  REQUIRE(result);
  CHECK(*result->estimate == 0.16666666666666666);
  CHECK(result->lower == Approx(0.05635072484160894).epsilon(1e-14));
  CHECK(result->upper == Approx(0.2627330257859588).epsilon(1e-14));
  CHECK(result->flags == Flags{});
}

TEST_CASE("the restricted MLE agrees with EM", "[judge][property]") {
  SplitMix64 rng(3, "subsets");
  for (int repeat = 0; repeat < 400; ++repeat) {
    const auto size = [&](std::uint32_t largest) { return 1.0 + rng.below(largest); };
    const auto part = [&](double total) {
      return static_cast<double>(rng.below(static_cast<std::uint32_t>(total) + 1));
    };
    const double n = size(2000);
    const double m0 = size(60);
    const double m1 = size(60);
    const ExternalCounts counts{part(n), n, part(m0), m0, part(m1), m1};
    const double t = repeat % 10 == 0 ? 0 : repeat % 10 == 1 ? 1 : rng.uniform();
    const RestrictedMle at = restricted_mle(counts, t);
    CAPTURE(counts.x, n, counts.y0, m0, counts.y1, m1, t);
    CHECK(at.q0 + at.not_q0 == Approx(1).epsilon(1e-14));
    CHECK(at.q1 + at.not_q1 == Approx(1).epsilon(1e-14));
    const auto [q0, q1] = by_em(counts, t);
    const RestrictedMle em{
        q0, 1 - q0, q1, 1 - q1, t * q1 + (1 - t) * (1 - q0), 1 - (t * q1 + (1 - t) * (1 - q0))};
    // EM creeps where the maximum lies on the edge: then ours must be the higher.
    const double ours = log_likelihood(counts, at);
    const double theirs = log_likelihood(counts, em);
    CHECK(ours >= theirs - 1e-9 * std::abs(theirs));
    if (q0 > 1e-6 && q0 < 1 - 1e-6 && q1 > 1e-6 && q1 < 1 - 1e-6) {
      CHECK(at.q0 == Approx(q0).margin(1e-7));
      CHECK(at.q1 == Approx(q1).margin(1e-7));
    }
  }
}

TEST_CASE("the restricted MLE is found where Newton's steps go round", "[judge]") {
  // Alternate steps of the multiplier land on either side of the root, hardly nearer each time.
  const ExternalCounts counts{484 + 1 / 3.0, 1000 + 2 / 3.0, 9 + 1 / 3.0,
                              10 + 2 / 3.0,  10 + 1 / 3.0,   10 + 2 / 3.0};
  const RestrictedMle at = restricted_mle(counts, 0.58);
  const auto [q0, q1] = by_em(counts, 0.58);
  CHECK(at.q0 == Approx(q0).margin(1e-10));
  CHECK(at.q1 == Approx(q1).margin(1e-10));
}

TEST_CASE("no positive Youden index: not identified, [0, 1], never a quotient", "[judge]") {
  struct Case {
    double y1, m1, y0, m0;
    Reason reason;
  };
  for (const auto& c : {Case{0, 0, 5, 10, Reason::no_positive_calibration},
                        Case{5, 10, 0, 0, Reason::no_negative_calibration},
                        Case{5, 10, 5, 10, Reason::judge_at_or_below_chance},
                        Case{1, 3, 2, 3, Reason::judge_at_or_below_chance},
                        Case{20, 100, 30, 100, Reason::judge_at_or_below_chance},
                        Case{6, 10, 6, 10, Reason::judge_not_shown_better_than_chance}}) {
    for (const auto method : external_methods) {
      const auto result =
          correct_external({{40, 100}, {c.y1, c.m1}, {c.y0, c.m0}}, method, {}, true);
      REQUIRE(result);
      CAPTURE(c.y1, c.m1, c.y0, c.m0, text_of(method).name);
      CHECK(result->status == Status::not_identified);
      CHECK_FALSE(result->identified());
      CHECK(result->reason == c.reason);
      CHECK_FALSE(result->estimate);
      CHECK(result->lower == 0);
      CHECK(result->upper == 1);
      CHECK(result->flags.has(Flag::uninformative));
    }
  }
}

TEST_CASE("the chance gate holds by default, says how many labels it would take, and can be off",
          "[judge]") {
  const ExternalData weak{{40, 248}, {1, 4}, {21, 24}};
  const auto gated = correct_external(weak);
  CHECK(gated->reason == Reason::judge_not_shown_better_than_chance);
  const auto open = correct_external(weak, default_external_method, {}, gate_off);
  CHECK(open->identified());
  CHECK(open->flags.has(Flag::gate_off));
  const auto compat = correct_external(weak, CorrectionMethod::lee2025);
  CHECK(compat->identified());
  CHECK_FALSE(compat->flags.has(Flag::gate_off));

  // Where the approximation asks for no more than there is, nothing is said.
  CHECK_FALSE(correct_external({{5, 10}, {1, 1}, {1, 1}})->labels_needed_per_class);
  // Published: q = (.6, .7) takes 20 labels per class.
  const auto need = correct_external({{40, 100}, {7, 10}, {6, 10}});
  REQUIRE(need->labels_needed_per_class);
  CHECK(*need->labels_needed_per_class == 20);
}

TEST_CASE("swapping the labels mirrors every interval; all stay in [0, 1]", "[judge][property]") {
  SplitMix64 rng(7, "subsets");
  int identified = 0;
  for (int repeat = 0; repeat < 25; ++repeat) {
    const double n = 20 + rng.below(400);
    const double m0 = 3 + rng.below(60);
    const double m1 = 3 + rng.below(60);
    const auto mostly = [&](double m) { return std::floor(m * (0.6 + 0.4 * rng.uniform())); };
    const double y0 = mostly(m0);
    const double y1 = mostly(m1);
    const double x = rng.below(static_cast<std::uint32_t>(n) + 1);
    for (const auto method : external_methods) {
      const auto a = correct_external({{x, n}, {y1, m1}, {y0, m0}}, method, {}, gate_off);
      const auto b = correct_external({{n - x, n}, {y0, m0}, {y1, m1}}, method, {}, gate_off);
      REQUIRE(a);
      REQUIRE(b);
      CAPTURE(x, n, y0, m0, y1, m1, text_of(method).name);
      REQUIRE(a->identified() == b->identified());
      if (!a->identified()) continue;
      ++identified;
      CHECK(0 <= a->lower);
      CHECK(a->upper <= 1);
      if (method == CorrectionMethod::lee2025) {
        CHECK(a->lower <= a->upper);
      } else {
        CHECK(a->lower < a->upper);
      }
      CHECK(*b->estimate == Approx(1 - *a->estimate).margin(1e-12));
      CHECK(b->lower == Approx(1 - a->upper).margin(1e-8));
      CHECK(b->upper == Approx(1 - a->lower).margin(1e-8));
    }
  }
  CHECK(identified > 120);
}

TEST_CASE("profile and score hold the estimate and shrink with more data and lower level",
          "[judge][property]") {
  for (const auto method : {CorrectionMethod::score, CorrectionMethod::profile}) {
    const auto at = [&](double scale, double level) {
      return *correct_external(
          {{120 * scale, 200 * scale}, {27 * scale, 30 * scale}, {24 * scale, 30 * scale}}, method,
          Level{level}, gate_off);
    };
    const auto base = at(1, .95);
    CHECK(base.lower < *base.estimate);
    CHECK(*base.estimate < base.upper);
    for (const auto& inner : {at(4, .95), at(1, .9)}) {
      CHECK(base.lower < inner.lower);
      CHECK(inner.upper < base.upper);
    }
  }
}

TEST_CASE("no interval misses its own estimate, none but lee2025 has zero width",
          "[judge][property]") {
  struct Case {
    Tally judged, sensitivity, specificity;
    double level;
  };
  for (const auto& c :
       {Case{{37, 37}, {5, 5}, {14, 14}, .999}, Case{{0, 275}, {20, 39}, {5, 5}, .95},
        Case{{17, 39}, {21, 21}, {1, 1}, .9999}, Case{{8, 8}, {1, 1}, {15, 17}, .5},
        Case{{14, 125}, {5, 5}, {31, 58}, .95}}) {
    for (const auto method : external_methods) {
      if (method == CorrectionMethod::lee2025) continue;
      const auto result = correct_external({c.judged, c.sensitivity, c.specificity}, method,
                                           Level{c.level}, gate_off);
      CAPTURE(c.judged.count, c.judged.total, c.level, text_of(method).name);
      REQUIRE(result);
      CHECK(result->lower <= *result->estimate);
      CHECK(*result->estimate <= result->upper);
      CHECK(result->lower < result->upper);
    }
  }
}

TEST_CASE("the likelihood within [0, 1] is that of the likelier end", "[judge]") {
  // 14/125 passed, sensitivity 5/5, specificity 31/58: theta = 1 is likelier than 0.
  const auto result = correct_external({{14, 125}, {5, 5}, {31, 58}});
  CHECK(result->flags.has(Flag::incompatible));
  CHECK(result->upper < 0.5);
  CHECK_FALSE(result->flags.has(Flag::disconnected_region));
}

TEST_CASE("a perfect judge with endless labels gives Agresti-Coull", "[judge][property]") {
  constexpr double labels = 1e12;
  const auto corrected =
      correct_external({{37, 120}, {labels, labels}, {labels, labels}}, CorrectionMethod::lee2025);
  const auto direct =
      interval::proportion_interval({37, 120}, interval::ProportionMethod::agresti_coull);
  CHECK(corrected->lower == Approx(direct->lower).margin(1e-9));
  CHECK(corrected->upper == Approx(direct->upper).margin(1e-9));
}

TEST_CASE("what the labels say of the judge is flagged", "[judge]") {
  const auto always_yes = correct_external({{90, 100}, {40, 40}, {1, 40}});
  CHECK(always_yes->flags.has(Flag::degenerate_judge));
  CHECK_FALSE(always_yes->flags.has(Flag::too_few_labels));
  const auto inverted = correct_external({{90, 100}, {10, 100}, {10, 100}});
  CHECK(inverted->flags.has(Flag::swapped_labels));
  CHECK(correct_external({{90, 100}, {9, 9}, {30, 40}})->flags.has(Flag::too_few_labels));
  CHECK_FALSE(correct_external({{90, 100}, {10, 10}, {30, 40}})->flags.has(Flag::too_few_labels));
}

TEST_CASE("bad input is refused, naming the argument", "[judge]") {
  const Tally good{5, 10};
  const auto refused = [&](Tally judged, Tally sensitivity, Tally specificity) {
    return correct_external({judged, sensitivity, specificity}).error();
  };
  CHECK(refused({11, 10}, good, good).code == Errc::count_exceeds_trials);
  CHECK(refused({-1, 10}, good, good).code == Errc::not_integer);
  CHECK(refused({1.5, 10}, good, good).code == Errc::not_integer);
  CHECK(refused({std::nan(""), 10}, good, good).code == Errc::not_finite);
  CHECK(refused({1, 1e300}, good, good).code == Errc::not_integer);
  CHECK(refused({0, 0}, good, good).code == Errc::empty_sample);
  CHECK(refused(good, {11, 10}, good).argument == "sensitivity");
  CHECK(refused(good, good, {11, 10}).argument == "specificity");
  CHECK(correct_external({good, good, good}, CorrectionMethod::poststrat).error().code ==
        Errc::unsupported);
  CHECK(correct_external({good, good, good}, default_external_method, Level{0}).error().argument ==
        "level");
}

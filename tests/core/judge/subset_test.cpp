/// Labels on a random subset under all published conventions.
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "evenhand/judge/correction.hpp"
#include "numeric/hypergeometric.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

constexpr CorrectionMethod methods[] = {CorrectionMethod::poststrat, CorrectionMethod::ppi,
                                        CorrectionMethod::ppi_pp, CorrectionMethod::eif,
                                        CorrectionMethod::mle};
constexpr PpiConvention conventions[] = {PpiConvention::ppi_py, PpiConvention::truescore,
                                         PpiConvention::glide, PpiConvention::chen};

SubsetData random_subset(SplitMix64& rng, std::uint32_t most = 12) {
  const auto cell = [&] { return static_cast<std::int64_t>(rng.below(most)); };
  SubsetData data{{cell(), cell(), cell(), cell()}, {}};
  if (data.labelled.total() == 0) data.labelled.tn = 1;
  data.unlabelled.trials = rng.below(4 * most);
  data.unlabelled.successes = rng.below(static_cast<std::uint32_t>(data.unlabelled.trials) + 1);
  return data;
}

/// Right and wrong, passed and failed exchanged.
SubsetData mirrored(const SubsetData& of) {
  const Confusion& c = of.labelled;
  return {{c.tn, c.fp, c.fn, c.tp},
          {of.unlabelled.trials - of.unlabelled.successes, of.unlabelled.trials}};
}

/// Calls use(method, convention) for every pair that is different.
template <class Use>
void for_all(Use use) {
  for (const CorrectionMethod method : methods) {
    const bool many = method == CorrectionMethod::ppi || method == CorrectionMethod::ppi_pp;
    for (const PpiConvention convention : conventions) {
      use(method, convention);
      if (!many) break;
    }
  }
}

}  // namespace

TEST_CASE("exchanging right and wrong mirrors every subset interval", "[judge][property]") {
  SplitMix64 rng(31, "test");
  for (int repeat = 0; repeat < 300; ++repeat) {
    const SubsetData data = random_subset(rng);
    for_all([&](CorrectionMethod method, PpiConvention convention) {
      const auto one = correct_subset(data, method, Level{0.9}, convention);
      const auto other = correct_subset(mirrored(data), method, Level{0.9}, convention);
      REQUIRE(one);
      REQUIRE(one->reason == other->reason);
      REQUIRE(one->flags == other->flags);
      CHECK(one->lower == Approx(1 - other->upper).margin(1e-9));
      CHECK(one->upper == Approx(1 - other->lower).margin(1e-9));
      if (one->estimate) CHECK(*one->estimate == Approx(1 - *other->estimate).margin(1e-12));
      if (one->squared_correlation) {
        CHECK(*one->squared_correlation == Approx(*other->squared_correlation).margin(1e-12));
      }
    });
  }
}

TEST_CASE("no subset interval is inverted, and post-stratification is never of zero width",
          "[judge][property]") {
  SplitMix64 rng(32, "test");
  for (int repeat = 0; repeat < 2'000; ++repeat) {
    const SubsetData data = random_subset(rng, 1 + rng.below(30));
    for_all([&](CorrectionMethod method, PpiConvention convention) {
      const auto result = correct_subset(data, method, {}, convention);
      REQUIRE(result);
      CHECK(result->lower <= result->upper);
      CHECK(result->identified() == result->estimate.has_value());
      CHECK(result->lambda.has_value() == (result->convention && result->identified()));
      const bool published = result->convention.has_value();
      CHECK((published || (result->lower >= 0 && result->upper <= 1)));
      CHECK(result->flags.has(Flag::outside_unit_interval) ==
            (result->lower < 0 || result->upper > 1));
      if (method == CorrectionMethod::poststrat) {
        CHECK(result->lower < result->upper);
        CHECK(!result->flags.has(Flag::ppi_collapsed));
      }
      if (method == CorrectionMethod::ppi_pp && convention == PpiConvention::ppi_py &&
          result->lambda) {
        CHECK(*result->lambda >= 0);
        CHECK(*result->lambda <= 1);
      }
    });
  }
}

TEST_CASE("joint maximum likelihood is raw pooled post-stratification", "[judge][property]") {
  SplitMix64 rng(33, "test");
  int compared = 0;
  for (int repeat = 0; repeat < 500; ++repeat) {
    const SubsetData data = random_subset(rng);
    const auto mle = correct_subset(data, CorrectionMethod::mle);
    const auto smoothed = correct_subset(data, CorrectionMethod::poststrat);
    if (!mle->estimate) {
      CHECK(mle->reason == Reason::empty_stratum);
      CHECK(smoothed->flags.has(Flag::smoothed_estimate));
      continue;
    }
    ++compared;
    const Confusion& c = data.labelled;
    const auto of = [](std::int64_t value) { return static_cast<double>(value); };
    const double share =
        of(c.tp + c.fp + data.unlabelled.successes) / of(c.total() + data.unlabelled.trials);
    const double raw =
        (1 - share) * of(c.fn) / of(c.fn + c.tn) + share * of(c.tp) / of(c.tp + c.fp);
    CHECK(*mle->estimate == Approx(raw).margin(1e-14));
    CHECK(*smoothed->estimate == Approx(raw).margin(1e-14));
  }
  CHECK(compared > 300);
}

TEST_CASE("when every item is labelled nothing is predicted", "[judge]") {
  const SubsetData all{{12, 5, 4, 29}, {0, 0}};
  for (const auto method : {CorrectionMethod::poststrat, CorrectionMethod::mle}) {
    const auto result = correct_subset(all, method);
    CHECK(*result->estimate == Approx(17.0 / 50).margin(1e-14));
    CHECK(*result->estimate == Approx(result->gold_only->estimate).margin(1e-14));
    CHECK(*result->equivalent_labels == Approx(50).epsilon(1e-12));
    CHECK(!result->label_check_p);
  }
  for (const auto method :
       {CorrectionMethod::ppi, CorrectionMethod::ppi_pp, CorrectionMethod::eif}) {
    const auto result = correct_subset(all, method);
    CHECK(result->reason == Reason::too_few_items);
    CHECK(result->lower == 0);
    CHECK(result->upper == 1);
  }
}

TEST_CASE("labels that agree leave published methods without width, and they say so", "[judge]") {
  const SubsetData agreeing{{0, 0, 0, 40}, {0, 300}};
  const auto tuned = correct_subset(agreeing, CorrectionMethod::ppi_pp);
  CHECK(tuned->flags.has(Flag::ppi_collapsed));
  CHECK(tuned->lower == tuned->upper);
  CHECK(*tuned->lambda == 0);
  const auto chen = correct_subset(agreeing, CorrectionMethod::ppi_pp, {}, PpiConvention::chen);
  CHECK(*chen->lambda == 1);
  CHECK(chen->flags.has(Flag::ppi_collapsed));
  const auto smoothed = correct_subset(agreeing);
  CHECK(smoothed->upper > 0.01);
}

TEST_CASE("a limit beyond the possible range excludes nothing there", "[judge]") {
  // Wider than .95, but for the most part below 0.
  const auto wide = correct_subset({{1, 1, 3, 1}, {3, 20}}, CorrectionMethod::ppi);
  REQUIRE(wide->upper - wide->lower > 0.95);
  REQUIRE(wide->flags.has(Flag::outside_unit_interval));
  CHECK(!wide->flags.has(Flag::uninformative));
}

TEST_CASE("the judge is worth labels as its correlation with the truth", "[judge][property]") {
  SplitMix64 rng(34, "test");
  for (int repeat = 0; repeat < 500; ++repeat) {
    const SubsetData data = random_subset(rng, 30);
    const auto result = correct_subset(data);
    if (!result->squared_correlation) continue;
    CHECK(*result->squared_correlation >= 0);
    CHECK(*result->squared_correlation <= 1);
    const auto labels = static_cast<double>(data.labelled.total());
    const double items = labels + static_cast<double>(data.unlabelled.trials);
    CHECK(*result->equivalent_labels >= labels * (1 - 1e-12));
    CHECK(*result->equivalent_labels <= items * (1 + 1e-12));
  }
  const auto perfect = correct_subset({{20, 0, 0, 30}, {120, 300}});
  CHECK(*perfect->squared_correlation == Approx(1));
  CHECK(*perfect->equivalent_labels == Approx(350));
}

TEST_CASE("the check of the design is Fisher's exact test", "[judge][property]") {
  // All tables with these margins: probabilities sum to 1, and p sums those as small.
  SplitMix64 rng(35, "test");
  for (int repeat = 0; repeat < 200; ++repeat) {
    const std::uint32_t n_a = 1 + rng.below(40);
    const std::uint32_t n_b = 1 + rng.below(40);
    const std::uint32_t x_a = rng.below(n_a + 1);
    const std::uint32_t x_b = rng.below(n_b + 1);
    const double p = numeric::fisher_exact(x_a, n_a, x_b, n_b);
    CHECK(p > 0);
    CHECK(p <= 1);
    CHECK(numeric::fisher_exact(x_b, n_b, x_a, n_a) == Approx(p).epsilon(1e-12));
    CHECK(numeric::fisher_exact(n_a - x_a, n_a, n_b - x_b, n_b) == Approx(p).epsilon(1e-12));
    const auto log_choose = [](double n, double k) {
      return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    };
    const auto probability = [&](double k) {
      return std::exp(log_choose(n_a, k) + log_choose(n_b, x_a + x_b - k) -
                      log_choose(n_a + n_b, x_a + x_b));
    };
    double sum = 0;
    for (double k = 0; k <= n_a; ++k) {
      const double rest = x_a + x_b - k;
      if (rest < 0 || rest > n_b) continue;
      if (probability(k) <= probability(x_a) * (1 + 1e-7)) sum += probability(k);
    }
    CHECK(p == Approx(sum).epsilon(1e-9));
  }
  CHECK(numeric::fisher_exact(0, 1e15, 1e15, 1e15) < 1e-12);
  CHECK(numeric::fisher_exact(5e14, 1e15, 5e14, 1e15) == 1);
  const auto chosen = correct_subset({{45, 5, 4, 46}, {30, 200}});
  CHECK(chosen->flags.has(Flag::labels_not_random));
  CHECK(*chosen->label_check_p < label_check_threshold);
}

TEST_CASE("a subset method is of its design, and its level is checked", "[judge]") {
  const SubsetData data{{3, 2, 1, 4}, {5, 9}};
  for (const auto method : {CorrectionMethod::unified, CorrectionMethod::known}) {
    const auto result = correct_subset(data, method);
    CHECK(result.error().code == Errc::unsupported);
    CHECK(result.error().argument == "method");
  }
  for_all([&](CorrectionMethod method, PpiConvention convention) {
    CHECK(correct_subset(data, method, Level{1}, convention).error().code ==
          Errc::level_out_of_range);
    CHECK(correct_subset(data, method, Level{std::nan("")}, convention).error().argument ==
          "level");
  });
}

#include "evenhand/interval/difference.hpp"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::interval;

namespace {

/// Published to ten digits.
bool printed(double actual, double expected) { return std::abs(actual - expected) <= 0.51e-10; }

/// Limits before they were cut.
template <class Difference>
Interval uncut(const Difference& result) {
  return result.unclipped.value_or(Interval{result.lower, result.upper});
}

Counts random_counts(SplitMix64& rng, std::uint32_t most) {
  const std::int64_t trials = 1 + rng.below(most);
  return {rng.below(static_cast<std::uint32_t>(trials) + 1), trials};
}

}  // namespace

TEST_CASE("independent differences have the published limits", "[interval]") {
  struct Row {
    Counts a, b;
    IndependentMethod method;
    double lower, upper;
  };
  using enum IndependentMethod;
  const Row rows[] = {
      {{56, 70}, {48, 80}, wald, 0.0575048991, 0.3424951009},
      {{56, 70}, {48, 80}, newcombe, 0.0524314724, 0.3338726540},
      {{56, 70}, {48, 80}, miettinen_nurminen, 0.0528297132, 0.3381729400},
      {{56, 70}, {48, 80}, mee, 0.0533338493, 0.3377294637},
      {{56, 70}, {48, 80}, agresti_caffo, 0.0524529266, 0.3357584555},
      {{9, 10}, {3, 10}, wald, 0.2605242798, 0.9394757202},
      {{9, 10}, {3, 10}, newcombe, 0.1705227239, 0.8090179735},
      {{9, 10}, {3, 10}, miettinen_nurminen, 0.1700250164, 0.8406495439},
      {{9, 10}, {3, 10}, mee, 0.1821264995, 0.8369503309},
      {{9, 10}, {3, 10}, agresti_caffo, 0.1600008011, 0.8399991989},
      {{0, 10}, {0, 20}, wald, 0.0000000000, 0.0000000000},
      {{0, 10}, {0, 20}, newcombe, -0.1611251581, 0.2775327999},
      {{0, 10}, {0, 20}, miettinen_nurminen, -0.1657602275, 0.2843813395},
      {{0, 10}, {0, 20}, mee, -0.1611251581, 0.2775327999},
      {{0, 10}, {0, 20}, agresti_caffo, -0.1410900955, 0.2168476712},
      {{0, 10}, {0, 10}, wald, 0.0000000000, 0.0000000000},
      {{0, 10}, {0, 10}, newcombe, -0.2775327999, 0.2775327999},
      {{0, 10}, {0, 10}, miettinen_nurminen, -0.2879339413, 0.2879339413},
      {{0, 10}, {0, 10}, mee, -0.2775327999, 0.2775327999},
      {{0, 10}, {0, 10}, agresti_caffo, -0.2211503150, 0.2211503150},
      {{7, 34}, {1, 34}, newcombe, 0.0189214439, 0.3403686870},
      {{7, 34}, {1, 34}, mee, 0.0283705080, 0.3439399219},
      {{7, 34}, {1, 34}, agresti_caffo, 0.0116116701, 0.3217216632},
      {{7, 25}, {2, 25}, mee, -0.0144417200, 0.4123615367},
  };
  for (const Row& row : rows) {
    const auto result = independent_difference(row.a, row.b, row.method);
    REQUIRE(result);
    INFO(text_of(row.method).name << " " << row.a.successes << "/" << row.a.trials << " "
                                  << result->lower << " " << result->upper);
    CHECK(printed(uncut(*result).lower, row.lower));
    CHECK(printed(uncut(*result).upper, row.upper));
  }
}

TEST_CASE("score tests of independent shares", "[interval]") {
  const auto first = independent_difference({56, 70}, {48, 80});
  CHECK(*first->statistic == Approx(2.6413232723).epsilon(1e-10));
  CHECK(*first->p == Approx(0.0082582879).epsilon(1e-8));
  const auto second = independent_difference({9, 10}, {3, 10});
  CHECK(*second->statistic == Approx(2.6692695630).epsilon(1e-10));
  CHECK(*second->p == Approx(0.0076016415).epsilon(1e-8));
  const auto none = independent_difference({0, 10}, {0, 20});
  CHECK(*none->statistic == 0);
  CHECK(*none->p == 1);
  CHECK(independent_difference({10, 10}, {0, 20})->upper == 1);
  CHECK(independent_difference({0, 10}, {20, 20})->lower == -1);
  CHECK_FALSE(independent_difference({1, 2}, {1, 2}, IndependentMethod::newcombe)->p);
}

TEST_CASE("probability that A is better, different items", "[interval]") {
  const auto better = [](Counts a, Counts b) {
    return independent_difference(a, b)->probability_a_better;
  };
  CHECK(printed(better({120, 164}, {110, 164}), 0.8852165116));
  CHECK(printed(better({17, 20}, {13, 20}), 0.9205415547));
  CHECK(printed(better({0, 1}, {0, 1}), 0.5));
  CHECK(printed(better({5, 5}, {0, 5}), 0.9989177489));
  // Far out the exact sum must neither underflow nor differ from its normal limit.
  CHECK(better({501'000, 1'000'000}, {499'000, 1'000'000}) == Approx(0.9976611).epsilon(1e-6));
  const auto huge = independent_difference({max_count / 2, max_count}, {max_count / 2, max_count});
  REQUIRE(huge);
  CHECK(huge->probability_a_better == Approx(0.5).epsilon(1e-6));
}

TEST_CASE("swapping independent systems mirrors the interval", "[interval]") {
  SplitMix64 rng(5, "differences");
  for (int repeat = 0; repeat < 400; ++repeat) {
    const Counts a = random_counts(rng, 60);
    const Counts b = random_counts(rng, 60);
    for (std::size_t m = 0; m < texts(IndependentMethod{}).size(); ++m) {
      const auto method = static_cast<IndependentMethod>(m);
      const auto forth = independent_difference(a, b, method);
      const auto back = independent_difference(b, a, method);
      REQUIRE(forth);
      INFO(text_of(method).name << " " << a.successes << "/" << a.trials << " " << b.successes
                                << "/" << b.trials);
      CHECK(forth->lower == -back->upper);
      CHECK(forth->upper == -back->lower);
      CHECK(forth->lower <= forth->difference);
      CHECK(forth->difference <= forth->upper);
      CHECK(forth->p == back->p);
      CHECK(forth->probability_a_better + back->probability_a_better == Approx(1).epsilon(1e-13));
      if (forth->p && method == IndependentMethod::mee) {
        // Interval and test agree by construction.
        const bool excluded = forth->lower > 0 || forth->upper < 0;
        if (std::abs(*forth->p - 0.05) > 1e-9) CHECK(excluded == (*forth->p < 0.05));
      }
    }
  }
}

TEST_CASE("paired differences have the published limits", "[interval]") {
  struct Row {
    PairedCounts counts;
    PairedMethod method;
    double lower, upper;
  };
  using enum PairedMethod;
  const Row rows[] = {
      {{1, 1, 7, 12}, newcombe, -0.5069202267, -0.0255591242},
      {{1, 1, 7, 12}, tango, -0.5172322764, -0.0260030325},
      {{1, 1, 7, 12}, bonett_price, -0.5083593067, -0.0133798238},
      {{59, 6, 16, 80}, newcombe, -0.1186211956, -0.0046251139},
      {{59, 6, 16, 80}, tango, -0.1240234325, -0.0054333957},
      {{59, 6, 16, 80}, bonett_price, -0.1194988111, -0.0032005754},
      {{20, 12, 2, 16}, newcombe, 0.0561564248, 0.3292069954},
      {{20, 12, 2, 16}, tango, 0.0611124062, 0.3447087483},
      {{20, 12, 2, 16}, bonett_price, 0.0508916704, 0.3337237142},
      {{43, 0, 1, 0}, newcombe, -0.1180770970, 0.0597180084},
      {{43, 0, 1, 0}, tango, -0.1180770970, 0.0593932311},
      {{43, 0, 1, 0}, bonett_price, -0.0952703260, 0.0517920651},
      {{1, 0, 0, 1}, newcombe, -0.5734194680, 0.5734194680},
      {{1, 0, 0, 1}, tango, -0.6576197725, 0.6576197725},
      {{1, 0, 0, 1}, bonett_price, -0.6929519122, 0.6929519122},
      {{120, 0, 0, 44}, newcombe, -0.0158761616, 0.0158761616},
      {{120, 0, 0, 44}, tango, -0.0228874251, 0.0228874251},
      {{120, 0, 0, 44}, bonett_price, -0.0166976364, 0.0166976364},
  };
  for (const Row& row : rows) {
    const auto result = paired_difference(row.counts, row.method);
    REQUIRE(result);
    INFO(text_of(row.method).name << " " << row.counts.both << "," << row.counts.a_only);
    CHECK(printed(uncut(*result).lower, row.lower));
    CHECK(printed(uncut(*result).upper, row.upper));
  }
  const auto ninety = paired_difference({43, 0, 1, 0}, PairedMethod::tango, Level{0.9});
  CHECK(printed(ninety->lower, -0.0956624264));
  CHECK(printed(ninety->upper, 0.0365169384));
}

TEST_CASE("McNemar's tests have the published values", "[interval]") {
  struct Row {
    std::int64_t a_only, b_only;
    double exact, mid, chi, chi_p;
  };
  const Row rows[] = {
      {1, 7, 0.0703125, 0.0390625, 4.5, 0.03389485352},
      {6, 16, 0.05247879028, 0.03468966484, 4.545454545, 0.03300625766},
      {12, 2, 0.01293945312, 0.007385253906, 7.142857143, 0.007526315166},
      {0, 1, 1, 0.5, 1, 0.3173105079},
      {5, 5, 1, 0.876953125, 0, 1},
      {54, 28, 0.005435924878, 0.004039208887, 8.243902439, 0.004088912603},
  };
  for (const Row& row : rows) {
    const McNemarTest test = mcnemar_test(row.a_only, row.b_only);
    CHECK(test.exact_p == Approx(row.exact).epsilon(5e-10));
    CHECK(test.mid_p == Approx(row.mid).epsilon(5e-10));
    CHECK(*test.chi_square == Approx(row.chi).epsilon(5e-10));
    CHECK(*test.chi_square_p == Approx(row.chi_p).epsilon(5e-10));
  }
  const McNemarTest none = mcnemar_test(0, 0);
  CHECK(none.exact_p == 1);
  CHECK(none.mid_p == 1);
  CHECK_FALSE(none.chi_square);
}

TEST_CASE("probability that A is better, same items", "[interval]") {
  const auto better = [](std::int64_t a_only, std::int64_t b_only, double prior) {
    return paired_difference({10, a_only, b_only, 10}, default_paired_method, {}, prior)
        ->probability_a_better;
  };
  CHECK(printed(better(1, 7, 1), 0.0195312500));
  CHECK(printed(better(1, 7, 0.5), 0.0133734709));
  CHECK(printed(better(6, 16, 1), 0.0173448324));
  CHECK(printed(better(6, 16, 0.5), 0.0152861411));
  CHECK(printed(better(12, 2, 1), 0.9963073730));
  CHECK(printed(better(12, 2, 0.5), 0.9973912850));
  CHECK(better(0, 0, 1) == 0.5);
}

TEST_CASE("swapping paired systems mirrors the interval, which contains its estimate",
          "[interval]") {
  SplitMix64 rng(6, "differences");
  for (int repeat = 0; repeat < 500; ++repeat) {
    const std::uint32_t most = repeat % 2 == 0 ? 4 : 300;
    const PairedCounts counts{rng.below(most), rng.below(most), rng.below(most),
                              1 + rng.below(most)};
    const PairedCounts swapped{counts.both, counts.b_only, counts.a_only, counts.neither};
    for (std::size_t m = 0; m < texts(PairedMethod{}).size(); ++m) {
      const auto method = static_cast<PairedMethod>(m);
      const auto forth = paired_difference(counts, method);
      const auto back = paired_difference(swapped, method);
      REQUIRE(forth);
      INFO(text_of(method).name << " " << counts.both << "," << counts.a_only << ","
                                << counts.b_only << "," << counts.neither);
      CHECK(forth->lower == -back->upper);
      CHECK(forth->upper == -back->lower);
      CHECK(forth->test.mid_p == back->test.mid_p);
      if (method != PairedMethod::bonett_price) {
        CHECK(forth->lower <= forth->difference);
        CHECK(forth->upper >= forth->difference);
      }
    }
    // Tango excludes zero exactly when the asymptotic test rejects.
    const auto tango = paired_difference(counts);
    if (tango->test.chi_square && std::abs(*tango->test.chi_square_p - 0.05) > 1e-9) {
      CHECK((tango->lower > 0 || tango->upper < 0) == (*tango->test.chi_square_p < 0.05));
    }
  }
}

TEST_CASE("extreme paired tables", "[interval]") {
  CHECK(paired_difference({0, 12, 0, 0})->upper == 1);
  CHECK(paired_difference({0, 0, 12, 0})->lower == -1);
  const auto large = paired_difference({max_count / 4, max_count / 4, max_count / 4, 0});
  REQUIRE(large);
  CHECK(large->lower < 0);
  CHECK(large->upper > 0);
  CHECK(paired_difference({0, 0, 0, 0}).error().code == Errc::empty_sample);
  CHECK(paired_difference({0, -1, 0, 0}).error().argument == "aOnly");
  CHECK(paired_difference({max_count, max_count, 0, 0}).error().code == Errc::not_integer);
  CHECK(paired_difference({1, 1, 1, 1}, default_paired_method, {}, 2).error().argument == "prior");
  CHECK(paired_difference({1, 1, 1, 1}, default_paired_method, Level{0.3}).error().code ==
        Errc::level_out_of_range);
  CHECK(independent_difference({1, 0}, {1, 2}).error().argument == "a");
  CHECK(independent_difference({1, 2}, {3, 2}).error().code == Errc::count_exceeds_trials);
  CHECK(paired_difference({5, 2, 2, 5}, PairedMethod::wald)->notes.has(Note::wald_warning));
  CHECK(paired_difference({5, 0, 0, 5})->notes.has(Note::no_discordant_items));
}

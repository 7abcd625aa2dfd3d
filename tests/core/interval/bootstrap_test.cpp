#include "evenhand/interval/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using interval::bootstrap_interval;
using interval::BootstrapInterval;
using interval::BootstrapMethod;
using Values = std::vector<double>;
using Numbers = std::vector<std::int32_t>;

namespace {

const Values darwin{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

/// The specification word by word: draws, means, sort, place. Slow and simple.
Values sorted_means(const Values& values, std::int64_t seed, int resamples) {
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "bootstrap");
  Values means;
  for (int r = 0; r < resamples; ++r) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += values[rng.below(static_cast<std::uint32_t>(values.size()))];
    }
    means.push_back(sum / static_cast<double>(values.size()));
  }
  std::sort(means.begin(), means.end());
  return means;
}

bool same_bytes(const BootstrapInterval& a, const BootstrapInterval& b) {
  return a.estimate == b.estimate && a.lower == b.lower && a.upper == b.upper && a.bias == b.bias &&
         a.acceleration == b.acceleration && a.below == b.below && a.equal == b.equal;
}

}  // namespace

TEST_CASE("the published bootstrap of Darwin's data is reproduced", "[interval][golden]") {
  const auto percentile = bootstrap_interval(darwin, {}, BootstrapMethod::percentile);
  REQUIRE(percentile);
  CHECK(percentile->estimate == Approx(20.9333333333).margin(1e-10));
  CHECK(percentile->lower_index == 250);
  CHECK(percentile->upper_index == 9750);
  CHECK(percentile->lower == Approx(1.2).margin(1e-12));
  CHECK(percentile->upper == Approx(37.8666666667).margin(1e-10));
  CHECK(percentile->below == 4786);
  CHECK(percentile->equal == 29);
  CHECK_FALSE(percentile->bias);
  CHECK_FALSE(percentile->acceleration);
  CHECK_FALSE(percentile->exhaustive);
  CHECK(percentile->seed == 1);
  CHECK(percentile->resamples == 9999);
  CHECK(percentile->n == 15);
  CHECK_FALSE(percentile->clusters);
  CHECK(percentile->notes.bits() == 0);

  const auto bca = bootstrap_interval(darwin);
  REQUIRE(bca);
  CHECK(bca->method == BootstrapMethod::bca);
  CHECK(*bca->bias == Approx(-.0499076017).margin(1e-10));
  CHECK(*bca->acceleration == Approx(-.0426928815).margin(1e-10));
  CHECK(bca->lower_index == 123);
  CHECK(bca->upper_index == 9569);
  CHECK(bca->lower == Approx(-2.2).margin(1e-12));
  CHECK(bca->upper == Approx(36).margin(1e-12));
}

TEST_CASE("small samples are resampled exhaustively, with the published limits",
          "[interval][golden]") {
  const Values four{1, 2, 4, 7};
  const auto percentile = bootstrap_interval(four, {}, BootstrapMethod::percentile);
  REQUIRE(percentile);
  CHECK(percentile->exhaustive);
  CHECK(percentile->resamples == 256);
  CHECK_FALSE(percentile->seed);
  CHECK(percentile->lower == 1.5);
  CHECK(percentile->upper == 5.75);
  CHECK(percentile->notes.has(Note::small_sample));
  const auto bca = bootstrap_interval(four);
  REQUIRE(bca);
  CHECK(*bca->acceleration == Approx(.0415653124).margin(1e-10));
  CHECK(*bca->bias == Approx(.0587829361).margin(1e-10));
  CHECK(bca->below == 120);
  CHECK(bca->equal == 28);
  CHECK(bca->lower_index == 12);
  CHECK(bca->upper_index == 253);
  CHECK(bca->lower == 1.75);
  CHECK(bca->upper == 6.25);

  const Values five{1, 2, 4, 7, 11};
  const auto wide = bootstrap_interval(five, {}, BootstrapMethod::percentile);
  CHECK(wide->resamples == 3125);
  CHECK(wide->lower == 2);
  CHECK(wide->upper == Approx(8.4).margin(1e-12));
  const auto corrected = bootstrap_interval(five);
  CHECK(*corrected->acceleration == Approx(.0410304970).margin(1e-10));
  CHECK(*corrected->bias == Approx(.0445324328).margin(1e-10));
  CHECK(corrected->lower == Approx(2.4).margin(1e-12));
  CHECK(corrected->upper == Approx(8.8).margin(1e-12));
  // The seed has nothing to decide.
  CHECK(same_bytes(*corrected, *bootstrap_interval(five, {}, BootstrapMethod::bca, {}, 99)));

  CHECK(bootstrap_interval(Values{1, 2, 3, 4, 5, 7})->resamples == 46656);
  CHECK_FALSE(bootstrap_interval(Values{1, 2, 3, 4, 5, 7, 9})->exhaustive);
}

TEST_CASE("draws, sums and places are those of the specification", "[interval][property]") {
  SplitMix64 rng(7, "subsets");
  for (const std::int64_t seed : {std::int64_t{0}, std::int64_t{1}, max_count - 1}) {
    for (const std::size_t n : {7U, 64U, 301U}) {
      Values values;
      for (std::size_t i = 0; i < n; ++i) values.push_back(rng.uniform() - 0.3);
      const Values means = sorted_means(values, seed, 500);
      const auto result =
          bootstrap_interval(values, {}, BootstrapMethod::percentile, Level{0.9}, seed, 500);
      REQUIRE(result);
      CAPTURE(seed, n);
      CHECK(result->lower == means[24]);  // ceil(500 * .05) = 25
      CHECK(result->upper == means[474]);
      CHECK(result->seed == seed);
    }
  }
}

TEST_CASE("the percentile limits of 0/1 values are binomial quantiles", "[interval][golden]") {
  // 9,999 replicates hit the quantiles of Bin(20, .85) / 20 and Bin(263, 81/263) / 263 closely.
  const auto limits = [](int successes, int n) {
    Values values(static_cast<std::size_t>(n), 0.0);
    std::fill_n(values.begin(), successes, 1.0);
    return *bootstrap_interval(values, {}, BootstrapMethod::percentile);
  };
  CHECK(limits(17, 20).lower == Approx(.70).margin(1e-12));
  CHECK(limits(17, 20).upper == 1);
  CHECK(limits(1, 29).lower == 0);
  CHECK(limits(1, 29).upper == Approx(.1034482759).margin(1e-10));
  CHECK(limits(81, 263).lower == Approx(.2547528517).margin(1.01 / 263));
  CHECK(limits(81, 263).upper == Approx(.3650190114).margin(1.01 / 263));
}

TEST_CASE("the bootstrap is a function of its arguments and moves with the unit",
          "[interval][property]") {
  const auto base = bootstrap_interval(darwin);
  CHECK(same_bytes(*base, *bootstrap_interval(darwin)));
  CHECK_FALSE(same_bytes(*base, *bootstrap_interval(darwin, {}, BootstrapMethod::bca, {}, 2)));
  for (const double unit : {0x1p900, 0x1p-900}) {
    Values scaled = darwin;
    for (double& value : scaled) value *= unit;
    const auto result = bootstrap_interval(scaled);
    REQUIRE(result);
    CHECK(result->lower == base->lower * unit);
    CHECK(result->upper == base->upper * unit);
    CHECK(result->acceleration == base->acceleration);
  }
  // Signs swapped, the limits swap: the same draws, mirrored.
  Values mirrored = darwin;
  for (double& value : mirrored) value = -value;
  const auto swapped = bootstrap_interval(mirrored);
  CHECK(swapped->equal == base->equal);
  CHECK(swapped->below == base->resamples - base->below - base->equal);
  CHECK(*swapped->acceleration == Approx(-*base->acceleration));
  CHECK(*swapped->bias == Approx(-*base->bias));
  CHECK(swapped->lower == Approx(-base->upper).margin(0.2));
}

TEST_CASE("groups are drawn whole", "[interval]") {
  // Three groups: 27 resamples, by hand. Sums 1, 5, 9 of sizes 1, 2, 3.
  const Values values{9, 1, 2, 3, 0, 0};
  const Numbers clusters{40, 7, 12, 12, 40, 40};
  const auto result = bootstrap_interval(values, clusters, BootstrapMethod::percentile, Level{0.5});
  REQUIRE(result);
  CHECK(result->exhaustive);
  CHECK(result->resamples == 27);
  CHECK(result->clusters == 3);
  CHECK(result->estimate == 2.5);
  Values means;
  const double sums[] = {1, 5, 9};
  for (int a = 0; a < 3; ++a) {
    for (int b = 0; b < 3; ++b) {
      for (int c = 0; c < 3; ++c) means.push_back((sums[a] + sums[b] + sums[c]) / (a + b + c + 3));
    }
  }
  std::sort(means.begin(), means.end());
  CHECK(result->lower == means[6]);   // ceil(27 / 4) = 7
  CHECK(result->upper == means[20]);  // ceil(81 / 4) = 21

  // Groups of one item are items.
  Numbers singles;
  for (std::int32_t i = 0; i < 15; ++i) singles.push_back(i);
  const auto grouped = bootstrap_interval(darwin, singles);
  const auto plain = bootstrap_interval(darwin);
  REQUIRE(grouped);
  CHECK(same_bytes(*grouped, *plain));

  // The acceleration is the jackknife's over groups: leave-one-out means 14/5, 10/4, 6/3.
  const auto bca = bootstrap_interval(values, clusters, BootstrapMethod::bca, Level{0.5});
  REQUIRE(bca);
  const double middle = (2.8 + 2.5 + 2.0) / 3;
  const double u[] = {middle - 2.8, middle - 2.5, middle - 2.0};
  double squares = 0;
  double cubes = 0;
  for (const double x : u) {
    squares += x * x;
    cubes += x * x * x;
  }
  CHECK(*bca->acceleration == Approx(cubes / (6 * std::pow(squares, 1.5))).epsilon(1e-12));
}

TEST_CASE("the bootstrap refuses what it cannot answer", "[interval]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto refusal = [](const Values& values, const Numbers& clusters = {}, Level level = {},
                          std::int64_t seed = 1, std::int64_t resamples = 999) {
    const auto result =
        bootstrap_interval(values, clusters, BootstrapMethod::bca, level, seed, resamples);
    REQUIRE_FALSE(result);
    return result.error();
  };
  CHECK(refusal({}).code == Errc::empty_sample);
  CHECK(refusal({}).argument == "values");
  CHECK(refusal({1, std::nan("")}).code == Errc::not_finite);
  CHECK(refusal({1, -infinity}).code == Errc::not_finite);
  CHECK(refusal({1}).code == Errc::too_few);
  CHECK(refusal({1}).limit == 2);
  CHECK(refusal({3, 3, 3}).code == Errc::zero_variance);
  CHECK(refusal({.1 + .2, .3, .3}).code == Errc::zero_variance);
  CHECK(refusal({0, 0}).code == Errc::zero_variance);
  CHECK(refusal({1, 2, 3}, {0, 1}).code == Errc::length_mismatch);
  CHECK(refusal({1, 2, 3}, {0, 1}).argument == "clusters");
  CHECK(refusal({1, 2, 3}, {0, -1, 2}).code == Errc::value_out_of_range);
  CHECK(refusal({1, 2, 3}, {5, 5, 5}).code == Errc::too_few);
  CHECK(refusal({1, 2, 3}, {5, 5, 5}).argument == "clusters");
  // Groups with one mean: nothing varies between them, whatever their sizes.
  CHECK(refusal({.1, .3, .2, .1, .2, .3}, {0, 0, 1, 2, 2, 2}).code == Errc::zero_variance);
  CHECK(refusal({1, 2}, {}, Level{1}).argument == "level");
  CHECK(refusal({1, 2}, {}, {}, -1).code == Errc::seed_out_of_range);
  CHECK(refusal({1, 2}, {}, {}, max_count).code == Errc::seed_out_of_range);
  CHECK(refusal({1, 2}, {}, {}, 1, 98).code == Errc::too_few);
  CHECK(refusal({1, 2}, {}, {}, 1, 98).argument == "resamples");
  CHECK(refusal({1, 2}, {}, {}, 1, 1'000'001).code == Errc::value_out_of_range);
}

TEST_CASE("limits of BCa that do not exist are refused", "[interval]") {
  // One outlier among many: at this level 1 - a(z0 + z) is negative.
  Values values(400, 0.0);
  values.back() = 1;
  const auto skewed =
      bootstrap_interval(values, {}, BootstrapMethod::bca, Level{1 - 1e-13}, 1, 999);
  REQUIRE_FALSE(skewed);
  CHECK(skewed.error().code == Errc::estimate_at_limit);
  CHECK(bootstrap_interval(values, {}, BootstrapMethod::percentile, Level{1 - 1e-13}, 1, 999));
}

TEST_CASE("ends of the range of doubles do no harm", "[interval]") {
  const auto huge = bootstrap_interval(Values{1e308, -1e308, 1.7e308, 1e308, 1e308, 1, 2, 3});
  REQUIRE(huge);
  CHECK(std::isfinite(huge->lower));
  CHECK(std::isfinite(huge->upper));
  CHECK(huge->lower < huge->upper);
  const auto grouped = bootstrap_interval(Values{1e308, 1.7e308, 1.6e308, 1, 2, 3},
                                          Numbers{0, 0, 0, 1, 2, 2}, BootstrapMethod::percentile);
  REQUIRE(grouped);
  CHECK(std::isfinite(grouped->upper));
  const double tiny = std::numeric_limits<double>::denorm_min();
  const auto small = bootstrap_interval(Values{tiny, 0, 2 * tiny, 64 * tiny});
  REQUIRE(small);
  CHECK(small->upper <= 64 * tiny);
}

TEST_CASE("resamples of many values are those of one draw after the other", "[interval]") {
  constexpr std::uint32_t n = 10'000;
  constexpr std::int64_t resamples = 997;
  Values values(n);
  for (std::uint32_t i = 0; i < n; ++i) values[i] = (i * 7919 % 10'007) / 8192.0;
  SplitMix64 rng(3, "bootstrap");
  Values means;
  for (std::int64_t r = 0; r < resamples; ++r) {
    double sum = 0;
    for (std::uint32_t i = 0; i < n; ++i) sum += values[rng.below(n)];
    means.push_back(sum / n);
  }
  std::sort(means.begin(), means.end());
  const auto result =
      bootstrap_interval(values, {}, BootstrapMethod::percentile, Level{0.9}, 3, resamples);
  REQUIRE(result);
  CHECK(result->lower == means[static_cast<std::size_t>(result->lower_index) - 1]);
  CHECK(result->upper == means[static_cast<std::size_t>(result->upper_index) - 1]);
}

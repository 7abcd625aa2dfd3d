#include "evenhand/compare/signed_tests.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using compare::sign_flip_test;
using compare::SignFlipMethod;
using compare::wilcoxon_signed_rank;
using compare::ZeroRule;
using Values = std::vector<double>;

namespace {

const Values darwin{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
const Values sleep_hours{-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4};
const Values rough{.1234567, -.0456789, .2345678,  .0987654, -.1357913, .1112131,
                   .0314159, .2718281,  -.0577215, .1618033, .0693147,  -.1414213,
                   .0173205, .2236067,  -.0244948, .0264575, .0282842,  -.0316227,
                   .0331662, .0346410,  .0360555,  -.0374165};

Values negated(Values values) {
  for (double& value : values) value = -value;
  return values;
}

/// Share of all sign patterns with |statistic| >= the observed, one by one.
double brute_force(const Values& weights, double observed) {
  std::int64_t count = 0;
  const std::uint32_t patterns = 1U << weights.size();
  for (std::uint32_t pattern = 0; pattern < patterns; ++pattern) {
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      sum += ((pattern >> i) & 1U) != 0 ? weights[i] : -weights[i];
    }
    count += std::abs(sum) >= observed - 1e-9 ? 1 : 0;
  }
  return static_cast<double>(count) / patterns;
}

}  // namespace

TEST_CASE("published sign-flip tests are reproduced", "[compare][golden]") {
  const auto maize = sign_flip_test(darwin);
  REQUIRE(maize);
  CHECK(maize->method == SignFlipMethod::enumeration);
  CHECK(maize->count == 1726);
  CHECK(maize->patterns == 32768);
  CHECK(maize->p == .05267333984375);
  CHECK(maize->estimate == Approx(20.9333333333).margin(1e-10));
  CHECK_FALSE(maize->seed);
  CHECK(maize->notes.bits() == 0);

  const auto sleep = sign_flip_test(sleep_hours);
  REQUIRE(sleep);
  CHECK(sleep->count == 2);
  CHECK(sleep->patterns == 512);
  CHECK(sleep->p == .00390625);
  CHECK(sleep->n == 10);
  CHECK(sleep->non_zero == 9);

  CHECK(sign_flip_test(Values{3, -1, 2, 2, 0, 5})->p == .125);

  const auto random = sign_flip_test(rough);
  REQUIRE(random);
  CHECK(random->method == SignFlipMethod::monte_carlo);
  CHECK(random->count == 576);
  CHECK(random->patterns == 9999);
  CHECK(random->p == .0577);
  CHECK(random->seed == 1);
  CHECK(random->notes.has(Note::monte_carlo));
}

TEST_CASE("convolution gives what enumeration gives", "[compare][property]") {
  // Six decimals are whole numbers of millionths: 22 differences, so a convolution.
  Values rounded;
  Values sizes;
  double total = 0;
  for (const double difference : rough) {
    rounded.push_back(std::round(difference * 1e6) / 1e6);
    sizes.push_back(std::abs(std::round(difference * 1e6)));
    total += std::round(difference * 1e6);
  }
  const auto millionths = sign_flip_test(rounded);
  CHECK(millionths->method == SignFlipMethod::convolution);
  CHECK(millionths->p == brute_force(sizes, std::abs(total)));

  SplitMix64 rng(5, "subsets");
  for (int repeat = 0; repeat < 20; ++repeat) {
    Values differences;
    for (int i = 0; i < 21; ++i) differences.push_back((rng.below(101) - 40.0) / 100);
    Values weights;
    double sum = 0;
    for (const double difference : differences) {
      sum += difference;
      if (difference != 0) weights.push_back(std::abs(difference));
    }
    const auto result = sign_flip_test(differences);
    REQUIRE(result);
    CAPTURE(repeat);
    if (weights.size() == 21) CHECK(result->method == SignFlipMethod::convolution);
    CHECK(result->p == brute_force(weights, std::abs(sum)));
    CHECK(result->p * static_cast<double>(*result->patterns) ==
          static_cast<double>(*result->count));
  }
}

TEST_CASE("the exact value of the published Monte-Carlo example", "[compare][golden]") {
  double sum = 0;
  Values weights;
  for (const double difference : rough) {
    sum += difference;
    weights.push_back(std::abs(difference));
  }
  CHECK(brute_force(weights, std::abs(sum)) == Approx(.058856964).margin(1e-9));
  // More patterns come closer to it.
  CHECK(sign_flip_test(rough, 1, 400'000)->p == Approx(.058856964).margin(.0015));
}

TEST_CASE("differences of one size are the exact McNemar test", "[compare]") {
  // b items on which only A is right, c on which only B is.
  const auto discordant = [](int b, int c, double size) {
    Values values(static_cast<std::size_t>(b), size);
    values.insert(values.end(), static_cast<std::size_t>(c), -size);
    values.insert(values.end(), 7, 0.0);
    return *sign_flip_test(values);
  };
  CHECK(discordant(5, 0, 1).method == SignFlipMethod::mcnemar);
  CHECK(discordant(5, 0, 1).p == Approx(.0625).epsilon(1e-13));
  // Of another size they are enumerated or convolved first, with the same outcome; beyond both,
  // signs are counted all the same.
  CHECK(discordant(5, 0, 5).method == SignFlipMethod::enumeration);
  CHECK(discordant(5, 0, 5).p == .0625);
  CHECK(discordant(11, 21, 0.1).method == SignFlipMethod::convolution);
  CHECK(discordant(11, 21, 1.0 / 3).method == SignFlipMethod::mcnemar);
  CHECK(discordant(11, 21, 1.0 / 3).p == Approx(discordant(21, 11, 1).p).epsilon(1e-13));
  CHECK(discordant(21, 11, 1).p == Approx(.1101841652).margin(1e-10));
  CHECK(discordant(26, 10, 1).p == Approx(.0113309842).margin(1e-10));
  CHECK(discordant(19, 13, 1).p == Approx(.3770855875).margin(1e-10));
  CHECK(discordant(11, 21, 0.1).p == Approx(.1101841652).margin(1e-10));
  CHECK(discordant(4, 4, 1).p == 1);
  CHECK(discordant(1, 0, 1).p == 1);
  CHECK_FALSE(discordant(21, 11, 1).count);
  CHECK(discordant(700, 300, 1).p < 1e-35);
  CHECK(discordant(700, 300, 1).p > 0);
}

TEST_CASE("sign-flip tests mirror, and know their seed", "[compare][property]") {
  for (const Values& values : {darwin, sleep_hours, rough}) {
    const auto plain = sign_flip_test(values);
    const auto mirrored = sign_flip_test(negated(values));
    CHECK(plain->p == mirrored->p);
    CHECK(plain->count == mirrored->count);
    CHECK(plain->estimate == -mirrored->estimate);
    CHECK(sign_flip_test(values)->p == plain->p);
    for (const double unit : {0x1p900, 0x1p-900}) {
      Values scaled = values;
      for (double& value : scaled) value *= unit;
      CHECK(sign_flip_test(scaled)->p == plain->p);
    }
  }
  CHECK(sign_flip_test(rough, 1)->count != sign_flip_test(rough, 2)->count);
}

TEST_CASE("patterns of more than 64 differences take one output per 64", "[compare]") {
  SplitMix64 data(3, "subsets");
  Values differences;
  for (int i = 0; i < 70; ++i) differences.push_back(data.uniform() - 0.45);
  double observed = 0;
  for (const double difference : differences) observed += difference;
  SplitMix64 rng(9, "sign_flip");
  std::int64_t count = 0;
  for (int r = 0; r < 200; ++r) {
    const std::uint64_t bits[] = {rng.next(), rng.next()};
    double sum = 0;
    for (std::size_t i = 0; i < 70; ++i) {
      sum += ((bits[i / 64] >> (i % 64)) & 1U) != 0 ? -differences[i] : differences[i];
    }
    count += std::abs(sum) >= std::abs(observed) - 1e-9 ? 1 : 0;
  }
  REQUIRE(count > 0);
  CHECK(sign_flip_test(differences, 9, 200)->count == count);
}

TEST_CASE("ties of decimal differences count in the sign-flip test", "[compare]") {
  // .01 -.03 .03 ... as differences of scores: the same p as the whole numbers.
  const Values whole{1, -3, 3, -2, 2, 2, 0, 6};
  const Values decimal{.71 - .70, .60 - .63, .83 - .80, .50 - .52,
                       .92 - .90, .47 - .45, .3 - .3,   .66 - .60};
  CHECK(sign_flip_test(whole)->p == sign_flip_test(decimal)->p);
  // A difference of rounding errors is a zero.
  const auto result = sign_flip_test(Values{.1 + .2 - .3, 1, 2, 3});
  CHECK(result->non_zero == 3);
  CHECK(result->p == .25);
}

TEST_CASE("tiny differences are not taken for whole zeros", "[compare]") {
  Values tiny;
  for (int i = 1; i <= 21; ++i) tiny.push_back(i * 1e-17);
  const auto result = sign_flip_test(tiny);
  CHECK(result->method == SignFlipMethod::monte_carlo);
  CHECK(result->p == .0001);
}

TEST_CASE("without differences there is nothing to flip", "[compare]") {
  const auto flip = sign_flip_test(Values{0, 0, 0});
  REQUIRE(flip);
  CHECK(flip->p == 1);
  CHECK(flip->non_zero == 0);
  CHECK(flip->notes.has(Note::all_zero_differences));
  for (const auto zeros : {ZeroRule::drop, ZeroRule::split}) {
    const auto ranks = wilcoxon_signed_rank(Values{0, 0, 0}, zeros);
    REQUIRE(ranks);
    CHECK(ranks->p == 1);
    CHECK(ranks->statistic == (zeros == ZeroRule::drop ? 0 : 3));
    CHECK(ranks->notes.has(Note::all_zero_differences));
  }
}

TEST_CASE("published Wilcoxon tests are reproduced", "[compare][golden]") {
  const auto maize = wilcoxon_signed_rank(darwin);
  REQUIRE(maize);
  CHECK(maize->statistic == 96);
  CHECK(maize->negative_ranks == 24);
  CHECK(maize->p == .041259765625);
  CHECK(maize->exact);
  CHECK_FALSE(maize->z);

  const auto tied = wilcoxon_signed_rank(Values{1, -3, 3, -2, 2, 2, 0, 6});
  CHECK(tied->statistic == 19.5);
  CHECK(tied->p == .40625);
  CHECK(tied->non_zero == 7);
  // The same in hundredths, as differences of scores: no tie is lost.
  const auto decimal = wilcoxon_signed_rank(
      Values{.71 - .70, .60 - .63, .83 - .80, .50 - .52, .92 - .90, .47 - .45, .3 - .3, .66 - .60});
  CHECK(decimal->statistic == 19.5);
  CHECK(decimal->p == .40625);

  CHECK(wilcoxon_signed_rank(Values{5, 5, 5, 5, 5})->p == .0625);
}

TEST_CASE("the exact Wilcoxon test is the enumeration of signs on midranks",
          "[compare][property]") {
  SplitMix64 rng(11, "subsets");
  for (int repeat = 0; repeat < 100; ++repeat) {
    Values differences;
    const std::uint32_t n = 1 + rng.below(12);
    for (std::uint32_t i = 0; i < n; ++i) differences.push_back(rng.below(15) - 6.0);
    Values ranks;
    double positive = 0;
    double negative = 0;
    for (const double d : differences) {
      if (d == 0) continue;
      double rank = 0.5;
      for (const double e : differences) {
        if (e == 0) continue;
        rank += std::abs(e) < std::abs(d) ? 1 : (std::abs(e) == std::abs(d) ? 0.5 : 0);
      }
      ranks.push_back(rank);
      (d > 0 ? positive : negative) += rank;
    }
    const auto result = wilcoxon_signed_rank(differences);
    REQUIRE(result);
    CAPTURE(repeat);
    CHECK(result->statistic == positive);
    CHECK(result->negative_ranks == negative);
    CHECK(result->p == brute_force(ranks, std::abs(positive - negative)));
    const auto mirrored = wilcoxon_signed_rank(negated(differences));
    CHECK(mirrored->p == result->p);
    CHECK(mirrored->statistic == result->negative_ranks);
  }
}

TEST_CASE("beyond 200 differences, and for split zeros, the Wilcoxon test is normal", "[compare]") {
  Values differences;
  for (int i = 1; i <= 200; ++i) differences.push_back(i % 3 == 0 ? -i : i);
  const auto exact = wilcoxon_signed_rank(differences);
  CHECK(exact->exact);
  differences.push_back(201);
  const auto normal = wilcoxon_signed_rank(differences);
  CHECK_FALSE(normal->exact);
  CHECK(normal->notes.has(Note::normal_approximation));
  // V - E over sqrt(sum r^2 / 4), by hand: positive ranks sum to 20301 - 3 * (1 + ... + 66).
  const double excess = 20301 - 6633 - 20301.0 / 2;
  CHECK(*normal->z == Approx(excess / std::sqrt(201.0 * 202 * 403 / 24)));
  CHECK(normal->p == Approx(std::erfc(*normal->z / std::sqrt(2))));
  CHECK(normal->p == Approx(exact->p).epsilon(0.2));

  // Ranks: zeros 1.5 each, half of them to either side; 1 and 2 have 3 and 4.
  const auto split = wilcoxon_signed_rank(Values{0, 0, 1, -2}, ZeroRule::split);
  CHECK_FALSE(split->exact);
  CHECK(split->statistic == 3 + 1.5);
  CHECK(split->negative_ranks == 4 + 1.5);
  CHECK(split->non_zero == 2);
  CHECK(*split->z == Approx((4.5 - 5) / std::sqrt(4.0 * 5 * 9 / 24)));
  CHECK(split->p == Approx(std::erfc(-*split->z / std::sqrt(2))));
}

TEST_CASE("signed tests refuse what they cannot answer", "[compare]") {
  CHECK(sign_flip_test(Values{}).error().code == Errc::empty_sample);
  CHECK(sign_flip_test(Values{}).error().argument == "differences");
  CHECK(sign_flip_test(Values{1, std::nan("")}).error().code == Errc::not_finite);
  CHECK(sign_flip_test(Values{1}, -1).error().code == Errc::seed_out_of_range);
  CHECK(sign_flip_test(Values{1}, max_count).error().argument == "seed");
  CHECK(sign_flip_test(Values{1}, 1, 0).error().code == Errc::too_few);
  CHECK(sign_flip_test(Values{1}, 1, 2'000'000).error().argument == "resamples");
  CHECK(wilcoxon_signed_rank(Values{}).error().code == Errc::empty_sample);
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(wilcoxon_signed_rank(Values{1, infinity}).error().code == Errc::not_finite);
}

TEST_CASE("ends of the range of doubles do signed tests no harm", "[compare]") {
  const Values huge{1e308, -1.7e308, 1.6e308, 1e300, 1.7e308};
  CHECK(sign_flip_test(huge)->p == sign_flip_test(Values{1, -1.7, 1.6, 1e-8, 1.7})->p);
  CHECK(std::isfinite(sign_flip_test(huge)->estimate));
  CHECK(wilcoxon_signed_rank(huge)->p == wilcoxon_signed_rank(Values{2, -4, 3, 1, 4})->p);
  Values many;
  for (int i = 0; i < 300; ++i) many.push_back(i % 2 == 0 ? 1e308 : -1.1e308);
  CHECK(std::isfinite(sign_flip_test(many)->p));
  CHECK(std::isfinite(wilcoxon_signed_rank(many)->p));
}

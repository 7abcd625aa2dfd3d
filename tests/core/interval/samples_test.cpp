#include "evenhand/interval/samples.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "evenhand/interval/proportion.hpp"

using namespace evenhand;
using namespace evenhand::interval;

namespace {

/// A value printed with `digits` digits after the point.
Approx printed(double value, int digits = 10) {
  return Approx(value).epsilon(0).margin(0.51 * std::pow(10.0, -digits));
}

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

using Ints = std::vector<std::int32_t>;

double plurality(const Ints& counts, std::int64_t k) { return plurality_at_k(counts, k); }

/// Goes through every subset of `k` of the answers and adds up `value(drawn)`, drawn per class.
template <class Value>
double over_subsets(const Ints& counts, int k, Value value) {
  Ints answers;
  for (std::size_t j = 0; j < counts.size(); ++j) {
    answers.insert(answers.end(), static_cast<std::size_t>(counts[j]),
                   static_cast<std::int32_t>(j));
  }
  double sum = 0;
  double subsets = 0;
  for (std::uint32_t mask = 0; mask < 1U << answers.size(); ++mask) {
    if (__builtin_popcount(mask) != k) continue;
    Ints drawn(counts.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if ((mask >> i & 1U) != 0) ++drawn[static_cast<std::size_t>(answers[i])];
    }
    sum += value(drawn);
    ++subsets;
  }
  return sum / subsets;
}

const Ints airline{0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 4, 2, 0, 2, 1, 1, 4, 0, 4, 3, 0, 0, 4,
                   0, 2, 2, 0, 1, 2, 2, 0, 0, 3, 4, 4, 3, 4, 1, 3, 2, 4, 1, 2, 2, 2, 1, 4, 4};

}  // namespace

TEST_CASE("estimates for one problem have the published values", "[interval][samples][golden]") {
  CHECK(pass_at_k(10, 3, 1) == .3);
  CHECK(pass_at_k(10, 3, 5) == printed(.9166666667));
  CHECK(pass_at_k(5, 2, 3) == Approx(.9).epsilon(1e-14));
  CHECK(pass_at_k(200, 13, 100) == printed(.9999194972));
  CHECK(pass_at_k(100, 1, 50) == Approx(.5).epsilon(1e-14));
  CHECK(pass_at_k(4, 0, 2) == 0);
  CHECK(pass_at_k(8, 6, 4) == 1);
  CHECK(pass_hat_k(8, 6, 4) == printed(.2142857143));
  CHECK(pass_hat_k(4, 4, 4) == 1);
  CHECK(pass_hat_k(20, 19, 2) == Approx(.9).epsilon(1e-14));
  CHECK(pass_hat_k(10, 3, 5) == 0);
  CHECK(maj_at_k(10, 5, 4) == Approx(.5).epsilon(1e-14));
  CHECK(maj_at_k(10, 6, 4) == printed(.6666666667));
  CHECK(maj_at_k(8, 3, 3) == printed(.2857142857));
  CHECK(plurality({4, 3, 2, 1}, 5) == printed(.5595238095));
  CHECK(maj_at_k(10, 4, 5) == printed(.2619047619));
  CHECK(plurality({4, 3, 2, 1}, 4) == printed(.5190476190));
  CHECK(plurality({3, 3, 2}, 3) == printed(.3928571429));
  CHECK(plurality({5, 1, 1, 1, 1, 1}, 5) == printed(.9166666667));
  CHECK(plurality({0, 5, 5}, 3) == 0);
}

TEST_CASE("estimates equal the mean over every subset of k", "[interval][samples][property]") {
  SplitMix64 rng(1, "subsets");
  for (int repeat = 0; repeat < 150; ++repeat) {
    Ints counts;
    int total = 0;
    for (std::uint32_t j = 0; j < 1 + rng.below(5); ++j) {
      counts.push_back(static_cast<std::int32_t>(rng.below(5)));
      total += counts.back();
    }
    if (total == 0 || total > 13) continue;
    const int k = 1 + static_cast<int>(rng.below(static_cast<std::uint32_t>(total)));
    CAPTURE(counts, k);
    const auto right_most = [](const Ints& drawn) {
      const auto top = *std::max_element(drawn.begin(), drawn.end());
      const auto ties = std::count(drawn.begin(), drawn.end(), top);
      return drawn[0] == top ? 1.0 / static_cast<double>(ties) : 0.0;
    };
    CHECK(plurality(counts, k) == Approx(over_subsets(counts, k, right_most)).margin(1e-13));
    const std::int64_t right = counts[0];
    CHECK(pass_at_k(total, right, k) == Approx(over_subsets(counts, k, [](const Ints& d) {
                                          return d[0] > 0 ? 1.0 : 0.0;
                                        })).margin(1e-14));
    CHECK(pass_hat_k(total, right, k) == Approx(over_subsets(counts, k, [k](const Ints& d) {
                                           return d[0] == k ? 1.0 : 0.0;
                                         })).margin(1e-14));
    CHECK(maj_at_k(total, right, k) == Approx(over_subsets(counts, k, [k](const Ints& d) {
                                         return 2 * d[0] > k ? 1.0 : (2 * d[0] == k ? 0.5 : 0.0);
                                       })).margin(1e-13));
  }
}

TEST_CASE("estimates keep their order, their ends and their symmetry",
          "[interval][samples][property]") {
  SplitMix64 rng(2, "subsets");
  for (int repeat = 0; repeat < 300; ++repeat) {
    const std::int64_t n = 1 + rng.below(repeat % 2 == 0 ? 30 : 2'000'000);
    const std::int64_t c = rng.below(static_cast<std::uint32_t>(n) + 1);
    const std::int64_t k = 1 + rng.below(static_cast<std::uint32_t>(n));
    CAPTURE(n, c, k);
    const double any = pass_at_k(n, c, k);
    const double all = pass_hat_k(n, c, k);
    const double most = maj_at_k(n, c, k);
    CHECK(0 <= all);
    CHECK(all <= any);
    CHECK(any <= 1);
    CHECK(all <= most + 1e-12);
    CHECK(most <= any + 1e-12);
    // All wrong is not one right; a majority for one side is none for the other.
    CHECK(pass_hat_k(n, n - c, k) == Approx(1 - any).margin(1e-12));
    CHECK(maj_at_k(n, n - c, k) == Approx(1 - most).margin(1e-12));
    CHECK(pass_at_k(n, c, 1) == Approx(static_cast<double>(c) / static_cast<double>(n)));
    CHECK(maj_at_k(n, c, 1) == Approx(pass_at_k(n, c, 1)).epsilon(1e-12));
    CHECK(pass_at_k(n, n, k) == 1);
    CHECK(pass_hat_k(n, n, k) == 1);
    CHECK(maj_at_k(n, n, k) == 1);
    CHECK(pass_at_k(n, 0, k) == 0);
    CHECK(maj_at_k(n, 0, k) == 0);
    // The whole sample.
    CHECK(pass_at_k(n, c, n) == (c > 0 ? 1 : 0));
    CHECK(pass_hat_k(n, c, n) == (c == n ? 1 : 0));
    CHECK(maj_at_k(n, c, n) == (2 * c > n ? 1 : (2 * c == n ? 0.5 : 0)));
  }
}

TEST_CASE("majority by answers is at least the pooled one, and equal for two answers",
          "[interval][samples][property]") {
  SplitMix64 rng(3, "subsets");
  for (int repeat = 0; repeat < 100; ++repeat) {
    Ints counts;
    for (std::uint32_t j = 0; j < 2 + rng.below(5); ++j) {
      counts.push_back(static_cast<std::int32_t>(1 + rng.below(40)));
    }
    const std::int64_t n = std::accumulate(counts.begin(), counts.end(), 0);
    const std::int64_t k = 1 + rng.below(static_cast<std::uint32_t>(n));
    CAPTURE(counts, k);
    CHECK(plurality(counts, k) >= maj_at_k(n, counts[0], k) - 1e-11);
    CHECK(plurality({counts[0], counts[1]}, std::min<std::int64_t>(k, counts[0] + counts[1])) ==
          Approx(maj_at_k(counts[0] + counts[1], counts[0],
                          std::min<std::int64_t>(k, counts[0] + counts[1])))
              .margin(1e-11));
    // Somebody wins: over all answers in turn as the right one the shares add up to 1.
    double sum = 0;
    for (std::size_t j = 0; j < counts.size(); ++j) {
      Ints turned = counts;
      std::swap(turned[0], turned[j]);
      sum += plurality(turned, k);
    }
    CHECK(sum == Approx(1).epsilon(1e-11));
  }
}

// Limits from R 4.2, t.test(); the specification prints them up to 2e-10 off.
TEST_CASE("tau-bench airline has the intervals of R", "[interval][samples][golden]") {
  const Ints samples(airline.size(), 4);
  const auto value = [&](SamplesMetric metric, std::int64_t k) {
    const auto result = pass_at_k_interval(samples, airline, k, metric);
    REQUIRE(result);
    CHECK(result->method == SamplesMethod::t);
    CHECK(result->problems == 50);
    CHECK(result->values.size() == 50);
    CHECK(*result->df == 49);
    return *result;
  };
  const auto hat_1 = value(SamplesMetric::pass_hat_k, 1);
  CHECK(hat_1.estimate == Approx(.42).epsilon(1e-14));
  CHECK(hat_1.lower == printed(.3150676354));
  CHECK(hat_1.upper == printed(.5249323646));
  const auto hat_2 = value(SamplesMetric::pass_hat_k, 2);
  CHECK(hat_2.estimate == printed(.2733333333));
  CHECK(hat_2.lower == printed(.1618343544));
  CHECK(hat_2.upper == printed(.3848323123));
  const auto at_2 = value(SamplesMetric::pass_at_k, 2);
  CHECK(at_2.estimate == printed(.5666666667));
  CHECK(at_2.lower == printed(.4526340348));
  CHECK(at_2.upper == printed(.6806992985));
  const auto at_4 = value(SamplesMetric::pass_at_k, 4);
  CHECK(at_4.estimate == Approx(.72).epsilon(1e-14));
  CHECK(at_4.lower == printed(.5911004223));
  CHECK(at_4.upper == printed(.8488995777));
}

TEST_CASE("one problem gets its Wilson interval, mapped", "[interval][samples][golden]") {
  const Ints samples{10}, correct{3};
  const auto at = pass_at_k_interval(samples, correct, 5);
  REQUIRE(at);
  CHECK(at->lower == printed(.4346305361));
  CHECK(at->upper == printed(.9901658070));
  CHECK(at->method == SamplesMethod::wilson_mapped);
  CHECK(at->notes.has(Note::small_sample));
  const auto hat = pass_at_k_interval(samples, correct, 5, SamplesMetric::pass_hat_k);
  CHECK(hat->lower == printed(.0000145518));
  CHECK(hat->upper == printed(.0798703027));
  CHECK(hat->estimate == 0);  // unbiased: fewer than five of ten are right

  // k = 1 is the rate itself, whatever the metric.
  const auto rate = proportion_interval({3, 10});
  for (const auto metric :
       {SamplesMetric::pass_at_k, SamplesMetric::pass_hat_k, SamplesMetric::maj_at_k}) {
    const auto one = pass_at_k_interval(samples, correct, 1, metric);
    CHECK(one->estimate == Approx(.3));
    CHECK(one->lower == Approx(rate->lower));
    CHECK(one->upper == Approx(rate->upper));
  }
  // A majority of three: 3 p^2 - 2 p^3.
  const auto maj = pass_at_k_interval(samples, correct, 3, SamplesMetric::maj_at_k);
  const auto cubic = [](double p) { return p * p * (3 - 2 * p); };
  CHECK(maj->lower == Approx(cubic(rate->lower)));
  CHECK(maj->upper == Approx(cubic(rate->upper)));
  const auto maj_even = pass_at_k_interval(samples, correct, 2, SamplesMetric::maj_at_k);
  CHECK(maj_even->upper == Approx(rate->upper));

  const Ints none{0}, all{10};
  CHECK(pass_at_k_interval(samples, none, 5)->lower == 0);
  CHECK(pass_at_k_interval(samples, none, 5)->notes.has(Note::boundary));
  CHECK(pass_at_k_interval(samples, all, 5)->upper == 1);
  CHECK(pass_at_k_interval(samples, all, 5, SamplesMetric::maj_at_k)->upper == 1);
}

TEST_CASE("the interval of one problem is in order and in range", "[interval][samples][property]") {
  for (std::int32_t n = 1; n <= 12; ++n) {
    for (std::int32_t c = 0; c <= n; ++c) {
      for (std::int64_t k = 1; k <= n; ++k) {
        for (const auto metric :
             {SamplesMetric::pass_at_k, SamplesMetric::pass_hat_k, SamplesMetric::maj_at_k}) {
          const auto result = pass_at_k_interval(Ints{n}, Ints{c}, k, metric);
          CAPTURE(n, c, k, text_of(metric).name);
          REQUIRE(result);
          CHECK(0 <= result->lower);
          CHECK(result->upper <= 1);
          CHECK(result->lower < result->upper);
        }
      }
    }
  }
}

TEST_CASE("all problems right or wrong give the exact bound", "[interval][samples]") {
  const Ints samples(20, 5), none(20, 0), all(20, 5);
  const auto zero = pass_at_k_interval(samples, none, 3);
  REQUIRE(zero);
  CHECK(zero->method == SamplesMethod::clopper_pearson);
  CHECK(zero->notes.has(Note::boundary_exact_bound));
  CHECK(zero->lower == 0);
  CHECK(zero->upper == printed(.1684334710));
  CHECK(!zero->standard_error);
  const auto one = pass_at_k_interval(samples, all, 3, SamplesMetric::pass_hat_k);
  CHECK(one->lower == Approx(1 - .1684334710).epsilon(1e-9));
  CHECK(one->upper == 1);
  // With groups only the groups count as trials.
  const Ints groups{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4};
  const auto grouped = pass_at_k_interval(samples, none, 3, SamplesMetric::pass_at_k, groups);
  REQUIRE(grouped);
  CHECK(grouped->upper ==
        Approx(proportion_interval({0, 5}, ProportionMethod::clopper_pearson)->upper));
}

TEST_CASE("groups of problems get the cluster-robust interval", "[interval][samples]") {
  const Ints samples(airline.size(), 4);
  Ints singles, tens;
  for (std::int32_t i = 0; i < 50; ++i) {
    singles.push_back(7 * i);
    tens.push_back(i / 10);
  }
  const auto plain = pass_at_k_interval(samples, airline, 2);
  const auto single = pass_at_k_interval(samples, airline, 2, SamplesMetric::pass_at_k, singles);
  REQUIRE(single);
  CHECK(single->method == SamplesMethod::cr2);
  CHECK(single->lower == Approx(plain->lower).epsilon(1e-10));
  CHECK(*single->clusters == 50);
  const auto ten = pass_at_k_interval(samples, airline, 2, SamplesMetric::pass_at_k, tens);
  REQUIRE(ten);
  CHECK(ten->estimate == plain->estimate);
  CHECK(*ten->clusters == 5);
  CHECK(ten->notes.has(Note::small_sample));
  CHECK(ten->lower != plain->lower);
}

TEST_CASE("limits are cut to the possible range, and said so", "[interval][samples]") {
  const Ints samples{4, 4, 4}, correct{4, 4, 2};
  const auto result = pass_at_k_interval(samples, correct, 1);
  REQUIRE(result);
  CHECK(result->upper == 1);
  CHECK(result->unclipped->upper > 1);
  CHECK(result->notes.has(Note::clipped));
}

TEST_CASE("a benchmark's majority by answers is the mean over its problems",
          "[interval][samples]") {
  const Ints counts{4, 3, 2, 1, 5, 1, 1, 1, 1, 1, 0, 5, 5}, classes{4, 6, 3};
  const auto result = majority_at_k(counts, classes, 5);
  REQUIRE(result);
  REQUIRE(result->values.size() == 3);
  CHECK(result->values[0] == printed(.5595238095));
  CHECK(result->values[1] == printed(.9166666667));
  CHECK(result->values[2] == 0);
  CHECK(result->estimate == printed((.5595238095 + .9166666667) / 3));
  CHECK(result->metric == SamplesMetric::maj_at_k);
  CHECK(result->method == SamplesMethod::t);
}

TEST_CASE("many answers and large k stay within reach", "[interval][samples]") {
  // 300 different wrong answers once each, 40 right: the right one wins almost surely.
  Ints lonely(301, 1);
  lonely[0] = 40;
  CHECK(plurality(lonely, 100) > 0.99);
  CHECK(plurality({500, 400, 300}, 200) ==
        Approx(1 - plurality({400, 500, 300}, 200) - plurality({300, 500, 400}, 200)));
  // Pooled counts are not limited by the work.
  CHECK(maj_at_k(2'000'000'000, 1'000'000'000, 1'000'000'001) == Approx(.5).epsilon(1e-9));
  CHECK(pass_at_k(2'000'000'000, 1, 1'000'000'000) == Approx(.5));
}

TEST_CASE("counts that do not fit are refused, naming the argument", "[interval][samples]") {
  const Ints samples{4, 4}, correct{1, 2}, more{1, 5}, negative{1, -2}, equal{2, 2};
  check_refused(pass_at_k_interval({}, {}, 1), Errc::empty_sample, "samples");
  check_refused(pass_at_k_interval(samples, Ints{1}, 1), Errc::length_mismatch, "correct");
  check_refused(pass_at_k_interval(samples, more, 1), Errc::count_exceeds_trials, "correct");
  check_refused(pass_at_k_interval(samples, negative, 1), Errc::not_integer, "correct");
  check_refused(pass_at_k_interval(negative, correct, 1), Errc::not_integer, "samples");
  check_refused(pass_at_k_interval(samples, correct, 0), Errc::value_out_of_range, "k");
  check_refused(pass_at_k_interval(samples, correct, 5), Errc::k_exceeds_samples, "k");
  check_refused(pass_at_k_interval(Ints{0}, Ints{0}, 1), Errc::k_exceeds_samples, "k");
  check_refused(pass_at_k_interval(samples, equal, 1), Errc::zero_variance, "correct");
  check_refused(pass_at_k_interval(samples, correct, 1, {}, {}, Level{1}), Errc::level_out_of_range,
                "level");
  check_refused(pass_at_k_interval(samples, correct, 1, {}, Ints{1}), Errc::length_mismatch,
                "clusters");
  check_refused(pass_at_k_interval(samples, correct, 1, {}, Ints{1, 1}), Errc::too_few, "clusters");
  check_refused(pass_at_k_interval(samples, correct, 1, {}, Ints{1, -1}), Errc::value_out_of_range,
                "clusters");

  const Ints counts{1, 2, 3, 4}, two{2, 2};
  check_refused(majority_at_k(counts, {}, 1), Errc::empty_sample, "classes");
  check_refused(majority_at_k(counts, Ints{2, 1}, 1), Errc::length_mismatch, "classes");
  check_refused(majority_at_k(counts, Ints{4, 0}, 1), Errc::value_out_of_range, "classes");
  check_refused(majority_at_k(Ints{1, 2, -3, 4}, two, 1), Errc::not_integer, "counts");
  check_refused(majority_at_k(counts, two, 4), Errc::k_exceeds_samples, "k");
  check_refused(majority_at_k(counts, Ints{4}, 2), Errc::too_few, "counts");
  check_refused(majority_at_k(Ints{5, 5, 5, 5}, two, 2), Errc::zero_variance, "counts");
  const std::int32_t huge = 2'000'000'000;
  check_refused(majority_at_k(Ints{huge, huge, huge, huge}, two, huge), Errc::unsupported, "k");
  // Sizes that wrap around in 32 bits do not pass for the length.
  check_refused(majority_at_k(counts, Ints{huge, huge, 294'967'300}, 1), Errc::length_mismatch,
                "classes");
}

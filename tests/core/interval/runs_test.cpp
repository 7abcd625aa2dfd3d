#include "evenhand/interval/runs.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::interval;

namespace {

/// A value printed with `digits` digits after the point.
Approx printed(double value, int digits) {
  return Approx(value).epsilon(0).margin(0.51 * std::pow(10.0, -digits));
}

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

/// Values with their items, one text of digits per item.
struct Table {
  std::vector<double> values;
  std::vector<std::int32_t> items;

  Table() = default;
  explicit Table(const std::vector<std::string>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const char digit : rows[i]) add(digit - '0', static_cast<std::int32_t>(i));
    }
  }
  void add(double value, std::int32_t item) {
    values.push_back(value);
    items.push_back(item);
  }
  [[nodiscard]] RepeatedScores scores() const { return {values, items}; }
};

const Table wang_a({"1111", "1101", "0000", "1111", "0100", "1110", "0000", "1111"});
const Table wang_b({"1011", "0000", "0001", "1111", "0000", "0101", "0000", "0010"});
const std::vector<std::int32_t> wang_samples{1, 2, 4, 8};

}  // namespace

TEST_CASE("reruns have the published interval", "[interval][runs][golden]") {
  const std::vector<double> scores{.712, .698, .705, .721, .709};
  const auto result = runs_interval(scores);
  REQUIRE(result);
  CHECK(result->estimate == Approx(.709).epsilon(1e-14));
  CHECK(result->sd == printed(.0085146932, 10));
  CHECK(result->lower == printed(.6984276120, 10));
  CHECK(result->upper == printed(.7195723880, 10));
  CHECK(result->sd_lower == printed(.0051014349, 10));
  CHECK(result->sd_upper == printed(.0244674446, 10));
  CHECK(result->df == 4);
  CHECK(result->runs == 5);
  CHECK(!result->notes.has(Note::few_runs));
  CHECK(runs_interval(std::span(scores).first(4))->notes.has(Note::few_runs));
  CHECK(least_significant_difference(5, .0085)->difference == printed(.0123967831, 10));
}

TEST_CASE("the factors for few reruns are the published ones", "[interval][runs][golden]") {
  const double table[][4] = {{2, 12.706205, .4461, 31.9102}, {3, 4.302653, .5207, 6.2847},
                             {4, 3.182446, .5665, 3.7285},   {5, 2.776445, .5991, 2.8736},
                             {8, 2.364624, .6612, 2.0353},   {10, 2.262157, .6878, 1.8256},
                             {20, 2.093024, .7605, 1.4606}};
  for (const auto& [runs, t, low, high] : table) {
    std::vector<double> scores;
    for (int i = 0; i < static_cast<int>(runs); ++i) scores.push_back(i % 3 == 0 ? 1 : 0.3 * i);
    const auto result = runs_interval(scores);
    REQUIRE(result);
    CAPTURE(runs);
    CHECK((result->upper - result->estimate) / result->standard_error == printed(t, 6));
    CHECK(result->sd_lower / result->sd == printed(low, 4));
    CHECK(result->sd_upper / result->sd == printed(high, 4));
  }
}

TEST_CASE("the interval of reruns moves and scales with the scores", "[interval][runs][property]") {
  SplitMix64 rng(1, "subsets");
  for (int repeat = 0; repeat < 100; ++repeat) {
    std::vector<double> scores, moved, huge, tiny;
    for (std::uint32_t i = 0; i < 2 + rng.below(30); ++i) {
      scores.push_back(rng.uniform());
      moved.push_back(3 - 2 * scores.back());
      huge.push_back(scores.back() * 0x1p1000);
      tiny.push_back(scores.back() * 0x1p-1000);
    }
    const Level level{0.5 + 0.499 * rng.uniform()};
    const auto a = runs_interval(scores, level);
    const auto b = runs_interval(moved, level);
    REQUIRE(a);
    REQUIRE(b);
    CHECK(b->lower == Approx(3 - 2 * a->upper).margin(1e-12));
    CHECK(b->sd == Approx(2 * a->sd));
    CHECK(b->sd_upper == Approx(2 * a->sd_upper));
    // Squares of the scores themselves would overflow or vanish.
    const auto large = runs_interval(huge, level);
    const auto small = runs_interval(tiny, level);
    REQUIRE(large);
    REQUIRE(small);
    CHECK(large->sd == a->sd * 0x1p1000);
    CHECK(small->lower == a->lower * 0x1p-1000);
  }
}

TEST_CASE("reruns that say nothing of their spread are refused", "[interval][runs]") {
  const std::vector<double> none, one{.5}, equal{.7, .7, .7}, broken{.5, std::nan("")};
  check_refused(runs_interval(none), Errc::empty_sample, "scores");
  check_refused(runs_interval(one), Errc::too_few, "scores");
  CHECK(runs_interval(one).error().limit == 2);
  check_refused(runs_interval(equal), Errc::zero_variance, "scores");
  check_refused(runs_interval(broken), Errc::not_finite, "scores");
  const std::vector<double> two{.1, .2};
  check_refused(runs_interval(two, Level{1}), Errc::level_out_of_range, "level");
  const double largest = std::numeric_limits<double>::max();
  check_refused(runs_interval(std::vector<double>{largest, -largest}), Errc::no_convergence,
                "scores");
  // Decimals that differ by rounding only are equal.
  check_refused(runs_interval(std::vector<double>{.71 - .7, .01}), Errc::zero_variance, "scores");

  check_refused(least_significant_difference(1, .1), Errc::too_few, "runs");
  check_refused(least_significant_difference(-1, .1), Errc::not_integer, "runs");
  check_refused(least_significant_difference(5, 0), Errc::design_out_of_range, "sd");
  check_refused(least_significant_difference(5, std::nan("")), Errc::not_finite, "sd");
  check_refused(least_significant_difference(5, 1, Level{.1}), Errc::level_out_of_range, "level");
}

TEST_CASE("variance components have the published values", "[interval][runs][golden]") {
  const auto a = variance_components(wang_a.scores());
  REQUIRE(a);
  CHECK(a->items == 8);
  CHECK(a->total == printed(.2412109375, 10));
  CHECK(a->data == printed(.1474609375, 10));
  CHECK(a->prediction == printed(.09375, 10));
  CHECK(!a->paired);
  CHECK(!a->difference);
  const auto b = variance_components(wang_b.scores());
  REQUIRE(b);
  CHECK(b->total == printed(.2255859375, 10));
  CHECK(b->data == printed(.0901692708, 10));
  CHECK(b->prediction == printed(.1354166667, 10));

  const auto both = variance_components(wang_a.scores(), wang_b.scores(), wang_samples);
  REQUIRE(both);
  CHECK(both->total == printed(.28125, 10));
  CHECK(both->data == printed(.0520833333, 10));
  CHECK(both->prediction == printed(.2291666667, 10));
  CHECK(both->raw_data == printed(.109375, 10));
  CHECK(both->raw_prediction == printed(.171875, 10));
  const double errors[] = {.1875, .1443375673, .1169267933, .1004546954};
  REQUIRE(both->standard_errors.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) CHECK(both->standard_errors[i] == printed(errors[i], 10));
  CHECK(both->standard_error_limit == printed(.0806871530, 10));
  CHECK(both->paired);
  CHECK(*both->difference == .25);
  // The standard error of the item differences, divisor n - 1, is SE(4) sqrt(8/7).
  CHECK(both->standard_errors[2] * std::sqrt(8.0 / 7) == Approx(.125).epsilon(1e-12));
  CHECK(both->notes.has(Note::small_sample));
  CHECK(!both->notes.has(Note::negative_component));
}

TEST_CASE("with equally many predictions the total is the variance of all values",
          "[interval][runs][property]") {
  SplitMix64 rng(3, "subsets");
  for (int repeat = 0; repeat < 50; ++repeat) {
    Table table;
    const std::uint32_t predictions = 2 + rng.below(6);
    for (std::int32_t item = 0; item < 20; ++item) {
      for (std::uint32_t k = 0; k < predictions; ++k) table.add(rng.uniform(), item);
    }
    double mean = 0;
    for (const double value : table.values) mean += value;
    mean /= static_cast<double>(table.values.size());
    double variance = 0;
    for (const double value : table.values) variance += (value - mean) * (value - mean);
    variance /= static_cast<double>(table.values.size());
    const auto result = variance_components(table.scores());
    REQUIRE(result);
    CHECK(result->total == Approx(variance).epsilon(1e-12));
    const double data = result->unclipped_data.value_or(result->data);
    CHECK(data + result->prediction == Approx(result->total).epsilon(1e-12));
    CHECK(result->raw_data - result->bias == Approx(data).margin(1e-15));
  }
}

TEST_CASE("the components are unbiased, with unequal numbers too", "[interval][runs][property]") {
  // Items have rates .2, .5 and .9 and 2, 3 and 5 answers; the expectation over all outcomes.
  const double rates[] = {.2, .5, .9};
  const std::uint32_t counts[] = {2, 3, 5};
  double data = 0, prediction = 0;
  for (std::uint32_t outcome = 1; outcome + 1 < 1U << 10U; ++outcome) {
    Table table;
    double probability = 1;
    std::uint32_t bits = outcome;
    for (std::size_t item = 0; item < 3; ++item) {
      for (std::uint32_t k = 0; k < counts[item]; ++k, bits >>= 1U) {
        const bool right = (bits & 1U) != 0;
        probability *= right ? rates[item] : 1 - rates[item];
        table.add(right ? 1 : 0, static_cast<std::int32_t>(item));
      }
    }
    const auto result = variance_components(table.scores());
    REQUIRE(result);
    data += probability * result->unclipped_data.value_or(result->data);
    prediction += probability * result->prediction;
  }
  // Variance of the rates with divisor 3, less the share 1/3 of the noise of the overall mean
  // that this divisor leaves in: E var(m) = var(p) + (1 - 1/3) mean(p q / K).
  const double mean = 1.6 / 3;
  double spread = 0, within = 0, noise = 0;
  for (std::size_t item = 0; item < 3; ++item) {
    const double pq = rates[item] * (1 - rates[item]);
    spread += (rates[item] - mean) * (rates[item] - mean) / 3;
    within += pq / 3;
    noise += pq / counts[item] / 3;
  }
  CHECK(prediction == Approx(within).epsilon(1e-12));
  CHECK(data == Approx(spread - noise / 3).epsilon(1e-12));
}

TEST_CASE("order and numbering of the items do not matter", "[interval][runs][property]") {
  Table shuffled_a, shuffled_b;
  for (std::size_t i = 0; i < wang_a.values.size(); ++i) {
    // 13 is prime to the 32 rows: a permutation. Numbers are spread out.
    const std::size_t j = 13 * i % wang_a.values.size();
    shuffled_a.add(wang_a.values[j], 100'000'000 * wang_a.items[j]);
    shuffled_b.add(wang_b.values[i], 100'000'000 * wang_b.items[i]);
  }
  const auto plain = variance_components(wang_a.scores(), wang_b.scores(), wang_samples);
  const auto shuffled = variance_components(shuffled_a.scores(), shuffled_b.scores(), wang_samples);
  REQUIRE(shuffled);
  CHECK(shuffled->data == plain->data);
  CHECK(shuffled->standard_errors == plain->standard_errors);
}

TEST_CASE("a component below zero is shown as zero, with the note", "[interval][runs]") {
  // All item means are equal: the within-item noise explains more than the spread between them.
  const Table table({"01", "10", "01", "10"});
  const std::vector<std::int32_t> samples{1};
  const auto result = variance_components(table.scores(), std::nullopt, samples);
  REQUIRE(result);
  CHECK(result->data == 0);
  CHECK(*result->unclipped_data == Approx(-.25));
  CHECK(result->notes.has(Note::negative_component));
  CHECK(result->standard_errors[0] == Approx(std::sqrt(.5 / 4)));
  CHECK(result->standard_error_limit == 0);
}

TEST_CASE("systems are compared on the items that both have", "[interval][runs]") {
  Table longer = wang_a;
  longer.add(1, 8);
  longer.add(0, 8);
  const auto result = variance_components(longer.scores(), wang_b.scores(), wang_samples);
  REQUIRE(result);
  CHECK(result->items == 8);
  CHECK(result->notes.has(Note::pairwise_items_differ));
  const auto plain = variance_components(wang_a.scores(), wang_b.scores(), wang_samples);
  CHECK(result->data == plain->data);
  CHECK(!plain->notes.has(Note::pairwise_items_differ));

  Table elsewhere;
  for (std::int32_t item = 20; item < 22; ++item) {
    elsewhere.add(0, item);
    elsewhere.add(1, item);
  }
  check_refused(variance_components(wang_a.scores(), elsewhere.scores()), Errc::no_common_items,
                "itemsB");
}

TEST_CASE("a system compared with itself has no data noise", "[interval][runs]") {
  const auto result = variance_components(wang_a.scores(), wang_a.scores(), wang_samples);
  REQUIRE(result);
  CHECK(*result->difference == 0);
  CHECK(result->raw_data == 0);
  CHECK(result->data == 0);
}

TEST_CASE("repeated scores that cannot be split are refused", "[interval][runs]") {
  const Table once({"1", "0", "1"});
  check_refused(variance_components(once.scores()), Errc::needs_repeats, "itemsA");
  check_refused(variance_components(wang_a.scores(), once.scores()), Errc::needs_repeats, "itemsB");
  Table one_short = wang_a;
  one_short.add(1, 99);
  check_refused(variance_components(one_short.scores()), Errc::needs_repeats, "itemsA");
  check_refused(variance_components(Table({"0101"}).scores()), Errc::too_few, "itemsA");
  check_refused(variance_components(Table({"11", "11"}).scores()), Errc::zero_variance, "valuesA");
  check_refused(variance_components({}), Errc::empty_sample, "valuesA");
  Table broken = wang_a;
  broken.values[3] = std::nan("");
  check_refused(variance_components(broken.scores()), Errc::not_finite, "valuesA");
  check_refused(variance_components(wang_a.scores(), broken.scores()), Errc::not_finite, "valuesB");
  broken = wang_a;
  broken.items[3] = -1;
  check_refused(variance_components(broken.scores()), Errc::value_out_of_range, "itemsA");
  broken.items.pop_back();
  check_refused(variance_components(broken.scores()), Errc::length_mismatch, "itemsA");
  const std::vector<std::int32_t> zero{4, 0};
  check_refused(variance_components(wang_a.scores(), std::nullopt, zero), Errc::design_out_of_range,
                "samples");
  Table huge;
  for (std::int32_t i = 0; i < 4; ++i) {
    huge.add(1e300, i);
    huge.add(-1e300 * i, i);
  }
  check_refused(variance_components(huge.scores()), Errc::no_convergence, "valuesA");
}

TEST_CASE("a deterministic system has data noise only", "[interval][runs]") {
  Table table;
  for (std::int32_t item = 0; item < 12; ++item) {
    for (int k = 0; k < 3; ++k) table.add(.1 * item, item);
  }
  const std::vector<std::int32_t> samples{1, 64};
  const auto result = variance_components(table.scores(), std::nullopt, samples);
  REQUIRE(result);
  CHECK(result->prediction == 0);
  CHECK(result->standard_errors[0] == result->standard_error_limit);
  CHECK(result->standard_errors[1] == result->standard_error_limit);
  CHECK(!result->notes.has(Note::small_sample));
}

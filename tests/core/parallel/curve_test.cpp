#include "evenhand/parallel/curve.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "entropies.hpp"
#include "evenhand/base/rng.hpp"
#include "evenhand/parallel/measures.hpp"
#include "examples.hpp"
#include "parallel/sizes.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Table;

namespace {

Approx near(double value, double margin = 1e-6) { return Approx(value).epsilon(0).margin(margin); }

InformationCurve curve_of(const Table& table, const CurveOptions& options = {}) {
  const auto out = information_curve(table.columns(), options);
  REQUIRE(out);
  return *out;
}

void check_curve(const Table& table, const std::vector<double>& values) {
  const InformationCurve curve = curve_of(table);
  CHECK(curve.exact);
  REQUIRE(curve.curve.size() == values.size());
  for (std::size_t j = 0; j < values.size(); ++j) CHECK(curve.curve[j] == near(values[j]));
}

using Sizes = std::vector<std::int64_t>;

/// All vectors of `steps` sizes that sum to n, in lexicographic order.
void add_sizes(std::int64_t n, std::size_t steps, const Sizes& begun, std::vector<Sizes>& out) {
  if (steps == 1) {
    out.push_back(begun);
    out.back().push_back(n);
    return;
  }
  for (std::int64_t size = 1; size + static_cast<std::int64_t>(steps) - 1 <= n; ++size) {
    Sizes longer = begun;
    longer.push_back(size);
    add_sizes(n - size, steps - 1, longer, out);
  }
}

std::vector<Sizes> all_sizes(std::int64_t n, std::size_t steps) {
  std::vector<Sizes> out;
  add_sizes(n, steps, {}, out);
  return out;
}

/// Mean over all orders of the cost of blocks of these sizes.
double mean_cost(const std::vector<double>& h, const Sizes& sizes) {
  std::vector<std::uint32_t> order(
      static_cast<std::size_t>(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0})));
  std::iota(order.begin(), order.end(), 0U);
  double sum = 0;
  double count = 0;
  do {
    naive::Sets partition;
    std::size_t at = 0;
    for (const std::int64_t size : sizes) {
      partition.push_back(0);
      for (std::int64_t i = 0; i < size; ++i) partition.back() |= 1U << order[at++];
    }
    sum += naive::cost(h, partition);
    ++count;
  } while (std::next_permutation(order.begin(), order.end()));
  return sum / count;
}

/// 20 positions: pairs that are equal, of biased bits. Too long for the exact curve.
Table many_pairs() {
  SplitMix64 rng(7, "curve_test");
  examples::Rows rows;
  for (int s = 0; s < 60; ++s) {
    std::vector<std::int32_t> row(20);
    for (std::size_t i = 0; i < 20; i += 2) {
      row[i] = row[i + 1] = static_cast<std::int32_t>(rng.below(3));
    }
    rows.push_back(row);
  }
  return examples::table(rows);
}

}  // namespace

TEST_CASE("information curves of the worked examples", "[parallel][curve][golden]") {
  check_curve(examples::new_city(), {0, 1});
  check_curve(examples::double_new_city(), {0, 1.0 / 3, 2.0 / 3, 1});
  check_curve(examples::shuffle(4), {0, .415037, 1, 2});
  check_curve(examples::replace_random(4), {0, .122556, .311278, .811278});
  check_curve(examples::coloured_matching(), {0, 1.918296, 2.251629, 2.584963});
  CHECK(curve_of(examples::shuffle(4)).symmetric);
  CHECK(!curve_of(examples::double_new_city()).symmetric);
}

TEST_CASE("schedules of double New City in random order", "[parallel][curve][golden]") {
  const InformationCurve curve = curve_of(examples::double_new_city());
  REQUIRE(curve.schedules.size() == 4);
  CHECK(curve.schedules[0].divergence == near(2, 1e-12));
  CHECK(curve.schedules[1].divergence == near(2.0 / 3, 1e-12));
  CHECK(curve.schedules[1].sizes == Sizes{2, 2});
  CHECK(curve.schedules[2].divergence == near(1.0 / 3, 1e-12));
  CHECK(curve.schedules[2].sizes == Sizes{1, 1, 2});
  CHECK(curve.schedules[3].divergence == 0);
  const InformationCurve matching = curve_of(examples::coloured_matching());
  CHECK(matching.schedules[1].sizes == Sizes{1, 3});
  CHECK(matching.schedules[1].divergence == near(1, 1e-12));
}

TEST_CASE("the curve and its schedules agree with all orders", "[parallel][curve][property]") {
  SplitMix64 rng(1, "curve_test");
  for (int round = 0; round < 200; ++round) {
    const Table table = examples::random_table(rng, 1 + rng.below(3));
    const std::vector<double> h = naive::entropies(naive::targets(table));
    const InformationCurve curve = curve_of(table);
    const auto n = static_cast<std::int64_t>(curve.curve.size());
    CHECK(curve.curve.front() == 0);
    CHECK(std::is_sorted(curve.curve.begin(), curve.curve.end()));
    const auto measures = measure_target(table.columns());
    CHECK(std::accumulate(curve.curve.begin(), curve.curve.end(), 0.0) ==
          near(measures->total_correlation, 1e-11));
    REQUIRE(curve.schedules.size() == static_cast<std::size_t>(n));
    for (std::size_t steps = 1; steps <= static_cast<std::size_t>(n); ++steps) {
      double least = HUGE_VAL;
      Sizes first;
      for (const Sizes& sizes : all_sizes(n, steps)) {
        const double cost = mean_cost(h, sizes);
        if (cost < least - 1e-11) {
          least = cost;
          first = sizes;
        }
      }
      CHECK(curve.schedules[steps - 1].divergence == near(least, 1e-10));
      CHECK(curve.schedules[steps - 1].sizes == first);
    }
  }
}

TEST_CASE("step sizes by divide and conquer are the best", "[parallel][curve][property]") {
  SplitMix64 rng(3, "curve_test");
  for (int round = 0; round < 100; ++round) {
    const std::size_t n = 1 + rng.below(12);
    std::vector<double> curve(n);
    for (std::size_t j = 1; j < n; ++j) curve[j] = curve[j - 1] + rng.below(4);
    const auto cost = [&](std::size_t a, std::size_t b) {
      double sum = 0;
      for (std::size_t i = a; i < b; ++i) sum += curve[i] - curve[a];
      return sum;
    };
    SizeSearch search(n, cost);
    for (std::size_t steps = 1; steps <= n; ++steps) {
      search.add_step(true);
      double least = HUGE_VAL;
      Sizes first;
      for (const Sizes& sizes : all_sizes(static_cast<std::int64_t>(n), steps)) {
        double total = 0;
        std::size_t a = 0;
        for (const std::int64_t size : sizes) {
          total += cost(a, a + static_cast<std::size_t>(size));
          a += static_cast<std::size_t>(size);
        }
        if (total < least) {
          least = total;
          first = sizes;
        }
      }
      CHECK(search.least() == near(least, 1e-12));
      CHECK(search.sizes() == first);
    }
  }
}

TEST_CASE("long sequences get an estimate with its error", "[parallel][curve]") {
  const Table table = many_pairs();
  const InformationCurve curve = curve_of(table, {.seed = 5, .subsets = 400});
  CHECK(!curve.exact);
  CHECK(curve.subsets == 400);
  CHECK(curve.seed == 5);
  REQUIRE(curve.standard_errors.size() == 20);
  CHECK(curve.standard_errors.back() == 0);
  CHECK(curve.entropies.back() == near(measure_target(table.columns())->entropy, 1e-12));
  CHECK(std::is_sorted(curve.curve.begin(), curve.curve.end()));
  // One position at random, two at random: exact means by the book.
  const std::vector<naive::Target> given = naive::targets(table);
  double one = 0;
  double two = 0;
  for (std::uint32_t i = 0; i < 20; ++i) {
    one += naive::entropy(given[0], 1U << i) / 20;
    for (std::uint32_t j = 0; j < i; ++j) {
      two += naive::entropy(given[0], 1U << i | 1U << j) / 190;
    }
  }
  CHECK(std::abs(curve.entropies[0] - one) < 4 * curve.standard_errors[0]);
  CHECK(std::abs(curve.entropies[1] - two) < 4 * curve.standard_errors[1]);
  CHECK(curve.standard_errors[1] < 0.1);
  const InformationCurve again = curve_of(table, {.seed = 5, .subsets = 400});
  CHECK(again.entropies == curve.entropies);
  CHECK(curve_of(table, {.seed = 6, .subsets = 400}).entropies != curve.entropies);
  CHECK(curve.schedules.size() == 20);
}

TEST_CASE("long curves list the first schedules and the last", "[parallel][curve]") {
  const InformationCurve curve = curve_of(examples::replace_random(50), {.seed = 1, .subsets = 20});
  REQUIRE(curve.schedules.size() == 33);
  CHECK(curve.schedules[31].steps == 32);
  CHECK(curve.schedules[32].steps == 50);
  CHECK(curve.schedules[32].divergence == 0);
  // Every set of a size has the same entropy.
  for (std::size_t j = 1; j < 50; ++j) {
    const double left = 50 - static_cast<double>(j);
    const double h = -left / 50 * std::log2(left / 50) + (50 - left) / 50 * std::log2(50.0);
    CHECK(curve.entropies[j - 1] == near(h, 1e-12));
    CHECK(curve.standard_errors[j - 1] < 1e-12);
  }
}

TEST_CASE("curves that cannot be are refused", "[parallel][curve]") {
  const auto refused = [](const Table& table, const CurveOptions& options, Errc code,
                          std::string_view argument) {
    const auto curve = information_curve(table.columns(), options);
    REQUIRE(!curve);
    CHECK(curve.error().code == code);
    CHECK(curve.error().argument == argument);
  };
  const Table table = examples::new_city();
  refused(table, {.seed = -1, .subsets = 200}, Errc::seed_out_of_range, "seed");
  refused(table, {.seed = 1, .subsets = 1}, Errc::too_few, "subsets");
  refused(table, {.seed = 1, .subsets = 100'001}, Errc::value_out_of_range, "subsets");
  refused(Table{}, {}, Errc::empty_sample, "sequences");
  Table mixed;
  mixed.add({{0}});
  mixed.add({{0, 1}});
  refused(mixed, {}, Errc::unsupported, "lengths");
  refused(examples::replace_random(150), {.seed = 1, .subsets = 100'000}, Errc::too_large_exact,
          "subsets");
}

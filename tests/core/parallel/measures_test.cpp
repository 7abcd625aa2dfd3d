#include "evenhand/parallel/measures.hpp"

#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "entropies.hpp"
#include "evenhand/base/rng.hpp"
#include "examples.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Table;

namespace {

Approx near(double value, double margin = 1e-6) { return Approx(value).epsilon(0).margin(margin); }

TargetMeasures measured(const Table& table) {
  const auto out = measure_target(table.columns());
  REQUIRE(out);
  return *out;
}

void check_refused(const Table& table, std::int64_t condition, std::optional<std::int64_t> first,
                   std::optional<std::int64_t> second, Errc code, std::string_view argument) {
  const auto map = pair_map(table.columns(), condition, first, second);
  REQUIRE(!map);
  CHECK(map.error().code == code);
  CHECK(map.error().argument == argument);
}

}  // namespace

TEST_CASE("New City has one bit of total correlation", "[parallel][measures][golden]") {
  const TargetMeasures m = measured(examples::new_city());
  CHECK(m.tokens == 2);
  CHECK(m.outcomes == 4);
  CHECK(m.entropy == 2);
  CHECK(m.marginal_entropies == std::vector<double>{1.5, 1.5});
  CHECK(m.total_correlation == 1);
  CHECK(m.dual_total_correlation == 1);
  CHECK(m.total_correlation * std::log(2.0) == near(.693147));
}

TEST_CASE("entropies of the worked examples", "[parallel][measures][golden]") {
  struct Case {
    Table table;
    double total;
    double dual;
  };
  const Case cases[] = {{examples::double_new_city(), 2, 2},
                        {examples::coloured_matching(), 6.754888, 3.584963},
                        {examples::hidden_parity(), 2, 2.792481},
                        {examples::remove_random(4), .622556, .5},
                        {examples::insert_random(3), 2.622556, 2},
                        {examples::shuffle(4), 3.415037, 4.584963},
                        {examples::shuffle(6), 6.017922, 9.491853},
                        {examples::shuffle(8), 8.700792, 15.299208},
                        {examples::replace_random(3), 1.169925, 1.584963},
                        {examples::replace_random(4), 1.245112, 2},
                        {examples::replace_random(6), 1.315172, 2.584963},
                        {examples::replace_random(100), 1.435457, std::log2(100.0)}};
  for (const auto& [table, total, dual] : cases) {
    const TargetMeasures m = measured(table);
    CHECK(m.total_correlation == near(total));
    CHECK(m.dual_total_correlation == near(dual));
  }
}

TEST_CASE("what is certain or independent has no correlation", "[parallel][measures]") {
  const TargetMeasures one = measured(examples::table({{3, 1, 4, 1, 5}}));
  CHECK(one.outcomes == 1);
  CHECK(one.entropy == 0);
  CHECK(one.total_correlation == 0);
  CHECK(one.dual_total_correlation == 0);
  const TargetMeasures free =
      measured(examples::table({{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {.06, .14, .24, .56}));
  CHECK(free.total_correlation == near(0, 1e-14));
  CHECK(free.dual_total_correlation == near(0, 1e-14));
}

TEST_CASE("entropies agree with those by the book", "[parallel][measures][property]") {
  SplitMix64 rng(1, "measures_test");
  for (int round = 0; round < 300; ++round) {
    const Table table = examples::random_table(rng, 1 + rng.below(3));
    const std::vector<naive::Target> given = naive::targets(table);
    const std::vector<double> h = naive::entropies(given);
    const auto all = static_cast<std::uint32_t>(h.size() - 1);
    const TargetMeasures m = measured(table);
    double total = -h[all];
    double dual = h[all];
    for (std::uint32_t i = 0; i < given.front().n; ++i) {
      CHECK(m.marginal_entropies[i] == near(h[1U << i], 1e-12));
      total += h[1U << i];
      dual -= h[all] - h[all & ~(1U << i)];
    }
    CHECK(m.entropy == near(h[all], 1e-12));
    CHECK(m.total_correlation == near(total, 1e-12));
    CHECK(m.dual_total_correlation == near(dual, 1e-12));
    CHECK(m.total_correlation >= 0);
    CHECK(m.dual_total_correlation >= 0);
    CHECK(m.conditions.size() == given.size());
  }
}

TEST_CASE("long sequences: entropies without one position", "[parallel][measures]") {
  // Every position but the first two is a copy of the second.
  Table table;
  examples::Rows rows;
  for (std::int32_t a = 0; a < 2; ++a) {
    for (std::int32_t b = 0; b < 3; ++b) {
      std::vector<std::int32_t> row(101, b);
      row[0] = a;
      rows.push_back(row);
    }
  }
  const TargetMeasures m = measured(examples::table(rows));
  CHECK(m.entropy == near(1 + std::log2(3.0), 1e-12));
  CHECK(m.total_correlation == near(99 * std::log2(3.0), 1e-10));
  // Only the first position says something that no other does.
  CHECK(m.dual_total_correlation == near(std::log2(3.0), 1e-12));
}

TEST_CASE("measures of conditions are averaged", "[parallel][measures]") {
  Table table;
  table.add(examples::new_city_rows);
  table.add({{0, 0}});
  table.condition_weights = {3, 1};
  const TargetMeasures m = measured(table);
  CHECK(m.total_correlation == near(.75, 1e-15));
  CHECK(m.entropy == near(1.5, 1e-15));
  CHECK(m.conditions[0].total_correlation == near(1, 1e-15));
  table.add({{0, 0, 0}});
  table.condition_weights = {3, 1, 0};
  CHECK(measured(table).tokens == 2);
  table.condition_weights = {3, 1, 1};
  const TargetMeasures mixed = measured(table);
  CHECK(mixed.tokens == 0);
  CHECK(mixed.marginal_entropies.empty());
}

TEST_CASE("New City beside the product of its marginals", "[parallel][measures][golden]") {
  const auto map = pair_map(examples::new_city().columns(), 0, std::nullopt, std::nullopt);
  REQUIRE(map);
  CHECK(map->first == 0);
  CHECK(map->second == 1);
  CHECK(map->mutual_information == near(1, 1e-15));
  CHECK(map->first_tokens == std::vector<std::int64_t>{0, 3, 5});
  CHECK(map->second_tokens == std::vector<std::int64_t>{4, 1, 2});
  CHECK(map->impossible_mass == near(.5, 1e-15));
  const double joint[] = {0, .25, .25, .25, 0, 0, .25, 0, 0};
  const double product[] = {.25, .125, .125, .125, .0625, .0625, .125, .0625, .0625};
  for (std::size_t cell = 0; cell < 9; ++cell) {
    CHECK(map->joint[cell] == joint[cell]);
    CHECK(map->product[cell] == product[cell]);
    CHECK(map->possible[cell] == (joint[cell] > 0));
  }
  const auto turned = pair_map(examples::new_city().columns(), 0, 1, 0);
  REQUIRE(turned);
  CHECK(turned->first_tokens == map->second_tokens);
  CHECK(turned->mutual_information == near(1, 1e-15));
}

TEST_CASE("the closest pair is found, the first of tied ones", "[parallel][measures]") {
  const auto matched =
      pair_map(examples::coloured_matching().columns(), 0, std::nullopt, std::nullopt);
  REQUIRE(matched);
  CHECK(matched->first == 0);
  CHECK(matched->second == 1);
  const auto hidden = pair_map(examples::hidden_parity().columns(), 0, std::nullopt, std::nullopt);
  REQUIRE(hidden);
  CHECK(hidden->first == 1);
  CHECK(hidden->second == 2);
}

TEST_CASE("tokens beyond forty are pooled", "[parallel][measures]") {
  examples::Rows rows;
  std::vector<double> weights;
  for (std::int32_t token = 0; token < 50; ++token) {
    rows.push_back({token, token});
    weights.push_back(token < 45 ? 1 : 2);
  }
  const auto map = pair_map(examples::table(rows, weights).columns(), 0, 0, 1);
  REQUIRE(map);
  REQUIRE(map->first_tokens.size() == 41);
  CHECK(map->first_tokens[0] == 45);
  CHECK(map->first_tokens[5] == 0);
  CHECK(map->first_tokens[39] == 34);
  CHECK(map->first_tokens[40] == -1);
  CHECK(map->joint.back() == near(10.0 / 55, 1e-15));
  CHECK(map->product.back() == near(100.0 / (55 * 55), 1e-15));
  CHECK(std::accumulate(map->joint.begin(), map->joint.end(), 0.0) == near(1, 1e-14));
  CHECK(std::accumulate(map->product.begin(), map->product.end(), 0.0) == near(1, 1e-13));
  // Inside the pool there are impossible pairs, too.
  double same = 0;
  for (const double weight : weights) same += weight * weight / (55 * 55);
  CHECK(map->impossible_mass == near(1 - same, 1e-14));
}

TEST_CASE("a pair that can do everything has no impossible mass", "[parallel][measures]") {
  const auto map =
      pair_map(examples::table({{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {.5, .25, .15, .1}).columns(), 0,
               std::nullopt, std::nullopt);
  REQUIRE(map);
  CHECK(map->impossible_mass == 0);
}

TEST_CASE("bad pairs are refused", "[parallel][measures]") {
  const Table table = examples::new_city();
  check_refused(table, 1, 0, 1, Errc::value_out_of_range, "condition");
  check_refused(table, -1, 0, 1, Errc::value_out_of_range, "condition");
  check_refused(table, 0, 2, 1, Errc::value_out_of_range, "first");
  check_refused(table, 0, -1, 1, Errc::value_out_of_range, "first");
  check_refused(table, 0, 0, 2, Errc::value_out_of_range, "second");
  check_refused(table, 0, 0, 0, Errc::value_out_of_range, "second");
  check_refused(table, 0, 0, std::nullopt, Errc::value_out_of_range, "second");
  check_refused(table, 0, std::nullopt, 0, Errc::value_out_of_range, "first");
  check_refused(examples::table({{0}}), 0, std::nullopt, std::nullopt, Errc::too_few, "first");
  check_refused(Table{}, 0, 0, 1, Errc::empty_sample, "sequences");
  examples::Rows rows;
  for (std::int32_t s = 0; s < 20; ++s) rows.emplace_back(4000, s);
  check_refused(examples::table(rows), 0, std::nullopt, std::nullopt, Errc::too_large_exact,
                "first");
  CHECK(pair_map(examples::table(rows).columns(), 0, 5, 7));
}

#include "evenhand/parallel/target.hpp"

#include <limits>
#include <string_view>

#include <catch2/catch.hpp>

#include "examples.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Table;

namespace {

void check_refused(const Table& table, Errc code, std::string_view argument) {
  const auto target = make_target(table.columns());
  REQUIRE(!target);
  CHECK(target.error().code == code);
  CHECK(target.error().argument == argument);
}

}  // namespace

TEST_CASE("weights are merged, dropped and normalised", "[parallel][target]") {
  const Table table = examples::table({{0, 1}, {2, 3}, {0, 1}, {4, 4}}, {1, 2, 3, 0});
  const auto target = make_target(table.columns());
  REQUIRE(target);
  CHECK(target->merged == 1);
  CHECK(target->dropped == 1);
  CHECK(target->common_length() == 2);
  REQUIRE(target->given.size() == 1);
  const Joint& joint = target->given.front();
  CHECK(joint.tokens == std::vector<std::int32_t>{0, 1, 2, 3});
  CHECK(joint.rows == std::vector<std::int64_t>{0, 1});
  CHECK(joint.probabilities[0] == Approx(2.0 / 3).epsilon(1e-15));
  CHECK(joint.probabilities[1] == Approx(1.0 / 3).epsilon(1e-15));
}

TEST_CASE("weights near the ends of the range of doubles", "[parallel][target]") {
  const double largest = std::numeric_limits<double>::max();
  const auto large = make_target(examples::table({{0}, {1}}, {largest, largest}).columns());
  REQUIRE(large);
  CHECK(large->given[0].probabilities[0] == 0.5);
  const double tiny = std::numeric_limits<double>::denorm_min();
  const auto small = make_target(examples::table({{0}, {1}}, {tiny, tiny}).columns());
  REQUIRE(small);
  CHECK(small->given[0].probabilities[1] == 0.5);
}

TEST_CASE("conditions that weigh nothing are gone, and lengths may differ", "[parallel][target]") {
  Table table;
  table.add({{0, 1}});
  table.add({{0}, {1}});
  table.add({{0, 1, 2}});
  table.condition_weights = {1, 0, 3};
  const auto target = make_target(table.columns());
  REQUIRE(target);
  CHECK(target->conditions == std::vector<std::int64_t>{0, 2});
  CHECK(target->weights == std::vector<double>{0.25, 0.75});
  CHECK(target->common_length() == 0);
  CHECK(target->dropped == 2);
}

TEST_CASE("bad targets are refused", "[parallel][target]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  check_refused(Table{}, Errc::empty_sample, "sequences");
  Table table = examples::new_city();
  table.weights[1] = nan;
  check_refused(table, Errc::not_finite, "weights");
  table.weights[1] = std::numeric_limits<double>::infinity();
  check_refused(table, Errc::not_finite, "weights");
  table.weights[1] = -1;
  check_refused(table, Errc::negative_weight, "weights");
  table.weights = {0, 0, 0, 0};
  check_refused(table, Errc::zero_total_weight, "weights");
  table.weights.pop_back();
  check_refused(table, Errc::length_mismatch, "weights");

  table = examples::new_city();
  table.tokens[3] = -1;
  check_refused(table, Errc::value_out_of_range, "tokens");
  table.tokens.pop_back();
  check_refused(table, Errc::length_mismatch, "tokens");

  table = examples::new_city();
  table.lengths = {0};
  check_refused(table, Errc::empty_sample, "lengths");
  table.lengths = {5000};
  check_refused(table, Errc::value_out_of_range, "lengths");
  table.lengths = {2, 2};
  check_refused(table, Errc::length_mismatch, "lengths");
  table.lengths = {2};
  table.sequences = {0};
  check_refused(table, Errc::empty_sample, "sequences");
  table.sequences = {-1};
  check_refused(table, Errc::value_out_of_range, "sequences");

  table = examples::new_city();
  table.condition_weights = {0};
  check_refused(table, Errc::zero_total_weight, "condition_weights");
  table.condition_weights = {nan};
  check_refused(table, Errc::not_finite, "condition_weights");
  table.condition_weights = {1, 1};
  check_refused(table, Errc::length_mismatch, "condition_weights");

  table = examples::new_city();
  table.valid = {1, 1, 1};
  check_refused(table, Errc::length_mismatch, "valid");
  table.valid = {1, 1, 2, 1};
  check_refused(table, Errc::value_out_of_range, "valid");
  table = examples::table({{0}, {0}});
  table.valid = {1, 0};
  check_refused(table, Errc::value_out_of_range, "valid");
}

TEST_CASE("more than a million sequences are refused", "[parallel][target]") {
  Table table;
  table.tokens.resize(1'000'001);
  for (std::size_t s = 0; s < table.tokens.size(); ++s) {
    table.tokens[s] = static_cast<std::int32_t>(s);
  }
  table.weights.assign(table.tokens.size(), 1);
  table.sequences = {1'000'001};
  table.lengths = {1};
  check_refused(table, Errc::too_many_sequences, "sequences");
}

TEST_CASE("steps are ordered partitions", "[parallel][target]") {
  const auto steps = make_steps(examples::partition({{2, 0}, {1}}).columns(), 3);
  REQUIRE(steps);
  CHECK(*steps == Steps{{0, 2}, {1}});
  const auto bad = [](const examples::Partition& partition, std::int64_t length) {
    const auto made = make_steps(partition.columns(), length);
    REQUIRE(!made);
    CHECK(made.error().code == Errc::bad_partition);
    CHECK(made.error().argument == "steps");
  };
  bad(examples::partition({{0}, {1}}), 3);
  bad(examples::partition({{0}, {0}}), 2);
  bad(examples::partition({{0}, {2}}), 2);
  bad(examples::partition({{0}, {-1}}), 2);
  bad(examples::partition({{0}, {}, {1}}), 2);
  bad({.positions = {0, 1}, .sizes = {1}}, 2);
  bad({.positions = {0, 1}, .sizes = {3}}, 2);
  bad({.positions = {}, .sizes = {}}, 1);
}

#include "evenhand/compare/ranks.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace evenhand;
using namespace evenhand::compare;

namespace {

const std::vector<double> scores{0.712, 0.684, 0.655, 0.640, 0.601, 0.598};
const std::vector<double> errors{0.010, 0.011, 0.010, 0.012, 0.011, 0.010};

std::vector<std::int64_t> flat(const std::vector<RankSet>& sets) {
  std::vector<std::int64_t> out;
  for (const RankSet& set : sets) {
    out.push_back(set.lower);
    out.push_back(set.upper);
  }
  return out;
}

}  // namespace

TEST_CASE("rank sets have the published values", "[compare]") {
  const auto sets = rank_sets(scores, errors);
  REQUIRE(sets);
  CHECK(sets->critical == Approx(2.9351994689).epsilon(1e-10));
  CHECK(flat(sets->ranks) == std::vector<std::int64_t>{1, 2, 1, 4, 2, 4, 2, 6, 4, 6, 4, 6});
  CHECK(sets->arena == std::vector<std::int64_t>{1, 1, 2, 2, 4, 4});
  const auto holm = rank_sets(scores, errors, RankMethod::holm);
  CHECK(flat(holm->ranks) == std::vector<std::int64_t>{1, 2, 1, 3, 2, 4, 3, 5, 4, 6, 5, 6});
  const std::vector<double> equal(3, 0.7);
  const std::vector<double> error(3, 0.01);
  const auto three = rank_sets(equal, error);
  CHECK(three->critical == Approx(2.3939797998).epsilon(1e-10));
  CHECK(flat(three->ranks) == std::vector<std::int64_t>{1, 3, 1, 3, 1, 3});
  // For one system the correction is over its own comparisons only.
  const auto marginal = rank_sets(scores, errors, RankMethod::marginal);
  CHECK(marginal->critical == Approx(2.5758293035).epsilon(1e-10));
  CHECK(marginal->ranks[0].upper <= sets->ranks[0].upper);
}

TEST_CASE("rank sets that cannot be made are refused", "[compare]") {
  const std::vector<double> one{0.5};
  CHECK(rank_sets(one, one).error().code == Errc::too_few);
  CHECK(rank_sets(scores, one).error().code == Errc::length_mismatch);
  const std::vector<double> two{0.5, 0.6};
  const std::vector<double> none{0, 0};
  CHECK(rank_sets(two, none).error().code == Errc::zero_variance);
  const std::vector<double> half{0, 0.01};
  CHECK(rank_sets(two, half)->ranks[1].lower == 1);
  const std::vector<double> negative{0.1, -0.1};
  CHECK(rank_sets(two, negative).error().code == Errc::value_out_of_range);
  const std::vector<double> infinite{HUGE_VAL, 0};
  CHECK(rank_sets(infinite, half).error().argument == "estimates");
}

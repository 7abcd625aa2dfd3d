#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/parallel/strategies.hpp"

using namespace evenhand;
using namespace evenhand::parallel;

TEST_CASE("rules on given confidences", "[parallel][strategies][golden]") {
  const auto accepted = [](StrategyRule rule, double parameter, std::vector<double> confidences,
                           std::vector<double> entropies = {}) {
    const auto out = accepted_positions(rule, parameter, false, confidences, entropies);
    REQUIRE(out);
    return *out;
  };
  const auto paper = StrategyRule::factor;
  const auto code = StrategyRule::factor_code;
  CHECK(accepted(paper, .5, {.9, .9, .9}) == 3);
  CHECK(accepted(code, .5, {.9, .9, .9}) == 3);
  CHECK(accepted(paper, 1, {.99, .95, .6, .5}) == 2);
  CHECK(accepted(code, 1, {.99, .95, .6, .5}) == 2);
  CHECK(accepted(paper, 1, {.2, .1, .05}) == 1);
  CHECK(accepted(code, 1, {.2, .1, .05}) == 1);
  // The order of the input does not matter; the code's rule accepts a failing last rank.
  CHECK(accepted(paper, 1, {.6, .99, .5, .95}) == 2);
  CHECK(accepted(code, 1, {.99, .95, .1}) == 3);
  CHECK(accepted(code, 1, {.2, .1}) == 2);
  CHECK(accepted(code, 1, {.2}) == 1);
  const auto bounded = StrategyRule::entropy_bounded;
  const std::vector<double> c(4, .5);
  CHECK(accepted(bounded, .07, c, {.05, .02, .3, .9}) == 3);
  CHECK(accepted(bounded, .36, c, {.05, .02, .3, .9}) == 3);
  CHECK(accepted(bounded, .37, c, {.05, .02, .3, .9}) == 4);
  CHECK(accepted(bounded, .1, {.5, .5}, {2, 2}) == 1);
  CHECK(accepted(StrategyRule::threshold, .9, {.9, .95, .2}) == 1);
  CHECK(accepted(StrategyRule::threshold, .96, {.9, .95, .2}) == 1);
  CHECK(*accepted_positions(StrategyRule::threshold, .9, true, std::vector{.9, .95, .2}, {}) == 2);
  CHECK(accepted(StrategyRule::frechet, .3, {.9, .9, .9, .9}) == 3);
  CHECK(accepted(StrategyRule::frechet, 0, {1, 1, .9}) == 2);

  const auto refused = [](StrategyRule rule, double parameter, std::vector<double> confidences,
                          std::vector<double> entropies, Errc errc, std::string_view argument) {
    const auto out = accepted_positions(rule, parameter, false, confidences, entropies);
    REQUIRE(!out);
    CHECK(out.error().code == errc);
    CHECK(out.error().argument == argument);
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  refused(StrategyRule::top_k, 1, {.5}, {}, Errc::unsupported, "rule");
  refused(StrategyRule::fixed, 1, {.5}, {}, Errc::unsupported, "rule");
  refused(paper, 1, {}, {}, Errc::empty_sample, "confidences");
  refused(paper, 1, {1.5}, {}, Errc::rate_out_of_range, "confidences");
  refused(paper, 1, {nan}, {}, Errc::rate_out_of_range, "confidences");
  refused(paper, 0, {.5}, {}, Errc::value_out_of_range, "parameter");
  refused(StrategyRule::threshold, 1.5, {.5}, {}, Errc::value_out_of_range, "parameter");
  refused(bounded, -1, {.5}, {1}, Errc::value_out_of_range, "parameter");
  refused(bounded, 1, {.5}, {}, Errc::length_mismatch, "entropies");
  refused(bounded, 1, {.5}, {-1}, Errc::value_out_of_bounds, "entropies");
  refused(bounded, 1, {.5}, {nan}, Errc::value_out_of_bounds, "entropies");
}

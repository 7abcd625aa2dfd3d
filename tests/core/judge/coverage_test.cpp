/// Exact coverage and mean length of a closed form by full enumeration: checks the estimator and
/// the tools of the coverage study at once.
#include <array>

#include "../../coverage/simulation.hpp"
#include "evenhand/judge/correction.hpp"
#include "golden.hpp"

using namespace evenhand;
using namespace evenhand::judge;

TEST_CASE("lee2025 covers as published, by enumeration", "[judge][coverage][golden]") {
  struct Case {
    double theta, coverage, length;
  };
  constexpr std::array cases{Case{0, .9713, .0971},   Case{.05, .9515, .1398},
                             Case{.20, .9512, .1855}, Case{.50, .9508, .1540},
                             Case{.90, .9525, .1321}, Case{1, .9696, .0643}};
  constexpr double q0 = .7;
  constexpr double q1 = .9;
  constexpr double negligible = 1e-7;
  const auto specificity = coverage::binomial_probabilities(250, q0);
  const auto sensitivity = coverage::binomial_probabilities(250, q1);
  for (const auto& [theta, expected_coverage, expected_length] : cases) {
    const auto rate = coverage::binomial_probabilities(1000, theta * q1 + (1 - theta) * (1 - q0));
    double covered = 0;
    double length = 0;
    double total = 0;
    for (std::size_t y0 = 0; y0 <= 250; ++y0) {
      if (specificity[y0] < negligible) continue;
      for (std::size_t y1 = 0; y1 <= 250; ++y1) {
        if (specificity[y0] * sensitivity[y1] < negligible) continue;
        for (std::size_t x = 0; x <= 1000; ++x) {
          const double weight = specificity[y0] * sensitivity[y1] * rate[x];
          if (rate[x] < 1e-5) continue;
          const auto result =
              correct_external({{double(x), 1000}, {double(y1), 250}, {double(y0), 250}},
                               // Inside [0, 1] nothing but the closed form runs.
                               CorrectionMethod::lee2025);
          total += weight;
          length += weight * (result->upper - result->lower);
          if (result->lower <= theta && theta <= result->upper) covered += weight;
        }
      }
    }
    CAPTURE(theta);
    CHECK(total > 0.999);
    CHECK(covered / total == Approx(expected_coverage).margin(0.0008));
    CHECK(length / total == Approx(expected_length).margin(0.0003));
  }
}

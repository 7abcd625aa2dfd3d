/// Exact coverage and mean length by full enumeration: checks the estimators and the tools of the
/// coverage study at once.
#include <algorithm>
#include <array>
#include <vector>

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

namespace {

/// The default's interval for every table with x of n passed and m labels of each class.
class EveryTable {
 public:
  EveryTable(std::int64_t n, std::int64_t m, CorrectionMethod method) : n_(n), m_(m) {
    for (std::int64_t x = 0; x <= n; ++x) {
      for (std::int64_t y0 = 0; y0 <= m; ++y0) {
        for (std::int64_t y1 = 0; y1 <= m; ++y1) {
          all_.push_back(*correct_external({tally(x, n), tally(y1, m), tally(y0, m)}, method, {},
                                           /*gate=*/false));
        }
      }
    }
  }

  [[nodiscard]] const Correction& at(std::int64_t x, std::int64_t y0, std::int64_t y1) const {
    return all_[static_cast<std::size_t>((x * (m_ + 1) + y0) * (m_ + 1) + y1)];
  }

  struct Exact {
    double coverage = 0;
    double length = 0;
  };
  [[nodiscard]] Exact exact(double q0, double q1, double theta) const {
    const auto rate = coverage::binomial_probabilities(n_, theta * q1 + (1 - theta) * (1 - q0));
    const auto right = coverage::binomial_probabilities(m_, q1);
    const auto wrong = coverage::binomial_probabilities(m_, q0);
    Exact out;
    std::size_t i = 0;
    for (const double of_rate : rate) {
      for (const double of_wrong : wrong) {
        for (const double of_right : right) {
          const Correction& result = all_[i++];
          const double weight = of_rate * of_wrong * of_right;
          out.length += weight * (result.upper - result.lower);
          if (result.lower <= theta && theta <= result.upper) out.coverage += weight;
        }
      }
    }
    return out;
  }

 private:
  static Tally tally(std::int64_t count, std::int64_t total) {
    return {static_cast<double>(count), static_cast<double>(total)};
  }
  std::int64_t n_, m_;
  std::vector<Correction> all_;
};

}  // namespace

TEST_CASE("the default covers, by enumeration, and is shorter than Lang-Reiczigel",
          "[judge][coverage]") {
  double default_length = 0;
  double reference_length = 0;
  for (const auto& [n, m] : {std::pair{30, 10}, std::pair{60, 6}}) {
    const EveryTable ours(n, m, default_external_method);
    const EveryTable reference(n, m, CorrectionMethod::lr_truncated);
    double lowest = 1;
    for (const auto& [q0, q1] : {std::pair{.7, .9}, std::pair{.9, .9}, std::pair{.95, .75},
                                 std::pair{.75, .6}, std::pair{.99, .9}}) {
      for (const double theta : {0.0, .01, .05, .1, .3, .5, .7, .9, .95, .99, 1.0}) {
        const auto exact = ours.exact(q0, q1, theta);
        lowest = std::min(lowest, exact.coverage);
        default_length += exact.length;
        reference_length += reference.exact(q0, q1, theta).length;
      }
    }
    CAPTURE(n, m);
    CHECK(lowest > 0.94);
  }
  CHECK(default_length < 0.9 * reference_length);
}

TEST_CASE(
    "the default is never empty, inverted or of zero width, and mirrors, on every small table",
    "[judge][coverage]") {
  for (const auto& [n, m] : {std::pair{1, 1}, std::pair{7, 3}, std::pair{12, 5}}) {
    const EveryTable ours(n, m, default_external_method);
    for (int x = 0; x <= n; ++x) {
      for (int y0 = 0; y0 <= m; ++y0) {
        for (int y1 = 0; y1 <= m; ++y1) {
          const Correction& result = ours.at(x, y0, y1);
          const Correction& mirrored = ours.at(n - x, y1, y0);
          CAPTURE(x, n, y0, y1, m);
          REQUIRE(0 <= result.lower);
          REQUIRE(result.lower < result.upper);
          REQUIRE(result.upper <= 1);
          REQUIRE_FALSE(result.flags.has(Flag::boundary_rule));
          REQUIRE(mirrored.lower == Approx(1 - result.upper).margin(1e-12));
          REQUIRE(mirrored.upper == Approx(1 - result.lower).margin(1e-12));
        }
      }
    }
  }
}

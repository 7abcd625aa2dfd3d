#include "evenhand/compare/multiplicity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using compare::adjust_p_values;
using compare::Multiplicity;
using Values = std::vector<double>;

namespace {

const Values published{.012, .04, .001, .30, .04, .021, .0004};

void check_adjusted(Multiplicity method, const Values& expected) {
  const auto result = adjust_p_values(published, method);
  REQUIRE(result);
  CHECK(result->method == method);
  CHECK(result->comparisons == 7);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(text_of(method).name, i);
    CHECK(result->adjusted[i] == Approx(expected[i]).margin(1e-10).epsilon(0));
  }
}

}  // namespace

TEST_CASE("published adjusted p-values are reproduced", "[compare][golden]") {
  check_adjusted(Multiplicity::bonferroni, {.084, .28, .007, 1, .28, .147, .0028});
  check_adjusted(Multiplicity::holm, {.06, .12, .006, .3, .12, .084, .0028});
  check_adjusted(Multiplicity::hochberg, {.06, .08, .006, .3, .08, .08, .0028});
  check_adjusted(Multiplicity::bh, {.028, .0466666667, .0035, .3, .0466666667, .03675, .0028});
  check_adjusted(Multiplicity::by, {.0726, .121, .009075, .7778571429, .121, .0952875, .00726});
  CHECK(adjust_p_values(published)->method == Multiplicity::holm);
}

TEST_CASE("adjusted p-values keep the order, and the methods theirs", "[compare][property]") {
  SplitMix64 rng(2, "subsets");
  for (int repeat = 0; repeat < 200; ++repeat) {
    Values p(1 + rng.below(30));
    for (double& value : p) {
      value = repeat % 2 == 0 ? rng.uniform() * rng.uniform() : rng.below(5) / 20.0;
    }
    const auto comparisons =
        repeat % 3 == 0 ? static_cast<std::int64_t>(p.size()) + rng.below(9) : 0;
    const auto by_method = [&](Multiplicity method) {
      return adjust_p_values(p, method, comparisons)->adjusted;
    };
    const Values bonferroni = by_method(Multiplicity::bonferroni);
    const Values holm = by_method(Multiplicity::holm);
    const Values hochberg = by_method(Multiplicity::hochberg);
    const Values bh = by_method(Multiplicity::bh);
    const Values by = by_method(Multiplicity::by);
    CAPTURE(repeat);
    for (std::size_t i = 0; i < p.size(); ++i) {
      CHECK(bonferroni[i] >= holm[i]);
      CHECK(holm[i] >= hochberg[i]);
      CHECK(hochberg[i] >= bh[i] - 1e-15);
      CHECK(by[i] >= bh[i]);
      CHECK(bh[i] >= p[i]);
      CHECK(bonferroni[i] <= 1);
      for (std::size_t j = 0; j < p.size(); ++j) {
        if (p[i] > p[j]) continue;
        for (const Values* adjusted : {&holm, &hochberg, &bh, &by}) {
          CHECK((*adjusted)[i] <= (*adjusted)[j]);
        }
      }
    }
    // Ties get one value, and the order of the input does not matter.
    Values reversed(p.rbegin(), p.rend());
    Values again = adjust_p_values(reversed, Multiplicity::holm, comparisons)->adjusted;
    std::reverse(again.begin(), again.end());
    CHECK(again == holm);
  }
}

TEST_CASE("more comparisons than p-values may be corrected for", "[compare]") {
  const Values p{.01, .02};
  CHECK(adjust_p_values(p, Multiplicity::holm, 10)->adjusted == Values{.1, 9 * .02});
  CHECK(adjust_p_values(p, Multiplicity::bonferroni, 10)->adjusted == Values{.1, .2});
  CHECK(adjust_p_values(p, Multiplicity::bh, 10)->adjusted == Values{.1, .1});
  // The harmonic numbers meet where they stop being summed: 1e-4 apart.
  const Values tiny{1e-9};
  const double summed = adjust_p_values(tiny, Multiplicity::by, 10'000)->adjusted[0] / 1e-5;
  const double series = adjust_p_values(tiny, Multiplicity::by, 10'001)->adjusted[0] / 1.0001e-5;
  CHECK(summed == Approx(9.787606036044382).epsilon(1e-13));
  CHECK(series - summed == Approx(1 / 10'001.0).epsilon(1e-9));
  CHECK(std::isfinite(adjust_p_values(tiny, Multiplicity::by, max_count)->adjusted[0]));
}

TEST_CASE("one p-value stays as it is", "[compare]") {
  for (std::size_t m = 0; m < texts(Multiplicity{}).size(); ++m) {
    for (const double p : {0.0, 0.3, 1.0}) {
      CHECK(adjust_p_values(Values{p}, static_cast<Multiplicity>(m))->adjusted == Values{p});
    }
  }
}

TEST_CASE("what is no p-value is refused", "[compare]") {
  CHECK(adjust_p_values(Values{}).error().code == Errc::empty_sample);
  for (const double value : {-1e-9, 1.0000001, std::nan(""), HUGE_VAL}) {
    CHECK(adjust_p_values(Values{.1, value}).error().code == Errc::p_out_of_range);
    CHECK(adjust_p_values(Values{.1, value}).error().argument == "p");
  }
  const auto few = adjust_p_values(Values{.1, .2, .3}, Multiplicity::holm, 2);
  CHECK(few.error().code == Errc::value_out_of_range);
  CHECK(few.error().argument == "comparisons");
  CHECK(few.error().limit == 3);
  CHECK(adjust_p_values(Values{.1}, Multiplicity::holm, -1).error().code == Errc::not_integer);
}

/// Agreement of two raters and of many: what the definitions promise.
#include "evenhand/judge/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

const AgreementCoefficient& of(const Agreement& agreement, AgreementStatistic statistic) {
  for (const AgreementCoefficient& coefficient : agreement.coefficients) {
    if (coefficient.statistic == statistic) return coefficient;
  }
  FAIL("no such coefficient");
  return agreement.coefficients.front();
}

std::vector<double> random_table(SplitMix64& rng, std::size_t classes) {
  std::vector<double> table(classes * classes);
  for (double& count : table) count = rng.below(3) == 0 ? 0 : rng.below(40);
  table[0] += 1;
  return table;
}

/// The table with row i and column j moved to to[i] and to[j].
std::vector<double> renamed(const std::vector<double>& table, const std::vector<std::size_t>& to) {
  std::vector<double> out(table.size());
  for (std::size_t i = 0; i < to.size(); ++i) {
    for (std::size_t j = 0; j < to.size(); ++j)
      out[to[i] * to.size() + to[j]] = table[i * to.size() + j];
  }
  return out;
}

void check_equal(const AgreementCoefficient& a, const AgreementCoefficient& b) {
  REQUIRE(a.estimate.has_value() == b.estimate.has_value());
  if (!a.estimate) return;
  CHECK(*a.estimate == Approx(*b.estimate).margin(1e-12));
  CHECK(*a.standard_error == Approx(*b.standard_error).margin(1e-12));
  CHECK(a.interval->lower == Approx(b.interval->lower).margin(1e-12));
  CHECK(a.interval->upper == Approx(b.interval->upper).margin(1e-12));
}

/// Ratings of units by some raters, a few of them missing.
struct Panel {
  std::vector<std::int32_t> unit;
  std::vector<double> value;
  [[nodiscard]] Ratings view() const { return {unit, value}; }
};

Panel random_panel(SplitMix64& rng, std::int32_t units, std::uint32_t raters, double missing) {
  Panel out;
  for (std::int32_t unit = 0; unit < units; ++unit) {
    const double truth = 1 + rng.below(5);
    for (std::uint32_t rater = 0; rater < raters; ++rater) {
      if (rng.uniform() < missing) continue;
      out.unit.push_back(unit);
      out.value.push_back(rng.uniform() < 0.6 ? truth : 1 + rng.below(5));
    }
  }
  return out;
}

double alpha(const Panel& panel, AlphaMetric metric) {
  const auto result = krippendorff_alpha(panel.view(), metric, {}, 1, 99);
  REQUIRE(result);
  REQUIRE(result->estimate);
  return *result->estimate;
}

}  // namespace

TEST_CASE("perfect agreement is 1 in every coefficient, with a limit below it",
          "[judge][property]") {
  SplitMix64 rng(71, "test");
  for (std::size_t classes = 2; classes < 7; ++classes) {
    std::vector<double> table(classes * classes);
    for (std::size_t k = 0; k < classes; ++k) table[k * classes + k] = 1 + rng.below(30);
    const auto result = rater_agreement(table);
    REQUIRE(result);
    CHECK(result->coefficients.size() == (classes == 2 ? 4 : 5));
    for (const AgreementCoefficient& coefficient : result->coefficients) {
      CHECK(*coefficient.estimate == Approx(1).epsilon(1e-12));
      CHECK(*coefficient.standard_error == Approx(0).margin(1e-8));
      CHECK(coefficient.interval->upper == 1);
      CHECK(coefficient.interval->lower < 1);
    }
  }
}

TEST_CASE("it does not matter which rater comes first, nor what classes are called",
          "[judge][property]") {
  SplitMix64 rng(72, "test");
  for (int repeat = 0; repeat < 200; ++repeat) {
    const std::size_t classes = 2 + rng.below(4);
    const std::vector<double> table = random_table(rng, classes);
    std::vector<double> turned(table.size());
    for (std::size_t i = 0; i < classes; ++i) {
      for (std::size_t j = 0; j < classes; ++j) turned[j * classes + i] = table[i * classes + j];
    }
    const auto plain = rater_agreement(table);
    const auto transposed = rater_agreement(turned);
    for (std::size_t c = 0; c < plain->coefficients.size(); ++c) {
      check_equal(plain->coefficients[c], transposed->coefficients[c]);
    }
    CHECK(plain->row_shares == transposed->column_shares);

    std::vector<std::size_t> to(classes);
    std::iota(to.begin(), to.end(), std::size_t{0});
    std::reverse(to.begin(), to.end());
    // From the other end of the scale all coefficients are the same, in any order the unweighted.
    const auto reversed = rater_agreement(renamed(table, to));
    for (std::size_t c = 0; c < plain->coefficients.size(); ++c) {
      check_equal(plain->coefficients[c], reversed->coefficients[c]);
    }
    rng.sample_to_front(std::span(to), classes);
    const auto other = rater_agreement(renamed(table, to));
    for (const auto statistic : {AgreementStatistic::cohen_kappa, AgreementStatistic::scott_pi,
                                 AgreementStatistic::gwet_ac1}) {
      check_equal(of(*plain, statistic), of(*other, statistic));
    }
  }
}

TEST_CASE("limits contain the coefficient and stay within [-1, 1]", "[judge][property]") {
  SplitMix64 rng(73, "test");
  for (int repeat = 0; repeat < 500; ++repeat) {
    const auto result = rater_agreement(random_table(rng, 2 + rng.below(4)));
    REQUIRE(result);
    for (const AgreementCoefficient& coefficient : result->coefficients) {
      CHECK(coefficient.estimate.has_value() != coefficient.reason.has_value());
      if (!coefficient.estimate) continue;
      CHECK(coefficient.interval->lower >= -1);
      CHECK(coefficient.interval->upper <= 1);
      CHECK(coefficient.interval->lower <= *coefficient.estimate);
      CHECK(coefficient.interval->upper >= *coefficient.estimate);
      CHECK(coefficient.interval->lower < coefficient.interval->upper);
    }
  }
}

TEST_CASE("of two classes kappa is never further from 0 than the correlation, and has its sign",
          "[judge][property]") {
  SplitMix64 rng(74, "test");
  for (int repeat = 0; repeat < 300; ++repeat) {
    const auto result = rater_agreement(random_table(rng, 2));
    const auto& kappa = of(*result, AgreementStatistic::cohen_kappa);
    const auto& phi = of(*result, AgreementStatistic::mcc);
    if (!phi.estimate) continue;
    CHECK(std::abs(*kappa.estimate) <= std::abs(*phi.estimate) + 1e-12);
    CHECK(*kappa.estimate * *phi.estimate >= 0);
    // J is the difference of two shares; phi its geometric mean with the one by verdict.
    CHECK(result->youden->estimate * *phi.estimate >= -1e-15);
  }
}

TEST_CASE("kappa alone misleads where nearly all is of one class", "[judge]") {
  const auto result = rater_agreement(std::vector<double>{118, 5, 2, 0});
  CHECK(result->agreement.estimate == Approx(.944));
  CHECK(*of(*result, AgreementStatistic::cohen_kappa).estimate < 0);
  CHECK(*of(*result, AgreementStatistic::gwet_ac1).estimate > .9);
}

TEST_CASE("constant ratings have no coefficient but raw agreement", "[judge]") {
  const auto result = rater_agreement(std::vector<double>{0, 0, 0, 9});
  CHECK(result->agreement.estimate == 1);
  for (const auto statistic :
       {AgreementStatistic::cohen_kappa, AgreementStatistic::scott_pi, AgreementStatistic::mcc}) {
    CHECK(!of(*result, statistic).estimate);
    CHECK(of(*result, statistic).reason == AgreementReason::constant_ratings);
  }
  CHECK(*of(*result, AgreementStatistic::gwet_ac1).estimate == 1);
  CHECK(!result->sensitivity);
  CHECK(!result->youden);
  // One constant rater leaves kappa at 0.
  CHECK(*of(*rater_agreement(std::vector<double>{3, 7, 0, 0}), AgreementStatistic::cohen_kappa)
             .estimate == Approx(0).margin(1e-15));
}

TEST_CASE("bad tables are refused", "[judge]") {
  const auto code = [](std::vector<double> table, Level level = {}) {
    return rater_agreement(table, level).error().code;
  };
  CHECK(code({1, 2, 3}) == Errc::too_few);
  CHECK(code({1, 2, 3, 4, 5}) == Errc::length_mismatch);
  CHECK(code(std::vector<double>(101 * 101, 1)) == Errc::value_out_of_range);
  CHECK(code({1, std::nan(""), 3, 4}) == Errc::not_finite);
  CHECK(code({1, HUGE_VAL, 3, 4}) == Errc::not_finite);
  CHECK(code({1, 2.5, 3, 4}) == Errc::not_integer);
  CHECK(code({0x1p53, 2, 3, 4}) == Errc::not_integer);
  CHECK(code({0, 0, 0, 0}) == Errc::empty_sample);
  CHECK(code({1, 2, 3, 4}, Level{0.4}) == Errc::level_out_of_range);
}

TEST_CASE("alpha of perfect agreement is 1 in every metric", "[judge]") {
  const Panel perfect{{0, 0, 1, 1, 1, 2, 2}, {1, 1, 2, 2, 2, 5, 5}};
  for (const auto metric :
       {AlphaMetric::nominal, AlphaMetric::ordinal, AlphaMetric::interval, AlphaMetric::ratio}) {
    CHECK(alpha(perfect, metric) == 1);
  }
}

TEST_CASE("alpha keeps what its metric keeps", "[judge][property]") {
  SplitMix64 rng(75, "test");
  for (int repeat = 0; repeat < 60; ++repeat) {
    const Panel panel = random_panel(rng, 20, 4, 0.25);
    const auto changed = [&](auto change) {
      Panel out = panel;
      for (double& value : out.value) value = change(value);
      return out;
    };
    // Any names; any rising map; any unit and origin; any unit.
    CHECK(alpha(changed([](double v) { return std::fmod(3 * v, 7); }), AlphaMetric::nominal) ==
          Approx(alpha(panel, AlphaMetric::nominal)).margin(1e-12));
    CHECK(alpha(changed([](double v) { return std::exp(v); }), AlphaMetric::ordinal) ==
          Approx(alpha(panel, AlphaMetric::ordinal)).margin(1e-12));
    CHECK(alpha(changed([](double v) { return 7 - 0.3 * v; }), AlphaMetric::interval) ==
          Approx(alpha(panel, AlphaMetric::interval)).margin(1e-12));
    CHECK(alpha(changed([](double v) { return 11 * v; }), AlphaMetric::ratio) ==
          Approx(alpha(panel, AlphaMetric::ratio)).margin(1e-12));
  }
}

TEST_CASE("alpha does not see the order of ratings, its resamples included", "[judge][property]") {
  SplitMix64 rng(76, "test");
  for (const auto metric :
       {AlphaMetric::nominal, AlphaMetric::ordinal, AlphaMetric::interval, AlphaMetric::ratio}) {
    const Panel panel = random_panel(rng, 25, 3, 0.2);
    std::vector<std::size_t> order(panel.unit.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    rng.sample_to_front(std::span(order), order.size());
    Panel mixed;
    for (const std::size_t i : order) {
      mixed.unit.push_back(panel.unit[i]);
      mixed.value.push_back(panel.value[i]);
    }
    const auto one = krippendorff_alpha(panel.view(), metric, {}, 3, 199);
    const auto other = krippendorff_alpha(mixed.view(), metric, {}, 3, 199);
    CHECK(*one->estimate == *other->estimate);
    CHECK(one->interval->lower == other->interval->lower);
    CHECK(one->interval->upper == other->interval->upper);
    CHECK(one->interval->lower <= one->interval->upper);
    CHECK(krippendorff_alpha(panel.view(), metric, {}, 4, 199)->interval->lower !=
          one->interval->lower);
  }
}

TEST_CASE("of two raters Fleiss' kappa is Scott's pi, and alpha next to it", "[judge][property]") {
  SplitMix64 rng(77, "test");
  for (int repeat = 0; repeat < 60; ++repeat) {
    const Panel panel = random_panel(rng, 30, 2, 0);
    std::vector<double> table(25);
    for (std::size_t i = 0; i < panel.unit.size(); i += 2) {
      const auto class_of = [&](std::size_t at) {
        return static_cast<std::size_t>(panel.value[at]) - 1;
      };
      ++table[class_of(i) * 5 + class_of(i + 1)];
    }
    const auto agreement = rater_agreement(table);
    const double pi = *of(*agreement, AgreementStatistic::scott_pi).estimate;
    const auto fleiss = fleiss_kappa(panel.view());
    CHECK(*fleiss->estimate == Approx(pi).margin(1e-12));
    CHECK(fleiss->agreement == Approx(agreement->agreement.estimate));
    CHECK(alpha(panel, AlphaMetric::nominal) == Approx(1 - (1 - pi) * 59 / 60).margin(1e-12));
  }
}

TEST_CASE("ratings that no other can be compared with are counted", "[judge]") {
  const Panel alone{{0, 0, 7, 3, 3}, {1, 2, 9, 1, 1}};
  const auto result = krippendorff_alpha(alone.view());
  CHECK(result->units == 2);
  CHECK(result->ratings == 4);
  CHECK(result->left_out == 1);
  CHECK(result->undefined > 0);  // draws of the second unit only
  CHECK(fleiss_kappa(alone.view()).error().code == Errc::incomplete_matrix);
  const Panel constant{{0, 0, 1, 1}, {4, 4, 4, 4}};
  CHECK(krippendorff_alpha(constant.view())->reason == AgreementReason::constant_ratings);
  CHECK(fleiss_kappa(constant.view())->reason == AgreementReason::constant_ratings);
  const Panel bad{{0, 0}, {1, std::nan("")}};
  CHECK(krippendorff_alpha(bad.view()).error().code == Errc::not_finite);
  CHECK(fleiss_kappa(bad.view()).error().argument == "value");
}

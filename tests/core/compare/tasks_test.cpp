#include "evenhand/compare/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "evenhand/compare/multiplicity.hpp"
#include "evenhand/compare/signed_tests.hpp"

using namespace evenhand;
using compare::cochran_q;
using compare::friedman_from_ranks;
using compare::friedman_test;
using Values = std::vector<double>;

namespace {

const Values published{.71, .70, .66, .60, .52, .55, .52, .41, .83, .80, .79, .80,
                       .64, .66, .61, .58, .90, .88, .88, .85, .47, .45, .40, .43};

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Chi-square with one and two degrees of freedom need no special function.
double chi_square_1(double x) { return std::erfc(std::sqrt(x / 2)); }

}  // namespace

TEST_CASE("the published comparison of four models on six tasks is reproduced",
          "[compare][golden]") {
  const auto result = friedman_test(published, 4);
  REQUIRE(result);
  CHECK(result->tasks == 6);
  CHECK(result->systems == 4);
  const Values ranks{1.4166666667, 1.8333333333, 3.1666666667, 3.5833333333};
  for (std::size_t j = 0; j < 4; ++j) {
    CHECK(result->average_ranks[j] == Approx(ranks[j]).margin(1e-10));
  }
  CHECK(result->uncorrected.chi_square == Approx(11.65).epsilon(1e-14));
  CHECK(result->uncorrected.p == Approx(.0086835365).margin(1e-10));
  CHECK(*result->uncorrected.f == Approx(9.1732283465).margin(1e-10));
  CHECK(result->uncorrected.f_p == Approx(.0010862086).margin(1e-10));
  REQUIRE(result->tie_corrected);
  CHECK(result->tie_corrected->chi_square == Approx(12.2631578947).margin(1e-10));
  CHECK(result->tie_corrected->p == Approx(.0065339689).margin(1e-10));
  CHECK(*result->tie_corrected->f == Approx(10.6880733945).margin(1e-10));
  CHECK(result->tie_corrected->f_p == Approx(.0005181671).margin(1e-10));
  CHECK(result->kendall_w == Approx(.6812865497).margin(1e-10));
  CHECK(result->critical_difference == Approx(1.9148432302).margin(1e-10));
  CHECK(friedman_test(published, 4, Level{0.9})->critical_difference ==
        Approx(1.7078651157).margin(1e-10));
  CHECK(result->bonferroni_dunn ==
        Approx(*compare::bonferroni_dunn_quantile(4) * std::sqrt(20 / 36.0)));
  CHECK(result->notes.bits() == 0);
}

TEST_CASE("published average ranks are tested as printed", "[compare][golden]") {
  const Values ranks{44 / 14.0, 28 / 14.0, 40.5 / 14, 27.5 / 14};
  const auto result = friedman_from_ranks(ranks, 14);
  REQUIRE(result);
  CHECK(result->uncorrected.chi_square == Approx(9.2785714286).margin(1e-10));
  CHECK(*result->uncorrected.f == Approx(3.6863130321).margin(1e-10));
  CHECK(result->uncorrected.f_p == Approx(.0198230062).margin(1e-10));
  CHECK(result->critical_difference == Approx(1.2535591).margin(1e-7));
  CHECK(friedman_from_ranks(ranks, 14, Level{0.9})->critical_difference ==
        Approx(1.1180602).margin(1e-7));
  CHECK_FALSE(result->tie_corrected);
  CHECK(result->pairs.empty());
  CHECK(result->kendall_w == Approx(result->uncorrected.chi_square / (14 * 3)));
  // With two decimals, as printed in papers, the statistic moves little: deviations are squared.
  const auto rounded = friedman_from_ranks(Values{3.14, 2.00, 2.89, 1.96}, 14);
  CHECK(rounded->uncorrected.chi_square == Approx(9.2785714286).margin(0.1));
}

TEST_CASE("published quantiles of Nemenyi and of Bonferroni and Dunn are reproduced",
          "[compare][golden]") {
  // k = 8 is printed as 3.030879, from an approximation; summed finely it is 3.0308784496144.
  const Values at_95{1.959964, 2.343701, 2.569032, 2.727774, 2.849705,
                     2.948320, 3.030878, 3.101730, 3.163684};
  const Values at_90{1.644854, 2.052293, 2.291341, 2.459516, 2.588521,
                     2.692732, 2.779884, 2.854606, 2.919889};
  for (std::size_t i = 0; i < at_95.size(); ++i) {
    const auto k = static_cast<std::int64_t>(i + 2);
    CHECK(*compare::nemenyi_quantile(k) == Approx(at_95[i]).margin(5.1e-7).epsilon(0));
    CHECK(*compare::nemenyi_quantile(k, Level{0.9}) == Approx(at_90[i]).margin(5.1e-7).epsilon(0));
  }
  const Values control{1.9600, 2.2414, 2.3940, 2.4977, 2.5758};
  for (std::size_t i = 0; i < control.size(); ++i) {
    CHECK(*compare::bonferroni_dunn_quantile(static_cast<std::int64_t>(i + 2)) ==
          Approx(control[i]).margin(5.1e-5).epsilon(0));
  }
}

TEST_CASE("Nemenyi's quantile holds up at every level and number of systems",
          "[compare][property]") {
  for (const double level : {0.5, 0.8, 0.95, 0.999, 1 - 1e-9, 1 - 1e-13}) {
    double last = 0;
    for (const std::int64_t k : {2, 3, 5, 20, 100, 1'000, 100'000}) {
      const auto q = compare::nemenyi_quantile(k, Level{level});
      CAPTURE(level, k);
      REQUIRE(q);
      CHECK(*q > last);
      last = *q;
      // Two systems are one normal difference; all pairs together cost at most what Bonferroni
      // takes for them.
      const double pairs = static_cast<double>(k) * static_cast<double>(k - 1) / 2;
      const double tail = std::erfc(*q / std::sqrt(2));
      if (k == 2) CHECK(tail == Approx(1 - level).epsilon(1e-11));
      CHECK(tail <= (1 - level) * (1 + 1e-11));
      CHECK(tail * pairs >= (1 - level) * (1 - 1e-9));
    }
  }
  CHECK(compare::nemenyi_quantile(max_count));
  CHECK(compare::bonferroni_dunn_quantile(max_count));
}

TEST_CASE("pairs are Wilcoxon tests with Holm's correction", "[compare]") {
  const auto result = friedman_test(published, 4);
  REQUIRE(result->pairs.size() == 6);
  Values p;
  std::size_t index = 0;
  for (std::int64_t a = 0; a < 4; ++a) {
    for (std::int64_t b = a + 1; b < 4; ++b, ++index) {
      const auto& pair = result->pairs[index];
      CHECK(pair.a == a);
      CHECK(pair.b == b);
      // In hundredths there are no rounding errors to lose ties to.
      Values differences;
      for (std::size_t row = 0; row < 6; ++row) {
        const auto at = [&](std::int64_t j) {
          return std::round(100 * published[row * 4 + static_cast<std::size_t>(j)]);
        };
        differences.push_back(at(a) - at(b));
      }
      const auto test = compare::wilcoxon_signed_rank(differences);
      CAPTURE(a, b);
      CHECK(pair.p == test->p);
      CHECK(pair.statistic == test->statistic);
      CHECK(pair.non_zero == test->non_zero);
      CHECK(pair.exact);
      p.push_back(pair.p);
    }
  }
  const auto adjusted = compare::adjust_p_values(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(result->pairs[i].p_adjusted == adjusted->adjusted[i]);
  }
  // The pair of the first two does not depend on who else takes part; Nemenyi's bound does.
  Values without_last;
  for (std::size_t i = 0; i < published.size(); ++i) {
    if (i % 4 != 3) without_last.push_back(published[i]);
  }
  const auto smaller = friedman_test(without_last, 3);
  CHECK(smaller->pairs[0].p == result->pairs[0].p);
  CHECK(smaller->critical_difference < result->critical_difference);
}

TEST_CASE("small differences of large scores keep their ties", "[compare]") {
  // Differences of .01, .02, ... of scores near 1000 differ from each other by 1e-13.
  const Values far{1000.01, 1000, 1000.02, 1000.03, 1000.03, 1000.01,
                   999.98,  1000, 1000.05, 1000.03, 1000.04, 1000.06};
  const Values whole{1, 0, 2, 3, 3, 1, -2, 0, 5, 3, 4, 6};
  CHECK(friedman_test(far, 2)->pairs[0].p == friedman_test(whole, 2)->pairs[0].p);
  CHECK(friedman_test(far, 2)->pairs[0].statistic == friedman_test(whole, 2)->pairs[0].statistic);
}

TEST_CASE("Friedman's test follows a permutation of systems and ignores that of tasks",
          "[compare][property]") {
  SplitMix64 rng(8, "subsets");
  for (int repeat = 0; repeat < 30; ++repeat) {
    const std::size_t k = 2 + rng.below(5);
    const std::size_t n = 2 + rng.below(9);
    Values scores(k * n);
    for (double& score : scores) score = rng.below(6) / 10.0;
    const auto systems = static_cast<std::int64_t>(k);
    const auto result = friedman_test(scores, systems);
    if (!result) {
      CHECK(result.error().code == Errc::constant_input);
      continue;
    }
    CAPTURE(repeat, k, n);
    double sum = 0;
    for (const double rank : result->average_ranks) sum += rank;
    CHECK(sum == Approx(static_cast<double>(k * (k + 1)) / 2));
    CHECK(result->tie_corrected->chi_square >= result->uncorrected.chi_square);
    CHECK(result->kendall_w >= 0);
    CHECK(result->kendall_w <= 1);

    Values rotated;  // first task last
    rotated.assign(scores.begin() + static_cast<std::ptrdiff_t>(k), scores.end());
    rotated.insert(rotated.end(), scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(k));
    const auto moved = friedman_test(rotated, systems);
    CHECK(moved->tie_corrected->chi_square == result->tie_corrected->chi_square);
    CHECK(moved->pairs[0].p == result->pairs[0].p);

    Values reversed;  // systems in reverse, scores negated: ranks mirror twice
    for (std::size_t row = 0; row < n; ++row) {
      for (std::size_t j = k; j-- > 0;) reversed.push_back(-scores[row * k + j]);
    }
    const auto mirrored = friedman_test(reversed, systems);
    CHECK(mirrored->uncorrected.chi_square == Approx(result->uncorrected.chi_square));
    for (std::size_t j = 0; j < k; ++j) {
      CHECK(mirrored->average_ranks[k - 1 - j] ==
            Approx(static_cast<double>(k + 1) - result->average_ranks[j]));
    }
    // From its own average ranks the uncorrected test comes out the same.
    const auto again = friedman_from_ranks(result->average_ranks, static_cast<std::int64_t>(n));
    REQUIRE(again);
    CHECK(again->uncorrected.chi_square == Approx(result->uncorrected.chi_square).margin(1e-12));
  }
}

TEST_CASE("perfect agreement has no F, and says so", "[compare]") {
  const auto perfect = friedman_test(Values{3, 2, 1, 9, 8, 7, .3, .2, .1}, 3);
  REQUIRE(perfect);
  CHECK(perfect->uncorrected.chi_square == 6);
  CHECK(perfect->uncorrected.p == Approx(std::exp(-3)));
  CHECK_FALSE(perfect->uncorrected.f);
  CHECK(perfect->uncorrected.f_p == 0);
  CHECK_FALSE(perfect->tie_corrected->f);
  CHECK(perfect->kendall_w == 1);
  CHECK(perfect->notes.has(Note::perfect_agreement));
  // The same ties everywhere agree perfectly, too, once ties are corrected for.
  const auto tied = friedman_test(Values{2, 2, 1, 5, 5, 3}, 3);
  CHECK(tied->uncorrected.f);
  CHECK_FALSE(tied->tie_corrected->f);
  CHECK(tied->tie_corrected->f_p == 0);
  CHECK(tied->tie_corrected->chi_square == 4);
  CHECK(tied->kendall_w == 1);
  const auto ranks = friedman_from_ranks(Values{1, 2, 3}, 5);
  CHECK_FALSE(ranks->uncorrected.f);
  CHECK(ranks->notes.has(Note::perfect_agreement));
}

TEST_CASE("two systems are sent to their Wilcoxon test", "[compare]") {
  const auto result = friedman_test(Values{5, 1, 6, 2, 3, 4, 9, 1}, 2);
  REQUIRE(result);
  CHECK(result->notes.has(Note::two_systems));
  REQUIRE(result->pairs.size() == 1);
  CHECK(result->pairs[0].p == compare::wilcoxon_signed_rank(Values{4, 4, -1, 8})->p);
  CHECK(result->pairs[0].p_adjusted == result->pairs[0].p);
  // Friedman's statistic is then that of the sign test: (3 - 1)^2 / 4.
  CHECK(result->uncorrected.chi_square == Approx(1));
}

TEST_CASE("tables that cannot be ranked are refused", "[compare]") {
  const auto refusal = [](const Values& scores, std::int64_t systems, Level level = {}) {
    const auto result = friedman_test(scores, systems, level);
    REQUIRE_FALSE(result);
    return result.error();
  };
  CHECK(refusal({}, 3).code == Errc::empty_sample);
  CHECK(refusal({1, 2, 3}, 1).code == Errc::too_few);
  CHECK(refusal({1, 2, 3}, 1).argument == "systems");
  CHECK(refusal({1, 2, 3}, -5).limit == 2);
  CHECK(refusal({1, 2, 3}, 1'001).code == Errc::value_out_of_range);
  CHECK(refusal({1, 2, 3, 4, 5}, 3).code == Errc::incomplete_matrix);
  CHECK(refusal({1, 2, 3}, 3).code == Errc::too_few);
  CHECK(refusal({1, 2, 3}, 3).argument == "scores");
  CHECK(refusal({1, 2, missing, 4}, 2).code == Errc::incomplete_matrix);
  CHECK(refusal({1, 2, HUGE_VAL, 4}, 2).code == Errc::not_finite);
  CHECK(refusal({1, 1, 2, 2}, 2).code == Errc::constant_input);
  CHECK(refusal({.3, .1 + .2, 2, 2}, 2).code == Errc::constant_input);
  CHECK(refusal({1, 2, 2, 1}, 2, Level{2}).argument == "level");

  const auto ranks = [](const Values& average, std::int64_t tasks) {
    const auto result = friedman_from_ranks(average, tasks);
    REQUIRE_FALSE(result);
    return result.error();
  };
  CHECK(ranks({}, 5).code == Errc::empty_sample);
  CHECK(ranks({1}, 5).code == Errc::too_few);
  CHECK(ranks({1, 2}, 1).argument == "tasks");
  CHECK(ranks({1, 2}, -1).code == Errc::not_integer);
  CHECK(ranks({1, missing}, 5).code == Errc::not_finite);
  CHECK(ranks({.5, 2.5}, 5).code == Errc::value_out_of_bounds);
  CHECK(ranks({1, 1.2, 1.3}, 5).argument == "averageRanks");        // sums to 3.5, not 6
  CHECK(ranks({1, 1, 4, 4}, 5).code == Errc::value_out_of_bounds);  // no table has these
  CHECK(compare::nemenyi_quantile(1).error().code == Errc::too_few);
  CHECK(compare::nemenyi_quantile(-1).error().code == Errc::not_integer);
  CHECK(compare::nemenyi_quantile(3, Level{1}).error().argument == "level");
  CHECK(compare::bonferroni_dunn_quantile(0).error().argument == "systems");
}

TEST_CASE("ends of the range of doubles do no harm to ranks", "[compare]") {
  const Values huge{1e308, -1.7e308, 1.7e308, 1, -1e300, 1e300};
  const Values small{5, 1, 6, 4, 2, 7};
  const auto result = friedman_test(huge, 3);
  REQUIRE(result);
  CHECK(result->average_ranks == friedman_test(small, 3)->average_ranks);
  for (const auto& pair : result->pairs) CHECK(std::isfinite(pair.p));
  CHECK(friedman_from_ranks(Values{1.4, 1.6}, max_count));
}

TEST_CASE("Cochran's Q of two systems is McNemar's chi-square", "[compare]") {
  // b = 21, c = 11: (b - c)^2 / (b + c).
  Values scores;
  const auto add = [&scores](int times, const Values& row) {
    for (int i = 0; i < times; ++i) scores.insert(scores.end(), row.begin(), row.end());
  };
  add(74, {1, 1});
  add(21, {1, 0});
  add(11, {0, 1});
  add(34, {0, 0});
  const auto pair = cochran_q(scores, 2);
  REQUIRE(pair);
  CHECK(pair->statistic == Approx(100 / 32.0).epsilon(1e-14));
  CHECK(pair->df == 1);
  CHECK(pair->p == Approx(chi_square_1(100 / 32.0)).epsilon(1e-12));
  CHECK(pair->items == 140);
  CHECK(pair->discordant == 32);
}

TEST_CASE("Cochran's Q follows its formula", "[compare][golden]") {
  // The leaderboard of the specification's section 12: patterns (A B C) and their counts.
  Values scores;
  const auto add = [&scores](int times, const Values& row) {
    for (int i = 0; i < times; ++i) scores.insert(scores.end(), row.begin(), row.end());
  };
  add(60, {1, 1, 1});
  add(14, {1, 1, 0});
  add(9, {1, 0, 1});
  add(6, {0, 1, 1});
  add(12, {1, 0, 0});
  add(5, {0, 1, 0});
  add(4, {0, 0, 1});
  add(30, {0, 0, 0});
  const auto result = cochran_q(scores, 3);
  REQUIRE(result);
  // Column totals 95, 85, 79; 60 rows of 3, 29 of 2, 21 of 1.
  const double above = 2 * (3 * (95.0 * 95 + 85.0 * 85 + 79.0 * 79) - 259.0 * 259);
  const double below = 3 * 259.0 - (60 * 9 + 29 * 4 + 21);
  CHECK(result->statistic == Approx(above / below).epsilon(1e-14));
  CHECK(result->p == Approx(std::exp(-above / below / 2)).epsilon(1e-12));  // 2 df
  CHECK(result->df == 2);
  CHECK(result->systems == 3);
  CHECK(result->discordant == 50);

  CHECK(cochran_q(Values{1, 1, 0, 0}, 2).error().code == Errc::no_discordant_items);
  CHECK(cochran_q(Values{1, 0.5}, 2).error().code == Errc::not_binary);
  CHECK(cochran_q(Values{1, missing}, 2).error().code == Errc::incomplete_matrix);
  CHECK(cochran_q(Values{1, 0, 1}, 2).error().code == Errc::incomplete_matrix);
  CHECK(cochran_q(Values{}, 2).error().code == Errc::empty_sample);
  CHECK(cochran_q(Values{1, 0}, 1).error().code == Errc::too_few);
  // One item can differ, too; nobody is better twice over.
  CHECK(cochran_q(Values{1, 0, 0, 1}, 2)->statistic == 0);
  CHECK(cochran_q(Values{1, 0, 0, 1}, 2)->p == 1);
}

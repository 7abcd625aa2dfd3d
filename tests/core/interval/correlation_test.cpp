#include "evenhand/interval/correlation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using interval::correlation;
using interval::CorrelationMethod;
using interval::partial_correlation;
using Values = std::vector<double>;

namespace {

const Values tuna_x{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
const Values tuna_y{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
const Values tied_x{.62, .71, .55, .80, .71, .66, .49, .75};
const Values tied_y{31, 44, 30, 52, 40, 40, 28, 47};

int sign(double value) { return (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0); }

/// Concordant less discordant pairs, by looking at every pair.
double balance(const Values& x, const Values& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) sum += sign(x[i] - x[j]) * sign(y[i] - y[j]);
  }
  return sum;
}

Values midranks(const Values& values) {
  Values ranks;
  for (const double a : values) {
    double rank = 0.5;
    for (const double b : values) rank += b < a ? 1 : (b == a ? 0.5 : 0);
    ranks.push_back(rank);
  }
  return ranks;
}

/// Share of the permutations of y with a statistic as far from zero, all of them in turn.
template <class Statistic>
double permutation_share(const Values& x, Values y, Statistic statistic) {
  const double observed = std::abs(statistic(x, y));
  std::vector<std::size_t> order(y.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  double count = 0;
  double all = 0;
  do {
    Values permuted;
    for (const std::size_t i : order) permuted.push_back(y[i]);
    count += std::abs(statistic(x, permuted)) >= observed - 1e-9 ? 1 : 0;
    ++all;
  } while (std::next_permutation(order.begin(), order.end()));
  return count / all;
}

const CorrelationMethod every_method[] = {CorrelationMethod::pearson, CorrelationMethod::spearman,
                                          CorrelationMethod::kendall_b,
                                          CorrelationMethod::kendall_a};

}  // namespace

TEST_CASE("the published correlations of tuna are reproduced", "[interval][golden]") {
  const auto spearman = correlation(tuna_x, tuna_y);
  REQUIRE(spearman);
  CHECK(spearman->method == CorrelationMethod::spearman);
  CHECK(spearman->estimate == Approx(.6).epsilon(1e-14));
  CHECK(*spearman->p == Approx(35126 / 362880.0).epsilon(1e-15));
  CHECK(*spearman->p == Approx(.0967978395).margin(1e-10));
  CHECK(spearman->exact);
  REQUIRE(spearman->limits);
  CHECK(spearman->limits->lower == Approx(-.1742440698).margin(1e-10));
  CHECK(spearman->limits->upper == Approx(.9157978790).margin(1e-10));
  CHECK(spearman->n == 9);
  CHECK(spearman->notes.has(Note::small_sample));
  CHECK_FALSE(spearman->refusal);

  const auto kendall = correlation(tuna_x, tuna_y, CorrelationMethod::kendall_b);
  CHECK(kendall->estimate == Approx(16 / 36.0).epsilon(1e-14));
  CHECK(*kendall->p == Approx(.1194389330).margin(1e-10));
  CHECK(kendall->exact);
  CHECK(kendall->limits->lower == Approx(-.1013290996).margin(1e-10));
  CHECK(kendall->limits->upper == Approx(.7845858118).margin(1e-10));

  const auto pearson = correlation(tuna_x, tuna_y, CorrelationMethod::pearson);
  CHECK(pearson->estimate == Approx(.5711815576).margin(1e-10));
  CHECK(pearson->limits->lower == Approx(-.1497426330).margin(1e-10));
  CHECK(pearson->limits->upper == Approx(.8955794618).margin(1e-10));
  CHECK_FALSE(pearson->exact);
}

TEST_CASE("the published correlations with ties are reproduced", "[interval][golden]") {
  const auto b = correlation(tied_x, tied_y, CorrelationMethod::kendall_b);
  REQUIRE(b);
  CHECK(b->estimate == Approx(.9629629630).margin(1e-10));
  CHECK(*b->p == Approx(8 / 40320.0).epsilon(1e-15));
  CHECK(*b->statistic == Approx(3.2661397104).margin(1e-10));
  const auto a = correlation(tied_x, tied_y, CorrelationMethod::kendall_a);
  CHECK(a->estimate == Approx(.9285714286).margin(1e-10));
  CHECK_FALSE(a->p);
  CHECK(a->limits);
  const auto spearman = correlation(tied_x, tied_y);
  CHECK(spearman->estimate == Approx(.9819277108).margin(1e-10));
  CHECK(*spearman->p == Approx(8 / 40320.0).epsilon(1e-15));
}

TEST_CASE("R's cor.test is reproduced", "[interval][golden]") {
  // R 4.2.2: cor.test on the tuna and three more; then with ties (exact = FALSE).
  Values x = tuna_x;
  Values y = tuna_y;
  x.insert(x.end(), {47, 48.2, 43.3});
  y.insert(y.end(), {2.1, 4.4, 3.3});
  const auto pearson = correlation(x, y, CorrelationMethod::pearson);
  CHECK(*pearson->p == Approx(0.0855696143336621).epsilon(1e-12));
  CHECK(pearson->limits->lower == Approx(-0.0815925222475067).epsilon(1e-12));
  CHECK(pearson->limits->upper == Approx(0.8410843864810085).epsilon(1e-12));
  const auto kendall = correlation(x, y, CorrelationMethod::kendall_b);
  CHECK(kendall->estimate == Approx(0.363636363636364).epsilon(1e-14));
  CHECK(*kendall->p == Approx(0.115950877825878).epsilon(1e-12));  // exact, by inversions
  CHECK(kendall->exact);

  const Values u{1, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9};
  const Values v{2, 1, 3, 3, 4, 5, 5, 4, 7, 8, 6, 9};
  const auto tied = correlation(u, v, CorrelationMethod::kendall_b);
  CHECK(tied->estimate == Approx(0.784025089204288261).epsilon(1e-14));
  CHECK(*tied->statistic == Approx(3.420791804636615474).epsilon(1e-13));
  CHECK(*tied->p == Approx(0.000624391114991816).epsilon(1e-12));
  CHECK_FALSE(tied->exact);
  CHECK(tied->notes.has(Note::normal_approximation));
  const auto ranks = correlation(u, v);
  CHECK(ranks->estimate == Approx(0.909580187006730).epsilon(1e-14));
  CHECK(*ranks->p == Approx(4.08291646349584e-05).epsilon(1e-12));

  Values first;
  Values second;
  for (int i = 1; i <= 60; ++i) {
    first.push_back(i);
    second.push_back(i * 37 % 61);
  }
  const auto sixty = correlation(first, second, CorrelationMethod::kendall_b);
  CHECK(sixty->estimate == Approx(0.0542372881355932).epsilon(1e-13));
  CHECK(*sixty->p == Approx(0.5461705542961226).epsilon(1e-12));
  CHECK(sixty->exact);
  // One more, and the distribution is normal; it hardly differs.
  first.push_back(61);
  second.push_back(30.5);
  const auto more = correlation(first, second, CorrelationMethod::kendall_b);
  CHECK_FALSE(more->exact);
}

TEST_CASE("ranks, pairs and permutations are counted as one by one", "[interval][property]") {
  SplitMix64 rng(13, "subsets");
  for (int repeat = 0; repeat < 60; ++repeat) {
    const std::size_t n = 5 + rng.below(2);
    Values x(n);
    Values y(n);
    for (double& value : x) value = rng.below(repeat % 2 == 0 ? 4 : 1000);
    for (double& value : y) value = rng.below(repeat % 2 == 0 ? 4 : 1000);
    const auto b = correlation(x, y, CorrelationMethod::kendall_b);
    const auto spearman = correlation(x, y);
    if (!b) {
      CHECK(b.error().code == Errc::constant_input);
      continue;
    }
    CAPTURE(repeat, n);
    double pairs_x = 0;
    double pairs_y = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        pairs_x += x[i] != x[j] ? 1 : 0;
        pairs_y += y[i] != y[j] ? 1 : 0;
      }
    }
    CHECK(b->estimate == Approx(balance(x, y) / std::sqrt(pairs_x * pairs_y)).margin(1e-14));
    CHECK(*b->p == Approx(permutation_share(x, y, balance)).epsilon(1e-14));
    const auto covariance = [n](const Values& u, const Values& v) {
      const Values ranks_u = midranks(u);
      const Values ranks_v = midranks(v);
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) {
        sum += (ranks_u[i] - (static_cast<double>(n) + 1) / 2) * ranks_v[i];
      }
      return sum;
    };
    CHECK(*spearman->p == Approx(permutation_share(x, y, covariance)).epsilon(1e-14));
    const auto pearson_of_ranks = correlation(midranks(x), midranks(y), CorrelationMethod::pearson);
    CHECK(spearman->estimate == Approx(pearson_of_ranks->estimate).margin(1e-13));
  }
  // Many rows with many ties: pairs against the slow count.
  Values x(700);
  Values y(700);
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = rng.below(40);
    y[i] = x[i] / 10 + rng.below(7);
  }
  CHECK(correlation(x, y, CorrelationMethod::kendall_a)->estimate ==
        Approx(balance(x, y) / (700 * 699 / 2.0)).epsilon(1e-14));
}

TEST_CASE("correlations are symmetric, and turn with a column", "[interval][property]") {
  SplitMix64 rng(17, "subsets");
  for (int repeat = 0; repeat < 60; ++repeat) {
    const std::size_t n = 5 + rng.below(80);
    Values x(n);
    Values y(n);
    for (std::size_t i = 0; i < n; ++i) {
      x[i] = rng.below(20) / 10.0;
      y[i] = x[i] * rng.uniform() - rng.below(3);
    }
    Values turned = y;
    for (double& value : turned) value = -value;
    for (const auto method : every_method) {
      CAPTURE(repeat, n, text_of(method).name);
      const auto result = correlation(x, y, method);
      REQUIRE(result);
      const auto swapped = correlation(y, x, method);
      CHECK(swapped->estimate == Approx(result->estimate).margin(1e-14));
      const auto mirrored = correlation(x, turned, method);
      CHECK(mirrored->estimate == Approx(-result->estimate).margin(1e-14));
      CHECK(mirrored->limits->lower == Approx(-result->limits->upper).margin(1e-13));
      if (result->p) {
        CHECK(*swapped->p == Approx(*result->p).margin(1e-14));
        CHECK(*mirrored->p == Approx(*result->p).margin(1e-14));
      }
      CHECK(result->limits->lower < result->estimate);
      CHECK(result->estimate < result->limits->upper);
      CHECK(result->limits->upper <= 1);
      // A wider level, a wider interval.
      const auto wide = correlation(x, y, method, Level{0.999});
      CHECK(wide->limits->lower < result->limits->lower);
      CHECK(wide->limits->upper > result->limits->upper);
    }
  }
}

TEST_CASE("a perfect correlation has no limits but a p-value", "[interval]") {
  Values x;
  Values y;
  for (int i = 0; i < 8; ++i) {
    x.push_back(0.1 * i + 3);
    y.push_back(7 - 0.3 * i);
  }
  for (const auto method : every_method) {
    const auto result = correlation(x, y, method);
    CAPTURE(text_of(method).name);
    REQUIRE(result);
    CHECK(result->estimate == -1);
    CHECK_FALSE(result->limits);
    CHECK(result->refusal == Errc::estimate_at_limit);
    if (method == CorrelationMethod::pearson) CHECK(*result->p == 0);
    if (result->exact) CHECK(*result->p == Approx(2 / 40320.0).epsilon(1e-14));
  }
  // Beyond the permutations that are walked: 2 of 12!, and 2! 2! 2! 2 of 12! where pairs tie.
  Values ascending(12);
  std::iota(ascending.begin(), ascending.end(), 1.0);
  for (const auto method : {CorrelationMethod::spearman, CorrelationMethod::kendall_b}) {
    const auto result = correlation(ascending, ascending, method);
    CHECK(result->estimate == 1);
    CHECK(result->exact);
    CHECK(*result->p == Approx(2 / 479001600.0).epsilon(1e-12));
    Values tied = ascending;
    tied[0] = tied[1];
    tied[4] = tied[5];
    tied[10] = tied[11];
    const auto with_ties = correlation(tied, tied, method);
    CHECK(with_ties->estimate == 1);
    CHECK(*with_ties->p == Approx(8 / 479001600.0).epsilon(1e-12));  // not the same backwards
    tied[6] = tied[7];
    CHECK(*correlation(tied, tied, method)->p == Approx(32 / 479001600.0).epsilon(1e-12));
  }
  // The closed form agrees with the walk where both apply.
  const Values nine{1, 1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(*correlation(nine, nine)->p == Approx(2 / 362880.0).epsilon(1e-14));
  const Values even{1, 1, 2, 3, 4, 5, 6, 7, 7};
  CHECK(*correlation(even, even)->p == Approx(8 / 362880.0).epsilon(1e-14));
}

TEST_CASE("limits need 4 pairs, Kendall's 5", "[interval]") {
  const Values x{1, 2, 3, 4, 5};
  const Values y{2, 1, 3, 5, 4};
  for (const auto method : every_method) {
    const bool kendall =
        method == CorrelationMethod::kendall_b || method == CorrelationMethod::kendall_a;
    const std::size_t least = kendall ? 5 : 4;
    CAPTURE(text_of(method).name);
    for (std::size_t n = 1; n <= 5; ++n) {
      const auto result = correlation(std::span(x).first(n), std::span(y).first(n), method);
      REQUIRE(result.has_value() == (n >= least));
      if (result) {
        CHECK(result->limits);
        continue;
      }
      CHECK(result.error().code == Errc::too_few);
      CHECK(result.error().limit == static_cast<double>(least));
    }
  }
}

TEST_CASE("correlations refuse what they cannot answer", "[interval]") {
  const auto refusal = [](const Values& x, const Values& y) {
    const auto result = correlation(x, y, CorrelationMethod::kendall_b);
    REQUIRE_FALSE(result);
    return result.error();
  };
  const double missing = std::numeric_limits<double>::quiet_NaN();
  CHECK(refusal({}, {1}).code == Errc::empty_sample);
  CHECK(refusal({}, {1}).argument == "x");
  CHECK(refusal({1}, {}).argument == "y");
  CHECK(refusal({1, 2, 3}, {1, 2}).code == Errc::length_mismatch);
  CHECK(refusal({1, 2, 3}, {1, 2}).argument == "y");
  CHECK(refusal({1, 2}, {1, 2}).code == Errc::too_few);
  CHECK(refusal({1, 2}, {1, 2}).limit == 5);
  CHECK(refusal({1, 2, missing}, {1, 2, 3}).code == Errc::not_finite);
  CHECK(refusal({1, 2, 3}, {1, 2, HUGE_VAL}).argument == "y");
  for (const auto method : every_method) {
    CHECK(correlation(Values{4, 4, 4, 4, 4}, Values{1, 2, 3, 4, 5}, method).error().code ==
          Errc::constant_input);
    const auto rounding =
        correlation(Values{1, 2, 3, 4, 5}, Values{.3, .1 + .2, .3, .3, .3}, method);
    CHECK(rounding.error().code == Errc::constant_input);
    CHECK(rounding.error().argument == "y");
    CHECK(correlation(tuna_x, tuna_y, method, Level{0.2}).error().argument == "level");
  }
}

TEST_CASE("ends of the range of doubles do correlations no harm", "[interval]") {
  for (const double unit : {0x1p1000, 0x1p-1000}) {
    Values x = tuna_x;
    for (double& value : x) value *= unit;
    for (const auto method : every_method) {
      const auto plain = correlation(tuna_x, tuna_y, method);
      const auto scaled = correlation(x, tuna_y, method);
      REQUIRE(scaled);
      CHECK(scaled->estimate == plain->estimate);
      CHECK(scaled->limits->upper == plain->limits->upper);
    }
  }
  const auto wide = correlation(Values{-1.7e308, 1.7e308, 1e308, 1}, Values{1, 2, 4, 3},
                                CorrelationMethod::pearson);
  REQUIRE(wide);
  CHECK(std::abs(wide->estimate) < 1);
}

TEST_CASE("published partial correlations are reproduced", "[interval][golden]") {
  const auto result = partial_correlation(.67, .80, .82, 20);
  REQUIRE(result);
  CHECK(result->estimate == Approx(.0407666325).margin(1e-10));
  CHECK(partial_correlation(.9, .9, .9, 20)->estimate == Approx(.4736842105).margin(1e-10));
  // Fisher's z with n - 4, and t on n - 3, by hand.
  const double r = result->estimate;
  const double half = 1.959963984540054 / 4;
  CHECK(result->limits->lower == Approx(std::tanh(std::atanh(r) - half)).epsilon(1e-12));
  CHECK(*result->statistic == Approx(r * std::sqrt(17 / (1 - r * r))).epsilon(1e-13));
  CHECK(result->p > .8);
  const auto ranks = partial_correlation(.67, .80, .82, 20, true);
  const double wider = half * std::sqrt(1 + r * r / 2);
  CHECK(ranks->limits->upper == Approx(std::tanh(std::atanh(r) + wider)).epsilon(1e-12));
  // An unrelated third changes nothing but the degrees of freedom.
  CHECK(partial_correlation(.5, 0, 0, 30)->estimate == .5);
}

TEST_CASE("partial correlations refuse what no data have", "[interval]") {
  const auto refusal = [](double xy, double xg, double yg, std::int64_t n) {
    const auto result = partial_correlation(xy, xg, yg, n);
    REQUIRE_FALSE(result);
    return result.error();
  };
  CHECK(refusal(1.1, 0, 0, 9).code == Errc::value_out_of_bounds);
  CHECK(refusal(0, 0, -1.1, 9).argument == "yg");
  CHECK(refusal(0, std::nan(""), 0, 9).code == Errc::not_finite);
  CHECK(refusal(.5, 1, .5, 9).code == Errc::constant_input);
  CHECK(refusal(.5, 1, .5, 9).argument == "xg");
  CHECK(refusal(-.9, .9, .9, 9).code == Errc::value_out_of_bounds);
  CHECK(refusal(.5, .5, .5, 3).code == Errc::too_few);
  CHECK(refusal(.5, .5, .5, -3).code == Errc::not_integer);
  CHECK(partial_correlation(0, 0, 0, 9, false, Level{0}).error().argument == "level");
  CHECK(refusal(.5, .5, .5, 4).limit == 5);
  CHECK(partial_correlation(.5, .5, .5, 5));
  const auto one = partial_correlation(1, .5, .5, 9);
  CHECK(one->estimate == 1);
  CHECK(one->refusal == Errc::estimate_at_limit);
  CHECK(one->p == 0);
}

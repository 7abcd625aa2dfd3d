#include "evenhand/compare/battles.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "numeric/positive_definite.hpp"

using namespace evenhand;
using namespace evenhand::compare;

namespace {

/// A value printed with `digits` digits after the point.
Approx printed(double value, int digits = 10) {
  return Approx(value).epsilon(0).margin(0.51 * std::pow(10.0, -digits));
}

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

constexpr std::int32_t won = 0, lost = 1, tied = 2, both_bad = 3;

/// Columns that grow.
struct Battles {
  std::vector<std::int32_t> a, b, outcome, clusters;
  std::int64_t systems = 0;

  explicit Battles(std::int64_t count) : systems(count) {}
  void add(std::int32_t first, std::int32_t second, std::int32_t how, int times = 1) {
    for (int i = 0; i < times; ++i) {
      a.push_back(first);
      b.push_back(second);
      outcome.push_back(how);
    }
  }
  /// Wins of the first, ties, wins of the second.
  void add(std::int32_t first, std::int32_t second, int wins, int ties, int losses) {
    add(first, second, won, wins);
    add(first, second, tied, ties);
    add(first, second, lost, losses);
  }
  [[nodiscard]] BattleColumns columns() const {
    return {.a = a, .b = b, .outcome = outcome, .clusters = clusters, .systems = systems};
  }
  [[nodiscard]] BattleFit fit(const BattleOptions& options = {}) const {
    const auto result = fit_battles(columns(), options);
    REQUIRE(result);
    return *result;
  }
};

BattleOptions with(BattleMethod method) {
  return {.method = method, .level = {}, .anchor = std::nullopt};
}

/// The four systems of the specification; `each` repeats every battle.
Battles specified(int each = 1) {
  Battles out(4);
  const int table[][5] = {{0, 1, 30, 8, 12}, {0, 2, 28, 10, 22}, {0, 3, 40, 6, 4},
                          {1, 2, 20, 9, 21}, {1, 3, 33, 7, 10},  {2, 3, 35, 5, 15}};
  for (const auto& [i, j, wins, ties, losses] : table) {
    out.add(i, j, each * wins, each * ties, each * losses);
  }
  return out;
}

Battles random_battles(SplitMix64& rng, std::int32_t systems, int battles, bool ties) {
  Battles out(systems);
  for (int battle = 0; battle < battles; ++battle) {
    const auto i = static_cast<std::int32_t>(rng.below(static_cast<std::uint32_t>(systems)));
    auto j = static_cast<std::int32_t>(rng.below(static_cast<std::uint32_t>(systems - 1)));
    if (j >= i) ++j;
    const double chance = 1 / (1 + std::exp(0.3 * (i - j)));
    const double draw = rng.uniform();
    out.add(i, j, ties && rng.below(4) == 0 ? tied : (draw < chance ? won : lost));
  }
  return out;
}

}  // namespace

// The values of the specification; where its last digit is off by one (rating and half-win error of
// the third system), that of the same equations in 40 digits.
TEST_CASE("Davidson's model has the published values", "[compare][battles][golden]") {
  const BattleFit fit = specified().fit();
  CHECK(fit.status == BattleStatus::fitted);
  CHECK(fit.method == BattleMethod::davidson);
  CHECK(fit.battles == 315);
  CHECK(fit.ties == 45);
  CHECK(!fit.robust);
  const double strengths[] = {.7670591965, .0609473741, .2015794009, -1.0295859715};
  const double errors[] = {.1457661765, .1405960415, .1348110601, .1582209204};
  const double ratings[] = {1133.2518305, 1010.5876433, 1035.0179286, 821.1425976};
  REQUIRE(fit.systems.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(fit.systems[i].strength == printed(strengths[i]));
    CHECK(fit.systems[i].standard_error == printed(errors[i]));
    CHECK(fit.systems[i].rating == printed(ratings[i], 7));
  }
  CHECK(fit.systems[0].lower == printed(.4813627404));
  CHECK(fit.systems[0].upper == printed(1.0527556526));
  CHECK(fit.systems[0].battles == 160);
  CHECK(*fit.log_tie == printed(-.9751865908));
  CHECK(*fit.tie == printed(.3771219795));
  CHECK(*fit.log_tie_error == printed(.1641681104));
  CHECK(*fit.log_likelihood == printed(-285.8974564918));
  REQUIRE(fit.pairs.size() == 6);
  CHECK(fit.pairs[0].difference == printed(.7061118224));
  CHECK(fit.pairs[0].standard_error == printed(.2318206973));
  CHECK(fit.pairs[0].p == printed(.0023195449));
  CHECK(fit.pairs[3].a == 1);
  CHECK(fit.pairs[3].b == 2);
  CHECK(fit.pairs[3].difference == printed(-.1406320268));
  CHECK(fit.pairs[3].standard_error == printed(.2230745619));
  CHECK(fit.pairs[3].p == printed(.52841584, 8));
}

TEST_CASE("half wins have the published values", "[compare][battles][golden]") {
  const BattleFit fit = specified().fit(with(BattleMethod::half_win));
  CHECK(fit.robust);
  CHECK(!fit.tie);
  const double strengths[] = {.6404076728, .0502738834, .1678409994, -.8585225557};
  const double errors[] = {.1159582486, .1148404843, .1171194621, .1280124570};
  const double of_likelihood[] = {.1313833846, .1284232395, .1230184667, .1411025310};
  // The standard errors that the likelihood would give: of plain battles, each win counted twice
  // and each tie as one win for either, which have twice the information.
  Battles doubled(4);
  const Battles source = specified();
  for (std::size_t row = 0; row < source.a.size(); ++row) {
    const std::int32_t how = source.outcome[row];
    doubled.add(source.a[row], source.b[row], how == tied ? won : how);
    doubled.add(source.a[row], source.b[row], how == tied ? lost : how);
  }
  const BattleFit plain = doubled.fit();
  CHECK(plain.method == BattleMethod::bradley_terry);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(fit.systems[i].strength == printed(strengths[i]));
    CHECK(fit.systems[i].standard_error == printed(errors[i]));
    CHECK(plain.systems[i].strength == printed(strengths[i]));
    CHECK(plain.systems[i].standard_error * std::sqrt(2) == printed(of_likelihood[i]));
  }
}

TEST_CASE("two systems have closed forms", "[compare][battles][golden]") {
  Battles published(2);
  published.add(0, 1, 12, 5, 7);
  const BattleFit fit = published.fit();
  CHECK(fit.pairs[0].difference == printed(.5389965007));
  CHECK(fit.pairs[0].standard_error == printed(.4755948656));
  CHECK(*fit.tie == printed(.5455447256));
  CHECK(*fit.log_tie_error == printed(.5065053001));

  SplitMix64 rng(1, "subsets");
  for (int repeat = 0; repeat < 60; ++repeat) {
    const int w = 1 + static_cast<int>(rng.below(repeat % 2 == 0 ? 5 : 20'000));
    const int l = 1 + static_cast<int>(rng.below(repeat % 3 == 0 ? 5 : 20'000));
    const int t = static_cast<int>(rng.below(3) * rng.below(3'000));
    CAPTURE(w, t, l);
    Battles battles(2);
    battles.add(1, 0, w, t, l);  // the second one wins w times
    const BattleFit two = battles.fit();
    CHECK(two.pairs[0].difference == Approx(std::log(double(l) / w)).epsilon(1e-12).margin(1e-12));
    CHECK(two.pairs[0].standard_error == Approx(std::sqrt(1.0 / w + 1.0 / l)).epsilon(1e-12));
    CHECK(two.systems[1].strength == Approx(-two.pairs[0].difference / 2).margin(1e-13));
    if (t == 0) continue;
    CHECK(*two.tie == Approx(t / std::sqrt(double(w) * l)).epsilon(1e-12));
    CHECK(*two.log_tie_error ==
          Approx(std::sqrt(1.0 / t + (1.0 / w + 1.0 / l) / 4)).epsilon(1e-12));
  }
}

TEST_CASE("expected and observed wins agree at the maximum", "[compare][battles][property]") {
  SplitMix64 rng(2, "subsets");
  int fitted = 0;
  for (int repeat = 0; repeat < 60; ++repeat) {
    const std::int32_t systems = 2 + static_cast<std::int32_t>(rng.below(12));
    const Battles battles = random_battles(rng, systems, 40 * systems, repeat % 2 == 0);
    for (const auto method : {BattleMethod::davidson, BattleMethod::half_win}) {
      const auto result = fit_battles(battles.columns(), with(method));
      REQUIRE(result);
      if (result->status != BattleStatus::fitted) continue;
      ++fitted;
      const double nu = result->tie.value_or(0);
      std::vector<double> excess(static_cast<std::size_t>(systems), 0.0);
      double tie_excess = 0;
      double centre = 0;
      for (std::size_t row = 0; row < battles.a.size(); ++row) {
        const auto i = static_cast<std::size_t>(battles.a[row]);
        const auto j = static_cast<std::size_t>(battles.b[row]);
        const double x = std::exp(result->systems[i].strength);
        const double y = std::exp(result->systems[j].strength);
        const double z = x + y + nu * std::sqrt(x * y);
        const double observed = battles.outcome[row] == won    ? 1
                                : battles.outcome[row] == tied ? .5
                                                               : 0;
        const double expected = (x + nu * std::sqrt(x * y) / 2) / z;
        excess[i] += observed - expected;
        excess[j] -= observed - expected;
        tie_excess += (battles.outcome[row] == tied ? 1 : 0) - nu * std::sqrt(x * y) / z;
      }
      for (const double value : excess) CHECK(std::abs(value) < 1e-9);
      if (method == BattleMethod::davidson) CHECK(std::abs(tie_excess) < 1e-9);
      for (const BattleSystem& system : result->systems) centre += system.strength;
      CHECK(std::abs(centre) < 1e-12);
      for (const BattlePair& pair : result->pairs) {
        const auto& first = result->systems[static_cast<std::size_t>(pair.a)];
        const auto& second = result->systems[static_cast<std::size_t>(pair.b)];
        CHECK(pair.difference == Approx(first.strength - second.strength).margin(1e-12));
        CHECK(pair.lower < pair.difference);
        CHECK(pair.p >= 0);
        CHECK(pair.p <= 1);
      }
    }
  }
  CHECK(fitted > 100);
}

TEST_CASE("numbering, order and side do not matter", "[compare][battles][property]") {
  SplitMix64 rng(3, "subsets");
  const Battles battles = random_battles(rng, 7, 600, true);
  Battles turned(7);
  for (std::size_t row = battles.a.size(); row-- > 0;) {
    // Systems numbered from the other end, rows reversed, every other one seen from the other side.
    const std::int32_t i = 6 - battles.a[row];
    const std::int32_t j = 6 - battles.b[row];
    const std::int32_t how = battles.outcome[row];
    if (row % 2 == 0) {
      turned.add(i, j, how);
    } else {
      turned.add(j, i, how == tied ? tied : 1 - how);
    }
  }
  for (std::size_t row = 0; row < battles.a.size(); ++row) {
    turned.clusters.push_back(static_cast<std::int32_t>((battles.a.size() - 1 - row) / 5));
  }
  Battles clustered = battles;
  for (std::size_t row = 0; row < battles.a.size(); ++row) {
    clustered.clusters.push_back(static_cast<std::int32_t>(row / 5));
  }
  for (const auto method : {BattleMethod::davidson, BattleMethod::half_win}) {
    const BattleFit fit = clustered.fit(with(method));
    const BattleFit other = turned.fit(with(method));
    CHECK(*fit.log_likelihood == Approx(*other.log_likelihood).epsilon(1e-12));
    for (std::size_t i = 0; i < 7; ++i) {
      CHECK(fit.systems[i].strength == Approx(other.systems[6 - i].strength).margin(1e-12));
      CHECK(fit.systems[i].standard_error ==
            Approx(other.systems[6 - i].standard_error).epsilon(1e-10));
    }
  }
}

TEST_CASE("clusters of identical battles count once", "[compare][battles][property]") {
  // Every battle twice, in one cluster: the robust errors of single battles in clusters of one.
  const Battles once = specified();
  Battles singles = once, twice(4);
  for (std::size_t row = 0; row < once.a.size(); ++row) {
    const auto cluster = static_cast<std::int32_t>(row);
    singles.clusters.push_back(cluster);
    twice.add(once.a[row], once.b[row], once.outcome[row], 2);
    twice.clusters.push_back(3 * cluster);
    twice.clusters.push_back(3 * cluster);
  }
  for (const auto method : {BattleMethod::davidson, BattleMethod::half_win}) {
    const BattleFit single = singles.fit(with(method));
    const BattleFit doubled = twice.fit(with(method));
    CHECK(single.robust);
    CHECK(*doubled.clusters == 315);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(single.systems[i].standard_error ==
            Approx(doubled.systems[i].standard_error).epsilon(1e-11));
    }
    if (method == BattleMethod::half_win) {
      // Without clusters there is no factor G / (G - 1).
      CHECK(single.systems[0].standard_error / std::sqrt(315.0 / 314) ==
            Approx(once.fit(with(method)).systems[0].standard_error).epsilon(1e-12));
    } else {
      CHECK(*single.log_tie_error == Approx(*doubled.log_tie_error).epsilon(1e-11));
    }
  }
}

TEST_CASE("robust errors are the sandwich, written out", "[compare][battles]") {
  // Two systems: V = sum over clusters of (score sum)^2 / information^2, times G / (G - 1).
  Battles battles(2);
  battles.add(0, 1, 9, 0, 5);
  for (std::int32_t row = 0; row < 14; ++row) battles.clusters.push_back(row % 4);
  const double p = 9.0 / 14;
  double meat = 0;
  for (int cluster = 0; cluster < 4; ++cluster) {
    double score = 0;
    for (int row = cluster; row < 14; row += 4) score += (row < 9 ? 1 : 0) - p;
    meat += score * score;
  }
  const double information = 14 * p * (1 - p);
  const BattleFit fit = battles.fit();
  CHECK(fit.pairs[0].standard_error ==
        Approx(std::sqrt(meat * 4 / 3) / information).epsilon(1e-12));
  CHECK(fit.notes.has(Note::small_sample));
}

TEST_CASE("both bad is a tie, counted apart", "[compare][battles]") {
  Battles battles(2);
  battles.add(0, 1, 12, 3, 7);
  battles.add(1, 0, both_bad, 2);
  const BattleFit fit = battles.fit();
  CHECK(fit.ties == 3);
  CHECK(fit.both_bad == 2);
  CHECK(*fit.tie == printed(.5455447256));
}

TEST_CASE("without ties Davidson's model is Bradley and Terry's", "[compare][battles]") {
  Battles battles(3);
  battles.add(0, 1, 5, 0, 2);
  battles.add(1, 2, 4, 0, 3);
  battles.add(2, 0, 2, 0, 6);
  const BattleFit plain = battles.fit();
  CHECK(plain.method == BattleMethod::bradley_terry);
  CHECK(!plain.tie);
  const BattleFit davidson = battles.fit(with(BattleMethod::davidson));
  CHECK(davidson.method == BattleMethod::davidson);
  CHECK(*davidson.tie == 0);
  CHECK(!davidson.log_tie);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(davidson.systems[i].strength == plain.systems[i].strength);
    CHECK(davidson.systems[i].standard_error == plain.systems[i].standard_error);
  }
}

TEST_CASE("an anchored scale measures from the anchor", "[compare][battles]") {
  const Battles battles = specified();
  const BattleFit fit = battles.fit({.method = {}, .level = {}, .anchor = 2});
  const BattleFit plain = battles.fit();
  CHECK(fit.systems[2].rating == 1000);
  CHECK(fit.systems[2].rating_lower == 1000);
  CHECK(fit.systems[2].rating_upper == 1000);
  CHECK(fit.systems[1].strength == plain.systems[1].strength);
  const double scale = 400 / std::log(10);
  CHECK(fit.systems[1].rating == Approx(1000 + scale * plain.pairs[3].difference));
  CHECK(fit.systems[1].rating_lower == Approx(1000 + scale * plain.pairs[3].lower));
  CHECK(fit.systems[3].rating_upper == Approx(1000 - scale * plain.pairs[5].lower));
}

TEST_CASE("systems without a common scale come back in groups", "[compare][battles]") {
  Battles battles(5);
  // 3 and 1 trade wins and beat 0 and 4, which tie; 2 has no battle at all.
  battles.add(3, 1, 2, 0, 1);
  battles.add(3, 0, won, 4);
  battles.add(1, 4, won, 2);
  battles.add(0, 4, tied);
  const BattleFit fit = battles.fit();
  CHECK(fit.status == BattleStatus::not_connected);
  CHECK(fit.systems.empty());
  CHECK(fit.pairs.empty());
  CHECK(!fit.log_likelihood);
  REQUIRE(fit.groups);
  const auto& groups = *fit.groups;
  REQUIRE(groups.size() == 5);
  CHECK(groups[3] == groups[1]);
  CHECK(groups[0] == groups[4]);
  CHECK(groups[1] < groups[0]);
  CHECK(groups[2] != groups[0]);
  CHECK(groups[2] != groups[1]);

  // One more win the other way joins the four; the lone system stays out.
  battles.add(4, 3, won);
  const BattleFit joined = battles.fit();
  CHECK(joined.status == BattleStatus::not_connected);
  CHECK(joined.groups->at(0) == joined.groups->at(3));
  battles.add(2, 3, tied);
  CHECK(battles.fit().status == BattleStatus::fitted);
}

TEST_CASE("groups are right on random graphs", "[compare][battles][property]") {
  SplitMix64 rng(5, "subsets");
  for (int repeat = 0; repeat < 200; ++repeat) {
    constexpr std::size_t n = 8;
    Battles battles(n);
    bool reaches[n][n] = {};
    for (std::size_t i = 0; i < n; ++i) reaches[i][i] = true;
    for (std::uint32_t edge = 0; edge < 3 + rng.below(12); ++edge) {
      const auto i = rng.below(n);
      const auto j = (i + 1 + rng.below(n - 1)) % n;
      battles.add(static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), won);
      reaches[i][j] = true;
    }
    for (std::size_t k = 0; k < n; ++k) {
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j)
          reaches[i][j] = reaches[i][j] || (reaches[i][k] && reaches[k][j]);
      }
    }
    const BattleFit fit = battles.fit();
    if (fit.status == BattleStatus::fitted) {
      CHECK(!fit.groups);
      continue;
    }
    const auto& groups = *fit.groups;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        CHECK((groups[i] == groups[j]) == (reaches[i][j] && reaches[j][i]));
        if (reaches[i][j]) CHECK(groups[i] <= groups[j]);
      }
    }
  }
}

TEST_CASE("ties only tell nothing apart", "[compare][battles]") {
  Battles battles(3);
  battles.add(0, 1, tied, 4);
  battles.add(1, 2, both_bad, 4);
  for (const auto method : {BattleMethod::davidson, BattleMethod::half_win}) {
    const BattleFit fit = battles.fit(with(method));
    CHECK(fit.status == BattleStatus::all_ties);
    CHECK(fit.systems.empty());
    CHECK(fit.both_bad == 4);
  }
}

TEST_CASE("lopsided and huge tables are solved to the last digits", "[compare][battles]") {
  Battles lopsided(2);
  lopsided.add(0, 1, 1'000'000, 0, 1);
  const BattleFit fit = lopsided.fit();
  CHECK(fit.pairs[0].difference == Approx(std::log(1e6)).epsilon(1e-12));
  CHECK(fit.pairs[0].standard_error == Approx(std::sqrt(1 + 1e-6)).epsilon(1e-12));

  // A ladder: each system beats the next nine times in ten, so the ends are far apart.
  Battles ladder(30);
  for (std::int32_t i = 0; i + 1 < 30; ++i) ladder.add(i, i + 1, 900, 0, 100);
  const BattleFit steps = ladder.fit();
  CHECK(steps.pairs[28].b == 29);
  CHECK(steps.pairs[28].difference == Approx(29 * std::log(9)).epsilon(1e-11));
  CHECK(steps.pairs[28].standard_error == Approx(std::sqrt(29 * (1 / 900.0 + .01))).epsilon(1e-11));
  CHECK(steps.systems[0].rating == Approx(1000 + 400 / std::log(10) * 14.5 * std::log(9)));

  // The same counts a thousand times over: the same strengths, errors smaller by sqrt(1000).
  const BattleFit small = specified().fit();
  const BattleFit large = specified(1000).fit();
  CHECK(large.battles == 315'000);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(large.systems[i].strength == Approx(small.systems[i].strength).epsilon(1e-11));
    CHECK(large.systems[i].standard_error * std::sqrt(1000) ==
          Approx(small.systems[i].standard_error).epsilon(1e-11));
  }
}

TEST_CASE("a million battles of many systems", "[compare][battles]") {
  SplitMix64 rng(6, "subsets");
  Battles battles = random_battles(rng, 100, 1'000'000, false);
  const BattleFit fit = battles.fit();
  REQUIRE(fit.status == BattleStatus::fitted);
  CHECK(fit.pairs.size() == 4950);
  // The strengths that made them are .3 apart, the first system the strongest.
  for (const std::size_t i : {0U, 30U, 70U}) {
    const double distance = fit.systems[i].strength - fit.systems[i + 20].strength;
    CHECK(distance == Approx(6).margin(5 * (fit.systems[i].standard_error +
                                            fit.systems[i + 20].standard_error)));
  }
  for (std::size_t row = 0; row < battles.a.size(); ++row) {
    battles.clusters.push_back(static_cast<std::int32_t>(row / 3));
  }
  // The groups mean nothing here: the robust errors are those of the likelihood.
  const BattleFit clustered = battles.fit();
  REQUIRE(clustered.robust);
  CHECK(clustered.systems[50].standard_error ==
        Approx(fit.systems[50].standard_error).epsilon(.05));
}

TEST_CASE("battles that cannot be are refused, naming the argument", "[compare][battles]") {
  Battles good(3);
  good.add(0, 1, 2, 1, 2);
  good.add(1, 2, 2, 1, 2);
  check_refused(fit_battles({}), Errc::empty_sample, "outcome");
  const auto spoilt = [&](auto spoil) {
    Battles battles = good;
    spoil(battles);
    return fit_battles(battles.columns());
  };
  check_refused(spoilt([](Battles& b) { b.b.pop_back(); }), Errc::length_mismatch, "b");
  check_refused(spoilt([](Battles& b) { b.outcome.pop_back(); }), Errc::length_mismatch, "outcome");
  check_refused(spoilt([](Battles& b) { b.clusters = {1}; }), Errc::length_mismatch, "clusters");
  check_refused(spoilt([](Battles& b) { b.clusters.assign(10, 4); }), Errc::too_few, "clusters");
  check_refused(spoilt([](Battles& b) { b.clusters.assign(10, -4); }), Errc::value_out_of_range,
                "clusters");
  check_refused(spoilt([](Battles& b) { b.a[3] = 3; }), Errc::value_out_of_range, "a");
  check_refused(spoilt([](Battles& b) { b.b[3] = -1; }), Errc::value_out_of_range, "b");
  check_refused(spoilt([](Battles& b) { b.b[3] = b.a[3]; }), Errc::value_out_of_range, "b");
  check_refused(spoilt([](Battles& b) { b.outcome[3] = 4; }), Errc::value_out_of_range, "outcome");
  check_refused(spoilt([](Battles& b) { b.systems = 1; }), Errc::too_few, "systems");
  check_refused(spoilt([](Battles& b) { b.systems = most_battle_systems + 1; }), Errc::unsupported,
                "systems");
  check_refused(fit_battles(good.columns(), with(BattleMethod::bradley_terry)), Errc::unsupported,
                "method");
  check_refused(fit_battles(good.columns(), {.method = {}, .level = {}, .anchor = 3}),
                Errc::value_out_of_range, "anchor");
  check_refused(fit_battles(good.columns(), {.method = {}, .level = Level{1}, .anchor = {}}),
                Errc::level_out_of_range, "level");
  // Clusters whose scores all cancel leave no variance; a width of zero would be a lie.
  Battles cancelling(2);
  cancelling.add(0, 1, 4, 0, 4);
  cancelling.clusters = {0, 1, 2, 3, 0, 1, 2, 3};
  check_refused(fit_battles(cancelling.columns()), Errc::zero_variance, "clusters");
}

TEST_CASE("positive definite systems are solved, others refused", "[numeric]") {
  numeric::SquareMatrix matrix(3);
  const double entries[3][3] = {{4, 1, -2}, {1, 3, .5}, {-2, .5, 5}};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) matrix(i, j) = entries[i][j];
  }
  std::vector<double> right{3, 4.5, 3.5};  // the row sums
  REQUIRE(numeric::solve_positive_definite(matrix, right));
  for (const double value : right) CHECK(value == Approx(1).epsilon(1e-14));
  numeric::SquareMatrix inverse = matrix;
  REQUIRE(numeric::invert_positive_definite(inverse));
  const auto same = numeric::sandwich(matrix, inverse);  // M M^-1 M
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      CHECK(same(i, j) == Approx(matrix(i, j)).epsilon(1e-13));
      CHECK(same(i, j) == same(j, i));
      CHECK(inverse(i, j) == inverse(j, i));
    }
  }
  numeric::SquareMatrix indefinite(2);
  indefinite(0, 1) = indefinite(1, 0) = 1;
  std::vector<double> ones{1, 1};
  CHECK(!numeric::solve_positive_definite(indefinite, ones));
  CHECK(!numeric::invert_positive_definite(indefinite));
  numeric::SquareMatrix zero(2);
  CHECK(!numeric::invert_positive_definite(zero));
}

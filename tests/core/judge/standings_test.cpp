/// Pairs in both orders, and leaderboards under one judge.
#include "evenhand/judge/standings.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "evenhand/judge/pairwise.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

struct Table {
  std::vector<std::int32_t> model, item, verdict, human;
  std::int64_t models = 0;
  std::int64_t items = 0;
  [[nodiscard]] RankedRows view() const { return {model, item, verdict, human, models, items}; }
};

/// Items 0 .. labelled - 1 have labels; the judge's rates are the same for all models unless
/// `lenient` names one whose wrong answers it passes.
Table table(const std::vector<double>& rates, int labelled, int items, int lenient = -1) {
  SplitMix64 rng(12, "test");
  Table out;
  out.models = static_cast<std::int64_t>(rates.size());
  out.items = items;
  for (int i = 0; i < items; ++i) {
    for (std::size_t k = 0; k < rates.size(); ++k) {
      const bool truth = rng.uniform() < rates[k];
      const double wrong = static_cast<int>(k) == lenient ? 0.7 : 0.15;
      out.model.push_back(static_cast<std::int32_t>(k));
      out.item.push_back(i);
      out.verdict.push_back(rng.uniform() < (truth ? 0.9 : wrong) ? 1 : 0);
      out.human.push_back(i < labelled ? (truth ? 1 : 0) : label_missing);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("identical copies of a model tie, and far ones do not", "[judge]") {
  Table rows = table({0.85, 0.4}, 100, 500);
  const std::size_t size = rows.model.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (rows.model[i] != 0) continue;
    rows.model.push_back(2);
    rows.item.push_back(rows.item[i]);
    rows.verdict.push_back(rows.verdict[i]);
    rows.human.push_back(rows.human[i]);
  }
  rows.models = 3;
  for (const auto sharing : {Sharing::shared, Sharing::per_model}) {
    const auto result = judge_standings(rows.view(), {.sharing = sharing});
    REQUIRE(result);
    REQUIRE(result->pairs.size() == 3);
    CHECK(result->pairs[0].better == 1);   // 0 against 1
    CHECK(result->pairs[1].better == 0);   // 0 against its copy
    CHECK(result->pairs[2].better == -1);  // 1 against the copy
    CHECK(result->models[0].rank.lower == 1);
    CHECK(result->models[0].rank.upper == 2);
    CHECK(result->models[1].rank.lower == 3);
    REQUIRE(result->tied.size() == 1);
    CHECK(result->tied[0].models == std::vector<std::int64_t>{0, 2});
    CHECK(*result->pairs[1].difference->estimate == 0);
  }
}

TEST_CASE("error rates that differ withhold a shared correction unless forced", "[judge]") {
  const Table rows = table({0.7, 0.5}, 200, 500, 1);
  const auto refused = judge_standings(rows.view());
  REQUIRE(refused);
  CHECK(refused->flags.has(ContrastFlag::calibration_differs));
  CHECK_FALSE(refused->pairs[0].difference);
  CHECK(refused->pairs[0].p);
  CHECK_FALSE(refused->models[0].corrected.estimate);
  const auto forced = judge_standings(rows.view(), {.force_shared = true});
  CHECK(forced->flags.has(ContrastFlag::forced_shared));
  CHECK(forced->pairs[0].difference);
  const auto own = judge_standings(rows.view(), {.sharing = Sharing::per_model});
  CHECK(*own->pairs[0].difference->estimate > 0);
}

TEST_CASE("renaming models and permuting rows changes nothing", "[judge][property]") {
  const Table rows = table({0.8, 0.6, 0.7}, 80, 300);
  const auto plain = judge_standings(rows.view());
  Table other = rows;
  for (std::int32_t& model : other.model) model = 2 - model;
  std::reverse(other.model.begin(), other.model.end());
  std::reverse(other.item.begin(), other.item.end());
  std::reverse(other.verdict.begin(), other.verdict.end());
  std::reverse(other.human.begin(), other.human.end());
  const auto renamed = judge_standings(other.view());
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(renamed->models[2 - k].corrected.lower == plain->models[k].corrected.lower);
    CHECK(renamed->models[2 - k].rank.upper == plain->models[k].rank.upper);
  }
  CHECK(renamed->pairs[1].p_adjusted == plain->pairs[1].p_adjusted);
}

TEST_CASE("win rates: refusals, extremes, one order", "[judge]") {
  const std::vector<std::int32_t> wins(200, verdict_a);
  const std::vector<std::int32_t> unseen(200, verdict_not_shown);
  const auto sure = win_rate({wins, wins, {}});
  CHECK(*sure->rate == 1);
  CHECK(sure->lower < 1);
  CHECK(sure->upper == 1);
  CHECK(sure->position->consistency.estimate == 1);
  const auto once = win_rate({wins, unseen, {}});
  CHECK(once->flags.has(PairwiseFlag::order_not_randomised));
  CHECK(once->flags.has(PairwiseFlag::position_bias_uncontrolled));
  CHECK(*once->a_shown_first == 200);
  CHECK_FALSE(once->position);
  CHECK(win_rate({wins, unseen, {}}, {.order = OrderRule::strict}).error().code ==
        Errc::empty_sample);
  const auto first = win_rate({wins, unseen, {}}, {.order = OrderRule::first_order_only});
  CHECK(first->flags.has(PairwiseFlag::position_bias_uncontrolled));
}

TEST_CASE("a judge that prefers what it sees first is found out", "[judge]") {
  const std::vector<std::int32_t> a_first(50, verdict_a);
  const std::vector<std::int32_t> b_first(50, verdict_b);
  const auto result = win_rate({a_first, b_first, {}});
  CHECK(*result->rate == 0.5);
  CHECK(result->flags.has(PairwiseFlag::position_bias));
  CHECK(result->position->effect.estimate == 1);
  CHECK(result->position->first_twice == 50);
}

TEST_CASE("exchanging the models mirrors the win rate", "[judge][property]") {
  SplitMix64 rng(3, "test");
  std::vector<std::int32_t> a_first(60);
  std::vector<std::int32_t> b_first(60);
  std::vector<std::int32_t> groups(60);
  for (std::size_t i = 0; i < 60; ++i) {
    a_first[i] = static_cast<std::int32_t>(rng.below(4)) - 1;
    b_first[i] = static_cast<std::int32_t>(rng.below(4)) - 1;
    groups[i] = static_cast<std::int32_t>(i / 3);
  }
  const auto turned = [](std::vector<std::int32_t> verdicts) {
    for (std::int32_t& verdict : verdicts) verdict = verdict < 0 ? verdict : 2 - verdict;
    return verdicts;
  };
  for (const auto order : {OrderRule::average, OrderRule::strict}) {
    for (const bool grouped : {false, true}) {
      const auto of = std::span<const std::int32_t>(groups).first(grouped ? groups.size() : 0);
      const auto x = win_rate({a_first, b_first, of}, {.order = order});
      const std::vector<std::int32_t> first = turned(b_first);
      const std::vector<std::int32_t> second = turned(a_first);
      const auto y = win_rate({first, second, of}, {.order = order});
      REQUIRE(x);
      CHECK(*x->rate == Approx(1 - *y->rate));
      CHECK(x->lower == Approx(1 - y->upper));
      CHECK(x->position->effect.estimate == Approx(y->position->effect.estimate).margin(1e-15));
    }
  }
}

TEST_CASE("AlpacaEval: nulls are dropped and counted", "[judge]") {
  const double null = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> preferences{1, 2, null, 1.5};
  const auto result = alpaca_win_rate(preferences);
  REQUIRE(result);
  CHECK(result->nulls == 1);
  CHECK(result->win_rate == 50);
  CHECK(*result->standard_error == Approx(100 * 0.5 / std::sqrt(3.0)));
  const std::vector<double> one{2};
  CHECK_FALSE(alpaca_win_rate(one)->standard_error);
  const std::vector<double> infinite{std::numeric_limits<double>::infinity()};
  CHECK(alpaca_win_rate(infinite).error().code == Errc::value_out_of_range);
}

#include "evenhand/judge/leaderboard.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace evenhand;
using namespace evenhand::judge;

namespace {

struct Rows {
  std::vector<std::int32_t> model, verdict, human;
  std::int64_t models = 0;

  /// Adds `count` equal rows.
  void add(std::int32_t of, std::int32_t says, std::int32_t truth, int count) {
    for (int i = 0; i < count; ++i) {
      model.push_back(of);
      verdict.push_back(says);
      human.push_back(truth);
    }
    models = std::max<std::int64_t>(models, of + 1);
  }
  void add(std::int32_t of, const Confusion& labelled, Counts unlabelled) {
    add(of, 1, 1, static_cast<int>(labelled.tp));
    add(of, 0, 1, static_cast<int>(labelled.fn));
    add(of, 1, 0, static_cast<int>(labelled.fp));
    add(of, 0, 0, static_cast<int>(labelled.tn));
    add(of, 1, label_missing, static_cast<int>(unlabelled.successes));
    add(of, 0, label_missing, static_cast<int>(unlabelled.trials - unlabelled.successes));
  }
  [[nodiscard]] JudgedRows view() const { return {model, verdict, human, models}; }
};

bool same(const Correction& a, const Correction& b) {
  return a.estimate == b.estimate && a.lower == b.lower && a.upper == b.upper &&
         a.method == b.method && a.design == b.design && a.flags == b.flags;
}

}  // namespace

TEST_CASE("a confusion table counts labelled rows", "[judge]") {
  const std::vector<std::int32_t> verdict{1, 1, 0, 0, 1, 0};
  const std::vector<std::int32_t> human{1, 0, 1, 0, -1, -1};
  CHECK(*confusion(verdict, human) == Confusion{1, 1, 1, 1});
  CHECK(confusion(verdict, std::span(human).first(2)).error().code == Errc::length_mismatch);
  const std::vector<std::int32_t> odd{2, 1, 0, 0, 1, 0};
  CHECK(confusion(odd, human).error().argument == "verdict");
  CHECK(confusion(verdict, odd).error().argument == "human");
}

TEST_CASE("a model with enough labels is corrected as its own counts would be", "[judge]") {
  Rows rows;
  rows.add(0, {52, 9, 7, 31}, {123, 201});
  rows.add(1, {40, 5, 12, 43}, {90, 200});
  const auto external = correct_leaderboard(rows.view());
  REQUIRE(external);
  REQUIRE(external->size() == 2);
  CHECK((*external)[0].calibration == Calibration::own);
  CHECK((*external)[0].items == 300);
  CHECK((*external)[0].labelled == 99);
  CHECK((*external)[0].confusion == Confusion{52, 9, 7, 31});
  CHECK((*external)[0].raw->estimate == Approx(123 / 201.0));  // the rows that are evaluated
  CHECK(same((*external)[0].corrected, *correct_external({{123, 201}, {52, 61}, {31, 38}})));

  const auto subset = correct_leaderboard(rows.view(), {.design = Design::subset});
  CHECK((*subset)[0].raw->estimate == Approx((52 + 7 + 123) / 300.0));
  CHECK(same((*subset)[0].corrected, *correct_subset({{52, 9, 7, 31}, {123, 201}})));
  CHECK(same((*subset)[1].corrected, *correct_subset({{40, 5, 12, 43}, {90, 200}})));
}

TEST_CASE("a model with too few labels borrows all models', by error rates", "[judge]") {
  Rows rows;
  rows.add(0, {52, 9, 7, 31}, {123, 201});
  rows.add(1, {5, 1, 2, 3}, {60, 100});
  rows.add(2, {}, {30, 80});
  for (const auto design : {Design::external, Design::subset}) {
    const auto result = correct_leaderboard(rows.view(), {.design = design});
    REQUIRE(result);
    CHECK((*result)[0].calibration == Calibration::own);
    const Confusion pooled{57, 10, 9, 34};
    CHECK((*result)[1].calibration == Calibration::pooled);
    CHECK((*result)[1].confusion == pooled);
    CHECK((*result)[1].labelled == 11);
    CHECK(same((*result)[1].corrected, *correct_external({{60, 100}, {57, 67}, {34, 43}})));
    CHECK(same((*result)[2].corrected, *correct_external({{30, 80}, {57, 67}, {34, 43}})));
    CHECK((*result)[2].corrected.design == Design::external);
  }
}

TEST_CASE("one model alone uses its own labels however few", "[judge]") {
  Rows rows;
  rows.add(0, {5, 0, 1, 4}, {60, 100});
  const auto result = correct_leaderboard(rows.view());
  CHECK((*result)[0].calibration == Calibration::own);
  CHECK((*result)[0].corrected.flags.has(Flag::too_few_labels));
}

TEST_CASE("no labels, one class, nothing left to evaluate, no rows: each has its reason",
          "[judge]") {
  Rows none;
  none.add(0, {}, {60, 100});
  CHECK((*correct_leaderboard(none.view()))[0].corrected.reason == Reason::no_labels);
  CHECK((*correct_leaderboard(none.view()))[0].calibration == Calibration::none);

  Rows one_class;
  one_class.add(0, {30, 2, 0, 0}, {60, 100});
  CHECK((*correct_leaderboard(one_class.view()))[0].corrected.reason ==
        Reason::no_negative_calibration);

  Rows all_labelled;
  all_labelled.add(0, {30, 2, 3, 30}, {});
  CHECK((*correct_leaderboard(all_labelled.view()))[0].corrected.reason ==
        Reason::no_evaluation_items);
  CHECK((*correct_leaderboard(all_labelled.view()))[0].corrected.sensitivity->estimate ==
        Approx(30.0 / 32));
  CHECK((*correct_leaderboard(all_labelled.view(), {.design = Design::subset}))[0]
            .corrected.identified());

  Rows with_empty_model;
  with_empty_model.add(0, {30, 2, 3, 30}, {30, 60});
  with_empty_model.models = 2;
  const auto result = correct_leaderboard(with_empty_model.view());
  CHECK_FALSE((*result)[1].raw);
  CHECK((*result)[1].corrected.reason == Reason::no_evaluation_items);
}

TEST_CASE("a backtest hides the share it was asked to and compares with the truth", "[judge]") {
  Rows rows;
  rows.add(0, {52, 9, 7, 32}, {123, 200});
  const auto at = [&](Design design, std::int64_t seed) {
    return correct_leaderboard(rows.view(), {.design = design, .backtest = Backtest{0.5, seed}})
        ->front();
  };
  const auto subset = at(Design::subset, 7);
  REQUIRE(subset.backtest);
  CHECK(subset.backtest->hidden == 50);
  CHECK(subset.labelled == 50);
  CHECK(*subset.backtest->truth == Approx(0.61));  // of all 100 labelled rows
  CHECK(*subset.backtest->inside ==
        (subset.corrected.lower <= 0.61 && 0.61 <= subset.corrected.upper));
  CHECK(same(subset.corrected, at(Design::subset, 7).corrected));
  CHECK_FALSE(same(subset.corrected, at(Design::subset, 8).corrected));

  const auto external = at(Design::external, 7);
  // The truth is that of the hidden rows, the only ones evaluated.
  const double hidden_right = 61 - static_cast<double>(external.confusion.positives());
  CHECK(*external.backtest->truth == Approx(hidden_right / 50));
}

TEST_CASE("a refused correction is no success of a backtest", "[judge]") {
  Rows rows;
  rows.add(0, {25, 25, 25, 25}, {});  // a coin
  const auto result = correct_leaderboard(rows.view(), {.backtest = Backtest{0.5, 3}});
  CHECK_FALSE((*result)[0].corrected.identified());
  CHECK((*result)[0].backtest->truth);
  CHECK_FALSE((*result)[0].backtest->inside);
}

TEST_CASE("bad options and rows are refused, naming the argument", "[judge]") {
  Rows rows;
  rows.add(0, {5, 1, 1, 5}, {6, 10});
  const auto refused = [&](LeaderboardOptions options) {
    return correct_leaderboard(rows.view(), options).error();
  };
  CHECK(refused({.design = Design::known}).argument == "design");
  CHECK(refused({.method = CorrectionMethod::poststrat}).argument == "method");
  CHECK(refused({.design = Design::subset, .method = CorrectionMethod::unified}).argument ==
        "method");
  CHECK(refused({.level = {2}}).code == Errc::level_out_of_range);
  for (const double share : {0.0, 1.0, -1.0, 2.0, std::nan("")}) {
    CHECK(refused({.backtest = Backtest{share, 1}}).code == Errc::share_out_of_range);
  }
  CHECK(refused({.backtest = Backtest{0.5, -1}}).code == Errc::seed_out_of_range);
  CHECK(refused({.backtest = Backtest{0.5, max_count}}).code == Errc::seed_out_of_range);

  JudgedRows view = rows.view();
  view.human = view.human.first(3);
  CHECK(correct_leaderboard(view).error().code == Errc::length_mismatch);
  view = rows.view();
  view.models = 0;
  CHECK(correct_leaderboard(view).error().argument == "model");
}

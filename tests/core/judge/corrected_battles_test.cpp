/// Corrected strengths of models compared in pairs: recovery, copies, order of rows, refusals, and
/// the coverage of the intervals.
#include "evenhand/judge/corrected_battles.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

struct Battles {
  std::vector<std::int32_t> a = {}, b = {};
  std::vector<double> verdicts = {};
  std::vector<double> confusion = std::vector<double>(9);
  std::int64_t models = 0;

  void add(std::int32_t first, std::int32_t second, std::array<double, 3> counts) {
    a.push_back(first);
    b.push_back(second);
    verdicts.insert(verdicts.end(), counts.begin(), counts.end());
  }
  [[nodiscard]] PairVerdicts view() const { return {a, b, verdicts, confusion, models}; }
};

/// What people would say: 0 a wins, 1 tie, 2 b wins; with half a win for a tie the strengths are
/// those of Bradley and Terry.
std::size_t outcome(SplitMix64& rng, double difference) {
  const double wins = 1 / (1 + std::exp(-difference));
  const double ties = 0.6 * wins * (1 - wins);
  const double u = rng.uniform();
  return u < wins - ties / 2 ? 0 : (u < wins + ties / 2 ? 1 : 2);
}

/// A judge that is right in 70 % of the decided pairs and the wrong way round in 15 %: D = 0.55.
std::size_t verdict(SplitMix64& rng, std::size_t truth) {
  const double u = rng.uniform();
  if (truth == 1) return u < 0.3 ? 0 : (u < 0.7 ? 1 : 2);
  return u < 0.7 ? truth : (u < 0.85 ? 1 : 2 - truth);
}

Battles simulated(SplitMix64& rng, const std::vector<double>& strengths, int per_pair, int labels) {
  Battles out;
  out.models = static_cast<std::int64_t>(strengths.size());
  const auto models = static_cast<std::int32_t>(strengths.size());
  const auto difference = [&](std::int32_t i, std::int32_t j) {
    return strengths[static_cast<std::size_t>(i)] - strengths[static_cast<std::size_t>(j)];
  };
  for (std::int32_t i = 0; i < models; ++i) {
    for (std::int32_t j = i + 1; j < models; ++j) {
      std::array<double, 3> counts{};
      for (int n = 0; n < per_pair; ++n) counts[verdict(rng, outcome(rng, difference(i, j)))] += 1;
      out.add(i, j, counts);
    }
  }
  for (int n = 0; n < labels; ++n) {
    const auto i = static_cast<std::int32_t>(rng.below(static_cast<std::uint32_t>(models)));
    const std::int32_t j =
        (i + 1 + static_cast<std::int32_t>(rng.below(static_cast<std::uint32_t>(models - 1)))) %
        models;
    const std::size_t truth = outcome(rng, difference(i, j));
    out.confusion[3 * truth + verdict(rng, truth)] += 1;
  }
  return out;
}

const std::vector<double> labels = {70, 15, 15, 6, 18, 6, 15, 15, 70};

}  // namespace

TEST_CASE("strengths under a judge that errs are recovered", "[judge][property]") {
  SplitMix64 rng(11, "test");
  const std::vector<double> truth = {1.2, 0.5, 0, -0.5, -1.2};
  const Battles data = simulated(rng, truth, 20'000, 50'000);
  const auto fit = correct_battles(data.view());
  REQUIRE(fit);
  REQUIRE(fit->status == Status::ok);
  CHECK(fit->separation->estimate == Approx(0.55).margin(0.02));
  for (std::size_t i = 0; i < truth.size(); ++i) {
    CHECK(fit->models[i].strength == Approx(truth[i]).margin(0.08));
    // As they are the verdicts make models look alike.
    CHECK(std::abs(fit->models[i].judge) <= 0.65 * std::abs(truth[i]) + 0.03);
  }
}

TEST_CASE("corrected shares are those of the inverted confusion matrix", "[judge][property]") {
  // The counts of both ways to name the two models.
  const Battles data{
      .a = {0}, .b = {1}, .verdicts = {52, 20, 28}, .confusion = labels, .models = 2};
  std::vector<double> both(9);
  for (std::size_t cell = 0; cell < 9; ++cell) both[cell] = labels[cell] + labels[8 - cell];
  const std::vector<double> worth = {1, 0.5, 0};
  const auto classes = correct_classes({both, data.verdicts, worth});
  const auto fit = correct_battles(data.view());
  REQUIRE(fit);
  CHECK(*fit->pairs[0].corrected == Approx(classes->score->unclipped));
  CHECK(fit->pairs[0].difference ==
        Approx(std::log(*fit->pairs[0].corrected / (1 - *fit->pairs[0].corrected))));
}

TEST_CASE("identical copies of a model tie", "[judge][property]") {
  Battles data{.confusion = labels, .models = 4};
  // Model 3 is a copy of 0; its pairs are named the other way round.
  data.add(0, 1, {60, 22, 18});
  data.add(1, 3, {18, 22, 60});
  data.add(0, 2, {31, 29, 44});
  data.add(2, 3, {44, 29, 31});
  data.add(0, 3, {40, 20, 40});
  data.add(1, 2, {30, 20, 50});
  const auto fit = correct_battles(data.view());
  REQUIRE(fit);
  REQUIRE(fit->models.size() == 4);
  CHECK(std::abs(fit->models[0].strength - fit->models[3].strength) < 1e-12);
  CHECK(*fit->models[0].lower == Approx(*fit->models[3].lower).margin(0.02));
  CHECK(*fit->pairs[2].lower < 0);
  CHECK(*fit->pairs[2].upper > 0);
  CHECK(*fit->pairs[2].lower == Approx(-*fit->pairs[2].upper).margin(0.02));
}

TEST_CASE("neither order of rows nor of the two in a row changes a bit", "[judge][property]") {
  Battles data{.confusion = labels, .models = 3};
  data.add(0, 1, {30, 9, 11});
  data.add(0, 2, {28, 10, 12});
  data.add(1, 2, {21, 9, 20});
  data.add(0, 1, {5, 3, 4});
  Battles other{.confusion = labels, .models = 3};
  other.add(1, 0, {4, 3, 5});
  other.add(2, 1, {20, 9, 21});
  other.add(0, 1, {30, 9, 11});
  other.add(0, 2, {28, 10, 12});
  const auto first = correct_battles(data.view());
  const auto second = correct_battles(other.view());
  REQUIRE(first);
  REQUIRE(first->status == Status::ok);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(first->models[i].strength == second->models[i].strength);
    CHECK(first->models[i].lower == second->models[i].lower);
    CHECK(first->models[i].upper == second->models[i].upper);
    CHECK(first->pairs[i].lower == second->pairs[i].lower);
    CHECK(first->pairs[i].upper == second->pairs[i].upper);
  }
}

TEST_CASE("what cannot be told is refused with a reason", "[judge]") {
  Battles data{.confusion = labels, .models = 4};
  data.add(0, 1, {30, 10, 20});
  data.add(2, 3, {30, 10, 20});
  auto fit = correct_battles(data.view());
  REQUIRE(fit);
  CHECK(fit->status == Status::not_identified);
  CHECK(fit->reason == RatingReason::models_not_compared);
  REQUIRE(fit->groups);
  CHECK((*fit->groups)[0] == (*fit->groups)[1]);
  CHECK((*fit->groups)[0] != (*fit->groups)[2]);
  CHECK(fit->models.empty());

  SECTION("a pair without verdicts connects nothing") {
    data.add(1, 2, {0, 0, 0});
    CHECK(correct_battles(data.view())->reason == RatingReason::models_not_compared);
  }
  SECTION("models that win everything once corrected") {
    data.add(1, 2, {200, 0, 20});  // 0.91 by the verdicts, above 1 without the errors
    fit = correct_battles(data.view());
    REQUIRE(fit);
    CHECK(fit->reason == RatingReason::strength_unbounded);
    CHECK(*fit->groups == std::vector<std::int64_t>{0, 0, 1, 1});
    CHECK(fit->models.empty());
    // Another way round makes the maximum finite, though one share stays beyond 1.
    data.add(0, 1, {300, 100, 200});
    data.add(2, 3, {300, 100, 200});
    data.add(0, 3, {400, 90, 400});
    fit = correct_battles(data.view());
    REQUIRE(fit);
    CHECK(fit->status == Status::ok);
    REQUIRE(fit->models.size() == 4);
    CHECK(!fit->groups);
    CHECK(*fit->pairs[3].corrected > 1);
  }
  SECTION("intervals without an end") {
    data.add(1, 2, {14, 3, 5});
    fit = correct_battles(data.view());
    REQUIRE(fit);
    REQUIRE(fit->pairs.size() == 6);
    CHECK(fit->pairs[3].lower);
    CHECK(!fit->pairs[3].upper);
    CHECK(fit->pairs[0].upper);
  }
  SECTION("labels that do not tell") {
    data.add(1, 2, {9, 4, 9});
    data.confusion = {0, 0, 0, 5, 5, 5, 0, 0, 0};
    CHECK(correct_battles(data.view())->reason == RatingReason::no_decided_labels);
    data.confusion = {6, 0, 5, 5, 5, 5, 5, 0, 6};
    CHECK(correct_battles(data.view())->reason == RatingReason::judge_not_identified);
    data.confusion = {15, 15, 70, 5, 5, 5, 70, 15, 15};
    CHECK(correct_battles(data.view())->reason == RatingReason::verdicts_reversed);
    data.confusion = {4, 0, 0, 0, 0, 0, 0, 0, 4};
    CHECK(correct_battles(data.view())->flags.has(ClassFlag::few_labels));
  }
  SECTION("errors name their argument") {
    const auto refusal = [&] { return correct_battles(data.view()).error(); };
    data.b[0] = 0;
    CHECK(refusal().code == Errc::value_out_of_range);
    CHECK(refusal().argument == "b");
    data.b[0] = 1;
    data.verdicts[2] = 0.5;
    CHECK(refusal().code == Errc::not_integer);
    CHECK(refusal().argument == "verdicts");
    data.verdicts.assign(6, 0);
    CHECK(refusal().code == Errc::empty_sample);
    CHECK(refusal().argument == "verdicts");
    data.models = 31;
    CHECK(refusal().argument == "models");
  }
}

TEST_CASE("the intervals of corrected strengths cover", "[judge][coverage]") {
  SplitMix64 rng(12, "test");
  const std::vector<double> truth = {0.8, 0.2, -0.2, -0.8};
  int covered = 0;
  int asked = 0;
  for (int repeat = 0; repeat < 60; ++repeat) {
    const auto fit = correct_battles(simulated(rng, truth, 150, 200).view());
    REQUIRE(fit);
    if (fit->models.empty()) continue;
    for (const RatedPair& pair : fit->pairs) {
      const double difference =
          truth[static_cast<std::size_t>(pair.a)] - truth[static_cast<std::size_t>(pair.b)];
      covered += pair.lower.value_or(-99) <= difference && difference <= pair.upper.value_or(99);
      ++asked;
    }
  }
  CHECK(asked >= 340);
  const double share = static_cast<double>(covered) / asked;
  INFO(share);
  CHECK(share > 0.91);
  CHECK(share < 0.99);
}

#include "evenhand/judge/diagnostics.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

struct Rates {
  double score, sensitivity, specificity;
};

struct Table {
  std::vector<std::int32_t> model = {}, verdict = {}, human = {}, item = {};
  std::int64_t models = 0;
  [[nodiscard]] JudgedRows view() const { return {model, verdict, human, models}; }
  [[nodiscard]] std::vector<std::size_t> rows_of(std::int32_t of) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < model.size(); ++i) {
      if (model[i] == of) out.push_back(i);
    }
    return out;
  }
};

/// Items judged for every model, a share of the rows labelled; item after item.
Table simulate(const std::vector<Rates>& models, std::int32_t items, double labelled,
               std::uint64_t seed) {
  SplitMix64 rng(seed, "diagnostics test");
  Table out{.models = static_cast<std::int64_t>(models.size())};
  const auto chance = [&](double p) { return rng.uniform() < p; };
  for (std::int32_t item = 0; item < items; ++item) {
    for (std::size_t m = 0; m < models.size(); ++m) {
      const bool right = chance(models[m].score);
      out.model.push_back(static_cast<std::int32_t>(m));
      out.item.push_back(item);
      out.verdict.push_back(chance(right ? models[m].sensitivity : 1 - models[m].specificity) ? 1
                                                                                              : 0);
      out.human.push_back(chance(labelled) ? (right ? 1 : 0) : label_missing);
    }
  }
  return out;
}

std::vector<Finding> diagnose(const Table& table, const LeaderboardOptions& options = {}) {
  const auto found = diagnose_judgements(table.view(), table.item, options);
  REQUIRE(found);
  return *found;
}

const Finding* find(const std::vector<Finding>& found, FindingCode code,
                    std::optional<std::int64_t> model = std::nullopt) {
  const auto at = std::find_if(found.begin(), found.end(), [&](const Finding& finding) {
    return finding.code == code && (!model || finding.model == model);
  });
  return at == found.end() ? nullptr : &*at;
}

const std::vector<Rates> alike{{.7, .9, .85}, {.6, .9, .85}, {.55, .9, .85}, {.5, .9, .85}};

}  // namespace

TEST_CASE("sound tables raise nothing that stops, and hardly a warning", "[judge][diagnostics]") {
  int warnings = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    for (const Finding& finding : diagnose(simulate(alike, 300, .4, seed))) {
      CAPTURE(seed, static_cast<int>(finding.code));
      CHECK(finding.severity != FindingSeverity::stop);
      if (finding.severity == FindingSeverity::warn) {
        ++warnings;
        CHECK((finding.code == FindingCode::calibration_differs ||
               finding.code == FindingCode::sign_flip ||
               finding.code == FindingCode::incompatible));
      }
    }
  }
  // The test of equal error rates has a level of 5 %.
  CHECK(warnings <= 24);
}

TEST_CASE("a judge that passes all of one model is found, and its labels are not borrowed",
          "[judge][diagnostics]") {
  Table table = simulate(alike, 300, .4, 7);
  for (const std::size_t row : table.rows_of(1)) table.verdict[row] = 1;
  // Model 3 has few labels and must borrow.
  int kept = 0;
  for (const std::size_t row : table.rows_of(3)) {
    if (table.human[row] != label_missing && ++kept > 8) table.human[row] = label_missing;
  }
  const auto found = diagnose(table);
  const Finding* degenerate = find(found, FindingCode::degenerate_judge);
  REQUIRE(degenerate);
  CHECK(degenerate->severity == FindingSeverity::stop);
  CHECK(degenerate->model == 1);
  CHECK(degenerate->truth == label_negative);
  CHECK(degenerate->count == 0);
  CHECK(find(found, FindingCode::constant_verdicts, 1));
  CHECK_FALSE(find(found, FindingCode::possible_row_misalignment));

  const auto corrected = correct_leaderboard(table.view());
  REQUIRE(corrected);
  CHECK((*corrected)[3].calibration == Calibration::pooled);
  Confusion others;
  for (const std::size_t m : {0UL, 2UL, 3UL}) {
    for (const std::size_t row : table.rows_of(static_cast<std::int32_t>(m))) {
      if (table.human[row] == 1) ++(table.verdict[row] == 1 ? others.tp : others.fn);
      if (table.human[row] == 0) ++(table.verdict[row] == 1 ? others.fp : others.tn);
    }
  }
  CHECK((*corrected)[3].confusion == others);
}

TEST_CASE("a verdict column that slipped is found with the rows it slipped by",
          "[judge][diagnostics]") {
  const Table sound = simulate(alike, 300, .4, 11);
  for (const std::int64_t shift : {1, -1, 4, -17, 50}) {
    Table table = sound;
    const auto n = static_cast<std::int64_t>(table.verdict.size());
    for (std::int64_t i = 0; i < n; ++i) {
      table.verdict[static_cast<std::size_t>((i + shift + n) % n)] =
          sound.verdict[static_cast<std::size_t>(i)];
    }
    const auto found = diagnose(table);
    const Finding* slipped = find(found, FindingCode::possible_row_misalignment);
    CAPTURE(shift);
    REQUIRE(slipped);
    CHECK_FALSE(slipped->model);
    CHECK(slipped->shift == shift);
    CHECK(*slipped->repaired > .6);
  }
  // Within one model only.
  for (const std::size_t shift : {1UL, 3UL}) {
    Table table = sound;
    const auto rows = table.rows_of(2);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      table.verdict[rows[(i + shift) % rows.size()]] = sound.verdict[rows[i]];
    }
    const auto found = diagnose(table);
    const Finding* slipped = find(found, FindingCode::possible_row_misalignment);
    REQUIRE(slipped);
    CHECK(slipped->model == 2);
    CHECK(slipped->shift == static_cast<std::int64_t>(shift));
  }
  // Verdicts in no order at all: found, and no shift is named.
  Table table = sound;
  SplitMix64 rng(3, "diagnostics test");
  for (const std::size_t row : table.rows_of(2)) table.verdict[row] = rng.uniform() < .6 ? 1 : 0;
  const auto found = diagnose(table);
  const Finding* slipped = find(found, FindingCode::possible_row_misalignment, 2);
  REQUIRE(slipped);
  CHECK_FALSE(slipped->shift);
  CHECK(*slipped->value == Approx(.75).margin(.1));
}

TEST_CASE("an inverted column is called inverted, not slipped", "[judge][diagnostics]") {
  Table table = simulate(alike, 300, .4, 13);
  for (const std::size_t row : table.rows_of(0)) table.verdict[row] = 1 - table.verdict[row];
  auto found = diagnose(table);
  const Finding* swapped = find(found, FindingCode::swapped_labels);
  REQUIRE(swapped);
  CHECK(swapped->model == 0);
  CHECK(swapped->youden->upper < 0);
  CHECK_FALSE(find(found, FindingCode::possible_row_misalignment));
  for (const std::int32_t m : {1, 2, 3}) {
    for (const std::size_t row : table.rows_of(m)) table.verdict[row] = 1 - table.verdict[row];
  }
  found = diagnose(table);
  CHECK(find(found, FindingCode::swapped_labels, 3));
  CHECK_FALSE(find(found, FindingCode::possible_row_misalignment));
}

TEST_CASE("a judge that is kinder to one model is found with the order it reverses",
          "[judge][diagnostics]") {
  // The example of Fiedler 2026, arXiv 2605.06939: rates .5625 and .5750, truth .55 and .50.
  const Table table = simulate({{.55, .9, .85}, {.50, .9, .75}}, 20'000, .3, 17);
  const auto found = diagnose(table);
  const Finding* differs = find(found, FindingCode::calibration_differs);
  REQUIRE(differs);
  CHECK(differs->truth == label_negative);
  CHECK(differs->model == 1);
  CHECK(differs->other == 0);
  CHECK(*differs->value == Approx(.75).margin(.03));
  CHECK(*differs->reference == Approx(.85).margin(.03));
  const Finding* flip = find(found, FindingCode::sign_flip);
  REQUIRE(flip);
  CHECK(flip->model == 1);
  CHECK(flip->other == 0);
  CHECK(*flip->value > 0);
  CHECK(*flip->reference == Approx(-.05).margin(.03));
}

TEST_CASE("many models with few labels each raise no alarm", "[judge][diagnostics]") {
  int alarms = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    for (const auto& [models, labelled] : {std::pair{100, .01}, std::pair{30, .2}}) {
      const Table table = simulate(
          std::vector<Rates>(static_cast<std::size_t>(models), {.6, .8, .75}), 300, labelled, seed);
      for (const Finding& finding : diagnose(table)) {
        CAPTURE(seed, models, static_cast<int>(finding.code));
        // Of 1,200 models some have labels that do not show J above 0.
        CHECK((finding.severity != FindingSeverity::stop ||
               finding.code == FindingCode::judge_not_better_than_chance));
        if (finding.code == FindingCode::calibration_differs ||
            finding.code == FindingCode::sign_flip) {
          ++alarms;
        }
      }
    }
  }
  // Two tests at 5 % in 80 tables, and pairs at 5 % in all.
  CHECK(alarms <= 16);
}

TEST_CASE("an inverted column of a nearly perfect judge is no degenerate judge",
          "[judge][diagnostics]") {
  Table table = simulate({{.6, .99, .99}, {.5, .99, .99}}, 300, .4, 43);
  for (std::int32_t& verdict : table.verdict) verdict = 1 - verdict;
  const auto found = diagnose(table);
  CHECK(find(found, FindingCode::swapped_labels, 0));
  CHECK_FALSE(find(found, FindingCode::degenerate_judge));
  // Post-stratification is right all the same.
  const auto subset = diagnose(table, {.design = Design::subset});
  REQUIRE(find(subset, FindingCode::swapped_labels));
  CHECK(find(subset, FindingCode::swapped_labels)->severity == FindingSeverity::warn);
}

TEST_CASE("an item's number may be large", "[judge][diagnostics]") {
  Table table = simulate(alike, 50, .5, 47);
  for (std::int32_t& item : table.item) item = 2'000'000'000 + item;
  CHECK_FALSE(find(diagnose(table), FindingCode::small_common_set));
}

TEST_CASE("a judge at chance, few labels, another mix and other items are told",
          "[judge][diagnostics]") {
  Table table = simulate({{.6, .6, .4}, {.5, .5, .5}}, 200, .5, 19);
  CHECK(find(diagnose(table), FindingCode::judge_not_better_than_chance, 0));
  CHECK(find(diagnose(table), FindingCode::judge_not_better_than_chance, 1));

  table = simulate({{.6, .9, .85}}, 200, .1, 23);
  const auto few = diagnose(table);
  REQUIRE(find(few, FindingCode::too_few_labels));
  CHECK(find(few, FindingCode::too_few_labels)->severity == FindingSeverity::warn);
  CHECK(find(few, FindingCode::judge_weaker_than_model)->value < .6);

  // Labels of wrong answers mostly: fine for error rates, but told.
  table = simulate({{.8, .95, .95}}, 1000, 1, 29);
  for (std::size_t i = 0; i < table.human.size(); ++i) {
    if (i % 10 != 0 && (table.human[i] == 1 || i % 3 != 0)) table.human[i] = label_missing;
  }
  const auto mixed = diagnose(table);
  REQUIRE(find(mixed, FindingCode::prevalence_differs));
  const Finding& mix = *find(mixed, FindingCode::prevalence_differs);
  CHECK(*mix.value - static_cast<double>(*mix.count) / static_cast<double>(*mix.total) > .2);

  table = simulate(alike, 100, .5, 31);
  CHECK_FALSE(find(diagnose(table), FindingCode::small_common_set));
  for (auto* column : {&table.model, &table.verdict, &table.human, &table.item}) column->pop_back();
  const auto uneven = diagnose(table);
  REQUIRE(find(uneven, FindingCode::small_common_set));
  CHECK(find(uneven, FindingCode::small_common_set)->count == 99);
  CHECK(find(uneven, FindingCode::small_common_set)->total == 100);
}

TEST_CASE("labels that are no random subset are told in that design", "[judge][diagnostics]") {
  Table table = simulate({{.5, .9, .9}}, 1000, 1, 37);
  for (std::size_t i = 0; i < table.human.size(); ++i) {
    if (table.verdict[i] == 1 ? i % 10 != 0 : i % 3 != 0) table.human[i] = label_missing;
  }
  const auto found = diagnose(table, {.design = Design::subset});
  REQUIRE(find(found, FindingCode::labels_not_random));
  CHECK(*find(found, FindingCode::labels_not_random)->p < .01);
}

TEST_CASE("findings come worst first, and columns are checked", "[judge][diagnostics]") {
  Table table = simulate(alike, 100, .2, 41);
  for (const std::size_t row : table.rows_of(1)) table.verdict[row] = 1;
  const auto found = diagnose(table);
  CHECK(std::is_sorted(found.begin(), found.end(),
                       [](const Finding& a, const Finding& b) { return a.severity < b.severity; }));
  std::vector<std::int32_t> items = table.item;
  items.back() = -1;
  CHECK(diagnose_judgements(table.view(), items).error().argument == "item");
  items.pop_back();
  CHECK(diagnose_judgements(table.view(), items).error().code == Errc::length_mismatch);
  const auto nothing = diagnose_judgements(JudgedRows{}, std::vector<std::int32_t>{});
  REQUIRE(nothing);
  CHECK(nothing->empty());
}

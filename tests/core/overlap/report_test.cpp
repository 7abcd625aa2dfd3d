#include "evenhand/overlap/report.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "scanned.hpp"

using namespace evenhand;
using namespace evenhand::overlap;
using scanned::words;

namespace {

ScanSettings plain(std::vector<std::int32_t> n) {
  ScanSettings settings;
  settings.n = std::move(n);
  settings.letterless = true;
  settings.heavy_items = 0;
  return settings;
}

std::vector<scanned::Benchmark> questions(const std::vector<std::string>& all) {
  scanned::Benchmark set{"set", {}};
  for (const std::string& question : all) {
    set.items.push_back({.id = std::to_string(set.items.size()), .question = question});
  }
  return {set};
}

double value(const Evaluator& evaluator, const RuleChoice& choice, std::size_t item = 0) {
  const Application applied = evaluator.apply(rule_of(choice));
  REQUIRE_FALSE(applied.refusal);
  REQUIRE(applied.columns.size() == 1);
  return applied.columns[0].values[item];
}

Outcome outcome(const Evaluator& evaluator, const RuleChoice& choice, std::size_t item = 0) {
  const Application applied = evaluator.apply(rule_of(choice));
  REQUIRE_FALSE(applied.refusal);
  return applied.columns[0].outcomes[item];
}

RuleRefusal refusal(const Evaluator& evaluator, const RuleChoice& choice) {
  const Application applied = evaluator.apply(rule_of(choice));
  REQUIRE(applied.refusal);
  CHECK(applied.columns.empty());
  return *applied.refusal;
}

const LevelCounts& counts(const Report& report, Unit unit, Arm arm) {
  for (const LevelCounts& counts : report.benchmarks[0].levels) {
    if (counts.unit == unit && counts.arm == arm) return counts;
  }
  FAIL("no such arm");
  return report.benchmarks[0].levels[0];
}

std::vector<std::uint32_t> family(const Report& report, Family wanted) {
  for (const FamilyItems& items : report.benchmarks[0].families) {
    if (items.family == wanted) return items.items;
  }
  return {};
}

}  // namespace

TEST_CASE("A1 to A5, A9: coverage arithmetic", "[overlap]") {
  struct Row {
    int tokens;
    std::vector<std::pair<int, int>> runs;  // each in a document of its own
    double token_match, ngram_match, longest;
    bool tulu3, palm;
  };
  const std::vector<Row> rows = {
      {40, {{0, 8}, {10, 8}, {20, 8}}, .60, 3.0 / 33, .20, false, false},
      {40, {{0, 24}}, .60, 17.0 / 33, .60, true, false},
      {40, {{0, 25}}, .625, 18.0 / 33, .625, true, false},
      {40, {{0, 12}}, .30, 5.0 / 33, .30, false, false},
      {20, {{0, 15}}, .75, 8.0 / 13, .75, true, false},
      {20, {{0, 12}}, .60, 5.0 / 13, .60, true, false},
      {20, {{0, 7}}, 0, 0, 0, false, false},
  };
  for (const Row& row : rows) {
    INFO(row.tokens << " tokens, first run of " << row.runs[0].second);
    const scanned::Indexed index(plain({8}), questions({words("q", 0, row.tokens)}));
    scanned::Shard shard{"s", "", {}};
    for (const auto& [first, length] : row.runs) {
      shard.documents.push_back("before " + words("q", first, length) + " behind");
    }
    const auto evaluator = scanned::evaluator(*index, {shard});
    CHECK(value(*evaluator, {.definition = Definition::llama3}) == Approx(row.token_match));
    CHECK(value(*evaluator, {.definition = Definition::palm}) == Approx(row.ngram_match));
    CHECK(value(*evaluator, {.definition = Definition::contam_raw}) == Approx(row.longest));
    CHECK((outcome(*evaluator, {.definition = Definition::tulu3}) == Outcome::flagged) ==
          row.tulu3);
    CHECK((outcome(*evaluator, {.definition = Definition::palm}) == Outcome::flagged) == row.palm);
  }
}

TEST_CASE("A22: a short question is found, listed, and not in the headline", "[overlap]") {
  const scanned::Indexed index(
      scan_settings(Definition::evenhand),
      questions({"What is the capital of France?", "...", "##", "A.", words("q", 0, 30)}));
  const auto evaluator = scanned::evaluator(
      *index, {{"s", "", {"He asked: what is the capital of france? A. ... ## Paris."}}});
  CHECK(index->unit(0, Unit::question).tokens.size() == 6);
  CHECK(index->unit(0, Unit::question).mass == 12);
  const Report report = evaluator->report();
  for (const Arm arm : report.arms) {
    const LevelCounts& question = counts(report, Unit::question, arm);
    CHECK(question.short_match == 1);
    CHECK(question.partial + question.full == 0);
    CHECK(question.testable == 2);
    CHECK(question.share == 0.0);
  }
  CHECK(report.benchmarks[0].low_information == std::vector<std::uint32_t>{0});
  // Texts without a token are no units at all.
  CHECK(report.benchmarks[0].untestable == std::vector<std::uint32_t>{1, 2, 3});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].level == OverlapLevel::short_match);
  CHECK(report.findings[0].families.has(Family::low_information));
  CHECK(outcome(*evaluator, {.definition = Definition::evenhand}) == Outcome::low_information);
}

TEST_CASE("A22: a short question with its context or answer is corroborated", "[overlap]") {
  scanned::Benchmark set{"set", {}};
  set.items.push_back({.id = "with answer",
                       .question = "what is the capital of france",
                       .answers = {"paris of course"}});
  const scanned::Indexed index(scan_settings(Definition::evenhand), {set});
  const auto alone =
      scanned::evaluator(*index, {{"s", "", {"what is the capital of france nobody knows"}}});
  CHECK(alone->report().findings[0].level == OverlapLevel::short_match);
  const auto both =
      scanned::evaluator(*index, {{"s", "", {"what is the capital of france paris of course"}}});
  const Report report = both->report();
  CHECK(report.findings[0].level == OverlapLevel::full);
  CHECK(report.findings[0].corroborated);
  CHECK(report.benchmarks[0].found.back().question_and_answer == 1);
  CHECK(outcome(*both, {.definition = Definition::evenhand}) == Outcome::dirty);
}

TEST_CASE("A23: a repeated n-gram counts at all its positions", "[overlap]") {
  const scanned::Indexed index(plain({3}), questions({"a b c a b c"}));
  const auto evaluator = scanned::evaluator(*index, {{"s", "", {"a b c a b c"}}});
  CHECK(value(*evaluator, {.definition = Definition::llama3, .n = 3}) == 1);
  CHECK(value(*evaluator, {.definition = Definition::palm, .n = 3}) == 1);
  const auto gpt2 = [&](Multiplicity multiplicity) {
    return evaluator->apply(
        rule_of({.definition = Definition::gpt2, .n = 3, .multiplicity = multiplicity}));
  };
  CHECK(gpt2(Multiplicity::positions).columns[0].sets[0].pooled == 1.0);
  CHECK(gpt2(Multiplicity::unique).columns[0].sets[0].pooled == 1.0);
  CHECK(index->grams(0) == 3);
  CHECK(evaluator->partial().grams[0].size() == 3);
}

TEST_CASE("A24: n-grams across question and answer belong to both together", "[overlap]") {
  const scanned::Indexed index(
      plain({4}), {{"set", {{.id = "1", .question = "a b c d e", .answers = {"f g h i j"}}}}});
  CHECK(index->grams(0) == 7);
  const auto evaluator = scanned::evaluator(*index, {{"s", "", {"x d e f g y"}}});
  const auto of = [&](Unit unit) {
    return value(*evaluator, {.definition = Definition::open_r1, .n = 4, .unit = unit});
  };
  CHECK(of(Unit::question) == 0);
  CHECK(of(Unit::answer) == 0);
  CHECK(of(Unit::question_answer) == 1);
}

TEST_CASE("GPT-3's n is that of the benchmark", "[overlap]") {
  std::vector<std::string> all;
  for (int i = 0; i < 41; ++i) all.push_back(words("q" + std::to_string(i) + "x", 0, 9 + i));
  const scanned::Indexed index(plain({8}), questions(all));
  const auto evaluator = scanned::evaluator(*index, {{"s", "", {words("q3x", 0, 10)}}});
  const Application applied = evaluator->apply(rule_of(Definition::gpt3_measure));
  REQUIRE_FALSE(applied.refusal);
  const SetShare& set = applied.columns[0].sets[0];
  CHECK(set.n == 11);  // of lengths 9 to 49, place 2
  CHECK(set.too_short == 2);
  CHECK(set.measured == 41);
  CHECK(set.flagged == 0);
  CHECK(refusal(*evaluator, {.definition = Definition::gpt3_measure, .mincount = 2}) ==
        RuleRefusal::missing_n);
}

TEST_CASE("A25: a short item is matched whole and the source said to be silent", "[overlap]") {
  const scanned::Indexed index(scan_settings(Definition::infinigram_mini),
                               questions({"How many apples?", "How many pears are there?"}));
  const auto evaluator = scanned::evaluator(*index, {{"s", "", {"I ask: How many apples? Two."}}});
  const Application applied = evaluator->apply(rule_of(Definition::infinigram_mini));
  REQUIRE_FALSE(applied.refusal);
  CHECK(applied.notes.has(Approximation::undefined_in_source));
  CHECK(applied.columns[0].outcomes == std::vector<Outcome>{Outcome::dirty, Outcome::clean});
}

TEST_CASE("B5: spans with substitutions", "[overlap]") {
  const scanned::Indexed index(scan_settings(Definition::llama2), questions({words("t", 1, 20)}));
  const auto scan = [&](int substituted) {
    std::string document =
        words("t", 1, substituted - 1) + " other " + words("t", substituted + 1, 20 - substituted);
    return scanned::evaluator(*index, {{"s", "", {document}}});
  };
  const RuleChoice choice{.definition = Definition::llama2};
  RuleChoice counted = choice;
  counted.skip_counts = true;
  CHECK(value(*scan(11), choice) == 0.95);
  CHECK(value(*scan(11), counted) == 1.0);
  CHECK(value(*scan(5), choice) == 0.75);
  CHECK(outcome(*scan(11), choice) == Outcome::dirty);
  CHECK(outcome(*scan(5), choice) == Outcome::flagged);
  RuleChoice longer = choice;
  longer.n = 15;
  longer.llama_len = LengthRule::gt;
  CHECK(value(*scan(5), longer) == 0);
  longer.llama_len = LengthRule::ge;
  CHECK(value(*scan(5), longer) == 0.75);
}

TEST_CASE("B8: a template does not count", "[overlap]") {
  std::vector<std::string> all;
  for (int i = 0; i < 6; ++i) {
    all.push_back(words("template", 0, 33) + " " + words("own", 100 * i, 12));
  }
  const scanned::Indexed index(scan_settings(Definition::evenhand), questions(all));
  int dropped = 0;
  const TokenRange first = index->unit(0, Unit::question).tokens;
  for (std::uint32_t p = first.begin; p + 8 <= first.end; ++p) dropped += index->is_common(0, p);
  CHECK(first.size() - 8 + 1 == 38);
  CHECK(dropped == 26);
  const auto evaluator =
      scanned::evaluator(*index, {{"s", "", {all[0], words("template", 0, 33)}}});
  const Report report = evaluator->report();
  REQUIRE(report.findings.size() == 6);
  CHECK(report.findings[0].units[0].coverage == std::vector<double>{1, 1, 1});
  CHECK(report.findings[0].level == OverlapLevel::full);
  CHECK(report.findings[1].units[0].coverage[0] == 33.0 / 45);
  CHECK(report.findings[1].units[0].coverage[1] == 0);
  CHECK(report.findings[1].level == OverlapLevel::clean);
  CHECK(counts(report, Unit::question, Arm::unfiltered).partial == 5);
  CHECK(counts(report, Unit::question, Arm::both_sides).share == 1.0 / 6);
  CHECK(family(report, Family::template_text) == std::vector<std::uint32_t>{1, 2, 3, 4, 5});
}

TEST_CASE("B13: HELM's metrics", "[overlap]") {
  ScanSettings settings = scan_settings(Definition::helm);
  settings.n = {3};
  const scanned::Indexed index(settings, questions({words("h", 0, 10)}));
  scanned::Shard shard{"s", "", {words("h", 0, 3)}};
  for (int i = 0; i < 4; ++i) shard.documents.push_back(words("h", 1, 3));
  for (int i = 0; i < 12; ++i) shard.documents.push_back(words("h", 5, 3));
  const auto evaluator = scanned::evaluator(*index, {shard});
  const auto helm = [&](Metric metric, std::int64_t most) {
    const Application applied = evaluator->apply(
        rule_of({.definition = Definition::helm, .metric = metric, .n = 3, .most_count = most}));
    REQUIRE(applied.columns.size() == 2);  // the question, and no references
    CHECK(applied.columns[1].outcomes[0] == Outcome::absent);
    return applied.columns[0].values[0];
  };
  CHECK(helm(Metric::any_gram, 0) == 1);
  CHECK(helm(Metric::ngram_match, 0) == Approx(.375));
  CHECK(helm(Metric::weighted_ngram_match, 0) == Approx(.16666666666666666));
  CHECK(helm(Metric::stretch_token_match, 0) == Approx(.7));
  CHECK(helm(Metric::weighted_token_match, 0) == Approx(.425));
  CHECK(helm(Metric::ngram_match, 10) == Approx(.25));
  CHECK(helm(Metric::weighted_ngram_match, 10) == Approx(.15625));
  CHECK(helm(Metric::stretch_token_match, 10) == Approx(.4));
  CHECK(helm(Metric::weighted_token_match, 10) == Approx(.4));
}

TEST_CASE("boilerplate does not count, a leak that is everywhere does", "[overlap]") {
  const std::string boilerplate = words("licence", 0, 14);
  const std::string leaked = words("leak", 0, 24);
  const scanned::Indexed index(scan_settings(Definition::evenhand),
                               questions({boilerplate + " " + words("own", 0, 10), leaked}));
  scanned::Shard shard{"s", "", {}};
  for (int i = 0; i < 40; ++i) {
    shard.documents.push_back(words("page", 100 * i, 9) + " " +
                              (i % 2 == 0 ? boilerplate : leaked));
  }
  SECTION("with hit records") {
    const Report report = scanned::evaluator(*index, {shard})->report();
    CHECK(report.arms.size() == 3);
    CHECK(report.findings[0].units[0].unfiltered_level == OverlapLevel::partial);
    CHECK(report.findings[0].level == OverlapLevel::clean);
    CHECK(report.findings[1].level == OverlapLevel::full);
    CHECK(family(report, Family::boilerplate) == std::vector<std::uint32_t>{0});
    CHECK(report.hit_records == 80);  // of questions, and of questions with answers
    CHECK(report.findings[1].units[0].match == leaked);
    CHECK(report.findings[1].units[0].best_document == DocumentKey{"s", 2});
    CHECK(report.corpus.total.frequent_from == 5);
  }
  SECTION("without protection the leak is lost") {
    const Report report = scanned::evaluator(*index, {shard}, {.protect = false})->report();
    CHECK(report.findings[1].level == OverlapLevel::template_only);
  }
  SECTION("without hit records") {
    const Report report = scanned::evaluator(*index, {shard}, {}, false)->report();
    CHECK(report.arms == std::vector<Arm>{Arm::unfiltered, Arm::benchmark_side});
    CHECK(report.scope.has(ScopeNote::no_hit_records));
    CHECK(report.notes.has(Approximation::benchmark_side_only));
    CHECK(report.findings[0].level == OverlapLevel::partial);
    CHECK_FALSE(report.findings[0].units[0].runs.empty());
  }
}

TEST_CASE("an n-gram may be boilerplate in one source only", "[overlap]") {
  const scanned::Indexed index(scan_settings(Definition::evenhand), questions({words("q", 0, 30)}));
  const std::string part = words("q", 0, 15);
  scanned::Shard small{"small", "small", {4, part}};
  scanned::Shard big{"big", "big", {}};
  for (int i = 0; i < 20; ++i) big.documents.push_back(words("page", 100 * i, 9));
  big.documents[7] = part;
  const FilterSettings filter{.least = 2, .divisor = 2};
  const auto both = scanned::evaluator(*index, {small, big}, filter);
  const Report report = both->report();
  CHECK(report.findings[0].level == OverlapLevel::partial);
  CHECK(report.findings[0].units[0].best_document == DocumentKey{"big", 8});
  CHECK(report.corpus.sources.size() == 2);
  const auto alone = scanned::evaluator(*index, {small}, filter);
  CHECK(alone->report().findings[0].level == OverlapLevel::clean);
}

TEST_CASE("question and answer in one document", "[overlap]") {
  scanned::Benchmark set{"set", {}};
  for (const std::string name : {"x", "y", "z"}) {
    set.items.push_back({.id = name,
                         .context = words(name + "c", 0, 20),
                         .question = words(name + "q", 0, 20),
                         .answers = {words(name + "a", 0, 12)}});
  }
  const scanned::Indexed index(scan_settings(Definition::evenhand), {set});
  const auto text = [&](std::size_t item) {
    return set.items[item].question + " well " + set.items[item].answers[0];
  };
  const auto evaluator = scanned::evaluator(
      *index,
      {{"s", "", {text(0), set.items[1].question, set.items[2].answers[0], set.items[2].context}}});
  const Report report = evaluator->report();
  for (const WhereFound& found : report.benchmarks[0].found) {
    CHECK(found.question_and_answer == 1);
    CHECK(found.question_only == 1);
    CHECK(found.answer_only == 1);
    CHECK(found.context_only == 1);
  }
  CHECK(family(report, Family::answer_only) == std::vector<std::uint32_t>{2});
  CHECK(family(report, Family::context_only) == std::vector<std::uint32_t>{2});
  CHECK(report.findings[0].units[0].gold_near);
  CHECK(report.findings[0].question_and_answer);
  CHECK_FALSE(report.findings[1].question_and_answer);
}

TEST_CASE("what cannot be applied is refused with a reason", "[overlap]") {
  const scanned::Indexed index(plain({8, 13}), questions({words("q", 0, 30)}));
  const auto evaluator = scanned::evaluator(*index, {{"s", "", {words("q", 0, 30)}}});
  CHECK(refusal(*evaluator, {.definition = Definition::gpt3_filter}) ==
        RuleRefusal::needs_documents);
  CHECK(refusal(*evaluator, {.definition = Definition::qwen2_lcs}) == RuleRefusal::needs_documents);
  CHECK(refusal(*evaluator, {.definition = Definition::palm, .n = 7}) == RuleRefusal::below_n);
  CHECK(refusal(*evaluator, {.definition = Definition::palm, .n = 9}) == RuleRefusal::missing_n);
  CHECK(refusal(*evaluator, {.definition = Definition::tulu3, .n = 13}) == RuleRefusal::missing_n);
  CHECK(refusal(*evaluator, {.definition = Definition::gpt4_substring50}) ==
        RuleRefusal::other_text);
  CHECK(refusal(*evaluator, {.definition = Definition::dolma_paragraph}) ==
        RuleRefusal::other_text);
  CHECK(refusal(*evaluator, {.definition = Definition::palm, .metric = Metric::docmax}) ==
        RuleRefusal::other_metric);
  CHECK(refusal(*evaluator, {.definition = Definition::palm, .threshold = 1.5}) ==
        RuleRefusal::out_of_range);
  CHECK(refusal(*evaluator, {.definition = Definition::palm,
                             .threshold = std::numeric_limits<double>::quiet_NaN()}) ==
        RuleRefusal::out_of_range);
  CHECK(refusal(*evaluator, {.definition = Definition::palm, .n = 0}) == RuleRefusal::out_of_range);
  Rule pooled = rule_of(Definition::tulu3);
  pooled.units.set(Unit::answer);
  pooled.fields = FieldRule::concat;
  CHECK(evaluator->apply(pooled).refusal == RuleRefusal::needs_one_unit);
  // Runs tell of any n from the smallest on, where positions need not be counted.
  CHECK(value(*evaluator, {.definition = Definition::deepseek_math}) == 1);
  CHECK(value(*evaluator, {.definition = Definition::llama3, .n = 20}) == 1);
  CHECK(evaluator->apply(rule_of(Definition::open_r1)).notes.has(Approximation::other_words));
  CHECK(
      evaluator->apply(rule_of(Definition::llama2)).notes.has(Approximation::skip_budget_differs));
}

TEST_CASE("partials and hit records of something else are refused", "[overlap]") {
  const scanned::Indexed index(plain({8}), questions({words("q", 0, 30)}));
  const scanned::Indexed other(plain({8}), questions({words("p", 0, 30)}));
  const scanned::Found found = scanned::scan(*index, {{"s", "", {words("q", 0, 30)}}});
  const auto refused = Evaluator::make(*other, found.partial);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::other_index);
  Partial broken = found.partial;
  broken.spans[0].token = 30;
  CHECK(Evaluator::make(*index, broken).error().code == Errc::not_a_partial);
  CHECK(Evaluator::make(*index, found.partial, {.divisor = 0}).error().argument ==
        "filter.divisor");

  const auto made = Evaluator::make(*index, found.partial);
  REQUIRE(made);
  HitRecord hit;
  hit.document = {"s", 1};
  hit.runs = {{0, 30, 0, 10}};
  CHECK_FALSE((*made)->add(hit));
  const auto refuses = [&](const HitRecord& record) {
    const auto error = (*made)->add(record);
    return error && error->code == Errc::not_a_hit;
  };
  HitRecord elsewhere = hit;
  elsewhere.document.shard = "t";
  CHECK(refuses(elsewhere));
  elsewhere = hit;
  elsewhere.item = 1;
  CHECK(refuses(elsewhere));
  elsewhere = hit;
  elsewhere.runs[0].length = 31;
  CHECK(refuses(elsewhere));
  const auto error = (*made)->add_lines(found.hits + "no hit\n");
  REQUIRE(error);
  CHECK(error->limit == 3);  // behind the question's and that of question and answer
}

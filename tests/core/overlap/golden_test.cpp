// Metrics and levels against tests/golden/overlap_rules.json.
#include <string>
#include <vector>

#include "../golden.hpp"
#include "json_tree.hpp"
#include "scanned.hpp"

namespace {

using namespace evenhand;
using namespace evenhand::overlap;
using golden::Json;

template <class Enum>
Enum named(const std::string& name) {
  for (std::size_t i = 0; i < texts(Enum{}).size(); ++i) {
    if (text_of(static_cast<Enum>(i)).name == name) return static_cast<Enum>(i);
  }
  FAIL("no such name: " << name);
  return {};
}

ScanSettings settings_of(const Json& json) {
  ScanSettings out;
  out.rule = named<TextRule>(json["rule"].text());
  out.n.clear();
  for (const Json& n : json["n"].elements()) out.n.push_back(static_cast<std::int32_t>(n.whole()));
  out.letterless = json["letterless"].truth();
  out.heavy_items = json["heavy_items"].whole();
  out.short_whole = json["short_whole"].truth();
  out.skip_budget = static_cast<std::int32_t>(json["skip_budget"].whole());
  out.skip_seed = static_cast<std::int32_t>(json["skip_seed"].whole());
  return out;
}

std::vector<scanned::Benchmark> benchmarks_of(const Json& json) {
  std::vector<scanned::Benchmark> out;
  for (const Json& benchmark : json.elements()) {
    out.push_back({benchmark["name"].text(), {}});
    for (const Json& item : benchmark["items"].elements()) {
      out.back().items.push_back({item["id"].text(), item["context"].text(),
                                  item["question"].text(), item["answers"].texts(),
                                  item["choices"].texts(), ""});
    }
  }
  return out;
}

std::vector<scanned::Shard> shards_of(const Json& json) {
  std::vector<scanned::Shard> out;
  for (const Json& shard : json.elements()) {
    out.push_back({shard["id"].text(), shard["source"].text(), shard["documents"].texts()});
  }
  return out;
}

Rule rule_from(const Json& json) {
  RuleChoice choice{.definition = named<Definition>(json["definition"].text()),
                    .metric = named<Metric>(json["metric"].text()),
                    .n = json["n"].whole(),
                    .fields = named<FieldRule>(json["fields"].text()),
                    .threshold = json["threshold"].number(),
                    .comparison = named<Comparison>(json["comparison"].text()),
                    .short_units = named<ShortRule>(json["shortUnits"].text())};
  if (json.has("upper")) choice.upper_threshold = json["upper"].number();
  if (json.has("synthetic")) choice.synthetic = json["synthetic"].truth();
  if (json.has("mincount")) choice.mincount = json["mincount"].whole();
  if (json.has("mincountUnit")) {
    choice.mincount_unit = named<CountUnit>(json["mincountUnit"].text());
  }
  if (json.has("mostCount")) choice.most_count = json["mostCount"].whole();
  if (json.has("llamaLen")) choice.llama_len = named<LengthRule>(json["llamaLen"].text());
  if (json.has("skipCounts")) choice.skip_counts = json["skipCounts"].truth();
  if (json.has("multiplicity")) {
    choice.multiplicity = named<Multiplicity>(json["multiplicity"].text());
  }
  if (json.has("percentile")) choice.percentile = named<Percentile>(json["percentile"].text());
  if (json.has("substrings")) choice.substrings = named<SubstringRule>(json["substrings"].text());
  if (json.has("seed")) choice.seed = json["seed"].whole();
  Rule rule = rule_of(choice);
  UnitSet units;
  for (const Json& unit : json["units"].elements()) units.set(named<Unit>(unit.text()));
  CHECK(rule.units == units);
  CHECK(rule.upper_threshold.has_value() == json.has("upper"));
  return rule;
}

std::string letters(const std::vector<Outcome>& outcomes) {
  std::string out;
  for (const Outcome outcome : outcomes) out += "cfdsault"[static_cast<std::size_t>(outcome)];
  return out;
}

std::string letters(const std::vector<OverlapLevel>& levels) {
  std::string out;
  for (const OverlapLevel level : levels) out += "ctpfsuma"[static_cast<std::size_t>(level)];
  return out;
}

void check_rules(const Evaluator& evaluator, const Json& rules) {
  for (const Json& json : rules.elements()) {
    INFO(json.raw());
    const Application applied = evaluator.apply(rule_from(json));
    if (applied.refusal) INFO("refused: " << text_of(*applied.refusal).name);
    // gpt3_measure may want a smaller n than was scanned.
    if (applied.refusal == RuleRefusal::below_n && json["n"].whole() == 0) continue;
    REQUIRE_FALSE(applied.refusal);
    REQUIRE(applied.columns.size() == json["columns"].elements().size());
    for (std::size_t c = 0; c < applied.columns.size(); ++c) {
      const Json& expected = json["columns"].at(c);
      CHECK(letters(applied.columns[c].outcomes) == expected["outcomes"].text());
      for (std::size_t i = 0; i < applied.columns[c].values.size(); ++i) {
        CHECK(golden::close(applied.columns[c].values[i], expected["values"].at(i).number(), 1e-9,
                            0));
      }
    }
  }
}

/// The levels of all items, by what the evaluator's report and application say.
void check_levels(const Index& index, const Evaluator& evaluator, const Json& test) {
  const Report report = evaluator.report();
  REQUIRE(report.arms.size() == 3);
  for (std::size_t u = 0; u < unit_count; ++u) {
    const auto unit = static_cast<Unit>(u);
    const std::string name(text_of(unit).name);
    for (std::size_t arm = 0; arm < 3; ++arm) {
      const std::string& expected = test["levels"][name].at(arm).text();
      for (std::size_t b = 0; b < index.benchmarks(); ++b) {
        const BenchmarkReport& benchmark = report.benchmarks[b];
        const LevelCounts& counts = benchmark.levels[u * 3 + arm];
        REQUIRE(counts.unit == unit);
        REQUIRE(counts.arm == report.arms[arm]);
        const std::string own =
            expected.substr(benchmark.first_item, static_cast<std::size_t>(benchmark.items));
        const auto count = [&](char letter) { return std::count(own.begin(), own.end(), letter); };
        INFO(name << " arm " << arm << " of " << benchmark.name << ": " << own);
        CHECK(counts.clean == count('c'));
        CHECK(counts.trace == count('t'));
        CHECK(counts.partial == count('p'));
        CHECK(counts.full == count('f'));
        CHECK(counts.short_match == count('s'));
        CHECK(counts.untestable == count('u'));
        CHECK(counts.template_only == count('m'));
        CHECK(counts.present == benchmark.items - count('a'));
      }
    }
  }
  for (const ItemFinding& finding : report.findings) {
    CHECK(letters({finding.level}) ==
          std::string(1, test["levels"]["question"].at(2).text()[finding.item]));
    for (const UnitFinding& unit : finding.units) {
      const std::string name(text_of(unit.unit).name);
      INFO(name << " of item " << finding.item);
      CHECK(letters({unit.level}) ==
            std::string(1, test["levels"][name].at(2).text()[finding.item]));
      CHECK(letters({unit.unfiltered_level}) ==
            std::string(1, test["levels"][name].at(0).text()[finding.item]));
      if (!test["coverage"].has(name)) continue;
      for (std::size_t arm = 0; arm < 3; ++arm) {
        const Json& expected = test["coverage"][name].at(arm).at(finding.item);
        const double of = expected.at(1).number();
        CHECK(golden::close(unit.coverage[arm], of == 0 ? 0 : expected.at(0).number() / of, 1e-12,
                            0));
      }
    }
  }
}

}  // namespace

TEST_CASE("definitions and levels as brute force has them", "[overlap][golden]") {
  const std::string text = golden::file_text("overlap_rules.json");
  const Json cases(text);
  std::size_t number = 0;
  for (const Json& test : cases.elements()) {
    INFO("case " << number++);
    const scanned::Indexed index(settings_of(test["settings"]), benchmarks_of(test["benchmarks"]));
    FilterSettings filter;
    if (test.has("filter")) {
      filter.least = test["filter"]["least"].whole();
      filter.divisor = test["filter"]["divisor"].whole();
      filter.protect = test["filter"]["protect"].truth();
    }
    const auto evaluator = scanned::evaluator(*index, shards_of(test["shards"]), filter);
    check_rules(*evaluator, test["rules"]);
    if (test.has("levels")) check_levels(*index, *evaluator, test);
  }
}

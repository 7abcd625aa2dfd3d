#include "evenhand/overlap/definitions.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

Definition definition(std::size_t i) { return static_cast<Definition>(i); }

}  // namespace

TEST_CASE("every definition is complete", "[overlap]") {
  for (std::size_t i = 0; i < definition_count; ++i) {
    INFO(text_of(definition(i)).name);
    const DefinitionInfo info = describe(definition(i));
    CHECK(info.definition == definition(i));
    CHECK(info.rule.definition == definition(i));
    CHECK(info.rule == rule_of(definition(i)));
    CHECK(info.settings == scan_settings(definition(i)));
    REQUIRE_FALSE(info.metrics.empty());
    CHECK(info.metrics.front() == info.rule.metric);
    CHECK(info.rule.units.bits() != 0);
    CHECK(std::is_sorted(info.settings.n.begin(), info.settings.n.end()));
    // Published definitions begin runs at every n-gram.
    CHECK((definition(i) == Definition::evenhand || info.settings.heavy_items == 0));
    CHECK((info.settings.skip_budget > 0) == (definition(i) == Definition::llama2));
    const std::set<Edge> edges(info.edges.begin(), info.edges.end());
    CHECK(edges.size() == info.edges.size());
    CHECK(edges.contains(Edge::text_rule));
  }
}

TEST_CASE("every option of a definition is reported with its value", "[overlap]") {
  for (std::size_t i = 0; i < definition_count; ++i) {
    INFO(text_of(definition(i)).name);
    const DefinitionInfo info = describe(definition(i));
    const auto facts = option_facts(info.rule, info.settings);
    for (const Edge edge : info.edges) {
      // Options of cutting and of comparing documents are reported by those.
      const bool elsewhere = edge >= Edge::cut_window;
      CHECK(elsewhere == std::none_of(facts.begin(), facts.end(),
                                      [&](const OptionFact& fact) { return fact.option == edge; }));
    }
  }
  const auto value = [](const RuleChoice& choice, Edge edge) {
    const Rule rule = rule_of(choice);
    for (const OptionFact& fact : option_facts(rule, scan_settings(rule.definition))) {
      if (fact.option == edge) return fact.value;
    }
    return std::string("none");
  };
  CHECK(value({.definition = Definition::tulu3}, Edge::threshold) == "0.5");
  CHECK(value({.definition = Definition::tulu3}, Edge::threshold_cmp) == ">");
  CHECK(value({.definition = Definition::tulu3}, Edge::scope) == "single-doc");
  CHECK(value({.definition = Definition::evenhand}, Edge::threshold) == "0.5 and 0.8");
  CHECK(value({.definition = Definition::evenhand, .threshold = 1.0}, Edge::threshold) == "1");
  CHECK(value({.definition = Definition::llama2}, Edge::skip_budget) == "4");
  CHECK(value({.definition = Definition::llama2, .skip_counts = true}, Edge::skip_counts) == "yes");
  CHECK(value({.definition = Definition::gpt3_measure}, Edge::n) == "8 to 13");
  CHECK(value({.definition = Definition::gpt3_measure, .synthetic = true}, Edge::n) == "2 to 13");
  CHECK(value({.definition = Definition::gpt3_measure}, Edge::punct) == "space");
  CHECK(value({.definition = Definition::palm, .threshold = 0.0625}, Edge::threshold) == "0.0625");
}

TEST_CASE("the table of definitions", "[overlap]") {
  CHECK(rule_of(Definition::palm).threshold == 0.7);
  CHECK(rule_of(Definition::palm).comparison == Comparison::at_least);
  CHECK(rule_of(Definition::tulu3).comparison == Comparison::above);
  CHECK(rule_of(Definition::tulu3).set_threshold == 0.02);
  CHECK(scan_settings(Definition::helm).n == std::vector<std::int32_t>{5, 9, 13});
  CHECK(scan_settings(Definition::llama2).skip_seed == 10);
  CHECK(rule_of(Definition::infinigram_mini).upper_threshold == 0.8);
  CHECK(rule_of(Definition::deepseek_math).shortest_whole == 3);
  CHECK(scan_settings(Definition::evenhand) == ScanSettings{});
}

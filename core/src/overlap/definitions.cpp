#include "evenhand/overlap/definitions.hpp"

#include <initializer_list>
#include <string_view>

#include "option_text.hpp"

namespace evenhand::overlap {
namespace {

UnitSet units(std::initializer_list<Unit> list) {
  UnitSet set;
  for (const Unit unit : list) set.set(unit);
  return set;
}

UnitSet whole_item() {
  return units({Unit::context, Unit::question, Unit::answer, Unit::choices, Unit::question_answer});
}
/// What is put before a model, without the answer.
UnitSet prompt() { return units({Unit::context, Unit::question, Unit::choices}); }

ScanSettings scan(TextRule rule, std::vector<std::int32_t> n, bool short_whole) {
  return {.rule = rule,
          .n = std::move(n),
          .letterless = true,
          .heavy_items = 0,
          .short_whole = short_whole};
}

FlagSet<Approximation> notes(std::initializer_list<Approximation> list) {
  FlagSet<Approximation> set;
  for (const Approximation note : list) set.set(note);
  return set;
}

DefinitionInfo evenhand_definition() {
  return {.settings = {},
          .rule = {.units = units({Unit::question}), .upper_threshold = 0.8},
          .metrics = {Metric::filtered_docmax},
          .edges = {Edge::text_rule, Edge::n, Edge::threshold, Edge::scope},
          .notes = {}};
}

DefinitionInfo gpt2() {
  return {.settings = scan(TextRule::lower_words, {8}, false),
          .rule = {.metric = Metric::ngram_match,
                   .units = whole_item(),
                   .fields = FieldRule::concat,
                   .threshold = 0},
          .metrics = {Metric::ngram_match},
          .edges = {Edge::text_rule, Edge::n, Edge::fields, Edge::gram_multiplicity, Edge::mincount,
                    Edge::mincount_unit, Edge::short_units},
          .notes = notes({Approximation::exact_for_filter, Approximation::no_item_rule})};
}

DefinitionInfo gpt3_measure() {
  return {.settings = scan(TextRule::lower_words, {8}, false),
          .rule = {.metric = Metric::any_gram,
                   .n = 0,
                   .units = whole_item(),
                   .fields = FieldRule::concat,
                   .threshold = 0,
                   .short_units = ShortRule::clean},
          .metrics = {Metric::any_gram},
          .edges = {Edge::text_rule, Edge::punct, Edge::n, Edge::percentile, Edge::fields,
                    Edge::short_units},
          .notes = {}};
}

DefinitionInfo gpt3_filter() {
  return {.settings = scan(TextRule::lower_words, {13}, false),
          .rule = {.metric = Metric::cut,
                   .n = 13,
                   .units = whole_item(),
                   .fields = FieldRule::concat,
                   .threshold = 0,
                   .most_count = 10,
                   .df_unit = CountUnit::docs},
          .metrics = {Metric::cut},
          .edges = {Edge::text_rule, Edge::punct, Edge::n, Edge::df_filter, Edge::df_unit,
                    Edge::cut_window, Edge::too_dirty, Edge::pieces_count, Edge::piece_min},
          .notes = notes({Approximation::no_item_rule})};
}

DefinitionInfo palm() {
  return {.settings = scan(TextRule::words, {8}, false),
          .rule = {.metric = Metric::ngram_match,
                   .units = units({Unit::question, Unit::answer}),
                   .fields = FieldRule::max,
                   .threshold = 0.7},
          .metrics = {Metric::ngram_match},
          .edges = {Edge::text_rule, Edge::n, Edge::fields, Edge::threshold, Edge::threshold_cmp,
                    Edge::mincount, Edge::mincount_unit, Edge::short_units},
          .notes = notes({Approximation::unconfirmed})};
}

DefinitionInfo llama2() {
  ScanSettings settings = scan(TextRule::spaced_words, {10}, false);
  settings.skip_budget = 4;
  settings.skip_seed = 10;
  return {.settings = settings,
          .rule = {.metric = Metric::token_extend,
                   .n = 10,
                   .units = prompt(),
                   .fields = FieldRule::concat,
                   .threshold = 0.2,
                   .upper_threshold = 0.8},
          .metrics = {Metric::token_extend},
          .edges = {Edge::text_rule, Edge::n, Edge::llama_len, Edge::skip_budget, Edge::skip_counts,
                    Edge::fields, Edge::threshold, Edge::short_units},
          .notes = notes({Approximation::smaller_unit})};
}

DefinitionInfo gpt4_substring50() {
  return {.settings = scan(TextRule::letters_and_digits, {50}, true),
          .rule = {.metric = Metric::substrings,
                   .n = 50,
                   .units = units({Unit::context, Unit::question}),
                   .fields = FieldRule::concat,
                   .threshold = 0,
                   .short_units = ShortRule::whole},
          .metrics = {Metric::substrings},
          .edges = {Edge::text_rule, Edge::gpt4_case, Edge::n, Edge::substrings, Edge::seed,
                    Edge::fields, Edge::short_units},
          .notes = {}};
}

DefinitionInfo llama3() {
  return {.settings = scan(TextRule::words, {8}, false),
          .rule = {.metric = Metric::token_match,
                   .units = prompt(),
                   .fields = FieldRule::concat,
                   .threshold = 0,
                   .comparison = Comparison::above},
          .metrics = {Metric::token_match},
          .edges = {Edge::text_rule, Edge::n, Edge::fields, Edge::threshold, Edge::threshold_cmp,
                    Edge::mincount, Edge::mincount_unit, Edge::short_units},
          .notes = notes({Approximation::threshold_open, Approximation::unconfirmed,
                          Approximation::smaller_unit})};
}

DefinitionInfo contam(TextRule text_rule, std::vector<Metric> metrics) {
  return {.settings = scan(text_rule, {8}, false),
          .rule = {.metric = metrics.front(),
                   .units = prompt(),
                   .fields = FieldRule::concat,
                   .threshold = 0},
          .metrics = metrics,
          .edges = {Edge::text_rule, Edge::n, Edge::metric, Edge::skip_budget, Edge::fields,
                    Edge::threshold, Edge::threshold_cmp, Edge::mincount, Edge::mincount_unit,
                    Edge::short_units},
          .notes = notes({Approximation::threshold_open, Approximation::smaller_unit})};
}

DefinitionInfo tulu3() {
  return {.settings = scan(TextRule::words, {8}, false),
          .rule = {.metric = Metric::docmax,
                   .units = units({Unit::question}),
                   .fields = FieldRule::mean,
                   .comparison = Comparison::above,
                   .set_threshold = 0.02},
          .metrics = {Metric::docmax},
          .edges = {Edge::text_rule, Edge::n, Edge::scope, Edge::fields, Edge::threshold,
                    Edge::threshold_cmp, Edge::short_units},
          .notes = notes({Approximation::words_for_tokens, Approximation::unconfirmed})};
}

DefinitionInfo dolma_paragraph() {
  return {.settings = scan(TextRule::paragraphs, {1}, false),
          .rule = {.metric = Metric::any_gram,
                   .n = 1,
                   .units = whole_item(),
                   .fields = FieldRule::concat,
                   .threshold = 0},
          .metrics = {Metric::any_gram},
          .edges = {Edge::text_rule, Edge::fields, Edge::short_units},
          .notes = notes({Approximation::exact_for_filter})};
}

DefinitionInfo helm() {
  return {.settings = scan(TextRule::helm_words, {5, 9, 13}, false),
          .rule = {.metric = Metric::any_gram,
                   .n = 13,
                   .units = units({Unit::question, Unit::answer}),
                   .threshold = 0},
          .metrics = {Metric::any_gram, Metric::ngram_match, Metric::weighted_ngram_match,
                      Metric::stretch_token_match, Metric::weighted_token_match},
          .edges = {Edge::text_rule, Edge::empty_tokens, Edge::n, Edge::metric, Edge::df_filter,
                    Edge::df_unit, Edge::fields, Edge::short_units},
          .notes = {}};
}

DefinitionInfo infinigram_mini() {
  return {.settings = scan(TextRule::characters, {50}, true),
          .rule = {.metric = Metric::substrings,
                   .n = 50,
                   .units = units({Unit::context, Unit::question}),
                   .fields = FieldRule::first,
                   .threshold = 0.2,
                   .upper_threshold = 0.8,
                   .short_units = ShortRule::whole,
                   .substrings = SubstringRule::word_starts},
          .metrics = {Metric::substrings},
          .edges = {Edge::text_rule, Edge::n, Edge::substrings, Edge::fields, Edge::threshold,
                    Edge::short_units},
          .notes = notes({Approximation::unconfirmed})};
}

DefinitionInfo deepseek_math() {
  return {.settings = scan(TextRule::words, {10}, true),
          .rule = {.metric = Metric::any_gram,
                   .n = 10,
                   .units = whole_item(),
                   .fields = FieldRule::concat,
                   .threshold = 0,
                   .short_units = ShortRule::whole,
                   .shortest_whole = 3},
          .metrics = {Metric::any_gram},
          .edges = {Edge::text_rule, Edge::n, Edge::fields, Edge::short_units},
          .notes = {}};
}

DefinitionInfo qwen2_lcs() {
  return {.settings = scan(TextRule::words, {5, 13}, false),
          .rule = {.metric = Metric::subsequence,
                   .n = 13,
                   .units = whole_item(),
                   .fields = FieldRule::concat,
                   .threshold = 0.6},
          .metrics = {Metric::subsequence, Metric::any_gram},
          .edges = {Edge::text_rule, Edge::n, Edge::metric, Edge::subsequence_k, Edge::threshold,
                    Edge::fields},
          .notes = notes({Approximation::words_for_tokens})};
}

DefinitionInfo open_r1() {
  return {.settings = scan(TextRule::lower_spaced_words, {8}, false),
          .rule = {.metric = Metric::any_gram, .units = units({Unit::question}), .threshold = 0},
          .metrics = {Metric::any_gram},
          .edges = {Edge::text_rule, Edge::n, Edge::fields, Edge::short_units},
          .notes = {}};
}

DefinitionInfo described(Definition definition) {
  switch (definition) {
    case Definition::evenhand: return evenhand_definition();
    case Definition::gpt2: return gpt2();
    case Definition::gpt3_measure: return gpt3_measure();
    case Definition::gpt3_filter: return gpt3_filter();
    case Definition::palm: return palm();
    case Definition::llama2: return llama2();
    case Definition::gpt4_substring50: return gpt4_substring50();
    case Definition::llama3: return llama3();
    case Definition::contam_norm:
      return contam(TextRule::lower_words_joined, {Metric::token_match, Metric::ngram_match});
    case Definition::contam_raw:
      return contam(TextRule::spaced_words, {Metric::longest_match, Metric::token_extend});
    case Definition::tulu3: return tulu3();
    case Definition::dolma_paragraph: return dolma_paragraph();
    case Definition::helm: return helm();
    case Definition::infinigram_mini: return infinigram_mini();
    case Definition::deepseek_math: return deepseek_math();
    case Definition::qwen2_lcs: return qwen2_lcs();
    case Definition::open_r1: return open_r1();
  }
  return evenhand_definition();
}

std::string value_of(Edge edge, const Rule& rule, const ScanSettings& settings) {
  const auto name = [](auto value) { return std::string(text_of(value).name); };
  const TextRule text_rule = settings.rule;
  switch (edge) {
    case Edge::text_rule: return name(text_rule);
    case Edge::n:
      if (rule.n != 0) return std::to_string(rule.n);
      return std::to_string(rule.least_n) + " to " + std::to_string(rule.most_n);
    case Edge::metric: return name(rule.metric);
    case Edge::fields: return name(rule.fields);
    case Edge::threshold:
      return decimal_text(rule.threshold) +
             (rule.upper_threshold ? " and " + decimal_text(*rule.upper_threshold) : "");
    case Edge::threshold_cmp: return std::string(text_of(rule.comparison).title);
    case Edge::short_units: return name(rule.short_units);
    case Edge::scope:
      return rule.metric == Metric::docmax || rule.metric == Metric::filtered_docmax ? "single-doc"
                                                                                     : "union";
    case Edge::mincount: return std::to_string(rule.mincount);
    case Edge::mincount_unit: return name(rule.mincount_unit);
    case Edge::df_filter: return std::to_string(rule.most_count);
    case Edge::df_unit: return name(rule.df_unit);
    case Edge::llama_len: return name(rule.llama_len);
    case Edge::skip_budget: return std::to_string(settings.skip_budget);
    case Edge::skip_counts: return rule.skip_counts ? "yes" : "no";
    case Edge::gram_multiplicity: return name(rule.multiplicity);
    case Edge::percentile: return name(rule.percentile);
    case Edge::substrings: return name(rule.substrings);
    case Edge::seed: return std::to_string(rule.seed);
    case Edge::punct:
      return text_rule == TextRule::lower_words          ? "space"
             : text_rule == TextRule::lower_words_joined ? "delete"
                                                         : name(text_rule);
    case Edge::gpt4_case: return text_rule == TextRule::letters_and_digits_folded ? "fold" : "keep";
    case Edge::empty_tokens: return text_rule == TextRule::helm_words ? "keep" : "drop";
    // These are options of cutting documents and of comparing them, which have facts of their own.
    case Edge::cut_window:
    case Edge::too_dirty:
    case Edge::pieces_count:
    case Edge::piece_min:
    case Edge::subsequence_k: break;
  }
  return {};
}

}  // namespace

DefinitionInfo describe(Definition definition) {
  DefinitionInfo info = described(definition);
  info.definition = definition;
  info.rule.definition = definition;
  return info;
}

ScanSettings scan_settings(Definition definition) { return described(definition).settings; }

Rule rule_of(Definition definition) { return describe(definition).rule; }

Rule rule_of(const RuleChoice& choice) {
  Rule rule = rule_of(choice.definition);
  const auto take = [](auto& value, const auto& chosen) {
    if (chosen) value = *chosen;
  };
  take(rule.metric, choice.metric);
  take(rule.n, choice.n);
  if (choice.synthetic.value_or(false)) rule.least_n = 2;
  if (choice.unit) rule.units = units({*choice.unit});
  take(rule.fields, choice.fields);
  take(rule.threshold, choice.threshold);
  if (choice.upper_threshold) rule.upper_threshold = choice.upper_threshold;
  // Below the threshold an upper one means nothing.
  if (rule.upper_threshold && *rule.upper_threshold < rule.threshold) rule.upper_threshold = {};
  take(rule.comparison, choice.comparison);
  take(rule.short_units, choice.short_units);
  take(rule.mincount, choice.mincount);
  take(rule.mincount_unit, choice.mincount_unit);
  take(rule.most_count, choice.most_count);
  take(rule.df_unit, choice.df_unit);
  take(rule.llama_len, choice.llama_len);
  take(rule.skip_counts, choice.skip_counts);
  take(rule.multiplicity, choice.multiplicity);
  take(rule.percentile, choice.percentile);
  take(rule.substrings, choice.substrings);
  take(rule.seed, choice.seed);
  return rule;
}

std::vector<OptionFact> option_facts(const Rule& rule, const ScanSettings& settings) {
  std::vector<OptionFact> facts;
  for (const Edge edge : described(rule.definition).edges) {
    std::string value = value_of(edge, rule, settings);
    if (!value.empty()) facts.push_back({edge, std::move(value)});
  }
  return facts;
}

}  // namespace evenhand::overlap

/// The fields that cross for definitions of overlap and for the report. What a scan speaks in
/// (documents, shards, runs, settings) is in the list of scanning.
#pragma once

#include <cstdint>

#include "evenhand/overlap/report.hpp"
#include "shared.hpp"

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_REPORT_ENUMS(X)                                     \
  X(overlap::Definition, OverlapDefinition, overlapDefinitions)          \
  X(overlap::Metric, OverlapMetric, overlapMetrics)                      \
  X(overlap::Comparison, ThresholdComparison, thresholdComparisons)      \
  X(overlap::ShortRule, ShortUnitRule, shortUnitRules)                   \
  X(overlap::FieldRule, FieldRule, fieldRules)                           \
  X(overlap::CountUnit, CountUnit, countUnits)                           \
  X(overlap::LengthRule, SpanLengthRule, spanLengthRules)                \
  X(overlap::Multiplicity, GramMultiplicity, gramMultiplicities)         \
  X(overlap::Percentile, PercentileRule, percentileRules)                \
  X(overlap::SubstringRule, SubstringRule, substringRules)               \
  X(overlap::Edge, DefinitionOption, definitionOptions)                  \
  X(overlap::Approximation, OverlapApproximation, overlapApproximations) \
  X(overlap::RuleRefusal, RuleRefusal, ruleRefusals)                     \
  X(overlap::Outcome, OverlapOutcome, overlapOutcomes)                   \
  X(overlap::OverlapLevel, OverlapLevel, overlapLevels)                  \
  X(overlap::Arm, OverlapArm, overlapArms)                               \
  X(overlap::Family, FalsePositiveFamily, falsePositiveFamilies)         \
  X(overlap::ScopeNote, OverlapScopeNote, overlapScopeNotes)

namespace evenhand::abi {

/// What a caller chooses of a definition; part of requests.
template <class V, Is<overlap::RuleChoice> S>
void fields(V& v, S& s) {
  v.type("OverlapRuleChoice", "A definition, and the options that differ from its defaults.");
  v("definition", s.definition, "Whose definition; see `overlapDefinitions`.");
  v.omitted("metric", s.metric, "One of the definition's.");
  v.omitted("n", s.n, "Tokens of an n-gram, or the least length of a span.");
  v.omitted("synthetic", s.synthetic, "`gpt3_measure`: a synthetic task, n from 2 on.");
  v.omitted("unit", s.unit, "This part of the items alone.");
  v.omitted("fields", s.fields, "How the parts of an item become one value.");
  v.omitted("threshold", s.threshold, "From 0 to 1.");
  v.omitted("upperThreshold", s.upper_threshold, "From `threshold` to 1.");
  v.omitted("comparison", s.comparison, "Whether the threshold itself is flagged.");
  v.omitted("shortUnits", s.short_units, "What becomes of parts of fewer than n tokens.");
  v.omitted("mincount", s.mincount, "How often an n-gram must occur, at least 1.");
  v.omitted("mincountUnit", s.mincount_unit, "Occurrences or documents.");
  v.omitted("mostCount", s.most_count, "n-grams that occur more often are left out; 0: none.");
  v.omitted("dfUnit", s.df_unit, "Occurrences or documents.");
  v.omitted("llamaLen", s.llama_len, "Whether a span of exactly n tokens counts.");
  v.omitted("skipCounts", s.skip_counts, "Whether substituted tokens count.");
  v.omitted("multiplicity", s.multiplicity, "How often a repeated n-gram counts.");
  v.omitted("percentile", s.percentile, "How the 5th percentile of lengths is taken.");
  v.omitted("substrings", s.substrings, "Which substrings are tried.");
  v.omitted("seed", s.seed, "Of random substrings, a whole number from 0 to 2^53 - 1.");
}

template <class V, Is<overlap::FilterSettings> S>
void fields(V& v, S& s) {
  v.type("OverlapFilter", "When an n-gram is boilerplate of the corpus.");
  v("least", s.least, "In fewer documents than this it never is.");
  v("divisor", s.divisor, "In one of so many documents it is.");
  v("protect", s.protect, "It counts all the same within a long run of the item.");
}

template <class V, Is<overlap::LevelThresholds> S>
void fields(V& v, S& s) {
  v.type("OverlapThresholds", "From which coverage on an item has a level.");
  v("partial", s.partial, "Above 0, at most 1.");
  v("full", s.full, "From `partial` to 1.");
}

template <class V, Is<overlap::OptionFact> S>
void fields(V& v, S& s) {
  v.type("OptionFact", "An option that a source leaves open, and the value used.");
  v("option", s.option, "Which; see `definitionOptions`.");
  v("value", s.value, "As it is written in options.");
}

template <class V, Is<overlap::Rule> S>
void fields(V& v, S& s) {
  v.type("OverlapRule", "A definition with a value for everything it leaves open.");
  v("definition", s.definition, "Whose definition.");
  v("metric", s.metric, "What is measured.");
  v("n", s.n, "Tokens of an n-gram, or the least length of a span; 0: by the benchmark's lengths.");
  v("units", s.units, "Parts of the items that are measured.");
  v("fields", s.fields, "How they become one value.");
  v("threshold", s.threshold, "From 0 to 1.");
  v("comparison", s.comparison, "Whether the threshold itself is flagged.");
  v("upperThreshold", s.upper_threshold, "From here on an item is dirty.");
  v("setThreshold", s.set_threshold, "Above this share of items a benchmark is contaminated.");
  v("shortUnits", s.short_units, "What becomes of parts of fewer than n tokens.");
  v("mincount", s.mincount, "How often an n-gram must occur.");
  v("mincountUnit", s.mincount_unit, "Occurrences or documents.");
  v("mostCount", s.most_count, "n-grams that occur more often are left out; 0: none.");
  v("dfUnit", s.df_unit, "Occurrences or documents.");
  v("llamaLen", s.llama_len, "Whether a span of exactly n tokens counts.");
  v("skipCounts", s.skip_counts, "Whether substituted tokens count.");
  v("multiplicity", s.multiplicity, "How often a repeated n-gram counts.");
  v("percentile", s.percentile, "How the 5th percentile of lengths is taken.");
  v("substrings", s.substrings, "Which substrings are tried.");
  v("seed", s.seed, "Of random substrings.");
}

template <class V, Is<overlap::DefinitionInfo> S>
void fields(V& v, S& s) {
  v.type("OverlapDefinitionInfo", "A published definition as its source has it.");
  v("definition", s.definition, "Whose.");
  v("settings", s.settings, "The scan that gives what the source asks for.");
  v("rule", s.rule, "With the defaults for all that is left open.");
  v("metrics", s.metrics, "Those the source uses; the first is the default.");
  v("options", s.edges, "What is open.");
  v("notes", s.notes, "What holds for any scan.");
}

template <class V, Is<overlap::SetShare> S>
void fields(V& v, S& s) {
  v.type("OverlapShare", "What a definition says of one benchmark.");
  v("benchmark", s.benchmark, "Its number in the index, from 0.");
  v("n", s.n, "Tokens of an n-gram, as used.");
  v("items", s.items, "Items of the benchmark.");
  v("measured", s.measured, "Items with a value.");
  v("flagged", s.flagged, "Items at the threshold or beyond.");
  v("dirty", s.dirty, "Of these, items at the upper threshold or beyond.");
  v("tooShort", s.too_short, "Items of fewer than n tokens.");
  v("share", s.share, "flagged / measured.");
  v("pooled", s.pooled, "What is measured, of all items together.");
  v("contaminated", s.contaminated, "By the source's threshold for sets.");
}

template <class V, Is<overlap::Column> S>
void fields(V& v, S& s) {
  v.type("OverlapColumn", "A value for each item of the index.");
  v("units", s.units, "What was measured.");
  v("values", s.values, "From 0 to 1; 0 where the outcome says there is none.");
  v("outcomes", s.outcomes, "What the definition says of each item.");
  v("sets", s.sets, "What it says of each benchmark.");
}

template <class V, Is<overlap::Application> S>
void fields(V& v, S& s) {
  v.type("OverlapApplication", "A definition applied to a scan, or why it cannot be.");
  v("rule", s.rule, "As used.");
  v("options", s.options, "What the source leaves open, with the values used.");
  v("refusal", s.refusal, "Why there is no value.");
  v("notes", s.notes, "In what the values are not exactly what the source would have.");
  v("columns", s.columns, "One, or one for each part measured apart; none after a refusal.");
}

template <class V, Is<overlap::LevelCounts> S>
void fields(V& v, S& s) {
  v.type("OverlapLevelCounts", "Items of one benchmark by the level of one part.");
  v("unit", s.unit, "The part.");
  v("arm", s.arm, "Which n-grams count.");
  v("present", s.present, "Items that have the part.");
  v("testable", s.testable, "Of these, items with enough text.");
  v("clean", s.clean, "Items with this level.");
  v("trace", s.trace, "Items with this level.");
  v("traceLongestN", s.trace_longest_n, "Of these, items with an n-gram of the largest n.");
  v("partial", s.partial, "Items with this level.");
  v("full", s.full, "Items with this level.");
  v("shortMatch", s.short_match, "Items with this level.");
  v("templateOnly", s.template_only, "Items with this level.");
  v("untestable", s.untestable, "Items with this level.");
  v("share", s.share, "(partial + full) / testable.");
}

template <class V, Is<overlap::WhereFound> S>
void fields(V& v, S& s) {
  v.type("OverlapWhereFound", "Items by which parts were found, partly or in full.");
  v("arm", s.arm, "Which n-grams count.");
  v("questionOnly", s.question_only, "The question, without the answer near it.");
  v("answerOnly", s.answer_only, "The answer, without the question.");
  v("questionAndAnswer", s.question_and_answer, "Both, one document having them.");
  v("contextOnly", s.context_only, "The passage, without the question.");
}

template <class V, Is<overlap::FamilyItems> S>
void fields(V& v, S& s) {
  v.type("OverlapFamily", "Items whose matches say little or nothing.");
  v("family", s.family, "Why.");
  v("items", s.items, "Numbers of items in the index.");
}

template <class V, Is<overlap::BenchmarkReport> S>
void fields(V& v, S& s) {
  v.type("OverlapBenchmark", "One benchmark.");
  v("name", s.name, "As it was given.");
  v("firstItem", s.first_item, "Number of its first item in the index.");
  v("items", s.items, "How many items it has.");
  v("untestable", s.untestable, "Items whose question has too little text.");
  v("lowInformation", s.low_information, "Items whose question tells little.");
  v("templateOnly", s.template_only, "Items of whose question the filter left nothing.");
  v("repeated", s.repeated, "Items with the same texts as an earlier one.");
  v("heavyOnly", s.heavy_only, "Items all of whose n-grams are in thousands of items.");
  v("levels", s.levels, "By part, then by what counts.");
  v("found", s.found, "By what counts.");
  v("families", s.families, "Those that occur.");
}

template <class V, Is<overlap::UnitFinding> S>
void fields(V& v, S& s) {
  v.type("OverlapUnitFinding", "What was found of one part of an item.");
  v("unit", s.unit, "The part.");
  v("level", s.level, "With the filter.");
  v("unfilteredLevel", s.unfiltered_level, "Without it.");
  v("coverage", s.coverage, "Of the best document, for each of the report's arms.");
  v("tokens", s.tokens, "Tokens of the part.");
  v("longest", s.longest, "Tokens of the longest run.");
  v("longestPosition", s.longest_position, "Where it begins, a token of the index.");
  v("longestDocument", s.longest_document, "Where it was found.");
  v("documentsHit", s.documents_hit, "Documents with any of it, without the filter.");
  v("documentsHalf", s.documents_half, "Documents with at least half of it.");
  v("documentsFull", s.documents_full, "Documents with at least four fifths of it.");
  v("bestDocument", s.best_document, "The document that has most of it, with the filter.");
  v("runs", s.runs, "Of that document; without hit records, examples from any.");
  v("goldNear", s.gold_near, "Whether the gold answer stands behind it there.");
  v("before", s.before, "The document's text before the longest run.");
  v("match", s.match, "The longest run as it stands there; empty without hit records.");
  v("after", s.after, "The document's text behind it.");
}

template <class V, Is<overlap::ItemFinding> S>
void fields(V& v, S& s) {
  v.type("OverlapFinding", "An item of which something was found.");
  v("item", s.item, "Its number in the index.");
  v("level", s.level, "Of its question, with the filter.");
  v("corroborated", s.corroborated, "A short question that was found with its passage or answer.");
  v("questionAndAnswer", s.question_and_answer, "One document has question and gold answer.");
  v("families", s.families, "Why the match may say little.");
  v("units", s.units, "What was found, part by part.");
}

template <class V, Is<overlap::IndexFacts> S>
void fields(V& v, S& s) {
  v.type("OverlapIndexFacts", "The benchmark side.");
  v("digest", s.digest, "32 hexadecimal digits over everything that is compared.");
  v("settings", s.settings, "What was scanned with.");
  v("benchmarks", s.benchmarks, "Benchmarks.");
  v("items", s.items, "Items of all of them.");
  v("units", s.units, "Parts of items that have text.");
  v("tokens", s.tokens, "Tokens of the items.");
  v("grams", s.grams, "Different n-grams, for each n.");
  v("heavy", s.heavy, "Places with an n-gram that begins no run: it is in thousands of items.");
}

template <class V, Is<overlap::SourceFacts> S>
void fields(V& v, S& s) {
  v.type("OverlapSource", "A part of a corpus.");
  v("source", s.source, "Its name; empty for the whole corpus.");
  v("shards", s.shards, "Shards.");
  v("bytes", s.bytes, "Bytes as stored.");
  v("textBytes", s.text_bytes, "Bytes of text that were scanned.");
  v("documents", s.documents, "Documents, empty ones included.");
  v("tokens", s.tokens, "Tokens.");
  v("documentsHit", s.documents_hit, "Documents with any match.");
  v("frequentFrom", s.frequent_from, "Documents from which on an n-gram is boilerplate.");
}

template <class V, Is<overlap::CorpusFacts> S>
void fields(V& v, S& s) {
  v.type("OverlapCorpusFacts", "The corpus side.");
  v("shards", s.shards, "What was scanned.");
  v("sources", s.sources, "By source.");
  v("total", s.total, "All of it.");
  v("malformed", s.malformed, "Lines that could not be read as documents.");
  v("malformedLines", s.malformed_lines, "The first 100 of them.");
  v("blank", s.blank, "Lines of white space only.");
  v("empty", s.empty, "Documents without a token.");
  v("invalidUtf8", s.invalid_utf8, "Malformed sequences, each replaced by U+FFFD.");
}

template <class V, Is<overlap::Report> S>
void fields(V& v, S& s) {
  v.type("OverlapReport", "How much of the benchmarks is in the corpus, by Evenhand's definition.");
  v("index", s.index, "The benchmark side.");
  v("corpus", s.corpus, "The corpus side.");
  v("filter", s.filter, "When an n-gram is boilerplate.");
  v("thresholds", s.thresholds, "From where on an item has a level.");
  v("options", s.options, "Options, with the values used.");
  v("notes", s.notes, "In what the scan differs from the definition.");
  v("scope", s.scope, "What the report can and cannot say.");
  v("arms", s.arms, "What could count; the last one is the headline.");
  v("hitRecords", s.hit_records, "Hit records that were read.");
  v("benchmarks", s.benchmarks, "One by one.");
  v("findings", s.findings, "Items of which something was found.");
}

}  // namespace evenhand::abi

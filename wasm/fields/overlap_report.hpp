/// The fields of definitions of overlap, and of what a scan means under them.
#pragma once

#include <cstdint>
#include <vector>

#include "evenhand/overlap/definitions.hpp"
#include "evenhand/overlap/report.hpp"
#include "overlap_scan.hpp"

namespace evenhand::abi {

template <class V, Is<overlap::OptionFact> S>
void fields(V& v, S& s) {
  v.type("OptionFact", "Something a source leaves open, and the value that was used.");
  v("option", s.option, "What is open.");
  v("value", s.value, "The value, as text.");
}

template <class V, Is<overlap::Rule> S>
void fields(V& v, S& s) {
  v.type("OverlapRule",
         "A definition of overlap with a value for everything it leaves open; all of it may be "
         "changed after a scan. `overlapDefinition(name).rule` is the one to start from.");
  v("definition", s.definition, "Whose definition.");
  v("metric", s.metric, "What is measured on a unit, from 0 to 1.");
  v("n", s.n,
    "Tokens of an n-gram, or the least length of a span. 0, for gpt3_measure: the 5th percentile "
    "of the benchmark's lengths, between leastN and mostN.");
  v("leastN", s.least_n, "Least n of the percentile; 2 for synthetic tasks.");
  v("mostN", s.most_n, "Largest n of the percentile.");
  v("units", s.units, "Parts of an item that are measured.");
  v("fields", s.fields, "How the parts become one value.");
  v("threshold", s.threshold, "From 0 to 1. An item with a value of 0 is never flagged.");
  v("comparison", s.comparison, "Whether the threshold itself is flagged.");
  v.omitted("upperThreshold", s.upper_threshold, "From here on an item is dirty, not just flagged.");
  v.omitted("setThreshold", s.set_threshold,
            "A benchmark is contaminated when more than this share of its items is flagged.");
  v("shortUnits", s.short_units, "What becomes of units of fewer than n tokens.");
  v("shortestWhole", s.shortest_whole,
    "Where short units count as a whole: those of fewer tokens are too short even so.");
  v("mincount", s.mincount, "How often an n-gram must occur to be matched.");
  v("mincountUnit", s.mincount_unit, "What that counts.");
  v("mostCount", s.most_count, "n-grams that occur more often are not matched; 0: no limit.");
  v("dfUnit", s.df_unit, "What that counts.");
  v("llamaLen", s.llama_len, "Whether a span of exactly n tokens counts.");
  v("skipCounts", s.skip_counts, "Whether substituted tokens of a span count as contaminated.");
  v("multiplicity", s.multiplicity, "How often a repeated n-gram counts.");
  v("percentile", s.percentile, "What the 5th percentile of lengths is.");
  v("substrings", s.substrings, "Which substrings are tried.");
  v("seed", s.seed, "Of the random substrings: a whole number from 0 to 2^53 - 1.");
}

template <class V, Is<overlap::DefinitionInfo> S>
void fields(V& v, S& s) {
  v.type("DefinitionInfo", "A definition of overlap as its source has it.");
  v("definition", s.definition, "Whose definition.");
  v("settings", s.settings, "The scan that gives exactly what the source asks for.");
  v("rule", s.rule, "With the defaults for all that is left open.");
  v("metrics", s.metrics, "That the source uses; the first is the rule's.");
  v("edges", s.edges, "What the source leaves open.");
  v("notes", s.notes, "In what any value differs from the source's.");
}

template <class V, Is<overlap::SetShare> S>
void fields(V& v, S& s) {
  v.type("SetShare", "What a definition says of one benchmark.");
  v("benchmark", s.benchmark, "Number of the benchmark, from 0.");
  v("n", s.n, "As used; gpt3_measure has one for each benchmark.");
  v("items", s.items, "All items of the benchmark.");
  v("measured", s.measured, "Items with an outcome that counts.");
  v("flagged", s.flagged, "Dirty ones included.");
  v("dirty", s.dirty, "At the upper threshold or beyond.");
  v("tooShort", s.too_short, "Whether counted as clean or left out.");
  v("share", s.share, "flagged / measured; null when nothing was measured.");
  v("pooled", s.pooled, "Numerators of all items / denominators of all items, or null.");
  v("contaminated", s.contaminated, "Whether the set is, for rules about sets; otherwise null.");
}

template <class V, Is<overlap::Column> S>
void fields(V& v, S& s) {
  v.type("OverlapColumn", "A value for each item; entry i is about item i of the index.");
  v("units", s.units, "What was measured.");
  v("values", s.values, "From 0 to 1; 0 where the outcome says that there is none.");
  v("outcomes", s.outcomes, "What the definition says of each item.");
  v("sets", s.sets, "One for each benchmark.");
}

template <class V, Is<overlap::Application> S>
void fields(V& v, S& s) {
  v.type("OverlapApplication", "A definition applied to a scan, or why it cannot be.");
  v("rule", s.rule, "As used.");
  v("options", s.options, "What the source leaves open, with the values used.");
  v("refusal", s.refusal, "Why it cannot be applied, or null.");
  v("notes", s.notes, "In what the values differ from the source's.");
  v("columns", s.columns, "One, or one for each part of an item.");
}

template <class V, Is<overlap::FilterSettings> S>
void fields(V& v, S& s) {
  v.type("FilterSettings",
         "The document-frequency filter: what is in so many documents is boilerplate.");
  v("least", s.least, "In at least max(least, ceil(documents / divisor)) documents.");
  v("divisor", s.divisor, "See least.");
  v("protect", s.protect,
    "Whether boilerplate counts all the same in a unit of which most is found in one run.");
}

template <class V, Is<overlap::LevelThresholds> S>
void fields(V& v, S& s) {
  v.type("LevelThresholds", "From which share of its text in one document on a unit has a level.");
  v("partial", s.partial, "From 0 to 1.");
  v("full", s.full, "From 0 to 1.");
}

template <class V, Is<overlap::LevelCounts> S>
void fields(V& v, S& s) {
  v.type("LevelCounts", "Items of one benchmark by the level of one unit.");
  v("unit", s.unit, "The part of the items.");
  v("arm", s.arm, "Which n-grams count.");
  v("present", s.present, "Items that have the unit.");
  v("testable", s.testable, "Present, and not untestable.");
  v("clean", s.clean, "Nothing that tells anything occurs.");
  v("trace", s.trace, "Something occurs, in no document half of it.");
  v("traceLongestN", s.trace_longest_n, "Of these, with an n-gram of the largest n.");
  v("partial", s.partial, "One document has at least half.");
  v("full", s.full, "One document has at least four fifths.");
  v("shortMatch", s.short_match, "Found, but so short that it tells little.");
  v("templateOnly", s.template_only, "Nothing is left without templates and boilerplate.");
  v("untestable", s.untestable, "Too little text, or none with letters.");
  v("share", s.share, "(partial + full) / testable, or null.");
}

template <class V, Is<overlap::WhereFound> S>
void fields(V& v, S& s) {
  v.type("WhereFound", "Where question and answer of items were found.");
  v("arm", s.arm, "Which n-grams count.");
  v("questionOnly", s.question_only, "Items.");
  v("answerOnly", s.answer_only, "Items.");
  v("questionAndAnswer", s.question_and_answer, "Items, in one document.");
  v("contextOnly", s.context_only, "Items.");
}

template <class V, Is<overlap::FamilyItems> S>
void fields(V& v, S& s) {
  v.type("FamilyItems", "Items whose matches say little, and why.");
  v("family", s.family, "Why they say little.");
  v("items", s.items, "Numbers of the items.");
}

template <class V, Is<overlap::BenchmarkReport> S>
void fields(V& v, S& s) {
  v.type("BenchmarkOverlap", "One benchmark. Items are numbered through all benchmarks, from 0.");
  v("name", s.name, "Its name.");
  v("firstItem", s.first_item, "Number of its first item.");
  v("items", s.items, "Items it has.");
  v("untestable", s.untestable, "Items whose question is too short to be looked for.");
  v("lowInformation", s.low_information,
    "Items whose question is so short that finding it tells little.");
  v("templateOnly", s.template_only,
    "Items of whose question nothing is left without templates and boilerplate.");
  v("repeated", s.repeated, "Items with the texts of an earlier one.");
  v("heavyOnly", s.heavy_only, "Items whose n-grams are all in thousands of items.");
  v("levels", s.levels, "By unit, then by arm of the filter.");
  v("found", s.found, "By arm of the filter.");
  v("families", s.families, "Kinds of matches that say little, those that occur.");
}

template <class V, Is<overlap::UnitFinding> S>
void fields(V& v, S& s) {
  v.type("UnitFinding", "What was found of one unit of an item.");
  v("unit", s.unit, "The part of the item.");
  v("level", s.level, "With all filters.");
  v("unfilteredLevel", s.unfiltered_level, "Without a filter.");
  v("coverage", s.coverage, "Share of its tokens in its best document, by arm of the filter.");
  v("tokens", s.tokens, "Tokens of the unit.");
  v("longest", s.longest, "Tokens of the longest run.");
  v("longestPosition", s.longest_position, "Where that begins, in tokens of the index.");
  v("longestDocument", s.longest_document, "Where that is.");
  v("documentsHit", s.documents_hit, "Documents that have any of it.");
  v("documentsHalf", s.documents_half, "Documents that have at least half of it.");
  v("documentsFull", s.documents_full, "Documents that have at least four fifths of it.");
  v("bestDocument", s.best_document, "The one that has most of it.");
  v("runs", s.runs, "Of the best document; without hit records, examples from any document.");
  v("goldNear", s.gold_near, "Whether the right answer is close by.");
  v("before", s.before, "What stands before `match`.");
  v("match", s.match, "The longest run as it stands in the document; empty without hit records.");
  v("after", s.after, "What stands after `match`.");
}

template <class V, Is<overlap::ItemFinding> S>
void fields(V& v, S& s) {
  v.type("ItemFinding", "An item of which something was found.");
  v("item", s.item, "Its number.");
  v("level", s.level, "Of its question, with all filters.");
  v("corroborated", s.corroborated,
    "A question of little information that was found with its context or its answer.");
  v("families", s.families, "Why the match says little, if it does.");
  v("units", s.units, "The units that were found.");
}

template <class V, Is<overlap::IndexFacts> S>
void fields(V& v, S& s) {
  v.type("IndexFacts", "The benchmark side.");
  v("digest", s.digest, "32 hexadecimal digits over settings, ids and normalised texts.");
  v("settings", s.settings, "What a scan with it does.");
  v("benchmarks", s.benchmarks, "How many.");
  v("items", s.items, "How many, of all benchmarks.");
  v("units", s.units, "Parts of items that have text.");
  v("tokens", s.tokens, "How many.");
  v("grams", s.grams, "Different n-grams, for each n.");
}

template <class V, Is<overlap::SourceFacts> S>
void fields(V& v, S& s) {
  v.type("SourceFacts", "One part of a corpus.");
  v("source", s.source, "Its name.");
  v("shards", s.shards, "How many.");
  v("bytes", s.bytes, "As stored.");
  v("textBytes", s.text_bytes, "Of the documents' text.");
  v("documents", s.documents, "Empty ones included.");
  v("tokens", s.tokens, "How many.");
  v("documentsHit", s.documents_hit, "Documents that share a run with any item.");
  v("frequentFrom", s.frequent_from, "Documents from which on an n-gram is boilerplate.");
}

template <class V, Is<overlap::CorpusFacts> S>
void fields(V& v, S& s) {
  v.type("CorpusFacts", "The corpus side: what was scanned.");
  v("shards", s.shards, "By id.");
  v("sources", s.sources, "By name.");
  v("total", s.total, "Of all sources.");
  v("malformed", s.malformed, "Lines that are no document.");
  v("malformedLines", s.malformed_lines, "The first 100 of them.");
  v("blank", s.blank, "Lines of white space only.");
  v("empty", s.empty, "Documents without a token.");
  v("invalidUtf8", s.invalid_utf8, "Malformed sequences, each read as U+FFFD.");
}

template <class V, Is<overlap::Report> S>
void fields(V& v, S& s) {
  v.type("OverlapReport",
         "What a scan found, by the default definition. Only exact text is found: no paraphrase, "
         "no translation, and nothing beyond the shards that were scanned.");
  v("index", s.index, "The benchmark side.");
  v("corpus", s.corpus, "The corpus side.");
  v("filter", s.filter, "The filter on the corpus side.");
  v("thresholds", s.thresholds, "Of the levels.");
  v("options", s.options, "What could be chosen otherwise, with the values used.");
  v("notes", s.notes, "What is approximate.");
  v("scope", s.scope, "What the figures do not cover.");
  v("arms", s.arms, "That could be evaluated; the last one is the headline.");
  v("hitRecords", s.hit_records, "How many were read.");
  v("benchmarks", s.benchmarks, "One each.");
  v("findings", s.findings, "Items of which something was found, by number.");
}

}  // namespace evenhand::abi

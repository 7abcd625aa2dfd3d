/// The fields of an index, of a scan and of a partial.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/partial.hpp"
#include "evenhand/overlap/scan.hpp"
#include "shared.hpp"

namespace evenhand::abi {

template <class V, Is<overlap::ScanSettings> S>
void fields(V& v, S& s) {
  v.type("ScanSettings", "What is fixed when a corpus is scanned.");
  v("rule", s.rule, "What a token is.");
  v("n", s.n, "Lengths of n-grams in tokens, ascending.");
  v("letterless", s.letterless, "Whether n-grams without any letter are looked for.");
  v("heavyItems", s.heavy_items, "n-grams in more items than this begin no run; 0: all do.");
  v("shortWhole", s.short_whole, "Whether a unit shorter than the smallest n is looked for whole.");
  v("skipBudget", s.skip_budget, "Substituted tokens that a span may contain; 0: spans are exact.");
  v("skipSeed", s.skip_seed, "Tokens that a span with substitutions must begin with, exactly.");
}

/// The settings of an index that is to be built: `n` comes as a column.
struct NewSettings {
  overlap::ScanSettings settings;
  std::span<const std::int32_t> n;
};

template <class V, Is<NewSettings> S>
void fields(V& v, S& s) {
  v.type("NewSettings", "Settings of an index that is to be built.");
  v.defaulted("rule", s.settings.rule, "What a token is.");
  v("n", s.n, "Lengths of n-grams in tokens, ascending, at most four, each from 1 to 1,000.");
  v.defaulted("letterless", s.settings.letterless,
              "Whether n-grams without any letter are looked for.");
  v.defaulted("heavyItems", s.settings.heavy_items,
              "n-grams in more items than this begin no run; 0: all do.");
  v.defaulted("shortWhole", s.settings.short_whole,
              "Whether a unit shorter than the smallest n is looked for whole.");
  v.defaulted("skipBudget", s.settings.skip_budget,
              "Substituted tokens that a span may contain; 0: spans are exact.");
  v.defaulted("skipSeed", s.settings.skip_seed,
              "Tokens that a span with substitutions must begin with, exactly.");
}

template <class V, Is<overlap::DocumentKey> S>
void fields(V& v, S& s) {
  v.type("DocumentKey", "Where a document is.");
  v("shard", s.shard, "Id of the shard.");
  v("line", s.line, "Line, row or number of the document in it, from 1.");
}

template <class V, Is<overlap::ShardRecord> S>
void fields(V& v, S& s) {
  v.type("ShardRecord", "One shard of a corpus as it was read.");
  v("id", s.id, "A path relative to the corpus, or a name that was given.");
  v("source", s.source, "What part of the corpus it belongs to.");
  v("digest", s.digest, "32 hexadecimal digits over the bytes as stored.");
  v("bytes", s.bytes, "As stored.");
  v("textBytes", s.text_bytes, "Of the documents' text.");
  v("documents", s.documents, "Empty ones included.");
  v("tokens", s.tokens, "How many.");
  v("malformed", s.malformed, "Lines that could not be read as documents.");
  v("blank", s.blank, "Lines of white space only.");
  v("empty", s.empty, "Documents without a token.");
  v("invalidUtf8", s.invalid_utf8, "Malformed sequences, each read as U+FFFD.");
  v("documentsHit", s.documents_hit, "Documents that share a run with any item.");
}

template <class V, Is<overlap::MalformedLine> S>
void fields(V& v, S& s) {
  v.type("MalformedLine", "A line that is no document, and why.");
  v("place", s.place, "Where it is.");
  v("problem", s.problem, "Why it is none.");
}

template <class V, Is<overlap::HitRun> S>
void fields(V& v, S& s) {
  v.type("HitRun", "A stretch of text that an item and a document share.");
  v("position", s.position, "Where it begins, in tokens of the index.");
  v("length", s.length, "In tokens.");
  v("sourceBegin", s.source_begin, "Where it begins in the document's text, in bytes.");
  v("sourceEnd", s.source_end, "Where it ends.");
}

}  // namespace evenhand::abi

/// What a scan of some shards of a corpus found: exact, mergeable, and all that any rule needs.
///
/// The value of a partial is a function of its set of shards. Merging disjoint sets adds and
/// maximises field by field, so the order of shards, of scans and of merges leaves no trace.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenhand/base/result.hpp"
#include "evenhand/overlap/index.hpp"

namespace evenhand::overlap {

// X(name, title, what it is)
#define EVENHAND_LINE_PROBLEM_LIST(X)                                                       \
  X(json, "no JSON object", "the line does not parse as one JSON object (RFC 8259)")        \
  X(missing_field, "no text field", "the object lacks the field that should hold the text") \
  X(type, "text of another type",                                                           \
    "the field is neither a string, nor null, nor a list of strings")                       \
  X(too_long, "text too long", "documents that are cut or compared have at most 64 MiB of text")

/// Why a line of a corpus is no document.
EVENHAND_ENUM(LineProblem, EVENHAND_LINE_PROBLEM_LIST)

/// Where a document is: the shard's id and its line or row, counted from 1; ordered by both.
struct DocumentKey {
  std::string shard;
  std::int64_t line = 0;
  friend bool operator==(const DocumentKey&, const DocumentKey&) = default;
  friend bool operator<(const DocumentKey& a, const DocumentKey& b) noexcept {
    const int order = a.shard.compare(b.shard);
    return order != 0 ? order < 0 : a.line < b.line;
  }
};

/// One shard as it was read.
struct ShardRecord {
  std::string id;               ///< a path relative to the corpus, or a name that was given
  std::string source;           ///< what part of the corpus it belongs to
  std::string digest;           ///< 32 hexadecimal digits over the raw bytes, as stored
  std::int64_t bytes = 0;       ///< raw bytes, as stored
  std::int64_t text_bytes = 0;  ///< bytes of document text that were scanned
  std::int64_t documents = 0;   ///< empty ones included
  std::int64_t tokens = 0;
  std::int64_t malformed = 0;  ///< lines that are no document
  std::int64_t blank = 0;      ///< lines of white space only
  std::int64_t empty = 0;      ///< documents without a token
  std::int64_t invalid_utf8 = 0;
  std::int64_t documents_hit = 0;  ///< documents with any verified run
  friend bool operator==(const ShardRecord&, const ShardRecord&) = default;
};

/// How often an n-gram of the index occurs. Counts stop at 2^32 - 1.
struct GramRecord {
  std::uint32_t gram = 0;       ///< as Index::gram_at names it
  std::uint32_t source = 0;     ///< position in Partial::sources
  std::uint32_t count = 0;      ///< occurrences
  std::uint32_t documents = 0;  ///< documents with an occurrence
  friend bool operator==(const GramRecord&, const GramRecord&) = default;
};

/// The longest verified run over a token of the index, clipped to the token's own piece, and
/// clipped to the question and first answer together. At most 65,535.
struct SpanRecord {
  std::uint32_t token = 0;
  std::uint16_t piece = 0;
  std::uint16_t question_answer = 0;
  /// With a skip budget: the longest span with substitutions over the token, and the longest in
  /// which the token itself is matched.
  std::uint16_t skip = 0;
  std::uint16_t skip_matched = 0;
  friend bool operator==(const SpanRecord&, const SpanRecord&) = default;
};

/// A document and how many tokens of a unit it covers.
struct BestDocument {
  std::uint32_t covered = 0;
  DocumentKey document;
  friend bool operator==(const BestDocument&, const BestDocument&) = default;
};

/// A verified run of one document in one unit.
struct RunExample {
  std::uint64_t hash = 0;  ///< of document and position; the three smallest are kept
  DocumentKey document;
  std::uint32_t position = 0;  ///< token of the index
  std::uint32_t length = 0;
  std::uint64_t source_begin = 0;  ///< byte offsets in the document's text
  std::uint64_t source_end = 0;
  friend bool operator==(const RunExample&, const RunExample&) = default;
};

/// What happened to one unit. Arm 0 counts every n-gram of the smallest n, arm 1 leaves out those
/// that Index::is_common.
struct UnitRecord {
  std::uint32_t item = 0;
  Unit unit = Unit::question;
  std::uint32_t whole_documents = 0;                ///< documents with all of a piece, contiguously
  std::array<std::uint32_t, 2> documents_hit = {};  ///< coverage above 0
  std::array<std::uint32_t, 2> documents_half = {};  ///< coverage of at least .5
  std::array<std::uint32_t, 2> documents_full = {};  ///< coverage of at least .8
  std::array<BestDocument, 2> best;    ///< most covered tokens; ties: the smallest key
  std::uint32_t longest = 0;           ///< tokens of the longest run, clipped to a piece
  std::uint32_t longest_position = 0;  ///< ties: the smallest position, then key
  DocumentKey longest_document;
  std::vector<RunExample> examples;  ///< by hash
  /// For the question only. Documents that have at least half of the question (arm 1) and the
  /// gold answer within 50 tokens behind the last matched one, or the run goes on into the answer.
  std::uint32_t question_and_answer_documents = 0;
  /// Documents that have the whole of a low-information question and half of its context, or of
  /// question and answer together when these have a mass of at least 16.
  std::uint32_t corroborated_documents = 0;
  friend bool operator==(const UnitRecord&, const UnitRecord&) = default;
};

/// A line that was no document.
struct MalformedLine {
  DocumentKey place;
  LineProblem problem = LineProblem::json;
  friend bool operator==(const MalformedLine&, const MalformedLine&) = default;
};

/// Everything a scan keeps, in canonical order: equal scans are equal bytes.
struct Partial {
  std::string index_digest;
  ScanSettings settings;
  std::vector<ShardRecord> shards;             ///< by id
  std::vector<std::string> sources;            ///< sorted
  std::vector<std::vector<GramRecord>> grams;  ///< for each n; by gram, then source; none with 0
  std::vector<SpanRecord> spans;               ///< by token; none with 0
  std::vector<UnitRecord> units;               ///< by item, then unit; only those that were met
  std::vector<MalformedLine> malformed;        ///< the first 100, by place
  friend bool operator==(const Partial&, const Partial&) = default;
};

inline constexpr std::size_t most_malformed = 100;
inline constexpr std::size_t most_examples = 3;

/// The bytes of a partial file: canonical, little-endian, closed by a digest.
[[nodiscard]] std::vector<std::byte> to_bytes(const Partial& partial);
/// Reads what to_bytes wrote. Errors: not_a_partial, truncated, wrong_version, digest_mismatch.
[[nodiscard]] Result<Partial> partial_from_bytes(std::span<const std::byte> bytes);

// X(name, title, what it means)
#define EVENHAND_MERGE_VERDICT_LIST(X)                                                         \
  X(merged, "merged", "the shards are different; everything was added up")                     \
  X(contained, "contained", "one has all shards of the other, which adds nothing")             \
  X(other_index, "another index", "the partials were made with different indices or settings") \
  X(other_content, "another content",                                                          \
    "a shard of the same id had other bytes or another source: one of the two is stale")       \
  X(partly_shared, "partly shared",                                                            \
    "some shards are in both and some are not; sums cannot be undone")

EVENHAND_ENUM(MergeVerdict, EVENHAND_MERGE_VERDICT_LIST)

/// A merge, or why there is none.
struct MergeOutcome {
  MergeVerdict verdict = MergeVerdict::merged;
  std::optional<Partial> partial;
  std::vector<std::string> shards;  ///< the ids that stand in the way
};

/// Commutative, associative and idempotent where it is defined; never counts a shard twice.
[[nodiscard]] MergeOutcome merge(Partial a, Partial b);

}  // namespace evenhand::overlap

/// The corpus side: documents stream by, and what they share with an index is noted.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/partial.hpp"

namespace evenhand::overlap {

/// One verified run of a document.
struct HitRun {
  std::uint32_t position = 0;  ///< token of the index
  std::uint32_t length = 0;
  std::uint64_t source_begin = 0;  ///< byte offsets in the document's text
  std::uint64_t source_end = 0;
  friend bool operator==(const HitRun&, const HitRun&) = default;
};

/// What one document shares with one unit: the runs in order of position, then source. `excerpts`
/// shows the longest run as it stands in the document, with what lies around it.
struct HitRecord {
  DocumentKey document;
  std::uint32_t item = 0;
  Unit unit = Unit::question;
  std::vector<HitRun> runs;
  bool gold_near = false;  ///< see UnitRecord::question_and_answer_documents
  std::string before;      ///< at most 120 bytes of the document, whole characters
  std::string match;       ///< at most 600 bytes
  std::string after;       ///< at most 120 bytes
  friend bool operator==(const HitRecord&, const HitRecord&) = default;
};

/// One line of JSON, with its line feed; the same bytes on every target.
void append_hit(const HitRecord& hit, std::string& out);
/// Reads what append_hit wrote. Errors: not_a_hit.
[[nodiscard]] Result<HitRecord> hit_from_line(std::string_view line);

/// Scans shards against an index. Bounded memory: the index's counters and a window of text,
/// whatever the length of documents.
class Scanner {
 public:
  /// The index must outlive the scanner.
  explicit Scanner(const Index& index);
  ~Scanner();
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;

  void begin_shard(std::string id, std::string source);
  /// The shard's bytes as they are stored, before any decompression: for its digest and size.
  void raw(std::string_view bytes);

  void begin_document(std::int64_t line);
  /// A piece of the current segment's text, UTF-8.
  void text(std::string_view piece);
  /// What follows is another segment of the document: no token or n-gram goes across.
  void end_segment();
  void end_document();
  void malformed(std::int64_t line, LineProblem problem);
  void blank();

  /// Hit records of finished documents since the last call, as lines of append_hit, in order of
  /// documents, items and units.
  [[nodiscard]] std::string take_hits();
  /// What the shard gave; the scanner is ready for the next.
  [[nodiscard]] Partial end_shard();
  /// Gives up the shard, as if it had never begun.
  void abandon_shard();

  /// Documents, tokens and hits so far, for progress.
  [[nodiscard]] const ShardRecord& progress() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// X(name, title, what it is)
#define EVENHAND_DOCUMENT_UNIT_LIST(X)                               \
  X(file, "the file", "a file is one document")                      \
  X(line, "the line", "every line is a document")                    \
  X(paragraph, "the paragraph", "documents lie between blank lines") \
  X(json_lines, "a line of JSON", "every line is a JSON object with a text field")

/// What a document is in a corpus of text.
EVENHAND_ENUM(DocumentUnit, EVENHAND_DOCUMENT_UNIT_LIST)

/// Divides the decompressed bytes of a shard into documents for a scanner. What comes out does not
/// depend on how the bytes were cut.
class CorpusReader {
 public:
  /// `text_field`: for json_lines, a path such as "text", "a.b" or "turns[*].content".
  CorpusReader(Scanner& scanner, DocumentUnit unit, std::string_view text_field);
  ~CorpusReader();
  void feed(std::string_view bytes);
  /// The end of the shard's bytes; a last line without a line feed is a line.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether a path is one CorpusReader understands.
[[nodiscard]] bool is_text_field(std::string_view path) noexcept;

}  // namespace evenhand::overlap

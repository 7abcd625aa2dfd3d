/// A corpus through the definitions that need documents themselves: GPT-3's filter, which cuts
/// them, and Qwen2's rule, which compares each with items.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/cut.hpp"
#include "evenhand/overlap/lcs.hpp"
#include "evenhand/overlap/partial.hpp"
#include "evenhand/overlap/scan.hpp"

namespace evenhand::overlap {

/// A document is in memory while it is looked at; one with more text is no document
/// (LineProblem::too_long).
inline constexpr std::size_t longest_document = std::size_t{1} << 26;

/// What a pass does, and all that its outcome depends on besides the corpus.
struct PassFacts {
  Definition definition = Definition::gpt3_filter;
  std::string index_digest;
  /// 32 hexadecimal digits over the partial that says how frequent n-grams are; empty without one.
  std::string counts_digest;
  std::vector<OptionFact> options;
  FlagSet<Approximation> notes;
};

/// What became of the documents of a shard that were cut.
struct CutCounts {
  std::int64_t whole = 0;      ///< documents without a hit, kept as they are
  std::int64_t cut = 0;        ///< documents of which pieces are kept
  std::int64_t too_dirty = 0;  ///< documents that are dropped: too many pieces, or hits
  std::int64_t too_short = 0;  ///< documents that are dropped: no piece is long enough
  std::int64_t hits = 0;
  std::int64_t pieces = 0;        ///< kept, whole documents included
  std::int64_t short_pieces = 0;  ///< dropped, of documents that are not too dirty
  std::int64_t kept_bytes = 0;    ///< of text, in all pieces
  friend bool operator==(const CutCounts&, const CutCounts&) = default;
};

/// What came of comparing the documents of a shard with items.
struct PairCounts {
  std::int64_t compared = 0;         ///< pairs that share an n-gram
  std::int64_t pairs = 0;            ///< that are a match
  std::vector<std::uint32_t> items;  ///< that are in one, ascending
  friend bool operator==(const PairCounts&, const PairCounts&) = default;
};

/// A shard after a pass. `documents_hit`: with a hit, or in a pair.
struct PassRecord {
  ShardRecord shard;
  std::vector<MalformedLine> malformed;  ///< the first 100, by line
  std::optional<CutCounts> cut;          ///< of a pass that cuts
  std::optional<PairCounts> pairs;       ///< of one that compares
};

/// Takes shards of a corpus through a definition, in order. What comes out is lines of JSON, the
/// same bytes on every target and however the bytes of a shard are cut:
///
/// - cutting: a line for each piece that is kept, {"doc":[shard,line],"begin":..,"end":..,
///   "text":".."}. The offsets are bytes of the document's text; several texts of a document are
///   one with line feeds between them, and no n-gram lies across. Malformed UTF-8 is written as
///   U+FFFD. A document without text has no line.
/// - comparing: a line for each pair, {"doc":[shard,line],"document_tokens":..,"item":number,
///   "benchmark":"..","id":"..","item_tokens":..,"lcs":..}, by document, then item.
class DocumentPass {
 public:
  /// What they were made with must outlive the pass.
  explicit DocumentPass(std::shared_ptr<const DocumentCutter> cutter,
                        std::size_t longest = longest_document);
  explicit DocumentPass(std::shared_ptr<const SubsequenceFinder> finder,
                        std::size_t longest = longest_document);
  ~DocumentPass();
  DocumentPass(DocumentPass&&) noexcept;
  DocumentPass& operator=(DocumentPass&&) noexcept;

  [[nodiscard]] PassFacts facts() const;

  /// `text_field`: as for CorpusReader.
  void begin_shard(std::string id, std::string source, DocumentUnit unit,
                   std::string_view text_field);
  /// The shard's bytes as they are stored, before any decompression: for its digest and size.
  void raw(std::string_view bytes);
  /// Its bytes after decompression.
  void feed(std::string_view bytes);
  /// Lines since the last call.
  [[nodiscard]] std::string take_lines();
  /// What the shard gave; its last lines may be taken afterwards.
  [[nodiscard]] PassRecord end_shard();
  /// Gives up the shard, as if it had never begun.
  void abandon_shard();

  [[nodiscard]] const ShardRecord& progress() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace evenhand::overlap

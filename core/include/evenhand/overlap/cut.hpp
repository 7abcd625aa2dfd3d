/// GPT-3's filter: what is left of a training document when benchmark text is cut out of it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/definitions.hpp"
#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/partial.hpp"

namespace evenhand::overlap {

// X(name, title, what it is)
#define EVENHAND_CUT_WINDOW_LIST(X)                                             \
  X(each_side, "on each side", "the window is removed before and behind a hit") \
  X(total, "in all", "half of the window is removed on each side")

/// Where the characters around a hit are that are removed with it.
EVENHAND_ENUM(CutWindow, EVENHAND_CUT_WINDOW_LIST)

// X(name, title, what it is)
#define EVENHAND_TOO_DIRTY_LIST(X)                                                 \
  X(pieces, "pieces", "a document is dropped when it is cut into too many pieces") \
  X(hits, "hits", "a document is dropped when too many n-grams are found (lm-eval)")

/// What makes a document too dirty to keep anything of it.
EVENHAND_ENUM(TooDirty, EVENHAND_TOO_DIRTY_LIST)

// X(name, title, what it is)
#define EVENHAND_PIECES_COUNT_LIST(X)                       \
  X(before_drop, "before", "all pieces that are not empty") \
  X(after_drop, "after", "the pieces that are long enough to be kept")

/// Which pieces are counted.
EVENHAND_ENUM(PiecesCount, EVENHAND_PIECES_COUNT_LIST)

/// Brown et al. 2020, appendix C. Characters are code points of the raw text.
struct CutOptions {
  std::int64_t n = 13;          ///< one of the scan's
  std::int64_t window = 200;    ///< characters
  std::int64_t shortest = 200;  ///< characters of a piece that is kept
  Comparison piece_min = Comparison::at_least;
  std::int64_t most = 10;  ///< more pieces (or hits) make a document too dirty
  CutWindow cut_window = CutWindow::each_side;
  TooDirty too_dirty = TooDirty::pieces;
  PiecesCount pieces_count = PiecesCount::before_drop;
  /// n-grams that are more frequent are no hits; 0: all are, and no partial is needed.
  std::int64_t most_count = 10;
  CountUnit df_unit = CountUnit::docs;
};

/// A half-open range of bytes of the raw text.
struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// What became of a document.
struct CutDocument {
  std::int64_t tokens = 0;
  std::int64_t invalid_utf8 = 0;   ///< malformed sequences
  std::int64_t hits = 0;           ///< n-grams found that are not too frequent
  std::vector<ByteRange> removed;  ///< in order, apart from each other
  std::int64_t pieces = 0;         ///< not empty, before short ones are dropped
  std::int64_t short_pieces = 0;   ///< of these, the ones that are dropped
  bool dropped = false;            ///< too dirty
  std::vector<ByteRange> kept;     ///< in order; none when the document is dropped
};

/// Cuts documents around the n-grams of an index.
class DocumentCutter {
 public:
  /// `partial`: how frequent the n-grams are; it is read here only, the index must outlive the
  /// cutter. Errors: value_out_of_range ("n" is none of the index's; "window", "shortest", "most"
  /// or "mostCount" below 0), unsupported ("partial" is null, and "mostCount" above 0),
  /// other_index ("partial").
  [[nodiscard]] static Result<std::shared_ptr<const DocumentCutter>> make(const Index& index,
                                                                          const Partial* partial,
                                                                          CutOptions options = {});
  ~DocumentCutter();
  DocumentCutter(const DocumentCutter&) = delete;
  DocumentCutter& operator=(const DocumentCutter&) = delete;

  /// `joints`: where one segment of the document ends and the next begins one byte further on; no
  /// n-gram lies across.
  [[nodiscard]] CutDocument cut(std::string_view document,
                                std::span<const std::size_t> joints = {}) const;

  [[nodiscard]] const Index& index() const noexcept;
  [[nodiscard]] const CutOptions& options() const noexcept;
  /// 32 hexadecimal digits over the partial; empty without one.
  [[nodiscard]] const std::string& counts_digest() const noexcept;

 private:
  struct State;
  explicit DocumentCutter(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// The options with their values, but for those of the text rule.
[[nodiscard]] std::vector<OptionFact> option_facts(const CutOptions& options);

}  // namespace evenhand::overlap

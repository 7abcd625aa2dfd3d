/// The tokens of a document as they come by, and the runs they share with the index.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "overlap/index_parts.hpp"
#include "overlap/scan_counters.hpp"
#include "overlap/scan_passages.hpp"

namespace evenhand::overlap {

/// Tokens behind a seed that a run is extended to: n-grams that begin no run may lie there.
inline constexpr std::size_t most_back = 512;
/// How near a gold answer must begin behind a run of its question, and how much of it is compared.
inline constexpr std::uint32_t gold_distance = 50;
inline constexpr std::uint32_t most_gold = 256;

/// A run that is over, clipped to a piece or to question and answer.
struct FoundRun {
  std::uint32_t item = 0;
  Unit unit = Unit::question;
  bool whole = false;  ///< all of the piece
  std::uint32_t position = 0;
  std::uint32_t length = 0;
  std::uint64_t source_begin = 0;
  std::uint64_t source_end = 0;
};

/// What is summed up over a shard.
struct Sums {
  explicit Sums(const IndexParts& parts);
  void end_document();
  void clear();

  std::vector<GramCounts> grams;  ///< by slot for the smallest n, by name for the others
  Spans spans;
};

class Runs {
 public:
  Runs(const IndexParts& parts, Sums& sums);

  void begin_document();
  /// Raw text of the document, at most most_piece bytes, and its tokens.
  void feed(std::string_view piece, Tokeniser& tokeniser);
  void end_segment(Tokeniser& tokeniser);
  void end_document();
  /// Forgets the document.
  void abandon();

  [[nodiscard]] std::uint64_t tokens() const noexcept { return first_ + block_.size(); }

  /// Of the finished document: by item, unit, position and source; of equal runs the first.
  [[nodiscard]] const std::vector<FoundRun>& found() const noexcept { return found_; }
  [[nodiscard]] bool gold_near(std::uint32_t item) const { return gold_near_.contains(item); }
  [[nodiscard]] const Passages& passages() const noexcept { return passages_; }

 private:
  /// A run that may go on.
  struct Open {
    View view;
    std::uint32_t position = 0;
    std::uint32_t length = 0;
    std::uint64_t start = 0;  ///< token of the document
    std::uint64_t source_begin = 0;
    std::uint64_t source_end = 0;
    std::string after;  ///< what was seen behind source_end
  };
  /// A span with substitutions that may go on.
  struct Skipping {
    View view;
    std::uint32_t position = 0;
    std::uint32_t length = 0;  ///< up to the last equal token
    std::uint32_t next = 0;    ///< offset of the token to look at
    std::uint64_t start = 0;
    std::vector<std::uint32_t> unequal;
  };
  /// Tokens in which a gold answer is looked for.
  struct Watch {
    std::uint32_t item = 0;
    std::uint64_t from = 0;
  };
  /// Where n-grams longer than the smallest are counted.
  struct Stretch {
    std::uint64_t start = 0;
    std::uint32_t position = 0;
    std::uint32_t length = 0;
  };

  void process(bool segment_ends);
  void probe(bool segment_ends);
  /// Looks up all n-grams that have the window which begins at this token.
  void probe_window(std::size_t window);
  void probe_anchors(std::size_t begin, std::size_t end, std::uint32_t length, std::uint64_t salt);
  /// `window`: the token by whose window the n-gram was found.
  void seed(std::size_t token, std::uint64_t hash, std::size_t window);
  void seed_at(std::size_t token, std::uint32_t position, std::size_t window);
  void start_run(const View& view, std::size_t token, std::uint32_t position, std::size_t window);
  void anchor(std::size_t token, std::uint32_t length, std::uint64_t hash);
  void whole_match(const View& view, std::size_t begin, std::size_t anchor_token);
  void extend_all(bool segment_ends);
  /// True when the run is over.
  bool extend(Open& run) const;
  void close(const Open& run);
  void keep(const FoundRun& run);
  void make_unique();
  bool skip_on(Skipping& span) const;
  void end_skip(const Skipping& span);
  void count_longer(bool segment_ends);
  void look_for_gold(bool document_ends);
  [[nodiscard]] bool has_gold(const Watch& watch) const;
  void trim();

  // Places in the window.
  [[nodiscard]] std::size_t at(std::uint64_t token) const noexcept {
    return static_cast<std::size_t>(token - first_);
  }
  [[nodiscard]] std::uint32_t begin_of(std::size_t token) const noexcept {
    return token < block_.size() ? block_.begin[token]
                                 : static_cast<std::uint32_t>(block_.bytes.size());
  }
  [[nodiscard]] bool equal(std::size_t token, std::uint32_t position,
                           std::uint32_t count) const noexcept;
  [[nodiscard]] std::uint64_t source_begin(std::size_t token) const noexcept {
    return block_.source_base + block_.source_begin[token];
  }
  [[nodiscard]] std::uint64_t source_end(std::size_t token) const noexcept {
    return block_.source_base + block_.source_end[token];
  }
  /// Tokens that must be kept behind those that were asked for.
  [[nodiscard]] std::size_t look_back() const noexcept { return most_back + 2 * p_.smallest_n(); }
  /// The earliest byte that may be shown of a run found by what begins at this token.
  [[nodiscard]] std::uint64_t shown_from(std::size_t token) const noexcept;

  const IndexParts& p_;
  Windows windows_;
  Sums& sums_;
  Passages passages_;

  TokenBlock block_;                    ///< the window: tokens behind and those not yet looked at
  std::uint64_t first_ = 0;             ///< the window's first token, as token of the document
  std::size_t next_ = 0;                ///< where the next window to ask for begins
  std::size_t next_anchor_ = 0;         ///< first token that was not yet asked for as an anchor
  std::size_t segment_ = 0;             ///< first token of the window in the current segment
  std::vector<std::uint64_t> borders_;  ///< where segments begin, as tokens of the document

  std::vector<Open> open_;
  std::vector<Skipping> skipping_;
  std::vector<Watch> watches_;
  std::vector<Stretch> stretches_;
  std::array<std::uint64_t, most_n> counted_ = {};  ///< n-grams before this token are counted

  std::vector<FoundRun> found_;
  std::size_t next_unique_ = 0;
  std::unordered_set<std::uint32_t> gold_near_;
};

}  // namespace evenhand::overlap

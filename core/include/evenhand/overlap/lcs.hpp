/// Qwen2's rule: training documents that have a long common subsequence with an item.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "evenhand/overlap/definitions.hpp"
#include "evenhand/overlap/index.hpp"

namespace evenhand::overlap {

/// Tokens of the longest common subsequence of two sequences: not necessarily without gaps.
[[nodiscard]] std::int64_t longest_common_subsequence(std::span<const std::uint32_t> a,
                                                      std::span<const std::uint32_t> b);

/// When a document and an item are a match (Yang et al. 2024, arXiv 2407.10671).
struct SubsequenceOptions {
  std::int64_t least = 13;  ///< tokens of the subsequence
  double share = 0.6;       ///< of the shorter of document and item
  /// Only pairs that share an n-gram of this length are compared: all pairs are too many.
  std::int64_t k = 5;
};

/// An item and a document that are a match.
struct SubsequenceMatch {
  std::uint32_t item = 0;
  std::int64_t length = 0;  ///< tokens of the longest common subsequence
  std::int64_t item_tokens = 0;
  std::int64_t document_tokens = 0;
  friend bool operator==(const SubsequenceMatch&, const SubsequenceMatch&) = default;
};

/// What was compared and what came of it.
struct SubsequenceResult {
  std::int64_t tokens = 0;                ///< of the document
  std::int64_t invalid_utf8 = 0;          ///< malformed sequences in it
  std::int64_t compared = 0;              ///< items
  std::vector<SubsequenceMatch> matches;  ///< by item
};

/// Compares documents with the items of an index, all of whose texts count.
class SubsequenceFinder {
 public:
  /// The index must outlive the finder. Errors: value_out_of_range ("least" or "k" below 1, "k"
  /// above 1,000, "share" outside [0, 1]).
  [[nodiscard]] static Result<std::shared_ptr<const SubsequenceFinder>> make(
      const Index& index, SubsequenceOptions options = {});
  ~SubsequenceFinder();
  SubsequenceFinder(const SubsequenceFinder&) = delete;
  SubsequenceFinder& operator=(const SubsequenceFinder&) = delete;

  /// Time grows with the product of the lengths of document and candidate, by 64 cells a step.
  /// `joints`: as for DocumentCutter::cut(); a subsequence goes across them.
  [[nodiscard]] SubsequenceResult compare(std::string_view document,
                                          std::span<const std::size_t> joints = {}) const;

  [[nodiscard]] const Index& index() const noexcept;
  [[nodiscard]] const SubsequenceOptions& options() const noexcept;

 private:
  struct State;
  explicit SubsequenceFinder(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// The options with their values, but for those of the text rule.
[[nodiscard]] std::vector<OptionFact> option_facts(const SubsequenceOptions& options);

}  // namespace evenhand::overlap

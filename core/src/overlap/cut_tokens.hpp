/// A document as tokens, for the rules that need whole documents.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "evenhand/overlap/tokens.hpp"

namespace evenhand::overlap {

class DocumentTokens {
 public:
  DocumentTokens(TextRule rule, std::string_view document) : separator_(separator_of(rule).size()) {
    constexpr std::size_t piece = std::size_t{1} << 16;
    Tokeniser tokeniser(rule);
    tokeniser.begin_document();
    for (std::size_t at = 0; at < document.size(); at += piece) {
      tokeniser.feed(document.substr(at, piece), block_);
    }
    tokeniser.end_segment(block_);
  }

  [[nodiscard]] std::size_t size() const noexcept { return block_.size(); }
  [[nodiscard]] std::uint64_t hash(std::size_t i) const noexcept { return block_.hash[i]; }
  [[nodiscard]] std::string_view token(std::size_t i) const noexcept { return text(i, 1); }
  /// `count` tokens with what joins them.
  [[nodiscard]] std::string_view text(std::size_t first, std::size_t count) const noexcept {
    const std::size_t last = first + count;
    const std::size_t end = last < size() ? block_.begin[last] : block_.bytes.size();
    return block_.text().substr(block_.begin[first], end - separator_ - block_.begin[first]);
  }
  [[nodiscard]] std::uint64_t source_begin(std::size_t i) const noexcept {
    return block_.source_base + block_.source_begin[i];
  }
  [[nodiscard]] std::uint64_t source_end(std::size_t i) const noexcept {
    return block_.source_base + block_.source_end[i];
  }

 private:
  std::size_t separator_;
  TokenBlock block_;
};

}  // namespace evenhand::overlap

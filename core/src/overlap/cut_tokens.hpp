/// A document as tokens, for the rules that need whole documents.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "evenhand/overlap/tokens.hpp"

namespace evenhand::overlap {

class DocumentTokens {
 public:
  /// `joints`: where one segment ends and the next begins one byte further on.
  DocumentTokens(TextRule rule, std::string_view document, std::span<const std::size_t> joints)
      : separator_(separator_of(rule).size()) {
    Tokeniser tokeniser(rule);
    tokeniser.begin_document();
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= joints.size(); ++i) {
      const std::size_t end = i < joints.size() ? joints[i] : document.size();
      add(tokeniser, document.substr(begin, end - begin));
      segment_ends_.push_back(block_.size());
      begin = end + 1;
    }
    invalid_utf8_ = tokeniser.invalid_utf8();
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
  /// Which segment a token is of.
  [[nodiscard]] std::size_t segment(std::size_t i) const noexcept {
    const auto found = std::upper_bound(segment_ends_.begin(), segment_ends_.end(), i);
    return static_cast<std::size_t>(found - segment_ends_.begin());
  }
  /// Where the segment ends that a token is of.
  [[nodiscard]] std::size_t segment_end(std::size_t i) const noexcept {
    return segment_ends_[segment(i)];
  }
  /// Offsets in the document.
  [[nodiscard]] std::uint64_t source_begin(std::size_t i) const noexcept {
    return block_.source_base + block_.source_begin[i] + segment(i);
  }
  [[nodiscard]] std::uint64_t source_end(std::size_t i) const noexcept {
    return block_.source_base + block_.source_end[i] + segment(i);
  }
  [[nodiscard]] std::int64_t invalid_utf8() const noexcept { return invalid_utf8_; }

 private:
  void add(Tokeniser& tokeniser, std::string_view segment) {
    constexpr std::size_t piece = std::size_t{1} << 16;
    for (std::size_t at = 0; at < segment.size(); at += piece) {
      tokeniser.feed(segment.substr(at, piece), block_);
    }
    tokeniser.end_segment(block_);
  }

  std::size_t separator_;
  TokenBlock block_;
  std::vector<std::size_t> segment_ends_;  // in tokens; the tokeniser counts no joints
  std::int64_t invalid_utf8_ = 0;
};

}  // namespace evenhand::overlap

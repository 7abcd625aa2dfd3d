/// Counters for millions of things of which few are met, and lists of what was met.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace evenhand::overlap {

inline constexpr std::uint32_t most_count = std::numeric_limits<std::uint32_t>::max();

[[nodiscard]] constexpr std::uint32_t saturated(std::uint64_t count) noexcept {
  return count > most_count ? most_count : static_cast<std::uint32_t>(count);
}

/// Exact counts up to 2^32 - 1 in two bytes each; those that do not fit have the rest elsewhere.
class WideCounters {
 public:
  explicit WideCounters(std::size_t size) : low_(size, 0) {}

  /// Adds; true when the count was 0.
  bool add(std::uint32_t i, std::uint32_t amount = 1) {
    const std::uint32_t before = low_[i];
    const std::uint64_t sum = std::uint64_t{before} + amount;
    if (sum <= full) {
      low_[i] = static_cast<std::uint16_t>(sum);
    } else {
      low_[i] = full;
      std::uint64_t& rest = rest_[i];
      rest = std::min<std::uint64_t>(rest + (sum - full), most_count);
    }
    return before == 0;
  }
  [[nodiscard]] std::uint32_t get(std::uint32_t i) const {
    if (low_[i] < full) return low_[i];
    const auto rest = rest_.find(i);
    return rest == rest_.end() ? full : saturated(full + rest->second);
  }
  void clear(std::uint32_t i) noexcept { low_[i] = 0; }
  /// To be called when all counters were cleared.
  void forget_rest() noexcept { rest_.clear(); }

 private:
  static constexpr std::uint16_t full = 0xFFFF;
  std::vector<std::uint16_t> low_;
  std::unordered_map<std::uint32_t, std::uint64_t> rest_;
};

/// A set of numbers that many are added to, most of them again and again.
class NumberSet {
 public:
  void add(std::uint32_t number) {
    if (!numbers_.empty() && numbers_.back() == number) return;
    numbers_.push_back(number);
    if (numbers_.size() < next_) return;
    make_unique();
    next_ = std::max(first, 2 * numbers_.size());
  }
  /// The numbers in ascending order.
  [[nodiscard]] const std::vector<std::uint32_t>& sorted() {
    make_unique();
    return numbers_;
  }
  void clear() noexcept {
    numbers_.clear();
    next_ = first;
  }

 private:
  void make_unique() {
    std::sort(numbers_.begin(), numbers_.end());
    numbers_.erase(std::unique(numbers_.begin(), numbers_.end()), numbers_.end());
  }
  static constexpr std::size_t first = std::size_t{1} << 16;
  std::vector<std::uint32_t> numbers_;
  std::size_t next_ = first;
};

/// What was counted of one n in a shard.
class GramCounts {
 public:
  explicit GramCounts(std::size_t size) : occurrences_(size), documents_(size) {}

  void add(std::uint32_t gram) {
    if (occurrences_.add(gram)) met_.push_back(gram);
    document_.add(gram);
  }
  void end_document() {
    for (const std::uint32_t gram : document_.sorted()) documents_.add(gram);
    document_.clear();
  }
  /// In the order in which they were met first.
  [[nodiscard]] const std::vector<std::uint32_t>& met() const noexcept { return met_; }
  [[nodiscard]] std::uint32_t occurrences(std::uint32_t gram) const {
    return occurrences_.get(gram);
  }
  [[nodiscard]] std::uint32_t documents(std::uint32_t gram) const { return documents_.get(gram); }
  void clear() {
    for (const std::uint32_t gram : met_) {
      occurrences_.clear(gram);
      documents_.clear(gram);
    }
    occurrences_.forget_rest();
    documents_.forget_rest();
    document_.clear();
    met_.clear();
  }

 private:
  WideCounters occurrences_;
  WideCounters documents_;
  NumberSet document_;
  std::vector<std::uint32_t> met_;
};

/// The longest run over each token; see SpanRecord.
class Spans {
 public:
  Spans(std::size_t tokens, bool with_skips)
      : piece_(tokens, 0),
        question_answer_(tokens, 0),
        skip_(with_skips ? tokens : 0, 0),
        skip_matched_(with_skips ? tokens : 0, 0) {}

  void piece(std::uint32_t begin, std::uint32_t length) { raise(piece_, begin, length); }
  void question_answer(std::uint32_t begin, std::uint32_t length) {
    raise(question_answer_, begin, length);
  }
  /// `unequal`: offsets of substituted tokens.
  void skip(std::uint32_t begin, std::uint32_t length, const std::vector<std::uint32_t>& unequal) {
    raise(skip_, begin, length);
    const std::uint16_t value = limited(length);
    auto next = unequal.begin();
    for (std::uint32_t i = 0; i < length; ++i) {
      if (next != unequal.end() && *next == i) {
        ++next;
        continue;
      }
      skip_matched_[begin + i] = std::max(skip_matched_[begin + i], value);
    }
  }

  /// Tokens with any span, in ascending order.
  [[nodiscard]] const std::vector<std::uint32_t>& met() {
    std::sort(met_.begin(), met_.end());
    return met_;
  }
  [[nodiscard]] std::uint16_t piece(std::uint32_t t) const noexcept { return piece_[t]; }
  [[nodiscard]] std::uint16_t question_answer(std::uint32_t t) const noexcept {
    return question_answer_[t];
  }
  [[nodiscard]] std::uint16_t skip(std::uint32_t t) const noexcept {
    return skip_.empty() ? std::uint16_t{0} : skip_[t];
  }
  [[nodiscard]] std::uint16_t skip_matched(std::uint32_t t) const noexcept {
    return skip_.empty() ? std::uint16_t{0} : skip_matched_[t];
  }
  void clear() {
    for (const std::uint32_t t : met_) {
      piece_[t] = question_answer_[t] = 0;
      if (!skip_.empty()) skip_[t] = skip_matched_[t] = 0;
    }
    met_.clear();
  }

 private:
  [[nodiscard]] static std::uint16_t limited(std::uint32_t length) noexcept {
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(length, 0xFFFF));
  }
  void raise(std::vector<std::uint16_t>& spans, std::uint32_t begin, std::uint32_t length) {
    const std::uint16_t value = limited(length);
    for (std::uint32_t t = begin; t < begin + length; ++t) {
      if (piece_[t] == 0 && question_answer_[t] == 0 && skip(t) == 0) met_.push_back(t);
      spans[t] = std::max(spans[t], value);
    }
  }

  std::vector<std::uint16_t> piece_;
  std::vector<std::uint16_t> question_answer_;
  std::vector<std::uint16_t> skip_;
  std::vector<std::uint16_t> skip_matched_;
  std::vector<std::uint32_t> met_;
};

}  // namespace evenhand::overlap

/// The raw text of a document as far as hit records show it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evenhand::overlap {

inline constexpr std::uint64_t most_around = 120;
inline constexpr std::uint64_t most_match = 600;
/// How far before the end of the n-gram that began a run its text may begin to be shown.
inline constexpr std::uint64_t reach = std::uint64_t{1} << 14;
/// Text is to arrive in pieces of at most this many bytes.
inline constexpr std::size_t most_piece = std::size_t{1} << 14;

class Passages {
 public:
  Passages();
  void begin_document();
  void feed(std::string_view piece);
  /// Bytes of the document so far.
  [[nodiscard]] std::uint64_t fed() const noexcept { return fed_; }

  /// Keeps [begin, end) as far as it is still there, and what of it is yet to come.
  void pin(std::uint64_t begin, std::uint64_t end);
  /// Keeps text that was read before.
  void pin(std::uint64_t begin, std::string text);
  /// What is still there of [begin, end), if its beginning is.
  [[nodiscard]] std::string recent(std::uint64_t begin, std::uint64_t end) const;
  [[nodiscard]] bool has_recent(std::uint64_t begin) const noexcept {
    return begin + ring_bytes >= fed_;
  }
  /// The document is over; kept() may be asked from now on.
  void end_document();
  /// What was kept of [begin, end), at most most_match bytes; empty when its beginning was not.
  [[nodiscard]] std::string kept(std::uint64_t begin, std::uint64_t end) const;
  /// Forgets what no range [begin, end) of these touches.
  void keep_only(std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges);

 private:
  static constexpr std::uint64_t ring_bytes = std::uint64_t{1} << 17;

  struct Kept {
    std::uint64_t begin = 0;
    std::string text;
    [[nodiscard]] std::uint64_t end() const noexcept { return begin + text.size(); }
  };

  std::unique_ptr<char[]> ring_;  ///< not touched before it is needed
  std::uint64_t fed_ = 0;
  std::vector<Kept> kept_;
  std::vector<std::pair<std::size_t, std::uint64_t>> unfinished_;  ///< of kept_, and wanted end
};

/// The longest beginning of at most `most` bytes that does not break a character.
[[nodiscard]] std::string_view whole_characters(std::string_view text, std::size_t most) noexcept;
/// The longest end of at most `most` bytes that does not break a character.
[[nodiscard]] std::string_view last_characters(std::string_view text, std::size_t most) noexcept;
/// With every byte that is no part of well-formed UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string well_formed(std::string_view text);

}  // namespace evenhand::overlap

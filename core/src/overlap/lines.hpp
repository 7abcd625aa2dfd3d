/// What lines of text have in common, in corpora and in benchmarks.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "overlap/byte_vectors.hpp"

namespace evenhand::overlap {

/// Lines of nothing else are blank.
inline constexpr std::string_view white_space = " \t\n\v\f\r";
/// At the start of a file it is no text.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Whether there is nothing else in a line.
[[nodiscard]] inline bool is_blank(std::string_view line) noexcept {
  return std::all_of(line.begin(), line.end(),
                     [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

/// Where the first line feed is, or npos. Lines are short, and the C library's search in
/// WebAssembly takes few bytes at a time.
[[nodiscard]] inline std::size_t find_line_feed(std::string_view text) noexcept {
  std::size_t at = 0;
  for (; at + sizeof(Bytes) <= text.size(); at += sizeof(Bytes)) {
    const std::uint64_t found = signs(reinterpret_cast<Bytes>(bytes_at(text.data() + at) == '\n'));
    if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
  }
  return text.find('\n', at);
}

struct TextLines {
  std::size_t bytes = 0;
  std::int64_t line_feeds = 0;  ///< among them
};

/// How far a text goes on before a line feed behind which no text begins, or one that is near the
/// end.
[[nodiscard]] inline TextLines text_lines(std::string_view text) noexcept {
  TextLines lines;
  for (; lines.bytes + sizeof(Bytes) < text.size(); lines.bytes += sizeof(Bytes)) {
    const char* const at = text.data() + lines.bytes;
    const std::uint64_t feeds = signs(reinterpret_cast<Bytes>(bytes_at(at) == '\n'));
    if (feeds == 0) continue;
    const std::uint64_t last = feeds & ~signs(reinterpret_cast<Bytes>(bytes_at(at + 1) > ' '));
    // Those below the last are followed by text.
    lines.line_feeds += std::popcount(last == 0 ? feeds : feeds & ((last & (~last + 1)) - 1));
    if (last == 0) continue;
    lines.bytes += static_cast<std::size_t>(std::countr_zero(last));
    break;
  }
  return lines;
}

/// Without white space at both ends.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}

}  // namespace evenhand::overlap

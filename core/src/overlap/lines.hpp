/// What lines of text have in common, in corpora and in benchmarks.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
    Bytes bytes;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    const std::uint64_t found = signs(reinterpret_cast<Bytes>(bytes == '\n'));
    if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
  }
  return text.find('\n', at);
}

/// Without white space at both ends.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}

}  // namespace evenhand::overlap

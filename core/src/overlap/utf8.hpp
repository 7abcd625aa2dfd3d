/// UTF-8 to code points and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "overlap/unicode.hpp"

namespace evenhand::overlap {

/// One code point at the head of some bytes.
struct Decoded {
  char32_t code_point;
  /// Bytes taken; 0: the bytes end within a sequence that is good so far.
  std::uint32_t length;
  /// Whether the bytes are a maximal subpart of no character (Unicode Standard, section 3.9), which
  /// reads as U+FFFD.
  bool invalid;
};

/// Reads the code point at `text`, which ends at `end` > text.
[[nodiscard, gnu::noinline]] inline Decoded decode(const unsigned char* text,
                                                   const unsigned char* end) noexcept {
  const std::uint32_t lead = *text;
  if (lead < 0x80) return {lead, 1, false};
  if (lead < 0xC2 || lead > 0xF4) return {unicode::replacement, 1, true};
  const auto size = static_cast<std::uint32_t>(end - text > 4 ? 4 : end - text);
  if (size < 2) return {0, 0, false};
  const std::uint32_t second = text[1];
  if (lead < 0xE0) {
    if ((second & 0xC0) != 0x80) return {unicode::replacement, 1, true};
    return {(lead & 0x1F) << 6 | (second & 0x3F), 2, false};
  }
  // What may stand second depends on the first: no overlong forms, no surrogates, no more than
  // 10FFFF.
  const std::uint32_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint32_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < lowest || second > highest) return {unicode::replacement, 1, true};
  if (size < 3) return {0, 0, false};
  const std::uint32_t third = text[2];
  if ((third & 0xC0) != 0x80) return {unicode::replacement, 2, true};
  if (lead < 0xF0) return {(lead & 0xF) << 12 | (second & 0x3F) << 6 | (third & 0x3F), 3, false};
  if (size < 4) return {0, 0, false};
  const std::uint32_t fourth = text[3];
  if ((fourth & 0xC0) != 0x80) return {unicode::replacement, 3, true};
  return {(lead & 7) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | (fourth & 0x3F), 4,
          false};
}

/// The same, quick where nothing is wrong and the end is not near.
[[nodiscard, gnu::always_inline]] inline Decoded decode_fast(const unsigned char* text,
                                                             const unsigned char* end) noexcept {
  const std::uint32_t lead = *text;
  if (lead < 0x80) return {lead, 1, false};
  if (end - text >= 3) [[likely]] {
    const std::uint32_t second = text[1];
    const std::uint32_t third = text[2];
    if ((lead & 0xE0) == 0xC0) {
      const std::uint32_t c = (lead & 0x1F) << 6 | (second & 0x3F);
      if ((second & 0xC0) == 0x80 && c >= 0x80) [[likely]]
        return {c, 2, false};
    } else if ((lead & 0xF0) == 0xE0) {
      const std::uint32_t c = (lead & 0xF) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
      if (((second & 0xC0) | (third & 0xC0) >> 2) == 0xA0 && c >= 0x800 && c >> 11 != 0x1B)
          [[likely]]
        return {c, 3, false};
    }
  }
  return decode(text, end);
}

[[nodiscard]] inline Decoded decode(std::string_view text) noexcept {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  return decode(bytes, bytes + text.size());
}

/// Whether a CJK unified ideograph of the first block lies at `text`, where 3 bytes may be read.
/// Folding keeps it, and nothing joins it from before.
[[nodiscard]] inline bool ideograph_at(const unsigned char* text) noexcept {
  const std::uint32_t bytes = std::uint32_t{text[0]} << 16 | std::uint32_t{text[1]} << 8 | text[2];
  constexpr std::uint32_t first = 0xE4B880;
  constexpr std::uint32_t last = 0xE9BFBF;
  return bytes >= first && bytes <= last && (bytes & 0xC0C0) == 0x8080;
}

/// Writes a code point, at most 4 bytes; how many.
inline std::size_t encode(char32_t c, char* out) noexcept {
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    out[0] = static_cast<char>(0xC0 | c >> 6);
    out[1] = static_cast<char>(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = static_cast<char>(0xE0 | c >> 12);
    out[1] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out[2] = static_cast<char>(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | c >> 18);
  out[1] = static_cast<char>(0x80 | (c >> 12 & 0x3F));
  out[2] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
  out[3] = static_cast<char>(0x80 | (c & 0x3F));
  return 4;
}

}  // namespace evenhand::overlap

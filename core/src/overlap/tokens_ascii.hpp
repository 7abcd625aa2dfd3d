/// Tokens of text that is all ASCII, many bytes at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "overlap/token_writer.hpp"

namespace evenhand::overlap {

/// Which runs of ASCII characters are tokens, and in which case.
enum class AsciiTokens : std::uint8_t { lower_alphanumeric, as_spaced, lower_spaced };

/// Whether an ASCII character separates.
[[nodiscard]] constexpr bool separates(AsciiTokens kind, char32_t c) noexcept {
  if (kind != AsciiTokens::lower_alphanumeric) return c == ' ' || (c >= '\t' && c <= '\r');
  return !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
}

/// Appends the tokens at the head of a text that begins where a token may, up to the first one that
/// does not end within the text, that touches a byte beyond ASCII, or that is longer than some
/// thousand bytes. Gives the number of bytes before that. `begin` is the text's place in the
/// document.
std::size_t cut_ascii(AsciiTokens kind, std::string_view text, std::uint64_t begin,
                      TokenWriter& out);

}  // namespace evenhand::overlap

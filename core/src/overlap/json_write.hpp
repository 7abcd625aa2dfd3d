/// JSON written to lines, the same bytes on every target.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace evenhand::overlap {

inline void append_json_number(std::uint64_t number, std::string& out) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// Characters that JSON does not escape are written as they are.
inline void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') continue;
    out += text.substr(done, i - done);
    done = i + 1;
    out += '\\';
    if (c == '"' || c == '\\') {
      out += c;
    } else if (c == '\n') {
      out += 'n';
    } else if (c == '\t') {
      out += 't';
    } else if (c == '\r') {
      out += 'r';
    } else {
      out += "u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
  out += text.substr(done);
  out += '"';
}

}  // namespace evenhand::overlap

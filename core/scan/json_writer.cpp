#include "json_writer.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

namespace evenhand::abi {
namespace {

// Bytes of the well-formed character at the front (Unicode Standard, table 3-7); 0: there is none.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool in_range = !(first == 0xe0 && second < 0xa0) && !(first == 0xed && second > 0x9f);
    return in_range && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool in_range = !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f);
    return in_range && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void append_escaped(std::string_view character, std::string& out) {
  switch (character[0]) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (static_cast<unsigned char>(character[0]) < 0x20) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[static_cast<std::size_t>(character[0]) >> 4];
    out += digits[static_cast<std::size_t>(character[0]) & 15];
    return;
  }
  out += character;
}

}  // namespace

void JsonWriter::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  comma_ = false;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  value(name);
  out_ += ':';
  comma_ = false;
}

void JsonWriter::value(std::string_view text) {
  separate();
  out_ += '"';
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (size == 0) {
      out_ += "\xEF\xBF\xBD";
    } else {
      append_escaped(text.substr(0, size), out_);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  out_ += '"';
}

// The shortest digits that give the number back, laid out as in ECMAScript's Number::toString.
void JsonWriter::value(double number) {
  std::array<char, 32> text = {};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific)
          .ptr;
  std::string_view rest(text.data(), static_cast<std::size_t>(end - text.data()));
  std::string out;
  if (rest.starts_with('-')) {
    if (number != 0) out = "-";
    rest.remove_prefix(1);
  }
  const std::size_t mark = rest.find('e');
  const int point = std::atoi(rest.data() + mark + 1) + 1;  // digits before the decimal point
  std::string digits;
  for (const char c : rest.substr(0, mark)) {
    if (c != '.') digits += c;
  }
  const int count = static_cast<int>(digits.size());
  if (point > 21 || point < -5) {
    out += digits[0];
    if (count > 1) out += '.' + digits.substr(1);
    out += point > 0 ? "e+" : "e-";
    out += std::to_string(std::abs(point - 1));
  } else if (point <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else if (count <= point) {
    out += digits + std::string(static_cast<std::size_t>(point - count), '0');
  } else {
    digits.insert(static_cast<std::size_t>(point), 1, '.');
    out += digits;
  }
  raw(out);
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

}  // namespace evenhand::abi

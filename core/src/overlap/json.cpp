#include "overlap/json.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "overlap/byte_vectors.hpp"

namespace evenhand::overlap {
namespace {

// Where a scan of a value went wrong, in place of the byte behind it.
constexpr const char* malformed = nullptr;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

const char* skip_space(const char* at, const char* end) {
  while (at != end && is_space(*at)) ++at;
  return at;
}

// The first byte that a string cannot simply contain: a quote, a backslash or a control character.
const char* find_special(const char* at, const char* end) {
  for (; static_cast<std::size_t>(end - at) >= sizeof(Bytes); at += sizeof(Bytes)) {
    const Bytes bytes = bytes_at(at);
    const auto special = (bytes == '"') | (bytes == '\\') | (bytes < 0x20);
    const std::uint64_t found = signs(reinterpret_cast<Bytes>(special));
    if (found != 0) return at + std::countr_zero(found);
  }
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const int letter = c | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool is_short_escape(char c) {
  return c == 'n' || c == '"' || c == '\\' || c == 't' || c == 'r' || c == '/' || c == 'b' ||
         c == 'f';
}

// Four hexadecimal digits, or -1.
int hex_unit(const char* at, const char* end) {
  if (end - at < 4) return -1;
  int unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

// From behind the opening quote to the closing one.
const char* skip_string(const char* at, const char* end, bool& escaped) {
  escaped = false;
  for (;;) {
    at = find_special(at, end);
    if (at == end) return malformed;
    if (*at == '"') return at;
    if (*at != '\\' || end - at < 2) return malformed;
    escaped = true;
    if (at[1] == 'u') {
      if (hex_unit(at + 2, end) < 0) return malformed;
      at += 6;
    } else {
      if (!is_short_escape(at[1])) return malformed;
      at += 2;
    }
  }
}

const char* skip_digits(const char* at, const char* end) {
  if (at == end || !is_digit(*at)) return malformed;
  while (at != end && is_digit(*at)) ++at;
  return at;
}

const char* skip_number(const char* at, const char* end) {
  if (at != end && *at == '-') ++at;
  if (at != end && *at == '0') {
    ++at;
  } else {
    at = skip_digits(at, end);
  }
  if (at != malformed && at != end && *at == '.') at = skip_digits(at + 1, end);
  if (at != malformed && at != end && (*at | 0x20) == 'e') {
    ++at;
    if (at != end && (*at == '+' || *at == '-')) ++at;
    at = skip_digits(at, end);
  }
  return at;
}

const char* skip_word(const char* at, const char* end, std::string_view word) {
  const auto left = static_cast<std::size_t>(end - at);
  return std::string_view(at, left).starts_with(word) ? at + word.size() : malformed;
}

const char* skip_value(const char* at, const char* end, int depth);

// From behind the opening bracket of an array or object to behind the closing one.
const char* skip_parts(const char* at, const char* end, bool object, int depth) {
  if (depth > json_depth) return malformed;
  const char bracket = object ? '}' : ']';
  at = skip_space(at, end);
  if (at != end && *at == bracket) return at + 1;
  for (;;) {
    if (object) {
      bool escaped;
      if (at == end || *at != '"') return malformed;
      at = skip_string(at + 1, end, escaped);
      if (at == malformed) return malformed;
      at = skip_space(at + 1, end);
      if (at == end || *at != ':') return malformed;
      at = skip_space(at + 1, end);
    }
    at = skip_value(at, end, depth);
    if (at == malformed) return malformed;
    at = skip_space(at, end);
    if (at == end) return malformed;
    if (*at == bracket) return at + 1;
    if (*at != ',') return malformed;
    at = skip_space(at + 1, end);
  }
}

// One value; `depth` arrays and objects lie around it.
const char* scan_value(const char* at, const char* end, int depth, JsonValue& value) {
  if (at == end) return malformed;
  const char* const begin = at;
  value.escaped = false;
  switch (*at) {
    case '"': {
      value.kind = JsonKind::string;
      at = skip_string(at + 1, end, value.escaped);
      if (at == malformed) return malformed;
      value.raw = std::string_view(begin + 1, static_cast<std::size_t>(at - begin - 1));
      return at + 1;
    }
    case '{':
      value.kind = JsonKind::object;
      at = skip_parts(at + 1, end, true, depth + 1);
      break;
    case '[':
      value.kind = JsonKind::array;
      at = skip_parts(at + 1, end, false, depth + 1);
      break;
    case 't':
      value.kind = JsonKind::boolean;
      at = skip_word(at, end, "true");
      break;
    case 'f':
      value.kind = JsonKind::boolean;
      at = skip_word(at, end, "false");
      break;
    case 'n':
      value.kind = JsonKind::null;
      at = skip_word(at, end, "null");
      break;
    default: value.kind = JsonKind::number; at = skip_number(at, end);
  }
  if (at != malformed) value.raw = std::string_view(begin, static_cast<std::size_t>(at - begin));
  return at;
}

const char* skip_value(const char* at, const char* end, int depth) {
  JsonValue value;
  return scan_value(at, end, depth, value);
}

std::size_t put_utf8(std::uint32_t code, char* out) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  if (code < 0x80) {
    out[0] = byte(code);
    return 1;
  }
  if (code < 0x800) {
    out[0] = byte(0xc0 | code >> 6);
    out[1] = byte(0x80 | (code & 0x3f));
    return 2;
  }
  if (code < 0x10000) {
    out[0] = byte(0xe0 | code >> 12);
    out[1] = byte(0x80 | (code >> 6 & 0x3f));
    out[2] = byte(0x80 | (code & 0x3f));
    return 3;
  }
  out[0] = byte(0xf0 | code >> 18);
  out[1] = byte(0x80 | (code >> 12 & 0x3f));
  out[2] = byte(0x80 | (code >> 6 & 0x3f));
  out[3] = byte(0x80 | (code & 0x3f));
  return 4;
}

// Writes what the escape at the front of `rest` stands for and drops it; at most four bytes.
std::size_t put_escape(std::string_view& rest, char* out) {
  const char* const end = rest.data() + rest.size();
  switch (rest[1]) {
    case 'b': *out = '\b'; break;
    case 'f': *out = '\f'; break;
    case 'n': *out = '\n'; break;
    case 'r': *out = '\r'; break;
    case 't': *out = '\t'; break;
    case 'u': {
      const auto unit = static_cast<std::uint32_t>(hex_unit(rest.data() + 2, end));
      rest.remove_prefix(6);
      if (unit < 0xd800 || unit > 0xdfff) return put_utf8(unit, out);
      if (unit <= 0xdbff && rest.starts_with("\\u")) {
        const auto low = static_cast<std::uint32_t>(hex_unit(rest.data() + 2, end));
        if (low >= 0xdc00 && low <= 0xdfff) {
          rest.remove_prefix(6);
          return put_utf8(0x10000 + ((unit - 0xd800) << 10 | (low - 0xdc00)), out);
        }
      }
      *out = lone_surrogate;
      return 1;
    }
    default: *out = rest[1];
  }
  rest.remove_prefix(2);
  return 1;
}

}  // namespace

JsonWalk::JsonWalk(std::string_view text) noexcept
    : at_(text.data()), end_(text.data() + text.size()) {
  at_ = skip_space(at_, end_);
  if (at_ == end_) return;
  if (*at_ == '{') kind_ = JsonKind::object;
  if (*at_ == '[') kind_ = JsonKind::array;
  if (kind_ != JsonKind::null) at_ = skip_space(at_ + 1, end_);
}

bool JsonWalk::fail() noexcept {
  done_ = true;
  return false;
}

bool JsonWalk::close(char bracket) noexcept {
  if (at_ == end_ || *at_ != bracket) return false;
  whole_ = skip_space(at_ + 1, end_) == end_;
  done_ = true;
  return true;
}

bool JsonWalk::next() noexcept {
  if (done_ || kind_ == JsonKind::null) return false;
  const bool object = kind_ == JsonKind::object;
  const char bracket = object ? '}' : ']';
  if (first_) {
    if (close(bracket)) return false;
    first_ = false;
  } else {
    at_ = skip_space(at_, end_);
    if (close(bracket)) return false;
    if (at_ == end_ || *at_ != ',') return fail();
    at_ = skip_space(at_ + 1, end_);
  }
  if (object) {
    if (at_ == end_ || *at_ != '"') return fail();
    at_ = scan_value(at_, end_, 1, key_);
    if (at_ == malformed) return fail();
    at_ = skip_space(at_, end_);
    if (at_ == end_ || *at_ != ':') return fail();
    at_ = skip_space(at_ + 1, end_);
  }
  at_ = scan_value(at_, end_, 1, value_);
  return at_ != malformed || fail();
}

std::size_t JsonText::read(char* buffer, std::size_t size) noexcept {
  std::size_t written = 0;
  while (!rest_.empty()) {
    const std::size_t room = size - written;
    if (rest_[0] == '\\') {
      if (room < 4) break;
      written += put_escape(rest_, buffer + written);
      continue;
    }
    if (room == 0) break;
    std::size_t plain;
    if (std::min(room, rest_.size()) >= sizeof(Bytes)) {
      // What is written behind an escape is written again.
      const Bytes bytes = bytes_at(rest_.data());
      std::memcpy(buffer + written, &bytes, sizeof bytes);
      const std::uint64_t escapes = signs(reinterpret_cast<Bytes>(bytes == '\\'));
      plain = escapes == 0 ? sizeof bytes : static_cast<std::size_t>(std::countr_zero(escapes));
    } else {
      plain = std::min(rest_.substr(0, room).find('\\'), std::min(room, rest_.size()));
      std::memcpy(buffer + written, rest_.data(), plain);
    }
    written += plain;
    rest_.remove_prefix(plain);
  }
  return written;
}

void append_text(const JsonValue& string, std::string& out) {
  if (!string.escaped) {
    out += string.raw;
    return;
  }
  // What an escape stands for is never longer than the escape.
  const std::size_t before = out.size();
  out.resize(before + string.raw.size() + 4);
  JsonText text(string.raw);
  out.resize(before + text.read(out.data() + before, string.raw.size() + 4));
}

bool has_text(const JsonValue& string, std::string_view text) {
  if (!string.escaped) return string.raw == text;
  // An escape has at most six times the bytes of what it stands for.
  if (string.raw.size() > text.size() * 6) return false;
  std::string own;
  append_text(string, own);
  return own == text;
}

}  // namespace evenhand::overlap

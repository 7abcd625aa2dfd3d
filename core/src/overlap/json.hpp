/// JSON as corpora and benchmarks have it, read where it stands: every byte is checked (RFC 8259),
/// nothing is copied, and strings with escapes are resolved only when somebody wants their text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace evenhand::overlap {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

/// A value as it stands in its line. The bytes of a string lie between the quotes, any bytes from
/// 0x80 on are taken as they are, and its escapes are well-formed but not resolved.
struct JsonValue {
  JsonKind kind = JsonKind::null;
  std::string_view raw;
  bool escaped = false;  ///< whether a string has escapes
};

/// Arrays and objects within each other; deeper ones are malformed.
inline constexpr int json_depth = 512;

/// Walks the members of an object or the elements of an array, checking them as it goes.
class JsonWalk {
 public:
  /// `text`: one value with white space around it.
  explicit JsonWalk(std::string_view text) noexcept;

  /// array or object; null for any other text, which has no parts and is not whole.
  [[nodiscard]] JsonKind kind() const noexcept { return kind_; }
  /// Goes on to the next member or element; false at the end and at the first error.
  [[nodiscard]] bool next() noexcept;
  [[nodiscard]] const JsonValue& key() const noexcept { return key_; }
  [[nodiscard]] const JsonValue& value() const noexcept { return value_; }
  /// After next() was false: whether the text is well-formed, with nothing behind it.
  [[nodiscard]] bool whole() const noexcept { return whole_; }

 private:
  bool fail() noexcept;
  bool close(char bracket) noexcept;

  const char* at_;
  const char* end_;
  JsonKind kind_ = JsonKind::null;
  JsonValue key_;
  JsonValue value_;
  bool first_ = true;
  bool done_ = false;
  bool whole_ = false;
};

/// What an escape of half a surrogate pair becomes: a byte that never occurs in UTF-8, so that the
/// tokeniser replaces it by U+FFFD and counts it once.
inline constexpr char lone_surrogate = '\xff';

/// Resolves the escapes of a string, a buffer at a time.
class JsonText {
 public:
  explicit JsonText(std::string_view raw) noexcept : rest_(raw) {}
  /// Writes the next bytes of the text, at most `size` (at least 4); 0 at the end. Characters that
  /// are not escaped may be cut.
  [[nodiscard]] std::size_t read(char* buffer, std::size_t size) noexcept;

 private:
  std::string_view rest_;
};

/// The text of a string with its escapes resolved.
void append_text(const JsonValue& string, std::string& out);
/// Whether the text of a string is this one.
[[nodiscard]] bool has_text(const JsonValue& string, std::string_view text);

}  // namespace evenhand::overlap

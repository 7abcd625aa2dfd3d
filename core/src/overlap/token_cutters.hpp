/// What the rules of tokens share: a token that grows, and code points read one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "evenhand/overlap/tokens.hpp"
#include "overlap/token_writer.hpp"
#include "overlap/tokens_ascii.hpp"
#include "overlap/unicode.hpp"
#include "overlap/utf8.hpp"

namespace evenhand::overlap {

/// The token that is being read. It is open as soon as something belongs to it.
class OpenToken {
 public:
  OpenToken(std::string_view separator, std::size_t longest)
      : separator_(separator), longest_(longest), bytes_(room, '\0') {}

  [[nodiscard]] bool open() const noexcept { return open_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::string_view text() const noexcept { return {bytes_.data(), size_}; }
  [[nodiscard]] std::uint64_t end() const noexcept { return end_; }

  /// Whether a code point whose source ends at `end` would make it too long.
  [[nodiscard]] bool full(std::size_t bytes, std::uint64_t end) const noexcept {
    return open_ && (size_ + bytes > longest_ || end - begin_ > longest_token_source);
  }
  /// Appends a code point; a token that is full goes to `out` before it, and the code point opens
  /// the next.
  void append(char32_t c, std::uint64_t begin, std::uint64_t end, TokenWriter& out) {
    if (size_ + longest_code_point > longest_ || end - begin_ > longest_token_source) [[unlikely]] {
      char bytes[longest_code_point];
      if (full(encode(c, bytes), end)) close(out);
    }
    if (!open_) begin_ = begin;
    // Marks may have changed places.
    if (!open_ || end > end_) end_ = end;
    open_ = true;
    if (size_ + room > bytes_.size()) [[unlikely]]
      bytes_.resize(2 * bytes_.size());
    size_ += encode(c, bytes_.data() + size_);
  }
  /// Takes back what came after it had `size` bytes and ended at `end`.
  void shorten(std::size_t size, std::uint64_t end) noexcept {
    open_ = size > 0;
    size_ = size;
    end_ = end;
  }
  void close(TokenWriter& out) {
    if (open_) out.add(bytes_.data(), size_, separator_, begin_, end_);
    drop();
  }
  void drop() noexcept {
    size_ = 0;
    open_ = false;
  }

 private:
  static constexpr std::size_t longest_code_point = 4;
  /// What is left free behind the token, so that its head can be read and a code point written.
  static constexpr std::size_t room = 2 * head_size;

  std::string_view separator_;
  std::size_t longest_;
  /// The token's bytes are the first `size_`.
  std::string bytes_;
  std::size_t size_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  bool open_ = false;
};

/// One rule at work on one document.
class Cutter {
 public:
  Cutter() = default;
  Cutter(const Cutter&) = delete;
  Cutter& operator=(const Cutter&) = delete;
  virtual ~Cutter() = default;
  /// Reads text that lies at `begin` in the document and ends within no code point, unless the
  /// segment does; gives the number of malformed sequences in it.
  virtual std::int64_t read(std::string_view text, std::uint64_t begin, TokenWriter& out) = 0;
  /// The segment ends here, at `end`.
  virtual void finish(std::uint64_t end, TokenWriter& out) = 0;
  /// Forgets what was read; a document begins.
  virtual void restart() noexcept = 0;
  virtual void use_fast_path(bool on) noexcept = 0;
};

/// A Cutter that is given code point by code point: Rule has
/// `take(c, properties, begin, end, out)`. With `ascii_tokens`, what is all ASCII takes the fast
/// path; Rule's `settle(out)` gives away what it still holds when an ASCII character has separated.
template <class Rule, AsciiTokens... ascii_tokens>
class CodePointCutter : public Cutter {
 public:
  std::int64_t read(std::string_view text, std::uint64_t begin, TokenWriter& out) final {
    const auto* first = reinterpret_cast<const unsigned char*>(text.data());
    const auto* end = first + text.size();
    std::int64_t malformed = 0;
    for (const auto* next = first; next < end;) {
      if constexpr (has_fast_path) {
        if (between_tokens_ && fast_ && worth_it(next, end)) {
          const std::size_t at = place(first, next);
          next += (cut_ascii(ascii_tokens, text.substr(at), begin + at, out) + ...);
          if (next == end) break;
        }
      }
      do {
        if (fast_) next += rule().cut_ahead(next, end, begin + place(first, next), out);
        Decoded decoded = decode_fast(next, end);
        if (decoded.length == 0) [[unlikely]]  // Where a segment ends within a code point.
          decoded = {unicode::replacement, static_cast<std::uint32_t>(end - next), true};
        malformed += decoded.invalid ? 1 : 0;
        const std::uint64_t at = begin + place(first, next);
        next += decoded.length;
        rule().take(decoded.code_point, unicode::properties_of(decoded.code_point), at,
                    at + decoded.length, out);
        if constexpr (has_fast_path) {
          between_tokens_ =
              decoded.code_point < 0x80 && (separates(ascii_tokens, decoded.code_point) && ...);
          if (between_tokens_) rule().settle(out);
        }
      } while (next < end && !between_tokens_);
    }
    return malformed;
  }
  void settle(TokenWriter&) noexcept {}
  /// A rule may cut what lies at `next` in its own quick way, but for the last code point; gives
  /// the number of bytes.
  static std::size_t cut_ahead(const unsigned char*, const unsigned char*, std::uint64_t,
                               TokenWriter&) noexcept {
    return 0;
  }
  void use_fast_path(bool on) noexcept final { fast_ = on; }
  void finish(std::uint64_t end, TokenWriter& out) final {
    rule().end_segment(end, out);
    between_tokens_ = true;
  }
  void restart() noexcept final {
    rule().forget();
    between_tokens_ = true;
  }

 private:
  static constexpr bool has_fast_path = sizeof...(ascii_tokens) > 0;

  Rule& rule() noexcept { return static_cast<Rule&>(*this); }

  static std::size_t place(const unsigned char* first, const unsigned char* next) noexcept {
    return static_cast<std::size_t>(next - first);
  }

  /// Whether the next bytes are ASCII: a look that is cheap where every word is beyond it.
  static bool worth_it(const unsigned char* next, const unsigned char* end) noexcept {
    if (end - next < 8) return (*next & 0x80) == 0;
    std::uint64_t bytes;
    std::memcpy(&bytes, next, sizeof bytes);
    return (bytes & 0x8080808080808080) == 0;
  }

  bool fast_ = true;
  /// Whether a token may begin here and nothing is kept of what was before.
  bool between_tokens_ = has_fast_path;
};

/// The cutters of the rules that fold case after NFKC, and of the others.
std::unique_ptr<Cutter> make_folding_cutter(TextRule rule);
std::unique_ptr<Cutter> make_plain_cutter(TextRule rule);

}  // namespace evenhand::overlap

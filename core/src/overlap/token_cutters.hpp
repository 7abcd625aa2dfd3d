/// What the rules of tokens share: a token that grows, and code points read one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "evenhand/overlap/tokens.hpp"
#include "overlap/unicode.hpp"
#include "overlap/utf8.hpp"

namespace evenhand::overlap {

/// Adds a token to a block; its source is [begin, end) of the document.
void append_token(TokenBlock& out, std::string_view token, std::string_view separator,
                  std::uint64_t begin, std::uint64_t end);

/// The token that is being read. It is open as soon as something belongs to it.
class OpenToken {
 public:
  OpenToken(std::string_view separator, std::size_t longest)
      : separator_(separator), longest_(longest) {}

  [[nodiscard]] bool open() const noexcept { return open_; }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] std::uint64_t end() const noexcept { return end_; }

  /// Whether a code point whose source ends at `end` would make it too long.
  [[nodiscard]] bool full(std::size_t bytes, std::uint64_t end) const noexcept {
    return open_ && (text_.size() + bytes > longest_ || end - begin_ > longest_token_source);
  }
  void append(std::string_view bytes, std::uint64_t begin, std::uint64_t end) {
    if (!open_) begin_ = begin;
    // Marks may have changed places.
    if (!open_ || end > end_) end_ = end;
    open_ = true;
    text_.append(bytes);
  }
  /// Appends a code point; a token that is full goes to `out` before it, and the code point opens
  /// the next.
  void append(char32_t c, std::uint64_t begin, std::uint64_t end, TokenBlock& out) {
    char bytes[4];
    const std::size_t count = encode(c, bytes);
    if (full(count, end)) [[unlikely]]
      close(out);
    append(std::string_view(bytes, count), begin, end);
  }
  /// Takes back what came after it had `size` bytes and ended at `end`.
  void shorten(std::size_t size, std::uint64_t end) noexcept {
    if (size == 0) return drop();
    text_.resize(size);
    end_ = end;
  }
  void close(TokenBlock& out) {
    if (open_) append_token(out, text_, separator_, begin_, end_);
    drop();
  }
  void drop() noexcept {
    text_.clear();
    open_ = false;
  }

 private:
  std::string text_;
  std::string_view separator_;
  std::size_t longest_;
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
  virtual std::int64_t read(std::string_view text, std::uint64_t begin, TokenBlock& out) = 0;
  /// The segment ends here, at `end`.
  virtual void finish(std::uint64_t end, TokenBlock& out) = 0;
  /// Forgets what was read; a document begins.
  virtual void restart() noexcept = 0;
  virtual void use_fast_path(bool) noexcept {}
};

/// A Cutter that is given code point by code point: Rule has
/// `take(c, properties, begin, end, out)`.
template <class Rule>
class CodePointCutter : public Cutter {
 public:
  std::int64_t read(std::string_view text, std::uint64_t begin, TokenBlock& out) final {
    const auto* first = reinterpret_cast<const unsigned char*>(text.data());
    const auto* end = first + text.size();
    std::int64_t malformed = 0;
    for (const auto* next = first; next < end;) {
      Decoded decoded = decode(next, end);
      if (decoded.length == 0) [[unlikely]]  // Where a segment ends within a code point.
        decoded = {unicode::replacement, static_cast<std::uint32_t>(end - next), true};
      malformed += decoded.invalid ? 1 : 0;
      const std::uint64_t at = begin + static_cast<std::uint64_t>(next - first);
      next += decoded.length;
      static_cast<Rule*>(this)->take(decoded.code_point, unicode::properties_of(decoded.code_point),
                                     at, at + decoded.length, out);
    }
    return malformed;
  }
};

/// The cutters of the rules that fold case after NFKC, and of the others.
std::unique_ptr<Cutter> make_folding_cutter(TextRule rule);
std::unique_ptr<Cutter> make_plain_cutter(TextRule rule);

}  // namespace evenhand::overlap

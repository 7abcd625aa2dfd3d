/// Tokens written into a block, with as little work for each as can be.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "evenhand/overlap/tokens.hpp"
#include "overlap/token_hash.hpp"

namespace evenhand::overlap {

/// Where the next token of a block goes. A loop that works on a copy keeps it in registers.
struct TokenCursor {
  char* text;
  std::uint32_t* begins;
  std::uint64_t* hashes;
  std::uint32_t* source_begins;
  std::uint32_t* source_ends;
  std::uint64_t source_base;
  std::size_t count;
  std::size_t text_size;

  /// Adds a token whose source is [begin, end) of the document, counted from source_base. Of
  /// `token`, head_size bytes are read even if it is shorter.
  void add(const char* token, std::size_t size, std::string_view separator, std::uint32_t begin,
           std::uint32_t end) noexcept {
    char* const to = text + text_size;
    std::memcpy(to, token, head_size);
    if (size > head_size) [[unlikely]]
      std::memcpy(to, token, size);
    begins[count] = static_cast<std::uint32_t>(text_size);
    hashes[count] = hash_with_room(token, size);
    source_begins[count] = begin;
    source_ends[count] = end;
    ++count;
    text_size += size;
    if (!separator.empty()) text[text_size++] = separator.front();
  }
  /// Adds tokens with a space behind each. Token i is at [borders[2 i], borders[2 i + 1]) of
  /// `from`, where head_size bytes more may be read, and there of the source, too, from `begin` on.
  void add_spaced(const char* from, const std::uint16_t* borders, std::size_t tokens,
                  std::uint32_t begin) noexcept {
    char* to = text + text_size;
    std::uint32_t* const first_begin = begins + count;
    std::uint64_t* const first_hash = hashes + count;
    for (std::size_t i = 0; i < tokens; ++i) {
      const char* const token = from + borders[2 * i];
      const std::size_t size = std::size_t{borders[2 * i + 1]} - borders[2 * i];
      std::memcpy(to, token, head_size);
      if (size > head_size) [[unlikely]]
        std::memcpy(to, token, size);
      first_begin[i] = static_cast<std::uint32_t>(to - text);
      first_hash[i] = hash_with_room(token, size);
      to[size] = ' ';
      to += size + 1;
    }
    // Apart from the rest, as vectors do it.
    std::uint32_t* const first_source_begin = source_begins + count;
    std::uint32_t* const first_source_end = source_ends + count;
    for (std::size_t i = 0; i < tokens; ++i) {
      first_source_begin[i] = begin + borders[2 * i];
      first_source_end[i] = begin + borders[2 * i + 1];
    }
    count += tokens;
    text_size = static_cast<std::size_t>(to - text);
  }
  /// Adds a token of one ASCII character, without a separator.
  void add_ascii(char character, std::uint32_t begin) noexcept {
    text[text_size] = character;
    begins[count] = static_cast<std::uint32_t>(text_size++);
    hashes[count] = hash_end(hash_start(static_cast<unsigned char>(character), 0, 1));
    source_begins[count] = begin;
    source_ends[count++] = begin + 1;
  }
  /// A place in the document, counted from source_base.
  [[nodiscard]] std::uint32_t from_base(std::uint64_t place) const noexcept {
    return static_cast<std::uint32_t>(place - source_base);
  }
};

/// Appends to a block. While it lives, the block has room beyond its tokens, so that a token is
/// written without growing anything; then the block ends where its tokens do.
class TokenWriter {
 public:
  explicit TokenWriter(TokenBlock& block) noexcept : block_(block) {
    next_.count = block.size();
    next_.text_size = block.bytes.size();
    look_again();
  }
  TokenWriter(const TokenWriter&) = delete;
  TokenWriter& operator=(const TokenWriter&) = delete;
  ~TokenWriter() {
    block_.bytes.resize(next_.text_size);
    resize_columns(next_.count);
  }

  /// Makes room for that many tokens more, the first of which has its source at `begin`, and for
  /// the bytes of their text; behind these another head_size bytes may be written.
  TokenCursor& reserve(std::size_t tokens, std::size_t bytes, std::uint64_t begin) {
    if (next_.count == 0) block_.source_base = next_.source_base = begin;
    if (next_.count + tokens > block_.hash.size() ||
        next_.text_size + bytes + head_size > block_.bytes.size()) [[unlikely]] {
      const auto more = [](std::size_t needed, std::size_t now) {
        return needed > now ? std::max(needed, now + now / 2) : now;
      };
      resize_columns(more(next_.count + tokens, block_.hash.size()));
      block_.bytes.resize(more(next_.text_size + bytes + head_size, block_.bytes.size()));
      look_again();
    }
    return next_;
  }
  /// Adds one token whose source is [begin, end) of the document.
  void add(const char* token, std::size_t size, std::string_view separator, std::uint64_t begin,
           std::uint64_t end) {
    TokenCursor& next = reserve(1, size + separator.size(), begin);
    next.add(token, size, separator, next.from_base(begin), next.from_base(end));
  }

 private:
  void resize_columns(std::size_t count) {
    block_.begin.resize(count);
    block_.hash.resize(count);
    block_.source_begin.resize(count);
    block_.source_end.resize(count);
  }
  void look_again() noexcept {
    next_.text = block_.bytes.data();
    next_.begins = block_.begin.data();
    next_.hashes = block_.hash.data();
    next_.source_begins = block_.source_begin.data();
    next_.source_ends = block_.source_end.data();
    next_.source_base = block_.source_base;
  }

  TokenBlock& block_;
  TokenCursor next_;
};

}  // namespace evenhand::overlap

/// The hash of a token: the same for the same bytes on every target and every path.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace evenhand::overlap {

/// Eight bytes as a number, the first lowest.
[[nodiscard]] inline std::uint64_t eight_bytes(const char* bytes) noexcept {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

/// The first `count` < 8 bytes, zeros behind them.
[[nodiscard]] inline std::uint64_t some_bytes(const char* bytes, std::size_t count) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i)
    word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
  return word;
}

// Odd numbers without a pattern: the first 64 bits of the fractional parts of square roots of
// primes. Only products of 64 bits are taken, as WebAssembly has no longer ones.
inline constexpr std::uint64_t hash_length = 0x6A09E667F3BCC909;
inline constexpr std::uint64_t hash_first = 0xBB67AE8584CAA73B;
inline constexpr std::uint64_t hash_second = 0x3C6EF372FE94F82B;
inline constexpr std::uint64_t hash_last = 0xA54FF53A5F1D36F1;

/// Of the first 16 bytes, zeros behind the token's end. The two products do not wait for each
/// other.
[[nodiscard]] inline std::uint64_t hash_start(std::uint64_t first, std::uint64_t second,
                                              std::uint64_t length) noexcept {
  return (first ^ length * hash_length) * hash_first +
         std::rotl((second ^ hash_length) * hash_second, 31);
}
/// Of every 8 bytes more.
[[nodiscard]] inline std::uint64_t hash_more(std::uint64_t hash, std::uint64_t word) noexcept {
  return (hash ^ hash >> 32 ^ word) * hash_second;
}
[[nodiscard]] inline std::uint64_t hash_end(std::uint64_t hash) noexcept {
  hash = (hash ^ hash >> 32) * hash_last;
  return hash ^ hash >> 29;
}

[[nodiscard]] inline std::uint64_t hash_bytes(const char* bytes, std::size_t length) noexcept {
  const auto word = [&](std::size_t at) {
    if (at + 8 <= length) return eight_bytes(bytes + at);
    return at < length ? some_bytes(bytes + at, length - at) : std::uint64_t{0};
  };
  std::uint64_t hash = hash_start(word(0), word(8), length);
  for (std::size_t at = 16; at < length; at += 8) hash = hash_more(hash, word(at));
  return hash_end(hash);
}

/// The bytes of a token that hash_start takes; what may be read or written behind a token's
/// beginning by those who deal with that many at once.
inline constexpr std::size_t head_size = 16;

struct HeadMask {
  std::uint64_t first;
  std::uint64_t second;
};
/// What of a token's head belongs to it, by its length.
inline constexpr auto head_masks = [] {
  const auto first_bytes = [](std::size_t count) {
    return count >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * count) - 1;
  };
  std::array<HeadMask, head_size + 1> masks{};
  for (std::size_t i = 0; i <= head_size; ++i)
    masks[i] = {first_bytes(i), i > 8 ? first_bytes(i - 8) : 0};
  return masks;
}();

/// hash_bytes() where head_size bytes from `bytes` may be read, however long the token is.
[[nodiscard]] inline std::uint64_t hash_with_room(const char* bytes, std::size_t length) noexcept {
  if (length > head_size) [[unlikely]]
    return hash_bytes(bytes, length);
  const HeadMask mask = head_masks[length];
  return hash_end(
      hash_start(eight_bytes(bytes) & mask.first, eight_bytes(bytes + 8) & mask.second, length));
}

}  // namespace evenhand::overlap

/// Hashes of n-grams, the filter and the slots of a table. None of it decides anything: every hit
/// is compared with the text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace evenhand::overlap {

inline constexpr std::uint64_t hash_base = 0x9E3779B97F4A7C15;
/// Told apart from n-grams, and from each other, by what is added to the sum.
inline constexpr std::uint64_t anchor_salt = 0xD1B54A32D192ED03;
inline constexpr std::uint64_t long_anchor_salt = 0x8CB92BA72F3D8DD7;

[[nodiscard]] constexpr std::uint64_t power_of_base(std::uint32_t exponent) noexcept {
  std::uint64_t power = 1;
  for (std::uint32_t i = 0; i < exponent; ++i) power *= hash_base;
  return power;
}

/// The polynomial over the last n token hashes, mod 2^64.
class RollingHash {
 public:
  explicit constexpr RollingHash(std::uint32_t n) noexcept : out_(power_of_base(n)) {}
  constexpr void reset() noexcept { sum_ = 0; }
  constexpr void add(std::uint64_t in) noexcept { sum_ = sum_ * hash_base + in; }
  constexpr void roll(std::uint64_t out, std::uint64_t in) noexcept {
    sum_ = sum_ * hash_base + in - out * out_;
  }
  [[nodiscard]] constexpr std::uint64_t sum() const noexcept { return sum_; }

 private:
  std::uint64_t out_;
  std::uint64_t sum_ = 0;
};

/// Where a text is looked at. Every n-gram has a window that begins at a multiple of `stride`, so a
/// text without a known window there has no known n-gram: most tokens are never asked about, and
/// nothing is missed.
struct Windows {
  std::uint32_t length = 0;
  std::uint32_t stride = 0;
};

/// Short windows are in every text, long ones leave a short stride. A character tells less than a
/// word.
[[nodiscard]] constexpr Windows windows_of(std::uint32_t n, bool single_characters) noexcept {
  const std::uint32_t least = single_characters ? 30 : 6;
  const std::uint32_t length = n <= least ? n : std::max(least, (n + 3) / 2);
  return {.length = length, .stride = n - length + 1};
}

/// Spreads a sum over all bits.
[[nodiscard]] constexpr std::uint64_t finalised(std::uint64_t sum) noexcept {
  sum ^= sum >> 32;
  sum *= 0xD6E8FEB86659FD93;
  sum ^= sum >> 29;
  sum *= 0xFF51AFD7ED558CCD;
  return sum ^ (sum >> 32);
}

/// Maps a hash to [0, size), size < 2^32.
[[nodiscard]] constexpr std::uint64_t place_of(std::uint64_t hash, std::uint64_t size) noexcept {
  return ((hash >> 32) * size) >> 32;
}

/// Four bits of one word.
[[nodiscard]] constexpr std::uint64_t filter_bits(std::uint64_t hash) noexcept {
  return (std::uint64_t{1} << (hash & 63)) | (std::uint64_t{1} << ((hash >> 6) & 63)) |
         (std::uint64_t{1} << ((hash >> 12) & 63)) | (std::uint64_t{1} << ((hash >> 18) & 63));
}

// A slot: 29 bits of hash, 3 of flags, 32 of position or place in the lists.
inline constexpr std::uint64_t empty_slot = 0xFFFFFFFFFFFFFFFF;
inline constexpr std::uint64_t slot_tag_mask = 0xFFFFFFF800000000;
inline constexpr std::uint64_t slot_listed = std::uint64_t{1} << 32;
inline constexpr std::uint64_t slot_heavy = std::uint64_t{1} << 33;

[[nodiscard]] constexpr std::uint64_t slot_tag(std::uint64_t hash) noexcept {
  return (hash << 32) & slot_tag_mask;
}
[[nodiscard]] constexpr std::uint32_t slot_value(std::uint64_t slot) noexcept {
  return static_cast<std::uint32_t>(slot);
}

}  // namespace evenhand::overlap

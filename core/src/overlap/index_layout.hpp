/// The bytes of an index: a header, then sections whose sizes follow from the header's counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "evenhand/overlap/index.hpp"

namespace evenhand::overlap {

inline constexpr std::array<char, 8> index_magic = {'e', 'v', 'h', 'i', 'n', 'd', 'e', 'x'};
inline constexpr std::uint32_t index_version = 1;
inline constexpr std::uint32_t no_position = 0xFFFFFFFF;
inline constexpr std::size_t most_n = 4;

/// Everything in an index is little-endian and lies at a multiple of 8.
struct IndexHeader {
  std::array<char, 8> magic = index_magic;
  std::uint32_t version = index_version;
  std::uint32_t rule = 0;
  std::uint64_t file_bytes = 0;
  std::array<char, 32> digest = {};
  std::array<std::int32_t, most_n> n = {};
  std::uint32_t n_count = 0;
  std::uint32_t letterless = 0;
  std::uint32_t short_whole = 0;
  std::uint32_t wide_offsets = 0;  ///< token offsets take 4 bytes each, not 2.5
  std::int64_t heavy_items = 0;
  std::int32_t skip_budget = 0;
  std::int32_t skip_seed = 0;
  std::uint64_t hash_mask = 0;
  std::uint64_t benchmarks = 0;
  std::uint64_t name_bytes = 0;
  std::uint64_t items = 0;
  std::uint64_t id_bytes = 0;
  std::uint64_t pieces = 0;
  std::uint64_t tokens = 0;
  std::uint64_t text_bytes = 0;
  std::uint64_t filter_words = 0;
  std::uint64_t slots = 0;
  std::uint64_t list_entries = 0;
  std::uint64_t anchor_filter_words = 0;
  std::uint64_t anchor_slots = 0;
  std::uint64_t anchor_entries = 0;
  std::array<std::uint64_t, most_n> grams = {};
};
static_assert(sizeof(IndexHeader) % 8 == 0);

/// The arrays of an index, in the order of the file.
enum class Section : std::uint8_t {
  benchmark_first,  ///< u32[benchmarks + 1]: first item of each
  name_end,         ///< u32[benchmarks]
  names,
  id_end,  ///< u32[items]
  ids,
  first_piece,  ///< u32[items + 1]
  first_equal,  ///< u32[items]
  gold,         ///< TokenRange[items]
  item_kind,    ///< u8[items]: of the question-and-answer view
  piece_begin,  ///< u32[pieces + 1]
  piece_mass,   ///< u32[pieces], at most 2^32 - 1
  piece_kind,   ///< u8[pieces]
  text,
  offset_base,   ///< u32 for every 8 tokens, or for each when wide; one past the last included
  offset_delta,  ///< u16[tokens + 1] unless wide
  filter,        ///< u64[filter_words]: windows of the n-grams of the smallest n
  slots,         ///< u64[slots]
  lists,         ///< u32[list_entries]: a count, then so many positions
  anchor_filter,
  anchor_slots,
  anchor_lists,  ///< u32[anchor_entries]: a count, then so many pairs of view and anchor's place
  indexed,       ///< u64[words of tokens] for each n: an n-gram starts here
  common,        ///< u64[words of tokens] for each n
  heavy,         ///< u64[words of tokens], smallest n
  names_of,      ///< u32[tokens] for each n but the smallest: the gram's first position
};
inline constexpr std::size_t section_count = static_cast<std::size_t>(Section::names_of) + 1;

/// Low bits of a piece's kind are its Unit; a gold answer that is no part of any unit has this.
inline constexpr std::uint8_t kind_unit_mask = 7;
inline constexpr std::uint8_t kind_gold_only = 7;
inline constexpr std::uint8_t kind_letter = 8;         ///< has a letter
inline constexpr std::uint8_t kind_short = 16;         ///< matched whole only
inline constexpr std::uint8_t kind_short_common = 32;  ///< and in as many items as a template

[[nodiscard]] constexpr std::uint64_t bit_words(std::uint64_t bits) noexcept {
  return (bits + 63) / 64;
}

struct IndexLayout {
  std::array<std::uint64_t, section_count> begin = {};
  std::array<std::uint64_t, section_count> bytes = {};
  std::uint64_t end = 0;  ///< where the digest of all before it lies
};

/// Where the sections lie; nothing when counts are out of range.
[[nodiscard]] std::optional<IndexLayout> layout_of(const IndexHeader& header) noexcept;

/// Fewer bytes than a mass tells nothing: units below `least_mass` are matched by nothing whole.
inline constexpr std::int64_t least_mass = 6;
inline constexpr std::int64_t informative_mass = 16;

/// Short pieces are looked for by a window of this many tokens...
inline constexpr std::uint32_t anchor_tokens = 3;
/// ...or, in rules of single characters, this many where the piece is that long.
inline constexpr std::uint32_t long_anchor_tokens = 12;

/// Items from which an n-gram of a benchmark of so many items is a template.
[[nodiscard]] constexpr std::uint64_t common_cutoff(std::uint64_t items) noexcept {
  const std::uint64_t share = (items + 199) / 200;
  return share < 5 ? 5 : share;
}

}  // namespace evenhand::overlap

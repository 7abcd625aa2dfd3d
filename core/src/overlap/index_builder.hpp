/// What an IndexBuilder has gathered, and the tables that are made of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/digest.hpp"
#include "evenhand/overlap/index.hpp"
#include "overlap/index_layout.hpp"

namespace evenhand::overlap {

/// Texts as tokens, one entry per token, piece, item or benchmark.
struct Gathered {
  ScanSettings settings;
  std::uint64_t hash_mask = 0;
  std::string separator;

  std::string text;
  std::vector<std::uint32_t> offset = {0};  ///< one past the last token included
  std::vector<std::uint64_t> hash;
  std::vector<std::uint8_t> letter;      ///< has a letter
  std::vector<std::uint8_t> word_start;  ///< only for the rule `characters`

  std::vector<std::uint32_t> piece_begin = {0};  ///< one past the last included
  std::vector<std::uint32_t> piece_mass;
  std::vector<std::uint8_t> piece_kind;
  /// Texts that were met before in the benchmark: not counted once more when templates are sought.
  std::vector<std::uint8_t> piece_repeated;

  std::vector<std::uint32_t> first_piece = {0};  ///< one past the last included
  std::vector<std::uint32_t> first_equal;
  std::vector<TokenRange> gold;
  std::string ids;
  std::vector<std::uint32_t> id_end;

  std::string names;
  std::vector<std::uint32_t> name_end;
  std::vector<std::uint32_t> benchmark_first = {0};  ///< one past the last included

  [[nodiscard]] std::uint32_t tokens() const noexcept {
    return static_cast<std::uint32_t>(hash.size());
  }
  [[nodiscard]] std::uint32_t items() const noexcept {
    return static_cast<std::uint32_t>(gold.size());
  }
  [[nodiscard]] std::string_view bytes(std::uint32_t begin, std::uint32_t end) const noexcept {
    return std::string_view(text).substr(offset[begin], offset[end] - offset[begin]);
  }
  [[nodiscard]] Unit unit_of(std::uint32_t piece) const noexcept {
    return static_cast<Unit>(piece_kind[piece] & kind_unit_mask);
  }
  /// The question with the first answer; empty without both.
  [[nodiscard]] TokenRange question_answer(std::uint32_t item) const noexcept;
};

/// n-grams of one n.
struct GramNames {
  std::vector<std::uint64_t> hash;   ///< by position
  std::vector<std::uint32_t> name;   ///< by position; no_position where there is none
  std::vector<std::uint8_t> starts;  ///< an n-gram of the index starts here
  std::uint64_t grams = 0;
};
[[nodiscard]] GramNames name_grams(const Gathered& gathered, std::uint32_t n);

/// 1 where a gram is a template in the position's benchmark.
[[nodiscard]] std::vector<std::uint8_t> common_grams(const Gathered& gathered,
                                                     const GramNames& names);
/// 1 where a gram is in more than settings.heavy_items items.
[[nodiscard]] std::vector<std::uint8_t> heavy_grams(const Gathered& gathered,
                                                    const GramNames& names);

/// A filter, a table and its lists.
struct Table {
  std::vector<std::uint64_t> filter;
  std::vector<std::uint64_t> slots;
  std::vector<std::uint32_t> lists;
};
[[nodiscard]] Table gram_table(const Gathered& gathered, const GramNames& names,
                               const std::vector<std::uint8_t>& heavy);

/// Finds the pieces that are matched whole only, marks their kinds, and indexes their anchors.
[[nodiscard]] Table anchor_table(Gathered& gathered, std::vector<std::uint8_t>& item_kind);

/// The index of all that was gathered. Errors: too_large.
[[nodiscard]] Result<std::vector<std::byte>> index_bytes(Gathered gathered);

}  // namespace evenhand::overlap

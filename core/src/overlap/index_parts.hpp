/// An open index as its arrays. Everything was checked when it was opened.
#pragma once

#include <cstring>
#include <string_view>

#include "evenhand/overlap/index.hpp"
#include "overlap/index_hash.hpp"
#include "overlap/index_layout.hpp"

namespace evenhand::overlap {

/// What runs are clipped to: a piece, or the question with the first answer.
struct View {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t item = 0;
  Unit unit = Unit::question;
  std::uint8_t kind = 0;
  [[nodiscard]] std::uint32_t size() const noexcept { return end - begin; }
};

/// A place in the table of n-grams.
struct GramSlot {
  std::uint32_t slot = 0;
  std::uint32_t gram = 0;  ///< first position
};

struct IndexParts {
  IndexHeader header;
  ScanSettings settings;
  std::string_view separator;

  const std::uint32_t* benchmark_first = nullptr;
  const std::uint32_t* name_end = nullptr;
  const char* names = nullptr;
  const std::uint32_t* id_end = nullptr;
  const char* ids = nullptr;
  const std::uint32_t* first_piece = nullptr;
  const std::uint32_t* first_equal = nullptr;
  const std::uint32_t* gold = nullptr;
  const std::uint8_t* item_kind = nullptr;
  const std::uint32_t* piece_begin = nullptr;
  const std::uint32_t* piece_mass = nullptr;
  const std::uint8_t* piece_kind = nullptr;
  const char* text = nullptr;
  const std::uint32_t* offset_base = nullptr;
  const std::uint16_t* offset_delta = nullptr;
  const std::uint64_t* filter = nullptr;
  const std::uint64_t* slots = nullptr;
  const std::uint32_t* lists = nullptr;
  const std::uint64_t* anchor_filter = nullptr;
  const std::uint64_t* anchor_slots = nullptr;
  const std::uint32_t* anchor_lists = nullptr;
  std::array<const std::uint64_t*, most_n> indexed = {};
  std::array<const std::uint64_t*, most_n> common = {};
  const std::uint64_t* heavy = nullptr;
  std::array<const std::uint32_t*, most_n> names_of = {};  ///< none for the smallest n

  [[nodiscard]] std::uint32_t smallest_n() const noexcept {
    return static_cast<std::uint32_t>(header.n[0]);
  }
  /// Byte at which a token begins; for `tokens` the end of all.
  [[nodiscard]] std::uint32_t offset(std::uint32_t token) const noexcept {
    if (header.wide_offsets != 0) return offset_base[token];
    return offset_base[token >> 3] + offset_delta[token];
  }
  [[nodiscard]] static bool bit(const std::uint64_t* bits, std::uint32_t i) noexcept {
    return (bits[i >> 6] >> (i & 63) & 1) != 0;
  }

  [[nodiscard]] std::uint32_t piece_of(std::uint32_t position) const noexcept;
  [[nodiscard]] std::uint32_t item_of_piece(std::uint32_t piece) const noexcept;
  [[nodiscard]] View piece_view(std::uint32_t piece) const noexcept;
  /// Empty when the item has neither question nor answer.
  [[nodiscard]] View question_answer_view(std::uint32_t item) const noexcept;
  /// Pieces, then the question-and-answer views by item.
  [[nodiscard]] View view(std::uint32_t id) const noexcept {
    const auto pieces = static_cast<std::uint32_t>(header.pieces);
    return id < pieces ? piece_view(id) : question_answer_view(id - pieces);
  }
  [[nodiscard]] std::uint32_t views() const noexcept {
    return static_cast<std::uint32_t>(header.pieces + header.items);
  }

  /// The slot of the gram of the smallest n with these bytes.
  [[nodiscard]] std::optional<GramSlot> find(std::uint64_t hash, const char* bytes,
                                             std::size_t length) const noexcept {
    std::uint64_t place = place_of(hash, header.slots);
    const std::uint64_t tag = slot_tag(hash);
    for (;;) {
      const std::uint64_t slot = slots[place];
      if (slot == empty_slot) return std::nullopt;
      if ((slot & slot_tag_mask) == tag) {
        const std::uint32_t value = slot_value(slot);
        const std::uint32_t gram = (slot & slot_listed) != 0 ? lists[value + 1] : value;
        const std::uint32_t begin = offset(gram);
        if (offset(gram + smallest_n()) - begin == length &&
            std::memcmp(text + begin, bytes, length) == 0) {
          return GramSlot{static_cast<std::uint32_t>(place), gram};
        }
      }
      if (++place == header.slots) place = 0;
    }
  }
};

}  // namespace evenhand::overlap

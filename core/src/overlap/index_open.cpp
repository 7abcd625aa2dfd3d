/// Opening an index: every number in it that is used as a place is checked here, once.
#include <algorithm>
#include <cstring>
#include <vector>

#include "base/digest.hpp"
#include "overlap/index_parts.hpp"
#include "overlap/index_settings.hpp"

namespace evenhand::overlap {

std::optional<IndexLayout> layout_of(const IndexHeader& h) noexcept {
  constexpr std::uint64_t limit = no_position;  // of every count
  for (const std::uint64_t count : {h.benchmarks, h.name_bytes, h.items, h.id_bytes, h.pieces,
                                    h.tokens, h.text_bytes, h.filter_words, h.slots, h.list_entries,
                                    h.anchor_filter_words, h.anchor_slots, h.anchor_entries}) {
    if (count >= limit) return std::nullopt;
  }
  if (h.n_count < 1 || h.n_count > most_n || h.pieces + h.items >= limit) return std::nullopt;
  const bool wide = h.wide_offsets != 0;
  const std::uint64_t bits = 8 * bit_words(h.tokens);
  const std::array<std::uint64_t, section_count> bytes = {
      4 * (h.benchmarks + 1),
      4 * h.benchmarks,
      h.name_bytes,
      4 * h.items,
      h.id_bytes,
      4 * (h.items + 1),
      4 * h.items,
      8 * h.items,
      h.items,
      4 * (h.pieces + 1),
      4 * h.pieces,
      h.pieces,
      h.text_bytes,
      wide ? 4 * (h.tokens + 1) : 4 * (h.tokens / 8 + 1),
      wide ? 0 : 2 * (h.tokens + 1),
      8 * h.filter_words,
      8 * h.slots,
      4 * h.list_entries,
      8 * h.anchor_filter_words,
      8 * h.anchor_slots,
      4 * h.anchor_entries,
      bits * h.n_count,
      bits * h.n_count,
      bits,
      (4 * h.tokens + 7) / 8 * 8 * (h.n_count - 1)};
  IndexLayout layout;
  std::uint64_t at = sizeof(IndexHeader);
  for (std::size_t i = 0; i < section_count; ++i) {
    layout.begin[i] = at;
    layout.bytes[i] = bytes[i];
    at += (bytes[i] + 7) / 8 * 8;
  }
  layout.end = at;
  return layout;
}

namespace {

/// From `first` to `last` without ever going back.
template <class T>
bool ascends(const T* values, std::uint64_t count, std::uint64_t first, std::uint64_t last) {
  if (count == 0) return first == last;
  for (std::uint64_t i = 1; i < count; ++i) {
    if (values[i] < values[i - 1]) return false;
  }
  return values[0] >= first && values[count - 1] == last;
}

class Checker {
 public:
  explicit Checker(const IndexParts& parts) noexcept : p_(parts), h_(parts.header) {}

  [[nodiscard]] bool all() const {
    return names() && items() && pieces() && offsets() && table() && anchors() && bits();
  }

 private:
  [[nodiscard]] bool names() const noexcept {
    return p_.benchmark_first[0] == 0 &&
           ascends(p_.benchmark_first, h_.benchmarks + 1, 0, h_.items) &&
           ascends(p_.name_end, h_.benchmarks, 0, h_.name_bytes) &&
           ascends(p_.id_end, h_.items, 0, h_.id_bytes);
  }

  [[nodiscard]] bool items() const noexcept {
    if (p_.first_piece[0] != 0 || !ascends(p_.first_piece, h_.items + 1, 0, h_.pieces)) {
      return false;
    }
    for (std::uint64_t i = 0; i < h_.items; ++i) {
      const std::uint32_t begin = p_.gold[2 * i];
      const std::uint32_t end = p_.gold[2 * i + 1];
      if (begin > end || end > h_.tokens || p_.first_equal[i] > i) return false;
    }
    return true;
  }

  [[nodiscard]] bool pieces() const noexcept {
    if (p_.piece_begin[0] != 0 || !ascends(p_.piece_begin, h_.pieces + 1, 0, h_.tokens)) {
      return false;
    }
    for (std::uint64_t i = 0; i < h_.pieces; ++i) {
      const auto unit = static_cast<unsigned>(p_.piece_kind[i] & kind_unit_mask);
      if (unit > static_cast<unsigned>(Unit::choices) && unit != kind_gold_only) return false;
      if (p_.piece_begin[i] == p_.piece_begin[i + 1]) return false;
    }
    return true;
  }

  [[nodiscard]] bool offsets() const noexcept {
    std::uint32_t last = p_.offset(0);
    if (last != 0) return false;
    const auto tokens = static_cast<std::uint32_t>(h_.tokens);
    for (std::uint32_t t = 1; t <= tokens; ++t) {
      const std::uint32_t next = p_.offset(t);
      if (next < last || next - last < p_.separator.size()) return false;
      last = next;
    }
    return last == h_.text_bytes;
  }

  /// Where the lists of `width` entries for each count begin; nothing if they do not fill the
  /// section exactly.
  [[nodiscard]] static std::optional<std::vector<bool>> starts(const std::uint32_t* lists,
                                                               std::uint64_t entries,
                                                               std::uint64_t width) {
    std::vector<bool> start(entries, false);
    std::uint64_t at = 0;
    while (at < entries) {
      start[at] = true;
      const std::uint64_t count = lists[at];
      if (count == 0 || count * width > entries - at - 1) return std::nullopt;
      at += 1 + count * width;
    }
    return start;
  }

  [[nodiscard]] bool fits(std::uint32_t position) const noexcept {
    return std::uint64_t{position} + p_.smallest_n() <= h_.tokens;
  }

  [[nodiscard]] bool table() const {
    if (h_.filter_words == 0 || h_.slots == 0) return false;
    const std::optional<std::vector<bool>> start = starts(p_.lists, h_.list_entries, 1);
    if (!start) return false;
    for (std::uint64_t at = 0; at < h_.list_entries; ++at) {
      if (!(*start)[at] && !fits(p_.lists[at])) return false;
    }
    bool has_empty = false;
    for (std::uint64_t i = 0; i < h_.slots; ++i) {
      const std::uint64_t slot = p_.slots[i];
      const std::uint32_t value = slot_value(slot);
      if (slot == empty_slot) {
        has_empty = true;
      } else if ((slot & slot_listed) != 0) {
        if (value >= h_.list_entries || !(*start)[value]) return false;
      } else if (!fits(value)) {
        return false;
      }
    }
    return has_empty;
  }

  [[nodiscard]] bool anchors() const {
    if (h_.anchor_filter_words == 0 || h_.anchor_slots == 0) return false;
    const std::optional<std::vector<bool>> start = starts(p_.anchor_lists, h_.anchor_entries, 2);
    if (!start) return false;
    for (std::uint64_t at = 0; at < h_.anchor_entries; ++at) {
      if (!(*start)[at]) continue;
      for (std::uint64_t i = 0; i < p_.anchor_lists[at]; ++i) {
        const std::uint32_t id = p_.anchor_lists[at + 1 + 2 * i];
        const std::uint64_t place = p_.anchor_lists[at + 2 + 2 * i];
        if (id >= p_.views()) return false;
        const View view = p_.view(id);
        if (view.size() >= p_.smallest_n() || place + anchor_tokens > view.size()) return false;
      }
    }
    bool has_empty = false;
    for (std::uint64_t i = 0; i < h_.anchor_slots; ++i) {
      const std::uint64_t slot = p_.anchor_slots[i];
      has_empty |= slot == empty_slot;
      if (slot == empty_slot) continue;
      if (slot_value(slot) >= h_.anchor_entries || !(*start)[slot_value(slot)]) return false;
    }
    return has_empty;
  }

  [[nodiscard]] bool bits() const noexcept {
    for (std::size_t i = 0; i < h_.n_count; ++i) {
      const auto n = static_cast<std::uint64_t>(h_.n[i]);
      const std::uint64_t last = h_.tokens < n ? 0 : h_.tokens - n + 1;
      for (std::uint64_t t = last; t < 64 * bit_words(h_.tokens); ++t) {
        if (IndexParts::bit(p_.indexed[i], static_cast<std::uint32_t>(t))) return false;
      }
      if (i == 0) continue;
      for (std::uint64_t t = 0; t < h_.tokens; ++t) {
        const std::uint32_t name = p_.names_of[i][t];
        const bool named = name != no_position;
        if (named ? name >= last : IndexParts::bit(p_.indexed[i], static_cast<std::uint32_t>(t))) {
          return false;
        }
      }
    }
    return true;
  }

  const IndexParts& p_;
  const IndexHeader& h_;
};

ScanSettings settings_of(const IndexHeader& h) {
  return {.rule = static_cast<TextRule>(h.rule),
          .n = {h.n.begin(), h.n.begin() + h.n_count},
          .letterless = h.letterless != 0,
          .heavy_items = h.heavy_items,
          .short_whole = h.short_whole != 0,
          .skip_budget = h.skip_budget,
          .skip_seed = h.skip_seed};
}

void place_sections(const std::byte* bytes, const IndexLayout& layout, IndexParts& parts) {
  const auto at = [&]<class T>(Section section, const T*& out) {
    out = reinterpret_cast<const T*>(bytes + layout.begin[static_cast<std::size_t>(section)]);
  };
  at(Section::benchmark_first, parts.benchmark_first);
  at(Section::name_end, parts.name_end);
  at(Section::names, parts.names);
  at(Section::id_end, parts.id_end);
  at(Section::ids, parts.ids);
  at(Section::first_piece, parts.first_piece);
  at(Section::first_equal, parts.first_equal);
  at(Section::gold, parts.gold);
  at(Section::item_kind, parts.item_kind);
  at(Section::piece_begin, parts.piece_begin);
  at(Section::piece_mass, parts.piece_mass);
  at(Section::piece_kind, parts.piece_kind);
  at(Section::text, parts.text);
  at(Section::offset_base, parts.offset_base);
  at(Section::offset_delta, parts.offset_delta);
  at(Section::filter, parts.filter);
  at(Section::slots, parts.slots);
  at(Section::lists, parts.lists);
  at(Section::anchor_filter, parts.anchor_filter);
  at(Section::anchor_slots, parts.anchor_slots);
  at(Section::anchor_lists, parts.anchor_lists);
  at(Section::heavy, parts.heavy);
  const std::uint64_t words = bit_words(parts.header.tokens);
  const std::uint64_t names = (4 * parts.header.tokens + 7) / 8 * 2;
  for (std::size_t i = 0; i < parts.header.n_count; ++i) {
    at(Section::indexed, parts.indexed[i]);
    at(Section::common, parts.common[i]);
    parts.indexed[i] += words * i;
    parts.common[i] += words * i;
    if (i == 0) continue;
    at(Section::names_of, parts.names_of[i]);
    parts.names_of[i] += names * (i - 1);
  }
}

}  // namespace

Result<Index> Index::open(std::span<const std::byte> bytes) noexcept {
  const Error bad{Errc::not_an_index, "index"};
  IndexHeader header;
  if (bytes.size() < index_magic.size() ||
      std::memcmp(bytes.data(), index_magic.data(), index_magic.size()) != 0) {
    return bad;
  }
  if (bytes.size() < sizeof header) return Error{Errc::truncated, "index"};
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.version != index_version) return Error{Errc::wrong_version, "index"};
  const std::optional<IndexLayout> layout = layout_of(header);
  constexpr std::uint64_t digest_bytes = std::tuple_size_v<Digest>;
  if (!layout || layout->end + digest_bytes != header.file_bytes) return bad;
  if (bytes.size() < header.file_bytes) return Error{Errc::truncated, "index"};
  if (bytes.size() > header.file_bytes) return bad;
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(std::uint64_t) != 0) return bad;
  const Digest digest = digest_of(bytes.first(layout->end));
  if (std::memcmp(digest.data(), bytes.data() + layout->end, digest_bytes) != 0) {
    return Error{Errc::digest_mismatch, "index"};
  }
  if (header.rule >= texts(TextRule{}).size()) return bad;
  auto parts = std::make_shared<IndexParts>();
  parts->header = header;
  parts->settings = settings_of(header);
  if (check(parts->settings)) return bad;
  parts->separator = separator_of(parts->settings.rule);
  place_sections(bytes.data(), *layout, *parts);
  if (!Checker(*parts).all()) return bad;
  return Index(std::move(parts));
}

}  // namespace evenhand::overlap

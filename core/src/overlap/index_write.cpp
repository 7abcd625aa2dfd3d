/// The bytes of an index.
#include <algorithm>
#include <cstring>
#include <utility>

#include "overlap/index_builder.hpp"

namespace evenhand::overlap {
namespace {

constexpr std::uint32_t offset_block = 8;

/// Everything that decides what a scan finds.
std::array<char, 32> content_digest(const Gathered& g) {
  DigestStream stream;
  const ScanSettings& s = g.settings;
  stream.add_framed("evenhand overlap index 1");
  stream.add_framed(unicode_version);
  stream.add_framed(text_of(s.rule).name);
  stream.add(static_cast<std::uint64_t>(s.n.size()));
  for (const std::int32_t n : s.n) stream.add(static_cast<std::uint64_t>(n));
  stream.add(static_cast<std::uint64_t>(s.letterless));
  stream.add(static_cast<std::uint64_t>(s.heavy_items));
  stream.add(static_cast<std::uint64_t>(s.short_whole));
  stream.add(static_cast<std::uint64_t>(s.skip_budget));
  stream.add(static_cast<std::uint64_t>(s.skip_seed));
  const auto framed = [&](const std::string& all, const std::vector<std::uint32_t>& end,
                          std::size_t i) {
    const std::uint32_t begin = i == 0 ? 0 : end[i - 1];
    stream.add_framed(std::string_view(all).substr(begin, end[i] - begin));
  };
  stream.add(static_cast<std::uint64_t>(g.name_end.size()));
  for (std::size_t b = 0; b < g.name_end.size(); ++b) {
    framed(g.names, g.name_end, b);
    stream.add(static_cast<std::uint64_t>(g.benchmark_first[b + 1]));
  }
  for (std::uint32_t item = 0; item < g.items(); ++item) {
    framed(g.ids, g.id_end, item);
    stream.add(static_cast<std::uint64_t>(g.first_piece[item + 1] - g.first_piece[item]));
    for (std::uint32_t p = g.first_piece[item]; p < g.first_piece[item + 1]; ++p) {
      stream.add(static_cast<std::uint64_t>(g.piece_kind[p] & kind_unit_mask));
      stream.add(static_cast<std::uint64_t>(g.piece_begin[p + 1] - g.piece_begin[p]));
      stream.add_framed(g.bytes(g.piece_begin[p], g.piece_begin[p + 1]));
    }
    stream.add(static_cast<std::uint64_t>(g.gold[item].begin) << 32 | g.gold[item].end);
  }
  const std::string digits = hex(stream.digest());
  std::array<char, 32> out = {};
  std::copy(digits.begin(), digits.end(), out.begin());
  return out;
}

std::vector<std::uint64_t> packed(const std::vector<std::uint8_t>& flags) {
  std::vector<std::uint64_t> bits(bit_words(flags.size()), 0);
  for (std::size_t i = 0; i < flags.size(); ++i) {
    bits[i / 64] |= static_cast<std::uint64_t>(flags[i] != 0) << (i % 64);
  }
  return bits;
}

/// Tables of all n, made one behind the other so that their scratch memory is not added up.
struct Grams {
  Table table;
  std::vector<std::vector<std::uint64_t>> indexed;
  std::vector<std::vector<std::uint64_t>> common;
  std::vector<std::uint64_t> heavy;
  std::vector<std::vector<std::uint32_t>> names_of;
  std::array<std::uint64_t, most_n> count = {};
};

Grams all_grams(const Gathered& g) {
  Grams grams;
  for (std::size_t i = 0; i < g.settings.n.size(); ++i) {
    GramNames names = name_grams(g, static_cast<std::uint32_t>(g.settings.n[i]));
    grams.count[i] = names.grams;
    grams.indexed.push_back(packed(names.starts));
    grams.common.push_back(packed(common_grams(g, names)));
    if (i == 0) {
      const std::vector<std::uint8_t> heavy = heavy_grams(g, names);
      grams.heavy = packed(heavy);
      grams.table = gram_table(g, names, heavy);
    } else {
      grams.names_of.push_back(std::move(names.name));
    }
  }
  return grams;
}

class Writer {
 public:
  Writer(const IndexHeader& header, const IndexLayout& layout)
      : layout_(layout), bytes_(header.file_bytes) {
    std::memcpy(bytes_.data(), &header, sizeof header);
  }

  void put(Section section, const void* data, std::size_t size, std::size_t behind = 0) {
    if (size == 0) return;
    std::memcpy(bytes_.data() + layout_.begin[static_cast<std::size_t>(section)] + behind, data,
                size);
  }
  template <class T>
  void put(Section section, const std::vector<T>& values, std::size_t behind = 0) {
    put(section, values.data(), values.size() * sizeof(T), behind);
  }

  [[nodiscard]] std::vector<std::byte> finish() && {
    const Digest digest = digest_of(std::span(bytes_).first(layout_.end));
    std::copy(digest.begin(), digest.end(), bytes_.begin() + static_cast<long>(layout_.end));
    return std::move(bytes_);
  }

 private:
  const IndexLayout& layout_;
  std::vector<std::byte> bytes_;
};

bool needs_wide_offsets(const std::vector<std::uint32_t>& offset) {
  for (std::size_t i = 0; i < offset.size(); ++i) {
    if (offset[i] - offset[i / offset_block * offset_block] > 0xFFFF) return true;
  }
  return false;
}

void put_offsets(const Gathered& g, bool wide, Writer& writer) {
  if (wide) {
    writer.put(Section::offset_base, g.offset);
    return;
  }
  std::vector<std::uint32_t> base;
  std::vector<std::uint16_t> delta;
  delta.reserve(g.offset.size());
  for (std::size_t i = 0; i < g.offset.size(); ++i) {
    if (i % offset_block == 0) base.push_back(g.offset[i]);
    delta.push_back(static_cast<std::uint16_t>(g.offset[i] - base.back()));
  }
  writer.put(Section::offset_base, base);
  writer.put(Section::offset_delta, delta);
}

IndexHeader header_of(const Gathered& g) {
  const ScanSettings& s = g.settings;
  IndexHeader header;
  header.rule = static_cast<std::uint32_t>(s.rule);
  header.digest = content_digest(g);
  std::copy(s.n.begin(), s.n.end(), header.n.begin());
  header.n_count = static_cast<std::uint32_t>(s.n.size());
  header.letterless = s.letterless;
  header.short_whole = s.short_whole;
  header.wide_offsets = needs_wide_offsets(g.offset);
  header.heavy_items = s.heavy_items;
  header.skip_budget = s.skip_budget;
  header.skip_seed = s.skip_seed;
  header.hash_mask = g.hash_mask;
  header.benchmarks = g.name_end.size();
  header.name_bytes = g.names.size();
  header.items = g.items();
  header.id_bytes = g.ids.size();
  header.pieces = g.piece_kind.size();
  header.tokens = g.tokens();
  header.text_bytes = g.text.size();
  return header;
}

}  // namespace

Result<std::vector<std::byte>> index_bytes(Gathered g) {
  std::vector<std::uint8_t> item_kind;
  const Table anchors = anchor_table(g, item_kind);
  IndexHeader header = header_of(g);
  const Grams grams = all_grams(g);
  header.filter_words = grams.table.filter.size();
  header.slots = grams.table.slots.size();
  header.list_entries = grams.table.lists.size();
  header.anchor_filter_words = anchors.filter.size();
  header.anchor_slots = anchors.slots.size();
  header.anchor_entries = anchors.lists.size();
  header.grams = grams.count;
  const std::optional<IndexLayout> layout = layout_of(header);
  if (!layout) return Error{Errc::too_large, "items"};
  header.file_bytes = layout->end + std::tuple_size_v<Digest>;

  Writer writer(header, *layout);
  writer.put(Section::benchmark_first, g.benchmark_first);
  writer.put(Section::name_end, g.name_end);
  writer.put(Section::names, g.names.data(), g.names.size());
  writer.put(Section::id_end, g.id_end);
  writer.put(Section::ids, g.ids.data(), g.ids.size());
  writer.put(Section::first_piece, g.first_piece);
  writer.put(Section::first_equal, g.first_equal);
  writer.put(Section::gold, g.gold);
  writer.put(Section::item_kind, item_kind);
  writer.put(Section::piece_begin, g.piece_begin);
  writer.put(Section::piece_mass, g.piece_mass);
  writer.put(Section::piece_kind, g.piece_kind);
  writer.put(Section::text, g.text.data(), g.text.size());
  put_offsets(g, header.wide_offsets != 0, writer);
  writer.put(Section::filter, grams.table.filter);
  writer.put(Section::slots, grams.table.slots);
  writer.put(Section::lists, grams.table.lists);
  writer.put(Section::anchor_filter, anchors.filter);
  writer.put(Section::anchor_slots, anchors.slots);
  writer.put(Section::anchor_lists, anchors.lists);
  const std::size_t bits = 8 * bit_words(g.tokens());
  const std::size_t names = (4 * std::size_t{g.tokens()} + 7) / 8 * 8;
  for (std::size_t i = 0; i < g.settings.n.size(); ++i) {
    writer.put(Section::indexed, grams.indexed[i], bits * i);
    writer.put(Section::common, grams.common[i], bits * i);
    if (i > 0) writer.put(Section::names_of, grams.names_of[i - 1], names * (i - 1));
  }
  writer.put(Section::heavy, grams.heavy);
  return std::move(writer).finish();
}

}  // namespace evenhand::overlap

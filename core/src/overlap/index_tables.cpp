/// Names of n-grams, templates among them, and the table that finds them.
#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_map>

#include "overlap/index_builder.hpp"
#include "overlap/index_hash.hpp"
#include "overlap/prefetch.hpp"

namespace evenhand::overlap {
namespace {

constexpr std::size_t prefetch_distance = 16;

/// For each position whether an n-gram lies within its piece, or within question and answer.
std::vector<std::uint8_t> positions_with_grams(const Gathered& g, std::uint32_t n) {
  std::vector<std::uint8_t> fits(g.tokens(), 0);
  const auto mark = [&](std::uint32_t begin, std::uint32_t end) {
    if (end - begin < n) return;
    std::fill(fits.begin() + begin, fits.begin() + (end - n + 1), std::uint8_t{1});
  };
  for (std::uint32_t item = 0; item < g.items(); ++item) {
    const TokenRange whole = g.question_answer(item);
    mark(whole.begin, whole.end);
    for (std::uint32_t p = g.first_piece[item]; p < g.first_piece[item + 1]; ++p) {
      if (g.piece_kind[p] % 8 != kind_gold_only) mark(g.piece_begin[p], g.piece_begin[p + 1]);
    }
  }
  return fits;
}

std::vector<std::uint64_t> gram_hashes(const Gathered& g, std::uint32_t n) {
  std::vector<std::uint64_t> hashes(g.tokens(), 0);
  RollingHash sum(n);
  for (std::size_t end = 0; end < g.hash.size(); ++end) {
    if (end < n) {
      sum.add(g.hash[end]);
    } else {
      sum.roll(g.hash[end - n], g.hash[end]);
    }
    if (end + 1 >= n) hashes[end + 1 - n] = finalised(sum.sum() & g.hash_mask);
  }
  return hashes;
}

/// Finds equal n-grams while an index is built: slots of tag and position, at most half full.
class NameTable {
 public:
  NameTable(const Gathered& g, std::uint32_t n, std::uint64_t keys)
      : g_(g), n_(n), slots_(2 * keys + 1, empty_slot) {}

  void prefetch(std::uint64_t hash) const noexcept {
    evenhand::overlap::prefetch(&slots_[place_of(hash, slots_.size())]);
  }

  /// The first position that had the same tokens; the position itself if it is the first and
  /// `insert` is set.
  [[nodiscard]] std::uint32_t name(std::uint64_t hash, std::uint32_t position, bool insert) {
    std::uint64_t place = place_of(hash, slots_.size());
    const std::uint64_t tag = slot_tag(hash);
    const std::string_view text = g_.bytes(position, position + n_);
    while (slots_[place] != empty_slot) {
      const std::uint32_t other = slot_value(slots_[place]);
      if ((slots_[place] & slot_tag_mask) == tag && g_.bytes(other, other + n_) == text) {
        return other;
      }
      if (++place == slots_.size()) place = 0;
    }
    if (!insert) return no_position;
    slots_[place] = tag | position;
    return position;
  }

 private:
  const Gathered& g_;
  std::uint32_t n_;
  std::vector<std::uint64_t> slots_;
};

/// Counts items for every gram name, skipping pieces that are copies if told so, and calls
/// `done(begin, end)` behind every benchmark with its tokens.
template <class Done>
void count_items(const Gathered& g, const GramNames& names, bool skip_repeated, bool by_benchmark,
                 std::vector<std::uint32_t>& count, Done done) {
  std::vector<std::uint32_t> last(g.tokens(), no_position);
  count.assign(g.tokens(), 0);
  for (std::size_t b = 0; b < g.name_end.size(); ++b) {
    const std::uint32_t first = g.benchmark_first[b];
    const std::uint32_t end = g.benchmark_first[b + 1];
    for (std::uint32_t item = first; item < end; ++item) {
      for (std::uint32_t p = g.first_piece[item]; p < g.first_piece[item + 1]; ++p) {
        if (skip_repeated && g.piece_repeated[p] != 0) continue;
        for (std::uint32_t t = g.piece_begin[p]; t < g.piece_begin[p + 1]; ++t) {
          if (names.starts[t] == 0) continue;
          const std::uint32_t name = names.name[t];
          if (by_benchmark && (last[name] == no_position || last[name] < first)) count[name] = 0;
          if (last[name] == item) continue;
          last[name] = item;
          ++count[name];
        }
      }
    }
    done(b, [&](std::uint32_t name) {
      return last[name] != no_position && last[name] >= first ? count[name] : 0;
    });
  }
}

}  // namespace

GramNames name_grams(const Gathered& g, std::uint32_t n) {
  GramNames names;
  const std::uint32_t tokens = g.tokens();
  names.hash = gram_hashes(g, n);
  const std::vector<std::uint8_t> fits = positions_with_grams(g, n);
  names.starts = fits;
  std::uint64_t keys = 0;
  std::uint32_t next_letter = tokens;
  for (std::uint32_t t = tokens; t-- > 0;) {
    if (g.letter[t] != 0) next_letter = t;
    if (names.starts[t] == 0) continue;
    const bool lettered = g.settings.letterless || next_letter < t + n;
    const bool starts_word = g.word_start.empty() || g.word_start[t] != 0;
    names.starts[t] = lettered && starts_word;
    keys += names.starts[t];
  }
  NameTable table(g, n, keys);
  names.name.assign(tokens, no_position);
  for (std::uint32_t t = 0; t < tokens; ++t) {
    const std::size_t ahead = t + prefetch_distance;
    if (ahead < tokens && names.starts[ahead] != 0) table.prefetch(names.hash[ahead]);
    if (names.starts[t] == 0) continue;
    names.name[t] = table.name(names.hash[t], t, true);
    names.grams += names.name[t] == t;
  }
  if (!g.word_start.empty()) {
    // A gram that starts a word somewhere may stand elsewhere, too.
    for (std::uint32_t t = 0; t < tokens; ++t) {
      if (fits[t] != 0 && names.starts[t] == 0) {
        names.name[t] = table.name(names.hash[t], t, false);
      }
    }
  }
  return names;
}

std::vector<std::uint8_t> common_grams(const Gathered& g, const GramNames& names) {
  std::vector<std::uint8_t> common(g.tokens(), 0);
  std::vector<std::uint32_t> count;
  count_items(g, names, true, true, count, [&](std::size_t benchmark, auto items_with) {
    const std::uint32_t first = g.benchmark_first[benchmark];
    const std::uint32_t end = g.benchmark_first[benchmark + 1];
    const std::uint64_t cutoff = common_cutoff(end - first);
    for (std::uint32_t t = g.piece_begin[g.first_piece[first]];
         t < g.piece_begin[g.first_piece[end]]; ++t) {
      if (names.starts[t] != 0) common[t] = items_with(names.name[t]) >= cutoff;
    }
  });
  return common;
}

std::vector<std::uint8_t> heavy_grams(const Gathered& g, const GramNames& names) {
  std::vector<std::uint8_t> heavy(g.tokens(), 0);
  if (g.settings.heavy_items == 0) return heavy;
  std::vector<std::uint32_t> count;
  count_items(g, names, false, false, count, [](std::size_t, auto) {});
  for (std::uint32_t t = 0; t < g.tokens(); ++t) {
    if (names.starts[t] != 0) heavy[t] = count[names.name[t]] > g.settings.heavy_items;
  }
  return heavy;
}

namespace {

/// Words of a filter for so many keys, 16 bits each.
std::vector<std::uint64_t> filter_for(std::uint64_t keys) {
  return std::vector<std::uint64_t>(keys / 4 + 1, 0);
}

void add_to_filter(std::vector<std::uint64_t>& filter, std::uint64_t hash) {
  filter[place_of(hash, filter.size())] |= filter_bits(hash);
}

/// Slots for so many keys, at most nine in ten used and never all.
std::vector<std::uint64_t> slots_for(std::uint64_t keys) {
  return std::vector<std::uint64_t>(keys + keys / 9 + 2, empty_slot);
}

void insert(std::vector<std::uint64_t>& slots, std::uint64_t hash, std::uint64_t slot) {
  std::uint64_t place = place_of(hash, slots.size());
  while (slots[place] != empty_slot) {
    if (++place == slots.size()) place = 0;
  }
  slots[place] = slot;
}

/// Every window of every n-gram.
std::vector<std::uint64_t> window_filter(const Gathered& g, const GramNames& names) {
  const auto n = static_cast<std::uint32_t>(g.settings.n[0]);
  const Windows windows = windows_of(n, g.separator.empty());
  std::vector<std::uint8_t> asked(g.tokens(), 0);
  std::uint64_t keys = 0;
  std::uint32_t end = 0;
  for (std::uint32_t t = 0; t < g.tokens(); ++t) {
    if (names.starts[t] != 0) end = t + windows.stride;
    asked[t] = t < end;
    keys += asked[t];
  }
  std::vector<std::uint64_t> filter = filter_for(keys);
  const std::vector<std::uint64_t> hashes = gram_hashes(g, windows.length);
  for (std::uint32_t t = 0; t < g.tokens(); ++t) {
    const std::size_t ahead = t + prefetch_distance;
    if (ahead < g.tokens()) prefetch(&filter[place_of(hashes[ahead], filter.size())]);
    if (asked[t] != 0) add_to_filter(filter, hashes[t]);
  }
  return filter;
}

}  // namespace

Table gram_table(const Gathered& g, const GramNames& names,
                 const std::vector<std::uint8_t>& heavy) {
  const std::uint32_t tokens = g.tokens();
  Table table;
  table.filter = window_filter(g, names);
  table.slots = slots_for(names.grams);
  // First how often each gram occurs, then where its list begins.
  std::vector<std::uint32_t> place(tokens, 0);
  for (std::uint32_t t = 0; t < tokens; ++t) {
    if (names.starts[t] != 0) ++place[names.name[t]];
  }
  std::uint32_t entries = 0;
  for (std::uint32_t t = 0; t < tokens; ++t) {
    if (place[t] <= 1 || heavy[t] != 0) {
      place[t] = no_position;
      continue;
    }
    const std::uint32_t count = place[t];
    place[t] = entries;
    entries += 1 + count;
  }
  table.lists.assign(entries, 0);
  for (std::uint32_t t = 0; t < tokens; ++t) {
    if (names.starts[t] == 0 || place[names.name[t]] == no_position) continue;
    std::uint32_t& count = table.lists[place[names.name[t]]];
    ++count;
    table.lists[place[names.name[t]] + count] = t;
  }
  for (std::uint32_t t = 0; t < tokens; ++t) {
    const std::size_t ahead = t + prefetch_distance;
    if (ahead < tokens && names.starts[ahead] != 0 && names.name[ahead] == ahead) {
      prefetch(&table.slots[place_of(names.hash[ahead], table.slots.size())]);
    }
    if (names.starts[t] == 0 || names.name[t] != t) continue;
    const std::uint64_t flags =
        (place[t] != no_position ? slot_listed : 0) | (heavy[t] != 0 ? slot_heavy : 0);
    const std::uint32_t value = place[t] != no_position ? place[t] : t;
    insert(table.slots, names.hash[t], slot_tag(names.hash[t]) | flags | value);
  }
  return table;
}

Table anchor_table(Gathered& g, std::vector<std::uint8_t>& item_kind) {
  struct ShortView {
    std::uint32_t id = 0;
    TokenRange range;
    std::uint32_t item = 0;
    bool repeated = false;
  };
  const auto n = static_cast<std::uint32_t>(g.settings.n[0]);
  const auto pieces = static_cast<std::uint32_t>(g.piece_kind.size());
  std::vector<ShortView> views;
  item_kind.assign(g.items(), 0);
  const auto is_short = [&](std::uint64_t mass, bool letter, TokenRange range) {
    return g.settings.short_whole && range.size() < n && range.size() >= anchor_tokens &&
           mass >= static_cast<std::uint64_t>(least_mass) && (letter || g.settings.letterless);
  };
  for (std::uint32_t item = 0; item < g.items(); ++item) {
    const TokenRange whole = g.question_answer(item);
    std::uint64_t mass = 0;
    bool letter = false;
    for (std::uint32_t p = g.first_piece[item]; p < g.first_piece[item + 1]; ++p) {
      const TokenRange range{g.piece_begin[p], g.piece_begin[p + 1]};
      const bool has = (g.piece_kind[p] & kind_letter) != 0;
      if (g.piece_kind[p] % 8 != kind_gold_only && is_short(g.piece_mass[p], has, range)) {
        g.piece_kind[p] |= kind_short;
        views.push_back({p, range, item, g.piece_repeated[p] != 0});
      }
      if (range.begin < whole.begin || range.end > whole.end) continue;
      mass += g.piece_mass[p];
      letter |= has;
    }
    if (is_short(mass, letter, whole)) {
      item_kind[item] |= kind_short;
      views.push_back({pieces + item, whole, item, g.first_equal[item] != item});
    }
  }

  struct Seen {
    std::uint32_t count = 0;
    std::uint32_t item = no_position;
  };
  std::unordered_map<std::string_view, Seen> seen;
  std::size_t from = 0;
  for (std::size_t b = 0; b < g.name_end.size(); ++b) {
    const std::uint32_t end = g.benchmark_first[b + 1];
    const std::uint64_t cutoff = common_cutoff(end - g.benchmark_first[b]);
    seen.clear();
    std::size_t to = from;
    for (; to < views.size() && views[to].item < end; ++to) {
      if (views[to].repeated) continue;
      Seen& entry = seen[g.bytes(views[to].range.begin, views[to].range.end)];
      entry.count += entry.item != views[to].item;
      entry.item = views[to].item;
    }
    for (; from < to; ++from) {
      const ShortView& view = views[from];
      const auto found = seen.find(g.bytes(view.range.begin, view.range.end));
      if (found == seen.end() || found->second.count < cutoff) continue;
      (view.id < pieces ? g.piece_kind[view.id] : item_kind[view.item]) |= kind_short_common;
    }
  }

  // One list for each text of an anchor; short and long ones have hashes of their own.
  struct Anchor {
    std::uint64_t hash = 0;
    std::vector<std::uint32_t> list = {0};
  };
  std::unordered_map<std::string_view, std::size_t> anchor_of;
  std::vector<Anchor> anchors;
  for (const ShortView& view : views) {
    const bool is_long = g.separator.empty() && view.range.size() >= long_anchor_tokens;
    const std::uint32_t length = is_long ? long_anchor_tokens : anchor_tokens;
    std::uint32_t best = view.range.begin;
    for (std::uint32_t t = best + 1; t + length <= view.range.end; ++t) {
      if (g.bytes(t, t + length).size() > g.bytes(best, best + length).size()) best = t;
    }
    const auto [at, added] = anchor_of.try_emplace(g.bytes(best, best + length), anchors.size());
    if (added) {
      RollingHash sum(length);
      for (std::uint32_t t = best; t < best + length; ++t) sum.add(g.hash[t]);
      const std::uint64_t salt = is_long ? long_anchor_salt : anchor_salt;
      anchors.push_back({.hash = finalised((sum.sum() + salt) & g.hash_mask)});
    }
    Anchor& anchor = anchors[at->second];
    ++anchor.list[0];
    anchor.list.push_back(view.id);
    anchor.list.push_back(best - view.range.begin);
  }
  Table table;
  table.filter = filter_for(anchors.size());
  table.slots = slots_for(anchors.size());
  for (const Anchor& anchor : anchors) {
    const auto place = static_cast<std::uint32_t>(table.lists.size());
    add_to_filter(table.filter, anchor.hash);
    insert(table.slots, anchor.hash, slot_tag(anchor.hash) | place);
    table.lists.insert(table.lists.end(), anchor.list.begin(), anchor.list.end());
  }
  return table;
}

}  // namespace evenhand::overlap

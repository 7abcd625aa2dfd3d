#include "overlap/scan_runs.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace evenhand::overlap {
namespace {

/// Found runs that are kept before equal ones are made one.
constexpr std::size_t first_unique = std::size_t{1} << 16;
/// Tokens that may be forgotten before it is worth to do so.
constexpr std::size_t trim_at = 4096;

auto identity(const FoundRun& run) noexcept {
  return std::tuple(run.item, run.unit, run.position, run.length);
}

}  // namespace

Sums::Sums(const IndexParts& parts)
    : spans(static_cast<std::size_t>(parts.header.tokens), parts.settings.skip_budget > 0) {
  for (std::size_t i = 0; i < parts.settings.n.size(); ++i) {
    grams.emplace_back(i == 0 ? parts.header.slots : parts.header.tokens);
  }
}

void Sums::end_document() {
  for (GramCounts& counts : grams) counts.end_document();
}

void Sums::clear() {
  for (GramCounts& counts : grams) counts.clear();
  spans.clear();
}

Runs::Runs(const IndexParts& parts, Sums& sums)
    : p_(parts), windows_(windows_of(parts.smallest_n(), parts.separator.empty())), sums_(sums) {}

void Runs::begin_document() {
  abandon();
  passages_.begin_document();
}

void Runs::abandon() {
  block_.clear();
  block_.source_base = 0;
  first_ = 0;
  next_ = next_anchor_ = segment_ = 0;
  borders_.clear();
  open_.clear();
  skipping_.clear();
  watches_.clear();
  stretches_.clear();
  counted_ = {};
  found_.clear();
  next_unique_ = first_unique;
  gold_near_.clear();
}

void Runs::feed(std::string_view piece, Tokeniser& tokeniser) {
  passages_.feed(piece);
  tokeniser.feed(piece, block_);
  process(false);
}

void Runs::end_segment(Tokeniser& tokeniser) {
  tokeniser.end_segment(block_);
  process(true);
}

void Runs::end_document() {
  look_for_gold(true);
  make_unique();
  std::sort(found_.begin(), found_.end(), [](const FoundRun& a, const FoundRun& b) {
    return std::tuple(a.item, a.unit, a.position, a.source_begin, a.length) <
           std::tuple(b.item, b.unit, b.position, b.source_begin, b.length);
  });
  passages_.end_document();
}

bool Runs::equal(std::size_t token, std::uint32_t position, std::uint32_t count) const noexcept {
  const std::uint32_t begin = begin_of(token);
  const std::uint32_t length = begin_of(token + count) - begin;
  const std::uint32_t offset = p_.offset(position);
  return p_.offset(position + count) - offset == length &&
         std::memcmp(block_.bytes.data() + begin, p_.text + offset, length) == 0;
}

void Runs::process(bool segment_ends) {
  extend_all(false);
  const std::size_t total = block_.size();
  const std::size_t n = p_.smallest_n();
  const auto end_for = [&](std::size_t length) {
    return std::max(next_anchor_, total < length ? 0 : total - length + 1);
  };
  probe(segment_ends);
  const std::size_t end = end_for(n);
  if (p_.header.anchor_entries > 0) {
    // The whole piece must be there, or the segment's end, before an anchor is looked at.
    probe_anchors(next_anchor_, segment_ends ? end_for(anchor_tokens) : end, anchor_tokens,
                  anchor_salt);
    if (p_.separator.empty() && n > long_anchor_tokens) {
      probe_anchors(next_anchor_, segment_ends ? end_for(long_anchor_tokens) : end,
                    long_anchor_tokens, long_anchor_salt);
    }
  }
  next_anchor_ = end;
  if (segment_ends) {
    extend_all(true);
    next_ = next_anchor_ = segment_ = total;
    borders_.push_back(tokens());
  }
  count_longer(segment_ends);
  look_for_gold(false);
  for (Open& run : open_) {
    if (passages_.has_recent(run.source_end)) {
      run.after = passages_.recent(run.source_end, run.source_end + most_around);
    }
  }
  trim();
}

void Runs::seed(std::size_t token, std::uint64_t hash, std::size_t window) {
  const std::uint32_t begin = begin_of(token);
  const std::optional<GramSlot> found =
      p_.find(hash, block_.bytes.data() + begin, begin_of(token + p_.smallest_n()) - begin);
  if (!found) return;
  sums_.grams[0].add(found->slot);
  const std::uint64_t slot = p_.slots[found->slot];
  if ((slot & slot_heavy) != 0) return;
  if ((slot & slot_listed) == 0) {
    seed_at(token, found->gram, window);
    return;
  }
  const std::uint32_t* const list = p_.lists + slot_value(slot);
  for (std::uint32_t i = 1; i <= list[0]; ++i) seed_at(token, list[i], window);
}

void Runs::seed_at(std::size_t token, std::uint32_t position, std::size_t window) {
  const std::uint32_t end = position + p_.smallest_n();
  const View piece = p_.piece_view(p_.piece_of(position));
  if (end <= piece.end) start_run(piece, token, position, window);
  if (piece.unit != Unit::question && piece.unit != Unit::answer) return;
  const View whole = p_.question_answer_view(piece.item);
  if (position >= whole.begin && end <= whole.end) start_run(whole, token, position, window);
}

void Runs::start_run(const View& view, std::size_t token, std::uint32_t position,
                     std::size_t window) {
  const std::uint32_t n = p_.smallest_n();
  // A run starts at its first n-gram, unless that is none that begins runs. If one is met on the
  // way back, the run has begun there.
  std::uint32_t back = 0;
  while (back < most_back && position - back > view.begin && token - back > segment_ &&
         equal(token - back - 1, position - back - 1, 1)) {
    ++back;
    const std::uint32_t before = position - back;
    if (IndexParts::bit(p_.indexed[0], before) && !IndexParts::bit(p_.heavy, before) &&
        before + n <= view.end) {
      return;
    }
  }
  const std::size_t start = token - back;
  Open run{.view = view,
           .position = position - back,
           .length = back + n,
           .start = first_ + start,
           .source_begin = source_begin(start),
           .source_end = source_end(token + n - 1),
           .after = {}};
  const std::uint64_t shown = shown_from(window);
  if (run.source_begin >= shown) {
    const std::uint64_t around = std::min(run.source_begin, most_around);
    passages_.pin(std::max(run.source_begin - around, shown), run.source_begin + most_match);
  }
  if (extend(run)) {
    close(run);
  } else {
    open_.push_back(std::move(run));
  }
}

std::uint64_t Runs::shown_from(std::size_t token) const noexcept {
  const std::size_t last = token + p_.smallest_n() - 1;
  const std::uint64_t end = last < block_.size() ? source_end(last) : passages_.fed();
  return end < reach ? 0 : end - reach;
}

bool Runs::extend(Open& run) const {
  std::size_t token = at(run.start + run.length);
  std::uint32_t position = run.position + run.length;
  const std::size_t before = token;
  while (token < block_.size() && position < run.view.end && equal(token, position, 1)) {
    ++token;
    ++position;
  }
  if (token > before) run.source_end = source_end(token - 1);
  run.length = position - run.position;
  return position == run.view.end || token < block_.size();
}

void Runs::extend_all(bool segment_ends) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (extend(open_[i]) || segment_ends) {
      close(open_[i]);
      continue;
    }
    if (kept != i) open_[kept] = std::move(open_[i]);
    ++kept;
  }
  open_.resize(kept);
  kept = 0;
  for (std::size_t i = 0; i < skipping_.size(); ++i) {
    if (skip_on(skipping_[i]) || segment_ends) {
      end_skip(skipping_[i]);
      continue;
    }
    if (kept != i) skipping_[kept] = std::move(skipping_[i]);
    ++kept;
  }
  skipping_.resize(kept);
}

void Runs::close(const Open& run) {
  const View& view = run.view;
  const bool whole = view.unit == Unit::question_answer;
  if (whole) {
    sums_.spans.question_answer(run.position, run.length);
  } else {
    sums_.spans.piece(run.position, run.length);
  }
  if (passages_.has_recent(run.source_end) || run.after.empty()) {
    passages_.pin(run.source_end, run.source_end + most_around);
  } else {
    passages_.pin(run.source_end, run.after);
  }
  const std::uint64_t end = run.start + run.length;
  if (whole) {
    const View first = p_.piece_view(p_.piece_of(view.begin));
    if (first.unit == Unit::question && run.position < first.end &&
        run.position + run.length > first.end) {
      gold_near_.insert(view.item);
    }
  } else if (view.unit == Unit::question) {
    watches_.push_back({view.item, end});
  }
  if (p_.header.n_count > 1) {
    // What lies in question and answer together is counted there.
    const View both = p_.question_answer_view(view.item);
    if (whole || view.begin < both.begin || view.end > both.end) {
      stretches_.push_back({run.start, run.position, run.length});
    }
  }
  if (!whole && p_.settings.skip_budget > 0 &&
      run.length >= static_cast<std::uint32_t>(p_.settings.skip_seed)) {
    Skipping span{.view = view,
                  .position = run.position,
                  .length = run.length,
                  .next = run.length,
                  .start = run.start,
                  .unequal = {}};
    if (skip_on(span)) {
      end_skip(span);
    } else {
      skipping_.push_back(std::move(span));
    }
  }
  keep({.item = view.item,
        .unit = view.unit,
        .whole = run.length == view.size(),
        .position = run.position,
        .length = run.length,
        .source_begin = run.source_begin,
        .source_end = run.source_end});
}

bool Runs::skip_on(Skipping& span) const {
  const auto budget = static_cast<std::size_t>(p_.settings.skip_budget);
  for (;;) {
    const std::uint32_t position = span.position + span.next;
    if (position >= span.view.end) return true;
    const std::size_t token = at(span.start + span.next);
    if (token >= block_.size()) return false;
    if (equal(token, position, 1)) {
      span.length = span.next + 1;
    } else if (span.unequal.size() == budget) {
      return true;
    } else {
      span.unequal.push_back(span.next);
    }
    ++span.next;
  }
}

void Runs::end_skip(const Skipping& span) {
  sums_.spans.skip(span.position, span.length, span.unequal);
}

void Runs::anchor(std::size_t token, std::uint32_t length, std::uint64_t hash) {
  std::size_t place = place_of(hash, p_.header.anchor_slots);
  for (;; place = place + 1 == p_.header.anchor_slots ? 0 : place + 1) {
    const std::uint64_t slot = p_.anchor_slots[place];
    if (slot == empty_slot) return;
    if ((slot & slot_tag_mask) != slot_tag(hash)) continue;
    const std::uint32_t* const list = p_.anchor_lists + slot_value(slot);
    const View first = p_.view(list[1]);
    const bool is_long = p_.separator.empty() && first.size() >= long_anchor_tokens;
    if (length != (is_long ? long_anchor_tokens : anchor_tokens) ||
        list[2] + length > first.size() || !equal(token, first.begin + list[2], length)) {
      continue;
    }
    for (std::uint32_t i = 0; i < list[0]; ++i) {
      const View view = p_.view(list[1 + 2 * i]);
      const std::size_t before = list[2 + 2 * i];
      if (token - segment_ < before || token - before + view.size() > block_.size() ||
          !equal(token - before, view.begin, view.size())) {
        continue;
      }
      whole_match(view, token - before, token);
    }
    return;
  }
}

void Runs::whole_match(const View& view, std::size_t begin, std::size_t anchor_token) {
  const std::uint64_t source = source_begin(begin);
  const std::uint64_t end = source_end(begin + view.size() - 1);
  const std::uint64_t shown = shown_from(anchor_token);
  if (source >= shown) {
    const std::uint64_t around = std::min(source, most_around);
    passages_.pin(std::max(source - around, shown), source + most_match);
    passages_.pin(end, end + most_around);
  }
  if (view.unit == Unit::question_answer) {
    sums_.spans.question_answer(view.begin, view.size());
    const View first = p_.piece_view(p_.piece_of(view.begin));
    if (first.unit == Unit::question && view.end > first.end) gold_near_.insert(view.item);
  } else {
    sums_.spans.piece(view.begin, view.size());
  }
  if (view.unit == Unit::question) {
    watches_.push_back({view.item, first_ + begin + view.size()});
  }
  keep({.item = view.item,
        .unit = view.unit,
        .whole = true,
        .position = view.begin,
        .length = view.size(),
        .source_begin = source,
        .source_end = end});
}

void Runs::keep(const FoundRun& run) {
  found_.push_back(run);
  if (found_.size() < next_unique_) return;
  make_unique();
  next_unique_ = std::max(first_unique, 2 * found_.size());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> shown;
  const auto show = [&](std::uint64_t begin, std::uint64_t end) {
    shown.emplace_back(begin - std::min(begin, most_around), begin + most_match);
    shown.emplace_back(end, end + most_around);
  };
  for (const FoundRun& kept : found_) show(kept.source_begin, kept.source_end);
  for (const Open& open : open_) show(open.source_begin, open.source_end);
  passages_.keep_only(std::move(shown));
}

void Runs::make_unique() {
  std::sort(found_.begin(), found_.end(), [](const FoundRun& a, const FoundRun& b) {
    return std::tuple_cat(identity(a), std::tuple(a.source_begin)) <
           std::tuple_cat(identity(b), std::tuple(b.source_begin));
  });
  found_.erase(
      std::unique(found_.begin(), found_.end(),
                  [](const FoundRun& a, const FoundRun& b) { return identity(a) == identity(b); }),
      found_.end());
}

void Runs::count_longer(bool segment_ends) {
  if (stretches_.empty()) return;
  // No run that is found later begins before this token.
  std::uint64_t safe = tokens();
  if (!segment_ends) {
    const std::uint64_t probed = first_ + next_;
    safe = probed < look_back() ? 0 : probed - look_back();
    for (const Open& run : open_) safe = std::min(safe, run.start);
  }
  std::sort(stretches_.begin(), stretches_.end(),
            [](const Stretch& a, const Stretch& b) { return a.start < b.start; });
  std::size_t kept = 0;
  for (const Stretch& stretch : stretches_) {
    for (std::size_t i = 1; i < p_.header.n_count; ++i) {
      const auto n = static_cast<std::uint32_t>(p_.header.n[i]);
      if (stretch.length < n) continue;
      const std::uint64_t end = std::min(stretch.start + stretch.length - n + 1, safe);
      for (std::uint64_t t = std::max(stretch.start, counted_[i]); t < end; ++t) {
        const std::uint32_t name =
            p_.names_of[i][stretch.position + static_cast<std::uint32_t>(t - stretch.start)];
        if (name != no_position) sums_.grams[i].add(name);
      }
      counted_[i] = std::max(counted_[i], end);
    }
    if (stretch.start + stretch.length > safe) stretches_[kept++] = stretch;
  }
  stretches_.resize(kept);
}

void Runs::look_for_gold(bool document_ends) {
  std::size_t kept = 0;
  for (const Watch& watch : watches_) {
    const std::uint32_t gold = p_.gold[2 * watch.item + 1] - p_.gold[2 * watch.item];
    const std::uint64_t needed = watch.from + gold_distance + std::min(gold, most_gold);
    if (gold_near_.contains(watch.item)) continue;
    if (!document_ends && tokens() < needed) {
      watches_[kept++] = watch;
    } else if (has_gold(watch)) {
      gold_near_.insert(watch.item);
    }
  }
  watches_.resize(kept);
}

bool Runs::has_gold(const Watch& watch) const {
  const std::uint32_t gold = p_.gold[2 * watch.item];
  const std::uint32_t length = std::min(p_.gold[2 * watch.item + 1] - gold, most_gold);
  if (length == 0) return false;
  for (std::uint64_t t = watch.from; t < watch.from + gold_distance; ++t) {
    if (t + length > tokens()) return false;
    const auto border = std::upper_bound(borders_.begin(), borders_.end(), t);
    if (border != borders_.end() && *border < t + length) continue;
    if (equal(at(t), gold, length)) return true;
  }
  return false;
}

void Runs::trim() {
  const std::size_t asked = std::min(next_, next_anchor_);
  if (asked < look_back() + trim_at) return;
  const std::size_t drop = asked - look_back();
  const std::uint32_t text = block_.begin[drop];
  const std::uint32_t source = block_.source_begin[drop];
  const auto forget = [&](auto& column) {
    column.erase(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(drop));
  };
  block_.bytes.erase(block_.bytes.begin(),
                     block_.bytes.begin() + static_cast<std::ptrdiff_t>(text));
  forget(block_.begin);
  forget(block_.hash);
  forget(block_.source_begin);
  forget(block_.source_end);
  for (std::uint32_t& begin : block_.begin) begin -= text;
  for (std::uint32_t& begin : block_.source_begin) begin -= source;
  for (std::uint32_t& end : block_.source_end) end -= source;
  block_.source_base += source;
  first_ += drop;
  next_ -= drop;
  next_anchor_ -= drop;
  segment_ -= std::min(segment_, drop);
  borders_.erase(borders_.begin(), std::lower_bound(borders_.begin(), borders_.end(), first_));
}

}  // namespace evenhand::overlap

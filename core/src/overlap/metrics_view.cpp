#include <algorithm>

#include "metrics.hpp"

namespace evenhand::overlap {
namespace {

/// Sums of the sources, by gram; counts stop at 2^32 - 1.
std::vector<Occurrences> merged(const std::vector<GramRecord>& records) {
  const auto added = [](std::uint32_t a, std::uint32_t b) {
    const std::uint64_t sum = std::uint64_t{a} + b;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, 0xffffffffU));
  };
  std::vector<Occurrences> out;
  for (const GramRecord& record : records) {
    if (out.empty() || out.back().gram != record.gram) out.push_back({record.gram, 0, 0});
    out.back().count = added(out.back().count, record.count);
    out.back().documents = added(out.back().documents, record.documents);
  }
  return out;
}

}  // namespace

GramTable::GramTable(const Index& index, const std::vector<GramRecord>& records,
                     std::size_t n_index)
    : slots_(index.tokens(), 0), found_(merged(records)) {
  for (std::size_t i = 0; i < found_.size(); ++i) {
    slots_[found_[i].gram] = static_cast<std::uint32_t>(i + 1);
  }
  // A gram is named by its first position, so the name's own slot is finished before it is read.
  for (std::uint32_t position = 0; position < index.tokens(); ++position) {
    const auto gram = index.gram_at(n_index, position);
    slots_[position] = gram ? slots_[*gram] : no_gram;
  }
}

Overlap::Overlap(const Index& index, Partial partial)
    : index_(index),
      partial_(std::move(partial)),
      records_(std::size_t{index.items()} * unit_count, 0),
      runs_(index.tokens(), 0),
      joined_runs_(index.tokens(), 0),
      tables_(partial_.settings.n.size()) {
  first_stretch_.reserve(records_.size() + 1);
  for (std::uint32_t item = 0; item < index.items(); ++item) {
    for (std::size_t unit = 0; unit < unit_count; ++unit) {
      first_stretch_.push_back(static_cast<std::uint32_t>(stretches_.size()));
      for (const TokenRange piece : index.pieces(item, static_cast<Unit>(unit))) {
        if (piece.size() > 0) stretches_.push_back({piece, static_cast<Unit>(unit)});
      }
    }
  }
  first_stretch_.push_back(static_cast<std::uint32_t>(stretches_.size()));

  for (std::size_t i = 0; i < partial_.units.size(); ++i) {
    const UnitRecord& record = partial_.units[i];
    records_[place(record.item, record.unit)] = static_cast<std::uint32_t>(i + 1);
  }
  if (partial_.settings.skip_budget > 0) {
    skip_.resize(index.tokens(), 0);
    skip_matched_.resize(index.tokens(), 0);
  }
  for (const SpanRecord& span : partial_.spans) {
    runs_[span.token] = span.piece;
    joined_runs_[span.token] = span.question_answer;
    if (skip_.empty()) continue;
    skip_[span.token] = span.skip;
    skip_matched_[span.token] = span.skip_matched;
  }
  if (partial_.settings.heavy_items > 0) {
    for (std::uint32_t position = 0; position < index.tokens(); ++position) {
      heavy_ += index.is_heavy(position) ? 1 : 0;
    }
  }
}

std::optional<std::size_t> Overlap::n_index(std::int64_t n) const noexcept {
  const auto& all = partial_.settings.n;
  const auto found = std::find(all.begin(), all.end(), n);
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

const GramTable& Overlap::grams(std::size_t n_index) const {
  auto& table = tables_[n_index];
  if (!table) table.emplace(index_, partial_.grams[n_index], n_index);
  return *table;
}

std::span<const Stretch> Overlap::stretches(std::uint32_t item, Unit unit) const noexcept {
  const std::size_t at = place(item, unit);
  return {stretches_.data() + first_stretch_[at], first_stretch_[at + 1] - first_stretch_[at]};
}

std::span<const Stretch> Overlap::stretches(std::uint32_t item, UnitSet units,
                                            std::vector<Stretch>& room) const {
  room.clear();
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    if (!units.has(static_cast<Unit>(unit))) continue;
    const auto more = stretches(item, static_cast<Unit>(unit));
    room.insert(room.end(), more.begin(), more.end());
  }
  // Longer ones first where they begin together, so that what lies within another comes behind it.
  std::sort(room.begin(), room.end(), [](const Stretch& a, const Stretch& b) {
    if (a.tokens.begin != b.tokens.begin) return a.tokens.begin < b.tokens.begin;
    return a.tokens.end != b.tokens.end ? a.tokens.end > b.tokens.end : a.unit < b.unit;
  });
  std::uint32_t covered = 0;
  std::size_t kept = 0;
  for (const Stretch stretch : room) {
    if (stretch.tokens.end <= covered) continue;
    covered = stretch.tokens.end;
    room[kept++] = stretch;
  }
  room.resize(kept);
  return room;
}

const UnitRecord* Overlap::record(std::uint32_t item, Unit unit) const noexcept {
  const std::uint32_t slot = records_[place(item, unit)];
  return slot == 0 ? nullptr : &partial_.units[slot - 1];
}

bool Overlap::found_whole(const Stretch& stretch) const noexcept {
  const std::uint32_t size = stretch.tokens.size();
  return size > 0 &&
         run_over(stretch.tokens.begin, stretch.unit) >= std::min<std::uint32_t>(size, 0xffff);
}

bool Overlap::heavy_only(std::uint32_t item) const {
  const GramTable& table = grams(0);
  bool any = false;
  for (const Stretch& stretch : stretches(item, Unit::question)) {
    for (std::uint32_t p = stretch.tokens.begin; p < stretch.tokens.end; ++p) {
      if (p + smallest_n() > stretch.tokens.end) break;
      if (!table.is_gram(p)) continue;
      if (!index_.is_heavy(p)) return false;
      any = true;
    }
  }
  return any;
}

}  // namespace evenhand::overlap

#include "levels.hpp"

#include <algorithm>

namespace evenhand::overlap {
namespace {

std::size_t place(std::uint32_t item, Unit unit) noexcept {
  return std::size_t{item} * unit_count + static_cast<std::size_t>(unit);
}

constexpr std::uint8_t in_all = 1;
constexpr std::uint8_t in_some_source = 2;

/// From how many tokens on a run shows that most of a stretch was copied.
std::int64_t protecting_length(std::int64_t tokens, std::int64_t n) noexcept {
  const std::int64_t four_fifths = (4 * tokens + 4) / 5;
  return std::min(tokens, std::max(2 * n, four_fifths));
}

}  // namespace

Levels::Levels(const Overlap& overlap, FilterSettings filter)
    : overlap_(overlap),
      filter_(filter),
      n_(overlap.smallest_n()),
      grams_(overlap.grams(0)),
      frequent_(overlap.index().tokens(), 0),
      frequent_here_(overlap.partial().sources.size()),
      countable_(std::size_t{overlap.index().items()} * unit_count, 0),
      countable_both_(countable_.size(), 0),
      by_source_(countable_.size(), false),
      slots_(countable_.size(), 0) {
  const Partial& partial = overlap.partial();
  std::vector<std::int64_t> documents(partial.sources.size(), 0);
  std::int64_t all = 0;
  for (const ShardRecord& shard : partial.shards) {
    const auto source =
        std::lower_bound(partial.sources.begin(), partial.sources.end(), shard.source);
    documents[static_cast<std::size_t>(source - partial.sources.begin())] += shard.documents;
    all += shard.documents;
  }
  const auto& records = partial.grams.front();
  for (std::size_t first = 0; first < records.size();) {
    std::int64_t merged = 0;
    std::size_t i = first;
    for (; i < records.size() && records[i].gram == records[first].gram; ++i) {
      merged += records[i].documents;
      if (records[i].documents >= frequent_from(documents[records[i].source])) {
        frequent_here_[records[i].source].push_back(records[i].gram);
        frequent_[records[i].gram] = in_some_source;
      }
    }
    if (merged >= frequent_from(all)) frequent_[records[first].gram] = in_all;
    first = i;
  }
  for (std::uint32_t item = 0; item < overlap.index().items(); ++item) {
    for (std::size_t unit = 0; unit < unit_count; ++unit) prepare(item, static_cast<Unit>(unit));
  }
}

void Levels::prepare(std::uint32_t item, Unit unit) {
  const std::size_t at = place(item, unit);
  const View view{item, unit, {}};
  countable_[at] = static_cast<std::uint32_t>(countable(view, false));
  bool any = false;
  for (const Stretch& stretch : overlap_.stretches(item, unit)) {
    for (std::uint32_t p = stretch.tokens.begin; p + n_ <= stretch.tokens.end; ++p) {
      const Occurrences* found = grams_.at(p);
      if (found == nullptr || frequent_[found->gram] == 0) continue;
      any = true;
      if (frequent_[found->gram] == in_some_source) by_source_[at] = true;
    }
  }
  countable_both_[at] = any ? static_cast<std::uint32_t>(countable(view, true)) : countable_[at];
}

std::int64_t Levels::frequent_from(std::int64_t documents) const noexcept {
  return std::max(filter_.least, (documents + filter_.divisor - 1) / filter_.divisor);
}

bool Levels::frequent(const Occurrences* found, std::optional<std::uint32_t> source) const {
  if (found == nullptr) return false;
  const std::uint8_t where = frequent_[found->gram];
  if (where != in_some_source || !source) return where == in_all;
  const auto& here = frequent_here_[*source];
  return std::binary_search(here.begin(), here.end(), found->gram);
}

bool Levels::counts(const View& view, const Stretch& stretch, std::uint32_t position,
                    bool corpus_side) const {
  if (!grams_.is_gram(position) || overlap_.index().is_common(0, position)) return false;
  if (!corpus_side || !frequent(grams_.at(position), view.source)) return true;
  if (!filter_.protect) return false;
  const std::int64_t enough = protecting_length(stretch.tokens.size(), n_);
  for (std::uint32_t t = position; t < position + n_; ++t) {
    if (overlap_.run_over(t, stretch.unit) >= enough) return true;
  }
  return false;
}

bool Levels::counts_whole(const View& view, const Stretch& stretch) const {
  const Index& index = overlap_.index();
  return index.is_short(view.item, stretch.unit, stretch.tokens) &&
         !index.is_short_common(view.item, stretch.unit, stretch.tokens);
}

std::int64_t Levels::countable(const View& view, bool corpus_side) const {
  std::int64_t tokens = 0;
  for (const Stretch& stretch : overlap_.stretches(view.item, view.unit)) {
    if (stretch.tokens.size() < n_) {
      // One n-gram of its own length. Found whole it is protected, so the corpus leaves it.
      if (counts_whole(view, stretch)) tokens += stretch.tokens.size();
      continue;
    }
    std::int64_t covered_to = 0;
    for (std::uint32_t p = stretch.tokens.begin; p + n_ <= stretch.tokens.end; ++p) {
      if (!counts(view, stretch, p, corpus_side)) continue;
      tokens += p + n_ - std::max<std::int64_t>(p, covered_to);
      covered_to = p + n_;
    }
  }
  return tokens;
}

std::int64_t Levels::counted(const View& view, const std::vector<HitRun>& runs) const {
  std::int64_t tokens = 0;
  for (const Stretch& stretch : overlap_.stretches(view.item, view.unit)) {
    std::int64_t covered_to = stretch.tokens.begin;
    // Runs come in order of position, so each place is looked at once.
    std::int64_t next = stretch.tokens.begin;
    for (const HitRun& run : runs) {
      const std::int64_t end =
          std::min<std::int64_t>(std::int64_t{run.position} + run.length, stretch.tokens.end);
      std::int64_t p = std::max<std::int64_t>(run.position, stretch.tokens.begin);
      if (stretch.tokens.size() < n_) {
        if (end - p != stretch.tokens.size()) continue;
        if (counts_whole(view, stretch)) tokens += stretch.tokens.size();
        break;
      }
      for (p = std::max(p, next); p + n_ <= end; ++p) {
        next = p + 1;
        if (!counts(view, stretch, static_cast<std::uint32_t>(p), true)) continue;
        tokens += p + n_ - std::max(p, covered_to);
        covered_to = p + n_;
      }
    }
  }
  return tokens;
}

void Levels::add(const HitRecord& hit, const std::string& source) {
  const auto& sources = overlap_.partial().sources;
  const auto found = std::lower_bound(sources.begin(), sources.end(), source);
  const View view{hit.item, hit.unit, static_cast<std::uint32_t>(found - sources.begin())};
  const std::size_t at = place(hit.item, hit.unit);
  const Coverage coverage{counted(view, hit.runs),
                          by_source_[at] ? countable(view, true) : countable_both_[at]};

  std::uint32_t unfiltered = 0;
  std::uint32_t covered_to = 0;
  for (const HitRun& run : hit.runs) {
    const std::uint32_t end = run.position + run.length;
    if (end <= covered_to) continue;
    unfiltered += end - std::max(run.position, covered_to);
    covered_to = end;
  }

  std::uint32_t& slot = slots_[at];
  if (slot == 0) {
    hits_.push_back({coverage, {}, unfiltered, hit});
    slot = static_cast<std::uint32_t>(hits_.size());
  }
  UnitHits& unit = hits_[slot - 1];
  if (hit.gold_near && unit.best_with_gold.below(coverage)) unit.best_with_gold = coverage;
  const bool better = unit.best.below(coverage) ||
                      (!coverage.below(unit.best) &&
                       (unfiltered > unit.unfiltered ||
                        (unfiltered == unit.unfiltered && hit.document < unit.hit.document)));
  if (!better) return;
  unit.best = coverage;
  unit.unfiltered = unfiltered;
  unit.hit = hit;
}

Coverage Levels::coverage(std::uint32_t item, Unit unit, Arm arm) const {
  const UnitRecord* record = overlap_.record(item, unit);
  switch (arm) {
    case Arm::unfiltered:
      return {record == nullptr ? 0 : std::int64_t{record->best[0].covered},
              tokens_of(overlap_.stretches(item, unit))};
    case Arm::benchmark_side:
      return {record == nullptr ? 0 : std::int64_t{record->best[1].covered},
              countable_[place(item, unit)]};
    case Arm::both_sides: break;
  }
  const UnitHits* found = hits(item, unit);
  if (found != nullptr && found->best.of > 0) return found->best;
  return {0, countable_both_[place(item, unit)]};
}

OverlapLevel Levels::level(std::uint32_t item, Unit unit, Arm arm,
                           LevelThresholds thresholds) const {
  const UnitInfo info = overlap_.index().unit(item, unit);
  if (info.tokens.size() == 0) return OverlapLevel::absent;
  if (info.untestable) return OverlapLevel::untestable;
  const Coverage found = coverage(item, unit, arm);
  if (info.low_information) {
    if (unit == Unit::question && corroborated(item)) return OverlapLevel::full;
    if (found.covered > 0) return OverlapLevel::short_match;
  }
  if (found.of == 0) return OverlapLevel::template_only;
  if (found.covered == 0) return OverlapLevel::clean;
  if (found.share() >= thresholds.full) return OverlapLevel::full;
  return found.share() >= thresholds.partial ? OverlapLevel::partial : OverlapLevel::trace;
}

bool Levels::corroborated(std::uint32_t item) const noexcept {
  const UnitRecord* record = overlap_.record(item, Unit::question);
  return record != nullptr && record->corroborated_documents > 0;
}

bool Levels::question_and_answer(std::uint32_t item, Arm arm, LevelThresholds thresholds) const {
  if (arm == Arm::both_sides) {
    const UnitHits* found = hits(item, Unit::question);
    return found != nullptr && found->best_with_gold.covered > 0 &&
           found->best_with_gold.share() >= thresholds.partial;
  }
  const UnitRecord* record = overlap_.record(item, Unit::question);
  return record != nullptr && record->question_and_answer_documents > 0;
}

const UnitHits* Levels::hits(std::uint32_t item, Unit unit) const noexcept {
  const std::uint32_t slot = slots_[place(item, unit)];
  return slot == 0 ? nullptr : &hits_[slot - 1];
}

}  // namespace evenhand::overlap

#include "report_build.hpp"

#include <algorithm>

#include "metrics_apply.hpp"

namespace evenhand::overlap {
namespace {

bool is_found(OverlapLevel level) noexcept {
  return level == OverlapLevel::partial || level == OverlapLevel::full;
}

IndexFacts index_facts(const Overlap& overlap) {
  const Index& index = overlap.index();
  IndexFacts out{.digest = std::string(index.digest()),
                 .settings = index.settings(),
                 .benchmarks = static_cast<std::int64_t>(index.benchmarks()),
                 .items = index.items(),
                 .tokens = index.tokens(),
                 .heavy = overlap.heavy()};
  for (std::uint32_t item = 0; item < index.items(); ++item) {
    for (std::size_t unit = 0; unit < unit_count; ++unit) {
      out.units += overlap.stretches(item, static_cast<Unit>(unit)).empty() ? 0 : 1;
    }
  }
  for (std::size_t i = 0; i < index.settings().n.size(); ++i) out.grams.push_back(index.grams(i));
  return out;
}

void add(SourceFacts& facts, const ShardRecord& shard) {
  ++facts.shards;
  facts.bytes += shard.bytes;
  facts.text_bytes += shard.text_bytes;
  facts.documents += shard.documents;
  facts.tokens += shard.tokens;
  facts.documents_hit += shard.documents_hit;
}

CorpusFacts corpus_facts(const Partial& partial, const Levels& levels) {
  CorpusFacts out{.shards = partial.shards, .malformed_lines = partial.malformed};
  for (const std::string& source : partial.sources) out.sources.push_back({.source = source});
  for (const ShardRecord& shard : partial.shards) {
    add(out.total, shard);
    const auto source =
        std::lower_bound(partial.sources.begin(), partial.sources.end(), shard.source);
    add(out.sources[static_cast<std::size_t>(source - partial.sources.begin())], shard);
    out.malformed += shard.malformed;
    out.blank += shard.blank;
    out.empty += shard.empty;
    out.invalid_utf8 += shard.invalid_utf8;
  }
  out.total.frequent_from = levels.frequent_from(out.total.documents);
  for (SourceFacts& source : out.sources) {
    source.frequent_from = levels.frequent_from(source.documents);
  }
  return out;
}

bool is_saturated(const Partial& partial) noexcept {
  constexpr std::uint32_t most = 0xffffffffU;
  return std::any_of(partial.grams.begin(), partial.grams.end(), [](const auto& records) {
    return std::any_of(records.begin(), records.end(),
                       [](const GramRecord& r) { return r.count == most || r.documents == most; });
  });
}

class Builder {
 public:
  Builder(const Overlap& overlap, const Levels& levels, const std::vector<Arm>& arms,
          LevelThresholds thresholds)
      : overlap_(overlap),
        index_(overlap.index()),
        levels_(levels),
        arms_(arms),
        thresholds_(thresholds) {}

  BenchmarkReport benchmark(std::size_t number) const {
    BenchmarkReport out{.name = std::string(index_.benchmark_name(number)),
                        .first_item = index_.first_item(number)};
    std::uint32_t last = out.first_item;
    while (last < index_.items() && index_.benchmark_of(last) == number) ++last;
    out.items = last - out.first_item;
    for (std::uint32_t item = out.first_item; item < last; ++item) list(item, out);
    for (std::size_t unit = 0; unit < unit_count; ++unit) {
      for (const Arm arm : arms_) {
        out.levels.push_back(counts(out.first_item, last, static_cast<Unit>(unit), arm));
      }
    }
    for (const Arm arm : arms_) out.found.push_back(where(out.first_item, last, arm));
    for (std::size_t i = 0; i < texts(Family{}).size(); ++i) {
      const auto family = static_cast<Family>(i);
      FamilyItems members{.family = family};
      for (std::uint32_t item = out.first_item; item < last; ++item) {
        if (families(item).has(family)) members.items.push_back(item);
      }
      if (!members.items.empty()) out.families.push_back(std::move(members));
    }
    return out;
  }

  std::vector<ItemFinding> findings() const {
    std::vector<ItemFinding> out;
    for (const UnitRecord& record : overlap_.partial().units) {
      if (out.empty() || out.back().item != record.item) {
        out.push_back({.item = record.item,
                       .level = level(record.item, Unit::question),
                       .corroborated = levels_.corroborated(record.item),
                       .question_and_answer = is_together(record.item, arms_.back()),
                       .families = families(record.item)});
      }
      out.back().units.push_back(finding(record));
    }
    return out;
  }

 private:
  [[nodiscard]] OverlapLevel level(std::uint32_t item, Unit unit, Arm arm) const {
    return levels_.level(item, unit, arm, thresholds_);
  }
  /// By the last arm.
  [[nodiscard]] OverlapLevel level(std::uint32_t item, Unit unit) const {
    return level(item, unit, arms_.back());
  }
  [[nodiscard]] bool found(std::uint32_t item, Unit unit, Arm arm) const {
    return is_found(level(item, unit, arm));
  }

  [[nodiscard]] bool is_together(std::uint32_t item, Arm arm) const {
    return found(item, Unit::question, arm) && levels_.question_and_answer(item, arm, thresholds_);
  }

  /// Adds an item to the lists of its benchmark.
  void list(std::uint32_t item, BenchmarkReport& out) const {
    const UnitInfo question = index_.unit(item, Unit::question);
    if (question.untestable) {
      out.untestable.push_back(item);
    } else if (question.low_information) {
      out.low_information.push_back(item);
    }
    if (level(item, Unit::question) == OverlapLevel::template_only) {
      out.template_only.push_back(item);
    }
    if (index_.first_equal(item) != item) out.repeated.push_back(item);
    if (overlap_.heavy() > 0 && overlap_.heavy_only(item)) out.heavy_only.push_back(item);
  }

  [[nodiscard]] LevelCounts counts(std::uint32_t first, std::uint32_t last, Unit unit,
                                   Arm arm) const {
    LevelCounts out{.unit = unit, .arm = arm};
    for (std::uint32_t item = first; item < last; ++item) {
      const OverlapLevel now = level(item, unit, arm);
      if (now == OverlapLevel::absent) continue;
      ++out.present;
      if (now != OverlapLevel::untestable) ++out.testable;
      switch (now) {
        case OverlapLevel::clean: ++out.clean; break;
        case OverlapLevel::trace:
          ++out.trace;
          if (overlap_.record(item, unit)->longest >= overlap_.largest_n()) ++out.trace_longest_n;
          break;
        case OverlapLevel::partial: ++out.partial; break;
        case OverlapLevel::full: ++out.full; break;
        case OverlapLevel::short_match: ++out.short_match; break;
        case OverlapLevel::template_only: ++out.template_only; break;
        case OverlapLevel::untestable: ++out.untestable; break;
        case OverlapLevel::absent: break;
      }
    }
    if (out.testable > 0) {
      out.share = static_cast<double>(out.partial + out.full) / static_cast<double>(out.testable);
    }
    return out;
  }

  [[nodiscard]] WhereFound where(std::uint32_t first, std::uint32_t last, Arm arm) const {
    WhereFound out{.arm = arm};
    for (std::uint32_t item = first; item < last; ++item) {
      const bool question = found(item, Unit::question, arm);
      const bool together = is_together(item, arm);
      if (together) ++out.question_and_answer;
      if (question && !together) ++out.question_only;
      if (!question && found(item, Unit::answer, arm)) ++out.answer_only;
      if (!question && found(item, Unit::context, arm)) ++out.context_only;
    }
    return out;
  }

  [[nodiscard]] FlagSet<Family> families(std::uint32_t item) const {
    FlagSet<Family> out;
    const Arm last = arms_.back();
    const bool question = found(item, Unit::question, last);
    const bool without_templates = found(item, Unit::question, Arm::benchmark_side);
    out.set_if(Family::template_text,
               found(item, Unit::question, Arm::unfiltered) && !without_templates);
    out.set_if(Family::boilerplate, without_templates && !question);
    out.set_if(Family::low_information,
               level(item, Unit::question, last) == OverlapLevel::short_match);
    out.set_if(Family::context_only, !question && found(item, Unit::context, last));
    out.set_if(Family::answer_only, !question && found(item, Unit::answer, last));
    out.set_if(Family::choices_only, !question && found(item, Unit::choices, last));
    return out;
  }

  [[nodiscard]] UnitFinding finding(const UnitRecord& record) const {
    UnitFinding out{
        .unit = record.unit,
        .level = level(record.item, record.unit),
        .unfiltered_level = level(record.item, record.unit, Arm::unfiltered),
        .tokens = tokens_of(overlap_.stretches(record.item, record.unit)),
        .longest = record.longest,
        .longest_position = record.longest_position,
        .longest_document = record.longest_document,
        .documents_hit = record.documents_hit[0],
        .documents_half = record.documents_half[0],
        .documents_full = record.documents_full[0],
    };
    for (const Arm arm : arms_) {
      out.coverage.push_back(levels_.coverage(record.item, record.unit, arm).share());
    }
    const UnitHits* hits = levels_.hits(record.item, record.unit);
    if (hits != nullptr) {
      out.best_document = hits->hit.document;
      out.runs = hits->hit.runs;
      out.gold_near = hits->hit.gold_near;
      out.before = hits->hit.before;
      out.match = hits->hit.match;
      out.after = hits->hit.after;
      return out;
    }
    out.best_document = record.best[record.best[1].covered > 0 ? 1 : 0].document;
    out.gold_near = record.question_and_answer_documents > 0;
    for (const RunExample& run : record.examples) {
      out.runs.push_back({run.position, run.length, run.source_begin, run.source_end});
    }
    return out;
  }

  const Overlap& overlap_;
  const Index& index_;
  const Levels& levels_;
  const std::vector<Arm>& arms_;
  LevelThresholds thresholds_;
};

}  // namespace

Report build_report(const Overlap& overlap, const Levels& levels, const std::vector<Arm>& arms,
                    LevelThresholds thresholds) {
  const Partial& partial = overlap.partial();
  Rule rule = rule_of(Definition::evenhand);
  rule.n = overlap.smallest_n();
  rule.threshold = thresholds.partial;
  rule.upper_threshold = thresholds.full;
  Report out{.index = index_facts(overlap),
             .corpus = corpus_facts(partial, levels),
             .filter = levels.filter(),
             .thresholds = thresholds,
             .options = option_facts(rule, partial.settings),
             .notes = fit(overlap, rule).notes,
             .arms = arms};
  const Builder builder(overlap, levels, out.arms, thresholds);
  for (std::size_t i = 0; i < overlap.index().benchmarks(); ++i) {
    out.benchmarks.push_back(builder.benchmark(i));
  }
  out.findings = builder.findings();

  const bool both = arms.back() == Arm::both_sides;
  out.notes.set_if(Approximation::benchmark_side_only, !both);
  out.scope.set(ScopeNote::exact_text_only);
  out.scope.set(ScopeNote::scanned_part);
  out.scope.set_if(ScopeNote::no_hit_records, !both);
  out.scope.set_if(ScopeNote::malformed_lines, out.corpus.malformed > 0);
  out.scope.set_if(ScopeNote::heavy_grams, overlap.heavy() > 0);
  out.scope.set_if(ScopeNote::saturated, is_saturated(partial));
  return out;
}

}  // namespace evenhand::overlap

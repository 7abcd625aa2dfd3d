#include "evenhand/overlap/report.hpp"

#include <algorithm>

#include "levels.hpp"
#include "metrics.hpp"
#include "metrics_apply.hpp"
#include "report_build.hpp"

namespace evenhand::overlap {
namespace {

/// Whether all that the partial names is there: its digest tells damage, not malice.
bool is_consistent(const Index& index, const Partial& partial) noexcept {
  if (partial.grams.size() != partial.settings.n.size()) return false;
  for (const auto& records : partial.grams) {
    for (const GramRecord& record : records) {
      if (record.gram >= index.tokens() || record.source >= partial.sources.size()) return false;
    }
  }
  for (const SpanRecord& span : partial.spans) {
    if (span.token >= index.tokens()) return false;
  }
  for (const UnitRecord& record : partial.units) {
    if (record.item >= index.items() || static_cast<std::size_t>(record.unit) >= unit_count) {
      return false;
    }
  }
  return std::all_of(partial.shards.begin(), partial.shards.end(), [&](const ShardRecord& shard) {
    return std::binary_search(partial.sources.begin(), partial.sources.end(), shard.source);
  });
}

}  // namespace

struct Evaluator::State {
  State(const Index& index, Partial partial, FilterSettings filter)
      : overlap(index, std::move(partial)), levels(overlap, filter) {}

  [[nodiscard]] std::vector<Arm> arms() const {
    if (complete) return {Arm::unfiltered, Arm::benchmark_side, Arm::both_sides};
    return {Arm::unfiltered, Arm::benchmark_side};
  }
  [[nodiscard]] const ShardRecord* shard(const std::string& id) const noexcept {
    const auto& shards = overlap.partial().shards;
    const auto found = std::lower_bound(
        shards.begin(), shards.end(), id,
        [](const ShardRecord& shard, const std::string& wanted) { return shard.id < wanted; });
    return found != shards.end() && found->id == id ? &*found : nullptr;
  }
  /// Whether the runs lie in their unit, in order of position.
  [[nodiscard]] bool fits(const HitRecord& hit) const noexcept {
    const Index& index = overlap.index();
    if (hit.item >= index.items() || static_cast<std::size_t>(hit.unit) >= unit_count) return false;
    const TokenRange unit = index.unit(hit.item, hit.unit).tokens;
    std::uint32_t previous = unit.begin;
    for (const HitRun& run : hit.runs) {
      if (run.position < previous || run.position >= unit.end || run.length == 0 ||
          run.length > unit.end - run.position) {
        return false;
      }
      previous = run.position;
    }
    return !hit.runs.empty();
  }

  Overlap overlap;
  Levels levels;
  std::int64_t hit_records = 0;
  bool complete = false;
};

Evaluator::Evaluator(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Evaluator::~Evaluator() = default;

Result<std::shared_ptr<Evaluator>> Evaluator::make(const Index& index, Partial partial,
                                                   FilterSettings filter) {
  if (partial.index_digest != index.digest() || !(partial.settings == index.settings())) {
    return Error{Errc::other_index, "partial"};
  }
  if (!is_consistent(index, partial)) return Error{Errc::not_a_partial, "partial"};
  if (filter.least < 1) return Error{Errc::value_out_of_range, "filter.least"};
  if (filter.divisor < 1) return Error{Errc::value_out_of_range, "filter.divisor"};
  return std::shared_ptr<Evaluator>(
      new Evaluator(std::make_unique<State>(index, std::move(partial), filter)));
}

std::optional<Error> Evaluator::add(const HitRecord& hit) {
  const ShardRecord* shard = state_->shard(hit.document.shard);
  if (shard == nullptr || !state_->fits(hit)) return Error{Errc::not_a_hit, "hits"};
  state_->levels.add(hit, shard->source);
  ++state_->hit_records;
  return std::nullopt;
}

std::optional<Error> Evaluator::add_lines(std::string_view lines) {
  double number = 0;
  while (!lines.empty()) {
    ++number;
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    const Result<HitRecord> hit = hit_from_line(line);
    const auto error = hit ? add(*hit) : hit.error();
    if (error) return Error{error->code, "hits", number};
  }
  return std::nullopt;
}

void Evaluator::hits_complete() noexcept { state_->complete = true; }

Application Evaluator::apply(const Rule& rule) const {
  return overlap::apply(state_->overlap, state_->levels, state_->arms().back(), rule);
}

Report Evaluator::report(LevelThresholds thresholds, bool missing_shards) const {
  // Written so that NaN becomes a number, too.
  thresholds.partial = thresholds.partial >= 0 ? std::min(thresholds.partial, 1.0) : 0.0;
  thresholds.full =
      thresholds.full >= thresholds.partial ? std::min(thresholds.full, 1.0) : thresholds.partial;
  Report out = build_report(state_->overlap, state_->levels, state_->arms(), thresholds);
  out.hit_records = state_->hit_records;
  out.scope.set_if(ScopeNote::missing_shards, missing_shards);
  return out;
}

const Index& Evaluator::index() const noexcept { return state_->overlap.index(); }
const Partial& Evaluator::partial() const noexcept { return state_->overlap.partial(); }

}  // namespace evenhand::overlap

#include <algorithm>
#include <tuple>
#include <utility>

#include "evenhand/overlap/partial.hpp"
#include "overlap/scan_counters.hpp"
#include "overlap/scan_units.hpp"

namespace evenhand::overlap {
namespace {

void add(std::uint32_t& sum, std::uint32_t more) noexcept {
  sum = saturated(std::uint64_t{sum} + more);
}

/// Joins two sorted lists; `join(x, y)` puts y into an equal x.
template <class T, class Less, class Join>
std::vector<T> joined(std::vector<T> a, std::vector<T> b, Less less, Join join) {
  if (b.empty()) return a;
  if (a.empty()) return b;
  std::vector<T> out;
  out.reserve(a.size() + b.size());
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (less(a[i], b[j])) {
      out.push_back(std::move(a[i++]));
    } else if (less(b[j], a[i])) {
      out.push_back(std::move(b[j++]));
    } else {
      out.push_back(std::move(a[i++]));
      join(out.back(), b[j++]);
    }
  }
  std::move(a.begin() + static_cast<std::ptrdiff_t>(i), a.end(), std::back_inserter(out));
  std::move(b.begin() + static_cast<std::ptrdiff_t>(j), b.end(), std::back_inserter(out));
  return out;
}

void join_units(UnitRecord& into, UnitRecord& from) {
  add(into.whole_documents, from.whole_documents);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    add(into.documents_hit[arm], from.documents_hit[arm]);
    add(into.documents_half[arm], from.documents_half[arm]);
    add(into.documents_full[arm], from.documents_full[arm]);
    if (is_better(from.best[arm], into.best[arm])) into.best[arm] = from.best[arm];
  }
  if (is_better_longest(from, into)) {
    into.longest = from.longest;
    into.longest_position = from.longest_position;
    into.longest_document = from.longest_document;
  }
  std::move(from.examples.begin(), from.examples.end(), std::back_inserter(into.examples));
  keep_examples(into.examples);
  add(into.question_and_answer_documents, from.question_and_answer_documents);
  add(into.corroborated_documents, from.corroborated_documents);
}

/// Numbers sources by their place in the larger list; the order of grams stays.
void renumber(Partial& p, const std::vector<std::string>& sources) {
  std::vector<std::uint32_t> place;
  for (const std::string& source : p.sources) {
    const auto at = std::lower_bound(sources.begin(), sources.end(), source);
    place.push_back(static_cast<std::uint32_t>(at - sources.begin()));
  }
  for (std::vector<GramRecord>& grams : p.grams) {
    for (GramRecord& gram : grams) gram.source = place[gram.source];
  }
  p.sources = sources;
}

bool in_order(const ShardRecord& a, const ShardRecord& b) noexcept { return a.id < b.id; }

/// Sums of partials without a common shard.
Partial sum(Partial a, Partial b) {
  std::vector<std::string> sources;
  std::set_union(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                 std::back_inserter(sources));
  renumber(a, sources);
  renumber(b, sources);
  a.shards =
      joined(std::move(a.shards), std::move(b.shards), in_order, [](ShardRecord&, ShardRecord&) {});
  for (std::size_t i = 0; i < a.grams.size(); ++i) {
    a.grams[i] = joined(
        std::move(a.grams[i]), std::move(b.grams[i]),
        [](const GramRecord& x, const GramRecord& y) {
          return std::tuple(x.gram, x.source) < std::tuple(y.gram, y.source);
        },
        [](GramRecord& x, GramRecord& y) {
          add(x.count, y.count);
          add(x.documents, y.documents);
        });
  }
  a.spans = joined(
      std::move(a.spans), std::move(b.spans),
      [](const SpanRecord& x, const SpanRecord& y) { return x.token < y.token; },
      [](SpanRecord& x, SpanRecord& y) {
        x.piece = std::max(x.piece, y.piece);
        x.question_answer = std::max(x.question_answer, y.question_answer);
        x.skip = std::max(x.skip, y.skip);
        x.skip_matched = std::max(x.skip_matched, y.skip_matched);
      });
  a.units = joined(
      std::move(a.units), std::move(b.units),
      [](const UnitRecord& x, const UnitRecord& y) {
        return std::tuple(x.item, x.unit) < std::tuple(y.item, y.unit);
      },
      join_units);
  const auto by_place = [](const MalformedLine& x, const MalformedLine& y) {
    return x.place < y.place;
  };
  std::vector<MalformedLine> lines;
  std::merge(a.malformed.begin(), a.malformed.end(), b.malformed.begin(), b.malformed.end(),
             std::back_inserter(lines), by_place);
  if (lines.size() > most_malformed) lines.resize(most_malformed);
  a.malformed = std::move(lines);
  return a;
}

}  // namespace

MergeOutcome merge(Partial a, Partial b) {
  MergeOutcome outcome;
  if (a.index_digest != b.index_digest || a.settings != b.settings) {
    outcome.verdict = MergeVerdict::other_index;
    return outcome;
  }
  std::vector<std::string> common;
  for (const ShardRecord& shard : a.shards) {
    const auto other = std::lower_bound(b.shards.begin(), b.shards.end(), shard, in_order);
    if (other == b.shards.end() || other->id != shard.id) continue;
    common.push_back(shard.id);
    if (!(shard == *other)) outcome.shards.push_back(shard.id);
  }
  if (!outcome.shards.empty()) {
    outcome.verdict = MergeVerdict::other_content;
  } else if (common.size() == b.shards.size() || common.size() == a.shards.size()) {
    outcome.verdict = MergeVerdict::contained;
    outcome.partial = common.size() == b.shards.size() ? std::move(a) : std::move(b);
  } else if (!common.empty()) {
    outcome.verdict = MergeVerdict::partly_shared;
    outcome.shards = std::move(common);
  } else {
    outcome.partial = sum(std::move(a), std::move(b));
  }
  return outcome;
}

}  // namespace evenhand::overlap

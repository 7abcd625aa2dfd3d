#include "overlap/scan_units.hpp"

#include <algorithm>
#include <tuple>

#include "base/digest.hpp"
#include "evenhand/overlap/scan.hpp"

namespace evenhand::overlap {
namespace {

/// Counts tokens of ranges that arrive in order of their beginnings.
class Union {
 public:
  void add(std::uint32_t begin, std::uint32_t end) noexcept {
    begin = std::max(begin, reached_);
    if (end <= begin) return;
    count_ += end - begin;
    reached_ = end;
  }
  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }

 private:
  std::uint32_t reached_ = 0;
  std::uint32_t count_ = 0;
};

HitRecord hit_record(const DocumentKey& document, std::uint32_t item, Unit unit,
                     std::span<const FoundRun> runs, const Passages& passages) {
  HitRecord hit{.document = document,
                .item = item,
                .unit = unit,
                .runs = {},
                .gold_near = false,
                .before = {},
                .match = {},
                .after = {}};
  const FoundRun* longest = &runs.front();
  for (const FoundRun& run : runs) {
    hit.runs.push_back({run.position, run.length, run.source_begin, run.source_end});
    if (run.length > longest->length) longest = &run;
  }
  const std::uint64_t begin = longest->source_begin;
  const std::uint64_t end = longest->source_end;
  hit.before = well_formed(
      last_characters(passages.kept(begin - std::min(begin, most_around), begin), most_around));
  hit.match = well_formed(whole_characters(passages.kept(begin, end), most_match));
  hit.after = well_formed(whole_characters(passages.kept(end, end + most_around), most_around));
  return hit;
}

}  // namespace

std::uint64_t example_hash(const DocumentKey& document, std::uint32_t position) noexcept {
  const std::uint64_t place = hash64(document.shard, static_cast<std::uint64_t>(document.line));
  return hash64(std::string_view("example"), place ^ (std::uint64_t{position} << 20));
}

bool is_better(const BestDocument& a, const BestDocument& b) noexcept {
  if (a.covered != b.covered) return a.covered > b.covered;
  return a.document < b.document;
}

bool is_better_longest(const UnitRecord& a, const UnitRecord& b) noexcept {
  if (a.longest != b.longest) return a.longest > b.longest;
  if (a.longest_position != b.longest_position) return a.longest_position < b.longest_position;
  return a.longest_document < b.longest_document;
}

void keep_examples(std::vector<RunExample>& examples) {
  std::sort(examples.begin(), examples.end(), [](const RunExample& a, const RunExample& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    if (!(a.document == b.document)) return a.document < b.document;
    return std::tuple(a.position, a.source_begin, a.length) <
           std::tuple(b.position, b.source_begin, b.length);
  });
  if (examples.size() > most_examples) examples.resize(most_examples);
}

UnitRecord& UnitSums::record(std::uint32_t item, Unit unit) {
  UnitRecord& record =
      records_[std::uint64_t{item} * unit_count + static_cast<std::uint64_t>(unit)];
  record.item = item;
  record.unit = unit;
  return record;
}

UnitSums::Coverage UnitSums::coverage(std::uint32_t item, Unit unit, RunSpan runs) const {
  const std::uint32_t n = p_.smallest_n();
  const auto is_kept = [&](std::uint32_t t) {
    return IndexParts::bit(p_.indexed[0], t) && !IndexParts::bit(p_.common[0], t);
  };
  Coverage coverage;
  Union all;
  Union kept;
  for (const FoundRun& run : runs) {
    all.add(run.position, run.position + run.length);
    coverage.whole |= run.whole;
    for (std::uint32_t t = run.position; t + n <= run.position + run.length; ++t) {
      if (is_kept(t)) kept.add(t, t + n);
    }
  }
  Union total_kept;
  std::uint32_t total = 0;
  std::uint32_t kept_short = 0;
  const std::uint32_t pieces = p_.first_piece[item + 1];
  const bool both = unit == Unit::question_answer;
  for (std::uint32_t piece = both ? pieces - 1 : p_.first_piece[item]; piece < pieces; ++piece) {
    const View view = both ? p_.question_answer_view(item) : p_.piece_view(piece);
    if (view.unit != unit) continue;
    total += view.size();
    if ((view.kind & kind_short) != 0) {
      if ((view.kind & kind_short_common) != 0) continue;
      total_kept.add(view.begin, view.end);
      const bool met = std::any_of(runs.begin(), runs.end(),
                                   [&](const FoundRun& run) { return run.position == view.begin; });
      if (met) kept_short += view.size();
      continue;
    }
    for (std::uint32_t t = view.begin; t + n <= view.end; ++t) {
      if (is_kept(t)) total_kept.add(t, t + n);
    }
  }
  coverage.covered = {all.count(), kept.count() + kept_short};
  coverage.total = {total, total_kept.count()};
  return coverage;
}

void UnitSums::add_document(const DocumentKey& document, const Runs& runs, std::string& hits) {
  const std::vector<FoundRun>& found = runs.found();
  for (std::size_t from = 0; from < found.size();) {
    std::size_t to = from;
    while (to < found.size() && found[to].item == found[from].item) ++to;
    add_item(document, RunSpan(found).subspan(from, to - from), runs, hits);
    from = to;
  }
}

void UnitSums::add_item(const DocumentKey& document, RunSpan runs, const Runs& scan,
                        std::string& hits) {
  const std::uint32_t item = runs.front().item;
  std::array<std::optional<Coverage>, unit_count> covers;
  for (std::size_t from = 0; from < runs.size();) {
    std::size_t to = from;
    while (to < runs.size() && runs[to].unit == runs[from].unit) ++to;
    const RunSpan own = runs.subspan(from, to - from);
    from = to;
    const Unit unit = own.front().unit;
    const Coverage cover = coverage(item, unit, own);
    covers[static_cast<std::size_t>(unit)] = cover;

    UnitRecord& r = record(item, unit);
    const auto count = [](std::uint32_t& counter, bool one) {
      counter = saturated(std::uint64_t{counter} + one);
    };
    count(r.whole_documents, cover.whole);
    for (std::size_t arm = 0; arm < 2; ++arm) {
      count(r.documents_hit[arm], cover.covered[arm] > 0);
      count(r.documents_half[arm], cover.half(arm));
      count(r.documents_full[arm], cover.full(arm));
      const BestDocument best{cover.covered[arm], document};
      if (best.covered > 0 && (r.best[arm].covered == 0 || is_better(best, r.best[arm]))) {
        r.best[arm] = best;
      }
    }
    UnitRecord longest;
    longest.longest_document = document;
    for (const FoundRun& run : own) {
      r.examples.push_back({.hash = example_hash(document, run.position),
                            .document = document,
                            .position = run.position,
                            .length = run.length,
                            .source_begin = run.source_begin,
                            .source_end = run.source_end});
      longest.longest = run.length;
      longest.longest_position = run.position;
      if (r.longest == 0 || is_better_longest(longest, r)) {
        r.longest = longest.longest;
        r.longest_position = longest.longest_position;
        r.longest_document = document;
      }
    }
    keep_examples(r.examples);

    HitRecord hit = hit_record(document, item, unit, own, scan.passages());
    if (unit == Unit::question) {
      hit.gold_near = scan.gold_near(item);
      count(r.question_and_answer_documents, hit.gold_near && cover.half(1));
    }
    append_hit(hit, hits);
  }
  const std::optional<Coverage>& question = covers[static_cast<std::size_t>(Unit::question)];
  if (!question || !question->whole || !index_.unit(item, Unit::question).low_information) return;
  const std::optional<Coverage>& context = covers[static_cast<std::size_t>(Unit::context)];
  const std::optional<Coverage>& both = covers[static_cast<std::size_t>(Unit::question_answer)];
  const bool with_context = context && context->half(1);
  const bool with_answer =
      both && both->whole && index_.unit(item, Unit::question_answer).mass >= informative_mass;
  if (!with_context && !with_answer) return;
  UnitRecord& r = record(item, Unit::question);
  r.corroborated_documents = saturated(std::uint64_t{r.corroborated_documents} + 1);
}

std::vector<UnitRecord> UnitSums::take() {
  std::vector<UnitRecord> records;
  records.reserve(records_.size());
  for (auto& [key, record] : records_) records.push_back(std::move(record));
  records_.clear();
  std::sort(records.begin(), records.end(), [](const UnitRecord& a, const UnitRecord& b) {
    return std::tuple(a.item, a.unit) < std::tuple(b.item, b.unit);
  });
  return records;
}

}  // namespace evenhand::overlap

#include "evenhand/overlap/scan.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "overlap/scan_runs.hpp"
#include "overlap/scan_units.hpp"

namespace evenhand::overlap {

struct Scanner::State {
  explicit State(const Index& opened)
      : index(opened),
        parts(index.inside()),
        tokeniser(parts.settings.rule),
        sums(parts),
        runs(parts, sums),
        units(index) {}

  void forget_shard() {
    shard = {};
    document = {};
    raw.reset();
    sums.clear();
    units.clear();
    runs.abandon();
    malformed.clear();
    hits.clear();
    invalid_before = tokeniser.invalid_utf8();
  }

  void keep_malformed() {
    std::sort(malformed.begin(), malformed.end(),
              [](const MalformedLine& a, const MalformedLine& b) { return a.place < b.place; });
    if (malformed.size() > most_malformed) malformed.resize(most_malformed);
  }

  [[nodiscard]] std::vector<GramRecord> grams(std::size_t i) const {
    const GramCounts& counts = sums.grams[i];
    std::vector<GramRecord> records;
    records.reserve(counts.met().size());
    for (const std::uint32_t gram : counts.met()) {
      std::uint32_t name = gram;
      if (i == 0) {
        const std::uint64_t slot = parts.slots[gram];
        name = slot_value(slot);
        if ((slot & slot_listed) != 0) name = parts.lists[name + 1];
      }
      records.push_back({.gram = name,
                         .source = 0,
                         .count = counts.occurrences(gram),
                         .documents = counts.documents(gram)});
    }
    std::sort(records.begin(), records.end(),
              [](const GramRecord& a, const GramRecord& b) { return a.gram < b.gram; });
    return records;
  }

  Index index;
  const IndexParts& parts;
  Tokeniser tokeniser;
  Sums sums;
  Runs runs;
  UnitSums units;
  DigestStream raw;
  ShardRecord shard;
  DocumentKey document;
  std::vector<MalformedLine> malformed;
  std::string hits;
  std::int64_t invalid_before = 0;
};

Scanner::Scanner(const Index& index) : state_(std::make_unique<State>(index)) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

void Scanner::begin_shard(std::string id, std::string source) {
  State& s = *state_;
  s.forget_shard();
  s.shard.id = well_formed(id);
  s.shard.source = well_formed(source);
  s.document.shard = s.shard.id;
}

void Scanner::raw(std::string_view bytes) {
  state_->raw.add(bytes);
  state_->shard.bytes += static_cast<std::int64_t>(bytes.size());
}

void Scanner::begin_document(std::int64_t line) {
  state_->document.line = line;
  state_->tokeniser.begin_document();
  state_->runs.begin_document();
}

void Scanner::text(std::string_view piece) {
  State& s = *state_;
  s.shard.text_bytes += static_cast<std::int64_t>(piece.size());
  while (!piece.empty()) {
    const std::size_t size = std::min(piece.size(), most_piece);
    s.runs.feed(piece.substr(0, size), s.tokeniser);
    piece.remove_prefix(size);
  }
}

void Scanner::end_segment() { state_->runs.end_segment(state_->tokeniser); }

void Scanner::end_document() {
  State& s = *state_;
  end_segment();
  s.runs.end_document();
  s.sums.end_document();
  const auto tokens = static_cast<std::int64_t>(s.runs.tokens());
  ++s.shard.documents;
  s.shard.tokens += tokens;
  s.shard.empty += tokens == 0;
  s.shard.invalid_utf8 = s.tokeniser.invalid_utf8() - s.invalid_before;
  if (s.runs.found().empty()) return;
  ++s.shard.documents_hit;
  s.units.add_document(s.document, s.runs, s.hits);
}

void Scanner::malformed(std::int64_t line, LineProblem problem) {
  State& s = *state_;
  ++s.shard.malformed;
  s.malformed.push_back({{s.shard.id, line}, problem});
  if (s.malformed.size() >= 2 * most_malformed) s.keep_malformed();
}

void Scanner::blank() { ++state_->shard.blank; }

std::string Scanner::take_hits() { return std::exchange(state_->hits, {}); }

Partial Scanner::end_shard() {
  State& s = *state_;
  Partial partial;
  partial.index_digest = s.index.digest();
  partial.settings = s.index.settings();
  s.shard.digest = hex(s.raw.digest());
  partial.sources = {s.shard.source};
  partial.shards = {std::move(s.shard)};
  for (std::size_t i = 0; i < s.sums.grams.size(); ++i) partial.grams.push_back(s.grams(i));
  const Spans& spans = s.sums.spans;
  for (const std::uint32_t t : s.sums.spans.met()) {
    partial.spans.push_back({.token = t,
                             .piece = spans.piece(t),
                             .question_answer = spans.question_answer(t),
                             .skip = spans.skip(t),
                             .skip_matched = spans.skip_matched(t)});
  }
  partial.units = s.units.take();
  s.keep_malformed();
  partial.malformed = std::move(s.malformed);
  std::string hits = take_hits();
  s.forget_shard();
  s.hits = std::move(hits);
  return partial;
}

void Scanner::abandon_shard() { state_->forget_shard(); }

const ShardRecord& Scanner::progress() const noexcept { return state_->shard; }

}  // namespace evenhand::overlap

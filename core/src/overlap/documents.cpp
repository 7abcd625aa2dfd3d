#include "evenhand/overlap/documents.hpp"

#include <algorithm>
#include <utility>

#include "base/digest.hpp"
#include "overlap/corpus_documents.hpp"
#include "overlap/json_write.hpp"
#include "overlap/metrics_apply.hpp"
#include "overlap/scan_passages.hpp"

namespace evenhand::overlap {

/// Gathers the text of a document, then looks at it.
struct DocumentPass::State {
  State(std::shared_ptr<const DocumentCutter> cuts, std::shared_ptr<const SubsequenceFinder> finds,
        std::size_t most)
      : cutter(std::move(cuts)), finder(std::move(finds)), longest(most) {}

  [[nodiscard]] const Index& index() const noexcept {
    return cutter ? cutter->index() : finder->index();
  }

  void forget_shard() {
    reader.reset();
    raw.reset();
    record = {};
    if (cutter) record.cut.emplace();
    if (finder) record.pairs.emplace();
    found.clear();
    lines.clear();
  }

  // What CorpusDocuments tells.
  void begin_document(std::int64_t number) {
    line = number;
    is_long = false;
    text_.clear();
    joints.clear();
  }
  void text(std::string_view piece) {
    is_long = is_long || piece.size() > longest - text_.size();
    if (!is_long) text_ += piece;
  }
  void end_segment() {
    if (is_long) return;
    joints.push_back(text_.size());
    text("\n");
  }
  void end_document() {
    if (is_long) {
      malformed(line, LineProblem::too_long);
    } else {
      ++record.shard.documents;
      record.shard.text_bytes += static_cast<std::int64_t>(text_.size());
      cutter ? cut() : compare();
    }
    // One long document does not keep its memory to the end.
    if (text_.capacity() > std::size_t{1} << 24) text_ = std::string();
  }
  void malformed(std::int64_t number, LineProblem problem) {
    ++record.shard.malformed;
    // Lines come in order.
    if (record.malformed.size() == most_malformed) return;
    record.malformed.push_back({{record.shard.id, number}, problem});
  }
  void blank() { ++record.shard.blank; }

  void seen(std::int64_t tokens, std::int64_t invalid, bool hit) {
    record.shard.tokens += tokens;
    record.shard.empty += tokens == 0 ? 1 : 0;
    record.shard.invalid_utf8 += invalid;
    record.shard.documents_hit += hit ? 1 : 0;
  }

  void cut() {
    const CutDocument result = cutter->cut(text_, joints);
    seen(result.tokens, result.invalid_utf8, result.hits > 0);
    CutCounts& counts = *record.cut;
    counts.hits += result.hits;
    if (result.hits == 0) {
      ++counts.whole;
    } else if (result.dropped) {
      ++counts.too_dirty;
    } else {
      ++(result.kept.empty() ? counts.too_short : counts.cut);
      counts.short_pieces += result.short_pieces;
    }
    for (const ByteRange& piece : result.kept) {
      ++counts.pieces;
      counts.kept_bytes += static_cast<std::int64_t>(piece.end - piece.begin);
      begin_line();
      append(",\"begin\":", piece.begin);
      append(",\"end\":", piece.end);
      const auto begin = static_cast<std::size_t>(piece.begin);
      const auto size = static_cast<std::size_t>(piece.end) - begin;
      const std::string_view text = std::string_view(text_).substr(begin, size);
      append(",\"text\":", result.invalid_utf8 > 0 ? well_formed(text) : text);
      lines += "}\n";
    }
  }

  void compare() {
    const SubsequenceResult result = finder->compare(text_, joints);
    seen(result.tokens, result.invalid_utf8, !result.matches.empty());
    PairCounts& counts = *record.pairs;
    counts.compared += result.compared;
    counts.pairs += static_cast<std::int64_t>(result.matches.size());
    for (const SubsequenceMatch& match : result.matches) {
      found.resize(index().items());
      found[match.item] = true;
      begin_line();
      append(",\"document_tokens\":", static_cast<std::uint64_t>(match.document_tokens));
      append(",\"item\":", match.item);
      append(",\"benchmark\":", index().benchmark_name(index().benchmark_of(match.item)));
      append(",\"id\":", index().item_id(match.item));
      append(",\"item_tokens\":", static_cast<std::uint64_t>(match.item_tokens));
      append(",\"lcs\":", static_cast<std::uint64_t>(match.length));
      lines += "}\n";
    }
  }

  void begin_line() {
    append("{\"doc\":[", record.shard.id);
    append(",", static_cast<std::uint64_t>(line));
    lines += ']';
  }
  void append(std::string_view before, std::uint64_t number) {
    lines += before;
    append_json_number(number, lines);
  }
  void append(std::string_view before, std::string_view string) {
    lines += before;
    append_json_string(string, lines);
  }

  std::shared_ptr<const DocumentCutter> cutter;     // one of the two
  std::shared_ptr<const SubsequenceFinder> finder;  // is there
  std::size_t longest;
  std::optional<CorpusDocuments<State>> reader;
  DigestStream raw;
  PassRecord record;
  std::vector<bool> found;  // items of pairs
  std::string lines;

  std::int64_t line = 0;
  std::string text_;
  std::vector<std::size_t> joints;
  bool is_long = false;
};

DocumentPass::DocumentPass(std::shared_ptr<const DocumentCutter> cutter, std::size_t longest)
    : state_(std::make_unique<State>(std::move(cutter), nullptr, longest)) {}
DocumentPass::DocumentPass(std::shared_ptr<const SubsequenceFinder> finder, std::size_t longest)
    : state_(std::make_unique<State>(nullptr, std::move(finder), longest)) {}
DocumentPass::~DocumentPass() = default;
DocumentPass::DocumentPass(DocumentPass&&) noexcept = default;
DocumentPass& DocumentPass::operator=(DocumentPass&&) noexcept = default;

PassFacts DocumentPass::facts() const {
  const State& s = *state_;
  const ScanSettings& settings = s.index().settings();
  PassFacts out{.definition = s.cutter ? Definition::gpt3_filter : Definition::qwen2_lcs,
                .index_digest = std::string(s.index().digest()),
                .counts_digest = s.cutter ? s.cutter->counts_digest() : std::string(),
                .options = {},
                .notes = {}};
  for (OptionFact& fact : option_facts(rule_of(out.definition), settings)) {
    const bool of_text = fact.option == Edge::text_rule || fact.option == Edge::punct;
    if (of_text) out.options.push_back(std::move(fact));
  }
  const std::vector<OptionFact> own =
      s.cutter ? option_facts(s.cutter->options()) : option_facts(s.finder->options());
  out.options.insert(out.options.end(), own.begin(), own.end());
  out.notes = text_notes(out.definition, settings.rule);
  out.notes.set_if(Approximation::letterless_left_out, s.cutter && !settings.letterless);
  out.notes.set_if(Approximation::candidates_only, s.finder != nullptr);
  return out;
}

void DocumentPass::begin_shard(std::string id, std::string source, DocumentUnit unit,
                               std::string_view text_field) {
  State& s = *state_;
  s.forget_shard();
  s.record.shard.id = well_formed(id);
  s.record.shard.source = well_formed(source);
  s.reader.emplace(s, unit, JsonPath::parse(text_field));
}

void DocumentPass::raw(std::string_view bytes) {
  state_->raw.add(bytes);
  state_->record.shard.bytes += static_cast<std::int64_t>(bytes.size());
}

void DocumentPass::feed(std::string_view bytes) { state_->reader->feed(bytes); }

std::string DocumentPass::take_lines() { return std::exchange(state_->lines, {}); }

PassRecord DocumentPass::end_shard() {
  State& s = *state_;
  s.reader->finish();
  s.record.shard.digest = hex(s.raw.digest());
  for (std::uint32_t item = 0; item < s.found.size(); ++item) {
    if (s.found[item]) s.record.pairs->items.push_back(item);
  }
  PassRecord record = std::move(s.record);
  std::string lines = take_lines();
  s.forget_shard();
  s.lines = std::move(lines);
  return record;
}

void DocumentPass::abandon_shard() { state_->forget_shard(); }

const ShardRecord& DocumentPass::progress() const noexcept { return state_->record.shard; }

}  // namespace evenhand::overlap

/// `evenhand-scan cut` and `evenhand-scan pairs`: a corpus through the definitions that need
/// documents themselves.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "choices.hpp"
#include "evenhand/overlap/documents.hpp"
#include "fields/overlap_documents.hpp"
#include "files.hpp"
#include "index_file.hpp"
#include "json_reader.hpp"
#include "json_writer.hpp"
#include "partials.hpp"
#include "shard_run.hpp"
#include "verbs.hpp"

namespace evenhand::scan {
namespace {

namespace fs = std::filesystem;
using overlap::CutCounts;
using overlap::DocumentPass;
using overlap::PairCounts;
using overlap::PassFacts;
using overlap::PassRecord;

/// What a verb makes of a shard: FILE.NAME.jsonl with lines, and FILE.NAME.record that says of
/// them.
struct PassFiles {
  std::string name;
  const PassOptions& options;

  [[nodiscard]] std::string lines(const Shard& shard) const { return base(shard) + ".jsonl"; }
  [[nodiscard]] std::string record(const Shard& shard) const { return base(shard) + ".record"; }

 private:
  [[nodiscard]] std::string base(const Shard& shard) const {
    return (fs::path(options.output) / (shard.id + "." + name)).string();
  }
};

std::string json_line(const auto& structure) {
  abi::JsonWriter json;
  json.value(structure);
  return json.take() + "\n";
}

PassRecord pass_shard(DocumentPass& pass, const Shard& shard, const PassFiles& files,
                      Progress& progress) {
  OutputFile lines(files.lines(shard));
  pass.begin_shard(shard.id, files.options.source, shard.unit, files.options.text_field);
  PassRecord record;
  try {
    stream_shard(shard, progress,
                 {.raw = [&](std::string_view bytes) { pass.raw(bytes); },
                  .feed =
                      [&](std::string_view contents) {
                        pass.feed(contents);
                        lines.write(pass.take_lines());
                      }});
    record = pass.end_shard();
    lines.write(pass.take_lines());
  } catch (const Failure&) {
    pass.abandon_shard();
    throw;
  }
  // The record is last: when it is there, so are the lines.
  lines.commit();
  const std::string text = json_line(record);
  write_whole(files.record(shard), std::as_bytes(std::span(text)));
  return record;
}

std::optional<PassRecord> done_before(const Shard& shard, const PassFiles& files) {
  const std::string path = files.record(shard);
  if (!file_exists(path) || !file_exists(files.lines(shard))) return std::nullopt;
  try {
    const MappedFile file(path);
    PassRecord record;
    const std::string_view text(reinterpret_cast<const char*>(file.bytes().data()),
                                file.bytes().size());
    if (!abi::JsonReader::read(text, record) ||
        !is_unchanged(shard, record.shard, files.options.source, path)) {
      return std::nullopt;
    }
    return record;
  } catch (const Failure&) {
    return std::nullopt;  // Whatever it is, it is written anew.
  }
}

std::string settings_of(const PassFacts& facts, const PassOptions& options) {
  abi::JsonWriter json;
  json.begin_object();
  write_reading(json, options);
  json.key("pass");
  json.value(facts);
  json.end_object();
  return json.take() + "\n";
}

/// What all shards gave.
class PassTotal {
 public:
  void add(const PassRecord& record) {
    const std::lock_guard lock(mutex_);
    ++shards_;
    documents_ += record.shard.documents;
    malformed_ += record.shard.malformed;
    text_bytes_ += record.shard.text_bytes;
    hit_ += record.shard.documents_hit;
    if (record.cut) add(*record.cut);
    if (record.pairs) {
      pairs_.compared += record.pairs->compared;
      pairs_.pairs += record.pairs->pairs;
      items_.insert(record.pairs->items.begin(), record.pairs->items.end());
    }
  }

  [[nodiscard]] std::string json(const PassFacts& facts) {
    pairs_.items.assign(items_.begin(), items_.end());
    const bool cuts = is_cut(facts);
    abi::JsonWriter json;
    json.begin_object();
    json.key("pass");
    json.value(facts);
    json.key("shards");
    json.value(shards_);
    json.key("documents");
    json.value(documents_);
    json.key("documentsHit");
    json.value(hit_);
    json.key("malformed");
    json.value(malformed_);
    json.key("textBytes");
    json.value(text_bytes_);
    json.key("cut");
    json.value(cuts ? std::optional(cut_) : std::nullopt);
    json.key("pairs");
    json.value(cuts ? std::nullopt : std::optional(pairs_));
    json.end_object();
    return json.take() + "\n";
  }

  [[nodiscard]] std::string text(const PassFacts& facts) const {
    const EnumText definition = text_of(facts.definition);
    std::string out = std::string(definition.title) + ": " + std::string(definition.detail) +
                      "\nIndex " + facts.index_digest + "\n\nOptions\n";
    for (const overlap::OptionFact& fact : facts.options) {
      out += "  " + std::string(text_of(fact.option).title) + ": " + fact.value + "\n";
    }
    for (std::size_t i = 0; i < texts(overlap::Approximation{}).size(); ++i) {
      const auto note = static_cast<overlap::Approximation>(i);
      if (facts.notes.has(note)) out += "  " + std::string(text_of(note).detail) + "\n";
    }
    out += "\n" + count_text(documents_) + " documents in " + count_text(shards_) + " shards, " +
           bytes_text(static_cast<double>(text_bytes_)) + " of text\n";
    return out + (is_cut(facts) ? cut_text() : pairs_text());
  }

 private:
  static bool is_cut(const PassFacts& facts) {
    return facts.definition == overlap::Definition::gpt3_filter;
  }

  void add(const CutCounts& counts) {
    cut_.whole += counts.whole;
    cut_.cut += counts.cut;
    cut_.too_dirty += counts.too_dirty;
    cut_.too_short += counts.too_short;
    cut_.hits += counts.hits;
    cut_.pieces += counts.pieces;
    cut_.short_pieces += counts.short_pieces;
    cut_.kept_bytes += counts.kept_bytes;
  }

  [[nodiscard]] std::string cut_text() const {
    return "  " + count_text(cut_.whole) + " have no hit and are kept whole\n  " +
           count_text(cut_.cut) + " are cut: pieces of them are kept\n  " +
           count_text(cut_.too_dirty) + " are dropped as too dirty\n  " +
           count_text(cut_.too_short) + " are dropped: no piece is long enough\n" +
           count_text(cut_.hits) + " n-grams found; " + count_text(cut_.pieces) +
           " pieces kept, whole documents included (" +
           bytes_text(static_cast<double>(cut_.kept_bytes)) + "), " +
           count_text(cut_.short_pieces) + " too short\n";
  }

  [[nodiscard]] std::string pairs_text() const {
    return "  " + count_text(hit_) + " are in a pair\n" + count_text(pairs_.compared) +
           " pairs of document and item compared: " + count_text(pairs_.pairs) +
           " are a match, of " + count_text(static_cast<std::int64_t>(items_.size())) + " items\n";
  }

  std::mutex mutex_;
  std::int64_t shards_ = 0;
  std::int64_t documents_ = 0;
  std::int64_t malformed_ = 0;
  std::int64_t text_bytes_ = 0;
  std::int64_t hit_ = 0;
  CutCounts cut_;
  PairCounts pairs_;
  std::set<std::uint32_t> items_;
};

/// `name`: of the verb. `make`: a pass for each thread.
Status run_pass(const PassOptions& options, const std::string& name, std::string_view done,
                const std::function<DocumentPass()>& make) {
  const PassFiles files{name, options};
  const PassFacts facts = make().facts();
  PassTotal total;
  const auto counted = [&total](const PassRecord& record) {
    total.add(record);
    return ReadShard{record.shard, record.malformed};
  };
  stop_gently();
  const Status status = run_shards(
      options, {.done = done,
                .settings_name = "evenhand-" + name + ".record",
                .settings = settings_of(facts, options),
                .done_before = [&](const Shard& shard) -> std::optional<ReadShard> {
                  const auto record = done_before(shard, files);
                  return record ? std::optional(counted(*record)) : std::nullopt;
                },
                .worker =
                    [&] {
                      const auto pass = std::make_shared<DocumentPass>(make());
                      return [&files, counted, pass](const Shard& shard, Progress& progress) {
                        return counted(pass_shard(*pass, shard, files, progress));
                      };
                    }});
  print(options.json ? total.json(facts) : total.text(facts));
  return status;
}

/// What was made with the options, or a refusal that names one.
template <class Made>
Made made_of(Result<Made> made) {
  if (!made) {
    throw Failure(Status::bad_input, "--option " + std::string(made.error().argument) + ": " +
                                         text_of_error(made.error()));
  }
  return made.take();
}

}  // namespace

Status run_cut(const PassOptions& options) {
  check_text_field(options.text_field);
  overlap::CutOptions chosen;
  for (const std::string& choice : options.choices) {
    abi::Chooser::choose(chosen, "--option", choice);
  }
  if (options.partials.empty() && chosen.most_count > 0) {
    throw Failure(Status::bad_input,
                  "--partial is missing: n-grams in many documents are not cut, and a scan says "
                  "which they are; without one, give --option mostCount=0");
  }
  const IndexFile file(options.index);
  const overlap::Index& index = file.index();
  std::optional<overlap::Partial> partial;
  if (!options.partials.empty()) {
    Sum sum;
    for (const std::string& path : find_partials(options.partials)) {
      sum.add(read_partial(path), path);
    }
    partial = sum.finish();
    if (partial->index_digest != index.digest()) {
      throw Failure(Status::bad_input,
                    options.partials[0] + ": " + text_of_error({Errc::other_index, "partial"}));
    }
  }
  const auto cutter =
      made_of(overlap::DocumentCutter::make(index, partial ? &*partial : nullptr, chosen));
  partial.reset();
  return run_pass(options, "cut", "cut", [&cutter] { return DocumentPass(cutter); });
}

Status run_pairs(const PassOptions& options) {
  check_text_field(options.text_field);
  overlap::SubsequenceOptions chosen;
  for (const std::string& choice : options.choices) {
    abi::Chooser::choose(chosen, "--option", choice);
  }
  const IndexFile file(options.index);
  const overlap::Index& index = file.index();
  const auto finder = made_of(overlap::SubsequenceFinder::make(index, chosen));
  return run_pass(options, "pairs", "compared", [&finder] { return DocumentPass(finder); });
}

}  // namespace evenhand::scan

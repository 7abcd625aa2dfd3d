/// The sessions of the area `overlap`, and the calls that build an index and scan with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../sessions.hpp"
#include "evenhand/overlap/documents.hpp"
#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/items.hpp"
#include "evenhand/overlap/partial.hpp"
#include "evenhand/overlap/report.hpp"
#include "evenhand/overlap/scan.hpp"
#include "overlap_scan.hpp"
#include "shared.hpp"

namespace evenhand::abi {

/// Bytes that a scan may take before an index for it is refused.
inline constexpr std::int64_t default_memory_limit = 1'500'000'000;

// ---- What is kept between calls -----------------------------------------------------------------

struct NewIndex {
  overlap::IndexBuilder builder;
  std::vector<std::byte> bytes;
};

struct OpenIndex {
  GivenBytes bytes;
  overlap::Index index;
};

struct BeginShardRequest {
  std::int64_t session = 0;
  std::string_view id;
  std::string_view source;
  overlap::DocumentUnit documents = overlap::DocumentUnit::json_lines;
  std::string_view text_field = "text";
};

/// What shards are streamed through, one after the other.
struct ShardStream {
  explicit ShardStream(std::shared_ptr<OpenIndex> open) : index(std::move(open)) {}
  virtual ~ShardStream() = default;
  ShardStream(const ShardStream&) = delete;
  ShardStream& operator=(const ShardStream&) = delete;

  virtual void begin(const BeginShardRequest& shard) = 0;
  virtual void raw(std::string_view bytes) = 0;
  virtual void feed(std::string_view bytes) = 0;
  virtual std::string take_lines() = 0;
  virtual void abandon() = 0;
  [[nodiscard]] virtual const overlap::ShardRecord& progress() const = 0;

  std::shared_ptr<OpenIndex> index;
  bool begun = false;  ///< a shard has begun
  std::string lines;
};

struct Scan : ShardStream {
  explicit Scan(std::shared_ptr<OpenIndex> open)
      : ShardStream(std::move(open)), scanner(index->index) {}
  void begin(const BeginShardRequest& shard) override {
    scanner.begin_shard(std::string(shard.id), std::string(shard.source));
    reader.emplace(scanner, shard.documents, shard.text_field);
  }
  void raw(std::string_view bytes) override { scanner.raw(bytes); }
  void feed(std::string_view bytes) override { reader->feed(bytes); }
  std::string take_lines() override { return scanner.take_hits(); }
  void abandon() override { scanner.abandon_shard(); }
  [[nodiscard]] const overlap::ShardRecord& progress() const override { return scanner.progress(); }

  overlap::Scanner scanner;
  std::optional<overlap::CorpusReader> reader;
  std::vector<std::byte> partial;
};

struct Pass : ShardStream {
  Pass(std::shared_ptr<OpenIndex> open, overlap::DocumentPass pass)
      : ShardStream(std::move(open)), documents(std::move(pass)) {}
  void begin(const BeginShardRequest& shard) override {
    documents.begin_shard(std::string(shard.id), std::string(shard.source), shard.documents,
                          shard.text_field);
  }
  void raw(std::string_view bytes) override { documents.raw(bytes); }
  void feed(std::string_view bytes) override { documents.feed(bytes); }
  std::string take_lines() override { return documents.take_lines(); }
  void abandon() override { documents.abandon_shard(); }
  [[nodiscard]] const overlap::ShardRecord& progress() const override {
    return documents.progress();
  }

  overlap::DocumentPass documents;
};

struct Merge {
  /// Partials added up, as many as 2 to the place: so that many small ones take no longer than
  /// their number.
  std::vector<std::optional<overlap::Partial>> sums;
  std::vector<std::byte> bytes;
};

struct Evaluation {
  std::shared_ptr<OpenIndex> index;
  std::shared_ptr<overlap::Evaluator> evaluator;
};

inline Sessions<NewIndex, OpenIndex, Scan, Pass, Merge, Evaluation> sessions;

/// A scan or a pass; null when there is none of that number.
inline std::shared_ptr<ShardStream> find_stream(std::int64_t session) {
  if (auto scan = sessions.find<Scan>(session)) return scan;
  return sessions.find<Pass>(session);
}
/// One in which a shard has begun.
inline std::shared_ptr<ShardStream> find_begun(std::int64_t session) {
  auto stream = find_stream(session);
  return stream != nullptr && stream->begun ? stream : nullptr;
}

inline constexpr Error no_session{Errc::value_out_of_range, "session"};

struct Session {
  std::int64_t session = 0;
};

struct Done {};

inline std::string_view text_of_bytes(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class V, Is<Session> S>
void fields(V& v, S& s) {
  v.type("SessionNumber", "What was opened.");
  v("session", s.session, "Its number.");
}

template <class V, Is<Done> S>
void fields(V& v, S&) {
  v.type("Done", "Nothing to tell.");
}

// ---- An index -----------------------------------------------------------------------------------

struct BeginIndexRequest {
  NewSettings settings;
};

template <class V, Is<BeginIndexRequest> S>
void fields(V& v, S& s) {
  v.type("BeginIndexRequest", "");
  v("settings", s.settings, "");
}

inline Result<Session> run(const BeginIndexRequest& request) {
  overlap::ScanSettings settings = request.settings.settings;
  settings.n.assign(request.settings.n.begin(), request.settings.n.end());
  return Session{sessions.open(
      std::make_shared<NewIndex>(NewIndex{overlap::IndexBuilder(std::move(settings)), {}}))};
}

/// Where the parts of an item are in its JSON object; the usual names when nothing is given.
struct ItemFieldNames {
  std::string_view id;
  std::string_view context;
  std::string_view question;
  std::string_view answer;
  std::string_view choices;
  std::string_view answer_split;
};

struct AddBenchmarkRequest {
  std::int64_t session = 0;
  std::string_view name;
  std::span<const std::uint8_t> lines;
  ItemFieldNames fields;
};

template <class V, Is<ItemFieldNames> S>
void fields(V& v, S& s) {
  v.type("ItemFieldNames",
         "Where the parts of an item are in its object: paths such as `text`, `doc.query` or "
         "`turns[*].content`. A path that is given must lead somewhere in every item.");
  v.defaulted("id", s.id, "`id`, `task_id` or `question_id`, if there is one; else the line.");
  v.defaulted("context", s.context, "The passage: `context` or `passage`, if there is one.");
  v.defaulted("question", s.question, "`question`, `prompt` or `input`.");
  v.defaulted("answer", s.answer, "`answer`, `target` or `gold`, if there is one.");
  v.defaulted("choices", s.choices, "`choices` or `options`, if there are any.");
  v.defaulted("answerSplit", s.answer_split,
              "What stands before the short answer in every long one, such as `####`.");
}

template <class V, Is<AddBenchmarkRequest> S>
void fields(V& v, S& s) {
  v.type("AddBenchmarkRequest", "");
  v("session", s.session, "");
  v("name", s.name, "");
  v("lines", s.lines, "");
  v("fields", s.fields, "");
}

template <class V, Is<overlap::ItemProblem> S>
void fields(V& v, S& s) {
  v.type("ItemProblem", "Why a benchmark cannot be indexed.");
  v("kind", s.kind, "What is wrong.");
  v("line", s.line, "From 1; 0 when it is about no line.");
  v("field", s.field, "The part of the item that it is about, or null.");
  v("found", s.found, "What stands there, at most 60 bytes.");
  v("otherLine", s.other_line, "The earlier item that it contradicts, or 0.");
}

template <class V, Is<overlap::ItemsRead> S>
void fields(V& v, S& s) {
  v.type("ItemsRead", "What was read of a benchmark.");
  v("items", s.items, "Items.");
  v("blank", s.blank, "Lines of white space only.");
  v("problem", s.problem, "Why it cannot be indexed, or null.");
}

inline Result<overlap::ItemsRead> run(const AddBenchmarkRequest& request) {
  const auto open = sessions.find<NewIndex>(request.session);
  if (open == nullptr) return no_session;
  const ItemFieldNames& names = request.fields;
  overlap::ItemFormat format;
  const auto path = [&format](overlap::ItemField field) -> std::string& {
    return format.paths[static_cast<std::size_t>(field)];
  };
  path(overlap::ItemField::id) = names.id;
  path(overlap::ItemField::context) = names.context;
  path(overlap::ItemField::question) = names.question;
  path(overlap::ItemField::answer) = names.answer;
  path(overlap::ItemField::choices) = names.choices;
  format.answer_split = names.answer_split;
  return overlap::read_items(text_of_bytes(request.lines), request.name, format, open->builder);
}

struct BuildIndexRequest {
  std::int64_t session = 0;
  std::int64_t memory_limit = default_memory_limit;
};

struct BuiltIndex {
  std::span<const std::byte> index;
  std::int64_t scan_memory = 0;
  std::int64_t invalid_utf8 = 0;
};

template <class V, Is<BuildIndexRequest> S>
void fields(V& v, S& s) {
  v.type("BuildIndexRequest", "");
  v("session", s.session, "");
  v.defaulted("memoryLimit", s.memory_limit, "Bytes that a scan may take.");
}

template <class V, Is<BuiltIndex> S>
void fields(V& v, S& s) {
  v.type("BuiltIndex", "An index as it was built.");
  v("index", s.index, "The bytes of the index: a file, or a message to workers.");
  v("scanMemory", s.scan_memory, "Memory that a scan with it takes, in bytes.");
  v("invalidUtf8", s.invalid_utf8, "Malformed sequences in the items, each read as U+FFFD.");
}

inline Result<BuiltIndex> run(const BuildIndexRequest& request) {
  const auto open = sessions.find<NewIndex>(request.session);
  if (open == nullptr) return no_session;
  const std::int64_t needed = open->builder.scan_memory();
  if (needed > request.memory_limit) {
    return Error{Errc::too_much_memory, "memoryLimit", static_cast<double>(needed)};
  }
  const std::int64_t invalid = open->builder.invalid_utf8();
  auto built = open->builder.build();
  if (!built) return built.error();
  open->bytes = built.take();
  return BuiltIndex{open->bytes, needed, invalid};
}

struct OpenIndexRequest {
  GivenBytes index;
};

struct OpenedIndex {
  std::int64_t session = 0;
  std::string digest;
  overlap::ScanSettings settings;
  std::vector<std::string> benchmarks;
  std::vector<std::uint32_t> first_items;
  std::uint32_t items = 0;
  std::uint32_t tokens = 0;
  std::vector<std::int64_t> grams;
  std::int64_t overhead_bytes = 0;
};

template <class V, Is<OpenIndexRequest> S>
void fields(V& v, S& s) {
  v.type("OpenIndexRequest", "");
  v("index", s.index, "The bytes of an index.");
}

template <class V, Is<OpenedIndex> S>
void fields(V& v, S& s) {
  v.type("OpenedIndex", "What is in an index.");
  v("session", s.session, "Its number.");
  v("digest", s.digest, "32 hexadecimal digits over settings, ids and normalised texts.");
  v("settings", s.settings, "What a scan with it does.");
  v("benchmarks", s.benchmarks, "Their names.");
  v("firstItems", s.first_items, "Number of the first item of each benchmark.");
  v("items", s.items, "How many, of all benchmarks.");
  v("tokens", s.tokens, "How many.");
  v("grams", s.grams, "Different n-grams, for each n.");
  v("overheadBytes", s.overhead_bytes, "Bytes beyond the texts and the ids.");
}

inline Result<OpenedIndex> run(OpenIndexRequest& request) {
  const auto opened = overlap::Index::open(request.index.bytes());
  if (!opened) return opened.error();
  const overlap::Index& index = *opened;
  OpenedIndex answer;
  answer.digest = index.digest();
  answer.settings = index.settings();
  for (std::size_t i = 0; i < index.benchmarks(); ++i) {
    answer.benchmarks.emplace_back(index.benchmark_name(i));
    answer.first_items.push_back(index.first_item(i));
  }
  answer.items = index.items();
  answer.tokens = index.tokens();
  for (std::size_t i = 0; i < answer.settings.n.size(); ++i) answer.grams.push_back(index.grams(i));
  answer.overhead_bytes = index.overhead_bytes();
  // The view stays where it is when the owner of its bytes moves.
  answer.session =
      sessions.open(std::make_shared<OpenIndex>(OpenIndex{std::move(request.index), index}));
  return answer;
}

struct IndexItemsRequest {
  std::int64_t session = 0;
};

struct ItemIds {
  std::vector<std::string> ids;
};

template <class V, Is<IndexItemsRequest> S>
void fields(V& v, S& s) {
  v.type("IndexItemsRequest", "");
  v("session", s.session, "");
}

template <class V, Is<ItemIds> S>
void fields(V& v, S& s) {
  v.type("ItemIds", "The ids of all items.");
  v("ids", s.ids, "By number of the item.");
}

inline Result<ItemIds> run(const IndexItemsRequest& request) {
  const auto open = sessions.find<OpenIndex>(request.session);
  if (open == nullptr) return no_session;
  ItemIds answer;
  for (std::uint32_t item = 0; item < open->index.items(); ++item) {
    answer.ids.emplace_back(open->index.item_id(item));
  }
  return answer;
}

struct IndexItemRequest {
  std::int64_t session = 0;
  std::int64_t item = 0;
};

struct UnitText {
  overlap::Unit unit = overlap::Unit::context;
  std::uint32_t first = 0;
  std::vector<std::vector<std::string>> pieces;
  std::int64_t mass = 0;
  bool untestable = false;
  bool low_information = false;
};

struct ItemText {
  std::vector<UnitText> units;
};

template <class V, Is<IndexItemRequest> S>
void fields(V& v, S& s) {
  v.type("IndexItemRequest", "");
  v("session", s.session, "");
  v("item", s.item, "");
}

template <class V, Is<UnitText> S>
void fields(V& v, S& s) {
  v.type("UnitText", "One part of an item as it is compared.");
  v("unit", s.unit, "Which part.");
  v("first", s.first, "Position of its first token in the index; the others follow.");
  v("pieces", s.pieces, "Its tokens: of a passage, of each reference, of each choice.");
  v("mass", s.mass,
    "How much it tells: 2 for a word, 1 for a character of scripts without spaces.");
  v("untestable", s.untestable, "Mass below 6, or no letter.");
  v("lowInformation", s.low_information, "Mass from 6 to below 16.");
}

template <class V, Is<ItemText> S>
void fields(V& v, S& s) {
  v.type("ItemText", "An item as it is compared.");
  v("units", s.units, "The parts it has: context, question, answer, choices.");
}

inline Result<ItemText> run(const IndexItemRequest& request) {
  const auto open = sessions.find<OpenIndex>(request.session);
  if (open == nullptr) return no_session;
  const overlap::Index& index = open->index;
  if (request.item < 0 || request.item >= static_cast<std::int64_t>(index.items())) {
    return Error{Errc::value_out_of_range, "item"};
  }
  const auto item = static_cast<std::uint32_t>(request.item);
  ItemText answer;
  for (const overlap::Unit unit : {overlap::Unit::context, overlap::Unit::question,
                                   overlap::Unit::answer, overlap::Unit::choices}) {
    const overlap::UnitInfo info = index.unit(item, unit);
    if (info.tokens.size() == 0) continue;
    UnitText text{unit, info.tokens.begin, {}, info.mass, info.untestable, info.low_information};
    for (const overlap::TokenRange piece : index.pieces(item, unit)) {
      auto& tokens = text.pieces.emplace_back();
      for (std::uint32_t at = piece.begin; at < piece.end; ++at) {
        tokens.emplace_back(index.token(at));
      }
    }
    answer.units.push_back(std::move(text));
  }
  return answer;
}

// ---- A scan -------------------------------------------------------------------------------------

struct TextFieldRequest {
  std::string_view path;
};

struct TextField {
  bool valid = false;
};

template <class V, Is<TextFieldRequest> S>
void fields(V& v, S& s) {
  v.type("TextFieldRequest", "");
  v("path", s.path, "");
}

template <class V, Is<TextField> S>
void fields(V& v, S& s) {
  v.type("TextField", "Whether a path is understood.");
  v("valid", s.valid, "Whether it is.");
}

inline Result<TextField> run(const TextFieldRequest& request) {
  return TextField{overlap::is_text_field(request.path)};
}

struct BeginScanRequest {
  std::int64_t index = 0;
};

template <class V, Is<BeginScanRequest> S>
void fields(V& v, S& s) {
  v.type("BeginScanRequest", "");
  v("index", s.index, "");
}

inline Result<Session> run(const BeginScanRequest& request) {
  auto open = sessions.find<OpenIndex>(request.index);
  if (open == nullptr) return Error{Errc::value_out_of_range, "index"};
  return Session{sessions.open(std::make_shared<Scan>(std::move(open)))};
}

template <class V, Is<BeginShardRequest> S>
void fields(V& v, S& s) {
  v.type("BeginShardRequest", "");
  v("session", s.session, "");
  v("id", s.id, "");
  v.defaulted("source", s.source, "");
  v.defaulted("documents", s.documents, "");
  v.defaulted("textField", s.text_field, "");
}

inline Result<Done> run(const BeginShardRequest& request) {
  const auto stream = find_stream(request.session);
  if (stream == nullptr) return no_session;
  if (!overlap::is_text_field(request.text_field)) {
    return Error{Errc::value_out_of_range, "textField"};
  }
  stream->begin(request);
  stream->begun = true;
  return Done{};
}

struct FeedRequest {
  std::int64_t session = 0;
  std::span<const std::uint8_t> bytes;
  bool stored = true;
};

template <class V, Is<FeedRequest> S>
void fields(V& v, S& s) {
  v.type("FeedRequest", "");
  v("session", s.session, "");
  v("bytes", s.bytes, "");
  v("stored", s.stored, "Whether these are the bytes as they are stored, too.");
}

inline Result<overlap::ShardRecord> run(const FeedRequest& request) {
  const auto stream = find_begun(request.session);
  if (stream == nullptr) return no_session;
  const std::string_view bytes = text_of_bytes(request.bytes);
  if (request.stored) stream->raw(bytes);
  stream->feed(bytes);
  return stream->progress();
}

struct StoredRequest {
  std::int64_t session = 0;
  std::span<const std::uint8_t> bytes;
};

template <class V, Is<StoredRequest> S>
void fields(V& v, S& s) {
  v.type("StoredRequest", "");
  v("session", s.session, "");
  v("bytes", s.bytes, "");
}

inline Result<Done> run(const StoredRequest& request) {
  const auto stream = find_begun(request.session);
  if (stream == nullptr) return no_session;
  stream->raw(text_of_bytes(request.bytes));
  return Done{};
}

struct TakeLinesRequest {
  std::int64_t session = 0;
};

struct ShardLines {
  std::span<const std::byte> lines;
};

template <class V, Is<TakeLinesRequest> S>
void fields(V& v, S& s) {
  v.type("TakeLinesRequest", "");
  v("session", s.session, "");
}

template <class V, Is<ShardLines> S>
void fields(V& v, S& s) {
  v.type("ShardLines", "Hit records, kept pieces or pairs.");
  v("lines", s.lines, "A line of JSON each.");
}

inline std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

inline Result<ShardLines> run(const TakeLinesRequest& request) {
  const auto stream = find_begun(request.session);
  if (stream == nullptr) return no_session;
  stream->lines = stream->take_lines();
  return ShardLines{bytes_of(stream->lines)};
}

struct EndShardRequest {
  std::int64_t session = 0;
};

struct FinishedShard {
  std::span<const std::byte> partial;
  std::span<const std::byte> hits;
  overlap::ShardRecord shard;
};

template <class V, Is<EndShardRequest> S>
void fields(V& v, S& s) {
  v.type("EndShardRequest", "");
  v("session", s.session, "");
}

template <class V, Is<FinishedShard> S>
void fields(V& v, S& s) {
  v.type("FinishedShard", "What the scan of a shard gave.");
  v("partial", s.partial, "The bytes of its partial: a file.");
  v("hits", s.hits, "Hit records since they were taken last, a line of JSON each.");
  v("shard", s.shard, "The shard as it was read.");
}

inline Result<FinishedShard> run(const EndShardRequest& request) {
  const auto scan = sessions.find<Scan>(request.session);
  if (scan == nullptr || !scan->begun) return no_session;
  scan->reader->finish();
  scan->begun = false;
  scan->lines = scan->take_lines();
  const overlap::Partial partial = scan->scanner.end_shard();
  scan->partial = to_bytes(partial);
  return FinishedShard{scan->partial, bytes_of(scan->lines), partial.shards.front()};
}

struct AbandonShardRequest {
  std::int64_t session = 0;
};

template <class V, Is<AbandonShardRequest> S>
void fields(V& v, S& s) {
  v.type("AbandonShardRequest", "");
  v("session", s.session, "");
}

inline Result<Done> run(const AbandonShardRequest& request) {
  const auto stream = find_stream(request.session);
  if (stream == nullptr) return no_session;
  if (stream->begun) stream->abandon();
  stream->begun = false;
  stream->lines.clear();
  return Done{};
}

}  // namespace evenhand::abi

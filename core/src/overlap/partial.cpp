#include "evenhand/overlap/partial.hpp"

#include <cstring>
#include <limits>
#include <tuple>
#include <type_traits>

#include "base/digest.hpp"
#include "overlap/index_settings.hpp"

namespace evenhand::overlap {
namespace {

constexpr std::string_view magic = "evenhand-overlap-partial\n";
constexpr std::uint64_t version = 1;

// Numbers are varints: seven bits a byte, low ones first, the last byte below 128 and, but for 0
// itself, not 0. What ascends is written as steps.

class Writer {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<std::byte>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<std::byte>(value));
  }
  void count(std::int64_t value) { number(static_cast<std::uint64_t>(value)); }
  void text(std::string_view value) {
    number(value.size());
    bytes(value);
  }
  void bytes(std::string_view value) {
    const auto* const data = reinterpret_cast<const std::byte*>(value.data());
    out_.insert(out_.end(), data, data + value.size());
  }
  void key(const DocumentKey& key) {
    text(key.shard);
    count(key.line);
  }
  [[nodiscard]] std::vector<std::byte> finish() && {
    const Digest digest = digest_of(out_);
    out_.insert(out_.end(), digest.begin(), digest.end());
    return std::move(out_);
  }

 private:
  std::vector<std::byte> out_;
};

/// Reads numbers; the first thing that is not as it should be ends it all.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) noexcept : rest_(bytes) {}

  [[nodiscard]] bool good() const noexcept { return good_; }
  [[nodiscard]] bool at_end() const noexcept { return good_ && rest_.empty(); }
  void require(bool condition) noexcept { good_ = good_ && condition; }

  std::uint64_t number(std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; good_; shift += 7) {
      if (rest_.empty() || shift > 63) return fail();
      const auto byte = std::to_integer<std::uint64_t>(rest_[0]);
      rest_ = rest_.subspan(1);
      if (shift == 63 && byte > 1) return fail();
      value |= (byte & 0x7F) << shift;
      if (byte >= 0x80) continue;
      if ((byte == 0 && shift > 0) || value > most) return fail();
      return value;
    }
    return 0;
  }
  template <class T>
  void read(T& out) noexcept {
    if constexpr (std::is_enum_v<T>) {
      out = static_cast<T>(number(texts(T{}).size() - 1));
    } else {
      out = static_cast<T>(number(static_cast<std::uint64_t>(std::numeric_limits<T>::max())));
    }
  }
  void read(bool& out) noexcept { out = number(1) != 0; }
  void read(std::string& out) {
    const auto size = static_cast<std::size_t>(number(rest_.size()));
    if (!good_ || size > rest_.size()) return void(fail());
    const auto* const data = reinterpret_cast<const char*>(rest_.data());
    out.assign(data, data + size);
    rest_ = rest_.subspan(size);
  }
  void read(DocumentKey& key) {
    read(key.shard);
    read(key.line);
  }
  /// How many entries follow, each of which takes at least `least` bytes.
  [[nodiscard]] std::size_t entries(std::size_t least) noexcept {
    const std::uint64_t count = number();
    if (count > rest_.size() / least) return static_cast<std::size_t>(fail());
    return static_cast<std::size_t>(count);
  }
  /// A number above the one before it.
  [[nodiscard]] std::uint32_t step(std::uint64_t& next) noexcept {
    next += number(most_position);
    if (next > most_position) return static_cast<std::uint32_t>(fail());
    return static_cast<std::uint32_t>(next++);
  }

 private:
  static constexpr std::uint64_t most_position = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t fail() noexcept {
    good_ = false;
    return 0;
  }
  std::span<const std::byte> rest_;
  bool good_ = true;
};

void write(const ScanSettings& s, Writer& w) {
  w.text(text_of(s.rule).name);
  w.number(s.n.size());
  for (const std::int32_t n : s.n) w.count(n);
  w.number(s.letterless);
  w.count(s.heavy_items);
  w.number(s.short_whole);
  w.count(s.skip_budget);
  w.count(s.skip_seed);
}

void read(ScanSettings& s, Reader& r) {
  std::string rule;
  r.read(rule);
  bool known = false;
  for (std::size_t i = 0; i < texts(TextRule{}).size(); ++i) {
    if (text_of(static_cast<TextRule>(i)).name != rule) continue;
    s.rule = static_cast<TextRule>(i);
    known = true;
  }
  r.require(known);
  s.n.assign(r.entries(1), 0);
  for (std::int32_t& n : s.n) r.read(n);
  r.read(s.letterless);
  r.read(s.heavy_items);
  r.read(s.short_whole);
  r.read(s.skip_budget);
  r.read(s.skip_seed);
  r.require(!check(s));
}

void write(const ShardRecord& s, Writer& w) {
  w.text(s.id);
  w.text(s.source);
  w.text(s.digest);
  for (const std::int64_t count : {s.bytes, s.text_bytes, s.documents, s.tokens, s.malformed,
                                   s.blank, s.empty, s.invalid_utf8, s.documents_hit}) {
    w.count(count);
  }
}

void read(ShardRecord& s, Reader& r) {
  r.read(s.id);
  r.read(s.source);
  r.read(s.digest);
  for (std::int64_t* count : {&s.bytes, &s.text_bytes, &s.documents, &s.tokens, &s.malformed,
                              &s.blank, &s.empty, &s.invalid_utf8, &s.documents_hit}) {
    r.read(*count);
  }
}

/// A gram, the number of its sources less one, then for each the step to it and the counts.
void write(const std::vector<GramRecord>& grams, Writer& w) {
  w.number(grams.size());
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < grams.size();) {
    std::size_t end = i;
    while (end < grams.size() && grams[end].gram == grams[i].gram) ++end;
    w.number(grams[i].gram - next);
    next = std::uint64_t{grams[i].gram} + 1;
    w.number(end - i - 1);
    for (std::uint64_t source = 0; i < end; ++i) {
      w.number(grams[i].source - source);
      source = std::uint64_t{grams[i].source} + 1;
      w.number(grams[i].count);
      w.number(grams[i].documents);
    }
  }
}

void read(std::vector<GramRecord>& grams, std::uint64_t sources, Reader& r) {
  const std::size_t count = r.entries(3);
  grams.reserve(count);
  std::uint64_t next = 0;
  while (r.good() && grams.size() < count) {
    const std::uint32_t gram = r.step(next);
    const std::uint64_t more = r.number(count - grams.size() - 1);
    std::uint64_t next_source = 0;
    for (std::uint64_t i = 0; r.good() && i <= more; ++i) {
      GramRecord record{.gram = gram, .source = r.step(next_source)};
      r.read(record.count);
      r.read(record.documents);
      r.require(record.source < sources && record.documents >= 1 &&
                record.documents <= record.count);
      grams.push_back(record);
    }
  }
}

void write(const std::vector<SpanRecord>& spans, bool with_skips, Writer& w) {
  w.number(spans.size());
  std::uint64_t next = 0;
  for (const SpanRecord& span : spans) {
    w.number(span.token - next);
    next = std::uint64_t{span.token} + 1;
    w.number(span.piece);
    w.number(span.question_answer);
    if (!with_skips) continue;
    w.number(span.skip);
    w.number(span.skip_matched);
  }
}

void read(std::vector<SpanRecord>& spans, bool with_skips, Reader& r) {
  const std::size_t count = r.entries(with_skips ? 5 : 3);
  spans.reserve(count);
  std::uint64_t next = 0;
  while (r.good() && spans.size() < count) {
    SpanRecord span{.token = r.step(next)};
    r.read(span.piece);
    r.read(span.question_answer);
    if (with_skips) {
      r.read(span.skip);
      r.read(span.skip_matched);
    }
    r.require(span.piece != 0 || span.question_answer != 0 || span.skip != 0);
    spans.push_back(span);
  }
}

void write(const UnitRecord& u, Writer& w) {
  w.number(u.item);
  w.number(static_cast<std::uint64_t>(u.unit));
  w.number(u.whole_documents);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    w.number(u.documents_hit[arm]);
    w.number(u.documents_half[arm]);
    w.number(u.documents_full[arm]);
    w.number(u.best[arm].covered);
    w.key(u.best[arm].document);
  }
  w.number(u.longest);
  w.number(u.longest_position);
  w.key(u.longest_document);
  w.number(u.examples.size());
  for (const RunExample& example : u.examples) {
    w.number(example.hash);
    w.key(example.document);
    w.number(example.position);
    w.number(example.length);
    w.number(example.source_begin);
    w.number(example.source_end);
  }
  w.number(u.question_and_answer_documents);
  w.number(u.corroborated_documents);
}

void read(UnitRecord& u, Reader& r) {
  r.read(u.item);
  r.read(u.unit);
  r.read(u.whole_documents);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    r.read(u.documents_hit[arm]);
    r.read(u.documents_half[arm]);
    r.read(u.documents_full[arm]);
    r.read(u.best[arm].covered);
    r.read(u.best[arm].document);
  }
  r.read(u.longest);
  r.read(u.longest_position);
  r.read(u.longest_document);
  const std::uint64_t examples = r.number(most_examples);
  for (std::size_t i = 0; r.good() && i < examples; ++i) {
    RunExample& example = u.examples.emplace_back();
    r.read(example.hash);
    r.read(example.document);
    r.read(example.position);
    r.read(example.length);
    r.read(example.source_begin);
    r.read(example.source_end);
    r.require(i == 0 || u.examples[i - 1].hash <= example.hash);
  }
  r.read(u.question_and_answer_documents);
  r.read(u.corroborated_documents);
}

Partial read_partial(Reader& r) {
  Partial p;
  r.read(p.index_digest);
  read(p.settings, r);
  const std::size_t shards = r.entries(12);
  for (std::size_t i = 0; r.good() && i < shards; ++i) {
    read(p.shards.emplace_back(), r);
    r.require(i == 0 || p.shards[i - 1].id < p.shards[i].id);
  }
  const std::size_t sources = r.entries(1);
  for (std::size_t i = 0; r.good() && i < sources; ++i) {
    r.read(p.sources.emplace_back());
    r.require(i == 0 || p.sources[i - 1] < p.sources[i]);
  }
  for (std::size_t i = 0; r.good() && i < p.settings.n.size(); ++i) {
    read(p.grams.emplace_back(), sources, r);
  }
  read(p.spans, p.settings.skip_budget > 0, r);
  const std::size_t units = r.entries(20);
  for (std::size_t i = 0; r.good() && i < units; ++i) {
    read(p.units.emplace_back(), r);
    r.require(i == 0 || std::tuple(p.units[i - 1].item, p.units[i - 1].unit) <
                            std::tuple(p.units[i].item, p.units[i].unit));
  }
  const std::uint64_t malformed = r.number(most_malformed);
  for (std::size_t i = 0; r.good() && i < malformed; ++i) {
    MalformedLine& line = p.malformed.emplace_back();
    r.read(line.place);
    r.read(line.problem);
    r.require(i == 0 || !(line.place < p.malformed[i - 1].place));
  }
  return p;
}

}  // namespace

std::vector<std::byte> to_bytes(const Partial& p) {
  Writer w;
  w.bytes(magic);
  w.number(version);
  w.text(p.index_digest);
  write(p.settings, w);
  w.number(p.shards.size());
  for (const ShardRecord& shard : p.shards) write(shard, w);
  w.number(p.sources.size());
  for (const std::string& source : p.sources) w.text(source);
  for (const std::vector<GramRecord>& grams : p.grams) write(grams, w);
  write(p.spans, p.settings.skip_budget > 0, w);
  w.number(p.units.size());
  for (const UnitRecord& unit : p.units) write(unit, w);
  w.number(p.malformed.size());
  for (const MalformedLine& line : p.malformed) {
    w.key(line.place);
    w.number(static_cast<std::uint64_t>(line.problem));
  }
  return std::move(w).finish();
}

Result<Partial> partial_from_bytes(std::span<const std::byte> bytes) {
  constexpr std::size_t digest_bytes = std::tuple_size_v<Digest>;
  const std::size_t known = std::min(bytes.size(), magic.size());
  if (bytes.empty() || std::memcmp(bytes.data(), magic.data(), known) != 0) {
    return Error{Errc::not_a_partial, "partial"};
  }
  if (bytes.size() <= magic.size() + digest_bytes) return Error{Errc::truncated, "partial"};
  Reader reader(bytes.subspan(magic.size(), bytes.size() - magic.size() - digest_bytes));
  if (reader.number() != version) return Error{Errc::wrong_version, "partial"};
  const Digest digest = digest_of(bytes.first(bytes.size() - digest_bytes));
  if (std::memcmp(digest.data(), bytes.last(digest_bytes).data(), digest_bytes) != 0) {
    return Error{Errc::digest_mismatch, "partial"};
  }
  Partial partial = read_partial(reader);
  if (!reader.at_end()) return Error{Errc::not_a_partial, "partial"};
  return partial;
}

}  // namespace evenhand::overlap

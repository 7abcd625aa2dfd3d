/// Scans: the acceptance numbers of the specification, long documents, and what must not matter.
#include "evenhand/overlap/scan.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

/// Words numbered from `first`, each followed by a space.
std::string words(int first, int count, std::string_view stem = "w") {
  std::string out;
  for (int i = first; i < first + count; ++i) {
    out += stem;
    out += std::to_string(i);
    out += ' ';
  }
  return out;
}

struct Texts {
  std::string question;
  std::string answer;
  std::string context;
  std::string gold;
};

class Scan {
 public:
  explicit Scan(std::vector<Texts> items, ScanSettings settings = {}, int hash_bits = 64) {
    IndexBuilder builder(std::move(settings), hash_bits);
    for (const Texts& item : items) {
      const std::string id = std::to_string(items_++);
      const std::string_view answer = item.answer;
      REQUIRE_FALSE(builder.add({.id = id,
                                 .context = item.context,
                                 .question = item.question,
                                 .answers = std::span(&answer, answer.empty() ? 0 : 1),
                                 .choices = {},
                                 .gold = item.gold}));
    }
    Result<std::vector<std::byte>> built = builder.build();
    REQUIRE(built);
    bytes_ = built.take();
    const Result<Index> opened = Index::open(bytes_);
    REQUIRE(opened);
    index_.emplace(*opened);
    scanner_.emplace(*index_);
    scanner_->begin_shard("s", "web");
  }

  Scan& document(std::string_view text, std::size_t chunk = 1 << 20) {
    scanner_->begin_document(++line_);
    for (std::size_t at = 0; at < text.size(); at += chunk) scanner_->text(text.substr(at, chunk));
    scanner_->end_document();
    return *this;
  }
  void finish() {
    hits_ = scanner_->take_hits();
    partial_ = scanner_->end_shard();
  }
  [[nodiscard]] const Index& index() const { return *index_; }
  [[nodiscard]] Scanner& scanner() { return *scanner_; }
  [[nodiscard]] const Partial& partial() const { return partial_; }
  [[nodiscard]] const std::string& hit_lines() const { return hits_; }

  [[nodiscard]] std::vector<HitRecord> hits() const {
    std::vector<HitRecord> out;
    for (std::string_view rest = hits_; !rest.empty();) {
      const std::size_t end = rest.find('\n') + 1;
      const Result<HitRecord> hit = hit_from_line(rest.substr(0, end));
      REQUIRE(hit);
      out.push_back(*hit);
      rest.remove_prefix(end);
    }
    return out;
  }
  [[nodiscard]] UnitRecord unit(std::uint32_t item, Unit unit) const {
    for (const UnitRecord& record : partial_.units) {
      if (record.item == item && record.unit == unit) return record;
    }
    UnitRecord none;
    none.item = item;
    none.unit = unit;
    return none;
  }
  /// Tokens of the unit with a span of at least n, and the longest of them.
  [[nodiscard]] std::pair<int, int> spans(std::uint32_t item, Unit unit, int n) const {
    const TokenRange range = index_->unit(item, unit).tokens;
    std::pair<int, int> out;
    for (const SpanRecord& span : partial_.spans) {
      if (span.token < range.begin || span.token >= range.end) continue;
      out.first += span.piece >= n;
      out.second = std::max<int>(out.second, span.piece);
    }
    return out;
  }
  /// Matched positions of the unit, for the i-th n.
  [[nodiscard]] int matched(std::uint32_t item, Unit unit, std::size_t i = 0) const {
    const TokenRange range = index_->unit(item, unit).tokens;
    int count = 0;
    for (std::uint32_t t = range.begin; t + index_->settings().n[i] <= range.end; ++t) {
      const auto gram = index_->gram_at(i, t);
      count += gram && std::any_of(partial_.grams[i].begin(), partial_.grams[i].end(),
                                   [&](const GramRecord& r) { return r.gram == *gram; });
    }
    return count;
  }

 private:
  int items_ = 0;
  std::int64_t line_ = 0;
  std::vector<std::byte> bytes_;
  std::optional<Index> index_;
  std::optional<Scanner> scanner_;
  Partial partial_;
  std::string hits_;
};

}  // namespace

TEST_CASE("Coverage of runs, as the specification has it", "[overlap][golden]") {
  const auto check = [](int tokens, std::vector<std::pair<int, int>> runs, int covered,
                        int positions, int longest, int best) {
    Scan scan({{.question = words(0, tokens), .answer = {}, .context = {}, .gold = {}}},
              {.n = {8}});
    for (const auto& [first, length] : runs) {
      scan.document("before " + words(first, length) + "after it");
    }
    scan.finish();
    CHECK(scan.spans(0, Unit::question, 8) == std::pair(covered, longest));
    CHECK(scan.matched(0, Unit::question) == positions);
    CHECK(scan.unit(0, Unit::question).best[0].covered == static_cast<std::uint32_t>(best));
  };
  check(40, {{0, 8}, {12, 8}, {32, 8}}, 24, 3, 8, 8);  // A1
  check(40, {{5, 24}}, 24, 17, 24, 24);                // A2
  check(40, {{5, 25}}, 25, 18, 25, 25);                // A3
  check(40, {{0, 12}}, 12, 5, 12, 12);                 // A4
  check(20, {{5, 15}}, 15, 8, 15, 15);                 // A5
  check(20, {{8, 12}}, 12, 5, 12, 12);                 // A9
  check(20, {{8, 7}}, 0, 0, 0, 0);
}

TEST_CASE("Short units are matched whole, and what tells nothing is not", "[overlap][golden]") {
  // A22
  Scan scan(
      {{.question = "What is the capital of France?", .answer = {}, .context = {}, .gold = {}},
       {.question = "...", .answer = "A.", .context = {}, .gold = {}},
       {.question = "12 + 5 = 17, 3 4 5", .answer = {}, .context = {}, .gold = {}}});
  scan.document("So WHAT is the capital, of France. A. ... and 12 + 5 = 17, 3 4 5!");
  scan.document("What is the capital of Franconia? A.");
  scan.finish();
  CHECK(scan.index().unit(0, Unit::question).low_information);
  CHECK(scan.index().unit(1, Unit::question_answer).untestable);
  CHECK(scan.unit(0, Unit::question).whole_documents == 1);
  CHECK(scan.unit(0, Unit::question).documents_full == std::array<std::uint32_t, 2>{1, 1});
  CHECK(scan.unit(0, Unit::question).corroborated_documents == 0);
  CHECK(scan.spans(0, Unit::question, 1) == std::pair(6, 6));
  CHECK(scan.partial().units.size() == 2);  // the question, and question and answer
  CHECK(scan.partial().shards[0].documents_hit == 1);

  // Without short_whole they have nothing that could match.
  Scan none(
      {{.question = "What is the capital of France?", .answer = {}, .context = {}, .gold = {}}},
      {.short_whole = false});
  none.document("What is the capital of France?");
  none.finish();
  CHECK(none.partial().units.empty());
}

TEST_CASE("A repeated n-gram counts at all its positions", "[overlap][golden]") {
  // A23
  Scan scan({{.question = "a b c a b c", .answer = {}, .context = {}, .gold = {}}}, {.n = {3}});
  scan.document("a b c a b c");
  scan.finish();
  CHECK(scan.spans(0, Unit::question, 3).first == 6);
  CHECK(scan.matched(0, Unit::question) == 4);
  CHECK(scan.index().grams(0) == 3);
  CHECK(scan.partial().grams[0] ==
        std::vector<GramRecord>{{0, 0, 2, 1}, {1, 0, 1, 1}, {2, 0, 1, 1}});
}

TEST_CASE("Characters: shorter items are matched whole", "[overlap][golden]") {
  // A25
  const std::string item = "How many legs has a spider, then?";
  Scan scan({{.question = item, .answer = {}, .context = {}, .gold = {}}},
            {.rule = TextRule::characters, .n = {50}, .letterless = true});
  scan.document("Tell me: " + item + " Eight.").document("how many legs has a spider, then?");
  scan.document(std::string(item).substr(1));
  scan.finish();
  CHECK(scan.unit(0, Unit::question).whole_documents == 1);
  CHECK(scan.spans(0, Unit::question, 1).first == static_cast<int>(item.size()));
}

TEST_CASE("Spans with substitutions", "[overlap][golden]") {
  // B5
  const ScanSettings settings{.n = {8}, .skip_budget = 4, .skip_seed = 10};
  const auto skips = [&](const std::string& document) {
    Scan scan({{.question = words(1, 20), .answer = {}, .context = {}, .gold = {}}}, settings);
    scan.document(document);
    scan.finish();
    std::array<int, 4> out = {};
    for (const SpanRecord& span : scan.partial().spans) {
      out[0] += span.skip >= 10;
      out[1] += span.skip_matched >= 10;
      out[2] = std::max<int>(out[2], span.skip);
      out[3] = std::max<int>(out[3], span.piece);
    }
    return out;
  };
  CHECK(skips(words(1, 10) + "other " + words(12, 9)) == std::array{20, 19, 20, 10});
  CHECK(skips(words(1, 4) + "other " + words(6, 15)) == std::array{15, 15, 15, 15});
  // The budget, and no substitution at the end.
  CHECK(skips(words(1, 10) + "x x x x " + words(15, 1) + "x x x") == std::array{15, 11, 15, 10});
  CHECK(skips(words(1, 10) + "x x x x x " + words(16, 5)) == std::array{10, 10, 10, 10});
  CHECK(skips(words(1, 9) + "x " + words(11, 10)) == std::array{10, 10, 10, 10});
}

TEST_CASE("A template does not make an item clean", "[overlap][golden]") {
  // B8
  std::vector<Texts> items;
  for (int i = 0; i < 5; ++i) {
    items.push_back({.question = words(0, 33, "t") + words(100 * i, 12),
                     .answer = {},
                     .context = {},
                     .gold = {}});
  }
  Scan scan(items, {.n = {8}});
  scan.document(items[2].question).document(words(0, 33, "t") + "and so on");
  scan.finish();
  const UnitRecord copied = scan.unit(2, Unit::question);
  CHECK(copied.documents_hit == std::array<std::uint32_t, 2>{2, 1});
  CHECK(copied.best[0].covered == 45);
  CHECK(copied.best[1].covered == 19);
  CHECK(copied.documents_full == std::array<std::uint32_t, 2>{1, 1});
  CHECK(copied.documents_half == std::array<std::uint32_t, 2>{2, 1});
  CHECK(scan.unit(0, Unit::question).documents_hit == std::array<std::uint32_t, 2>{2, 0});
  int common = 0;
  const TokenRange range = scan.index().unit(2, Unit::question).tokens;
  for (std::uint32_t t = range.begin; t < range.end; ++t) common += scan.index().is_common(0, t);
  CHECK(common == 26);
}

TEST_CASE("The gold answer near its question", "[overlap]") {
  const std::vector<Texts> items = {{.question = words(0, 12),
                                     .answer = "twice three is six",
                                     .context = words(0, 20, "c"),
                                     .gold = "six"}};
  const auto near = [&](std::vector<std::string> segments) {
    Scan scan(items);
    scan.scanner().begin_document(1);
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (s > 0) scan.scanner().end_segment();
      scan.scanner().text(segments[s]);
    }
    scan.scanner().end_document();
    scan.finish();
    const UnitRecord question = scan.unit(0, Unit::question);
    CHECK(scan.hits()[0].gold_near == (question.question_and_answer_documents == 1));
    return question.question_and_answer_documents == 1;
  };
  CHECK(near({words(0, 12) + "which is six"}));
  CHECK(near({words(0, 12) + words(0, 49, "x") + "six"}));
  CHECK_FALSE(near({words(0, 12) + words(0, 50, "x") + "six"}));
  CHECK_FALSE(near({"six " + words(0, 12)}));
  CHECK(near({words(0, 12), "It is six."}));  // a turn of a conversation each
  CHECK(near({words(0, 12) + "twice"}));      // the run goes on into the answer
}

TEST_CASE("Low-information questions with their context", "[overlap]") {
  const std::vector<Texts> items = {{.question = "Who was it then?",
                                     .answer = "a man of great renown",
                                     .context = words(0, 20, "c"),
                                     .gold = {}}};
  const auto corroborated = [&](const std::string& text) {
    Scan scan(items);
    scan.document(text);
    scan.finish();
    return scan.unit(0, Unit::question).corroborated_documents;
  };
  CHECK(corroborated("who was it then") == 0);
  CHECK(corroborated("who was it then " + words(3, 10, "c")) == 1);
  CHECK(corroborated("who was it then " + words(3, 9, "c")) == 0);
  CHECK(corroborated("Who was it then? A man of great renown.") == 1);
  CHECK(corroborated("Who was it then? A man of renown.") == 0);
}

TEST_CASE("Runs of many windows, and how a text is cut", "[overlap][property]") {
  // B10, with runs that outlive every buffer, numbers before the first n-gram, and empty stretches.
  const std::string numbers = words(0, 400, "");
  std::vector<Texts> items = {
      {.question = words(0, 30'000), .answer = words(0, 40, "a"), .context = {}, .gold = {}},
      {.question = numbers + "then " + words(1000, 30, ""),
       .answer = {},
       .context = {},
       .gold = {}},
      {.question = "one short question indeed", .answer = "yes it was", .context = {}, .gold = {}}};
  const std::string text = "Begin. \xC3\xA4\xC3\xB6 \xFF " + words(0, 30'000) + words(0, 40, "a") +
                           "end " + numbers + "then" + std::string(200'000, ' ') +
                           words(1000, 30, "") + std::string(300'000, '.') +
                           "one short question  indeed" + std::string(14'000, '\n') +
                           "yes, it was. " + words(10, 25'000) + "\xF0\x9F\x98\x80 end";
  std::string lines;
  Partial partial;
  for (const std::size_t chunk :
       {std::size_t{1} << 20, std::size_t{4096}, std::size_t{61}, std::size_t{7}, std::size_t{1}}) {
    Scan scan(items);
    scan.document(text, chunk);
    scan.finish();
    if (lines.empty()) {
      lines = scan.hit_lines();
      partial = scan.partial();
    }
    REQUIRE(scan.hit_lines() == lines);
    REQUIRE(scan.partial() == partial);
  }
  // Hashes of 8 bits: the same (B9).
  Scan narrow(items, {}, 8);
  narrow.document(text);
  narrow.finish();
  CHECK(narrow.hit_lines() == lines);
  CHECK(narrow.partial() == partial);

  Scan scan(items);
  scan.document(text);
  scan.finish();
  CHECK(scan.unit(0, Unit::question).longest == 30'000);
  CHECK(scan.unit(0, Unit::question_answer).longest == 30'040);
  CHECK(scan.unit(1, Unit::question).whole_documents == 1);
  const std::vector<HitRecord> hits = scan.hits();
  CHECK(hits[0].before == "Begin. \xC3\xA4\xC3\xB6 \xEF\xBF\xBD ");
  CHECK(hits[0].match.size() == 600);
  CHECK(hits[0].match.substr(0, 9) == "w0 w1 w2 ");
  CHECK(hits[0].after.substr(0, 6) == " a0 a1");
  CHECK(hits[0].after.size() == 120);
  CHECK(scan.partial().shards[0].invalid_utf8 == 1);
  for (const HitRecord& hit : hits) {
    if (hit.item != 2 || hit.unit != Unit::question) continue;
    CHECK(hit.match == "one short question  indeed");
    CHECK(hit.before == std::string(120, '.'));
    CHECK(hit.after == std::string(120, '\n'));
  }
}

TEST_CASE("Runs met again and again take no memory and are listed once", "[overlap]") {
  const std::string line = words(0, 10);
  std::string text;
  for (int i = 0; i < 70'000; ++i) text += line + "x ";
  Scan scan({{.question = line, .answer = {}, .context = {}, .gold = {}}});
  scan.document(text);
  scan.finish();
  const std::vector<HitRecord> hits = scan.hits();
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].runs == std::vector<HitRun>{{0, 10, 0, 29}});
  CHECK(hits[0].after.size() == 120);
  CHECK(scan.partial().grams[0][0] == GramRecord{0, 0, 70'000, 1});
}

TEST_CASE("Heavy n-grams are counted and begin no run", "[overlap]") {
  std::vector<Texts> items;
  for (int i = 0; i < 4; ++i) {
    items.push_back({.question = words(0, 9, "t") + words(100 * i, 9),
                     .answer = {},
                     .context = {},
                     .gold = {}});
  }
  Scan scan(items, {.n = {8}, .heavy_items = 3});
  scan.document("see " + words(0, 9, "t")).document(items[1].question);
  scan.finish();
  CHECK(scan.index().is_heavy(0));
  CHECK_FALSE(scan.index().is_heavy(3));
  CHECK(scan.partial().grams[0][0] == GramRecord{0, 0, 2, 2});
  CHECK(scan.partial().shards[0].documents_hit == 1);
  // The run of the copy goes back over them.
  CHECK(scan.unit(1, Unit::question).longest == 18);
  CHECK(scan.unit(0, Unit::question).longest == 0);
}

TEST_CASE("A scanner keeps nothing of a shard that is over", "[overlap]") {
  const std::vector<Texts> items = {
      {.question = words(0, 20), .answer = words(0, 9, "a"), .context = {}, .gold = {}}};
  Scan fresh(items);
  fresh.document(words(2, 14)).document("").document(words(0, 3));
  fresh.scanner().raw("raw");
  fresh.scanner().malformed(7, LineProblem::json);
  fresh.scanner().blank();
  fresh.finish();

  Scan used(items);
  used.document(words(0, 20) + words(0, 9, "a"));
  used.scanner().begin_document(9);
  used.scanner().text(words(0, 12));
  used.scanner().raw("more \xFF");
  used.scanner().malformed(3, LineProblem::type);
  used.scanner().abandon_shard();
  Scanner& scanner = used.scanner();
  scanner.begin_shard("s", "web");
  scanner.begin_document(1);
  scanner.text(words(2, 14));
  scanner.end_document();
  scanner.begin_document(2);
  scanner.end_document();
  scanner.begin_document(3);
  scanner.text(words(0, 3));
  scanner.end_document();
  scanner.raw("raw");
  scanner.malformed(7, LineProblem::json);
  scanner.blank();
  CHECK(scanner.progress().documents == 3);
  CHECK(scanner.take_hits() == fresh.hit_lines());
  CHECK(scanner.end_shard() == fresh.partial());

  const ShardRecord& shard = fresh.partial().shards[0];
  CHECK(shard.bytes == 3);
  CHECK(shard.documents == 3);
  CHECK(shard.empty == 1);
  CHECK(shard.blank == 1);
  CHECK(shard.malformed == 1);
  CHECK(shard.tokens == 17);
  CHECK(fresh.partial().malformed[0].place.line == 7);
}

TEST_CASE("Hit records are lines of JSON", "[overlap]") {
  HitRecord hit;
  hit.document = {"a/\"b\"\\\n", 12};
  hit.item = 4;
  hit.unit = Unit::question_answer;
  hit.runs = {{1, 2, 3, 4}, {5, 6, 7, 1ull << 40}};
  hit.gold_near = true;
  hit.before = std::string("\x01\t\r\x1F", 4);
  hit.match = "\xC3\xA4 {}";
  std::string line;
  append_hit(hit, line);
  CHECK(line ==
        "{\"doc\":[\"a/\\\"b\\\"\\\\\\n\",12],\"item\":4,\"unit\":\"question_answer\",\"runs\":"
        "[[1,2,3,4],[5,6,7,1099511627776]],\"gold_near\":true,\"before\":\"\\u0001\\t\\r\\u001f\","
        "\"match\":\"\xC3\xA4 {}\",\"after\":\"\"}\n");
  CHECK(hit_from_line(line).value() == hit);
  for (std::size_t size = 0; size + 2 < line.size(); ++size) {
    CHECK_FALSE(hit_from_line(std::string_view(line).substr(0, size)));
  }
  CHECK_FALSE(hit_from_line(line + " "));
  CHECK(hit_from_line("{}").error().code == Errc::not_a_hit);
}

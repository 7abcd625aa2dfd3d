#include "evenhand/overlap/documents.hpp"

#include <string>
#include <vector>

#include "scanned.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

constexpr std::string_view corpus =
    "{\"text\":\"aaaa bbbb cccc dddd one TWO, three! eeee ffff gggg\"}\n"
    "{\"text\":\"nothing \\\"here\\\"\\n\"}\n"
    "\n"
    "{\"text\":\"one two three\"}\n"
    "{\"text\":\"cut o\n"
    "{\"text\":\"one two three a one two three b one two three\"}\n"
    "{\"text\":null}\n"
    "{\"text\":\"half \\ud800 of\"}";

struct Passed {
  std::string lines;
  PassRecord record;
};

Passed pass_of(DocumentPass& pass, std::string_view bytes, std::size_t size,
               DocumentUnit unit = DocumentUnit::json_lines, std::string_view field = "text") {
  Passed out;
  pass.begin_shard("a\"b", "web", unit, field);
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    pass.raw(bytes.substr(at, size));
    pass.feed(bytes.substr(at, size));
    out.lines += pass.take_lines();
  }
  out.record = pass.end_shard();
  out.lines += pass.take_lines();
  return out;
}

ScanSettings three_words() {
  ScanSettings settings = scan_settings(Definition::gpt3_filter);
  settings.n = {3};
  return settings;
}

DocumentPass cutting(const Index& index, CutOptions options = {.n = 3,
                                                               .window = 5,
                                                               .shortest = 3,
                                                               .most = 2,
                                                               .too_dirty = TooDirty::hits,
                                                               .most_count = 0}) {
  const auto cutter = DocumentCutter::make(index, nullptr, options);
  REQUIRE(cutter);
  return DocumentPass(*cutter, 100);
}

const std::vector<scanned::Benchmark> contaminant = {
    {"set", {{.id = "1", .question = "one two three"}}}};

}  // namespace

TEST_CASE("documents of a shard are cut, and the pieces written", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant);
  DocumentPass pass = cutting(*index);
  const Passed whole = pass_of(pass, corpus, corpus.size());
  CHECK(whole.lines ==
        "{\"doc\":[\"a\\\"b\",1],\"begin\":0,\"end\":15,\"text\":\"aaaa bbbb cccc \"}\n"
        "{\"doc\":[\"a\\\"b\",1],\"begin\":40,\"end\":50,\"text\":\" ffff gggg\"}\n"
        "{\"doc\":[\"a\\\"b\",2],\"begin\":0,\"end\":15,\"text\":\"nothing \\\"here\\\"\\n\"}\n"
        "{\"doc\":[\"a\\\"b\",8],\"begin\":0,\"end\":9,\"text\":\"half \uFFFD of\"}\n");
  CHECK(whole.record.cut == CutCounts{.whole = 3,
                                      .cut = 1,
                                      .too_dirty = 1,
                                      .too_short = 1,
                                      .hits = 5,
                                      .pieces = 4,
                                      .short_pieces = 0,
                                      .kept_bytes = 49});
  CHECK_FALSE(whole.record.pairs);
  const ShardRecord& shard = whole.record.shard;
  CHECK(shard.id == "a\"b");
  CHECK(shard.source == "web");
  CHECK(shard.bytes == static_cast<std::int64_t>(corpus.size()));
  CHECK(shard.documents == 6);
  CHECK(shard.documents_hit == 3);
  CHECK(shard.blank == 1);
  CHECK(shard.empty == 1);
  CHECK(shard.malformed == 1);
  CHECK(shard.invalid_utf8 == 1);
  REQUIRE(whole.record.malformed.size() == 1);
  CHECK(whole.record.malformed[0] == MalformedLine{{"a\"b", 5}, LineProblem::json});
  for (const std::size_t size : {1U, 7U, 64U}) {
    const Passed pieces = pass_of(pass, corpus, size);
    CHECK(pieces.lines == whole.lines);
    CHECK(pieces.record.shard == shard);
    CHECK(pieces.record.cut == whole.record.cut);
  }
  // Given up, a shard leaves nothing behind.
  pass.begin_shard("other", "", DocumentUnit::line, "text");
  pass.feed("one two three\n");
  pass.abandon_shard();
  CHECK(pass.take_lines().empty());
  CHECK(pass_of(pass, corpus, 1000).lines == whole.lines);
}

TEST_CASE("documents are refused when they are too long", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant);
  DocumentPass pass = cutting(*index);
  std::string text(100, 'x');
  text.append("\n").append(101, 'x').append("\nlast");
  const Passed found = pass_of(pass, text, 50, DocumentUnit::line);
  CHECK(found.record.shard.documents == 2);
  CHECK(found.record.malformed == std::vector<MalformedLine>{{{"a\"b", 2}, LineProblem::too_long}});
  CHECK(found.record.cut->whole == 2);
}

TEST_CASE("several texts of a document are one, with borders", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant);
  DocumentPass pass = cutting(*index);
  const std::string turns =
      "{\"t\":[{\"c\":\"say one two\"},{\"c\":\"three times\"},{\"c\":\"a b c d one two three\"}]}";
  const Passed found = pass_of(pass, turns, 1000, DocumentUnit::json_lines, "t[*].c");
  CHECK(found.record.cut->hits == 1);
  CHECK(found.lines ==
        "{\"doc\":[\"a\\\"b\",1],\"begin\":0,\"end\":27,\"text\":\"say one two\\nthree times\\na "
        "b\"}\n");
}

TEST_CASE("documents of a shard are compared with items", "[overlap]") {
  const scanned::Indexed index(
      scan_settings(Definition::qwen2_lcs),
      {{"other", {{.id = "0", .question = "something else altogether"}}},
       {"set", {{.id = "n 1", .question = "a b c d e f g h i j k l m n"}}}});
  const auto finder = SubsequenceFinder::make(*index);
  REQUIRE(finder);
  DocumentPass pass(*finder);
  const std::string text = "a b c d e only\na x b c d e f g h i j k l m\nsomething\n";
  const Passed found = pass_of(pass, text, 5, DocumentUnit::line);
  CHECK(found.lines ==
        "{\"doc\":[\"a\\\"b\",2],\"document_tokens\":14,\"item\":1,\"benchmark\":\"set\",\"id\":"
        "\"n 1\","
        "\"item_tokens\":14,\"lcs\":13}\n");
  CHECK(found.record.pairs == PairCounts{.compared = 2, .pairs = 1, .items = {1}});
  CHECK_FALSE(found.record.cut);
  CHECK(found.record.shard.documents_hit == 1);
  CHECK(found.record.shard.tokens == 21);

  const PassFacts facts = pass.facts();
  CHECK(facts.definition == Definition::qwen2_lcs);
  CHECK(facts.counts_digest.empty());
  CHECK(facts.options.front() == OptionFact{Edge::text_rule, "words"});
  CHECK(facts.notes.has(Approximation::candidates_only));
  CHECK(facts.notes.has(Approximation::words_for_tokens));
}

TEST_CASE("a pass says all that its outcome depends on", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant);
  const scanned::Found scan = scanned::scan(*index, {{"s", "", {"one two three"}}});
  const auto cutter = DocumentCutter::make(*index, &scan.partial, {.n = 3});
  REQUIRE(cutter);
  const PassFacts facts = DocumentPass(*cutter).facts();
  CHECK(facts.definition == Definition::gpt3_filter);
  CHECK(facts.index_digest == index->digest());
  CHECK(facts.counts_digest.size() == 32);
  std::vector<Edge> options;
  for (const OptionFact& fact : facts.options) options.push_back(fact.option);
  CHECK(options == describe(Definition::gpt3_filter).edges);
  CHECK(facts.notes.bits() == 0);
  // Another scan is another pass; on other words it says so.
  const scanned::Found more = scanned::scan(*index, {{"s", "", {"one two three", "four"}}});
  const auto other = DocumentCutter::make(*index, &more.partial, {.n = 3});
  REQUIRE(other);
  CHECK((*other)->counts_digest() != facts.counts_digest);
  ScanSettings settings;
  settings.n = {3};
  const scanned::Indexed folded(settings, contaminant);
  const FlagSet<Approximation> notes = cutting(*folded).facts().notes;
  CHECK(notes.has(Approximation::other_words));
  CHECK(notes.has(Approximation::letterless_left_out));
}

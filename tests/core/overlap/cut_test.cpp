#include "evenhand/overlap/cut.hpp"

#include <string>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "scanned.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

ScanSettings three_words() {
  ScanSettings settings = scan_settings(Definition::gpt3_filter);
  settings.n = {3};
  return settings;
}

std::vector<std::string> texts_of(const std::string& document,
                                  const std::vector<ByteRange>& ranges) {
  std::vector<std::string> out;
  for (const ByteRange& range : ranges) {
    out.push_back(document.substr(range.begin, range.end - range.begin));
  }
  return out;
}

CutDocument cut(const Index& index, const std::string& document, const CutOptions& options,
                const Partial* partial = nullptr) {
  const auto cutter = DocumentCutter::make(index, partial, options);
  REQUIRE(cutter);
  return (*cutter)->cut(document);
}

const std::vector<scanned::Benchmark>& contaminant() {
  static const std::vector<scanned::Benchmark> set = {
      {"set", {{.id = "1", .question = "one two three"}}}};
  return set;
}

}  // namespace

TEST_CASE("B7: a hit is cut out of a document with what lies around it", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant());
  const std::string text = "aaaa bbbb cccc dddd one TWO, three! eeee ffff gggg";
  const CutOptions options{.n = 3, .window = 5, .shortest = 3, .most_count = 0};
  const CutDocument found = cut(*index, text, options);
  CHECK(found.hits == 1);
  CHECK(found.pieces == 2);
  CHECK(found.short_pieces == 0);
  CHECK_FALSE(found.dropped);
  CHECK(texts_of(text, found.kept) == std::vector<std::string>{"aaaa bbbb cccc ", " ffff gggg"});

  SECTION("half of the window on each side") {
    CutOptions half = options;
    half.window = 10;
    half.cut_window = CutWindow::total;
    CHECK(cut(*index, text, half).kept == found.kept);
  }
  SECTION("pieces of just the least length") {
    CutOptions strict = options;
    strict.shortest = 10;
    CHECK(texts_of(text, cut(*index, text, strict).kept).size() == 2);
    strict.piece_min = Comparison::above;
    const CutDocument less = cut(*index, text, strict);
    CHECK(texts_of(text, less.kept) == std::vector<std::string>{"aaaa bbbb cccc "});
    CHECK(less.short_pieces == 1);
  }
  SECTION("too dirty") {
    CutOptions dirty = options;
    dirty.most = 1;
    CHECK(cut(*index, text, dirty).dropped);
    CHECK(cut(*index, text, dirty).kept.empty());
    dirty.shortest = 12;
    CHECK(cut(*index, text, dirty).dropped);
    dirty.pieces_count = PiecesCount::after_drop;
    CHECK_FALSE(cut(*index, text, dirty).dropped);
    dirty.too_dirty = TooDirty::hits;
    CHECK_FALSE(cut(*index, text, dirty).dropped);
    dirty.most = 0;
    CHECK(cut(*index, text, dirty).dropped);
  }
}

TEST_CASE("hits near each other are one cut, and characters are code points", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant());
  const CutOptions options{.n = 3, .window = 4, .shortest = 0, .most_count = 0};
  const std::string twice = "x one two three y one two three z";
  const CutDocument found = cut(*index, twice, options);
  CHECK(found.hits == 2);
  CHECK(found.removed.size() == 1);
  CHECK(found.pieces == 0);
  // Two bytes for each of these letters.
  const std::string accents = "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9 one two three";
  const CutDocument cut_accents = cut(*index, accents, options);
  CHECK(texts_of(accents, cut_accents.kept) == std::vector<std::string>{"\u00e9\u00e9\u00e9"});
  // A document without a hit stays, however short.
  const CutDocument clean = cut(*index, "one two", CutOptions{.n = 3, .most_count = 0});
  CHECK(clean.hits == 0);
  CHECK(clean.kept == std::vector<ByteRange>{{0, 7}});
  CHECK(cut(*index, "", options).kept.empty());
}

TEST_CASE("no hit lies across the segments of a document", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant());
  const auto cutter =
      DocumentCutter::make(*index, nullptr, {.n = 3, .window = 0, .shortest = 0, .most_count = 0});
  REQUIRE(cutter);
  const std::string text = "x one two\nthree four\n\none two three";
  CHECK((*cutter)->cut(text).hits == 2);
  const std::vector<std::size_t> joints = {9, 20, 21};
  const CutDocument found = (*cutter)->cut(text, joints);
  CHECK(found.hits == 1);
  CHECK(found.tokens == 8);
  CHECK(texts_of(text, found.removed) == std::vector<std::string>{"one two three"});
}

TEST_CASE("frequent n-grams are not cut", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant());
  std::vector<std::string> documents(3, "one two three and one two three");
  const scanned::Found scan = scanned::scan(*index, {{"s", "", documents}});
  CutOptions options{.n = 3, .window = 0, .shortest = 0, .most_count = 3};
  CHECK(cut(*index, documents[0], options, &scan.partial).hits == 2);
  options.df_unit = CountUnit::occurrences;
  CHECK(cut(*index, documents[0], options, &scan.partial).hits == 0);
  options.df_unit = CountUnit::docs;
  options.most_count = 2;
  CHECK(cut(*index, documents[0], options, &scan.partial).hits == 0);
  options.most_count = 0;
  CHECK(cut(*index, documents[0], options, &scan.partial).hits == 2);
}

TEST_CASE("the hits of a document are the occurrences that a scan counts", "[overlap]") {
  SplitMix64 random(5, "cut");
  const auto text = [&](std::uint32_t longest, std::uint32_t alphabet) {
    std::string out;
    for (std::uint32_t i = random.below(longest); i > 0; --i) {
      out += static_cast<char>('a' + random.below(alphabet));
      out += ' ';
    }
    return out;
  };
  for (int round = 0; round < 300; ++round) {
    const std::uint32_t alphabet = 1 + random.below(5);
    scanned::Benchmark set{"set", {}};
    for (int item = 0; item < 5; ++item) {
      set.items.push_back({.id = std::to_string(item), .question = text(12, alphabet)});
    }
    ScanSettings settings = three_words();
    settings.n = {1 + static_cast<std::int32_t>(random.below(4))};
    const scanned::Indexed index(settings, {set});
    const std::string document = text(80, alphabet + 1);
    const scanned::Found found = scanned::scan(*index, {{"s", "", {document}}});
    std::int64_t occurrences = 0;
    for (const GramRecord& gram : found.partial.grams[0]) occurrences += gram.count;
    REQUIRE(cut(*index, document, {.n = settings.n[0], .most_count = 0}).hits == occurrences);
  }
}

TEST_CASE("options of cutting that make no sense are refused", "[overlap]") {
  const scanned::Indexed index(three_words(), contaminant());
  const auto refused = [&](const CutOptions& options) {
    const auto made = DocumentCutter::make(*index, nullptr, options);
    REQUIRE_FALSE(made);
    return made.error();
  };
  CHECK(refused({}).code == Errc::value_out_of_range);
  CHECK(refused({}).argument == "n");
  CHECK(refused({.n = 3, .window = -1}).argument == "window");
  CHECK(refused({.n = 3, .shortest = -1}).argument == "shortest");
  CHECK(refused({.n = 3, .most = -1}).argument == "most");
  CHECK(refused({.n = 3, .most_count = -1}).argument == "mostCount");
  CHECK(refused({.n = 3}).code == Errc::unsupported);
  Partial other;
  other.index_digest = "another";
  const auto made = DocumentCutter::make(*index, &other, {.n = 3});
  REQUIRE_FALSE(made);
  CHECK(made.error().code == Errc::other_index);
}

/// The index: what it says about items, units and n-grams, and bytes that are none.
#include "evenhand/overlap/index.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

struct Built {
  std::vector<std::byte> bytes;
  Index index;
};

Built open(IndexBuilder builder) {
  Result<std::vector<std::byte>> bytes = builder.build();
  REQUIRE(bytes);
  std::vector<std::byte> kept = bytes.take();
  Result<Index> index = Index::open(kept);
  REQUIRE(index);
  return {std::move(kept), *index};
}

void add(IndexBuilder& builder, std::string_view id, std::string_view question,
         std::vector<std::string_view> answers = {}, std::string_view context = {},
         std::vector<std::string_view> choices = {}, std::string_view gold = {}) {
  REQUIRE_FALSE(builder.add({.id = id,
                             .context = context,
                             .question = question,
                             .answers = answers,
                             .choices = choices,
                             .gold = gold}));
}

std::vector<std::uint32_t> positions(const Index& index, std::size_t n_index) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t t = 0; t < index.tokens(); ++t) {
    if (index.gram_at(n_index, t)) out.push_back(t);
  }
  return out;
}

}  // namespace

TEST_CASE("An index tells items and units apart", "[overlap]") {
  IndexBuilder builder({});
  REQUIRE_FALSE(builder.begin_benchmark("first"));
  add(builder, "x", "Which city is the capital of France?", {"Paris", "the city of Paris"},
      "France lies in Europe.", {"Paris", "Rome", "..."}, "PARIS");
  add(builder, "y", "", {}, "", {}, "");
  REQUIRE_FALSE(builder.begin_benchmark("second"));
  add(builder, "x", "Which city is the capital of France?", {"Paris"});
  const auto [bytes, index] = open(std::move(builder));

  CHECK(index.benchmarks() == 2);
  CHECK(index.benchmark_name(1) == "second");
  CHECK(index.first_item(1) == 2);
  CHECK(index.items() == 3);
  CHECK(index.benchmark_of(1) == 0);
  CHECK(index.benchmark_of(2) == 1);
  CHECK(index.item_id(1) == "y");
  CHECK(index.first_equal(2) == 2);  // of its own benchmark

  const UnitInfo question = index.unit(0, Unit::question);
  CHECK(index.text(question.tokens) == "which city is the capital of france");
  CHECK(question.mass == 14);
  CHECK(question.low_information);
  CHECK_FALSE(question.untestable);
  const UnitInfo both = index.unit(0, Unit::question_answer);
  CHECK(index.text(both.tokens) == "which city is the capital of france paris");
  CHECK(both.mass == 16);
  CHECK_FALSE(both.low_information);
  const std::vector<TokenRange> answers = index.pieces(0, Unit::answer);
  REQUIRE(answers.size() == 2);
  CHECK(index.text(answers[1]) == "the city of paris");
  CHECK(index.pieces(0, Unit::choices).size() == 2);  // "..." has no token
  CHECK(index.text(index.gold(0)) == "paris");
  CHECK(index.gold(0).begin == answers[0].begin);  // no second copy
  CHECK(index.unit(1, Unit::question).untestable);
  CHECK(index.unit(1, Unit::question).tokens.size() == 0);
  CHECK(index.pieces(1, Unit::question_answer).empty());
  CHECK(index.token(question.tokens.begin + 1) == "city");
}

TEST_CASE("n-grams cross no border but that of question and answer", "[overlap][golden]") {
  // A24
  IndexBuilder builder({.n = {4}});
  add(builder, "1", "A B C D E", {"F G H I J", "K L M N"}, "U V W X", {"O P Q R", "S T U V"});
  const auto [bytes, index] = open(std::move(builder));
  std::vector<std::string> grams;
  for (const std::uint32_t t : positions(index, 0)) {
    grams.emplace_back(index.text({t, t + 4}));
  }
  CHECK(grams == std::vector<std::string>{"u v w x", "a b c d", "b c d e", "c d e f", "d e f g",
                                          "e f g h", "f g h i", "g h i j", "k l m n", "o p q r",
                                          "s t u v"});
  CHECK(index.grams(0) == 11);
}

TEST_CASE("A gram is named by its first position, and needs a letter", "[overlap]") {
  IndexBuilder builder({.n = {2, 3}});
  add(builder, "1", "a b c a b 1 2 3");
  add(builder, "2", "1 2 3 b c a");
  const auto [bytes, index] = open(std::move(builder));
  CHECK(index.gram_at(0, 3) == 0);
  CHECK(index.gram_at(0, 11) == 1);  // b c
  CHECK(index.gram_at(1, 11) == 1);  // b c a
  CHECK_FALSE(index.gram_at(0, 5));
  CHECK_FALSE(index.gram_at(1, 5));
  CHECK(index.gram_at(0, 10) == 10);
  CHECK_FALSE(index.gram_at(0, 7));  // the end of the first item
  CHECK_FALSE(index.gram_at(1, 12));
  CHECK_FALSE(index.gram_at(1, 1'000'000));

  IndexBuilder all({.n = {2}, .letterless = true});
  add(all, "1", "1 2 3 1 2");
  const auto [more_bytes, more] = open(std::move(all));
  CHECK(more.gram_at(0, 3) == 0);
}

TEST_CASE("Words begin the n-grams of the rule of characters", "[overlap]") {
  IndexBuilder builder({.rule = TextRule::characters, .n = {4}, .letterless = true});
  add(builder, "1", "ab cde  f ghi");
  const auto [bytes, index] = open(std::move(builder));
  CHECK(positions(index, 0) == std::vector<std::uint32_t>{0, 3, 8});
}

TEST_CASE("Templates are n-grams of many items of one benchmark", "[overlap]") {
  IndexBuilder builder({.n = {3}});
  REQUIRE_FALSE(builder.begin_benchmark("one"));
  for (int i = 0; i < 5; ++i) {
    const std::string question = "choose the best x" + std::to_string(i);
    add(builder, std::to_string(i), question, {}, "all of these share this context");
  }
  // Copies of an item count once.
  for (int i = 5; i < 10; ++i) add(builder, std::to_string(i), "one and the same question");
  REQUIRE_FALSE(builder.begin_benchmark("two"));
  add(builder, "0", "choose the best of two");
  const auto [bytes, index] = open(std::move(builder));
  const std::uint32_t first = index.unit(0, Unit::question).tokens.begin;
  CHECK(index.is_common(0, first));
  CHECK_FALSE(index.is_common(0, first + 1));
  CHECK_FALSE(index.is_common(0, index.unit(0, Unit::context).tokens.begin));
  CHECK_FALSE(index.is_common(0, index.unit(5, Unit::question).tokens.begin));
  CHECK(index.first_equal(9) == 5);
  const std::uint32_t other = index.unit(10, Unit::question).tokens.begin;
  CHECK(index.gram_at(0, other) == first);
  CHECK_FALSE(index.is_common(0, other));
}

TEST_CASE("Settings, names and ids are checked", "[overlap]") {
  const auto refused = [](ScanSettings settings) {
    IndexBuilder builder(std::move(settings));
    add(builder, "1", "some words");
    const auto bytes = builder.build();
    REQUIRE_FALSE(bytes);
    return bytes.error().code;
  };
  CHECK(refused({.n = {}}) == Errc::design_out_of_range);
  CHECK(refused({.n = {0}}) == Errc::design_out_of_range);
  CHECK(refused({.n = {13, 8}}) == Errc::design_out_of_range);
  CHECK(refused({.n = {8, 8}}) == Errc::design_out_of_range);
  CHECK(refused({.n = {1, 2, 3, 4, 5}}) == Errc::design_out_of_range);
  CHECK(refused({.n = {1001}}) == Errc::design_out_of_range);
  CHECK(refused({.heavy_items = -1}) == Errc::design_out_of_range);
  CHECK(refused({.skip_budget = 4, .skip_seed = 7}) == Errc::design_out_of_range);
  IndexBuilder empty({});
  CHECK(empty.build().error().code == Errc::empty_sample);

  IndexBuilder builder({});
  REQUIRE_FALSE(builder.begin_benchmark("a"));
  add(builder, "1", "x");
  CHECK(
      builder
          .add(
              {.id = "1", .context = {}, .question = "y", .answers = {}, .choices = {}, .gold = {}})
          ->code == Errc::duplicate_id);
  CHECK(builder.begin_benchmark("a")->code == Errc::duplicate_name);
  REQUIRE_FALSE(builder.begin_benchmark("b"));
  add(builder, "1", "\xFF y");
  CHECK(builder.invalid_utf8() == 1);
}

TEST_CASE("The digest depends on texts, ids and settings, not on widths of hashes", "[overlap]") {
  const auto digest = [](ScanSettings settings, std::string_view id, std::string_view text,
                         int bits) {
    IndexBuilder builder(std::move(settings), bits);
    add(builder, id, text);
    return std::string(open(std::move(builder)).index.digest());
  };
  const std::string one = digest({}, "1", "Some words", 64);
  CHECK(one.size() == 32);
  CHECK(one == digest({}, "1", "some  WORDS!", 8));
  CHECK(one != digest({}, "2", "some words", 64));
  CHECK(one != digest({}, "1", "some word", 64));
  CHECK(one != digest({.n = {8}}, "1", "some words", 64));
}

TEST_CASE("Damaged bytes are no index", "[overlap]") {
  IndexBuilder builder({.n = {2, 3}});
  add(builder, "1", "a b c a b c d", {"one two three"}, "some context of it", {"x y z", "u"});
  const auto [bytes, index] = open(std::move(builder));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::vector<std::byte> cut(bytes.begin(), bytes.begin() + static_cast<long>(size));
    const Result<Index> result = Index::open(cut);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == (size < 8 ? Errc::not_an_index : Errc::truncated));
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::vector<std::byte> flipped = bytes;
    flipped[i] ^= std::byte{4};
    CHECK_FALSE(Index::open(flipped));
  }
  std::vector<std::byte> longer = bytes;
  longer.push_back(std::byte{0});
  CHECK(Index::open(longer).error().code == Errc::not_an_index);
}

TEST_CASE("An n-gram takes at most 24 bytes beyond the texts", "[overlap]") {
  const auto each = [](std::vector<std::int32_t> n) {
    SplitMix64 rng(1, "memory");
    IndexBuilder builder({.n = n});
    for (int i = 0; i < 3000; ++i) {
      std::string text;
      for (int k = 0; k < 100; ++k) text += "w" + std::to_string(rng.below(5000)) + ' ';
      add(builder, std::to_string(i), text);
    }
    const std::int64_t said = builder.scan_memory();
    const auto [bytes, index] = open(std::move(builder));
    std::int64_t grams = 0;
    for (std::size_t i = 0; i < n.size(); ++i) grams += index.grams(i);
    // As the scanner has them: two counters of 2 bytes a slot or token, two spans of 2 a token.
    const double counters = 4 / 0.9 + 4 * static_cast<double>(n.size() - 1) + 4;
    const double all = static_cast<double>(index.overhead_bytes()) + counters * index.tokens();
    CHECK(said > static_cast<std::int64_t>(all));
    return all / static_cast<double>(grams);
  };
  // Items of 100 tokens have 88 13-grams each: per token it is less.
  CHECK(each({13}) < 24 / 0.88);
  CHECK(each({8}) < 24 / 0.93);
  CHECK(each({8, 13}) < 24);
}

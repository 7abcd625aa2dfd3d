#include "evenhand/overlap/tokens.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "overlap/overlap_tokens.hpp"

namespace evenhand::overlap {
namespace {

using Tokens = std::vector<std::string>;
using test::Cut;
using test::cut_text;

Tokens tokens(TextRule rule, std::string_view text) {
  Tokens result;
  for (const Cut& token : cut_text(rule, text, {}).tokens) result.push_back(token.text);
  return result;
}
Tokens words(std::string_view text) { return tokens(TextRule::words, text); }

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST_CASE("GPT-3's example of a frequent n-gram has 13 words (A20)", "[overlap]") {
  const Tokens expected{"i", "m",    "going", "to",  "go",  "out", "on",
                        "a", "limb", "here",  "and", "say", "that"};
  constexpr std::string_view text = "I'm going to go out on a limb here and say that";
  CHECK(words(text) == expected);
  CHECK(tokens(TextRule::lower_words, text) == expected);
}

TEST_CASE("Words of the default rule (A21)", "[overlap]") {
  CHECK(words("caf\u00E9") == Tokens{"caf\u00E9"});
  CHECK(words("cafe\u0301") == Tokens{"caf\u00E9"});
  CHECK(words("ＡＢＣ１２３") == Tokens{"abc123"});
  CHECK(words("ﬁnd") == Tokens{"find"});
  CHECK(words("so\u00ADlar") == Tokens{"solar"});
  CHECK(words("so\u200Blar") == Tokens{"solar"});
  for (const auto text : {"“don’t”", "don't", "don\u02BCt"})
    CHECK(words(text) == Tokens{"don", "t"});
  CHECK(words("x² + 10⁵ = 3½") == Tokens{"x", "2", "10", "5", "3", "1", "2"});
  CHECK(words("H₂O") == Tokens{"h2o"});
  CHECK(words("3.14 and 1,000,000") == Tokens{"3", "14", "and", "1", "000", "000"});
  CHECK(words("foo_bar.baz") == Tokens{"foo", "bar", "baz"});
  CHECK(words("Straße") == Tokens{"strasse"});
  CHECK(words("STRASSE") == Tokens{"strasse"});
  CHECK(words("¿qué tal?") == Tokens{"qué", "tal"});
  CHECK(words("中2国a文") == Tokens{"中", "2", "国", "a", "文"});
  CHECK(words("한국어 문장") == Tokens{"한국어", "문장"});
  const Tokens item = words("水在标准大气压下加热到一百摄氏度时会沸腾");
  CHECK(item.size() == 20);
  int mass = 0;
  for (const std::string& token : item) mass += mass_of(token);
  CHECK(mass == 20);
}

TEST_CASE("Folding at its edges", "[overlap]") {
  // Superscript runs and fractions stand apart, whatever is deleted or marked behind them.
  CHECK(words("10²³x") == Tokens{"10", "23", "x"});
  CHECK(words("5²\u0301 ²") == Tokens{"5", "2", "2"});
  CHECK(words("1¼½2") == Tokens{"1", "1", "4", "1", "2", "2"});
  // Marks in any order, with what is deleted between them.
  CHECK(words("e\u0301\u0323") == words("\u1EB9\u0301"));
  CHECK(words("\u00E9\u0323") == words("\u1EB9\u0301"));
  CHECK(words("e\u200B\u0301") == Tokens{"\u00E9"});
  CHECK(words("\u1100\u1161\u11A8") == Tokens{"\uAC01"});
  CHECK(words("\uAC00\u11A8") == Tokens{"\uAC01"});
  // No base, no mark; enclosing marks are deleted, separating nothing.
  CHECK(words("\u0301a \u0301") == Tokens{"a"});
  CHECK(words("a\u20DDb 1\uFE0F\u20E3") == Tokens{"ab", "1"});
  CHECK(words("a\uFFFDb") == Tokens{"a", "b"});
  // One code point may be several tokens.
  CHECK(words("㍿") == Tokens{"株", "式", "会", "社"});
  CHECK(words("が") == words("か\u3099"));
  CHECK(words("か\u3099き") == Tokens{"が", "き"});
  CHECK(words("น้ำ") == words("น\u0E49\u0E4D\u0E32"));
  CHECK(tokens(TextRule::words_without_marks, "Café e\u0301\u0323 Ǻ 한") ==
        Tokens{"cafe", "e", "a", "한"});
}

TEST_CASE("Words as Annex 29 divides them", "[overlap]") {
  const auto joined = [](std::string_view text) { return tokens(TextRule::words_joined, text); };
  CHECK(joined("Don't pay 3.14 or 1,000,000 for foo_bar.baz!") ==
        Tokens{"don't", "pay", "3.14", "or", "1,000,000", "for", "foo_bar.baz"});
  CHECK(joined("end. Start 'quoted' a..b 1,a") ==
        Tokens{"end", "start", "quoted", "a", "b", "1", "a"});
  CHECK(joined("a.\u0301b a.\u0301 c.") == Tokens{"a.\u0301b", "a", "c"});
  CHECK(joined("\u05D0\" \u05D0\"\u05D1 \u05D0'") == Tokens{"\u05D0", "\u05D0\"\u05D1", "\u05D0'"});
  CHECK(joined("_a__ __ 中国 カタカナ") == Tokens{"_a__", "中", "国", "カタカナ"});
  CHECK(joined("🇫🇷🇩🇪 x²") == Tokens{"x", "2"});
}

TEST_CASE("The other rules", "[overlap]") {
  CHECK(tokens(TextRule::lower_words, "Don’t ÉCOLE e\u0301 ﬁ ² \u02BCx") ==
        Tokens{"don", "t", "école", "e\u0301", "ﬁ", "²", "\u02BCx"});
  CHECK(tokens(TextRule::lower_words_joined, "Don't -- (foo) a-b\u00A0C \u0301 3.5!") ==
        Tokens{"dont", "foo", "ab", "c", "35"});
  CHECK(tokens(TextRule::spaced_words, " Don't\u3000(A) \tb\xC2\x85") ==
        Tokens{"Don't", "(A)", "b"});
  CHECK(tokens(TextRule::lower_spaced_words, "Don't (ÄB)") == Tokens{"don't", "(äb)"});
  CHECK(tokens(TextRule::helm_words, "Hello, World!") == Tokens{"hello", "world", ""});
  CHECK(tokens(TextRule::helm_words, "¿Qué?\x1C ok") == Tokens{"¿qué", "ok"});
  CHECK(tokens(TextRule::helm_words, " ") == Tokens{"", ""});
  CHECK(tokens(TextRule::helm_words, "(a)") == Tokens{"", "a", ""});
  CHECK(tokens(TextRule::helm_words, "").empty());
  CHECK(tokens(TextRule::helm_words_without_empty, "(a) b.") == Tokens{"a", "b"});
  CHECK(tokens(TextRule::letters_and_digits, "A é1_x\u0301") ==
        Tokens{"A", "é", "1", "x", "\u0301"});
  CHECK(tokens(TextRule::letters_and_digits_folded, "A É1-ß") == Tokens{"a", "é", "1", "ß"});
  CHECK(tokens(TextRule::characters, "a B\n🙂") == Tokens{"a", " ", "B", "\n", "🙂"});
  CHECK(tokens(TextRule::token_ids, "0 007 15496,4294967295 00") ==
        Tokens{"0", "7", "15496", "4294967295", "0"});
}

TEST_CASE("Paragraphs of 13 words and more", "[overlap]") {
  const auto paragraphs = [](std::string_view text) { return tokens(TextRule::paragraphs, text); };
  CHECK(paragraphs("a b c d e f g h i j k l").empty());
  CHECK(paragraphs("a b c d e f g h i j k l m\r\n\nx") == Tokens{"a b c d e f g h i j k l m\r"});
  CHECK(paragraphs("Don't a b c d e f g h i j 3.14 x") ==
        Tokens{"Don't a b c d e f g h i j 3.14 x"});
  CHECK(paragraphs("Don't a b c d e f g h i j 3.14 !").empty());
  CHECK(paragraphs("天地玄黄宇宙洪荒日月盈昃").empty());
  CHECK(paragraphs("天地玄黄宇宙洪荒日月盈昃辰") == Tokens{"天地玄黄宇宙洪荒日月盈昃辰"});
}

TEST_CASE("Tokens know where their source lies", "[overlap]") {
  const std::string text = "¡FIne, e\u0301\u00AD x\u00ADy\u00AD! ㎏½";
  const auto all = cut_text(TextRule::words, text, {}).tokens;
  const std::vector<std::string> slices{"FIne", "e\u0301", "x\u00ADy", "㎏", "½", "½"};
  REQUIRE(all.size() == slices.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    CHECK(text.substr(all[i].begin, all[i].end - all[i].begin) == slices[i]);
}

TEST_CASE("Segments end tokens and let offsets go on; documents begin at 0", "[overlap]") {
  Tokeniser tokeniser(TextRule::words);
  TokenBlock block;
  tokeniser.begin_document();
  tokeniser.feed("one tw", block);
  tokeniser.end_segment(block);
  tokeniser.feed("o", block);
  tokeniser.feed("\xCC", block);
  tokeniser.end_segment(block);
  REQUIRE(block.size() == 3);
  CHECK(block.text() == "one tw o ");
  CHECK(block.source_base + block.source_begin[2] == 6);
  CHECK(tokeniser.invalid_utf8() == 1);
  block.clear();
  tokeniser.feed("lost", block);
  tokeniser.begin_document();
  tokeniser.feed("\x81 kept ", block);
  tokeniser.end_segment(block);
  CHECK(block.text() == "kept ");
  CHECK(block.source_base + block.source_begin[0] == 2);
}

TEST_CASE("Malformed UTF-8 is counted by maximal subparts", "[overlap]") {
  const auto malformed = [](std::string_view text) {
    return cut_text(TextRule::words, text, {}).malformed;
  };
  // The examples of the Unicode Standard, tables 3-8 to 3-11.
  CHECK(malformed("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41") == 8);
  CHECK(malformed("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41") == 8);
  CHECK(malformed("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42") == 7);
  CHECK(malformed("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") == 4);
  CHECK(malformed("a\xF0\x9F\x98") == 1);
  CHECK(malformed("\uFFFD") == 0);
  CHECK(words("a\xFFz") == Tokens{"a", "z"});
  CHECK(tokens(TextRule::characters, "a\xE1\x80z") == Tokens{"a", "\uFFFD", "z"});
}

TEST_CASE("An endless token is cut, and memory stays", "[overlap]") {
  const std::string piece(1 << 16, 'A');
  Tokeniser tokeniser(TextRule::words);
  TokenBlock block;
  std::size_t count = 0;
  std::size_t bytes = 0;
  for (int i = 0; i < 64; ++i) {
    tokeniser.feed(piece, block);
    count += block.size();
    for (std::size_t k = 0; k < block.size(); ++k)
      bytes += block.source_end[k] - block.source_begin[k];
    block.clear();
  }
  tokeniser.end_segment(block);
  CHECK(count + block.size() == (std::size_t{64} << 16) / longest_token);
  CHECK(bytes + block.source_end[0] - block.source_begin[0] == std::size_t{64} << 16);
  for (const TextRule rule : {TextRule::words, TextRule::words_joined, TextRule::lower_words_joined,
                              TextRule::spaced_words, TextRule::helm_words}) {
    const Tokens marks = tokens(rule, "x" + repeated("\u0301", 10000));
    CHECK(marks.size() == 5);
    for (const std::string& token : marks) CHECK(token.size() <= longest_token);
  }
  CHECK(tokens(TextRule::paragraphs, repeated("a b ", 300000)).size() == 2);
  for (std::size_t length = longest_token - 2; length <= longest_token + 2; ++length) {
    const std::string text = "One " + std::string(length, 'B') + " two";
    CHECK(words(text).size() == (length > longest_token ? 4 : 3));
    CHECK(test::fault_in(TextRule::words, text, length) == "");
    CHECK(test::fault_in(TextRule::lower_spaced_words, text, length) == "");
  }
}

TEST_CASE("Mass and letters of a token", "[overlap]") {
  CHECK(mass_of("中") == 1);
  CHECK(mass_of("か\u3099") == 1);
  CHECK(mass_of("ก\u0E48") == 1);
  CHECK(mass_of("中国") == 2);
  CHECK(mass_of("a") == 2);
  CHECK(mass_of("한") == 2);
  CHECK(mass_of("") == 2);
  CHECK(has_letter("1a"));
  CHECK_FALSE(has_letter("12"));
  CHECK_FALSE(has_letter("५"));
  CHECK(has_letter("5中"));
}

TEST_CASE("The hash of a token is the same everywhere", "[overlap]") {
  CHECK(hash_of("") == 0xB180FD05A995F048);
  CHECK(hash_of("overlap") == 0x6CE4A82C07AC2120);
  CHECK(hash_of("incomprehensibilities, 30") == 0xCE40C151993D9A08);
  for (const TextRule rule : {TextRule::words, TextRule::characters, TextRule::paragraphs})
    for (const Cut& token : cut_text(rule, test::random_text(7, 3000), {}).tokens)
      CHECK(token.hash == hash_of(token.text));
}

TEST_CASE("Tokens do not depend on the pieces text comes in, nor on the path",
          "[overlap][property]") {
  constexpr std::uint64_t cases = 400;
  for (std::uint64_t seed = 0; seed < cases; ++seed) {
    const std::string text = test::random_text(seed, 200);
    for (std::size_t rule = 0; rule < texts(TextRule{}).size(); ++rule) {
      INFO("seed " << seed << ", " << texts(TextRule{})[rule].name);
      CHECK(test::fault_in(static_cast<TextRule>(rule), text, seed) == "");
    }
  }
}

/// Bytes from the escapes of tests/golden/tokens.tsv.
std::string unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      bytes.push_back(
          static_cast<char>(std::strtol(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16)));
      i += 2;
    } else {
      bytes.push_back(text[i]);
    }
  }
  return bytes;
}

TEST_CASE("Tokens as another implementation cuts them", "[overlap][golden]") {
  const char* other = std::getenv("EVENHAND_TOKENS");
  std::ifstream file(other != nullptr ? other : EVENHAND_GOLDEN_DIR "/tokens.tsv");
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    std::istringstream fields(line);
    std::string rule_name;
    std::string text;
    std::string malformed;
    std::string joined;
    std::getline(fields, rule_name, '\t');
    std::getline(fields, text, '\t');
    std::getline(fields, malformed, '\t');
    std::getline(fields, joined);
    Tokens expected;
    for (std::size_t at = 0; joined != "\\0";) {
      const std::size_t end = joined.find('|', at);
      expected.push_back(unescaped(std::string_view(joined).substr(at, end - at)));
      if (end == std::string::npos) break;
      at = end + 1;
    }
    const auto names = texts(TextRule{});
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const EnumText& entry) { return entry.name == rule_name; });
    REQUIRE(found != names.end());
    const test::CutText cut =
        cut_text(static_cast<TextRule>(found - names.begin()), unescaped(text), {});
    Tokens actual;
    for (const Cut& token : cut.tokens) actual.push_back(token.text);
    if (actual == expected && std::to_string(cut.malformed) == malformed) continue;
    FAIL_CHECK("line " << lines + 1 << ": " << line);
  }
  CHECK(lines > 1900);
}

TEST_CASE("A token's source alone gives the token", "[overlap][property]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string text = test::random_text(seed, 300);
    for (const TextRule rule :
         {TextRule::words, TextRule::lower_words, TextRule::spaced_words,
          TextRule::lower_words_joined, TextRule::characters, TextRule::helm_words_without_empty}) {
      for (const Cut& token : cut_text(rule, text, {}).tokens) {
        const Tokens again =
            tokens(rule, std::string_view(text).substr(token.begin, token.end - token.begin));
        INFO("seed " << seed << ", token " << token.text);
        // A code point may hold several tokens: then one of them is this.
        CHECK(std::find(again.begin(), again.end(), token.text) != again.end());
      }
    }
  }
}

}  // namespace
}  // namespace evenhand::overlap

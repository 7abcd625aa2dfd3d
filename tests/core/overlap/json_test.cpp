#include "overlap/json.hpp"

#include <catch2/catch.hpp>

#include "overlap/json_path.hpp"

using namespace evenhand::overlap;

namespace {

bool is_whole(std::string_view text) {
  JsonWalk walk(text);
  while (walk.next()) {
  }
  return walk.whole();
}

std::string resolved(std::string_view raw) {
  std::string out;
  append_text({JsonKind::string, raw, true}, out);
  return out;
}

// The texts at a path, each behind a bar; or the name of the problem.
std::string at(std::string_view path, std::string_view line) {
  std::vector<JsonValue> texts;
  if (const auto problem = JsonPath::parse(path)->find(line, texts)) {
    return std::string(evenhand::text_of(*problem).name);
  }
  std::string out;
  for (const JsonValue& text : texts) {
    out += '|';
    append_json_text(text, out);
  }
  return out;
}

}  // namespace

TEST_CASE("JSON is what RFC 8259 says", "[overlap]") {
  for (const char* text :
       {"{}", "[]", " { } ", "\t[ ]\r\n", R"({"a":1})", R"({"a" : [1 , -2, 0, 1.5e+3, -0.0E-0]})",
        R"([true,false,null,"",{"":{}}])", R"(["\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\u0000"])",
        R"(["\ud800"])", "[\"\x7f\"]", "[\"\xff\xc0 any bytes from 0x80 on\"]",
        R"([123456789012345678901234567890, 1e400])", R"({"a":1,"a":2})"}) {
    INFO(text);
    CHECK(is_whole(text));
  }
  for (const char* text : {"",
                           " ",
                           "1",
                           "\"text\"",
                           "null",
                           "{",
                           "[",
                           "[1",
                           "[1,",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":1]",
                           "[1}",
                           "[]]",
                           "{}{}",
                           "{} x",
                           "[01]",
                           "[-]",
                           "[+1]",
                           "[.5]",
                           "[1.]",
                           "[1e]",
                           "[1e+]",
                           "[0x1]",
                           "[NaN]",
                           "[Infinity]",
                           "[tru]",
                           "[nul]",
                           "[True]",
                           "[\"a]",
                           "[\"\\\"]",
                           "[\"\\x41\"]",
                           "[\"\\u12g4\"]",
                           "[\"\\u123",
                           "[\"\\",
                           "[\"tab\tinside\"]",
                           "[\"line\nfeed\"]",
                           "[\"\x1f\"]",
                           "[1]//",
                           "\xEF\xBB\xBF{}",
                           "{\"a\":\"0123456789\x01\"}",
                           "{1:2}",
                           "{\"a\" \"b\"}",
                           "[\"a\" \"b\"]"}) {
    INFO(text);
    CHECK_FALSE(is_whole(text));
  }
  CHECK_FALSE(is_whole(std::string_view("[\"\0\"]", 5)));
  CHECK_FALSE(is_whole(std::string_view("[\"\\\0\"]", 6)));
  CHECK_FALSE(is_whole(std::string_view("[]\0", 3)));
}

TEST_CASE("no prefix of a line of JSON is one", "[overlap]") {
  const std::string line =
      R"({"id": 12.5e-1, "text": "caf\u00e9 \ud83d\ude00 \"x\"", "more": [null, {"a": [true]}]})";
  REQUIRE(is_whole(line));
  for (std::size_t size = 0; size < line.size(); ++size) {
    CHECK_FALSE(is_whole(std::string_view(line).substr(0, size)));
  }
}

TEST_CASE("a quote, backslash or control byte is seen at every place of a word", "[overlap]") {
  for (std::size_t before = 0; before < 40; ++before) {
    for (std::size_t after = 0; after < 20; ++after) {
      const std::string front = "[\"" + std::string(before, 'x');
      const std::string back = std::string(after, '\xe4') + "\"]";
      CHECK(is_whole(front + back));
      CHECK(is_whole(front + "\\n" + back));
      CHECK(is_whole(front + "\x20\x21\x23\x5b\x5d\x7f\x80\xa0\xa2\xdc\xff" + back));
      CHECK_FALSE(is_whole(front + "\"" + back));
      CHECK_FALSE(is_whole(front + "\x1f" + back));
      CHECK_FALSE(is_whole(front + std::string(1, '\0') + back));
      CHECK_FALSE(is_whole(front + "\\q" + back));
    }
  }
}

TEST_CASE("depth is limited to 512", "[overlap]") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(is_whole(nested(512)));
  CHECK_FALSE(is_whole(nested(513)));
  CHECK_FALSE(is_whole(nested(100'000)));
  CHECK_FALSE(is_whole(std::string(1'000'000, '[')));
}

TEST_CASE("escapes are resolved, half a surrogate pair becomes one byte", "[overlap]") {
  CHECK(resolved(R"(a\"\\\/\b\f\n\r\tz)") == "a\"\\/\b\f\n\r\tz");
  CHECK(resolved(R"(\u0041\u00e9\u20AC\ud83d\uDE00)") == "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(resolved(R"(\u0000)") == std::string(1, '\0'));
  CHECK(resolved(R"(\uFFFF\uD7FF\uE000)") == "\xEF\xBF\xBF\xED\x9F\xBF\xEE\x80\x80");
  CHECK(resolved(R"(a\ud800)") == "a\xff");
  CHECK(resolved(R"(\ud800b)") ==
        "\xff"
        "b");
  CHECK(resolved(R"(\udc00\ud800)") == "\xff\xff");
  CHECK(resolved(R"(\ud800\u0041)") ==
        "\xff"
        "A");
  CHECK(resolved(R"(\ud800\ud83d\ude00)") == "\xff\xF0\x9F\x98\x80");
  CHECK(resolved(R"(\ud800\n)") == "\xff\n");
  CHECK(resolved(R"(\udbff\udfff)") == "\xF4\x8F\xBF\xBF");
}

TEST_CASE("text comes out the same through a buffer of any size", "[overlap]") {
  std::string raw;
  for (int i = 0; i < 50; ++i) raw += R"(plain \n \ud83d\ude00 \u00e9\ud800 more plain text)";
  const std::string whole = resolved(raw);
  for (std::size_t size = 4; size < 70; ++size) {
    JsonText text(raw);
    std::string pieces;
    std::string buffer(size, '\0');
    while (const std::size_t got = text.read(buffer.data(), size)) pieces.append(buffer, 0, got);
    CHECK(pieces == whole);
  }
}

TEST_CASE("a path leads to strings", "[overlap]") {
  CHECK(at("text", R"({"text":"a"})") == "|a");
  CHECK(at("text", R"({"x":{"text":"b"},"text":"a"})") == "|a");
  CHECK(at("text", R"({"text":["a","b\n",""]})") == "|a|b\n|");
  CHECK(at("text", R"({"text":null})").empty());
  CHECK(at("text", R"({"text":[]})").empty());
  CHECK(at("text", R"({"te\u0078t":"a"})") == "|a");
  CHECK(at("text", R"({})") == "missing_field");
  CHECK(at("text", R"({"Text":"a"})") == "missing_field");
  CHECK(at("text", R"({"text":1})") == "type");
  CHECK(at("text", R"({"text":true})") == "type");
  CHECK(at("text", R"({"text":{}})") == "type");
  CHECK(at("text", R"({"text":["a",null]})") == "type");
  CHECK(at("text", R"(["text"])") == "json");
  CHECK(at("text", R"("text")") == "json");
  CHECK(at("text", R"({"text":"a"} {})") == "json");
  CHECK(at("text", R"({"text":"a","x":[1,}})") == "json");

  CHECK(at("a.b", R"({"a":{"b":"x"}})") == "|x");
  CHECK(at("a.b", R"({"a":{"c":"x"}})") == "missing_field");
  CHECK(at("a.b", R"({"a":"x"})") == "missing_field");
  CHECK(at("a.b", R"({"a":null})") == "missing_field");
  CHECK(at("a[*].b", R"({"a":[{"b":"x"},{"b":["y","z"]},{"b":null}]})") == "|x|y|z");
  CHECK(at("a[*].b", R"({"a":[{"b":"x"},{}]})") == "|x");
  CHECK(at("a[*].b", R"({"a":[{},{}]})") == "missing_field");
  CHECK(at("a[*].b", R"({"a":[{"b":"x"},{"b":2}]})") == "type");
  CHECK(at("a[*].b", R"({"a":{"b":"x"}})") == "type");
  CHECK(at("a[*].b", R"({"a":[]})").empty());
  CHECK(at("a[*].b", R"({"a":null})").empty());
  CHECK(at("a[*][*]", R"({"a":[["x"],["y","z"]]})") == "|x|y|z");
  CHECK(at("ids[#]", R"({"ids":[0, 17 ,4294967295]})") == "|0 17 4294967295 ");
  CHECK(at("ids[#]", R"({"ids":[4294967296]})") == "type");
  CHECK(at("ids[#]", R"({"ids":[-1]})") == "type");
  CHECK(at("ids[#]", R"({"ids":[1.0]})") == "type");
  CHECK(at("ids[#]", R"({"ids":"1 2"})") == "type");
}

TEST_CASE("of a name that occurs twice the last counts", "[overlap]") {
  CHECK(at("text", R"({"text":"a","text":"b"})") == "|b");
  CHECK(at("text", R"({"text":"a","text":1})") == "type");
  CHECK(at("text", R"({"text":1,"text":"b"})") == "|b");
  CHECK(at("a.b", R"({"a":{"b":"x"},"a":{"c":"y"}})") == "missing_field");
  CHECK(at("a.b", R"({"a":{"b":"x","b":"z"}})") == "|z");
}

TEST_CASE("paths that are not understood", "[overlap]") {
  for (const char* path : {"", ".", "a.", ".a", "a..b", "[*]", "a[", "a[0]", "a[*", "a[*]b", "a]",
                           "a[#].b", "a[#][*]", "[#]", "a.[*]"}) {
    INFO(path);
    CHECK_FALSE(JsonPath::parse(path));
  }
  CHECK(JsonPath::parse("a b.c-d")->is_plain());
  CHECK_FALSE(JsonPath::parse("a[*]")->is_plain());
}

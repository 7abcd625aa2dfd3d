#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "overlap/document_log.hpp"

using namespace evenhand::overlap;

namespace {

std::string read_cut(DocumentUnit unit, std::string_view bytes, std::size_t size) {
  return test::documents_of(unit, "text", bytes, size);
}

// What is read; the same for every cut.
std::string read(DocumentUnit unit, std::string_view bytes) {
  std::string whole = read_cut(unit, bytes, std::max<std::size_t>(bytes.size(), 1));
  for (const std::size_t size : {1, 2, 3, 7, 4096}) {
    INFO("pieces of " << size);
    CHECK(read_cut(unit, bytes, size) == whole);
  }
  return whole;
}

}  // namespace

TEST_CASE("a file is one document, whatever is in it", "[overlap]") {
  const auto file = [](std::string_view bytes) { return read(DocumentUnit::file, bytes); };
  CHECK(file("one\r\n\r\ntwo\n") == "1<one\r\n\r\ntwo\n>");
  CHECK(file("") == "1<>");
  CHECK(file("\xEF\xBB\xBF") == "1<>");
  CHECK(file("\xEF\xBB\xBFtext") == "1<text>");
  CHECK(file("\xEF\xBB") == "1<\xEF\xBB>");
  CHECK(file("\xEF\xBBx") == "1<\xEF\xBBx>");
  CHECK(file("\xEF\xBB\xBF\xEF\xBB\xBFx") == "1<\xEF\xBB\xBFx>");
}

TEST_CASE("every line that is not blank is a document", "[overlap]") {
  const auto lines = [](std::string_view bytes) { return read(DocumentUnit::line, bytes); };
  CHECK(lines("") == "");
  CHECK(lines("a\nb") == "1<a>2<b>");
  CHECK(lines("a\nb\n") == "1<a>2<b>");
  CHECK(lines("a\r\nb\r\n") == "1<a>2<b>");
  CHECK(lines("\n  \t\n x y \n\r\nz\r") == "__3< x y >_5<z>");
  CHECK(lines("a\rb\r\r\n") == "1<a\rb\r>");
  CHECK(lines("\xEF\xBB\xBF\na") == "_2<a>");
  CHECK(lines("a\n ") == "1<a>_");
}

TEST_CASE("a line of white space without end is no longer blank", "[overlap]") {
  const std::string spaces(longest_blank_line, ' ');
  CHECK(read_cut(DocumentUnit::line, spaces + "\n", 1000) == "_");
  const std::string more = spaces + " ";
  for (const std::size_t size : {1, 1000, 1'000'000}) {
    CHECK(read_cut(DocumentUnit::line, more + "\n", size) == "1<" + more + ">");
  }
}

TEST_CASE("paragraphs lie between blank lines", "[overlap]") {
  const auto read_paragraphs = [](std::string_view bytes) {
    return read(DocumentUnit::paragraph, bytes);
  };
  CHECK(read_paragraphs("a\nb\n\n  c\nd") == "1<a\nb>_4<  c\nd>");
  CHECK(read_paragraphs("\n\na\r\nb\r\n \r\n\r\nc\n") == "__3<a\r\nb>__7<c>");
  CHECK(read_paragraphs("a\n") == "1<a>");
  CHECK(read_paragraphs("a\n\t") == "1<a>_");
  CHECK(read_paragraphs("") == "");
}

TEST_CASE("lines and paragraphs are those that a line by line reading gives", "[overlap]") {
  const auto is_white = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  const auto expected = [&](DocumentUnit unit, std::string_view bytes) {
    std::string log;
    std::string_view document;
    const auto end_document = [&] {
      if (document.empty()) return;
      if (document.back() == '\r') document.remove_suffix(1);
      log.append("<").append(document).append(">");
      document = {};
    };
    for (int number = 1; !bytes.empty(); ++number) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      const std::string_view line = bytes.substr(0, end);
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
      const bool blank = std::all_of(line.begin(), line.end(), is_white);
      if (blank || unit == DocumentUnit::line) end_document();
      if (blank) {
        log += "_";
      } else {
        if (document.empty()) log += std::to_string(number);
        const char* const begin = document.empty() ? line.data() : document.data();
        document = {begin, static_cast<std::size_t>(line.data() - begin) + line.size()};
      }
    }
    end_document();
    return log;
  };
  const std::vector<std::string> parts = {"\n",     "\n",
                                          "\r\n",   "\r",
                                          " ",      "\t",
                                          "a",      "a\n",
                                          "bc def", "sixteen letters!",
                                          "\x01",   "é",
                                          "\n\n",   "more than sixteen letters\n"};
  evenhand::SplitMix64 random(7, "lines");
  for (int i = 0; i < 4000; ++i) {
    std::string bytes;
    for (std::uint32_t count = random.below(40); count > 0; --count)
      bytes += parts[random.below(static_cast<std::uint32_t>(parts.size()))];
    for (const DocumentUnit unit : {DocumentUnit::line, DocumentUnit::paragraph}) {
      INFO(bytes);
      const std::string wanted = expected(unit, bytes);
      REQUIRE(read_cut(unit, bytes, bytes.size() + 1) == wanted);
      REQUIRE(read_cut(unit, bytes, 1 + random.below(40)) == wanted);
    }
  }
}

TEST_CASE("every line is a JSON object with a text", "[overlap]") {
  const auto lines = [](std::string_view bytes) { return read(DocumentUnit::json_lines, bytes); };
  CHECK(lines("") == "");
  CHECK(lines("{\"text\":\"a\"}\n{\"text\":\"b\"}") == "1<a>2<b>");
  CHECK(lines("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\r\n{\"text\":\"b\"}\r\n") == "1<a>_3<b>");
  CHECK(lines("{\"text\":[\"a\\n\",\"b\"],\"id\":1}\n") == "1<a\n|b>");
  CHECK(lines("{\"text\":null}\n{\"text\":\"\"}\n{\"text\":[]}\n") == "1<>2<>3<>");
  CHECK(lines("{\"text\":\"cut o\n{}\n \n{\"text\":7}\n{\"text\":\"b\"}\n[1]\n{\"text\":\"c") ==
        "1!json;2!missing_field;_4!type;5<b>6!json;7!json;");
  CHECK(lines("{\"text\":\"\\ud800\"}") == "1<\xff>");
  CHECK(lines(std::string_view("\xFF\xFE{\0\"\0", 6)) == "1!json;");
}

TEST_CASE("a line with long texts comes through", "[overlap]") {
  std::string plain(300'000, 'x');
  CHECK(read_cut(DocumentUnit::json_lines, "{\"text\":\"" + plain + "\"}\n", 4096) ==
        "1<" + plain + ">");
  std::string escaped;
  std::string text;
  for (int i = 0; i < 40'000; ++i) {
    escaped += R"(word\u00e9\n)";
    text += "word\xC3\xA9\n";
  }
  CHECK(read_cut(DocumentUnit::json_lines, "{\"text\":\"" + escaped + "\"}\n", 4096) ==
        "1<" + text + ">");
}

TEST_CASE("escapes anywhere in a text are resolved", "[overlap]") {
  struct Part {
    std::string written;
    std::string meant;
  };
  const std::vector<Part> parts = {{"x", "x"},
                                   {"fifteen letters", "fifteen letters"},
                                   {R"(\n)", "\n"},
                                   {R"(\\)", "\\"},
                                   {R"(\")", "\""},
                                   {R"(\u00e9)", "é"},
                                   {R"(\ud83d\ude00)", "😀"},
                                   {"é", "é"}};
  evenhand::SplitMix64 random(11, "escapes");
  for (int i = 0; i < 2000; ++i) {
    std::string written;
    std::string meant;
    for (std::uint32_t count = random.below(30); count > 0; --count) {
      const Part& part = parts[random.below(static_cast<std::uint32_t>(parts.size()))];
      written += part.written;
      meant += part.meant;
    }
    INFO(written);
    REQUIRE(read_cut(DocumentUnit::json_lines, "{\"text\":\"" + written + "\"}\n", 1 << 16) ==
            "1<" + meant + ">");
  }
}

TEST_CASE("a line of JSON beyond the limit is malformed and not kept", "[overlap]") {
  const std::string line = "{\"text\":\"" + std::string(50, 'x') + "\"}";
  const std::string bytes = line + "\n" + line + " \n{\"text\":\"a\"}\n" + line + " ";
  for (const std::size_t size : {1, 7, 1000}) {
    test::DocumentLog log;
    CorpusDocuments<test::DocumentLog> documents(log, DocumentUnit::json_lines,
                                                 JsonPath::parse("text"), line.size());
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      documents.feed(std::string_view(bytes).substr(at, size));
    }
    documents.finish();
    CHECK(log.log == "1<" + std::string(50, 'x') + ">2!json;3<a>4!json;");
  }
}

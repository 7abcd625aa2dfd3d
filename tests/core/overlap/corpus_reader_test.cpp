#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

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

// A corpus of any bytes: the same documents however it is cut, every line accounted for, and no
// line read as an item that is none as a document. The first byte chooses what a document is.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "core/overlap/document_log.hpp"
#include "evenhand/overlap/items.hpp"

namespace {

using namespace evenhand::overlap;

void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

// Every line is blank, malformed or a document, and only then an item.
void check_lines(std::string_view bytes) {
  ItemFormat format;
  format.paths[static_cast<std::size_t>(ItemField::question)] = "text";
  std::int64_t number = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.starts_with(byte_order_mark)) continue;
    test::DocumentLog log;
    CorpusDocuments<test::DocumentLog> documents(log, DocumentUnit::json_lines,
                                                 JsonPath::parse("text"));
    documents.feed(line);
    documents.feed("\n");
    documents.finish();
    const bool document = log.log.starts_with("1<");
    if (!document && log.log != "_" && !log.log.starts_with("1!"))
      fail("a line is not accounted for");
    const auto item = read_item(line, number, format);
    const auto* problem = std::get_if<ItemProblem>(&item);
    if (problem == nullptr && !document) fail("an item is no document");
    if (problem != nullptr && document && problem->kind == ItemProblemKind::json) {
      fail("a document is no JSON");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::array<const char*, 4> paths = {"text", "a.b", "a[*].text", "ids[#]"};
  const auto unit = static_cast<DocumentUnit>(data[0] % 4);
  const char* const path = paths[data[0] / 4 % 4];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = test::documents_of(unit, path, bytes, size);
  for (const std::size_t cut : {std::size_t{1}, std::size_t{7}, size / 2 + 1}) {
    if (test::documents_of(unit, path, bytes, cut) != whole) fail("cutting changes the documents");
  }
  check_lines(bytes);
  return 0;
}

/// Writes down what a scanner would be told of a corpus. Where a text was cut does not count.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "overlap/corpus_documents.hpp"

namespace evenhand::overlap::test {

/// "3<text|next segment>" is a document in line 3, "4!json;" a malformed line, "_" a blank one.
struct DocumentLog {
  std::string log;
  void begin_document(std::int64_t line) { log += std::to_string(line) + "<"; }
  void text(std::string_view piece) { log += piece; }
  void end_segment() { log += "|"; }
  void end_document() { log += ">"; }
  void malformed(std::int64_t line, LineProblem problem) {
    log += std::to_string(line) + "!" + std::string(text_of(problem).name) + ";";
  }
  void blank() { log += "_"; }
};

/// The bytes in pieces of that size.
inline std::string documents_of(DocumentUnit unit, std::string_view path, std::string_view bytes,
                                std::size_t size) {
  DocumentLog log;
  CorpusDocuments<DocumentLog> documents(log, unit, JsonPath::parse(path));
  for (std::size_t at = 0; at < bytes.size(); at += size) documents.feed(bytes.substr(at, size));
  documents.finish();
  return log.log;
}

}  // namespace evenhand::overlap::test

#include "evenhand/overlap/scan.hpp"
#include "overlap/corpus_documents.hpp"

namespace evenhand::overlap {

struct CorpusReader::State {
  CorpusDocuments<Scanner> documents;
};

CorpusReader::CorpusReader(Scanner& scanner, DocumentUnit unit, std::string_view text_field)
    : state_(new State{{scanner, unit, JsonPath::parse(text_field)}}) {}

CorpusReader::~CorpusReader() = default;

void CorpusReader::feed(std::string_view bytes) { state_->documents.feed(bytes); }

void CorpusReader::finish() { state_->documents.finish(); }

bool is_text_field(std::string_view path) noexcept { return JsonPath::parse(path).has_value(); }

}  // namespace evenhand::overlap

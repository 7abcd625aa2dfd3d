#include "index_file.hpp"

#include "failure.hpp"

namespace evenhand::scan {
namespace {

overlap::Index opened(const MappedFile& file, const std::string& path) {
  Result<overlap::Index> index = overlap::Index::open(file.bytes());
  if (!index) throw Failure(Status::bad_input, path + ": " + text_of_error(index.error()));
  return index.take();
}

}  // namespace

IndexFile::IndexFile(const std::string& path) : file_(path), index_(opened(file_, path)) {}

}  // namespace evenhand::scan

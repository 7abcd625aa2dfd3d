/// Indexes as files.
#pragma once

#include <string>

#include "evenhand/overlap/index.hpp"
#include "files.hpp"

namespace evenhand::scan {

/// An index and the mapped file it lies in.
class IndexFile {
 public:
  /// Fails with bad_input, naming the file.
  explicit IndexFile(const std::string& path);
  [[nodiscard]] const overlap::Index& index() const noexcept { return index_; }

 private:
  MappedFile file_;
  overlap::Index index_;
};

}  // namespace evenhand::scan

/// What goes wrong, and what the program's exit status says of it.
#pragma once

#include <stdexcept>
#include <string>

#include "evenhand/base/result.hpp"

namespace evenhand::scan {

// X(name, status, meaning)
#define EVENHAND_SCAN_STATUS_LIST(X)                                                   \
  X(done, 0, "done")                                                                   \
  X(malformed, 1, "done, but more lines than --allow-malformed are no document")       \
  X(bad_input, 2, "wrong usage, or an input that cannot be used: nothing was written") \
  X(failed, 3, "some shards failed or were interrupted, or an output could not be written")

#define EVENHAND_SCAN_STATUS(name, status, meaning) name = status,
enum class Status { EVENHAND_SCAN_STATUS_LIST(EVENHAND_SCAN_STATUS) };
#undef EVENHAND_SCAN_STATUS

/// Ends a verb, or a shard.
class Failure : public std::runtime_error {
 public:
  Failure(Status status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  [[nodiscard]] Status status() const noexcept { return status_; }

 private:
  Status status_;
};

/// "the file was written by another version (a file of this version is expected)".
[[nodiscard]] inline std::string text_of_error(const Error& error) {
  const EnumText text = text_of(error.code);
  return std::string(text.title) + "; expected: " + std::string(text.detail);
}

}  // namespace evenhand::scan

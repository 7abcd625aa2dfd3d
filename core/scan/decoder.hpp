/// Compressed files as streams of their contents.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "failure.hpp"

namespace evenhand::scan {

enum class Compression { none, gzip, zstd };

/// By the end of the name, which is cut off: "a.jsonl.gz" becomes "a.jsonl". Formats that are not
/// read fail here, by name.
[[nodiscard]] Compression compression_of(std::string& name);

/// Undoes a compression piece by piece. Several members or frames, one behind the other, are one
/// stream.
class Decoder {
 public:
  using Receiver = std::function<void(std::string_view)>;

  virtual ~Decoder() = default;
  /// Gives the contents to the receiver. Fails on bytes that are no such stream.
  virtual void feed(std::string_view bytes, const Receiver& receiver) = 0;
  /// Fails when the stream is not at its end.
  virtual void finish() = 0;

  [[nodiscard]] static std::unique_ptr<Decoder> make(Compression compression);
};

}  // namespace evenhand::scan

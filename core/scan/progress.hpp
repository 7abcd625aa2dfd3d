/// How far a scan is, on a terminal.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace evenhand::scan {

/// "412 MB", in powers of 1,000.
[[nodiscard]] std::string bytes_text(double bytes);
/// "3 min 20 s".
[[nodiscard]] std::string time_text(double seconds);
/// "1,234,567".
[[nodiscard]] std::string count_text(std::int64_t count);

class Progress {
 public:
  Progress(std::int64_t shards, std::int64_t bytes);
  /// Bytes as they are stored; called by any thread.
  void add_bytes(std::int64_t bytes) { bytes_ += bytes; }
  void add_shard() { ++shards_; }
  /// Draws the line anew, if standard error is a terminal.
  void show() const;
  /// Removes the line.
  void clear() const;
  [[nodiscard]] double seconds() const;
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

 private:
  std::int64_t all_shards_;
  std::int64_t all_bytes_;
  std::atomic<std::int64_t> shards_ = 0;
  std::atomic<std::int64_t> bytes_ = 0;
  bool terminal_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace evenhand::scan

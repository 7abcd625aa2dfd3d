/// Files: read through, mapped, and written so that they appear whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "failure.hpp"

namespace evenhand::scan {

/// From now on SIGINT and SIGTERM end reading instead of the program, so that nothing is left lying
/// about; a second one ends the program.
void stop_gently();
/// Whether one of them came.
[[nodiscard]] bool is_stopping() noexcept;

/// A file that is read from front to back. Errors are failures of the shard.
class InputFile {
 public:
  explicit InputFile(const std::string& path);
  /// Standard input.
  InputFile();
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// The next bytes, in memory that lasts until the next call; empty at the end. A file that is no
  /// longer as long as it was when it was opened is refused.
  [[nodiscard]] std::string_view read();

 private:
  std::string path_;
  int descriptor_;
  std::int64_t size_ = -1;  // of a regular file
  std::int64_t read_ = 0;
  std::vector<char> buffer_;
};

/// All of a file, in memory that the system shares between processes. Errors are bad input.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
    return {static_cast<const std::byte*>(data_), size_};
  }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A file under another name until commit(); gone if that is never called.
class OutputFile {
 public:
  /// Folders on the way are made.
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  void commit();

 private:
  void flush();

  std::string path_;
  std::string temporary_;
  int descriptor_;
  std::string pending_;
};

[[nodiscard]] bool file_exists(const std::string& path);
void remove_file(const std::string& path);
void write_whole(const std::string& path, std::span<const std::byte> bytes);

}  // namespace evenhand::scan

#include "progress.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>

namespace evenhand::scan {

std::string bytes_text(double bytes) {
  static constexpr std::array<const char*, 6> units = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), unit > 0 && bytes < 9.95 ? "%.1f %s" : "%.0f %s", bytes,
                units[unit]);
  return text.data();
}

std::string time_text(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  std::array<char, 64> text = {};
  if (whole < 60) {
    std::snprintf(text.data(), text.size(), "%lld s", whole);
  } else if (whole < 3600) {
    std::snprintf(text.data(), text.size(), "%lld min %lld s", whole / 60, whole % 60);
  } else {
    std::snprintf(text.data(), text.size(), "%lld h %lld min", whole / 3600, whole / 60 % 60);
  }
  return text.data();
}

std::string count_text(std::int64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

Progress::Progress(std::int64_t shards, std::int64_t bytes)
    : all_shards_(shards), all_bytes_(bytes), terminal_(isatty(STDERR_FILENO) != 0) {}

double Progress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Progress::show() const {
  if (!terminal_) return;
  const double time = seconds();
  const auto bytes = static_cast<double>(bytes_.load());
  const double speed = time > 0 ? bytes / time : 0;
  std::string line = count_text(shards_) + " of " + count_text(all_shards_) + " shards, " +
                     bytes_text(bytes) + " of " + bytes_text(static_cast<double>(all_bytes_)) +
                     ", " + bytes_text(speed) + "/s";
  const double left = static_cast<double>(all_bytes_) - bytes;
  if (time > 2 && speed > 0 && left > 0) line += ", " + time_text(left / speed) + " left";
  std::fprintf(stderr, "\r\033[K%s", line.c_str());
}

void Progress::clear() const {
  if (terminal_) std::fputs("\r\033[K", stderr);
}

}  // namespace evenhand::scan

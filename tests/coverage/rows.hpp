/// What the coverage program prints: one JSON object a line.
#pragma once

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

namespace coverage {

/// One line; printed when it ends. `table` says which table of the report it belongs to.
class Row {
 public:
  explicit Row(std::string_view table) { add("table", table); }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  ~Row() {
    text_ += '}';
    std::puts(text_.c_str());
    std::fflush(stdout);
  }

  Row& add(std::string_view name, std::string_view value) {
    std::string quoted = "\"";
    quoted.append(value).append("\"");
    return raw(name, quoted);
  }
  Row& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  Row& add(std::string_view name, double value) { return raw(name, number(value)); }
  Row& add(std::string_view name, std::int64_t value) { return raw(name, std::to_string(value)); }
  Row& add(std::string_view name, int value) { return add(name, static_cast<std::int64_t>(value)); }
  Row& add(std::string_view name, std::span<const double> values) {
    std::string list = "[";
    for (const double value : values) {
      if (list.size() > 1) list += ',';
      list += number(value);
    }
    list += ']';
    return raw(name, list);
  }

 private:
  /// Six decimals are finer than anything that is shown, and the same with every compiler.
  static std::string number(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.6f", value);
    std::string out = buffer;
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out;
  }
  Row& raw(std::string_view name, const std::string& value) {
    text_ += text_.empty() ? "{\"" : ",\"";
    text_.append(name).append("\":").append(value);
    return *this;
  }
  std::string text_;
};

}  // namespace coverage

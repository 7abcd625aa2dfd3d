/// Golden tables: CSV files of tests/golden, read by native and WebAssembly tests alike.
#pragma once

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/judge/correction.hpp"

namespace golden {

/// One row, by column name.
class Row {
 public:
  explicit Row(std::map<std::string, std::string> cells) : cells_(std::move(cells)) {}

  [[nodiscard]] const std::string& text(const std::string& column) const {
    const auto found = cells_.find(column);
    if (found == cells_.end()) throw std::runtime_error("no column " + column);
    return found->second;
  }
  [[nodiscard]] double number(const std::string& column) const {
    return std::strtod(text(column).c_str(), nullptr);
  }
  [[nodiscard]] std::int64_t count(const std::string& column) const {
    return static_cast<std::int64_t>(number(column));
  }
  /// For the message of a failing check.
  [[nodiscard]] std::string shown() const {
    std::string out;
    for (const auto& [name, value] : cells_) out += name + "=" + value + " ";
    return out;
  }

 private:
  std::map<std::string, std::string> cells_;
};

inline std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  if (!line.empty() && line.back() == ',') cells.emplace_back();
  return cells;
}

/// The rows of tests/golden/NAME; fails when there are none.
inline std::vector<Row> table(const std::string& name) {
  std::ifstream file(std::string(EVENHAND_GOLDEN_DIR) + "/" + name);
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error("cannot read " + name);
  const std::vector<std::string> header = split(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    if (line.empty()) continue;
    const std::vector<std::string> cells = split(line);
    if (cells.size() != header.size()) throw std::runtime_error(name + ": " + line);
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = cells[i];
    rows.emplace_back(std::move(row));
  }
  if (rows.empty()) throw std::runtime_error(name + " has no rows");
  return rows;
}

/// The enumerator of that name.
template <class Enum>
Enum named(const std::string& name) {
  const auto list = texts(Enum{});
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return static_cast<Enum>(i);
  }
  throw std::runtime_error("no enumerator " + name);
}

/// Counts of one row of design external; fractional ones are rates times denominators.
inline evenhand::judge::ExternalData external_data(const Row& row) {
  const auto tally = [&](const char* count, const char* total) {
    const double value = row.number(count);
    return evenhand::judge::Tally{value, row.number(total), value == std::floor(value)};
  };
  return {tally("x", "n"), tally("y1", "m1"), tally("y0", "m0")};
}

}  // namespace golden

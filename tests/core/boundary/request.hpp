/// A call of the C boundary as a line of text, words apart by a space:
///   SYMBOL, the number of slots, the slots, the number of columns, and for each column the slot
///   that its address goes to, int32s, float64s or bytes, its length and its values.
#pragma once

#include <cstdint>
#include <istream>
#include <list>
#include <string>
#include <vector>

#include "functions.hpp"

/// The slots of a call, with the columns whose addresses they hold.
class Request {
 public:
  /// Reads one; `call()` is null if the line is no call.
  explicit Request(std::istream& words) {
    std::string symbol;
    std::size_t slots = 0;
    words >> symbol >> slots;
    slots_.resize(slots);
    for (double& slot : slots_) words >> slot;
    std::size_t columns = 0;
    words >> columns;
    for (; columns > 0; --columns) {
      std::size_t slot = 0;
      std::string kind;
      words >> slot >> kind;
      slots_.at(slot) = kind == "int32s"  ? lend(int32s_, words)
                        : kind == "bytes" ? lend(bytes_, words)
                                          : lend(float64s_, words);
    }
    const auto found = functions.find(symbol);
    if (words && found != functions.end()) call_ = found->second;
  }

  [[nodiscard]] Call call() const { return call_; }
  [[nodiscard]] const double* slots() const { return slots_.data(); }

 private:
  /// Reads a column into `kept` and gives its address, as it crosses the boundary.
  template <class T>
  static double lend(std::list<std::vector<T>>& kept, std::istream& words) {
    std::size_t length = 0;
    words >> length;
    std::vector<T>& column = kept.emplace_back(length);
    for (T& value : column) {
      double number = 0;
      words >> number;
      value = static_cast<T>(number);
    }
    return static_cast<double>(reinterpret_cast<std::uintptr_t>(column.data()));
  }

  std::vector<double> slots_;
  std::list<std::vector<std::int32_t>> int32s_;
  std::list<std::vector<double>> float64s_;
  std::list<std::vector<std::uint8_t>> bytes_;
  Call call_ = nullptr;
};

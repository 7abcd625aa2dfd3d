/// Answers calls of the native boundary, for tests to compare with the WebAssembly module's
/// answers. Standard input, one call a line, words apart by a space:
///   SYMBOL, the number of slots, the slots, the number of columns, and for each column the slot
///   that its address goes to, int32s or float64s, its length and its values.
/// Standard output, one line a call: "0 SLOT SLOT ..." or "CODE LIMIT ARGUMENT".
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <list>
#include <sstream>
#include <string>
#include <vector>

#include "functions.hpp"

namespace {

/// Reads a column into `kept` and gives its address, as it crosses the boundary.
template <class T>
double lend(std::list<std::vector<T>>& kept, std::istream& words) {
  std::size_t length = 0;
  words >> length;
  std::vector<T>& column = kept.emplace_back(length);
  for (T& value : column) words >> value;
  return static_cast<double>(reinterpret_cast<std::uintptr_t>(column.data()));
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string symbol;
    std::size_t slots = 0;
    words >> symbol >> slots;
    std::vector<double> request(slots);
    for (double& slot : request) words >> slot;
    std::size_t columns = 0;
    words >> columns;
    std::list<std::vector<std::int32_t>> int32s;
    std::list<std::vector<double>> float64s;
    for (; columns > 0; --columns) {
      std::size_t slot = 0;
      std::string kind;
      words >> slot >> kind;
      request.at(slot) = kind == "int32s" ? lend(int32s, words) : lend(float64s, words);
    }
    const auto call = functions.find(symbol);
    if (!words || call == functions.end()) {
      std::fprintf(stderr, "cannot read the call: %.80s\n", line.c_str());
      return 2;
    }
    const std::int32_t code = call->second(request.data());
    std::printf("%d", code);
    if (code != 0) {
      std::printf(" %.17g %s\n", evenhand_error_limit(), evenhand_error_argument());
      continue;
    }
    for (std::size_t i = 0; i < evenhand_answer_slots(); ++i) {
      std::printf(" %.17g", evenhand_answer()[i]);
    }
    std::printf("\n");
  }
}

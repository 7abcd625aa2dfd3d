/// Times calls of the C boundary natively, on the same requests that bench.mjs gives the
/// WebAssembly module, and prints nanoseconds per call, one a line: the best of several rounds, so
/// that another process on the machine counts least. Standard input: one measurement a line,
/// "SYMBOL CALLS SLOT SLOT ...".
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "boundary/functions.hpp"

namespace {

double best_nanoseconds(Call call, const std::vector<double>& request, int calls) {
  double best = 1e300;
  for (int round = 0; round < 15; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) {
      if (call(request.data()) != 0) std::exit(1);
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count() / calls);
  }
  return best;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string symbol;
    int calls = 0;
    words >> symbol >> calls;
    std::vector<double> request;
    for (double slot = 0; words >> slot;) request.push_back(slot);
    std::cout << best_nanoseconds(functions.at(symbol), request, calls) << '\n';
  }
}

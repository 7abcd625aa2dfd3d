/// Times calls of the C boundary natively, on the same requests that bench.mjs gives the
/// WebAssembly module, and prints nanoseconds per call, one a line: the best of several rounds, so
/// that another process on the machine counts least. Standard input, one measurement a line: the
/// number of calls in a round, then a call as in request.hpp.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

#include "boundary/request.hpp"

namespace {

double best_nanoseconds(const Request& request, int calls) {
  double best = 1e300;
  for (int round = 0; round < 15; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) {
      if (request.call()(request.slots()) != 0) std::exit(1);
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
    int calls = 0;
    words >> calls;
    const Request request(words);
    if (request.call() == nullptr) return 2;
    std::cout << best_nanoseconds(request, calls) << '\n';
  }
}

/// Answers calls of the native boundary, for tests to compare with the WebAssembly module's
/// answers. Standard input: one call a line, as in request.hpp. Standard output, one line a call:
/// "0 HEX SLOT SLOT ...", HEX being the texts of the answer after an x, or "CODE LIMIT ARGUMENT".
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "request.hpp"

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    const Request request(words);
    if (request.call() == nullptr) {
      std::fprintf(stderr, "cannot read the call: %.80s\n", line.c_str());
      return 2;
    }
    const std::int32_t code = request.call()(request.slots());
    std::printf("%d", code);
    if (code != 0) {
      std::printf(" %.17g %s\n", evenhand_error_limit(), evenhand_error_argument());
      continue;
    }
    std::printf(" x");
    for (std::size_t i = 0; i < evenhand_answer_texts_size(); ++i) {
      std::printf("%02x", static_cast<unsigned char>(evenhand_answer_texts()[i]));
    }
    for (std::size_t i = 0; i < evenhand_answer_slots(); ++i) {
      std::printf(" %.17g", evenhand_answer()[i]);
    }
    std::printf("\n");
  }
}

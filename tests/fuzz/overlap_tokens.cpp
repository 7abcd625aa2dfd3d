// Tokens of any bytes: the same however they are fed and with or without the fast path, their
// offsets in order, their hashes those of their text. The first byte of the input is the rule.
//
// As a program of its own (EVENHAND_FUZZ_MAIN) it runs over a fixed set of texts, and over the
// files that are named.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/overlap/overlap_tokens.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand::overlap;
  if (size == 0) return 0;
  const auto rule = static_cast<TextRule>(data[0] % texts(TextRule{}).size());
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string fault = test::fault_in(rule, text, size);
  if (fault.empty()) return 0;
  std::fprintf(stderr, "%s: %s\n", std::string(evenhand::text_of(rule).name).c_str(),
               fault.c_str());
  std::abort();
}

#ifdef EVENHAND_FUZZ_MAIN
#include <fstream>
#include <iterator>

int main(int count, char** files) {
  const auto run = [](const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  };
  for (int i = 1; i < count; ++i) {
    std::ifstream file(files[i], std::ios::binary);
    run(std::string(std::istreambuf_iterator<char>(file), {}));
  }
  constexpr std::uint64_t texts_of_each_rule = 40;
  constexpr std::uint64_t rules = texts(evenhand::overlap::TextRule{}).size();
  for (std::uint64_t i = 0; i < texts_of_each_rule * rules; ++i)
    run(static_cast<char>(i % rules) + evenhand::overlap::test::random_text(1000 + i, 300));
}
#endif

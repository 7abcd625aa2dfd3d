// Tokens of any bytes: the same however they are fed and with or without the fast path, their
// offsets in order, their hashes those of their text. The first byte of the input is the rule.
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

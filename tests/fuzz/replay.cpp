/// Calls a fuzzer with its seeds and with a few thousand seeded mutations of them, so that it runs
/// wherever the tests run, without libFuzzer:
///
///   fuzz_NAME_replay              all of that
///   fuzz_NAME_replay FILE...      these inputs
///   fuzz_NAME_replay --write DIR  writes the seeds, for libFuzzer to start from
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "seeds.hpp"

// The name and the type are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using evenhand::SplitMix64;

constexpr std::size_t mutations = 4000;  // shared by all seeds

void run(const std::string& input) {
  // A copy of exactly that size, so that the sanitizers see every byte read beyond it.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  (void)LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::string mutated(std::string input, const std::vector<std::string>& seeds, SplitMix64& rng) {
  const auto below = [&rng](std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::size_t>(rng.next() % limit);
  };
  for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
    const std::size_t at = below(input.size() + 1);
    switch (below(6)) {
      case 0: input.resize(at); break;
      case 1: input.insert(at, 1, static_cast<char>(below(256))); break;
      case 2: input.erase(at, 1 + below(8)); break;
      case 3: input.insert(at, input.substr(below(input.size() + 1), below(64))); break;
      case 4: {
        const std::string& other = seeds[below(seeds.size())];
        input = input.substr(0, at) + other.substr(below(other.size() + 1));
        break;
      }
      default:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
    }
  }
  return input;
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> seeds = evenhand::fuzz::seeds_of(EVENHAND_FUZZER);
  if (seeds.empty()) {
    std::fprintf(stderr, "%s has no seeds\n", EVENHAND_FUZZER);
    return 1;
  }
  if (count == 3 && std::string_view(values[1]) == "--write") {
    for (std::size_t i = 0; i < seeds.size(); ++i) {
      std::ofstream file(std::string(values[2]) + "/seed-" + std::to_string(i), std::ios::binary);
      file << seeds[i];
    }
    return 0;
  }
  for (int i = 1; i < count; ++i) {
    std::ifstream file(values[i], std::ios::binary);
    run({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  }
  if (count > 1) return 0;
  SplitMix64 rng(1, "fuzz replay");
  run("");
  for (const std::string& seed : seeds) {
    run(seed);
    for (std::size_t i = 0; i < mutations / seeds.size(); ++i) run(mutated(seed, seeds, rng));
  }
  return 0;
}

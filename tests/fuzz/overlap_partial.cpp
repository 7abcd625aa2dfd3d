/// Hostile bytes as a partial: they are refused, or are the bytes of what was read.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "base/digest.hpp"
#include "evenhand/overlap/partial.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

void try_bytes(std::span<const std::byte> bytes) {
  Result<Partial> partial = partial_from_bytes(bytes);
  if (!partial) return;
  const std::vector<std::byte> again = to_bytes(*partial);
  if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) std::abort();
  if (merge(*partial, *partial).verdict != MergeVerdict::contained) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span input(reinterpret_cast<const std::byte*>(data), size);
  try_bytes(input);
  // With the digest that such bytes would have, so that reading goes on behind it.
  constexpr std::size_t digest_bytes = std::tuple_size_v<Digest>;
  if (size < digest_bytes) return 0;
  std::vector<std::byte> mended(input.begin(), input.end() - digest_bytes);
  const Digest digest = digest_of(mended);
  mended.insert(mended.end(), digest.begin(), digest.end());
  try_bytes(mended);
  return 0;
}

/// Hostile bytes as an index: refused, or good for a scan and for every question.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "evenhand/overlap/scan.hpp"
#include "overlap/index_layout.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

void ask(const Index& index) {
  std::size_t asked = 0;
  for (std::size_t b = 0; b < index.benchmarks(); ++b) asked += index.benchmark_name(b).size();
  for (std::uint32_t item = 0; item < index.items(); ++item) {
    asked += index.item_id(item).size() + index.benchmark_of(item) + index.first_equal(item);
    asked += index.text(index.gold(item)).size();
    for (std::size_t u = 0; u < unit_count; ++u) {
      const auto unit = static_cast<Unit>(u);
      asked += index.text(index.unit(item, unit).tokens).size();
      for (const TokenRange piece : index.pieces(item, unit)) {
        asked += index.text(piece).size() + index.is_short(item, unit, piece) +
                 index.is_short_common(item, unit, piece);
      }
    }
  }
  for (std::uint32_t t = 0; t < index.tokens(); ++t) {
    for (std::size_t i = 0; i < index.settings().n.size(); ++i) {
      asked += index.gram_at(i, t).value_or(0) + index.is_common(i, t);
    }
    asked += index.is_heavy(t);
  }
  asked += static_cast<std::size_t>(index.overhead_bytes());
  [[maybe_unused]] static volatile std::size_t kept;
  kept = asked;
}

void try_bytes(std::span<const std::byte> bytes) {
  const Result<Index> index = Index::open(bytes);
  if (!index) return;
  ask(*index);
  Scanner scanner(*index);
  scanner.begin_shard("s", "");
  scanner.begin_document(1);
  // All of its own text is in the document, and then some.
  for (std::uint32_t t = 0; t < index->tokens(); ++t) {
    scanner.text(index->token(t));
    scanner.text(t % 7 == 6 ? " x " : " ");
  }
  scanner.end_segment();
  scanner.text(index->text({0, index->tokens()}));
  scanner.end_document();
  (void)scanner.take_hits();
  (void)to_bytes(scanner.end_shard());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Aligned as an index must be.
  std::vector<std::uint64_t> aligned(size / 8 + 1);
  if (size > 0) std::memcpy(aligned.data(), data, size);
  auto* const bytes = reinterpret_cast<std::byte*>(aligned.data());
  try_bytes({bytes, size});
  // With the length and the digest that such bytes would have, so that checking goes on.
  constexpr std::size_t digest_bytes = std::tuple_size_v<Digest>;
  if (size < sizeof(IndexHeader) + digest_bytes) return 0;
  IndexHeader header;
  std::memcpy(&header, bytes, sizeof header);
  header.file_bytes = size;
  std::memcpy(bytes, &header, sizeof header);
  const Digest digest = digest_of(std::span(bytes, size - digest_bytes));
  std::memcpy(bytes + size - digest_bytes, digest.data(), digest_bytes);
  try_bytes({bytes, size});
  return 0;
}

/// Many bytes at once.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace evenhand::overlap {

/// Sixteen bytes; arithmetic and comparisons are those of each byte, and what a comparison says is
/// all zeros or all ones. GCC and Clang make SSE2 or WebAssembly's vectors of it.
using Bytes = unsigned char __attribute__((vector_size(16)));
using SignedBytes = signed char __attribute__((vector_size(16)));

/// The highest bit of each byte.
inline std::uint64_t signs(Bytes bytes) noexcept {
#if defined(__SSE2__)
  return static_cast<std::uint32_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(bytes)));
#elif defined(__wasm_simd128__)
  return static_cast<std::uint32_t>(wasm_i8x16_bitmask(reinterpret_cast<v128_t>(bytes)));
#else
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof bytes; ++i) bits |= std::uint64_t{bytes[i]} >> 7 << i;
  return bits;
#endif
}

}  // namespace evenhand::overlap

/// Many bytes at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

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

[[nodiscard]] inline Bytes bytes_at(const char* place) noexcept {
  Bytes bytes;
  std::memcpy(&bytes, place, sizeof bytes);
  return bytes;
}

/// std::memcpy(), which the C library of WebAssembly does a word at a time.
inline void copy_bytes(char* to, const char* from, std::size_t size) noexcept {
#if defined(__wasm_simd128__)
  for (; size >= sizeof(Bytes); size -= sizeof(Bytes)) {
    const Bytes bytes = bytes_at(from);
    std::memcpy(to, &bytes, sizeof bytes);
    to += sizeof bytes;
    from += sizeof bytes;
  }
#endif
  std::memcpy(to, from, size);
}

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

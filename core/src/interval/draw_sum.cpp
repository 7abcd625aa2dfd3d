#include "interval/draw_sum.hpp"

#include <array>
#include <cstdint>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define EVENHAND_AVX2 __attribute__((target("avx2")))
#endif

namespace evenhand::interval {
namespace {

#ifdef EVENHAND_AVX2

EVENHAND_AVX2 inline __m256i four(std::uint64_t value) noexcept {
  return _mm256_set1_epi64x(static_cast<long long>(value));
}

/// The upper halves' share of z * factor, in units of 2^32. A multiplication by _mm256_mul_epu32
/// takes the lower half of each factor and gives all 64 bits.
EVENHAND_AVX2 inline __m256i cross_products(__m256i z, std::uint64_t factor) noexcept {
  return _mm256_add_epi64(_mm256_mul_epu32(_mm256_srli_epi64(z, 32), four(factor)),
                          _mm256_mul_epu32(z, four(factor >> 32)));
}

/// What SplitMix64::in_doubt() is about, of four states: ((z >> 32) | 1) * bound.
EVENHAND_AVX2 inline __m256i four_products(__m256i state, __m256i bound) noexcept {
  constexpr std::uint64_t first = SplitMix64::first_multiplier;
  constexpr std::uint64_t second = SplitMix64::second_multiplier;
  __m256i z = _mm256_xor_si256(state, _mm256_srli_epi64(state, 30));
  z = _mm256_add_epi64(_mm256_mul_epu32(z, four(first)),
                       _mm256_slli_epi64(cross_products(z, first), 32));
  z = _mm256_xor_si256(z, _mm256_srli_epi64(z, 27));
  // Of the second product only the upper half is needed: here it is made in the lower one.
  z = _mm256_add_epi64(_mm256_srli_epi64(_mm256_mul_epu32(z, four(second)), 32),
                       cross_products(z, second));
  return _mm256_mul_epu32(_mm256_or_si256(z, four(1)), bound);
}

/// sum_of_draws(), four draws at once unless one of the four is in doubt.
EVENHAND_AVX2 double sum_of_draws_avx2(SplitMix64& rng, std::span<const double> values) noexcept {
  const auto bound = static_cast<std::uint32_t>(values.size());
  const std::uint32_t rejected = SplitMix64::rejected(bound);
  const __m256i bounds = four(bound);
  const __m256i doubtful =
      _mm256_set1_epi32(static_cast<int>(SplitMix64::in_doubt(bound, rejected)));
  double sum = 0;
  for (std::uint32_t left = bound; left > 0;) {
    const std::uint64_t state = rng.state();
    __m256i states = _mm256_add_epi64(
        four(state), _mm256_setr_epi64x(static_cast<long long>(SplitMix64::step),
                                        static_cast<long long>(2 * SplitMix64::step),
                                        static_cast<long long>(3 * SplitMix64::step),
                                        static_cast<long long>(4 * SplitMix64::step)));
    for (; left >= 4; left -= 4) {
      const __m256i products = four_products(states, bounds);
      const __m256i doubts = _mm256_cmpeq_epi32(_mm256_min_epu32(products, doubtful), products);
      constexpr int lower_halves = 0b01010101;
      if ((_mm256_movemask_ps(_mm256_castsi256_ps(doubts)) & lower_halves) != 0) [[unlikely]]
        break;
      alignas(32) std::array<std::uint64_t, 4> wide;
      _mm256_store_si256(reinterpret_cast<__m256i*>(wide.data()), products);
      sum += values[wide[0] >> 32];
      sum += values[wide[1] >> 32];
      sum += values[wide[2] >> 32];
      sum += values[wide[3] >> 32];
      states = _mm256_add_epi64(states, four(4 * SplitMix64::step));
      rng.skip(4);
    }
    if (left > 0) {
      sum += values[rng.below(bound, rejected)];
      --left;
    }
  }
  return sum;
}

#endif

}  // namespace

double sum_of_draws(SplitMix64& rng, std::span<const double> values) noexcept {
#ifdef EVENHAND_AVX2
  if (__builtin_cpu_supports("avx2")) return sum_of_draws_avx2(rng, values);
#endif
  const auto bound = static_cast<std::uint32_t>(values.size());
  double sum = 0;
  rng.draw_below(bound, bound, [&](std::uint32_t i) { sum += values[i]; });
  return sum;
}

}  // namespace evenhand::interval

/// The one source of pseudo-random numbers: SplitMix64, the same bytes on every target.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "evenhand/base/result.hpp"

namespace evenhand {

/// 64-bit FNV-1a hash of ASCII text (Fowler, Noll, Vo).
[[nodiscard]] constexpr std::uint64_t fnv1a64(std::string_view text) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

/// SplitMix64 (Steele, Lea, Flood 2014, OOPSLA). The label separates the streams of different
/// uses, so that equal seeds do not give equal draws in two places.
class SplitMix64 {
 public:
  SplitMix64(std::uint64_t seed, std::string_view label) noexcept : state_(seed ^ fnv1a64(label)) {}

  [[nodiscard]] constexpr std::uint64_t next() noexcept {
    state_ += step;
    return mixed(state_);
  }
  friend bool operator==(const SplitMix64&, const SplitMix64&) = default;

  /// Uniform integer in [0, bound), 1 <= bound < 2^32, without bias (Lemire 2019).
  [[nodiscard]] constexpr std::uint32_t below(std::uint32_t bound) noexcept {
    return below(bound, rejected(bound));
  }

  /// 2^32 mod bound, the number of draws that must be rejected: computed once, it saves a division
  /// in every one of many draws.
  [[nodiscard]] static constexpr std::uint32_t rejected(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>(-bound) % bound;
  }
  [[nodiscard]] constexpr std::uint32_t below(std::uint32_t bound,
                                              std::uint32_t rejected_draws) noexcept {
    while (true) {
      const std::uint64_t wide = (next() >> 32) * bound;
      if (static_cast<std::uint32_t>(wide) >= rejected_draws)
        return static_cast<std::uint32_t>(wide >> 32);
    }
  }

  /// Up to this lower half, the product ((z >> 32) | 1) * bound leaves a draw in doubt, z being
  /// what twice_mixed() gives. The step that is left changes no bit of the upper half of z but its
  /// lowest. With that bit set the product is at most one bound too large: unless its lower half is
  /// this small, its upper half is right, and the draw is not rejected.
  [[nodiscard]] static constexpr std::uint32_t in_doubt(std::uint32_t bound,
                                                        std::uint32_t rejected_draws) noexcept {
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(std::uint64_t{bound} + rejected_draws - 1, 0xffffffffU));
  }

  /// Calls use(number) with each of the next `many` numbers of below(bound); where they are many,
  /// faster than one after the other.
  template <class Use>
  constexpr void draw_below(std::uint32_t bound, std::uint32_t many, Use use) noexcept {
    const std::uint32_t rejected_draws = rejected(bound);
    const std::uint32_t doubtful = in_doubt(bound, rejected_draws);
    while (many > 0) {
      std::uint64_t state = state_;
      const auto certain = [&] {
        const std::uint64_t next = state + step;
        const std::uint64_t wide = ((twice_mixed(next) >> 32) | 1) * bound;
        if (static_cast<std::uint32_t>(wide) <= doubtful) [[unlikely]]
          return false;
        state = next;
        --many;
        use(static_cast<std::uint32_t>(wide >> 32));
        return true;
      };
      // Eight a turn, and nothing rare inside: a turn costs WebAssembly a check and reloads.
      while (many >= 8 && certain() && certain() && certain() && certain() && certain() &&
             certain() && certain() && certain()) {
      }
      state_ = state;
      if (many > 0) {
        use(below_apart(bound, rejected_draws));
        --many;
      }
    }
  }

  /// Uniform double in [0, 1), a multiple of 2^-53.
  [[nodiscard]] double uniform() noexcept { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// Moves a simple random sample of `size` elements to the front (Fisher-Yates, partial).
  template <class T>
  void sample_to_front(std::span<T> values, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size && i + 1 < values.size(); ++i) {
      const auto rest = static_cast<std::uint32_t>(values.size() - i);
      std::swap(values[i], values[i + below(rest)]);
    }
  }

  /// Between two draws: the state grows by `step` with each, so that draws ahead can be computed.
  [[nodiscard]] constexpr std::uint64_t state() const noexcept { return state_; }
  constexpr void skip(std::uint64_t draws) noexcept { state_ += draws * step; }
  static constexpr std::uint64_t step = 0x9e3779b97f4a7c15U;
  static constexpr std::uint64_t first_multiplier = 0xbf58476d1ce4e5b9U;
  static constexpr std::uint64_t second_multiplier = 0x94d049bb133111ebU;

 private:
  /// below(), never inlined: what it shares with a fast loop would be kept in registers there.
  [[nodiscard, gnu::noinline]] constexpr std::uint32_t below_apart(
      std::uint32_t bound, std::uint32_t rejected_draws) noexcept {
    return below(bound, rejected_draws);
  }

  /// A draw but for the last step of mixing.
  [[nodiscard]] static constexpr std::uint64_t twice_mixed(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * first_multiplier;
    return (z ^ (z >> 27)) * second_multiplier;
  }
  [[nodiscard]] static constexpr std::uint64_t mixed(std::uint64_t z) noexcept {
    z = twice_mixed(z);
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace evenhand

/// What every use of random numbers takes: a seed and a number of random resamples.
#pragma once

#include <cstdint>
#include <optional>

#include "evenhand/base/types.hpp"

namespace evenhand {

inline constexpr std::int64_t default_seed = 1;
inline constexpr std::int64_t default_resamples = 9'999;
/// Fewer than `least_resamples` have no tails to speak of; more than `most_resamples` gain nothing.
inline constexpr std::int64_t least_resamples = 99;
inline constexpr std::int64_t most_resamples = 1'000'000;

/// Checks 0 <= seed < 2^53; the error names the argument "seed".
[[nodiscard]] constexpr std::optional<Error> check_seed(std::int64_t seed) noexcept {
  if (seed >= 0 && seed < max_count) return std::nullopt;
  return Error{Errc::seed_out_of_range, "seed"};
}

/// Checks least_resamples <= resamples <= most_resamples (too_few, value_out_of_range); the error
/// names the argument "resamples".
[[nodiscard]] constexpr std::optional<Error> check_resamples(std::int64_t resamples) noexcept {
  if (resamples < least_resamples) {
    return Error{Errc::too_few, "resamples", static_cast<double>(least_resamples)};
  }
  if (resamples <= most_resamples) return std::nullopt;
  return Error{Errc::value_out_of_range, "resamples", static_cast<double>(most_resamples)};
}

}  // namespace evenhand

/// The small values that every area speaks in.
#pragma once

#include <cstdint>
#include <optional>

#include "evenhand/base/result.hpp"

namespace evenhand {

/// Largest count that doubles and JavaScript hold exactly, 2^53.
inline constexpr std::int64_t max_count = std::int64_t{1} << 53;

/// Two-sided confidence level used when none is asked for.
inline constexpr double default_level = 0.95;

/// Power at which minimum detectable differences and needed items are stated.
inline constexpr double default_power = 0.8;

/// Successes of independent trials; 0 <= successes <= trials <= 2^53.
struct Counts {
  std::int64_t successes = 0;
  std::int64_t trials = 0;
};

/// Two-sided confidence level in [0.5, 1). Below one half nothing that is called a confidence
/// interval is meant, and several formulas lose their order.
struct Level {
  double value = default_level;
};

/// Lower and upper limit; lower <= upper, in the unit of the estimate.
struct Interval {
  double lower = 0;
  double upper = 1;
};

/// A point estimate with its interval.
struct Estimate {
  double estimate = 0;
  double lower = 0;
  double upper = 1;
};

/// Checks 0.5 <= level < 1; the error names the argument "level".
[[nodiscard]] std::optional<Error> check(Level level) noexcept;

/// Checks 0 <= successes <= trials, 1 <= trials <= 2^53; the error names `argument`.
[[nodiscard]] std::optional<Error> check(Counts counts, std::string_view argument) noexcept;

}  // namespace evenhand

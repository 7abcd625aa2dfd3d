/// Comparing with golden numbers in Catch2.
#pragma once

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "rows.hpp"

namespace golden {

/// Equal to `relative`, or to `absolute` where the value arises by subtraction.
inline bool close(double actual, double expected, double relative, double absolute) {
  return std::abs(actual - expected) <= std::max(absolute, relative * std::abs(expected));
}

}  // namespace golden

/// Checks closeness and shows the row when it fails.
#define CHECK_CLOSE(actual, expected, relative, absolute, row)                        \
  do {                                                                                \
    INFO((row).shown() << "actual " << std::hexfloat << (actual) << std::defaultfloat \
                       << " difference " << (actual) - (expected));                   \
    CHECK(golden::close((actual), (expected), (relative), (absolute)));               \
  } while (false)

/// What the tests of the boundary throw at it.
#pragma once

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "functions.hpp"

/// Numbers that break arithmetic more often than random ones do.
inline double hostile(evenhand::SplitMix64& rng) {
  constexpr double largest = std::numeric_limits<double>::max();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double special[] = {
      0,     1,       2,        -1,       0.5,       1e-300,       -0.0,         0x1p53, 0x1p53 + 2,
      1e300, largest, -largest, infinity, -infinity, std::nan(""), 4294967296.0, 0.95};
  if (rng.below(3) == 0) return special[rng.below(std::size(special))];
  if (rng.below(2) == 0) return rng.below(200);
  return rng.uniform();
}

inline void require_finite_answer() {
  for (std::size_t i = 0; i < evenhand_answer_slots(); ++i) {
    REQUIRE(std::isfinite(evenhand_answer()[i]));
  }
}

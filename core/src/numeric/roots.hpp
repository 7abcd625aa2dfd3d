/// Root finding inside a bracket.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "numeric/boost_policy.hpp"

#include <boost/math/tools/toms748_solve.hpp>

namespace evenhand::numeric {

/// No value between the two ends is worth another evaluation: they are neighbours, or closer
/// than the smallest normal number.
[[nodiscard]] inline bool bracket_is_tight(double low, double high) noexcept {
  return std::nextafter(low, high) >= high || high - low < std::numeric_limits<double>::min();
}

/// Root of a continuous f with f(low) and f(high) of opposite sign, to the last bit of the
/// bracket (Alefeld, Potra and Shi 1995, algorithm 748). A zero at an end is returned as it is.
/// NaN when the signs do not differ.
template <class Function>
[[nodiscard]] double bracketed_root(Function&& f, double low, double high) noexcept {
  const double at_low = f(low);
  const double at_high = f(high);
  if (at_low == 0) return low;
  if (at_high == 0) return high;
  if (!((at_low < 0) != (at_high < 0))) return std::numeric_limits<double>::quiet_NaN();
  std::uintmax_t iterations = 400;
  const auto [a, b] = boost::math::tools::toms748_solve(
      std::forward<Function>(f), low, high, at_low, at_high,
      [](double x, double y) { return bracket_is_tight(x, y); }, iterations, Policy{});
  return a + 0.5 * (b - a);
}

/// The last point towards `outside` where a predicate still holds, given that it holds at
/// `inside` and fails at `outside`: bisection to neighbouring doubles.
template <class Predicate>
[[nodiscard]] double bisect_edge(Predicate&& holds, double inside, double outside) noexcept {
  for (int halvings = 0; halvings < 400; ++halvings) {
    const double middle = inside + 0.5 * (outside - inside);
    if (middle == inside || middle == outside) break;
    (holds(middle) ? inside : outside) = middle;
  }
  return inside;
}

}  // namespace evenhand::numeric

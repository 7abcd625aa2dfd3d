#include "numeric/roots.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "numeric/boost_policy.hpp"

#include <boost/math/tools/toms748_solve.hpp>

namespace evenhand::numeric {
namespace {

/// No value between the two ends is worth another evaluation: they are neighbours, or closer
/// than the smallest normal number.
bool bracket_is_tight(double low, double high) noexcept {
  const double middle = low + 0.5 * (high - low);
  return middle <= low || middle >= high || high - low < std::numeric_limits<double>::min();
}

}  // namespace

double bracketed_root(FunctionRef f, double low, double high) noexcept {
  const double at_low = f(low);
  const double at_high = f(high);
  if (at_low == 0) return low;
  if (at_high == 0) return high;
  if (!((at_low < 0) != (at_high < 0))) return std::numeric_limits<double>::quiet_NaN();
  std::uintmax_t iterations = 400;
  const auto [a, b] = boost::math::tools::toms748_solve(f, low, high, at_low, at_high,
                                                        bracket_is_tight, iterations, Policy{});
  return a + 0.5 * (b - a);
}

}  // namespace evenhand::numeric

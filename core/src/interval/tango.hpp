/// Tango's score interval on bare numbers, shared with the comparison of many systems.
#pragma once

#include "evenhand/base/types.hpp"

namespace evenhand::interval {

/// Limits of the difference (a_only - b_only) / n at the two-sided normal quantile z. n > 0.
[[nodiscard]] Interval tango_limits(double a_only, double b_only, double n, double z) noexcept;

}  // namespace evenhand::interval

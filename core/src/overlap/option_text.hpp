/// Values of options as they are reported.
#pragma once

#include <cmath>
#include <string>

namespace evenhand::overlap {

/// A number from 0 to 1 with up to six decimals.
[[nodiscard]] inline std::string decimal_text(double value) {
  const auto millionths = std::llround(value * 1e6);
  std::string digits = std::to_string(1'000'000 + millionths % 1'000'000).substr(1);
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  return std::to_string(millionths / 1'000'000) + (digits.empty() ? "" : "." + digits);
}

}  // namespace evenhand::overlap

/// Checks of a column of data.
#pragma once

#include <cmath>
#include <optional>
#include <span>
#include <string_view>

#include "evenhand/base/result.hpp"

namespace evenhand {

/// Refuses an empty column (empty_sample) and one with a NaN or an infinity (not_finite); the error
/// names `argument`.
[[nodiscard]] inline std::optional<Error> check_column(std::span<const double> values,
                                                       std::string_view argument) noexcept {
  if (values.empty()) return Error{Errc::empty_sample, argument};
  for (const double value : values) {
    if (!std::isfinite(value)) return Error{Errc::not_finite, argument};
  }
  return std::nullopt;
}

}  // namespace evenhand

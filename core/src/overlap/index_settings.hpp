/// What settings a scan may have.
#pragma once

#include <optional>

#include "evenhand/base/result.hpp"
#include "evenhand/overlap/index.hpp"

namespace evenhand::overlap {

inline constexpr std::int32_t longest_n = 1000;
inline constexpr std::int32_t most_skips = 1000;

/// Errors: design_out_of_range.
[[nodiscard]] std::optional<Error> check(const ScanSettings& settings) noexcept;

}  // namespace evenhand::overlap

/// One resample of the bootstrap: the sum of as many values, drawn with replacement.
#pragma once

#include <span>

#include "evenhand/base/rng.hpp"

namespace evenhand::interval {

/// The sum of values[i] over the next values.size() numbers i of rng.below(values.size()), added
/// from left to right; 1 to 2^32 - 1 values. The same draws and the same sum, to the last bit, on
/// every processor: some compute four draws at once.
[[nodiscard]] double sum_of_draws(SplitMix64& rng, std::span<const double> values) noexcept;

}  // namespace evenhand::interval

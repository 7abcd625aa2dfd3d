/// Bootstrap intervals for a mean, from a seed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/resampling.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::interval {

// X(name, title, source)
#define EVENHAND_BOOTSTRAP_METHODS(X)                                                         \
  X(percentile, "percentile bootstrap", "Efron 1979, Ann. Stat. 7:1; limits by inverted CDF") \
  X(bca, "bias-corrected and accelerated bootstrap",                                          \
    "Efron 1987, J. Am. Stat. Assoc. 82:171; ties with the estimate count half, limits by "   \
    "inverted CDF")

EVENHAND_ENUM(BootstrapMethod, EVENHAND_BOOTSTRAP_METHODS)

/// The better one of the two for a skewed sample.
inline constexpr BootstrapMethod default_bootstrap_method = BootstrapMethod::bca;

/// A bootstrap interval for a mean with all that made it; in the unit of the values.
struct BootstrapInterval {
  double estimate = 0;  ///< mean of the values
  double lower = 0;
  double upper = 0;
  Level level;
  BootstrapMethod method = default_bootstrap_method;
  std::int64_t n = 0;                    ///< items
  std::optional<std::int64_t> clusters;  ///< groups, when items were drawn by group
  bool exhaustive = false;               ///< every possible resample was taken, none at random
  std::int64_t resamples = 0;            ///< means that were computed
  std::optional<std::int64_t> seed;      ///< absent when exhaustive
  std::optional<double> bias;            ///< z0, of `bca` only
  std::optional<double> acceleration;    ///< a, of `bca` only
  std::int64_t lower_index = 1;          ///< the lower limit's place among the sorted means, from 1
  std::int64_t upper_index = 1;
  std::int64_t below = 0;  ///< means below the estimate
  std::int64_t equal = 0;  ///< means equal to it, rounding errors aside
  Notes notes;             ///< small_sample
};

/// Two-sided bootstrap interval for the mean of `values`, one finite number per item. `clusters` is
/// empty or gives each item's group by a number >= 0; whole groups are then drawn. Draws follow
/// the order of the items (of the groups' numbers), which is the caller's: sort first.
/// Samples of at most six items (or groups) have so few resamples that all of them are taken.
/// seed: in [0, 2^53). resamples: 99 to 1,000,000.
/// Errors: empty_sample, not_finite, too_few ("values", "clusters": below 2; "resamples"),
/// zero_variance ("values": values or groups do not differ), length_mismatch and
/// value_out_of_range ("clusters"), value_out_of_range ("resamples"), seed_out_of_range,
/// level_out_of_range, estimate_at_limit ("values": the limits of `bca` do not exist).
/// Sources: texts(BootstrapMethod{}).
[[nodiscard]] Result<BootstrapInterval> bootstrap_interval(
    std::span<const double> values, std::span<const std::int32_t> clusters = {},
    BootstrapMethod method = default_bootstrap_method, Level level = {},
    std::int64_t seed = default_seed, std::int64_t resamples = default_resamples);

}  // namespace evenhand::interval

/// The rule for ties in decimal data: .71 - .70 and .03 - .02 are not equal in binary arithmetic,
/// and rank statistics change when such ties are lost.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace evenhand::numeric {

/// Two values tie if they differ by at most this share of the largest magnitude among them all.
inline constexpr double tie_share = 1e-12;

/// max |v|; 0 without values.
[[nodiscard]] double largest_magnitude(std::span<const double> values) noexcept;

/// tie_share * max |v|, the largest difference of two values that tie.
[[nodiscard]] double tie_tolerance(std::span<const double> values) noexcept;

/// Whether the largest and the smallest value tie: such values differ by rounding only.
[[nodiscard]] bool all_tied(std::span<const double> values) noexcept;

/// A power of two that brings max |v| into [0.5, 1), so that squares neither overflow nor vanish
/// and products with it are exact; 1 for zero.
[[nodiscard]] double binary_scale(double largest) noexcept;

/// Ranks with ties at their mean position. Mean positions are whole or half, so they are kept
/// doubled, as whole numbers: sums of ranks are exact.
struct MidRanks {
  std::vector<std::int64_t> doubled;  ///< of each value, from 2 (smallest alone) to 2n
  std::vector<std::int64_t> groups;   ///< sizes of the groups of tied values, ascending by value

  /// Sum of t^3 - t over the groups; 0 without ties.
  [[nodiscard]] double tie_sum() const noexcept;
};

/// Midranks of finite values, rank 1 the smallest: sorted, neighbours whose gap is at most
/// `tolerance` are joined.
[[nodiscard]] MidRanks midranks(std::span<const double> values, double tolerance);

/// The same under the rule's own tolerance.
[[nodiscard]] MidRanks midranks(std::span<const double> values);

}  // namespace evenhand::numeric

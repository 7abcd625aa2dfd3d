/// How conditional distributions become choices, shared by everything that decodes.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// Errors: value_out_of_range ("temperature").
[[nodiscard]] std::optional<Error> check(const Decoding& decoding) noexcept;

/// Turns the conditional distribution of a position, its tokens in vocabulary order, into the
/// distribution that is drawn from.
void decode(std::span<double> distribution, const Decoding& decoding);

/// The logarithm of a probability that is exactly 0.
inline constexpr double never = -std::numeric_limits<double>::infinity();

/// Logarithms, in bits, of what `decode` made of a distribution: finite at every temperature above
/// 0, even where the probability itself is too small for a double; `never` for a token that is
/// never chosen.
void log2_decoded(std::span<const double> distribution, std::span<const double> decoded,
                  const Decoding& decoding, std::vector<double>& out);

}  // namespace evenhand::parallel

/// The Wilcoxon test for differences whose rounding error is known from where they come from.
#pragma once

#include <span>

#include "evenhand/compare/signed_tests.hpp"

namespace evenhand::compare {

/// As wilcoxon_signed_rank on finite differences, where two sizes tie, and one is zero, within
/// `tolerance`.
[[nodiscard]] WilcoxonTest signed_ranks(std::span<const double> differences, ZeroRule zeros,
                                        double tolerance);

}  // namespace evenhand::compare

/// Two-by-two tables with fixed margins.
#pragma once

#include <vector>

namespace evenhand::numeric {

/// Two-sided p-value of Fisher's exact test that x_a of n_a and x_b of n_b have one rate: the total
/// probability of the tables with the same margins that are no likelier than this one. Whole
/// numbers, n_a and n_b above 0. Where the table's standard deviation is beyond 100,000 the normal
/// limit with a continuity correction.
[[nodiscard]] double fisher_exact(double x_a, double n_a, double x_b, double n_b) noexcept;

/// P(X <= x_a) for the first cell X of the tables with the margins of x_a of n_a and x_b of n_b:
/// Fisher's one-sided test. The same domain and the same limit.
[[nodiscard]] double hypergeometric_at_most(double x_a, double n_a, double x_b,
                                            double n_b) noexcept;

/// P(X = first), P(X = first + 1), ...: what is below 1e-100 at the ends is left out.
struct FirstCellDistribution {
  double first = 0;
  std::vector<double> probabilities;
};

/// The distribution of the first cell where n_a and n_b items have `positive` among them. The
/// standard deviation is at most 100,000.
[[nodiscard]] FirstCellDistribution hypergeometric(double n_a, double n_b, double positive);

}  // namespace evenhand::numeric

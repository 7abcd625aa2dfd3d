/// Propagation of independent Beta variables through a formula: a fixed set of Sobol points, the
/// quantiles at them, and the percentiles of what the formula makes of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/types.hpp"

namespace evenhand::numeric {

/// The seed of the initial direction numbers and of the digital shift.
inline constexpr std::uint64_t propagation_seed = 1;
inline constexpr int propagation_bits = 16;
/// Points of a propagation. Each coordinate takes every multiple of 2^-16, plus 2^-17, once.
inline constexpr std::size_t propagation_points = std::size_t{1} << propagation_bits;

/// Sobol points (1967, USSR Comput. Math. Math. Phys. 7(4):86) in Gray-code order: primitive
/// polynomials by degree, initial direction numbers and digital shift from SplitMix64.
class SobolPoints {
 public:
  explicit SobolPoints(std::size_t dimensions);

  /// Coordinates of the present point, in units of 2^-16.
  [[nodiscard]] std::span<const std::uint32_t> cells() const noexcept { return cells_; }
  void next() noexcept;

 private:
  std::vector<std::uint32_t> directions_;  ///< propagation_bits of them per dimension
  std::vector<std::uint32_t> cells_;
  std::uint32_t index_ = 0;
};

/// Quantiles of Beta(a, b), a, b >= 1/2, by interpolation over the normal deviate of the
/// probability; error below 1e-8.
class BetaQuantiles {
 public:
  BetaQuantiles(double a, double b);

  /// Quantile at P(N(0,1) <= deviate), |deviate| < 4.5.
  [[nodiscard]] double operator()(double deviate) const noexcept;
  /// False when the special functions failed.
  [[nodiscard]] bool finite() const noexcept;

 private:
  std::vector<double> logit_;
  std::vector<double> slope_;
};

/// A share and its complement.
struct SplitShare {
  double share;
  double rest;
};

/// The points of a propagation over the given Beta variables, point by point.
class BetaPropagation {
 public:
  /// Adds Beta(a, b) as the next variable.
  void add(double a, double b) { variables_.emplace_back(a, b); }
  /// Adds a Dirichlet variable, by breaking a stick: one Beta variable fewer than it has parts.
  void add_dirichlet(std::span<const double> parameters);
  [[nodiscard]] bool finite() const noexcept;

  /// Calls visit(values) at every point, or at the first `count`, a power of two; values has one
  /// entry per variable.
  template <class Visit>
  void run(Visit visit, std::size_t count = propagation_points) const {
    SobolPoints points(variables_.size());
    const std::vector<double> deviates = cell_deviates();
    std::vector<double> values(variables_.size());
    for (std::size_t i = 0; i < count; ++i, points.next()) {
      for (std::size_t d = 0; d < values.size(); ++d) {
        values[d] = variables_[d](deviates[points.cells()[d]]);
      }
      visit(std::span<const double>(values));
    }
  }

 private:
  /// The normal deviate of the middle of each cell.
  [[nodiscard]] static std::vector<double> cell_deviates();

  std::vector<BetaQuantiles> variables_;
};

/// The Dirichlet variable that a stick broken at these shares makes; `parts` has one entry more.
void break_stick(std::span<const double> shares, std::span<double> parts) noexcept;

/// Equal-tailed percentiles, and how far they are off: the larger difference of a limit between
/// two halves of the points.
struct Percentiles {
  Interval limits;
  double precision = 0;
};

/// Of values in the order of their points; reorders them. Absent for fewer than 1,000 values.
[[nodiscard]] std::optional<Percentiles> percentiles(std::span<double> values, double alpha);

}  // namespace evenhand::numeric

/// Quadrature: a rule over probabilities, and Gauss-Legendre panels.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "numeric/roots.hpp"

namespace evenhand::numeric {

/// One node of a rule on (0, 1): the point u, 1 - u without cancellation, and the weight.
struct UnitNode {
  double u;
  double complement;
  double weight;
};

/// Tanh-sinh rule (Takahasi and Mori 1974) with `size` equally spaced tau in [-3.4, 3.4]:
/// u = (1 + tanh(pi/2 sinh tau)) / 2. Integrable end-point singularities do it no harm.
[[nodiscard]] inline std::vector<UnitNode> tanh_sinh_rule(std::size_t size) {
  constexpr double reach = 3.4;
  const double spacing = 2 * reach / static_cast<double>(size - 1);
  std::vector<UnitNode> nodes(size);
  for (std::size_t k = 0; k < size; ++k) {
    const double tau = -reach + spacing * static_cast<double>(k);
    const double argument = std::numbers::pi * std::sinh(tau);
    const double cosh_half = std::cosh(0.5 * argument);
    nodes[k] = {
        .u = 1 / (1 + std::exp(-argument)),
        .complement = 1 / (1 + std::exp(argument)),
        .weight = spacing * (std::numbers::pi / 4) * std::cosh(tau) / (cosh_half * cosh_half)};
  }
  return nodes;
}

/// Integral of f over [low, high]: 16-point Gauss-Legendre on `panels` equal panels.
[[nodiscard]] double gauss_legendre(FunctionRef f, double low, double high, int panels) noexcept;

}  // namespace evenhand::numeric

#include "numeric/propagation.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "evenhand/base/rng.hpp"
#include "numeric/special.hpp"

namespace evenhand::numeric {
namespace {

/// Whether x generates all nonzero elements modulo this polynomial over GF(2).
bool is_primitive(std::uint32_t polynomial, int degree) noexcept {
  const std::uint32_t top = std::uint32_t{1} << degree;
  const std::uint32_t all = top - 1;
  std::uint32_t power = 1;
  for (std::uint32_t order = 1; order <= all; ++order) {
    power <<= 1;
    if ((power & top) != 0) power ^= polynomial;
    if (power == 1) return order == all;
    if (power == 0) return false;
  }
  return false;
}

/// Primitive polynomials by degree, then by value.
class Polynomials {
 public:
  [[nodiscard]] int degree() const noexcept { return degree_; }
  [[nodiscard]] std::uint32_t value() const noexcept { return value_; }
  void next() noexcept {
    do {
      value_ += 2;  // the constant term is 1
      if ((value_ >> (degree_ + 1)) != 0) {
        ++degree_;
        value_ = (std::uint32_t{1} << degree_) + 1;
      }
    } while (!is_primitive(value_, degree_));
  }

 private:
  int degree_ = 1;
  std::uint32_t value_ = 1;
};

/// Nodes per unit of the normal deviate, and how far they reach.
constexpr int nodes_per_unit = 32;
constexpr double reach = 4.5;
constexpr std::size_t nodes = 9 * nodes_per_unit + 1;

double normal_density(double z) noexcept {
  constexpr double scale = 0.3989422804014326779;
  return scale * std::exp(-0.5 * z * z);
}

double quantile_of_sorted_ranks(std::span<double> values, double p) noexcept {
  const auto count = static_cast<double>(values.size());
  const double position = std::clamp(p * count - 0.5, 0.0, count - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), at, values.end());
  const double share = position - std::floor(position);
  if (share == 0 || at + 1 == values.end()) return *at;
  return *at + share * (*std::min_element(at + 1, values.end()) - *at);
}

Interval equal_tailed(std::span<double> values, double alpha) noexcept {
  return {.lower = quantile_of_sorted_ranks(values, alpha / 2),
          .upper = quantile_of_sorted_ranks(values, 1 - alpha / 2)};
}

}  // namespace

SobolPoints::SobolPoints(std::size_t dimensions)
    : directions_(dimensions * propagation_bits), cells_(dimensions) {
  SplitMix64 rng(propagation_seed, "sobol");
  Polynomials polynomials;
  constexpr auto bits = static_cast<std::size_t>(propagation_bits);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const auto direction = std::span(directions_).subspan(d * bits, bits);
    if (d == 0) {
      for (std::size_t i = 0; i < bits; ++i) direction[i] = std::uint32_t{1} << (bits - 1 - i);
    } else {
      polynomials.next();
      const auto degree = static_cast<std::size_t>(polynomials.degree());
      for (std::size_t i = 0; i < bits; ++i) {
        const auto place = static_cast<int>(bits - 1 - i);
        if (i < degree) {
          // An odd number below 2^(i+1).
          direction[i] = (2 * rng.below(std::uint32_t{1} << i) + 1) << place;
          continue;
        }
        direction[i] = direction[i - degree] ^ (direction[i - degree] >> degree);
        for (std::size_t k = 1; k < degree; ++k) {
          if (((polynomials.value() >> (degree - k)) & 1U) != 0) direction[i] ^= direction[i - k];
        }
      }
    }
    cells_[d] = rng.below(std::uint32_t{1} << propagation_bits);
  }
}

void SobolPoints::next() noexcept {
  const auto bit = static_cast<std::size_t>(std::countr_zero(++index_));
  if (bit >= static_cast<std::size_t>(propagation_bits)) return;
  for (std::size_t d = 0; d < cells_.size(); ++d) {
    cells_[d] ^= directions_[d * static_cast<std::size_t>(propagation_bits) + bit];
  }
}

BetaQuantiles::BetaQuantiles(double a, double b) : logit_(nodes), slope_(nodes) {
  for (std::size_t i = 0; i < nodes; ++i) {
    const double z = -reach + static_cast<double>(i) / nodes_per_unit;
    // From the nearer end, where nothing cancels.
    const bool lower = z < 0;
    const double near_a = lower ? a : b;
    const double near_b = lower ? b : a;
    const double x = beta_quantile(near_a, near_b, normal_cdf(-std::abs(z)));
    const double logit = std::log(x) - std::log1p(-x);
    logit_[i] = lower ? logit : -logit;
    slope_[i] = normal_density(z) / (beta_density(near_a, near_b, x) * x * (1 - x));
  }
}

bool BetaQuantiles::finite() const noexcept {
  for (std::size_t i = 0; i < nodes; ++i) {
    if (!std::isfinite(logit_[i]) || !std::isfinite(slope_[i])) return false;
  }
  return true;
}

double BetaQuantiles::operator()(double deviate) const noexcept {
  // Cubic Hermite interpolation.
  const double position = (deviate + reach) * nodes_per_unit;
  const auto i = static_cast<std::size_t>(position);
  const double t = position - static_cast<double>(i);
  const double s = 1 - t;
  constexpr double spacing = 1.0 / nodes_per_unit;
  const double logit = s * s * ((1 + 2 * t) * logit_[i] + t * spacing * slope_[i]) +
                       t * t * ((1 + 2 * s) * logit_[i + 1] - s * spacing * slope_[i + 1]);
  return 1 / (1 + std::exp(-logit));
}

void BetaPropagation::add_dirichlet(std::span<const double> parameters) {
  double rest = 0;
  for (const double parameter : parameters) rest += parameter;
  for (std::size_t i = 0; i + 1 < parameters.size(); ++i) {
    rest -= parameters[i];
    add(parameters[i], rest);
  }
}

bool BetaPropagation::finite() const noexcept {
  return std::all_of(variables_.begin(), variables_.end(),
                     [](const BetaQuantiles& variable) { return variable.finite(); });
}

std::vector<double> BetaPropagation::cell_deviates() {
  std::vector<double> out(propagation_points);
  constexpr auto count = static_cast<double>(propagation_points);
  for (std::size_t i = 0; i < propagation_points / 2; ++i) {
    const double z = normal_quantile((static_cast<double>(i) + 0.5) / count);
    out[i] = z;
    out[propagation_points - 1 - i] = -z;
  }
  return out;
}

void break_stick(std::span<const double> shares, std::span<double> parts) noexcept {
  double rest = 1;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    parts[i] = rest * shares[i];
    rest -= parts[i];
  }
  parts[shares.size()] = rest;
}

std::optional<Percentiles> percentiles(std::span<double> values, double alpha) {
  constexpr std::size_t least = 1000;
  if (values.size() < least) return std::nullopt;
  Percentiles out;
  const std::size_t half = values.size() / 2;
  const Interval first = equal_tailed(values.first(half), alpha);
  const Interval second = equal_tailed(values.subspan(half), alpha);
  out.precision =
      std::max(std::abs(first.lower - second.lower), std::abs(first.upper - second.upper));
  out.limits = equal_tailed(values, alpha);
  return out;
}

}  // namespace evenhand::numeric

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "judge/external_intervals.hpp"
#include "numeric/quadrature.hpp"
#include "numeric/roots.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// Weights below this are lost in the sum of the others.
constexpr double negligible = 1e-18;

/// Beta(a, b) with the range outside which its distribution function is 0 or 1 to double
/// precision, so that most evaluations far from its bulk cost nothing.
class Beta {
 public:
  Beta(double a, double b) noexcept
      : a_(a),
        b_(b),
        low_(numeric::beta_quantile(a, b, negligible)),
        high_(numeric::beta_quantile_complement(a, b, negligible)) {}

  [[nodiscard]] double cdf(double x) const noexcept {
    if (x <= low_) return 0;
    return x >= high_ ? 1.0 : numeric::beta_cdf(a_, b_, x);
  }
  [[nodiscard]] double cdf_complement(double x) const noexcept {
    if (x <= low_) return 1;
    return x >= high_ ? 0.0 : numeric::beta_cdf_complement(a_, b_, x);
  }
  /// Quantile from a probability and its complement, whichever is the smaller and so the sharper.
  [[nodiscard]] double quantile(double u, double complement) const noexcept {
    return u <= complement ? numeric::beta_quantile(a_, b_, u)
                           : numeric::beta_quantile_complement(a_, b_, complement);
  }
  /// Density at x, given x and 1 - x.
  [[nodiscard]] double density(double x, double complement) const noexcept {
    return x <= complement ? numeric::beta_density(a_, b_, x)
                           : numeric::beta_density(b_, a_, complement);
  }
  [[nodiscard]] double low() const noexcept { return low_; }
  [[nodiscard]] double high() const noexcept { return high_; }
  [[nodiscard]] double variance() const noexcept {
    const double sum = a_ + b_;
    return a_ * b_ / (sum * sum * (sum + 1));
  }

 private:
  double a_;
  double b_;
  double low_;
  double high_;
};

/// A point (q0, q1) with q0 + q1 > 1 and its share of the probability.
struct Node {
  double q0;
  double q1;
  double weight;
};

/// Product rule over q0 and, given q0, over q1 > 1 - q0; the weights sum to P(J > 0).
std::vector<Node> product_rule(const Beta& specificity, const Beta& sensitivity, std::size_t size) {
  const std::vector<numeric::UnitNode> rule = numeric::tanh_sinh_rule(size);
  std::vector<double> unconditional(size);
  for (std::size_t l = 0; l < size; ++l) {
    unconditional[l] = sensitivity.quantile(rule[l].u, rule[l].complement);
  }
  std::vector<Node> nodes;
  nodes.reserve(size * size);
  for (const auto& outer : rule) {
    const double q0 = specificity.quantile(outer.u, outer.complement);
    const double excluded = sensitivity.cdf(1 - q0);
    const double kept = sensitivity.cdf_complement(1 - q0);
    for (std::size_t l = 0; l < size; ++l) {
      const auto& inner = rule[l];
      const double weight = outer.weight * inner.weight * kept;
      if (weight < negligible) continue;
      const double q1 = excluded < negligible ? unconditional[l]
                                              : sensitivity.quantile(excluded + kept * inner.u,
                                                                     kept * inner.complement);
      nodes.push_back({.q0 = q0, .q1 = q1, .weight = weight});
    }
  }
  return nodes;
}

/// The distribution function of theta given J > 0: the judge rate in closed form, the error
/// rates by quadrature.
class ThetaDistribution {
 public:
  ThetaDistribution(const Beta& rate, const Beta& specificity, const Beta& sensitivity,
                    std::size_t size)
      : rate_(rate), nodes_(product_rule(specificity, sensitivity, size)) {
    for (const Node& node : nodes_) total_ += node.weight;
  }

  /// P(theta <= t | J > 0) for the uncut theta, 0 <= t <= 1.
  [[nodiscard]] double operator()(double t) const noexcept {
    double sum = 0;
    for (const auto& [q0, q1, weight] : nodes_) {
      sum += weight * rate_.cdf(t * q1 + (1 - t) * (1 - q0));
    }
    return sum / total_;
  }

 private:
  Beta rate_;
  std::vector<Node> nodes_;
  double total_ = 0;  ///< P(J > 0)
};

/// The same distribution function for a judge rate much sharper than the error rates, where a
/// product rule over those would see a step. Here the rate is on the nodes, specificity in closed
/// form, and sensitivity is integrated piece by piece between the points where the integrand has
/// a kink. Meant for specificity at least as wide as sensitivity: else swap.
class SharpRateDistribution {
 public:
  SharpRateDistribution(const Beta& rate, const Beta& specificity, const Beta& sensitivity)
      : specificity_(specificity), sensitivity_(sensitivity) {
    for (const auto& node : numeric::tanh_sinh_rule(rate_nodes)) {
      if (node.weight < negligible) continue;
      rates_.push_back({rate.quantile(node.u, node.complement), node.weight});
    }
    total_ = mass_between(0, 1, [](double) { return 1.0; });
  }

  double operator()(double t) const noexcept {
    double sum = 0;
    for (const RateNode& node : rates_) {
      const double p = node.p;
      // Given p: theta <= 1 needs q1 >= p, and theta <= t needs q0 (1-t) <= 1 - p - t (1 - q1),
      // which holds for every q0 once q1 >= p / t.
      const double certain = p < t ? p / t : 1.0;
      sum += node.weight * (mass_between(p, certain,
                                         [&](double not_q1) {
                                           return specificity_.cdf((1 - p - t * not_q1) / (1 - t));
                                         }) +
                            mass_between(certain, 1, [](double) { return 1.0; }));
    }
    return sum / total_;
  }

 private:
  // Many, because a sensitivity sharper than the rate puts near-kinks on the rate's axis.
  static constexpr std::size_t rate_nodes = 241;
  static constexpr std::size_t inner_nodes = 161;

  struct RateNode {
    double p;
    double weight;
  };

  /// Integral over q1 in (from, to) of its density times P(1 - q1 < q0 and q0 below the bound
  /// whose probability `bound(1 - q1)` gives).
  template <class Bound>
  [[nodiscard]] double mass_between(double from, double to, Bound bound) const noexcept {
    const double low = std::max(from, sensitivity_.low());
    const double high = std::min(to, sensitivity_.high());
    if (!(low < high)) return 0;
    double sum = 0;
    for (const auto& node : inner_) {
      const double q1 = low + (high - low) * node.u;
      const double not_q1 = (1 - high) + (high - low) * node.complement;
      const double better = bound(not_q1) - specificity_.cdf(not_q1);
      if (better > 0) sum += node.weight * better * sensitivity_.density(q1, not_q1);
    }
    return sum * (high - low);
  }

  Beta specificity_;
  Beta sensitivity_;
  std::vector<numeric::UnitNode> inner_ = numeric::tanh_sinh_rule(inner_nodes);
  std::vector<RateNode> rates_;
  double total_ = 0;  ///< P(J > 0)
};

double limit(numeric::FunctionRef cdf, double at_zero, double at_one, double target) noexcept {
  if (at_zero >= target) return 0;
  if (at_one <= target) return 1;
  return numeric::bracketed_root([&](double t) { return cdf(t) - target; }, 0.0, 1.0);
}

Interval limits_of(numeric::FunctionRef cdf, double alpha) noexcept {
  const double at_zero = cdf(0);
  const double at_one = cdf(1);
  return {.lower = limit(cdf, at_zero, at_one, alpha / 2),
          .upper = limit(cdf, at_zero, at_one, 1 - alpha / 2)};
}

/// Nodes per axis of the product rule, tried in turn: the sharper the judge rate against the
/// error rates, the closer to a step is the integrand, and the finer the rule it takes.
constexpr std::array<std::size_t, 3> rule_sizes{61, 121, 241};
/// A rule is fine enough when the next one agrees with its probabilities at the limits to this.
constexpr double agreement = 1e-10;

/// Limits by the coarsest product rule that the next one confirms; absent when none does.
std::optional<Interval> by_product_rule(const Beta& rate, const Beta& specificity,
                                        const Beta& sensitivity, double alpha) {
  ThetaDistribution cdf(rate, specificity, sensitivity, rule_sizes.front());
  for (std::size_t i = 1; i < rule_sizes.size(); ++i) {
    const Interval limits = limits_of(cdf, alpha);
    ThetaDistribution finer(rate, specificity, sensitivity, rule_sizes[i]);
    const auto agree = [&](double t) { return std::abs(finer(t) - cdf(t)) <= agreement; };
    if (agree(limits.lower) && agree(limits.upper)) return limits;
    cdf = std::move(finer);
  }
  return std::nullopt;
}

}  // namespace

MethodLimits beta_propagation(const ExternalCounts& counts, double prior, double alpha) noexcept {
  const Beta rate(counts.x + prior, counts.n - counts.x + prior);
  const Beta not_rate(counts.n - counts.x + prior, counts.x + prior);
  const Beta specificity(counts.y0 + prior, counts.m0 - counts.y0 + prior);
  const Beta sensitivity(counts.y1 + prior, counts.m1 - counts.y1 + prior);
  Interval limits;
  if (const auto found = by_product_rule(rate, specificity, sensitivity, alpha)) {
    limits = *found;
  } else if (specificity.variance() >= sensitivity.variance()) {
    limits = limits_of(SharpRateDistribution(rate, specificity, sensitivity), alpha);
  } else {
    // Right and wrong exchanged, theta is 1 - theta.
    const Interval swapped =
        limits_of(SharpRateDistribution(not_rate, sensitivity, specificity), alpha);
    limits = {.lower = 1 - swapped.upper, .upper = 1 - swapped.lower};
  }
  return {.limits = limits, .empty = limits.lower == limits.upper};
}

std::vector<double> beta_propagation_cdf(const ExternalCounts& counts, double prior,
                                         std::span<const double> at) {
  const Beta rate(counts.x + prior, counts.n - counts.x + prior);
  const Beta not_rate(counts.n - counts.x + prior, counts.x + prior);
  const Beta specificity(counts.y0 + prior, counts.m0 - counts.y0 + prior);
  const Beta sensitivity(counts.y1 + prior, counts.m1 - counts.y1 + prior);
  std::vector<double> out;
  out.reserve(at.size());
  const double middle = std::clamp(counts.rogan_gladen(), 0.02, 0.98);
  constexpr double enough = 1e-8;
  ThetaDistribution cdf(rate, specificity, sensitivity, rule_sizes.front());
  for (std::size_t i = 1; i < rule_sizes.size(); ++i) {
    ThetaDistribution finer(rate, specificity, sensitivity, rule_sizes[i]);
    const auto agree = [&](double t) { return std::abs(finer(t) - cdf(t)) <= enough; };
    if (agree(middle) && agree(0.9 * middle) && agree(0.9 * middle + 0.1)) {
      for (const double t : at) out.push_back(cdf(t));
      return out;
    }
    cdf = std::move(finer);
  }
  if (specificity.variance() >= sensitivity.variance()) {
    const SharpRateDistribution sharp(rate, specificity, sensitivity);
    for (const double t : at) out.push_back(t < 1 ? sharp(t) : sharp(std::nextafter(1.0, 0.0)));
  } else {
    const SharpRateDistribution sharp(not_rate, sensitivity, specificity);
    for (const double t : at)
      out.push_back(1 - (t > 0 ? sharp(1 - t) : sharp(std::nextafter(1.0, 0.0))));
  }
  return out;
}

}  // namespace evenhand::judge

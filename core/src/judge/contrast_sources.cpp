#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "evenhand/judge/contrast.hpp"
#include "judge/contrast_parts.hpp"
#include "judge/external_intervals.hpp"
#include "numeric/quadrature.hpp"
#include "numeric/roots.hpp"

namespace evenhand::judge {
namespace {

/// The distribution function of a corrected share, tabulated where it rises; cut to [0, 1], with
/// its atoms at the ends.
class Tabulated {
 public:
  Tabulated(const ExternalCounts& counts, double prior) {
    // Where the function rises, to a cell of a coarse grid.
    std::vector<double> coarse(coarse_cells + 1);
    for (std::size_t i = 0; i <= coarse_cells; ++i) {
      coarse[i] = static_cast<double>(i) / static_cast<double>(coarse_cells);
    }
    const std::vector<double> rough = beta_propagation_cdf(counts, prior, coarse);
    std::size_t first = 0;
    std::size_t last = coarse_cells;
    constexpr double tail = 1e-9;
    while (first + 1 < last && rough[first + 1] < tail) ++first;
    while (last - 1 > first && 1 - rough[last - 1] < tail) --last;
    low_ = coarse[first];
    high_ = coarse[last];
    std::vector<double> fine(cells + 1);
    for (std::size_t i = 0; i <= cells; ++i) {
      fine[i] = low_ + (high_ - low_) * (static_cast<double>(i) / static_cast<double>(cells));
    }
    value_ = beta_propagation_cdf(counts, prior, fine);
    slope_.resize(cells + 1);
    for (std::size_t i = 0; i <= cells; ++i) slope_[i] = difference(i);
  }

  [[nodiscard]] double low() const noexcept { return low_; }
  [[nodiscard]] double high() const noexcept { return high_; }
  [[nodiscard]] double step() const noexcept { return (high_ - low_) / static_cast<double>(cells); }
  /// P(theta <= t), with the atoms.
  [[nodiscard]] double operator()(double t) const noexcept {
    if (t < 0) return 0;
    return t >= 1 ? 1.0 : inside(t);
  }
  /// The same before the cut at 1: what is missing to 1 at t = 1 is the atom there.
  [[nodiscard]] double inside(double t) const noexcept {
    if (t <= low_) return value_.front();
    if (t >= high_) return value_.back();
    const Place at = place(t);
    const double s = 1 - at.t;
    return s * s * ((1 + 2 * at.t) * value_[at.cell] + at.t * slope_[at.cell]) +
           at.t * at.t * ((1 + 2 * s) * value_[at.cell + 1] - s * slope_[at.cell + 1]);
  }
  /// Density between low() and high().
  [[nodiscard]] double density(double t) const noexcept {
    const Place at = place(t);
    const double s = 1 - at.t;
    const double rise = value_[at.cell + 1] - value_[at.cell];
    const double in_cells = 6 * at.t * s * rise + s * (1 - 3 * at.t) * slope_[at.cell] +
                            at.t * (3 * at.t - 2) * slope_[at.cell + 1];
    return in_cells / step();
  }

 private:
  static constexpr std::size_t coarse_cells = 32;
  static constexpr std::size_t cells = 96;

  struct Place {
    std::size_t cell;
    double t;
  };
  [[nodiscard]] Place place(double t) const noexcept {
    const double position = std::clamp((t - low_) / step(), 0.0, static_cast<double>(cells));
    const std::size_t cell = std::min(static_cast<std::size_t>(position), cells - 1);
    return {cell, position - static_cast<double>(cell)};
  }
  /// Slope per cell, by differences of fourth order, or of second order at the ends.
  [[nodiscard]] double difference(std::size_t i) const noexcept {
    if (i == 0) return (-3 * value_[0] + 4 * value_[1] - value_[2]) / 2;
    if (i == cells) return (3 * value_[i] - 4 * value_[i - 1] + value_[i - 2]) / 2;
    if (i == 1 || i + 1 == cells) return (value_[i + 1] - value_[i - 1]) / 2;
    return (8 * (value_[i + 1] - value_[i - 1]) - (value_[i + 2] - value_[i - 2])) / 12;
  }

  double low_ = 0;
  double high_ = 1;
  std::vector<double> value_;
  std::vector<double> slope_;
};

/// P(theta_A - theta_B <= e) for -1 <= e < 1.
double difference_cdf(const Tabulated& a, const Tabulated& b, double e) noexcept {
  // theta_B = 0, theta_B = 1, and what lies between.
  double sum = a(e) * b.inside(0) + a(1 + e) * (1 - b.inside(1));
  const double from = std::max(b.low(), -e);
  const double to = std::min(b.high(), 1 - e);
  if (from < to) {
    // Between the kinks, which are at the nodes of both tables.
    std::vector<double> kinks{from, to};
    for (double t = b.low(); t < to; t += b.step()) {
      if (t > from) kinks.push_back(t);
    }
    for (double t = a.low() - e; t < std::min(to, a.high() - e); t += a.step()) {
      if (t > from) kinks.push_back(t);
    }
    std::sort(kinks.begin(), kinks.end());
    for (std::size_t i = 0; i + 1 < kinks.size(); ++i) {
      // Both factors are polynomials between two kinks: two Gauss points of each half suffice.
      const double half = 0.5 * (kinks[i + 1] - kinks[i]);
      const double middle = kinks[i] + half;
      const double reach = half * 0.7745966692414833770;
      const auto f = [&](double t) { return a.inside(t + e) * b.density(t); };
      sum += half * (5 * (f(middle - reach) + f(middle + reach)) + 8 * f(middle)) / 9;
    }
  }
  // Where t + e >= 1 the other factor is 1.
  if (e > 0) sum += b.inside(1) - b.inside(1 - e);
  return sum;
}

ExternalCounts counts_of(const ExternalData& data) noexcept {
  return {.x = data.judged.count,
          .n = data.judged.total,
          .y0 = data.specificity.count,
          .m0 = data.specificity.total,
          .y1 = data.sensitivity.count,
          .m1 = data.sensitivity.total};
}

std::optional<double> prior_of(CorrectionMethod method) noexcept {
  if (method == CorrectionMethod::beta_jeffreys) return 0.5;
  if (method == CorrectionMethod::beta_uniform) return 1.0;
  return std::nullopt;
}

}  // namespace

Result<SourceContrast> contrast_sources(const ExternalData& a, const ExternalData& b,
                                        CorrectionMethod correction,
                                        std::optional<ContrastMethod> method, Level level,
                                        std::optional<bool> gate) {
  const std::optional<double> prior = prior_of(correction);
  const ContrastMethod chosen =
      method.value_or(prior ? ContrastMethod::propagation : ContrastMethod::mover);
  const bool propagate = chosen == ContrastMethod::propagation;
  if ((!propagate && chosen != ContrastMethod::mover) || (propagate && !prior)) {
    return Error{Errc::unsupported, "method"};
  }
  const auto of_a = correct_source(a, "a", correction, level, gate);
  if (!of_a) return of_a.error();
  const auto of_b = correct_source(b, "b", correction, level, gate);
  if (!of_b) return of_b.error();

  SourceContrast out{.level = level, .method = chosen};
  out.verdicts = a.judged.count / a.judged.total - b.judged.count / b.judged.total;
  out.a = *of_a;
  out.b = *of_b;
  out.flags.set(ContrastFlag::independence_assumed);
  if (out.a.identified() && out.b.identified()) {
    out.status =
        out.a.status == Status::ok && out.b.status == Status::ok ? Status::ok : Status::boundary;
    out.difference = mover(out.a, out.b, 0);
    if (propagate) {
      const Tabulated table_a(counts_of(a), *prior);
      const Tabulated table_b(counts_of(b), *prior);
      const auto quantile = [&](double target) {
        const auto below = [&](double e) { return difference_cdf(table_a, table_b, e) < target; };
        if (!below(-1)) return -1.0;
        // At 1 the distribution function is 1, of atoms or not.
        return numeric::bisect_edge(below, -1.0, 1.0);
      };
      const double alpha = 1 - level.value;
      const Interval limits{.lower = quantile(alpha / 2), .upper = quantile(1 - alpha / 2)};
      if (keeps_width(limits, out.difference, out.status)) {
        out.difference.lower = limits.lower;
        out.difference.upper = limits.upper;
      } else {
        out.method = ContrastMethod::mover;
      }
    }
    out.flags.set_if(ContrastFlag::sign_reversed, *out.difference.estimate * out.verdicts < 0);
  }
  finish(out.difference, out.flags);
  return out;
}

}  // namespace evenhand::judge

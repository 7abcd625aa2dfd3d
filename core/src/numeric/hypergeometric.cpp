#include "numeric/hypergeometric.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::numeric {
namespace {

constexpr double widest_sum = 1e5;
/// Tables as likely as the one at hand must count whatever the last bits say.
constexpr double tie = 1 + 1e-7;
/// Below it a term is 0. A subnormal one times a ratio above a half rounds to itself, and would be
/// followed for as many counts as the variance.
constexpr double vanishing = std::numeric_limits<double>::min();

/// The first cell of the tables with given margins; probabilities relative to that of `start`,
/// next to the mode.
struct FirstCell {
  double n_a;
  double n_b;
  double positive;
  double mean;
  double deviation;
  double least;
  double most;
  double start;

  FirstCell(double in_a, double in_b, double in_positive) noexcept
      : n_a(in_a), n_b(in_b), positive(in_positive) {
    const double all = n_a + n_b;
    mean = positive * (n_a / all);
    deviation = std::sqrt(mean * (n_b / all) * ((all - positive) / (all - 1)));
    least = std::max(0.0, positive - n_b);
    most = std::min(n_a, positive);
    start = std::clamp(std::floor(mean), least, most);
  }

  /// p(count + 1) / p(count)
  [[nodiscard]] double up(double count) const noexcept {
    return (n_a - count) / (count + 1) * ((positive - count) / (n_b - positive + count + 1));
  }
  /// p(count - 1) / p(count)
  [[nodiscard]] double down(double count) const noexcept {
    return count / (n_a - count + 1) * ((n_b - positive + count) / (positive - count + 1));
  }
  /// Calls add(count, term) for all counts from `start` outwards whose terms are above
  /// `least_term`.
  template <class Add>
  void each(double least_term, Add add) const noexcept {
    least_term = std::max(least_term, vanishing);
    add(start, 1.0);
    double term = 1;
    for (double count = start; count < most && term > least_term; ++count) {
      term *= up(count);
      add(count + 1, term);
    }
    term = 1;
    for (double count = start; count > least && term > least_term; --count) {
      term *= down(count);
      add(count - 1, term);
    }
  }
};

/// The term of a count; far out it is 0.
double term_of(const FirstCell& cell, double x) noexcept {
  double term = 1;
  for (double count = cell.start; count < x && term >= vanishing; ++count) term *= cell.up(count);
  for (double count = cell.start; count > x && term >= vanishing; --count) term *= cell.down(count);
  return term < vanishing ? 0 : term;
}

}  // namespace

double fisher_exact(double x_a, double n_a, double x_b, double n_b) noexcept {
  const FirstCell cell(n_a, n_b, x_a + x_b);
  if (!(cell.deviation > 0)) return 1;
  if (cell.deviation > widest_sum) {
    const double distance = std::max(0.0, std::abs(x_a - cell.mean) - 0.5);
    return normal_two_sided(distance / cell.deviation);
  }
  const double observed = term_of(cell, x_a);
  NeumaierSum whole;
  NeumaierSum as_unlikely;
  cell.each(std::min(1e-40, observed * 1e-20), [&](double, double term) {
    whole.add(term);
    if (term <= observed * tie) as_unlikely.add(term);
  });
  return std::min(1.0, as_unlikely.value() / whole.value());
}

double hypergeometric_at_most(double x_a, double n_a, double x_b, double n_b) noexcept {
  const FirstCell cell(n_a, n_b, x_a + x_b);
  if (!(cell.deviation > 0)) return 1;
  if (cell.deviation > widest_sum) return normal_cdf((x_a - cell.mean + 0.5) / cell.deviation);
  NeumaierSum whole;
  NeumaierSum lower;
  cell.each(std::min(1e-40, term_of(cell, x_a) * 1e-20), [&](double count, double term) {
    whole.add(term);
    if (count <= x_a) lower.add(term);
  });
  return std::min(1.0, lower.value() / whole.value());
}

FirstCellDistribution hypergeometric(double n_a, double n_b, double positive) {
  const FirstCell cell(n_a, n_b, positive);
  FirstCellDistribution out;
  std::vector<double> below;
  NeumaierSum whole;
  cell.each(1e-100, [&](double count, double term) {
    whole.add(term);
    (count < cell.start ? below : out.probabilities).push_back(term);
  });
  out.first = cell.start - static_cast<double>(below.size());
  out.probabilities.insert(out.probabilities.begin(), below.rbegin(), below.rend());
  for (double& probability : out.probabilities) probability /= whole.value();
  return out;
}

}  // namespace evenhand::numeric

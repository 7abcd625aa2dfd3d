#include "judge/fisher_exact.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::judge {
namespace {

constexpr double widest_sum = 1e5;
/// Tables as likely as the one at hand must count whatever the last bits say.
constexpr double tie = 1 + 1e-7;

}  // namespace

double fisher_exact(double x_a, double n_a, double x_b, double n_b) noexcept {
  const double positive = x_a + x_b;
  const double all = n_a + n_b;
  const double mean = positive * (n_a / all);
  const double deviation = std::sqrt(mean * (n_b / all) * ((all - positive) / (all - 1)));
  if (!(deviation > 0)) return 1;
  if (deviation > widest_sum) {
    return numeric::normal_two_sided(std::max(0.0, std::abs(x_a - mean) - 0.5) / deviation);
  }
  const double least = std::max(0.0, positive - n_b);
  const double most = std::min(n_a, positive);
  const double start = std::clamp(std::floor(mean), least, most);
  // Hypergeometric probabilities relative to that of `start`, next to the mode.
  const auto up = [&](double count) {
    return (n_a - count) / (count + 1) * ((positive - count) / (n_b - positive + count + 1));
  };
  const auto down = [&](double count) {
    return count / (n_a - count + 1) * ((n_b - positive + count) / (positive - count + 1));
  };
  // Far out it is 0, and so is p.
  double observed = 1;
  for (double count = start; count < x_a && observed > 0; ++count) observed *= up(count);
  for (double count = start; count > x_a && observed > 0; --count) observed *= down(count);

  numeric::NeumaierSum whole;
  numeric::NeumaierSum as_unlikely;
  const double least_term = std::min(1e-40, observed * 1e-20);
  const auto add = [&](double term) {
    whole.add(term);
    if (term <= observed * tie) as_unlikely.add(term);
  };
  add(1);
  double term = 1;
  for (double count = start; count < most && term > least_term; ++count) add(term *= up(count));
  term = 1;
  for (double count = start; count > least && term > least_term; --count) add(term *= down(count));
  return std::min(1.0, as_unlikely.value() / whole.value());
}

}  // namespace evenhand::judge

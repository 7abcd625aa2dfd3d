#include "judge/external_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand::judge {
namespace {

/// A tilted proportion and the slope of it in the tilt.
struct Tilted {
  double value;
  double slope;
};

/// Maximiser over q of y log q + (m-y) log(1-q) + c q: the root in [0, 1] of
/// c q^2 + (m-c) q - y = 0. Increasing in c.
Tilted tilted_proportion(double y, double m, double c) noexcept {
  const double linear = m - c;
  // (m-c)^2 + 4 c y, rearranged as a sum that cannot cancel when c < 0.
  const double discriminant =
      c >= 0 ? linear * linear + 4 * c * y : (m + c) * (m + c) - 4 * c * (m - y);
  const double root = std::sqrt(std::max(0.0, discriminant));
  double q = 0;
  if (linear >= 0) {
    const double denominator = linear + root;
    q = denominator > 0 ? 2 * y / denominator : 0.0;
  } else {
    q = (root - linear) / (2 * c);
  }
  q = std::clamp(q, 0.0, 1.0);
  return {.value = q, .slope = root > 0 ? q * (1 - q) / root : 0.0};
}

/// The same maximiser's complement 1 - q, computed as a tilted proportion of its own.
double tilted_complement(double y, double m, double c) noexcept {
  return tilted_proportion(m - y, m, -c).value;
}

double plus_log(double weight, double p) noexcept {
  return weight == 0 ? 0.0 : weight * std::log(p);
}

}  // namespace

RestrictedMle restricted_mle(const ExternalCounts& counts, double t) noexcept {
  const double s = 1 - t;

  const double false_positives = counts.m0 - counts.y0;

  // Violation of the constraint at multiplier lambda, and its (non-negative) slope.
  const auto violation = [&](double lambda) {
    const Tilted right = tilted_proportion(counts.y1, counts.m1, t * lambda);
    const Tilted wrong = tilted_proportion(false_positives, counts.m0, s * lambda);  // 1 - q0
    const Tilted rate = tilted_proportion(counts.x, counts.n, -lambda);
    return Tilted{.value = t * right.value + s * wrong.value - rate.value,
                  .slope = t * t * right.slope + s * s * wrong.slope + rate.slope};
  };

  double lambda = 0;
  Tilted gap = violation(lambda);
  if (gap.value != 0) {
    // Bracket: the violation is increasing, so walk against its sign.
    const double direction = gap.value > 0 ? -1.0 : 1.0;
    double inner = 0;
    double outer = direction * std::max(1.0, 0.1 * (counts.n + counts.m0 + counts.m1));
    while (violation(outer).value * direction < 0 && std::abs(outer) < 1e300) {
      inner = outer;
      outer *= 4;
    }
    double low = std::min(inner, outer);
    double high = std::max(inner, outer);
    double last_move = high - low;
    for (int step = 0; step < 200 && gap.value != 0; ++step) {
      (gap.value > 0 ? high : low) = lambda;
      double next =
          gap.slope > 0 ? lambda - gap.value / gap.slope : std::numeric_limits<double>::quiet_NaN();
      // Newton steps that do not halve can go round in a cycle within the bracket.
      const bool halving = 2 * std::abs(next - lambda) <= last_move;
      if (!(halving && next > low && next < high)) next = low + 0.5 * (high - low);
      const double moved = std::abs(next - lambda);
      last_move = moved;
      lambda = next;
      if (moved <= 2 * std::numeric_limits<double>::epsilon() * std::abs(lambda)) break;
      gap = violation(lambda);
    }
  }

  const double q1 = tilted_proportion(counts.y1, counts.m1, t * lambda).value;
  const double not_q1 = tilted_complement(counts.y1, counts.m1, t * lambda);
  const double not_q0 = tilted_proportion(false_positives, counts.m0, s * lambda).value;
  const double q0 = tilted_complement(false_positives, counts.m0, s * lambda);
  return {.q0 = q0,
          .not_q0 = not_q0,
          .q1 = q1,
          .not_q1 = not_q1,
          .rate = t * q1 + s * not_q0,
          .not_rate = t * not_q1 + s * q0};
}

double log_likelihood(const ExternalCounts& counts, const RestrictedMle& at) noexcept {
  return plus_log(counts.x, at.rate) + plus_log(counts.n - counts.x, at.not_rate) +
         plus_log(counts.y0, at.q0) + plus_log(counts.m0 - counts.y0, at.not_q0) +
         plus_log(counts.y1, at.q1) + plus_log(counts.m1 - counts.y1, at.not_q1);
}

double unrestricted_log_likelihood(const ExternalCounts& counts) noexcept {
  const auto [x, n, y0, m0, y1, m1] = counts;
  const RestrictedMle raw{.q0 = y0 / m0,
                          .not_q0 = (m0 - y0) / m0,
                          .q1 = y1 / m1,
                          .not_q1 = (m1 - y1) / m1,
                          .rate = x / n,
                          .not_rate = (n - x) / n};
  return log_likelihood(counts, raw);
}

}  // namespace evenhand::judge

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "judge/external_intervals.hpp"
#include "numeric/roots.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

constexpr std::size_t grid_steps = 512;

/// Hull of the accepted t in [0, 1]: a scan over t = i/512 and the constrained estimate, then the
/// two outermost changes refined to neighbouring doubles.
template <class Accept>
MethodLimits accepted_hull(const ExternalCounts& counts, Accept accept) noexcept {
  const double centre = std::clamp(counts.rogan_gladen(), 0.0, 1.0);
  std::array<double, grid_steps + 2> points{};
  for (std::size_t i = 0; i <= grid_steps; ++i) {
    points[i] = static_cast<double>(i) / static_cast<double>(grid_steps);
  }
  auto* const place = std::upper_bound(points.begin(), points.end() - 1, centre);
  std::copy_backward(place, points.end() - 1, points.end());
  *place = centre;

  std::size_t first = points.size();
  std::size_t last = 0;
  std::size_t runs = 0;
  bool previous = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool accepted = accept(points[i]);
    if (accepted) {
      first = std::min(first, i);
      last = i;
      if (!previous) ++runs;
    }
    previous = accepted;
  }
  if (runs == 0) return {.limits = {.lower = centre, .upper = centre}, .empty = true};
  MethodLimits hull{.limits = {.lower = points[first], .upper = points[last]},
                    .disconnected = runs > 1};
  if (first > 0) hull.limits.lower = numeric::bisect_edge(accept, points[first], points[first - 1]);
  if (last + 1 < points.size()) {
    hull.limits.upper = numeric::bisect_edge(accept, points[last], points[last + 1]);
  }
  return hull;
}

/// Distance of the data from theta = t, its variance and third cumulant at the restricted MLE.
struct Distance {
  double g;
  double variance;
  double third;
  double youden;  ///< at the restricted MLE
};

Distance distance(const ExternalCounts& counts, double t) noexcept {
  const auto [x, n, y0, m0, y1, m1] = counts;
  const RestrictedMle at = restricted_mle(counts, t);
  const double s = 1 - t;
  const double var_p = at.rate * at.not_rate / n;
  const double var_1 = t * t * at.q1 * at.not_q1 / m1;
  const double var_0 = s * s * at.q0 * at.not_q0 / m0;
  return {.g = x / n - t * (y1 / m1) - s * ((m0 - y0) / m0),
          .variance = var_p + var_1 + var_0,
          .third = var_p * (at.not_rate - at.rate) / n - t * var_1 * (at.not_q1 - at.q1) / m1 +
                   s * var_0 * (at.not_q0 - at.q0) / m0,
          .youden = at.q1 - at.not_q0};
}

/// Standardised distance with its Cornish-Fisher term, c = 1/4 added to every count.
struct Standardised {
  double w;
  double skew;  ///< third / (6 variance^1.5)
  double root_variance;
  double youden;
};

ExternalCounts with_pseudo_counts(const ExternalCounts& counts) noexcept {
  constexpr double c = 0.25;
  return {.x = counts.x + c,
          .n = counts.n + 2 * c,
          .y0 = counts.y0 + c,
          .m0 = counts.m0 + 2 * c,
          .y1 = counts.y1 + c,
          .m1 = counts.m1 + 2 * c};
}

Standardised standardised(const ExternalCounts& padded, double t) noexcept {
  const Distance d = distance(padded, t);
  const double root = std::sqrt(d.variance);
  return {.w = d.g / root,
          .skew = d.third / (6 * d.variance * root),
          .root_variance = root,
          .youden = d.youden};
}

/// Bounds -low <= w <= high of the likelihood-ratio ordering when theta is known to lie in
/// [0, 1] (Feldman and Cousins 1998), for a normal w whose mean may move down by at most
/// `room_below` (theta = 0) and up by at most `room_above` (theta = 1).
struct OrderedBounds {
  double low;
  double high;
};

OrderedBounds ordered_bounds(double room_below, double room_above, double alpha,
                             double z) noexcept {
  if (z <= room_below && z <= room_above) return {.low = z, .high = z};
  const auto bound = [](double k, double room) {
    const double root = std::sqrt(k);
    if (root <= room) return root;
    return room > 0 ? (k + room * room) / (2 * room) : std::numeric_limits<double>::infinity();
  };
  const auto missing = [&](double k) {
    return numeric::normal_cdf(-bound(k, room_below)) + numeric::normal_cdf(-bound(k, room_above)) -
           alpha;
  };
  // At K = z^2 each tail holds at most alpha/2, so the root lies below; one tail alone holds
  // alpha at K = 0 unless both bounds are absent.
  const double k = numeric::bracketed_root(missing, 0.0, z * z);
  return {.low = bound(k, room_below), .high = bound(k, room_above)};
}

/// Profile log-likelihood of theta = t.
double profile(const ExternalCounts& counts, double t) noexcept {
  return log_likelihood(counts, restricted_mle(counts, t));
}

/// Its maximum over [0, 1]: the unrestricted one, or that of the likelier end. That end may be the
/// one opposite to the raw estimate when the error rates hardly fit the data.
double best_within(const ExternalCounts& counts) noexcept {
  const double raw = counts.rogan_gladen();
  if (raw >= 0 && raw <= 1) return unrestricted_log_likelihood(counts);
  return std::max(profile(counts, 0.0), profile(counts, 1.0));
}

/// A bound this many standard deviations away excludes nothing.
constexpr double absent_bound = 8;

}  // namespace

MethodLimits score_inversion(const ExternalCounts& counts, double z) noexcept {
  return accepted_hull(counts, [&](double t) {
    const Distance d = distance(counts, t);
    return d.g * d.g <= z * z * d.variance;
  });
}

MethodLimits skewness_corrected_inversion(const ExternalCounts& counts, double z) noexcept {
  const ExternalCounts padded = with_pseudo_counts(counts);
  return accepted_hull(counts, [&](double t) {
    const Standardised s = standardised(padded, t);
    const double shift = s.skew * (z * z - 1);
    return -z + shift <= s.w && s.w <= z + shift;
  });
}

MethodLimits unified_inversion(const ExternalCounts& counts, double alpha, double z) noexcept {
  const ExternalCounts padded = with_pseudo_counts(counts);
  return accepted_hull(counts, [&](double t) {
    const Standardised s = standardised(padded, t);
    // The ordering needs a judge that theta moves. Where the restricted MLE has J <= 0 it is the
    // two-sided test that remains, not acceptance: see core/decisions/0008.
    if (s.youden <= 0) return std::abs(s.w - s.skew * (z * z - 1)) <= z;
    const OrderedBounds bounds = ordered_bounds(t * s.youden / s.root_variance,
                                                (1 - t) * s.youden / s.root_variance, alpha, z);
    const bool above_low =
        bounds.low > absent_bound || -bounds.low + s.skew * (bounds.low * bounds.low - 1) <= s.w;
    const bool below_high =
        bounds.high > absent_bound || s.w <= bounds.high + s.skew * (bounds.high * bounds.high - 1);
    return above_low && below_high;
  });
}

MethodLimits profile_likelihood(const ExternalCounts& counts, double chi_square) noexcept {
  const double best = best_within(counts);
  const double raw = counts.rogan_gladen();
  return accepted_hull(counts, [&](double t) {
    // Rounding of its likelihood must not exclude the maximum at the raw estimate.
    return 2 * (best - profile(counts, t)) <= chi_square || t == raw;
  });
}

double incompatibility(const ExternalCounts& counts) noexcept {
  return std::max(0.0, 2 * (unrestricted_log_likelihood(counts) - best_within(counts)));
}

}  // namespace evenhand::judge

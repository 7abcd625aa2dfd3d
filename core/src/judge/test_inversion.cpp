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

Distance distance(const ExternalCounts& counts, double t, const RestrictedMle& at) noexcept {
  const auto [x, n, y0, m0, y1, m1] = counts;
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

/// Standardised distance with its Cornish-Fisher term.
struct Standardised {
  double w;
  double skew;  ///< third / (6 variance^1.5)
  double root_variance;
  double youden;
};

ExternalCounts with_pseudo_counts(const ExternalCounts& counts, double c) noexcept {
  return {.x = counts.x + c,
          .n = counts.n + 2 * c,
          .y0 = counts.y0 + c,
          .m0 = counts.m0 + 2 * c,
          .y1 = counts.y1 + c,
          .m1 = counts.m1 + 2 * c};
}

Standardised standardised(const ExternalCounts& padded, double t,
                          const RestrictedMle& at) noexcept {
  const Distance d = distance(padded, t, at);
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

/// The bound, in standard deviations, at which the likelihood ratio against the best theta within
/// [0, 1] is exp(-k/2), on the side with this room.
double ordered_bound(double k, double room) noexcept {
  const double root = std::sqrt(k);
  if (root <= room) return root;
  return room > 0 ? (k + room * room) / (2 * room) : std::numeric_limits<double>::infinity();
}

OrderedBounds ordered_bounds(double room_below, double room_above, double alpha,
                             double z) noexcept {
  if (z <= room_below && z <= room_above) return {.low = z, .high = z};
  const auto missing = [&](double k) {
    return numeric::normal_cdf(-ordered_bound(k, room_below)) +
           numeric::normal_cdf(-ordered_bound(k, room_above)) - alpha;
  };
  // At K = z^2 each tail holds at most alpha/2, so the root lies below; one tail alone holds
  // alpha at K = 0 unless both bounds are absent.
  const double k = numeric::bracketed_root(missing, 0.0, z * z);
  return {.low = ordered_bound(k, room_below), .high = ordered_bound(k, room_above)};
}

/// P-value of u in the same ordering: what lies beyond the bounds that u is on.
double ordering_p(double u, double room_below, double room_above) noexcept {
  const double size = std::abs(u);
  const double room = u < 0 ? room_below : room_above;
  const double other_room = u < 0 ? room_above : room_below;
  const double k = size <= room ? size * size : room * (2 * size - room);
  // Without room on its side u is as likely as can be.
  if (!(room > 0)) return 1;
  return numeric::normal_cdf(-size) + numeric::normal_cdf(-ordered_bound(k, other_room));
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

/// Added to every count by `score_sc` and `unified`, and by `averaged_roots`.
constexpr double score_pseudo_count = 0.25;
constexpr double averaged_pseudo_count = 1.0 / 3;

/// Weight of the signed likelihood root in `averaged_roots`; the rest is the score root's.
constexpr double likelihood_share = 0.75;

double mixed(double of_score, double of_likelihood) noexcept {
  return (1 - likelihood_share) * of_score + likelihood_share * of_likelihood;
}

/// The standard normal u behind their mean. To second order the score root is u + L (u^2 - 1) and
/// the likelihood root u - L, so the mean is u + a u^2 - L with a = L times the score's weight.
double normal_behind(double root, double skew) noexcept {
  const double a = (1 - likelihood_share) * skew;
  const double centred = root + skew;
  return 2 * centred / (1 + std::sqrt(std::max(0.0, 1 + 4 * a * centred)));
}

/// Where theta moves the judge's rate by less than this many standard deviations in all, the
/// ordering is taken at this many: its limit as J falls to 0, to four digits.
constexpr double least_room = 1e-4;

/// The restricted MLE over J >= 0. Where it has J < 0 the maximum lies at J = 0, where verdicts
/// say nothing and the three rates are one.
RestrictedMle above_chance(const ExternalCounts& counts, const RestrictedMle& at) noexcept {
  if (at.q1 >= at.not_q0) return at;
  const double all = counts.n + counts.m0 + counts.m1;
  const double rate = (counts.x + (counts.m0 - counts.y0) + counts.y1) / all;
  const double not_rate = ((counts.n - counts.x) + counts.y0 + (counts.m1 - counts.y1)) / all;
  return {.q0 = not_rate,
          .not_q0 = rate,
          .q1 = rate,
          .not_q1 = not_rate,
          .rate = rate,
          .not_rate = not_rate};
}

}  // namespace

MethodLimits score_inversion(const ExternalCounts& counts, double z) noexcept {
  return accepted_hull(counts, [&](double t) {
    const Distance d = distance(counts, t, restricted_mle(counts, t));
    return d.g * d.g <= z * z * d.variance;
  });
}

MethodLimits skewness_corrected_inversion(const ExternalCounts& counts, double z) noexcept {
  const ExternalCounts padded = with_pseudo_counts(counts, score_pseudo_count);
  return accepted_hull(counts, [&](double t) {
    const Standardised s = standardised(padded, t, restricted_mle(padded, t));
    const double shift = s.skew * (z * z - 1);
    return -z + shift <= s.w && s.w <= z + shift;
  });
}

MethodLimits unified_inversion(const ExternalCounts& counts, double alpha, double z) noexcept {
  const ExternalCounts padded = with_pseudo_counts(counts, score_pseudo_count);
  return accepted_hull(counts, [&](double t) {
    const Standardised s = standardised(padded, t, restricted_mle(padded, t));
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

MethodLimits averaged_roots_inversion(const ExternalCounts& counts, double alpha) noexcept {
  const ExternalCounts padded = with_pseudo_counts(counts, averaged_pseudo_count);
  const double best = unrestricted_log_likelihood(padded);
  return accepted_hull(counts, [&](double t) {
    const RestrictedMle at = above_chance(padded, restricted_mle(padded, t));
    const Standardised s = standardised(padded, t, at);
    const double ratio = std::sqrt(std::max(0.0, 2 * (best - log_likelihood(padded, at))));
    const double root = mixed(s.w, std::copysign(ratio, s.w));
    const double u = normal_behind(root, s.skew);
    const double room = std::max(s.youden / s.root_variance, least_room);
    return ordering_p(u, t * room, (1 - t) * room) >= alpha;
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

// Every threshold of a metric, and what choosing the best one does to its p-value.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "evenhand/base/rng.hpp"
#include "evenhand/overlap/impact.hpp"
#include "numeric/sums.hpp"
#include "overlap/impact_parts.hpp"

namespace evenhand::overlap {
namespace {

/// Statistics that differ by less are equal: the same scores were summed in another order.
constexpr double tie = 1e-9;
/// States of the recursion that are less probable are dropped at its edges.
constexpr double least_probability = 1e-100;

/// An eligible threshold: so many items are flagged, and a statistic is its scale * excess.
struct Checkpoint {
  std::size_t dirty;
  double z_scale;
  double z_fp_scale;
};

/// As large as `statistic`, whatever the last bits say.
double as_large_as(double statistic) noexcept {
  return statistic - tie * std::max(1.0, std::abs(statistic));
}

/// P(the largest statistic over the checkpoints is at least `bound`) for scores of 0 and 1: items
/// are drawn one by one, and how many of them are right is followed as a Markov chain until the
/// bound is reached. Checkpoints: ascending.
double exact_p(const Moments& moments, std::span<const Checkpoint> checkpoints,
               double Checkpoint::*scale, double bound) {
  const double n = moments.count();
  const double right = moments.total;
  std::vector<double> chance(static_cast<std::size_t>(right) + 1, 0.0);
  chance[0] = 1;
  std::size_t low = 0;  // states outside low..high have no chance
  std::size_t high = 0;
  numeric::NeumaierSum reached;
  std::size_t drawn = 0;
  for (const Checkpoint& checkpoint : checkpoints) {
    for (; drawn < checkpoint.dirty; ++drawn) {
      const double left = n - static_cast<double>(drawn);
      if (high + 1 < chance.size()) ++high;
      for (std::size_t r = high + 1; r-- > low;) {
        const double wrong_left = left - (right - static_cast<double>(r));
        chance[r] *= wrong_left / left;
        if (r > low) chance[r] += chance[r - 1] * ((right - static_cast<double>(r - 1)) / left);
      }
      while (low < high && chance[low] < least_probability) chance[low++] = 0;
      while (high > low && chance[high] < least_probability) chance[high--] = 0;
    }
    const auto dirty = static_cast<double>(checkpoint.dirty);
    for (std::size_t r = low; r <= high; ++r) {
      if (checkpoint.*scale * moments.excess(static_cast<double>(r), dirty) < bound) continue;
      reached.add(chance[r]);
      chance[r] = 0;
    }
    while (high > low && chance[high] < least_probability) chance[high--] = 0;
  }
  return std::min(1.0, reached.value());
}

/// Bounds of both statistics, or p-values of both.
struct Both {
  double z;
  double z_fp;
};

/// The same by shuffling the scores, for both statistics at once. An infinite bound is not asked
/// for. A shuffle ends as soon as nothing is left to find out.
Both random_p(const Moments& moments, std::span<const Checkpoint> checkpoints, Both bound,
              std::int64_t seed, std::int64_t resamples) {
  std::vector<double> scores;
  scores.reserve(moments.values.size());
  for (const double value : moments.values) scores.push_back(value - moments.centre);
  const std::size_t most = checkpoints.back().dirty;
  // Divisions once a place, not once a draw.
  std::vector<std::uint32_t> rejected;
  rejected.reserve(most);
  for (std::size_t i = 0; i < most; ++i) {
    rejected.push_back(SplitMix64::rejected(static_cast<std::uint32_t>(scores.size() - i)));
  }
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "impact-permutation");
  const bool asks_z = std::isfinite(bound.z);
  Both reached{.z = 0, .z_fp = 0};
  for (std::int64_t r = 0; r < resamples; ++r) {
    double sum = 0;
    std::size_t drawn = 0;
    bool is_z = false;
    bool is_z_fp = false;
    for (const Checkpoint& checkpoint : checkpoints) {
      for (; drawn < checkpoint.dirty; ++drawn) {
        const auto rest = static_cast<std::uint32_t>(scores.size() - drawn);
        std::swap(scores[drawn], scores[drawn + rng.below(rest, rejected[drawn])]);
        sum += scores[drawn];
      }
      const double excess = moments.excess(sum, static_cast<double>(drawn));
      is_z = is_z || checkpoint.z_scale * excess >= bound.z;
      is_z_fp = is_z_fp || checkpoint.z_fp_scale * excess >= bound.z_fp;
      if (is_z_fp && (is_z || !asks_z)) break;
    }
    reached.z += is_z ? 1 : 0;
    reached.z_fp += is_z_fp ? 1 : 0;
  }
  const double all = static_cast<double>(resamples) + 1;
  return {.z = (reached.z + 1) / all, .z_fp = (reached.z_fp + 1) / all};
}

std::optional<Error> check_options(const ScanOptions& options, bool exact_offered) noexcept {
  if (options.least_clean < 1 || options.least_clean > max_count) {
    return Error{Errc::not_integer, "leastClean"};
  }
  if (options.least_dirty < 1 || options.least_dirty > max_count) {
    return Error{Errc::not_integer, "leastDirty"};
  }
  if (options.method == PermutationMethod::exact && !exact_offered) {
    return Error{Errc::unsupported, "method"};
  }
  if (const auto error = check_seed(options.seed)) return error;
  return check_resamples(options.resamples);
}

/// The points of a scan, ascending, with sums that only go through the items once.
std::vector<ThresholdPoint> points_of(const Moments& moments, std::span<const double> metric,
                                      const ScanOptions& options) {
  std::vector<std::size_t> order(metric.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return metric[a] > metric[b]; });
  const auto items = static_cast<std::int64_t>(metric.size());
  std::vector<ThresholdPoint> points;
  numeric::NeumaierSum sum;
  for (std::size_t i = 0; i < order.size() && metric[order[i]] > 0;) {
    ThresholdPoint point;
    point.threshold = metric[order[i]];
    for (; i < order.size() && metric[order[i]] == point.threshold; ++i) {
      sum.add(moments.values[order[i]] - moments.centre);
    }
    point.dirty_items = static_cast<std::int64_t>(i);
    const std::int64_t clean_items = items - point.dirty_items;
    const auto clean = static_cast<double>(clean_items);
    const double excess = moments.excess(sum.value(), static_cast<double>(i));
    point.epg = clean_items > 0 ? known(excess / clean) : missing(ImpactReason::no_clean_items);
    std::optional<ImpactReason> reason;
    if (point.dirty_items < options.least_dirty) {
      reason = ImpactReason::too_little_flagged;
    } else if (clean_items < options.least_clean) {
      reason = ImpactReason::too_much_flagged;
    } else if (moments.equal) {
      reason = ImpactReason::equal_scores;
    }
    point.z = reason ? missing(*reason) : known(excess * moments.z_scale(clean));
    point.z_fp = reason ? missing(*reason) : known(excess * moments.z_fp_scale(clean));
    points.push_back(point);
  }
  std::reverse(points.begin(), points.end());
  return points;
}

/// Where a statistic is largest; of ties the lowest threshold.
std::optional<ScanMaximum> largest(std::span<const ThresholdPoint> points,
                                   ImpactNumber ThresholdPoint::*statistic) {
  std::optional<ScanMaximum> out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::optional<double> value = (points[i].*statistic).value;
    if (!value || (out && *value <= out->statistic)) continue;
    out = ScanMaximum{.point = static_cast<std::int64_t>(i), .statistic = *value, .test = {}};
  }
  return out;
}

/// Why no point of a scan is eligible: the one that flags most decides.
ImpactReason reason_of(std::span<const ThresholdPoint> points) noexcept {
  if (points.empty()) return ImpactReason::no_dirty_items;
  for (const ThresholdPoint& point : points) {
    if (point.z.reason == ImpactReason::equal_scores) return ImpactReason::equal_scores;
  }
  return points.front().z.reason.value_or(ImpactReason::too_little_flagged);
}

}  // namespace

Result<ThresholdScan> scan_thresholds(const ImpactScores& data, std::span<const double> metric,
                                      const ScanOptions& options) {
  const Result<Moments> made = moments_of(data);
  if (!made) return made.error();
  const Moments& moments = *made;
  if (const auto error = check_covariate(metric, moments.values.size(), "metric")) return *error;
  ThresholdScan out;
  out.items = static_cast<std::int64_t>(metric.size());
  out.binary = moments.binary;
  out.mean = moments.mean;
  const bool exact_offered = out.binary && out.items <= most_exact_items;
  if (const auto error = check_options(options, exact_offered)) return *error;
  out.points = points_of(moments, metric, options);
  out.by_z = largest(out.points, &ThresholdPoint::z);
  out.by_z_fp = largest(out.points, &ThresholdPoint::z_fp);
  if (!out.by_z) {
    out.reason = reason_of(out.points);
    return out;
  }
  const auto method =
      options.method.value_or(exact_offered ? PermutationMethod::exact : PermutationMethod::random);
  std::vector<Checkpoint> checkpoints;
  for (auto point = out.points.rbegin(); point != out.points.rend(); ++point) {
    if (!point->z.value) continue;
    const auto clean = static_cast<double>(out.items - point->dirty_items);
    checkpoints.push_back({.dirty = static_cast<std::size_t>(point->dirty_items),
                           .z_scale = moments.z_scale(clean),
                           .z_fp_scale = moments.z_fp_scale(clean)});
  }
  const Both bound{.z = options.contam_p ? as_large_as(out.by_z->statistic) : HUGE_VAL,
                   .z_fp = as_large_as(out.by_z_fp->statistic)};
  PermutationTest test{.p = 1, .method = method, .resamples = {}, .seed = {}};
  Both p{.z = 1, .z_fp = 1};
  if (method == PermutationMethod::exact) {
    p.z_fp = exact_p(moments, checkpoints, &Checkpoint::z_fp_scale, bound.z_fp);
    if (options.contam_p) p.z = exact_p(moments, checkpoints, &Checkpoint::z_scale, bound.z);
  } else {
    p = random_p(moments, checkpoints, bound, options.seed, options.resamples);
    test.resamples = options.resamples;
    test.seed = options.seed;
  }
  test.p = p.z_fp;
  out.by_z_fp->test = test;
  test.p = p.z;
  if (options.contam_p) out.by_z->test = test;
  return out;
}

}  // namespace evenhand::overlap

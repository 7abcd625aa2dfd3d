#include "evenhand/interval/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "base/columns.hpp"
#include "evenhand/base/rng.hpp"
#include "interval/clusters.hpp"
#include "interval/draw_sum.hpp"
#include "interval/percentiles.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "numeric/ties.hpp"

namespace evenhand::interval {
namespace {

/// With at most this many resamples all of them are taken.
constexpr std::int64_t exhaustive_resamples = 50'000;

/// What is drawn: items, or groups with their sums and sizes.
struct Units {
  std::span<const double> sums;
  std::span<const double> sizes;  ///< empty when every unit is one item

  [[nodiscard]] std::uint32_t count() const noexcept {
    return static_cast<std::uint32_t>(sums.size());
  }
};

/// count^count where that is few enough to take them all, else 0.
std::int64_t all_resamples(std::size_t count) noexcept {
  std::int64_t power = 1;
  for (std::size_t i = 0; i < count; ++i) {
    power *= static_cast<std::int64_t>(count);
    if (power > exhaustive_resamples) return 0;
  }
  return power;
}

/// The mean of as many units as there are, summed from left to right in the order of the draws;
/// `draw(use)` calls use(unit) for each.
template <class Draw>
double mean_of_draws(const Units& units, Draw draw) noexcept {
  double sum = 0;
  if (units.sizes.empty()) {
    draw([&](std::uint32_t unit) { sum += units.sums[unit]; });
    return sum / units.count();
  }
  double size = 0;
  draw([&](std::uint32_t unit) {
    sum += units.sums[unit];
    size += units.sizes[unit];
  });
  return sum / size;
}

/// The means of all count^count resamples.
std::vector<double> every_mean(const Units& units, std::int64_t resamples) {
  std::vector<double> means;
  means.reserve(static_cast<std::size_t>(resamples));
  std::vector<std::uint32_t> draws(units.count(), 0);
  for (std::int64_t r = 0; r < resamples; ++r) {
    means.push_back(mean_of_draws(
        units, [&draws](auto use) { std::for_each(draws.begin(), draws.end(), use); }));
    // Counts on, as an odometer does.
    for (std::uint32_t& draw : draws) {
      if (++draw < units.count()) break;
      draw = 0;
    }
  }
  return means;
}

std::vector<double> random_means(const Units& units, std::int64_t resamples, std::int64_t seed) {
  std::vector<double> means;
  means.reserve(static_cast<std::size_t>(resamples));
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "bootstrap");
  const std::uint32_t count = units.count();
  for (std::int64_t r = 0; r < resamples; ++r) {
    means.push_back(units.sizes.empty() ? sum_of_draws(rng, units.sums) / count
                                        : mean_of_draws(units, [&rng, count](auto use) {
                                            rng.draw_below(count, count, use);
                                          }));
  }
  return means;
}

/// sum u^3 / (6 (sum u^2)^(3/2)), u_i the mean of the leave-one-out means less the i-th of them.
/// A leave-one-out mean is estimate - T/(n - size), T the unit's sum of deviations.
double acceleration(const Units& units, std::span<const double> deviations, double n) {
  std::vector<double> changes;
  changes.reserve(deviations.size());
  numeric::NeumaierSum total;
  for (std::size_t i = 0; i < deviations.size(); ++i) {
    const double size = units.sizes.empty() ? 1.0 : units.sizes[i];
    changes.push_back(deviations[i] / (n - size));
    total.add(changes.back());
  }
  const double mean = total.value() / static_cast<double>(changes.size());
  for (double& change : changes) change -= mean;
  const double unit = numeric::binary_scale(numeric::largest_magnitude(changes));
  numeric::NeumaierSum squares;
  numeric::NeumaierSum cubes;
  for (const double change : changes) {
    const double u = change * unit;
    squares.add(u * u);
    cubes.add(u * u * u);
  }
  return cubes.value() / (6 * squares.value() * std::sqrt(squares.value()));
}

}  // namespace

Result<BootstrapInterval> bootstrap_interval(std::span<const double> values,
                                             std::span<const std::int32_t> clusters,
                                             BootstrapMethod method, Level level, std::int64_t seed,
                                             std::int64_t resamples) {
  if (const auto error = check_column(values, "values")) return *error;
  if (const auto error = check(level)) return *error;
  if (const auto error = check_seed(seed)) return *error;
  if (const auto error = check_resamples(resamples)) return *error;
  if (values.size() < 2) return Error{Errc::too_few, "values", 2};

  // Scaled by a power of two, sums stay finite, whatever the unit, and lose nothing.
  const double scale = numeric::binary_scale(numeric::largest_magnitude(values));
  std::vector<double> scaled;
  scaled.reserve(values.size());
  numeric::NeumaierSum sum;
  for (const double value : values) {
    scaled.push_back(value * scale);
    sum.add(scaled.back());
  }
  if (numeric::all_tied(scaled)) return Error{Errc::zero_variance, "values"};
  const auto n = static_cast<double>(values.size());
  const double estimate = sum.value() / n;
  const double tolerance = numeric::tie_tolerance(scaled);

  Units units{.sums = scaled, .sizes = {}};
  Clusters groups;
  std::vector<double> group_sums;
  if (!clusters.empty()) {
    const auto made = make_clusters(clusters, values.size(), "clusters");
    if (!made) return made.error();
    groups = *made;
    if (groups.count() < 2) return Error{Errc::too_few, "clusters", 2};
    std::vector<numeric::NeumaierSum> sums(groups.count());
    for (std::size_t i = 0; i < values.size(); ++i) {
      sums[static_cast<std::size_t>(groups.of_item[i])].add(scaled[i]);
    }
    for (const auto& group : sums) group_sums.push_back(group.value());
    units = {.sums = group_sums, .sizes = groups.sizes};
  }
  std::vector<double> deviations;
  deviations.reserve(units.sums.size());
  bool differ = false;
  for (std::size_t i = 0; i < units.sums.size(); ++i) {
    const double size = units.sizes.empty() ? 1.0 : units.sizes[i];
    deviations.push_back(units.sums[i] - size * estimate);
    differ = differ || std::abs(deviations.back()) > tolerance * size;
  }
  if (!differ) return Error{Errc::zero_variance, "values"};

  BootstrapInterval out;
  out.estimate = estimate / scale;
  out.level = level;
  out.method = method;
  out.n = static_cast<std::int64_t>(values.size());
  if (!clusters.empty()) out.clusters = static_cast<std::int64_t>(groups.count());
  out.notes.set_if(Note::small_sample, out.clusters.value_or(out.n) < small_sample_size);

  const std::int64_t all = all_resamples(units.sums.size());
  out.exhaustive = all > 0;
  out.resamples = out.exhaustive ? all : resamples;
  if (!out.exhaustive) out.seed = seed;
  std::vector<double> means =
      out.exhaustive ? every_mean(units, all) : random_means(units, resamples, seed);

  for (const double mean : means) {
    const double difference = mean - estimate;
    out.below += difference < -tolerance ? 1 : 0;
    out.equal += std::abs(difference) <= tolerance ? 1 : 0;
  }

  const double alpha = 1 - level.value;
  double lower_level = alpha / 2;
  double upper_level = 1 - alpha / 2;
  if (method == BootstrapMethod::bca) {
    const double share = (static_cast<double>(out.below) + 0.5 * static_cast<double>(out.equal)) /
                         static_cast<double>(out.resamples);
    if (!(share > 0 && share < 1)) return Error{Errc::estimate_at_limit, "values"};
    const double bias = numeric::normal_quantile(share);
    const double a = acceleration(units, deviations, n);
    const double z = numeric::two_sided_normal_quantile(alpha);
    const double lower_shift = bias - z;
    const double upper_shift = bias + z;
    if (!(1 - a * lower_shift > 0 && 1 - a * upper_shift > 0)) {
      return Error{Errc::estimate_at_limit, "values"};
    }
    lower_level = numeric::normal_cdf(bias + lower_shift / (1 - a * lower_shift));
    upper_level = numeric::normal_cdf(bias + upper_shift / (1 - a * upper_shift));
    out.bias = bias;
    out.acceleration = a;
  }
  out.lower_index = place(lower_level, out.resamples);
  out.upper_index = place(upper_level, out.resamples);
  out.lower = at_place(means, out.lower_index) / scale;
  out.upper = at_place(means, out.upper_index) / scale;
  return out;
}

}  // namespace evenhand::interval

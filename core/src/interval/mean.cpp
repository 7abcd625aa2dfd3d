#include "evenhand/interval/mean.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/columns.hpp"
#include "evenhand/interval/proportion.hpp"
#include "interval/clusters.hpp"
#include "interval/wilson.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "numeric/ties.hpp"

namespace evenhand::interval {
namespace {

bool is_binary(std::span<const double> values) noexcept {
  return std::all_of(values.begin(), values.end(),
                     [](double value) { return value == 0 || value == 1; });
}

bool is_clustered(MeanMethod method) noexcept {
  return method != MeanMethod::t && method != MeanMethod::wilson;
}

/// Mean, deviations and the naive variance of the mean.
struct Moments {
  double mean = 0;
  double naive_variance = 0;  ///< s^2 / n, s with n - 1
  bool constant = false;
  std::vector<double> deviations;
};

Moments moments_of(std::span<const double> values) {
  Moments out;
  const auto n = static_cast<double>(values.size());
  numeric::NeumaierSum sum;
  for (const double value : values) sum.add(value);
  out.mean = sum.value() / n;
  numeric::NeumaierSum squares;
  out.deviations.reserve(values.size());
  for (const double value : values) {
    const double deviation = value - out.mean;
    out.deviations.push_back(deviation);
    squares.add(deviation * deviation);
  }
  out.constant = numeric::all_tied(values);
  if (values.size() > 1) out.naive_variance = squares.value() / (n - 1) / n;
  return out;
}

/// The variance of the mean by groups, with what the result reports of it.
struct ClusterVariance {
  double variance = 0;
  double df = 0;
};

ClusterVariance cluster_variance(const Moments& moments, const Clusters& clusters,
                                 MeanMethod method) {
  std::vector<numeric::NeumaierSum> sums(clusters.count());
  for (std::size_t i = 0; i < moments.deviations.size(); ++i) {
    sums[static_cast<std::size_t>(clusters.of_item[i])].add(moments.deviations[i]);
  }
  const ClusterWeights weights = cluster_weights(clusters.sizes, method);
  // A group whose deviations cancel leaves rounding errors; they are no variance.
  double scale = 0;
  for (const double deviation : moments.deviations) scale += std::abs(deviation);
  numeric::NeumaierSum total;
  bool any = false;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const double sum = sums[c].value();
    any = any || std::abs(sum) > numeric::tie_share * scale;
    total.add(weights.of_cluster[c] * sum * sum);
  }
  return {.variance = any ? total.value() : 0.0, .df = weights.df};
}

/// The two-sided Clopper-Pearson limit of 0/trials on the scale of the bounds, from the end that
/// all values sit on. Valid since a value in [0, 1] with mean mu is 0 with probability <= 1 - mu.
void exact_bound(MeanInterval& out, std::int64_t trials, const Interval& bounds) {
  const double reach =
      proportion_interval({0, trials}, ProportionMethod::clopper_pearson, out.level)->upper;
  const double width = bounds.upper - bounds.lower;
  if (out.estimate == bounds.lower) {
    out.lower = bounds.lower;
    out.upper = bounds.lower + reach * width;
  } else {
    out.lower = bounds.upper - reach * width;
    out.upper = bounds.upper;
  }
  out.notes.set(Note::boundary_exact_bound);
}

void clip(MeanInterval& out, const Interval& bounds) {
  const Interval limits{out.lower, out.upper};
  out.lower = std::clamp(out.lower, bounds.lower, bounds.upper);
  out.upper = std::clamp(out.upper, bounds.lower, bounds.upper);
  if (out.lower == limits.lower && out.upper == limits.upper) return;
  out.unclipped = limits;
  out.notes.set(Note::clipped);
}

/// Estimate -+ t se, with its test of zero.
void student_limits(MeanInterval& out, double variance, double df) {
  const double alpha = 1 - out.level.value;
  out.standard_error = std::sqrt(variance);
  out.df = df;
  out.statistic = out.estimate / out.standard_error;
  out.p = numeric::student_two_sided(*out.statistic, df);
  const double half = numeric::student_quantile(df, alpha) * out.standard_error;
  out.lower = out.estimate - half;
  out.upper = out.estimate + half;
}

/// Wilson's formula with the number of independent items that would have the CR2 variance.
void wilson_cluster(MeanInterval& out, const ClusterVariance& by_group, std::size_t groups) {
  const auto n = static_cast<double>(out.n);
  const double alpha = 1 - out.level.value;
  const double binomial = out.estimate * (1 - out.estimate);
  double items = n;
  double quantile = numeric::two_sided_normal_quantile(alpha);
  if (binomial == 0) {
    items = static_cast<double>(groups);
    out.notes.set(Note::boundary);
  } else if (by_group.variance > 0) {
    items = std::min(n, binomial / by_group.variance);
    quantile = numeric::student_quantile(by_group.df, alpha);
    out.df = by_group.df;
  }
  out.standard_error = std::sqrt(by_group.variance);
  out.effective_items = items;
  out.design_effect = n / items;
  const Interval limits = wilson_limits(out.estimate * items, items, quantile);
  out.lower = out.estimate == 0 ? 0.0 : limits.lower;
  out.upper = out.estimate == 1 ? 1.0 : limits.upper;
}

bool finite(const MeanInterval& out) noexcept {
  return std::isfinite(out.estimate) && std::isfinite(out.lower) && std::isfinite(out.upper) &&
         std::isfinite(out.standard_error) && std::isfinite(out.statistic.value_or(0)) &&
         std::isfinite(out.df.value_or(0));
}

std::optional<Error> check_bounds(std::span<const double> values,
                                  const std::optional<Interval>& bounds) {
  if (!bounds) return std::nullopt;
  if (!(bounds->lower < bounds->upper) || !std::isfinite(bounds->upper - bounds->lower)) {
    return Error{Errc::value_out_of_range, "bounds"};
  }
  for (const double value : values) {
    if (value < bounds->lower || value > bounds->upper) {
      return Error{Errc::value_out_of_bounds, "values"};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Clusters> make_clusters(std::span<const std::int32_t> given, std::size_t items,
                               std::string_view argument) {
  if (given.size() != items) return Error{Errc::length_mismatch, argument};
  std::vector<std::int32_t> numbers(given.begin(), given.end());
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  if (!numbers.empty() && numbers.front() < 0) return Error{Errc::value_out_of_range, argument};
  Clusters out;
  out.sizes.assign(numbers.size(), 0);
  out.of_item.reserve(items);
  for (const std::int32_t number : given) {
    const auto group = static_cast<std::int32_t>(
        std::lower_bound(numbers.begin(), numbers.end(), number) - numbers.begin());
    out.of_item.push_back(group);
    out.sizes[static_cast<std::size_t>(group)] += 1;
  }
  return out;
}

MeanMethod default_mean_method(std::span<const double> values, bool clustered) noexcept {
  if (is_binary(values)) return clustered ? MeanMethod::wilson_cluster : MeanMethod::wilson;
  return clustered ? MeanMethod::cr2 : MeanMethod::t;
}

Result<MeanInterval> mean_interval(std::span<const double> values,
                                   std::span<const std::int32_t> clusters,
                                   std::optional<MeanMethod> asked, Level level,
                                   std::optional<Interval> bounds) {
  if (const auto error = check_column(values, "values")) return *error;
  if (const auto error = check(level)) return *error;
  if (const auto error = check_bounds(values, bounds)) return *error;
  const MeanMethod method = asked.value_or(default_mean_method(values, !clusters.empty()));
  if (is_clustered(method) != !clusters.empty()) return Error{Errc::unsupported, "method"};
  const bool for_shares = method == MeanMethod::wilson || method == MeanMethod::wilson_cluster;
  if (for_shares && !is_binary(values)) return Error{Errc::not_binary, "values"};

  const Moments moments = moments_of(values);
  MeanInterval out;
  out.estimate = moments.mean;
  out.level = level;
  out.method = method;
  out.n = static_cast<std::int64_t>(values.size());
  out.notes.set_if(Note::small_sample, out.n < small_sample_size);

  if (method == MeanMethod::wilson) {
    const auto n = static_cast<double>(out.n);
    const Interval limits = wilson_limits(std::round(out.estimate * n), n,
                                          numeric::two_sided_normal_quantile(1 - level.value));
    out.lower = limits.lower;
    out.upper = limits.upper;
    out.standard_error = std::sqrt(out.estimate * (1 - out.estimate) / n);
    out.notes.set_if(Note::boundary, moments.constant);
  } else if (method == MeanMethod::t) {
    if (moments.constant && bounds &&
        (out.estimate == bounds->lower || out.estimate == bounds->upper)) {
      exact_bound(out, out.n, *bounds);
    } else {
      if (out.n < 2) return Error{Errc::too_few, "values", 2};
      if (moments.constant) return Error{Errc::zero_variance, "values"};
      student_limits(out, moments.naive_variance, static_cast<double>(out.n - 1));
    }
  } else {
    const Result<Clusters> groups = make_clusters(clusters, values.size(), "clusters");
    if (!groups) return groups.error();
    if (groups->count() < 2) return Error{Errc::too_few, "clusters", 2};
    const auto count = static_cast<std::int64_t>(groups->count());
    out.clusters = count;
    out.notes.set_if(Note::small_sample, count < small_sample_size);
    const bool by_wilson = method == MeanMethod::wilson_cluster;
    const ClusterVariance variance =
        cluster_variance(moments, *groups, by_wilson ? MeanMethod::cr2 : method);
    out.notes.set_if(Note::df_below_4, variance.df < 4);
    if (by_wilson) {
      wilson_cluster(out, variance, groups->count());
    } else if (variance.variance > 0) {
      student_limits(out, variance.variance, variance.df);
      out.design_effect = variance.variance / moments.naive_variance;
      out.effective_items = static_cast<double>(out.n) / *out.design_effect;
    } else if (moments.constant && bounds &&
               (out.estimate == bounds->lower || out.estimate == bounds->upper)) {
      exact_bound(out, count, *bounds);
    } else {
      return Error{Errc::zero_variance, "values"};
    }
  }
  if (!finite(out)) return Error{Errc::no_convergence, "values"};
  if (bounds) clip(out, *bounds);
  return out;
}

Result<Estimate> wilson_inflated(Counts counts, double variance_inflation, Level level) noexcept {
  if (const auto error = check(counts, "counts")) return *error;
  if (const auto error = check(level)) return *error;
  if (!(variance_inflation > 0) || !std::isfinite(variance_inflation)) {
    return Error{Errc::value_out_of_range, "varianceInflation"};
  }
  const auto n = static_cast<double>(counts.trials);
  const double p = static_cast<double>(counts.successes) / n;
  const double items = n / variance_inflation;
  const Interval limits =
      wilson_limits(p * items, items, numeric::two_sided_normal_quantile(1 - level.value));
  if (!std::isfinite(limits.lower) || !std::isfinite(limits.upper)) {
    return Error{Errc::no_convergence, "varianceInflation"};
  }
  return Estimate{p, p == 0 ? 0.0 : limits.lower, p == 1 ? 1.0 : limits.upper};
}

namespace {

/// Smallest difference that a standard error shows with the default power: Student's quantiles in
/// both terms.
double detectable_at(double standard_error, double df, Level level) noexcept {
  return standard_error * (numeric::student_quantile(df, 1 - level.value) +
                           numeric::student_quantile(df, 2 * (1 - default_power)));
}

/// Mean, variance of the mean and its degrees of freedom for one of two samples.
struct Side {
  double mean = 0;
  double variance = 0;
  double df = 0;
  std::optional<std::int64_t> clusters;
};

Result<Side> side_of(std::span<const double> values, std::span<const std::int32_t> clusters,
                     std::string_view values_argument, std::string_view clusters_argument) {
  if (const auto error = check_column(values, values_argument)) return *error;
  if (values.size() < 2) return Error{Errc::too_few, values_argument, 2};
  const Moments moments = moments_of(values);
  if (clusters.empty()) {
    return Side{.mean = moments.mean,
                .variance = moments.constant ? 0.0 : moments.naive_variance,
                .df = static_cast<double>(values.size()) - 1,
                .clusters = std::nullopt};
  }
  const Result<Clusters> groups = make_clusters(clusters, values.size(), clusters_argument);
  if (!groups) return groups.error();
  if (groups->count() < 2) return Error{Errc::too_few, clusters_argument, 2};
  const ClusterVariance variance = cluster_variance(moments, *groups, MeanMethod::cr2);
  return Side{.mean = moments.mean,
              .variance = variance.variance,
              .df = variance.df,
              .clusters = static_cast<std::int64_t>(groups->count())};
}

bool finite(const MeanDifference& out) noexcept {
  return std::isfinite(out.difference) && std::isfinite(out.lower) && std::isfinite(out.upper) &&
         std::isfinite(out.statistic) && std::isfinite(out.df) && std::isfinite(out.p) &&
         std::isfinite(out.detectable);
}

}  // namespace

Result<MeanDifference> mean_difference(std::span<const double> a, std::span<const double> b,
                                       std::span<const std::int32_t> clusters_a,
                                       std::span<const std::int32_t> clusters_b, Level level) {
  if (const auto error = check(level)) return *error;
  const Result<Side> side_a = side_of(a, clusters_a, "a", "clustersA");
  if (!side_a) return side_a.error();
  const Result<Side> side_b = side_of(b, clusters_b, "b", "clustersB");
  if (!side_b) return side_b.error();
  const double variance = side_a->variance + side_b->variance;
  if (!(variance > 0)) return Error{Errc::zero_variance, "a"};
  MeanDifference out;
  out.difference = side_a->mean - side_b->mean;
  out.level = level;
  const bool clustered = side_a->clusters.has_value() || side_b->clusters.has_value();
  out.method = clustered ? MeanMethod::cr2 : MeanMethod::t;
  out.n_a = static_cast<std::int64_t>(a.size());
  out.n_b = static_cast<std::int64_t>(b.size());
  out.mean_a = side_a->mean;
  out.mean_b = side_b->mean;
  out.standard_error = std::sqrt(variance);
  // Shares of the variance, so that the squares neither overflow nor vanish.
  const double share_a = side_a->variance / variance;
  const double share_b = side_b->variance / variance;
  out.df = 1 / (share_a * share_a / side_a->df + share_b * share_b / side_b->df);
  out.statistic = out.difference / out.standard_error;
  out.p = numeric::student_two_sided(out.statistic, out.df);
  const double half = numeric::student_quantile(out.df, 1 - level.value) * out.standard_error;
  out.lower = out.difference - half;
  out.upper = out.difference + half;
  out.detectable = detectable_at(out.standard_error, out.df, level);
  if (clustered) out.clusters = side_a->clusters.value_or(0) + side_b->clusters.value_or(0);
  out.notes.set_if(Note::df_below_4, clustered && out.df < 4);
  out.notes.set_if(Note::small_sample, std::min(out.n_a, out.n_b) < small_sample_size);
  if (!finite(out)) return Error{Errc::no_convergence, "a"};
  return out;
}

Result<MeanDifference> paired_mean_difference(std::span<const double> a, std::span<const double> b,
                                              std::span<const std::int32_t> clusters,
                                              std::optional<MeanMethod> asked, Level level) {
  if (const auto error = check_column(a, "a")) return *error;
  if (b.size() != a.size()) return Error{Errc::length_mismatch, "b"};
  if (const auto error = check_column(b, "b")) return *error;
  const MeanMethod method = asked.value_or(clusters.empty() ? MeanMethod::t : MeanMethod::cr2);
  if (method == MeanMethod::wilson || method == MeanMethod::wilson_cluster) {
    return Error{Errc::unsupported, "method"};
  }
  std::vector<double> differences;
  differences.reserve(a.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    differences.push_back(a[i] - b[i]);
    largest = std::max({largest, std::abs(a[i]), std::abs(b[i])});
  }
  // Differences that are equal but for the rounding of the scores are equal.
  const auto [low, high] = std::minmax_element(differences.begin(), differences.end());
  if (differences.size() > 1 && *high - *low <= numeric::tie_share * largest) {
    return Error{Errc::zero_variance, "b"};
  }
  const Result<MeanInterval> mean = mean_interval(differences, clusters, method, level);
  if (!mean) {
    const Error error = mean.error();
    return Error{error.code, error.argument == "values" ? "a" : error.argument, error.limit};
  }
  MeanDifference out;
  out.difference = mean->estimate;
  out.lower = mean->lower;
  out.upper = mean->upper;
  out.level = level;
  out.method = method;
  out.paired = true;
  out.n_a = out.n_b = mean->n;
  out.mean_a = moments_of(a).mean;
  out.mean_b = moments_of(b).mean;
  out.standard_error = mean->standard_error;
  out.df = *mean->df;
  out.statistic = *mean->statistic;
  out.p = *mean->p;
  out.detectable = detectable_at(out.standard_error, out.df, level);
  out.clusters = mean->clusters;
  out.design_effect = mean->design_effect;
  out.effective_items = mean->effective_items;
  out.notes = mean->notes;
  return out;
}

}  // namespace evenhand::interval

#include "evenhand/interval/samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "evenhand/interval/mean.hpp"
#include "interval/wilson.hpp"
#include "numeric/special.hpp"

namespace evenhand::interval {
namespace {

/// A product of factors below 1 that falls below this is 0. Denormal numbers would be slow, and
/// rounding keeps the smallest of them from ever vanishing.
constexpr double nothing = std::numeric_limits<double>::min();

/// P(all of k drawn are among `marked` of `total`) = C(marked, k) / C(total, k), as a product of
/// the fewer ratios. Stops when nothing is left of it.
double all_marked(std::int64_t total, std::int64_t marked, std::int64_t k) noexcept {
  if (marked < k) return 0;
  const std::int64_t unmarked = total - marked;
  // C(marked, k) / C(total, k) = C(total - k, unmarked) / C(total, unmarked).
  const std::int64_t factors = std::min(k, unmarked);
  const auto top = static_cast<double>(k <= unmarked ? marked : total - k);
  const auto bottom = static_cast<double>(total);
  double product = 1;
  for (std::int64_t j = 0; j < factors; ++j) {
    product *= (top - static_cast<double>(j)) / (bottom - static_cast<double>(j));
    if (product < nothing) return 0;
  }
  return product;
}

/// The metric of an infinite supply of answers that are right with probability p: it rises with p.
double mapped(SamplesMetric metric, double k, double p) noexcept {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  switch (metric) {
    case SamplesMetric::pass_at_k: return -std::expm1(k * std::log1p(-p));
    case SamplesMetric::pass_hat_k: return std::exp(k * std::log(p));
    case SamplesMetric::maj_at_k: break;
  }
  const double half = std::floor(k / 2);
  const double more = numeric::binomial_at_least(half + 1, k, p);
  return 2 * half == k ? more + 0.5 * numeric::binomial_probability(half, k, p) : more;
}

double value_of(SamplesMetric metric, std::int64_t samples, std::int64_t correct,
                std::int64_t k) noexcept {
  switch (metric) {
    case SamplesMetric::pass_at_k: return pass_at_k(samples, correct, k);
    case SamplesMetric::pass_hat_k: return pass_hat_k(samples, correct, k);
    case SamplesMetric::maj_at_k: break;
  }
  return maj_at_k(samples, correct, k);
}

/// The interval over two problems or more; `argument` is the column to blame.
Result<SamplesResult> over_problems(SamplesResult out, std::span<const std::int32_t> clusters,
                                    std::string_view argument) {
  const MeanMethod method = clusters.empty() ? MeanMethod::t : MeanMethod::cr2;
  const Result<MeanInterval> mean =
      mean_interval(out.values, clusters, method, out.level, Interval{0, 1});
  if (!mean) {
    Error error = mean.error();
    if (error.argument == "values") error.argument = argument;
    return error;
  }
  out.estimate = mean->estimate;
  out.lower = mean->lower;
  out.upper = mean->upper;
  out.clusters = mean->clusters;
  out.unclipped = mean->unclipped;
  out.notes = mean->notes;
  if (mean->notes.has(Note::boundary_exact_bound)) {
    out.method = SamplesMethod::clopper_pearson;
  } else {
    out.method = clusters.empty() ? SamplesMethod::t : SamplesMethod::cr2;
    out.standard_error = mean->standard_error;
    out.df = mean->df;
  }
  return out;
}

SamplesResult of_one_problem(SamplesResult out, Counts counts) noexcept {
  const auto k = static_cast<double>(out.k);
  const Interval rate =
      wilson_limits(static_cast<double>(counts.successes), static_cast<double>(counts.trials),
                    numeric::two_sided_normal_quantile(1 - out.level.value));
  out.method = SamplesMethod::wilson_mapped;
  out.estimate = out.values.front();
  out.lower = mapped(out.metric, k, rate.lower);
  out.upper = mapped(out.metric, k, rate.upper);
  out.notes.set(Note::small_sample);
  out.notes.set_if(Note::boundary, counts.successes == 0 || counts.successes == counts.trials);
  return out;
}

std::optional<Error> check_k(std::int64_t k) noexcept {
  if (k < 1) return Error{Errc::value_out_of_range, "k"};
  return std::nullopt;
}

std::optional<Error> check_clusters(std::span<const std::int32_t> clusters, std::size_t problems) {
  if (clusters.empty()) return std::nullopt;
  if (clusters.size() != problems) return Error{Errc::length_mismatch, "clusters"};
  return std::nullopt;
}

/// Upper bound of the innermost steps of plurality_at_k for one problem.
double plurality_work(std::span<const std::int32_t> counts, std::int64_t k) noexcept {
  const std::int64_t most = std::min<std::int64_t>(counts.front(), k);
  const auto classes = static_cast<double>(counts.size());
  if (static_cast<double>(most) * classes > max_majority_work) {
    return std::numeric_limits<double>::infinity();
  }
  double work = 0;
  for (std::int64_t top = 1; top <= most && work <= max_majority_work; ++top) {
    double draws = 0;
    for (const std::int32_t count : counts.subspan(1)) {
      draws += static_cast<double>(std::min<std::int64_t>(count, top)) + 1;
    }
    const auto rest = static_cast<double>(k - top);
    const double ties = std::min(classes, std::floor(rest / static_cast<double>(top)));
    work += draws * (rest + 1) * (ties + 1);
  }
  return work;
}

}  // namespace

double pass_at_k(std::int64_t samples, std::int64_t correct, std::int64_t k) noexcept {
  if (k == 1) return static_cast<double>(correct) / static_cast<double>(samples);
  return 1 - all_marked(samples, samples - correct, k);
}

double pass_hat_k(std::int64_t samples, std::int64_t correct, std::int64_t k) noexcept {
  return all_marked(samples, correct, k);
}

double maj_at_k(std::int64_t samples, std::int64_t correct, std::int64_t k) noexcept {
  const std::int64_t low = std::max<std::int64_t>(0, k - (samples - correct));
  const std::int64_t high = std::min(correct, k);
  if (2 * low > k) return 1;
  if (2 * high < k) return 0;
  // Hypergeometric probabilities relative to the largest, outwards from it, until they vanish.
  const auto n = static_cast<double>(samples);
  const auto c = static_cast<double>(correct);
  const auto size = static_cast<double>(k);
  const auto mode = static_cast<std::int64_t>(std::floor((c + 1) * (size + 1) / (n + 2)));
  const std::int64_t start = std::clamp(mode, low, high);
  double all = 0;
  double won = 0;
  const auto count = [&](std::int64_t right, double weight) {
    all += weight;
    if (2 * right >= k) won += 2 * right == k ? weight / 2 : weight;
  };
  // P(h + 1) / P(h).
  const auto ratio = [=](double h) {
    return (c - h) * (size - h) / ((h + 1) * (n - c - size + h + 1));
  };
  double weight = 1;
  for (std::int64_t right = start; right <= high && weight >= nothing; ++right) {
    count(right, weight);
    weight *= ratio(static_cast<double>(right));
  }
  weight = 1;
  for (std::int64_t right = start - 1; right >= low && weight >= nothing; --right) {
    weight /= ratio(static_cast<double>(right));
    count(right, weight);
  }
  return std::min(1.0, won / all);
}

double plurality_at_k(std::span<const std::int32_t> counts, std::int64_t k) {
  const std::int64_t right = counts.front();
  std::vector<std::int64_t> others;
  std::int64_t total = right;
  for (const std::int32_t count : counts.subspan(1)) {
    if (count == 0) continue;
    others.push_back(count);
    total += count;
  }
  if (right == 0) return 0;
  if (others.empty()) return 1;
  if (k == total) {
    // One subset only: everything.
    if (*std::max_element(others.begin(), others.end()) > right) return 0;
    return 1 / (1 + static_cast<double>(std::count(others.begin(), others.end(), right)));
  }
  // Draws without replacement are independent binomial draws of every class at rate k/total, given
  // that they add up to k: all factors are probabilities, and none overflows.
  const double rate = static_cast<double>(k) / static_cast<double>(total);
  const auto draws = [&](std::int64_t drawn, std::int64_t count) {
    return numeric::binomial_probability(static_cast<double>(drawn), static_cast<double>(count),
                                         rate);
  };
  std::vector<std::vector<double>> chance(others.size());
  const std::int64_t most = std::min(right, k);
  for (std::size_t j = 0; j < others.size(); ++j) {
    for (std::int64_t drawn = 0; drawn <= std::min({others[j], most, k - 1}); ++drawn) {
      chance[j].push_back(draws(drawn, others[j]));
    }
  }
  double won = 0;
  std::vector<double> state;
  for (std::int64_t top = 1; top <= most; ++top) {
    const std::int64_t rest = k - top;
    // state[drawn * width + ties]: the others' draws so far, `ties` of which drew exactly `top`.
    const std::int64_t width = 1 + std::min(static_cast<std::int64_t>(others.size()), rest / top);
    const auto at = [width](std::int64_t drawn, std::int64_t ties) {
      return static_cast<std::size_t>(drawn * width + ties);
    };
    state.assign(static_cast<std::size_t>((rest + 1) * width), 0.0);
    state[0] = 1;
    std::int64_t filled = 0;
    for (std::size_t j = 0; j < others.size(); ++j) {
      const std::int64_t limit = std::min({others[j], top, rest});
      filled = std::min(rest, filled + limit);
      // From the largest total down, so that what is read has not been overwritten.
      for (std::int64_t drawn = filled; drawn >= 0; --drawn) {
        for (std::int64_t ties = width - 1; ties >= 0; --ties) {
          double sum = 0;
          for (std::int64_t d = 0; d <= std::min(limit, drawn); ++d) {
            if (d == top && ties == 0) continue;
            sum += state[at(drawn - d, d == top ? ties - 1 : ties)] *
                   chance[j][static_cast<std::size_t>(d)];
          }
          state[at(drawn, ties)] = sum;
        }
      }
    }
    double share = 0;
    for (std::int64_t ties = 0; ties < width; ++ties) {
      share += state[at(rest, ties)] / static_cast<double>(ties + 1);
    }
    won += draws(top, right) * share;
  }
  return std::min(1.0, won / draws(k, total));
}

Result<SamplesResult> pass_at_k_interval(std::span<const std::int32_t> samples,
                                         std::span<const std::int32_t> correct, std::int64_t k,
                                         SamplesMetric metric,
                                         std::span<const std::int32_t> clusters, Level level) {
  if (samples.empty()) return Error{Errc::empty_sample, "samples"};
  if (correct.size() != samples.size()) return Error{Errc::length_mismatch, "correct"};
  if (const auto error = check_clusters(clusters, samples.size())) return *error;
  if (const auto error = check(level)) return *error;
  if (const auto error = check_k(k)) return *error;
  SamplesResult out;
  out.level = level;
  out.metric = metric;
  out.k = k;
  out.problems = static_cast<std::int64_t>(samples.size());
  out.values.reserve(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i] < 0) return Error{Errc::not_integer, "samples"};
    if (correct[i] < 0) return Error{Errc::not_integer, "correct"};
    if (correct[i] > samples[i]) return Error{Errc::count_exceeds_trials, "correct"};
    if (samples[i] < k) return Error{Errc::k_exceeds_samples, "k"};
    out.values.push_back(value_of(metric, samples[i], correct[i], k));
  }
  if (samples.size() == 1) {
    return of_one_problem(std::move(out), {correct.front(), samples.front()});
  }
  return over_problems(std::move(out), clusters, "correct");
}

Result<SamplesResult> majority_at_k(std::span<const std::int32_t> counts,
                                    std::span<const std::int32_t> classes, std::int64_t k,
                                    std::span<const std::int32_t> clusters, Level level) {
  if (classes.empty()) return Error{Errc::empty_sample, "classes"};
  if (const auto error = check_clusters(clusters, classes.size())) return *error;
  if (const auto error = check(level)) return *error;
  if (const auto error = check_k(k)) return *error;
  std::uint64_t listed = 0;  // 64 bits: on WebAssembly a size has 32
  for (const std::int32_t number : classes) {
    if (number < 1) return Error{Errc::value_out_of_range, "classes"};
    listed += static_cast<std::uint64_t>(number);
  }
  if (listed != counts.size()) return Error{Errc::length_mismatch, "classes"};
  double work = 0;
  std::size_t start = 0;
  for (const std::int32_t number : classes) {
    const auto problem = counts.subspan(start, static_cast<std::size_t>(number));
    start += problem.size();
    std::int64_t samples = 0;
    for (const std::int32_t count : problem) {
      if (count < 0) return Error{Errc::not_integer, "counts"};
      samples += count;
    }
    if (samples < k) return Error{Errc::k_exceeds_samples, "k"};
    work += plurality_work(problem, k);
  }
  if (work > max_majority_work) return Error{Errc::unsupported, "k"};
  if (classes.size() < 2) return Error{Errc::too_few, "counts", 2};
  SamplesResult out;
  out.level = level;
  out.metric = SamplesMetric::maj_at_k;
  out.k = k;
  out.problems = static_cast<std::int64_t>(classes.size());
  start = 0;
  for (const std::int32_t number : classes) {
    out.values.push_back(
        plurality_at_k(counts.subspan(start, static_cast<std::size_t>(number)), k));
    start += static_cast<std::size_t>(number);
  }
  return over_problems(std::move(out), clusters, "counts");
}

}  // namespace evenhand::interval

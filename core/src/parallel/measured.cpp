#include "evenhand/parallel/measured.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "base/columns.hpp"
#include "evenhand/interval/proportion.hpp"
#include "evenhand/parallel/target.hpp"
#include "numeric/sums.hpp"
#include "parallel/task_search.hpp"

namespace evenhand::parallel {
namespace {

bool is_rate(double value) noexcept { return value >= 0 && value <= 1; }

/// Two columns of one length, both finite.
std::optional<Error> check_columns(std::span<const double> first, std::string_view first_name,
                                   std::span<const double> second, std::string_view second_name) {
  if (const auto error = check_column(first, first_name)) return error;
  if (second.size() != first.size()) return Error{Errc::length_mismatch, second_name};
  return check_column(second, second_name);
}

/// Where the points, joined by straight lines, are last at or above `accuracy`.
double last_crossing(std::span<const double> x, std::span<const double> y, double accuracy) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // The best of points at one place comes last, and the others before it are jumped over.
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return x[a] != x[b] ? x[a] < x[b] : y[a] < y[b]; });
  std::optional<std::size_t> next;
  for (std::size_t k = order.size(); k-- > 0;) {
    const std::size_t point = order[k];
    if (next && x[point] == x[*next]) continue;
    if (y[point] >= accuracy - threshold_tolerance) {
      if (!next) return x[point];
      const double share = std::max(0.0, y[point] - accuracy) / (y[point] - y[*next]);
      return x[point] + share * (x[*next] - x[point]);
    }
    next = point;
  }
  return 0;
}

}  // namespace

Result<double> tokens_per_step_at(std::span<const double> tokens_per_step,
                                  std::span<const double> accuracies, CurveKind kind,
                                  double accuracy) {
  if (const auto error =
          check_columns(tokens_per_step, "tokens_per_step", accuracies, "accuracies")) {
    return *error;
  }
  for (const double x : tokens_per_step) {
    if (!(x > 0)) return Error{Errc::value_out_of_bounds, "tokens_per_step"};
  }
  if (!std::all_of(accuracies.begin(), accuracies.end(), is_rate)) {
    return Error{Errc::rate_out_of_range, "accuracies"};
  }
  if (!is_rate(accuracy)) return Error{Errc::rate_out_of_range, "accuracy"};
  if (kind == CurveKind::adaptive) return last_crossing(tokens_per_step, accuracies, accuracy);
  double largest = 0;
  for (std::size_t i = 0; i < accuracies.size(); ++i) {
    if (accuracies[i] >= accuracy - threshold_tolerance)
      largest = std::max(largest, tokens_per_step[i]);
  }
  return largest;
}

Result<double> parallelizability(std::span<const double> tokens_per_step,
                                 std::span<const double> scores) {
  if (const auto error = check_columns(tokens_per_step, "tokens_per_step", scores, "scores")) {
    return *error;
  }
  for (const double k : tokens_per_step) {
    if (!(k > 0)) return Error{Errc::value_out_of_bounds, "tokens_per_step"};
  }
  const double largest = *std::max_element(scores.begin(), scores.end());
  // Shares of the largest, and of the largest k: neither product nor sum overflows.
  const double most = *std::max_element(tokens_per_step.begin(), tokens_per_step.end());
  numeric::NeumaierSum weighted;
  numeric::NeumaierSum total;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] < 0) return Error{Errc::value_out_of_bounds, "scores"};
    if (largest == 0) continue;
    weighted.add(tokens_per_step[i] / most * (scores[i] / largest));
    total.add(scores[i] / largest);
  }
  if (largest == 0) return Error{Errc::zero_total_weight, "scores"};
  return std::min(1.0, weighted.value() / total.value()) * most;
}

Result<double> order_preference(std::span<const double> lengths, std::span<const double> scores) {
  if (lengths.size() < 2) return Error{Errc::too_few, "lengths", 2};
  if (const auto error = check_columns(lengths, "lengths", scores, "scores")) return *error;
  const auto mean = [](std::span<const double> values) {
    numeric::NeumaierSum sum;
    for (const double value : values) sum.add(value / static_cast<double>(values.size()));
    return sum.value();
  };
  const double mean_length = mean(lengths);
  const double mean_score = mean(scores);
  // In units of the farthest length, whose square could overflow.
  double farthest = 0;
  for (const double length : lengths) farthest = std::max(farthest, std::abs(length - mean_length));
  const auto [least, most] = std::minmax_element(lengths.begin(), lengths.end());
  if (*least == *most || farthest == 0) return Error{Errc::zero_variance, "lengths"};
  numeric::NeumaierSum products;
  numeric::NeumaierSum squares;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const double length = (lengths[i] - mean_length) / farthest;
    products.add(length * (scores[i] - mean_score));
    squares.add(length * length);
  }
  const double slope = products.value() / squares.value() / farthest;
  if (!std::isfinite(slope)) return Error{Errc::no_convergence, "scores"};
  return slope;
}

Result<LimitComparison> compare_with_limit(ListTask task, std::int64_t n, double tokens_per_step,
                                           double accuracy, double tokens_per_item,
                                           std::optional<std::int64_t> items) {
  const auto task_limits = list_task_limits(task, n, 1);
  if (!task_limits) return task_limits.error();
  if (!task_limits->symmetric) return Error{Errc::unsupported, "task"};
  const bool certain = task_limits->total_correlation == 0;
  if (!certain && n > most_scheduled_items) return Error{Errc::too_large_exact, "n"};
  if (!std::isfinite(tokens_per_step) || !(tokens_per_step > 0)) {
    return Error{Errc::value_out_of_bounds, "tokens_per_step"};
  }
  if (!std::isfinite(tokens_per_item) || !(tokens_per_item > 0)) {
    return Error{Errc::value_out_of_bounds, "tokens_per_item"};
  }
  if (!is_rate(accuracy)) return Error{Errc::rate_out_of_range, "accuracy"};

  LimitComparison out;
  const auto all = static_cast<double>(n);
  // Forgives the rounding of a decimal quotient; a step shows one item at least, all at most.
  const double steps = std::ceil(all * (tokens_per_item / tokens_per_step) * (1 - 1e-12));
  out.steps = static_cast<std::int64_t>(std::clamp(steps, 1.0, all));
  out.limit = 1;
  if (!certain) {
    const auto search_steps = static_cast<std::size_t>(out.steps);
    out.limit = TaskSearch(task, static_cast<std::size_t>(n), search_steps).accuracy();
  }
  out.gap = out.limit - accuracy;
  if (!items) return out;
  if (*items < 0 || *items > max_count) return Error{Errc::not_integer, "items"};
  if (*items == 0) return Error{Errc::empty_sample, "items"};
  const auto right = std::llround(accuracy * static_cast<double>(*items));
  const auto interval = interval::proportion_interval({.successes = right, .trials = *items});
  if (!interval) return interval.error();
  out.interval = {.estimate = accuracy, .lower = interval->lower, .upper = interval->upper};
  out.verdict = interval->upper < out.limit   ? LimitVerdict::below
                : interval->lower > out.limit ? LimitVerdict::above
                                              : LimitVerdict::within;
  return out;
}

Result<ConfidentBounds> confident_bounds(std::int64_t n, double epsilon, std::int64_t vocabulary) {
  if (n < 2) return Error{Errc::too_few, "n", 2};
  if (!(epsilon > 0 && epsilon < 1)) return Error{Errc::share_out_of_range, "epsilon"};
  if (vocabulary < 2) return Error{Errc::too_few, "vocabulary", 2};
  const auto positions = static_cast<double>(n);
  const double doubt = -epsilon * std::log(epsilon) - (1 - epsilon) * std::log1p(-epsilon);
  return ConfidentBounds{
      .same_argmax = (positions + 1) * epsilon <= 1 + threshold_tolerance,
      .total_variation = std::min(1.0, (3 * positions - 1) / 2 * epsilon),
      .kl_forward =
          (positions - 1) * (doubt + epsilon * std::log(static_cast<double>(vocabulary) - 1))};
}

}  // namespace evenhand::parallel

#include "evenhand/parallel/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "numeric/sums.hpp"
#include "parallel/task_search.hpp"

namespace evenhand::parallel {
namespace {

using numeric::NeumaierSum;

/// Latin squares of order 1 to 5.
constexpr double latin_squares[] = {1, 2, 12, 576, 161'280};

double log2_factorial(std::int64_t n) noexcept {
  NeumaierSum sum;
  for (std::int64_t k = 2; k <= n; ++k) sum.add(std::log2(static_cast<double>(k)));
  return sum.value();
}

/// log2(m^s / (m (m-1) .. (m-s+1))), from terms of one sign, each in the form that keeps its
/// digits.
double log2_repeats(std::int64_t masked, std::int64_t size) noexcept {
  const auto m = static_cast<double>(masked);
  NeumaierSum sum;
  for (std::int64_t k = 1; k < size; ++k) {
    const auto taken = static_cast<double>(k);
    sum.add(2 * taken < m ? -std::log1p(-taken / m) : std::log(m / (m - taken)));
  }
  return sum.value() / std::numbers::ln2;
}

/// x + (1 - x) ln(1 - x), 0 <= x <= 1, which is the sum of x^k / (k (k - 1)) from k = 2 on.
double leftover(double x) noexcept {
  if (x == 1) return 1;
  if (x > 0.25) return x + (1 - x) * std::log1p(-x);
  double sum = 0;
  double power = x;
  for (int k = 2; k < 32; ++k) {
    power *= x;
    sum += power / (k * (k - 1.0));
  }
  return sum;
}

/// -p log2 p - q log2 q of shares of n, p = k / n and q = (n - k) / n.
double split_entropy(double k, double n) noexcept {
  const auto term = [n](double part) { return part > 0 ? part / n * std::log2(n / part) : 0.0; };
  return term(k) + term(n - k);
}

double insert_total_correlation(std::int64_t gaps) noexcept {
  const auto n = static_cast<double>(gaps);
  NeumaierSum sum;
  // Position j shows the new word, or an item that the word comes after or before.
  for (std::int64_t j = 0; j < gaps; ++j) {
    const double before = static_cast<double>(j);
    const double after = n - 1 - before;
    sum.add(std::log2(n) / n);
    if (before > 0) sum.add(before / n * std::log2(n / before));
    if (after > 0) sum.add(after / n * std::log2(n / after));
  }
  sum.add(-std::log2(n));
  return sum.value();
}

double remove_total_correlation(std::int64_t items) noexcept {
  const auto n = static_cast<double>(items);
  NeumaierSum sum;
  for (std::int64_t j = 1; j < items; ++j) sum.add(split_entropy(static_cast<double>(j), n));
  sum.add(-std::log2(n));
  return std::max(0.0, sum.value());
}

TaskSizes shuffle_sizes(std::int64_t n, std::span<const std::int32_t> sizes) noexcept {
  NeumaierSum bound;
  std::int64_t masked = n;
  for (const std::int32_t size : sizes) {
    bound.add(log2_repeats(masked, size));
    masked -= size;
  }
  return {.accuracy = std::exp2(-bound.value()),
          .log2_accuracy = -bound.value(),
          .bound = bound.value()};
}

TaskSizes replace_sizes(std::int64_t n, std::span<const std::int32_t> sizes) noexcept {
  NeumaierSum bound;
  NeumaierSum accuracy;
  NeumaierSum log_unplaced;  // logarithm of the chance that no earlier step showed the new word
  auto masked = static_cast<double>(n);
  for (const std::int32_t size : sizes) {
    const double s = size;
    bound.add(masked * (leftover(s / masked) - s * leftover(1 / masked)));
    if (masked == 1) {
      accuracy.add(std::exp(log_unplaced.value()));
    } else {
      const double log_item = std::log1p(-1 / masked);
      accuracy.add(s / masked * std::exp(log_unplaced.value() + (s - 1) * log_item));
      log_unplaced.add(s * log_item);
    }
    masked -= s;
  }
  const double right = std::min(accuracy.value(), 1.0);
  return {.accuracy = right,
          .log2_accuracy = std::log2(right),
          .bound = std::max(0.0, bound.value()) / static_cast<double>(n) / std::numbers::ln2};
}

TaskSizes sizes_of(ListTask task, std::int64_t n, std::span<const std::int32_t> sizes) noexcept {
  if (task == ListTask::shuffle) return shuffle_sizes(n, sizes);
  if (task == ListTask::replace_random) return replace_sizes(n, sizes);
  return {.accuracy = 1, .log2_accuracy = 0, .bound = 0};
}

std::optional<Error> check_items(ListTask task, std::int64_t n) noexcept {
  const std::int64_t least = task == ListTask::remove_random ? 2 : 1;
  const std::int64_t most = task == ListTask::latin_square ? most_latin_order : most_task_items;
  if (n < least) return Error{Errc::too_few, "n", static_cast<double>(least)};
  if (n > most) return Error{Errc::too_large_exact, "n"};
  return std::nullopt;
}

bool listed_by_size(ListTask task) noexcept {
  return task == ListTask::shuffle || task == ListTask::replace_random;
}

std::vector<std::int32_t> narrow(const std::vector<std::int64_t>& sizes) {
  std::vector<std::int32_t> out;
  for (const std::int64_t size : sizes) out.push_back(static_cast<std::int32_t>(size));
  return out;
}

std::vector<TaskStep> list_steps(ListTask task, std::int64_t n, std::int64_t most) {
  std::vector<TaskStep> out;
  TaskSearch search(task, static_cast<std::size_t>(n));
  for (std::int64_t steps = 1; steps <= most; ++steps) {
    search.add_step();
    TaskStep& step = out.emplace_back();
    step.steps = steps;
    step.bound_sizes = search.bound_sizes();
    const TaskSizes reached = sizes_of(task, n, narrow(step.bound_sizes));
    step.bound = reached.bound;
    step.bound_accuracy = reached.accuracy;
    step.accuracy_sizes = search.accuracy_sizes();
    step.accuracy = sizes_of(task, n, narrow(step.accuracy_sizes)).accuracy;
  }
  return out;
}

/// Shuffle: every masked position is equally unsure, so they go one by one until 1/m passes.
TaskThreshold shuffle_threshold(std::int64_t n, double least) noexcept {
  std::int64_t together = n;
  if (1 / static_cast<double>(n) < least) {
    together = std::max(std::int64_t{1}, static_cast<std::int64_t>(std::floor(1 / least)));
    together = std::min(together, n);
  }
  const std::int64_t steps = n - together + 1;
  return {.accuracy = std::exp2(-log2_repeats(together, together)),
          .most_steps = steps,
          .mean_steps = static_cast<double>(steps)};
}

/// Replace one at random: confidence (m-1)/m falls as positions are revealed, so if it does not
/// pass at once it never does, until the new word stands and the rest is certain.
TaskThreshold replace_threshold(std::int64_t n, double least) noexcept {
  const auto items = static_cast<double>(n);
  if (least > 1) return {.accuracy = 1, .most_steps = n, .mean_steps = items};
  if (n == 1) return {.accuracy = 1, .most_steps = 1, .mean_steps = 1};
  if (std::max(1 / items, (items - 1) / items) >= least) {
    return {.accuracy = std::exp((items - 1) * std::log1p(-1 / items)),
            .most_steps = 1,
            .mean_steps = 1};
  }
  return {
      .accuracy = 1, .most_steps = n, .mean_steps = (items * items + 3 * items - 2) / (2 * items)};
}

}  // namespace

Result<TaskLimits> list_task_limits(ListTask task, std::int64_t n,
                                    std::optional<std::int64_t> most) {
  if (const auto error = check_items(task, n)) return *error;
  if (most.value_or(1) < 1) return Error{Errc::value_out_of_range, "most"};
  TaskLimits out;
  out.task = task;
  out.n = n;
  out.tokens = n;
  const auto items = static_cast<double>(n);
  switch (task) {
    case ListTask::copy:
    case ListTask::replace_index:
    case ListTask::reverse:
    case ListTask::sort: out.symmetric = true; break;
    case ListTask::replace_random:
      out.symmetric = true;
      out.log2_outcomes = std::log2(items);
      if (n > 1) {
        out.total_correlation = -(items - 1) * std::log1p(-1 / items) / std::numbers::ln2;
      }
      out.one_step_log2_accuracy = -out.total_correlation;
      break;
    case ListTask::shuffle:
      out.symmetric = true;
      out.log2_outcomes = log2_factorial(n);
      out.total_correlation = log2_repeats(n, n);
      out.one_step_log2_accuracy = -out.total_correlation;
      break;
    case ListTask::insert_random:
      out.tokens = n + 1;
      out.log2_outcomes = std::log2(items + 1);
      out.total_correlation = insert_total_correlation(n + 1);
      // Word in gap g, of N gaps: C(N-1, g-1) (N-1)! / N^N; their sum is 2^(N-1) (N-1)! / N^N.
      out.one_step_log2_accuracy = items - std::log2(items + 1) - log2_repeats(n + 1, n + 1);
      break;
    case ListTask::remove_random:
      out.tokens = n - 1;
      out.log2_outcomes = std::log2(items);
      out.total_correlation = remove_total_correlation(n);
      // Item r removed: C(n-1, r-1) n! / n^n.
      out.one_step_log2_accuracy = std::min(0.0, items - 1 - log2_repeats(n, n));
      break;
    case ListTask::latin_square:
      out.tokens = n * n;
      out.log2_outcomes = std::log2(latin_squares[n - 1]);
      out.total_correlation = items * items * std::log2(items) - out.log2_outcomes;
      out.one_step_log2_accuracy = -out.total_correlation;
      break;
  }
  out.entropy = out.log2_outcomes;
  out.one_step_accuracy = std::exp2(out.one_step_log2_accuracy);
  if (out.symmetric && n <= most_scheduled_items) {
    const std::int64_t steps = std::min(most.value_or(default_task_steps), n);
    if (steps * n > most_task_sizes) return Error{Errc::too_large_exact, "most"};
    out.steps = list_steps(task, n, steps);
  }
  return out;
}

Result<TaskSizes> list_task_sizes(ListTask task, std::int64_t n,
                                  std::span<const std::int32_t> sizes) {
  if (!listed_by_size(task)) return Error{Errc::unsupported, "task"};
  if (const auto error = check_items(task, n)) return *error;
  std::int64_t total = 0;
  for (const std::int32_t size : sizes) {
    if (size < 1) return Error{Errc::bad_partition, "sizes"};
    total += size;
  }
  if (total != n) return Error{Errc::bad_partition, "sizes"};
  return sizes_of(task, n, sizes);
}

Result<TaskThreshold> list_task_threshold(ListTask task, std::int64_t n, double threshold,
                                          bool inclusive) {
  if (!listed_by_size(task)) return Error{Errc::unsupported, "task"};
  if (const auto error = check_items(task, n)) return *error;
  if (!(threshold >= 0 && threshold <= 1)) return Error{Errc::rate_out_of_range, "threshold"};
  // A confidence passes from here on.
  const double least = inclusive ? threshold - threshold_tolerance
                                 : std::nextafter(threshold + threshold_tolerance, 2.0);
  return task == ListTask::shuffle ? shuffle_threshold(n, least) : replace_threshold(n, least);
}

}  // namespace evenhand::parallel

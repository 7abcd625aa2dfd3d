#include "parallel/task_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace evenhand::parallel {
namespace {

/// Sizes of replace_random that are passed over together.
constexpr std::size_t run = 16;

}  // namespace

TaskCost::TaskCost(ListTask task, std::size_t n)
    : task_(task), n_(n), log2_(n + 1), log2_factorials_(n + 1) {
  for (std::size_t k = 2; k <= n; ++k) {
    log2_[k] = std::log2(static_cast<double>(k));
    log2_factorials_[k] = log2_factorials_[k - 1] + log2_[k];
  }
}

double TaskCost::operator()(std::size_t a, std::size_t b) const noexcept {
  const std::size_t masked = n_ - a;
  const std::size_t left = n_ - b;
  const auto size = static_cast<double>(b - a);
  if (task_ == ListTask::shuffle) {
    return size * log2_[masked] - (log2_factorials_[masked] - log2_factorials_[left]);
  }
  if (task_ != ListTask::replace_random || masked == 1) return 0;
  const double others = static_cast<double>(masked - 1) * (log2_[masked] - log2_[masked - 1]);
  const double rest = static_cast<double>(left) * (log2_[masked] - log2_[left]);
  return (size * others - rest) / static_cast<double>(n_);
}

TaskSearch::TaskSearch(ListTask task, std::size_t n, std::optional<std::size_t> only)
    : task_(task), n_(n), only_(only), bounds_(n, TaskCost(task, n)) {
  if (task == ListTask::replace_random) {
    log_kept_.resize(n + 1);
    kept_by_run_.resize(n + 1);
    for (std::size_t m = 2; m <= n; ++m) {
      log_kept_[m] = std::log1p(-1 / static_cast<double>(m));
      kept_by_run_[m] = std::exp(static_cast<double>(run) * log_kept_[m]);
    }
  }
  for (std::size_t step = 0; step < only.value_or(0); ++step) add_step();
}

void TaskSearch::add_step() {
  ++steps_;
  // For one number of steps only the accuracy is asked for; that of replace_random is its own.
  if (!only_ || task_ != ListTask::replace_random) bounds_.add_step(!only_);
  if (task_ == ListTask::replace_random) add_replace_layer();
}

/// B(m, T) = max over s of x^s (s/(m-1) + B(m-s, T-1)), x = 1 - 1/m, B(0, .) = 0.
void TaskSearch::add_replace_layer() {
  Layer layer{.accuracies = std::vector<double>(n_ + 1, 0.0),
              .sizes = std::vector<std::int64_t>(n_ + 1, 0)};
  layer.accuracies[1] = 1;
  layer.sizes[1] = 1;
  // Earlier steps have revealed one position each at least.
  const std::size_t longest = only_ ? n_ - (*only_ - steps_) : n_;
  if (layers_.empty()) {
    for (std::size_t m = 2; m <= longest; ++m) {
      layer.accuracies[m] = std::exp(static_cast<double>(m - 1) * log_kept_[m]);
      layer.sizes[m] = static_cast<std::int64_t>(m);
    }
  } else {
    const std::vector<double>& rest = layers_.back().accuracies;
    std::vector<double> most_of_longer = rest;
    for (std::size_t m = n_; m-- > 0;) {
      most_of_longer[m] = std::max(most_of_longer[m], most_of_longer[m + 1]);
    }
    for (std::size_t m = 2; m <= longest; ++m) {
      // Where there are steps enough, one position at a time is always right.
      const FirstSize best = m <= steps_ ? FirstSize{.accuracy = 1, .size = 1}
                                         : first_size(m, layer.sizes[m - 1], rest, most_of_longer);
      layer.accuracies[m] = best.accuracy;
      layer.sizes[m] = best.size;
    }
  }
  if (only_) layers_.clear();
  layers_.push_back(std::move(layer));
}

/// The best size for m >= 2 masked positions. `guess` is tried first; then all sizes, but that
/// those are passed over of which a bound says that they cannot be better: of
///   x^s (1 + s/(m-1)) - x^s (1 - B(m-s))
/// the first part falls with s, and x^s and 1 - B are no less than at the end of a run of sizes.
TaskSearch::FirstSize TaskSearch::first_size(std::size_t m, std::int64_t guess,
                                             const std::vector<double>& rest,
                                             const std::vector<double>& most_of_longer) const {
  const auto others = static_cast<double>(m - 1);
  const double kept = others / static_cast<double>(m);
  const double kept_by_run = kept_by_run_[m];
  const auto first = static_cast<double>(guess);
  FirstSize best{.accuracy = std::exp(first * log_kept_[m]) *
                             (first / others + rest[m - static_cast<std::size_t>(guess)]),
                 .size = guess};
  double power = 1;  // x^(s-1)
  for (std::size_t s = 1; s <= m;) {
    const double bound = power * kept * (1 + static_cast<double>(s) / others);
    if (bound < best.accuracy) break;
    const std::size_t end = std::min(s + run, m + 1);
    if (end - s == run &&
        bound - power * kept_by_run * (1 - most_of_longer[m + 1 - end]) < best.accuracy) {
      power *= kept_by_run;
      s = end;
      continue;
    }
    for (; s < end; ++s) {
      power *= kept;
      const double accuracy = power * (static_cast<double>(s) / others + rest[m - s]);
      if (accuracy <= best.accuracy + threshold_tolerance) continue;
      best = {.accuracy = accuracy, .size = static_cast<std::int64_t>(s)};
    }
  }
  return best;
}

std::vector<std::int64_t> TaskSearch::accuracy_sizes() const {
  if (task_ == ListTask::shuffle) return bounds_.sizes();
  if (task_ != ListTask::replace_random) return {static_cast<std::int64_t>(n_)};
  std::vector<std::int64_t> out;
  std::size_t masked = n_;
  for (std::size_t steps = steps_; masked > 0; --steps) {
    out.push_back(layers_[steps - 1].sizes[masked]);
    masked -= static_cast<std::size_t>(out.back());
  }
  return out;
}

double TaskSearch::accuracy() const noexcept {
  if (task_ == ListTask::shuffle) return std::exp2(-std::max(0.0, bounds_.least()));
  if (task_ != ListTask::replace_random) return 1;
  return std::min(1.0, layers_.back().accuracies[n_]);
}

}  // namespace evenhand::parallel

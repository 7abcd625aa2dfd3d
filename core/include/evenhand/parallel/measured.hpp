/// Measured curves of accuracy against tokens per step, and bounds on parallel confidence.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/types.hpp"
#include "evenhand/parallel/tasks.hpp"

namespace evenhand::parallel {

// X(name, title, sentence)
#define EVENHAND_CURVE_KINDS(X)                                                     \
  X(fixed, "fixed", "so many tokens in every step: only the measured points count") \
  X(adaptive, "adaptive", "a setting moves the curve: points are joined by straight lines")

EVENHAND_ENUM(CurveKind, EVENHAND_CURVE_KINDS)

/// The largest tokens per step at which a measured curve has an accuracy of at least `accuracy`; 0
/// if nowhere. Fixed: of the points. Adaptive: of the points joined by straight lines in order of
/// tokens per step, the better of points at the same place; no extrapolation. Errors: empty_sample,
/// length_mismatch ("accuracies"), value_out_of_bounds ("tokens_per_step": not above 0),
/// rate_out_of_range ("accuracies", "accuracy"), not_finite. Source: ParallelBench's leaderboard,
/// Kang et al. 2026, arXiv 2510.04767.
[[nodiscard]] Result<double> tokens_per_step_at(std::span<const double> tokens_per_step,
                                                std::span<const double> accuracies, CurveKind kind,
                                                double accuracy);

/// sum of k score_k over sum of score_k: small where a model is hard to parallelise.
/// Errors: empty_sample, length_mismatch, value_out_of_bounds ("tokens_per_step", "scores":
/// negative), zero_total_weight ("scores": all 0), not_finite.
[[nodiscard]] Result<double> parallelizability(std::span<const double> tokens_per_step,
                                               std::span<const double> scores);

/// Least-squares slope of score against block length.
/// Errors: too_few ("lengths": below 2), length_mismatch, not_finite, zero_variance ("lengths").
[[nodiscard]] Result<double> order_preference(std::span<const double> lengths,
                                              std::span<const double> scores);

// X(name, title, sentence)
#define EVENHAND_LIMIT_VERDICTS(X)                                                                 \
  X(below, "below the unbiased limit", "an unbiased model could be more accurate in so few steps") \
  X(within, "at the unbiased limit", "the interval covers what an unbiased model could reach")     \
  X(above, "above the unbiased limit",                                                             \
    "the model favours some valid answers, remasks, or is scored differently")

EVENHAND_ENUM(LimitVerdict, EVENHAND_LIMIT_VERDICTS)

/// A measured point against the limit of its task.
struct LimitComparison {
  std::int64_t steps = 0;               ///< ceil(answer's items / items per step)
  double limit = 0;                     ///< best accuracy of an unbiased model in so many steps
  double gap = 0;                       ///< limit less measured
  std::optional<Estimate> interval;     ///< Wilson, where the number of items is known
  std::optional<LimitVerdict> verdict;  ///< absent without an interval
};

/// Errors: unsupported ("task": no closed form for its schedules), those of list_task_limits,
/// value_out_of_bounds ("tokens_per_step", "tokens_per_item": not above 0), rate_out_of_range
/// ("accuracy"), not_integer and empty_sample ("items").
[[nodiscard]] Result<LimitComparison> compare_with_limit(ListTask task, std::int64_t n,
                                                         double tokens_per_step, double accuracy,
                                                         double tokens_per_item,
                                                         std::optional<std::int64_t> items);

/// What holds for any joint distribution whose n positions each have a token of probability above
/// 1 - epsilon.
struct ConfidentBounds {
  /// Whether the most probable sequence is that of the most probable tokens: (n + 1) epsilon <= 1.
  bool same_argmax = false;
  double total_variation = 0;  ///< below this, at most 1
  double kl_forward = 0;       ///< KL(p||q) is below this, in nats
};

/// n >= 2, epsilon in (0, 1), vocabulary >= 2 tokens.
/// Errors: too_few ("n", "vocabulary"), share_out_of_range ("epsilon").
/// Source: Fast-dLLM, arXiv 2505.22618, Theorem 1.
[[nodiscard]] Result<ConfidentBounds> confident_bounds(std::int64_t n, double epsilon,
                                                       std::int64_t vocabulary);

}  // namespace evenhand::parallel

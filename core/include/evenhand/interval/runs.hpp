/// Repeated runs: how sure the mean of a few reruns is, and how much of a score's uncertainty
/// comes from the choice of items and how much from the randomness of the answers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::interval {

/// The mean of reruns of a whole benchmark with Student's t interval, and their standard deviation
/// with its chi-square interval; all in the unit of the scores.
struct RunsInterval {
  double estimate = 0;  ///< mean of the runs
  double lower = 0;
  double upper = 0;
  Level level;
  std::int64_t runs = 0;
  double df = 0;              ///< runs - 1
  double standard_error = 0;  ///< sd / sqrt(runs)
  double sd = 0;              ///< of one run, divisor runs - 1
  double sd_lower = 0;
  double sd_upper = 0;
  Notes notes;
};

/// Interval for the mean score over reruns of the same items, from one score per run. It speaks of
/// the noise of the answers only, not of what other items would give.
/// Errors: empty_sample, not_finite, too_few (one run), zero_variance (all runs equal)
/// ("scores"); level_out_of_range; no_convergence.
/// Source: Student 1908, Biometrika 6:1; the interval of the sd is the textbook chi-square one.
[[nodiscard]] Result<RunsInterval> runs_interval(std::span<const double> scores, Level level = {});

/// The smallest difference of two means that counts as significant.
struct SignificantDifference {
  double difference = 0;  ///< in the unit of the scores
  std::int64_t runs = 0;  ///< of each system
  double sd = 0;          ///< of one run, pooled over both systems
  double df = 0;          ///< 2 runs - 2
  Level level;
};

/// Least significant difference of the means of `runs` (>= 2) reruns of each of two systems whose
/// runs have the pooled standard deviation `sd` (> 0): t sd sqrt(2 / runs), 2 runs - 2 degrees of
/// freedom.
/// Errors: too_few, not_integer ("runs"); not_finite, design_out_of_range ("sd");
/// level_out_of_range; no_convergence.
/// Source: Fisher 1935, The Design of Experiments, section 24.
[[nodiscard]] Result<SignificantDifference> least_significant_difference(std::int64_t runs,
                                                                         double sd,
                                                                         Level level = {}) noexcept;

/// Several predictions per item of one system, in any order: values[i] belongs to item items[i],
/// a number >= 0. Items need not have equally many.
struct RepeatedScores {
  std::span<const double> values;
  std::span<const std::int32_t> items;
};

/// What the variance of a score, or of the difference of two, is made of, in squared score units;
/// divisors are the numbers of items and of predictions themselves (not less one).
struct VarianceComponents {
  std::int64_t items = 0;  ///< N; of two systems, the items that both have
  bool paired = false;
  std::optional<double> difference;  ///< mean of A less mean of B over the items, if paired
  double total = 0;           ///< variance of one prediction of one item: raw data + raw prediction
  double data = 0;            ///< between items, unbiased up to N, cut at 0
  double prediction = 0;      ///< within items, unbiased
  double bias = 0;            ///< what the within-item noise adds to the variance of the item means
  double raw_data = 0;        ///< variance of the item means, from which `bias` is yet to be taken
  double raw_prediction = 0;  ///< mean within-item variance, to which `bias` is yet to be added
  std::optional<double> unclipped_data;  ///< raw_data - bias, when that is below 0
  std::vector<double> standard_errors;  ///< sqrt((data + prediction / K) / N), one for each K asked
  double standard_error_limit = 0;      ///< with infinitely many predictions: sqrt(data / N)
  Notes notes;
};

/// Splits the variance over items into data noise (which items) and prediction noise (which
/// answers), for one system or, with `b`, for the difference of two on the items that both have.
/// Every item weighs the same. `samples` lists the numbers K >= 1 of predictions per item for which
/// a standard error is wanted.
/// Notes: negative_component (data cut at 0), small_sample, pairwise_items_differ (items of one
/// system only were left out).
/// Errors: empty_sample, not_finite ("valuesA", "valuesB"); length_mismatch, value_out_of_range (a
/// negative number) ("itemsA", "itemsB"); needs_repeats ("itemsA", "itemsB": an item with a single
/// prediction); too_few ("itemsA": fewer than 2 items); no_common_items ("itemsB");
/// design_out_of_range ("samples": a K below 1); zero_variance ("valuesA"); no_convergence.
/// Source: Wang 2025, arXiv 2512.21326; for unequal numbers the bias of each item has its own K.
[[nodiscard]] Result<VarianceComponents> variance_components(
    const RepeatedScores& a, const std::optional<RepeatedScores>& b = std::nullopt,
    std::span<const std::int32_t> samples = {});

}  // namespace evenhand::interval

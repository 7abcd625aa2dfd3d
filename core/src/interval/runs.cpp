#include "evenhand/interval/runs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::interval {
namespace {

/// Values closer than this, relative to the largest, are equal.
constexpr double equality_tolerance = 1e-12;

/// Mean and sum of squared deviations of a few numbers, without overflow on the way; the squares
/// are exactly 0 when the numbers are equal.
struct Spread {
  double mean = 0;
  double scale = 1;    ///< largest absolute deviation
  double squares = 0;  ///< sum of squared deviations / scale^2

  [[nodiscard]] double variance(double divisor) const noexcept {
    return scale * (scale * (squares / divisor));
  }
};

Spread spread_of(std::span<const double> values) noexcept {
  numeric::NeumaierSum sum;
  double low = values.front();
  double high = low;
  for (const double value : values) {
    sum.add(value);
    low = std::min(low, value);
    high = std::max(high, value);
  }
  Spread out;
  out.mean = std::clamp(sum.value() / static_cast<double>(values.size()), low, high);
  if (high - low <= equality_tolerance * std::max(std::abs(low), std::abs(high))) return out;
  out.scale = std::max(high - out.mean, out.mean - low);
  numeric::NeumaierSum squares;
  for (const double value : values) {
    const double share = (value - out.mean) / out.scale;
    squares.add(share * share);
  }
  out.squares = squares.value();
  return out;
}

std::optional<Error> check_values(std::span<const double> values, std::string_view argument) {
  if (values.empty()) return Error{Errc::empty_sample, argument};
  for (const double value : values) {
    if (!std::isfinite(value)) return Error{Errc::not_finite, argument};
  }
  return std::nullopt;
}

/// The predictions of one item.
struct Item {
  std::int32_t number = 0;
  double mean = 0;
  double variance = 0;  ///< divisor: the number of predictions
  double bias = 0;      ///< unbiased variance of the mean: variance / (predictions - 1)
};

/// The items of one system in the order of their numbers.
Result<std::vector<Item>> items_of(const RepeatedScores& scores, std::string_view values_argument,
                                   std::string_view items_argument) {
  if (const auto error = check_values(scores.values, values_argument)) return *error;
  if (scores.items.size() != scores.values.size()) {
    return Error{Errc::length_mismatch, items_argument};
  }
  for (const std::int32_t item : scores.items) {
    if (item < 0) return Error{Errc::value_out_of_range, items_argument};
  }
  std::vector<std::size_t> order(scores.items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return scores.items[i] != scores.items[j] ? scores.items[i] < scores.items[j] : i < j;
  });
  std::vector<Item> out;
  std::vector<double> predictions;
  for (std::size_t start = 0; start < order.size();) {
    const std::int32_t number = scores.items[order[start]];
    predictions.clear();
    for (; start < order.size() && scores.items[order[start]] == number; ++start) {
      predictions.push_back(scores.values[order[start]]);
    }
    const auto count = static_cast<double>(predictions.size());
    if (predictions.size() < 2) return Error{Errc::needs_repeats, items_argument};
    const Spread spread = spread_of(predictions);
    out.push_back({.number = number,
                   .mean = spread.mean,
                   .variance = spread.variance(count),
                   .bias = spread.variance(count) / (count - 1)});
  }
  return out;
}

/// One entry per item of what is decomposed: the system itself, or A less B.
struct Contrast {
  std::vector<double> means;
  numeric::NeumaierSum variance;
  numeric::NeumaierSum bias;
};

VarianceComponents components_of(const Contrast& contrast, std::span<const std::int32_t> samples) {
  VarianceComponents out;
  out.items = static_cast<std::int64_t>(contrast.means.size());
  const auto n = static_cast<double>(contrast.means.size());
  out.raw_data = spread_of(contrast.means).variance(n);
  out.raw_prediction = contrast.variance.value() / n;
  out.bias = contrast.bias.value() / n;
  out.total = out.raw_data + out.raw_prediction;
  const double data = out.raw_data - out.bias;
  out.data = std::max(0.0, data);
  out.prediction = out.raw_prediction + out.bias;
  if (data < 0) {
    out.unclipped_data = data;
    out.notes.set(Note::negative_component);
  }
  for (const std::int32_t count : samples) {
    out.standard_errors.push_back(
        std::sqrt((out.data + out.prediction / static_cast<double>(count)) / n));
  }
  out.standard_error_limit = std::sqrt(out.data / n);
  out.notes.set_if(Note::small_sample, out.items < small_sample_size);
  return out;
}

}  // namespace

Result<RunsInterval> runs_interval(std::span<const double> scores, Level level) {
  if (const auto error = check_values(scores, "scores")) return *error;
  if (const auto error = check(level)) return *error;
  if (scores.size() < 2) return Error{Errc::too_few, "scores", 2};
  const Spread spread = spread_of(scores);
  if (spread.squares == 0) return Error{Errc::zero_variance, "scores"};
  const double alpha = 1 - level.value;
  const auto runs = static_cast<double>(scores.size());
  RunsInterval out;
  out.estimate = spread.mean;
  out.level = level;
  out.runs = static_cast<std::int64_t>(scores.size());
  out.df = runs - 1;
  out.sd = spread.scale * std::sqrt(spread.squares / out.df);
  out.standard_error = out.sd / std::sqrt(runs);
  const double half = numeric::student_quantile(out.df, alpha) * out.standard_error;
  out.lower = out.estimate - half;
  out.upper = out.estimate + half;
  out.sd_lower = out.sd * std::sqrt(out.df / numeric::chi_square_quantile(out.df, 1 - alpha / 2));
  out.sd_upper = out.sd * std::sqrt(out.df / numeric::chi_square_quantile(out.df, alpha / 2));
  out.notes.set_if(Note::few_runs, out.runs < few_runs_size);
  if (!std::isfinite(out.lower) || !std::isfinite(out.upper) || !std::isfinite(out.sd_lower) ||
      !std::isfinite(out.sd_upper)) {
    return Error{Errc::no_convergence, "scores"};
  }
  return out;
}

Result<SignificantDifference> least_significant_difference(std::int64_t runs, double sd,
                                                           Level level) noexcept {
  if (const auto error = check(level)) return *error;
  if (runs < 0 || runs > max_count) return Error{Errc::not_integer, "runs"};
  if (runs < 2) return Error{Errc::too_few, "runs", 2};
  if (!std::isfinite(sd)) return Error{Errc::not_finite, "sd"};
  if (!(sd > 0)) return Error{Errc::design_out_of_range, "sd"};
  SignificantDifference out;
  out.runs = runs;
  out.sd = sd;
  out.df = 2 * static_cast<double>(runs) - 2;
  out.level = level;
  out.difference = numeric::student_quantile(out.df, 1 - level.value) *
                   (sd * std::sqrt(2 / static_cast<double>(runs)));
  if (!std::isfinite(out.difference)) return Error{Errc::no_convergence, "sd"};
  return out;
}

Result<VarianceComponents> variance_components(const RepeatedScores& a,
                                               const std::optional<RepeatedScores>& b,
                                               std::span<const std::int32_t> samples) {
  for (const std::int32_t count : samples) {
    if (count < 1) return Error{Errc::design_out_of_range, "samples"};
  }
  const Result<std::vector<Item>> of_a = items_of(a, "valuesA", "itemsA");
  if (!of_a) return of_a.error();
  Contrast contrast;
  bool left_out = false;
  if (!b) {
    for (const Item& item : *of_a) {
      contrast.means.push_back(item.mean);
      contrast.variance.add(item.variance);
      contrast.bias.add(item.bias);
    }
  } else {
    const Result<std::vector<Item>> of_b = items_of(*b, "valuesB", "itemsB");
    if (!of_b) return of_b.error();
    auto other = of_b->begin();
    for (const Item& item : *of_a) {
      while (other != of_b->end() && other->number < item.number) ++other;
      if (other == of_b->end() || other->number != item.number) continue;
      contrast.means.push_back(item.mean - other->mean);
      contrast.variance.add(item.variance + other->variance);
      contrast.bias.add(item.bias + other->bias);
    }
    if (contrast.means.empty()) return Error{Errc::no_common_items, "itemsB"};
    left_out = contrast.means.size() < std::max(of_a->size(), of_b->size());
  }
  if (contrast.means.size() < 2) return Error{Errc::too_few, "itemsA", 2};
  VarianceComponents out = components_of(contrast, samples);
  out.paired = b.has_value();
  if (out.paired) out.difference = spread_of(contrast.means).mean;
  out.notes.set_if(Note::pairwise_items_differ, left_out);
  if (out.total == 0) return Error{Errc::zero_variance, "valuesA"};
  if (!std::isfinite(out.total) || !std::isfinite(out.prediction) ||
      !std::isfinite(out.difference.value_or(0))) {
    return Error{Errc::no_convergence, "valuesA"};
  }
  return out;
}

}  // namespace evenhand::interval

#include "overlap/impact_parts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/columns.hpp"
#include "evenhand/interval/difference.hpp"
#include "evenhand/interval/mean.hpp"
#include "numeric/hypergeometric.hpp"
#include "numeric/sums.hpp"
#include "numeric/ties.hpp"

namespace evenhand::overlap {
namespace {

Counts counts_of(std::span<const double> values) noexcept {
  return {.successes = std::count(values.begin(), values.end(), 1.0),
          .trials = static_cast<std::int64_t>(values.size())};
}

double plain_mean(std::span<const double> values) noexcept {
  numeric::NeumaierSum sum;
  for (const double value : values) sum.add(value);
  return sum.value() / static_cast<double>(values.size());
}

ImpactReason reason_of(Errc code) noexcept {
  return code == Errc::too_few ? ImpactReason::too_few_items : ImpactReason::equal_scores;
}

}  // namespace

bool is_binary(std::span<const double> values) noexcept {
  return std::all_of(values.begin(), values.end(), [](double v) { return v == 0 || v == 1; });
}

double Moments::z_scale(double clean) const noexcept { return 1 / (std::sqrt(clean) * sigma); }

double Moments::z_fp_scale(double clean) const noexcept {
  // n_C sqrt(1/n_C - 1/N) = sqrt(n_C n_D / N)
  return 1 / (std::sqrt(clean * ((count() - clean) / count())) * sample_sigma);
}

Result<Moments> moments_of(const ImpactScores& data) {
  if (const auto error = check_column(data.scores, "scores")) return *error;
  const std::size_t items = data.scores.size();
  Moments out;
  out.values.assign(data.scores.begin(), data.scores.end());
  double largest = numeric::largest_magnitude(out.values);
  out.shifted = !data.reference.empty();
  if (out.shifted) {
    if (data.reference.size() % items != 0) return Error{Errc::length_mismatch, "reference"};
    if (const auto error = check_column(data.reference, "reference")) return *error;
    largest = std::max(largest, numeric::largest_magnitude(data.reference));
    const std::size_t models = data.reference.size() / items;
    for (std::size_t i = 0; i < items; ++i) {
      numeric::NeumaierSum sum;
      for (std::size_t m = 0; m < models; ++m) sum.add(data.reference[m * items + i]);
      out.values[i] -= sum.value() / static_cast<double>(models);
    }
  }
  out.binary = !out.shifted && is_binary(out.values);
  out.mean = plain_mean(out.values);
  const auto [low, high] = std::minmax_element(out.values.begin(), out.values.end());
  out.equal = *high - *low <= numeric::tie_share * largest;
  out.centre = out.binary ? 0 : out.mean;
  numeric::NeumaierSum total;
  numeric::NeumaierSum squares;
  for (const double value : out.values) {
    total.add(value - out.centre);
    squares.add((value - out.mean) * (value - out.mean));
  }
  out.total = total.value();
  const double n = out.count();
  if (out.binary) {
    out.sigma = std::sqrt(out.total * (n - out.total)) / n;
  } else if (!out.equal) {
    out.sigma = std::sqrt(squares.value() / n);
  }
  if (!out.equal) out.sample_sigma = out.sigma * std::sqrt(n / (n - 1));
  // Squares of extreme scores overflow or vanish.
  if (!std::isfinite(out.mean) || !std::isfinite(out.sigma) || (!out.equal && !(out.sigma > 0))) {
    return Error{Errc::no_convergence, "scores"};
  }
  return out;
}

std::optional<Error> check_flags(std::span<const std::int32_t> flags, std::size_t items,
                                 std::string_view argument) noexcept {
  if (flags.size() != items) return Error{Errc::length_mismatch, argument};
  for (const std::int32_t flag : flags) {
    if (flag != 0 && flag != 1) return Error{Errc::not_binary, argument};
  }
  return std::nullopt;
}

std::optional<Error> check_covariate(std::span<const double> values, std::size_t items,
                                     std::string_view argument) noexcept {
  if (values.size() != items) return Error{Errc::length_mismatch, argument};
  return check_column(values, argument);
}

Parts split(std::span<const double> values, std::span<const std::int32_t> flags) {
  Parts out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    (flags[i] == 1 ? out.dirty : out.clean).push_back(values[i]);
  }
  return out;
}

SubsetMean subset_mean(std::span<const double> scores, bool binary, Level level,
                       ImpactReason if_empty) {
  SubsetMean out{.items = static_cast<std::int64_t>(scores.size()), .mean = {}};
  if (scores.empty()) {
    out.mean.reason = if_empty;
    return out;
  }
  out.mean.estimate = plain_mean(scores);
  const auto interval = interval::mean_interval(
      scores, {}, binary ? interval::MeanMethod::wilson : interval::MeanMethod::t, level);
  if (interval) {
    out.mean.limits = Interval{.lower = interval->lower, .upper = interval->upper};
  } else {
    out.mean.reason = reason_of(interval.error().code);
  }
  return out;
}

Contrast contrast(std::span<const double> a, std::span<const double> b, bool binary, Level level,
                  ImpactReason if_a_empty, ImpactReason if_b_empty) {
  Contrast out;
  out.test = binary ? SplitTest::fisher_exact : SplitTest::welch_t;
  if (a.empty() || b.empty()) {
    out.difference.reason = a.empty() ? if_a_empty : if_b_empty;
    out.test_p = missing(*out.difference.reason);
    return out;
  }
  out.difference.estimate = plain_mean(a) - plain_mean(b);
  if (binary) {
    const Counts right_a = counts_of(a);
    const Counts right_b = counts_of(b);
    const auto interval = interval::independent_difference(
        right_a, right_b, interval::IndependentMethod::newcombe, level);
    if (interval) out.difference.limits = Interval{interval->lower, interval->upper};
    out.test_p = known(numeric::fisher_exact(
        static_cast<double>(right_a.successes), static_cast<double>(right_a.trials),
        static_cast<double>(right_b.successes), static_cast<double>(right_b.trials)));
    return out;
  }
  const auto interval = interval::mean_difference(a, b, {}, {}, level);
  if (interval) {
    out.difference.limits = Interval{interval->lower, interval->upper};
    out.test_p = known(interval->p);
  } else {
    out.difference.reason = reason_of(interval.error().code);
    out.test_p = missing(*out.difference.reason);
  }
  return out;
}

}  // namespace evenhand::overlap

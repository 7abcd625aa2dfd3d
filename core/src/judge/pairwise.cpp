#include "evenhand/judge/pairwise.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "evenhand/interval/difference.hpp"
#include "interval/clusters.hpp"
#include "judge/estimates.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// 1, 1/2 or 0; absent without a verdict.
std::optional<double> points(std::int32_t verdict) noexcept {
  if (verdict < 0) return std::nullopt;
  return 1 - 0.5 * verdict;
}

/// Exact two-sided test of two counts that a fair coin would make equal.
double coin_p(std::int64_t a, std::int64_t b) noexcept {
  return interval::mcnemar_test(a, b).exact_p;
}

/// Mean of values in [low, high] with one value added at each end; normal limits, cut, and
/// extended to the plain mean.
struct SmoothedMean {
  Estimate estimate;
  double standard_error;
};
SmoothedMean smoothed_mean(const std::vector<double>& values, double low, double high,
                           double z) noexcept {
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  const double centre = (sum + low + high) / (count + 2);
  double square = (low - centre) * (low - centre) + (high - centre) * (high - centre);
  for (const double value : values) square += (value - centre) * (value - centre);
  const double error = std::sqrt(square / (count + 2) / (count + 2));
  const double mean = sum / count;
  return {.estimate = {.estimate = mean,
                       .lower = std::min(mean, std::max(low, centre - z * error)),
                       .upper = std::max(mean, std::min(high, centre + z * error))},
          .standard_error = error};
}

std::optional<Error> check(std::span<const std::int32_t> verdicts, std::string_view argument) {
  for (const std::int32_t verdict : verdicts) {
    if (verdict < verdict_not_shown || verdict > verdict_b) {
      return Error{Errc::value_out_of_range, argument};
    }
  }
  return std::nullopt;
}

std::optional<PositionEffect> position_effect(const PairwiseColumns& columns, double z) {
  PositionEffect out;
  std::vector<double> effects;
  for (std::size_t i = 0; i < columns.a_first.size(); ++i) {
    const auto first = points(columns.a_first[i]);
    const auto second = points(columns.b_first[i]);
    if (!first || !second) continue;
    effects.push_back(*first - *second);
    out.rate_a_first += *first;
    out.rate_b_first += *second;
    out.consistent += *first == *second ? 1 : 0;
    out.first_twice += *first - *second == 1 ? 1 : 0;
    out.second_twice += *second - *first == 1 ? 1 : 0;
  }
  if (effects.empty()) return std::nullopt;
  out.items = static_cast<std::int64_t>(effects.size());
  out.rate_a_first /= static_cast<double>(out.items);
  out.rate_b_first /= static_cast<double>(out.items);
  out.consistency = *wilson_estimate(tally(out.consistent, out.items), z);
  out.p = coin_p(out.first_twice, out.second_twice);
  out.effect = smoothed_mean(effects, -1, 1, z).estimate;
  return out;
}

/// An item's score under the rule; absent without the verdicts that it needs.
std::optional<double> score(std::int32_t a_first, std::int32_t b_first, OrderRule rule) noexcept {
  const auto first = points(a_first);
  const auto second = points(b_first);
  switch (rule) {
    case OrderRule::first_order_only: return first;
    case OrderRule::strict:
      if (!first || !second) return std::nullopt;
      return *first == *second ? *first : 0.5;
    case OrderRule::average: break;
  }
  if (first && second) return (*first + *second) / 2;
  return first ? first : second;
}

/// The interval of a mean of grouped scores: variance between groups, Student's quantile.
Result<SmoothedMean> clustered_mean(const std::vector<double>& values,
                                    const std::vector<std::int32_t>& groups, Level level,
                                    std::int64_t& count) {
  const auto clusters = interval::make_clusters(groups, values.size(), "clusters");
  if (!clusters) return clusters.error();
  if (clusters->count() < 2) return Error{Errc::too_few, "clusters", 2};
  count = static_cast<std::int64_t>(clusters->count());
  const auto n = static_cast<double>(values.size());
  const auto g = static_cast<double>(clusters->count());
  // One group more at each end, as one item more is for independent items.
  double sum = 1;
  std::vector<double> sums(clusters->count());
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += values[i];
    sums[static_cast<std::size_t>(clusters->of_item[i])] += values[i];
  }
  const double mean = (sum - 1) / n;
  const double centre = sum / (n + 2);
  double variance = centre * centre + (1 - centre) * (1 - centre);
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const double deviation = sums[c] - clusters->sizes[c] * centre;
    variance += deviation * deviation;
  }
  variance *= (g + 2) / (g + 1) / ((n + 2) * (n + 2));
  const double error = std::sqrt(variance);
  const double t = numeric::student_quantile(g - 1, 1 - level.value);
  return SmoothedMean{.estimate = {.estimate = mean,
                                   .lower = std::min(mean, std::max(0.0, centre - t * error)),
                                   .upper = std::max(mean, std::min(1.0, centre + t * error))},
                      .standard_error = error};
}

}  // namespace

Result<WinRate> win_rate(const PairwiseColumns& columns, const PairwiseOptions& options) {
  const std::size_t items = columns.a_first.size();
  if (columns.b_first.size() != items) return Error{Errc::length_mismatch, "bFirst"};
  const bool grouped = !columns.clusters.empty();
  if (grouped && columns.clusters.size() != items) return Error{Errc::length_mismatch, "clusters"};
  if (const auto error = check(columns.a_first, "aFirst")) return *error;
  if (const auto error = check(columns.b_first, "bFirst")) return *error;
  if (const auto error = evenhand::check(options.level)) return *error;
  const double z = numeric::two_sided_normal_quantile(1 - options.level.value);

  WinRate out{.level = options.level, .order = options.order, .ties = options.ties};
  std::vector<double> values;
  std::vector<std::int32_t> groups;
  std::int64_t only_a_first = 0;
  for (std::size_t i = 0; i < items; ++i) {
    const std::int32_t a_first = columns.a_first[i];
    const std::int32_t b_first = columns.b_first[i];
    out.blank += (a_first == verdict_blank ? 1 : 0) + (b_first == verdict_blank ? 1 : 0);
    if ((a_first >= 0) != (b_first >= 0)) {
      ++out.one_order;
      only_a_first += a_first >= 0 ? 1 : 0;
    }
    const auto found = score(a_first, b_first, options.order);
    if (!found) {
      ++out.without;
      continue;
    }
    ++(*found > 0.5 ? out.wins : *found < 0.5 ? out.losses : out.tied);
    if (options.ties == PairTieRule::drop && *found == 0.5) continue;
    const bool separate = options.ties == PairTieRule::separate;
    values.push_back(separate ? (*found > 0.5 ? 1.0 : 0.0) : *found);
    if (grouped) groups.push_back(columns.clusters[i]);
  }
  out.items = out.wins + out.tied + out.losses;
  if (out.items == 0) return Error{Errc::empty_sample, "aFirst"};

  out.position = position_effect(columns, z);
  out.flags.set_if(PairwiseFlag::position_bias,
                   out.position && out.position->p < position_threshold);
  // Always the same model first, and never the other way round: nothing tells bias from merit.
  const bool same_first = !out.position && (only_a_first == 0 || only_a_first == out.one_order);
  out.flags.set_if(PairwiseFlag::position_bias_uncontrolled,
                   options.order == OrderRule::first_order_only || same_first);
  out.flags.set_if(PairwiseFlag::blank_verdicts, out.blank > 0);
  if (out.one_order > 0) {
    out.a_shown_first = only_a_first;
    out.order_p = coin_p(only_a_first, out.one_order - only_a_first);
    out.flags.set_if(PairwiseFlag::order_not_randomised, *out.order_p < position_threshold);
  }
  if (values.empty()) {
    out.flags.set(PairwiseFlag::all_ties);
    return out;
  }
  SmoothedMean mean{};
  if (grouped) {
    std::int64_t count = 0;
    const auto found = clustered_mean(values, groups, options.level, count);
    if (!found) return found.error();
    mean = *found;
    out.clusters = count;
  } else {
    mean = smoothed_mean(values, 0, 1, z);
  }
  out.rate = mean.estimate.estimate;
  out.lower = mean.estimate.lower;
  out.upper = mean.estimate.upper;
  out.standard_error = mean.standard_error;
  return out;
}

Result<AlpacaRate> alpaca_win_rate(std::span<const double> preferences) {
  AlpacaRate out;
  std::vector<double> wins;
  for (const double preference : preferences) {
    if (std::isnan(preference)) {
      ++out.nulls;
      continue;
    }
    if (preference != 0 && !(preference >= 1 && preference <= 2)) {
      return Error{Errc::value_out_of_range, "preferences"};
    }
    const double win = preference == 0 ? 0.5 : preference - 1;
    ++(win > 0.5 ? out.wins : win < 0.5 ? out.losses : out.draws);
    wins.push_back(win);
  }
  if (wins.empty()) return Error{Errc::empty_sample, "preferences"};
  out.items = static_cast<std::int64_t>(wins.size());
  const auto n = static_cast<double>(wins.size());
  double sum = 0;
  for (const double win : wins) sum += win;
  const double mean = sum / n;
  out.win_rate = 100 * mean;
  if (wins.size() > 1) {
    double square = 0;
    for (const double win : wins) square += (win - mean) * (win - mean);
    out.standard_error = 100 * std::sqrt(square / (n - 1) / n);
  }
  return out;
}

}  // namespace evenhand::judge

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "base/columns.hpp"
#include "evenhand/base/rng.hpp"
#include "evenhand/judge/agreement.hpp"
#include "interval/percentiles.hpp"
#include "numeric/sums.hpp"

namespace evenhand::judge {
namespace {

/// Ratings unit after unit, their values by number; units with one rating are left out.
struct Units {
  std::vector<std::size_t> begin = {0};  ///< of each unit's ratings, and the end of the last
  std::vector<std::size_t> value = {};   ///< number of the value, rising within a unit
  std::vector<double> values = {};       ///< the different values, sorted
  std::int64_t left_out = 0;

  [[nodiscard]] std::size_t count() const noexcept { return begin.size() - 1; }
};

std::optional<Error> check(const Ratings& ratings) noexcept {
  constexpr double largest = 1e100;
  if (ratings.unit.empty()) return Error{Errc::empty_sample, "unit"};
  if (ratings.value.size() != ratings.unit.size()) return Error{Errc::length_mismatch, "value"};
  for (const std::int32_t unit : ratings.unit) {
    if (unit < 0) return Error{Errc::value_out_of_range, "unit"};
  }
  if (const auto error = check_column(ratings.value, "value")) return error;
  for (const double value : ratings.value) {
    if (std::abs(value) > largest) return Error{Errc::value_out_of_bounds, "value"};
  }
  return std::nullopt;
}

Result<Units> units_of(const Ratings& ratings) {
  if (const auto error = check(ratings)) return *error;
  std::vector<std::size_t> order(ratings.unit.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ratings.unit[a] < ratings.unit[b]; });
  Units out;
  std::vector<double> kept;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && ratings.unit[order[last]] == ratings.unit[order[first]]) ++last;
    if (last - first < 2) {
      ++out.left_out;
    } else {
      for (std::size_t i = first; i < last; ++i) kept.push_back(ratings.value[order[i]]);
      out.begin.push_back(kept.size());
    }
    first = last;
  }
  if (kept.empty()) return Error{Errc::too_few, "unit", 1};
  out.values = kept;
  std::sort(out.values.begin(), out.values.end());
  out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
  for (const double value : kept) {
    out.value.push_back(static_cast<std::size_t>(
        std::lower_bound(out.values.begin(), out.values.end(), value) - out.values.begin()));
  }
  for (std::size_t u = 0; u < out.count(); ++u) {
    std::sort(out.value.begin() + static_cast<std::ptrdiff_t>(out.begin[u]),
              out.value.begin() + static_cast<std::ptrdiff_t>(out.begin[u + 1]));
  }
  return out;
}

/// Units of equal ratings are one to alpha: panels have few different ones.
struct DifferentUnits {
  Units units;                        ///< the different ones
  std::vector<std::uint32_t> number;  ///< of every unit, which of them it is
  std::vector<std::uint32_t> times;   ///< of every different one, how many units are like it
};

DifferentUnits different(const Units& all) {
  const auto ratings = [&](std::size_t unit) {
    return std::span(all.value).subspan(all.begin[unit], all.begin[unit + 1] - all.begin[unit]);
  };
  const auto less = [&](std::size_t a, std::size_t b) {
    const auto of_a = ratings(a);
    const auto of_b = ratings(b);
    return std::lexicographical_compare(of_a.begin(), of_a.end(), of_b.begin(), of_b.end());
  };
  std::vector<std::size_t> order(all.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), less);
  DifferentUnits out{.units = {.values = all.values},
                     .number = std::vector<std::uint32_t>(all.count()),
                     .times = {}};
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || less(order[i - 1], order[i])) {
      for (const std::size_t value : ratings(order[i])) out.units.value.push_back(value);
      out.units.begin.push_back(out.units.value.size());
      out.times.push_back(0);
    }
    out.number[order[i]] = static_cast<std::uint32_t>(out.times.size() - 1);
    ++out.times.back();
  }
  return out;
}

/// Alpha of units taken so and so many times.
class Alpha {
 public:
  Alpha(const Units& units, AlphaMetric metric, std::span<const std::uint32_t> times)
      : units_(units), metric_(metric), counts_(units.values.size()), place_(units.values.size()) {
    if (metric == AlphaMetric::interval) centre(times);
    if (metric == AlphaMetric::ratio) compare_all();
    if (metric == AlphaMetric::ordinal) return;  // its distances depend on the counts
    for (std::size_t u = 0; u < units.count(); ++u) observed_.push_back(observed(u));
  }

  /// Absent when all values are equal.
  [[nodiscard]] std::optional<double> of(std::span<const std::uint32_t> times) {
    std::fill(counts_.begin(), counts_.end(), 0.0);
    for (std::size_t u = 0; u < units_.count(); ++u) {
      if (times[u] == 0) continue;
      for (std::size_t i = units_.begin[u]; i < units_.begin[u + 1]; ++i) {
        counts_[units_.value[i]] += times[u];
      }
    }
    const auto present =
        std::count_if(counts_.begin(), counts_.end(), [](double count) { return count > 0; });
    if (present < 2) return std::nullopt;
    const double all = std::accumulate(counts_.begin(), counts_.end(), 0.0);
    if (metric_ == AlphaMetric::ordinal) rank();
    double within = 0;
    for (std::size_t u = 0; u < units_.count(); ++u) {
      if (times[u] == 0) continue;
      within += times[u] * (metric_ == AlphaMetric::ordinal ? observed(u) : observed_[u]);
    }
    return 1 - (all - 1) * (within / expected(all));
  }

 private:
  /// Values as places on a line whose squared distances count.
  void centre(std::span<const std::uint32_t> times) {
    numeric::NeumaierSum sum;
    double ratings = 0;
    for (std::size_t u = 0; u < units_.count(); ++u) {
      for (std::size_t i = units_.begin[u]; i < units_.begin[u + 1]; ++i) {
        sum.add(times[u] * units_.values[units_.value[i]]);
        ratings += times[u];
      }
    }
    const double mean = sum.value() / ratings;
    for (std::size_t c = 0; c < place_.size(); ++c) place_[c] = units_.values[c] - mean;
  }
  /// Ordinal: the number of ratings below, and half of those at, each value.
  void rank() noexcept {
    double below = 0;
    for (std::size_t c = 0; c < place_.size(); ++c) {
      place_[c] = below + counts_[c] / 2;
      below += counts_[c];
    }
  }
  void compare_all() {
    const std::size_t size = units_.values.size();
    distance_.resize(size * size);
    for (std::size_t c = 0; c < size; ++c) {
      for (std::size_t d = 0; d < size; ++d) {
        const double a = units_.values[c];
        const double b = units_.values[d];
        const double ratio = a == b ? 0 : (a - b) / (a + b);
        distance_[c * size + d] = ratio * ratio;
      }
    }
  }

  /// Sum over the ordered pairs of a unit's ratings of their distance, over its ratings less 1.
  [[nodiscard]] double observed(std::size_t unit) const noexcept {
    const std::size_t first = units_.begin[unit];
    const std::size_t last = units_.begin[unit + 1];
    const auto ratings = static_cast<double>(last - first);
    if (metric_ == AlphaMetric::nominal || metric_ == AlphaMetric::ratio) {
      return by_runs(first, last) / (ratings - 1);
    }
    double sum = 0;
    double mean = 0;
    for (std::size_t i = first; i < last; ++i) mean += place_[units_.value[i]] / ratings;
    for (std::size_t i = first; i < last; ++i) {
      const double gap = place_[units_.value[i]] - mean;
      sum += gap * gap;
    }
    return 2 * ratings * sum / (ratings - 1);
  }

  /// The sum over pairs where distances have no places: run by run of equal ratings.
  [[nodiscard]] double by_runs(std::size_t first, std::size_t last) const noexcept {
    const auto end_of_run = [&](std::size_t from) {
      std::size_t to = from;
      while (to < last && units_.value[to] == units_.value[from]) ++to;
      return to;
    };
    double sum = 0;
    for (std::size_t i = first, next = 0; i < last; i = next) {
      next = end_of_run(i);
      const auto size = static_cast<double>(next - i);
      if (metric_ == AlphaMetric::nominal) {
        sum += size * static_cast<double>(last - first - (next - i));
        continue;
      }
      for (std::size_t j = next, after = 0; j < last; j = after) {
        after = end_of_run(j);
        sum += 2 * size * static_cast<double>(after - j) *
               distance_[units_.value[i] * units_.values.size() + units_.value[j]];
      }
    }
    return sum;
  }

  /// Sum of n_c n_d d(c, d).
  [[nodiscard]] double expected(double all) const noexcept {
    double sum = 0;
    switch (metric_) {
      case AlphaMetric::nominal:
        for (const double count : counts_) sum += count * (all - count);
        return sum;
      case AlphaMetric::ratio:
        for (std::size_t c = 0; c < counts_.size(); ++c) {
          if (counts_[c] == 0) continue;
          double row = 0;
          for (std::size_t d = 0; d < c; ++d) row += counts_[d] * distance_[c * counts_.size() + d];
          sum += 2 * counts_[c] * row;
        }
        return sum;
      default: break;
    }
    double mean = 0;
    for (std::size_t c = 0; c < counts_.size(); ++c) mean += counts_[c] / all * place_[c];
    for (std::size_t c = 0; c < counts_.size(); ++c) {
      sum += counts_[c] * (place_[c] - mean) * (place_[c] - mean);
    }
    return 2 * all * sum;
  }

  const Units& units_;
  AlphaMetric metric_;
  std::vector<double> counts_;
  std::vector<double> place_;
  std::vector<double> distance_;  ///< ratio: of all pairs of values
  std::vector<double> observed_;  ///< of each unit, where it does not depend on the counts
};

}  // namespace

Result<KrippendorffAlpha> krippendorff_alpha(const Ratings& ratings, AlphaMetric metric,
                                             Level level, std::int64_t seed,
                                             std::int64_t resamples) {
  if (const auto error = check(level)) return *error;
  if (const auto error = check_seed(seed)) return *error;
  if (const auto error = check_resamples(resamples)) return *error;
  const auto units = units_of(ratings);
  if (!units) return units.error();
  if (metric == AlphaMetric::ratio) {
    if (units->values.front() < 0) return Error{Errc::value_out_of_bounds, "value"};
    if (std::cmp_greater(units->values.size(), most_ratio_values))
      return Error{Errc::too_large_exact, "value"};
  }
  KrippendorffAlpha out{.metric = metric,
                        .units = static_cast<std::int64_t>(units->count()),
                        .ratings = static_cast<std::int64_t>(units->value.size()),
                        .left_out = units->left_out,
                        .seed = seed,
                        .level = level};
  const DifferentUnits kinds = different(*units);
  std::vector<std::uint32_t> times = kinds.times;
  Alpha alpha(kinds.units, metric, times);
  out.estimate = alpha.of(times);
  if (!out.estimate) {
    out.reason = AgreementReason::constant_ratings;
    return out;
  }
  out.resamples = resamples;
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "krippendorff");
  const auto count = static_cast<std::uint32_t>(units->count());
  const std::uint32_t rejected = SplitMix64::rejected(count);
  std::vector<double> replicates;
  replicates.reserve(static_cast<std::size_t>(resamples));
  for (std::int64_t r = 0; r < resamples; ++r) {
    std::fill(times.begin(), times.end(), 0U);
    for (std::uint32_t i = 0; i < count; ++i) ++times[kinds.number[rng.below(count, rejected)]];
    if (const auto replicate = alpha.of(times)) replicates.push_back(*replicate);
  }
  const auto defined = static_cast<std::int64_t>(replicates.size());
  out.undefined = resamples - defined;
  if (defined > 0) {
    const double tail = (1 - level.value) / 2;
    Interval limits;
    limits.lower = interval::at_place(replicates, interval::place(tail, defined));
    limits.upper = interval::at_place(replicates, interval::place(1 - tail, defined));
    out.interval = limits;
  }
  return out;
}

Result<FleissKappa> fleiss_kappa(const Ratings& ratings) {
  const auto units = units_of(ratings);
  if (!units) return units.error();
  const std::size_t each = units->begin[1];
  for (std::size_t u = 0; u < units->count(); ++u) {
    if (units->begin[u + 1] - units->begin[u] != each) {
      return Error{Errc::incomplete_matrix, "unit"};
    }
  }
  if (units->left_out > 0) return Error{Errc::incomplete_matrix, "unit"};
  const auto raters = static_cast<double>(each);
  const auto all = static_cast<double>(units->value.size());
  std::vector<double> totals(units->values.size(), 0.0);
  std::vector<double> of_unit(units->values.size(), 0.0);
  double pairs = 0;
  for (std::size_t u = 0; u < units->count(); ++u) {
    for (std::size_t i = units->begin[u]; i < units->begin[u + 1]; ++i) {
      // The rating agrees with those before it in its unit.
      pairs += 2 * of_unit[units->value[i]]++;
      ++totals[units->value[i]];
    }
    for (std::size_t i = units->begin[u]; i < units->begin[u + 1]; ++i)
      of_unit[units->value[i]] = 0;
  }
  FleissKappa out{.agreement = pairs / (raters - 1) / all,
                  .units = static_cast<std::int64_t>(units->count()),
                  .raters = static_cast<std::int64_t>(each)};
  for (const double total : totals) out.expected += total / all * (total / all);
  if (totals.size() < 2) {
    out.reason = AgreementReason::constant_ratings;
  } else {
    out.estimate = (out.agreement - out.expected) / (1 - out.expected);
  }
  return out;
}

}  // namespace evenhand::judge

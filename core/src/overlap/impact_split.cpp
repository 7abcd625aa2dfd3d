// Clean items against dirty ones, and the rows of published tables.
#include <cmath>

#include "evenhand/base/rng.hpp"
#include "evenhand/overlap/impact.hpp"
#include "interval/percentiles.hpp"
#include "numeric/hypergeometric.hpp"
#include "numeric/sums.hpp"
#include "overlap/impact_parts.hpp"

namespace evenhand::overlap {
namespace {

/// With a larger share of draws that have no clean item, limits would be those of another question.
constexpr double most_undefined = 0.01;

/// Limits of mean_all - mean_C by drawing items with replacement.
ImpactBootstrap bootstrap_epg(const Moments& moments, std::span<const std::int32_t> flags,
                              Level level, std::int64_t seed, std::int64_t resamples) {
  // One entry an item, so that a draw is one look into memory.
  struct Drawn {
    double score;
    double clean_score;
    double clean;
  };
  std::vector<Drawn> items;
  items.reserve(flags.size());
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const double score = moments.values[i] - moments.centre;
    const double clean = flags[i] == 0 ? 1 : 0;
    items.push_back({score, clean * score, clean});
  }
  const auto count = static_cast<std::uint32_t>(items.size());
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "impact-bootstrap");
  ImpactBootstrap out{.limits = {}, .undefined = 0, .resamples = resamples, .seed = seed};
  std::vector<double> gains;
  gains.reserve(static_cast<std::size_t>(resamples));
  for (std::int64_t r = 0; r < resamples; ++r) {
    Drawn sum{};
    rng.draw_below(count, count, [&](std::uint32_t i) {
      sum.score += items[i].score;
      sum.clean_score += items[i].clean_score;
      sum.clean += items[i].clean;
    });
    if (sum.clean == 0) {
      ++out.undefined;
    } else {
      gains.push_back(sum.score / count - sum.clean_score / sum.clean);
    }
  }
  if (static_cast<double>(out.undefined) > most_undefined * static_cast<double>(resamples)) {
    return out;
  }
  const auto defined = static_cast<std::int64_t>(gains.size());
  const double tail = (1 - level.value) / 2;
  const double lower = interval::at_place(gains, interval::place(tail, defined));
  const double upper = interval::at_place(gains, interval::place(1 - tail, defined));
  out.limits = Interval{.lower = lower, .upper = upper};
  return out;
}

/// Both ratios of the clean mean to that of all items.
struct Ratios {
  ImpactNumber relative_percent;
  ImpactNumber degradation_percent;
};
Ratios ratios(double all, std::optional<double> clean, bool shifted) noexcept {
  std::optional<ImpactReason> reason;
  if (!clean) {
    reason = ImpactReason::no_clean_items;
  } else if (shifted) {
    reason = ImpactReason::reference_taken_off;
  } else if (!(all > 0)) {
    reason = ImpactReason::mean_not_positive;
  } else if (!(*clean > 0)) {
    reason = ImpactReason::clean_mean_not_positive;
  }
  if (reason) return {missing(*reason), missing(*reason)};
  return {known(100 * std::log(*clean / all)), known(100 * ((*clean - all) / all))};
}

}  // namespace

Result<CleanDirty> clean_dirty(const ImpactScores& data, std::span<const std::int32_t> flags,
                               Level level, std::int64_t seed, std::int64_t resamples) {
  const Result<Moments> made = moments_of(data);
  if (!made) return made.error();
  const Moments& moments = *made;
  if (const auto error = check_flags(flags, moments.values.size(), "flags")) return *error;
  if (const auto error = check(level)) return *error;
  if (const auto error = check_seed(seed)) return *error;
  if (resamples != 0) {
    if (const auto error = check_resamples(resamples)) return *error;
  }
  const Parts parts = split(moments.values, flags);
  const auto n = moments.count();
  const auto clean = static_cast<double>(parts.clean.size());
  const double dirty = n - clean;

  CleanDirty out;
  out.level = level;
  out.binary = moments.binary;
  out.all = subset_mean(moments.values, out.binary, level, ImpactReason::no_clean_items);
  out.clean = subset_mean(parts.clean, out.binary, level, ImpactReason::no_clean_items);
  out.dirty = subset_mean(parts.dirty, out.binary, level, ImpactReason::no_dirty_items);
  out.clean_percent = 100 * (clean / n);
  const Ratios of_means = ratios(moments.mean, out.clean.mean.estimate, moments.shifted);
  out.relative_percent = of_means.relative_percent;
  out.degradation_percent = of_means.degradation_percent;
  if (!std::isfinite(of_means.degradation_percent.value.value_or(0))) {
    return Error{Errc::no_convergence, "scores"};
  }

  const Contrast both = contrast(parts.dirty, parts.clean, out.binary, level,
                                 ImpactReason::no_dirty_items, ImpactReason::no_clean_items);
  out.difference = both.difference;
  out.test = both.test;
  out.test_p = both.test_p;
  if (clean == 0) {
    out.epg.reason = ImpactReason::no_clean_items;
    out.z = out.z_fp = out.exact_p = missing(ImpactReason::no_clean_items);
    return out;
  }
  numeric::NeumaierSum dirty_sum;
  for (const double value : parts.dirty) dirty_sum.add(value - moments.centre);
  const double excess = moments.excess(dirty_sum.value(), dirty);
  out.epg = {.estimate = excess / clean, .limits = {}, .reason = both.difference.reason};
  if (const auto& limits = both.difference.limits) {
    out.epg.limits =
        Interval{.lower = dirty / n * limits->lower, .upper = dirty / n * limits->upper};
  }
  if (resamples != 0) out.bootstrap = bootstrap_epg(moments, flags, level, seed, resamples);
  if (dirty == 0 || moments.equal) {
    const ImpactReason reason =
        dirty == 0 ? ImpactReason::no_dirty_items : ImpactReason::equal_scores;
    out.z = out.z_fp = out.exact_p = missing(reason);
    return out;
  }
  out.z = known(excess * moments.z_scale(clean));
  out.z_fp = known(excess * moments.z_fp_scale(clean));
  out.exact_p = out.binary
                    ? known(numeric::hypergeometric_at_most(moments.total - dirty_sum.value(),
                                                            clean, dirty_sum.value(), dirty))
                    : missing(ImpactReason::graded_scores);
  return out;
}

Result<PublishedRow> published_row(const SubsetScores& scores) noexcept {
  const auto [clean_items, dirty_items, all, clean, dirty, corpus_scores] = scores;
  if (clean_items < 0 || clean_items > max_count) return Error{Errc::not_integer, "cleanItems"};
  if (dirty_items < 0 || dirty_items > max_count) return Error{Errc::not_integer, "dirtyItems"};
  if (clean_items + dirty_items == 0) return Error{Errc::empty_sample, "cleanItems"};
  if (!std::isfinite(all)) return Error{Errc::not_finite, "all"};
  if (clean && !std::isfinite(*clean)) return Error{Errc::not_finite, "clean"};
  if (dirty && !std::isfinite(*dirty)) return Error{Errc::not_finite, "dirty"};
  PublishedRow out;
  out.items = clean_items + dirty_items;
  const auto n = static_cast<double>(out.items);
  const double clean_share = static_cast<double>(clean_items) / n;
  out.clean_percent = 100 * clean_share;
  const bool has_clean = clean_items > 0 && clean.has_value();
  const Ratios of_means = ratios(all, has_clean ? clean : std::nullopt, false);
  out.relative_percent = of_means.relative_percent;
  out.degradation_percent = of_means.degradation_percent;
  out.epg = has_clean ? known(all - *clean) : missing(ImpactReason::no_clean_items);
  if (corpus_scores) {
    out.weighted_mean = missing(ImpactReason::corpus_score);
  } else if (clean_items > 0 && !clean) {
    out.weighted_mean = missing(ImpactReason::no_clean_items);
  } else if (dirty_items > 0 && !dirty) {
    out.weighted_mean = missing(ImpactReason::no_dirty_items);
  } else {
    out.weighted_mean = known(clean_share * clean.value_or(0) +
                              static_cast<double>(dirty_items) / n * dirty.value_or(0));
  }
  for (const ImpactNumber& number :
       {out.relative_percent, out.degradation_percent, out.epg, out.weighted_mean}) {
    if (number.value && !std::isfinite(*number.value)) return Error{Errc::no_convergence, "all"};
  }
  return out;
}

}  // namespace evenhand::overlap

// Dirty against clean items of the same stratum: Mantel and Haenszel.
#include <algorithm>
#include <cmath>

#include "evenhand/base/rng.hpp"
#include "evenhand/overlap/impact.hpp"
#include "interval/clusters.hpp"
#include "numeric/hypergeometric.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "overlap/impact_parts.hpp"

namespace evenhand::overlap {
namespace {

/// Sums that differ by less, relative to the scores added, are equal.
constexpr double tie = 1e-9;

/// Clean and dirty items of one stratum.
struct Stratum {
  double dirty = 0;
  double clean = 0;
  double dirty_sum = 0;
  double clean_sum = 0;

  [[nodiscard]] double items() const noexcept { return dirty + clean; }
  [[nodiscard]] bool is_common() const noexcept { return dirty > 0 && clean > 0; }
  /// n_1 n_0 / M
  [[nodiscard]] double weight() const noexcept { return dirty * (clean / items()); }
};

/// Thirds by length, 0 to 2: that of an item is decided by how many are shorter.
std::vector<std::int32_t> thirds(std::span<const double> lengths) {
  std::vector<double> sorted(lengths.begin(), lengths.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int32_t> out;
  out.reserve(lengths.size());
  for (const double length : lengths) {
    const auto shorter = std::lower_bound(sorted.begin(), sorted.end(), length) - sorted.begin();
    out.push_back(static_cast<std::int32_t>(3 * shorter / std::ssize(sorted)));
  }
  return out;
}

/// The stratum of each item, numbered without gaps.
Result<interval::Clusters> strata_of(std::span<const std::int32_t> strata,
                                     std::span<const double> lengths, std::size_t items) {
  const std::vector<std::int32_t> one(strata.empty() ? items : 0, 0);
  auto made = interval::make_clusters(strata.empty() ? one : strata, items, "strata");
  if (!made || lengths.empty()) return made;
  if (const auto error = check_covariate(lengths, items, "lengths")) return *error;
  std::vector<std::int32_t> crossed = thirds(lengths);
  for (std::size_t i = 0; i < items; ++i) crossed[i] += 3 * made->of_item[i];
  return interval::make_clusters(crossed, items, "strata");
}

/// sum(W (mean_1 - mean_0)) / sum(W) with Sato's variance for scores of 0 and 1.
ImpactEstimate difference_of(std::span<const Stratum> strata, bool binary, double z) {
  numeric::NeumaierSum weights;
  numeric::NeumaierSum weighted;
  numeric::NeumaierSum p_sum;
  numeric::NeumaierSum q_sum;
  for (const Stratum& s : strata) {
    if (!s.is_common()) continue;
    const double m = s.items();
    weights.add(s.weight());
    weighted.add((s.dirty_sum * s.clean - s.clean_sum * s.dirty) / m);
    p_sum.add(
        (s.dirty / m * (s.dirty / m) * s.clean_sum - s.clean / m * (s.clean / m) * s.dirty_sum) +
        s.dirty / m * (s.clean / m) * (s.clean - s.dirty) / 2);
    q_sum.add((s.dirty_sum * (s.clean - s.clean_sum) + s.clean_sum * (s.dirty - s.dirty_sum)) /
              (2 * m));
  }
  const double weight = weights.value();
  if (!(weight > 0))
    return {.estimate = {}, .limits = {}, .reason = ImpactReason::no_common_stratum};
  ImpactEstimate out;
  out.estimate = weighted.value() / weight;
  if (!binary) {
    out.reason = ImpactReason::graded_scores;
    return out;
  }
  const double variance = *out.estimate * p_sum.value() + q_sum.value();
  const double half = z * std::sqrt(std::max(0.0, variance)) / weight;
  out.limits = Interval{.lower = std::max(-1.0, *out.estimate - half),
                        .upper = std::min(1.0, *out.estimate + half)};
  return out;
}

/// sum(a d / M) / sum(b c / M) with the variance of Robins, Breslow and Greenland.
ImpactEstimate odds_ratio_of(std::span<const Stratum> strata, double z) {
  numeric::NeumaierSum r_sum;
  numeric::NeumaierSum s_sum;
  numeric::NeumaierSum pr;
  numeric::NeumaierSum ps_qr;
  numeric::NeumaierSum qs;
  bool is_common = false;
  for (const Stratum& s : strata) {
    if (!s.is_common()) continue;
    is_common = true;
    const double m = s.items();
    const double dirty_wrong = s.dirty - s.dirty_sum;
    const double clean_wrong = s.clean - s.clean_sum;
    const double r = s.dirty_sum * (clean_wrong / m);
    const double t = dirty_wrong * (s.clean_sum / m);
    const double concordant = (s.dirty_sum + clean_wrong) / m;
    const double discordant = (dirty_wrong + s.clean_sum) / m;
    r_sum.add(r);
    s_sum.add(t);
    pr.add(concordant * r);
    ps_qr.add(concordant * t + discordant * r);
    qs.add(discordant * t);
  }
  const double right = r_sum.value();
  const double wrong = s_sum.value();
  if (!(right > 0 && wrong > 0)) {
    return {.estimate = {},
            .limits = {},
            .reason = is_common ? ImpactReason::infinite_ratio : ImpactReason::no_common_stratum};
  }
  const double variance = pr.value() / (2 * right * right) + ps_qr.value() / (2 * right * wrong) +
                          qs.value() / (2 * wrong * wrong);
  const double ratio = right / wrong;
  const double factor = std::exp(z * std::sqrt(variance));
  return {.estimate = ratio,
          .limits = Interval{.lower = ratio / factor, .upper = ratio * factor},
          .reason = {}};
}

ImpactNumber crude_odds_ratio(const Stratum& whole) noexcept {
  if (!whole.is_common()) {
    return missing(whole.dirty > 0 ? ImpactReason::no_clean_items : ImpactReason::no_dirty_items);
  }
  const double right = whole.dirty_sum * (whole.clean - whole.clean_sum);
  const double wrong = (whole.dirty - whole.dirty_sum) * whole.clean_sum;
  if (!(right > 0 && wrong > 0)) return missing(ImpactReason::infinite_ratio);
  return known(right / wrong);
}

/// P(so many dirty items are right), the right ones being placed at random within each stratum.
double exact_p(std::span<const Stratum> strata) {
  std::vector<double> chance{1};
  double first = 0;
  double right = 0;
  for (const Stratum& s : strata) {
    if (!s.is_common()) continue;
    right += s.dirty_sum;
    const auto part = numeric::hypergeometric(s.dirty, s.clean, s.dirty_sum + s.clean_sum);
    std::vector<double> sum(chance.size() + part.probabilities.size() - 1, 0.0);
    for (std::size_t i = 0; i < chance.size(); ++i) {
      for (std::size_t k = 0; k < part.probabilities.size(); ++k) {
        sum[i + k] += chance[i] * part.probabilities[k];
      }
    }
    // What has no chance at the ends would be multiplied again and again.
    constexpr double least = 1e-100;
    const auto likely = [](double p) { return p >= least; };
    const auto begin = std::find_if(sum.begin(), sum.end(), likely);
    const auto end = std::find_if(sum.rbegin(), sum.rend(), likely).base();
    first += part.first + static_cast<double>(begin - sum.begin());
    chance.assign(begin, end);
  }
  numeric::NeumaierSum tail;
  for (std::size_t i = chance.size(); i-- > 0;) {
    if (first + static_cast<double>(i) >= right) tail.add(chance[i]);
  }
  return std::min(1.0, tail.value());
}

/// Scores of one stratum, less the centre, and how many of its items are dirty.
struct ScoredStratum {
  std::vector<double> scores;
  std::size_t dirty = 0;
};

/// The same for graded scores: P(a sum over the dirty items so large), by shuffling.
double random_p(std::vector<ScoredStratum>& strata, double observed, double magnitude,
                std::int64_t seed, std::int64_t resamples) {
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "impact-strata");
  const double bound = observed - tie * magnitude;
  std::int64_t reached = 0;
  for (std::int64_t r = 0; r < resamples; ++r) {
    double sum = 0;
    for (ScoredStratum& stratum : strata) {
      const std::span<double> scores = stratum.scores;
      rng.sample_to_front(scores, stratum.dirty);
      for (std::size_t i = 0; i < stratum.dirty; ++i) sum += scores[i];
    }
    reached += sum >= bound ? 1 : 0;
  }
  return static_cast<double>(reached + 1) / static_cast<double>(resamples + 1);
}

}  // namespace

Result<StratifiedImpact> stratified_impact(const ImpactScores& data,
                                           std::span<const std::int32_t> flags,
                                           std::span<const std::int32_t> strata,
                                           std::span<const double> lengths, Level level,
                                           std::int64_t seed, std::int64_t resamples) {
  const Result<Moments> made = moments_of(data);
  if (!made) return made.error();
  const Moments& moments = *made;
  const std::size_t items = moments.values.size();
  if (const auto error = check_flags(flags, items, "flags")) return *error;
  if (const auto error = check(level)) return *error;
  if (const auto error = check_seed(seed)) return *error;
  if (const auto error = check_resamples(resamples)) return *error;
  const auto groups = strata_of(strata, lengths, items);
  if (!groups) return groups.error();

  std::vector<Stratum> tables(groups->count());
  Stratum whole;
  for (std::size_t i = 0; i < items; ++i) {
    Stratum& table = tables[static_cast<std::size_t>(groups->of_item[i])];
    const double score = moments.values[i] - moments.centre;
    for (Stratum* part : {&table, &whole}) {
      (flags[i] == 1 ? part->dirty : part->clean) += 1;
      (flags[i] == 1 ? part->dirty_sum : part->clean_sum) += score;
    }
  }
  StratifiedImpact out;
  out.level = level;
  out.binary = moments.binary;
  out.items = static_cast<std::int64_t>(items);
  out.strata = static_cast<std::int64_t>(tables.size());
  for (const Stratum& table : tables) {
    if (table.is_common())
      ++out.common_strata;
    else
      out.unmatched_items += static_cast<std::int64_t>(table.items());
  }
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  out.crude_difference =
      whole.is_common()
          ? known(whole.dirty_sum / whole.dirty - whole.clean_sum / whole.clean)
          : missing(whole.dirty > 0 ? ImpactReason::no_clean_items : ImpactReason::no_dirty_items);
  out.difference = difference_of(tables, out.binary, z);
  if (out.binary) {
    out.crude_odds_ratio = crude_odds_ratio(whole);
    out.odds_ratio = odds_ratio_of(tables, z);
  } else {
    out.crude_odds_ratio = missing(ImpactReason::graded_scores);
    out.odds_ratio.reason = ImpactReason::graded_scores;
  }
  const double share = whole.dirty / moments.count();
  out.epg.reason = out.difference.reason;
  if (out.difference.estimate) out.epg.estimate = share * *out.difference.estimate;
  if (const auto& limits = out.difference.limits) {
    out.epg.limits = Interval{.lower = share * limits->lower, .upper = share * limits->upper};
  }
  if (out.common_strata == 0) return out;

  if (out.binary && out.items <= most_exact_items) {
    out.test = PermutationTest{
        .p = exact_p(tables), .method = PermutationMethod::exact, .resamples = {}, .seed = {}};
    return out;
  }
  std::vector<ScoredStratum> scored(tables.size());
  double observed = 0;
  double magnitude = 0;
  for (std::size_t i = 0; i < items; ++i) {
    const auto g = static_cast<std::size_t>(groups->of_item[i]);
    if (!tables[g].is_common()) continue;
    const double score = moments.values[i] - moments.centre;
    scored[g].scores.push_back(score);
    magnitude += std::abs(score);
    if (flags[i] != 1) continue;
    ++scored[g].dirty;
    observed += score;
  }
  out.test = PermutationTest{.p = random_p(scored, observed, magnitude, seed, resamples),
                             .method = PermutationMethod::random,
                             .resamples = resamples,
                             .seed = seed};
  return out;
}

}  // namespace evenhand::overlap

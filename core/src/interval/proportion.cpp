#include "evenhand/interval/proportion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "interval/wilson.hpp"
#include "numeric/roots.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::interval {
namespace {

/// What every formula needs, as doubles: x of n, p = x/n, q = 1-p, alpha, z.
struct Sample {
  double x;
  double n;
  double p;
  double q;
  double alpha;
  double z;

  [[nodiscard]] Sample mirrored() const noexcept {
    return {.x = n - x, .n = n, .p = q, .q = p, .alpha = alpha, .z = z};
  }
};

Interval wald(const Sample& s) noexcept {
  const double half = s.z * std::sqrt(s.p * s.q / s.n);
  return {.lower = s.p - half, .upper = s.p + half};
}

Interval wilson_cc(const Sample& s) noexcept {
  const double z2 = s.z * s.z;
  const double scale = 2 * (s.n + z2);
  const double low_root = z2 - 2 - 1 / s.n + 4 * s.p * (s.n * s.q + 1);
  const double high_root = z2 + 2 - 1 / s.n + 4 * s.p * (s.n * s.q - 1);
  // The roots are negative only where the limit is the bound itself (n = 1 and small z).
  const double low = (2 * s.x + z2 - 1 - s.z * std::sqrt(std::max(0.0, low_root))) / scale;
  const double high = (2 * s.x + z2 + 1 + s.z * std::sqrt(std::max(0.0, high_root))) / scale;
  return {.lower = s.x == 0 ? 0.0 : std::clamp(low, 0.0, s.p),
          .upper = s.x == s.n ? 1.0 : std::clamp(high, s.p, 1.0)};
}

Interval clopper_pearson(const Sample& s) noexcept {
  return {.lower = s.x == 0 ? 0.0 : numeric::beta_quantile(s.x, s.n - s.x + 1, s.alpha / 2),
          .upper = s.x == s.n ? 1.0
                              : numeric::beta_quantile_complement(s.x + 1, s.n - s.x, s.alpha / 2)};
}

/// Half the probability of the observed count counts as "as extreme".
Interval mid_p(const Sample& s) noexcept {
  const auto lower_excess = [&s](double p) {
    return 0.5 * (numeric::binomial_at_least(s.x, s.n, p) +
                  numeric::binomial_at_least(s.x + 1, s.n, p)) -
           s.alpha / 2;
  };
  const auto upper_excess = [&s](double p) {
    return 0.5 * (numeric::binomial_at_most(s.x, s.n, p) +
                  numeric::binomial_at_most(s.x - 1, s.n, p)) -
           s.alpha / 2;
  };
  // At 0/n and n/n the whole of alpha is spent on the one side that is left.
  if (s.x == 0) return {.lower = 0, .upper = -std::expm1(std::log(s.alpha) / s.n)};
  if (s.x == s.n) return {.lower = std::exp(std::log(s.alpha) / s.n), .upper = 1};
  return {.lower = numeric::bracketed_root(lower_excess, 0.0, 1.0),
          .upper = numeric::bracketed_root(upper_excess, 0.0, 1.0)};
}

/// Equal-tailed quantiles of Beta(x + prior, n - x + prior).
Interval beta_posterior(const Sample& s, double prior) noexcept {
  const double a = s.x + prior;
  const double b = s.n - s.x + prior;
  return {.lower = numeric::beta_quantile(a, b, s.alpha / 2),
          .upper = numeric::beta_quantile_complement(a, b, s.alpha / 2)};
}

Interval jeffreys(const Sample& s) noexcept {
  Interval limits = beta_posterior(s, 0.5);
  if (s.x == 0) limits.lower = 0;
  if (s.x == s.n) limits.upper = 1;
  return limits;
}

Interval agresti_coull(const Sample& s) noexcept {
  const double z2 = s.z * s.z;
  const double n = s.n + z2;
  const double p = (s.x + z2 / 2) / n;
  const double half = s.z * std::sqrt(p * (1 - p) / n);
  return {.lower = p - half, .upper = p + half};
}

/// Blaker's lower limit without a search grid. The set of accepted p begins in the segment that
/// follows the Clopper-Pearson limit L: there the opposite tail that is not larger than the
/// observed one is P(Y <= y0), y0 the largest y with P_L(Y <= y) <= alpha/2. It ends at p1, where
/// P(Y <= y0 + 1) has fallen to the observed tail and joins it, lifting the acceptability.
double blaker_lower(const Sample& s) noexcept {
  if (s.x == 0) return 0.0;
  const double limit = numeric::beta_quantile(s.x, s.n - s.x + 1, s.alpha / 2);
  double below = -1;       // P(Y <= below) <= alpha/2
  double above = s.x - 1;  // first candidate that may exceed it
  if (numeric::binomial_at_most(above, s.n, limit) <= s.alpha / 2) below = above;
  while (above - below > 1) {
    const double middle = std::floor(below + (above - below) / 2);
    (numeric::binomial_at_most(middle, s.n, limit) <= s.alpha / 2 ? below : above) = middle;
  }
  const double joined = numeric::bracketed_root(
      [&](double p) {
        return numeric::binomial_at_most(below + 1, s.n, p) -
               numeric::binomial_at_least(s.x, s.n, p);
      },
      limit, 1.0);
  const auto excess = [&](double p) {
    return numeric::binomial_at_least(s.x, s.n, p) + numeric::binomial_at_most(below, s.n, p) -
           s.alpha;
  };
  if (excess(joined) <= 0) return joined;
  return excess(limit) >= 0 ? limit : numeric::bracketed_root(excess, limit, joined);
}

/// The upper limit is one minus the lower limit of the failures.
Interval blaker(const Sample& s) noexcept {
  return {.lower = blaker_lower(s), .upper = 1 - blaker_lower(s.mirrored())};
}

/// Smallest count k with P(Bin(n, p) <= k) >= u.
double binomial_quantile(double u, double n, double p) noexcept {
  double below = -1;
  double above = n;
  while (above - below > 1) {
    const double middle = std::floor(below + (above - below) / 2);
    (numeric::binomial_at_most(middle, n, p) < u ? below : above) = middle;
  }
  return above;
}

/// Resampled counts of 0/1 data are binomial, so their percentiles need no resampling.
Interval percentile(const Sample& s) noexcept {
  return {.lower = binomial_quantile(s.alpha / 2, s.n, s.p) / s.n,
          .upper = binomial_quantile(1 - s.alpha / 2, s.n, s.p) / s.n};
}

Interval limits_of(ProportionMethod method, const Sample& s) noexcept {
  switch (method) {
    case ProportionMethod::wilson: return wilson_limits(s.x, s.n, s.z);
    case ProportionMethod::wilson_cc: return wilson_cc(s);
    case ProportionMethod::clopper_pearson: return clopper_pearson(s);
    case ProportionMethod::mid_p: return mid_p(s);
    case ProportionMethod::jeffreys: return jeffreys(s);
    case ProportionMethod::agresti_coull: return agresti_coull(s);
    case ProportionMethod::blaker: return blaker(s);
    case ProportionMethod::beta_uniform: return beta_posterior(s, 1.0);
    case ProportionMethod::wald: return wald(s);
    case ProportionMethod::percentile: return percentile(s);
  }
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  return {.lower = nan, .upper = nan};
}

}  // namespace

Result<ProportionInterval> proportion_interval(Counts counts, ProportionMethod method,
                                               Level level) noexcept {
  if (const auto error = check(counts, "counts")) return *error;
  if (const auto error = check(level)) return *error;
  const double alpha = 1 - level.value;
  const auto x = static_cast<double>(counts.successes);
  const auto n = static_cast<double>(counts.trials);
  const Sample sample{.x = x,
                      .n = n,
                      .p = x / n,
                      .q = (n - x) / n,
                      .alpha = alpha,
                      .z = numeric::two_sided_normal_quantile(alpha)};
  const Interval limits = limits_of(method, sample);
  if (!std::isfinite(limits.lower) || !std::isfinite(limits.upper)) {
    return Error{Errc::no_convergence, "counts"};
  }
  ProportionInterval result{.estimate = sample.p,
                            .lower = std::clamp(limits.lower, 0.0, 1.0),
                            .upper = std::clamp(limits.upper, 0.0, 1.0),
                            .level = level,
                            .method = method,
                            .counts = counts,
                            .unclipped = std::nullopt};
  if (result.lower != limits.lower || result.upper != limits.upper) result.unclipped = limits;
  return result;
}

Result<ProportionTest> proportion_test(Counts counts, double null_rate) noexcept {
  if (const auto error = check(counts, "counts")) return *error;
  if (!std::isfinite(null_rate)) return Error{Errc::not_finite, "nullRate"};
  if (!(null_rate > 0 && null_rate < 1)) return Error{Errc::rate_out_of_range, "nullRate"};
  const auto x = static_cast<double>(counts.successes);
  const auto n = static_cast<double>(counts.trials);
  ProportionTest out{.null_rate = null_rate,
                     .at_most = numeric::binomial_at_most(x, n, null_rate),
                     .at_least = numeric::binomial_at_least(x, n, null_rate)};
  out.mid_at_most = 0.5 * (out.at_most + numeric::binomial_at_most(x - 1, n, null_rate));
  out.mid_at_least = 0.5 * (out.at_least + numeric::binomial_at_least(x + 1, n, null_rate));
  out.central = std::min(1.0, 2 * std::min(out.at_most, out.at_least));
  out.mid_p = std::min(1.0, 2 * std::min(out.mid_at_most, out.mid_at_least));
  out.score = (x / n - null_rate) / std::sqrt(null_rate * (1 - null_rate) / n);
  out.score_p = 2 * numeric::normal_cdf(-std::abs(out.score));
  for (const double value : {out.at_most, out.at_least, out.score, out.score_p}) {
    if (!std::isfinite(value)) return Error{Errc::no_convergence, "counts"};
  }
  return out;
}

Result<PoissonBinomialTest> poisson_binomial_test(std::int64_t successes,
                                                  std::span<const double> chances) {
  if (chances.empty()) return Error{Errc::empty_sample, "chances"};
  if (successes < 0) return Error{Errc::not_integer, "successes"};
  if (successes > static_cast<std::int64_t>(chances.size())) {
    return Error{Errc::count_exceeds_trials, "successes"};
  }
  numeric::NeumaierSum mean;
  numeric::NeumaierSum variance;
  for (const double chance : chances) {
    if (!std::isfinite(chance)) return Error{Errc::not_finite, "chances"};
    if (!(chance >= 0 && chance <= 1)) return Error{Errc::rate_out_of_range, "chances"};
    mean.add(chance);
    variance.add(chance * (1 - chance));
  }
  PoissonBinomialTest out;
  out.expected = mean.value();
  const auto x = static_cast<double>(successes);
  double point = 0;
  if (chances.size() <= longest_convolution) {
    // probability[k] of k successes among the items so far.
    std::vector<double> probability(chances.size() + 1, 0.0);
    probability[0] = 1;
    for (std::size_t i = 0; i < chances.size(); ++i) {
      for (std::size_t k = i + 1; k > 0; --k) {
        probability[k] = probability[k] * (1 - chances[i]) + probability[k - 1] * chances[i];
      }
      probability[0] *= 1 - chances[i];
    }
    const auto at = static_cast<std::size_t>(successes);
    numeric::NeumaierSum below;
    numeric::NeumaierSum above;
    for (std::size_t k = 0; k < at; ++k) below.add(probability[k]);
    for (std::size_t k = probability.size(); k-- > at + 1;) above.add(probability[k]);
    point = probability[at];
    out.at_most = std::min(1.0, below.value() + point);
    out.at_least = std::min(1.0, above.value() + point);
  } else {
    out.exact = false;
    const double deviation = std::sqrt(variance.value());
    const auto at_most = [&](double count) {
      const double distance = count + 0.5 - out.expected;
      if (deviation == 0) return distance >= 0 ? 1.0 : 0.0;
      return numeric::normal_cdf(distance / deviation);
    };
    out.at_most = at_most(x);
    out.at_least = 1 - at_most(x - 1);
    point = out.at_most - at_most(x - 1);
  }
  out.mid_at_most = out.at_most - point / 2;
  out.mid_at_least = out.at_least - point / 2;
  out.central = std::min(1.0, 2 * std::min(out.at_most, out.at_least));
  out.mid_p = std::min(1.0, 2 * std::min(out.mid_at_most, out.mid_at_least));
  return out;
}

}  // namespace evenhand::interval

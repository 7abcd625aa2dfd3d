#include "evenhand/compare/plan.hpp"

#include <algorithm>
#include <cmath>

#include "interval/paired_power.hpp"
#include "numeric/special.hpp"

namespace evenhand::compare {
namespace {

/// Collects the first argument that is wrong.
class Checks {
 public:
  /// A finite number for which `holds` is true; NaN and infinity are not_finite.
  Checks& range(double value, bool holds, std::string_view argument) noexcept {
    if (error_) return *this;
    if (!std::isfinite(value)) {
      error_ = Error{Errc::not_finite, argument};
    } else if (!holds) {
      error_ = Error{Errc::design_out_of_range, argument};
    }
    return *this;
  }
  Checks& positive(double value, std::string_view argument) noexcept {
    return range(value, value > 0, argument);
  }
  Checks& level(Level asked) noexcept {
    if (!error_) error_ = check(asked);
    return *this;
  }
  Checks& target(const PlanTarget& target) noexcept {
    level(target.level);
    const double least = (1 - target.level.value) / 2;
    range(target.power, target.power > least && target.power < 1, "power");
    return positive(target.design_effect, "designEffect");
  }
  Checks& variances(const MeanVariances& variances) noexcept {
    range(variances.between, variances.between >= 0, "betweenVariance");
    range(variances.within_a, variances.within_a >= 0, "withinA");
    range(variances.within_b, variances.within_b >= 0, "withinB");
    if (variances.samples_a) range(0, *variances.samples_a >= 1, "samplesA");
    if (variances.samples_b) range(0, *variances.samples_b >= 1, "samplesB");
    return *this;
  }
  [[nodiscard]] const std::optional<Error>& error() const noexcept { return error_; }

 private:
  std::optional<Error> error_;
};

/// The quantiles of a target.
struct Quantiles {
  double a;  ///< of the level, two-sided
  double b;  ///< of the power
  /// Positive but for rounding, since the power exceeds alpha/2.
  [[nodiscard]] double sum() const noexcept { return std::max(0.0, a + b); }
};

Quantiles quantiles_of(const PlanTarget& target) noexcept {
  return {.a = numeric::two_sided_normal_quantile(1 - target.level.value),
          .b = numeric::normal_quantile(target.power)};
}

/// The whole number of items, or a refusal that names `argument`: the one that asks for too much.
Result<std::int64_t> ceiling_of(double items, std::string_view argument) noexcept {
  if (!(items <= static_cast<double>(max_count))) return Error{Errc::design_out_of_range, argument};
  return static_cast<std::int64_t>(std::max(1.0, std::ceil(items)));
}

Result<PlannedItems> planned(PlanDesign design, double independent_items, const PlanTarget& target,
                             std::string_view argument) noexcept {
  const double items = independent_items * target.design_effect;
  const Result<std::int64_t> ceiling = ceiling_of(items, argument);
  if (!ceiling) return ceiling.error();
  return PlannedItems{
      .design = design, .items = items, .items_ceiling = *ceiling, .target = target};
}

/// An effect beyond `largest`, or beyond all numbers, is not reachable.
DetectableEffect detectable(PlanDesign design, double effect, const PlanTarget& target,
                            double largest) noexcept {
  DetectableEffect out{.design = design, .effect = std::nullopt, .target = target};
  if (effect <= largest && std::isfinite(effect)) out.effect = effect;
  return out;
}

/// Variance of the difference of two mean scores on one item; 0 if there is none.
double item_variance(const MeanVariances& v) noexcept {
  const double a = v.samples_a ? v.within_a / static_cast<double>(*v.samples_a) : 0.0;
  const double b = v.samples_b ? v.within_b / static_cast<double>(*v.samples_b) : 0.0;
  return v.between + a + b;
}

PlanDesign design_of(PairedPlanMethod method) noexcept {
  return method == PairedPlanMethod::connor ? PlanDesign::paired_connor : PlanDesign::paired_wald;
}

/// t with P(T <= t) = p.
double student_one_sided(double df, double p) noexcept {
  if (p == 0.5) return 0;
  const double t = numeric::student_quantile(df, 2 * std::min(p, 1 - p));
  return p < 0.5 ? -t : t;
}

double detectable_by_runs(double runs, double sd, const PlanTarget& target) noexcept {
  const double df = 2 * runs - 2;
  return (numeric::student_quantile(df, 1 - target.level.value) +
          student_one_sided(df, target.power)) *
         (sd * std::sqrt(2 / runs));
}

std::optional<Error> check_runs(double sd, const PlanTarget& target) noexcept {
  return Checks{}
      .target(target)
      .range(target.design_effect, target.design_effect == 1, "designEffect")
      .positive(sd, "sd")
      .error();
}

}  // namespace

Result<PlannedItems> plan_mean_difference(double effect, const MeanVariances& variances,
                                          const PlanTarget& target) noexcept {
  const double variance = item_variance(variances);
  const auto checks = Checks{}
                          .target(target)
                          .range(effect, effect != 0, "effect")
                          .variances(variances)
                          .positive(variance, "betweenVariance");
  if (checks.error()) return *checks.error();
  // Divided before it is squared: neither a tiny nor a huge effect is lost.
  const double ratio = quantiles_of(target).sum() * (std::sqrt(variance) / effect);
  return planned(PlanDesign::mean_difference, ratio * ratio, target, "effect");
}

Result<DetectableEffect> detectable_mean_difference(double items, const MeanVariances& variances,
                                                    const PlanTarget& target) noexcept {
  const double variance = item_variance(variances);
  const auto checks = Checks{}
                          .target(target)
                          .positive(items, "items")
                          .variances(variances)
                          .positive(variance, "betweenVariance");
  if (checks.error()) return *checks.error();
  const double effect =
      quantiles_of(target).sum() * std::sqrt(variance) / std::sqrt(items / target.design_effect);
  return detectable(PlanDesign::mean_difference, effect, target, effect);
}

Result<PlannedItems> plan_proportions(double rate_a, double rate_b,
                                      const PlanTarget& target) noexcept {
  const auto checks = Checks{}
                          .target(target)
                          .range(rate_a, rate_a >= 0 && rate_a <= 1, "rateA")
                          .range(rate_b, rate_b >= 0 && rate_b <= 1 && rate_b != rate_a, "rateB");
  if (checks.error()) return *checks.error();
  const Quantiles z = quantiles_of(target);
  const double mean = (rate_a + rate_b) / 2;
  const double root = (z.a * std::sqrt(2 * mean * (1 - mean)) +
                       z.b * std::sqrt(rate_a * (1 - rate_a) + rate_b * (1 - rate_b))) /
                      (rate_a - rate_b);
  return planned(PlanDesign::proportions, root * root, target, "rateB");
}

Result<PlannedItems> plan_proportions_baseline(double rate, double effect,
                                               const PlanTarget& target) noexcept {
  const double other = rate + effect;
  const auto checks =
      Checks{}
          .target(target)
          .range(rate, rate > 0 && rate < 1, "rate")
          .range(effect, effect != 0 && other >= 0 && other <= 1 && other != rate, "effect");
  if (checks.error()) return *checks.error();
  const Quantiles z = quantiles_of(target);
  const double baseline = rate * (1 - rate);
  // Below 0 when so little power is asked for that any number of items has it.
  const double reach =
      z.a * std::sqrt(2 * baseline) + z.b * std::sqrt(baseline + other * (1 - other));
  const double root = std::max(0.0, reach) / effect;
  return planned(PlanDesign::proportions_baseline, root * root, target, "effect");
}

Result<DetectableEffect> detectable_proportions(double items_per_system, double rate,
                                                const PlanTarget& target) noexcept {
  const auto checks = Checks{}
                          .target(target)
                          .positive(items_per_system, "itemsPerSystem")
                          .range(rate, rate > 0 && rate < 1, "rate");
  if (checks.error()) return *checks.error();
  const double items = items_per_system / target.design_effect;
  const double effect = quantiles_of(target).sum() * std::sqrt(2 * rate * (1 - rate) / items);
  return detectable(PlanDesign::proportions_baseline, effect, target, std::max(rate, 1 - rate));
}

Result<PlannedItems> plan_paired_proportions(double effect, double discordance,
                                             PairedPlanMethod method,
                                             const PlanTarget& target) noexcept {
  const auto checks =
      Checks{}
          .target(target)
          .range(effect, effect != 0 && std::abs(effect) < 1, "effect")
          .range(discordance, discordance > std::abs(effect) && discordance <= 1, "discordance");
  if (checks.error()) return *checks.error();
  const Quantiles z = quantiles_of(target);
  const double by_wald = z.sum() * std::sqrt(discordance - effect * effect) / effect;
  const double items = method == PairedPlanMethod::connor
                           ? interval::items_paired(effect, discordance, z.a, z.b)
                           : by_wald * by_wald;
  return planned(design_of(method), items, target, "effect");
}

Result<DetectableEffect> detectable_paired_proportions(double items, double discordance,
                                                       PairedPlanMethod method,
                                                       const PlanTarget& target) noexcept {
  const auto checks = Checks{}
                          .target(target)
                          .positive(items, "items")
                          .range(discordance, discordance > 0 && discordance <= 1, "discordance");
  if (checks.error()) return *checks.error();
  const Quantiles z = quantiles_of(target);
  const double independent = items / target.design_effect;
  const double effect = method == PairedPlanMethod::connor
                            ? interval::detectable_paired(independent, discordance, z.a, z.b)
                            : z.sum() * std::sqrt(discordance / (independent + z.sum() * z.sum()));
  return detectable(design_of(method), effect, target, discordance);
}

Result<PlannedPrecision> plan_half_width(double half_width, double rate, Level level,
                                         double design_effect) noexcept {
  const auto checks = Checks{}
                          .level(level)
                          .positive(design_effect, "designEffect")
                          .range(half_width, half_width > 0 && half_width < 1, "halfWidth")
                          .range(rate, rate > 0 && rate < 1, "rate");
  if (checks.error()) return *checks.error();
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  const double root = z * std::sqrt(rate * (1 - rate)) / half_width;
  const double items = root * root * design_effect;
  const Result<std::int64_t> ceiling = ceiling_of(items, "halfWidth");
  if (!ceiling) return ceiling.error();
  return PlannedPrecision{.design = PlanDesign::half_width,
                          .items = items,
                          .items_ceiling = *ceiling,
                          .level = level,
                          .design_effect = design_effect};
}

Result<DetectableEffect> detectable_runs(std::int64_t runs, double sd,
                                         const PlanTarget& target) noexcept {
  if (const auto error = check_runs(sd, target)) return *error;
  if (runs < 2 || runs > max_count) return Error{Errc::design_out_of_range, "runs"};
  const double effect = detectable_by_runs(static_cast<double>(runs), sd, target);
  if (!std::isfinite(effect)) return Error{Errc::no_convergence, "sd"};
  return detectable(PlanDesign::runs, effect, target, effect);
}

Result<PlannedRuns> plan_runs(double effect, double sd, const PlanTarget& target) noexcept {
  if (const auto error = check_runs(sd, target)) return *error;
  const auto checks = Checks{}.range(effect, effect != 0, "effect");
  if (checks.error()) return *checks.error();
  const double wanted = std::abs(effect);
  // Student's quantiles are longer than the normal ones: the normal answer is a lower bound, up to
  // rounding, and a few runs more are enough.
  const double ratio = quantiles_of(target).sum() * (sd / wanted);
  const double normal = 2 * ratio * ratio;
  if (!(normal <= static_cast<double>(max_count) / 4)) {
    return Error{Errc::design_out_of_range, "effect"};
  }
  const auto shows = [&](double runs) { return detectable_by_runs(runs, sd, target) <= wanted; };
  double high = std::max(2.0, std::ceil(normal));
  double low = 1;
  for (double step = 1; !shows(high); step *= 2) {
    if (step > static_cast<double>(max_count)) return Error{Errc::no_convergence, "effect"};
    low = high;
    high += step;
  }
  // The normal answer itself may already do (rounding, or a power below one half): look below it.
  for (double step = 1; low == 1 && high > 2; step *= 2) {
    const double below = std::max(2.0, high - step);
    if (!shows(below)) {
      low = below;
    } else {
      high = below;
    }
  }
  while (high - low > 1) {
    const double middle = std::floor(low + (high - low) / 2);
    (shows(middle) ? high : low) = middle;
  }
  PlannedRuns out{.design = PlanDesign::runs,
                  .runs = static_cast<std::int64_t>(high),
                  .detectable = detectable_by_runs(high, sd, target),
                  .target = target};
  if (!std::isfinite(out.detectable)) return Error{Errc::no_convergence, "sd"};
  return out;
}

}  // namespace evenhand::compare

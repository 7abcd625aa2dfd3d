#include "evenhand/judge/sensitivity_analysis.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "interval/wilson.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check_rate(double rate, std::string_view argument) noexcept {
  if (!std::isfinite(rate)) return Error{Errc::not_finite, argument};
  if (rate < 0 || rate > 1) return Error{Errc::rate_out_of_range, argument};
  return std::nullopt;
}

std::optional<Error> check_range(const Interval& range, std::string_view argument) noexcept {
  for (const double end : {range.lower, range.upper}) {
    if (const auto error = check_rate(end, argument)) return error;
  }
  if (range.lower > range.upper) return Error{Errc::value_out_of_bounds, argument};
  return std::nullopt;
}

double cut(double value) noexcept { return std::clamp(value, 0.0, 1.0); }

/// The judge's rate and its Wilson limits.
struct Rate {
  double rate;
  Interval limits;
};

Rate rate_of(const Counts& judged, Level level) noexcept {
  const auto x = static_cast<double>(judged.successes);
  const auto n = static_cast<double>(judged.trials);
  return {
      .rate = x / n,
      .limits = interval::wilson_limits(x, n, numeric::two_sided_normal_quantile(1 - level.value))};
}

/// A judge that passes more than its sensitivity, and is better than chance, has a score above 1:
/// the line is then at or below J = 0, beyond which it says nothing.
TippingSide side_of(double rate, double sensitivity, std::optional<double> line) noexcept {
  if (rate >= sensitivity) return TippingSide::always;
  return line && *line <= 1 ? TippingSide::depends : TippingSide::never;
}

/// Where the claim tips: the specificity, as a line over sensitivity.
double tipping_specificity(double rate, double claim, double sensitivity) noexcept {
  return 1 - (rate - claim * sensitivity) / (1 - claim);
}

double share_that_holds(double rate, double claim) noexcept {
  // The line turned round: the sensitivities at which it crosses specificity 1/2 and 1.
  const auto crossing = [&](double specificity) {
    return (rate - (1 - claim) * (1 - specificity)) / claim;
  };
  const double enters = crossing(0.5);
  const double from = std::clamp(enters, 0.5, 1.0);
  const double to = std::clamp(crossing(1), 0.5, 1.0);
  // What lies below the line, up to specificity 1: a trapezium and a rectangle, of an area of 1/4.
  const double slope = claim < 1 ? claim / (1 - claim) : 0;
  const auto height = [&](double at) { return std::min(0.5, slope * (at - enters)); };
  const double fails = (height(from) + height(to)) / 2 * (to - from) + 0.5 * (1 - to);
  return cut(1 - fails / 0.25);
}

TippingPoint point_at(double sensitivity, const Rate& rate, double claim) noexcept {
  TippingPoint out{.sensitivity = sensitivity};
  if (claim == 1) {
    out.side = side_of(rate.rate, sensitivity, std::nullopt);
    out.side_with_sampling = side_of(rate.limits.lower, sensitivity, std::nullopt);
    return out;
  }
  out.specificity = tipping_specificity(rate.rate, claim, sensitivity);
  out.side = side_of(rate.rate, sensitivity, out.specificity);
  out.specificity_with_sampling = tipping_specificity(rate.limits.lower, claim, sensitivity);
  out.side_with_sampling = side_of(rate.limits.lower, sensitivity, out.specificity_with_sampling);
  return out;
}

}  // namespace

Result<IdentificationRegion> identification_region(const Counts& judged,
                                                   const Interval& sensitivity,
                                                   const Interval& specificity,
                                                   Level level) noexcept {
  if (const auto error = check(judged, "judged")) return *error;
  if (const auto error = check_range(sensitivity, "sensitivity")) return *error;
  if (const auto error = check_range(specificity, "specificity")) return *error;
  if (const auto error = check(level)) return *error;
  const Rate rate = rate_of(judged, level);
  IdentificationRegion out{.rate = rate.rate, .level = level};
  if (sensitivity.lower + specificity.lower <= 1) {
    out.reason = RegionReason::judge_may_be_uninformative;
    return out;
  }
  const auto corrected = [](double p, double q0, double q1) {
    return (p + q0 - 1) / (q0 + q1 - 1);
  };
  const auto low = [&](double p) { return corrected(p, specificity.lower, sensitivity.upper); };
  const auto high = [&](double p) { return corrected(p, specificity.upper, sensitivity.lower); };
  out.region = {.lower = cut(low(rate.rate)), .upper = cut(high(rate.rate))};
  out.with_sampling = {.lower = cut(low(rate.limits.lower)), .upper = cut(high(rate.limits.upper))};
  if (low(rate.rate) > 1 || high(rate.rate) < 0) out.reason = RegionReason::rate_outside_ranges;
  return out;
}

Result<IdentificationRegion> disagreement_region(const Counts& judged, double disagreement,
                                                 Level level) noexcept {
  if (const auto error = check(judged, "judged")) return *error;
  if (const auto error = check_rate(disagreement, "disagreement")) return *error;
  if (const auto error = check(level)) return *error;
  const Rate rate = rate_of(judged, level);
  return IdentificationRegion{
      .rate = rate.rate,
      .region = {.lower = cut(rate.rate - disagreement), .upper = cut(rate.rate + disagreement)},
      .with_sampling = {.lower = cut(rate.limits.lower - disagreement),
                        .upper = cut(rate.limits.upper + disagreement)},
      .level = level};
}

Result<TippingLine> tipping_line(const Counts& judged, double claim,
                                 std::optional<std::span<const double>> sensitivities,
                                 Level level) {
  static constexpr std::array usual{1.0, 0.95, 0.9, 0.8};
  if (const auto error = check(judged, "judged")) return *error;
  if (const auto error = check_rate(claim, "claim")) return *error;
  if (claim == 0) return Error{Errc::rate_out_of_range, "claim"};
  const std::span<const double> at = sensitivities.value_or(std::span<const double>(usual));
  for (const double sensitivity : at) {
    if (const auto error = check_rate(sensitivity, "sensitivities")) return *error;
  }
  if (const auto error = check(level)) return *error;
  const Rate rate = rate_of(judged, level);
  TippingLine out{.rate = rate.rate,
                  .claim = claim,
                  .share = share_that_holds(rate.rate, claim),
                  .share_with_sampling = share_that_holds(rate.limits.lower, claim),
                  .level = level};
  for (const double sensitivity : at) out.points.push_back(point_at(sensitivity, rate, claim));
  for (const TippingPoint& point : out.points) {
    const bool finite = std::isfinite(point.specificity.value_or(0)) &&
                        std::isfinite(point.specificity_with_sampling.value_or(0));
    if (!finite) return Error{Errc::no_convergence, "claim"};
  }
  return out;
}

Result<Leniency> leniency(double rate_a, double rate_b, double score) noexcept {
  if (const auto error = check_rate(rate_a, "rateA")) return *error;
  if (const auto error = check_rate(rate_b, "rateB")) return *error;
  if (const auto error = check_rate(score, "score")) return *error;
  const double gap = std::abs(rate_a - rate_b);
  const auto alone = [&](double share) -> std::optional<double> {
    if (gap == 0) return 0.0;
    if (gap > share) return std::nullopt;
    return gap / share;
  };
  return Leniency{.gap = rate_a - rate_b,
                  .uniform = gap,
                  .false_positive = alone(1 - score),
                  .sensitivity = alone(score)};
}

}  // namespace evenhand::judge

#include "evenhand/judge/calibration_plan.hpp"

#include <algorithm>
#include <cmath>

#include "judge/estimates.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check_rate(double rate, std::string_view argument) noexcept {
  if (!std::isfinite(rate)) return Error{Errc::not_finite, argument};
  if (rate < 0 || rate > 1) return Error{Errc::rate_out_of_range, argument};
  return std::nullopt;
}

std::optional<Error> check_rates(const JudgeAssumption& of) noexcept {
  if (const auto error = check_rate(of.score, "score")) return error;
  if (const auto error = check_rate(of.sensitivity, "sensitivity")) return error;
  return check_rate(of.specificity, "specificity");
}

std::optional<Error> check_assumption(const JudgeAssumption& of) noexcept {
  if (const auto error = check_rates(of)) return error;
  if (!(of.sensitivity + of.specificity > 1)) {
    return Error{Errc::estimate_at_limit, "specificity"};
  }
  return std::nullopt;
}

std::optional<Error> check_count(std::int64_t count, std::int64_t least,
                                 std::string_view argument) noexcept {
  if (count < 0 || count > max_count) return Error{Errc::not_integer, argument};
  if (count < least) return Error{Errc::too_few, argument, static_cast<double>(least)};
  return std::nullopt;
}

/// The numbers that all plans are made of.
struct Terms {
  explicit Terms(const JudgeAssumption& of) noexcept
      : youden(of.sensitivity + of.specificity - 1),
        judge(variance(of.score * of.sensitivity + (1 - of.score) * (1 - of.specificity))),
        truth(variance(of.score)),
        wrong((1 - of.score) * (1 - of.score) * variance(of.specificity)),
        right(of.score * of.score * variance(of.sensitivity)),
        gate(variance(of.specificity) + variance(of.sensitivity)) {}

  [[nodiscard]] static double variance(double share) noexcept { return share * (1 - share); }

  [[nodiscard]] double standard_error(double judged, double m0, double m1) const noexcept {
    return std::sqrt(judge / judged + wrong / m0 + right / m1) / youden;
  }
  /// rho^2; 0 where verdict or truth does not vary.
  [[nodiscard]] double squared_correlation() const noexcept {
    if (!(judge > 0) || !(truth > 0)) return 0;
    return std::min(1.0, youden * youden * truth / judge);
  }

  double youden;
  double judge;  ///< p(1 - p)
  double truth;  ///< theta(1 - theta)
  double wrong;  ///< a0^2
  double right;  ///< a1^2
  double gate;   ///< q0(1 - q0) + q1(1 - q1)
};

std::optional<std::int64_t> ceiling_of(double labels) noexcept {
  if (!(labels <= static_cast<double>(max_count))) return std::nullopt;
  return static_cast<std::int64_t>(std::ceil(labels));
}

Allocation split(AllocationMethod method, std::int64_t labels, std::int64_t wrong) noexcept {
  return {.method = method, .wrong = wrong, .right = labels - wrong};
}

double z_of(Level level) noexcept { return numeric::two_sided_normal_quantile(1 - level.value); }

}  // namespace

Result<JudgeAssumption> assumption_from_pilot(const ExternalData& pilot) noexcept {
  struct Part {
    const Tally& tally;
    std::string_view name;
  };
  for (const auto& [tally, name] :
       {Part{pilot.judged, "judged"}, Part{pilot.sensitivity, "sensitivity"},
        Part{pilot.specificity, "specificity"}}) {
    if (const auto error = check(tally, name)) return *error;
    if (!(tally.total > 0)) return Error{Errc::empty_sample, name};
  }
  const auto smoothed = [](const Tally& of) { return (of.count + 1) / (of.total + 2); };
  JudgeAssumption out{.sensitivity = smoothed(pilot.sensitivity),
                      .specificity = smoothed(pilot.specificity)};
  if (const auto error = check_assumption(out)) return *error;
  const double rate = pilot.judged.count / pilot.judged.total;
  out.score =
      std::clamp((rate + out.specificity - 1) / (out.sensitivity + out.specificity - 1), 0.0, 1.0);
  return out;
}

Result<Allocation> allocate_labels(std::int64_t labels, const JudgeAssumption& assumption,
                                   AllocationMethod method) noexcept {
  if (const auto error = check_count(labels, 2, "labels")) return *error;
  if (const auto error = check_assumption(assumption)) return *error;
  if (method == AllocationMethod::lee2025) return Error{Errc::unsupported, "method"};
  const std::int64_t half = labels - labels / 2;
  if (method == AllocationMethod::equal) return split(method, labels, half);

  const Terms terms(assumption);
  const double a0 = std::sqrt(terms.wrong);
  const double a1 = std::sqrt(terms.right);
  const std::int64_t best =
      a0 + a1 > 0
          ? static_cast<std::int64_t>(std::round(static_cast<double>(labels) * (a0 / (a0 + a1))))
          : half;
  // A tenth, rounded up.
  static_assert(allocation_floor_share == 0.1);
  const std::int64_t least = std::max(allocation_floor, (labels + 9) / 10);
  const std::int64_t wrong = 2 * least >= labels ? half : std::clamp(best, least, labels - least);
  Allocation out = split(method, labels, wrong);
  out.flags.set_if(PlanFlag::floor_applied, wrong != best);
  out.flags.set_if(PlanFlag::too_few_labels,
                   std::min(out.wrong, out.right) < enough_labels_per_class);
  return out;
}

Result<Allocation> lee2025_allocation(std::int64_t labels, const Lee2025Pilot& pilot) noexcept {
  constexpr double epsilon = 1e-6;
  if (const auto error = check_count(labels, 1, "labels")) return *error;
  if (const auto error = check_rate(pilot.rate, "rate")) return *error;
  if (const auto error = check_rate(pilot.sensitivity, "sensitivity")) return *error;
  if (const auto error = check_rate(pilot.specificity, "specificity")) return *error;
  if (const auto error = check_count(pilot.per_class, 0, "perClass")) return *error;
  if (pilot.per_class > labels) return Error{Errc::count_exceeds_trials, "perClass"};
  const auto all = static_cast<double>(labels);
  const auto kept = static_cast<double>(pilot.per_class);
  double right = all - kept;
  if (!(pilot.rate < epsilon)) {
    const double kappa =
        pilot.per_class == 0
            ? (1 - pilot.specificity) / (1 - std::min(pilot.sensitivity, 1 - epsilon))
            : (kept * (1 - pilot.specificity) + 1) / (kept * (1 - pilot.sensitivity) + 1);
    const double wanted = all / (1 + (1 / pilot.rate - 1) * std::sqrt(kappa));
    // nearbyint: half to even, as published.
    right = std::max(kept, std::nearbyint(std::min(all - kept, wanted)));
  }
  Allocation out =
      split(AllocationMethod::lee2025, labels, labels - static_cast<std::int64_t>(right));
  out.flags.set_if(PlanFlag::compat_reversed, pilot.rate < epsilon);
  out.flags.set_if(PlanFlag::pilot_exceeds_budget, labels - pilot.per_class < pilot.per_class);
  out.flags.set_if(PlanFlag::too_few_labels,
                   std::min(out.wrong, out.right) < enough_labels_per_class);
  return out;
}

Result<CalibrationPrecision> calibration_precision(const JudgeAssumption& assumption,
                                                   std::int64_t judged, std::int64_t wrong,
                                                   std::int64_t right, Level level) {
  if (const auto error = check_assumption(assumption)) return *error;
  if (const auto error = check_count(judged, 1, "judged")) return *error;
  if (const auto error = check_count(wrong, 1, "wrong")) return *error;
  if (const auto error = check_count(right, 1, "right")) return *error;
  if (const auto error = check(level)) return *error;
  const Terms terms(assumption);
  const double z = z_of(level);
  const auto n = static_cast<double>(judged);
  const auto m0 = static_cast<double>(wrong);
  const auto m1 = static_cast<double>(right);
  const auto half_width = [&](double items, double of_wrong, double of_right) {
    return z * terms.standard_error(items, of_wrong, of_right);
  };
  const auto gold = [&](double labels) { return z * std::sqrt(terms.truth / labels); };

  CalibrationPrecision out{
      .standard_error = terms.standard_error(n, m0, m1),
      .half_width = half_width(n, m0, m1),
      .floor = z * std::sqrt(terms.judge / n) / terms.youden,
      .gold_half_width = gold(m0 + m1),
      .labels_needed_per_class = std::ceil(z * z * terms.gate / (terms.youden * terms.youden)),
      .level = level};
  if (assumption.score < 1) out.labelled_for_wrong = m0 / (1 - assumption.score);
  if (assumption.score > 0) out.labelled_for_right = m1 / assumption.score;
  const auto bought = [&](Purchase purchase, double before, double after) {
    out.purchases.push_back({.purchase = purchase, .half_width = after, .gain = before - after});
  };
  bought(Purchase::wrong_labels, out.half_width, half_width(n, m0 + 10, m1));
  bought(Purchase::right_labels, out.half_width, half_width(n, m0, m1 + 10));
  bought(Purchase::judged_items, out.half_width, half_width(n + 100, m0, m1));
  std::stable_sort(out.purchases.begin(), out.purchases.end(),
                   [](const auto& a, const auto& b) { return a.gain > b.gain; });
  bought(Purchase::plain_labels, out.gold_half_width, gold(m0 + m1 + 10));
  const double fewer = std::min(m0, m1);
  out.flags.set_if(PlanFlag::too_few_labels, fewer < static_cast<double>(enough_labels_per_class));
  out.flags.set_if(PlanFlag::judge_not_shown, fewer < out.labels_needed_per_class);
  out.flags.set_if(PlanFlag::judge_not_worth_it, out.gold_half_width <= out.half_width);
  if (!std::isfinite(out.half_width) || !std::isfinite(out.labels_needed_per_class) ||
      !std::isfinite(out.labelled_for_wrong.value_or(0)) ||
      !std::isfinite(out.labelled_for_right.value_or(0))) {
    return Error{Errc::no_convergence, "score"};
  }
  return out;
}

Result<CalibrationSize> plan_calibration(const JudgeAssumption& assumption, std::int64_t judged,
                                         double half_width, Level level) noexcept {
  if (const auto error = check_assumption(assumption)) return *error;
  if (const auto error = check_count(judged, 1, "judged")) return *error;
  if (const auto error = check(level)) return *error;
  if (!std::isfinite(half_width)) return Error{Errc::not_finite, "halfWidth"};
  if (!(half_width > 0 && half_width < 1)) return Error{Errc::design_out_of_range, "halfWidth"};
  const Terms terms(assumption);
  const double z = z_of(level);
  const auto n = static_cast<double>(judged);
  const double per_z = half_width / z;
  const double room = per_z * terms.youden * (per_z * terms.youden) - terms.judge / n;
  const double a0 = std::sqrt(terms.wrong);
  const double a1 = std::sqrt(terms.right);
  CalibrationSize out{
      .half_width = half_width,
      .floor = z * std::sqrt(terms.judge / n) / terms.youden,
      .judged_least = std::floor(terms.judge / (per_z * terms.youden) / (per_z * terms.youden)) + 1,
      .gold = terms.truth / per_z / per_z,
      .level = level};
  if (!std::isfinite(out.judged_least) || !std::isfinite(out.gold) || !std::isfinite(out.floor)) {
    return Error{Errc::design_out_of_range, "halfWidth"};
  }
  if (room > 0) {
    const double optimal = (a0 + a1) * (a0 + a1) / room;
    const double equal = 2 * (terms.wrong + terms.right) / room;
    out.optimal_ceiling = ceiling_of(optimal);
    out.equal_ceiling = ceiling_of(equal);
    if (out.optimal_ceiling) out.optimal = optimal;
    if (out.equal_ceiling) out.equal = equal;
  }
  const double rho2 = terms.squared_correlation();
  const double subset_room = per_z * per_z - terms.truth * rho2 / n;
  // Labels on all items leave theta(1 - theta)/n; beyond that the formula asks for more than all.
  if (per_z * per_z >= terms.truth / n) {
    const double labels = subset_room > 0 ? std::min(n, terms.truth * (1 - rho2) / subset_room) : n;
    out.subset = labels;
    out.subset_ceiling = ceiling_of(labels);
  }
  return out;
}

Result<JudgeValue> judge_value(const JudgeAssumption& assumption, std::int64_t labels,
                               std::int64_t items, Level level) noexcept {
  if (const auto error = check_rates(assumption)) return *error;
  if (const auto error = check_count(labels, 1, "labels")) return *error;
  if (const auto error = check_count(items, 1, "items")) return *error;
  if (labels > items) return Error{Errc::count_exceeds_trials, "labels"};
  if (const auto error = check(level)) return *error;
  const Terms terms(assumption);
  if (!(terms.truth > 0) || !(terms.judge > 0)) return Error{Errc::zero_variance, "score"};
  const double z = z_of(level);
  const auto m = static_cast<double>(labels);
  const auto all = static_cast<double>(items);
  const double rho2 = terms.squared_correlation();
  const double per_label = 1 - rho2 + rho2 * (m / all);
  JudgeValue out{.squared_correlation = rho2,
                 .equivalent_labels = m / per_label,
                 .half_width = z * std::sqrt(terms.truth / m * per_label),
                 .gold_half_width = z * std::sqrt(terms.truth / m),
                 .level = level};
  out.flags.set_if(PlanFlag::at_most_half, rho2 <= 0.5);
  out.flags.set_if(PlanFlag::ppi_no_gain, labels <= 2 || rho2 * (m - 2) <= 1);
  return out;
}

}  // namespace evenhand::judge

#include <algorithm>
#include <cmath>

#include "evenhand/judge/correction.hpp"
#include "judge/estimates.hpp"
#include "numeric/roots.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check_rate(double rate, std::string_view argument) noexcept {
  if (!std::isfinite(rate)) return Error{Errc::not_finite, argument};
  if (rate < 0 || rate > 1) return Error{Errc::rate_out_of_range, argument};
  return std::nullopt;
}

Estimate exact(double rate) noexcept { return {.estimate = rate, .lower = rate, .upper = rate}; }

/// Likelihood-ratio interval for theta in [0, 1] with fixed error rates, for a judge rate that
/// these error rates cannot produce: the maximum is at the end of [0, 1] that is nearest.
Interval likelihood_interval(double x, double n, double q1, double q0, bool below,
                             double chi_square) noexcept {
  const auto log_likelihood = [&](double t) {
    const double rate = t * q1 + (1 - t) * (1 - q0);
    const double not_rate = t * (1 - q1) + (1 - t) * q0;
    return (x > 0 ? x * std::log(rate) : 0.0) + (n > x ? (n - x) * std::log(not_rate) : 0.0);
  };
  const double end = below ? 0.0 : 1.0;
  const double other = 1 - end;
  const double best = log_likelihood(end);
  const auto accepted = [&](double t) { return 2 * (best - log_likelihood(t)) <= chi_square; };
  const double edge = accepted(other) ? other : numeric::bisect_edge(accepted, end, other);
  return {.lower = std::min(end, edge), .upper = std::max(end, edge)};
}

}  // namespace

Result<Correction> correct_known(const KnownData& data, interval::ProportionMethod method,
                                 Level level) noexcept {
  if (const auto error = evenhand::check(data.judged, "judged")) return *error;
  if (const auto error = check_rate(data.sensitivity, "sensitivity")) return *error;
  if (const auto error = check_rate(data.specificity, "specificity")) return *error;
  const auto binomial = interval::proportion_interval(data.judged, method, level);
  if (!binomial) return binomial.error();

  const double q1 = data.sensitivity;
  const double q0 = data.specificity;
  const double j = q0 + q1 - 1;
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  Correction out{.level = level, .method = CorrectionMethod::known, .design = Design::known};
  out.flags.set(Flag::se_sp_treated_as_known);
  out.raw = wilson_estimate(tally(data.judged.successes, data.judged.trials), z);
  out.sensitivity = exact(q1);
  out.specificity = exact(q0);
  out.youden = exact(j);
  out.proportion_method = method;
  if (!(j > 0)) {
    out.reason = Reason::judge_at_or_below_chance;
    flag_width(out);
    return out;
  }

  const auto map = [&](double rate) { return (rate + q0 - 1) / j; };
  const double raw = map(binomial->estimate);
  out.estimate = std::clamp(raw, 0.0, 1.0);
  out.lower = std::clamp(map(binomial->lower), 0.0, 1.0);
  out.upper = std::clamp(map(binomial->upper), 0.0, 1.0);
  out.status = raw >= 0 && raw <= 1 ? Status::ok : Status::boundary;
  if (out.status == Status::boundary) {
    out.unclipped = raw;
    if (!(out.lower < out.upper)) {
      const Interval limits =
          likelihood_interval(static_cast<double>(data.judged.successes),
                              static_cast<double>(data.judged.trials), q1, q0, raw < 0, z * z);
      out.lower = limits.lower;
      out.upper = limits.upper;
      out.flags.set(Flag::boundary_rule);
    }
    // The nearest rate these error rates allow lies outside the interval of the judge's rate.
    out.flags.set_if(Flag::incompatible, map(binomial->upper) < 0 || map(binomial->lower) > 1);
  }
  flag_width(out);
  return out;
}

}  // namespace evenhand::judge

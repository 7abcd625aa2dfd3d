#include <algorithm>
#include <cmath>

#include "evenhand/judge/correction.hpp"
#include "judge/estimates.hpp"
#include "judge/external_intervals.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

void flag_calibration(Correction& out, const ExternalData& data) noexcept {
  const auto enough = static_cast<double>(enough_labels_per_class);
  out.flags.set_if(Flag::too_few_labels,
                   data.sensitivity.total < enough || data.specificity.total < enough);
  out.flags.set_if(Flag::degenerate_judge,
                   is_degenerate(data.sensitivity) || is_degenerate(data.specificity));
  out.flags.set_if(Flag::swapped_labels, out.youden && out.youden->upper < 0);
}

Correction refused(Correction out, Reason reason) noexcept {
  out.status = Status::not_identified;
  out.reason = reason;
  out.estimate = std::nullopt;
  out.lower = 0;
  out.upper = 1;
  flag_width(out);
  return out;
}

/// Labels per class that would put the normal lower limit of J above zero, were the error rates
/// as observed.
double labels_needed(const ExternalCounts& c, double z) noexcept {
  const double q0 = c.specificity();
  const double q1 = c.sensitivity();
  const double j = c.youden();
  const double need = std::ceil(z * z * (q0 * (1 - q0) + q1 * (1 - q1)) / (j * j));
  return std::clamp(need, 1.0, static_cast<double>(max_count));
}

double width(const Interval& interval) noexcept { return interval.upper - interval.lower; }

std::optional<MethodLimits> limits_of(CorrectionMethod method, const ExternalCounts& c,
                                      double alpha, double z) noexcept {
  switch (method) {
    case CorrectionMethod::averaged_roots: return averaged_roots_inversion(c, alpha);
    case CorrectionMethod::unified: return unified_inversion(c, alpha, z);
    case CorrectionMethod::score_sc: return skewness_corrected_inversion(c, z);
    case CorrectionMethod::score: return score_inversion(c, z);
    case CorrectionMethod::profile: return profile_likelihood(c, z * z);
    case CorrectionMethod::beta_jeffreys: return beta_propagation(c, 0.5, alpha);
    case CorrectionMethod::beta_uniform: return beta_propagation(c, 1.0, alpha);
    case CorrectionMethod::lee2025: return lang_reiczigel(c, z, false);
    case CorrectionMethod::lr_truncated: return lang_reiczigel(c, z, true);
    default: break;  // of another design
  }
  return std::nullopt;
}

}  // namespace

Result<Correction> correct_external(const ExternalData& data, CorrectionMethod method, Level level,
                                    std::optional<bool> gate) noexcept {
  if (const auto error = check(data.judged, "judged")) return *error;
  if (const auto error = check(data.sensitivity, "sensitivity")) return *error;
  if (const auto error = check(data.specificity, "specificity")) return *error;
  if (const auto error = check(level)) return *error;
  if (design_of(method) != Design::external) {
    return Error{Errc::unsupported, "method"};
  }
  if (!(data.judged.total > 0)) return Error{Errc::empty_sample, "judged"};
  return correct_checked(data, method, level, gate);
}

Result<Correction> correct_checked(const ExternalData& data, CorrectionMethod method, Level level,
                                   std::optional<bool> gate) noexcept {
  const double alpha = 1 - level.value;
  const double z = numeric::two_sided_normal_quantile(alpha);
  const JudgeQuality quality = judge_quality(data.sensitivity, data.specificity, level);
  Correction out{.level = level, .method = method, .design = Design::external};
  out.raw = wilson_estimate(data.judged, z);
  out.sensitivity = quality.sensitivity;
  out.specificity = quality.specificity;
  out.youden = quality.youden;
  flag_calibration(out, data);
  out.flags.set_if(Flag::gate_off, gate == false);

  if (!quality.sensitivity) return refused(out, Reason::no_positive_calibration);
  if (!quality.specificity) return refused(out, Reason::no_negative_calibration);
  const ExternalCounts c{.x = data.judged.count,
                         .n = data.judged.total,
                         .y0 = data.specificity.count,
                         .m0 = data.specificity.total,
                         .y1 = data.sensitivity.count,
                         .m1 = data.sensitivity.total};
  if (!(c.scaled_youden() > 0)) {
    return refused(out, Reason::judge_at_or_below_chance);
  }
  const bool gated = gate.value_or(method != CorrectionMethod::lee2025);
  if (gated && quality.youden->lower <= 0) {
    const double need = labels_needed(c, z);
    // A normal approximation: where it asks for no more than there is, it has nothing to say.
    if (need > std::min(c.m0, c.m1)) out.labels_needed_per_class = need;
    return refused(out, Reason::judge_not_shown_better_than_chance);
  }

  const std::optional<MethodLimits> found = limits_of(method, c, alpha, z);
  if (!found) return refused(out, Reason::judge_at_or_below_chance);  // smoothed J <= 0
  MethodLimits limits = *found;

  const double raw = c.rogan_gladen();
  const bool inside = raw >= 0 && raw <= 1;
  out.estimate = std::clamp(raw, 0.0, 1.0);
  out.status = inside ? Status::ok : Status::boundary;
  if (!inside) {
    out.unclipped = raw;
    out.flags.set_if(Flag::incompatible, incompatibility(c) > z * z);
  }
  if (method == CorrectionMethod::lee2025) {
    out.flags.set_if(Flag::degenerate_compat, width(limits.limits) == 0);
  } else {
    const bool nothing = limits.empty || width(limits.limits) == 0;
    if (nothing || !inside) {
      const MethodLimits profile = profile_likelihood(c, z * z);
      // Where the likelier end is opposite to the estimate, the profile's width says nothing.
      // The profile also counts judges below chance, which `averaged_roots` has ruled out.
      const bool comparable = method != CorrectionMethod::averaged_roots &&
                              profile.limits.lower <= *out.estimate &&
                              *out.estimate <= profile.limits.upper;
      if (nothing || (comparable && width(limits.limits) < 0.5 * width(profile.limits))) {
        limits = profile;
        out.flags.set(Flag::boundary_rule);
      }
    }
    // Pseudo-counts move the centre: at extreme counts a set may miss the estimate by a little.
    limits.limits.lower = std::min(limits.limits.lower, *out.estimate);
    limits.limits.upper = std::max(limits.limits.upper, *out.estimate);
  }
  if (!std::isfinite(limits.limits.lower) || !std::isfinite(limits.limits.upper)) {
    return Error{Errc::no_convergence, "judged"};
  }
  out.lower = limits.limits.lower;
  out.upper = limits.limits.upper;
  out.flags.set_if(Flag::disconnected_region, limits.disconnected);
  flag_width(out);
  return out;
}

}  // namespace evenhand::judge

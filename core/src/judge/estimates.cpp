#include "judge/estimates.hpp"

#include <algorithm>
#include <cmath>

#include "interval/wilson.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {

std::optional<Error> check(const Tally& tally, std::string_view argument) noexcept {
  for (const double value : {tally.count, tally.total}) {
    if (!std::isfinite(value)) return Error{Errc::not_finite, argument};
    if (value < 0 || value > static_cast<double>(max_count)) {
      return Error{Errc::not_integer, argument};
    }
    if (tally.whole && value != std::floor(value)) return Error{Errc::not_integer, argument};
  }
  if (tally.total != std::floor(tally.total)) return Error{Errc::not_integer, argument};
  if (tally.count > tally.total) return Error{Errc::count_exceeds_trials, argument};
  return std::nullopt;
}

namespace {

/// Rates of at most this on at least `enough_labels_per_class` labels.
constexpr double degenerate_rate = 0.05;

}  // namespace

bool is_degenerate(const Tally& right_verdicts) noexcept {
  return right_verdicts.total >= static_cast<double>(enough_labels_per_class) &&
         right_verdicts.count <= degenerate_rate * right_verdicts.total;
}

bool is_degenerate(const Confusion& labels) noexcept {
  return is_degenerate(tally(labels.tp, labels.positives())) ||
         is_degenerate(tally(labels.tn, labels.negatives()));
}

bool enough_labels(const Confusion& labels) noexcept {
  return std::min(labels.positives(), labels.negatives()) >= enough_labels_per_class;
}

void add(Confusion& sum, const Confusion& part) noexcept {
  sum.tp += part.tp;
  sum.fn += part.fn;
  sum.fp += part.fp;
  sum.tn += part.tn;
}

void subtract(Confusion& sum, const Confusion& part) noexcept {
  sum.tp -= part.tp;
  sum.fn -= part.fn;
  sum.fp -= part.fp;
  sum.tn -= part.tn;
}

void flag_width(Correction& correction) noexcept {
  // Limits as published may lie beyond [0, 1], where there is nothing to exclude.
  const double covered = std::min(1.0, correction.upper) - std::max(0.0, correction.lower);
  correction.flags.set_if(Flag::uninformative, covered >= 0.95);
}

std::optional<Estimate> wilson_estimate(const Tally& tally, double z) noexcept {
  if (!(tally.total > 0)) return std::nullopt;
  const Interval limits = interval::wilson_limits(tally.count, tally.total, z);
  return Estimate{
      .estimate = tally.count / tally.total, .lower = limits.lower, .upper = limits.upper};
}

// J with the square-and-add hybrid of the two Wilson intervals (Newcombe 1998, method 10).
JudgeQuality judge_quality(const Tally& sensitivity, const Tally& specificity,
                           Level level) noexcept {
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  JudgeQuality quality{.sensitivity = wilson_estimate(sensitivity, z),
                       .specificity = wilson_estimate(specificity, z),
                       .youden = std::nullopt};
  if (quality.sensitivity && quality.specificity) {
    const Estimate& q1 = *quality.sensitivity;
    const Estimate& q0 = *quality.specificity;
    const double j = q1.estimate + q0.estimate - 1;
    quality.youden =
        Estimate{.estimate = j,
                 .lower = j - std::hypot(q1.estimate - q1.lower, q0.estimate - q0.lower),
                 .upper = j + std::hypot(q1.upper - q1.estimate, q0.upper - q0.estimate)};
  }
  return quality;
}

}  // namespace evenhand::judge

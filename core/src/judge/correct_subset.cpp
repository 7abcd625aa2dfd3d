#include <algorithm>
#include <cmath>

#include "evenhand/judge/correction.hpp"
#include "judge/estimates.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check(const Confusion& table) noexcept {
  std::int64_t sum = 0;
  for (const std::int64_t cell : {table.tp, table.fn, table.fp, table.tn}) {
    if (cell < 0 || cell > max_count || sum > max_count - cell) {
      return Error{Errc::not_integer, "labelled"};
    }
    sum += cell;
  }
  if (sum == 0) return Error{Errc::empty_sample, "labelled"};
  return std::nullopt;
}

}  // namespace

Result<Correction> correct_subset(const SubsetData& data, Level level) noexcept {
  if (const auto error = check(data.labelled)) return *error;
  const auto [x, unlabelled] = data.unlabelled;
  if (x < 0 || unlabelled < 0 || unlabelled > max_count - data.labelled.total()) {
    return Error{Errc::not_integer, "unlabelled"};
  }
  if (x > unlabelled) return Error{Errc::count_exceeds_trials, "unlabelled"};
  if (const auto error = evenhand::check(level)) return *error;

  const Confusion& table = data.labelled;
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  const double z2 = z * z;
  const auto tp = static_cast<double>(table.tp);
  const auto fn = static_cast<double>(table.fn);
  const auto judged_positive = static_cast<double>(table.tp + table.fp);
  const auto judged_negative = static_cast<double>(table.fn + table.tn);
  const auto items = static_cast<double>(table.total() + unlabelled);
  const double all_positive = judged_positive + static_cast<double>(x);

  // Share of right answers given the verdict, and share of positive verdicts, all smoothed:
  // the variance stays positive when the labels in a stratum agree.
  const double a = (tp + 1) / (judged_positive + 2);
  const double b = (fn + 1) / (judged_negative + 2);
  const double p = (all_positive + z2 / 2) / (items + z2);
  const double centre = (1 - p) * b + p * a;
  const double variance = (a - b) * (a - b) * p * (1 - p) / (items + z2) +
                          (1 - p) * (1 - p) * b * (1 - b) / (judged_negative + 2) +
                          p * p * a * (1 - a) / (judged_positive + 2);
  const double half = z * std::sqrt(variance);

  const Tally sensitivity = tally(table.tp, table.positives());
  const Tally specificity = tally(table.tn, table.negatives());
  const JudgeQuality quality = judge_quality(sensitivity, specificity, level);
  Correction out{.level = level,
                 .method = CorrectionMethod::poststrat,
                 .design = Design::subset,
                 .status = Status::ok};
  out.raw = wilson_estimate({.count = all_positive, .total = items}, z);
  out.sensitivity = quality.sensitivity;
  out.specificity = quality.specificity;
  out.youden = quality.youden;
  if (judged_positive > 0 && judged_negative > 0) {
    const double share = all_positive / items;
    out.estimate = (1 - share) * (fn / judged_negative) + share * (tp / judged_positive);
  } else {
    out.estimate = centre;
    out.flags.set(Flag::smoothed_estimate);
  }
  out.lower = std::clamp(centre - half, 0.0, 1.0);
  out.upper = std::clamp(centre + half, 0.0, 1.0);
  out.flags.set_if(Flag::too_few_labels, table.total() < enough_labels_subset);
  flag_width(out);
  return out;
}

}  // namespace evenhand::judge

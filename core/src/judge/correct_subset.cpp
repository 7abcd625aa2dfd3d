#include <algorithm>
#include <array>
#include <cmath>

#include "evenhand/judge/correction.hpp"
#include "judge/estimates.hpp"
#include "judge/prediction_powered.hpp"
#include "numeric/hypergeometric.hpp"
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

/// The counts as real numbers, with what all estimators need of them.
struct SubsetCounts {
  explicit SubsetCounts(const SubsetData& data) noexcept
      : tp(static_cast<double>(data.labelled.tp)),
        fn(static_cast<double>(data.labelled.fn)),
        fp(static_cast<double>(data.labelled.fp)),
        tn(static_cast<double>(data.labelled.tn)),
        unlabelled_passed(static_cast<double>(data.unlabelled.successes)),
        unlabelled(static_cast<double>(data.unlabelled.trials)) {}

  double tp, fn, fp, tn;
  double unlabelled_passed;
  double unlabelled;
  double passed = tp + fp;  ///< labelled items that the judge passes
  double failed = fn + tn;
  double labelled = passed + failed;
  double items = labelled + unlabelled;
  double all_passed = passed + unlabelled_passed;

  [[nodiscard]] bool both_verdicts() const noexcept { return passed > 0 && failed > 0; }
};

/// Shares of right answers given the verdict and the share that is passed, with the numbers that
/// each was estimated from.
struct Strata {
  double right_if_passed, passed_labels;
  double right_if_failed, failed_labels;
  double share, items;

  [[nodiscard]] double mean() const noexcept {
    return (1 - share) * right_if_failed + share * right_if_passed;
  }
  [[nodiscard]] double standard_error() const noexcept {
    const double gap = right_if_passed - right_if_failed;
    return std::sqrt(gap * gap * share * (1 - share) / items +
                     (1 - share) * (1 - share) * right_if_failed * (1 - right_if_failed) /
                         failed_labels +
                     share * share * right_if_passed * (1 - right_if_passed) / passed_labels);
  }
};

/// Pooled over all items, every share smoothed: the variance stays positive when the labels in a
/// stratum agree.
Strata smoothed(const SubsetCounts& c, double z2) noexcept {
  return {.right_if_passed = (c.tp + 1) / (c.passed + 2),
          .passed_labels = c.passed + 2,
          .right_if_failed = (c.fn + 1) / (c.failed + 2),
          .failed_labels = c.failed + 2,
          .share = (c.all_passed + z2 / 2) / (c.items + z2),
          .items = c.items + z2};
}

/// Labels under both verdicts are there.
Strata plain(const SubsetCounts& c, double passed, double items) noexcept {
  return {.right_if_passed = c.tp / c.passed,
          .passed_labels = c.passed,
          .right_if_failed = c.fn / c.failed,
          .failed_labels = c.failed,
          .share = passed / items,
          .items = items};
}

Interval normal_limits(const NormalEstimate& of, double z) noexcept {
  return {.lower = of.mean - z * of.standard_error, .upper = of.mean + z * of.standard_error};
}

/// Normal limits of the log-odds, carried back.
Interval logit_limits(const NormalEstimate& of, double z) noexcept {
  constexpr double edge = 1e-6;
  const double t = std::clamp(of.mean, edge, 1 - edge);
  const double logit = std::log(t / (1 - t));
  const double half = z * of.standard_error / (t * (1 - t));
  const auto expit = [](double x) { return 1 / (1 + std::exp(-x)); };
  return {.lower = expit(logit - half), .upper = expit(logit + half)};
}

void refuse(Correction& out, Reason reason) noexcept {
  out.status = Status::not_identified;
  out.reason = reason;
}

void report(Correction& out, const NormalEstimate& of, const Interval& limits) noexcept {
  out.estimate = std::clamp(of.mean, 0.0, 1.0);
  if (*out.estimate != of.mean) {
    out.status = Status::boundary;
    out.unclipped = of.mean;
  }
  out.lower = limits.lower;
  out.upper = limits.upper;
  out.flags.set_if(Flag::ppi_collapsed, !(of.standard_error > 0));
  out.flags.set_if(Flag::outside_unit_interval, limits.lower < 0 || limits.upper > 1);
}

void poststratify(Correction& out, const SubsetCounts& c, double z) noexcept {
  const Strata strata = smoothed(c, z * z);
  const Interval limits =
      normal_limits({.mean = strata.mean(), .standard_error = strata.standard_error()}, z);
  if (c.both_verdicts()) {
    out.estimate = plain(c, c.all_passed, c.items).mean();
  } else {
    out.estimate = strata.mean();
    out.flags.set(Flag::smoothed_estimate);
  }
  out.lower = std::clamp(limits.lower, 0.0, 1.0);
  out.upper = std::clamp(limits.upper, 0.0, 1.0);
}

void predict(Correction& out, const SubsetCounts& c, double z, PpiConvention convention) noexcept {
  const double ddof = ddof_of(convention);
  out.convention = convention;
  if (c.labelled <= ddof || c.unlabelled <= ddof) return refuse(out, Reason::too_few_items);
  const std::array<LabelledValue, 4> labelled{
      {{1, 1, c.tp}, {0, 1, c.fn}, {1, 0, c.fp}, {0, 0, c.tn}}};
  const std::array<UnlabelledValue, 2> unlabelled{
      {{1, c.unlabelled_passed}, {0, c.unlabelled - c.unlabelled_passed}}};
  const PredictionData data{labelled, unlabelled};
  out.lambda = out.method == CorrectionMethod::ppi ? 1 : tuned_lambda(data, convention);
  const NormalEstimate of = prediction_powered(data, *out.lambda, ddof);
  report(out, of, convention == PpiConvention::chen ? logit_limits(of, z) : normal_limits(of, z));
}

void post_stratify_plainly(Correction& out, const SubsetCounts& c, double z) noexcept {
  const bool pooled = out.method == CorrectionMethod::mle;
  if (!pooled && !(c.unlabelled > 0)) return refuse(out, Reason::too_few_items);
  if (!c.both_verdicts()) return refuse(out, Reason::empty_stratum);
  const Strata strata =
      pooled ? plain(c, c.all_passed, c.items) : plain(c, c.unlabelled_passed, c.unlabelled);
  const NormalEstimate of{.mean = strata.mean(), .standard_error = strata.standard_error()};
  report(out, of, logit_limits(of, z));
}

/// What the judge adds to the labels: rho^2 from the post-stratified shares, and the labels that
/// would be worth as much alone.
void weigh_judge(Correction& out, const SubsetCounts& c) noexcept {
  if (!c.both_verdicts()) return;
  const Strata strata = plain(c, c.all_passed, c.items);
  const double gap = strata.right_if_passed - strata.right_if_failed;
  const double truth = strata.mean() * (1 - strata.mean());
  const double verdict = strata.share * (1 - strata.share);
  if (!(truth > 0) || !(verdict > 0)) return;
  const double rho2 = std::min(1.0, gap * gap * verdict / truth);
  out.squared_correlation = rho2;
  out.equivalent_labels = c.labelled / (1 - rho2 + rho2 * (c.labelled / c.items));
}

}  // namespace

Result<Correction> correct_subset(const SubsetData& data, CorrectionMethod method, Level level,
                                  PpiConvention convention) noexcept {
  if (const auto error = check(data.labelled)) return *error;
  const auto [x, unlabelled] = data.unlabelled;
  if (x < 0 || unlabelled < 0 || unlabelled > max_count - data.labelled.total()) {
    return Error{Errc::not_integer, "unlabelled"};
  }
  if (x > unlabelled) return Error{Errc::count_exceeds_trials, "unlabelled"};
  if (const auto error = evenhand::check(level)) return *error;
  if (design_of(method) != Design::subset) return Error{Errc::unsupported, "method"};

  const Confusion& table = data.labelled;
  const SubsetCounts c(data);
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  const JudgeQuality quality =
      judge_quality(tally(table.tp, table.positives()), tally(table.tn, table.negatives()), level);
  Correction out{.level = level, .method = method, .design = Design::subset, .status = Status::ok};
  out.raw = wilson_estimate({.count = c.all_passed, .total = c.items}, z);
  out.sensitivity = quality.sensitivity;
  out.specificity = quality.specificity;
  out.youden = quality.youden;
  out.gold_only = wilson_estimate(tally(table.positives(), table.total()), z);
  weigh_judge(out, c);
  if (unlabelled > 0) {
    out.label_check_p =
        numeric::fisher_exact(c.passed, c.labelled, c.unlabelled_passed, c.unlabelled);
    out.flags.set_if(Flag::labels_not_random, *out.label_check_p < label_check_threshold);
  }
  switch (method) {
    case CorrectionMethod::ppi:
    case CorrectionMethod::ppi_pp: predict(out, c, z, convention); break;
    case CorrectionMethod::eif:
    case CorrectionMethod::mle: post_stratify_plainly(out, c, z); break;
    default: poststratify(out, c, z); break;
  }
  out.flags.set_if(Flag::too_few_labels, table.total() < enough_labels_subset);
  flag_width(out);
  return out;
}

}  // namespace evenhand::judge

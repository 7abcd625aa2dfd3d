// Items from before and after a cutoff.
#include <cmath>

#include "base/columns.hpp"
#include "evenhand/overlap/impact.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "numeric/ties.hpp"
#include "overlap/impact_parts.hpp"

namespace evenhand::overlap {
namespace {

/// A straight line through the items of one side, with HC3 variances.
struct Line {
  double intercept = 0;
  double slope = 0;
  double intercept_variance = 0;
  double slope_variance = 0;
};

/// Nothing when x does not vary, or when one item alone decides the slope: HC3 divides by one less
/// its leverage.
std::optional<Line> line_through(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 3 || numeric::all_tied(x)) return std::nullopt;
  const auto n = static_cast<double>(x.size());
  numeric::NeumaierSum x_sum;
  numeric::NeumaierSum y_sum;
  for (std::size_t i = 0; i < x.size(); ++i) {
    x_sum.add(x[i]);
    y_sum.add(y[i]);
  }
  const double x_mean = x_sum.value() / n;
  const double y_mean = y_sum.value() / n;
  numeric::NeumaierSum squares;
  numeric::NeumaierSum products;
  for (std::size_t i = 0; i < x.size(); ++i) {
    squares.add((x[i] - x_mean) * (x[i] - x_mean));
    products.add((x[i] - x_mean) * (y[i] - y_mean));
  }
  const double spread = squares.value();
  Line out;
  out.slope = products.value() / spread;
  out.intercept = y_mean - out.slope * x_mean;
  numeric::NeumaierSum slope_variance;
  numeric::NeumaierSum intercept_variance;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double distance = x[i] - x_mean;
    const double rest = 1 - 1 / n - distance * distance / spread;
    if (!(rest > 1e-10)) return std::nullopt;
    const double residual = (y[i] - y_mean - out.slope * distance) / rest;
    const double on_slope = distance / spread * residual;
    const double on_intercept = residual / n - x_mean * on_slope;
    slope_variance.add(on_slope * on_slope);
    intercept_variance.add(on_intercept * on_intercept);
  }
  out.slope_variance = slope_variance.value();
  out.intercept_variance = intercept_variance.value();
  return out;
}

RegressionTerm term_of(double estimate, double variance, double df, double quantile) noexcept {
  RegressionTerm out;
  out.estimate = estimate;
  out.standard_error = std::sqrt(variance);
  out.lower = estimate - quantile * out.standard_error;
  out.upper = estimate + quantile * out.standard_error;
  out.statistic = estimate / out.standard_error;
  out.p = numeric::student_two_sided(out.statistic, df);
  return out;
}

PresenceVerdict verdict_of(bool before, bool after) noexcept {
  if (before) return after ? PresenceVerdict::both : PresenceVerdict::before_only;
  return after ? PresenceVerdict::after_only : PresenceVerdict::neither;
}

/// The items of one side.
struct Side {
  std::vector<double> scores;
  std::vector<double> presence;
};

/// The regression has a parameter for each side's line, so that it is two lines.
std::optional<PresenceRegression> regression(const Side& before, const Side& after, Level level) {
  const auto old_line = line_through(before.presence, before.scores);
  const auto new_line = line_through(after.presence, after.scores);
  if (!old_line || !new_line) return std::nullopt;
  // Residuals of 0 on both sides leave nothing to judge a coefficient by.
  if (!(old_line->slope_variance > 0 && new_line->slope_variance > 0)) return std::nullopt;
  PresenceRegression out;
  out.df = static_cast<double>(before.scores.size() + after.scores.size()) - 4;
  const double quantile = numeric::student_quantile(out.df, 1 - level.value);
  const auto term = [&](double estimate, double variance) {
    return term_of(estimate, variance, out.df, quantile);
  };
  out.post = term(new_line->intercept - old_line->intercept,
                  new_line->intercept_variance + old_line->intercept_variance);
  out.slope_before = term(old_line->slope, old_line->slope_variance);
  out.slope_after = term(new_line->slope, new_line->slope_variance);
  out.interaction =
      term(new_line->slope - old_line->slope, new_line->slope_variance + old_line->slope_variance);
  out.verdict = verdict_of(out.slope_before.lower > 0, out.slope_after.lower > 0);
  return out;
}

bool finite(const RegressionTerm& term) noexcept {
  return std::isfinite(term.lower) && std::isfinite(term.upper) && std::isfinite(term.statistic) &&
         std::isfinite(term.p);
}

}  // namespace

Result<ChronologicalSplit> chronological_split(std::span<const double> scores,
                                               std::span<const double> dates,
                                               std::span<const std::int32_t> dated, double cutoff,
                                               std::span<const double> presence, Level level) {
  if (const auto error = check_column(scores, "scores")) return *error;
  const std::size_t items = scores.size();
  if (dates.size() != items) return Error{Errc::length_mismatch, "dates"};
  if (!dated.empty()) {
    if (const auto error = check_flags(dated, items, "dated")) return *error;
  }
  if (!std::isfinite(cutoff)) return Error{Errc::not_finite, "cutoff"};
  if (!presence.empty()) {
    if (const auto error = check_covariate(presence, items, "presence")) return *error;
  }
  if (const auto error = check(level)) return *error;
  ChronologicalSplit out;
  out.level = level;
  Side before;
  Side after;
  for (std::size_t i = 0; i < items; ++i) {
    if (!dated.empty() && dated[i] == 0) {
      ++out.undated;
      continue;
    }
    if (!std::isfinite(dates[i])) return Error{Errc::not_finite, "dates"};
    Side& side = dates[i] > cutoff ? after : before;
    side.scores.push_back(scores[i]);
    if (!presence.empty()) side.presence.push_back(presence[i]);
  }
  if (before.scores.empty() && after.scores.empty()) return Error{Errc::empty_sample, "dated"};
  out.binary = is_binary(before.scores) && is_binary(after.scores);
  constexpr auto no_old = ImpactReason::no_items_before;
  constexpr auto no_new = ImpactReason::no_items_after;
  out.before = subset_mean(before.scores, out.binary, level, no_old);
  out.after = subset_mean(after.scores, out.binary, level, no_new);
  const Contrast both = contrast(after.scores, before.scores, out.binary, level, no_new, no_old);
  out.difference = both.difference;
  out.test = both.test;
  out.test_p = both.test_p;
  if (presence.empty()) return out;
  out.presence = regression(before, after, level);
  if (!out.presence) {
    out.presence_reason = ImpactReason::no_line;
    return out;
  }
  for (const RegressionTerm& term : {out.presence->post, out.presence->slope_before,
                                     out.presence->slope_after, out.presence->interaction}) {
    if (!finite(term)) return Error{Errc::no_convergence, "presence"};
  }
  return out;
}

}  // namespace evenhand::overlap

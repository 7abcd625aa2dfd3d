#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "evenhand/judge/contrast.hpp"
#include "judge/contrast_parts.hpp"
#include "judge/estimates.hpp"
#include "numeric/propagation.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// Delta variance of a corrected share, with all shares as observed.
double delta_variance(const Correction& of, const Confusion& labels, double n) noexcept {
  const double t = *of.estimate;
  const double p = of.raw->estimate;
  const double q1 = of.sensitivity->estimate;
  const double q0 = of.specificity->estimate;
  const double j = of.youden->estimate;
  return (p * (1 - p) / n +
          (1 - t) * (1 - t) * q0 * (1 - q0) / static_cast<double>(labels.negatives()) +
          t * t * q1 * (1 - q1) / static_cast<double>(labels.positives())) /
         (j * j);
}

double correlation(const interval::PairedCounts& counts, const Correction& a, const Correction& b,
                   double variance_a, double variance_b) noexcept {
  const auto n = static_cast<double>(counts.items());
  const double covariance =
      (static_cast<double>(counts.both) / n - a.raw->estimate * b.raw->estimate) / n;
  const double scale = a.youden->estimate * b.youden->estimate * std::sqrt(variance_a * variance_b);
  if (!(scale > 0)) return 0;
  return std::clamp(covariance / scale, -1.0, 1.0);
}

/// Percentiles of the difference: Dirichlet(count + 1/2) on the four cells, Beta(count + 1/2) on
/// the four error rates, given both J > 0.
std::optional<numeric::Percentiles> propagate(const interval::PairedCounts& counts,
                                              const Confusion& a, const Confusion& b,
                                              double alpha) {
  constexpr double prior = 0.5;
  const auto jeffreys = [=](std::int64_t count) { return static_cast<double>(count) + prior; };
  numeric::BetaPropagation propagation;
  const double cells[] = {jeffreys(counts.both), jeffreys(counts.a_only), jeffreys(counts.b_only),
                          jeffreys(counts.neither)};
  propagation.add_dirichlet(cells);
  for (const Confusion& labels : {a, b}) {
    propagation.add(jeffreys(labels.tp), jeffreys(labels.fn));
    propagation.add(jeffreys(labels.tn), jeffreys(labels.fp));
  }
  if (!propagation.finite()) return std::nullopt;
  std::vector<double> draws;
  draws.reserve(numeric::propagation_points);
  propagation.run([&](std::span<const double> values) {
    double parts[4];
    numeric::break_stick(values.first(3), parts);
    const auto corrected = [](double p, double q1, double q0) {
      return std::clamp((p + q0 - 1) / (q0 + q1 - 1), 0.0, 1.0);
    };
    const double j_a = values[3] + values[4] - 1;
    const double j_b = values[5] + values[6] - 1;
    if (!(j_a > 0 && j_b > 0)) return;
    draws.push_back(corrected(parts[0] + parts[1], values[3], values[4]) -
                    corrected(parts[0] + parts[2], values[5], values[6]));
  });
  return numeric::percentiles(draws, alpha);
}

/// Upper limit of |theta (q1A - q1B) + (1 - theta) (q0B - q0A)|, by MOVER over four independent
/// shares with Wilson limits.
double unequal_errors_bound(double theta, const Correction& a, const Correction& b) noexcept {
  struct Term {
    double weight;
    const Estimate& share;
  };
  const Term terms[] = {{theta, *a.sensitivity},
                        {-theta, *b.sensitivity},
                        {1 - theta, *b.specificity},
                        {theta - 1, *a.specificity}};
  double centre = 0;
  double below = 0;
  double above = 0;
  for (const auto& [weight, share] : terms) {
    centre += weight * share.estimate;
    const double down = weight * (share.estimate - share.lower);
    const double up = weight * (share.upper - share.estimate);
    below += weight > 0 ? down * down : up * up;
    above += weight > 0 ? up * up : down * down;
  }
  return std::max(std::abs(centre - std::sqrt(below)), std::abs(centre + std::sqrt(above)));
}

std::optional<SignSafety> sign_safety(double difference, const Correction& a,
                                      const Correction& b) noexcept {
  if (!a.sensitivity || !a.specificity || !b.sensitivity || !b.specificity) return std::nullopt;
  SignSafety out{.difference = std::abs(difference)};
  for (const Correction* of : {&a, &b}) {
    if (of->estimate) {
      out.bound = std::max(out.bound, unequal_errors_bound(*of->estimate, a, b));
    } else {
      // Linear in theta: the largest is at an end.
      out.bound =
          std::max({out.bound, unequal_errors_bound(0, a, b), unequal_errors_bound(1, a, b)});
    }
  }
  out.safe = out.difference > out.bound;
  return out;
}

}  // namespace

Result<ModelContrast> contrast_models(const interval::PairedCounts& counts, const Confusion& a,
                                      const Confusion& b, const ContrastOptions& options) {
  if (const auto error = check(counts)) return *error;
  if (const auto error = check(a, "a")) return *error;
  if (const auto error = check(b, "b")) return *error;
  if (options.method != ContrastMethod::mover && options.method != ContrastMethod::propagation) {
    return Error{Errc::unsupported, "method"};
  }
  const auto correct = [&](std::int64_t positive, const Confusion& labels) {
    return correct_external({.judged = tally(positive, counts.items()),
                             .sensitivity = sensitivity_of(labels),
                             .specificity = specificity_of(labels)},
                            options.correction, options.level, options.gate);
  };
  const auto of_a = correct(counts.both + counts.a_only, a);
  if (!of_a) {
    return of_a.error().code == Errc::unsupported ? Error{Errc::unsupported, "correction"}
                                                  : of_a.error();
  }
  const auto of_b = correct(counts.both + counts.b_only, b);
  if (!of_b) return of_b.error();

  return contrast_corrected(counts, {a, *of_a}, {b, *of_b}, options);
}

Result<ModelContrast> contrast_corrected(const interval::PairedCounts& counts, const Corrected& a,
                                         const Corrected& b, const ContrastOptions& options) {
  const auto n = static_cast<double>(counts.items());
  ModelContrast out{.level = options.level, .method = options.method, .n = counts.items()};
  out.verdicts = static_cast<double>(counts.a_only - counts.b_only) / n;
  out.a = a.correction;
  out.b = b.correction;
  const Confusion both[] = {a.labels, b.labels};
  out.homogeneity = homogeneity(both, options.level);
  out.flags.set_if(ContrastFlag::calibration_differs,
                   out.homogeneity.verdict == CalibrationVerdict::differ);
  out.flags.set_if(ContrastFlag::calibration_unchecked,
                   out.homogeneity.verdict == CalibrationVerdict::unchecked);
  out.sign_safety = sign_safety(out.verdicts, out.a, out.b);
  out.flags.set_if(ContrastFlag::sign_not_safe, out.sign_safety && !out.sign_safety->safe);

  if (out.a.identified() && out.b.identified()) {
    out.status =
        out.a.status == Status::ok && out.b.status == Status::ok ? Status::ok : Status::boundary;
    const double variance_a = delta_variance(out.a, a.labels, n);
    const double variance_b = delta_variance(out.b, b.labels, n);
    out.correlation = correlation(counts, out.a, out.b, variance_a, variance_b);
    out.difference = mover(out.a, out.b, *out.correlation);
    if (options.method == ContrastMethod::propagation) {
      const auto found = propagate(counts, a.labels, b.labels, 1 - options.level.value);
      if (!found) return Error{Errc::no_convergence, "counts"};
      if (keeps_width(found->limits, out.difference, out.status)) {
        out.difference.lower = found->limits.lower;
        out.difference.upper = found->limits.upper;
        out.precision = found->precision;
      } else {
        out.method = ContrastMethod::mover;
      }
    }
    out.flags.set_if(ContrastFlag::sign_reversed, *out.difference.estimate * out.verdicts < 0);
  }
  finish(out.difference, out.flags);
  return out;
}

}  // namespace evenhand::judge

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "evenhand/judge/contrast.hpp"
#include "interval/clusters.hpp"
#include "judge/contrast_parts.hpp"
#include "judge/estimates.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// A difference of verdicts as it enters Fieller's theorem.
struct Verdicts {
  double difference;
  double variance;
  double z;
};

/// { x : (d - x J)^2 <= z^2 (V + x^2 V_J) } for J > 0, a quadratic a x^2 - 2 d J x + e <= 0.
void fieller(const Verdicts& d, const SmoothedYouden& j, bool sign_assumption,
             SharedContrast& out) noexcept {
  const double z2 = d.z * d.z;
  const double a = j.value * j.value - z2 * j.variance;
  const double e = d.difference * d.difference - z2 * d.variance;
  const double half = d.difference * j.value;
  // (d J)^2 - a e without its cancellation.
  const double square = z2 * (d.variance * a + d.difference * d.difference * j.variance);
  Difference& limits = out.difference;
  if (a > 0) {
    const double root = std::sqrt(std::max(0.0, square));
    limits.lower = (half - root) / a;
    limits.upper = (half + root) / a;
    return;
  }
  const bool ray = sign_assumption && square >= 0 && half != 0;
  if (!ray) {
    limits.estimate = std::nullopt;
    out.status = Status::not_identified;
    out.reason = Reason::judge_not_shown_better_than_chance;
    return;
  }
  // With a < 0 the set is what lies outside the roots; J > 0 keeps the ray on the side of d. The
  // root nearer to it is e / (half +- root): no division by a, which may be 0.
  const double end = e / (half + std::copysign(std::sqrt(square), half));
  (half > 0 ? limits.lower : limits.upper) = end;
  out.flags.set(ContrastFlag::one_sided_only);
  out.flags.set_if(ContrastFlag::direction_known, e > 0);
}

void resize(SharedContrast& out, const Tally& sensitivity, const Tally& specificity,
            const Verdicts& d, bool sign_assumption) noexcept {
  const auto refuse = [&](Reason reason) {
    out.reason = reason;
    out.flags.set(ContrastFlag::wide);
  };
  const JudgeQuality quality = judge_quality(sensitivity, specificity, out.level);
  out.youden = quality.youden;
  if (!quality.sensitivity) return refuse(Reason::no_positive_calibration);
  if (!quality.specificity) return refuse(Reason::no_negative_calibration);
  // On whole numbers, so that a J of exactly zero is seen.
  const double scaled = sensitivity.count * specificity.total +
                        specificity.count * sensitivity.total -
                        sensitivity.total * specificity.total;
  if (!(scaled > 0)) return refuse(Reason::judge_at_or_below_chance);
  const SmoothedYouden j = smoothed_youden(sensitivity, specificity);
  if (!(j.value > 0)) return refuse(Reason::judge_not_shown_better_than_chance);

  const double raw = out.verdicts * (sensitivity.total * specificity.total) / scaled;
  out.status = std::abs(raw) <= 1 ? Status::ok : Status::boundary;
  out.difference.estimate = std::clamp(raw, -1.0, 1.0);
  const double ratio = d.difference / j.value;
  const double error = std::sqrt(d.variance + ratio * ratio * j.variance) / j.value;
  out.delta = Interval{.lower = ratio - d.z * error, .upper = ratio + d.z * error};
  fieller(d, j, sign_assumption, out);
  // A set that misses [-1, 1] would be cut to a point: the nearest difference of verdicts that is
  // possible, J, takes the place of the one that is not.
  if (out.difference.lower >= 1 || out.difference.upper <= -1) {
    const double nearest = std::copysign(j.value, d.difference);
    out.difference.lower = -1;
    out.difference.upper = 1;
    fieller({.difference = nearest, .variance = d.variance, .z = d.z}, j, sign_assumption, out);
  }
  finish(out.difference, out.flags);
}

std::optional<Error> check_calibration(const Tally& sensitivity, const Tally& specificity,
                                       Level level) noexcept {
  if (const auto error = check(sensitivity, "sensitivity")) return error;
  if (const auto error = check(specificity, "specificity")) return error;
  return evenhand::check(level);
}

/// The difference of verdicts with one item added to each side.
Verdicts smoothed(const interval::PairedCounts& counts, double z) noexcept {
  const double total = static_cast<double>(counts.items()) + 2;
  const auto a_only = static_cast<double>(counts.a_only);
  const auto b_only = static_cast<double>(counts.b_only);
  const double d = (a_only - b_only) / total;
  return {.difference = d, .variance = ((a_only + b_only + 2) / total - d * d) / total, .z = z};
}

SharedContrast counted(const interval::PairedCounts& counts, Level level) noexcept {
  SharedContrast out{.level = level, .n = counts.items(), .counts = counts};
  out.verdicts = static_cast<double>(counts.a_only - counts.b_only) / static_cast<double>(out.n);
  out.test = interval::mcnemar_test(counts.a_only, counts.b_only);
  return out;
}

}  // namespace

Result<SharedContrast> contrast_shared(const interval::PairedCounts& counts,
                                       const Tally& sensitivity, const Tally& specificity,
                                       Level level, bool sign_assumption) {
  if (const auto error = check(counts)) return *error;
  if (const auto error = check_calibration(sensitivity, specificity, level)) return *error;
  SharedContrast out = counted(counts, level);
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  resize(out, sensitivity, specificity, smoothed(counts, z), sign_assumption);
  return out;
}

Result<SharedContrast> contrast_shared_clusters(const PairedRows& rows, const Tally& sensitivity,
                                                const Tally& specificity, Level level,
                                                bool sign_assumption) {
  if (rows.a.empty()) return Error{Errc::empty_sample, "a"};
  if (rows.b.size() != rows.a.size()) return Error{Errc::length_mismatch, "b"};
  if (const auto error = check_calibration(sensitivity, specificity, level)) return *error;
  const auto clusters = interval::make_clusters(rows.clusters, rows.a.size(), "clusters");
  if (!clusters) return clusters.error();
  if (clusters->count() < 2) return Error{Errc::too_few, "clusters", 2};
  interval::PairedCounts counts;
  std::vector<double> sums(clusters->count());
  for (std::size_t i = 0; i < rows.a.size(); ++i) {
    if (rows.a[i] != 0 && rows.a[i] != 1) return Error{Errc::not_binary, "a"};
    if (rows.b[i] != 0 && rows.b[i] != 1) return Error{Errc::not_binary, "b"};
    const bool a = rows.a[i] == 1;
    const bool b = rows.b[i] == 1;
    ++(a ? (b ? counts.both : counts.a_only) : (b ? counts.b_only : counts.neither));
    sums[static_cast<std::size_t>(clusters->of_item[i])] += rows.a[i] - rows.b[i];
  }
  SharedContrast out = counted(counts, level);
  const auto groups = static_cast<double>(clusters->count());
  const auto n = static_cast<double>(out.n);
  double variance = 0;
  for (std::size_t g = 0; g < sums.size(); ++g) {
    // n S_g - n_g S is a whole number: groups that do not vary give exactly zero.
    const double deviation =
        (n * sums[g] - clusters->sizes[g] * static_cast<double>(counts.a_only - counts.b_only)) / n;
    variance += deviation * deviation;
  }
  variance *= groups / (groups - 1) / (n * n);
  ClusterTest test{.clusters = static_cast<std::int64_t>(clusters->count()),
                   .standard_error = std::sqrt(variance),
                   .df = groups - 1};
  Verdicts d = smoothed(counts, numeric::two_sided_normal_quantile(1 - level.value));
  if (variance > 0) {
    test.t = out.verdicts / test.standard_error;
    test.p = numeric::student_two_sided(*test.t, test.df);
    d = {.difference = out.verdicts,
         .variance = variance,
         .z = numeric::student_quantile(test.df, 1 - level.value)};
  } else {
    out.flags.set(ContrastFlag::clusters_do_not_vary);
  }
  out.clusters = test;
  resize(out, sensitivity, specificity, d, sign_assumption);
  return out;
}

}  // namespace evenhand::judge

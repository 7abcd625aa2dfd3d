#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "evenhand/judge/contrast.hpp"
#include "judge/contrast_parts.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// Values of f and of D, in the order of the counts.
constexpr std::array<double, 3> steps{-1, 0, 1};

struct Stratum {
  std::array<double, 3> labels;  ///< by D
  double items;

  [[nodiscard]] double labelled() const noexcept { return labels[0] + labels[1] + labels[2]; }
};

using Strata = std::array<Stratum, 3>;

std::optional<Error> check_counts(std::span<const double> counts,
                                  std::string_view argument) noexcept {
  for (const double count : counts) {
    if (!std::isfinite(count)) return Error{Errc::not_finite, argument};
    if (count < 0 || count > static_cast<double>(max_count) || count != std::floor(count)) {
      return Error{Errc::not_integer, argument};
    }
  }
  return std::nullopt;
}

/// Post-stratified by f, with a third of a label on D = -1 and on D = 1 in every stratum and z^2/3
/// items of each f: never without width.
void post_stratify(const Strata& strata, double items, double z, SubsetContrast& out) noexcept {
  constexpr double pseudo = 1.0 / 3;
  const double z2 = z * z;
  double square = 0;
  double variance = 0;
  for (const Stratum& stratum : strata) {
    const double labels = stratum.labelled() + 2 * pseudo;
    const double mean = (stratum.labels[2] - stratum.labels[0]) / labels;
    const double spread =
        (stratum.labels[2] + stratum.labels[0] + 2 * pseudo) / labels - mean * mean;
    const double share = (stratum.items + z2 / 3) / (items + z2);
    out.estimate += share * mean;
    square += share * mean * mean;
    variance += share * share * spread / labels;
  }
  variance += (square - out.estimate * out.estimate) / (items + z2);
  out.standard_error = std::sqrt(std::max(0.0, variance));
  Difference limits{.estimate = out.estimate,
                    .lower = out.estimate - z * out.standard_error,
                    .upper = out.estimate + z * out.standard_error};
  finish(limits, out.flags);
  out.lower = limits.lower;
  out.upper = limits.upper;
}

/// PPI++ with the weight of ppi_py; variances with divisor n.
void power_tuned(const Strata& strata, double items, double z, SubsetContrast& out) noexcept {
  double m = 0;
  double sum_f = 0;
  double sum_d = 0;
  double all_f = 0;
  for (std::size_t f = 0; f < 3; ++f) {
    m += strata[f].labelled();
    sum_f += steps[f] * strata[f].labelled();
    all_f += steps[f] * strata[f].items;
    for (std::size_t d = 0; d < 3; ++d) sum_d += steps[d] * strata[f].labels[d];
  }
  const double rest = items - m;
  const double mean_f = sum_f / m;
  const double mean_d = sum_d / m;
  const double mean_rest = (all_f - sum_f) / rest;
  const double mean_all = all_f / items;
  double covariance = 0;
  double pooled = 0;
  double of_rest = 0;
  for (std::size_t f = 0; f < 3; ++f) {
    const double unlabelled = strata[f].items - strata[f].labelled();
    pooled += strata[f].items * (steps[f] - mean_all) * (steps[f] - mean_all);
    of_rest += unlabelled * (steps[f] - mean_rest) * (steps[f] - mean_rest);
    for (std::size_t d = 0; d < 3; ++d) {
      covariance += strata[f].labels[d] * (steps[f] - mean_f) * (steps[d] - mean_d);
    }
  }
  pooled /= items - 1;
  double lambda = pooled > 0 ? covariance / m / ((1 + m / rest) * pooled) : 0.0;
  lambda = std::clamp(lambda, 0.0, 1.0);
  out.lambda = lambda;
  out.estimate = lambda * mean_rest + mean_d - lambda * mean_f;
  double residual = 0;
  for (std::size_t f = 0; f < 3; ++f) {
    for (std::size_t d = 0; d < 3; ++d) {
      const double off = steps[d] - mean_d - lambda * (steps[f] - mean_f);
      residual += strata[f].labels[d] * off * off;
    }
  }
  out.standard_error = std::sqrt(lambda * lambda * (of_rest / rest) / rest + residual / m / m);
  out.lower = out.estimate - z * out.standard_error;
  out.upper = out.estimate + z * out.standard_error;
  out.flags.set_if(ContrastFlag::collapsed, out.standard_error == 0);
  out.flags.set_if(ContrastFlag::wide, out.upper - out.lower >= wide_difference);
}

}  // namespace

Result<SubsetContrast> contrast_subset(const SubsetPairs& pairs, ContrastMethod method,
                                       Level level) {
  if (pairs.labelled.size() != 9) return Error{Errc::length_mismatch, "labelled"};
  if (pairs.items.size() != 3) return Error{Errc::length_mismatch, "items"};
  if (const auto error = check_counts(pairs.labelled, "labelled")) return *error;
  if (const auto error = check_counts(pairs.items, "items")) return *error;
  if (method != ContrastMethod::paired_poststrat && method != ContrastMethod::ppi_compare) {
    return Error{Errc::unsupported, "method"};
  }
  if (const auto error = evenhand::check(level)) return *error;

  Strata strata{};
  double labelled = 0;
  double items = 0;
  SubsetContrast out{.level = level, .method = method};
  for (std::size_t f = 0; f < 3; ++f) {
    for (std::size_t d = 0; d < 3; ++d) {
      strata[f].labels[d] = pairs.labelled[3 * f + d];
      out.labels += steps[d] * strata[f].labels[d];
    }
    strata[f].items = pairs.items[f];
    if (strata[f].labelled() > strata[f].items) {
      return Error{Errc::count_exceeds_trials, "labelled"};
    }
    labelled += strata[f].labelled();
    items += strata[f].items;
    out.verdicts += steps[f] * strata[f].items;
    out.flags.set_if(ContrastFlag::empty_stratum, strata[f].items > 0 && strata[f].labelled() == 0);
  }
  if (labelled == 0) return Error{Errc::empty_sample, "labelled"};
  if (items > static_cast<double>(max_count)) return Error{Errc::not_integer, "items"};
  out.labelled = static_cast<std::int64_t>(labelled);
  out.items = static_cast<std::int64_t>(items);
  out.labels /= labelled;
  out.verdicts /= items;
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  if (method == ContrastMethod::paired_poststrat) {
    post_stratify(strata, items, z, out);
  } else {
    if (labelled == items) return Error{Errc::empty_sample, "items"};
    power_tuned(strata, items, z, out);
  }
  return out;
}

}  // namespace evenhand::judge

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "evenhand/judge/contrast.hpp"
#include "judge/contrast_parts.hpp"
#include "judge/prediction_powered.hpp"
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

/// PPI++ of D by f.
void power_tuned(const Strata& strata, double z, PpiConvention convention,
                 SubsetContrast& out) noexcept {
  std::array<LabelledValue, 9> labelled{};
  std::array<UnlabelledValue, 3> unlabelled{};
  for (std::size_t f = 0; f < 3; ++f) {
    unlabelled[f] = {steps[f], strata[f].items - strata[f].labelled()};
    for (std::size_t d = 0; d < 3; ++d) {
      labelled[3 * f + d] = {steps[f], steps[d], strata[f].labels[d]};
    }
  }
  const PredictionData data{labelled, unlabelled};
  out.convention = convention;
  out.lambda = tuned_lambda(data, convention);
  const NormalEstimate of = prediction_powered(data, *out.lambda, ddof_of(convention));
  out.estimate = of.mean;
  out.standard_error = of.standard_error;
  out.lower = of.mean - z * of.standard_error;
  out.upper = of.mean + z * of.standard_error;
  out.flags.set_if(ContrastFlag::collapsed, out.standard_error == 0);
  out.flags.set_if(ContrastFlag::wide, out.upper - out.lower >= wide_difference);
}

}  // namespace

Result<SubsetContrast> contrast_subset(const SubsetPairs& pairs, ContrastMethod method, Level level,
                                       PpiConvention convention) {
  if (pairs.labelled.size() != 9) return Error{Errc::length_mismatch, "labelled"};
  if (pairs.items.size() != 3) return Error{Errc::length_mismatch, "items"};
  if (const auto error = check_counts(pairs.labelled, "labelled")) return *error;
  if (const auto error = check_counts(pairs.items, "items")) return *error;
  if (method != ContrastMethod::paired_poststrat && method != ContrastMethod::ppi_compare) {
    return Error{Errc::unsupported, "method"};
  }
  const bool powered = method == ContrastMethod::ppi_compare;
  if (powered && convention == PpiConvention::chen) return Error{Errc::unsupported, "convention"};
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
  if (powered) {
    const double ddof = ddof_of(convention);
    if (labelled == items) return Error{Errc::empty_sample, "items"};
    if (labelled <= ddof) return Error{Errc::too_few, "labelled"};
    if (items - labelled <= ddof) return Error{Errc::too_few, "items"};
    power_tuned(strata, z, convention, out);
  } else {
    post_stratify(strata, items, z, out);
  }
  return out;
}

}  // namespace evenhand::judge

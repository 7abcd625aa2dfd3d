#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "evenhand/judge/categories.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check(const CategoryData& data, Level level) noexcept {
  if (data.unlabelled.size() < 2) return Error{Errc::too_few, "unlabelled", 2};
  if (std::cmp_greater(data.unlabelled.size(), most_categories)) {
    return Error{Errc::value_out_of_range, "unlabelled"};
  }
  for (const std::int32_t count : data.unlabelled) {
    if (count < 0) return Error{Errc::not_integer, "unlabelled"};
  }
  if (data.verdict.empty()) return Error{Errc::empty_sample, "verdict"};
  if (data.truth.size() != data.verdict.size()) return Error{Errc::length_mismatch, "truth"};
  if (!std::isfinite(data.lower)) return Error{Errc::not_finite, "lower"};
  if (!std::isfinite(data.upper)) return Error{Errc::not_finite, "upper"};
  if (!(data.lower < data.upper) || !std::isfinite(data.upper - data.lower)) {
    return Error{Errc::value_out_of_bounds, "upper"};
  }
  for (const std::int32_t verdict : data.verdict) {
    if (verdict < 0 || static_cast<std::size_t>(verdict) >= data.unlabelled.size()) {
      return Error{Errc::value_out_of_range, "verdict"};
    }
  }
  for (const double truth : data.truth) {
    if (!std::isfinite(truth)) return Error{Errc::not_finite, "truth"};
    if (truth < data.lower || truth > data.upper) return Error{Errc::value_out_of_bounds, "truth"};
  }
  return evenhand::check(level);
}

/// Labels of one verdict on the scale where the bounds are 0 and 1.
struct Stratum {
  numeric::NeumaierSum sum;
  numeric::NeumaierSum squares;
  double labels = 0;
  double items = 0;
};

}  // namespace

Result<CategoryCorrection> correct_categories(const CategoryData& data, Level level) {
  if (const auto error = check(data, level)) return *error;
  const double range = data.upper - data.lower;
  const auto categories = static_cast<double>(data.unlabelled.size());
  std::vector<Stratum> strata(data.unlabelled.size());
  numeric::NeumaierSum all_labels;
  for (std::size_t i = 0; i < data.verdict.size(); ++i) {
    Stratum& stratum = strata[static_cast<std::size_t>(data.verdict[i])];
    const double truth = (data.truth[i] - data.lower) / range;
    stratum.sum.add(truth);
    stratum.squares.add(truth * truth);
    stratum.labels += 1;
    all_labels.add(truth);
  }
  const auto labelled = static_cast<double>(data.verdict.size());
  double items = labelled;
  for (std::size_t k = 0; k < strata.size(); ++k) {
    strata[k].items = strata[k].labels + data.unlabelled[k];
    items += data.unlabelled[k];
  }

  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  const double pseudo = 2 / categories;  // at each bound; more would drown the labels of a stratum
  CategoryCorrection out{.level = level,
                         .labelled = static_cast<std::int64_t>(data.verdict.size()),
                         .items = static_cast<std::int64_t>(items)};
  numeric::NeumaierSum plain;
  numeric::NeumaierSum centre;
  numeric::NeumaierSum within;
  for (const Stratum& stratum : strata) {
    const double size = stratum.labels + 2 * pseudo;
    const double mean = (stratum.sum.value() + pseudo) / size;
    // Sum of squares about the mean, the pseudo-values 0 and 1 among them; above 0.
    const double spread = (stratum.squares.value() + pseudo) / size - mean * mean;
    const double share = (stratum.items + z * z / categories) / (items + z * z);
    centre.add(share * mean);
    within.add(share * share * std::max(0.0, spread) / size);
    CategoryStratum reported{.labelled = static_cast<std::int64_t>(stratum.labels),
                             .items = static_cast<std::int64_t>(stratum.items),
                             .smoothed = data.lower + range * mean};
    if (stratum.labels > 0) {
      const double labels_mean = stratum.sum.value() / stratum.labels;
      reported.mean = std::clamp(data.lower + range * labels_mean, data.lower, data.upper);
      plain.add(stratum.items / items * labels_mean);
    } else {
      out.flags.set(Flag::empty_stratum);
      out.flags.set_if(Flag::smoothed_estimate, stratum.items > 0);
    }
    out.strata.push_back(reported);
  }
  numeric::NeumaierSum between;
  for (const Stratum& stratum : strata) {
    const double size = stratum.labels + 2 * pseudo;
    const double gap = (stratum.sum.value() + pseudo) / size - centre.value();
    between.add((stratum.items + z * z / categories) / (items + z * z) * gap * gap);
  }
  const double error = std::sqrt(within.value() + between.value() / (items + z * z));
  const auto scaled = [&](double value) {
    return std::clamp(data.lower + range * value, data.lower, data.upper);
  };
  out.smoothed = scaled(centre.value());
  out.standard_error = range * error;
  out.estimate = scaled(out.flags.has(Flag::smoothed_estimate) ? centre.value() : plain.value());
  out.lower = scaled(centre.value() - z * error);
  out.upper = scaled(centre.value() + z * error);
  out.gold_only = scaled(all_labels.value() / labelled);
  out.flags.set_if(Flag::too_few_labels, out.labelled < enough_labels_subset);
  out.flags.set_if(Flag::uninformative, out.upper - out.lower >= 0.95 * range);
  return out;
}

}  // namespace evenhand::judge

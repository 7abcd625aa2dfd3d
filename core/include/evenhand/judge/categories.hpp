/// A score from labels on a random subset when the judge gives one of K verdicts and the labels may
/// be grades: post-stratification by verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/judge/correction.hpp"

namespace evenhand::judge {

/// Verdicts are numbered 0 .. K-1, K being the length of `unlabelled`.
struct CategoryData {
  std::span<const std::int32_t> verdict;     ///< of each labelled item
  std::span<const double> truth;             ///< its label, within [lower, upper]
  std::span<const std::int32_t> unlabelled;  ///< how many unlabelled items got each verdict
  double lower = 0;                          ///< least possible truth
  double upper = 1;                          ///< largest possible truth, above `lower`
};

/// The items with one verdict.
struct CategoryStratum {
  std::int64_t labelled = 0;
  std::int64_t items = 0;                     ///< labelled or not
  std::optional<double> mean = std::nullopt;  ///< of the labels; absent without labels
  double smoothed = 0;                        ///< mean with the pseudo-values
};

/// The mean truth of all items, in its unit.
struct CategoryCorrection {
  double estimate = 0;
  double lower = 0;  ///< within the bounds of the truth, always below `upper`
  double upper = 1;
  double smoothed = 0;        ///< the centre of the interval before it was cut
  double standard_error = 0;  ///< of `smoothed`, above 0
  Level level = {};
  CorrectionMethod method = CorrectionMethod::poststrat;
  double gold_only = 0;  ///< mean of the labels alone
  std::int64_t labelled = 0;
  std::int64_t items = 0;
  std::vector<CategoryStratum> strata = {};
  Flags flags = {};  ///< empty_stratum, smoothed_estimate, too_few_labels, uninformative
};

/// Most kinds of verdict.
inline constexpr std::int64_t most_categories = 1'000;

/// Smoothed post-stratification: in every stratum 2/K pseudo-values at each bound, z^2/K
/// pseudo-items of each verdict. With two verdicts and truths 0 and 1 it is `poststrat` of
/// correct_subset. The estimate is the plain post-stratified mean where every verdict that occurs
/// has labels. No condition on what the verdicts mean. Errors: too_few ("unlabelled": below 2
/// verdicts), value_out_of_range ("unlabelled": more than most_categories; "verdict"),
/// empty_sample, length_mismatch ("truth"), not_finite, value_out_of_bounds ("truth": outside the
/// bounds; "upper": not above `lower`), not_integer
/// ("unlabelled": negative), level_out_of_range.
/// Source: Cochran 1977, Sampling Techniques, section 5A.9; the pseudo-values:
/// core/methods/judge.md.
[[nodiscard]] Result<CategoryCorrection> correct_categories(const CategoryData& data,
                                                            Level level = {});

}  // namespace evenhand::judge

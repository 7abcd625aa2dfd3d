// The four buckets of Llama 2.
#include <cmath>

#include "base/columns.hpp"
#include "evenhand/overlap/impact.hpp"
#include "numeric/sums.hpp"
#include "overlap/impact_parts.hpp"

namespace evenhand::overlap {
namespace {

constexpr double clean_below = 0.2;
constexpr double dirty_from = 0.8;
/// A bucket differs from all items when |Z| is larger.
constexpr double critical_z = 2;

/// Scores of a bucket, added up.
struct Sum {
  std::int64_t items = 0;
  numeric::NeumaierSum scores;  ///< less the centre

  void add(double score) noexcept {
    ++items;
    scores.add(score);
  }
};

Bucket bucket_of(const Moments& moments, const Sum& sum, ImpactReason if_empty) noexcept {
  Bucket out;
  out.items = sum.items;
  if (sum.items == 0) {
    out.z = out.z_fp = missing(if_empty);
    return out;
  }
  const auto items = static_cast<double>(sum.items);
  out.mean = sum.scores.value() / items + moments.centre;
  if (moments.equal) {
    out.z = out.z_fp = missing(ImpactReason::equal_scores);
    return out;
  }
  const double excess = moments.excess(sum.scores.value(), items);
  const double deviation = moments.binary ? moments.sigma : moments.sample_sigma;
  out.z = known(excess / (std::sqrt(items) * deviation));
  out.z_fp = items < moments.count() ? known(excess * moments.z_fp_scale(items))
                                     : missing(ImpactReason::whole_set);
  return out;
}

/// Whether all four buckets lie beyond |Z| = 2 on the side that contamination would have them.
bool is_affected(const BucketRow& row, ImpactNumber Bucket::*z) noexcept {
  const auto z_of = [z](const Bucket& bucket) { return (bucket.*z).value.value_or(0); };
  return z_of(row.clean) < -critical_z && z_of(row.not_clean) > critical_z &&
         z_of(row.not_dirty) < -critical_z && z_of(row.dirty) > critical_z;
}

}  // namespace

Result<BucketTable> llama2_buckets(std::span<const double> scores, std::span<const double> coverage,
                                   std::span<const std::int32_t> lengths) {
  const Result<Moments> made = moments_of({.scores = scores, .reference = {}});
  if (!made) return made.error();
  const Moments& moments = *made;
  if (lengths.empty()) return Error{Errc::empty_sample, "lengths"};
  for (const std::int32_t length : lengths) {
    if (length < 1) return Error{Errc::value_out_of_range, "lengths"};
  }
  const std::size_t items = scores.size();
  if (const auto error = check_covariate(coverage, items * lengths.size(), "coverage")) {
    return *error;
  }
  for (const double share : coverage) {
    if (!(share >= 0 && share <= 1)) return Error{Errc::rate_out_of_range, "coverage"};
  }
  BucketTable out;
  out.items = static_cast<std::int64_t>(items);
  out.binary = moments.binary;
  out.mean = moments.mean;
  for (std::size_t l = 0; l < lengths.size(); ++l) {
    Sum clean;
    Sum not_clean;
    Sum not_dirty;
    Sum dirty;
    for (std::size_t i = 0; i < items; ++i) {
      const double share = coverage[l * items + i];
      const double score = moments.values[i] - moments.centre;
      (share < clean_below ? clean : not_clean).add(score);
      (share < dirty_from ? not_dirty : dirty).add(score);
    }
    BucketRow row;
    row.length = lengths[l];
    row.clean = bucket_of(moments, clean, ImpactReason::no_clean_items);
    row.not_clean = bucket_of(moments, not_clean, ImpactReason::no_dirty_items);
    row.not_dirty = bucket_of(moments, not_dirty, ImpactReason::no_clean_items);
    row.dirty = bucket_of(moments, dirty, ImpactReason::no_dirty_items);
    row.affected = is_affected(row, &Bucket::z);
    row.affected_fp = is_affected(row, &Bucket::z_fp);
    if (row.affected && row.length > out.largest_affected.value_or(0)) {
      out.largest_affected = row.length;
    }
    if (row.affected_fp && row.length > out.largest_affected_fp.value_or(0)) {
      out.largest_affected_fp = row.length;
    }
    out.rows.push_back(row);
  }
  return out;
}

}  // namespace evenhand::overlap

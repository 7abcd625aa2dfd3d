#include "evenhand/judge/clustered.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "interval/clusters.hpp"
#include "judge/estimates.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// Values of 0 and 1 with the group of each.
struct Rows {
  std::vector<std::int32_t> values;
  std::vector<std::int32_t> clusters;
};

Tally effective(const EffectiveShare& share) noexcept {
  return {.count = share.effective_count, .total = share.effective_rows, .whole = false};
}

}  // namespace

Result<EffectiveShare> effective_share(std::span<const std::int32_t> values,
                                       std::span<const std::int32_t> clusters, Level level) {
  if (values.empty()) return Error{Errc::empty_sample, "values"};
  if (const auto error = evenhand::check(level)) return *error;
  const auto groups = interval::make_clusters(clusters, values.size(), "clusters");
  if (!groups) return groups.error();
  if (groups->count() < 2) return Error{Errc::too_few, "clusters", 2};
  std::vector<double> sums(groups->count());
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] != 0 && values[i] != 1) return Error{Errc::not_binary, "values"};
    sums[static_cast<std::size_t>(groups->of_item[i])] += values[i];
    sum += values[i];
  }
  const auto n = static_cast<double>(values.size());
  const auto count = static_cast<double>(groups->count());
  EffectiveShare out{.rows = static_cast<std::int64_t>(values.size()),
                     .clusters = static_cast<std::int64_t>(groups->count()),
                     .share = sum / n};
  double variance = 0;
  for (std::size_t g = 0; g < sums.size(); ++g) {
    // On whole numbers, so that groups that do not vary give exactly zero.
    const double deviation = (n * sums[g] - groups->sizes[g] * sum) / n;
    variance += deviation * deviation;
  }
  variance *= count / (count - 1) / (n * n);
  out.standard_error = std::sqrt(variance);
  out.effective_rows = variance > 0 ? std::min(n, out.share * ((n - sum) / n) / variance) : n;
  out.effective_count = out.share * out.effective_rows;
  out.design_effect = n / out.effective_rows;
  out.t = numeric::student_quantile(count - 1, 1 - level.value);
  return out;
}

Result<ClusteredCorrection> correct_clustered(const ClusteredRows& rows, CorrectionMethod method,
                                              Level level, std::optional<bool> gate) {
  const std::size_t n = rows.verdict.size();
  if (n == 0) return Error{Errc::empty_sample, "verdict"};
  if (rows.human.size() != n) return Error{Errc::length_mismatch, "human"};
  if (rows.clusters.size() != n) return Error{Errc::length_mismatch, "clusters"};
  if (method == CorrectionMethod::known || method == CorrectionMethod::poststrat) {
    return Error{Errc::unsupported, "method"};
  }
  if (const auto error = evenhand::check(level)) return *error;
  Rows judged;
  Rows right;
  Rows wrong;
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t verdict = rows.verdict[i];
    if (verdict != 0 && verdict != 1) return Error{Errc::value_out_of_range, "verdict"};
    const std::int32_t human = rows.human[i];
    if (human != label_missing && human != label_negative && human != label_positive) {
      return Error{Errc::value_out_of_range, "human"};
    }
    Rows& into = human == label_missing ? judged : human == label_positive ? right : wrong;
    into.values.push_back(human == label_negative ? 1 - verdict : verdict);
    into.clusters.push_back(rows.clusters[i]);
  }
  if (judged.values.empty()) return Error{Errc::empty_sample, "verdict"};

  ClusteredCorrection out;
  ExternalData data{};
  double t = 0;
  struct Part {
    const Rows& rows;
    std::optional<EffectiveShare>& share;
    Tally& tally;
  };
  for (const auto& [of, share, tally] :
       {Part{judged, out.judged, data.judged}, Part{right, out.sensitivity, data.sensitivity},
        Part{wrong, out.specificity, data.specificity}}) {
    if (of.values.empty()) continue;
    const auto found = effective_share(of.values, of.clusters, level);
    if (!found) return found.error();
    share = *found;
    tally = effective(*found);
    t = std::max(t, found->t);
  }
  // Every formula takes its z from a level: the one whose normal quantile is t.
  const Level wider{1 - numeric::normal_two_sided(t)};
  const Level used = evenhand::check(wider) ? level : wider;
  const auto corrected = correct_checked(data, method, used, gate);
  if (!corrected) return corrected.error();
  out.correction = *corrected;
  out.correction.level = level;
  return out;
}

}  // namespace evenhand::judge

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "evenhand/compare/multiplicity.hpp"
#include "judge/contrast_parts.hpp"
#include "judge/estimates.hpp"
#include "numeric/hypergeometric.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// Below this expected count the large-sample tests of two groups are not trusted.
constexpr double least_expected = 5;

/// Absent for published rates, whose counts need not be whole.
std::optional<double> fisher(const Tally& a, const Tally& b) noexcept {
  if (a.count != std::floor(a.count) || b.count != std::floor(b.count)) return std::nullopt;
  return numeric::fisher_exact(a.count, a.total, b.count, b.total);
}

std::optional<HomogeneityTest> test(const std::vector<Tally>& groups) noexcept {
  if (groups.size() < 2) return std::nullopt;
  HomogeneityTest out{.groups = static_cast<std::int64_t>(groups.size()),
                      .df = static_cast<double>(groups.size()) - 1};
  double count = 0;
  double total = 0;
  for (const Tally& group : groups) {
    count += group.count;
    total += group.total;
  }
  double smallest = HUGE_VAL;
  const auto add = [&](double observed, double expected) {
    // Nothing is expected only where nothing is observed.
    if (expected > 0) {
      out.pearson += (observed - expected) * (observed - expected) / expected;
    }
    if (observed > 0) out.g += 2 * observed * std::log(observed / expected);
    smallest = std::min(smallest, expected);
  };
  for (const Tally& group : groups) {
    add(group.count, group.total * (count / total));
    add(group.total - group.count, group.total * ((total - count) / total));
  }
  out.g = std::max(0.0, out.g);
  out.g_p = numeric::chi_square_complement(out.g, out.df);
  out.pearson_p = numeric::chi_square_complement(out.pearson, out.df);
  if (groups.size() == 2) out.fisher_p = fisher(groups[0], groups[1]);
  // With few labels in many groups G is far above its degrees of freedom on equal shares; the mean
  // of Pearson's statistic stays right.
  const bool sparse = smallest < least_expected;
  out.by_fisher = out.fisher_p && sparse;
  out.by_pearson = sparse && !out.by_fisher;
  out.p = out.by_fisher ? *out.fisher_p : out.by_pearson ? out.pearson_p : out.g_p;
  return out;
}

}  // namespace

CalibrationHomogeneity homogeneity(std::span<const Confusion> models, Level level) {
  CalibrationHomogeneity out;
  std::vector<Tally> right;
  std::vector<Tally> wrong;
  for (const Confusion& labels : models) {
    const Tally sensitivity = sensitivity_of(labels);
    const Tally specificity = specificity_of(labels);
    out.models.push_back(judge_quality(sensitivity, specificity, level));
    if (sensitivity.total > 0) right.push_back(sensitivity);
    if (specificity.total > 0) wrong.push_back(specificity);
  }
  out.sensitivity = test(right);
  out.specificity = test(wrong);
  std::vector<double> p;
  for (const auto* one : {&out.sensitivity, &out.specificity}) {
    if (*one) p.push_back((*one)->p);
  }
  if (!p.empty()) {
    const auto adjusted = compare::adjust_p_values(p, compare::Multiplicity::holm);
    if (adjusted) {
      auto next = adjusted->adjusted.begin();
      for (auto* one : {&out.sensitivity, &out.specificity}) {
        if (*one) (*one)->p_adjusted = *next++;
      }
    }
  }
  const auto differs = [](const std::optional<HomogeneityTest>& one) {
    return one && one->p_adjusted < homogeneity_threshold;
  };
  if (differs(out.sensitivity) || differs(out.specificity)) {
    out.verdict = CalibrationVerdict::differ;
  } else if (out.sensitivity && out.specificity) {
    out.verdict = CalibrationVerdict::not_shown_to_differ;
  }
  if (models.size() == 2 && right.size() == 2 && wrong.size() == 2) {
    const double difference = out.models[0].youden->estimate - out.models[1].youden->estimate;
    const double error = std::sqrt(smoothed_youden(right[0], wrong[0]).variance +
                                   smoothed_youden(right[1], wrong[1]).variance);
    const double z = numeric::two_sided_normal_quantile(1 - level.value);
    out.youden_difference = Estimate{
        .estimate = difference, .lower = difference - z * error, .upper = difference + z * error};
    out.youden_standard_error = error;
  }
  return out;
}

Result<CalibrationHomogeneity> calibration_homogeneity(const CalibrationColumns& columns,
                                                       Level level) {
  const std::size_t models = columns.tp.size();
  if (models == 0) return Error{Errc::empty_sample, "tp"};
  struct Column {
    std::span<const std::int32_t> entries;
    std::string_view name;
    std::int64_t Confusion::*into;
  };
  const std::array<Column, 4> all{
      Column{columns.tp, "tp", &Confusion::tp}, Column{columns.fn, "fn", &Confusion::fn},
      Column{columns.fp, "fp", &Confusion::fp}, Column{columns.tn, "tn", &Confusion::tn}};
  std::vector<Confusion> labels(models);
  for (const Column& column : all) {
    if (column.entries.size() != models) return Error{Errc::length_mismatch, column.name};
    for (std::size_t i = 0; i < models; ++i) {
      if (column.entries[i] < 0) return Error{Errc::not_integer, column.name};
      labels[i].*column.into = column.entries[i];
    }
  }
  if (const auto error = evenhand::check(level)) return *error;
  return homogeneity(labels, level);
}

}  // namespace evenhand::judge

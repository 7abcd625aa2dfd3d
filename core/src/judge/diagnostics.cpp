#include "evenhand/judge/diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "evenhand/judge/standings.hpp"
#include "judge/contrast_parts.hpp"
#include "judge/estimates.hpp"
#include "judge/row_shift.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

using Findings = std::vector<Finding>;

/// So many equal verdicts, of at least so many, are called constant.
constexpr double constant_share = 0.995;
constexpr std::int64_t constant_rows = 50;
/// J this much below that of the others, at this adjusted p, is no matter of chance or model.
constexpr double misaligned_gap = 0.4;
constexpr double misaligned_p = 0.001;
/// A shift repairs a column when it brings J to within this of the others'.
constexpr double repaired_gap = 0.1;
/// Shares of right answers that differ by this much are told.
constexpr double prevalence_gap = 0.2;
/// Differences of less are not called reversed without a test.
constexpr double reversed_gap = 0.02;
/// Coverage is at its edge below this many labels.
constexpr std::int64_t comfortable_per_class = 25;
constexpr std::int64_t comfortable_subset = 50;

struct Model {
  RowColumns rows;
  Confusion labels;
  bool degenerate = false;
  bool inverted = false;
};

SmoothedYouden smoothed(const Confusion& labels) noexcept {
  return smoothed_youden(sensitivity_of(labels), specificity_of(labels));
}

std::optional<Estimate> youden_of(const Confusion& labels, Level level) noexcept {
  return judge_quality(sensitivity_of(labels), specificity_of(labels), level).youden;
}

/// The interval of J lies below 0, at the level of so many models together.
bool below_chance(const Confusion& labels, Level level, std::size_t models) noexcept {
  const Level each{1 - (1 - level.value) / static_cast<double>(models)};
  const auto youden = youden_of(labels, each);
  return youden && youden->upper < 0;
}

/// Two-sided p of a difference of two smoothed J.
double difference_p(const SmoothedYouden& a, const SmoothedYouden& b) noexcept {
  return numeric::normal_two_sided((a.value - b.value) / std::sqrt(a.variance + b.variance));
}

/// A whole column that slipped: labels fit the verdicts of other rows far better than their own.
std::optional<Finding> slipped_table(const JudgedRows& rows, const Confusion& labels, Level level) {
  const SmoothedYouden here = smoothed(labels);
  // J cannot rise by the gap from above this.
  if (!enough_labels(labels) || here.value > 1 - misaligned_gap) return std::nullopt;
  const RowColumns columns{.verdict = {rows.verdict.begin(), rows.verdict.end()},
                           .human = {rows.human.begin(), rows.human.end()}};
  const auto best = best_shift(columns);
  if (!best) return std::nullopt;
  const SmoothedYouden there = smoothed(best->labels);
  const double p = std::min(1.0, difference_p(here, there) * static_cast<double>(2 * most_shift));
  // An inverted column has a large J below 0 where it is; that is another fault.
  if (there.value - std::abs(here.value) <= misaligned_gap || p >= misaligned_p) {
    return std::nullopt;
  }
  return Finding{.code = FindingCode::possible_row_misalignment,
                 .severity = FindingSeverity::stop,
                 .youden = youden_of(labels, level),
                 .p = p,
                 .shift = best->shift,
                 .repaired = there.value};
}

/// One model's verdicts that slipped: J far below that of the other models. J, not kappa: kappa
/// moves with the share of right answers and would fire on very strong models.
std::optional<Finding> slipped_model(const Model& model, std::int64_t number,
                                     const Confusion& others, std::size_t models, Level level) {
  if (model.labels.positives() == 0 || model.labels.negatives() == 0 || !enough_labels(others)) {
    return std::nullopt;
  }
  const SmoothedYouden own = smoothed(model.labels);
  const SmoothedYouden rest = smoothed(others);
  const double p = std::min(1.0, difference_p(own, rest) * static_cast<double>(models));
  if (rest.value - own.value <= misaligned_gap || p >= misaligned_p) return std::nullopt;
  // A judge that is bad at this model lies as low, and its labels say so: not a fault of the data.
  Finding out{.code = FindingCode::possible_row_misalignment,
              .severity = FindingSeverity::warn,
              .model = number,
              .youden = youden_of(model.labels, level),
              .value = rest.value,
              .p = p};
  if (const auto best = best_shift(model.rows)) {
    const double there = smoothed(best->labels).value;
    if (rest.value - there <= repaired_gap) {
      out.severity = FindingSeverity::stop;
      out.shift = best->shift;
      out.repaired = there;
    }
  }
  return out;
}

/// What a model's own labels say of the judge on it.
/// Post-stratification divides by no J: there a bad judge costs precision, no more.
FindingSeverity without_judge(Design design) noexcept {
  return design == Design::subset ? FindingSeverity::warn : FindingSeverity::stop;
}

void judge_on_model(const Model& model, std::int64_t number, Design design, Findings& found) {
  const auto n = static_cast<std::int64_t>(model.rows.verdict.size());
  const std::int64_t passed = std::count(model.rows.verdict.begin(), model.rows.verdict.end(), 1);
  const std::int64_t commoner = std::max(passed, n - passed);
  if (n >= constant_rows &&
      static_cast<double>(commoner) >= constant_share * static_cast<double>(n)) {
    found.push_back({.code = FindingCode::constant_verdicts,
                     .severity = FindingSeverity::warn,
                     .model = number,
                     .count = commoner,
                     .total = n});
  }
  if (!model.degenerate) return;
  for (const std::int32_t truth : {label_positive, label_negative}) {
    const bool right = truth == label_positive;
    const std::int64_t count = right ? model.labels.tp : model.labels.tn;
    const std::int64_t total = right ? model.labels.positives() : model.labels.negatives();
    if (!is_degenerate(tally(count, total))) continue;
    found.push_back({.code = FindingCode::degenerate_judge,
                     .severity = without_judge(design),
                     .model = number,
                     .truth = truth,
                     .count = count,
                     .total = total});
  }
}

/// J below chance, or not shown to be above it, where there are labels enough to expect that.
void judge_against_chance(const Confusion& labels, std::optional<std::int64_t> number,
                          bool inverted, Design design, Level level, Findings& found) {
  const auto youden = youden_of(labels, level);
  if (!youden) return;
  if (inverted) {
    found.push_back({.code = FindingCode::swapped_labels,
                     .severity = without_judge(design),
                     .model = number,
                     .youden = youden});
  } else if (youden->lower <= 0 && enough_labels(labels)) {
    found.push_back({.code = FindingCode::judge_not_better_than_chance,
                     .severity = without_judge(design),
                     .model = number,
                     .youden = youden});
  }
}

/// The class whose rates differ more, with the two models that are furthest apart.
void different_rates(const CalibrationHomogeneity& homogeneity,
                     const std::vector<Confusion>& labels, const std::vector<std::int64_t>& numbers,
                     Findings& found) {
  for (const bool right : {true, false}) {
    const auto& test = right ? homogeneity.sensitivity : homogeneity.specificity;
    if (!test || test->p_adjusted >= homogeneity_threshold) continue;
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
    const auto rate = [&](std::size_t i) {
      return right ? homogeneity.models[i].sensitivity : homogeneity.models[i].specificity;
    };
    // A model with a label or two has an extreme rate that says nothing.
    for (const std::int64_t least : {enough_labels_per_class, std::int64_t{1}}) {
      if (low != high) break;
      low = high = std::nullopt;
      for (std::size_t i = 0; i < homogeneity.models.size(); ++i) {
        const std::int64_t count = right ? labels[i].positives() : labels[i].negatives();
        if (!rate(i) || count < least) continue;
        if (!low || rate(i)->estimate < rate(*low)->estimate) low = i;
        if (!high || rate(i)->estimate > rate(*high)->estimate) high = i;
      }
    }
    if (!low || !high) continue;
    found.push_back({.code = FindingCode::calibration_differs,
                     .severity = FindingSeverity::warn,
                     .model = numbers[*low],
                     .other = numbers[*high],
                     .truth = right ? label_positive : label_negative,
                     .value = rate(*low)->estimate,
                     .reference = rate(*high)->estimate,
                     .p = test->p_adjusted});
  }
}

/// Pairs that their own labels put in another order than the verdicts, the largest as evidence:
/// shown by intervals at the level of all pairs together, or else likely, where error rates are
/// shown to differ. Of more models than may be ranked nothing is said.
Result<std::optional<Finding>> reversed_orders(const JudgedRows& rows,
                                               const LeaderboardOptions& options,
                                               const std::vector<ModelCorrection>& corrected,
                                               bool differs) {
  std::vector<std::size_t> own;
  for (std::size_t m = 0; m < corrected.size(); ++m) {
    const ModelCorrection& model = corrected[m];
    if (model.calibration == Calibration::own && model.corrected.estimate && model.raw) {
      own.push_back(m);
    }
  }
  if (own.size() > static_cast<std::size_t>(most_ranked_models)) return std::optional<Finding>{};
  std::vector<Finding> reversed;
  for (const std::size_t a : own) {
    for (const std::size_t b : own) {
      const double verdicts = corrected[a].raw->estimate - corrected[b].raw->estimate;
      const double truth = *corrected[a].corrected.estimate - *corrected[b].corrected.estimate;
      if (!(verdicts > 0 && truth < 0)) continue;
      reversed.push_back({.code = FindingCode::sign_flip,
                          .severity = FindingSeverity::note,
                          .model = static_cast<std::int64_t>(a),
                          .other = static_cast<std::int64_t>(b),
                          .value = verdicts,
                          .reference = truth});
    }
  }
  if (reversed.empty()) return std::optional<Finding>{};
  LeaderboardOptions simultaneous = options;
  const auto pairs = static_cast<double>(own.size() * (own.size() - 1) / 2);
  simultaneous.level.value = 1 - (1 - options.level.value) / pairs;
  const auto wide = correct_leaderboard(rows, simultaneous);
  if (!wide) return wide.error();
  for (Finding& finding : reversed) {
    const Correction& a = (*wide)[static_cast<std::size_t>(*finding.model)].corrected;
    const Correction& b = (*wide)[static_cast<std::size_t>(*finding.other)].corrected;
    // The corrected scores themselves are right about it: nothing to stop for.
    if (a.estimate && b.estimate && mover(a, b, 0).upper < 0) {
      finding.severity = FindingSeverity::warn;
    }
  }
  // What is not shown is told where error rates differ, and never of a gap that is hardly one.
  std::erase_if(reversed, [&](const Finding& finding) {
    return finding.severity == FindingSeverity::note &&
           !(differs && *finding.value >= reversed_gap && *finding.reference <= -reversed_gap);
  });
  if (reversed.empty()) return std::optional<Finding>{};
  const auto worst =
      std::min_element(reversed.begin(), reversed.end(), [](const Finding& a, const Finding& b) {
        return a.severity != b.severity ? a.severity < b.severity : *a.reference < *b.reference;
      });
  Finding out = *worst;
  out.count = std::count_if(reversed.begin(), reversed.end(), [&](const Finding& finding) {
    return finding.severity == out.severity;
  });
  return std::optional<Finding>{out};
}

void few_labels(const ModelCorrection& model, std::optional<std::int64_t> number, Findings& found) {
  const Confusion& labels = model.confusion;
  const bool subset = model.corrected.design == Design::subset;
  const bool right = labels.positives() < labels.negatives();
  const std::int64_t count =
      subset ? labels.total() : std::min(labels.positives(), labels.negatives());
  if (count >= (subset ? comfortable_subset : comfortable_per_class)) return;
  const bool too_few = count < (subset ? enough_labels_subset : enough_labels_per_class);
  Finding out{.code = FindingCode::too_few_labels,
              .severity = too_few ? FindingSeverity::warn : FindingSeverity::note,
              .model = number,
              .count = count};
  if (!subset) out.truth = right ? label_positive : label_negative;
  found.push_back(out);
}

/// What a model's corrected score shows of its data.
void corrected_model(const ModelCorrection& model, std::int64_t number, std::size_t models,
                     Level level, Findings& found) {
  const Correction& corrected = model.corrected;
  if (model.calibration == Calibration::none) return;
  if (model.calibration == Calibration::own) few_labels(model, number, found);
  if (corrected.flags.has(Flag::incompatible)) {
    found.push_back({.code = FindingCode::incompatible,
                     .severity = FindingSeverity::warn,
                     .model = number,
                     .value = model.raw->estimate});
  }
  if (corrected.label_check_p &&
      *corrected.label_check_p * static_cast<double>(models) < label_check_threshold) {
    found.push_back({.code = FindingCode::labels_not_random,
                     .severity = FindingSeverity::warn,
                     .model = number,
                     .p = corrected.label_check_p});
  }
  if (!corrected.estimate) return;
  const Confusion& labels = model.confusion;
  const double score = *corrected.estimate;
  if (corrected.design == Design::external && model.calibration == Calibration::own) {
    const double z = numeric::two_sided_normal_quantile(1 - level.value);
    const auto share = wilson_estimate(tally(labels.positives(), labels.total()), z);
    if (share && std::abs(share->estimate - score) > prevalence_gap &&
        (share->upper < corrected.lower || corrected.upper < share->lower)) {
      found.push_back({.code = FindingCode::prevalence_differs,
                       .severity = FindingSeverity::note,
                       .model = number,
                       .count = labels.positives(),
                       .total = labels.total(),
                       .value = score});
    }
  }
  // At the ends of its range a score says nothing of the correlation.
  if (!corrected.youden || score <= 0 || score >= 1) return;
  const double j = corrected.youden->estimate;
  const double p =
      score * corrected.sensitivity->estimate + (1 - score) * (1 - corrected.specificity->estimate);
  const double squared = p > 0 && p < 1 ? j * j * score * (1 - score) / (p * (1 - p)) : 0;
  if (squared <= 0.5) {
    found.push_back({.code = FindingCode::judge_weaker_than_model,
                     .severity = FindingSeverity::note,
                     .model = number,
                     .value = squared});
  }
}

/// Models that were judged on different items.
Result<std::optional<Finding>> different_items(const JudgedRows& rows,
                                               std::span<const std::int32_t> items) {
  if (items.size() != rows.model.size()) return Error{Errc::length_mismatch, "item"};
  for (const std::int32_t item : items) {
    if (item < 0) return Error{Errc::value_out_of_range, "item"};
  }
  // Each model's row of an item counts once; rows come in any order.
  std::vector<std::int64_t> cells;
  cells.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    cells.push_back(static_cast<std::int64_t>(items[i]) * rows.models + rows.model[i]);
  }
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  std::vector<std::int64_t> of_model(static_cast<std::size_t>(rows.models), 0);
  for (const std::int64_t cell : cells) ++of_model[static_cast<std::size_t>(cell % rows.models)];
  const std::int64_t present =
      std::count_if(of_model.begin(), of_model.end(), [](std::int64_t count) { return count > 0; });
  if (present < 2) return std::optional<Finding>{};
  std::int64_t common = 0;
  for (std::size_t first = 0, next = 0; first < cells.size(); first = next) {
    while (next < cells.size() && cells[next] / rows.models == cells[first] / rows.models) ++next;
    if (static_cast<std::int64_t>(next - first) == present) ++common;
  }
  const std::int64_t most = *std::max_element(of_model.begin(), of_model.end());
  if (common == most) return std::optional<Finding>{};
  return std::optional<Finding>{Finding{.code = FindingCode::small_common_set,
                                        .severity = FindingSeverity::note,
                                        .count = common,
                                        .total = most}};
}

}  // namespace

Result<std::vector<Finding>> diagnose_judgements(const JudgedRows& rows,
                                                 std::optional<std::span<const std::int32_t>> items,
                                                 const LeaderboardOptions& options) {
  LeaderboardOptions asked = options;
  asked.backtest = std::nullopt;
  const auto corrected = correct_leaderboard(rows, asked);
  if (!corrected) return corrected.error();
  Findings found;
  if (items) {
    const auto common = different_items(rows, *items);
    if (!common) return common.error();
    if (*common) found.push_back(**common);
  }

  std::vector<Model> models(static_cast<std::size_t>(rows.models));
  Confusion all;
  Confusion sound;  // without degenerate models
  for (std::size_t i = 0; i < rows.model.size(); ++i) {
    RowColumns& of_model = models[static_cast<std::size_t>(rows.model[i])].rows;
    of_model.verdict.push_back(rows.verdict[i]);
    of_model.human.push_back(rows.human[i]);
  }
  std::vector<Confusion> compared;
  std::vector<std::int64_t> numbers;
  for (std::size_t m = 0; m < models.size(); ++m) {
    Model& model = models[m];
    if (!model.rows.verdict.empty()) model.labels = shifted(model.rows, 0);
    // An inverted column of a good judge is nearly always wrong, too, and says a lot.
    model.inverted = below_chance(model.labels, options.level, models.size());
    model.degenerate = is_degenerate(model.labels) && !model.inverted;
    add(all, model.labels);
    if (model.degenerate) continue;
    add(sound, model.labels);
    compared.push_back(model.labels);
    numbers.push_back(static_cast<std::int64_t>(m));
  }
  const CalibrationHomogeneity rates = homogeneity(compared, options.level);
  const bool differs = rates.verdict == CalibrationVerdict::differ;

  const auto table = slipped_table(rows, all, options.level);
  if (table) found.push_back(*table);
  // Models with few labels each are judged by all of them together.
  const bool few_each = std::none_of(
      models.begin(), models.end(), [](const Model& model) { return enough_labels(model.labels); });
  if (!table && few_each && models.size() > 1) {
    judge_against_chance(all, std::nullopt, below_chance(all, options.level, 1), options.design,
                         options.level, found);
  }
  for (std::size_t m = 0; m < models.size(); ++m) {
    const Model& model = models[m];
    const auto number = static_cast<std::int64_t>(m);
    const Design design = (*corrected)[m].corrected.design;
    judge_on_model(model, number, design, found);
    if (!table && !model.degenerate) {
      Confusion others = sound;
      subtract(others, model.labels);
      const auto slipped = slipped_model(model, number, others, compared.size(), options.level);
      // A column that is inverted lies as far below the others; only a shift that repairs it tells.
      if (slipped && (!model.inverted || slipped->shift)) {
        found.push_back(*slipped);
      } else {
        judge_against_chance(model.labels, number, model.inverted, design, options.level, found);
      }
    }
    if (sound.total() > 0 && !model.rows.verdict.empty() &&
        (model.labels.positives() == 0 || model.labels.negatives() == 0) && compared.size() > 1) {
      Finding unchecked{.code = FindingCode::calibration_unchecked,
                        .severity = FindingSeverity::note,
                        .model = number};
      if (model.labels.total() > 0) {
        unchecked.truth = model.labels.positives() == 0 ? label_positive : label_negative;
      }
      found.push_back(unchecked);
    }
    corrected_model((*corrected)[m], number, models.size(), options.level, found);
  }
  const auto borrower = std::find_if(
      corrected->begin(), corrected->end(),
      [](const ModelCorrection& model) { return model.calibration == Calibration::pooled; });
  if (borrower != corrected->end()) few_labels(*borrower, std::nullopt, found);
  if (!table) {
    if (differs) different_rates(rates, compared, numbers, found);
    const auto reversed = reversed_orders(rows, asked, *corrected, differs);
    if (!reversed) return reversed.error();
    if (*reversed) found.push_back(**reversed);
  }
  std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    return a.severity != b.severity ? a.severity < b.severity : a.code < b.code;
  });
  return found;
}

}  // namespace evenhand::judge

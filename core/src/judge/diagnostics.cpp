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
};

SmoothedYouden smoothed(const Confusion& labels) noexcept {
  return smoothed_youden(sensitivity_of(labels), specificity_of(labels));
}

std::optional<Estimate> youden_of(const Confusion& labels, Level level) noexcept {
  return judge_quality(sensitivity_of(labels), specificity_of(labels), level).youden;
}

bool enough_labels(const Confusion& labels) noexcept {
  return std::min(labels.positives(), labels.negatives()) >= enough_labels_per_class;
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
  Finding out{.code = FindingCode::possible_row_misalignment,
              .severity = FindingSeverity::stop,
              .model = number,
              .youden = youden_of(model.labels, level),
              .value = rest.value,
              .p = p};
  if (const auto best = best_shift(model.rows)) {
    const double there = smoothed(best->labels).value;
    if (rest.value - there <= repaired_gap) {
      out.shift = best->shift;
      out.repaired = there;
    }
  }
  return out;
}

/// What a model's own labels say of the judge on it.
void judge_on_model(const Model& model, std::int64_t number, Findings& found) {
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
  for (const std::int32_t truth : {label_positive, label_negative}) {
    const bool right = truth == label_positive;
    const std::int64_t count = right ? model.labels.tp : model.labels.tn;
    const std::int64_t total = right ? model.labels.positives() : model.labels.negatives();
    if (!is_degenerate(tally(count, total))) continue;
    found.push_back({.code = FindingCode::degenerate_judge,
                     .severity = FindingSeverity::stop,
                     .model = number,
                     .truth = truth,
                     .count = count,
                     .total = total});
  }
}

/// J below chance, or not shown to be above it, where there are labels enough to expect that.
void judge_against_chance(const Confusion& labels, std::optional<std::int64_t> number, Level level,
                          Findings& found) {
  const auto youden = youden_of(labels, level);
  if (!youden) return;
  if (youden->upper < 0) {
    found.push_back({.code = FindingCode::swapped_labels,
                     .severity = FindingSeverity::stop,
                     .model = number,
                     .youden = youden});
  } else if (youden->lower <= 0 && enough_labels(labels)) {
    found.push_back({.code = FindingCode::judge_not_better_than_chance,
                     .severity = FindingSeverity::stop,
                     .model = number,
                     .youden = youden});
  }
}

/// The class whose rates differ more, with the two models that are furthest apart.
void different_rates(const CalibrationHomogeneity& homogeneity,
                     const std::vector<std::int64_t>& numbers, Findings& found) {
  for (const bool right : {true, false}) {
    const auto& test = right ? homogeneity.sensitivity : homogeneity.specificity;
    if (!test || test->p_adjusted >= homogeneity_threshold) continue;
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
    const auto rate = [&](std::size_t i) {
      return right ? homogeneity.models[i].sensitivity : homogeneity.models[i].specificity;
    };
    for (std::size_t i = 0; i < homogeneity.models.size(); ++i) {
      if (!rate(i)) continue;
      if (!low || rate(i)->estimate < rate(*low)->estimate) low = i;
      if (!high || rate(i)->estimate > rate(*high)->estimate) high = i;
    }
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

/// Pairs that their own labels put in another order than the verdicts, the largest as evidence. Of
/// more models than may be ranked nothing is said.
void reversed_orders(const std::vector<ModelCorrection>& corrected, bool differs, Findings& found) {
  std::vector<std::size_t> own;
  for (std::size_t m = 0; m < corrected.size(); ++m) {
    const ModelCorrection& model = corrected[m];
    if (model.calibration == Calibration::own && model.corrected.estimate && model.raw) {
      own.push_back(m);
    }
  }
  if (own.size() > static_cast<std::size_t>(most_ranked_models)) return;
  std::optional<Finding> worst;
  std::int64_t pairs = 0;
  for (const std::size_t a : own) {
    for (const std::size_t b : own) {
      const ModelCorrection& up = corrected[a];
      const ModelCorrection& down = corrected[b];
      const double verdicts = up.raw->estimate - down.raw->estimate;
      const double truth = *up.corrected.estimate - *down.corrected.estimate;
      if (!(verdicts > 0 && truth < 0)) continue;
      const bool shown = mover(up.corrected, down.corrected, 0).upper < 0;
      const bool likely = differs && verdicts >= reversed_gap && truth <= -reversed_gap;
      if (!shown && !likely) continue;
      ++pairs;
      if (worst && *worst->reference <= truth) continue;
      // The corrected scores themselves are right about it: nothing to stop for.
      worst = Finding{.code = FindingCode::sign_flip,
                      .severity = FindingSeverity::warn,
                      .model = static_cast<std::int64_t>(a),
                      .other = static_cast<std::int64_t>(b),
                      .value = verdicts,
                      .reference = truth};
    }
  }
  if (!worst) return;
  worst->count = pairs;
  found.push_back(*worst);
}

void few_labels(const ModelCorrection& model, std::int64_t number, Findings& found) {
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
void corrected_model(const ModelCorrection& model, std::int64_t number, Level level,
                     Findings& found) {
  const Correction& corrected = model.corrected;
  if (model.calibration == Calibration::none) return;
  few_labels(model, number, found);
  if (corrected.flags.has(Flag::incompatible)) {
    found.push_back({.code = FindingCode::incompatible,
                     .severity = FindingSeverity::warn,
                     .model = number,
                     .value = model.raw->estimate});
  }
  if (corrected.flags.has(Flag::labels_not_random)) {
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
  if (!corrected.youden || labels.total() == 0) return;
  const double accuracy =
      static_cast<double>(labels.tp + labels.tn) / static_cast<double>(labels.total());
  const double j = corrected.youden->estimate;
  const double p =
      score * corrected.sensitivity->estimate + (1 - score) * (1 - corrected.specificity->estimate);
  const double squared = p > 0 && p < 1 ? j * j * score * (1 - score) / (p * (1 - p)) : 0;
  if (accuracy <= score || squared <= 0.5) {
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
  std::int32_t last = -1;
  for (const std::int32_t item : items) {
    if (item < 0) return Error{Errc::value_out_of_range, "item"};
    last = std::max(last, item);
  }
  // Each model's row of an item counts once; rows come in any order.
  std::vector<std::int64_t> cells;
  cells.reserve(items.size());
  const std::int64_t width = static_cast<std::int64_t>(last) + 1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    cells.push_back(static_cast<std::int64_t>(items[i]) * rows.models + rows.model[i]);
  }
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  std::vector<std::int64_t> of_model(static_cast<std::size_t>(rows.models), 0);
  std::vector<std::int64_t> of_item(static_cast<std::size_t>(width), 0);
  for (const std::int64_t cell : cells) {
    ++of_model[static_cast<std::size_t>(cell % rows.models)];
    ++of_item[static_cast<std::size_t>(cell / rows.models)];
  }
  const std::int64_t present =
      std::count_if(of_model.begin(), of_model.end(), [](std::int64_t count) { return count > 0; });
  if (present < 2) return std::optional<Finding>{};
  const std::int64_t common = std::count(of_item.begin(), of_item.end(), present);
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
    model.degenerate = is_degenerate(model.labels);
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
    judge_against_chance(all, std::nullopt, options.level, found);
  }
  for (std::size_t m = 0; m < models.size(); ++m) {
    const Model& model = models[m];
    const auto number = static_cast<std::int64_t>(m);
    judge_on_model(model, number, found);
    if (!table && !model.degenerate) {
      Confusion others = sound;
      subtract(others, model.labels);
      const auto slipped = slipped_model(model, number, others, compared.size(), options.level);
      // A column that is inverted lies as far below the others; only a shift that repairs it tells.
      const auto youden = youden_of(model.labels, options.level);
      const bool inverted = youden && youden->upper < 0;
      if (slipped && (!inverted || slipped->shift)) {
        found.push_back(*slipped);
      } else {
        judge_against_chance(model.labels, number, options.level, found);
      }
    }
    if (sound.total() > 0 && !model.rows.verdict.empty() &&
        (model.labels.positives() == 0 || model.labels.negatives() == 0) && compared.size() > 1) {
      found.push_back({.code = FindingCode::calibration_unchecked,
                       .severity = FindingSeverity::note,
                       .model = number,
                       .truth = model.labels.positives() == 0 ? label_positive : label_negative});
    }
    corrected_model((*corrected)[m], number, options.level, found);
  }
  if (!table) {
    if (differs) different_rates(rates, numbers, found);
    reversed_orders(*corrected, differs, found);
  }
  std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    return a.severity != b.severity ? a.severity < b.severity : a.code < b.code;
  });
  return found;
}

}  // namespace evenhand::judge

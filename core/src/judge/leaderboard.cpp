#include "evenhand/judge/leaderboard.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "evenhand/base/rng.hpp"
#include "judge/estimates.hpp"
#include "judge/judged_counts.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check(const JudgedRows& rows, const LeaderboardOptions& options) noexcept {
  if (rows.verdict.size() != rows.model.size()) return Error{Errc::length_mismatch, "verdict"};
  if (rows.human.size() != rows.model.size()) return Error{Errc::length_mismatch, "human"};
  if (rows.models < 0 || rows.models > std::numeric_limits<std::int32_t>::max()) {
    return Error{Errc::value_out_of_range, "models"};
  }
  if (const auto error = check_entries(rows)) return *error;
  if (options.design == Design::known) return Error{Errc::unsupported, "design"};
  if (options.method && design_of(*options.method) != options.design) {
    return Error{Errc::unsupported, "method"};
  }
  if (const auto error = evenhand::check(options.level)) return *error;
  if (options.backtest) {
    if (!(options.backtest->share > 0 && options.backtest->share < 1)) {
      return Error{Errc::share_out_of_range, "share"};
    }
    if (options.backtest->seed < 0 || options.backtest->seed >= max_count) {
      return Error{Errc::seed_out_of_range, "seed"};
    }
  }
  return std::nullopt;
}

/// Marks the labels to hide: in every model a simple random sample of round(share * labels), so
/// that what stays visible is a random subset too.
std::vector<bool> hidden_rows(const JudgedRows& rows, const Backtest& backtest) {
  std::vector<std::vector<std::uint32_t>> labelled(static_cast<std::size_t>(rows.models));
  for (std::size_t i = 0; i < rows.human.size(); ++i) {
    if (rows.human[i] == label_missing) continue;
    labelled[static_cast<std::size_t>(rows.model[i])].push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<bool> hidden(rows.human.size(), false);
  SplitMix64 rng(static_cast<std::uint64_t>(backtest.seed), "subsets");
  for (auto& of_model : labelled) {
    const auto size = static_cast<std::size_t>(
        std::floor(backtest.share * static_cast<double>(of_model.size()) + 0.5));
    rng.sample_to_front(std::span(of_model), size);
    for (std::size_t k = 0; k < size; ++k) hidden[of_model[k]] = true;
  }
  return hidden;
}

/// The method of a correction by error rates: in design subset the fallback's own default.
CorrectionMethod external_method(const LeaderboardOptions& options) noexcept {
  return options.design == Design::external ? options.method.value_or(default_external_method)
                                            : default_external_method;
}

bool enough(const Confusion& labels, Design design) noexcept {
  if (design == Design::subset) return labels.total() >= enough_labels_subset;
  return enough_labels(labels);
}

CorrectionMethod subset_method(const LeaderboardOptions& options) noexcept {
  return options.method.value_or(default_subset_method);
}

/// A refusal that names why, for a model whose data do not reach an estimator.
Correction not_identified(const LeaderboardOptions& options, Design design,
                          Reason reason) noexcept {
  Correction out{
      .level = options.level,
      .method = design == Design::subset ? subset_method(options) : external_method(options),
      .design = design};
  out.reason = reason;
  out.flags.set(Flag::uninformative);
  return out;
}

Result<Correction> correct_with(const Confusion& calibration, Counts evaluated,
                                const LeaderboardOptions& options) noexcept {
  const Tally sensitivity = tally(calibration.tp, calibration.positives());
  const Tally specificity = tally(calibration.tn, calibration.negatives());
  if (evaluated.trials == 0) {
    Correction out = not_identified(options, Design::external, Reason::no_evaluation_items);
    const JudgeQuality quality = judge_quality(sensitivity, specificity, options.level);
    out.sensitivity = quality.sensitivity;
    out.specificity = quality.specificity;
    out.youden = quality.youden;
    return out;
  }
  return correct_external({.judged = tally(evaluated.successes, evaluated.trials),
                           .sensitivity = sensitivity,
                           .specificity = specificity},
                          external_method(options), options.level, options.gate);
}

/// All models' labels, but for those on which the judge says the same of everything: what it does
/// there is no error rate that others share. When there are no others, all of them.
Confusion pooled_labels(const std::vector<ModelCounts>& models) noexcept {
  Confusion all;
  Confusion sound;
  for (const ModelCounts& model : models) {
    add(all, model.visible);
    if (!is_degenerate(model.visible)) add(sound, model.visible);
  }
  return sound.total() > 0 ? sound : all;
}

/// A correction by the pooled labels, and what it was asked of.
struct Answered {
  Counts asked;
  Correction answer;
};
constexpr std::size_t kept_answers = 64;

/// Human share over the evaluated items, hidden labels restored.
BacktestOutcome compare(const ModelCounts& counts, const Correction& corrected) noexcept {
  Confusion evaluated = counts.hidden;
  if (corrected.design == Design::subset) add(evaluated, counts.visible);
  BacktestOutcome outcome{.hidden = counts.hidden.total()};
  if (evaluated.total() > 0) {
    const double truth =
        static_cast<double>(evaluated.positives()) / static_cast<double>(evaluated.total());
    outcome.truth = truth;
    // That [0, 1] holds the truth is no success of a correction that was refused.
    if (corrected.identified()) {
      outcome.inside = corrected.lower <= truth && truth <= corrected.upper;
    }
  }
  return outcome;
}

}  // namespace

Result<std::vector<ModelCorrection>> correct_leaderboard(
    const JudgedRows& rows, const LeaderboardOptions& options) noexcept {
  if (const auto error = check(rows, options)) return *error;
  const bool backtest = options.backtest.has_value();
  const std::vector<ModelCounts> counted =
      count_rows(rows, backtest ? hidden_rows(rows, *options.backtest) : std::vector<bool>{});

  const Confusion pooled = pooled_labels(counted);
  const double z = numeric::two_sided_normal_quantile(1 - options.level.value);

  std::vector<Answered> of_pool;
  std::vector<ModelCorrection> results;
  results.reserve(counted.size());
  for (const ModelCounts& model : counted) {
    const Counts judged = model.judged();
    const Counts unseen = model.unseen(backtest);
    ModelCorrection out{.items = judged.trials, .labelled = model.visible.total()};

    const bool own = enough(model.visible, options.design) || model.visible == pooled ||
                     (options.design == Design::subset && unseen.trials == 0);
    Result<Correction> corrected = Error{Errc::unsupported, "design"};
    if (pooled.total() == 0) {
      corrected = not_identified(options, options.design, Reason::no_labels);
    } else if (own && model.visible.total() > 0) {
      out.calibration = Calibration::own;
      out.confusion = model.visible;
      corrected = options.design == Design::subset
                      ? correct_subset({.labelled = model.visible, .unlabelled = unseen},
                                       subset_method(options), options.level, options.convention)
                      : correct_with(model.visible, unseen, options);
    } else {
      out.calibration = Calibration::pooled;
      out.confusion = pooled;
      // Many models with few rows ask the same few questions.
      const auto known = std::find_if(of_pool.begin(), of_pool.end(), [&](const Answered& one) {
        return one.asked.successes == unseen.successes && one.asked.trials == unseen.trials;
      });
      corrected = known != of_pool.end() ? known->answer : correct_with(pooled, unseen, options);
      if (corrected && known == of_pool.end() && of_pool.size() < kept_answers) {
        of_pool.push_back({.asked = unseen, .answer = *corrected});
      }
    }
    if (!corrected) return corrected.error();
    out.corrected = *corrected;
    // Of the rows that the correction evaluates, so that the two are about the same answers.
    out.raw = out.corrected.raw ? out.corrected.raw
                                : wilson_estimate(tally(judged.successes, judged.trials), z);
    if (backtest) out.backtest = compare(model, out.corrected);
    results.push_back(out);
  }
  return results;
}

}  // namespace evenhand::judge

/// What a table of verdicts and labels says against believing its corrected scores.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/judge/leaderboard.hpp"

namespace evenhand::judge {

// X(name, title, explanation)
#define EVENHAND_SEVERITIES(X)                                                \
  X(stop, "do not use the number", "Something is wrong with the data.")       \
  X(warn, "read this first", "The number rests on something that is shaken.") \
  X(note, "worth knowing", "Nothing is wrong, but something limits what the number says.")

/// How much a finding matters; worst first.
EVENHAND_ENUM(FindingSeverity, EVENHAND_SEVERITIES)

// X(name, title, explanation)
#define EVENHAND_FINDINGS(X)                                                                       \
  X(possible_row_misalignment, "verdicts may belong to other rows",                                \
    "The verdicts agree far less with the labels of their own rows than they could. A column "     \
    "that "                                                                                        \
    "slipped while a table was put together looks like this, and so does a judge that is bad at "  \
    "this model.")                                                                                 \
  X(swapped_labels, "verdict column may be inverted",                                              \
    "The judge is shown to be worse than chance: check that its positive means the same as the "   \
    "humans'.")                                                                                    \
  X(degenerate_judge, "the judge says the same of everything",                                     \
    "On one class of answers the judge is nearly always wrong, so its verdicts say nothing about " \
    "this model. Such labels are left out where other models borrow labels.")                      \
  X(sign_flip, "the judge reverses an order",                                                      \
    "The verdicts favour one model, the labels of each the other, as where a judge is kinder to "  \
    "one of them. One calibration for both would keep the order of the verdicts.")                 \
  X(judge_not_better_than_chance, "the judge is not shown to beat chance",                         \
    "Youden's J, sensitivity + specificity - 1, is so close to zero that its interval holds it: "  \
    "correction by error rates divides by it, and would give any score.")                          \
  X(incompatible, "judge rate does not fit the error rates",                                       \
    "The judge passes a share of the answers that these error rates cannot produce at any "        \
    "score: they do not carry over, or a column is the wrong one.")                                \
  X(labels_not_random, "the labels do not look like a random subset",                              \
    "The judge passes labelled and unlabelled answers at different rates: take the labels as "     \
    "another set.")                                                                                \
  X(calibration_differs, "error rates differ between models",                                      \
    "The judge errs at different rates on different models. Correct each model by its own "        \
    "labels; one calibration for all can give the wrong order.")                                   \
  X(too_few_labels, "few labels",                                                                  \
    "Error rates from so few labels are uncertain, and the interval is wide.")                     \
  X(constant_verdicts, "nearly all verdicts are the same",                                         \
    "A judge that passes everything looks like this, and so does an excellent model; labels of "   \
    "the rare verdict tell them apart.")                                                           \
  X(prevalence_differs, "the labelled answers are of another mix",                                 \
    "Right answers are much rarer or more frequent among the labels than among the evaluated "     \
    "answers. Correction by error rates allows for that, post-stratification and "                 \
    "prediction-powered inference do not.")                                                        \
  X(calibration_unchecked, "error rates not compared",                                             \
    "These models lack labels in a class, so nobody knows whether the judge errs on them as it "   \
    "does on the others.")                                                                         \
  X(small_common_set, "different items",                                                           \
    "The models were judged on different items. Differences between them are tested on the items " \
    "that both have.")                                                                             \
  X(judge_weaker_than_model, "the judge saves few labels",                                         \
    "Its verdicts and the truth are weakly correlated (rho^2 of one half or less): correcting by " \
    "it saves at most half of the labels.")

/// What was found; the order is that in which findings of one severity are listed.
EVENHAND_ENUM(FindingCode, EVENHAND_FINDINGS)

/// One finding with its evidence. Which fields are set depends on the code.
struct Finding {
  FindingCode code = FindingCode::too_few_labels;
  FindingSeverity severity = FindingSeverity::note;
  std::optional<std::int64_t> model = std::nullopt;  ///< absent: all rows together
  std::optional<std::int64_t> other = std::nullopt;  ///< sign_flip, calibration_differs
  /// Class of the answers: label_positive or label_negative. degenerate_judge,
  /// calibration_differs, too_few_labels (the class with fewer), calibration_unchecked.
  std::optional<std::int64_t> truth = std::nullopt;
  /// degenerate_judge: right verdicts of `total` labels of the class; constant_verdicts: the
  /// commoner verdict; too_few_labels: labels, absent `total`; prevalence_differs: right ones of
  /// the labels; sign_flip: pairs that are reversed; small_common_set: items that all models have,
  /// of the most that one has.
  std::optional<std::int64_t> count = std::nullopt;
  std::optional<std::int64_t> total = std::nullopt;
  /// J with its interval: possible_row_misalignment, swapped_labels, judge_not_better_than_chance.
  std::optional<Estimate> youden = std::nullopt;
  /// possible_row_misalignment: J of the other models; sign_flip: difference of the verdicts,
  /// model less other; calibration_differs: the judge's rate of right verdicts on `model`;
  /// incompatible: judge's rate; prevalence_differs: corrected score;
  /// judge_weaker_than_model: squared correlation rho^2.
  std::optional<double> value = std::nullopt;
  /// sign_flip: corrected difference; calibration_differs: the rate on `other`.
  std::optional<double> reference = std::nullopt;
  /// possible_row_misalignment (adjusted for the number of models or shifts), calibration_differs
  /// (Holm), labels_not_random (Fisher).
  std::optional<double> p = std::nullopt;
  /// possible_row_misalignment: rows by which the verdicts come too late (below 0: too early), and
  /// J with that undone; absent when no shift repairs it.
  std::optional<std::int64_t> shift = std::nullopt;
  std::optional<double> repaired = std::nullopt;
};

/// Shifts that are tried in search of a column that slipped: this many rows up and down.
inline constexpr std::int64_t most_shift = 50;

/// Everything that the rows say against believing `correct_leaderboard` of them, worst first.
/// `rows` are in the order of the table, so that slipped columns can be found; `items`, if given,
/// has the number of each row's item, at least 0. A backtest in the options is not looked at.
/// Errors: as correct_leaderboard; length_mismatch, value_out_of_range ("item").
[[nodiscard]] Result<std::vector<Finding>> diagnose_judgements(
    const JudgedRows& rows, std::optional<std::span<const std::int32_t>> items = std::nullopt,
    const LeaderboardOptions& options = {});

}  // namespace evenhand::judge

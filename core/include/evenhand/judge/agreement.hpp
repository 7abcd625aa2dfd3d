/// How far two or more raters agree beyond chance: a judge with the humans, and the humans with
/// each other, which is the most that a judge can be asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/resampling.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::judge {

// X(name, title, source)
#define EVENHAND_AGREEMENT_STATISTICS(X)                                                  \
  X(cohen_kappa, "Cohen's kappa",                                                         \
    "Cohen 1960, Educ. Psychol. Meas. 20:37; variance: Fleiss, Cohen and Everitt 1969")   \
  X(linear_kappa, "linearly weighted kappa", "Cohen 1968, Psychol. Bull. 70:213")         \
  X(quadratic_kappa, "quadratically weighted kappa", "Cohen 1968, Psychol. Bull. 70:213") \
  X(scott_pi, "Scott's pi", "Scott 1955, Public Opin. Q. 19:321")                         \
  X(gwet_ac1, "Gwet's AC1", "Gwet 2008, Br. J. Math. Stat. Psychol. 61:29")               \
  X(mcc, "Matthews correlation", "Matthews 1975, Biochim. Biophys. Acta 405:442; phi of a table")

EVENHAND_ENUM(AgreementStatistic, EVENHAND_AGREEMENT_STATISTICS)

// X(name, title, explanation)
#define EVENHAND_AGREEMENT_REASONS(X)                                                    \
  X(constant_ratings, "all ratings are the same",                                        \
    "A rater gave one value only, or all ratings are equal: agreement beyond chance is " \
    "undefined.")

/// Why a coefficient does not exist.
EVENHAND_ENUM(AgreementReason, EVENHAND_AGREEMENT_REASONS)

/// One coefficient, in [-1, 1].
struct AgreementCoefficient {
  AgreementStatistic statistic = AgreementStatistic::cohen_kappa;
  std::optional<double> estimate = std::nullopt;        ///< of the table as it is; or a reason
  std::optional<double> standard_error = std::nullopt;  ///< delta method, the table as it is
  /// Wald limits of the table with 2/K^2 added to each cell, cut to [-1, 1].
  std::optional<Interval> interval = std::nullopt;
  std::optional<AgreementReason> reason = std::nullopt;
};

/// Two raters on the same items.
struct Agreement {
  std::int64_t items = 0;
  Estimate agreement = {};              ///< share of equal ratings, Wilson
  std::vector<double> row_shares = {};  ///< of the classes, by the first rater
  std::vector<double> column_shares = {};
  /// `mcc` for two classes only; weighted kappas for three or more.
  std::vector<AgreementCoefficient> coefficients = {};
  /// Two classes, the first one positive, rows the truth: sensitivity, specificity and J.
  std::optional<Estimate> sensitivity = std::nullopt;
  std::optional<Estimate> specificity = std::nullopt;
  std::optional<Estimate> youden = std::nullopt;
  Level level = {};
};

/// Most classes.
inline constexpr std::int64_t most_agreement_classes = 100;

/// `table`: K^2 counts, row after row; rows are the first rater (the human), columns the second;
/// classes in order where they have one. With two classes put the positive one first.
/// Errors: too_few ("table": fewer than 4 cells), length_mismatch ("table": not a square),
/// value_out_of_range ("table": too many classes), not_finite, not_integer, empty_sample ("table"),
/// level_out_of_range.
[[nodiscard]] Result<Agreement> rater_agreement(std::span<const double> table, Level level = {});

// X(name, title, distance)
#define EVENHAND_ALPHA_METRICS(X)                                                                 \
  X(nominal, "nominal", "0 when equal, 1 otherwise")                                              \
  X(ordinal, "ordinal", "squared number of ratings from the one to the other, both ends by half") \
  X(interval, "interval", "squared difference")                                                   \
  X(ratio, "ratio", "squared ratio of difference and sum")

/// How far apart two values are.
EVENHAND_ENUM(AlphaMetric, EVENHAND_ALPHA_METRICS)

/// Values that any number of raters gave to units; one entry per rating in each column.
struct Ratings {
  std::span<const std::int32_t> unit;  ///< any number that stands for the unit, at least 0
  std::span<const double> value;
};

/// Bootstrap resamples of alpha when no number is asked for.
inline constexpr std::int64_t default_alpha_resamples = 2'000;
/// More different values are not compared with `ratio`.
inline constexpr std::int64_t most_ratio_values = 1'000;

/// Krippendorff's alpha.
struct KrippendorffAlpha {
  std::optional<double> estimate = std::nullopt;  ///< at most 1; absent when all values are equal
  /// Percentile bootstrap over units; absent with the estimate.
  std::optional<Interval> interval = std::nullopt;
  std::optional<AgreementReason> reason = std::nullopt;
  AlphaMetric metric = AlphaMetric::nominal;
  std::int64_t units = 0;     ///< with two ratings or more
  std::int64_t ratings = 0;   ///< of these units
  std::int64_t left_out = 0;  ///< ratings of units that have no other
  std::int64_t resamples = 0;
  std::int64_t undefined = 0;  ///< resamples in which all values were equal, left out
  std::int64_t seed = default_seed;
  Level level = {};
};

/// alpha = 1 - (n - 1) sum o_cd d(c, d) / sum n_c n_d d(c, d) over the coincidences o_cd of values
/// within units. Draws follow the order of the units' numbers.
/// Errors: empty_sample, length_mismatch ("value"), value_out_of_range ("unit": negative),
/// not_finite ("value"), value_out_of_bounds ("value": negative with `ratio`, or above 1e100 in
/// magnitude), too_few ("unit": no unit with two ratings), too_large_exact ("value": too many with
/// `ratio`), seed_out_of_range, too_few and value_out_of_range ("resamples"), level_out_of_range.
/// Source: Krippendorff 2004, Content Analysis, chapter 11.
[[nodiscard]] Result<KrippendorffAlpha> krippendorff_alpha(
    const Ratings& ratings, AlphaMetric metric = AlphaMetric::nominal, Level level = {},
    std::int64_t seed = default_seed, std::int64_t resamples = default_alpha_resamples);

/// Fleiss' kappa of a panel in which every unit has the same number of ratings.
struct FleissKappa {
  std::optional<double> estimate = std::nullopt;  ///< absent when all values are equal
  std::optional<AgreementReason> reason = std::nullopt;
  double agreement = 0;  ///< mean share of agreeing pairs of ratings
  double expected = 0;   ///< sum of the squared shares of the values
  std::int64_t units = 0;
  std::int64_t raters = 0;  ///< ratings of each unit
};

/// Errors: as krippendorff_alpha; incomplete_matrix ("unit": different numbers of ratings).
/// Source: Fleiss 1971, Psychol. Bull. 76:378.
[[nodiscard]] Result<FleissKappa> fleiss_kappa(const Ratings& ratings);

}  // namespace evenhand::judge

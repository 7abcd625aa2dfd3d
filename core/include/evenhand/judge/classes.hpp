/// More than two kinds of verdict: the shares of the true classes, their worth, and ordinal grades.
///
/// C[k,f] counts calibration items of true class k that the judge gave verdict f; m_k are the sums
/// of its rows, P = rows C_k / m_k, p the shares of the verdicts on n evaluated items. The judge's
/// shares are p = P^T pi, so pi = (P^T)^-1 p; with two classes this is Rogan and Gladen's formula.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/judge/correction.hpp"

namespace evenhand::judge {

// X(name, title, explanation)
#define EVENHAND_CLASS_REASONS(X)                                                                 \
  X(no_calibration_for_class, "a class has no label",                                             \
    "No labelled item is of this class, so nobody knows what the judge says of such items.")      \
  X(verdicts_point_elsewhere, "the verdicts point to other classes",                              \
    "The confusion matrix has a determinant of zero or below: the verdicts carry no information " \
    "about some class, or two of them are exchanged.")                                            \
  X(confusion_matrix_near_singular, "the judge does not tell the classes apart",                  \
    "The interval of the smallest singular value of the confusion matrix reaches zero: the "      \
    "labels are too few, or the judge too weak, to correct with. Fewer classes may do.")

/// Why the shares of the classes are not identified.
EVENHAND_ENUM(ClassReason, EVENHAND_CLASS_REASONS)

// X(name, title, explanation)
#define EVENHAND_CLASS_FLAGS(X)                                                                  \
  X(ill_conditioned, "errors are magnified",                                                     \
    "The condition number of the confusion matrix is above 10: small errors of its entries "     \
    "become large ones of the shares.")                                                          \
  X(few_labels, "very few labels", "A class has fewer than 10 labels.")                          \
  X(least_squares, "least squares",                                                              \
    "There is one kind of verdict more than there are classes; the shares are those that fit "   \
    "the verdicts best.")                                                                        \
  X(grades_merged, "grades merged",                                                              \
    "The labels do not tell all grades apart. Neighbouring grades were merged until they did; "  \
    "a merged grade counts with the mean of its labels.")                                        \
  X(boundary_rule, "wider interval reported",                                                    \
    "The verdicts lie beyond what the error rates allow, so that almost all points fall on one " \
    "end; the interval is that of the nearest verdicts that are possible.")                      \
  X(wide, "almost nothing excluded", "The interval covers 95 % of its range or more.")

EVENHAND_ENUM(ClassFlag, EVENHAND_CLASS_FLAGS)

using ClassFlags = FlagSet<ClassFlag>;

/// More classes than this are refused: 2^16 points do not fill so many dimensions.
inline constexpr std::int64_t most_classes = 10;
/// A condition number above this is flagged.
inline constexpr double high_condition = 10;

/// Counts, whole numbers from 0. K classes; K or K + 1 kinds of verdict, the first K in the order
/// of the classes, the last one for verdicts that name none ("garbage").
struct ClassData {
  std::span<const double> confusion;  ///< class after class, one count per kind of verdict
  std::span<const double> verdicts;   ///< evaluated items by kind of verdict
  std::span<const double> values;     ///< what a class is worth: 1, 1/2, 0 of win, tie, loss
};

/// One class.
struct ClassShare {
  std::int64_t labels = 0;
  double judge = 0;  ///< share of its verdict among the evaluated items
  std::optional<double> estimate =
      std::nullopt;  ///< within the simplex; absent when not identified
  std::optional<double> unclipped = std::nullopt;       ///< before the projection
  std::optional<double> standard_error = std::nullopt;  ///< of `unclipped`, delta method
  double lower = 0;
  double upper = 1;
};

/// The mean worth of the items.
struct ClassScore {
  double estimate = 0;  ///< of the shares within the simplex
  double lower = 0;     ///< Dirichlet propagation
  double upper = 0;
  double unclipped = 0;       ///< of the shares before the projection
  double standard_error = 0;  ///< of `unclipped`, delta method
  Interval delta = {};        ///< normal limits about `unclipped`, a cross-check; not cut
};

/// How well the judge tells the classes apart.
struct Separation {
  double condition = 1;  ///< largest over smallest singular value
  double smallest = 0;   ///< singular value of P
  double standard_error = 0;
  double lower = 0;  ///< normal lower limit of `smallest`; identified when above 0
};

/// Shares of classes with all that made them.
struct ClassCorrection {
  Level level = {};
  Status status = Status::not_identified;
  std::optional<ClassReason> reason = std::nullopt;         ///< only when not identified
  std::optional<std::int64_t> reason_class = std::nullopt;  ///< the class without labels, from 0
  std::vector<ClassShare> classes = {};
  std::optional<ClassScore> score = std::nullopt;  ///< absent when not identified
  /// Worth of the verdicts as they are; verdicts of the extra kind are left out.
  std::optional<double> naive = std::nullopt;
  std::vector<double> covariance = {};  ///< of the `unclipped` shares, row after row; or empty
  std::optional<Separation> separation = std::nullopt;  ///< absent when a class has no labels
  std::int64_t points = 0;                              ///< of the propagation
  std::int64_t discarded = 0;  ///< points whose matrix could not be inverted
  /// How far the limits of the score may be off by the points: their difference between halves.
  std::optional<double> precision = std::nullopt;
  ClassFlags flags = {};
};

/// Corrects the shares of K classes by a separate calibration set. Status `boundary`: a share
/// before the projection is negative. Intervals: percentiles of pi projected to the simplex under
/// P_k ~ Dirichlet(C_k + 1/2) and p ~ Dirichlet(N + 1/2), over fixed Sobol points.
/// Errors: too_few ("values": below 2), value_out_of_range ("values": above most_classes),
/// length_mismatch ("verdicts", "confusion"), not_finite, not_integer ("confusion", "verdicts"),
/// empty_sample ("verdicts"), level_out_of_range, no_convergence.
/// Sources: core/methods/judge-compare.md.
[[nodiscard]] Result<ClassCorrection> correct_classes(const ClassData& data, Level level = {});

struct GradeOptions {
  Level level = {};
  /// Only the share of grades from this one (from 1 to K - 1, counted from 0) is asked for.
  std::optional<std::int64_t> cut = std::nullopt;
};

/// Ordinal grades that were corrected, merged where the labels ask for it.
struct GradeCorrection {
  ClassCorrection correction;        ///< of the merged grades; its score is the mean grade, or
                                     ///< with a cut the share from the cut
  std::vector<std::int64_t> merged;  ///< for each grade the class it became part of
  std::vector<double> values;        ///< of the merged grades
};

/// Corrects ordinal grades, lowest first, `data.values` their values. Without a cut: as classes if
/// identified; else the two neighbours whose merging leaves the largest lower limit of the
/// smallest singular value are merged (the lower pair of equals), until identified or two are left.
/// Errors: as correct_classes; unsupported ("verdicts": an extra kind), value_out_of_range ("cut").
[[nodiscard]] Result<GradeCorrection> correct_grades(const ClassData& data,
                                                     const GradeOptions& options = {});

}  // namespace evenhand::judge

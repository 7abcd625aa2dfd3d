/// The algebra of K classes, shared by the corrections of classes and of grades.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "evenhand/judge/classes.hpp"
#include "numeric/small_matrix.hpp"

namespace evenhand::judge {

/// Counts must be finite whole numbers from 0: not_finite or not_integer, of this argument.
[[nodiscard]] std::optional<Error> check_counts(std::span<const double> counts,
                                                std::string_view argument);

/// The confusion matrix as shares of its rows, with the rows' sums.
struct ClassModel {
  numeric::Matrix shares;
  std::vector<double> labels;
};

/// Absent when a class has no labels.
[[nodiscard]] std::optional<ClassModel> class_model(const numeric::Matrix& counts);

/// Singular values of the shares; z a two-sided normal quantile.
[[nodiscard]] Separation separation_of(const ClassModel& model, double z);

/// Whether a correction is possible, and if not, why.
[[nodiscard]] std::optional<ClassReason> obstacle(const ClassModel& model,
                                                  const Separation& separation);

/// The nearest point of the simplex (Held, Wolfe and Crowder 1974).
void project_to_simplex(std::span<double> shares);

/// Minimises |shares^T x - verdicts| over the simplex.
[[nodiscard]] std::vector<double> fit_on_simplex(const numeric::Matrix& shares,
                                                 std::span<const double> verdicts);

}  // namespace evenhand::judge

/// Prediction-powered inference on counted values, of one score or of a difference of two.
#pragma once

#include <span>

#include "evenhand/judge/correction.hpp"

namespace evenhand::judge {

/// Labelled items with one value of the verdict and one of the label.
struct LabelledValue {
  double verdict, label, count;
};

/// Unlabelled items with one value of the verdict.
struct UnlabelledValue {
  double verdict, count;
};

struct PredictionData {
  std::span<const LabelledValue> labelled;
  std::span<const UnlabelledValue> unlabelled;
};

struct NormalEstimate {
  double mean, standard_error;
};

/// What variances are divided by, less than the number of items.
[[nodiscard]] double ddof_of(PpiConvention convention) noexcept;

/// The weight of the verdicts that `ppi_pp` takes; more than ddof_of() labelled and unlabelled
/// items are there.
[[nodiscard]] double tuned_lambda(const PredictionData& data, PpiConvention convention) noexcept;

/// lambda mean(f) of the unlabelled items + mean(Y - lambda f) of the labelled ones.
[[nodiscard]] NormalEstimate prediction_powered(const PredictionData& data, double lambda,
                                                double ddof) noexcept;

}  // namespace evenhand::judge

#include "judge/prediction_powered.hpp"

#include <algorithm>
#include <cmath>

namespace evenhand::judge {
namespace {

/// Sums over values that are whole numbers: exact, so what does not vary has no variance at all.
struct Sums {
  double count = 0;
  double first = 0;
  double second = 0;

  void add(double value, double times) noexcept {
    count += times;
    first += times * value;
    second += times * value * value;
  }
  /// Sum of squares about the mean.
  [[nodiscard]] double squares() const noexcept { return (count * second - first * first) / count; }
};

}  // namespace

double ddof_of(PpiConvention convention) noexcept {
  return convention == PpiConvention::ppi_py ? 0 : 1;
}

double tuned_lambda(const PredictionData& data, PpiConvention convention) noexcept {
  Sums labelled;
  Sums unlabelled;
  Sums all;
  double labels = 0;
  double product = 0;
  for (const auto& [verdict, label, count] : data.labelled) {
    labelled.add(verdict, count);
    all.add(verdict, count);
    labels += count * label;
    product += count * verdict * label;
  }
  for (const auto& [verdict, count] : data.unlabelled) {
    unlabelled.add(verdict, count);
    all.add(verdict, count);
  }
  const double m = labelled.count;
  const double covariance = (m * product - labelled.first * labels) / m;
  const double ratio = m / unlabelled.count;
  if (convention == PpiConvention::chen) {
    const double denominator =
        labelled.squares() / (m - 1) + ratio * unlabelled.squares() / (unlabelled.count - 1);
    return denominator < 1e-10 ? 1 : covariance / (m - 1) / denominator;
  }
  const double pooled = all.squares() / (all.count - 1);
  if (!(pooled > 0)) return 0;
  const bool glide = convention == PpiConvention::glide;
  const double lambda = covariance / (glide ? m - 1 : m) / ((1 + ratio) * pooled);
  return glide ? lambda : std::clamp(lambda, 0.0, 1.0);
}

NormalEstimate prediction_powered(const PredictionData& data, double lambda, double ddof) noexcept {
  double labelled = 0;
  double residual = 0;
  for (const auto& [verdict, label, count] : data.labelled) {
    labelled += count;
    residual += count * (label - lambda * verdict);
  }
  residual /= labelled;
  double residual_squares = 0;
  for (const auto& [verdict, label, count] : data.labelled) {
    const double off = label - lambda * verdict - residual;
    residual_squares += count * off * off;
  }
  Sums unlabelled;
  for (const auto& [verdict, count] : data.unlabelled) unlabelled.add(verdict, count);
  const double variance =
      lambda * lambda * unlabelled.squares() / (unlabelled.count - ddof) / unlabelled.count +
      residual_squares / (labelled - ddof) / labelled;
  return {.mean = lambda * unlabelled.first / unlabelled.count + residual,
          .standard_error = std::sqrt(variance)};
}

}  // namespace evenhand::judge

#include "judge/class_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace evenhand::judge {
namespace {

/// Least squares with sum 1 over the classes that are free; the others are 0. `multiplier` is that
/// of the sum. Empty when the classes are not told apart at all.
std::vector<double> fit_free(const numeric::Matrix& shares, std::span<const double> verdicts,
                             const std::vector<bool>& free, double& multiplier) {
  std::vector<std::size_t> index;
  for (std::size_t k = 0; k < free.size(); ++k) {
    if (free[k]) index.push_back(k);
  }
  const std::size_t size = index.size();
  numeric::Matrix system(size + 1, size + 1);
  std::vector<double> right(size + 1);
  for (std::size_t i = 0; i < size; ++i) {
    const auto row = shares.row(index[i]);
    for (std::size_t j = 0; j < size; ++j) {
      const auto other = shares.row(index[j]);
      for (std::size_t f = 0; f < row.size(); ++f) system(i, j) += row[f] * other[f];
    }
    system(i, size) = system(size, i) = 1;
    for (std::size_t f = 0; f < row.size(); ++f) right[i] += row[f] * verdicts[f];
  }
  right[size] = 1;
  if (numeric::eliminate(system, right) == 0) return {};
  multiplier = right[size];
  std::vector<double> out(free.size());
  for (std::size_t i = 0; i < size; ++i) out[index[i]] = right[i];
  return out;
}

}  // namespace

std::optional<Error> check_counts(std::span<const double> counts, std::string_view argument) {
  for (const double count : counts) {
    if (!std::isfinite(count)) return Error{Errc::not_finite, argument};
    if (count < 0 || count > static_cast<double>(max_count) || count != std::floor(count)) {
      return Error{Errc::not_integer, argument};
    }
  }
  return std::nullopt;
}

std::optional<ClassModel> class_model(const numeric::Matrix& counts) {
  ClassModel out{.shares = counts, .labels = std::vector<double>(counts.rows())};
  for (std::size_t k = 0; k < counts.rows(); ++k) {
    for (const double count : counts.row(k)) out.labels[k] += count;
    if (out.labels[k] == 0) return std::nullopt;
    for (double& share : out.shares.row(k)) share /= out.labels[k];
  }
  return out;
}

Separation separation_of(const ClassModel& model, double z) {
  const numeric::SmallestSingular singular = numeric::smallest_singular(model.shares);
  // First-order perturbation: ds = u^T dP v, with independent multinomial rows.
  double variance = 0;
  for (std::size_t k = 0; k < model.labels.size(); ++k) {
    double mean = 0;
    double square = 0;
    for (std::size_t f = 0; f < singular.v.size(); ++f) {
      mean += model.shares(k, f) * singular.v[f];
      square += model.shares(k, f) * singular.v[f] * singular.v[f];
    }
    variance +=
        singular.u[k] * singular.u[k] * std::max(0.0, square - mean * mean) / model.labels[k];
  }
  Separation out{.condition = 0,
                 .smallest = singular.value,
                 .standard_error = std::sqrt(variance),
                 .lower = singular.value - z * std::sqrt(variance)};
  // Beyond this the condition number is that of rounding; it stays finite.
  constexpr double rounding = 1e-15;
  out.condition = singular.largest / std::max(singular.value, rounding);
  return out;
}

std::optional<ClassReason> obstacle(const ClassModel& model, const Separation& separation) {
  if (model.shares.rows() == model.shares.columns()) {
    numeric::Matrix inverse = model.shares;
    // A matrix that is singular but for rounding has a determinant of either sign.
    if (!(numeric::invert(inverse) > 0) && separation.lower > 0) {
      return ClassReason::verdicts_point_elsewhere;
    }
  }
  if (!(separation.lower > 0)) return ClassReason::confusion_matrix_near_singular;
  return std::nullopt;
}

void project_to_simplex(std::span<double> shares) {
  std::vector<double> sorted(shares.begin(), shares.end());
  std::sort(sorted.begin(), sorted.end(), [](double a, double b) { return a > b; });
  double sum = 0;
  double threshold = 0;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    sum += sorted[k];
    const double candidate = (sum - 1) / static_cast<double>(k + 1);
    if (sorted[k] > candidate) threshold = candidate;
  }
  for (double& share : shares) share = std::max(0.0, share - threshold);
}

// A primal active set: from the middle of the simplex towards the best point with the present
// zeros, stopping at each share that becomes zero; then letting go of a zero that is not needed.
std::vector<double> fit_on_simplex(const numeric::Matrix& shares,
                                   std::span<const double> verdicts) {
  const std::size_t classes = shares.rows();
  std::vector<double> x(classes, 1.0 / static_cast<double>(classes));
  std::vector<bool> free(classes, true);
  constexpr int most_steps = 200;
  for (int step = 0; step < most_steps; ++step) {
    double multiplier = 0;
    const std::vector<double> best = fit_free(shares, verdicts, free, multiplier);
    if (best.empty()) return {};
    double length = 1;
    std::size_t blocking = classes;
    for (std::size_t k = 0; k < classes; ++k) {
      if (!free[k] || best[k] >= 0) continue;
      const double reach = x[k] / (x[k] - best[k]);
      if (reach < length) {
        length = reach;
        blocking = k;
      }
    }
    for (std::size_t k = 0; k < classes; ++k) x[k] += length * (best[k] - x[k]);
    if (blocking < classes) {
      x[blocking] = 0;
      free[blocking] = false;
      continue;
    }
    // The gradient of a zero share, less that of the free ones, which all have -multiplier.
    std::size_t wanted = classes;
    double most_negative = -1e-12;
    for (std::size_t k = 0; k < classes; ++k) {
      if (free[k]) continue;
      double gradient = multiplier;
      for (std::size_t f = 0; f < verdicts.size(); ++f) {
        double fitted = 0;
        for (std::size_t j = 0; j < classes; ++j) fitted += shares(j, f) * x[j];
        gradient += shares(k, f) * (fitted - verdicts[f]);
      }
      if (gradient < most_negative) {
        most_negative = gradient;
        wanted = k;
      }
    }
    if (wanted == classes) break;
    free[wanted] = true;
  }
  for (double& share : x) share = std::max(0.0, share);
  return x;
}

}  // namespace evenhand::judge

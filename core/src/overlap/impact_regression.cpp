// Logistic regression of right or wrong on the flag, with what makes items difficult held fixed.
#include <algorithm>
#include <cmath>

#include "base/columns.hpp"
#include "evenhand/overlap/impact.hpp"
#include "interval/clusters.hpp"
#include "numeric/positive_definite.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "overlap/impact_parts.hpp"

namespace evenhand::overlap {
namespace {

/// A column whose part that does not follow from the others is below this share of it is no column
/// of its own.
constexpr double least_own_share = 1e-10;
/// Newton's steps end when none is larger; the last one squares its error.
constexpr double last_step = 1e-8;
/// A finite maximum is found in far fewer steps. Where there is none, coefficients grow by about 1
/// each step until the weights of the items vanish.
constexpr int most_steps = 60;
/// Of a coefficient of a standardised column; only a likelihood without a maximum is so flat.
constexpr double largest_variance = 1e6;

/// What is fitted: rows with a subject each, and a few columns.
struct Design {
  std::vector<std::size_t> subject;
  std::size_t subjects = 0;
  std::vector<double> right;
  std::vector<std::vector<double>> columns;  ///< standardised
  std::vector<double> scales;                ///< a column's unit, in its own

  [[nodiscard]] std::size_t rows() const noexcept { return right.size(); }
};

/// Brings a column to mean 0 and standard deviation 1; false when it does not vary.
bool standardise(std::vector<double>& column, double& scale) {
  const auto n = static_cast<double>(column.size());
  numeric::NeumaierSum sum;
  double largest = 0;
  for (const double value : column) {
    sum.add(value);
    largest = std::max(largest, std::abs(value));
  }
  const double mean = sum.value() / n;
  numeric::NeumaierSum squares;
  for (double& value : column) {
    value -= mean;
    squares.add(value * value);
  }
  scale = std::sqrt(squares.value() / n);
  if (!(scale > 1e-12 * largest) || !std::isfinite(scale)) return false;
  for (double& value : column) value /= scale;
  return true;
}

/// Whether within subjects some column does not vary, or follows from those before it.
bool is_collinear(const Design& design) {
  std::vector<double> sizes(design.subjects, 0.0);
  for (const std::size_t s : design.subject) sizes[s] += 1;
  std::vector<std::vector<double>> own;
  for (const std::vector<double>& column : design.columns) {
    std::vector<double> means(design.subjects, 0.0);
    for (std::size_t i = 0; i < design.rows(); ++i) means[design.subject[i]] += column[i];
    for (std::size_t s = 0; s < design.subjects; ++s) means[s] /= sizes[s];
    std::vector<double> rest = column;
    for (std::size_t i = 0; i < design.rows(); ++i) rest[i] -= means[design.subject[i]];
    const auto product = [](const std::vector<double>& a, const std::vector<double>& b) {
      numeric::NeumaierSum sum;
      for (std::size_t i = 0; i < a.size(); ++i) sum.add(a[i] * b[i]);
      return sum.value();
    };
    for (const std::vector<double>& other : own) {
      const double along = product(rest, other) / product(other, other);
      for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= along * other[i];
    }
    if (!(product(rest, rest) > least_own_share * static_cast<double>(rest.size()))) return true;
    own.push_back(std::move(rest));
  }
  return false;
}

/// The maximum of the likelihood: coefficients of the columns and their covariance.
struct Fit {
  std::vector<double> coefficients;
  numeric::SquareMatrix covariance{0};
  double log_likelihood = 0;
};

/// log(1 + exp(x))
double softplus(double x) noexcept {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

/// Newton's method with step halving. The intercepts are eliminated first, since each subject has
/// its own: what is left is as small as the columns are few. Nothing when there is no maximum.
std::optional<Fit> fit(const Design& design) {
  const std::size_t rows = design.rows();
  const std::size_t width = design.columns.size();
  std::vector<double> intercepts(design.subjects, 0.0);
  std::vector<double> coefficients(width, 0.0);
  const auto log_likelihood = [&](const std::vector<double>& a, const std::vector<double>& b) {
    numeric::NeumaierSum sum;
    for (std::size_t i = 0; i < rows; ++i) {
      double eta = a[design.subject[i]];
      for (std::size_t k = 0; k < width; ++k) eta += b[k] * design.columns[k][i];
      sum.add(design.right[i] * eta - softplus(eta));
    }
    return sum.value();
  };
  double value = log_likelihood(intercepts, coefficients);
  for (int step = 0; step < most_steps; ++step) {
    std::vector<double> weight(design.subjects, 0.0);
    std::vector<double> gradient(design.subjects, 0.0);
    std::vector<double> mixed(design.subjects * width, 0.0);
    numeric::SquareMatrix information(width);
    std::vector<double> right(width, 0.0);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t s = design.subject[i];
      double eta = intercepts[s];
      for (std::size_t k = 0; k < width; ++k) eta += coefficients[k] * design.columns[k][i];
      const double small = std::exp(-std::abs(eta));
      const double w = small / ((1 + small) * (1 + small));
      const double p = (eta > 0 ? 1 : small) / (1 + small);
      weight[s] += w;
      gradient[s] += design.right[i] - p;
      for (std::size_t k = 0; k < width; ++k) {
        const double x = design.columns[k][i];
        mixed[s * width + k] += w * x;
        right[k] += x * (design.right[i] - p);
        for (std::size_t l = 0; l < width; ++l) information(k, l) += w * x * design.columns[l][i];
      }
    }
    for (std::size_t s = 0; s < design.subjects; ++s) {
      if (!(weight[s] > 0)) return std::nullopt;
      for (std::size_t k = 0; k < width; ++k) {
        const double share = mixed[s * width + k] / weight[s];
        right[k] -= share * gradient[s];
        for (std::size_t l = 0; l < width; ++l) information(k, l) -= share * mixed[s * width + l];
      }
    }
    std::vector<double> move = right;
    if (!numeric::solve_positive_definite(information, move)) return std::nullopt;
    double largest = 0;
    std::vector<double> intercept_move(design.subjects);
    for (std::size_t s = 0; s < design.subjects; ++s) {
      double along = gradient[s];
      for (std::size_t k = 0; k < width; ++k) along -= mixed[s * width + k] * move[k];
      intercept_move[s] = along / weight[s];
      largest = std::max(largest, std::abs(intercept_move[s]));
    }
    for (const double change : move) largest = std::max(largest, std::abs(change));
    if (!std::isfinite(largest)) return std::nullopt;
    double length = 1;
    std::vector<double> next_intercepts(design.subjects);
    std::vector<double> next(width);
    double next_value = value;
    while (true) {
      for (std::size_t s = 0; s < design.subjects; ++s) {
        next_intercepts[s] = intercepts[s] + length * intercept_move[s];
      }
      for (std::size_t k = 0; k < width; ++k) next[k] = coefficients[k] + length * move[k];
      next_value = log_likelihood(next_intercepts, next);
      if (next_value >= value - 1e-10 * std::abs(value) || length < 1e-6) break;
      length /= 2;
    }
    intercepts = next_intercepts;
    coefficients = next;
    value = next_value;
    if (largest > last_step) continue;
    Fit out{.coefficients = coefficients, .covariance = information, .log_likelihood = value};
    if (!numeric::invert_positive_definite(out.covariance)) return std::nullopt;
    for (std::size_t k = 0; k < width; ++k) {
      if (!(out.covariance(k, k) < largest_variance)) return std::nullopt;
    }
    return out;
  }
  return std::nullopt;
}

RegressionTerm term_of(const Fit& fit, const Design& design, std::size_t k, double z) noexcept {
  RegressionTerm out;
  out.estimate = fit.coefficients[k] / design.scales[k];
  out.standard_error = std::sqrt(fit.covariance(k, k)) / design.scales[k];
  out.lower = out.estimate - z * out.standard_error;
  out.upper = out.estimate + z * out.standard_error;
  out.statistic = out.estimate / out.standard_error;
  out.p = numeric::normal_two_sided(out.statistic);
  return out;
}

}  // namespace

Result<LogisticImpact> logistic_impact(std::span<const double> scores,
                                       std::span<const std::int32_t> flags,
                                       const ImpactCovariates& covariates, Level level) {
  if (scores.empty()) return Error{Errc::empty_sample, "scores"};
  const std::size_t items = scores.size();
  for (const double score : scores) {
    if (score != 0 && score != 1) return Error{Errc::not_binary, "scores"};
  }
  if (const auto error = check_flags(flags, items, "flags")) return *error;
  const std::vector<std::int32_t> one(covariates.subjects.empty() ? items : 0, 0);
  const auto groups = interval::make_clusters(
      covariates.subjects.empty() ? one : covariates.subjects, items, "subjects");
  if (!groups) return groups.error();
  if (!covariates.lengths.empty()) {
    if (const auto error = check_covariate(covariates.lengths, items, "lengths")) return *error;
    for (const double length : covariates.lengths) {
      if (!(length > 0)) return Error{Errc::value_out_of_range, "lengths"};
    }
  }
  if (!covariates.reference.empty()) {
    if (const auto error = check_covariate(covariates.reference, items, "reference")) return *error;
  }
  if (const auto error = check(level)) return *error;

  LogisticImpact out;
  out.level = level;
  out.items = static_cast<std::int64_t>(items);
  out.subjects = static_cast<std::int64_t>(groups->count());
  std::vector<double> right(groups->count(), 0.0);
  for (std::size_t i = 0; i < items; ++i) {
    right[static_cast<std::size_t>(groups->of_item[i])] += scores[i];
  }
  // The intercept of a subject without right or without wrong items runs off to infinity, and
  // nothing about the other coefficients depends on its items.
  Design design;
  std::vector<std::size_t> number(groups->count(), 0);
  for (std::size_t s = 0; s < groups->count(); ++s) {
    if (right[s] > 0 && right[s] < groups->sizes[s]) {
      number[s] = design.subjects++;
    } else {
      ++out.left_out_subjects;
      out.left_out_items += static_cast<std::int64_t>(groups->sizes[s]);
    }
  }
  const bool has_length = !covariates.lengths.empty();
  const bool has_reference = !covariates.reference.empty();
  std::vector<double> flag;
  std::vector<double> length;
  std::vector<double> reference;
  for (std::size_t i = 0; i < items; ++i) {
    const auto s = static_cast<std::size_t>(groups->of_item[i]);
    if (!(right[s] > 0 && right[s] < groups->sizes[s])) continue;
    design.subject.push_back(number[s]);
    design.right.push_back(scores[i]);
    flag.push_back(flags[i]);
    if (has_length) length.push_back(std::log(covariates.lengths[i]));
    if (has_reference) reference.push_back(covariates.reference[i]);
  }
  if (design.subjects == 0) {
    out.reason = ImpactReason::equal_scores;
    return out;
  }
  design.columns.push_back(std::move(flag));
  if (has_length) design.columns.push_back(std::move(length));
  if (has_reference) design.columns.push_back(std::move(reference));
  design.scales.resize(design.columns.size());
  bool varies = true;
  for (std::size_t k = 0; k < design.columns.size(); ++k) {
    varies = standardise(design.columns[k], design.scales[k]) && varies;
  }
  if (!varies || is_collinear(design)) {
    out.reason = ImpactReason::collinear;
    return out;
  }
  const std::optional<Fit> made = fit(design);
  if (!made) {
    out.reason = ImpactReason::separated;
    return out;
  }
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  out.flag = term_of(*made, design, 0, z);
  out.odds_ratio = std::exp(out.flag->estimate);
  out.odds_ratio_limits =
      Interval{.lower = std::exp(out.flag->lower), .upper = std::exp(out.flag->upper)};
  if (!std::isfinite(out.odds_ratio_limits->upper)) return Error{Errc::no_convergence, "flags"};
  if (has_length) out.log_length = term_of(*made, design, 1, z);
  if (has_reference) out.reference = term_of(*made, design, has_length ? 2 : 1, z);
  out.log_likelihood = made->log_likelihood;
  return out;
}

}  // namespace evenhand::overlap

#include "evenhand/judge/classes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "judge/class_model.hpp"
#include "numeric/propagation.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check(const ClassData& data, Level level) {
  const std::size_t classes = data.values.size();
  if (classes < 2) return Error{Errc::too_few, "values", 2};
  if (classes > static_cast<std::size_t>(most_classes)) {
    return Error{Errc::value_out_of_range, "values", static_cast<double>(most_classes)};
  }
  // Squares of values must not overflow.
  for (const double value : data.values) {
    if (!std::isfinite(value) || std::abs(value) > 1e100) return Error{Errc::not_finite, "values"};
  }
  const std::size_t kinds = data.verdicts.size();
  if (kinds != classes && kinds != classes + 1) return Error{Errc::length_mismatch, "verdicts"};
  if (data.confusion.size() != classes * kinds) return Error{Errc::length_mismatch, "confusion"};
  if (const auto error = check_counts(data.confusion, "confusion")) return error;
  if (const auto error = check_counts(data.verdicts, "verdicts")) return error;
  if (std::all_of(data.verdicts.begin(), data.verdicts.end(), [](double n) { return n == 0; })) {
    return Error{Errc::empty_sample, "verdicts"};
  }
  return evenhand::check(level);
}

/// d pi / d p: the inverse of P^T, or with an extra kind of verdict that of least squares with
/// sum 1. Empty when there is none.
numeric::Matrix sensitivity_of_shares(const numeric::Matrix& shares) {
  const std::size_t classes = shares.rows();
  const std::size_t kinds = shares.columns();
  if (classes == kinds) {
    numeric::Matrix transposed(kinds, classes);
    for (std::size_t k = 0; k < classes; ++k) {
      for (std::size_t f = 0; f < kinds; ++f) transposed(f, k) = shares(k, f);
    }
    if (numeric::invert(transposed) == 0) return {0, 0};
    return transposed;
  }
  numeric::Matrix system(classes + 1, classes + 1);
  for (std::size_t i = 0; i < classes; ++i) {
    for (std::size_t j = 0; j < classes; ++j) {
      for (std::size_t f = 0; f < kinds; ++f) system(i, j) += shares(i, f) * shares(j, f);
    }
    system(i, classes) = system(classes, i) = 1;
  }
  if (numeric::invert(system) == 0) return {0, 0};
  numeric::Matrix out(classes, kinds);
  for (std::size_t i = 0; i < classes; ++i) {
    for (std::size_t j = 0; j < classes; ++j) {
      for (std::size_t f = 0; f < kinds; ++f) out(i, f) += system(i, j) * shares(j, f);
    }
  }
  return out;
}

/// scale * outer (diag q - q q^T) outer^T, added to `sum`.
void add_multinomial(std::vector<double>& sum, const numeric::Matrix& outer,
                     std::span<const double> q, double scale) {
  const std::size_t size = outer.rows();
  std::vector<double> mean(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t f = 0; f < q.size(); ++f) mean[i] += outer(i, f) * q[f];
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      // Deviations from the mean: nothing cancels.
      double product = 0;
      for (std::size_t f = 0; f < q.size(); ++f) {
        product += q[f] * (outer(i, f) - mean[i]) * (outer(j, f) - mean[j]);
      }
      sum[i * size + j] += scale * product;
    }
  }
}

double worth(std::span<const double> shares, std::span<const double> values) {
  double sum = 0;
  for (std::size_t k = 0; k < shares.size(); ++k) sum += shares[k] * values[k];
  return sum;
}

/// Determinants above this leave no singular value below 1e-6: the others are at most sqrt(K).
double safe_determinant(std::size_t classes) {
  constexpr double least_singular = 1e-6;
  const auto k = static_cast<double>(classes);
  return least_singular * std::pow(k, (k - 1) / 2);
}

/// The shares within the simplex under P_k ~ Dirichlet(C_k + 1/2) and p ~ Dirichlet(N + 1/2), and
/// last their worth: a column each. `shift` is added to every p. Empty when the special functions
/// failed.
std::vector<std::vector<double>> propagate(const ClassData& data, const numeric::Matrix& counts,
                                           std::span<const double> shift) {
  const std::size_t classes = counts.rows();
  const std::size_t kinds = counts.columns();
  constexpr double prior = 0.5;
  numeric::BetaPropagation propagation;
  std::vector<double> parameters(kinds);
  const auto add = [&](std::span<const double> of) {
    for (std::size_t f = 0; f < kinds; ++f) parameters[f] = of[f] + prior;
    propagation.add_dirichlet(parameters);
  };
  for (std::size_t k = 0; k < classes; ++k) add(counts.row(k));
  add(data.verdicts);
  if (!propagation.finite()) return {};

  std::vector<std::vector<double>> draws(classes + 1);
  for (auto& column : draws) column.reserve(numeric::propagation_points);
  numeric::Matrix shares(classes, kinds);
  numeric::Matrix transposed(kinds, classes);
  std::vector<double> pi(kinds);
  const double safe = safe_determinant(classes);
  propagation.run([&](std::span<const double> values) {
    const std::size_t sticks = kinds - 1;
    for (std::size_t k = 0; k < classes; ++k) {
      numeric::break_stick(values.subspan(k * sticks, sticks), shares.row(k));
    }
    pi.resize(kinds);
    numeric::break_stick(values.subspan(classes * sticks, sticks), pi);
    for (std::size_t f = 0; f < kinds; ++f) pi[f] += shift[f];
    if (classes == kinds) {
      for (std::size_t k = 0; k < classes; ++k) {
        for (std::size_t f = 0; f < kinds; ++f) transposed(f, k) = shares(k, f);
      }
      const double determinant = numeric::eliminate(transposed, pi);
      if (!(determinant > 0) ||
          (determinant < safe && numeric::smallest_singular(shares).value < 1e-6)) {
        return;
      }
      project_to_simplex(pi);
    } else {
      pi = fit_on_simplex(shares, pi);
      if (pi.empty()) return;
    }
    for (std::size_t k = 0; k < classes; ++k) draws[k].push_back(pi[k]);
    draws[classes].push_back(worth(pi, data.values));
  });
  return draws;
}

/// Limits of the shares, and last of their worth.
std::vector<numeric::Percentiles> limits_of(std::vector<std::vector<double>>& draws, double alpha) {
  std::vector<numeric::Percentiles> out;
  for (auto& column : draws) {
    const auto found = numeric::percentiles(column, alpha);
    if (!found) return {};
    out.push_back(*found);
  }
  return out;
}

double width(const numeric::Percentiles& of) noexcept { return of.limits.upper - of.limits.lower; }

/// Percentiles of the projected shares and of their worth. Where the verdicts lie beyond what the
/// error rates allow, most points project to one place: an interval narrower than half of what the
/// nearest possible verdicts would have given is replaced by that.
bool set_limits(const ClassData& data, const ClassModel& model, std::span<const double> p,
                const numeric::Matrix& counts, double alpha, ClassCorrection& out) {
  std::vector<double> shift(p.size());
  auto draws = propagate(data, counts, shift);
  if (draws.empty()) return false;
  out.points = static_cast<std::int64_t>(numeric::propagation_points);
  out.discarded = out.points - static_cast<std::int64_t>(draws.back().size());
  auto limits = limits_of(draws, alpha);
  if (limits.empty()) return false;
  if (out.status == Status::boundary) {
    for (std::size_t f = 0; f < p.size(); ++f) {
      shift[f] = -p[f];
      for (std::size_t k = 0; k < out.classes.size(); ++k) {
        shift[f] += *out.classes[k].estimate * model.shares(k, f);
      }
    }
    draws = propagate(data, counts, shift);
    const auto possible = limits_of(draws, alpha);
    if (possible.empty()) return false;
    for (std::size_t i = 0; i < limits.size(); ++i) {
      if (!(width(limits[i]) < 0.5 * width(possible[i]))) continue;
      limits[i] = possible[i];
      out.flags.set(ClassFlag::boundary_rule);
    }
  }
  for (std::size_t k = 0; k < out.classes.size(); ++k) {
    ClassShare& share = out.classes[k];
    share.lower = std::min(limits[k].limits.lower, *share.estimate);
    share.upper = std::max(limits[k].limits.upper, *share.estimate);
  }
  out.score->lower = std::min(limits.back().limits.lower, out.score->estimate);
  out.score->upper = std::max(limits.back().limits.upper, out.score->estimate);
  out.precision = limits.back().precision;
  return true;
}

}  // namespace

Result<ClassCorrection> correct_classes(const ClassData& data, Level level) {
  if (const auto error = check(data, level)) return *error;
  const std::size_t classes = data.values.size();
  const std::size_t kinds = data.verdicts.size();
  const double alpha = 1 - level.value;
  const double z = numeric::two_sided_normal_quantile(alpha);

  ClassCorrection out{.level = level, .classes = std::vector<ClassShare>(classes)};
  numeric::Matrix counts(classes, kinds);
  std::copy(data.confusion.begin(), data.confusion.end(), counts.row(0).data());
  double items = 0;
  double named = 0;
  for (std::size_t f = 0; f < kinds; ++f) {
    items += data.verdicts[f];
    if (f < classes) named += data.verdicts[f];
  }
  std::vector<double> p(data.verdicts.begin(), data.verdicts.end());
  for (double& share : p) share /= items;
  for (std::size_t k = 0; k < classes; ++k) {
    ClassShare& share = out.classes[k];
    double labels = 0;
    for (const double count : counts.row(k)) labels += count;
    share.labels = static_cast<std::int64_t>(std::min(labels, static_cast<double>(max_count)));
    share.judge = p[k];
    out.flags.set_if(ClassFlag::few_labels, share.labels < enough_labels_per_class);
  }
  if (named > 0) out.naive = worth(data.verdicts.first(classes), data.values) / named;
  out.flags.set_if(ClassFlag::least_squares, kinds > classes);

  const auto refused = [&](ClassReason reason) {
    out.reason = reason;
    out.flags.set(ClassFlag::wide);
    return out;
  };
  const auto model = class_model(counts);
  if (!model) {
    for (std::size_t k = 0; k < classes && !out.reason_class; ++k) {
      if (out.classes[k].labels == 0) out.reason_class = static_cast<std::int64_t>(k);
    }
    return refused(ClassReason::no_calibration_for_class);
  }
  out.separation = separation_of(*model, z);
  out.flags.set_if(ClassFlag::ill_conditioned, out.separation->condition > high_condition);
  if (const auto reason = obstacle(*model, *out.separation)) return refused(*reason);

  const numeric::Matrix outer = sensitivity_of_shares(model->shares);
  if (outer.rows() == 0) return refused(ClassReason::confusion_matrix_near_singular);
  std::vector<double> raw(classes);
  for (std::size_t i = 0; i < classes; ++i) {
    for (std::size_t f = 0; f < kinds; ++f) raw[i] += outer(i, f) * p[f];
  }
  if (kinds > classes) {
    // Least squares with sum 1 is affine in p: what is missing from the sum goes where it
    // disturbs the fit least, which the fit itself knows.
    double sum = 0;
    for (const double share : raw) sum += share;
    numeric::Matrix gram(classes, classes);
    for (std::size_t i = 0; i < classes; ++i) {
      for (std::size_t j = 0; j < classes; ++j) {
        for (std::size_t f = 0; f < kinds; ++f) {
          gram(i, j) += model->shares(i, f) * model->shares(j, f);
        }
      }
    }
    std::vector<double> direction(classes, 1.0);
    if (numeric::eliminate(gram, direction) == 0) {
      return refused(ClassReason::confusion_matrix_near_singular);
    }
    double total = 0;
    for (const double entry : direction) total += entry;
    for (std::size_t i = 0; i < classes; ++i) raw[i] += (1 - sum) * direction[i] / total;
  }
  out.covariance.assign(classes * classes, 0.0);
  add_multinomial(out.covariance, outer, p, 1 / items);
  for (std::size_t k = 0; k < classes; ++k) {
    add_multinomial(out.covariance, outer, model->shares.row(k),
                    raw[k] * raw[k] / model->labels[k]);
  }

  out.status = Status::ok;
  std::vector<double> shares = raw;
  if (std::any_of(raw.begin(), raw.end(), [](double share) { return share < 0; })) {
    out.status = Status::boundary;
    if (kinds == classes) {
      project_to_simplex(shares);
    } else {
      shares = fit_on_simplex(model->shares, p);
    }
  }
  double variance = 0;
  for (std::size_t i = 0; i < classes; ++i) {
    out.classes[i].estimate = shares[i];
    out.classes[i].unclipped = raw[i];
    out.classes[i].standard_error = std::sqrt(std::max(0.0, out.covariance[i * classes + i]));
    for (std::size_t j = 0; j < classes; ++j) {
      variance += data.values[i] * data.values[j] * out.covariance[i * classes + j];
    }
  }
  ClassScore score{.estimate = worth(shares, data.values),
                   .unclipped = worth(raw, data.values),
                   .standard_error = std::sqrt(std::max(0.0, variance))};
  score.delta = {.lower = score.unclipped - z * score.standard_error,
                 .upper = score.unclipped + z * score.standard_error};
  out.score = score;
  if (!set_limits(data, *model, p, counts, alpha, out)) {
    return Error{Errc::no_convergence, "confusion"};
  }
  const auto [least, most] = std::minmax_element(data.values.begin(), data.values.end());
  out.flags.set_if(ClassFlag::wide, out.score->upper - out.score->lower >= 0.95 * (*most - *least));
  return out;
}

}  // namespace evenhand::judge

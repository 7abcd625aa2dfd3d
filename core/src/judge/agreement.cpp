#include "evenhand/judge/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "judge/estimates.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// A table of proportions with its margins.
struct Proportions {
  Proportions(std::span<const double> counts, std::size_t size, double pseudo)
      : classes(size), row(size, 0.0), column(size, 0.0) {
    for (const double count : counts) items += count + pseudo;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        cell.push_back((counts[i * size + j] + pseudo) / items);
        row[i] += cell.back();
        column[j] += cell.back();
      }
    }
  }
  [[nodiscard]] double at(std::size_t i, std::size_t j) const noexcept {
    return cell[i * classes + j];
  }

  std::size_t classes;
  double items = 0;
  std::vector<double> cell;
  std::vector<double> row;
  std::vector<double> column;
};

struct Moments {
  double value, standard_error;
};

/// Delta method: the variance over the cells of the gradient, divided by the items.
template <class Gradient>
double standard_error(const Proportions& p, Gradient gradient) noexcept {
  double mean = 0;
  for (std::size_t i = 0; i < p.classes; ++i) {
    for (std::size_t j = 0; j < p.classes; ++j) mean += p.at(i, j) * gradient(i, j);
  }
  double squares = 0;
  for (std::size_t i = 0; i < p.classes; ++i) {
    for (std::size_t j = 0; j < p.classes; ++j) {
      const double gap = gradient(i, j) - mean;
      squares += p.at(i, j) * gap * gap;
    }
  }
  return std::sqrt(squares / p.items);
}

/// (Po - Pe)/(1 - Pe) with its gradient, from what tells the coefficients apart: the weight of a
/// cell, the agreement expected by chance, and that one's derivative by a cell.
template <class Weight, class Slope>
std::optional<Moments> beyond_chance(const Proportions& p, double expected, Weight weight,
                                     Slope slope) noexcept {
  const double room = 1 - expected;
  // Sums of shares that are 1 up to rounding are 1.
  if (!(room > 1e-12)) return std::nullopt;
  double disagreement = 0;
  for (std::size_t i = 0; i < p.classes; ++i) {
    for (std::size_t j = 0; j < p.classes; ++j) disagreement += (1 - weight(i, j)) * p.at(i, j);
  }
  const auto gradient = [&](std::size_t i, std::size_t j) {
    return (weight(i, j) * room - disagreement * slope(i, j)) / (room * room);
  };
  return Moments{.value = 1 - disagreement / room, .standard_error = standard_error(p, gradient)};
}

std::optional<Moments> weighted_kappa(const Proportions& p, int power) {
  const auto last = static_cast<double>(p.classes - 1);
  const auto weight = [&](std::size_t i, std::size_t j) {
    if (power == 0) return i == j ? 1.0 : 0.0;
    const double gap = std::abs(static_cast<double>(i) - static_cast<double>(j)) / last;
    return 1 - (power == 1 ? gap : gap * gap);
  };
  std::vector<double> by_row(p.classes, 0.0);     // sum over l of w_il c_l
  std::vector<double> by_column(p.classes, 0.0);  // sum over k of w_kj r_k
  double expected = 0;
  for (std::size_t i = 0; i < p.classes; ++i) {
    for (std::size_t j = 0; j < p.classes; ++j) {
      by_row[i] += weight(i, j) * p.column[j];
      by_column[j] += weight(i, j) * p.row[i];
    }
  }
  for (std::size_t i = 0; i < p.classes; ++i) expected += p.row[i] * by_row[i];
  return beyond_chance(p, expected, weight,
                       [&](std::size_t i, std::size_t j) { return by_row[i] + by_column[j]; });
}

std::optional<Moments> scott_or_gwet(const Proportions& p, bool gwet) {
  const auto others = static_cast<double>(p.classes - 1);
  std::vector<double> share(p.classes);
  double expected = 0;
  for (std::size_t k = 0; k < p.classes; ++k) {
    share[k] = (p.row[k] + p.column[k]) / 2;
    expected += gwet ? share[k] * (1 - share[k]) / others : share[k] * share[k];
  }
  const auto weight = [](std::size_t i, std::size_t j) { return i == j ? 1.0 : 0.0; };
  return beyond_chance(p, expected, weight, [&](std::size_t i, std::size_t j) {
    return gwet ? (1 - share[i] - share[j]) / others : share[i] + share[j];
  });
}

std::optional<Moments> matthews(const Proportions& p) {
  const double margins = std::sqrt(p.row[0] * p.row[1] * p.column[0] * p.column[1]);
  if (!(margins > 0)) return std::nullopt;
  const double phi = (p.at(0, 0) * p.at(1, 1) - p.at(0, 1) * p.at(1, 0)) / margins;
  return Moments{.value = phi,
                 .standard_error = standard_error(p, [&](std::size_t i, std::size_t j) {
                   const double other = p.at(1 - i, 1 - j) * (i == j ? 1 : -1);
                   return other / margins - phi / 2 * (1 / p.row[i] + 1 / p.column[j]);
                 })};
}

std::optional<Moments> coefficient(AgreementStatistic statistic, const Proportions& p) {
  switch (statistic) {
    case AgreementStatistic::cohen_kappa: return weighted_kappa(p, 0);
    case AgreementStatistic::linear_kappa: return weighted_kappa(p, 1);
    case AgreementStatistic::quadratic_kappa: return weighted_kappa(p, 2);
    case AgreementStatistic::scott_pi: return scott_or_gwet(p, false);
    case AgreementStatistic::gwet_ac1: return scott_or_gwet(p, true);
    case AgreementStatistic::mcc: break;
  }
  return matthews(p);
}

/// Two classes have no order to weight by; more have no 2x2 correlation.
bool offered(AgreementStatistic statistic, std::size_t classes) noexcept {
  switch (statistic) {
    case AgreementStatistic::mcc: return classes == 2;
    case AgreementStatistic::linear_kappa:
    case AgreementStatistic::quadratic_kappa: return classes > 2;
    default: return true;
  }
}

Result<std::size_t> classes_of(std::span<const double> table) noexcept {
  if (table.size() < 4) return Error{Errc::too_few, "table", 4};
  std::size_t classes = 2;
  while (classes * classes < table.size()) ++classes;
  if (classes * classes != table.size()) return Error{Errc::length_mismatch, "table"};
  if (std::cmp_greater(classes, most_agreement_classes))
    return Error{Errc::value_out_of_range, "table"};
  double sum = 0;
  for (const double count : table) {
    if (!std::isfinite(count)) return Error{Errc::not_finite, "table"};
    if (count < 0 || count != std::floor(count)) return Error{Errc::not_integer, "table"};
    sum += count;
  }
  if (sum > static_cast<double>(max_count)) return Error{Errc::not_integer, "table"};
  if (sum == 0) return Error{Errc::empty_sample, "table"};
  return classes;
}

}  // namespace

Result<Agreement> rater_agreement(std::span<const double> table, Level level) {
  const auto classes = classes_of(table);
  if (!classes) return classes.error();
  if (const auto error = check(level)) return *error;
  const std::size_t size = *classes;
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  const Proportions plain(table, size, 0);
  const Proportions smoothed(table, size, 2 / static_cast<double>(table.size()));

  double equal = 0;
  for (std::size_t k = 0; k < size; ++k) equal += table[k * size + k];
  Agreement out{.items = static_cast<std::int64_t>(plain.items),
                .agreement = *wilson_estimate({.count = equal, .total = plain.items}, z),
                .row_shares = plain.row,
                .column_shares = plain.column,
                .level = level};
  for (std::size_t s = 0; s < texts(AgreementStatistic{}).size(); ++s) {
    const auto statistic = static_cast<AgreementStatistic>(s);
    if (!offered(statistic, size)) continue;
    AgreementCoefficient reported{.statistic = statistic};
    if (const auto of = coefficient(statistic, plain)) {
      reported.estimate = std::clamp(of->value, -1.0, 1.0);
      reported.standard_error = of->standard_error;
      // The pseudo-counts make every coefficient exist.
      const Moments limits = *coefficient(statistic, smoothed);
      const double half = z * limits.standard_error;
      reported.interval =
          Interval{.lower = std::min(*reported.estimate, std::max(-1.0, limits.value - half)),
                   .upper = std::max(*reported.estimate, std::min(1.0, limits.value + half))};
    } else {
      reported.reason = AgreementReason::constant_ratings;
    }
    out.coefficients.push_back(reported);
  }
  if (size == 2) {
    const JudgeQuality quality =
        judge_quality({.count = table[0], .total = table[0] + table[1]},
                      {.count = table[3], .total = table[2] + table[3]}, level);
    out.sensitivity = quality.sensitivity;
    out.specificity = quality.specificity;
    out.youden = quality.youden;
  }
  return out;
}

}  // namespace evenhand::judge

#include "evenhand/compare/ranks.hpp"

#include <cmath>

#include "evenhand/compare/multiplicity.hpp"
#include "numeric/special.hpp"

namespace evenhand::compare {
namespace {

std::optional<Error> check_input(std::span<const double> estimates,
                                 std::span<const double> standard_errors) {
  if (estimates.size() < 2) return Error{Errc::too_few, "estimates", 2};
  if (standard_errors.size() != estimates.size()) {
    return Error{Errc::length_mismatch, "standardErrors"};
  }
  bool exact = false;
  for (std::size_t j = 0; j < estimates.size(); ++j) {
    if (!std::isfinite(estimates[j])) return Error{Errc::not_finite, "estimates"};
    if (!std::isfinite(standard_errors[j])) return Error{Errc::not_finite, "standardErrors"};
    if (standard_errors[j] < 0) return Error{Errc::value_out_of_range, "standardErrors"};
    if (standard_errors[j] == 0 && exact) return Error{Errc::zero_variance, "standardErrors"};
    exact = exact || standard_errors[j] == 0;
  }
  return std::nullopt;
}

}  // namespace

Result<RankSets> rank_sets(std::span<const double> estimates,
                           std::span<const double> standard_errors, RankMethod method,
                           Level level) {
  if (const auto error = check_input(estimates, standard_errors)) return *error;
  if (const auto error = check(level)) return *error;
  const std::size_t count = estimates.size();
  const auto systems = static_cast<double>(count);
  const double alpha = 1 - level.value;
  const double comparisons =
      method == RankMethod::marginal ? systems - 1 : systems * (systems - 1) / 2;
  RankSets out;
  out.method = method;
  out.level = level;
  out.critical = numeric::two_sided_normal_quantile(alpha / comparisons);
  out.ranks.assign(count, {1, static_cast<std::int64_t>(count)});

  const auto distance = [&](std::size_t j, std::size_t k) {
    return (estimates[j] - estimates[k]) / std::hypot(standard_errors[j], standard_errors[k]);
  };
  const auto record = [&](std::size_t j, std::size_t k) {
    const bool j_better = estimates[j] > estimates[k];
    ++out.ranks[j_better ? k : j].lower;
    --out.ranks[j_better ? j : k].upper;
  };
  if (method == RankMethod::holm) {
    std::vector<double> p;
    for (std::size_t j = 0; j < count; ++j) {
      for (std::size_t k = j + 1; k < count; ++k) {
        p.push_back(numeric::normal_two_sided(distance(j, k)));
      }
    }
    const auto adjusted = adjust_p_values(p, Multiplicity::holm);
    if (!adjusted) return adjusted.error();
    std::size_t pair = 0;
    for (std::size_t j = 0; j < count; ++j) {
      for (std::size_t k = j + 1; k < count; ++k) {
        if (adjusted->adjusted[pair++] <= alpha) record(j, k);
      }
    }
  } else {
    for (std::size_t j = 0; j < count; ++j) {
      for (std::size_t k = j + 1; k < count; ++k) {
        if (std::abs(distance(j, k)) > out.critical) record(j, k);
      }
    }
  }

  const double marginal = numeric::two_sided_normal_quantile(alpha);
  out.arena.assign(count, 1);
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = 0; b < count; ++b) {
      const bool above = estimates[b] - marginal * standard_errors[b] >
                         estimates[a] + marginal * standard_errors[a];
      out.arena[a] += above ? 1 : 0;
    }
  }
  return out;
}

}  // namespace evenhand::compare

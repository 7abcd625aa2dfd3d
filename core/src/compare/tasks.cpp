#include "evenhand/compare/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "compare/signed_ranks.hpp"
#include "evenhand/compare/multiplicity.hpp"
#include "numeric/quadrature.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "numeric/ties.hpp"

namespace evenhand::compare {
namespace {

/// All pairs of as many systems are still few enough to list.
constexpr std::int64_t most_systems = 1'000;

/// Published ranks have one decimal at least.
constexpr double published_rounding = 0.05;

/// Number of rows of a complete table. The error names "scores" or "systems".
Result<std::int64_t> check_table(std::span<const double> scores, std::int64_t systems) {
  if (systems < 2) return Error{Errc::too_few, "systems", 2};
  if (systems > most_systems) {
    return Error{Errc::value_out_of_range, "systems", static_cast<double>(most_systems)};
  }
  if (scores.empty()) return Error{Errc::empty_sample, "scores"};
  const auto columns = static_cast<std::size_t>(systems);
  if (scores.size() % columns != 0) return Error{Errc::incomplete_matrix, "scores"};
  for (const double score : scores) {
    if (std::isnan(score)) return Error{Errc::incomplete_matrix, "scores"};
    if (std::isinf(score)) return Error{Errc::not_finite, "scores"};
  }
  return static_cast<std::int64_t>(scores.size() / columns);
}

/// P(range of k standard normals > q), k the integral over the position u of the largest of them.
/// As a difference of powers that is taken without cancellation, small tails keep their digits.
double range_tail(double q, double k) noexcept {
  const auto density = [=](double u) {
    const double cdf = numeric::normal_cdf(u);
    const double log_cdf = u > 0 ? std::log1p(-numeric::normal_cdf(-u)) : std::log(cdf);
    const double out_of_reach = std::min(1.0, numeric::normal_cdf(u - q) / cdf);
    const double log_density =
        (k - 1) * log_cdf - 0.5 * u * u - 0.5 * std::log(2 * std::numbers::pi);
    return -std::exp(log_density) * std::expm1((k - 1) * std::log1p(-out_of_reach));
  };
  return k * numeric::gauss_legendre(density, -8, q + 8, 32);
}

/// The studentised range's quantile with infinite degrees of freedom, over sqrt(2).
double nemenyi_q(double k, double alpha) noexcept {
  // The range of two is the least it can be; Bonferroni's bound over all pairs the most.
  const double low = 0.5 * std::numbers::sqrt2 * numeric::two_sided_normal_quantile(alpha);
  const double high =
      1.01 * std::numbers::sqrt2 * numeric::two_sided_normal_quantile(2 * alpha / k / (k - 1));
  const auto excess = [=](double q) { return std::log(range_tail(q, k)) - std::log(alpha); };
  return numeric::bracketed_root(excess, low, high) / std::numbers::sqrt2;
}

double bonferroni_dunn_q(double k, double alpha) noexcept {
  return numeric::two_sided_normal_quantile(alpha / (k - 1));
}

/// Both forms of the test. `spread` is 3 sum D_j^2, where D_j is twice the deviation of system j's
/// rank sum from its mean, a whole number; `largest` is what the spread is when all tasks agree:
/// N (N(k^3 - k) - sum(t^3 - t)).
RankTest rank_test(double spread, double largest, double tasks, double systems) noexcept {
  RankTest out;
  // Perfect agreement is exact for tables; published ranks may be rounded beyond it.
  const bool perfect = spread >= largest * (1 - 1e-12);
  out.chi_square = tasks * (systems - 1) * (perfect ? 1.0 : spread / largest);
  out.p = numeric::chi_square_complement(out.chi_square, systems - 1);
  out.f_p = 0;
  if (!perfect) {
    out.f = (tasks - 1) * (spread / (largest - spread));
    out.f_p = numeric::f_complement(*out.f, systems - 1, (systems - 1) * (tasks - 1));
  }
  return out;
}

bool finite(const RankTest& test) noexcept {
  return std::isfinite(test.chi_square) && std::isfinite(test.p) &&
         std::isfinite(test.f.value_or(0)) && std::isfinite(test.f_p);
}

/// What both inputs share, once the ranks are known.
std::optional<Error> complete(Friedman& out, double spread, double largest,
                              std::string_view argument) {
  const auto n = static_cast<double>(out.tasks);
  const auto k = static_cast<double>(out.systems);
  const double alpha = 1 - out.level.value;
  out.uncorrected = rank_test(spread, n * n * (k * k * k - k), n, k);
  out.kendall_w = std::min(1.0, spread / largest);
  const double unit = std::sqrt(k * (k + 1) / (6 * n));
  out.critical_difference = nemenyi_q(k, alpha) * unit;
  out.bonferroni_dunn = bonferroni_dunn_q(k, alpha) * unit;
  const RankTest& best = out.tie_corrected ? *out.tie_corrected : out.uncorrected;
  out.notes.set_if(Note::perfect_agreement, !best.f);
  out.notes.set_if(Note::two_systems, out.systems == 2);
  if (finite(out.uncorrected) && finite(best) && std::isfinite(out.kendall_w) &&
      std::isfinite(out.critical_difference) && std::isfinite(out.bonferroni_dunn)) {
    return std::nullopt;
  }
  return Error{Errc::no_convergence, argument};
}

/// Wilcoxon tests of all pairs with Holm's correction. Scores are equal within the rounding of the
/// scores themselves, so that is what ties their differences, too.
void compare_pairs(Friedman& out, std::span<const double> scores) {
  const auto tasks = static_cast<std::size_t>(out.tasks);
  const auto systems = static_cast<std::size_t>(out.systems);
  std::vector<double> largest(systems, 0.0);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    largest[i % systems] = std::max(largest[i % systems], std::abs(scores[i]));
  }
  std::vector<double> differences(tasks);
  std::vector<double> p;
  for (std::size_t a = 0; a < systems; ++a) {
    for (std::size_t b = a + 1; b < systems; ++b) {
      const double scale = numeric::binary_scale(std::max(largest[a], largest[b]));
      for (std::size_t task = 0; task < tasks; ++task) {
        const double* const row = &scores[task * systems];
        differences[task] = scale * row[a] - scale * row[b];
      }
      const double tolerance = numeric::tie_share * scale * std::max(largest[a], largest[b]);
      const WilcoxonTest test = signed_ranks(differences, ZeroRule::drop, tolerance);
      out.notes.merge(test.notes);
      out.pairs.push_back({.a = static_cast<std::int64_t>(a),
                           .b = static_cast<std::int64_t>(b),
                           .statistic = test.statistic,
                           .non_zero = test.non_zero,
                           .p = test.p,
                           .exact = test.exact});
      p.push_back(test.p);
    }
  }
  const auto adjusted = adjust_p_values(p);
  if (!adjusted) return;
  for (std::size_t i = 0; i < p.size(); ++i) out.pairs[i].p_adjusted = adjusted->adjusted[i];
}

std::optional<Error> check_systems(std::int64_t systems) noexcept {
  if (systems < 0 || systems > max_count) return Error{Errc::not_integer, "systems"};
  if (systems < 2) return Error{Errc::too_few, "systems", 2};
  return std::nullopt;
}

}  // namespace

Result<Friedman> friedman_test(std::span<const double> scores, std::int64_t systems, Level level) {
  const auto tasks = check_table(scores, systems);
  if (!tasks) return tasks.error();
  if (const auto error = check(level)) return *error;
  if (*tasks < 2) return Error{Errc::too_few, "scores", 2};

  const auto columns = static_cast<std::size_t>(systems);
  std::vector<std::int64_t> rank_sums(columns, 0);  // doubled
  double tie_sum = 0;
  bool constant = true;
  for (std::size_t start = 0; start < scores.size(); start += columns) {
    const numeric::MidRanks ranks = numeric::midranks(scores.subspan(start, columns));
    constant = constant && ranks.groups.size() == 1;
    tie_sum += ranks.tie_sum();
    // Ascending ranks turned round: the highest score is first.
    for (std::size_t j = 0; j < columns; ++j) rank_sums[j] += 2 * (systems + 1) - ranks.doubled[j];
  }
  if (constant) return Error{Errc::constant_input, "scores"};

  Friedman out;
  out.tasks = *tasks;
  out.systems = systems;
  out.level = level;
  const auto n = static_cast<double>(out.tasks);
  const auto k = static_cast<double>(systems);
  double spread = 0;
  for (const std::int64_t sum : rank_sums) {
    out.average_ranks.push_back(static_cast<double>(sum) / (2 * n));
    const auto deviation = static_cast<double>(sum - out.tasks * (systems + 1));
    spread += 3 * deviation * deviation;
  }
  const double largest = n * (n * (k * k * k - k) - tie_sum);
  out.tie_corrected = rank_test(spread, largest, n, k);
  if (const auto error = complete(out, spread, largest, "scores")) return *error;
  compare_pairs(out, scores);
  return out;
}

Result<Friedman> friedman_from_ranks(std::span<const double> average_ranks, std::int64_t tasks,
                                     Level level) {
  if (average_ranks.empty()) return Error{Errc::empty_sample, "averageRanks"};
  if (average_ranks.size() < 2) return Error{Errc::too_few, "averageRanks", 2};
  if (tasks < 0 || tasks > max_count) return Error{Errc::not_integer, "tasks"};
  if (tasks < 2) return Error{Errc::too_few, "tasks", 2};
  if (const auto error = check(level)) return *error;

  Friedman out;
  out.tasks = tasks;
  out.systems = static_cast<std::int64_t>(average_ranks.size());
  out.average_ranks.assign(average_ranks.begin(), average_ranks.end());
  out.level = level;
  const auto n = static_cast<double>(tasks);
  const auto k = static_cast<double>(out.systems);
  numeric::NeumaierSum deviations;
  double spread = 0;
  for (const double rank : average_ranks) {
    if (!std::isfinite(rank)) return Error{Errc::not_finite, "averageRanks"};
    if (rank < 1 || rank > k) return Error{Errc::value_out_of_bounds, "averageRanks"};
    const double deviation = rank - (k + 1) / 2;
    deviations.add(deviation);
    spread += 12 * n * n * deviation * deviation;
  }
  const double largest = n * n * (k * k * k - k);
  if (std::abs(deviations.value()) > published_rounding * k * (1 + 1e-9) ||
      spread > 1.1 * largest) {
    return Error{Errc::value_out_of_bounds, "averageRanks"};
  }
  if (const auto error = complete(out, spread, largest, "averageRanks")) return *error;
  return out;
}

Result<double> nemenyi_quantile(std::int64_t systems, Level level) {
  if (const auto error = check_systems(systems)) return *error;
  if (const auto error = check(level)) return *error;
  const double q = nemenyi_q(static_cast<double>(systems), 1 - level.value);
  if (!std::isfinite(q)) return Error{Errc::no_convergence, "systems"};
  return q;
}

Result<double> bonferroni_dunn_quantile(std::int64_t systems, Level level) {
  if (const auto error = check_systems(systems)) return *error;
  if (const auto error = check(level)) return *error;
  const double q = bonferroni_dunn_q(static_cast<double>(systems), 1 - level.value);
  if (!std::isfinite(q)) return Error{Errc::no_convergence, "systems"};
  return q;
}

Result<CochranQ> cochran_q(std::span<const double> scores, std::int64_t systems) {
  const auto items = check_table(scores, systems);
  if (!items) return items.error();
  const auto columns = static_cast<std::size_t>(systems);
  std::vector<std::int64_t> solved(columns, 0);  // G_j, items that system j solves
  std::int64_t total = 0;
  double discordance = 0;  // sum of L (k - L), L the systems that solve an item
  CochranQ out{.df = systems - 1, .items = *items, .systems = systems};
  for (std::size_t start = 0; start < scores.size(); start += columns) {
    std::int64_t solvers = 0;
    for (std::size_t j = 0; j < columns; ++j) {
      const double score = scores[start + j];
      if (score != 0 && score != 1) return Error{Errc::not_binary, "scores"};
      solved[j] += score == 1 ? 1 : 0;
      solvers += score == 1 ? 1 : 0;
    }
    total += solvers;
    discordance += static_cast<double>(solvers * (systems - solvers));
    out.discordant += solvers > 0 && solvers < systems ? 1 : 0;
  }
  if (out.discordant == 0) return Error{Errc::no_discordant_items, "scores"};
  // k sum G^2 - (sum G)^2 = sum (k G_j - sum G)^2 / k, which cancels nothing.
  const auto k = static_cast<double>(systems);
  double spread = 0;
  for (const std::int64_t count : solved) {
    const auto deviation = static_cast<double>(systems * count - total);
    spread += deviation * deviation;
  }
  out.statistic = (k - 1) * (spread / k) / discordance;
  out.p = numeric::chi_square_complement(out.statistic, k - 1);
  if (!std::isfinite(out.p)) return Error{Errc::no_convergence, "scores"};
  return out;
}

}  // namespace evenhand::compare

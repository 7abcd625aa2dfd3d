#include "evenhand/compare/battles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "compare/battle_likelihood.hpp"
#include "interval/clusters.hpp"
#include "numeric/positive_definite.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::compare {
namespace {

using namespace battles;
using numeric::SquareMatrix;

struct Tally {
  std::vector<Pair> pairs;  ///< those that met, in order
  std::int64_t ties = 0;
  std::int64_t both_bad = 0;
};

std::optional<Error> check_columns(const BattleColumns& c, const BattleOptions& options) {
  if (c.outcome.empty()) return Error{Errc::empty_sample, "outcome"};
  if (c.a.size() != c.outcome.size()) return Error{Errc::length_mismatch, "outcome"};
  if (c.b.size() != c.a.size()) return Error{Errc::length_mismatch, "b"};
  if (!c.clusters.empty() && c.clusters.size() != c.a.size()) {
    return Error{Errc::length_mismatch, "clusters"};
  }
  if (c.systems < 2) return Error{Errc::too_few, "systems", 2};
  if (c.systems > most_battle_systems) return Error{Errc::unsupported, "systems"};
  if (const auto error = check(options.level)) return *error;
  if (options.anchor && (*options.anchor < 0 || *options.anchor >= c.systems)) {
    return Error{Errc::value_out_of_range, "anchor"};
  }
  for (std::size_t row = 0; row < c.a.size(); ++row) {
    if (c.a[row] < 0 || c.a[row] >= c.systems) return Error{Errc::value_out_of_range, "a"};
    if (c.b[row] < 0 || c.b[row] >= c.systems || c.b[row] == c.a[row]) {
      return Error{Errc::value_out_of_range, "b"};
    }
    if (c.outcome[row] < 0 || c.outcome[row] > static_cast<int>(BattleOutcome::both_bad)) {
      return Error{Errc::value_out_of_range, "outcome"};
    }
  }
  return std::nullopt;
}

/// The side of its pair that a row's outcome is for.
Side side_of(const BattleColumns& c, std::size_t row) noexcept {
  const auto outcome = static_cast<BattleOutcome>(c.outcome[row]);
  if (outcome != BattleOutcome::a && outcome != BattleOutcome::b) return tied;
  return (outcome == BattleOutcome::a) == (c.a[row] < c.b[row]) ? first : second;
}

Tally tally_of(const BattleColumns& c) {
  const auto systems = static_cast<std::size_t>(c.systems);
  Tally out;
  std::vector<std::array<std::int64_t, 3>> counts(systems * systems);
  for (std::size_t row = 0; row < c.a.size(); ++row) {
    const auto low = static_cast<std::size_t>(std::min(c.a[row], c.b[row]));
    const auto high = static_cast<std::size_t>(std::max(c.a[row], c.b[row]));
    counts[low * systems + high][side_of(c, row)] += 1;
    if (c.outcome[row] == static_cast<int>(BattleOutcome::tie)) ++out.ties;
    if (c.outcome[row] == static_cast<int>(BattleOutcome::both_bad)) ++out.both_bad;
  }
  for (std::size_t i = 0; i < systems; ++i) {
    for (std::size_t j = i + 1; j < systems; ++j) {
      const auto& entry = counts[i * systems + j];
      if (entry[first] + entry[second] + entry[tied] == 0) continue;
      Pair pair{.i = i, .j = j};
      for (std::size_t side = 0; side < 3; ++side) {
        pair.counts[side] = static_cast<double>(entry[side]);
      }
      out.pairs.push_back(pair);
    }
  }
  return out;
}

/// Sum over battles of the score's outer product, each battle by itself.
SquareMatrix meat_of_battles(const Likelihood& likelihood, const std::vector<Pair>& pairs,
                             const std::vector<double>& x) {
  SquareMatrix out(likelihood.size());
  for (const Pair& pair : pairs) {
    const Chances at = likelihood.chances(x, pair.i, pair.j);
    double weight = 0;
    for (const Side side : {first, second, tied}) {
      const double on_difference = likelihood.score(at, side).first;
      weight += pair.counts[side] * on_difference * on_difference;
    }
    Likelihood::add_difference(out, pair, weight);
  }
  return out;
}

/// The same with the scores of a cluster summed first, times G / (G - 1).
SquareMatrix meat_of_clusters(const Likelihood& likelihood, const BattleColumns& columns,
                              const interval::Clusters& clusters, const std::vector<double>& x) {
  // Rows by cluster, in their own order within one.
  const std::size_t groups = clusters.count();
  std::vector<std::size_t> starts(groups + 1, 0);
  for (std::size_t g = 0; g < groups; ++g) {
    starts[g + 1] = starts[g] + static_cast<std::size_t>(clusters.sizes[g]);
  }
  std::vector<std::size_t> rows(columns.a.size());
  std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    rows[next[static_cast<std::size_t>(clusters.of_item[row])]++] = row;
  }
  SquareMatrix out(likelihood.size());
  std::vector<double> score(likelihood.size(), 0.0);
  std::vector<std::size_t> touched;
  for (std::size_t g = 0; g < groups; ++g) {
    touched.clear();
    for (std::size_t at = starts[g]; at < starts[g + 1]; ++at) {
      const std::size_t row = rows[at];
      const Pair pair{.i = static_cast<std::size_t>(std::min(columns.a[row], columns.b[row])),
                      .j = static_cast<std::size_t>(std::max(columns.a[row], columns.b[row]))};
      const auto of_battle =
          likelihood.score(likelihood.chances(x, pair.i, pair.j), side_of(columns, row));
      likelihood.add_score(score, pair, of_battle.first, of_battle.second);
      if (pair.i > 0) touched.push_back(pair.i - 1);
      touched.push_back(pair.j - 1);
    }
    if (likelihood.has_tie_parameter()) touched.push_back(likelihood.eta());
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (const std::size_t i : touched) {
      for (const std::size_t j : touched) out(i, j) += score[i] * score[j];
    }
    for (const std::size_t i : touched) score[i] = 0;
  }
  const auto count = static_cast<double>(groups);
  const double factor = count / (count - 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (std::size_t j = 0; j < out.size(); ++j) out(i, j) *= factor;
  }
  return out;
}

/// Covariances of the strengths from those of the free coordinates, in which system 0 is fixed.
class Covariance {
 public:
  Covariance(const SquareMatrix& free, std::size_t systems) : free_(free) {
    for (std::size_t i = 0; i < systems; ++i) {
      numeric::NeumaierSum sum;
      for (std::size_t j = 0; j < systems; ++j) sum.add(entry(i, j));
      means_.push_back(sum.value() / static_cast<double>(systems));
    }
    numeric::NeumaierSum sum;
    for (const double mean : means_) sum.add(mean);
    mean_ = sum.value() / static_cast<double>(systems);
  }

  /// Variance of a strength less the mean strength.
  [[nodiscard]] double centred(std::size_t i) const noexcept {
    return entry(i, i) - 2 * means_[i] + mean_;
  }
  /// Variance of the difference of two strengths; it does not depend on what is fixed.
  [[nodiscard]] double difference(std::size_t i, std::size_t j) const noexcept {
    return entry(i, i) + entry(j, j) - 2 * entry(i, j);
  }

 private:
  [[nodiscard]] double entry(std::size_t i, std::size_t j) const noexcept {
    return i == 0 || j == 0 ? 0.0 : free_(i - 1, j - 1);
  }

  const SquareMatrix& free_;
  std::vector<double> means_;
  double mean_ = 0;
};

void add_systems(BattleFit& out, const std::vector<Pair>& pairs, const std::vector<double>& x,
                 const Covariance& covariance, std::size_t systems, double z,
                 std::optional<std::int64_t> anchor) {
  numeric::NeumaierSum sum;
  for (std::size_t i = 0; i < systems; ++i) sum.add(Likelihood::strength(x, i));
  const double mean = sum.value() / static_cast<double>(systems);
  for (std::size_t i = 0; i < systems; ++i) {
    BattleSystem system;
    system.strength = Likelihood::strength(x, i) - mean;
    system.standard_error = std::sqrt(covariance.centred(i));
    system.lower = system.strength - z * system.standard_error;
    system.upper = system.strength + z * system.standard_error;
    double above = system.strength;
    double error = system.standard_error;
    if (anchor) {
      const auto reference = static_cast<std::size_t>(*anchor);
      above = Likelihood::strength(x, i) - Likelihood::strength(x, reference);
      error = i == reference ? 0.0 : std::sqrt(covariance.difference(i, reference));
    }
    system.rating = elo_middle + elo_scale * above;
    system.rating_lower = elo_middle + elo_scale * (above - z * error);
    system.rating_upper = elo_middle + elo_scale * (above + z * error);
    out.systems.push_back(system);
  }
  for (const Pair& pair : pairs) {
    out.systems[pair.i].battles += static_cast<std::int64_t>(pair.total());
    out.systems[pair.j].battles += static_cast<std::int64_t>(pair.total());
  }
}

void add_pairs(BattleFit& out, const std::vector<double>& x, const Covariance& covariance,
               std::size_t systems, double z) {
  out.pairs.reserve(systems * (systems - 1) / 2);
  for (std::size_t i = 0; i < systems; ++i) {
    for (std::size_t j = i + 1; j < systems; ++j) {
      BattlePair pair{.a = static_cast<std::int64_t>(i), .b = static_cast<std::int64_t>(j)};
      pair.difference = Likelihood::strength(x, i) - Likelihood::strength(x, j);
      pair.standard_error = std::sqrt(covariance.difference(i, j));
      pair.lower = pair.difference - z * pair.standard_error;
      pair.upper = pair.difference + z * pair.standard_error;
      pair.p = numeric::normal_two_sided(pair.difference / pair.standard_error);
      out.pairs.push_back(pair);
    }
  }
}

/// Whether the robust variance of some strength is nothing beside the likelihood's: too few
/// clusters, or scores that cancel within each.
bool variance_is_lost(const Covariance& robust, const Covariance& likelihood,
                      std::size_t systems) noexcept {
  constexpr double nothing = 1e-12;
  for (std::size_t i = 0; i < systems; ++i) {
    if (!(robust.centred(i) > nothing * likelihood.centred(i))) return true;
    for (std::size_t j = i + 1; j < systems; ++j) {
      if (!(robust.difference(i, j) > nothing * likelihood.difference(i, j))) return true;
    }
  }
  return false;
}

bool finite(const BattleFit& fit) noexcept {
  bool out = std::isfinite(fit.log_likelihood.value_or(0)) && std::isfinite(fit.tie.value_or(0)) &&
             std::isfinite(fit.log_tie_error.value_or(0));
  for (const BattleSystem& system : fit.systems) {
    out = out && std::isfinite(system.lower) && std::isfinite(system.upper) &&
          std::isfinite(system.rating_lower) && std::isfinite(system.rating_upper);
  }
  for (const BattlePair& pair : fit.pairs) {
    out = out && std::isfinite(pair.lower) && std::isfinite(pair.upper) && std::isfinite(pair.p);
  }
  return out;
}

}  // namespace

Result<BattleFit> fit_battles(const BattleColumns& columns, const BattleOptions& options) {
  if (const auto error = check_columns(columns, options)) return *error;
  const auto systems = static_cast<std::size_t>(columns.systems);
  const Tally tally = tally_of(columns);
  const bool any_tie = tally.ties + tally.both_bad > 0;
  const BattleMethod method =
      options.method.value_or(any_tie ? BattleMethod::davidson : BattleMethod::bradley_terry);
  if (method == BattleMethod::bradley_terry && any_tie) return Error{Errc::unsupported, "method"};

  interval::Clusters clusters;
  if (!columns.clusters.empty()) {
    const Result<interval::Clusters> made =
        interval::make_clusters(columns.clusters, columns.a.size(), "clusters");
    if (!made) return made.error();
    if (made->count() < 2) return Error{Errc::too_few, "clusters", 2};
    clusters = *made;
  }

  BattleFit out;
  out.method = method;
  out.level = options.level;
  out.battles = static_cast<std::int64_t>(columns.a.size());
  out.ties = tally.ties;
  out.both_bad = tally.both_bad;
  const std::int64_t count =
      clusters.sizes.empty() ? out.battles : static_cast<std::int64_t>(clusters.count());
  if (!clusters.sizes.empty()) out.clusters = count;
  out.notes.set_if(Note::small_sample, count < small_sample_size);
  if (tally.ties + tally.both_bad == out.battles) {
    out.status = BattleStatus::all_ties;
    return out;
  }
  std::vector<std::int64_t> groups = components_of(tally.pairs, systems);
  if (*std::max_element(groups.begin(), groups.end()) > 0) {
    out.status = BattleStatus::not_connected;
    out.groups = std::move(groups);
    return out;
  }

  const Likelihood likelihood(tally.pairs, systems, method);
  std::vector<double> x(likelihood.size(), 0.0);
  SquareMatrix model(0);
  if (!maximise(likelihood, x, model) || !numeric::invert_positive_definite(model)) {
    return Error{Errc::no_convergence, "outcome"};
  }
  out.robust = method == BattleMethod::half_win || out.clusters.has_value();
  SquareMatrix variance = model;
  if (out.robust) {
    variance =
        numeric::sandwich(model, out.clusters ? meat_of_clusters(likelihood, columns, clusters, x)
                                              : meat_of_battles(likelihood, tally.pairs, x));
  }
  const Covariance covariance(variance, systems);
  if (out.robust && variance_is_lost(covariance, Covariance(model, systems), systems)) {
    return Error{Errc::zero_variance, out.clusters ? "clusters" : "outcome"};
  }
  const double z = numeric::two_sided_normal_quantile(1 - options.level.value);
  add_systems(out, tally.pairs, x, covariance, systems, z, options.anchor);
  add_pairs(out, x, covariance, systems, z);
  out.log_likelihood = likelihood.value(x);
  if (likelihood.has_tie_parameter()) {
    const std::size_t eta = likelihood.eta();
    out.log_tie = x[eta];
    out.tie = std::exp(x[eta]);
    out.log_tie_error = std::sqrt(variance(eta, eta));
  } else if (method == BattleMethod::davidson) {
    out.tie = 0;
  }
  if (!finite(out)) return Error{Errc::no_convergence, "outcome"};
  return out;
}

}  // namespace evenhand::compare

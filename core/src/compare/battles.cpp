#include "evenhand/compare/battles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string_view>

#include "interval/clusters.hpp"
#include "numeric/positive_definite.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::compare {
namespace {

using numeric::SquareMatrix;

/// Where an outcome stands in the columns below: the first system of the pair, the second, a tie.
enum Side : std::uint8_t { first, second, tied };

/// Battles between two systems, the first one with the lower number.
struct Pair {
  std::size_t i = 0;
  std::size_t j = 0;
  std::array<double, 3> counts{};  ///< by Side
  [[nodiscard]] double total() const noexcept {
    return counts[first] + counts[second] + counts[tied];
  }
};

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

/// The strongly connected components of "ever beat or tied with", in topological order (Kosaraju
/// and Sharir 1981): no edge leads to a lower-numbered one.
std::vector<std::int64_t> components_of(const std::vector<Pair>& pairs, std::size_t systems) {
  std::vector<std::vector<std::size_t>> beats(systems);
  std::vector<std::vector<std::size_t>> loses_to(systems);
  const auto add = [&](std::size_t from, std::size_t to) {
    beats[from].push_back(to);
    loses_to[to].push_back(from);
  };
  for (const Pair& pair : pairs) {
    if (pair.counts[first] + pair.counts[tied] > 0) add(pair.i, pair.j);
    if (pair.counts[second] + pair.counts[tied] > 0) add(pair.j, pair.i);
  }
  // Depth-first, with a stack of (system, next edge): the systems in the order they are left.
  std::vector<std::size_t> left;
  std::vector<bool> seen(systems, false);
  std::vector<std::pair<std::size_t, std::size_t>> stack;
  for (std::size_t root = 0; root < systems; ++root) {
    if (seen[root]) continue;
    seen[root] = true;
    stack.emplace_back(root, 0);
    while (!stack.empty()) {
      auto& [system, edge] = stack.back();
      if (edge == beats[system].size()) {
        left.push_back(system);
        stack.pop_back();
        continue;
      }
      const std::size_t next = beats[system][edge++];
      if (seen[next]) continue;
      seen[next] = true;
      stack.emplace_back(next, 0);
    }
  }
  std::vector<std::int64_t> group(systems, -1);
  std::int64_t groups = 0;
  std::vector<std::size_t> open;
  for (auto root = left.rbegin(); root != left.rend(); ++root) {
    if (group[*root] >= 0) continue;
    group[*root] = groups;
    open.push_back(*root);
    while (!open.empty()) {
      const std::size_t system = open.back();
      open.pop_back();
      for (const std::size_t next : loses_to[system]) {
        if (group[next] >= 0) continue;
        group[next] = groups;
        open.push_back(next);
      }
    }
    ++groups;
  }
  return group;
}

/// The likelihood of one pair at a difference of strengths d and log nu = eta: P(first) ~ e^(d/2),
/// P(second) ~ e^(-d/2), P(tie) ~ e^eta.
struct Chances {
  std::array<double, 3> p{};
  std::array<double, 3> log_p{};
};

/// The likelihood as a function of the free coordinates: the strengths of systems 1, 2, ... less
/// that of system 0 and, where ties are modelled, eta.
class Likelihood {
 public:
  Likelihood(const std::vector<Pair>& pairs, std::size_t systems, BattleMethod method)
      : pairs_(pairs), systems_(systems), halves_(method == BattleMethod::half_win) {
    for (const Pair& pair : pairs_) ties_ = ties_ || pair.counts[tied] > 0;
    ties_ = ties_ && !halves_;
  }

  [[nodiscard]] bool has_tie_parameter() const noexcept { return ties_; }
  [[nodiscard]] std::size_t size() const noexcept { return systems_ - 1 + (ties_ ? 1 : 0); }
  [[nodiscard]] std::size_t eta() const noexcept { return systems_ - 1; }

  static double strength(const std::vector<double>& x, std::size_t system) noexcept {
    return system == 0 ? 0.0 : x[system - 1];
  }

  [[nodiscard]] Chances chances(const std::vector<double>& x, std::size_t i,
                                std::size_t j) const noexcept {
    const double half = 0.5 * (strength(x, i) - strength(x, j));
    const std::array<double, 3> exponents{half, -half, ties_ ? x[eta()] : 0.0};
    const std::size_t sides = ties_ ? 3 : 2;
    std::size_t top = 0;
    for (std::size_t side = 1; side < sides; ++side) {
      if (exponents[side] > exponents[top]) top = side;
    }
    Chances out;
    double others = 0;
    for (std::size_t side = 0; side < sides; ++side) {
      if (side == top) continue;
      out.p[side] = std::exp(exponents[side] - exponents[top]);
      others += out.p[side];
    }
    const double log_total = std::log1p(others);
    out.p[top] = 1;
    for (std::size_t side = 0; side < sides; ++side) {
      out.p[side] /= 1 + others;
      out.log_p[side] = exponents[side] - exponents[top] - log_total;
    }
    return out;
  }

  /// The counts that the model sees.
  [[nodiscard]] std::array<double, 3> counts(const Pair& pair) const noexcept {
    if (!halves_) return pair.counts;
    const double half = pair.counts[tied] / 2;
    return {pair.counts[first] + half, pair.counts[second] + half, 0.0};
  }

  [[nodiscard]] double value(const std::vector<double>& x) const noexcept {
    numeric::NeumaierSum sum;
    for (const Pair& pair : pairs_) {
      const Chances at = chances(x, pair.i, pair.j);
      const std::array<double, 3> n = counts(pair);
      for (std::size_t side = 0; side < 3; ++side) {
        if (n[side] > 0) sum.add(n[side] * at.log_p[side]);
      }
    }
    return sum.value();
  }

  /// Gradient and observed information.
  void derivatives(const std::vector<double>& x, std::vector<double>& gradient,
                   SquareMatrix& information) const {
    gradient.assign(size(), 0.0);
    information = SquareMatrix(size());
    for (const Pair& pair : pairs_) {
      const Chances at = chances(x, pair.i, pair.j);
      const std::array<double, 3>& p = at.p;
      const std::array<double, 3> n = counts(pair);
      const double total = pair.total();
      // Counts less their expectations add up to 0: the one with the most cancellation is
      // replaced by what the others leave.
      std::array<double, 3> rest{};
      for (std::size_t side = 0; side < 3; ++side) rest[side] = n[side] - total * p[side];
      const auto top = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
      rest[top] = -(rest[(top + 1) % 3] + rest[(top + 2) % 3]);
      add_score(gradient, pair, 0.5 * (rest[first] - rest[second]), rest[tied]);

      const double decided = p[first] + p[second];
      const double spread = total * (p[first] * p[second] + 0.25 * p[tied] * decided);
      add_difference(information, pair, spread);
      if (!ties_) continue;
      const double mixed = -0.5 * total * (p[first] - p[second]) * p[tied];
      information(eta(), eta()) += total * p[tied] * decided;
      if (pair.i > 0) {
        information(pair.i - 1, eta()) += mixed;
        information(eta(), pair.i - 1) += mixed;
      }
      information(pair.j - 1, eta()) -= mixed;
      information(eta(), pair.j - 1) -= mixed;
    }
  }

  /// The score of one battle as the weight on the difference, and that on eta.
  [[nodiscard]] std::pair<double, double> score(const Chances& at, Side side) const noexcept {
    const double x = side == tied ? 0 : (side == first ? 1 : -1);
    const double on_eta = ties_ ? (side == tied ? 1.0 : 0.0) - at.p[tied] : 0.0;
    return {0.5 * (x - (at.p[first] - at.p[second])), on_eta};
  }

  void add_score(std::vector<double>& to, const Pair& pair, double difference,
                 double on_eta) const noexcept {
    if (pair.i > 0) to[pair.i - 1] += difference;
    to[pair.j - 1] -= difference;
    if (ties_) to[eta()] += on_eta;
  }

  /// Adds weight * u u' where u is 1 at the first system and -1 at the second.
  static void add_difference(SquareMatrix& to, const Pair& pair, double weight) noexcept {
    to(pair.j - 1, pair.j - 1) += weight;
    if (pair.i == 0) return;
    to(pair.i - 1, pair.i - 1) += weight;
    to(pair.i - 1, pair.j - 1) -= weight;
    to(pair.j - 1, pair.i - 1) -= weight;
  }

 private:
  const std::vector<Pair>& pairs_;
  std::size_t systems_;
  bool halves_;
  bool ties_ = false;
};

double largest(const std::vector<double>& values) noexcept {
  double out = 0;
  for (const double value : values) out = std::max(out, std::abs(value));
  return out;
}

/// Newton's method with step halving on the concave likelihood, from equal strengths; leaves the
/// information at the maximum. False when it does not converge.
bool maximise(const Likelihood& likelihood, std::vector<double>& x, SquareMatrix& information) {
  constexpr int max_iterations = 200;
  constexpr double enough = 1e-13;    // of a step, in logarithms of odds
  constexpr double quadratic = 1e-6;  // below this the digits double with every step
  x.assign(likelihood.size(), 0.0);
  double value = likelihood.value(x);
  double previous = std::numeric_limits<double>::infinity();
  std::vector<double> step;
  for (int iteration = 0; iteration < max_iterations; ++iteration) {
    likelihood.derivatives(x, step, information);
    if (!numeric::solve_positive_definite(information, step)) return false;
    const double size = largest(step);
    if (!std::isfinite(size)) return false;
    // At the level of rounding the steps no longer shrink.
    if (size <= enough || (size <= quadratic && size >= previous / 2)) return true;
    previous = size;
    std::vector<double> next(x.size());
    double scale = 1;
    for (int halvings = 0;; ++halvings) {
      for (std::size_t i = 0; i < x.size(); ++i) next[i] = x[i] + scale * step[i];
      const double at_next = likelihood.value(next);
      // So near the maximum the likelihood is flat to its last digit and decides nothing.
      if (at_next >= value || size <= quadratic) {
        value = at_next;
        break;
      }
      if (halvings == 60) return false;
      scale /= 2;
    }
    if (scale < 1) previous = std::numeric_limits<double>::infinity();
    x = next;
  }
  return false;
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

constexpr double elo_middle = 1000;
constexpr double elo_scale = 400 / std::numbers::ln10;

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
  std::vector<double> x;
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

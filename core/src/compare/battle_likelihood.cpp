#include "compare/battle_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/sums.hpp"

namespace evenhand::compare::battles {

using numeric::SquareMatrix;

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

Chances Likelihood::chances(const std::vector<double>& x, std::size_t i,
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

double Likelihood::value(const std::vector<double>& x) const noexcept {
  numeric::NeumaierSum sum;
  for (const Pair& pair : pairs_) {
    const Chances at = chances(x, pair.i, pair.j);
    const std::array<double, 3> n = counts(pair);
    for (std::size_t side = 0; side < 3; ++side) {
      if (n[side] != 0) sum.add(n[side] * at.log_p[side]);
    }
  }
  return sum.value();
}

void Likelihood::derivatives(const std::vector<double>& x, std::vector<double>& gradient,
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

namespace {

double largest(const std::vector<double>& values) noexcept {
  double out = 0;
  for (const double value : values) out = std::max(out, std::abs(value));
  return out;
}

}  // namespace

bool maximise(const Likelihood& likelihood, std::vector<double>& x, SquareMatrix& information) {
  constexpr int max_iterations = 200;
  constexpr double enough = 1e-13;    // of a step, in logarithms of odds
  constexpr double quadratic = 1e-6;  // below this the digits double with every step
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

}  // namespace evenhand::compare::battles

/// The likelihood of battles between two systems and its maximum: what the fits share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

#include "evenhand/compare/battles.hpp"
#include "numeric/positive_definite.hpp"

namespace evenhand::compare::battles {

/// The scale of ratings.
inline constexpr double elo_middle = 1000;
inline constexpr double elo_scale = 400 / std::numbers::ln10;

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

/// The strongly connected components of "ever beat or tied with", in topological order (Kosaraju
/// and Sharir 1981): no edge leads to a lower-numbered one.
[[nodiscard]] std::vector<std::int64_t> components_of(const std::vector<Pair>& pairs,
                                                      std::size_t systems);

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
                                std::size_t j) const noexcept;

  /// The counts that the model sees.
  [[nodiscard]] std::array<double, 3> counts(const Pair& pair) const noexcept {
    if (!halves_) return pair.counts;
    const double half = pair.counts[tied] / 2;
    return {pair.counts[first] + half, pair.counts[second] + half, 0.0};
  }

  [[nodiscard]] double value(const std::vector<double>& x) const noexcept;

  /// Gradient and observed information.
  void derivatives(const std::vector<double>& x, std::vector<double>& gradient,
                   numeric::SquareMatrix& information) const;

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
  static void add_difference(numeric::SquareMatrix& to, const Pair& pair, double weight) noexcept {
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

/// Newton's method with step halving on the concave likelihood, from the strengths in x; leaves the
/// information at the maximum. False when it does not converge.
[[nodiscard]] bool maximise(const Likelihood& likelihood, std::vector<double>& x,
                            numeric::SquareMatrix& information);

}  // namespace evenhand::compare::battles

/// Exact coverage and expected length by summing over every possible sample.
#pragma once

#include <cassert>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/interval/difference.hpp"
#include "evenhand/interval/proportion.hpp"
#include "simulation.hpp"

namespace coverage {

/// Share of samples whose interval holds the true value, and the mean length of the interval.
struct Measured {
  double coverage = 0;
  double length = 0;

  void add(double weight, const evenhand::Interval& limits, double truth) {
    if (limits.lower <= truth && truth <= limits.upper) coverage += weight;
    length += weight * (limits.upper - limits.lower);
  }
};

// ---- One proportion ----------------------------------------------------------------------------

/// The intervals of 0/n .. n/n.
inline std::vector<evenhand::Interval> proportion_limits(
    std::int64_t n, evenhand::interval::ProportionMethod method) {
  std::vector<evenhand::Interval> out;
  for (std::int64_t x = 0; x <= n; ++x) {
    const auto result = evenhand::interval::proportion_interval({x, n}, method);
    out.push_back({result->lower, result->upper});
  }
  return out;
}

inline Measured at_rate(std::span<const evenhand::Interval> limits, double p) {
  const auto weights = binomial_probabilities(static_cast<std::int64_t>(limits.size()) - 1, p);
  Measured out;
  for (std::size_t x = 0; x < limits.size(); ++x) out.add(weights[x], limits[x], p);
  return out;
}

struct Lowest {
  double coverage = 1;
  double p = 0;
};

/// The infimum of the coverage over every real p in [low, high]. Between two neighbouring limits
/// the covering samples are the same run of counts, whose probability rises and then falls in p; so
/// the infimum lies beside a limit or at an end. Limits that meet in exact arithmetic may leave a
/// gap of a few roundings between them, in which no true p lies: the look is taken beyond it.
inline Lowest lowest_coverage(std::span<const evenhand::Interval> limits, double low, double high) {
  constexpr double beside = 1e-10;
  Lowest out;
  const auto look = [&](double p) {
    if (p < low || p > high) return;
    const double found = at_rate(limits, p).coverage;
    if (found < out.coverage) out = {found, p};
  };
  look(low);
  look(high);
  for (const auto& interval : limits) {
    for (const double limit : {interval.lower, interval.upper}) {
      look(limit - beside);
      look(limit + beside);
    }
  }
  return out;
}

// ---- Two proportions, different items ----------------------------------------------------------

class IndependentTables {
 public:
  IndependentTables(std::int64_t n_a, std::int64_t n_b,
                    evenhand::interval::IndependentMethod method)
      : n_a_(n_a), n_b_(n_b), limits_(static_cast<std::size_t>((n_a + 1) * (n_b + 1))) {
    in_parallel(static_cast<std::size_t>(n_a + 1), [&, method](std::size_t x) {
      for (std::int64_t y = 0; y <= n_b_; ++y) {
        const auto result = evenhand::interval::independent_difference(
            {static_cast<std::int64_t>(x), n_a_}, {y, n_b_}, method);
        limits_[x * static_cast<std::size_t>(n_b_ + 1) + static_cast<std::size_t>(y)] = {
            result->lower, result->upper};
      }
    });
  }

  [[nodiscard]] Measured at(double p_a, double p_b) const {
    const auto of_a = binomial_probabilities(n_a_, p_a);
    const auto of_b = binomial_probabilities(n_b_, p_b);
    Measured out;
    for (std::size_t x = 0; x < of_a.size(); ++x) {
      for (std::size_t y = 0; y < of_b.size(); ++y) {
        out.add(of_a[x] * of_b[y], limits_[x * of_b.size() + y], p_a - p_b);
      }
    }
    return out;
  }

 private:
  std::int64_t n_a_, n_b_;
  std::vector<evenhand::Interval> limits_;
};

// ---- Two proportions, the same items -----------------------------------------------------------

/// Probabilities of the four cells; they sum to 1.
struct Cells {
  double both, a_only, b_only, neither;
};

class PairedTables {
 public:
  PairedTables(std::int64_t n, evenhand::interval::PairedMethod method)
      : n_(static_cast<std::size_t>(n)),
        // Of the concordant items only Newcombe's limits use more than their number.
        by_concordant_(method == evenhand::interval::PairedMethod::newcombe),
        limits_((n_ + 1) * (n_ + 1)) {
    log_factorial_.assign(n_ + 1, 0);
    for (std::size_t k = 2; k <= n_; ++k) {
      log_factorial_[k] = log_factorial_[k - 1] + std::log(static_cast<double>(k));
    }
    in_parallel(n_ + 1, [&, method](std::size_t b) {
      for (std::size_t c = 0; b + c <= n_; ++c) {
        const std::size_t rest = n_ - b - c;
        for (std::size_t a = 0; a <= (by_concordant_ ? rest : 0); ++a) {
          const auto count = [](std::size_t k) { return static_cast<std::int64_t>(k); };
          const auto result = evenhand::interval::paired_difference(
              {count(a), count(b), count(c), count(rest - a)}, method);
          limits_[b * (n_ + 1) + c].push_back({result->lower, result->upper});
        }
      }
    });
  }

  [[nodiscard]] Measured at(const Cells& cells) const {
    const double truth = cells.a_only - cells.b_only;
    const double agree = cells.both + cells.neither;
    std::vector<std::vector<double>> both(n_ + 1);
    for (std::size_t m = 0; by_concordant_ && m <= n_; ++m) {
      both[m] = binomial_probabilities(static_cast<std::int64_t>(m), cells.both / agree);
    }
    const auto power = [](double p, std::size_t k) {
      return k == 0 ? 0.0 : static_cast<double>(k) * std::log(p);
    };
    Measured out;
    for (std::size_t b = 0; b <= n_; ++b) {
      for (std::size_t c = 0; b + c <= n_; ++c) {
        const std::size_t rest = n_ - b - c;
        const double weight = std::exp(log_factorial_[n_] - log_factorial_[b] - log_factorial_[c] -
                                       log_factorial_[rest] + power(cells.a_only, b) +
                                       power(cells.b_only, c) + power(agree, rest));
        if (weight < 1e-14) continue;
        const auto& limits = limits_[b * (n_ + 1) + c];
        for (std::size_t a = 0; a < limits.size(); ++a) {
          out.add(by_concordant_ ? weight * both[rest][a] : weight, limits[a], truth);
        }
      }
    }
    return out;
  }

 private:
  std::size_t n_;
  bool by_concordant_;
  std::vector<double> log_factorial_;
  std::vector<std::vector<evenhand::Interval>> limits_;  ///< by b and c, then by a
};

// ---- McNemar's tests ---------------------------------------------------------------------------

/// Probability of rejecting equal shares that are equal.
struct McNemarSizes {
  double exact = 0;
  double mid_p = 0;
  double chi_square = 0;
  double both = 0;  ///< mid-P and the chi-square test, which is Tango's interval leaving out zero
};

/// Sizes at `alpha`, for each number 0 .. n of discordant items.
inline std::vector<McNemarSizes> mcnemar_sizes(std::int64_t n, double alpha) {
  std::vector<McNemarSizes> out(static_cast<std::size_t>(n) + 1);
  for (std::int64_t m = 0; m <= n; ++m) {
    const auto weights = binomial_probabilities(m, 0.5);
    McNemarSizes& sizes = out[static_cast<std::size_t>(m)];
    for (std::int64_t b = 0; b <= m; ++b) {
      const auto test = evenhand::interval::mcnemar_test(b, m - b);
      const double weight = weights[static_cast<std::size_t>(b)];
      const bool mid_p = test.mid_p < alpha;
      const bool chi_square = test.chi_square_p.value_or(1) < alpha;
      if (test.exact_p < alpha) sizes.exact += weight;
      if (mid_p) sizes.mid_p += weight;
      if (chi_square) sizes.chi_square += weight;
      if (mid_p && chi_square) sizes.both += weight;
    }
  }
  return out;
}

/// Sizes when each of n items is discordant with probability `discordance`.
inline McNemarSizes mcnemar_sizes(std::span<const McNemarSizes> by_discordant, double discordance) {
  const auto weights =
      binomial_probabilities(static_cast<std::int64_t>(by_discordant.size()) - 1, discordance);
  McNemarSizes out;
  for (std::size_t m = 0; m < weights.size(); ++m) {
    out.exact += weights[m] * by_discordant[m].exact;
    out.mid_p += weights[m] * by_discordant[m].mid_p;
    out.chi_square += weights[m] * by_discordant[m].chi_square;
    out.both += weights[m] * by_discordant[m].both;
  }
  return out;
}

// ---- Where to look -----------------------------------------------------------------------------

/// `count` pairs of rates, uniform in [.02, .98].
inline std::vector<std::pair<double, double>> random_rates(std::size_t count, std::uint64_t seed) {
  evenhand::SplitMix64 rng(seed, "coverage");
  std::vector<std::pair<double, double>> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double p_a = .02 + .96 * rng.uniform();
    out.emplace_back(p_a, .02 + .96 * rng.uniform());
  }
  return out;
}

/// `count` cell vectors: discordance uniform in [.02, .5]; its split between A and B, and that of
/// the concordant items between both and neither, uniform in [0, 1].
inline std::vector<Cells> random_cells(std::size_t count, std::uint64_t seed) {
  evenhand::SplitMix64 rng(seed, "coverage");
  std::vector<Cells> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double discordance = .02 + .48 * rng.uniform();
    const double a_only = discordance * rng.uniform();
    const double both = (1 - discordance) * rng.uniform();
    out.push_back({both, a_only, discordance - a_only, 1 - discordance - both});
  }
  return out;
}

}  // namespace coverage

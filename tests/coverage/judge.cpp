/// Measured coverage and mean length of the intervals of design external, over the documented
/// grids. One stream of random numbers per cell.
///
/// The five cells of lowest coverage of every method and grid are run again with twenty times as
/// many fresh samples, and the minimum is taken over those: a minimum over a hundred noisy cells
/// would be biased low. J^ <= 0 counts as [0, 1]; the chance gate is off.
#include <algorithm>
#include <array>
#include <vector>

#include "evenhand/judge/correction.hpp"
#include "families.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace coverage {
namespace {

struct Cell {
  std::int64_t n, m;
  double q0, q1, theta;
};

struct Measured {
  double coverage = 0;
  double length = 0;
};

std::vector<Cell> grid(const std::vector<std::int64_t>& ns, const std::vector<std::int64_t>& ms,
                       const std::vector<std::pair<double, double>>& rates,
                       const std::vector<double>& thetas) {
  std::vector<Cell> cells;
  for (const auto n : ns) {
    for (const auto m : ms) {
      for (const auto& [q0, q1] : rates) {
        for (const double theta : thetas) cells.push_back({n, m, q0, q1, theta});
      }
    }
  }
  return cells;
}

Measured measure(const Cell& cell, CorrectionMethod method, int replications, std::uint64_t seed) {
  const BinomialDraws rate(cell.n, cell.theta * cell.q1 + (1 - cell.theta) * (1 - cell.q0));
  const BinomialDraws right(cell.m, cell.q1);
  const BinomialDraws wrong(cell.m, cell.q0);
  SplitMix64 rng(seed, "coverage");
  Measured sum;
  for (int i = 0; i < replications; ++i) {
    const auto n = static_cast<double>(cell.n);
    const auto m = static_cast<double>(cell.m);
    const auto result =
        correct_external({{rate(rng), n}, {right(rng), m}, {wrong(rng), m}}, method, {}, false);
    sum.coverage += result->lower <= cell.theta && cell.theta <= result->upper ? 1 : 0;
    sum.length += result->upper - result->lower;
  }
  return {sum.coverage / replications, sum.length / replications};
}

}  // namespace

void judge_family(const Effort& effort) {
  const int replications = effort.of(400);
  const std::array grids{
      std::pair{"G1", grid({200, 1000}, {10, 25, 100}, {{.7, .9}, {.95, .95}, {.6, .7}, {.99, .9}},
                           {.05, .2, .5, .8, .95})},
      std::pair{"G2", grid({1000}, {10, 25, 50, 100}, {{.7, .9}, {.9, .9}, {.95, .75}, {.75, .6}},
                           {.01, .05, .1, .3, .5, .7, .9, .95, .99})},
      std::pair{"G3", grid({100}, {10, 25, 50, 100}, {{.7, .9}, {.9, .9}, {.95, .75}, {.75, .6}},
                           {.01, .05, .1, .3, .5, .7, .9, .95, .99})}};
  // Beta propagation costs a hundred times as much and is left to a longer study.
  const std::array methods{CorrectionMethod::lee2025, CorrectionMethod::lr_truncated,
                           CorrectionMethod::score,   CorrectionMethod::score_sc,
                           CorrectionMethod::unified, CorrectionMethod::profile};
  for (const auto method : methods) {
    for (const auto& [name, cells] : grids) {
      std::vector<Measured> measured(cells.size());
      in_parallel(cells.size(),
                  [&](std::size_t i) { measured[i] = measure(cells[i], method, replications, i); });
      double length = 0;
      for (const Measured& m : measured) length += m.length / static_cast<double>(cells.size());
      std::vector<std::size_t> order(cells.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return measured[a].coverage < measured[b].coverage;
      });
      std::array<double, 5> lowest{};
      in_parallel(lowest.size(), [&](std::size_t k) {
        lowest[k] =
            measure(cells[order[k]], method, 20 * replications, 1'000'000 + order[k]).coverage;
      });
      const auto least = std::min_element(lowest.begin(), lowest.end());
      const Cell& cell = cells[order[static_cast<std::size_t>(least - lowest.begin())]];
      Row("judge")
          .add("method", name_of(method))
          .add("grid", name)
          .add("cells", static_cast<std::int64_t>(cells.size()))
          .add("samples", replications)
          .add("lowest", *least)
          .add("length", length)
          .add("lowestN", cell.n)
          .add("lowestM", cell.m)
          .add("lowestQ0", cell.q0)
          .add("lowestQ1", cell.q1)
          .add("lowestTheta", cell.theta);
    }
  }
}

}  // namespace coverage

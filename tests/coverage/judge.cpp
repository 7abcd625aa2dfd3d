/// Measured coverage and mean length of the intervals of design external, over the documented
/// grids. One stream of random numbers per cell, the same for all methods. J^ <= 0 counts as
/// [0, 1]; the chance gate is off.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "evenhand/judge/correction.hpp"
#include "families.hpp"
#include "lowest.hpp"
#include "unoffered.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace coverage {
namespace {

struct Cell {
  std::int64_t n, m;
  double q0, q1, theta;
};

struct Method {
  std::string name;
  int samples;  ///< a cell, at scale 1
  std::function<Interval(const JudgedTable&)> limits;
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

std::vector<Method> methods() {
  // Inversion costs a third of a millisecond; what is compared most closely has most samples.
  constexpr int few = 200;
  constexpr int many = 1000;
  std::vector<Method> out;
  const auto offered = [&](CorrectionMethod method, int samples) {
    out.push_back({std::string(name_of(method)), samples, [method](const JudgedTable& of) {
                     const auto result = correct_external(
                         {{of.x, of.n}, {of.y1, of.m}, {of.y0, of.m}}, method, {}, false);
                     return Interval{result->lower, result->upper};
                   }});
  };
  offered(default_external_method, many);
  for (const auto method : {CorrectionMethod::unified, CorrectionMethod::score_sc,
                            CorrectionMethod::score, CorrectionMethod::profile}) {
    offered(method, few);
  }
  offered(CorrectionMethod::lee2025, many);
  offered(CorrectionMethod::lr_truncated, many);
  constexpr double z = 1.959963984540054;
  out.push_back({"wald", many, [](const JudgedTable& of) { return wald_limits(of, z); }});
  out.push_back(
      {"bootstrap_labels", few, [](const JudgedTable& of) { return bootstrap_limits(of, false); }});
  out.push_back(
      {"bootstrap_all", few, [](const JudgedTable& of) { return bootstrap_limits(of, true); }});
  return out;
}

Measured measure(const Cell& cell, const Method& method, int samples, std::uint64_t seed) {
  const BinomialDraws rate(cell.n, cell.theta * cell.q1 + (1 - cell.theta) * (1 - cell.q0));
  const BinomialDraws right(cell.m, cell.q1);
  const BinomialDraws wrong(cell.m, cell.q0);
  SplitMix64 rng(seed, "coverage");
  // With few labels the same table comes up again and again.
  std::map<std::array<double, 3>, Interval> known;
  Measured sum;
  for (int i = 0; i < samples; ++i) {
    const double x = rate(rng);
    const double y1 = right(rng);
    const double y0 = wrong(rng);
    const auto [place, is_new] = known.try_emplace({x, y0, y1});
    if (is_new) {
      place->second =
          method.limits({x, static_cast<double>(cell.n), y0, y1, static_cast<double>(cell.m)});
    }
    sum.add(place->second, cell.theta);
  }
  return sum.over(samples);
}

}  // namespace

void judge_family(const Effort& effort) {
  const std::array grids{
      std::pair{"G1", grid({200, 1000}, {10, 25, 100}, {{.7, .9}, {.95, .95}, {.6, .7}, {.99, .9}},
                           {.05, .2, .5, .8, .95})},
      std::pair{"G2", grid({1000}, {10, 25, 50, 100}, {{.7, .9}, {.9, .9}, {.95, .75}, {.75, .6}},
                           {.01, .05, .1, .3, .5, .7, .9, .95, .99})},
      std::pair{"G3", grid({100}, {10, 25, 50, 100}, {{.7, .9}, {.9, .9}, {.95, .75}, {.75, .6}},
                           {.01, .05, .1, .3, .5, .7, .9, .95, .99})}};
  for (const Method& method : methods()) {
    const int samples = effort.of(method.samples);
    for (const auto& [name, cells] : grids) {
      const Lowest found = lowest_of(cells.size(), samples, effort,
                                     [&](std::size_t i, int count, std::uint64_t seed) {
                                       return measure(cells[i], method, count, seed);
                                     });
      const Cell& cell = cells[found.cell];
      Row("judge")
          .add("method", method.name)
          .add("grid", name)
          .add("cells", static_cast<std::int64_t>(cells.size()))
          .add("samples", samples)
          .add("lowest", found.coverage)
          .add("lowestSamples", found.samples)
          .add("length", found.length)
          .add("lowestN", cell.n)
          .add("lowestM", cell.m)
          .add("lowestQ0", cell.q0)
          .add("lowestQ1", cell.q1)
          .add("lowestTheta", cell.theta);
    }
  }
}

}  // namespace coverage

/// Measured coverage and mean length of the intervals of design subset: m labels, a simple random
/// sample, and more items without. A refusal counts as [0, 1]; limits are cut to [0, 1].
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "evenhand/judge/correction.hpp"
#include "families.hpp"
#include "lowest.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace coverage {
namespace {

struct Cell {
  double q0, q1, theta;
};

/// Absent method: the labels alone, Wilson.
struct Method {
  std::string name;
  std::optional<CorrectionMethod> method;
  PpiConvention convention = default_ppi_convention;
};

std::vector<Method> methods() {
  std::vector<Method> out{{"poststrat", CorrectionMethod::poststrat},
                          {"ppi", CorrectionMethod::ppi}};
  for (const auto convention : all_methods<PpiConvention>()) {
    out.push_back(
        {"ppi_pp " + std::string(name_of(convention)), CorrectionMethod::ppi_pp, convention});
  }
  out.push_back({"eif", CorrectionMethod::eif});
  out.push_back({"mle", CorrectionMethod::mle});
  out.push_back({"labels alone, wilson", std::nullopt});
  return out;
}

SubsetData draw(const Cell& cell, std::int64_t labels, const BinomialDraws& unlabelled,
                std::int64_t items, SplitMix64& rng) {
  SubsetData data{};
  for (std::int64_t i = 0; i < labels; ++i) {
    const bool right = rng.uniform() < cell.theta;
    const bool agrees = rng.uniform() < (right ? cell.q1 : cell.q0);
    ++(right ? (agrees ? data.labelled.tp : data.labelled.fn)
             : (agrees ? data.labelled.tn : data.labelled.fp));
  }
  data.unlabelled = {static_cast<std::int64_t>(unlabelled(rng)), items};
  return data;
}

}  // namespace

void subset_family(const Effort& effort) {
  std::vector<Cell> cells;
  for (const auto& [q0, q1] : {std::pair{.7, .9}, {.9, .9}, {.95, .75}, {.75, .6}}) {
    for (const double theta : {.01, .05, .1, .3, .5, .7, .9, .95, .99}) {
      cells.push_back({q0, q1, theta});
    }
  }
  const int samples = effort.of(4000);
  for (const std::int64_t items : {100, 1000}) {
    for (const std::int64_t labels : {10, 20, 50, 100, 200}) {
      for (const Method& method : methods()) {
        const auto measure = [&](std::size_t i, int count, std::uint64_t seed) {
          const Cell& cell = cells[i];
          const BinomialDraws unlabelled(items,
                                         cell.theta * cell.q1 + (1 - cell.theta) * (1 - cell.q0));
          SplitMix64 rng(seed, "coverage");
          Measured sum;
          for (int k = 0; k < count; ++k) {
            const SubsetData data = draw(cell, labels, unlabelled, items, rng);
            const auto result = correct_subset(
                data, method.method.value_or(CorrectionMethod::poststrat), {}, method.convention);
            const Interval limits =
                method.method ? Interval{result->lower, result->upper}
                              : Interval{result->gold_only->lower, result->gold_only->upper};
            sum.add({std::clamp(limits.lower, 0.0, 1.0), std::clamp(limits.upper, 0.0, 1.0)},
                    cell.theta);
          }
          return sum.over(count);
        };
        const Lowest found = lowest_of(cells.size(), samples, effort, measure);
        const Cell& cell = cells[found.cell];
        Row("subset")
            .add("method", method.name)
            .add("unlabelled", items)
            .add("labels", labels)
            .add("cells", static_cast<std::int64_t>(cells.size()))
            .add("samples", samples)
            .add("lowest", found.coverage)
            .add("lowestSamples", found.samples)
            .add("length", found.length)
            .add("lowestQ0", cell.q0)
            .add("lowestQ1", cell.q1)
            .add("lowestTheta", cell.theta);
      }
    }
  }
}

}  // namespace coverage

/// Exact coverage: one proportion, two proportions, McNemar's tests.
#include <array>

#include "enumeration.hpp"
#include "families.hpp"

using namespace evenhand::interval;

namespace coverage {
namespace {

constexpr std::uint64_t place_seed = 1;

/// What a method does over a list of places.
struct Summary {
  double coverage = 0;
  double length = 0;
  double lowest = 1;
  std::size_t lowest_place = 0;
  double below_94 = 0;

  explicit Summary(std::span<const Measured> places) {
    const auto n = static_cast<double>(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      coverage += places[i].coverage / n;
      length += places[i].length / n;
      if (places[i].coverage < .94) below_94 += 1 / n;
      if (places[i].coverage >= lowest) continue;
      lowest = places[i].coverage;
      lowest_place = i;
    }
  }
  void put(Row& row) const {
    row.add("coverage", coverage).add("lowest", lowest).add("length", length);
    row.add("below94", below_94);
  }
};

/// A grid over discordance (.01 to .5), the share of the discordant items that A has right and
/// the share of the concordant ones that both have right; the other halves of the two are mirrors.
struct GridPlace {
  double discordance, split, both;

  [[nodiscard]] Cells cells() const {
    return {(1 - discordance) * both, discordance * split, discordance * (1 - split),
            (1 - discordance) * (1 - both)};
  }
};

std::vector<GridPlace> grid_places(std::span<const double> both_shares) {
  std::vector<GridPlace> out;
  for (int discordance = 1; discordance <= 50; ++discordance) {
    for (int split = 10; split <= 20; ++split) {
      for (const double both : both_shares)
        out.push_back({discordance / 100.0, split / 20.0, both});
    }
  }
  return out;
}

}  // namespace

void proportion_family(const Effort& /*effort*/) {
  for (const std::int64_t n : {5, 10, 20, 30, 50, 100, 164, 500}) {
    for (const auto method : all_methods<ProportionMethod>()) {
      const auto limits = proportion_limits(n, method);
      std::vector<Measured> places(999);
      in_parallel(places.size(), [&](std::size_t i) {
        places[i] = at_rate(limits, static_cast<double>(i + 1) / 1000);
      });
      const Summary all(places);
      // p from .1 to .9: places 99 to 899.
      const Summary inner{std::span<const Measured>(places).subspan(99, 801)};
      {
        Row row("proportion");
        row.add("n", n).add("method", name_of(method));
        all.put(row);
        row.add("lowestAt", static_cast<double>(all.lowest_place + 1) / 1000);
        row.add("lowestInner", inner.lowest);
        // How near the ends the dips are: infimum over all p in [k/n, 1 - k/n].
        std::vector<double> beyond;
        for (const int k : {0, 1, 2, 3, 5, 10}) {
          const double edge = std::max(k / static_cast<double>(n), 1e-9);
          if (edge >= .5) break;
          beyond.push_back(lowest_coverage(limits, edge, 1 - edge).coverage);
        }
        row.add("beyond", beyond);
      }
      if (n == 20 || n == 164) {
        // p = .001 (.002) .999, to four decimals: for a drawing.
        std::vector<double> curve;
        for (std::size_t i = 0; i < places.size(); i += 2) {
          curve.push_back(std::round(places[i].coverage * 1e4) / 1e4);
        }
        Row("proportionCurve").add("n", n).add("method", name_of(method)).add("coverage", curve);
      }
    }
  }
}

void independent_family(const Effort& effort) {
  const auto rates = random_rates(static_cast<std::size_t>(effort.of(500)), place_seed);
  constexpr std::array<std::pair<std::int64_t, std::int64_t>, 6> sizes{
      {{20, 20}, {10, 40}, {30, 30}, {50, 50}, {100, 100}, {164, 164}}};
  for (const auto& [n_a, n_b] : sizes) {
    for (const auto method : all_methods<IndependentMethod>()) {
      const IndependentTables tables(n_a, n_b, method);
      std::vector<Measured> places(rates.size());
      in_parallel(rates.size(),
                  [&](std::size_t i) { places[i] = tables.at(rates[i].first, rates[i].second); });
      const Summary all(places);
      Row row("independent");
      row.add("nA", n_a).add("nB", n_b).add("method", name_of(method));
      all.put(row);
      row.add("places", static_cast<std::int64_t>(rates.size()));
      row.add("lowestA", rates[all.lowest_place].first);
      row.add("lowestB", rates[all.lowest_place].second);
    }
  }
}

void paired_family(const Effort& effort) {
  const auto cells = random_cells(static_cast<std::size_t>(effort.of(400)), place_seed);
  for (const std::int64_t n : {20, 30, 50, 100}) {
    for (const auto method : all_methods<PairedMethod>()) {
      const PairedTables tables(n, method);
      std::vector<Measured> places(cells.size());
      in_parallel(cells.size(), [&](std::size_t i) { places[i] = tables.at(cells[i]); });
      const Summary all(places);
      const Cells& lowest = cells[all.lowest_place];
      Row row("paired");
      row.add("n", n).add("method", name_of(method));
      all.put(row);
      row.add("places", static_cast<std::int64_t>(cells.size()));
      row.add("lowestAOnly", lowest.a_only).add("lowestBOnly", lowest.b_only);
    }
  }
  constexpr std::array both_shares{.5, .75, .9, 1.0};
  for (const std::int64_t n : {20, 30, 50, 100, 164, 500}) {
    for (const auto method : all_methods<PairedMethod>()) {
      // Only Newcombe's limits depend on how the concordant items split; its tables have one more
      // dimension, and at 500 items too many entries.
      const bool by_both = method == PairedMethod::newcombe;
      if (by_both && n == 500) continue;
      const PairedTables tables(n, method);
      const auto grid = grid_places(std::span(both_shares).first(by_both ? 4 : 1));
      std::vector<Measured> places(grid.size());
      in_parallel(places.size(), [&](std::size_t i) { places[i] = tables.at(grid[i].cells()); });
      const Summary all(places);
      const GridPlace& lowest = grid[all.lowest_place];
      Row row("pairedGrid");
      row.add("n", n).add("method", name_of(method));
      all.put(row);
      row.add("places", static_cast<std::int64_t>(grid.size()));
      row.add("lowestDiscordance", lowest.discordance).add("lowestSplit", lowest.split);
      if (by_both) row.add("lowestBoth", lowest.both);
    }
  }
}

void mcnemar_family(const Effort& /*effort*/) {
  for (const std::int64_t n : {20, 50, 100, 500}) {
    const auto by_discordant = mcnemar_sizes(n, .05);
    const auto put = [&](std::string_view table, double discordance, const McNemarSizes& sizes) {
      Row(table)
          .add("n", n)
          .add("discordance", discordance)
          .add("exact", sizes.exact)
          .add("midP", sizes.mid_p)
          .add("chiSquare", sizes.chi_square)
          .add("both", sizes.both);
    };
    for (const double discordance : {.05, .1, .2, .5}) {
      put("mcnemar", discordance, mcnemar_sizes(by_discordant, discordance));
    }
    McNemarSizes most;
    for (int i = 1; i <= 500; ++i) {
      const auto sizes = mcnemar_sizes(by_discordant, i / 1000.0);
      most.exact = std::max(most.exact, sizes.exact);
      most.mid_p = std::max(most.mid_p, sizes.mid_p);
      most.chi_square = std::max(most.chi_square, sizes.chi_square);
      most.both = std::max(most.both, sizes.both);
    }
    put("mcnemarMost", .5, most);
  }
}

}  // namespace coverage

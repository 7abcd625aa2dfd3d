/// Exact coverage by enumeration: published cells of core/methods/coverage.md's exact tables, from
/// an independent study with the same design, and the tools of the coverage program.
#include "../../coverage/enumeration.hpp"

#include <array>
#include <string>

#include "golden.hpp"

using namespace coverage;
using namespace evenhand::interval;

namespace {

/// Half of the last of three printed digits; two cells of the tables lie just at that half.
constexpr double printed = .00055;
/// The other study's places were drawn at random, too: a mean over hundreds of them has noise.
constexpr double drawn = .002;

template <class Tables, class Places, class At>
double mean_coverage(const Tables& tables, const Places& places, At at) {
  double sum = 0;
  for (const auto& place : places) sum += at(tables, place).coverage;
  return sum / static_cast<double>(places.size());
}

}  // namespace

TEST_CASE("one proportion covers as tabulated", "[interval][coverage]") {
  struct Row {
    std::int64_t n;
    ProportionMethod method;
    double mean, lowest, lowest_inner, length;
  };
  using enum ProportionMethod;
  constexpr std::array rows{Row{20, wald, .847, .020, .807, .316},
                            Row{20, wilson, .953, .852, .927, .326},
                            Row{20, jeffreys, .951, .894, .894, .323},
                            Row{20, mid_p, .961, .929, .929, .335},
                            Row{20, agresti_coull, .962, .929, .929, .337},
                            Row{20, blaker, .966, .950, .950, .345},
                            Row{20, clopper_pearson, .977, .958, .958, .366},
                            Row{164, wald, .932, .151, .925, .119},
                            Row{164, wilson, .951, .849, .937, .120},
                            Row{164, mid_p, .952, .929, .938, .120},
                            Row{164, blaker, .957, .950, .950, .122},
                            Row{164, clopper_pearson, .962, .950, .950, .125}};
  for (const Row& row : rows) {
    CAPTURE(row.n, std::string(evenhand::text_of(row.method).name));
    const auto limits = proportion_limits(row.n, row.method);
    Measured mean;
    double lowest = 1;
    double lowest_inner = 1;
    for (int k = 1; k < 1000; ++k) {
      const Measured at = at_rate(limits, k / 1000.0);
      mean.coverage += at.coverage / 999;
      mean.length += at.length / 999;
      lowest = std::min(lowest, at.coverage);
      if (k >= 100 && k <= 900) lowest_inner = std::min(lowest_inner, at.coverage);
    }
    CHECK(mean.coverage == Approx(row.mean).margin(printed));
    CHECK(lowest == Approx(row.lowest).margin(printed));
    CHECK(lowest_inner == Approx(row.lowest_inner).margin(printed));
    CHECK(mean.length == Approx(row.length).margin(printed));
    CHECK(lowest_coverage(limits, 1e-9, 1 - 1e-9).coverage <= lowest);
    CHECK(lowest_coverage(limits, .1, .9).coverage <= lowest_inner);
  }
}

TEST_CASE("what promises its level keeps it, between the places of any grid too",
          "[interval][coverage]") {
  for (const std::int64_t n : {1, 2, 7, 20, 45}) {
    for (const auto method : {ProportionMethod::clopper_pearson, ProportionMethod::blaker}) {
      CAPTURE(n, std::string(evenhand::text_of(method).name));
      CHECK(lowest_coverage(proportion_limits(n, method), 1e-9, 1 - 1e-9).coverage > .95 - 1e-7);
    }
  }
  // Where the lowest coverage is known in closed form: below the upper limit of 0/n nothing else
  // covers for Wald, whose interval of 0/n has no width.
  CHECK(lowest_coverage(proportion_limits(20, ProportionMethod::wald), 1e-9, .001).coverage < 1e-6);
}

TEST_CASE("differences on different items cover as tabulated", "[interval][coverage]") {
  struct Row {
    std::int64_t n_a, n_b;
    IndependentMethod method;
    double mean;
  };
  using enum IndependentMethod;
  constexpr std::array rows{Row{20, 20, newcombe, .951}, Row{20, 20, miettinen_nurminen, .951},
                            Row{20, 20, mee, .948},      Row{20, 20, agresti_caffo, .956},
                            Row{10, 40, newcombe, .952}, Row{10, 40, mee, .955},
                            Row{50, 50, newcombe, .951}};
  const auto rates = random_rates(500, 1);
  for (const Row& row : rows) {
    CAPTURE(row.n_a, row.n_b, std::string(evenhand::text_of(row.method).name));
    const IndependentTables tables(row.n_a, row.n_b, row.method);
    const double mean = mean_coverage(
        tables, rates, [](const auto& t, const auto& p) { return t.at(p.first, p.second); });
    CHECK(mean == Approx(row.mean).margin(drawn));
  }
}

TEST_CASE("differences on the same items cover as tabulated", "[interval][coverage]") {
  struct Row {
    std::int64_t n;
    PairedMethod method;
    double mean;
  };
  using enum PairedMethod;
  constexpr std::array rows{Row{20, newcombe, .969}, Row{20, tango, .969},
                            Row{20, bonett_price, .976}, Row{20, wald, .874}, Row{50, tango, .955}};
  const auto cells = random_cells(400, 1);
  for (const Row& row : rows) {
    CAPTURE(row.n, std::string(evenhand::text_of(row.method).name));
    const PairedTables tables(row.n, row.method);
    const double mean =
        mean_coverage(tables, cells, [](const auto& t, const auto& c) { return t.at(c); });
    CHECK(mean == Approx(row.mean).margin(drawn));
  }
  // The whole probability is summed over: an interval that always covers has coverage 1.
  const PairedTables certain(20, bonett_price);
  CHECK(certain.at({.5, 0, 0, .5}).coverage == Approx(1).epsilon(1e-9));
}

TEST_CASE("McNemar's tests have the tabulated sizes", "[interval][coverage]") {
  struct Row {
    double discordance, exact, mid_p, chi_square;
  };
  constexpr std::array rows{Row{.05, .001, .005, .022}, Row{.1, .009, .025, .047},
                            Row{.2, .022, .041, .043}, Row{.5, .030, .044, .054}};
  const auto by_discordant = mcnemar_sizes(50, .05);
  for (const Row& row : rows) {
    CAPTURE(row.discordance);
    const McNemarSizes sizes = mcnemar_sizes(by_discordant, row.discordance);
    CHECK(sizes.exact == Approx(row.exact).margin(printed));
    CHECK(sizes.mid_p == Approx(row.mid_p).margin(printed));
    CHECK(sizes.chi_square == Approx(row.chi_square).margin(printed));
    CHECK(sizes.both == Approx(sizes.mid_p).margin(1e-12));
  }
}

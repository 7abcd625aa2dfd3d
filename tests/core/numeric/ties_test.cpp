#include "numeric/ties.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

using namespace evenhand::numeric;
using Doubled = std::vector<std::int64_t>;

TEST_CASE("tied values share the mean of their positions", "[numeric]") {
  const auto ranks = midranks(std::vector<double>{3, 1, 2, 2, 5, 2});
  CHECK(ranks.doubled == Doubled{10, 2, 6, 6, 12, 6});
  CHECK(ranks.groups == Doubled{1, 3, 1, 1});
  CHECK(ranks.tie_sum() == 24);
  CHECK(midranks(std::vector<double>{}).doubled.empty());
  CHECK(midranks(std::vector<double>{7}).doubled == Doubled{2});
}

TEST_CASE("ties that binary arithmetic breaks are mended", "[numeric]") {
  const double a = .71 - .70;
  const double b = .58 - .52 - .05;
  const double c = .03 - .02;
  REQUIRE((a != b && b != c));
  CHECK(midranks(std::vector<double>{a, b, c, .02}).doubled == Doubled{4, 4, 4, 8});
  // Without a tolerance they are three values.
  CHECK(midranks(std::vector<double>{a, b, c, .02}, 0).groups.size() == 4);
  // What differs by more than rounding stays apart.
  CHECK(midranks(std::vector<double>{1, 1 + 3e-12}).doubled == Doubled{2, 4});
  CHECK(midranks(std::vector<double>{1, 1 + 0.9e-12}).doubled == Doubled{3, 3});
  // Neighbours are joined, so a chain of them is one group.
  CHECK(midranks(std::vector<double>{1, 1 + 0.9e-12, 1 + 1.8e-12}).groups == Doubled{3});
}

TEST_CASE("the tolerance follows the largest value", "[numeric]") {
  CHECK(tie_tolerance(std::vector<double>{-4, 2}) == 4e-12);
  CHECK(all_tied(std::vector<double>{.1 + .2, .3}));
  CHECK(all_tied(std::vector<double>{0, 0}));
  CHECK_FALSE(all_tied(std::vector<double>{0, 1e-300}));
  CHECK_FALSE(all_tied(std::vector<double>{1e308, -1e308}));
  CHECK(midranks(std::vector<double>{1e308, -1e308, 1e308}).doubled == Doubled{5, 2, 5});
}

TEST_CASE("a scale brings the largest value to one, exactly", "[numeric]") {
  for (const double largest : {1.0, 0.3, 1e300, 1e-300, std::numeric_limits<double>::max()}) {
    const double scale = binary_scale(largest);
    CAPTURE(largest);
    CHECK(largest * scale >= 0.5);
    CHECK(largest * scale < 1);
    CHECK(largest * scale / scale == largest);
  }
  CHECK(binary_scale(0) == 1);
  CHECK(std::isfinite(binary_scale(std::numeric_limits<double>::denorm_min())));
}

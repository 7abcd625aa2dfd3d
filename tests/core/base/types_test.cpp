#include "evenhand/base/types.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace evenhand;

TEST_CASE("levels outside [0.5, 1) are refused", "[base]") {
  CHECK_FALSE(check(Level{0.5}));
  CHECK_FALSE(check(Level{0.999}));
  for (const double level :
       {0.0, 0.49, 1.0, 2.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    REQUIRE(check(Level{level}));
    CHECK(check(Level{level})->code == Errc::level_out_of_range);
  }
}

TEST_CASE("counts are refused with the reason that fits", "[base]") {
  CHECK_FALSE(check(Counts{0, 1}, "x"));
  CHECK_FALSE(check(Counts{max_count, max_count}, "x"));
  CHECK(check(Counts{0, 0}, "x")->code == Errc::empty_sample);
  CHECK(check(Counts{-1, 5}, "x")->code == Errc::not_integer);
  CHECK(check(Counts{0, -5}, "x")->code == Errc::not_integer);
  CHECK(check(Counts{0, max_count + 1}, "x")->code == Errc::not_integer);
  CHECK(check(Counts{6, 5}, "x")->code == Errc::count_exceeds_trials);
  CHECK(check(Counts{6, 5}, "the argument")->argument == "the argument");
}

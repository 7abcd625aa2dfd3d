#include "interval/draw_sum.hpp"

#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

using evenhand::SplitMix64;
using evenhand::interval::sum_of_draws;

TEST_CASE("the sum of a resample is that of one draw after the other, to the last bit",
          "[interval][bootstrap]") {
  // Of the largest number nearly as many draws are rejected as there can be: a thousand a resample.
  for (const std::uint32_t n :
       {1U, 2U, 3U, 4U, 5U, 7U, 8U, 9U, 15U, 999U, 1024U, 10'000U, 65'537U, (1U << 21) + 1}) {
    CAPTURE(n);
    std::vector<double> values;
    SplitMix64 numbers(n, "subsets");
    for (std::uint32_t i = 0; i < n; ++i) values.push_back(numbers.uniform() - 0.3);
    SplitMix64 single(5, "bootstrap");
    SplitMix64 rng = single;
    std::int64_t taken = 0;
    for (int resample = 0; resample < (n < 100'000 ? 50 : 2); ++resample) {
      double sum = 0;
      for (std::uint32_t i = 0; i < n; ++i) sum += values[single.below(n)];
      CHECK(sum_of_draws(rng, values) == sum);
      CHECK(rng == single);
      taken += n;
    }
    SplitMix64 without_rejection(5, "bootstrap");
    without_rejection.skip(static_cast<std::uint64_t>(taken));
    if (n == 1024) CHECK(rng == without_rejection);
    if (n > 100'000) CHECK_FALSE(rng == without_rejection);
  }
}

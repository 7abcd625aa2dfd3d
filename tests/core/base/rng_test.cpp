#include "evenhand/base/rng.hpp"

#include <array>
#include <numeric>

#include <catch2/catch.hpp>

using evenhand::fnv1a64;
using evenhand::SplitMix64;

TEST_CASE("labels hash as published", "[base][golden]") {
  STATIC_REQUIRE(fnv1a64("bootstrap") == 0xdfd610812f3ae1d9U);
  STATIC_REQUIRE(fnv1a64("sign_flip") == 0x9afe31a7f4bd46a2U);
  STATIC_REQUIRE(fnv1a64("subsets") == 0x4d16a3824777c320U);
}

TEST_CASE("SplitMix64 gives the published bytes", "[base][golden]") {
  SplitMix64 zero(fnv1a64(""), "");  // state 0
  CHECK(zero.next() == 0xe220a8397b1dcdafU);
  CHECK(zero.next() == 0x6e789e6aa1b965f4U);
  CHECK(zero.next() == 0x06c45d188009454fU);

  SplitMix64 one(1, "bootstrap");
  CHECK(one.next() == 0x31b4502910c7c4fcU);
  CHECK(one.next() == 0xc48375761f964722U);
  CHECK(one.next() == 0x6b24c937ab62aad5U);

  CHECK(SplitMix64(1, "bootstrap").uniform() == Approx(.19415760996415).epsilon(1e-13));
}

TEST_CASE("integers below a bound are the published ones", "[base][golden]") {
  SplitMix64 rng(1, "bootstrap");
  for (const unsigned expected :
       {2U, 11U, 6U, 14U, 2U, 7U, 5U, 10U, 5U, 4U, 5U, 13U, 0U, 12U, 2U, 5U, 0U, 2U, 7U, 1U}) {
    CHECK(rng.below(15) == expected);
  }
}

TEST_CASE("many draws at once are those of one after the other", "[base]") {
  // The larger bounds reject often, and leave nearly every draw in doubt.
  for (const std::uint32_t bound : {1U, 2U, 3U, 10U, 9'999U, 10'000U, 1U << 16, (1U << 31) - 1,
                                    1U << 31, (1U << 31) + 1, 3'000'000'000U, 0xffffffffU}) {
    CAPTURE(bound);
    SplitMix64 single(5, "bootstrap");
    SplitMix64 many = single;
    bool same = true;
    std::uint32_t used = 0;
    many.draw_below(bound, 0, [&](std::uint32_t) { same = false; });
    for (const std::uint32_t draws : {1U, 2U, 500'000U}) {
      many.draw_below(bound, draws, [&](std::uint32_t drawn) {
        same = same && drawn == single.below(bound);
        ++used;
      });
      CHECK(many == single);
    }
    CHECK(same);
    CHECK(used == 500'003);
  }
}

TEST_CASE("a sample moved to the front is a sample, and every element is equally likely",
          "[base][property]") {
  std::array<int, 5> chosen{};
  constexpr int repeats = 20'000;
  for (int seed = 0; seed < repeats; ++seed) {
    std::array<int, 5> values{};
    std::iota(values.begin(), values.end(), 0);
    SplitMix64 rng(static_cast<std::uint64_t>(seed), "subsets");
    rng.sample_to_front(std::span<int>(values), 2);
    std::array<bool, 5> seen{};
    for (const int value : values) seen[static_cast<std::size_t>(value)] = true;
    REQUIRE(std::accumulate(seen.begin(), seen.end(), 0) == 5);
    ++chosen[static_cast<std::size_t>(values[0])];
    ++chosen[static_cast<std::size_t>(values[1])];
  }
  // Expected 8,000 each, standard deviation 69.
  for (const int count : chosen) CHECK(std::abs(count - 8000) < 350);
}

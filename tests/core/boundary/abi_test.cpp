/// The C boundary under fire: random and hostile requests, natively and under the sanitizers.
/// Whatever comes in, the answer is a refusal with a known code or finite numbers.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "functions.hpp"
#include "hostile.hpp"

using namespace evenhand;

namespace {

using Plausible = std::vector<double> (*)(SplitMix64&);

/// Half of the requests are hostile throughout, half plausible with one hostile slot now and then,
/// so that the estimators themselves are reached.
void fuzz(Call call, Plausible plausible, std::uint64_t seed) {
  SplitMix64 rng(seed, "fuzz");
  int answered = 0;
  for (int repeat = 0; repeat < 6'000; ++repeat) {
    std::vector<double> request = plausible(rng);
    if (repeat % 2 == 0) {
      for (double& slot : request) slot = hostile(rng);
    } else if (repeat % 4 == 1) {
      request[rng.below(static_cast<std::uint32_t>(request.size()))] = hostile(rng);
    }
    const std::int32_t code = call(request.data());
    REQUIRE(code >= 0);
    REQUIRE(code <= static_cast<std::int32_t>(texts(Errc{}).size()));
    if (code != 0) {
      CHECK(std::string(evenhand_error_argument()).size() < 40);
      continue;
    }
    ++answered;
    require_finite_answer();
  }
  CHECK(answered > 1'000);
}

}  // namespace

TEST_CASE("hostile requests give a refusal or finite numbers", "[abi][fuzz]") {
  // Slots in the order of fields.hpp.
  const Plausible proportion = [](SplitMix64& rng) {
    const double n = 1 + rng.below(2'000);
    return std::vector<double>{std::floor(n * rng.uniform()), n, double(rng.below(9)), 0.95};
  };
  const Plausible known = [](SplitMix64& rng) {
    const double n = 1 + rng.below(2'000);
    return std::vector<double>{std::floor(n * rng.uniform()), n,  rng.uniform(), rng.uniform(),
                               double(rng.below(9)),          0.9};
  };
  const Plausible subset = [](SplitMix64& rng) {
    const double n = rng.below(2'000);
    return std::vector<double>{double(rng.below(30)),
                               double(rng.below(30)),
                               double(rng.below(30)),
                               double(rng.below(30)),
                               std::floor(n * rng.uniform()),
                               n,
                               9.0 + rng.below(5),  // poststrat and what follows it
                               double(rng.below(4)),
                               0.99};
  };
  fuzz(evenhand_proportion_interval, proportion, 1);
  const Plausible test = [](SplitMix64& rng) {
    const double n = 1 + rng.below(2'000);
    return std::vector<double>{std::floor(n * rng.uniform()), n, rng.uniform()};
  };
  fuzz(evenhand_proportion_test, test, 5);
  fuzz(evenhand_correct_known, known, 2);
  fuzz(evenhand_correct_subset, subset, 3);
}

TEST_CASE("hostile external requests give a refusal or finite numbers", "[abi][fuzz]") {
  SplitMix64 rng(4, "fuzz");
  int answered = 0;
  for (int repeat = 0; repeat < 3'000; ++repeat) {
    std::vector<double> request;
    for (int tally = 0; tally < 3; ++tally) {
      const double total = repeat % 3 == 0 ? hostile(rng) : rng.below(300);
      const double count = repeat % 3 == 0 ? hostile(rng) : std::floor(total * rng.uniform());
      request.insert(request.end(), {count, total, 1});
    }
    // The method; Beta propagation is slow, so it is asked for less often.
    const double method = rng.below(9);
    request.push_back((method == 4 || method == 5) && repeat % 20 != 0 ? 0 : method);
    request.push_back(0.95);
    request.push_back(rng.below(2));  // gate given
    request.push_back(rng.below(2));
    const std::int32_t code = evenhand_correct_external(request.data());
    REQUIRE(code >= 0);
    REQUIRE(code <= static_cast<std::int32_t>(texts(Errc{}).size()));
    if (code != 0) continue;
    ++answered;
    require_finite_answer();
  }
  CHECK(answered > 500);
}

TEST_CASE("a refusal names its argument", "[abi]") {
  const double fractional[] = {1.5, 3, 0, 0.95};
  CHECK(evenhand_proportion_interval(fractional) == 1 + static_cast<int>(Errc::not_integer));
  CHECK(std::string(evenhand_error_argument()) == "successes");
  const double no_method[] = {1, 3, 99, 0.95};
  CHECK(evenhand_proportion_interval(no_method) == 1 + static_cast<int>(Errc::value_out_of_range));
  CHECK(std::string(evenhand_error_argument()) == "method");
}

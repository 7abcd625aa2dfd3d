/// The C boundary under fire: random and hostile requests, natively and under the sanitizers.
/// Whatever comes in, the answer is a refusal with a known code or finite numbers.
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "functions.hpp"

using namespace evenhand;

namespace {

/// Numbers that break arithmetic more often than random ones do.
double hostile(SplitMix64& rng) {
  constexpr double largest = std::numeric_limits<double>::max();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double special[] = {
      0,     1,       2,        -1,       0.5,       1e-300,       -0.0,         0x1p53, 0x1p53 + 2,
      1e300, largest, -largest, infinity, -infinity, std::nan(""), 4294967296.0, 0.95};
  if (rng.below(3) == 0) return special[rng.below(std::size(special))];
  if (rng.below(2) == 0) return rng.below(200);
  return rng.uniform();
}

void require_finite_answer() {
  for (std::size_t i = 0; i < evenhand_answer_slots(); ++i) {
    REQUIRE(std::isfinite(evenhand_answer()[i]));
  }
}

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

namespace {

/// A request with columns: their memory is real, all else may be anything. `spite` is the share of
/// numbers and entries that are hostile.
class ColumnRequest {
 public:
  ColumnRequest(SplitMix64& rng, double spite) : rng_(rng), spite_(spite) {}

  ColumnRequest& number(double value) {
    slots_.push_back(spiteful() ? hostile(rng_) : value);
    return *this;
  }
  ColumnRequest& present(bool value) {
    slots_.push_back(value ? 1 : 0);
    return *this;
  }
  /// A column of `size` entries; now and then one of another length.
  template <class Entry>
  ColumnRequest& doubles(std::size_t size, Entry entry) {
    std::vector<double>& column = doubles_.emplace_back();
    for (std::size_t left = length(size), i = 0; i < left; ++i) {
      column.push_back(spiteful() ? hostile(rng_) : static_cast<double>(entry(i)));
    }
    return lend(column.data(), column.size());
  }
  template <class Entry>
  ColumnRequest& integers(std::size_t size, Entry entry) {
    constexpr std::int32_t special[] = {0,
                                        1,
                                        -1,
                                        2,
                                        1'000,
                                        std::numeric_limits<std::int32_t>::max(),
                                        std::numeric_limits<std::int32_t>::min()};
    std::vector<std::int32_t>& column = integers_.emplace_back();
    for (std::size_t left = length(size), i = 0; i < left; ++i) {
      column.push_back(spiteful() ? special[rng_.below(std::size(special))]
                                  : static_cast<std::int32_t>(entry(i)));
    }
    return lend(column.data(), column.size());
  }
  /// An optional column of integers.
  template <class Entry>
  ColumnRequest& perhaps_integers(bool there, std::size_t size, Entry entry) {
    present(there);
    return integers(there ? size : 0, entry);
  }
  [[nodiscard]] const double* data() const { return slots_.data(); }

 private:
  bool spiteful() { return rng_.uniform() < spite_; }
  std::size_t length(std::size_t size) {
    return rng_.uniform() < spite_ / 4 ? rng_.below(static_cast<std::uint32_t>(size) + 3) : size;
  }
  ColumnRequest& lend(const void* address, std::size_t size) {
    slots_.push_back(static_cast<double>(reinterpret_cast<std::uintptr_t>(address)));
    slots_.push_back(static_cast<double>(size));
    return *this;
  }

  SplitMix64& rng_;
  double spite_;
  std::vector<double> slots_;
  std::deque<std::vector<double>> doubles_;
  std::deque<std::vector<std::int32_t>> integers_;
};

/// A third of the requests plausible, a third with something hostile in them, a third hostile
/// through and through. `build(request, rng)` appends the slots in the order of the fields.
template <class Build>
void fuzz_columns(Call call, int repeats, int least_answered, Build build) {
  SplitMix64 rng(7, "fuzz");
  int answered = 0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const double spites[] = {0, 0.03, 0.6};
    ColumnRequest request(rng, spites[repeat % 3]);
    build(request, rng);
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
  CHECK(answered >= least_answered);
}

double any_level(SplitMix64& rng) { return 0.5 + 0.49 * rng.uniform(); }

}  // namespace

TEST_CASE("hostile runs and samples give a refusal or finite numbers", "[abi][fuzz]") {
  fuzz_columns(evenhand_runs_interval, 3'000, 800, [](ColumnRequest& request, SplitMix64& rng) {
    request.doubles(1 + rng.below(9), [&](std::size_t) { return rng.uniform(); })
        .number(any_level(rng));
  });
  fuzz_columns(evenhand_least_significant_difference, 3'000, 900,
               [](ColumnRequest& request, SplitMix64& rng) {
                 request.number(2 + rng.below(50)).number(rng.uniform()).number(any_level(rng));
               });
  fuzz_columns(evenhand_variance_components, 3'000, 800,
               [](ColumnRequest& request, SplitMix64& rng) {
                 const std::size_t items = 2 + rng.below(6);
                 const std::size_t size = items * (2 + rng.below(3));
                 const auto score = [&](std::size_t) { return double(rng.below(2)); };
                 const auto item = [&](std::size_t i) { return i % items; };
                 const bool paired = rng.below(2) == 0;
                 request.doubles(size, score).integers(size, item);
                 request.present(paired).doubles(size, score);
                 request.perhaps_integers(paired, size, item);
                 request.integers(rng.below(4), [](std::size_t i) { return i + 1; });
               });
  const auto clusters = [](ColumnRequest& request, SplitMix64& rng, std::size_t size) {
    request.perhaps_integers(rng.below(2) == 0, size, [](std::size_t i) { return i / 2; });
  };
  fuzz_columns(evenhand_pass_at_k, 6'000, 1'500, [&](ColumnRequest& request, SplitMix64& rng) {
    const std::size_t problems = 1 + rng.below(12);
    const std::uint32_t samples = 1 + rng.below(30);
    request.integers(problems, [&](std::size_t) { return samples; })
        .integers(problems, [&](std::size_t) { return rng.below(samples + 1); })
        .number(1 + rng.below(samples))
        .number(rng.below(3));
    clusters(request, rng, problems);
    request.number(any_level(rng));
  });
  fuzz_columns(evenhand_majority_at_k, 3'000, 700, [&](ColumnRequest& request, SplitMix64& rng) {
    const std::size_t problems = 2 + rng.below(5);
    const std::uint32_t classes = 1 + rng.below(4);
    request.integers(problems * classes, [&](std::size_t) { return 1 + rng.below(8); })
        .integers(problems, [&](std::size_t) { return classes; })
        .number(1 + rng.below(classes));
    clusters(request, rng, problems);
    request.number(any_level(rng));
  });
}

TEST_CASE("hostile battles give a refusal or finite numbers", "[abi][fuzz]") {
  fuzz_columns(evenhand_fit_battles, 3'000, 900, [](ColumnRequest& request, SplitMix64& rng) {
    const std::uint32_t systems = 2 + rng.below(5);
    const std::size_t battles = 1 + rng.below(60);
    const std::uint32_t outcomes = 2 + rng.below(3);
    std::vector<std::uint32_t> first;
    for (std::size_t i = 0; i < battles; ++i) first.push_back(rng.below(systems));
    request.integers(battles, [&](std::size_t i) { return first[i]; })
        .integers(battles,
                  [&](std::size_t i) { return (first[i] + 1 + rng.below(systems - 1)) % systems; })
        .integers(battles, [&](std::size_t) { return rng.below(outcomes); })
        .number(systems);
    request.present(rng.below(2) == 0).number(rng.below(3));
    request.perhaps_integers(rng.below(2) == 0, battles, [](std::size_t i) { return i / 3; });
    request.number(any_level(rng)).present(rng.below(2) == 0).number(rng.below(systems));
  });
}

TEST_CASE("hostile plans give a refusal or finite numbers", "[abi][fuzz]") {
  const auto target = [](ColumnRequest& request, SplitMix64& rng, bool clusters) {
    request.number(0.5 + 0.45 * rng.uniform()).number(any_level(rng));
    if (clusters) request.number(0.5 + 3 * rng.uniform());
  };
  const auto variances = [](ColumnRequest& request, SplitMix64& rng) {
    for (int i = 0; i < 3; ++i) request.number(rng.uniform());
    for (int i = 0; i < 2; ++i) {
      request.present(rng.below(2) == 0).number(1 + rng.below(8));
    }
  };
  const auto plan = [&](Call call, auto head, bool clusters) {
    fuzz_columns(call, 3'000, 900, [&](ColumnRequest& request, SplitMix64& rng) {
      head(request, rng);
      target(request, rng, clusters);
    });
  };
  const auto mean = [&](ColumnRequest& request, SplitMix64& rng) {
    request.number(1 + rng.uniform());
    variances(request, rng);
  };
  const auto two_rates = [](ColumnRequest& request, SplitMix64& rng) {
    request.number(rng.uniform()).number(rng.uniform());
  };
  const auto paired = [](ColumnRequest& request, SplitMix64& rng) {
    const double effect = 0.01 + 0.5 * rng.uniform();
    request.number(effect).number(effect + (1 - effect) * rng.uniform()).number(rng.below(2));
  };
  plan(evenhand_plan_mean_difference, mean, true);
  plan(evenhand_detectable_mean_difference, mean, true);
  plan(evenhand_plan_proportions, two_rates, true);
  plan(
      evenhand_plan_proportions_baseline,
      [](ColumnRequest& request, SplitMix64& rng) {
        request.number(0.5 * rng.uniform()).number(0.01 + 0.4 * rng.uniform());
      },
      true);
  plan(
      evenhand_detectable_proportions,
      [](ColumnRequest& request, SplitMix64& rng) {
        request.number(1 + rng.below(900)).number(rng.uniform());
      },
      true);
  plan(evenhand_plan_paired_proportions, paired, true);
  plan(
      evenhand_detectable_paired_proportions,
      [](ColumnRequest& request, SplitMix64& rng) {
        request.number(1 + rng.below(900)).number(rng.uniform()).number(rng.below(2));
      },
      true);
  plan(
      evenhand_detectable_runs,
      [](ColumnRequest& request, SplitMix64& rng) {
        request.number(2 + rng.below(30)).number(rng.uniform());
      },
      false);
  plan(evenhand_plan_runs, two_rates, false);
  fuzz_columns(evenhand_plan_half_width, 3'000, 900, [](ColumnRequest& request, SplitMix64& rng) {
    request.number(rng.uniform()).number(rng.uniform()).number(any_level(rng)).number(1);
  });
}

TEST_CASE("a refusal names its argument", "[abi]") {
  const double fractional[] = {1.5, 3, 0, 0.95};
  CHECK(evenhand_proportion_interval(fractional) == 1 + static_cast<int>(Errc::not_integer));
  CHECK(std::string(evenhand_error_argument()) == "successes");
  const double no_method[] = {1, 3, 99, 0.95};
  CHECK(evenhand_proportion_interval(no_method) == 1 + static_cast<int>(Errc::value_out_of_range));
  CHECK(std::string(evenhand_error_argument()) == "method");
}

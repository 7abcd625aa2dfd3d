/// The C boundary under fire: random and hostile requests, natively and under the sanitizers.
/// Whatever comes in, the answer is a refusal with a known code or finite numbers.
#include <cmath>
#include <cstdint>
#include <limits>
#include <list>
#include <string>
#include <utility>
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

/// A request with columns. Its slots, the cells of its columns and their lengths go bad with a
/// probability; addresses and lengths always are those of memory that is there.
class SpoiltRequest {
 public:
  SpoiltRequest(SplitMix64& rng, double spoilt) : rng_(rng), spoilt_(spoilt) {}

  void number(double value) { slots_.push_back(bad() ? hostile(rng_) : value); }
  void column(std::vector<double> cells) {
    if (bad()) cells.resize(rng_.below(static_cast<std::uint32_t>(cells.size() + 3)));
    // One bad cell refuses the whole column, so columns are spoilt rarely, or throughout.
    if (bad()) {
      const bool everywhere = rng_.below(2) == 0;
      for (double& cell : cells) {
        if (everywhere || rng_.below(8) == 0) cell = hostile(rng_);
      }
    }
    lend(doubles_.emplace_back(std::move(cells)));
  }
  void optional_column(std::vector<std::int32_t> cells) {
    if (bad()) cells.resize(rng_.below(static_cast<std::uint32_t>(cells.size() + 3)));
    if (bad()) {
      for (std::int32_t& cell : cells) cell = static_cast<std::int32_t>(rng_.next());
    }
    slots_.push_back(rng_.below(2));
    lend(int32s_.emplace_back(std::move(cells)));
  }
  [[nodiscard]] const double* data() const { return slots_.data(); }

 private:
  bool bad() { return rng_.uniform() < spoilt_; }
  template <class T>
  void lend(const std::vector<T>& cells) {
    slots_.push_back(static_cast<double>(reinterpret_cast<std::uintptr_t>(cells.data())));
    slots_.push_back(static_cast<double>(cells.size()));
  }

  SplitMix64& rng_;
  double spoilt_;
  std::vector<double> slots_;
  std::list<std::vector<double>> doubles_;
  std::list<std::vector<std::int32_t>> int32s_;
};

/// `size` cells, of few distinct values half of the time.
std::vector<double> random_column(SplitMix64& rng, std::size_t size) {
  std::vector<double> cells(size);
  const bool coarse = rng.below(2) == 0;
  for (double& cell : cells) cell = coarse ? rng.below(5) / 10.0 - 0.1 : rng.uniform() - 0.4;
  return cells;
}

/// Requests built by `build`, a third each of them sound, slightly spoilt and thoroughly spoilt.
template <class Build>
void fuzz_columns(Call call, std::uint64_t seed, Build build) {
  SplitMix64 rng(seed, "fuzz");
  int answered = 0;
  for (int repeat = 0; repeat < 3'000; ++repeat) {
    const double spoilt[] = {0, 0.1, 0.7};
    SpoiltRequest request(rng, spoilt[repeat % 3]);
    build(rng, request);
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
  CHECK(answered > 800);
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

TEST_CASE("hostile columns give a refusal or finite numbers", "[abi][fuzz]") {
  // Slots in the order of fields/interval.hpp and fields/compare.hpp.
  fuzz_columns(evenhand_bootstrap_interval, 11, [](SplitMix64& rng, SpoiltRequest& to) {
    const std::size_t n = 2 + rng.below(12);
    to.column(random_column(rng, n));
    std::vector<std::int32_t> clusters(n);
    for (std::int32_t& cluster : clusters) cluster = static_cast<std::int32_t>(rng.below(9));
    to.optional_column(clusters);
    to.number(rng.below(2));
    to.number(0.95);
    to.number(rng.below(1'000));
    to.number(99 + rng.below(100));
  });
  fuzz_columns(evenhand_correlation, 12, [](SplitMix64& rng, SpoiltRequest& to) {
    const std::size_t n = 3 + (rng.below(50) == 0 ? 6 : rng.below(4) == 0 ? 60 : rng.below(4));
    to.column(random_column(rng, n));
    to.column(random_column(rng, n));
    to.number(rng.below(4));
    to.number(0.95);
  });
  fuzz_columns(evenhand_partial_correlation, 13, [](SplitMix64& rng, SpoiltRequest& to) {
    for (int i = 0; i < 3; ++i) to.number(1.4 * rng.uniform() - 0.7);
    to.number(4 + rng.below(100));
    to.number(rng.below(2));
    to.number(0.95);
  });
  fuzz_columns(evenhand_adjust_p_values, 14, [](SplitMix64& rng, SpoiltRequest& to) {
    std::vector<double> p(1 + rng.below(9));
    for (double& value : p) value = rng.uniform();
    to.column(p);
    to.number(rng.below(5));
    to.number(rng.below(2));
    to.number(9 + rng.below(9));
  });
  fuzz_columns(evenhand_sign_flip_test, 15, [](SplitMix64& rng, SpoiltRequest& to) {
    to.column(random_column(rng, 1 + rng.below(rng.below(3) == 0 ? 40 : 12)));
    to.number(rng.below(1'000));
    to.number(99 + rng.below(100));
  });
  fuzz_columns(evenhand_wilcoxon_signed_rank, 16, [](SplitMix64& rng, SpoiltRequest& to) {
    to.column(random_column(rng, 1 + rng.below(rng.below(20) == 0 ? 300 : 30)));
    to.number(rng.below(2));
  });
  fuzz_columns(evenhand_friedman_test, 17, [](SplitMix64& rng, SpoiltRequest& to) {
    const std::size_t systems = 2 + rng.below(4);
    to.column(random_column(rng, systems * (2 + rng.below(7))));
    to.number(static_cast<double>(systems));
    to.number(0.95);
  });
  fuzz_columns(evenhand_friedman_from_ranks, 18, [](SplitMix64& rng, SpoiltRequest& to) {
    // Ranks in order, drawn together towards their mean.
    const std::size_t systems = 2 + rng.below(6);
    const double share = rng.uniform();
    std::vector<double> ranks;
    for (std::size_t j = 1; j <= systems; ++j) {
      const double mean = (static_cast<double>(systems) + 1) / 2;
      ranks.push_back(mean + share * (static_cast<double>(j) - mean));
    }
    to.column(ranks);
    to.number(2 + rng.below(100));
    to.number(0.95);
  });
  for (const Call call : {evenhand_nemenyi_quantile, evenhand_bonferroni_dunn_quantile}) {
    fuzz_columns(call, 19, [](SplitMix64& rng, SpoiltRequest& to) {
      to.number(2 + rng.below(100));
      to.number(0.5 + 0.5 * rng.uniform());
    });
  }
  fuzz_columns(evenhand_cochran_q, 20, [](SplitMix64& rng, SpoiltRequest& to) {
    const std::size_t systems = 2 + rng.below(4);
    std::vector<double> scores(systems * (1 + rng.below(9)));
    for (double& score : scores) score = rng.below(2);
    to.column(scores);
    to.number(static_cast<double>(systems));
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

/// Requests with columns for the tests of the boundary: the memory of a column is real, all else
/// may be anything. The answer is a refusal with a known code or finite numbers.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "functions.hpp"
#include "hostile.hpp"

/// A request with columns: their memory is real, all else may be anything. `spite` is the share of
/// numbers and entries that are hostile.
class ColumnRequest {
 public:
  ColumnRequest(evenhand::SplitMix64& rng, double spite) : rng_(rng), spite_(spite) {}

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
  ColumnRequest& column(const std::vector<double>& entries) {
    return doubles(entries.size(), [&](std::size_t i) { return entries[i % entries.size()]; });
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

  evenhand::SplitMix64& rng_;
  double spite_;
  std::vector<double> slots_;
  std::deque<std::vector<double>> doubles_;
  std::deque<std::vector<std::int32_t>> integers_;
};

/// A third of the requests plausible, a third with something hostile in them, a third hostile
/// through and through. `build(request, rng)` appends the slots in the order of the fields.
template <class Build>
void fuzz_columns(Call call, int repeats, int least_answered, Build build) {
  evenhand::SplitMix64 rng(7, "fuzz");
  int answered = 0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const double spites[] = {0, 0.03, 0.6};
    ColumnRequest request(rng, spites[repeat % 3]);
    build(request, rng);
    const std::int32_t code = call(request.data());
    REQUIRE(code >= 0);
    REQUIRE(code <= static_cast<std::int32_t>(texts(evenhand::Errc{}).size()));
    if (code != 0) {
      CHECK(std::string(evenhand_error_argument()).size() < 40);
      continue;
    }
    ++answered;
    require_finite_answer();
  }
  CHECK(answered >= least_answered);
}

inline double any_level(evenhand::SplitMix64& rng) { return 0.5 + 0.49 * rng.uniform(); }

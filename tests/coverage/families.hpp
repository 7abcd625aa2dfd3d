/// The parts of the coverage study. Each prints its rows (rows.hpp); all at level 95 %.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "evenhand/base/enums.hpp"
#include "evenhand/base/types.hpp"
#include "rows.hpp"
#include "simulation.hpp"

namespace coverage {

/// How much to do: 1 is the study that the documents show.
struct Effort {
  double scale = 1;
  /// `full` samples (or places) at scale 1, at least ten.
  [[nodiscard]] int of(int full) const {
    return std::max(10, static_cast<int>(std::lround(full * scale)));
  }
};

void proportion_family(const Effort& effort);
void independent_family(const Effort& effort);
void paired_family(const Effort& effort);
void mcnemar_family(const Effort& effort);
void cluster_family(const Effort& effort);
void mean_family(const Effort& effort);
void rerun_family(const Effort& effort);
void sample_family(const Effort& effort);
void judge_family(const Effort& effort);
void subset_family(const Effort& effort);

/// What a method did on simulated samples. A refusal has no length, and counts as a miss: the
/// interval that textbooks print instead has no width.
struct Tally {
  std::int64_t samples = 0;
  std::int64_t covered = 0;
  std::int64_t refused = 0;
  double length = 0;

  void add(const std::optional<evenhand::Interval>& limits, double truth) {
    ++samples;
    if (!limits) {
      ++refused;
      return;
    }
    if (limits->lower <= truth && truth <= limits->upper) ++covered;
    length += limits->upper - limits->lower;
  }
  void add(const Tally& other) {
    samples += other.samples;
    covered += other.covered;
    refused += other.refused;
    length += other.length;
  }
  /// Adds what a simulation row has to say.
  void put(Row& row) const {
    const auto n = static_cast<double>(samples);
    const auto answered = static_cast<double>(samples - refused);
    row.add("samples", samples).add("coverage", static_cast<double>(covered) / n);
    row.add("length", answered > 0 ? length / answered : 0.0);
    row.add("refused", static_cast<double>(refused) / n);
  }
};

/// Limits of a result of the core, or nothing when it refused.
template <class Result>
std::optional<evenhand::Interval> limits_of(const Result& result) {
  if (!result) return std::nullopt;
  return evenhand::Interval{result->lower, result->upper};
}

/// Runs `sample(rng, number, tallies)` for `samples` samples in a fixed number of streams, so that
/// the sums do not depend on the number of threads. `cell` separates the streams of the cells.
template <class Sample>
std::vector<Tally> simulate(std::size_t methods, int samples, std::uint64_t cell, Sample sample) {
  constexpr std::size_t streams = 64;
  std::vector<std::vector<Tally>> parts(streams, std::vector<Tally>(methods));
  in_parallel(streams, [&](std::size_t stream) {
    evenhand::SplitMix64 rng(cell * streams + stream, "coverage");
    for (auto i = static_cast<int>(stream); i < samples; i += streams) {
      sample(rng, i, parts[stream]);
    }
  });
  std::vector<Tally> out(methods);
  for (const auto& part : parts) {
    for (std::size_t m = 0; m < methods; ++m) out[m].add(part[m]);
  }
  return out;
}

/// The names of an enumeration's methods, in order of their values.
template <class Method>
std::string_view name_of(Method method) {
  return evenhand::text_of(method).name;
}
template <class Method>
std::vector<Method> all_methods() {
  std::vector<Method> out;
  for (std::size_t i = 0; i < texts(Method{}).size(); ++i) out.push_back(static_cast<Method>(i));
  return out;
}

}  // namespace coverage

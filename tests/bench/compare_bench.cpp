/// Times whole comparisons natively, on data made here, and prints seconds, one "NAME SECONDS
/// PEAK_MIB" a line: leaderboards of 1,000 systems x 10,000 items, and the exact McNemar test with
/// the Tango and Newcombe intervals of 100,000 tables.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "evenhand/compare/systems.hpp"

using namespace evenhand;

namespace {

/// Largest resident size so far, in MiB.
double peak_mebibytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  }
  return 0;
}

template <class Action>
void time(const char* name, Action action) {
  // Processor time: another process on the machine counts least.
  const std::clock_t start = std::clock();
  action();
  const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("%s %.4f %.0f\n", name, took, peak_mebibytes());
  std::fflush(stdout);
}

struct Board {
  std::vector<std::int32_t> system;
  std::vector<std::int32_t> item;
  std::vector<double> score;
};

Board board(std::int32_t systems, std::int32_t items, bool graded) {
  SplitMix64 rng(1, "bench");
  std::vector<double> ease(static_cast<std::size_t>(items));
  for (double& value : ease) value = rng.uniform();
  Board out;
  const auto rows = static_cast<std::size_t>(systems) * static_cast<std::size_t>(items);
  out.system.reserve(rows);
  out.item.reserve(rows);
  out.score.reserve(rows);
  for (std::int32_t s = 0; s < systems; ++s) {
    const double ability = 0.2 + 0.4 * s / systems;
    for (std::int32_t i = 0; i < items; ++i) {
      const double chance = 0.5 * ability + 0.5 * ease[static_cast<std::size_t>(i)];
      out.system.push_back(s);
      out.item.push_back(i);
      out.score.push_back(graded ? 0.5 * chance + 0.5 * rng.uniform()
                                 : (rng.uniform() < chance ? 1.0 : 0.0));
    }
  }
  return out;
}

void leaderboard(const char* name, std::int32_t systems, std::int32_t items, bool graded,
                 std::optional<std::int64_t> baseline = std::nullopt) {
  const Board rows = board(systems, items, graded);
  compare::SystemsOptions options;
  options.baseline = baseline;
  time(name, [&] {
    const auto result = compare::compare_systems({.system = rows.system,
                                                  .item = rows.item,
                                                  .score = rows.score,
                                                  .systems = systems,
                                                  .items = items,
                                                  .clusters = {}},
                                                 options);
    if (!result || result->separated == 0) std::exit(1);
  });
}

}  // namespace

int main() {
  leaderboard("binary_1000x10000", 1000, 10'000, false);
  leaderboard("binary_500x10000", 500, 10'000, false);
  leaderboard("graded_1000x10000", 1000, 10'000, true);
  leaderboard("binary_baseline_1000x10000", 1000, 10'000, false, 0);
  leaderboard("binary_baseline_500x10000", 500, 10'000, false, 0);
  time("tables_100000", [] {
    SplitMix64 rng(2, "bench");
    double sum = 0;
    for (int repeat = 0; repeat < 100'000; ++repeat) {
      const interval::PairedCounts counts{rng.below(500), rng.below(100), rng.below(100),
                                          1 + rng.below(500)};
      sum += interval::paired_difference(counts)->lower;
      sum += interval::paired_difference(counts, interval::PairedMethod::newcombe)->upper;
    }
    if (sum == 0) std::exit(1);
  });
}

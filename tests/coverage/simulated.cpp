/// Simulated coverage: groups of items, means, the bootstrap, reruns, several samples a problem.
#include <array>
#include <string_view>

#include "evenhand/interval/bootstrap.hpp"
#include "evenhand/interval/mean.hpp"
#include "evenhand/interval/runs.hpp"
#include "evenhand/interval/samples.hpp"
#include "families.hpp"

using namespace evenhand;
using namespace evenhand::interval;

namespace coverage {
namespace {

constexpr double z95 = 1.959963984540054;

std::optional<Interval> normal_limits(double estimate, double standard_error) {
  if (standard_error == 0) return std::nullopt;
  return Interval{estimate - z95 * standard_error, estimate + z95 * standard_error};
}

}  // namespace

// ---- Groups of items ---------------------------------------------------------------------------

namespace {

struct Grouped {
  std::vector<double> values;
  std::vector<std::int32_t> groups;

  void clear() {
    values.clear();
    groups.clear();
  }
  void add(double value, int group) {
    values.push_back(value);
    groups.push_back(group);
  }
};

/// Sizes uniform on 1 .. 2 mean_size - 1.
int group_size(SplitMix64& rng, int mean_size) {
  return 1 + static_cast<int>(rng.below(static_cast<std::uint32_t>(2 * mean_size - 1)));
}

constexpr std::array group_methods{MeanMethod::cr0, MeanMethod::cr1, MeanMethod::cr2,
                                   MeanMethod::cr3, MeanMethod::wilson_cluster};

void put_groups(std::string_view scores, int groups, int mean_size, double share, double icc,
                std::string_view method, const Tally& tally) {
  Row row("clusters");
  row.add("scores", scores).add("groups", groups).add("meanSize", mean_size);
  row.add("share", share).add("icc", icc).add("method", method);
  tally.put(row);
}

}  // namespace

void cluster_family(const Effort& effort) {
  struct Cell {
    int groups, mean_size;
    double share, icc;
  };
  constexpr std::array cells{Cell{10, 5, .5, .3},  Cell{10, 5, .9, .3},  Cell{10, 5, .97, .05},
                             Cell{30, 5, .9, .3},  Cell{30, 20, .5, .3}, Cell{30, 20, .97, .3},
                             Cell{100, 5, .8, .1}, Cell{100, 5, .97, .3}};
  std::uint64_t number = 1000;
  for (const auto& [groups, mean_size, share, icc] : cells) {
    // Beta(a, b) with this mean has the intraclass correlation 1 / (a + b + 1).
    const double a = share * (1 - icc) / icc;
    const double b = (1 - share) * (1 - icc) / icc;
    const auto tallies =
        simulate(2 + group_methods.size(), effort.of(20'000), number++,
                 [&](SplitMix64& rng, int, std::vector<Tally>& out) {
                   Grouped data;
                   for (int g = 0; g < groups; ++g) {
                     UrnDraws urn(a, b);
                     const int size = group_size(rng, mean_size);
                     for (int i = 0; i < size; ++i) data.add(urn(rng) ? 1 : 0, g);
                   }
                   out[0].add(limits_of(mean_interval(data.values, {}, MeanMethod::wilson)), share);
                   for (std::size_t m = 0; m < group_methods.size(); ++m) {
                     const auto result = mean_interval(data.values, data.groups, group_methods[m]);
                     out[2 + m].add(limits_of(result), share);
                     if (group_methods[m] != MeanMethod::cr0) continue;
                     out[1].add(result ? normal_limits(result->estimate, result->standard_error)
                                       : std::nullopt,
                                share);
                   }
                 });
    put_groups("0/1", groups, mean_size, share, icc, "wilson", tallies[0]);
    put_groups("0/1", groups, mean_size, share, icc, "cr0_z", tallies[1]);
    for (std::size_t m = 0; m < group_methods.size(); ++m) {
      put_groups("0/1", groups, mean_size, share, icc, name_of(group_methods[m]), tallies[2 + m]);
    }
  }
  // Graded scores: normal, with a normal share in common to each group.
  for (const int groups : {5, 10, 30}) {
    constexpr double icc = .3;
    constexpr int mean_size = 5;
    const auto tallies =
        simulate(2 + group_methods.size(), effort.of(20'000), number++,
                 [&](SplitMix64& rng, int, std::vector<Tally>& out) {
                   Grouped data;
                   for (int g = 0; g < groups; ++g) {
                     const double common = std::sqrt(icc) * normal_draw(rng);
                     const int size = group_size(rng, mean_size);
                     for (int i = 0; i < size; ++i) {
                       data.add(common + std::sqrt(1 - icc) * normal_draw(rng), g);
                     }
                   }
                   out[0].add(limits_of(mean_interval(data.values, {}, MeanMethod::t)), 0);
                   for (std::size_t m = 0; m + 1 < group_methods.size(); ++m) {
                     const auto result = mean_interval(data.values, data.groups, group_methods[m]);
                     out[2 + m].add(limits_of(result), 0);
                     if (group_methods[m] != MeanMethod::cr0) continue;
                     out[1].add(normal_limits(result->estimate, result->standard_error), 0);
                   }
                 });
    put_groups("normal", groups, mean_size, 0, icc, "t", tallies[0]);
    put_groups("normal", groups, mean_size, 0, icc, "cr0_z", tallies[1]);
    for (std::size_t m = 0; m + 1 < group_methods.size(); ++m) {
      put_groups("normal", groups, mean_size, 0, icc, name_of(group_methods[m]), tallies[2 + m]);
    }
  }
}

// ---- Means -------------------------------------------------------------------------------------

void mean_family(const Effort& effort) {
  struct Scores {
    std::string_view name;
    double mean;
    double (*draw)(SplitMix64&);
  };
  // U^(1/a) is Beta(a, 1): most scores near 1, mean a / (a + 1).
  constexpr std::array scores{
      Scores{"normal", 0, [](SplitMix64& rng) { return normal_draw(rng); }},
      Scores{"Beta(4, 1)", .8, [](SplitMix64& rng) { return std::sqrt(std::sqrt(rng.uniform())); }},
      Scores{"Beta(19, 1)", .95, [](SplitMix64& rng) { return std::pow(rng.uniform(), 1.0 / 19); }},
      Scores{"0/1, 90 % right", .9,
             [](SplitMix64& rng) { return rng.uniform() < .9 ? 1.0 : 0.0; }}};
  constexpr std::int64_t resamples = 999;
  const int with_bootstrap = effort.of(4'000);
  std::uint64_t number = 2000;
  for (const Scores& score : scores) {
    const bool binary = score.name.starts_with("0/1");
    for (const int n : {10, 30, 100, 400}) {
      const auto tallies = simulate(
          4, effort.of(40'000), number++, [&](SplitMix64& rng, int i, std::vector<Tally>& out) {
            std::vector<double> values(static_cast<std::size_t>(n));
            for (double& value : values) value = score.draw(rng);
            const double truth = score.mean;
            out[0].add(limits_of(mean_interval(values, {}, MeanMethod::t)), truth);
            if (binary) {
              out[1].add(limits_of(mean_interval(values, {}, MeanMethod::wilson)), truth);
            }
            if (i >= with_bootstrap) return;
            for (const auto method : all_methods<BootstrapMethod>()) {
              out[2 + static_cast<std::size_t>(method)].add(
                  limits_of(bootstrap_interval(values, {}, method, {}, i, resamples)), truth);
            }
          });
      const auto put = [&](std::string_view method, const Tally& tally) {
        Row row("means");
        row.add("scores", score.name).add("n", n).add("method", method);
        tally.put(row);
      };
      put("t", tallies[0]);
      if (binary) put("wilson", tallies[1]);
      for (const auto method : all_methods<BootstrapMethod>()) {
        put(name_of(method), tallies[2 + static_cast<std::size_t>(method)]);
      }
    }
  }
}

// ---- Reruns ------------------------------------------------------------------------------------

void rerun_family(const Effort& effort) {
  // Shares of 164 items of which some always pass, some never, and 40 are a matter of luck.
  constexpr int sure = 90;
  constexpr int lucky = 40;
  constexpr double items = 164;
  const BinomialDraws luck(lucky, .5);
  const double lucky_sd = std::sqrt(lucky * .25) / items;
  std::uint64_t number = 3000;
  for (const bool shares : {false, true}) {
    for (const int runs : {2, 3, 4, 5, 8, 10, 20}) {
      const double mean = shares ? (sure + lucky / 2.0) / items : 0;
      const double sd = shares ? lucky_sd : 1;
      const auto tallies = simulate(
          3, effort.of(100'000), number++, [&](SplitMix64& rng, int, std::vector<Tally>& out) {
            std::vector<double> scores(static_cast<std::size_t>(runs));
            for (double& score : scores) {
              score = shares ? (sure + luck(rng)) / items : normal_draw(rng);
            }
            const auto result = runs_interval(scores);
            out[0].add(limits_of(result), mean);
            out[1].add(
                result ? normal_limits(result->estimate, result->standard_error) : std::nullopt,
                mean);
            out[2].add(
                result ? std::optional(Interval{result->sd_lower, result->sd_upper}) : std::nullopt,
                sd);
          });
      constexpr std::array names{"t", "z", "sd"};
      for (std::size_t m = 0; m < names.size(); ++m) {
        Row row("reruns");
        row.add("scores", shares ? "shares of 164 items" : "normal").add("runs", runs);
        row.add("method", names[m]);
        tallies[m].put(row);
      }
    }
  }
}

// ---- Several samples a problem -----------------------------------------------------------------

void sample_family(const Effort& effort) {
  struct Difficulty {
    std::string_view name;
    double a, b;
  };
  constexpr std::array difficulties{Difficulty{"Beta(0.5, 0.5)", .5, .5},
                                    Difficulty{"Beta(0.3, 3)", .3, 3}};
  constexpr int samples = 10;
  std::uint64_t number = 4000;
  for (const auto& [name, a, b] : difficulties) {
    for (const int problems : {30, 50, 164}) {
      for (const int k : {1, 5, 10}) {
        // E[(1 - p)^k] and E[p^k] of the Beta distribution.
        double none = 1;
        double all = 1;
        for (int j = 0; j < k; ++j) {
          none *= (b + j) / (a + b + j);
          all *= (a + j) / (a + b + j);
        }
        constexpr std::array metrics{SamplesMetric::pass_at_k, SamplesMetric::pass_hat_k};
        const std::array truths{1 - none, all};
        const std::vector<std::int32_t> given(static_cast<std::size_t>(problems), samples);
        const auto tallies = simulate(
            metrics.size(), effort.of(20'000), number++,
            [&](SplitMix64& rng, int, std::vector<Tally>& out) {
              std::vector<std::int32_t> right(given.size(), 0);
              for (std::int32_t& count : right) {
                UrnDraws urn(a, b);
                for (int s = 0; s < samples; ++s) count += urn(rng) ? 1 : 0;
              }
              for (std::size_t m = 0; m < metrics.size(); ++m) {
                out[m].add(limits_of(pass_at_k_interval(given, right, k, metrics[m])), truths[m]);
              }
            });
        for (std::size_t m = 0; m < metrics.size(); ++m) {
          Row row("samples");
          row.add("difficulty", name).add("problems", problems).add("k", k);
          row.add("metric", name_of(metrics[m])).add("truth", truths[m]);
          tallies[m].put(row);
        }
      }
    }
  }
}

}  // namespace coverage

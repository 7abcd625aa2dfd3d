/// Functions that take columns, under fire.
#include "column_request.hpp"

using namespace evenhand;

namespace {

/// `size` cells, of few distinct values half of the time.
std::vector<double> random_column(SplitMix64& rng, std::size_t size) {
  std::vector<double> cells(size);
  const bool coarse = rng.below(2) == 0;
  for (double& cell : cells) cell = coarse ? rng.below(5) / 10.0 - 0.1 : rng.uniform() - 0.4;
  return cells;
}

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
    // A column may turn out longer than asked for.
    for (std::size_t i = 0; i < battles + 3; ++i) first.push_back(rng.below(systems));
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

TEST_CASE("hostile columns give a refusal or finite numbers", "[abi][fuzz]") {
  // Slots in the order of fields/interval.hpp and fields/compare.hpp.
  fuzz_columns(evenhand_bootstrap_interval, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t n = 2 + rng.below(12);
    to.column(random_column(rng, n));
    to.perhaps_integers(rng.below(2) == 0, n, [&](std::size_t) { return rng.below(9); });
    to.number(rng.below(2));
    to.number(0.95);
    to.number(rng.below(1'000));
    to.number(99 + rng.below(100));
  });
  fuzz_columns(evenhand_correlation, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t n = 3 + (rng.below(50) == 0 ? 6 : rng.below(4) == 0 ? 60 : rng.below(4));
    to.column(random_column(rng, n));
    to.column(random_column(rng, n));
    to.number(rng.below(4));
    to.number(0.95);
  });
  fuzz_columns(evenhand_partial_correlation, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    for (int i = 0; i < 3; ++i) to.number(1.4 * rng.uniform() - 0.7);
    to.number(4 + rng.below(100));
    to.number(rng.below(2));
    to.number(0.95);
  });
  fuzz_columns(evenhand_adjust_p_values, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    std::vector<double> p(1 + rng.below(9));
    for (double& value : p) value = rng.uniform();
    to.column(p);
    to.number(rng.below(5));
    to.number(rng.below(2));
    to.number(9 + rng.below(9));
  });
  fuzz_columns(evenhand_sign_flip_test, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    to.column(random_column(rng, 1 + rng.below(rng.below(3) == 0 ? 40 : 12)));
    to.number(rng.below(1'000));
    to.number(99 + rng.below(100));
  });
  fuzz_columns(evenhand_wilcoxon_signed_rank, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    to.column(random_column(rng, 1 + rng.below(rng.below(20) == 0 ? 300 : 30)));
    to.number(rng.below(2));
  });
  fuzz_columns(evenhand_friedman_test, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t systems = 2 + rng.below(4);
    to.column(random_column(rng, systems * (2 + rng.below(7))));
    to.number(static_cast<double>(systems));
    to.number(0.95);
  });
  fuzz_columns(evenhand_friedman_from_ranks, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
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
    fuzz_columns(call, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
      to.number(2 + rng.below(100));
      to.number(0.5 + 0.5 * rng.uniform());
    });
  }
  fuzz_columns(evenhand_cochran_q, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t systems = 2 + rng.below(4);
    std::vector<double> scores(systems * (1 + rng.below(9)));
    for (double& score : scores) score = rng.below(2);
    to.column(scores);
    to.number(static_cast<double>(systems));
  });
}

TEST_CASE("hostile scores of systems give a refusal or finite numbers", "[abi][fuzz]") {
  fuzz_columns(evenhand_mean_interval, 3'000, 700, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t n = 2 + rng.below(12);
    const bool clustered = rng.below(2) == 0;
    to.column(random_column(rng, n));
    to.perhaps_integers(clustered, n, [](std::size_t i) { return i / 2; });
    to.present(rng.below(3) == 0).number(clustered ? 2 + rng.below(5) : 0);
    to.number(any_level(rng)).present(rng.below(2) == 0).number(-1).number(1);
  });
  fuzz_columns(evenhand_compare_systems, 3'000, 900, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t systems = 1 + rng.below(5);
    const std::size_t items = 1 + rng.below(20);
    const bool binary = rng.below(2) == 0;
    const std::size_t rows = systems * items;
    to.integers(rows, [&](std::size_t i) { return i / items; })
        .integers(rows, [&](std::size_t i) { return i % items; })
        .doubles(rows, [&](std::size_t) { return binary ? rng.below(2) : rng.uniform(); })
        .number(static_cast<double>(systems))
        .number(static_cast<double>(items));
    to.perhaps_integers(rng.below(2) == 0, items, [](std::size_t i) { return i / 3; });
    to.number(any_level(rng)).number(rng.below(5)).number(rng.below(3));
    to.present(rng.below(2) == 0).number(rng.below(static_cast<std::uint32_t>(systems)));
    to.present(rng.below(2) == 0).present(rng.below(2) == 0);
    to.present(rng.below(2) == 0).number(0).number(1);
  });
  fuzz_columns(evenhand_rank_sets, 3'000, 900, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t systems = 2 + rng.below(6);
    to.doubles(systems, [&](std::size_t) { return rng.uniform(); })
        .doubles(systems, [&](std::size_t) { return 0.1 * rng.uniform(); })
        .number(rng.below(3))
        .number(any_level(rng));
  });
  const auto two_columns = [](Call call) {
    fuzz_columns(call, 3'000, 700, [&](ColumnRequest& to, SplitMix64& rng) {
      const std::size_t n = 2 + rng.below(12);
      to.column(random_column(rng, n)).column(random_column(rng, n));
      to.perhaps_integers(rng.below(2) == 0, n, [](std::size_t i) { return i / 2; });
      if (call == evenhand_mean_difference) {
        to.perhaps_integers(rng.below(2) == 0, n, [](std::size_t i) { return i / 2; });
      } else {
        to.present(false).number(0);
      }
      to.number(any_level(rng));
    });
  };
  two_columns(evenhand_mean_difference);
  two_columns(evenhand_paired_mean_difference);
  fuzz_columns(evenhand_poisson_binomial_test, 3'000, 900, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t n = 1 + rng.below(30);
    to.number(rng.below(static_cast<std::uint32_t>(n) + 1));
    to.doubles(n, [&](std::size_t) { return rng.uniform(); });
  });
  fuzz_columns(evenhand_proportion_difference, 3'000, 900, [](ColumnRequest& to, SplitMix64& rng) {
    for (int side = 0; side < 2; ++side) {
      const std::uint32_t trials = 1 + rng.below(90);
      to.number(rng.below(trials + 1)).number(trials);
    }
    to.number(rng.below(5)).number(any_level(rng));
  });
  fuzz_columns(evenhand_paired_difference, 3'000, 900, [](ColumnRequest& to, SplitMix64& rng) {
    for (int cell = 0; cell < 4; ++cell) to.number(rng.below(50));
    to.number(rng.below(4)).number(any_level(rng)).number(rng.below(2) == 0 ? 1 : 0.5);
  });
  fuzz_columns(evenhand_wilson_cluster_interval, 3'000, 900,
               [](ColumnRequest& to, SplitMix64& rng) {
                 const std::uint32_t trials = 1 + rng.below(90);
                 to.number(rng.below(trials + 1)).number(trials);
                 to.number(0.5 + 3 * rng.uniform()).number(any_level(rng));
               });
}

TEST_CASE("hostile contrasts and classes give a refusal or finite numbers", "[abi][fuzz][judge]") {
  const auto verdicts = [](ColumnRequest& to, SplitMix64& rng, std::size_t n, std::uint32_t kinds,
                           int low) {
    to.integers(n, [&](std::size_t) { return static_cast<int>(rng.below(kinds)) + low; });
  };
  const auto calibration = [](ColumnRequest& to, SplitMix64& rng) {
    for (int tally = 0; tally < 2; ++tally) {
      const std::uint32_t total = 1 + rng.below(60);
      to.number(total - rng.below(1 + total / 2)).number(total).number(1);
    }
  };
  fuzz_columns(evenhand_correct_classes, 45, 10, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t k = 2 + rng.below(4);
    const std::size_t kinds = k + rng.below(2);
    to.doubles(k * kinds, [&](std::size_t i) { return rng.below(i % kinds == i / kinds ? 90 : 9); })
        .doubles(kinds, [&](std::size_t) { return rng.below(90); })
        .doubles(k, [&](std::size_t) { return rng.uniform(); })
        .number(any_level(rng));
  });
  fuzz_columns(evenhand_correct_grades, 30, 7, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t k = 2 + rng.below(4);
    to.doubles(k * k, [&](std::size_t i) { return rng.below(i % k == i / k ? 30 : 9); })
        .doubles(k, [&](std::size_t) { return rng.below(90); })
        .doubles(k, [&](std::size_t i) { return i; })
        .present(rng.below(2) == 0)
        .number(1)
        .number(any_level(rng));
  });
  fuzz_columns(evenhand_effective_share, 1'500, 500, [&](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t n = 2 + rng.below(20);
    verdicts(to, rng, n, 2, 0);
    to.integers(n, [](std::size_t i) { return i / 2; }).number(any_level(rng));
  });
  fuzz_columns(evenhand_correct_clustered, 900, 150, [&](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t n = 20 + rng.below(60);
    verdicts(to, rng, n, 2, 0);
    verdicts(to, rng, n, 3, -1);
    to.integers(n, [](std::size_t i) { return i / 3; });
    to.number(rng.below(4)).number(any_level(rng)).present(true).number(0);
  });
  fuzz_columns(evenhand_contrast_shared_clusters, 1'500, 400,
               [&](ColumnRequest& to, SplitMix64& rng) {
                 const std::size_t n = 4 + rng.below(30);
                 verdicts(to, rng, n, 2, 0);
                 verdicts(to, rng, n, 2, 0);
                 to.integers(n, [](std::size_t i) { return i / 2; });
                 calibration(to, rng);
                 to.number(any_level(rng)).present(rng.below(2) == 0);
               });
  fuzz_columns(evenhand_contrast_shared, 1'500, 500, [&](ColumnRequest& to, SplitMix64& rng) {
    for (int cell = 0; cell < 4; ++cell) to.number(rng.below(50));
    calibration(to, rng);
    to.number(any_level(rng)).present(rng.below(2) == 0);
  });
  fuzz_columns(evenhand_calibration_homogeneity, 1'500, 500,
               [](ColumnRequest& to, SplitMix64& rng) {
                 const std::size_t n = 1 + rng.below(5);
                 for (int column = 0; column < 4; ++column) {
                   to.integers(n, [&](std::size_t) { return rng.below(40); });
                 }
                 to.number(any_level(rng));
               });
  fuzz_columns(evenhand_contrast_models, 600, 150, [](ColumnRequest& to, SplitMix64& rng) {
    for (int cell = 0; cell < 12; ++cell) to.number(rng.below(60));
    to.number(rng.below(20) == 0 ? 4 : 0).number(1 + rng.below(2)).number(any_level(rng));
    to.present(rng.below(2) == 0).number(0);
  });
  fuzz_columns(evenhand_contrast_subset, 1'500, 400, [](ColumnRequest& to, SplitMix64& rng) {
    to.doubles(9, [&](std::size_t) { return rng.below(9); })
        .doubles(3, [&](std::size_t) { return 25 + rng.below(90); })
        .number(3 + rng.below(2))
        .number(any_level(rng))
        .number(rng.below(4));
  });
  fuzz_columns(evenhand_transport_audit, 1'500, 500, [](ColumnRequest& to, SplitMix64& rng) {
    for (int cell = 0; cell < 8; ++cell) to.number(rng.below(60));
    to.number(rng.uniform()).number(any_level(rng));
  });
  fuzz_columns(evenhand_win_rate, 1'500, 500, [&](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t n = 4 + rng.below(20);
    verdicts(to, rng, n, 5, -2);
    verdicts(to, rng, n, 5, -2);
    to.perhaps_integers(rng.below(2) == 0, n, [](std::size_t i) { return i / 2; });
    to.number(rng.below(3)).number(rng.below(3)).number(any_level(rng));
  });
  fuzz_columns(evenhand_correct_battles, 300, 60, [](ColumnRequest& to, SplitMix64& rng) {
    const std::uint32_t models = 2 + rng.below(4);
    const std::size_t rows = 1 + rng.below(12);
    std::vector<std::uint32_t> first;
    for (std::size_t i = 0; i < rows + 3; ++i) first.push_back(rng.below(models));
    to.integers(rows, [&](std::size_t i) { return first[i]; })
        .integers(rows,
                  [&](std::size_t i) { return (first[i] + 1 + rng.below(models - 1)) % models; })
        .doubles(3 * rows, [&](std::size_t) { return rng.below(30); })
        .doubles(9, [&](std::size_t i) { return rng.below(i % 4 == 0 ? 90 : 20); })
        .number(models)
        .number(any_level(rng));
  });
  fuzz_columns(evenhand_judge_standings, 300, 60, [&](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t models = 2 + rng.below(3);
    const std::size_t items = 10 + rng.below(30);
    const std::size_t rows = models * items;
    to.integers(rows, [&](std::size_t i) { return i / items; }).integers(rows, [&](std::size_t i) {
      return i % items;
    });
    verdicts(to, rng, rows, 2, 0);
    to.integers(rows, [&](std::size_t i) { return i % items < 10 ? int(rng.below(2)) : -1; });
    to.number(static_cast<double>(models)).number(static_cast<double>(items));
    to.number(rng.below(2)).number(rng.below(5)).present(rng.below(2) == 0).number(0);
    to.number(any_level(rng));
  });
}

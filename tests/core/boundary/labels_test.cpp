/// What is said without labels, plans, agreement and panels, under fire.
#include "column_request.hpp"

using namespace evenhand;

namespace {

void assumption(ColumnRequest& to, SplitMix64& rng) {
  to.number(rng.uniform()).number(0.4 + 0.6 * rng.uniform()).number(0.4 + 0.6 * rng.uniform());
}

void judged(ColumnRequest& to, SplitMix64& rng) {
  const std::uint32_t total = 1 + rng.below(500);
  to.number(rng.below(total + 1)).number(total);
}

/// A share from 0 to 1, its ends now and then.
double share(SplitMix64& rng) { return rng.below(4) == 0 ? rng.below(2) : rng.uniform(); }

void range(ColumnRequest& to, SplitMix64& rng) {
  const double low = rng.uniform();
  to.number(low).number(low + (1 - low) * share(rng));
}

/// Three columns and three numbers; some labels are missing.
void panel(ColumnRequest& to, SplitMix64& rng, std::size_t items) {
  const std::size_t raters = 1 + rng.below(5);
  const std::uint32_t classes = 2 + rng.below(3);
  const std::size_t size = items * raters - rng.below(2);
  to.integers(size, [&](std::size_t i) { return i / raters; })
      .integers(size, [&](std::size_t i) { return i % raters; })
      .integers(size, [&](std::size_t) { return rng.below(classes); })
      .number(static_cast<double>(items))
      .number(static_cast<double>(raters))
      .number(classes);
}

}  // namespace

TEST_CASE("hostile questions without labels give a refusal or finite numbers", "[abi][fuzz]") {
  fuzz_columns(evenhand_identification_region, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    judged(to, rng);
    range(to, rng);
    range(to, rng);
    to.number(any_level(rng));
  });
  fuzz_columns(evenhand_contrast_with_region, 900, 200, [](ColumnRequest& to, SplitMix64& rng) {
    for (int tally = 0; tally < 3; ++tally) {
      const std::uint32_t total = 1 + rng.below(60);
      to.number(total - rng.below(1 + total / 2)).number(total).number(1);
    }
    judged(to, rng);
    range(to, rng);
    range(to, rng);
    to.number(rng.below(20) == 0 ? 4 : 0).number(any_level(rng));
    to.present(rng.below(2) == 0).number(0);
  });
  fuzz_columns(evenhand_disagreement_region, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    judged(to, rng);
    to.number(share(rng)).number(any_level(rng));
  });
  fuzz_columns(evenhand_tipping_line, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    judged(to, rng);
    to.number(share(rng)).present(rng.below(2) == 0);
    to.doubles(rng.below(5), [&](std::size_t) { return share(rng); }).number(any_level(rng));
  });
  fuzz_columns(evenhand_leniency, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    to.number(share(rng)).number(share(rng)).number(share(rng));
  });
}

TEST_CASE("hostile calibration plans give a refusal or finite numbers", "[abi][fuzz]") {
  fuzz_columns(evenhand_assumption_from_pilot, 3'000, 500, [](ColumnRequest& to, SplitMix64& rng) {
    for (int tally = 0; tally < 3; ++tally) {
      const std::uint32_t total = 1 + rng.below(60);
      to.number(total - rng.below(1 + total / 2)).number(total).number(rng.below(2));
    }
  });
  fuzz_columns(evenhand_allocate_labels, 3'000, 500, [](ColumnRequest& to, SplitMix64& rng) {
    to.number(rng.below(400));
    assumption(to, rng);
    to.number(rng.below(3));
  });
  fuzz_columns(evenhand_lee2025_allocation, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    to.number(rng.below(400)).number(share(rng)).number(share(rng)).number(share(rng));
    to.number(rng.below(20));
  });
  fuzz_columns(evenhand_calibration_precision, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    assumption(to, rng);
    to.number(1 + rng.below(400)).number(1 + rng.below(90)).number(1 + rng.below(90));
    to.number(any_level(rng));
  });
  fuzz_columns(evenhand_plan_calibration, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    assumption(to, rng);
    to.number(1 + rng.below(4'000)).number(rng.uniform()).number(any_level(rng));
  });
  fuzz_columns(evenhand_judge_value, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    assumption(to, rng);
    const std::uint32_t items = 1 + rng.below(900);
    to.number(1 + rng.below(items)).number(items).number(any_level(rng));
  });
}

TEST_CASE("hostile ratings and panels give a refusal or finite numbers", "[abi][fuzz]") {
  fuzz_columns(evenhand_correct_categories, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    const std::uint32_t kinds = 2 + rng.below(4);
    const std::size_t labels = 1 + rng.below(20);
    to.integers(labels, [&](std::size_t) { return rng.below(kinds); })
        .doubles(labels, [&](std::size_t) { return share(rng); })
        .integers(kinds, [&](std::size_t) { return rng.below(90); })
        .number(0)
        .number(1)
        .number(any_level(rng));
  });
  fuzz_columns(evenhand_rater_agreement, 3'000, 800, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t classes = 2 + rng.below(4);
    to.doubles(classes * classes, [&](std::size_t) {
        return rng.below(3) == 0 ? 0 : rng.below(40);
      }).number(any_level(rng));
  });
  const auto ratings = [](ColumnRequest& to, SplitMix64& rng, std::size_t each) {
    const std::size_t size = each * (1 + rng.below(12));
    const std::uint32_t values = 1 + rng.below(5);
    to.integers(size, [&](std::size_t i) { return i / each; }).doubles(size, [&](std::size_t) {
      return rng.below(values) / 2.0;
    });
  };
  fuzz_columns(evenhand_krippendorff_alpha, 900, 200, [&](ColumnRequest& to, SplitMix64& rng) {
    ratings(to, rng, 2 + rng.below(3));
    to.number(rng.below(4)).number(any_level(rng)).number(rng.below(99)).number(99);
  });
  fuzz_columns(evenhand_fleiss_kappa, 3'000, 800,
               [&](ColumnRequest& to, SplitMix64& rng) { ratings(to, rng, 2 + rng.below(3)); });
  fuzz_columns(evenhand_panel_consensus, 900, 200, [](ColumnRequest& to, SplitMix64& rng) {
    panel(to, rng, 2 + rng.below(30));
    to.number(rng.below(2) * rng.uniform()).number(rng.below(9)).number(99);
  });
  fuzz_columns(evenhand_effective_votes, 3'000, 600, [](ColumnRequest& to, SplitMix64& rng) {
    const std::size_t items = 2 + rng.below(30);
    panel(to, rng, items);
    to.integers(items, [&](std::size_t) { return static_cast<int>(rng.below(3)) - 1; });
  });
}

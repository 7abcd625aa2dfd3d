#include "evenhand/overlap/impact.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

/// A value printed with `digits` digits after the point.
Approx printed(double value, int digits) {
  return Approx(value).epsilon(0).margin(0.51 * std::pow(10.0, -digits));
}

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

using Numbers = std::vector<double>;
using Flags = std::vector<std::int32_t>;

/// So many copies of a value, one after the other.
template <class T>
struct Runs {
  std::vector<T> values;
  Runs& operator()(int count, T value) {
    values.insert(values.end(), static_cast<std::size_t>(count), value);
    return *this;
  }
};

/// 100 items, 70 right: a metric of 1 for 10 (9 right), .5 for 30 more (25 right).
struct Nested {
  Numbers scores = Runs<double>{}(9, 1)(1, 0)(25, 1)(5, 0)(36, 1)(24, 0).values;
  Numbers metric = Runs<double>{}(10, 1)(30, .5)(60, 0).values;
  [[nodiscard]] Flags flags(double threshold) const {
    Flags out;
    for (const double value : metric) out.push_back(value >= threshold ? 1 : 0);
    return out;
  }
};

Numbers random_scores(SplitMix64& rng, std::size_t items, bool binary) {
  Numbers out(items);
  for (double& score : out) score = binary ? rng.below(2) : std::round(100 * rng.uniform()) / 100;
  return out;
}

/// Calls use(permutation) with every assignment of `right` ones to `items` places.
template <class Use>
void each_assignment(int items, int right, Use use) {
  for (std::uint32_t mask = 0; mask < 1U << items; ++mask) {
    if (__builtin_popcount(mask) != right) continue;
    Numbers scores(static_cast<std::size_t>(items));
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = mask >> i & 1U;
    use(scores);
  }
}

}  // namespace

TEST_CASE("clean and dirty items have the accepted numbers", "[overlap][golden]") {
  const Nested data;
  const auto wide = clean_dirty({data.scores}, data.flags(.5));
  REQUIRE(wide);
  CHECK(wide->clean.items == 60);
  CHECK(wide->dirty.items == 40);
  CHECK(*wide->epg.estimate == printed(.1, 12));
  CHECK(*wide->z.value == printed(1.6903, 4));
  CHECK(*wide->z_fp.value == printed(2.6592, 4));
  CHECK(*wide->exact_p.value == printed(.0061243, 7));
  CHECK(*wide->relative_percent.value == printed(-15.415, 3));
  CHECK(*wide->degradation_percent.value == printed(-14.286, 3));
  CHECK(*wide->difference.estimate == printed(.25, 12));
  CHECK(wide->difference.limits->lower == printed(.068703, 6));
  CHECK(wide->difference.limits->upper == printed(.399212, 6));
  CHECK(wide->epg.limits->lower == printed(.027481, 6));
  CHECK(wide->epg.limits->upper == printed(.159685, 6));
  // The bootstrap draws flags too, and yet is no check if it says something else.
  CHECK(wide->bootstrap->limits->lower == Approx(wide->epg.limits->lower).margin(.02));
  CHECK(wide->bootstrap->limits->upper == Approx(wide->epg.limits->upper).margin(.02));
  CHECK(wide->bootstrap->undefined == 0);

  const auto narrow = clean_dirty({data.scores}, data.flags(1), {}, 1, 0);
  CHECK(*narrow->epg.estimate == printed(.022222, 6));
  CHECK(*narrow->z.value == printed(.46004, 5));
  CHECK(*narrow->z_fp.value == printed(1.4475, 4));
  CHECK(*narrow->exact_p.value == printed(.135625, 6));
  CHECK(!narrow->bootstrap);
}

TEST_CASE("the p of a scan has the accepted value, exactly and by shuffling", "[overlap][golden]") {
  const Nested data;
  const auto scan = scan_thresholds({data.scores}, data.metric);
  REQUIRE(scan);
  REQUIRE(scan->points.size() == 2);
  CHECK(scan->points[0].threshold == .5);
  CHECK(scan->by_z->point == 0);
  CHECK(scan->by_z_fp->point == 0);
  CHECK(scan->by_z_fp->test->method == PermutationMethod::exact);
  CHECK(scan->by_z_fp->test->p == printed(.0061243, 7));
  CHECK(!scan->by_z->test);
  const auto shuffled =
      scan_thresholds({data.scores}, data.metric,
                      {.contam_p = true, .method = PermutationMethod::random, .resamples = 99'999});
  // Four standard errors of a share of 99,999.
  CHECK(shuffled->by_z_fp->test->p == Approx(.0061243).margin(4 * 2.5e-4));
  CHECK(shuffled->by_z->test->p == Approx(.0061243).margin(4 * 2.5e-4));
  CHECK(shuffled->by_z_fp->test->resamples == 99'999);
}

TEST_CASE("the exact p of a scan is the share of all assignments", "[overlap][property]") {
  SplitMix64 rng(1, "test");
  for (int repeat = 0; repeat < 40; ++repeat) {
    const int items = 4 + static_cast<int>(rng.below(9));
    Numbers metric(static_cast<std::size_t>(items));
    for (double& value : metric) value = rng.below(5) / 4.0;
    const Numbers scores = random_scores(rng, metric.size(), true);
    const auto right = static_cast<int>(std::accumulate(scores.begin(), scores.end(), 0.0));
    const ScanOptions options{.least_clean = 1 + rng.below(2), .least_dirty = 1, .contam_p = true};
    const auto scan = scan_thresholds({scores}, metric, options);
    REQUIRE(scan);
    CHECK(scan->by_z.has_value() != scan->reason.has_value());
    if (!scan->by_z) continue;
    double all = 0;
    double as_large_fp = 0;
    double as_large = 0;
    each_assignment(items, right, [&](const Numbers& shuffled) {
      const auto other = scan_thresholds({shuffled}, metric, options);
      ++all;
      as_large_fp += other->by_z_fp->statistic >= scan->by_z_fp->statistic - 1e-9 ? 1 : 0;
      as_large += other->by_z->statistic >= scan->by_z->statistic - 1e-9 ? 1 : 0;
    });
    CHECK(scan->by_z_fp->test->p == Approx(as_large_fp / all).epsilon(1e-12));
    CHECK(scan->by_z->test->p == Approx(as_large / all).epsilon(1e-12));
    // One threshold: Fisher's one-sided test.
    if (scan->points.size() == 1) {
      Flags flags;
      for (const double value : metric) flags.push_back(value > 0 ? 1 : 0);
      CHECK(scan->by_z->test->p ==
            Approx(*clean_dirty({scores}, flags, {}, 1, 0)->exact_p.value).epsilon(1e-12));
    }
  }
}

TEST_CASE("the p of a scan is calibrated where flags mean nothing", "[overlap][property]") {
  // Graded and 0/1 scores that have nothing to do with the metric: P(p <= a) is at most a, and near
  // it; the best z of the scan taken by itself would be significant far too often.
  for (const bool binary : {false, true}) {
    SplitMix64 rng(binary ? 2 : 3, "test");
    const int repeats = 600;
    int below_five = 0;
    int below_fifty = 0;
    int naive = 0;
    for (int repeat = 0; repeat < repeats; ++repeat) {
      Numbers metric(80);
      for (double& value : metric) value = rng.below(10) / 10.0;
      const Numbers scores = random_scores(rng, metric.size(), binary);
      const auto scan = scan_thresholds({scores}, metric, {.seed = repeat, .resamples = 199});
      const double p = scan->by_z_fp->test->p;
      below_five += p <= .05 ? 1 : 0;
      below_fifty += p <= .5 ? 1 : 0;
      naive += scan->by_z_fp->statistic >= 1.6449 ? 1 : 0;
    }
    // Four standard errors; p of 0/1 scores is discrete, and therefore smaller than a less often.
    CHECK(below_five <= .05 * repeats + 4 * std::sqrt(.05 * .95 * repeats));
    CHECK(below_five >= .025 * repeats);
    CHECK(below_fifty == Approx(.5 * repeats).margin(4 * std::sqrt(.25 * repeats) + 15));
    CHECK(naive > .1 * repeats);
  }
}

TEST_CASE("z has unit variance under random flags in its exact version only",
          "[overlap][property]") {
  SplitMix64 rng(4, "test");
  const Numbers scores = random_scores(rng, 200, false);
  Flags flags = Runs<std::int32_t>{}(20, 1)(180, 0).values;
  double squares = 0;
  double squares_fp = 0;
  const int repeats = 4000;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    rng.sample_to_front(std::span(flags), flags.size());
    const auto result = clean_dirty({scores}, flags, {}, 1, 0);
    squares += *result->z.value * *result->z.value;
    squares_fp += *result->z_fp.value * *result->z_fp.value;
  }
  CHECK(squares_fp / repeats == Approx(1).margin(.1));
  CHECK(squares / repeats == Approx(20 / 200.0).margin(.01));
}

TEST_CASE("identities of the split", "[overlap][property]") {
  SplitMix64 rng(5, "test");
  for (int repeat = 0; repeat < 100; ++repeat) {
    const bool binary = repeat % 2 == 0;
    Numbers scores = random_scores(rng, 30 + rng.below(50), binary);
    scores[0] = 0;
    scores[1] = 1;
    Flags flags(scores.size());
    for (auto& flag : flags) flag = static_cast<std::int32_t>(rng.below(2));
    flags[0] = flags[2] = 0;
    flags[1] = flags[3] = 1;
    const auto result = clean_dirty({scores}, flags, {}, 1, 0);
    REQUIRE(result);
    const auto n = static_cast<double>(scores.size());
    const double w = static_cast<double>(result->dirty.items) / n;
    CHECK(*result->epg.estimate == Approx(w * *result->difference.estimate).margin(1e-13));
    CHECK(*result->epg.estimate ==
          Approx(*result->all.mean.estimate - *result->clean.mean.estimate).margin(1e-13));
    CHECK(*result->z.value / *result->z_fp.value ==
          Approx(std::sqrt(w * n / (n - 1))).epsilon(1e-10));
    // In another order, and in another unit.
    Numbers scaled = scores;
    for (double& score : scaled) score = 3 * score + 2;
    Flags turned = flags;
    std::reverse(scaled.begin(), scaled.end());
    std::reverse(turned.begin(), turned.end());
    const auto other = clean_dirty({scaled}, turned, {}, 1, 0);
    CHECK(*other->z.value == Approx(*result->z.value).margin(1e-10));
    CHECK(*other->epg.estimate == Approx(3 * *result->epg.estimate).margin(1e-12));
    // One stratum is no adjustment.
    const auto stratified = stratified_impact({scores}, flags, {});
    CHECK(*stratified->difference.estimate == Approx(*result->difference.estimate).margin(1e-13));
    CHECK(*stratified->epg.estimate == Approx(*result->epg.estimate).margin(1e-13));
    if (binary) {
      CHECK(stratified->test->p == Approx(*result->exact_p.value).epsilon(1e-10));
      const auto logistic = logistic_impact(scores, flags, {});
      if (logistic->odds_ratio) {
        CHECK(*logistic->odds_ratio == Approx(*stratified->crude_odds_ratio.value).epsilon(1e-8));
      }
    }
  }
}

TEST_CASE("rows of published tables", "[overlap][golden]") {
  const auto winograd = published_row(
      {.clean_items = 109, .dirty_items = 164, .all = 88.6, .clean = 86.2, .dirty = 90.2});
  CHECK(*winograd->relative_percent.value == printed(-2.746, 3));
  CHECK(*winograd->weighted_mean.value == printed(88.60, 2));
  const auto anli = published_row(
      {.clean_items = 823, .dirty_items = 177, .all = 34, .clean = 35, .dirty = 29.4});
  CHECK(*anli->relative_percent.value == printed(2.899, 3));
  const auto gre = published_row({.clean_items = 26,
                                  .dirty_items = 14,
                                  .all = 33. / 40,
                                  .clean = 23. / 26,
                                  .dirty = 10. / 14});
  CHECK(*gre->degradation_percent.value == printed(7.226, 3));
  CHECK(*gre->weighted_mean.value == Approx(33. / 40));
  const auto bleu = published_row({.clean_items = 5,
                                   .dirty_items = 5,
                                   .all = 40,
                                   .clean = 41,
                                   .dirty = {},
                                   .corpus_scores = true});
  CHECK(bleu->weighted_mean.reason == ImpactReason::corpus_score);
  CHECK(*bleu->epg.value == -1);
  const auto nothing = published_row({.clean_items = 0, .dirty_items = 5, .all = 40, .dirty = 40});
  CHECK(nothing->relative_percent.reason == ImpactReason::no_clean_items);
  CHECK(*nothing->weighted_mean.value == 40);
  check_refused(published_row({.all = 1}), Errc::empty_sample, "cleanItems");
  check_refused(published_row({.clean_items = -1, .all = 1}), Errc::not_integer, "cleanItems");
  check_refused(published_row({.clean_items = 1, .all = 1, .dirty = NAN}), Errc::not_finite,
                "dirty");
}

TEST_CASE("four buckets", "[overlap][golden]") {
  // Clean 385 of 700, up to .8 another 99 of 150, dirty 116 of 150.
  const Numbers scores = Runs<double>{}(385, 1)(315, 0)(99, 1)(51, 0)(116, 1)(34, 0).values;
  const Numbers coverage = Runs<double>{}(700, .1)(150, .2)(150, .8).values;
  const auto table = llama2_buckets(scores, coverage, Flags{10});
  REQUIRE(table);
  const BucketRow& row = table->rows[0];
  CHECK(*row.clean.z.value == printed(-2.7003, 4));
  CHECK(*row.not_clean.z.value == printed(4.1248, 4));
  CHECK(*row.not_dirty.z.value == printed(-1.8204, 4));
  CHECK(*row.dirty.z.value == printed(4.3333, 4));
  CHECK(*row.clean.z_fp.value == printed(-4.9276, 4));
  CHECK(*row.not_clean.z_fp.value == printed(4.9276, 4));
  CHECK(*row.not_dirty.z_fp.value == printed(-4.6978, 4));
  CHECK(*row.dirty.z_fp.value == printed(4.6978, 4));
  CHECK(!row.affected);
  CHECK(row.affected_fp);
  CHECK(!table->largest_affected);
  CHECK(table->largest_affected_fp == 10);
  // The clean bucket's Z is ConTAM's z with its sign turned.
  Flags flags;
  for (const double share : coverage) flags.push_back(share >= .2 ? 1 : 0);
  CHECK(*row.clean.z.value == Approx(-*clean_dirty({scores}, flags, {}, 1, 0)->z.value));

  // At length 20 nothing is found: empty buckets are not affected, and have a reason.
  Numbers two = coverage;
  two.insert(two.end(), coverage.size(), 0.0);
  const auto both = llama2_buckets(scores, two, Flags{10, 20});
  CHECK(both->rows[1].dirty.z.reason == ImpactReason::no_dirty_items);
  CHECK(both->rows[1].clean.z_fp.reason == ImpactReason::whole_set);
  CHECK(!both->rows[1].affected_fp);
  check_refused(llama2_buckets(scores, coverage, Flags{10, 20}), Errc::length_mismatch, "coverage");
  check_refused(llama2_buckets(scores, coverage, Flags{0}), Errc::value_out_of_range, "lengths");
}

TEST_CASE("strata", "[overlap][golden]") {
  const Numbers scores = Runs<double>{}(28, 1)(4, 0)(17, 1)(3, 0)(6, 1)(2, 0)(19, 1)(21, 0).values;
  const Flags flags = Runs<std::int32_t>{}(32, 1)(20, 0)(8, 1)(40, 0).values;
  const Flags strata = Runs<std::int32_t>{}(52, 7)(48, 3).values;
  const auto result = stratified_impact({scores}, flags, strata);
  REQUIRE(result);
  CHECK(*result->difference.estimate == printed(.112838, 6));
  CHECK(*result->odds_ratio.estimate == printed(2.01985, 5));
  CHECK(*result->crude_difference.value == printed(.25, 12));
  CHECK(*result->crude_odds_ratio.value == printed(3.7778, 4));
  CHECK(*result->epg.estimate == printed(.045135, 6));
  CHECK(result->strata == 2);
  CHECK(result->unmatched_items == 0);
  // By shuffling: the same scores in another unit are graded.
  Numbers graded = scores;
  for (double& score : graded) score = 2 * score - 5;
  const auto shuffled = stratified_impact({graded}, flags, strata, {}, {}, 1, 99'999);
  CHECK(shuffled->test->method == PermutationMethod::random);
  CHECK(shuffled->test->p == Approx(result->test->p).margin(4 * .0011));
  CHECK(*shuffled->difference.estimate == Approx(2 * *result->difference.estimate));
  CHECK(shuffled->difference.reason == ImpactReason::graded_scores);

  // Thirds by length: equal lengths stay together, whatever that does to the sizes.
  const Numbers lengths = Runs<double>{}(10, 1)(50, 2)(40, 3).values;
  CHECK(stratified_impact({scores}, flags, {}, lengths)->strata == 2);
  CHECK(stratified_impact({scores}, flags, strata, lengths)->strata == 3);
  // A stratum that is all dirty tells nothing.
  const auto apart = stratified_impact({scores}, flags, flags);
  CHECK(apart->difference.reason == ImpactReason::no_common_stratum);
  CHECK(apart->unmatched_items == 100);
  CHECK(!apart->test);
}

TEST_CASE("limits of the stratified difference cover", "[overlap][property]") {
  // Three strata with the same true difference of .15, and different shares of dirty items.
  SplitMix64 rng(6, "test");
  int inside = 0;
  int odds_inside = 0;
  const int repeats = 1500;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    Numbers scores;
    Flags flags;
    Flags strata;
    for (std::int32_t stratum = 0; stratum < 3; ++stratum) {
      for (int i = 0; i < 60; ++i) {
        const bool dirty = rng.uniform() < .2 + .25 * stratum;
        scores.push_back(rng.uniform() < .3 + .2 * stratum + (dirty ? .15 : 0) ? 1 : 0);
        flags.push_back(dirty ? 1 : 0);
        strata.push_back(stratum);
      }
    }
    const auto result = stratified_impact({scores}, flags, strata);
    const auto& limits = result->difference.limits;
    inside += limits->lower <= .15 && .15 <= limits->upper ? 1 : 0;
    // Odds are multiplied by about 1.86 in each stratum (1.909, 1.857, 2.429: not quite equal).
    const auto& odds = result->odds_ratio.limits;
    odds_inside += odds->lower <= 1.95 && 1.95 <= odds->upper ? 1 : 0;
  }
  CHECK(inside / double(repeats) == Approx(.95).margin(.02));
  CHECK(odds_inside / double(repeats) == Approx(.95).margin(.025));
}

TEST_CASE("the regression refuses what has no solution", "[overlap]") {
  const Numbers scores{1, 0, 1, 0, 1, 1, 0, 1};
  const Flags flags{0, 0, 0, 1, 1, 0, 1, 1};
  REQUIRE(logistic_impact(scores, flags, {})->flag);
  // Right exactly when dirty; then when only the dirty are always right.
  const Flags separating{1, 0, 1, 0, 1, 1, 0, 1};
  CHECK(logistic_impact(scores, separating, {})->reason == ImpactReason::separated);
  const Flags half{1, 0, 0, 0, 1, 0, 0, 0};
  CHECK(logistic_impact(scores, half, {})->reason == ImpactReason::separated);
  CHECK(logistic_impact(scores, Flags(8, 0), {})->reason == ImpactReason::collinear);
  const Numbers same(8, 30);
  CHECK(logistic_impact(scores, flags, {.lengths = same})->reason == ImpactReason::collinear);
  CHECK(logistic_impact(scores, flags, {.subjects = flags})->reason == ImpactReason::collinear);
  const Numbers right(8, 1);
  CHECK(logistic_impact(right, flags, {})->reason == ImpactReason::equal_scores);
  // A subject that is all right is left out, and changes nothing.
  Numbers more = scores;
  Flags more_flags = flags;
  Flags subjects(8, 4);
  for (const std::int32_t flag : {0, 1, 1}) {
    more.push_back(1);
    more_flags.push_back(flag);
    subjects.push_back(9);
  }
  const auto left_out = logistic_impact(more, more_flags, {.subjects = subjects});
  CHECK(left_out->left_out_items == 3);
  CHECK(left_out->left_out_subjects == 1);
  CHECK(left_out->flag->estimate == Approx(logistic_impact(scores, flags, {})->flag->estimate));
  const Numbers zero{1, 1, 1, 1, 0, 1, 1, 1};
  check_refused(logistic_impact(scores, flags, {.lengths = zero}), Errc::value_out_of_range,
                "lengths");
  check_refused(logistic_impact(Numbers(8, .5), flags, {}), Errc::not_binary, "scores");
}

TEST_CASE("separation is always told from a steep slope", "[overlap][property]") {
  // Small random tables: the flag is separated exactly when a cell of the table is empty.
  SplitMix64 rng(7, "test");
  for (int repeat = 0; repeat < 2000; ++repeat) {
    const std::size_t items = 4 + rng.below(30);
    Numbers scores = random_scores(rng, items, true);
    Flags flags(items);
    const std::uint32_t rarity = 2 + rng.below(6);
    for (auto& flag : flags) flag = rng.below(rarity) == 0 ? 1 : 0;
    double cells[2][2] = {};
    for (std::size_t i = 0; i < items; ++i) cells[flags[i]][static_cast<int>(scores[i])] += 1;
    const bool varies = cells[0][0] + cells[1][0] > 0 && cells[0][1] + cells[1][1] > 0 &&
                        cells[0][0] + cells[0][1] > 0 && cells[1][0] + cells[1][1] > 0;
    if (!varies) continue;
    const bool full = cells[0][0] > 0 && cells[0][1] > 0 && cells[1][0] > 0 && cells[1][1] > 0;
    const auto result = logistic_impact(scores, flags, {});
    CHECK(result->flag.has_value() == full);
    if (!full) CHECK(result->reason == ImpactReason::separated);
  }
}

TEST_CASE("before and after a cutoff", "[overlap]") {
  const Numbers scores{1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1};
  const Numbers dates{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, NAN};
  const Flags dated = Runs<std::int32_t>{}(10, 1)(1, 0).values;
  const auto result = chronological_split(scores, dates, dated, 5);
  REQUIRE(result);
  CHECK(result->undated == 1);
  CHECK(result->before.items == 5);  // the day of the cutoff included
  CHECK(*result->difference.estimate == Approx(.2 - .8));
  CHECK(!result->presence);
  check_refused(chronological_split(scores, dates, {}, 5), Errc::not_finite, "dates");
  check_refused(chronological_split(scores, dates, Flags(11, 0), 5), Errc::empty_sample, "dated");
  check_refused(chronological_split(scores, dates, dated, NAN), Errc::not_finite, "cutoff");

  const auto late = chronological_split(scores, dates, dated, 0);
  CHECK(late->difference.reason == ImpactReason::no_items_before);
  const Numbers flat(11, 1);
  CHECK(chronological_split(scores, dates, dated, 5, flat)->presence_reason ==
        ImpactReason::no_line);

  // Presence matters before the cutoff only.
  SplitMix64 rng(8, "test");
  Numbers presence;
  Numbers graded;
  Numbers when;
  for (int i = 0; i < 400; ++i) {
    when.push_back(i);
    presence.push_back(rng.uniform() * 4);
    graded.push_back(.3 + (i < 200 ? .1 * presence.back() : 0) + .1 * rng.uniform());
  }
  const auto slopes = chronological_split(graded, when, {}, 199.5, presence);
  REQUIRE(slopes->presence);
  CHECK(slopes->presence->verdict == PresenceVerdict::before_only);
  CHECK(slopes->presence->slope_before.estimate == Approx(.1).margin(.005));
  CHECK(slopes->presence->interaction.upper < 0);
  CHECK(slopes->test == SplitTest::welch_t);
}

TEST_CASE("reference models are taken off", "[overlap]") {
  const Nested data;
  // Two reference models, of which one knows nothing and the other everything.
  Numbers reference(data.scores.size(), 0.0);
  reference.insert(reference.end(), data.scores.size(), 1.0);
  const auto plain = clean_dirty({data.scores}, data.flags(.5), {}, 1, 0);
  const auto adjusted = clean_dirty({data.scores, reference}, data.flags(.5), {}, 1, 0);
  REQUIRE(adjusted);
  CHECK(!adjusted->binary);
  CHECK(*adjusted->all.mean.estimate == Approx(.2));
  CHECK(*adjusted->epg.estimate == Approx(*plain->epg.estimate));
  CHECK(*adjusted->z.value == Approx(*plain->z.value));
  CHECK(adjusted->relative_percent.reason == ImpactReason::reference_taken_off);
  CHECK(adjusted->test == SplitTest::welch_t);
  // A reference that is right on the same items explains everything.
  const auto same = clean_dirty({data.scores, data.scores}, data.flags(.5), {}, 1, 0);
  CHECK(same->z.reason == ImpactReason::equal_scores);
  check_refused(clean_dirty({data.scores, Numbers(3, 1)}, data.flags(.5)), Errc::length_mismatch,
                "reference");
}

TEST_CASE("what cannot be known has a reason, and what is wrong is refused", "[overlap]") {
  const Numbers scores{1, 0, 1, 1};
  const Flags none(4, 0);
  const Flags all(4, 1);
  const auto clean = clean_dirty({scores}, none);
  CHECK(*clean->epg.estimate == 0);
  CHECK(clean->epg.reason == ImpactReason::no_dirty_items);
  CHECK(clean->z.reason == ImpactReason::no_dirty_items);
  CHECK(clean->dirty.mean.reason == ImpactReason::no_dirty_items);
  const auto dirty = clean_dirty({scores}, all);
  CHECK(dirty->epg.reason == ImpactReason::no_clean_items);
  CHECK(dirty->relative_percent.reason == ImpactReason::no_clean_items);
  CHECK(!dirty->bootstrap);
  const auto wrong = clean_dirty({Numbers(4, 0), {}}, Flags{1, 0, 0, 0});
  CHECK(wrong->relative_percent.reason == ImpactReason::mean_not_positive);
  CHECK(wrong->z.reason == ImpactReason::equal_scores);
  const auto clean_wrong = clean_dirty({Numbers{1, 0, 0, 0}, {}}, Flags{1, 0, 0, 0});
  CHECK(clean_wrong->relative_percent.reason == ImpactReason::clean_mean_not_positive);
  const auto graded = clean_dirty({Numbers{.5, .1, .2, .4}, {}}, Flags{1, 0, 0, 0});
  CHECK(graded->difference.reason == ImpactReason::too_few_items);
  CHECK(graded->exact_p.reason == ImpactReason::graded_scores);
  // One clean item of four: a third of the draws has none.
  const auto one = clean_dirty({scores}, Flags{1, 1, 1, 0});
  CHECK(one->bootstrap->undefined > 1000);
  CHECK(!one->bootstrap->limits);

  const Nested data;
  const auto little = scan_thresholds({data.scores}, data.metric, {.least_dirty = 50});
  CHECK(little->reason == ImpactReason::too_little_flagged);
  CHECK(little->points[0].epg.value);
  const auto much = scan_thresholds({data.scores}, Numbers(100, 1));
  CHECK(much->reason == ImpactReason::too_much_flagged);
  CHECK(scan_thresholds({data.scores}, Numbers(100, 0))->reason == ImpactReason::no_dirty_items);
  CHECK(scan_thresholds({Numbers(100, 1), {}}, data.metric)->reason == ImpactReason::equal_scores);

  check_refused(clean_dirty({{}, {}}, {}), Errc::empty_sample, "scores");
  check_refused(clean_dirty({scores}, Flags{1}), Errc::length_mismatch, "flags");
  check_refused(clean_dirty({scores}, Flags{1, 2, 0, 0}), Errc::not_binary, "flags");
  check_refused(clean_dirty({scores}, none, {}, -1), Errc::seed_out_of_range, "seed");
  check_refused(clean_dirty({scores}, none, {}, 1, 5), Errc::too_few, "resamples");
  check_refused(clean_dirty({scores}, none, {1}), Errc::level_out_of_range, "level");
  check_refused(clean_dirty({Numbers{1e300, -1e300, 0, 1}, {}}, none), Errc::no_convergence,
                "scores");
  check_refused(scan_thresholds({data.scores}, Numbers(100, NAN)), Errc::not_finite, "metric");
  check_refused(scan_thresholds({data.scores}, data.metric, {.least_clean = 0}), Errc::not_integer,
                "leastClean");
  check_refused(scan_thresholds({Numbers{.5, .1, .3, .2}, {}}, Numbers(4, 1),
                                {.method = PermutationMethod::exact}),
                Errc::unsupported, "method");
}

TEST_CASE("large scans, exact and random", "[overlap]") {
  SplitMix64 rng(9, "test");
  const std::size_t items = 10'000;
  Numbers metric(items);
  for (double& value : metric) value = rng.below(501) / 500.0;
  const Numbers graded = random_scores(rng, items, false);
  const auto random = scan_thresholds({graded}, metric);
  REQUIRE(random);
  CHECK(random->points.size() == 500);
  CHECK(random->by_z_fp->test->p > .001);
  const Numbers binary = random_scores(rng, items, true);
  const auto exact = scan_thresholds({binary}, metric);
  const auto shuffled =
      scan_thresholds({binary}, metric, {.method = PermutationMethod::random, .resamples = 1999});
  CHECK(exact->by_z_fp->test->p == Approx(shuffled->by_z_fp->test->p).margin(.045));
}

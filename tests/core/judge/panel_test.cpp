/// Panels of judges: the latent classes against an EM of the test's own, moments, symmetries.
#include "evenhand/judge/panel.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

struct Votes {
  std::vector<std::int32_t> item, rater, label;
  std::int64_t items = 0;
  std::int64_t raters = 0;
  std::int64_t classes = 2;
  std::vector<std::int32_t> truth = {};
  [[nodiscard]] PanelData view() const { return {item, rater, label, items, raters, classes}; }
};

/// `copied`: chance that the first two raters give one and the same wrong label.
Votes random_votes(SplitMix64& rng, std::int32_t items, const std::vector<double>& accuracy,
                   std::uint32_t classes = 2, double missing = 0, double copied = 0) {
  Votes out;
  out.items = items;
  out.raters = static_cast<std::int64_t>(accuracy.size());
  out.classes = classes;
  for (std::int32_t i = 0; i < items; ++i) {
    const std::uint32_t truth = rng.below(classes);
    out.truth.push_back(static_cast<std::int32_t>(truth));
    const bool together = rng.uniform() < copied;
    for (std::size_t r = 0; r < accuracy.size(); ++r) {
      const bool right = rng.uniform() < accuracy[r] && !(together && r < 2);
      const std::uint32_t wrong = (truth + 1 + (together ? 0 : rng.below(classes - 1))) % classes;
      if (rng.uniform() < missing) continue;
      out.item.push_back(i);
      out.rater.push_back(static_cast<std::int32_t>(r));
      out.label.push_back(static_cast<std::int32_t>(right ? truth : wrong));
    }
  }
  return out;
}

/// Dawid and Skene's EM without smoothing, item by item; the log-likelihood of every round.
std::vector<double> likelihoods(const Votes& votes, int rounds) {
  const auto classes = static_cast<std::size_t>(votes.classes);
  const auto raters = static_cast<std::size_t>(votes.raters);
  const auto items = static_cast<std::size_t>(votes.items);
  const auto index = [](std::int32_t value) { return static_cast<std::size_t>(value); };
  std::vector<double> posterior(items * classes, 0.0);
  std::vector<double> votes_of(items, 0.0);
  for (const std::int32_t item : votes.item) ++votes_of[index(item)];
  for (std::size_t v = 0; v < votes.item.size(); ++v) {
    const std::size_t item = index(votes.item[v]);
    posterior[item * classes + index(votes.label[v])] += 1 / votes_of[item];
  }
  std::vector<double> out;
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> prior(classes, 0.0);
    std::vector<double> given(raters * classes * classes, 0.0);
    for (std::size_t i = 0; i < items; ++i) {
      for (std::size_t k = 0; k < classes; ++k)
        prior[k] += posterior[i * classes + k] / static_cast<double>(items);
    }
    for (std::size_t v = 0; v < votes.item.size(); ++v) {
      for (std::size_t k = 0; k < classes; ++k) {
        given[(index(votes.rater[v]) * classes + k) * classes + index(votes.label[v])] +=
            posterior[index(votes.item[v]) * classes + k];
      }
    }
    for (std::size_t row = 0; row < raters * classes; ++row) {
      double sum = 0;
      for (std::size_t l = 0; l < classes; ++l) sum += given[row * classes + l];
      for (std::size_t l = 0; l < classes; ++l) given[row * classes + l] /= sum;
    }
    for (std::size_t i = 0; i < items; ++i) {
      for (std::size_t k = 0; k < classes; ++k) posterior[i * classes + k] = prior[k];
    }
    for (std::size_t v = 0; v < votes.item.size(); ++v) {
      for (std::size_t k = 0; k < classes; ++k) {
        posterior[index(votes.item[v]) * classes + k] *=
            given[(index(votes.rater[v]) * classes + k) * classes + index(votes.label[v])];
      }
    }
    double total = 0;
    for (std::size_t i = 0; i < items; ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < classes; ++k) sum += posterior[i * classes + k];
      for (std::size_t k = 0; k < classes; ++k) posterior[i * classes + k] /= sum;
      total += std::log(sum);
    }
    out.push_back(total);
  }
  return out;
}

PanelConsensus fit(const Votes& votes, double smoothing = default_panel_smoothing) {
  const auto result = panel_consensus(votes.view(), {.smoothing = smoothing, .resamples = 99});
  REQUIRE(result);
  return *result;
}

void check_same(const PanelConsensus& a, const PanelConsensus& b) {
  CHECK(a.majority == b.majority);
  CHECK(a.tied == b.tied);
  CHECK(a.prior == b.prior);
  CHECK(a.log_likelihood == b.log_likelihood);
  CHECK(a.rounds == b.rounds);
  for (std::size_t r = 0; r < a.raters.size(); ++r) {
    CHECK(a.raters[r].confusion == b.raters[r].confusion);
    CHECK(a.raters[r].moment == b.raters[r].moment);
  }
  REQUIRE(a.tetrads.has_value() == b.tetrads.has_value());
  if (a.tetrads) {
    CHECK(a.tetrads->statistic == b.tetrads->statistic);
    CHECK(a.tetrads->p == b.tetrads->p);
  }
}

}  // namespace

TEST_CASE("the likelihood of latent classes never falls, and the fit is where it ends",
          "[judge][property]") {
  SplitMix64 rng(81, "test");
  for (const auto& votes :
       {random_votes(rng, 80, {.9, .8, .7}), random_votes(rng, 60, {.9, .8, .7, .6}, 3),
        random_votes(rng, 120, {.8, .8, .8, .8, .6}, 2, .2)}) {
    const PanelConsensus result = fit(votes, 0);
    REQUIRE(result.log_likelihood);
    const std::vector<double> rising = likelihoods(votes, static_cast<int>(result.rounds));
    for (std::size_t round = 1; round < rising.size(); ++round) {
      REQUIRE(rising[round] >= rising[round - 1] - 1e-10);
    }
    CHECK(*result.log_likelihood == Approx(rising.back()).epsilon(1e-12));
    CHECK(rising.back() - rising[rising.size() - 2] < 1.1e-10);
  }
}

TEST_CASE("three raters of two classes: rates and covariances say the same", "[judge][property]") {
  SplitMix64 rng(82, "test");
  int inside = 0;
  for (int repeat = 0; repeat < 10; ++repeat) {
    const Votes votes = random_votes(rng, 2'000, {.9, .8, .75});
    const PanelConsensus result = fit(votes, 0);
    bool interior = true;
    for (const PanelRater& rater : result.raters) {
      for (const double rate : rater.confusion)
        interior = interior && rate > 1e-3 && rate < 1 - 1e-3;
    }
    if (!interior) continue;
    ++inside;
    for (const PanelRater& rater : result.raters) {
      REQUIRE(rater.moment);
      const double spread = std::sqrt(result.prior[0] * result.prior[1]);
      CHECK(*rater.moment == Approx(spread * std::abs(*rater.youden)).margin(2e-5));
    }
  }
  CHECK(inside >= 8);
}

TEST_CASE("a panel of good judges recovers prior, rates and classes", "[judge]") {
  SplitMix64 rng(83, "test");
  const std::vector<double> accuracy{.9, .85, .8, .75, .7};
  const Votes votes = random_votes(rng, 20'000, accuracy);
  const PanelConsensus result = fit(votes);
  CHECK(result.prior[0] == Approx(.5).margin(.02));
  for (std::size_t r = 0; r < accuracy.size(); ++r) {
    CHECK(*result.raters[r].youden == Approx(2 * accuracy[r] - 1).margin(.03));
  }
  std::int64_t right = 0;
  for (std::size_t i = 0; i < votes.truth.size(); ++i) {
    right += result.consensus[i] == votes.truth[i] ? 1 : 0;
    CHECK(result.certainty[i] >= .5 - 1e-12);
    CHECK(result.certainty[i] <= 1);
  }
  CHECK(right > 18'600);  // the best of them alone: 18,000
  CHECK(!result.flags.has(PanelFlag::dependent_judges));
}

TEST_CASE("judges that copy each other's errors are found out", "[judge]") {
  SplitMix64 rng(84, "test");
  const Votes votes = random_votes(rng, 1'500, {.85, .85, .85, .85}, 2, 0, .2);
  const PanelConsensus result = fit(votes);
  REQUIRE(result.tetrads);
  CHECK(result.tetrads->p < tetrad_threshold);
  CHECK(result.flags.has(PanelFlag::dependent_judges));
  const auto effective = effective_votes(votes.view(), votes.truth);
  REQUIRE(effective->votes);
  CHECK(*effective->votes < 3.9);
  CHECK(*effective->residuals[0].correlation > .3);
  // The same panel of independent judges.
  const Votes apart = random_votes(rng, 1'500, {.85, .85, .85, .85});
  CHECK(*effective_votes(apart.view(), apart.truth)->votes == Approx(4).margin(.4));
}

TEST_CASE("the order of items and of labels changes no byte", "[judge][property]") {
  SplitMix64 rng(85, "test");
  for (const auto& votes :
       {random_votes(rng, 50, {.9, .8, .7}, 2, .1), random_votes(rng, 60, {.9, .8, .7, .7}),
        random_votes(rng, 40, {.9, .7, .6, .5}, 3, .3)}) {
    std::vector<std::int32_t> to(static_cast<std::size_t>(votes.items));
    std::iota(to.begin(), to.end(), 0);
    rng.sample_to_front(std::span(to), to.size());
    std::vector<std::size_t> order(votes.item.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    rng.sample_to_front(std::span(order), order.size());
    Votes mixed;
    mixed.items = votes.items;
    mixed.raters = votes.raters;
    mixed.classes = votes.classes;
    for (const std::size_t i : order) {
      mixed.item.push_back(to[static_cast<std::size_t>(votes.item[i])]);
      mixed.rater.push_back(votes.rater[i]);
      mixed.label.push_back(votes.label[i]);
    }
    const PanelConsensus one = fit(votes);
    const PanelConsensus other = fit(mixed);
    check_same(one, other);
    for (std::size_t i = 0; i < to.size(); ++i) {
      CHECK(one.consensus[i] == other.consensus[static_cast<std::size_t>(to[i])]);
      CHECK(one.certainty[i] == other.certainty[static_cast<std::size_t>(to[i])]);
    }
    check_same(one, fit(votes));
  }
}

TEST_CASE("raters and classes may be renamed", "[judge][property]") {
  SplitMix64 rng(86, "test");
  const Votes votes = random_votes(rng, 150, {.9, .8, .7, .7}, 2, .1);
  Votes renamed = votes;
  for (std::int32_t& rater : renamed.rater) rater = 3 - rater;
  for (std::int32_t& label : renamed.label) label = 1 - label;
  const PanelConsensus one = fit(votes);
  const PanelConsensus other = fit(renamed);
  CHECK(one.prior[0] == Approx(other.prior[1]).margin(1e-6));
  CHECK(*one.log_likelihood == Approx(*other.log_likelihood).epsilon(1e-10));
  for (std::size_t r = 0; r < 4; ++r) {
    CHECK(*one.raters[r].youden == Approx(*other.raters[3 - r].youden).margin(1e-5));
  }
  CHECK(one.majority[0] == Approx(other.majority[1]));
}

TEST_CASE("two raters are not fitted, but counted", "[judge]") {
  SplitMix64 rng(87, "test");
  const PanelConsensus two = fit(random_votes(rng, 40, {.9, .8}));
  CHECK(two.reason == PanelReason::panel_not_identifiable);
  CHECK(two.prior.empty());
  CHECK(two.consensus.empty());
  CHECK(two.majority.size() == 2);
  CHECK(two.majority[0] + two.majority[1] == Approx(1));
  CHECK(two.pairs.size() == 1);
  CHECK(two.tied == std::llround(40 * (1 - *two.pairs[0].agreement)));
  // Three raters, of whom no item has all.
  Votes rotating{
      .item = {0, 0, 1, 1, 2, 2}, .rater = {0, 1, 1, 2, 2, 0}, .label = {0, 0, 1, 1, 0, 1}};
  rotating.items = 4;
  rotating.raters = 3;
  const PanelConsensus pairs = fit(rotating);
  CHECK(pairs.reason == PanelReason::panel_not_identifiable);
  CHECK(pairs.labelled == 3);
}

TEST_CASE("many raters who disagree neither underflow nor refuse", "[judge]") {
  SplitMix64 rng(88, "test");
  const Votes votes = random_votes(rng, 200, std::vector<double>(100, .55), 4);
  const PanelConsensus result = fit(votes);
  CHECK(std::isfinite(*result.log_likelihood));
  for (const double sure : result.certainty) CHECK(std::isfinite(sure));
}

TEST_CASE("bad panels are refused, naming the argument", "[judge]") {
  const Votes good{.item = {0, 0, 0}, .rater = {0, 1, 2}, .label = {0, 1, 1}};
  const auto refusal = [&](auto change, PanelOptions options = {}) {
    Votes votes = good;
    votes.items = 1;
    votes.raters = 3;
    change(votes);
    const auto result = panel_consensus(votes.view(), options);
    REQUIRE(!result);
    return result.error();
  };
  const auto nothing = [](Votes&) {};
  CHECK(refusal([](Votes& v) { v.rater = {0, 1, 1}; }).code == Errc::duplicate_cell);
  CHECK(refusal([](Votes& v) { v.label[1] = -1; }).argument == "label");
  CHECK(refusal([](Votes& v) { v.item[1] = 1; }).argument == "item");
  CHECK(refusal([](Votes& v) { v.classes = 1; }).code == Errc::too_few);
  CHECK(refusal([](Votes& v) { v.rater.pop_back(); }).code == Errc::length_mismatch);
  CHECK(refusal(nothing, {.smoothing = std::nan("")}).code == Errc::not_finite);
  CHECK(refusal(nothing, {.smoothing = -1}).argument == "smoothing");
  CHECK(refusal(nothing, {.seed = -1}).code == Errc::seed_out_of_range);
  CHECK(refusal(nothing, {.resamples = 5}).code == Errc::too_few);
  Votes votes = good;
  votes.items = 1;
  votes.raters = 3;
  CHECK(effective_votes(votes.view(), std::vector<std::int32_t>{2}).error().argument == "gold");
  CHECK(effective_votes(votes.view(), std::vector<std::int32_t>{0, 1}).error().code ==
        Errc::length_mismatch);
}

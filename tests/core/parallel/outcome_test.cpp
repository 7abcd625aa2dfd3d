#include "evenhand/parallel/outcome.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "examples.hpp"
#include "naive.hpp"

using namespace evenhand;
using namespace evenhand::parallel;
using examples::Partition;
using examples::Table;

namespace {

Approx near(double value, double margin = 1e-6) { return Approx(value).epsilon(0).margin(margin); }

constexpr Decoding greedy{.temperature = 0, .value_ties = TieRule::random};

Outcome one_step(const Table& table, const Decoding& decoding = {}) {
  const auto out = steps_outcome(table.columns(), std::nullopt, decoding);
  REQUIRE(out);
  return *out;
}

Outcome in_steps(const Table& table, const Partition& partition, const Decoding& decoding = {}) {
  const auto out = steps_outcome(table.columns(), partition.columns(), decoding);
  REQUIRE(out);
  return *out;
}

void check_refused(const Table& table, const std::optional<StepColumns>& steps,
                   const Decoding& decoding, Errc code, std::string_view argument) {
  const auto out = steps_outcome(table.columns(), steps, decoding);
  REQUIRE(!out);
  CHECK(out.error().code == code);
  CHECK(out.error().argument == argument);
}

}  // namespace

TEST_CASE("New City in one step and in two", "[parallel][outcome][golden]") {
  const Table table = examples::new_city();
  const Outcome one = one_step(table);
  CHECK(one.accuracy == 0.5);
  CHECK(one.invalid == 0.5);
  CHECK(one.divergence.total_variation == 0.5);
  REQUIRE(one.divergence.kl_forward);
  CHECK(*one.divergence.kl_forward == near(1, 1e-12));
  CHECK(!one.divergence.kl_reverse);
  CHECK(one.bound == near(1, 1e-12));
  REQUIRE(one.listed.size() == 4);
  for (std::size_t s = 0; s < 4; ++s) {
    CHECK(one.listed[s].row == static_cast<std::int64_t>(s));
    CHECK(one.listed[s].target == 0.25);
    CHECK(one.listed[s].output == near(0.125, 1e-15));
  }
  CHECK(one.unlisted == 0);
  REQUIRE(one.impossible.size() == 5);
  using Tokens = std::vector<std::int64_t>;
  const std::vector<Tokens> order{{0, 4}, {3, 1}, {3, 2}, {5, 1}, {5, 2}};
  for (std::size_t s = 0; s < 5; ++s) {
    CHECK(one.impossible[s].tokens == order[s]);
    CHECK(one.impossible[s].output == near(s == 0 ? 0.25 : 0.0625, 1e-15));
  }
  CHECK(one.other_impossible == near(0, 1e-15));

  for (const auto& steps : {examples::partition({{0}, {1}}), examples::partition({{1}, {0}})}) {
    const Outcome two = in_steps(table, steps);
    CHECK(two.accuracy == 1);
    CHECK(two.invalid == 0);
    CHECK(two.divergence.total_variation == 0);
    CHECK(*two.divergence.kl_forward == 0);
    CHECK(*two.divergence.kl_reverse == 0);
    CHECK(two.bound == near(0, 1e-15));
    CHECK(two.impossible.empty());
    CHECK(two.other_impossible == 0);
  }

  const Outcome argmax = one_step(table, greedy);
  CHECK(argmax.accuracy == 0);
  CHECK(argmax.invalid == 1);
  CHECK(!argmax.divergence.kl_forward);
  CHECK(!argmax.divergence.kl_reverse);
  REQUIRE(argmax.impossible.size() == 1);
  CHECK(argmax.impossible.front().tokens == Tokens{0, 4});
  CHECK(argmax.impossible.front().output == 1);
  CHECK(argmax.bound == near(1, 1e-12));
}

TEST_CASE("outcomes of fixed steps have the values of the specification",
          "[parallel][outcome][golden]") {
  const Table pairs = examples::double_new_city();
  CHECK(one_step(pairs).accuracy == near(.25));
  CHECK(in_steps(pairs, examples::partition({{0, 1}, {2, 3}})).bound == near(2));
  CHECK(in_steps(pairs, examples::partition({{0, 1}, {2, 3}})).invalid == near(.75));
  const Outcome crossed = in_steps(pairs, examples::partition({{0, 2}, {1, 3}}));
  CHECK(crossed.bound == near(0, 1e-12));
  CHECK(crossed.invalid == 0);

  const Outcome full =
      one_step(examples::table({{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {.5, .25, .15, .1}));
  CHECK(full.invalid == 0);
  CHECK(full.accuracy == near(1, 1e-15));
  CHECK(full.divergence.total_variation == near(.025));
  CHECK(*full.divergence.kl_forward == near(.00260853, 1e-8));
  CHECK(*full.divergence.kl_reverse == near(.00257944, 1e-8));
  CHECK(full.impossible.empty());

  const Outcome skew = one_step(examples::table({{0, 1}, {1, 0}}, {.7, .3}));
  CHECK(skew.accuracy == near(.58));
  CHECK(skew.listed[0].output == near(.49));
  CHECK(skew.listed[1].output == near(.09));
  CHECK(skew.divergence.total_variation == near(.42));
  CHECK(*skew.divergence.kl_forward == near(.881291));

  const Table removed = examples::remove_random(4);
  const Outcome remove = one_step(removed);
  CHECK(remove.accuracy == near(.75));
  CHECK(remove.divergence.total_variation == near(.3125));
  CHECK(remove.bound == near(.622556));
  for (const ListedSequence& sequence : remove.listed) {
    const bool outer = sequence.row == 0 || sequence.row == 3;
    CHECK(sequence.output == near(outer ? 3.0 / 32 : 9.0 / 32));
  }
  CHECK(in_steps(removed, examples::partition({{1}, {0, 2}})).bound == near(0, 1e-12));

  const Table inserted = examples::insert_random(3);
  CHECK(one_step(inserted).accuracy == near(.1875));
  CHECK(one_step(inserted).bound == near(2.622556));
  const Outcome insert = in_steps(inserted, examples::partition({{1, 3}, {0, 2}}));
  CHECK(insert.accuracy == near(.875));
  CHECK(insert.bound == near(.311278));

  const Table four = examples::shuffle(4);
  CHECK(one_step(four).accuracy == near(.09375));
  CHECK(one_step(four).divergence.total_variation == near(.90625));
  CHECK(one_step(four).bound == near(3.415037));
  CHECK(in_steps(four, examples::from_left({2, 2})).accuracy == near(.375));
  CHECK(in_steps(four, examples::from_left({2, 2})).bound == near(1.415037));
  const Table six = examples::shuffle(6);
  CHECK(one_step(six).accuracy == near(.01543210));
  CHECK(in_steps(six, examples::from_left({2, 2, 2})).accuracy == near(.3125));
  CHECK(in_steps(six, examples::from_left({2, 2, 2})).bound == near(1.678072));
  CHECK(in_steps(six, examples::from_left({3, 2, 1})).bound == near(1.432959));
  CHECK(one_step(examples::shuffle(8)).accuracy == near(.00240326));

  CHECK(one_step(examples::replace_random(3)).accuracy == near(.4444444));
  CHECK(one_step(examples::replace_random(4)).accuracy == near(.421875));
  const Table replaced = examples::replace_random(6);
  CHECK(one_step(replaced).accuracy == near(.4018776));
  CHECK(in_steps(replaced, examples::from_left({5, 1})).bound == near(.665150));
  CHECK(in_steps(replaced, examples::from_left({5, 1})).accuracy == near(.803755));
  CHECK(in_steps(replaced, examples::from_left({3, 2, 1})).bound == near(.283401));
  const Table twelve = examples::replace_random(12);
  CHECK(in_steps(twelve, examples::from_left({8, 4})).bound == near(.807276));
  CHECK(in_steps(twelve, examples::from_left({8, 4})).accuracy == near(.572885));
  CHECK(in_steps(twelve, examples::from_left({11, 1})).bound == near(.967023));
  CHECK(in_steps(twelve, examples::from_left({11, 1})).accuracy == near(.767990));

  CHECK(one_step(examples::coloured_matching()).bound == near(6.754888));
  CHECK(one_step(examples::coloured_matching()).accuracy == near(.0092593));
}

TEST_CASE("all mass valid and yet wrongly spread", "[parallel][outcome][golden]") {
  const Outcome parity =
      in_steps(examples::hidden_parity(), examples::partition({{1, 2, 3}, {0, 4}}));
  CHECK(parity.accuracy == near(1, 1e-15));
  CHECK(parity.invalid == 0);
  CHECK(parity.impossible.empty());
  CHECK(*parity.divergence.kl_forward > .2);
  REQUIRE(parity.divergence.kl_reverse);
  CHECK(*parity.divergence.kl_reverse > 0);
}

TEST_CASE("greedy steps on replace-random", "[parallel][outcome][golden]") {
  for (const std::int32_t n : {3, 4, 5}) {
    const Table table = examples::replace_random(n);
    CHECK(one_step(table, greedy).accuracy == 0);
    const Outcome late = in_steps(table, examples::from_left({n - 1, 1}), greedy);
    CHECK(late.accuracy == 1);
    CHECK(late.invalid == 0);
    CHECK(!late.divergence.kl_forward);
    REQUIRE(late.divergence.kl_reverse);
    CHECK(*late.divergence.kl_reverse == near(std::log2(n)));
  }
  // Tied values: one of two at random, or always the first.
  const Table coin = examples::table({{0, 0}, {1, 1}});
  CHECK(one_step(coin, greedy).accuracy == near(.5, 1e-15));
  const Decoding first{.temperature = 0, .value_ties = TieRule::first};
  CHECK(one_step(coin, first).accuracy == 1);
  CHECK(one_step(coin, first).listed[0].output == 1);
}

TEST_CASE("probabilities too small for a double keep their divergence", "[parallel][outcome]") {
  // 1000 positions that all differ between two sequences.
  std::vector<std::int32_t> ones(1000, 1);
  const Table long_pair = examples::table({std::vector<std::int32_t>(1000, 0), ones});
  const Outcome out = one_step(long_pair);
  CHECK(*out.divergence.kl_forward == near(999, 1e-9));
  CHECK(out.bound == near(999, 1e-9));
  CHECK(out.invalid == 1);
  // Their product is 2^-1000 each, the first ones by token numbers.
  REQUIRE(out.impossible.size() == 20);
  CHECK(out.impossible[0].tokens[999] == 1);
  CHECK(out.impossible[1].tokens[998] == 1);
  CHECK(out.impossible[1].tokens[999] == 0);
  CHECK(out.impossible[0].output > 0);

  // So sharp that the less probable token has no double any more: not infinite.
  const Table skew = examples::table({{0, 0}, {1, 1}}, {2, 1});
  const Outcome sharp = one_step(skew, {.temperature = 1e-4, .value_ties = TieRule::random});
  REQUIRE(sharp.divergence.kl_forward);
  CHECK(*sharp.divergence.kl_forward ==
        Approx(2e4 / 3 - (2.0 / 3 * std::log2(1.5) + std::log2(3) / 3)).epsilon(1e-12));
  CHECK(!sharp.divergence.kl_reverse);
}

TEST_CASE("outcomes are those of following every product", "[parallel][outcome][property]") {
  SplitMix64 rng(20, "outcome_test");
  for (int round = 0; round < 600; ++round) {
    const Table table = examples::random_table(rng, 1 + rng.below(2));
    const auto length = static_cast<std::size_t>(table.lengths.front());
    const Partition partition = examples::random_partition(rng, length);
    const double temperatures[] = {1, 1, 0, .5, 2};
    const Decoding decoding{.temperature = temperatures[rng.below(5)],
                            .value_ties = rng.below(2) == 0 ? TieRule::random : TieRule::first};
    Strategy fixed;
    fixed.rule = StrategyRule::fixed;
    fixed.steps = partition.columns();
    fixed.decoding = decoding;

    const Outcome out = in_steps(table, partition, decoding);
    const auto targets = naive::targets(table);
    naive::Agreement mean;
    const double weight = 1.0 / static_cast<double>(targets.size());
    std::vector<ImpossibleSequence> impossible;
    for (std::size_t x = 0; x < targets.size(); ++x) {
      const naive::Result result = naive::run(targets[x], fixed);
      const naive::Agreement one = naive::compare(targets[x], result);
      mean.accuracy += weight * one.accuracy;
      mean.invalid += weight * one.invalid;
      mean.total_variation += weight * one.total_variation;
      mean.kl_forward += weight * one.kl_forward;
      mean.kl_reverse += weight * one.kl_reverse;
      for (const auto& [row, q] : result.impossible) {
        if (std::count(row.begin(), row.end(), -1) > 0) continue;
        impossible.push_back({static_cast<std::int64_t>(x), {row.begin(), row.end()}, q});
      }
    }
    INFO("round " << round);
    CHECK(out.accuracy == near(mean.accuracy, 1e-12));
    CHECK(out.invalid == near(mean.invalid, 1e-12));
    CHECK(out.divergence.total_variation == near(mean.total_variation, 1e-12));
    CHECK(out.divergence.kl_forward.has_value() == std::isfinite(mean.kl_forward));
    CHECK(out.divergence.kl_reverse.has_value() == std::isfinite(mean.kl_reverse));
    if (out.divergence.kl_forward) {
      CHECK(*out.divergence.kl_forward == near(mean.kl_forward, 1e-9));
    }
    if (out.divergence.kl_reverse) {
      CHECK(*out.divergence.kl_reverse == near(mean.kl_reverse, 1e-9));
      CHECK(out.invalid == 0);
    }
    // The theorem, and what follows from it for the accuracy.
    CHECK(out.divergence.kl_forward.value_or(HUGE_VAL) >= out.bound - 1e-9);
    if (decoding.temperature == 1) {
      CHECK(*out.divergence.kl_forward == near(out.bound, 1e-9));
      CHECK(1 - out.invalid >= std::exp2(-out.bound) - 1e-9);
    }

    std::sort(impossible.begin(), impossible.end(), [](const auto& a, const auto& b) {
      if (std::abs(a.output - b.output) > 1e-11) return a.output > b.output;
      return std::pair(a.condition, a.tokens) < std::pair(b.condition, b.tokens);
    });
    REQUIRE(out.impossible.size() == std::min<std::size_t>(20, impossible.size()));
    double rest = out.invalid;
    for (std::size_t i = 0; i < out.impossible.size(); ++i) {
      CHECK(out.impossible[i].condition == impossible[i].condition);
      CHECK(out.impossible[i].tokens == impossible[i].tokens);
      CHECK(out.impossible[i].output == near(impossible[i].output, 1e-12));
      rest -= weight * out.impossible[i].output;
    }
    CHECK(out.other_impossible == near(rest, 1e-12));
  }
}

TEST_CASE("conditions are averaged by weight", "[parallel][outcome]") {
  Table table = examples::new_city();
  table.add({{7, 7, 7}});
  table.condition_weights = {3.0, 1.0};
  const Outcome out = one_step(table);
  CHECK(out.accuracy == near(.625, 1e-15));
  CHECK(out.bound == near(.75, 1e-12));
  CHECK(out.listed.front().condition == 1);
  CHECK(out.listed.front().target == 1);
  CHECK(out.impossible.front().condition == 0);
  CHECK(out.other_impossible == near(0, 1e-15));
  check_refused(table, examples::from_left({2}).columns(), {}, Errc::unsupported, "steps");
}

TEST_CASE("a smaller valid set counts, and nothing else changes", "[parallel][outcome]") {
  Table table = examples::shuffle(3);
  table.valid = {0, 1, 1, 1, 1, 1};
  const Outcome out = one_step(table);
  CHECK(out.accuracy == near(5.0 / 27));
  CHECK(out.invalid == near(1 - 6.0 / 27));
}

TEST_CASE("long lists are cut", "[parallel][outcome]") {
  const Outcome out = one_step(examples::shuffle(7));
  CHECK(out.listed.size() == 1000);
  CHECK(out.listed.front().row == 0);
  CHECK(out.listed.back().row == 999);
  CHECK(out.unlisted == 5040 - 1000);
  REQUIRE(out.impossible.size() == 20);
  CHECK(out.impossible.front().tokens == std::vector<std::int64_t>(7, 0));
  CHECK(out.impossible[19].tokens == std::vector<std::int64_t>{0, 0, 0, 0, 0, 2, 5});
  CHECK(out.other_impossible == near(out.invalid - 20 * std::pow(1.0 / 7, 7), 1e-12));
}

TEST_CASE("outcomes are refused for bad input", "[parallel][outcome]") {
  const Table table = examples::new_city();
  const auto bad = [&](const Partition& steps) {
    check_refused(table, steps.columns(), {}, Errc::bad_partition, "steps");
  };
  bad(examples::partition({{0}}));
  bad(examples::partition({{0}, {0}}));
  bad(examples::partition({{0}, {2}}));
  bad(examples::partition({{0, 1}, {}}));
  bad(examples::partition({{0, 1}, {0}}));
  bad(examples::partition({{0}, {-1}}));
  for (const double temperature : {-1.0, 101.0, std::numeric_limits<double>::quiet_NaN()}) {
    check_refused(table, std::nullopt, {.temperature = temperature, .value_ties = TieRule::random},
                  Errc::value_out_of_range, "temperature");
  }
  check_refused(Table{}, std::nullopt, {}, Errc::empty_sample, "sequences");
}

TEST_CASE("weights may be extreme", "[parallel][outcome]") {
  const Outcome merged = one_step(examples::table({{0, 0}, {0, 0}, {1, 1}}, {1e308, 1e308, 1e308}));
  CHECK(merged.listed[0].target == near(2.0 / 3, 1e-15));
  CHECK(merged.accuracy == near(5.0 / 9, 1e-15));
  const Outcome lost = one_step(examples::table({{0, 0}, {1, 1}}, {1e308, 5e-324}));
  CHECK(lost.listed.size() == 1);
  CHECK(lost.accuracy == 1);
  const Outcome tiny = one_step(examples::table({{0, 0}, {1, 1}}, {1, 1e-280}));
  CHECK(tiny.listed.size() == 2);
  REQUIRE(tiny.divergence.kl_forward);
  CHECK(std::isfinite(*tiny.divergence.kl_forward));
  CHECK(!tiny.divergence.kl_reverse);
}

TEST_CASE("one sequence comes out as it is", "[parallel][outcome]") {
  for (const Decoding& decoding : {Decoding{}, greedy}) {
    const Outcome out = one_step(examples::table({{3, 1, 4}}), decoding);
    CHECK(out.accuracy == 1);
    CHECK(out.invalid == 0);
    CHECK(out.bound == 0);
    CHECK(*out.divergence.kl_forward == 0);
    CHECK(*out.divergence.kl_reverse == 0);
  }
}

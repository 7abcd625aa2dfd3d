#include "evenhand/interval/mean.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace evenhand;
using namespace evenhand::interval;

namespace {

const std::vector<double> drug_gain{-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4};
const std::vector<double> maize{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
// 1101 | 001 | 11110 | 000 | 10
const std::vector<double> toy{1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0};
const std::vector<std::int32_t> toy_clusters{0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4};

Errc refusal(const Result<MeanInterval>& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

}  // namespace

TEST_CASE("Student's t has the published values", "[interval]") {
  const auto first = mean_interval(drug_gain);
  REQUIRE(first);
  CHECK(first->method == MeanMethod::t);
  CHECK(*first->df == 9);
  CHECK(*first->statistic == Approx(-4.0621277).epsilon(1e-8));
  CHECK(*first->p == Approx(0.00283289).epsilon(1e-6));
  CHECK(first->lower == Approx(-2.4598857633).epsilon(1e-10));
  CHECK(first->upper == Approx(-0.7001142367).epsilon(1e-10));
  const auto second = mean_interval(maize);
  REQUIRE(second);
  CHECK(second->estimate == Approx(20.9333333333).epsilon(1e-11));
  CHECK(second->lower == Approx(0.03119332).epsilon(1e-6));
  CHECK(second->upper == Approx(41.83547335).epsilon(1e-9));
}

TEST_CASE("cluster-robust errors of the worked example", "[interval]") {
  const auto with = [](MeanMethod method) { return mean_interval(toy, toy_clusters, method); };
  CHECK(with(MeanMethod::cr0)->standard_error == Approx(0.1377145242).epsilon(1e-9));
  CHECK(with(MeanMethod::cr1)->standard_error == Approx(0.1539695188).epsilon(1e-9));
  const auto cr2 = with(MeanMethod::cr2);
  REQUIRE(cr2);
  CHECK(cr2->standard_error == Approx(0.1567219525).epsilon(1e-9));
  CHECK(*cr2->df == Approx(3.6156659939).epsilon(1e-10));
  CHECK(cr2->lower == Approx(0.0754193091).epsilon(1e-9));
  CHECK(cr2->upper == Approx(0.9834042204).epsilon(1e-9));
  CHECK(*cr2->p == Approx(0.0325113417).epsilon(1e-9));
  CHECK(cr2->notes.has(Note::df_below_4));
  CHECK(cr2->notes.has(Note::small_sample));
  const auto cr3 = with(MeanMethod::cr3);
  CHECK(cr3->standard_error == Approx(0.1787984535).epsilon(1e-9));
  CHECK(*cr3->df == Approx(3.4679792728).epsilon(1e-10));
  const auto cr1 = with(MeanMethod::cr1);
  CHECK(cr1->lower == Approx(0.1019238480).epsilon(1e-9));
  CHECK(cr1->upper == Approx(0.9568996814).epsilon(1e-9));
}

TEST_CASE("clusters of one item give the ordinary interval", "[interval]") {
  const std::vector<double> values{0.2, 0.5, 0.9, 0.4};
  const std::vector<std::int32_t> own{7, 3, 900, 0};
  const auto plain = mean_interval(values);
  const auto robust = mean_interval(values, own);
  REQUIRE(robust);
  CHECK(robust->method == MeanMethod::cr2);
  CHECK(robust->standard_error == Approx(0.1471960144).epsilon(1e-9));
  CHECK(*robust->df == Approx(3).epsilon(1e-12));
  CHECK(robust->lower == Approx(plain->lower).epsilon(1e-12));
}

TEST_CASE("cluster Wilson", "[interval]") {
  const auto toy_interval = mean_interval(toy, toy_clusters);
  REQUIRE(toy_interval);
  CHECK(toy_interval->method == MeanMethod::wilson_cluster);
  CHECK(*toy_interval->effective_items == Approx(10.1431999381).epsilon(1e-10));
  CHECK(toy_interval->lower == Approx(0.1799830790).epsilon(1e-9));
  CHECK(toy_interval->upper == Approx(0.8522084354).epsilon(1e-9));
  const std::vector<double> none(toy.size(), 0.0);
  const auto all_wrong = mean_interval(none, toy_clusters);
  REQUIRE(all_wrong);
  CHECK(all_wrong->lower == 0);
  CHECK(all_wrong->upper == Approx(0.4344824648).epsilon(1e-9));
  CHECK(all_wrong->notes.has(Note::boundary));
  // All cluster means equal: the ordinary Wilson interval.
  const std::vector<double> even{1, 0, 1, 0};
  const std::vector<std::int32_t> pairs{0, 0, 1, 1};
  CHECK(mean_interval(even, pairs)->lower == Approx(mean_interval(even)->lower).epsilon(1e-14));
  const auto inflated = wilson_inflated({60, 203}, 1.349133);
  CHECK(inflated->lower == Approx(0.2284814010).epsilon(1e-9));
  CHECK(inflated->upper == Approx(0.3728302144).epsilon(1e-9));
}

TEST_CASE("a constant sample is refused unless the scale says where it sits", "[interval]") {
  const std::vector<double> full(20, 1.0);
  CHECK(refusal(mean_interval(full, {}, MeanMethod::t)) == Errc::zero_variance);
  const auto bounded = mean_interval(full, {}, MeanMethod::t, {}, Interval{0, 1});
  REQUIRE(bounded);
  CHECK(bounded->upper == 1);
  CHECK(bounded->lower == Approx(1 - 0.1684334710).epsilon(1e-9));
  CHECK(bounded->notes.has(Note::boundary_exact_bound));
  const std::vector<double> middle(20, 0.3);
  CHECK(refusal(mean_interval(middle, {}, MeanMethod::t, {}, Interval{0, 1})) ==
        Errc::zero_variance);
  const std::vector<double> scaled(20, 10.0);
  const auto ten = mean_interval(scaled, {}, MeanMethod::t, {}, Interval{0, 10});
  CHECK(ten->lower == Approx(10 - 1.684334710).epsilon(1e-9));
}

TEST_CASE("means are refused with the argument that is wrong", "[interval]") {
  CHECK(refusal(mean_interval({})) == Errc::empty_sample);
  const std::vector<double> one{0.5};
  const auto alone = mean_interval(one);
  CHECK(refusal(alone) == Errc::too_few);
  CHECK(alone.error().limit == 2);
  const std::vector<double> nan{0.5, std::nan("")};
  CHECK(refusal(mean_interval(nan)) == Errc::not_finite);
  CHECK(refusal(mean_interval(maize, {}, MeanMethod::wilson)) == Errc::not_binary);
  CHECK(refusal(mean_interval(maize, {}, MeanMethod::cr2)) == Errc::unsupported);
  const std::vector<std::int32_t> short_clusters{1};
  CHECK(refusal(mean_interval(maize, short_clusters)) == Errc::length_mismatch);
  const std::vector<std::int32_t> same(maize.size(), 4);
  CHECK(refusal(mean_interval(maize, same)) == Errc::too_few);
  const std::vector<std::int32_t> negative(maize.size(), -4);
  CHECK(refusal(mean_interval(maize, negative)) == Errc::value_out_of_range);
  CHECK(refusal(mean_interval(maize, {}, {}, {}, Interval{0, 1})) == Errc::value_out_of_bounds);
  CHECK(refusal(mean_interval(maize, {}, {}, {}, Interval{1, 0})) == Errc::value_out_of_range);
  CHECK(refusal(mean_interval(maize, {}, {}, Level{1})) == Errc::level_out_of_range);
  const std::vector<double> huge{1e308, -1e308, 1e308};
  CHECK(refusal(mean_interval(huge)) == Errc::no_convergence);
}

TEST_CASE("limits are cut to the bounds and the uncut ones kept", "[interval]") {
  const std::vector<double> high{1, 1, 1, 0.9};
  const auto result = mean_interval(high, {}, {}, {}, Interval{0, 1});
  REQUIRE(result);
  CHECK(result->upper == 1);
  REQUIRE(result->unclipped);
  CHECK(result->unclipped->upper > 1);
  CHECK(result->notes.has(Note::clipped));
}

TEST_CASE("differences of means", "[interval]") {
  const std::vector<double> a{0.712, 0.698, 0.705, 0.721, 0.709};
  const std::vector<double> b{0.684, 0.701, 0.690, 0.695, 0.688, 0.697};
  const auto welch = mean_difference(a, b);
  REQUIRE(welch);
  CHECK(welch->difference == Approx(0.0165).epsilon(1e-10));
  CHECK(welch->statistic == Approx(3.5934723428).epsilon(1e-9));
  CHECK(welch->df == Approx(7.2595608583).epsilon(1e-9));
  CHECK(welch->p == Approx(0.0082915146).epsilon(1e-8));
  CHECK(welch->lower == Approx(0.0057206541).epsilon(1e-8));
  CHECK(welch->upper == Approx(0.0272793459).epsilon(1e-8));
  const auto mirrored = mean_difference(b, a);
  CHECK(mirrored->lower == -welch->upper);
  CHECK(mirrored->p == welch->p);

  // Differences that are equal in decimals and not in binary are constant.
  const std::vector<double> shifted{0.71, 0.58, 0.33};
  const std::vector<double> base{0.70, 0.57, 0.32};
  const auto constant = paired_mean_difference(shifted, base);
  REQUIRE_FALSE(constant);
  CHECK(constant.error().code == Errc::zero_variance);
  CHECK(paired_mean_difference(a, b).error().code == Errc::length_mismatch);
  const std::vector<double> zero(drug_gain.size(), 0.0);
  CHECK(paired_mean_difference(drug_gain, zero)->lower == mean_interval(drug_gain)->lower);
}

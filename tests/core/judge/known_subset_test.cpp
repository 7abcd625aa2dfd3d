#include "evenhand/judge/correction.hpp"
#include "golden.hpp"

using namespace evenhand;
using namespace evenhand::judge;
using interval::ProportionMethod;

TEST_CASE("known error rates agree with an independent implementation", "[judge][golden]") {
  for (const auto& row : golden::table("judge_known.csv")) {
    const auto result = correct_known(
        {{row.count("x"), row.count("n")}, row.number("sensitivity"), row.number("specificity")},
        golden::named<ProportionMethod>(row.text("interval")), Level{row.number("level")});
    REQUIRE(result);
    CHECK_CLOSE(*result->estimate, row.number("estimate"), 1e-12, 1e-14, row);
    CHECK_CLOSE(result->lower, row.number("lower"), 1e-11, 1e-12, row);
    CHECK_CLOSE(result->upper, row.number("upper"), 1e-11, 1e-12, row);
    CHECK(result->flags.has(Flag::se_sp_treated_as_known));
  }
}

TEST_CASE("known error rates: the published examples", "[judge][golden]") {
  const auto limits = [](Counts judged, double se, double sp, ProportionMethod method) {
    return *correct_known({judged, se, sp}, method);
  };
  const auto blaker = limits({23, 150}, .96, .89, ProportionMethod::blaker);
  CHECK(*blaker.estimate == Approx(.05098039).margin(1e-8));
  CHECK(blaker.lower == 0);
  CHECK(blaker.upper == Approx(.1275).margin(2e-4));
  CHECK(limits({23, 150}, .96, .89, ProportionMethod::wilson).upper ==
        Approx(.128917).margin(1e-6));
  CHECK(limits({23, 150}, .96, .89, ProportionMethod::clopper_pearson).upper ==
        Approx(.130753).margin(1e-6));
  const auto low = limits({6, 151}, .964, .927, ProportionMethod::clopper_pearson);
  CHECK(low.status == Status::boundary);
  CHECK(*low.unclipped == Approx(-.03733434).margin(1e-8));
  CHECK(low.upper == Approx(.012882).margin(1e-6));
}

TEST_CASE("known error rates at or below chance are not identified", "[judge]") {
  for (const double se : {0.5, 0.3}) {
    const auto result = correct_known({{40, 100}, se, 0.5});
    REQUIRE(result);
    CHECK(result->reason == Reason::judge_at_or_below_chance);
    CHECK(result->lower == 0);
    CHECK(result->upper == 1);
  }
  CHECK(correct_known({{40, 100}, 1.5, 0.5}).error().argument == "sensitivity");
  CHECK(correct_known({{40, 100}, 0.5, -1}).error().code == Errc::rate_out_of_range);
  CHECK(correct_known({{40, 100}, 0.9, std::nan("")}).error().code == Errc::not_finite);
}

TEST_CASE("a judge rate that known error rates cannot produce gets a likelihood interval",
          "[judge]") {
  // The binomial interval of 1/1000 lies wholly below 1 - specificity.
  const auto result = correct_known({{1, 1000}, 0.9, 0.9});
  REQUIRE(result);
  CHECK(result->status == Status::boundary);
  CHECK(result->flags.has(Flag::boundary_rule));
  CHECK(result->flags.has(Flag::incompatible));
  CHECK(result->lower == 0);
  CHECK(result->upper > 0);
  CHECK(result->upper < 0.01);
}

TEST_CASE("post-stratification agrees with an independent implementation", "[judge][golden]") {
  for (const auto& row : golden::table("judge_subset.csv")) {
    const auto result =
        correct_subset({{row.count("tp"), row.count("fn"), row.count("fp"), row.count("tn")},
                        {row.count("x"), row.count("n")}},
                       CorrectionMethod::poststrat, Level{row.number("level")});
    REQUIRE(result);
    CHECK_CLOSE(*result->estimate, row.number("estimate"), 1e-12, 1e-14, row);
    CHECK_CLOSE(result->lower, row.number("lower"), 1e-12, 1e-13, row);
    CHECK_CLOSE(result->upper, row.number("upper"), 1e-12, 1e-13, row);
    CHECK(result->lower < result->upper);
  }
}

TEST_CASE("post-stratification: the published examples", "[judge][golden]") {
  struct Case {
    Confusion labelled;
    Counts unlabelled;
    double level, estimate, lower, upper;
  };
  for (const auto& c : {Case{{1, 3, 3, 21}, {40, 248}, .90, .144928, .072635, .293472},
                        Case{{1, 3, 3, 21}, {40, 248}, .95, .144928, .051652, .314946},
                        Case{{52, 9, 7, 31}, {123, 201}, .95, .623189, .539806, .700002},
                        Case{{50, 11, 5, 33}, {120, 201}, .95, .634470, .551235, .708681}}) {
    const auto result =
        correct_subset({c.labelled, c.unlabelled}, CorrectionMethod::poststrat, Level{c.level});
    REQUIRE(result);
    CHECK(*result->estimate == Approx(c.estimate).margin(0.51e-6));
    CHECK(result->lower == Approx(c.lower).margin(0.51e-6));
    CHECK(result->upper == Approx(c.upper).margin(0.51e-6));
  }
}

TEST_CASE("labels that all agree never collapse the interval", "[judge]") {
  const auto all_right = correct_subset({{30, 0, 0, 0}, {60, 70}});
  CHECK(all_right->flags.has(Flag::smoothed_estimate));
  CHECK(all_right->lower < all_right->upper);
  const auto one = correct_subset({{0, 0, 0, 1}, {0, 0}});
  CHECK(one->flags.has(Flag::too_few_labels));
  CHECK(one->lower < one->upper);
}

TEST_CASE("bad subset input is refused, naming the argument", "[judge]") {
  CHECK(correct_subset({{0, 0, 0, 0}, {1, 2}}).error().code == Errc::empty_sample);
  CHECK(correct_subset({{-1, 3, 0, 0}, {1, 2}}).error().argument == "labelled");
  CHECK(correct_subset({{1, 3, 0, 0}, {3, 2}}).error().argument == "unlabelled");
  CHECK(correct_subset({{max_count, max_count, 0, 0}, {1, 2}}).error().code == Errc::not_integer);
}

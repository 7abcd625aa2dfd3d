#include "evenhand/parallel/measured.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "evenhand/interval/proportion.hpp"

using namespace evenhand;
using namespace evenhand::parallel;

namespace {

Approx near(double value, double margin = 1e-6) { return Approx(value).epsilon(0).margin(margin); }

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

using Points = std::vector<std::pair<double, double>>;  // tokens per step, accuracy in percent

double at(const Points& points, CurveKind kind, double percent) {
  std::vector<double> x;
  std::vector<double> y;
  for (const auto& [tokens, accuracy] : points) {
    x.push_back(tokens);
    y.push_back(accuracy / 100);
  }
  const auto out = tokens_per_step_at(x, y, kind, percent / 100);
  REQUIRE(out);
  return *out;
}

template <class T>
void check_refused(const Result<T>& result, Errc code, std::string_view argument) {
  REQUIRE(!result);
  CHECK(result.error().code == code);
  CHECK(result.error().argument == argument);
}

using Column = std::vector<double>;

}  // namespace

TEST_CASE("tokens per step at an accuracy, as published", "[parallel][measured][golden]") {
  const Points llada{{1.3268608, 86.4117647}, {3.4174169, 83.8235294}, {4.5306897, 77.4705882},
                     {5.6201269, 68.2941176}, {6.5520183, 57.8823529}, {8.2712523, 47.2352941}};
  CHECK(at(llada, CurveKind::adaptive, 80) == near(4.087442));
  CHECK(at(llada, CurveKind::adaptive, 86) == near(1.659449));
  CHECK(at(llada, CurveKind::adaptive, 90) == 0);
  CHECK(at(llada, CurveKind::adaptive, 40) == near(8.271252));
  const Points klass{{2.6639584, 85.9411765},
                     {2.8776999, 85.3529412},
                     {3.0983444, 83.5294118},
                     {3.2502931, 80.8235294}};
  CHECK(at(klass, CurveKind::adaptive, 80) == near(3.250293));
  CHECK(at(klass, CurveKind::adaptive, 75) == near(3.250293));
  const Points dus{{1, 76.5882353},         {2, 54.5294118}, {2, 57.3529412},
                   {2.6666667, 46.7647059}, {4, 37.4705882}, {6.4, 41.3529412}};
  CHECK(at(dus, CurveKind::adaptive, 80) == 0);
  CHECK(at(dus, CurveKind::adaptive, 75) == near(1.082569));
  const Points top_k{{1, 86.3529412}, {2, 74.3529412}, {4, 58.9411765}};
  CHECK(at(top_k, CurveKind::fixed, 80) == 1);
  CHECK(at(top_k, CurveKind::fixed, 75) == 1);
  CHECK(at(top_k, CurveKind::fixed, 70) == 2);
  CHECK(at(top_k, CurveKind::fixed, 90) == 0);
}

TEST_CASE("curves that rise again, in any order of points", "[parallel][measured]") {
  const Points points{{4, 60}, {1, 90}, {3, 80}, {2, 50}};
  CHECK(at(points, CurveKind::adaptive, 70) == near(3.5, 1e-12));
  CHECK(at(points, CurveKind::adaptive, 60) == near(4, 1e-12));
  CHECK(at(points, CurveKind::adaptive, 85) == near(1.125, 1e-12));
  CHECK(at(points, CurveKind::fixed, 70) == 3);
  CHECK(at({{2, 50}}, CurveKind::adaptive, 50) == 2);
  CHECK(at({{2, 50}}, CurveKind::adaptive, 51) == 0);
  // Equal to the accuracy but for rounding.
  CHECK(at({{1, 60}, {2, 100 * (.1 + .2)}}, CurveKind::fixed, 30) == 2);
  CHECK(at({{1, 60}, {2, 30 - 1e-12}}, CurveKind::adaptive, 30) == 2);
}

TEST_CASE("parallelizability as published", "[parallel][measured][golden]") {
  const Column k{1, 2, 4, 8, 16, 32};
  CHECK(*parallelizability(k, Column{100, 84, 53, 33, 7, 0}) == near(3.090253));
  CHECK(*parallelizability(k, Column{99, 99, 100, 100, 100, 98}) == near(10.458054));
  const double largest = std::numeric_limits<double>::max();
  CHECK(*parallelizability(Column{largest, largest}, Column{largest, largest}) == largest);
}

TEST_CASE("order preference is a slope", "[parallel][measured]") {
  CHECK(*order_preference(Column{1, 2, 4}, Column{3, 5, 9}) == near(2, 1e-12));
  CHECK(*order_preference(Column{1, 2, 3, 4}, Column{1, 0, 0, 1}) == near(0, 1e-12));
  CHECK(*order_preference(Column{8, 16, 32, 64}, Column{.9, .8, .7, .4}) ==
        near(-16.0 / 1840, 1e-15));
}

TEST_CASE("a measured point beside the limit of its task", "[parallel][measured]") {
  const auto compared = compare_with_limit(ListTask::shuffle, 6, 2, .30, 1, 100);
  REQUIRE(compared);
  CHECK(compared->steps == 3);
  CHECK(compared->limit == near(.3703704));
  CHECK(compared->gap == near(.0703704));
  REQUIRE(compared->interval);
  const auto wilson = interval::proportion_interval({.successes = 30, .trials = 100});
  CHECK(compared->interval->lower == wilson->lower);
  CHECK(compared->interval->upper == wilson->upper);
  CHECK(*compared->verdict == LimitVerdict::within);
  CHECK(*compare_with_limit(ListTask::shuffle, 6, 2, .30, 1, 10'000)->verdict ==
        LimitVerdict::below);
  CHECK(*compare_with_limit(ListTask::shuffle, 6, 2, .45, 1, 10'000)->verdict ==
        LimitVerdict::above);
  const auto bare = compare_with_limit(ListTask::shuffle, 6, 2, .30, 1, std::nullopt);
  REQUIRE(bare);
  CHECK(!bare->interval);
  CHECK(!bare->verdict);
}

TEST_CASE("items per step become steps", "[parallel][measured]") {
  const auto steps = [](double tokens_per_step, double tokens_per_item) {
    return compare_with_limit(ListTask::replace_random, 6, tokens_per_step, .5, tokens_per_item,
                              std::nullopt)
        ->steps;
  };
  CHECK(steps(1, 1) == 6);
  CHECK(steps(4, 1) == 2);
  CHECK(steps(4, 2) == 3);
  CHECK(steps(5.99, 1) == 2);
  CHECK(steps(6, 1) == 1);
  CHECK(steps(100, 1) == 1);
  CHECK(steps(1, 3) == 6);
  CHECK(steps(.6 / .3, 1) == 3);
  CHECK(steps(3 * (.1 + .2) / .3, 1) == 2);
  CHECK(steps(1e-300, 1) == 6);
  CHECK(steps(1e300, 1e-300) == 1);
}

TEST_CASE("limits of all numbers of steps are those of the task", "[parallel][measured]") {
  for (const ListTask task : {ListTask::shuffle, ListTask::replace_random, ListTask::copy}) {
    const std::int64_t n = 24;
    const auto limits = list_task_limits(task, n, n);
    REQUIRE(limits);
    for (const TaskStep& step : limits->steps) {
      const double tokens = static_cast<double>(n) / static_cast<double>(step.steps);
      const auto compared = compare_with_limit(task, n, tokens, .5, 1, std::nullopt);
      REQUIRE(compared);
      CHECK(compared->steps == step.steps);
      CHECK(compared->limit == near(*step.accuracy, 1e-12));
    }
  }
  CHECK(compare_with_limit(ListTask::copy, 1'000'000, 7, 1, 1, 50)->limit == 1);
  CHECK(compare_with_limit(ListTask::shuffle, 5000, 1, 1, 1, 50)->limit == near(1, 1e-12));
}

TEST_CASE("bounds for confident positions, as published", "[parallel][measured][golden]") {
  const auto two = confident_bounds(2, .1, 2);
  REQUIRE(two);
  CHECK(two->same_argmax);
  CHECK(two->total_variation == near(.25, 1e-12));
  CHECK(two->kl_forward == near(.325083));
  const auto four = confident_bounds(4, .05, 1000);
  REQUIRE(four);
  CHECK(four->total_variation == near(.275, 1e-12));
  CHECK(four->kl_forward == near(1.631559));
  CHECK(confident_bounds(9, .1, 2)->same_argmax);
  CHECK(!confident_bounds(10, .1, 2)->same_argmax);
  CHECK(confident_bounds(100, .9, 2)->total_variation == 1);
}

TEST_CASE("measured curves out of range are refused", "[parallel][measured]") {
  const auto curve = [](const Column& x, const Column& y, double accuracy) {
    return tokens_per_step_at(x, y, CurveKind::adaptive, accuracy);
  };
  check_refused(curve({}, {}, .5), Errc::empty_sample, "tokens_per_step");
  check_refused(curve({1}, {.5, .5}, .5), Errc::length_mismatch, "accuracies");
  check_refused(curve({not_a_number}, {.5}, .5), Errc::not_finite, "tokens_per_step");
  check_refused(curve({1}, {infinity}, .5), Errc::not_finite, "accuracies");
  check_refused(curve({0}, {.5}, .5), Errc::value_out_of_bounds, "tokens_per_step");
  check_refused(curve({1}, {50}, .5), Errc::rate_out_of_range, "accuracies");
  check_refused(curve({1}, {.5}, 80), Errc::rate_out_of_range, "accuracy");
  check_refused(curve({1}, {.5}, not_a_number), Errc::rate_out_of_range, "accuracy");

  check_refused(parallelizability(Column{}, Column{}), Errc::empty_sample, "tokens_per_step");
  check_refused(parallelizability(Column{1}, Column{}), Errc::length_mismatch, "scores");
  check_refused(parallelizability(Column{1}, Column{not_a_number}), Errc::not_finite, "scores");
  check_refused(parallelizability(Column{0}, Column{1}), Errc::value_out_of_bounds,
                "tokens_per_step");
  check_refused(parallelizability(Column{1, 2}, Column{1, -1}), Errc::value_out_of_bounds,
                "scores");
  check_refused(parallelizability(Column{1, 2}, Column{0, -1}), Errc::value_out_of_bounds,
                "scores");
  check_refused(parallelizability(Column{1, 2}, Column{0, 0}), Errc::zero_total_weight, "scores");

  check_refused(order_preference(Column{1}, Column{1}), Errc::too_few, "lengths");
  check_refused(order_preference(Column{1, 2}, Column{1}), Errc::length_mismatch, "scores");
  check_refused(order_preference(Column{1, not_a_number}, Column{1, 2}), Errc::not_finite,
                "lengths");
  check_refused(order_preference(Column{2, 2}, Column{1, 2}), Errc::zero_variance, "lengths");
}

TEST_CASE("comparisons out of range are refused", "[parallel][measured]") {
  const auto refused = [](ListTask task, std::int64_t n, double tokens, double accuracy,
                          double per_item, std::optional<std::int64_t> items, Errc code,
                          std::string_view argument) {
    check_refused(compare_with_limit(task, n, tokens, accuracy, per_item, items), code, argument);
  };
  refused(ListTask::insert_random, 6, 2, .5, 1, {}, Errc::unsupported, "task");
  refused(ListTask::latin_square, 3, 2, .5, 1, {}, Errc::unsupported, "task");
  refused(ListTask::shuffle, 0, 2, .5, 1, {}, Errc::too_few, "n");
  refused(ListTask::shuffle, 5001, 2, .5, 1, {}, Errc::too_large_exact, "n");
  refused(ListTask::shuffle, 6, 0, .5, 1, {}, Errc::value_out_of_bounds, "tokens_per_step");
  refused(ListTask::shuffle, 6, not_a_number, .5, 1, {}, Errc::value_out_of_bounds,
          "tokens_per_step");
  refused(ListTask::shuffle, 6, 2, .5, -1, {}, Errc::value_out_of_bounds, "tokens_per_item");
  refused(ListTask::shuffle, 6, 2, 50, 1, {}, Errc::rate_out_of_range, "accuracy");
  refused(ListTask::shuffle, 6, 2, .5, 1, 0, Errc::empty_sample, "items");
  refused(ListTask::shuffle, 6, 2, .5, 1, -1, Errc::not_integer, "items");

  check_refused(confident_bounds(1, .1, 2), Errc::too_few, "n");
  check_refused(confident_bounds(2, 0, 2), Errc::share_out_of_range, "epsilon");
  check_refused(confident_bounds(2, 1, 2), Errc::share_out_of_range, "epsilon");
  check_refused(confident_bounds(2, not_a_number, 2), Errc::share_out_of_range, "epsilon");
  check_refused(confident_bounds(2, .1, 1), Errc::too_few, "vocabulary");
}

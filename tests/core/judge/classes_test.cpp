/// Many classes: what two classes reduce to, relabelling, refusals, and the pieces underneath.
#include "evenhand/judge/classes.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "judge/class_model.hpp"
#include "numeric/propagation.hpp"
#include "numeric/small_matrix.hpp"
#include "numeric/special.hpp"

using namespace evenhand;
using namespace evenhand::judge;

namespace {

struct Counts3 {
  std::vector<double> confusion, verdicts, values;
  [[nodiscard]] ClassData view() const { return {confusion, verdicts, values}; }
};

const Counts3 matrix{{160, 20, 20, 20, 60, 20, 30, 30, 140}, {520, 180, 300}, {1, 0.5, 0}};

}  // namespace

TEST_CASE("two classes are the binary correction with its delta variance", "[judge][property]") {
  SplitMix64 rng(5, "test");
  for (int repeat = 0; repeat < 10; ++repeat) {
    const double m1 = 40 + rng.below(100);
    const double m0 = 40 + rng.below(100);
    const double y1 = m1 - rng.below(12);
    const double y0 = m0 - rng.below(12);
    const double n = 500;
    const double x = 100 + rng.below(300);
    const Counts3 two{{y1, m1 - y1, m0 - y0, y0}, {x, n - x}, {1, 0}};
    const auto classes = correct_classes(two.view());
    const auto binary =
        correct_external({{x, n}, {y1, m1}, {y0, m0}}, CorrectionMethod::beta_jeffreys);
    REQUIRE(classes);
    REQUIRE(classes->score);
    CHECK(classes->score->estimate == Approx(*binary->estimate).margin(1e-12));
    CHECK(classes->score->lower == Approx(binary->lower).margin(0.003));
    CHECK(classes->score->upper == Approx(binary->upper).margin(0.003));
    const double p = x / n;
    const double q1 = y1 / m1;
    const double q0 = y0 / m0;
    const double t = classes->score->unclipped;
    const double variance =
        (p * (1 - p) / n + t * t * q1 * (1 - q1) / m1 + (1 - t) * (1 - t) * q0 * (1 - q0) / m0) /
        ((q0 + q1 - 1) * (q0 + q1 - 1));
    CHECK(classes->score->standard_error == Approx(std::sqrt(variance)).epsilon(1e-10));
  }
}

TEST_CASE("the smallest singular value's variance is that of J for equal error rates", "[judge]") {
  const Counts3 two{{80, 20, 20, 80}, {50, 50}, {1, 0}};
  const auto result = correct_classes(two.view());
  CHECK(result->separation->smallest == Approx(0.6));
  CHECK(result->separation->standard_error == Approx(std::sqrt(2 * 0.16 / 100)));
}

TEST_CASE("classes may be renamed", "[judge][property]") {
  const auto plain = correct_classes(matrix.view());
  const std::size_t to[] = {2, 0, 1};
  Counts3 renamed{std::vector<double>(9), std::vector<double>(3), std::vector<double>(3)};
  for (std::size_t k = 0; k < 3; ++k) {
    renamed.verdicts[to[k]] = matrix.verdicts[k];
    renamed.values[to[k]] = matrix.values[k];
    for (std::size_t f = 0; f < 3; ++f) {
      renamed.confusion[to[k] * 3 + to[f]] = matrix.confusion[k * 3 + f];
    }
  }
  const auto other = correct_classes(renamed.view());
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(*other->classes[to[k]].estimate == Approx(*plain->classes[k].estimate));
    CHECK(*other->classes[to[k]].standard_error == Approx(*plain->classes[k].standard_error));
  }
  CHECK(other->score->lower == Approx(plain->score->lower).margin(0.002));
  CHECK(other->score->upper == Approx(plain->score->upper).margin(0.002));
}

TEST_CASE("calibrating and correcting the same items gives back the labels", "[judge][property]") {
  std::vector<double> verdicts(3);
  double labels[] = {0, 0, 0};
  double all = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t f = 0; f < 3; ++f) {
      verdicts[f] += matrix.confusion[k * 3 + f];
      labels[k] += matrix.confusion[k * 3 + f];
      all += matrix.confusion[k * 3 + f];
    }
  }
  const auto result = correct_classes({matrix.confusion, verdicts, matrix.values});
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(*result->classes[k].estimate == Approx(labels[k] / all));
  }
}

TEST_CASE("shares stay possible, limits contain the estimate, and nothing is random",
          "[judge][property]") {
  SplitMix64 rng(9, "test");
  int identified = 0;
  for (int repeat = 0; repeat < 12; ++repeat) {
    const std::size_t k = 2 + rng.below(4);
    const std::size_t kinds = k + rng.below(2);
    std::vector<double> confusion(k * kinds);
    std::vector<double> verdicts(kinds);
    std::vector<double> values(k);
    for (std::size_t i = 0; i < k; ++i) {
      values[i] = rng.uniform();
      for (std::size_t f = 0; f < kinds; ++f)
        confusion[i * kinds + f] = rng.below(i == f ? 150 : 15);
    }
    for (double& count : verdicts) count = rng.below(200);
    verdicts[0] += 1;
    const auto result = correct_classes({confusion, verdicts, values});
    REQUIRE(result);
    if (!result->score) continue;
    ++identified;
    double sum = 0;
    double raw = 0;
    for (const ClassShare& share : result->classes) {
      CHECK(*share.estimate >= 0);
      CHECK(share.lower <= *share.estimate);
      CHECK(share.upper >= *share.estimate);
      sum += *share.estimate;
      raw += *share.unclipped;
    }
    CHECK(sum == Approx(1));
    CHECK(raw == Approx(1));
    CHECK(result->score->lower < result->score->upper);
    CHECK(correct_classes({confusion, verdicts, values})->score->lower == result->score->lower);
  }
  CHECK(identified > 5);
}

TEST_CASE("the fit on the simplex satisfies the conditions of a minimum", "[judge][property]") {
  SplitMix64 rng(3, "test");
  for (int repeat = 0; repeat < 200; ++repeat) {
    const std::size_t k = 2 + rng.below(5);
    numeric::Matrix shares(k, k + 1);
    std::vector<double> verdicts(k + 1);
    double total = 0;
    for (double& v : verdicts) total += v = rng.uniform();
    for (double& v : verdicts) v /= total;
    for (std::size_t i = 0; i < k; ++i) {
      double sum = 0;
      for (double& v : shares.row(i)) sum += v = rng.uniform();
      for (double& v : shares.row(i)) v /= sum;
    }
    const auto x = fit_on_simplex(shares, verdicts);
    REQUIRE(x.size() == k);
    std::vector<double> gradient(k);
    double least = HUGE_VAL;
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t f = 0; f <= k; ++f) {
        double fitted = 0;
        for (std::size_t j = 0; j < k; ++j) fitted += shares(j, f) * x[j];
        gradient[i] += shares(i, f) * (fitted - verdicts[f]);
      }
      least = std::min(least, gradient[i]);
    }
    for (std::size_t i = 0; i < k; ++i) {
      CHECK(x[i] >= 0);
      if (x[i] > 1e-12) CHECK(gradient[i] == Approx(least).margin(1e-9));
    }
  }
}

TEST_CASE("Sobol points fill every coordinate evenly, in pairs too", "[judge][numeric]") {
  constexpr std::size_t dimensions = 30;
  numeric::SobolPoints points(dimensions);
  std::vector<std::vector<bool>> seen(dimensions, std::vector<bool>(numeric::propagation_points));
  std::vector<int> squares(16 * 16);
  for (std::size_t i = 0; i < numeric::propagation_points; ++i, points.next()) {
    for (std::size_t d = 0; d < dimensions; ++d) seen[d][points.cells()[d]] = true;
    ++squares[(points.cells()[3] >> 12) * 16 + (points.cells()[4] >> 12)];
  }
  for (const auto& cells : seen) CHECK(std::count(cells.begin(), cells.end(), false) == 0);
  CHECK(*std::min_element(squares.begin(), squares.end()) > 200);  // 256 on average
}

TEST_CASE("interpolated Beta quantiles are the quantiles", "[judge][numeric]") {
  for (const auto& [a, b] : {std::pair{0.5, 0.5}, {0.5, 10.5}, {160.5, 40.5}, {1e6 + 0.5, 0.5}}) {
    const numeric::BetaQuantiles quantile(a, b);
    REQUIRE(quantile.finite());
    for (double z = -4.3; z < 4.3; z += 0.0713) {
      CHECK(quantile(z) ==
            Approx(numeric::beta_quantile(a, b, numeric::normal_cdf(z))).margin(1e-8));
    }
  }
}

TEST_CASE("singular values and inverses of small matrices", "[judge][numeric]") {
  SplitMix64 rng(2, "test");
  for (int repeat = 0; repeat < 50; ++repeat) {
    const std::size_t n = 2 + rng.below(5);
    numeric::Matrix a(n, n + rng.below(2));
    for (std::size_t i = 0; i < n; ++i) {
      for (double& v : a.row(i)) v = rng.uniform() - 0.3;
    }
    const auto singular = numeric::smallest_singular(a);
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (std::size_t f = 0; f < a.columns(); ++f) sum += a(i, f) * singular.v[f];
      CHECK(sum == Approx(singular.value * singular.u[i]).margin(1e-12));
    }
  }
  numeric::Matrix swap(2, 2);
  swap(0, 1) = swap(1, 0) = 2;
  CHECK(numeric::invert(swap) == -4);
  CHECK(swap(0, 1) == 0.5);
  numeric::Matrix zero(2, 2);
  CHECK(numeric::invert(zero) == 0);
}

TEST_CASE("grades merge until they are told apart, and a cut is the binary correction", "[judge]") {
  const Counts3 useless{{5, 5, 5, 5, 5, 5, 5, 5, 5}, {50, 50, 50}, {1, 2, 3}};
  const auto hopeless = correct_grades(useless.view());
  REQUIRE(hopeless);
  CHECK(hopeless->values.size() == 2);
  CHECK(hopeless->correction.reason == ClassReason::confusion_matrix_near_singular);
  const auto kept = correct_grades(matrix.view());
  CHECK(kept->merged == std::vector<std::int64_t>{0, 1, 2});
  CHECK(kept->correction.score->lower == correct_classes(matrix.view())->score->lower);
  CHECK(correct_grades(matrix.view(), {.cut = 0}).error().argument == "cut");
}

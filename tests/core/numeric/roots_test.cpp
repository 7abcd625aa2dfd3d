#include "numeric/roots.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "numeric/quadrature.hpp"
#include "numeric/special.hpp"

using namespace evenhand::numeric;

TEST_CASE("a bracketed root is found to the last bits", "[numeric]") {
  CHECK(bracketed_root([](double x) { return x * x - 2; }, 0.0, 2.0) ==
        Approx(std::sqrt(2.0)).epsilon(1e-15));
  CHECK(bracketed_root([](double x) { return std::expm1(x - 1e-9); }, 0.0, 1.0) ==
        Approx(1e-9).epsilon(1e-12));
  CHECK(bracketed_root([](double x) { return x; }, 0.0, 1.0) == 0.0);
  CHECK(std::isnan(bracketed_root([](double x) { return x + 1; }, 0.0, 1.0)));
}

TEST_CASE("an edge is bisected to neighbouring doubles", "[numeric]") {
  const auto below = [](double x) { return x * x <= 2; };
  const double edge = bisect_edge(below, 0.0, 2.0);
  CHECK(below(edge));
  CHECK_FALSE(below(std::nextafter(edge, 2.0)));
}

TEST_CASE("the tanh-sinh rule integrates over (0, 1), end-point singularities included",
          "[numeric]") {
  double one = 0;
  double root = 0;
  double inverse_root = 0;
  for (const auto& node : tanh_sinh_rule(61)) {
    one += node.weight;
    root += node.weight * std::sqrt(node.u);
    inverse_root += node.weight / std::sqrt(node.complement);
  }
  CHECK(one == Approx(1).epsilon(1e-13));
  CHECK(root == Approx(2.0 / 3).epsilon(1e-12));
  CHECK(inverse_root == Approx(2).epsilon(1e-9));
}

TEST_CASE("special functions agree with published quantiles", "[numeric]") {
  CHECK(two_sided_normal_quantile(0.05) == Approx(1.959963984540054).epsilon(1e-15));
  CHECK(chi_square_1_quantile(0.05) == Approx(3.841458820694124).epsilon(1e-14));
  CHECK(normal_cdf(-1.959963984540054) == Approx(0.025).epsilon(1e-14));
  CHECK(beta_cdf(2, 3, 0.4) == Approx(0.5248).epsilon(1e-14));
  CHECK(beta_quantile(2, 3, 0.5248) == Approx(0.4).epsilon(1e-13));
  CHECK(beta_cdf_complement(2, 3, 0.4) == Approx(1 - 0.5248).epsilon(1e-14));
}

TEST_CASE("quantiles invert the distribution function over many shapes and tails", "[numeric]") {
  for (const double a : {0.5, 1.0, 1.5, 2.0, 7.5, 40.0, 1000.5, 3e5}) {
    for (const double b : {0.5, 1.0, 1.5, 3.0, 25.0, 700.0, 2e6}) {
      for (const double p : {1e-18, 1e-9, 1e-4, 0.025, 0.3, 0.5}) {
        CAPTURE(a, b, p);
        const double lower = beta_quantile(a, b, p);
        // What is left is the error of the argument's own last bit, and of the distribution
        // function itself, which grows with the shapes.
        const double relative = a + b > 1e5 ? 1e-9 : 1e-11;
        const double slack = relative * p + 4e-16 * lower * beta_density(a, b, lower);
        CHECK(beta_cdf(a, b, lower) == Approx(p).epsilon(relative).margin(slack));
        const double upper = beta_quantile_complement(a, b, p);
        if (upper < 1) {
          const double room = relative * p + 4e-16 * upper * beta_density(a, b, upper);
          CHECK(beta_cdf_complement(a, b, upper) == Approx(p).epsilon(relative).margin(room));
        }
      }
    }
  }
}

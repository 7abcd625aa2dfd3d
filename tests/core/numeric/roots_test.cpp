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

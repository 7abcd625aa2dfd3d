#include "numeric/quadrature.hpp"

#include <cmath>
#include <numbers>

#include <catch2/catch.hpp>

using namespace evenhand::numeric;

TEST_CASE("Gauss-Legendre panels are exact for polynomials of degree 31", "[numeric]") {
  for (int degree = 0; degree <= 31; ++degree) {
    const auto power = [degree](double x) { return std::pow(x, degree); };
    CAPTURE(degree);
    CHECK(gauss_legendre(power, 0, 1, 1) == Approx(1.0 / (degree + 1)).epsilon(1e-14));
    CHECK(gauss_legendre(power, 0, 2, 3) ==
          Approx(std::pow(2, degree + 1) / (degree + 1)).epsilon(1e-14));
  }
  // Degree 32 is beyond one panel of the rule.
  CHECK(gauss_legendre([](double x) { return std::pow(x, 32); }, -1, 1, 1) !=
        Approx(2.0 / 33).epsilon(1e-12));
}

TEST_CASE("more panels integrate what is less smooth", "[numeric]") {
  const auto bell = [](double x) { return std::exp(-0.5 * x * x); };
  CHECK(gauss_legendre(bell, -8, 11, 32) == Approx(std::sqrt(2 * std::numbers::pi)).epsilon(1e-14));
}

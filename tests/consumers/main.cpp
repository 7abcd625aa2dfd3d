// A user of the library: corrects a score and exits with 1 if the answer is not the known one.
#include <cmath>
#include <cstdio>

#include <evenhand/judge/correction.hpp>

int main() {
  using namespace evenhand::judge;
  const auto result = correct_external({.judged = {.count = 400, .total = 1000},
                                        .sensitivity = {.count = 180, .total = 200},
                                        .specificity = {.count = 140, .total = 200}},
                                       CorrectionMethod::lee2025);
  if (!result) return 1;
  std::printf("%.4f [%.4f, %.4f]\n", *result->estimate, result->lower, result->upper);
  return std::abs(result->lower - 0.05635072484160894) < 1e-12 ? 0 : 1;
}

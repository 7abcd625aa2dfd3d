// Corrects a judge's score in C++. Build and run, from the repository:
//   cmake -S examples/cpp -B build/example-cpp -G Ninja && cmake --build build/example-cpp
//   build/example-cpp/correct
#include <cstdio>

#include <evenhand/judge/correction.hpp>

int main() {
  using namespace evenhand::judge;
  // The judge passed 400 of 1000 answers. On a labelled set it passed 180 of 200 right answers and
  // failed 140 of 200 wrong ones.
  const auto result = correct_external({.judged = {.count = 400, .total = 1000},
                                        .sensitivity = {.count = 180, .total = 200},
                                        .specificity = {.count = 140, .total = 200}});
  if (!result) {
    std::printf("refused: %s\n", evenhand::text_of(result.error().code).title.data());
    return 1;
  }
  if (!result->identified()) {
    std::printf("not identified: %s\n", evenhand::text_of(*result->reason).detail.data());
    return 1;
  }
  std::printf("raw %.3f, corrected %.3f, 95 %% interval %.3f to %.3f\n", result->raw->estimate,
              *result->estimate, result->lower, result->upper);
}

/// Times one call of each measured function natively and prints JSON: nanoseconds per call, the
/// best of several rounds, so that another process on the machine counts least.
#include <chrono>
#include <cstdio>

#include "evenhand/judge/correction.hpp"

using namespace evenhand;

namespace {

volatile double sink = 0;

template <class Call>
double best_nanoseconds(int calls, Call call) {
  double best = 1e300;
  for (int round = 0; round < 15; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) sink = call(i);
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count() / calls);
  }
  return best;
}

}  // namespace

int main() {
  const double clopper_pearson = best_nanoseconds(4000, [](int i) {
    return interval::proportion_interval({15 + i % 100, 148},
                                         interval::ProportionMethod::clopper_pearson)
        ->lower;
  });
  const auto corrected = [](judge::CorrectionMethod method, int calls) {
    return best_nanoseconds(calls, [method](int i) {
      return judge::correct_external({{double(400 + i % 100), 1000}, {180, 200}, {140, 200}},
                                     method)
          ->lower;
    });
  };
  std::printf("{\"clopperPearson\":%.1f,\"unified\":%.1f,\"lee2025\":%.1f,\"betaJeffreys\":%.1f}\n",
              clopper_pearson, corrected(judge::CorrectionMethod::unified, 100),
              corrected(judge::CorrectionMethod::lee2025, 20'000),
              corrected(judge::CorrectionMethod::beta_jeffreys, 1));
}

#pragma once
#include <span>
#include "evenhand/base/result.hpp"
namespace evenhand::compare {
struct CochranQ {
  double statistic = 0;
  double df = 0;
  double p = 1;
};
[[nodiscard]] inline Result<CochranQ> cochran_q(std::span<const double>, std::int64_t) {
  return CochranQ{};
}
}  // namespace evenhand::compare

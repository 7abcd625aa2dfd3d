#include "evenhand/parallel/measured.hpp"

namespace evenhand::parallel {

Result<double> tokens_per_step_at(std::span<const double>, std::span<const double>, CurveKind,
                                  double) {
  return Error{Errc::unsupported, ""};
}

Result<double> parallelizability(std::span<const double>, std::span<const double>) {
  return Error{Errc::unsupported, ""};
}

Result<double> order_preference(std::span<const double>, std::span<const double>) {
  return Error{Errc::unsupported, ""};
}

Result<LimitComparison> compare_with_limit(ListTask, std::int64_t, double, double, double,
                                           std::optional<std::int64_t>) {
  return Error{Errc::unsupported, ""};
}

Result<ConfidentBounds> confident_bounds(std::int64_t, double, std::int64_t) {
  return Error{Errc::unsupported, ""};
}

}  // namespace evenhand::parallel

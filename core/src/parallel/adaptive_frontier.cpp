#include "evenhand/parallel/schedules.hpp"
namespace evenhand::parallel {
Result<std::vector<double>> adaptive_frontier(const TargetColumns&, std::optional<std::int64_t>,
                                              const Decoding&) {
  return Error{Errc::unsupported, ""};
}
}  // namespace evenhand::parallel

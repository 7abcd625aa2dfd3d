#include "evenhand/parallel/strategies.hpp"

namespace evenhand::parallel {

Result<StrategyOutcome> run_strategy(const TargetColumns&, const Strategy&, std::span<const double>,
                                     std::int64_t) {
  return Error{Errc::unsupported, ""};
}

Result<Walk> walk_strategy(const TargetColumns&, const Strategy&, std::int64_t, std::int64_t) {
  return Error{Errc::unsupported, ""};
}

Result<std::int64_t> accepted_positions(StrategyRule, double, bool, std::span<const double>,
                                        std::span<const double>) {
  return Error{Errc::unsupported, ""};
}

}  // namespace evenhand::parallel

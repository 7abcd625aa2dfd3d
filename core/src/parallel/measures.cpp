#include "evenhand/parallel/measures.hpp"

namespace evenhand::parallel {

Result<TargetMeasures> measure_target(const TargetColumns&) { return Error{Errc::unsupported, ""}; }

Result<PairMap> pair_map(const TargetColumns&, std::int64_t, std::optional<std::int64_t>,
                         std::optional<std::int64_t>) {
  return Error{Errc::unsupported, ""};
}

}  // namespace evenhand::parallel

#include "evenhand/parallel/outcome.hpp"

namespace evenhand::parallel {

Result<Outcome> steps_outcome(const TargetColumns&, const std::optional<StepColumns>&,
                              const Decoding&) {
  return Error{Errc::unsupported, ""};
}

}  // namespace evenhand::parallel

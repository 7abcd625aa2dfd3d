#include "evenhand/parallel/schedules.hpp"
namespace evenhand::parallel {
Result<std::vector<Schedule>> accuracy_schedules(const TargetColumns&, std::optional<std::int64_t>,
                                                 const Decoding&) {
  return Error{Errc::unsupported, ""};
}
}  // namespace evenhand::parallel

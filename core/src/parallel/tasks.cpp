#include "evenhand/parallel/tasks.hpp"

namespace evenhand::parallel {

Result<TaskLimits> list_task_limits(ListTask, std::int64_t, std::optional<std::int64_t>) {
  return Error{Errc::unsupported, ""};
}

Result<TaskSizes> list_task_sizes(ListTask, std::int64_t, std::span<const std::int32_t>) {
  return Error{Errc::unsupported, ""};
}

Result<TaskThreshold> list_task_threshold(ListTask, std::int64_t, double, bool) {
  return Error{Errc::unsupported, ""};
}

Result<TaskTable> list_task_table(ListTask, std::int64_t) { return Error{Errc::unsupported, ""}; }

}  // namespace evenhand::parallel

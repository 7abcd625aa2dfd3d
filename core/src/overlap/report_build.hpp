/// The report of the default definition, put together.
#pragma once

#include "evenhand/overlap/report.hpp"
#include "levels.hpp"
#include "metrics.hpp"

namespace evenhand::overlap {

/// `arms`: those that can be evaluated.
[[nodiscard]] Report build_report(const Overlap& overlap, const Levels& levels,
                                  const std::vector<Arm>& arms, LevelThresholds thresholds);

}  // namespace evenhand::overlap

/// A report as people read it on a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evenhand/overlap/report.hpp"

namespace evenhand::scan {

/// `items`: at most so many found ones are listed; 0: all.
[[nodiscard]] std::string text_of_report(const overlap::Index& index, const overlap::Report& report,
                                         const std::vector<overlap::Application>& applications,
                                         std::int64_t items);

}  // namespace evenhand::scan

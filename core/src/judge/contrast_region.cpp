#include "evenhand/judge/contrast.hpp"
#include "judge/contrast_parts.hpp"

namespace evenhand::judge {

Result<RegionContrast> contrast_with_region(const ExternalData& a, const Counts& b,
                                            const Interval& sensitivity,
                                            const Interval& specificity,
                                            CorrectionMethod correction, Level level,
                                            std::optional<bool> gate) {
  if (const auto error = evenhand::check(b, "b")) return *error;
  const auto region = identification_region(b, sensitivity, specificity, level);
  if (!region) return region.error();
  const auto corrected = correct_source(a, "a", correction, level, gate);
  if (!corrected) return corrected.error();
  RegionContrast out{.level = level, .a = *corrected, .b = *region};
  out.verdicts = a.judged.count / a.judged.total - region->rate;
  Difference limits{.lower = corrected->lower - region->with_sampling.upper,
                    .upper = corrected->upper - region->with_sampling.lower};
  finish(limits, out.flags);
  out.difference = {.lower = limits.lower, .upper = limits.upper};
  return out;
}

}  // namespace evenhand::judge

#include "judge/row_shift.hpp"

#include <algorithm>
#include <cstddef>

#include "evenhand/judge/diagnostics.hpp"
#include "judge/contrast_parts.hpp"

namespace evenhand::judge {

Confusion shifted(const RowColumns& rows, std::int64_t shift) noexcept {
  const auto n = static_cast<std::int64_t>(rows.verdict.size());
  Confusion out;
  std::int64_t at = ((shift % n) + n) % n;
  for (const std::int32_t human : rows.human) {
    const bool passed = rows.verdict[static_cast<std::size_t>(at)] == 1;
    if (human == label_positive) ++(passed ? out.tp : out.fn);
    if (human == label_negative) ++(passed ? out.fp : out.tn);
    if (++at == n) at = 0;
  }
  return out;
}

std::optional<ShiftFound> best_shift(const RowColumns& rows) noexcept {
  const std::int64_t reach =
      std::min(most_shift, static_cast<std::int64_t>(rows.verdict.size()) - 1);
  std::optional<ShiftFound> best;
  double largest = -2;
  for (std::int64_t size = 1; size <= reach; ++size) {
    for (const std::int64_t shift : {size, -size}) {
      const Confusion labels = shifted(rows, shift);
      const double j = smoothed_youden(sensitivity_of(labels), specificity_of(labels)).value;
      if (j > largest) {
        largest = j;
        best = ShiftFound{.shift = shift, .labels = labels};
      }
    }
  }
  return best;
}

}  // namespace evenhand::judge

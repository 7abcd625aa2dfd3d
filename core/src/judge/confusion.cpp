#include "evenhand/judge/confusion.hpp"

#include <cstddef>

namespace evenhand::judge {

Result<Confusion> confusion(std::span<const std::int32_t> verdict,
                            std::span<const std::int32_t> human) noexcept {
  if (verdict.size() != human.size()) return Error{Errc::length_mismatch, "human"};
  Confusion table;
  for (std::size_t i = 0; i < verdict.size(); ++i) {
    if (verdict[i] != 0 && verdict[i] != 1) return Error{Errc::value_out_of_range, "verdict"};
    switch (human[i]) {
      case label_positive: ++(verdict[i] == 1 ? table.tp : table.fn); break;
      case label_negative: ++(verdict[i] == 1 ? table.fp : table.tn); break;
      case label_missing: break;
      default: return Error{Errc::value_out_of_range, "human"};
    }
  }
  return table;
}

}  // namespace evenhand::judge

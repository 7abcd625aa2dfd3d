#include "evenhand/base/types.hpp"

namespace evenhand {

std::optional<Error> check(Level level) noexcept {
  // Written so that NaN fails.
  if (level.value >= 0.5 && level.value < 1.0) return std::nullopt;
  return Error{Errc::level_out_of_range, "level"};
}

std::optional<Error> check(Counts counts, std::string_view argument) noexcept {
  if (counts.successes < 0 || counts.trials < 0 || counts.trials > max_count) {
    return Error{Errc::not_integer, argument};
  }
  if (counts.trials == 0) return Error{Errc::empty_sample, argument};
  if (counts.successes > counts.trials) return Error{Errc::count_exceeds_trials, argument};
  return std::nullopt;
}

}  // namespace evenhand

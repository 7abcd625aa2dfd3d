/// What lines of text have in common, in corpora and in benchmarks.
#pragma once

#include <algorithm>
#include <string_view>

namespace evenhand::overlap {

/// Lines of nothing else are blank.
inline constexpr std::string_view white_space = " \t\n\v\f\r";
/// At the start of a file it is no text.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Without white space at both ends.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}

}  // namespace evenhand::overlap

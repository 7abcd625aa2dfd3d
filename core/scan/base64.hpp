/// Bytes as text (RFC 4648), so that a partial goes through pipes of lines.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand::scan {

[[nodiscard]] std::string to_base64(std::span<const std::byte> bytes);
/// Nothing when the text is not base64 with its padding.
[[nodiscard]] std::optional<std::vector<std::byte>> from_base64(std::string_view text);

}  // namespace evenhand::scan

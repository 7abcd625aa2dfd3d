#include "base64.hpp"

#include <array>
#include <cstdint>

namespace evenhand::scan {
namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto values = [] {
  std::array<int, 256> out = {};
  out.fill(-1);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    out[static_cast<unsigned char>(letters[i])] = static_cast<int>(i);
  }
  return out;
}();

}  // namespace

std::string to_base64(std::span<const std::byte> bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t size = bytes.size() - at < 3 ? bytes.size() - at : 3;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (i < size ? std::to_integer<std::uint32_t>(bytes[at + i]) : 0);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= size ? letters[group >> (18 - 6 * i) & 63] : '=';
    }
  }
  return out;
}

std::optional<std::vector<std::byte>> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::vector<std::byte> out;
  out.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = values[static_cast<unsigned char>(text[i])];
    if (value < 0) return std::nullopt;
    group = (group << 6 | static_cast<std::uint32_t>(value)) & 0xffffff;
    if (i % 4 == 3) {
      for (const int shift : {16, 8, 0}) out.push_back(static_cast<std::byte>(group >> shift));
    }
  }
  // What is left of an incomplete group: two letters are a byte, three are two.
  if (padding == 2) out.push_back(static_cast<std::byte>(group >> 4));
  if (padding == 1) {
    out.push_back(static_cast<std::byte>(group >> 10));
    out.push_back(static_cast<std::byte>(group >> 2));
  }
  return out;
}

}  // namespace evenhand::scan

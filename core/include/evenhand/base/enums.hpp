/// Enumerations that know their own names and texts, so that a name or a message is written once
/// and the command line, the package, the page and the docs all read it from here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace evenhand {

/// What an enumerator is called (`name`, as in the API), its title for people, and one sentence
/// more: a source, a reason or an explanation.
struct EnumText {
  std::string_view name;
  std::string_view title;
  std::string_view detail;
};

/// The text of one enumerator; `texts(E{})` lists them all in order of their values.
template <class Enum>
[[nodiscard]] constexpr EnumText text_of(Enum value) noexcept {
  return texts(value)[static_cast<std::size_t>(value)];
}

}  // namespace evenhand

#define EVENHAND_ENUMERATOR(name, title, detail) name,
#define EVENHAND_ENUM_TEXT(name, title, detail) ::evenhand::EnumText{#name, title, detail},

/// Defines `enum class Enum` with the enumerators of LIST, numbered from 0, and their texts.
/// New enumerators go to the end: the numbers cross the C boundary.
#define EVENHAND_ENUM(Enum, LIST)                                           \
  enum class Enum : std::uint8_t { LIST(EVENHAND_ENUMERATOR) };             \
  [[nodiscard]] constexpr auto texts(Enum) noexcept {                       \
    return std::to_array<::evenhand::EnumText>({LIST(EVENHAND_ENUM_TEXT)}); \
  }

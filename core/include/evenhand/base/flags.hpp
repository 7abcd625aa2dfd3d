/// Sets of enumerators: the flags and notes that answers carry.
#pragma once

#include <cstdint>

#include "evenhand/base/enums.hpp"

namespace evenhand {

/// A set of enumerators of an EVENHAND_ENUM; bit i stands for the one numbered i.
template <class Enum>
class FlagSet {
 public:
  constexpr void set(Enum flag) noexcept { bits_ |= mask(flag); }
  constexpr void set_if(Enum flag, bool condition) noexcept {
    if (condition) set(flag);
  }
  /// Adds all of the other set.
  constexpr void merge(FlagSet other) noexcept { bits_ |= other.bits_; }
  [[nodiscard]] constexpr bool has(Enum flag) const noexcept { return (bits_ & mask(flag)) != 0; }
  [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }
  friend bool operator==(const FlagSet&, const FlagSet&) = default;

 private:
  static_assert(texts(Enum{}).size() <= 53, "the bits cross the C boundary in a double");
  static constexpr std::uint64_t mask(Enum flag) noexcept {
    return std::uint64_t{1} << static_cast<unsigned>(flag);
  }
  std::uint64_t bits_ = 0;
};

}  // namespace evenhand

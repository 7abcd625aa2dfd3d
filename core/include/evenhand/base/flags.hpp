/// Sets of enumerators.
#pragma once

#include <cstdint>

namespace evenhand {

/// A set of enumerators of an EVENHAND_ENUM; bit i stands for the enumerator numbered i. At most
/// 53, since the bits cross the C boundary as a double.
template <class Enum>
class FlagSet {
 public:
  static_assert(texts(Enum{}).size() <= 53);

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
  static constexpr std::uint64_t mask(Enum flag) noexcept {
    return std::uint64_t{1} << static_cast<unsigned>(flag);
  }
  std::uint64_t bits_ = 0;
};

}  // namespace evenhand

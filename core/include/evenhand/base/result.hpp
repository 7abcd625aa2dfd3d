/// Errors as values. The core never throws; a function that can refuse returns Result<T>.
#pragma once

#include <cassert>
#include <string_view>
#include <utility>
#include <variant>

#include "evenhand/base/enums.hpp"

namespace evenhand {

// X(name, message, what is expected instead). Append only: the numbers are stable.
#define EVENHAND_ERRC_LIST(X)                                                                    \
  X(empty_sample, "there are no items", "at least one item")                                     \
  X(not_finite, "the value is not a finite number", "a finite number")                           \
  X(not_integer, "the value is not a count", "a whole number from 0 to 9007199254740992 (2^53)") \
  X(count_exceeds_trials, "the count is larger than its total", "count <= total")                \
  X(level_out_of_range, "the confidence level is out of range",                                  \
    "a number of at least 0.5 and below 1, such as 0.95")                                        \
  X(rate_out_of_range, "the rate is out of range", "a number from 0 to 1")                       \
  X(share_out_of_range, "the share is out of range", "a number above 0 and below 1")             \
  X(seed_out_of_range, "the seed is out of range", "a whole number from 0 to 9007199254740991")  \
  X(length_mismatch, "the columns differ in length", "one entry per row in every column")        \
  X(value_out_of_range, "the value is not one of the allowed ones",                              \
    "one of the documented values")                                                              \
  X(unsupported, "this combination is not offered", "a method that fits the design")             \
  X(no_convergence, "the computation did not converge", "less extreme input")

/// Why nothing was computed. Numbers are stable: `none` is 0 on the C boundary, and the
/// enumerators below are 1, 2, ... in order.
EVENHAND_ENUM(Errc, EVENHAND_ERRC_LIST)

/// A refusal: the reason, the argument it is about (a static string, as in the API), and the bound
/// that was broken, where the code has one.
struct Error {
  Errc code;
  std::string_view argument;
  double limit = 0;
};

/// A value or an Error. Check before reading: value() on an error is a bug of the caller.
template <class T>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): `return value;` and `return Error{...};`
  Result(T value) noexcept : state_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(Error error) noexcept : state_(std::in_place_index<1>, error) {}

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] const T& value() const noexcept {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] const T& operator*() const noexcept { return value(); }
  [[nodiscard]] const T* operator->() const noexcept { return &value(); }

  [[nodiscard]] Error error() const noexcept {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace evenhand

/// Errors as values. The core never throws; a function that can refuse returns Result<T>.
#pragma once

#include <cassert>
#include <string_view>
#include <utility>
#include <variant>

#include "evenhand/base/enums.hpp"

namespace evenhand {

// X(name, message, what is expected instead). Append only: the numbers are stable.
#define EVENHAND_ERRC_LIST(X)                                                                      \
  X(empty_sample, "there are no items", "at least one item")                                       \
  X(not_finite, "the value is not a finite number", "a finite number")                             \
  X(not_integer, "the value is not a count", "a whole number from 0 to 9007199254740992 (2^53)")   \
  X(count_exceeds_trials, "the count is larger than its total", "count <= total")                  \
  X(level_out_of_range, "the confidence level is out of range",                                    \
    "a number of at least 0.5 and below 1, such as 0.95")                                          \
  X(rate_out_of_range, "the rate is out of range", "a number from 0 to 1")                         \
  X(share_out_of_range, "the share is out of range", "a number above 0 and below 1")               \
  X(seed_out_of_range, "the seed is out of range", "a whole number from 0 to 9007199254740991")    \
  X(length_mismatch, "the columns differ in length", "one entry per row in every column")          \
  X(value_out_of_range, "the value is not one of the allowed ones",                                \
    "one of the documented values")                                                                \
  X(unsupported, "this combination is not offered", "a method that fits the design")               \
  X(no_convergence, "the computation did not converge", "less extreme input")                      \
  X(too_few, "there are too few", "more of them")                                                  \
  X(not_binary, "the value is neither 0 nor 1",                                                    \
    "0 or 1; scores in between need a method for means, such as t")                                \
  X(value_out_of_bounds, "the value is outside the declared bounds",                               \
    "values within the bounds of the score")                                                       \
  X(zero_variance, "all values are equal, so their spread is unknown",                             \
    "values that differ, or the bounds of the score")                                              \
  X(duplicate_cell, "the same system and item occur more than once",                               \
    "one score for each, or a column that numbers the runs")                                       \
  X(no_common_items, "the two systems share no item", "systems that were run on the same items")   \
  X(incomplete_matrix, "some cells of the table are missing",                                      \
    "a score for every system and every task")                                                     \
  X(k_exceeds_samples, "k is larger than a problem's number of samples",                           \
    "k of at most the smallest number of samples")                                                 \
  X(needs_answers, "the answers themselves are needed", "an answer for every sample")              \
  X(needs_repeats, "every item has one prediction only", "at least two predictions of every item") \
  X(p_out_of_range, "the p-value is out of range", "a number from 0 to 1")                         \
  X(constant_input, "all values are equal", "values that differ")                                  \
  X(no_discordant_items, "no item tells the systems apart",                                        \
    "at least one item on which they differ")                                                      \
  X(graph_not_connected, "some systems never beat, or never lost to, the others",                  \
    "a chain of wins from every system to every other")                                            \
  X(all_ties, "every battle is a tie", "at least one battle that was won")                         \
  X(estimate_at_limit, "the estimate lies at the end of its range",                                \
    "an estimate inside its range, or another interval")                                           \
  X(design_out_of_range, "the plan asks for something impossible",                                 \
    "a value in the documented range")                                                             \
  X(negative_weight, "the weight is negative", "a weight of at least 0")                           \
  X(zero_total_weight, "all weights are 0", "at least one weight above 0")                         \
  X(too_many_sequences, "there are too many different sequences", "at most 1000000")               \
  X(bad_partition, "the steps are not an ordered partition of the positions",                      \
    "every position exactly once, and no empty step")                                              \
  X(too_large_exact, "this is too large for an exact computation", "fewer positions or sequences") \
  X(not_an_index, "the bytes are no index of an overlap scan", "what IndexBuilder::build() gave")  \
  X(not_a_partial, "the bytes are no partial result of an overlap scan", "what a scan gave")       \
  X(not_a_hit, "the line is no hit record", "a line as append_hit() writes it")                    \
  X(truncated, "the bytes end too early", "all bytes of the file")                                 \
  X(wrong_version, "the file was written by another version", "a file of this version")            \
  X(digest_mismatch, "the bytes are not what was written: their digest differs",                   \
    "an undamaged file")                                                                           \
  X(duplicate_name, "the name occurs more than once", "a name of its own for each")                \
  X(duplicate_id, "the id occurs more than once", "an id of its own for each item")                \
  X(too_large, "the texts are too long", "at most 4294967294 tokens and bytes in all")             \
  X(other_index, "this was made with another index", "a partial of scans with this index")         \
  X(too_much_memory, "a scan would need more memory than is allowed",                              \
    "a smaller benchmark, fewer lengths of n-grams, or a higher limit")

/// Why nothing was computed. Numbers are stable: `none` is 0 on the C boundary, and the
/// enumerators below are 1, 2, ... in order.
EVENHAND_ENUM(Errc, EVENHAND_ERRC_LIST)

/// A refusal: the reason, the argument it is about (a static string, as in the API), and the bound
/// that was broken, where the code has one.
struct Error {
  Errc code;
  std::string_view argument;
  double limit = 0;  ///< for `too_few` and `too_much_memory`: the least that is needed
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
  /// Moves the value out.
  [[nodiscard]] T take() noexcept {
    assert(has_value());
    return std::move(*std::get_if<0>(&state_));
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

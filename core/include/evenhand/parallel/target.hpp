/// The distribution of right answers, and how a decoder is asked to produce them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/enums.hpp"
#include "evenhand/base/result.hpp"

namespace evenhand::parallel {

/// More sequences, or longer ones, are refused.
inline constexpr std::int64_t most_sequences = 1'000'000;
inline constexpr std::int64_t most_positions = 4096;
/// Two scores or probabilities closer than this are tied; it forgives rounding errors only.
inline constexpr double score_tie = 1e-9;
/// A score within this of a threshold equals it, as it would in exact arithmetic.
inline constexpr double threshold_tolerance = 1e-12;

/// Weighted sequences of one or more conditions (prompts), as columns. The sequences of a condition
/// all have its length; conditions follow each other.
struct TargetColumns {
  std::span<const std::int32_t> tokens;     ///< token numbers >= 0, sequence after sequence
  std::span<const double> weights;          ///< one per sequence: finite, >= 0
  std::span<const std::int32_t> sequences;  ///< one per condition: how many sequences it has
  std::span<const std::int32_t> lengths;    ///< one per condition: tokens in each, 1 to 4096
  /// One per condition: finite, >= 0, not all 0; absent when all weigh the same.
  std::optional<std::span<const double>> condition_weights;
  /// One per sequence: 1 where it counts as right, 0 where not; absent when all do. It decides the
  /// accuracy, nothing else.
  std::optional<std::span<const std::int32_t>> valid;
};

/// A distribution over the distinct sequences of one length.
struct Joint {
  std::int64_t length = 0;
  std::vector<std::int32_t> tokens;   ///< sequences in order of first appearance, one by one
  std::vector<double> probabilities;  ///< one per sequence: above 0; they sum to 1
  std::vector<std::uint8_t> valid;    ///< one per sequence
  std::vector<std::int64_t> rows;     ///< one per sequence: its first row in the columns

  [[nodiscard]] std::size_t size() const noexcept { return probabilities.size(); }
  [[nodiscard]] std::span<const std::int32_t> sequence(std::size_t index) const noexcept {
    const auto n = static_cast<std::size_t>(length);
    return {tokens.data() + index * n, n};
  }
};

/// p(y | x) for every condition x, and the weights of the conditions, which sum to 1. Conditions
/// that weigh nothing are gone.
struct Target {
  std::vector<Joint> given;
  std::vector<double> weights;
  std::vector<std::int64_t> conditions;  ///< the number of each condition in the columns
  std::int64_t merged = 0;   ///< rows that repeat an earlier sequence; their weights were added
  std::int64_t dropped = 0;  ///< rows of weight 0, or of less than 10^-290 of the largest

  /// The length of all sequences; 0 when conditions differ in it.
  [[nodiscard]] std::int64_t common_length() const noexcept;
};

/// Merges equal sequences, drops those of weight 0 and normalises.
/// Errors: empty_sample ("sequences"; "lengths": a length of 0), length_mismatch ("tokens",
/// "weights", "lengths", "condition_weights", "valid"), not_finite and negative_weight ("weights",
/// "condition_weights"), zero_total_weight ("weights": of a condition; "condition_weights"),
/// value_out_of_range ("tokens": negative; "lengths": above 4096; "sequences": negative; "valid":
/// neither 0 nor 1; two rows of one sequence differ in it), too_many_sequences ("sequences").
[[nodiscard]] Result<Target> make_target(const TargetColumns& columns);

// X(name, title, sentence)
#define EVENHAND_TIE_RULES(X)                                                                    \
  X(random, "ties at random", "Tied choices are equally likely; every one of them is followed.") \
  X(first, "first of tied ones",                                                                 \
    "The lowest position, or the token that comes first in the vocabulary, is taken.")

/// What happens when scores or probabilities are equal to within score_tie.
EVENHAND_ENUM(TieRule, EVENHAND_TIE_RULES)

/// How a value is chosen from a position's conditional distribution.
struct Decoding {
  /// 1 samples from it; 0 takes the most probable token (greedy); in between it is sharpened,
  /// p^(1/temperature) normalised. 0 to 100.
  double temperature = 1;
  /// Greedy ties. The vocabulary's order is that of the token numbers.
  TieRule value_ties = TieRule::random;
};

/// An ordered partition of the positions as columns: the positions, step after step, and how many
/// each step reveals.
struct StepColumns {
  std::span<const std::int32_t> positions;  ///< from 0
  std::span<const std::int32_t> sizes;
};

/// An ordered partition: the positions (from 0, ascending) that each step reveals.
using Steps = std::vector<std::vector<std::int64_t>>;

/// Errors: bad_partition ("steps") unless every position 0 .. length-1 stands in it exactly once
/// and no step is empty.
[[nodiscard]] Result<Steps> make_steps(const StepColumns& columns, std::int64_t length);

}  // namespace evenhand::parallel

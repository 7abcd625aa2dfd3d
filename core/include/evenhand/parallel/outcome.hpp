/// What comes out when positions are revealed in fixed steps, exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// Most sequences that an outcome lists, possible and impossible ones.
inline constexpr std::int64_t most_listed_sequences = 1000;
inline constexpr std::int64_t most_listed_impossible = 20;

/// How far the output q of a decoder is from the target p: means over the conditions.
struct Divergence {
  double total_variation = 0;        ///< half the sum of |p - q|, in [0, 1]
  std::optional<double> kl_forward;  ///< KL(p||q) in bits; absent when infinite
  std::optional<double> kl_reverse;  ///< KL(q||p) in bits; absent when infinite
};

/// One sequence of the support.
struct ListedSequence {
  std::int64_t condition = 0;  ///< its number in the columns
  std::int64_t row = 0;        ///< its first row in the columns
  double target = 0;           ///< p, given its condition
  double output = 0;           ///< q, given its condition
};

/// A sequence that the decoder can emit although the target never does.
struct ImpossibleSequence {
  std::int64_t condition = 0;
  std::vector<std::int64_t> tokens;
  double output = 0;  ///< q, given its condition
};

struct Outcome {
  double accuracy = 0;  ///< q of the sequences that count as right
  double invalid = 0;   ///< q outside the support of p; below 1 - accuracy if fewer count as right
  Divergence divergence;
  /// The least KL(p||q) of any factorised model with these steps (Theorem 1 of Kang et al.), bits.
  /// At temperature 1 it is kl_forward.
  double bound = 0;
  /// The most probable sequences of p with their conditions, ties in order of appearance; at most
  /// most_listed_sequences.
  std::vector<ListedSequence> listed;
  std::int64_t unlisted = 0;
  /// The most probable impossible sequences that can arise in the last step (before it, what
  /// follows an impossible context is undefined); at most most_listed_impossible, ties by token
  /// numbers.
  std::vector<ImpossibleSequence> impossible;
  double other_impossible = 0;  ///< the rest of `invalid`
};

/// Reveals the positions of each step at once, every one from its own conditional distribution
/// given what earlier steps revealed. Without steps all positions are revealed at once. Errors:
/// those of make_target; bad_partition ("steps"), unsupported ("steps": conditions of different
/// lengths), value_out_of_range ("temperature"). Source: Kang et al. 2026, arXiv 2510.04767; Huang
/// et al. 2022 (one step).
[[nodiscard]] Result<Outcome> steps_outcome(const TargetColumns& columns,
                                            const std::optional<StepColumns>& steps,
                                            const Decoding& decoding);

}  // namespace evenhand::parallel

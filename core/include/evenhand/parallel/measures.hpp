/// Entropies of a target distribution, in bits.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// Entropies of the sequences of one condition, in bits; none is below 0.
struct Measures {
  std::int64_t length = 0;            ///< tokens in a sequence
  std::int64_t sequences = 0;         ///< distinct ones
  double entropy = 0;                 ///< H(Y)
  double total_correlation = 0;       ///< sum of H(y_i) less H(Y)
  double dual_total_correlation = 0;  ///< H(Y) less the sum of H(y_i | all others)
};

/// What the whole target has: means over its conditions, by their weights.
struct TargetMeasures {
  std::int64_t tokens = 0;    ///< tokens in a sequence; 0 when conditions differ in it
  std::int64_t outcomes = 0;  ///< distinct sequences, all conditions together
  double entropy = 0;         ///< H(Y|X)
  /// H(y_i|X), one per position; empty when conditions differ in length.
  std::vector<double> marginal_entropies;
  double total_correlation = 0;  ///< C(Y|X); what one step must lose, in bits of KL(p||q)
  double dual_total_correlation = 0;
  std::int64_t merged = 0;           ///< rows that repeated a sequence; their weights were added
  std::int64_t dropped = 0;          ///< rows of weight 0
  std::vector<Measures> conditions;  ///< one per condition that weighs anything
};

/// Exact up to most_sequences.
/// Errors: those of make_target.
/// Source: Watanabe 1960, IBM J. Res. Dev. 4:66 (total correlation); Han 1975, Inf. Control 29:337
/// (dual total correlation); Kang et al. 2026, arXiv 2510.04767 (conditional form).
[[nodiscard]] Result<TargetMeasures> measure_target(const TargetColumns& columns);

/// Most tokens of a position that a pair map lists; the rest are pooled.
inline constexpr std::int64_t most_mapped_tokens = 40;

/// Two positions: what they do together and what they would do apart.
struct PairMap {
  std::int64_t first = 0;  ///< positions, from 0
  std::int64_t second = 0;
  double mutual_information = 0;  ///< bits
  /// Token numbers of the rows and the columns, most probable first, ties by number; -1 last where
  /// further tokens are pooled.
  std::vector<std::int64_t> first_tokens;
  std::vector<std::int64_t> second_tokens;
  std::vector<double> joint;    ///< p(first, second), row by row
  std::vector<double> product;  ///< p(first) p(second), row by row
  std::vector<bool> possible;   ///< whether the joint probability is above 0
  double impossible_mass = 0;   ///< mass the product puts where the joint has none
};

/// Most work of a search for the closest pair: positions squared, times sequences.
inline constexpr double most_pair_work = 2e8;

/// The map of two positions of condition `condition`; without positions, of the two with the
/// largest mutual information (the first such pair). A sequence of one token has none. Errors:
/// those of make_target; value_out_of_range ("first", "second", one of them left out, "condition"),
/// too_few ("first": sequences of one token), too_large_exact ("first": left out where the search
/// costs more than most_pair_work).
[[nodiscard]] Result<PairMap> pair_map(const TargetColumns& columns, std::int64_t condition,
                                       std::optional<std::int64_t> first,
                                       std::optional<std::int64_t> second);

}  // namespace evenhand::parallel

/// What searches over sets of positions share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// The positions of a set, ascending; bit i stands for position i.
[[nodiscard]] std::vector<std::int64_t> positions_of(std::size_t set);

/// Distinct sequences of all conditions.
[[nodiscard]] double sequences_of(const Target& target) noexcept;

/// Whether the entropies of all sets of positions are within the bounds of schedules.hpp; the
/// conditions have one length.
[[nodiscard]] bool few_subsets(const Target& target) noexcept;

/// Whether reading every context of every set of positions is within most_context_work.
[[nodiscard]] bool few_contexts(const Target& target) noexcept;

/// Mean over the conditions of H(A) for every set A, bits.
[[nodiscard]] std::vector<double> mean_subset_entropies(const Target& target);

}  // namespace evenhand::parallel

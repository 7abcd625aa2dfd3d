/// Classes of sequences that agree on some positions, made finer position by position.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "numeric/sums.hpp"
#include "parallel/codes.hpp"

namespace evenhand::parallel {

/// Sequences that agree on the positions looked at so far, group by group. One that agrees with no
/// other is left out, for nothing more can be learnt about it.
struct Groups {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> ends;  ///< where each group ends among the rows
  std::vector<double> terms;        ///< -P log2 P of each group
  numeric::NeumaierSum alone;       ///< the same of every sequence left out

  /// Entropy of the positions looked at, bits.
  [[nodiscard]] double entropy() const noexcept;
};

/// Refines the groups of one joint distribution, which must outlive it, as must its codes.
class Refiner {
 public:
  Refiner(const Joint& joint, const Codes& codes);

  /// What is known before any position was looked at.
  [[nodiscard]] const Groups& all() const noexcept { return all_; }

  /// `groups` with one more position looked at. `out` must be another object.
  void refine(const Groups& groups, std::size_t position, Groups& out);

 private:
  void refine_group(std::span<const std::uint32_t> rows, double term,
                    std::span<const std::uint32_t> column, Groups& out);

  const Joint& joint_;
  const Codes& codes_;
  Groups all_;
  std::vector<double> terms_;  ///< -p log2 p of every sequence
  // One entry per token of the largest vocabulary; all zero between calls.
  std::vector<std::uint32_t> counts_;
  std::vector<numeric::NeumaierSum> masses_;
  std::vector<std::uint32_t> touched_;
};

/// H(all positions but i), bits, for every i.
[[nodiscard]] std::vector<double> entropies_without_one(Refiner& refiner, std::size_t length);

/// Calls visit(set, groups) for every set of positions below `undecided`, joined with `set`, whose
/// groups are given; bit i stands for position i. Every set comes after all that contain it.
/// `levels` has room for one entry per position.
template <class Visit>
void visit_subsets(Refiner& refiner, const Groups& groups, std::size_t set, std::size_t undecided,
                   std::vector<Groups>& levels, Visit& visit) {
  if (undecided == 0) {
    visit(set, groups);
    return;
  }
  const std::size_t position = undecided - 1;
  refiner.refine(groups, position, levels[position]);
  visit_subsets(refiner, levels[position], set | std::size_t{1} << position, position, levels,
                visit);
  visit_subsets(refiner, groups, set, position, levels, visit);
}

/// The same for all sets of `length` positions.
template <class Visit>
void visit_subsets(Refiner& refiner, std::size_t length, Visit visit) {
  std::vector<Groups> levels(length);
  visit_subsets(refiner, refiner.all(), 0, length, levels, visit);
}

/// H(A), bits, of every set of positions; bit i of an index stands for position i.
[[nodiscard]] std::vector<double> subset_entropies(const Joint& joint);

}  // namespace evenhand::parallel

/// Contexts: what was revealed, as the sequences of the support that agree with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "numeric/sums.hpp"
#include "parallel/codes.hpp"

namespace evenhand::parallel {

/// The tokens that a position can have in a context.
struct Conditional {
  std::vector<std::uint32_t> codes;   ///< ascending
  std::vector<double> probabilities;  ///< above 0; they sum to 1
};

/// Reads contexts of one joint distribution, which must outlive it. A context is given by the
/// places of its sequences.
class ContextReader {
 public:
  ContextReader(const Joint& joint, const Codes& codes);

  [[nodiscard]] double mass(std::span<const std::uint32_t> rows) const noexcept;

  /// The conditional distribution of `position`; `total` is the context's mass.
  void conditional(std::span<const std::uint32_t> rows, double total, std::size_t position,
                   Conditional& out);

  /// Makes the sequences that agree on `positions` stand side by side, otherwise in the order they
  /// had, and writes where each such group ends.
  void split(std::span<std::uint32_t> rows, std::span<const std::int64_t> positions,
             std::vector<std::size_t>& ends);

 private:
  void split_once(std::span<std::uint32_t> rows, std::size_t begin,
                  std::span<const std::uint32_t> column, std::vector<std::size_t>& ends);

  const Joint& joint_;
  const Codes& codes_;
  // One entry per token of the largest vocabulary; all zero between calls.
  std::vector<numeric::NeumaierSum> masses_;
  std::vector<std::size_t> counts_;
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::size_t> earlier_ends_;
};

}  // namespace evenhand::parallel

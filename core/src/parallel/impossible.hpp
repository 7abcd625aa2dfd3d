/// The most probable sequences outside the support that the last step of a decoder can produce.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/parallel/outcome.hpp"
#include "parallel/codes.hpp"

namespace evenhand::parallel {

/// What a position is drawn from in a context.
struct Choice {
  std::size_t position = 0;
  std::vector<std::uint32_t> codes;  ///< ascending
  std::vector<double> log2;          ///< of the probabilities, bits; minus infinity: never drawn
};

/// A context before the last step from which a decoder can leave the support.
struct OpenContext {
  std::span<const std::uint32_t> rows;  ///< its sequences
  std::span<const Choice> choices;      ///< one per position of the last step, ascending
  double log2_output = 0;               ///< of reaching it, bits
};

/// Gathers the most probable impossible sequences over contexts and conditions. Probabilities that
/// differ by rounding only are equal; equal ones go by condition, then by token numbers.
class ImpossibleList {
 public:
  /// What follows belongs to this condition of this weight.
  void begin(std::int64_t condition, double weight) noexcept;
  void visit(const Joint& joint, const Codes& codes, const OpenContext& context);
  /// Most probable first.
  [[nodiscard]] std::vector<ImpossibleSequence> take() &&;

 private:
  struct Entry {
    std::int64_t order = 0;  ///< of the probability, with the condition's weight
    ImpossibleSequence sequence;
  };
  [[nodiscard]] static bool before(const Entry& a, const Entry& b) noexcept;
  [[nodiscard]] bool full() const noexcept;
  void insert(Entry entry);

  std::int64_t condition_ = 0;
  double log2_weight_ = 0;
  std::vector<Entry> entries_;  ///< sorted
};

}  // namespace evenhand::parallel

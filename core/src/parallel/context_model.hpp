/// What the ideal model says of masked positions in one context.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "parallel/contexts.hpp"
#include "parallel/decoding.hpp"

namespace evenhand::parallel {

/// What strategies look at; of the model's own distribution, whatever the temperature.
struct Scores {
  double confidence = 0;
  double margin = 0;
  double entropy = 0;  ///< nats
};
[[nodiscard]] Scores scores_of(const Conditional& conditional) noexcept;

/// The distribution of a position, and the one that its token is drawn from.
struct Prediction {
  Conditional conditional;
  std::vector<double> decoded;     ///< one per token
  std::vector<double> log2;        ///< of these, bits
  std::vector<double> cumulative;  ///< sums of these
  std::size_t possible = 0;        ///< tokens that can be drawn

  /// The place of a token among the conditional's.
  [[nodiscard]] std::size_t place(std::uint32_t code) const noexcept;
  [[nodiscard]] std::size_t draw(SplitMix64& rng) const noexcept;
};

/// Predictions are computed when they are asked for, once in each context. The joint distribution,
/// its codes and the decoding must outlive it.
class ContextModel {
 public:
  ContextModel(const Joint& joint, const Codes& codes, const Decoding& decoding);

  /// From here on the context of these sequences, which must stay.
  void enter(std::span<const std::uint32_t> rows);
  [[nodiscard]] const Conditional& conditional(std::size_t position);
  [[nodiscard]] const Prediction& prediction(std::size_t position);
  [[nodiscard]] double mass() const noexcept { return mass_; }
  [[nodiscard]] ContextReader& reader() noexcept { return reader_; }

 private:
  struct Known {
    Prediction prediction;
    std::uint64_t conditional_of = 0;  ///< number of the context it was computed in
    std::uint64_t decoded_of = 0;
  };

  const Decoding& decoding_;
  ContextReader reader_;
  std::span<const std::uint32_t> rows_;
  double mass_ = 0;
  std::uint64_t context_ = 0;
  std::vector<Known> known_;  ///< one per position
};

}  // namespace evenhand::parallel

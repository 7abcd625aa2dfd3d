/// Tokens of a joint distribution numbered anew for each position.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// Position i has the tokens vocabulary[i][0..], ascending; column i holds each sequence's index
/// among them.
struct Codes {
  std::vector<std::vector<std::int32_t>> vocabulary;
  std::vector<std::uint32_t> codes;  ///< length x sequences, position by position
  std::size_t sequences = 0;

  [[nodiscard]] std::span<const std::uint32_t> column(std::size_t position) const noexcept {
    return {codes.data() + position * sequences, sequences};
  }
};

[[nodiscard]] Codes make_codes(const Joint& joint);

}  // namespace evenhand::parallel

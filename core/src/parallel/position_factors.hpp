/// The chance of each sequence's token at a position, in the contexts of a set of positions.
#pragma once

#include <cstddef>
#include <vector>

#include "parallel/codes.hpp"
#include "parallel/contexts.hpp"
#include "parallel/refinement.hpp"

namespace evenhand::parallel {

/// Reads one joint distribution, which must outlive it, as must its codes.
class PositionFactors {
 public:
  PositionFactors(const Joint& joint, const Codes& codes, const Decoding& decoding);

  /// One per sequence: how likely the token at `position` is decoded where the positions of
  /// `groups` show what the sequence has there.
  void read(const Groups& groups, std::size_t position, std::vector<double>& out);

 private:
  const Codes& codes_;
  Decoding decoding_;
  ContextReader reader_;
  std::size_t sequences_;
  Conditional conditional_;
  std::vector<double> by_code_;
};

}  // namespace evenhand::parallel

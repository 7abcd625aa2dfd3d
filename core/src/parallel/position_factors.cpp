#include "parallel/position_factors.hpp"

#include <span>

#include "parallel/decoding.hpp"

namespace evenhand::parallel {

PositionFactors::PositionFactors(const Joint& joint, const Codes& codes, const Decoding& decoding)
    : codes_(codes), decoding_(decoding), reader_(joint, codes), sequences_(joint.size()) {}

void PositionFactors::read(const Groups& groups, std::size_t position, std::vector<double>& out) {
  const auto column = codes_.column(position);
  by_code_.resize(codes_.vocabulary[position].size());
  // A sequence that agrees with no other is certain.
  out.assign(sequences_, 1.0);
  std::size_t begin = 0;
  for (const std::size_t end : groups.ends) {
    const auto rows = std::span(groups.rows).subspan(begin, end - begin);
    begin = end;
    reader_.conditional(rows, reader_.mass(rows), position, conditional_);
    decode(conditional_.probabilities, decoding_);
    for (std::size_t v = 0; v < conditional_.codes.size(); ++v) {
      by_code_[conditional_.codes[v]] = conditional_.probabilities[v];
    }
    for (const std::uint32_t row : rows) out[row] = by_code_[column[row]];
  }
}

}  // namespace evenhand::parallel

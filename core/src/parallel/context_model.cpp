#include "parallel/context_model.hpp"

#include <algorithm>
#include <cmath>

namespace evenhand::parallel {

Scores scores_of(const Conditional& conditional) noexcept {
  double first = 0;
  double second = 0;
  numeric::NeumaierSum entropy;
  for (const double p : conditional.probabilities) {
    if (p > first) {
      second = first;
      first = p;
    } else {
      second = std::max(second, p);
    }
    if (p < 1) entropy.add(-p * std::log(p));
  }
  return {.confidence = first, .margin = first - second, .entropy = entropy.value()};
}

std::size_t Prediction::place(std::uint32_t code) const noexcept {
  // Where no token is missing, its code is its place.
  if (conditional.codes.back() + 1 == conditional.codes.size()) return code;
  const auto found = std::lower_bound(conditional.codes.begin(), conditional.codes.end(), code);
  return static_cast<std::size_t>(found - conditional.codes.begin());
}

std::size_t Prediction::draw(SplitMix64& rng) const noexcept {
  const double u = rng.uniform() * cumulative.back();
  const auto found = std::upper_bound(cumulative.begin(), cumulative.end(), u);
  // The product may round up to the very end; then the last token that has any mass.
  const auto end = std::lower_bound(cumulative.begin(), cumulative.end(), cumulative.back());
  return static_cast<std::size_t>(std::min(found, end) - cumulative.begin());
}

ContextModel::ContextModel(const Joint& joint, const Codes& codes, const Decoding& decoding)
    : decoding_(decoding), reader_(joint, codes), known_(static_cast<std::size_t>(joint.length)) {}

void ContextModel::enter(std::span<const std::uint32_t> rows) {
  rows_ = rows;
  mass_ = reader_.mass(rows);
  ++context_;
}

const Conditional& ContextModel::conditional(std::size_t position) {
  Known& known = known_[position];
  if (known.conditional_of != context_) {
    reader_.conditional(rows_, mass_, position, known.prediction.conditional);
    known.conditional_of = context_;
  }
  return known.prediction.conditional;
}

const Prediction& ContextModel::prediction(std::size_t position) {
  const Conditional& conditional = this->conditional(position);
  Known& known = known_[position];
  Prediction& out = known.prediction;
  if (known.decoded_of == context_) return out;
  known.decoded_of = context_;
  out.decoded = conditional.probabilities;
  decode(out.decoded, decoding_);
  log2_decoded(conditional.probabilities, out.decoded, decoding_, out.log2);
  out.possible = static_cast<std::size_t>(
      std::count_if(out.log2.begin(), out.log2.end(), [](double l) { return l > never; }));
  out.cumulative.clear();
  numeric::NeumaierSum sum;
  for (const double p : out.decoded) {
    sum.add(p);
    out.cumulative.push_back(sum.value());
  }
  return out;
}

}  // namespace evenhand::parallel

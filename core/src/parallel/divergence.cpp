#include "parallel/divergence.hpp"

#include <algorithm>
#include <cmath>

namespace evenhand::parallel {
namespace {

/// Where q itself is precise, its logarithm is better than the sum of its factors'.
double log2_of(const Output& output, std::size_t s) noexcept {
  return output.q[s] > 1e-290 ? std::log2(output.q[s]) : output.log2_q[s];
}

}  // namespace

Agreement compare_output(const Joint& joint, const Output& output) {
  numeric::NeumaierSum possible;
  numeric::NeumaierSum right;
  numeric::NeumaierSum difference;
  numeric::NeumaierSum forward;
  numeric::NeumaierSum reverse;
  bool finite = true;
  for (std::size_t s = 0; s < joint.size(); ++s) {
    const double p = joint.probabilities[s];
    const double q = output.q[s];
    const double log2_ratio = std::log2(p) - log2_of(output, s);
    possible.add(q);
    if (joint.valid[s] == 1) right.add(q);
    difference.add(std::abs(p - q));
    finite = finite && std::isfinite(log2_ratio);
    if (finite) forward.add(p * log2_ratio);
    if (q > 0) reverse.add(-q * log2_ratio);
  }
  Agreement out;
  out.invalid = output.leaves_support ? std::clamp(1 - possible.value(), 0.0, 1.0) : 0;
  out.accuracy = std::min(right.value(), 1.0);
  out.divergence.total_variation = std::min((difference.value() + out.invalid) / 2, 1.0);
  // Neither is negative but for rounding.
  if (finite) out.divergence.kl_forward = std::max(0.0, forward.value());
  if (!output.leaves_support) out.divergence.kl_reverse = std::max(0.0, reverse.value());
  return out;
}

void MeanAgreement::add(double weight, const Agreement& agreement) noexcept {
  accuracy_.add(weight * agreement.accuracy);
  invalid_.add(weight * agreement.invalid);
  const Divergence& divergence = agreement.divergence;
  total_variation_.add(weight * divergence.total_variation);
  forward_finite_ = forward_finite_ && divergence.kl_forward.has_value();
  reverse_finite_ = reverse_finite_ && divergence.kl_reverse.has_value();
  kl_forward_.add(weight * divergence.kl_forward.value_or(0));
  kl_reverse_.add(weight * divergence.kl_reverse.value_or(0));
}

Agreement MeanAgreement::value() const noexcept {
  Agreement out{.accuracy = std::min(accuracy_.value(), 1.0),
                .invalid = std::min(invalid_.value(), 1.0),
                .divergence = {.total_variation = std::min(total_variation_.value(), 1.0),
                               .kl_forward = std::nullopt,
                               .kl_reverse = std::nullopt}};
  if (forward_finite_) out.divergence.kl_forward = kl_forward_.value();
  if (reverse_finite_) out.divergence.kl_reverse = kl_reverse_.value();
  return out;
}

}  // namespace evenhand::parallel

/// How the output of a decoder agrees with the target, for one condition and on average.
#pragma once

#include <vector>

#include "evenhand/parallel/outcome.hpp"
#include "numeric/sums.hpp"

namespace evenhand::parallel {

/// What comes out of a decoder for one condition.
struct Output {
  std::vector<double> q;       ///< one per sequence of the support
  std::vector<double> log2_q;  ///< bits; minus infinity only where a factor is truly 0
  /// Whether anything outside the support can come out. Counted, not summed: rounding has no say.
  bool leaves_support = false;
};

struct Agreement {
  double accuracy = 0;
  double invalid = 0;
  Divergence divergence;
};

[[nodiscard]] Agreement compare_output(const Joint& joint, const Output& output);

/// Means of agreements over conditions; infinite where one of them is.
class MeanAgreement {
 public:
  void add(double weight, const Agreement& agreement) noexcept;
  [[nodiscard]] Agreement value() const noexcept;

 private:
  numeric::NeumaierSum accuracy_;
  numeric::NeumaierSum invalid_;
  numeric::NeumaierSum total_variation_;
  numeric::NeumaierSum kl_forward_;
  numeric::NeumaierSum kl_reverse_;
  bool forward_finite_ = true;
  bool reverse_finite_ = true;
};

/// What fixed steps do.
struct StepsAgreement {
  Agreement agreement;
  double bound = 0;  ///< least KL(p||q) of any model with these steps, bits
};

/// Follows fixed steps; means over the conditions, which have one length.
[[nodiscard]] StepsAgreement follow_steps(const Target& target, const Steps& steps,
                                          const Decoding& decoding);

}  // namespace evenhand::parallel

/// Sums that keep their low digits.
#pragma once

#include <cmath>

namespace evenhand::numeric {

/// Compensated summation (Neumaier 1974): the error does not grow with the number of terms.
class NeumaierSum {
 public:
  void add(double term) noexcept {
    const double total = sum_ + term;
    correction_ += std::abs(sum_) >= std::abs(term) ? (sum_ - total) + term : (term - total) + sum_;
    sum_ = total;
  }
  [[nodiscard]] double value() const noexcept { return sum_ + correction_; }

 private:
  double sum_ = 0;
  double correction_ = 0;
};

}  // namespace evenhand::numeric

/// Symmetric positive definite matrices: the only door to Eigen.
#pragma once

#include <cstddef>
#include <vector>

namespace evenhand::numeric {

/// A dense square matrix, entries in rows.
class SquareMatrix {
 public:
  explicit SquareMatrix(std::size_t size) : size_(size), entries_(size * size, 0.0) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] double& operator()(std::size_t row, std::size_t column) noexcept {
    return entries_[row * size_ + column];
  }
  [[nodiscard]] double operator()(std::size_t row, std::size_t column) const noexcept {
    return entries_[row * size_ + column];
  }
  [[nodiscard]] double* data() noexcept { return entries_.data(); }
  [[nodiscard]] const double* data() const noexcept { return entries_.data(); }

 private:
  std::size_t size_;
  std::vector<double> entries_;
};

/// Replaces `right` (as long as the matrix) by the solution x of matrix x = right. The matrix is
/// symmetric. False, with `right` unspecified, when it is not positive definite.
[[nodiscard]] bool solve_positive_definite(const SquareMatrix& matrix, std::vector<double>& right);

/// Replaces the matrix by its inverse, exactly symmetric. False when it is not positive definite.
[[nodiscard]] bool invert_positive_definite(SquareMatrix& matrix);

/// outer * middle * outer, all symmetric, the result exactly so.
[[nodiscard]] SquareMatrix sandwich(const SquareMatrix& outer, const SquareMatrix& middle);

}  // namespace evenhand::numeric

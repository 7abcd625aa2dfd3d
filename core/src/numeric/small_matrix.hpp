/// Small dense matrices without structure: elimination and the smallest singular value.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace evenhand::numeric {

/// A dense matrix, entries in rows.
class Matrix {
 public:
  Matrix(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), entries_(rows * columns, 0.0) {}

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  [[nodiscard]] double& operator()(std::size_t row, std::size_t column) noexcept {
    return entries_[row * columns_ + column];
  }
  [[nodiscard]] double operator()(std::size_t row, std::size_t column) const noexcept {
    return entries_[row * columns_ + column];
  }
  [[nodiscard]] std::span<double> row(std::size_t index) noexcept {
    return std::span(entries_).subspan(index * columns_, columns_);
  }
  [[nodiscard]] std::span<const double> row(std::size_t index) const noexcept {
    return std::span(entries_).subspan(index * columns_, columns_);
  }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> entries_;
};

/// Solves the square system a x = right by elimination with partial pivoting; `right` (a.rows()
/// entries) becomes x and `a` is used up. Returns the determinant; at 0 `right` is unspecified.
[[nodiscard]] double eliminate(Matrix& a, std::span<double> right) noexcept;

/// Replaces a square matrix by its inverse. Returns the determinant; at 0 it is unspecified.
[[nodiscard]] double invert(Matrix& a);

/// The smallest singular value of a matrix with no more rows than columns, with its vectors:
/// a v = value u, both of length 1; and the largest singular value.
struct SmallestSingular {
  double value = 0;
  double largest = 0;
  std::vector<double> u;  ///< one entry per row
  std::vector<double> v;  ///< one entry per column; zeros when the value is 0
};

/// By one-sided Jacobi rotations (Hestenes 1958), accurate for small values too.
[[nodiscard]] SmallestSingular smallest_singular(const Matrix& a);

}  // namespace evenhand::numeric

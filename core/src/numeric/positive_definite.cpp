#include "numeric/positive_definite.hpp"

#include <cmath>

#include <Eigen/Core>

namespace evenhand::numeric {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using View = Eigen::Map<Matrix>;
using ConstView = Eigen::Map<const Matrix>;  // symmetric: rows or columns are the same

Eigen::Index index(std::size_t value) noexcept { return static_cast<Eigen::Index>(value); }

ConstView view(const SquareMatrix& matrix) {
  return {matrix.data(), index(matrix.size()), index(matrix.size())};
}

// Column by column with Eigen's vector expressions. Its own factorisations and products come in
// blocks, which would add three times the code to the WebAssembly module and another order of sums.

/// Cholesky's L with A = L L', in place of the lower half. False when A is not positive definite.
bool factorise(Matrix& a) {
  const Eigen::Index n = a.rows();
  for (Eigen::Index j = 0; j < n; ++j) {
    const double pivot = a(j, j);
    if (!(pivot > 0) || !std::isfinite(pivot)) return false;
    a.col(j).tail(n - j) /= std::sqrt(pivot);
    for (Eigen::Index k = j + 1; k < n; ++k) {
      a.col(k).tail(n - k) -= a(k, j) * a.col(j).tail(n - k);
    }
  }
  return true;
}

/// x becomes A^-1 x.
void solve(const Matrix& factor, Eigen::Ref<Vector> x) {
  const Eigen::Index n = factor.rows();
  for (Eigen::Index j = 0; j < n; ++j) {
    x[j] /= factor(j, j);
    x.tail(n - j - 1) -= x[j] * factor.col(j).tail(n - j - 1);
  }
  for (Eigen::Index j = n; j-- > 0;) {
    x[j] -= factor.col(j).tail(n - j - 1).dot(x.tail(n - j - 1));
    x[j] /= factor(j, j);
  }
}

/// The mean of the two halves, which differ by rounding.
void make_symmetric(SquareMatrix& matrix) noexcept {
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      matrix(i, j) = matrix(j, i) = 0.5 * (matrix(i, j) + matrix(j, i));
    }
  }
}

}  // namespace

bool solve_positive_definite(const SquareMatrix& matrix, std::vector<double>& right) {
  Matrix factor = view(matrix);
  if (!factorise(factor)) return false;
  solve(factor, Eigen::Map<Vector>(right.data(), index(right.size())));
  return true;
}

bool invert_positive_definite(SquareMatrix& matrix) {
  Matrix factor = view(matrix);
  if (!factorise(factor)) return false;
  View out(matrix.data(), factor.rows(), factor.cols());
  out.setIdentity();
  for (Eigen::Index j = 0; j < out.cols(); ++j) solve(factor, out.col(j));
  make_symmetric(matrix);
  return true;
}

SquareMatrix sandwich(const SquareMatrix& outer, const SquareMatrix& middle) {
  SquareMatrix out(outer.size());
  View columns(out.data(), index(out.size()), index(out.size()));
  for (Eigen::Index j = 0; j < columns.cols(); ++j) {
    const Vector half = view(middle).lazyProduct(view(outer).col(j));
    columns.col(j) = view(outer).lazyProduct(half);
  }
  make_symmetric(out);
  return out;
}

}  // namespace evenhand::numeric

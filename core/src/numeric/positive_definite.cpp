#include "numeric/positive_definite.hpp"

#include <Eigen/Cholesky>

namespace evenhand::numeric {
namespace {

using Vector = Eigen::VectorXd;
using View = Eigen::Map<const Eigen::MatrixXd>;  // symmetric: rows or columns are the same

Eigen::Index index(std::size_t value) noexcept { return static_cast<Eigen::Index>(value); }

View view(const SquareMatrix& matrix) {
  return {matrix.data(), index(matrix.size()), index(matrix.size())};
}

/// LDLT is Eigen's unblocked factorisation: little code, and one order of operations everywhere.
using Factor = Eigen::LDLT<Eigen::MatrixXd>;

bool is_positive(const Factor& factor) {
  return factor.info() == Eigen::Success && factor.vectorD().minCoeff() > 0;
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
  const Factor factor(view(matrix));
  if (!is_positive(factor)) return false;
  Eigen::Map<Vector> target(right.data(), index(right.size()));
  const Vector solution = factor.solve(target);
  target = solution;
  return true;
}

bool invert_positive_definite(SquareMatrix& matrix) {
  const Factor factor(view(matrix));
  if (!is_positive(factor)) return false;
  // Column by column: solving for a matrix would bring in Eigen's blocked kernels.
  const Eigen::Index n = index(matrix.size());
  for (Eigen::Index column = 0; column < n; ++column) {
    const Vector solution = factor.solve(Vector::Unit(n, column));
    Eigen::Map<Vector>(matrix.data() + column * n, n) = solution;
  }
  make_symmetric(matrix);
  return true;
}

SquareMatrix sandwich(const SquareMatrix& outer, const SquareMatrix& middle) {
  const Eigen::Index n = index(outer.size());
  SquareMatrix out(outer.size());
  for (Eigen::Index column = 0; column < n; ++column) {
    const Vector half = view(middle) * view(outer).col(column);
    Eigen::Map<Vector>(out.data() + column * n, n).noalias() = view(outer) * half;
  }
  make_symmetric(out);
  return out;
}

}  // namespace evenhand::numeric

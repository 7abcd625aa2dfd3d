#include "numeric/small_matrix.hpp"

#include <cmath>
#include <utility>

namespace evenhand::numeric {

double eliminate(Matrix& a, std::span<double> right) noexcept {
  const std::size_t n = a.rows();
  double determinant = 1;
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::abs(a(i, k)) > std::abs(a(pivot, k))) pivot = i;
    }
    if (a(pivot, k) == 0) return 0;
    if (pivot != k) {
      for (std::size_t j = k; j < n; ++j) std::swap(a(pivot, j), a(k, j));
      std::swap(right[pivot], right[k]);
      determinant = -determinant;
    }
    determinant *= a(k, k);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a(i, k) / a(k, k);
      for (std::size_t j = k + 1; j < n; ++j) a(i, j) -= factor * a(k, j);
      right[i] -= factor * right[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) right[k] -= a(k, j) * right[j];
    right[k] /= a(k, k);
  }
  return determinant;
}

double invert(Matrix& a) {
  const std::size_t n = a.rows();
  Matrix inverse(n, n);
  double determinant = 0;
  std::vector<double> column(n);
  for (std::size_t j = 0; j < n; ++j) {
    Matrix work = a;
    column.assign(n, 0.0);
    column[j] = 1;
    determinant = eliminate(work, column);
    if (determinant == 0) return 0;
    for (std::size_t i = 0; i < n; ++i) inverse(i, j) = column[i];
  }
  a = std::move(inverse);
  return determinant;
}

SmallestSingular smallest_singular(const Matrix& a) {
  const std::size_t n = a.rows();
  Matrix rotated = a;  // its rows become orthogonal, with the singular values as lengths
  Matrix rotation(n, n);
  for (std::size_t i = 0; i < n; ++i) rotation(i, i) = 1;
  const auto dot = [](std::span<const double> x, std::span<const double> y) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
    return sum;
  };
  constexpr int most_sweeps = 60;
  constexpr double negligible = 1e-15;
  bool turned = true;
  for (int sweep = 0; turned && sweep < most_sweeps; ++sweep) {
    turned = false;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        const double pp = dot(rotated.row(p), rotated.row(p));
        const double qq = dot(rotated.row(q), rotated.row(q));
        const double pq = dot(rotated.row(p), rotated.row(q));
        if (std::abs(pq) <= negligible * std::sqrt(pp * qq) || pq == 0) continue;
        turned = true;
        const double zeta = (qq - pp) / (2 * pq);
        const double tangent =
            (zeta >= 0 ? 1.0 : -1.0) / (std::abs(zeta) + std::sqrt(1 + zeta * zeta));
        const double cosine = 1 / std::sqrt(1 + tangent * tangent);
        const double sine = cosine * tangent;
        for (Matrix* matrix : {&rotated, &rotation}) {
          const auto row_p = matrix->row(p);
          const auto row_q = matrix->row(q);
          for (std::size_t i = 0; i < row_p.size(); ++i) {
            const double x = row_p[i];
            const double y = row_q[i];
            row_p[i] = cosine * x - sine * y;
            row_q[i] = sine * x + cosine * y;
          }
        }
      }
    }
  }
  SmallestSingular out;
  std::size_t smallest = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double length = std::sqrt(dot(rotated.row(k), rotated.row(k)));
    if (k == 0 || length < out.value) {
      out.value = length;
      smallest = k;
    }
    out.largest = k == 0 || length > out.largest ? length : out.largest;
  }
  const auto u = rotation.row(smallest);
  out.u.assign(u.begin(), u.end());
  const auto v = rotated.row(smallest);
  out.v.assign(v.begin(), v.end());
  for (double& entry : out.v) entry = out.value > 0 ? entry / out.value : 0;
  return out;
}

}  // namespace evenhand::numeric

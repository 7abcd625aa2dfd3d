#include "evenhand/compare/multiplicity.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

#include "numeric/sums.hpp"

namespace evenhand::compare {
namespace {

/// 1 + 1/2 + ... + 1/m.
double harmonic(std::int64_t m) noexcept {
  constexpr std::int64_t summed = 10'000;
  if (m > summed) {
    // Euler and Maclaurin; the next term is below 1e-18.
    const auto x = static_cast<double>(m);
    return std::log(x) + std::numbers::egamma + 1 / (2 * x) - 1 / (12 * x * x);
  }
  numeric::NeumaierSum sum;
  for (std::int64_t k = m; k >= 1; --k) sum.add(1 / static_cast<double>(k));
  return sum.value();
}

}  // namespace

Result<AdjustedPValues> adjust_p_values(std::span<const double> p, Multiplicity method,
                                        std::int64_t comparisons) {
  if (p.empty()) return Error{Errc::empty_sample, "p"};
  for (const double value : p) {
    // Written so that NaN fails.
    if (!(value >= 0 && value <= 1)) return Error{Errc::p_out_of_range, "p"};
  }
  const auto given = static_cast<std::int64_t>(p.size());
  if (comparisons < 0 || comparisons > max_count) return Error{Errc::not_integer, "comparisons"};
  if (comparisons == 0) comparisons = given;
  if (comparisons < given) {
    return Error{Errc::value_out_of_range, "comparisons", static_cast<double>(given)};
  }

  AdjustedPValues out{
      .adjusted = std::vector<double>(p.size()), .method = method, .comparisons = comparisons};
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [p](std::size_t a, std::size_t b) { return p[a] != p[b] ? p[a] < p[b] : a < b; });

  const auto m = static_cast<double>(comparisons);
  const double dependence = method == Multiplicity::by ? harmonic(comparisons) : 1.0;
  // What the p-value of rank i, from 1, is multiplied by.
  const auto factor = [=](double i) {
    switch (method) {
      case Multiplicity::bonferroni: return m;
      case Multiplicity::holm:
      case Multiplicity::hochberg: return m - i + 1;
      case Multiplicity::bh:
      case Multiplicity::by: return m / i * dependence;
    }
    return m;
  };
  const auto adjusted = [&](std::size_t i) {
    return std::min(1.0, factor(static_cast<double>(i + 1)) * p[order[i]]);
  };
  if (method == Multiplicity::holm) {
    double largest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      largest = std::max(largest, adjusted(i));
      out.adjusted[order[i]] = largest;
    }
  } else if (method == Multiplicity::bonferroni) {
    for (std::size_t i = 0; i < order.size(); ++i) out.adjusted[order[i]] = adjusted(i);
  } else {
    double smallest = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
      smallest = std::min(smallest, adjusted(i));
      out.adjusted[order[i]] = smallest;
    }
  }
  return out;
}

}  // namespace evenhand::compare

/// Groups of items and the cluster-robust variance of a mean over them.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "evenhand/base/result.hpp"
#include "evenhand/interval/mean.hpp"

namespace evenhand::interval {

/// Items by group: group numbers 0, 1, ... without gaps, in the order of the given numbers.
struct Clusters {
  std::vector<std::int32_t> of_item;  ///< group of each item
  std::vector<double> sizes;          ///< items in each group

  [[nodiscard]] std::size_t count() const noexcept { return sizes.size(); }
};

/// Checks the length and the sign of the numbers and closes their gaps. The error names
/// `argument`.
[[nodiscard]] Result<Clusters> make_clusters(std::span<const std::int32_t> given, std::size_t items,
                                             std::string_view argument);

/// What the sizes alone decide: how each group's squared sum of deviations is weighted in the
/// variance of a mean, and the degrees of freedom.
struct ClusterWeights {
  std::vector<double> of_cluster;  ///< variance = sum of_cluster[c] * T_c^2
  double df = 0;
};

/// Weights of CR0-CR3 for a mean. With h_c = n_c/n: CR0 1/n^2; CR1 that times C/(C-1); CR2
/// 1/((1-h_c) n^2); CR3 1/((1-h_c)^2 n^2). Degrees of freedom: C-1, or Satterthwaite's with an
/// identity working model (Bell and McCaffrey 2002) for CR2 and CR3.
[[nodiscard]] inline ClusterWeights cluster_weights(std::span<const double> sizes,
                                                    MeanMethod method) {
  const auto count = static_cast<double>(sizes.size());
  double n = 0;
  for (const double size : sizes) n += size;
  const bool adjusted = method == MeanMethod::cr2 || method == MeanMethod::cr3;
  // a_c of the specification, squared.
  const auto adjustment = [&](double size) {
    const double rest = 1 - size / n;
    if (method == MeanMethod::cr2) return 1 / rest;
    return method == MeanMethod::cr3 ? 1 / (rest * rest) : 1.0;
  };
  ClusterWeights out;
  out.of_cluster.reserve(sizes.size());
  double all = 0;  // sum of g_c = (n_c a_c)^2
  for (const double size : sizes) {
    const double factor = adjustment(size);
    const double scale = method == MeanMethod::cr1 ? count / (count - 1) : factor;
    out.of_cluster.push_back(scale / (n * n));
    all += size * size * factor;
  }
  out.df = count - 1;
  if (adjusted) {
    double trace = 0;
    double squares = 0;
    for (const double size : sizes) {
      const double factor = adjustment(size);
      const double g = size * size * factor;
      const double diagonal = size * factor / (n * n) - g / (n * n * n);
      trace += diagonal;
      // The off-diagonal elements of row c, squared and summed: g_c (sum g - g_c) / n^6.
      squares += diagonal * diagonal + (g / (n * n * n)) * ((all - g) / (n * n * n));
    }
    out.df = trace * trace / squares;
  }
  return out;
}

}  // namespace evenhand::interval

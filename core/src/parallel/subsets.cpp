#include "parallel/subsets.hpp"

#include <bit>
#include <cmath>
#include <cstddef>

#include "evenhand/parallel/schedules.hpp"
#include "parallel/refinement.hpp"

namespace evenhand::parallel {

std::vector<std::int64_t> positions_of(std::size_t set) {
  std::vector<std::int64_t> out;
  for (; set != 0; set &= set - 1) out.push_back(std::countr_zero(set));
  return out;
}

double sequences_of(const Target& target) noexcept {
  double count = 0;
  for (const Joint& joint : target.given) count += static_cast<double>(joint.size());
  return count;
}

bool few_subsets(const Target& target) noexcept {
  const std::int64_t length = target.given.front().length;
  return length <= most_subset_positions &&
         std::exp2(static_cast<double>(length)) * sequences_of(target) <= most_subset_work;
}

bool few_contexts(const Target& target) noexcept {
  double work = 0;
  for (const Joint& joint : target.given) {
    const auto length = static_cast<double>(joint.length);
    work += length * std::exp2(length) * static_cast<double>(joint.size());
  }
  return work <= most_context_work;
}

std::vector<double> mean_subset_entropies(const Target& target) {
  std::vector<double> out;
  for (std::size_t x = 0; x < target.given.size(); ++x) {
    const std::vector<double> entropies = subset_entropies(target.given[x]);
    out.resize(entropies.size());
    for (std::size_t set = 0; set < out.size(); ++set) {
      out[set] += target.weights[x] * entropies[set];
    }
  }
  return out;
}

}  // namespace evenhand::parallel

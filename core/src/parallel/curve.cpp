#include "evenhand/parallel/curve.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "evenhand/base/rng.hpp"
#include "numeric/sums.hpp"
#include "parallel/codes.hpp"
#include "parallel/refinement.hpp"
#include "parallel/sizes.hpp"
#include "parallel/subsets.hpp"

namespace evenhand::parallel {
namespace {

/// Means of H(A) over all sets of each size.
void exact_entropies(const Target& target, std::size_t length, InformationCurve& out) {
  const std::vector<double> entropies = mean_subset_entropies(target);
  std::vector<numeric::NeumaierSum> sums(length + 1);
  std::vector<double> counts(length + 1);
  std::vector<double> least(length + 1, std::numeric_limits<double>::infinity());
  std::vector<double> most(length + 1, 0.0);
  for (std::size_t set = 0; set < entropies.size(); ++set) {
    const auto size = static_cast<std::size_t>(std::popcount(set));
    sums[size].add(entropies[set]);
    ++counts[size];
    least[size] = std::min(least[size], entropies[set]);
    most[size] = std::max(most[size], entropies[set]);
  }
  out.symmetric = true;
  for (std::size_t size = 1; size <= length; ++size) {
    out.entropies.push_back(sums[size].value() / counts[size]);
    out.symmetric = out.symmetric && most[size] - least[size] <= score_tie;
  }
}

/// The positions in random order, again and again: the first j of an order are a random set of j.
/// Differences between sizes are then those of single positions, never negative.
void estimate_entropies(const Target& target, std::size_t length, const CurveOptions& options,
                        InformationCurve& out) {
  std::vector<Codes> codes;
  for (const Joint& joint : target.given) codes.push_back(make_codes(joint));
  std::vector<Refiner> refiners;
  for (std::size_t x = 0; x < codes.size(); ++x) refiners.emplace_back(target.given[x], codes[x]);
  SplitMix64 rng(static_cast<std::uint64_t>(options.seed), "parallel_curve");
  std::vector<std::size_t> order(length);
  std::vector<double> entropies(length);
  std::vector<double> squares(length);
  out.entropies.assign(length, 0.0);
  Groups groups;
  Groups spare;
  for (std::int64_t drawn = 1; drawn <= options.subsets; ++drawn) {
    std::iota(order.begin(), order.end(), std::size_t{0});
    rng.sample_to_front(std::span(order), length);
    std::fill(entropies.begin(), entropies.end(), 0.0);
    for (std::size_t x = 0; x < refiners.size(); ++x) {
      groups = refiners[x].all();
      for (std::size_t j = 0; j < length; ++j) {
        refiners[x].refine(groups, order[j], spare);
        std::swap(groups, spare);
        entropies[j] += target.weights[x] * groups.entropy();
      }
    }
    // Welford's recurrence.
    for (std::size_t j = 0; j < length; ++j) {
      const double off = entropies[j] - out.entropies[j];
      out.entropies[j] += off / static_cast<double>(drawn);
      squares[j] += off * (entropies[j] - out.entropies[j]);
    }
  }
  const auto count = static_cast<double>(options.subsets);
  for (const double sum : squares) {
    out.standard_errors.push_back(std::sqrt(sum / (count - 1) / count));
  }
  out.standard_errors.back() = 0;  // there is one set of all positions
  out.exact = false;
  out.subsets = options.subsets;
  out.seed = options.seed;
}

/// The closest values, in least squares, that never increase (pool adjacent violators).
std::vector<double> never_increasing(const std::vector<double>& values) {
  struct Pool {
    double mean = 0;
    std::size_t size = 0;
  };
  std::vector<Pool> pools;
  for (const double value : values) {
    pools.push_back({.mean = value, .size = 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean < pools.back().mean) {
      const Pool last = pools.back();
      pools.pop_back();
      Pool& first = pools.back();
      const std::size_t size = first.size + last.size;
      first.mean +=
          (last.mean - first.mean) * static_cast<double>(last.size) / static_cast<double>(size);
      first.size = size;
    }
  }
  std::vector<double> out;
  for (const Pool& pool : pools) out.insert(out.end(), pool.size, pool.mean);
  return out;
}

/// Z from the entropies.
std::vector<double> curve_of(const std::vector<double>& entropies) {
  std::vector<double> gains{entropies.front()};
  for (std::size_t j = 1; j < entropies.size(); ++j) {
    gains.push_back(entropies[j] - entropies[j - 1]);
  }
  gains = never_increasing(gains);
  std::vector<double> out;
  for (const double gain : gains) out.push_back(gains.front() - gain);
  return out;
}

/// Sum of Z_i - Z_first over the positions from a to b, counted from 0.
class CurveCost {
 public:
  explicit CurveCost(const std::vector<double>& curve) : curve_(curve), sums_{0.0} {
    numeric::NeumaierSum sum;
    for (const double z : curve) {
      sum.add(z);
      sums_.push_back(sum.value());
    }
  }
  [[nodiscard]] double operator()(std::size_t a, std::size_t b) const noexcept {
    return sums_[b] - sums_[a] - static_cast<double>(b - a) * curve_[a];
  }

 private:
  std::vector<double> curve_;
  std::vector<double> sums_;
};

double divergence_of(const std::vector<std::int64_t>& sizes, const std::vector<double>& curve) {
  numeric::NeumaierSum sum;
  std::size_t first = 0;
  for (const std::int64_t size : sizes) {
    const std::size_t end = first + static_cast<std::size_t>(size);
    for (std::size_t i = first; i < end; ++i) sum.add(curve[i] - curve[first]);
    first = end;
  }
  return sum.value();
}

}  // namespace

Result<InformationCurve> information_curve(const TargetColumns& columns,
                                           const CurveOptions& options) {
  if (const auto error = check_seed(options.seed)) return *error;
  if (options.subsets < 2) return Error{Errc::too_few, "subsets", 2};
  if (options.subsets > most_curve_subsets) return Error{Errc::value_out_of_range, "subsets"};
  const auto target = make_target(columns);
  if (!target) return target.error();
  const auto length = static_cast<std::size_t>(target->common_length());
  if (length == 0) return Error{Errc::unsupported, "lengths"};

  InformationCurve out;
  if (few_subsets(*target)) {
    exact_entropies(*target, length, out);
  } else if (static_cast<double>(options.subsets) * static_cast<double>(length) *
                 sequences_of(*target) <=
             most_curve_work) {
    estimate_entropies(*target, length, options, out);
  } else {
    return Error{Errc::too_large_exact, "subsets"};
  }
  out.curve = curve_of(out.entropies);
  const std::size_t listed = std::min(length, static_cast<std::size_t>(most_listed_schedules));
  SizeSearch search(length, CurveCost(out.curve));
  for (std::size_t steps = 1; steps <= listed; ++steps) {
    search.add_step(true);
    SizeSchedule& schedule = out.schedules.emplace_back();
    schedule.steps = static_cast<std::int64_t>(steps);
    schedule.sizes = search.sizes();
    schedule.divergence = divergence_of(schedule.sizes, out.curve);
  }
  if (listed < length) {
    out.schedules.push_back({.steps = static_cast<std::int64_t>(length),
                             .sizes = std::vector<std::int64_t>(length, 1),
                             .divergence = 0});
  }
  return out;
}

}  // namespace evenhand::parallel

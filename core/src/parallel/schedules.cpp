#include "evenhand/parallel/schedules.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

#include "numeric/sums.hpp"
#include "parallel/divergence.hpp"
#include "parallel/refinement.hpp"
#include "parallel/subsets.hpp"

namespace evenhand::parallel {
namespace {

/// Costs that differ by less came from rounding.
constexpr double cost_tolerance = 1e-11;

std::size_t lowest(std::size_t set) noexcept {
  return static_cast<std::size_t>(std::countr_zero(set));
}

/// The least cost of ordered partitions, from the entropies of all sets: with A revealed and t
/// steps to go, f(A, t) = min over S of c(A, S) + f(A + S, t - 1).
class PartitionSearch {
 public:
  PartitionSearch(const std::vector<double>& entropies, std::size_t most)
      : entropies_(entropies),
        most_(most),
        least_(most, std::vector<double>(entropies.size())),
        sums_(entropies.size()),
        sizes_(entropies.size()) {
    for (std::size_t set = 1; set < sizes_.size(); ++set) {
      sizes_[set] = static_cast<std::uint8_t>(sizes_[set & (set - 1)] + 1);
    }
    for (std::size_t set = entropies.size() - 1; set-- > 0;) solve(set);
  }

  /// Least cost in exactly `steps`.
  [[nodiscard]] double least(std::size_t steps) const noexcept { return least_[steps - 1][0]; }

  /// One of the partitions with that cost: of tied ones that whose steps have the lower positions.
  [[nodiscard]] Steps partition(std::size_t steps) {
    Steps out;
    std::size_t revealed = 0;
    for (; steps > 1; --steps) {
      const std::size_t step = best_step(revealed, steps);
      out.push_back(positions_of(step));
      revealed |= step;
    }
    out.push_back(positions_of(masked(revealed)));
    return out;
  }

 private:
  [[nodiscard]] std::size_t masked(std::size_t set) const noexcept {
    return entropies_.size() - 1 - set;
  }

  /// Calls visit(S, c(A, S)) for every proper non-empty subset S of the complement of A, as long as
  /// it returns true.
  template <class Visit>
  void visit_steps(std::size_t set, Visit visit) {
    const std::size_t rest = masked(set);
    const double here = entropies_[set];
    double gains[most_subset_positions];
    std::size_t count = 0;
    for (std::size_t left = rest; left != 0; left &= left - 1) {
      gains[count++] = entropies_[set | (left & (~left + 1))] - here;
    }
    // Subsets come in ascending order, which is that of their indices among subsets.
    sums_[0] = 0;
    std::size_t step = (0 - rest) & rest;
    for (std::size_t index = 1; step != rest; ++index, step = (step - rest) & rest) {
      sums_[index] = sums_[index & (index - 1)] + gains[lowest(index)];
      const double cost = std::max(0.0, sums_[index] - (entropies_[set | step] - here));
      if (!visit(step, cost)) return;
    }
  }

  void solve(std::size_t set) {
    const std::size_t rest = masked(set);
    const std::size_t count = sizes_[rest];
    const std::size_t steps = std::min(count, most_);
    double least[most_subset_positions];
    std::fill_n(least, steps, std::numeric_limits<double>::infinity());
    numeric::NeumaierSum at_once;
    // One position costs nothing: what follows it is a first bound, which most steps do not meet.
    for (std::size_t left = rest; left != 0; left &= left - 1) {
      const std::size_t after = set | (left & (~left + 1));
      at_once.add(entropies_[after] - entropies_[set]);
      for (std::size_t t = 1; t < steps; ++t) {
        least[t] = std::min(least[t], least_[t - 1][after]);
      }
    }
    at_once.add(-(entropies_.back() - entropies_[set]));
    least[0] = std::max(0.0, at_once.value());
    if (count <= most_) least[count - 1] = 0;
    visit_steps(set, [&](std::size_t step, double cost) {
      // Nothing can be less than 0.
      if (steps == 1 || least[1] <= 0) return false;
      const std::size_t left = count - sizes_[step];
      for (std::size_t t = 1; t <= left && t < steps; ++t) {
        // More steps never cost more (Theorem 2), so this step is no part of those, either.
        if (cost > least[t] + cost_tolerance) break;
        least[t] = std::min(least[t], cost + least_[t - 1][set | step]);
      }
      return true;
    });
    for (std::size_t t = 0; t < steps; ++t) {
      least_[t][set] = t == 0 ? least[0] : std::min(least[t], least_[t - 1][set]);
    }
  }

  [[nodiscard]] std::size_t best_step(std::size_t set, std::size_t steps) {
    const std::size_t count = sizes_[masked(set)];
    double least = std::numeric_limits<double>::infinity();
    std::size_t out = 0;
    visit_steps(set, [&](std::size_t step, double cost) {
      if (count - sizes_[step] < steps - 1) return true;
      const double total = cost + least_[steps - 2][set | step];
      if (total < least - cost_tolerance) {
        least = total;
        out = step;
      }
      return true;
    });
    return out;
  }

  const std::vector<double>& entropies_;
  std::size_t most_;
  std::vector<std::vector<double>> least_;  ///< f(A, t) at [t - 1][A]
  std::vector<double> sums_;                ///< of gains, by index of the subset
  std::vector<std::uint8_t> sizes_;         ///< of every set
};

}  // namespace

Result<std::vector<Schedule>> kl_schedules(const TargetColumns& columns,
                                           std::optional<std::int64_t> most) {
  if (most.value_or(1) < 1) return Error{Errc::value_out_of_range, "most"};
  const auto target = make_target(columns);
  if (!target) return target.error();
  const std::int64_t length = target->common_length();
  if (length == 0) return Error{Errc::unsupported, "lengths"};
  const auto conditions = static_cast<double>(target->given.size());
  if (!few_subsets(*target) ||
      std::pow(3.0, static_cast<double>(length)) * conditions > most_search_work) {
    return Error{Errc::too_large_exact, "tokens"};
  }
  const auto steps = static_cast<std::size_t>(std::min(most.value_or(length), length));

  std::vector<numeric::NeumaierSum> per_condition(steps);
  for (std::size_t x = 0; target->given.size() > 1 && x < target->given.size(); ++x) {
    const std::vector<double> entropies = subset_entropies(target->given[x]);
    const PartitionSearch search(entropies, steps);
    for (std::size_t t = 1; t <= steps; ++t) {
      per_condition[t - 1].add(target->weights[x] * search.least(t));
    }
  }
  const std::vector<double> entropies = mean_subset_entropies(*target);
  PartitionSearch search(entropies, steps);
  std::vector<Schedule> out;
  for (std::size_t t = 1; t <= steps; ++t) {
    Schedule& schedule = out.emplace_back();
    schedule.steps = static_cast<std::int64_t>(t);
    schedule.partition = search.partition(t);
    const StepsAgreement followed = follow_steps(*target, schedule.partition, Decoding{});
    schedule.bound = followed.bound;
    schedule.accuracy = followed.agreement.accuracy;
    schedule.invalid = followed.agreement.invalid;
    schedule.per_condition =
        target->given.size() == 1 ? schedule.bound : per_condition[t - 1].value();
  }
  return out;
}

}  // namespace evenhand::parallel

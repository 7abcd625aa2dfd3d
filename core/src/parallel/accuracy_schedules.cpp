#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <utility>

#include "evenhand/parallel/schedules.hpp"
#include "numeric/sums.hpp"
#include "parallel/decoding.hpp"
#include "parallel/divergence.hpp"
#include "parallel/position_factors.hpp"
#include "parallel/refinement.hpp"
#include "parallel/subsets.hpp"

namespace evenhand::parallel {
namespace {

/// Ordered partitions of n things: 1, 3, 13, 75, ...
double ordered_partitions(std::int64_t n) noexcept {
  std::vector<double> counts{1};
  for (std::int64_t k = 1; k <= n; ++k) {
    double choose = 1;
    double sum = 0;
    for (std::int64_t first = 1; first <= k; ++first) {
      choose *= static_cast<double>(k - first + 1) / static_cast<double>(first);
      sum += choose * counts[static_cast<std::size_t>(k - first)];
    }
    counts.push_back(std::round(sum));
  }
  return counts.back();
}

/// Goes through all ordered partitions, carrying q of the sequences that count as right, those of
/// all conditions side by side.
class AccuracySearch {
 public:
  AccuracySearch(const Target& target, std::size_t length, std::size_t most,
                 const Decoding& decoding)
      : length_(length),
        all_((std::size_t{1} << length) - 1),
        most_(most),
        weights_(target.weights),
        best_(most, -1.0),
        partitions_(most),
        best_by_condition_(most, std::vector<double>(target.given.size(), 0.0)),
        factors_((all_ + 1) * length),
        at_once_(all_ + 1) {
    for (const Joint& joint : target.given) add_factors(joint, decoding);
    const std::size_t right = ends_.back();
    for (std::size_t set = 0; set < all_; ++set) {
      at_once_[set].assign(right, 1.0);
      for (std::size_t i = 0; i < length; ++i) {
        if (!contains(set, i)) multiply(at_once_[set], factors_[set * length + i], at_once_[set]);
      }
    }
    products_.assign(length, std::vector<double>(right, 1.0));
    follow(0, products_[0]);
  }

  /// The best accuracy in exactly `steps`, one partition that has it, and the best of every
  /// condition alone.
  [[nodiscard]] double best(std::size_t steps) const noexcept { return best_[steps - 1]; }
  [[nodiscard]] const Steps& partition(std::size_t steps) const noexcept {
    return partitions_[steps - 1];
  }
  [[nodiscard]] const std::vector<double>& best_by_condition(std::size_t steps) const noexcept {
    return best_by_condition_[steps - 1];
  }

 private:
  static bool contains(std::size_t set, std::size_t i) noexcept { return (set >> i & 1) == 1; }

  static void multiply(const std::vector<double>& q, const std::vector<double>& factors,
                       std::vector<double>& out) noexcept {
    for (std::size_t s = 0; s < q.size(); ++s) out[s] = q[s] * factors[s];
  }

  void add_factors(const Joint& joint, const Decoding& decoding) {
    const Codes codes = make_codes(joint);
    Refiner refiner(joint, codes);
    PositionFactors reader(joint, codes, decoding);
    std::vector<double> read;
    visit_subsets(refiner, length_, [&](std::size_t set, const Groups& groups) {
      for (std::size_t i = 0; i < length_; ++i) {
        if (contains(set, i)) continue;
        reader.read(groups, i, read);
        std::vector<double>& factors = factors_[set * length_ + i];
        for (std::size_t s = 0; s < joint.size(); ++s) {
          if (joint.valid[s] == 1) factors.push_back(read[s]);
        }
      }
    });
    ends_.push_back(factors_[0].size());
  }

  /// q is given after the steps so far, which revealed a set: the rest at once, or one more step.
  void follow(std::size_t revealed, const std::vector<double>& q) {
    finish(revealed, q);
    if (steps_.size() + 1 < most_) extend(revealed, 0, 0, q);
  }

  /// Adds positions from `next` on to a step that is being made.
  void extend(std::size_t revealed, std::size_t step, std::size_t next,
              const std::vector<double>& q) {
    for (std::size_t i = next; i < length_; ++i) {
      const std::size_t longer = step | std::size_t{1} << i;
      const std::size_t after = revealed | longer;
      if (contains(revealed, i) || after == all_) continue;
      std::vector<double>& product = products_[static_cast<std::size_t>(std::popcount(after))];
      multiply(q, factors_[revealed * length_ + i], product);
      steps_.push_back(longer);
      follow(after, product);
      steps_.pop_back();
      extend(revealed, longer, i + 1, product);
    }
  }

  void finish(std::size_t revealed, const std::vector<double>& q) {
    const std::size_t steps = steps_.size();
    const std::vector<double>& factors = at_once_[revealed];
    double accuracy = 0;
    std::size_t s = 0;
    for (std::size_t x = 0; x < ends_.size(); ++x) {
      double sum = 0;
      for (; s < ends_[x]; ++s) sum += q[s] * factors[s];
      best_by_condition_[steps][x] = std::max(best_by_condition_[steps][x], sum);
      accuracy += weights_[x] * sum;
    }
    if (accuracy <= best_[steps] + threshold_tolerance) return;
    best_[steps] = accuracy;
    Steps& partition = partitions_[steps];
    partition.clear();
    for (const std::size_t step : steps_) partition.push_back(positions_of(step));
    partition.push_back(positions_of(all_ & ~revealed));
  }

  std::size_t length_;
  std::size_t all_;  ///< the set of all positions
  std::size_t most_;
  std::vector<double> weights_;
  std::vector<double> best_;  ///< by steps
  std::vector<Steps> partitions_;
  std::vector<std::vector<double>> best_by_condition_;
  std::vector<std::size_t> ends_;  ///< where the right sequences of every condition end
  /// At A * length + i, by right sequence: the chance of its token at i when A is given.
  std::vector<std::vector<double>> factors_;
  std::vector<std::vector<double>> at_once_;   ///< by A: the product over all other positions
  std::vector<std::vector<double>> products_;  ///< q, by the number of positions taken
  std::vector<std::size_t> steps_;             ///< the sets revealed so far
};

}  // namespace

Result<std::vector<Schedule>> accuracy_schedules(const TargetColumns& columns,
                                                 std::optional<std::int64_t> most,
                                                 const Decoding& decoding) {
  if (const auto error = check(decoding)) return *error;
  if (most.value_or(1) < 1) return Error{Errc::value_out_of_range, "most"};
  const auto target = make_target(columns);
  if (!target) return target.error();
  const std::int64_t length = target->common_length();
  if (length == 0) return Error{Errc::unsupported, "lengths"};
  if (length > most_partition_positions || !few_contexts(*target) ||
      ordered_partitions(length) * sequences_of(*target) > most_partition_work) {
    return Error{Errc::too_large_exact, "tokens"};
  }
  const auto steps = static_cast<std::size_t>(std::min(most.value_or(length), length));
  const AccuracySearch search(*target, static_cast<std::size_t>(length), steps, decoding);

  std::vector<Schedule> out;
  std::vector<double> per_condition(target->given.size(), 0.0);
  for (std::size_t t = 1; t <= steps; ++t) {
    numeric::NeumaierSum mean;
    for (std::size_t x = 0; x < per_condition.size(); ++x) {
      per_condition[x] = std::max(per_condition[x], search.best_by_condition(t)[x]);
      mean.add(target->weights[x] * per_condition[x]);
    }
    // Fewer steps, where more are no better.
    Schedule schedule = t > 1 ? out.back() : Schedule{};
    schedule.steps = static_cast<std::int64_t>(t);
    schedule.per_condition = std::min(1.0, mean.value());
    if (t == 1 || search.best(t) > schedule.accuracy + threshold_tolerance) {
      schedule.partition = search.partition(t);
      const StepsAgreement followed = follow_steps(*target, schedule.partition, decoding);
      schedule.bound = followed.bound;
      schedule.accuracy = followed.agreement.accuracy;
      schedule.invalid = followed.agreement.invalid;
    }
    out.push_back(std::move(schedule));
  }
  return out;
}

}  // namespace evenhand::parallel

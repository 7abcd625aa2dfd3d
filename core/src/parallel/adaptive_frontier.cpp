#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "evenhand/parallel/schedules.hpp"
#include "numeric/sums.hpp"
#include "parallel/decoding.hpp"
#include "parallel/position_factors.hpp"
#include "parallel/refinement.hpp"
#include "parallel/subsets.hpp"

namespace evenhand::parallel {
namespace {

/// The best accuracy of any policy on one condition, over contexts y_A and steps to go:
/// V(y_A, t) = max over S of the sum over live y_S of prod p(y_i | y_A) V(y_A y_S, t - 1).
class PolicySearch {
 public:
  PolicySearch(const Joint& joint, const Decoding& decoding, std::size_t most)
      : length_(static_cast<std::size_t>(joint.length)),
        all_((std::size_t{1} << length_) - 1),
        most_(most),
        shares_(all_ + 1),
        factors_(length_),
        products_(length_) {
    for (const std::uint8_t valid : joint.valid) right_.push_back(valid);
    const Codes codes = make_codes(joint);
    Refiner refiner(joint, codes);
    PositionFactors reader(joint, codes, decoding);
    // A set comes after all that contain it.
    visit_subsets(refiner, length_, [&](std::size_t set, const Groups& groups) {
      if (set == all_) {
        shares_[set].assign(1, right_);
      } else {
        solve(set, groups, reader);
      }
    });
  }

  /// The best accuracy in at most `steps`.
  [[nodiscard]] double best(std::size_t steps) const {
    numeric::NeumaierSum sum;
    for (const double share : shares_[0][std::min(steps, length_) - 1]) sum.add(share);
    return std::min(1.0, sum.value());
  }

 private:
  void solve(std::size_t set, const Groups& groups, PositionFactors& reader) {
    std::size_t masked = 0;
    for (std::size_t i = 0; i < length_; ++i) {
      if ((set >> i & 1) == 1) continue;
      ++masked;
      if (groups.rows.empty()) continue;
      reader.read(groups, i, read_);
      factors_[i].clear();
      for (const std::uint32_t row : groups.rows) factors_[i].push_back(read_[row]);
    }
    // A context of one sequence shows it in the next step.
    const std::size_t steps = std::min(masked, most_);
    shares_[set].assign(steps, right_);
    if (groups.rows.empty()) return;
    best_.assign(steps, std::vector<double>(groups.ends.size(), 0.0));
    first_.assign(groups.rows.size(), 1.0);
    extend(set, groups, 0, 0, masked, first_);
    for (std::size_t t = 0; t < steps; ++t) {
      std::size_t row = 0;
      for (std::size_t g = 0; g < groups.ends.size(); ++g) {
        if (t > 0) best_[t][g] = std::max(best_[t][g], best_[t - 1][g]);
        const double share = best_[t][g] / static_cast<double>(groups.ends[g] - row);
        for (; row < groups.ends[g]; ++row) shares_[set][t][groups.rows[row]] = share;
      }
    }
  }

  /// Adds positions from `next` on to a step; `left` are masked beyond it.
  void extend(std::size_t set, const Groups& groups, std::size_t step, std::size_t next,
              std::size_t left, const std::vector<double>& product) {
    for (std::size_t i = next; i < length_; ++i) {
      if ((set >> i & 1) == 1) continue;
      std::vector<double>& longer = products_[left - 1];
      longer.resize(product.size());
      for (std::size_t r = 0; r < product.size(); ++r) longer[r] = product[r] * factors_[i][r];
      const std::size_t taken = step | std::size_t{1} << i;
      improve(set | taken, groups, left - 1, longer);
      if (left > 1) extend(set, groups, taken, i + 1, left - 1, longer);
    }
  }

  void improve(std::size_t after, const Groups& groups, std::size_t left,
               const std::vector<double>& product) {
    const std::vector<std::vector<double>>& then = shares_[after];
    // With all revealed it is over, whatever steps remain.
    const std::size_t begin = left == 0 ? 0 : 1;
    for (std::size_t t = begin; t < best_.size() && t - begin < then.size(); ++t) {
      const std::vector<double>& shares = then[t - begin];
      std::size_t row = 0;
      for (std::size_t g = 0; g < groups.ends.size(); ++g) {
        double sum = 0;
        for (; row < groups.ends[g]; ++row) sum += product[row] * shares[groups.rows[row]];
        best_[t][g] = std::max(best_[t][g], sum);
      }
    }
  }

  std::size_t length_;
  std::size_t all_;
  std::size_t most_;
  std::vector<double> right_;  ///< 1 where a sequence is right
  /// [A][t - 1][sequence]: V of its context in t steps, divided among the sequences of the context,
  /// so that sums over sequences are sums over contexts.
  std::vector<std::vector<std::vector<double>>> shares_;
  // Of the set that is being solved, in the order of its groups' rows.
  std::vector<std::vector<double>> factors_;   ///< by position
  std::vector<std::vector<double>> products_;  ///< over the positions of a step
  std::vector<std::vector<double>> best_;      ///< by steps and group
  std::vector<double> first_;
  std::vector<double> read_;
};

}  // namespace

Result<std::vector<double>> adaptive_frontier(const TargetColumns& columns,
                                              std::optional<std::int64_t> most,
                                              const Decoding& decoding) {
  if (const auto error = check(decoding)) return *error;
  if (most.value_or(1) < 1) return Error{Errc::value_out_of_range, "most"};
  const auto target = make_target(columns);
  if (!target) return target.error();
  std::int64_t length = 0;
  double work = 0;
  for (const Joint& joint : target->given) {
    length = std::max(length, joint.length);
    work += std::pow(3.0, static_cast<double>(joint.length)) * static_cast<double>(joint.size());
  }
  if (!(work <= most_policy_work) || !few_contexts(*target))
    return Error{Errc::too_large_exact, "tokens"};
  const auto steps = static_cast<std::size_t>(std::min(most.value_or(length), length));
  std::vector<numeric::NeumaierSum> means(steps);
  for (std::size_t x = 0; x < target->given.size(); ++x) {
    const PolicySearch search(target->given[x], decoding, steps);
    for (std::size_t t = 1; t <= steps; ++t) means[t - 1].add(target->weights[x] * search.best(t));
  }
  std::vector<double> out;
  for (const auto& mean : means) out.push_back(std::min(1.0, mean.value()));
  return out;
}

}  // namespace evenhand::parallel

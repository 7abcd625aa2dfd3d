/// Which masked positions a strategy reveals next, given what the ideal model says of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "evenhand/parallel/strategies.hpp"
#include "parallel/context_model.hpp"

namespace evenhand::parallel {

/// Revealed positions, one bit each.
class Revealed {
 public:
  explicit Revealed(std::size_t length) : length_(length), words_((length + 63) / 64) {}
  [[nodiscard]] bool has(std::size_t position) const noexcept {
    return (words_[position / 64] >> (position % 64) & 1U) != 0;
  }
  void add(std::size_t position) noexcept {
    words_[position / 64] |= std::uint64_t{1} << (position % 64);
  }
  [[nodiscard]] std::size_t length() const noexcept { return length_; }
  friend bool operator<(const Revealed& a, const Revealed& b) { return a.words_ < b.words_; }

 private:
  std::size_t length_;
  std::vector<std::uint64_t> words_;
};

/// A strategy made ready for a target.
struct Plan {
  Strategy strategy;
  Steps steps;                      ///< of the rule `fixed`
  std::vector<std::int64_t> sizes;  ///< of `top_k`, where given
};

/// Errors: those of run_strategy that do not depend on contexts.
[[nodiscard]] Result<Plan> make_plan(const Strategy& strategy, const Target& target);

/// The positions to reveal: all of `sure` and `taken` of `tied`, every choice as likely. Where the
/// order inside a tie decides how many are taken, `orders` has the choices instead.
struct Selection {
  struct Order {
    double probability = 0;
    std::vector<std::size_t> positions;  ///< ascending
  };
  std::vector<std::size_t> sure;
  std::vector<std::size_t> tied;
  std::size_t taken = 0;
  std::vector<Order> orders;
};

/// The masked positions from which the next step may choose, ascending; of the rule `fixed` those
/// that it reveals.
[[nodiscard]] std::vector<std::size_t> candidates(const Plan& plan, const Revealed& revealed,
                                                  std::size_t step);

/// What the step reveals in the context that `model` has entered.
/// Errors: too_large_exact ("score").
[[nodiscard]] Result<Selection> select(const Plan& plan, std::size_t step,
                                       std::span<const std::size_t> candidates,
                                       ContextModel& model);

/// How many equally likely choices a selection has.
[[nodiscard]] double choices_of(const Selection& selection) noexcept;

/// One of the choices, ascending.
[[nodiscard]] std::vector<std::size_t> draw(const Selection& selection, SplitMix64& rng);

/// Calls visit(probability, positions) for each choice; the positions are ascending.
template <class Visit>
void for_each_choice(const Selection& selection, Visit visit) {
  std::vector<std::size_t> positions;
  const auto give = [&](double probability, auto chosen) {
    positions = selection.sure;
    chosen(positions);
    std::sort(positions.begin(), positions.end());
    visit(probability, std::span<const std::size_t>(positions));
  };
  for (const Selection::Order& order : selection.orders) {
    give(order.probability, [&](std::vector<std::size_t>& out) {
      out.insert(out.end(), order.positions.begin(), order.positions.end());
    });
  }
  if (!selection.orders.empty()) return;
  const double probability = 1 / choices_of(selection);
  std::vector<std::size_t> subset(selection.taken);
  for (std::size_t i = 0; i < subset.size(); ++i) subset[i] = i;
  while (true) {
    give(probability, [&](std::vector<std::size_t>& out) {
      for (const std::size_t i : subset) out.push_back(selection.tied[i]);
    });
    // The next subset in lexicographic order.
    std::size_t i = subset.size();
    while (i > 0 && subset[i - 1] == selection.tied.size() - subset.size() + i - 1) --i;
    if (i == 0) return;
    ++subset[i - 1];
    for (; i < subset.size(); ++i) subset[i] = subset[i - 1] + 1;
  }
}

/// Steps that a strategy still takes where one sequence only is possible, after `step` steps.
/// Which positions come first makes no difference then.
[[nodiscard]] std::int64_t certain_steps(const Plan& plan, const Revealed& revealed,
                                         std::size_t step);

}  // namespace evenhand::parallel

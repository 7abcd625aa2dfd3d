#include "parallel/strategy_runs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "parallel/codes.hpp"
#include "parallel/context_model.hpp"

namespace evenhand::parallel {
namespace {

/// More work than this takes longer than an exact answer is worth waiting for.
constexpr double most_choice_work = 1e8;
/// Work that each choice costs besides, in sequences.
constexpr std::size_t one_choice = 32;

/// A sum of probabilities with its logarithm, which stays finite where it is too small for a
/// double.
class Weight {
 public:
  void add(double probability, double log2_probability) {
    value_.add(probability);
    // Next to what a double holds well, anything less does not count.
    if (probability > least_precise) return;
    const double larger = std::max(log2_, log2_probability);
    if (larger > never) {
      log2_ = larger + std::log2(1 + std::exp2(std::min(log2_, log2_probability) - larger));
    }
  }
  [[nodiscard]] double value() const noexcept { return value_.value(); }
  [[nodiscard]] double log2() const noexcept {
    return value() > least_precise ? std::log2(value()) : log2_;
  }

 private:
  static constexpr double least_precise = 1e-290;
  numeric::NeumaierSum value_;
  double log2_ = never;  ///< of the terms that are smaller
};

/// Contexts after the same number of steps. Those that revealed the same values at the same
/// positions are one, whatever the order.
class Level {
 public:
  struct Context {
    std::uint32_t revealed = 0;  ///< among the level's sets
    std::size_t begin = 0;       ///< of its sequences
    std::size_t size = 0;
    Weight weight;
  };

  std::uint32_t place_of(const Revealed& revealed) {
    const auto [found, added] =
        numbers_.try_emplace(revealed, static_cast<std::uint32_t>(sets_.size()));
    if (added) sets_.push_back(revealed);
    return found->second;
  }

  /// The context of these sequences, which ascend: the first one tells it from others of its set.
  Weight& weight_of(std::uint32_t revealed, std::span<const std::uint32_t> rows, Budget& budget) {
    const std::uint64_t key = std::uint64_t{revealed} << 32 | rows.front();
    const auto [found, added] = index_.try_emplace(key, contexts_.size());
    if (added) {
      ++budget.contexts;
      contexts_.push_back({revealed, rows_.size(), rows.size(), {}});
      rows_.insert(rows_.end(), rows.begin(), rows.end());
    }
    return contexts_[found->second].weight;
  }

  [[nodiscard]] const std::vector<Context>& contexts() const noexcept { return contexts_; }
  [[nodiscard]] const Revealed& revealed(const Context& context) const noexcept {
    return sets_[context.revealed];
  }
  [[nodiscard]] std::span<const std::uint32_t> rows(const Context& context) const noexcept {
    return std::span(rows_).subspan(context.begin, context.size);
  }

 private:
  std::vector<Revealed> sets_;
  std::map<Revealed, std::uint32_t> numbers_;
  std::vector<Context> contexts_;
  std::unordered_map<std::uint64_t, std::size_t> index_;
  std::vector<std::uint32_t> rows_;
};

Revealed with(Revealed revealed, std::span<const std::size_t> positions) {
  for (const std::size_t position : positions) revealed.add(position);
  return revealed;
}

std::vector<std::int64_t> as_step(std::span<const std::size_t> positions) {
  return {positions.begin(), positions.end()};
}

class ExactWalk {
 public:
  ExactWalk(const Joint& joint, const Plan& plan, Budget& budget)
      : joint_(joint),
        plan_(plan),
        budget_(budget),
        codes_(make_codes(joint)),
        model_(joint, codes_, plan.strategy.decoding),
        ends_(joint.size()) {}

  Result<ExactRuns> follow() {
    Level level;
    std::vector<std::uint32_t> all(joint_.size());
    std::iota(all.begin(), all.end(), 0U);
    const Revealed nothing(static_cast<std::size_t>(joint_.length));
    if (all.size() == 1) {
      finish(0, 1, 0, certain_steps(plan_, nothing, 0));
    } else {
      level.weight_of(level.place_of(nothing), all, budget_).add(1, 0);
    }
    for (std::size_t step = 0; !level.contexts().empty(); ++step) {
      Level next;
      for (const Level::Context& context : level.contexts()) {
        if (const auto error = expand(level, context, step, next)) return *error;
        if (budget_.spent()) {
          out_.complete = false;
          return std::move(out_);
        }
      }
      level = std::move(next);
    }
    for (const Weight& end : ends_) {
      out_.output.q.push_back(end.value());
      out_.output.log2_q.push_back(end.log2());
    }
    return std::move(out_);
  }

 private:
  void finish(std::uint32_t row, double probability, double log2, std::int64_t steps) {
    ends_[row].add(probability, log2);
    out_.steps.add(probability, steps);
  }

  std::optional<Error> expand(const Level& level, const Level::Context& context, std::size_t step,
                              Level& next) {
    const auto rows = level.rows(context);
    const Revealed& revealed = level.revealed(context);
    model_.enter(rows);
    const auto masked = candidates(plan_, revealed, step);
    const auto selection = select(plan_, step, masked, model_);
    if (!selection) return selection.error();
    if (choices_of(*selection) > static_cast<double>(most_branches)) {
      const bool by_k = plan_.strategy.rule == StrategyRule::top_k;
      return Error{Errc::too_large_exact, by_k ? "k" : "position_ties",
                   static_cast<double>(most_branches)};
    }
    for_each_choice(*selection, [&](double probability, std::span<const std::size_t> positions) {
      if (budget_.spent()) return;
      if (probability < 1) {
        budget_.choice_work +=
            static_cast<double>(rows.size() + one_choice) * static_cast<double>(positions.size());
      }
      reveal(rows, with(revealed, positions), positions,
             {context.weight.value() * probability, context.weight.log2() + std::log2(probability)},
             step + 1, next);
    });
    return std::nullopt;
  }

  struct Reached {
    double probability = 0;
    double log2 = 0;
  };

  void reveal(std::span<const std::uint32_t> rows, const Revealed& revealed,
              std::span<const std::size_t> positions, const Reached& reached, std::size_t steps,
              Level& next) {
    split_rows_.assign(rows.begin(), rows.end());
    model_.reader().split(split_rows_, as_step(positions), groups_);
    double continuations = 1;
    revealing_.clear();
    for (const std::size_t position : positions) {
      const Prediction& prediction = model_.prediction(position);
      continuations *= static_cast<double>(prediction.possible);
      revealing_.push_back({&prediction, codes_.column(position)});
    }
    const std::uint32_t place = next.place_of(revealed);
    const std::int64_t certain =
        static_cast<std::int64_t>(steps) + certain_steps(plan_, revealed, steps);
    numeric::NeumaierSum lost;
    lost.add(1);
    double live = 0;
    std::size_t begin = 0;
    for (const std::size_t end : groups_) {
      const auto group = std::span<const std::uint32_t>(split_rows_).subspan(begin, end - begin);
      begin = end;
      double probability = 1;
      double log2 = 0;
      for (const auto& [prediction, column] : revealing_) {
        const std::size_t token = prediction->place(column[group.front()]);
        probability *= prediction->decoded[token];
        log2 += prediction->log2[token];
      }
      if (!(log2 > never)) continue;
      ++live;
      lost.add(-probability);
      if (group.size() == 1) {
        finish(group.front(), reached.probability * probability, reached.log2 + log2, certain);
      } else {
        next.weight_of(place, group, budget_)
            .add(reached.probability * probability, reached.log2 + log2);
      }
    }
    if (continuations > live) {
      out_.output.leaves_support = true;
      out_.steps.add(reached.probability * std::max(0.0, lost.value()),
                     static_cast<std::int64_t>(steps));
    }
  }

  const Joint& joint_;
  const Plan& plan_;
  Budget& budget_;
  Codes codes_;
  ContextModel model_;
  std::vector<Weight> ends_;  ///< one per sequence
  ExactRuns out_;
  std::vector<std::uint32_t> split_rows_;
  std::vector<std::size_t> groups_;
  std::vector<std::pair<const Prediction*, std::span<const std::uint32_t>>> revealing_;
};

class Simulation {
 public:
  Simulation(const Joint& joint, const Plan& plan, SplitMix64& rng)
      : joint_(joint),
        plan_(plan),
        rng_(rng),
        codes_(make_codes(joint)),
        model_(joint, codes_, plan.strategy.decoding) {}

  Result<SimulatedRuns> follow(std::int64_t runs) {
    Bundle all{.revealed = Revealed(static_cast<std::size_t>(joint_.length)),
               .rows = std::vector<std::uint32_t>(joint_.size()),
               .step = 0,
               .runs = runs};
    std::iota(all.rows.begin(), all.rows.end(), 0U);
    if (runs > 0) waiting_.push_back(std::move(all));
    while (!waiting_.empty()) {
      const Bundle bundle = std::move(waiting_.back());
      waiting_.pop_back();
      if (bundle.rows.size() == 1) {
        if (joint_.valid[bundle.rows.front()] == 1) out_.right += bundle.runs;
        out_.steps.add(static_cast<double>(bundle.runs),
                       static_cast<std::int64_t>(bundle.step) +
                           certain_steps(plan_, bundle.revealed, bundle.step));
      } else if (const auto error = expand(bundle)) {
        return *error;
      }
    }
    return out_;
  }

 private:
  /// Runs that have come to the same context in the same way.
  struct Bundle {
    Revealed revealed;
    std::vector<std::uint32_t> rows;
    std::size_t step = 0;
    std::int64_t runs = 0;
  };

  std::optional<Error> expand(const Bundle& bundle) {
    model_.enter(bundle.rows);
    const auto selection =
        select(plan_, bundle.step, candidates(plan_, bundle.revealed, bundle.step), model_);
    if (!selection) return selection.error();
    std::map<std::vector<std::size_t>, std::int64_t> chosen;
    if (selection->taken == 0 && selection->orders.empty()) {
      chosen[draw(*selection, rng_)] = bundle.runs;
    } else {
      for (std::int64_t run = 0; run < bundle.runs; ++run) ++chosen[draw(*selection, rng_)];
    }
    for (const auto& [positions, runs] : chosen) reveal(bundle, positions, runs);
    return std::nullopt;
  }

  /// Draws position by position; runs part as soon as their tokens do, and end where no sequence
  /// has them.
  void reveal(const Bundle& bundle, std::span<const std::size_t> positions, std::int64_t runs) {
    struct Part {
      std::vector<std::uint32_t> rows;
      std::int64_t runs = 0;
    };
    std::vector<Part> parts;
    parts.push_back({bundle.rows, runs});
    const auto steps = static_cast<std::int64_t>(bundle.step + 1);
    std::vector<std::size_t> groups;
    for (const std::size_t position : positions) {
      const Prediction& prediction = model_.prediction(position);
      const auto column = codes_.column(position);
      const std::vector<std::int64_t> step{static_cast<std::int64_t>(position)};
      std::vector<Part> next;
      for (Part& part : parts) {
        drawn_.assign(prediction.decoded.size(), 0);
        for (std::int64_t run = 0; run < part.runs; ++run) ++drawn_[prediction.draw(rng_)];
        model_.reader().split(part.rows, step, groups);
        std::int64_t lost = part.runs;
        std::size_t begin = 0;
        for (const std::size_t end : groups) {
          const auto from = part.rows.begin() + static_cast<std::ptrdiff_t>(begin);
          const auto to = part.rows.begin() + static_cast<std::ptrdiff_t>(end);
          begin = end;
          const std::int64_t agreeing = drawn_[prediction.place(column[*from])];
          if (agreeing > 0) next.push_back({{from, to}, agreeing});
          lost -= agreeing;
        }
        if (lost > 0) {
          out_.impossible += lost;
          out_.steps.add(static_cast<double>(lost), steps);
        }
      }
      parts = std::move(next);
    }
    const Revealed revealed = with(bundle.revealed, positions);
    for (Part& part : parts) {
      waiting_.push_back({revealed, std::move(part.rows), bundle.step + 1, part.runs});
    }
  }

  const Joint& joint_;
  const Plan& plan_;
  SplitMix64& rng_;
  Codes codes_;
  ContextModel model_;
  std::vector<Bundle> waiting_;
  std::vector<std::int64_t> drawn_;
  SimulatedRuns out_;
};

}  // namespace

bool Budget::spent() const noexcept {
  return contexts > most_contexts || choice_work > most_choice_work;
}

void StepCount::add(double weight, std::int64_t steps) noexcept {
  most = std::max(most, steps);
  sum.add(weight * static_cast<double>(steps));
  inverse.add(weight / static_cast<double>(steps));
}

Result<ExactRuns> follow_exactly(const Joint& joint, const Plan& plan, Budget& budget) {
  return ExactWalk(joint, plan, budget).follow();
}

Result<SimulatedRuns> simulate(const Joint& joint, const Plan& plan, std::int64_t runs,
                               SplitMix64& rng) {
  return Simulation(joint, plan, rng).follow(runs);
}

}  // namespace evenhand::parallel

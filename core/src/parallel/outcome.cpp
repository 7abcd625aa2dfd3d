#include "evenhand/parallel/outcome.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "numeric/sums.hpp"
#include "parallel/codes.hpp"
#include "parallel/contexts.hpp"
#include "parallel/decoding.hpp"
#include "parallel/divergence.hpp"
#include "parallel/impossible.hpp"

namespace evenhand::parallel {
namespace {

/// Follows fixed steps through all contexts of a joint distribution.
class StepsWalk {
 public:
  StepsWalk(const Joint& joint, const Codes& codes, const Decoding& decoding)
      : output{.q = std::vector<double>(joint.size(), 1.0),
               .log2_q = std::vector<double>(joint.size(), 0.0)},
        joint_(joint),
        codes_(codes),
        decoding_(decoding),
        reader_(joint, codes),
        rows_(joint.size()) {
    std::iota(rows_.begin(), rows_.end(), 0U);
    std::size_t largest = 0;
    for (const auto& known : codes.vocabulary) largest = std::max(largest, known.size());
    factors_.resize(largest);
    log2_factors_.resize(largest);
  }

  /// Impossible sequences go to `list`, where there is one.
  void follow(const Steps& steps, ImpossibleList* list) {
    std::vector<std::size_t> ends{rows_.size()};
    std::vector<std::size_t> next_ends;
    std::vector<std::size_t> groups;
    for (std::size_t t = 0; t < steps.size(); ++t) {
      next_ends.clear();
      std::size_t begin = 0;
      for (const std::size_t end : ends) {
        const auto rows = std::span(rows_).subspan(begin, end - begin);
        // A single sequence is certain whatever is revealed.
        if (rows.size() == 1) {
          next_ends.push_back(end);
        } else {
          step(rows, steps[t], groups, t + 1 == steps.size() ? list : nullptr);
          for (const std::size_t group : groups) next_ends.push_back(begin + group);
        }
        begin = end;
      }
      ends.swap(next_ends);
    }
    // What is not negative but for rounding.
    bound = std::max(0.0, cost_.value());
  }

  Output output;
  double bound = 0;

 private:
  void step(std::span<std::uint32_t> rows, std::span<const std::int64_t> positions,
            std::vector<std::size_t>& groups, ImpossibleList* list) {
    const double mass = reader_.mass(rows);
    const double log2_reached = output.log2_q[rows.front()];
    double continuations = 1;
    choices_.resize(list == nullptr ? 0 : positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const auto position = static_cast<std::size_t>(positions[i]);
      reader_.conditional(rows, mass, position, conditional_);
      const std::size_t tokens = conditional_.codes.size();
      if (tokens > 1) {
        for (const double p : conditional_.probabilities) cost_.add(-mass * p * std::log2(p));
        decoded_ = conditional_.probabilities;
        decode(decoded_, decoding_);
        log2_decoded(conditional_.probabilities, decoded_, decoding_, log2_);
        for (std::size_t v = 0; v < tokens; ++v) {
          factors_[conditional_.codes[v]] = decoded_[v];
          log2_factors_[conditional_.codes[v]] = log2_[v];
        }
        const auto column = codes_.column(position);
        for (const std::uint32_t row : rows) {
          output.q[row] *= factors_[column[row]];
          output.log2_q[row] += log2_factors_[column[row]];
        }
        continuations *= static_cast<double>(
            std::count_if(log2_.begin(), log2_.end(), [](double l) { return l > never; }));
      } else {
        log2_.assign(1, 0);
      }
      if (list != nullptr) choices_[i] = {position, conditional_.codes, log2_};
    }
    reader_.split(rows, positions, groups);
    double live = 0;
    std::size_t begin = 0;
    for (const std::size_t end : groups) {
      const double share = reader_.mass(rows.subspan(begin, end - begin)) / mass;
      if (groups.size() > 1) cost_.add(mass * share * std::log2(share));
      if (output.log2_q[rows[begin]] > never) ++live;
      begin = end;
    }
    if (log2_reached > never && continuations > live) {
      output.leaves_support = true;
      if (list != nullptr) list->visit(joint_, codes_, {rows, choices_, log2_reached});
    }
  }

  const Joint& joint_;
  const Codes& codes_;
  const Decoding& decoding_;
  ContextReader reader_;
  std::vector<std::uint32_t> rows_;  ///< by context
  numeric::NeumaierSum cost_;
  // By code: what the sequences' probabilities are multiplied with.
  std::vector<double> factors_;
  std::vector<double> log2_factors_;
  Conditional conditional_;
  std::vector<double> decoded_;
  std::vector<double> log2_;
  std::vector<Choice> choices_;
};

std::vector<ListedSequence> list_sequences(const Target& target, const std::vector<Output>& outputs,
                                           std::int64_t& unlisted) {
  struct Place {
    double weight = 0;
    std::size_t condition = 0;
    std::size_t sequence = 0;
  };
  std::vector<Place> places;
  for (std::size_t x = 0; x < target.given.size(); ++x) {
    for (std::size_t s = 0; s < target.given[x].size(); ++s) {
      places.push_back({target.weights[x] * target.given[x].probabilities[s], x, s});
    }
  }
  const std::size_t listed =
      std::min(places.size(), static_cast<std::size_t>(most_listed_sequences));
  unlisted = static_cast<std::int64_t>(places.size() - listed);
  const auto middle = places.begin() + static_cast<std::ptrdiff_t>(listed);
  std::partial_sort(places.begin(), middle, places.end(), [](const Place& a, const Place& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    return std::pair(a.condition, a.sequence) < std::pair(b.condition, b.sequence);
  });
  std::vector<ListedSequence> out;
  for (auto place = places.begin(); place != middle; ++place) {
    const Joint& joint = target.given[place->condition];
    out.push_back({.condition = target.conditions[place->condition],
                   .row = joint.rows[place->sequence],
                   .target = joint.probabilities[place->sequence],
                   .output = outputs[place->condition].q[place->sequence]});
  }
  return out;
}

Steps all_at_once(std::int64_t length) {
  Steps steps(1);
  steps.front().resize(static_cast<std::size_t>(length));
  std::iota(steps.front().begin(), steps.front().end(), std::int64_t{0});
  return steps;
}

}  // namespace

StepsAgreement follow_steps(const Target& target, const Steps& steps, const Decoding& decoding) {
  numeric::NeumaierSum bound;
  MeanAgreement mean;
  for (std::size_t x = 0; x < target.given.size(); ++x) {
    const Joint& joint = target.given[x];
    const Codes codes = make_codes(joint);
    StepsWalk walk(joint, codes, decoding);
    walk.follow(steps, nullptr);
    bound.add(target.weights[x] * walk.bound);
    mean.add(target.weights[x], compare_output(joint, walk.output));
  }
  return {.agreement = mean.value(), .bound = bound.value()};
}

Result<Outcome> steps_outcome(const TargetColumns& columns,
                              const std::optional<StepColumns>& columns_of_steps,
                              const Decoding& decoding) {
  if (const auto error = check(decoding)) return *error;
  const auto target = make_target(columns);
  if (!target) return target.error();
  Steps steps;
  if (columns_of_steps) {
    const std::int64_t length = target->common_length();
    if (length == 0) return Error{Errc::unsupported, "steps"};
    auto made = make_steps(*columns_of_steps, length);
    if (!made) return made.error();
    steps = *made;
  }

  Outcome out;
  ImpossibleList impossible;
  std::vector<Output> outputs;
  numeric::NeumaierSum bound;
  MeanAgreement mean;
  for (std::size_t x = 0; x < target->given.size(); ++x) {
    const Joint& joint = target->given[x];
    const double weight = target->weights[x];
    const Codes codes = make_codes(joint);
    StepsWalk walk(joint, codes, decoding);
    impossible.begin(target->conditions[x], weight);
    walk.follow(columns_of_steps ? steps : all_at_once(joint.length), &impossible);
    bound.add(weight * walk.bound);
    mean.add(weight, compare_output(joint, walk.output));
    outputs.push_back(std::move(walk.output));
  }
  const Agreement agreement = mean.value();
  out.accuracy = agreement.accuracy;
  out.invalid = agreement.invalid;
  out.divergence = agreement.divergence;
  out.bound = bound.value();
  out.listed = list_sequences(*target, outputs, out.unlisted);
  out.impossible = std::move(impossible).take();
  numeric::NeumaierSum other;
  other.add(out.invalid);
  for (const ImpossibleSequence& sequence : out.impossible) {
    const auto x =
        std::find(target->conditions.begin(), target->conditions.end(), sequence.condition) -
        target->conditions.begin();
    other.add(-target->weights[static_cast<std::size_t>(x)] * sequence.output);
  }
  out.other_impossible = std::max(0.0, other.value());
  return out;
}

}  // namespace evenhand::parallel

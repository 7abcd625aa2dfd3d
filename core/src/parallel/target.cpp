#include "evenhand/parallel/target.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "numeric/sums.hpp"

namespace evenhand::parallel {
namespace {

/// Less, relative to the largest weight, is lost beside it and counts as 0.
constexpr double least_relative_weight = 1e-290;

std::uint64_t hash_of(std::span<const std::int32_t> tokens) noexcept {
  std::uint64_t hash = 0x9e3779b97f4a7c15U;
  for (const std::int32_t token : tokens) {
    hash = (hash ^ static_cast<std::uint32_t>(token)) * 0xbf58476d1ce4e5b9U;
    hash ^= hash >> 29;
  }
  return hash;
}

/// Finds equal sequences of one joint by open addressing.
class SequenceIndex {
 public:
  explicit SequenceIndex(std::size_t rows) {
    std::size_t size = 4;
    while (size < 2 * rows) size *= 2;
    slots_.assign(size, 0);
  }

  /// The place of `tokens` among the joint's sequences, or its size if it is new; then the caller
  /// adds it.
  std::size_t place(const Joint& joint, std::span<const std::int32_t> tokens) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash_of(tokens) & mask;; at = (at + 1) & mask) {
      if (slots_[at] == 0) {
        slots_[at] = static_cast<std::uint32_t>(joint.rows.size() + 1);
        return joint.rows.size();
      }
      const std::size_t found = slots_[at] - 1;
      const auto known = joint.sequence(found);
      if (std::equal(known.begin(), known.end(), tokens.begin(), tokens.end())) return found;
    }
  }

 private:
  std::vector<std::uint32_t> slots_;  ///< 1 + a place, 0 where empty
};

std::optional<Error> check_weights(std::span<const double> weights, std::string_view argument) {
  for (const double weight : weights) {
    if (!std::isfinite(weight)) return Error{Errc::not_finite, argument};
    if (weight < 0) return Error{Errc::negative_weight, argument};
  }
  return std::nullopt;
}

double largest_of(std::span<const double> weights) noexcept {
  return weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
}

/// Makes weights sum to 1; false when they are all 0. By their largest first: their sum may
/// overflow.
bool normalise(std::vector<double>& weights) {
  const double largest = largest_of(weights);
  if (!(largest > 0)) return false;
  numeric::NeumaierSum total;
  for (double& weight : weights) {
    weight /= largest;
    total.add(weight);
  }
  for (double& weight : weights) weight /= total.value();
  return true;
}

std::optional<Error> check_columns(const TargetColumns& columns) {
  if (columns.sequences.empty()) return Error{Errc::empty_sample, "sequences"};
  if (columns.lengths.size() != columns.sequences.size()) {
    return Error{Errc::length_mismatch, "lengths"};
  }
  std::int64_t rows = 0;
  std::int64_t tokens = 0;
  for (std::size_t x = 0; x < columns.sequences.size(); ++x) {
    const std::int64_t count = columns.sequences[x];
    const std::int64_t length = columns.lengths[x];
    if (count < 0) return Error{Errc::value_out_of_range, "sequences"};
    if (count == 0) return Error{Errc::empty_sample, "sequences"};
    if (length == 0) return Error{Errc::empty_sample, "lengths"};
    if (length < 0 || length > most_positions) return Error{Errc::value_out_of_range, "lengths"};
    rows += count;
    tokens += count * length;
  }
  if (columns.weights.size() != static_cast<std::size_t>(rows)) {
    return Error{Errc::length_mismatch, "weights"};
  }
  if (columns.tokens.size() != static_cast<std::size_t>(tokens)) {
    return Error{Errc::length_mismatch, "tokens"};
  }
  if (columns.valid && columns.valid->size() != columns.weights.size()) {
    return Error{Errc::length_mismatch, "valid"};
  }
  if (columns.condition_weights && columns.condition_weights->size() != columns.lengths.size()) {
    return Error{Errc::length_mismatch, "condition_weights"};
  }
  if (const auto error = check_weights(columns.weights, "weights")) return error;
  if (columns.condition_weights) {
    if (const auto error = check_weights(*columns.condition_weights, "condition_weights")) {
      return error;
    }
  }
  if (std::any_of(columns.tokens.begin(), columns.tokens.end(), [](auto t) { return t < 0; })) {
    return Error{Errc::value_out_of_range, "tokens"};
  }
  if (columns.valid && std::any_of(columns.valid->begin(), columns.valid->end(),
                                   [](std::int32_t v) { return v != 0 && v != 1; })) {
    return Error{Errc::value_out_of_range, "valid"};
  }
  return std::nullopt;
}

}  // namespace

std::int64_t Target::common_length() const noexcept {
  const std::int64_t first = given.front().length;
  const bool common = std::all_of(given.begin(), given.end(),
                                  [first](const Joint& joint) { return joint.length == first; });
  return common ? first : 0;
}

Result<Target> make_target(const TargetColumns& columns) {
  if (const auto error = check_columns(columns)) return *error;
  Target out;
  std::size_t row = 0;
  std::size_t token = 0;
  std::int64_t distinct = 0;
  for (std::size_t x = 0; x < columns.sequences.size(); ++x) {
    const auto count = static_cast<std::size_t>(columns.sequences[x]);
    const auto length = static_cast<std::size_t>(columns.lengths[x]);
    const double weight = columns.condition_weights ? (*columns.condition_weights)[x] : 1.0;
    if (weight == 0) {
      out.dropped += static_cast<std::int64_t>(count);
      row += count;
      token += count * length;
      continue;
    }
    Joint joint;
    joint.length = columns.lengths[x];
    SequenceIndex index(count);
    // Sums of equal sequences may overflow, too; and beside it, what is too small counts as 0.
    const double largest = largest_of(columns.weights.subspan(row, count));
    for (const std::size_t end = row + count; row < end; ++row, token += length) {
      const double relative = largest > 0 ? columns.weights[row] / largest : 0;
      if (relative < least_relative_weight) {
        ++out.dropped;
        continue;
      }
      const auto tokens = columns.tokens.subspan(token, length);
      const bool valid = !columns.valid || (*columns.valid)[row] == 1;
      const std::size_t place = index.place(joint, tokens);
      if (place == joint.size()) {
        joint.tokens.insert(joint.tokens.end(), tokens.begin(), tokens.end());
        joint.probabilities.push_back(relative);
        joint.valid.push_back(valid ? 1 : 0);
        joint.rows.push_back(static_cast<std::int64_t>(row));
        continue;
      }
      if ((joint.valid[place] == 1) != valid) return Error{Errc::value_out_of_range, "valid"};
      joint.probabilities[place] += relative;
      ++out.merged;
    }
    if (!normalise(joint.probabilities)) return Error{Errc::zero_total_weight, "weights"};
    distinct += static_cast<std::int64_t>(joint.size());
    if (distinct > most_sequences) {
      return Error{Errc::too_many_sequences, "sequences", static_cast<double>(most_sequences)};
    }
    out.given.push_back(std::move(joint));
    out.weights.push_back(weight);
    out.conditions.push_back(static_cast<std::int64_t>(x));
  }
  if (!normalise(out.weights)) return Error{Errc::zero_total_weight, "condition_weights"};
  return out;
}

Result<Steps> make_steps(const StepColumns& columns, std::int64_t length) {
  const Error bad{Errc::bad_partition, "steps"};
  if (columns.positions.size() != static_cast<std::size_t>(length)) return bad;
  std::vector<bool> seen(static_cast<std::size_t>(length), false);
  Steps steps;
  std::size_t next = 0;
  for (const std::int32_t size : columns.sizes) {
    if (size < 1 || static_cast<std::size_t>(size) > columns.positions.size() - next) return bad;
    std::vector<std::int64_t>& step = steps.emplace_back();
    for (const std::size_t end = next + static_cast<std::size_t>(size); next < end; ++next) {
      const std::int32_t position = columns.positions[next];
      if (position < 0 || position >= length || seen[static_cast<std::size_t>(position)]) {
        return bad;
      }
      seen[static_cast<std::size_t>(position)] = true;
      step.push_back(position);
    }
    std::sort(step.begin(), step.end());
  }
  if (next != columns.positions.size()) return bad;
  return steps;
}

}  // namespace evenhand::parallel

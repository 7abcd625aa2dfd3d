#include "evenhand/parallel/measures.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "numeric/sums.hpp"
#include "parallel/codes.hpp"
#include "parallel/refinement.hpp"

namespace evenhand::parallel {
namespace {

/// A difference of entropies that cannot be negative but for rounding.
double information(const numeric::NeumaierSum& sum) noexcept { return std::max(0.0, sum.value()); }

double full_entropy(const Joint& joint) noexcept {
  numeric::NeumaierSum sum;
  for (const double p : joint.probabilities) sum.add(-p * std::log2(p));
  return information(sum);
}

std::vector<double> marginal_entropies(Refiner& refiner, std::size_t length) {
  std::vector<double> out(length);
  Groups groups;
  for (std::size_t i = 0; i < length; ++i) {
    refiner.refine(refiner.all(), i, groups);
    out[i] = groups.entropy();
  }
  return out;
}

Measures measure(const Joint& joint, std::vector<double>& marginals) {
  const auto length = static_cast<std::size_t>(joint.length);
  const Codes codes = make_codes(joint);
  Refiner refiner(joint, codes);
  Measures out;
  out.length = joint.length;
  out.sequences = static_cast<std::int64_t>(joint.size());
  out.entropy = full_entropy(joint);
  marginals = marginal_entropies(refiner, length);
  numeric::NeumaierSum total;
  for (const double entropy : marginals) total.add(entropy);
  total.add(-out.entropy);
  out.total_correlation = information(total);
  numeric::NeumaierSum dual;
  dual.add(out.entropy);
  for (const double entropy : entropies_without_one(refiner, length)) {
    dual.add(entropy - out.entropy);
  }
  out.dual_total_correlation = information(dual);
  return out;
}

/// The two positions that depend on each other most; pairs within score_tie are tied, and the first
/// is taken.
std::pair<std::size_t, std::size_t> closest_pair(Refiner& refiner, std::size_t length) {
  const std::vector<double> marginals = marginal_entropies(refiner, length);
  std::pair<std::size_t, std::size_t> out{0, 1};
  double best = -1;
  Groups one;
  Groups two;
  for (std::size_t i = 0; i < length; ++i) {
    refiner.refine(refiner.all(), i, one);
    for (std::size_t j = i + 1; j < length; ++j) {
      refiner.refine(one, j, two);
      const double shared = marginals[i] + marginals[j] - two.entropy();
      if (shared <= best + score_tie) continue;
      best = shared;
      out = {i, j};
    }
  }
  return out;
}

/// The tokens of a position as a pair map lists them.
struct MappedTokens {
  std::vector<std::int64_t> tokens;
  std::vector<double> probabilities;  ///< one per token
  std::vector<std::size_t> places;    ///< of every code among the tokens
  std::vector<double> masses;         ///< of every code
};

MappedTokens map_tokens(const Joint& joint, const Codes& codes, std::size_t position) {
  const std::vector<std::int32_t>& vocabulary = codes.vocabulary[position];
  const auto column = codes.column(position);
  std::vector<numeric::NeumaierSum> sums(vocabulary.size());
  for (std::size_t s = 0; s < joint.size(); ++s) sums[column[s]].add(joint.probabilities[s]);
  MappedTokens out;
  for (const auto& sum : sums) out.masses.push_back(sum.value());
  std::vector<std::size_t> order(vocabulary.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // In units of score_tie, so that equal sums tie however they were rounded.
  const auto units = [&](std::size_t code) { return std::llround(out.masses[code] / score_tie); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return units(a) > units(b); });
  const auto most = static_cast<std::size_t>(most_mapped_tokens);
  out.places.resize(order.size());
  numeric::NeumaierSum pooled;
  for (std::size_t k = 0; k < order.size(); ++k) {
    out.places[order[k]] = std::min(k, most);
    if (k < most) {
      out.tokens.push_back(vocabulary[order[k]]);
      out.probabilities.push_back(out.masses[order[k]]);
    } else {
      pooled.add(out.masses[order[k]]);
    }
  }
  if (order.size() > most) {
    out.tokens.push_back(-1);
    out.probabilities.push_back(pooled.value());
  }
  return out;
}

}  // namespace

Result<TargetMeasures> measure_target(const TargetColumns& columns) {
  const auto target = make_target(columns);
  if (!target) return target.error();
  TargetMeasures out;
  out.tokens = target->common_length();
  out.merged = target->merged;
  out.dropped = target->dropped;
  numeric::NeumaierSum entropy;
  numeric::NeumaierSum total;
  numeric::NeumaierSum dual;
  std::vector<numeric::NeumaierSum> means(static_cast<std::size_t>(out.tokens));
  std::vector<double> marginals;
  for (std::size_t x = 0; x < target->given.size(); ++x) {
    const double weight = target->weights[x];
    const Measures& measures = out.conditions.emplace_back(measure(target->given[x], marginals));
    out.outcomes += measures.sequences;
    entropy.add(weight * measures.entropy);
    total.add(weight * measures.total_correlation);
    dual.add(weight * measures.dual_total_correlation);
    for (std::size_t i = 0; i < means.size(); ++i) means[i].add(weight * marginals[i]);
  }
  out.entropy = entropy.value();
  out.total_correlation = total.value();
  out.dual_total_correlation = dual.value();
  for (const auto& mean : means) out.marginal_entropies.push_back(mean.value());
  return out;
}

Result<PairMap> pair_map(const TargetColumns& columns, std::int64_t condition,
                         std::optional<std::int64_t> first, std::optional<std::int64_t> second) {
  const auto target = make_target(columns);
  if (!target) return target.error();
  const auto found = std::find(target->conditions.begin(), target->conditions.end(), condition);
  if (found == target->conditions.end()) return Error{Errc::value_out_of_range, "condition"};
  const Joint& joint = target->given[static_cast<std::size_t>(found - target->conditions.begin())];
  if (joint.length < 2) return Error{Errc::too_few, "first", 2};
  const auto outside = [&](std::int64_t position) {
    return position < 0 || position >= joint.length;
  };
  if (first.has_value() ? outside(*first) : second.has_value()) {
    return Error{Errc::value_out_of_range, "first"};
  }
  if (second.has_value() ? outside(*second) || second == first : first.has_value()) {
    return Error{Errc::value_out_of_range, "second"};
  }

  const auto length = static_cast<std::size_t>(joint.length);
  if (!first &&
      static_cast<double>(length * length) * static_cast<double>(joint.size()) > most_pair_work) {
    return Error{Errc::too_large_exact, "first"};
  }
  const Codes codes = make_codes(joint);
  Refiner refiner(joint, codes);
  const auto [i, j] =
      first ? std::pair{static_cast<std::size_t>(*first), static_cast<std::size_t>(*second)}
            : closest_pair(refiner, length);
  const MappedTokens rows = map_tokens(joint, codes, i);
  const MappedTokens across = map_tokens(joint, codes, j);
  PairMap out;
  out.first = static_cast<std::int64_t>(i);
  out.second = static_cast<std::int64_t>(j);
  out.first_tokens = rows.tokens;
  out.second_tokens = across.tokens;

  Groups one;
  Groups two;
  refiner.refine(refiner.all(), i, one);
  numeric::NeumaierSum shared;
  shared.add(one.entropy());
  refiner.refine(one, j, two);
  shared.add(-two.entropy());
  refiner.refine(refiner.all(), j, two);
  shared.add(two.entropy());
  out.mutual_information = information(shared);

  const std::size_t width = across.tokens.size();
  std::vector<numeric::NeumaierSum> joints(rows.tokens.size() * width);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs(joint.size());
  for (std::size_t s = 0; s < joint.size(); ++s) {
    pairs[s] = {codes.column(i)[s], codes.column(j)[s]};
    joints[rows.places[pairs[s].first] * width + across.places[pairs[s].second]].add(
        joint.probabilities[s]);
  }
  for (std::size_t cell = 0; cell < joints.size(); ++cell) {
    out.joint.push_back(joints[cell].value());
    out.product.push_back(rows.probabilities[cell / width] * across.probabilities[cell % width]);
    out.possible.push_back(out.joint.back() > 0);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  if (pairs.size() < rows.masses.size() * across.masses.size()) {
    numeric::NeumaierSum impossible;
    impossible.add(1);
    for (const auto& [a, b] : pairs) impossible.add(-rows.masses[a] * across.masses[b]);
    out.impossible_mass = information(impossible);
  }
  return out;
}

}  // namespace evenhand::parallel

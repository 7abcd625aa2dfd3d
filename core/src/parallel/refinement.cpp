#include "parallel/refinement.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace evenhand::parallel {
namespace {

double information_term(double p) noexcept { return -p * std::log2(p); }

/// Looks at the positions from `begin` to `end`; `groups` and `spare` change places as needed.
void refine_by(Refiner& refiner, Groups& groups, Groups& spare, std::size_t begin,
               std::size_t end) {
  for (std::size_t i = begin; i < end && !groups.rows.empty(); ++i) {
    refiner.refine(groups, i, spare);
    std::swap(groups, spare);
  }
}

/// `groups` knows all positions outside [begin, end). Halving the gap costs n log n refinements
/// rather than n^2.
void without_one(Refiner& refiner, const Groups& groups, std::size_t begin, std::size_t end,
                 std::vector<double>& out) {
  if (groups.rows.empty() || end - begin == 1) {
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(begin),
              out.begin() + static_cast<std::ptrdiff_t>(end), groups.entropy());
    return;
  }
  const std::size_t middle = begin + (end - begin) / 2;
  Groups half = groups;
  Groups spare;
  refine_by(refiner, half, spare, middle, end);
  without_one(refiner, half, begin, middle, out);
  half = groups;
  refine_by(refiner, half, spare, begin, middle);
  without_one(refiner, half, middle, end, out);
}

}  // namespace

double Groups::entropy() const noexcept {
  numeric::NeumaierSum sum = alone;
  for (const double term : terms) sum.add(term);
  return std::max(0.0, sum.value());
}

Refiner::Refiner(const Joint& joint, const Codes& codes) : joint_(joint), codes_(codes) {
  std::size_t largest = 0;
  for (const auto& known : codes.vocabulary) largest = std::max(largest, known.size());
  counts_.resize(largest);
  masses_.resize(largest);
  for (const double p : joint.probabilities) terms_.push_back(information_term(p));
  if (joint.size() < 2) return;
  all_.rows.resize(joint.size());
  std::iota(all_.rows.begin(), all_.rows.end(), 0U);
  all_.ends.assign(1, static_cast<std::uint32_t>(joint.size()));
  all_.terms.assign(1, 0.0);
}

void Refiner::refine_group(std::span<const std::uint32_t> rows, double term,
                           std::span<const std::uint32_t> column, Groups& out) {
  const std::uint32_t first = column[rows.front()];
  const bool splits = std::any_of(rows.begin() + 1, rows.end(),
                                  [&](std::uint32_t row) { return column[row] != first; });
  if (!splits) {
    out.rows.insert(out.rows.end(), rows.begin(), rows.end());
    out.ends.push_back(static_cast<std::uint32_t>(out.rows.size()));
    out.terms.push_back(term);
    return;
  }
  if (rows.size() == 2) {
    for (const std::uint32_t row : rows) out.alone.add(terms_[row]);
    return;
  }
  touched_.clear();
  for (const std::uint32_t row : rows) {
    const std::uint32_t code = column[row];
    if (counts_[code]++ == 0) touched_.push_back(code);
    masses_[code].add(joint_.probabilities[row]);
  }
  // Counts become places, those of single sequences a mark.
  constexpr std::uint32_t single = 0xffffffffU;
  auto next = static_cast<std::uint32_t>(out.rows.size());
  for (const std::uint32_t code : touched_) {
    const std::uint32_t count = counts_[code];
    if (count == 1) {
      counts_[code] = single;
      continue;
    }
    counts_[code] = next;
    next += count;
    out.ends.push_back(next);
    out.terms.push_back(information_term(masses_[code].value()));
  }
  out.rows.resize(next);
  for (const std::uint32_t row : rows) {
    std::uint32_t& place = counts_[column[row]];
    if (place == single) {
      out.alone.add(terms_[row]);
    } else {
      out.rows[place++] = row;
    }
  }
  for (const std::uint32_t code : touched_) {
    counts_[code] = 0;
    masses_[code] = {};
  }
}

void Refiner::refine(const Groups& groups, std::size_t position, Groups& out) {
  out.rows.clear();
  out.ends.clear();
  out.terms.clear();
  out.alone = groups.alone;
  const auto column = codes_.column(position);
  std::size_t begin = 0;
  for (std::size_t g = 0; g < groups.ends.size(); ++g) {
    const std::size_t end = groups.ends[g];
    refine_group(std::span(groups.rows).subspan(begin, end - begin), groups.terms[g], column, out);
    begin = end;
  }
}

std::vector<double> entropies_without_one(Refiner& refiner, std::size_t length) {
  std::vector<double> out(length);
  without_one(refiner, refiner.all(), 0, length, out);
  return out;
}

std::vector<double> subset_entropies(const Joint& joint) {
  const auto length = static_cast<std::size_t>(joint.length);
  const Codes codes = make_codes(joint);
  Refiner refiner(joint, codes);
  std::vector<double> out(std::size_t{1} << length);
  visit_subsets(refiner, length,
                [&out](std::size_t set, const Groups& groups) { out[set] = groups.entropy(); });
  return out;
}

}  // namespace evenhand::parallel

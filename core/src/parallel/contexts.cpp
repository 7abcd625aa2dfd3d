#include "parallel/contexts.hpp"

#include <algorithm>

namespace evenhand::parallel {

ContextReader::ContextReader(const Joint& joint, const Codes& codes)
    : joint_(joint), codes_(codes) {
  std::size_t largest = 0;
  for (const auto& known : codes.vocabulary) largest = std::max(largest, known.size());
  masses_.resize(largest);
  counts_.resize(largest);
}

double ContextReader::mass(std::span<const std::uint32_t> rows) const noexcept {
  numeric::NeumaierSum sum;
  for (const std::uint32_t row : rows) sum.add(joint_.probabilities[row]);
  return sum.value();
}

void ContextReader::conditional(std::span<const std::uint32_t> rows, double total,
                                std::size_t position, Conditional& out) {
  const auto column = codes_.column(position);
  out.codes.clear();
  out.probabilities.clear();
  for (const std::uint32_t row : rows) {
    const std::uint32_t code = column[row];
    if (counts_[code]++ == 0) out.codes.push_back(code);
    masses_[code].add(joint_.probabilities[row]);
  }
  std::sort(out.codes.begin(), out.codes.end());
  // A token that all sequences share has the same sum in the same order: it is certain.
  for (const std::uint32_t code : out.codes) {
    out.probabilities.push_back(masses_[code].value() / total);
    masses_[code] = {};
    counts_[code] = 0;
  }
}

void ContextReader::split_once(std::span<std::uint32_t> rows, std::size_t begin,
                               std::span<const std::uint32_t> column,
                               std::vector<std::size_t>& ends) {
  touched_.clear();
  for (const std::uint32_t row : rows) {
    const std::uint32_t code = column[row];
    if (counts_[code]++ == 0) touched_.push_back(code);
  }
  std::size_t next = 0;
  for (const std::uint32_t code : touched_) {
    const std::size_t count = counts_[code];
    counts_[code] = next;
    next += count;
    ends.push_back(begin + next);
  }
  if (touched_.size() > 1) {
    sorted_.resize(rows.size());
    for (const std::uint32_t row : rows) sorted_[counts_[column[row]]++] = row;
    std::copy(sorted_.begin(), sorted_.end(), rows.begin());
  }
  for (const std::uint32_t code : touched_) counts_[code] = 0;
}

void ContextReader::split(std::span<std::uint32_t> rows, std::span<const std::int64_t> positions,
                          std::vector<std::size_t>& ends) {
  ends.assign(1, rows.size());
  for (const std::int64_t position : positions) {
    if (ends.size() == rows.size()) return;
    const auto column = codes_.column(static_cast<std::size_t>(position));
    earlier_ends_.swap(ends);
    ends.clear();
    std::size_t begin = 0;
    for (const std::size_t end : earlier_ends_) {
      if (end - begin == 1) {
        ends.push_back(end);
      } else {
        split_once(rows.subspan(begin, end - begin), begin, column, ends);
      }
      begin = end;
    }
  }
}

}  // namespace evenhand::parallel

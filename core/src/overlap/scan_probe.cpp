/// Asking the filters about a text: what every token of a corpus pays.
#include <algorithm>
#include <array>

#include "overlap/prefetch.hpp"
#include "overlap/scan_runs.hpp"

namespace evenhand::overlap {
namespace {

/// Windows whose filter words are asked for together, so that the reads overlap.
constexpr std::size_t batch = 128;

/// Calls `hit(i, hash)` for each i < count whose `hash_of(i)` passes the filter.
template <class HashOf, class Hit>
void filtered(std::size_t count, const std::uint64_t* filter, std::uint64_t words, HashOf hash_of,
              Hit hit) {
  std::array<std::uint64_t, batch> hash;
  std::array<std::uint64_t, batch> word;
  std::array<std::size_t, batch> passed;
  for (std::size_t from = 0; from < count; from += batch) {
    const std::size_t size = std::min(batch, count - from);
    for (std::size_t i = 0; i < size; ++i) {
      hash[i] = hash_of(from + i);
      prefetch(filter + place_of(hash[i], words));
    }
    // A loop of nothing else: a processor has more of these reads under way at a time, which counts
    // where there is no prefetching.
    for (std::size_t i = 0; i < size; ++i) word[i] = filter[place_of(hash[i], words)];
    std::size_t passes = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t bits = filter_bits(hash[i]);
      passed[passes] = i;
      passes += (word[i] & bits) == bits;
    }
    for (std::size_t k = 0; k < passes; ++k) hit(from + passed[k], hash[passed[k]]);
  }
}

[[nodiscard]] std::uint64_t sum_of(const std::uint64_t* tokens, std::uint32_t count) noexcept {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < count; ++i) sum = sum * hash_base + tokens[i];
  return sum;
}

}  // namespace

void Runs::probe(bool segment_ends) {
  // All n-grams around a window must be there, or the segment's end, before it is looked at.
  const std::size_t needed = segment_ends ? windows_.length : p_.smallest_n();
  const std::size_t total = block_.size();
  if (total < next_ + needed) return;
  const std::size_t begin = next_;
  const std::size_t stride = windows_.stride;
  const std::size_t count = (total - needed - begin) / stride + 1;
  const std::uint64_t* const tokens = block_.hash.data() + begin;
  const std::uint64_t mask = p_.header.hash_mask;
  filtered(
      count, p_.filter, p_.header.filter_words,
      [=, length = windows_.length](std::size_t i) {
        return finalised(sum_of(tokens + i * stride, length) & mask);
      },
      [&](std::size_t i, std::uint64_t) { probe_window(begin + i * stride); });
  next_ = begin + count * stride;
}

void Runs::probe_window(std::size_t window) {
  const std::uint32_t n = p_.smallest_n();
  const std::size_t first = window - std::min<std::size_t>(window - segment_, windows_.stride - 1);
  if (block_.size() < first + n) return;
  const std::size_t last = std::min(window, block_.size() - n);
  const std::uint64_t* const tokens = block_.hash.data();
  constexpr std::size_t at_once = 16;
  std::array<std::uint64_t, at_once> hash;
  RollingHash sum(n);
  for (std::uint32_t k = 0; k < n; ++k) sum.add(tokens[first + k]);
  for (std::size_t token = first; token <= last; token += at_once) {
    const std::size_t count = std::min(at_once, last + 1 - token);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t t = token + i;
      if (t > first) sum.roll(tokens[t - 1], tokens[t + n - 1]);
      hash[i] = finalised(sum.sum() & p_.header.hash_mask);
      prefetch(p_.slots + place_of(hash[i], p_.header.slots));
    }
    for (std::size_t i = 0; i < count; ++i) seed(token + i, hash[i], window);
  }
}

void Runs::probe_anchors(std::size_t begin, std::size_t end, std::uint32_t length,
                         std::uint64_t salt) {
  if (begin >= end) return;
  const std::uint64_t* const tokens = block_.hash.data() + begin;
  const std::uint64_t mask = p_.header.hash_mask;
  filtered(
      end - begin, p_.anchor_filter, p_.header.anchor_filter_words,
      [=](std::size_t i) { return finalised((sum_of(tokens + i, length) + salt) & mask); },
      [&](std::size_t i, std::uint64_t hash) { anchor(begin + i, length, hash); });
}

}  // namespace evenhand::overlap

/// Hashing every n-gram of a text and asking the filter for it: what every token of a corpus pays.
#include <array>

#include "overlap/prefetch.hpp"
#include "overlap/scan_runs.hpp"

namespace evenhand::overlap {
namespace {

/// n-grams whose filter words are asked for together, so that the reads overlap.
constexpr std::size_t batch = 128;

/// Calls `hit(token, hash)` for every window of `length` tokens that begins in [begin, end) and
/// passes the filter.
template <class Hit>
void filtered(const std::vector<std::uint64_t>& tokens, std::size_t begin, std::size_t end,
              std::uint32_t length, std::uint64_t salt, std::uint64_t mask,
              const std::uint64_t* filter, std::uint64_t words, Hit hit) {
  if (begin >= end) return;
  RollingHash sum(length);
  for (std::size_t i = begin; i < begin + length; ++i) sum.add(tokens[i]);
  std::array<std::uint64_t, batch> hash;
  std::array<std::size_t, batch> passed;
  const std::size_t last = end - 1;
  for (std::size_t from = begin; from < end; from += batch) {
    const std::size_t count = std::min(batch, end - from);
    for (std::size_t i = 0; i < count; ++i) {
      hash[i] = finalised((sum.sum() + salt) & mask);
      prefetch(filter + place_of(hash[i], words));
      const std::size_t token = from + i;
      if (token < last) sum.roll(tokens[token], tokens[token + length]);
    }
    std::size_t passes = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t bits = filter_bits(hash[i]);
      passed[passes] = i;
      passes += (filter[place_of(hash[i], words)] & bits) == bits;
    }
    for (std::size_t k = 0; k < passes; ++k) hit(from + passed[k], hash[passed[k]]);
  }
}

}  // namespace

void Runs::probe(std::size_t begin, std::size_t end) {
  filtered(block_.hash, begin, end, p_.smallest_n(), 0, p_.header.hash_mask, p_.filter,
           p_.header.filter_words,
           [&](std::size_t token, std::uint64_t hash) { seed(token, hash); });
}

void Runs::probe_anchors(std::size_t begin, std::size_t end, std::uint32_t length,
                         std::uint64_t salt) {
  filtered(block_.hash, begin, end, length, salt, p_.header.hash_mask, p_.anchor_filter,
           p_.header.anchor_filter_words,
           [&](std::size_t token, std::uint64_t hash) { anchor(token, length, hash); });
}

}  // namespace evenhand::overlap

/// n-grams found by the hashes of their tokens, for the rules that need whole documents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace evenhand::overlap {

/// Calls visit(i, hash) for the n-gram that begins at each token i; `hash_at(i)` is a token's hash.
/// Equal n-grams have equal hashes.
template <class HashAt, class Visit>
void each_gram_hash(std::size_t tokens, std::size_t n, HashAt hash_at, Visit visit) {
  constexpr std::uint64_t base = 0x9e3779b97f4a7c15U;
  std::uint64_t power = 1;  // of the token that leaves
  for (std::size_t i = 0; i < n; ++i) power *= base;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < tokens; ++i) {
    sum = sum * base + hash_at(i);
    if (i >= n) sum -= hash_at(i - n) * power;
    if (i + 1 >= n) visit(i + 1 - n, (sum ^ (sum >> 32)) * base);
  }
}

/// Places of n-grams by their hashes; the places of different n-grams may have one hash.
class GramLookup {
 public:
  void add(std::uint64_t hash, std::uint32_t place) { entries_.push_back({hash, place}); }

  /// When all are added, and before any is looked for.
  void finish() {
    while (std::size_t{1} << (64 - shift_) < entries_.size()) --shift_;
    filter_shift_ = shift_ - 4;  // sixteen bits an n-gram
    starts_.assign((std::size_t{1} << (64 - shift_)) + 1, 0);
    filter_.assign((std::size_t{1} << (64 - filter_shift_)) / 64 + 1, 0);
    for (const Entry& entry : entries_) {
      ++starts_[static_cast<std::size_t>(entry.hash >> shift_) + 1];
      const auto bit = static_cast<std::size_t>(entry.hash >> filter_shift_);
      filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    std::vector<Entry> sorted(entries_.size());
    for (const Entry& entry : entries_)
      sorted[next[static_cast<std::size_t>(entry.hash >> shift_)]++] = entry;
    entries_ = std::move(sorted);
  }

  /// Calls visit(place) for every place of the hash until it says true; whether it did.
  template <class Visit>
  bool any(std::uint64_t hash, Visit visit) const {
    const auto bit = static_cast<std::size_t>(hash >> filter_shift_);
    if ((filter_[bit / 64] >> (bit % 64) & 1) == 0) return false;
    const auto bucket = static_cast<std::size_t>(hash >> shift_);
    for (std::uint32_t i = starts_[bucket]; i < starts_[bucket + 1]; ++i) {
      if (entries_[i].hash == hash && visit(entries_[i].place)) return true;
    }
    return false;
  }

 private:
  struct Entry {
    std::uint64_t hash;
    std::uint32_t place;
  };
  std::vector<Entry> entries_;         // by the first bits of the hash
  std::vector<std::uint32_t> starts_;  // of each bucket of entries, and the end
  std::vector<std::uint64_t> filter_;  // a bit for the first bits of every hash
  int shift_ = 58;
  int filter_shift_ = 54;
};

}  // namespace evenhand::overlap

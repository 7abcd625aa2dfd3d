/// What a partial says of each token and n-gram of an index, laid out for looking up, and the
/// metrics of definitions on it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/overlap/definitions.hpp"
#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/partial.hpp"

namespace evenhand::overlap {

/// A stretch of tokens that n-grams may lie in: a piece, or the question and answer together.
struct Stretch {
  TokenRange tokens;
  Unit unit = Unit::question;
};

/// How often an n-gram of the index occurs in all sources together.
struct Occurrences {
  std::uint32_t gram = 0;
  std::uint32_t count = 0;
  std::uint32_t documents = 0;
};

/// The n-grams of one n, by the position at which they start.
class GramTable {
 public:
  GramTable(const Index& index, const std::vector<GramRecord>& records, std::size_t n_index);

  [[nodiscard]] bool is_gram(std::uint32_t position) const noexcept {
    return slots_[position] != no_gram;
  }
  /// Null when the n-gram at the position does not occur, or none is indexed there.
  [[nodiscard]] const Occurrences* at(std::uint32_t position) const noexcept {
    const std::uint32_t slot = slots_[position];
    return slot == 0 || slot == no_gram ? nullptr : &found_[slot - 1];
  }

 private:
  static constexpr std::uint32_t no_gram = 0xffffffffU;
  std::vector<std::uint32_t> slots_;  ///< 0, or 1 + the place in found_
  std::vector<Occurrences> found_;
};

/// An index and a partial of it, with everything that several rules look up.
class Overlap {
 public:
  Overlap(const Index& index, Partial partial);

  [[nodiscard]] const Index& index() const noexcept { return index_; }
  [[nodiscard]] const Partial& partial() const noexcept { return partial_; }
  [[nodiscard]] std::int64_t smallest_n() const noexcept { return partial_.settings.n.front(); }
  [[nodiscard]] std::int64_t largest_n() const noexcept { return partial_.settings.n.back(); }
  [[nodiscard]] std::optional<std::size_t> n_index(std::int64_t n) const noexcept;
  /// Made when it is first asked for: it takes four bytes a token.
  [[nodiscard]] const GramTable& grams(std::size_t n_index) const;

  [[nodiscard]] std::span<const Stretch> stretches(std::uint32_t item, Unit unit) const noexcept;
  /// Those of all the units, without what lies within another; they are written to `room`.
  [[nodiscard]] std::span<const Stretch> stretches(std::uint32_t item, UnitSet units,
                                                   std::vector<Stretch>& room) const;
  /// Null when nothing was found of the unit.
  [[nodiscard]] const UnitRecord* record(std::uint32_t item, Unit unit) const noexcept;

  /// The longest verified run over a token, clipped to the stretch, at most 65,535.
  [[nodiscard]] std::uint32_t run_over(std::uint32_t token, Unit unit) const noexcept {
    return unit == Unit::question_answer ? joined_runs_[token] : runs_[token];
  }
  /// The same with substitutions; `matched`: only those in which the token itself is equal.
  [[nodiscard]] std::uint32_t skip_over(std::uint32_t token, bool matched) const noexcept {
    return matched ? skip_matched_[token] : skip_[token];
  }
  [[nodiscard]] bool found_whole(const Stretch& stretch) const noexcept;
  [[nodiscard]] std::int64_t heavy() const noexcept { return heavy_; }
  /// Whether all n-grams of the question are in thousands of items.
  [[nodiscard]] bool heavy_only(std::uint32_t item) const;

 private:
  [[nodiscard]] static std::size_t place(std::uint32_t item, Unit unit) noexcept {
    return std::size_t{item} * unit_count + static_cast<std::size_t>(unit);
  }

  const Index& index_;
  Partial partial_;
  std::vector<Stretch> stretches_;
  std::vector<std::uint32_t> first_stretch_;  ///< by place()
  std::vector<std::uint32_t> records_;        ///< by place(): 0, or 1 + the place in partial_.units
  std::vector<std::uint16_t> runs_;
  std::vector<std::uint16_t> joined_runs_;
  std::vector<std::uint16_t> skip_;  ///< empty without a skip budget, as is skip_matched_
  std::vector<std::uint16_t> skip_matched_;
  std::int64_t heavy_ = 0;
  mutable std::vector<std::optional<GramTable>> tables_;
};

/// What a metric gives for one part of an item.
struct Measure {
  enum class State : std::uint8_t { absent, too_short, value };
  State state = State::absent;
  double numerator = 0;
  double denominator = 1;
  bool is_short = false;  ///< fewer than n tokens, though there may be a value

  [[nodiscard]] double value() const noexcept { return numerator / denominator; }
};

/// Whether the metric reads occurrences of n-grams, rather than runs. For any_gram and token_match
/// runs do, unless counts matter.
[[nodiscard]] bool needs_counts(const Rule& rule) noexcept;

/// The rule's metric on the stretches of an item. `unit`: what docmax is about; n: from the scan's
/// smallest on, and one of the scan's where needs_counts.
[[nodiscard]] Measure measure(const Overlap& overlap, const Rule& rule, std::int64_t n,
                              std::uint32_t item, Unit unit, std::span<const Stretch> stretches);

/// Appends the n-grams that start in the stretches, and of these the ones that occur often enough.
void gather_grams(const Overlap& overlap, const Rule& rule, std::int64_t n,
                  std::span<const Stretch> stretches, std::vector<std::uint32_t>& all,
                  std::vector<std::uint32_t>& matched);

/// The sum of the stretches' tokens.
[[nodiscard]] std::int64_t tokens_of(std::span<const Stretch> stretches) noexcept;

}  // namespace evenhand::overlap

/// The default definition: how much of a unit one document has, counting only n-grams that tell
/// something.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenhand/overlap/report.hpp"
#include "metrics.hpp"

namespace evenhand::overlap {

/// What of a unit is covered, as counts of tokens.
struct Coverage {
  std::int64_t covered = 0;
  std::int64_t of = 0;  ///< tokens that could be; 0: nothing is left without filtered n-grams

  [[nodiscard]] double share() const noexcept {
    return of == 0 ? 0.0 : static_cast<double>(covered) / static_cast<double>(of);
  }
  /// Exact comparison of the shares.
  [[nodiscard]] bool below(const Coverage& other) const noexcept {
    if (of == 0 || other.of == 0) return of == 0 && other.covered > 0;
    return covered * other.of < other.covered * of;
  }
};

/// What hit records tell of a unit.
struct UnitHits {
  Coverage best;                 ///< the largest share of a document, filtered on both sides
  Coverage best_with_gold;       ///< of documents that have the gold answer near
  std::uint32_t unfiltered = 0;  ///< tokens that the best document covers without the filter
  HitRecord hit;                 ///< of the best document
};

/// Follows hit records, and says for each unit, by each arm, what level it has.
class Levels {
 public:
  Levels(const Overlap& overlap, FilterSettings filter);

  /// The record must belong to the index and to one of the partial's shards.
  void add(const HitRecord& hit, const std::string& source);

  [[nodiscard]] Coverage coverage(std::uint32_t item, Unit unit, Arm arm) const;
  [[nodiscard]] OverlapLevel level(std::uint32_t item, Unit unit, Arm arm,
                                   LevelThresholds thresholds) const;
  [[nodiscard]] bool corroborated(std::uint32_t item) const noexcept;
  /// Whether one document has enough of the question, and the gold answer behind it.
  [[nodiscard]] bool question_and_answer(std::uint32_t item, Arm arm,
                                         LevelThresholds thresholds) const;
  /// Null without hit records of the unit.
  [[nodiscard]] const UnitHits* hits(std::uint32_t item, Unit unit) const noexcept;
  [[nodiscard]] const FilterSettings& filter() const noexcept { return filter_; }
  /// Documents from which on an n-gram is boilerplate.
  [[nodiscard]] std::int64_t frequent_from(std::int64_t documents) const noexcept;

 private:
  /// Which n-grams a source's documents may count.
  struct View {
    std::uint32_t item = 0;
    Unit unit = Unit::question;
    std::optional<std::uint32_t> source;  ///< nothing: the merged corpus alone
  };
  void prepare(std::uint32_t item, Unit unit);
  [[nodiscard]] bool counts(const View& view, const Stretch& stretch, std::uint32_t position,
                            bool corpus_side) const;
  [[nodiscard]] bool counts_whole(const View& view, const Stretch& stretch) const;
  /// Tokens of the unit that n-grams which count cover.
  [[nodiscard]] std::int64_t countable(const View& view, bool corpus_side) const;
  /// Of these, the tokens that runs of one document cover.
  [[nodiscard]] std::int64_t counted(const View& view, const std::vector<HitRun>& runs) const;
  [[nodiscard]] bool frequent(const Occurrences* found, std::optional<std::uint32_t> source) const;

  const Overlap& overlap_;
  FilterSettings filter_;
  std::int64_t n_;
  const GramTable& grams_;  ///< of the smallest n
  /// By gram: 1 when it is frequent in the merged corpus, 2 when it is in some source alone.
  std::vector<std::uint8_t> frequent_;
  std::vector<std::vector<std::uint32_t>> frequent_here_;  ///< grams, sorted, for each source
  /// By item and unit.
  std::vector<std::uint32_t> countable_;       ///< tokens, with the benchmark side of the filter
  std::vector<std::uint32_t> countable_both_;  ///< with both sides, by the merged corpus
  std::vector<bool> by_source_;                ///< whether it is another number in some source
  std::vector<std::uint32_t> slots_;           ///< 0, or 1 + the place in hits_
  std::vector<UnitHits> hits_;
};

}  // namespace evenhand::overlap

/// What the documents of a shard did to each unit.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "evenhand/overlap/partial.hpp"
#include "overlap/index_parts.hpp"
#include "overlap/scan_runs.hpp"

namespace evenhand::overlap {

/// Whether a run is longer, or as long and earlier in the index, or there in an earlier document.
[[nodiscard]] bool is_better_longest(const UnitRecord& a, const UnitRecord& b) noexcept;
/// Whether a document covers more, or as much and comes first.
[[nodiscard]] bool is_better(const BestDocument& a, const BestDocument& b) noexcept;
/// What examples are chosen by.
[[nodiscard]] std::uint64_t example_hash(const DocumentKey& document,
                                         std::uint32_t position) noexcept;
/// Brings examples in order and keeps as many as a record may have.
void keep_examples(std::vector<RunExample>& examples);

class UnitSums {
 public:
  explicit UnitSums(const Index& index) noexcept : index_(index), p_(index.inside()) {}

  /// Counts a finished document and appends its hit records.
  void add_document(const DocumentKey& document, const Runs& runs, std::string& hits);
  /// By item, then unit; nothing is left behind.
  [[nodiscard]] std::vector<UnitRecord> take();
  void clear() noexcept { records_.clear(); }

 private:
  using RunSpan = std::span<const FoundRun>;
  /// How a document covers a unit: in all, and by n-grams that are no templates.
  struct Coverage {
    std::array<std::uint32_t, 2> covered = {};
    std::array<std::uint32_t, 2> total = {};
    bool whole = false;
    [[nodiscard]] bool half(std::size_t arm) const noexcept {
      return covered[arm] > 0 && 2 * std::uint64_t{covered[arm]} >= total[arm];
    }
    [[nodiscard]] bool full(std::size_t arm) const noexcept {
      return covered[arm] > 0 && 5 * std::uint64_t{covered[arm]} >= 4 * std::uint64_t{total[arm]};
    }
  };

  void add_item(const DocumentKey& document, RunSpan runs, const Runs& scan, std::string& hits);
  [[nodiscard]] Coverage coverage(std::uint32_t item, Unit unit, RunSpan runs) const;
  [[nodiscard]] UnitRecord& record(std::uint32_t item, Unit unit);

  const Index& index_;
  const IndexParts& p_;
  std::unordered_map<std::uint64_t, UnitRecord> records_;
};

}  // namespace evenhand::overlap

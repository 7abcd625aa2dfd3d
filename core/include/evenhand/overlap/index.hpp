/// The benchmark side of an overlap scan: its texts as tokens, and every n-gram findable.
///
/// An index is one block of bytes: a file that may be mapped into memory, or a message between
/// workers. It is built once, then only read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evenhand/base/result.hpp"
#include "evenhand/overlap/tokens.hpp"

namespace evenhand::overlap {

// X(name, title, what it is)
#define EVENHAND_UNIT_LIST(X)                                      \
  X(context, "context", "the passage an item is about")            \
  X(question, "question", "the question or prompt")                \
  X(answer, "answer", "the gold answers, each a piece of its own") \
  X(choices, "choices", "the choices, each a piece of its own")    \
  X(question_answer, "question and answer",                        \
    "the question followed by the first answer, with the n-grams that lie across")

/// The parts of an item that are told apart.
EVENHAND_ENUM(Unit, EVENHAND_UNIT_LIST)
inline constexpr std::size_t unit_count = 5;

/// What is fixed when a corpus is scanned. Everything else (metric, threshold, document-frequency
/// filter, unit) can be chosen afterwards.
struct ScanSettings {
  TextRule rule = TextRule::words;
  /// Lengths of n-grams in tokens, ascending, at most four, each from 1 to 1,000.
  std::vector<std::int32_t> n = {8, 13};
  /// Whether n-grams without any letter are indexed: runs of numbers and signs match everywhere.
  bool letterless = false;
  /// n-grams in more items than this begin no run (they are counted all the same); 0: all do.
  std::int64_t heavy_items = 4096;
  /// Whether a unit shorter than the smallest n is one n-gram of its own length.
  bool short_whole = true;
  /// Substituted tokens that a span may contain (Touvron et al. 2023, A.6); 0: spans are exact.
  std::int32_t skip_budget = 0;
  /// Tokens that a span with substitutions must begin with, exactly; at least the smallest n.
  std::int32_t skip_seed = 0;

  friend bool operator==(const ScanSettings&, const ScanSettings&) = default;
};

/// The texts of one item, UTF-8, not yet normalised; empty where the benchmark has none.
struct ItemTexts {
  std::string_view id;  ///< unique within its benchmark
  std::string_view context;
  std::string_view question;
  std::span<const std::string_view> answers;
  std::span<const std::string_view> choices;
  /// The answer that counts when it stands near the question ("4" of "2 + 2 = 4 #### 4"); empty:
  /// the first answer.
  std::string_view gold;
};

/// A half-open range of token positions of an index.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  [[nodiscard]] std::uint32_t size() const noexcept { return end - begin; }
};

/// Where a unit lies, and whether a match of it means anything.
struct UnitInfo {
  /// All tokens of the unit; pieces (references, choices) lie one behind the other.
  TokenRange tokens;
  std::int64_t mass = 0;         ///< sum of mass_of(token)
  bool untestable = true;        ///< mass below 6, or no letter
  bool low_information = false;  ///< mass from 6 to below 16
};

struct IndexParts;

/// A read-only view of an index; the bytes must outlive it and begin at a multiple of 8.
class Index {
 public:
  /// Checks every offset once, so that nothing read later can lie outside. Errors:
  /// not_an_index, truncated, wrong_version, digest_mismatch.
  [[nodiscard]] static Result<Index> open(std::span<const std::byte> bytes) noexcept;

  [[nodiscard]] const ScanSettings& settings() const noexcept;
  /// 32 hexadecimal digits: settings, Unicode version, names, item ids and normalised texts.
  [[nodiscard]] std::string_view digest() const noexcept;

  [[nodiscard]] std::size_t benchmarks() const noexcept;
  [[nodiscard]] std::string_view benchmark_name(std::size_t benchmark) const noexcept;
  /// Items of one benchmark are [first, last).
  [[nodiscard]] std::uint32_t first_item(std::size_t benchmark) const noexcept;
  [[nodiscard]] std::uint32_t items() const noexcept;
  [[nodiscard]] std::size_t benchmark_of(std::uint32_t item) const noexcept;
  [[nodiscard]] std::string_view item_id(std::uint32_t item) const noexcept;
  /// The item with the same texts that comes first in its benchmark; itself when there is none.
  [[nodiscard]] std::uint32_t first_equal(std::uint32_t item) const noexcept;

  [[nodiscard]] UnitInfo unit(std::uint32_t item, Unit unit) const noexcept;
  /// The pieces of a unit (a context, a reference, a choice); for question_answer the one view.
  [[nodiscard]] std::vector<TokenRange> pieces(std::uint32_t item, Unit unit) const;
  [[nodiscard]] TokenRange gold(std::uint32_t item) const noexcept;

  [[nodiscard]] std::uint32_t tokens() const noexcept;
  [[nodiscard]] std::string_view token(std::uint32_t position) const noexcept;
  /// Normalised text of a range, tokens joined by separator_of(rule).
  [[nodiscard]] std::string_view text(TokenRange range) const noexcept;

  /// Different n-grams, for the i-th n of the settings.
  [[nodiscard]] std::int64_t grams(std::size_t n_index) const noexcept;
  /// The n-gram that starts at a position, named by the first position that has the same tokens;
  /// nothing where none is indexed: at the end of a piece, or without letters.
  [[nodiscard]] std::optional<std::uint32_t> gram_at(std::size_t n_index,
                                                     std::uint32_t position) const noexcept;
  /// Different items of the benchmark of this position that contain the gram which starts there
  /// (items with one context count once for its n-grams) are at least
  /// max(5, ceil(0.005 items)): a template, not a leak. False where no gram is.
  [[nodiscard]] bool is_common(std::size_t n_index, std::uint32_t position) const noexcept;
  /// Whether the gram of the smallest n at a position begins no run.
  [[nodiscard]] bool is_heavy(std::uint32_t position) const noexcept;
  /// Whether a piece, named by its first token, or the question and answer that begin there, is
  /// matched whole only: shorter than the smallest n, of a mass of at least 6 and with a letter
  /// (unless letterless n-grams are indexed).
  [[nodiscard]] bool is_short(std::uint32_t item, Unit unit, TokenRange piece) const noexcept;
  /// Whether so many items have the same short piece that it is a template, as for n-grams.
  [[nodiscard]] bool is_short_common(std::uint32_t item, Unit unit,
                                     TokenRange piece) const noexcept;

  /// Bytes beyond the normalised texts and the ids, without a scanner's counters.
  [[nodiscard]] std::int64_t overhead_bytes() const noexcept;

  /// For the parts of the engine.
  [[nodiscard]] const IndexParts& inside() const noexcept { return *parts_; }

 private:
  explicit Index(std::shared_ptr<const IndexParts> parts) noexcept : parts_(std::move(parts)) {}
  std::shared_ptr<const IndexParts> parts_;
};

/// Collects a benchmark's items, then writes the index.
class IndexBuilder {
 public:
  /// Errors of build(): empty_sample without items, design_out_of_range for bad settings.
  /// `hash_bits`: from 1 to 64; fewer than 64 make a slow index with the same results, for tests.
  explicit IndexBuilder(ScanSettings settings, int hash_bits = 64);
  ~IndexBuilder();
  IndexBuilder(IndexBuilder&&) noexcept;
  IndexBuilder& operator=(IndexBuilder&&) noexcept;

  /// Items added from now on belong to this benchmark. Errors: duplicate_name.
  [[nodiscard]] std::optional<Error> begin_benchmark(std::string_view name);
  /// Errors: duplicate_id, too_large (more than 2^32 - 2 tokens in all).
  [[nodiscard]] std::optional<Error> add(const ItemTexts& item);
  /// Malformed UTF-8 sequences in what was added.
  [[nodiscard]] std::int64_t invalid_utf8() const noexcept;
  /// Memory that a scan with this index takes, in bytes, known before the index is built.
  [[nodiscard]] std::int64_t scan_memory() const noexcept;
  /// The bytes of the index; the builder is empty afterwards.
  [[nodiscard]] Result<std::vector<std::byte>> build();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace evenhand::overlap

/// What a scan means: any published definition applied to it, and the full report of Evenhand's
/// own, all from the partial (and the hit records), without another look at the corpus.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/base/flags.hpp"
#include "evenhand/base/result.hpp"
#include "evenhand/overlap/definitions.hpp"
#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/partial.hpp"
#include "evenhand/overlap/scan.hpp"

namespace evenhand::overlap {

// X(name, title, what it is)
#define EVENHAND_OUTCOME_LIST(X)                                                               \
  X(clean, "clean", "below the threshold")                                                     \
  X(flagged, "flagged", "at the threshold or beyond")                                          \
  X(dirty, "dirty", "at the upper threshold or beyond")                                        \
  X(too_short, "too short", "fewer than n tokens: no value")                                   \
  X(absent, "absent", "the item has no such part")                                             \
  X(untestable, "untestable", "too little text, or none with letters: matching means nothing") \
  X(low_information, "low information", "found, but so short that finding it tells little")    \
  X(template_only, "template only", "nothing is left without templates and boilerplate")

/// What a definition says of an item.
EVENHAND_ENUM(Outcome, EVENHAND_OUTCOME_LIST)

/// What a definition says of one benchmark.
struct SetShare {
  std::int64_t benchmark = 0;
  std::int64_t n = 0;          ///< as used; gpt3_measure has one for each benchmark
  std::int64_t items = 0;      ///< all of the benchmark
  std::int64_t measured = 0;   ///< clean, flagged, dirty, low_information or template_only
  std::int64_t flagged = 0;    ///< dirty ones included
  std::int64_t dirty = 0;      ///< with an upper threshold
  std::int64_t too_short = 0;  ///< whether counted as clean or left out
  std::optional<double> share = std::nullopt;  ///< flagged / measured
  /// Numerators of all items / denominators of all items (GPT-2's share of a set's n-grams).
  std::optional<double> pooled = std::nullopt;
  std::optional<bool> contaminated = std::nullopt;  ///< with a set threshold
};

/// A value for each item; entry i is about item i of the index.
struct Column {
  UnitSet units = {};               ///< what was measured
  std::vector<double> values = {};  ///< from 0 to 1; 0 where the outcome says there is none
  std::vector<Outcome> outcomes = {};
  std::vector<SetShare> sets = {};  ///< one for each benchmark
};

/// A definition applied to a scan, or why it cannot be.
struct Application {
  Rule rule = {};  ///< as used
  std::vector<OptionFact> options = {};
  std::optional<RuleRefusal> refusal = std::nullopt;
  FlagSet<Approximation> notes = {};
  std::vector<Column> columns = {};  ///< one, or one for each unit with FieldRule::separate
};

// X(name, title, what it is)
#define EVENHAND_OVERLAP_LEVEL_LIST(X)                                                   \
  X(clean, "clean", "no n-gram that tells anything occurs")                              \
  X(trace, "trace", "an n-gram occurs, in no document half of the text")                 \
  X(partial, "partial", "one document has at least half of the text")                    \
  X(full, "full", "one document has at least four fifths of the text")                   \
  X(short_match, "short", "found, but so short that finding it tells little")            \
  X(untestable, "untestable", "too little text, or none with letters")                   \
  X(template_only, "template only", "nothing is left without templates and boilerplate") \
  X(absent, "absent", "the item has no such part")

/// How much of a unit one document has, by the default definition.
EVENHAND_ENUM(OverlapLevel, EVENHAND_OVERLAP_LEVEL_LIST)

// X(name, title, what it is)
#define EVENHAND_ARM_LIST(X)                                                                      \
  X(unfiltered, "no filter", "every n-gram counts")                                               \
  X(benchmark_side, "without templates",                                                          \
    "n-grams that many items of the benchmark share are left out")                                \
  X(both_sides, "without templates and boilerplate",                                              \
    "n-grams that are frequent in the corpus are left out as well, unless they belong to a long " \
    "run of the item")

/// Which n-grams count.
EVENHAND_ENUM(Arm, EVENHAND_ARM_LIST)
inline constexpr std::size_t arm_count = 3;

// X(name, title, explanation)
#define EVENHAND_FAMILY_LIST(X)                                                                \
  X(template_text, "template", "found only by n-grams that many items of the benchmark share") \
  X(boilerplate, "boilerplate", "found only by n-grams that are frequent in the corpus")       \
  X(low_information, "low information", "the question is so short that it occurs by itself")   \
  X(context_only, "context only", "the passage occurs, the question does not")                 \
  X(answer_only, "answer only", "the answer occurs, the question does not")                    \
  X(choices_only, "choices only", "the choices occur, the question does not")

/// Kinds of matches that say little or nothing about an item being known.
EVENHAND_ENUM(Family, EVENHAND_FAMILY_LIST)

/// The document-frequency filter on the corpus side.
struct FilterSettings {
  /// An n-gram in at least max(least, ceil(documents / divisor)) documents is boilerplate; of a
  /// source first, of the whole corpus second.
  std::int64_t least = 5;
  std::int64_t divisor = 200;
  /// Whether boilerplate counts in a unit of which most is found in one run all the same.
  bool protect = true;
};

/// From which coverage on a unit has a level.
struct LevelThresholds {
  double partial = 0.5;
  double full = 0.8;
};

/// Items of one benchmark by level of one unit.
struct LevelCounts {
  Unit unit = Unit::question;
  Arm arm = Arm::unfiltered;
  std::int64_t present = 0;   ///< items that have the unit
  std::int64_t testable = 0;  ///< present, and not untestable
  std::int64_t clean = 0;
  std::int64_t trace = 0;
  std::int64_t trace_longest_n = 0;  ///< of these, with an n-gram of the largest n
  std::int64_t partial = 0;
  std::int64_t full = 0;
  std::int64_t short_match = 0;
  std::int64_t template_only = 0;
  std::int64_t untestable = 0;
  std::optional<double> share = std::nullopt;  ///< (partial + full) / testable
};

/// Where question and answer of the items were found; found: partial or full.
struct WhereFound {
  Arm arm = Arm::unfiltered;
  std::int64_t question_only = 0;
  std::int64_t answer_only = 0;
  std::int64_t question_and_answer = 0;  ///< in one document
  std::int64_t context_only = 0;
};

/// Items that belong to a family of matches that say little.
struct FamilyItems {
  Family family = Family::template_text;
  std::vector<std::uint32_t> items = {};
};

/// One benchmark.
struct BenchmarkReport {
  std::string name = {};
  std::uint32_t first_item = 0;
  std::int64_t items = 0;
  std::vector<std::uint32_t> untestable = {};       ///< items whose question is
  std::vector<std::uint32_t> low_information = {};  ///< items whose question is
  std::vector<std::uint32_t> template_only = {};    ///< items whose question is, by the last arm
  std::vector<std::uint32_t> repeated = {};         ///< items with the texts of an earlier one
  std::vector<std::uint32_t> heavy_only = {};       ///< items whose n-grams are all heavy
  std::vector<LevelCounts> levels = {};             ///< by unit, then arm
  std::vector<WhereFound> found = {};               ///< by arm
  std::vector<FamilyItems> families = {};           ///< those that occur
};

/// What was found of one unit.
struct UnitFinding {
  Unit unit = Unit::question;
  OverlapLevel level = OverlapLevel::clean;  ///< by the last arm
  OverlapLevel unfiltered_level = OverlapLevel::clean;
  std::vector<double> coverage = {};  ///< by arm, of its best document
  std::int64_t tokens = 0;
  std::uint32_t longest = 0;           ///< tokens of the longest run
  std::uint32_t longest_position = 0;  ///< a position of the index
  DocumentKey longest_document = {};
  std::int64_t documents_hit = 0;  ///< unfiltered
  std::int64_t documents_half = 0;
  std::int64_t documents_full = 0;
  DocumentKey best_document = {};  ///< by the last arm
  /// Runs of the best document; without hit records, examples from any document.
  std::vector<HitRun> runs = {};
  bool gold_near = false;
  std::string before = {};  ///< the longest run as it stands in the document, and its surroundings;
  std::string match = {};   ///< empty without hit records
  std::string after = {};
};

/// An item of which something was found.
struct ItemFinding {
  std::uint32_t item = 0;
  OverlapLevel level = OverlapLevel::clean;  ///< of the question, by the last arm
  bool corroborated = false;  ///< a low-information question found with its context or answer
  /// Question and gold answer are in one document, by the last arm.
  bool question_and_answer = false;
  FlagSet<Family> families = {};
  std::vector<UnitFinding> units = {};  ///< those that were found, by unit
};

// X(name, title, explanation)
#define EVENHAND_SCOPE_NOTE_LIST(X)                                                             \
  X(exact_text_only, "exact text only",                                                         \
    "Only text that agrees word for word is found: no paraphrase, no translation, and nothing " \
    "about what caused a score.")                                                               \
  X(scanned_part, "of what was scanned",                                                        \
    "The figures hold for the shards listed here; of a corpus with more shards they are lower " \
    "bounds. They count every item, not a sample of them, and so have no interval.")            \
  X(missing_shards, "shards are missing",                                                       \
    "Some shards of the corpus were not scanned: every figure is a lower bound.")               \
  X(malformed_lines, "lines are missing",                                                       \
    "Some lines could not be read as documents; what they say was not compared.")               \
  X(no_hit_records, "no hit records",                                                           \
    "Without hit records boilerplate of the corpus cannot be left out.")                        \
  X(saturated, "counts at their limit", "A count reached 4294967295 and may be larger.")        \
  X(heavy_grams, "very frequent n-grams",                                                       \
    "Some n-grams are in thousands of items and begin no run.")

/// What a reader must know about the scope of a report.
EVENHAND_ENUM(ScopeNote, EVENHAND_SCOPE_NOTE_LIST)

/// The benchmark side.
struct IndexFacts {
  std::string digest = {};
  ScanSettings settings = {};
  std::int64_t benchmarks = 0;
  std::int64_t items = 0;
  std::int64_t units = 0;
  std::int64_t tokens = 0;
  std::vector<std::int64_t> grams = {};  ///< different ones, for each n
  std::int64_t heavy = 0;                ///< places with an n-gram that begins no run
};

/// One part of a corpus.
struct SourceFacts {
  std::string source = {};
  std::int64_t shards = 0;
  std::int64_t bytes = 0;
  std::int64_t text_bytes = 0;
  std::int64_t documents = 0;
  std::int64_t tokens = 0;
  std::int64_t documents_hit = 0;
  std::int64_t frequent_from = 0;  ///< documents from which on an n-gram is boilerplate
};

/// The corpus side.
struct CorpusFacts {
  std::vector<ShardRecord> shards = {};
  std::vector<SourceFacts> sources = {};
  SourceFacts total = {};
  std::int64_t malformed = 0;
  std::vector<MalformedLine> malformed_lines = {};  ///< the first 100
  std::int64_t blank = 0;
  std::int64_t empty = 0;
  std::int64_t invalid_utf8 = 0;
};

/// The report of the default definition.
struct Report {
  IndexFacts index = {};
  CorpusFacts corpus = {};
  FilterSettings filter = {};
  LevelThresholds thresholds = {};
  std::vector<OptionFact> options = {};
  FlagSet<Approximation> notes = {};
  FlagSet<ScopeNote> scope = {};
  std::vector<Arm> arms = {};  ///< that could be evaluated; the last one is the headline
  std::int64_t hit_records = 0;
  std::vector<BenchmarkReport> benchmarks = {};
  std::vector<ItemFinding> findings = {};  ///< by item
};

/// Applies definitions to what a scan found. Hit records are added one by one and not kept, but for
/// the best of each unit.
class Evaluator {
 public:
  /// The index must outlive the evaluator. Errors: other_index ("partial").
  [[nodiscard]] static Result<std::shared_ptr<Evaluator>> make(const Index& index, Partial partial,
                                                               FilterSettings filter = {});
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  /// All hit records of the partial's shards must be added, in any order, each once; records of
  /// other shards are refused. Errors: not_a_hit (an item, unit or position that the index lacks,
  /// or a shard that the partial lacks).
  [[nodiscard]] std::optional<Error> add(const HitRecord& hit);
  /// Records as append_hit writes them, any number of whole lines. Errors: not_a_hit, with the
  /// number of the line within `lines` as the limit.
  [[nodiscard]] std::optional<Error> add_lines(std::string_view lines);
  /// Says that all hit records were added, even if there were none. Until then the filter has its
  /// benchmark side only.
  void hits_complete() noexcept;

  /// Any definition with any options; 10,000 items take a few milliseconds.
  [[nodiscard]] Application apply(const Rule& rule) const;
  /// Thresholds are cut to [0, 1], and `full` to at least `partial`.
  /// `missing_shards`: whether it is known that the corpus has more shards.
  [[nodiscard]] Report report(LevelThresholds thresholds = {}, bool missing_shards = false) const;

  [[nodiscard]] const Index& index() const noexcept;
  [[nodiscard]] const Partial& partial() const noexcept;

 private:
  struct State;
  explicit Evaluator(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace evenhand::overlap

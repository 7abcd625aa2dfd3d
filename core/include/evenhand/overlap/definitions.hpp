/// The published definitions of overlap between a benchmark and training text, as data: what each
/// compares, how it measures, from where on it flags, and what its source leaves open.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenhand/base/flags.hpp"
#include "evenhand/overlap/index.hpp"

namespace evenhand::overlap {

// X(name, title, source)
#define EVENHAND_DEFINITION_LIST(X)                                                            \
  X(evenhand, "Evenhand", "this program's own, version 1; core/methods/overlap.md")            \
  X(gpt2, "GPT-2", "Radford et al. 2019, section 4: share of a set's 8-grams that were seen")  \
  X(gpt3_measure, "GPT-3, measured", "Brown et al. 2020, arXiv 2005.14165, appendix C")        \
  X(gpt3_filter, "GPT-3, filtered",                                                            \
    "Brown et al. 2020, arXiv 2005.14165, appendix C: training text is cut around 13-grams")   \
  X(palm, "PaLM", "Chowdhery et al. 2022, arXiv 2204.02311, section 8")                        \
  X(llama2, "Llama 2", "Touvron et al. 2023, arXiv 2307.09288, appendix A.6")                  \
  X(gpt4_substring50, "GPT-4", "OpenAI 2023, arXiv 2303.08774, appendix C: three substrings")  \
  X(llama3, "Llama 3", "Grattafiori et al. 2024, arXiv 2407.21783, section 5.1.4")             \
  X(contam_norm, "ConTAM, normalised", "Singh et al. 2024, arXiv 2411.03923: share of tokens") \
  X(contam_raw, "ConTAM, as it is", "Singh et al. 2024, arXiv 2411.03923: extended spans")     \
  X(tulu3, "Tulu 3", "Lambert et al. 2024, arXiv 2411.15124, and allenai/open-instruct")       \
  X(dolma_paragraph, "Dolma, paragraphs", "Soldaini et al. 2024; dolma's decontamination")     \
  X(helm, "HELM", "Liang et al. 2022, and stanford-crfm/data-overlap")                         \
  X(infinigram_mini, "infini-gram mini", "Xu et al. 2025, arXiv 2506.12229")                   \
  X(deepseek_math, "DeepSeekMath", "Shao et al. 2024, arXiv 2402.03300: any 10-gram")          \
  X(qwen2_lcs, "Qwen2", "Yang et al. 2024, arXiv 2407.10671: longest common subsequence")      \
  X(open_r1, "open-r1", "huggingface/open-r1, scripts/decontaminate.py: any 8-gram")

/// Who says what an overlap is.
EVENHAND_ENUM(Definition, EVENHAND_DEFINITION_LIST)
inline constexpr std::size_t definition_count = texts(Definition{}).size();

// X(name, title, formula). T: tokens of the unit; a span: a maximal verified run.
#define EVENHAND_METRIC_LIST(X)                                                                \
  X(any_gram, "any n-gram", "1 if any n-gram occurs in the corpus, else 0")                    \
  X(ngram_match, "share of n-grams", "n-gram positions that occur / n-gram positions")         \
  X(token_match, "share of tokens", "tokens in n-grams that occur / T")                        \
  X(token_extend, "share of tokens in spans", "tokens in spans of at least n tokens / T")      \
  X(longest_match, "longest span", "tokens of the longest span of at least n tokens / T")      \
  X(docmax, "share of tokens in one document",                                                 \
    "the largest share of tokens that one document alone covers")                              \
  X(whole, "found whole", "1 if all tokens occur one behind the other, else 0")                \
  X(weighted_ngram_match, "weighted share of n-grams",                                         \
    "sum over n-gram positions that occur of 1 / occurrences, / n-gram positions (HELM)")      \
  X(stretch_token_match, "share of tokens (HELM)",                                             \
    "covered tokens / T; inside a covered stretch frequent n-grams count as well")             \
  X(weighted_token_match, "weighted share of tokens (HELM)",                                   \
    "as above, each covered token by 1 / the fewest occurrences so far in its stretch")        \
  X(substrings, "share of substrings", "substrings of n tokens that occur / substrings tried") \
  X(filtered_docmax, "share of telling tokens in one document",                                \
    "n-grams that are templates or boilerplate left out above and below, best document")       \
  X(subsequence, "longest common subsequence", "tokens of it / tokens of the shorter text")    \
  X(cut, "cut documents", "training documents that were cut or dropped")

/// What is measured on a unit, from 0 to 1.
EVENHAND_ENUM(Metric, EVENHAND_METRIC_LIST)

// X(name, title, what it is)
#define EVENHAND_COMPARISON_LIST(X)                  \
  X(at_least, ">=", "flagged from the threshold on") \
  X(above, ">", "flagged only when larger than the threshold")

/// Whether the threshold itself is flagged.
EVENHAND_ENUM(Comparison, EVENHAND_COMPARISON_LIST)

// X(name, title, what it is)
#define EVENHAND_SHORT_RULE_LIST(X)                                                             \
  X(none, "not measured", "a unit of fewer than n tokens has no value and is counted as short") \
  X(whole, "whole", "a unit of fewer than n tokens is one n-gram of its own length")            \
  X(clean, "clean", "a unit of fewer than n tokens counts as clean (as the source does it)")

/// What becomes of units shorter than n.
EVENHAND_ENUM(ShortRule, EVENHAND_SHORT_RULE_LIST)

// X(name, title, what it is)
#define EVENHAND_FIELD_RULE_LIST(X)                                                    \
  X(separate, "separate", "a value for each unit")                                     \
  X(mean, "mean", "the mean of the units that have a value")                           \
  X(max, "max", "the largest of the units")                                            \
  X(concat, "concat", "tokens and n-grams of all units are pooled, each counted once") \
  X(first, "first", "the first unit that the item has: context, question, answer, choices")

/// How the units of an item become one value.
EVENHAND_ENUM(FieldRule, EVENHAND_FIELD_RULE_LIST)

// X(name, title, what it is)
#define EVENHAND_COUNT_UNIT_LIST(X)                        \
  X(occurrences, "occurrences", "every occurrence counts") \
  X(docs, "documents", "occurrences within one document count once")

/// What frequencies of n-grams count.
EVENHAND_ENUM(CountUnit, EVENHAND_COUNT_UNIT_LIST)

// X(name, title, what it is)
#define EVENHAND_LENGTH_RULE_LIST(X)                    \
  X(ge, "at least", "spans of L tokens and more count") \
  X(gt, "longer than", "spans of more than L tokens count")

/// Whether a span of exactly L tokens counts.
EVENHAND_ENUM(LengthRule, EVENHAND_LENGTH_RULE_LIST)

// X(name, title, what it is)
#define EVENHAND_MULTIPLICITY_LIST(X)                                 \
  X(positions, "positions", "an n-gram counts as often as it stands") \
  X(unique, "different n-grams", "an n-gram counts once in a set")

/// How often a repeated n-gram counts.
EVENHAND_ENUM(Multiplicity, EVENHAND_MULTIPLICITY_LIST)

// X(name, title, what it is)
#define EVENHAND_PERCENTILE_LIST(X)                                                 \
  X(lower, "lower", "the value at place floor(0.05 (N - 1)) of the sorted lengths") \
  X(nearest, "nearest", "the value at place round(0.05 (N - 1)), halves to even")   \
  X(linear, "linear", "interpolated between neighbours, then rounded down")

/// What the 5th percentile of the items' lengths is.
EVENHAND_ENUM(Percentile, EVENHAND_PERCENTILE_LIST)

// X(name, title, what it is)
#define EVENHAND_SUBSTRING_RULE_LIST(X)                                                        \
  X(random3, "three at random", "three starts drawn with replacement, from a seed and the id") \
  X(all, "all", "every substring")                                                             \
  X(word_starts, "at word starts", "every substring that begins a word")

/// Which substrings are tried.
EVENHAND_ENUM(SubstringRule, EVENHAND_SUBSTRING_RULE_LIST)

// X(name, title, why it is open)
#define EVENHAND_EDGE_LIST(X)                                                                \
  X(text_rule, "text rule", "what a token is and how text is normalised")                    \
  X(n, "n", "tokens of an n-gram, or the least length of a span")                            \
  X(metric, "metric", "some sources use more than one")                                      \
  X(fields, "fields", "whether the parts of an item are measured apart")                     \
  X(threshold, "threshold", "some sources choose it for each data set")                      \
  X(threshold_cmp, "comparison", "exact halves occur")                                       \
  X(short_units, "short units", "what becomes of units of fewer than n tokens")              \
  X(scope, "scope", "whether all matches come from one document")                            \
  X(mincount, "least count", "how often an n-gram must occur to count as matched")           \
  X(mincount_unit, "least count of", "occurrences or documents: not specified")              \
  X(df_filter, "most count", "n-grams that occur more often are left out; 0: none are")      \
  X(df_unit, "most count of", "GPT-3 counts documents, HELM occurrences")                    \
  X(llama_len, "span length", "the text says longer than 10, and also 10-grams")             \
  X(skip_budget, "skip budget", "substituted tokens that a span may contain")                \
  X(skip_counts, "substituted tokens count", "whether they are contaminated: not specified") \
  X(gram_multiplicity, "repeated n-grams",                                                   \
    "a percentage of n-grams: positions, or different ones")                                 \
  X(percentile, "percentile", "how the 5th percentile of lengths is taken")                  \
  X(substrings, "substrings", "three random ones, with no seed published")                   \
  X(seed, "seed", "of the random substrings")                                                \
  X(punct, "punctuation", "a space, or deleted inside words")                                \
  X(gpt4_case, "case", "not stated")                                                         \
  X(empty_tokens, "empty tokens", "separators at either end leave one in HELM's code")       \
  X(cut_window, "cut window", "200 characters around: on each side, or in all")              \
  X(too_dirty, "too dirty", "more than 10 pieces, or more than 10 hits")                     \
  X(pieces_count, "pieces counted", "before short pieces are dropped, or after")             \
  X(piece_min, "shortest piece", "less than 200 characters are discarded, or up to 200")     \
  X(subsequence_k, "candidates share", "pairs are compared only if they share such an n-gram")

/// What sources leave open, or define differently: each is an option, and its value is reported.
EVENHAND_ENUM(Edge, EVENHAND_EDGE_LIST)

/// An option and the value that was used.
struct OptionFact {
  Edge option = Edge::text_rule;
  std::string value = {};
  friend bool operator==(const OptionFact&, const OptionFact&) = default;
};

using UnitSet = FlagSet<Unit>;

/// A definition with a value for everything it leaves open. All of it may be changed after a scan.
struct Rule {
  Definition definition = Definition::evenhand;
  Metric metric = Metric::filtered_docmax;
  /// Tokens of an n-gram, or the least length of a span (Llama 2's L). 0, for gpt3_measure: the 5th
  /// percentile of the benchmark's lengths, between least_n and most_n.
  std::int64_t n = 8;
  std::int64_t least_n = 8;  ///< 2 for synthetic tasks
  std::int64_t most_n = 13;
  UnitSet units = {};
  FieldRule fields = FieldRule::separate;
  /// From 0 to 1. An item with a value of 0 is never flagged.
  double threshold = 0.5;
  Comparison comparison = Comparison::at_least;
  /// From here on an item is `dirty`, not just flagged.
  std::optional<double> upper_threshold = std::nullopt;
  /// A benchmark counts as contaminated when more than this share of its items is flagged.
  std::optional<double> set_threshold = std::nullopt;
  ShortRule short_units = ShortRule::none;
  std::int64_t shortest_whole = 1;  ///< with ShortRule::whole: fewer tokens are too short even so
  std::int64_t mincount = 1;
  CountUnit mincount_unit = CountUnit::occurrences;
  std::int64_t most_count = 0;  ///< n-grams that occur more often are not matched; 0: no limit
  CountUnit df_unit = CountUnit::occurrences;
  LengthRule llama_len = LengthRule::ge;
  bool skip_counts = false;
  Multiplicity multiplicity = Multiplicity::positions;
  Percentile percentile = Percentile::lower;
  SubstringRule substrings = SubstringRule::random3;
  std::int64_t seed = 1;  ///< from 0 to 2^53 - 1

  friend bool operator==(const Rule&, const Rule&) = default;
};

/// A definition and the options in which a caller departs from its defaults.
struct RuleChoice {
  Definition definition = Definition::evenhand;
  std::optional<Metric> metric = std::nullopt;
  std::optional<std::int64_t> n = std::nullopt;
  std::optional<bool> synthetic = std::nullopt;  ///< gpt3_measure: n from 2 on
  std::optional<Unit> unit = std::nullopt;       ///< this unit alone
  std::optional<FieldRule> fields = std::nullopt;
  std::optional<double> threshold = std::nullopt;
  std::optional<double> upper_threshold = std::nullopt;
  std::optional<Comparison> comparison = std::nullopt;
  std::optional<ShortRule> short_units = std::nullopt;
  std::optional<std::int64_t> mincount = std::nullopt;
  std::optional<CountUnit> mincount_unit = std::nullopt;
  std::optional<std::int64_t> most_count = std::nullopt;
  std::optional<CountUnit> df_unit = std::nullopt;
  std::optional<LengthRule> llama_len = std::nullopt;
  std::optional<bool> skip_counts = std::nullopt;
  std::optional<Multiplicity> multiplicity = std::nullopt;
  std::optional<Percentile> percentile = std::nullopt;
  std::optional<SubstringRule> substrings = std::nullopt;
  std::optional<std::int64_t> seed = std::nullopt;
};

// X(name, title, explanation)
#define EVENHAND_APPROXIMATION_LIST(X)                                                            \
  X(other_words, "on other words",                                                                \
    "The text was cut into words in another way than the definition's.")                          \
  X(words_for_tokens, "on words",                                                                 \
    "The source counts tokens of a language model's vocabulary; here they are words.")            \
  X(letterless_left_out, "without n-grams of digits alone",                                       \
    "The scan left out n-grams without any letter, which the source counts.")                     \
  X(heavy_left_out, "without runs of very frequent n-grams",                                      \
    "n-grams in thousands of items begin no run in this scan.")                                   \
  X(short_not_scanned, "short units were not looked for",                                         \
    "The scan did not look for units shorter than its smallest n.")                               \
  X(undefined_in_source, "short units are undefined in the source",                               \
    "The source does not say what becomes of items shorter than n; they are matched whole.")      \
  X(unconfirmed, "from a secondary source",                                                       \
    "Some details are taken from other papers' accounts of this one.")                            \
  X(exact_for_filter, "exact",                                                                    \
    "The source uses a Bloom filter, which may report n-grams that do not occur; this is exact.") \
  X(threshold_open, "threshold is chosen",                                                        \
    "The source chooses the threshold for each model and data set, by the effect on scores.")     \
  X(no_item_rule, "about sets", "The source makes a statement about a set, not about items.")     \
  X(benchmark_side_only, "without the corpus side of the filter",                                 \
    "Without hit records only templates of the benchmark can be left out, not boilerplate of "    \
    "the corpus.")                                                                                \
  X(skip_budget_differs, "another skip budget",                                                   \
    "The scan allowed another number of substituted tokens than the source.")                     \
  X(smaller_unit, "parts of the prompt",                                                          \
    "The source measures whole prompts as they were verbalised; here it is the item's parts.")    \
  X(candidates_only, "candidates only",                                                           \
    "The source compares every item with every document; here only pairs with an n-gram in "      \
    "common, of the length that is an option.")

/// In what a value is not exactly what its source would have.
EVENHAND_ENUM(Approximation, EVENHAND_APPROXIMATION_LIST)

// X(name, title, explanation)
#define EVENHAND_RULE_REFUSAL_LIST(X)                                                            \
  X(missing_n, "n was not scanned",                                                              \
    "The scan did not count n-grams of this length; scan with this n.")                          \
  X(below_n, "n is smaller than the scan's smallest",                                            \
    "Runs shorter than the smallest n of the scan are unknown; scan with a smaller n.")          \
  X(other_text, "the text was scanned in another form",                                          \
    "The definition compares characters, paragraphs or token numbers, and the scan did not, or " \
    "the other way about.")                                                                      \
  X(needs_documents, "needs the documents themselves",                                           \
    "The definition compares or cuts whole training documents, which no scan keeps; on the "     \
    "command line, `overlap cut` and `overlap pairs` read them again.")                          \
  X(out_of_range, "an option is out of range",                                                   \
    "Thresholds lie between 0 and 1, n between 1 and 1,000, and counts are not negative.")       \
  X(other_metric, "not this definition's metric", "The source does not use this metric.")        \
  X(needs_one_unit, "needs one part of the items",                                               \
    "What one document has is known for each part of an item, not for several pooled.")

/// Why a definition cannot be applied to a scan.
EVENHAND_ENUM(RuleRefusal, EVENHAND_RULE_REFUSAL_LIST)

/// A definition as its source has it.
struct DefinitionInfo {
  Definition definition = Definition::evenhand;
  ScanSettings settings = {};         ///< the scan that gives exactly what the source asks for
  Rule rule = {};                     ///< with the defaults for all that is left open
  std::vector<Metric> metrics = {};   ///< that the source uses; the first is rule.metric
  std::vector<Edge> edges = {};       ///< what is an option here
  FlagSet<Approximation> notes = {};  ///< that hold for any scan
};

[[nodiscard]] DefinitionInfo describe(Definition definition);
/// What to scan with for this definition alone.
[[nodiscard]] ScanSettings scan_settings(Definition definition);
/// The definition with its defaults.
[[nodiscard]] Rule rule_of(Definition definition);
/// The definition with its defaults but for what was chosen. Whether that can be applied is for
/// Evaluator::apply to say.
[[nodiscard]] Rule rule_of(const RuleChoice& choice);
/// Every option that the rule's definition has, with the value used. `settings`: of the scan.
[[nodiscard]] std::vector<OptionFact> option_facts(const Rule& rule, const ScanSettings& settings);

}  // namespace evenhand::overlap

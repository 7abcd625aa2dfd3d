/// Benchmarks as they are published: one JSON object a line, with a question and more. Nothing is
/// skipped: a lost item would silently change what a share is a share of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "evenhand/base/enums.hpp"
#include "evenhand/overlap/index.hpp"

namespace evenhand::overlap {

// X(name, title, the names that are looked for in this order, unless one is given)
#define EVENHAND_ITEM_FIELD_LIST(X)                \
  X(id, "identifier", "id,task_id,question_id")    \
  X(question, "question", "question,prompt,input") \
  X(context, "context", "context,passage")         \
  X(answer, "answer", "answer,target,gold")        \
  X(choices, "choices", "choices,options")

/// The parts of an item that a line may have. Only the question must be there.
EVENHAND_ENUM(ItemField, EVENHAND_ITEM_FIELD_LIST)
inline constexpr std::size_t item_field_count = 5;

/// How the lines of a benchmark are read.
struct ItemFormat {
  /// Where each ItemField is, in the order of the enumeration: a path such as "text", "doc.query"
  /// or "turns[*].content"; empty: the usual names. A field that is named must be in every line
  /// (null has no text); the usual ones, the question apart, may be missing.
  std::array<std::string, item_field_count> paths;
  /// The answer that is looked for near a question is what follows the last of these marks, as
  /// "####" in GSM8K; empty: the whole answer.
  std::string answer_split;
};

/// The texts of an item. UTF-8; half of a surrogate pair is the byte 0xFF, which is malformed.
struct Item {
  /// Of a benchmark without identifiers: the number of the line.
  std::string id;
  std::string context;
  /// Several strings are joined by line feeds.
  std::string question;
  /// An answer given as the number of a choice from 0, or as its letter from A, is the choice's
  /// text. Without choices a number or truth value is its text.
  std::vector<std::string> answers;
  std::vector<std::string> choices;
  std::string gold;  ///< see ItemTexts::gold; empty without answer_split
};

// X(name, title, what is expected)
#define EVENHAND_ITEM_PROBLEM_LIST(X)                                                            \
  X(bad_path, "the path is not understood",                                                      \
    "names joined by full stops, [*] for every element: text, a.b, turns[*].content")            \
  X(json, "the line is no JSON object", "one JSON object a line (RFC 8259)")                     \
  X(missing_field, "a field is missing", "the field in every line, or another name for it")      \
  X(type, "a field has another type", "a text")                                                  \
  X(choices_type, "the choices have another type", "a list of texts")                            \
  X(answer_type, "the answer has another type",                                                  \
    "a text, a list of texts, or with choices the number or letter of one")                      \
  X(no_such_choice, "the answer is none of the choices",                                         \
    "the number of a choice from 0, or its letter from A")                                       \
  X(no_split, "the answer lacks the mark before its short form", "the mark in every answer")     \
  X(some_ids, "some items have an identifier and some have none",                                \
    "an identifier in every line, or in none")                                                   \
  X(duplicate_id, "two items have the same identifier", "a different identifier for every item") \
  X(duplicate_name, "two benchmarks have the same name", "a different name for every benchmark") \
  X(no_items, "the benchmark is empty", "at least one item")                                     \
  X(too_large, "the benchmarks are too large", "less than 2^32 - 1 tokens in all")

/// Why a benchmark cannot be indexed.
EVENHAND_ENUM(ItemProblemKind, EVENHAND_ITEM_PROBLEM_LIST)

struct ItemProblem {
  ItemProblemKind kind = ItemProblemKind::json;
  std::int64_t line = 0;           ///< from 1; 0 when it is about no line
  std::optional<ItemField> field;  ///< what it is about
  std::string found;               ///< what stands there instead, at most 60 bytes
  std::int64_t other_line = 0;     ///< for duplicate_id and some_ids: the earlier item
};

/// Reads one line. Without an identifier the item's id is empty.
[[nodiscard]] std::variant<Item, ItemProblem> read_item(std::string_view line, std::int64_t number,
                                                        const ItemFormat& format);

/// A benchmark that was read.
struct ItemsRead {
  std::int64_t items = 0;
  std::int64_t blank = 0;  ///< lines of white space only
  std::optional<ItemProblem> problem;
};

/// Adds the items of a benchmark, the bytes of a JSONL file, to an index. Line ends, blank lines
/// and a byte order mark are as CorpusReader has them. After a problem the builder is of no use.
[[nodiscard]] ItemsRead read_items(std::string_view bytes, std::string_view name,
                                   const ItemFormat& format, IndexBuilder& builder);

}  // namespace evenhand::overlap

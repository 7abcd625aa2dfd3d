/// List tasks whose limits have closed forms: copy, shuffle, replace one at random, and their kin.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "evenhand/parallel/target.hpp"

namespace evenhand::parallel {

/// Most items of a list task, by closed forms; of its schedules; of an explicit table.
inline constexpr std::int64_t most_task_items = 1'000'000;
inline constexpr std::int64_t most_scheduled_items = 5000;
inline constexpr std::int64_t most_latin_order = 5;
inline constexpr std::int64_t most_task_sequences = 100'000;
/// Steps that are listed when it is not said how many, and most of steps times items.
inline constexpr std::int64_t default_task_steps = 32;
inline constexpr std::int64_t most_task_sizes = 1'000'000;

// X(name, title, sentence)
#define EVENHAND_LIST_TASKS(X)                                                                  \
  X(copy, "Copy", "the list as it is")                                                          \
  X(replace_index, "Replace at an index", "the item at a given place replaced")                 \
  X(replace_random, "Replace one at random", "one item, any of them, replaced by a given word") \
  X(shuffle, "Shuffle", "the items in any order, all equally likely")                           \
  X(reverse, "Reverse", "the list backwards")                                                   \
  X(sort, "Sort", "the list in order")                                                          \
  X(insert_random, "Insert at random", "a given word put into any gap")                         \
  X(remove_random, "Remove one at random", "one item, any of them, left out")                   \
  X(latin_square, "Latin square", "an n x n square, every symbol once in every row and column")

/// ParallelBench's list tasks on n distinct items, and Latin squares of order n.
EVENHAND_ENUM(ListTask, EVENHAND_LIST_TASKS)

/// One point of a task's limit.
struct TaskStep {
  std::int64_t steps = 0;
  std::optional<double> bound;            ///< least KL(p||q) in so many steps, bits
  std::vector<std::int64_t> bound_sizes;  ///< step sizes of one schedule that reaches it
  std::optional<double> bound_accuracy;   ///< the accuracy of that schedule
  std::optional<double> accuracy;         ///< best accuracy of any policy in at most so many steps
  std::vector<std::int64_t> accuracy_sizes;

  /// 2^-bound; see Schedule.
  [[nodiscard]] std::optional<double> accuracy_bound() const noexcept {
    return bound ? std::optional(std::exp2(-*bound)) : std::nullopt;
  }
};

/// What is known of a task exactly, at any size.
struct TaskLimits {
  ListTask task = ListTask::copy;
  std::int64_t n = 0;
  std::int64_t tokens = 0;  ///< positions of an answer
  double log2_outcomes = 0;
  double entropy = 0;            ///< bits
  double total_correlation = 0;  ///< bits
  double one_step_accuracy = 0;
  double one_step_log2_accuracy = 0;  ///< bits; tells sizes apart whose accuracy rounds to 0
  /// Whether H(A) depends on |A| only, and closed forms give schedules.
  bool symmetric = false;
  std::vector<TaskStep> steps;  ///< T = 1 .. most, where symmetric and n <= most_scheduled_items
};

/// Closed forms in logarithms, to n = 10^6 (latin_square: n <= 5).
/// `most`: how many steps to list, at least 1; default default_task_steps. No more than n are.
/// Errors: too_few ("n": below 1; remove_random below 2), too_large_exact ("n"; "most": more than
/// most_task_sizes), value_out_of_range ("most").
/// Source: Kang et al. 2026, arXiv 2510.04767; insert, remove, Latin squares and optimal schedules
/// are ours.
[[nodiscard]] Result<TaskLimits> list_task_limits(ListTask task, std::int64_t n,
                                                  std::optional<std::int64_t> most);

struct TaskSizes {
  double accuracy = 0;
  double log2_accuracy = 0;  ///< 0 bits for accuracy 1
  double bound = 0;          ///< KL(p||q), bits

  /// 2^-bound; see Schedule.
  [[nodiscard]] double accuracy_bound() const noexcept { return std::exp2(-bound); }
};

/// Shuffle and replace_random with given step sizes, in any order of positions, at temperature 1.
/// Errors: unsupported ("task"), bad_partition ("sizes": do not sum to n, or one is below 1),
/// too_few and too_large_exact ("n").
[[nodiscard]] Result<TaskSizes> list_task_sizes(ListTask task, std::int64_t n,
                                                std::span<const std::int32_t> sizes);

struct TaskThreshold {
  double accuracy = 0;
  std::int64_t most_steps = 0;
  double mean_steps = 0;
};

/// Shuffle and replace_random decoded with a confidence threshold at temperature 1.
/// Errors: as above; rate_out_of_range ("threshold").
[[nodiscard]] Result<TaskThreshold> list_task_threshold(ListTask task, std::int64_t n,
                                                        double threshold, bool inclusive);

/// The answers of a task as a table: item i is token i, a word put in is token n. The given index
/// is the first; the rows of a Latin square follow each other, and its symbols are tokens.
struct TaskTable {
  std::int64_t length = 0;
  std::vector<std::int64_t> tokens;  ///< sequence after sequence
  /// 1 where ParallelBench's scorer counts a sequence as right, 0 where not (shuffle: not the input
  /// itself).
  std::vector<std::int64_t> scored;
};

/// Errors: as list_task_limits; too_large_exact ("n") above most_task_sequences sequences or
/// most_positions tokens in one.
[[nodiscard]] Result<TaskTable> list_task_table(ListTask task, std::int64_t n);

}  // namespace evenhand::parallel

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "evenhand/parallel/tasks.hpp"

namespace evenhand::parallel {
namespace {

/// Adds sequences to a table.
class Rows {
 public:
  explicit Rows(TaskTable& table) : table_(table) {}

  void add(const std::vector<std::int64_t>& tokens, bool scored) {
    table_.length = static_cast<std::int64_t>(tokens.size());
    table_.tokens.insert(table_.tokens.end(), tokens.begin(), tokens.end());
    table_.scored.push_back(scored ? 1 : 0);
  }

 private:
  TaskTable& table_;
};

/// Fills a square cell by cell, smallest symbols first.
void add_latin_squares(std::int64_t n, std::vector<std::int64_t>& square, Rows& rows) {
  const auto order = static_cast<std::size_t>(n);
  const std::size_t cell = square.size();
  if (cell == order * order) {
    rows.add(square, true);
    return;
  }
  for (std::int64_t symbol = 0; symbol < n; ++symbol) {
    bool taken = false;
    for (std::size_t i = cell - cell % order; i < cell; ++i) taken = taken || square[i] == symbol;
    for (std::size_t i = cell % order; i < cell; i += order) taken = taken || square[i] == symbol;
    if (taken) continue;
    square.push_back(symbol);
    add_latin_squares(n, square, rows);
    square.pop_back();
  }
}

}  // namespace

Result<TaskTable> list_task_table(ListTask task, std::int64_t n) {
  const auto limits = list_task_limits(task, n, 1);
  if (!limits) return limits.error();
  // Half a sequence of slack: the number comes from a logarithm.
  if (limits->tokens > most_positions ||
      std::exp2(limits->log2_outcomes) > static_cast<double>(most_task_sequences) + 0.5) {
    return Error{Errc::too_large_exact, "n"};
  }
  TaskTable out;
  Rows rows(out);
  std::vector<std::int64_t> items(static_cast<std::size_t>(n));
  std::iota(items.begin(), items.end(), std::int64_t{0});
  std::vector<std::int64_t> changed = items;
  switch (task) {
    case ListTask::copy:
    case ListTask::sort: rows.add(items, true); break;
    case ListTask::replace_index:
      changed.front() = n;
      rows.add(changed, true);
      break;
    case ListTask::reverse:
      std::reverse(changed.begin(), changed.end());
      rows.add(changed, true);
      break;
    case ListTask::replace_random:
      for (std::size_t i = 0; i < items.size(); ++i) {
        changed[i] = n;
        rows.add(changed, true);
        changed[i] = items[i];
      }
      break;
    case ListTask::shuffle:
      // The scorer wants another order than the given one.
      do rows.add(changed, changed != items);
      while (std::next_permutation(changed.begin(), changed.end()));
      break;
    case ListTask::insert_random:
      for (std::size_t gap = 0; gap <= items.size(); ++gap) {
        changed = items;
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(gap), n);
        rows.add(changed, true);
      }
      break;
    case ListTask::remove_random:
      for (std::size_t i = 0; i < items.size(); ++i) {
        changed = items;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        rows.add(changed, true);
      }
      break;
    case ListTask::latin_square:
      changed.clear();
      add_latin_squares(n, changed, rows);
      break;
  }
  return out;
}

}  // namespace evenhand::parallel

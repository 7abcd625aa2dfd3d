#include "compare/score_table.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/sums.hpp"

namespace evenhand::compare {
namespace {

std::optional<Error> check_rows(const ScoreRows& rows, const SystemsOptions& options) {
  if (rows.score.empty()) return Error{Errc::empty_sample, "score"};
  if (rows.item.size() != rows.system.size()) return Error{Errc::length_mismatch, "item"};
  if (rows.score.size() != rows.system.size()) return Error{Errc::length_mismatch, "score"};
  const auto longest = static_cast<std::int64_t>(rows.score.size());
  // Every system and item must occur, so there are no more of them than rows.
  if (rows.systems < 1 || rows.systems > longest) return Error{Errc::value_out_of_range, "systems"};
  if (rows.items < 1 || rows.items > longest) return Error{Errc::value_out_of_range, "items"};
  for (std::size_t r = 0; r < rows.score.size(); ++r) {
    if (rows.system[r] < 0 || rows.system[r] >= rows.systems) {
      return Error{Errc::value_out_of_range, "system"};
    }
    if (rows.item[r] < 0 || rows.item[r] >= rows.items) {
      return Error{Errc::value_out_of_range, "item"};
    }
    if (!std::isfinite(rows.score[r])) return Error{Errc::not_finite, "score"};
    if (options.bounds &&
        (rows.score[r] < options.bounds->lower || rows.score[r] > options.bounds->upper)) {
      return Error{Errc::value_out_of_bounds, "score"};
    }
  }
  if (!rows.clusters.empty()) {
    if (static_cast<std::int64_t>(rows.clusters.size()) != rows.items) {
      return Error{Errc::length_mismatch, "clusters"};
    }
    if (std::any_of(rows.clusters.begin(), rows.clusters.end(),
                    [](std::int32_t c) { return c < 0; })) {
      return Error{Errc::value_out_of_range, "clusters"};
    }
  }
  return std::nullopt;
}

/// Counting sort: the order of `rows` by `key`, stable.
std::vector<std::size_t> ordered(const std::vector<std::size_t>& rows,
                                 std::span<const std::int32_t> key, std::int64_t keys) {
  std::vector<std::size_t> next(static_cast<std::size_t>(keys) + 1, 0);
  for (const std::size_t row : rows) ++next[static_cast<std::size_t>(key[row]) + 1];
  for (std::size_t k = 1; k < next.size(); ++k) next[k] += next[k - 1];
  std::vector<std::size_t> out(rows.size());
  for (const std::size_t row : rows) out[next[static_cast<std::size_t>(key[row])]++] = row;
  return out;
}

/// Which items every system has.
std::vector<bool> common_items(const ScoreRows& rows, const std::vector<std::size_t>& by_system) {
  std::vector<std::int32_t> systems_with(static_cast<std::size_t>(rows.items), 0);
  std::vector<std::int32_t> last(static_cast<std::size_t>(rows.items), -1);
  for (const std::size_t row : by_system) {
    const auto item = static_cast<std::size_t>(rows.item[row]);
    if (last[item] == rows.system[row]) continue;
    last[item] = rows.system[row];
    ++systems_with[item];
  }
  std::vector<bool> out(systems_with.size());
  for (std::size_t item = 0; item < out.size(); ++item) {
    out[item] = systems_with[item] == rows.systems;
  }
  return out;
}

}  // namespace

Result<ScoreTable> arrange(const ScoreRows& rows, const SystemsOptions& options) {
  if (const auto error = check_rows(rows, options)) return *error;
  std::vector<std::size_t> order(rows.score.size());
  for (std::size_t r = 0; r < order.size(); ++r) order[r] = r;
  const auto precedes = [&](std::size_t r, std::size_t next) {
    return rows.system[r] < rows.system[next] ||
           (rows.system[r] == rows.system[next] && rows.item[r] <= rows.item[next]);
  };
  // Rows mostly come in order; sorting jumps through memory.
  bool in_order = true;
  for (std::size_t r = 1; r < order.size() && in_order; ++r) in_order = precedes(r - 1, r);
  if (!in_order) {
    order = ordered(ordered(order, rows.item, rows.items), rows.system, rows.systems);
  }
  if (options.common_items_only) {
    const std::vector<bool> common = common_items(rows, order);
    std::erase_if(
        order, [&](std::size_t row) { return !common[static_cast<std::size_t>(rows.item[row])]; });
    if (order.empty()) return Error{Errc::no_common_items, "item"};
  }

  ScoreTable out;
  const auto systems = static_cast<std::size_t>(rows.systems);
  out.first.reserve(systems + 1);
  out.run_first.reserve(systems + 1);
  out.rows.assign(systems, 0);
  out.run_score.reserve(order.size());
  out.run_item.reserve(order.size());
  std::vector<bool> seen(static_cast<std::size_t>(rows.items), false);
  std::size_t at = 0;
  for (std::size_t system = 0; system < systems; ++system) {
    out.first.push_back(out.score.size());
    out.run_first.push_back(out.run_score.size());
    while (at < order.size() && static_cast<std::size_t>(rows.system[order[at]]) == system) {
      const std::int32_t item = rows.item[order[at]];
      const std::size_t begin = out.run_score.size();
      for (; at < order.size() && static_cast<std::size_t>(rows.system[order[at]]) == system &&
             rows.item[order[at]] == item;
           ++at) {
        out.run_score.push_back(rows.score[order[at]]);
        out.run_item.push_back(item);
        ++out.rows[system];
      }
      const std::span<double> runs = std::span(out.run_score).subspan(begin);
      double mean = runs[0];
      if (runs.size() > 1) {
        if (!options.repeated) return Error{Errc::duplicate_cell, "score"};
        out.repeated = true;
        std::sort(runs.begin(), runs.end());
        numeric::NeumaierSum sum;
        for (const double score : runs) sum.add(score);
        mean = sum.value() / static_cast<double>(runs.size());
      }
      out.binary = out.binary && (mean == 0 || mean == 1);
      out.item.push_back(item);
      out.score.push_back(mean);
      if (!seen[static_cast<std::size_t>(item)]) {
        seen[static_cast<std::size_t>(item)] = true;
        ++out.items;
      }
    }
    if (out.score.size() == out.first.back()) return Error{Errc::empty_sample, "system"};
  }
  out.first.push_back(out.score.size());
  out.run_first.push_back(out.run_score.size());
  for (std::size_t system = 0; system < systems; ++system) {
    const auto cells = static_cast<std::int64_t>(out.first[system + 1] - out.first[system]);
    out.complete = out.complete && cells == out.items;
  }
  return out;
}

}  // namespace evenhand::compare

#include "judge/judged_counts.hpp"

#include <array>
#include <cstddef>

namespace evenhand::judge {
namespace {

/// By hidden (label 0, 1), then label (missing, 0, 1), then verdict (0, 1). Labels and verdicts
/// come in no order, so that a branch for each would be guessed wrongly half of the time.
using Cells = std::array<std::int64_t, 12>;

template <class IsHidden>
void count(const JudgedRows& rows, std::vector<Cells>& cells, IsHidden is_hidden) {
  for (std::size_t i = 0; i < rows.model.size(); ++i) {
    const std::int32_t cell = is_hidden(i) + 2 * (rows.human[i] - label_missing) + rows.verdict[i];
    ++cells[static_cast<std::size_t>(rows.model[i])][static_cast<std::size_t>(cell)];
  }
}

}  // namespace

std::optional<Error> check_entries(const JudgedRows& rows) noexcept {
  const auto last = static_cast<std::uint32_t>(rows.models);
  // Without leaving early; which column it was is asked when there is something to say.
  std::uint32_t wrong = 0;
  const auto add = [&](bool is_wrong) { wrong |= static_cast<std::uint32_t>(is_wrong); };
  for (std::size_t i = 0; i < rows.model.size(); ++i) {
    add(static_cast<std::uint32_t>(rows.model[i]) >= last);
    add(static_cast<std::uint32_t>(rows.verdict[i]) > 1);
    add(static_cast<std::uint32_t>(rows.human[i] - label_missing) > 2);
  }
  if (wrong == 0) return std::nullopt;
  for (const std::int32_t model : rows.model) {
    if (static_cast<std::uint32_t>(model) >= last) return Error{Errc::value_out_of_range, "model"};
  }
  for (const std::int32_t verdict : rows.verdict) {
    if (verdict != 0 && verdict != 1) return Error{Errc::value_out_of_range, "verdict"};
  }
  return Error{Errc::value_out_of_range, "human"};
}

std::vector<ModelCounts> count_rows(const JudgedRows& rows, const std::vector<bool>& hidden) {
  std::vector<Cells> cells(static_cast<std::size_t>(rows.models), Cells{});
  if (hidden.empty()) {
    count(rows, cells, [](std::size_t) { return 0; });
  } else {
    count(rows, cells, [&](std::size_t i) { return hidden[i] ? 6 : 0; });
  }
  std::vector<ModelCounts> models;
  models.reserve(cells.size());
  for (const Cells& c : cells) {
    models.push_back({.visible = {.tp = c[5], .fn = c[4], .fp = c[3], .tn = c[2]},
                      .hidden = {.tp = c[11], .fn = c[10], .fp = c[9], .tn = c[8]},
                      .unlabelled = c[0] + c[1],
                      .unlabelled_positive = c[1]});
  }
  return models;
}

}  // namespace evenhand::judge

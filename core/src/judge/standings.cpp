#include "evenhand/judge/standings.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "judge/contrast_parts.hpp"
#include "judge/estimates.hpp"

namespace evenhand::judge {
namespace {

/// What a model's row on an item says; `absent` without one, `labelled` where it calibrates.
enum class Cell : std::uint8_t { absent, labelled, failed, passed };

struct Board {
  std::size_t items = 0;
  std::vector<Cell> cells;  ///< model after model
  std::vector<Confusion> labels;

  [[nodiscard]] std::span<const Cell> of(std::size_t model) const noexcept {
    return std::span(cells).subspan(model * items, items);
  }
};

/// Cells of a table that fits in memory.
constexpr std::int64_t most_cells = 100'000'000;

Result<Board> arrange(const RankedRows& rows) {
  if (rows.models < 2) return Error{Errc::too_few, "models", 2};
  if (rows.models > most_ranked_models) {
    return Error{Errc::value_out_of_range, "models", static_cast<double>(most_ranked_models)};
  }
  if (rows.items < 1 || rows.items > most_cells / rows.models) {
    return Error{Errc::value_out_of_range, "items"};
  }
  const std::size_t count = rows.model.size();
  if (rows.item.size() != count) return Error{Errc::length_mismatch, "item"};
  if (rows.verdict.size() != count) return Error{Errc::length_mismatch, "verdict"};
  if (rows.human.size() != count) return Error{Errc::length_mismatch, "human"};
  const auto models = static_cast<std::size_t>(rows.models);
  Board out{.items = static_cast<std::size_t>(rows.items),
            .cells = {},
            .labels = std::vector<Confusion>(models)};
  out.cells.assign(models * out.items, Cell::absent);
  for (std::size_t i = 0; i < count; ++i) {
    if (rows.model[i] < 0 || rows.model[i] >= rows.models) {
      return Error{Errc::value_out_of_range, "model"};
    }
    if (rows.item[i] < 0 || rows.item[i] >= rows.items) {
      return Error{Errc::value_out_of_range, "item"};
    }
    if (rows.verdict[i] != 0 && rows.verdict[i] != 1) {
      return Error{Errc::value_out_of_range, "verdict"};
    }
    const auto model = static_cast<std::size_t>(rows.model[i]);
    Cell& cell = out.cells[model * out.items + static_cast<std::size_t>(rows.item[i])];
    if (cell != Cell::absent) return Error{Errc::duplicate_cell, "item"};
    const bool passed = rows.verdict[i] == 1;
    Confusion& labels = out.labels[model];
    switch (rows.human[i]) {
      case label_missing: cell = passed ? Cell::passed : Cell::failed; break;
      case label_positive:
        cell = Cell::labelled;
        ++(passed ? labels.tp : labels.fn);
        break;
      case label_negative:
        cell = Cell::labelled;
        ++(passed ? labels.fp : labels.tn);
        break;
      default: return Error{Errc::value_out_of_range, "human"};
    }
  }
  return out;
}

interval::PairedCounts count_pair(std::span<const Cell> a, std::span<const Cell> b) noexcept {
  interval::PairedCounts out;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] < Cell::failed || b[i] < Cell::failed) continue;
    const bool of_a = a[i] == Cell::passed;
    const bool of_b = b[i] == Cell::passed;
    ++(of_a ? (of_b ? out.both : out.a_only) : (of_b ? out.b_only : out.neither));
  }
  return out;
}

/// A score that was not computed, and why.
Correction withheld(const StandingsOptions& options, Reason reason) noexcept {
  Correction out{.level = options.level, .method = options.correction};
  out.reason = reason;
  flag_width(out);
  return out;
}

Result<Correction> correct(Counts evaluated, const Confusion& labels,
                           const StandingsOptions& options,
                           std::optional<bool> gate = std::nullopt) noexcept {
  if (labels.total() == 0) return withheld(options, Reason::no_labels);
  if (evaluated.trials == 0) return withheld(options, Reason::no_evaluation_items);
  return correct_external({.judged = tally(evaluated.successes, evaluated.trials),
                           .sensitivity = sensitivity_of(labels),
                           .specificity = specificity_of(labels)},
                          options.correction, options.level, gate);
}

/// Adjusts the tests of the pairs that have one, and says who is better.
std::optional<Error> decide_by_tests(std::vector<StandingPair>& pairs,
                                     const StandingsOptions& options) {
  std::vector<double> p;
  for (const StandingPair& pair : pairs) {
    if (pair.p) p.push_back(*pair.p);
  }
  if (p.empty()) return std::nullopt;
  const auto adjusted = compare::adjust_p_values(p, options.multiplicity);
  if (!adjusted) return adjusted.error();
  auto next = adjusted->adjusted.begin();
  for (StandingPair& pair : pairs) {
    if (!pair.p) continue;
    pair.p_adjusted = *next++;
    if (options.sharing == Sharing::shared && *pair.p_adjusted < 1 - options.level.value) {
      pair.better = pair.a_only > pair.b_only ? 1 : -1;
    }
  }
  return std::nullopt;
}

/// Corrections of every model over all its evaluated items, at the level itself and at that of
/// Bonferroni's intervals. Most pairs share all items, and need no other.
struct OwnCorrections {
  Level simultaneous;
  std::vector<Correction> wide;
};

Result<OwnCorrections> own_corrections(const Standings& standings, const Board& board,
                                       std::size_t pairs, const StandingsOptions& options) {
  OwnCorrections out{.simultaneous = {1 - (1 - options.level.value) / static_cast<double>(pairs)},
                     .wide = {}};
  for (std::size_t m = 0; m < standings.models.size(); ++m) {
    Correction wide = standings.models[m].corrected;
    if (wide.identified()) {
      const std::int64_t items = standings.models[m].items;
      const auto passed = static_cast<std::int64_t>(
          std::count(board.of(m).begin(), board.of(m).end(), Cell::passed));
      // Whether a judge may be corrected for is asked once, at the level itself.
      const auto found =
          correct({.successes = passed, .trials = items}, board.labels[m],
                  {.level = out.simultaneous, .correction = options.correction}, false);
      if (!found) return found.error();
      wide = *found;
    }
    out.wide.push_back(wide);
  }
  return out;
}

/// The corrected difference of a pair under a calibration each; better by the Bonferroni interval.
std::optional<Error> contrast_pair(StandingPair& pair, const interval::PairedCounts& counts,
                                   const Board& board, const Standings& standings,
                                   const OwnCorrections& own, const StandingsOptions& options) {
  const auto a = static_cast<std::size_t>(pair.a);
  const auto b = static_cast<std::size_t>(pair.b);
  const bool all_common =
      pair.n == standings.models[a].items && pair.n == standings.models[b].items;
  const auto contrast = [&](const Correction& of_a, const Correction& of_b, Level level,
                            std::optional<bool> gate) {
    const ContrastOptions asked{.level = level, .correction = options.correction, .gate = gate};
    return all_common
               ? contrast_corrected(counts, {board.labels[a], of_a}, {board.labels[b], of_b}, asked)
               : contrast_models(counts, board.labels[a], board.labels[b], asked);
  };
  const auto single = contrast(standings.models[a].corrected, standings.models[b].corrected,
                               options.level, std::nullopt);
  if (!single) return single.error();
  pair.difference = single->difference;
  pair.flags = single->flags;
  if (single->status == Status::not_identified) return std::nullopt;
  const auto wide = contrast(own.wide[a], own.wide[b], own.simultaneous, false);
  if (!wide) return wide.error();
  if (wide->status == Status::not_identified) return std::nullopt;
  if (wide->difference.lower > 0) pair.better = 1;
  if (wide->difference.upper < 0) pair.better = -1;
  return std::nullopt;
}

/// Position of the pair (a, b), a < b, in the list of all pairs of `models`.
std::size_t place(std::size_t a, std::size_t b, std::size_t models) noexcept {
  return a * models - a * (a + 1) / 2 + (b - a - 1);
}

std::vector<TiedGroup> tied_groups(const Standings& standings) {
  // Under one calibration the verdicts have the order of the corrected scores, without their ties
  // at the ends of [0, 1].
  const auto estimate = [&](std::size_t model) {
    const Standing& standing = standings.models[model];
    return standings.sharing == Sharing::shared ? standing.rate : standing.corrected.estimate;
  };
  std::vector<std::size_t> order;
  for (std::size_t m = 0; m < standings.models.size(); ++m) {
    if (estimate(m)) order.push_back(m);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return *estimate(a) != *estimate(b) ? *estimate(a) > *estimate(b) : a < b;
  });
  std::vector<TiedGroup> out;
  std::size_t reached = 0;
  for (std::size_t first = 0; first < order.size(); ++first) {
    std::size_t end = first + 1;
    const auto joins = [&](std::size_t next) {
      for (std::size_t i = first; i < next; ++i) {
        const auto [low, high] = std::minmax(order[i], order[next]);
        if (standings.pairs[place(low, high, standings.models.size())].better != 0) return false;
      }
      return true;
    };
    while (end < order.size() && joins(end)) ++end;
    if (end - first < 2 || end <= reached) continue;
    reached = end;
    TiedGroup group;
    for (std::size_t i = first; i < end; ++i) {
      group.models.push_back(static_cast<std::int64_t>(order[i]));
    }
    out.push_back(group);
  }
  return out;
}

}  // namespace

Result<Standings> judge_standings(const RankedRows& rows, const StandingsOptions& options) {
  const auto board = arrange(rows);
  if (!board) return board.error();
  if (const auto error = evenhand::check(options.level)) return *error;
  if (options.correction == CorrectionMethod::known ||
      options.correction == CorrectionMethod::poststrat) {
    return Error{Errc::unsupported, "correction"};
  }
  const auto models = static_cast<std::size_t>(rows.models);
  const bool shared = options.sharing == Sharing::shared;
  Standings out{.level = options.level, .sharing = options.sharing};
  out.homogeneity = homogeneity(board->labels, options.level);
  Confusion pooled;
  bool all_labelled = true;
  for (const Confusion& labels : board->labels) {
    add(pooled, labels);
    all_labelled = all_labelled && labels.positives() > 0 && labels.negatives() > 0;
  }
  const bool differs = out.homogeneity.verdict == CalibrationVerdict::differ;
  out.flags.set_if(ContrastFlag::calibration_differs, differs);
  out.flags.set_if(ContrastFlag::calibration_unchecked, !all_labelled);
  out.flags.set_if(ContrastFlag::forced_shared, shared && differs && options.force_shared);
  const bool withhold = shared && differs && !options.force_shared;

  for (std::size_t m = 0; m < models; ++m) {
    Counts evaluated;
    for (const Cell cell : board->of(m)) {
      if (cell < Cell::failed) continue;
      ++evaluated.trials;
      evaluated.successes += cell == Cell::passed ? 1 : 0;
    }
    Standing standing{.items = evaluated.trials, .labelled = board->labels[m].total()};
    if (evaluated.trials > 0) {
      standing.rate =
          static_cast<double>(evaluated.successes) / static_cast<double>(evaluated.trials);
    }
    if (withhold) {
      standing.corrected = Correction{.level = options.level, .method = options.correction};
    } else {
      const auto corrected = correct(evaluated, shared ? pooled : board->labels[m], options);
      if (!corrected) return corrected.error();
      standing.corrected = *corrected;
    }
    out.models.push_back(standing);
  }

  const std::size_t pairs = models * (models - 1) / 2;
  out.pairs.reserve(pairs);
  const Result<OwnCorrections> own = shared ? Result<OwnCorrections>(OwnCorrections{})
                                            : own_corrections(out, *board, pairs, options);
  if (!own) return own.error();
  for (std::size_t a = 0; a < models; ++a) {
    for (std::size_t b = a + 1; b < models; ++b) {
      const interval::PairedCounts counts = count_pair(board->of(a), board->of(b));
      StandingPair pair{.a = static_cast<std::int64_t>(a),
                        .b = static_cast<std::int64_t>(b),
                        .n = counts.items(),
                        .a_only = counts.a_only,
                        .b_only = counts.b_only};
      if (pair.n > 0) {
        pair.verdicts =
            static_cast<double>(pair.a_only - pair.b_only) / static_cast<double>(pair.n);
        pair.p = interval::mcnemar_test(pair.a_only, pair.b_only).exact_p;
        if (!shared) {
          if (const auto error = contrast_pair(pair, counts, *board, out, *own, options)) {
            return *error;
          }
        } else if (!withhold) {
          const auto contrast = contrast_shared(counts, sensitivity_of(pooled),
                                                specificity_of(pooled), options.level);
          if (!contrast) return contrast.error();
          pair.difference = contrast->difference;
          pair.flags = contrast->flags;
        }
      }
      out.pairs.push_back(pair);
    }
  }
  if (const auto error = decide_by_tests(out.pairs, options)) return *error;
  for (Standing& standing : out.models) {
    standing.rank = {.lower = 1, .upper = static_cast<std::int64_t>(models)};
  }
  for (const StandingPair& pair : out.pairs) {
    if (pair.better == 0) continue;
    const auto winner = static_cast<std::size_t>(pair.better > 0 ? pair.a : pair.b);
    const auto loser = static_cast<std::size_t>(pair.better > 0 ? pair.b : pair.a);
    --out.models[winner].rank.upper;
    ++out.models[loser].rank.lower;
  }
  out.tied = tied_groups(out);
  return out;
}

}  // namespace evenhand::judge

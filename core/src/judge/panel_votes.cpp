#include "judge/panel_votes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "evenhand/base/rng.hpp"

namespace evenhand::judge {
namespace {

std::optional<Error> check(const PanelData& data) noexcept {
  if (data.item.empty()) return Error{Errc::empty_sample, "item"};
  if (data.rater.size() != data.item.size()) return Error{Errc::length_mismatch, "rater"};
  if (data.label.size() != data.item.size()) return Error{Errc::length_mismatch, "label"};
  if (data.items < 1 || data.items > most_panel_items)
    return Error{Errc::value_out_of_range, "items"};
  if (data.raters < 1 || data.raters > most_panel_raters) {
    return Error{Errc::value_out_of_range, "raters"};
  }
  if (data.classes < 2) return Error{Errc::too_few, "classes", 2};
  if (data.classes > most_panel_classes) return Error{Errc::value_out_of_range, "classes"};
  for (std::size_t i = 0; i < data.item.size(); ++i) {
    if (data.item[i] < 0 || data.item[i] >= data.items) {
      return Error{Errc::value_out_of_range, "item"};
    }
    if (data.rater[i] < 0 || data.rater[i] >= data.raters) {
      return Error{Errc::value_out_of_range, "rater"};
    }
    if (data.label[i] < 0 || data.label[i] >= data.classes) {
      return Error{Errc::value_out_of_range, "label"};
    }
  }
  return std::nullopt;
}

/// The differences of the products of covariances, for every four raters the three of them.
void tetrad_differences(const std::vector<double>& covariance, std::size_t raters,
                        std::vector<double>& out) {
  out.clear();
  const auto of = [&](std::size_t i, std::size_t j) { return covariance[i * raters + j]; };
  for (std::size_t a = 0; a < raters; ++a) {
    for (std::size_t b = a + 1; b < raters; ++b) {
      for (std::size_t c = b + 1; c < raters; ++c) {
        for (std::size_t d = c + 1; d < raters; ++d) {
          const double first = of(a, b) * of(c, d);
          const double second = of(a, c) * of(b, d);
          const double third = of(a, d) * of(b, c);
          out.push_back(first - second);
          out.push_back(first - third);
          out.push_back(second - third);
        }
      }
    }
  }
}

}  // namespace

Result<PanelVotes> panel_votes(const PanelData& data) {
  if (const auto error = check(data)) return *error;
  const auto items = static_cast<std::size_t>(data.items);
  PanelVotes out{.raters = static_cast<std::size_t>(data.raters),
                 .classes = static_cast<std::size_t>(data.classes),
                 .pattern_of = std::vector<std::int64_t>(items, -1)};
  // Votes by item: counted, then placed.
  std::vector<std::size_t> begin(items + 1, 0);
  for (const std::int32_t item : data.item) ++begin[static_cast<std::size_t>(item) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::uint32_t> by_item(data.item.size());
  std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
  for (std::size_t i = 0; i < data.item.size(); ++i) {
    const auto vote =
        static_cast<std::uint32_t>(data.rater[i]) * static_cast<std::uint32_t>(data.classes) +
        static_cast<std::uint32_t>(data.label[i]);
    by_item[next[static_cast<std::size_t>(data.item[i])]++] = vote;
  }
  const auto votes_of = [&](std::size_t item) {
    return std::span(by_item).subspan(begin[item], begin[item + 1] - begin[item]);
  };
  for (std::size_t item = 0; item < items; ++item) {
    const auto votes = votes_of(item);
    std::sort(votes.begin(), votes.end());
    for (std::size_t v = 1; v < votes.size(); ++v) {
      if (votes[v] / out.classes == votes[v - 1] / out.classes) {
        return Error{Errc::duplicate_cell, "item"};
      }
    }
  }
  std::vector<std::size_t> order;
  for (std::size_t item = 0; item < items; ++item) {
    if (begin[item] < begin[item + 1]) order.push_back(item);
  }
  const auto less = [&](std::size_t a, std::size_t b) {
    const auto left = votes_of(a);
    const auto right = votes_of(b);
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
  };
  std::sort(order.begin(), order.end(), less);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || less(order[i - 1], order[i])) {
      const auto votes = votes_of(order[i]);
      const std::size_t first = out.votes.size();
      out.votes.insert(out.votes.end(), votes.begin(), votes.end());
      out.patterns.push_back({.first = first, .last = out.votes.size()});
    }
    out.patterns.back().items += 1;
    out.pattern_of[order[i]] = static_cast<std::int64_t>(out.patterns.size()) - 1;
  }
  return out;
}

std::vector<double> vote_covariances(const PanelVotes& votes, const std::vector<double>& items) {
  const std::size_t raters = votes.raters;
  std::vector<double> both(raters * raters, 0.0);
  double all = 0;
  std::vector<std::size_t> ones;
  for (std::size_t p = 0; p < votes.patterns.size(); ++p) {
    const VotePattern& pattern = votes.patterns[p];
    if (pattern.last - pattern.first != raters || !(items[p] > 0)) continue;
    all += items[p];
    ones.clear();
    for (std::size_t v = pattern.first; v < pattern.last; ++v) {
      if (votes.label(v) == 1) ones.push_back(votes.rater(v));
    }
    for (const std::size_t i : ones) {
      for (const std::size_t j : ones) both[i * raters + j] += items[p];
    }
  }
  if (!(all > 0)) return {};
  std::vector<double> share(raters);
  for (std::size_t i = 0; i < raters; ++i) share[i] = both[i * raters + i] / all;
  for (std::size_t i = 0; i < raters; ++i) {
    for (std::size_t j = 0; j < raters; ++j) {
      both[i * raters + j] = both[i * raters + j] / all - share[i] * share[j];
    }
  }
  return both;
}

std::optional<TetradCheck> check_tetrads(const PanelVotes& votes, std::int64_t seed,
                                         std::int64_t resamples) {
  if (votes.classes != 2 || votes.raters < 4 ||
      votes.raters > static_cast<std::size_t>(most_tetrad_raters)) {
    return std::nullopt;
  }
  std::vector<double> items;
  std::vector<std::uint32_t> pool;  // the pattern of every item that all raters labelled
  for (std::size_t p = 0; p < votes.patterns.size(); ++p) {
    const VotePattern& pattern = votes.patterns[p];
    items.push_back(pattern.items);
    if (pattern.last - pattern.first == votes.raters) {
      pool.insert(pool.end(), static_cast<std::size_t>(pattern.items),
                  static_cast<std::uint32_t>(p));
    }
  }
  if (pool.empty()) return std::nullopt;
  std::vector<double> observed;
  tetrad_differences(vote_covariances(votes, items), votes.raters, observed);

  SplitMix64 rng(static_cast<std::uint64_t>(seed), "tetrads");
  const auto count = static_cast<std::uint32_t>(pool.size());
  const std::uint32_t rejected = SplitMix64::rejected(count);
  std::vector<std::vector<double>> replicates(static_cast<std::size_t>(resamples));
  std::vector<double> drawn(items.size());
  std::vector<double> squares(observed.size(), 0.0);
  for (auto& replicate : replicates) {
    std::fill(drawn.begin(), drawn.end(), 0.0);
    for (std::uint32_t i = 0; i < count; ++i) drawn[pool[rng.below(count, rejected)]] += 1;
    tetrad_differences(vote_covariances(votes, drawn), votes.raters, replicate);
    for (std::size_t t = 0; t < observed.size(); ++t) {
      replicate[t] -= observed[t];
      squares[t] += replicate[t] * replicate[t];
    }
  }
  const auto largest = [&](const std::vector<double>& differences) {
    double most = 0;
    for (std::size_t t = 0; t < observed.size(); ++t) {
      if (!(squares[t] > 0)) continue;  // nothing varies there
      const double error = std::sqrt(squares[t] / static_cast<double>(resamples));
      if (error > 0) most = std::max(most, std::abs(differences[t]) / error);
    }
    return most;
  };
  if (std::none_of(squares.begin(), squares.end(), [](double sum) { return sum > 0; })) {
    return std::nullopt;
  }
  TetradCheck out{.items = static_cast<std::int64_t>(pool.size()),
                  .statistic = largest(observed),
                  .resamples = resamples,
                  .seed = seed};
  std::int64_t as_large = 0;
  for (const auto& replicate : replicates) as_large += largest(replicate) >= out.statistic ? 1 : 0;
  out.p = static_cast<double>(1 + as_large) / static_cast<double>(1 + resamples);
  return out;
}

}  // namespace evenhand::judge

#include "metrics.hpp"

#include <algorithm>

#include "evenhand/base/rng.hpp"

namespace evenhand::overlap {
namespace {

std::uint32_t counted(const Occurrences& found, CountUnit unit) noexcept {
  return unit == CountUnit::docs ? found.documents : found.count;
}

bool often_enough(const Occurrences& found, const Rule& rule) noexcept {
  return counted(found, rule.mincount_unit) >= rule.mincount;
}
bool seldom_enough(const Occurrences& found, const Rule& rule) noexcept {
  return rule.most_count == 0 || counted(found, rule.df_unit) <= rule.most_count;
}
bool is_match(const Occurrences* found, const Rule& rule) noexcept {
  return found != nullptr && often_enough(*found, rule) && seldom_enough(*found, rule);
}

/// Calls visit(position) with every place in the stretches where n tokens fit and an n-gram is
/// indexed.
template <class Visit>
void each_gram(const GramTable& table, std::int64_t n, std::span<const Stretch> stretches,
               Visit visit) {
  for (const Stretch& stretch : stretches) {
    for (std::int64_t p = stretch.tokens.begin; p + n <= stretch.tokens.end; ++p) {
      const auto position = static_cast<std::uint32_t>(p);
      if (table.is_gram(position)) visit(position);
    }
  }
}

/// Calls visit(length) with the longest run over each token.
template <class Visit>
void each_run(const Overlap& overlap, std::span<const Stretch> stretches, Visit visit) {
  for (const Stretch& stretch : stretches) {
    for (std::uint32_t t = stretch.tokens.begin; t < stretch.tokens.end; ++t) {
      visit(std::int64_t{overlap.run_over(t, stretch.unit)});
    }
  }
}

double number(std::int64_t value) noexcept { return static_cast<double>(value); }

Measure ratio(std::int64_t numerator, std::int64_t denominator) noexcept {
  return {Measure::State::value, number(numerator), number(denominator)};
}

Measure any_gram(const GramTable* table, const Overlap& overlap, const Rule& rule, std::int64_t n,
                 std::span<const Stretch> stretches) {
  bool any = false;
  if (table != nullptr) {
    each_gram(*table, n, stretches, [&](std::uint32_t p) { any |= is_match(table->at(p), rule); });
  } else {
    each_run(overlap, stretches, [&](std::int64_t length) { any |= length >= n; });
  }
  return ratio(any ? 1 : 0, 1);
}

Measure ngram_match(const GramTable& table, const Rule& rule, std::int64_t n,
                    std::span<const Stretch> stretches) {
  std::int64_t positions = 0;
  std::int64_t matched = 0;
  each_gram(table, n, stretches, [&](std::uint32_t p) {
    ++positions;
    if (is_match(table.at(p), rule)) ++matched;
  });
  if (positions == 0) return {Measure::State::too_short};
  return ratio(matched, positions);
}

Measure different_grams(const Overlap& overlap, const Rule& rule, std::int64_t n,
                        std::span<const Stretch> stretches) {
  std::vector<std::uint32_t> all;
  std::vector<std::uint32_t> matched;
  gather_grams(overlap, rule, n, stretches, all, matched);
  const auto distinct = [](std::vector<std::uint32_t>& grams) {
    std::sort(grams.begin(), grams.end());
    return std::unique(grams.begin(), grams.end()) - grams.begin();
  };
  if (all.empty()) return {Measure::State::too_short};
  return ratio(distinct(matched), distinct(all));
}

Measure token_match(const GramTable* table, const Overlap& overlap, const Rule& rule,
                    std::int64_t n, std::span<const Stretch> stretches) {
  std::int64_t covered = 0;
  if (table != nullptr) {
    std::int64_t covered_to = 0;
    each_gram(*table, n, stretches, [&](std::uint32_t p) {
      if (!is_match(table->at(p), rule)) return;
      covered += p + n - std::max<std::int64_t>(p, covered_to);
      covered_to = p + n;
    });
  } else {
    each_run(overlap, stretches, [&](std::int64_t length) { covered += length >= n ? 1 : 0; });
  }
  return ratio(covered, tokens_of(stretches));
}

/// Spans of at least n tokens (Llama 2: L), with substitutions where the scan had a budget and the
/// definition is the one that asks for it.
template <class Visit>
void each_span(const Overlap& overlap, const Rule& rule, std::span<const Stretch> stretches,
               Visit visit) {
  const bool with_skips =
      rule.definition == Definition::llama2 && overlap.partial().settings.skip_budget > 0;
  if (!with_skips) return each_run(overlap, stretches, visit);
  for (const Stretch& stretch : stretches) {
    for (std::uint32_t t = stretch.tokens.begin; t < stretch.tokens.end; ++t) {
      visit(std::int64_t{overlap.skip_over(t, !rule.skip_counts)});
    }
  }
}

Measure spans(const Overlap& overlap, const Rule& rule, std::int64_t n,
              std::span<const Stretch> stretches) {
  const std::int64_t least = rule.llama_len == LengthRule::gt ? n + 1 : n;
  std::int64_t covered = 0;
  std::int64_t longest = 0;
  each_span(overlap, rule, stretches, [&](std::int64_t length) {
    if (length < least) return;
    ++covered;
    longest = std::max(longest, length);
  });
  return ratio(rule.metric == Metric::longest_match ? longest : covered, tokens_of(stretches));
}

/// Occurrences of the n-gram at each position, 0 where it does not match; HELM scores the
/// references joined, so positions that lie across two of them are there and do not match.
struct Position {
  std::uint32_t count = 0;
  bool seldom = false;
};
std::vector<Position> helm_positions(const GramTable& table, const Rule& rule, std::int64_t n,
                                     std::span<const Stretch> stretches) {
  const std::int64_t tokens = tokens_of(stretches);
  std::vector<Position> out(static_cast<std::size_t>(std::max<std::int64_t>(tokens - n + 1, 0)));
  std::size_t offset = 0;
  for (const Stretch& stretch : stretches) {
    for (std::int64_t p = stretch.tokens.begin; p + n <= stretch.tokens.end; ++p) {
      const Occurrences* found = table.at(static_cast<std::uint32_t>(p));
      if (found == nullptr || !often_enough(*found, rule)) continue;
      out[offset + static_cast<std::size_t>(p - stretch.tokens.begin)] = {
          counted(*found, rule.df_unit), seldom_enough(*found, rule)};
    }
    offset += stretch.tokens.size();
  }
  return out;
}

Measure helm_metric(const GramTable& table, const Rule& rule, std::int64_t n,
                    std::span<const Stretch> stretches) {
  const std::vector<Position> positions = helm_positions(table, rule, n, stretches);
  if (positions.empty()) return {Measure::State::too_short};
  std::int64_t matched = 0;
  double weighted = 0;
  for (const Position& position : positions) {
    if (!position.seldom) continue;
    ++matched;
    weighted += 1.0 / position.count;
  }
  const auto of_positions = static_cast<double>(positions.size());
  if (rule.metric == Metric::any_gram) return ratio(matched > 0 ? 1 : 0, 1);
  if (rule.metric == Metric::ngram_match) {
    return {Measure::State::value, number(matched), of_positions};
  }
  if (rule.metric == Metric::weighted_ngram_match) {
    return {Measure::State::value, weighted, of_positions};
  }

  // From left to right. A stretch of covered tokens goes on while n-grams begin before its end or
  // right behind it; its weight is the least count so far, and as long as that is seldom enough,
  // any n-gram continues it.
  const std::int64_t tokens = tokens_of(stretches);
  std::int64_t covered = 0;
  std::int64_t left = 0;
  std::uint32_t least = 0;
  weighted = 0;
  for (std::int64_t t = 0; t < tokens; ++t) {
    const auto at = static_cast<std::size_t>(t);
    const bool begins = at < positions.size() && positions[at].count > 0 &&
                        (positions[at].seldom || (least != 0 && least <= rule.most_count));
    if (begins) {
      left = n;
      least = least == 0 ? positions[at].count : std::min(least, positions[at].count);
    }
    if (left == 0) {
      least = 0;
      continue;
    }
    --left;
    ++covered;
    weighted += 1.0 / least;
  }
  return {Measure::State::value,
          rule.metric == Metric::weighted_token_match ? weighted : number(covered), number(tokens)};
}

Measure substrings(const GramTable& table, const Overlap& overlap, const Rule& rule, std::int64_t n,
                   std::uint32_t item, std::span<const Stretch> stretches) {
  std::vector<std::uint32_t> starts;
  for (const Stretch& stretch : stretches) {
    for (std::int64_t p = stretch.tokens.begin; p + n <= stretch.tokens.end; ++p) {
      const auto position = static_cast<std::uint32_t>(p);
      // An index of characters has those that begin a word, and no others.
      if (rule.substrings != SubstringRule::word_starts || table.is_gram(position)) {
        starts.push_back(position);
      }
    }
  }
  if (starts.empty()) return {Measure::State::too_short};
  std::int64_t found = 0;
  if (rule.substrings == SubstringRule::random3) {
    SplitMix64 random(static_cast<std::uint64_t>(rule.seed), overlap.index().item_id(item));
    for (int draw = 0; draw < 3; ++draw) {
      const double share = static_cast<double>(random.next() >> 11) * 0x1p-53;
      const auto at = static_cast<std::size_t>(share * static_cast<double>(starts.size()));
      if (is_match(table.at(starts[at]), rule)) ++found;
    }
    return ratio(found, 3);
  }
  for (const std::uint32_t start : starts) found += is_match(table.at(start), rule) ? 1 : 0;
  return ratio(found, static_cast<std::int64_t>(starts.size()));
}

Measure document_share(const Overlap& overlap, std::uint32_t item, Unit unit,
                       std::span<const Stretch> stretches) {
  const UnitRecord* record = overlap.record(item, unit);
  return ratio(record == nullptr ? 0 : std::int64_t{record->best[0].covered}, tokens_of(stretches));
}

Measure whole(const Overlap& overlap, std::span<const Stretch> stretches) {
  const bool all = std::all_of(stretches.begin(), stretches.end(),
                               [&](const Stretch& s) { return overlap.found_whole(s); });
  return ratio(all ? 1 : 0, 1);
}

/// A unit of which no stretch has n tokens.
Measure short_unit(const Overlap& overlap, const Rule& rule, std::uint32_t item,
                   const Stretch& longest, std::span<const Stretch> stretches) {
  const std::int64_t size = longest.tokens.size();
  const bool looked_for =
      size >= overlap.smallest_n() || overlap.index().is_short(item, longest.unit, longest.tokens);
  Measure out{.state = Measure::State::too_short, .is_short = true};
  if (rule.short_units == ShortRule::none) return out;
  if (rule.short_units == ShortRule::clean) {
    out.state = Measure::State::value;
    return out;
  }
  if (size < rule.shortest_whole || !looked_for) return out;
  out.state = Measure::State::value;
  const bool found = overlap.found_whole(longest);
  switch (rule.metric) {
    case Metric::token_match:
    case Metric::token_extend:
    case Metric::longest_match:
    case Metric::docmax:
      out.numerator = found ? number(size) : 0;
      out.denominator = number(tokens_of(stretches));
      break;
    default: out.numerator = found ? 1 : 0; break;
  }
  return out;
}

Measure long_unit(const Overlap& overlap, const Rule& rule, std::int64_t n, std::uint32_t item,
                  Unit unit, std::span<const Stretch> stretches) {
  const auto n_index = overlap.n_index(n);
  const GramTable* table = n_index ? &overlap.grams(*n_index) : nullptr;
  if (rule.definition == Definition::helm && table != nullptr) {
    return helm_metric(*table, rule, n, stretches);
  }
  switch (rule.metric) {
    case Metric::any_gram: return any_gram(table, overlap, rule, n, stretches);
    case Metric::ngram_match:
      return rule.multiplicity == Multiplicity::unique
                 ? different_grams(overlap, rule, n, stretches)
                 : ngram_match(*table, rule, n, stretches);
    case Metric::token_match: return token_match(table, overlap, rule, n, stretches);
    case Metric::token_extend:
    case Metric::longest_match: return spans(overlap, rule, n, stretches);
    case Metric::docmax: return document_share(overlap, item, unit, stretches);
    case Metric::whole: return whole(overlap, stretches);
    case Metric::weighted_ngram_match:
    case Metric::stretch_token_match:
    case Metric::weighted_token_match: return helm_metric(*table, rule, n, stretches);
    case Metric::substrings: return substrings(*table, overlap, rule, n, item, stretches);
    case Metric::filtered_docmax:
    case Metric::subsequence:
    case Metric::cut: break;
  }
  return {};
}

}  // namespace

std::int64_t tokens_of(std::span<const Stretch> stretches) noexcept {
  std::int64_t sum = 0;
  for (const Stretch& stretch : stretches) sum += stretch.tokens.size();
  return sum;
}

bool needs_counts(const Rule& rule) noexcept {
  switch (rule.metric) {
    case Metric::any_gram:
    case Metric::token_match: return rule.mincount > 1 || rule.most_count > 0;
    case Metric::ngram_match:
    case Metric::weighted_ngram_match:
    case Metric::stretch_token_match:
    case Metric::weighted_token_match:
    case Metric::substrings: return true;
    default: return false;
  }
}

void gather_grams(const Overlap& overlap, const Rule& rule, std::int64_t n,
                  std::span<const Stretch> stretches, std::vector<std::uint32_t>& all,
                  std::vector<std::uint32_t>& matched) {
  const auto n_index = overlap.n_index(n);
  if (!n_index) return;
  const GramTable& table = overlap.grams(*n_index);
  each_gram(table, n, stretches, [&](std::uint32_t p) {
    const auto gram = overlap.index().gram_at(*n_index, p);
    if (!gram) return;
    all.push_back(*gram);
    if (is_match(table.at(p), rule)) matched.push_back(*gram);
  });
}

Measure measure(const Overlap& overlap, const Rule& rule, std::int64_t n, std::uint32_t item,
                Unit unit, std::span<const Stretch> stretches) {
  if (stretches.empty()) return {};
  const auto longest = std::max_element(
      stretches.begin(), stretches.end(),
      [](const Stretch& a, const Stretch& b) { return a.tokens.size() < b.tokens.size(); });
  // HELM joins the references before it looks at their length.
  const std::int64_t size = rule.definition == Definition::helm
                                ? tokens_of(stretches)
                                : std::int64_t{longest->tokens.size()};
  if (size < n && rule.metric != Metric::whole) {
    return short_unit(overlap, rule, item, *longest, stretches);
  }
  return long_unit(overlap, rule, n, item, unit, stretches);
}

}  // namespace evenhand::overlap

#include "metrics_apply.hpp"

#include <algorithm>
#include <cmath>

#include "evenhand/base/types.hpp"

namespace evenhand::overlap {
namespace {

/// What the tokens of a text rule are; numbers of different kinds cannot stand for each other.
enum class TokenKind : std::uint8_t { words, letters, characters, paragraphs, numbers };

TokenKind kind_of(TextRule rule) noexcept {
  switch (rule) {
    case TextRule::letters_and_digits:
    case TextRule::letters_and_digits_folded: return TokenKind::letters;
    case TextRule::characters: return TokenKind::characters;
    case TextRule::paragraphs: return TokenKind::paragraphs;
    case TextRule::token_ids: return TokenKind::numbers;
    default: return TokenKind::words;
  }
}

/// Whether the source counts tokens of a model's vocabulary, or of a program's tokeniser.
bool counts_model_tokens(Definition definition) noexcept {
  switch (definition) {
    case Definition::llama2:
    case Definition::llama3:
    case Definition::contam_norm:
    case Definition::contam_raw:
    case Definition::tulu3:
    case Definition::qwen2_lcs: return true;
    default: return false;
  }
}

/// Whether the text rule is an option of the definition, so that no note is needed.
bool is_option(Definition definition, TextRule rule) noexcept {
  switch (definition) {
    case Definition::evenhand:
      return rule == TextRule::words_without_marks || rule == TextRule::words_joined;
    case Definition::gpt3_measure:
    case Definition::gpt3_filter: return rule == TextRule::lower_words_joined;
    case Definition::helm: return rule == TextRule::helm_words_without_empty;
    case Definition::gpt4_substring50: return rule == TextRule::letters_and_digits_folded;
    default: return false;
  }
}

bool is_share(double value) noexcept { return value >= 0 && value <= 1; }

bool in_range(const Rule& rule) noexcept {
  const bool n =
      rule.n == 0 ? rule.definition == Definition::gpt3_measure : rule.n >= 1 && rule.n <= 1000;
  const bool upper = !rule.upper_threshold ||
                     (is_share(*rule.upper_threshold) && *rule.upper_threshold >= rule.threshold);
  return n && is_share(rule.threshold) && upper && is_share(rule.set_threshold.value_or(0)) &&
         rule.least_n >= 1 && rule.least_n <= rule.most_n && rule.most_n <= 1000 &&
         rule.units.bits() != 0 && rule.mincount >= 1 && rule.most_count >= 0 &&
         rule.shortest_whole >= 1 && rule.seed >= 0 && rule.seed < max_count;
}

std::size_t size_of(UnitSet units) noexcept {
  std::size_t size = 0;
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    size += units.has(static_cast<Unit>(unit)) ? 1 : 0;
  }
  return size;
}

std::optional<RuleRefusal> refused(const Overlap& overlap, const Rule& rule,
                                   const DefinitionInfo& info) {
  const ScanSettings& settings = overlap.partial().settings;
  if (!in_range(rule)) return RuleRefusal::out_of_range;
  if (std::find(info.metrics.begin(), info.metrics.end(), rule.metric) == info.metrics.end()) {
    return RuleRefusal::other_metric;
  }
  if (rule.metric == Metric::cut || rule.metric == Metric::subsequence) {
    return RuleRefusal::needs_documents;
  }
  const TokenKind kind = kind_of(settings.rule);
  const bool numbers = kind == TokenKind::numbers && counts_model_tokens(rule.definition);
  if (kind != kind_of(info.settings.rule) && !numbers) return RuleRefusal::other_text;

  const bool of_one_document =
      rule.metric == Metric::docmax || rule.metric == Metric::filtered_docmax;
  if (of_one_document && size_of(rule.units) > 1 &&
      (rule.fields == FieldRule::concat || rule.metric == Metric::filtered_docmax)) {
    if (rule.fields != FieldRule::separate) return RuleRefusal::needs_one_unit;
  }
  if (rule.n == 0) return std::nullopt;  // each benchmark has its own, which is looked at later
  const bool with_skips = rule.definition == Definition::llama2 && settings.skip_budget > 0;
  if (rule.n < overlap.smallest_n()) return RuleRefusal::below_n;
  if (with_skips && rule.n < settings.skip_seed) return RuleRefusal::below_n;
  if (needs_counts(rule) && !overlap.n_index(rule.n)) return RuleRefusal::missing_n;
  if (of_one_document && rule.n != overlap.smallest_n()) return RuleRefusal::missing_n;
  return std::nullopt;
}

/// The 5th percentile of a benchmark's lengths, between the rule's bounds (Brown et al. 2020).
std::int64_t percentile_n(const Overlap& overlap, const Rule& rule, std::size_t benchmark) {
  const Index& index = overlap.index();
  std::vector<std::int64_t> lengths;
  std::vector<Stretch> room;
  for (std::uint32_t item = index.first_item(benchmark);
       item < index.items() && index.benchmark_of(item) == benchmark; ++item) {
    lengths.push_back(tokens_of(overlap.stretches(item, rule.units, room)));
  }
  if (lengths.empty()) return rule.least_n;
  std::sort(lengths.begin(), lengths.end());
  // 0.05 (N - 1), in whole and twentieth parts.
  const std::size_t whole = (lengths.size() - 1) / 20;
  const auto twentieths = static_cast<std::int64_t>((lengths.size() - 1) % 20);
  std::int64_t n = lengths[whole];
  if (rule.percentile != Percentile::lower && twentieths > 0) {
    const std::int64_t next = lengths[whole + 1];
    if (rule.percentile == Percentile::linear) {
      n += (next - n) * twentieths / 20;
    } else if (twentieths > 10 || (twentieths == 10 && whole % 2 == 1)) {
      n = next;
    }
  }
  return std::clamp(n, rule.least_n, rule.most_n);
}

bool reaches(double value, double threshold, Comparison comparison) noexcept {
  return comparison == Comparison::above ? value > threshold : value >= threshold;
}

Outcome outcome_of(double value, const Rule& rule) noexcept {
  if (value <= 0 || !reaches(value, rule.threshold, rule.comparison)) return Outcome::clean;
  const bool dirty = rule.upper_threshold && reaches(value, *rule.upper_threshold, rule.comparison);
  return dirty ? Outcome::dirty : Outcome::flagged;
}

/// Fills the columns of one application.
class Columns {
 public:
  Columns(const Overlap& overlap, const Levels& levels, Arm arm, const Rule& rule)
      : overlap_(overlap), levels_(levels), arm_(arm), rule_(rule) {}

  std::vector<Column> all() {
    std::vector<Column> out;
    if (rule_.fields != FieldRule::separate) {
      out.push_back(column(rule_.units));
      return out;
    }
    for (std::size_t unit = 0; unit < unit_count; ++unit) {
      if (!rule_.units.has(static_cast<Unit>(unit))) continue;
      UnitSet alone;
      alone.set(static_cast<Unit>(unit));
      out.push_back(column(alone));
    }
    return out;
  }
  /// Known only when each benchmark has its own n.
  [[nodiscard]] std::optional<RuleRefusal> refusal() const noexcept { return refusal_; }
  [[nodiscard]] bool any_short() const noexcept { return any_short_; }

 private:
  Column column(UnitSet units) {
    const Index& index = overlap_.index();
    Column out{.units = units,
               .values = std::vector<double>(index.items(), 0.0),
               .outcomes = std::vector<Outcome>(index.items(), Outcome::absent)};
    for (std::size_t benchmark = 0; benchmark < index.benchmarks(); ++benchmark) {
      SetShare set{.benchmark = static_cast<std::int64_t>(benchmark), .n = rule_.n};
      if (set.n == 0) set.n = percentile_n(overlap_, rule_, benchmark);
      if (set.n < overlap_.smallest_n()) {
        refusal_ = RuleRefusal::below_n;
      } else if (needs_counts(rule_) && !overlap_.n_index(set.n)) {
        refusal_ = RuleRefusal::missing_n;
      }
      if (refusal_) return out;
      double numerator = 0;
      double denominator = 0;
      for (std::uint32_t item = index.first_item(benchmark);
           item < index.items() && index.benchmark_of(item) == benchmark; ++item) {
        ++set.items;
        const Measure found = item_measure(item, units, set.n, out.outcomes[item]);
        if (found.state == Measure::State::too_short) out.outcomes[item] = Outcome::too_short;
        if (found.is_short) any_short_ = true;
        if (found.state == Measure::State::too_short ||
            (found.is_short && rule_.short_units == ShortRule::clean)) {
          ++set.too_short;
        }
        if (found.state != Measure::State::value) continue;
        out.values[item] = found.value();
        if (rule_.metric != Metric::filtered_docmax) {
          out.outcomes[item] = outcome_of(found.value(), rule_);
        }
        if (found.is_short) continue;
        numerator += found.numerator;
        denominator += found.denominator;
      }
      count(out, set);
      const bool pools = rule_.metric != Metric::any_gram && rule_.metric != Metric::substrings &&
                         rule_.metric != Metric::whole && rule_.fields != FieldRule::mean &&
                         rule_.fields != FieldRule::max;
      if (pools && rule_.multiplicity == Multiplicity::unique) {
        set.pooled = different_share(units, benchmark, set.n);
      } else if (pools && denominator > 0) {
        set.pooled = numerator / denominator;
      }
      out.sets.push_back(set);
    }
    return out;
  }

  /// Sets the outcome where the metric decides it.
  Measure item_measure(std::uint32_t item, UnitSet units, std::int64_t n, Outcome& outcome) {
    if (rule_.metric == Metric::filtered_docmax) return level(item, units, outcome);
    if (rule_.fields == FieldRule::concat) {
      return measure(overlap_, rule_, n, item, first_unit(units),
                     overlap_.stretches(item, units, room_));
    }
    Measure out;
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < unit_count; ++i) {
      const auto unit = static_cast<Unit>(i);
      if (!units.has(unit)) continue;
      const Measure part = measure(overlap_, rule_, n, item, unit, overlap_.stretches(item, unit));
      if (part.state == Measure::State::absent) continue;
      if (rule_.fields == FieldRule::first) return part;
      if (part.state == Measure::State::too_short) {
        out.is_short = true;
        if (out.state == Measure::State::absent) out.state = part.state;
        continue;
      }
      sum += part.value();
      ++count;
      const bool better = out.state != Measure::State::value || part.value() > out.value();
      if (better) out = part;
    }
    if (rule_.fields == FieldRule::mean && count > 0) {
      out.numerator = sum;
      out.denominator = count;
    }
    return out;
  }

  Measure level(std::uint32_t item, UnitSet units, Outcome& outcome) const {
    const Unit unit = first_unit(units);
    const LevelThresholds thresholds{rule_.threshold, rule_.upper_threshold.value_or(1)};
    const Coverage found = levels_.coverage(item, unit, arm_);
    switch (levels_.level(item, unit, arm_, thresholds)) {
      case OverlapLevel::absent: outcome = Outcome::absent; return {};
      case OverlapLevel::untestable: outcome = Outcome::untestable; return {};
      case OverlapLevel::template_only: outcome = Outcome::template_only; break;
      case OverlapLevel::short_match: outcome = Outcome::low_information; break;
      case OverlapLevel::full:
        outcome = outcome_of(found.share(), rule_);
        if (outcome == Outcome::clean) {  // short, but corroborated
          outcome = rule_.upper_threshold ? Outcome::dirty : Outcome::flagged;
        }
        break;
      default: outcome = outcome_of(found.share(), rule_); break;
    }
    return {Measure::State::value, static_cast<double>(found.covered),
            static_cast<double>(std::max<std::int64_t>(found.of, 1))};
  }

  static Unit first_unit(UnitSet units) noexcept {
    for (std::size_t unit = 0; unit < unit_count; ++unit) {
      if (units.has(static_cast<Unit>(unit))) return static_cast<Unit>(unit);
    }
    return Unit::question;
  }

  void count(const Column& column, SetShare& set) const {
    const std::uint32_t first =
        overlap_.index().first_item(static_cast<std::size_t>(set.benchmark));
    for (std::uint32_t item = first; item < first + set.items; ++item) {
      switch (column.outcomes[item]) {
        case Outcome::dirty: ++set.dirty; [[fallthrough]];
        case Outcome::flagged: ++set.flagged; [[fallthrough]];
        case Outcome::clean:
        case Outcome::low_information:
        case Outcome::template_only: ++set.measured; break;
        default: break;
      }
    }
    if (set.measured == 0) return;
    set.share = static_cast<double>(set.flagged) / static_cast<double>(set.measured);
    if (rule_.set_threshold) set.contaminated = *set.share > *rule_.set_threshold;
  }

  std::optional<double> different_share(UnitSet units, std::size_t benchmark, std::int64_t n) {
    const Index& index = overlap_.index();
    std::vector<std::uint32_t> all;
    std::vector<std::uint32_t> matched;
    for (std::uint32_t item = index.first_item(benchmark);
         item < index.items() && index.benchmark_of(item) == benchmark; ++item) {
      gather_grams(overlap_, rule_, n, overlap_.stretches(item, units, room_), all, matched);
    }
    const auto distinct = [](std::vector<std::uint32_t>& grams) {
      std::sort(grams.begin(), grams.end());
      return static_cast<double>(std::unique(grams.begin(), grams.end()) - grams.begin());
    };
    if (all.empty()) return std::nullopt;
    return distinct(matched) / distinct(all);
  }

  const Overlap& overlap_;
  const Levels& levels_;
  Arm arm_;
  const Rule& rule_;
  std::optional<RuleRefusal> refusal_;
  bool any_short_ = false;
  std::vector<Stretch> room_;
};

}  // namespace

FlagSet<Approximation> text_notes(Definition definition, TextRule rule) {
  FlagSet<Approximation> notes;
  if (rule == TextRule::token_ids) return notes;
  notes.set_if(Approximation::words_for_tokens, counts_model_tokens(definition));
  notes.set_if(Approximation::other_words,
               rule != scan_settings(definition).rule && !is_option(definition, rule));
  return notes;
}

Fit fit(const Overlap& overlap, const Rule& rule) {
  const DefinitionInfo info = describe(rule.definition);
  const ScanSettings& settings = overlap.partial().settings;
  Fit out{.refusal = refused(overlap, rule, info)};
  // Notes of the definition hold, but that tokens are words when they are not.
  for (std::size_t i = 0; i < texts(Approximation{}).size(); ++i) {
    const auto note = static_cast<Approximation>(i);
    const bool gone =
        note == Approximation::words_for_tokens && settings.rule == TextRule::token_ids;
    out.notes.set_if(note, info.notes.has(note) && !gone);
  }
  out.notes.merge(text_notes(rule.definition, settings.rule));
  out.notes.set_if(Approximation::letterless_left_out,
                   info.settings.letterless && !settings.letterless);
  out.notes.set_if(Approximation::heavy_left_out,
                   info.settings.heavy_items == 0 && overlap.heavy() > 0);
  out.notes.set_if(Approximation::short_not_scanned,
                   rule.short_units == ShortRule::whole && !settings.short_whole);
  out.notes.set_if(
      Approximation::skip_budget_differs,
      rule.definition == Definition::llama2 && info.settings.skip_budget != settings.skip_budget);
  return out;
}

Application apply(const Overlap& overlap, const Levels& levels, Arm arm, const Rule& asked) {
  Rule rule = asked;
  const Fit fitted = fit(overlap, rule);
  // What is no number is refused, and goes no further.
  if (!std::isfinite(rule.threshold)) rule.threshold = 0;
  if (!std::isfinite(rule.upper_threshold.value_or(0))) rule.upper_threshold.reset();
  if (!std::isfinite(rule.set_threshold.value_or(0))) rule.set_threshold.reset();
  Application out{.rule = rule,
                  .options = option_facts(rule, overlap.partial().settings),
                  .refusal = fitted.refusal,
                  .notes = fitted.notes};
  out.notes.set_if(Approximation::benchmark_side_only,
                   rule.metric == Metric::filtered_docmax && arm != Arm::both_sides);
  if (out.refusal) return out;
  Columns columns(overlap, levels, arm, rule);
  out.columns = columns.all();
  out.notes.set_if(Approximation::undefined_in_source,
                   rule.definition == Definition::infinigram_mini && columns.any_short());
  out.refusal = columns.refusal();
  if (out.refusal) out.columns.clear();
  return out;
}

}  // namespace evenhand::overlap

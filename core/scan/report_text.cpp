#include "report_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "progress.hpp"

namespace evenhand::scan {
namespace {

using overlap::Application;
using overlap::BenchmarkReport;
using overlap::Index;
using overlap::ItemFinding;
using overlap::OverlapLevel;
using overlap::Report;
using overlap::UnitFinding;

std::string percent(const std::optional<double>& share) {
  if (!share) return "-";
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "%.1f %%", 100 * *share);
  return text.data();
}

std::string decimal(double number) {
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "%.2f", number);
  return text.data();
}

template <class Enum>
std::string title(Enum value) {
  return std::string(text_of(value).title);
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

/// Columns of text; the first `left` are set to the left, the others to the right.
class Table {
 public:
  explicit Table(std::size_t left) : left_(left) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.size() < 2; }

  [[nodiscard]] std::string text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
      widths.resize(std::max(widths.size(), row.size()));
      for (std::size_t i = 0; i < row.size(); ++i)
        widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::string out;
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string gap(widths[i] - width_of(row[i]), ' ');
        line += "  ";
        line += i < left_ ? row[i] + gap : gap + row[i];
      }
      line.resize(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    return out;
  }

 private:
  std::size_t left_;
  std::vector<std::vector<std::string>> rows_;
};

// A document's text on one line, without control characters.
std::string on_a_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!space) out += c;
    if (space && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

std::string facts(const Report& report) {
  const overlap::IndexFacts& index = report.index;
  const overlap::CorpusFacts& corpus = report.corpus;
  std::string grams;
  for (std::size_t i = 0; i < index.grams.size(); ++i) {
    grams +=
        ", " + count_text(index.grams[i]) + " " + std::to_string(index.settings.n[i]) + "-grams";
  }
  std::string out = "Index " + index.digest + "\n  " + count_text(index.items) + " items of " +
                    count_text(index.benchmarks) + " benchmarks, " + count_text(index.tokens) +
                    " tokens" + grams + "\n  " + title(index.settings.rule) + " (Unicode " +
                    std::string(overlap::unicode_version) + ")\n";
  out += "Corpus\n  " + count_text(corpus.total.shards) + " shards, " +
         bytes_text(static_cast<double>(corpus.total.bytes)) + " stored, " +
         bytes_text(static_cast<double>(corpus.total.text_bytes)) + " of text; " +
         count_text(corpus.total.documents) + " documents, " + count_text(corpus.total.tokens) +
         " tokens; " + count_text(corpus.total.documents_hit) + " documents with a match\n  " +
         count_text(corpus.malformed) + " malformed lines, " + count_text(corpus.blank) +
         " blank lines, " + count_text(corpus.empty) + " empty documents, " +
         count_text(corpus.invalid_utf8) + " malformed UTF-8 sequences\n";
  for (const overlap::MalformedLine& line : corpus.malformed_lines) {
    out += "  " + line.place.shard + ", line " + std::to_string(line.place.line) + ": " +
           title(line.problem) + "\n";
  }
  return out;
}

std::string levels(const BenchmarkReport& benchmark) {
  Table table(2);
  table.row({"part", "n-grams", "testable", "clean", "trace", "partial", "full", "share", "short",
             "template only", "untestable"});
  for (const overlap::LevelCounts& level : benchmark.levels) {
    if (level.present == 0) continue;
    table.row({title(level.unit), title(level.arm), count_text(level.testable),
               count_text(level.clean), count_text(level.trace), count_text(level.partial),
               count_text(level.full), percent(level.share), count_text(level.short_match),
               count_text(level.template_only), count_text(level.untestable)});
  }
  return table.text();
}

std::string list_of(const Index& index, const std::vector<std::uint32_t>& items) {
  constexpr std::size_t most = 10;
  std::string out;
  for (std::size_t i = 0; i < std::min(items.size(), most); ++i) {
    out += (i > 0 ? ", " : "") + std::string(index.item_id(items[i]));
  }
  if (items.size() > most) {
    out += " and " + count_text(static_cast<std::int64_t>(items.size() - most)) + " more";
  }
  return out;
}

std::string benchmark_text(const Index& index, const BenchmarkReport& benchmark) {
  std::string out =
      "\n" + benchmark.name + ": " + count_text(benchmark.items) + " items\n" + levels(benchmark);
  if (!benchmark.found.empty()) {
    const overlap::WhereFound& found = benchmark.found.back();
    out += "  found at least half: question and answer in one document " +
           count_text(found.question_and_answer) + ", question only " +
           count_text(found.question_only) + ", answer only " + count_text(found.answer_only) +
           ", context only " + count_text(found.context_only) + "\n";
  }
  const auto add = [&](std::string_view what, const std::vector<std::uint32_t>& items) {
    if (items.empty()) return;
    out += "  " + std::string(what) + " (" + count_text(static_cast<std::int64_t>(items.size())) +
           "): " + list_of(index, items) + "\n";
  };
  add("untestable", benchmark.untestable);
  add("low information", benchmark.low_information);
  add("template only", benchmark.template_only);
  add("same texts as an earlier item", benchmark.repeated);
  add("very frequent n-grams only", benchmark.heavy_only);
  for (const overlap::FamilyItems& family : benchmark.families) {
    add("matches that say little, " + title(family.family), family.items);
  }
  return out;
}

std::string definitions(const Index& index, const std::vector<Application>& applications) {
  Table table(3);
  table.row({"definition", "benchmark", "part", "n", "items", "measured", "flagged", "share"});
  std::string refused;
  for (const Application& application : applications) {
    const std::string name = title(application.rule.definition);
    if (application.refusal) {
      refused += "  " + name + ": " + title(*application.refusal) + "\n";
      continue;
    }
    for (const overlap::Column& column : application.columns) {
      std::string parts;
      for (std::size_t i = 0; i < overlap::unit_count; ++i) {
        const auto unit = static_cast<overlap::Unit>(i);
        if (column.units.has(unit)) parts += (parts.empty() ? "" : ", ") + title(unit);
      }
      for (const overlap::SetShare& set : column.sets) {
        if (set.measured == 0) continue;
        table.row({name, std::string(index.benchmark_name(static_cast<std::size_t>(set.benchmark))),
                   parts, std::to_string(set.n), count_text(set.items), count_text(set.measured),
                   count_text(set.flagged), percent(set.share)});
      }
    }
  }
  std::string out;
  if (!table.empty()) out += "\nBy published definitions\n" + table.text();
  if (!refused.empty()) out += "\nNot from this scan\n" + refused;
  return out;
}

std::string finding_text(const Index& index, const Report& report, const ItemFinding& finding) {
  const std::string name(index.benchmark_name(index.benchmark_of(finding.item)));
  std::string out =
      "\n" + name + " " + std::string(index.item_id(finding.item)) + ": " + title(finding.level);
  if (finding.corroborated) out += ", corroborated";
  for (std::size_t i = 0; i < texts(overlap::Family{}).size(); ++i) {
    const auto family = static_cast<overlap::Family>(i);
    if (finding.families.has(family)) out += ", " + title(family);
  }
  out += "\n";
  for (const UnitFinding& unit : finding.units) {
    out += "  " + title(unit.unit) + ": " + title(unit.level);
    for (std::size_t i = 0; i < unit.coverage.size() && i < report.arms.size(); ++i) {
      out += std::string(i > 0 ? ", " : "; coverage ") + decimal(unit.coverage[i]) + " (" +
             title(report.arms[i]) + ")";
    }
    out += "; longest run " + std::to_string(unit.longest) + " of " + std::to_string(unit.tokens) +
           " tokens; " + count_text(unit.documents_hit) + " documents\n";
    const overlap::DocumentKey& best =
        unit.best_document.shard.empty() ? unit.longest_document : unit.best_document;
    out += "    " + best.shard + ", line " + std::to_string(best.line);
    if (unit.gold_near) out += ", the answer stands behind it";
    out += "\n";
    if (!unit.match.empty()) {
      out += "    " + on_a_line(unit.before) + ">>>" + on_a_line(unit.match) + "<<<" +
             on_a_line(unit.after) + "\n";
    }
  }
  return out;
}

}  // namespace

std::string text_of_report(const Index& index, const Report& report,
                           const std::vector<Application>& applications, std::int64_t items) {
  std::string out = facts(report);
  for (const BenchmarkReport& benchmark : report.benchmarks) {
    out += benchmark_text(index, benchmark);
  }
  out += definitions(index, applications);

  std::vector<const ItemFinding*> found;
  for (const ItemFinding& finding : report.findings) found.push_back(&finding);
  // The most serious first: levels are in order but for those that say little.
  const auto rank = [](const ItemFinding* finding) {
    switch (finding->level) {
      case OverlapLevel::full: return 0;
      case OverlapLevel::partial: return 1;
      case OverlapLevel::trace: return 2;
      default: return 3;
    }
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const ItemFinding* a, const ItemFinding* b) { return rank(a) < rank(b); });
  const auto all = static_cast<std::int64_t>(found.size());
  const std::int64_t listed = items == 0 ? all : std::min(items, all);
  if (all > 0) {
    out += "\nItems of which something was found: " + count_text(all);
    if (listed < all) out += ", of which " + count_text(listed) + " are listed (--items)";
    out += "\n";
  }
  for (std::int64_t i = 0; i < listed; ++i) {
    out += finding_text(index, report, *found[static_cast<std::size_t>(i)]);
  }

  out += "\nOptions\n";
  for (const overlap::OptionFact& option : report.options) {
    out += "  " + title(option.option) + ": " + option.value + "\n";
  }
  for (std::size_t i = 0; i < texts(overlap::Approximation{}).size(); ++i) {
    const auto note = static_cast<overlap::Approximation>(i);
    if (report.notes.has(note)) out += "  " + std::string(text_of(note).detail) + "\n";
  }
  out += "\nScope\n";
  for (std::size_t i = 0; i < texts(overlap::ScopeNote{}).size(); ++i) {
    const auto note = static_cast<overlap::ScopeNote>(i);
    if (report.scope.has(note)) out += "  " + std::string(text_of(note).detail) + "\n";
  }
  return out;
}

}  // namespace evenhand::scan

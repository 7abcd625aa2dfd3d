#include "overlap/plain.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "overlap/scan_units.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace plain {
namespace {

bool lettered(char token) { return token >= 'a' && token <= 'z'; }

struct PlainView {
  std::uint32_t begin, end, item;
  Unit unit;
  std::size_t benchmark;
  bool counted;  ///< not a copy of something earlier in the benchmark
  [[nodiscard]] std::uint32_t size() const { return end - begin; }
};

struct Arena {
  Tokens tokens;
  std::vector<PlainView> views;  ///< pieces and question-and-answer views
  std::vector<TokenRange> gold;
  std::vector<std::size_t> benchmark_of;
  std::vector<std::size_t> size;  ///< items of each benchmark
  std::vector<bool> original;     ///< items that are no copies

  [[nodiscard]] Tokens slice(std::uint32_t begin, std::uint32_t end) const {
    return tokens.substr(begin, end - begin);
  }
  [[nodiscard]] Tokens of(const PlainView& view) const { return slice(view.begin, view.end); }
};

Arena arena_of(const std::vector<Benchmark>& benchmarks) {
  Arena a;
  std::uint32_t item = 0;
  for (std::size_t b = 0; b < benchmarks.size(); ++b) {
    std::set<Tokens> contexts;
    std::vector<std::vector<std::pair<Unit, Tokens>>> seen;
    a.size.push_back(benchmarks[b].items.size());
    for (const Item& it : benchmarks[b].items) {
      std::vector<std::pair<Unit, Tokens>> parts;
      const auto part = [&](Unit unit, const Tokens& tokens) {
        if (!tokens.empty()) parts.emplace_back(unit, tokens);
      };
      part(Unit::context, it.context);
      part(Unit::question, it.question);
      Tokens first_answer;
      for (const Tokens& answer : it.answers) {
        part(Unit::answer, answer);
        if (first_answer.empty()) first_answer = answer;
      }
      for (const Tokens& choice : it.choices) part(Unit::choices, choice);
      auto all = parts;
      if (!it.gold.empty() && it.gold != first_answer) {
        all.emplace_back(Unit::question_answer, it.gold);
      }
      const bool original = std::find(seen.begin(), seen.end(), all) == seen.end();
      seen.push_back(all);
      a.original.push_back(original);

      TokenRange gold;
      PlainView whole{0, 0, item, Unit::question_answer, b, original};
      bool answered = false;
      for (const auto& [unit, tokens] : parts) {
        const auto begin = static_cast<std::uint32_t>(a.tokens.size());
        a.tokens += tokens;
        const auto end = static_cast<std::uint32_t>(a.tokens.size());
        const bool known = unit == Unit::context && !contexts.insert(tokens).second;
        a.views.push_back({begin, end, item, unit, b, original && !known});
        if (unit == Unit::question || (unit == Unit::answer && !answered)) {
          if (whole.end == 0) whole.begin = begin;
          whole.end = end;
        }
        if (unit == Unit::answer && !answered) {
          answered = true;
          gold = {begin, end};
        }
      }
      if (whole.end > 0) a.views.push_back(whole);
      if (!it.gold.empty() && it.gold != first_answer) {
        const auto begin = static_cast<std::uint32_t>(a.tokens.size());
        a.tokens += it.gold;
        gold = {begin, static_cast<std::uint32_t>(a.tokens.size())};
      }
      a.gold.push_back(gold);
      a.benchmark_of.push_back(b);
      ++item;
    }
  }
  return a;
}

/// Everything about the n-grams of one n.
struct Grams {
  std::map<Tokens, std::uint32_t> name;
  std::vector<bool> starts, common, heavy;
};

std::size_t cutoff_of(std::size_t items) { return std::max<std::size_t>(5, (items + 199) / 200); }

Grams grams_of(const Arena& a, const ScanSettings& settings, std::uint32_t n) {
  Grams g;
  g.starts.assign(a.tokens.size(), false);
  g.common = g.heavy = g.starts;
  std::map<Tokens, std::set<std::uint32_t>> items;
  std::map<std::pair<std::size_t, Tokens>, std::set<std::uint32_t>> counted;
  for (const PlainView& v : a.views) {
    for (std::uint32_t p = v.begin; p + n <= v.end; ++p) {
      const Tokens gram = a.slice(p, p + n);
      if (!settings.letterless && std::none_of(gram.begin(), gram.end(), lettered)) continue;
      g.starts[p] = true;
      const auto [at, added] = g.name.try_emplace(gram, p);
      if (!added) at->second = std::min(at->second, p);
      items[gram].insert(v.item);
      if (v.counted) counted[{v.benchmark, gram}].insert(v.item);
    }
  }
  for (const PlainView& v : a.views) {
    for (std::uint32_t p = v.begin; p + n <= v.end; ++p) {
      if (!g.starts[p]) continue;
      const Tokens gram = a.slice(p, p + n);
      g.common[p] = counted[{v.benchmark, gram}].size() >= cutoff_of(a.size[v.benchmark]);
      g.heavy[p] = settings.heavy_items > 0 &&
                   items[gram].size() > static_cast<std::size_t>(settings.heavy_items);
    }
  }
  return g;
}

struct PlainRun {
  std::size_t view;
  std::uint32_t position, length;
  std::size_t start;  ///< token of the document
};

class Counting {
 public:
  Counting(const std::vector<Benchmark>& benchmarks, const ScanSettings& settings)
      : s_(settings), a_(arena_of(benchmarks)), n_(static_cast<std::uint32_t>(settings.n[0])) {
    for (const std::int32_t n : s_.n) {
      grams_.push_back(grams_of(a_, s_, static_cast<std::uint32_t>(n)));
    }
    for (const PlainView& v : a_.views) {
      const Tokens text = a_.of(v);
      const bool letter = std::any_of(text.begin(), text.end(), lettered);
      short_.push_back(s_.short_whole && v.size() < n_ && 2 * v.size() >= 6 &&
                       (letter || s_.letterless));
    }
    for (std::size_t i = 0; i < a_.views.size(); ++i) {
      const PlainView& v = a_.views[i];
      std::set<std::uint32_t> same;
      for (std::size_t k = 0; k < a_.views.size(); ++k) {
        const PlainView& w = a_.views[k];
        if (short_[k] && w.benchmark == v.benchmark && w.counted && a_.of(w) == a_.of(v)) {
          same.insert(w.item);
        }
      }
      short_common_.push_back(short_[i] && same.size() >= cutoff_of(a_.size[v.benchmark]));
    }
  }

  Outcome run(const std::string& shard, const std::string& source,
              const std::vector<Document>& documents) {
    Outcome out;
    Partial& p = out.partial;
    p.settings = s_;
    p.sources = {source};
    p.shards.push_back({.id = shard, .source = source, .digest = {}});
    counts_.assign(s_.n.size(), {});
    for (const Document& document : documents) add(document, shard, p.shards[0], out.hits);
    for (const auto& of_n : counts_) {
      std::vector<GramRecord>& records = p.grams.emplace_back();
      for (const auto& [gram, count] : of_n) {
        records.push_back({gram, 0, count.first, count.second});
      }
    }
    for (const auto& [token, span] : spans_) p.spans.push_back(span);
    for (auto& [key, unit] : units_) p.units.push_back(unit);
    return out;
  }

 private:
  void add(const Document& document, const std::string& shard, ShardRecord& record,
           std::string& hits) {
    Tokens tokens;
    std::vector<std::pair<std::size_t, std::size_t>> segments;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> sources;
    std::string text;
    for (const Tokens& segment : document.segments) {
      segments.emplace_back(tokens.size(), tokens.size() + segment.size());
      for (std::size_t i = 0; i < segment.size(); ++i) {
        if (i > 0) text += ' ';
        sources.emplace_back(text.size(), text.size() + 1);
        text += segment[i];
        tokens += segment[i];
      }
    }
    ++record.documents;
    record.tokens += static_cast<std::int64_t>(tokens.size());
    record.empty += tokens.empty();
    record.text_bytes += static_cast<std::int64_t>(text.size());
    record.bytes += static_cast<std::int64_t>(text.size());

    std::vector<PlainRun> runs;
    for (std::size_t v = 0; v < a_.views.size(); ++v) {
      for (const auto& [begin, end] : segments) find_runs(v, tokens, begin, end, runs);
    }
    count_grams(tokens, segments, runs);
    for (const PlainRun& run : runs) raise_spans(run, tokens, segments);
    if (runs.empty()) return;
    ++record.documents_hit;

    const DocumentKey key{shard, document.line};
    std::map<std::pair<std::uint32_t, Unit>, std::vector<PlainRun>> by_unit;
    for (const PlainRun& run : runs) {
      const PlainView& v = a_.views[run.view];
      by_unit[{v.item, v.unit}].push_back(run);
    }
    std::map<std::pair<std::uint32_t, Unit>, bool> whole;
    std::map<std::pair<std::uint32_t, Unit>, bool> half;
    for (auto& [unit_key, own] : by_unit) {
      const auto [item, unit] = unit_key;
      std::sort(own.begin(), own.end(), [](const PlainRun& x, const PlainRun& y) {
        return std::tuple(x.position, x.length, x.start) <
               std::tuple(y.position, y.length, y.start);
      });
      std::vector<PlainRun> unique;
      for (const PlainRun& run : own) {
        if (!unique.empty() && unique.back().position == run.position &&
            unique.back().length == run.length) {
          continue;
        }
        unique.push_back(run);
      }
      std::sort(unique.begin(), unique.end(), [](const PlainRun& x, const PlainRun& y) {
        return std::tuple(x.position, x.start, x.length) <
               std::tuple(y.position, y.start, y.length);
      });

      UnitRecord& r = units_[unit_key];
      r.item = item;
      r.unit = unit;
      std::array<std::set<std::uint32_t>, 2> covered, total;
      bool is_whole = false;
      HitRecord hit;
      hit.document = key;
      hit.item = item;
      hit.unit = unit;
      const PlainRun* longest = &unique[0];
      for (const PlainRun& run : unique) {
        const PlainView& v = a_.views[run.view];
        is_whole |= run.length == v.size();
        for (std::uint32_t t = 0; t < run.length; ++t) covered[0].insert(run.position + t);
        if (short_[run.view] && !short_common_[run.view]) {
          for (std::uint32_t t = 0; t < run.length; ++t) covered[1].insert(run.position + t);
        }
        for (std::uint32_t t = run.position; t + n_ <= run.position + run.length; ++t) {
          if (!grams_[0].starts[t] || grams_[0].common[t]) continue;
          for (std::uint32_t k = 0; k < n_; ++k) covered[1].insert(t + k);
        }
        hit.runs.push_back({run.position, run.length, sources[run.start].first,
                            sources[run.start + run.length - 1].second});
        if (run.length > longest->length) longest = &run;
        r.examples.push_back({example_hash(key, run.position), key, run.position, run.length,
                              hit.runs.back().source_begin, hit.runs.back().source_end});
        if (run.length > r.longest ||
            (run.length == r.longest &&
             std::tuple(run.position, key.line) <
                 std::tuple(r.longest_position, r.longest_document.line))) {
          r.longest = run.length;
          r.longest_position = run.position;
          r.longest_document = key;
        }
      }
      std::sort(r.examples.begin(), r.examples.end(), [](const RunExample& x, const RunExample& y) {
        return std::tuple(x.hash, x.document.line, x.position, x.source_begin, x.length) <
               std::tuple(y.hash, y.document.line, y.position, y.source_begin, y.length);
      });
      if (r.examples.size() > 3) r.examples.resize(3);
      for (std::size_t v = 0; v < a_.views.size(); ++v) {
        const PlainView& view = a_.views[v];
        if (view.item != item || view.unit != unit) continue;
        for (std::uint32_t t = view.begin; t < view.end; ++t) {
          total[0].insert(t);
          if (short_[v] && !short_common_[v]) total[1].insert(t);
          if (t + n_ > view.end || !grams_[0].starts[t] || grams_[0].common[t]) continue;
          for (std::uint32_t k = 0; k < n_; ++k) total[1].insert(t + k);
        }
      }
      r.whole_documents += is_whole;
      for (std::size_t arm = 0; arm < 2; ++arm) {
        const std::size_t c = covered[arm].size();
        const std::size_t all = total[arm].size();
        r.documents_hit[arm] += c > 0;
        r.documents_half[arm] += c > 0 && 2 * c >= all;
        r.documents_full[arm] += c > 0 && 5 * c >= 4 * all;
        if (c > r.best[arm].covered ||
            (c > 0 && c == r.best[arm].covered && key < r.best[arm].document)) {
          r.best[arm] = {static_cast<std::uint32_t>(c), key};
        }
      }
      whole[unit_key] = is_whole;
      half[unit_key] = !covered[1].empty() && 2 * covered[1].size() >= total[1].size();
      if (unit == Unit::question) {
        hit.gold_near = gold_near(item, runs, tokens, segments);
        r.question_and_answer_documents += hit.gold_near && half[unit_key];
      }
      const std::size_t from = sources[longest->start].first;
      const std::size_t to = sources[longest->start + longest->length - 1].second;
      hit.before =
          text.substr(from - std::min<std::size_t>(from, 120), std::min<std::size_t>(from, 120));
      hit.match = text.substr(from, std::min<std::size_t>(to - from, 600));
      hit.after = text.substr(to, 120);
      append_hit(hit, hits);
    }
    for (auto& [unit_key, own] : by_unit) {
      const auto [item, unit] = unit_key;
      if (unit != Unit::question || !whole[unit_key]) continue;
      const std::size_t mass = 2 * unit_tokens(item, unit);
      if (mass < 6 || mass >= 16) continue;
      const bool with_context = half[{item, Unit::context}];
      const bool with_answer = whole[{item, Unit::question_answer}] &&
                               2 * unit_tokens(item, Unit::question_answer) >= 16;
      units_[unit_key].corroborated_documents += with_context || with_answer;
    }
  }

  [[nodiscard]] std::size_t unit_tokens(std::uint32_t item, Unit unit) const {
    std::size_t count = 0;
    for (const PlainView& v : a_.views) {
      if (v.item == item && v.unit == unit) count += v.size();
    }
    return count;
  }

  void find_runs(std::size_t view, const Tokens& tokens, std::size_t begin, std::size_t end,
                 std::vector<PlainRun>& runs) const {
    const PlainView& v = a_.views[view];
    if (v.size() < n_ && !short_[view]) return;
    for (std::size_t j = begin; j < end; ++j) {
      for (std::uint32_t p = v.begin; p < v.end; ++p) {
        if (tokens[j] != a_.tokens[p]) continue;
        if (j > begin && p > v.begin && tokens[j - 1] == a_.tokens[p - 1]) continue;
        std::uint32_t length = 0;
        while (j + length < end && p + length < v.end &&
               tokens[j + length] == a_.tokens[p + length]) {
          ++length;
        }
        bool counts = short_[view] && length == v.size();
        for (std::uint32_t t = p; t + n_ <= p + length; ++t) {
          counts |= grams_[0].starts[t] && !grams_[0].heavy[t];
        }
        if (counts) runs.push_back({view, p, length, j});
      }
    }
  }

  void count_grams(const Tokens& tokens,
                   const std::vector<std::pair<std::size_t, std::size_t>>& segments,
                   const std::vector<PlainRun>& runs) {
    for (std::size_t i = 0; i < s_.n.size(); ++i) {
      const auto n = static_cast<std::size_t>(s_.n[i]);
      std::set<std::uint32_t> met;
      for (const auto& [begin, end] : segments) {
        for (std::size_t j = begin; j + n <= end; ++j) {
          const auto found = grams_[i].name.find(tokens.substr(j, n));
          if (found == grams_[i].name.end()) continue;
          const bool in_run = std::any_of(runs.begin(), runs.end(), [&](const PlainRun& run) {
            return run.start <= j && j + n <= run.start + run.length;
          });
          if (i > 0 && !in_run) continue;
          ++counts_[i][found->second].first;
          met.insert(found->second);
        }
      }
      for (const std::uint32_t gram : met) ++counts_[i][gram].second;
    }
  }

  void raise_spans(const PlainRun& run, const Tokens& tokens,
                   const std::vector<std::pair<std::size_t, std::size_t>>& segments) {
    const PlainView& v = a_.views[run.view];
    const auto raise = [](std::uint16_t& value, std::uint32_t length) {
      value = std::max(value, static_cast<std::uint16_t>(length));
    };
    const auto span = [&](std::uint32_t t) -> SpanRecord& {
      SpanRecord& record = spans_[t];
      record.token = t;
      return record;
    };
    for (std::uint32_t t = run.position; t < run.position + run.length; ++t) {
      raise(v.unit == Unit::question_answer ? span(t).question_answer : span(t).piece, run.length);
    }
    if (v.unit == Unit::question_answer || s_.skip_budget == 0 || v.size() < n_ ||
        run.length < static_cast<std::uint32_t>(s_.skip_seed)) {
      return;
    }
    std::size_t end = 0;
    for (const auto& segment : segments) {
      if (run.start >= segment.first && run.start < segment.second) end = segment.second;
    }
    std::set<std::uint32_t> unequal;
    std::uint32_t length = run.length;
    for (std::uint32_t k = 0; run.position + k < v.end && run.start + k < end; ++k) {
      if (tokens[run.start + k] == a_.tokens[run.position + k]) {
        length = std::max(length, k + 1);
      } else if (unequal.size() == static_cast<std::size_t>(s_.skip_budget)) {
        break;
      } else {
        unequal.insert(k);
      }
    }
    for (std::uint32_t k = 0; k < length; ++k) {
      raise(span(run.position + k).skip, length);
      if (!unequal.contains(k)) raise(span(run.position + k).skip_matched, length);
    }
  }

  [[nodiscard]] bool gold_near(
      std::uint32_t item, const std::vector<PlainRun>& runs, const Tokens& tokens,
      const std::vector<std::pair<std::size_t, std::size_t>>& segments) const {
    const Tokens gold = a_.slice(a_.gold[item].begin, a_.gold[item].end);
    std::uint32_t question_end = 0;
    for (const PlainView& v : a_.views) {
      if (v.item == item && v.unit == Unit::question) question_end = v.end;
    }
    for (const PlainRun& run : runs) {
      const PlainView& v = a_.views[run.view];
      if (v.item != item) continue;
      if (v.unit == Unit::question_answer && run.position < question_end &&
          run.position + run.length > question_end) {
        return true;
      }
      if (v.unit != Unit::question || gold.empty()) continue;
      const std::size_t from = run.start + run.length;
      for (const auto& [begin, end] : segments) {
        for (std::size_t t = std::max(begin, from); t < from + 50 && t + gold.size() <= end; ++t) {
          if (tokens.compare(t, gold.size(), gold) == 0) return true;
        }
      }
    }
    return false;
  }

  ScanSettings s_;
  Arena a_;
  std::uint32_t n_;
  std::vector<Grams> grams_;
  std::vector<bool> short_, short_common_;
  std::vector<std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>>> counts_;
  std::map<std::uint32_t, SpanRecord> spans_;
  std::map<std::pair<std::uint32_t, Unit>, UnitRecord> units_;
};

}  // namespace

std::string joined(const Tokens& tokens) {
  std::string text;
  for (const char token : tokens) {
    if (!text.empty()) text += ' ';
    text += token;
  }
  return text;
}

std::vector<std::byte> build(const std::vector<Benchmark>& benchmarks, const ScanSettings& settings,
                             int hash_bits) {
  IndexBuilder builder(settings, hash_bits);
  for (const Benchmark& benchmark : benchmarks) {
    if (builder.begin_benchmark(benchmark.name)) return {};
    for (const Item& item : benchmark.items) {
      std::vector<std::string> texts;
      for (const Tokens& answer : item.answers) texts.push_back(joined(answer));
      for (const Tokens& choice : item.choices) texts.push_back(joined(choice));
      const std::vector<std::string_view> views(texts.begin(), texts.end());
      const std::string context = joined(item.context);
      const std::string question = joined(item.question);
      const std::string gold = joined(item.gold);
      const auto all = std::span(views);
      if (builder.add({.id = item.id,
                       .context = context,
                       .question = question,
                       .answers = all.first(item.answers.size()),
                       .choices = all.subspan(item.answers.size()),
                       .gold = gold})) {
        return {};
      }
    }
  }
  Result<std::vector<std::byte>> bytes = builder.build();
  if (!bytes) return {};
  return bytes.take();
}

Outcome scan(Scanner& scanner, const std::string& shard, const std::string& source,
             const std::vector<Document>& documents, std::size_t chunk) {
  scanner.begin_shard(shard, source);
  for (const Document& document : documents) {
    scanner.begin_document(document.line);
    for (std::size_t s = 0; s < document.segments.size(); ++s) {
      if (s > 0) scanner.end_segment();
      const std::string text = joined(document.segments[s]);
      scanner.raw(text);
      for (std::size_t at = 0; at < text.size(); at += chunk) {
        scanner.text(std::string_view(text).substr(at, chunk));
      }
    }
    scanner.end_document();
  }
  Outcome out;
  out.hits = scanner.take_hits();
  out.partial = scanner.end_shard();
  return out;
}

Outcome count(const std::vector<Benchmark>& benchmarks, const ScanSettings& settings,
              const std::string& shard, const std::string& source,
              const std::vector<Document>& documents) {
  return Counting(benchmarks, settings).run(shard, source, documents);
}

}  // namespace plain

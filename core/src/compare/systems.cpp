#include "evenhand/compare/systems.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "compare/pair_statistics.hpp"
#include "compare/score_table.hpp"
#include "interval/paired_power.hpp"
#include "interval/tango.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::compare {
namespace {

/// Normal quantiles that every pair uses.
struct Quantiles {
  double alpha;
  double alpha_all;  ///< divided by the number of comparisons
  double z;
  double z_all;
  double z_power;
};

std::vector<std::int32_t> clusters_of(const ScoreRows& rows, std::span<const std::int32_t> items) {
  std::vector<std::int32_t> out;
  if (rows.clusters.empty()) return out;
  out.reserve(items.size());
  for (const std::int32_t item : items) {
    out.push_back(rows.clusters[static_cast<std::size_t>(item)]);
  }
  return out;
}

/// The method is the same for all systems of a table, so that their intervals can be read together.
interval::MeanMethod method_of(bool binary, bool clustered) noexcept {
  using interval::MeanMethod;
  if (binary) return clustered ? MeanMethod::wilson_cluster : MeanMethod::wilson;
  return clustered ? MeanMethod::cr2 : MeanMethod::t;
}

double mean_of(std::span<const double> scores) {
  numeric::NeumaierSum sum;
  for (const double score : scores) sum.add(score);
  return sum.value() / static_cast<double>(scores.size());
}

SystemScore score_of(const ScoreTable& table, std::size_t system, const ScoreRows& rows,
                     const SystemsOptions& options) {
  const auto scores = table.scores_of(system);
  const std::vector<std::int32_t> clusters = clusters_of(rows, table.items_of(system));
  SystemScore out;
  out.n = static_cast<std::int64_t>(scores.size());
  out.rows = table.rows[system];
  out.estimate = mean_of(scores);
  out.method = method_of(table.binary, !clusters.empty());
  const auto mean =
      interval::mean_interval(scores, clusters, out.method, options.level, options.bounds);
  if (mean) {
    out.lower = mean->lower;
    out.upper = mean->upper;
    out.standard_error = mean->standard_error;
    out.df = mean->df;
    out.notes = mean->notes;
  } else {
    out.refusal = mean.error().code;
  }
  if (table.repeated) {
    const std::size_t first = table.run_first[system];
    const std::size_t size = table.run_first[system + 1] - first;
    const auto components =
        interval::variance_components({.values = std::span(table.run_score).subspan(first, size),
                                       .items = std::span(table.run_item).subspan(first, size)});
    if (components) out.components = *components;
  }
  return out;
}

/// Interval, test and planning figures of one pair from 0/1 scores.
void compare_verdicts(SystemPair& out, const interval::PairedCounts& counts, const Quantiles& q) {
  out.method = PairMethod::tango;
  out.counts = counts;
  out.n = counts.items();
  if (out.n == 0) {
    out.refusal = Errc::no_common_items;
    return;
  }
  const auto n = static_cast<double>(out.n);
  const auto a_only = static_cast<double>(counts.a_only);
  const auto b_only = static_cast<double>(counts.b_only);
  const Interval alone = interval::tango_limits(a_only, b_only, n, q.z);
  const Interval all = interval::tango_limits(a_only, b_only, n, q.z_all);
  out.difference = (a_only - b_only) / n;
  out.lower = alone.lower;
  out.upper = alone.upper;
  out.simultaneous_lower = all.lower;
  out.simultaneous_upper = all.upper;
  out.p = interval::mcnemar_test(counts.a_only, counts.b_only).mid_p;
  out.notes.set_if(Note::no_discordant_items, a_only + b_only == 0);
  out.notes.set_if(Note::small_sample, out.n < small_sample_size);
  const double discordance = (a_only + b_only) / n;
  if (discordance == 0) return;
  const double detectable = interval::detectable_paired(n, discordance, q.z, q.z_power);
  if (detectable <= discordance) out.detectable = detectable;
  if (*out.difference != 0) {
    const double needed =
        interval::items_paired(std::abs(*out.difference), discordance, q.z_all, q.z_power);
    if (needed < static_cast<double>(max_count)) {
      out.items_needed = static_cast<std::int64_t>(std::ceil(needed));
    }
  }
}

/// Student's quantiles, remembered for the degrees of freedom last asked for: most pairs share
/// them.
class StudentQuantiles {
 public:
  explicit StudentQuantiles(const Quantiles& q) : q_(q) {}
  void prepare(double df) {
    if (df == df_ || !(df > 0)) return;
    df_ = df;
    alone = numeric::student_quantile(df, q_.alpha);
    all = numeric::student_quantile(df, q_.alpha_all);
    power = numeric::student_quantile(df, 2 * (1 - default_power));
  }
  double alone = 0;
  double all = 0;
  double power = 0;

 private:
  const Quantiles& q_;
  double df_ = 0;
};

/// The same from graded or grouped scores, with the quantiles of their degrees of freedom.
void compare_scores(SystemPair& out, const PairMoments& moments, bool clustered,
                    const StudentQuantiles& t) {
  out.method = clustered ? PairMethod::cr2 : PairMethod::t;
  out.n = moments.n;
  if (out.n == 0) {
    out.refusal = Errc::no_common_items;
    return;
  }
  out.difference = moments.difference;
  const bool too_few = clustered ? moments.clusters < 2 : out.n < 2;
  if (too_few || moments.standard_error == 0) {
    out.refusal = too_few ? Errc::too_few : Errc::zero_variance;
    return;
  }
  const double se = moments.standard_error;
  out.standard_error = se;
  out.df = moments.df;
  out.lower = moments.difference - t.alone * se;
  out.upper = moments.difference + t.alone * se;
  out.simultaneous_lower = moments.difference - t.all * se;
  out.simultaneous_upper = moments.difference + t.all * se;
  out.p = numeric::student_two_sided(moments.difference / se, moments.df);
  out.notes.set_if(Note::small_sample,
                   std::min(out.n, clustered ? moments.clusters : out.n) < small_sample_size);
  out.notes.set_if(Note::df_below_4, clustered && moments.df < 4);
  out.detectable = (t.alone + t.power) * se;
  if (moments.difference != 0) {
    const double ratio = (t.all + t.power) * se / moments.difference;
    const double needed = ratio * ratio * static_cast<double>(out.n);
    if (needed < static_cast<double>(max_count)) {
      out.items_needed = static_cast<std::int64_t>(std::ceil(needed));
    }
  }
}

void judge(SystemPair& pair, double alpha) {
  if (!pair.p || !pair.lower) return;
  const bool excludes_zero = *pair.lower > 0 || *pair.upper < 0;
  const bool rejects = *pair.p < alpha;
  const bool stands = *pair.p_adjusted < alpha;
  if (excludes_zero != rejects) {
    pair.verdict = Verdict::inconclusive;
    pair.notes.set(Note::interval_and_test_disagree);
  } else if (excludes_zero && stands) {
    pair.verdict = *pair.difference > 0 ? Verdict::a_better : Verdict::b_better;
    pair.items_needed.reset();
  } else if (excludes_zero) {
    pair.notes.set(Note::not_after_correction);
  }
}

/// Whether a pair counts as ordered in the rank sets. Not where interval and test disagree: no
/// rank may rest on a difference that the verdict does not trust.
bool is_significant(const SystemPair& pair, RankMethod method, double alpha) {
  if (pair.verdict == Verdict::inconclusive) return false;
  if (method == RankMethod::holm) return pair.p_adjusted && *pair.p_adjusted <= alpha;
  return pair.simultaneous_lower && (*pair.simultaneous_lower > 0 || *pair.simultaneous_upper < 0);
}

void rank_systems(SystemsComparison& out, double alpha) {
  const auto count = static_cast<std::int64_t>(out.systems.size());
  if (count < 2) return;
  std::vector<RankSet> sets(out.systems.size(), RankSet{1, count});
  for (const SystemPair& pair : out.pairs) {
    if (!pair.difference || !is_significant(pair, out.rank_method, alpha)) continue;
    const bool a_better = *pair.difference > 0;
    ++sets[static_cast<std::size_t>(a_better ? pair.b : pair.a)].lower;
    --sets[static_cast<std::size_t>(a_better ? pair.a : pair.b)].upper;
  }
  for (std::size_t s = 0; s < sets.size(); ++s) {
    if (!out.baseline || static_cast<std::int64_t>(s) == *out.baseline)
      out.systems[s].rank = sets[s];
  }
}

/// 1 + systems whose marginal interval lies wholly above, by one sort of the lower limits.
void arena_ranks(SystemsComparison& out) {
  std::vector<double> lowers;
  for (const SystemScore& score : out.systems) {
    if (score.lower) lowers.push_back(*score.lower);
  }
  std::sort(lowers.begin(), lowers.end());
  for (SystemScore& score : out.systems) {
    if (!score.upper) continue;
    score.arena += lowers.end() - std::upper_bound(lowers.begin(), lowers.end(), *score.upper);
  }
}

/// Systems by descending estimate, equal ones in the order of their numbers.
std::vector<std::size_t> best_first(const std::vector<SystemScore>& systems) {
  std::vector<std::size_t> order(systems.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    const double difference = systems[i].estimate - systems[j].estimate;
    return difference != 0 ? difference > 0 : i < j;
  });
  return order;
}

void count_separated(SystemsComparison& out) {
  const std::size_t count = out.systems.size();
  const std::vector<std::size_t> order = best_first(out.systems);
  std::vector<std::size_t> place(count);
  for (std::size_t i = 0; i < count; ++i) place[order[i]] = i;
  for (const SystemPair& pair : out.pairs) {
    if (pair.verdict != Verdict::a_better && pair.verdict != Verdict::b_better) continue;
    ++out.separated;
    const std::size_t i = place[static_cast<std::size_t>(pair.a)];
    const std::size_t j = place[static_cast<std::size_t>(pair.b)];
    if (i + 1 == j || j + 1 == i) ++out.adjacent_separated;
  }
  if (count > 1) {
    out.notes.set_if(Note::ties_in_top,
                     out.systems[order[0]].estimate == out.systems[order[1]].estimate);
  }
}

/// Cochran's Q of the best systems, on a complete table of 0/1 scores.
void test_best(SystemsComparison& out, const ScoreTable& table) {
  const std::vector<std::size_t> order = best_first(out.systems);
  const std::size_t best = std::min(order.size(), static_cast<std::size_t>(cochran_systems));
  if (best < 2) return;
  const auto items = static_cast<std::size_t>(table.items);
  std::vector<double> scores(items * best);
  for (std::size_t s = 0; s < best; ++s) {
    const auto of_system = table.scores_of(order[s]);
    for (std::size_t i = 0; i < items; ++i) scores[i * best + s] = of_system[i];
  }
  const auto q = cochran_q(scores, static_cast<std::int64_t>(best));
  if (q) out.cochran = *q;
}

}  // namespace

Result<SystemsComparison> compare_systems(const ScoreRows& rows, const SystemsOptions& options) {
  if (const auto error = check(options.level)) return *error;
  if (options.bounds && !(options.bounds->lower < options.bounds->upper)) {
    return Error{Errc::value_out_of_range, "bounds"};
  }
  const auto arranged = arrange(rows, options);
  if (!arranged) return arranged.error();
  const ScoreTable& table = *arranged;
  const std::size_t count = table.systems();
  if (options.baseline && (*options.baseline < 0 || *options.baseline >= rows.systems)) {
    return Error{Errc::value_out_of_range, "baseline"};
  }
  if (!options.baseline && rows.systems > most_compared_systems) {
    return Error{Errc::unsupported, "systems"};
  }

  SystemsComparison out;
  out.level = options.level;
  out.correction = options.correction;
  out.rank_method = options.ranks;
  out.baseline = options.baseline;
  out.items = table.items;
  out.binary = table.binary;
  out.complete = table.complete;
  out.repeated = table.repeated;
  const bool clustered = !rows.clusters.empty();
  if (clustered) {
    std::vector<std::int32_t> groups;
    for (const std::int32_t item : table.item) {
      groups.push_back(rows.clusters[static_cast<std::size_t>(item)]);
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    out.clusters = static_cast<std::int64_t>(groups.size());
  }
  out.notes.set_if(Note::pairwise_items_differ, !table.complete);
  out.notes.set_if(Note::incomplete_items_left_out,
                   options.common_items_only && table.items < rows.items);
  for (std::size_t s = 0; s < count; ++s) out.systems.push_back(score_of(table, s, rows, options));

  const auto systems = static_cast<std::int64_t>(count);
  out.comparisons = options.baseline ? systems - 1 : systems * (systems - 1) / 2;
  const double alpha = 1 - options.level.value;
  const double alpha_all = alpha / static_cast<double>(std::max<std::int64_t>(1, out.comparisons));
  const Quantiles quantiles{.alpha = alpha,
                            .alpha_all = alpha_all,
                            .z = numeric::two_sided_normal_quantile(alpha),
                            .z_all = numeric::two_sided_normal_quantile(alpha_all),
                            .z_power = numeric::normal_quantile(default_power)};
  const bool by_verdicts = table.binary && !clustered;
  std::optional<VerdictBits> bits;
  std::optional<PairScores> scores;
  if (by_verdicts) {
    bits.emplace(table, rows.items);
  } else {
    scores.emplace(table, rows.clusters);
  }
  StudentQuantiles student(quantiles);
  const auto compare = [&](std::size_t a, std::size_t b) {
    SystemPair pair;
    pair.a = static_cast<std::int64_t>(a);
    pair.b = static_cast<std::int64_t>(b);
    if (by_verdicts) {
      compare_verdicts(pair, bits->counts(a, b), quantiles);
    } else {
      const PairMoments moments = scores->moments(a, b);
      student.prepare(moments.df);
      compare_scores(pair, moments, clustered, student);
    }
    return pair;
  };
  if (options.baseline) {
    const auto baseline = static_cast<std::size_t>(*options.baseline);
    for (std::size_t s = 0; s < count; ++s) {
      if (s != baseline) out.pairs.push_back(compare(s, baseline));
    }
  } else {
    out.pairs.resize(static_cast<std::size_t>(out.comparisons));
    // In bands of systems whose scores stay in the cache while all others pass by.
    constexpr std::size_t band = 16;
    for (std::size_t first = 0; first < count; first += band) {
      for (std::size_t b = first + 1; b < count; ++b) {
        for (std::size_t a = first; a < std::min(first + band, b); ++a) {
          out.pairs[a * count - a * (a + 1) / 2 + (b - a - 1)] = compare(a, b);
        }
      }
    }
  }

  std::vector<double> p;
  for (const SystemPair& pair : out.pairs) {
    if (pair.p) p.push_back(*pair.p);
  }
  if (!p.empty()) {
    const auto adjusted = adjust_p_values(p, options.correction, out.comparisons);
    if (!adjusted) return adjusted.error();
    std::size_t next = 0;
    for (SystemPair& pair : out.pairs) {
      if (pair.p) pair.p_adjusted = adjusted->adjusted[next++];
    }
  }
  for (SystemPair& pair : out.pairs) judge(pair, alpha);
  rank_systems(out, alpha);
  arena_ranks(out);
  count_separated(out);
  if (by_verdicts && table.complete) {
    out.solved_by_all = bits->solved_by_all();
    out.solved_by_none = bits->solved_by_none();
    test_best(out, table);
  }
  return out;
}

}  // namespace evenhand::compare

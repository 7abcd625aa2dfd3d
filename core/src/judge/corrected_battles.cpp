#include "evenhand/judge/corrected_battles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "compare/battle_likelihood.hpp"
#include "judge/class_model.hpp"
#include "numeric/propagation.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

namespace battles = compare::battles;

constexpr double prior = 0.5;
/// Each point is a fit, so there are fewer than elsewhere.
constexpr std::size_t points = 2048;

std::optional<Error> check(const PairVerdicts& data, Level level) {
  if (data.models < 2) return Error{Errc::too_few, "models", 2};
  if (data.models > most_rated_models) {
    return Error{Errc::value_out_of_range, "models", static_cast<double>(most_rated_models)};
  }
  if (data.b.size() != data.a.size()) return Error{Errc::length_mismatch, "b"};
  if (data.verdicts.size() != 3 * data.a.size()) return Error{Errc::length_mismatch, "verdicts"};
  if (data.confusion.size() != 9) return Error{Errc::length_mismatch, "confusion"};
  for (std::size_t row = 0; row < data.a.size(); ++row) {
    if (data.a[row] < 0 || data.a[row] >= data.models) return Error{Errc::value_out_of_range, "a"};
    if (data.b[row] < 0 || data.b[row] >= data.models || data.b[row] == data.a[row]) {
      return Error{Errc::value_out_of_range, "b"};
    }
  }
  if (const auto error = check_counts(data.verdicts, "verdicts")) return error;
  if (const auto error = check_counts(data.confusion, "confusion")) return error;
  if (std::all_of(data.verdicts.begin(), data.verdicts.end(), [](double n) { return n == 0; })) {
    return Error{Errc::empty_sample, "verdicts"};
  }
  return evenhand::check(level);
}

std::int64_t whole(double count) noexcept {
  return static_cast<std::int64_t>(std::min(count, static_cast<double>(max_count)));
}

/// Two models that met, with the counts of the verdicts.
struct Meeting {
  std::size_t i = 0;
  std::size_t j = 0;
  std::array<double, 3> counts{};  ///< wins of i, ties, wins of j
  [[nodiscard]] double total() const noexcept { return counts[0] + counts[1] + counts[2]; }
  [[nodiscard]] double share() const noexcept { return (counts[0] + counts[1] / 2) / total(); }
};

/// Those with verdicts, in order. Sums of counts do not depend on the order of the rows.
std::vector<Meeting> meetings_of(const PairVerdicts& data) {
  const auto models = static_cast<std::size_t>(data.models);
  std::vector<Meeting> table(models * models);
  for (std::size_t row = 0; row < data.a.size(); ++row) {
    const auto a = static_cast<std::size_t>(data.a[row]);
    const auto b = static_cast<std::size_t>(data.b[row]);
    Meeting& meeting = table[std::min(a, b) * models + std::max(a, b)];
    for (std::size_t kind = 0; kind < 3; ++kind) {
      meeting.counts[a < b ? kind : 2 - kind] += data.verdicts[3 * row + kind];
    }
  }
  std::vector<Meeting> out;
  for (std::size_t i = 0; i < models; ++i) {
    for (std::size_t j = i + 1; j < models; ++j) {
      Meeting& meeting = table[i * models + j];
      if (meeting.total() == 0) continue;
      meeting.i = i;
      meeting.j = j;
      out.push_back(meeting);
    }
  }
  return out;
}

/// A share of wins without the judge's errors; it may be beyond 0 or 1. It is not cut: cutting
/// pairs of few verdicts would draw strengths together, while their sums are unbiased.
double corrected(double share, double separation) noexcept {
  return 0.5 + (share - 0.5) / separation;
}

/// The pairs with shares in place of counts.
class Shares {
 public:
  explicit Shares(const std::vector<Meeting>& meetings) {
    for (const Meeting& meeting : meetings) {
      pairs_.push_back({.i = meeting.i, .j = meeting.j});
      totals_.push_back(meeting.total());
    }
  }
  /// Share of wins of the first model.
  void set(std::size_t pair, double share) noexcept {
    pairs_[pair].counts = {totals_[pair] * share, totals_[pair] * (1 - share), 0.0};
  }
  [[nodiscard]] const std::vector<battles::Pair>& pairs() const noexcept { return pairs_; }

 private:
  std::vector<battles::Pair> pairs_;
  std::vector<double> totals_;
};

/// Strengths centred to sum 0.
std::vector<double> centred(const std::vector<double>& x) {
  std::vector<double> out(x.size() + 1);
  double sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = battles::Likelihood::strength(x, i);
    sum += out[i];
  }
  for (double& strength : out) strength -= sum / static_cast<double>(out.size());
  return out;
}

/// Whether there is a maximum; `x` is where the search starts, and where it ends.
bool fit(const battles::Likelihood& likelihood, std::vector<double>& x) {
  numeric::SquareMatrix information(0);
  return battles::maximise(likelihood, x, information);
}

/// Where the search did not end: the models in the order in which they drift apart, split wherever
/// those above win everything, or more, against those below. One group when nothing splits them.
std::vector<std::int64_t> groups_of(const Shares& shares, const std::vector<double>& x) {
  std::vector<std::size_t> order(x.size() + 1);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto strength = [&](std::size_t i) { return battles::Likelihood::strength(x, i); };
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return strength(i) > strength(j) || (strength(i) == strength(j) && i < j);
  });
  std::vector<std::int64_t> groups(order.size(), 0);
  std::vector<bool> above(order.size(), false);
  std::int64_t group = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    groups[order[rank]] = group;
    above[order[rank]] = true;
    double lost = 0;
    double total = 0;
    for (const battles::Pair& pair : shares.pairs()) {
      if (above[pair.i] == above[pair.j]) continue;
      lost += pair.counts[above[pair.i] ? battles::second : battles::first];
      total += pair.total();
    }
    constexpr double rounding = 1e-12;
    if (total > 0 && lost <= rounding * total) ++group;
  }
  return groups;
}

/// Labels of decided pairs by verdict: right, tie, the wrong way round.
std::array<double, 3> decided(std::span<const double> confusion) noexcept {
  return {confusion[0] + confusion[8], confusion[1] + confusion[7], confusion[2] + confusion[6]};
}

/// How often the judge is right less how often it is the wrong way round, with normal limits.
Estimate separation_of(const std::array<double, 3>& labels, double z) noexcept {
  const double total = labels[0] + labels[1] + labels[2];
  const double difference = (labels[0] - labels[2]) / total;
  const double square = (labels[0] + labels[2]) / total;
  const double error = std::sqrt(std::max(0.0, square - difference * difference) / total);
  return {.estimate = difference, .lower = difference - z * error, .upper = difference + z * error};
}

std::optional<RatingReason> obstacle(const Estimate& separation) noexcept {
  if (separation.lower > 0) return std::nullopt;
  if (separation.upper < 0) return RatingReason::verdicts_reversed;
  return RatingReason::judge_not_identified;
}

bool is_split(const std::vector<std::int64_t>& groups) {
  return std::any_of(groups.begin(), groups.end(), [](std::int64_t group) { return group > 0; });
}

/// Where the search may end in one of the models, and from where on there is no maximum.
constexpr double far = 1000;
constexpr double endless = 30;

/// Strengths under drawn error rates and verdicts, a column per model. Empty when the special
/// functions failed.
std::vector<std::vector<double>> propagate(const std::vector<Meeting>& meetings,
                                           const std::array<double, 3>& labels,
                                           const std::vector<double>& start) {
  numeric::BetaPropagation propagation;
  const auto add = [&](const std::array<double, 3>& counts) {
    std::array<double, 3> parameters = counts;
    for (double& parameter : parameters) parameter += prior;
    propagation.add_dirichlet(parameters);
  };
  add(labels);
  std::vector<double> shifts;
  for (const Meeting& meeting : meetings) {
    add(meeting.counts);
    // The prior draws every pair towards one half, and many pairs add that up: draws are moved to
    // have the mean that was seen.
    const double share = meeting.share();
    shifts.push_back(3 * prior * (share - 0.5) / (meeting.total() + 3 * prior));
  }
  if (!propagation.finite()) return {};

  Shares shares(meetings);
  const battles::Likelihood likelihood(shares.pairs(), start.size() + 1,
                                       compare::BattleMethod::half_win);
  std::vector<std::vector<double>> draws(start.size() + 1);
  for (auto& column : draws) column.reserve(points);
  std::array<double, 3> parts{};
  propagation.run(
      [&](std::span<const double> values) {
        numeric::break_stick(values.first(2), parts);
        const double separation = parts[0] - parts[2];
        if (!(separation > 1e-6)) return;
        for (std::size_t pair = 0; pair < meetings.size(); ++pair) {
          numeric::break_stick(values.subspan(2 + 2 * pair, 2), parts);
          const double share = parts[0] + parts[1] / 2 + shifts[pair];
          shares.set(pair, corrected(share, separation));
        }
        std::vector<double> x = start;
        // Without a maximum the search ends far away, which is all that percentiles need.
        static_cast<void>(fit(likelihood, x));
        for (double& strength : x) strength = std::clamp(strength, -far, far);
        const std::vector<double> strengths = centred(x);
        for (std::size_t i = 0; i < strengths.size(); ++i) {
          draws[i].push_back(strengths[i]);
        }
      },
      points);
  return draws;
}

/// Percentiles, extended to the estimate; absent where nothing bounds them.
struct Limits {
  std::optional<double> lower = std::nullopt;
  std::optional<double> upper = std::nullopt;
  double precision = 0;  ///< when both are there
};

std::optional<Limits> limits_of(std::vector<double> draws, double estimate, double alpha) {
  const auto found = numeric::percentiles(draws, alpha);
  if (!found) return std::nullopt;
  Limits out;
  const auto [lower, upper] = found->limits;
  if (lower > -endless) out.lower = std::min(lower, estimate);
  if (upper < endless) out.upper = std::max(upper, estimate);
  if (out.lower && out.upper) out.precision = found->precision;
  return out;
}

/// Models and pairs with their intervals; false when a distribution has too few points.
bool set_results(const std::vector<Meeting>& meetings, const std::vector<double>& strengths,
                 const std::vector<double>& judge, const std::vector<std::vector<double>>& draws,
                 CorrectedBattles& out) {
  const double alpha = 1 - out.level.value;
  double precision = 0;
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    const auto limits = limits_of(draws[i], strengths[i], alpha);
    if (!limits) return false;
    precision = std::max(precision, limits->precision);
    const auto rating = [](double strength) {
      return battles::elo_middle + battles::elo_scale * strength;
    };
    RatedModel model{.strength = strengths[i],
                     .lower = limits->lower,
                     .upper = limits->upper,
                     .rating = rating(strengths[i]),
                     .judge = judge[i]};
    if (model.lower) model.rating_lower = rating(*model.lower);
    if (model.upper) model.rating_upper = rating(*model.upper);
    out.models.push_back(model);
  }
  out.precision = precision;
  auto meeting = meetings.begin();
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    for (std::size_t j = i + 1; j < strengths.size(); ++j) {
      RatedPair pair{.a = static_cast<std::int64_t>(i),
                     .b = static_cast<std::int64_t>(j),
                     .difference = strengths[i] - strengths[j]};
      if (meeting != meetings.end() && meeting->i == i && meeting->j == j) {
        pair.verdicts = whole(meeting->total());
        pair.judge = meeting->share();
        pair.corrected = corrected(*pair.judge, out.separation->estimate);
        for (const std::size_t model : {i, j}) out.models[model].verdicts += pair.verdicts;
        ++meeting;
      }
      std::vector<double> differences(draws[i].size());
      for (std::size_t d = 0; d < differences.size(); ++d) {
        differences[d] = draws[i][d] - draws[j][d];
      }
      const auto limits = limits_of(std::move(differences), pair.difference, alpha);
      if (!limits) return false;
      pair.lower = limits->lower;
      pair.upper = limits->upper;
      out.pairs.push_back(pair);
    }
  }
  return true;
}

}  // namespace

Result<CorrectedBattles> correct_battles(const PairVerdicts& data, Level level) {
  if (const auto error = check(data, level)) return *error;
  const auto models = static_cast<std::size_t>(data.models);
  const std::vector<Meeting> meetings = meetings_of(data);
  const std::array<double, 3> labels = decided(data.confusion);

  CorrectedBattles out{.level = level};
  const double label_count = labels[0] + labels[1] + labels[2];
  out.labels = whole(label_count);
  out.flags.set_if(ClassFlag::few_labels, out.labels < enough_labels_per_class);
  const auto refused = [&](RatingReason reason) {
    out.reason = reason;
    return out;
  };
  if (label_count == 0) return refused(RatingReason::no_decided_labels);
  out.separation = separation_of(labels, numeric::two_sided_normal_quantile(1 - level.value));
  if (const auto reason = obstacle(*out.separation)) return refused(*reason);

  Shares shares(meetings);
  for (std::size_t pair = 0; pair < meetings.size(); ++pair) shares.set(pair, 0.5);
  out.groups = battles::components_of(shares.pairs(), models);
  if (is_split(*out.groups)) return refused(RatingReason::models_not_compared);
  out.groups = std::nullopt;
  for (std::size_t pair = 0; pair < meetings.size(); ++pair) {
    shares.set(pair, corrected(meetings[pair].share(), out.separation->estimate));
  }
  const Error failed{Errc::no_convergence, "verdicts"};
  const battles::Likelihood likelihood(shares.pairs(), models, compare::BattleMethod::half_win);
  std::vector<double> x(models - 1, 0.0);
  if (!fit(likelihood, x)) {
    out.groups = groups_of(shares, x);
    if (!is_split(*out.groups)) return failed;
    return refused(RatingReason::strength_unbounded);
  }
  // What is lost before the correction is more than after it, so this maximum exists, too.
  for (std::size_t pair = 0; pair < meetings.size(); ++pair) {
    shares.set(pair, meetings[pair].share());
  }
  std::vector<double> uncorrected(models - 1, 0.0);
  if (!fit(likelihood, uncorrected)) return failed;
  const auto draws = propagate(meetings, labels, x);
  if (draws.empty()) return failed;
  out.points = static_cast<std::int64_t>(points);
  out.discarded = out.points - static_cast<std::int64_t>(draws.front().size());
  out.status = Status::ok;
  if (!set_results(meetings, centred(x), centred(uncorrected), draws, out)) return failed;
  return out;
}

}  // namespace evenhand::judge

#include "evenhand/interval/correlation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "base/columns.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "numeric/ties.hpp"

namespace evenhand::interval {
namespace {

constexpr std::size_t most_permuted = 9;   ///< 9! = 362,880 permutations are walked
constexpr std::size_t most_inverted = 60;  ///< values without ties whose inversions are counted

/// Correlations closer to 1 than this are 1: what is missing is rounding.
constexpr double at_limit = 1 - 1e-14;

/// What the standard error of Fisher's z needs.
std::size_t least_pairs(CorrelationMethod method) noexcept {
  return method == CorrelationMethod::pearson || method == CorrelationMethod::spearman ? 4 : 5;
}

double to_limit(double r) noexcept {
  if (r >= at_limit) return 1;
  return r <= -at_limit ? -1.0 : r;
}

/// Limits of the table in the specification: tanh(atanh(r) -+ z SE).
Interval fisher_limits(double r, double standard_error, double alpha) noexcept {
  const double half = numeric::two_sided_normal_quantile(alpha) * standard_error;
  const double centre = std::atanh(r);
  return {.lower = std::tanh(centre - half), .upper = std::tanh(centre + half)};
}

/// Fills the limits, or says why there are none.
template <class Out>
void set_limits(Out& out, double standard_error) {
  if (std::abs(out.estimate) == 1) {
    out.refusal = Errc::estimate_at_limit;
    return;
  }
  out.limits = fisher_limits(out.estimate, standard_error, 1 - out.level.value);
  out.notes.set_if(Note::small_sample, out.n < small_sample_size);
}

bool finite(const std::optional<Interval>& limits) noexcept {
  return !limits || (std::isfinite(limits->lower) && std::isfinite(limits->upper));
}

/// t of a correlation on df degrees of freedom, infinite at 1.
std::optional<double> t_statistic(double r, double df) noexcept {
  if (std::abs(r) == 1) return std::nullopt;
  return r * std::sqrt(df / ((1 - r) * (1 + r)));
}

double t_p_value(const std::optional<double>& t, double df) noexcept {
  return t ? numeric::student_two_sided(*t, df) : 0.0;
}

double pearson(std::span<const double> x, std::span<const double> y) {
  // Scaled by powers of two: nothing overflows, nothing is lost.
  const double scale_x = numeric::binary_scale(numeric::largest_magnitude(x));
  const double scale_y = numeric::binary_scale(numeric::largest_magnitude(y));
  numeric::NeumaierSum sum_x;
  numeric::NeumaierSum sum_y;
  for (const double value : x) sum_x.add(value * scale_x);
  for (const double value : y) sum_y.add(value * scale_y);
  const auto n = static_cast<double>(x.size());
  const double mean_x = sum_x.value() / n;
  const double mean_y = sum_y.value() / n;
  numeric::NeumaierSum xx;
  numeric::NeumaierSum yy;
  numeric::NeumaierSum xy;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] * scale_x - mean_x;
    const double dy = y[i] * scale_y - mean_y;
    xx.add(dx * dx);
    yy.add(dy * dy);
    xy.add(dx * dy);
  }
  return to_limit(xy.value() / std::sqrt(xx.value()) / std::sqrt(yy.value()));
}

/// The two columns as doubled midranks.
struct Ranked {
  numeric::MidRanks x;
  numeric::MidRanks y;

  [[nodiscard]] std::size_t size() const noexcept { return x.doubled.size(); }
  [[nodiscard]] bool tied() const noexcept {
    return x.groups.size() < size() || y.groups.size() < size();
  }
};

/// Permutations of up to nine elements whose |sum of gains| is at least `observed`;
/// gain(chosen, depth) is what the last of the depth + 1 choices adds.
template <class Gain>
class PermutationCount {
 public:
  PermutationCount(std::size_t size, std::int64_t observed, Gain gain)
      : size_(size), observed_(observed), gain_(gain) {}

  [[nodiscard]] std::int64_t count() {
    walk(0, 0, 0);
    return count_;
  }

 private:
  void walk(std::size_t depth, unsigned used, std::int64_t sum) {
    if (depth == size_) {
      count_ += std::abs(sum) >= observed_ ? 1 : 0;
      return;
    }
    for (std::size_t choice = 0; choice < size_; ++choice) {
      if (((used >> choice) & 1U) != 0) continue;
      chosen_[depth] = choice;
      walk(depth + 1, used | (1U << choice), sum + gain_(chosen_, depth));
    }
  }

  std::size_t size_;
  std::int64_t observed_;
  Gain gain_;
  std::array<std::size_t, most_permuted> chosen_{};
  std::int64_t count_ = 0;
};

using Chosen = std::array<std::size_t, most_permuted>;

template <class Gain>
double permutation_p(std::size_t size, std::int64_t observed, Gain gain) {
  double permutations = 1;
  for (std::size_t i = 2; i <= size; ++i) permutations *= static_cast<double>(i);
  const std::int64_t count = PermutationCount<Gain>(size, std::abs(observed), gain).count();
  return static_cast<double>(count) / permutations;
}

/// Share of permutations that order one column just as, or just against, the other: prod t! / n!,
/// twice where the groups of ties read the same backwards.
double perfect_p(const numeric::MidRanks& ranks) {
  double log_share = -numeric::log_gamma(static_cast<double>(ranks.doubled.size()) + 1);
  for (const std::int64_t size : ranks.groups) {
    log_share += numeric::log_gamma(static_cast<double>(size) + 1);
  }
  const bool symmetric =
      std::equal(ranks.groups.begin(), ranks.groups.end(), ranks.groups.rbegin());
  return (symmetric ? 2 : 1) * std::exp(log_share);
}

void spearman(Correlation& out, const Ranked& ranked) {
  // Ranks doubled and centred are whole numbers that sum to zero.
  const auto n = static_cast<std::int64_t>(ranked.size());
  const auto centred = [n](std::int64_t doubled) { return doubled - (n + 1); };
  std::vector<std::int64_t> x;
  std::vector<std::int64_t> y;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  std::int64_t product = 0;  // of small columns, exactly
  bool same = true;
  bool opposite = true;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    x.push_back(centred(ranked.x.doubled[i]));
    y.push_back(centred(ranked.y.doubled[i]));
    const auto dx = static_cast<double>(x[i]);
    const auto dy = static_cast<double>(y[i]);
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
    same = same && x[i] == y[i];
    opposite = opposite && x[i] == -y[i];
    if (ranked.size() <= most_permuted) product += x[i] * y[i];
  }
  const bool perfect = same || opposite;
  out.estimate = perfect ? (same ? 1.0 : -1.0) : xy / std::sqrt(xx) / std::sqrt(yy);
  const auto df = static_cast<double>(n - 2);
  out.statistic = t_statistic(out.estimate, df);
  if (ranked.size() <= most_permuted) {
    out.exact = true;
    out.p = permutation_p(ranked.size(), product, [&x, &y](const Chosen& chosen, std::size_t i) {
      return x[i] * y[chosen[i]];
    });
  } else if (perfect) {
    out.exact = true;
    out.p = perfect_p(ranked.x);
  } else {
    out.p = t_p_value(out.statistic, df);
  }
}

/// Inversions of a sequence: pairs of which the earlier is the larger. Sorts it.
std::int64_t inversions(std::vector<std::int64_t>& values) {
  std::int64_t count = 0;
  std::vector<std::int64_t> merged(values.size());
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t start = 0; start < values.size(); start += 2 * width) {
      const std::size_t middle = std::min(start + width, values.size());
      const std::size_t end = std::min(start + 2 * width, values.size());
      std::size_t left = start;
      std::size_t right = middle;
      for (std::size_t at = start; at < end; ++at) {
        if (left < middle && (right == end || values[left] <= values[right])) {
          merged[at] = values[left++];
        } else {
          count += static_cast<std::int64_t>(middle - left);
          merged[at] = values[right++];
        }
      }
    }
    values.swap(merged);
  }
  return count;
}

/// Pairs within the groups of ties: sum of t(t-1)/2.
std::int64_t tied_pairs(std::span<const std::int64_t> groups) noexcept {
  std::int64_t pairs = 0;
  for (const std::int64_t t : groups) pairs += t * (t - 1) / 2;
  return pairs;
}

/// Pairs of rows by their order in the two columns.
struct PairCounts {
  std::int64_t all = 0;     ///< n(n-1)/2
  std::int64_t tied_x = 0;  ///< tied in x, also in both
  std::int64_t tied_y = 0;
  std::int64_t concordant = 0;
  std::int64_t discordant = 0;

  [[nodiscard]] std::int64_t balance() const noexcept { return concordant - discordant; }
};

PairCounts count_pairs(const Ranked& ranked) {
  std::vector<std::pair<std::int64_t, std::int64_t>> rows;
  rows.reserve(ranked.size());
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    rows.emplace_back(ranked.x.doubled[i], ranked.y.doubled[i]);
  }
  std::sort(rows.begin(), rows.end());
  std::vector<std::int64_t> y;
  y.reserve(rows.size());
  std::int64_t tied_both = 0;
  std::int64_t run = 0;  // equal rows before this one
  for (std::size_t i = 0; i < rows.size(); ++i) {
    run = i > 0 && rows[i] == rows[i - 1] ? run + 1 : 0;
    tied_both += run;
    y.push_back(rows[i].second);
  }
  const auto n = static_cast<std::int64_t>(ranked.size());
  PairCounts out{.all = n * (n - 1) / 2,
                 .tied_x = tied_pairs(ranked.x.groups),
                 .tied_y = tied_pairs(ranked.y.groups)};
  out.discordant = inversions(y);
  out.concordant = out.all - out.tied_x - out.tied_y + tied_both - out.discordant;
  return out;
}

/// Two-sided p of a permutation without ties that has this many inversions, by the recursion of
/// their distribution.
double inversion_p(std::size_t n, std::int64_t discordant, std::int64_t concordant) {
  if (discordant == concordant) return 1;
  const auto reach = static_cast<std::size_t>(std::min(discordant, concordant));
  std::vector<double> share(reach + 1, 0.0);
  std::vector<double> next(reach + 1, 0.0);
  share[0] = 1;
  for (std::size_t size = 2; size <= n; ++size) {
    // The new largest element is passed by 0 .. size - 1 others, each as likely.
    for (std::size_t k = 0; k <= reach; ++k) {
      double sum = 0;
      for (std::size_t passed = 0; passed < size && passed <= k; ++passed) {
        sum += share[k - passed];
      }
      next[k] = sum / static_cast<double>(size);
    }
    share.swap(next);
  }
  double tail = 0;
  for (const double value : share) tail += value;
  return std::min(1.0, 2 * tail);
}

/// Variance of concordant less discordant pairs without association, corrected for ties.
double balance_variance(const Ranked& ranked) noexcept {
  struct Sums {
    double pairs = 0;     // sum t(t-1)
    double triples = 0;   // sum t(t-1)(t-2)
    double weighted = 0;  // sum t(t-1)(2t+5)
  };
  const auto sums_of = [](std::span<const std::int64_t> groups) {
    Sums sums;
    for (const std::int64_t size : groups) {
      const auto t = static_cast<double>(size);
      sums.pairs += t * (t - 1);
      sums.triples += t * (t - 1) * (t - 2);
      sums.weighted += t * (t - 1) * (2 * t + 5);
    }
    return sums;
  };
  const Sums x = sums_of(ranked.x.groups);
  const Sums y = sums_of(ranked.y.groups);
  const auto n = static_cast<double>(ranked.size());
  return (n * (n - 1) * (2 * n + 5) - x.weighted - y.weighted) / 18 +
         x.pairs / n * (y.pairs / (2 * (n - 1))) +
         x.triples / n * (y.triples / (9 * (n - 1) * (n - 2)));
}

void kendall(Correlation& out, const Ranked& ranked) {
  const PairCounts pairs = count_pairs(ranked);
  const std::int64_t balance = pairs.balance();
  const std::int64_t untied_x = pairs.all - pairs.tied_x;
  const std::int64_t untied_y = pairs.all - pairs.tied_y;
  out.statistic = static_cast<double>(balance) / std::sqrt(balance_variance(ranked));
  if (out.method == CorrelationMethod::kendall_a) {
    out.estimate = static_cast<double>(balance) / static_cast<double>(pairs.all);
    return;
  }
  // Both columns have one order, or one the reverse of the other's.
  const bool perfect = std::abs(balance) == untied_x && std::abs(balance) == untied_y;
  out.estimate = perfect ? (balance > 0 ? 1.0 : -1.0)
                         : static_cast<double>(balance) / std::sqrt(static_cast<double>(untied_x)) /
                               std::sqrt(static_cast<double>(untied_y));
  out.exact = true;
  if (ranked.size() <= most_permuted) {
    const auto sign = [](std::int64_t a, std::int64_t b) {
      return (a > b ? 1 : 0) - (a < b ? 1 : 0);
    };
    const auto gain = [&](const Chosen& chosen, std::size_t last) {
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < last; ++i) {
        sum += sign(ranked.x.doubled[last], ranked.x.doubled[i]) *
               sign(ranked.y.doubled[chosen[last]], ranked.y.doubled[chosen[i]]);
      }
      return sum;
    };
    out.p = permutation_p(ranked.size(), balance, gain);
  } else if (ranked.size() <= most_inverted && !ranked.tied()) {
    out.p = inversion_p(ranked.size(), pairs.discordant, pairs.concordant);
  } else if (perfect) {
    out.p = perfect_p(ranked.x);
  } else {
    out.exact = false;
    out.p = numeric::normal_two_sided(*out.statistic);
    out.notes.set(Note::normal_approximation);
  }
}

}  // namespace

Result<Correlation> correlation(std::span<const double> x, std::span<const double> y,
                                CorrelationMethod method, Level level) {
  if (const auto error = check_column(x, "x")) return *error;
  if (const auto error = check_column(y, "y")) return *error;
  if (x.size() != y.size()) return Error{Errc::length_mismatch, "y"};
  if (const auto error = check(level)) return *error;
  const std::size_t least = least_pairs(method);
  if (x.size() < least) return Error{Errc::too_few, "x", static_cast<double>(least)};
  if (numeric::all_tied(x)) return Error{Errc::constant_input, "x"};
  if (numeric::all_tied(y)) return Error{Errc::constant_input, "y"};

  Correlation out;
  out.method = method;
  out.n = static_cast<std::int64_t>(x.size());
  out.level = level;
  const auto n = static_cast<double>(out.n);
  if (method == CorrelationMethod::pearson) {
    out.estimate = pearson(x, y);
    out.statistic = t_statistic(out.estimate, n - 2);
    out.p = t_p_value(out.statistic, n - 2);
    set_limits(out, 1 / std::sqrt(n - 3));
  } else {
    const Ranked ranked{.x = numeric::midranks(x), .y = numeric::midranks(y)};
    // Neighbours may tie one by one though the ends are apart.
    if (ranked.x.groups.size() == 1) return Error{Errc::constant_input, "x"};
    if (ranked.y.groups.size() == 1) return Error{Errc::constant_input, "y"};
    if (method == CorrelationMethod::spearman) {
      spearman(out, ranked);
      set_limits(out, std::sqrt((1 + 0.5 * out.estimate * out.estimate) / (n - 3)));
    } else {
      kendall(out, ranked);
      set_limits(out, std::sqrt(0.437 / (n - 4)));
    }
  }
  if (!std::isfinite(out.estimate) || !std::isfinite(out.p.value_or(0)) ||
      !std::isfinite(out.statistic.value_or(0)) || !finite(out.limits)) {
    return Error{Errc::no_convergence, "x"};
  }
  return out;
}

Result<PartialCorrelation> partial_correlation(double xy, double xg, double yg, std::int64_t n,
                                               bool ranks, Level level) {
  const std::array<std::pair<double, std::string_view>, 3> given{
      {{xy, "xy"}, {xg, "xg"}, {yg, "yg"}}};
  for (const auto& [value, argument] : given) {
    if (!std::isfinite(value)) return Error{Errc::not_finite, argument};
    if (std::abs(value) > 1) return Error{Errc::value_out_of_bounds, argument};
  }
  if (n < 0 || n > max_count) return Error{Errc::not_integer, "n"};
  if (n < 5) return Error{Errc::too_few, "n", 5};
  if (const auto error = check(level)) return *error;
  if (std::abs(xg) >= at_limit) return Error{Errc::constant_input, "xg"};
  if (std::abs(yg) >= at_limit) return Error{Errc::constant_input, "yg"};

  PartialCorrelation out;
  const double left = std::sqrt((1 - xg) * (1 + xg));
  const double right = std::sqrt((1 - yg) * (1 + yg));
  const double r = (xy - xg * yg) / left / right;
  // Three correlations that are printed with a few digits may be slightly beyond what data have.
  if (std::abs(r) > 1 + 1e-9) return Error{Errc::value_out_of_bounds, "xy"};
  out.estimate = to_limit(r);
  out.n = n;
  out.ranks = ranks;
  out.level = level;
  const auto size = static_cast<double>(n);
  out.statistic = t_statistic(out.estimate, size - 3);
  out.p = t_p_value(out.statistic, size - 3);
  const double spread = ranks ? 1 + 0.5 * out.estimate * out.estimate : 1.0;
  set_limits(out, std::sqrt(spread / (size - 4)));
  if (!std::isfinite(out.p) || !std::isfinite(out.statistic.value_or(0)) || !finite(out.limits)) {
    return Error{Errc::no_convergence, "n"};
  }
  return out;
}

}  // namespace evenhand::interval

#include "evenhand/interval/difference.hpp"

#include <algorithm>
#include <cmath>

#include "interval/paired_power.hpp"
#include "interval/tango.hpp"
#include "interval/wilson.hpp"
#include "numeric/roots.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"

namespace evenhand::interval {
namespace {

/// One sample of two: x of n.
struct Share {
  double x;
  double n;

  [[nodiscard]] double rate() const noexcept { return x / n; }
  [[nodiscard]] double variance() const noexcept { return (x / n) * ((n - x) / n) / n; }
};

/// Maximum-likelihood share of B when that of A is larger by delta >= 0: where the score, strictly
/// decreasing, changes its sign. Bisection uses nothing but + - * /, so every target agrees.
double restricted_share(const Share& a, const Share& b, double delta) noexcept {
  if (delta == 0) return (a.x + b.x) / (a.n + b.n);
  // Terms of counts that are zero are left out; those of the others are infinite at the ends.
  const auto score = [&](double share) {
    double out = a.x / (share + delta);
    if (b.x > 0) out += b.x / share;
    if (b.x < b.n) out -= (b.n - b.x) / (1 - share);
    const double rest = 1 - share - delta;
    if (a.x < a.n) out -= rest > 0 ? (a.n - a.x) / rest : HUGE_VAL;
    return out;
  };
  const double high = 1 - delta;
  if (!(score(0) > 0)) return 0;
  if (!(score(high) < 0)) return high;
  return numeric::bisect_edge([&](double share) { return score(share) > 0; }, 0.0, high);
}

/// Score statistic of the difference `delta`; infinite where that difference is impossible.
double score_statistic(const Share& a, const Share& b, double delta, double inflation) noexcept {
  if (delta < 0) return -score_statistic(b, a, -delta, inflation);
  const double share_b = restricted_share(a, b, delta);
  const double share_a = std::min(share_b + delta, 1.0);
  const double variance =
      (share_a * (1 - share_a) / a.n + share_b * (1 - share_b) / b.n) * inflation;
  const double distance = a.rate() - b.rate() - delta;
  if (distance == 0) return 0;
  if (!(variance > 0)) return std::copysign(HUGE_VAL, distance);
  return distance / std::sqrt(variance);
}

/// The end of {delta : |Z(delta)| <= z} above the difference; Z falls as delta grows.
double score_upper(const Share& a, const Share& b, double z, double inflation) noexcept {
  const double difference = a.rate() - b.rate();
  if (difference >= 1) return 1;
  const auto inside = [&](double delta) { return score_statistic(a, b, delta, inflation) >= -z; };
  if (inside(1)) return 1;
  return numeric::bisect_edge(inside, difference, 1.0);
}

Interval score_limits(const Share& a, const Share& b, double z, double inflation) noexcept {
  // The lower limit is the mirrored upper limit of the swapped samples, to the last bit.
  return {.lower = -score_upper(b, a, z, inflation), .upper = score_upper(a, b, z, inflation)};
}

Interval newcombe_limits(const Share& a, const Share& b, double z) noexcept {
  const Interval of_a = wilson_limits(a.x, a.n, z);
  const Interval of_b = wilson_limits(b.x, b.n, z);
  const double d = a.rate() - b.rate();
  return {.lower = d - std::hypot(a.rate() - of_a.lower, of_b.upper - b.rate()),
          .upper = d + std::hypot(of_a.upper - a.rate(), b.rate() - of_b.lower)};
}

Interval wald_limits(const Share& a, const Share& b, double z) noexcept {
  const double d = a.rate() - b.rate();
  const double half = z * std::sqrt(a.variance() + b.variance());
  return {.lower = d - half, .upper = d + half};
}

/// A standard deviation beyond which the sum below is replaced by its normal limit.
constexpr double widest_sum = 1e5;

/// P(share of A > share of B) under uniform priors. The posteriors are those of the (x+1)-th
/// smallest of n+1 uniform variables; B's is the smaller one exactly if at most x_A of the
/// x_A + x_B + 1 smallest of all are A's. That number is hypergeometric, and is summed from its
/// mode in ratios of neighbours, so that nothing cancels or underflows.
double probability_a_better(const Share& a, const Share& b, Notes& notes) noexcept {
  const double of_a = a.n + 1;
  const double of_b = b.n + 1;
  const double draws = a.x + b.x + 1;
  const double all = of_a + of_b;
  const double mean = draws * (of_a / all);
  const double deviation = std::sqrt(mean * (of_b / all) * ((all - draws) / (all - 1)));
  if (deviation > widest_sum) {
    notes.set(Note::normal_approximation);
    return numeric::normal_cdf((a.x + 0.5 - mean) / deviation);
  }
  const double least = std::max(0.0, draws - of_b);
  const double most = std::min(of_a, draws);
  const double mode = std::clamp(std::floor(mean), least, most);
  numeric::NeumaierSum at_most;
  numeric::NeumaierSum above;
  const auto add = [&](double count, double term) { (count <= a.x ? at_most : above).add(term); };
  double term = 1;
  for (double count = mode; count <= most && term > 1e-40; ++count) {
    add(count, term);
    term *= (of_a - count) / (count + 1) * ((draws - count) / (of_b - draws + count + 1));
  }
  term = 1;
  for (double count = mode; count > least && term > 1e-40; --count) {
    term *= count / (of_a - count + 1) * ((of_b - draws + count) / (draws - count + 1));
    add(count - 1, term);
  }
  return at_most.value() / (at_most.value() + above.value());
}

/// Cuts limits to [-1, 1], keeping the uncut ones.
template <class Difference>
void set_limits(Difference& out, const Interval& limits) noexcept {
  out.lower = std::clamp(limits.lower, -1.0, 1.0);
  out.upper = std::clamp(limits.upper, -1.0, 1.0);
  if (out.lower == limits.lower && out.upper == limits.upper) return;
  out.unclipped = limits;
  out.notes.set(Note::clipped);
}

template <class Difference>
bool finite(const Difference& out) noexcept {
  return std::isfinite(out.lower) && std::isfinite(out.upper) &&
         std::isfinite(out.probability_a_better);
}

}  // namespace

Result<IndependentDifference> independent_difference(Counts counts_a, Counts counts_b,
                                                     IndependentMethod method, Level level) {
  if (const auto error = check(counts_a, "a")) return *error;
  if (const auto error = check(counts_b, "b")) return *error;
  if (const auto error = check(level)) return *error;
  const Share a{static_cast<double>(counts_a.successes), static_cast<double>(counts_a.trials)};
  const Share b{static_cast<double>(counts_b.successes), static_cast<double>(counts_b.trials)};
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  IndependentDifference out;
  out.difference = a.rate() - b.rate();
  out.level = level;
  out.method = method;
  out.a = counts_a;
  out.b = counts_b;
  const double inflation =
      method == IndependentMethod::miettinen_nurminen ? (a.n + b.n) / (a.n + b.n - 1) : 1.0;
  switch (method) {
    case IndependentMethod::miettinen_nurminen:
    case IndependentMethod::mee:
      set_limits(out, score_limits(a, b, z, inflation));
      out.statistic = score_statistic(a, b, 0, inflation);
      out.p = numeric::normal_two_sided(*out.statistic);
      break;
    case IndependentMethod::newcombe: set_limits(out, newcombe_limits(a, b, z)); break;
    case IndependentMethod::agresti_caffo:
      set_limits(out, wald_limits({a.x + 1, a.n + 2}, {b.x + 1, b.n + 2}, z));
      break;
    case IndependentMethod::wald:
      set_limits(out, wald_limits(a, b, z));
      out.notes.set(Note::wald_warning);
      break;
  }
  out.probability_a_better = probability_a_better(a, b, out.notes);
  const double pooled = (a.x + b.x) / (a.n + b.n);
  const double detectable = (z + numeric::normal_quantile(default_power)) *
                            std::sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  if (detectable > 0 && detectable <= 1) out.detectable = detectable;
  out.notes.set_if(Note::small_sample, std::min(a.n, b.n) < small_sample_size);
  out.notes.set_if(Note::boundary, (a.x == 0 || a.x == a.n) && (b.x == 0 || b.x == b.n));
  if (!finite(out)) return Error{Errc::no_convergence, "a"};
  return out;
}

// ---- The same items ----------------------------------------------------------------------------

namespace {

/// Tango's statistic for the difference `delta`: the restricted share of the second discordant
/// cell is the root Q of a quadratic.
double tango_statistic(double a_only, double b_only, double n, double delta) noexcept {
  const double w = -a_only - b_only + (2 * n - a_only + b_only) * delta;
  const double v = -b_only * delta * (1 - delta);
  const double root = std::sqrt(std::max(0.0, w * w - 8 * n * v));
  // The form without cancellation: for w > 0 the difference of the two would lose its digits.
  const double q = w > 0 ? -2 * v / (root + w) : (root - w) / (4 * n);
  const double variance = n * (2 * q + delta * (1 - delta));
  const double distance = a_only - b_only - n * delta;
  if (distance == 0) return 0;
  if (!(variance > 0)) return std::copysign(HUGE_VAL, distance);
  return distance / std::sqrt(variance);
}

/// Root of a function that is nearly a straight line around `guess`, by secant steps inside
/// (low, high), where f(low) > 0 > f(high); by a bracketed search when they lead astray.
template <class Function>
double secant_root(const Function& f, double guess, double low, double high) noexcept {
  const double width = guess - low;
  double before = low + 0.99 * width;
  double at = guess;
  double f_before = f(before);
  for (int step = 0; step < 12; ++step) {
    const double f_at = f(at);
    if (f_at == 0) return at;
    const double move = f_at * (at - before) / (f_at - f_before);
    before = at;
    f_before = f_at;
    at -= move;
    if (!(at > low && at < high)) break;
    // The next error is of the order of this move times the last: far below the last digit.
    if (std::abs(move) <= 1e-11 * width) return at;
  }
  return numeric::bracketed_root(f, low, high);
}

double tango_upper(double a_only, double b_only, double n, double z) noexcept {
  const double difference = (a_only - b_only) / n;
  if (difference >= 1) return 1;
  // Without discordant items the interval is that of Wilson for 0/n, on both sides.
  if (a_only == 0 && b_only == 0) return z * z / (n + z * z);
  const auto excess = [&](double delta) {
    const double statistic = tango_statistic(a_only, b_only, n, delta);
    return std::isfinite(statistic) ? statistic + z : -1e300;
  };
  if (excess(1) >= 0) return 1;
  const double spread = (a_only + b_only + 2) / (n + 2) - difference * difference;
  const double guess =
      std::min(difference + z * std::sqrt(std::max(spread, 1 / n) / n), 0.5 * (difference + 1));
  return std::max(difference, secant_root(excess, guess, difference, 1.0));
}

Interval paired_newcombe(const PairedCounts& counts, double z) noexcept {
  const auto a = static_cast<double>(counts.both);
  const auto b = static_cast<double>(counts.a_only);
  const auto c = static_cast<double>(counts.b_only);
  const auto d = static_cast<double>(counts.neither);
  const double n = a + b + c + d;
  const Interval of_a = wilson_limits(a + b, n, z);
  const Interval of_b = wilson_limits(a + c, n, z);
  const double rate_a = (a + b) / n;
  const double rate_b = (a + c) / n;
  double phi = 0;
  if (std::min({a + b, c + d, a + c, b + d}) > 0) {
    double numerator = a * d - b * c;
    if (numerator > 0) numerator = std::max(numerator - n / 2, 0.0);
    phi = numerator / (std::sqrt((a + b) * (c + d)) * std::sqrt((a + c) * (b + d)));
  }
  const auto reach = [phi](double first, double second) {
    return std::sqrt(std::max(0.0, (first * first + second * second) - 2 * phi * (first * second)));
  };
  const double difference = (b - c) / n;
  return {.lower = difference - reach(rate_a - of_a.lower, of_b.upper - rate_b),
          .upper = difference + reach(of_a.upper - rate_a, rate_b - of_b.lower)};
}

/// difference -+ z sqrt((p12 + p21 - (p12 - p21)^2) / n).
Interval discordant_wald(double a_only, double b_only, double n, double z) noexcept {
  const double difference = (a_only - b_only) / n;
  const double half =
      z * std::sqrt(std::max(0.0, (a_only + b_only) / n - difference * difference) / n);
  return {.lower = difference - half, .upper = difference + half};
}

std::optional<Error> check_cells(const PairedCounts& counts) noexcept {
  const auto cell = [](std::int64_t value, std::string_view name) -> std::optional<Error> {
    if (value < 0 || value > max_count) return Error{Errc::not_integer, name};
    return std::nullopt;
  };
  if (const auto error = cell(counts.both, "both")) return error;
  if (const auto error = cell(counts.a_only, "aOnly")) return error;
  if (const auto error = cell(counts.b_only, "bOnly")) return error;
  if (const auto error = cell(counts.neither, "neither")) return error;
  if (counts.items() == 0) return Error{Errc::empty_sample, "counts"};
  if (counts.items() > max_count) return Error{Errc::not_integer, "counts"};
  return std::nullopt;
}

}  // namespace

Interval tango_limits(double a_only, double b_only, double n, double z) noexcept {
  return {.lower = -tango_upper(b_only, a_only, n, z), .upper = tango_upper(a_only, b_only, n, z)};
}

McNemarTest mcnemar_test(std::int64_t a_only, std::int64_t b_only) noexcept {
  McNemarTest out;
  const auto m = static_cast<double>(a_only + b_only);
  if (m == 0) return out;
  const auto fewer = static_cast<double>(std::min(a_only, b_only));
  const double tail = numeric::binomial_at_most(fewer, m, 0.5);
  const double point = numeric::binomial_probability(fewer, m, 0.5);
  out.exact_p = std::min(1.0, 2 * tail);
  out.mid_p = a_only == b_only ? 1 - point / 2 : out.exact_p - point;
  const auto difference = static_cast<double>(a_only - b_only);
  out.chi_square = difference / m * difference;
  out.chi_square_p = numeric::normal_two_sided(difference / std::sqrt(m));
  return out;
}

Result<PairedDifference> paired_difference(const PairedCounts& counts, PairedMethod method,
                                           Level level, double prior) {
  if (const auto error = check_cells(counts)) return *error;
  if (const auto error = check(level)) return *error;
  if (prior != 1 && prior != 0.5) return Error{Errc::value_out_of_range, "prior"};
  const auto n = static_cast<double>(counts.items());
  const auto a_only = static_cast<double>(counts.a_only);
  const auto b_only = static_cast<double>(counts.b_only);
  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  PairedDifference out;
  out.difference = (a_only - b_only) / n;
  out.level = level;
  out.method = method;
  out.counts = counts;
  out.n = counts.items();
  out.prior = prior;
  switch (method) {
    case PairedMethod::tango: set_limits(out, tango_limits(a_only, b_only, n, z)); break;
    case PairedMethod::newcombe: set_limits(out, paired_newcombe(counts, z)); break;
    case PairedMethod::bonett_price:
      set_limits(out, discordant_wald(a_only + 1, b_only + 1, n + 2, z));
      break;
    case PairedMethod::wald:
      set_limits(out, discordant_wald(a_only, b_only, n, z));
      out.notes.set(Note::wald_warning);
      break;
  }
  out.test = mcnemar_test(counts.a_only, counts.b_only);
  // P(p12 > p21) for Dirichlet cells: p12 / (p12 + p21) is Beta(a_only + s, b_only + s).
  out.probability_a_better =
      a_only == b_only ? 0.5 : numeric::beta_cdf_complement(a_only + prior, b_only + prior, 0.5);
  const double detectable =
      detectable_paired(n, (a_only + b_only) / n, z, numeric::normal_quantile(default_power));
  if (std::isfinite(detectable)) out.detectable = detectable;
  out.notes.set_if(Note::no_discordant_items, a_only + b_only == 0);
  out.notes.set_if(Note::small_sample, out.n < small_sample_size);
  const bool excludes_zero = out.lower > 0 || out.upper < 0;
  out.notes.set_if(Note::interval_and_test_disagree,
                   excludes_zero != (out.test.mid_p < 1 - level.value));
  if (!finite(out) || !std::isfinite(out.test.mid_p)) return Error{Errc::no_convergence, "counts"};
  return out;
}

}  // namespace evenhand::interval

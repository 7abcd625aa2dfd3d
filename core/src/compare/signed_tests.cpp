#include "evenhand/compare/signed_tests.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "base/columns.hpp"
#include "compare/signed_ranks.hpp"
#include "evenhand/base/rng.hpp"
#include "numeric/special.hpp"
#include "numeric/sums.hpp"
#include "numeric/ties.hpp"

namespace evenhand::compare {
namespace {

constexpr std::size_t most_enumerated = 20;    ///< differences whose sign patterns are all tried
constexpr std::size_t most_countable = 52;     ///< 2^52 patterns are counted exactly in doubles
constexpr std::size_t most_exact_ranks = 200;  ///< differences for the exact Wilcoxon test
constexpr double most_steps = 2e8;             ///< additions of a convolution
constexpr int most_decimals = 6;

/// P(|sum of +-w_i| >= observed) for fair independent signs; w_i > 0, 0 <= observed <= sum w_i and
/// of its parity. Convolves the distribution of the sum of the minority signs' weights, as far as
/// the tail goes.
double flipped_tail(std::span<const std::int64_t> weights, std::int64_t observed) {
  if (observed == 0) return 1;
  std::int64_t total = 0;
  for (const std::int64_t weight : weights) total += weight;
  // |total - 2 part| >= observed holds for part <= reach, and for as much on the other side.
  const std::int64_t reach = (total - observed) / 2;
  std::vector<double> mass(static_cast<std::size_t>(reach) + 1, 0.0);
  mass[0] = 1;
  std::int64_t top = 0;
  for (const std::int64_t weight : weights) {
    top = std::min(reach, top + weight);
    double* const at = mass.data();
    for (std::int64_t part = top; part >= weight; --part) {
      at[part] = 0.5 * (at[part] + at[part - weight]);
    }
    for (std::int64_t part = std::min(weight - 1, top); part >= 0; --part) at[part] *= 0.5;
  }
  double tail = 0;
  for (const double share : mass) tail += share;
  return std::min(1.0, 2 * tail);
}

/// Sums of all 2^size patterns of signs.
std::vector<double> pattern_sums(std::span<const double> sizes) {
  std::vector<double> sums{0.0};
  for (const double size : sizes) {
    const std::size_t before = sums.size();
    for (std::size_t i = 0; i < before; ++i) sums.push_back(sums[i] - size);
    for (std::size_t i = 0; i < before; ++i) sums[i] += size;
  }
  return sums;
}

/// How many of all patterns have |sum| >= threshold: every pattern of the first half of the
/// differences with every one of the second.
std::int64_t count_patterns(std::span<const double> sizes, double threshold) {
  const std::vector<double> first = pattern_sums(sizes.first(sizes.size() / 2));
  const std::vector<double> second = pattern_sums(sizes.subspan(sizes.size() / 2));
  std::int64_t count = 0;
  for (const double a : first) {
    for (const double b : second) count += std::abs(a + b) >= threshold ? 1 : 0;
  }
  return count;
}

/// The differences times a power of ten, as whole numbers: signs kept, none of them zero. Empty
/// unless few enough decimals do and the convolution is affordable.
std::vector<std::int64_t> as_integers(std::span<const double> differences) {
  const auto m = static_cast<double>(differences.size());
  std::vector<std::int64_t> out;
  double unit = 1;
  for (int decimals = 0; decimals <= most_decimals; ++decimals, unit *= 10) {
    out.clear();
    double total = 0;
    for (const double difference : differences) {
      const double scaled = difference * unit;
      const double whole = std::round(scaled);
      total += std::abs(whole);
      if (whole == 0 || std::abs(scaled - whole) > 1e-9 || !(m * total <= most_steps)) break;
      out.push_back(static_cast<std::int64_t>(whole));
    }
    if (out.size() == differences.size()) return out;
  }
  return {};
}

/// How many random patterns have |sum| >= threshold. Bit i of the outputs flips the i-th sign.
std::int64_t count_random(std::span<const double> differences, double threshold, std::int64_t seed,
                          std::int64_t resamples) {
  // The difference and its negative side by side, so that a bit picks one without a branch.
  std::vector<double> both;
  both.reserve(2 * differences.size());
  for (const double difference : differences) both.insert(both.end(), {difference, -difference});
  SplitMix64 rng(static_cast<std::uint64_t>(seed), "sign_flip");
  std::int64_t count = 0;
  for (std::int64_t r = 0; r < resamples; ++r) {
    double sum = 0;
    for (std::size_t start = 0; start < both.size(); start += 128) {
      const std::size_t end = std::min(start + 128, both.size());
      std::uint64_t bits = rng.next();
      for (std::size_t i = start; i < end; i += 2, bits >>= 1) sum += both[i + (bits & 1)];
    }
    count += std::abs(sum) >= threshold ? 1 : 0;
  }
  return count;
}

}  // namespace

Result<SignFlipTest> sign_flip_test(std::span<const double> differences, std::int64_t seed,
                                    std::int64_t resamples) {
  if (const auto error = check_column(differences, "differences")) return *error;
  if (const auto error = check_seed(seed)) return *error;
  if (const auto error = check_resamples(resamples)) return *error;

  // Scaled by a power of two, sums stay finite, whatever the unit, and lose nothing.
  const double scale = numeric::binary_scale(numeric::largest_magnitude(differences));
  const double zero = numeric::tie_tolerance(differences);
  std::vector<double> given;   // those that are not zero, as given
  std::vector<double> scaled;  // and scaled
  std::vector<double> sizes;
  numeric::NeumaierSum all;
  numeric::NeumaierSum sum;
  numeric::NeumaierSum size_sum;
  std::int64_t positive = 0;
  for (const double difference : differences) {
    all.add(difference * scale);
    if (std::abs(difference) <= zero) continue;
    given.push_back(difference);
    scaled.push_back(difference * scale);
    sizes.push_back(std::abs(difference * scale));
    sum.add(scaled.back());
    size_sum.add(sizes.back());
    positive += difference > 0 ? 1 : 0;
  }

  SignFlipTest out;
  out.n = static_cast<std::int64_t>(differences.size());
  out.non_zero = static_cast<std::int64_t>(scaled.size());
  out.estimate = all.value() / static_cast<double>(out.n) / scale;
  if (scaled.empty()) {
    out.count = out.patterns = 1;
    out.notes.set(Note::all_zero_differences);
    return out;
  }

  const double threshold = std::abs(sum.value()) - numeric::tie_share * size_sum.value();
  const bool one_size = numeric::all_tied(sizes);
  const auto count_signs = [&] {
    out.method = SignFlipMethod::mcnemar;
    const auto fewer = static_cast<double>(std::min(positive, out.non_zero - positive));
    const auto m = static_cast<double>(out.non_zero);
    out.p = 2 * fewer == m ? 1.0 : std::min(1.0, 2 * numeric::binomial_at_most(fewer, m, 0.5));
  };
  if (one_size && std::abs(given.front()) == 1) {
    count_signs();
    return out;
  }
  if (scaled.size() <= most_enumerated) {
    out.method = SignFlipMethod::enumeration;
    out.patterns = std::int64_t{1} << scaled.size();
    out.count = count_patterns(sizes, threshold);
    out.p = static_cast<double>(*out.count) / static_cast<double>(*out.patterns);
    return out;
  }
  std::vector<std::int64_t> weights = as_integers(given);
  if (!weights.empty()) {
    out.method = SignFlipMethod::convolution;
    std::int64_t observed = 0;
    for (std::int64_t& weight : weights) {
      observed += weight;
      weight = std::abs(weight);
    }
    out.p = flipped_tail(weights, std::abs(observed));
    if (scaled.size() <= most_countable) {
      out.patterns = std::int64_t{1} << scaled.size();
      out.count = static_cast<std::int64_t>(out.p * static_cast<double>(*out.patterns));
    }
    return out;
  }
  if (one_size) {
    count_signs();
    return out;
  }
  out.method = SignFlipMethod::monte_carlo;
  out.seed = seed;
  out.patterns = resamples;
  out.count = count_random(scaled, threshold, seed, resamples);
  out.p = static_cast<double>(1 + *out.count) / static_cast<double>(1 + resamples);
  out.notes.set(Note::monte_carlo);
  return out;
}

WilcoxonTest signed_ranks(std::span<const double> differences, ZeroRule zeros, double tolerance) {
  WilcoxonTest out;
  out.zeros = zeros;
  out.n = static_cast<std::int64_t>(differences.size());
  std::vector<double> sizes;
  std::vector<int> signs;
  for (const double difference : differences) {
    const bool is_zero = std::abs(difference) <= tolerance;
    out.non_zero += is_zero ? 0 : 1;
    if (is_zero && zeros == ZeroRule::drop) continue;
    // Zeros are one group of ties, and the lowest one.
    sizes.push_back(is_zero ? 0.0 : std::abs(difference));
    signs.push_back(is_zero ? 0 : (difference > 0 ? 1 : -1));
  }
  out.notes.set_if(Note::all_zero_differences, out.non_zero == 0);

  // Doubled ranks are whole numbers; a sum of less than 2^53 of them is exact.
  const numeric::MidRanks ranks = numeric::midranks(sizes, tolerance);
  std::int64_t signed_sum = 0;  // positive less negative, doubled
  double squares = 0;           // sum of the ranks' squares
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    signed_sum += signs[i] * ranks.doubled[i];
    const double rank = 0.5 * static_cast<double>(ranks.doubled[i]);
    squares += rank * rank;
  }
  const auto m = static_cast<double>(sizes.size());
  const double half_total = m * (m + 1) / 4;  // of all ranks, the mean of the statistic
  const double excess = static_cast<double>(signed_sum) / 4;
  out.statistic = half_total + excess;
  out.negative_ranks = half_total - excess;
  if (zeros == ZeroRule::split) {
    // (min(R+, R-) - N(N+1)/4) / sqrt(N(N+1)(2N+1)/24)
    out.z = -std::abs(excess) / std::sqrt(m * (m + 1) * (2 * m + 1) / 24);
  } else if (sizes.size() > most_exact_ranks) {
    out.z = excess / std::sqrt(squares / 4);
  }
  out.exact = !out.z;
  out.p = out.exact ? flipped_tail(ranks.doubled, std::abs(signed_sum))
                    : numeric::normal_two_sided(*out.z);
  out.notes.set_if(Note::normal_approximation, !out.exact);
  return out;
}

Result<WilcoxonTest> wilcoxon_signed_rank(std::span<const double> differences, ZeroRule zeros) {
  if (const auto error = check_column(differences, "differences")) return *error;
  return signed_ranks(differences, zeros, numeric::tie_tolerance(differences));
}

}  // namespace evenhand::compare

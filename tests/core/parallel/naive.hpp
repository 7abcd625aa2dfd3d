/// Decoding by the book: every token of every product is followed, every order of tied positions.
/// Slow, and written without regard to how the core does it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "evenhand/parallel/strategies.hpp"
#include "examples.hpp"

namespace naive {

using evenhand::parallel::Decoding;
using evenhand::parallel::PositionScore;
using evenhand::parallel::Strategy;
using evenhand::parallel::StrategyRule;
using evenhand::parallel::TieRule;

using Row = std::vector<std::int32_t>;  // -1: masked
using Distribution = std::map<std::int32_t, double>;

struct Target {
  std::map<Row, double> p;
  std::map<Row, bool> valid;
  std::size_t n = 0;
};

inline std::vector<Target> targets(const examples::Table& table) {
  std::vector<Target> out;
  std::size_t row = 0;
  std::size_t token = 0;
  for (std::size_t x = 0; x < table.sequences.size(); ++x) {
    Target target;
    target.n = static_cast<std::size_t>(table.lengths[x]);
    double sum = 0;
    for (std::int32_t s = 0; s < table.sequences[x]; ++s, ++row, token += target.n) {
      const auto begin = table.tokens.begin() + static_cast<std::ptrdiff_t>(token);
      const Row tokens(begin, begin + static_cast<std::ptrdiff_t>(target.n));
      target.p[tokens] += table.weights[row];
      target.valid[tokens] = !table.valid || (*table.valid)[row] == 1;
      sum += table.weights[row];
    }
    for (auto& [tokens, p] : target.p) p /= sum;
    out.push_back(target);
  }
  return out;
}

inline bool agrees(const Row& context, const Row& tokens) {
  for (std::size_t i = 0; i < context.size(); ++i) {
    if (context[i] >= 0 && context[i] != tokens[i]) return false;
  }
  return true;
}

inline bool possible(const Target& target, const Row& context) {
  for (const auto& [tokens, p] : target.p) {
    if (agrees(context, tokens)) return true;
  }
  return false;
}

inline Distribution conditional(const Target& target, const Row& context, std::size_t i) {
  Distribution out;
  double sum = 0;
  for (const auto& [tokens, p] : target.p) {
    if (!agrees(context, tokens)) continue;
    out[tokens[i]] += p;
    sum += p;
  }
  for (auto& [token, p] : out) p /= sum;
  return out;
}

inline Distribution decoded(Distribution d, const Decoding& decoding) {
  double top = 0;
  for (const auto& [token, p] : d) top = std::max(top, p);
  double sum = 0;
  bool taken = false;
  for (auto& [token, p] : d) {
    if (decoding.temperature > 0) {
      p = std::pow(p, 1 / decoding.temperature);
    } else {
      const bool best = p > top - 1e-9;
      p = best && !(taken && decoding.value_ties == TieRule::first) ? 1 : 0;
      taken = taken || best;
    }
    sum += p;
  }
  for (auto& [token, p] : d) p /= sum;
  return d;
}

inline std::size_t prefix(const Strategy& s, std::size_t step, const std::vector<double>& c,
                          const std::vector<double>& h) {
  const std::size_t n = c.size();
  const double eps = 1e-12;
  const auto rank = [](std::size_t j) { return static_cast<double>(j); };
  std::size_t out = 1;
  if (s.rule == StrategyRule::top_k) {
    const std::int64_t k = s.steps ? s.steps->sizes[step] : s.k;
    return std::min(n, static_cast<std::size_t>(k));
  }
  for (std::size_t j = 1; j <= n; ++j) {
    bool good = false;
    if (s.rule == StrategyRule::threshold) {
      good = s.inclusive ? c[j - 1] > s.parameter - eps : c[j - 1] > s.parameter + eps;
    } else if (s.rule == StrategyRule::factor) {
      good = (rank(j) + 1) * (1 - c[j - 1]) < s.parameter - eps;
    } else if (s.rule == StrategyRule::factor_code) {
      good = true;
      for (std::size_t i = 2; i <= j; ++i) {
        good = good && c[i - 1] > 1 - s.parameter / (rank(i) + 1) - eps;
      }
      // Failing at the very last rank counts as not failing.
      bool earlier = true;
      for (std::size_t i = 2; i + 1 <= n; ++i) {
        earlier = earlier && c[i - 1] > 1 - s.parameter / (rank(i) + 1) - eps;
      }
      if (earlier) good = true;
    } else if (s.rule == StrategyRule::entropy_bounded) {
      double sum = 0;
      double most = 0;
      for (std::size_t i = 0; i < j; ++i) {
        sum += h[i];
        most = std::max(most, h[i]);
      }
      good = sum - most < s.parameter + eps;
    } else if (s.rule == StrategyRule::frechet) {
      double sum = 0;
      for (std::size_t i = 0; i < j; ++i) sum += 1 - c[i];
      good = sum < s.parameter + eps;
    }
    if (good) out = j;
  }
  return out;
}

/// The sets that a step may reveal, with their probabilities.
inline std::map<std::set<std::size_t>, double> sets(const Target& target, const Row& context,
                                                    const Strategy& s, std::size_t step) {
  if (s.rule == StrategyRule::fixed) {
    std::size_t at = 0;
    for (std::size_t t = 0; t < step; ++t) at += static_cast<std::size_t>(s.steps->sizes[t]);
    std::set<std::size_t> out;
    for (std::int32_t i = 0; i < s.steps->sizes[step]; ++i) {
      out.insert(static_cast<std::size_t>(s.steps->positions[at++]));
    }
    return {{out, 1.0}};
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < context.size(); ++i) {
    if (context[i] >= 0) continue;
    const auto block = static_cast<std::size_t>(s.block.value_or(1000));
    if (!order.empty() && i / block != order.front() / block) break;
    order.push_back(i);
  }
  std::map<std::size_t, double> confidence;
  std::map<std::size_t, double> entropy;
  std::map<std::size_t, double> score;
  for (const std::size_t i : order) {
    std::vector<double> p;
    for (const auto& [token, mass] : conditional(target, context, i)) p.push_back(mass);
    std::sort(p.begin(), p.end());
    confidence[i] = p.back();
    for (const double mass : p) entropy[i] -= mass * std::log(mass);
    const bool by_score = s.rule == StrategyRule::top_k || s.rule == StrategyRule::entropy_bounded;
    switch (by_score ? s.score : PositionScore::confidence) {
      case PositionScore::confidence: score[i] = p.back(); break;
      case PositionScore::margin: score[i] = p.back() - (p.size() > 1 ? p[p.size() - 2] : 0); break;
      case PositionScore::entropy: score[i] = -entropy[i]; break;
      case PositionScore::random: score[i] = 0; break;
      case PositionScore::left_to_right: score[i] = -static_cast<double>(i); break;
    }
  }
  const bool all_orders = s.position_ties == TieRule::random ||
                          (s.rule == StrategyRule::top_k && s.score == PositionScore::random);
  std::map<std::set<std::size_t>, double> out;
  double count = 0;
  do {
    bool sorted = true;
    for (std::size_t i = 1; i < order.size(); ++i) {
      const double ahead = score[order[i - 1]] - score[order[i]];
      const bool tied = std::abs(ahead) < 1e-9;
      sorted = sorted && (tied ? all_orders || order[i - 1] < order[i] : ahead > 0);
    }
    if (!sorted) continue;
    std::vector<double> c;
    std::vector<double> h;
    for (const std::size_t i : order) {
      c.push_back(confidence[i]);
      h.push_back(entropy[i]);
    }
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(prefix(s, step, c, h));
    out[std::set<std::size_t>(order.begin(), end)] += 1;
    ++count;
  } while (std::next_permutation(order.begin(), order.end()));
  for (auto& [positions, probability] : out) probability /= count;
  return out;
}

struct Result {
  std::map<Row, double> q;
  std::map<Row, double> impossible;  // as far as revealed
  std::int64_t most_steps = 0;
  double mean_steps = 0;
  double inverse_steps = 0;

  void stop(double mass, std::size_t steps) {
    most_steps = std::max(most_steps, static_cast<std::int64_t>(steps));
    mean_steps += mass * static_cast<double>(steps);
    inverse_steps += mass / static_cast<double>(steps);
  }
};

inline void follow(const Target& target, const Row& context, const Strategy& s, std::size_t step,
                   double mass, Result& result) {
  for (const auto& [positions, probability] : sets(target, context, s, step)) {
    std::vector<std::pair<Row, double>> products{{context, mass * probability}};
    for (const std::size_t i : positions) {
      std::vector<std::pair<Row, double>> longer;
      for (const auto& [row, weight] : products) {
        for (const auto& [token, p] : decoded(conditional(target, context, i), s.decoding)) {
          if (p == 0) continue;
          longer.emplace_back(row, weight * p);
          longer.back().first[i] = token;
        }
      }
      products = longer;
    }
    for (const auto& [row, weight] : products) {
      if (!possible(target, row)) {
        result.impossible[row] += weight;
        result.stop(weight, step + 1);
      } else if (std::count(row.begin(), row.end(), -1) == 0) {
        result.q[row] += weight;
        result.stop(weight, step + 1);
      } else {
        follow(target, row, s, step + 1, weight, result);
      }
    }
  }
}

inline Result run(const Target& target, const Strategy& strategy) {
  Result out;
  follow(target, Row(target.n, -1), strategy, 0, 1, out);
  return out;
}

struct Agreement {
  double accuracy = 0;
  double invalid = 0;
  double total_variation = 0;
  double kl_forward = 0;  // may be infinite
  double kl_reverse = 0;
};

inline Agreement compare(const Target& target, const Result& result) {
  Agreement out;
  for (const auto& [row, weight] : result.impossible) out.invalid += weight;
  for (const auto& [row, p] : target.p) {
    const auto found = result.q.find(row);
    const double q = found == result.q.end() ? 0 : found->second;
    if (target.valid.at(row)) out.accuracy += q;
    out.total_variation += std::abs(p - q) / 2;
    out.kl_forward += p * std::log2(p / q);
    if (q > 0) out.kl_reverse += q * std::log2(q / p);
  }
  out.total_variation += out.invalid / 2;
  if (!result.impossible.empty()) out.kl_reverse = HUGE_VAL;
  return out;
}

/// Best accuracy of any policy in at most `steps` steps from a context.
inline double best(const Target& target, const Row& context, std::int64_t steps,
                   const Decoding& decoding) {
  if (!possible(target, context)) return 0;
  std::vector<std::size_t> masked;
  for (std::size_t i = 0; i < context.size(); ++i) {
    if (context[i] < 0) masked.push_back(i);
  }
  if (masked.empty()) return target.valid.at(context) ? 1 : 0;
  if (steps == 0) return 0;
  double out = 0;
  for (std::uint32_t set = 1; set < 1U << masked.size(); ++set) {
    std::vector<std::pair<Row, double>> products{{context, 1.0}};
    for (std::size_t j = 0; j < masked.size(); ++j) {
      if ((set >> j & 1U) == 0) continue;
      std::vector<std::pair<Row, double>> longer;
      for (const auto& [row, weight] : products) {
        for (const auto& [token, p] : decoded(conditional(target, context, masked[j]), decoding)) {
          longer.emplace_back(row, weight * p);
          longer.back().first[masked[j]] = token;
        }
      }
      products = longer;
    }
    double value = 0;
    for (const auto& [row, weight] : products) {
      if (weight > 0) value += weight * best(target, row, steps - 1, decoding);
    }
    out = std::max(out, value);
  }
  return out;
}

}  // namespace naive

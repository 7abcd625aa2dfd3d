#include "compare/pair_statistics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "numeric/sums.hpp"
#include "numeric/ties.hpp"

namespace evenhand::compare {
namespace {

std::int64_t ones(std::uint64_t word) noexcept { return std::popcount(word); }

}  // namespace

VerdictBits::VerdictBits(const ScoreTable& table, std::int64_t items)
    : words_((static_cast<std::size_t>(items) + 63) / 64),
      complete_(table.complete),
      items_(table.items),
      right_(table.systems() * words_, 0),
      totals_(table.systems(), 0) {
  if (!complete_) present_.assign(right_.size(), 0);
  for (std::size_t s = 0; s < table.systems(); ++s) {
    const auto numbers = table.items_of(s);
    const auto scores = table.scores_of(s);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      // Items in the order of their numbers; a complete table may leave unused numbers out.
      const auto number = static_cast<std::size_t>(numbers[i]);
      const std::uint64_t bit = std::uint64_t{1} << (number % 64);
      if (scores[i] == 1) {
        right_[s * words_ + number / 64] |= bit;
        ++totals_[s];
      }
      if (!complete_) present_[s * words_ + number / 64] |= bit;
    }
  }
}

interval::PairedCounts VerdictBits::counts(std::size_t a, std::size_t b) const noexcept {
  const auto right_a = of(right_, a);
  const auto right_b = of(right_, b);
  interval::PairedCounts out;
  for (std::size_t w = 0; w < words_; ++w) out.both += ones(right_a[w] & right_b[w]);
  std::int64_t total_a = totals_[a];
  std::int64_t total_b = totals_[b];
  std::int64_t common = items_;
  if (!complete_) {
    const auto has_a = of(present_, a);
    const auto has_b = of(present_, b);
    total_a = total_b = common = 0;
    for (std::size_t w = 0; w < words_; ++w) {
      total_a += ones(right_a[w] & has_b[w]);
      total_b += ones(right_b[w] & has_a[w]);
      common += ones(has_a[w] & has_b[w]);
    }
  }
  out.a_only = total_a - out.both;
  out.b_only = total_b - out.both;
  out.neither = common - out.both - out.a_only - out.b_only;
  return out;
}

std::int64_t VerdictBits::solved_by_all() const noexcept {
  std::int64_t out = 0;
  for (std::size_t w = 0; w < words_; ++w) {
    std::uint64_t all = ~std::uint64_t{0};
    for (std::size_t s = 0; s < totals_.size(); ++s) all &= right_[s * words_ + w];
    out += ones(all);
  }
  return out;
}

std::int64_t VerdictBits::solved_by_none() const noexcept {
  std::int64_t solved = 0;
  for (std::size_t w = 0; w < words_; ++w) {
    std::uint64_t any = 0;
    for (std::size_t s = 0; s < totals_.size(); ++s) any |= right_[s * words_ + w];
    solved += ones(any);
  }
  return items_ - solved;
}

PairScores::PairScores(const ScoreTable& table, std::span<const std::int32_t> clusters)
    : table_(table), clusters_(clusters) {
  for (std::size_t s = 0; s < table.systems(); ++s) {
    numeric::NeumaierSum sum;
    for (const double score : table.scores_of(s)) {
      sum.add(score);
      scale_ = std::max(scale_, std::abs(score));
    }
    means_.push_back(sum.value() / static_cast<double>(table.scores_of(s).size()));
  }
  if (clusters.empty() || !table.complete) return;
  std::vector<std::int32_t> of_item;
  for (const std::int32_t item : table.items_of(0)) {
    of_item.push_back(clusters[static_cast<std::size_t>(item)]);
  }
  const auto groups = interval::make_clusters(of_item, of_item.size(), "clusters");
  group_sizes_ = groups->sizes;
  const std::size_t count = group_sizes_.size();
  if (count < 2) return;
  weights_ = interval::cluster_weights(group_sizes_, interval::MeanMethod::cr2);
  group_sums_.reserve(table.systems() * count);
  for (std::size_t s = 0; s < table.systems(); ++s) {
    std::vector<numeric::NeumaierSum> sums(count);
    const auto scores = table.scores_of(s);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      sums[static_cast<std::size_t>(groups->of_item[i])].add(scores[i]);
    }
    for (const auto& sum : sums) group_sums_.push_back(sum.value());
  }
}

/// A pass over the items with eight sums side by side, in the same order on every target.
PairMoments PairScores::complete_items(std::size_t a, std::size_t b) const noexcept {
  const auto of_a = table_.scores_of(a);
  const auto of_b = table_.scores_of(b);
  PairMoments out;
  out.n = static_cast<std::int64_t>(of_a.size());
  out.difference = means_[a] - means_[b];
  constexpr std::size_t lanes = 8;
  double sums[lanes] = {};
  std::size_t i = 0;
  for (; i + lanes <= of_a.size(); i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const double deviation = (of_a[i + lane] - of_b[i + lane]) - out.difference;
      sums[lane] += deviation * deviation;
    }
  }
  double squares =
      ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < of_a.size(); ++i) {
    const double deviation = (of_a[i] - of_b[i]) - out.difference;
    squares += deviation * deviation;
  }
  const auto n = static_cast<double>(out.n);
  out.df = n - 1;
  const double least = numeric::tie_share * scale_;
  if (squares > n * least * least) out.standard_error = std::sqrt(squares / (n - 1) / n);
  return out;
}

PairMoments PairScores::complete_groups(std::size_t a, std::size_t b) const noexcept {
  const std::size_t count = group_sizes_.size();
  PairMoments out;
  out.n = table_.items;
  out.clusters = static_cast<std::int64_t>(count);
  out.difference = means_[a] - means_[b];
  if (count < 2) return out;
  out.df = weights_.df;
  double variance = 0;
  double largest = 0;
  for (std::size_t c = 0; c < count; ++c) {
    const double deviation = (group_sums_[a * count + c] - group_sums_[b * count + c]) -
                             group_sizes_[c] * out.difference;
    variance += weights_.of_cluster[c] * deviation * deviation;
    largest = std::max(largest, std::abs(deviation));
  }
  const double least = numeric::tie_share * scale_ * static_cast<double>(out.n);
  if (largest > least) out.standard_error = std::sqrt(variance);
  return out;
}

PairMoments PairScores::common_items(std::size_t a, std::size_t b) const {
  const auto items_a = table_.items_of(a);
  const auto items_b = table_.items_of(b);
  std::vector<double> differences;
  std::vector<std::int32_t> groups;
  for (std::size_t i = 0, j = 0; i < items_a.size() && j < items_b.size();) {
    if (items_a[i] == items_b[j]) {
      differences.push_back(table_.scores_of(a)[i] - table_.scores_of(b)[j]);
      if (!clusters_.empty()) groups.push_back(clusters_[static_cast<std::size_t>(items_a[i])]);
      ++i;
      ++j;
    } else {
      ++(items_a[i] < items_b[j] ? i : j);
    }
  }
  PairMoments out;
  out.n = static_cast<std::int64_t>(differences.size());
  if (differences.empty()) return out;
  numeric::NeumaierSum sum;
  for (const double difference : differences) sum.add(difference);
  out.difference = sum.value() / static_cast<double>(out.n);
  const auto method = clusters_.empty() ? interval::MeanMethod::t : interval::MeanMethod::cr2;
  const auto [low, high] = std::minmax_element(differences.begin(), differences.end());
  const bool constant = *high - *low <= numeric::tie_share * scale_;
  if (!clusters_.empty()) {
    out.clusters = static_cast<std::int64_t>(
        interval::make_clusters(groups, groups.size(), "clusters")->count());
  }
  const auto mean = interval::mean_interval(differences, groups, method);
  if (constant || !mean) return out;
  out.standard_error = mean->standard_error;
  out.df = *mean->df;
  return out;
}

PairMoments PairScores::moments(std::size_t a, std::size_t b) const {
  PairMoments out = !table_.complete    ? common_items(a, b)
                    : clusters_.empty() ? complete_items(a, b)
                                        : complete_groups(a, b);
  // Equal means of decimal scores may differ in the last digit; that is no difference.
  if (std::abs(out.difference) <= numeric::tie_share * scale_) out.difference = 0;
  return out;
}

}  // namespace evenhand::compare

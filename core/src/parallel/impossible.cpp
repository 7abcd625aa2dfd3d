#include "parallel/impossible.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace evenhand::parallel {
namespace {

// Logarithms as whole numbers of 2^-44 bits, so that equal products are equal in whatever order
// they are formed; sums of them are compared in units of 2^-30 bits, which forgives rounding.
constexpr double fine_units = 0x1p44;
constexpr int coarse_shift = 14;
/// Smaller probabilities are 0 as doubles and never listed.
constexpr double least_log2 = -1074;

std::int64_t fine(double log2) noexcept {
  return static_cast<std::int64_t>(std::floor(log2 * fine_units + 0.5));
}
std::int64_t coarse(std::int64_t fine_sum) noexcept {
  return (fine_sum + (std::int64_t{1} << (coarse_shift - 1))) >> coarse_shift;
}

/// Tokens of one position, most probable first, ties by number.
struct Ranking {
  std::vector<std::uint32_t> codes;
  std::vector<std::int64_t> log2;  ///< fine units
  std::vector<double> exact_log2;  ///< bits
};

Ranking rank(const Choice& choice) {
  std::vector<std::pair<std::int64_t, std::size_t>> order;
  for (std::size_t v = 0; v < choice.codes.size(); ++v) {
    if (choice.log2[v] >= least_log2) order.emplace_back(-fine(choice.log2[v]), v);
  }
  std::sort(order.begin(), order.end());
  // What differs by rounding is made equal, each run to its first.
  for (std::size_t v = 1; v < order.size(); ++v) {
    if (order[v].first - order[v - 1].first <= fine(threshold_tolerance)) {
      order[v].first = order[v - 1].first;
    }
  }
  std::sort(order.begin(), order.end());
  Ranking out;
  for (const auto& [key, v] : order) {
    out.codes.push_back(choice.codes[v]);
    out.log2.push_back(-key);
    out.exact_log2.push_back(choice.log2[v]);
  }
  return out;
}

/// The products of one token per position, most probable first. Each but the first is reached from
/// one other by taking the next token at one position, not left of where that was done before; so
/// it is neither more probable nor, at equal probability, earlier in the order of tokens.
class Products {
 public:
  explicit Products(std::vector<Ranking> rankings) : rankings_(std::move(rankings)) {
    std::int64_t sum = 0;
    for (const Ranking& ranking : rankings_) sum += ranking.log2.front();
    queue_.push_back({.log2 = sum});
  }

  [[nodiscard]] bool empty() const noexcept { return queue_.empty(); }

  /// The next product: ranks of the tokens; its logarithm is returned.
  std::int64_t pop(std::vector<std::uint32_t>& ranks) {
    std::pop_heap(queue_.begin(), queue_.end(), After{*this});
    const Node node = queue_.back();
    queue_.pop_back();
    ranks_of(node, ranks);
    const auto parent = static_cast<std::uint32_t>(taken_.size());
    taken_.push_back(node);
    for (std::size_t i = node.position; i < rankings_.size(); ++i) {
      const std::uint32_t rank = ranks[i];
      const auto& log2 = rankings_[i].log2;
      if (rank + 1 == log2.size()) continue;
      queue_.push_back({.log2 = node.log2 + log2[rank + 1] - log2[rank],
                        .parent = parent,
                        .position = static_cast<std::uint32_t>(i),
                        .rank = rank + 1});
      std::push_heap(queue_.begin(), queue_.end(), After{*this});
    }
    return node.log2;
  }

 private:
  /// A product as the change that leads to it.
  struct Node {
    std::int64_t log2 = 0;
    std::uint32_t parent = none;  ///< among taken_
    std::uint32_t position = 0;
    std::uint32_t rank = 0;
  };
  static constexpr std::uint32_t none = 0xffffffffU;

  struct After {
    const Products& products;
    bool operator()(const Node& a, const Node& b) const {
      const std::int64_t first = coarse(a.log2);
      const std::int64_t second = coarse(b.log2);
      return first != second ? first < second : products.later(a, b);
    }
  };

  void ranks_of(Node node, std::vector<std::uint32_t>& ranks) const {
    ranks.assign(rankings_.size(), 0);
    while (node.parent != none) {
      // The last change of a position comes first on the way up.
      if (ranks[node.position] == 0) ranks[node.position] = node.rank;
      node = taken_[node.parent];
    }
  }

  bool later(const Node& a, const Node& b) const {
    ranks_of(a, first_);
    ranks_of(b, second_);
    for (std::size_t i = 0; i < rankings_.size(); ++i) {
      const auto& codes = rankings_[i].codes;
      if (first_[i] != second_[i]) return codes[first_[i]] > codes[second_[i]];
    }
    return false;
  }

  std::vector<Ranking> rankings_;
  std::vector<Node> queue_;  ///< a heap
  std::vector<Node> taken_;
  mutable std::vector<std::uint32_t> first_;
  mutable std::vector<std::uint32_t> second_;
};

/// Whether the sequences of a context have given tokens at the positions of the last step.
class Continuations {
 public:
  Continuations(const Codes& codes, const OpenContext& context) : codes_(codes), context_(context) {
    for (const std::uint32_t row : context.rows) {
      index_.emplace_back(hash([&](std::size_t i) { return code(i, row); }), row);
    }
    std::sort(index_.begin(), index_.end());
  }

  [[nodiscard]] bool have(std::span<const std::uint32_t> tokens) const {
    const std::uint64_t key = hash([&](std::size_t i) { return tokens[i]; });
    auto found = std::lower_bound(index_.begin(), index_.end(), std::pair(key, 0U));
    for (; found != index_.end() && found->first == key; ++found) {
      std::size_t i = 0;
      while (i < tokens.size() && tokens[i] == code(i, found->second)) ++i;
      if (i == tokens.size()) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] std::uint32_t code(std::size_t i, std::uint32_t row) const noexcept {
    return codes_.column(context_.choices[i].position)[row];
  }
  template <class Token>
  [[nodiscard]] std::uint64_t hash(Token token) const {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < context_.choices.size(); ++i) {
      out = (out ^ token(i)) * 0xbf58476d1ce4e5b9U;
      out ^= out >> 29;
    }
    return out;
  }

  const Codes& codes_;
  const OpenContext& context_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> index_;
};

}  // namespace

void ImpossibleList::begin(std::int64_t condition, double weight) noexcept {
  condition_ = condition;
  log2_weight_ = std::log2(weight);
}

bool ImpossibleList::before(const Entry& a, const Entry& b) noexcept {
  if (a.order != b.order) return a.order > b.order;
  if (a.sequence.condition != b.sequence.condition) {
    return a.sequence.condition < b.sequence.condition;
  }
  return a.sequence.tokens < b.sequence.tokens;
}

bool ImpossibleList::full() const noexcept {
  return entries_.size() == static_cast<std::size_t>(most_listed_impossible);
}

void ImpossibleList::visit(const Joint& joint, const Codes& codes, const OpenContext& context) {
  if (context.log2_output < least_log2 || log2_weight_ < least_log2) return;
  const std::int64_t weighed = fine(context.log2_output) + fine(log2_weight_);
  std::vector<Ranking> rankings;
  std::int64_t best = weighed;
  for (const Choice& choice : context.choices) {
    rankings.push_back(rank(choice));
    best += rankings.back().log2.front();
  }
  if (full() && coarse(best) < entries_.back().order) return;

  const Continuations continuations(codes, context);
  Products products(rankings);
  std::vector<std::uint32_t> ranks;
  std::vector<std::uint32_t> tokens(rankings.size());
  // No more than the list holds can come from one context.
  for (std::size_t found = 0;
       !products.empty() && found < static_cast<std::size_t>(most_listed_impossible);) {
    const std::int64_t log2 = products.pop(ranks);
    const std::int64_t order = coarse(weighed + log2);
    if (full() && order < entries_.back().order) return;
    double exact_log2 = context.log2_output;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i] = rankings[i].codes[ranks[i]];
      exact_log2 += rankings[i].exact_log2[ranks[i]];
    }
    if (continuations.have(tokens)) continue;
    const double output = std::exp2(exact_log2);
    if (output == 0) return;
    ++found;
    Entry entry{.order = order,
                .sequence = {.condition = condition_, .tokens = {}, .output = output}};
    const auto known = joint.sequence(context.rows.front());
    entry.sequence.tokens.assign(known.begin(), known.end());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::size_t position = context.choices[i].position;
      entry.sequence.tokens[position] = codes.vocabulary[position][tokens[i]];
    }
    insert(std::move(entry));
  }
}

void ImpossibleList::insert(Entry entry) {
  const auto place = std::upper_bound(entries_.begin(), entries_.end(), entry, before);
  entries_.insert(place, std::move(entry));
  if (entries_.size() > static_cast<std::size_t>(most_listed_impossible)) entries_.pop_back();
}

std::vector<ImpossibleSequence> ImpossibleList::take() && {
  std::vector<ImpossibleSequence> out;
  for (Entry& entry : entries_) out.push_back(std::move(entry.sequence));
  return out;
}

}  // namespace evenhand::parallel

#include "evenhand/judge/panel.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "judge/panel_votes.hpp"
#include "numeric/sums.hpp"

namespace evenhand::judge {
namespace {

constexpr std::int64_t most_rounds = 10'000;
constexpr double least_rise = 1e-10;

/// Latent classes by EM; patterns of votes stand for their items.
class LatentClasses {
 public:
  LatentClasses(const PanelVotes& votes, double smoothing)
      : votes_(votes),
        classes_(votes.classes),
        smoothing_(smoothing),
        posterior_(votes.patterns.size() * classes_, 0.0),
        prior_(classes_),
        given_(votes.raters * classes_ * classes_) {
    for (std::size_t p = 0; p < votes.patterns.size(); ++p) {
      const auto [first, last, items] = votes.patterns[p];
      const double one = 1 / static_cast<double>(last - first);
      for (std::size_t v = first; v < last; ++v) posterior_[p * classes_ + votes.label(v)] += one;
    }
  }

  /// False when a pattern is impossible under the rates, by underflow.
  [[nodiscard]] bool fit() {
    for (rounds_ = 1;; ++rounds_) {
      maximise();
      const double before = log_likelihood_;
      if (!expect()) return false;
      if (rounds_ > 1 && log_likelihood_ - before < least_rise) return true;
      if (rounds_ == most_rounds) {
        converged_ = false;
        return true;
      }
    }
  }

  void report(PanelConsensus& out) const {
    out.prior = prior_;
    out.log_likelihood = log_likelihood_;
    out.rounds = rounds_;
    out.flags.set_if(PanelFlag::not_converged, !converged_);
    double sum = 0;
    double raters = 0;
    for (std::size_t r = 0; r < votes_.raters; ++r) {
      PanelRater& rater = out.raters[r];
      double diagonal = 0;
      for (std::size_t k = 0; k < classes_; ++k) {
        for (std::size_t l = 0; l < classes_; ++l) rater.confusion.push_back(given(r, l, k));
        diagonal += given(r, k, k);
      }
      rater.youden = (diagonal - 1) / static_cast<double>(classes_ - 1);
      if (rater.labels > 0) {
        sum += *rater.youden;
        ++raters;
      }
    }
    out.flags.set_if(PanelFlag::labels_may_be_switched, !(sum / raters > 0));
    for (const std::int64_t pattern : votes_.pattern_of) {
      if (pattern < 0) {
        out.consensus.push_back(-1);
        out.certainty.push_back(0);
        continue;
      }
      const auto begin = posterior_.begin() + static_cast<std::ptrdiff_t>(pattern) *
                                                  static_cast<std::ptrdiff_t>(classes_);
      const auto best = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(classes_));
      out.consensus.push_back(best - begin);
      out.certainty.push_back(*best);
    }
  }

 private:
  /// P(label | class) of a rater; side by side for all classes, as the posterior needs them.
  [[nodiscard]] double given(std::size_t rater, std::size_t label, std::size_t k) const noexcept {
    return given_[(rater * classes_ + label) * classes_ + k];
  }

  void maximise() {
    std::fill(prior_.begin(), prior_.end(), smoothing_);
    std::fill(given_.begin(), given_.end(), smoothing_);
    for (std::size_t p = 0; p < votes_.patterns.size(); ++p) {
      const auto [first, last, items] = votes_.patterns[p];
      for (std::size_t k = 0; k < classes_; ++k) {
        const double weight = items * posterior_[p * classes_ + k];
        prior_[k] += weight;
        for (std::size_t v = first; v < last; ++v) given_[votes_.votes[v] * classes_ + k] += weight;
      }
    }
    double all = 0;
    for (const double weight : prior_) all += weight;
    for (double& weight : prior_) weight /= all;
    for (std::size_t r = 0; r < votes_.raters; ++r) {
      for (std::size_t k = 0; k < classes_; ++k) {
        double sum = 0;
        for (std::size_t l = 0; l < classes_; ++l) sum += given(r, l, k);
        for (std::size_t l = 0; l < classes_; ++l) {
          double& rate = given_[(r * classes_ + l) * classes_ + k];
          // Without smoothing a class or a rater may have nothing to go by.
          rate = sum > 0 ? rate / sum : 1 / static_cast<double>(classes_);
        }
      }
    }
  }

  bool expect() {
    constexpr double small = 0x1p-600;
    constexpr double scale = 0x1p600;
    numeric::NeumaierSum total;
    for (std::size_t p = 0; p < votes_.patterns.size(); ++p) {
      const auto [first, last, items] = votes_.patterns[p];
      double* const weight = &posterior_[p * classes_];
      std::copy(prior_.begin(), prior_.end(), weight);
      double scalings = 0;
      for (std::size_t v = first; v < last; ++v) {
        const double* const rates = &given_[votes_.votes[v] * classes_];
        double largest = 0;
        for (std::size_t k = 0; k < classes_; ++k) {
          weight[k] *= rates[k];
          largest = std::max(largest, weight[k]);
        }
        if (largest < small) {
          for (std::size_t k = 0; k < classes_; ++k) weight[k] *= scale;
          ++scalings;
        }
      }
      double sum = 0;
      for (std::size_t k = 0; k < classes_; ++k) sum += weight[k];
      if (!(sum > 0)) return false;
      for (std::size_t k = 0; k < classes_; ++k) weight[k] /= sum;
      total.add(items * (std::log(sum) - scalings * std::log(scale)));
    }
    log_likelihood_ = total.value();
    return true;
  }

  const PanelVotes& votes_;
  std::size_t classes_;
  double smoothing_;
  std::vector<double> posterior_;  ///< of each pattern, class by class
  std::vector<double> prior_;
  std::vector<double> given_;
  double log_likelihood_ = 0;
  std::int64_t rounds_ = 0;
  bool converged_ = true;
};

/// Majority vote, ties in equal parts.
void count_majority(PanelConsensus& out, const PanelVotes& votes) {
  out.majority.assign(votes.classes, 0.0);
  std::vector<double> count(votes.classes);
  double labelled = 0;
  for (const auto& [first, last, items] : votes.patterns) {
    std::fill(count.begin(), count.end(), 0.0);
    for (std::size_t v = first; v < last; ++v) count[votes.label(v)] += 1;
    const double most = *std::max_element(count.begin(), count.end());
    const auto winners = std::count(count.begin(), count.end(), most);
    for (std::size_t k = 0; k < votes.classes; ++k) {
      if (count[k] == most) out.majority[k] += items / static_cast<double>(winners);
    }
    labelled += items;
    if (winners > 1) out.tied += static_cast<std::int64_t>(items);
  }
  for (double& share : out.majority) share /= labelled;
  out.labelled = static_cast<std::int64_t>(labelled);
}

void count_pairs(PanelConsensus& out, const PanelVotes& votes) {
  const std::size_t raters = votes.raters;
  std::vector<double> common(raters * raters, 0.0);
  std::vector<double> equal(raters * raters, 0.0);
  for (const auto& [first, last, items] : votes.patterns) {
    for (std::size_t v = first; v < last; ++v) {
      out.raters[votes.rater(v)].labels += static_cast<std::int64_t>(items);
      for (std::size_t w = v + 1; w < last; ++w) {
        const std::size_t at = votes.rater(v) * raters + votes.rater(w);
        common[at] += items;
        if (votes.label(v) == votes.label(w)) equal[at] += items;
      }
    }
  }
  for (std::size_t i = 0; i < raters; ++i) {
    for (std::size_t j = i + 1; j < raters; ++j) {
      const double items = common[i * raters + j];
      PanelPair pair{.first = static_cast<std::int64_t>(i),
                     .second = static_cast<std::int64_t>(j),
                     .items = static_cast<std::int64_t>(items)};
      if (items > 0) pair.agreement = equal[i * raters + j] / items;
      out.pairs.push_back(pair);
    }
  }
}

/// Three raters of two classes: what their covariances say of each one's J.
void add_moments(PanelConsensus& out, const PanelVotes& votes) {
  if (votes.raters != 3 || votes.classes != 2) return;
  std::vector<double> items;
  for (const VotePattern& pattern : votes.patterns) items.push_back(pattern.items);
  const std::vector<double> covariance = vote_covariances(votes, items);
  if (covariance.empty()) return;
  for (std::size_t r = 0; r < 3; ++r) {
    const std::size_t s = (r + 1) % 3;
    const std::size_t t = (r + 2) % 3;
    const double square = covariance[r * 3 + s] * covariance[r * 3 + t] / covariance[s * 3 + t];
    if (square >= 0 && std::isfinite(square)) out.raters[r].moment = std::sqrt(square);
  }
}

}  // namespace

Result<PanelConsensus> panel_consensus(const PanelData& data, const PanelOptions& options) {
  if (!std::isfinite(options.smoothing)) return Error{Errc::not_finite, "smoothing"};
  if (options.smoothing < 0 || options.smoothing > 1'000) {
    return Error{Errc::value_out_of_range, "smoothing"};
  }
  if (const auto error = check_seed(options.seed)) return *error;
  if (const auto error = check_resamples(options.resamples)) return *error;
  const auto votes = panel_votes(data);
  if (!votes) return votes.error();

  PanelConsensus out;
  out.raters.resize(votes->raters);
  count_majority(out, *votes);
  count_pairs(out, *votes);
  add_moments(out, *votes);
  out.tetrads = check_tetrads(*votes, options.seed, options.resamples);
  out.flags.set_if(PanelFlag::dependent_judges, out.tetrads && out.tetrads->p < tetrad_threshold);
  const bool overlap =
      std::any_of(votes->patterns.begin(), votes->patterns.end(),
                  [](const VotePattern& pattern) { return pattern.last - pattern.first >= 3; });
  if (!overlap) {
    out.reason = PanelReason::panel_not_identifiable;
    return out;
  }
  LatentClasses latent(*votes, options.smoothing);
  if (!latent.fit()) return Error{Errc::no_convergence, "smoothing"};
  latent.report(out);
  return out;
}

Result<EffectiveVotes> effective_votes(const PanelData& data, std::span<const std::int32_t> gold) {
  if (data.raters < 2) return Error{Errc::too_few, "raters", 2};
  const auto votes = panel_votes(data);
  if (!votes) return votes.error();
  if (gold.size() != votes->pattern_of.size()) return Error{Errc::length_mismatch, "gold"};
  for (const std::int32_t truth : gold) {
    if (truth < -1 || truth >= data.classes) return Error{Errc::value_out_of_range, "gold"};
  }
  /// Items of one class that two raters labelled, by who was right.
  struct Pair {
    double both = 0, first = 0, second = 0, items = 0;
  };
  const std::size_t raters = votes->raters;
  std::vector<Pair> pairs(raters * raters * votes->classes);
  for (std::size_t item = 0; item < gold.size(); ++item) {
    if (gold[item] < 0 || votes->pattern_of[item] < 0) continue;
    const auto truth = static_cast<std::size_t>(gold[item]);
    const VotePattern& pattern = votes->patterns[static_cast<std::size_t>(votes->pattern_of[item])];
    for (std::size_t v = pattern.first; v < pattern.last; ++v) {
      for (std::size_t w = v + 1; w < pattern.last; ++w) {
        Pair& pair = pairs[(votes->rater(v) * raters + votes->rater(w)) * votes->classes + truth];
        const bool first = votes->label(v) == truth;
        const bool second = votes->label(w) == truth;
        pair.items += 1;
        pair.first += first ? 1 : 0;
        pair.second += second ? 1 : 0;
        pair.both += first && second ? 1 : 0;
      }
    }
  }
  EffectiveVotes out{.raters = data.raters};
  numeric::NeumaierSum sum;
  double defined = 0;
  for (std::size_t i = 0; i < raters; ++i) {
    for (std::size_t j = i + 1; j < raters; ++j) {
      for (std::size_t k = 0; k < votes->classes; ++k) {
        const Pair& pair = pairs[(i * raters + j) * votes->classes + k];
        ResidualCorrelation residual{.first = static_cast<std::int64_t>(i),
                                     .second = static_cast<std::int64_t>(j),
                                     .truth = static_cast<std::int64_t>(k),
                                     .items = static_cast<std::int64_t>(pair.items)};
        const double spread = std::sqrt(pair.first * (pair.items - pair.first)) *
                              std::sqrt(pair.second * (pair.items - pair.second));
        if (spread > 0) {
          residual.correlation =
              std::clamp((pair.items * pair.both - pair.first * pair.second) / spread, -1.0, 1.0);
          sum.add(*residual.correlation);
          ++defined;
        }
        out.residuals.push_back(residual);
      }
    }
  }
  if (defined > 0) {
    out.mean_correlation = sum.value() / defined;
    const auto of = static_cast<double>(raters);
    const double inflation = 1 + (of - 1) * *out.mean_correlation;
    if (inflation > 1e-12) out.votes = of / inflation;
  }
  return out;
}

}  // namespace evenhand::judge

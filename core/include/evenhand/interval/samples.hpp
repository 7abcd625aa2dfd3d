/// Several sampled answers per problem: pass@k, pass^k and majority@k, unbiased, with intervals
/// over the problems.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

namespace evenhand::interval {

// X(name, title, source)
#define EVENHAND_SAMPLES_METRICS(X)                                                              \
  X(pass_at_k, "pass@k: at least one of k right", "Chen et al. 2021, arXiv 2107.03374")          \
  X(pass_hat_k, "pass^k: all of k right", "Yao et al. 2024, arXiv 2406.12045 (tau-bench)")       \
  X(maj_at_k, "majority@k: right by majority of k",                                              \
    "hypergeometric. From right and wrong alone all wrong answers count as the same one, which " \
    "is a lower bound when they differ")

/// What is asked of k of a problem's sampled answers.
EVENHAND_ENUM(SamplesMetric, EVENHAND_SAMPLES_METRICS)

// X(name, title, source)
#define EVENHAND_SAMPLES_METHODS(X)                                     \
  X(t, "Student t over problems", "Student 1908, Biometrika 6:1")       \
  X(cr2, "cluster-robust CR2 over groups of problems",                  \
    "Bell and McCaffrey 2002, Surv. Methodol. 28:169")                  \
  X(clopper_pearson, "exact bound for none of the problems",            \
    "Clopper and Pearson 1934, Biometrika 26:404")                      \
  X(wilson_mapped, "Wilson interval of the one problem's rate, mapped", \
    "Wilson 1927, J. Am. Stat. Assoc. 22:209; the metric rises with the rate")

/// How the interval came about.
EVENHAND_ENUM(SamplesMethod, EVENHAND_SAMPLES_METHODS)

/// A benchmark's value: the mean over problems, with its interval; all in [0, 1].
struct SamplesResult {
  double estimate = 0;
  double lower = 0;
  double upper = 1;
  Level level;
  SamplesMetric metric = SamplesMetric::pass_at_k;
  SamplesMethod method = SamplesMethod::t;
  std::int64_t k = 1;
  std::int64_t problems = 0;
  std::optional<double> standard_error;  ///< over problems; absent for exact and mapped limits
  std::optional<double> df;              ///< of Student's quantile
  std::optional<std::int64_t> clusters;
  std::vector<double> values;         ///< the unbiased estimate of each problem
  std::optional<Interval> unclipped;  ///< the limits before they were cut to [0, 1]
  Notes notes;
};

/// Unbiased estimates for one problem with `samples` answers of which `correct` are right, each in
/// [0, 1]; 0 <= correct <= samples, 1 <= k <= samples (not checked).
[[nodiscard]] double pass_at_k(std::int64_t samples, std::int64_t correct, std::int64_t k) noexcept;
[[nodiscard]] double pass_hat_k(std::int64_t samples, std::int64_t correct,
                                std::int64_t k) noexcept;
/// A tie among the k counts half.
[[nodiscard]] double maj_at_k(std::int64_t samples, std::int64_t correct, std::int64_t k) noexcept;

/// Probability that the right answer is the most frequent one of k of a problem's answers, drawn
/// without replacement; e + 1 answers that tie at the top count 1/(e + 1). counts: how often each
/// distinct answer was given, the right one (possibly 0) first; 1 <= k <= their sum (not checked).
/// Takes time of order (number of answers) k^3 at most.
[[nodiscard]] double plurality_at_k(std::span<const std::int32_t> counts, std::int64_t k);

/// pass@k, pass^k or majority@k (0/1, wrong answers pooled) of a benchmark from each problem's
/// numbers of answers and of right answers; the numbers may differ. Two problems or more: Student's
/// t over the problems or, with `clusters` (empty, or a group number >= 0 per problem), CR2; when
/// every value is 0, or every one 1, the exact bound. One problem: its Wilson interval, mapped.
/// With k near the number of answers the unbiased estimate is often 0 or 1 and may lie outside of
/// that.
///
/// Errors: empty_sample ("samples"), length_mismatch ("correct", "clusters"), not_integer (negative
/// counts), count_exceeds_trials ("correct"), value_out_of_range ("k" below 1, "clusters"),
/// k_exceeds_samples ("k"), zero_variance ("correct": all values equal inside (0, 1)), too_few
/// ("clusters"), level_out_of_range, no_convergence.
/// Sources: texts(SamplesMetric{}), texts(SamplesMethod{}).
[[nodiscard]] Result<SamplesResult> pass_at_k_interval(
    std::span<const std::int32_t> samples, std::span<const std::int32_t> correct, std::int64_t k,
    SamplesMetric metric = SamplesMetric::pass_at_k, std::span<const std::int32_t> clusters = {},
    Level level = {});

/// The most work that majority_at_k takes on, in steps of its innermost loop: some ten seconds.
inline constexpr double max_majority_work = 1e10;

/// Majority@k from the answers themselves. `classes` has the number of distinct answers of each
/// problem, the right one included; `counts` their frequencies one problem after the other, the
/// right answer's (possibly 0) first. The interval is that of pass_at_k_interval.
/// Errors: as there, with "counts" for the counts and "classes" (empty_sample; value_out_of_range
/// below 1; length_mismatch when they do not add up to the length of counts); too_few ("counts":
/// one problem); unsupported ("k": more work than max_majority_work).
[[nodiscard]] Result<SamplesResult> majority_at_k(std::span<const std::int32_t> counts,
                                                  std::span<const std::int32_t> classes,
                                                  std::int64_t k,
                                                  std::span<const std::int32_t> clusters = {},
                                                  Level level = {});

}  // namespace evenhand::interval

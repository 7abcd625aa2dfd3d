#include "judge/contrast_parts.hpp"

#include <algorithm>
#include <cmath>

#include "judge/estimates.hpp"

namespace evenhand::judge {

SmoothedYouden smoothed_youden(const Tally& sensitivity, const Tally& specificity) noexcept {
  SmoothedYouden out{.value = -1, .variance = 0};
  for (const Tally& tally : {sensitivity, specificity}) {
    const double total = tally.total + 2;
    const double share = (tally.count + 1) / total;
    out.value += share;
    out.variance += share * (1 - share) / total;
  }
  return out;
}

Tally sensitivity_of(const Confusion& labels) noexcept {
  return tally(labels.tp, labels.positives());
}

Tally specificity_of(const Confusion& labels) noexcept {
  return tally(labels.tn, labels.negatives());
}

std::optional<Error> check(const interval::PairedCounts& counts) noexcept {
  struct Cell {
    std::int64_t count;
    std::string_view name;
  };
  for (const auto& [count, name] :
       {Cell{counts.both, "both"}, Cell{counts.a_only, "aOnly"}, Cell{counts.b_only, "bOnly"},
        Cell{counts.neither, "neither"}}) {
    if (count < 0 || count > max_count) return Error{Errc::not_integer, name};
  }
  if (counts.items() == 0) return Error{Errc::empty_sample, "counts"};
  if (counts.items() > max_count) return Error{Errc::not_integer, "counts"};
  return std::nullopt;
}

std::optional<Error> check(const Confusion& labels, std::string_view argument) noexcept {
  for (const std::int64_t count : {labels.tp, labels.fn, labels.fp, labels.tn}) {
    if (count < 0 || count > max_count) return Error{Errc::not_integer, argument};
  }
  if (labels.total() > max_count) return Error{Errc::not_integer, argument};
  return std::nullopt;
}

Result<Correction> correct_source(const ExternalData& data, std::string_view source,
                                  CorrectionMethod correction, Level level,
                                  std::optional<bool> gate) noexcept {
  auto result = correct_external(data, correction, level, gate);
  if (result) return result;
  const Errc code = result.error().code;
  if (code == Errc::level_out_of_range) return result.error();
  if (code == Errc::unsupported) return Error{code, "correction"};
  return Error{code, source};
}

Difference mover(const Correction& a, const Correction& b, double correlation) noexcept {
  const auto reach = [=](double of_a, double of_b) {
    // lee2025 may leave its own estimate out: a distance is never below zero.
    const double x = std::max(0.0, of_a);
    const double y = std::max(0.0, of_b);
    return std::sqrt(std::max(0.0, x * x + y * y - 2 * correlation * x * y));
  };
  const double difference = *a.estimate - *b.estimate;
  return {.estimate = difference,
          .lower = difference - reach(*a.estimate - a.lower, b.upper - *b.estimate),
          .upper = difference + reach(a.upper - *a.estimate, *b.estimate - b.lower)};
}

bool keeps_width(const Interval& propagated, const Difference& of_mover, Status status) noexcept {
  const double width = propagated.upper - propagated.lower;
  if (status == Status::ok) return width > 0;
  return width >= 0.5 * (of_mover.upper - of_mover.lower);
}

void finish(Difference& difference, ContrastFlags& flags) noexcept {
  difference.lower = std::clamp(difference.lower, -1.0, 1.0);
  difference.upper = std::clamp(difference.upper, -1.0, 1.0);
  if (difference.estimate) {
    difference.lower = std::min(difference.lower, *difference.estimate);
    difference.upper = std::max(difference.upper, *difference.estimate);
  }
  flags.set_if(ContrastFlag::wide, difference.upper - difference.lower >= wide_difference);
}

}  // namespace evenhand::judge

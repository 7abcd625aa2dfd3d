#include "evenhand/judge/transport.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "judge/contrast_parts.hpp"
#include "numeric/special.hpp"

namespace evenhand::judge {
namespace {

/// Right and wrong answers under one verdict.
struct Labels {
  double right, wrong;

  [[nodiscard]] double total() const noexcept { return right + wrong; }
  /// With 1 added to both.
  [[nodiscard]] double share() const noexcept { return (right + 1) / (total() + 2); }
  [[nodiscard]] double variance() const noexcept { return share() * (1 - share()) / (total() + 2); }
};

/// By verdict: passed, failed.
std::array<Labels, 2> by_verdict(const Confusion& table) noexcept {
  return {{{static_cast<double>(table.tp), static_cast<double>(table.fp)},
           {static_cast<double>(table.fn), static_cast<double>(table.tn)}}};
}

std::optional<Error> check_labels(const Confusion& labels, std::string_view argument) noexcept {
  if (const auto error = check(labels, argument)) return error;
  if (labels.total() == 0) return Error{Errc::empty_sample, argument};
  return std::nullopt;
}

AuditVerdict judged(const TransportAudit& audit) noexcept {
  if (audit.lower >= -audit.margin && audit.upper <= audit.margin) return AuditVerdict::pass;
  const bool beyond = audit.lower > audit.margin || audit.upper < -audit.margin;
  return beyond ? AuditVerdict::fail : AuditVerdict::inconclusive;
}

}  // namespace

Result<TransportAudit> transport_audit(const Confusion& calibration, const Confusion& probe,
                                       double margin, Level level) noexcept {
  if (const auto error = check_labels(calibration, "calibration")) return *error;
  if (const auto error = check_labels(probe, "probe")) return *error;
  if (!std::isfinite(margin)) return Error{Errc::not_finite, "margin"};
  if (margin < 0 || margin > 1) return Error{Errc::rate_out_of_range, "margin"};
  if (const auto error = check(level)) return *error;

  const double z = numeric::two_sided_normal_quantile(1 - level.value);
  const double z2 = z * z;
  const auto items = static_cast<double>(probe.total());
  const std::array<Labels, 2> then = by_verdict(calibration);
  const std::array<Labels, 2> now = by_verdict(probe);
  TransportAudit out{.level = level, .margin = margin, .probe = probe.total()};
  double centre = 0;
  double square = 0;
  double variance = 0;
  for (std::size_t f = 0; f < 2; ++f) {
    out.observed += now[f].right / items;
    const double expected = then[f].total() > 0 ? then[f].right / then[f].total() : 0.5;
    out.predicted += now[f].total() / items * expected;
    const double share = (now[f].total() + z2 / 2) / (items + z2);
    const double gap = now[f].share() - then[f].share();
    centre += share * gap;
    square += share * gap * gap;
    variance += share * share * (now[f].variance() + then[f].variance());
  }
  // How many of the items have which verdict is chance, too.
  variance += std::max(0.0, square - centre * centre) / (items + z2);
  const double half = z * std::sqrt(variance);
  out.residual = out.observed - out.predicted;
  out.lower = std::clamp(centre - half, -1.0, out.residual);
  out.upper = std::clamp(centre + half, out.residual, 1.0);
  out.verdict = judged(out);
  return out;
}

}  // namespace evenhand::judge

/// Does a calibration still hold? Freshly labelled items against what older labels predict of them.
#pragma once

#include <cstdint>

#include "evenhand/base/enums.hpp"
#include "evenhand/base/types.hpp"
#include "evenhand/judge/confusion.hpp"

namespace evenhand::judge {

// X(name, title, explanation)
#define EVENHAND_AUDIT_VERDICTS(X)                                                               \
  X(pass, "passed",                                                                              \
    "The whole interval lies within the margin: the older labels predict the new ones as well "  \
    "as was asked for.")                                                                         \
  X(fail, "failed",                                                                              \
    "The whole interval lies beyond the margin: what these verdicts meant when the older "       \
    "labels were made, they do not mean now. Label anew.")                                       \
  X(inconclusive, "not decided",                                                                 \
    "The interval crosses the margin: these labels show neither that the calibration holds nor " \
    "that it does not. More new labels decide.")

/// What an audit of a calibration found.
EVENHAND_ENUM(AuditVerdict, EVENHAND_AUDIT_VERDICTS)

/// New labels beside their prediction; shares in [0, 1], differences in [-1, 1].
struct TransportAudit {
  Level level = {};
  double margin = 0;
  std::int64_t probe = 0;  ///< freshly labelled items
  double observed = 0;     ///< share of them that is right
  /// The same, predicted from their verdicts: each verdict's share of right answers among the older
  /// labels, one half where there is none.
  double predicted = 0;
  double residual = 0;  ///< observed - predicted
  double lower = -1;
  double upper = 1;
  AuditVerdict verdict = AuditVerdict::inconclusive;
};

/// Post-stratified by the verdict. The limits hold the errors of both sets of labels: 1 is added to
/// the right and to the wrong ones of each verdict in each set, z^2/2 to the probe's items of each
/// verdict, so they always have width. `margin` in [0, 1] is to be chosen before the labels are
/// seen. The two sets share no item; the probe is a random sample of what is judged now, and each
/// set is one given the verdicts.
/// Errors: not_integer, empty_sample ("calibration", "probe"); not_finite, rate_out_of_range
/// ("margin"); level_out_of_range.
/// Sources: smoothing of a difference of shares, Agresti and Caffo 2000, Am. Stat. 54:280; strata,
/// Cochran 1977, Sampling Techniques, section 5A.9; verdict by an interval within a margin, as for
/// equivalence, Schuirmann 1987, J. Pharmacokinet. Biopharm. 15:657.
[[nodiscard]] Result<TransportAudit> transport_audit(const Confusion& calibration,
                                                     const Confusion& probe, double margin,
                                                     Level level = {}) noexcept;

}  // namespace evenhand::judge

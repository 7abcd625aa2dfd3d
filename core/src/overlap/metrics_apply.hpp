/// A definition applied to all items.
#pragma once

#include "evenhand/overlap/report.hpp"
#include "levels.hpp"
#include "metrics.hpp"

namespace evenhand::overlap {

/// `arm`: what the levels of the default definition may leave out.
[[nodiscard]] Application apply(const Overlap& overlap, const Levels& levels, Arm arm,
                                const Rule& rule);

/// In what the scan differs from what the definition asks for, or why it will not do.
struct Fit {
  std::optional<RuleRefusal> refusal = std::nullopt;
  FlagSet<Approximation> notes = {};
};
[[nodiscard]] Fit fit(const Overlap& overlap, const Rule& rule);

/// In what a text rule is not the definition's.
[[nodiscard]] FlagSet<Approximation> text_notes(Definition definition, TextRule rule);

}  // namespace evenhand::overlap

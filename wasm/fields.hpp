/// Every structure that crosses the boundary, each field once: its name, where its value lives in
/// the core's type, and what it means. One file per area; fields/shared.hpp has the rules. The
/// reader, the writer (abi.cpp) and the generator of the TypeScript side (abi_types.cpp) are three
/// visitors of these lists.
#pragma once

#include "fields/compare.hpp"
#include "fields/contrast.hpp"
#include "fields/interval.hpp"
#include "fields/judge.hpp"
#include "fields/labels.hpp"
#include "fields/overlap.hpp"
#include "fields/overlap_impact.hpp"
#include "fields/parallel.hpp"
#include "fields/shared.hpp"

// X(area, AREA), in the order of dependency: a type of two areas belongs to the first. Areas of the
// module `core`, which is embedded in the package `evenhand`, and of the module `overlap`, which is
// in `evenhand/overlap`: whoever scans no corpus need not carry it.
#define EVENHAND_ABI_CORE_AREAS(X) \
  X(interval, INTERVAL)            \
  X(compare, COMPARE)              \
  X(judge, JUDGE)                  \
  X(contrast, CONTRAST)            \
  X(labels, LABELS)                \
  X(parallel, PARALLEL)
#define EVENHAND_ABI_SCANNING_AREAS(X) \
  X(overlap, OVERLAP)                  \
  X(impact, IMPACT)
#define EVENHAND_ABI_AREAS(X) \
  EVENHAND_ABI_CORE_AREAS(X)  \
  EVENHAND_ABI_SCANNING_AREAS(X)

// X(function, request): the whole list of what JavaScript can call.
#define EVENHAND_ABI_CORE_FUNCTIONS(X) \
  EVENHAND_ABI_INTERVAL_FUNCTIONS(X)   \
  EVENHAND_ABI_COMPARE_FUNCTIONS(X)    \
  EVENHAND_ABI_JUDGE_FUNCTIONS(X)      \
  EVENHAND_ABI_CONTRAST_FUNCTIONS(X)   \
  EVENHAND_ABI_LABELS_FUNCTIONS(X)     \
  EVENHAND_ABI_PARALLEL_FUNCTIONS(X)
#define EVENHAND_ABI_SCANNING_FUNCTIONS(X) \
  EVENHAND_ABI_OVERLAP_FUNCTIONS(X)        \
  EVENHAND_ABI_IMPACT_FUNCTIONS(X)
#define EVENHAND_ABI_FUNCTIONS(X) \
  EVENHAND_ABI_CORE_FUNCTIONS(X)  \
  EVENHAND_ABI_SCANNING_FUNCTIONS(X)

/** How many items or reruns a comparison needs, and what difference a number of them can show. */
import { call } from "./engine.ts";
import {
  detectableMeanDifferenceCall, detectablePairedProportionsCall, detectableProportionsCall,
  detectableRunsCall, planHalfWidthCall, planMeanDifferenceCall, planPairedProportionsCall,
  planProportionsBaselineCall, planProportionsCall, planRunsCall,
  type DetectableEffect, type DetectableMeanDifferenceRequest,
  type DetectablePairedProportionsRequest, type DetectableProportionsRequest,
  type DetectableRunsRequest, type PlanHalfWidthRequest, type PlanMeanDifferenceRequest,
  type PlannedItems, type PlannedItemsPerSystem, type PlannedPrecision, type PlannedRuns,
  type PlanPairedProportionsRequest, type PlanProportionsBaselineRequest,
  type PlanProportionsRequest, type PlanRunsRequest,
} from "./generated/compare.ts";

// Every function throws InputError naming the argument: `design_out_of_range` for a plan that asks
// for something impossible, `not_finite`, `level_out_of_range`.

/** Items to find a difference of two mean scores on the same items. */
export function planMeanDifference(input: PlanMeanDifferenceRequest): PlannedItems {
  return call(planMeanDifferenceCall, input);
}

/** The difference of two mean scores on the same items that so many items would show. */
export function detectableMeanDifference(input: DetectableMeanDifferenceRequest): DetectableEffect {
  return call(detectableMeanDifferenceCall, input);
}

/** Items per system to tell two rates apart on different items. */
export function planProportions(input: PlanProportionsRequest): PlannedItemsPerSystem {
  return call(planProportionsCall, input);
}

/** Items per system to find a difference from a baseline rate, on different items. */
export function planProportionsBaseline(
  input: PlanProportionsBaselineRequest,
): PlannedItemsPerSystem {
  return call(planProportionsBaselineCall, input);
}

/** The difference of two rates that so many different items of each system would show. */
export function detectableProportions(input: DetectableProportionsRequest): DetectableEffect {
  return call(detectableProportionsCall, input);
}

/** Items to find a difference of two rates on the same items. */
export function planPairedProportions(input: PlanPairedProportionsRequest): PlannedItems {
  return call(planPairedProportionsCall, input);
}

/** The difference of two rates on the same items that so many items would show. */
export function detectablePairedProportions(
  input: DetectablePairedProportionsRequest,
): DetectableEffect {
  return call(detectablePairedProportionsCall, input);
}

/** Items for an interval of a wanted half-width. */
export function planHalfWidth(input: PlanHalfWidthRequest): PlannedPrecision {
  return call(planHalfWidthCall, input);
}

/** The difference that the means of so many reruns of each of two systems would show. */
export function detectableRuns(input: DetectableRunsRequest): DetectableEffect {
  return call(detectableRunsCall, input);
}

/** Reruns of each of two systems to find a difference of their means. */
export function planRuns(input: PlanRunsRequest): PlannedRuns {
  return call(planRunsCall, input);
}

/** How many items or reruns a comparison needs, and what a number of them can show. */
import { call } from "./engine.ts";
import {
  detectableMeanDifferenceCall, detectablePairedProportionsCall, detectableProportionsCall,
  detectableRunsCall, planHalfWidthCall, planMeanDifferenceCall, planPairedProportionsCall,
  planProportionsBaselineCall, planProportionsCall, planRunsCall,
  type DetectableEffect, type DetectableMeanDifferenceRequest,
  type DetectablePairedProportionsRequest, type DetectableProportionsRequest,
  type DetectableRunsRequest, type PlanHalfWidthRequest, type PlanMeanDifferenceRequest,
  type PlanPairedProportionsRequest, type PlanProportionsBaselineRequest,
  type PlanProportionsRequest, type PlanRunsRequest, type PlannedItems, type PlannedItemsPerSystem,
  type PlannedPrecision, type PlannedRuns,
} from "./generated/compare.ts";

// Each throws InputError naming the argument: `design_out_of_range`, `not_finite`,
// `level_out_of_range`, `rate_out_of_range`.

/** Items that show a difference of two shares on the same items. */
export const planPairedProportions = (input: PlanPairedProportionsRequest): PlannedItems =>
  call(planPairedProportionsCall, input);

/** The difference of two shares that so many items show, on the same items. */
export const detectablePairedProportions =
  (input: DetectablePairedProportionsRequest): DetectableEffect =>
    call(detectablePairedProportionsCall, input);

/** Items of each system that tell two shares apart, on different items. */
export const planProportions = (input: PlanProportionsRequest): PlannedItemsPerSystem =>
  call(planProportionsCall, input);

/** The same with the variance of a baseline. */
export const planProportionsBaseline =
  (input: PlanProportionsBaselineRequest): PlannedItemsPerSystem =>
    call(planProportionsBaselineCall, input);

/** The difference of two shares that so many items of each system show, on different items. */
export const detectableProportions = (input: DetectableProportionsRequest): DetectableEffect =>
  call(detectableProportionsCall, input);

/** Items that show a difference of two means on the same items. */
export const planMeanDifference = (input: PlanMeanDifferenceRequest): PlannedItems =>
  call(planMeanDifferenceCall, input);

/** The difference of two means that so many items show, on the same items. */
export const detectableMeanDifference = (input: DetectableMeanDifferenceRequest): DetectableEffect =>
  call(detectableMeanDifferenceCall, input);

/** Items that give the interval of one share a half-width. */
export const planHalfWidth = (input: PlanHalfWidthRequest): PlannedPrecision =>
  call(planHalfWidthCall, input);

/** Reruns of each system that show a difference of two means of runs. */
export const planRuns = (input: PlanRunsRequest): PlannedRuns => call(planRunsCall, input);

/** The difference of two means that so many reruns of each system show. */
export const detectableRuns = (input: DetectableRunsRequest): DetectableEffect =>
  call(detectableRunsCall, input);

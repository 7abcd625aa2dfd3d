/**
 * What can be said without human labels, how many to buy, how far raters agree, and panels of
 * judges. Every function throws InputError naming the argument.
 */
import {
  float64s, int32s, rowsOf, type Numbers, type WholeNumbers,
} from "./columns.ts";
import { call } from "./engine.ts";
import {
  allocateLabelsCall, assumptionFromPilotCall, calibrationPrecisionCall, correctCategoriesCall,
  disagreementRegionCall, effectiveVotesCall, fleissKappaCall, identificationRegionCall,
  judgeValueCall, krippendorffAlphaCall, lee2025AllocationCall, leniencyCall, panelConsensusCall,
  planCalibrationCall, raterAgreementCall, tippingLineCall,
  type Agreement, type Allocation, type AllocationRequest, type AlphaMetric,
  type CalibrationPlanRequest, type CalibrationPrecision, type CalibrationSize,
  type CategoryCorrection, type DisagreementRequest, type EffectiveVotes, type FleissKappa,
  type IdentificationRegion, type JudgeAssumption, type JudgeValue, type JudgeValueRequest,
  type KrippendorffAlpha, type Lee2025AllocationRequest, type Leniency, type LeniencyRequest,
  type PanelConsensus, type PrecisionRequest, type RegionRequest, type TippingLine,
} from "./generated/labels.ts";
import { correctTally, tally, type CorrectVerdicts, type Leveled } from "./tally.ts";

export interface CategoriesInput extends Leveled {
  /** Kind of verdict of each labelled item, a whole number from 0. */
  readonly verdict: WholeNumbers;
  /** Its label, a number within the bounds. */
  readonly truth: Numbers;
  /** How many unlabelled items got each kind of verdict; its length says how many kinds there are. */
  readonly unlabelled: WholeNumbers;
  /** Least possible truth. Default: 0. */
  readonly lower?: number | undefined;
  /** Largest possible truth. Default: 1. */
  readonly upper?: number | undefined;
}

/**
 * Corrects a mean (share right, grade, win score) with labels on a random subset, where the judge
 * has several kinds of verdict, by smoothed post-stratification.
 */
export function correctCategories(input: CategoriesInput): CategoryCorrection {
  return call(correctCategoriesCall, {
    ...input,
    verdict: int32s("verdict", input.verdict),
    truth: float64s("truth", input.truth),
    unlabelled: int32s("unlabelled", input.unlabelled),
  });
}

/** The scores that a judge's rate is compatible with, error rates being within ranges. */
export function identificationRegion(input: RegionRequest): IdentificationRegion {
  return call(identificationRegionCall, input);
}

/** The same where all that is known is how often the judge is wrong at most. */
export function disagreementRegion(input: DisagreementRequest): IdentificationRegion {
  return call(disagreementRegionCall, input);
}

export interface TippingInput extends Leveled {
  readonly positive: number;
  readonly total: number;
  /** The score is at least this; above 0, at most 1. */
  readonly claim: number;
  /** Where to give points. Default: 1, .95, .9, .8. */
  readonly sensitivities?: Numbers | undefined;
}

/** Which error rates would overturn the claim that a score is at least so much. */
export function tippingLine(input: TippingInput): TippingLine {
  const { sensitivities } = input;
  return call(tippingLineCall, {
    ...input,
    sensitivities: sensitivities && float64s("sensitivities", sensitivities),
  });
}

/** How much more lenient to A a judge must be to make the gap between two rates out of nothing. */
export function leniency(input: LeniencyRequest): Leniency {
  return call(leniencyCall, input);
}

export interface PilotInput {
  readonly judged: { readonly positive: number; readonly total: number };
  /** Pilot items that are right: how many of them the judge passed. */
  readonly sensitivity: CorrectVerdicts;
  /** Pilot items that are wrong: how many of them the judge failed. */
  readonly specificity: CorrectVerdicts;
}

/** What a plan may suppose after a pilot. */
export function assumptionFromPilot(input: PilotInput): JudgeAssumption {
  return call(assumptionFromPilotCall, {
    judged: tally(input.judged.positive, input.judged.total),
    sensitivity: correctTally(input.sensitivity),
    specificity: correctTally(input.specificity),
  });
}

/** Labels by class: Neyman's allocation with a floor, or equal numbers. */
export function allocateLabels(input: AllocationRequest): Allocation {
  return call(allocateLabelsCall, input);
}

/** Labels by class as Lee et al. 2025 publish it, with what that does at the edges. */
export function allocateLee2025(input: Lee2025AllocationRequest): Allocation {
  return call(lee2025AllocationCall, input);
}

/** What interval a calibration buys, and what more money would. */
export function calibrationPrecision(input: PrecisionRequest): CalibrationPrecision {
  return call(calibrationPrecisionCall, input);
}

/** How many labels a half-width needs. */
export function planCalibration(input: CalibrationPlanRequest): CalibrationSize {
  return call(planCalibrationCall, input);
}

/** What a judge adds to labels on a random subset. */
export function judgeValue(input: JudgeValueRequest): JudgeValue {
  return call(judgeValueCall, input);
}

export interface AgreementInput extends Leveled {
  /** A row for each class of the first rater (the human), a count in it for each of the second. */
  readonly table: readonly Numbers[];
}

/** How far two raters agree: kappa and its kin, with intervals. Two classes: the positive first. */
export function raterAgreement(input: AgreementInput): Agreement {
  return call(raterAgreementCall, {
    table: rowsOf("table", input.table).values, level: input.level,
  });
}

export interface RatingsInput {
  /** What was rated, a whole number from 0 for each rating. */
  readonly unit: WholeNumbers;
  /** The rating. */
  readonly value: Numbers;
}

export interface AlphaInput extends RatingsInput, Leveled {
  /** Default: `nominal`. */
  readonly metric?: AlphaMetric | undefined;
  /** Of the bootstrap. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
  /** Default: `defaults.alphaResamples`. */
  readonly resamples?: number | undefined;
}

/** Krippendorff's alpha of any number of raters, with a bootstrap interval. */
export function krippendorffAlpha(input: AlphaInput): KrippendorffAlpha {
  return call(krippendorffAlphaCall, {
    ...input, unit: int32s("unit", input.unit), value: float64s("value", input.value),
  });
}

/** Fleiss' kappa of a panel that rated everything. */
export function fleissKappa(input: RatingsInput): FleissKappa {
  return call(fleissKappaCall, {
    unit: int32s("unit", input.unit), value: float64s("value", input.value),
  });
}

export interface PanelInput {
  /** Number of the item of each label, from 0. */
  readonly item: WholeNumbers;
  /** Number of its rater. */
  readonly rater: WholeNumbers;
  /** Number of its class. */
  readonly label: WholeNumbers;
  readonly items: number;
  readonly raters: number;
  readonly classes: number;
}

export interface ConsensusInput extends PanelInput {
  /** Added to every weighted count. Default: `defaults.panelSmoothing`. */
  readonly smoothing?: number | undefined;
  /** Of the check of tetrads. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
  readonly resamples?: number | undefined;
}

function panel(input: PanelInput) {
  return {
    ...input,
    item: int32s("item", input.item),
    rater: int32s("rater", input.rater),
    label: int32s("label", input.label),
  };
}

/** What a panel without gold agrees on (Dawid and Skene 1979), which need not be true. */
export function panelConsensus(input: ConsensusInput): PanelConsensus {
  const { smoothing, seed, resamples } = input;
  return call(panelConsensusCall, { ...panel(input), smoothing, seed, resamples });
}

/** How many independent votes a panel is worth, given the truth of some items. */
export function effectiveVotes(input: PanelInput & {
  /** True class of each item, -1 where unknown. */
  readonly gold: WholeNumbers;
}): EffectiveVotes {
  return call(effectiveVotesCall, { ...panel(input), gold: int32s("gold", input.gold) });
}

import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import type { ProportionMethod } from "./generated/interval.ts";
import {
  correctExternalCall, correctKnownCall, correctSubsetCall,
  type Confusion, type Correction, type CorrectionMethod, type ExternalRequest, type PpiConvention,
  type Tally,
} from "./generated/judge.ts";

/** A published rate with its denominator; the count need not come out whole. */
export interface JudgedRate {
  /** In [0, 1]. */
  readonly rate: number;
  readonly total: number;
}

export interface CorrectInput {
  /** Positive verdicts of the evaluated items. */
  readonly judged: { readonly positive: number; readonly total: number } | JudgedRate;
  /** Calibration items that are right: how many of them the judge passed. */
  readonly sensitivity: { readonly correct: number; readonly total: number } | JudgedRate;
  /** Calibration items that are wrong: how many of them the judge failed. */
  readonly specificity: { readonly correct: number; readonly total: number } | JudgedRate;
  /** A method of the external design. Default: `defaults.externalMethod`. */
  readonly method?: CorrectionMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
  /** Refuse unless the judge is shown to beat chance. Default: true (`lee2025`: false). */
  readonly gate?: boolean | undefined;
}

type TallyInput =
  | { readonly positive: number; readonly total: number }
  | { readonly correct: number; readonly total: number }
  | JudgedRate;

function tally(input: TallyInput, argument: string): Tally {
  if (typeof input !== "object" || input === null) {
    throw new InputError("value_out_of_range", argument, input);
  }
  if ("rate" in input) {
    if (!(input.rate >= 0 && input.rate <= 1)) {
      throw new InputError("rate_out_of_range", `${argument}.rate`, input.rate);
    }
    return { count: input.rate * input.total, total: input.total, whole: false };
  }
  return {
    count: "positive" in input ? input.positive : input.correct, total: input.total, whole: true,
  };
}

/**
 * Corrects a judge's rate with a separate calibration set (design `external`).
 *
 * @throws InputError naming the argument. A judge that cannot be corrected for is no error: the
 * result has status `not_identified`, a reason and the interval [0, 1].
 */
export function correctJudge(input: CorrectInput): Correction {
  const { method, level, gate } = input;
  const request: ExternalRequest = {
    judged: tally(input.judged, "judged"),
    sensitivity: tally(input.sensitivity, "sensitivity"),
    specificity: tally(input.specificity, "specificity"),
    method, level, gate,
  };
  try {
    return call(correctExternalCall, request);
  } catch (error) {
    // The core saw count and total; the caller should see what was given.
    const argument = error instanceof InputError ? error.argument.split(".")[0] as string : "";
    if (error instanceof InputError && Object.hasOwn(input, argument)) {
      throw new InputError(
        error.code, argument, input[argument as keyof CorrectInput], error.minimum);
    }
    throw error;
  }
}

export interface KnownInput {
  /** Positive verdicts of the evaluated items. */
  readonly judged: { readonly positive: number; readonly total: number };
  /** In [0, 1], taken as exact. */
  readonly sensitivity: number;
  /** In [0, 1], taken as exact. */
  readonly specificity: number;
  /** The binomial interval that is mapped. Default: `defaults.proportionMethod`. */
  readonly proportionMethod?: ProportionMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/** Corrects a judge's rate with error rates taken as exact (design `known`). */
export function correctKnown(input: KnownInput): Correction {
  return call(correctKnownCall, { ...input, ...input.judged });
}

/** The methods for labels on a random subset; all others but `known` are for external labels. */
export const subsetMethods: readonly CorrectionMethod[] =
  ["poststrat", "ppi", "ppi_pp", "eif", "mle"];

export interface SubsetInput {
  /** Verdicts against labels of the labelled items. */
  readonly labelled: Confusion;
  /** The verdicts of the evaluated items without a label. */
  readonly unlabelled: { readonly positive: number; readonly total: number };
  /** One of `subsetMethods`. Default: `defaults.subsetMethod`. */
  readonly method?: CorrectionMethod | undefined;
  /** Whose form of `ppi` or `ppi_pp`. Default: `defaults.ppiConvention`. */
  readonly convention?: PpiConvention | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/** Corrects a judge's rate with labels on a random subset of the items (design `subset`). */
export function correctSubset(input: SubsetInput): Correction {
  const { labelled, unlabelled, method, convention, level } = input;
  return call(correctSubsetCall, { labelled, ...unlabelled, method, convention, level });
}

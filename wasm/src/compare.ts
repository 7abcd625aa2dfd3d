/** Two systems compared, from counts or from scores; independent estimates ranked. */
import { float64s, optionalInt32s, type Numbers, type WholeNumbers } from "./columns.ts";
import { call, valueAt } from "./engine.ts";
import { InputError } from "./errors.ts";
import { rankSetsCall, type RankSets, type RankSetsRequest } from "./generated/compare.ts";
import {
  meanDifferenceCall, pairedDifferenceCall, pairedMeanDifferenceCall, proportionDifferenceCall,
  type IndependentMethod, type MeanDifference, type MeanMethod, type PairedDifference,
  type PairedDifferenceRequest, type ProportionDifference,
} from "./generated/interval.ts";

/** Successes of one system, whole numbers. */
export interface SuccessCounts {
  readonly successes: number;
  readonly trials: number;
}

export interface IndependentInput {
  readonly a: SuccessCounts;
  readonly b: SuccessCounts;
  /** Default: `defaults.independentMethod`. */
  readonly method?: IndependentMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/** What the core's request calls otherwise. */
const inputName: Readonly<Record<string, string>> = {
  successesA: "a.successes", trialsA: "a.trials", successesB: "b.successes", trialsB: "b.trials",
};

/**
 * The difference of two shares, A - B, of systems that were run on **different** items. For systems
 * on the same items `comparePaired` is narrower, and right.
 *
 * @throws InputError naming the argument: `a`, `b`, `a.successes`, `level` and so on.
 */
export function compareIndependent(input: IndependentInput): ProportionDifference {
  const { a, b, method, level } = input;
  for (const [name, counts] of Object.entries({ a, b })) {
    if (typeof counts !== "object" || counts === null) {
      throw new InputError("value_out_of_range", name, counts);
    }
  }
  try {
    return call(proportionDifferenceCall, {
      successesA: a.successes, trialsA: a.trials, successesB: b.successes, trialsB: b.trials,
      method, level,
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const argument = inputName[error.argument] ?? error.argument;
    throw new InputError(error.code, argument, valueAt(input, argument), error.minimum);
  }
}

/**
 * The difference of two shares, A - B, of systems that were run on the **same** items, from the
 * numbers of items that both, only A, only B and neither get right; with McNemar's tests.
 *
 * @throws InputError naming the argument: `empty_sample`, `not_integer`, `level_out_of_range`.
 */
export function comparePaired(input: PairedDifferenceRequest): PairedDifference {
  return call(pairedDifferenceCall, input);
}

export interface MeanDifferenceInput {
  /** Scores of A. */
  readonly a: Numbers;
  /** Scores of B, on other items. */
  readonly b: Numbers;
  /** Group of each item of A, by a whole number from 0. */
  readonly clustersA?: WholeNumbers | undefined;
  /** Group of each item of B. */
  readonly clustersB?: WholeNumbers | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/**
 * The difference of two means, A - B, on **different** items, or of two lists of reruns: Welch's t.
 *
 * @throws InputError naming the argument: `too_few`, `zero_variance`, `not_finite` and others.
 */
export function meanDifference(input: MeanDifferenceInput): MeanDifference {
  return call(meanDifferenceCall, {
    ...input,
    a: float64s("a", input.a),
    b: float64s("b", input.b),
    clustersA: optionalInt32s("clustersA", input.clustersA),
    clustersB: optionalInt32s("clustersB", input.clustersB),
  });
}

export interface PairedMeanInput {
  /** Scores of A, one per item. */
  readonly a: Numbers;
  /** Scores of B on the same items, in the same order. */
  readonly b: Numbers;
  /** Group of each item, by a whole number from 0. */
  readonly clusters?: WholeNumbers | undefined;
  /** `t`, or a cluster-robust method. Default: `t`, or `cr2` with clusters. */
  readonly method?: MeanMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/**
 * The difference of two means, A - B, on the **same** items: t on the differences, cluster-robust
 * where clusters are given.
 *
 * @throws InputError naming the argument: `length_mismatch`, `too_few`, `zero_variance` and others.
 */
export function pairedMeanDifference(input: PairedMeanInput): MeanDifference {
  return call(pairedMeanDifferenceCall, {
    ...input,
    a: float64s("a", input.a),
    b: float64s("b", input.b),
    clusters: optionalInt32s("clusters", input.clusters),
  });
}

export interface RankSetsInput extends Omit<RankSetsRequest, "estimates" | "standardErrors"> {
  /** One per system; higher is better. */
  readonly estimates: Numbers;
  /** One per system, 0 or above. */
  readonly standardErrors: Numbers;
}

/**
 * The ranks that remain possible for systems that were measured independently of each other, from
 * their estimates and standard errors.
 *
 * @throws InputError naming the argument: `too_few`, `length_mismatch`, `zero_variance` and others.
 */
export function rankSets(input: RankSetsInput): RankSets {
  return call(rankSetsCall, {
    ...input,
    estimates: float64s("estimates", input.estimates),
    standardErrors: float64s("standardErrors", input.standardErrors),
  });
}

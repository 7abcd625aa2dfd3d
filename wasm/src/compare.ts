/** Systems compared, from counts, scores or ranks; p-values corrected. */
import {
  float64s, int32s, optionalInt32s, rowsOf, type Numbers, type WholeNumbers,
} from "./columns.ts";
import { call, valueAt } from "./engine.ts";
import { InputError } from "./errors.ts";
import {
  adjustPValuesCall, cochranQCall, fitBattlesCall, friedmanFromRanksCall, friedmanTestCall,
  rankSetsCall, signFlipTestCall, wilcoxonSignedRankCall,
  type AdjustedPValues, type AdjustRequest, type BattleFit, type BattlesRequest, type CochranQ,
  type Friedman, type FriedmanRanksRequest, type RankSets, type RankSetsRequest, type SignFlipRequest, type SignFlipTest, type WilcoxonRequest,
  type WilcoxonTest,
} from "./generated/compare.ts";
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

export interface AdjustInput extends Omit<AdjustRequest, "p"> {
  /** Each in [0, 1]. */
  readonly p: Numbers;
}

/**
 * p-values of many comparisons, corrected so that they may be read one by one.
 *
 * @throws InputError naming the argument: `empty_sample`, `p_out_of_range` and others.
 */
export function adjustPValues(input: AdjustInput): AdjustedPValues {
  return call(adjustPValuesCall, { ...input, p: float64s("p", input.p) });
}

export interface SignFlipInput extends Omit<SignFlipRequest, "differences"> {
  /** One per item: A - B. */
  readonly differences: Numbers;
}

/**
 * Is the mean of paired differences zero, by flipping their signs? Exact where that is possible.
 *
 * @throws InputError naming the argument: `empty_sample`, `not_finite`, `seed_out_of_range`.
 */
export function signFlipTest(input: SignFlipInput): SignFlipTest {
  return call(signFlipTestCall,
    { ...input, differences: float64s("differences", input.differences) });
}

export interface WilcoxonInput extends Omit<WilcoxonRequest, "differences"> {
  /** One per item: A - B. */
  readonly differences: Numbers;
}

/**
 * Wilcoxon signed-rank test of paired differences.
 *
 * @throws InputError naming the argument: `empty_sample`, `not_finite`.
 */
export function wilcoxonSignedRank(input: WilcoxonInput): WilcoxonTest {
  return call(wilcoxonSignedRankCall,
    { ...input, differences: float64s("differences", input.differences) });
}

export interface FriedmanInput {
  /** A row for each task, with a score for each system; higher is better. */
  readonly scores: readonly Numbers[];
  /** Of the critical differences, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/**
 * Systems compared by their ranks on each of several tasks: Friedman's test, critical differences,
 * and every pair by Wilcoxon's test with Holm's correction.
 *
 * @throws InputError naming the argument: `too_few`, `length_mismatch`, `not_finite` and others.
 */
export function friedmanTest(input: FriedmanInput): Friedman {
  const { values, width } = rowsOf("scores", input.scores);
  return call(friedmanTestCall, { scores: values, systems: width, level: input.level });
}

export interface FriedmanRanksInput extends Omit<FriedmanRanksRequest, "averageRanks"> {
  /** One per system; rank 1 is the best. */
  readonly averageRanks: Numbers;
}

/**
 * Friedman's test from published average ranks alone; no pairs, no correction for ties.
 *
 * @throws InputError naming the argument.
 */
export function friedmanFromRanks(input: FriedmanRanksInput): Friedman {
  return call(friedmanFromRanksCall,
    { ...input, averageRanks: float64s("averageRanks", input.averageRanks) });
}

export interface CochranInput {
  /** A row for each item, with 0 or 1 for each system. */
  readonly scores: readonly Numbers[];
}

/**
 * Cochran's Q: do several systems solve the same share of the same items?
 *
 * @throws InputError naming the argument: `not_binary`, `no_discordant_items` and others.
 */
export function cochranQ(input: CochranInput): CochranQ {
  const { values, width } = rowsOf("scores", input.scores);
  return call(cochranQCall, { scores: values, systems: width });
}

export interface BattlesInput extends Omit<BattlesRequest, "a" | "b" | "outcome" | "clusters"> {
  /** Number of each battle's first system, from 0. */
  readonly a: WholeNumbers;
  /** Number of its second system. */
  readonly b: WholeNumbers;
  /** 0 A wins, 1 B wins, 2 tie, 3 both bad; see `battleOutcomes`. */
  readonly outcome: WholeNumbers;
  /** Each battle's prompt or session, by a whole number from 0. */
  readonly clusters?: WholeNumbers | undefined;
}

/**
 * Strengths of systems from battles: Davidson's model with ties, Bradley and Terry's without.
 *
 * @throws InputError naming the argument. Battles that allow no common scale are no error: the
 * result has another status than `fitted`, and says why.
 */
export function fitBattles(input: BattlesInput): BattleFit {
  return call(fitBattlesCall, {
    ...input,
    a: int32s("a", input.a),
    b: int32s("b", input.b),
    outcome: int32s("outcome", input.outcome),
    clusters: optionalInt32s("clusters", input.clusters),
  });
}

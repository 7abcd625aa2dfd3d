/** Intervals and tests of one system, its reruns and samples, and correlations. */
import { float64s, int32s, optionalInt32s, type Numbers, type WholeNumbers } from "./columns.ts";
import { call } from "./engine.ts";
import {
  bootstrapIntervalCall, correlationCall, leastSignificantDifferenceCall, majorityAtKCall,
  meanIntervalCall, partialCorrelationCall, passAtKCall, poissonBinomialTestCall,
  proportionIntervalCall, proportionTestCall, runsIntervalCall, varianceComponentsCall,
  type BootstrapInterval, type BootstrapRequest, type Correlation, type CorrelationRequest,
  type MajorityAtKRequest, type MeanInterval, type MeanRequest, type PartialCorrelation,
  type PartialCorrelationRequest, type PassAtKRequest, type PoissonBinomialTest,
  type ProportionInterval, type ProportionMethod, type ProportionTest, type ProportionTestRequest,
  type RunsInterval, type SamplesResult, type SignificantDifference,
  type SignificantDifferenceRequest, type VarianceComponents, type VarianceComponentsRequest,
} from "./generated/interval.ts";

export interface ProportionInput {
  /** Successes, a whole number from 0 to `trials`. */
  readonly successes: number;
  /** Independent trials, a whole number of at least 1. */
  readonly trials: number;
  /** Default: `defaults.proportionMethod`. */
  readonly method?: ProportionMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/**
 * Confidence interval for a binomial proportion.
 *
 * @throws InputError naming the argument: `empty_sample`, `not_integer`, `not_finite`,
 * `count_exceeds_trials`, `level_out_of_range`, `value_out_of_range` (an unknown method).
 */
export function proportionInterval(input: ProportionInput): ProportionInterval {
  return call(proportionIntervalCall, input);
}

/**
 * Tests one binomial proportion against a fixed rate, such as chance: exact tails, mid-P, score.
 *
 * @throws InputError as `proportionInterval`, and `rate_out_of_range` for `nullRate`.
 */
export function proportionTest(input: ProportionTestRequest): ProportionTest {
  return call(proportionTestCall, input);
}

/** Scores of one system, one per item. */
export interface MeanInput extends Omit<MeanRequest, "values" | "clusters"> {
  readonly values: Numbers;
  /** Each item's group, by a whole number from 0; left out when items are independent. */
  readonly clusters?: WholeNumbers | undefined;
}

/**
 * Confidence interval for a mean score: Wilson for 0/1 scores and t for graded ones; with clusters
 * Wilson with the effective number of items, and CR2.
 *
 * @throws InputError naming the argument, such as `too_few`, `zero_variance`, `length_mismatch`.
 */
export function meanInterval(input: MeanInput): MeanInterval {
  return call(meanIntervalCall, {
    ...input,
    values: float64s("values", input.values),
    clusters: optionalInt32s("clusters", input.clusters),
  });
}

/** Successes of items that each have a chance rate of their own. */
export interface PoissonBinomialInput {
  /** Successes, a whole number from 0 to the number of items. */
  readonly successes: number;
  /** Each item's success rate under chance, such as 1/4 where there are four choices. */
  readonly chances: Numbers;
}

/**
 * Tests successes against chance when items have different chance rates.
 *
 * @throws InputError naming the argument: `rate_out_of_range`, `count_exceeds_trials` and others.
 */
export function poissonBinomialTest(input: PoissonBinomialInput): PoissonBinomialTest {
  return call(poissonBinomialTestCall,
    { ...input, chances: float64s("chances", input.chances) });
}

export interface BootstrapInput extends Omit<BootstrapRequest, "values" | "clusters"> {
  /** One score per item; at least 2, and not all equal. */
  readonly values: Numbers;
  /** Each item's group, by a whole number from 0; groups are then drawn whole. */
  readonly clusters?: WholeNumbers | undefined;
}

/**
 * Bootstrap interval for a mean of graded scores. The same seed gives the same limits everywhere.
 *
 * @throws InputError naming the argument, such as `too_few`, `zero_variance`, `estimate_at_limit`.
 */
export function bootstrapInterval(input: BootstrapInput): BootstrapInterval {
  return call(bootstrapIntervalCall, {
    ...input,
    values: float64s("values", input.values),
    clusters: optionalInt32s("clusters", input.clusters),
  });
}

export interface CorrelationInput extends Omit<CorrelationRequest, "x" | "y"> {
  readonly x: Numbers;
  /** One value for every one of `x`. */
  readonly y: Numbers;
}

/**
 * Correlation of two columns with an interval and a test.
 *
 * @throws InputError naming the argument: `too_few`, `length_mismatch`, `constant_input`.
 */
export function correlation(input: CorrelationInput): Correlation {
  return call(correlationCall,
    { ...input, x: float64s("x", input.x), y: float64s("y", input.y) });
}

/**
 * The correlation of x and y with g held fixed, from the three correlations.
 *
 * @throws InputError naming the argument.
 */
export function partialCorrelation(input: PartialCorrelationRequest): PartialCorrelation {
  return call(partialCorrelationCall, input);
}

export interface RunsInput {
  /** One score per rerun of the whole benchmark, at least 2. */
  readonly scores: Numbers;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/**
 * The mean of reruns of a whole benchmark with Student's t interval, and their standard deviation
 * with its interval. It speaks of the noise of the answers, not of what other items would give.
 *
 * @throws InputError naming the argument: `too_few`, `zero_variance`, `not_finite`.
 */
export function runsInterval(input: RunsInput): RunsInterval {
  return call(runsIntervalCall, { ...input, scores: float64s("scores", input.scores) });
}

/**
 * The smallest difference of the means of two systems' reruns that counts as significant.
 *
 * @throws InputError naming the argument: `too_few`, `design_out_of_range` and others.
 */
export function leastSignificantDifference(
  input: SignificantDifferenceRequest,
): SignificantDifference {
  return call(leastSignificantDifferenceCall, input);
}

export interface VarianceComponentsInput
  extends Omit<VarianceComponentsRequest, "valuesA" | "itemsA" | "valuesB" | "itemsB" | "samples"> {
  /** Scores of A's predictions. */
  readonly valuesA: Numbers;
  /** Number of each prediction's item, from 0; at least 2 predictions per item. */
  readonly itemsA: WholeNumbers;
  /** The same of B, for the difference A - B. */
  readonly valuesB?: Numbers | undefined;
  readonly itemsB?: WholeNumbers | undefined;
  /** Numbers of predictions per item to give a standard error for. Default: none. */
  readonly samples?: WholeNumbers | undefined;
}

/**
 * What the variance of a score, or of a difference, is made of: which items, and which answers.
 *
 * @throws InputError naming the argument: `needs_repeats`, `length_mismatch` and others.
 */
export function varianceComponents(input: VarianceComponentsInput): VarianceComponents {
  return call(varianceComponentsCall, {
    valuesA: float64s("valuesA", input.valuesA),
    itemsA: int32s("itemsA", input.itemsA),
    valuesB: input.valuesB === undefined ? undefined : float64s("valuesB", input.valuesB),
    itemsB: optionalInt32s("itemsB", input.itemsB),
    samples: int32s("samples", input.samples ?? []),
  });
}

export interface PassAtKInput extends Omit<PassAtKRequest, "samples" | "correct" | "clusters"> {
  /** Answers of each problem, at least k. */
  readonly samples: WholeNumbers;
  /** Right ones of each problem. */
  readonly correct: WholeNumbers;
  /** Group of each problem, by a whole number from 0. */
  readonly clusters?: WholeNumbers | undefined;
}

/**
 * pass@k, pass^k or majority@k from right and wrong answers: unbiased per problem, with an interval
 * over problems.
 *
 * @throws InputError naming the argument: `k_exceeds_samples`, `count_exceeds_trials` and others.
 */
export function passAtK(input: PassAtKInput): SamplesResult {
  return call(passAtKCall, {
    ...input,
    samples: int32s("samples", input.samples),
    correct: int32s("correct", input.correct),
    clusters: optionalInt32s("clusters", input.clusters),
  });
}

export interface MajorityAtKInput extends Omit<MajorityAtKRequest, "counts" | "classes" | "clusters"> {
  /** For each problem how often each answer was given, the right one first, which may have 0. */
  readonly counts: readonly WholeNumbers[];
  /** Group of each problem, by a whole number from 0. */
  readonly clusters?: WholeNumbers | undefined;
}

/**
 * majority@k when the answers themselves are known: ties are split evenly.
 *
 * @throws InputError naming the argument: `k_exceeds_samples`, `not_integer` and others.
 */
export function majorityAtK(input: MajorityAtKInput): SamplesResult {
  const { counts, clusters, ...rest } = input;
  return call(majorityAtKCall, {
    ...rest,
    counts: int32s("counts", counts.flatMap((problem) => [...problem])),
    classes: Int32Array.from(counts, (problem) => problem.length),
    clusters: optionalInt32s("clusters", clusters),
  });
}

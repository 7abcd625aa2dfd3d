/** Limits of parallel decoding: the calls of the core, with tokens by name in place of numbers. */
import { float64s, int32s, type Numbers, type WholeNumbers } from "./columns.ts";
import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import {
  acceptedPositionsCall, accuracySchedulesCall, adaptiveFrontierCall, compareWithLimitCall,
  confidentBoundsCall, informationCurveCall, klSchedulesCall, listTaskLimitsCall, listTaskSizesCall,
  listTaskTableCall, listTaskThresholdCall, measureTargetCall, orderPreferenceCall, pairMapCall,
  parallelizabilityCall, runStrategyCall, stepsOutcomeCall, tokensPerStepAtCall, walkStrategyCall,
  type Candidate, type ConfidentBounds, type ConfidentRequest, type CurveKind, type Decoding,
  type Divergence, type InformationCurve, type LimitComparison, type LimitRequest, type ListTask,
  type PairMap, type Schedule, type StepColumns, type Strategy, type StrategyOutcome,
  type StrategyRule, type TargetColumns, type TargetMeasures, type TaskLimits, type TaskRequest,
  type TaskSizes, type TaskThreshold, type TaskThresholdRequest, type Walk, type WalkStep,
} from "./generated/parallel.ts";
import { readAnswers, type AnswerOptions, type Answers, type AnswersInput } from "./readers/answers.ts";
import { defaultScore, type Partition, type StrategyInput } from "./strategies.ts";

/** Right answers: as `readAnswers` gave them, as a text, or as values. */
export type AnswersSource = string | AnswersInput | Answers;

/** A Kullback-Leibler divergence in bits. */
export type Bits = number | "infinite";

const isRead = (input: AnswersSource): input is Answers =>
  typeof input === "object" && "vocabulary" in input && "target" in input;

/** Answers that were read, or are read now. */
export function answersOf(input: AnswersSource, options?: AnswerOptions): Answers {
  return isRead(input) ? input : readAnswers(input, options);
}

/** The word that replaces or joins the items of a list task. */
const givenWord = "F";

export interface TaskAnswersInput {
  readonly task: ListTask;
  /** Items of the list; the order of a Latin square. */
  readonly n: number;
  /** Whether only those count as right that ParallelBench scores so. Default: all. */
  readonly scored?: boolean | undefined;
}

/**
 * All answers of a list task. Items are called "1", "2", ..., and a given word "F".
 *
 * @throws InputError for an n out of range, or with more than 100,000 answers (`too_large_exact`).
 */
export function taskAnswers({ task, n, scored = false }: TaskAnswersInput): Answers {
  const { length, tokens, scored: isScored } = call(listTaskTableCall, { task, n });
  const rows = isScored.length;
  return {
    vocabulary: [...Array.from({ length: n }, (_, item) => String(item + 1)), givenWord],
    conditions: [""],
    target: {
      tokens: Int32Array.from(tokens),
      weights: new Float64Array(rows).fill(1),
      sequences: Int32Array.of(rows),
      lengths: Int32Array.of(length),
      ...(scored && { valid: Int32Array.from(isScored) }),
    },
    places: Int32Array.from({ length: rows }, (_, row) => row + 1),
    unit: "answer",
    task: { name: task, n },
    issues: [],
  };
}

/** The columns of the core and the answers they came from. */
function resolved(input: AnswersSource): { answers: Answers; target: TargetColumns } {
  const read = answersOf(input);
  const answers = read.target === null && read.task !== null
    ? taskAnswers({ task: read.task.name as ListTask, n: read.task.n }) : read;
  if (answers.target === null) {
    const refusal = answers.issues.find(({ severity }) => severity === "refuse");
    throw new InputError("empty_sample", "answers", refusal?.message);
  }
  return { answers, target: answers.target };
}

export const bits = (value: number | null): Bits => value ?? "infinite";

/** An ordered partition as the core takes it. */
export function stepColumns(partition: Partition): StepColumns {
  if (!Array.isArray(partition) || !partition.every((step) => Array.isArray(step))) {
    throw new InputError("bad_partition", "partition", partition);
  }
  // What is no position cannot be in a partition.
  const isWhole = (position: number): boolean => (position | 0) === position;
  if (!partition.flat().every(isWhole)) throw new InputError("bad_partition", "partition", partition);
  return {
    positions: Int32Array.from(partition.flat()),
    sizes: Int32Array.from(partition, (step: readonly number[]) => step.length),
  };
}

/** A strategy as the core takes it. */
function strategyOf(strategy: StrategyInput, decoding: Decoding): Strategy {
  const { partition, sizes, ...rest } = strategy;
  const ofSizes = sizes === undefined ? undefined : {
    positions: Int32Array.from({ length: sizes.reduce((sum, size) => sum + size, 0) }, (_, at) => at),
    sizes: int32s("sizes", sizes),
  };
  return {
    ...rest, score: rest.score ?? defaultScore(rest.rule), decoding,
    steps: partition === undefined ? ofSizes : stepColumns(partition),
  };
}

/** What a call needs of an analysis that wants all of them. */
export interface AnswersRequest {
  readonly answers: AnswersSource;
}

/** Entropies, total and dual total correlation, in bits; means over the conditions. */
export function measureAnswers({ answers }: AnswersRequest): TargetMeasures {
  return call(measureTargetCall, { target: resolved(answers).target });
}

/** Two positions together and apart, tokens by name; null stands for all further tokens. */
export interface NamedPairMap extends Omit<PairMap, "firstTokens" | "secondTokens"> {
  readonly firstTokens: readonly (string | null)[];
  readonly secondTokens: readonly (string | null)[];
}

const nameOf = (vocabulary: readonly string[], token: number): string | null => vocabulary[token] ?? null;

export interface PairMapInput extends AnswersRequest {
  /** Number of the condition. Default: 0. */
  readonly condition?: number | undefined;
  /** Positions from 0. Default: those of the largest mutual information. */
  readonly first?: number | undefined;
  readonly second?: number | undefined;
}

/** The joint distribution of two positions beside the product of their marginals. */
export function pairMap({ answers: input, condition, first, second }: PairMapInput): NamedPairMap {
  const { answers: { vocabulary }, target } = resolved(input);
  const map = call(pairMapCall, { target, condition, first, second });
  return {
    ...map,
    firstTokens: map.firstTokens.map((token) => nameOf(vocabulary, token)),
    secondTokens: map.secondTokens.map((token) => nameOf(vocabulary, token)),
  };
}

/** How far a decoder's output is from the right answers. */
export interface Distances {
  /** Total variation, 0 to 1. */
  readonly tv: number;
  /** KL(p||q), p the right answers, q the output. */
  readonly klForward: Bits;
  /** KL(q||p). */
  readonly klReverse: Bits;
}

export function distancesOf({ totalVariation, klForward, klReverse }: Divergence): Distances {
  return { tv: totalVariation, klForward: bits(klForward), klReverse: bits(klReverse) };
}

/** A sequence with its probability in the output of a decoder. */
export interface OutputSequence {
  /** Name of its condition. */
  readonly condition: string;
  readonly tokens: readonly string[];
  /** q. */
  readonly output: number;
}

/** A right answer with its probability p, too. */
export interface OutputAnswer extends OutputSequence {
  readonly target: number;
}

/** What comes out of fixed steps, exactly. */
export interface StepsOutcome extends Distances {
  /** Mass on answers that count as right. */
  readonly accuracy: number;
  /** Mass on sequences that are no answer. */
  readonly invalid: number;
  /** The least KL(p||q) of any model with these steps. */
  readonly bound: number;
  /** The most probable answers, 1000 at most. */
  readonly listed: readonly OutputAnswer[];
  readonly unlisted: number;
  /** The most probable sequences that are no answer, 20 at most, of those made in the last step. */
  readonly impossible: readonly OutputSequence[];
  readonly otherImpossible: number;
}

export interface StepsOutcomeInput extends AnswersRequest, Decoding {
  /** Default: all positions at once. */
  readonly partition?: Partition | undefined;
}

/** What comes out when the positions of each step are revealed at once. */
export function stepsOutcome(
  { answers: input, partition, temperature, valueTies }: StepsOutcomeInput,
): StepsOutcome {
  const { answers: { vocabulary, conditions }, target } = resolved(input);
  const steps = partition === undefined ? undefined : stepColumns(partition);
  const outcome = call(stepsOutcomeCall, { target, steps, decoding: { temperature, valueTies } });
  const tokensOf = rowReader(target, vocabulary);
  return {
    accuracy: outcome.accuracy,
    invalid: outcome.invalid,
    ...distancesOf(outcome.divergence),
    bound: outcome.bound,
    listed: outcome.listed.map(({ condition, row, target: p, output }) => ({
      condition: conditions[condition] as string, tokens: tokensOf(row), target: p, output,
    })),
    unlisted: outcome.unlisted,
    impossible: outcome.impossible.map(({ condition, tokens, output }) => ({
      condition: conditions[condition] as string,
      tokens: tokens.map((token) => vocabulary[token] as string), output,
    })),
    otherImpossible: outcome.otherImpossible,
  };
}

/** The tokens of a row, by name. */
function rowReader(target: TargetColumns, vocabulary: readonly string[]): (row: number) => string[] {
  // First row and first token of each condition.
  const starts: { row: number; token: number; length: number }[] = [];
  let row = 0;
  let token = 0;
  target.sequences.forEach((count, condition) => {
    const length = target.lengths[condition] as number;
    starts.push({ row, token, length });
    row += count;
    token += count * length;
  });
  return (wanted) => {
    const { row: first, token: at, length } = starts.findLast((start) => start.row <= wanted)!;
    const begin = at + (wanted - first) * length;
    return Array.from(
      target.tokens.subarray(begin, begin + length), (number) => vocabulary[number] as string);
  };
}

export interface SchedulesInput extends AnswersRequest {
  /** Steps to go up to. Default: the length of the answers. */
  readonly steps?: number | undefined;
}

/** For 1, 2, ... steps the fixed steps with the least KL(p||q); accuracy and invalid mass sampled. */
export function klSchedules({ answers, steps }: SchedulesInput): readonly Schedule[] {
  return call(klSchedulesCall, { target: resolved(answers).target, most: steps }).schedules;
}

/** For at most 1, 2, ... steps the fixed steps with the greatest accuracy. */
export function accuracySchedules(
  { answers, steps, temperature, valueTies }: SchedulesInput & Decoding,
): readonly Schedule[] {
  return call(accuracySchedulesCall, {
    target: resolved(answers).target, most: steps, decoding: { temperature, valueTies },
  }).schedules;
}

/** The greatest accuracy of any policy in at most 1, 2, ... steps. */
export function adaptiveFrontier(
  { answers, steps, temperature, valueTies }: SchedulesInput & Decoding,
): readonly number[] {
  return call(adaptiveFrontierCall, {
    target: resolved(answers).target, most: steps, decoding: { temperature, valueTies },
  }).accuracies;
}

export interface InformationCurveInput extends AnswersRequest {
  /** Of random subsets where all are too many. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
  /** How many for each size. Default: `defaults.curveSubsets`. */
  readonly subsets?: number | undefined;
}

/** What positions lose by being revealed together, and the best step sizes in random order. */
export function informationCurve({ answers, seed, subsets }: InformationCurveInput): InformationCurve {
  return call(informationCurveCall, { target: resolved(answers).target, seed, subsets });
}

/** What a strategy does; distances are null when it was simulated. */
export interface StrategyResult
  extends Omit<StrategyOutcome, "divergence">, Record<keyof Distances, Bits | null> {}

export interface RunStrategyInput extends AnswersRequest, Decoding {
  readonly strategy: StrategyInput;
  /** What `adaptiveFrontier` gives with the same decoding, for the gap. */
  readonly frontier?: Numbers | undefined;
  /** Of the simulation, where there are too many contexts. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
}

/** Runs a strategy on the ideal model, exactly where that is possible. */
export function runStrategy(
  { answers, strategy, temperature, valueTies, frontier, seed }: RunStrategyInput,
): StrategyResult {
  const { divergence, ...outcome } = call(runStrategyCall, {
    target: resolved(answers).target,
    strategy: strategyOf(strategy, { temperature, valueTies }),
    frontier: frontier === undefined ? undefined : float64s("frontier", frontier),
    seed,
  });
  const distances = divergence === null
    ? { tv: null, klForward: null, klReverse: null } : distancesOf(divergence);
  return { ...outcome, ...distances };
}

/** A masked position before a step, tokens by name; `drawn` is null when it stays masked. */
export interface NamedCandidate extends Omit<Candidate, "tokens" | "drawn"> {
  readonly tokens: readonly string[];
  readonly drawn: string | null;
}

export interface NamedWalkStep extends Omit<WalkStep, "candidates"> {
  readonly candidates: readonly NamedCandidate[];
}

/** One run of a strategy, step by step. */
export interface NamedWalk extends Omit<Walk, "condition" | "steps" | "tokens"> {
  /** Name of its condition. */
  readonly condition: string;
  readonly steps: readonly NamedWalkStep[];
  /** Null where it was impossible before it was revealed. */
  readonly tokens: readonly (string | null)[];
}

export interface WalkInput extends AnswersRequest, Decoding {
  readonly strategy: StrategyInput;
  /** Number of the condition. Default: 0. */
  readonly condition?: number | undefined;
  /** Of the draws. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
}

/** One run of a strategy: what a decoder sees and does. */
export function walkStrategy(
  { answers: input, strategy, temperature, valueTies, condition, seed }: WalkInput,
): NamedWalk {
  const { answers: { vocabulary, conditions }, target } = resolved(input);
  const walk = call(walkStrategyCall, {
    target, strategy: strategyOf(strategy, { temperature, valueTies }), condition, seed,
  });
  return {
    ...walk,
    condition: conditions[walk.condition] as string,
    steps: walk.steps.map((step) => ({
      ...step,
      candidates: step.candidates.map((candidate) => ({
        ...candidate,
        tokens: candidate.tokens.map((token) => vocabulary[token] as string),
        drawn: nameOf(vocabulary, candidate.drawn),
      })),
    })),
    tokens: walk.tokens.map((token) => nameOf(vocabulary, token)),
  };
}

export interface AcceptedInput {
  readonly rule: StrategyRule;
  /** Threshold, factor, gamma in nats, or delta. */
  readonly parameter: number;
  readonly inclusive?: boolean | undefined;
  /** One for each masked position, 0 to 1; `entropy_bounded` needs none. */
  readonly confidences?: Numbers | undefined;
  /** One for each masked position, in nats, for `entropy_bounded`. */
  readonly entropies?: Numbers | undefined;
}

/** How many of the masked positions a rule accepts. */
export function acceptedPositions(input: AcceptedInput): number {
  const { rule, parameter, inclusive, confidences, entropies } = input;
  const given = entropies === undefined ? undefined : float64s("entropies", entropies);
  return call(acceptedPositionsCall, {
    rule, parameter, inclusive, entropies: given,
    // The core wants one for each position, whether the rule goes by them or not.
    confidences: confidences === undefined ? new Float64Array(given?.length ?? 0).fill(1)
      : float64s("confidences", confidences),
  }).accepted;
}

/** What is known of a list task by closed forms, at any size. */
export function listTaskLimits(input: TaskRequest): TaskLimits {
  return call(listTaskLimitsCall, input);
}

/** `shuffle` and `replace_random` in steps of given sizes. */
export function listTaskSizes(
  { task, n, sizes }: { readonly task: ListTask; readonly n: number; readonly sizes: WholeNumbers },
): TaskSizes {
  return call(listTaskSizesCall, { task, n, sizes: int32s("sizes", sizes) });
}

/** `shuffle` and `replace_random` with a confidence threshold. */
export function listTaskThreshold(input: TaskThresholdRequest): TaskThreshold {
  return call(listTaskThresholdCall, input);
}

/** Points of a measured curve. */
export interface CurvePoints {
  /** Tokens per step, above 0. */
  readonly tokensPerStep: Numbers;
  /** Accuracies, 0 to 1. */
  readonly accuracies: Numbers;
}

/** The most tokens per step at which a measured curve keeps an accuracy; 0 if nowhere. */
export function tokensPerStepAt(
  { tokensPerStep, accuracies, kind, accuracy }:
    CurvePoints & { readonly kind: CurveKind; readonly accuracy: number },
): number {
  return call(tokensPerStepAtCall, {
    tokensPerStep: float64s("tokensPerStep", tokensPerStep),
    accuracies: float64s("accuracies", accuracies), kind, accuracy,
  }).tokensPerStep;
}

/** ParallelBench's summary of scores at tokens per step: small where decoding is hard to parallelise. */
export function parallelizability(
  { tokensPerStep, scores }: { readonly tokensPerStep: Numbers; readonly scores: Numbers },
): number {
  return call(parallelizabilityCall, {
    tokensPerStep: float64s("tokensPerStep", tokensPerStep), scores: float64s("scores", scores),
  }).parallelizability;
}

/** How the score changes with block length: the slope of a least-squares line. */
export function orderPreference(
  { lengths, scores }: { readonly lengths: Numbers; readonly scores: Numbers },
): number {
  return call(orderPreferenceCall, {
    lengths: float64s("lengths", lengths), scores: float64s("scores", scores),
  }).slope;
}

/** A measured point of a list task against the best that an unbiased model can reach. */
export function compareWithLimit(input: LimitRequest): LimitComparison {
  return call(compareWithLimitCall, input);
}

/** What holds for any distribution whose positions are all confident. */
export function confidentBounds(input: ConfidentRequest): ConfidentBounds {
  return call(confidentBoundsCall, input);
}

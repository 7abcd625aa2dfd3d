/** Right answers analysed: what any decoder that reveals several tokens at once can reach. */
import { InputError } from "./errors.ts";
import type {
  Decoding, InformationCurve, ListTask, Schedule, StrategyOutcome, TaskLimits, TieRule,
} from "./generated/parallel.ts";
import { defaults, limits as bounds, type ErrorCode } from "./generated/shared.ts";
import {
  accuracySchedules, adaptiveFrontier, answersOf, bits, informationCurve, klSchedules,
  listTaskLimits, listTaskSizes, listTaskThreshold, measureAnswers, pairMap, runStrategy,
  stepsOutcome, taskAnswers,
  type AnswersSource, type Bits, type Distances, type NamedPairMap, type StepsOutcome,
} from "./parallel.ts";
import { withValid, type AnswerOptions, type Answers } from "./readers/answers.ts";
import type { Issue } from "./readers/issues.ts";
import { limitReading, parallelAssumptions, parallelMethod } from "./report/parallel.ts";
import {
  defaultStrategies, strategyText, type Partition, type StrategyInput,
} from "./strategies.ts";

export interface ParallelOptions extends AnswerOptions, Decoding {
  /** Steps to go up to. Default: as many as the answers have tokens, of large tasks 32. */
  readonly steps?: number | undefined;
  /** Steps to look at: the positions, from 0, that each reveals. */
  readonly partition?: Partition | undefined;
  /** Strategies to run. Default: `defaultStrategies`. */
  readonly strategies?: readonly StrategyInput[] | undefined;
  /** How strategies that do not say so break ties. Default: `defaults.positionTies`. */
  readonly positionTies?: TieRule | undefined;
  /** The answers that count as right. Default: all that are possible. */
  readonly valid?: AnswersSource | undefined;
  /** Of a list task: whether only those count as right that ParallelBench scores so. */
  readonly scored?: boolean | undefined;
  /** Of random subsets and simulations. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
  /**
   * Random subsets of each size for the information curve, where all are too many. Default:
   * `defaults.curveSubsets`, of large tables fewer, so that it takes about a second.
   */
  readonly subsets?: number | undefined;
}

/** How tokens were chosen. */
export interface UsedDecoding {
  readonly temperature: number;
  readonly valueTies: TieRule;
}

/** Some of what comes out when all positions are revealed at once. */
export interface OneStep extends Pick<StepsOutcome, "invalid" | "klForward" | "klReverse" | "accuracy"> {
  /** Null of a list task too large to be written out. */
  readonly tv: number | null;
  /** The most probable right answers and wrong sequences; empty of such a task. */
  readonly listed: StepsOutcome["listed"];
  readonly unlisted: number;
  readonly impossible: StepsOutcome["impossible"];
  readonly otherImpossible: number;
}

/** A schedule of fixed steps, positions from 0. */
export interface ScheduleRow {
  readonly steps: number;
  readonly partition: Partition;
  /** KL(p||q) of the ideal model: no model with these steps has less. */
  readonly bound: number;
  /** 2^-bound: sampled, the ideal model is at least so accurate. */
  readonly accuracyBound: number;
  readonly accuracy: number;
  readonly invalid: number;
  /**
   * The mean over conditions of the best that each one's own schedule reaches: the bound in
   * `schedules`, the accuracy in `accuracySchedules`.
   */
  readonly perCondition: number;
}

/** A strategy and what it does; what a task too large to be written out cannot give is null. */
export interface StrategyRow extends Record<keyof Distances, Bits | null>,
  Pick<StrategyOutcome, "accuracy" | "mostSteps" | "gap" | "exact" | "runs" | "seed" |
    "accuracyInterval" | "invalidInterval"> {
  /** As it is typed, such as "top-k=2,random". */
  readonly strategy: string;
  readonly invalid: number | null;
  readonly meanSteps: number | null;
  readonly tokensPerStep: number | null;
  readonly meanTokensPerStep: number | null;
}

/** The best accuracy in at most so many steps; null where it is not known. */
export interface FrontierPoint {
  readonly steps: number;
  /** Of fixed steps. */
  readonly fixed: number | null;
  /** Of any policy, which may choose positions by what was revealed. */
  readonly adaptive: number | null;
  /** The least KL(p||q) of fixed steps, bits. */
  readonly bound: number | null;
  /** 2^-bound: the ideal model is at least so accurate with the best of these steps, sampled. */
  readonly accuracyBound: number | null;
}

/** What was not computed, since it is too large or not defined. */
export interface ParallelLimit {
  readonly what: "answers" | "schedules" | "accuracySchedules" | "adaptive" | "curve" | "pair" | "strategy"
    | "unasked" | "partition";
  /** The strategy, as it is typed. */
  readonly strategy: string | null;
  readonly code: ErrorCode;
  /** Positions. */
  readonly n: number;
  /** Different answers; null of a task known by closed forms alone. */
  readonly m: number | null;
  /** What it is, which bound it breaks, and what to do instead. */
  readonly message: string;
}

export interface ConditionRow {
  readonly condition: string;
  readonly tokens: number;
  readonly outcomes: number;
  readonly entropy: number;
  readonly totalCorrelation: number;
  readonly dualTotalCorrelation: number;
}

/** All in bits; positions are counted from 0. */
export interface ParallelReport {
  /** Tokens in an answer; 0 when conditions differ in it, null when nothing could be read. */
  readonly tokens: number | null;
  /** Different answers; null of a list task too large to be written out. */
  readonly outcomes: number | null;
  readonly entropy: number | null;
  readonly marginalEntropies: readonly number[];
  readonly totalCorrelation: number | null;
  readonly dualTotalCorrelation: number | null;
  /** All positions at once; null when nothing could be read. */
  readonly oneStep: OneStep | null;
  /** The fixed steps with the least KL(p||q), for each number of steps. */
  readonly schedules: readonly ScheduleRow[];
  /** The fixed steps with the greatest accuracy. */
  readonly accuracySchedules: readonly ScheduleRow[];
  readonly strategies: readonly StrategyRow[];
  readonly frontier: readonly FrontierPoint[];
  /** The steps that were asked for. */
  readonly partition: (StepsOutcome & { readonly partition: Partition }) | null;
  readonly informationCurve: InformationCurve | null;
  /** The two positions that depend on each other most, of the first condition that has two. */
  readonly pair: NamedPairMap | null;
  readonly conditions: readonly ConditionRow[];
  readonly vocabulary: readonly string[];
  readonly decoding: UsedDecoding;
  /** Whether answers may count as wrong although they are possible. */
  readonly restricted: boolean;
  readonly task: TaskLimits | null;
  readonly limits: readonly ParallelLimit[];
  readonly assumptions: readonly string[];
  readonly method: string;
  readonly issues: readonly Issue[];
}

/**
 * Tokens of a table, all answers together, on which strategies are run though nobody named them: they
 * take a few seconds there. Random choices branch so much that they take as long on a tenth.
 */
const mostUnasked = 500_000;
const mostUnaskedRandom = 50_000;

/** Tokens of all random subsets of a size, together, and how few of these there may then be. */
const mostSubsetTokens = 1e7;
const fewestSubsets = 10;

/** What is given up without an error, and told in `limits`. */
const isTellable = ({ code, argument }: InputError): boolean => code === "too_large_exact" ||
  (code === "unsupported" && ["lengths", "steps", "task", "rule"].includes(argument));

/** What of a strategy may be refused. */
const ofStrategy = ["rule", "score", "k", "parameter", "block", "position_ties", "steps", "sizes",
  "partition", "inclusive"];

class Analysis {
  readonly limits: ParallelLimit[] = [];
  readonly n: number;
  readonly m: number | null;
  readonly #options: ParallelOptions;
  readonly decoding: UsedDecoding;

  constructor(options: ParallelOptions, n: number, m: number | null) {
    this.#options = options;
    this.n = n;
    this.m = m;
    this.decoding = {
      temperature: options.temperature ?? defaults.temperature,
      valueTies: options.valueTies ?? defaults.valueTies,
    };
  }

  /** Random subsets of each size for the information curve. */
  subsets(): number {
    const most = Math.floor(mostSubsetTokens / (this.n * (this.m ?? 1)));
    return this.#options.subsets ?? Math.max(fewestSubsets, Math.min(defaults.curveSubsets, most));
  }

  /** Whether tokens are drawn as the model says. */
  get isSampled(): boolean {
    return this.decoding.temperature === 1;
  }

  tell(what: ParallelLimit["what"], code: ErrorCode, strategy: string | null = null): void {
    const { n, m } = this;
    this.limits.push({ what, strategy, code, n, m, message: limitReading({ what, strategy, code, n, m }) });
  }

  /** The result; null, and told, when it is too large. */
  attempt<T>(what: ParallelLimit["what"], action: () => T, strategy: string | null = null): T | null {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof InputError) || !isTellable(error)) throw error;
      this.tell(what, error.code, strategy);
      return null;
    }
  }

  /** The strategies asked for, ties as asked. */
  strategies(): StrategyInput[] {
    const { strategies = defaultStrategies, positionTies } = this.#options;
    return strategies.map((strategy) =>
      (strategy.positionTies === undefined ? { ...strategy, positionTies } : strategy));
  }

  /** A row for each strategy that can be run; a refused one is named in the error. */
  rows(run: (strategy: StrategyInput) => Omit<StrategyRow, "strategy">): StrategyRow[] {
    const isAsked = this.#options.strategies !== undefined;
    return this.strategies().flatMap((strategy, index) => {
      const name = strategyText(strategy);
      const most = strategy.score === "random" ? mostUnaskedRandom : mostUnasked;
      if (!isAsked && this.m !== null && this.n * this.m > most) {
        this.tell("unasked", "too_large_exact", name);
        return [];
      }
      try {
        const row = this.attempt("strategy", () => run(strategy), name);
        return row === null ? [] : [{ strategy: name, ...row }];
      } catch (error) {
        if (!(error instanceof InputError) || !ofStrategy.includes(error.argument)) throw error;
        throw new InputError(error.code, `strategies.${index}.${error.argument}`, name, error.minimum);
      }
    });
  }

  frontier(
    schedules: readonly ScheduleRow[], fixed: readonly (number | null)[],
    adaptive: readonly (number | null)[], restricted: boolean,
  ): FrontierPoint[] {
    const most = Math.max(schedules.length, fixed.length, adaptive.length);
    return Array.from({ length: Math.min(most, this.#options.steps ?? most) }, (_, index) => {
      const schedule = schedules[index];
      return {
        steps: index + 1,
        fixed: fixed[index] ?? null,
        adaptive: adaptive[index] ?? null,
        bound: schedule?.bound ?? null,
        accuracyBound: restricted || !this.isSampled ? null : schedule?.accuracyBound ?? null,
      };
    });
  }
}

/** Positions in their order, divided into steps of these sizes. */
function inOrder(sizes: readonly number[]): number[][] {
  let next = 0;
  return sizes.map((size) => Array.from({ length: size }, () => next++));
}

/** Closed forms as schedules: for such a task any positions will do. */
function closedSchedules(
  task: TaskLimits,
): { schedules: ScheduleRow[]; accuracySchedules: ScheduleRow[] } {
  type Bound = Pick<ScheduleRow, "bound" | "accuracyBound">;
  const row = (
    steps: number, sizes: readonly number[], { bound, accuracyBound }: Bound, accuracy: number,
    perCondition: number,
  ): ScheduleRow => ({
    steps, partition: inOrder(sizes), bound, accuracyBound, accuracy, invalid: 1 - accuracy, perCondition,
  });
  const boundOf = (sizes: readonly number[]): Bound => (task.totalCorrelation === 0
    ? { bound: 0, accuracyBound: 1 } : listTaskSizes({ task: task.task, n: task.n, sizes }));
  return {
    schedules: task.steps.flatMap(({ steps, boundSizes, bound, accuracyBound, boundAccuracy }) =>
      (bound === null || accuracyBound === null || boundAccuracy === null ? []
        : row(steps, boundSizes, { bound, accuracyBound }, boundAccuracy, bound))),
    accuracySchedules: task.steps.flatMap(({ steps, accuracy, accuracySizes }) => (accuracy === null ? []
      : row(steps, accuracySizes, boundOf(accuracySizes), accuracy, accuracy))),
  };
}

const unread = {
  tokens: null, outcomes: null, entropy: null, marginalEntropies: [], totalCorrelation: null,
  dualTotalCorrelation: null, oneStep: null, schedules: [], accuracySchedules: [], strategies: [],
  frontier: [], partition: null, informationCurve: null, pair: null, conditions: [], vocabulary: [],
  restricted: false, task: null, limits: [],
} as const;

/** With what follows from all the rest. */
function finished(report: Omit<ParallelReport, "assumptions" | "method">): ParallelReport {
  return { ...report, assumptions: parallelAssumptions(report), method: parallelMethod(report) };
}

/** The analysis of answers that are written out; closed forms go before a search. */
function analyseAnswers(answers: Answers, task: TaskLimits | null, options: ParallelOptions): ParallelReport {
  const target = answers.target!;
  const restricted = target.valid !== undefined;
  const measures = measureAnswers({ answers });
  const longest = measures.conditions.reduce((most, { length }) => Math.max(most, length), 0);
  const analysis = new Analysis(options, longest, measures.outcomes);
  const { decoding } = analysis;
  const closed = task !== null && task.steps.length > 0 && analysis.isSampled && !restricted
    ? closedSchedules(task) : null;
  const schedules = closed?.schedules ?? analysis.attempt("schedules", () =>
    klSchedules({ answers, steps: options.steps })) ?? [];
  const fixed = closed?.accuracySchedules ?? analysis.attempt("accuracySchedules", () =>
    accuracySchedules({ answers, steps: options.steps, ...decoding })) ?? [];
  // For as many steps as a strategy may take, whatever is shown.
  const adaptive = closed !== null && task!.steps.length >= analysis.n
    ? task!.steps.map((step) => step.accuracy as number)
    : analysis.attempt("adaptive", () => adaptiveFrontier({ answers, ...decoding }));
  const { partition } = options;
  const common = measures.tokens > 0;
  const one = stepsOutcome({ answers, ...decoding });
  const weighs = (condition: number): boolean => target.conditionWeights?.[condition] !== 0;
  const kept = answers.conditions.filter((_, condition) => weighs(condition));
  const paired = target.lengths.findIndex((length, condition) => length > 1 && weighs(condition));
  const decoded = (rows: readonly Schedule[]): ScheduleRow[] => rows.map((row) => {
    if (analysis.isSampled) return row;
    const { accuracy, invalid } = stepsOutcome({ answers, partition: row.partition, ...decoding });
    return { ...row, accuracy, invalid };
  });
  const shownSchedules = decoded(schedules);
  return finished({
    tokens: measures.tokens,
    outcomes: measures.outcomes,
    entropy: measures.entropy,
    marginalEntropies: measures.marginalEntropies,
    totalCorrelation: measures.totalCorrelation,
    dualTotalCorrelation: measures.dualTotalCorrelation,
    oneStep: {
      invalid: one.invalid, tv: one.tv, klForward: one.klForward, klReverse: one.klReverse,
      accuracy: one.accuracy, listed: one.listed, unlisted: one.unlisted, impossible: one.impossible,
      otherImpossible: one.otherImpossible,
    },
    schedules: shownSchedules,
    accuracySchedules: fixed,
    strategies: analysis.rows((strategy) => {
      const { contexts: _, ...result } = runStrategy({
        answers, strategy, ...decoding, seed: options.seed, frontier: adaptive ?? undefined,
      });
      return { ...result, tv: result.tv as number | null };
    }),
    frontier: analysis.frontier(
      shownSchedules, fixed.map((row) => row.accuracy), adaptive ?? [], restricted),
    partition: partition === undefined ? null
      : analysis.attempt("partition", () =>
        ({ partition, ...stepsOutcome({ answers, partition, ...decoding }) })),
    informationCurve: common
      ? analysis.attempt("curve", () =>
        informationCurve({ answers, seed: options.seed, subsets: analysis.subsets() })) : null,
    pair: paired < 0 ? null : analysis.attempt("pair", () => pairMap({ answers, condition: paired })),
    conditions: measures.conditions.map(({ length, sequences, ...rest }, index) => ({
      condition: kept[index] as string, tokens: length, outcomes: sequences, entropy: rest.entropy,
      totalCorrelation: rest.totalCorrelation, dualTotalCorrelation: rest.dualTotalCorrelation,
    })),
    vocabulary: answers.vocabulary,
    decoding,
    restricted,
    task,
    limits: analysis.limits,
    issues: answers.issues,
  });
}

/** Steps of k positions, the last one smaller if need be. */
function equalSizes(n: number, k: number): number[] {
  if (!Number.isSafeInteger(k) || k < 1) throw new InputError("value_out_of_range", "k", k);
  return Array.from({ length: Math.ceil(n / k) }, (_, step) => Math.min(k, n - step * k));
}

/** The analysis of a task too large to be written out, by closed forms alone. */
function analyseTask(task: TaskLimits, answers: Answers, options: ParallelOptions): ParallelReport {
  const analysis = new Analysis(options, task.tokens, null);
  const { isSampled } = analysis;
  const isOpen = isSampled && options.scored !== true && options.valid === undefined;
  if (!isOpen) analysis.tell("answers", "too_large_exact");
  const { schedules, accuracySchedules: fixed } = isOpen ? closedSchedules(task)
    : { schedules: [], accuracySchedules: [] };
  const best = (steps: number): number | null =>
    task.steps[Math.min(steps, task.tokens) - 1]?.accuracy ?? null;
  const rowOf = (
    accuracy: number, mostSteps: number, meanSteps: number | null,
  ): Omit<StrategyRow, "strategy"> => {
    const limit = best(mostSteps);
    return {
      accuracy, invalid: 1 - accuracy, tv: null, klForward: null, klReverse: null, mostSteps, meanSteps,
      tokensPerStep: meanSteps === null ? null : task.tokens / meanSteps, meanTokensPerStep: null,
      gap: limit === null ? null : Math.max(0, limit - accuracy),
      exact: true, runs: null, seed: null, accuracyInterval: null, invalidInterval: null,
    };
  };
  const run = (strategy: StrategyInput): Omit<StrategyRow, "strategy"> => {
    const { rule, k = 1, sizes, parameter = 0.9, inclusive, block } = strategy;
    if (block === undefined && rule === "threshold") {
      const row = listTaskThreshold({ task: task.task, n: task.n, threshold: parameter, inclusive });
      return rowOf(row.accuracy, row.mostSteps, row.meanSteps);
    }
    if (block === undefined && rule === "top_k") {
      const steps = sizes ?? equalSizes(task.tokens, k);
      return rowOf(listTaskSizes({ task: task.task, n: task.n, sizes: steps }).accuracy, steps.length, null);
    }
    throw new InputError("unsupported", "rule", rule);
  };
  const accuracy = task.oneStepAccuracy;
  if (options.partition !== undefined) analysis.tell("partition", "too_large_exact");
  return finished({
    ...unread,
    tokens: task.tokens,
    entropy: task.entropy,
    totalCorrelation: task.totalCorrelation,
    oneStep: isOpen ? {
      invalid: 1 - accuracy, tv: null, klForward: task.totalCorrelation,
      klReverse: accuracy < 1 ? bits(null) : 0, accuracy, listed: [], unlisted: 0, impossible: [],
      otherImpossible: 1 - accuracy,
    } : null,
    schedules,
    accuracySchedules: fixed,
    strategies: isOpen ? analysis.rows(run) : [],
    frontier: isOpen ? analysis.frontier(
      schedules, fixed.map((row) => row.accuracy), task.steps.map((step) => step.accuracy), false) : [],
    decoding: analysis.decoding,
    restricted: !isOpen && isSampled,
    task,
    limits: analysis.limits,
    issues: answers.issues,
  });
}

function analyseListTask(answers: Answers, options: ParallelOptions): ParallelReport {
  const { name, n } = answers.task!;
  const task = name as ListTask;
  const closed = listTaskLimits({ task, n, most: options.steps });
  if (closed.tokens > bounds.mostSubsetPositions) return analyseTask(closed, answers, options);
  try {
    const table = taskAnswers({ task, n, scored: options.scored });
    const written = { ...table, issues: answers.issues };
    return analyseAnswers(restrictedTo(written, options), closed, options);
  } catch (error) {
    const isTooLarge = error instanceof InputError && error.code === "too_large_exact" &&
      error.argument === "n";
    if (!isTooLarge) throw error;
    return analyseTask(closed, answers, options);
  }
}

function restrictedTo(answers: Answers, options: ParallelOptions): Answers {
  return options.valid === undefined ? answers : withValid(answers, answersOf(options.valid, options));
}

/**
 * Analyses right answers: a text or values as `readAnswers` takes them, what it gave, or a named
 * task as `{ task: "shuffle", n: 6 }`. Everything is exact unless it says so; what would be too large
 * is told in `limits`.
 *
 * Input that cannot be read gives nulls and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function analyseParallel(input: AnswersSource, options: ParallelOptions = {}): ParallelReport {
  const read = answersOf(input, options);
  if (read.task !== null && read.target === null) return analyseListTask(read, options);
  const answers = read.target === null ? read : restrictedTo(read, options);
  if (answers.target === null) {
    const { decoding } = new Analysis(options, 0, 0);
    return { ...unread, decoding, assumptions: [], method: "", issues: answers.issues };
  }
  return analyseAnswers(answers, null, options);
}

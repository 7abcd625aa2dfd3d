/** A table of scores, compared: every system, and pairs of them on the items they share. */
import {
  compareIndependent, comparePaired, meanDifference, pairedMeanDifference, signFlipTest,
  wilcoxonSignedRank,
} from "./compare.ts";
import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import {
  compareSystemsCall,
  type Multiplicity, type RankMethod, type SignFlipTest, type SystemPair, type SystemScore,
  type SystemsComparison, type Verdict, type WilcoxonTest,
} from "./generated/compare.ts";
import {
  pairedMethods, samplesMetrics,
  type BootstrapInterval, type MeanDifference, type MeanMethod, type PairedDifference,
  type ProportionDifference, type SamplesMethod, type SamplesResult, type VarianceComponents,
} from "./generated/interval.ts";
import { limits, type ErrorCode, type Interval, type Note } from "./generated/shared.ts";
import { bootstrapInterval, passAtK, varianceComponents } from "./interval.ts";
import { issues, type Issue } from "./readers/issues.ts";
import { readScores, type ScoreOptions, type Scores } from "./readers/scores.ts";
import { readTable, type Table } from "./readers/table.ts";
import { compareAssumptions } from "./report/compare.ts";

export interface CompareOptions extends ScoreOptions {
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
  /** How p-values are corrected for the number of comparisons. Default: `defaults.correction`. */
  readonly correction?: Multiplicity | undefined;
  /** How rank sets are made. Default: `defaults.rankMethod`. */
  readonly rankMethod?: RankMethod | undefined;
  /** Name of the one system that every other is compared with. Default: all pairs. */
  readonly baseline?: string | undefined;
  /** Whether to use only the items that every system has. Default: each pair's common items. */
  readonly commonItemsOnly?: boolean | undefined;
  /** Ends of the scale of graded scores. */
  readonly bounds?: Interval | undefined;
  /** Of 0/1 reruns: also pass@k, pass^k and majority@k of every system for this k. */
  readonly k?: number | undefined;
}

/** One system's score, with its name. */
export interface SystemRow extends SystemScore {
  readonly system: string;
}

/** Two systems by name; the difference is A - B. */
export interface PairRow extends Omit<SystemPair, "a" | "b"> {
  readonly a: string;
  readonly b: string;
}

/** pass@k, pass^k or majority@k of one system. */
export interface SamplesRow extends Pick<SamplesResult, "metric" | "k"> {
  readonly system: string;
  /** Problems, that is items. */
  readonly problems: number;
  /** Null when refused, as the limits are. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly method: SamplesMethod | null;
  readonly standardError: number | null;
  /** Why there is no number; null when there is. */
  readonly refusal: ErrorCode | null;
  readonly notes: readonly Note[];
}

/** What was compared, and how. */
export interface CompareDesign extends Omit<SystemsComparison, "systems" | "pairs" | "baseline"> {
  /** How many systems there are. */
  readonly systems: number;
  /** Always: only the items that both systems of a pair have are compared. */
  readonly paired: true;
  /** Name of the one system compared with; null when all pairs are. */
  readonly baseline: string | null;
  /** What must be true for the result to hold, in words. */
  readonly assumptions: readonly string[];
}

export interface CompareReport {
  /** Highest estimate first, then by name. */
  readonly systems: readonly SystemRow[];
  /** In the order of `systems`; A has the higher estimate, unless B is the baseline. */
  readonly pairs: readonly PairRow[];
  /** In the order of `systems`; left out unless `k` is given. */
  readonly samples?: readonly SamplesRow[] | undefined;
  /** Null when nothing could be read. */
  readonly design: CompareDesign | null;
  readonly issues: readonly Issue[];
}

const negated = (value: number | null): number | null => (value === null ? null : 0 - value);

const mirroredVerdict: Readonly<Record<Verdict, Verdict>> = {
  a_better: "b_better", b_better: "a_better",
  not_told_apart: "not_told_apart", inconclusive: "inconclusive",
};

/** The same pair with A and B exchanged. */
function mirrored(pair: PairRow): PairRow {
  const { counts } = pair;
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    counts: counts === null ? null : { ...counts, aOnly: counts.bOnly, bOnly: counts.aOnly },
    difference: negated(pair.difference),
    lower: negated(pair.upper),
    upper: negated(pair.lower),
    simultaneousLower: negated(pair.simultaneousUpper),
    simultaneousUpper: negated(pair.simultaneousLower),
    verdict: mirroredVerdict[pair.verdict],
  };
}

/** What the core makes of the scores, or why it makes nothing of them. */
function comparison(scores: Scores, options: CompareOptions): SystemsComparison | Issue {
  const { systems, items, system, item, score, clusters } = scores;
  const { bounds, level, correction, rankMethod, commonItemsOnly } = options;
  const baseline = options.baseline === undefined ? undefined : systems.indexOf(options.baseline);
  if (baseline === -1) {
    return issues.unknownName("system", options.baseline as string, "to compare with", systems);
  }
  if (baseline === undefined && systems.length > limits.mostComparedSystems) {
    return issues.tooManySystems(systems.length, limits.mostComparedSystems);
  }
  try {
    return call(compareSystemsCall, {
      system, item, score, systems: systems.length, items: items.length,
      clusters: clusters ?? undefined, repeated: scores.columns.roles.run !== null,
      baseline, bounds, level, correction, rankMethod, commonItemsOnly,
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (error.code === "no_common_items") return issues.noCommonItems();
    if (error.code === "value_out_of_bounds" && bounds !== undefined) {
      const isOutside = (value: number): boolean => value < bounds.lower || value > bounds.upper;
      const lines = scores.line.filter((_, row) => isOutside(score[row] as number));
      return issues.outOfBounds([...lines], bounds.lower, bounds.upper);
    }
    throw error;
  }
}

const isIssue = (result: SystemsComparison | Issue): result is Issue => "severity" in result;

/** Names in place of numbers, best first, pairs turned so that A is the better one. */
function named(scores: Scores, result: SystemsComparison): Omit<CompareReport, "issues"> {
  const names = scores.systems;
  const estimate = (system: number): number => (result.systems[system] as SystemScore).estimate;
  const order = names.map((_, system) => system).sort((a, b) => estimate(b) - estimate(a) || a - b);
  const place = new Int32Array(names.length);
  order.forEach((system, index) => { place[system] = index; });
  const pairs = result.pairs.map((pair) => {
    const [first, second] = [place[pair.a] as number, place[pair.b] as number];
    const row: PairRow = { ...pair, a: names[pair.a] as string, b: names[pair.b] as string };
    const turn = result.baseline === null && first > second;
    return {
      row: turn ? mirrored(row) : row,
      key: turn ? second * names.length + first : first * names.length + second,
    };
  });
  const { systems: _, pairs: __, baseline, ...design } = result;
  return {
    systems: order.map((system) =>
      ({ system: names[system] as string, ...(result.systems[system] as SystemScore) })),
    pairs: pairs.sort((x, y) => x.key - y.key).map(({ row }) => row),
    design: {
      ...design,
      systems: names.length,
      paired: true,
      baseline: baseline === null ? null : names[baseline] as string,
      assumptions: compareAssumptions(result),
    },
  };
}

/** pass@k and its kin of one system, of 0/1 scores. */
function samplesOf(scores: Scores, system: string, options: CompareOptions, k: number): SamplesRow[] {
  const number = scores.systems.indexOf(system);
  const answers = new Map<number, { samples: number; correct: number }>();
  scores.system.forEach((other, row) => {
    if (other !== number) return;
    const item = scores.item[row] as number;
    const { samples, correct } = answers.get(item) ?? { samples: 0, correct: 0 };
    answers.set(item, { samples: samples + 1, correct: correct + (scores.score[row] as number) });
  });
  const problems = [...answers].sort(([a], [b]) => a - b);
  const { clusters } = scores;
  const input = {
    samples: problems.map(([, { samples }]) => samples),
    correct: problems.map(([, { correct }]) => correct),
    clusters: clusters === null ? undefined : problems.map(([item]) => clusters[item] as number),
    k, level: options.level,
  };
  return samplesMetrics.map(({ name: metric }) => {
    const row = { system, metric, k, problems: problems.length };
    try {
      const { estimate, lower, upper, method, standardError, notes } = passAtK({ ...input, metric });
      return { ...row, estimate, lower, upper, method, standardError, refusal: null, notes };
    } catch (error) {
      // What is wrong with `k` itself is the caller's; the rest is for the data to answer.
      if (!(error instanceof InputError) || error.code === "design_out_of_range") throw error;
      return { ...row, estimate: null, lower: null, upper: null, method: null, standardError: null,
        refusal: error.code, notes: [] };
    }
  });
}

function compareScores(scores: Scores, options: CompareOptions): CompareReport {
  const nothing = { systems: [], pairs: [], design: null };
  if (scores.score.length === 0) return { ...nothing, issues: scores.issues };
  const { k } = options;
  if (k !== undefined) {
    const graded = scores.line.filter((_, row) => scores.score[row] !== 0 && scores.score[row] !== 1);
    if (graded.length > 0) {
      return { ...nothing, issues: [...scores.issues, issues.notBinary([...graded])] };
    }
  }
  const result = comparison(scores, options);
  if (isIssue(result)) return { ...nothing, issues: [...scores.issues, result] };
  const { systems, pairs, design } = named(scores, result);
  return {
    systems,
    pairs,
    ...(k !== undefined && {
      samples: systems.flatMap(({ system }) => samplesOf(scores, system, options, k)),
    }),
    design,
    issues: scores.issues,
  };
}

const tableOf = (input: string | Table): Table =>
  (typeof input === "string" ? readTable(input) : input);

/**
 * Reads a table (text, or as `readTable` gave it) and compares its systems on their common items.
 *
 * Input that cannot be read gives no systems and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function compareTable(input: string | Table, options: CompareOptions = {}): CompareReport {
  return compareScores(readScores(tableOf(input), options), options);
}

export interface PairOptions extends CompareOptions {
  /** Names of the two systems. */
  readonly a: string;
  readonly b: string;
}

/** Two systems of a table, by every method that applies. */
export interface PairDetail {
  /** The pair as in `compareTable`, turned to A - B; null when nothing could be read. */
  readonly pair: PairRow | null;
  readonly design: CompareDesign | null;
  /** Of ungrouped 0/1 scores: every paired interval, with McNemar's tests. */
  readonly shares: readonly PairedDifference[];
  /** t on the differences, or with clusters the cluster-robust methods; none of reruns. */
  readonly means: readonly MeanDifference[];
  /** Of graded scores, ungrouped: tests that do not take differences for normal. */
  readonly signFlip: SignFlipTest | null;
  readonly wilcoxon: WilcoxonTest | null;
  /** Of graded scores: the mean difference with a BCa interval. */
  readonly bootstrap: BootstrapInterval | null;
  /** Of reruns: how much of the variance of the difference is which items, and which answers. */
  readonly components: VarianceComponents | null;
  /** What the same scores give when pairs are ignored: for contrast only. */
  readonly unpaired: {
    readonly shares: ProportionDifference | null;
    readonly means: MeanDifference | null;
  };
  readonly issues: readonly Issue[];
}

/** The result; null when the data do not allow it, as the pair's own `refusal` then says. */
function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** The scores of one system with their items. */
function rowsOf(scores: Scores, name: string): { values: Float64Array; items: Int32Array } {
  const system = scores.systems.indexOf(name);
  const isOf = (_: number, row: number): boolean => scores.system[row] === system;
  return { values: scores.score.filter(isOf), items: scores.item.filter(isOf) };
}

interface CommonScores {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly clusters: Int32Array | undefined;
}

/** The scores of two systems on their common items, in the order of the items. */
function commonScores(scores: Scores, names: readonly [string, string]): CommonScores {
  const [ofA, ofB] = names.map((name) => {
    const { values, items } = rowsOf(scores, name);
    return new Map(Array.from(items, (item, row) => [item, values[row] as number]));
  }) as [Map<number, number>, Map<number, number>];
  const common = scores.items.map((_, item) => item).filter((item) => ofA.has(item) && ofB.has(item));
  return {
    a: Float64Array.from(common, (item) => ofA.get(item) as number),
    b: Float64Array.from(common, (item) => ofB.get(item) as number),
    clusters: scores.clusters === null ? undefined
      : Int32Array.from(common, (item) => (scores.clusters as Int32Array)[item] as number),
  };
}

/**
 * Two systems of a table by every method that applies, and what ignoring the pairs would give.
 *
 * @throws InputError for options out of range.
 */
export function comparePair(input: string | Table, options: PairOptions): PairDetail {
  const scores = readScores(tableOf(input), options);
  const { a, b, level } = options;
  const report = compareScores(scores, options);
  const nothing: PairDetail = {
    pair: null, design: report.design, shares: [], means: [], signFlip: null, wilcoxon: null,
    bootstrap: null, components: null,
    unpaired: { shares: null, means: null }, issues: report.issues,
  };
  if (report.design === null) return nothing;
  const found = report.pairs.find((pair) =>
    (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a));
  if (found === undefined) {
    const stranger = [a, b].find((name) => !scores.systems.includes(name));
    return { ...nothing, issues: [...report.issues, stranger === undefined
      ? issues.noPair(a, b)
      : issues.unknownName("system", stranger, "to compare", scores.systems)] };
  }
  const pair = found.a === a ? found : mirrored(found);
  const { counts } = pair;
  const shares = counts === null ? []
    : pairedMethods.map(({ name }) => comparePaired({ ...counts, method: name, level }));
  const unpairedShares = counts === null ? null : attempt(() => compareIndependent({
    a: { successes: counts.both + counts.aOnly, trials: pair.n },
    b: { successes: counts.both + counts.bOnly, trials: pair.n }, level,
  }));
  // The core alone averages, so of reruns there is one score for each item only inside it.
  if (report.design.repeated || pair.n === 0) {
    const [ofA, ofB] = [rowsOf(scores, a), rowsOf(scores, b)];
    return {
      ...nothing, pair, shares, unpaired: { shares: unpairedShares, means: null },
      components: attempt(() => varianceComponents({
        valuesA: ofA.values, itemsA: ofA.items, valuesB: ofB.values, itemsB: ofB.items,
      })),
    };
  }
  const common = commonScores(scores, [a, b]);
  const { clusters } = common;
  const differences = common.a.map((score, item) => score - (common.b[item] as number));
  const isGraded = !report.design.binary;
  const methods: readonly MeanMethod[] = clusters === undefined ? ["t"] : ["cr0", "cr1", "cr2", "cr3"];
  return {
    ...nothing,
    pair,
    shares,
    means: methods.map((method) => attempt(() => pairedMeanDifference({ ...common, method, level })))
      .filter((result) => result !== null),
    ...(isGraded && clusters === undefined && {
      signFlip: attempt(() => signFlipTest({ differences })),
      wilcoxon: attempt(() => wilcoxonSignedRank({ differences })),
    }),
    ...(isGraded && {
      bootstrap: attempt(() => bootstrapInterval({ values: differences, clusters, level })),
    }),
    unpaired: {
      shares: unpairedShares,
      means: attempt(() => meanDifference(
        { a: common.a, b: common.b, clustersA: clusters, clustersB: clusters, level })),
    },
  };
}

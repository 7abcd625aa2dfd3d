/** A table of pairwise verdicts: win rates, what the order of presentation does, and corrections. */
import { correctBattles, correctClasses, winRate } from "./contrast.ts";
import { InputError } from "./errors.ts";
import type {
  ClassCorrection, CorrectedBattles, OrderRule, PairTieRule, RatedModel, RatedPair, WinRate,
} from "./generated/contrast.ts";
import type { Calibration, Design } from "./generated/judge.ts";
import type { CategoryCorrection } from "./generated/labels.ts";
import { defaults, limits, type Estimate } from "./generated/shared.ts";
import { correctCategories } from "./labels.ts";
import { issues, type Issue } from "./readers/issues.ts";
import { readPairwise, type PairwiseReading, type ReadPair } from "./readers/pairwise.ts";
import { readTable, type Table } from "./readers/table.ts";
import { byUtf8 } from "./readers/text.ts";
import { pairwiseNotes } from "./report/pairwise.ts";

export interface PairwiseOptions extends PairwiseReading {
  /** How the two orders make one score. Default: `defaults.orderRule`. */
  readonly order?: OrderRule | undefined;
  /** What ties count for. Default: `defaults.pairTieRule`. */
  readonly ties?: PairTieRule | undefined;
  /**
   * Where the human labels come from. Default: `defaults.design`, or `subset` when every item is
   * labelled, with a note that says so.
   */
  readonly design?: Extract<Design, "external" | "subset"> | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

/** A against B. */
export interface PairwiseRow {
  readonly a: string;
  readonly b: string;
  /** Items with a row. */
  readonly items: number;
  readonly labelled: number;
  /** By the judge's verdicts; null when none of them counts, or all are of one cluster. */
  readonly winRate: WinRate | null;
  /** Whose labels calibrated. */
  readonly calibration: Calibration;
  /** Those labels: rows for what people say (A, tie, B), in them the judge's combined verdicts. */
  readonly confusion: readonly (readonly number[])[];
  /** Evaluated items (without a label, or all in design `subset`) by combined verdict. */
  readonly verdicts: readonly number[];
  /** A's win rate with the judge's errors taken out; null when it cannot be told. */
  readonly corrected: Estimate | null;
  /** In design `external`: all that the core says; null without labels or without other items. */
  readonly external: ClassCorrection | null;
  /** In design `subset`. */
  readonly subset: CategoryCorrection | null;
  /** What to know before believing the numbers, in words. */
  readonly notes: readonly string[];
}

export interface RatedModelRow extends RatedModel {
  readonly model: string;
}

/** Two models by name, A being the stronger; the difference is A - B. */
export interface RatedPairRow extends Omit<RatedPair, "a" | "b"> {
  readonly a: string;
  readonly b: string;
}

/** Bradley-Terry strengths from the verdicts on items without a label; a tie is half a win. */
export interface PairwiseRatings extends Omit<CorrectedBattles, "models" | "pairs" | "groups"> {
  /** Strongest first; empty when not identified. */
  readonly models: readonly RatedModelRow[];
  /** In the order of `models`. */
  readonly pairs: readonly RatedPairRow[];
  /** Why there are no strengths, by name: who shares a scale. */
  readonly groups?: readonly (readonly string[])[] | undefined;
}

export interface PairwiseReport {
  /** Name of the column that holds the verdicts; null when nothing could be read. */
  readonly judge: string | null;
  /** Null without labels. */
  readonly design: Design | null;
  readonly order: OrderRule;
  readonly ties: PairTieRule;
  readonly level: number;
  /** By the names of A and B. */
  readonly pairs: readonly PairwiseRow[];
  /** All models on one scale; null for fewer than three, or without labels or other items. */
  readonly ratings: PairwiseRatings | null;
  readonly issues: readonly Issue[];
}

/** What A wins, ties and losses are worth; when ties are dropped, the two that are left. */
const worth: Readonly<Record<PairTieRule, readonly number[]>> =
  { half: [1, 0.5, 0], drop: [1, 0], separate: [1, 0, 0] };

/** Why there is no win rate: no verdict counts, or all that do are of one cluster. */
type NoRate = "no_verdict" | "one_cluster";

/** The win rate of the chosen items. */
function rateOf(
  pair: ReadPair, options: PairwiseOptions, isChosen: (item: number) => boolean, isGrouped: boolean,
): WinRate | NoRate {
  const { order, ties, level } = options;
  const chosen = pair.items.flatMap((_, item) => (isChosen(item) ? [item] : []));
  const column = (values: Int32Array): Int32Array =>
    Int32Array.from(chosen, (item) => values[item] as number);
  try {
    return winRate({
      aFirst: column(pair.aFirst), bFirst: column(pair.bFirst), order, ties, level,
      clusters: isGrouped && pair.clusters !== null ? column(pair.clusters) : undefined,
    });
  } catch (error) {
    // Whether a verdict counts is for the rule of orders to say.
    if (error instanceof InputError && error.code === "empty_sample") return "no_verdict";
    if (error instanceof InputError && error.code === "too_few") return "one_cluster";
    throw error;
  }
}

/** Combined verdicts of the chosen items: wins of A, ties, wins of B. */
function counted(
  pair: ReadPair, options: PairwiseOptions, isChosen: (item: number) => boolean,
): number[] {
  const rate = rateOf(pair, options, isChosen, false);
  return typeof rate === "string" ? [0, 0, 0] : [rate.wins, rate.tied, rate.losses];
}

const total = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0);
const withoutTies = (list: readonly number[]): number[] => [list[0]!, list[2]!];

type Corrected = Pick<PairwiseRow, "corrected" | "external" | "subset">;
const uncorrected: Corrected = { corrected: null, external: null, subset: null };

function externally(
  confusion: readonly number[][], verdicts: readonly number[], ties: PairTieRule, level: number | undefined,
): Corrected {
  const isDropped = ties === "drop";
  const rows = isDropped ? [confusion[0]!, confusion[2]!].map(withoutTies) : confusion;
  const evaluated = isDropped ? withoutTies(verdicts) : verdicts;
  if (total(rows.map(total)) === 0 || total(evaluated) === 0) return uncorrected;
  const external = correctClasses({ confusion: rows, verdicts: evaluated, values: worth[ties], level });
  const { score } = external;
  return {
    external, subset: null,
    corrected: score === null ? null
      : { estimate: score.estimate, lower: score.lower, upper: score.upper },
  };
}

function bySubset(
  confusion: readonly number[][], verdicts: readonly number[], ties: PairTieRule, level: number | undefined,
): Corrected {
  // Which of the unlabelled items people would call ties is unknown, so these cannot be dropped.
  if (ties === "drop" || total(confusion.map(total)) === 0) return uncorrected;
  const verdict: number[] = [];
  const truth: number[] = [];
  for (const [label, counts] of confusion.entries()) {
    for (const [kind, count] of counts.entries()) {
      for (let item = 0; item < count; ++item) {
        verdict.push(kind);
        truth.push(worth[ties][label]!);
      }
    }
  }
  const unlabelled = verdicts.map((count, kind) => count - total(confusion.map((row) => row[kind]!)));
  const subset = correctCategories({ verdict, truth, unlabelled, level });
  const { estimate, lower, upper } = subset;
  return { subset, external: null, corrected: { estimate, lower, upper } };
}

/** Labels of a pair: rows for what people say, in them the combined verdicts. */
const labelsOf = (pair: ReadPair, options: PairwiseOptions): number[][] =>
  [0, 1, 2].map((label) => counted(pair, options, (item) => pair.human[item] === label));

/** Enough labels of every class that counts. */
function isEnough(confusion: readonly number[][], ties: PairTieRule): boolean {
  return confusion.every((row, label) =>
    total(row) >= limits.enoughLabelsPerClass || (ties === "drop" && label === 1));
}

function pairRow(
  pair: ReadPair, own: readonly number[][], all: readonly number[][], options: PairwiseOptions,
  design: Design | null,
): PairwiseRow {
  const ties = options.ties ?? defaults.pairTieRule;
  const { a, b, items, human, clusters } = pair;
  const rate = rateOf(pair, options, () => true, true);
  const [ownLabels, allLabels] = [own, all].map((confusion) => total(confusion.map(total)));
  const isOwn = design !== "external" || isEnough(own, ties) || ownLabels === allLabels;
  const confusion = isOwn ? own : all;
  const verdicts = counted(pair, options, (item) => design === "subset" || human[item] === -1);
  const correct = design === "subset" ? bySubset : externally;
  const partial = {
    a, b, items: items.length,
    labelled: human.reduce((sum, label) => sum + Number(label !== -1), 0),
    winRate: typeof rate === "string" ? null : rate,
    calibration: (isOwn ? (ownLabels === 0 ? "none" : "own") : "pooled") as Calibration,
    confusion, verdicts,
    ...(design === null ? uncorrected : correct(confusion, verdicts, ties, options.level)),
  };
  const how = { design, ties, isGrouped: clusters !== null, isOneCluster: rate === "one_cluster" };
  return { ...partial, notes: pairwiseNotes(partial, how) };
}

const modelsOf = (pairs: readonly ReadPair[]): string[] =>
  [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort(byUtf8);

/** All models on one scale, by all pairs' labels. */
function rated(
  pairs: readonly ReadPair[], confusion: readonly number[][], options: PairwiseOptions,
): PairwiseRatings | null {
  const names = modelsOf(pairs);
  if (names.length < 3 || names.length > limits.mostRatedModels) return null;
  const verdicts = pairs.map((pair) => counted(pair, options, (item) => pair.human[item] === -1));
  if (total(verdicts.map(total)) === 0) return null;
  const { models, pairs: differences, groups, ...rest } = correctBattles({
    a: pairs.map(({ a }) => names.indexOf(a)), b: pairs.map(({ b }) => names.indexOf(b)),
    verdicts, confusion, models: names.length, level: options.level,
  });
  const rows = models
    .map((model, index) => ({ model: names[index]!, ...model }))
    .sort((x, y) => y.strength - x.strength || byUtf8(x.model, y.model));
  const place = new Map(rows.map((row, index) => [row.model, index]));
  const placeOf = (name: string): number => place.get(name) as number;
  const turned = (pair: RatedPair): RatedPairRow => {
    const [a, b] = [names[pair.a]!, names[pair.b]!];
    if (placeOf(a) < placeOf(b)) return { ...pair, a, b };
    const opposite = (share: number | null): number | null => (share === null ? null : 1 - share);
    const minus = (limit: number | null): number | null => (limit === null ? null : 0 - limit);
    return {
      ...pair, a: b, b: a, judge: opposite(pair.judge), corrected: opposite(pair.corrected),
      difference: 0 - pair.difference, lower: minus(pair.upper), upper: minus(pair.lower),
    };
  };
  return {
    ...rest, models: rows,
    pairs: differences.map(turned)
      .sort((x, y) => placeOf(x.a) - placeOf(y.a) || placeOf(x.b) - placeOf(y.b)),
    ...(groups !== undefined && {
      groups: [...new Set(groups)].sort((x, y) => x - y).map((group) =>
        names.filter((_, model) => groups[model] === group)),
    }),
  };
}

/**
 * Reads a table (text, or as `readTable` gave it) of verdicts on pairs of answers: for every two
 * models the win rate of one against the other, what the order of presentation does to it, and,
 * where people have labelled items, the rate with the judge's errors taken out. From three models
 * on, labels also give all of them a rating on one scale.
 *
 * Input that cannot be read gives no pairs and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function comparePairwise(input: string | Table, options: PairwiseOptions = {}): PairwiseReport {
  const table = typeof input === "string" ? readTable(input) : input;
  const read = readPairwise(table, options);
  const found: Issue[] = [...read.issues];
  const labels = read.pairs.flatMap(({ human }) => [...human]);
  const isLabelled = labels.some((label) => label !== -1);
  const isEveryLabelled = labels.every((label) => label !== -1);
  const design = isLabelled
    ? options.design ?? (isEveryLabelled ? "subset" : defaults.design) : null;
  if (read.pairs.length > 0) {
    if (read.roles.human !== null && !isLabelled) found.push(issues.noLabels(read.roles.human));
    if (read.roles.human === null && options.design !== undefined) found.push(issues.noHumanColumn());
    if (design !== null && options.design === undefined) {
      found.push(design === "subset" ? issues.everyLabelled() : issues.designAssumed());
    }
    const models = modelsOf(read.pairs).length;
    if (design !== null && models > limits.mostRatedModels) {
      found.push(issues.tooManyToRate(models, limits.mostRatedModels));
    }
  }
  const own = read.pairs.map((pair) => labelsOf(pair, options));
  const all = [0, 1, 2].map((label) => [0, 1, 2].map((kind) =>
    total(own.map((confusion) => confusion[label]![kind]!))));
  return {
    judge: read.roles.judge, design,
    order: options.order ?? defaults.orderRule,
    ties: options.ties ?? defaults.pairTieRule,
    level: options.level ?? defaults.level,
    pairs: read.pairs.map((pair, index) => pairRow(pair, own[index]!, all, options, design)),
    ratings: design === null ? null : rated(read.pairs, all, options),
    issues: found,
  };
}

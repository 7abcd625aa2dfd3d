/** Raters of the same things: how far they agree, and what a panel without gold agrees on. */
import type {
  Agreement, AlphaMetric, EffectiveVotes, FleissKappa, KrippendorffAlpha, PanelConsensus,
} from "./generated/labels.ts";
import { effectiveVotes, fleissKappa, krippendorffAlpha, panelConsensus, raterAgreement } from "./labels.ts";
import type { Issue } from "./readers/issues.ts";
import { raterIssues } from "./readers/rater-issues.ts";
import {
  readRatings, type RatedUnit, type RaterOptions, type RaterTable, type RatingKind,
} from "./readers/raters.ts";
import { readTable, type Table } from "./readers/table.ts";
import type { Leveled } from "./tally.ts";

export interface RatersOptions extends RaterOptions, Leveled {
  /** The raters who are people. Their agreement with each other is the ceiling for a judge. */
  readonly humans?: readonly string[] | undefined;
  /** Of Krippendorff's alpha. Default: `nominal`. */
  readonly metric?: AlphaMetric | undefined;
  /** Of the bootstraps. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
  /** Of alpha's bootstrap. Default: `defaults.alphaResamples`. */
  readonly resamples?: number | undefined;
}

/** Whose agreement it is: `raters` where nobody said who is a person. */
export type PairKind = "gold" | "humans" | "judge_human" | "judges" | "raters";

/** Two raters. */
export interface RaterPair {
  /** The rows of the table: gold, or the person of a person and a judge. */
  readonly first: string;
  readonly second: string;
  readonly kind: PairKind;
  /** Null where they rated nothing both, or there are too many classes. */
  readonly agreement: Agreement | null;
}

/** What a panel without gold agrees on. */
export interface Consensus extends PanelConsensus {
  /** Says in every export what this is. */
  readonly label: string;
}

export interface RatersReport {
  readonly raters: readonly string[];
  readonly humans: readonly string[];
  /** The column of the gold labels; null without one. */
  readonly gold: string | null;
  readonly kind: RatingKind | null;
  /** In order; of two the positive one first. */
  readonly classes: readonly string[];
  /** What was rated. */
  readonly units: readonly RatedUnit[];
  readonly ratings: number;
  readonly pairs: readonly RaterPair[];
  /** Of all raters without the gold labels; null where nothing was rated twice. */
  readonly alpha: KrippendorffAlpha | null;
  /** Null unless every rater rated everything. */
  readonly fleiss: FleissKappa | null;
  /** Null with gold labels, which are better; numbers stand for `raters`, `classes`, `units`. */
  readonly consensus: Consensus | null;
  /**
   * How many independent votes the judges are worth, who are all raters where nobody said who is a
   * person; numbers stand for `raters`. Null without gold labels.
   */
  readonly votes: EffectiveVotes | null;
  readonly issues: readonly Issue[];
}

/** As many classes as the core takes. */
const mostClasses = 100;
export const consensusLabel = "panel consensus, not truth";

/** The label of each unit by one rater, -1 where there is none. */
function labelsOf(data: RaterTable, rater: number): Int32Array {
  const labels = new Int32Array(data.units.length).fill(-1);
  data.rater.forEach((of, index) => {
    if (of === rater) labels[data.unit[index]!] = data.label[index]!;
  });
  return labels;
}

function agreementOf(
  first: Int32Array, second: Int32Array, data: RaterTable, level: number | undefined,
): Agreement | null {
  const table = data.classes.map(() => new Array<number>(data.classes.length).fill(0));
  let both = 0;
  first.forEach((label, unit) => {
    const other = second[unit]!;
    if (label === -1 || other === -1) return;
    ++table[label]![other]!;
    ++both;
  });
  if (both === 0) return null;
  const result = raterAgreement({ table, level });
  // Weights need an order of the classes.
  const isOrdered = data.kind === "numbers" || data.kind === "ordered";
  return {
    ...result,
    coefficients: result.coefficients.filter(({ statistic }) =>
      isOrdered || (statistic !== "linear_kappa" && statistic !== "quadratic_kappa")),
  };
}

const kinds: readonly PairKind[] = ["gold", "humans", "judge_human", "judges", "raters"];

/** All pairs: with the gold labels first, then of people, of a judge and a person, of judges. */
function pairsOf(
  data: RaterTable, humans: readonly string[], level: number | undefined,
): RaterPair[] {
  const raters = data.raters.map((name, index) => ({ name, labels: labelsOf(data, index) }));
  const pairs: RaterPair[] = [];
  const isTabled = data.classes.length <= mostClasses;
  const add = (first: typeof raters[number], second: typeof raters[number], kind: PairKind): void => {
    pairs.push({
      first: first.name, second: second.name, kind,
      agreement: isTabled ? agreementOf(first.labels, second.labels, data, level) : null,
    });
  };
  const { gold } = data.roles;
  if (gold !== null) {
    for (const rater of raters) add({ name: gold, labels: data.gold }, rater, "gold");
  }
  for (const [index, first] of raters.entries()) {
    for (const second of raters.slice(index + 1)) {
      const people = Number(humans.includes(first.name)) + Number(humans.includes(second.name));
      if (humans.length === 0) add(first, second, "raters");
      else if (people === 2) add(first, second, "humans");
      else if (people === 0) add(first, second, "judges");
      else if (humans.includes(first.name)) add(first, second, "judge_human");
      else add(second, first, "judge_human");
    }
  }
  return pairs.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

/** Ratings of each unit. */
function ratingsByUnit(data: RaterTable): Int32Array {
  const counts = new Int32Array(data.units.length);
  for (const unit of data.unit) ++counts[unit]!;
  return counts;
}

/** Votes of the raters who are no people. */
function votesOf(data: RaterTable, humans: readonly string[]): EffectiveVotes | null {
  const judges = data.raters.flatMap((name, index) => (humans.includes(name) ? [] : [index]));
  if (judges.length < 2) return null;
  const number = new Map(judges.map((index, place) => [index, place]));
  const kept = Array.from(data.rater.keys()).filter((index) => number.has(data.rater[index]!));
  const column = (values: Int32Array): Int32Array => Int32Array.from(kept, (index) => values[index]!);
  if (kept.length === 0) return null;
  const votes = effectiveVotes({
    item: column(data.unit), rater: column(data.rater).map((rater) => number.get(rater)!),
    label: column(data.label), gold: data.gold,
    items: data.units.length, raters: judges.length, classes: data.classes.length,
  });
  const residuals = votes.residuals.map((residual) => ({
    ...residual, first: judges[residual.first]!, second: judges[residual.second]!,
  }));
  return { ...votes, residuals };
}

/**
 * Reads a table (text, or as `readTable` gave it) with a column for each rater, and measures how far
 * they agree; without gold labels also what the panel agrees on, which need not be true.
 *
 * Input that cannot be read gives no pairs and an issue of severity `refuse`.
 * @throws InputError for options out of range, and for negative numbers with the metric `ratio`.
 */
export function rateTable(input: string | Table, options: RatersOptions): RatersReport {
  const table = typeof input === "string" ? readTable(input) : input;
  const data = readRatings(table, options);
  const { humans = [], metric = "nominal", level, seed, resamples } = options;
  const found: Issue[] = [...data.issues];
  const empty: RatersReport = {
    raters: data.raters, humans, gold: data.roles.gold, kind: null, classes: [], units: [], ratings: 0,
    pairs: [], alpha: null, fleiss: null, consensus: null, votes: null, issues: found,
  };
  if (data.units.length === 0) return empty;
  const stranger = humans.find((name) => !data.raters.includes(name));
  if (stranger !== undefined) found.push(raterIssues.unknownRater(stranger, data.raters));
  const fits = metric === "nominal" || data.kind === "numbers" || data.kind === "verdicts" ||
    (metric === "ordinal" && data.kind === "ordered");
  if (!fits) found.push(raterIssues.noOrder(metric));
  if (stranger !== undefined || !fits) return empty;

  const isTabled = data.classes.length <= mostClasses;
  if (!isTabled) found.push(raterIssues.manyClasses(data.classes.length, mostClasses));
  const perUnit = ratingsByUnit(data);
  const panel = {
    item: data.unit, rater: data.rater, label: data.label, items: data.units.length,
    raters: data.raters.length, classes: data.classes.length,
  };
  const { unit, value } = data;
  const hasGold = data.roles.gold !== null;
  const isPanel = data.raters.length >= 2 && isTabled && unit.length > 0;
  return {
    ...empty,
    kind: data.kind,
    classes: data.classes,
    units: data.units,
    ratings: unit.length,
    pairs: pairsOf(data, humans, level),
    alpha: perUnit.some((count) => count >= 2)
      ? krippendorffAlpha({ unit, value, metric, level, seed, resamples }) : null,
    fleiss: data.raters.length >= 2 && perUnit.every((count) => count === data.raters.length)
      ? fleissKappa({ unit, value }) : null,
    consensus: hasGold || !isPanel ? null
      : { label: consensusLabel, ...panelConsensus({ ...panel, seed }) },
    votes: hasGold && isPanel ? votesOf(data, humans) : null,
  };
}

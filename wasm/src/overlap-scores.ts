/** Scores of systems on a benchmark's items, set against what a scan found of the items. */
import type {
  BucketTable, ChronologicalSplit, CleanDirty, StratifiedImpact, ThresholdScan,
} from "./generated/impact.ts";
import {
  overlapDefinitions, ruleRefusals, type OverlapApplication, type OverlapApproximation,
  type OverlapColumn, type OverlapOutcome, type OverlapRuleChoice, type RuleRefusal,
} from "./generated/overlap.ts";
import {
  chronologicalSplit, cleanDirty, llama2Buckets, scanThresholds, stratifiedImpact,
} from "./impact.ts";
import type { OverlapEvaluation } from "./overlap.ts";
import { impactIssues } from "./readers/impact-issues.ts";
import { issues, type Issue } from "./readers/issues.ts";
import {
  describingColumns, isRefused, itemColumn, itemDays, scoredItems, type DescribingColumn,
  type DescribingColumns, type ItemCell, type ItemDays, type ItemScores,
} from "./readers/scored-items.ts";
import type { ScoreOptions } from "./readers/scores.ts";
import type { Table } from "./readers/table.ts";
import { textOf } from "./report/words.ts";

/** A split of items by their dates. */
export interface ItemDates {
  /** The column of the dates: 2023-09-30, 2023-09 or 2023. */
  readonly column: string;
  /** Items dated later are after it; of a month or a year its last day. */
  readonly cutoff: string;
}

export interface OverlapImpactInput extends ScoreOptions {
  /** What a scan found. */
  readonly evaluation: OverlapEvaluation;
  /** Which items are dirty; of a definition with several columns the first counts. */
  readonly choice: OverlapRuleChoice;
  /** Scores of one system or several. */
  readonly table: Table;
  /**
   * A column that says of each item what it is like, such as its difficulty or subject: dirty items
   * are compared with clean ones of the same kind, too.
   */
  readonly strata?: string | undefined;
  /**
   * Systems of the table that are believed uncontaminated: the mean of their scores on an item is
   * taken off the others', which are then compared once more.
   */
  readonly reference?: readonly string[] | undefined;
  /** Compares items by age as well, whatever was found of them. */
  readonly dates?: ItemDates | undefined;
  /** Two-sided confidence level. Default: `defaults.level`. */
  readonly level?: number | undefined;
  /** Of bootstrap and random permutations. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
}

/** Clean against dirty items. */
export interface ScoreComparison {
  /** Items that are compared. */
  readonly items: number;
  /** Null when no item is left. */
  readonly cleanDirty: CleanDirty | null;
  /** Every threshold of the definition's metric; null likewise. */
  readonly thresholds: ThresholdScan | null;
}

export interface SystemImpact extends ScoreComparison {
  readonly system: string;
  /** Items whose overlap is known and that have no score of this system. */
  readonly unscored: number;
  /** Llama 2's, whatever the definition; null when this scan cannot tell or no item is scored. */
  readonly buckets: BucketTable | null;
  /** Within strata; null when not asked for or no scored item has one. */
  readonly stratified: StratifiedImpact | null;
  /** With reference scores taken off; null when not asked for, or for a reference system itself. */
  readonly referenced: ScoreComparison | null;
  /** By date; null when not asked for or no scored item has one. */
  readonly chronological: ChronologicalSplit | null;
}

/** How Llama 2's rule was applied for its buckets. */
export interface BucketRule {
  /** Why there are no buckets. */
  readonly refusal: RuleRefusal | null;
  /** In what they are not exactly what the source would have. */
  readonly notes: readonly OverlapApproximation[];
}

export interface OverlapImpact extends DescribingColumns {
  /** Items whose overlap is known. */
  readonly measured: number;
  /** Items that the definition cannot measure: too short, without this part, untestable. */
  readonly unmeasured: number;
  /** In the order of their names; none when the table was refused. */
  readonly systems: readonly SystemImpact[];
  readonly bucketRule: BucketRule;
  /** The column of strata and the systems of reference, as asked for. */
  readonly strata: string | null;
  readonly reference: readonly string[];
  /** What was noticed in the table. */
  readonly issues: readonly Issue[];
}

/** Llama 2's lengths of matches (Touvron et al. 2023, arXiv:2307.09288, appendix A.6). */
const bucketLengths = [10, 20, 30, 40, 50] as const;

const unmeasured: ReadonlySet<OverlapOutcome> = new Set(["too_short", "absent", "untestable"]);
const dirty: ReadonlySet<OverlapOutcome> = new Set(["flagged", "dirty"]);

const isMeasured = ({ outcomes }: OverlapColumn, item: number): boolean =>
  !unmeasured.has(outcomes[item] as OverlapOutcome);

/** Llama 2's rule for every length, with the options that were chosen if it is the definition. */
function bucketApplications(
  evaluation: OverlapEvaluation, choice: OverlapRuleChoice,
): readonly OverlapApplication[] {
  const base: OverlapRuleChoice = choice.definition === "llama2" ? choice : { definition: "llama2" };
  const first = evaluation.apply({ ...base, n: bucketLengths[0] });
  return first.refusal !== null ? [first]
    : [first, ...bucketLengths.slice(1).map((n) => evaluation.apply({ ...base, n }))];
}

/** Numbers of different texts; undefined without one. */
function numbered(texts: readonly (string | undefined)[]): (number | undefined)[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    if (text === undefined) return undefined;
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text);
  });
}

/** What every system is compared by. */
interface Known {
  readonly column: OverlapColumn;
  /** Items whose overlap is known. */
  readonly measured: number;
  /** Of Llama 2's rule, one for each length; none when this scan cannot tell. */
  readonly bucketColumns: readonly OverlapColumn[];
  readonly stratumOf: readonly (number | undefined)[] | undefined;
  readonly days: ItemDays | undefined;
  readonly level: number | undefined;
  readonly seed: number | undefined;
}

/** Scores of one system; `references`: scores to take off, null for a system of reference. */
function systemImpact(
  system: string, of: ItemScores, references: readonly ItemScores[] | null,
  { column, measured, bucketColumns, stratumOf, days, level, seed }: Known,
): SystemImpact {
  const scored = [...of.keys()].filter((item) => of[item] !== undefined);
  const known = scored.filter((item) => isMeasured(column, item));
  const scoresOf = (items: readonly number[]): number[] => items.map((item) => of[item] as number);
  const flagsOf = (items: readonly number[]): boolean[] =>
    items.map((item) => dirty.has(column.outcomes[item] as OverlapOutcome));
  const compare = (items: readonly number[], reference?: readonly (readonly number[])[]): ScoreComparison => {
    if (items.length === 0) return { items: 0, cleanDirty: null, thresholds: null };
    const data = { scores: scoresOf(items), reference };
    return {
      items: items.length,
      cleanDirty: cleanDirty({ ...data, flags: flagsOf(items), level, seed }),
      thresholds: scanThresholds({ ...data, metric: items.map((item) => column.values[item] as number), seed }),
    };
  };

  const [shortest] = bucketColumns;
  // An item shorter than the other lengths has nothing inside matches so long: it is clean there.
  const bucketed = shortest === undefined ? [] : scored.filter((item) => isMeasured(shortest, item));
  const alike = known.filter((item) => stratumOf?.[item] !== undefined);
  const shared = known.filter((item) => references?.every((column) => column[item] !== undefined));
  const dated = scored.some((item) => typeof days?.days[item] === "number");
  return {
    system, ...compare(known), unscored: measured - known.length,
    buckets: bucketed.length === 0 ? null : llama2Buckets({
      scores: scoresOf(bucketed), lengths: bucketLengths,
      coverage: bucketColumns.map(({ values }) => bucketed.map((item) => values[item] as number)),
    }),
    stratified: alike.length === 0 ? null : stratifiedImpact({
      scores: scoresOf(alike), flags: flagsOf(alike),
      strata: alike.map((item) => stratumOf?.[item] as number), level, seed,
    }),
    referenced: references === null ? null
      : compare(shared, references.map((column) => shared.map((item) => column[item] as number))),
    chronological: days === undefined || !dated ? null : chronologicalSplit({
      scores: scoresOf(scored), dates: scored.map((item) => days.days[item] as number | null),
      cutoff: days.cutoff, level,
    }),
  };
}

/**
 * What the overlap did to each system's score: its clean against its dirty items, every threshold of
 * the definition's metric, Llama 2's buckets, and what is adjusted for difficulty. Scores of items
 * that the benchmark lacks and items that are scored twice refuse the table, in an issue; items
 * without a score are left out and counted.
 *
 * @throws InputError for a level or a seed that is out of range.
 */
export function overlapImpact({
  evaluation, choice, table, strata, reference = [], dates, level, seed, ...options
}: OverlapImpactInput): OverlapImpact {
  const { ids } = evaluation;
  const application = evaluation.apply(choice);
  const applications = bucketApplications(evaluation, choice);
  const { refusal, notes } = applications[0] as OverlapApplication;
  const stratum: DescribingColumn | undefined = strata === undefined ? undefined : { column: strata, role: "stratum" };
  const date: DescribingColumn | undefined = dates && { column: dates.column, role: "date" };
  const read = scoredItems(table, ids, [stratum, date].filter((column) => column !== undefined), options);
  const found: Issue[] = [...read.issues];
  const [column] = application.columns;
  const measured = ids.filter((_, item) => column !== undefined && isMeasured(column, item)).length;
  const result = (systems: readonly SystemImpact[]): OverlapImpact => ({
    measured, unmeasured: ids.length - measured, systems, bucketRule: { refusal, notes },
    strata: strata ?? null, reference, ...describingColumns(table, read.columns), issues: found,
  });

  if (column === undefined) {
    found.push(impactIssues.noOverlap(textOf(overlapDefinitions, choice.definition).title,
      textOf(ruleRefusals, application.refusal as RuleRefusal).detail));
  }
  const stranger = reference.find((name) => !read.systems.includes(name));
  if (stranger !== undefined && !isRefused(found)) {
    found.push(issues.unknownName("system", stranger, "to take off as reference", read.systems));
  }
  if (column === undefined || isRefused(found)) return result([]);
  const describe = (describing: DescribingColumn): readonly (ItemCell | undefined)[] => {
    const { cells, issues: noticed } = itemColumn(table, ids, read, describing);
    found.push(...noticed);
    return cells;
  };
  const stratumOf = stratum && numbered(describe(stratum).map((cell) => cell?.text));
  const days = date && dates && itemDays(dates.column, describe(date), dates.cutoff);
  found.push(...days?.issues ?? []);
  if (isRefused(found)) return result([]);

  const known: Known = {
    column, measured, stratumOf, days, level, seed,
    bucketColumns: applications.flatMap(({ columns }) => columns.slice(0, 1)),
  };
  const references = reference.map((name) => read.scores[read.systems.indexOf(name)] as ItemScores);
  return result(read.systems.map((system, number) => systemImpact(
    system, read.scores[number] as ItemScores,
    references.length === 0 || reference.includes(system) ? null : references, known)));
}

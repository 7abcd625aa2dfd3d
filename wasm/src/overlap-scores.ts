/** Scores of systems on a benchmark's items, set against what a scan found of the items. */
import type { CleanDirty, ThresholdScan } from "./generated/impact.ts";
import type { OverlapApplication, OverlapOutcome } from "./generated/overlap.ts";
import { cleanDirty, scanThresholds } from "./impact.ts";
import { issues, type Issue } from "./readers/issues.ts";
import { readScores, type ScoreOptions } from "./readers/scores.ts";
import type { Table } from "./readers/table.ts";

export interface OverlapImpactInput extends ScoreOptions {
  /** Ids of all items of the index, by number. */
  readonly ids: readonly string[];
  /** A definition applied to the scan; of one with several columns the first counts. */
  readonly application: OverlapApplication;
  /** Scores of one system or several. */
  readonly table: Table;
  /** Two-sided confidence level. Default: `defaults.level`. */
  readonly level?: number | undefined;
  /** Of bootstrap and random permutations. Default: `defaults.seed`. */
  readonly seed?: number | undefined;
}

export interface SystemImpact {
  readonly system: string;
  /** Items with a score whose overlap is known: these are compared. */
  readonly items: number;
  /** Items whose overlap is known and that have no score of this system. */
  readonly unscored: number;
  /** Null when no item is left. */
  readonly cleanDirty: CleanDirty | null;
  /** Every threshold of the definition's metric; null likewise. */
  readonly thresholds: ThresholdScan | null;
}

export interface OverlapImpact {
  /** Items whose overlap is known. */
  readonly measured: number;
  /** Items that the definition cannot measure: too short, without this part, untestable. */
  readonly unmeasured: number;
  /** In the order of their names; none when the table was refused. */
  readonly systems: readonly SystemImpact[];
  /** What was noticed in the table. */
  readonly issues: readonly Issue[];
}

const unmeasured: ReadonlySet<OverlapOutcome> = new Set(["too_short", "absent", "untestable"]);
const dirty: ReadonlySet<OverlapOutcome> = new Set(["flagged", "dirty"]);

/** Items by id; an id that two benchmarks of the index have names neither. */
function itemsById(ids: readonly string[]): { byId: Map<string, number>; ambiguous: Set<string> } {
  const byId = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const [item, id] of ids.entries()) {
    if (byId.has(id)) ambiguous.add(id);
    byId.set(id, item);
  }
  return { byId, ambiguous };
}

/**
 * What the overlap did to each system's score: its clean against its dirty items, and every
 * threshold of the definition's metric. Scores of items that the benchmark lacks and items that are
 * scored twice refuse the table, in an issue; items without a score are left out and counted.
 *
 * @throws InputError for a level or a seed that is out of range.
 */
export function overlapImpact(
  { ids, application, table, level, seed, ...options }: OverlapImpactInput,
): OverlapImpact {
  const column = application.columns[0];
  const outcomes = column?.outcomes ?? [];
  const isMeasured = outcomes.map((outcome) => !unmeasured.has(outcome));
  const measured = isMeasured.filter(Boolean).length;
  const scores = readScores(table, options);
  const result = (systems: readonly SystemImpact[], found: readonly Issue[]): OverlapImpact =>
    ({ measured, unmeasured: ids.length - measured, systems, issues: found });
  const isRefused = scores.issues.some(({ severity }) => severity === "refuse");
  if (isRefused || column === undefined) return result([], scores.issues);
  const refuse = (issue: Issue): OverlapImpact => result([], [...scores.issues, issue]);

  const { byId, ambiguous } = itemsById(ids);
  const itemNumbers = scores.items.map((name) => byId.get(name));
  const linesOf = (isWrong: (item: number) => boolean): number[] =>
    [...scores.line].filter((_, at) => isWrong(scores.item[at] as number));
  const unknown = linesOf((item) => itemNumbers[item] === undefined);
  if (unknown.length > 0) {
    return refuse(issues.unknownItems(
      scores.items.filter((_, item) => itemNumbers[item] === undefined), ids.slice(0, 3), unknown));
  }
  const unclear = linesOf((item) => ambiguous.has(scores.items[item] as string));
  if (unclear.length > 0) {
    return refuse(issues.ambiguousItems(scores.items.filter((name) => ambiguous.has(name)), unclear));
  }
  const repeated = scores.issues.find(({ code }) => code === issues.duplicates("system", [], 0).code);
  if (repeated !== undefined) return refuse(issues.scoredTwice(repeated.lines ?? []));

  return result(scores.systems.map((system, number): SystemImpact => {
    const score: number[] = [];
    const metric: number[] = [];
    const flags: boolean[] = [];
    for (const [at, value] of scores.score.entries()) {
      const item = itemNumbers[scores.item[at] as number] as number;
      if (scores.system[at] !== number || !isMeasured[item]) continue;
      score.push(value);
      metric.push(column.values[item] as number);
      flags.push(dirty.has(outcomes[item] as OverlapOutcome));
    }
    const isEmpty = score.length === 0;
    return {
      system, items: score.length, unscored: measured - score.length,
      cleanDirty: isEmpty ? null : cleanDirty({ scores: score, flags, level, seed }),
      thresholds: isEmpty ? null : scanThresholds({ scores: score, metric, seed }),
    };
  }), scores.issues);
}

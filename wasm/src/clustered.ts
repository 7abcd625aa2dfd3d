/** A judge's table whose rows come in groups: every model's score on effective counts. */
import { correctClustered } from "./contrast.ts";
import { InputError } from "./errors.ts";
import type { ClusteredCorrection, EffectiveShare } from "./generated/contrast.ts";
import type { Calibration, Correction, CorrectionMethod } from "./generated/judge.ts";
import { limits } from "./generated/shared.ts";
import { labelCounts, labelTotal } from "./label-counts.ts";
import type { Issue } from "./readers/issues.ts";
import { judgeIssues } from "./readers/judge-issues.ts";
import { readGroups } from "./readers/judge-groups.ts";
import { guessRoles, labelIssues, readJudgements, type ReadingOptions } from "./readers/judgements.ts";
import { readTable, type Table } from "./readers/table.ts";
import { clusteredNotes } from "./report/clustered.ts";

export interface ClusteredOptions extends ReadingOptions {
  /** Column with the group of each row. The item column, where one item has several rows. */
  readonly cluster: string;
  /** A method of the external design. Default: `defaults.externalMethod`. */
  readonly method?: CorrectionMethod | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
  /** Refuse unless the judge is shown to beat chance. Default: true (`lee2025`: false). */
  readonly gate?: boolean | undefined;
}

export interface ClusteredRow {
  readonly model: string;
  /** Rows with a verdict. */
  readonly items: number;
  readonly labelled: number;
  /** Whose labels calibrated. */
  readonly calibration: Calibration;
  /** Null where nothing tells how groups vary, or no row is without a label. */
  readonly corrected: Correction | null;
  /** Why there is no correction; null where there is one. */
  readonly uncorrected: "one_group" | "no_evaluation_items" | null;
  /** Rows without a label; null without any. */
  readonly judged: EffectiveShare | null;
  /** Rows labelled right. */
  readonly sensitivity: EffectiveShare | null;
  /** Rows labelled wrong. */
  readonly specificity: EffectiveShare | null;
  /** What to know before believing the number, in words. */
  readonly notes: readonly string[];
}

export interface ClusteredReport {
  /** Name of the column that holds the verdicts; null when nothing could be read. */
  readonly judge: string | null;
  readonly cluster: string;
  /** Groups of all rows. */
  readonly clusters: number;
  /** Best corrected score first; models that are not identified last. */
  readonly models: readonly ClusteredRow[];
  readonly issues: readonly Issue[];
}

const byScore = (a: ClusteredRow, b: ClusteredRow): number =>
  (b.corrected?.estimate ?? -1) - (a.corrected?.estimate ?? -1);

/**
 * Reads a table (text, or as `readTable` gave it) and corrects every model's score with labels of
 * design `external`, counting grouped rows for as many independent ones as they are worth.
 *
 * Input that cannot be read gives no models and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function correctClusteredTable(input: string | Table, options: ClusteredOptions): ClusteredReport {
  const table = typeof input === "string" ? readTable(input) : input;
  const { cluster, method, level, gate } = options;
  // Rows of one item that are grouped by it are no repeats: each counts as an item of its own.
  const isItem = options.columns?.item === undefined && guessRoles(table, options).item === cluster;
  const read = readJudgements(table,
    isItem ? { ...options, columns: { ...options.columns, item: null } } : options);
  const found: Issue[] = [...read.issues];
  const report = (clusters: number, models: readonly ClusteredRow[]): ClusteredReport =>
    ({ judge: read.roles.judge, cluster, clusters, models, issues: found });
  if (read.verdict.length === 0) return report(0, []);
  const groups = readGroups(table, read.rows, read.items, cluster);
  found.push(...groups.issues);
  if (groups.groups === 0) return report(0, []);
  if (groups.groups === 1) {
    found.push(judgeIssues.oneGroup(cluster));
    return report(1, []);
  }
  found.push(...labelIssues(read), judgeIssues.externalClusters());

  const counts = labelCounts(read);
  const labelled = counts.map(labelTotal);
  const all = labelled.reduce((sum, count) => sum + count, 0);
  const rowsOf: number[][] = read.models.map(() => []);
  const labelledRows: number[] = [];
  read.human.forEach((label, row) => {
    rowsOf[read.model[row] as number]!.push(row);
    if (label !== -1) labelledRows.push(row);
  });
  const correct = (rows: readonly number[]): ClusteredCorrection | null => {
    const column = (values: Int32Array): Int32Array =>
      Int32Array.from(rows, (row) => values[row] as number);
    try {
      return correctClustered({
        verdict: column(read.verdict), human: column(read.human), clusters: column(groups.group),
        method, level, gate,
      });
    } catch (error) {
      // All rows of some share are in one group: nothing tells how groups vary.
      if (error instanceof InputError && error.code === "too_few") return null;
      throw error;
    }
  };
  const models = read.models.map((model, index): ClusteredRow => {
    const { tp, fn, fp, tn } = counts[index]!;
    const isEnough = Math.min(tp + fn, fp + tn) >= limits.enoughLabelsPerClass;
    const isOwn = isEnough || labelled[index] === all;
    const own = rowsOf[index]!;
    const evaluated = own.filter((row) => read.human[row] === -1);
    const isEvaluated = evaluated.length > 0;
    const result = isEvaluated ? correct(isOwn ? own : [...labelledRows, ...evaluated]) : null;
    const partial = {
      model,
      items: own.length,
      labelled: labelled[index]!,
      calibration: (all === 0 ? "none" : isOwn ? "own" : "pooled") as Calibration,
      corrected: result?.correction ?? null,
      uncorrected: result !== null ? null
        : isEvaluated ? "one_group" as const : "no_evaluation_items" as const,
      judged: result?.judged ?? null,
      sensitivity: result?.sensitivity ?? null,
      specificity: result?.specificity ?? null,
    };
    return { ...partial, notes: clusteredNotes(partial) };
  });
  return report(groups.groups, models.sort(byScore));
}

/** Systems compared over several tasks by their ranks on each. */
import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import { friedmanTestCall, type Friedman, type TaskPair } from "./generated/compare.ts";
import { errorCodes } from "./generated/shared.ts";
import { issues, type Issue } from "./readers/issues.ts";
import { taskNames } from "./readers/roles.ts";
import { readScores, type ScoreOptions, type Scores } from "./readers/scores.ts";
import { readTable, type Table } from "./readers/table.ts";

export interface TasksOptions extends Omit<ScoreOptions, "itemNames" | "columns"> {
  /** Columns by role, the item being the task; those left out are guessed, `null`: there is none. */
  readonly columns?: Pick<NonNullable<ScoreOptions["columns"]>, "item" | "system" | "score"> | undefined;
  /** Whether to leave out tasks that some system lacks. Default: such a table is refused. */
  readonly commonItemsOnly?: boolean | undefined;
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

export interface TaskSystemRow {
  readonly system: string;
  /** Mean of its ranks over the tasks; 1 is the best. */
  readonly averageRank: number;
}

/** Two systems over all tasks, by name. */
export interface TaskPairRow extends Omit<TaskPair, "a" | "b"> {
  readonly a: string;
  readonly b: string;
}

export type TasksDesign = Omit<Friedman, "averageRanks" | "pairs">;

export interface TasksReport {
  /** Best average rank first, then by name. */
  readonly systems: readonly TaskSystemRow[];
  /** In the order of the names. */
  readonly pairs: readonly TaskPairRow[];
  /** Null when nothing could be read. */
  readonly design: TasksDesign | null;
  readonly issues: readonly Issue[];
}

/** A row for each task that every system has, and the other tasks. */
function matrixOf(scores: Scores): { tasks: number; values: Float64Array; incomplete: string[] } {
  const width = scores.systems.length;
  const cells = new Float64Array(scores.items.length * width).fill(Number.NaN);
  scores.score.forEach((score, row) => {
    cells[(scores.item[row] as number) * width + (scores.system[row] as number)] = score;
  });
  const rows = scores.items.map((task, item) =>
    ({ task, scores: cells.subarray(item * width, (item + 1) * width) }));
  const complete = rows.filter((row) => !row.scores.includes(Number.NaN));
  const values = new Float64Array(complete.length * width);
  complete.forEach((row, index) => values.set(row.scores, index * width));
  return {
    tasks: complete.length,
    values,
    incomplete: rows.filter((row) => row.scores.includes(Number.NaN)).map((row) => row.task),
  };
}

/** What the core makes of the scores, or why it makes nothing of them. */
function friedman(scores: Float64Array, systems: number, level: number | undefined): Friedman | Issue {
  try {
    return call(friedmanTestCall, { scores, systems, level });
  } catch (error) {
    if (!(error instanceof InputError) || error.argument === "level") throw error;
    const { title, detail } = errorCodes.find((entry) => entry.name === error.code)!;
    return issues.notComparable(title, detail);
  }
}

/**
 * Reads a table of scores of systems on tasks, long or wide, and compares the systems by their ranks:
 * Friedman's test over all, Wilcoxon's with Holm's correction for each pair.
 *
 * Input that cannot be read gives no systems and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function compareTasks(input: string | Table, options: TasksOptions = {}): TasksReport {
  const table = typeof input === "string" ? readTable(input) : input;
  const columns = { ...options.columns, cluster: null, run: null };
  const scores = readScores(table, { ...options, columns, itemNames: taskNames });
  const found: Issue[] = [...scores.issues];
  const refuse = (...refusals: readonly Issue[]): TasksReport =>
    ({ systems: [], pairs: [], design: null, issues: [...found, ...refusals] });
  if (scores.score.length === 0) return refuse();
  const names = scores.systems;
  const { tasks, values, incomplete } = matrixOf(scores);
  if (incomplete.length > 0) {
    if (options.commonItemsOnly !== true) {
      return refuse(issues.missingTasks(incomplete, scores.items.length));
    }
    found.push(issues.tasksLeftOut(incomplete));
  }
  if (tasks < 2 || names.length < 2) return refuse(issues.tooFewForRanks(tasks, names.length));
  const result = friedman(values, names.length, options.level);
  if ("severity" in result) return refuse(result);
  const { averageRanks, pairs, ...design } = result;
  return {
    systems: averageRanks
      .map((averageRank, system) => ({ system: names[system] as string, averageRank }))
      .sort((a, b) => a.averageRank - b.averageRank),
    pairs: pairs.map((pair) => ({ ...pair, a: names[pair.a] as string, b: names[pair.b] as string })),
    design,
    issues: found,
  };
}

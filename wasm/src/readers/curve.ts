/** Table to measured curves: accuracy at tokens per step, of one or more methods. */
import { curveKinds, listTasks, type CurveKind, type ListTask } from "../generated/parallel.ts";
import { issues, type Issue } from "./issues.ts";
import {
  columnRefusal, columnsText, RoleGuesses, systemNames, type NamedColumns, type RoleColumns,
} from "./roles.ts";
import { readTable, type Table } from "./table.ts";

/** The columns that a measured curve has, with what a person calls them. */
export const curveRoles = {
  method: "method", tokensPerStep: "tokens per step", accuracy: "accuracy", items: "number of items",
  task: "task", kind: "kind",
} as const;
export type CurveRole = keyof typeof curveRoles;

export interface CurveOptions {
  /** Columns by role; those left out are guessed, `null` means that there is none. */
  readonly columns?: NamedColumns<CurveRole> | undefined;
  /** Whether accuracies are percentages. Default: if one exceeds 1; when all are 0 or 1 it is asked. */
  readonly scale?: "percent" | "fraction" | undefined;
}

export interface CurvePoint {
  readonly tokensPerStep: number;
  /** 0 to 1. */
  readonly accuracy: number;
  /** How many answers were scored; null when unknown. */
  readonly items: number | null;
  readonly line: number;
}

/** The points of one method on one task, in the order of the table. */
export interface MeasuredCurve {
  readonly method: string;
  /** A list task with its number of items; null when none is named. */
  readonly task: { readonly task: ListTask; readonly n: number } | null;
  readonly kind: CurveKind;
  readonly kindGuessed: boolean;
  readonly points: readonly CurvePoint[];
}

export interface MeasuredCurves {
  readonly columns: RoleColumns<CurveRole>;
  readonly curves: readonly MeasuredCurve[];
  readonly issues: readonly Issue[];
}

const names: Readonly<Record<CurveRole, readonly string[]>> = {
  method: ["method", "strategy", "decoder", "name", ...systemNames],
  tokensPerStep: ["tokensperstep", "tps", "tokensperforward", "tpf"],
  accuracy: ["accuracy", "acc", "score"],
  items: ["nitems", "items", "n"],
  task: ["task", "taskname"],
  kind: ["kind"],
};

/** Guesses the columns, as far as `options` do not say. Never takes one column twice. */
function curveColumns(table: Table, options: CurveOptions): RoleColumns<CurveRole> {
  const guesses = new RoleGuesses(table.header, curveRoles, options.columns);
  for (const role of Object.keys(names) as CurveRole[]) guesses.claim(role, guesses.called(names[role]));
  return guesses.roles;
}

/** "shuffle:6" */
function taskIn(text: string): { task: ListTask; n: number } | undefined {
  const [name, size, ...rest] = text.split(":").map((part) => part.trim());
  const task = listTasks.find((entry) => entry.name === name?.replaceAll("-", "_"));
  const n = /^\d+$/.test(size ?? "") ? Number(size) : 0;
  return task === undefined || n < 1 || rest.length > 0 ? undefined : { task: task.name, n };
}

interface WrittenNumber {
  readonly value: number;
  readonly isPercent: boolean;
}

/** A number as people write it; with a percent sign, that is told. */
function numberIn(cell: string): WrittenNumber | undefined {
  const text = cell.trim().replace("\u2212", "-").replace(/[\u00a0\u202f]/g, "");
  const isPercent = text.endsWith("%");
  const digits = isPercent ? text.slice(0, -1).trim() : text;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? { value, isPercent } : undefined;
}

/** A point before it is known whether accuracies are percentages. */
interface RawPoint extends Omit<CurvePoint, "accuracy"> {
  readonly accuracy: WrittenNumber;
  readonly cell: string;
}

interface RawCurve {
  readonly method: string;
  readonly taskText: string;
  readonly task: MeasuredCurve["task"];
  kind: CurveKind | null;
  readonly points: RawPoint[];
}

/**
 * Reads measured curves. Never throws: an issue of severity `refuse` means that there are none. No
 * point is left out: one that cannot be read is refused with its line.
 */
export function readCurves(input: string | Table, options: CurveOptions = {}): MeasuredCurves {
  const table = typeof input === "string" ? readTable(input) : input;
  const roles = curveColumns(table, options);
  const found: Issue[] = [...table.issues];
  const refuse = (...refusals: readonly Issue[]): MeasuredCurves =>
    ({ columns: roles, curves: [], issues: [...found, ...refusals] });
  if (table.rows.length === 0) return refuse();
  const ragged = table.issues.find(({ code }) => code === "W_RAGGED");
  if (ragged !== undefined) return refuse(issues.answersRagged(ragged.lines ?? [], table.header.length));
  const refusal = columnRefusal(table, roles, curveRoles);
  if (refusal !== undefined) return refuse(refusal);
  const missing = (["tokensPerStep", "accuracy"] as const).filter((role) => roles[role] === null);
  if (missing.length > 0) {
    return refuse(issues.noCurveColumns(missing.map((role) => curveRoles[role]), table.header));
  }
  found.push(issues.roles(`Columns: ${columnsText(roles, curveRoles, options.columns)}.`));
  const raw = rawCurves(table, roles);
  if ("severity" in raw) return refuse(raw);
  const all = raw.flatMap(({ points }) => points);
  const scale = scaleOf(all, roles.accuracy as string, options.scale);
  if (typeof scale !== "string") return refuse(scale);
  const curves: MeasuredCurve[] = [];
  for (const { method, task, kind, points, taskText } of raw) {
    const converted: CurvePoint[] = [];
    for (const { cell, accuracy, ...point } of points) {
      const share = accuracy.isPercent || scale === "percent" ? accuracy.value / 100 : accuracy.value;
      if (!(share >= 0 && share <= 1)) {
        return refuse(issues.notNumber(roles.accuracy as string, point.line, cell,
          scale === "percent" ? "a percentage from 0 to 100" : "a fraction from 0 to 1"));
      }
      converted.push({ ...point, accuracy: share });
    }
    const isFixed = converted.every((point) => Number.isInteger(point.tokensPerStep));
    const guessed = isFixed ? "fixed" : "adaptive";
    if (kind === null) {
      found.push(issues.curveKind(taskText === "" ? method : `${method}, ${taskText}`, guessed));
    }
    curves.push({ method, task, kind: kind ?? guessed, kindGuessed: kind === null, points: converted });
  }
  if (options.scale !== undefined || !all.every(({ accuracy }) => accuracy.isPercent)) {
    found.push(issues.accuracyRead(scale, options.scale === undefined));
  }
  return { columns: roles, curves, issues: found };
}

/** The rows by method and task, or the first that cannot be read. */
function rawCurves(table: Table, roles: RoleColumns<CurveRole>): RawCurve[] | Issue {
  const cellOf = (row: readonly string[], role: CurveRole): string => {
    const name = roles[role];
    return name === null ? "" : (row[table.header.indexOf(name)] as string).trim();
  };
  const curves = new Map<string, RawCurve>();
  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] as number;
    const wrong = (role: CurveRole, expected: string): Issue =>
      issues.notNumber(roles[role] as string, line, cellOf(row, role), expected);
    const steps = numberIn(cellOf(row, "tokensPerStep"));
    if (steps === undefined || steps.isPercent || !(steps.value > 0)) {
      return wrong("tokensPerStep", "a number above 0");
    }
    const accuracy = numberIn(cellOf(row, "accuracy"));
    if (accuracy === undefined) return wrong("accuracy", "a percentage or a fraction");
    const itemsCell = cellOf(row, "items");
    if (itemsCell !== "" && !/^[1-9]\d{0,14}$/.test(itemsCell)) {
      return wrong("items", "a whole number of at least 1, or a blank");
    }
    const taskText = cellOf(row, "task");
    const task = taskText === "" ? null : taskIn(taskText) ?? undefined;
    if (task === undefined) {
      return wrong("task", `a blank or a list task with its number of items, such as shuffle:6 (tasks: ` +
        `${listTasks.map(({ name }) => name).join(", ")})`);
    }
    const kindText = cellOf(row, "kind").toLowerCase();
    const kind = kindText === "" ? null : curveKinds.find(({ name }) => name === kindText)?.name;
    if (kind === undefined) {
      return wrong("kind", `${curveKinds.map(({ name }) => name).join(" or ")}, or a blank`);
    }
    const method = roles.method === null ? "(all rows)" : cellOf(row, "method");
    const key = JSON.stringify([method, taskText]);
    let curve = curves.get(key);
    if (curve === undefined) curves.set(key, curve = { method, taskText, task, kind, points: [] });
    if (kind !== null && curve.kind !== null && kind !== curve.kind) {
      return issues.curveConflict(roles.kind as string, line, method);
    }
    curve.kind ??= kind;
    curve.points.push({
      tokensPerStep: steps.value, accuracy, cell: cellOf(row, "accuracy"),
      items: itemsCell === "" ? null : Number(itemsCell), line,
    });
  }
  return [...curves.values()];
}

/** Whether accuracies without a percent sign are percentages; an issue when nobody can know. */
function scaleOf(
  points: readonly RawPoint[], column: string, given: CurveOptions["scale"],
): "percent" | "fraction" | Issue {
  if (given !== undefined) return given;
  const bare = points.filter(({ accuracy }) => !accuracy.isPercent).map(({ accuracy }) => accuracy.value);
  if (bare.some((value) => value > 1)) return "percent";
  if (bare.length > 0 && bare.every((value) => value === 0 || value === 1)) {
    return issues.accuracyScale(column);
  }
  return "fraction";
}

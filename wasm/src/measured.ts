/** Measured curves of accuracy against tokens per step, and how they stand against the limit. */
import { InputError } from "./errors.ts";
import type { CurveKind, LimitComparison } from "./generated/parallel.ts";
import type { ErrorCode, Interval } from "./generated/shared.ts";
import { compareWithLimit, parallelizability, tokensPerStepAt } from "./parallel.ts";
import { readCurves, type CurveOptions, type CurvePoint, type MeasuredCurve } from "./readers/curve.ts";
import type { Issue } from "./readers/issues.ts";
import type { Table } from "./readers/table.ts";
import { curvesAssumptions, curvesMethod } from "./report/measured.ts";

export interface MeasuredOptions extends CurveOptions {
  /** Accuracies to keep, 0 to 1. Default: 0.8. */
  readonly at?: readonly number[] | undefined;
  /** Tokens that one item of a list takes. Default: 1. */
  readonly tokensPerItem?: number | undefined;
}

/** A measured point, against the limit of its task if that is known. */
export interface MeasuredPoint extends Omit<CurvePoint, "line"> {
  readonly limit: LimitComparison | null;
  /** Of the accuracy, Wilson, 95 %; null without the number of items. */
  readonly interval: Interval | null;
  /** Why there is no limit although a task is named; null otherwise. */
  readonly refusal: ErrorCode | null;
}

export interface MeasuredRow extends Omit<MeasuredCurve, "points"> {
  readonly points: readonly MeasuredPoint[];
  /** The most tokens per step at each accuracy to keep; 0 where it is never reached. */
  readonly tokensPerStepAt: readonly { readonly accuracy: number; readonly tokensPerStep: number }[];
  /** Null when every accuracy is 0. */
  readonly parallelizability: number | null;
}

export interface MeasuredReport {
  readonly curves: readonly MeasuredRow[];
  readonly tokensPerItem: number;
  readonly assumptions: readonly string[];
  readonly method: string;
  readonly issues: readonly Issue[];
}

/** A point against the best of any policy; of a task that is copied, which is 1 in any step. */
function compared(
  { tokensPerStep, accuracy, items }: CurvePoint, task: MeasuredCurve["task"], tokensPerItem: number,
): LimitComparison {
  const { task: name, n } = task ?? { task: "copy", n: 1 };
  return compareWithLimit({
    task: name, n, tokensPerStep, accuracy, tokensPerItem, items: items ?? undefined,
  });
}

function measuredPoint(
  point: CurvePoint, task: MeasuredCurve["task"], tokensPerItem: number,
): MeasuredPoint {
  const { line: _, ...rest } = point;
  // Its interval does not depend on the task.
  const { interval } = compared(point, null, tokensPerItem);
  const measured = {
    ...rest, interval: interval === null ? null : { lower: interval.lower, upper: interval.upper },
  };
  if (task === null) return { ...measured, limit: null, refusal: null };
  try {
    return { ...measured, limit: compared(point, task, tokensPerItem), refusal: null };
  } catch (error) {
    // A task without closed forms has no limit here; all else is the caller's.
    if (!(error instanceof InputError) || !["task", "n"].includes(error.argument)) throw error;
    return { ...measured, limit: null, refusal: error.code };
  }
}

function measuredRow(curve: MeasuredCurve, at: readonly number[], tokensPerItem: number): MeasuredRow {
  const tokensPerStep = curve.points.map((point) => point.tokensPerStep);
  const accuracies = curve.points.map((point) => point.accuracy);
  const kind: CurveKind = curve.kind;
  return {
    ...curve,
    points: curve.points.map((point) => measuredPoint(point, curve.task, tokensPerItem)),
    tokensPerStepAt: at.map((accuracy) =>
      ({ accuracy, tokensPerStep: tokensPerStepAt({ tokensPerStep, accuracies, kind, accuracy }) })),
    parallelizability: accuracies.every((accuracy) => accuracy === 0) ? null
      : parallelizability({ tokensPerStep, scores: accuracies }),
  };
}

/**
 * Reads a table of measured points (`method,tokens_per_step,accuracy[,n_items][,task][,kind]`): tokens
 * per step at an accuracy, and where the task is named, the limit of an unbiased model.
 *
 * Input that cannot be read gives no curves and an issue of severity `refuse`.
 * @throws InputError for options out of range.
 */
export function analyseCurves(input: string | Table, options: MeasuredOptions = {}): MeasuredReport {
  const { curves: read, issues } = readCurves(input, options);
  const { at = [0.8], tokensPerItem = 1 } = options;
  const curves = read.map((curve) => measuredRow(curve, at, tokensPerItem));
  return {
    curves, tokensPerItem, issues,
    assumptions: curvesAssumptions(curves), method: curvesMethod(curves),
  };
}

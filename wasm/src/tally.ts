/** Counts of verdicts as the core takes them. */
import type { Tally } from "./generated/judge.ts";

/** Items of one class that the judge got right. */
export interface CorrectVerdicts {
  readonly correct: number;
  readonly total: number;
}

export interface Leveled {
  /** Two-sided confidence level, from 0.5 to below 1. Default: `defaults.level`. */
  readonly level?: number | undefined;
}

export function tally(count: number, total: number): Tally {
  return { count, total, whole: true };
}

export function correctTally(input: CorrectVerdicts): Tally {
  return tally(input.correct, input.total);
}

import type { Estimate } from "evenhand/bare";

/** One model of the judge's plot. */
export interface ChartRow {
  readonly name: string;
  /** The share that the judge passes. */
  readonly raw: Estimate | null;
  /** The estimate is null when these data cannot tell it; the interval is then [0, 1]. */
  readonly corrected: {
    readonly estimate: number | null; readonly lower: number; readonly upper: number;
  };
  /** What the hidden labels say, in a backtest. */
  readonly truth: number | null;
}

/** One system of the leaderboard. */
export interface LeaderRow {
  readonly name: string;
  readonly estimate: number;
  /** Null when these data give no interval. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** The ranks that remain possible: "1–4". */
  readonly ranks: string;
}

/** One interval of a difference, drawn about zero. */
export interface DifferenceRow {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** The one to read, one beside it, or one that should not be used here. */
  readonly kind: "main" | "other" | "wrong";
}

/** A smooth line of the planner's picture. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

import type { Estimate } from "evenhand/bare";

/** One model of the interval plot. */
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

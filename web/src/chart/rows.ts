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

/** Two positions, cell by cell. */
export interface HeatMap {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row. */
  readonly cells: readonly HeatCell[];
}

export interface HeatCell {
  readonly row: number;
  readonly column: number;
  /** A probability, or a difference of two. */
  readonly value: number;
  /** Whether the two tokens occur together at all. */
  readonly possible: boolean;
}

/** What is possible in so many steps; null where it is not known. */
export interface FrontierPoint {
  readonly steps: number;
  readonly fixed: number | null;
  readonly adaptive: number | null;
  /** What the bound on divergence leaves at least. */
  readonly bound: number | null;
}

/** A strategy on the frontier. */
export interface StrategyMark {
  /** One letter. */
  readonly key: string;
  readonly name: string;
  readonly meanSteps: number;
  readonly mostSteps: number;
  readonly accuracy: number;
}

/** A measured point on the frontier. */
export interface MeasuredMark {
  readonly method: string;
  readonly steps: number;
  readonly accuracy: number;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/** One position of the information curve, in one step of a schedule. */
export interface InformationBar {
  /** From 1. */
  readonly position: number;
  readonly value: number;
  /** The value at the first position of its step: what lies above is lost. */
  readonly floor: number;
  /** The step that reveals it, from 1. */
  readonly step: number;
}

/** Which error rates overturn a claim: lines of specificity (y) by sensitivity (x). */
export interface TippingMap {
  readonly line: readonly [PlotPoint, PlotPoint];
  readonly lineWithSampling: readonly [PlotPoint, PlotPoint];
  /** What is thought possible of the judge. */
  readonly supposed: {
    readonly sensitivity: { readonly lower: number; readonly upper: number };
    readonly specificity: { readonly lower: number; readonly upper: number };
  };
  /** What is written into the two parts of the square. */
  readonly holds: string;
  readonly fails: string;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

/** The scores that remain possible for one model. */
export interface RegionRow {
  readonly name: string;
  /** The share that the judge passes. */
  readonly rate: number;
  readonly region: { readonly lower: number; readonly upper: number };
  readonly withSampling: { readonly lower: number; readonly upper: number };
}

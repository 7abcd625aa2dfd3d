/** The leaderboard: every system's score with its interval, and the ranks that remain possible. */
import * as Plot from "@observablehq/plot";
import type { LeaderRow } from "./rows.ts";
import { finish, fitted, nameMeasure, type Described } from "./svg.ts";

export interface LeaderboardOptions extends Described {
  readonly width: number;
  /** Whether scores are shares from 0 to 1. */
  readonly isShare: boolean;
  /** A score in words. */
  readonly text: (score: number) => string;
}

const narrow = 600;

export function leaderboardPlot(rows: readonly LeaderRow[], options: LeaderboardOptions): SVGSVGElement {
  const { width, isShare, text } = options;
  const isNarrow = width < narrow;
  const step = isNarrow ? 46 : rows.length > 16 ? 26 : 34;
  const measure = nameMeasure();
  const longest = Math.max(...rows.map((row) => measure(row.name.slice(0, 60))));
  const marginLeft = isNarrow ? 10 : Math.min(200, Math.max(70, 20 + Math.ceil(longest)));
  const marginRight = isNarrow ? 26 : 150;
  const lowest = Math.min(...rows.map((row) => row.lower ?? row.estimate));
  const highest = Math.max(...rows.map((row) => row.upper ?? row.estimate));
  const y = rows.map((_, index) => index);
  const known = y.filter((row) => rows[row]!.lower !== null);
  const nudge = isNarrow ? 9 : 0;
  const left = isShare ? 0 : lowest;
  const right = isShare ? 1 : highest;
  const nameAt = isNarrow
    ? { x: left, textAnchor: "start" as const, dy: -13 } : { x: left, textAnchor: "end" as const, dx: -14 };
  const endText = isNarrow
    ? { x: right, textAnchor: "end" as const, dy: -13 } : { x: right, textAnchor: "start" as const, dx: 16 };

  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: step * rows.length + 46,
    marginLeft, marginRight, marginTop: 6, marginBottom: 40,
    // A scale of its own for scores that are no shares; equal ends would leave no scale.
    x: { domain: left === right ? [left - 1, right + 1] : [left, right], label: null },
    y: { axis: null, domain: [-0.5, rows.length - 0.5], reverse: true, type: "linear" },
    marks: [
      Plot.ruleY(y.slice(1), { y: (row: number) => row - 0.5, className: "plot-divider",
        insetLeft: isNarrow ? 0 : 8 - marginLeft, insetRight: isNarrow ? 0 : 8 - marginRight }),
      Plot.gridX({ ticks: isNarrow ? 5 : 10, className: "plot-grid" }),
      Plot.axisX({ ticks: isNarrow ? 5 : 10, tickSize: 0, tickPadding: 8, label: null,
        className: "plot-axis",
        ...(isShare && {
          tickFormat: (share: number) => `${Math.round(100 * share)}${share === 1 ? " %" : ""}`,
        }) }),
      Plot.axisX({ ticks: [], label: isShare ? "share of items that are right" : "mean score",
        labelAnchor: "center", labelArrow: "none", labelOffset: 36, className: "plot-axis" }),
      Plot.ruleY(known, {
        x1: (row: number) => rows[row]!.lower!, x2: (row: number) => rows[row]!.upper!,
        y: (row: number) => row, dy: nudge, className: "plot-interval",
      }),
      Plot.dot(y, {
        x: (row: number) => rows[row]!.estimate, y: (row: number) => row, dy: nudge, r: 5.5,
        className: "plot-corrected",
      }),
      Plot.text(y, {
        ...nameAt, y: (row: number) => row, className: "plot-name",
        text: (row: number) =>
          fitted(rows[row]!.name, isNarrow ? width - 160 : marginLeft - 18, measure),
      }),
      Plot.text(y, {
        ...endText, y: (row: number) => row, className: "plot-value-ranks",
        text: (row: number) => rows[row]!.ranks,
        ...(isNarrow ? { dx: -66 } : { dx: 84 }),
      }),
      Plot.text(y, {
        ...endText, y: (row: number) => row, className: "plot-value",
        text: (row: number) => text(rows[row]!.estimate),
      }),
      Plot.rect(y, {
        x1: left, x2: right, y1: (row: number) => row - 0.5, y2: (row: number) => row + 0.5,
        fill: "transparent", className: "plot-hover",
        title: (row: number) => {
          const { name, estimate, lower, upper, ranks } = rows[row]!;
          const limits = lower === null || upper === null
            ? "no interval from these data" : `${text(lower)} to ${text(upper)}`;
          return `${name}\n${text(estimate)} (${limits})${ranks === "" ? "" : `\nrank ${ranks}`}`;
        },
      }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  return finish(plot, options);
}

/** Intervals of one difference by several methods, about zero. */
import * as Plot from "@observablehq/plot";
import type { DifferenceRow } from "./rows.ts";
import { finish, fitted, nameMeasure, type Described } from "./svg.ts";

export interface DifferenceOptions extends Described {
  readonly width: number;
  /** What lies to the left and to the right of zero. */
  readonly left: string;
  readonly right: string;
  /** A difference on the axis. */
  readonly tick: (difference: number) => string;
  /** An interval in words. */
  readonly text: (row: DifferenceRow) => string;
}

const narrow = 520;

export function differencePlot(rows: readonly DifferenceRow[], options: DifferenceOptions): SVGSVGElement {
  const { width } = options;
  const isNarrow = width < narrow;
  const step = isNarrow ? 44 : 32;
  const measure = nameMeasure();
  const longest = Math.max(...rows.map((row) => measure(row.name)));
  const marginLeft = isNarrow ? 10 : Math.min(0.4 * width, 24 + Math.ceil(longest));
  const marginRight = isNarrow ? 10 : 130;
  const reach = Math.max(...rows.flatMap((row) => [-row.lower, row.upper, row.estimate, -row.estimate])) * 1.08 || 1;
  const y = rows.map((_, index) => index);
  const nudge = isNarrow ? 9 : 0;
  const of = (kind: DifferenceRow["kind"]): number[] => y.filter((row) => rows[row]!.kind === kind);
  const line = (kind: DifferenceRow["kind"]): Plot.Markish[] => [
    Plot.ruleY(of(kind), {
      x1: (row: number) => rows[row]!.lower, x2: (row: number) => rows[row]!.upper,
      y: (row: number) => row, dy: nudge, className: `plot-difference plot-difference-${kind}`,
    }),
    Plot.dot(of(kind), {
      x: (row: number) => rows[row]!.estimate, y: (row: number) => row, dy: nudge,
      r: kind === "main" ? 5.5 : 4, className: `plot-point plot-point-${kind}`,
    }),
  ];
  const nameAt = isNarrow
    ? { x: -reach, textAnchor: "start" as const, dy: -12 } : { x: -reach, textAnchor: "end" as const, dx: -14 };
  const endText = isNarrow
    ? { x: reach, textAnchor: "end" as const, dy: -12 } : { x: reach, textAnchor: "start" as const, dx: 12 };

  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: step * rows.length + 62,
    marginLeft, marginRight, marginTop: 22, marginBottom: 40,
    x: { domain: [-reach, reach], label: null },
    y: { axis: null, domain: [-0.5, rows.length - 0.5], reverse: true, type: "linear" },
    marks: [
      Plot.gridX({ ticks: isNarrow ? 5 : 8, className: "plot-grid" }),
      Plot.axisX({ ticks: isNarrow ? 5 : 8, tickSize: 0, tickPadding: 8, label: null,
        tickFormat: options.tick, className: "plot-axis" }),
      Plot.ruleX([0], { className: "plot-zero" }),
      Plot.text([-1, 1], {
        x: 0, frameAnchor: "top", dy: -14, dx: -8, textAnchor: "end",
        filter: (side: number) => side < 0, text: () => `← ${fitted(options.left, (width - marginLeft - marginRight) / 2 - 30, measure)}`,
        className: "plot-side",
      }),
      Plot.text([-1, 1], {
        x: 0, frameAnchor: "top", dy: -14, dx: 8, textAnchor: "start",
        filter: (side: number) => side > 0, text: () => `${fitted(options.right, (width - marginLeft - marginRight) / 2 - 30, measure)} →`,
        className: "plot-side",
      }),
      ...line("wrong"), ...line("other"), ...line("main"),
      Plot.text(y, {
        ...nameAt, y: (row: number) => row, className: "plot-method",
        text: (row: number) => fitted(rows[row]!.name, isNarrow ? width - 130 : marginLeft - 20, measure),
      }),
      Plot.text(y, {
        ...endText, y: (row: number) => row, text: (row: number) => options.text(rows[row]!),
        className: "plot-limits",
      }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  return finish(plot, options);
}

/** The planner's picture: what can be seen with how much. */
import * as Plot from "@observablehq/plot";
import type { Curve } from "./rows.ts";
import { finish, type Described } from "./svg.ts";

export interface CurveOptions extends Described {
  readonly width: number;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly yText: (value: number) => string;
  readonly xText: (value: number) => string;
  /** Whether the horizontal scale is logarithmic. */
  readonly isLog: boolean;
  /** What was asked: one number of items, or one difference. */
  readonly asked: { readonly x?: number | undefined; readonly y?: number | undefined };
  /** Where the answers stand. */
  readonly answers: readonly { readonly x: number; readonly y: number }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

export function curvePlot(curves: readonly Curve[], options: CurveOptions): SVGSVGElement {
  const { width, asked, answers, xText, yText } = options;
  const isNarrow = width < 520;
  const points: Point[] = curves.flatMap(({ name, points: all }) => all.map((point) => ({ ...point, name })));
  // Named where they begin: there they are furthest apart.
  const starts = curves.flatMap(({ name, points: all }) => {
    const [first] = all;
    return first === undefined || name === "" ? [] : [{ ...first, name }];
  });
  const highest = Math.max(...points.map(({ y }) => y), ...answers.map(({ y }) => y), 0);
  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: isNarrow ? 280 : 340,
    marginLeft: 52, marginRight: 24, marginTop: 28, marginBottom: 44,
    x: { type: options.isLog ? "log" : "linear", label: null, nice: false },
    y: { domain: [0, highest * 1.05 || 1], label: null },
    marks: [
      Plot.gridX({ ticks: isNarrow ? 4 : 8, className: "plot-grid" }),
      Plot.gridY({ ticks: 6, className: "plot-grid" }),
      Plot.axisX({ ticks: isNarrow ? 4 : 8, tickSize: 0, tickPadding: 8, label: null,
        tickFormat: xText, className: "plot-axis" }),
      Plot.axisX({ ticks: [], label: options.xLabel, labelAnchor: "center", labelArrow: "none",
        labelOffset: 40, className: "plot-axis" }),
      Plot.axisY({ ticks: 6, tickSize: 0, tickPadding: 8, label: null, tickFormat: yText,
        className: "plot-axis" }),
      Plot.text([0], { frameAnchor: "top-left", dx: -44, dy: -22, textAnchor: "start",
        text: () => options.yLabel, className: "plot-axis" }),
      ...(asked.x === undefined ? [] : [Plot.ruleX([asked.x], { className: "plot-asked" })]),
      ...(asked.y === undefined ? [] : [Plot.ruleY([asked.y], { className: "plot-asked" })]),
      Plot.line(points, { x: "x", y: "y", z: "name", className: "plot-curve" }),
      Plot.text(starts, { x: "x", y: "y", text: "name", textAnchor: "start", dx: 6, dy: -8, className: "plot-curve-name" }),
      Plot.dot(answers, { x: "x", y: "y", r: 5.5, className: "plot-corrected" }),
      Plot.dot(points, { x: "x", y: "y", r: 6, fill: "transparent", className: "plot-hover",
        title: (point: Point) => `${point.name === "" ? "" : `${point.name}\n`}${xText(point.x)}: ${yText(point.y)}` }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  plot.classList.add("curve-plot");
  return finish(plot, options);
}

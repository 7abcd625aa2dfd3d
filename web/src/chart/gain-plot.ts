/** What flagged items gain a score, over all thresholds: one curve for each system. */
import * as Plot from "@observablehq/plot";
import { finish, type Described } from "./svg.ts";

export interface GainPoint {
  readonly system: string;
  /** Share of the items that are flagged. */
  readonly share: number;
  /** Score of all items less score of the clean ones. */
  readonly gain: number;
  readonly threshold: number;
  /** Whether scores are shares, so that gains are points of a hundred. */
  readonly binary: boolean;
}

export interface GainOptions extends Described {
  readonly width: number;
}

export function gainPlot(points: readonly GainPoint[], options: GainOptions): SVGSVGElement {
  const { width } = options;
  const isNarrow = width < 520;
  const binary = points[0]?.binary ?? true;
  const gainText = (gain: number): string => {
    const value = binary ? 100 * gain : gain;
    return `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(binary ? 1 : 2)}`;
  };
  const sorted = [...points].sort((a, b) => a.share - b.share);
  const ends = [...new Map(sorted.map((point) => [point.system, point])).values()];
  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: isNarrow ? 260 : 300,
    marginLeft: 48, marginRight: isNarrow ? 24 : 130, marginTop: 28, marginBottom: 44,
    x: { domain: [0, Math.max(0.02, ...points.map(({ share }) => share)) * 1.05], label: null },
    y: { label: null, nice: true },
    marks: [
      Plot.gridY({ ticks: 5, className: "plot-grid" }),
      Plot.axisX({ ticks: isNarrow ? 4 : 8, tickSize: 0, tickPadding: 8, label: null,
        tickFormat: (share: number) => `${Math.round(1000 * share) / 10} %`, className: "plot-axis" }),
      Plot.axisX({ ticks: [], label: "Share of items flagged", labelAnchor: "center", labelArrow: "none",
        labelOffset: 40, className: "plot-axis" }),
      Plot.axisY({ ticks: 5, tickSize: 0, tickPadding: 8, label: null, tickFormat: gainText,
        className: "plot-axis" }),
      Plot.text([0], { frameAnchor: "top-left", dx: -40, dy: -22, textAnchor: "start",
        text: () => (binary ? "Gain in points" : "Gain"), className: "plot-axis" }),
      Plot.ruleY([0], { className: "plot-asked" }),
      Plot.line(sorted, { x: "share", y: "gain", z: "system", className: "plot-curve" }),
      ...(isNarrow ? [] : [Plot.text(ends, { x: "share", y: "gain", text: "system", textAnchor: "start",
        dx: 8, className: "plot-curve-name" })]),
      Plot.dot(sorted, { x: "share", y: "gain", r: 3.5, className: "plot-corrected",
        title: ({ system, share, gain, threshold }: GainPoint) =>
          `${system}\nfrom ${threshold.toFixed(2)}: ${(100 * share).toFixed(1)} % flagged, gain ${gainText(gain)}` }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  plot.classList.add("curve-plot");
  return finish(plot, options);
}

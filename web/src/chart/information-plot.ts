/** The information curve, and what a schedule in random order loses of it. */
import * as Plot from "@observablehq/plot";
import type { InformationBar } from "./rows.ts";
import { finish, type Described } from "./svg.ts";

export interface InformationOptions extends Described {
  readonly width: number;
  /** Bits in words. */
  readonly text: (bits: number) => string;
}

export function informationPlot(bars: readonly InformationBar[], options: InformationOptions): SVGSVGElement {
  const { width, text } = options;
  const isNarrow = width < 520;
  const last = bars.length;
  const highest = Math.max(...bars.map(({ value }) => value), 0);
  const every = Math.max(1, Math.ceil(last / (isNarrow ? 8 : 16)));
  const ticks = bars.map(({ position }) => position).filter((position) => (position - 1) % every === 0);
  const ends = bars.filter(({ step }, index) => index > 0 && bars[index - 1]!.step !== step);
  const at = { x1: (bar: InformationBar) => bar.position - 0.5, x2: (bar: InformationBar) => bar.position + 0.5 };
  const starts = bars.filter(({ step }, index) => index === 0 || bars[index - 1]!.step !== step);
  const middle = (bar: InformationBar): number =>
    bar.position + (bars.filter(({ step }) => step === bar.step).length - 1) / 2;

  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: isNarrow ? 250 : 290,
    marginLeft: 52, marginRight: 16, marginTop: 44, marginBottom: 44,
    x: { domain: [0.5, last + 0.5], label: null },
    y: { domain: [0, highest * 1.06 || 1], label: null },
    marks: [
      Plot.gridY({ ticks: 5, className: "plot-grid" }),
      Plot.axisX(ticks, { tickSize: 0, tickPadding: 8, label: null, tickFormat: (place: number) => String(place),
        className: "plot-axis" }),
      Plot.axisX({ ticks: [], label: "how many positions are revealed", labelAnchor: "center", labelArrow: "none",
        labelOffset: 40, className: "plot-axis" }),
      Plot.axisY({ ticks: 5, tickSize: 0, tickPadding: 8, label: null, tickFormat: text, className: "plot-axis" }),
      Plot.text(["bits known from the others"], { frameAnchor: "top-left", dx: -44, dy: -36, textAnchor: "start",
        className: "plot-axis" }),
      Plot.rect(bars, { ...at, y1: 0, y2: "value", className: "plot-known" }),
      Plot.rect(bars.filter(({ value, floor }) => value > floor), {
        ...at, y1: "floor", y2: "value", className: "plot-lost",
      }),
      Plot.line(bars.flatMap(({ position, value }) => [
        { x: position - 0.5, y: value }, { x: position + 0.5, y: value },
      ]), { x: "x", y: "y", className: "plot-steps" }),
      Plot.ruleX(ends, { x: (bar: InformationBar) => bar.position - 0.5, className: "plot-step-end" }),
      ...(starts.length <= (isNarrow ? 6 : 16) ? [Plot.text(starts, {
        x: middle, frameAnchor: "top", dy: -12,
        text: ({ step }: InformationBar) => `${isNarrow || starts.length > 8 ? "" : "step "}${step}`,
        className: "plot-step-name",
      })] : []),
      Plot.rect(bars, { ...at, y1: 0, y2: highest || 1, fill: "transparent", className: "plot-hover",
        title: ({ position, value, floor, step }: InformationBar) =>
          `position ${position} of the order, step ${step}\nknows ${text(value)} bits from those before` +
          (value > floor ? `\nits step lets it use ${text(floor)} bits` : "\nnothing is lost") }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  plot.classList.add("information-plot");
  return finish(plot, options);
}

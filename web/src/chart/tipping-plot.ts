/** Which pairs of a judge's error rates would overturn a claim, and which scores remain possible. */
import * as Plot from "@observablehq/plot";
import type { RegionRow, TippingMap } from "./rows.ts";
import { addHatch, finish, fitted, hatchFill, nameMeasure, type Described } from "./svg.ts";

interface Options extends Described {
  readonly width: number;
  /** A share on an axis. */
  readonly tick: (share: number) => string;
}

const least = 0.5;
const widest = 460;
const marginLeft = 52;
const marginRight = 24;
const marginTop = 30;
const marginBottom = 50;
const steps = 200;
/** A part of the square that is lower than this has no room for its name. */
const room = 0.06;

/** A line through two points, over the square; cut to it. */
function along(line: TippingMap["line"]): { x: number; y: number }[] {
  const [from, to] = line;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const x = least + ((1 - least) * step) / steps;
    const y = from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
    return { x, y: Math.min(1, Math.max(least, y)) };
  });
}

export function tippingPlot(map: TippingMap, options: Options): SVGSVGElement {
  const width = Math.min(options.width, widest);
  const isNarrow = width < 360;
  const [line, sampling] = [along(map.line), along(map.lineWithSampling)];
  const between = line.map(({ x, y }, index) => ({ x, y1: y, y2: sampling[index]!.y }));
  const inside = (points: readonly { x: number; y: number }[]) =>
    points.filter(({ y }) => y > least && y < 1);
  const ticks = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
  const { sensitivity, specificity } = map.supposed;
  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: width - marginLeft - marginRight + marginTop + marginBottom,
    marginLeft, marginRight, marginTop, marginBottom,
    x: { domain: [least, 1], label: null },
    y: { domain: [least, 1], label: null, clamp: true },
    marks: [
      Plot.areaY(line, { x: "x", y1: least, y2: "y", className: "plot-fails" }),
      Plot.areaY(sampling, { x: "x", y1: "y", y2: 1, className: "plot-holds" }),
      Plot.areaY(between, { x: "x", y1: "y1", y2: "y2", fill: hatchFill, className: "plot-between" }),
      Plot.line(inside(sampling), { x: "x", y: "y", className: "plot-tipping-sampling" }),
      Plot.line(inside(line), { x: "x", y: "y", className: "plot-tipping" }),
      Plot.rect([0], {
        x1: sensitivity.lower, x2: sensitivity.upper, y1: specificity.lower, y2: specificity.upper,
        clip: true, className: "plot-supposed",
      }),
      Plot.axisX(ticks, { tickSize: 0, tickPadding: 8, label: null, tickFormat: options.tick, className: "plot-axis" }),
      Plot.axisY(ticks, { tickSize: 0, tickPadding: 8, label: null, tickFormat: options.tick, className: "plot-axis" }),
      Plot.axisX([], { label: isNarrow ? "sensitivity" : "sensitivity: right answers that it passes",
        labelAnchor: "center", labelArrow: "none", labelOffset: 44, className: "plot-axis" }),
      Plot.text([0], { frameAnchor: "top-left", dx: -marginLeft + 6, dy: -24, textAnchor: "start",
        text: () => (isNarrow ? "specificity" : "specificity: wrong answers that it fails"), className: "plot-axis" }),
      ...(sampling[0]!.y > 1 - room ? [] : [Plot.text([0], { frameAnchor: "top-left", dx: 10, dy: 10,
        textAnchor: "start", text: () => map.holds, className: "plot-zone" })]),
      ...(line[steps]!.y < least + room ? [] : [Plot.text([0], { frameAnchor: "bottom-right", dx: -10, dy: -10,
        textAnchor: "end", text: () => map.fails, className: "plot-zone" })]),
      Plot.frame({ className: "plot-frame" }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  plot.classList.add("tipping-plot");
  finish(plot, options);
  addHatch(plot);
  return plot;
}

/** Regions as bars from 0 to 1, with the judge's rate and the claim. */
export function regionPlot(rows: readonly RegionRow[], options: Options & { readonly claim: number }): SVGSVGElement {
  const { width, claim, tick } = options;
  const measure = nameMeasure();
  const isNarrow = width < 520;
  const nameWidth = rows.length < 2 ? 0 : Math.min(0.3 * width, 16 + Math.max(...rows.map(({ name }) => measure(name))));
  const y = rows.map((_, index) => index);
  const of = (pick: (row: RegionRow) => number) => (row: number): number => pick(rows[row]!);
  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: 44 * rows.length + 62,
    marginLeft: Math.max(18, nameWidth), marginRight: 28, marginTop: 24, marginBottom: 36,
    x: { domain: [0, 1], label: null },
    y: { axis: null, domain: [-0.5, rows.length - 0.5], reverse: true, type: "linear" },
    marks: [
      Plot.gridX({ ticks: isNarrow ? 5 : 10, className: "plot-grid" }),
      Plot.axisX({ ticks: isNarrow ? 5 : 10, tickSize: 0, tickPadding: 8, label: null, tickFormat: tick, className: "plot-axis" }),
      Plot.ruleY(y, { x1: of(({ withSampling }) => withSampling.lower), x2: of(({ withSampling }) => withSampling.upper),
        y: (row: number) => row, className: "plot-region-sampling" }),
      Plot.ruleY(y, { x1: of(({ region }) => region.lower), x2: of(({ region }) => region.upper),
        y: (row: number) => row, className: "plot-region" }),
      Plot.ruleX([claim], { className: "plot-claim" }),
      Plot.text([claim], { x: (at: number) => at, frameAnchor: "top", dy: -14, className: "plot-claim-name",
        textAnchor: claim > 0.8 ? "end" : claim < 0.2 ? "start" : "middle", text: (at: number) => `claim: at least ${tick(at)}` }),
      Plot.dot(y, { x: of(({ rate }) => rate), y: (row: number) => row, r: 5, className: "plot-raw" }),
      ...(nameWidth === 0 ? [] : [Plot.text(y, { x: 0, y: (row: number) => row, dx: -12, textAnchor: "end",
        text: (row: number) => fitted(rows[row]!.name, nameWidth - 14, measure), className: "plot-name" })]),
    ],
  }) as SVGSVGElement & Plot.Plot;
  return finish(plot, options);
}

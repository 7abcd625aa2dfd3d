/** Accuracy against steps: the best that is possible, what strategies reach, and what was measured. */
import * as Plot from "@observablehq/plot";
import { percent, percentInterval } from "evenhand/bare";
import type { FrontierPoint, MeasuredMark, StrategyMark } from "./rows.ts";
import { finish, type Described } from "./svg.ts";

export interface FrontierOptions extends Described {
  readonly width: number;
  /** Tokens of an answer. */
  readonly tokens: number;
}

interface Placed {
  readonly meanSteps: number;
  readonly accuracy: number;
  readonly keys: string;
  readonly title: string;
}

const stepsText = (steps: number): string => String(Number(steps.toPrecision(3)));

/** Strategies that do the same stand at the same place: one mark has the letters of all. */
function placed(marks: readonly StrategyMark[]): Placed[] {
  const places = new Map<string, StrategyMark[]>();
  for (const mark of marks) {
    const place = `${mark.meanSteps.toFixed(4)} ${mark.accuracy.toFixed(4)}`;
    places.set(place, [...places.get(place) ?? [], mark]);
  }
  return [...places.values()].map((all) => ({
    meanSteps: all[0]!.meanSteps, accuracy: all[0]!.accuracy,
    keys: all.map(({ key }) => key).join(" "),
    title: all.map(({ key, name, meanSteps, mostSteps, accuracy }) =>
      `${key}: ${name}\nright ${percent(accuracy)}; ${stepsText(meanSteps)} steps on average, ${mostSteps} at most`)
      .join("\n"),
  }));
}

export function frontierPlot(
  points: readonly FrontierPoint[], marks: readonly StrategyMark[], measured: readonly MeasuredMark[],
  options: FrontierOptions,
): SVGSVGElement {
  const { width, tokens } = options;
  const isNarrow = width < 520;
  const last = Math.max(2, ...points.map(({ steps }) => steps), ...marks.map(({ mostSteps }) => mostSteps),
    ...measured.map(({ steps }) => steps));
  const wanted = isNarrow ? 6 : 12;
  const every = Math.max(1, Math.ceil((last - 1) / wanted));
  const ticks = Array.from({ length: Math.floor((last - 1) / every) + 1 }, (_, index) => 1 + index * every);
  const of = (name: "fixed" | "adaptive" | "bound"): readonly { steps: number; value: number; title: string }[] =>
    points.flatMap(({ steps, [name]: value }) => (value === null ? [] : [{
      steps, value, title: `${steps} ${steps === 1 ? "step" : "steps"}\n${titles[name]}: ${percent(value)}`,
    }]));
  const titles = {
    fixed: "best fixed schedule", adaptive: "best adaptive policy", bound: "what the best divergence assures",
  } as const;
  const line = (name: keyof typeof titles): Plot.Markish[] => [
    Plot.line(of(name), { x: "steps", y: "value", curve: "step-after", className: `plot-${name}` }),
    Plot.dot(of(name), { x: "steps", y: "value", r: 2.5, className: `plot-${name}-point` }),
  ];
  const shown = placed(marks);
  const isLateAt = ({ meanSteps }: Placed): boolean => meanSteps > (1 + last) / 2;
  const hover = { fill: "transparent", title: "title", className: "plot-hover" } as const;
  const curves = [...measured].sort((a, b) => a.steps - b.steps);

  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: isNarrow ? 320 : 380,
    marginLeft: 52, marginRight: 24, marginTop: 60, marginBottom: 44,
    x: { domain: [1 - (last - 1) * 0.04, last + (last - 1) * 0.04], label: null },
    y: { domain: [0, 1.04], label: null },
    marks: [
      Plot.gridX(ticks, { className: "plot-grid" }),
      Plot.gridY({ ticks: 5, className: "plot-grid" }),
      Plot.axisX(ticks, { tickSize: 0, tickPadding: 8, label: null, tickFormat: (steps: number) => String(steps),
        className: "plot-axis" }),
      Plot.axisX({ ticks: [], label: "steps", labelAnchor: "center", labelArrow: "none", labelOffset: 40,
        className: "plot-axis" }),
      Plot.axisX(ticks, { anchor: "top", tickSize: 0, tickPadding: 6, label: null, className: "plot-axis",
        tickFormat: (steps: number) => stepsText(tokens / steps) }),
      Plot.text(["tokens per step"], { frameAnchor: "top", dy: -40, className: "plot-axis" }),
      Plot.axisY({ ticks: 5, tickSize: 0, tickPadding: 8, label: null, className: "plot-axis",
        tickFormat: (share: number) => `${Math.round(100 * share)}${share === 1 ? " %" : ""}` }),
      Plot.text(["right answers"], { frameAnchor: "top-left", dx: -44, dy: -54, textAnchor: "start",
        className: "plot-axis" }),
      ...line("fixed"), ...line("adaptive"), ...line("bound"),
      Plot.ruleY(marks, { x1: "meanSteps", x2: "mostSteps", y: "accuracy", className: "plot-whisker" }),
      Plot.line(curves, { x: "steps", y: "accuracy", z: "method", className: "plot-measured-line" }),
      Plot.ruleX(curves.filter(({ interval }) => interval !== null), {
        x: "steps", y1: (mark: MeasuredMark) => mark.interval!.lower, y2: (mark: MeasuredMark) => mark.interval!.upper,
        className: "plot-measured-interval",
      }),
      Plot.dot(curves, {
        x: "steps", y: "accuracy", r: 4.5, symbol: "diamond", className: "plot-truth",
        title: ({ method, steps, accuracy, interval }: MeasuredMark) =>
          `${method}, measured\nright ${percent(accuracy)}` +
          `${interval === null ? "" : ` (${percentInterval(interval)})`}; ${stepsText(steps)} steps`,
      }),
      Plot.dot(shown, { x: "meanSteps", y: "accuracy", r: 5.5, className: "plot-strategy" }),
      // Letters stay within the picture.
      ...[true, false].map((isLate) => Plot.text(shown.filter((mark) => isLate === isLateAt(mark)), {
        x: "meanSteps", y: "accuracy", text: "keys", dx: isLate ? -9 : 9, dy: 13, textAnchor: isLate ? "end" : "start",
        className: "plot-strategy-key",
      })),
      ...(["bound", "adaptive", "fixed"] as const).map((name) =>
        Plot.dot(of(name), { x: "steps", y: "value", r: 7, ...hover })),
      Plot.dot(shown, { x: "meanSteps", y: "accuracy", r: 9, ...hover }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  plot.classList.add("frontier-plot");
  return finish(plot, options);
}

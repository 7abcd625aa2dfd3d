/** The judge's plot: what the judge says or the hidden truth, and the corrected score. */
import * as Plot from "@observablehq/plot";
import { percent, percentInterval } from "evenhand/bare";
import type { ChartRow } from "./rows.ts";
import { addHatch, finish, fitted, hatchFill, nameMeasure, ofSvg } from "./svg.ts";

export interface PlotOptions {
  readonly width: number;
  readonly title: string;
  readonly description: string;
  /** What the second mark is: the judge's share, or the hidden truth of a backtest. */
  readonly compare: "raw" | "truth";
  /** What the shares are of, when not of right answers. */
  readonly axis?: string | undefined;
}

/** Below this width, names stand above their rows. */
const narrow = 600;

function describeRow({ name, raw, corrected, truth }: ChartRow): string {
  const parts = [name];
  if (raw !== null) parts.push(`judge says ${percent(raw.estimate)} (${percentInterval(raw)})`);
  parts.push(corrected.estimate === null
    ? "corrected: cannot be told from these data"
    : `corrected ${percent(corrected.estimate)} (${percentInterval(corrected)})`);
  if (truth !== null) parts.push(`hidden truth ${percent(truth)}`);
  return parts.join("\n");
}

export function intervalPlot(rows: readonly ChartRow[], options: PlotOptions): SVGSVGElement {
  const { width, compare } = options;
  const isNarrow = width < narrow;
  const isMany = rows.length > 16;
  const step = isNarrow ? 58 : isMany ? 32 : 44;
  const measure = nameMeasure();
  const longest = Math.max(...rows.map((row) => measure(row.name.slice(0, 60))));
  const marginLeft = isNarrow ? 10 : Math.min(200, Math.max(70, 20 + Math.ceil(longest)));
  const marginRight = isNarrow ? 26 : 150;
  // Rows are placed by number: names may repeat after they are cut.
  const y = rows.map((_, index) => index);
  const known = y.filter((row) => rows[row]!.corrected.estimate !== null);
  const unknown = y.filter((row) => rows[row]!.corrected.estimate === null);
  const other = (row: number): number | null =>
    compare === "raw" ? rows[row]!.raw?.estimate ?? null : rows[row]!.truth;
  const withOther = y.filter((row) => other(row) !== null);
  const nudge = isNarrow ? 9 : 0;
  // The judge's mark stands above the middle of its row, the corrected one below.
  const lane = compare === "raw" ? 6 : 0;
  const corrected = (row: number): ChartRow["corrected"] => rows[row]!.corrected;

  const names = isNarrow
    ? Plot.text(y, {
      x: 0, y: (row: number) => row, text: (row: number) => fitted(rows[row]!.name, width - 172, measure),
      textAnchor: "start", dy: -15, className: "plot-name",
    })
    : Plot.text(y, {
      x: 0, y: (row: number) => row, text: (row: number) => fitted(rows[row]!.name, marginLeft - 18, measure),
      textAnchor: "end", dx: -14, className: "plot-name",
    });
  const endText = isNarrow
    ? { x: 1, textAnchor: "end" as const, dy: -15 }
    : { x: 1, textAnchor: "start" as const, dx: 16 };

  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: step * rows.length + 46,
    marginLeft, marginRight, marginTop: 6, marginBottom: 40,
    x: { domain: [0, 1], label: null, percent: false },
    y: { axis: null, domain: [-0.5, rows.length - 0.5], reverse: true, type: "linear" },
    marks: [
      Plot.ruleY(y.slice(1), { y: (row: number) => row - 0.5, className: "plot-divider",
        insetLeft: isNarrow ? 0 : 8 - marginLeft, insetRight: isNarrow ? 0 : 8 - marginRight }),
      Plot.gridX({ ticks: isNarrow ? 5 : 10, className: "plot-grid" }),
      Plot.axisX({ ticks: isNarrow ? 5 : 10, tickSize: 0, tickPadding: 8, label: null,
        tickFormat: (share: number) => `${Math.round(100 * share)}${share === 1 ? " %" : ""}`,
        className: "plot-axis" }),
      Plot.axisX({ ticks: [], label: options.axis ?? "share of answers that are right", labelAnchor: "center",
        labelArrow: "none", labelOffset: 36, className: "plot-axis" }),
      // A score that cannot be told may lie anywhere.
      Plot.rect(unknown, {
        x1: 0, x2: 1, y1: (row: number) => row - 0.5, y2: (row: number) => row + 0.5, dy: nudge,
        insetTop: step / 2 - 1, insetBottom: step / 2 - 14,
        fill: hatchFill, className: "plot-unknown",
      }),
      Plot.text(unknown, {
        x: 0, y: (row: number) => row, dx: 8, dy: nudge + 7, textAnchor: "start",
        text: () => "cannot be told from these data", className: "plot-unknown-text",
      }),
      ...(compare === "raw" ? [Plot.ruleY(withOther, {
        x1: (row: number) => rows[row]!.raw!.lower, x2: (row: number) => rows[row]!.raw!.upper,
        y: (row: number) => row, dy: nudge - lane, className: "plot-raw-interval",
      })] : []),
      Plot.ruleY(known, {
        x1: (row: number) => corrected(row).lower, x2: (row: number) => corrected(row).upper,
        y: (row: number) => row, dy: nudge + lane, className: "plot-interval",
      }),
      Plot.dot(known, {
        x: (row: number) => corrected(row).estimate, y: (row: number) => row, dy: nudge + lane,
        r: 5.5, className: "plot-corrected",
      }),
      Plot.dot(withOther, {
        x: other, y: (row: number) => row, dy: nudge - lane,
        r: compare === "raw" ? 4.5 : 5, symbol: compare === "raw" ? "circle" : "diamond",
        className: compare === "raw" ? "plot-raw" : "plot-truth",
      }),
      names,
      Plot.text(known, {
        ...endText, y: (row: number) => row, className: "plot-value",
        text: (row: number) => percent(corrected(row).estimate!),
        ...(isNarrow ? {} : { dx: 92 }),
      }),
      Plot.text(withOther, {
        ...endText, y: (row: number) => row,
        className: compare === "raw" ? "plot-value-raw" : "plot-value-truth",
        text: (row: number) =>
          percent(other(row)!) + (compare === "truth" || corrected(row).estimate === null ? "" : " →"),
        ...(isNarrow ? { dx: -62 } : {}),
      }),
      // The whole row answers to the pointer.
      Plot.rect(y, {
        x1: 0, x2: 1, y1: (row: number) => row - 0.5, y2: (row: number) => row + 0.5,
        fill: "transparent", title: (row: number) => describeRow(rows[row]!), className: "plot-hover",
      }),
    ],
  }) as SVGSVGElement & Plot.Plot;

  finish(plot, options);
  addHatch(plot);
  if (compare === "raw") {
    drawShifts(plot, known.filter((row) => other(row) !== null), rows, { nudge, lane });
  }
  return plot;
}

/** Lines from the judge's share to the corrected one, between the two lanes. */
function drawShifts(
  plot: SVGSVGElement & Plot.Plot, known: readonly number[], rows: readonly ChartRow[],
  { nudge, lane }: { readonly nudge: number; readonly lane: number },
): void {
  const [x, y] = [plot.scale("x"), plot.scale("y")];
  if (x === undefined || y === undefined) return;
  const group = ofSvg("g");
  group.setAttribute("class", "plot-shift");
  for (const row of known) {
    const { raw, corrected } = rows[row]!;
    const from = x.apply(raw!.estimate) as number;
    const to = x.apply(corrected.estimate!) as number;
    const line = ofSvg("line");
    const middle = (y.apply(row) as number) + nudge;
    const [dx, dy] = [to - from, 2 * lane];
    const length = Math.hypot(dx, dy);
    const start = 5.5 / length;
    const end = Math.max(start, 1 - 6 / length);
    line.setAttribute("x1", String(from + start * dx));
    line.setAttribute("y1", String(middle - lane + start * dy));
    line.setAttribute("x2", String(from + end * dx));
    line.setAttribute("y2", String(middle - lane + end * dy));
    group.append(line);
  }
  plot.querySelector(".plot-corrected")?.before(group);
}

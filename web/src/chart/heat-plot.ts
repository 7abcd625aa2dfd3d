/** Two positions as a heat map: their joint distribution, the product of the two, or the difference. */
import * as Plot from "@observablehq/plot";
import { difference, percent } from "evenhand/bare";
import type { HeatCell, HeatMap } from "./rows.ts";
import { addHatch, finish, fitted, hatchFill, nameMeasure, type Described } from "./svg.ts";

export interface HeatOptions extends Described {
  readonly width: number;
  /** Probabilities are all of one colour; a difference has one for more and one for less. */
  readonly kind: "share" | "change";
  /** The value of the strongest colour: maps that are compared have the same one. */
  readonly most: number;
  readonly rowsLabel: string;
  readonly columnsLabel: string;
}

/** Cells narrower than this have no room for their number. */
const roomForNumber = 44;
const rowHeight = 42;

export function heatPlot(map: HeatMap, options: HeatOptions): SVGSVGElement {
  const { rows, columns, cells } = map;
  const { width, kind, most } = options;
  const measure = nameMeasure();
  const longestRow = Math.max(...rows.map((name) => measure(name.slice(0, 40))));
  const marginLeft = Math.min(0.34 * width, 20 + Math.ceil(longestRow));
  const marginRight = 2;
  const across = (width - marginLeft - marginRight) / columns.length;
  const height = Math.max(Math.min(rowHeight, across), rows.length > 16 ? 12 : 24);
  const longestColumn = Math.max(...columns.map((name) => measure(name.slice(0, 40))));
  const isTurned = longestColumn > across + 4;
  const marginTop = isTurned ? Math.min(116, longestColumn + 32) : 46;
  // Names that would lie over each other are left to the tooltip and the table.
  const every = (room: number): number => Math.max(1, Math.ceil(14 / room));
  const named = (names: readonly string[], room: number): number[] =>
    [...names.keys()].filter((index) => index % every(room) === 0);
  const hasNumbers = across >= roomForNumber && height >= 22;
  const valueText = (value: number): string =>
    (kind === "share" ? percent(value) : difference(value, true));
  const title = ({ row, column, value, possible }: HeatCell): string =>
    `${rows[row]!}, ${columns[column]!}\n${valueText(value)}${kind === "share" ? "" : " points"}` +
    (possible ? "" : "\nnever together in a right answer");
  const at = { x: (cell: HeatCell) => cell.column, y: (cell: HeatCell) => cell.row };
  const colour = (sign: 1 | -1, className: string): Plot.Markish => Plot.cell(
    cells.filter(({ value }) => value * sign > 0),
    { ...at, fillOpacity: ({ value }: HeatCell) => (value * sign) / most, className });

  const plot = Plot.plot({
    className: "interval-plot",
    width,
    height: height * rows.length + marginTop + 6,
    marginLeft, marginRight, marginTop, marginBottom: 6,
    x: { type: "band", domain: columns.map((_, index) => index), label: null, padding: 0.05 },
    y: { type: "band", domain: rows.map((_, index) => index), label: null, padding: 0.05 },
    marks: [
      Plot.axisX(named(columns, isTurned ? across : rowHeight), {
        anchor: "top", tickSize: 0, tickPadding: isTurned ? 4 : 6, label: null, className: "plot-token",
        tickFormat: (index: number) => fitted(columns[index]!, isTurned ? 84 : across + 4, measure),
        ...(isTurned && { tickRotate: -90 }),
      }),
      Plot.axisY(named(rows, height), {
        tickSize: 0, tickPadding: 6, label: null, className: "plot-token",
        tickFormat: (index: number) => fitted(rows[index]!, marginLeft - 14, measure),
      }),
      Plot.text([options.columnsLabel], { frameAnchor: "top-right", dy: 4 - marginTop,
        text: (label: string) => `${label} →`,
        textAnchor: "end", className: "plot-axis" }),
      Plot.text([options.rowsLabel], { frameAnchor: "top-left", dx: 2 - marginLeft, dy: 4 - marginTop,
        text: (label: string) => `${label} ↓`, textAnchor: "start", className: "plot-axis" }),
      Plot.cell(cells, { ...at, className: "plot-cell" }),
      colour(1, kind === "share" ? "plot-share" : "plot-more"),
      colour(-1, "plot-less"),
      Plot.cell(cells.filter(({ possible }) => !possible), { ...at, fill: hatchFill, className: "plot-impossible" }),
      ...(hasNumbers ? [Plot.text(cells, {
        ...at, text: ({ value, possible }: HeatCell) => (value === 0 && !possible ? "" : valueText(value)),
        className: "plot-cell-value",
      })] : []),
      Plot.cell(cells, { ...at, fill: "transparent", title, className: "plot-hover" }),
    ],
  }) as SVGSVGElement & Plot.Plot;
  finish(plot, options);
  addHatch(plot);
  return plot;
}

import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import type { DifferenceRow } from "../../chart/rows.ts";
import { limitsText, tickText } from "./model.ts";

/** The intervals of a difference, by every method that applies. */
export function DifferenceFigure({ rows, a, b, binary, description }: {
  rows: readonly DifferenceRow[]; a: string; b: string; binary: boolean; description: string;
}): VNode {
  const draw = useCallback((plots: Plots, width: number) => plots.differencePlot(rows, {
    width, left: `${b} better`, right: `${a} better`, description,
    title: `Intervals of the difference between ${a} and ${b}`,
    tick: (value) => tickText(value, binary), text: (row) => limitsText(row, binary),
  }), [rows, a, b, binary, description]);
  return (
    <Figure draw={draw}>
      <span class="key key-difference">the interval to read{binary ? ", in points" : ""}</span>
      <span class="key key-other">other methods</span>
      {rows.some(({ kind }) => kind === "wrong") &&
        <span class="key key-wrong">not for these data, for contrast</span>}
    </Figure>
  );
}

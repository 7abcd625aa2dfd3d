import { difference, differenceInterval } from "evenhand/bare";
import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import type { DifferenceRow } from "../../chart/rows.ts";

interface Props {
  readonly rows: readonly DifferenceRow[];
  readonly a: string;
  readonly b: string;
  readonly title: string;
  readonly description: string;
  readonly level: string;
}

/** Differences A - B about zero: the corrected one first, what else could be said beside it. */
export function JudgedDifference({ rows, a, b, title, description, level }: Props): VNode {
  const draw = useCallback((plots: Plots, width: number) => plots.differencePlot(rows, {
    width, title, description, left: `${b} better`, right: `${a} better`,
    tick: (value) => difference(value, true),
    text: (row) => (row.lower === row.upper ? `${difference(row.estimate, true)} points` : differenceInterval(row, true)),
  }), [rows, a, b, title, description]);
  return (
    <Figure draw={draw}>
      <span class="key key-difference">corrected, with its {level} interval, in points</span>
      {rows.some(({ kind }) => kind === "other") && <span class="key key-other">other ways to correct</span>}
      {rows.some(({ kind }) => kind === "wrong") && <span class="key key-wrong">the judge’s verdicts as they are</span>}
    </Figure>
  );
}

/** What is possible in so many steps, with the strategies and what was measured. */
import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import type { FrontierPoint, MeasuredMark, StrategyMark } from "../../chart/rows.ts";
import { Teach } from "./teach.tsx";

interface Props {
  readonly points: readonly FrontierPoint[];
  readonly marks: readonly StrategyMark[];
  readonly measured: readonly MeasuredMark[];
  readonly tokens: number;
  readonly description: string;
}

export function FrontierSection({ points, marks, measured, tokens, description }: Props): VNode {
  const draw = useCallback((plots: Plots, width: number) => plots.frontierPlot(points, marks, measured, {
    width, tokens, description: `${description} The tables below hold every number.`,
    title: "The share of right answers that is possible, against the number of steps",
  }), [points, marks, measured, tokens, description]);
  const has = (name: "fixed" | "adaptive" | "bound"): boolean => points.some((point) => point[name] !== null);
  return (
    <section aria-labelledby="frontier-heading">
      <h3 id="frontier-heading">How many steps a right answer takes</h3>
      <Figure draw={draw}>
        {has("fixed") && <span class="key key-fixed">best fixed schedule</span>}
        {has("adaptive") && <span class="key key-adaptive">best that looks at what it revealed</span>}
        {has("bound") && <span class="key key-bound">what the least divergence assures</span>}
        {marks.length > 0 && <span class="key key-strategy">a strategy: mean steps, line to the most</span>}
        {measured.length > 0 && <span class="key key-truth">measured, with its interval</span>}
      </Figure>
      <Teach title="How to read this">
        <p>
          Steps cost time. The line says how often the best possible schedule ends in a right answer within so
          many steps, when the model itself is perfect and only the drawing at the same moment goes wrong. No
          unbiased decoder gets above the dashed line.
        </p>
        <p>
          A strategy stands at the steps that it takes on average; the line from it reaches to the most that it
          may take. Far below the line it spends steps on positions that could have gone together, or reveals
          together what should have waited.
        </p>
        <p>
          A real system may lie <strong>above</strong> the line: one that always gives the same right answer
          makes no mistake, in a single step. It has then lost the other answers.
        </p>
      </Teach>
    </section>
  );
}

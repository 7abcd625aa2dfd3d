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
          Steps cost time. The broad line says how often the best fixed schedule ends in a right answer within so
          many steps, when the model itself is perfect and only the drawing at the same moment goes wrong. The
          thin line is for decoders that choose the next positions by what they have revealed: <strong>no
          unbiased decoder gets above it</strong>. The dotted line is what the schedule with the least divergence is
          sure of.
        </p>
        <p>
          A strategy stands at the steps that it takes on average, since a run may end early; the line from it
          reaches to the most that it may take, and there it is compared with the limit. Far below, it reveals
          together what should have waited, or spends its steps on positions that could have gone together.
        </p>
        <p>
          A real system may lie <strong>above</strong> the line: one that always gives the same right answer
          makes no mistake, in a single step. It has then lost the other answers.
        </p>
      </Teach>
    </section>
  );
}

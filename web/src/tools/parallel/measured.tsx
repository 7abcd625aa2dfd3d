/** A measured curve: what it keeps, and how it stands against the limit of its task. */
import {
  curvesReading, limitVerdicts, listTasks, percent, percentInterval, type MeasuredReport, type MeasuredRow,
} from "evenhand/bare";
import type { VNode } from "preact";
import { Teach } from "./teach.tsx";

const taskText = ({ task }: MeasuredRow): string =>
  (task === null ? "–" : `${listTasks.find(({ name }) => name === task.task)!.title}, ${task.n}`);
const number = (value: number): string => String(Number(value.toPrecision(4)));
/** Sentences that are shown; the table has every point. */
const shownSentences = 6;

export function MeasuredSection({ measured }: { measured: MeasuredReport }): VNode | null {
  const { curves, assumptions } = measured;
  if (curves.length === 0) return null;
  const hasLimit = curves.some(({ points }) => points.some(({ limit }) => limit !== null));
  return (
    <section aria-labelledby="measured-heading">
      <h3 id="measured-heading">What was measured</h3>
      {curvesReading(measured).slice(0, shownSentences).map((sentence) => <p key={sentence}>{sentence}</p>)}
      <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="measured-caption">
        <table>
          <caption id="measured-caption" class="offscreen">Measured points</caption>
          <thead>
            <tr>
              <th scope="col">Method</th>
              <th scope="col">Task, items</th>
              <th scope="col" class="number">Tokens per step</th>
              <th scope="col" class="number">Right</th>
              <th scope="col" class="number">95&nbsp;% interval</th>
              {hasLimit && <th scope="col" class="number">Limit</th>}
              {hasLimit && <th scope="col">Verdict</th>}
            </tr>
          </thead>
          <tbody>
            {curves.flatMap((curve) => curve.points.map(({ tokensPerStep, accuracy, interval, limit }, index) => (
              <tr key={`${curve.method} ${taskText(curve)} ${index}`}>
                <th scope="row"><span class="model">{curve.method}</span></th>
                <td>{taskText(curve)}</td>
                <td class="number">{number(tokensPerStep)}</td>
                <td class="number main" title={String(accuracy)}>{percent(accuracy)}</td>
                <td class="number">{interval === null ? "–" : percentInterval(interval)}</td>
                {hasLimit && <td class="number">{limit === null ? "–" : percent(limit.limit)}</td>}
                {hasLimit && <td>{limit?.verdict == null ? "–"
                  : limitVerdicts.find(({ name }) => name === limit.verdict)!.title}</td>}
              </tr>
            )))}
          </tbody>
        </table>
      </div>
      <Teach title="What must be true for this comparison">
        {assumptions.map((text) => <p key={text}>{text}</p>)}
      </Teach>
    </section>
  );
}

/** The tool's tables: what comes out of one step, schedules, and strategies. */
import {
  count, informationNumber, percentInterval, shareText, type Bits, type OneStep, type ParallelReport,
} from "evenhand/bare";
import type { VNode } from "preact";
import { answerText, partitionWords, strategyRows } from "./model.ts";

/** Rows of each kind; a longer table says less. */
const shownAnswers = 6;
const shownImpossible = 6;

/** Right answers with what is drawn of them, and what is drawn that is none. */
export function OutputTable({ outcome, glue, how }: {
  outcome: OneStep; glue: string; how: string;
}): VNode {
  const { listed, unlisted, impossible, otherImpossible, invalid } = outcome;
  const most = Math.max(...listed.map(({ target }) => target), ...[...listed, ...impossible].map(({ output }) => output));
  const bar = (value: number, kind: string): VNode =>
    <span class={`pair-bar ${kind}`} style={{ width: `${(100 * value) / most}%` }} />;
  const name = (condition: string, tokens: readonly string[]): VNode => (
    <th scope="row">
      <span class="model">{answerText(tokens, glue)}</span>
      {condition !== "" && <span class="hint">given {condition.slice(0, 60)}</span>}
    </th>
  );
  const more = listed.length - shownAnswers + unlisted;
  const hidden = impossible.slice(shownImpossible);
  const rest = hidden.reduce((sum, { output }) => sum + output, otherImpossible);
  return (
    <section aria-labelledby="output-heading">
      <h3 id="output-heading">What comes out when all is revealed at once</h3>
      <p class="legend">
        <span class="key key-target">how often it is the right answer</span>
        <span class="key key-output">how often it is {how}</span>
        {invalid > 0 && <span class="key key-impossible">{how}, but no right answer</span>}
      </p>
      <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="output-caption">
        <table class="bars-table">
          <caption id="output-caption" class="offscreen">Answers of one step</caption>
          <thead>
            <tr>
              <th scope="col">Answer</th>
              <th scope="col" class="number">Right</th>
              <th scope="col" class="number">Comes out</th>
              <td class="bar-cell" />
            </tr>
          </thead>
          <tbody>
            {impossible.slice(0, shownImpossible).map(({ condition, tokens, output }) => (
              <tr key={`no ${condition}\u0001${tokens.join("\u0000")}`} class="is-wrong-row">
                {name(condition, tokens)}
                <td class="number">never</td>
                <td class="number" title={String(output)}>{shareText(output)}</td>
                <td class="bar-cell" aria-hidden="true">{bar(output, "is-impossible")}</td>
              </tr>
            ))}
            {rest > 0 && impossible.length > 0 && (
              <tr class="is-wrong-row">
                <th scope="row">all other impossible ones</th>
                <td class="number">never</td>
                <td class="number" title={String(rest)}>{shareText(rest)}</td>
                <td />
              </tr>
            )}
            {listed.slice(0, shownAnswers).map(({ condition, tokens, target, output }) => (
              <tr key={`${condition}\u0001${tokens.join("\u0000")}`}>
                {name(condition, tokens)}
                <td class="number" title={String(target)}>{shareText(target)}</td>
                <td class="number" title={String(output)}>{shareText(output)}</td>
                <td class="bar-cell" aria-hidden="true">{bar(target, "is-target")}{bar(output, "")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p class="hint">And {count(more)} more right answers.</p>}
    </section>
  );
}

const lost = (bits: Bits | null): string =>
  (bits === null ? "–" : informationNumber(bits));

/** Which positions to reveal when, for every number of steps. */
export function ScheduleTable({ report }: { report: ParallelReport }): VNode | null {
  const { schedules, accuracySchedules } = report;
  if (schedules.length === 0) return null;
  const byAccuracy = new Map(accuracySchedules.map((schedule) => [schedule.steps, schedule]));
  return (
    <section aria-labelledby="schedule-heading">
      <h3 id="schedule-heading">The best schedules</h3>
      <p class="intro">
        Positions that are revealed in the same step stand together. Where several are equally good, one of them
        is shown. The least divergence and the most right answers can ask for different schedules.
      </p>
      <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="schedule-caption">
        <table class="schedule-table">
          <caption id="schedule-caption" class="offscreen">Schedules for every number of steps</caption>
          <thead>
            <tr>
              <th scope="col">Steps</th>
              <th scope="col">Least divergence</th>
              <th scope="col" class="number">Lost, bits</th>
              <th scope="col" class="number">Right</th>
              {accuracySchedules.length > 0 && <th scope="col">Most right answers</th>}
              {accuracySchedules.length > 0 && <th scope="col" class="number">Right</th>}
            </tr>
          </thead>
          <tbody>
            {schedules.map(({ steps, partition, bound, accuracy }) => {
              const best = byAccuracy.get(steps);
              return (
                <tr key={steps}>
                  <th scope="row">{steps}</th>
                  <td class="steps-words">{partitionWords(partition)}</td>
                  <td class="number" title={String(bound)}>{lost(bound)}</td>
                  <td class="number" title={String(accuracy)}>{shareText(accuracy)}</td>
                  {accuracySchedules.length > 0 &&
                    <td class="steps-words">{best === undefined ? "–" : partitionWords(best.partition)}</td>}
                  {accuracySchedules.length > 0 && (
                    <td class="number main" title={best && String(best.accuracy)}>
                      {best === undefined ? "–" : shareText(best.accuracy)}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const stepsNumber = (steps: number | null): string =>
  (steps === null ? "–" : String(Number(steps.toPrecision(3))));

/** Every strategy with what it does. */
export function StrategyTable({ report }: { report: ParallelReport }): VNode | null {
  const rows = strategyRows(report);
  if (rows.length === 0) return null;
  const isSimulated = rows.some(({ result }) => !result.exact);
  return (
    <section aria-labelledby="strategy-heading">
      <h3 id="strategy-heading">The strategies</h3>
      <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="strategy-caption">
        <table class="strategy-table">
          <caption id="strategy-caption" class="offscreen">Strategies and what they reach</caption>
          <thead>
            <tr>
              <th scope="col">Strategy</th>
              <th scope="col" class="number">Right</th>
              <th scope="col" class="number"
                title="The best that any policy reaches in as many steps, less this">To the limit</th>
              <th scope="col" class="number">Invalid</th>
              <th scope="col" class="number" title="On average over all runs; at most in any of them">Steps</th>
              <th scope="col" class="number">Tokens a step</th>
              <th scope="col" class="number" title="Total variation distance">TV</th>
              <th scope="col" class="number" title="KL(p||q), bits: right answers against what comes out">KL(p‖q)</th>
              <th scope="col" class="number" title="KL(q||p), bits: what comes out against right answers">KL(q‖p)</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, title, result }) => (
              <tr key={key}>
                <th scope="row"><span class="letter">{key}</span><span class="model">{title}</span></th>
                <td class="number main" title={result.accuracyInterval === null ? String(result.accuracy)
                  : `${percentInterval(result.accuracyInterval)}, ${count(result.runs ?? 0)} runs`}>
                  {shareText(result.accuracy)}</td>
                <td class="number">{result.gap === null ? "–" : shareText(result.gap)}</td>
                <td class="number" title={String(result.invalid)}>
                  {result.invalid === null ? "–" : shareText(result.invalid)}</td>
                <td class="number" title={`${result.meanSteps ?? "unknown"} on average, ${result.mostSteps} at most`}>
                  {stepsNumber(result.meanSteps)}{result.meanSteps !== result.mostSteps && ` (≤ ${result.mostSteps})`}</td>
                <td class="number" title={`${result.tokensPerStep}; mean over runs ${result.meanTokensPerStep}`}>
                  {stepsNumber(result.tokensPerStep)}</td>
                <td class="number">{result.tv === null ? "–" : shareText(result.tv as number)}</td>
                <td class="number" title={String(result.klForward)}>{lost(result.klForward)}</td>
                <td class="number" title={String(result.klReverse)}>{lost(result.klReverse)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isSimulated && <p class="hint">Simulated where too many runs differ to follow them all.</p>}
    </section>
  );
}

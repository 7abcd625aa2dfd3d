/** The other answer to the design question, on the same data, and why the two differ. */
import { percent, percentInterval, readingOf, type Interval } from "evenhand/bare";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useAsked } from "../../use-asked.ts";
import { judgeEngine } from "../judge/engine.ts";
import { otherCounts } from "../judge/counts-model.ts";
import { countsInput, tableOptions } from "../judge/model.ts";
import type { Answers, Job, TableAnswer, CountsAnswer } from "../judge/protocol.ts";
import type { Judge, Outcome } from "../judge/use-judge.ts";

type Design = "subset" | "external";
const names: Readonly<Record<Design, string>> = {
  subset: "picked at random from these items", external: "from another set, or picked on purpose",
};

interface Score {
  readonly estimate: number | null;
  readonly lower: number;
  readonly upper: number;
}
interface Row {
  readonly name: string;
  readonly own: Score;
  readonly other: Score | undefined;
}

const width = ({ lower, upper }: Interval): number => upper - lower;

function Cells({ score }: { score: Score | undefined }): VNode {
  return score === undefined || score.estimate === null
    ? <><td class="number quiet">unknown</td><td class="number quiet">–</td></>
    : <><td class="number main" title={String(score.estimate)}>{percent(score.estimate)}</td>
      <td class="number" title={`${score.lower} to ${score.upper}`}>{percentInterval(score)}</td></>;
}

function Why({ own, rows }: { own: Design; rows: readonly Row[] }): VNode {
  const both = rows.filter(({ own: mine, other }) => mine.estimate !== null && other?.estimate != null);
  const wider = both.filter(({ own: mine, other }) => (own === "subset") === (width(other!) > width(mine))).length;
  return (
    <>
      {both.length > 0 && (
        <p>
          The interval is wider with labels from another set
          for {wider === both.length ? (both.length === 1 ? "this score" : `all ${both.length} models`)
            : `${wider} of ${both.length} models`}.
        </p>
      )}
      <p>
        <strong>Picked at random</strong>, the labels show directly what share is right among the answers
        that the judge passes, and among those that it fails. Nothing need be supposed about the judge, and
        the labels count themselves. But chance must have picked them: if someone chose hard or interesting
        cases, this answer is wrong, and no interval says by how much.
      </p>
      <p>
        <strong>From another set</strong>, the labels show only how often the judge errs. Its rate is then
        divided by sensitivity + specificity − 1, which is below 1 and itself uncertain: that widens the
        interval. In return the labelled set may be as easy or as hard as it likes, as long as the judge errs at
        the same rates there and here. A random subset meets that, too, so this is the safe answer when in doubt.
      </p>
    </>
  );
}

interface Props {
  readonly judge: Judge;
  readonly outcome: Outcome;
}

/** Undefined where there is no other answer to the same data. */
function jobOf({ settings, source }: Outcome): { own: Design; job: Job } | undefined {
  if (settings.mode === "table") {
    const own = settings.labels === "subset" ? "subset" : "external";
    const labels = own === "subset" ? "external" : "subset";
    return source && { own, job: { kind: "table", source, options: tableOptions({ ...settings, labels }) } };
  }
  if (settings.countsDesign === "known" || settings.countsDesign === "none") return undefined;
  const own = settings.countsDesign === "subset" ? "subset" : "external";
  const input = countsInput({ ...settings, ...otherCounts(settings) });
  return input && { own, job: { kind: "counts", input } };
}

function Comparison({ judge, outcome, own, job }: Props & { own: Design; job: Job }): VNode {
  const given = useAsked<Job, Answers>("other-answer", judgeEngine, job);
  const other: Design = own === "subset" ? "external" : "subset";
  if (given === undefined) return <p class="quiet">Computing…</p>;
  if (given.kind === "refused" || given.kind === "failed") {
    return <p class="notice warn">The other answer cannot be computed from these data.</p>;
  }
  const rows: Row[] = given.kind === "counts"
    ? [{ name: "the model", own: (outcome.answer as CountsAnswer).result, other: given.result }]
    : (outcome.answer as TableAnswer).report.models.map(({ model, corrected }) => ({
      name: model, own: corrected,
      other: (given as TableAnswer).report.models.find((row) => row.model === model)?.corrected,
    }));
  const reading = given.kind === "counts"
    ? readingOf({ raw: given.result.raw, corrected: given.result }) : undefined;
  const take = (): void => judge.change(outcome.settings.mode === "table"
    ? { labels: other } : otherCounts(outcome.settings));
  return (
    <>
      {reading !== undefined && <p>With labels {names[other]}: {reading}</p>}
      <div class="scroll scores" tabIndex={0} role="region" aria-label="Both answers">
        <table>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={2} class="number spanning">{names[own]}</th>
              <th scope="colgroup" colSpan={2} class="number spanning">{names[other]}</th>
            </tr>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">Corrected</th>
              <th scope="col" class="number">Interval</th>
              <th scope="col" class="number">Corrected</th>
              <th scope="col" class="number">Interval</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row"><span class="model" title={row.name}>{row.name}</span></th>
                <Cells score={row.own} />
                <Cells score={row.other} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Why own={own} rows={rows} />
      <div class="buttons">
        <button type="button" class="button" onClick={take}>My labels are {names[other]}</button>
      </div>
    </>
  );
}

export function OtherAnswer({ judge, outcome }: Props): VNode | null {
  const [isOpen, setOpen] = useState(false);
  const asked = jobOf(outcome);
  if (asked === undefined) return null;
  const other = names[asked.own === "subset" ? "external" : "subset"];
  return (
    <details class="folded other-answer" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>And if the labels were {other}?</summary>
      {isOpen && <Comparison judge={judge} outcome={outcome} own={asked.own} job={asked.job} />}
    </details>
  );
}

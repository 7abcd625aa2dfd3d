/** A table without labels whose judge has published error rates: every model, corrected with them. */
import {
  assumptionsOf, correctionNotes, levelText, methodSentence, percent, percentInterval, readingOf, type Correction,
  type ScoreReport,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { IntervalFigure } from "../../chart/figure.tsx";
import { Assumptions, Empty, Failure, MethodSentence, Reading, Refusal } from "../../parts/result.tsx";
import { numberOf, refusalText } from "../../parts/words.ts";
import { exact } from "../judge/score-table.tsx";
import { JudgeShare } from "../judge/share.tsx";
import type { Judge } from "../judge/use-judge.ts";
import { useJudgement } from "./engine.ts";
import type { KnownAnswer } from "./protocol.ts";
import { judgedOf } from "./unlabelled-model.ts";

function Found({ judge, models }: { judge: Judge; models: KnownAnswer["models"] }): VNode {
  const rows = useMemo(() => models.map(({ model, result }) =>
    ({ name: model, raw: result.raw, corrected: result, truth: null })), [models]);
  const { result } = models[0]!;
  const reading = models.map((row) => readingOf({ raw: row.result.raw, corrected: row.result }, row.model));
  const level = levelText(result.level);
  const notes = [...new Set(models.flatMap((row) => correctionNotes(row.result)))];
  const estimate = ({ estimate: value }: Correction): string => (value === null ? "unknown" : percent(value));
  return (
    <>
      <Reading sentences={reading.slice(0, 1)} />
      <IntervalFigure rows={rows} compare="raw" level={level} title="What the judge says, and corrected"
        description={`${reading[0]!} The table below holds every number.`} />
      <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="known-caption">
        <table>
          <caption id="known-caption" class="offscreen">Scores by model</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number"><span class="key key-raw">Judge says</span></th>
              <th scope="col" class="number"><span class="key key-corrected">Corrected</span></th>
              <th scope="col" class="number">{level} interval</th>
            </tr>
          </thead>
          <tbody>
            {models.map((row) => (
              <tr key={row.model}>
                <th scope="row"><span class="model" title={row.model}>{row.model}</span></th>
                <td class="number raw" title={exact(row.result.raw!)}>{percent(row.result.raw!.estimate)}</td>
                <td class="number main" title={String(row.result.estimate)}>{estimate(row.result)}</td>
                <td class="number" title={`${row.result.lower} to ${row.result.upper}`}>{percentInterval(row.result)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notes.length > 0 && <ul class="footnotes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <Assumptions assumptions={assumptionsOf(result.design)} />
      <MethodSentence sentence={methodSentence(result)} />
      <JudgeShare judge={judge} json={models} />
    </>
  );
}

export function KnownRates({ judge, report }: { judge: Judge; report: ScoreReport }): VNode {
  const { settings } = judge;
  const answer = useJudgement("known", {
    kind: "known", models: judgedOf(report), level: settings.level,
    sensitivity: numberOf(settings.counts["sensitivityRate"]),
    specificity: numberOf(settings.counts["specificityRate"]),
  });
  switch (answer?.kind) {
    case undefined: return <Empty>Computing…</Empty>;
    case "known": return <Found judge={judge} models={answer.models} />;
    case "refused": return <Refusal>{answer.argument}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={judge.retry} />;
  }
}

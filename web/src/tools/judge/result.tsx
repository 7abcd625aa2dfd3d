import {
  assumptionsOf, levelText, methodSentence, readingOf, reportMethod, reportReading, version,
} from "evenhand/bare";
import type { Correction, ScoreReport } from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { IntervalFigure } from "../../chart/figure.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, MethodSentence, Reading, Refusal, ResultFrame, sentenceLimit,
} from "../../parts/result.tsx";
import { refusalText } from "../../parts/words.ts";
import { Backtest } from "./backtest.tsx";
import { CountsTable } from "./counts-table.tsx";
import {
  argumentName, chartRows, commandOf, countsCommandOf, countsNotes, countsRow, designText, fieldOf,
} from "./model.ts";
import { ScoreTable } from "./score-table.tsx";
import { JudgeShare } from "./share.tsx";
import type { Judge, Outcome } from "./use-judge.ts";

function TableResult({ judge, outcome, report }: {
  judge: Judge; outcome: Outcome; report: ScoreReport;
}): VNode {
  const rows = useMemo(() => chartRows(report), [report]);
  const reading = useMemo(() => reportReading(report), [report]);
  const method = useMemo(() => reportMethod(report), [report]);
  const level = levelText(report.models[0]!.corrected.level);
  const single = report.models.length === 1;
  return (
    <>
      <Reading sentences={reading} />
      <IntervalFigure rows={rows} compare="raw" level={level}
        title={single ? "The share that the judge passes and the corrected share"
          : `Shares of ${report.models.length} models: what the judge says, and corrected`}
        description={`${reading.slice(0, sentenceLimit).join(" ")} The table below holds every number.`} />
      <ScoreTable report={report} level={level} />
      <Assumptions assumptions={method.assumptions} />
      <MethodSentence sentence={method.sentence} />
      {report.models.some((row) => row.labelled > 0) &&
        <Backtest source={outcome.source!} settings={outcome.settings} level={level} />}
      <Command command={commandOf(outcome.settings, outcome.source!.name)} />
      <JudgeShare judge={judge} json={report} />
    </>
  );
}

function CountsResult({ judge, outcome, result }: {
  judge: Judge; outcome: Outcome; result: Correction;
}): VNode {
  const rows = useMemo(() => [countsRow(result)], [result]);
  const reading = readingOf({ raw: result.raw, corrected: result });
  const notes = countsNotes(result);
  const level = levelText(result.level);
  return (
    <>
      <Reading sentences={[reading]} />
      <IntervalFigure rows={rows} compare="raw" level={level}
        title="The share that the judge passes and the corrected share"
        description={`${reading} The table below holds every number.`} />
      <CountsTable result={result} level={level} />
      {notes.length > 0 && <ul class="footnotes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <Assumptions assumptions={assumptionsOf(result.design)} />
      <MethodSentence sentence={methodSentence(result)} />
      <Command command={countsCommandOf(outcome.settings)} />
      <JudgeShare judge={judge} json={result} />
    </>
  );
}

function content(judge: Judge): VNode {
  const { outcome, phase, settings, source } = judge;
  if (phase === "cancelled") return <Cancelled retry={judge.retry} />;
  if (settings.mode === "table" && source === undefined) {
    return <Empty>Paste a table, drop a file or use the example; the result appears here at once.</Empty>;
  }
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "table":
      return answer.report.models.length === 0
        ? <Empty>No result yet: the message beside the data says what is missing.</Empty>
        : <TableResult judge={judge} outcome={outcome} report={answer.report} />;
    case "counts": return <CountsResult judge={judge} outcome={outcome} result={answer.result} />;
    case "refused":
      return outcome.settings.mode === "counts" &&
        fieldOf(outcome.settings.countsDesign, answer.argument) !== undefined
        ? <Empty>No result yet: the message beside the counts says what is missing.</Empty>
        : <Refusal>{argumentName(answer.argument)}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={judge.retry} />;
    // A backtest is asked for where it is shown.
    case "backtest": return <></>;
  }
}

/** On paper the controls are gone, so what they said is written out. */
function Parameters({ judge: { settings, source } }: { judge: Judge }): VNode {
  const isTable = settings.mode === "table";
  const labels = isTable ? settings.labels : settings.countsDesign;
  return (
    <dl class="print-only">
      <dt>Data</dt>
      <dd>{isTable ? `${source?.origin === "example" ? "worked example, " : ""}${source?.name ?? ""}`
        : "counts"}</dd>
      <dt>Human labels</dt>
      <dd>{labels === "unsure" ? "origin not known, taken as another set" : designText(labels)}</dd>
      <dt>Confidence level</dt><dd>{levelText(settings.level)}</dd>
      <dt>Evenhand</dt><dd>{version}</dd>
      <dt>Link</dt><dd>{location.href}</dd>
    </dl>
  );
}

export function Result({ judge }: { judge: Judge }): VNode {
  return (
    <ResultFrame phase={judge.phase} cancel={judge.cancel}>
      {content(judge)}
      <Parameters judge={judge} />
    </ResultFrame>
  );
}

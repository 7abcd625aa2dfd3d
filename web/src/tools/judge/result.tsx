import {
  assumptionsOf, levelText, methodSentence, readingOf, reportMethod, reportReading, version,
} from "evenhand/bare";
import type { Correction, JudgeReport } from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { IntervalFigure } from "../../chart/figure.tsx";
import { CopyButton } from "../../parts/copy.tsx";
import { Backtest } from "./backtest.tsx";
import { CountsTable } from "./counts-table.tsx";
import {
  argumentName, chartRows, commandOf, countsCommandOf, countsNotes, countsRow, designText, fieldOf,
  refusalText,
} from "./model.ts";
import { ScoreTable } from "./score-table.tsx";
import { Share } from "./share.tsx";
import type { Judge, Outcome } from "./use-judge.ts";

/** More sentences than this say less than the table does. */
const sentenceLimit = 6;

function Reading({ sentences }: { sentences: readonly string[] }): VNode {
  const [first, ...others] = sentences.slice(0, sentenceLimit);
  const more = sentences.length - sentenceLimit;
  return (
    <output class="reading" aria-live="polite">
      <span class="lead">{first}</span>
      {others.map((sentence) => <span class="then" key={sentence}>{sentence}</span>)}
      {more > 0 && <span class="then quiet">The same holds for {more} more; see the table.</span>}
    </output>
  );
}

interface MethodProps {
  readonly sentence: string;
  readonly assumptions: readonly string[];
  readonly command: string;
  readonly children?: VNode | undefined;
}

function Method({ sentence, assumptions, command, children }: MethodProps): VNode {
  return (
    <>
      <section aria-labelledby="assumptions-heading">
        <h3 id="assumptions-heading">What must be true for this to hold</h3>
        <ul class="assumptions">{assumptions.map((text) => <li key={text}>{text}</li>)}</ul>
      </section>
      <section aria-labelledby="method-heading">
        <h3 id="method-heading">For the methods section</h3>
        <blockquote class="method">{sentence}</blockquote>
        <CopyButton label="Copy the sentence" text={sentence} />
      </section>
      {children}
      <section aria-labelledby="command-heading">
        <h3 id="command-heading">The same on the command line</h3>
        <pre class="scroll command" tabIndex={0} role="region" aria-label="Command"><code>{command}</code></pre>
        <CopyButton label="Copy the command" text={command} />
      </section>
    </>
  );
}

function TableResult({ judge, outcome, report }: {
  judge: Judge; outcome: Outcome; report: JudgeReport;
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
      <Method {...method}
        command={commandOf(outcome.settings, outcome.source!.name)}>
        {report.models.some((row) => row.labelled > 0)
          ? <Backtest source={outcome.source!} settings={outcome.settings} level={level} />
          : undefined}
      </Method>
      <Share judge={judge} json={report} />
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
      <Method sentence={methodSentence(result)} assumptions={assumptionsOf(result.design)}
        command={countsCommandOf(outcome.settings)} />
      <Share judge={judge} json={result} />
    </>
  );
}

function Empty({ children }: { children: VNode | string }): VNode {
  return <div class="empty">{children}</div>;
}

function content(judge: Judge): VNode {
  const { outcome, phase, settings, source } = judge;
  if (phase === "cancelled") {
    return (
      <Empty>
        <p>Cancelled. <button type="button" class="button" onClick={judge.retry}>Compute again</button></p>
      </Empty>
    );
  }
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
        : (
          <div class="notice refuse" role="alert">
            <strong>This cannot be computed</strong>
            <p>{argumentName(answer.argument)}: {refusalText(answer.code)}.</p>
          </div>
        );
    default:
      return (
        <div class="notice refuse" role="alert">
          <strong>The computation stopped</strong>
          <p>{answer.kind === "failed" ? answer.message : ""}</p>
          <p>Your data are still here. <button type="button" class="button" onClick={judge.retry}>
            Try again</button></p>
        </div>
      );
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
  const { phase } = judge;
  return (
    <section id="result" class="result" aria-labelledby="result-heading" tabIndex={-1}
      aria-busy={phase === "slow"}>
      <h2 id="result-heading" class="offscreen">Result</h2>
      {phase === "slow" && (
        <div class="progress" role="status">
          <span class="bar" aria-hidden="true" />
          Computing…
          <button type="button" class="button small" onClick={judge.cancel}>Cancel</button>
        </div>
      )}
      {content(judge)}
      <Parameters judge={judge} />
    </section>
  );
}

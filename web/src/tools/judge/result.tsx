import {
  levelText, reportMethod, reportReading, version, type Diagnostic, type ScoreReport,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { IntervalFigure } from "../../chart/figure.tsx";
import { LaterPart } from "../../later.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, MethodSentence, Reading, Refusal, ResultFrame, sentenceLimit,
} from "../../parts/result.tsx";
import { refusalText } from "../../parts/words.ts";
import { argumentName, chartRows, commandOf, isUnlabelled, labelsText } from "./model.ts";
import { ScoreTable } from "./score-table.tsx";
import { JudgeShare } from "./share.tsx";
import type { Judge, Outcome } from "./use-judge.ts";

/** What speaks against the table's numbers; undefined while it is looked for. */
type Found = readonly Diagnostic[] | undefined;

function TableResult({ judge, outcome, report, header, found }: {
  judge: Judge; outcome: Outcome; report: ScoreReport; header: readonly string[]; found: Found;
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
      {report.models.some((row) => row.labelled > 0) && (
        <LaterPart>
          {({ Backtest, Models, OtherAnswer, PlanLink }) => (
            <>
              <Models judge={judge} outcome={outcome} report={report} header={header} />
              <PlanLink settings={outcome.settings} result={report} />
              <OtherAnswer judge={judge} outcome={outcome} />
              <Backtest source={outcome.source!} settings={outcome.settings} level={level} />
            </>
          )}
        </LaterPart>
      )}
      <Command command={commandOf(outcome.settings, outcome.source!.name)} />
      {/* The command prints the findings, too. */}
      {found !== undefined && judge.isCurrent &&
        <JudgeShare judge={judge} json={{ ...report, diagnostics: found }} />}
    </>
  );
}

function content(judge: Judge, found: Found): VNode {
  const { outcome, phase, settings, source } = judge;
  if (phase === "cancelled") return <Cancelled retry={judge.retry} />;
  if (settings.mode === "table" && source === undefined) {
    return <Empty>Paste a table, drop a file or use the example; the result appears here at once.</Empty>;
  }
  if (settings.mode === "counts") {
    return <LaterPart>{({ CountsResult }) => <CountsResult judge={judge} />}</LaterPart>;
  }
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "table": {
      const { report } = answer;
      if (report.models.length === 0) {
        return <Empty>No result yet: the message beside the data says what is missing.</Empty>;
      }
      if (!isUnlabelled(settings)) {
        return <TableResult judge={judge} outcome={outcome} report={report} header={answer.header} found={found} />;
      }
      return (
        <LaterPart>
          {({ KnownRates, UnlabelledResult }) => (settings.labels === "known"
            ? <KnownRates judge={judge} report={report} /> : <UnlabelledResult judge={judge} report={report} />)}
        </LaterPart>
      );
    }
    case "refused":
      return <Refusal>{argumentName(answer.argument)}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={judge.retry} />;
    // Those are asked for where they are shown.
    case "counts":
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
      <dd>{labelsText(labels)}</dd>
      <dt>Confidence level</dt><dd>{levelText(settings.level)}</dd>
      <dt>Evenhand</dt><dd>{version}</dd>
      <dt>Link</dt><dd>{location.href}</dd>
    </dl>
  );
}

export function Result({ judge }: { judge: Judge }): VNode {
  const { phase, settings, source } = judge;
  const [found, setFound] = useState<Found>();
  const isDiagnosed = phase !== "cancelled" && settings.mode === "table" && source !== undefined &&
    !isUnlabelled(settings);
  return (
    <ResultFrame phase={phase} cancel={judge.cancel}>
      {isDiagnosed &&
        <LaterPart quiet>{({ Diagnostics }) => <Diagnostics judge={judge} tell={setFound} />}</LaterPart>}
      {content(judge, found)}
      <Parameters judge={judge} />
    </ResultFrame>
  );
}

import {
  clustersReading, compareMethod, compareNotes, compareReading, count, countsAssumptions, countsMethod,
  difference, differenceInterval, ignoredPairsReading, independentReading, levelText, multiplicities,
  noiseReading, pairedReading, percent, pValue, version,
} from "evenhand/bare";
import type { ComponentChildren, VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { CopyButton, saveAs } from "../../parts/copy.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, MethodSentence, Reading, Refusal, ResultFrame,
} from "../../parts/result.tsx";
import { packSource, Share } from "../../parts/share.tsx";
import { refusalText } from "../../parts/words.ts";
import { refusedField } from "./counts.tsx";
import { pairsCsv, systemsCsv } from "./csv.ts";
import { DifferenceFigure } from "./differences.tsx";
import { LeaderFigure, LeaderTable } from "./leaderboard.tsx";
import { PairMatrix } from "./matrix.tsx";
import { commandOf, countsCommandOf, differentRows, sameRows, shownPair } from "./model.ts";
import { PairSection } from "./pair.tsx";
import type { DifferentAnswer, SameAnswer, TableAnswer } from "./protocol.ts";
import { encodeHash } from "./state.ts";
import { TwoByTwo } from "./two-by-two.tsx";
import type { Compare, Outcome } from "./use-compare.ts";

function CompareShare({ compare, json, children }: {
  compare: Compare; json: unknown; children?: ComponentChildren;
}): VNode {
  const { settings, source } = compare;
  const withData = async (): Promise<string> => (settings.mode === "counts"
    ? encodeHash(settings, { counts: true })
    : encodeHash(settings, { table: await packSource(source) }));
  const hasOwnData = settings.mode === "counts" || settings.source === "own";
  return (
    <Share json={json} hash={encodeHash(settings)} hashWithData={hasOwnData ? withData : undefined}>
      {children}
    </Share>
  );
}

/** Notes on the whole report and on systems and pairs; a note on many names them in its title. */
function Notes({ answer }: { answer: TableAnswer }): VNode | null {
  const notes = useMemo(() => {
    const { report, effective } = answer;
    const clusters = report.design?.clusters ?? null;
    const grouped = clusters === null || effective === null ? undefined : clustersReading(clusters, effective);
    return [
      ...[grouped, noiseReading(report.systems)].flatMap((text) =>
        (text === undefined ? [] : [{ text, about: [] }])),
      ...compareNotes(report),
    ];
  }, [answer]);
  if (notes.length === 0) return null;
  return (
    <ul class="footnotes under" aria-label="Notes">
      {notes.map(({ text, about }) => (
        <li key={text} title={about.length > 3 ? about.slice(0, 60).join("; ") : undefined}>
          {about.length > 0 &&
            <strong>{about.length > 3 ? `${about.slice(0, 2).join("; ")} and ${count(about.length - 2)} more` : about.join("; ")}: </strong>}
          {text}
        </li>
      ))}
    </ul>
  );
}

/** The rest is about single pairs, which are shown below one by one. */
const leadSentences = 4;

function TableResult({ compare, outcome, answer }: {
  compare: Compare; outcome: Outcome; answer: TableAnswer;
}): VNode {
  const { report } = answer;
  const design = report.design!;
  const reading = useMemo(() => compareReading(report), [report]);
  const method = useMemo(() => compareMethod(report), [report]);
  const [asked, setAsked] = useState(0);
  const pair = shownPair(report, compare.settings.pair);
  const show = (a: string, b: string): void => {
    compare.change({ pair: [a, b] });
    setAsked((times) => times + 1);
  };
  return (
    <>
      <Reading sentences={reading.slice(0, leadSentences)} />
      <LeaderFigure report={report}
        description={`${reading.slice(0, leadSentences).join(" ")} The table below holds every number.`} />
      <LeaderTable report={report} />
      <Notes answer={answer} />
      {pair === undefined
        ? <p class="notice warn">One system alone cannot be compared: give scores of at least two.</p>
        : (
          <>
            <PairMatrix report={report} shown={pair} show={show} />
            <PairSection source={outcome.source!} settings={outcome.settings} design={design} pair={pair}
              asked={asked} />
          </>
        )}
      <Assumptions assumptions={design.assumptions} />
      <MethodSentence sentence={method} />
      <Command command={commandOf(outcome.settings, outcome.source!.name)} />
      <CompareShare compare={compare} json={report}>
        <CopyButton label="Copy table" text={async () => systemsCsv(report)} done={() => "Copied as CSV"} />
        <button type="button" class="button small"
          onClick={() => saveAs("evenhand-systems.csv", "text/csv", systemsCsv(report))}>Save table</button>
        <button type="button" class="button small"
          onClick={() => saveAs("evenhand-pairs.csv", "text/csv", pairsCsv(report))}>Save pairs</button>
      </CompareShare>
    </>
  );
}

function SameResult({ compare, outcome, answer }: {
  compare: Compare; outcome: Outcome; answer: SameAnswer;
}): VNode {
  const rows = useMemo(() => sameRows(answer), [answer]);
  const [result] = answer.results;
  const { counts, n, level } = result!;
  const reading = pairedReading(result!);
  const contrast = ignoredPairsReading(answer.unpaired, true);
  return (
    <>
      <Reading sentences={[reading, contrast]} />
      <div class="pair-parts">
        <TwoByTwo counts={counts} a="A" b="B" />
        <dl class="facts">
          <div><dt>Difference</dt><dd><strong>{difference(result!.difference, true)} points</strong>
            <span class="hint">{levelText(level)} interval {differenceInterval(result!, true)}</span></dd></div>
          <div><dt>p, pairs kept</dt><dd><strong>{pValue(result!.midP)}</strong>
            <span class="hint">mid-P McNemar; exact {pValue(result!.exactP)}</span></dd></div>
          {answer.unpaired.p !== null && (
            <div><dt>p, pairs ignored</dt><dd><strong>{pValue(answer.unpaired.p)}</strong>
              <span class="hint">not for these data</span></dd></div>
          )}
          <div><dt>P(A is better)</dt><dd><strong>{percent(result!.probabilityABetter)}</strong>
            <span class="hint">before seeing the data, 50 %</span></dd></div>
          <div><dt>Items</dt><dd><strong>{count(n)}</strong></dd></div>
        </dl>
      </div>
      <DifferenceFigure rows={rows} a="A" b="B" binary description={`${reading} ${contrast}`} />
      <Assumptions assumptions={countsAssumptions("paired")} />
      <MethodSentence sentence={countsMethod(result!)} />
      <Command command={countsCommandOf(outcome.settings)} />
      <CompareShare compare={compare} json={{ ...result!, assumptions: countsAssumptions("paired") }} />
    </>
  );
}

function DifferentResult({ compare, outcome, answer }: {
  compare: Compare; outcome: Outcome; answer: DifferentAnswer;
}): VNode {
  const rows = useMemo(() => differentRows(answer.results), [answer]);
  const [result] = answer.results;
  const reading = independentReading(result!);
  return (
    <>
      <Reading sentences={[reading]} />
      <dl class="facts">
        <div><dt>Difference</dt><dd><strong>{difference(result!.difference, true)} points</strong>
          <span class="hint">{levelText(result!.level)} interval {differenceInterval(result!, true)}</span></dd></div>
        {result!.p !== null && <div><dt>p</dt><dd><strong>{pValue(result!.p)}</strong></dd></div>}
        <div><dt>P(A is better)</dt><dd><strong>{percent(result!.probabilityABetter)}</strong>
          <span class="hint">before seeing the data, 50 %</span></dd></div>
      </dl>
      <DifferenceFigure rows={rows} a="A" b="B" binary description={reading} />
      <Assumptions assumptions={countsAssumptions("independent")} />
      <MethodSentence sentence={countsMethod(result!)} />
      <Command command={countsCommandOf(outcome.settings)} />
      <CompareShare compare={compare} json={{ ...result!, assumptions: countsAssumptions("independent") }} />
    </>
  );
}

const argumentNames: Readonly<Record<string, string>> = {
  level: "Confidence level", score: "Scores", method: "Interval method",
};

function content(compare: Compare): VNode {
  const { outcome, phase, settings, source } = compare;
  if (phase === "cancelled") return <Cancelled retry={compare.retry} />;
  if (settings.mode === "table" && source === undefined) {
    return <Empty>Paste a table, drop a file or use the example; the result appears here at once.</Empty>;
  }
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "table":
      return answer.report.design === null || answer.report.systems.length === 0
        ? <Empty>No result yet: the message beside the data says what is missing.</Empty>
        : <TableResult compare={compare} outcome={outcome} answer={answer} />;
    case "same": return <SameResult compare={compare} outcome={outcome} answer={answer} />;
    case "different": return <DifferentResult compare={compare} outcome={outcome} answer={answer} />;
    case "refused":
      return settings.mode === "counts" && refusedField(compare) !== undefined
        ? <Empty>No result yet: the message beside the counts says what is missing.</Empty>
        : <Refusal>{argumentNames[answer.argument] ?? answer.argument}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={compare.retry} />;
    // A pair is asked for where it is shown.
    case "pair": return <></>;
  }
}

/** On paper the controls are gone, so what they said is written out. */
function Parameters({ compare: { settings, source } }: { compare: Compare }): VNode {
  const { mode, level, correction, baseline, exclude } = settings;
  const isTable = mode === "table";
  return (
    <dl class="print-only">
      <dt>Data</dt>
      <dd>{isTable ? `${source?.origin === "example" ? "worked example, " : ""}${source?.name ?? ""}`
        : "counts"}</dd>
      {isTable && (
        <>
          <dt>Compared</dt><dd>{baseline === null ? "all pairs" : `with ${baseline} only`}</dd>
          {exclude.length > 0 && <><dt>Left out</dt><dd>{exclude.join(", ")}</dd></>}
          <dt>Correction</dt><dd>{multiplicities.find(({ name }) => name === correction)?.title}</dd>
        </>
      )}
      <dt>Confidence level</dt><dd>{levelText(level)}</dd>
      <dt>Evenhand</dt><dd>{version}</dd>
      <dt>Link</dt><dd>{location.href}</dd>
    </dl>
  );
}

export function Result({ compare }: { compare: Compare }): VNode {
  return (
    <ResultFrame phase={compare.phase} cancel={compare.cancel}>
      {content(compare)}
      <Parameters compare={compare} />
    </ResultFrame>
  );
}

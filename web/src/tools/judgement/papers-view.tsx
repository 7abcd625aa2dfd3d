/** Two papers with judges of their own: each corrected by its counts, then compared. */
import {
  correctionNotes, levelText, sourcesAssumptions, sourcesMethod, sourcesNotes, sourcesReading, version,
  type ContrastMethod, type CorrectionMethod, type SourceContrast,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { IntervalFigure } from "../../chart/figure.tsx";
import type { DifferenceRow } from "../../chart/rows.ts";
import { Field } from "../../parts/field.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, LinkProblems, MethodSentence, Reading, Refusal, ResultFrame,
} from "../../parts/result.tsx";
import { Share } from "../../parts/share.tsx";
import { refusalText } from "../../parts/words.ts";
import { useTool, type Tool, type ToolPlan } from "../../use-tool.ts";
import { CountsTable } from "../judge/counts-table.tsx";
import { externalMethods } from "../judge/state.ts";
import { JudgedDifference } from "./difference-figure.tsx";
import { judgementEngine } from "./engine.ts";
import { LevelField } from "./level-field.tsx";
import { NumberField } from "./number-field.tsx";
import {
  decodeHash, differenceMethods, encodeHash, fields, initialCounts, namesOf, papersCommand, papersJob, sides,
  type Settings, type Side,
} from "./papers-state.ts";
import type { Answers, Job } from "./protocol.ts";

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "judge-papers", engine: judgementEngine, encode: (settings) => encodeHash(settings), decode: decodeHash,
  job: papersJob, fileName: "", forExample: {}, forNewData: {},
};

function Found({ result, settings }: { result: SourceContrast; settings: Settings }): VNode {
  const { a, b } = result;
  const level = levelText(result.level);
  const reading = useMemo(() => sourcesReading(result), [result]);
  const scores = useMemo(() => [{ name: "A", raw: a.raw, corrected: a, truth: null }, { name: "B", raw: b.raw, corrected: b, truth: null }], [a, b]);
  const rows = useMemo((): DifferenceRow[] => (result.estimate === null ? [] : [
    { name: "corrected", estimate: result.estimate, lower: result.lower, upper: result.upper, kind: "main" },
    { name: "as reported", estimate: result.verdicts, lower: result.verdicts, upper: result.verdicts, kind: "wrong" },
  ]), [result]);
  const notes = [...sourcesNotes(result), ...correctionNotes(a).map((note) => `A: ${note}`), ...correctionNotes(b).map((note) => `B: ${note}`)];
  return (
    <>
      {/* The difference is what was asked. */}
      <Reading sentences={[reading.at(-1)!, ...reading.slice(0, -1)]} />
      {rows.length > 0 && <JudgedDifference rows={rows} a="A" b="B" level={level} title="The difference between A and B" description={reading.at(-1)!} />}
      <section aria-labelledby="sides-heading">
        <h3 id="sides-heading">Both scores</h3>
        <IntervalFigure rows={scores} compare="raw" level={level} title="What each judge says, and corrected"
          description={reading.slice(0, -1).join(" ")} />
      </section>
      <div class="two-tables">
        {([["A", a], ["B", b]] as const).map(([name, side]) => (
          <section key={name} aria-label={`Paper ${name}`}>
            <h3>Paper {name}</h3>
            <CountsTable result={side} level={level} id={`paper-${name}`} />
          </section>
        ))}
      </div>
      {notes.length > 0 && <ul class="footnotes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <Assumptions assumptions={sourcesAssumptions} />
      <MethodSentence sentence={sourcesMethod(result)} />
      <Command command={papersCommand(settings)} />
      <Share hash={encodeHash(settings)} hashWithData={async () => encodeHash(settings, true)} json={result} />
    </>
  );
}

/** The field that the package refused: it names the source, and mostly what of it. */
function isRefused(argument: string, side: Side, field: string): boolean {
  const [of, what] = argument.split(".");
  return of === side && (what === undefined || what === field);
}

function content({ outcome, phase, retry }: Tool<Settings, Answers>): VNode {
  if (phase === "cancelled") return <Cancelled retry={retry} />;
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "papers": return <Found result={answer.result} settings={outcome.settings} />;
    case "refused": return sides.some((side) => answer.argument.split(".")[0] === side)
      ? <Empty>No result yet: the message beside the counts says what is missing.</Empty>
      : <Refusal>{answer.argument}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={retry} />;
    default: return <></>;
  }
}

export function PapersTool(): VNode {
  const papers = useTool(plan);
  const { settings, change, problems, outcome, phase, cancel } = papers;
  const refused = outcome?.answer.kind === "refused" && outcome.settings === settings ? outcome.answer : undefined;
  return (
    <div class="tool">
      <section class="side" aria-labelledby="input-heading">
        <h2 id="input-heading" class="offscreen">The counts of both</h2>
        <LinkProblems problems={problems} />
        {sides.map((side) => (
          <fieldset key={side} class="step counts">
            <legend class="step-title">Paper {side.toUpperCase()}</legend>
            {fields.map(({ kind, argument, label, hint }) => {
              const names = namesOf(side, kind);
              return (
                <NumberField key={kind} id={`papers-${names[0]}`} label={`${label}, ${side.toUpperCase()}`} hint={hint}
                  values={names.map((name) => settings.counts[name])}
                  error={refused !== undefined && isRefused(refused.argument, side, argument) ? refusalText(refused.code) : undefined}
                  change={(index, value) => change({ counts: { ...settings.counts, [names[index]!]: value } })} />
              );
            })}
          </fieldset>
        ))}
        {settings.counts !== initialCounts && (
          <div class="buttons">
            <button type="button" class="button" onClick={() => change({ counts: initialCounts })}>Use the example</button>
          </div>
        )}
        <details class="step options">
          <summary>Method, level</summary>
          <div class="grid">
            <LevelField level={settings.level} change={(level) => change({ level })} />
            <Field id="method" label="Interval of each score" isWide>
              <select id="method" value={settings.method} onChange={({ currentTarget: { value } }) => change({ method: value as CorrectionMethod })}>
                {externalMethods.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
              </select>
            </Field>
            <Field id="difference" label="Interval of the difference" isWide>
              <select id="difference" value={settings.difference}
                onChange={({ currentTarget: { value } }) => change({ difference: value as ContrastMethod | "" })}>
                <option value="">what goes with the scores’ interval</option>
                {differenceMethods.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
              </select>
            </Field>
          </div>
        </details>
      </section>
      <ResultFrame phase={phase} cancel={cancel}>
        {content(papers)}
        <dl class="print-only">
          <dt>Command</dt><dd>{papersCommand(settings)}</dd>
          <dt>Evenhand</dt><dd>{version}</dd>
          <dt>Link</dt><dd>{location.href}</dd>
        </dl>
      </ResultFrame>
    </div>
  );
}

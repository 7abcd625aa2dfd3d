/** How many labels: the planner of calibration labels. */
import {
  allocationMethods, count, halfWidthText, labelPlanNotes, labelPlanReading, levelText, purchases, version, worthReading,
  type AllocationMethod, type LabelPlan,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, LinkProblems, MethodSentence, Reading, Refusal, ResultFrame,
} from "../../parts/result.tsx";
import { Share } from "../../parts/share.tsx";
import { refusalText } from "../../parts/words.ts";
import { useTool, type Tool, type ToolPlan } from "../../use-tool.ts";
import { judgementEngine } from "./engine.ts";
import { LevelField } from "./level-field.tsx";
import { fieldsOf, isAskedByWidth, labelsCommand, labelsJob } from "./labels-model.ts";
import { decodeHash, encodeHash, type Settings } from "./labels-state.ts";
import { NumberField } from "./number-field.tsx";
import type { Answers, Job } from "./protocol.ts";

export { PlanLink } from "./plan-link.tsx";

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "judge-labels", engine: judgementEngine, encode: encodeHash, decode: decodeHash, job: labelsJob,
  fileName: "", forExample: {}, forNewData: {},
};

type Labels = Tool<Settings, Answers>;

interface Bar {
  readonly name: string;
  readonly value: number;
  readonly text: string;
  readonly cells: readonly string[];
  readonly isPlain: boolean;
}

/** Bars as a table: what they stand for is there as numbers, too. */
function BarTable({ caption, columns, bars }: { caption: string; columns: readonly string[]; bars: readonly Bar[] }): VNode {
  const most = Math.max(...bars.map(({ value }) => value)) || 1;
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-label={caption}>
      <table class="bars-table">
        <thead>
          <tr>
            <td />
            {columns.map((column) => <th key={column} scope="col" class="number">{column}</th>)}
            <td />
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, value, text, cells, isPlain }) => (
            <tr key={name}>
              <th scope="row" class="bar-name">{name}</th>
              {cells.map((cell, index) => <td key={columns[index]} class="number">{cell}</td>)}
              <td class="bar-cell" title={text}>
                <span class={`pair-bar ${isPlain ? "is-plain" : ""}`} style={{ width: `${(100 * value) / most}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Ways({ plan: { allocation, precision, subset, sameEffort, byHand, level } }: { plan: LabelPlan }): VNode | null {
  if (allocation === null || precision === null) return null;
  const labels = allocation.wrong + allocation.right;
  const bar = (name: string, number: number, halfWidth: number, isPlain: boolean): Bar => ({
    name, value: halfWidth, text: String(halfWidth), cells: [count(number), halfWidthText(halfWidth)], isPlain,
  });
  return (
    <section aria-labelledby="ways-heading">
      <h3 id="ways-heading">The same labels, spent in other ways</h3>
      <BarTable caption="Ways to spend the labels" columns={["Labels", `${levelText(level)} interval`]} bars={[
        bar("With the judge, labels from another set", labels, precision.halfWidth, false),
        ...(subset === null ? [] : [bar("With the judge, labels on a random subset", labels, subset.halfWidth, false)]),
        bar("No judge, as many random answers", labels, precision.goldHalfWidth, true),
        ...(sameEffort === null ? []
          : [bar("No judge, all answers labelled to find these", sameEffort.labels, sameEffort.halfWidth, true)]),
        ...(byHand === null ? [] : [bar("No judge, every item", byHand.labels, byHand.halfWidth, true)]),
      ]} />
      <p class="hint under-figure">Shorter is better: half the width of the interval.</p>
    </section>
  );
}

function BestBuy({ plan: { precision } }: { plan: LabelPlan }): VNode | null {
  if (precision === null) return null;
  return (
    <section aria-labelledby="buy-heading">
      <h3 id="buy-heading">What to buy next</h3>
      <BarTable caption="Gain of each purchase" columns={["Gain, points", "Interval then"]}
        bars={precision.purchases.map(({ purchase, gain, halfWidth }) => ({
          name: purchases.find(({ name }) => name === purchase)!.title, value: gain, text: String(gain),
          cells: [(100 * gain).toFixed(2), halfWidthText(halfWidth)], isPlain: purchase === "plain_labels",
        }))} />
      <p class="hint under-figure">Longer is better: by how much the interval shrinks to each side.</p>
    </section>
  );
}

function Found({ plan: found, settings }: { plan: LabelPlan; settings: Settings }): VNode {
  const worth = worthReading(found);
  const sentences = useMemo(() => labelPlanReading(found).filter((sentence) => sentence !== worth), [found, worth]);
  const notes = labelPlanNotes(found);
  const isWorth = found.precision === null || !found.precision.flags.includes("judge_not_worth_it");
  return (
    <>
      <Reading sentences={sentences} />
      {worth !== undefined && (
        <p class={`notice ${isWorth ? "good" : "warn"}`} id="worth"><strong>{isWorth ? "Worth it?" : "Not worth it"}</strong> {worth}</p>
      )}
      <Ways plan={found} />
      <BestBuy plan={found} />
      {notes.length > 0 && <ul class="footnotes under">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <Assumptions assumptions={found.assumptions} />
      <MethodSentence sentence={found.method} />
      <Command command={labelsCommand(settings)} />
      <Share hash={encodeHash(settings)} hashWithData={undefined} json={found} />
    </>
  );
}

function content({ outcome, phase, settings, retry }: Labels): VNode {
  if (phase === "cancelled") return <Cancelled retry={retry} />;
  if (outcome === undefined) return <Empty>Computing…</Empty>;
  const { answer } = outcome;
  switch (answer.kind) {
    case "labels": return <Found plan={answer.plan} settings={outcome.settings} />;
    case "refused": return fieldsOf(settings).some((field) => isAbout(field.arguments, answer.argument))
      ? <Empty>No plan yet: the message beside the numbers says what is missing.</Empty>
      : <Refusal>{answer.argument}: {refusalText(answer.code)}.</Refusal>;
    case "failed": return <Failure message={answer.message} retry={retry} />;
    default: return <></>;
  }
}

const isAbout = (names: readonly string[], argument: string): boolean =>
  names.some((name) => argument === name || argument.startsWith(`${name}.`));

export function LabelsTool(): VNode {
  const labels = useTool(plan);
  const { settings, change, problems, outcome, phase, cancel } = labels;
  const refused = outcome?.answer.kind === "refused" && outcome.settings === settings ? outcome.answer : undefined;
  const choice = <Key extends "ask" | "basis">(key: Key, value: Settings[Key], text: string, more: string): VNode => (
    <label class="choice">
      <input type="radio" name={`labels-${key}`} value={value} checked={settings[key] === value}
        onChange={() => change({ [key]: value })} />
      <span>{text}<span class="hint">{more}</span></span>
    </label>
  );
  return (
    <div class="tool">
      <section class="side" aria-labelledby="input-heading">
        <h2 id="input-heading" class="offscreen">Your question</h2>
        <LinkProblems problems={problems} />
        <fieldset class="step question">
          <legend class="step-title">What do you want to know?</legend>
          {choice("ask", "width", "How many labels do I need?", "For an interval of a wanted width.")}
          {choice("ask", "labels", "What do my labels buy?", "With the money there is.")}
        </fieldset>
        <fieldset class="step question">
          <legend class="step-title">What do you know of the judge?</legend>
          {choice("basis", "pilot", "Counts of a pilot", "A few labels are there already.")}
          {choice("basis", "rates", "Nothing but a guess", "Or rates that were published.")}
        </fieldset>
        <fieldset class="step counts">
          <legend class="step-title">The numbers</legend>
          {fieldsOf(settings).map(({ names, label, hint, arguments: about }) => (
            <NumberField key={names[0]} id={`labels-${names[0]}`} label={label} hint={hint}
              values={names.map((name) => settings.values[name])}
              error={refused !== undefined && isAbout(about, refused.argument) ? refusalText(refused.code) : undefined}
              change={(index, value) => change({ values: { ...settings.values, [names[index]!]: value } })} />
          ))}
        </fieldset>
        <details class="step options">
          <summary>Level, split</summary>
          <div class="grid">
            <LevelField level={settings.level} change={(level) => change({ level })} />
            <Field id="split" label="Split over right and wrong answers" isWide>
              <select id="split" value={settings.split}
                onChange={({ currentTarget: { value } }) => change({ split: value as AllocationMethod })}>
                {allocationMethods.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
              </select>
            </Field>
          </div>
          {settings.ask === "width" && !isAskedByWidth(settings) &&
            <p class="hint">The published rule splits a given number of labels; it does not say how many.</p>}
        </details>
      </section>
      <ResultFrame phase={phase} cancel={cancel}>
        {content(labels)}
        <dl class="print-only">
          <dt>Command</dt><dd>{labelsCommand(settings)}</dd>
          <dt>Evenhand</dt><dd>{version}</dd>
          <dt>Link</dt><dd>{location.href}</dd>
        </dl>
      </ResultFrame>
    </div>
  );
}

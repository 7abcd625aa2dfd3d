/** Raters of the same things: people, judges, or both. How far they agree. */
import {
  alphaMetrics, coefficientInterval, coefficientOf, coefficientText, count, defaults, percent, ratersAssumptions,
  ratersMethod, ratersNotes, ratersReading, sharesText,
  type AgreementStatistic, type AlphaMetric, type RaterPair, type RatersOptions, type RatersReport,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { Assumptions, Command, MethodSentence, Reading } from "../../parts/result.tsx";
import { columnOptions, option, quotedFile } from "../../parts/words.ts";
import { LinkReader, LinkWriter } from "../../route.ts";
import { useTool, type Decoded, type ToolPlan } from "../../use-tool.ts";
import { judgementEngine } from "./engine.ts";
import { LevelField } from "./level-field.tsx";
import type { Answers, Job } from "./protocol.ts";
import { ratersExample } from "./raters-example.ts";
import { ColumnFields, columnsOf, putColumns, TablePart, type Columns } from "./table-part.tsx";

const roles = [{ role: "item", label: "Item" }, { role: "model", label: "Model" }, { role: "gold", label: "Gold labels" }] as const;

interface Settings {
  readonly columns: Columns;
  /** Columns of raters; of them, those of people. */
  readonly raters: readonly string[];
  readonly humans: readonly string[];
  readonly metric: AlphaMetric;
  readonly level: number;
  readonly source: "example" | "own";
}

const initial: Settings = {
  columns: {}, raters: ["judge_large", "judge_small", "person_1", "person_2"], humans: ["person_1", "person_2"],
  metric: defaults.alphaMetric, level: defaults.level, source: "example",
};

/** Names may hold any character that a list would be split at. */
const namesIn = (text: string | undefined, fallback: readonly string[]): readonly string[] => {
  try {
    const list: unknown = text === undefined ? fallback : JSON.parse(text);
    return Array.isArray(list) ? list.filter((name) => typeof name === "string") : fallback;
  } catch {
    return fallback;
  }
};

function encode(settings: Settings, data?: string): string {
  const link = new LinkWriter("judge-raters");
  link.put("source", settings.source, initial.source);
  link.put("raters", JSON.stringify(settings.raters), JSON.stringify(initial.raters));
  link.put("humans", JSON.stringify(settings.humans), JSON.stringify(initial.humans));
  link.put("metric", settings.metric, initial.metric);
  link.put("level", String(settings.level), String(initial.level));
  putColumns(link, settings.columns);
  if (data !== undefined) link.put("data", data);
  return link.hash();
}

function decode(hash: string): Decoded<Settings> {
  const link = new LinkReader(hash);
  return {
    settings: {
      source: link.oneOf("source", ["example", "own"], initial.source),
      raters: namesIn(link.text("raters"), initial.raters),
      humans: namesIn(link.text("humans"), initial.humans),
      metric: link.oneOf("metric", alphaMetrics.map(({ name }) => name), initial.metric),
      level: link.number("level", initial.level),
      columns: columnsOf(link, roles.map(({ role }) => role)),
    },
    data: link.text("data"), problems: link.problems,
  };
}

const humansOf = ({ raters, humans }: Settings): readonly string[] => humans.filter((name) => raters.includes(name));

function optionsOf(settings: Settings): RatersOptions {
  const { columns, raters, metric, level } = settings;
  return { columns, raters, humans: humansOf(settings), metric, level };
}

function commandOf(settings: Settings, file: string): string {
  const { columns, raters, metric, level } = settings;
  const humans = humansOf(settings);
  return [
    "npx evenhand judge", quotedFile(file), ...option("raters", raters.join(",")),
    ...(humans.length === 0 ? [] : option("humans", humans.join(","))), ...columnOptions(columns),
    ...(metric === defaults.alphaMetric ? [] : ["--metric", metric]),
    ...(level === defaults.level ? [] : option("level", String(level))),
  ].join(" ");
}

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "judge-raters", engine: judgementEngine, encode: (settings) => encode(settings), decode,
  job: (settings, source) => source && { kind: "raters", source, options: optionsOf(settings) },
  example: { origin: "example", name: "raters.csv", data: ratersExample },
  fileName: "ratings.csv", forExample: { ...initial }, forNewData: { raters: [], humans: [], columns: {} },
};

/** What the tool opens with on a table that another tool hands over. */
export const ownRaters = (raters: readonly string[], humans: readonly string[]): { hash: string; settings: Settings } => {
  const settings: Settings = { ...initial, ...plan.forNewData, source: "own", raters, humans };
  return { hash: encode(settings), settings };
};

const kinds: Readonly<Record<RaterPair["kind"], string>> = {
  gold: "with gold", humans: "people", judge_human: "judge and person", judges: "judges", raters: "raters",
};

/** Kappa with what it must not be read without. */
function Pairs({ report: { pairs, classes, kind } }: { report: RatersReport }): VNode {
  const isBinary = classes.length === 2;
  const isWeighted = !isBinary && (kind === "numbers" || kind === "ordered");
  const cell = ({ agreement }: RaterPair, statistic: AgreementStatistic): VNode => {
    const coefficient = agreement === null ? undefined : coefficientOf(agreement, statistic);
    return <td class="number">{coefficient === undefined ? "–" : coefficientInterval(coefficient)}</td>;
  };
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-label="Agreement of pairs">
      <table>
        <thead>
          <tr>
            <th scope="col">Raters</th>
            <th scope="col">Who</th>
            <th scope="col" class="number">Both rated</th>
            <th scope="col" class="number">Equal</th>
            <th scope="col" class="number">Cohen’s kappa</th>
            <th scope="col" class="number">Gwet’s AC1</th>
            {isBinary && <th scope="col" class="number">J</th>}
            {isBinary && <th scope="col" class="number">Matthews</th>}
            {isWeighted && <th scope="col" class="number">Quadratic kappa</th>}
            <th scope="col" class="number">{isBinary ? `Share of “${classes[0]}”` : "Shares"}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => {
            const { first, second, agreement } = pair;
            return (
              <tr key={`${first} ${second}`}>
                <th scope="row"><span class="model">{first}, {second}</span></th>
                <td>{kinds[pair.kind]}</td>
                <td class="number">{agreement === null ? 0 : count(agreement.items)}</td>
                <td class="number">{agreement === null ? "–" : percent(agreement.agreement.estimate)}</td>
                {cell(pair, "cohen_kappa")}
                {cell(pair, "gwet_ac1")}
                {isBinary && <td class="number">{agreement?.youden === undefined ? "–" : coefficientText(agreement.youden.estimate)}</td>}
                {isBinary && cell(pair, "mcc")}
                {isWeighted && cell(pair, "quadratic_kappa")}
                <td class="number">{agreement === null ? "–" : `${sharesText(agreement.rowShares)}, ${sharesText(agreement.columnShares)}`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Panel({ report: { consensus, raters, classes } }: { report: RatersReport }): VNode | null {
  if (consensus === null || consensus.reason !== null) return null;
  const shown = classes.slice(0, 5);
  return (
    <section aria-labelledby="panel-heading">
      <h3 id="panel-heading">Panel consensus, not truth</h3>
      <p class="hint">What the raters have in common, by Dawid and Skene’s model. Raters that err alike agree, too, so nobody’s error rates are known from this.</p>
      <div class="scroll scores" tabIndex={0} role="region" aria-label="Raters against the consensus">
        <table class="counts-table">
          <thead>
            <tr>
              <th scope="col">Rater</th>
              <th scope="col" class="number">Ratings</th>
              <th scope="col" class="number">J</th>
              {shown.map((name) => <th key={name} scope="col" class="number">With it on “{name}”</th>)}
            </tr>
          </thead>
          <tbody>
            {consensus.raters.map(({ labels, youden, confusion }, index) => (
              <tr key={raters[index]}>
                <th scope="row"><span class="model">{raters[index]}</span></th>
                <td class="number">{count(labels)}</td>
                <td class="number">{youden === null ? "–" : coefficientText(youden)}</td>
                {shown.map((name, place) => <td key={name} class="number">{percent(confusion[place * classes.length + place]!)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Found({ report }: { report: RatersReport }): VNode {
  const reading = useMemo(() => ratersReading(report), [report]);
  const notes = ratersNotes(report);
  return (
    <>
      <Reading sentences={reading} />
      <Pairs report={report} />
      <Panel report={report} />
      {notes.length > 0 && <ul class="footnotes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <Assumptions assumptions={ratersAssumptions(report)} />
      <MethodSentence sentence={ratersMethod(report)} />
    </>
  );
}

/** More columns than this are no raters. */
const mostOffered = 40;

export function RatersTool(): VNode {
  const tool = useTool(plan);
  const { settings, change, outcome, source } = tool;
  const { raters, humans } = settings;
  const found = outcome?.answer.kind === "raters" && outcome.source === source ? outcome.answer : undefined;
  const command = commandOf(settings, source?.name ?? plan.fileName);
  const header = found?.read.header.slice(0, mostOffered) ?? [];
  const toggled = (list: readonly string[], name: string, on: boolean): readonly string[] =>
    header.filter((each) => (each === name ? on : list.includes(each)));
  const box = (key: "raters" | "humans", name: string, label: string): VNode => (
    <label class="check">
      <input type="checkbox" checked={settings[key].includes(name)}
        onChange={({ currentTarget: { checked } }) => change({ [key]: toggled(settings[key], name, checked) })} />
      <span>{label}</span>
    </label>
  );
  return (
    <TablePart tool={tool} title="Ratings, a column for each rater" found={found} used={new Map(raters.map((name) => [name, humans.includes(name) ? "person" : "rater"]))}
      hint="Paste, or drop a file: one row per answer, a column for each judge or person; blank where someone gave no rating."
      example="Invented: two judges and two people, pass or fail, on 150 answers."
      argumentNames={{ raters: "Raters", level: "Confidence level", metric: "Measure of distance", value: "Measure of distance" }}
      command={command} encode={(data) => encode(settings, data)} json={found?.report}
      inputs={<>
        {header.length > 0 && (
          <fieldset class="step">
            <legend class="step-title">Who rates?</legend>
            <div class="raters-grid">
              {header.map((name) => (
                <div key={name} class="rater-row">
                  {box("raters", name, name)}
                  {raters.includes(name) && box("humans", name, "a person")}
                </div>
              ))}
            </div>
          </fieldset>
        )}
        {found !== undefined && <ColumnFields header={found.read.header} roles={roles} columns={settings.columns} change={(columns) => change({ columns })} />}
        <details class="step options">
          <summary>Level, measure</summary>
          <div class="grid">
            <LevelField level={settings.level} change={(level) => change({ level })} />
            <Field id="metric" label="Krippendorff’s alpha">
              <select id="metric" value={settings.metric} onChange={({ currentTarget: { value } }) => change({ metric: value as AlphaMetric })}>
                {alphaMetrics.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
              </select>
            </Field>
          </div>
        </details>
      </>}>
      {found?.report !== undefined && found.report.pairs.length > 0
        ? <><Found report={found.report} /><Command command={command} /></> : undefined}
    </TablePart>
  );
}

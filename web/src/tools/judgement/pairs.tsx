/** Pairwise verdicts, in one order of presentation or in both: win rates, position bias, corrections. */
import {
  count, defaults, difference, levelText, nameList, orderRules, pairTieRules, pairwiseAssumptions, pairwiseMethod,
  pairwiseReading, percent, percentInterval, pValue,
  type OrderRule, type PairTieRule, type PairwiseOptions, type PairwiseReport, type PairwiseRow,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import example from "../../../../examples/data/two-chats.csv?raw";
import { IntervalFigure } from "../../chart/figure.tsx";
import { Field } from "../../parts/field.tsx";
import { Assumptions, Command, MethodSentence, Reading } from "../../parts/result.tsx";
import { columnOptions, option, quotedFile } from "../../parts/words.ts";
import { LinkReader, LinkWriter } from "../../route.ts";
import { useTool, type Decoded, type ToolPlan } from "../../use-tool.ts";
import { judgementEngine } from "./engine.ts";
import { LevelField } from "./level-field.tsx";
import type { Answers, Job } from "./protocol.ts";
import {
  ColumnFields, columnsOf, designOf, labelOrigins, OriginQuestion, putColumns, TablePart,
  type Columns, type LabelOrigin,
} from "./table-part.tsx";

const roles = [
  { role: "item", label: "Item" }, { role: "a", label: "Model A" }, { role: "b", label: "Model B" },
  { role: "judge", label: "Verdict" }, { role: "swap", label: "Verdict, order swapped" },
  { role: "human", label: "Human label" }, { role: "cluster", label: "Groups of items" },
] as const;

interface Settings {
  readonly columns: Columns;
  /** Whether the swapped verdicts name the models or the places where they were shown. */
  readonly swapWords: "models" | "positions";
  readonly order: OrderRule;
  readonly ties: PairTieRule;
  readonly labels: LabelOrigin;
  readonly level: number;
  readonly source: "example" | "own";
}

const initial: Settings = {
  columns: { swap: "winner_swapped" }, swapWords: "models", order: defaults.orderRule, ties: defaults.pairTieRule,
  labels: "subset", level: defaults.level, source: "example",
};

function encode(settings: Settings, data?: string): string {
  const link = new LinkWriter("judge-pairs");
  link.put("source", settings.source, initial.source);
  link.put("labels", settings.labels, initial.labels);
  link.put("order", settings.order, initial.order);
  link.put("ties", settings.ties, initial.ties);
  link.put("swap-words", settings.swapWords, initial.swapWords);
  link.put("level", String(settings.level), String(initial.level));
  if (settings.columns !== initial.columns) putColumns(link, settings.columns);
  if (data !== undefined) link.put("data", data);
  return link.hash();
}

function decode(hash: string): Decoded<Settings> {
  const link = new LinkReader(hash);
  const columns = columnsOf(link, roles.map(({ role }) => role));
  const source = link.oneOf("source", ["example", "own"], initial.source);
  return {
    settings: {
      source,
      columns: source === "example" && Object.keys(columns).length === 0 ? initial.columns : columns,
      labels: link.oneOf("labels", labelOrigins, initial.labels),
      order: link.oneOf("order", orderRules.map(({ name }) => name), initial.order),
      ties: link.oneOf("ties", pairTieRules.map(({ name }) => name), initial.ties),
      swapWords: link.oneOf("swap-words", ["models", "positions"], initial.swapWords),
      level: link.number("level", initial.level),
    },
    data: link.text("data"), problems: link.problems,
  };
}

function optionsOf({ columns, swapWords, order, ties, labels, level }: Settings): PairwiseOptions {
  return {
    columns, order, ties, design: designOf(labels), level,
    swapWords: columns["swap"] == null || swapWords === "models" ? undefined : swapWords,
  };
}

function commandOf(settings: Settings, file: string): string {
  const { columns, swapWords, order, ties, labels, level } = settings;
  const design = designOf(labels);
  return [
    "npx evenhand judge", quotedFile(file), "--pairwise", ...columnOptions(columns),
    ...(columns["swap"] == null || swapWords === "models" ? [] : ["--swap-words", swapWords]),
    ...(order === defaults.orderRule ? [] : ["--order", order]), ...(ties === defaults.pairTieRule ? [] : ["--ties", ties]),
    ...(design === undefined ? [] : ["--design", design]),
    ...(level === defaults.level ? [] : option("level", String(level))),
  ].join(" ");
}

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "judge-pairs", engine: judgementEngine, encode: (settings) => encode(settings), decode,
  job: (settings, source) => source && { kind: "pairs", source, options: optionsOf(settings) },
  example: { origin: "example", name: "two-chats.csv", data: example },
  fileName: "pairs.csv", forExample: { ...initial }, forNewData: { labels: "unanswered", columns: {} },
};

/** What the tool opens with on a table that another tool hands over. */
export const ownPairs = (): { hash: string; settings: Settings } => {
  const settings: Settings = { ...initial, ...plan.forNewData, source: "own" };
  return { hash: encode(settings), settings };
};

const pairName = ({ a, b }: PairwiseRow): string => `${a} against ${b}`;

function Rates({ report }: { report: PairwiseReport }): VNode {
  const isCorrected = report.design !== null;
  const level = levelText(report.level);
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-label="Win rates">
      <table>
        <thead>
          <tr>
            <th scope="col">Pair</th>
            <th scope="col" class="number">Items</th>
            <th scope="col" class="number">Wins</th>
            <th scope="col" class="number">Ties</th>
            <th scope="col" class="number">Losses</th>
            <th scope="col" class="number"><span class="key key-raw">Win rate</span></th>
            <th scope="col" class="number">{level} interval</th>
            {isCorrected && <th scope="col" class="number">Labels</th>}
            {isCorrected && <th scope="col" class="number"><span class="key key-corrected">Corrected</span></th>}
            {isCorrected && <th scope="col" class="number">{level} interval</th>}
          </tr>
        </thead>
        <tbody>
          {report.pairs.map((row) => {
            const { winRate, corrected } = row;
            return (
              <tr key={pairName(row)}>
                <th scope="row"><span class="model" title={pairName(row)}>{pairName(row)}</span></th>
                <td class="number">{row.items}</td>
                {(["wins", "tied", "losses"] as const).map((each) => <td key={each} class="number">{winRate?.[each] ?? "–"}</td>)}
                <td class="number raw" title={String(winRate?.rate ?? "")}>{winRate?.rate == null ? "–" : percent(winRate.rate)}</td>
                <td class="number">{winRate === null ? "–" : percentInterval(winRate)}</td>
                {isCorrected && <td class="number">{row.labelled}</td>}
                {isCorrected && <td class="number main" title={String(corrected?.estimate ?? "")}>{corrected === null ? "unknown" : percent(corrected.estimate)}</td>}
                {isCorrected && <td class="number">{corrected === null ? "–" : percentInterval(corrected)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Orders({ report }: { report: PairwiseReport }): VNode | null {
  const rows = report.pairs.flatMap((row) => (row.winRate?.position == null ? [] : [{ name: pairName(row), ...row.winRate.position }]));
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="orders-heading">
      <h3 id="orders-heading">What the order of presentation does</h3>
      <div class="scroll scores" tabIndex={0} role="region" aria-label="Orders of presentation">
        <table>
          <thead>
            <tr>
              <th scope="col">Pair</th>
              <th scope="col" class="number">In both orders</th>
              <th scope="col" class="number">Same verdict</th>
              <th scope="col" class="number">First won twice</th>
              <th scope="col" class="number">Second won twice</th>
              <th scope="col" class="number">p</th>
              <th scope="col" class="number" title="By how much a model's win rate is higher when it is shown first">Being first, points</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, items, consistency, firstTwice, secondTwice, p, effect }) => (
              <tr key={name}>
                <th scope="row"><span class="model" title={name}>{name}</span></th>
                <td class="number">{count(items)}</td>
                <td class="number">{percent(consistency.estimate)}</td>
                <td class="number">{firstTwice}</td>
                <td class="number">{secondTwice}</td>
                <td class="number" title={String(p)}>{pValue(p)}</td>
                <td class="number">{difference(effect.estimate, true)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Found({ report }: { report: PairwiseReport }): VNode {
  const reading = useMemo(() => report.pairs.flatMap((row) => pairwiseReading(report, row)), [report]);
  const rows = useMemo(() => report.pairs.slice(0, 20).map((row) => {
    const { winRate, corrected } = row;
    const raw = winRate?.rate == null ? null : { estimate: winRate.rate, lower: winRate.lower, upper: winRate.upper };
    return { name: pairName(row), raw, corrected: corrected ?? { estimate: null, lower: 0, upper: 1 }, truth: null };
  }), [report]);
  const notes = useMemo(() => {
    const all = new Map<string, string[]>();
    for (const row of report.pairs) for (const note of row.notes) all.set(note, [...(all.get(note) ?? []), pairName(row)]);
    return [...all];
  }, [report]);
  return (
    <>
      <Reading sentences={reading} />
      {report.design !== null && (
        <IntervalFigure rows={rows} compare="raw" level={levelText(report.level)} axis="share of items that the first of the two wins"
          title="Win rates: what the judge says, and corrected" description={reading[0] ?? ""} />
      )}
      <Rates report={report} />
      <Orders report={report} />
      {notes.length > 0 && (
        <ul class="footnotes">{notes.map(([text, names]) => <li key={text}>{names.length === report.pairs.length ? "" : `${nameList(names)}: `}{text}</li>)}</ul>
      )}
      <Assumptions assumptions={pairwiseAssumptions(report)} />
      <MethodSentence sentence={pairwiseMethod(report)} />
    </>
  );
}

export function PairsTool(): VNode {
  const tool = useTool(plan);
  const { settings, change, outcome, source } = tool;
  const found = outcome?.answer.kind === "pairs" && outcome.source === source ? outcome.answer : undefined;
  const command = commandOf(settings, source?.name ?? plan.fileName);
  return (
    <TablePart tool={tool} title="Which of two answers is better, one row per item" found={found} used={new Map()}
      hint="Paste, or drop a file: two models, who won, and if you have it who won when the order was swapped."
      example="An invented judge that compares two chats in both orders, and favours what it sees first."
      argumentNames={{ level: "Confidence level", design: "Where the labels come from" }}
      command={command} encode={(data) => encode(settings, data)} json={found?.report}
      inputs={<>
        {found !== undefined && <ColumnFields header={found.read.header} roles={roles} columns={settings.columns} change={(columns) => change({ columns })} />}
        <fieldset class="step">
          <legend class="step-title">How are verdicts counted?</legend>
          <div class="grid">
            <Field id="order" label="The two orders" isWide>
              <select id="order" value={settings.order} onChange={({ currentTarget: { value } }) => change({ order: value as OrderRule })}>
                {orderRules.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
              </select>
            </Field>
            <Field id="ties" label="Ties" isWide>
              <select id="ties" value={settings.ties} onChange={({ currentTarget: { value } }) => change({ ties: value as PairTieRule })}>
                {pairTieRules.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
              </select>
            </Field>
            {settings.columns["swap"] != null && (
              <Field id="swap-words" label="The swapped verdict names" isWide>
                <select id="swap-words" value={settings.swapWords}
                  onChange={({ currentTarget: { value } }) => change({ swapWords: value as Settings["swapWords"] })}>
                  <option value="models">the models: A is the first column’s, whichever place it was shown in</option>
                  <option value="positions">the places: A is the answer that was shown first</option>
                </select>
              </Field>
            )}
          </div>
        </fieldset>
        <OriginQuestion labels={settings.labels} choose={(labels) => change({ labels })} />
        <details class="step options">
          <summary>Level</summary>
          <div class="grid"><LevelField level={settings.level} change={(level) => change({ level })} /></div>
        </details>
      </>}>
      {found?.report !== undefined && found.report.pairs.length > 0
        ? <><Found report={found.report} /><Command command={command} /></> : undefined}
    </TablePart>
  );
}

/** Verdicts of more than two kinds: classes or grades, corrected. */
import {
  classesAssumptions, classesMethod, classesReading, defaults, groupedClassNotes, levelText, nameList, percent,
  percentInterval, type ClassMean, type ClassReport, type ModelClasses,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import example from "../../../../examples/data/graded-essays.csv?raw";
import { IntervalFigure } from "../../chart/figure.tsx";
import { Field } from "../../parts/field.tsx";
import { Assumptions, Command, MethodSentence, Reading } from "../../parts/result.tsx";
import { columnOptions, numberOf, option, quotedFile } from "../../parts/words.ts";
import { LinkReader, LinkWriter } from "../../route.ts";
import { useTool, type Decoded, type ToolPlan } from "../../use-tool.ts";
import { judgementEngine } from "./engine.ts";
import { LevelField } from "./level-field.tsx";
import type { Answers, ClassesJob, Job } from "./protocol.ts";
import {
  ColumnFields, columnsOf, designOf, labelOrigins, OriginQuestion, putColumns, TablePart,
  type Columns, type LabelOrigin,
} from "./table-part.tsx";

const roles = [
  { role: "item", label: "Item" }, { role: "model", label: "Model" },
  { role: "judge", label: "Judge’s verdict" }, { role: "human", label: "Human label" },
] as const;

interface Settings {
  readonly columns: Columns;
  readonly labels: LabelOrigin;
  /** As typed, separated by commas; empty: as found in the columns. */
  readonly classes: string;
  readonly isGraded: boolean;
  readonly cut: string;
  readonly values: string;
  readonly keepsOdd: boolean;
  readonly level: number;
  readonly source: "example" | "own";
}

const initial: Settings = {
  columns: {}, labels: "subset", classes: "1,2,3,4,5", isGraded: true, cut: "4", values: "", keepsOdd: false,
  level: defaults.level, source: "example",
};

function encode(settings: Settings, data?: string): string {
  const link = new LinkWriter("judge-classes");
  link.put("source", settings.source, initial.source);
  link.put("labels", settings.labels, initial.labels);
  link.put("classes", settings.classes, initial.classes);
  link.put("kind", settings.isGraded ? "grades" : "classes", "grades");
  link.put("cut", settings.cut, initial.cut);
  link.put("values", settings.values, initial.values);
  link.put("odd", settings.keepsOdd ? "class" : "drop", "drop");
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
      labels: link.oneOf("labels", labelOrigins, initial.labels),
      classes: link.text("classes") ?? initial.classes,
      isGraded: link.oneOf("kind", ["grades", "classes"], "grades") === "grades",
      cut: link.text("cut") ?? initial.cut,
      values: link.text("values") ?? initial.values,
      keepsOdd: link.oneOf("odd", ["drop", "class"], "drop") === "class",
      level: link.number("level", initial.level),
      columns: columnsOf(link, roles.map(({ role }) => role)),
    },
    data: link.text("data"), problems: link.problems,
  };
}

const listed = (text: string): string[] => text.split(",").map((word) => word.trim()).filter((word) => word !== "");

/** Without the classes, which may still have to be found in the table. */
function optionsOf({ columns, labels, keepsOdd, level }: Settings) {
  return { columns, design: designOf(labels), garbage: keepsOdd ? "class" as const : undefined, level };
}

function job(settings: Settings, source: Parameters<ToolPlan<Settings, Job, Answers>["job"]>[1]): ClassesJob | undefined {
  if (source === undefined) return undefined;
  const { classes, isGraded, cut, values } = settings;
  return {
    kind: "classes", source, words: listed(classes), isGraded,
    cut: cut.trim() === "" ? undefined : numberOf(cut),
    values: values.trim() === "" ? undefined : listed(values).map(numberOf),
    options: optionsOf(settings),
  };
}

function commandOf(settings: Settings, file: string, report: ClassReport | undefined): string {
  const { columns, labels, values, keepsOdd, level } = settings;
  const design = designOf(labels);
  const isGraded = report?.graded ?? settings.isGraded;
  const cut = report?.cut ?? null;
  return [
    "npx evenhand judge", quotedFile(file),
    ...option(isGraded ? "grades" : "classes", (report?.classes ?? listed(settings.classes)).join(",")),
    ...(isGraded ? cut === null ? [] : option("cut", String(cut))
      : values.trim() === "" ? [] : option("values", listed(values).join(","))),
    ...(design === undefined ? [] : ["--design", design]), ...columnOptions(columns),
    ...(keepsOdd ? ["--garbage", "class"] : []),
    ...(level === defaults.level ? [] : option("level", String(level))),
  ].join(" ");
}

const plan: ToolPlan<Settings, Job, Answers> = {
  tool: "judge-classes", engine: judgementEngine, encode: (settings) => encode(settings), decode, job,
  example: { origin: "example", name: "graded-essays.csv", data: example },
  fileName: "grades.csv", forExample: { ...initial }, forNewData: { labels: "unanswered", columns: {}, classes: "", cut: "" },
};

/** What the tool opens with on a table that another tool hands over. */
export const ownClasses = (): { hash: string; settings: Settings } => {
  const settings: Settings = { ...initial, ...plan.forNewData, source: "own" };
  return { hash: encode(settings), settings };
};

const graded = (value: number): string => String(Number(value.toPrecision(4)));

function MeanRow({ name, mean, isShare }: { name: string; mean: ClassMean; isShare: boolean }): VNode {
  const text = isShare ? percent : graded;
  return (
    <tr class="is-asked">
      <th scope="row">{name}</th>
      <td />
      <td class="number">{mean.judge === null ? "–" : text(mean.judge)}</td>
      <td class="number main" title={String(mean.estimate)}>{mean.estimate === null ? "unknown" : text(mean.estimate)}</td>
      <td class="number" title={`${mean.lower} to ${mean.upper}`}>
        {isShare ? percentInterval(mean) : `${graded(mean.lower)} to ${graded(mean.upper)}`}</td>
    </tr>
  );
}

function ModelTable({ report, row }: { report: ClassReport; row: ModelClasses }): VNode {
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-label={`Classes of ${row.model}`}>
      <table class="plan-table">
        <thead>
          <tr>
            <th scope="col">{report.graded ? "Grade" : "Class"}</th>
            <th scope="col" class="number">Labels</th>
            <th scope="col" class="number"><span class="key key-raw">Judge says</span></th>
            <th scope="col" class="number"><span class="key key-corrected">Corrected</span></th>
            <th scope="col" class="number">{levelText(report.level)} interval</th>
          </tr>
        </thead>
        <tbody>
          {row.classes.map((entry) => (
            <tr key={entry.class}>
              <th scope="row">{entry.class}</th>
              <td class="number">{entry.labels}</td>
              <td class="number raw">{entry.judge === null ? "–" : percent(entry.judge)}</td>
              <td class="number main" title={String(entry.estimate)}>{entry.estimate === null ? "unknown" : percent(entry.estimate)}</td>
              <td class="number" title={`${entry.lower} to ${entry.upper}`}>{percentInterval(entry)}</td>
            </tr>
          ))}
          {row.mean !== null && <MeanRow name="mean" mean={row.mean} isShare={false} />}
          {row.fromCut !== null && <MeanRow name={`${report.cut} or above`} mean={row.fromCut} isShare />}
        </tbody>
      </table>
    </div>
  );
}

/** Of more models the rest are in the saved result. */
const mostShown = 6;

function Found({ report }: { report: ClassReport }): VNode {
  const reading = useMemo(() => classesReading(report), [report]);
  const shown = report.models.slice(0, mostShown);
  const rows = useMemo(() => shown.map((row) => row.classes.map((entry) => ({
    name: entry.class, corrected: entry, truth: null,
    raw: entry.judge === null ? null : { estimate: entry.judge, lower: entry.judge, upper: entry.judge },
  }))), [report]);
  const notes = groupedClassNotes(report);
  return (
    <>
      <Reading sentences={reading} />
      {shown.map((row, index) => (
        <section key={row.model} aria-label={row.model}>
          {report.models.length > 1 && <h3>{row.model}</h3>}
          <IntervalFigure rows={rows[index]!} compare="raw" level={levelText(report.level)} axis="share of items"
            title={`Shares of ${report.graded ? "grades" : "classes"}: what the judge says, and corrected`}
            description={reading[index] ?? ""} />
          <ModelTable report={report} row={row} />
        </section>
      ))}
      {report.models.length > mostShown && <p class="quiet">{report.models.length - mostShown} more models are in the saved result.</p>}
      {notes.length > 0 && (
        <ul class="footnotes under">{notes.map(({ text, models, all }) => <li key={text}>{all ? "" : `${nameList(models)}: `}{text}</li>)}</ul>
      )}
      <Assumptions assumptions={classesAssumptions(report)} />
      <MethodSentence sentence={classesMethod(report)} />
    </>
  );
}

export function ClassesTool(): VNode {
  const tool = useTool(plan);
  const { settings, change, outcome, source } = tool;
  const found = outcome?.answer.kind === "classes" && outcome.source === source ? outcome.answer : undefined;
  const command = commandOf(settings, source?.name ?? plan.fileName, found?.report);
  const text = (name: "classes" | "cut" | "values", label: string, placeholder: string): VNode => (
    <Field id={`classes-${name}`} label={label} isWide={name !== "cut"}>
      <input id={`classes-${name}`} type="text" autocomplete="off" value={settings[name]} placeholder={placeholder}
        onInput={({ currentTarget: { value } }) => change({ [name]: value })} />
    </Field>
  );
  return (
    <TablePart tool={tool} title="Verdicts of several kinds, one row per answer" found={found} used={new Map()}
      hint="Paste, or drop a file: a column of the judge’s grades or classes and one of people’s, blank where there is no label."
      example="An invented judge that grades 500 essays from 1 to 5; people graded some of them."
      argumentNames={{ classes: "Classes", grades: "Grades", cut: "Share from this grade on", values: "What each is worth", level: "Confidence level" }}
      command={command} encode={(data) => encode(settings, data)} json={found?.report}
      inputs={<>
        <fieldset class="step">
          <legend class="step-title">What can the judge say?</legend>
          <div class="grid">
            {text("classes", "All of it, lowest or best first", found?.report?.classes.join(", ") ?? "win, tie, loss")}
            <label class="check wide">
              <input type="checkbox" checked={settings.isGraded} onChange={({ currentTarget: { checked } }) => change({ isGraded: checked })} />
              <span>These are grades: numbers that rise</span>
            </label>
            {settings.isGraded ? text("cut", "Share from this grade on", "none") : text("values", "What each is worth", "1, 0.5, 0")}
            <label class="check wide">
              <input type="checkbox" checked={settings.keepsOdd} onChange={({ currentTarget: { checked } }) => change({ keepsOdd: checked })} />
              <span>Keep verdicts that name none of them</span>
            </label>
          </div>
        </fieldset>
        <OriginQuestion labels={settings.labels} choose={(labels) => change({ labels })} />
        {found !== undefined && <ColumnFields header={found.read.header} roles={roles} columns={settings.columns} change={(columns) => change({ columns })} />}
        <details class="step options">
          <summary>Level</summary>
          <div class="grid"><LevelField level={settings.level} change={(level) => change({ level })} /></div>
        </details>
      </>}>
      {found?.report !== undefined && found.report.models.length > 0
        ? <><Found report={found.report} /><Command command={command} /></> : undefined}
    </TablePart>
  );
}

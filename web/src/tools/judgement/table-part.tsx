/** What the parts with a table of their own share: the table, its columns, and where labels come from. */
import type { Issue } from "evenhand/bare";
import { version } from "evenhand/bare";
import type { ComponentChildren, VNode } from "preact";
import { Field } from "../../parts/field.tsx";
import { Issues } from "../../parts/issues.tsx";
import { Cancelled, Empty, Failure, LinkProblems, Refusal, ResultFrame } from "../../parts/result.tsx";
import { packSource, Share } from "../../parts/share.tsx";
import { TableInput, usePasteAnywhere } from "../../parts/table-input.tsx";
import { refusalText } from "../../parts/words.ts";
import type { LinkReader, LinkWriter } from "../../route.ts";
import type { Tool } from "../../use-tool.ts";
import { hints } from "../judge/model.ts";
import type { Answers, TableFound } from "./protocol.ts";

/** Columns by role that the user chose; null means none, absent means guessed. */
export type Columns = Readonly<Record<string, string | null>>;

export function putColumns(link: LinkWriter, columns: Columns): void {
  for (const [role, name] of Object.entries(columns)) link.put(role, name ?? "");
}

export function columnsOf(link: LinkReader, roles: readonly string[]): Columns {
  return Object.fromEntries(roles.flatMap((role) => {
    const name = link.text(role);
    return name === undefined ? [] : [[role, name === "" ? null : name]];
  }));
}

export const labelOrigins = ["unanswered", "subset", "external"] as const;
export type LabelOrigin = (typeof labelOrigins)[number];
export const designOf = (labels: LabelOrigin): "subset" | "external" | undefined =>
  (labels === "unanswered" ? undefined : labels);

/** The design question, as far as these parts have answers. */
export function OriginQuestion({ labels, choose }: { labels: LabelOrigin; choose: (labels: LabelOrigin) => void }): VNode {
  const texts: Readonly<Record<LabelOrigin, readonly [string, string]>> = {
    subset: ["Picked at random from the very items being scored", "Narrowest intervals. Chance must have done the picking."],
    external: ["From another labelled set, or picked on purpose", "The judge must err at the same rates on both."],
    unanswered: ["Not sure", "Treated like another set: safe, but wider."],
  };
  return (
    <fieldset class="step question">
      <legend class="step-title">Where do your human labels come from?</legend>
      {(["subset", "external", "unanswered"] as const).map((each) => (
        <label key={each} class="choice">
          <input type="radio" name="origin" value={each} checked={labels === each} onChange={() => choose(each)} />
          <span>{texts[each][0]}<span class="hint">{texts[each][1]}</span></span>
        </label>
      ))}
    </fieldset>
  );
}

/** Selects with many options would be slow and of no use. */
const optionLimit = 300;

interface ColumnsProps {
  readonly header: readonly string[];
  readonly roles: readonly { readonly role: string; readonly label: string }[];
  readonly columns: Columns;
  readonly change: (columns: Columns) => void;
}

/** Which column is what: guessed unless it is said. */
export function ColumnFields({ header, roles, columns, change }: ColumnsProps): VNode {
  const choose = (role: string, value: string): void => {
    const { [role]: _, ...others } = columns;
    change(value === "guess" ? others : { ...others, [role]: value === "none" ? null : header[Number(value.slice(1))]! });
  };
  return (
    <details class="columns-more">
      <summary>Columns</summary>
      <div class="columns">
        {roles.map(({ role, label }) => {
          const given = columns[role];
          const at = given == null ? -1 : header.indexOf(given);
          return (
            <Field key={role} id={`column-${role}`} label={label}>
              <select id={`column-${role}`} value={given === undefined ? "guess" : at < 0 ? "none" : `#${at}`}
                onChange={({ currentTarget: { value } }) => choose(role, value)}>
                <option value="guess">guessed by its name</option>
                <option value="none">none</option>
                {header.slice(0, optionLimit).map((name, index) => <option key={name} value={`#${index}`}>{name.slice(0, 60)}</option>)}
              </select>
            </Field>
          );
        })}
      </div>
    </details>
  );
}

interface PartProps<Settings> {
  readonly tool: Tool<Settings, Answers>;
  readonly title: string;
  readonly hint: string;
  readonly example: string;
  readonly found: TableFound<{ readonly issues: readonly Issue[] }> | undefined;
  readonly used: ReadonlyMap<string, string>;
  /** Below the table. */
  readonly inputs: ComponentChildren;
  /** What the page calls an argument of the package. */
  readonly argumentNames: Readonly<Record<string, string>>;
  readonly command: string;
  readonly encode: (data?: string) => string;
  readonly json: unknown;
  /** The result, when there is one. */
  readonly children: ComponentChildren;
}

/** A part's page: its table and questions at one side, its result at the other. */
export function TablePart<Settings>(props: PartProps<Settings>): VNode {
  const { tool, title, hint, example, found, used, inputs, argumentNames, command, encode, json, children } = props;
  const { source, outcome, phase, problems } = tool;
  usePasteAnywhere(tool, () => {});
  const isOwn = source !== undefined && source.origin !== "example";
  const content = (): ComponentChildren => {
    if (phase === "cancelled") return <Cancelled retry={tool.retry} />;
    if (source === undefined) return <Empty>Paste a table, drop a file or use the example; the result appears here at once.</Empty>;
    if (outcome === undefined) return <Empty>Computing…</Empty>;
    const { answer } = outcome;
    if (answer.kind === "failed") return <Failure message={answer.message} retry={tool.retry} />;
    const refused = answer.kind === "refused" ? answer : found?.refused;
    if (refused !== undefined) {
      return <Refusal>{argumentNames[refused.argument] ?? refused.argument}: {refusalText(refused.code)}.</Refusal>;
    }
    if (children === undefined) return <Empty>No result yet: the message beside the data says what is missing.</Empty>;
    return (
      <>
        {children}
        <Share json={json} hash={encode()} hashWithData={isOwn ? async () => encode(await packSource(source)) : undefined} />
      </>
    );
  };
  return (
    <div class="tool">
      <section class="side" aria-labelledby="input-heading">
        <h2 id="input-heading" class="offscreen">Your data</h2>
        <LinkProblems problems={problems} />
        <TableInput tool={tool} title={title} fileLabel="File of verdicts" hint={hint} example={example}
          table={found?.read} used={used}>
          {found?.report !== undefined && <Issues issues={found.report.issues} hints={hints} />}
        </TableInput>
        {inputs}
      </section>
      <ResultFrame phase={phase} cancel={tool.cancel}>
        {content()}
        <dl class="print-only">
          <dt>Data</dt><dd>{source?.origin === "example" ? "worked example, " : ""}{source?.name}</dd>
          <dt>Command</dt><dd>{command}</dd>
          <dt>Evenhand</dt><dd>{version}</dd>
          <dt>Link</dt><dd>{location.href}</dd>
        </dl>
      </ResultFrame>
    </div>
  );
}


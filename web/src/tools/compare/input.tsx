import { levelText, multiplicities, scoreRoles, type ScoreColumns, type ScoreRole } from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { Issues } from "../../parts/issues.tsx";
import { TableInput } from "../../parts/table-input.tsx";
import { hints } from "./model.ts";
import type { TableAnswer } from "./protocol.ts";
import type { Settings } from "./state.ts";
import type { Compare } from "./use-compare.ts";

const roleLabels: Readonly<Record<ScoreRole, { readonly label: string; readonly none: string }>> = {
  item: { label: "Item", none: "none: every row is one" },
  system: { label: "System", none: "none: a column each" },
  score: { label: "Score", none: "none: a column each" },
  cluster: { label: "Cluster of items", none: "none: items independent" },
  run: { label: "Run", none: "none: one run" },
};
const roles = Object.keys(scoreRoles) as ScoreRole[];

/** Selects with many options would be slow and of no use. */
const optionLimit = 300;
const short = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

function tableAnswer(compare: Compare): TableAnswer | undefined {
  const { outcome, source } = compare;
  return outcome?.answer.kind === "table" && outcome.source === source ? outcome.answer : undefined;
}

function usedColumns({ roles: found, wide }: ScoreColumns): ReadonlyMap<string, string> {
  return new Map([
    ...(wide ?? []).map((name) => [name, "system"] as const),
    ...roles.flatMap((role) => (found[role] === null ? [] : [[found[role], role] as const])),
  ]);
}

/** Which column is what: guessed, and corrected here. */
function ColumnChoice({ compare, answer }: { compare: Compare; answer: TableAnswer }): VNode {
  const { settings, change } = compare;
  const { header, columns: { roles: found, wide } } = answer;
  const choose = (role: ScoreRole, value: string): void => {
    const name = value === "" ? null : header[Number(value)] ?? null;
    change({ columns: { ...settings.columns, [role]: name }, pair: null, baseline: null, exclude: [] });
  };
  const needsChoice = answer.report.systems.length === 0;
  const isOpen = useRef(false);
  isOpen.current ||= needsChoice;
  const named = roles.flatMap((role) => found[role] ?? []);
  const summary = wide === null ? named.join(", ") : [...named, `${wide.length} systems`].join(", ");
  return (
    <details class="columns-more" open={isOpen.current}>
      <summary>Columns <span class="columns-named">{summary}</span></summary>
      <fieldset class="columns">
        <legend class="offscreen">Columns</legend>
        {roles.map((role) => {
          const { label, none } = roleLabels[role];
          const at = header.indexOf(found[role] ?? "");
          return (
            <Field key={role} id={`column-${role}`} label={label}
              more={settings.columns[role] === undefined && at >= 0 ? "guessed" : undefined}>
              <select id={`column-${role}`} value={at < 0 ? "" : String(at)}
                onChange={(event) => choose(role, event.currentTarget.value)}>
                <option value="">{none}</option>
                {header.slice(0, optionLimit).map((name, index) =>
                  <option key={name} value={String(index)}>{short(name)}</option>)}
                {at >= optionLimit && <option value={String(at)}>{header[at]}</option>}
              </select>
            </Field>
          );
        })}
      </fieldset>
    </details>
  );
}

/** Which systems take part, and whether one of them is the measure of all others. */
function SystemChoice({ compare, answer }: { compare: Compare; answer: TableAnswer }): VNode | null {
  const { settings, change } = compare;
  const { names } = answer;
  if (names.length < 2) return null;
  const { exclude, baseline } = settings;
  const toggle = (name: string, isIn: boolean): void => change({
    exclude: isIn ? exclude.filter((other) => other !== name) : [...exclude, name],
    ...(!isIn && baseline === name && { baseline: null }), pair: null,
  });
  const among = names.filter((name) => !exclude.includes(name));
  return (
    <details class="columns-more">
      <summary>Which systems <span class="columns-named">
        {baseline === null ? `${among.length} of ${names.length}, all pairs` : `against ${baseline}`}</span></summary>
      <div class="systems">
        <Field id="baseline" label="Compare">
          <select id="baseline" value={baseline === null ? "" : String(names.indexOf(baseline))}
            onChange={({ currentTarget: { value } }) =>
              change({ baseline: value === "" ? null : names[Number(value)] ?? null, pair: null })}>
            <option value="">all pairs</option>
            {among.map((name) =>
              <option key={name} value={String(names.indexOf(name))}>with {short(name)} only</option>)}
          </select>
        </Field>
        <fieldset class="system-list">
          <legend class="field-label">Systems that take part</legend>
          {names.map((name) => (
            <label key={name} class="check">
              <input type="checkbox" checked={!exclude.includes(name)}
                disabled={!exclude.includes(name) && among.length <= 1}
                onChange={({ currentTarget }) => toggle(name, currentTarget.checked)} />
              <span title={name}>{name}</span>
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  );
}

export function CompareInput({ compare }: { compare: Compare }): VNode {
  const answer = tableAnswer(compare);
  const used = useMemo(() => (answer === undefined ? new Map() : usedColumns(answer.columns)), [answer]);
  return (
    <TableInput tool={compare} title="Scores of systems on items" fileLabel="File of scores"
      hint="Paste, or drop a file: CSV, TSV or JSON Lines with a header. A row per score, naming item and system; or a row per item with a column per system. Right or wrong, or graded."
      example="An invented leaderboard: 9 models, 400 questions in 40 topics."
      table={answer} used={used}>
      {answer !== undefined && <Issues issues={answer.report.issues} hints={hints} />}
      {answer !== undefined && answer.header.length > 0 &&
        <ColumnChoice compare={compare} answer={answer} />}
      {answer !== undefined && <SystemChoice compare={compare} answer={answer} />}
    </TableInput>
  );
}

const levels = [0.8, 0.9, 0.95, 0.99, 0.999];

/** Level and correction: right for most people as they are, so folded away. */
export function Options({ compare }: { compare: Compare }): VNode {
  const { settings, change } = compare;
  const isTable = settings.mode === "table";
  const known = levels.includes(settings.level) ? levels : [...levels, settings.level];
  return (
    <details class="step options">
      <summary>{isTable ? "Level, correction, items" : "Level"}</summary>
      <div class="grid">
        <Field id="level" label="Confidence level">
          <select id="level" value={String(settings.level)}
            onChange={(event) => change({ level: Number(event.currentTarget.value) })}>
            {known.map((level) =>
              <option key={level} value={String(level)}>{levelText(level)}</option>)}
          </select>
        </Field>
        {isTable && (
          <>
            <Field id="correction" label="Correction">
              <select id="correction" value={settings.correction}
                onChange={(event) =>
                  change({ correction: event.currentTarget.value as Settings["correction"] })}>
                {multiplicities.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
              </select>
            </Field>
            <label class="check wide">
              <input type="checkbox" checked={settings.isCommonOnly}
                onChange={({ currentTarget }) => change({ isCommonOnly: currentTarget.checked })} />
              <span>Only items that every system has</span>
            </label>
          </>
        )}
      </div>
    </details>
  );
}

import type { ColumnRole } from "evenhand/bare";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { isUnlabelled } from "./model.ts";
import type { TableAnswer } from "./protocol.ts";
import type { Judge } from "./use-judge.ts";

const labels: Readonly<Record<ColumnRole, { readonly label: string; readonly none: string }>> = {
  item: { label: "Item", none: "none: every row is one" },
  model: { label: "Model", none: "none: one model" },
  judge: { label: "Judge’s verdict", none: "none" },
  human: { label: "Human label", none: "none" },
};

/** Selects with many options would be slow and of no use. */
const optionLimit = 300;

/** Which column is what: guessed, and corrected here. */
export function ColumnChoice({ judge, answer }: { judge: Judge; answer: TableAnswer }): VNode {
  const { settings, change } = judge;
  const { header, roles } = answer;
  const choose = (role: ColumnRole, value: string): void => {
    const name = value === "" ? null : header[Number(value)] ?? null;
    change({ columns: { ...settings.columns, [role]: name } });
  };
  // The guess is told in the summary; it opens by itself where a person has to choose.
  const needsChoice = roles.judge === null || answer.report.models.length === 0 ||
    (roles.human === null && !isUnlabelled(settings));
  // Nor does it close under a person's hands once the choice is made.
  const isOpen = useRef(false);
  isOpen.current ||= needsChoice;
  const named = (Object.keys(labels) as ColumnRole[]).flatMap((role) => roles[role] ?? []);
  return (
    <details class="columns-more" open={isOpen.current}>
      <summary>Columns <span class="columns-named">{named.join(", ")}</span></summary>
      <fieldset class="columns">
        <legend class="offscreen">Columns</legend>
        {(Object.keys(labels) as ColumnRole[]).map((role) => {
          const { label, none } = labels[role];
          const at = header.indexOf(roles[role] ?? "");
          const shown = header.slice(0, optionLimit);
          return (
            <Field key={role} id={`column-${role}`} label={label}
              more={settings.columns[role] === undefined && at >= 0 ? "guessed" : undefined}>
              <select id={`column-${role}`} value={at < 0 ? "" : String(at)}
                onChange={(event) => choose(role, event.currentTarget.value)}>
                <option value="">{none}</option>
                {shown.map((name, index) => (
                  <option key={name} value={String(index)}>
                    {name.length > 60 ? `${name.slice(0, 59)}…` : name}
                  </option>
                ))}
                {at >= optionLimit && <option value={String(at)}>{header[at]}</option>}
              </select>
            </Field>
          );
        })}
      </fieldset>
    </details>
  );
}

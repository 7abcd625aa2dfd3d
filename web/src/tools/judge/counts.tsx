import type { VNode } from "preact";
import { refusalText } from "../../parts/words.ts";
import { UnlabelledInputs } from "../judgement/unlabelled.tsx";
import { countsFields, fieldOf, type CountsField } from "./counts-model.ts";
import { LabelsQuestion } from "./question.tsx";
import { exampleCounts } from "./state.ts";
import type { Judge } from "./use-judge.ts";

/** What the package refused, if it is about one of the shown fields. */
function refused(judge: Judge): { readonly field: CountsField; readonly text: string } | undefined {
  const { outcome, settings } = judge;
  if (outcome?.answer.kind !== "refused" || outcome.settings !== settings) return undefined;
  const field = fieldOf(settings.countsDesign, outcome.answer.argument);
  return field && { field, text: refusalText(outcome.answer.code) };
}

function Numbers({ judge, field, error }: {
  judge: Judge; field: CountsField; error: string | undefined;
}): VNode {
  const { settings, change } = judge;
  const id = `counts-${field.names[0]}`;
  const describedBy = [field.hint !== "" && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter((part) => part !== false).join(" ");
  const box = (name: string, label: string, mode: "numeric" | "decimal"): VNode => (
    <input type="text" inputMode={mode} name={name} id={`counts-${name}`} aria-label={label}
      autocomplete="off" value={settings.counts[name] ?? ""}
      {...(describedBy === "" ? {} : { "aria-describedby": describedBy })}
      aria-invalid={error !== undefined}
      onInput={(event) =>
        change({ counts: { ...settings.counts, [name]: event.currentTarget.value } })} />
  );
  const [first, second] = field.names;
  return (
    <div class="counts-field">
      <span class="counts-label">{field.label}</span>
      <span class="fraction">
        {second === undefined
          ? box(first, field.label, first.endsWith("Rate") ? "decimal" : "numeric")
          : <>{box(first, `${field.label}: count`, "numeric")}
            <span aria-hidden="true">of</span>
            {box(second, `${field.label}: total`, "numeric")}</>}
      </span>
      {field.hint !== "" && <span class="hint" id={`${id}-hint`}>{field.hint}</span>}
      {error !== undefined &&
        <span class="field-error" id={`${id}-error`} role="alert">{field.label}: {error}.</span>}
    </div>
  );
}

/** Rates that are taken as exact, for a table. */
export function KnownInputs({ judge }: { judge: Judge }): VNode {
  return (
    <fieldset class="step counts">
      <legend class="step-title">The published rates</legend>
      {countsFields.known.slice(1).map((field) =>
        <Numbers key={field.argument} judge={judge} field={field} error={undefined} />)}
    </fieldset>
  );
}

/** For people who have a paper's summary and no rows. */
export function CountsInputs({ judge }: { judge: Judge }): VNode {
  const { settings, change } = judge;
  const problem = refused(judge);
  return (
    <>
      <LabelsQuestion name="counts-from" answer={settings.countsDesign}
        choose={(countsDesign) => change({ countsDesign })} />
      <fieldset class="step counts">
        <legend class="step-title">The counts</legend>
        {countsFields[settings.countsDesign].map((field) => (
          <Numbers key={field.names[0]} judge={judge} field={field}
            error={problem?.field === field ? problem.text : undefined} />
        ))}
        {settings.counts !== exampleCounts && (
          <div class="buttons">
            <button type="button" class="button" onClick={() => change({ counts: exampleCounts })}>
              Use the example
            </button>
          </div>
        )}
      </fieldset>
      {settings.countsDesign === "none" && <UnlabelledInputs judge={judge} />}
    </>
  );
}

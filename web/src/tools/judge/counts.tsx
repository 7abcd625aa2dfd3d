import type { VNode } from "preact";
import { refusalText } from "../../parts/words.ts";
import { countsFields, fieldOf, type CountsField } from "./model.ts";
import { exampleCounts, type CountsDesign } from "./state.ts";
import type { Judge } from "./use-judge.ts";

const designs: readonly { readonly name: CountsDesign; readonly text: string; readonly more: string }[] = [
  { name: "external", text: "Another labelled set, picked on purpose, or not sure",
    more: "How often the judge agreed with people there." },
  { name: "subset", text: "Picked at random from the very items being scored",
    more: "The four counts of judge against people." },
  { name: "known", text: "Published error rates, without counts",
    more: "Taken as exact, so the interval is too narrow if they were estimated." },
];

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

/** For people who have a paper's summary and no rows. */
export function CountsInputs({ judge }: { judge: Judge }): VNode {
  const { settings, change } = judge;
  const problem = refused(judge);
  return (
    <>
      <fieldset class="step question">
        <legend class="step-title">Where do the human labels come from?</legend>
        {designs.map(({ name, text, more }) => (
          <label key={name} class="choice">
            <input type="radio" name="counts-from" value={name} checked={settings.countsDesign === name}
              onChange={() => change({ countsDesign: name })} />
            <span>{text}<span class="hint">{more}</span></span>
          </label>
        ))}
      </fieldset>
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
    </>
  );
}

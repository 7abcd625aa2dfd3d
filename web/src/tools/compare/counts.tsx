import type { VNode } from "preact";
import { refusalText } from "../../parts/words.ts";
import { countsFields, type CountsField } from "./model.ts";
import { harnessCounts, type CountsDesign } from "./state.ts";
import type { Compare } from "./use-compare.ts";

const designs: readonly { readonly name: CountsDesign; readonly text: string; readonly more: string }[] = [
  { name: "same", text: "The same items", more: "How many both, one or neither got right: the sharper way." },
  { name: "different", text: "Different items", more: "How many each got right, of its own." },
];

/** The field that the package refused, if it is one of those shown. */
export function refusedField(compare: Compare): CountsField | undefined {
  const { outcome, settings } = compare;
  if (outcome?.answer.kind !== "refused") return undefined;
  const { argument } = outcome.answer;
  return countsFields[settings.countsDesign].find((field) => field.arguments.includes(argument));
}

function Numbers({ compare, field, error }: {
  compare: Compare; field: CountsField; error: string | undefined;
}): VNode {
  const { settings, change } = compare;
  const id = `counts-${field.names[0]}`;
  const describedBy = [field.hint !== "" && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter((part) => part !== false).join(" ");
  const box = (name: string, label: string): VNode => (
    <input type="text" inputMode="numeric" name={name} id={`counts-${name}`} aria-label={label}
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
        {second === undefined ? box(first, field.label)
          : <>{box(first, `${field.label}: right`)}
            <span aria-hidden="true">of</span>
            {box(second, `${field.label}: items`)}</>}
      </span>
      {field.hint !== "" && <span class="hint" id={`${id}-hint`}>{field.hint}</span>}
      {error !== undefined &&
        <span class="field-error" id={`${id}-error`} role="alert">{field.label}: {error}.</span>}
    </div>
  );
}

/** For people who have two systems' counts and no rows. */
export function CountsInputs({ compare }: { compare: Compare }): VNode {
  const { settings, change, outcome } = compare;
  const problem = refusedField(compare);
  const text = outcome?.answer.kind === "refused" ? refusalText(outcome.answer.code) : "";
  return (
    <>
      <fieldset class="step question">
        <legend class="step-title">What did the two systems answer?</legend>
        {designs.map(({ name, text: title, more }) => (
          <label key={name} class="choice">
            <input type="radio" name="counts-from" value={name} checked={settings.countsDesign === name}
              onChange={() => change({ countsDesign: name })} />
            <span>{title}<span class="hint">{more}</span></span>
          </label>
        ))}
      </fieldset>
      <fieldset class="step counts">
        <legend class="step-title">{settings.countsDesign === "same" ? "How many items" : "How many right"}</legend>
        <div class={settings.countsDesign === "same" ? "counts-grid" : ""}>
          {countsFields[settings.countsDesign].map((field) => (
            <Numbers key={field.names[0]} compare={compare} field={field}
              error={problem === field ? text : undefined} />
          ))}
        </div>
      </fieldset>
      <div class="step">
        <p class="hint">
          An evaluation harness compared two models on 220 questions as if they had answered different
          ones, and reported p = .08. They had answered the same.
        </p>
        <div class="buttons">
          <button type="button" class="button" onClick={() => change({ countsDesign: "same", counts: harnessCounts })}>
            Why pairing matters</button>
        </div>
      </div>
    </>
  );
}

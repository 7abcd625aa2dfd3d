import { levelText } from "evenhand/bare";
import type { VNode } from "preact";
import { Field } from "../../parts/field.tsx";
import { LinkProblems } from "../../parts/result.tsx";
import { refusalText } from "../../parts/words.ts";
import { designEffectField, fieldsOf, refusedField } from "./model.ts";
import { Result } from "./result.tsx";
import { initialValues, type Design, type Question, type ValueName } from "./state.ts";
import { usePlan, type Plan } from "./use-plan.ts";

const questions: readonly { readonly name: Question; readonly text: string; readonly more: string }[] = [
  { name: "items", text: "How many items do I need?", more: "To show a difference that matters to me." },
  { name: "difference", text: "What difference can I see?", more: "With the items that I have." },
  { name: "width", text: "How sure will one score be?", more: "Items for an interval of a wanted width." },
  { name: "runs", text: "How many reruns?", more: "To tell two systems apart whose scores vary from run to run." },
];

const designs: readonly { readonly name: Design; readonly text: string; readonly more: string }[] = [
  { name: "paired", text: "The same items, right or wrong", more: "The usual benchmark, and the cheapest." },
  { name: "different", text: "Different items, right or wrong", more: "Each system has its own: an A/B test." },
  { name: "graded", text: "The same items, graded", more: "Scores in between, or several answers per item." },
];

const powers = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];
const levels = [0.8, 0.9, 0.95, 0.99, 0.999];
const withChosen = (numbers: readonly number[], chosen: number): readonly number[] =>
  (numbers.includes(chosen) ? numbers : [...numbers, chosen]);

function NumberField({ plan, name, label, hint }: {
  plan: Plan; name: ValueName; label: string; hint: string;
}): VNode {
  const { settings, change, outcome } = plan;
  const id = `plan-${name}`;
  const refused = outcome?.answer.kind === "refused" ? outcome.answer : undefined;
  const error = refused !== undefined && refusedField(settings, refused.argument)?.name === name
    ? refusalText(refused.code) : undefined;
  return (
    <div class="counts-field">
      <label class="counts-label" for={id}>{label}</label>
      <input type="text" inputMode="decimal" id={id} autocomplete="off" value={settings.values[name]}
        placeholder={initialValues[name] === "" ? "not known" : ""}
        aria-describedby={`${id}-hint${error === undefined ? "" : ` ${id}-error`}`} aria-invalid={error !== undefined}
        onInput={({ currentTarget: { value } }) => change({ values: { ...settings.values, [name]: value } })} />
      <span class="hint" id={`${id}-hint`}>{hint}</span>
      {error !== undefined &&
        <span class="field-error" id={`${id}-error`} role="alert">{label}: {error}.</span>}
    </div>
  );
}

export function PlanTool(): VNode {
  const plan = usePlan();
  const { settings, change, problems } = plan;
  const { question, design, power, level } = settings;
  const isCompared = question === "items" || question === "difference";
  return (
    <div class="tool">
      <section class="side" aria-labelledby="input-heading">
        <h2 id="input-heading" class="offscreen">Your question</h2>
        <LinkProblems problems={problems} />
        <fieldset class="step question">
          <legend class="step-title">What do you want to know?</legend>
          {questions.map(({ name, text, more }) => (
            <label key={name} class="choice">
              <input type="radio" name="question" value={name} checked={question === name}
                onChange={() => change({ question: name })} />
              <span>{text}<span class="hint">{more}</span></span>
            </label>
          ))}
        </fieldset>
        {isCompared && (
          <fieldset class="step question">
            <legend class="step-title">What do the two systems answer?</legend>
            {designs.map(({ name, text, more }) => (
              <label key={name} class="choice">
                <input type="radio" name="design" value={name} checked={design === name}
                  onChange={() => change({ design: name })} />
                <span>{text}<span class="hint">{more}</span></span>
              </label>
            ))}
          </fieldset>
        )}
        <fieldset class="step counts">
          <legend class="step-title">The numbers</legend>
          {fieldsOf(settings).map(({ name, label, hint }) =>
            <NumberField key={name} plan={plan} name={name} label={label} hint={hint} />)}
        </fieldset>
        <details class="step options">
          <summary>{question === "width" ? "Level, clusters" : question === "runs" ? "Level, power" : "Level, power, clusters"}</summary>
          <div class="grid">
            <Field id="level" label="Confidence level">
              <select id="level" value={String(level)}
                onChange={(event) => change({ level: Number(event.currentTarget.value) })}>
                {withChosen(levels, level).map((each) =>
                  <option key={each} value={String(each)}>{levelText(each)}</option>)}
              </select>
            </Field>
            {question !== "width" && (
              <Field id="power" label="Chance to find it">
                <select id="power" value={String(power)}
                  onChange={(event) => change({ power: Number(event.currentTarget.value) })}>
                  {withChosen(powers, power).map((each) =>
                    <option key={each} value={String(each)}>{levelText(each)}</option>)}
                </select>
              </Field>
            )}
            {question !== "runs" && (
              <div class="wide"><NumberField plan={plan} name="designEffect" label={designEffectField.label}
                hint={designEffectField.hint} /></div>
            )}
          </div>
        </details>
      </section>
      <Result plan={plan} />
    </div>
  );
}

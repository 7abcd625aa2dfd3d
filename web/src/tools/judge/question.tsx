import type { VNode } from "preact";
import type { Labels } from "./state.ts";
import type { Judge } from "./use-judge.ts";

const answers: readonly { readonly name: Labels; readonly text: string; readonly more: string }[] = [
  { name: "subset", text: "Picked at random from the very items being scored",
    more: "Narrowest intervals. Chance must have done the picking." },
  { name: "external", text: "From another labelled set, or picked on purpose",
    more: "The judge must err at the same rates on both." },
  { name: "unsure", text: "Not sure", more: "Treated like another set: safe, but wider." },
];

/** The one thing that the data cannot say about themselves. */
export function LabelsQuestion({ judge }: { judge: Judge }): VNode {
  const { settings, change } = judge;
  return (
    <fieldset class="step question">
      <legend class="step-title">Where do your human labels come from?</legend>
      {answers.map(({ name, text, more }) => (
        <label key={name} class="choice">
          <input type="radio" name="labels" value={name} checked={settings.labels === name}
            onChange={() => change({ labels: name })} />
          <span>{text}<span class="hint">{more}</span></span>
        </label>
      ))}
    </fieldset>
  );
}

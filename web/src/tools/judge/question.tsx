import { count } from "evenhand/bare";
import type { ComponentChildren, VNode } from "preact";
import { isUnlabelled } from "./model.ts";
import type { TableAnswer } from "./protocol.ts";
import { labelsAnswers, type Labels, type LabelsAnswer, type Settings } from "./state.ts";

const texts: Readonly<Record<LabelsAnswer, readonly [text: string, more: string]>> = {
  subset: ["Picked at random from the very items being scored",
    "Narrowest intervals. Chance must have done the picking."],
  external: ["From another labelled set, or picked on purpose",
    "Such as equal numbers of right and wrong answers. The judge must err at the same rates on both."],
  none: ["I have none", "No correction then, but what would overturn a claim."],
  known: ["I only have published error rates",
    "Taken as exact, so the interval is too narrow if they were estimated."],
  unsure: ["Not sure", "Treated like another set: safe, but wider."],
};

interface Props {
  /** Of the radio buttons: two questions on one page must not be one. */
  readonly name: string;
  readonly answer: Labels;
  readonly choose: (answer: LabelsAnswer) => void;
  /** What the data say by themselves. */
  readonly children?: ComponentChildren;
}

/** The one thing that the data cannot say about themselves. */
export function LabelsQuestion({ name, answer, choose, children }: Props): VNode {
  return (
    <fieldset class="step question">
      <legend class="step-title">Where do your human labels come from?</legend>
      {children}
      {labelsAnswers.map((each) => (
        <label key={each} class="choice">
          <input type="radio" name={name} value={each} checked={answer === each}
            onChange={() => choose(each)} />
          <span>{texts[each][0]}<span class="hint">{texts[each][1]}</span></span>
        </label>
      ))}
      {answer === "unanswered" &&
        <p class="hint">Not answered yet; until then it is computed as if you were not sure.</p>}
    </fieldset>
  );
}

/** What a table says of its labels; undefined when it has not been read. */
export function inferredText({ report, roles }: TableAnswer, settings: Settings): string | undefined {
  const { models } = report;
  // Then the labels, if there are any, are not looked at.
  if (models.length === 0 || isUnlabelled(settings)) return undefined;
  if (roles.human === null) return "The table has no column of human labels.";
  const of = (column: "items" | "labelled"): number => models.reduce((sum, row) => sum + row[column], 0);
  const [items, labelled] = [of("items"), of("labelled")];
  if (labelled === 0) return "No row of the table has a human label.";
  if (labelled === items) return "Every row of the table has a human label.";
  const seen = `${count(labelled)} of ${count(items)} rows have a human label.`;
  const differ = models.filter(({ corrected }) => corrected.flags.includes("labels_not_random")).length;
  return differ === 0
    ? `${seen} How they were picked the table cannot tell.`
    : `${seen} They do not look picked at random: the judge passes labelled and unlabelled answers ` +
      `of ${differ === 1 ? "one model" : `${differ} models`} at rates that differ more than chance allows.`;
}

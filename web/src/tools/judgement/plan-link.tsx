/** From a result to the plan for more labels. */
import type { Correction, ScoreReport } from "evenhand/bare";
import type { VNode } from "preact";
import type { Settings } from "../judge/state.ts";
import { planFrom } from "./labels-model.ts";

const percentOf = (share: number): string => String(Number((100 * share).toPrecision(4)));

interface Props {
  readonly settings: Settings;
  readonly result: Correction | ScoreReport;
}

/** Null where the result says nothing of the judge. */
function hashOf({ settings, result }: Props): { hash: string; model: string | undefined } | null {
  const { counts, level } = settings;
  if (!("models" in result)) {
    if (settings.countsDesign !== "external" && settings.countsDesign !== "unsure") {
      const { estimate, sensitivity, specificity } = result;
      if (estimate === null || sensitivity === null || specificity === null) return null;
      return { model: undefined, hash: planFrom("rates", level, {
        score: percentOf(estimate), sensitivity: percentOf(sensitivity.estimate),
        specificity: percentOf(specificity.estimate),
        items: counts[settings.countsDesign === "subset" ? "unlabelledTotal" : "judgedTotal"] ?? "" }) };
    }
    const { judgedCount = "", judgedTotal = "", sensitivityCount = "", sensitivityTotal = "",
      specificityCount = "", specificityTotal = "" } = counts;
    return { model: undefined, hash: planFrom("pilot", level, {
      judgedCount, judgedTotal, sensitivityCount, sensitivityTotal, specificityCount, specificityTotal }) };
  }
  for (const { model, items, corrected, sensitivity, specificity } of result.models) {
    if (corrected.estimate === null || sensitivity === null || specificity === null) continue;
    return { model, hash: planFrom("rates", level, {
      score: percentOf(corrected.estimate), sensitivity: percentOf(sensitivity.estimate),
      specificity: percentOf(specificity.estimate), items: String(items) }) };
  }
  return null;
}

export function PlanLink(props: Props): VNode | null {
  const found = hashOf(props);
  return found && (
    <p class="onward">
      Not sure enough? <a href={found.hash}>How many more labels it takes</a>
      {found.model !== undefined && ", starting from what is known of the judge on "}
      {found.model !== undefined && <strong class="model" title={found.model}>{found.model}</strong>}.
    </p>
  );
}

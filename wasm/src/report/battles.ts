/** Battles in words. */
import type { BattlesReport } from "../battles.ts";
import { battleMethods, battleStatuses } from "../generated/compare.ts";
import { version } from "../generated/version.ts";
import { count, levelText, pText } from "./format.ts";
import { nameList, textOf } from "./words.ts";

/** The whole report in a few plain sentences. */
export function battlesReading({ systems, pairs, design }: BattlesReport): string[] {
  if (design === null) return [];
  if (design.status !== "fitted") {
    const { title, detail } = textOf(battleStatuses, design.status);
    const groups = design.groups?.map((names) => nameList(names)).join("; ");
    return [`No strengths: ${title}. ${detail}` + (groups === undefined ? "" : ` Groups: ${groups}.`)];
  }
  const [best] = systems;
  const alpha = 1 - design.level;
  const standing = pairs.filter((pair) => pair.pAdjusted < alpha).length;
  const place = new Map(systems.map((row, index) => [row.system, index]));
  const open = pairs.filter((pair) => pair.pAdjusted >= alpha &&
    place.get(pair.b) === (place.get(pair.a) as number) + 1);
  return [
    `${best!.system} has the highest rating, ${best!.rating.toFixed(0)} (${levelText(design.level)} ` +
      `interval ${best!.ratingLower.toFixed(0)} to ${best!.ratingUpper.toFixed(0)}).`,
    `${count(standing)} of ${count(pairs.length)} ${pairs.length === 1 ? "difference" : "differences"} ` +
      `${standing === 1 ? "stands" : "stand"} after the Holm correction.`,
    ...open.slice(0, 3).map((pair) =>
      `${pair.a} and ${pair.b} are not told apart by these battles (${pText(pair.p)}, corrected ` +
        `${pText(pair.pAdjusted)}).`),
  ];
}

/** What must be true for the strengths to hold. */
export function battlesAssumptions({ design }: BattlesReport): string[] {
  return [
    "Each system has one strength, whatever the prompt and the opponent.",
    design?.clusters == null
      ? "Battles are independent of each other."
      : "Clusters of battles are independent of each other; battles of one may be alike.",
    "Which side a system was shown on makes no difference.",
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function battlesMethod({ design }: BattlesReport): string {
  if (design === null) return "";
  const { title, detail } = textOf(battleMethods, design.method);
  const errors = design.robust ? "robust (sandwich) standard errors" : "the information matrix";
  return `Strengths were fitted to ${count(design.battles)} battles by the model of ${title} ` +
    `(${detail}); ${levelText(design.level)} intervals by ${errors}, pairs corrected by Holm's method; ` +
    `computed with Evenhand ${version}.`;
}

/** Two sources with judges of their own, in words. */
import { contrastFlags, contrastMethods, type SourceContrast } from "../generated/contrast.ts";
import { correctionMethods, designs, reasons, type Correction } from "../generated/judge.ts";
import type { RegionContrast } from "../generated/labels.ts";
import { version } from "../generated/version.ts";
import {
  difference, differenceInterval, levelText, percent, percentInterval,
} from "./format.ts";
import { regionReading, suppositionText } from "./without-labels.ts";
import { textOf } from "./words.ts";
import type { Supposition } from "../without-labels.ts";

/** Both corrected scores and their difference, in sentences. */
export function sourcesReading(result: SourceContrast): string[] {
  const { a, b, estimate, level } = result;
  return [sideSentence("A", a, level), sideSentence("B", b, level), differenceSentence(result, estimate)];
}

function sideSentence(name: string, side: Correction, level: number): string {
  const passes = `${name}'s judge passes ${side.raw === null ? "nothing" : percent(side.raw.estimate)}`;
  return side.estimate === null
    ? `${passes}; its corrected score cannot be told` +
      (side.reason === null ? "." : `: ${textOf(reasons, side.reason).title}.`)
    : `${passes}; corrected, ${name} is right on ${percent(side.estimate)} (${levelText(level)} ` +
      `interval ${percentInterval(side)}).`;
}

function differenceSentence(result: SourceContrast, estimate: number | null): string {
  const { lower, upper, level, verdicts, flags } = result;
  if (estimate === null) return "Whether A or B is better cannot be told from these data.";
  const raw = verdicts === 0 ? "the raw rates are equal"
    : `the raw rates favour ${verdicts > 0 ? "A" : "B"} by ` +
      `${difference(Math.abs(verdicts), true)} points, but are on different scales`;
  const reversed = flags.includes("sign_reversed") ? "; corrected, the order is reversed" : "";
  const told = lower > 0 || upper < 0;
  const better = lower > 0 ? ["A", "B"] : ["B", "A"];
  const limits = upper < 0 ? { lower: -upper, upper: -lower } : { lower, upper };
  return (told
    ? `${better[0]} is better than ${better[1]} by ${difference(Math.abs(estimate), true)} points ` +
      `(${levelText(level)} interval ${differenceInterval(limits, true)})`
    : `A and B are not told apart by these data: the corrected difference is ` +
      `${difference(estimate, true)} points, and anything from ${differenceInterval(limits, true)} ` +
      `remains possible (${levelText(level)} interval)`) + `; ${raw}${reversed}.`;
}

/** What to know before believing the difference. */
export function sourcesNotes(result: SourceContrast): string[] {
  // That every difference is possible needs no saying where nothing is identified.
  return result.flags.filter((flag) => flag !== "wide" || result.estimate !== null)
    .map((flag) => textOf(contrastFlags, flag).detail);
}

const itemsAssumption =
  "Items are independent of each other, and both sources drew theirs from the population of interest.";

/** What must be true for two sources to be compared. */
export const sourcesAssumptions: readonly string[] = [
  `Of each source: ${textOf(designs, "external").detail}`,
  itemsAssumption,
  "The human labels of both sources are right, by the same rule.",
];

/** What A's labels and what is supposed of B's judge leave possible, in sentences. */
export function regionContrastReading(result: RegionContrast, supposed: Supposition): string[] {
  const { a, b, lower, upper, level } = result;
  const better = lower > 0 ? "A is better than B whatever B's judge is within these ranges"
    : upper < 0 ? "B is better than A whatever B's judge is within these ranges"
      : "Which of the two is better cannot be told";
  return [
    "Sensitivity analysis: B has no labels, so the difference is not estimated.",
    sideSentence("A", a, level),
    regionReading(b, supposed, "B"),
    `${better}: A - B may be anything from ${differenceInterval({ lower, upper }, true)} (each side's ` +
      `limits at ${levelText(level)}).`,
  ];
}

/** What must be true for the differences that are told possible. */
export function regionContrastAssumptions(supposed: Supposition): string[] {
  return [`Of A: ${textOf(designs, "external").detail}`,
    `B's judge is as supposed on its items: ${suppositionText(supposed)}.`,
    itemsAssumption, "A's human labels are right."];
}

/** The sentence for a paper. */
export function regionContrastMethod({ a, level }: RegionContrast): string {
  const interval = textOf(correctionMethods, a.method);
  return `A's score was corrected by the Rogan-Gladen estimator (Rogan and Gladen 1978, Am. J. ` +
    `Epidemiol. 107:71) with a ${levelText(level)} interval by ${interval.title} (${interval.detail}); of ` +
    `B, which has no labels, the identification region was taken (Manski 2003, Partial Identification ` +
    `of Probability Distributions) with Wilson limits of its judge's rate. A sensitivity analysis, computed ` +
    `with Evenhand ${version}.`;
}

/** The sentence for a paper. */
export function sourcesMethod(result: SourceContrast): string {
  const interval = textOf(correctionMethods, result.a.method);
  const contrast = textOf(contrastMethods, result.method);
  return `Scores of two judges were each corrected by the Rogan-Gladen estimator (Rogan and Gladen ` +
    `1978, Am. J. Epidemiol. 107:71) with ${levelText(result.level)} intervals by ${interval.title} ` +
    `(${interval.detail}), their difference by ${contrast.title} (${contrast.detail}); computed with ` +
    `Evenhand ${version}.`;
}

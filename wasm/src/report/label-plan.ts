/** Plans for human labels in words. */
import { allocationMethods, planFlags, purchases, type CalibrationSize } from "../generated/labels.ts";
import { version } from "../generated/version.ts";
import type { LabelPlanFindings } from "../label-plan.ts";
import { count, difference, levelText, percent } from "./format.ts";
import { textOf } from "./words.ts";

/** "±5.1 points" */
export const halfWidthText = (halfWidth: number): string => `±${difference(halfWidth, true)} points`;

const labelsText = (labels: number): string => `${count(labels)} label${labels === 1 ? "" : "s"}`;

/** A score of 0 or 1 has no variance, so what labels alone would tell has no meaning. */
export function hasExtremeScore({ assumption }: LabelPlanFindings): boolean {
  return assumption.score === 0 || assumption.score === 1;
}

/** How many labels a half-width takes from another set; then by the other ways to get them. */
export function sizeReading(size: CalibrationSize, items: number): string[] {
  const { optimalCeiling, equalCeiling, subsetCeiling, gold } = size;
  const wanted = `An interval of ${halfWidthText(size.halfWidth)} (${levelText(size.level)})`;
  const others = `${subsetCeiling === null ? "not even labels of all judged items are enough"
    : `${labelsText(subsetCeiling)} on a random subset of the judged items do`}; without a judge, ` +
    `${labelsText(Math.ceil(gold))} of random answers`;
  if (optimalCeiling === null) {
    return [
      `${wanted} is out of reach of labels from another set: with ${count(items)} judged items it stays ` +
        `above ${halfWidthText(size.floor)}, however many labels there are. It takes at least ` +
        `${count(Math.ceil(size.judgedLeast))} judged items.`,
      `For the same interval ${others}.`,
    ];
  }
  return [
    `${wanted} takes ${labelsText(optimalCeiling)} from another set if they are split in the best way` +
      (equalCeiling === null ? "" : `, ${labelsText(equalCeiling)} if equally`) + ".",
    `For the same interval ${others}.`,
  ];
}

/** What the labels buy, and at what price. */
export function labelPlanReading(plan: LabelPlanFindings): string[] {
  const { size, allocation, precision, items, subset, sameEffort, byHand } = plan;
  const extreme = hasExtremeScore(plan);
  const sentences = size === null ? [] : sizeReading(size, items).slice(0, extreme ? 1 : 2);
  if (allocation !== null && precision !== null) {
    const labels = allocation.wrong + allocation.right;
    sentences.push(
      `${count(labels)} labels from another set: ${count(allocation.wrong)} of wrong and ` +
        `${count(allocation.right)} of right answers ` +
        `(${textOf(allocationMethods, allocation.method).title}). ` +
        `With ${count(items)} judged items they buy an interval of ${halfWidthText(precision.halfWidth)} ` +
        `(${levelText(precision.level)}); more labels alone cannot get below ` +
        `${halfWidthText(precision.floor)}.`);
    if (size !== null && precision.halfWidth > size.halfWidth) {
      sentences.push("That is more than was asked for, because of how the labels are split; a few more " +
        "labels make up for it.");
    }
    sentences.push(costReading(plan));
    sentences.push(buyReading(plan));
    sentences.push(chanceReading(precision.labelsNeededPerClass));
  }
  if (subset !== null) {
    sentences.push(
      `The same labels on a random subset of the judged items would give ${halfWidthText(subset.halfWidth)} ` +
        `with the judge, as much as about ${count(Math.round(subset.equivalentLabels))} labels without.`);
  }
  if (byHand !== null) {
    sentences.push(
      `Without a judge: ` +
        (precision === null || allocation === null ? ""
          : `as many labels of random answers give ${halfWidthText(precision.goldHalfWidth)}, `) +
        (sameEffort === null ? ""
          : `the ${count(sameEffort.labels)} that finding these labels takes ` +
            `${halfWidthText(sameEffort.halfWidth)}, `) +
        `labels of all ${count(byHand.labels)} items ${halfWidthText(byHand.halfWidth)}.`);
  }
  const worth = worthReading(plan);
  return worth === undefined ? sentences : [...sentences, worth];
}

/** The labels that the check of the judge takes. */
function chanceReading(needed: number): string {
  const judge = "To show that this judge beats chance takes";
  return needed <= 10 ? `${judge} few labels; have 10 of each class at the least.`
    : `${judge} about ${count(Math.ceil(needed))} labels of each class.`;
}

/** What it costs to find answers of each class. */
function costReading({ allocation, precision }: LabelPlanFindings): string {
  const { labelledForWrong, labelledForRight } = precision!;
  const [wrong, right] = [
    [labelledForWrong, `${count(allocation!.wrong)} wrong`] as const,
    [labelledForRight, `${count(allocation!.right)} right`] as const,
  ].map(([labelled, what]) => (labelled === null ? undefined
    : `to find ${what} ones, about ${count(Math.ceil(labelled))} random answers must be labelled`));
  const known = [wrong, right].filter((text) => text !== undefined);
  return `Nobody knows which answers are wrong before they are labelled: ${known.join("; ")}.`;
}

/** Gains are small: two decimals of a point. */
const gainText = (gain: number): string => `${(100 * gain).toFixed(2)} points`;

/** What the next money should buy, the best first. */
function buyReading({ precision }: LabelPlanFindings): string {
  const [best, ...others] = precision!.purchases
    .filter(({ purchase }) => purchase !== "plain_labels")
    .map(({ purchase, gain }) => `${textOf(purchases, purchase).title} (${gainText(gain)})`);
  return `The best next buy is ${best}, by how much the half-width shrinks; then ${others.join(", ")}.`;
}

/** Whether the judge is worth its labels; undefined where nothing was planned or can be compared. */
export function worthReading(plan: LabelPlanFindings): string | undefined {
  const { precision, subset, sameEffort } = plan;
  if (precision === null || hasExtremeScore(plan)) return undefined;
  if (precision.flags.includes("judge_not_worth_it")) {
    return subset === null
      ? "With labels from another set this judge is not worth it: count the labels themselves."
      : "With labels from another set this judge is not worth it. Label a random subset of the judged " +
        "items instead: there a poor judge costs next to nothing.";
  }
  return sameEffort !== null && sameEffort.halfWidth < precision.halfWidth
    ? "The judge is worth it only if the labels of wrong and of right answers are there already: the " +
      "random answers that must be labelled to find them tell more by themselves."
    : "The judge is worth it: as many labels without it give a wider interval.";
}

/** What to know about a plan, as sentences. */
export function labelPlanNotes(plan: LabelPlanFindings): string[] {
  const { allocation, precision, subset } = plan;
  const extreme = hasExtremeScore(plan);
  const flags = [...(allocation?.flags ?? []), ...(precision?.flags ?? []), ...(subset?.flags ?? [])]
    .filter((flag) => flag !== "judge_not_worth_it" || !extreme);
  return [
    ...(extreme ? [`A score of ${percent(plan.assumption.score)} leaves labels nothing to vary, so what ` +
      `they would tell without a judge is not compared. Suppose a score that is not at the end of its range.`]
      : []),
    ...[...new Set(flags)].map((flag) => textOf(planFlags, flag).detail),
  ];
}

/** What a plan takes for granted. */
export function labelPlanAssumptions({ assumption }: LabelPlanFindings): string[] {
  const { score, sensitivity, specificity } = assumption;
  return [
    `The score is about ${percent(score)}, the judge's sensitivity about ${percent(sensitivity)} and ` +
      `its specificity about ${percent(specificity)}, best from a pilot.`,
    "Labels from another set: the judge errs at the same rates there and on the judged items.",
    "Items are independent of each other.",
  ];
}

/** The sentence for a paper. */
export function labelPlanMethod({ allocation, level }: LabelPlanFindings): string {
  const split = allocation === null ? undefined : textOf(allocationMethods, allocation.method);
  return `Planned by the delta variance of the Rogan-Gladen estimator (Rogan and Gladen 1978, Am. J. ` +
    `Epidemiol. 107:71), a normal approximation at the ${levelText(level)} level` +
    (split === undefined ? "" : `, labels split by ${split.title} (${split.detail})`) +
    `; computed with Evenhand ${version}.`;
}

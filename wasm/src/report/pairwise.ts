/** Pairwise verdicts in words. */
import {
  classFlags, classReasons, orderRules, pairTieRules, pairwiseFlags, ratingReasons, type PairTieRule,
} from "../generated/contrast.ts";
import { correctionMethods, designs, flags, type Design } from "../generated/judge.ts";
import { version } from "../generated/version.ts";
import type { PairwiseReport, PairwiseRow, RatedModelRow, RatedPairRow } from "../pairwise.ts";
import { count, difference, levelText, percent, percentInterval, pText } from "./format.ts";
import { nameList, textOf } from "./words.ts";

/** What to know before believing a pair's numbers. */
export function pairwiseNotes(
  { winRate, calibration, external, subset }: Omit<PairwiseRow, "notes">,
  how: {
    readonly design: Design | null; readonly ties: PairTieRule; readonly isGrouped: boolean;
    readonly isOneCluster: boolean;
  },
): string[] {
  const notes: string[] = [];
  if (how.isOneCluster) {
    notes.push("All verdicts on this pair that count are in one cluster, so there is no interval.");
  } else if (winRate === null) {
    notes.push("No item has a verdict that counts under this rule for the two orders.");
  }
  if (winRate !== null) notes.push(...winRate.flags.map((flag) => textOf(pairwiseFlags, flag).detail));
  if (how.design !== null && how.ties === "drop") {
    notes.push(how.design === "subset"
      ? "With ties dropped there is no correction by labels on a random subset: which of the other " +
        "items people would call ties is unknown."
      : "For the correction, items that the judge or people call ties were dropped.");
  }
  if (calibration === "pooled") {
    notes.push("This pair has too few labels of some class, so all pairs' labels were used together: the " +
      "judge is taken to err alike on every pair.");
  }
  if (external !== null) {
    if (external.reason !== null) notes.push(textOf(classReasons, external.reason).detail);
    const told = external.flags.filter((flag) => flag !== "wide" || external.score !== null);
    notes.push(...told.map((flag) => textOf(classFlags, flag).detail));
  }
  if (subset !== null) notes.push(...subset.flags.map((flag) => textOf(flags, flag).detail));
  if (how.isGrouped && (external !== null || subset !== null)) {
    notes.push("The corrected interval takes items as independent, whatever their clusters.");
  }
  return notes;
}

/** Who wins more, from a rate of A and its interval. */
function rateText(
  { a, b }: PairwiseRow, rate: { estimate: number; lower: number; upper: number }, level: number,
): string {
  const interval = `${levelText(level)} interval ${percentInterval(rate)}`;
  const verdict = rate.lower > 0.5 ? `${a} is preferred to ${b}`
    : rate.upper < 0.5 ? `${b} is preferred to ${a}` : `${a} and ${b} are not told apart`;
  return `${verdict}: ${a} wins ${percent(rate.estimate)} (${interval})`;
}

/** What ties count for, and the two orders where there are two, in a clause. */
function ruleText({ ties, order }: PairwiseReport, isOneOrder: boolean): string {
  const rule = textOf(pairTieRules, ties).title;
  return isOneOrder ? `${rule}, each item in one order only` : `${rule}, ${textOf(orderRules, order).title}`;
}

/** What the order of presentation does; undefined when no item was judged in both orders. */
function orderText({ winRate }: PairwiseRow): string | undefined {
  if (winRate?.position == null) return undefined;
  const { items, consistent, consistency, firstTwice, secondTwice, p, effect } = winRate.position;
  return `In ${count(consistent)} of ${count(items)} items judged in both orders the verdict is the same ` +
    `(${percent(consistency.estimate)}); the answer shown first won both times in ${count(firstTwice)}, the ` +
    `one shown second in ${count(secondTwice)} (${pText(p)}). Being shown first is worth ` +
    `${difference(effect.estimate, true)} points.`;
}

/** One pair in a few sentences. */
export function pairwiseReading(report: PairwiseReport, row: PairwiseRow): string[] {
  const { winRate, corrected } = row;
  const sentences: string[] = [];
  if (winRate?.rate != null) {
    const { rate: estimate, lower, upper } = winRate;
    sentences.push(`By the judge's verdicts on ${count(winRate.items)} items ` +
      `${rateText(row, { estimate, lower, upper }, report.level)}; ` +
      `${ruleText(report, winRate.position === null)}.`);
  }
  if (corrected !== null) {
    sentences.push(`With the judge's errors taken out ${rateText(row, corrected, report.level)}.`);
  } else if (report.design !== null) {
    const reason = row.external?.reason ?? null;
    sentences.push(`What people would prefer between ${row.a} and ${row.b} cannot be told from these labels` +
      `${reason === null ? "" : `: ${textOf(classReasons, reason).title}`}.`);
  }
  const order = orderText(row);
  if (order !== undefined) sentences.push(order);
  return sentences;
}

/** "1020 to 1180"; an interval may have no end. */
export function ratingInterval({ ratingLower, ratingUpper }: RatedModelRow): string {
  const end = (limit: number | null): string => (limit === null ? "no end" : limit.toFixed(0));
  return `${end(ratingLower)} to ${end(ratingUpper)}`;
}

/** All models on one scale in a few sentences; none without ratings. */
export function ratingsReading({ ratings }: PairwiseReport): string[] {
  if (ratings === null) return [];
  if (ratings.reason !== null) {
    const { title, detail } = textOf(ratingReasons, ratings.reason);
    const groups = ratings.groups?.map((names) => nameList(names)).join("; ");
    return [`No ratings: ${title}. ${detail}` + (groups === undefined ? "" : ` Groups: ${groups}.`)];
  }
  const [best] = ratings.models;
  const place = new Map(ratings.models.map((row, index) => [row.model, index]));
  const isTold = ({ lower, upper }: RatedPairRow): boolean =>
    (lower !== null && lower > 0) || (upper !== null && upper < 0);
  const told = ratings.pairs.filter(isTold);
  const open = ratings.pairs.filter((pair) =>
    !isTold(pair) && place.get(pair.b) === place.get(pair.a)! + 1);
  return [
    `With the judge's errors taken out ${best!.model} has the highest rating, ${best!.rating.toFixed(0)} ` +
      `(${levelText(ratings.level)} interval ${ratingInterval(best!)}); the intervals of ` +
      `${count(told.length)} of ${count(ratings.pairs.length)} differences, each by itself, leave out zero.`,
    ...open.slice(0, 3).map(({ a, b }) => `${a} and ${b} are not told apart by their ratings.`),
  ];
}

/** What must be true for the numbers to hold. */
export function pairwiseAssumptions({ design, pairs, ratings }: PairwiseReport): string[] {
  const isGrouped = pairs.some(({ winRate }) => winRate?.clusters != null);
  return [
    ...(design === null ? ["The judge's verdicts are taken as they are: no label says where it errs."]
      : [textOf(designs, design).detail, "The human labels are right."]),
    ...(ratings === null || ratings.reason !== null ? []
      : ["For the ratings: each model has one strength, whatever it is compared with; the judge errs alike on " +
        "every pair and towards neither side" +
        `${isGrouped ? ". Their intervals take items as independent, whatever their clusters" : ""}.`]),
    isGrouped ? "Clusters of items are independent of each other; items of one may be alike."
      : "Items are independent of each other and drawn from the population of interest.",
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function pairwiseMethod(report: PairwiseReport): string {
  const { order, ties, level, design } = report;
  const rule = `${textOf(orderRules, order).detail} ${textOf(pairTieRules, ties).detail}`;
  const poststrat = textOf(correctionMethods, "poststrat");
  const correction = design === null || report.pairs.every((row) => row.corrected === null) ? ""
    : design === "subset"
      ? ` Corrected rates by ${poststrat.title} on the combined verdict, with human labels on a random ` +
        `subset of the items (${poststrat.detail}).`
      : " Corrected rates by inverting the confusion matrix of the combined verdicts, estimated from " +
        "labelled items; intervals are percentiles under Dirichlet(count + 1/2) distributions.";
  const { ratings } = report;
  const scale = ratings === null || ratings.reason !== null ? ""
    : " Ratings by the model of Bradley and Terry (1952, Biometrika 39:324), a tie as half a win, on the " +
      `shares of wins of the items without a label, corrected by ${count(ratings.labels)} labelled items that ` +
      "have a better answer; intervals by refitting under Dirichlet(count + 1/2) distributions.";
  return `Win rates of a judge's pairwise verdicts. ${rule} ${levelText(level)} intervals with one item added ` +
    `at 0 and one at 1, normal limits; bias of position by the exact binomial test of items whose winner ` +
    `was shown first, or second, both times.${correction}${scale} Computed with Evenhand ${version}.`;
}

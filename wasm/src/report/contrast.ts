/** What clusters, pairs and counts do to a comparison, in words. */
import { independentMethods, pairedMethods } from "../generated/interval.ts";
import type {
  MeanDifference, MeanInterval, PairedDifference, ProportionDifference,
} from "../generated/interval.ts";
import { version } from "../generated/version.ts";
import type { PairRow } from "../scores.ts";
import { count, difference, differenceInterval, levelText, pText } from "./format.ts";
import { textOf } from "./words.ts";

/** What grouping by clusters did to the number of items; undefined when nothing is known of it. */
export function clustersReading(clusters: number, effective: readonly MeanInterval[]): string | undefined {
  const known = effective.flatMap(({ n, effectiveItems }) =>
    (effectiveItems === null ? [] : [{ n, effectiveItems }]));
  if (known.length === 0) return undefined;
  const items = known.map(({ effectiveItems }) => Math.round(effectiveItems));
  const [least, most] = [Math.min(...items), Math.max(...items)];
  const range = least === most ? count(least) : `${count(least)} to ${count(most)}`;
  return `Items come in ${count(clusters)} clusters and are not independent within one: the ` +
    `${count(Math.max(...known.map(({ n }) => n)))} items tell as much as ${range} independent ones would, ` +
    `depending on the system. Intervals and tests take that into account.`;
}

/** What would be said of a pair if its clusters were ignored. */
export function ignoredClustersReading(plain: PairRow, clusters: number, binary: boolean): string | undefined {
  const { lower, upper, p } = plain;
  if (lower === null || upper === null || p === null) return undefined;
  return `If the ${count(clusters)} clusters were ignored, as if every item stood alone, the interval ` +
    `would be ${differenceInterval({ lower, upper }, binary)} (${pText(p)}).`;
}

/** What would be said if the pairs were ignored. */
export function ignoredPairsReading(
  apart: ProportionDifference | MeanDifference, binary: boolean,
): string {
  const p = apart.p === null ? "" : ` (${pText(apart.p)})`;
  return `If the pairs were ignored, as if the two had answered different items, the interval would be ` +
    `${differenceInterval(apart, binary)}${p}: what the two share on an item would be thrown away.`;
}

/** A difference in words, with what is to be concluded. */
function countsReading(
  [a, b]: readonly [string, string],
  result: { readonly difference: number; readonly lower: number; readonly upper: number; readonly level: number },
  p: number,
): string {
  const { level } = result;
  const stands = p < 1 - level;
  const interval = `${levelText(level)} interval ${differenceInterval(result, true)}, ${pText(p)}`;
  const size = `${difference(Math.abs(result.difference), true)} points`;
  if (stands && result.lower > 0) return `${a} is better than ${b} by ${size} (${interval}).`;
  if (stands && result.upper < 0) {
    const turned = { lower: -result.upper, upper: -result.lower };
    return `${b} is better than ${a} by ${size} (${levelText(level)} interval ` +
      `${differenceInterval(turned, true)}, ${pText(p)}).`;
  }
  return `${a} and ${b} are not told apart by these data: the difference is ` +
    `${difference(result.difference, true)} points (${interval}).`;
}

/** Two systems on the same items, from counts. */
export const sameItemsReading = (names: readonly [string, string], result: PairedDifference): string =>
  countsReading(names, result, result.midP);

/** Two systems on different items, from counts. */
export function differentItemsReading(
  names: readonly [string, string], result: ProportionDifference,
): string {
  return countsReading(names, result, result.p ?? 1);
}

/** The sentence for a paper: two systems on the same items. */
export function sameItemsMethod({ method, level }: PairedDifference): string {
  const { title, detail } = textOf(pairedMethods, method);
  return `The two systems were compared on the same items by a ${levelText(level)} ${title} interval ` +
    `(${detail}) and McNemar's mid-P test (Fagerland, Lydersen and Laake 2013, BMC Med. Res. Methodol. ` +
    `13:91), computed with Evenhand ${version}.`;
}

/** The sentence for a paper: two systems on different items. */
export function differentItemsMethod({ method, level }: ProportionDifference): string {
  const { title, detail } = textOf(independentMethods, method);
  return `The two systems were compared on different items by a ${levelText(level)} ${title} interval ` +
    `and its test (${detail}), computed with Evenhand ${version}.`;
}

/** What must be true for a comparison from counts to hold. */
export function countsAssumptions(sameItems: boolean): string[] {
  return [
    sameItems
      ? "Both systems answered the very same items, and the four counts are of these."
      : "The two systems answered different items. If they answered the same ones, count the items " +
        "that both, one or neither got right: that comparison is sharper, and this one is wrong.",
    "Items are independent of each other and drawn from the population of interest.",
    "An answer is right or wrong, and the scoring is right: errors of a judge are not corrected here.",
  ];
}

/** What clusters and pairs do to a comparison, in words. */
import type { MeanDifference, MeanInterval, ProportionDifference } from "../generated/interval.ts";
import type { PairRow } from "../scores.ts";
import { count, differenceInterval, pText } from "./format.ts";

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

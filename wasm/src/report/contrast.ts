/** What clusters and pairs do to a comparison, in words. */
import type { MeanDifference, MeanInterval, ProportionDifference } from "../generated/interval.ts";
import type { PairRow, SystemRow } from "../scores.ts";
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

/** Where the scatter of scores comes from when items were rerun; undefined without reruns. */
export function noiseReading(systems: readonly SystemRow[]): string | undefined {
  const shares = systems.flatMap(({ components }) =>
    (components === undefined || components.total <= 0 ? [] : [components.prediction / components.total]));
  if (shares.length === 0) return undefined;
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map((share) => Math.round(100 * share));
  const range = least === most ? `${least}` : `${least} to ${most}`;
  return `Of the variance of single scores, ${range}\u00a0% is prediction noise: it comes from rerunning ` +
    `the same item, and more runs average it away. The rest is data noise: it comes from which items ` +
    `were asked, and only more items reduce it.`;
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

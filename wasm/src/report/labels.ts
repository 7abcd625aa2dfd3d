/** What labels on a random subset are worth with the judge and without, in words. */
import type { Correction } from "../generated/judge.ts";
import { count, levelText, percent, percentInterval } from "./format.ts";

/** The labels alone, and how many labels the judge is worth; undefined in other designs. */
export function goldReading(
  corrected: Pick<Correction, "goldOnly" | "equivalentLabels" | "level">, labels: number,
): string | undefined {
  const { goldOnly, equivalentLabels, level } = corrected;
  if (goldOnly === undefined) return undefined;
  const alone = `The ${count(labels)} labels alone, without the judge, give ${percent(goldOnly.estimate)} ` +
    `(${levelText(level)} interval ${percentInterval(goldOnly)})`;
  if (equivalentLabels === undefined) return `${alone}.`;
  const worth = Math.round(equivalentLabels);
  return worth <= labels
    ? `${alone}; the judge adds next to nothing to them.`
    : `${alone}; with the judge they are worth about ${count(worth)} labels.`;
}

/** Corrected scores of grouped rows in words. */
import type { ClusteredReport, ClusteredRow } from "../clustered.ts";
import type { EffectiveShare } from "../generated/contrast.ts";
import { calibrations, reasons } from "../generated/judge.ts";
import { onlyModel } from "../readers/judgements.ts";
import { count, graded } from "./format.ts";
import { assumptionsOf, correctionNotes, methodSentence, readingOf } from "./judge.ts";
import { gather, textOf, type GroupedNote } from "./words.ts";

/** What to know before believing a model's number. */
export function clusteredNotes(
  { calibration, corrected, uncorrected }: Omit<ClusteredRow, "notes">,
): string[] {
  return [
    ...(calibration === "none" ? [] : [textOf(calibrations, calibration).detail]),
    ...(uncorrected === "no_evaluation_items" ? [textOf(reasons, uncorrected).detail] : []),
    ...(uncorrected === "one_group"
      ? ["All rows of some share (evaluated, labelled right or labelled wrong) are in one cluster, so " +
        "nothing tells how clusters vary."] : []),
    ...(corrected === null ? [] : correctionNotes(corrected)),
  ];
}

/** What grouping did to one share. */
function shareText(what: string, { rows, clusters, effectiveRows, designEffect }: EffectiveShare): string {
  return `the ${count(rows)} ${what} rows in ${count(clusters)} clusters count as ` +
    `${count(Math.round(effectiveRows))} (design effect ${graded(designEffect)})`;
}

/** The whole table in a few plain sentences. */
export function clusteredReading({ models }: ClusteredReport): string[] {
  const sentences: string[] = [];
  for (const row of models.slice(0, 3)) {
    const { corrected, judged, sensitivity, specificity } = row;
    if (corrected === null) continue;
    const name = row.model === onlyModel ? "the model" : row.model;
    const told = readingOf({ raw: corrected.raw, corrected }, name);
    sentences.push(corrected.estimate === null && row.model !== onlyModel ? `${name}: ${told}` : told);
    const shares = ([["evaluated", judged], ["right", sensitivity], ["wrong", specificity]] as const)
      .flatMap(([what, share]) => (share === null ? [] : [shareText(what, share)]));
    if (shares.length > 0) {
      const text = shares.join("; ");
      sentences.push(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
    }
  }
  if (models.length > 3) sentences.push(`${count(models.length - 3)} more models are in the table.`);
  return sentences;
}

/** Every different note of a report once, with the models it is about. */
export function groupedClusteredNotes({ models }: ClusteredReport): GroupedNote[] {
  const groups = new Map<string, string[]>();
  for (const { model, notes } of models) {
    for (const note of notes) gather(groups, note, model);
  }
  return [...groups].map(([text, names]) =>
    ({ text, models: names, all: names.length === models.length }));
}

/** What must be true for the numbers to hold. */
export function clusteredAssumptions(): string[] {
  const [transport, , labels] = assumptionsOf("external") as [string, string, string];
  return [
    transport, "Clusters are independent of each other and drawn from the population of interest; rows of " +
      "one may be alike.",
    labels,
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function clusteredMethod({ models, clusters }: ClusteredReport): string {
  const first = models.find(({ corrected }) => corrected?.identified === true)?.corrected ??
    models.find(({ corrected }) => corrected !== null)?.corrected;
  return first == null ? ""
    : `${methodSentence(first).replace(/, computed with/, ", on effective counts of rows in " +
      `${count(clusters)} clusters with Student's quantile, computed with`)}`;
}

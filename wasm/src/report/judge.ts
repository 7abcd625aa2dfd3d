/** Corrected scores in words: one home for the sentences of the command line and the page. */
import { proportionMethods } from "../generated/interval.ts";
import {
  calibrations, correctionMethods, designs, flags, ppiConventions, reasons,
  type Correction, type Design, type ModelCorrection, type PpiConvention,
} from "../generated/judge.ts";
import { version } from "../generated/version.ts";
import type { CorrectedScore, ModelRow, ScoreReport } from "../table.ts";
import { onlyModel } from "../readers/judgements.ts";
import { levelText, percent, percentInterval } from "./format.ts";
import { gather, nameList, textOf, type GroupedNote } from "./words.ts";

/** What to know before believing a model's number: calibration, reason, flags. */
export function modelNotes(result: ModelCorrection): string[] {
  const { corrected, calibration } = result;
  const notes: string[] = [];
  if (calibration !== "none") notes.push(textOf(calibrations, calibration).detail);
  notes.push(...correctionNotes(corrected));
  return notes;
}

/** The reason and the flags of one correction, as sentences. */
export function correctionNotes(corrected: Correction | CorrectedScore): string[] {
  const notes: string[] = [];
  if (corrected.reason !== null) notes.push(textOf(reasons, corrected.reason).detail);
  if (corrected.labelsNeededPerClass !== undefined) {
    notes.push(
      `About ${corrected.labelsNeededPerClass} labels in each class would be needed to show that this ` +
        `judge is better than chance.`);
  }
  if (corrected.unclipped !== undefined) {
    notes.push(
      `Before it was cut to the possible range the estimate was ${percent(corrected.unclipped)}.`);
  }
  for (const flag of corrected.flags) {
    // That [0, 1] excludes nothing needs no saying where nothing is identified.
    if (flag === "uninformative" && !corrected.identified) continue;
    notes.push(textOf(flags, flag).detail);
  }
  return notes;
}

/** One model's result in a sentence: raw, corrected, interval; or why there is none. */
export function readingOf(row: Pick<ModelRow, "raw" | "corrected">, name = "the model"): string {
  const { raw, corrected } = row;
  const passes = raw === null ? "The judge gave no verdict" : `The judge passes ${percent(raw.estimate)}`;
  if (corrected.estimate === null) {
    const why = corrected.reason === null ? "" : `: ${textOf(reasons, corrected.reason).title}`;
    return `${passes}; what share of the answers is right cannot be told from these data${why}.`;
  }
  return (
    `${passes}; with its errors taken out, ${name} is right on ${percent(corrected.estimate)} ` +
    `(${levelText(corrected.level)} interval ${percentInterval(corrected)}).`
  );
}

/** Every different note of a report once: with many models the same ones come again and again. */
export function groupedNotes(report: ScoreReport): GroupedNote[] {
  const groups = new Map<string, string[]>();
  for (const { model, notes } of report.models) {
    for (const note of notes) gather(groups, note, model);
  }
  return [...groups].map(([text, models]) =>
    ({ text, models, all: models.length === report.models.length }));
}

/** How a sentence calls a model; a table without a model column has just "the model". */
function called(row: ModelRow): string {
  return row.model === onlyModel ? "the model" : row.model;
}

/** The whole table in a few plain sentences. */
export function reportReading(report: ScoreReport): string[] {
  const known = report.models.filter((row) => row.corrected.estimate !== null && row.raw !== null);
  const sentences: string[] = [];
  const best = known[0];
  if (best !== undefined) sentences.push(readingOf(best, called(best)));
  const moved = known
    .map((row) => ({ row, by: row.corrected.estimate! - row.raw!.estimate }))
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))[0];
  if (moved !== undefined && moved.row !== best) {
    sentences.push(
      `The largest correction is that of ${moved.row.model}: the judge is ` +
        `${moved.by < 0 ? "too kind" : "too strict"} by ${percent(Math.abs(moved.by)).replace("%", "points")}.`);
  }
  const byRaw = [...known].sort((a, b) => b.raw!.estimate - a.raw!.estimate);
  const swapped = known.filter((row, index) => row !== byRaw[index]);
  if (known.length > 1) {
    sentences.push(
      swapped.length === 0
        ? "The order of the models is the same before and after the correction."
        : `The order changes for ${nameList(swapped.map((row) => row.model))}. The table does not ` +
          `test these differences.`);
  }
  const unknown = report.models.filter((row) => row.corrected.estimate === null);
  for (const row of unknown.slice(0, 3)) {
    sentences.push(row.model === onlyModel ? readingOf(row) : `${row.model}: ${readingOf(row)}`);
  }
  if (unknown.length > 3) {
    sentences.push(`${unknown.length - 3} more models cannot be told either; see their notes.`);
  }
  return sentences;
}

/** What must be true for a correction of this design to hold. */
export function assumptionsOf(design: Design): string[] {
  const common = "Items are independent of each other and drawn from the population of interest.";
  return [textOf(designs, design).detail, common, "The human labels are right."];
}

/**
 * The method sentences and assumptions of a report. Mostly there is one way; but models that
 * borrowed labels are corrected differently, and are then named. Models that are not identified
 * count only when all are.
 */
export function reportMethod(report: ScoreReport): { sentence: string; assumptions: string[] } {
  const known = report.models.filter((row) => row.corrected.identified);
  const rows = known.length > 0 ? known : report.models;
  const groups = new Map<string, ModelRow[]>();
  for (const row of rows) {
    const key = `${row.corrected.design} ${row.corrected.method}`;
    gather(groups, key, row);
  }
  const sentences: string[] = [];
  const assumptions = new Map<string, string[]>();
  for (const group of groups.values()) {
    const names = group.length === rows.length ? "" : `${nameList(group.map((row) => row.model))}: `;
    const { corrected } = group[0]!;
    sentences.push(names + methodSentence(corrected));
    for (const text of assumptionsOf(corrected.design)) {
      gather(assumptions, text, names);
    }
  }
  return {
    sentence: sentences.join(" "),
    assumptions: [...assumptions].map(([text, names]) =>
      (names.length === groups.size ? text : names.join("") + text)),
  };
}

/** Whose form of prediction-powered inference it was, as the end of a method's source. */
export function conventionText(convention: PpiConvention | null | undefined): string {
  if (convention == null) return "";
  const { title, detail } = textOf(ppiConventions, convention);
  return `, in the convention of ${title}: ${detail}`;
}

/** The sentence for a paper: what was done, with sources and version. */
export function methodSentence(corrected: Correction | CorrectedScore): string {
  const method = textOf(correctionMethods, corrected.method);
  const binomial = corrected.proportionMethod === undefined
    ? ""
    : ` of the ${textOf(proportionMethods, corrected.proportionMethod).title} interval`;
  const estimator = corrected.design === "subset"
    ? (corrected.method === "poststrat" ? "post-stratification on the judge's verdict" : method.title) +
      " with human labels on a random subset of the items"
    : corrected.design === "known"
      ? "the Rogan-Gladen estimator (Rogan and Gladen 1978, Am. J. Epidemiol. 107:71) with the " +
        "judge's sensitivity and specificity taken as known"
      : "the Rogan-Gladen estimator (Rogan and Gladen 1978, Am. J. Epidemiol. 107:71) with the " +
        "judge's sensitivity and specificity estimated from labelled items";
  return (
    `Judge scores were corrected by ${estimator}; ${levelText(corrected.level)} intervals by ` +
    `${method.title}${binomial} (${method.detail}${conventionText(corrected.convention)}), computed with Evenhand ${version}.`
  );
}

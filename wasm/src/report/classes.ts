/** Corrected shares of classes, grades and means in words. */
import type { ClassReport, ModelClasses } from "../class-table.ts";
import { classFlags, classReasons, type ClassFlag } from "../generated/contrast.ts";
import { calibrations, correctionMethods, designs, flags, reasons } from "../generated/judge.ts";
import { agreementStatistics, type AgreementCoefficient } from "../generated/labels.ts";
import { version } from "../generated/version.ts";
import { onlyModel } from "../readers/judgements.ts";
import { decimal, graded, levelText, percent, percentInterval, scoreInterval } from "./format.ts";
import { gather, nameList, textOf, type GroupedNote } from "./words.ts";

/** What to know before believing a model's numbers: calibration, reason, flags. */
export function classNotes(row: Omit<ModelClasses, "notes">): string[] {
  const { calibration, external, subset, evaluated, classes } = row;
  const notes: string[] = [textOf(calibrations, calibration).detail];
  if (external === null && subset === null && calibration !== "none") {
    if (evaluated === 0) notes.push(textOf(reasons, "no_evaluation_items").detail);
  }
  if (external !== null) {
    if (external.reason !== null) {
      const at = external.reasonClass === null ? "" : `${classes[external.reasonClass]!.class}: `;
      notes.push(at + textOf(classReasons, external.reason).detail);
    }
    // That an interval excludes nothing needs no saying where nothing is identified.
    const told = external.flags.filter((flag: ClassFlag) => flag !== "wide" || external.score !== null);
    notes.push(...told.map((flag) => textOf(classFlags, flag).detail));
  }
  if (subset !== null) notes.push(...subset.flags.map((flag) => textOf(flags, flag).detail));
  return notes;
}

/** Every different note of a report once, with the models it is about. */
export function groupedClassNotes(report: ClassReport): GroupedNote[] {
  const groups = new Map<string, string[]>();
  for (const { model, notes } of report.models) {
    for (const note of notes) gather(groups, note, model);
  }
  return [...groups].map(([text, models]) =>
    ({ text, models, all: models.length === report.models.length }));
}

/** The coefficient to show: quadratic kappa of grades, else Cohen's. */
export function shownAgreement(report: ClassReport, row: ModelClasses): AgreementCoefficient | undefined {
  const statistic = report.graded ? "quadratic_kappa" : "cohen_kappa";
  return row.agreement?.coefficients.find((entry) => entry.statistic === statistic);
}

/** How a sentence calls a model; a table without a model column has just "the items". */
const called = (row: ModelClasses): string => (row.model === onlyModel ? "the items" : row.model);

/** One model in a sentence: what the judge says, what is left of it, or why nothing is. */
export function classReading(report: ClassReport, row: ModelClasses): string {
  const { classes, mean, external } = row;
  const [first] = classes;
  if (mean !== null) {
    const judged = mean.judge === null ? "The judge gave no verdict that names a class"
      : `For ${called(row)} the judge's mean is ${graded(mean.judge)}`;
    return mean.estimate === null
      ? `${judged}; the true one cannot be told from these data${whyUnknown(row)}.`
      : `${judged}; with its errors taken out it is ${graded(mean.estimate)} ` +
        `(${levelText(report.level)} interval ${scoreInterval(mean, false)}).`;
  }
  const judged = first!.judge === null ? "The judge gave no verdict"
    : `For ${called(row)} the judge says ${first!.class} in ${percent(first!.judge)}`;
  return first!.estimate === null
    ? `${judged}; the true shares cannot be told from these data` +
      `${external === null ? "" : whyUnknown(row)}.`
    : `${judged}; with its errors taken out it is ${percent(first!.estimate)} ` +
      `(${levelText(report.level)} interval ${percentInterval(first!)}).`;
}

function whyUnknown({ external }: ModelClasses): string {
  const reason = external?.reason ?? null;
  return reason === null ? "" : `: ${textOf(classReasons, reason).title}`;
}

function separationText({ external }: ModelClasses): string | undefined {
  if (external?.separation == null) return undefined;
  const { condition, smallest, lower } = external.separation;
  return `How well the judge tells the classes apart: the condition number of its confusion matrix is ` +
    `${graded(condition)}, the smallest singular value ${graded(smallest)} with the lower limit ` +
    `${graded(lower)}${external.status === "not_identified" ? "" : ", above zero as it must be"}.`;
}

/** The whole table in a few plain sentences. */
export function classesReading(report: ClassReport): string[] {
  const few = report.models.slice(0, 5);
  const sentences = few.map((row) => classReading(report, row));
  if (report.models.length > few.length) {
    sentences.push(`${report.models.length - few.length} more models are in the table.`);
  }
  for (const row of few) {
    const { fromCut } = row;
    if (fromCut?.estimate == null || fromCut.judge === null) continue;
    sentences.push(`Of ${called(row)}, ${percent(fromCut.estimate)} are graded ${report.cut} or above ` +
      `(${levelText(report.level)} interval ${percentInterval(fromCut)}); by the judge ${percent(fromCut.judge)}.`);
  }
  if (report.models.length === 1) {
    const separation = separationText(report.models[0]!);
    if (separation !== undefined) sentences.push(separation);
  }
  for (const row of few) {
    const kappa = shownAgreement(report, row);
    if (kappa?.estimate == null) continue;
    const interval = kappa.interval === null ? ""
      : ` (${decimal(kappa.interval.lower)} to ${decimal(kappa.interval.upper)})`;
    // Pooled labels are the same for all.
    const isPooled = row.calibration === "pooled";
    if (isPooled && row !== few.find(({ calibration }) => calibration === "pooled")) continue;
    sentences.push(`Judge and people agree on the labels of ${isPooled ? "all models" : called(row)} with ` +
      `${textOf(agreementStatistics, kappa.statistic).title} ${decimal(kappa.estimate)}${interval}.`);
  }
  return sentences;
}

/** What must be true for the numbers to hold. */
export function classesAssumptions({ design }: ClassReport): string[] {
  return [
    textOf(designs, design).detail,
    "Items are independent of each other and drawn from the population of interest.",
    "The human labels are right.",
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function classesMethod({ design, level, classes, graded: isGraded, models }: ClassReport): string {
  const kind = `${classes.length} ${isGraded ? "grades" : "classes"} (${nameList(classes)})`;
  if (design === "subset") {
    const { title, detail } = textOf(correctionMethods, "poststrat");
    return `A judge's verdicts of ${kind} were corrected with human labels on a random subset of the items ` +
      `by ${title} (${detail}) at the ${levelText(level)} level; computed with Evenhand ${version}.`;
  }
  const points = models.find((row) => row.external !== null && row.external.points > 0)?.external?.points;
  return `A judge's verdicts of ${kind} were corrected by inverting its confusion matrix, estimated from ` +
    `labelled items, and projecting the shares onto the simplex; ${levelText(level)} intervals are ` +
    `percentiles under Dirichlet(count + 1/2) distributions` +
    `${points === undefined ? "" : ` over ${points} Sobol points`}; computed with Evenhand ${version}.`;
}

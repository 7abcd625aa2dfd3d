/** The worker of judging beyond the plain correction: calls the package, away from the page's thread. */
import {
  assumptionFromPilot, compareModels, comparePairwise, contrastSources, correctClassTable, correctKnown, diagnoseTable, InputError,
  planLabels, rankModels, rateTable, sensitivityAnalysis, tippingLine, type ClassReport, type Issue, type Table,
} from "evenhand/bare";
import type { SourceData } from "../../protocol.ts";
import { serve, tableOf } from "../../serve.ts";
import type {
  Answers, ClassesJob, Job, KnownAnswer, KnownJob, LabelsAnswer, LabelsJob, TableFound, UnlabelledAnswer, UnlabelledJob,
} from "./protocol.ts";

/** Of the picture: half of the right answers passed, or all. */
const pictureEnds = [0.5, 1];

function unlabelled({ input }: UnlabelledJob): UnlabelledAnswer {
  const { judged: { positive, total }, claim, level } = input;
  return {
    kind: "unlabelled",
    analysis: sensitivityAnalysis(input),
    line: tippingLine({ positive, total, claim, sensitivities: pictureEnds, level }),
  };
}

function known({ models, sensitivity, specificity, level }: KnownJob): KnownAnswer {
  return {
    kind: "known",
    models: models.map(({ model, count, total }) => ({
      model, result: correctKnown({ judged: { positive: count, total }, sensitivity, specificity, level }),
    })),
  };
}

const previewRows = 4;

/** The report on a table; the table is shown even where the request is refused. */
function found<Report extends { readonly issues: readonly Issue[] }>(
  source: SourceData, report: (table: Table) => Report,
): TableFound<Report> {
  const { table, decoding } = tableOf(source);
  const { header, rows } = table;
  const read = { header, preview: rows.slice(0, previewRows), rows: rows.length };
  try {
    const made = report(table);
    return { read, report: { ...made, issues: [...decoding, ...made.issues] } };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, argument, message } = error;
    return { read, refused: { kind: "refused", code, argument, message } };
  }
}

/** More different values than this are no classes. */
const mostClasses = 10;

/** What stands in the judge's column, in order. */
function wordsIn({ header, rows }: Table, judge: string | null | undefined): string[] {
  const valuesOf = (at: number): string[] => {
    const values = new Set<string>();
    for (const row of rows) {
      const value = (row[at] ?? "").trim();
      if (value !== "") values.add(value);
      if (values.size > mostClasses) break;
    }
    return [...values];
  };
  const isOne = (values: readonly string[]): boolean => values.length > 1 && values.length <= mostClasses;
  const columns = judge == null
    ? [...header.keys()].sort((a, b) => Number(judgeNames.test(header[b]!)) - Number(judgeNames.test(header[a]!)))
    : [header.indexOf(judge)];
  const found = columns.map(valuesOf).find(isOne) ?? [];
  return found.every((word) => Number.isFinite(Number(word)))
    ? found.sort((a, b) => Number(a) - Number(b)) : found.sort();
}

const judgeNames = /^(judge|verdict|grade|score|rating|label)/i;

function classes(table: Table, { words, isGraded, cut, values, options }: ClassesJob): ClassReport {
  const used = words.length > 0 ? words : wordsIn(table, options.columns?.judge);
  const numbers = used.map(Number);
  return isGraded && numbers.every(Number.isFinite)
    ? correctClassTable(table, { ...options, grades: numbers, cut })
    : correctClassTable(table, { ...options, classes: used, values });
}

function labels({ from, plan }: LabelsJob): LabelsAnswer {
  const assumption = "judged" in from ? assumptionFromPilot(from) : from;
  return { kind: "labels", plan: planLabels({ ...assumption, ...plan }) };
}

serve((job: Job): Answers => {
  switch (job.kind) {
    case "unlabelled": return unlabelled(job);
    case "known": return known(job);
    case "labels": return labels(job);
    case "diagnostics": return { kind: "diagnostics", found: diagnoseTable(tableOf(job.source).table, job.options) };
    case "ranking": return { kind: "ranking", report: rankModels(tableOf(job.source).table, job.options) };
    case "models": return { kind: "models", report: compareModels(tableOf(job.source).table, job.options) };
    case "classes": return { kind: "classes", ...found(job.source, (table) => classes(table, job)) };
    case "pairs": return { kind: "pairs", ...found(job.source, (table) => comparePairwise(table, job.options)) };
    case "raters": return { kind: "raters", ...found(job.source, (table) => rateTable(table, job.options)) };
    case "papers": return { kind: "papers", result: contrastSources(job.input) };
  }
});

/** The worker of judging beyond the plain correction: calls the package, away from the page's thread. */
import {
  assumptionFromPilot, compareModels, comparePairwise, contrastSources, correctClassTable, correctKnown, diagnoseTable, InputError,
  planLabels, rankModels, rateTable, sensitivityAnalysis, tippingLine, type Issue, type Table,
} from "evenhand/bare";
import type { SourceData } from "../../protocol.ts";
import { serve, tableOf } from "../../serve.ts";
import type {
  Answers, Job, KnownAnswer, KnownJob, LabelsAnswer, LabelsJob, TableFound, UnlabelledAnswer, UnlabelledJob,
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
    case "classes": return { kind: "classes", ...found(job.source, (table) => correctClassTable(table, job.options)) };
    case "pairs": return { kind: "pairs", ...found(job.source, (table) => comparePairwise(table, job.options)) };
    case "raters": return { kind: "raters", ...found(job.source, (table) => rateTable(table, job.options)) };
    case "papers": return { kind: "papers", result: contrastSources(job.input) };
  }
});

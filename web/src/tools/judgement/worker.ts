/** The worker of judging beyond the plain correction: calls the package, away from the page's thread. */
import {
  assumptionFromPilot, compareModels, contrastSources, correctKnown, planLabels, rankModels, sensitivityAnalysis, tippingLine,
} from "evenhand/bare";
import { serve, tableOf } from "../../serve.ts";
import type {
  Answers, Job, KnownAnswer, KnownJob, LabelsAnswer, LabelsJob, UnlabelledAnswer, UnlabelledJob,
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

function labels({ from, plan }: LabelsJob): LabelsAnswer {
  const assumption = "judged" in from ? assumptionFromPilot(from) : from;
  return { kind: "labels", plan: planLabels({ ...assumption, ...plan }) };
}

serve((job: Job): Answers => {
  switch (job.kind) {
    case "unlabelled": return unlabelled(job);
    case "known": return known(job);
    case "labels": return labels(job);
    case "ranking": return { kind: "ranking", report: rankModels(tableOf(job.source).table, job.options) };
    case "models": return { kind: "models", report: compareModels(tableOf(job.source).table, job.options) };
    case "papers": return { kind: "papers", result: contrastSources(job.input) };
  }
});

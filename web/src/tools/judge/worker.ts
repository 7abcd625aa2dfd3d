/** The judge tool's worker: reads tables and calls the package, away from the page's own thread. */
import {
  correctJudge, correctKnown, correctSubset, correctScores, guessRoles, repeatedBacktest,
  type Correction, type ScoreReport, type TableOptions,
} from "evenhand/bare";
import { serve, tableOf, type Held } from "../../serve.ts";
import type { Answer, CountsInput, Job } from "./protocol.ts";

const previewRows = 4;

function report({ table, decoding }: Held, options: TableOptions): ScoreReport {
  const corrected = correctScores(table, options);
  return { ...corrected, issues: [...decoding, ...corrected.issues] };
}

function correct(input: CountsInput): Correction {
  const { level } = input;
  if (input.design === "subset") {
    const { labelled, unlabelled: { count, total }, method, convention } = input;
    return correctSubset({
      labelled, unlabelled: { positive: count, total }, method, convention, level,
    });
  }
  const judged = { positive: input.judged.count, total: input.judged.total };
  if (input.design === "known") {
    const { sensitivity, specificity } = input;
    return correctKnown({ judged, sensitivity, specificity, level });
  }
  const { sensitivity, specificity, method } = input;
  return correctJudge({
    judged,
    sensitivity: { correct: sensitivity.count, total: sensitivity.total },
    specificity: { correct: specificity.count, total: specificity.total },
    method, level,
  });
}

function answer(job: Job): Answer {
  switch (job.kind) {
    case "counts": return { kind: "counts", result: correct(job.input) };
    case "backtest": {
      const source = tableOf(job.source);
      return {
        kind: "backtest",
        report: report(source, job.options),
        repeated: job.repeats > 1
          ? repeatedBacktest(source.table, job.options, job.repeats)
          : undefined,
      };
    }
    case "table": {
      const source = tableOf(job.source);
      return {
        kind: "table",
        key: job.source.key,
        report: report(source, job.options),
        header: source.table.header,
        preview: source.table.rows.slice(0, previewRows),
        rows: source.table.rows.length,
        roles: guessRoles(source.table, job.options),
      };
    }
  }
}

serve(answer);

/** Reads tables and calls the engine, away from the page's own thread. */
import {
  correctJudge, correctKnown, correctSubset, correctTable, decodeText, guessRoles, InputError,
  readTable, repeatedBacktest, useModule,
  type Issue, type JudgeReport, type Table, type TableOptions,
} from "evenhand/bare";
import type {
  Answer, CountsInput, FromWorker, Job, SourceData, ToWorker,
} from "./protocol.ts";
import type { Correction } from "evenhand/bare";

const previewRows = 4;

interface Held {
  readonly key: number;
  readonly table: Table;
  readonly decoding: readonly Issue[];
}

let held: Held | undefined;

function tableOf({ key, data }: SourceData): Held {
  if (data !== undefined) {
    const { text, issues } = typeof data === "string" ? { text: data, issues: [] } : decodeText(data);
    held = { key, table: readTable(text), decoding: issues };
  }
  if (held?.key !== key) throw new Error("the worker was asked for a table that it does not hold");
  return held;
}

function report({ table, decoding }: Held, options: TableOptions): JudgeReport {
  const corrected = correctTable(table, options);
  return { ...corrected, issues: [...decoding, ...corrected.issues] };
}

function correct(input: CountsInput): Correction {
  const { level } = input;
  if (input.design === "subset") {
    const { count, total } = input.unlabelled;
    return correctSubset({ labelled: input.labelled, unlabelled: { positive: count, total }, level });
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
        key: source.key,
        report: report(source, job.options),
        header: source.table.header,
        preview: source.table.rows.slice(0, previewRows),
        rows: source.table.rows.length,
        roles: guessRoles(source.table, job.options),
      };
    }
  }
}

function refusal(error: unknown): Answer {
  if (error instanceof InputError) {
    const { code, argument, message } = error;
    return { kind: "refused", code, argument, message };
  }
  return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
}

// The types of a worker's global scope and of a page's cannot be loaded together.
const scope = self as unknown as {
  onmessage: (event: MessageEvent<ToWorker>) => void;
  postMessage: (message: FromWorker) => void;
};

scope.onmessage = ({ data: message }) => {
  if ("module" in message) {
    useModule(message.module);
    return;
  }
  const { id, job } = message;
  try {
    scope.postMessage({ id, answer: answer(job) });
  } catch (error) {
    scope.postMessage({ id, answer: refusal(error) });
  }
};

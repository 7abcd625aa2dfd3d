/** The tool's worker: reads answers and calls the package, away from the page's own thread. */
import {
  analyseCurves, analyseParallel, pairMap, readAnswers, readStrategy, taskAnswers, walkStrategy,
  type Answers as ReadAnswers, type Issue, type ListTask,
} from "evenhand/bare";
import { keeper, serve } from "../../serve.ts";
import type { AnalysisAnswer, AnalysisJob, Answer, Condition, Job, Target } from "./protocol.ts";

const textOf = keeper((text, decoding: readonly Issue[]) => ({ text, decoding }));

let last: { readonly key: string; readonly answers: ReadAnswers } | undefined;

/** The answers of a job; those of the job before are kept. */
function answersOf({ source, answers: given = [], tokens, pad }: Target): ReadAnswers {
  const { text, decoding } = source === undefined ? { text: given, decoding: [] } : textOf(source);
  const key = JSON.stringify([source?.key ?? given, tokens, pad]);
  if (last?.key !== key) {
    const answers = readAnswers(text, { tokens, pad });
    last = { key, answers: { ...answers, issues: [...decoding, ...answers.issues] } };
  }
  return last.answers;
}

/** A task is written out where that is asked of it. */
function writtenAnswers(target: Target): ReadAnswers {
  if (target.task !== undefined) return taskAnswers(target.task);
  const answers = answersOf(target);
  if (answers.task === null) return answers;
  const { name, n } = answers.task;
  return taskAnswers({ task: name as ListTask, n });
}

function conditionsOf({ conditions, target }: ReadAnswers): Condition[] {
  return conditions.flatMap((name, number) => (target === null || target.conditionWeights?.[number] === 0 ? []
    : [{ number, name, length: target.lengths[number]! }]));
}

function analysis(job: AnalysisJob): AnalysisAnswer {
  const answers = job.task === undefined ? answersOf(job) : undefined;
  const read = job.strategies.map((text) => ({ text, ...readStrategy(text) }));
  const report = analyseParallel(answers ?? job.task!, {
    temperature: job.temperature, strategies: read.flatMap(({ strategy }) => strategy ?? []),
  });
  const isWritten = report.outcomes !== null;
  return {
    kind: "analysis",
    issues: report.issues,
    report: report.entropy === null ? null : report,
    conditions: isWritten ? conditionsOf(writtenAnswers(job)) : [],
    measured: job.curve.trim() === "" ? null : analyseCurves(job.curve, { at: [job.at], scale: job.scale }),
    strategyProblems: read.flatMap(({ text, problem }) => (problem === null ? [] : [{ text, problem }])),
  };
}

serve((job: Job): Answer => {
  switch (job.kind) {
    case "analysis": return analysis(job);
    case "pair": {
      const [first, second] = job.positions ?? [];
      return { kind: "pair", map: pairMap({ answers: writtenAnswers(job), condition: job.condition, first, second }) };
    }
    case "walk": {
      const { temperature, condition, strategy, seed } = job;
      return { kind: "walk", walk: walkStrategy({ answers: writtenAnswers(job), temperature, condition, strategy, seed }) };
    }
  }
});

/** The worker that holds the index and what the scans found, and answers questions about it. */
import {
  buildOverlapIndex, mergeOverlap, overlapDefinitions, overlapImpact, OverlapEvaluation, OverlapIndex, useModule, type CompiledModule,
  type OverlapReportOptions,
} from "evenhand/overlap/bare";
import { readTable } from "evenhand/bare";
import type { FromWorker } from "../../protocol.ts";
import { refusal } from "../../refusal.ts";
import { benchmarkLines } from "./benchmark.ts";
import type { AnswerTo, DeskAnswer, DeskJob, EvaluateJob, IndexJob, NamedReport } from "./protocol.ts";

// The types of a worker's global scope and of a page's cannot be loaded together.
const scope = self as unknown as {
  onmessage: (event: MessageEvent<{ module: CompiledModule } | { id: number; job: DeskJob }>) => void;
  postMessage: (message: FromWorker<DeskAnswer>) => void;
};

let index: OverlapIndex | undefined;
let evaluation: OverlapEvaluation | undefined;

async function buildIndex({ benchmarks, definition, fields }: IndexJob): Promise<AnswerTo<IndexJob>> {
  evaluation?.close();
  evaluation = undefined;
  index?.close();
  index = undefined;
  const read = await Promise.all(benchmarks.map(benchmarkLines));
  const { index: bytes, scanMemory, invalidUtf8, ...summary } = buildOverlapIndex({
    benchmarks: read.map(({ name, lines }) => ({ name, items: lines, fields })), definition,
  });
  index = new OverlapIndex(bytes);
  return { kind: "index", index: bytes, summary, scanMemory, invalidUtf8 };
}

/** The report, with the names of its items. */
function reportBy(options: OverlapReportOptions): NamedReport {
  const { ids } = evaluation!;
  const report = evaluation!.report(options);
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding, id: ids[finding.item] as string,
      benchmark: report.benchmarks.findLast(({ firstItem }) => firstItem <= finding.item)!.name,
    })),
  };
}

function evaluate({ partials, hits, thresholds, missingShards }: EvaluateJob): AnswerTo<EvaluateJob> {
  evaluation?.close();
  evaluation = undefined;
  const { partial, outcomes } = mergeOverlap(partials);
  if (partial === null) {
    throw new Error(`These files cannot be added up: ${outcomes.at(-1)!.verdict}.`);
  }
  evaluation = new OverlapEvaluation({ index: index!, partial, hits });
  const held = evaluation;
  return {
    kind: "evaluate", report: reportBy({ thresholds, missingShards }),
    applications: overlapDefinitions.map(({ name }) => held.apply({ definition: name })),
  };
}

async function answer(job: DeskJob): Promise<DeskAnswer> {
  switch (job.kind) {
    case "index": return buildIndex(job);
    case "evaluate": return evaluate(job);
    case "apply": return { kind: "apply", application: evaluation!.apply(job.choice) };
    case "report": {
      const { thresholds, missingShards } = job;
      return { kind: "report", report: reportBy({ thresholds, missingShards }) };
    }
    case "impact": {
      const { scores, kind, ...asked } = job;
      return { kind, impact: overlapImpact({ ...asked, evaluation: evaluation!, table: readTable(scores) }) };
    }
    case "item": return { kind: "item", text: index!.item(job.item) };
  }
}

scope.onmessage = ({ data: message }) => {
  if ("module" in message) {
    useModule(message.module);
    return;
  }
  const { id, job } = message;
  answer(job).then(
    (given) => scope.postMessage({ id, answer: given }),
    (error: unknown) => scope.postMessage({ id, answer: refusal(error) }));
};

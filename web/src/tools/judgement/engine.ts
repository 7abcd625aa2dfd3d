/** The engine of all of judging beyond the plain correction: a worker and a module of its own. */
import judgementModule from "evenhand/judgement.wasm?packed";
import { Engine, packedModule } from "../../engine.ts";
import { useAsked } from "../../use-asked.ts";
import type { Answer, Answers, Job } from "./protocol.ts";
// Inlined, so that it starts from a blob and inherits the page's policy.
import JudgementWorker from "./worker.ts?worker&inline";

const module = packedModule(judgementModule);

export const judgementEngine = (): Engine<Job, Answers> => new Engine(() => new JudgementWorker(), module);

/** What the answer to a kind of job may be. */
export type Given<Kind> = Extract<Answer, { kind: Kind | "refused" | "failed" }>;

export function useJudgement<Kind extends Job["kind"]>(
  place: string, job: Extract<Job, { kind: Kind }> | undefined, keeps = false,
): Given<Kind> | undefined {
  return useAsked<Job, Answers>(place, judgementEngine, job, keeps) as Given<Kind> | undefined;
}

/** Work beside the analysis: another pair of positions, another run. Each kind has an engine of its
 *  own, so that none ends the other's work. */
import { useEffect, useState } from "preact/hooks";
import { parallelEngine, type ParallelEngine } from "./engine.ts";
import type { Answer, Job } from "./protocol.ts";

const engines = new Map<Job["kind"], ParallelEngine>();

function engineOf(kind: Job["kind"]): ParallelEngine {
  const engine = engines.get(kind) ?? parallelEngine();
  engines.set(kind, engine);
  return engine;
}

export interface Aside {
  /** The last answer; of an earlier job while a new one runs. */
  readonly answer: Answer | undefined;
  readonly isCurrent: boolean;
}

/** Runs a job, unless there is none; `key` says when it is another one. */
export function useAside(job: Job | undefined, key: string): Aside {
  const [given, setGiven] = useState<{ readonly key: string; readonly answer: Answer }>();
  useEffect(() => {
    if (job === undefined) return undefined;
    const engine = engineOf(job.kind);
    let isCurrent = true;
    void engine.run(job).then((answer) => {
      if (isCurrent && answer !== undefined) setGiven({ key, answer });
    });
    return () => {
      isCurrent = false;
      engine.cancel();
    };
  }, [key]);
  return { answer: given?.answer, isCurrent: job === undefined || given?.key === key };
}

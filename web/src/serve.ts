/** The worker's half of an engine: takes the module and jobs, gives replies, keeps the last table. */
import {
  decodeText, readTable, useModule, type Issue, type Table,
} from "evenhand/bare";
import type { FromWorker, Reply, SourceData, ToWorker } from "./protocol.ts";
import { refusal } from "./refusal.ts";

/** Keeps what was read of a job's text, which comes once, for the jobs after. */
export function keeper<Kept>(
  read: (text: string, decoding: readonly Issue[]) => Kept,
): (source: SourceData) => Kept {
  let held: { readonly key: number; readonly kept: Kept } | undefined;
  return ({ key, data }) => {
    if (data !== undefined) {
      const { text, issues } = typeof data === "string" ? { text: data, issues: [] } : decodeText(data);
      held = { key, kept: read(text, issues) };
    }
    if (held?.key !== key) throw new Error("the worker was asked for data that it does not hold");
    return held.kept;
  };
}

export interface Held {
  readonly table: Table;
  /** What was found while the bytes were decoded. */
  readonly decoding: readonly Issue[];
}

/** The table of a job. */
export const tableOf: (source: SourceData) => Held =
  keeper((text, decoding) => ({ table: readTable(text), decoding }));

/** Answers the page's jobs from now on. */
export function serve<Job, Answer>(answer: (job: Job) => Reply<Answer>): void {
  // The types of a worker's global scope and of a page's cannot be loaded together.
  const scope = self as unknown as {
    onmessage: (event: MessageEvent<ToWorker<Job>>) => void;
    postMessage: (message: FromWorker<Answer>) => void;
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
}

/** What the page and a tool's worker say to each other, whatever the tool. */
import type { CompiledModule, ErrorCode } from "evenhand/bare";

/** Pasted text, or a file's bytes; the worker keeps what it read under the key. */
export interface SourceData {
  readonly key: number;
  readonly data?: string | Uint8Array | undefined;
}

/** What every tool's jobs have in common; those that are about a table name it. */
export interface AnyJob {
  readonly kind: string;
  readonly source?: SourceData;
}

/** The package refused an argument (`InputError`). */
export interface RefusedAnswer {
  readonly kind: "refused";
  readonly code: ErrorCode;
  readonly argument: string;
  readonly message: string;
}

/** A bug, or memory ended. */
export interface FailedAnswer {
  readonly kind: "failed";
  readonly message: string;
}

/** A tool's answer, or why there is none. */
export type Reply<Answer> = Answer | RefusedAnswer | FailedAnswer;

export type ToWorker<Job> =
  | { readonly module: CompiledModule }
  | { readonly id: number; readonly job: Job };

export interface FromWorker<Answer> {
  readonly id: number;
  readonly answer: Reply<Answer>;
}

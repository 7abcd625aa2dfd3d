/** What the page and its worker say to each other. */
import type {
  CompiledModule, Confusion, Correction, ErrorCode, JudgeReport, RepeatedBacktest, Roles,
  TableOptions,
} from "evenhand/bare";
import type { CorrectionMethod } from "evenhand/bare";

/** Pasted text, or a file's bytes; the worker keeps what it read under the key. */
export interface SourceData {
  readonly key: number;
  readonly data?: string | Uint8Array | undefined;
}

export interface TableJob {
  readonly kind: "table";
  readonly source: SourceData;
  readonly options: TableOptions;
}

export interface BacktestJob {
  readonly kind: "backtest";
  readonly source: SourceData;
  readonly options: TableOptions;
  /** 1 shows every model; more count how often the truth was within. */
  readonly repeats: number;
}

export interface Count {
  readonly count: number;
  readonly total: number;
}

export type CountsInput =
  | {
    readonly design: "external";
    readonly judged: Count;
    readonly sensitivity: Count;
    readonly specificity: Count;
    readonly method: CorrectionMethod | undefined;
    readonly level: number;
  }
  | {
    readonly design: "subset";
    readonly labelled: Confusion;
    readonly unlabelled: Count;
    readonly level: number;
  }
  | {
    readonly design: "known";
    readonly judged: Count;
    readonly sensitivity: number;
    readonly specificity: number;
    readonly level: number;
  };

export interface CountsJob {
  readonly kind: "counts";
  readonly input: CountsInput;
}

export type Job = TableJob | BacktestJob | CountsJob;

export interface TableAnswer {
  readonly kind: "table";
  readonly key: number;
  readonly report: JudgeReport;
  readonly header: readonly string[];
  /** The first rows, as read. */
  readonly preview: readonly (readonly string[])[];
  readonly rows: number;
  readonly roles: Roles;
}

export interface BacktestAnswer {
  readonly kind: "backtest";
  readonly report: JudgeReport;
  readonly repeated: RepeatedBacktest | undefined;
}

export interface CountsAnswer {
  readonly kind: "counts";
  readonly result: Correction;
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

export type Answer = TableAnswer | BacktestAnswer | CountsAnswer | RefusedAnswer | FailedAnswer;

export type ToWorker =
  | { readonly module: CompiledModule }
  | { readonly id: number; readonly job: Job };

export interface FromWorker {
  readonly id: number;
  readonly answer: Answer;
}

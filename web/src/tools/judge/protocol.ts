/** The judge tool's jobs and answers. */
import type {
  Confusion, Correction, CorrectionMethod, ScoreReport, PpiConvention, RepeatedBacktest, Roles, TableOptions,
} from "evenhand/bare";
import type { Reply, SourceData } from "../../protocol.ts";

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
    readonly method: CorrectionMethod;
    readonly convention: PpiConvention | undefined;
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
  readonly report: ScoreReport;
  readonly header: readonly string[];
  /** The first rows, as read. */
  readonly preview: readonly (readonly string[])[];
  readonly rows: number;
  readonly roles: Roles;
}

export interface BacktestAnswer {
  readonly kind: "backtest";
  readonly report: ScoreReport;
  readonly repeated: RepeatedBacktest | undefined;
}

export interface CountsAnswer {
  readonly kind: "counts";
  readonly result: Correction;
}

export type Answers = TableAnswer | BacktestAnswer | CountsAnswer;
export type Answer = Reply<Answers>;

/** The comparison's jobs and answers. */
import type {
  CompareOptions, CompareReport, IndependentInput, MeanInterval, PairDetail, PairedDifference,
  PairedDifferenceRequest, PairOptions, ProportionDifference, ScoreColumns,
} from "evenhand/bare";
import type { Reply, SourceData } from "../../protocol.ts";

export interface TableJob {
  readonly kind: "table";
  readonly source: SourceData;
  readonly options: CompareOptions;
}

export interface PairJob {
  readonly kind: "pair";
  readonly source: SourceData;
  readonly options: PairOptions;
}

export interface SameJob {
  readonly kind: "same";
  readonly input: PairedDifferenceRequest;
}

export interface DifferentJob {
  readonly kind: "different";
  readonly input: IndependentInput;
}

export type Job = TableJob | PairJob | SameJob | DifferentJob;

export interface TableAnswer {
  readonly kind: "table";
  readonly report: CompareReport;
  readonly header: readonly string[];
  /** The first rows, as read. */
  readonly preview: readonly (readonly string[])[];
  readonly rows: number;
  readonly columns: ScoreColumns;
  /** Every system of the table, those that are left out too. */
  readonly names: readonly string[];
  /** What clusters do to each system's number of items; null without clusters. */
  readonly effective: readonly MeanInterval[] | null;
}

export interface PairAnswer {
  readonly kind: "pair";
  readonly detail: PairDetail;
  /** The same as if items were independent, when they are in clusters: counts and contrast. */
  readonly ungrouped: PairDetail | null;
}

export interface SameAnswer {
  readonly kind: "same";
  /** By every paired method, the default first. */
  readonly results: readonly PairedDifference[];
  /** What the same counts give when pairs are ignored. */
  readonly unpaired: ProportionDifference;
}

export interface DifferentAnswer {
  readonly kind: "different";
  /** By every method for different items, the default first. */
  readonly results: readonly ProportionDifference[];
}

export type Answers = TableAnswer | PairAnswer | SameAnswer | DifferentAnswer;
export type Answer = Reply<Answers>;

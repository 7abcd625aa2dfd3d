/** The tool's jobs and answers. */
import type {
  Issue, ListTask, MeasuredReport, NamedPairMap, NamedWalk, ParallelReport, StrategyInput, TokenRule,
} from "evenhand/bare";
import type { Reply, SourceData } from "../../protocol.ts";

/** Where the right answers come from, and how they are divided into tokens. */
export interface Target {
  readonly source?: SourceData;
  /** Of a preset. */
  readonly answers?: readonly string[] | undefined;
  readonly task?: { readonly task: ListTask; readonly n: number } | undefined;
  readonly tokens: TokenRule;
  readonly pad: boolean;
}

export interface AnalysisJob extends Target {
  readonly kind: "analysis";
  readonly temperature: number;
  /** As they are typed. */
  readonly strategies: readonly string[];
  /** A measured curve, or nothing. */
  readonly curve: string;
  /** The accuracy to keep on it, 0 to 1. */
  readonly at: number;
  /** How its accuracies are written; undefined: guessed. */
  readonly scale: "percent" | "fraction" | undefined;
}

export interface PairJob extends Target {
  readonly kind: "pair";
  readonly condition: number;
  /** Null: those that depend on each other most. */
  readonly positions: readonly [number, number] | null;
}

export interface WalkJob extends Target {
  readonly kind: "walk";
  readonly temperature: number;
  readonly condition: number;
  readonly strategy: StrategyInput;
  readonly seed: number;
}

export type Job = AnalysisJob | PairJob | WalkJob;

/** A condition (prompt) of the answers. */
export interface Condition {
  /** As the package counts them. */
  readonly number: number;
  readonly name: string;
  /** Tokens of its answers. */
  readonly length: number;
}

export interface AnalysisAnswer {
  readonly kind: "analysis";
  /** What was noticed while the answers were read. */
  readonly issues: readonly Issue[];
  /** Null when the answers could not be read. */
  readonly report: ParallelReport | null;
  /** Those that weigh anything; none of a task too large to be written out. */
  readonly conditions: readonly Condition[];
  /** What is wrong with a strategy, by its text; it was left out. */
  readonly strategyProblems: readonly { readonly text: string; readonly problem: string }[];
  /** Null without a measured curve. */
  readonly measured: MeasuredReport | null;
}

export interface PairAnswer {
  readonly kind: "pair";
  readonly map: NamedPairMap;
}

export interface WalkAnswer {
  readonly kind: "walk";
  readonly walk: NamedWalk;
}

export type Answers = AnalysisAnswer | PairAnswer | WalkAnswer;
export type Answer = Reply<Answers>;

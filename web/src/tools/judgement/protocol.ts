/** Jobs and answers of judging beyond the plain correction. */
import type { Correction, SensitivityAnalysis, SensitivityInput, TippingLine } from "evenhand/bare";
import type { Reply, SourceData } from "../../protocol.ts";
import type { Count } from "../judge/protocol.ts";

interface Base {
  readonly source?: SourceData;
}

/** A judge's rate without labels, a claim, and what is thought possible of the judge. */
export interface UnlabelledJob extends Base {
  readonly kind: "unlabelled";
  readonly input: SensitivityInput & { readonly claim: number };
}

export interface UnlabelledAnswer {
  readonly kind: "unlabelled";
  readonly analysis: SensitivityAnalysis;
  /** The tipping line at the ends of the picture. */
  readonly line: TippingLine;
}

/** Every model's verdicts, corrected with error rates that are taken as exact. */
export interface KnownJob extends Base {
  readonly kind: "known";
  readonly models: readonly (Count & { readonly model: string })[];
  readonly sensitivity: number;
  readonly specificity: number;
  readonly level: number;
}

export interface KnownAnswer {
  readonly kind: "known";
  readonly models: readonly { readonly model: string; readonly result: Correction }[];
}

export type Job = UnlabelledJob | KnownJob;
export type Answers = UnlabelledAnswer | KnownAnswer;
export type Answer = Reply<Answers>;

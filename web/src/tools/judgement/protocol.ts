/** Jobs and answers of judging beyond the plain correction. */
import type {
  Correction, LabelPlan, LabelPlanInput, ModelsComparison, ModelsOptions, PilotInput, RankingOptions, RankingReport,
  SensitivityAnalysis, SensitivityInput, SourceContrast,
  SourcesInput, TippingLine,
} from "evenhand/bare";
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

/** A plan for labels, from rates that are supposed or from a pilot's counts. */
export interface LabelsJob extends Base {
  readonly kind: "labels";
  readonly from: Pick<LabelPlanInput, "score" | "sensitivity" | "specificity"> | PilotInput;
  readonly plan: Omit<LabelPlanInput, "score" | "sensitivity" | "specificity">;
}

export interface LabelsAnswer {
  readonly kind: "labels";
  readonly plan: LabelPlan;
}

/** Two scores under judges of their own. */
export interface PapersJob extends Base {
  readonly kind: "papers";
  readonly input: SourcesInput;
}

export interface PapersAnswer {
  readonly kind: "papers";
  readonly result: SourceContrast;
}

/** All models of a table. */
export interface RankingJob {
  readonly kind: "ranking";
  readonly source: SourceData;
  readonly options: RankingOptions;
}

export interface RankingAnswer {
  readonly kind: "ranking";
  readonly report: RankingReport;
}

/** Two models of a table. */
export interface ModelsJob {
  readonly kind: "models";
  readonly source: SourceData;
  readonly options: ModelsOptions;
}

export interface ModelsAnswer {
  readonly kind: "models";
  readonly report: ModelsComparison;
}

export type Job = UnlabelledJob | KnownJob | LabelsJob | PapersJob | RankingJob | ModelsJob;
export type Answers =
  UnlabelledAnswer | KnownAnswer | LabelsAnswer | PapersAnswer | RankingAnswer | ModelsAnswer;
export type Answer = Reply<Answers>;

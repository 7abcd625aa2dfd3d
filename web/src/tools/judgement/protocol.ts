/** Jobs and answers of judging beyond the plain correction. */
import type {
  ClassReport, Correction, Diagnostic, LabelPlan, LabelPlanInput, ModelsComparison, ModelsOptions,
  NamedClassOptions, PairwiseOptions, PairwiseReport, PilotInput, RankingOptions, RankingReport, RatersOptions,
  RatersReport, SensitivityAnalysis, SensitivityInput, SourceContrast,
  SourcesInput, TableOptions, TippingLine,
} from "evenhand/bare";
import type { TableRead } from "../../parts/table-input.tsx";
import type { RefusedAnswer, Reply, SourceData } from "../../protocol.ts";
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

/** What speaks against a table's numbers. */
export interface DiagnosticsJob {
  readonly kind: "diagnostics";
  readonly source: SourceData;
  readonly options: TableOptions;
}

export interface DiagnosticsAnswer {
  readonly kind: "diagnostics";
  readonly found: readonly Diagnostic[];
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

/** A table as it was read, with its report; or with what of the request was refused. */
export interface TableFound<Report> {
  readonly read: TableRead;
  readonly report?: Report | undefined;
  readonly refused?: RefusedAnswer | undefined;
}

/** Verdicts of several classes or grades. */
export interface ClassesJob {
  readonly kind: "classes";
  readonly source: SourceData;
  /** All that the judge can say; empty: what stands in its column. */
  readonly words: readonly string[];
  /** Whether words that are numbers are grades. */
  readonly isGraded: boolean;
  readonly cut: number | undefined;
  readonly values: readonly number[] | undefined;
  readonly options: Omit<NamedClassOptions, "classes" | "values">;
}

export interface ClassesAnswer extends TableFound<ClassReport> {
  readonly kind: "classes";
}

/** Verdicts on pairs of answers. */
export interface PairsJob {
  readonly kind: "pairs";
  readonly source: SourceData;
  readonly options: PairwiseOptions;
}

export interface PairsAnswer extends TableFound<PairwiseReport> {
  readonly kind: "pairs";
}

/** A column for each rater. */
export interface RatersJob {
  readonly kind: "raters";
  readonly source: SourceData;
  readonly options: RatersOptions;
}

export interface RatersAnswer extends TableFound<RatersReport> {
  readonly kind: "raters";
}

export type Job =
  | UnlabelledJob | KnownJob | LabelsJob | PapersJob | RankingJob | ModelsJob
  | DiagnosticsJob | ClassesJob | PairsJob | RatersJob;
export type Answers =
  | UnlabelledAnswer | KnownAnswer | LabelsAnswer | PapersAnswer | RankingAnswer | ModelsAnswer
  | DiagnosticsAnswer | ClassesAnswer | PairsAnswer | RatersAnswer;
export type Answer = Reply<Answers>;

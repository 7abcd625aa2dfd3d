/** What the page and the tool's workers say to each other. */
import type {
  CompiledModule, DocumentUnit, IndexSummary, ItemDates, ItemFieldNames, ItemText,
  OverlapApplication, OverlapDefinition, OverlapFinding, OverlapImpact, OverlapReport,
  OverlapRuleChoice, OverlapThresholds, ShardRecord,
} from "evenhand/overlap/bare";

/** A file as the person chose it, or text they pasted; files are read as streams. */
export interface Given {
  /** Path of a file within what was dropped; names the shard. */
  readonly name: string;
  readonly data: Blob;
}

/** How the documents of a corpus are told apart; per file, when its name tells. */
export interface CorpusOptions {
  readonly documents: DocumentUnit | "by-name";
  readonly textField: string;
}

/** An item of which something was found, by name. */
export interface NamedFinding extends OverlapFinding {
  /** Name of its benchmark. */
  readonly benchmark: string;
  readonly id: string;
}

/** The report with items by name. */
export interface NamedReport extends Omit<OverlapReport, "findings"> {
  readonly findings: readonly NamedFinding[];
}

// ---- The desk: one worker that holds the index and what was found --------------------------------

export interface IndexJob {
  readonly kind: "index";
  readonly benchmarks: readonly Given[];
  readonly definition: OverlapDefinition;
  readonly fields: ItemFieldNames;
}
export interface IndexAnswer {
  readonly kind: "index";
  /** The index, for the workers that scan. */
  readonly index: Uint8Array;
  readonly summary: IndexSummary;
  readonly scanMemory: number;
  readonly invalidUtf8: number;
}

export interface EvaluateJob {
  readonly kind: "evaluate";
  readonly partials: readonly Uint8Array[];
  readonly hits: readonly Uint8Array[];
  readonly thresholds: OverlapThresholds;
  readonly missingShards: boolean;
}
/** Every definition with its own thresholds, and the report of the default one. */
export interface EvaluateAnswer {
  readonly kind: "evaluate";
  readonly report: NamedReport;
  readonly applications: readonly OverlapApplication[];
}

export interface ApplyJob {
  readonly kind: "apply";
  readonly choice: OverlapRuleChoice;
}
export interface ApplyAnswer {
  readonly kind: "apply";
  readonly application: OverlapApplication;
}

export interface ReportJob {
  readonly kind: "report";
  readonly thresholds: OverlapThresholds;
  readonly missingShards: boolean;
}
export interface ReportAnswer {
  readonly kind: "report";
  readonly report: NamedReport;
}

export interface ItemJob {
  readonly kind: "item";
  readonly item: number;
}
export interface ItemAnswer {
  readonly kind: "item";
  readonly text: ItemText;
}

export interface ImpactJob {
  readonly kind: "impact";
  readonly choice: OverlapRuleChoice;
  /** A table of scores, as text. */
  readonly scores: string;
  /** A column of it whose strata are compared. */
  readonly strata: string | undefined;
  /** Its systems whose scores are taken off the others'. */
  readonly reference: readonly string[];
  /** A column of it and a cutoff that split the items. */
  readonly dates: ItemDates | undefined;
  readonly level: number;
}
export interface ImpactAnswer {
  readonly kind: "impact";
  readonly impact: OverlapImpact;
}

export type DeskJob = IndexJob | EvaluateJob | ApplyJob | ReportJob | ItemJob | ImpactJob;
export type DeskAnswer =
  | IndexAnswer | EvaluateAnswer | ApplyAnswer | ReportAnswer | ItemAnswer | ImpactAnswer;
export type AnswerTo<Job extends DeskJob> = Extract<DeskAnswer, { kind: Job["kind"] }>;

// ---- Scans: as many workers as the machine has processors to spare --------------------------------

/** What a worker that scans is told first. */
export interface ScanSetup {
  readonly module: CompiledModule;
  readonly index: Uint8Array;
  readonly options: CorpusOptions;
}
export interface ScanFile {
  readonly file: Given;
}
export type ToScan = ScanSetup | ScanFile;

export type FromScan =
  /** Bytes of the file that were read so far, as it is stored. */
  | { readonly kind: "progress"; readonly bytes: number; readonly documents: number; readonly hits: number }
  | {
      readonly kind: "done"; readonly partial: Uint8Array; readonly hits: readonly Uint8Array[];
      readonly shard: ShardRecord;
    }
  /** The file could not be read to its end; it counts as if it were not there. */
  | { readonly kind: "failed"; readonly message: string };

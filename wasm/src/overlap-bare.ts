/** `evenhand/overlap` without the embedded module: call `useModule(module)` first, as workers do. */
export { compiledOverlapModule as compiledModule, useModule, type CompiledModule } from "./engine.ts";
export { EngineError, InputError } from "./errors.ts";
export { defaults, errorCodes, limits, type ErrorCode } from "./generated/shared.ts";
export {
  countUnits, definitionOptions, documentUnits, falsePositiveFamilies, fieldRules,
  gramMultiplicities, itemFields, itemProblems, lineProblems, mergeVerdicts, overlapApproximations, overlapArms,
  overlapDefinitions, overlapLevels, overlapMetrics, overlapOutcomes, overlapScopeNotes,
  overlapUnits, percentileRules, ruleRefusals, shortUnitRules, spanLengthRules, substringRules,
  textRules, thresholdComparisons,
  type AddedPartial, type CountUnit, type DefinitionOption, type DocumentKey, type DocumentUnit,
  type FalsePositiveFamily, type FieldRule, type FinishedShard, type GramMultiplicity, type HitRun,
  type ItemField, type ItemFieldNames,
  type ItemProblem, type ItemProblemKind, type ItemText, type LineProblem, type MalformedLine, type MergeVerdict,
  type OptionFact, type OverlapApplication, type OverlapApproximation, type OverlapArm,
  type OverlapBenchmark, type OverlapColumn, type OverlapCorpusFacts, type OverlapDefinition,
  type OverlapDefinitionInfo, type OverlapFamily, type OverlapFilter, type OverlapFinding,
  type OverlapIndexFacts, type OverlapLevel, type OverlapLevelCounts, type OverlapMetric,
  type OverlapOutcome, type OverlapReport, type OverlapRule, type OverlapRuleChoice,
  type OverlapScopeNote, type OverlapShare, type OverlapSource, type OverlapThresholds,
  type OverlapUnit, type OverlapUnitFinding, type OverlapWhereFound, type PartialFacts,
  type PercentileRule, type RuleRefusal, type ScanSettings, type ShardRecord, type ShortUnitRule,
  type SpanLengthRule, type SubstringRule, type TextRule, type ThresholdComparison, type UnitText,
} from "./generated/overlap.ts";
export {
  BenchmarkError, buildOverlapIndex, isTextField, mergeOverlap, overlapDefinition, OverlapEvaluation, OverlapIndex,
  overlapReport, OverlapScan, readOverlapPartial,
  type BenchmarkInput, type BuildIndexInput, type DocumentOptions, type IndexSummary,
  type OverlapEvaluationInput, type OverlapFullReport, type OverlapFullReportOptions, type OverlapIndexBuild, type OverlapItem,
  type OverlapMerge, type OverlapReportInput, type OverlapReportOptions, type OverlapScanInput,
  type ShardInput,
} from "./overlap.ts";
export { bytesText, itemProblemSentence, overlapReportText, timeText } from "./report/overlap.ts";
export {
  impactReasons, permutationMethods, presenceVerdicts, splitTests,
  type Bucket, type BucketRow, type BucketTable, type ChronologicalSplit, type CleanDirty,
  type ImpactBootstrap, type ImpactEstimate, type ImpactNumber, type ImpactReason,
  type LogisticImpact, type PermutationMethod, type PermutationTest, type PresenceRegression,
  type PresenceVerdict, type PublishedRow, type PublishedRowRequest, type RegressionTerm,
  type ScanMaximum, type SplitTest, type StratifiedImpact, type SubsetMean, type ThresholdPoint,
  type ThresholdScan,
} from "./generated/impact.ts";
export {
  answerLeakage, chronologicalSplit, cleanDirty, flagsAtThreshold, llama2Buckets, logisticImpact,
  publishedRow, scanThresholds, stratifiedImpact,
  type AnswerLeakage, type AnswerLeakageInput, type BucketsInput, type ChronologicalInput,
  type CleanDirtyInput, type Flags, type ImpactScoresInput, type LogisticImpactInput,
  type StratifiedImpactInput, type ThresholdScanInput,
} from "./impact.ts";
export {
  adjustedLines, bucketLines, bucketRuleReading, bucketsReading, chronologicalCaution,
  chronologicalReading, figureText, figuresReading, filledRows, impactAssumptions, impactCaution, impactMethod,
  impactReading, logisticReading, referenceAssumption, referenceReading, scanReading, stratifiedReading,
  type AdjustedLine, type BucketLine,
} from "./report/impact.ts";
export {
  overlapImpact, type BucketRule, type ItemDates, type OverlapImpact, type OverlapImpactInput,
  type ScoreComparison, type SystemImpact,
} from "./overlap-scores.ts";
export type { DescribingColumns } from "./readers/scored-items.ts";
export { overlapMethod, overlapReading, overlapScope } from "./report/overlap-reading.ts";
export type { EnumText } from "./wire.ts";
export { version } from "./generated/version.ts";

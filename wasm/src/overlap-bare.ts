/** `evenhand/overlap` without the embedded module: call `useModule(module)` first, as workers do. */
export { compiledOverlapModule as compiledModule, useModule, type CompiledModule } from "./engine.ts";
export { EngineError, InputError } from "./errors.ts";
export { defaults, errorCodes, limits, type ErrorCode } from "./generated/shared.ts";
export {
  approximations, countUnits, definitionEdges, documentUnits, fieldRules, filterArms,
  gramMultiplicities, lengthRules, lineProblems, matchFamilies, mergeVerdicts, overlapDefinitions,
  overlapLevels, overlapMetrics, overlapOutcomes, overlapUnits, percentileRules, ruleRefusals,
  scopeNotes, shortRules, substringRules, textRules, thresholdComparisons,
  type AddedPartial, type Approximation, type BenchmarkOverlap, type CorpusFacts, type CountUnit,
  type DefinitionEdge, type DefinitionInfo, type DocumentKey, type DocumentUnit, type FamilyItems,
  type FieldRule, type FilterArm, type FilterSettings, type FinishedShard, type GramMultiplicity,
  type HitRun, type IndexFacts, type ItemFieldNames, type ItemFinding, type ItemText,
  type LengthRule, type LevelCounts, type LevelThresholds, type LineProblem, type MalformedLine,
  type MatchFamily, type MergeVerdict, type OptionFact, type OverlapApplication,
  type OverlapColumn, type OverlapDefinition, type OverlapLevel, type OverlapMetric,
  type OverlapOutcome, type OverlapReport, type OverlapRule, type OverlapUnit, type PartialFacts,
  type PercentileRule, type RuleRefusal, type ScanSettings, type ScopeNote, type SetShare,
  type ShardRecord, type ShortRule, type SourceFacts, type SubstringRule, type TextRule,
  type ThresholdComparison, type UnitFinding, type UnitText, type WhereFound,
} from "./generated/overlap.ts";
export {
  buildOverlapIndex, mergeOverlap, overlapDefinition, OverlapEvaluation, OverlapIndex,
  overlapReport, OverlapScan, readOverlapPartial,
  type BenchmarkInput, type BuildIndexInput, type IndexSummary, type NamedFinding,
  type NamedOverlapReport, type OverlapEvaluationInput, type OverlapIndexBuild, type OverlapItem,
  type OverlapMerge, type OverlapReportOptions, type OverlapScanInput, type ShardInput,
} from "./overlap.ts";
export type { EnumText } from "./wire.ts";
export { version } from "./generated/version.ts";

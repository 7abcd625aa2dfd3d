/** The whole API without the embedded module: call `useModule(module)` first, as workers do. */
export { compiledModule, useModule, type CompiledModule } from "./engine.ts";
export { EngineError, InputError } from "./errors.ts";
export {
  defaults, errorCodes, limits, notes,
  type ErrorCode, type Estimate, type Interval, type Note,
} from "./generated/shared.ts";
export {
  bootstrapMethods, correlationMethods, independentMethods, meanMethods, pairedMethods,
  proportionMethods,
  type BootstrapInterval, type BootstrapMethod, type Correlation, type CorrelationMethod,
  type IndependentMethod, type MeanDifference, type MeanInterval, type MeanMethod,
  type PairedCounts, type PairedDifference, type PairedDifferenceRequest, type PairedMethod,
  type PartialCorrelation, type PartialCorrelationRequest, type PoissonBinomialTest,
  type ProportionDifference, type ProportionInterval, type ProportionMethod, type ProportionTest,
  type ProportionTestRequest,
} from "./generated/interval.ts";
export {
  multiplicities, pairMethods, rankMethods, signFlipMethods, verdicts, zeroRules,
  type AdjustedPValues, type CochranQ, type Friedman, type Multiplicity, type PairMethod,
  type RankMethod, type RankSet, type RankSets, type SignFlipMethod, type SignFlipTest,
  type TaskPair, type Verdict, type WilcoxonTest, type ZeroRule,
} from "./generated/compare.ts";
export {
  calibrations, correctionMethods, designs, flags, reasons, statuses,
  type Backtest, type BacktestOutcome, type Calibration, type Confusion, type Correction,
  type CorrectionMethod, type Design, type Flag, type Reason, type Status,
} from "./generated/judge.ts";
export type { Numbers, WholeNumbers } from "./columns.ts";
export {
  bootstrapInterval, correlation, meanInterval, partialCorrelation, poissonBinomialTest,
  proportionInterval, proportionTest,
  type BootstrapInput, type CorrelationInput, type MeanInput, type PoissonBinomialInput,
  type ProportionInput,
} from "./interval.ts";
export {
  adjustPValues, cochranQ, compareIndependent, comparePaired, friedmanFromRanks, friedmanTest,
  meanDifference, pairedMeanDifference, rankSets, signFlipTest, wilcoxonSignedRank,
  type AdjustInput, type CochranInput, type FriedmanInput, type FriedmanRanksInput,
  type IndependentInput, type MeanDifferenceInput, type PairedMeanInput, type RankSetsInput,
  type SignFlipInput, type SuccessCounts, type WilcoxonInput,
} from "./compare.ts";
export {
  detectableMeanDifference, detectablePairedProportions, detectableProportions, detectableRuns,
  planHalfWidth, planMeanDifference, planPairedProportions, planProportions,
  planProportionsBaseline, planRuns,
} from "./plan.ts";
export {
  correctJudge, correctKnown, correctSubset,
  type CorrectInput, type JudgedRate, type KnownInput, type SubsetInput,
} from "./judge.ts";
export {
  correctTable, type CorrectedScore, type JudgeReport, type ModelRow, type TableOptions,
} from "./table.ts";
export {
  comparePair, compareTable,
  type CompareDesign, type CompareOptions, type CompareReport, type PairDetail, type PairOptions,
  type PairRow, type SystemRow,
} from "./scores.ts";
export { readTable, type Table } from "./readers/table.ts";
export {
  columnRoles, guessRoles, type ColumnRole, type Roles,
} from "./readers/judgements.ts";
export {
  guessScoreColumns, readScores, scoreRoles,
  type ScoreColumns, type ScoreOptions, type ScoreRole, type Scores,
} from "./readers/scores.ts";
export { decodeText, type DecodedText } from "./readers/text.ts";
export type { Issue, Severity } from "./readers/issues.ts";
export type { EnumText } from "./wire.ts";
export {
  assumptionsOf, correctionNotes, groupedNotes, methodSentence, modelNotes, readingOf,
  reportMethod, reportReading,
} from "./report/judge.ts";
export {
  compareMethod, compareNotes, compareReading, countsAssumptions, countsMethod, independentReading,
  meansReading, noteTexts, pairedReading, pairReading, systemReading,
  type CompareNote,
} from "./report/compare.ts";
export { clustersReading, ignoredClustersReading, ignoredPairsReading } from "./report/contrast.ts";
export {
  detectableReading, itemsNeededReading, planAssumptions, planMethodSentence,
  type PlanAnswerWords, type PlanWords,
} from "./report/plan.ts";
export { nameList, type GroupedNote } from "./report/words.ts";
export {
  about, count, difference, differenceInterval, levelText, percent, percentInterval, pText, pValue,
  scoreInterval, scoreText,
} from "./report/format.ts";
export { version } from "./generated/version.ts";
export { backtestShare, repeatedBacktest, type BacktestTally, type RepeatedBacktest } from "./backtest.ts";

/** The whole API without the embedded module: call `useModule(module)` first, as workers do. */
export { compiledModule, useModule, type CompiledModule } from "./engine.ts";
export { EngineError, InputError } from "./errors.ts";
export {
  defaults, errorCodes, limits, notes,
  type ErrorCode, type Estimate, type Interval, type Note,
} from "./generated/shared.ts";
export {
  bootstrapMethods, correlationMethods, independentMethods, meanMethods, pairedMethods,
  proportionMethods, samplesMethods, samplesMetrics,
  type BootstrapInterval, type BootstrapMethod, type Correlation, type CorrelationMethod,
  type IndependentMethod, type MeanDifference, type MeanInterval, type MeanMethod,
  type PairedCounts, type PairedDifference, type PairedDifferenceRequest, type PairedMethod,
  type PartialCorrelation, type PartialCorrelationRequest, type PoissonBinomialTest,
  type ProportionDifference, type ProportionInterval, type ProportionMethod, type ProportionTest,
  type ProportionTestRequest, type RunsInterval, type SamplesMethod, type SamplesMetric,
  type SamplesResult, type SignificantDifference, type SignificantDifferenceRequest,
  type VarianceComponents,
} from "./generated/interval.ts";
export {
  battleMethods, battleOutcomes, battleStatuses, multiplicities, pairedPlanMethods, pairMethods,
  planDesigns, rankMethods, signFlipMethods, verdicts, zeroRules,
  type AdjustedPValues, type BattleFit, type BattleMethod, type BattleOutcome, type BattlePair,
  type BattleStatus, type BattleSystem, type CochranQ, type DetectableEffect,
  type DetectableMeanDifferenceRequest, type DetectablePairedProportionsRequest,
  type DetectableProportionsRequest, type DetectableRunsRequest, type Friedman, type Multiplicity,
  type PairedPlanMethod, type PairMethod, type PlanDesign, type PlanHalfWidthRequest,
  type PlanMeanDifferenceRequest, type PlannedItems, type PlannedItemsPerSystem,
  type PlannedPrecision, type PlannedRuns, type PlanPairedProportionsRequest,
  type PlanProportionsBaselineRequest, type PlanProportionsRequest, type PlanRunsRequest,
  type RankMethod, type RankSet, type RankSets, type SignFlipMethod, type SignFlipTest,
  type TaskPair, type Verdict, type WilcoxonTest, type ZeroRule,
} from "./generated/compare.ts";
export {
  calibrations, correctionMethods, designs, flags, ppiConventions, reasons, statuses,
  type Backtest, type BacktestOutcome, type Calibration, type Confusion, type Correction,
  type CorrectionMethod, type Design, type Flag, type PpiConvention, type Reason, type Status,
} from "./generated/judge.ts";
export {
  curveKinds, limitVerdicts, listTasks, positionScores, strategyRules, tieRules,
  type ConfidentBounds, type ConfidentRequest, type CurveKind, type Decoding,
  type InformationCurve, type LimitComparison, type LimitRequest, type LimitVerdict, type ListTask,
  type PositionScore, type Schedule, type SizeSchedule, type StrategyRule, type TargetColumns,
  type TargetMeasures, type TaskLimits, type TaskRequest, type TaskSizes, type TaskStep,
  type TaskThreshold, type TaskThresholdRequest, type TieRule,
} from "./generated/parallel.ts";
export {
  auditVerdicts, calibrationVerdicts, classFlags, classReasons, contrastFlags, contrastMethods,
  findingCodes, findingSeverities, orderRules, pairTieRules, pairwiseFlags, ratingReasons, sharings,
  type AlpacaRate, type AuditVerdict, type CalibrationHomogeneity, type CalibrationVerdict,
  type ClassCorrection,
  type ClassFlag, type ClassReason, type ClassScore, type ClassShare, type ClusteredCorrection,
  type ClusterTest, type ContrastDifference, type ContrastFlag, type ContrastMethod,
  type CorrectedBattles, type EffectiveShare, type FindingCode, type FindingSeverity,
  type GradeCorrection, type HomogeneityTest, type JudgeQuality,
  type ModelContrast, type ModelContrastRequest, type OrderRule, type PairTieRule,
  type PairwiseFlag, type PositionEffect, type RatedModel, type RatedPair, type RatingReason,
  type Separation, type SharedContrast, type Sharing,
  type SignSafety, type SourceContrast, type Standing, type StandingPair, type Standings,
  type SubsetContrast, type TiedGroup, type TransportAudit, type WinRate,
} from "./generated/contrast.ts";
export {
  agreementReasons, agreementStatistics, allocationMethods, alphaMetrics, panelFlags, panelReasons,
  planFlags, purchases, regionReasons, tippingSides,
  type Agreement, type AgreementCoefficient, type AgreementReason, type AgreementStatistic,
  type Allocation, type AllocationMethod, type AllocationRequest, type AlphaMetric,
  type CalibrationPlanRequest, type CalibrationPrecision, type CalibrationSize,
  type CategoryCorrection, type CategoryStratum, type DisagreementRequest, type EffectiveVotes,
  type FleissKappa, type IdentificationRegion, type JudgeAssumption, type JudgeValue,
  type JudgeValueRequest, type KrippendorffAlpha, type Lee2025AllocationRequest, type Leniency,
  type LeniencyRequest, type PanelConsensus, type PanelFlag, type PanelPair, type PanelRater,
  type PanelReason, type PlanFlag, type PrecisionRequest, type Purchase, type PurchaseValue,
  type RegionContrast, type RegionReason, type RegionRequest, type ResidualCorrelation, type TetradCheck,
  type TippingLine, type TippingPoint, type TippingSide,
} from "./generated/labels.ts";
export {
  impactReasons, permutationMethods, presenceVerdicts, splitTests,
  type Bucket, type BucketRow, type BucketTable, type ChronologicalSplit, type CleanDirty,
  type ImpactBootstrap, type ImpactEstimate, type ImpactNumber, type ImpactReason,
  type LogisticImpact, type PermutationMethod, type PermutationTest, type PresenceRegression,
  type PresenceVerdict, type PublishedRow, type PublishedRowRequest, type RegressionTerm,
  type ScanMaximum, type SplitTest, type StratifiedImpact, type SubsetMean, type ThresholdPoint,
  type ThresholdScan,
} from "./generated/impact.ts";
export type { Numbers, WholeNumbers } from "./columns.ts";
export {
  bootstrapInterval, correlation, leastSignificantDifference, majorityAtK, meanInterval,
  partialCorrelation, passAtK, poissonBinomialTest, proportionInterval, proportionTest,
  runsInterval, varianceComponents,
  type BootstrapInput, type CorrelationInput, type MajorityAtKInput, type MeanInput,
  type PassAtKInput, type PoissonBinomialInput, type ProportionInput, type RunsInput,
  type VarianceComponentsInput,
} from "./interval.ts";
export {
  adjustPValues, cochranQ, compareIndependent, comparePaired, fitBattles, friedmanFromRanks,
  friedmanTest, meanDifference, pairedMeanDifference, rankSets, signFlipTest, wilcoxonSignedRank,
  type AdjustInput, type BattlesInput, type CochranInput, type FriedmanInput,
  type FriedmanRanksInput, type IndependentInput, type MeanDifferenceInput, type PairedMeanInput,
  type RankSetsInput, type SignFlipInput, type SuccessCounts, type WilcoxonInput,
} from "./compare.ts";
export {
  correctJudge, correctKnown, correctSubset, subsetMethods,
  type CorrectInput, type JudgedRate, type KnownInput, type SubsetInput,
} from "./judge.ts";
export {
  alpacaWinRate, calibrationHomogeneity, contrastModels, contrastShared, contrastSources,
  contrastSubset, contrastWithRegion, correctBattles, correctClasses, correctClustered, correctGrades,
  effectiveShare, judgeStandings, transportAudit, winRate,
  type AuditInput, type ClassesInput, type ClusteredInput, type CorrectedBattlesInput,
  type EffectiveShareInput, type GradesInput, type SensitivityContrast, type SharedClustersInput,
  type SharedCountsInput, type SourceInput,
  type SourcesInput, type StandingsInput, type SubsetContrastInput, type WinRateInput,
  type WithRegionInput,
} from "./contrast.ts";
export {
  allocateLabels, allocateLee2025, assumptionFromPilot, calibrationPrecision, correctCategories,
  disagreementRegion, effectiveVotes, fleissKappa, identificationRegion, judgeValue,
  krippendorffAlpha, leniency, panelConsensus, planCalibration, raterAgreement, tippingLine,
  type AgreementInput, type AlphaInput, type CategoriesInput, type ConsensusInput,
  type PanelInput, type PilotInput, type RatingsInput, type TippingInput,
} from "./labels.ts";
export {
  answerLeakage, chronologicalSplit, cleanDirty, flagsAtThreshold, llama2Buckets, logisticImpact,
  publishedRow, scanThresholds, stratifiedImpact,
  type AnswerLeakage, type AnswerLeakageInput, type BucketsInput, type ChronologicalInput,
  type CleanDirtyInput, type Flags, type ImpactScoresInput, type LogisticImpactInput,
  type StratifiedImpactInput, type ThresholdScanInput,
} from "./impact.ts";
export {
  bucketsReading, chronologicalCaution, chronologicalReading, impactAssumptions, impactCaution,
  impactMethod, impactReading, logisticReading, scanReading, stratifiedReading,
} from "./report/impact.ts";
export { auditAssumptions, auditMethod, auditReading } from "./report/audit.ts";
export type { CorrectVerdicts } from "./tally.ts";
export {
  consensusLabel, rateTable,
  type Consensus, type PairKind, type RaterPair, type RatersOptions, type RatersReport,
} from "./raters.ts";
export {
  planLabels,
  type GoldPrecision, type LabelPlan, type LabelPlanFindings, type LabelPlanInput,
} from "./label-plan.ts";
export {
  sensitivityAnalysis,
  type SensitivityAnalysis, type SensitivityFindings, type SensitivityInput, type SupposedLeniency,
  type Supposition,
} from "./without-labels.ts";
export {
  correctScores, type CorrectedScore, type ModelRow, type ScoreReport, type TableOptions,
} from "./table.ts";
export { correctTable, diagnoseTable, type JudgeReport } from "./diagnostics.ts";
export {
  correctClassTable,
  type ClassMean, type ClassReport, type ClassRow, type GradeTableOptions, type ModelClasses,
  type NamedClassOptions,
} from "./class-table.ts";
export type { ClassReadingOptions, ClassWords } from "./readers/classes.ts";
export {
  correctClusteredTable,
  type ClusteredOptions, type ClusteredReport, type ClusteredRow,
} from "./clustered.ts";
export {
  compareModels,
  type CommonItems, type ContrastBasis, type ModelsAnswer, type ModelsComparison, type ModelsOptions,
  type SharedLabels, type VerdictContrast,
} from "./models.ts";
export {
  comparePairwise,
  type PairwiseOptions, type PairwiseRatings, type PairwiseReport, type PairwiseRow,
  type RatedModelRow, type RatedPairRow,
} from "./pairwise.ts";
export {
  guessPairwiseColumns, pairwiseRoles, readPairwise, unnamedModels,
  type Pairwise, type PairwiseReading, type PairwiseRole, type ReadPair,
} from "./readers/pairwise.ts";
export {
  rankModels,
  type RankedModel, type RankedPair, type RankingDesign, type RankingOptions, type RankingReport,
} from "./ranking.ts";
export {
  detectableMeanDifference, detectablePairedProportions, detectableProportions, detectableRuns,
  planHalfWidth, planMeanDifference, planPairedProportions, planProportions,
  planProportionsBaseline, planRuns,
} from "./plan.ts";
export {
  comparePair, compareTable,
  type CompareDesign, type CompareOptions, type CompareReport, type PairDetail, type PairOptions,
  type PairRow, type SamplesRow, type SystemRow,
} from "./scores.ts";
export {
  compareBattles,
  type BattlePairRow, type BattlesDesign, type BattlesOptions, type BattlesReport,
  type BattleSystemRow,
} from "./battles.ts";
export {
  compareTasks,
  type TaskPairRow, type TasksDesign, type TasksOptions, type TasksReport, type TaskSystemRow,
} from "./tasks.ts";
export {
  acceptedPositions, accuracySchedules, adaptiveFrontier, compareWithLimit, confidentBounds,
  informationCurve, klSchedules, listTaskLimits, listTaskSizes, listTaskThreshold, measureAnswers,
  orderPreference, pairMap, parallelizability, runStrategy, stepsOutcome, taskAnswers,
  tokensPerStepAt, walkStrategy,
  type AcceptedInput, type AnswersRequest, type AnswersSource, type Bits, type CurvePoints,
  type Distances, type InformationCurveInput, type NamedCandidate, type NamedPairMap, type NamedWalk,
  type NamedWalkStep, type OutputAnswer, type OutputSequence, type PairMapInput,
  type RunStrategyInput, type SchedulesInput, type StepsOutcome, type StepsOutcomeInput,
  type StrategyResult, type TaskAnswersInput, type WalkInput,
} from "./parallel.ts";
export {
  analyseParallel,
  type ConditionRow, type FrontierPoint, type OneStep, type ParallelLimit, type ParallelOptions,
  type ParallelReport, type ScheduleRow, type StrategyRow, type UsedDecoding,
} from "./parallel-report.ts";
export {
  analyseCurves,
  type MeasuredOptions, type MeasuredPoint, type MeasuredReport, type MeasuredRow,
} from "./measured.ts";
export {
  defaultStrategies, partitionText, readPartition, readStrategy, strategyText,
  type Partition, type ReadStrategy, type StrategyInput,
} from "./strategies.ts";
export { readTable, type Table } from "./readers/table.ts";
export {
  readAnswers, withValid,
  type AnswerInput, type AnswerOptions, type Answers, type AnswersInput, type ConditionInput,
  type SupportRow,
} from "./readers/answers.ts";
export {
  curveRoles, readCurves,
  type CurveOptions, type CurvePoint, type CurveRole, type MeasuredCurve, type MeasuredCurves,
} from "./readers/curve.ts";
export { padToken, type TokenRule } from "./readers/tokens.ts";
export {
  columnRoles, guessRoles, type ColumnRole, type Roles,
} from "./readers/judgements.ts";
export {
  guessScoreColumns, readScores, scoreRoles,
  type ScoreColumns, type ScoreOptions, type ScoreRole, type Scores,
} from "./readers/scores.ts";
export {
  battleRoles, guessBattleColumns, readBattles,
  type BattleOptions, type BattleRole, type Battles,
} from "./readers/battles.ts";
export type { BlankVerdicts } from "./readers/judgements.ts";
export { diagnosticSentence, type Diagnostic, type TableFinding } from "./report/diagnostics.ts";
export {
  raterRoles, readRatings,
  type RatedUnit, type RaterOptions, type RaterRole, type RaterTable, type RatingKind,
} from "./readers/raters.ts";
export { decodeText, type DecodedText } from "./readers/text.ts";
export type { Issue, Severity } from "./readers/issues.ts";
export type { EnumText } from "./wire.ts";
export {
  assumptionsOf, correctionNotes, groupedNotes, methodSentence, modelNotes, readingOf,
  reportMethod, reportReading,
} from "./report/judge.ts";
export {
  ceilingReading, coefficientInterval, coefficientOf, coefficientText, consensusReading, pairSentence,
  panelAgreementReading, ratersAssumptions, ratersMethod, ratersNotes, ratersReading, sharesText,
  votesReading,
} from "./report/raters.ts";
export { goldReading } from "./report/labels.ts";
export {
  halfWidthText, hasExtremeScore, labelPlanAssumptions, labelPlanMethod, labelPlanNotes,
  labelPlanReading, sizeReading, worthReading,
} from "./report/label-plan.ts";
export {
  regionContrastAssumptions, regionContrastMethod, regionContrastReading, sourcesAssumptions,
  sourcesMethod, sourcesNotes, sourcesReading,
} from "./report/sources.ts";
export {
  leniencyReading, regionReading, regionsReading, sensitivityAssumptions, sensitivityMethod,
  sensitivitySentence, suppositionText, tippingReading, tippingText,
} from "./report/without-labels.ts";
export {
  classesAssumptions, classesMethod, classesReading, classNotes, classReading, groupedClassNotes,
  shownAgreement,
} from "./report/classes.ts";
export {
  clusteredAssumptions, clusteredMethod, clusteredNotes, clusteredReading, groupedClusteredNotes,
} from "./report/clustered.ts";
export {
  homogeneityReading, modelsAssumptions, modelsMethod, modelsNotes, modelsReading,
} from "./report/models.ts";
export {
  pairwiseAssumptions, pairwiseMethod, pairwiseNotes, pairwiseReading, ratingsReading,
} from "./report/pairwise.ts";
export {
  rankingAssumptions, rankingMethod, rankingNotes, rankingReading, rankText,
} from "./report/ranking.ts";
export {
  compareMethod, compareNotes, compareReading, countsAssumptions, countsMethod, independentReading,
  meansReading, noteTexts, pairedReading, pairReading, runsAssumptions, runsMethod, runsReading,
  samplesTitle, systemReading, testsReading,
  type CompareNote,
} from "./report/compare.ts";
export { battlesAssumptions, battlesMethod, battlesReading } from "./report/battles.ts";
export {
  clustersReading, ignoredClustersReading, ignoredPairsReading, noiseReading,
} from "./report/contrast.ts";
export {
  correlationReading, distanceText, equalSchedules, informationNumber, informationText, isSymmetric,
  limitReading, outcomeColumns, parallelAssumptions, parallelMethod, parallelReading,
  partitionReading, schedulesReading, shareText, strategiesReading, strategyReading,
  type InformationUnit,
} from "./report/parallel.ts";
export {
  curveName, curvesAssumptions, curvesMethod, curvesReading, pointReading,
} from "./report/measured.ts";
export { planMethod, planReading, type Plan } from "./report/plan.ts";
export { planAssumptions, scenariosReading, type PlanScenario } from "./report/scenarios.ts";
export { tasksMethod, tasksReading } from "./report/tasks.ts";
export { nameList, type GroupedNote } from "./report/words.ts";
export {
  about, count, difference, differenceInterval, levelText, percent, percentInterval, pText, pValue,
  scoreInterval, scoreText,
} from "./report/format.ts";
export { version } from "./generated/version.ts";
export { backtestShare, repeatedBacktest, type BacktestTally, type RepeatedBacktest } from "./backtest.ts";

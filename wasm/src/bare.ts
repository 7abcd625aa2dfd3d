/** The whole API without the embedded module: call `useModule(module)` first, as workers do. */
export { compiledModule, useModule, type CompiledModule } from "./engine.ts";
export { EngineError, InputError } from "./errors.ts";
export {
  defaults, errorCodes, limits, type ErrorCode, type Estimate, type Interval,
} from "./generated/shared.ts";
export {
  proportionMethods,
  type ProportionInterval, type ProportionMethod, type ProportionTest, type ProportionTestRequest,
} from "./generated/interval.ts";
export {
  calibrations, correctionMethods, designs, flags, reasons, statuses,
  type Backtest, type BacktestOutcome, type Calibration, type Confusion, type Correction,
  type CorrectionMethod, type Design, type Flag, type Reason, type Status,
} from "./generated/judge.ts";
export { proportionInterval, proportionTest, type ProportionInput } from "./interval.ts";
export {
  correctJudge, correctKnown, correctSubset,
  type CorrectInput, type JudgedRate, type KnownInput, type SubsetInput,
} from "./judge.ts";
export {
  correctTable, type CorrectedScore, type JudgeReport, type ModelRow, type TableOptions,
} from "./table.ts";
export { readTable, type Table } from "./readers/table.ts";
export {
  columnRoles, guessRoles, type ColumnRole, type Roles,
} from "./readers/judgements.ts";
export { decodeText, type DecodedText } from "./readers/text.ts";
export type { Issue, Severity } from "./readers/issues.ts";
export type { EnumText } from "./wire.ts";
export {
  assumptionsOf, groupedNotes, methodSentence, modelNotes, nameList, type GroupedNote, readingOf, reportMethod, reportReading, correctionNotes,
} from "./report/judge.ts";
export { levelText, percent, percentInterval } from "./report/format.ts";
export { version } from "./generated/version.ts";
export { backtestShare, repeatedBacktest, type BacktestTally, type RepeatedBacktest } from "./backtest.ts";

/**
 * Models compared under a judge that errs, more than two kinds of verdict, and pairs shown in both
 * orders. Every function throws InputError naming the argument; what the data cannot tell is no
 * error, but has status `not_identified`.
 */
import {
  float64s, int32s, optionalInt32s, rowsOf, type Numbers, type WholeNumbers,
} from "./columns.ts";
import { call } from "./engine.ts";
import {
  alpacaWinRateCall, calibrationHomogeneityCall, contrastModelsCall, contrastSharedCall,
  contrastSharedClustersCall, contrastSourcesCall, contrastSubsetCall, correctBattlesCall,
  correctClassesCall, correctClusteredCall, correctGradesCall, effectiveShareCall, judgeStandingsCall,
  transportAuditCall, winRateCall,
  type AlpacaRate, type CalibrationHomogeneity, type ClassCorrection, type ClusteredCorrection,
  type ContrastMethod, type CorrectedBattles, type EffectiveShare, type GradeCorrection, type ModelContrast,
  type ModelContrastRequest, type OrderRule, type PairTieRule, type SharedContrast, type Sharing,
  type Source, type SourceContrast, type Standings, type SubsetContrast, type TransportAudit, type WinRate,
} from "./generated/contrast.ts";
import type { Multiplicity } from "./generated/compare.ts";
import type { PairedCounts } from "./generated/interval.ts";
import type { Confusion, CorrectionMethod, PpiConvention } from "./generated/judge.ts";
import { contrastWithRegionCall, type RegionContrast } from "./generated/labels.ts";
import type { Interval } from "./generated/shared.ts";
import { correctTally, tally, type CorrectVerdicts, type Leveled } from "./tally.ts";

export interface ClassesInput extends Leveled {
  /** Labelled items: a row for each true class, a count in it for each kind of verdict. */
  readonly confusion: readonly Numbers[];
  /** Evaluated items by kind of verdict: one for each class, and perhaps one that names none. */
  readonly verdicts: Numbers;
  /** What each class is worth: 1, 0.5, 0 of win, tie, loss. */
  readonly values: Numbers;
}

function classData(input: ClassesInput) {
  return {
    confusion: rowsOf("confusion", input.confusion).values,
    verdicts: float64s("verdicts", input.verdicts),
    values: float64s("values", input.values),
  };
}

/** Corrects the shares of several classes, and their mean worth, by a separate calibration set. */
export function correctClasses(input: ClassesInput): ClassCorrection {
  return call(correctClassesCall, { ...classData(input), level: input.level });
}

export interface GradesInput extends ClassesInput {
  /** Ask only for the share of grades from this one, counted from 0. */
  readonly cut?: number | undefined;
}

/** Corrects ordinal grades, lowest first; merges neighbours that the labels do not tell apart. */
export function correctGrades(input: GradesInput): GradeCorrection {
  return call(correctGradesCall, { ...classData(input), cut: input.cut, level: input.level });
}

export interface EffectiveShareInput extends Leveled {
  /** 0 or 1 per row. */
  readonly values: WholeNumbers;
  /** Group of the row, a whole number from 0. */
  readonly clusters: WholeNumbers;
}

/** How many independent rows grouped rows are worth. */
export function effectiveShare(input: EffectiveShareInput): EffectiveShare {
  return call(effectiveShareCall, {
    values: int32s("values", input.values),
    clusters: int32s("clusters", input.clusters),
    level: input.level,
  });
}

export interface ClusteredInput extends Leveled {
  /** 1 positive, 0 negative; one per row. */
  readonly verdict: WholeNumbers;
  /** 1 right, 0 wrong, -1 not labelled. */
  readonly human: WholeNumbers;
  /** Group of the row, a whole number from 0. */
  readonly clusters: WholeNumbers;
  /** A method of the external design. Default: `defaults.externalMethod`. */
  readonly method?: CorrectionMethod | undefined;
  /** As of `correctJudge`. */
  readonly gate?: boolean | undefined;
}

/** Corrects a judge's rate over rows in groups (design `external`), on effective counts. */
export function correctClustered(input: ClusteredInput): ClusteredCorrection {
  return call(correctClusteredCall, {
    ...input,
    verdict: int32s("verdict", input.verdict),
    human: int32s("human", input.human),
    clusters: int32s("clusters", input.clusters),
  });
}

interface SharedCalibration extends Leveled {
  /** Calibration items that are right: how many of them the judge passed. */
  readonly sensitivity: CorrectVerdicts;
  /** Calibration items that are wrong: how many of them the judge failed. */
  readonly specificity: CorrectVerdicts;
  /** Take J > 0 for granted where the labels do not show it. Default: true. */
  readonly signAssumption?: boolean | undefined;
}

/** Verdicts on both models, counted. */
export interface SharedCountsInput extends PairedCounts, SharedCalibration {}

/** Verdicts on both models, item by item. */
export interface SharedClustersInput extends SharedCalibration {
  /** Verdict on A, 0 or 1 per item. */
  readonly a: WholeNumbers;
  readonly b: WholeNumbers;
  /** Group of the item, a whole number from 0. */
  readonly clusters: WholeNumbers;
}

/** Two models on the same items under one calibration: McNemar's test, and the corrected size. */
export function contrastShared(input: SharedCountsInput | SharedClustersInput): SharedContrast {
  const sensitivity = correctTally(input.sensitivity);
  const specificity = correctTally(input.specificity);
  if (!("clusters" in input)) {
    return call(contrastSharedCall, { ...input, sensitivity, specificity });
  }
  return call(contrastSharedClustersCall, {
    ...input, sensitivity, specificity,
    a: int32s("a", input.a),
    b: int32s("b", input.b),
    clusters: int32s("clusters", input.clusters),
  });
}

/** Do the judge's error rates depend on the model? Labels of each model. */
export function calibrationHomogeneity(
  input: Leveled & { readonly models: readonly Confusion[] },
): CalibrationHomogeneity {
  const column = (cell: keyof Confusion) =>
    int32s(cell, input.models.map((labels) => labels[cell]));
  return call(calibrationHomogeneityCall, {
    tp: column("tp"), fn: column("fn"), fp: column("fp"), tn: column("tn"), level: input.level,
  });
}

/** Two models on the same items, each corrected by its own labels. */
export function contrastModels(input: ModelContrastRequest): ModelContrast {
  return call(contrastModelsCall, input);
}

/** A score with the calibration of its judge. */
export interface SourceInput {
  readonly judged: { readonly positive: number; readonly total: number };
  readonly sensitivity: CorrectVerdicts;
  readonly specificity: CorrectVerdicts;
}

export interface SourcesInput extends Leveled {
  readonly a: SourceInput;
  readonly b: SourceInput;
  /** Interval of each source. Default: `defaults.externalMethod`. */
  readonly correction?: CorrectionMethod | undefined;
  /** Default: `propagation` where the correction is a Beta method, else `mover`. */
  readonly method?: ContrastMethod | undefined;
  /** As of `correctJudge`. */
  readonly gate?: boolean | undefined;
}

function sourceData({ judged, sensitivity, specificity }: SourceInput): Source {
  return {
    judged: tally(judged.positive, judged.total),
    sensitivity: correctTally(sensitivity),
    specificity: correctTally(specificity),
  };
}

/** Two sources, such as two papers, with judges of their own: comparable once each is corrected. */
export function contrastSources(input: SourcesInput): SourceContrast {
  return call(contrastSourcesCall, { ...input, a: sourceData(input.a), b: sourceData(input.b) });
}

export interface WithRegionInput extends Leveled {
  readonly a: SourceInput;
  /** The verdicts of B's judge, which has no labels. */
  readonly b: { readonly positive: number; readonly total: number };
  /** Of B's judge: the least and the largest sensitivity that is thought possible. */
  readonly sensitivity: Interval;
  readonly specificity: Interval;
  /** Interval of A. Default: `defaults.externalMethod`. */
  readonly correction?: CorrectionMethod | undefined;
  /** As of `correctJudge`. */
  readonly gate?: boolean | undefined;
}

/** It has no estimate: without labels of B there is none. */
export interface SensitivityContrast extends RegionContrast {
  readonly analysis: "sensitivity";
}

/** Two sources, of which the second has no labels: which differences are possible. */
export function contrastWithRegion(input: WithRegionInput): SensitivityContrast {
  const possible = call(contrastWithRegionCall, { ...input, a: sourceData(input.a) });
  return { analysis: "sensitivity", ...possible };
}

export interface SubsetContrastInput extends Leveled {
  /**
   * Labelled items by f, the verdict on A less that on B (-1, 0, 1), and in each row by D, the
   * same of the labels.
   */
  readonly labelled: readonly Numbers[];
  /** All items by f, labelled ones included. */
  readonly items: Numbers;
  /** `paired_poststrat`, the default, or `ppi_compare`. */
  readonly method?: ContrastMethod | undefined;
  /** Whose form of `ppi_compare`; not `chen`. Default: `defaults.ppiConvention`. */
  readonly convention?: PpiConvention | undefined;
}

/** Two models with labels of both on a random subset of the items. */
export function contrastSubset(input: SubsetContrastInput): SubsetContrast {
  return call(contrastSubsetCall, {
    labelled: rowsOf("labelled", input.labelled).values,
    items: float64s("items", input.items),
    method: input.method,
    convention: input.convention,
    level: input.level,
  });
}

export interface AuditInput extends Leveled {
  /** The labels in use. */
  readonly calibration: Confusion;
  /** Fresh labels of items judged now, none of them among the others. */
  readonly probe: Confusion;
  /** Largest error of the prediction that would do, 0 to 1; chosen before the labels are seen. */
  readonly margin: number;
}

/** Does a calibration still hold? Fresh labels against what the older ones predict of them. */
export function transportAudit(input: AuditInput): TransportAudit {
  return call(transportAuditCall, input);
}

export interface WinRateInput extends Leveled {
  /** Verdict with A shown first: 0 A, 1 tie, 2 B, -1 could not be read, -2 not shown. */
  readonly aFirst: WholeNumbers;
  /** Verdict with B shown first, in the same numbers. */
  readonly bFirst: WholeNumbers;
  /** Group of the item, a whole number from 0. */
  readonly clusters?: WholeNumbers | undefined;
  /** How the two orders make one score. Default: `defaults.orderRule`. */
  readonly order?: OrderRule | undefined;
  /** What ties count for. Default: `defaults.pairTieRule`. */
  readonly ties?: PairTieRule | undefined;
}

/** A's win rate against B, with what the two orders say of the judge. */
export function winRate(input: WinRateInput): WinRate {
  return call(winRateCall, {
    ...input,
    aFirst: int32s("aFirst", input.aFirst),
    bFirst: int32s("bFirst", input.bFirst),
    clusters: optionalInt32s("clusters", input.clusters),
  });
}

/** AlpacaEval's win rate; null is a preference that is missing. */
export function alpacaWinRate(preferences: readonly (number | null)[]): AlpacaRate {
  const numbers = preferences.map((preference) => preference ?? Number.NaN);
  return call(alpacaWinRateCall, { preferences: float64s("preferences", numbers) });
}

export interface CorrectedBattlesInput extends Leveled {
  /** Number of a row's first model, from 0. Rows of the same two models add up. */
  readonly a: WholeNumbers;
  /** Number of its second model, another one. */
  readonly b: WholeNumbers;
  /** In each row: wins of a, ties, wins of b, by the judge's verdicts on items without a label. */
  readonly verdicts: readonly Numbers[];
  /** Labelled items of all pairs: rows for what people say (a, tie, b), in them the verdicts. */
  readonly confusion: readonly Numbers[];
  readonly models: number;
}

/** Bradley-Terry strengths of many models judged in pairs, with the judge's errors taken out. */
export function correctBattles(input: CorrectedBattlesInput): CorrectedBattles {
  return call(correctBattlesCall, {
    ...input,
    a: int32s("a", input.a),
    b: int32s("b", input.b),
    verdicts: rowsOf("verdicts", input.verdicts).values,
    confusion: rowsOf("confusion", input.confusion).values,
  });
}

export interface StandingsInput extends Leveled {
  /** Number of the row's model, from 0. */
  readonly model: WholeNumbers;
  /** Number of its item, from 0. */
  readonly item: WholeNumbers;
  /** 1 positive, 0 negative. */
  readonly verdict: WholeNumbers;
  /** 1 right, 0 wrong, -1 not labelled; labelled rows calibrate, the others are evaluated. */
  readonly human: WholeNumbers;
  readonly models: number;
  readonly items: number;
  /** Whose labels correct a model. Default: `shared`. */
  readonly sharing?: Sharing | undefined;
  /** Of the tests of all pairs. Default: `defaults.multiplicity`. */
  readonly multiplicity?: Multiplicity | undefined;
  /** Pool labels even where the error rates are shown to differ. Default: false. */
  readonly forceShared?: boolean | undefined;
  /** Interval. Default: `defaults.externalMethod`. */
  readonly correction?: CorrectionMethod | undefined;
}

/** Many models under one judge: pairs, ranks that remain, and groups that are tied. */
export function judgeStandings(input: StandingsInput): Standings {
  return call(judgeStandingsCall, {
    ...input,
    model: int32s("model", input.model),
    item: int32s("item", input.item),
    verdict: int32s("verdict", input.verdict),
    human: int32s("human", input.human),
  });
}

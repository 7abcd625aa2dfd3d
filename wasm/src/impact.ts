/**
 * What contamination did to the scores: items that were found in a corpus (dirty) against those
 * that were not (clean). Every function throws InputError naming the argument. What cannot be known
 * is null with a reason.
 */
import {
  float64s, int32s, optionalInt32s, rowsOf, type Numbers, type WholeNumbers,
} from "./columns.ts";
import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import {
  chronologicalSplitCall, cleanDirtyCall, llama2BucketsCall, logisticImpactCall, publishedRowCall,
  scanThresholdsCall, stratifiedImpactCall,
  type BucketTable, type ChronologicalSplit, type CleanDirty, type CleanDirtyRequest,
  type LogisticImpact, type PublishedRow, type PublishedRowRequest, type StratifiedImpact,
  type StratifiedImpactRequest, type ThresholdScan, type ThresholdScanRequest,
} from "./generated/impact.ts";
import type { Leveled } from "./tally.ts";

/** For each item whether it is dirty: true and false, or 1 and 0. */
export type Flags = WholeNumbers | readonly boolean[];

/** The scores of one model. */
export interface ImpactScoresInput {
  /** Score of each item, higher better. */
  readonly scores: Numbers;
  /**
   * Scores of reference models that are believed uncontaminated, a list for each model, on the same
   * items; their mean is taken off each score.
   */
  readonly reference?: readonly Numbers[] | undefined;
}

export interface CleanDirtyInput
  extends ImpactScoresInput, Omit<CleanDirtyRequest, "scores" | "reference" | "flags"> {
  readonly flags: Flags;
}

function flagColumn(argument: string, flags: Flags): Int32Array {
  if (!Array.isArray(flags)) return int32s(argument, flags as WholeNumbers);
  return int32s(argument, flags.map((flag: unknown) =>
    (typeof flag === "boolean" ? Number(flag) : flag as number)));
}

function scoreColumns({ scores, reference }: ImpactScoresInput) {
  // To the core an empty column is none.
  if (reference?.length === 0) throw new InputError("empty_sample", "reference", reference);
  return {
    scores: float64s("scores", scores),
    reference: reference && rowsOf("reference", reference).values,
  };
}

const optionalFloat64s = (argument: string, values: Numbers | undefined): Float64Array | undefined =>
  values && float64s(argument, values);

/** Which items a threshold of a metric makes dirty: those with at least so much of it. */
export function flagsAtThreshold(metric: Numbers, threshold: number): Int32Array {
  return Int32Array.from(float64s("metric", metric), (value) => Number(value >= threshold));
}

/**
 * Clean against dirty items: means with intervals, the gain that dirty items make (EPG), z, exact
 * test, and what GPT-3 and GPT-4 would have reported.
 */
export function cleanDirty(input: CleanDirtyInput): CleanDirty {
  return call(cleanDirtyCall,
    { ...input, ...scoreColumns(input), flags: flagColumn("flags", input.flags) });
}

export interface AnswerLeakageInput
  extends ImpactScoresInput, Omit<CleanDirtyRequest, "scores" | "reference" | "flags"> {
  /** Items of which the question alone was found. */
  readonly questionOnly: Flags;
  /** Items of which the answer alone was found. */
  readonly answerOnly: Flags;
  /** Items of which one document has both. */
  readonly questionAndAnswer: Flags;
}

export interface AnswerLeakage {
  readonly questionOnly: CleanDirty;
  readonly answerOnly: CleanDirty;
  readonly questionAndAnswer: CleanDirty;
}

/** The same for each of three kinds of dirty items: each against all the others. */
export function answerLeakage(input: AnswerLeakageInput): AnswerLeakage {
  const { questionOnly, answerOnly, questionAndAnswer, ...rest } = input;
  const of = (argument: string, flags: Flags): CleanDirty =>
    cleanDirty({ ...rest, flags: flagColumn(argument, flags) });
  return {
    questionOnly: of("questionOnly", questionOnly),
    answerOnly: of("answerOnly", answerOnly),
    questionAndAnswer: of("questionAndAnswer", questionAndAnswer),
  };
}

/** What a row of a published table says, from the scores of its subsets. */
export function publishedRow(input: PublishedRowRequest): PublishedRow {
  return call(publishedRowCall, input);
}

export interface ThresholdScanInput
  extends ImpactScoresInput, Omit<ThresholdScanRequest, "scores" | "reference" | "metric"> {
  /** Of each item, such as the share of its text that was found. */
  readonly metric: Numbers;
}

/** Every threshold of a metric, the one ConTAM would choose, and a p-value that knows of the choice. */
export function scanThresholds(input: ThresholdScanInput): ThresholdScan {
  return call(scanThresholdsCall,
    { ...input, ...scoreColumns(input), metric: float64s("metric", input.metric) });
}

export interface BucketsInput {
  /** Score of each item, higher better. */
  readonly scores: Numbers;
  /** For each length the share of each item that lies inside a match at least so long. */
  readonly coverage: readonly Numbers[];
  /** Such as 10, 20, 30, 40, 50. */
  readonly lengths: WholeNumbers;
}

/** Llama 2's four buckets and their verdict. */
export function llama2Buckets(input: BucketsInput): BucketTable {
  return call(llama2BucketsCall, {
    scores: float64s("scores", input.scores),
    coverage: rowsOf("coverage", input.coverage).values,
    lengths: int32s("lengths", input.lengths),
  });
}

export interface StratifiedImpactInput extends ImpactScoresInput,
  Omit<StratifiedImpactRequest, "scores" | "reference" | "flags" | "strata" | "lengths"> {
  readonly flags: Flags;
  /** Such as the subject of each item, a whole number from 0. */
  readonly strata?: WholeNumbers | undefined;
  /** Length of each item; strata are crossed with its thirds. */
  readonly lengths?: Numbers | undefined;
}

/** Dirty against clean items of the same subject and length (Mantel and Haenszel). */
export function stratifiedImpact(input: StratifiedImpactInput): StratifiedImpact {
  return call(stratifiedImpactCall, {
    ...input, ...scoreColumns(input),
    flags: flagColumn("flags", input.flags),
    strata: optionalInt32s("strata", input.strata),
    lengths: optionalFloat64s("lengths", input.lengths),
  });
}

export interface LogisticImpactInput extends Leveled {
  /** 1 for each right item, 0 for each wrong one. */
  readonly scores: Numbers;
  readonly flags: Flags;
  /** Subject of each item, a whole number from 0. */
  readonly subjects?: WholeNumbers | undefined;
  /** Length of each item, above 0; its logarithm is used. */
  readonly lengths?: Numbers | undefined;
  /** Mean score of reference models on each item. */
  readonly reference?: Numbers | undefined;
}

/** Odds of being right, dirty against clean, with subject, length and reference score held fixed. */
export function logisticImpact(input: LogisticImpactInput): LogisticImpact {
  return call(logisticImpactCall, {
    ...input,
    scores: float64s("scores", input.scores),
    flags: flagColumn("flags", input.flags),
    subjects: optionalInt32s("subjects", input.subjects),
    lengths: optionalFloat64s("lengths", input.lengths),
    reference: optionalFloat64s("reference", input.reference),
  });
}

export interface ChronologicalInput extends Leveled {
  /** Score of each item, higher better. */
  readonly scores: Numbers;
  /** Date of each item as a number, such as days; null without one. */
  readonly dates: readonly (number | null)[];
  /** Items dated later are after it. */
  readonly cutoff: number;
  /** Of each item, such as the logarithm of how often it is found in public. */
  readonly presence?: Numbers | undefined;
}

/** Items from before and after a training cutoff; no corpus is needed. */
export function chronologicalSplit(input: ChronologicalInput): ChronologicalSplit {
  const { dates } = input;
  if (!Array.isArray(dates)) throw new InputError("value_out_of_range", "dates", dates);
  return call(chronologicalSplitCall, {
    ...input,
    scores: float64s("scores", input.scores),
    dates: float64s("dates", dates.map((date) => date ?? 0)),
    dated: Int32Array.from(dates, (date) => Number(date !== null)),
    presence: optionalFloat64s("presence", input.presence),
  });
}

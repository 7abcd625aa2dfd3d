/** What can be said of a judge's rate without human labels: a sensitivity analysis. */
import { InputError } from "./errors.ts";
import type { Interval } from "./generated/shared.ts";
import type { IdentificationRegion, Leniency, TippingLine } from "./generated/labels.ts";
import { disagreementRegion, identificationRegion, leniency, tippingLine } from "./labels.ts";
import {
  sensitivityAssumptions, sensitivityMethod, sensitivitySentence,
} from "./report/without-labels.ts";
import type { Leveled } from "./tally.ts";

/** What is supposed of a judge: ranges of both error rates, or the largest share of wrong verdicts. */
export type Supposition =
  | { readonly sensitivity: Interval; readonly specificity: Interval }
  | { readonly disagreement: number };

interface JudgedCount {
  readonly positive: number;
  readonly total: number;
}

export interface SensitivityInput extends Leveled {
  /** Positive verdicts of the evaluated items. */
  readonly judged: JudgedCount;
  /** Of the judge, on every model. Without it there is no region. */
  readonly supposed?: Supposition | undefined;
  /** The score is at least this; above 0, at most 1. */
  readonly claim?: number | undefined;
  /** The same judge's verdicts on another model. */
  readonly against?: JudgedCount | undefined;
  /** True score that both models are supposed to have, 0 to 1. */
  readonly score?: number | undefined;
}

/** What would make a gap out of nothing; of the score alone what depends on it. */
export interface SupposedLeniency extends Leniency {
  /** That was supposed; null when none was, and then so is what depends on it. */
  readonly score: number | null;
}

/** It has no corrected estimate: without labels there is none. */
export interface SensitivityAnalysis {
  readonly design: "none";
  readonly analysis: "sensitivity";
  /** Share the judge passes. */
  readonly rate: number;
  /** The same with Wilson limits. */
  readonly rateInterval: Interval;
  /** Two-sided confidence level of what allows for sampling. */
  readonly level: number;
  readonly supposed: Supposition | null;
  /** Scores that are possible under what is supposed; null when nothing is. */
  readonly region: IdentificationRegion | null;
  /** Error rates that would overturn the claim; null without a claim. */
  readonly tipping: TippingLine | null;
  /** The other model; null when there is none. */
  readonly against: { readonly rate: number; readonly region: IdentificationRegion | null } | null;
  /** Null without another model. */
  readonly leniency: SupposedLeniency | null;
  /** The sentence for a paper. */
  readonly method: string;
  readonly assumptions: readonly string[];
  /** What a reviewer could write. */
  readonly sentence: string;
}

/** What `SensitivityAnalysis` says in numbers. */
export type SensitivityFindings = Omit<SensitivityAnalysis, "method" | "assumptions" | "sentence">;

function regionOf(
  judged: JudgedCount, supposed: Supposition, level: number | undefined,
): IdentificationRegion {
  const { positive, total } = judged;
  return "disagreement" in supposed
    ? disagreementRegion({ positive, total, disagreement: supposed.disagreement, level })
    : identificationRegion({ positive, total, ...supposed, level });
}

/** Were the judge never wrong, the score would be its rate. Refuses counts by their own name. */
function perfect(
  judged: JudgedCount, argument: "judged" | "against", level: number | undefined,
): IdentificationRegion {
  try {
    return regionOf(judged, { disagreement: 0 }, level);
  } catch (error) {
    if (!(error instanceof InputError) || error.argument === "level") throw error;
    throw new InputError(error.code, argument, judged, error.minimum);
  }
}

function leniencyOf(rateA: number, rateB: number, score: number | undefined): SupposedLeniency {
  // The gap and uniform leniency are the same whatever the score.
  const result = leniency({ rateA, rateB, score: score ?? 0.5 });
  return score === undefined
    ? { score: null, ...result, falsePositive: null, sensitivity: null }
    : { score, ...result };
}

/**
 * What a judge's rate allows to be said without labels: the region of possible scores, the error
 * rates that would overturn a claim, and what would make the gap between two models out of nothing.
 *
 * @throws InputError naming the argument.
 */
export function sensitivityAnalysis(input: SensitivityInput): SensitivityAnalysis {
  const { judged, supposed, claim, against, score, level } = input;
  const plain = perfect(judged, "judged", level);
  const { rate } = plain;
  const region = supposed === undefined ? null : regionOf(judged, supposed, level);
  const tipping = claim === undefined ? null
    : tippingLine({ positive: judged.positive, total: judged.total, claim, level });
  const other = against === undefined ? null : {
    rate: perfect(against, "against", level).rate,
    region: supposed === undefined ? null : regionOf(against, supposed, level),
  };
  const findings: SensitivityFindings = {
    design: "none",
    analysis: "sensitivity",
    rate,
    rateInterval: plain.withSampling,
    level: plain.level,
    supposed: supposed ?? null,
    region,
    tipping,
    against: other,
    leniency: other === null ? null : leniencyOf(rate, other.rate, score),
  };
  return {
    ...findings,
    method: sensitivityMethod(findings),
    assumptions: sensitivityAssumptions(findings),
    sentence: sensitivitySentence(findings),
  };
}

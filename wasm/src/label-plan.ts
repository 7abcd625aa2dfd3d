/** How many human labels to buy, of which class, and whether a judge is worth them. */
import { InputError } from "./errors.ts";
import type {
  Allocation, AllocationMethod, CalibrationPrecision, CalibrationSize, JudgeAssumption, JudgeValue,
  Lee2025AllocationRequest,
} from "./generated/labels.ts";
import {
  allocateLabels, allocateLee2025, calibrationPrecision, judgeValue, planCalibration,
} from "./labels.ts";
import { labelPlanAssumptions, labelPlanMethod } from "./report/label-plan.ts";
import type { Leveled } from "./tally.ts";

export interface LabelPlanInput extends JudgeAssumption, Leveled {
  /** Items that the judge marks. */
  readonly items: number;
  /** Labels that there is money for; give either these or the half-width. */
  readonly labels?: number | undefined;
  /** Of the corrected score's interval, above 0 and below 1. */
  readonly halfWidth?: number | undefined;
  /** How labels are split over right and wrong answers. Default: `neyman`. */
  readonly split?: AllocationMethod | undefined;
  /** What the split `lee2025` is asked with besides. */
  readonly lee2025?: Omit<Lee2025AllocationRequest, "labels"> | undefined;
}

/** What so many labels of random answers tell without a judge. */
export interface GoldPrecision {
  readonly labels: number;
  readonly halfWidth: number;
}

export interface LabelPlan {
  readonly analysis: "plan";
  readonly assumption: JudgeAssumption;
  readonly items: number;
  readonly level: number;
  /** Labels for the half-width; null when the labels were given. */
  readonly size: CalibrationSize | null;
  /** Labels by class, from another set; null where no number reaches the half-width. */
  readonly allocation: Allocation | null;
  /** What they buy. */
  readonly precision: CalibrationPrecision | null;
  /** As many labels on a random subset of the items; null where that is all of them, or more. */
  readonly subset: JudgeValue | null;
  /** The answers that finding these labels takes, labelled and counted without a judge. */
  readonly sameEffort: GoldPrecision | null;
  /** All items labelled by hand; null where the supposed score is 0 or 1. */
  readonly byHand: GoldPrecision | null;
  /** The sentence for a paper. */
  readonly method: string;
  readonly assumptions: readonly string[];
}

/** What `LabelPlan` says in numbers. */
export type LabelPlanFindings = Omit<LabelPlan, "method" | "assumptions">;

/** Null where the supposed score or rate does not vary. */
function valueOf(
  assumption: JudgeAssumption, labels: number, items: number, level: number | undefined,
): JudgeValue | null {
  try {
    return judgeValue({ ...assumption, labels, items, level });
  } catch (error) {
    if (error instanceof InputError && error.code === "zero_variance") return null;
    throw error;
  }
}

function goldOf(
  assumption: JudgeAssumption, labels: number, level: number | undefined,
): GoldPrecision | null {
  const value = valueOf(assumption, labels, labels, level);
  return value === null ? null : { labels, halfWidth: value.goldHalfWidth };
}

function allocate(input: LabelPlanInput, labels: number): Allocation {
  const { score, sensitivity, specificity, split, lee2025 } = input;
  if (split !== "lee2025") {
    return allocateLabels({ labels, score, sensitivity, specificity, method: split });
  }
  if (lee2025 === undefined) throw new InputError("value_out_of_range", "lee2025", lee2025);
  return allocateLee2025({ labels, ...lee2025 });
}

/**
 * A plan for labels from another set, beside the same labels on a random subset and without a judge.
 *
 * @throws InputError naming the argument; the published split has no question of a half-width.
 */
export function planLabels(input: LabelPlanInput): LabelPlan {
  const { score, sensitivity, specificity, items, halfWidth, split, level } = input;
  const assumption = { score, sensitivity, specificity };
  if ((input.labels === undefined) === (halfWidth === undefined)) {
    throw new InputError("value_out_of_range", "labels", input.labels);
  }
  if (halfWidth !== undefined && split === "lee2025") {
    throw new InputError("unsupported", "split", split);
  }
  const size = halfWidth === undefined ? null
    : planCalibration({ ...assumption, judged: items, halfWidth, level });
  const needed = split === "equal" ? size?.equalCeiling : size?.optimalCeiling;
  // Each class has to have a label, however wide the interval may be.
  const labels = input.labels ?? (needed === null || needed === undefined ? null : Math.max(2, needed));
  const allocation = labels === null ? null : allocate(input, labels);
  const precision = allocation === null ? null : calibrationPrecision({
    ...assumption, judged: items, wrong: allocation.wrong, right: allocation.right, level,
  });
  const effort = precision === null ? null
    : Math.ceil(Math.max(precision.labelledForWrong ?? 0, precision.labelledForRight ?? 0));
  const byHand = goldOf(assumption, items, level);
  const findings: LabelPlanFindings = {
    analysis: "plan",
    assumption,
    items,
    level: (precision ?? size!).level,
    size,
    allocation,
    precision,
    subset: labels === null || labels >= items ? null : valueOf(assumption, labels, items, level),
    sameEffort: effort === null || effort === 0 ? null : goldOf(assumption, effort, level),
    byHand,
  };
  return {
    ...findings,
    method: labelPlanMethod(findings),
    assumptions: labelPlanAssumptions(findings),
  };
}

/** Labels against verdicts, counted from judged rows. */
import type { Confusion } from "./generated/judge.ts";
import type { Judgements } from "./readers/judgements.ts";
import type { CorrectVerdicts } from "./tally.ts";

/** The labels of every model. */
export function labelCounts({ models, model, verdict, human }: Judgements): Confusion[] {
  const counts = models.map(() => ({ tp: 0, fn: 0, fp: 0, tn: 0 }));
  human.forEach((label, row) => {
    if (label === -1) return;
    const passed = verdict[row] === 1;
    ++counts[model[row] as number]![label === 1 ? (passed ? "tp" : "fn") : (passed ? "fp" : "tn")];
  });
  return counts;
}

export function addedLabels(counts: readonly Confusion[]): Confusion {
  const sum = (cell: keyof Confusion): number => counts.reduce((all, labels) => all + labels[cell], 0);
  return { tp: sum("tp"), fn: sum("fn"), fp: sum("fp"), tn: sum("tn") };
}

export const labelTotal = ({ tp, fn, fp, tn }: Confusion): number => tp + fn + fp + tn;

export const sensitivityOf = ({ tp, fn }: Confusion): CorrectVerdicts =>
  ({ correct: tp, total: tp + fn });

export const specificityOf = ({ fp, tn }: Confusion): CorrectVerdicts =>
  ({ correct: tn, total: fp + tn });

/** Measured curves in words. */
import { curveKinds, limitVerdicts, listTasks } from "../generated/parallel.ts";
import { version } from "../generated/version.ts";
import type { MeasuredPoint, MeasuredReport, MeasuredRow } from "../measured.ts";
import { difference, graded, levelText, percent, percentInterval } from "./format.ts";
import { textOf } from "./words.ts";

/** "Fast-dLLM", "Fast-dLLM on shuffle with 6 items" */
export function curveName({ method, task }: MeasuredRow): string {
  return task === null ? method : `${method} on ${textOf(listTasks, task.task).title} with ${task.n} items`;
}

/** "1 token per step", "2.5 tokens per step" */
const rateText = (tokensPerStep: number): string =>
  `${graded(tokensPerStep)} token${tokensPerStep === 1 ? "" : "s"} per step`;

/** "2, 3 and 6" */
function listed(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(", ")} and ${values.at(-1)}`;
}

/** One point against the limit of its task. */
export function pointReading(row: MeasuredRow, { tokensPerStep, accuracy, limit }: MeasuredPoint): string {
  const point = `${curveName(row)}, ${rateText(tokensPerStep)}: ${percent(accuracy)}`;
  if (limit === null) return `${point}.`;
  const against = `${point}, against ${percent(limit.limit)} of an unbiased model in ${limit.steps} ` +
    `step${limit.steps === 1 ? "" : "s"}`;
  if (limit.verdict === null || limit.interval === null) {
    const points = difference(Math.abs(limit.gap), true);
    return `${against} (${points} points ${limit.gap < 0 ? "above" : "below"}).`;
  }
  const { title, detail } = textOf(limitVerdicts, limit.verdict);
  return `${against}; 95\u00a0% interval ${percentInterval(limit.interval)}: ${title} (${detail}).`;
}

/** The points of a curve by what their intervals say of the limit. */
function verdictsReading(row: MeasuredRow): string[] {
  return limitVerdicts.flatMap(({ name, title, detail }) => {
    const points = row.points.filter(({ limit }) => limit?.verdict === name);
    if (points.length === 0) return [];
    const rates = listed(points.map(({ tokensPerStep }) => graded(tokensPerStep)));
    const most = Math.max(...points.map(({ tokensPerStep }) => tokensPerStep));
    return [`${curveName(row)} is ${title} at ${rates} token${most === 1 ? "" : "s"} per step: ${detail}.`];
  });
}

/** Every curve in sentences. */
export function curvesReading({ curves }: MeasuredReport): string[] {
  return curves.flatMap((row) => [
    ...row.tokensPerStepAt.map(({ accuracy, tokensPerStep }) => (tokensPerStep === 0
      ? `${curveName(row)} reaches ${levelText(accuracy)} at none of its points.`
      : `${curveName(row)} keeps ${levelText(accuracy)} up to ${rateText(tokensPerStep)}.`)),
    ...verdictsReading(row),
    ...row.points.filter(({ limit }) => limit !== null && limit.verdict === null)
      .map((point) => pointReading(row, point)),
  ]);
}

/** What must be true for the comparison to hold. */
export function curvesAssumptions(curves: readonly MeasuredRow[]): string[] {
  const kinds = [...new Set(curves.map(({ kind }) => kind))].map((kind) => textOf(curveKinds, kind));
  return [
    ...kinds.map(({ title, detail }) => `Kind ${title}: ${detail}.`),
    ...(curves.some(({ task }) => task !== null) ? [
      "Limits are those of an unbiased model, which gives every right answer its share; a biased one " +
        "may be above.",
      "Separators and templates of an answer are further, nearly free tokens, so the number of steps, " +
        "and with it the limit, is optimistic.",
    ] : []),
  ];
}

/** The sentence for a paper. */
export function curvesMethod(curves: readonly MeasuredRow[]): string {
  if (curves.length === 0) return "";
  const limit = curves.some(({ task }) => task !== null)
    ? "; limits are the best accuracy of any unmasking policy of an ideal model, by closed forms, with " +
      "Wilson intervals of the measured accuracies" : "";
  return `Tokens per step at an accuracy by the rule of ParallelBench's leaderboard (Kang et al. 2026, ` +
    `arXiv 2510.04767)${limit}; computed with Evenhand ${version}.`;
}

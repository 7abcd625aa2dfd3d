/** Two models under a judge, in words. */
import {
  calibrationVerdicts, contrastFlags, contrastMethods, sharings,
  type CalibrationHomogeneity, type ContrastFlag, type ModelContrast, type SharedContrast,
} from "../generated/contrast.ts";
import { correctionMethods, designs, reasons } from "../generated/judge.ts";
import { version } from "../generated/version.ts";
import type { ModelsAnswer, ModelsComparison } from "../models.ts";
import {
  count, decimal, difference, differenceInterval, levelText, percent, pText,
} from "./format.ts";
import { conventionText } from "./judge.ts";
import { nameList, textOf } from "./words.ts";

const points = (value: number): string => `${difference(Math.abs(value), true)} points`;

/** A difference A - B told from the side of the one that is ahead. */
function ahead(
  a: string, b: string, { estimate, lower, upper, level }: Omit<ModelsAnswer, "basis" | "better">,
): string {
  const value = estimate ?? 0;
  const [first, second] = value < 0 ? [b, a] : [a, b];
  const limits = value < 0 ? { lower: -upper, upper: -lower } : { lower, upper };
  return `${first} is ahead of ${second} by ${points(value)} (${levelText(level)} interval ` +
    `${differenceInterval(limits, true)})`;
}

/** Which of the two is better, and by how much; or that it cannot be told. */
function answerText({ a, b, shared, perModel, answer }: ModelsComparison): string {
  const { basis, estimate, lower, upper, level, better } = answer!;
  if (estimate === null) {
    const why = basis === "shared" ? shared!.reason
      : perModel!.a.reason ?? perModel!.b.reason;
    return `Which of ${a} and ${b} is better, and by how much, cannot be told from these data` +
      `${why === null ? "" : `: ${textOf(reasons, why).title}`}.`;
  }
  const described = [`${levelText(level)} interval ` +
    differenceInterval(better === b ? { lower: -upper, upper: -lower } : { lower, upper }, true)];
  if (basis === "shared") described.push(pText(shared!.p));
  if (better !== null) {
    return `${better} is better than ${better === a ? b : a}: with the judge's errors taken out, by ` +
      `${points(estimate)} (${described.join(", ")}).`;
  }
  return `${a} and ${b} are not told apart by these data: with the judge's errors taken out, the ` +
    `difference is ${difference(estimate, true)} points, and anything within its interval remains ` +
    `possible (${described.join(", ")}).`;
}

/** What the judge's verdicts say as they are. */
function verdictsText({ a, b, verdicts, answer }: ModelsComparison): string {
  const { difference: raw, p, counts } = verdicts!;
  const n = counts.both + counts.aOnly + counts.bOnly + counts.neither;
  const rates = `On ${count(n)} common items the judge passes ${a} in ` +
    `${percent((counts.both + counts.aOnly) / n)} and ${b} in ${percent((counts.both + counts.bOnly) / n)}`;
  if (raw === 0) return `${rates}: no difference.`;
  const shown = p < 1 - answer!.level;
  return `${rates}: by its verdicts ${raw > 0 ? a : b} is ahead by ${points(raw)}, ` +
    `${shown ? "more than chance allows" : "which chance may explain"} (${pText(p)}).`;
}

/** Why the corrected answer agrees or disagrees with the verdicts. */
function reasonText(report: ModelsComparison): string | undefined {
  const { a, b, answer, verdicts, shared, perModel, subset } = report;
  const { estimate, basis } = answer!;
  if (estimate === null) return undefined;
  const raw = verdicts!.difference;
  if (raw * estimate < 0) {
    return basis === "subset"
      ? `The correction turns the sign. Of the items with labels of both, people give ` +
        `${subset!.labels > 0 ? a : b} the lead; the judge is kinder to ${raw > 0 ? a : b} than they are.` +
        (answer!.better === null ? " Chance may explain it." : "")
      : `The correction turns the sign: the judge errs differently on the two models, and that alone ` +
        `would make a larger difference of the verdicts than the one that is seen.` +
        (answer!.better === null ? " Chance may explain it." : "");
  }
  if (basis === "shared") {
    const { youden } = shared!;
    return `One calibration for both models leaves the direction to the verdicts and divides their ` +
      `difference by J = ${youden === null ? "unknown" : decimal(youden.estimate)}: a judge that errs ` +
      `makes differences look smaller than they are.`;
  }
  if (basis === "subset") {
    return `Where people labelled both, their labels differ by ${difference(subset!.labels, true)} points ` +
      `on average (${a} less ${b}); the judge's verdicts carry that over to the other items, whatever ` +
      `its errors are.`;
  }
  const { a: ofA, b: ofB } = perModel!;
  const by = (before: number, after: number): string =>
    `${after < before ? "down" : "up"} by ${points(after - before)}`;
  return ofA.raw === null || ofB.raw === null ? undefined
    : `Each corrected by its own labels, ${a} goes ${by(ofA.raw.estimate, ofA.estimate ?? 0)} and ` +
      `${b} ${by(ofB.raw.estimate, ofB.estimate ?? 0)}.`;
}

/** Whether the judge's error rates depend on the model. */
export function homogeneityReading(
  { verdict, sensitivity, specificity }: CalibrationHomogeneity,
): string {
  const tests = ([["sensitivity", sensitivity], ["specificity", specificity]] as const)
    .flatMap(([name, test]) => (test === null ? [] : [`${name} ${pText(test.pAdjusted)}`]));
  const detail = textOf(calibrationVerdicts, verdict).detail;
  return tests.length === 0 ? detail : `${detail.slice(0, -1)} (${tests.join(", ")}, corrected for both).`;
}

/** Whether unequal error rates could make the whole difference of the verdicts. */
function safetyText({ signSafety }: ModelContrast): string | undefined {
  if (signSafety === null) return undefined;
  const { difference: seen, bound, safe } = signSafety;
  return `Differences of the error rates that the labels of the two do not exclude could make a ` +
    `difference of the verdicts of up to ${points(bound)}; the one seen is ${points(seen)}, so its sign ` +
    `${safe ? "is safe" : "alone is no evidence"}.`;
}

/** What the other ways of correcting would say. */
function othersTexts({ a, b, answer, shared, perModel }: ModelsComparison): string[] {
  const other = (what: string, result: SharedContrast | ModelContrast): string =>
    (result.estimate === null ? `${what} the difference could not be told.`
      : `${what} ${ahead(a, b, { ...result, estimate: result.estimate })}.`);
  const texts: string[] = [];
  if (answer!.basis !== "shared" && shared !== null) {
    texts.push(other("With one calibration for both,", shared));
  }
  if (answer!.basis !== "per_model" && perModel !== null) {
    texts.push(other("With a calibration for each,", perModel));
  }
  if (answer!.basis === "subset" && texts.length > 0) {
    texts.push("These use the labels as a calibration set only, and the items without labels: they do " +
      "not rely on the labelled items being a random sample, and know less.");
  }
  return texts;
}

/** The whole comparison in a few plain sentences. */
export function modelsReading(report: ModelsComparison): string[] {
  const { answer, perModel, homogeneity, calibration, a, b } = report;
  if (answer === null) return [];
  const sentences = [answerText(report), verdictsText(report)];
  const reason = reasonText(report);
  if (reason !== undefined) sentences.push(reason);
  if (answer.basis !== "subset") {
    sentences.push(homogeneityReading(homogeneity!));
    const safety = perModel === null ? undefined : safetyText(perModel);
    if (safety !== undefined) sentences.push(safety);
    if (answer.basis === "shared" && calibration!.models.some((name) => name !== a && name !== b)) {
      sentences.push(`The calibration uses the labels of ${count(calibration!.models.length)} models, ` +
        `whose error rates are not shown to differ either.`);
    }
  }
  return [...sentences, ...othersTexts(report)];
}

/** Flags that the sentences of `modelsReading` tell already. */
const toldFlags: readonly ContrastFlag[] = ["sign_reversed", "sign_not_safe", "calibration_differs"];

/** What to know before relying on the answer. */
export function modelsNotes({ answer, shared, perModel, subset, homogeneity }: ModelsComparison): string[] {
  if (answer === null) return [];
  const { basis } = answer;
  const from = basis === "subset" ? subset! : basis === "shared" ? shared! : perModel!;
  const flags = from.flags.filter((flag) => !toldFlags.includes(flag));
  const isForced = basis === "shared" && homogeneity!.verdict === "differ";
  const reason = basis === "shared" ? shared!.reason : null;
  return [
    ...(reason === null ? [] : [textOf(reasons, reason).detail]),
    ...(basis === "shared" && homogeneity!.verdict === "unchecked" && !flags.includes("calibration_unchecked")
      ? [textOf(contrastFlags, "calibration_unchecked").detail] : []),
    ...(isForced ? [textOf(contrastFlags, "forced_shared").detail] : []),
    ...flags.map((flag) => textOf(contrastFlags, flag).detail),
  ];
}

/** What must be true for the answer to hold. */
export function modelsAssumptions({ design, answer, verdicts }: ModelsComparison): string[] {
  if (answer === null) return [];
  const items = answer.basis === "shared" && verdicts!.clusters !== null
    ? "Groups of items are independent of each other; items of one may be alike."
    : "Items are independent of each other and drawn from the population of interest.";
  return [
    textOf(designs, design).detail,
    ...(answer.basis === "shared"
      ? ["The judge errs at the same rates on both models, and is better than chance."] : []),
    items,
    "The human labels are right.",
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function modelsMethod(
  { answer, items, shared, perModel, subset, calibration }: ModelsComparison,
): string {
  if (answer === null) return "";
  const { basis, level } = answer;
  const from = basis === "subset" ? subset! : basis === "shared" ? shared! : perModel!;
  const { title, detail } = textOf(contrastMethods, from.method);
  const whose = conventionText(basis === "subset" ? subset!.convention : undefined);
  const labels = basis === "subset"
    ? `human labels of both on a random subset of ${count(items!.bothLabelled)} of them`
    : basis === "shared"
      ? `${textOf(sharings, basis).title} (labels of ${nameList(calibration!.models)})`
      : `${textOf(sharings, basis).title} and ` +
        `${textOf(correctionMethods, perModel!.a.method).title} for each model's interval`;
  const test = basis !== "shared" ? ""
    : shared!.clusters === null
      ? " and McNemar's exact test of the verdicts (McNemar 1947, Psychometrika 12:153)"
      : " and Student's t of the verdicts on groups";
  return `The two models were compared on ${count(items!.common)} common items by a judge's verdicts, ` +
    `corrected for its errors with ${labels}; ${levelText(level)} interval by ${title} (${detail}${whose})${test}, ` +
    `computed with Evenhand ${version}.`;
}

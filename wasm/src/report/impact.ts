/** What contamination did to the scores, in words. */
import {
  impactReasons, permutationMethods, presenceVerdicts, splitTests,
  type BucketRow, type BucketTable, type ChronologicalSplit, type CleanDirty, type ImpactEstimate,
  type ImpactNumber, type ImpactReason, type LogisticImpact, type PermutationTest,
  type RegressionTerm, type StratifiedImpact, type SubsetMean, type ThresholdScan,
} from "../generated/impact.ts";
import { overlapApproximations, ruleRefusals } from "../generated/overlap.ts";
import { version } from "../generated/version.ts";
import type { OverlapImpact, SystemImpact } from "../overlap-scores.ts";
import {
  change, count, difference, differenceInterval, graded, levelText, percent, pText, scoreInterval,
  scoreText,
} from "./format.ts";
import { nameList, textOf } from "./words.ts";

/** Why a number is missing, as the end of a sentence. */
function because(reason: ImpactReason | null): string {
  return reason === null ? "" : `: ${textOf(impactReasons, reason).title}`;
}

/** Its limits, when an estimate has them. */
function limitsOf({ lower, upper }: ImpactEstimate): { lower: number; upper: number } | undefined {
  return lower === null || upper === null ? undefined : { lower, upper };
}

const points = (binary: boolean): string => (binary ? " points" : "");

/** "the clean ones 60.0 % (47.4–71.4 %)" */
function meanText(name: string, { mean }: SubsetMean, binary: boolean): string {
  if (mean.estimate === null) return `${name} have no score${because(mean.reason)}`;
  const limits = limitsOf(mean);
  return `${name} ${scoreText(mean.estimate, binary)}` +
    (limits === undefined ? "" : ` (${scoreInterval(limits, binary)})`);
}

/** The limits of a contrast, turned so that they go with its size. */
function turned(limits: { lower: number; upper: number }, estimate: number) {
  return estimate < 0 ? { lower: -limits.upper, upper: -limits.lower } : limits;
}

/** "25.0 points (95 % interval 6.9 to 39.9 points)", of a size without its sign. */
function sizeText(contrast: ImpactEstimate, level: number, binary: boolean): string {
  const estimate = contrast.estimate as number;
  const limits = limitsOf(contrast);
  return `${difference(Math.abs(estimate), binary)}${points(binary)}` + (limits === undefined ? ""
    : ` (${levelText(level)} interval ${differenceInterval(turned(limits, estimate), binary)})`);
}

/** " (95 % interval −1.2 to 4.2 points)"; nothing without one. */
function aroundText(contrast: ImpactEstimate, level: number, binary: boolean): string {
  const limits = limitsOf(contrast);
  return limits === undefined ? "" : ` (${levelText(level)} interval ${differenceInterval(limits, binary)})`;
}

/** Whether an interval excludes zero. */
function isTold(contrast: ImpactEstimate): boolean {
  const limits = limitsOf(contrast);
  return limits !== undefined && (limits.lower > 0 || limits.upper < 0);
}

function testText(name: string, p: ImpactNumber): string {
  return p.value === null ? "" : `; ${name} ${pText(p.value)}`;
}

/** What every such comparison leaves open, and is said with each. */
export const impactCaution: string =
  "This is a correlation, not a cause: dirty items may be easier or harder than clean ones for " +
  "other reasons (subject, length, how well known they are), the score may have profited from text " +
  "that no exact match finds, and a difference near zero does not show that nothing was learned by heart.";

/** Clean and dirty scores in a few plain sentences. */
export function impactReading(result: CleanDirty): string[] {
  const { all, clean, dirty, binary, level, epg, z, zFp, exactP } = result;
  const share = percent(dirty.items / all.items);
  const sentences = [
    `${count(dirty.items)} of ${count(all.items)} items are dirty (${share}). ` +
      `${meanText("All items score", all, binary)}, ${meanText("the clean ones", clean, binary)}, ` +
      `${meanText("the dirty ones", dirty, binary)}; ${levelText(level)} intervals.`,
    differenceSentence(result),
  ];
  if (epg.estimate !== null && dirty.items > 0) {
    const size = sizeText(epg, level, binary);
    sentences.push(epg.estimate === 0 ? "Without the dirty items the score would be the same."
      : `Without the dirty items the score would be ${epg.estimate > 0 ? "lower" : "higher"} by ${size}: ` +
        "the estimated performance gain (EPG).");
  }
  if (z.value !== null && zFp.value !== null) {
    const exact = exactP.value === null ? ""
      : ` So few right among the clean arise with ${pText(exactP.value)} if flags mean nothing ` +
        "(one-sided, exact).";
    sentences.push(`ConTAM's z is ${graded(z.value)}. Under random flags it does not have unit ` +
      `variance; ${graded(zFp.value)} does.${exact}`);
  }
  return sentences;
}

function differenceSentence(result: CleanDirty): string {
  const { difference: contrast, binary, level, test, testP } = result;
  if (contrast.estimate === null) {
    return `Clean and dirty items cannot be compared${because(contrast.reason)}.`;
  }
  const tested = testText(textOf(splitTests, test).title, testP);
  if (isTold(contrast)) {
    return `Dirty items score ${contrast.estimate > 0 ? "higher" : "lower"} than clean ones by ` +
      `${sizeText(contrast, level, binary)}${tested}.`;
  }
  const limits = limitsOf(contrast);
  const size = `${difference(contrast.estimate, binary)}${points(binary)}`;
  return limits === undefined
    ? `Dirty less clean is ${size}; there is no interval${because(contrast.reason)}.`
    : `Clean and dirty items are not told apart by these data: dirty less clean is ${size}, and ` +
      `anything from ${differenceInterval(limits, binary)} remains possible (${levelText(level)} ` +
      `interval${tested}).`;
}

/** A published figure, or why it has no value. */
export function figureText({ value, reason }: ImpactNumber): string {
  return value === null ? `no value${because(reason)}` : change(value);
}

/** What the reports of GPT-3 and of GPT-4 would print for these items; nothing when none is dirty. */
export function figuresReading({ dirty, relativePercent, degradationPercent }: CleanDirty): string[] {
  return dirty.items === 0 ? [] : [`Clean against all items, as published: GPT-3's 100 ln(clean / all), ${figureText(relativePercent)}; ` +
    `GPT-4's degradation, (clean − all) / all, ${figureText(degradationPercent)}.`];
}

function permutationText({ p, method, resamples }: PermutationTest): string {
  const how = resamples === null ? textOf(permutationMethods, method).title
    : `${count(resamples)} ${textOf(permutationMethods, method).title}`;
  return `${pText(p)} (${how})`;
}

/** The threshold that was chosen, and what remains of its z. */
export function scanReading(scan: ThresholdScan): string[] {
  const { byZ, byZFp, items, binary } = scan;
  if (byZ === null || byZFp === null) {
    return [`No threshold can be chosen${because(scan.reason)}.`];
  }
  const chosen = scan.points[byZ.point]!;
  const gain = chosen.epg.value as number;
  const sentences = [
    `Of ${count(scan.points.length)} thresholds ${graded(chosen.threshold)} has the largest z ` +
      `(${graded(byZ.statistic)}): ${count(chosen.dirtyItems)} of ${count(items)} items are dirty ` +
      `(${percent(chosen.dirtyItems / items)}), and the EPG is ${difference(gain, binary)}${points(binary)}.`,
  ];
  if (byZFp.test !== null) {
    const elsewhere = byZFp.point === byZ.point ? ""
      : ` (its largest is at ${graded(scan.points[byZFp.point]!.threshold)})`;
    sentences.push(`A threshold chosen for its z makes that z too large. If scores had nothing to do ` +
      `with the metric, some threshold would reach a standardised gain of ${graded(byZFp.statistic)}` +
      `${elsewhere} with ${permutationText(byZFp.test)}.`);
  }
  return sentences;
}

/** One of Llama 2's buckets as a line of a table. */
export interface BucketLine {
  readonly title: string;
  readonly items: string;
  readonly mean: string;
  readonly z: string;
  readonly zFp: string;
}

/** The four buckets of one length. */
export function bucketLines(row: BucketRow, binary: boolean): BucketLine[] {
  const number = ({ value }: ImpactNumber): string => (value === null ? "–" : graded(value));
  return ([
    ["clean, < 20\u00a0%", row.clean], ["not clean, ≥ 20\u00a0%", row.notClean],
    ["not dirty, < 80\u00a0%", row.notDirty], ["dirty, ≥ 80\u00a0%", row.dirty],
  ] as const).map(([title, { items, mean, z, zFp }]) => ({
    title, items: count(items), mean: mean === null ? "–" : scoreText(mean, binary),
    z: number(z), zFp: number(zFp),
  }));
}

/** Rows in which some item is not clean. */
export const filledRows = ({ rows }: BucketTable): BucketRow[] =>
  rows.filter(({ notClean }) => notClean.items > 0);

/** How Llama 2's rule was applied, or why it was not. */
export function bucketRuleReading({ refusal, notes }: OverlapImpact["bucketRule"]): string[] {
  if (refusal !== null) {
    return [`Llama 2's buckets need another scan. ${textOf(ruleRefusals, refusal).detail}`];
  }
  return notes.length === 0 ? []
    : [`Llama 2's rule as this scan allows it: ` +
        `${notes.map((note) => textOf(overlapApproximations, note).title).join("; ")}.`];
}

/** Llama 2's verdict, and what the exact variance makes of it. */
export function bucketsReading(table: BucketTable): string[] {
  const { largestAffected, largestAffectedFp, rows } = table;
  const lengths = `${count(rows.length)} ${rows.length === 1 ? "length" : "lengths"}`;
  const first = largestAffected === null
    ? `By Llama 2's rule the benchmark is not affected (${lengths} tried): that takes |Z| above 2 in ` +
      "all four buckets, the clean below the mean and the dirty above."
    : `By Llama 2's rule the benchmark is affected, up to matches of ${count(largestAffected)} tokens.`;
  const second = largestAffectedFp === largestAffected
    ? "With the variance of a subset of the same items the verdict is the same"
    : `With the variance of a subset of the same items it is ${largestAffectedFp === null
      ? "not affected" : `affected, up to matches of ${count(largestAffectedFp)} tokens`}`;
  const sentences = [first,
    `${second}; complementary buckets then have equal |Z|, so that the rule is two tests, not four.`];
  const emptyFrom = rows.find(({ notClean }) => notClean.items === 0)?.length;
  if (emptyFrom !== undefined) {
    sentences.push(`With matches of ${count(emptyFrom)} tokens or more every item is clean.`);
  }
  return sentences;
}

/** The difference that remains within strata. */
export function stratifiedReading(result: StratifiedImpact): string[] {
  const { difference: adjusted, epg, binary, level, strata, commonStrata, unmatchedItems } = result;
  if (adjusted.estimate === null) {
    return [`Clean and dirty items cannot be compared within strata${because(adjusted.reason)}.`];
  }
  const crude = result.crudeDifference.value === null ? ""
    : `, against ${difference(result.crudeDifference.value, binary)}${points(binary)} without strata`;
  const sentences = [
    `Within ${count(commonStrata)} of ${count(strata)} strata dirty less clean is ` +
      `${difference(adjusted.estimate, binary)}${points(binary)}${aroundText(adjusted, level, binary)}${crude}; adjusted EPG ` +
      `${difference(epg.estimate as number, binary)}${points(binary)}.`,
  ];
  if (result.oddsRatio.estimate !== null) {
    const { lower, upper, estimate } = result.oddsRatio;
    const around = lower === null || upper === null ? ""
      : ` (${graded(lower)} to ${graded(upper)})`;
    const before = result.crudeOddsRatio.value === null ? ""
      : `, against ${graded(result.crudeOddsRatio.value)} without strata`;
    sentences.push(`The odds that a dirty item is right are ${graded(estimate)} times${around} those of a ` +
      `clean one of the same stratum${before} (Mantel and Haenszel).`);
  }
  if (result.test !== null) {
    sentences.push(`Scores permuted within strata give so large a difference with ` +
      `${permutationText(result.test)}, one-sided.`);
  }
  if (unmatchedItems > 0) {
    sentences.push(`${count(unmatchedItems)} items tell nothing: in their strata all are clean, or all ` +
      "are dirty.");
  }
  return sentences;
}

/**
 * What remains when scores of other models on the same items are taken off. `binary`: of the scores
 * before that, whose unit is kept.
 */
export function referenceReading({ difference: contrast, epg, level, z, zFp }: CleanDirty, binary: boolean): string[] {
  if (contrast.estimate === null) {
    return [`With reference scores taken off, clean and dirty items cannot be compared${because(contrast.reason)}.`];
  }
  const tested = z.value === null || zFp.value === null ? ""
    : `, z ${graded(z.value)}, standardised ${graded(zFp.value)}`;
  return [`With reference scores taken off, dirty less clean is ${difference(contrast.estimate, binary)}` +
    `${points(binary)}${aroundText(contrast, level, binary)}; adjusted EPG ${difference(epg.estimate as number, binary)}` +
    `${points(binary)}${tested}.`];
}

/** The same comparison as it is, within strata, and with reference scores taken off. */
export interface AdjustedLine {
  readonly title: string;
  readonly items: string;
  readonly difference: string;
  readonly interval: string;
  readonly epg: string;
  readonly oddsRatio: string;
}

/** Lines of a table: the crude comparison, and the adjusted ones that were asked for. */
export function adjustedLines(
  { cleanDirty, stratified, referenced }: SystemImpact, { strata, reference }: OverlapImpact,
): AdjustedLine[] {
  if (cleanDirty === null || (stratified === null && referenced === null)) return [];
  const { binary } = cleanDirty;
  const line = (
    title: string, items: number, contrast: ImpactEstimate, epg: ImpactEstimate, oddsRatio: number | null,
  ): AdjustedLine => {
    const limits = limitsOf(contrast);
    return {
      title, items: count(items),
      difference: contrast.estimate === null ? "–" : difference(contrast.estimate, binary),
      interval: limits === undefined ? "–" : differenceInterval(limits, binary),
      epg: epg.estimate === null ? "–" : difference(epg.estimate, binary),
      oddsRatio: oddsRatio === null ? "–" : graded(oddsRatio),
    };
  };
  const adjusted = referenced?.cleanDirty ?? null;
  return [
    line("as they are", cleanDirty.all.items, cleanDirty.difference, cleanDirty.epg,
      stratified?.crudeOddsRatio.value ?? null),
    ...(stratified === null ? [] : [line(`within strata of ${strata}`, stratified.items, stratified.difference,
      stratified.epg, stratified.oddsRatio.estimate)]),
    ...(adjusted === null ? [] : [line(`less the scores of ${nameList(reference)}`, adjusted.all.items,
      adjusted.difference, adjusted.epg, null)]),
  ];
}

function termText(name: string, term: RegressionTerm): string {
  return `${name} ${graded(term.estimate)} (${graded(term.lower)} to ${graded(term.upper)}, ` +
    `${pText(term.p)})`;
}

/** The odds ratio with covariates held fixed. */
export function logisticReading(result: LogisticImpact): string[] {
  const { flag, oddsRatio, oddsRatioLower, oddsRatioUpper, level, logLength, reference } = result;
  if (flag === null || oddsRatio === null || oddsRatioLower === null || oddsRatioUpper === null) {
    return [`The regression has no answer${because(result.reason)}.`];
  }
  const told = oddsRatioLower > 1 || oddsRatioUpper < 1 ? "" : ", which leaves open whether they differ";
  const sentences = [
    `With the other columns held fixed, the odds that a dirty item is right are ${graded(oddsRatio)} ` +
      `times those of a clean one (${levelText(level)} interval ${graded(oddsRatioLower)} to ` +
      `${graded(oddsRatioUpper)}, ${pText(flag.p)})${told}.`,
  ];
  const others = [
    ...(logLength === null ? [] : [termText("log length", logLength)]),
    ...(reference === null ? [] : [termText("reference score", reference)]),
  ];
  if (others.length > 0) sentences.push(`Other coefficients, in log odds: ${others.join("; ")}.`);
  if (result.leftOutItems > 0) {
    sentences.push(`${count(result.leftOutItems)} items of ${count(result.leftOutSubjects)} subjects tell ` +
      "nothing: all of the subject is right, or all is wrong.");
  }
  return sentences;
}

/** Scores before and after a cutoff. */
export function chronologicalReading(result: ChronologicalSplit): string[] {
  const { before, after, binary, level, difference: contrast, undated, presence } = result;
  const tested = testText(textOf(splitTests, result.test).title, result.testP);
  const sentences = [
    `${meanText(`${count(before.items)} items up to the cutoff score`, before, binary)}, ` +
      `${meanText(`${count(after.items)} later ones`, after, binary)}; ${levelText(level)} intervals.`,
    contrast.estimate === null ? `The two cannot be compared${because(contrast.reason)}.`
      : isTold(contrast)
        ? `Later items score ${contrast.estimate > 0 ? "higher" : "lower"} by ` +
          `${sizeText(contrast, level, binary)}${tested}.`
        : `Earlier and later items are not told apart by these data: later less earlier is ` +
          `${difference(contrast.estimate, binary)}${points(binary)}${aroundText(contrast, level, binary)}${tested}.`,
  ];
  if (presence !== null) {
    sentences.push(`${textOf(presenceVerdicts, presence.verdict).detail} Slopes: ` +
      `${termText("before", presence.slopeBefore)}; ${termText("after", presence.slopeAfter)}; ` +
      `${termText("after less before", presence.interaction)}.`);
  } else if (result.presenceReason !== null) {
    sentences.push(`Presence cannot be used${because(result.presenceReason)}.`);
  }
  if (undated > 0) sentences.push(`${count(undated)} items without a date were left out.`);
  return sentences;
}

/** What a split by date leaves open. */
export const chronologicalCaution: string =
  "Items from after the cutoff may simply be harder. How much scores fall depends on how questions " +
  "were made (arXiv:2509.00072), so that a fall is no proof of contamination, nor its absence of none.";

/** What must be true for the difference to speak of contamination. */
export const impactAssumptions: readonly string[] = [
  "Items are independent of each other, and their scores are of one model and one run.",
  "Clean and dirty items would be equally difficult without contamination, or differ only in what " +
    "was adjusted for.",
  "Items that are not flagged were not seen: the whole training text was scanned. What was not " +
    "scanned makes clean items less clean.",
];

/** What must be true as well for reference scores to speak of difficulty. */
export const referenceAssumption: string =
  "Models of reference saw none of the items, and what is easy for them is easy for the others.";

/** The sentences for a paper; `also`: what else of the system's impact is quoted. */
export function impactMethod(
  result: CleanDirty, also: Partial<Pick<SystemImpact, "buckets" | "stratified" | "referenced" | "chronological">> = {},
): string {
  const { title, detail } = textOf(splitTests, result.test);
  const [mean, contrast] = result.binary ? ["Wilson", "Newcombe's hybrid score method"] : ["Student's t", "Welch's t"];
  const more = [
    "clean against all items also as in GPT-3 (Brown et al. 2020, arXiv:2005.14165) and GPT-4 (OpenAI 2023, " +
      "arXiv:2303.08774)",
    ...(also.buckets ? ["four buckets and their verdict as in Llama 2 (Touvron et al. 2023, arXiv:2307.09288)"] : []),
    ...(also.stratified ? ["difference and odds ratio within strata by Mantel and Haenszel (1959, J. Natl. Cancer " +
      "Inst. 22:719), with the variances of Sato (1989, Biometrics 45:1323) and of Robins, Breslow and Greenland " +
      "(1986, Biometrics 42:311)"] : []),
    ...(also.referenced ? ["the same with the mean score of reference models on each item taken off"] : []),
    ...(also.chronological ? ["items from before and after a cutoff compared in the same way"] : []),
  ];
  return `Items found in the training text were compared with the others: means with ` +
    `${levelText(result.level)} ${mean} intervals, their difference with an interval by ${contrast} and ` +
    `${title} (${detail}); the estimated performance gain and z as in ConTAM (Singh et al. 2024, ` +
    `arXiv:2411.03923), z also with the finite-population variance; ${more.join("; ")}; computed with ` +
    `Evenhand ${version}.`;
}

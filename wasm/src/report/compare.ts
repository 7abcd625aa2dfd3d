/** Comparisons in words: one home for the sentences of the command line and the page. */
import { multiplicities, pairMethods, rankMethods, type Verdict } from "../generated/compare.ts";
import {
  independentMethods, meanMethods, pairedMethods, samplesMetrics,
  type MeanDifference, type PairedDifference, type ProportionDifference, type RunsInterval,
  type SamplesResult,
} from "../generated/interval.ts";
import { defaults, errorCodes, notes, type Note } from "../generated/shared.ts";
import { version } from "../generated/version.ts";
import type { CompareDesign, CompareReport, PairRow, SystemRow } from "../scores.ts";
import {
  about, count, difference, differenceInterval, graded, levelText, percent, pText, pValue,
  scoreInterval, scoreText,
} from "./format.ts";
import { gather, nameList, textOf } from "./words.ts";

/** Sentences of a report name at most this many pairs one by one. */
const fewPairs = 3;

/** What to know before relying on a number, as sentences. */
export function noteTexts(names: readonly Note[]): string[] {
  return names.map((name) => textOf(notes, name).detail);
}

/** A difference with its unit: "4.5 points", "0.12". */
function amount(value: number, binary: boolean): string {
  return `${difference(Math.abs(value), binary)}${binary ? " points" : ""}`;
}

/** One system's score in a sentence. */
export function systemReading(row: SystemRow, design: CompareDesign): string {
  const score = `${row.system} scores ${scoreText(row.estimate, design.binary)}`;
  const { lower, upper } = row;
  if (lower === null || upper === null) {
    const why = row.refusal === null ? "" : `: ${textOf(errorCodes, row.refusal).title}`;
    return `${score}; there is no interval${why}.`;
  }
  return `${score} (${levelText(design.level)} interval ` +
    `${scoreInterval({ lower, upper }, design.binary)}).`;
}

/** A difference A - B with its interval. */
interface Finding {
  readonly a: string;
  readonly b: string;
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Whether it is a difference of shares. */
  readonly binary: boolean;
  readonly verdict: Verdict;
  /** The tests, such as "p = 0.0080". */
  readonly tests: readonly string[];
}

/** Which is better, or that the data do not tell: never that both are equal. */
function findingText(finding: Finding): string {
  const { a, b, lower, upper, level, binary, verdict, tests } = finding;
  const described = [`${levelText(level)} interval`, ...tests];
  if (verdict === "a_better" || verdict === "b_better") {
    const [better, worse] = verdict === "a_better" ? [a, b] : [b, a];
    const limits = verdict === "a_better" ? { lower, upper } : { lower: -upper, upper: -lower };
    described[0] += ` ${differenceInterval(limits, binary)}`;
    return `${better} is better than ${worse} by ${amount(finding.difference, binary)} ` +
      `(${described.join(", ")}).`;
  }
  const size = `${difference(finding.difference, binary)}${binary ? " points" : ""}`;
  const limits = differenceInterval({ lower, upper }, binary);
  const text = `${a} and ${b} are not told apart by these data: the difference is ${size}`;
  if (lower > 0 || upper < 0) {
    // Zero lies outside, and yet this is no finding: "remains possible" would contradict itself.
    return `${text}, and its interval taken alone, ${limits}, excludes zero, but ` +
      `${verdict === "inconclusive" ? "the test does not agree" : "not after the correction"} ` +
      `(${described.join(", ")}).`;
  }
  return `${text}, and anything from ${limits} remains possible (${described.join(", ")}).`;
}

/** "400 items show a difference of 8.4 points with power 80 %" */
function detectableText(size: string, detectable: number | null, binary: boolean): string {
  const power = `with power ${levelText(defaults.power)}`;
  return detectable === null
    ? `${size} cannot show any difference ${power} while the systems differ as rarely as here`
    : `${size} show a difference of ${amount(detectable, binary)} ${power}`;
}

/** What these items could have shown, and how many would settle the question. */
function reachText(pair: PairRow, design: CompareDesign): string {
  const { detectable, itemsNeeded } = pair;
  const alone = design.comparisons > 1 ? ", this pair alone" : "";
  const seen = `${detectableText(`${count(pair.n)} items`, detectable, design.binary)}${alone}`;
  if (itemsNeeded === null) return `${seen}.`;
  const corrected = design.comparisons > 1 ? " after a Bonferroni correction" : "";
  return `${seen}; to show the observed one${corrected} takes about ${about(itemsNeeded)}.`;
}

/** One pair in words, with what would settle the question when it is open. */
export function pairReading(pair: PairRow, design: CompareDesign): string {
  const { a, b, lower, upper, p, pAdjusted, verdict } = pair;
  if (pair.difference === null || lower === null || upper === null || p === null) {
    const why = pair.refusal === null ? "" : `: ${textOf(errorCodes, pair.refusal).title}`;
    return `${a} and ${b} cannot be compared${why}.`;
  }
  const { binary, level, comparisons } = design;
  const tests = [pText(p)];
  if (comparisons > 1 && pAdjusted !== null) {
    tests.push(`corrected for ${count(comparisons)} comparisons ${pText(pAdjusted)}`);
  }
  const text = findingText(
    { a, b, difference: pair.difference, lower, upper, level, binary, verdict, tests });
  return isSeparated(pair) ? text : `${text} ${reachText(pair, design)}`;
}

/** The verdict of one comparison: of its interval, and of the test that goes with it. */
function verdictOf(result: {
  readonly lower: number; readonly upper: number; readonly notes: readonly Note[];
}): Verdict {
  if (result.notes.includes("interval_and_test_disagree")) return "inconclusive";
  return result.lower > 0 ? "a_better" : result.upper < 0 ? "b_better" : "not_told_apart";
}

/** Where a comparison is open: the difference that so many items or runs would have shown. */
function open(
  finding: Omit<Finding, "a" | "b">, size: string, detectable: number | null,
): string {
  const text = findingText({ a: "A", b: "B", ...finding });
  return ["a_better", "b_better"].includes(finding.verdict)
    ? text : `${text} ${detectableText(size, detectable, finding.binary)}.`;
}

/** Two shares of different items, in words. */
export function independentReading(result: ProportionDifference): string {
  const tests = result.p === null ? [] : [pText(result.p)];
  const size = `${count(result.trialsA)} and ${count(result.trialsB)} items`;
  return open({ ...result, binary: true, verdict: verdictOf(result), tests }, size, result.detectable);
}

/** Two shares of the same items, in words. */
export function pairedReading(result: PairedDifference): string {
  const tests = [`mid-P McNemar ${pText(result.midP)}`];
  return open({ ...result, binary: true, verdict: verdictOf(result), tests },
    `${count(result.n)} items`, result.detectable);
}

/** McNemar's test in its three forms, and the probability that A is better. */
export function testsReading(result: PairedDifference, a = "A"): string {
  const chiSquare = result.chiSquareP === null ? "" : `, chi-square ${pValue(result.chiSquareP)}`;
  return `McNemar's test, two-sided p: mid-P ${pValue(result.midP)}, exact ` +
    `${pValue(result.exactP)}${chiSquare}. Probability that ${a} is better: ` +
    `${percent(result.probabilityABetter)} (Dirichlet prior).`;
}

/** Two means of reruns, in words. */
export function meansReading(result: MeanDifference): string {
  return open({ ...result, binary: false, verdict: verdictOf(result), tests: [pText(result.p)] },
    `${count(result.nA)} and ${count(result.nB)} reruns`, result.detectable);
}

const isSeparated = (pair: PairRow): boolean =>
  pair.verdict === "a_better" || pair.verdict === "b_better";

/** "1 difference stands", "3 differences stand" */
function standing(separated: number, all: number): string {
  return `${count(separated)} of ${count(all)} ${all === 1 ? "difference" : "differences"} ` +
    `${separated === 1 ? "stands" : "stand"}`;
}

function baselineReading(report: CompareReport, design: CompareDesign, baseline: string): string[] {
  const groups = new Map<string, string[]>();
  for (const pair of report.pairs) {
    const group = isSeparated(pair) ? pair.verdict : pair.refusal === null ? "open" : "refused";
    gather(groups, group, pair.a);
  }
  const listed = (title: string, names: readonly string[] | undefined): string[] =>
    names === undefined ? [] : [`${title} ${baseline}: ${nameList(names)}.`];
  return [
    ...listed("Better than", groups.get("a_better")),
    ...listed("Worse than", groups.get("b_better")),
    ...listed("Not told apart by these data from", groups.get("open")),
    ...listed("Could not be compared with", groups.get("refused")),
    ...report.pairs.filter((pair) => !isSeparated(pair)).slice(0, fewPairs)
      .map((pair) => pairReading(pair, design)),
  ];
}

/** Whether a difference stands by itself though not for all pairs at once, as rank sets ask. */
const isSeparatedWithin = (pair: PairRow): boolean =>
  isSeparated(pair) && (pair.simultaneousLower as number) <= 0 &&
  (pair.simultaneousUpper as number) >= 0;
const setsAreWider = "Possible ranks hold for all systems at once, which asks more than that one " +
  "difference stands: the ranks of two systems may overlap although one of them is better.";

/** The whole report in a few plain sentences. */
export function compareReading(report: CompareReport): string[] {
  const { systems, pairs, design } = report;
  const [best] = systems;
  if (design === null || best === undefined) return [];
  if (pairs.length === 0) return [systemReading(best, design)];
  if (design.baseline !== null) return baselineReading(report, design, design.baseline);
  const [first] = pairs;
  if (pairs.length === 1) return [pairReading(first as PairRow, design)];
  const correction = textOf(multiplicities, design.correction).title;
  const refused = pairs.filter((pair) => pair.refusal !== null).length;
  const sentences = [
    `${standing(design.separated, pairs.length)} after the ${correction} correction; ` +
      `${count(pairs.length - design.separated - refused)} pairs are not told apart by these data` +
      (refused === 0 ? "." : `, and ${count(refused)} could not be compared.`),
  ];
  const possible = systems.filter((row) => row.rank?.lower === 1);
  sentences.push(possible.length === 1
    ? `Only ${best.system} could be the best of these ${count(systems.length)} systems.`
    : `Could be the best: ${nameList(possible.map((row) => row.system))}.` +
      (pairs.some(isSeparatedWithin) ? ` ${setsAreWider}` : ""));
  sentences.push(systemReading(best, design));
  // Neighbours in the table are what a reader is tempted to rank.
  const place = new Map(systems.map((row, index) => [row.system, index]));
  const open = pairs.filter((pair) =>
    place.get(pair.b) === (place.get(pair.a) as number) + 1 && !isSeparated(pair));
  sentences.push(...open.slice(0, fewPairs).map((pair) => pairReading(pair, design)));
  if (open.length > fewPairs) {
    sentences.push(`${open.length - fewPairs} more neighbours in the table are not told apart either.`);
  }
  return sentences;
}

/** A note with the systems, or pairs of them, that it is about. */
export interface CompareNote {
  readonly text: string;
  /** Names of systems or pairs; empty when it is about the whole report. */
  readonly about: readonly string[];
}

/** Every different note of a report once: with many systems the same ones come again and again. */
export function compareNotes(report: CompareReport): CompareNote[] {
  const groups = new Map<string, string[]>();
  for (const { system, notes: names } of report.systems) {
    for (const name of names) gather(groups, name, system);
  }
  for (const { a, b, notes: names } of report.pairs) {
    for (const name of names) gather(groups, name, `${a} and ${b}`);
  }
  return [
    ...noteTexts(report.design?.notes ?? []).map((text) => ({ text, about: [] })),
    ...[...groups].map(([name, about]) => ({ text: textOf(notes, name as Note).detail, about })),
  ];
}

const sameItems = "An item is the same for all systems, and its scores are right: errors of a judge " +
  "are not corrected here.";
const independentItems =
  "Items are independent of each other and drawn from the population of interest.";

/** What must be true for a comparison to hold. */
export function compareAssumptions(
  design: Pick<CompareDesign, "binary" | "clusters" | "repeated">,
): string[] {
  return [
    sameItems,
    design.clusters === null
      ? independentItems
      : "Clusters of items are independent of each other and drawn from the population of " +
        "interest; items of one cluster may be alike.",
    ...(design.binary && design.clusters === null
      ? []
      : [`There are enough ${design.clusters === null ? "items" : "clusters"} for the mean of their ` +
        "differences to be about normal."]),
    ...(design.repeated
      ? ["Reruns of an item are averaged before systems are compared; the intervals are about " +
        "other items of the same kind, not about other reruns alone."]
      : []),
  ];
}

/** "pass@4" */
export function samplesTitle({ metric, k }: Pick<SamplesResult, "metric" | "k">): string {
  const [name] = textOf(samplesMetrics, metric).title.split(":");
  return name!.replace(/k$/, String(k));
}

/** Reruns of a whole benchmark, in sentences. */
export function runsReading(result: RunsInterval, name = "the system"): string[] {
  const interval = (limits: { lower: number; upper: number }): string =>
    `${levelText(result.level)} interval ${scoreInterval(limits, false)}`;
  return [
    `The mean of ${count(result.runs)} reruns of ${name} is ${graded(result.estimate)} ` +
      `(${interval(result)}).`,
    `One rerun varies with a standard deviation of ${graded(result.sd)} ` +
      `(${interval({ lower: result.sdLower, upper: result.sdUpper })}).`,
  ];
}

/** What reruns say, and what they do not. */
export const runsAssumptions: readonly string[] = [
  "Reruns are independent of each other and about normal.",
  "All reruns used the same items: they show the noise of the answers only. How the score would " +
    "change on other items of the same kind is a matter of the items, not of the reruns.",
];

/** The sentence for a paper, of reruns. */
export function runsMethod(level: number, systems: number): string {
  const test = systems > 1
    ? "; two systems were compared by Welch's t (Welch 1947, Biometrika 34:28)" : "";
  return `Means of reruns carry Student's t interval at the ${levelText(level)} level (Student 1908, ` +
    `Biometrika 6:1)${test}; computed with Evenhand ${version}.`;
}

/** What must be true for a comparison from counts to hold. */
export function countsAssumptions(design: "independent" | "paired"): string[] {
  return design === "paired"
    ? [sameItems, independentItems]
    : ["The two systems were run on different items. If they share items, count them in pairs: that " +
      "is narrower, and right.", independentItems];
}

/** The sentence for a paper, of a comparison from counts. */
export function countsMethod(result: ProportionDifference | PairedDifference): string {
  const isPaired = "counts" in result;
  const { title, detail } = isPaired
    ? textOf(pairedMethods, result.method) : textOf(independentMethods, result.method);
  const test = isPaired
    ? "; mid-P McNemar test (Fagerland, Lydersen and Laake 2013, BMC Med. Res. Methodol. 13:91)"
    : "";
  return `The difference of the shares of ${isPaired ? "the same" : "different"} items carries a ` +
    `${levelText(result.level)} interval by ${title} (${detail})${test}; computed with Evenhand ` +
    `${version}.`;
}

/** The sentence for a paper: what was done, with sources and version. */
export function compareMethod(report: CompareReport): string {
  const { design } = report;
  if (design === null) return "";
  const level = levelText(design.level);
  const scores = [...new Set(report.systems.map((row) => row.method))]
    .map((name) => textOf(meanMethods, name))
    .map(({ title, detail }) => `${title} (${detail})`).join(" or ");
  const parts = [`Scores carry ${level} intervals by ${scores}`];
  const pairs = [...new Set(report.pairs.map((pair) => pair.method))]
    .map((name) => textOf(pairMethods, name));
  if (pairs.length > 0) {
    const methods = pairs.map(({ title, detail }) => `${title} (${detail})`).join(" or ");
    parts.push(`systems were compared on the items they share by ${methods}`);
  }
  if (design.comparisons > 1) {
    const { title, detail } = textOf(multiplicities, design.correction);
    parts.push(`p-values of ${count(design.comparisons)} comparisons were corrected by the method of ` +
      `${title} (${detail})`);
  }
  if (report.systems.some((row) => row.rank !== null)) {
    const { title, detail } = textOf(rankMethods, design.rankMethod);
    parts.push(`${title}: ${detail.charAt(0).toLowerCase()}${detail.slice(1)}`);
  }
  return `${parts.join("; ")}; computed with Evenhand ${version}.`;
}

/** Limits of parallel decoding in words: one home for the sentences of command line and page. */
import { strategyRules, type StrategyRule } from "../generated/parallel.ts";
import { errorCodes, limits as bounds } from "../generated/shared.ts";
import { version } from "../generated/version.ts";
import type { Bits } from "../parallel.ts";
import type {
  FrontierPoint, ParallelLimit, ParallelReport, ScheduleRow, StrategyRow,
} from "../parallel-report.ts";
import type { Partition } from "../strategies.ts";
import { count, difference, graded, percent } from "./format.ts";
import { textOf } from "./words.ts";

/** What amounts of information are written in; the numbers of a report are bits. */
export type InformationUnit = "bits" | "nats";

/** Below this an amount of information is a rounding error. */
const noInformation = 1e-9;

/** An amount of information without its unit: "1", "0.3113", "infinite". */
export function informationNumber(amount: Bits, unit: InformationUnit = "bits"): string {
  if (amount === "infinite") return amount;
  const value = unit === "bits" ? amount : amount * Math.LN2;
  return Math.abs(value) < noInformation ? "0" : graded(value);
}

/** "1 bit", "0.3113 bits" */
export function informationText(amount: Bits, unit: InformationUnit = "bits"): string {
  const text = informationNumber(amount, unit);
  return `${text} ${text === "1" ? unit.slice(0, -1) : unit}`;
}

/** A share that may be tiny: "50.0 %", "0.0033 %", "1.2e-7 %". */
export function shareText(share: number): string {
  if (share === 0 || share >= 0.001) return percent(share);
  return `${Number((100 * share).toPrecision(2))}\u00a0%`;
}

/** "position 1", "positions 1 and 3", "positions 1, 2 and 4": people count from 1. */
function positionsText(step: readonly number[]): string {
  const names = step.map((position) => String(position + 1));
  if (names.length === 1) return `position ${names[0]}`;
  if (names.length > 12) return `${count(names.length)} positions (${names.slice(0, 3).join(", ")}, ...)`;
  return `positions ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** "positions 1 and 3 first, then 2 and 4" */
export function partitionReading(partition: Partition): string {
  const [first, ...rest] = partition;
  if (first === undefined) return "";
  if (rest.length === 0) return `all ${first.length === 1 ? "" : "positions "}at once`;
  const shown = rest.slice(0, 6).map((step) => positionsText(step).replace(/^positions? /, ""));
  const more = rest.length > 6 ? [`so on, ${count(partition.length)} steps in all`] : [];
  return `${positionsText(first)} first, ${[...shown, ...more].map((text) => `then ${text}`).join(", ")}`;
}

/** "any 5 positions first, then 2 more": where only their number matters. */
function sizesReading(partition: Partition): string {
  const [first, ...rest] = partition.map((step) => step.length);
  if (first === undefined || rest.length === 0) return partitionReading(partition);
  const shown = rest.slice(0, 6).map((size) => `then ${count(size)}`);
  const more = rest.length > 6 ? [`and so on, ${count(partition.length)} steps in all`] : [];
  return `any ${count(first)} position${first === 1 ? "" : "s"} first, ${[...shown, ...more].join(", ")}`;
}

/** Whether the number of positions in each step is all that matters. */
export function isSymmetric({ task, informationCurve }: ParallelReport): boolean {
  return task?.symmetric === true || informationCurve?.symmetric === true;
}

const stepsText = (steps: number): string => `${count(steps)} step${steps === 1 ? "" : "s"}`;

/** "both tokens", "all 4 tokens" */
const allTokens = (tokens: number): string =>
  (tokens === 2 ? "both tokens" : tokens === 0 ? "all tokens" : `all ${count(tokens)} tokens`);

function sizeReading(report: ParallelReport, unit: InformationUnit): string {
  const { task, tokens, outcomes, entropy, conditions } = report;
  const what = outcomes === null ? `2^${graded(task?.log2Outcomes as number)} right answers`
    : `${count(outcomes)} right ${outcomes === 1 ? "answer" : "answers"}`;
  const length = tokens === 0 ? "tokens in numbers that depend on the condition"
    : `${count(tokens as number)} ${tokens === 1 ? "token" : "tokens"}`;
  const given = conditions.length > 1 ? `, for ${count(conditions.length)} conditions` : "";
  return `There are ${what} of ${length}${given}; which one is right is worth ` +
    `${informationText(entropy as number, unit)} on average.`;
}

const correlationMeaning = "Total correlation says how much the tokens tell about each other: what is " +
  "lost when each is chosen without looking at the others.";

/** What total correlation is, and how large it is here. */
export function correlationReading(report: ParallelReport, unit: InformationUnit = "bits"): string {
  const { totalCorrelation, tokens, oneStep, decoding } = report;
  if (totalCorrelation === null || tokens === null) return "";
  if (tokens === 1) return "With one token there is nothing to reveal in parallel.";
  if (totalCorrelation < noInformation) {
    return `The tokens tell nothing about each other (total correlation 0): ${allTokens(tokens)} can be ` +
      `revealed at once without loss.`;
  }
  const lost = `Revealing ${allTokens(tokens)} at once must lose ${informationText(totalCorrelation, unit)}`;
  if (oneStep === null || decoding.temperature !== 1) return `${lost}.`;
  return oneStep.invalid < noInformation
    ? `${lost}: no sample is impossible, but their frequencies are off (total variation ` +
      `${distanceText(oneStep.tv as number)}).`
    : `${lost}: ${shareText(oneStep.invalid)} of the samples are no right answer.`;
}

/** The most probable sequence that is no answer. */
function impossibleReading({ oneStep }: ParallelReport): string[] {
  const [first] = oneStep?.impossible ?? [];
  return first === undefined || first.output < 0.001 ? [] : [
    `The most frequent wrong one is ${JSON.stringify(first.tokens.join(" "))}, ` +
      `${shareText(first.output)} of the samples.`];
}

function greedyReading({ oneStep, decoding, tokens }: ParallelReport): string[] {
  if (oneStep === null || decoding.temperature === 1 || tokens === 1) return [];
  const how = decoding.temperature === 0 ? "Taking the most probable token everywhere (greedy)"
    : `At temperature ${graded(decoding.temperature)}`;
  return [`${how}, one step is right in ${shareText(oneStep.accuracy)} of the runs; ` +
    `${shareText(oneStep.invalid)} are no right answer.`];
}

const losesNothing = (row: ScheduleRow): boolean => row.bound < noInformation;

/** Below a table of best steps. */
export const equalSchedules = "Of steps that are equally good one is shown.";

/** Below a table of decoders. */
export const outcomeColumns: string = "p is the distribution of right answers, q that of the output; gap: points " +
  "below the best policy that takes at most as many steps.";

/** A distance from 0 to 1. */
export function distanceText(value: number): string {
  return value < noInformation ? "0" : graded(value);
}

/** The best schedules in words: the first of more than one step, and the first without loss. */
export function schedulesReading(report: ParallelReport, unit: InformationUnit = "bits"): string[] {
  const { schedules, accuracySchedules, tokens, totalCorrelation } = report;
  if (tokens === 1 || (totalCorrelation ?? 0) < noInformation) return [];
  const steps = isSymmetric(report) && tokens !== 2 ? sizesReading : partitionReading;
  const two = schedules.find((row) => row.steps === 2);
  const free = schedules.find(losesNothing);
  const sentences: string[] = [];
  if (two !== undefined && two !== free) {
    sentences.push(`The least that two steps lose is ${informationText(two.bound, unit)} ` +
      `(${shareText(two.accuracy)} right): reveal ${steps(two.partition)}.`);
  }
  if (free !== undefined) {
    const isSingle = free.steps === tokens;
    sentences.push(`${stepsText(free.steps)} lose nothing: reveal ` + (isSingle && free.steps > 6
      ? "one position at a time, in any order."
      : `${steps(free.partition)}${isSingle ? " (one token at a time; any order will do)" : ""}.`));
  }
  const best = two === undefined ? undefined : accuracySchedules.find((row) => row.steps === 2);
  if (two !== undefined && best !== undefined && best.accuracy > two.accuracy + noInformation) {
    sentences.push(`Most often right in two steps (${shareText(best.accuracy)}): reveal ` +
      `${steps(best.partition)}; it loses ${informationText(best.bound, unit)}.`);
  }
  return sentences;
}

/** Where choosing positions by what was revealed pays. */
function adaptiveReading({ frontier }: ParallelReport): string[] {
  const pays = frontier.find(({ fixed, adaptive }) =>
    fixed !== null && adaptive !== null && adaptive > fixed + noInformation);
  return pays === undefined ? [] : [
    `In ${stepsText(pays.steps)} it pays to choose positions by what was revealed: up to ` +
      `${shareText(pays.adaptive as number)} right, against ${shareText(pays.fixed as number)} with ` +
      `fixed steps.`];
}

/** The limit that a strategy is compared with. */
const limitOf = (row: StrategyRow, frontier: readonly FrontierPoint[]): number | null =>
  frontier.find(({ steps }) => steps === row.mostSteps)?.adaptive ?? null;

/** One strategy against the best in as many steps. */
export function strategyReading(row: StrategyRow, frontier: readonly FrontierPoint[]): string {
  const simulated = row.exact ? "" : " (simulated)";
  const done = `${row.strategy} is right in ${shareText(row.accuracy)}${simulated} and takes ` +
    `${row.meanSteps === null ? stepsText(row.mostSteps) : `${graded(row.meanSteps)} steps on average, ` +
      `${count(row.mostSteps)} at most`}`;
  if (row.gap === null) return `${done}.`;
  if (row.gap < noInformation) return `${done}: no policy does better in ${stepsText(row.mostSteps)}.`;
  const limit = limitOf(row, frontier);
  return `${done}; the best policy ${limit === null ? "" : `reaches ${shareText(limit)}, `}` +
    `${difference(row.gap, true)} points more, in ${stepsText(row.mostSteps)}.`;
}

/** The strategies that reach the limit, and the one that stays farthest below it. */
export function strategiesReading({ strategies, frontier }: ParallelReport): string[] {
  const known = strategies.filter((row) => row.gap !== null);
  if (known.length === 0) return [];
  const best = known.filter((row) => (row.gap as number) < noInformation).map((row) => row.strategy);
  const worst = known.reduce((most, row) =>
    ((row.gap as number) > (most.gap as number) ? row : most));
  return [
    ...(best.length === 0 ? [] : [`As accurate as any policy in as many steps: ${best.join("; ")}.`]),
    ...((worst.gap as number) < noInformation ? []
      : [`Farthest from it: ${strategyReading(worst, frontier)}`]),
  ];
}

/** The whole report in a few plain sentences. */
export function parallelReading(report: ParallelReport, unit: InformationUnit = "bits"): string[] {
  if (report.entropy === null) return [];
  const isTrivial = report.tokens === 1 || (report.totalCorrelation ?? 0) < noInformation;
  return [
    sizeReading(report, unit),
    correlationReading(report, unit),
    ...(isTrivial ? [] : [
      correlationMeaning,
      ...(report.decoding.temperature === 1 ? impossibleReading(report) : greedyReading(report)),
      ...schedulesReading(report, unit), ...adaptiveReading(report), ...strategiesReading(report),
    ]),
  ];
}

const searched: Readonly<Record<ParallelLimit["what"], string>> = {
  answers: "Decoding other than sampling, and other answers as the right ones",
  partition: "The outcome of given steps",
  schedules: "The fixed steps with the least loss",
  accuracySchedules: "The fixed steps with the greatest accuracy",
  adaptive: "The greatest accuracy of any policy",
  curve: "The information curve",
  pair: "The pair of positions that depend on each other most",
  strategy: "The strategy",
  unasked: "The strategy",
};
const writtenOut = `a task that can be written out: at most ${bounds.mostSubsetPositions} positions and ` +
  `${count(bounds.mostTaskSequences)} answers`;
const searchBounds: Partial<Readonly<Record<ParallelLimit["what"], string>>> = {
  answers: writtenOut,
  partition: writtenOut,
  schedules: `n at most ${bounds.mostSubsetPositions}, 2^n m at most ${count(bounds.mostSubsetWork)} and ` +
    `3^n times conditions at most ${count(bounds.mostSearchWork)}`,
  accuracySchedules: `n at most ${bounds.mostPartitionPositions}, ordered partitions times m at most ` +
    `${count(bounds.mostPartitionWork)} and n 2^n m at most ${count(bounds.mostContextWork)}`,
  adaptive: `3^n m at most ${count(bounds.mostPolicyWork)} and n 2^n m at most ` +
    count(bounds.mostContextWork),
  curve: `random subsets times n m at most ${count(bounds.mostCurveWork)}`,
  pair: `n^2 m at most ${count(bounds.mostPairWork)}`,
};
const advice: Partial<Readonly<Record<ParallelLimit["what"], string>>> = {
  answers: "take a smaller n",
  partition: "take a smaller n",
  schedules: "look at steps of your own (partition), at the best sizes in random order (information " +
    "curve), or at fewer, larger tokens",
  accuracySchedules: "the limit of any policy and the steps with the least loss go further; or take " +
    "fewer, larger tokens",
  adaptive: "take fewer, larger tokens or a sample of the answers",
  curve: "take a sample of the answers",
  pair: "name the two positions",
  strategy: "take a smaller k, or ties by position",
};

/** What was not computed, which bound it breaks, and what to do instead. */
export function limitReading(
  { what, strategy, code, n, m }: Omit<ParallelLimit, "message">,
): string {
  const subject = `${searched[what]}${strategy === null ? "" : ` ${strategy}`}`;
  if (code === "unsupported") {
    return what === "strategy" && m === null
      ? `${subject} has no closed form for this task, which is too large to be written out.`
      : `${subject}: not defined, since conditions differ in length; look at one condition at a time.`;
  }
  const size = `n = ${count(n)} positions${m === null ? "" : `, m = ${count(m)} answers`}`;
  if (what === "unasked") return `${subject} takes long (${size}) and is run only when it is named.`;
  const bound = searchBounds[what] === undefined ? "" : `; exact for ${searchBounds[what]}`;
  const instead = advice[what] === undefined ? "" : ` Instead: ${advice[what]}.`;
  return `${subject}: ${textOf(errorCodes, code).title} (${size}${bound}).${instead}`;
}

/** What must be true for the limits to hold. */
export function parallelAssumptions(
  report: Pick<ParallelReport, "decoding" | "restricted" | "strategies">,
): string[] {
  return [
    "The distribution of right answers is the one given here.",
    "The model is ideal: given what is revealed, its probabilities for each position are those of the " +
      "right answers; only tokens revealed in the same step are chosen independently.",
    "Nothing is masked again or corrected once it is revealed.",
    "A biased model may be more accurate: one that puts everything on a single right answer is always " +
      "right in one step. Accuracies here are those of a model that gives every answer its share.",
    ...(report.restricted
      ? ["Not every possible answer counts as right, so accuracy and impossible samples do not add up to 1."]
      : []),
    ...(report.decoding.temperature === 1 ? []
      : ["Tokens are not drawn with the model's probabilities, so the bounds in bits are those of " +
        "sampling, not of this decoding."]),
  ];
}

/** The sentence for a paper: what was done, with sources and version. */
export function parallelMethod(
  report: Pick<ParallelReport, "entropy" | "schedules" | "accuracySchedules" | "frontier" | "strategies" |
    "informationCurve" | "task">,
): string {
  if (report.entropy === null) return "";
  const parts = ["Total correlation (Watanabe 1960, IBM J. Res. Dev. 4:66) is the least KL(p||q) of " +
    "decoding in one step (Huang et al. 2022), and its sum over steps that of fixed steps (Kang et al. " +
    "2026, arXiv 2510.04767, Theorem 1)"];
  if (report.schedules.length > 0) {
    parts.push(report.task !== null && report.task.steps.length > 0
      ? "best steps by closed forms" : "best steps by exact search over all subsets of positions");
  }
  if (report.frontier.some(({ adaptive }) => adaptive !== null)) {
    parts.push("limits of accuracy are those of the best policy, by exact search or closed form");
  }
  const rules = [...new Set(report.strategies.map(({ strategy }) =>
    strategy.split("=")[0]!.replaceAll("-", "_") as StrategyRule))];
  if (rules.length > 0) {
    const texts = rules.map((rule) => textOf(strategyRules, rule))
      .map(({ title, detail }) => `${title} (${detail.charAt(0).toLowerCase()}${detail.slice(1)})`);
    parts.push(`strategies were run ${report.strategies.every((row) => row.exact) ? "exactly " : ""}on the ` +
      `ideal model: ${texts.join(", ")}`);
  }
  if (report.informationCurve !== null) {
    parts.push("schedules in random order from the information curve (Chen, Cong and Li 2025, arXiv " +
      "2511.04647)");
  }
  return `${parts.join("; ")}; computed with Evenhand ${version}.`;
}

/** Plans in words: what to do before an evaluation is run. One home for the command line and the page. */
import { version } from "../generated/version.ts";
import { count, levelText } from "./format.ts";

/** What a plan is asked with. */
export interface PlanWords {
  /** What is compared: `width` is one score alone. */
  readonly design: "paired" | "different" | "graded" | "width" | "runs";
  /** Two-sided confidence level. */
  readonly level: number;
  /** Chance to find the effect; without meaning for `width`. */
  readonly power: number;
  /** Variance inflation of clustered items. */
  readonly designEffect: number;
}

/** One answer: so many items or runs, for an effect that is already in words. */
export interface PlanAnswerWords {
  /** Null when no number of items shows the effect, or no effect is shown by the items. */
  readonly items: number | null;
  /** "3.0 points"; null as above. */
  readonly effect: string | null;
  /** The share of items on which exactly one of two systems is right, where it is assumed. */
  readonly discordance: number | null;
}

const units: Readonly<Record<PlanWords["design"], readonly [one: string, many: string]>> = {
  paired: ["item", "items"], graded: ["item", "items"], width: ["item", "items"],
  different: ["item for each system", "items for each system"],
  runs: ["run of each system", "runs of each system"],
};

function amount(items: number, { design }: PlanWords): string {
  const [one, many] = units[design];
  return `${count(items)} ${items === 1 ? one : many}`;
}

const condition = ({ discordance }: PlanAnswerWords): string =>
  (discordance === null ? "" : ` if exactly one of the two systems is right on ${levelText(discordance)} of them`);

/** The first and the last of the answers that there are. */
function ends(answers: readonly PlanAnswerWords[]): readonly PlanAnswerWords[] {
  const known = answers.filter(({ items, effect }) => items !== null && effect !== null);
  return known.length > 1 ? [known[0]!, known.at(-1)!] : known;
}

/** "How many items do I need?", answered. */
export function itemsNeededReading(
  effect: string, answers: readonly PlanAnswerWords[], words: PlanWords,
): string[] {
  const [low, high] = ends(answers);
  if (low === undefined) {
    return [`A difference of ${effect} is not possible: it is larger than the share of items on which ` +
      `exactly one of the two systems is right.`];
  }
  if (words.design === "width") {
    return [`About ${amount(low.items!, words)} give one score a ${levelText(words.level)} interval of ` +
      `plus or minus ${effect}.`];
  }
  const found = ` with a chance of ${levelText(words.power)}`;
  const wanted = words.design === "runs" ? "the mean scores" : "the scores of two systems";
  if (high === undefined) {
    return [`${words.design === "runs" ? "" : "About "}${amount(low.items!, words)} show a difference of ` +
      `${effect} between ${wanted}${found}${condition(low)}.`];
  }
  return [
    `A difference of ${effect} takes about ${amount(low.items!, words)}${condition(low)}, and about ` +
      `${count(high.items!)} if on ${levelText(high.discordance!)}.`,
    `It is then found${found}. How often two systems differ is better taken from a pilot of a ` +
      `hundred items than guessed; close relatives differ on few items, strangers on many.`,
  ];
}

/** "What difference can I see?", answered. */
export function detectableReading(
  items: number, answers: readonly PlanAnswerWords[], words: PlanWords,
): string[] {
  const [low, high] = ends(answers);
  const what = amount(items, words);
  if (low === undefined) {
    return [`With ${what} no difference would be found with a chance of ${levelText(words.power)}: ` +
      `there are too few.`];
  }
  const smallest = `With ${what}, the smallest difference that would be found with a chance of ` +
    `${levelText(words.power)} is ${low.effect}${condition(low)}`;
  if (high === undefined) return [`${smallest}.`];
  return [
    `${smallest}, and ${high.effect} if on ${levelText(high.discordance!)}.`,
    "Smaller differences may be there all the same: such an evaluation would mostly miss them.",
  ];
}

const sources: Readonly<Record<PlanWords["design"], string>> = {
  paired: "two systems on the same items by Connor's formula (Connor 1987, Biometrics 43:207)",
  different: "two systems on different items (Fleiss, Levin and Paik 2003, Statistical Methods for " +
    "Rates and Proportions, section 4.2, without continuity correction)",
  graded: "two mean scores on the same items (Miller 2024, arXiv 2411.00640)",
  width: "the half-width of the interval of one share",
  runs: "two means of reruns with Student's t",
};

/** The sentence for a paper. */
export function planMethodSentence(words: PlanWords): string {
  const { design, level, power, designEffect } = words;
  const chance = design === "width" ? "" : `, power ${levelText(power)}`;
  const inflation = designEffect === 1 ? "" : `, design effect ${designEffect}`;
  return `The ${design === "runs" ? "number of runs" : "sample size"} was planned for ${sources[design]} ` +
    `at a two-sided confidence level of ${levelText(level)}${chance}${inflation}, computed with ` +
    `Evenhand ${version}.`;
}

const assumed: Readonly<Record<PlanWords["design"], readonly string[]>> = {
  paired: [
    "Both systems answer the same items, and each answer is right or wrong.",
    "The share of items on which exactly one system is right is as assumed.",
  ],
  different: [
    "The two systems answer different items. If they answer the same ones, fewer are needed: plan " +
      "for the same items.",
    "The scores are near the assumed one.",
  ],
  graded: [
    "Both systems answer the same items; the score of an item is the mean of its answers.",
    "The variances are as assumed, best from a pilot.",
  ],
  width: ["The score is near the assumed one; 50 % is the worst case."],
  runs: [
    "Runs differ by chance alone: sampling, seeds, the order of the data.",
    "Reruns measure the scatter of runs on these very items. How the score would change on other " +
      "items of the same kind is another question, which more runs do not answer.",
    "Five runs know their own standard deviation only within a factor of about 3, ten within 1.8.",
  ],
};

/** What must be true for a plan to hold. */
export function planAssumptions({ design, designEffect }: PlanWords): string[] {
  const independent = design === "runs" ? []
    : [designEffect === 1
      ? "Items are independent of each other. Items in groups, such as questions about one text, " +
        "tell less: give a design effect above 1."
      : "Grouped items inflate the variance by the design effect."];
  const single = design === "width" ? []
    : ["One comparison is planned. Each further one needs a correction, and so more."];
  return [...assumed[design], ...independent, ...single];
}

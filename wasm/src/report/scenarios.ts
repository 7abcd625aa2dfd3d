/** Plans under several assumptions in words, and what a plan takes for granted. */
import type { PlanDesign } from "../generated/compare.ts";
import { count, difference, levelText } from "./format.ts";
import type { Plan } from "./plan.ts";

/** A plan for two systems on the same items, with the assumption that it rests on. */
export interface PlanScenario {
  /** The share of items on which exactly one of the two systems is right. */
  readonly discordance: number;
  /** Null when no number of items shows the effect, or no effect is shown by the items. */
  readonly items: number | null;
  readonly effect: number | null;
}

const points = (share: number): string => `${difference(share, true)} points`;

/** What two systems on the same items need, or show, from the fewest discordant items to the most. */
export function scenariosReading(
  scenarios: readonly PlanScenario[], asked: "items" | "effect", power: number,
): string[] {
  const known = scenarios.flatMap(({ discordance, items, effect }) =>
    (items === null || effect === null ? [] : [{ discordance, items, effect }]));
  const [low, high] = [known[0], known.at(-1)];
  if (low === undefined || high === undefined) {
    return asked === "items"
      ? ["Such a difference is not possible: it is larger than the share of items on which exactly one " +
        "of the two systems is right."]
      : [`So few items show no possible difference with power ${levelText(power)}.`];
  }
  const condition = `if exactly one of the two systems is right on ${levelText(low.discordance)} of them`;
  const other = `if on ${levelText(high.discordance)}`;
  return asked === "items"
    ? [
      `To find a difference of ${points(low.effect)} with power ${levelText(power)} takes ` +
        `${count(low.items)} items ${condition}, and ${count(high.items)} ${other}.`,
      "How often two systems differ is better taken from a pilot of a hundred items than guessed; close " +
        "relatives differ on few items, strangers on many.",
    ]
    : [
      `${count(low.items)} items show a difference of ${points(low.effect)} or more with power ` +
        `${levelText(power)} ${condition}, and one of ${points(high.effect)} or more ${other}.`,
      "Smaller differences may be there all the same: such an evaluation would mostly miss them.",
    ];
}

const sameItems = [
  "Both systems answer the same items, and each answer is right or wrong.",
  "The share of items on which exactly one system is right is as assumed.",
];
const differentItems = [
  "The two systems answer different items. If they answer the same ones, fewer are needed: plan for " +
    "the same items.",
  "The scores are near the assumed one.",
];

const assumed: Readonly<Record<PlanDesign, readonly string[]>> = {
  paired_connor: sameItems,
  paired_wald: sameItems,
  proportions: differentItems,
  proportions_baseline: differentItems,
  mean_difference: [
    "Both systems answer the same items; the score of an item is the mean of its answers.",
    "The variances are as assumed, best from a pilot.",
  ],
  half_width: ["The score is near the assumed one; 50 % is the worst case."],
  runs: [
    "Runs differ by chance alone: sampling, seeds, the order of the data.",
    "Reruns measure the scatter of runs on these very items. How the score would change on other " +
      "items of the same kind is another question, which more runs do not answer.",
    "Five runs know their own standard deviation only within a factor of about 3, ten within 1.8.",
  ],
};

/** What must be true for a plan to hold. */
export function planAssumptions(plan: Plan): string[] {
  const independent = !("designEffect" in plan) || plan.design === "runs" ? []
    : [plan.designEffect === 1
      ? "Items are independent of each other. Items in groups, such as questions about one text, " +
        "tell less: give a design effect above 1."
      : "Grouped items inflate the variance by the design effect."];
  const single = plan.design === "half_width" ? []
    : ["One comparison is planned. Each further one needs a correction, and so more."];
  return [...assumed[plan.design], ...independent, ...single];
}

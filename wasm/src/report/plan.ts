/** Plans in words. */
import {
  planDesigns,
  type DetectableEffect, type PlannedItems, type PlannedItemsPerSystem, type PlannedPrecision,
  type PlannedRuns,
} from "../generated/compare.ts";
import { version } from "../generated/version.ts";
import { count, difference, levelText } from "./format.ts";
import { textOf } from "./words.ts";

/** What a planning function answers. */
export type Plan =
  DetectableEffect | PlannedItems | PlannedItemsPerSystem | PlannedPrecision | PlannedRuns;

/** What was asked of the plan: items for an effect, or the effect that items show. */
export interface PlanQuestion {
  /** The difference to find, or the half-width. */
  readonly effect?: number | undefined;
  /** Items, items per system, or runs that there are. */
  readonly size?: number | undefined;
}

const isRate = (plan: Plan): boolean => !["mean_difference", "runs"].includes(plan.design);

/** A difference with its unit: "5.0 points", "0.03". */
function amount(value: number, plan: Plan): string {
  return `${difference(Math.abs(value), isRate(plan))}${isRate(plan) ? " points" : ""}`;
}

/** "with power 80 % at the 95 % level" */
function terms(plan: Plan): string {
  const level = `at the ${levelText(plan.level)} level`;
  return "power" in plan ? `with power ${levelText(plan.power)} ${level}` : level;
}

/** The plan in a sentence. */
export function planReading(plan: Plan, { effect = 0, size = 0 }: PlanQuestion): string {
  if ("effect" in plan) {
    const sized = plan.design === "runs" ? `${count(size)} reruns of each system show`
      : plan.design.startsWith("proportions") ? `${count(size)} items for each system show`
        : `${count(size)} items show`;
    return plan.effect === null
      ? `${sized} no possible difference ${terms(plan)}, under the rates that were assumed.`
      : `${sized} a difference of ${amount(plan.effect, plan)} or more ${terms(plan)}.`;
  }
  if ("runs" in plan) {
    return `To find a difference of ${amount(effect, plan)} ${terms(plan)} takes ${count(plan.runs)} ` +
      `reruns of each system.`;
  }
  if ("itemsPerSystem" in plan) {
    return `To find a difference of ${amount(effect, plan)} on different items ${terms(plan)} takes ` +
      `${count(plan.itemsPerSystemCeiling)} items for each system.`;
  }
  if (plan.design === "half_width") {
    return `An interval of ${amount(effect, plan)} to either side ${terms(plan)} takes ` +
      `${count(plan.itemsCeiling)} items.`;
  }
  return `To find a difference of ${amount(effect, plan)} ${terms(plan)} takes ` +
    `${count(plan.itemsCeiling)} items.`;
}

/** The sentence for a paper: how it was planned, with sources and version. */
export function planMethod(plan: Plan): string {
  const { title, detail } = textOf(planDesigns, plan.design);
  const approximate = plan.design === "runs" ? "" : ", a normal approximation";
  return `Planned for the ${title} (${detail})${approximate} ${terms(plan)}; computed with Evenhand ` +
    `${version}.`;
}

/** Decoding strategies as they are typed: "top-k=2,random", "threshold=0.9,inclusive". */
import {
  positionScores, strategyRules, tieRules,
  type PositionScore, type Strategy, type StrategyRule, type TieRule,
} from "./generated/parallel.ts";
import { defaults } from "./generated/shared.ts";

/** The positions, from 0, that each step reveals. */
export type Partition = readonly (readonly number[])[];

/** A strategy; what its rule does not use is passed over. */
export interface StrategyInput extends Omit<Strategy, "decoding" | "steps" | "score"> {
  /** What orders positions; see `positionScores`. Default: confidence; of `entropy_bounded`, entropy. */
  readonly score?: PositionScore | undefined;
  /** The steps of the rule `fixed`. */
  readonly partition?: Partition | undefined;
  /** Of `top_k`: how many positions each step reveals, in place of `k`. */
  readonly sizes?: readonly number[] | undefined;
}

/** What is run when no strategy is named: those in use, with the parameters they are used with. */
export const defaultStrategies: readonly StrategyInput[] = [
  { rule: "top_k", k: 2 },
  { rule: "top_k", k: 2, score: "random" },
  { rule: "top_k", k: 2, score: "left_to_right" },
  { rule: "threshold", parameter: 0.9 },
  { rule: "factor", parameter: 1 },
  { rule: "factor_code", parameter: 1 },
  { rule: "entropy_bounded", parameter: 0.1 },
];

/** Rules that put positions in order by more than one score. */
const scored: readonly StrategyRule[] = ["top_k", "entropy_bounded"];
export const defaultScore = (rule: StrategyRule): PositionScore =>
  (rule === "entropy_bounded" ? "entropy" : "confidence");

const typed = (name: string): string => name.replaceAll("_", "-");

function nameIn<Name extends string>(
  list: readonly { readonly name: Name }[], text: string,
): Name | undefined {
  return list.find(({ name }) => typed(name) === text)?.name;
}

/** Steps as people type them, positions from 1: "1,3;2,4". */
export function partitionText(partition: Partition): string {
  return partition.map((step) => step.map((position) => position + 1).join()).join(";");
}

/** Reads "1,3;2,4", positions from 1; what is no number becomes NaN, which the core refuses. */
export function readPartition(text: string): number[][] {
  return text.split(";").map((step) =>
    step.split(",").map((position) => (/^\s*\d+\s*$/.test(position) ? Number(position) - 1 : Number.NaN)));
}

/** A strategy as it is typed; `readStrategy` reads it. */
export function strategyText(strategy: StrategyInput): string {
  const { rule, k, sizes, parameter, score, inclusive, block, positionTies, partition } = strategy;
  if (rule === "fixed") return `fixed=${partitionText(partition ?? [])}`;
  const value = rule === "top_k" ? sizes?.join("+") ?? k ?? 1 : parameter ?? 0.9;
  return [
    `${typed(rule)}=${value}`,
    ...(scored.includes(rule) && score !== undefined && score !== defaultScore(rule)
      ? [typed(score)] : []),
    ...(rule === "threshold" && inclusive === true ? ["inclusive"] : []),
    ...(block === undefined ? [] : [`block=${block}`]),
    ...(positionTies === undefined || positionTies === defaults.positionTies
      ? [] : [`ties=${positionTies}`]),
  ].join();
}

const numberOf = (text: string | undefined): number =>
  (text === undefined || text.trim() === "" ? Number.NaN : Number(text));

/** The options that a rule takes. */
function expectedOptions(rule: StrategyRule): string {
  const scores = positionScores.map(({ name }) => typed(name)).join(", ");
  return [
    ...(scored.includes(rule) ? [`a score (${scores})`] : []),
    ...(rule === "threshold" ? ["inclusive"] : []),
    "block=B", "ties=random or ties=first",
  ].join(", ");
}

export interface ReadStrategy {
  readonly strategy: StrategyInput | null;
  /** What was found and what was expected, when it is no strategy. */
  readonly problem: string | null;
}

/**
 * Reads RULE=NUMBER[,OPTION]...: the rules of `strategyRules` with hyphens, `top-k` also with the
 * sizes of the steps, as in 4+2+1; options are a score, `inclusive`, `block=B` and `ties=random`.
 */
export function readStrategy(text: string): ReadStrategy {
  const problem = (found: string, expected: string): ReadStrategy =>
    ({ strategy: null, problem: `found ${JSON.stringify(found)}, expected ${expected}` });
  const [head, ...options] = text.split(",").map((part) => part.trim()) as [string, ...string[]];
  const [name, value, ...rest] = head.split("=") as [string, string | undefined, ...string[]];
  const rules = strategyRules.filter((entry) => entry.name !== "fixed");
  const rule = nameIn(rules, name.replaceAll("_", "-"));
  if (rule === undefined || value === undefined || rest.length > 0) {
    return problem(head, `one of ${rules.map((entry) => `${typed(entry.name)}=...`).join(", ")}`);
  }
  const numbers = value.split("+").map(numberOf);
  const isWrong = numbers.some((number) => !Number.isFinite(number));
  if (isWrong || (numbers.length > 1 && rule !== "top_k")) {
    return problem(head, rule === "top_k" ? "a number such as top-k=2, or sizes such as top-k=4+2"
      : `a number such as ${typed(rule)}=0.9`);
  }
  let strategy: StrategyInput = rule !== "top_k" ? { rule, parameter: numbers[0] }
    : numbers.length > 1 ? { rule, sizes: numbers } : { rule, k: numbers[0] };
  for (const option of options) {
    const score = nameIn(positionScores, option);
    const [key, given] = option.split("=");
    const ties: TieRule | undefined = key === "ties" ? nameIn(tieRules, given ?? "") : undefined;
    const block = key === "block" ? numberOf(given) : Number.NaN;
    if (score !== undefined && scored.includes(rule)) strategy = { ...strategy, score };
    else if (option === "inclusive" && rule === "threshold") strategy = { ...strategy, inclusive: true };
    else if (Number.isFinite(block)) strategy = { ...strategy, block };
    else if (ties !== undefined) strategy = { ...strategy, positionTies: ties };
    else return problem(option, expectedOptions(rule));
  }
  return { strategy, problem: null };
}

/** The planner without its view: settings to jobs, answers to words and pictures. */
import {
  defaults, difference, levelText, planAssumptions, planReading, scenariosReading,
} from "evenhand/bare";
import { numberOf, option } from "../../parts/words.ts";
import type { PlanAnswer, PlanJob } from "./protocol.ts";
import type { Settings, ValueName } from "./state.ts";

/** The shares of discordant items that are shown side by side when none is known. */
const usualDiscordances = [0.05, 0.1, 0.2, 0.3];

/** "2.5" percent as 0.025, exactly: the digits are moved, nothing is divided. */
const shareOf = (text: string): number => numberOf(text.trim() === "" ? "" : `${text.trim()}e-2`);

/** Whether differences are of shares, and so in points. */
export const isShare = ({ question, design }: Settings): boolean =>
  question === "width" || (question !== "runs" && design !== "graded");

const askedName = ({ question, design }: Settings): ValueName => {
  switch (question) {
    case "items": return design === "graded" ? "gradedEffect" : "effect";
    case "difference": return "items";
    case "width": return "halfWidth";
    case "runs": return "runsEffect";
  }
};

export function planJob(settings: Settings): PlanJob {
  const { question, design, power, level, values } = settings;
  const asked = values[askedName(settings)];
  const isPercent = isShare(settings) && question !== "difference";
  return {
    kind: question, design,
    asked: isPercent ? shareOf(asked) : numberOf(asked),
    assumed: {
      discordances: values.discordance.trim() === "" ? usualDiscordances : [shareOf(values.discordance)],
      rate: shareOf(question === "width" ? values.widthRate : values.rate),
      betweenVariance: numberOf(values.between),
      withinVariance: numberOf(values.within),
      samples: numberOf(values.samples),
      sd: numberOf(values.sd),
    },
    target: { power, level, designEffect: question === "runs" ? 1 : numberOf(values.designEffect) },
  };
}

/** The command that gives the same result. */
export function commandOf(settings: Settings): string {
  const { question, design, values } = settings;
  const { asked, assumed, target } = planJob(settings);
  const isSize = question === "difference";
  const given = (name: string, value: number): string[] => option(name, String(value));
  const forms: Readonly<Record<Settings["design"], readonly string[]>> = {
    paired: ["paired", ...(values.discordance.trim() === "" ? [] : given("discordance", assumed.discordances[0]!))],
    different: ["independent", ...given("rate", assumed.rate)],
    graded: ["mean", ...given("between", assumed.betweenVariance), ...given("within", assumed.withinVariance),
      ...given("samples", assumed.samples)],
  };
  const form = question === "width" ? ["precision", ...given("half-width", asked), ...given("rate", assumed.rate)]
    : question === "runs" ? ["runs", ...given("sd", assumed.sd), ...given("effect", asked)]
      : [...forms[design], ...given(isSize ? "items" : "effect", asked)];
  return [
    "npx evenhand plan", ...form,
    ...(question === "width" || target.power === defaults.power ? [] : given("power", target.power)),
    ...(target.level === defaults.level ? [] : given("level", target.level)),
    ...(target.designEffect === 1 ? [] : given("design-effect", target.designEffect)),
  ].join(" ");
}

/** What that command prints with --json. */
export function jsonOf({ scenarios, results }: PlanAnswer): unknown {
  const [only] = results;
  if (scenarios.length === 1) return only && { ...only, assumptions: planAssumptions(only) };
  return scenarios.flatMap(({ discordance }, index) => {
    const result = results[index];
    return result ? [{ discordance, ...result, assumptions: planAssumptions(result) }] : [];
  });
}

/** "3.0 points", or "0.03" of graded scores. */
export const effectText = (effect: number, settings: Settings): string =>
  `${difference(effect, isShare(settings))}${isShare(settings) ? "\u00a0points" : ""}`;

/** The answer in sentences. */
export function readingOf({ scenarios, results }: PlanAnswer, settings: Settings): string[] {
  const { asked, target: { power } } = planJob(settings);
  const isSize = settings.question === "difference";
  const [result] = results;
  if (scenarios.length === 1 && result) {
    return [planReading(result, isSize ? { size: asked } : { effect: asked })];
  }
  return scenariosReading(
    scenarios.map(({ discordance, answer: { x, y } }) => ({ discordance: discordance!, items: x, effect: y })),
    isSize ? "effect" : "items", power);
}

export const scenarioName = (discordance: number | null): string =>
  (discordance === null ? "" : levelText(discordance));

interface ValueField {
  readonly name: ValueName;
  readonly label: string;
  readonly hint: string;
  /** What the package calls it in an error. */
  readonly arguments: readonly string[];
}

const fields: Readonly<Record<ValueName, ValueField>> = {
  effect: { name: "effect", label: "Difference to find, points", hint: "the smallest that would matter to you",
    arguments: ["effect"] },
  gradedEffect: { name: "gradedEffect", label: "Difference to find", hint: "of the mean scores, in their own unit",
    arguments: ["effect"] },
  items: { name: "items", label: "Number of items", hint: "of each system", arguments: ["items", "itemsPerSystem"] },
  discordance: { name: "discordance", label: "Items on which exactly one is right, %",
    hint: "blank if you do not know: four shares are then shown", arguments: ["discordance"] },
  rate: { name: "rate", label: "Score of the weaker system, %", hint: "roughly", arguments: ["rate"] },
  between: { name: "between", label: "Variance of the true differences over items",
    hint: "from a pilot; 1/9 in Miller’s example", arguments: ["betweenVariance"] },
  within: { name: "within", label: "Variance of one system’s answers to one item",
    hint: "mean over items; 0 if answers never vary", arguments: ["withinA", "withinB"] },
  samples: { name: "samples", label: "Answers per item", hint: "of each system, averaged",
    arguments: ["samplesA", "samplesB"] },
  halfWidth: { name: "halfWidth", label: "Plus or minus, points", hint: "half the width of the interval",
    arguments: ["halfWidth"] },
  widthRate: { name: "widthRate", label: "Expected score, %", hint: "50 % is the worst case", arguments: ["rate"] },
  sd: { name: "sd", label: "Standard deviation of single runs", hint: "of the score, from earlier reruns",
    arguments: ["sd"] },
  runsEffect: { name: "runsEffect", label: "Difference to find", hint: "of the mean scores, in the same unit",
    arguments: ["effect"] },
  designEffect: { name: "designEffect", label: "Design effect of clusters", hint: "1: items are independent",
    arguments: ["designEffect"] },
};

/** The fields of a question, in their order. */
export function fieldsOf(settings: Settings): readonly ValueField[] {
  const assumed: Readonly<Record<Settings["design"], readonly ValueName[]>> = {
    paired: ["discordance"], different: ["rate"], graded: ["between", "within", "samples"],
  };
  const names: readonly ValueName[] = settings.question === "width" ? ["halfWidth", "widthRate"]
    : settings.question === "runs" ? ["runsEffect", "sd"]
      : [askedName(settings), ...assumed[settings.design]];
  return names.map((name) => fields[name]);
}

export const designEffectField: ValueField = fields.designEffect;

/** The field that the package refused, if it is one of those shown. */
export function refusedField(settings: Settings, argument: string): ValueField | undefined {
  return [...fieldsOf(settings), designEffectField].find((field) => field.arguments.includes(argument));
}

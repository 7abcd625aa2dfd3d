/** The planner of labels without its view: settings to jobs and commands. */
import { defaults } from "evenhand/bare";
import { numberOf, option } from "../../parts/words.ts";
import type { LabelsJob } from "./protocol.ts";
import { encodeHash, initialSettings, type Settings, type ValueName, type Values } from "./labels-state.ts";
import { shareOf } from "./unlabelled-model.ts";

/** The published rule splits a given number; it does not say how many. */
export const isAskedByWidth = ({ ask, split }: Settings): boolean => ask === "width" && split !== "lee2025";

export function labelsJob(settings: Settings): LabelsJob {
  const { basis, split, level, values } = settings;
  const number = (name: ValueName): number => numberOf(values[name]);
  const wanted = isAskedByWidth(settings) ? { halfWidth: shareOf(values.halfWidth) } : { labels: number("labels") };
  if (basis === "pilot") {
    const lee2025 = {
      rate: number("judgedCount") / number("judgedTotal"),
      sensitivity: number("sensitivityCount") / number("sensitivityTotal"),
      specificity: number("specificityCount") / number("specificityTotal"),
      perClass: number("perClass"),
    };
    return {
      kind: "labels",
      from: {
        judged: { positive: number("judgedCount"), total: number("judgedTotal") },
        sensitivity: { correct: number("sensitivityCount"), total: number("sensitivityTotal") },
        specificity: { correct: number("specificityCount"), total: number("specificityTotal") },
      },
      plan: { items: number("judgedTotal"), split, level, ...wanted, ...(split === "lee2025" && { lee2025 }) },
    };
  }
  const rates = {
    score: shareOf(values.score), sensitivity: shareOf(values.sensitivity), specificity: shareOf(values.specificity),
  };
  const { score: _, ...errors } = rates;
  const lee2025 = { rate: shareOf(values.rate), ...errors, perClass: number("perClass") };
  return {
    kind: "labels", from: rates,
    plan: { items: number("items"), split, level, ...wanted, ...(split === "lee2025" && { lee2025 }) },
  };
}

/** The command that gives the same result. */
export function labelsCommand(settings: Settings): string {
  const { basis, split, level, values } = settings;
  const count = (name: "judged" | "sensitivity" | "specificity"): string[] =>
    option(name, `${values[`${name}Count`]}/${values[`${name}Total`]}`);
  const share = (name: "score" | "sensitivity" | "specificity"): string[] => option(name, String(shareOf(values[name])));
  return [
    "npx evenhand judge --plan",
    ...(basis === "pilot" ? [...count("judged"), ...count("sensitivity"), ...count("specificity")]
      : [...share("score"), ...share("sensitivity"), ...share("specificity"), ...option("items", values.items)]),
    ...(isAskedByWidth(settings) ? option("half-width", String(shareOf(values.halfWidth))) : option("labels", values.labels)),
    ...(split === defaults.allocationMethod ? [] : option("split", split)),
    ...(split !== "lee2025" ? [] : [
      ...(basis === "pilot" ? [] : option("rate", String(shareOf(values.rate)))),
      ...option("pilot", values.perClass),
    ]),
    ...(level === defaults.level ? [] : option("level", String(level))),
  ].join(" ");
}

/** A link to the plan that starts from a result. */
export const planFrom = (basis: Settings["basis"], level: number, values: Partial<Values>): string =>
  encodeHash({ ...initialSettings, ask: "width", basis, level, values: { ...initialSettings.values, ...values } });

interface Field {
  readonly names: readonly [ValueName] | readonly [ValueName, ValueName];
  readonly label: string;
  readonly hint: string;
  /** What the package calls it in an error. */
  readonly arguments: readonly string[];
}

/** The fields of a question, in their order. */
export function fieldsOf(settings: Settings): readonly Field[] {
  const { basis, split } = settings;
  const isLee = split === "lee2025";
  return [
    isAskedByWidth(settings)
      ? { names: ["halfWidth"], label: "Plus or minus, points", hint: "half the width of the corrected score’s interval",
        arguments: ["halfWidth"] }
      : { names: ["labels"], label: "Human labels", hint: "that there is money for, both classes together", arguments: ["labels"] },
    ...(basis === "pilot" ? [
      { names: ["judgedCount", "judgedTotal"], label: "Judge passes", hint: "answers the judge passed, of all it scored",
        arguments: ["judged", "items"] },
      { names: ["sensitivityCount", "sensitivityTotal"], label: "Sensitivity",
        hint: "of the pilot’s right answers, how many the judge passed", arguments: ["sensitivity", "right"] },
      { names: ["specificityCount", "specificityTotal"], label: "Specificity",
        hint: "of the pilot’s wrong answers, how many the judge failed", arguments: ["specificity", "wrong"] },
    ] as const : [
      { names: ["items"], label: "Judged items", hint: "that the judge marks", arguments: ["items", "judged"] },
      { names: ["score"], label: "Right answers, %", hint: "roughly", arguments: ["score"] },
      { names: ["sensitivity"], label: "Sensitivity, %", hint: "of the right answers, the share that the judge passes",
        arguments: ["sensitivity"] },
      { names: ["specificity"], label: "Specificity, %", hint: "of the wrong answers, the share that the judge fails",
        arguments: ["specificity"] },
      ...(isLee ? [{ names: ["rate"], label: "Judge passes, %", hint: "the published rule goes by it", arguments: ["rate"] } as const] : []),
    ] as const),
    ...(isLee ? [{ names: ["perClass"], label: "Pilot labels of each class", hint: "0 where the rates are guessed",
      arguments: ["perClass", "lee2025"] } as const] : []),
  ];
}

/** What a person can set in the planner, and how it is written into a link. */
import { defaults } from "evenhand/bare";
import { LinkReader, LinkWriter } from "../../route.ts";
import type { Decoded } from "../../use-tool.ts";

export const questions = ["items", "difference", "width", "runs"] as const;
export type Question = (typeof questions)[number];
export const planDesigns = ["paired", "different", "graded"] as const;
export type Design = (typeof planDesigns)[number];

/** As typed; shares and differences of 0/1 scores in percent. */
export type Values = Readonly<Record<ValueName, string>>;
export type ValueName = keyof typeof initialValues;

export const initialValues = {
  effect: "3", items: "500", discordance: "", rate: "70",
  gradedEffect: "0.03", between: "0.111", within: "0.167", samples: "1",
  halfWidth: "3", widthRate: "50",
  sd: "1", runsEffect: "1.5",
  designEffect: "1",
} as const satisfies Record<string, string>;

export interface Settings {
  readonly question: Question;
  readonly design: Design;
  readonly power: number;
  readonly level: number;
  readonly values: Values;
}

export const initialSettings: Settings = {
  question: "items", design: "paired", power: defaults.power, level: defaults.level,
  values: initialValues,
};

/** Numbers of a plan are no data of anyone: they are always in the link. */
export function encodeHash(settings: Settings): string {
  const link = new LinkWriter("plan");
  const base = initialSettings;
  link.put("ask", settings.question, base.question);
  link.put("design", settings.design, base.design);
  link.put("power", String(settings.power), String(base.power));
  link.put("level", String(settings.level), String(base.level));
  const changed = Object.entries(settings.values).filter(([name, value]) =>
    value !== initialValues[name as ValueName]);
  if (changed.length > 0) link.put("numbers", JSON.stringify(Object.fromEntries(changed)));
  return link.hash();
}

export function decodeHash(hash: string): Decoded<Settings> {
  const link = new LinkReader(hash);
  const base = initialSettings;
  return {
    settings: {
      question: link.oneOf("ask", questions, base.question),
      design: link.oneOf("design", planDesigns, base.design),
      power: link.number("power", base.power),
      level: link.number("level", base.level),
      values: link.values("numbers", initialValues, "numbers") as Values,
    },
    data: undefined,
    problems: link.problems,
  };
}

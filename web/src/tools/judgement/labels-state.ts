/** What a person can set in the planner of labels, and how it is written into a link. */
import { allocationMethods, defaults, type AllocationMethod } from "evenhand/bare";
import { LinkReader, LinkWriter } from "../../route.ts";
import type { Decoded } from "../../use-tool.ts";

/** Labels for a width, or the width of so many labels. */
export const asks = ["width", "labels"] as const;
/** What is supposed of the judge: a pilot's counts, or rates. */
export const bases = ["pilot", "rates"] as const;

/** As typed; rates and widths in percent. The pilot is that of Lee et al., arXiv 2511.21140. */
export const initialValues = {
  halfWidth: "5", labels: "300", items: "1000",
  judgedCount: "400", judgedTotal: "1000", sensitivityCount: "180", sensitivityTotal: "200",
  specificityCount: "140", specificityTotal: "200",
  score: "70", sensitivity: "90", specificity: "80", rate: "", perClass: "0",
} as const satisfies Record<string, string>;
export type ValueName = keyof typeof initialValues;
export type Values = Readonly<Record<ValueName, string>>;

export interface Settings {
  readonly ask: (typeof asks)[number];
  readonly basis: (typeof bases)[number];
  readonly split: AllocationMethod;
  readonly level: number;
  readonly values: Values;
}

export const initialSettings: Settings = {
  ask: "labels", basis: "rates", split: defaults.allocationMethod, level: defaults.level,
  values: initialValues,
};

/** Numbers of a plan are no data of anyone: they are always in the link. */
export function encodeHash(settings: Settings): string {
  const link = new LinkWriter("judge-labels");
  const base = initialSettings;
  link.put("ask", settings.ask, base.ask);
  link.put("from", settings.basis, base.basis);
  link.put("split", settings.split, base.split);
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
      ask: link.oneOf("ask", asks, base.ask),
      basis: link.oneOf("from", bases, base.basis),
      split: link.oneOf("split", allocationMethods.map(({ name }) => name), base.split),
      level: link.number("level", base.level),
      values: link.values("numbers", initialValues, "numbers") as Values,
    },
    data: undefined,
    problems: link.problems,
  };
}

/** Two papers by their counts: what a person can set, and how it is written into a link. */
import { contrastMethods, defaults, type ContrastMethod, type CorrectionMethod } from "evenhand/bare";
import { numberOf, option } from "../../parts/words.ts";
import { LinkReader, LinkWriter } from "../../route.ts";
import type { Decoded } from "../../use-tool.ts";
import { externalMethods } from "../judge/state.ts";
import type { PapersJob } from "./protocol.ts";

/** An invented pair whose order turns: A's judge is the kinder one. */
export const initialCounts = {
  aJudgedCount: "720", aJudgedTotal: "1000", aSensitivityCount: "180", aSensitivityTotal: "200",
  aSpecificityCount: "140", aSpecificityTotal: "200",
  bJudgedCount: "690", bJudgedTotal: "1000", bSensitivityCount: "160", bSensitivityTotal: "200",
  bSpecificityCount: "180", bSpecificityTotal: "200",
} as const satisfies Record<string, string>;
type CountName = keyof typeof initialCounts;
export type Counts = Readonly<Record<CountName, string>>;

/** How the difference gets its interval. */
export const differenceMethods = contrastMethods.filter(({ name }) => name === "mover" || name === "propagation");

export interface Settings {
  readonly counts: Counts;
  readonly method: CorrectionMethod;
  readonly difference: ContrastMethod | "";
  readonly level: number;
}

export const initialSettings: Settings = {
  counts: initialCounts, method: defaults.externalMethod, difference: "", level: defaults.level,
};

/** Typed counts go into a link only when asked for. */
export function encodeHash(settings: Settings, hasCounts = false): string {
  const link = new LinkWriter("judge-papers");
  link.put("method", settings.method, initialSettings.method);
  link.put("difference", settings.difference, initialSettings.difference);
  link.put("level", String(settings.level), String(initialSettings.level));
  if (hasCounts) link.put("counts", JSON.stringify(settings.counts));
  return link.hash();
}

export function decodeHash(hash: string): Decoded<Settings> {
  const link = new LinkReader(hash);
  const base = initialSettings;
  return {
    settings: {
      counts: link.values("counts", initialCounts, "counts") as Counts,
      method: link.oneOf("method", externalMethods.map(({ name }) => name), base.method),
      difference: link.oneOf("difference", ["", ...differenceMethods.map(({ name }) => name)], base.difference),
      level: link.number("level", base.level),
    },
    data: undefined,
    problems: link.problems,
  };
}

export const sides = ["a", "b"] as const;
export type Side = (typeof sides)[number];
const kinds = ["Judged", "Sensitivity", "Specificity"] as const;
type Kind = (typeof kinds)[number];
export const fields: readonly { readonly kind: Kind; readonly argument: string; readonly label: string; readonly hint: string }[] = [
  { kind: "Judged", argument: "judged", label: "Judge passes", hint: "answers the judge passed, of all it scored" },
  { kind: "Sensitivity", argument: "sensitivity", label: "Sensitivity", hint: "of the answers people call right, how many it passed" },
  { kind: "Specificity", argument: "specificity", label: "Specificity", hint: "of the answers people call wrong, how many it failed" },
];
export const namesOf = (side: Side, kind: Kind): readonly [CountName, CountName] => [`${side}${kind}Count`, `${side}${kind}Total`];

export function papersJob({ counts, method, difference, level }: Settings): PapersJob {
  const source = (side: Side): PapersJob["input"]["a"] => {
    const [judged, right, wrong] = kinds.map((kind) => {
      const [count, total] = namesOf(side, kind);
      return [numberOf(counts[count]), numberOf(counts[total])] as const;
    }) as [readonly [number, number], readonly [number, number], readonly [number, number]];
    return {
      judged: { positive: judged[0], total: judged[1] },
      sensitivity: { correct: right[0], total: right[1] },
      specificity: { correct: wrong[0], total: wrong[1] },
    };
  };
  return {
    kind: "papers",
    input: {
      a: source("a"), b: source("b"), level,
      correction: method === defaults.externalMethod ? undefined : method,
      method: difference === "" ? undefined : difference,
    },
  };
}

export function papersCommand({ counts, method, difference, level }: Settings): string {
  const value = (side: Side, kind: Kind): string => namesOf(side, kind).map((name) => counts[name]).join("/");
  return [
    "npx evenhand judge", ...option("judged", value("a", "Judged")), ...option("sensitivity", value("a", "Sensitivity")),
    ...option("specificity", value("a", "Specificity")), ...option("against", value("b", "Judged")),
    ...option("against-sensitivity", value("b", "Sensitivity")), ...option("against-specificity", value("b", "Specificity")),
    ...(method === defaults.externalMethod ? [] : option("method", method)),
    ...(difference === "" ? [] : option("difference", difference)),
    ...(level === defaults.level ? [] : option("level", String(level))),
  ].join(" ");
}

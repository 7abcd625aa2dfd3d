/** Counts without their view: what is asked for, and the command that gives the same. The settings'
 *  request itself is made in model.ts: a worker may be asked before this is loaded. */
import type { Correction } from "evenhand/bare";
import type { ChartRow } from "../../chart/rows.ts";
import { numberOf, option } from "../../parts/words.ts";
import { shared, subsetOptions } from "./model.ts";
import type { LabelsAnswer, Settings } from "./state.ts";

/** One or two number fields that belong together. */
export interface CountsField {
  /** What the package calls it in an error. */
  readonly argument: string;
  readonly label: string;
  readonly hint: string;
  /** Names of the values: a count and its total, or one number. */
  readonly names: readonly [string] | readonly [string, string];
}

const judgedField: CountsField = {
  argument: "judged", label: "Judge passes", hint: "answers the judge passed, of all it scored",
  names: ["judgedCount", "judgedTotal"],
};

const externalFields: readonly CountsField[] = [
  judgedField,
  { argument: "sensitivity", label: "Sensitivity", names: ["sensitivityCount", "sensitivityTotal"],
    hint: "of the answers people call right, how many the judge passed" },
  { argument: "specificity", label: "Specificity", names: ["specificityCount", "specificityTotal"],
    hint: "of the answers people call wrong, how many the judge failed" },
];

export const countsFields: Readonly<Record<LabelsAnswer, readonly CountsField[]>> = {
  external: externalFields,
  unsure: externalFields,
  none: [
    { ...judgedField, hint: "answers the judge passed, of all it scored; a percentage such as 62 % will do" },
    { argument: "other", label: "Another model, said to be worse", names: ["otherCount", "otherTotal"],
      hint: "leave it blank if the claim is about one model" },
  ],
  subset: [
    { argument: "labelled.tp", label: "Judge passes, people: right", hint: "", names: ["tp"] },
    { argument: "labelled.fn", label: "Judge fails, people: right", hint: "", names: ["fn"] },
    { argument: "labelled.fp", label: "Judge passes, people: wrong", hint: "", names: ["fp"] },
    { argument: "labelled.tn", label: "Judge fails, people: wrong", hint: "", names: ["tn"] },
    { argument: "unlabelled", label: "Without a label, judge passes",
      hint: "answers the judge passed, of all that nobody labelled",
      names: ["unlabelledCount", "unlabelledTotal"] },
  ],
  known: [
    judgedField,
    { argument: "sensitivity", label: "Sensitivity, as a rate", names: ["sensitivityRate"],
      hint: "taken as exact, from 0 to 1" },
    { argument: "specificity", label: "Specificity, as a rate", names: ["specificityRate"],
      hint: "taken as exact, from 0 to 1" },
  ],
};

/** The field that an argument of the package stands for, if it is one. */
export function fieldOf(design: LabelsAnswer, argument: string): CountsField | undefined {
  return countsFields[design].find((field) =>
    argument === field.argument || argument.startsWith(`${field.argument}.`));
}

export function countsCommandOf(settings: Settings): string {
  const { countsDesign, counts } = settings;
  const value = ([first, second]: CountsField["names"]): string =>
    second === undefined ? counts[first] ?? "" : `${counts[first]}/${counts[second]}`;
  const fields = countsFields[countsDesign];
  const { tp, fn, fp, tn } = counts;
  const isSubset = countsDesign === "subset";
  const given = isSubset
    ? [...option("confusion", [tp, fn, fp, tn].join(",")), ...option("unlabelled", value(fields[4]!.names)),
      ...subsetOptions(settings)]
    : fields.flatMap((field) => option(field.argument, value(field.names)));
  const hasMethod = countsDesign === "external" || countsDesign === "unsure";
  return ["npx evenhand judge", ...given, ...shared(settings, hasMethod)].join(" ");
}

/** How many answers people labelled, of a random subset. */
export const labelledOf = ({ counts }: Settings): number =>
  ["tp", "fn", "fp", "tn"].reduce((sum, name) => sum + numberOf(counts[name]), 0);

/** The same counts under the other answer to the design question. */
export function otherCounts({ countsDesign, counts }: Settings): Pick<Settings, "countsDesign" | "counts"> {
  const number = (name: string): number => numberOf(counts[name]);
  const text = (value: number): string => (Number.isNaN(value) ? "" : String(value));
  if (countsDesign === "subset") {
    const { tp = "", tn = "", unlabelledCount = "", unlabelledTotal = "" } = counts;
    return {
      countsDesign: "external",
      counts: {
        ...counts, judgedCount: unlabelledCount, judgedTotal: unlabelledTotal,
        sensitivityCount: tp, sensitivityTotal: text(number("tp") + number("fn")),
        specificityCount: tn, specificityTotal: text(number("tn") + number("fp")),
      },
    };
  }
  const { judgedCount = "", judgedTotal = "", sensitivityCount = "", specificityCount = "" } = counts;
  return {
    countsDesign: "subset",
    counts: {
      ...counts, unlabelledCount: judgedCount, unlabelledTotal: judgedTotal,
      tp: sensitivityCount, fn: text(number("sensitivityTotal") - number("sensitivityCount")),
      tn: specificityCount, fp: text(number("specificityTotal") - number("specificityCount")),
    },
  };
}

export const countsRow = (result: Correction): ChartRow =>
  ({ name: "the model", raw: result.raw, corrected: result, truth: null });
